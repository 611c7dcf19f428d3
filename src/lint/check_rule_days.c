/*
 * Days against the cadence: a milestone that is off its rule where those of the series around it
 * are all on theirs, a plan that breaks a constraint, a release on a day that the cadence avoids.
 */
#include <stdlib.h>

#include "avoid.h"
#include "image.h"
#include "milestones.h"

/* ---- off the rule ---- */

/* How many series on each side are asked, and how many must answer at least, all the same. */
#define RULE_NEIGHBOURS 3
#define LEAST_RULE_NEIGHBOURS 4

/* How many days a milestone is from the day that its rule gives, from the series before. */
typedef struct rule_distance {
    const char *name; /* without the id of its series */
    size_t series;
    const relcal_draft_milestone *milestone;
    int32_t days;
    bool is_exact; /* both are known to the day */
} rule_distance;

typedef struct distance_list {
    rule_distance *items; /* by series */
    size_t count;
    size_t room;
    size_t *first;                /* of each series, and behind the last */
    const rule_distance **sorted; /* by name, then by series */
} distance_list;

static void add_distance(lint_run *run, distance_list *list, const rule_distance *distance)
{
    if (list->count == list->room) {
        size_t room = 2 * list->room + 64;
        rule_distance *larger = relcal_arena_allocate(&run->loader.arena, room * sizeof *larger);
        if (list->count > 0) {
            memcpy(larger, list->items, list->count * sizeof *larger);
        }
        list->items = larger;
        list->room = room;
    }
    list->items[list->count++] = *distance;
}

static bool lies_within(const relcal_when *inner, const relcal_when *outer)
{
    return inner->earliest >= outer->earliest && inner->latest <= outer->latest;
}

/* Takes the distance of a milestone into the list, unless nobody knows it. */
static void measure(lint_run *run, distance_list *list, const lint_project *project, size_t index,
                    const relcal_planned *planned)
{
    const relcal_draft_series *series = project->series[index];
    const relcal_draft_milestone *milestone = series->milestones;
    size_t length = strlen(series->id);
    while (milestone != NULL && strcmp(milestone->id, planned->id) != 0) {
        milestone = milestone->next;
    }
    if (milestone == NULL || !lint_is_dated(milestone)) {
        return;
    }
    rule_distance distance = {.series = index, .milestone = milestone};
    distance.name = milestone->id + (strncmp(milestone->id, series->id, length) == 0 ? length : 0);
    distance.is_exact = lint_is_day(&milestone->when) && lint_is_day(&planned->when);
    if (distance.is_exact) {
        distance.days = relcal_when_date(&milestone->when) - relcal_when_date(&planned->when);
    } else if (!lies_within(&milestone->when, &planned->when) &&
               !lies_within(&planned->when, &milestone->when)) {
        return;
    }
    add_distance(run, list, &distance);
}

/* Plans the series of an index from the one before it, by rule alone. */
static void measure_series(lint_run *run, distance_list *list, const lint_project *project,
                           size_t index)
{
    const char *id = project->series[index]->id;
    const relcal_project *sealed = relcal_catalog_project(run->sealed, project->draft->id);
    const relcal_plan_request request = {
        .project = sealed, .series = id, .allocator = &run->loader.arena.allocator};
    if (relcal_project_cadence_of(sealed, id) == NULL) {
        return;
    }
    lint_forget_habit(run);
    relcal_status status = relcal_plan_make(&run->habit, &request, NULL);
    if (status == RELCAL_ERROR_MEMORY) {
        relcal_arena_give_up(run->arena);
    }
    const relcal_planned *planned;
    for (size_t at = 0;
         status == RELCAL_OK && (planned = relcal_outcome_at(run->habit, at)) != NULL; at++) {
        measure(run, list, project, index, planned);
    }
    lint_forget_habit(run);
}

static int compare_distances(const void *left_pointer, const void *right_pointer)
{
    const rule_distance *left = *(const rule_distance *const *)left_pointer;
    const rule_distance *right = *(const rule_distance *const *)right_pointer;
    int order = strcmp(left->name, right->name);
    return order != 0 ? order : (left->series > right->series) - (left->series < right->series);
}

