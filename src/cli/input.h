/* Files that are read whole. */
#ifndef RELCAL_CLI_INPUT_H
#define RELCAL_CLI_INPUT_H

#include <stddef.h>

#include "text.h"

/* Reads all of a file, or of standard input for "-", or just more than `limit` bytes of it. The
 * exit status: EXIT_YES, or EXIT_SYSTEM after a complaint. */
int input_read(text *out, const char *path, size_t limit);

/* Says that a file, or standard input for "-", cannot be read; `failure` is an errno. EXIT_SYSTEM.
 */
int complain_about_reading(const char *path, int failure);

#endif
