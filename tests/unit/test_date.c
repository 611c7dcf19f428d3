/* Days: conversions over the whole calendar, arithmetic at its edges, texts and their errors. */
#include <check.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "relcal/date.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])
#define NONE RELCAL_DATE_NONE

/* A date from its text in a table; "-" is no date. */
static relcal_date day(const char *text)
{
    relcal_date date = NONE;
    relcal_error error;
    if (strcmp(text, "-") != 0) {
        ck_assert_msg(relcal_date_parse(&date, text, strlen(text), &error) == RELCAL_OK, "%s: %s",
                      text, error.message);
    }
    return date;
}

static void assert_day(relcal_date found, const char *wanted, const char *what)
{
    char buffer[RELCAL_DATE_BYTES];
    ck_assert_msg(found == day(wanted), "%s: %s instead of %s", what,
                  relcal_date_format(found, buffer), wanted);
}

static const relcal_date invalid[] = {NONE, RELCAL_DATE_MIN - 1, RELCAL_DATE_MAX + 1, INT32_MAX};

/* Walks the calendar from its first day to its last, counting days, months, years and weeks as one
 * does on fingers, and compares every conversion there and back. */
START_TEST(every_day)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int year = 1, month = 1, day_of_month = 1, day_of_year = 1, weekday = 1;
    int week_year = 1, week = 1;
    for (relcal_date date = RELCAL_DATE_MIN; date <= RELCAL_DATE_MAX; date++) {
        bool is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        int length = lengths[month - 1] + (month == 2 && is_leap);
        relcal_civil civil = relcal_date_to_civil(date);
        relcal_week_date in_week = relcal_date_to_week(date);
        if (weekday == 1 && date != RELCAL_DATE_MIN) {
            /* January 4 lies in week 1: a Monday from December 29 to January 4 begins a year */
            bool begins_year = (month == 12 && day_of_month >= 29) ||
                               (month == 1 && day_of_month <= 4);
            week_year = begins_year ? year + (month == 12) : week_year;
            week = begins_year ? 1 : week + 1;
        }
        if (civil.year != year || civil.month != month || civil.day != day_of_month ||
            relcal_date_from_civil(year, month, day_of_month) != date ||
            !relcal_date_is_valid(date) || !relcal_civil_is_valid(year, month, day_of_month) ||
            relcal_date_day_of_year(date) != day_of_year ||
            (int)relcal_date_weekday(date) != weekday || relcal_year_is_leap(year) != is_leap ||
            relcal_month_length(year, month) != length || in_week.year != week_year ||
            in_week.week != week || in_week.weekday != weekday ||
            relcal_date_from_week(week_year, week, weekday) != date ||
            week > relcal_year_weeks(week_year)) {
            ck_abort_msg("%04d-%02d-%02d, day %d", year, month, day_of_month, (int)date);
        }
        weekday = weekday % 7 + 1;
        day_of_year++;
        if (++day_of_month > length) {
            day_of_month = 1;
            if (++month > 12) {
                month = 1;
                day_of_year = 1;
                year++;
            }
        }
    }
    ck_assert_int_eq(year, 10000);
}
END_TEST

START_TEST(known_days)
{
    ck_assert_int_eq(relcal_date_from_civil(1970, 1, 1), 0);
    ck_assert_int_eq(relcal_date_from_civil(2000, 3, 1), 11017);
    ck_assert_int_eq(relcal_date_from_civil(1, 1, 1), RELCAL_DATE_MIN);
    ck_assert_int_eq(relcal_date_from_civil(9999, 12, 31), RELCAL_DATE_MAX);
    ck_assert_int_eq(relcal_date_weekday(0), RELCAL_THURSDAY);
}
END_TEST

