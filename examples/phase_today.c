/*
 * What phase is a Python series in today, and what is frozen?
 *
 *     phase_today SERIES [DAY]
 *
 * The library reads no clock, so the day is ours to choose: UTC's, or the argument. The plan is
 * read as it stood at the end of that day.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <relcal/relcal.h>

static void print_milestone(relcal_plan plan, const char *label, const relcal_milestone *milestone)
{
    relcal_entry entry;
    char when[RELCAL_WHEN_BYTES];

    /* False too where there is no milestone, such as an end of what has no end. */
    if (relcal_plan_entry(plan, milestone, &entry)) {
        printf("  %-6s %s, %s (%s)\n", label, relcal_when_format(&entry.when, when),
               relcal_milestone_title(milestone), relcal_state_name(entry.state));
    }
}

static void print_standing(const relcal_series *series, relcal_date day)
{
    const relcal_project *project = relcal_series_project(series);
    relcal_plan plan = relcal_series_plan(series, day);
    relcal_standing standing = relcal_plan_on(plan, day);
    char text[RELCAL_DATE_BYTES];

    printf("%s %s on %s: %s\n", relcal_project_name(project), relcal_series_id(series),
           relcal_date_format(day, text), relcal_phase_id(standing.phase));
    if (standing.phase != NULL) {
        printf("  day    %d of this phase\n", (int)standing.day);
    }
    print_milestone(plan, "since", standing.since);
    print_milestone(plan, "until", standing.until);
    for (size_t i = 0; i < relcal_project_freeze_count(project); i++) {
        const relcal_freeze *freeze = relcal_project_freeze_at(project, i);
        if (relcal_standing_freeze(&standing, freeze) == RELCAL_YES) {
            printf("  frozen %s\n", relcal_freeze_id(freeze));
        }
    }
}

int main(int argc, char **argv)
{
    relcal_date day = relcal_instant_date((relcal_instant)time(NULL));
    relcal_error error;
    const relcal_series *series;

    if (argc < 2 || argc > 3) {
        fprintf(stderr, "usage: phase_today SERIES [DAY]\n");
        return 2;
    }
    if (argc == 3 && relcal_date_parse(&day, argv[2], strlen(argv[2]), &error) != RELCAL_OK) {
        fprintf(stderr, "%s: %s\n", argv[2], error.message);
        return 2;
    }
    series = relcal_catalog_series(relcal_catalog_builtin(), "python", argv[1]);
    if (series == NULL) {
        fprintf(stderr, "%s: no such series of Python\n", argv[1]);
        return 2;
    }
    print_standing(series, day);
    return 0;
}
