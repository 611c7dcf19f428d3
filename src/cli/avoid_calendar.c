/*
 * Events as days to avoid. Of recurrences (RFC 5545, section 3.3.10) those of every year are read:
 * on a day of a month, or on the nth weekday of one. Without an end they become days of every year,
 * else the days themselves. Exceptions (EXDATE) are not looked at: such a day is avoided as well.
 */
#include "avoid_calendar.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "calendars.h"
#include "complain.h"
#include "fault.h"

/* The last year of the calendar. */
#define LAST_YEAR 9999

/* The longest event on a weekday of a month, in days. */
#define MOST_WEEKDAY_EVENT_DAYS 31

/* What an RRULE says. */
typedef struct recurrence {
    long interval;
    long count;        /* 0 for no end */
    relcal_date until; /* or the last day of the calendar */
    int month;
    int month_day; /* 0 where it names none */
    int nth;       /* of a weekday, negative from the end on; 0 where it names none */
    relcal_weekday weekday;
} recurrence;

typedef struct event_reader {
    avoid_files *out;
    const char *path;
    relcal_instead instead;
    const char *name; /* of the event */
    relcal_date first;
    int32_t more_days; /* behind the first one */
} event_reader;

/* ---- recurrences ---- */

static bool read_number(const char *string, size_t length, long least, long most, long *out)
{
    char digits[16];
    char *end;
    if (length == 0 || length >= sizeof digits || strchr(" \t", string[0]) != NULL) {
        return false;
    }
    memcpy(digits, string, length);
    digits[length] = '\0';
    *out = strtol(digits, &end, 10);
    return *end == '\0' && *out >= least && *out <= most;
}

static bool read_small(const char *string, size_t length, int least, int most, int *out)
{
    long number;
    bool is_read = read_number(string, length, least, most, &number);
    *out = is_read ? (int)number : 0;
    return is_read;
}

/* "-1MO" or "4TH"; a weekday without a number is one of every week. */
static bool read_weekday(const char *string, size_t length, recurrence *out)
{
    static const char names[][3] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
    if (length < 3 || !read_small(string, length - 2, -5, 5, &out->nth) || out->nth == 0) {
        return false;
    }
    for (size_t index = 0; index < sizeof names / sizeof names[0]; index++) {
        if (memcmp(string + length - 2, names[index], 2) == 0) {
            out->weekday = (relcal_weekday)(RELCAL_MONDAY + (int)index);
            return true;
        }
    }
    return false;
}

/* "20281231", perhaps with a time behind it. */
static bool read_until(const char *string, size_t length, recurrence *out)
{
    long number;
    if (length < 8 || (length > 8 && string[8] != 'T') ||
        !read_number(string, 8, 10101, 99991231, &number)) {
        return false;
    }
    out->until = relcal_date_from_civil((int)(number / 10000), (int)(number / 100 % 100),
                                        (int)(number % 100));
    return out->until != RELCAL_DATE_NONE;
}

/* One NAME=VALUE of an RRULE. */
static bool read_part(const char *part, size_t length, recurrence *out)
{
    static const char *const names[] = {"FREQ",    "INTERVAL",   "COUNT", "UNTIL",
                                        "BYMONTH", "BYMONTHDAY", "BYDAY", "WKST"};
    const char *equals = memchr(part, '=', length);
    size_t index = 0;
    size_t name_length = equals != NULL ? (size_t)(equals - part) : 0;
    while (index < sizeof names / sizeof names[0] &&
           (strlen(names[index]) != name_length || memcmp(names[index], part, name_length) != 0)) {
        index++;
    }
    const char *value = part + name_length + 1;
    size_t value_length = length > name_length ? length - name_length - 1 : 0;
    switch (index) {
    case 0:
        return value_length == strlen("YEARLY") && memcmp(value, "YEARLY", value_length) == 0;
    case 1:
        return read_number(value, value_length, 1, LAST_YEAR, &out->interval);
    case 2:
        return read_number(value, value_length, 1, INT32_MAX, &out->count);
    case 3:
        return read_until(value, value_length, out);
    case 4:
        return read_small(value, value_length, 1, 12, &out->month);
    case 5:
        return read_small(value, value_length, 1, 31, &out->month_day);
    case 6:
        return read_weekday(value, value_length, out);
    case 7:
        return true; /* where weeks begin is of no account for years */
    default:
        return false;
    }
}

