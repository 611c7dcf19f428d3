/*
 * What date rules give. Values are days, months or years; lengths are added to each as people do:
 * a month later is the same day of it, or its last one. Nothing here allocates.
 */
#include "date_rule.h"

#include <stdio.h>

#include "calendar.h"
#include "fail.h"
#include "rule_words.h"

/* A weekday of a month may be missing in some years: a fifth Monday of February comes once in 28
 * years, or in 40 around a year that is no leap year for its century. */
#define YEARS_TO_SEARCH 41

/* The most working days that are counted one by one. */
#define MOST_WORKDAYS 10000

typedef struct evaluation {
    const relcal_date_rule *rule;
    const relcal_rule_world *world;
    relcal_error *error;
} evaluation;

static relcal_status evaluate(const evaluation *run, const relcal_rule_part *part,
                              relcal_rule_value *out);

static const relcal_rule_part *part_at(const evaluation *run, int16_t index)
{
    return index < 0 ? NULL : &run->rule->parts[index];
}

static relcal_place place_of(const relcal_rule_part *part)
{
    return relcal_place_in_text(part->at);
}

#define QUOTE_PART(run, part) \
    relcal_rule_quote((run)->rule, part, (char[RELCAL_RULE_QUOTE_BYTES]){0})

static relcal_rule_value day_value(relcal_date date)
{
    return (relcal_rule_value){RELCAL_PRECISION_DAY, date};
}

relcal_when relcal_rule_value_when(relcal_rule_value value)
{
    relcal_when when = relcal_when_day(value.first);
    relcal_civil civil = relcal_date_to_civil(value.first);
    if (value.precision == RELCAL_PRECISION_MONTH) {
        relcal_date last = value.first + relcal_month_length(civil.year, civil.month) - 1;
        when.latest = relcal_instant_of_day_end(last);
    } else if (value.precision == RELCAL_PRECISION_YEAR) {
        when.latest = relcal_instant_of_day_end(relcal_date_from_civil(civil.year, 12, 31));
    }
    when.precision = value.precision;
    return when;
}

static relcal_status leave_calendar(const evaluation *run, const relcal_rule_part *part)
{
    return relcal_fail(run->error, RELCAL_ERROR_RANGE, place_of(part),
                       "%s lies outside of the years 0001 to 9999", QUOTE_PART(run, part));
}

/* ---- working days ---- */

bool relcal_rule_is_workday(const relcal_rule_world *world, relcal_date date)
{
    static const relcal_workdays week = {.weekend = RELCAL_WEEKEND};
    return relcal_date_is_workday(&week, date) &&
           (world->is_off == NULL || !world->is_off(world->context, date));
}

/* The working day `count` after a date, before it if negative; NONE past the calendar's ends. The
 * date may be the one beside the calendar. */
static relcal_date step_workdays(const relcal_rule_world *world, relcal_date date, int32_t count)
{
    relcal_date step = count < 0 ? -1 : 1;
    int32_t left = count < 0 ? -count : count;
    while (left > 0) {
        date += step;
        if (!relcal_date_is_valid(date)) {
            return RELCAL_DATE_NONE;
        }
        left -= relcal_rule_is_workday(world, date);
    }
    return date;
}

/* ---- lengths ---- */

static relcal_status shift_day(const evaluation *run, const relcal_rule_part *part,
                               relcal_date date, int64_t count, relcal_date *out)
{
    relcal_date shifted = RELCAL_DATE_NONE;
    switch ((relcal_rule_unit)part->unit) {
    case RELCAL_UNIT_DAYS:
        shifted = relcal_date_add_days(date, count);
        break;
    case RELCAL_UNIT_WEEKS:
        shifted = relcal_date_add_weeks(date, count);
        break;
    case RELCAL_UNIT_MONTHS:
        shifted = relcal_date_add_months(date, count);
        break;
    case RELCAL_UNIT_YEARS:
        shifted = relcal_date_add_years(date, count);
        break;
    case RELCAL_UNIT_WORKDAYS:
        if (count > MOST_WORKDAYS || count < -MOST_WORKDAYS) {
            return relcal_fail(run->error, RELCAL_ERROR_LIMIT, place_of(part),
                               "more than %d working days; write fewer", MOST_WORKDAYS);
        }
        shifted = step_workdays(run->world, date, (int32_t)count);
        break;
    }
    if (shifted == RELCAL_DATE_NONE) {
        return leave_calendar(run, part);
    }
    *out = shifted;
    return RELCAL_OK;
}

