/*
 * Calculating with days: adding days, weeks, months and years, differences, weekdays of a month.
 *
 * Unit: days since 1970-01-01. Every result is a day from 0001-01-01 to 9999-12-31 or
 * RELCAL_DATE_NONE; amounts are checked before they are used, so that none can overflow.
 */
#include "relcal/date.h"

#include "calendar.h"

#define MONTHS_OF_CALENDAR (RELCAL_YEAR_MAX * RELCAL_MONTHS_PER_YEAR)

static bool is_weekday(relcal_weekday weekday)
{
    return (int)weekday >= RELCAL_MONDAY && (int)weekday <= RELCAL_SUNDAY;
}

/* The day `days` later, for at most 7 * INT32_MAX days, so that the sum cannot overflow. */
static relcal_date day_after(relcal_date date, int64_t days)
{
    if (!relcal_date_is_valid(date)) {
        return RELCAL_DATE_NONE;
    }
    int64_t sum = date + days;
    return sum >= RELCAL_DATE_MIN && sum <= RELCAL_DATE_MAX ? (relcal_date)sum : RELCAL_DATE_NONE;
}

static bool is_within(int64_t amount, int64_t most)
{
    return amount >= -most && amount <= most;
}

relcal_date relcal_date_add_days(relcal_date date, int64_t days)
{
    return is_within(days, INT32_MAX) ? day_after(date, days) : RELCAL_DATE_NONE;
}

relcal_date relcal_date_add_weeks(relcal_date date, int64_t weeks)
{
    return is_within(weeks, INT32_MAX) ? day_after(date, weeks * RELCAL_DAYS_PER_WEEK)
                                       : RELCAL_DATE_NONE;
}

/* Months since January of year 0. */
static int32_t month_number(relcal_civil civil)
{
    return civil.year * RELCAL_MONTHS_PER_YEAR + civil.month - 1;
}

relcal_date relcal_date_add_months(relcal_date date, int64_t months)
{
    if (!relcal_date_is_valid(date) || !is_within(months, MONTHS_OF_CALENDAR)) {
        return RELCAL_DATE_NONE;
    }
    relcal_civil civil = relcal_date_to_civil(date);
    int32_t number = month_number(civil) + (int32_t)months;
    if (number < RELCAL_MONTHS_PER_YEAR) {
        return RELCAL_DATE_NONE;
    }
    int year = number / RELCAL_MONTHS_PER_YEAR;
    int month = number % RELCAL_MONTHS_PER_YEAR + 1;
    int length = relcal_month_length(year, month);
    return relcal_date_from_civil(year, month, civil.day < length ? civil.day : length);
}

relcal_date relcal_date_add_years(relcal_date date, int64_t years)
{
    return is_within(years, RELCAL_YEAR_MAX)
               ? relcal_date_add_months(date, years * RELCAL_MONTHS_PER_YEAR)
               : RELCAL_DATE_NONE;
}

int32_t relcal_date_days_between(relcal_date from, relcal_date to)
{
    return relcal_date_is_valid(from) && relcal_date_is_valid(to) ? to - from : 0;
}

/* For two dates in range, `from` not after `to`. */
static relcal_span span_forward(relcal_date from, relcal_date to)
{
    int32_t months = month_number(relcal_date_to_civil(to)) -
                     month_number(relcal_date_to_civil(from));
    if (relcal_date_add_months(from, months) > to) {
        months--;
    }
    return (relcal_span){
        .years = months / RELCAL_MONTHS_PER_YEAR,
        .months = months % RELCAL_MONTHS_PER_YEAR,
        .days = to - relcal_date_add_months(from, months),
    };
}

relcal_span relcal_date_span(relcal_date from, relcal_date to)
{
    if (!relcal_date_is_valid(from) || !relcal_date_is_valid(to)) {
        return (relcal_span){0};
    }
    if (from <= to) {
        return span_forward(from, to);
    }
    relcal_span span = span_forward(to, from);
    return (relcal_span){.years = -span.years, .months = -span.months, .days = -span.days};
}

relcal_date relcal_month_nth_weekday(int year, int month, relcal_weekday weekday, int nth)
{
    int length = relcal_month_length(year, month);
    if (length == 0 || !is_weekday(weekday) || nth == 0 || !is_within(nth, 5)) {
        return RELCAL_DATE_NONE;
    }
    relcal_date first = relcal_date_from_civil(year, month, 1);
    relcal_date last = first + length - 1;
    relcal_date date = nth > 0 ? relcal_date_weekday_on_or_after(first, weekday)
                               : relcal_date_weekday_on_or_before(last, weekday);
    date = relcal_date_add_weeks(date, nth > 0 ? nth - 1 : nth + 1);
    return date >= first && date <= last ? date : RELCAL_DATE_NONE;
}

/* The days from a weekday to the next other one, [0, 6]. */
static int days_to_weekday(relcal_weekday from, relcal_weekday to)
{
    int days = (int)to - (int)from;
    return days < 0 ? days + RELCAL_DAYS_PER_WEEK : days;
}

relcal_date relcal_date_next_weekday(relcal_date date, relcal_weekday weekday)
{
    return relcal_date_weekday_on_or_after(relcal_date_add_days(date, 1), weekday);
}

relcal_date relcal_date_previous_weekday(relcal_date date, relcal_weekday weekday)
{
    return relcal_date_weekday_on_or_before(relcal_date_add_days(date, -1), weekday);
}

relcal_date relcal_date_weekday_on_or_after(relcal_date date, relcal_weekday weekday)
{
    if (!is_weekday(weekday)) {
        return RELCAL_DATE_NONE;
    }
    return day_after(date, days_to_weekday(relcal_date_weekday(date), weekday));
}

relcal_date relcal_date_weekday_on_or_before(relcal_date date, relcal_weekday weekday)
{
    if (!is_weekday(weekday)) {
        return RELCAL_DATE_NONE;
    }
    return day_after(date, -days_to_weekday(weekday, relcal_date_weekday(date)));
}
