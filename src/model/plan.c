/*
 * Questions about a series on a day.
 *
 * The latest plan was worked out when the catalog was made: a table of the seconds at which
 * anything changes, and how things stand from each on; a question is a binary search in it. A plan
 * as of an earlier day is worked out for each question, from the few milestones of its series.
 */
#include "relcal/plan.h"

#include <string.h>

#include "image.h"
#include "relcal/limits.h"

#define NO_INDEX (-1)

/* The milestones that begin phases and bound freezes in one plan, by index. */
typedef struct boundaries {
    int16_t phase_begins[RELCAL_MAX_PHASES];
    int16_t freeze_from[RELCAL_MAX_FREEZES];
    int16_t freeze_until[RELCAL_MAX_FREEZES];
} boundaries;

_Static_assert(RELCAL_MAX_MILESTONES <= INT16_MAX, "an index of a milestone is an int16_t");
_Static_assert(RELCAL_MAX_FREEZES <= 64, "a standing has a bit for each freeze");

relcal_plan relcal_series_plan(const relcal_series *series, relcal_date as_of)
{
    return (relcal_plan){.series = series, .as_of = as_of};
}

/* The milestone at an index that the series has. */
static const relcal_milestone *milestone_at(relcal_plan plan, size_t index)
{
    const relcal_milestone *milestones = relcal_follow(&plan.series->milestones);
    return &milestones[index];
}

/* What a plan says of a milestone: when and in which state. NULL where it is not in the plan. */
static const relcal_image_when *find_when(const relcal_milestone *milestone, relcal_date as_of,
                                          relcal_state *state)
{
    *state = (relcal_state)milestone->state;
    if (as_of == RELCAL_LATEST) {
        return milestone->state == RELCAL_WITHDRAWN ? NULL : &milestone->when;
    }
    if (!relcal_date_is_valid(as_of)) {
        return NULL;
    }
    int64_t known = ((int64_t)as_of + 1) * RELCAL_SECONDS_PER_DAY - 1;
    if (milestone->state == RELCAL_ACTUAL && milestone->when.latest <= known) {
        return &milestone->when;
    }
    *state = RELCAL_EXPECTED;
    if (!milestone->recorded) {
        return &milestone->when;
    }
    const relcal_image_revision *revisions = relcal_follow(&milestone->revisions);
    for (size_t index = milestone->revision_count; index > 0; index--) {
        const relcal_image_revision *revision = &revisions[index - 1];
        if (revision->since <= as_of) {
            return revision->withdrawn ? NULL : &revision->when;
        }
    }
    return NULL;
}

bool relcal_plan_entry(relcal_plan plan, const relcal_milestone *milestone, relcal_entry *out)
{
    if (milestone == NULL) {
        return false;
    }
    relcal_state state;
    const relcal_image_when *when = find_when(milestone, plan.as_of, &state);
    if (when == NULL) {
        return false;
    }
    *out = (relcal_entry){
        .milestone = milestone,
        .when = relcal_image_when_get(when),
        .state = state,
    };
    return true;
}

static relcal_date later_of(relcal_date left, relcal_date right)
{
    return left > right ? left : right;
}

/* The newest day up to `as_of` on which something became known of a milestone. */
static relcal_date milestone_revised(const relcal_milestone *milestone, relcal_date as_of)
{
    relcal_date newest = RELCAL_DATE_NONE;
    const relcal_image_revision *revisions = relcal_follow(&milestone->revisions);
    for (size_t index = 0; index < milestone->revision_count; index++) {
        if (revisions[index].since <= as_of) {
            newest = later_of(newest, revisions[index].since);
        }
    }
    if (milestone->state == RELCAL_ACTUAL) {
        relcal_date happened = relcal_instant_date(milestone->when.latest);
        newest = happened <= as_of ? later_of(newest, happened) : newest;
    }
    return newest;
}

