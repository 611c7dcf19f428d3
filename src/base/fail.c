/* Filling a caller's relcal_error. Texts that do not fit are cut at a character's border. */
#include "fail.h"

#include <stdio.h>
#include <string.h>

#include "relcal/export.h"

const char *relcal_library_version(void)
{
    return RELCAL_VERSION;
}

const char *relcal_status_name(relcal_status status)
{
    static const char *const names[] = {
        [RELCAL_OK] = "ok",
        [RELCAL_ERROR_ARGUMENT] = "argument",
        [RELCAL_ERROR_SYNTAX] = "syntax",
        [RELCAL_ERROR_RANGE] = "range",
        [RELCAL_ERROR_DATA] = "data",
        [RELCAL_ERROR_LIMIT] = "limit",
        [RELCAL_ERROR_NOT_FOUND] = "not-found",
        [RELCAL_ERROR_IO] = "io",
        [RELCAL_ERROR_MEMORY] = "memory",
    };
    size_t index = (size_t)status;
    return index < sizeof names / sizeof names[0] ? names[index] : "unknown";
}

/* Ends a text that snprintf may have cut inside of a UTF-8 sequence before that sequence. */
static void end_at_character(char *text, size_t capacity)
{
    size_t length = strlen(text);
    if (length + 1 < capacity) {
        return;
    }
    size_t start = length;
    while (start > 0 && ((unsigned char)text[start - 1] & 0xC0u) == 0x80u) {
        start--;
    }
    if (start == 0) {
        return;
    }
    unsigned char lead = (unsigned char)text[start - 1];
    size_t needed = lead >= 0xF0u ? 4 : lead >= 0xE0u ? 3 : lead >= 0xC0u ? 2 : 1;
    if (length - (start - 1) < needed) {
        text[start - 1] = '\0';
    }
}

relcal_status relcal_fail_v(relcal_error *error, relcal_status code, relcal_place place,
                            const char *format, va_list arguments)
{
    if (error != NULL) {
        error->code = code;
        error->line = place.line;
        error->column = place.column;
        (void)snprintf(error->file, sizeof error->file, "%s", place.file ? place.file : "");
        end_at_character(error->file, sizeof error->file);
        (void)vsnprintf(error->message, sizeof error->message, format, arguments);
        end_at_character(error->message, sizeof error->message);
    }
    return code;
}

relcal_status relcal_fail(relcal_error *error, relcal_status code, relcal_place place,
                          const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    (void)relcal_fail_v(error, code, place, format, arguments);
    va_end(arguments);
    return code;
}

relcal_place relcal_place_in_text(size_t offset)
{
    return (relcal_place){.file = NULL, .line = 0, .column = (uint32_t)(offset + 1)};
}
