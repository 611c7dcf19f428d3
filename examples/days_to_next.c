/*
 * How many days are left to the next milestone of each of several Python series?
 *
 *     days_to_next DAY SERIES...
 */
#include <stdio.h>
#include <string.h>

#include <relcal/relcal.h>

static void print_next(const relcal_series *series, relcal_date today)
{
    relcal_plan plan = relcal_series_plan(series, today);
    relcal_standing standing = relcal_plan_on(plan, today);
    relcal_entry next;
    char when[RELCAL_WHEN_BYTES];

    if (!relcal_plan_entry(plan, standing.next, &next)) {
        printf("%-5s nothing more is planned\n", relcal_series_id(series));
        return;
    }
    /* Of a milestone known to the month this counts to the month's first day. */
    printf("%-5s %4d days to %s, %s\n", relcal_series_id(series),
           (int)relcal_date_days_between(today, relcal_when_date(&next.when)),
           relcal_milestone_title(next.milestone), relcal_when_format(&next.when, when));
}

int main(int argc, char **argv)
{
    const relcal_project *python = relcal_catalog_project(relcal_catalog_builtin(), "python");
    relcal_date today;
    relcal_error error;

    if (argc < 3) {
        fprintf(stderr, "usage: days_to_next DAY SERIES...\n");
        return 2;
    }
    if (relcal_date_parse(&today, argv[1], strlen(argv[1]), &error) != RELCAL_OK) {
        fprintf(stderr, "%s: %s\n", argv[1], error.message);
        return 2;
    }
    for (int i = 2; i < argc; i++) {
        const relcal_series *series = relcal_project_series(python, argv[i]);
        if (series == NULL) {
            fprintf(stderr, "%s: no such series of Python\n", argv[i]);
            return 2;
        }
        print_next(series, today);
    }
    return 0;
}
