/* relcal help: the same as --help. */
#include "command.h"
#include "complain.h"
#include "help.h"

static int run(cli_session *session)
{
    text *body = &session->out->body;
    if (session->operand_count == 0) {
        help_add_overview(body);
        return EXIT_YES;
    }
    const cli_command *command = command_find(session->operands[0]);
    if (command == NULL) {
        return EXIT_USAGE;
    }
    help_add_command(body, command);
    return EXIT_YES;
}

const cli_command command_help = {
    .name = "help",
    .usage = "[COMMAND]",
    .summary = "how relcal or one of its commands is used",
    .description = "Says how a command is used, as its option --help does.\n",
    .kinds = {OPERAND_COMMAND},
    .run = run,
};
