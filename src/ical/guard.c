/* Checks of texts and URLs after RFC 3629, RFC 3986 and RFC 5545; the lock; errors; texts. */
#include "guard.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libical/ical.h>

static pthread_mutex_t libical_mutex = PTHREAD_MUTEX_INITIALIZER;
static int libical_was_fatal; /* guarded by the mutex */

void relcal_ical_lock(void)
{
    pthread_mutex_lock(&libical_mutex);
    libical_was_fatal = icalerror_get_errors_are_fatal();
    icalerror_set_errors_are_fatal(0);
    icalerror_clear_errno();
}

void relcal_ical_unlock(void)
{
    icalerror_set_errors_are_fatal(libical_was_fatal);
    pthread_mutex_unlock(&libical_mutex);
}

/* Takes off what is left of a character that was cut at the end of a text. */
static void drop_cut_character(char *text)
{
    size_t length = strlen(text);
    size_t start = length;
    while (start > 0 && ((unsigned char)text[start - 1] & 0xC0) == 0x80) {
        start--;
    }
    if (start > 0 && relcal_ical_character_length(text + start - 1, length - start + 1) == 0) {
        text[start - 1] = '\0';
    }
}

relcal_status relcal_ical_fail(relcal_error *error, relcal_status code, const char *file,
                               uint32_t line, const char *format, ...)
{
    if (error == NULL) {
        return code;
    }
    *error = (relcal_error){.code = code, .line = line};
    snprintf(error->file, sizeof(error->file), "%s", file == NULL ? "" : file);
    drop_cut_character(error->file);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error->message, sizeof(error->message), format, arguments);
    va_end(arguments);
    drop_cut_character(error->message);
    return code;
}

relcal_status relcal_ical_fail_memory(relcal_error *error, const char *file)
{
    return relcal_ical_fail(error, RELCAL_ERROR_MEMORY, file, 0, "no memory left");
}

relcal_status relcal_ical_fail_libical(relcal_error *error, const char *file, uint32_t line,
                                       const char *what)
{
    icalerrorenum why = icalerrno;
    if (why == ICAL_NO_ERROR || why == ICAL_NEWFAILED_ERROR || why == ICAL_ALLOCATION_ERROR) {
        return relcal_ical_fail_memory(error, file);
    }
    return relcal_ical_fail(error, RELCAL_ERROR_DATA, file, line, "%s: libical says %s", what,
                            icalerror_strerror(why));
}

/* The least code that a character of so many bytes may have; a lower one is overlong. */
static const uint32_t least_code[5] = {0, 0, 0x80, 0x800, 0x10000};

size_t relcal_ical_character_length(const char *text, size_t length)
{
    const unsigned char *bytes = (const unsigned char *)text;
    if (length == 0) {
        return 0;
    }
    if (bytes[0] < 0x80) {
        return 1;
    }
    size_t wanted = bytes[0] < 0xC2 ? 0 : bytes[0] < 0xE0 ? 2 : bytes[0] < 0xF0 ? 3 : 4;
    if (wanted == 0 || bytes[0] > 0xF4 || wanted > length) {
        return 0;
    }
    uint32_t code = bytes[0] & (0x7Fu >> wanted);
    for (size_t index = 1; index < wanted; index++) {
        if ((bytes[index] & 0xC0) != 0x80) {
            return 0;
        }
        code = code << 6 | (bytes[index] & 0x3F);
    }
    bool is_surrogate = code >= 0xD800 && code <= 0xDFFF;
    return code < least_code[wanted] || code > 0x10FFFF || is_surrogate ? 0 : wanted;
}

/* A control character of RFC 5545: those of ASCII. */
static bool is_control(char character)
{
    return (unsigned char)character < 0x20 || character == 0x7F;
}

/* The first byte from `at` on that is no printable ASCII; most of a text is passed over here. */
static size_t skip_plain(const char *text, size_t length, size_t at)
{
    while (at < length && text[at] >= 0x20 && text[at] < 0x7F) {
        at++;
    }
    return at;
}

const char *relcal_ical_text_fault(const char *text, size_t length, bool allow_lines, size_t *at)
{
    const char *fault = NULL;
    size_t place = skip_plain(text, length, 0);
    while (place < length && fault == NULL) {
        size_t bytes = relcal_ical_character_length(text + place, length - place);
        bool is_allowed = text[place] == '\t' || (text[place] == '\n' && allow_lines);
        if (bytes == 0) {
            fault = "is not UTF-8";
        } else if (text[place] == '\n' && !allow_lines) {
            fault = "holds a line break";
        } else if (is_control(text[place]) && !is_allowed) {
            fault = "holds a control character";
        } else {
            place = skip_plain(text, length, place + bytes);
        }
    }
    if (at != NULL) {
        *at = place;
    }
    return fault;
}

static bool is_letter(char character)
{
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
}

static bool is_digit(char character)
{
    return character >= '0' && character <= '9';
}

