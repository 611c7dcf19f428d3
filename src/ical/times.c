/*
 * DATE, DATE-TIME and DURATION after RFC 5545, sections 3.3.4 to 3.3.6; VTIMEZONE after 3.6.5.
 * A VTIMEZONE is worked out here, without going through the years, so that no rule of a stranger
 * can take long; libical's own reading of the system's zones serves for IANA names.
 */
#include "times.h"

#include <stdlib.h>
#include <string.h>

#include <libical/ical.h>
#include <libical/icaltz-util.h>

#include "relcal/date.h"

/* The last year for which libical works zones out. */
#define MAX_ZONE_YEAR 2500

/* ---- dates and times ---- */

static bool is_digit(char character)
{
    return character >= '0' && character <= '9';
}

/* Reads `width` digits from a byte on. */
static bool read_digits(relcal_slice value, size_t at, size_t width, int *out)
{
    *out = 0;
    for (size_t index = at; index < at + width; index++) {
        if (index >= value.length || !is_digit(value.text[index])) {
            return false;
        }
        *out = *out * 10 + (value.text[index] - '0');
    }
    return true;
}

static bool read_day(relcal_slice value, relcal_ical_time *time)
{
    return read_digits(value, 0, 4, &time->year) && read_digits(value, 4, 2, &time->month) &&
           read_digits(value, 6, 2, &time->day);
}

static bool read_clock(relcal_slice value, relcal_ical_time *time)
{
    return value.length >= 15 && value.text[8] == 'T' && read_digits(value, 9, 2, &time->hour) &&
           read_digits(value, 11, 2, &time->minute) && read_digits(value, 13, 2, &time->second);
}

const char *relcal_ical_time_read(relcal_slice value, relcal_ical_time *out)
{
    relcal_ical_time time = {.is_date = value.length == 8};
    time.is_utc = value.length == 16 && value.text[15] == 'Z';
    bool is_whole = time.is_date || value.length == 15 || time.is_utc;
    if (!is_whole || !read_day(value, &time) || (!time.is_date && !read_clock(value, &time))) {
        return "is no date; write YYYYMMDD, YYYYMMDDTHHMMSS or YYYYMMDDTHHMMSSZ";
    }
    if (!relcal_civil_is_valid(time.year, time.month, time.day)) {
        return "is no day of the calendar";
    }
    if (time.hour > 23 || time.minute > 59 || time.second > 60) {
        return "is no time of day";
    }
    *out = time;
    return NULL;
}

relcal_instant relcal_ical_time_as_utc(const relcal_ical_time *time)
{
    relcal_date date = relcal_date_from_civil(time->year, time->month, time->day);
    return (relcal_instant)date * RELCAL_SECONDS_PER_DAY + time->hour * 3600 + time->minute * 60 +
           time->second;
}

/* ---- durations ---- */

/* The units of a duration in the order in which they may stand. */
typedef struct duration_unit {
    char letter;
    bool is_behind_t;
    int64_t days;
    int64_t seconds;
} duration_unit;

static const duration_unit duration_units[] = {
    {'W', false, 7, 0}, {'D', false, 1, 0}, {'H', true, 0, 3600},
    {'M', true, 0, 60}, {'S', true, 0, 1},
};

#define DURATION_UNITS (sizeof duration_units / sizeof duration_units[0])

/* Reads a number of 1 to 9 digits and passes over it. */
static bool take_number(relcal_slice value, size_t *at, int64_t *out)
{
    size_t begin = *at;
    *out = 0;
    while (*at < value.length && is_digit(value.text[*at]) && *at - begin < 9) {
        *out = *out * 10 + (value.text[*at] - '0');
        (*at)++;
    }
    return *at > begin;
}

/* The unit of a letter, not before `unit` in the order; DURATION_UNITS where there is none. */
static size_t find_unit(size_t unit, char letter, bool is_behind_t)
{
    while (unit < DURATION_UNITS && (duration_units[unit].letter != letter ||
                                     duration_units[unit].is_behind_t != is_behind_t)) {
        unit++;
    }
    return unit;
}