static bool fits(relcal_precision precision, int unit)
{
    return precision == RELCAL_PRECISION_DAY || unit == RELCAL_UNIT_YEARS ||
           (precision == RELCAL_PRECISION_MONTH && unit == RELCAL_UNIT_MONTHS);
}

static relcal_status shift(const evaluation *run, const relcal_rule_part *part, int64_t count,
                           relcal_rule_value *out)
{
    relcal_rule_value value;
    const relcal_rule_part *base = part_at(run, part->first);
    relcal_status status = evaluate(run, base, &value);
    if (status != RELCAL_OK) {
        return status;
    }
    if (!fits(value.precision, part->unit)) {
        return relcal_fail(run->error, RELCAL_ERROR_DATA, place_of(base),
                           "%s is a %s, to which no %ss can be added", QUOTE_PART(run, base),
                           relcal_precision_name(value.precision),
                           relcal_rule_unit_name(part->unit));
    }
    status = shift_day(run, part, value.first, count, &value.first);
    if (status == RELCAL_OK) {
        *out = value;
    }
    return status;
}

/* ---- days of a month ---- */

static relcal_date first_of(int year, int month)
{
    return relcal_date_from_civil(year, month, 1);
}

/* The nth day of those from `first` to `last`, from the end if negative; NONE for none. */
static relcal_date find_day(const relcal_rule_world *world, relcal_date first, relcal_date last,
                            int nth, int day)
{
    if (day == RELCAL_RULE_ANY_DAY) {
        relcal_date date = nth > 0 ? first + nth - 1 : last + nth + 1;
        return date < first || date > last ? RELCAL_DATE_NONE : date;
    }
    if (day == RELCAL_RULE_WORKDAY) {
        relcal_date date = step_workdays(world, nth > 0 ? first - 1 : last + 1, nth);
        return date < first || date > last ? RELCAL_DATE_NONE : date;
    }
    relcal_civil civil = relcal_date_to_civil(first);
    return relcal_month_nth_weekday(civil.year, civil.month, (relcal_weekday)day, nth);
}

static relcal_date last_of_month(relcal_date first)
{
    relcal_civil civil = relcal_date_to_civil(first);
    return first + relcal_month_length(civil.year, civil.month) - 1;
}

static relcal_status year_of(const evaluation *run, const relcal_rule_part *month, int *out)
{
    if (run->world->year == NULL) {
        return relcal_fail(run->error, RELCAL_ERROR_DATA, place_of(month),
                           "%s of which year? Write it, or a day before or after which it is",
                           relcal_month_name(month->month));
    }
    return run->world->year(run->world->context, out, run->error);
}

/* What a month that stands without a year is looked for by: a side, and a day. */
typedef struct month_search {
    relcal_rule_side side;
    relcal_date date;
} month_search;

static bool is_on_side(relcal_date found, month_search search)
{
    switch (search.side) {
    case RELCAL_SIDE_BEFORE:
        return found < search.date;
    case RELCAL_SIDE_ON_OR_BEFORE:
        return found <= search.date;
    case RELCAL_SIDE_AFTER:
        return found > search.date;
    case RELCAL_SIDE_ON_OR_AFTER:
    case RELCAL_SIDE_NONE:
        break;
    }
    return found >= search.date;
}

