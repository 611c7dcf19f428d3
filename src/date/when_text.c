/*
 * Whens as texts. Dates are ISO 8601, moments RFC 3339 with the zone names of RFC 9557, section
 * 4.1, and "AoE" for anywhere on earth. No time zone database is read: an offset says the time, a
 * name in brackets is kept and given back.
 */
#include "relcal/when.h"

#include <string.h>

#include "digits.h"
#include "fail.h"
#include "local_time.h"
#include "period.h"
#include "reader.h"

#define SECONDS_PER_MINUTE 60
#define MINUTES_PER_HOUR 60
#define SECONDS_PER_HOUR (SECONDS_PER_MINUTE * MINUTES_PER_HOUR)

static const char wanted_when[] =
    "YYYY-MM-DD, YYYY-MM, YYYY, YYYY-Www, two days as YYYY-MM-DD..YYYY-MM-DD, a moment such as "
    "2026-05-05T12:00Z, or tbd";
static const char wanted_range[] = "two days as YYYY-MM-DD..YYYY-MM-DD";
static const char wanted_time[] = "the time after T as HH:MM or HH:MM:SS";
static const char wanted_zone[] = "Z, an offset such as +02:00, or AoE after the time";
static const char wanted_offset[] =
    "an offset before the zone's name, as in 2026-05-05T14:00+02:00[Europe/Berlin]";
static const char wanted_zone_name[] = "a zone's name as in +02:00[Europe/Berlin]";

static char *put_text(char *out, const char *text, size_t length)
{
    memcpy(out, text, length);
    return out + length;
}

static char *put_date(char *out, relcal_date date)
{
    return out + strlen(relcal_date_format(date, out));
}

/* HH:MM, as times and offsets have it. */
static char *put_hours_and_minutes(char *out, int32_t minutes)
{
    out = relcal_put_digits(out, (uint32_t)minutes / MINUTES_PER_HOUR, 2);
    *out++ = ':';
    return relcal_put_digits(out, (uint32_t)minutes % MINUTES_PER_HOUR, 2);
}

static char *put_zone(char *out, const relcal_when *when)
{
    if (when->zone == RELCAL_ZONE_AOE) {
        return put_text(out, "AoE", 3);
    }
    if (when->zone == RELCAL_ZONE_UTC) {
        return put_text(out, "Z", 1);
    }
    *out++ = when->offset_minutes < 0 ? '-' : '+';
    out = put_hours_and_minutes(out, when->offset_minutes < 0 ? -when->offset_minutes
                                                              : when->offset_minutes);
    if (when->zone_name != NULL && when->zone_name_length != 0 &&
        when->zone_name_length <= RELCAL_MAX_ZONE_NAME_BYTES) {
        *out++ = '[';
        out = put_text(out, when->zone_name, when->zone_name_length);
        *out++ = ']';
    }
    return out;
}

static char *put_moment(char *out, const relcal_when *when)
{
    relcal_local_time local = relcal_when_local_time(when);
    if (local.date == RELCAL_DATE_NONE) {
        return out;
    }
    out = put_date(out, local.date);
    *out++ = 'T';
    out = put_hours_and_minutes(out, local.seconds / SECONDS_PER_MINUTE);
    if (local.seconds % SECONDS_PER_MINUTE != 0) {
        *out++ = ':';
        out = relcal_put_digits(out, (uint32_t)local.seconds % SECONDS_PER_MINUTE, 2);
    }
    return put_zone(out, when);
}

char *relcal_when_format(const relcal_when *when, char buffer[RELCAL_WHEN_BYTES])
{
    enum { YEAR_LENGTH = 4, MONTH_LENGTH = 7, WEEK_LENGTH = 8 }; /* YYYY, YYYY-MM, YYYY-Www */
    relcal_date first = relcal_instant_date(when->earliest);
    char *end = buffer;
    buffer[0] = '\0';
    switch (when->precision) {
    case RELCAL_PRECISION_MOMENT:
        end = put_moment(buffer, when);
        break;
    case RELCAL_PRECISION_DAY:
        end = put_date(buffer, first);
        break;
    case RELCAL_PRECISION_WEEK:
        end = relcal_date_format_week(first, buffer) + WEEK_LENGTH;
        break;
    case RELCAL_PRECISION_MONTH:
        end = relcal_date_format(first, buffer) + MONTH_LENGTH;
        break;
    case RELCAL_PRECISION_YEAR:
        end = relcal_date_format(first, buffer) + YEAR_LENGTH;
        break;
    case RELCAL_PRECISION_RANGE:
        end = put_text(put_date(buffer, first), "..", 2);
        end = put_date(end, relcal_instant_date(when->latest));
        break;
    case RELCAL_PRECISION_TBD:
        end = put_text(buffer, "tbd", 3);
        break;
    }
    *end = '\0';
    return buffer;
}