START_TEST(no_such_civil_day)
{
    static const struct {
        int year, month, day;
    } items[] = {
        {0, 1, 1},          {10000, 1, 1},      {-1, 1, 1},           {2023, 0, 1},
        {2023, 13, 1},      {2023, 15, 1},      {2023, 16, 1},        {2023, -1, 1},
        {2023, 1, 0},       {2023, 1, 32},      {2023, 1, -1},        {2023, 2, 29},
        {2023, 2, 30},      {2024, 2, 30},      {1900, 2, 29},        {2100, 2, 29},
        {2023, 4, 31},      {2023, 6, 31},      {2023, 9, 31},        {2023, 11, 31},
        {INT_MIN, 1, 1},    {INT_MAX, 1, 1},    {2023, INT_MIN, 1},   {2023, INT_MAX, 1},
        {2023, 1, INT_MIN}, {2023, 1, INT_MAX}, {65536 + 2023, 1, 1}, {2023, 256 + 1, 1},
        {2023, 1, 256 + 1}, {2023, 1, 93 - 32},
    };
    for (size_t i = 0; i < COUNT(items); i++) {
        int year = items[i].year, month = items[i].month, day_of_month = items[i].day;
        ck_assert_msg(relcal_date_from_civil(year, month, day_of_month) == NONE, "%d-%d-%d", year,
                      month, day_of_month);
        ck_assert(!relcal_civil_is_valid(year, month, day_of_month));
    }
}
END_TEST

/* Every function of a date, given one out of range. */
START_TEST(no_date_in_none_out)
{
    static const relcal_workdays workdays = {.weekend = RELCAL_WEEKEND};
    for (size_t i = 0; i < COUNT(invalid); i++) {
        relcal_date date = invalid[i];
        relcal_civil civil = relcal_date_to_civil(date);
        relcal_week_date week_date = relcal_date_to_week(date);
        relcal_span span = relcal_date_span(date, 0);
        relcal_span span_to = relcal_date_span(0, date);
        ck_assert(!relcal_date_is_valid(date));
        ck_assert(civil.year == 0 && civil.month == 0 && civil.day == 0);
        ck_assert(week_date.year == 0 && week_date.week == 0 && week_date.weekday == 0);
        ck_assert(span.years == 0 && span.months == 0 && span.days == 0);
        ck_assert(span_to.years == 0 && span_to.months == 0 && span_to.days == 0);
        ck_assert_int_eq((int)relcal_date_weekday(date), 0);
        ck_assert_int_eq(relcal_date_day_of_year(date), 0);
        ck_assert_int_eq(relcal_date_add_days(date, 0), NONE);
        ck_assert_int_eq(relcal_date_add_days(date, 1), NONE);
        ck_assert_int_eq(relcal_date_add_days(date, -1), NONE);
        ck_assert_int_eq(relcal_date_add_weeks(date, 0), NONE);
        ck_assert_int_eq(relcal_date_add_months(date, 0), NONE);
        ck_assert_int_eq(relcal_date_add_years(date, 0), NONE);
        ck_assert_int_eq(relcal_date_days_between(date, 0), 0);
        ck_assert_int_eq(relcal_date_days_between(0, date), 0);
        ck_assert_int_eq(relcal_date_next_weekday(date, RELCAL_MONDAY), NONE);
        ck_assert_int_eq(relcal_date_previous_weekday(date, RELCAL_MONDAY), NONE);
        ck_assert_int_eq(relcal_date_weekday_on_or_after(date, RELCAL_MONDAY), NONE);
        ck_assert_int_eq(relcal_date_weekday_on_or_before(date, RELCAL_MONDAY), NONE);
        ck_assert(!relcal_date_is_workday(&workdays, date));
        ck_assert_int_eq(relcal_date_add_workdays(&workdays, date, 0), NONE);
        ck_assert_int_eq(relcal_date_add_workdays(&workdays, date, 1), NONE);
        ck_assert_int_eq(relcal_date_count_workdays(&workdays, date, 0), 0);
        ck_assert_int_eq(relcal_date_count_workdays(&workdays, 0, date), 0);
    }
}
END_TEST

