/* A text that is full takes twice its room. */
#include "buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool relcal_buffer_append(relcal_buffer *buffer, const char *bytes, size_t length)
{
    if (buffer->room - buffer->length <= length) {
        size_t room = 2 * (buffer->length + length) + 1;
        char *larger = realloc(buffer->bytes, room);
        if (larger == NULL) {
            buffer->has_failed = true;
            return false;
        }
        buffer->bytes = larger;
        buffer->room = room;
    }
    memcpy(buffer->bytes + buffer->length, bytes, length);
    buffer->length += length;
    buffer->bytes[buffer->length] = '\0';
    return true;
}

void relcal_buffer_put(relcal_buffer *buffer, const char *text)
{
    (void)relcal_buffer_append(buffer, text, strlen(text));
}

void relcal_buffer_put_format(relcal_buffer *buffer, const char *format, ...)
{
    char text[512];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    relcal_buffer_put(buffer, text);
}