static bool take_sign(relcal_slice value, size_t *at)
{
    bool has_sign = *at < value.length && (value.text[*at] == '+' || value.text[*at] == '-');
    *at += has_sign;
    return has_sign && value.text[*at - 1] == '-';
}

const char *relcal_ical_duration_read(relcal_slice value, relcal_ical_duration *out)
{
    static const char fault[] = "is no duration; write P1D, PT1H30M or P2W";
    relcal_ical_duration duration = {0};
    size_t at = 0;
    duration.is_negative = take_sign(value, &at);
    if (at == value.length || value.text[at++] != 'P' || at == value.length) {
        return fault;
    }
    bool is_behind_t = false;
    size_t unit = 0;
    while (at < value.length) {
        int64_t number;
        if (value.text[at] == 'T' && !is_behind_t) {
            is_behind_t = true;
            at++;
        }
        if (!take_number(value, &at, &number) || at == value.length) {
            return fault;
        }
        unit = find_unit(unit, value.text[at++], is_behind_t);
        if (unit == DURATION_UNITS) {
            return fault;
        }
        duration.days += number * duration_units[unit].days;
        duration.seconds += number * duration_units[unit].seconds;
        unit++;
    }
    *out = duration;
    return NULL;
}

/* ---- the rules of a VTIMEZONE ---- */

/* A rule that names days of one month, every year. */
typedef struct zone_rule {
    int month;
    int weekday;          /* [1, 7], Monday first; 0 for any */
    int nth;              /* [-5, 5]: which of these weekdays of the month; 0 for all of them */
    uint32_t month_days;  /* a bit for each day of the month that it may be */
    relcal_instant until; /* of its last onset */
    bool is_until_utc;
} zone_rule;

/* A stretch of one offset. Onsets are told by a clock that still shows the offset before. */
typedef struct zone_observance {
    relcal_instant start; /* its first onset */
    int32_t from;         /* the offset before, in seconds east of UTC */
    int32_t to;
    bool has_rule;
    zone_rule rule;
} zone_observance;

typedef struct relcal_ical_zone {
    struct relcal_ical_zone *next;
    size_t begin; /* of the VTIMEZONE in the calendar, for one that has it */
    size_t end;
    uint32_t line;
    char *name; /* NULL before it was read, or where it has none */
    bool is_read;
    const char *fault; /* why it cannot be used, or NULL */
    zone_observance *observances;
    size_t count;
    icaltimezone *iana; /* of an IANA zone */
} relcal_ical_zone;

static const char not_understood[] = "has a rule that is not understood; RRULEs of a time zone are "
                                     "read as FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU";

/* The number of a weekday as RRULEs write it, 0 where it is none. */
static int weekday_number(relcal_slice text)
{
    static const char *const names[] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
    for (int index = 0; index < 7; index++) {
        if (relcal_slice_is(text, names[index])) {
            return index + 1;
        }
    }
    return 0;
}

static bool read_rule_number(relcal_slice text, int least, int most, int *out)
{
    return text.length >= 1 && text.length <= 2 && read_digits(text, 0, text.length, out) &&
           *out >= least && *out <= most;
}

/* BYDAY: SU, 1SU or -1SU. */
static bool read_rule_day(relcal_slice text, zone_rule *rule)
{
    size_t at = 0;
    bool is_negative = take_sign(text, &at);
    size_t digits = at < text.length && is_digit(text.text[at]);
    if (digits > 0) {
        rule->nth = (is_negative ? -1 : 1) * (text.text[at] - '0');
    }
    at += digits;
    rule->weekday = weekday_number((relcal_slice){text.text + at, text.length - at});
    return rule->weekday > 0 && rule->nth >= -5 && rule->nth <= 5 &&
           (digits > 0 ? rule->nth != 0 : at == 0);
}

