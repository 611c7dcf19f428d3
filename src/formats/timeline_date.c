/*
 * Dates in the cells of a timeline. A date may have a time and a zone, before it or behind it, and
 * may be said twice, in two zones, with a slash between: then both must be the same second, the
 * one anywhere on earth counts before the one in UTC, and that before others. A day anywhere on
 * earth ends when it has ended everywhere. Zones go by their abbreviations, whose summer times are
 * those of the United States since 2007 and of the European Union since 1996.
 */
#include "timeline_date.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "digits.h"
#include "prose.h"
#include "zones.h"

/* The longest text of a date, in bytes, and the most ways in which one is said. */
#define TEXT_BYTES_MAX 256
#define PARTS_MAX 4

/* One way in which a date is said. */
typedef struct date_part {
    size_t start;
    size_t end;
    relcal_when day; /* a day, a range or tbd */
    const relcal_zone_name *zone;
    size_t zone_at;
    size_t time_at;
    int minutes; /* of the day; -1 where there is no time */
    relcal_when when;
} date_part;

typedef struct date_reader {
    const char *text; /* as it is, for messages */
    size_t length;
    char plain[TEXT_BYTES_MAX + 64]; /* without what was read already */
    const relcal_timeline_report *report;
} date_reader;

__attribute__((format(printf, 4, 5))) static void tell(const date_reader *reader, size_t at,
                                                       bool counts, const char *format, ...)
{
    char message[256];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    reader->report->report(reader->report->context, at, counts, message);
}

static bool is_letter(char character)
{
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
}

static void blank(date_reader *reader, size_t at, size_t length)
{
    memset(reader->plain + at, ' ', length);
}

/* ---- times and zones ---- */

/* Finds a time such as 02:00 in a part and takes it out; false after a report. */
static bool take_time(date_reader *reader, date_part *part)
{
    for (size_t at = part->start; at < part->end; at++) {
        const char *text = reader->plain + at;
        size_t hours = relcal_is_digit(text[0]) +
                       (size_t)(relcal_is_digit(text[0]) && relcal_is_digit(text[1]));
        bool is_time = (at == part->start || !relcal_is_digit(text[-1])) && hours > 0 &&
                       text[hours] == ':' && relcal_is_digit(text[hours + 1]) &&
                       relcal_is_digit(text[hours + 2]) && !relcal_is_digit(text[hours + 3]);
        if (!is_time) {
            continue;
        }
        int hour = hours == 2 ? (text[0] - '0') * 10 + text[1] - '0' : text[0] - '0';
        int minute = (text[hours + 1] - '0') * 10 + text[hours + 2] - '0';
        if (hour > 24 || minute > 59 || (hour == 24 && minute > 0)) {
            tell(reader, at, false, "%.*s is no time of a day; write 00:00 to 24:00",
                 (int)hours + 3, text);
            return false;
        }
        part->time_at = at;
        part->minutes = hour * 60 + minute;
        blank(reader, at, hours + 3);
        return true;
    }
    return true;
}

/* Finds a zone in a part and takes it out. */
static void take_zone(date_reader *reader, date_part *part)
{
    for (size_t at = part->start; at < part->end; at++) {
        size_t length = 0;
        while (at + length < part->end && is_letter(reader->plain[at + length])) {
            length++;
        }
        const relcal_zone_name *zone = relcal_zone_by_name(reader->plain + at, length);
        if (zone != NULL && part->zone == NULL) {
            part->zone = zone;
            part->zone_at = at;
            blank(reader, at, length);
        }
        at += length;
    }
}

/* ---- days ---- */

static size_t pass_marks(const date_reader *reader, size_t at, size_t end)
{
    while (at < end && strchr(" ,()", reader->plain[at]) != NULL) {
        at++;
    }
    return at;
}

/* Reports "23th": a day with another ending than people say. */
static void check_ordinals(const date_reader *reader, size_t start, size_t end)
{
    static const char *const endings[] = {"th", "st", "nd", "rd"};
    for (size_t at = start; at + 1 < end; at++) {
        const char *text = reader->plain + at;
        bool is_behind_day = at > start && relcal_is_digit(text[-1]);
        if (!is_behind_day || !is_letter(text[0]) || !is_letter(text[1]) || is_letter(text[2])) {
            continue;
        }
        int ones = text[-1] - '0';
        bool has_tens = at - start >= 2 && relcal_is_digit(text[-2]);
        bool is_teen = has_tens && text[-2] == '1';
        const char *right = endings[ones <= 3 && !is_teen ? ones : 0];
        bool is_ending = false;
        for (size_t index = 0; index < sizeof endings / sizeof endings[0]; index++) {
            is_ending = is_ending || strncasecmp(text, endings[index], 2) == 0;
        }
        if (is_ending && strncasecmp(text, right, 2) != 0) {
            size_t digits = has_tens ? 2 : 1;
            tell(reader, at - digits, true, "%.*s is wrong; write %.*s%s", (int)digits + 2,
                 text - digits, (int)digits, text - digits, right);
        }
    }
}

