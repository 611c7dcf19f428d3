/*
 * Days to avoid: dated ones, days of every year, and rules that are taken in every year. A
 * milestone that meets one goes on, by what its entry says, until it is on a free day.
 */
#include "avoid.h"

#include <string.h>

#include "digits.h"
#include "fail.h"

static const char *const instead_names[] = {
    [RELCAL_INSTEAD_NEXT_WORKDAY] = "next working day",
    [RELCAL_INSTEAD_PREVIOUS_WORKDAY] = "previous working day",
    [RELCAL_INSTEAD_WEEK_EARLIER] = "a week earlier",
    [RELCAL_INSTEAD_WEEK_LATER] = "same weekday after",
};

#define INSTEAD_COUNT (sizeof instead_names / sizeof instead_names[0])

const char *relcal_instead_name(relcal_instead instead)
{
    return (size_t)instead < INSTEAD_COUNT ? instead_names[instead] : "";
}

int relcal_instead_by_name(const char *name)
{
    for (size_t index = 0; index < INSTEAD_COUNT; index++) {
        if (strcmp(instead_names[index], name) == 0) {
            return (int)index;
        }
    }
    return -1;
}

/* ---- reading ---- */

static uint16_t yearly_key(int month, int day)
{
    return (uint16_t)(month * 32 + day);
}

/* Reads MM-DD; 0 where the text is no day of a leap year. */
static uint16_t read_yearly(const char *text, size_t length)
{
    if (length != 5 || text[2] != '-' || !relcal_is_digit(text[0]) || !relcal_is_digit(text[1]) ||
        !relcal_is_digit(text[3]) || !relcal_is_digit(text[4])) {
        return 0;
    }
    int month = (text[0] - '0') * 10 + (text[1] - '0');
    int day = (text[3] - '0') * 10 + (text[4] - '0');
    return relcal_civil_is_valid(2000, month, day) ? yearly_key(month, day) : 0;
}

static bool read_yearly_days(const char *text, size_t length, relcal_avoided_days *out)
{
    const char *dots = strstr(text, "..");
    size_t head = dots == NULL ? length : (size_t)(dots - text);
    out->yearly_first = read_yearly(text, head);
    out->yearly_last = dots == NULL ? out->yearly_first : read_yearly(dots + 2, length - head - 2);
    return out->yearly_first != 0 && out->yearly_last != 0;
}

static bool is_dated(const char *text)
{
    return strspn(text, "0123456789") == 4 && text[4] == '-';
}

static relcal_status read_dated_days(const char *text, size_t length, relcal_avoided_days *out,
                                     relcal_error *error)
{
    relcal_when when;
    relcal_status status = relcal_when_parse(&when, text, length, error);
    if (status == RELCAL_OK) {
        out->first = relcal_instant_date(when.earliest);
        out->last = relcal_instant_date(when.latest);
    }
    return status;
}

/* A rule here is asked in every year, of no series and on no day: what it would have to ask for is
 * refused, or a slip of the pen such as 13-24 would be the name of a milestone and avoid nothing.
 */
static relcal_status refuse_names(const relcal_date_rule *rule, relcal_error *error)
{
    char quoted[RELCAL_RULE_QUOTE_BYTES];
    if (relcal_rule_repeats(rule)) {
        return relcal_fail(error, RELCAL_ERROR_SYNTAX, relcal_place_in_text(0),
                           "a rule here is taken in every year; write it without every");
    }
    for (size_t index = 0; index < rule->count; index++) {
        const relcal_rule_part *part = &rule->parts[index];
        if (part->form == RELCAL_RULE_MILESTONE || part->form == RELCAL_RULE_TODAY) {
            return relcal_fail(
                error, RELCAL_ERROR_SYNTAX, relcal_place_in_text(part->at),
                "%s is no day of every year; write 12-24, 12-24..01-02, 2027-05-13, or a rule "
                "such as fourth thursday of november",
                relcal_rule_quote(rule, part, quoted));
        }
    }
    return RELCAL_OK;
}

static relcal_status read_rule(relcal_arena *arena, const char *text, size_t length,
                               relcal_avoided_days *out, relcal_error *error)
{
    relcal_rule_scratch scratch;
    relcal_status status = relcal_rule_read(&scratch, text, length, error);
    if (status == RELCAL_OK) {
        status = refuse_names(&scratch.rule, error);
    }
    if (status == RELCAL_OK && arena != NULL) {
        out->rule = relcal_rule_copy(
            &scratch.rule, text, relcal_arena_allocate(arena, relcal_rule_bytes(&scratch.rule)));
    }
    return status;
}

relcal_status relcal_avoided_read(relcal_arena *arena, const relcal_avoided *entry,
                                  relcal_avoided_days *out, relcal_error *error)
{
    relcal_avoided_days days = {
        .entry = entry, .first = RELCAL_DATE_NONE, .last = RELCAL_DATE_NONE};
    relcal_status status = RELCAL_OK;
    if (entry->days == NULL) {
        days.first = entry->first;
        days.last = entry->last;
    } else {
        size_t length = strlen(entry->days);
        if (is_dated(entry->days)) {
            status = read_dated_days(entry->days, length, &days, error);
        } else if (!read_yearly_days(entry->days, length, &days)) {
            days.yearly_first = 0;
            status = read_rule(arena, entry->days, length, &days, error);
        }
    }
    if (status == RELCAL_OK) {
        *out = days;
    }
    return status;
}