relcal_date relcal_plan_revised(relcal_plan plan)
{
    relcal_date newest = RELCAL_DATE_NONE;
    if (plan.as_of == RELCAL_LATEST && plan.series->revised != RELCAL_DATE_NONE) {
        return plan.series->revised;
    }
    if (plan.as_of != RELCAL_LATEST && !relcal_date_is_valid(plan.as_of)) {
        return RELCAL_DATE_NONE;
    }
    const relcal_milestone *milestones = relcal_follow(&plan.series->milestones);
    for (size_t index = 0; index < plan.series->milestone_count; index++) {
        newest = later_of(newest, milestone_revised(&milestones[index], plan.as_of));
    }
    return newest;
}

static bool is_dated(const relcal_image_when *when)
{
    return when->precision != RELCAL_PRECISION_TBD;
}

/* The milestone of the first release that is the earliest or latest of a kind. */
static int16_t find_extreme(relcal_plan plan, const relcal_image_reference *reference)
{
    const char *kind = relcal_follow(&reference->name);
    int16_t found = NO_INDEX;
    int64_t found_at = 0;
    const relcal_milestone *milestones = relcal_follow(&plan.series->milestones);
    for (size_t index = 0; index < plan.series->milestone_count; index++) {
        const relcal_milestone *milestone = &milestones[index];
        relcal_state state;
        if (!milestone->first_release || relcal_follow(&milestone->kind) != kind) {
            continue;
        }
        const relcal_image_when *when = find_when(milestone, plan.as_of, &state);
        if (when == NULL || !is_dated(when)) {
            continue;
        }
        bool is_better = reference->form == RELCAL_REFERENCE_LAST ? when->earliest >= found_at
                                                                  : when->earliest < found_at;
        if (found == NO_INDEX || is_better) {
            found = (int16_t)index;
            found_at = when->earliest;
        }
    }
    return found;
}

static bool is_referred_to(const relcal_milestone *milestone,
                           const relcal_image_reference *reference)
{
    const void *name = relcal_follow(&reference->name);
    if (reference->form == RELCAL_REFERENCE_ID) {
        return relcal_follow(&milestone->id) == name;
    }
    return milestone->first_release && milestone->number == reference->number &&
           relcal_follow(&milestone->kind) == name;
}

static int16_t find_reference(relcal_plan plan, const relcal_image_reference *reference)
{
    if (reference->form == RELCAL_REFERENCE_FIRST || reference->form == RELCAL_REFERENCE_LAST) {
        return find_extreme(plan, reference);
    }
    const relcal_milestone *milestones = relcal_follow(&plan.series->milestones);
    for (size_t index = 0; index < plan.series->milestone_count; index++) {
        const relcal_milestone *milestone = &milestones[index];
        relcal_state state;
        if (is_referred_to(milestone, reference) &&
            find_when(milestone, plan.as_of, &state) != NULL) {
            return (int16_t)index;
        }
    }
    return NO_INDEX;
}

static int16_t find_first_of(relcal_plan plan, const relcal_image_references *references)
{
    const relcal_image_reference *items = relcal_follow(&references->items);
    for (size_t index = 0; index < references->count; index++) {
        int16_t found = find_reference(plan, &items[index]);
        if (found != NO_INDEX) {
            return found;
        }
    }
    return NO_INDEX;
}

static const relcal_milestone *milestone_or_null(relcal_plan plan, int16_t index)
{
    return index == NO_INDEX ? NULL : milestone_at(plan, (size_t)index);
}

const relcal_milestone *relcal_plan_find(relcal_plan plan,
                                         const relcal_image_references *references)
{
    return milestone_or_null(plan, find_first_of(plan, references));
}

static void find_boundaries(relcal_plan plan, boundaries *found)
{
    const relcal_project *project = relcal_series_project(plan.series);
    const relcal_phase *phases = relcal_follow(&project->phases);
    const relcal_freeze *freezes = relcal_follow(&project->freezes);
    for (size_t index = 0; index < project->phase_count; index++) {
        found->phase_begins[index] = find_first_of(plan, &phases[index].begins);
    }
    for (size_t index = 0; index < project->freeze_count; index++) {
        found->freeze_from[index] = find_first_of(plan, &freezes[index].from);
        found->freeze_until[index] = find_first_of(plan, &freezes[index].until);
    }
}

/* What a plan says of the milestone at an index that is known to be in it. */
static const relcal_image_when *when_at(relcal_plan plan, int16_t index)
{
    relcal_state state;
    return find_when(milestone_at(plan, (size_t)index), plan.as_of, &state);
}

