/*
 * Dates as texts: YYYY-MM-DD and YYYY-Www-D, the extended formats of ISO 8601-1:2019, 5.2.2.1 and
 * 5.2.4.1; for whens also the shorter ones, cut after the week, the month or the year. Years have
 * four digits, 0001 to 9999. Nothing here depends on a locale.
 */
#include "relcal/date.h"

#include "calendar.h"
#include "digits.h"
#include "period.h"

char *relcal_date_format(relcal_date date, char buffer[RELCAL_DATE_BYTES])
{
    char *end = buffer;
    if (relcal_date_is_valid(date)) {
        relcal_civil civil = relcal_date_to_civil(date);
        end = relcal_put_digits(end, (uint32_t)civil.year, 4);
        *end++ = '-';
        end = relcal_put_digits(end, civil.month, 2);
        *end++ = '-';
        end = relcal_put_digits(end, civil.day, 2);
    }
    *end = '\0';
    return buffer;
}

char *relcal_date_format_week(relcal_date date, char buffer[RELCAL_DATE_BYTES])
{
    char *end = buffer;
    if (relcal_date_is_valid(date)) {
        relcal_week_date week_date = relcal_date_to_week(date);
        end = relcal_put_digits(end, (uint32_t)week_date.year, 4);
        *end++ = '-';
        *end++ = 'W';
        end = relcal_put_digits(end, week_date.week, 2);
        *end++ = '-';
        end = relcal_put_digits(end, week_date.weekday, 1);
    }
    *end = '\0';
    return buffer;
}

/* YYYY-MM-DD, with the reader behind it. */
static relcal_status day_of_month(const relcal_reader *reader, size_t start, int year, int month,
                                  int day, relcal_period *out)
{
    if (!relcal_civil_is_valid(year, month, day)) {
        return relcal_reader_out_of_range(reader, start, reader->at - 2,
                                          "is no day; %s %d has %d days", relcal_month_name(month),
                                          year, relcal_month_length(year, month));
    }
    relcal_date date = relcal_date_from_civil(year, month, day);
    *out = (relcal_period){.first = date, .last = date, .precision = RELCAL_PRECISION_DAY};
    return RELCAL_OK;
}

/* MM or MM-DD after YYYY-. */
static relcal_status read_month(relcal_reader *reader, size_t start, int year, relcal_period *out)
{
    int month;
    int day;
    size_t month_at = reader->at;
    relcal_status status = relcal_reader_number(reader, 2, &month);
    bool has_day = status == RELCAL_OK && relcal_reader_take(reader, '-');
    if (has_day) {
        status = relcal_reader_number(reader, 2, &day);
    }
    if (status != RELCAL_OK) {
        return status;
    }
    if (month < 1 || month > RELCAL_MONTHS_PER_YEAR) {
        return relcal_reader_out_of_range(reader, start, month_at, "is no %s; months are 01 to 12",
                                          has_day ? "day" : "month");
    }
    if (has_day) {
        return day_of_month(reader, start, year, month, day, out);
    }
    out->first = relcal_date_from_civil(year, month, 1);
    out->last = out->first + relcal_month_length(year, month) - 1;
    out->precision = RELCAL_PRECISION_MONTH;
    return RELCAL_OK;
}

/* YYYY-Www-D, with the reader behind it; the week is one of the year. */
static relcal_status day_of_week(const relcal_reader *reader, size_t start, int year, int week,
                                 int weekday, relcal_period *out)
{
    if (weekday < RELCAL_MONDAY || weekday > RELCAL_SUNDAY) {
        return relcal_reader_out_of_range(reader, start, reader->at - 1,
                                          "is no day; days of a week are 1, Monday, to 7, Sunday");
    }
    relcal_date date = relcal_date_from_week(year, week, weekday);
    if (date == RELCAL_DATE_NONE) {
        return relcal_reader_out_of_range(reader, start, reader->at - 1,
                                          "lies after the last day, 9999-12-31 or 9999-W52-5");
    }
    *out = (relcal_period){.first = date, .last = date, .precision = RELCAL_PRECISION_DAY};
    return RELCAL_OK;
}

/* ww or ww-D after YYYY-W. */
static relcal_status read_week(relcal_reader *reader, size_t start, int year, relcal_period *out)
{
    int week;
    int weekday;
    size_t week_at = reader->at;
    relcal_status status = relcal_reader_number(reader, 2, &week);
    bool has_day = status == RELCAL_OK && relcal_reader_take(reader, '-');
    if (has_day) {
        status = relcal_reader_number(reader, 1, &weekday);
    }
    if (status != RELCAL_OK) {
        return status;
    }
    if (week < 1 || week > relcal_year_weeks(year)) {
        return relcal_reader_out_of_range(reader, start, week_at, "is no %s; %d has %d weeks",
                                          has_day ? "day" : "week", year, relcal_year_weeks(year));
    }
    if (has_day) {
        return day_of_week(reader, start, year, week, weekday, out);
    }
    relcal_date sunday = relcal_date_from_week(year, week, RELCAL_SUNDAY);
    if (sunday == RELCAL_DATE_NONE) {
        return relcal_reader_out_of_range(reader, start, week_at,
                                          "does not end before the last day, 9999-12-31");
    }
    out->first = relcal_date_from_week(year, week, RELCAL_MONDAY);
    out->last = sunday;
    out->precision = RELCAL_PRECISION_WEEK;
    return RELCAL_OK;
}

relcal_status relcal_period_read(relcal_reader *reader, relcal_period *out)
{
    int year;
    size_t start = reader->at;
    relcal_status status = relcal_reader_number(reader, 4, &year);
    if (status != RELCAL_OK) {
        return status;
    }
    if (year == 0) {
        return relcal_reader_out_of_range(reader, start, start,
                                          "is no year; years are 0001 to 9999");
    }
    if (relcal_reader_take(reader, '-')) {
        return relcal_reader_take(reader, 'W') ? read_week(reader, start, year, out)
                                               : read_month(reader, start, year, out);
    }
    out->first = relcal_date_from_civil(year, 1, 1);
    out->last = relcal_date_from_civil(year, 12, 31);
    out->precision = RELCAL_PRECISION_YEAR;
    return RELCAL_OK;
}

relcal_status relcal_date_parse(relcal_date *out, const char *text, size_t length,
                                relcal_error *error)
{
    relcal_reader reader = {
        .text = text, .length = length, .thing = "a date", .wanted = "YYYY-MM-DD", .error = error};
    relcal_period period;
    relcal_status status = relcal_period_read(&reader, &period);
    if (status != RELCAL_OK) {
        return status;
    }
    if (period.precision != RELCAL_PRECISION_DAY || !relcal_reader_is_at_end(&reader)) {
        return relcal_reader_misread(&reader);
    }
    *out = period.first;
    return RELCAL_OK;
}

const char *relcal_weekday_name(relcal_weekday weekday)
{
    static const char *const names[] = {"",         "Monday", "Tuesday",  "Wednesday",
                                        "Thursday", "Friday", "Saturday", "Sunday"};
    size_t index = (size_t)weekday;
    return index < sizeof names / sizeof names[0] ? names[index] : "";
}

const char *relcal_month_name(int month)
{
    static const char *const names[] = {"",        "January",  "February", "March",  "April",
                                        "May",     "June",     "July",     "August", "September",
                                        "October", "November", "December"};
    size_t index = (size_t)month;
    return index < sizeof names / sizeof names[0] ? names[index] : "";
}