/* HH:MM and perhaps :SS; 24:00 is [86400]. */
static relcal_status read_time(relcal_reader *reader, int32_t *out)
{
    int hour;
    int minute;
    int second = 0;
    size_t start = reader->at;
    relcal_status status = relcal_reader_number(reader, 2, &hour);
    if (status == RELCAL_OK) {
        status = relcal_reader_expect(reader, ':');
    }
    if (status == RELCAL_OK) {
        status = relcal_reader_number(reader, 2, &minute);
    }
    if (status == RELCAL_OK && relcal_reader_take(reader, ':')) {
        status = relcal_reader_number(reader, 2, &second);
    }
    if (status != RELCAL_OK) {
        return status;
    }
    if (hour > 24) {
        return relcal_reader_out_of_range(reader, start, start, "is no time; hours are 00 to 24");
    }
    if (minute >= MINUTES_PER_HOUR) {
        return relcal_reader_out_of_range(reader, start, start + 3,
                                          "is no time; minutes are 00 to 59");
    }
    if (second >= SECONDS_PER_MINUTE) {
        return relcal_reader_out_of_range(reader, start, start + 6,
                                          "is no time; seconds are 00 to 59");
    }
    int32_t seconds = hour * SECONDS_PER_HOUR + minute * SECONDS_PER_MINUTE + second;
    if (seconds > RELCAL_SECONDS_PER_DAY) {
        return relcal_reader_out_of_range(reader, start, start + (minute > 0 ? 3 : 6),
                                          "is no time; a day ends with 24:00");
    }
    *out = seconds;
    return RELCAL_OK;
}

/* HH:MM after a sign. */
static relcal_status read_offset(relcal_reader *reader, int sign, relcal_when *out)
{
    int hours;
    int minutes;
    size_t start = reader->at - 1;
    relcal_status status = relcal_reader_number(reader, 2, &hours);
    if (status == RELCAL_OK) {
        status = relcal_reader_expect(reader, ':');
    }
    if (status == RELCAL_OK) {
        status = relcal_reader_number(reader, 2, &minutes);
    }
    if (status != RELCAL_OK) {
        return status;
    }
    if (hours > 23 || minutes >= MINUTES_PER_HOUR) {
        return relcal_reader_out_of_range(reader, start, start + (hours > 23 ? 1 : 4),
                                          "is no offset; hours are 00 to 23, minutes 00 to 59");
    }
    out->zone = RELCAL_ZONE_OFFSET;
    out->offset_minutes = (int16_t)(sign * (hours * MINUTES_PER_HOUR + minutes));
    return RELCAL_OK;
}

/* time-zone-initial of RFC 9557. */
static bool may_begin_zone_part(char character)
{
    return (character >= 'A' && character <= 'Z') || (character >= 'a' && character <= 'z') ||
           character == '.' || character == '_';
}

/* time-zone-char of RFC 9557. */
static bool may_continue_zone_part(char character)
{
    return may_begin_zone_part(character) || relcal_is_digit(character) || character == '-' ||
           character == '+';
}

/* A part of a zone's name, between slashes; "." and ".." are none, so that no name is a way out of
 * a directory. */
static relcal_status read_zone_part(relcal_reader *reader)
{
    const char *part = reader->text + reader->at;
    size_t left = reader->length - reader->at;
    size_t length = 0;
    if (left > 0 && may_begin_zone_part(part[0])) {
        while (length < left && may_continue_zone_part(part[length])) {
            length++;
        }
    }
    bool is_dots = (length == 1 && part[0] == '.') || (length == 2 && memcmp(part, "..", 2) == 0);
    if (length == 0 || is_dots) {
        return relcal_reader_misread(reader);
    }
    reader->at += length;
    return RELCAL_OK;
}

/* A zone's name after its bracket. */
static relcal_status read_zone_name(relcal_reader *reader, relcal_when *out)
{
    reader->wanted = wanted_zone_name;
    size_t start = reader->at;
    relcal_status status;
    do {
        status = read_zone_part(reader);
    } while (status == RELCAL_OK && relcal_reader_take(reader, '/'));
    if (status != RELCAL_OK) {
        return status;
    }
    size_t length = reader->at - start;
    if (length > RELCAL_MAX_ZONE_NAME_BYTES) {
        return relcal_fail(reader->error, RELCAL_ERROR_RANGE,
                           relcal_place_in_text(start + RELCAL_MAX_ZONE_NAME_BYTES),
                           "the name of the zone is too long; write at most %d bytes",
                           RELCAL_MAX_ZONE_NAME_BYTES);
    }
    out->zone_name = reader->text + start;
    out->zone_name_length = (uint8_t)length;
    return relcal_reader_expect(reader, ']');
}

