/*
 * What is odd beside the rest of a project: a release on a weekday on which hardly any other of its
 * kind is, a series whose dates are those of another, a final release that is named unlike those
 * around it.
 */
#include <stdlib.h>

#include "milestones.h"
#include "relcal/limits.h"

/* ---- weekdays ---- */

/* How many releases of the kind are looked at on each side in time, how many there must be, and how
 * many in a hundred of them on one weekday. */
#define WEEKDAY_NEIGHBOURS 10
#define LEAST_WEEKDAY_NEIGHBOURS 10
#define WEEKDAY_PERCENT 90
/* So many in a row on one weekday are no slip of the pen. */
#define HABIT_ROW 3

/* A release with its day. */
typedef struct release_day {
    const relcal_draft_series *series;
    const relcal_draft_milestone *milestone;
    relcal_date day;
} release_day;

/* Whether something is published; a step on the way to that may be of one of these kinds, too. */
static bool is_release_kind(const relcal_draft_milestone *milestone)
{
    static const char *const kinds[] = {"alpha", "beta",   "candidate",
                                        "final", "bugfix", "security"};
    if (!milestone->is_release && strcmp(milestone->kind, "final") != 0) {
        return false;
    }
    for (size_t index = 0; index < sizeof kinds / sizeof kinds[0]; index++) {
        if (strcmp(milestone->kind, kinds[index]) == 0) {
            return true;
        }
    }
    return false;
}

static int compare_days(const void *left_pointer, const void *right_pointer)
{
    const release_day *left = left_pointer;
    const release_day *right = right_pointer;
    int order = strcmp(left->milestone->kind, right->milestone->kind);
    if (order == 0) {
        order = (left->day > right->day) - (left->day < right->day);
    }
    return order != 0 ? order : relcal_compare_ids(left->milestone->id, right->milestone->id);
}

/* The releases of a project by kind and day. */
static release_day *collect_releases(lint_run *run, const lint_project *project, size_t *count)
{
    size_t room = 0;
    for (size_t index = 0; index < project->series_count; index++) {
        room += project->series[index]->milestone_count;
    }
    release_day *days = relcal_arena_allocate(&run->loader.arena, (room + 1) * sizeof *days);
    *count = 0;
    for (size_t index = 0; index < project->series_count; index++) {
        const relcal_draft_series *series = project->series[index];
        for (const relcal_draft_milestone *milestone = series->milestones; milestone != NULL;
             milestone = milestone->next) {
            if (is_release_kind(milestone) && lint_is_dated(milestone) &&
                lint_is_day(&milestone->when)) {
                days[(*count)++] = (release_day){series, milestone,
                                                 relcal_when_date(&milestone->when)};
            }
        }
    }
    qsort(days, *count, sizeof *days, compare_days);
    return days;
}

static bool is_same_kind(const release_day *left, const release_day *right)
{
    return strcmp(left->milestone->kind, right->milestone->kind) == 0;
}

/* How many of the neighbours of a release are on each weekday; how many there are. */
static size_t count_weekdays(const release_day *days, size_t count, size_t index,
                             size_t on[RELCAL_SUNDAY + 1])
{
    size_t first = index > WEEKDAY_NEIGHBOURS ? index - WEEKDAY_NEIGHBOURS : 0;
    size_t neighbours = 0;
    for (size_t other = first; other < count && other <= index + WEEKDAY_NEIGHBOURS; other++) {
        if (other != index && is_same_kind(&days[index], &days[other])) {
            on[relcal_date_weekday(days[other].day)]++;
            neighbours++;
        }
    }
    return neighbours;
}

/* How many releases of the kind in a row, from the one of an index on, are on its weekday. */
static size_t count_row(const release_day *days, size_t count, size_t index)
{
    size_t first = index;
    size_t last = index;
    relcal_weekday own = relcal_date_weekday(days[index].day);
    while (first > 0 && is_same_kind(&days[index], &days[first - 1]) &&
           relcal_date_weekday(days[first - 1].day) == own) {
        first--;
    }
    while (last + 1 < count && is_same_kind(&days[index], &days[last + 1]) &&
           relcal_date_weekday(days[last + 1].day) == own) {
        last++;
    }
    return last - first + 1;
}

static void check_weekday(lint_run *run, const release_day *days, size_t count, size_t index)
{
    size_t on[RELCAL_SUNDAY + 1] = {0};
    const release_day *release = &days[index];
    size_t neighbours = count_weekdays(days, count, index, on);
    relcal_weekday own = relcal_date_weekday(release->day);
    for (relcal_weekday weekday = RELCAL_MONDAY; weekday <= RELCAL_SUNDAY; weekday++) {
        char day[LINT_DAY_BYTES];
        if (neighbours >= LEAST_WEEKDAY_NEIGHBOURS && weekday != own &&
            on[weekday] * 100 >= neighbours * WEEKDAY_PERCENT &&
            count_row(days, count, index) < HABIT_ROW) {
            (void)lint_add(run, LINT_WEEKDAY_ODD, release->milestone->date_place,
                           release->series->id, release->milestone->id,
                           "%s is on %s; of the %zu releases of kind %s around it %zu are on a %s; "
                           "look at the day",
                           release->milestone->id, lint_format_day(release->day, day), neighbours,
                           release->milestone->kind, on[weekday], relcal_weekday_name(weekday));
        }
    }
}

void lint_check_odd_weekdays(lint_run *run, const lint_project *project)
{
    size_t count;
    const release_day *days = collect_releases(run, project, &count);
    for (size_t index = 0; index < count; index++) {
        check_weekday(run, days, count, index);
    }
}

