/* Each line of the examples is a command line, " # ", and what it is for. Blank lines and those
 * that begin with a number sign are none. */
#include "examples.h"

#include <string.h>

/* Printed by relcal-embed from data/man/examples. */
extern const char cli_examples[];

#define SEPARATOR " # "

/* Whether a line is an example of a command. */
static bool is_of(const cli_command *command, const char *line, size_t length)
{
    size_t name = strlen(command->name);
    return length > name && strncmp(line, command->name, name) == 0 && line[name] == ' ';
}

static void read_line(const char *line, size_t length, command_example *out)
{
    const char *end = line + length;
    const char *separator = strstr(line, SEPARATOR);
    if (separator == NULL || separator > end) {
        separator = end;
    }
    *out = (command_example){.line = line, .line_length = (size_t)(separator - line)};
    while (out->line_length > 0 && line[out->line_length - 1] == ' ') {
        out->line_length--;
    }
    out->purpose = separator == end ? end : separator + strlen(SEPARATOR);
    out->purpose_length = (size_t)(end - out->purpose);
}

bool example_next(const cli_command *command, const char **at, command_example *out)
{
    const char *line = *at == NULL ? cli_examples : *at;
    while (*line != '\0') {
        size_t length = strcspn(line, "\n");
        *at = line + length + (line[length] == '\n');
        if (is_of(command, line, length)) {
            read_line(line, length, out);
            return true;
        }
        line = *at;
    }
    return false;
}