static void sort_distances(lint_run *run, distance_list *list)
{
    list->sorted = relcal_arena_allocate(&run->loader.arena,
                                         (list->count + 1) * sizeof(const rule_distance *));
    for (size_t index = 0; index < list->count; index++) {
        list->sorted[index] = &list->items[index];
    }
    qsort(list->sorted, list->count, sizeof(const rule_distance *), compare_distances);
}

/* Whether a distance comes of one in the series before, which was off by as many days the other
 * way: what is planned from that is back on its days. */
static bool is_echo(const distance_list *list, const rule_distance *distance, int32_t common)
{
    size_t series = distance->series;
    for (size_t at = series == 0 ? 0 : list->first[series - 1]; at < list->first[series]; at++) {
        int32_t before = list->items[at].days;
        if (before != common && before - common == common - distance->days) {
            return true;
        }
    }
    return false;
}

/* The next distance of the same name that is known to the day, from a place in the order of names
 * on, one way or the other; the count where there is none. */
static size_t find_exact(const distance_list *list, size_t place, int step)
{
    const char *name = list->sorted[place]->name;
    for (size_t at = place + (size_t)step; at < list->count; at += (size_t)step) {
        if (strcmp(list->sorted[at]->name, name) != 0) {
            break;
        }
        if (list->sorted[at]->is_exact) {
            return at;
        }
    }
    return list->count;
}

/* Those that are asked about a distance: on each side the nearest, where one has too few more of
 * the other one. */
typedef struct rule_neighbours {
    const rule_distance *items[2 * RULE_NEIGHBOURS];
    size_t count;
} rule_neighbours;

static rule_neighbours find_neighbours(const distance_list *list, size_t place)
{
    rule_neighbours found = {.count = 0};
    size_t last[2] = {place, place};
    size_t asked[2] = {0, 0};
    for (bool is_done = false; !is_done;) {
        is_done = true;
        for (size_t side = 0; side < 2; side++) {
            bool is_wanted = asked[side] < RULE_NEIGHBOURS || found.count < LEAST_RULE_NEIGHBOURS;
            size_t next = last[side] < list->count && is_wanted
                              ? find_exact(list, last[side], side == 0 ? -1 : 1)
                              : list->count;
            last[side] = is_wanted ? next : last[side];
            if (next < list->count) {
                found.items[found.count++] = list->sorted[next];
                asked[side]++;
                is_done = false;
            }
        }
    }
    return found;
}

/* Whether the neighbours of a distance, by its place in the order of names, are all off their rules
 * by one number of days, which is another. */
static bool is_alone(const distance_list *list, size_t place, int32_t *common)
{
    const rule_distance *own = list->sorted[place];
    rule_neighbours neighbours = find_neighbours(list, place);
    size_t count = 0;
    for (size_t index = 0; index < neighbours.count; index++) {
        const rule_distance *neighbour = neighbours.items[index];
        bool is_next = neighbour->series == own->series + 1;
        if (is_next && count > 0 && neighbour->days - *common == *common - own->days) {
            continue;
        }
        if (neighbour->days == own->days || (count > 0 && neighbour->days != *common)) {
            return false;
        }
        *common = neighbour->days;
        count++;
    }
    return own->is_exact && neighbours.count >= LEAST_RULE_NEIGHBOURS &&
           !is_echo(list, own, *common);
}

static void report_distance(lint_run *run, const lint_project *project,
                            const rule_distance *distance, int32_t common)
{
    char date[RELCAL_WHEN_BYTES];
    char rule[RELCAL_DATE_BYTES];
    const relcal_draft_milestone *milestone = distance->milestone;
    relcal_date by_rule = relcal_when_date(&milestone->when) - distance->days + common;
    (void)lint_add(run, LINT_OFF_RULE, milestone->date_place, project->series[distance->series]->id,
                   milestone->id,
                   "%s is on %s; by its rule, to which all series around it keep, it would be on "
                   "%s; look at the date",
                   milestone->id, relcal_when_format(&milestone->when, date),
                   relcal_date_format(by_rule, rule));
}

