/*
 * Phases and freezes as events: spans of days.
 *
 * A span has no history of its own; it follows from the milestones that bound it. So it is worked
 * out as of every day on which anything of its series changed, and has changed where two answers in
 * a row differ. Days are those of UTC. A phase reaches to the day before the next one begins; a
 * freeze lies over every day on which it is or may be in force.
 */
#include "export_parts.h"

#include <stdlib.h>

#include "relcal/limits.h"

/* Whether something is in force at a second; `mask` picks one of the freezes. */
static bool is_in_force(relcal_plan plan, uint64_t mask, relcal_instant instant)
{
    relcal_standing standing = relcal_plan_at(plan, instant);
    return ((standing.freezes | standing.freezes_unknown) & mask) != 0;
}

/* A second at which a plan may change how things stand, and whether all that comes then is actual.
 */
typedef struct turning_point {
    relcal_instant instant;
    bool is_actual;
} turning_point;

/* A series on its way through the days on which it changed. */
typedef struct span_history {
    relcal_plan plan; /* as of the day at hand */
    relcal_date *days;
    size_t day_count;
    turning_point *points; /* of that plan, ascending, each second once */
    size_t point_count;
    relcal_instant *inside; /* a second at which each freeze was in force in an earlier plan */
} span_history;

static int compare_days(const void *left, const void *right)
{
    relcal_date a = *(const relcal_date *)left;
    relcal_date b = *(const relcal_date *)right;
    return (a > b) - (a < b);
}

static int compare_points(const void *left, const void *right)
{
    const turning_point *a = left;
    const turning_point *b = right;
    return (a->instant > b->instant) - (a->instant < b->instant);
}

/* How many days a series may have changed on. */
static size_t count_changes(const relcal_series *series)
{
    size_t changes = 0;
    for (size_t index = 0; index < relcal_series_milestone_count(series); index++) {
        const relcal_milestone *milestone = relcal_series_milestone_at(series, index);
        changes += relcal_milestone_revision_count(milestone) + 1;
    }
    return changes;
}

/* Puts the days on which a series changed up to a day into `days`, ascending, each once. */
static size_t find_days(relcal_plan plan, relcal_date *days)
{
    size_t count = 0;
    for (size_t index = 0; index < relcal_series_milestone_count(plan.series); index++) {
        const relcal_milestone *milestone = relcal_series_milestone_at(plan.series, index);
        for (size_t at = 0; at < relcal_milestone_revision_count(milestone); at++) {
            relcal_date since = relcal_milestone_revision_at(milestone, at).since;
            if (since <= plan.as_of) {
                days[count++] = since;
            }
        }
        relcal_entry entry;
        if (relcal_plan_entry(plan, milestone, &entry) && entry.state == RELCAL_ACTUAL) {
            days[count++] = relcal_instant_date(entry.when.latest);
        }
    }
    qsort(days, count, sizeof *days, compare_days);
    size_t kept = 0;
    for (size_t index = 0; index < count; index++) {
        if (kept == 0 || days[kept - 1] != days[index]) {
            days[kept++] = days[index];
        }
    }
    return kept;
}

/* Finds the seconds at which the milestones of the plan at hand come, or may come. */
static void find_points(span_history *history)
{
    size_t count = 0;
    turning_point *points = history->points;
    for (size_t index = 0; index < relcal_series_milestone_count(history->plan.series); index++) {
        relcal_entry entry;
        const relcal_milestone *milestone = relcal_series_milestone_at(history->plan.series, index);
        if (!relcal_plan_entry(history->plan, milestone, &entry) ||
            entry.when.precision == RELCAL_PRECISION_TBD) {
            continue;
        }
        bool is_actual = entry.state == RELCAL_ACTUAL;
        points[count++] = (turning_point){entry.when.earliest, is_actual};
        relcal_date last = relcal_instant_date(entry.when.latest);
        if (relcal_instant_date(entry.when.earliest) != last) {
            points[count++] = (turning_point){relcal_instant_of_day_start(last), is_actual};
        }
    }
    qsort(points, count, sizeof *points, compare_points);
    history->point_count = 0;
    for (size_t index = 0; index < count; index++) {
        turning_point *previous = &points[history->point_count - (history->point_count > 0)];
        if (history->point_count > 0 && previous->instant == points[index].instant) {
            previous->is_actual = previous->is_actual && points[index].is_actual;
        } else {
            points[history->point_count++] = points[index];
        }
    }
}

/* The first second of the day after that of a second. */
static relcal_instant next_day(relcal_instant instant)
{
    return relcal_instant_of_day_end(relcal_instant_date(instant)) + 1;
}

static relcal_instant day_start(relcal_instant instant)
{
    return relcal_instant_of_day_start(relcal_instant_date(instant));
}

/* Sets the bounds of a span that begins at `from`; `end`, the start of a day, counts where it ends.
 */
static void set_bounds(relcal_ical_event *span, relcal_instant from, relcal_instant end)
{
    span->is_all_day = true;
    span->start = day_start(from);
    span->end = next_day(from);
    if (span->ending == RELCAL_ICAL_ENDS && end > span->end) {
        span->end = end;
    }
}