/* BYMONTHDAY: a list of days. */
static bool read_rule_month_days(relcal_slice text, zone_rule *rule)
{
    rule->month_days = 0;
    for (size_t at = 0; at <= text.length;) {
        const char *comma = memchr(text.text + at, ',', text.length - at);
        size_t end = comma == NULL ? text.length : (size_t)(comma - text.text);
        int day;
        if (!read_rule_number((relcal_slice){text.text + at, end - at}, 1, 31, &day)) {
            return false;
        }
        rule->month_days |= UINT32_C(1) << day;
        at = end + 1;
    }
    return true;
}

static bool read_rule_until(relcal_slice text, zone_rule *rule)
{
    relcal_ical_time until;
    if (relcal_ical_time_read(text, &until) != NULL) {
        return false;
    }
    rule->until = relcal_ical_time_as_utc(&until) +
                  (until.is_date ? RELCAL_SECONDS_PER_DAY - 1 : 0);
    rule->is_until_utc = until.is_utc;
    return true;
}

/* The parts of a rule that were found. */
typedef struct rule_parts {
    bool is_yearly;
    bool has_month;
    bool has_day;
} rule_parts;

static bool read_rule_part(relcal_slice name, relcal_slice value, zone_rule *rule,
                           rule_parts *parts)
{
    int interval;
    if (relcal_slice_is(name, "FREQ")) {
        parts->is_yearly = true;
        return relcal_slice_is(value, "YEARLY");
    }
    if (relcal_slice_is(name, "BYMONTH")) {
        parts->has_month = true;
        return read_rule_number(value, 1, 12, &rule->month);
    }
    if (relcal_slice_is(name, "BYDAY")) {
        parts->has_day = true;
        return read_rule_day(value, rule);
    }
    if (relcal_slice_is(name, "BYMONTHDAY")) {
        parts->has_day = true;
        return read_rule_month_days(value, rule);
    }
    if (relcal_slice_is(name, "UNTIL")) {
        return read_rule_until(value, rule);
    }
    if (relcal_slice_is(name, "INTERVAL")) {
        return read_rule_number(value, 1, 1, &interval);
    }
    return relcal_slice_is(name, "WKST");
}

/* Whether a rule names a day. */
static bool rule_has_day(const zone_rule *rule, int year, int day)
{
    relcal_date date = relcal_date_from_civil(year, rule->month, day);
    if ((rule->month_days >> day & 1) == 0 || date == RELCAL_DATE_NONE) {
        return false;
    }
    relcal_weekday weekday = (relcal_weekday)rule->weekday;
    bool is_of_weekday = rule->weekday == 0 || relcal_date_weekday(date) == weekday;
    return is_of_weekday && (rule->nth == 0 || relcal_month_nth_weekday(year, rule->month, weekday,
                                                                        rule->nth) == date);
}

/* The last day of a month up to `day` that a rule names; 0 where there is none. */
static int last_rule_day(const zone_rule *rule, int year, int day)
{
    while (day > 0 && !rule_has_day(rule, year, day)) {
        day--;
    }
    return day;
}

/* Whether a rule names a day in every year, which is seen in any 28 of them. */
static bool is_of_every_year(const zone_rule *rule)
{
    bool is_there = true;
    for (int year = 2000; year < 2028; year++) {
        is_there = is_there && last_rule_day(rule, year, 31) > 0;
    }
    return is_there;
}