/* The bytes before the colon of a scheme after RFC 3986, section 3.1; 0 where there is none. */
static size_t scheme_length(const char *url)
{
    if (!is_letter(url[0])) {
        return 0;
    }
    size_t length = 1;
    while (is_letter(url[length]) || is_digit(url[length]) ||
           (url[length] != '\0' && strchr("+-.", url[length]) != NULL)) {
        length++;
    }
    return url[length] == ':' ? length : 0;
}

const char *relcal_ical_url_fault(const char *url)
{
    const char *fault = relcal_ical_text_fault(url, strlen(url), false, NULL);
    if (fault != NULL) {
        return fault;
    }
    size_t scheme = scheme_length(url);
    if (scheme == 0 || url[scheme + 1] == '\0') {
        return "is no URL";
    }
    if (strpbrk(url, "\t \"<>\\^`{|}") != NULL) {
        return "holds a character that no URL may hold";
    }
    return NULL;
}

/* Whether a message may show a character as it is: no control, no invisible mark that turns the
 * direction of a line, no quotation mark. */
static bool is_shown(const char *character, size_t length)
{
    static const char *const hidden[] = {
        "\xE2\x80\x8B", "\xE2\x80\x8C", "\xE2\x80\x8D", "\xE2\x80\x8E", "\xE2\x80\x8F",
        "\xE2\x80\xA8", "\xE2\x80\xA9", "\xE2\x80\xAA", "\xE2\x80\xAB", "\xE2\x80\xAC",
        "\xE2\x80\xAD", "\xE2\x80\xAE", "\xE2\x81\xA6", "\xE2\x81\xA7", "\xE2\x81\xA8",
        "\xE2\x81\xA9", "\xEF\xBB\xBF", "\xD8\x9C",
    };
    bool is_c1 = length == 2 && (unsigned char)character[0] == 0xC2 &&
                 (unsigned char)character[1] < 0xA0;
    if (length == 0 || is_control(character[0]) || is_c1 || character[0] == '"') {
        return false;
    }
    for (size_t index = 0; index < sizeof hidden / sizeof hidden[0]; index++) {
        if (strlen(hidden[index]) == length && memcmp(hidden[index], character, length) == 0) {
            return false;
        }
    }
    return true;
}

const char *relcal_ical_quote(const char *text, size_t length, char buffer[RELCAL_ICAL_QUOTE_BYTES])
{
    static const char cut_end[] = "...\"";
    size_t written = 0;
    buffer[written++] = '"';
    for (size_t at = 0; at < length;) {
        char shown[5];
        size_t bytes = relcal_ical_character_length(text + at, length - at);
        bool is_plain = is_shown(text + at, bytes);
        size_t shown_bytes = is_plain ? bytes : 4;
        if (is_plain) {
            memcpy(shown, text + at, bytes);
        } else {
            snprintf(shown, sizeof shown, "\\x%02X", (unsigned)(unsigned char)text[at]);
        }
        if (written + shown_bytes + sizeof cut_end > RELCAL_ICAL_QUOTE_BYTES) {
            memcpy(buffer + written, cut_end, sizeof cut_end);
            return buffer;
        }
        memcpy(buffer + written, shown, shown_bytes);
        written += shown_bytes;
        at += is_plain ? bytes : 1;
    }
    buffer[written++] = '"';
    buffer[written] = '\0';
    return buffer;
}

bool relcal_ical_text_reserve(relcal_ical_text *text, size_t more)
{
    if (text->is_short_of_memory) {
        return false;
    }
    if (more < text->capacity && text->length < text->capacity - more) {
        return true;
    }
    size_t wanted = text->capacity < 128 ? 128 : text->capacity;
    while (wanted - text->length <= more && wanted <= SIZE_MAX / 2) {
        wanted *= 2;
    }
    char *bytes = wanted - text->length <= more ? NULL : realloc(text->bytes, wanted);
    if (bytes == NULL) {
        text->is_short_of_memory = true;
        return false;
    }
    text->bytes = bytes;
    text->capacity = wanted;
    return true;
}

void relcal_ical_text_put(relcal_ical_text *text, const char *bytes, size_t length)
{
    if (!relcal_ical_text_reserve(text, length)) {
        return;
    }
    if (length > 0) {
        memcpy(text->bytes + text->length, bytes, length);
    }
    text->length += length;
    text->bytes[text->length] = '\0';
}

void relcal_ical_text_put_text(relcal_ical_text *text, const char *more)
{
    relcal_ical_text_put(text, more, strlen(more));
}

void relcal_ical_text_put_format(relcal_ical_text *text, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length < 0 || !relcal_ical_text_reserve(text, (size_t)length)) {
        text->is_short_of_memory = true;
        return;
    }
    va_start(arguments, format);
    vsnprintf(text->bytes + text->length, (size_t)length + 1, format, arguments);
    va_end(arguments);
    text->length += (size_t)length;
}

void relcal_ical_text_clear(relcal_ical_text *text)
{
    text->length = 0;
    text->is_short_of_memory = false;
    if (text->bytes != NULL) {
        text->bytes[0] = '\0';
    }
}

void relcal_ical_text_free(relcal_ical_text *text)
{
    free(text->bytes);
    *text = (relcal_ical_text){0};
}
