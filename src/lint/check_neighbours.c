/*
 * A series against its neighbours: the days between its milestones, and how long it is supported.
 * Where no cadence of the project speaks, what its neighbours have in common stands for one.
 */
#include <stdlib.h>

#include "milestones.h"

/* How many neighbours are asked, and how many must answer. The end of support is a matter of rules,
 * which change, so for one that is expected the two nearest are asked; one that is a fact is judged
 * by four. */
#define MOST_NEIGHBOURS 4
#define LEAST_NEIGHBOURS 2
/* How far a gap may be outside of those of the neighbours, in days. */
#define GAP_SLACK_DAYS 14
/* How far the support of series may differ and still be called equal, in days. */
#define SUPPORT_SLACK_DAYS 45

/* A milestone of any series, by its stage and number. */
typedef struct milestone_name {
    lint_stage stage;
    int32_t number;
} milestone_name;

/* The days between two milestones in neighbouring series, ascending. */
typedef struct gap_list {
    int32_t days[MOST_NEIGHBOURS];
    size_t count;
} gap_list;

static bool find_gap(const relcal_draft_series *series, milestone_name from, milestone_name to,
                     int32_t *days)
{
    const relcal_draft_milestone *first = lint_find_stage(series, from.stage, from.number);
    const relcal_draft_milestone *second = lint_find_stage(series, to.stage, to.number);
    if (first == NULL || second == NULL) {
        return false;
    }
    *days = relcal_date_days_between(relcal_when_date(&first->when),
                                     relcal_when_date(&second->when));
    return true;
}

static int compare_days(const void *left_pointer, const void *right_pointer)
{
    int32_t left = *(const int32_t *)left_pointer;
    int32_t right = *(const int32_t *)right_pointer;
    return (left > right) - (left < right);
}

static void add_gap(gap_list *gaps, size_t most, const relcal_draft_series *series,
                    milestone_name from, milestone_name to)
{
    int32_t days;
    if (gaps->count < most && find_gap(series, from, to, &days)) {
        gaps->days[gaps->count++] = days;
    }
}

/* Asks the nearest neighbours on both sides in turn, no further away than there are to ask. */
static gap_list ask_neighbours(const lint_project *project, size_t index, size_t most,
                               milestone_name from, milestone_name to)
{
    gap_list gaps = {.count = 0};
    for (size_t distance = 1; distance <= MOST_NEIGHBOURS; distance++) {
        if (distance <= index) {
            add_gap(&gaps, most, project->series[index - distance], from, to);
        }
        if (index + distance < project->series_count) {
            add_gap(&gaps, most, project->series[index + distance], from, to);
        }
    }
    qsort(gaps.days, gaps.count, sizeof gaps.days[0], compare_days);
    return gaps;
}

/* ---- gaps ---- */

/* The milestones of a first release in their order. */
static const relcal_draft_milestone *find_following(const relcal_draft_series *series,
                                                    const relcal_draft_milestone *milestone)
{
    lint_stage stage = lint_stage_of(milestone);
    if (!lint_is_pre_release(stage)) {
        return NULL;
    }
    const relcal_draft_milestone *next = lint_find_stage(series, stage, milestone->number + 1);
    while (next == NULL && stage < LINT_FINAL) {
        stage++;
        next = lint_find_stage(series, stage, stage == LINT_FINAL ? -1 : 1);
    }
    return next;
}

static int32_t absolute(int32_t number)
{
    return number < 0 ? -number : number;
}

