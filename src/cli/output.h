/* What a command answers: put together in memory or beside the file that it goes to, then written
 * once, whole or not at all. */
#ifndef RELCAL_CLI_OUTPUT_H
#define RELCAL_CLI_OUTPUT_H

#include <stdbool.h>

#include "options.h"
#include "replace.h"
#include "text.h"

/* Colours and the like, by the parameters of ECMA-48's SGR. NULL is none. */
#define STYLE_HEADING "1"
#define STYLE_ALERT "1;31"
#define STYLE_FAINT "2"

typedef struct cli_output {
    text body;
    const char *path; /* NULL for standard output */
    bool has_color;
    bool is_streamed; /* the answer is in `stream`, not in `body` */
    replacement stream;
} cli_output;

cli_output output_start(const cli_options *options);

/* Adds a text in a style, which may be NULL. */
void output_styled(cli_output *out, const char *style, const char *string);

/* Begins an answer that may be long: what output_stream adds from now on is not held in memory
 * where it goes into a file. */
void output_open_stream(cli_output *out);

/* Adds to it. False where that failed: the command then ends, and output_finish says why. */
bool output_stream(cli_output *out, const char *bytes, size_t length);

/* Writes the answer where it belongs if `status` is yes or no, frees it, and returns the exit
 * status: `status`, or EXIT_SYSTEM after a complaint. */
int output_finish(cli_output *out, int status);

/* Says that a file, or standard output for NULL, cannot be written to; `failure` is an errno. */
void complain_about_writing(const char *path, int failure);

#endif