/* relcal_when_has_come for the tables; a milestone that is not in the plan gives `missing`. */
static relcal_truth has_come(relcal_plan plan, int16_t index, int64_t instant, relcal_truth missing)
{
    if (index == NO_INDEX) {
        return missing;
    }
    relcal_when when = relcal_image_when_get(when_at(plan, index));
    return relcal_when_has_come(&when, instant);
}

/* The day of a second that lies in the calendar. */
static relcal_date date_of(int64_t instant)
{
    uint64_t since_first_day = (uint64_t)(instant - RELCAL_INSTANT_MIN);
    return (relcal_date)(since_first_day / RELCAL_SECONDS_PER_DAY) + RELCAL_DATE_MIN;
}

/* The phase that comes last in the project's order of those whose milestone may have come. */
static void stand_in_phase(relcal_plan plan, const boundaries *bounds, int64_t instant,
                           relcal_image_standing *standing)
{
    const relcal_project *project = relcal_series_project(plan.series);
    for (size_t index = project->phase_count; index > 0; index--) {
        int16_t begins = bounds->phase_begins[index - 1];
        if (begins == NO_INDEX) {
            continue;
        }
        const relcal_image_when *when = when_at(plan, begins);
        if (is_dated(when) && when->earliest <= instant) {
            standing->phase = (int16_t)(index - 1);
            standing->since = begins;
            standing->since_date = date_of(when->earliest);
            standing->certain = has_come(plan, begins, instant, RELCAL_NO) == RELCAL_YES;
            return;
        }
    }
}

/* The milestone that ends the phase: the nearest that begins a later one. One without a date comes
 * before what comes after it in the project's order. */
static void stand_until(relcal_plan plan, const boundaries *bounds, relcal_image_standing *standing)
{
    const relcal_project *project = relcal_series_project(plan.series);
    int64_t until_at = INT64_MAX;
    for (size_t index = (size_t)(standing->phase + 1); index < project->phase_count; index++) {
        int16_t begins = bounds->phase_begins[index];
        if (begins == NO_INDEX) {
            continue;
        }
        const relcal_image_when *when = when_at(plan, begins);
        int64_t begins_at = is_dated(when) ? when->earliest : INT64_MAX;
        if (standing->until == NO_INDEX || begins_at < until_at) {
            standing->until = begins;
            until_at = begins_at;
        }
        if (!is_dated(when)) {
            return;
        }
    }
}

/* Whether what lies from one milestone to another, or for ever, holds at a second. */
static relcal_truth span_holds(relcal_plan plan, int16_t from, int16_t until, bool has_end,
                               int64_t instant)
{
    relcal_truth begun = has_come(plan, from, instant, RELCAL_NO);
    relcal_truth ended = has_end ? has_come(plan, until, instant, RELCAL_UNKNOWN) : RELCAL_NO;
    if (begun == RELCAL_NO || ended == RELCAL_YES) {
        return RELCAL_NO;
    }
    return begun == RELCAL_YES && ended == RELCAL_NO ? RELCAL_YES : RELCAL_UNKNOWN;
}

static void stand_in_freezes(relcal_plan plan, const boundaries *bounds, int64_t instant,
                             relcal_image_standing *standing)
{
    const relcal_project *project = relcal_series_project(plan.series);
    const relcal_freeze *freezes = relcal_follow(&project->freezes);
    for (size_t index = 0; index < project->freeze_count; index++) {
        relcal_truth holds = span_holds(plan, bounds->freeze_from[index],
                                        bounds->freeze_until[index], freezes[index].until.count > 0,
                                        instant);
        if (holds != RELCAL_NO) {
            *(holds == RELCAL_YES ? &standing->freezes : &standing->freezes_unknown) |= UINT64_C(1)
                                                                                        << index;
        }
    }
}

/* The last phase, in the project's order, of those that something began that happened by a second;
 * NO_INDEX for none. */
