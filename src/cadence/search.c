/* Looks for the year, or the day of the anchor, that leads to what is set or wished for. */
#include <string.h>

#include "fail.h"
#include "planner.h"

/* How many years, and days, on both sides of a wish are tried: an end of life may be years away
 * from the anchor. */
#define YEARS_TO_TRY 12
#define DAYS_TO_TRY 2200

/* The date that one milestone gets if the year or the anchor is this; tbd for none. */
static relcal_when try_target(planner *plan, plan_target target, int year, relcal_date anchor)
{
    relcal_when none = relcal_when_day(RELCAL_DATE_NONE);
    relcal_planner_begin_pass(plan);
    plan->year = year;
    plan->anchor_date = anchor;
    relcal_status status = relcal_planner_spread(plan, &plan->rows[target.row], NULL);
    if (status == RELCAL_OK) {
        status = relcal_planner_work_out(plan, (size_t)target.row, target.occurrence, NULL);
    }
    return status == RELCAL_OK ? plan->rows[target.row].nodes[target.occurrence - 1].when : none;
}

static int64_t distance_between(const relcal_when *left, const relcal_when *right)
{
    int64_t distance = left->earliest - right->earliest;
    return distance < 0 ? -distance : distance;
}

/* The nearest dates that years give for a wish, for the message. */
typedef struct nearest_date {
    relcal_when when;
    int year;
} nearest_date;

/* The `step`th of the numbers around another, from the nearest on. */
static int32_t step_around(int32_t middle, int step)
{
    int32_t away = (step + 1) / 2;
    return step % 2 == 0 ? middle - away : middle + away;
}

static nearest_date find_nearest_year(planner *plan, plan_target target, const relcal_when *wish)
{
    nearest_date nearest = {.when = relcal_when_day(RELCAL_DATE_NONE)};
    int middle = relcal_date_to_civil(relcal_when_date(wish)).year;
    for (int step = 0; step <= 2 * YEARS_TO_TRY; step++) {
        int year = step_around(middle, step);
        if (year < 1 || year > 9999) {
            continue;
        }
        relcal_when when = try_target(plan, target, year, RELCAL_DATE_NONE);
        bool is_nearer = nearest.year == 0 ||
                         distance_between(&when, wish) < distance_between(&nearest.when, wish);
        if (when.precision != RELCAL_PRECISION_TBD && is_nearer) {
            nearest = (nearest_date){when, year};
        }
    }
    return nearest;
}

/* Whether a day of the anchor leads to a wish. */
static bool leads_to(planner *plan, relcal_date anchor, plan_target target, const relcal_when *wish)
{
    if (!relcal_date_is_valid(anchor)) {
        return false;
    }
    relcal_when when = try_target(plan, target, 0, anchor);
    return relcal_planner_is_same(&when, wish);
}

/* The day that the anchor's own rule gives in a year around a wish, if it leads there. */
static relcal_date find_anchor_by_rule(planner *plan, plan_target target, const relcal_when *wish)
{
    int middle = relcal_date_to_civil(relcal_when_date(wish)).year;
    for (int step = 0; step <= 2 * YEARS_TO_TRY; step++) {
        int year = step_around(middle, step);
        relcal_when rule_when;
        relcal_when when;
        const char *avoided;
        relcal_planner_begin_pass(plan);
        plan->anchor_date = RELCAL_DATE_NONE;
        plan->year = year;
        if (year >= 1 && year <= 9999 &&
            relcal_planner_by_rule(plan, &plan->rows[plan->anchor], 1, &rule_when, &when, &avoided,
                                   NULL) == RELCAL_OK &&
            leads_to(plan, relcal_when_date(&when), target, wish)) {
            return relcal_when_date(&when);
        }
    }
    return RELCAL_DATE_NONE;
}

/* The day of the anchor that leads to a wish: its rule's, else in a plan that goes on the nearest
 * to the one that it has, else the latest; NONE for none. */
static relcal_date find_anchor(planner *plan, plan_target target, const relcal_when *wish)
{
    relcal_when own;
    relcal_date found = find_anchor_by_rule(plan, target, wish);
    relcal_date last = relcal_when_date(wish) + DAYS_TO_TRY;
    plan->anchor_date = RELCAL_DATE_NONE;
    bool is_there = plan->from.series != NULL && relcal_planner_given_anchor(plan, &own);
    for (int step = 0; found == RELCAL_DATE_NONE && step <= 2 * DAYS_TO_TRY; step++) {
        relcal_date anchor = is_there ? step_around(relcal_when_date(&own), step) : last - step;
        found = leads_to(plan, anchor, target, wish) ? anchor : RELCAL_DATE_NONE;
    }
    return found;
}

