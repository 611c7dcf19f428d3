/* Single dates: days on which nothing is released, days that are over, to come, or far away. */
#include <stdio.h>
#include <stdlib.h>

#include "milestones.h"
#include "relcal/plan.h"

/* How far a date may be from most others of its series, in years. */
#define FAR_YEARS 30

char *lint_format_day(relcal_date date, char buffer[LINT_DAY_BYTES])
{
    char text[RELCAL_DATE_BYTES];
    (void)snprintf(buffer, LINT_DAY_BYTES, "%s, %s", relcal_weekday_name(relcal_date_weekday(date)),
                   relcal_date_format(date, text));
    return buffer;
}

static bool is_holiday(const lint_run *run, relcal_date date)
{
    for (size_t index = 0; index < run->options->holiday_count; index++) {
        if (run->options->holidays[index] == date) {
            return true;
        }
    }
    return false;
}

/* Support ends on any day; a release is made by people. */
static bool is_release_day(const relcal_draft_milestone *milestone)
{
    return milestone->state == RELCAL_EXPECTED && milestone->is_release &&
           lint_is_dated(milestone) && lint_is_day(&milestone->when);
}

static void check_holiday(lint_run *run, const relcal_draft_series *series,
                          const relcal_draft_milestone *milestone)
{
    char day[LINT_DAY_BYTES];
    relcal_date date = relcal_when_date(&milestone->when);
    if (is_holiday(run, date)) {
        (void)lint_add(run, LINT_HOLIDAY, milestone->date_place, series->id, milestone->id,
                       "%s is expected on %s, a holiday; write another day", milestone->id,
                       lint_format_day(date, day));
    }
}

static void check_future(lint_run *run, const relcal_draft_series *series,
                         const relcal_draft_milestone *milestone)
{
    char date[RELCAL_WHEN_BYTES];
    char today[RELCAL_DATE_BYTES];
    if (run->options->has_today && lint_is_dated(milestone) && milestone->state == RELCAL_ACTUAL &&
        milestone->when.earliest > relcal_instant_of_day_end(run->options->today)) {
        relcal_date_format(run->options->today, today);
        (void)lint_add(run, LINT_FUTURE, milestone->date_place, series->id, milestone->id,
                       "%s is actual on %s, which has not come on %s; leave state out until then",
                       milestone->id, relcal_when_format(&milestone->when, date), today);
    }
}

static int compare_dates(const void *left_pointer, const void *right_pointer)
{
    relcal_date left = *(const relcal_date *)left_pointer;
    relcal_date right = *(const relcal_date *)right_pointer;
    return (left > right) - (left < right);
}

/* The date in the middle of a series' dates; RELCAL_DATE_NONE where there are fewer than three. */
static relcal_date find_middle(lint_run *run, const relcal_draft_series *series)
{
    relcal_date *dates = relcal_arena_allocate(&run->loader.arena,
                                               (series->milestone_count + 1) * sizeof *dates);
    size_t count = 0;
    for (const relcal_draft_milestone *milestone = series->milestones; milestone != NULL;
         milestone = milestone->next) {
        if (lint_is_dated(milestone)) {
            dates[count++] = relcal_when_date(&milestone->when);
        }
    }
    qsort(dates, count, sizeof *dates, compare_dates);
    return count < 3 ? RELCAL_DATE_NONE : dates[count / 2];
}

static void check_distance(lint_run *run, const relcal_draft_series *series,
                           const relcal_draft_milestone *milestone, relcal_date middle)
{
    char date[RELCAL_WHEN_BYTES];
    char other[RELCAL_DATE_BYTES];
    if (middle == RELCAL_DATE_NONE || !lint_is_dated(milestone)) {
        return;
    }
    int32_t years = relcal_date_span(middle, relcal_when_date(&milestone->when)).years;
    if (years >= FAR_YEARS || years <= -FAR_YEARS) {
        (void)lint_add(run, LINT_FAR_DATE, milestone->date_place, series->id, milestone->id,
                       "%s is on %s, %d years from %s in the middle of the series; look at its "
                       "year",
                       milestone->id, relcal_when_format(&milestone->when, date),
                       (int)(years < 0 ? -years : years), relcal_date_format(middle, other));
    }
}

