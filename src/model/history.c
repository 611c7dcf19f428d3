/*
 * The life of a plan, read off the revisions of its milestones.
 *
 * A milestone has at most one thing happen to it on a day: it becomes actual, or its plan is
 * revised. So a place in a history is a day and a milestone.
 */
#include "relcal/history.h"

#include <stdlib.h>
#include <string.h>

#include "draft.h"
#include "history.h"

const char *relcal_step_name(relcal_step step)
{
    static const char *const names[] = {"added", "moved", "renumbered", "withdrawn", "confirmed"};
    bool is_known = step >= RELCAL_STEP_ADDED && step <= RELCAL_STEP_CONFIRMED;
    return is_known ? names[step] : "";
}

/* ---- whens ---- */

bool relcal_when_is_day(const relcal_when *when)
{
    return when->precision == RELCAL_PRECISION_DAY || when->precision == RELCAL_PRECISION_MOMENT;
}

static bool is_dated(const relcal_when *when)
{
    return when->precision != RELCAL_PRECISION_TBD;
}

static int32_t days_between(const relcal_when *from, const relcal_when *to)
{
    return relcal_instant_date(to->earliest) - relcal_instant_date(from->earliest);
}

/* ---- what a plan says of a milestone at the end of a day ---- */

/* False where it is not in the plan, or has no date there. */
static bool find_dated(const relcal_milestone *milestone, relcal_date day, relcal_when *when)
{
    relcal_entry entry;
    relcal_plan plan = relcal_series_plan(relcal_milestone_series(milestone), day);
    if (!relcal_plan_entry(plan, milestone, &entry) || !is_dated(&entry.when)) {
        return false;
    }
    *when = entry.when;
    return true;
}

relcal_date relcal_day_of_coming(const relcal_milestone *milestone, relcal_date as_of)
{
    if (milestone->state != RELCAL_ACTUAL) {
        return RELCAL_DATE_NONE;
    }
    relcal_date day = relcal_instant_date(milestone->when.latest);
    return day <= as_of ? day : RELCAL_DATE_NONE;
}

/* The newest revision from before a day, or NULL. */
static const relcal_image_revision *last_before(const relcal_milestone *milestone, relcal_date day)
{
    const relcal_image_revision *revisions = relcal_follow(&milestone->revisions);
    for (size_t index = milestone->revision_count; index > 0; index--) {
        if (revisions[index - 1].since < day) {
            return &revisions[index - 1];
        }
    }
    return NULL;
}

/* An unplanned release comes first, and the plan is written anew up to so many days later. */
#define DAYS_TO_RENUMBER 7

/* The date that a milestone had until a day, or until it came in the days before; false for none.
 */
static bool find_left_date(const relcal_milestone *milestone, relcal_date day, relcal_when *when)
{
    relcal_date coming = relcal_day_of_coming(milestone, day);
    bool came_before = coming < day && coming >= day - DAYS_TO_RENUMBER;
    return find_dated(milestone, (came_before ? coming : day) - 1, when);
}

/* Whether a date that begins with a second was ever planned for a milestone: quick to tell, and
 * needed for it to give that up. */
static bool had_date(const relcal_milestone *milestone, relcal_instant earliest)
{
    const relcal_image_revision *revisions = relcal_follow(&milestone->revisions);
    for (size_t index = 0; index < milestone->revision_count; index++) {
        if (revisions[index].when.earliest == earliest) {
            return true;
        }
    }
    return false;
}

/* Whether a milestone gave up a date on a day: it had it until then, and went to an earlier one or
 * out of the plan. One that is put off slips, and so does what was to follow it. */
static bool gave_up(const relcal_milestone *milestone, relcal_date day, const relcal_when *date)
{
    relcal_when before;
    relcal_when after;
    return milestone->recorded && find_left_date(milestone, day, &before) &&
           relcal_when_is_same(&before, date) &&
           (!find_dated(milestone, day, &after) || after.earliest < date->earliest);
}

/* The milestone whose plan a later one of its kind takes over on a day: of those that gave up the
 * very date which that gets, the nearest label. NULL where there is none. */