void relcal_avoidance_init(relcal_avoidance *avoidance, relcal_arena *arena, size_t room)
{
    *avoidance = (relcal_avoidance){
        .days = relcal_arena_allocate(arena, (room + 1) * sizeof *avoidance->days),
        .room = room,
    };
}

relcal_status relcal_avoidance_add(relcal_avoidance *avoidance, relcal_arena *arena,
                                   const relcal_avoided *entry, relcal_error *error)
{
    if (avoidance->count == avoidance->room) {
        return relcal_fail(error, RELCAL_ERROR_LIMIT, (relcal_place){0},
                           "more than %zu entries of days to avoid", avoidance->room);
    }
    relcal_error inner;
    if (relcal_avoided_read(arena, entry, &avoidance->days[avoidance->count], &inner) !=
        RELCAL_OK) {
        return relcal_fail(error, RELCAL_ERROR_ARGUMENT, (relcal_place){.column = inner.column},
                           "the days to avoid for %s, \"%s\": %s",
                           entry->name == NULL ? "no name" : entry->name, entry->days,
                           inner.message);
    }
    avoidance->count++;
    return RELCAL_OK;
}

/* ---- asking ---- */

static relcal_status give_year(void *context, int *out, relcal_error *error)
{
    (void)error;
    *out = *(const int *)context;
    return RELCAL_OK;
}

/* Finds the days that a rule gives in a year and in those beside it, for it may give one that lies
 * in another year; a year in which it gives nothing leaves all days free. */
static void take_rule_around(relcal_avoided_days *days, int year)
{
    days->year = year;
    for (int index = 0; index < 3; index++) {
        int asked = year - 1 + index;
        relcal_rule_world world = {.context = &asked, .year = give_year, .today = RELCAL_DATE_NONE};
        relcal_rule_value value;
        bool is_there = relcal_rule_evaluate(days->rule, &world, 1, &value, NULL) == RELCAL_OK;
        days->rule_first[index] = is_there ? value.first : RELCAL_DATE_MAX;
        days->rule_last[index] = is_there
                                     ? relcal_instant_date(relcal_rule_value_when(value).latest)
                                     : RELCAL_DATE_MIN;
    }
}

static bool is_by_rule(relcal_avoided_days *days, relcal_date date)
{
    bool is_met = false;
    int year = relcal_date_to_civil(date).year;
    if (year != days->year) {
        take_rule_around(days, year);
    }
    for (int index = 0; index < 3; index++) {
        is_met = is_met || (date >= days->rule_first[index] && date <= days->rule_last[index]);
    }
    return is_met;
}

/* Days of every year may go over its end: 12-24..01-02. */
static bool is_yearly(const relcal_avoided_days *days, relcal_date date)
{
    relcal_civil civil = relcal_date_to_civil(date);
    uint16_t key = yearly_key(civil.month, civil.day);
    bool is_split = days->yearly_first > days->yearly_last;
    bool is_after = key >= days->yearly_first;
    bool is_before = key <= days->yearly_last;
    return is_split ? is_after || is_before : is_after && is_before;
}

const relcal_avoided *relcal_avoidance_find(const relcal_avoidance *avoidance, relcal_date date)
{
    for (size_t index = 0; index < avoidance->count; index++) {
        relcal_avoided_days *days = &avoidance->days[index];
        bool is_met = days->rule != NULL        ? is_by_rule(days, date)
                      : days->yearly_first != 0 ? is_yearly(days, date)
                                                : date >= days->first && date <= days->last;
        if (is_met) {
            return days->entry;
        }
    }
    return NULL;
}

bool relcal_avoidance_is_off(void *avoidance, relcal_date date)
{
    return relcal_avoidance_find(avoidance, date) != NULL;
}

static relcal_date step(relcal_date date, relcal_instead instead)
{
    static const relcal_workdays week = {.weekend = RELCAL_WEEKEND};
    switch (instead) {
    case RELCAL_INSTEAD_NEXT_WORKDAY:
        return relcal_date_add_workdays(&week, date, 1);
    case RELCAL_INSTEAD_PREVIOUS_WORKDAY:
        return relcal_date_add_workdays(&week, date, -1);
    case RELCAL_INSTEAD_WEEK_EARLIER:
        return relcal_date_add_weeks(date, -1);
    case RELCAL_INSTEAD_WEEK_LATER:
        break;
    }
    return relcal_date_add_weeks(date, 1);
}

relcal_date relcal_avoidance_move(const relcal_avoidance *avoidance, relcal_date date,
                                  const relcal_avoided **why)
{
    const relcal_avoided *met = relcal_avoidance_find(avoidance, date);
    const relcal_avoided *first = met;
    for (int tries = 0; met != NULL && tries < RELCAL_MAX_AVOID_STEPS; tries++) {
        /* The first that was met says which way, or two entries could send a day to and fro. */
        date = step(date, first->instead);
        met = relcal_date_is_valid(date) ? relcal_avoidance_find(avoidance, date) : NULL;
    }
    *why = first;
    return met == NULL ? date : RELCAL_DATE_NONE;
}