void lint_check_days(lint_run *run, const lint_project *project, size_t index)
{
    const relcal_draft_series *series = project->series[index];
    relcal_date middle = find_middle(run, series);
    for (const relcal_draft_milestone *milestone = series->milestones; milestone != NULL;
         milestone = milestone->next) {
        if (is_release_day(milestone)) {
            check_holiday(run, series, milestone);
        }
        check_future(run, series, milestone);
        check_distance(run, series, milestone, middle);
    }
}

/* Whether nobody has said of an expected milestone that it happened, though its day is over. What
 * cannot be loaded has no phases to go by. */
static bool is_overdue(const lint_run *run, const lint_project *project,
                       const relcal_draft_series *series, const relcal_draft_milestone *milestone)
{
    relcal_date today = run->options->today;
    const relcal_series *sealed = run->sealed == NULL
                                      ? NULL
                                      : relcal_catalog_series(run->sealed, project->draft->id,
                                                              series->id);
    if (sealed != NULL) {
        return relcal_plan_is_overdue(relcal_series_plan(sealed, RELCAL_LATEST),
                                      relcal_series_milestone(sealed, milestone->id),
                                      relcal_instant_of_day_end(today));
    }
    return milestone->state == RELCAL_EXPECTED && lint_is_dated(milestone) &&
           relcal_when_is_past(&milestone->when, relcal_instant_of_day_start(today));
}

void lint_check_overdue(lint_run *run, const lint_project *project, size_t index)
{
    const relcal_draft_series *series = project->series[index];
    for (const relcal_draft_milestone *milestone = series->milestones;
         milestone != NULL && run->options->has_today; milestone = milestone->next) {
        if (is_overdue(run, project, series, milestone)) {
            char date[RELCAL_WHEN_BYTES];
            char today[RELCAL_DATE_BYTES];
            (void)lint_add(run, LINT_OVERDUE, milestone->date_place, series->id, milestone->id,
                           "%s was expected on %s, which is over on %s; write state: actual, or a "
                           "new date",
                           milestone->id, relcal_when_format(&milestone->when, date),
                           relcal_date_format(run->options->today, today));
        }
    }
}

void lint_check_weekends(lint_run *run, const lint_project *project, size_t index)
{
    static const relcal_workdays week = {.weekend = RELCAL_WEEKEND};
    const relcal_draft_series *series = project->series[index];
    for (const relcal_draft_milestone *milestone = series->milestones; milestone != NULL;
         milestone = milestone->next) {
        char day[LINT_DAY_BYTES];
        if (!is_release_day(milestone)) {
            continue;
        }
        relcal_date date = relcal_when_date(&milestone->when);
        if (!relcal_date_is_workday(&week, date) && !lint_is_weekday_of_habit(run, milestone)) {
            (void)lint_add(run, LINT_WEEKEND, milestone->date_place, series->id, milestone->id,
                           "%s is expected on %s; write a day from Monday to Friday", milestone->id,
                           lint_format_day(date, day));
        }
    }
}

/* ---- revised ---- */

static const relcal_draft_revision *newest_revision(const relcal_draft_milestone *milestone)
{
    const relcal_draft_revision *newest = milestone->revisions;
    while (newest != NULL && newest->next != NULL) {
        newest = newest->next;
    }
    return newest;
}

void lint_check_revised(lint_run *run, const lint_project *project, size_t index)
{
    const relcal_draft_series *series = project->series[index];
    char revised[RELCAL_DATE_BYTES];
    if (series->revised == RELCAL_DATE_NONE) {
        return;
    }
    relcal_date_format(series->revised, revised);
    for (const relcal_draft_milestone *milestone = series->milestones; milestone != NULL;
         milestone = milestone->next) {
        char date[RELCAL_WHEN_BYTES];
        const relcal_draft_revision *newest = newest_revision(milestone);
        if (milestone->state == RELCAL_ACTUAL && lint_is_dated(milestone) &&
            relcal_when_date(&milestone->when) > series->revised) {
            (void)lint_add(run, LINT_AFTER_REVISED, milestone->date_place, series->id,
                           milestone->id,
                           "%s happened on %s, but the file was revised on %s, before that; mend "
                           "the date, or write the day of the last change as revised",
                           milestone->id, relcal_when_format(&milestone->when, date), revised);
        } else if (newest != NULL && newest->since > series->revised) {
            (void)lint_add(run, LINT_REVISED_OLD, milestone->place, series->id, milestone->id,
                           "the plan of %s changed on %s, but the file was revised on %s, before "
                           "that; write the day of the last change as revised",
                           milestone->id, relcal_date_format(newest->since, date), revised);
        }
    }
}