static const relcal_milestone *find_origin(const relcal_milestone *milestone, relcal_date day,
                                           const relcal_when *date)
{
    const relcal_series *series = relcal_milestone_series(milestone);
    const char *id = relcal_milestone_id(milestone);
    const relcal_milestone *origin = NULL;
    const relcal_milestone *other;
    for (size_t index = 0; (other = relcal_series_milestone_at(series, index)) != NULL; index++) {
        const char *label = relcal_milestone_id(other);
        if (had_date(other, date->earliest) &&
            relcal_follow(&other->kind) == relcal_follow(&milestone->kind) &&
            relcal_compare_ids(label, id) < 0 && gave_up(other, day, date) &&
            (origin == NULL || relcal_compare_ids(label, relcal_milestone_id(origin)) > 0)) {
            origin = other;
        }
    }
    return origin;
}

/* ---- the history ---- */

/* Fills in what a revision did. False where it did nothing: it repeats what was said. */
static bool read_revision(const relcal_milestone *milestone, const relcal_image_revision *revision,
                          relcal_plan_event *event)
{
    const relcal_image_revision *earlier = last_before(milestone, revision->since);
    bool was_in_plan = earlier != NULL && !earlier->withdrawn;
    relcal_when to = relcal_image_when_get(&revision->when);
    *event = (relcal_plan_event){.day = revision->since, .milestone = milestone, .to = to};
    if (earlier != NULL) {
        event->from = relcal_image_when_get(&earlier->when);
        event->has_from = was_in_plan && is_dated(&event->from);
    }
    if (revision->withdrawn) {
        event->step = RELCAL_STEP_WITHDRAWN;
        return was_in_plan || earlier == NULL;
    }
    event->step = was_in_plan ? RELCAL_STEP_MOVED : RELCAL_STEP_ADDED;
    if (was_in_plan && relcal_when_is_same(&event->from, &to)) {
        return false;
    }
    event->has_days = event->has_from && relcal_when_is_day(&event->from) &&
                      relcal_when_is_day(&to);
    event->days = event->has_days ? days_between(&event->from, &to) : 0;
    event->origin = is_dated(&to) ? find_origin(milestone, revision->since, &to) : NULL;
    if (event->origin != NULL) {
        event->step = RELCAL_STEP_RENUMBERED;
        event->has_days = true;
        event->days = 0;
    }
    return true;
}

static void read_coming(const relcal_milestone *milestone, relcal_date day,
                        relcal_plan_event *event)
{
    relcal_course course;
    relcal_plan plan = relcal_series_plan(relcal_milestone_series(milestone), day);
    *event = (relcal_plan_event){
        .day = day,
        .step = RELCAL_STEP_CONFIRMED,
        .milestone = milestone,
        .to = relcal_image_when_get(&milestone->when),
    };
    if (relcal_plan_course(plan, milestone, &course) && course.has_last) {
        event->has_from = true;
        event->from = course.last;
        event->has_days = course.has_last_slip;
        event->days = course.last_slip;
    }
}

/* What happened to a milestone on a day; false for nothing. */
static bool read_day(const relcal_milestone *milestone, relcal_date day, relcal_date as_of,
                     relcal_plan_event *event)
{
    if (relcal_day_of_coming(milestone, as_of) == day) {
        read_coming(milestone, day, event);
        return true;
    }
    const relcal_image_revision *revisions = relcal_follow(&milestone->revisions);
    for (size_t index = 0; index < milestone->revision_count; index++) {
        if (revisions[index].since == day) {
            return read_revision(milestone, &revisions[index], event);
        }
    }
    return false;
}

/* The first day after `day` on which anything is written of a milestone; INT32_MAX for none. */
static relcal_date next_day(const relcal_milestone *milestone, relcal_date day, relcal_date as_of)
{
    relcal_date nearest = INT32_MAX;
    const relcal_image_revision *revisions = relcal_follow(&milestone->revisions);
    for (size_t index = 0; index < milestone->revision_count; index++) {
        relcal_date since = revisions[index].since;
        if (since > day && since <= as_of && since < nearest) {
            nearest = since;
        }
    }
    relcal_date coming = relcal_day_of_coming(milestone, as_of);
    return coming > day && coming < nearest ? coming : nearest;
}

relcal_history relcal_series_history(const relcal_series *series, relcal_date as_of)
{
    /* As if all milestones of the day before the first one were passed. */
    return (relcal_history){
        .series = series, .as_of = as_of, .day = INT32_MIN, .milestone = series->milestone_count};
}

