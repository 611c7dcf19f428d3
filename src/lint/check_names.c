/* The names and numbers of milestones: those that there cannot be, and those that are missing. */
#include <stdio.h>

#include "digits.h"
#include "milestones.h"

/* The numbers of one kind of milestone. */
typedef struct number_row {
    const relcal_draft_milestone *highest;
    int32_t least; /* 1, or that of the release with which the series begins: 3 of 1.9.3 */
    int32_t most;
    int32_t count; /* of different numbers from the least on */
} number_row;

/* The number of a milestone in its row; -1 where it is of another one. The row of the final stage
 * is that of the bugfix releases. */
static int32_t number_in_row(const relcal_draft_milestone *milestone, relcal_stage stage)
{
    const relcal_version *version = &milestone->version;
    if (!milestone->is_release || version->stage != stage) {
        return -1;
    }
    if (stage == RELCAL_STAGE_FINAL) {
        return version->has_release ? version->micro : -1;
    }
    return version->micro == 0 ? version->number : -1;
}

static int32_t find_least(const relcal_draft_series *series, relcal_stage stage)
{
    for (const relcal_draft_milestone *milestone = series->milestones; milestone != NULL;
         milestone = milestone->next) {
        int32_t number = number_in_row(milestone, stage);
        if (stage == RELCAL_STAGE_FINAL && milestone->first_release && number > 0) {
            return number;
        }
    }
    return 1;
}

static number_row read_row(const relcal_draft_series *series, relcal_stage stage)
{
    number_row row = {.least = find_least(series, stage)};
    for (const relcal_draft_milestone *milestone = series->milestones; milestone != NULL;
         milestone = milestone->next) {
        int32_t number = number_in_row(milestone, stage);
        row.count += number >= row.least;
        if (number > row.most) {
            row.most = number;
            row.highest = milestone;
        }
    }
    return row;
}

static const relcal_draft_milestone *find_number(const relcal_draft_series *series,
                                                 relcal_stage stage, int32_t number)
{
    const relcal_draft_milestone *milestone = series->milestones;
    while (milestone != NULL && number_in_row(milestone, stage) != number) {
        milestone = milestone->next;
    }
    return milestone;
}

/* The milestone of a row that follows its first missing number, and that number. */
static const relcal_draft_milestone *find_hole(const relcal_draft_series *series,
                                               relcal_stage stage, const number_row *row,
                                               int32_t *missing)
{
    *missing = row->least;
    while (find_number(series, stage, *missing) != NULL) {
        ++*missing;
    }
    const relcal_draft_milestone *after = row->highest;
    int32_t least = row->most;
    for (const relcal_draft_milestone *milestone = series->milestones; milestone != NULL;
         milestone = milestone->next) {
        int32_t number = number_in_row(milestone, stage);
        if (number > *missing && number < least) {
            least = number;
            after = milestone;
        }
    }
    return after;
}

/* The id of a number that is missing, written as the one that follows it: 16.04.4 before 16.04.5.
 */
static const char *name_missing(lint_run *run, const char *after, int32_t missing)
{
    size_t end = strlen(after);
    while (end > 0 && !relcal_is_digit(after[end - 1])) {
        end--;
    }
    size_t begin = end;
    while (begin > 0 && relcal_is_digit(after[begin - 1])) {
        begin--;
    }
    int width = after[begin] == '0' ? (int)(end - begin) : 1;
    size_t room = strlen(after) + sizeof "65535";
    char *name = relcal_arena_allocate(&run->loader.arena, room);
    (void)snprintf(name, room, "%.*s%0*d%s", (int)begin, after, width, (int)missing, after + end);
    return name;
}

/* Ids are different, so a row without a hole has as many milestones as there are numbers from its
 * least to its highest. */
static void check_row(lint_run *run, const relcal_draft_series *series, relcal_stage stage)
{
    number_row row = read_row(series, stage);
    if (row.count > row.most - row.least) {
        return;
    }
    int32_t missing;
    const relcal_draft_milestone *after = find_hole(series, stage, &row, &missing);
    (void)lint_add(
        run, LINT_NUMBER_MISSING, after->place, series->id, after->id,
        "%s is missing before %s; add it, as withdrawn if it was only planned, or number "
        "without a gap",
        name_missing(run, after->id, missing), after->id);
}