START_TEST(years_out_of_range)
{
    static const int years[] = {0, -1, -4, 10000, INT_MIN, INT_MAX};
    for (size_t i = 0; i < COUNT(years); i++) {
        ck_assert(!relcal_year_is_leap(years[i]));
        ck_assert_int_eq(relcal_month_length(years[i], 1), 0);
        ck_assert_int_eq(relcal_year_weeks(years[i]), 0);
        ck_assert_int_eq(relcal_date_from_week(years[i], 1, 1), NONE);
        ck_assert_int_eq(relcal_month_nth_weekday(years[i], 1, RELCAL_MONDAY, 1), NONE);
    }
    static const int months[] = {0, -1, 13, 15, 16, INT_MIN, INT_MAX};
    for (size_t i = 0; i < COUNT(months); i++) {
        ck_assert_int_eq(relcal_month_length(2023, months[i]), 0);
        ck_assert_int_eq(relcal_month_nth_weekday(2023, months[i], RELCAL_MONDAY, 1), NONE);
        ck_assert_str_eq(relcal_month_name(months[i]), "");
    }
}
END_TEST

START_TEST(weeks)
{
    static const struct {
        int year, week, weekday;
        const char *date;
    } items[] = {
        {2020, 53, 5, "2021-01-01"}, {2021, 1, 1, "2021-01-04"}, {2008, 1, 2, "2008-01-01"},
        {2009, 53, 7, "2010-01-03"}, {1, 1, 1, "0001-01-01"},    {9999, 52, 5, "9999-12-31"},
        {9999, 52, 6, "-"},          {9999, 52, 7, "-"},         {2021, 53, 1, "-"},
        {2021, 0, 1, "-"},           {2021, 54, 1, "-"},         {2020, 54, 1, "-"},
        {2021, 1, 0, "-"},           {2021, 1, 8, "-"},          {2021, INT_MAX, 1, "-"},
        {2021, INT_MIN, 1, "-"},     {2021, 1, INT_MAX, "-"},    {2021, 1, INT_MIN, "-"},
    };
    for (size_t i = 0; i < COUNT(items); i++) {
        assert_day(relcal_date_from_week(items[i].year, items[i].week, items[i].weekday),
                   items[i].date, "week date");
    }
    ck_assert_int_eq(relcal_year_weeks(2020), 53);
    ck_assert_int_eq(relcal_year_weeks(2015), 53);
    ck_assert_int_eq(relcal_year_weeks(2021), 52);
    ck_assert_int_eq(relcal_year_weeks(9999), 52);
}
END_TEST

START_TEST(adding)
{
    static const struct {
        relcal_date (*add)(relcal_date date, int64_t amount);
        const char *name;
        const char *date;
        int64_t amount;
        const char *sum;
    } items[] = {
#define ADD(unit) relcal_date_add_##unit, #unit
        {ADD(days), "2024-02-28", 1, "2024-02-29"},
        {ADD(days), "2024-03-01", -1, "2024-02-29"},
        {ADD(days), "0001-01-01", 3652058, "9999-12-31"},
        {ADD(days), "9999-12-31", -3652058, "0001-01-01"},
        {ADD(days), "0001-01-01", 3652059, "-"},
        {ADD(days), "0001-01-01", -1, "-"},
        {ADD(days), "9999-12-31", 1, "-"},
        {ADD(days), "1970-01-01", INT64_MAX, "-"},
        {ADD(days), "1970-01-01", INT64_MIN, "-"},
        {ADD(days), "1970-01-01", INT64_C(1) << 32, "-"},
        {ADD(weeks), "2023-01-01", 2, "2023-01-15"},
        {ADD(weeks), "2023-01-01", -1, "2022-12-25"},
        {ADD(weeks), "1970-01-01", INT64_MAX, "-"},
        {ADD(weeks), "1970-01-01", INT64_MIN, "-"},
        {ADD(weeks), "1970-01-01", INT64_MAX / 7 + 1, "-"},
        {ADD(weeks), "1970-01-01", INT64_C(0x2492492492492493), "-"}, /* 7 of it wrap to 2^64 + 5 */
        {ADD(months), "2023-01-31", 1, "2023-02-28"},
        {ADD(months), "2024-01-31", 1, "2024-02-29"},
        {ADD(months), "2023-01-31", 2, "2023-03-31"},
        {ADD(months), "2023-03-31", -1, "2023-02-28"},
        {ADD(months), "2023-12-15", 1, "2024-01-15"},
        {ADD(months), "2023-01-15", -1, "2022-12-15"},
        {ADD(months), "2023-01-15", -13, "2021-12-15"},
        {ADD(months), "2023-05-31", 0, "2023-05-31"},
        {ADD(months), "0001-01-01", 119987, "9999-12-01"},
        {ADD(months), "0001-01-01", 119988, "-"},
        {ADD(months), "9999-12-31", 1, "-"},
        {ADD(months), "9999-12-31", -119987, "0001-01-31"},
        {ADD(months), "0001-01-31", -1, "-"},
        {ADD(months), "0001-01-31", -12, "-"},
        {ADD(months), "1970-01-01", INT64_MAX, "-"},
        {ADD(months), "1970-01-01", INT64_MIN, "-"},
        {ADD(months), "1970-01-01", INT64_C(1) << 32, "-"},
        {ADD(years), "2024-02-29", 1, "2025-02-28"},
        {ADD(years), "2024-02-29", 4, "2028-02-29"},
        {ADD(years), "2024-02-29", -124, "1900-02-28"},
        {ADD(years), "9999-01-01", 1, "-"},
        {ADD(years), "0001-12-31", -1, "-"},
        {ADD(years), "1970-01-01", INT64_MAX, "-"},
        {ADD(years), "1970-01-01", INT64_MIN, "-"},
#undef ADD
    };
    for (size_t i = 0; i < COUNT(items); i++) {
        assert_day(items[i].add(day(items[i].date), items[i].amount), items[i].sum, items[i].name);
    }
}
END_TEST

