/* relcal add: a milestone comes into a plan. */
#include "command.h"
#include "complain.h"
#include "edit_file.h"

static int run(cli_session *session)
{
    file_edit edit;
    relcal_when when;
    if (!edit_file_read_when(session, 2, &when)) {
        return EXIT_USAGE;
    }
    int status = edit_file_open(&edit, session);
    if (status == EXIT_YES) {
        edit_file_add(&edit, RELCAL_EDIT_ADD, session->operands[1], &when);
        status = edit_file_finish(&edit);
    }
    edit_file_close(&edit);
    return status;
}

const cli_command command_add = {
    .name = "add",
    .usage = "FILE MILESTONE DATE",
    .summary = "put a milestone into a plan in its file",
    .description =
        "Adds a milestone that is planned since the day of --on, or today, behind those that\n"
        "come before it; or takes one back that was withdrawn.\n",
    .kinds = {OPERAND_FILE, OPERAND_NAME, OPERAND_DATE},
    .operands_min = 3,
    .options = OPTION_BIT(OPTION_NOTE) | OPTION_BIT(OPTION_DRY_RUN),
    .needs_catalog = true,
    .run = run,
};
