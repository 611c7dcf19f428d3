/* A user's text made fit for a message: bounded, on one line, and valid UTF-8. */
#ifndef RELCAL_BASE_QUOTE_H
#define RELCAL_BASE_QUOTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The longest quotation, in bytes with the closing NUL; a longer text ends with "...". */
#define RELCAL_QUOTE_BYTES 64

/*
 * Writes `text` between quotation marks and returns `buffer`. Quotation marks and backslashes get a
 * backslash before them; control characters, invisible marks that turn the direction of a line, and
 * bytes that are no UTF-8 are written as \xHH.
 */
const char *relcal_quote(const char *text, size_t length, char buffer[RELCAL_QUOTE_BYTES]);

/* The bytes of the character that a text of at least one byte begins with, [1, 4], and its code; 0
 * for no UTF-8. */
size_t relcal_character_bytes(const char *text, size_t length, uint32_t *code);

/* Whether a character is none that a reader sees: a control, a mark that turns the direction. */
bool relcal_character_is_hidden(uint32_t code);

#endif
