/*
 * Times with their zones: the offset of a moment, and what comments and remarks say of times. A
 * time there is "17:00 PDT", with a day before or behind it or none; of a moment that is said
 * twice both must be one. So must days that are said with their distance: "2026-04-06 - 2026-09-30
 * (26 weeks)".
 */
#include <stdlib.h>

#include "calendar.h"
#include "digits.h"
#include "human.h"
#include "milestones.h"
#include "quote.h"
#include "zones.h"

#define MINUTES_PER_DAY (24 * 60)
#define SECONDS_PER_MINUTE 60
/* The most bytes from which a date is read. */
#define MOST_DATE_BYTES 64
/* Two moments of one entry so far apart are two. */
#define MOST_SECONDS_APART (36 * 60 * SECONDS_PER_MINUTE)
/* How far a length in days or weeks may be off: both ends may count or not, and weeks be working
 * weeks. */
#define MOST_DAYS_OFF 6

/* ---- the offsets of moments ---- */

static void check_offset(lint_run *run, const relcal_draft_series *series,
                         const relcal_draft_milestone *milestone, const relcal_when *when,
                         relcal_draft_place place)
{
    char text[RELCAL_WHEN_BYTES];
    char day[RELCAL_DATE_BYTES];
    int right;
    relcal_date date = relcal_when_date(when);
    if (when->precision != RELCAL_PRECISION_MOMENT || when->zone_name_length == 0 ||
        relcal_zone_may_have(when->zone_name, when->zone_name_length, date, when->offset_minutes,
                             &right)) {
        return;
    }
    int distance = abs(right);
    (void)lint_add(run, LINT_ZONE_OFFSET, place, series->id, milestone->id,
                   "%s of %s has another offset than %.*s on %s; write %c%02d:%02d, or mend the "
                   "time",
                   relcal_when_format(when, text), milestone->id, (int)when->zone_name_length,
                   when->zone_name, relcal_date_format(date, day), right < 0 ? '-' : '+',
                   distance / 60, distance % 60);
}

void lint_check_offsets(lint_run *run, const lint_project *project, size_t index)
{
    const relcal_draft_series *series = project->series[index];
    for (const relcal_draft_milestone *milestone = series->milestones; milestone != NULL;
         milestone = milestone->next) {
        check_offset(run, series, milestone, &milestone->when, milestone->date_place);
        for (const relcal_draft_revision *revision = milestone->revisions; revision != NULL;
             revision = revision->next) {
            if (!relcal_when_is_same(&revision->when, &milestone->when)) {
                check_offset(run, series, milestone, &revision->when, milestone->place);
            }
        }
    }
}

/* ---- times in text ---- */

/* A time with its zone, as it is written. */
typedef struct text_time {
    size_t at;
    size_t length; /* with the day behind it */
    int minutes;
    const relcal_zone_name *zone;
    size_t zone_at;
    relcal_date day; /* NONE where there is none beside it */
} text_time;

/* A line while it is read. */
typedef struct text_line {
    lint_run *run;
    size_t number;
    size_t end;
    relcal_date last_day; /* the last that was read before, if nothing but marks came since */
    bool has_time;
    bool is_joined;      /* by a slash, an equals sign or a bracket */
    text_time last_time; /* the same of a time */
    size_t day_at;       /* of a day that may begin a span */
    relcal_date first_day;
    bool is_span;
    relcal_when moment; /* of the entry that the line is in; tbd for none */
} text_line;

static bool is_letter(char character)
{
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
}

static size_t pass_any(const text_line *line, size_t at, const char *marks)
{
    const char *text = line->run->source.text;
    while (at < line->end && strchr(marks, text[at]) != NULL) {
        at++;
    }
    return at;
}

/* Reads a day at a byte; its length, 0 where there is none. */
static size_t read_day(const text_line *line, size_t at, relcal_date *day)
{
    size_t room = line->end - at < MOST_DATE_BYTES ? line->end - at : MOST_DATE_BYTES;
    lint_human_date date = lint_read_human_date(line->run->source.text + at, room);
    if (date.length == 0 || date.is_ambiguous ||
        !relcal_civil_is_valid(date.year, date.month, date.day)) {
        return 0;
    }
    *day = relcal_date_from_civil(date.year, date.month, date.day);
    return date.length;
}

