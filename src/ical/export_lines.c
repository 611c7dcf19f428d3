/*
 * Content lines, after RFC 5545, section 3.1: CRLF, at most 75 octets, no character cut in two.
 *
 * libical 3.0.16 prints what it prints right: texts, URIs, numbers and durations of the properties
 * that it knows. It writes a year after 3000 as 00000000T000000, leaves commas and semicolons of X-
 * properties and CATEGORIES as they are, and goes on with half a text, or dies, where an allocation
 * fails; and a text that ends with a line it folds one octet too late. So dates, X- properties and
 * CATEGORIES are written here, memory is asked for before it is
 * called, and what it gives is looked through: every line, and whether it is as long as it must be.
 */
#include "export_parts.h"

#include <stdlib.h>
#include <string.h>

#include <libical/ical.h>

#define MAX_LINE_OCTETS 75

/* What libical takes at once to build and print properties whose values are empty, rounded up, and
 * how many copies of a value it holds. */
#define LIBICAL_BASE_BYTES 8192
#define LIBICAL_COPIES 8

bool relcal_ical_has_memory(size_t value_bytes)
{
    if (value_bytes > (SIZE_MAX - LIBICAL_BASE_BYTES) / LIBICAL_COPIES) {
        return false;
    }
    /* Taken and given back at once, so that the allocator has it at hand. */
    void *volatile memory = malloc(LIBICAL_BASE_BYTES + LIBICAL_COPIES * value_bytes);
    bool is_there = memory != NULL;
    free(memory);
    return is_there;
}

/* The bytes of a TEXT value with its escapes (RFC 5545, section 3.3.11). */
static size_t escaped_length(const char *value)
{
    size_t length = 0;
    for (; *value != '\0'; value++) {
        bool is_escaped = *value == '\\' || *value == ';' || *value == ',' || *value == '\n';
        length += is_escaped ? 2 : 1;
    }
    return length;
}

