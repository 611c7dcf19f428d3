/*
 * Day numbers and their calendar names: civil dates, weekdays, ISO 8601 weeks.
 *
 * Unit: days since 1970-01-01. Range: 0001-01-01 to 9999-12-31, proleptic Gregorian.
 * The civil conversions grew from C. Neri and L. Schneider, "Euclidean affine functions and their
 * application to calendar algorithms", Software: Practice and Experience 53(4), 2023: what the
 * calendar divides by becomes a factor and a shift. That centuries become Julian years first, so
 * that the year needs no second step, is B. Joffe's ("A Very Fast 64-Bit Date Algorithm", 2025).
 * Years are counted from March 1: the leap day ends a year, and no month comes after it.
 */
#include "relcal/date.h"

#include "calendar.h"

#define DAYS_PER_400_YEARS 146097u
#define DAYS_PER_4_YEARS 1461u

/* The day number of 1970-01-01 when 0000-03-01 is 0. */
#define MARCH_EPOCH 719468u

/* Where the civil year changes in a March year. */
#define JANUARY_FIRST 306u

_Static_assert(RELCAL_DATE_MIN + (int32_t)MARCH_EPOCH == (int32_t)JANUARY_FIRST,
               "the calendar begins with a January 1");

/* Quarters of a day since 0000-03-01, the last one of each day, and the most there are of them
 * when every fourth year is a leap year. */
#define QUARTER_DAYS(days) (4 * (days) + 3)
#define JULIAN_QUARTER_DAYS_MAX QUARTER_DAYS(UINT64_C(2932896) + MARCH_EPOCH + 75)

_Static_assert(RELCAL_DATE_MAX == 2932896, "JULIAN_QUARTER_DAYS_MAX is of the last day");

/*
 * Division by 1461, the quarter days of a year, is multiplication by YEAR_FACTOR, 2^32 / 1461
 * rounded up: the quotient is the upper half of the product, and the lower half divided by the
 * factor is the remainder. For every year counted, the rounding adds YEAR_EXCESS to the lower half;
 * both stay exact as long as all of it together is less than one factor.
 */
#define YEAR_FACTOR 2939745u
#define YEAR_EXCESS ((uint64_t)YEAR_FACTOR * DAYS_PER_4_YEARS - (UINT64_C(1) << 32))

_Static_assert(YEAR_EXCESS < DAYS_PER_4_YEARS, "the factor is rounded up, not more");
_Static_assert(YEAR_EXCESS *(JULIAN_QUARTER_DAYS_MAX / DAYS_PER_4_YEARS) < YEAR_FACTOR,
               "quotient and remainder by 1461 are exact for the whole calendar");

/*
 * Months against days of the March year lie on a straight line cut to whole numbers, March being 3
 * and the next February 14. In units of 1/65536 month the line rises by 2141 a day. What it has
 * over after a whole month, divided by 2141, is the day of the month counted from 0; that is exact
 * where every first day of a month finds less than a day over.
 */
#define MONTH_LINE(day_of_year) (2141u * (day_of_year) + 197913u)
#define MONTH_UNITS 65536u
#define DAY_UNITS 2141u

/* Every month with the most days it may have and its first day in the March year, from 0. */
#define MONTHS(MONTH)  \
    MONTH(1, 31, 306)  \
    MONTH(2, 29, 337)  \
    MONTH(3, 31, 0)    \
    MONTH(4, 30, 31)   \
    MONTH(5, 31, 61)   \
    MONTH(6, 30, 92)   \
    MONTH(7, 31, 122)  \
    MONTH(8, 31, 153)  \
    MONTH(9, 30, 184)  \
    MONTH(10, 31, 214) \
    MONTH(11, 30, 245) \
    MONTH(12, 31, 275)