/* Reads an RRULE; the day and month that it does not name are those of the first onset. */
static bool read_rule(relcal_slice text, relcal_instant start, zone_rule *rule)
{
    relcal_civil first = relcal_date_to_civil(relcal_instant_date(start));
    rule_parts parts = {0};
    *rule = (zone_rule){
        .month = first.month, .month_days = UINT32_MAX, .until = RELCAL_INSTANT_MAX};
    for (size_t at = 0; at <= text.length;) {
        const char *semicolon = memchr(text.text + at, ';', text.length - at);
        size_t end = semicolon == NULL ? text.length : (size_t)(semicolon - text.text);
        const char *equals = memchr(text.text + at, '=', end - at);
        size_t value = equals == NULL ? end : (size_t)(equals - text.text) + 1;
        if (equals == NULL ||
            !read_rule_part((relcal_slice){text.text + at, value - 1 - at},
                            (relcal_slice){text.text + value, end - value}, rule, &parts)) {
            return false;
        }
        at = end + 1;
    }
    if (!parts.has_day) {
        rule->month_days = UINT32_C(1) << first.day;
    }
    return parts.is_yearly && (parts.has_month || rule->weekday == 0) && is_of_every_year(rule);
}

/* ---- reading a VTIMEZONE ---- */

typedef struct zone_reader {
    relcal_ical_zone *zone;
    zone_observance observance; /* the one that is read */
    relcal_ical_text rule;      /* its RRULE */
    size_t first;               /* the place of its onsets among all */
    size_t rules;
    bool is_inside;
    bool has_start, has_from, has_to;
    bool is_short_of_memory;
} zone_reader;

static const char *add_onset(zone_reader *reader, relcal_instant start)
{
    relcal_ical_zone *zone = reader->zone;
    if (zone->count == RELCAL_ICAL_MAX_OBSERVANCES) {
        return "has more observances than are read";
    }
    if (zone->observances == NULL) {
        zone->observances = calloc(RELCAL_ICAL_MAX_OBSERVANCES, sizeof *zone->observances);
        if (zone->observances == NULL) {
            reader->is_short_of_memory = true;
            return not_understood;
        }
    }
    zone->observances[zone->count++].start = start;
    return NULL;
}

static const char *read_zone_start(zone_reader *reader, relcal_slice value)
{
    relcal_ical_time time;
    if (relcal_ical_time_read(value, &time) != NULL || time.is_utc || time.is_date) {
        return "has a DTSTART that is no local time";
    }
    reader->has_start = true;
    reader->observance.start = relcal_ical_time_as_utc(&time);
    return NULL;
}

static const char *read_zone_dates(zone_reader *reader, relcal_slice value)
{
    const char *fault = NULL;
    for (size_t at = 0; at <= value.length && fault == NULL;) {
        const char *comma = memchr(value.text + at, ',', value.length - at);
        size_t end = comma == NULL ? value.length : (size_t)(comma - value.text);
        relcal_ical_time time;
        if (relcal_ical_time_read((relcal_slice){value.text + at, end - at}, &time) != NULL ||
            time.is_utc) {
            return "has an RDATE that is no local time";
        }
        fault = add_onset(reader, relcal_ical_time_as_utc(&time));
        at = end + 1;
    }
    return fault;
}

/* TZOFFSETFROM and TZOFFSETTO: +HHMM or +HHMMSS. */
static const char *read_zone_offset(relcal_slice value, bool *has_it, int32_t *out)
{
    int hours = 0;
    int minutes = 0;
    int seconds = 0;
    bool is_good = (value.length == 5 || value.length == 7) &&
                   (value.text[0] == '+' || value.text[0] == '-') &&
                   read_digits(value, 1, 2, &hours) && read_digits(value, 3, 2, &minutes) &&
                   (value.length == 5 || read_digits(value, 5, 2, &seconds)) && hours <= 23 &&
                   minutes <= 59 && seconds <= 59;
    if (!is_good) {
        return "has an offset that is none; write +HHMM";
    }
    *has_it = true;
    *out = (value.text[0] == '-' ? -1 : 1) * (hours * 3600 + minutes * 60 + seconds);
    return NULL;
}