/* Z, an offset with or without a name, or AoE; a space may stand before it. */
static relcal_status read_zone(relcal_reader *reader, relcal_when *out)
{
    reader->wanted = wanted_zone;
    (void)relcal_reader_take(reader, ' ');
    if (relcal_reader_take(reader, 'Z')) {
        out->zone = RELCAL_ZONE_UTC;
    } else if (relcal_reader_take_word(reader, "aoe")) {
        out->zone = RELCAL_ZONE_AOE;
    } else if (relcal_reader_is_at(reader, '+') || relcal_reader_is_at(reader, '-')) {
        int sign = relcal_reader_take(reader, '+') ? 1 : -(int)relcal_reader_take(reader, '-');
        relcal_status status = read_offset(reader, sign, out);
        bool has_name = status == RELCAL_OK && relcal_reader_take(reader, '[');
        return has_name ? read_zone_name(reader, out) : status;
    } else {
        return relcal_reader_misread(reader);
    }
    if (relcal_reader_is_at(reader, '[')) {
        reader->wanted = wanted_offset;
    }
    return RELCAL_OK;
}

/* A time and a zone after a day and T. */
static relcal_status read_moment(relcal_reader *reader, relcal_date day, relcal_when *out)
{
    int32_t seconds = 0;
    reader->wanted = wanted_time;
    relcal_status status = read_time(reader, &seconds);
    if (status == RELCAL_OK) {
        status = read_zone(reader, out);
    }
    if (status == RELCAL_OK) {
        status = relcal_reader_expect_end(reader);
    }
    if (status != RELCAL_OK) {
        return status;
    }
    int32_t offset = out->zone == RELCAL_ZONE_AOE ? RELCAL_AOE_OFFSET_MINUTES : out->offset_minutes;
    relcal_instant instant = relcal_instant_of_day_start(day) + seconds -
                             (relcal_instant)offset * SECONDS_PER_MINUTE;
    if (instant < RELCAL_INSTANT_MIN || instant > RELCAL_INSTANT_MAX) {
        return relcal_fail(reader->error, RELCAL_ERROR_RANGE, relcal_place_in_text(0),
                           "this moment lies outside of the calendar; write one from "
                           "0001-01-01T00:00Z to 9999-12-31T23:59:59Z");
    }
    out->earliest = instant;
    out->latest = instant;
    out->end_of_day = seconds == RELCAL_SECONDS_PER_DAY;
    return RELCAL_OK;
}

/* The last day of a range after "..". */
static relcal_status read_range_end(relcal_reader *reader, relcal_date first, relcal_when *out)
{
    relcal_period last;
    size_t start = reader->at;
    reader->wanted = wanted_range;
    relcal_status status = relcal_period_read(reader, &last);
    if (status != RELCAL_OK) {
        return status;
    }
    if (last.precision != RELCAL_PRECISION_DAY || !relcal_reader_is_at_end(reader)) {
        return relcal_reader_misread(reader);
    }
    if (last.first < first) {
        return relcal_reader_out_of_range(reader, start, start,
                                          "ends the range before it begins; write its first day "
                                          "first");
    }
    out->earliest = relcal_instant_of_day_start(first);
    out->latest = relcal_instant_of_day_end(last.first);
    out->precision = RELCAL_PRECISION_RANGE;
    return RELCAL_OK;
}

/* What begins with a year. */
static relcal_status read_dated(relcal_reader *reader, relcal_when *out)
{
    relcal_period period;
    relcal_status status = relcal_period_read(reader, &period);
    if (status != RELCAL_OK) {
        return status;
    }
    if (period.precision == RELCAL_PRECISION_DAY && relcal_reader_take(reader, 'T')) {
        return read_moment(reader, period.first, out);
    }
    if (period.precision == RELCAL_PRECISION_DAY && relcal_reader_take_word(reader, "..")) {
        return read_range_end(reader, period.first, out);
    }
    out->earliest = relcal_instant_of_day_start(period.first);
    out->latest = relcal_instant_of_day_end(period.last);
    out->precision = period.precision;
    return relcal_reader_expect_end(reader);
}

relcal_status relcal_when_parse(relcal_when *out, const char *text, size_t length,
                                relcal_error *error)
{
    relcal_reader reader = {
        .text = text, .length = length, .thing = "a date", .wanted = wanted_when, .error = error};
    relcal_when when = {.precision = RELCAL_PRECISION_MOMENT, .zone = RELCAL_ZONE_UTC};
    relcal_status status;
    if (relcal_reader_take_word(&reader, "tbd")) {
        when = relcal_when_day(RELCAL_DATE_NONE);
        status = relcal_reader_expect_end(&reader);
    } else {
        status = read_dated(&reader, &when);
    }
    if (status == RELCAL_OK) {
        *out = when;
    }
    return status;
}