static relcal_status refuse_wish(const planner *plan, const relcal_pin *wish,
                                 const nearest_date *nearest, plan_target target)
{
    if (plan->steps > RELCAL_MAX_PLAN_STEPS) {
        return relcal_fail(plan->error, RELCAL_ERROR_LIMIT, (relcal_place){0},
                           "over %d steps to find %s from %s; set it instead",
                           RELCAL_MAX_PLAN_STEPS, relcal_cadence_anchor(plan->cadence),
                           wish->milestone);
    }
    char wished[RELCAL_WHEN_BYTES];
    char found[RELCAL_WHEN_BYTES];
    const plan_row *row = &plan->rows[target.row];
    relcal_when_format(&wish->when, wished);
    if (nearest->year == 0) {
        return relcal_fail(plan->error, RELCAL_ERROR_NOT_FOUND, (relcal_place){0},
                           "no %s leads to %s on %s; set it instead",
                           relcal_cadence_anchor(plan->cadence), wish->milestone, wished);
    }
    return relcal_fail(plan->error, RELCAL_ERROR_NOT_FOUND, (relcal_place){0},
                       "no %s leads to %s on %s: its rule, \"%s\", gives %s; wish for that day, or "
                       "set the other",
                       relcal_cadence_anchor(plan->cadence), wish->milestone, wished, row->text,
                       relcal_when_format(&nearest->when, found));
}

/* A wish decides how many there are of what may be more or less. */
static void decide_counts(planner *plan)
{
    for (size_t index = 0; index < plan->row_count; index++) {
        plan_row *row = &plan->rows[index];
        row->least = relcal_row_decided_count(plan, row);
        row->most = row->least;
    }
}

/* Whether a wish is what the rules give anyhow, perhaps with more of what may be more. */
static bool leads_there(planner *plan, plan_target target, start *out)
{
    uint32_t most = 0;
    for (size_t index = 0; index < plan->row_count; index++) {
        uint32_t spread = plan->rows[index].most - plan->rows[index].least;
        most = spread > most ? spread : most;
    }
    for (plan->extra = 0; plan->extra <= most; plan->extra++) {
        relcal_when when = try_target(plan, target, 0, RELCAL_DATE_NONE);
        if (relcal_planner_is_same(&when, &plan->request->wish->when)) {
            decide_counts(plan);
            plan->extra = 0;
            *out = (start){0, RELCAL_DATE_NONE};
            return true;
        }
    }
    plan->extra = 0;
    return false;
}

relcal_status relcal_planner_start_for_wish(planner *plan, start *out)
{
    const relcal_pin *wish = plan->request->wish;
    plan_target target;
    if (!relcal_planner_find_target(plan, wish->milestone, strlen(wish->milestone), &target)) {
        return relcal_planner_refuse_unknown(plan, wish->milestone);
    }
    if (wish->when.precision == RELCAL_PRECISION_TBD) {
        return relcal_fail(plan->error, RELCAL_ERROR_ARGUMENT, (relcal_place){0},
                           "%s is wished for tbd; write a date", wish->milestone);
    }
    if (leads_there(plan, target, out)) {
        return RELCAL_OK;
    }
    nearest_date nearest = find_nearest_year(plan, target, &wish->when);
    if (plan->from.series == NULL && nearest.year != 0 &&
        relcal_planner_is_same(&nearest.when, &wish->when)) {
        *out = (start){nearest.year, RELCAL_DATE_NONE};
        return RELCAL_OK;
    }
    relcal_date anchor = find_anchor(plan, target, &wish->when);
    if (anchor == RELCAL_DATE_NONE) {
        return refuse_wish(plan, wish, &nearest, target);
    }
    *out = (start){0, anchor};
    decide_counts(plan);
    return RELCAL_OK;
}

/* The year in which the rule of what is set comes nearest to it, or else the day of the anchor that
 * leads there; neither where it hangs on neither. */
static start find_start_for_pin(planner *plan, const relcal_pin *pin)
{
    start found = {0, RELCAL_DATE_NONE};
    plan_target target;
    if (pin->when.precision == RELCAL_PRECISION_TBD ||
        !relcal_planner_find_target(plan, pin->milestone, strlen(pin->milestone), &target)) {
        return found;
    }
    plan_node *node = &plan->rows[target.row].nodes[target.occurrence - 1];
    const relcal_pin *kept = node->pin;
    node->pin = NULL;
    found.year = find_nearest_year(plan, target, &pin->when).year;
    if (found.year == 0) {
        found.anchor = find_anchor(plan, target, &pin->when);
    }
    plan->rows[target.row].nodes[target.occurrence - 1].pin = kept;
    return found;
}

start relcal_planner_start(planner *plan)
{
    start found = {0, RELCAL_DATE_NONE};
    relcal_planner_begin_pass(plan);
    plan->anchor_date = RELCAL_DATE_NONE;
    bool is_known = relcal_planner_knows_year(plan);
    for (size_t index = 0; !is_known && found.year == 0 && found.anchor == RELCAL_DATE_NONE &&
                           index < plan->request->pin_count;
         index++) {
        found = find_start_for_pin(plan, &plan->request->pins[index]);
    }
    return found;
}