static relcal_status search_years(const evaluation *run, const relcal_rule_part *part,
                                  month_search search, relcal_rule_value *out)
{
    const relcal_rule_part *month = part_at(run, part->first);
    bool is_back = search.side == RELCAL_SIDE_BEFORE || search.side == RELCAL_SIDE_ON_OR_BEFORE;
    int year = relcal_date_to_civil(search.date).year;
    for (int step = 0; step <= YEARS_TO_SEARCH; step++) {
        relcal_date first = first_of(is_back ? year - step : year + step, month->month);
        relcal_date found = first == RELCAL_DATE_NONE
                                ? RELCAL_DATE_NONE
                                : find_day(run->world, first, last_of_month(first), part->nth,
                                           part->day);
        if (found != RELCAL_DATE_NONE && is_on_side(found, search)) {
            *out = day_value(found);
            return RELCAL_OK;
        }
    }
    return relcal_fail(run->error, RELCAL_ERROR_DATA, place_of(part), "there is no %s",
                       QUOTE_PART(run, part));
}

/* The day that a part must give where it is the base of a search. */
static relcal_status evaluate_day(const evaluation *run, const relcal_rule_part *part,
                                  relcal_date *out)
{
    relcal_rule_value value;
    relcal_status status = evaluate(run, part, &value);
    if (status == RELCAL_OK && value.precision != RELCAL_PRECISION_DAY) {
        return relcal_fail(run->error, RELCAL_ERROR_DATA, place_of(part),
                           "%s is a %s; write what gives a day", QUOTE_PART(run, part),
                           relcal_precision_name(value.precision));
    }
    if (status == RELCAL_OK) {
        *out = value.first;
    }
    return status;
}

static relcal_status evaluate_nth(const evaluation *run, const relcal_rule_part *part,
                                  relcal_rule_value *out)
{
    const relcal_rule_part *month = part_at(run, part->first);
    bool is_open = month->form == RELCAL_RULE_MONTH && month->date == RELCAL_DATE_NONE;
    relcal_rule_value value;
    if (part->side != RELCAL_SIDE_NONE) {
        month_search search = {.side = (relcal_rule_side)part->side};
        relcal_status status = evaluate_day(run, part_at(run, month->next), &search.date);
        return status != RELCAL_OK ? status : search_years(run, part, search, out);
    }
    if (is_open && run->world->year == NULL && run->world->today != RELCAL_DATE_NONE) {
        return search_years(run, part, (month_search){RELCAL_SIDE_ON_OR_AFTER, run->world->today},
                            out);
    }
    relcal_status status = evaluate(run, month, &value);
    if (status != RELCAL_OK) {
        return status;
    }
    bool is_year = value.precision == RELCAL_PRECISION_YEAR;
    if (value.precision == RELCAL_PRECISION_DAY || (is_year && part->day <= RELCAL_SUNDAY)) {
        return relcal_fail(run->error, RELCAL_ERROR_DATA, place_of(month),
                           "%s is a %s; write what gives a month", QUOTE_PART(run, month),
                           relcal_precision_name(value.precision));
    }
    relcal_date last = is_year ? relcal_instant_date(relcal_rule_value_when(value).latest)
                               : last_of_month(value.first);
    relcal_date found = find_day(run->world, value.first, last, part->nth, part->day);
    if (found == RELCAL_DATE_NONE) {
        relcal_civil civil = relcal_date_to_civil(value.first);
        return relcal_fail(run->error, RELCAL_ERROR_DATA, place_of(part),
                           "there is no %s: %s%s%d has not got one", QUOTE_PART(run, part),
                           is_year ? "" : relcal_month_name(civil.month), is_year ? "" : " ",
                           civil.year);
    }
    *out = day_value(found);
    return RELCAL_OK;
}

/* A month alone; without a year the scope's, or the next. */
static relcal_status evaluate_month(const evaluation *run, const relcal_rule_part *part,
                                    relcal_rule_value *out)
{
    relcal_date first = part->date;
    if (first == RELCAL_DATE_NONE && run->world->year == NULL &&
        run->world->today != RELCAL_DATE_NONE) {
        relcal_civil today = relcal_date_to_civil(run->world->today);
        first = first_of(today.year + (part->month < today.month), part->month);
    } else if (first == RELCAL_DATE_NONE) {
        int year;
        relcal_status status = year_of(run, part, &year);
        if (status != RELCAL_OK) {
            return status;
        }
        first = first_of(year, part->month);
    }
    if (first == RELCAL_DATE_NONE) {
        return leave_calendar(run, part);
    }
    *out = (relcal_rule_value){RELCAL_PRECISION_MONTH, first};
    return RELCAL_OK;
}