bool relcal_history_next(relcal_history *history, relcal_plan_event *out)
{
    const relcal_series *series = history->series;
    for (;;) {
        for (; history->milestone < series->milestone_count; history->milestone++) {
            const relcal_milestone *milestone = relcal_series_milestone_at(series,
                                                                           history->milestone);
            relcal_plan_event event;
            if (read_day(milestone, history->day, history->as_of, &event)) {
                history->milestone++;
                *out = event;
                return true;
            }
        }
        relcal_date nearest = INT32_MAX;
        for (size_t index = 0; index < series->milestone_count; index++) {
            relcal_date day = next_day(relcal_series_milestone_at(series, index), history->day,
                                       history->as_of);
            nearest = day < nearest ? day : nearest;
        }
        if (nearest == INT32_MAX) {
            return false;
        }
        history->day = nearest;
        history->milestone = 0;
    }
}

/* ---- what became of one milestone ---- */

bool relcal_find_takeover(const relcal_milestone *milestone, relcal_date day,
                          const relcal_image_revision **revision, const relcal_milestone **origin)
{
    const relcal_image_revision *revisions = relcal_follow(&milestone->revisions);
    for (size_t index = milestone->revision_count; index > 0; index--) {
        const relcal_image_revision *found = &revisions[index - 1];
        relcal_plan_event event;
        if (found->since < day && read_revision(milestone, found, &event) &&
            event.step == RELCAL_STEP_RENUMBERED) {
            *revision = found;
            *origin = event.origin;
            return true;
        }
    }
    return false;
}

/* Whether another milestone took over the plan of one after a day, up to another. */
static bool was_taken_over(const relcal_milestone *milestone, relcal_date after, relcal_date until)
{
    const relcal_series *series = relcal_milestone_series(milestone);
    const relcal_milestone *other;
    for (size_t index = 0; (other = relcal_series_milestone_at(series, index)) != NULL; index++) {
        const relcal_image_revision *revisions = relcal_follow(&other->revisions);
        for (size_t place = 0; other != milestone && place < other->revision_count; place++) {
            relcal_plan_event event;
            if (revisions[place].since > after && revisions[place].since <= until &&
                had_date(milestone, revisions[place].when.earliest) &&
                read_revision(other, &revisions[place], &event) && event.origin == milestone) {
                return true;
            }
        }
    }
    return false;
}

/* The first date that was planned before a day, through all labels that the plan had. */
static bool find_first(const relcal_milestone *milestone, relcal_date day, relcal_when *first,
                       const relcal_milestone **origin)
{
    const relcal_image_revision *revision;
    const relcal_milestone *taken;
    /* Each step goes back in time, and a plan has no more labels than milestones. */
    for (size_t steps = relcal_milestone_series(milestone)->milestone_count;
         steps > 0 && relcal_find_takeover(milestone, day, &revision, &taken); steps--) {
        *origin = *origin == NULL ? taken : *origin;
        milestone = taken;
        day = revision->since;
    }
    const relcal_image_revision *revisions = relcal_follow(&milestone->revisions);
    for (size_t index = 0; index < milestone->revision_count && revisions[index].since < day;
         index++) {
        *first = relcal_image_when_get(&revisions[index].when);
        if (!revisions[index].withdrawn && is_dated(first)) {
            return true;
        }
    }
    return false;
}

/* The last date that was planned before a day. */
static bool find_last(const relcal_milestone *milestone, relcal_date day, relcal_when *last)
{
    const relcal_image_revision *revisions = relcal_follow(&milestone->revisions);
    for (size_t index = milestone->revision_count; index > 0; index--) {
        *last = relcal_image_when_get(&revisions[index - 1].when);
        if (revisions[index - 1].since < day && !revisions[index - 1].withdrawn && is_dated(last)) {
            return true;
        }
    }
    return false;
}

bool relcal_has_passed_plan_on(const relcal_milestone *milestone, relcal_date day,
                               relcal_date as_of)
{
    const relcal_image_revision *newest = last_before(milestone, day);
    relcal_date until = day + DAYS_TO_RENUMBER;
    return newest != NULL &&
           was_taken_over(milestone, newest->since, until < as_of ? until : as_of);
}

static void find_plans(const relcal_milestone *milestone, relcal_date day, bool is_actual,
                       relcal_course *course)
{
    if (is_actual && relcal_has_passed_plan_on(milestone, day, RELCAL_LATEST)) {
        return;
    }
    relcal_when first;
    relcal_when last;
    if (find_first(milestone, day, &first, &course->origin)) {
        course->has_first = true;
        course->first = first;
    }
    if (find_last(milestone, day, &last)) {
        course->has_last = true;
        course->last = last;
    }
}

