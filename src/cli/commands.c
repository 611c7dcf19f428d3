/* The table of commands. */
#include "command.h"

#include <string.h>

#include "complain.h"
#include "nearest.h"

const cli_command *command_at(size_t index)
{
    static const cli_command *const commands[] = {
        &command_today, &command_phase,  &command_next,     &command_freezes,  &command_show,
        &command_check, &command_rules,  &command_history,  &command_slips,    &command_diff,
        &command_date,  &command_plan,   &command_move,     &command_release,  &command_withdraw,
        &command_add,   &command_lint,   &command_announce, &command_projects, &command_config,
        &command_ics,   &command_import, &command_help,
    };
    return index < sizeof commands / sizeof commands[0] ? commands[index] : NULL;
}

static const char *command_name_at(const void *context, size_t index)
{
    (void)context;
    const cli_command *command = command_at(index);
    return command != NULL ? command->name : NULL;
}

bool command_has_option(const cli_command *command, int id)
{
    return id < OPTION_COMMON_COUNT ||
           (command != NULL && (command->options & OPTION_BIT(id)) != 0);
}

const cli_command *command_named(const char *name)
{
    const cli_command *command;
    for (size_t index = 0; (command = command_at(index)) != NULL; index++) {
        if (strcmp(command->name, name) == 0) {
            return command;
        }
    }
    return NULL;
}

const cli_command *command_find(const char *name)
{
    const cli_command *command = command_named(name);
    if (command != NULL) {
        return command;
    }
    text message = {0};
    text_add(&message, "unknown command '");
    text_add_printable(&message, name, QUOTED_BYTES);
    text_add(&message, "'");
    nearest_add_hint(&message, name, (name_list){command_name_at, NULL, ""});
    complain_text(&message);
    return NULL;
}