static bool is_continuation(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

/*
 * Whether `printed` is one property that begins with `name` and has `length` bytes unfolded, in
 * lines that are whole, not too long, and do not cut a character.
 */
static bool is_whole(const char *printed, const char *name, size_t length)
{
    size_t unfolded = 0;
    const char *line = printed;
    if (strncmp(printed, name, strlen(name)) != 0) {
        return false;
    }
    while (*line != '\0') {
        bool is_first = line == printed;
        const char *end = strchr(line, '\n');
        if (end == NULL || end == line || end[-1] != '\r' || end - 1 - line > MAX_LINE_OCTETS ||
            (!is_first && (line[0] != ' ' || line[1] == '\r')) ||
            is_continuation(line[is_first ? 0 : 1])) {
            return false;
        }
        unfolded += (size_t)(end - 1 - line) - (is_first ? 0 : 1);
        line = end + 1;
    }
    return unfolded == length;
}

/* The bytes of `text` that fit in `room`, at least one character. */
static size_t fitting_length(const char *text, size_t length, size_t room)
{
    if (length <= room) {
        return length;
    }
    size_t fitting = room;
    while (fitting > 0 && is_continuation(text[fitting])) {
        fitting--;
    }
    return fitting > 0 ? fitting : room;
}

/* Puts an unfolded line that stands at the end of a text, from `begin` on, into lines. */
static void fold(relcal_ical_text *out, size_t begin)
{
    size_t length = out->length - begin;
    size_t first = length < MAX_LINE_OCTETS ? length : MAX_LINE_OCTETS;
    if (out->is_short_of_memory) {
        return;
    }
    if (first == length) {
        relcal_ical_text_put(out, "\r\n", 2);
        return;
    }
    /* Moved out of the way, then back line by line; a fold adds 3 bytes to at least 71, so that the
     * front never reaches what is still to be moved. */
    size_t gap = length / 16 + 8;
    if (!relcal_ical_text_reserve(out, gap)) {
        return;
    }
    char *to = out->bytes + begin;
    const char *from = to + gap;
    memmove(to + gap, to, length);
    for (size_t room = MAX_LINE_OCTETS; length > 0; room = MAX_LINE_OCTETS - 1) {
        size_t bytes = fitting_length(from, length, room);
        memmove(to, from, bytes);
        from += bytes;
        length -= bytes;
        to += bytes;
        memcpy(to, length > 0 ? "\r\n " : "\r\n", length > 0 ? 3 : 2);
        to += length > 0 ? 3 : 2;
    }
    out->length = (size_t)(to - out->bytes);
    *to = '\0';
}

/* Puts a printed property that libical folded badly into lines anew: where a text ends with a line,
 * libical makes that line one octet too long, or one of nothing follows. False where it is not the
 * one that was asked for. */
static bool refold(relcal_ical_text *out, const char *printed, const char *name, size_t length)
{
    size_t begin = out->length;
    for (const char *line = printed; *line != '\0';) {
        size_t bytes = strcspn(line, "\r\n");
        relcal_ical_text_put(out, line, bytes);
        line += bytes;
        if (strncmp(line, "\r\n ", 3) != 0) {
            break;
        }
        line += 3;
    }
    if (out->is_short_of_memory || out->length - begin != length ||
        strncmp(out->bytes + begin, name, strlen(name)) != 0) {
        return false;
    }
    fold(out, begin);
    return true;
}

/* Prints a property, frees it, and puts it at the end of a text if it is whole. */
static bool print_whole(relcal_ical_text *out, icalproperty *property, const char *name,
                        size_t length)
{
    if (property == NULL) {
        return false;
    }
    char *printed = icalproperty_as_ical_string_r(property);
    icalproperty_free(property);
    bool is_good = printed != NULL;
    if (is_good && is_whole(printed, name, length)) {
        relcal_ical_text_put_text(out, printed);
    } else if (is_good) {
        is_good = refold(out, printed, name, length);
    }
    free(printed);
    return is_good;
}

bool relcal_ical_print(relcal_ical_text *out, relcal_ical_property property, const char *value)
{
    static const struct {
        icalproperty *(*make)(const char *value);
        const char *start;
        bool is_escaped;
    } forms[] = {
        [RELCAL_ICAL_UID] = {icalproperty_new_uid, "UID:", true},
        [RELCAL_ICAL_SUMMARY] = {icalproperty_new_summary, "SUMMARY:", true},
        [RELCAL_ICAL_DESCRIPTION] = {icalproperty_new_description, "DESCRIPTION:", true},
        [RELCAL_ICAL_NAME] = {icalproperty_new_name, "NAME:", true},
        [RELCAL_ICAL_URL] = {icalproperty_new_url, "URL:", false},
        [RELCAL_ICAL_SOURCE] = {icalproperty_new_source, "SOURCE;VALUE=URI:", false},
        [RELCAL_ICAL_COLOR] = {icalproperty_new_color, "COLOR:", true},
    };
    const char *start = forms[property].start;
    size_t length = forms[property].is_escaped ? escaped_length(value) : strlen(value);
    return print_whole(out, forms[property].make(value), start, strlen(start) + length);
}

/* Prints a property whose value is a duration, frees it, and puts it at the end of a text if it is
 * whole: one line, with a number at least. */
static bool print_duration(relcal_ical_text *out, icalproperty *property, const char *start)
{
    if (property == NULL) {
        return false;
    }
    char *printed = icalproperty_as_ical_string_r(property);
    icalproperty_free(property);
    bool is_good = printed != NULL && strlen(printed) > strlen(start) + strlen("P1D") &&
                   is_whole(printed, start, strlen(printed) - strlen("\r\n"));
    if (is_good) {
        relcal_ical_text_put_text(out, printed);
    }
    free(printed);
    return is_good;
}

bool relcal_ical_print_trigger(relcal_ical_text *out, int seconds)
{
    struct icaltriggertype trigger = {
        .time = icaltime_null_time(),
        .duration = icaldurationtype_from_int(seconds),
    };
    return print_duration(out, icalproperty_new_trigger(trigger), "TRIGGER:");
}

bool relcal_ical_print_refresh(relcal_ical_text *out, int seconds)
{
    struct icaldurationtype duration = icaldurationtype_from_int(seconds);
    return print_duration(out, icalproperty_new_refreshinterval(duration),
                          "REFRESH-INTERVAL;VALUE=DURATION:");
}

/* Puts a TEXT value with its escapes at the end of a text. */
static void put_escaped(relcal_ical_text *out, const char *value)
{
    while (*value != '\0') {
        size_t plain = strcspn(value, "\\;,\n");
        relcal_ical_text_put(out, value, plain);
        value += plain;
        if (*value != '\0') {
            char escape[2] = {'\\', *value == '\n' ? 'n' : *value};
            relcal_ical_text_put(out, escape, 2);
            value++;
        }
    }
}

void relcal_ical_put_line(relcal_ical_text *out, const char *start, const char *value)
{
    size_t begin = out->length;
    relcal_ical_text_put_text(out, start);
    relcal_ical_text_put_text(out, value);
    fold(out, begin);
}

void relcal_ical_put_text_line(relcal_ical_text *out, const char *start, const char *value)
{
    relcal_ical_put_list_line(out, start, &value, 1);
}

void relcal_ical_put_list_line(relcal_ical_text *out, const char *start, const char *const *values,
                               size_t count)
{
    size_t begin = out->length;
    relcal_ical_text_put_text(out, start);
    for (size_t index = 0; index < count; index++) {
        relcal_ical_text_put(out, ",", index > 0);
        put_escaped(out, values[index]);
    }
    fold(out, begin);
}

/* Writes a number of fixed width and returns the place after it. */
static char *put_digits(char *to, unsigned number, int width)
{
    for (int place = width - 1; place >= 0; place--) {
        to[place] = (char)('0' + number % 10);
        number /= 10;
    }
    return to + width;
}

static char *put_date(char *to, relcal_date date)
{
    relcal_civil civil = relcal_date_to_civil(date);
    to = put_digits(to, (unsigned)civil.year, 4);
    to = put_digits(to, civil.month, 2);
    return put_digits(to, civil.day, 2);
}

void relcal_ical_put_date_line(relcal_ical_text *out, const char *name, relcal_date date)
{
    char value[10];
    memcpy(put_date(value, date), "\r\n", 2);
    relcal_ical_text_put_text(out, name);
    relcal_ical_text_put_text(out, ";VALUE=DATE:");
    relcal_ical_text_put(out, value, sizeof value);
}

void relcal_ical_put_time_line(relcal_ical_text *out, const char *name, relcal_instant instant)
{
    char value[18];
    relcal_date date = relcal_instant_date(instant);
    unsigned second = (unsigned)(instant - relcal_instant_of_day_start(date));
    char *to = put_date(value, date);
    *to++ = 'T';
    to = put_digits(to, second / 3600, 2);
    to = put_digits(to, second / 60 % 60, 2);
    to = put_digits(to, second % 60, 2);
    memcpy(to, "Z\r\n", 3);
    relcal_ical_text_put_text(out, name);
    relcal_ical_text_put(out, ":", 1);
    relcal_ical_text_put(out, value, sizeof value);
}
