/*
 * What librelcal says about days, as plain lines for test_dates.py to compare with other programs.
 *
 *   dates_oracle days                reads "DAY AMOUNT" and prints a line for each: the day's
 *                                    names, the amount added to it in every unit, the way back
 *   dates_oracle weekdays FIRST LAST prints the nth weekdays of every month from year to year
 *   dates_oracle workdays [DAY...]   reads "FROM TO COUNT" and prints the working days between two
 *                                    days and the day so many after the first; DAYs are holidays
 *
 * DAYs are days since 1970-01-01; a day that does not exist is printed as "-".
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "relcal/date.h"

#define HOLIDAY_MAX 4096

static void print_date(relcal_date date, char end)
{
    char buffer[RELCAL_DATE_BYTES];
    (void)relcal_date_format(date, buffer);
    printf("%s%c", buffer[0] != '\0' ? buffer : "-", end);
}

static void print_day(relcal_date date, int64_t amount)
{
    char week[RELCAL_DATE_BYTES];
    relcal_civil civil = relcal_date_to_civil(date);
    relcal_week_date week_date = relcal_date_to_week(date);
    relcal_date later = relcal_date_add_days(date, amount);
    relcal_span span = relcal_date_span(date, later);

    print_date(date, ' ');
    printf("%d %d %d ", civil.year, civil.month, civil.day);
    printf("%d %d %s ", (int)relcal_date_weekday(date), relcal_date_day_of_year(date),
           relcal_date_format_week(date, week));
    printf("%" PRId32 " ", relcal_date_from_civil(civil.year, civil.month, civil.day));
    printf("%" PRId32 " ",
           relcal_date_from_week(week_date.year, week_date.week, week_date.weekday));
    print_date(later, ' ');
    print_date(relcal_date_add_weeks(date, amount), ' ');
    print_date(relcal_date_add_months(date, amount), ' ');
    print_date(relcal_date_add_years(date, amount), ' ');
    printf("%" PRId32 " %" PRId32 " %" PRId32 "\n", span.years, span.months, span.days);
}

static int answer_days(void)
{
    int32_t day;
    int64_t amount;
    while (scanf("%" SCNd32 " %" SCNd64, &day, &amount) == 2) {
        print_day(day, amount);
    }
    return EXIT_SUCCESS;
}

static int answer_weekdays(int first_year, int last_year)
{
    for (int year = first_year; year <= last_year; year++) {
        for (int month = 1; month <= 12; month++) {
            printf("%d %d %d", year, month, relcal_month_length(year, month));
            for (int weekday = RELCAL_MONDAY; weekday <= RELCAL_SUNDAY; weekday++) {
                for (int nth = -5; nth <= 5; nth++) {
                    relcal_date date = relcal_month_nth_weekday(year, month,
                                                                (relcal_weekday)weekday, nth);
                    printf(" %d", relcal_date_to_civil(date).day);
                }
            }
            putchar('\n');
        }
    }
    return EXIT_SUCCESS;
}

static int answer_workdays(int holiday_count, char **texts)
{
    static relcal_date holidays[HOLIDAY_MAX];
    if (holiday_count > HOLIDAY_MAX) {
        return EXIT_FAILURE;
    }
    for (int i = 0; i < holiday_count; i++) {
        holidays[i] = (relcal_date)strtol(texts[i], NULL, 10);
    }
    relcal_workdays workdays = {
        .weekend = RELCAL_WEEKEND, .holidays = holidays, .holiday_count = (size_t)holiday_count};
    int32_t from, to;
    int64_t count;
    while (scanf("%" SCNd32 " %" SCNd32 " %" SCNd64, &from, &to, &count) == 3) {
        printf("%" PRId32 " ", relcal_date_count_workdays(&workdays, from, to));
        print_date(relcal_date_add_workdays(&workdays, from, count), '\n');
    }
    return EXIT_SUCCESS;
}

int main(int argument_count, char **arguments)
{
    const char *question = argument_count > 1 ? arguments[1] : "";
    if (strcmp(question, "days") == 0) {
        return answer_days();
    }
    if (strcmp(question, "weekdays") == 0 && argument_count == 4) {
        return answer_weekdays(atoi(arguments[2]), atoi(arguments[3]));
    }
    if (strcmp(question, "workdays") == 0) {
        return answer_workdays(argument_count - 2, arguments + 2);
    }
    fputs("usage: dates_oracle days | weekdays FIRST LAST | workdays [DAY...]\n", stderr);
    return EXIT_FAILURE;
}