/* Reads a time and a zone at a byte, and the day behind them; false where there are none. */
static bool read_time(const text_line *line, size_t at, text_time *out)
{
    const char *text = line->run->source.text;
    size_t colon = at;
    while (colon < line->end && relcal_is_digit(text[colon])) {
        colon++;
    }
    if (colon == at || colon - at > 2 || line->end - colon < 3 || text[colon] != ':' ||
        !relcal_is_digit(text[colon + 1]) || !relcal_is_digit(text[colon + 2])) {
        return false;
    }
    int hour = colon - at == 2 ? (text[at] - '0') * 10 + text[at + 1] - '0' : text[at] - '0';
    int minute = (text[colon + 1] - '0') * 10 + text[colon + 2] - '0';
    size_t zone_at = pass_any(line, colon + 3, " ");
    size_t length = 0;
    while (zone_at + length < line->end && is_letter(text[zone_at + length])) {
        length++;
    }
    *out = (text_time){.at = at,
                       .minutes = hour * 60 + minute,
                       .zone = relcal_zone_by_name(text + zone_at, length),
                       .zone_at = zone_at,
                       .day = line->last_day};
    size_t day_at = pass_any(line, zone_at + length, " ,");
    size_t day_length = day_at > zone_at + length ? read_day(line, day_at, &out->day) : 0;
    out->length = (day_length > 0 ? day_at + day_length : zone_at + length) - at;
    return out->zone != NULL && out->minutes <= MINUTES_PER_DAY && minute < 60;
}

static relcal_instant moment_of(const text_time *time, const relcal_zone_name *zone,
                                relcal_date day)
{
    return relcal_instant_of_day_start(day) +
           (relcal_instant)(time->minutes - zone->minutes) * SECONDS_PER_MINUTE;
}

/* The distance from a time to a moment, taking the zone as it is written or as it should be,
 * whichever is nearer; without a day the nearest day is meant. */
static relcal_instant distance_to(const text_time *time, relcal_instant moment)
{
    relcal_instant nearest = INT64_MAX;
    relcal_date around = relcal_instant_date(moment);
    relcal_date first = time->day == RELCAL_DATE_NONE ? around - 1 : time->day;
    relcal_date last = time->day == RELCAL_DATE_NONE ? around + 1 : time->day;
    for (relcal_date day = first; day <= last; day++) {
        const relcal_zone_name *zones[] = {time->zone, relcal_zone_on(time->zone, day)};
        for (size_t index = 0; index < 2; index++) {
            relcal_instant distance = llabs(moment_of(time, zones[index], day) - moment);
            nearest = distance < nearest ? distance : nearest;
        }
    }
    return nearest;
}

static void check_season(lint_run *run, const text_line *line, const text_time *time)
{
    char day[RELCAL_DATE_BYTES];
    const relcal_zone_name *right = time->day == RELCAL_DATE_NONE
                                        ? time->zone
                                        : relcal_zone_on(time->zone, time->day);
    if (right != time->zone) {
        (void)lint_add(run, LINT_ZONE_OFFSET, lint_place_at(run, line->number, time->zone_at), NULL,
                       NULL, "on %s it is %s there and not %s; mend the zone or the time",
                       relcal_date_format(time->day, day), right->name, time->zone->name);
    }
}

static void report_difference(lint_run *run, const text_line *line, const text_time *time,
                              relcal_instant moment)
{
    char quotation[RELCAL_QUOTE_BYTES];
    char text[RELCAL_WHEN_BYTES];
    const relcal_when when = {
        .earliest = moment, .latest = moment, .precision = RELCAL_PRECISION_MOMENT};
    (void)lint_add(run, LINT_MOMENTS_DIFFER, lint_place_at(run, line->number, time->at), NULL, NULL,
                   "%s is not %s, beside which it stands; mend one of them",
                   relcal_quote(run->source.text + time->at, time->length, quotation),
                   relcal_when_format(&when, text));
}

/* Compares a time with the one right before it, or with the date of its entry. */
static void check_time(lint_run *run, text_line *line, const text_time *time)
{
    const text_time *last = &line->last_time;
    check_season(run, line, time);
    if (line->has_time && line->is_joined && last->day != RELCAL_DATE_NONE) {
        relcal_instant moment = moment_of(last, last->zone, last->day);
        relcal_instant other = moment_of(last, relcal_zone_on(last->zone, last->day), last->day);
        if (distance_to(time, moment) != 0 && distance_to(time, other) != 0) {
            report_difference(run, line, time, moment);
        }
    } else if (line->moment.precision == RELCAL_PRECISION_MOMENT) {
        relcal_instant distance = distance_to(time, line->moment.earliest);
        if (distance != 0 && distance < MOST_SECONDS_APART) {
            report_difference(run, line, time, line->moment.earliest);
        }
    }
}

/* ---- spans in text ---- */

/* Reads "(26 weeks)" at a byte. */
static bool read_length(const text_line *line, size_t at, int32_t *days, size_t *length)
{
    const char *text = line->run->source.text;
    size_t bracket = pass_any(line, at, " ");
    size_t start = bracket + 1;
    size_t end = start;
    int32_t number = 0;
    if (bracket >= line->end || text[bracket] != '(') {
        return false;
    }
    while (end < line->end && end - start < 5 && relcal_is_digit(text[end])) {
        number = number * 10 + (text[end++] - '0');
    }
    size_t unit = pass_any(line, end, " ");
    bool is_weeks = line->end - unit >= 4 && memcmp(text + unit, "week", 4) == 0;
    bool is_days = line->end - unit >= 3 && memcmp(text + unit, "day", 3) == 0;
    if (end == start || unit == end || (!is_weeks && !is_days)) {
        return false;
    }
    *days = number * (is_weeks ? RELCAL_DAYS_PER_WEEK : 1);
    *length = unit + (is_weeks ? 4 : 3) - start;
    return true;
}