static relcal_ical_standing standing_of(bool is_confirmed)
{
    return is_confirmed ? RELCAL_ICAL_CONFIRMED : RELCAL_ICAL_TENTATIVE;
}

/* Whether a milestone of a plan has come for sure. */
static bool has_come(relcal_plan plan, const relcal_milestone *milestone)
{
    relcal_entry entry;
    return relcal_plan_entry(plan, milestone, &entry) && entry.state == RELCAL_ACTUAL;
}

/* The phase that a standing is in, as an event; `*until` is when the next one begins. */
static relcal_ical_event phase_of(relcal_plan plan, const relcal_standing *standing,
                                  relcal_instant from, relcal_instant *until)
{
    const relcal_project *project = relcal_series_project(plan.series);
    const relcal_phase *last = relcal_project_phase_at(project,
                                                       relcal_project_phase_count(project) - 1);
    relcal_entry next;
    bool is_ended = relcal_plan_entry(plan, standing->until, &next) &&
                    next.when.precision != RELCAL_PRECISION_TBD;
    relcal_ical_event span = {
        .kind = RELCAL_EVENT_PHASE,
        .of.phase = standing->phase,
        .ending = is_ended                  ? RELCAL_ICAL_ENDS
                  : standing->phase == last ? RELCAL_ICAL_ENDS_NEVER
                                            : RELCAL_ICAL_ENDS_UNKNOWN,
    };
    *until = is_ended ? next.when.earliest : RELCAL_INSTANT_MAX;
    bool is_end_certain = span.ending == RELCAL_ICAL_ENDS_NEVER ||
                          (is_ended && has_come(plan, standing->until));
    span.standing = standing_of(is_end_certain && has_come(plan, standing->since));
    set_bounds(&span, from, day_start(*until));
    return span;
}

/* Walks through the phases of the plan at hand and puts each at the place of its phase. */
static void find_phases(const span_history *history, relcal_ical_event *found, bool *is_found)
{
    const relcal_project *project = relcal_series_project(history->plan.series);
    size_t phase_count = relcal_project_phase_count(project);
    relcal_instant instant = RELCAL_INSTANT_MIN;
    /* Each step goes to a later phase, so that there are no more of them than phases. */
    for (size_t step = 0; step <= phase_count; step++) {
        relcal_standing standing = relcal_plan_at(history->plan, instant);
        relcal_entry until;
        if (standing.phase != NULL) {
            size_t place = 0;
            while (relcal_project_phase_at(project, place) != standing.phase) {
                place++;
            }
            found[place] = phase_of(history->plan, &standing, instant, &instant);
            is_found[place] = true;
            if (found[place].ending != RELCAL_ICAL_ENDS) {
                return;
            }
        } else if (relcal_plan_entry(history->plan, standing.until, &until) &&
                   until.when.precision != RELCAL_PRECISION_TBD) {
            instant = until.when.earliest;
        } else {
            return;
        }
    }
}

/* The place of a point at which a freeze is in force; `point_count` where there is none. A freeze
 * that has an end is looked for where it was before, and only then everywhere. */
static size_t find_inside(const span_history *history, uint64_t mask, relcal_instant hint)
{
    size_t count = history->point_count;
    if (is_in_force(history->plan, mask, RELCAL_INSTANT_MAX)) {
        return count - 1;
    }
    size_t place = 0;
    while (place < count && history->points[place].instant <= hint) {
        place++;
    }
    if (place > 0 && is_in_force(history->plan, mask, history->points[place - 1].instant)) {
        return place - 1;
    }
    place = 0;
    while (place < count && !is_in_force(history->plan, mask, history->points[place].instant)) {
        place++;
    }
    return place;
}

/* The first place in [low, high] from which on a freeze is in force, or is not; at `high` it is so.
 */
static size_t find_turn(const span_history *history, uint64_t mask, bool wanted, size_t low,
                        size_t high)
{
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (is_in_force(history->plan, mask, history->points[middle].instant) == wanted) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return low;
}

/* A freeze of the plan at hand as an event; false where it is never in force, or nobody knows from
 * when on. It is in force once and without a gap, so that both its ends are found by halving. */
