/* relcal withdraw: a milestone is taken out of a plan. */
#include "command.h"
#include "complain.h"
#include "edit_file.h"

static int run(cli_session *session)
{
    file_edit edit;
    int status = edit_file_open(&edit, session);
    if (status == EXIT_YES) {
        edit_file_add(&edit, RELCAL_EDIT_WITHDRAW, session->operands[1], NULL);
        status = edit_file_finish(&edit);
    }
    edit_file_close(&edit);
    return status;
}

const cli_command command_withdraw = {
    .name = "withdraw",
    .usage = "FILE MILESTONE",
    .summary = "take a milestone out of a plan in its file",
    .description =
        "An expected milestone is withdrawn, on the day of --on, or today; its dates stay\n"
        "in its history.\n",
    .kinds = {OPERAND_FILE, OPERAND_NAME},
    .operands_min = 2,
    .options = OPTION_BIT(OPTION_NOTE) | OPTION_BIT(OPTION_DRY_RUN),
    .needs_catalog = true,
    .run = run,
};
