/* relcal release: a milestone happened. */
#include "command.h"
#include "complain.h"
#include "edit_file.h"

static int run(cli_session *session)
{
    file_edit edit;
    relcal_when when = session->asked;
    if (session->operand_count > 2 && !edit_file_read_when(session, 2, &when)) {
        return EXIT_USAGE;
    }
    int status = edit_file_open(&edit, session);
    if (status == EXIT_YES) {
        edit_file_add(&edit, RELCAL_EDIT_RELEASE, session->operands[1], &when);
        status = edit_file_finish(&edit);
    }
    edit_file_close(&edit);
    return status;
}

const cli_command command_release = {
    .name = "release",
    .usage = "FILE MILESTONE [DATE]",
    .summary = "say in a file that a milestone happened",
    .description =
        "An expected milestone becomes actual, on the day given, or on that of --on, or\n"
        "today. What was planned stays in its history.\n",
    .kinds = {OPERAND_FILE, OPERAND_NAME, OPERAND_DATE},
    .operands_min = 2,
    .options = OPTION_BIT(OPTION_NOTE) | OPTION_BIT(OPTION_DRY_RUN),
    .needs_catalog = true,
    .run = run,
};