START_TEST(spans)
{
    static const struct {
        const char *from, *to;
        relcal_span span;
    } items[] = {
        {"2023-01-31", "2023-03-01", {0, 1, 1}},  {"2023-01-31", "2023-01-31", {0, 0, 0}},
        {"2023-01-31", "2023-02-28", {0, 1, 0}},  {"2023-01-30", "2023-02-28", {0, 1, 0}},
        {"2023-02-28", "2023-03-31", {0, 1, 3}},  {"2022-10-24", "2023-10-02", {0, 11, 8}},
        {"2020-02-29", "2021-02-28", {1, 0, 0}},  {"2020-02-29", "2024-02-29", {4, 0, 0}},
        {"2023-12-31", "2024-01-30", {0, 0, 30}}, {"0001-01-01", "9999-12-31", {9998, 11, 30}},
        {"9999-12-01", "9999-12-31", {0, 0, 30}}, {"2023-03-31", "2023-04-29", {0, 0, 29}},
    };
    for (size_t i = 0; i < COUNT(items); i++) {
        relcal_date from = day(items[i].from), to = day(items[i].to);
        relcal_span span = relcal_date_span(from, to);
        relcal_span back = relcal_date_span(to, from);
        relcal_span wanted = items[i].span;
        ck_assert_msg(span.years == wanted.years && span.months == wanted.months &&
                          span.days == wanted.days,
                      "%s to %s: %d years, %d months, %d days", items[i].from, items[i].to,
                      (int)span.years, (int)span.months, (int)span.days);
        ck_assert(back.years == -wanted.years && back.months == -wanted.months &&
                  back.days == -wanted.days);
    }
    ck_assert_int_eq(relcal_date_days_between(RELCAL_DATE_MIN, RELCAL_DATE_MAX), 3652058);
    ck_assert_int_eq(relcal_date_days_between(RELCAL_DATE_MAX, RELCAL_DATE_MIN), -3652058);
}
END_TEST

START_TEST(nth_weekdays)
{
    static const struct {
        int year, month, weekday, nth;
        const char *date;
    } items[] = {
        {2026, 5, RELCAL_TUESDAY, 1, "2026-05-05"},
        {2026, 5, RELCAL_FRIDAY, 1, "2026-05-01"},
        {2026, 5, RELCAL_FRIDAY, 5, "2026-05-29"},
        {2026, 5, RELCAL_TUESDAY, 5, "-"},
        {2026, 5, RELCAL_SUNDAY, -1, "2026-05-31"},
        {2026, 5, RELCAL_MONDAY, -1, "2026-05-25"},
        {2026, 5, RELCAL_FRIDAY, -5, "2026-05-01"},
        {2026, 5, RELCAL_MONDAY, -5, "-"},
        {2026, 5, RELCAL_MONDAY, 0, "-"},
        {2026, 5, RELCAL_MONDAY, 6, "-"},
        {2026, 5, RELCAL_MONDAY, -6, "-"},
        {2026, 5, RELCAL_MONDAY, INT_MAX, "-"},
        {2026, 5, RELCAL_MONDAY, INT_MIN, "-"},
        {2026, 5, 0, 1, "-"},
        {2026, 5, 8, 1, "-"},
        {9999, 12, RELCAL_FRIDAY, -1, "9999-12-31"},
        {9999, 12, RELCAL_SATURDAY, 5, "-"},
        {1, 1, RELCAL_SUNDAY, -5, "-"},
        {1, 1, RELCAL_MONDAY, 1, "0001-01-01"},
    };
    for (size_t i = 0; i < COUNT(items); i++) {
        assert_day(relcal_month_nth_weekday(items[i].year, items[i].month,
                                            (relcal_weekday)items[i].weekday, items[i].nth),
                   items[i].date, "nth weekday");
    }
}
END_TEST

