/* The examples of the commands. They speak of projects, so they are data: data/man/examples, which
 * the build makes part of the command, and which is looked at only when help is asked for. */
#ifndef RELCAL_CLI_EXAMPLES_H
#define RELCAL_CLI_EXAMPLES_H

#include "command.h"

/* An example, borrowed from the text of all of them. */
typedef struct command_example {
    const char *line; /* without "relcal " */
    size_t line_length;
    const char *purpose; /* what it is for */
    size_t purpose_length;
} command_example;

/* The next example of a command from `*at` on, which is NULL to begin with, and is moved behind it;
 * false where there is none. */
bool example_next(const cli_command *command, const char **at, command_example *out);

#endif
