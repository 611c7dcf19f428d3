/* What relcal says about itself. */
#ifndef RELCAL_CLI_HELP_H
#define RELCAL_CLI_HELP_H

#include "command.h"
#include "text.h"

/* An exit status and what it means, in two words and in a sentence; NULL past the end. */
typedef struct exit_row {
    int status;
    const char *meaning;
    const char *details;
} exit_row;

exit_row help_exit_at(size_t index);

/* The whole command on one screen. */
void help_add_overview(text *target);

/* One command on one screen. */
void help_add_command(text *target, const cli_command *command);

/* The version, and how far the built-in data go. */
void help_add_version(text *target);

#endif
