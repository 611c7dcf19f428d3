/* relcal announce: leads to what is done with an announcement, by the word after the command. */
#include <stdint.h>
#include <string.h>

#include "announce.h"
#include "command.h"
#include "complain.h"
#include "nearest.h"

static const announce_action *const actions[] = {&announce_check, &announce_write};

static const char *action_name_at(const void *context, size_t index)
{
    (void)context;
    return index < sizeof actions / sizeof actions[0] ? actions[index]->name : NULL;
}

/* The action of a name; NULL after a complaint. */
static const announce_action *find_action(const char *name)
{
    for (size_t index = 0; index < sizeof actions / sizeof actions[0]; index++) {
        if (strcmp(actions[index]->name, name) == 0) {
            return actions[index];
        }
    }
    text message = {0};
    text_add(&message, "announce cannot '");
    text_add_printable(&message, name, QUOTED_BYTES);
    text_add(&message, "'");
    nearest_add_hint(&message, name, (name_list){action_name_at, NULL, ""});
    complain_text(&message);
    return NULL;
}

static int run(cli_session *session)
{
    const announce_action *action = find_action(session->operands[0]);
    if (action == NULL) {
        return EXIT_USAGE;
    }
    session->operands++;
    session->operand_count--;
    if (session->operand_count < action->operands_min ||
        session->operand_count > action->operands_max) {
        complain("announce %s %s; write relcal announce %s %s", action->name,
                 session->operand_count < action->operands_min ? action->lack : "takes less",
                 action->name, action->usage);
        return EXIT_USAGE;
    }
    return action->run(session);
}

const cli_command command_announce = {
    .name = "announce",
    .usage = "check|write ...",
    .summary = "release announcements: check what they say, or write it",
    .description =
        "With check, finds every claim about the schedule in announcements of any markup, and\n"
        "says which are false on the day of publication: --on, else that in the text, else\n"
        "today. A single dash for a file is standard input. With write, says what the plan has\n"
        "of a release, as of its day or of --as-of: check FILE..., write PROJECT RELEASE.\n",
    .kinds = {OPERAND_ACTION, OPERAND_FILE},
    .actions = "check write",
    .operands_min = 1,
    .repeats_last = true,
    .options = OPTION_BIT(OPTION_PROJECT) | OPTION_BIT(OPTION_ANNOUNCE_FORMAT) |
               OPTION_BIT(OPTION_FIX) | OPTION_BIT(OPTION_TEMPLATE),
    .needs_catalog = true,
    .run = run,
};
