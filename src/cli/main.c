/* The relcal command: reads the command line, runs one command, writes its answer. */
#include <stdio.h>

#include "command.h"
#include "complain.h"
#include "help.h"

static size_t operands_max(const cli_command *command)
{
    size_t count = 0;
    while (count < OPERANDS_MAX && command->kinds[count] != OPERAND_NONE) {
        count++;
    }
    return count;
}

/* Adds "a project and a series": the operands that a command needs and has not got. */
static void add_missing(text *message, const cli_command *command, size_t operand_count)
{
    static const char *const words[] = {
        [OPERAND_NONE] = "",
        [OPERAND_PROJECT] = "a project",
        [OPERAND_SERIES] = "a series",
        [OPERAND_CHANGE] = "a change",
        [OPERAND_COMMAND] = "a command",
        [OPERAND_FILE] = "a file",
        [OPERAND_NAME] = "a milestone",
        [OPERAND_DATE] = "a date",
        [OPERAND_PLAN] = "a plan",
        [OPERAND_ACTION] = "an action",
        [OPERAND_RULE] = "a rule",
        [OPERAND_SCOPE] = "a project or a series",
    };
    for (size_t place = operand_count; place < command->operands_min; place++) {
        text_addf(message, "%s%s", place > operand_count ? " and " : "",
                  words[command->kinds[place]]);
    }
}

static int complain_about_count(const cli_command *command, const cli_session *session)
{
    size_t most = operands_max(command);
    text message = {0};
    if (session->operand_count >= command->operands_min) {
        text_add(&message, "unexpected argument '");
        text_add_printable(&message, session->operands[most], QUOTED_BYTES);
        text_add(&message, "'");
    } else {
        text_addf(&message, "%s needs ", command->name);
        add_missing(&message, command, session->operand_count);
    }
    text_addf(&message, "; write relcal %s %s", command->name, command->usage);
    complain_text(&message);
    return EXIT_USAGE;
}

static int run_command(const cli_command *command, cli_session *session)
{
    if (session->operand_count < command->operands_min ||
        (session->operand_count > operands_max(command) && !command->repeats_last)) {
        return complain_about_count(command, session);
    }
    int status = command->needs_catalog ? session_open(session) : EXIT_YES;
    if (status == EXIT_YES) {
        status = command->run(session);
    }
    session_close(session);
    return status;
}

static int complain_about_no_command(void)
{
    text overview = {0};
    help_add_overview(&overview);
    (void)fputs(text_string(&overview), stderr);
    text_free(&overview);
    return EXIT_USAGE;
}

static int run(const cli_options *options, cli_output *out)
{
    bool wants_help = options->value[OPTION_HELP] != NULL;
    if (options->value[OPTION_VERSION] != NULL) {
        help_add_version(&out->body);
        return EXIT_YES;
    }
    if (options->operand_count == 0) {
        if (!wants_help) {
            return complain_about_no_command();
        }
        help_add_overview(&out->body);
        return EXIT_YES;
    }
    const cli_command *command = command_find(options->operands[0]);
    if (command == NULL) {
        return EXIT_USAGE;
    }
    if (wants_help) {
        help_add_command(&out->body, command);
        return EXIT_YES;
    }
    cli_session session = {
        .options = options,
        .out = out,
        .operands = options->operands + 1,
        .operand_count = options->operand_count - 1,
    };
    return run_command(command, &session);
}

int main(int argc, char **argv)
{
    cli_options options;
    if (!options_parse(&options, argc, argv)) {
        return EXIT_USAGE;
    }
    cli_output out = output_start(&options);
    int status = run(&options, &out);
    return output_finish(&out, status);
}