static int find_known_phase(relcal_plan plan, const boundaries *bounds, int64_t instant)
{
    int phase = (int)relcal_series_project(plan.series)->phase_count;
    while (--phase >= 0) {
        relcal_state state;
        int16_t begins = bounds->phase_begins[phase];
        const relcal_image_when *when = begins == NO_INDEX
                                            ? NULL
                                            : find_when(milestone_at(plan, (size_t)begins),
                                                        plan.as_of, &state);
        if (when != NULL && state == RELCAL_ACTUAL && when->earliest <= instant) {
            break;
        }
    }
    return phase;
}

/* The phase that a milestone begins, or else in which it lies; NO_INDEX for none. */
static int find_phase_of(relcal_plan plan, const boundaries *bounds, size_t index,
                         const relcal_image_when *when)
{
    relcal_image_standing standing = {.phase = NO_INDEX};
    for (size_t phase = 0; phase < relcal_series_project(plan.series)->phase_count; phase++) {
        if (bounds->phase_begins[phase] == (int16_t)index) {
            return (int)phase;
        }
    }
    stand_in_phase(plan, bounds, when->latest, &standing);
    return standing.phase;
}

/* What a plan expects of a milestone that nobody has said to have happened when it was past. */
static const relcal_image_when *find_unheard_of(relcal_plan plan, size_t index, int64_t instant)
{
    relcal_state state;
    const relcal_image_when *when = find_when(milestone_at(plan, index), plan.as_of, &state);
    bool is_past = when != NULL && is_dated(when) &&
                   relcal_image_day_after(when->latest) <= instant;
    return is_past && state == RELCAL_EXPECTED ? when : NULL;
}

/* Of what lies in an earlier phase than one that began for certain nobody will say any more that it
 * happened, so that is not overdue. */
static bool is_any_overdue(relcal_plan plan, const boundaries *bounds, int64_t instant)
{
    int known = find_known_phase(plan, bounds, instant);
    for (size_t index = 0; index < plan.series->milestone_count; index++) {
        const relcal_image_when *when = find_unheard_of(plan, index, instant);
        if (when != NULL && find_phase_of(plan, bounds, index, when) >= known) {
            return true;
        }
    }
    return false;
}

/* The newest and the nearest milestone, and whether any that was expected has not been heard of. */
static void stand_between(relcal_plan plan, int64_t instant, relcal_image_standing *standing)
{
    int64_t last_at = INT64_MIN;
    int64_t next_at = INT64_MAX;
    for (size_t index = 0; index < plan.series->milestone_count; index++) {
        relcal_state state;
        const relcal_image_when *when = find_when(milestone_at(plan, index), plan.as_of, &state);
        if (when == NULL || !is_dated(when)) {
            continue;
        }
        if (when->earliest <= instant && when->earliest >= last_at) {
            standing->last = (int16_t)index;
            last_at = when->earliest;
        }
        if (when->earliest > instant && when->earliest < next_at) {
            standing->next = (int16_t)index;
            next_at = when->earliest;
        }
        if (when->earliest > instant && plan.as_of == RELCAL_LATEST) {
            return; /* the milestones stand in the order of the latest plan */
        }
        if (state == RELCAL_EXPECTED && relcal_image_day_after(when->latest) <= instant) {
            standing->overdue = true;
        }
    }
}

static relcal_image_standing work_out(relcal_plan plan, const boundaries *bounds, int64_t instant)
{
    relcal_image_standing standing = {
        .phase = NO_INDEX,
        .since = NO_INDEX,
        .until = NO_INDEX,
        .last = NO_INDEX,
        .next = NO_INDEX,
        .certain = true,
    };
    stand_in_phase(plan, bounds, instant, &standing);
    stand_until(plan, bounds, &standing);
    stand_in_freezes(plan, bounds, instant, &standing);
    stand_between(plan, instant, &standing);
    standing.overdue = standing.overdue && is_any_overdue(plan, bounds, instant);
    return standing;
}

void relcal_series_work_out(const relcal_series *series, const int64_t *changes, size_t count,
                            relcal_image_standing *standings)
{
    relcal_plan plan = relcal_series_plan(series, RELCAL_LATEST);
    boundaries bounds;
    find_boundaries(plan, &bounds);
    for (size_t index = 0; index < count; index++) {
        standings[index] = work_out(plan, &bounds, changes[index]);
    }
}

