/*
 * What a series' cadence says of its days: for each milestone the date that its rule gives from the
 * others as they are planned. How far two milestones in a row are off it differs little, or one of
 * their dates is wrong.
 */
#include <string.h>

#include "milestones.h"

static bool has_expected(const relcal_draft_series *series)
{
    for (const relcal_draft_milestone *milestone = series->milestones; milestone != NULL;
         milestone = milestone->next) {
        if (milestone->state == RELCAL_EXPECTED) {
            return true;
        }
    }
    return false;
}

void lint_find_habit(lint_run *run, const lint_project *project, size_t index)
{
    const relcal_draft_series *draft = project->series[index];
    const relcal_project *sealed = run->sealed == NULL
                                       ? NULL
                                       : relcal_catalog_project(run->sealed, project->draft->id);
    const relcal_series *series = sealed == NULL ? NULL : relcal_project_series(sealed, draft->id);
    lint_forget_habit(run);
    if (series == NULL || !has_expected(draft) ||
        relcal_project_cadence_of(sealed, draft->id) == NULL) {
        return;
    }
    const relcal_plan_request request = {
        .project = sealed,
        .series = draft->id,
        .from = relcal_series_plan(series, RELCAL_LATEST),
        .allocator = &run->loader.arena.allocator,
    };
    if (relcal_plan_make(&run->habit, &request, NULL) == RELCAL_ERROR_MEMORY) {
        relcal_arena_give_up(run->arena);
    }
}

void lint_forget_habit(lint_run *run)
{
    relcal_outcome_free(run->habit);
    run->habit = NULL;
}

bool lint_find_distance(const lint_run *run, const relcal_draft_milestone *milestone, int32_t *days)
{
    const relcal_planned *planned = run->habit == NULL
                                        ? NULL
                                        : relcal_outcome_find(run->habit, milestone->id);
    if (planned == NULL || !planned->has_by_rule || !lint_is_day(&planned->when) ||
        !lint_is_day(&planned->by_rule)) {
        return false;
    }
    *days = relcal_when_date(&planned->when) - relcal_when_date(&planned->by_rule);
    return true;
}

bool lint_is_weekday_of_habit(const lint_run *run, const relcal_draft_milestone *milestone)
{
    const relcal_planned *planned = run->habit == NULL
                                        ? NULL
                                        : relcal_outcome_find(run->habit, milestone->id);
    if (planned == NULL || !planned->has_by_rule ||
        (planned->by_rule.precision != RELCAL_PRECISION_DAY &&
         planned->by_rule.precision != RELCAL_PRECISION_RANGE)) {
        return false;
    }
    const relcal_clash *clash;
    for (size_t index = 0; (clash = relcal_outcome_clash_at(run->habit, index)) != NULL; index++) {
        if (clash->is_of_weekday && strcmp(clash->milestone, planned->id) == 0) {
            return false;
        }
    }
    relcal_date first = relcal_instant_date(planned->by_rule.earliest);
    return relcal_date_weekday(first) == relcal_date_weekday(relcal_when_date(&milestone->when));
}