START_TEST(neighbouring_weekdays)
{
    static const struct {
        const char *date;
        int weekday;
        const char *next, *previous, *on_or_after, *on_or_before;
    } items[] = {
        {"2026-05-05", 2, "2026-05-12", "2026-04-28", "2026-05-05", "2026-05-05"},
        {"2026-05-05", 1, "2026-05-11", "2026-05-04", "2026-05-11", "2026-05-04"},
        {"2026-05-05", 7, "2026-05-10", "2026-05-03", "2026-05-10", "2026-05-03"},
        {"2026-05-05", 0, "-", "-", "-", "-"},
        {"2026-05-05", 8, "-", "-", "-", "-"},
        {"9999-12-31", 5, "-", "9999-12-24", "9999-12-31", "9999-12-31"},
        {"9999-12-31", 4, "-", "9999-12-30", "-", "9999-12-30"},
        {"0001-01-01", 1, "0001-01-08", "-", "0001-01-01", "0001-01-01"},
        {"0001-01-01", 7, "0001-01-07", "-", "0001-01-07", "-"},
    };
    for (size_t i = 0; i < COUNT(items); i++) {
        relcal_date date = day(items[i].date);
        relcal_weekday weekday = (relcal_weekday)items[i].weekday;
        assert_day(relcal_date_next_weekday(date, weekday), items[i].next, "next");
        assert_day(relcal_date_previous_weekday(date, weekday), items[i].previous, "previous");
        assert_day(relcal_date_weekday_on_or_after(date, weekday), items[i].on_or_after,
                   "on or after");
        assert_day(relcal_date_weekday_on_or_before(date, weekday), items[i].on_or_before,
                   "on or before");
    }
}
END_TEST

START_TEST(adding_workdays)
{
    /* Christmas 2026: Friday, a Saturday that is off anyway, a Monday that is given twice. */
    relcal_date holidays[] = {day("2026-12-25"), day("2026-12-26"), day("2026-12-28"),
                              day("2026-12-28"), day("2027-01-01")};
    relcal_workdays christmas = {RELCAL_WEEKEND, holidays, COUNT(holidays)};
    relcal_workdays plain = {RELCAL_WEEKEND, NULL, 0};
    relcal_workdays always = {0, NULL, 0};
    relcal_workdays never = {0xFE, NULL, 0};
    struct {
        const relcal_workdays *workdays;
        const char *date;
        int64_t count;
        const char *sum;
    } items[] = {
        {&plain, "2026-05-01", 1, "2026-05-04"},
        {&plain, "2026-05-02", 1, "2026-05-04"},
        {&plain, "2026-05-02", 0, "2026-05-02"},
        {&plain, "2026-05-02", -1, "2026-05-01"},
        {&plain, "2026-05-04", -1, "2026-05-01"},
        {&plain, "2026-05-04", 10, "2026-05-18"},
        {&christmas, "2026-12-24", 1, "2026-12-29"},
        {&christmas, "2026-12-29", -1, "2026-12-24"},
        {&christmas, "2026-12-24", 4, "2027-01-04"},
        {&christmas, "2027-01-04", -4, "2026-12-24"},
        {&christmas, "2026-12-25", 0, "2026-12-25"},
        {&christmas, "2026-12-25", 1, "2026-12-29"},
        {&christmas, "2026-12-28", -1, "2026-12-24"},
        {&always, "0001-01-01", 3652058, "9999-12-31"},
        {&always, "0001-01-01", 3652059, "-"},
        {&always, "9999-12-31", -3652058, "0001-01-01"},
        {&always, "9999-12-31", -3652059, "-"},
        {&always, "9999-12-31", 1, "-"},
        {&always, "0001-01-01", -1, "-"},
        {&plain, "0001-01-01", 2608614, "9999-12-31"},
        {&plain, "0001-01-01", 2608615, "-"},
        {&never, "2026-05-04", 1, "-"},
        {&never, "2026-05-04", -1, "-"},
        {&never, "2026-05-04", 0, "2026-05-04"},
        {&plain, "2026-05-04", INT64_MAX, "-"},
        {&plain, "2026-05-04", INT64_MIN, "-"},
    };
    for (size_t i = 0; i < COUNT(items); i++) {
        assert_day(relcal_date_add_workdays(items[i].workdays, day(items[i].date), items[i].count),
                   items[i].sum, "working days");
    }
    ck_assert(!relcal_date_is_workday(&christmas, day("2026-12-28")));
    ck_assert(!relcal_date_is_workday(&christmas, day("2026-12-27")));
    ck_assert(relcal_date_is_workday(&christmas, day("2026-12-29")));
    ck_assert(!relcal_date_is_workday(&never, day("2026-12-29")));
}
END_TEST

