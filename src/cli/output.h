/* What a command answers: put together in memory, then written once, whole or not at all. */
#ifndef RELCAL_CLI_OUTPUT_H
#define RELCAL_CLI_OUTPUT_H

#include <stdbool.h>

#include "options.h"
#include "text.h"

/* Colours and the like, by the parameters of ECMA-48's SGR. NULL is none. */
#define STYLE_HEADING "1"
#define STYLE_ALERT "1;31"
#define STYLE_FAINT "2"

typedef struct cli_output {
    text body;
    const char *path; /* NULL for standard output */
    bool has_color;
} cli_output;

cli_output output_start(const cli_options *options);

/* Adds a text in a style, which may be NULL. */
void output_styled(cli_output *out, const char *style, const char *string);

/* Writes the answer where it belongs if `status` is yes or no, frees it, and returns the exit
 * status: `status`, or EXIT_SYSTEM after a complaint. */
int output_finish(cli_output *out, int status);

#endif
