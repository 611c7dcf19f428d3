/*
 * The order of milestones. One wrong date may contradict many right ones: of those that contradict
 * each other the one that contradicts most is reported and left out, until all others agree.
 */
#include <stdlib.h>

#include "milestones.h"
#include "relcal/limits.h"

/* A milestone among those whose order is known. */
typedef struct order_item {
    const relcal_draft_milestone *milestone;
    lint_stage stage;
    int phase; /* the first that begins with it; -1 for none */
    size_t contradictions;
    bool is_out;
} order_item;

typedef struct order_list {
    order_item *items;
    size_t count;
    /* Whether the left one must not come after the right one. */
    bool (*must_precede)(const order_item *left, const order_item *right);
} order_list;

static bool is_contradiction(const order_list *list, size_t left, size_t right)
{
    const order_item *items = list->items;
    const relcal_when *left_when = &items[left].milestone->when;
    const relcal_when *right_when = &items[right].milestone->when;
    if (list->must_precede(&items[left], &items[right])) {
        return relcal_when_compare(right_when, left_when) == RELCAL_ORDER_BEFORE;
    }
    return list->must_precede(&items[right], &items[left]) &&
           relcal_when_compare(left_when, right_when) == RELCAL_ORDER_BEFORE;
}

static void count_contradictions(const order_list *list)
{
    for (size_t left = 0; left < list->count; left++) {
        for (size_t right = left + 1; right < list->count; right++) {
            size_t found = is_contradiction(list, left, right);
            list->items[left].contradictions += found;
            list->items[right].contradictions += found;
        }
    }
}

/* The item that contradicts most, of equals the latest; the count where none does. */
static size_t find_worst(const order_list *list)
{
    size_t worst = list->count;
    size_t most = 1;
    for (size_t index = 0; index < list->count; index++) {
        if (!list->items[index].is_out && list->items[index].contradictions >= most) {
            worst = index;
            most = list->items[index].contradictions;
        }
    }
    return worst;
}

/* The nearest of those that an item contradicts, an earlier one if there is. */
static size_t find_nearest(const order_list *list, size_t worst)
{
    size_t nearest = list->count;
    for (size_t index = 0; index < list->count; index++) {
        if (!list->items[index].is_out && is_contradiction(list, worst, index) &&
            (nearest == list->count || index < worst)) {
            nearest = index;
        }
    }
    return nearest;
}

static void add_order_finding(lint_run *run, lint_code code, const relcal_draft_series *series,
                              const order_list *list, size_t worst)
{
    const order_item *item = &list->items[worst];
    const order_item *other = &list->items[find_nearest(list, worst)];
    char date[RELCAL_WHEN_BYTES];
    char other_date[RELCAL_WHEN_BYTES];
    bool is_late = list->must_precede(item, other);
    (void)lint_add(run, code, item->milestone->date_place, series->id, item->milestone->id,
                   "%s on %s comes %s %s on %s; write dates in the order of the milestones",
                   item->milestone->id, relcal_when_format(&item->milestone->when, date),
                   is_late ? "after" : "before", other->milestone->id,
                   relcal_when_format(&other->milestone->when, other_date));
}

static void report_contradictions(lint_run *run, lint_code code, const relcal_draft_series *series,
                                  const order_list *list)
{
    count_contradictions(list);
    for (size_t worst = find_worst(list); worst < list->count; worst = find_worst(list)) {
        add_order_finding(run, code, series, list, worst);
        for (size_t index = 0; index < list->count; index++) {
            list->items[index].contradictions -= !list->items[index].is_out && index != worst &&
                                                 is_contradiction(list, worst, index);
        }
        list->items[worst].is_out = true;
    }
}

/* ---- the first release ---- */

/* The phases of the project say the order; between milestones that begin none, their stages do. */
static bool must_precede_in_first(const order_item *left, const order_item *right)
{
    if (left->phase >= 0 && right->phase >= 0) {
        return left->phase < right->phase;
    }
    if (left->stage == LINT_NO_STAGE || right->stage == LINT_NO_STAGE) {
        return false;
    }
    if (left->stage != right->stage) {
        return left->stage < right->stage;
    }
    return left->milestone->number >= 0 && left->milestone->number < right->milestone->number;
}