/* Reads the days from `start` to `end`, all of it; false after a report. */
static bool read_day(const date_reader *reader, size_t start, size_t end, relcal_when *out)
{
    relcal_prose_date date;
    start = pass_marks(reader, start, end);
    relcal_prose_found found = relcal_prose_read_date(reader->plain, end, start, &date);
    if (found == RELCAL_PROSE_IMPOSSIBLE) {
        tell(reader, date.fault_at, false, "%s", date.message);
        return false;
    }
    size_t rest = found == RELCAL_PROSE_NONE ? start : pass_marks(reader, date.end, end);
    if (found == RELCAL_PROSE_NONE || rest < end) {
        tell(reader, rest, false,
             found == RELCAL_PROSE_NONE ? "this is no date; write Monday 12th May 2025"
                                        : "the date is over here; what follows is not understood");
        return false;
    }
    if (date.is_weekday_wrong) {
        tell(reader, date.weekday_at, true, "%s", date.message);
    }
    check_ordinals(reader, start, end);
    *out = date.when;
    return true;
}

/* Where the hyphen of a range stands, with spaces on both sides; `end` where there is none. */
static size_t find_hyphen(const date_reader *reader, size_t start, size_t end)
{
    size_t at = start + 1;
    while (at + 1 < end && !(reader->plain[at] == '-' && reader->plain[at - 1] == ' ' &&
                             reader->plain[at + 1] == ' ')) {
        at++;
    }
    return at + 1 < end ? at : end;
}

/* Whether a part of a text names a month: a word that is no weekday and no ending of a day. */
static bool has_month(const date_reader *reader, size_t start, size_t end)
{
    for (size_t at = start; at < end; at++) {
        for (int month = 1; month <= 12; month++) {
            if (strncasecmp(reader->plain + at, relcal_month_name(month), 3) == 0 &&
                (at == start || !is_letter(reader->plain[at - 1]))) {
                return true;
            }
        }
    }
    return false;
}

static bool has_year(const date_reader *reader, size_t start, size_t end)
{
    size_t digits = 0;
    for (size_t at = start; at < end && digits < 4; at++) {
        digits = relcal_is_digit(reader->plain[at]) ? digits + 1 : 0;
    }
    return digits == 4;
}

/* Reads the first day of a range, which goes without the month and year that the last one has. */
static bool read_first_day(const date_reader *reader, size_t start, size_t end,
                           const relcal_when *last, relcal_when *out)
{
    relcal_civil civil = relcal_date_to_civil(relcal_when_date(last));
    date_reader first = *reader;
    char rest[32] = "";
    if (!has_year(reader, start, end)) {
        bool is_named = has_month(reader, start, end);
        (void)snprintf(rest, sizeof rest, " %s %d", is_named ? "" : relcal_month_name(civil.month),
                       (int)civil.year);
    }
    size_t length = strlen(rest);
    if (end + length >= sizeof first.plain) {
        tell(reader, start, false, "this is no date; write Monday 12th May 2025");
        return false;
    }
    memcpy(first.plain + end, rest, length + 1);
    return read_day(&first, start, end + length, out);
}

/* Reads a day or a range of days. */
static bool read_days(const date_reader *reader, date_part *part)
{
    relcal_when first;
    relcal_when last;
    size_t hyphen = find_hyphen(reader, part->start, part->end);
    if (hyphen == part->end) {
        return read_day(reader, part->start, part->end, &part->day);
    }
    if (!read_day(reader, hyphen + 1, part->end, &last)) {
        return false;
    }
    if (last.precision != RELCAL_PRECISION_DAY) {
        tell(reader, hyphen + 1, false, "the range has no last day; write one");
        return false;
    }
    if (!read_first_day(reader, part->start, hyphen, &last, &first)) {
        return false;
    }
    if (first.precision != RELCAL_PRECISION_DAY || first.earliest >= last.earliest) {
        tell(reader, part->start, false, "the range ends before it begins; mend its days");
        return false;
    }
    part->day = first;
    part->day.latest = last.latest;
    part->day.precision = RELCAL_PRECISION_RANGE;
    return true;
}

/* ---- moments ---- */

/* The moment of a part in a zone. */
static relcal_when make_moment(const date_part *part, const relcal_zone_name *zone)
{
    char text[RELCAL_WHEN_BYTES];
    char day[RELCAL_DATE_BYTES];
    char offset[16];
    relcal_when when = part->day;
    int minutes = part->minutes < 0 ? 24 * 60 : part->minutes;
    int distance = zone->minutes < 0 ? -zone->minutes : zone->minutes;
    (void)snprintf(offset, sizeof offset, "%c%02d:%02d", zone->minutes < 0 ? '-' : '+',
                   distance / 60, distance % 60);
    const char *suffix = relcal_zone_is_anywhere(zone) ? "AoE" : zone->minutes == 0 ? "Z" : offset;
    (void)snprintf(text, sizeof text, "%sT%02d:%02d%s",
                   relcal_date_format(relcal_when_date(&part->day), day), minutes / 60,
                   minutes % 60, suffix);
    (void)relcal_when_parse(&when, text, strlen(text), NULL);
    when.zone_name = NULL;
    when.zone_name_length = 0;
    return when;
}