/* False for what is not understood. */
static bool read_recurrence(const char *rule, relcal_date first, recurrence *out)
{
    relcal_civil start = relcal_date_to_civil(first);
    *out = (recurrence){.interval = 1, .until = RELCAL_DATE_MAX};
    bool has_frequency = false;
    for (const char *part = rule; part != NULL; part = strchr(part, ';')) {
        part += *part == ';';
        has_frequency = has_frequency || strncmp(part, "FREQ=", strlen("FREQ=")) == 0;
        if (!read_part(part, strcspn(part, ";"), out)) {
            return false;
        }
    }
    bool names_month = out->month != 0;
    out->month = names_month ? out->month : start.month;
    if (out->nth != 0) {
        /* Without a month the weekday is counted in the year. */
        return has_frequency && names_month && out->month_day == 0;
    }
    out->month_day = out->month_day != 0 ? out->month_day : start.day;
    return has_frequency && out->month == start.month && out->month_day == start.day;
}

/* The day of a recurrence in a year, or NONE. */
static relcal_date day_in_year(const recurrence *rule, int year)
{
    return rule->nth != 0 ? relcal_month_nth_weekday(year, rule->month, rule->weekday, rule->nth)
                          : relcal_date_from_civil(year, rule->month, rule->month_day);
}

/* ---- entries ---- */

static int add_dates(event_reader *reader, relcal_date first)
{
    relcal_date last = relcal_date_add_days(first, reader->more_days);
    const relcal_avoided entry = {
        .name = reader->name,
        .first = first,
        .last = last == RELCAL_DATE_NONE ? RELCAL_DATE_MAX : last,
        .instead = reader->instead,
    };
    return avoid_files_add(reader->out, &entry);
}

static int add_days(event_reader *reader, const char *days)
{
    const relcal_avoided entry = {
        .name = reader->name,
        .days = avoid_files_keep(reader->out, days),
        .instead = reader->instead,
    };
    return entry.days == NULL ? EXIT_SYSTEM : avoid_files_add(reader->out, &entry);
}

/* "12-24..12-26" */
static int add_yearly_days(event_reader *reader)
{
    relcal_civil first = relcal_date_to_civil(reader->first);
    relcal_civil last = relcal_date_to_civil(
        relcal_date_add_days(reader->first, reader->more_days));
    char days[32];
    (void)snprintf(days, sizeof days, "%02d-%02d..%02d-%02d", first.month, first.day, last.month,
                   last.day);
    return add_days(reader, days);
}

/* "4th thursday of november", and a rule for each day behind it. */
static int add_weekday_rules(event_reader *reader, const recurrence *rule)
{
    static const char *const ordinals[] = {"", "first", "second", "third", "fourth", "fifth"};
    int number = abs(rule->nth);
    int added = EXIT_YES;
    for (int32_t more = 0; added == EXIT_YES && more <= reader->more_days; more++) {
        char days[96];
        (void)snprintf(days, sizeof days, "%s %s%s of %s + %" PRId32 " days",
                       rule->nth == -1 ? "last" : ordinals[number], rule->nth < -1 ? "last " : "",
                       relcal_weekday_name(rule->weekday), relcal_month_name(rule->month), more);
        added = add_days(reader, days);
    }
    return added;
}

