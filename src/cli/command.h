/* The commands: one row each, from which the loop, --help, the man page and the completions come.
 */
#ifndef RELCAL_CLI_COMMAND_H
#define RELCAL_CLI_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include "output.h"
#include "session.h"

/* What an operand names. */
typedef enum operand_kind {
    OPERAND_NONE,
    OPERAND_PROJECT,
    OPERAND_SERIES,
    OPERAND_CHANGE,
    OPERAND_COMMAND,
    OPERAND_FILE,
    OPERAND_NAME, /* of a milestone */
    OPERAND_DATE,
    OPERAND_PLAN,   /* a file, or PROJECT/SERIES, perhaps with @DATE */
    OPERAND_ACTION, /* one of the words of the command itself */
    OPERAND_RULE,   /* for a date */
    OPERAND_SCOPE   /* a series of the project before it, or a project */
} operand_kind;

#define OPERANDS_MAX 3

typedef struct cli_command {
    const char *name;
    const char *usage;                /* its operands as the usage line has them, or "" */
    const char *summary;              /* one line of the overview; no full stop */
    const char *description;          /* whole sentences; the line breaks are those of --help */
    operand_kind kinds[OPERANDS_MAX]; /* of its operands; NONE from the count on */
    const char *actions;              /* the words of an ACTION, with spaces between, or NULL */
    size_t operands_min;
    bool repeats_last;                /* any number of operands of the last kind may follow */
    option_set options;               /* beyond the common ones */
    bool needs_catalog;               /* false: the session has its options and output only */
    int (*run)(cli_session *session); /* gives the exit status */
} cli_command;

extern const cli_command command_today, command_phase, command_next, command_show, command_check,
    command_rules, command_history, command_slips, command_diff, command_date, command_plan,
    command_move, command_release, command_withdraw, command_add, command_lint, command_announce,
    command_projects, command_config, command_freezes, command_ics, command_import, command_help;

/* The command at an index, in the order of the overview; NULL past the end. */
const cli_command *command_at(size_t index);

/* Whether a command, or relcal itself for NULL, takes an option. */
bool command_has_option(const cli_command *command, int id);

/* The command of a name, or NULL. */
const cli_command *command_named(const char *name);

/* The same; NULL after a complaint. */
const cli_command *command_find(const char *name);

#endif