/* Reads one way in which a date is said; false after a report. */
static bool read_part(date_reader *reader, date_part *part)
{
    part->minutes = -1;
    if (!take_time(reader, part)) {
        return false;
    }
    take_zone(reader, part);
    if (!read_days(reader, part)) {
        return false;
    }
    part->when = part->day;
    if (part->zone == NULL && part->minutes >= 0) {
        tell(reader, part->time_at, false, "the time has no zone; write UTC or AoE behind it");
        return false;
    }
    if (part->zone == NULL || part->day.precision != RELCAL_PRECISION_DAY) {
        return true;
    }
    if (part->minutes < 0 && !relcal_zone_is_anywhere(part->zone)) {
        return true; /* a day of a zone is its day */
    }
    const relcal_zone_name *right = relcal_zone_on(part->zone, relcal_when_date(&part->day));
    if (right != part->zone) {
        char day[RELCAL_DATE_BYTES];
        tell(reader, part->zone_at, true, "%s is wrong: on %s it is %s there; mend the zone",
             part->zone->name, relcal_date_format(relcal_when_date(&part->day), day), right->name);
    }
    part->when = make_moment(part, part->zone);
    return true;
}

/* How much a part counts beside others. */
static int rank(const date_part *part)
{
    if (part->zone != NULL && relcal_zone_is_anywhere(part->zone)) {
        return 2;
    }
    return part->zone != NULL && part->zone->minutes == 0;
}

/* Whether two parts are one second; a zone of the other season, which was told, may be meant as it
 * is written or as it should be. */
static bool is_equal(const date_part *left, const date_part *right)
{
    const date_part *parts[] = {left, right};
    relcal_instant moments[2][2];
    for (size_t index = 0; index < 2; index++) {
        const date_part *part = parts[index];
        bool is_moment = part->when.precision == RELCAL_PRECISION_MOMENT;
        relcal_when other =
            is_moment ? make_moment(part, relcal_zone_on(part->zone, relcal_when_date(&part->day)))
                      : part->when;
        moments[index][0] = part->when.earliest;
        moments[index][1] = other.earliest;
    }
    return left->when.precision == right->when.precision &&
           (moments[0][0] == moments[1][0] || moments[0][1] == moments[1][1]);
}

/* Chooses the part that counts, and reports those that are not the same. */
static relcal_when choose_part(const date_reader *reader, const date_part *parts, size_t count)
{
    size_t chosen = 0;
    for (size_t index = 1; index < count; index++) {
        chosen = rank(&parts[index]) > rank(&parts[chosen]) ? index : chosen;
    }
    for (size_t index = 0; index < count; index++) {
        char said[RELCAL_WHEN_BYTES];
        char counts[RELCAL_WHEN_BYTES];
        if (index != chosen && !is_equal(&parts[index], &parts[chosen])) {
            size_t at = pass_marks(reader, parts[index].start, parts[index].end);
            while (at < parts[index].end && reader->text[at] == ' ') {
                at++;
            }
            at = parts[index].minutes >= 0 && parts[index].time_at < at ? parts[index].time_at : at;
            tell(reader, at, true, "%s is not %s, which counts; mend one of them",
                 relcal_when_format(&parts[index].when, said),
                 relcal_when_format(&parts[chosen].when, counts));
        }
    }
    return parts[chosen].when;
}

bool relcal_timeline_read_date(relcal_when *out, const char *text, size_t length,
                               const relcal_timeline_report *report)
{
    date_reader reader = {.text = text, .length = length, .report = report};
    date_part parts[PARTS_MAX] = {{0}};
    size_t count = 0;
    size_t start = 0;
    if (length > TEXT_BYTES_MAX) {
        tell(&reader, 0, false, "the date has more than %d bytes; write a shorter one",
             TEXT_BYTES_MAX);
        return false;
    }
    memcpy(reader.plain, text, length);
    for (size_t at = 0; at <= length; at++) {
        bool is_slash = at < length && text[at] == '/';
        if (at < length && !is_slash) {
            continue;
        }
        if (count == PARTS_MAX) {
            tell(&reader, start, false, "the date is said more than %d times; say it once",
                 PARTS_MAX);
            return false;
        }
        parts[count] = (date_part){.start = start, .end = at};
        if (!read_part(&reader, &parts[count])) {
            return false;
        }
        count++;
        start = at + 1;
    }
    *out = choose_part(&reader, parts, count);
    return true;
}