/* The row of the worked-out table that holds at a second. Most pieces of time hold one change at
 * most, and no step to there depends on a comparison that a processor could guess wrong. */
static inline const relcal_image_standing *look_up(const relcal_series *series, int64_t instant)
{
    const int64_t *changes = relcal_follow(&series->changes);
    const relcal_image_standing *standings = relcal_follow(&series->standings);
    const uint16_t *pieces = relcal_follow(&series->pieces);
    int64_t piece = ((instant - series->first_change) >> series->piece_shift) + 1;
    piece = piece < 0 ? 0 : piece;
    piece = piece > series->piece_count ? series->piece_count : piece;
    size_t row = pieces[piece];
    size_t last = pieces[piece + 1];
    while (last - row > 1) {
        size_t middle = row + (last - row) / 2;
        if (changes[middle] <= instant) {
            row = middle;
        } else {
            last = middle - 1;
        }
    }
    row += changes[row + 1] <= instant;
    return &standings[row];
}

/* The row at an index of a table, or NULL for an index below 0, without a branch: which milestones
 * there are on a random day is nothing that a processor could foresee. */
static const void *row_or_null(const void *table, int index, size_t row_bytes)
{
    uintptr_t mask = (uintptr_t)0 - (uintptr_t)(index >= 0);
    return (const void *)(((uintptr_t)table + (uintptr_t)index * row_bytes) & mask);
}

static const relcal_phase *phase_at(const relcal_series *series, int index)
{
    const relcal_project *project = relcal_follow(&series->project);
    return row_or_null(relcal_follow(&project->phases), index, sizeof(relcal_phase));
}

static relcal_standing to_public(const relcal_series *series, const relcal_image_standing *standing,
                                 int64_t instant)
{
    const void *milestones = relcal_follow(&series->milestones);
    const size_t row_bytes = sizeof(relcal_milestone);
    return (relcal_standing){
        .phase = phase_at(series, standing->phase),
        .since = row_or_null(milestones, standing->since, row_bytes),
        .until = row_or_null(milestones, standing->until, row_bytes),
        .last = row_or_null(milestones, standing->last, row_bytes),
        .next = row_or_null(milestones, standing->next, row_bytes),
        .freezes = standing->freezes,
        .freezes_unknown = standing->freezes_unknown,
        .day = (date_of(instant) - standing->since_date + 1) * (standing->phase >= 0),
        .overdue = standing->overdue,
        .certain = standing->certain,
    };
}

/* A second that no milestone reaches: before it all is planned, and nothing comes after. */
static bool is_in_calendar(relcal_instant instant)
{
    return instant >= RELCAL_INSTANT_MIN && instant <= RELCAL_INSTANT_MAX;
}

relcal_standing relcal_plan_at(relcal_plan plan, relcal_instant instant)
{
    if (!is_in_calendar(instant)) {
        return (relcal_standing){.certain = true};
    }
    if (plan.as_of == RELCAL_LATEST) {
        return to_public(plan.series, look_up(plan.series, instant), instant);
    }
    boundaries bounds;
    find_boundaries(plan, &bounds);
    relcal_image_standing standing = work_out(plan, &bounds, instant);
    return to_public(plan.series, &standing, instant);
}

/* The last second of a day; for a date out of range one that is out of range too. */
static relcal_instant end_of_day(relcal_date date)
{
    return ((relcal_instant)date + 1) * RELCAL_SECONDS_PER_DAY - 1;
}

relcal_standing relcal_plan_on(relcal_plan plan, relcal_date date)
{
    return relcal_plan_at(plan, end_of_day(date));
}

const relcal_phase *relcal_plan_phase(relcal_plan plan, relcal_date date)
{
    relcal_instant instant = end_of_day(date);
    if (plan.as_of == RELCAL_LATEST && is_in_calendar(instant)) {
        return phase_at(plan.series, look_up(plan.series, instant)->phase);
    }
    return relcal_plan_at(plan, instant).phase;
}

bool relcal_plan_is_overdue(relcal_plan plan, const relcal_milestone *milestone,
                            relcal_instant instant)
{
    if (milestone == NULL || !is_in_calendar(instant)) {
        return false;
    }
    size_t index = (size_t)(milestone - milestone_at(plan, 0));
    const relcal_image_when *when = find_unheard_of(plan, index, instant);
    if (when == NULL) {
        return false;
    }
    boundaries bounds;
    find_boundaries(plan, &bounds);
    return find_phase_of(plan, &bounds, index, when) >= find_known_phase(plan, &bounds, instant);
}