/* ---- days from a day on ---- */

static relcal_status evaluate_near(const evaluation *run, const relcal_rule_part *part,
                                   relcal_rule_value *out)
{
    relcal_date date;
    relcal_status status = evaluate_day(run, part_at(run, part->first), &date);
    if (status != RELCAL_OK) {
        return status;
    }
    bool is_back = part->side == RELCAL_SIDE_BEFORE || part->side == RELCAL_SIDE_ON_OR_BEFORE;
    bool is_on = part->side == RELCAL_SIDE_ON_OR_BEFORE || part->side == RELCAL_SIDE_ON_OR_AFTER;
    if (part->day == RELCAL_RULE_WORKDAY) {
        bool counts = is_on && relcal_rule_is_workday(run->world, date);
        int32_t steps = part->nth - counts;
        date = step_workdays(run->world, date, is_back ? -steps : steps);
    } else {
        relcal_weekday weekday = (relcal_weekday)part->day;
        date = is_back && is_on ? relcal_date_weekday_on_or_before(date, weekday)
               : is_back        ? relcal_date_previous_weekday(date, weekday)
               : is_on          ? relcal_date_weekday_on_or_after(date, weekday)
                                : relcal_date_next_weekday(date, weekday);
        date = relcal_date_add_weeks(date, is_back ? 1 - part->nth : part->nth - 1);
    }
    if (date == RELCAL_DATE_NONE) {
        return leave_calendar(run, part);
    }
    *out = day_value(date);
    return RELCAL_OK;
}

/* ---- calls ---- */

static relcal_status evaluate_cut(const evaluation *run, const relcal_rule_part *part,
                                  relcal_rule_value *out)
{
    relcal_rule_value value;
    const relcal_rule_part *argument = part_at(run, part->first);
    relcal_status status = evaluate(run, argument, &value);
    bool is_month = part->form == RELCAL_RULE_MONTH_OF;
    if (status != RELCAL_OK) {
        return status;
    }
    if (is_month && value.precision == RELCAL_PRECISION_YEAR) {
        return relcal_fail(run->error, RELCAL_ERROR_DATA, place_of(argument),
                           "%s is a year; write what gives a day or a month",
                           QUOTE_PART(run, argument));
    }
    relcal_civil civil = relcal_date_to_civil(value.first);
    *out = (relcal_rule_value){is_month ? RELCAL_PRECISION_MONTH : RELCAL_PRECISION_YEAR,
                               first_of(civil.year, is_month ? civil.month : 1)};
    return RELCAL_OK;
}

static relcal_status evaluate_choice(const evaluation *run, const relcal_rule_part *part,
                                     relcal_rule_value *out)
{
    relcal_rule_value best = {0};
    for (int16_t index = part->first; index >= 0; index = part_at(run, index)->next) {
        relcal_rule_value value;
        relcal_status status = evaluate(run, part_at(run, index), &value);
        if (status != RELCAL_OK) {
            return status;
        }
        if (index != part->first && value.precision != best.precision) {
            return relcal_fail(run->error, RELCAL_ERROR_DATA, place_of(part_at(run, index)),
                               "a %s among %ss; write what gives the same",
                               relcal_precision_name(value.precision),
                               relcal_precision_name(best.precision));
        }
        bool is_better = part->form == RELCAL_RULE_MIN ? value.first < best.first
                                                       : value.first > best.first;
        best = index == part->first || is_better ? value : best;
    }
    *out = best;
    return RELCAL_OK;
}

/* ---- what repeats ---- */

