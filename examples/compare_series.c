/*
 * How long were the alpha, beta and candidate phases of two Python series, side by side?
 *
 *     compare_series DAY SERIES SERIES
 *
 * The plans are read as of the day. A length that hangs on a date still expected has a "~".
 */
#include <stdio.h>
#include <string.h>

#include <relcal/relcal.h>

/* A stage's name alone, such as "b1", is that stage of whatever series is asked. */
static const struct {
    const char *name;
    const char *begins;
    const char *ends;
} stages[] = {
    {"alpha", "a1", "b1"},
    {"beta", "b1", "rc1"},
    {"candidate", "rc1", "final"},
    {"together", "a1", "final"},
};

static void print_length(relcal_plan plan, const char *begins, const char *ends)
{
    relcal_entry begin;
    relcal_entry end;

    if (!relcal_plan_entry(plan, relcal_series_milestone(plan.series, begins), &begin) ||
        !relcal_plan_entry(plan, relcal_series_milestone(plan.series, ends), &end)) {
        printf("  %9s", "-"); /* no such milestone, or not in the plan as of that day */
        return;
    }
    printf(
        "  %s%3d days", end.state == RELCAL_ACTUAL ? " " : "~",
        (int)relcal_date_days_between(relcal_when_date(&begin.when), relcal_when_date(&end.when)));
}

int main(int argc, char **argv)
{
    relcal_plan plans[2];
    relcal_date day;

    if (argc != 4 || relcal_date_parse(&day, argv[1], strlen(argv[1]), NULL) != RELCAL_OK) {
        fprintf(stderr, "usage: compare_series DAY SERIES SERIES\n");
        return 2;
    }
    for (int i = 0; i < 2; i++) {
        const relcal_series *series = relcal_catalog_series(relcal_catalog_builtin(), "python",
                                                            argv[2 + i]);
        if (series == NULL) {
            fprintf(stderr, "%s: no such series of Python\n", argv[2 + i]);
            return 2;
        }
        plans[i] = relcal_series_plan(series, day);
    }

    printf("%-9s  %9s  %9s\n", "", argv[2], argv[3]);
    for (size_t i = 0; i < sizeof stages / sizeof *stages; i++) {
        printf("%-9s", stages[i].name);
        print_length(plans[0], stages[i].begins, stages[i].ends);
        print_length(plans[1], stages[i].begins, stages[i].ends);
        putchar('\n');
    }
    return 0;
}
