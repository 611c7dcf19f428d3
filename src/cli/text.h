/* A text that grows. Running out of memory is remembered, not reported by every call: whoever uses
 * the text in the end asks `failed` once. */
#ifndef RELCAL_CLI_TEXT_H
#define RELCAL_CLI_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* Zero it to begin with an empty text. */
typedef struct text {
    char *bytes; /* closed by a NUL; NULL while nothing was added */
    size_t length;
    size_t capacity;
    bool failed; /* memory ran out: the text is not whole */
} text;

void text_add(text *target, const char *string);
void text_add_bytes(text *target, const char *bytes, size_t length);
void text_addf(text *target, const char *format, ...) __attribute__((format(printf, 2, 3)));
void text_add_spaces(text *target, size_t count);

/* The text so far, never NULL; borrowed until the next addition. */
const char *text_string(const text *source);

/* Empties a text and keeps its memory. */
void text_clear(text *target);

void text_free(text *target);

/* Adds a text of unknown origin so that a terminal can show it: control characters and bytes that
 * are no UTF-8 become \x1b; what is longer than `limit` bytes is cut and ends in "...". */
void text_add_printable(text *target, const char *string, size_t limit);

/* The bytes of the UTF-8 sequence at the start of `string`, [1, 4]; 0 where it begins with none. */
size_t text_sequence_length(const char *string);

#endif