static const char *end_observance(zone_reader *reader)
{
    relcal_ical_zone *zone = reader->zone;
    zone_observance *observance = &reader->observance;
    if (!reader->has_start || !reader->has_from || !reader->has_to) {
        return "lacks a DTSTART, TZOFFSETFROM or TZOFFSETTO";
    }
    const char *fault = add_onset(reader, observance->start);
    if (fault != NULL) {
        return fault;
    }
    for (size_t index = reader->first; index < zone->count; index++) {
        zone->observances[index].from = observance->from;
        zone->observances[index].to = observance->to;
    }
    reader->is_inside = false;
    if (reader->rule.length == 0) {
        return NULL;
    }
    if (reader->rules++ == RELCAL_ICAL_MAX_RULES) {
        return "has more rules than are read";
    }
    zone_observance *last = &zone->observances[zone->count - 1];
    relcal_slice rule = {reader->rule.bytes, reader->rule.length};
    last->has_rule = read_rule(rule, last->start, &last->rule);
    return last->has_rule ? NULL : not_understood;
}

static void begin_observance(zone_reader *reader)
{
    reader->observance = (zone_observance){0};
    reader->first = reader->zone->count;
    reader->is_inside = true;
    reader->has_start = reader->has_from = reader->has_to = false;
    relcal_ical_text_clear(&reader->rule);
}

static const char *read_observance_line(zone_reader *reader, const relcal_property *property)
{
    if (relcal_slice_is(property->name, "DTSTART")) {
        return read_zone_start(reader, property->value);
    }
    if (relcal_slice_is(property->name, "RDATE")) {
        return read_zone_dates(reader, property->value);
    }
    if (relcal_slice_is(property->name, "TZOFFSETFROM")) {
        return read_zone_offset(property->value, &reader->has_from, &reader->observance.from);
    }
    if (relcal_slice_is(property->name, "TZOFFSETTO")) {
        return read_zone_offset(property->value, &reader->has_to, &reader->observance.to);
    }
    if (relcal_slice_is(property->name, "RRULE")) {
        if (reader->rule.length > 0) {
            return "has two rules at once";
        }
        relcal_ical_text_put(&reader->rule, property->value.text, property->value.length);
        reader->is_short_of_memory |= reader->rule.is_short_of_memory;
    }
    if (relcal_slice_is(property->name, "END")) {
        return end_observance(reader);
    }
    return NULL;
}

static const char *read_zone_line(zone_reader *reader, const relcal_property *property)
{
    if (reader->is_inside) {
        return read_observance_line(reader, property);
    }
    if (relcal_slice_is(property->name, "BEGIN") &&
        (relcal_slice_is(property->value, "STANDARD") ||
         relcal_slice_is(property->value, "DAYLIGHT"))) {
        begin_observance(reader);
    }
    if (relcal_slice_is(property->name, "TZID") && reader->zone->name == NULL) {
        relcal_ical_text name = {0};
        relcal_ical_unescape(&name, property->value);
        reader->zone->name = name.bytes;
        reader->is_short_of_memory |= name.is_short_of_memory;
    }
    return NULL;
}

/* Reads a VTIMEZONE of the calendar; what is wrong with it is kept for those who use it. False
 * where there is no memory. */
static bool read_zone(const relcal_ical_zones *zones, relcal_ical_zone *zone)
{
    zone_reader reader = {.zone = zone};
    relcal_line_scanner scanner = {
        .text = {zones->text.text + zone->begin, zone->end - zone->begin}};
    relcal_line line;
    zone->is_read = true;
    while (relcal_line_next(&scanner, &line)) {
        relcal_property property;
        const char *fault = relcal_line_split(line.content, &property);
        fault = fault == NULL ? read_zone_line(&reader, &property) : fault;
        zone->fault = zone->fault == NULL ? fault : zone->fault;
    }
    if (zone->fault == NULL && zone->count == 0) {
        zone->fault = "says no offset from UTC";
    }
    bool has_memory = !reader.is_short_of_memory && !scanner.fold.is_short_of_memory;
    relcal_ical_text_free(&reader.rule);
    relcal_line_scanner_free(&scanner);
    return has_memory;
}