static bool find_freeze(span_history *history, size_t index, relcal_ical_event *found)
{
    const relcal_project *project = relcal_series_project(history->plan.series);
    const relcal_freeze *freeze = relcal_project_freeze_at(project, index);
    uint64_t mask = UINT64_C(1) << index;
    if (history->point_count == 0 ||
        is_in_force(history->plan, mask, history->points[0].instant - 1)) {
        return false;
    }
    size_t inside = find_inside(history, mask, history->inside[index]);
    if (inside == history->point_count) {
        return false;
    }
    size_t from = find_turn(history, mask, true, 0, inside);
    size_t until = find_turn(history, mask, false, inside, history->point_count);
    relcal_standing final = relcal_plan_at(history->plan, RELCAL_INSTANT_MAX);
    history->inside[index] = history->points[inside].instant;
    *found = (relcal_ical_event){
        .kind = RELCAL_EVENT_FREEZE,
        .of.freeze = freeze,
        .ending = until < history->point_count  ? RELCAL_ICAL_ENDS
                  : (final.freezes & mask) != 0 ? RELCAL_ICAL_ENDS_NEVER
                                                : RELCAL_ICAL_ENDS_UNKNOWN,
    };
    bool is_end_certain = found->ending == RELCAL_ICAL_ENDS_NEVER ||
                          (found->ending == RELCAL_ICAL_ENDS && history->points[until].is_actual);
    found->standing = standing_of(is_end_certain && history->points[from].is_actual);
    set_bounds(found, history->points[from].instant,
               found->ending == RELCAL_ICAL_ENDS ? next_day(history->points[until].instant - 1)
                                                 : 0);
    return true;
}

static bool is_same(const relcal_ical_event *left, const relcal_ical_event *right)
{
    return left->standing == right->standing && left->start == right->start &&
           left->end == right->end && left->ending == right->ending;
}

/* Brings a span up to a day on which the plan gives `found`, or does not have it. */
static void update(relcal_ical_event *span, bool *is_known, const relcal_ical_event *found,
                   bool is_found, relcal_date day)
{
    if (!is_found && !*is_known) {
        return;
    }
    relcal_ical_event now = is_found ? *found : *span;
    now.standing = is_found ? found->standing : RELCAL_ICAL_WITHDRAWN;
    if (*is_known && is_same(span, &now)) {
        return;
    }
    now.sequence = *is_known ? span->sequence + 1 : 0;
    now.changed = day;
    *span = now;
    *is_known = true;
}

/* The most spans that a series has. */
#define MAX_SPANS (RELCAL_MAX_PHASES + RELCAL_MAX_FREEZES)

/* Works out the spans as of one day: phases first, then freezes. */
static void visit_day(span_history *history, unsigned kinds, relcal_date as_of, relcal_date day,
                      relcal_ical_event *spans, bool *is_known)
{
    relcal_ical_event found[MAX_SPANS];
    bool is_found[MAX_SPANS] = {false};
    const relcal_project *project = relcal_series_project(history->plan.series);
    size_t phase_count = relcal_project_phase_count(project);
    size_t freeze_count = relcal_project_freeze_count(project);
    history->plan.as_of = as_of;
    if ((kinds & RELCAL_EVENT_PHASE) != 0) {
        find_phases(history, found, is_found);
    }
    if ((kinds & RELCAL_EVENT_FREEZE) != 0) {
        find_points(history);
        for (size_t index = 0; index < freeze_count; index++) {
            is_found[phase_count + index] = find_freeze(history, index,
                                                        &found[phase_count + index]);
        }
    }
    for (size_t index = 0; index < phase_count + freeze_count; index++) {
        update(&spans[index], &is_known[index], &found[index], is_found[index], day);
    }
}

static bool make_room(relcal_ical_spans *spans, size_t more)
{
    if (spans->capacity - spans->count >= more) {
        return true;
    }
    size_t capacity = 2 * (spans->count + more);
    relcal_ical_event *events = realloc(spans->events, capacity * sizeof *events);
    if (events == NULL) {
        return false;
    }
    spans->events = events;
    spans->capacity = capacity;
    return true;
}

static bool history_begin(span_history *history, relcal_plan plan)
{
    size_t milestones = relcal_series_milestone_count(plan.series);
    *history = (span_history){
        .plan = plan,
        .days = malloc((count_changes(plan.series) + 1) * sizeof(relcal_date)),
        .points = malloc((2 * milestones + 1) * sizeof(turning_point)),
        .inside = calloc(RELCAL_MAX_FREEZES, sizeof(relcal_instant)),
    };
    if (history->days == NULL || history->points == NULL || history->inside == NULL) {
        return false;
    }
    history->day_count = find_days(plan, history->days);
    return true;
}

static void history_end(span_history *history)
{
    free(history->days);
    free(history->points);
    free(history->inside);
}

bool relcal_ical_spans_add(relcal_ical_spans *spans, relcal_plan plan, unsigned kinds)
{
    relcal_ical_event last[MAX_SPANS];
    bool is_known[MAX_SPANS] = {false};
    const relcal_project *project = relcal_series_project(plan.series);
    size_t count = relcal_project_phase_count(project) + relcal_project_freeze_count(project);
    span_history history;
    if (!make_room(spans, count)) {
        return false;
    }
    if (!history_begin(&history, plan)) {
        history_end(&history);
        return false;
    }
    /* What was known before the first change, then every day of change. */
    visit_day(&history, kinds, RELCAL_DATE_MIN, RELCAL_DATE_NONE, last, is_known);
    for (size_t index = 0; index < history.day_count; index++) {
        relcal_date day = history.days[index];
        visit_day(&history, kinds, day, day, last, is_known);
    }
    for (size_t index = 0; index < count; index++) {
        if (is_known[index]) {
            spans->events[spans->count++] = last[index];
        }
    }
    history_end(&history);
    return true;
}