static void check_gap(lint_run *run, const lint_project *project, size_t index,
                      const relcal_draft_milestone *milestone,
                      const relcal_draft_milestone *following)
{
    milestone_name from = {lint_stage_of(milestone), milestone->number};
    milestone_name to = {lint_stage_of(following), following->number};
    gap_list gaps = ask_neighbours(project, index, MOST_NEIGHBOURS, from, to);
    int32_t days = relcal_date_days_between(relcal_when_date(&milestone->when),
                                            relcal_when_date(&following->when));
    if (gaps.count < LEAST_NEIGHBOURS || days < 0) {
        return;
    }
    int32_t least = gaps.days[0];
    int32_t most = gaps.days[gaps.count - 1];
    int32_t median = (gaps.days[(gaps.count - 1) / 2] + gaps.days[gaps.count / 2]) / 2;
    bool is_outside = days < least - GAP_SLACK_DAYS || days > most + GAP_SLACK_DAYS;
    if (is_outside && 2 * absolute(days - median) > median) {
        (void)lint_add(run, LINT_GAP, following->date_place, project->series[index]->id,
                       following->id,
                       "%s comes %d days after %s; in neighbouring series it is %d to %d days; "
                       "look at both dates",
                       following->id, (int)days, milestone->id, (int)least, (int)most);
    }
}

/* Two dates that were picked by hand are each within the tolerance of their rules. False where no
 * rules are for both. */
static bool check_gap_by_rule(lint_run *run, const relcal_draft_series *series,
                              const relcal_draft_milestone *milestone,
                              const relcal_draft_milestone *following)
{
    int32_t before;
    int32_t after;
    if (!lint_find_distance(run, milestone, &before) ||
        !lint_find_distance(run, following, &after)) {
        return false;
    }
    const relcal_cadence *cadence = relcal_outcome_cadence(run->habit);
    int32_t days = relcal_date_days_between(relcal_when_date(&milestone->when),
                                            relcal_when_date(&following->when));
    if (absolute(after - before) > 2 * relcal_cadence_tolerance(cadence)) {
        (void)lint_add(run, LINT_GAP, following->date_place, series->id, following->id,
                       "%s comes %d days after %s; by the cadence %s it would be %d; look at both "
                       "dates",
                       following->id, (int)days, milestone->id, relcal_cadence_id(cadence),
                       (int)(days - (after - before)));
    }
    return true;
}

/* What happened cannot be planned better: a gap between two actual days is as it is. */
void lint_check_gaps(lint_run *run, const lint_project *project, size_t index)
{
    const relcal_draft_series *series = project->series[index];
    for (const relcal_draft_milestone *milestone = series->milestones; milestone != NULL;
         milestone = milestone->next) {
        const relcal_draft_milestone *following = lint_is_dated(milestone) &&
                                                          lint_is_day(&milestone->when)
                                                      ? find_following(series, milestone)
                                                      : NULL;
        if (following != NULL && lint_is_day(&following->when) &&
            (milestone->state == RELCAL_EXPECTED || following->state == RELCAL_EXPECTED) &&
            !check_gap_by_rule(run, series, milestone, following)) {
            check_gap(run, project, index, milestone, following);
        }
    }
}

/* ---- support ---- */

static void check_support(lint_run *run, const lint_project *project, size_t index, lint_stage end)
{
    const relcal_draft_series *series = project->series[index];
    milestone_name from = {LINT_FINAL, -1};
    milestone_name to = {end, -1};
    const relcal_draft_milestone *milestone = lint_find_stage(series, end, -1);
    int32_t days;
    if (milestone == NULL || !find_gap(series, from, to, &days) || days < 0) {
        return;
    }
    size_t needed = milestone->state == RELCAL_EXPECTED ? LEAST_NEIGHBOURS : MOST_NEIGHBOURS;
    gap_list gaps = ask_neighbours(project, index, needed, from, to);
    if (gaps.count < needed) {
        return;
    }
    int32_t least = gaps.days[0];
    int32_t most = gaps.days[gaps.count - 1];
    if (most - least > SUPPORT_SLACK_DAYS ||
        (days >= least - SUPPORT_SLACK_DAYS && days <= most + SUPPORT_SLACK_DAYS)) {
        return;
    }
    (void)lint_add(run, LINT_SUPPORT_LENGTH, milestone->date_place, series->id, milestone->id,
                   "%s comes %d days after the final release; in all neighbouring series it is %d "
                   "to %d days; look at the date",
                   milestone->id, (int)days, (int)least, (int)most);
}

void lint_check_support(lint_run *run, const lint_project *project, size_t index)
{
    check_support(run, project, index, LINT_END_OF_BUGFIX);
    check_support(run, project, index, LINT_END_OF_LIFE);
}