static void check_same_day(lint_run *run, const relcal_draft_series *series,
                           const relcal_draft_milestone *milestone)
{
    lint_stage stage = lint_stage_of(milestone);
    if (!lint_is_pre_release(stage) || milestone->number < 1 || !lint_is_dated(milestone) ||
        !lint_is_day(&milestone->when)) {
        return;
    }
    const relcal_draft_milestone *previous = lint_find_stage(series, stage, milestone->number - 1);
    if (previous != NULL && lint_is_day(&previous->when) &&
        relcal_when_date(&previous->when) == relcal_when_date(&milestone->when)) {
        char date[RELCAL_WHEN_BYTES];
        (void)lint_add(run, LINT_SAME_DAY, milestone->date_place, series->id, milestone->id,
                       "%s is on %s, the day of %s; look whether one release is written twice",
                       milestone->id, relcal_when_format(&milestone->when, date), previous->id);
    }
}

void lint_check_numbers(lint_run *run, const lint_project *project, size_t index)
{
    const relcal_draft_series *series = project->series[index];
    for (relcal_stage stage = RELCAL_STAGE_ALPHA; stage <= RELCAL_STAGE_FINAL; stage++) {
        check_row(run, series, stage);
    }
    for (const relcal_draft_milestone *milestone = series->milestones; milestone != NULL;
         milestone = milestone->next) {
        check_same_day(run, series, milestone);
    }
}

void lint_check_first_release(lint_run *run, const lint_project *project, size_t index)
{
    const relcal_draft_series *series = project->series[index];
    const relcal_draft_milestone *final = lint_find_stage(series, LINT_FINAL, -1);
    const relcal_draft_milestone *first = series->milestones;
    while (first != NULL && strcmp(first->id, "first-release") != 0) {
        first = first->next;
    }
    if (first == NULL || final == NULL || !lint_is_dated(first)) {
        return;
    }
    relcal_order order = relcal_when_compare(&first->when, &final->when);
    if (order == RELCAL_ORDER_BEFORE || order == RELCAL_ORDER_AFTER) {
        char date[RELCAL_WHEN_BYTES];
        char final_date[RELCAL_WHEN_BYTES];
        (void)lint_add(run, LINT_FIRST_RELEASE, first->date_place, series->id, first->id,
                       "the first release is on %s, but the final one, %s, on %s; write one date "
                       "for both",
                       relcal_when_format(&first->when, date), final->id,
                       relcal_when_format(&final->when, final_date));
    }
}

/* ---- ids ---- */

static bool is_release_number(const char *text)
{
    relcal_version version;
    return relcal_version_parse(&version, text, strlen(text), NULL) == RELCAL_OK &&
           version.has_release;
}

/* Whether an id goes on from that of its series as releases do: 3.12.x of 3.12. */
static bool is_like_release(const char *id, const char *series)
{
    size_t length = strlen(series);
    return strncmp(id, series, length) == 0 && id[length] != '\0' &&
           strchr("0123456789", id[length]) == NULL && is_release_number(series);
}

/* Whether the other series of a project count the milestones of a stage from 1, and none from 0. */
static bool is_counted_from_one(const lint_project *project, const relcal_draft_series *except,
                                relcal_stage stage)
{
    bool is_any = false;
    lint_stage sought = (lint_stage)(LINT_ALPHA + stage);
    for (size_t index = 0; index < project->series_count; index++) {
        const relcal_draft_series *series = project->series[index];
        if (series == except) {
            continue;
        }
        if (lint_find_stage(series, sought, 0) != NULL) {
            return false;
        }
        is_any = is_any || lint_find_stage(series, sought, 1) != NULL;
    }
    return is_any;
}

static void check_id(lint_run *run, const lint_project *project, const relcal_draft_series *series,
                     const relcal_draft_milestone *milestone)
{
    const char *id = milestone->id;
    if (!milestone->is_release) {
        if (is_like_release(id, series->id)) {
            (void)lint_add(run, LINT_MILESTONE_IMPOSSIBLE, milestone->place, series->id, id,
                           "%s is no name of a release; write one such as %s.0b1, %s.0rc1 or %s.1",
                           id, series->id, series->id, series->id);
        }
        return;
    }
    if (milestone->version.stage == RELCAL_STAGE_FINAL || milestone->version.number > 0 ||
        !is_counted_from_one(project, series, milestone->version.stage)) {
        return;
    }
    const char *stage = relcal_stage_name(milestone->version.stage);
    (void)lint_add(run, LINT_MILESTONE_IMPOSSIBLE, milestone->place, series->id, id,
                   "%s is %s 0, which no other series of %s has; count from %s 1", id, stage,
                   project->draft->id, stage);
}

void lint_check_ids(lint_run *run, const lint_project *project, size_t index)
{
    const relcal_draft_series *series = project->series[index];
    for (const relcal_draft_milestone *milestone = series->milestones; milestone != NULL;
         milestone = milestone->next) {
        check_id(run, project, series, milestone);
    }
}