/* ---- working out a VTIMEZONE ---- */

/* The onset of a year that a rule gives last and not after a time; the first one where none is. */
static relcal_instant last_onset_in_year(const zone_observance *observance, int year,
                                         relcal_instant latest)
{
    relcal_date first = relcal_instant_date(observance->start);
    relcal_instant clock = observance->start - relcal_instant_of_day_start(first);
    const zone_rule *rule = &observance->rule;
    int day = last_rule_day(rule, year, 31);
    relcal_instant onset = observance->start;
    while (day > 0 && onset == observance->start) {
        relcal_date date = relcal_date_from_civil(year, rule->month, day);
        relcal_instant found = relcal_instant_of_day_start(date) + clock;
        onset = found <= latest && found > onset ? found : onset;
        day = last_rule_day(rule, year, day - 1);
    }
    return onset;
}

/* The last onset of an observance that is not after a time; it has begun by then. */
static relcal_instant last_onset(const zone_observance *observance, relcal_instant local)
{
    const zone_rule *rule = &observance->rule;
    if (!observance->has_rule) {
        return observance->start;
    }
    relcal_instant until = rule->until + (rule->is_until_utc ? observance->from : 0);
    relcal_instant latest = until < local ? until : local;
    if (latest <= observance->start) {
        return observance->start;
    }
    int year = relcal_date_to_civil(relcal_instant_date(latest)).year;
    relcal_instant onset = last_onset_in_year(observance, year, latest);
    return onset == observance->start && year > 1 ? last_onset_in_year(observance, year - 1, latest)
                                                  : onset;
}

/* The offset of a zone at a time of its own clocks. */
static int32_t offset_at(const relcal_ical_zone *zone, relcal_instant local)
{
    const zone_observance *earliest = &zone->observances[0];
    const zone_observance *current = NULL;
    relcal_instant since = RELCAL_INSTANT_MIN;
    for (size_t index = 0; index < zone->count; index++) {
        const zone_observance *observance = &zone->observances[index];
        earliest = observance->start < earliest->start ? observance : earliest;
        if (observance->start <= local) {
            relcal_instant onset = last_onset(observance, local);
            current = current == NULL || onset > since ? observance : current;
            since = current == observance ? onset : since;
        }
    }
    if (current == NULL) {
        return earliest->from;
    }
    bool is_left_out = local < since + (current->to - current->from);
    return is_left_out ? current->from : current->to;
}

/* ---- IANA zones ---- */

/* Whether a name can be that of a file below the system's zones, and of none elsewhere. */
static bool is_iana_name(relcal_slice name)
{
    if (name.length == 0 || name.length > RELCAL_MAX_ZONE_NAME_BYTES || name.text[0] == '/') {
        return false;
    }
    for (size_t index = 0; index < name.length; index++) {
        char character = name.text[index];
        bool is_letter = (character >= 'A' && character <= 'Z') ||
                         (character >= 'a' && character <= 'z');
        if (!is_letter && !is_digit(character) && strchr("_+-/", character) == NULL) {
            return false;
        }
    }
    return true;
}

/* Has libical read a zone; NULL where the system has none of that name. */
static icaltimezone *fetch_zone(const char *name)
{
    relcal_ical_lock();
    icaltimezone *zone = NULL;
    icalcomponent *component = icaltzutil_fetch_timezone(name);
    if (component != NULL) {
        zone = icaltimezone_new();
        if (zone == NULL || !icaltimezone_set_component(zone, component)) {
            icalcomponent_free(component);
            if (zone != NULL) {
                icaltimezone_free(zone, 1);
            }
            zone = NULL;
        }
    }
    relcal_ical_unlock();
    return zone;
}