/* The day of a month, or the next weekday. */
static relcal_status choose_day(const evaluation *run, const relcal_rule_part *part,
                                relcal_rule_value *value)
{
    relcal_date date = value->first;
    if (part->nth != 0) {
        relcal_civil civil = relcal_date_to_civil(date);
        relcal_date first = first_of(civil.year, civil.month);
        date = find_day(run->world, first, last_of_month(first), part->nth, part->day);
        if (date == RELCAL_DATE_NONE) {
            return relcal_fail(run->error, RELCAL_ERROR_DATA, place_of(part),
                               "%s: %s %d has no such day", QUOTE_PART(run, part),
                               relcal_month_name(civil.month), civil.year);
        }
    } else if (part->day == RELCAL_RULE_WORKDAY) {
        date = step_workdays(run->world, date, !relcal_rule_is_workday(run->world, date));
    } else if (part->day != RELCAL_RULE_NO_DAY) {
        date = relcal_date_weekday_on_or_after(date, (relcal_weekday)part->day);
    }
    if (date == RELCAL_DATE_NONE) {
        return leave_calendar(run, part);
    }
    *value = part->day == RELCAL_RULE_NO_DAY ? *value : day_value(date);
    return RELCAL_OK;
}

static relcal_status evaluate_every(const evaluation *run, const relcal_rule_part *part,
                                    uint32_t occurrence, relcal_rule_value *out)
{
    const relcal_rule_part *base = part_at(run, part->first);
    const relcal_rule_part *until = part_at(run, base->next);
    relcal_rule_value value;
    relcal_status status = shift(run, part, (int64_t)part->count * occurrence, &value);
    if (status == RELCAL_OK) {
        status = choose_day(run, part, &value);
    }
    if (status != RELCAL_OK) {
        return status;
    }
    if (until != NULL) {
        relcal_rule_value last;
        status = evaluate(run, until, &last);
        if (status != RELCAL_OK) {
            return status;
        }
        if (relcal_instant_of_day_start(value.first) > relcal_rule_value_when(last).latest) {
            return relcal_fail(run->error, RELCAL_ERROR_NOT_FOUND, place_of(until),
                               "the dates end before %s", QUOTE_PART(run, until));
        }
    }
    *out = value;
    return RELCAL_OK;
}

/* ---- all of them ---- */

static relcal_status evaluate(const evaluation *run, const relcal_rule_part *part,
                              relcal_rule_value *out)
{
    switch ((relcal_rule_form)part->form) {
    case RELCAL_RULE_DATE:
        *out = day_value(part->date);
        return RELCAL_OK;
    case RELCAL_RULE_MONTH:
        return evaluate_month(run, part, out);
    case RELCAL_RULE_TODAY:
        if (run->world->today == RELCAL_DATE_NONE) {
            return relcal_fail(run->error, RELCAL_ERROR_DATA, place_of(part),
                               "nothing here knows what day today is; write a day");
        }
        *out = day_value(run->world->today);
        return RELCAL_OK;
    case RELCAL_RULE_MILESTONE:
        if (run->world->milestone == NULL) {
            return relcal_fail(run->error, RELCAL_ERROR_NOT_FOUND, place_of(part),
                               "%s is a milestone, but of which series? Name a project and one",
                               QUOTE_PART(run, part));
        }
        return run->world->milestone(run->world->context, run->rule, part, out, run->error);
    case RELCAL_RULE_SHIFT:
        return shift(run, part, part->count, out);
    case RELCAL_RULE_NTH:
        return evaluate_nth(run, part, out);
    case RELCAL_RULE_NEAR:
        return evaluate_near(run, part, out);
    case RELCAL_RULE_MONTH_OF:
    case RELCAL_RULE_YEAR_OF:
        return evaluate_cut(run, part, out);
    case RELCAL_RULE_MIN:
    case RELCAL_RULE_MAX:
        return evaluate_choice(run, part, out);
    case RELCAL_RULE_EVERY:
        break;
    }
    return evaluate_every(run, part, 1, out);
}

relcal_status relcal_rule_evaluate(const relcal_date_rule *rule, const relcal_rule_world *world,
                                   uint32_t occurrence, relcal_rule_value *out, relcal_error *error)
{
    const evaluation run = {.rule = rule, .world = world, .error = error};
    const relcal_rule_part *root = part_at(&run, rule->root);
    if (root->form == RELCAL_RULE_EVERY) {
        return evaluate_every(&run, root, occurrence, out);
    }
    return evaluate(&run, root, out);
}