/* Compares the two days of a span with the length that stands behind them. */
static void check_span(lint_run *run, const text_line *line, relcal_date last, size_t at)
{
    int32_t days;
    size_t length;
    char first_text[RELCAL_DATE_BYTES];
    char last_text[RELCAL_DATE_BYTES];
    if (!line->is_span || !read_length(line, at, &days, &length)) {
        return;
    }
    int32_t between = relcal_date_days_between(line->first_day, last);
    if (labs(between - days) > MOST_DAYS_OFF) {
        (void)lint_add(run, LINT_SPAN_LENGTH, lint_place_at(run, line->number, line->day_at), NULL,
                       NULL, "from %s to %s it is %d days, and not %d; mend one of them",
                       relcal_date_format(line->first_day, first_text),
                       relcal_date_format(last, last_text), (int)between, (int)days);
    }
}

/* The bytes of what joins two days to a span at a byte: " - ", "..", " to ", a dash; 0 for none. */
static size_t joint_length(const text_line *line, size_t at)
{
    static const char *const joints[] = {" - ", "..", " to ", " \xE2\x80\x93 ", "\xE2\x80\x93"};
    for (size_t index = 0; index < sizeof joints / sizeof joints[0]; index++) {
        size_t length = strlen(joints[index]);
        if (line->end - at >= length &&
            memcmp(line->run->source.text + at, joints[index], length) == 0) {
            return length;
        }
    }
    return 0;
}

/* ---- lines ---- */

/* Reads what begins at a byte of a line; returns the bytes that it has read. */
static size_t read_at(lint_run *run, text_line *line, size_t at)
{
    text_time time;
    relcal_date day;
    if (read_time(line, at, &time)) {
        check_time(run, line, &time);
        line->last_time = time;
        line->has_time = true;
        line->is_joined = false;
        line->last_day = RELCAL_DATE_NONE;
        line->is_span = false;
        return time.length;
    }
    size_t length = read_day(line, at, &day);
    if (length == 0) {
        return 0;
    }
    check_span(run, line, day, at + length);
    size_t joint = joint_length(line, at + length);
    line->is_span = joint > 0;
    line->first_day = day;
    line->day_at = at;
    line->last_day = joint > 0 ? RELCAL_DATE_NONE : day;
    return length + joint;
}

static void read_line(lint_run *run, text_line *line)
{
    const char *text = run->source.text;
    size_t begin = run->source.lines[line->number];
    line->end = run->source.lines[line->number + 1];
    line->last_day = RELCAL_DATE_NONE;
    line->has_time = false;
    line->is_span = false;
    for (size_t at = begin; at < line->end && !lint_is_full(run);) {
        size_t length = lint_may_begin(text, begin, at) ? read_at(run, line, at) : 0;
        if (length == 0 && strchr(" ,/=()", text[at]) == NULL) {
            line->last_day = RELCAL_DATE_NONE;
            line->has_time = false;
            line->is_span = false;
        }
        line->is_joined = line->is_joined || (length == 0 && strchr("/=(", text[at]) != NULL);
        at += length > 0 ? length : 1;
    }
}

/* ---- entries ---- */

/* The moment of an entry; tbd where its date is none. */
static relcal_when moment_of_entry(const relcal_node *entry)
{
    relcal_when when;
    const relcal_node *date = lint_find_value(entry, "date");
    bool is_moment = date != NULL && date->kind == RELCAL_NODE_TEXT &&
                     relcal_when_parse(&when, date->text, date->length, NULL) == RELCAL_OK &&
                     when.precision == RELCAL_PRECISION_MOMENT;
    return is_moment ? when : relcal_when_day(RELCAL_DATE_NONE);
}

void lint_check_times(lint_run *run, const relcal_node *root)
{
    text_line line = {.run = run, .moment = relcal_when_day(RELCAL_DATE_NONE)};
    const relcal_node *milestones = lint_find_value(root, "milestones");
    const relcal_node *entry = milestones != NULL && milestones->kind == RELCAL_NODE_LIST
                                   ? milestones->first
                                   : NULL;
    for (; line.number < run->source.line_count && !lint_is_full(run); line.number++) {
        while (entry != NULL && entry->place.place.line <= line.number + 1) {
            line.moment = moment_of_entry(entry);
            entry = entry->next;
        }
        read_line(run, &line);
    }
}