/* The days of a recurrence that ends, or leaves years out. */
static int add_years(event_reader *reader, const recurrence *rule)
{
    int year = relcal_date_to_civil(reader->first).year;
    int added = EXIT_YES;
    long count = 0;
    for (; added == EXIT_YES && year <= LAST_YEAR && (rule->count == 0 || count < rule->count);
         year += (int)rule->interval) {
        relcal_date day = day_in_year(rule, year);
        if (day == RELCAL_DATE_NONE || day < reader->first) {
            continue;
        }
        if (day > rule->until) {
            break;
        }
        added = add_dates(reader, day);
        count++;
    }
    return added;
}

static void complain_about_recurrence(const event_reader *reader, const relcal_event *event)
{
    relcal_error fault = {.line = event->line};
    (void)snprintf(fault.file, sizeof fault.file, "%s", reader->path);
    (void)snprintf(fault.message, sizeof fault.message,
                   "\"%.*s\" recurs as %.*s; of recurrences only those of every year can be "
                   "avoided, on a day or the nth weekday of one month",
                   QUOTED_BYTES, reader->name, QUOTED_BYTES, event->recurrence);
    text message = {0};
    fault_add(&message, &fault);
    (void)fputs(text_string(&message), stderr);
    text_free(&message);
}

static int add_event(event_reader *reader, const relcal_event *event)
{
    const char *name = event->summary[0] != '\0' ? event->summary : reader->path;
    reader->name = avoid_files_keep(reader->out, name);
    reader->first = relcal_instant_date(event->start);
    relcal_instant last = event->end > event->start ? event->end - 1 : event->start;
    reader->more_days = relcal_instant_date(last) - reader->first;
    if (reader->name == NULL) {
        return EXIT_SYSTEM;
    }
    if (event->recurrence == NULL) {
        return add_dates(reader, reader->first);
    }
    recurrence rule;
    if (!read_recurrence(event->recurrence, reader->first, &rule) ||
        (rule.nth != 0 && reader->more_days > MOST_WEEKDAY_EVENT_DAYS) ||
        reader->more_days >= 365) {
        complain_about_recurrence(reader, event);
        return EXIT_DATA;
    }
    bool is_endless = rule.interval == 1 && rule.count == 0 && rule.until == RELCAL_DATE_MAX;
    return !is_endless     ? add_years(reader, &rule)
           : rule.nth != 0 ? add_weekday_rules(reader, &rule)
                           : add_yearly_days(reader);
}

/* ---- the calendar ---- */

static int parse(relcal_calendar **out, const calendar_functions *library, const char *path,
                 const text *source)
{
    text faults = {0};
    relcal_error error = {0};
    const relcal_ical_read_options options = {
        .file = path,
        .report = fault_add,
        .report_context = &faults,
    };
    relcal_status status = library->calendar_parse(out, text_string(source), source->length,
                                                   &options, &error);
    if (status != RELCAL_OK) {
        fault_add(&faults, &error);
    }
    (void)fputs(text_string(&faults), stderr);
    bool is_good = faults.length == 0 && !faults.failed;
    text_free(&faults);
    return status == RELCAL_ERROR_MEMORY ? EXIT_SYSTEM : is_good ? EXIT_YES : EXIT_DATA;
}

int avoid_calendar_read(avoid_files *out, const char *path, const text *source,
                        relcal_instead instead)
{
    calendar_functions library;
    relcal_calendar *calendar = NULL;
    event_reader reader = {.out = out, .path = path, .instead = instead};
    if (!calendars_load(&library)) {
        return EXIT_SYSTEM;
    }
    int status = parse(&calendar, &library, path, source);
    const relcal_event *event;
    for (size_t index = 0;
         status == EXIT_YES && (event = library.calendar_event_at(calendar, index)) != NULL;
         index++) {
        if (event->status == NULL || strcmp(event->status, "CANCELLED") != 0) {
            status = add_event(&reader, event);
        }
    }
    library.calendar_free(calendar);
    return status;
}