static int compare_in_first(const void *left_pointer, const void *right_pointer)
{
    const order_item *left = left_pointer;
    const order_item *right = right_pointer;
    if (left->stage != right->stage) {
        return left->stage < right->stage ? -1 : 1;
    }
    int32_t left_number = left->milestone->number;
    int32_t right_number = right->milestone->number;
    if (left_number != right_number) {
        return left_number < right_number ? -1 : 1;
    }
    return (left->phase > right->phase) - (left->phase < right->phase);
}

typedef struct phase_beginnings {
    const relcal_draft_milestone *milestones[RELCAL_MAX_PHASES];
    int count;
} phase_beginnings;

static phase_beginnings find_beginnings(const relcal_draft_project *project,
                                        const relcal_draft_series *series)
{
    phase_beginnings found = {.count = 0};
    for (const relcal_draft_phase *phase = project->phases; phase != NULL; phase = phase->next) {
        found.milestones[found.count++] = relcal_draft_beginning(series, phase);
    }
    return found;
}

static int phase_of(const phase_beginnings *beginnings, const relcal_draft_milestone *milestone)
{
    for (int phase = 0; phase < beginnings->count; phase++) {
        if (beginnings->milestones[phase] == milestone) {
            return phase;
        }
    }
    return -1;
}

void lint_check_order(lint_run *run, const lint_project *project, size_t index)
{
    const relcal_draft_series *series = project->series[index];
    phase_beginnings beginnings = find_beginnings(project->draft, series);
    order_list list = {.must_precede = must_precede_in_first};
    list.items = relcal_arena_allocate(&run->loader.arena,
                                       (series->milestone_count + 1) * sizeof *list.items);
    for (const relcal_draft_milestone *milestone = series->milestones; milestone != NULL;
         milestone = milestone->next) {
        order_item item = {.milestone = milestone, .stage = lint_stage_of(milestone)};
        item.phase = phase_of(&beginnings, milestone);
        if ((item.stage != LINT_NO_STAGE || item.phase >= 0) && lint_is_dated(milestone)) {
            list.items[list.count++] = item;
        }
    }
    qsort(list.items, list.count, sizeof *list.items, compare_in_first);
    report_contradictions(run, LINT_ORDER, series, &list);
}

/* ---- later releases ---- */

static bool must_precede_later(const order_item *left, const order_item *right)
{
    return relcal_version_compare(&left->milestone->version, &right->milestone->version) < 0;
}

static int compare_later(const void *left, const void *right)
{
    return relcal_version_compare(&((const order_item *)left)->milestone->version,
                                  &((const order_item *)right)->milestone->version);
}

void lint_check_later_order(lint_run *run, const lint_project *project, size_t index)
{
    const relcal_draft_series *series = project->series[index];
    order_list list = {.must_precede = must_precede_later};
    list.items = relcal_arena_allocate(&run->loader.arena,
                                       (series->milestone_count + 1) * sizeof *list.items);
    for (const relcal_draft_milestone *milestone = series->milestones; milestone != NULL;
         milestone = milestone->next) {
        if (milestone->is_release && milestone->version.has_release && !milestone->first_release &&
            lint_is_dated(milestone)) {
            list.items[list.count++] = (order_item){.milestone = milestone};
        }
    }
    qsort(list.items, list.count, sizeof *list.items, compare_later);
    report_contradictions(run, LINT_ORDER_BUGFIX, series, &list);
}

void lint_check_after_end(lint_run *run, const lint_project *project, size_t index)
{
    const relcal_draft_series *series = project->series[index];
    const relcal_draft_milestone *end = lint_find_stage(series, LINT_END_OF_LIFE, -1);
    if (end == NULL) {
        return;
    }
    for (const relcal_draft_milestone *milestone = series->milestones; milestone != NULL;
         milestone = milestone->next) {
        if (milestone->is_release && !milestone->first_release && lint_is_dated(milestone) &&
            relcal_when_compare(&end->when, &milestone->when) == RELCAL_ORDER_BEFORE) {
            char date[RELCAL_WHEN_BYTES];
            char end_date[RELCAL_WHEN_BYTES];
            (void)lint_add(run, LINT_AFTER_END, milestone->date_place, series->id, milestone->id,
                           "%s on %s comes after the end of life on %s; look at both dates",
                           milestone->id, relcal_when_format(&milestone->when, date),
                           relcal_when_format(&end->when, end_date));
        }
    }
}
