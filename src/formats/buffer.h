/* Texts that grow, from malloc. */
#ifndef RELCAL_FORMATS_BUFFER_H
#define RELCAL_FORMATS_BUFFER_H

#include <stdbool.h>
#include <stddef.h>

/* Closed by a NUL as soon as anything was appended. */
typedef struct relcal_buffer {
    char *bytes;
    size_t length;
    size_t room;
    bool has_failed; /* memory ran out: what was put since is lost */
} relcal_buffer;

/* False where there is no memory. */
bool relcal_buffer_append(relcal_buffer *buffer, const char *bytes, size_t length);

/* Puts a text, or a formatted one of at most 511 bytes; a failure is remembered. */
void relcal_buffer_put(relcal_buffer *buffer, const char *text);
void relcal_buffer_put_format(relcal_buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