/* Against counting day by day, for every pattern of weekends and holidays all over the place. */
START_TEST(workdays_one_by_one)
{
    relcal_date first = day("2026-01-01");
    relcal_date holidays[] = {RELCAL_DATE_MIN, first + 3,  first + 4,  first + 4,      first + 5,
                              first + 6,       first + 17, first + 30, RELCAL_DATE_MAX};
    for (unsigned weekend = 0; weekend <= 0xFE; weekend += 2) {
        relcal_workdays workdays = {weekend, holidays, COUNT(holidays)};
        for (relcal_date from = first; from < first + 10; from++) {
            int32_t count = 0;
            for (relcal_date to = from; to < first + 50; to++) {
                ck_assert_int_eq(relcal_date_count_workdays(&workdays, from, to), count);
                ck_assert_int_eq(relcal_date_count_workdays(&workdays, to, from), -count);
                if (relcal_date_is_workday(&workdays, to)) {
                    ck_assert(to == from ||
                              relcal_date_add_workdays(&workdays, from - 1, count + 1) == to);
                    ck_assert_int_eq(relcal_date_add_workdays(&workdays, to + 1, -1), to);
                    count++;
                    ck_assert_int_eq(relcal_date_add_workdays(&workdays, from - 1, count), to);
                }
            }
        }
    }
    relcal_workdays all = {0, holidays, COUNT(holidays)};
    ck_assert_int_eq(relcal_date_count_workdays(&all, RELCAL_DATE_MIN, RELCAL_DATE_MAX),
                     3652058 - 7);
    ck_assert_int_eq(relcal_date_add_workdays(&all, RELCAL_DATE_MAX - 1, 1), NONE);
    ck_assert_int_eq(relcal_date_add_workdays(&all, RELCAL_DATE_MIN + 1, -1), NONE);
}
END_TEST

START_TEST(parsing)
{
    static const struct {
        const char *text;
        const char *date, *week;
    } items[] = {
        {"2026-05-05", "2026-05-05", "2026-W19-2"}, {"2026-W19-2", "2026-05-05", "2026-W19-2"},
        {"0001-01-01", "0001-01-01", "0001-W01-1"}, {"9999-12-31", "9999-12-31", "9999-W52-5"},
        {"2024-02-29", "2024-02-29", "2024-W09-4"}, {"2020-W53-7", "2021-01-03", "2020-W53-7"},
    };
    for (size_t i = 0; i < COUNT(items); i++) {
        char buffer[RELCAL_DATE_BYTES];
        relcal_date date = day(items[i].text);
        ck_assert_str_eq(relcal_date_format(date, buffer), items[i].date);
        ck_assert_int_eq(day(buffer), date);
        ck_assert_str_eq(relcal_date_format_week(date, buffer), items[i].week);
        ck_assert_int_eq(day(buffer), date);
    }
    for (size_t i = 0; i < COUNT(invalid); i++) {
        char buffer[RELCAL_DATE_BYTES] = "untouched";
        ck_assert_str_eq(relcal_date_format(invalid[i], buffer), "");
        strcpy(buffer, "untouched");
        ck_assert_str_eq(relcal_date_format_week(invalid[i], buffer), "");
    }
}
END_TEST