void lint_check_rule_days(lint_run *run, const lint_project *project)
{
    distance_list list = {.count = 0};
    if (run->sealed == NULL || project->draft->cadence_count == 0) {
        return;
    }
    list.first = relcal_arena_allocate(&run->loader.arena,
                                       (project->series_count + 1) * sizeof *list.first);
    for (size_t index = 0; index < project->series_count; index++) {
        list.first[index] = list.count;
        measure_series(run, &list, project, index);
    }
    list.first[project->series_count] = list.count;
    sort_distances(run, &list);
    for (size_t index = 0; index < list.count; index++) {
        int32_t common = 0;
        if (is_alone(&list, index, &common)) {
            report_distance(run, project, list.sorted[index], common);
        }
    }
}

/* ---- constraints ---- */

static const relcal_draft_milestone *find_milestone(const relcal_draft_series *series,
                                                    const char *id)
{
    const relcal_draft_milestone *milestone = series->milestones;
    while (milestone != NULL && strcmp(milestone->id, id) != 0) {
        milestone = milestone->next;
    }
    return milestone;
}

/* What is out of order is found without a cadence. */
void lint_check_constraints(lint_run *run, const lint_project *project, size_t index)
{
    const relcal_draft_series *series = project->series[index];
    const relcal_clash *clash;
    for (size_t at = 0;
         run->habit != NULL && (clash = relcal_outcome_clash_at(run->habit, at)) != NULL; at++) {
        const relcal_draft_milestone *milestone = find_milestone(series, clash->milestone);
        if (milestone != NULL && strcmp(clash->constraint, "order") != 0) {
            (void)lint_add(run, LINT_CONSTRAINT, milestone->date_place, series->id, milestone->id,
                           "%s; look at the date", clash->message);
        }
    }
}

/* ---- days to avoid ---- */

/* Reads what a cadence avoids; what cannot be read was told of the project. */
static void read_avoided(lint_run *run, const relcal_cadence *cadence, relcal_avoidance *avoidance)
{
    const relcal_image_words *words = &cadence->avoided;
    size_t count = words->count / RELCAL_CADENCE_AVOID_TEXTS;
    relcal_avoidance_init(avoidance, &run->loader.arena, count);
    for (size_t at = 0; at < words->count; at += RELCAL_CADENCE_AVOID_TEXTS) {
        relcal_avoided *entry = relcal_arena_allocate(&run->loader.arena, sizeof *entry);
        entry->name = relcal_image_word(words, at + RELCAL_CADENCE_AVOID_NAME);
        entry->days = relcal_image_word(words, at + RELCAL_CADENCE_AVOID_DAYS);
        entry->first = RELCAL_DATE_NONE;
        entry->last = RELCAL_DATE_NONE;
        (void)relcal_avoidance_add(avoidance, &run->loader.arena, entry, NULL);
    }
}

void lint_check_avoided(lint_run *run, const lint_project *project, size_t index)
{
    const relcal_draft_series *series = project->series[index];
    const relcal_cadence *cadence = run->habit == NULL ? NULL : relcal_outcome_cadence(run->habit);
    relcal_avoidance avoidance;
    if (cadence == NULL || cadence->avoided.count == 0) {
        return;
    }
    read_avoided(run, cadence, &avoidance);
    for (const relcal_draft_milestone *milestone = series->milestones; milestone != NULL;
         milestone = milestone->next) {
        char day[LINT_DAY_BYTES];
        if (milestone->state != RELCAL_EXPECTED || !milestone->is_release ||
            !lint_is_dated(milestone) || !lint_is_day(&milestone->when)) {
            continue;
        }
        relcal_date date = relcal_when_date(&milestone->when);
        const relcal_avoided *met = relcal_avoidance_find(&avoidance, date);
        if (met != NULL) {
            (void)lint_add(run, LINT_AVOIDED, milestone->date_place, series->id, milestone->id,
                           "%s is expected on %s, which the cadence %s avoids: %s; write another "
                           "day",
                           milestone->id, lint_format_day(date, day), relcal_cadence_id(cadence),
                           met->name);
        }
    }
}
