/*
 * Working days: which days they are, how many lie between two days, and the one so many later.
 *
 * The days that a week is worked on repeat from the calendar's first day, a Monday, so the number
 * of them before any day is a division, and the day of any such number is one too. Holidays then
 * cost one step for each that lies between the two days, found by binary search.
 */
#include "relcal/date.h"

#include "calendar.h"

/* The days of a week, from Monday, 0, that are worked on where no holiday falls on them. */
typedef struct week_pattern {
    int32_t count;                            /* [0, 7] */
    int32_t before[RELCAL_DAYS_PER_WEEK + 1]; /* how many lie before a day of the week */
    int32_t weekday_of[RELCAL_DAYS_PER_WEEK]; /* the day of the week of each, in order */
} week_pattern;

static bool is_worked_weekly(const relcal_workdays *workdays, relcal_date date)
{
    return (workdays->weekend & RELCAL_WEEKDAY_BIT(relcal_date_weekday(date))) == 0;
}

static week_pattern pattern_of(const relcal_workdays *workdays)
{
    week_pattern pattern = {0};
    for (int32_t day = 0; day < RELCAL_DAYS_PER_WEEK; day++) {
        pattern.before[day] = pattern.count;
        if (is_worked_weekly(workdays, RELCAL_DATE_MIN + day)) {
            pattern.weekday_of[pattern.count++] = day;
        }
    }
    pattern.before[RELCAL_DAYS_PER_WEEK] = pattern.count;
    return pattern;
}

/* How many days before a date, from the calendar's first, are worked on weekly. The date may also
 * be the day after the last. */
static int32_t worked_before(const week_pattern *pattern, relcal_date date)
{
    int32_t days = date - RELCAL_DATE_MIN;
    return days / RELCAL_DAYS_PER_WEEK * pattern->count +
           pattern->before[days % RELCAL_DAYS_PER_WEEK];
}

/* The day that so many weekly worked days lie before, and that is one itself; NONE where the
 * calendar has no such day. */
static relcal_date worked_day(const week_pattern *pattern, int64_t worked)
{
    if (worked < 0 || worked >= worked_before(pattern, RELCAL_DATE_MAX + 1)) {
        return RELCAL_DATE_NONE;
    }
    int32_t weeks = (int32_t)worked / pattern->count;
    return RELCAL_DATE_MIN + weeks * RELCAL_DAYS_PER_WEEK +
           pattern->weekday_of[worked % pattern->count];
}

static size_t holiday_count(const relcal_workdays *workdays)
{
    return workdays->holidays == NULL ? 0 : workdays->holiday_count;
}

/* The index of the first holiday on or after a date. */
static size_t holiday_index(const relcal_workdays *workdays, relcal_date date)
{
    size_t low = 0;
    size_t high = holiday_count(workdays);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (workdays->holidays[middle] < date) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* Whether a holiday takes a day of work away that no other entry has taken: it falls on a day that
 * is worked on, and is the first of its date. */
static bool is_lost_workday(const relcal_workdays *workdays, size_t index)
{
    const relcal_date *holidays = workdays->holidays;
    return (index == 0 || holidays[index - 1] != holidays[index]) &&
           is_worked_weekly(workdays, holidays[index]);
}

bool relcal_date_is_workday(const relcal_workdays *workdays, relcal_date date)
{
    if (!relcal_date_is_valid(date) || !is_worked_weekly(workdays, date)) {
        return false;
    }
    size_t index = holiday_index(workdays, date);
    return index == holiday_count(workdays) || workdays->holidays[index] != date;
}

/* Every lost day on the way, the found day's own included, moves the found day one further. */
static relcal_date add_forward(const relcal_workdays *workdays, relcal_date date, int64_t count)
{
    week_pattern pattern = pattern_of(workdays);
    int64_t worked = worked_before(&pattern, date + 1) + count - 1;
    relcal_date found = worked_day(&pattern, worked);
    size_t end = holiday_count(workdays);
    size_t index = holiday_index(workdays, date + 1);
    for (; index < end && workdays->holidays[index] <= found; index++) {
        if (is_lost_workday(workdays, index)) {
            found = worked_day(&pattern, ++worked);
        }
    }
    return found;
}

static relcal_date add_backward(const relcal_workdays *workdays, relcal_date date, int64_t count)
{
    week_pattern pattern = pattern_of(workdays);
    int64_t worked = worked_before(&pattern, date) - count;
    relcal_date found = worked_day(&pattern, worked);
    size_t index = holiday_index(workdays, date);
    while (found != RELCAL_DATE_NONE && index > 0 && workdays->holidays[index - 1] >= found) {
        index--;
        if (is_lost_workday(workdays, index)) {
            found = worked_day(&pattern, --worked);
        }
    }
    return found;
}

relcal_date relcal_date_add_workdays(const relcal_workdays *workdays, relcal_date date,
                                     int64_t count)
{
    if (!relcal_date_is_valid(date) || count < -INT32_MAX || count > INT32_MAX) {
        return RELCAL_DATE_NONE;
    }
    if (count == 0) {
        return date;
    }
    return count > 0 ? add_forward(workdays, date, count) : add_backward(workdays, date, -count);
}

int32_t relcal_date_count_workdays(const relcal_workdays *workdays, relcal_date from,
                                   relcal_date to)
{
    if (!relcal_date_is_valid(from) || !relcal_date_is_valid(to)) {
        return 0;
    }
    if (to < from) {
        return -relcal_date_count_workdays(workdays, to, from);
    }
    week_pattern pattern = pattern_of(workdays);
    int32_t count = worked_before(&pattern, to) - worked_before(&pattern, from);
    size_t end = holiday_index(workdays, to);
    for (size_t index = holiday_index(workdays, from); index < end; index++) {
        count -= is_lost_workday(workdays, index);
    }
    return count;
}