START_TEST(parse_errors)
{
    static const struct {
        const char *text;
        relcal_status code;
        uint32_t column;
        const char *message;
    } items[] = {
#define SYNTAX(text, column) \
    {text, RELCAL_ERROR_SYNTAX, column, "\"" text "\" is not a date; write YYYY-MM-DD"}
        SYNTAX("", 1),
        SYNTAX("January 45", 1),
        SYNTAX("2023", 5),
        SYNTAX("2023-", 6),
        SYNTAX("2023-1-2", 7),
        SYNTAX("2023-10", 8),
        SYNTAX("2023-10-2", 10),
        SYNTAX("2023-10-022", 11),
        SYNTAX("2023-10-02 ", 11),
        SYNTAX(" 2023-10-02", 1),
        SYNTAX("2023/10/02", 5),
        SYNTAX("20231002", 5),
        SYNTAX("-023-10-02", 1),
        SYNTAX("2023-W1", 8),
        SYNTAX("2023-W10", 9),
        SYNTAX("2023-W10-", 10),
        SYNTAX("2023-W10-12", 11),
        SYNTAX("2023-w10-1", 6),
        SYNTAX("2023-+1-01", 6),
        SYNTAX("2023-10-02T00:00Z", 11),
#undef SYNTAX
#define RANGE(text, column, reason) {text, RELCAL_ERROR_RANGE, column, text " " reason}
        RANGE("2023-02-30", 9, "is no day; February 2023 has 28 days"),
        RANGE("2024-02-30", 9, "is no day; February 2024 has 29 days"),
        RANGE("2019-09-38", 9, "is no day; September 2019 has 30 days"),
        RANGE("2019-09-00", 9, "is no day; September 2019 has 30 days"),
        RANGE("2023-00-10", 6, "is no day; months are 01 to 12"),
        RANGE("2023-13-10", 6, "is no day; months are 01 to 12"),
        RANGE("2023-W53-1", 7, "is no day; 2023 has 52 weeks"),
        RANGE("2020-W54-1", 7, "is no day; 2020 has 53 weeks"),
        RANGE("2023-W00-1", 7, "is no day; 2023 has 52 weeks"),
        RANGE("2023-W10-0", 10, "is no day; days of a week are 1, Monday, to 7, Sunday"),
        RANGE("2023-W10-8", 10, "is no day; days of a week are 1, Monday, to 7, Sunday"),
        RANGE("9999-W52-6", 10, "lies after the last day, 9999-12-31 or 9999-W52-5"),
        {"0000-01-01", RELCAL_ERROR_RANGE, 1, "0000 is no year; years are 0001 to 9999"},
#undef RANGE
        {"\x1B[31m", RELCAL_ERROR_SYNTAX, 1, "\"\\x1B[31m\" is not a date; write YYYY-MM-DD"},
        {"a\nb\"\\", RELCAL_ERROR_SYNTAX, 1, "\"a\\x0Ab\\\"\\\\\" is not a date; write YYYY-MM-DD"},
        {"M\xC3\xA4rz \xE2\x80\xAE\xC2\x9B\xFF\xC3", RELCAL_ERROR_SYNTAX, 1,
         "\"M\xC3\xA4rz \\xE2\\x80\\xAE\\xC2\\x9B\\xFF\\xC3\" is not a date; write YYYY-MM-DD"},
        {"\xC0\x80\xED\xA0\x80\xF4\x90\x80\x80", RELCAL_ERROR_SYNTAX, 1,
         "\"\\xC0\\x80\\xED\\xA0\\x80\\xF4\\x90\\x80\\x80\" is not a date; write YYYY-MM-DD"},
        {"\xC0\xAF", RELCAL_ERROR_SYNTAX, 1, "\"\\xC0\\xAF\" is not a date; write YYYY-MM-DD"},
        {"a long text of a user goes on and on until it is cut somewhere near here",
         RELCAL_ERROR_SYNTAX, 1,
         "\"a long text of a user goes on and on until it is cut somew...\" is not a date; write "
         "YYYY-MM-DD"},
    };
    for (size_t i = 0; i < COUNT(items); i++) {
        relcal_date date = 4711;
        relcal_error error;
        size_t length = strlen(items[i].text);
        relcal_status status = relcal_date_parse(&date, items[i].text, length, &error);
        ck_assert_str_eq(error.message, items[i].message);
        ck_assert_int_eq(status, items[i].code);
        ck_assert_int_eq(error.code, items[i].code);
        ck_assert_msg(error.column == items[i].column, "%s: column %u", items[i].text,
                      (unsigned)error.column);
        ck_assert_uint_eq(error.line, 0);
        ck_assert_str_eq(error.file, "");
        ck_assert_int_eq(date, 4711);
        ck_assert_int_eq(relcal_date_parse(&date, items[i].text, length, NULL), items[i].code);
    }
}
END_TEST