#define ASSERT_MONTH(month, longest, first_day)                                                    \
    _Static_assert(MONTH_LINE(first_day##u) / MONTH_UNITS == (month) + ((month) < 3 ? 12u : 0u) && \
                       MONTH_LINE(first_day##u) % MONTH_UNITS < DAY_UNITS,                         \
                   "the line meets the first day of month " #month);
MONTHS(ASSERT_MONTH)

/* Sixteen rows, so that one comparison guards it; rows without a month have no days. */
#define MONTH_ROWS 16u
#define MONTH_ROW(month, longest, first_day) [month] = {longest, first_day},
static const struct {
    uint16_t longest;
    uint16_t first_day;
} months[MONTH_ROWS] = {MONTHS(MONTH_ROW)};

/* The two conversions are a few dozen instructions; begun within a cache line they take up to a
 * quarter longer. */
#define CACHE_LINE_ALIGNED __attribute__((aligned(64)))

static inline bool is_valid(relcal_date date)
{
    return relcal_days_since_first(date) <= relcal_days_since_first(RELCAL_DATE_MAX);
}

static inline bool is_year(int year)
{
    return (uint32_t)year - 1 < RELCAL_YEAR_MAX;
}

/* Every fourth year, of the centuries every fourth: where 25 divides a year, 16 must too. */
static inline bool is_leap(int year)
{
    return ((uint32_t)year & (year % 25 == 0 ? 15u : 3u)) == 0;
}

static inline bool is_civil(int year, int month, int day)
{
    if (!is_year(year) || (uint32_t)month >= MONTH_ROWS ||
        (uint32_t)day - 1 >= months[month].longest) {
        return false;
    }
    bool is_leap_day = month * 32 + day == 2 * 32 + 29; /* one comparison, hardly ever true */
    return !is_leap_day || is_leap(year);
}

/* For a year, month and day that there are. */
static inline relcal_date date_of_civil(uint32_t year, uint32_t month, uint32_t day)
{
    uint32_t march_year = year - (month < 3);           /* [0, 9999] */
    uint32_t century = march_year / 100;                /* [0, 99] */
    uint32_t dropped_leap_days = (3 * century + 3) / 4; /* [0, 75]: century - century / 4 */
    uint32_t year_start = march_year * DAYS_PER_4_YEARS / 4 - dropped_leap_days;
    uint32_t days = year_start + months[month].first_day + day - 1; /* [306, 3652364] */
    return (relcal_date)(days - MARCH_EPOCH);
}

/* For a date in range. */
static inline relcal_civil civil_of_date(relcal_date date)
{
    uint32_t quarter_days = QUARTER_DAYS((uint32_t)date + MARCH_EPOCH);      /* [1227, 14609459] */
    uint32_t century = quarter_days / DAYS_PER_400_YEARS;                    /* [0, 99] */
    uint32_t julian = quarter_days + 4 * century - (century & ~UINT32_C(3)); /* [.., 14609759] */
    uint64_t years = (uint64_t)YEAR_FACTOR * julian;
    uint32_t march_year = (uint32_t)(years >> 32);            /* [0, 9999] */
    uint32_t day_of_year = (uint32_t)years / YEAR_FACTOR / 4; /* [0, 365] */
    uint32_t month = MONTH_LINE(day_of_year);                 /* [3, 15) * MONTH_UNITS */
    uint32_t is_next_year = day_of_year >= JANUARY_FIRST;
    return (relcal_civil){
        .year = (int16_t)(march_year + is_next_year),
        .month = (uint8_t)(month / MONTH_UNITS - (is_next_year ? 12 : 0)),
        .day = (uint8_t)(month % MONTH_UNITS / DAY_UNITS + 1),
    };
}

bool relcal_date_is_valid(relcal_date date)
{
    return is_valid(date);
}

bool relcal_civil_is_valid(int year, int month, int day)
{
    return is_civil(year, month, day);
}

CACHE_LINE_ALIGNED relcal_date relcal_date_from_civil(int year, int month, int day)
{
    if (!is_civil(year, month, day)) {
        return RELCAL_DATE_NONE;
    }
    return date_of_civil((uint32_t)year, (uint32_t)month, (uint32_t)day);
}

CACHE_LINE_ALIGNED relcal_civil relcal_date_to_civil(relcal_date date)
{
    if (!is_valid(date)) {
        return (relcal_civil){0};
    }
    return civil_of_date(date);
}

bool relcal_year_is_leap(int year)
{
    return is_year(year) && is_leap(year);
}

int relcal_month_length(int year, int month)
{
    if (!is_year(year) || (uint32_t)month >= MONTH_ROWS) {
        return 0;
    }
    return months[month].longest - (month == 2 && !is_leap(year));
}

/* A year has 53 weeks where it has 53 Thursdays: it begins with one, or ends with one. */
int relcal_year_weeks(int year)
{
    if (!is_year(year)) {
        return 0;
    }
    relcal_weekday first = relcal_date_weekday(relcal_date_from_civil(year, 1, 1));
    bool has_53 = first == RELCAL_THURSDAY || (first == RELCAL_WEDNESDAY && is_leap(year));
    return has_53 ? 53 : 52;
}

relcal_weekday relcal_date_weekday(relcal_date date)
{
    if (!is_valid(date)) {
        return (relcal_weekday)0;
    }
    uint32_t days_after_monday = relcal_days_since_first(date) % RELCAL_DAYS_PER_WEEK;
    return (relcal_weekday)(RELCAL_MONDAY + days_after_monday);
}

int relcal_date_day_of_year(relcal_date date)
{
    if (!is_valid(date)) {
        return 0;
    }
    return date - date_of_civil((uint32_t)civil_of_date(date).year, 1, 1) + 1;
}

/* A week belongs to the year of its Thursday, which lies in the calendar for every day of it. */
relcal_week_date relcal_date_to_week(relcal_date date)
{
    if (!is_valid(date)) {
        return (relcal_week_date){0};
    }
    relcal_weekday weekday = relcal_date_weekday(date);
    relcal_date thursday = date + (RELCAL_THURSDAY - (int)weekday);
    return (relcal_week_date){
        .year = civil_of_date(thursday).year,
        .week = (uint8_t)((relcal_date_day_of_year(thursday) - 1) / RELCAL_DAYS_PER_WEEK + 1),
        .weekday = (uint8_t)weekday,
    };
}

/* Week 1 is the week of January 4. */
relcal_date relcal_date_from_week(int year, int week, int weekday)
{
    if (week < 1 || week > relcal_year_weeks(year) || weekday < RELCAL_MONDAY ||
        weekday > RELCAL_SUNDAY) {
        return RELCAL_DATE_NONE;
    }
    relcal_date january_4 = date_of_civil((uint32_t)year, 1, 4);
    relcal_date first_monday = relcal_date_weekday_on_or_before(january_4, RELCAL_MONDAY);
    relcal_date date = first_monday + (week - 1) * RELCAL_DAYS_PER_WEEK + weekday - RELCAL_MONDAY;
    return is_valid(date) ? date : RELCAL_DATE_NONE;
}
