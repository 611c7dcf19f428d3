/* Whole files, and standard input, in memory. */
#ifndef RELCAL_CLI_INPUT_H
#define RELCAL_CLI_INPUT_H

#include <stddef.h>

#include "text.h"

/* Adds what a file holds, or standard input for "-"; of one that is longer than `limit` bytes, more
 * than those. The exit status, after a complaint where it is not EXIT_YES. */
int input_read(text *out, const char *path, size_t limit);

#endif