/* The zone of an IANA name, kept for the next time; NULL where there is none, or no memory. */
static relcal_ical_zone *add_iana_zone(relcal_ical_zones *zones, relcal_slice name,
                                       bool *is_short_of_memory)
{
    char text[RELCAL_MAX_ZONE_NAME_BYTES + 1] = {0};
    memcpy(text, name.text, name.length);
    icaltimezone *iana = fetch_zone(text);
    if (iana == NULL) {
        return NULL;
    }
    relcal_ical_zone *zone = calloc(1, sizeof *zone);
    char *copy = malloc(name.length + 1);
    if (zone == NULL || copy == NULL) {
        *is_short_of_memory = true;
        free(zone);
        free(copy);
        relcal_ical_lock();
        icaltimezone_free(iana, 1);
        relcal_ical_unlock();
        return NULL;
    }
    memcpy(copy, text, name.length + 1);
    *zone = (relcal_ical_zone){.next = zones->zones, .name = copy, .is_read = true, .iana = iana};
    zones->zones = zone;
    return zone;
}

static int32_t iana_offset_at(const relcal_ical_zone *zone, const relcal_ical_time *time)
{
    struct icaltimetype local = icaltime_null_time();
    local.year = time->year;
    local.month = time->month;
    local.day = time->day;
    local.hour = time->hour;
    local.minute = time->minute;
    local.second = time->second;
    int is_daylight = 0;
    relcal_ical_lock();
    int offset = icaltimezone_get_utc_offset(zone->iana, &local, &is_daylight);
    relcal_ical_unlock();
    return (int32_t)offset;
}

/* ---- all of them ---- */

bool relcal_ical_zones_add(relcal_ical_zones *zones, size_t begin, size_t end, uint32_t line)
{
    relcal_ical_zone *zone = calloc(1, sizeof *zone);
    if (zone == NULL) {
        return false;
    }
    *zone = (relcal_ical_zone){.next = zones->zones, .begin = begin, .end = end, .line = line};
    zones->zones = zone;
    zones->defined++;
    return true;
}

/* The zone of a name; NULL where there is none, or no memory. */
static relcal_ical_zone *find_zone(relcal_ical_zones *zones, relcal_slice name,
                                   bool *is_short_of_memory)
{
    for (relcal_ical_zone *zone = zones->zones; zone != NULL; zone = zone->next) {
        if (!zone->is_read && !read_zone(zones, zone)) {
            *is_short_of_memory = true;
            return NULL;
        }
        if (zone->name != NULL && strlen(zone->name) == name.length &&
            memcmp(zone->name, name.text, name.length) == 0) {
            return zone;
        }
    }
    return is_iana_name(name) ? add_iana_zone(zones, name, is_short_of_memory) : NULL;
}

const char *relcal_ical_zones_to_utc(relcal_ical_zones *zones, relcal_slice name,
                                     const relcal_ical_time *time, relcal_instant *out,
                                     bool *is_short_of_memory)
{
    relcal_instant local = relcal_ical_time_as_utc(time);
    relcal_ical_zone *zone = find_zone(zones, name, is_short_of_memory);
    if (zone == NULL) {
        return "is none of the calendar's and no IANA zone";
    }
    if (zone->fault != NULL) {
        return zone->fault;
    }
    if (zone->iana != NULL && time->year > MAX_ZONE_YEAR) {
        return "is not known so many years ahead";
    }
    *out = local - (zone->iana != NULL ? iana_offset_at(zone, time) : offset_at(zone, local));
    return NULL;
}

void relcal_ical_zones_free(relcal_ical_zones *zones)
{
    while (zones->zones != NULL) {
        relcal_ical_zone *zone = zones->zones;
        zones->zones = zone->next;
        if (zone->iana != NULL) {
            relcal_ical_lock();
            icaltimezone_free(zone->iana, 1);
            relcal_ical_unlock();
        }
        free(zone->name);
        free(zone->observances);
        free(zone);
    }
}