bool relcal_plan_course(relcal_plan plan, const relcal_milestone *milestone, relcal_course *out)
{
    relcal_entry entry;
    bool is_in_plan = relcal_plan_entry(plan, milestone, &entry);
    bool is_known = plan.as_of == RELCAL_LATEST || relcal_date_is_valid(plan.as_of);
    const relcal_image_revision *newest =
        is_known ? last_before(milestone, plan.as_of == RELCAL_LATEST ? INT32_MAX : plan.as_of + 1)
                 : NULL;
    if (!is_in_plan && newest == NULL) {
        return false;
    }
    relcal_course course = {
        .milestone = milestone,
        .state = is_in_plan ? entry.state : RELCAL_WITHDRAWN,
        .is_recorded = milestone->recorded,
        .has_when = is_in_plan && is_dated(&entry.when),
    };
    bool is_actual = course.state == RELCAL_ACTUAL;
    relcal_date day = is_actual                     ? relcal_instant_date(entry.when.latest)
                      : plan.as_of == RELCAL_LATEST ? INT32_MAX
                                                    : plan.as_of + 1;
    if (course.has_when) {
        course.when = entry.when;
    }
    find_plans(milestone, day, is_actual, &course);
    course.is_planned = course.has_first || (!is_actual && is_in_plan) || !milestone->recorded;
    bool is_comparable = course.has_when && relcal_when_is_day(&course.when);
    course.has_slip = is_comparable && course.has_first && relcal_when_is_day(&course.first);
    course.slip = course.has_slip ? days_between(&course.first, &course.when) : 0;
    course.has_last_slip = is_comparable && course.has_last && relcal_when_is_day(&course.last);
    course.last_slip = course.has_last_slip ? days_between(&course.last, &course.when) : 0;
    *out = course;
    return true;
}

/* ---- figures ---- */

/* The milestones that figures are made of. */
typedef struct slip_sample {
    const relcal_series *const *series;
    size_t series_count;
    const char *kind;
    relcal_date as_of;
    bool from_last;
    size_t series_index;
    size_t milestone_index;
} slip_sample;

static bool next_course(slip_sample *sample, relcal_course *out)
{
    for (; sample->series_index < sample->series_count; sample->series_index++) {
        const relcal_series *series = sample->series[sample->series_index];
        relcal_plan plan = relcal_series_plan(series, sample->as_of);
        const relcal_milestone *milestone;
        while ((milestone = relcal_series_milestone_at(series, sample->milestone_index++)) !=
               NULL) {
            bool is_wanted = sample->kind == NULL ||
                             strcmp(relcal_milestone_kind(milestone), sample->kind) == 0;
            if (is_wanted && relcal_plan_course(plan, milestone, out)) {
                return true;
            }
        }
        sample->milestone_index = 0;
    }
    return false;
}

/* The next slip of the sample; false at its end. */
static bool next_slip(slip_sample *sample, int32_t *slip, const relcal_milestone **of)
{
    relcal_course course;
    while (next_course(sample, &course)) {
        bool has_slip = sample->from_last ? course.has_last_slip : course.has_slip;
        if (course.state == RELCAL_ACTUAL && has_slip) {
            *slip = sample->from_last ? course.last_slip : course.slip;
            *of = course.milestone;
            return true;
        }
    }
    return false;
}

static size_t count_up_to(slip_sample sample, int32_t limit)
{
    size_t count = 0;
    int32_t slip;
    const relcal_milestone *of;
    while (next_slip(&sample, &slip, &of)) {
        count += slip <= limit;
    }
    return count;
}

/* The slip at a rank, from 0, of all in their order: by halves of the range that holds them. */
static int32_t find_rank(slip_sample sample, size_t rank)
{
    int32_t low = RELCAL_DATE_MIN - RELCAL_DATE_MAX;
    int32_t high = RELCAL_DATE_MAX - RELCAL_DATE_MIN;
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        if (count_up_to(sample, middle) > rank) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return low;
}

