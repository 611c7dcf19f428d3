/* A user's text made fit for a message: bounded, on one line, and valid UTF-8. */
#ifndef RELCAL_BASE_QUOTE_H
#define RELCAL_BASE_QUOTE_H

#include <stddef.h>

/* The longest quotation, in bytes with the closing NUL; a longer text ends with "...". */
#define RELCAL_QUOTE_BYTES 64

/*
 * Writes `text` between quotation marks and returns `buffer`. Quotation marks and backslashes get a
 * backslash before them; control characters, invisible marks that turn the direction of a line, and
 * bytes that are no UTF-8 are written as \xHH.
 */
const char *relcal_quote(const char *text, size_t length, char buffer[RELCAL_QUOTE_BYTES]);

#endif
