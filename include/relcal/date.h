/*
 * Civil days: the proleptic Gregorian calendar from 0001-01-01 to 9999-12-31, as day numbers.
 *
 * A relcal_date is an int32_t, so days are compared and subtracted with the operators of C.
 * Every function here is pure, allocates nothing and is thread-safe. Arguments out of range give
 * RELCAL_DATE_NONE (or the stated zero value), never a wrapped or clamped date, and NONE put in
 * gives NONE out, as NaN does for numbers. Since 0.1 all of it.
 */
#ifndef RELCAL_DATE_H
#define RELCAL_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "relcal/export.h"
#include "relcal/status.h"

RELCAL_BEGIN_DECLS

/** A day: the number of days since 1970-01-01, which is 0. */
typedef int32_t relcal_date;

#define RELCAL_DATE_MIN ((relcal_date)-719162) /**< 0001-01-01 */
#define RELCAL_DATE_MAX ((relcal_date)2932896) /**< 9999-12-31 */
#define RELCAL_DATE_NONE INT32_MIN             /**< no date: what a failed calculation gives */

/** A day by its calendar names. */
typedef struct relcal_civil {
    int16_t year;  /**< [1, 9999] */
    uint8_t month; /**< [1, 12] */
    uint8_t day;   /**< [1, 31] */
} relcal_civil;

/** A day of the week, numbered as ISO 8601 does. */
typedef enum relcal_weekday {
    RELCAL_MONDAY = 1,
    RELCAL_TUESDAY = 2,
    RELCAL_WEDNESDAY = 3,
    RELCAL_THURSDAY = 4,
    RELCAL_FRIDAY = 5,
    RELCAL_SATURDAY = 6,
    RELCAL_SUNDAY = 7
} relcal_weekday;

/** A day by its ISO 8601 week date. The year is that of the week's Thursday. */
typedef struct relcal_week_date {
    int16_t year;    /**< [1, 9999] */
    uint8_t week;    /**< [1, 53] */
    uint8_t weekday; /**< [1, 7], Monday first */
} relcal_week_date;

/** A difference in calendar units; all parts carry the same sign. */
typedef struct relcal_span {
    int32_t years;
    int32_t months; /**< [-11, 11] */
    int32_t days;   /**< [-30, 30] */
} relcal_span;

/** Whether a date lies in [RELCAL_DATE_MIN, RELCAL_DATE_MAX]. */
RELCAL_API bool relcal_date_is_valid(relcal_date date);

/** Whether a year, month and day name a day in range: false for 2023-02-29 and for year 0. */
RELCAL_API bool relcal_civil_is_valid(int year, int month, int day);

/** The day of a year, month and day, or RELCAL_DATE_NONE where there is no such day. */
RELCAL_API relcal_date relcal_date_from_civil(int year, int month, int day);

/** The year, month and day of a date; all zero for a date out of range. */
RELCAL_API relcal_civil relcal_date_to_civil(relcal_date date);

/** Whether a year has a February 29; false outside [1, 9999]. */
RELCAL_API bool relcal_year_is_leap(int year);

/** The number of days of a month, [28, 31]; 0 where there is no such month. */
RELCAL_API int relcal_month_length(int year, int month);

/** The number of ISO weeks of a year, 52 or 53; 0 outside [1, 9999]. */
RELCAL_API int relcal_year_weeks(int year);

/** The weekday of a date. The date must be valid; for another one the answer is 0. */
RELCAL_API relcal_weekday relcal_date_weekday(relcal_date date);

/** The day of the year, [1, 366]; 0 for a date out of range. */
RELCAL_API int relcal_date_day_of_year(relcal_date date);

/** The ISO week date of a day; all zero for a date out of range. 9999-12-31 is 9999-W52-5. */
RELCAL_API relcal_week_date relcal_date_to_week(relcal_date date);

/** The day of an ISO week date, or RELCAL_DATE_NONE where there is no such day. */
RELCAL_API relcal_date relcal_date_from_week(int year, int week, int weekday);

/** The day `days` later (earlier if negative). */
RELCAL_API relcal_date relcal_date_add_days(relcal_date date, int64_t days);

/** The day `weeks` times seven days later (earlier if negative). */
RELCAL_API relcal_date relcal_date_add_weeks(relcal_date date, int64_t weeks);

/**
 * The same day of the month `months` later (earlier if negative), or that month's last day where
 * it is shorter: January 31 + 1 month is the last of February.
 * So adding one month twice is not adding two, and taking months off again need not lead back:
 * add to the day that began the count, not to the last result.
 */
RELCAL_API relcal_date relcal_date_add_months(relcal_date date, int64_t months);

/** The same day `years` later, February 29 becoming 28 where there is none. */
RELCAL_API relcal_date relcal_date_add_years(relcal_date date, int64_t years);