relcal_slips relcal_slips_of(const relcal_series *const *series, size_t count, const char *kind,
                             relcal_date as_of, bool from_last)
{
    const slip_sample all = {.series = series,
                             .series_count = count,
                             .kind = kind,
                             .as_of = as_of,
                             .from_last = from_last};
    relcal_slips slips = {0};
    int64_t sum = 0;
    slip_sample walk = all;
    int32_t slip;
    const relcal_milestone *of;
    while (next_slip(&walk, &slip, &of)) {
        sum += slip;
        slips.count++;
        slips.on_day += slip == 0;
        if (slips.largest_of == NULL || abs(slip) > abs(slips.largest)) {
            slips.largest = slip;
            slips.largest_of = of;
        }
    }
    walk = all;
    relcal_course course;
    while (next_course(&walk, &course)) {
        slips.unplanned += course.state == RELCAL_ACTUAL && course.is_recorded &&
                           !course.is_planned;
        slips.withdrawn += course.state == RELCAL_WITHDRAWN;
    }
    if (slips.count > 0) {
        slips.mean = (double)sum / (double)slips.count;
        slips.median = ((double)find_rank(all, (slips.count - 1) / 2) +
                        (double)find_rank(all, slips.count / 2)) /
                       2;
    }
    return slips;
}

/* ---- two plans ---- */

relcal_comparison relcal_plan_compare(relcal_plan left, relcal_plan right)
{
    return (relcal_comparison){.left = left, .right = right};
}

/* The milestone of an id, to the letter. */
static const relcal_milestone *find_by_id(const relcal_series *series, const char *id)
{
    const relcal_milestone *milestone;
    for (size_t index = 0; (milestone = relcal_series_milestone_at(series, index)) != NULL;
         index++) {
        if (strcmp(relcal_milestone_id(milestone), id) == 0) {
            return milestone;
        }
    }
    return NULL;
}

static bool is_same_text(const char *left, const char *right)
{
    return left == right || (left != NULL && right != NULL && strcmp(left, right) == 0);
}

static bool say_the_same(const relcal_milestone *left, const relcal_milestone *right)
{
    return is_same_text(relcal_milestone_title(left), relcal_milestone_title(right)) &&
           is_same_text(relcal_milestone_kind(left), relcal_milestone_kind(right)) &&
           is_same_text(relcal_milestone_note(left), relcal_milestone_note(right)) &&
           left->number == right->number;
}

/* The differences of a milestone that both plans have. */
static unsigned compare_entries(relcal_difference *out)
{
    unsigned bits = 0;
    if (!relcal_when_is_same(&out->left.when, &out->right.when)) {
        bits |= RELCAL_DIFFERENCE_DATE;
        out->has_days = relcal_when_is_day(&out->left.when) && relcal_when_is_day(&out->right.when);
        out->days = out->has_days ? days_between(&out->left.when, &out->right.when) : 0;
    }
    if (out->left.state != out->right.state) {
        bits |= RELCAL_DIFFERENCE_STATE;
    }
    if (!say_the_same(out->left.milestone, out->right.milestone)) {
        bits |= RELCAL_DIFFERENCE_TEXT;
    }
    return bits;
}

/* What is different of a milestone of the right plan. */
static bool differs(const relcal_comparison *comparison, const relcal_milestone *right,
                    relcal_difference *out)
{
    const relcal_milestone *left = find_by_id(comparison->left.series, relcal_milestone_id(right));
    bool is_in_right = relcal_plan_entry(comparison->right, right, &out->right);
    bool is_in_left = relcal_plan_entry(comparison->left, left, &out->left);
    if (is_in_left && is_in_right) {
        out->bits = compare_entries(out);
    } else if (is_in_right) {
        out->bits = RELCAL_DIFFERENCE_ADDED;
    }
    return out->bits != 0;
}

/* Whether only the left plan has a milestone. */
static bool is_removed(const relcal_comparison *comparison, const relcal_milestone *left,
                       relcal_difference *out)
{
    relcal_entry right;
    const relcal_milestone *same = find_by_id(comparison->right.series, relcal_milestone_id(left));
    out->bits = RELCAL_DIFFERENCE_REMOVED;
    return relcal_plan_entry(comparison->left, left, &out->left) &&
           !relcal_plan_entry(comparison->right, same, &right);
}

bool relcal_comparison_next(relcal_comparison *comparison, relcal_difference *out)
{
    const relcal_milestone *milestone;
    while (!comparison->is_in_left) {
        relcal_difference difference = {0};
        milestone = relcal_series_milestone_at(comparison->right.series, comparison->index++);
        if (milestone == NULL) {
            comparison->is_in_left = true;
            comparison->index = 0;
        } else if (differs(comparison, milestone, &difference)) {
            *out = difference;
            return true;
        }
    }
    while ((milestone = relcal_series_milestone_at(comparison->left.series, comparison->index++)) !=
           NULL) {
        relcal_difference difference = {0};
        if (is_removed(comparison, milestone, &difference)) {
            *out = difference;
            return true;
        }
    }
    return false;
}
