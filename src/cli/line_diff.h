/* The lines in which two texts differ. */
#ifndef RELCAL_CLI_LINE_DIFF_H
#define RELCAL_CLI_LINE_DIFF_H

#include "text.h"

/* Adds a unified difference without lines around its pieces; nothing where the texts are equal. */
void line_diff_add(text *out, const char *name, const char *before, size_t before_length,
                   const char *after, size_t after_length);

#endif
