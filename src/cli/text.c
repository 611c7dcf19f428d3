/* A text that grows by doubling. UTF-8 is checked after Unicode 15, table 3-7. */
#include "text.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_CAPACITY 4096

/* Makes room for `more` bytes and a closing NUL. */
static bool reserve(text *target, size_t more)
{
    if (target->failed || more >= SIZE_MAX / 2 - target->length) {
        target->failed = true;
        return false;
    }
    size_t needed = target->length + more + 1;
    if (needed <= target->capacity) {
        return true;
    }
    size_t capacity = target->capacity > 0 ? target->capacity : FIRST_CAPACITY;
    while (capacity < needed) {
        capacity *= 2;
    }
    char *bytes = realloc(target->bytes, capacity);
    if (bytes == NULL) {
        target->failed = true;
        return false;
    }
    target->bytes = bytes;
    target->capacity = capacity;
    return true;
}

void text_add(text *target, const char *string)
{
    text_add_bytes(target, string, strlen(string));
}

void text_add_bytes(text *target, const char *bytes, size_t length)
{
    if (!reserve(target, length)) {
        return;
    }
    memcpy(target->bytes + target->length, bytes, length);
    target->length += length;
    target->bytes[target->length] = '\0';
}

void text_addf(text *target, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length < 0 || !reserve(target, (size_t)length)) {
        target->failed = true;
        return;
    }
    va_start(arguments, format);
    (void)vsnprintf(target->bytes + target->length, (size_t)length + 1, format, arguments);
    va_end(arguments);
    target->length += (size_t)length;
}

void text_add_spaces(text *target, size_t count)
{
    if (!reserve(target, count)) {
        return;
    }
    memset(target->bytes + target->length, ' ', count);
    target->length += count;
    target->bytes[target->length] = '\0';
}

const char *text_string(const text *source)
{
    return source->bytes != NULL ? source->bytes : "";
}

void text_clear(text *target)
{
    target->length = 0;
    if (target->bytes != NULL) {
        target->bytes[0] = '\0';
    }
}

void text_free(text *target)
{
    free(target->bytes);
    *target = (text){0};
}

size_t text_sequence_length(const char *string)
{
    static const struct {
        unsigned char lead_first, lead_last, second_first, second_last;
        size_t length;
    } forms[] = {
        {0x01, 0x7F, 0x00, 0x00, 1}, {0xC2, 0xDF, 0x80, 0xBF, 2}, {0xE0, 0xE0, 0xA0, 0xBF, 3},
        {0xE1, 0xEC, 0x80, 0xBF, 3}, {0xED, 0xED, 0x80, 0x9F, 3}, {0xEE, 0xEF, 0x80, 0xBF, 3},
        {0xF0, 0xF0, 0x90, 0xBF, 4}, {0xF1, 0xF3, 0x80, 0xBF, 4}, {0xF4, 0xF4, 0x80, 0x8F, 4},
    };
    const unsigned char *bytes = (const unsigned char *)string;
    for (size_t form = 0; form < sizeof forms / sizeof forms[0]; form++) {
        if (bytes[0] < forms[form].lead_first || bytes[0] > forms[form].lead_last) {
            continue;
        }
        size_t length = forms[form].length;
        if (length > 1 &&
            (bytes[1] < forms[form].second_first || bytes[1] > forms[form].second_last)) {
            return 0;
        }
        for (size_t index = 2; index < length; index++) {
            if ((bytes[index] & 0xC0u) != 0x80u) {
                return 0;
            }
        }
        return length;
    }
    return 0;
}

/* Whether a UTF-8 sequence is a control character: C0, DEL or C1. */
static bool is_control(const char *sequence, size_t length)
{
    unsigned char first = (unsigned char)sequence[0];
    if (length == 1) {
        return first < 0x20 || first == 0x7F;
    }
    return length == 2 && first == 0xC2 && (unsigned char)sequence[1] < 0xA0;
}

void text_add_printable(text *target, const char *string, size_t limit)
{
    size_t end = target->length + limit;
    while (*string != '\0') {
        if (target->length >= end) {
            text_add(target, "...");
            return;
        }
        size_t length = text_sequence_length(string);
        if (length == 0 || is_control(string, length)) {
            size_t escaped = length == 0 ? 1 : length;
            for (size_t index = 0; index < escaped; index++) {
                text_addf(target, "\\x%02x", (unsigned)(unsigned char)string[index]);
            }
            string += escaped;
        } else {
            text_add_bytes(target, string, length);
            string += length;
        }
        if (target->failed) {
            return;
        }
    }
}