START_TEST(exact_length)
{
    relcal_date date = NONE;
    relcal_error error;
    ck_assert_int_eq(relcal_date_parse(&date, "2026-05-05garbage", 10, &error), RELCAL_OK);
    assert_day(date, "2026-05-05", "text without an end");
    ck_assert_int_eq(relcal_date_parse(&date, "2026-05-05", 11, &error), RELCAL_ERROR_SYNTAX);
    ck_assert_uint_eq(error.column, 11);
    ck_assert_str_eq(error.message, "\"2026-05-05\\x00\" is not a date; write YYYY-MM-DD");
    ck_assert_int_eq(relcal_date_parse(&date, "20\0006-05-05", 10, &error), RELCAL_ERROR_SYNTAX);
    ck_assert_uint_eq(error.column, 3);
    ck_assert_int_eq(relcal_date_parse(&date, "\xC3\xA4", 1, &error), RELCAL_ERROR_SYNTAX);
    ck_assert_str_eq(error.message, "\"\\xC3\" is not a date; write YYYY-MM-DD");
    ck_assert_int_eq(relcal_date_parse(&date, NULL, 0, &error), RELCAL_ERROR_SYNTAX);
    ck_assert_str_eq(error.message, "\"\" is not a date; write YYYY-MM-DD");
}
END_TEST

START_TEST(names)
{
    ck_assert_str_eq(relcal_weekday_name(RELCAL_MONDAY), "Monday");
    ck_assert_str_eq(relcal_weekday_name(RELCAL_THURSDAY), "Thursday");
    ck_assert_str_eq(relcal_weekday_name(RELCAL_SUNDAY), "Sunday");
    ck_assert_str_eq(relcal_weekday_name((relcal_weekday)0), "");
    ck_assert_str_eq(relcal_weekday_name((relcal_weekday)8), "");
    ck_assert_str_eq(relcal_weekday_name((relcal_weekday)-1), "");
    ck_assert_str_eq(relcal_month_name(1), "January");
    ck_assert_str_eq(relcal_month_name(6), "June");
    ck_assert_str_eq(relcal_month_name(12), "December");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("date");
    TCase *tests = tcase_create("date");
    tcase_add_test(tests, every_day);
    tcase_add_test(tests, known_days);
    tcase_add_test(tests, no_such_civil_day);
    tcase_add_test(tests, no_date_in_none_out);
    tcase_add_test(tests, years_out_of_range);
    tcase_add_test(tests, weeks);
    tcase_add_test(tests, adding);
    tcase_add_test(tests, spans);
    tcase_add_test(tests, nth_weekdays);
    tcase_add_test(tests, neighbouring_weekdays);
    tcase_add_test(tests, adding_workdays);
    tcase_add_test(tests, workdays_one_by_one);
    tcase_add_test(tests, parsing);
    tcase_add_test(tests, parse_errors);
    tcase_add_test(tests, exact_length);
    tcase_add_test(tests, names);
    tcase_set_timeout(tests, 60);
    suite_add_tcase(suite, tests);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