relcal_truth relcal_plan_tier(relcal_plan plan, const relcal_freeze *tier, relcal_instant instant)
{
    return span_holds(plan, find_first_of(plan, &tier->from), find_first_of(plan, &tier->until),
                      tier->until.count > 0, instant);
}

relcal_truth relcal_plan_freeze_begun(relcal_plan plan, const relcal_freeze *freeze,
                                      relcal_instant instant)
{
    return has_come(plan, find_first_of(plan, &freeze->from), instant, RELCAL_NO);
}

relcal_bounds relcal_plan_bounds(relcal_plan plan, const relcal_freeze *freeze)
{
    return (relcal_bounds){
        .from = milestone_or_null(plan, find_first_of(plan, &freeze->from)),
        .until = milestone_or_null(plan, find_first_of(plan, &freeze->until)),
        .has_end = freeze->until.count > 0,
    };
}

relcal_truth relcal_standing_freeze(const relcal_standing *standing, const relcal_freeze *freeze)
{
    uint64_t bit = UINT64_C(1) << freeze->index;
    if ((standing->freezes & bit) != 0) {
        return RELCAL_YES;
    }
    return (standing->freezes_unknown & bit) != 0 ? RELCAL_UNKNOWN : RELCAL_NO;
}

/* The series whose milestone, one of `references`, came last before or at a second. */
static const relcal_series *find_newest(const relcal_project *project,
                                        const relcal_image_references *references,
                                        relcal_date as_of, int64_t instant)
{
    const relcal_series *newest = NULL;
    int64_t newest_at = INT64_MIN;
    for (size_t index = 0; index < project->series_count; index++) {
        relcal_plan plan = relcal_series_plan(relcal_project_series_at(project, index), as_of);
        int16_t found = find_first_of(plan, references);
        if (found == NO_INDEX) {
            continue;
        }
        const relcal_image_when *when = when_at(plan, found);
        if (is_dated(when) && when->earliest <= instant && when->earliest >= newest_at) {
            newest = plan.series;
            newest_at = when->earliest;
        }
    }
    return newest;
}

/* ---- names ---- */

static const char *name_text(const relcal_project *project, size_t row, size_t text)
{
    return relcal_image_word(&project->names, row * RELCAL_NAME_ROW_TEXTS + text);
}

const char *relcal_project_name_at(const relcal_project *project, size_t index)
{
    return name_text(project, index, RELCAL_NAME_ROW_NAME);
}

/* Whether a word is one of those of a text, with spaces between. */
static bool has_word(const char *words, const char *word)
{
    size_t length = strlen(word);
    for (const char *at = words; (at = strstr(at, word)) != NULL; at += length) {
        if ((at == words || at[-1] == ' ') && (at[length] == ' ' || at[length] == '\0')) {
            return true;
        }
    }
    return false;
}

/* The newest series, by ids, that a row of names is for and that stands in one of its phases. */
static const relcal_series *find_in_phases(const relcal_project *project, size_t row,
                                           relcal_date as_of, relcal_instant instant)
{
    const char *phases = name_text(project, row, RELCAL_NAME_ROW_PHASES);
    const char *only = name_text(project, row, RELCAL_NAME_ROW_SERIES);
    for (size_t index = project->series_count; index > 0; index--) {
        const relcal_series *series = relcal_project_series_at(project, index - 1);
        if (*only != '\0' && !has_word(only, relcal_series_id(series))) {
            continue;
        }
        relcal_standing standing = relcal_plan_at(relcal_series_plan(series, as_of), instant);
        if (has_word(phases, relcal_phase_id(standing.phase))) {
            return series;
        }
    }
    return NULL;
}

static bool is_row_of_branch(const relcal_project *project, size_t row)
{
    return strcmp(name_text(project, row, RELCAL_NAME_ROW_KEY), RELCAL_NAME_KEY_BRANCHES) == 0;
}