/* ---- copies ---- */

/* How far away, in the order of ids, a series may be that another one is a copy of; how many dates
 * both must share, and how many in a hundred of those of the shorter one. */
#define COPY_DISTANCE 4
#define LEAST_SHARED 5
#define SHARED_PERCENT 80

/* A milestone without the name of its series. */
typedef struct bare_milestone {
    const char *name;
    relcal_instant earliest;
    relcal_instant latest;
} bare_milestone;

typedef struct bare_series {
    bare_milestone *milestones;
    size_t count;
} bare_series;

static int compare_bare(const void *left_pointer, const void *right_pointer)
{
    const bare_milestone *left = left_pointer;
    const bare_milestone *right = right_pointer;
    if (left->earliest != right->earliest) {
        return left->earliest < right->earliest ? -1 : 1;
    }
    if (left->latest != right->latest) {
        return left->latest < right->latest ? -1 : 1;
    }
    return strcmp(left->name, right->name);
}

static bare_series strip_series(lint_run *run, const relcal_draft_series *series)
{
    bare_series bare = {.count = 0};
    size_t length = strlen(series->id);
    bare.milestones = relcal_arena_allocate(&run->loader.arena, (series->milestone_count + 1) *
                                                                    sizeof *bare.milestones);
    for (const relcal_draft_milestone *milestone = series->milestones; milestone != NULL;
         milestone = milestone->next) {
        bool begins_so = strncmp(milestone->id, series->id, length) == 0;
        if (lint_is_dated(milestone)) {
            bare.milestones[bare.count++] = (bare_milestone){
                milestone->id + (begins_so ? length : 0), milestone->when.earliest,
                milestone->when.latest};
        }
    }
    qsort(bare.milestones, bare.count, sizeof *bare.milestones, compare_bare);
    return bare;
}

static size_t count_shared(const bare_series *left, const bare_series *right)
{
    size_t shared = 0;
    size_t i = 0;
    size_t j = 0;
    while (i < left->count && j < right->count) {
        int order = compare_bare(&left->milestones[i], &right->milestones[j]);
        shared += order == 0;
        i += order <= 0;
        j += order >= 0;
    }
    return shared;
}

/* Says it of the later series, or if that is not judged of the earlier one. */
static void report_copy(lint_run *run, const relcal_draft_series *series,
                        const relcal_draft_series *other, size_t shared, size_t count)
{
    for (size_t turn = 0; turn < 2; turn++) {
        const relcal_draft_series *told = turn == 0 ? other : series;
        const relcal_draft_series *named = turn == 0 ? series : other;
        if (lint_add(run, LINT_COPIED_SERIES, told->place, told->id, NULL,
                     "%zu of %zu milestones of %s are on the days that they have in %s; look "
                     "whether one is a copy of the other",
                     shared, count, told->id, named->id) != NULL) {
            return;
        }
    }
}

void lint_check_copies(lint_run *run, const lint_project *project)
{
    bare_series *bare = relcal_arena_allocate(&run->loader.arena,
                                              (project->series_count + 1) * sizeof *bare);
    for (size_t index = 0; index < project->series_count; index++) {
        bare[index] = strip_series(run, project->series[index]);
        size_t first = index > COPY_DISTANCE ? index - COPY_DISTANCE : 0;
        for (size_t other = first; other < index; other++) {
            size_t shared = count_shared(&bare[other], &bare[index]);
            size_t least = bare[other].count < bare[index].count ? bare[other].count
                                                                 : bare[index].count;
            if (shared >= LEAST_SHARED && shared * 100 >= least * SHARED_PERCENT) {
                report_copy(run, project->series[other], project->series[index], shared,
                            bare[index].count);
            }
        }
    }
}

/* ---- names of final releases ---- */

/* How many series on each side must name their final releases alike. */
#define NAME_NEIGHBOURS 2

static const relcal_draft_milestone *find_final(const relcal_draft_series *series)
{
    const relcal_draft_milestone *milestone = series->milestones;
    while (milestone != NULL &&
           (!milestone->first_release || strcmp(milestone->kind, "final") != 0)) {
        milestone = milestone->next;
    }
    return milestone;
}

/* What a final release is called beside the id of its series: ".0" of 3.12.0; the whole id where it
 * does not begin so, NULL where there is no final release. */
static const char *final_name(const relcal_draft_series *series)
{
    const relcal_draft_milestone *final = find_final(series);
    size_t length = strlen(series->id);
    if (final == NULL) {
        return NULL;
    }
    return strncmp(final->id, series->id, length) == 0 ? final->id + length : final->id;
}

void lint_check_final_names(lint_run *run, const lint_project *project, size_t index)
{
    const relcal_draft_series *series = project->series[index];
    const char *own = final_name(series);
    const char *common = NULL;
    if (own == NULL || index < NAME_NEIGHBOURS ||
        index + NAME_NEIGHBOURS >= project->series_count) {
        return;
    }
    for (size_t other = index - NAME_NEIGHBOURS; other <= index + NAME_NEIGHBOURS; other++) {
        const char *name = other == index ? NULL : final_name(project->series[other]);
        if (other != index && (name == NULL || strcmp(name, own) == 0 ||
                               (common != NULL && strcmp(name, common) != 0))) {
            return;
        }
        common = other == index ? common : name;
    }
    const relcal_draft_milestone *final = find_final(series);
    (void)lint_add(run, LINT_NAME_ODD, final->place, series->id, final->id,
                   "the final release is %s here; in the series on both sides it is as %s; look at "
                   "its name",
                   final->id, find_final(project->series[index - 1])->id);
}