/** The number of days from one date to another; 0 where either is out of range. */
RELCAL_API int32_t relcal_date_days_between(relcal_date from, relcal_date to);

/**
 * The difference from one date to another in years, months and days: the most whole months m (by
 * relcal_date_add_months(from, m)) that do not pass `to`, then the days that are left. So
 * 2023-01-31 to 2023-03-01 is 1 month and 1 day. Backwards it is the difference from `to` to
 * `from` with every sign turned.
 * All zero where either date is out of range.
 */
RELCAL_API relcal_span relcal_date_span(relcal_date from, relcal_date to);

/**
 * The `nth` given weekday of a month: 1 to 5 from its start, -1 to -5 from its end (-1 is the
 * last). RELCAL_DATE_NONE where the month has no such day.
 */
RELCAL_API relcal_date relcal_month_nth_weekday(int year, int month, relcal_weekday weekday,
                                                int nth);

/** The first given weekday after a date, 1 to 7 days later. */
RELCAL_API relcal_date relcal_date_next_weekday(relcal_date date, relcal_weekday weekday);

/** The last given weekday before a date, 1 to 7 days earlier. */
RELCAL_API relcal_date relcal_date_previous_weekday(relcal_date date, relcal_weekday weekday);

/** The first given weekday on or after a date, 0 to 6 days later. */
RELCAL_API relcal_date relcal_date_weekday_on_or_after(relcal_date date, relcal_weekday weekday);

/** The last given weekday on or before a date, 0 to 6 days earlier. */
RELCAL_API relcal_date relcal_date_weekday_on_or_before(relcal_date date, relcal_weekday weekday);

/** The bit of a weekday in relcal_workdays.weekend. */
#define RELCAL_WEEKDAY_BIT(weekday) (1u << (unsigned)(weekday))

/** Saturday and Sunday. */
#define RELCAL_WEEKEND (RELCAL_WEEKDAY_BIT(RELCAL_SATURDAY) | RELCAL_WEEKDAY_BIT(RELCAL_SUNDAY))

/** Which days are worked on. The holidays stay the caller's and are only read during a call. */
typedef struct relcal_workdays {
    unsigned weekend;            /**< RELCAL_WEEKDAY_BITs of the days off in every week */
    const relcal_date *holidays; /**< ascending; a day twice is one; NULL where there are none */
    size_t holiday_count;
} relcal_workdays;

/** Whether a date is a working day; false for a date out of range. */
RELCAL_API bool relcal_date_is_workday(const relcal_workdays *workdays, relcal_date date);

/**
 * The day `count` working days after a date (before it if negative); the date itself does not
 * count. 0 gives the date, whether it is worked on or not. RELCAL_DATE_NONE where the calendar
 * ends first, as it does when all seven days are off.
 */
RELCAL_API relcal_date relcal_date_add_workdays(const relcal_workdays *workdays, relcal_date date,
                                                int64_t count);

/**
 * The number of working days in [from, to), the first day counted and the last not; negative, as
 * of [to, from), where `to` is earlier. 0 where either date is out of range.
 */
RELCAL_API int32_t relcal_date_count_workdays(const relcal_workdays *workdays, relcal_date from,
                                              relcal_date to);

/** The bytes that a formatted date needs, with its closing NUL: YYYY-MM-DD or YYYY-Www-D. */
#define RELCAL_DATE_BYTES 11

/**
 * Writes a date as ISO 8601 YYYY-MM-DD and returns `buffer`. A date out of range is written as an
 * empty text.
 */
RELCAL_API char *relcal_date_format(relcal_date date, char buffer[RELCAL_DATE_BYTES]);

/** Writes a date as ISO 8601 YYYY-Www-D and returns `buffer`; empty for a date out of range. */
RELCAL_API char *relcal_date_format_week(relcal_date date, char buffer[RELCAL_DATE_BYTES]);

/**
 * Reads the whole of `text`, `length` bytes, as YYYY-MM-DD or YYYY-Www-D (ISO 8601-1:2019, the
 * extended formats of 5.2.2.1 and 5.2.4.1). `*out` is untouched on failure.
 * Errors: RELCAL_ERROR_SYNTAX where it has another form, RELCAL_ERROR_RANGE where there is no
 * such day; `error->column` is the character that is wrong.
 */
RELCAL_API relcal_status relcal_date_parse(relcal_date *out, const char *text, size_t length,
                                           relcal_error *error);

/** "Monday" to "Sunday"; "" for another number. Static text. */
RELCAL_API const char *relcal_weekday_name(relcal_weekday weekday);

/** "January" to "December" for 1 to 12; "" for another number. Static text. */
RELCAL_API const char *relcal_month_name(int month);

RELCAL_END_DECLS

#endif