const char *relcal_project_moving_branch_at(const relcal_project *project, size_t index)
{
    const char *name;
    for (size_t row = 0; (name = relcal_project_name_at(project, row)) != NULL; row++) {
        if (is_row_of_branch(project, row) && index-- == 0) {
            return name;
        }
    }
    return NULL;
}

const relcal_series *relcal_project_series_on_branch(const relcal_project *project,
                                                     const char *branch, relcal_date as_of,
                                                     relcal_instant instant)
{
    const char *trunk = relcal_project_trunk(project);
    if (trunk != NULL && strcmp(trunk, branch) == 0) {
        return find_newest(project, &project->trunk_begins, as_of, instant);
    }
    const char *name;
    for (size_t row = 0; (name = relcal_project_name_at(project, row)) != NULL; row++) {
        if (is_row_of_branch(project, row) && strcmp(name, branch) == 0) {
            return find_in_phases(project, row, as_of, instant);
        }
    }
    for (size_t index = 0; index < project->series_count; index++) {
        const relcal_series *series = relcal_project_series_at(project, index);
        const char *own = relcal_series_branch(series);
        if (own != NULL && strcmp(own, branch) == 0) {
            return series;
        }
    }
    return relcal_project_series(project, branch);
}

/* Whether two names are the same; ASCII letters of any case are, where case does not count. */
static bool is_name(const char *name, const char *wanted, bool in_any_case)
{
    for (; *name != '\0' || *wanted != '\0'; name++, wanted++) {
        char left = in_any_case && *name >= 'A' && *name <= 'Z' ? (char)(*name | 0x20) : *name;
        char right = in_any_case && *wanted >= 'A' && *wanted <= 'Z' ? (char)(*wanted | 0x20)
                                                                     : *wanted;
        if (left != right) {
            return false;
        }
    }
    return true;
}

/* Whether a series is called so for good: by an alias, its codename or, in any case, its id. */
static bool is_called(const relcal_series *series, const char *name, bool in_any_case)
{
    const char *codename = relcal_series_codename(series);
    const char *alias;
    for (size_t place = 0; (alias = relcal_series_alias_at(series, place)) != NULL; place++) {
        if (is_name(alias, name, in_any_case)) {
            return true;
        }
    }
    return (codename != NULL && is_name(codename, name, in_any_case)) ||
           is_name(relcal_series_id(series), name, in_any_case);
}

static const relcal_series *find_called(const relcal_project *project, const char *name,
                                        bool in_any_case)
{
    for (size_t index = 0; index < project->series_count; index++) {
        const relcal_series *series = relcal_project_series_at(project, index);
        if (is_called(series, name, in_any_case)) {
            return series;
        }
    }
    return NULL;
}

/* The row of a name, which counts in its own case before any; past the last where there is none. */
static size_t find_name_row(const relcal_project *project, const char *name)
{
    size_t row = 0;
    const char *known;
    for (int in_any_case = 0; in_any_case <= 1; in_any_case++) {
        for (row = 0; (known = relcal_project_name_at(project, row)) != NULL; row++) {
            if (is_name(known, name, in_any_case == 1)) {
                return row;
            }
        }
    }
    return row;
}

const char *relcal_project_name_phases(const relcal_project *project, const char *name)
{
    return name_text(project, find_name_row(project, name), RELCAL_NAME_ROW_PHASES);
}

const char *relcal_project_name_series(const relcal_project *project, const char *name)
{
    const char *only = name_text(project, find_name_row(project, name), RELCAL_NAME_ROW_SERIES);
    return only != NULL && *only != '\0' ? only : NULL;
}

const relcal_series *relcal_project_series_named(const relcal_project *project, const char *name,
                                                 relcal_date as_of, relcal_instant instant)
{
    const relcal_series *series = relcal_project_series(project, name);
    size_t row = find_name_row(project, name);
    if (series == NULL) {
        series = find_called(project, name, false);
    }
    if (series == NULL) {
        series = relcal_project_series_on_branch(project, name, as_of, instant);
    }
    if (series == NULL && relcal_project_name_at(project, row) != NULL) {
        series = find_in_phases(project, row, as_of, instant);
    }
    return series == NULL ? find_called(project, name, true) : series;
}
