/* Working milestones out, one pass over all of them. */
#include <string.h>

#include "fail.h"
#include "names.h"
#include "planner.h"

/* ---- failing ---- */

/* Says whose rule failed, unless one on which it hangs failed already. */
static void blame(planner *plan, const char *id, const char *rule)
{
    if (plan->culprit.id == NULL) {
        plan->culprit = (plan_culprit){id, rule};
    }
}

static relcal_status fail_by_culprit(const planner *plan, const relcal_error *inner)
{
    return relcal_fail(plan->error, inner->code, (relcal_place){.column = inner->column},
                       "%s, \"%s\": %s", plan->culprit.id, plan->culprit.rule, inner->message);
}

/* ---- what a rule names ---- */

static relcal_status find_previous(planner *plan, const relcal_date_rule *rule,
                                   const relcal_rule_part *part, relcal_rule_value *out,
                                   relcal_error *error)
{
    relcal_plan before = relcal_ask_before(plan->previous, part->levels - 1u);
    if (before.series == NULL) {
        plan->lacks_previous = true;
        return relcal_fail(error, RELCAL_ERROR_NOT_FOUND, relcal_place_in_text(part->at),
                           "the series before %s is not known", plan->request->series);
    }
    relcal_status status = relcal_ask_plan(before, &plan->open, rule, part, out, error);
    plan->lacks_previous = plan->lacks_previous || status != RELCAL_OK;
    return status;
}

relcal_status relcal_planner_find_extreme(planner *plan, const char *kind, size_t length, int nth,
                                          plan_target *out, relcal_error *error)
{
    for (size_t step = 0; step < plan->row_count; step++) {
        size_t index = nth > 0 ? step : plan->row_count - 1 - step;
        plan_row *row = &plan->rows[index];
        if (!row->is_taken || !relcal_cadence_is_kind(row->kind, kind, length)) {
            continue;
        }
        relcal_status status = relcal_planner_spread(plan, row, error);
        if (status != RELCAL_OK) {
            return status;
        }
        if (row->node_count > 0) {
            *out = (plan_target){(int32_t)index, nth > 0 ? 1 : row->node_count};
            return RELCAL_OK;
        }
    }
    return RELCAL_ERROR_NOT_FOUND;
}

/* A milestone that only the plan that goes on has. */
static relcal_status find_in_from(planner *plan, const relcal_date_rule *rule,
                                  const relcal_rule_part *part, relcal_rule_value *out,
                                  relcal_error *error)
{
    if (plan->from.series != NULL &&
        relcal_ask_plan(plan->from, &plan->open, rule, part, out, NULL) == RELCAL_OK) {
        return RELCAL_OK;
    }
    return relcal_fail(error, RELCAL_ERROR_DATA, relcal_place_in_text(part->at),
                       "no rule is for %s",
                       relcal_rule_quote(rule, part, (char[RELCAL_RULE_QUOTE_BYTES]){0}));
}

static relcal_status find_milestone(void *context, const relcal_date_rule *rule,
                                    const relcal_rule_part *part, relcal_rule_value *out,
                                    relcal_error *error)
{
    planner *plan = context;
    const char *name = rule->text + part->name_at;
    plan_target *known = &plan->targets[part - rule->parts];
    plan_target target = *known;
    if (part->levels > 0) {
        return find_previous(plan, rule, part, out, error);
    }
    if (part->nth != 0) {
        relcal_status status = relcal_planner_find_extreme(plan, name, part->name_length, part->nth,
                                                           &target, error);
        if (status != RELCAL_OK) {
            return status != RELCAL_ERROR_NOT_FOUND ? status
                                                    : find_in_from(plan, rule, part, out, error);
        }
    } else if (target.row < 0 &&
               !relcal_planner_find_target(plan, name, part->name_length, &target)) {
        return find_in_from(plan, rule, part, out, error);
    } else {
        *known = target;
    }
    relcal_status status = relcal_planner_work_out(plan, (size_t)target.row, target.occurrence,
                                                   error);
    if (status != RELCAL_OK) {
        return status;
    }
    const plan_row *row = &plan->rows[target.row];
    return relcal_ask_value(&row->nodes[target.occurrence - 1].when, &plan->open, rule, part, out,
                            error);
}

/* ---- the year ---- */

static bool is_off(void *context, relcal_date date)
{
    planner *plan = context;
    return relcal_avoidance_find(&plan->avoidance, date) != NULL;
}

static relcal_status find_year(void *context, int *out, relcal_error *error);

static relcal_rule_world world_of(planner *plan)
{
    return (relcal_rule_world){
        .context = plan,
        .milestone = find_milestone,
        .year = find_year,
        .is_off = plan->avoidance.count == 0 ? NULL : is_off,
        .today = RELCAL_DATE_NONE,
    };
}

/* How many steps a rule may take: its parts, and each working day that it counts, which is held
 * against all that are avoided. */
static uint64_t steps_of(const planner *plan, const relcal_date_rule *rule)
{
    uint64_t days = 0;
    for (size_t index = 0; index < rule->count; index++) {
        const relcal_rule_part *part = &rule->parts[index];
        bool is_length = part->form == RELCAL_RULE_SHIFT || part->form == RELCAL_RULE_EVERY;
        if (is_length && part->unit == RELCAL_UNIT_WORKDAYS) {
            days += (uint64_t)(part->count < 0 ? -(int64_t)part->count : part->count);
        }
        if (part->day == RELCAL_RULE_WORKDAY) {
            days += (uint64_t)(part->nth < 0 ? -part->nth : part->nth);
        }
    }
    return rule->count + days * (1 + plan->avoidance.count);
}

relcal_status relcal_planner_evaluate(planner *plan, const relcal_date_rule *rule,
                                      plan_target *targets, uint32_t occurrence,
                                      relcal_rule_value *out, relcal_error *error)
{
    plan_target *outer = plan->targets;
    relcal_rule_world world = world_of(plan);
    plan->steps += steps_of(plan, rule);
    if (plan->steps > RELCAL_MAX_PLAN_STEPS) {
        return relcal_fail(error, RELCAL_ERROR_LIMIT, (relcal_place){0},
                           "over %d steps for one plan; set more, or count fewer working days",
                           RELCAL_MAX_PLAN_STEPS);
    }
    plan->targets = targets;
    relcal_status status = relcal_rule_evaluate(rule, &world, occurrence, out, error);
    plan->targets = outer;
    return status;
}

bool relcal_planner_given_anchor(const planner *plan, relcal_when *out)
{
    const plan_row *row = &plan->rows[plan->anchor];
    const relcal_milestone *milestone = NULL;
    relcal_entry entry;
    if (plan->anchor_date != RELCAL_DATE_NONE) {
        *out = relcal_when_day(plan->anchor_date);
        return true;
    }
    if (!plan->is_former && row->nodes[0].pin != NULL) {
        *out = row->nodes[0].pin->when;
        return out->precision != RELCAL_PRECISION_TBD;
    }
    if (plan->from.series != NULL) {
        milestone = relcal_series_milestone(plan->from.series, row->nodes[0].id);
    }
    if (!relcal_plan_entry(plan->from, milestone, &entry)) {
        return false;
    }
    *out = entry.when;
    return entry.when.precision != RELCAL_PRECISION_TBD;
}

static relcal_status find_year(void *context, int *out, relcal_error *error)
{
    planner *plan = context;
    relcal_when anchor;
    relcal_rule_value value;
    if (plan->year == 0 && relcal_planner_given_anchor(plan, &anchor)) {
        plan->year = relcal_date_to_civil(relcal_when_date(&anchor)).year;
    }
    if (plan->year == 0 && (plan->year_rule == NULL || plan->is_finding_year)) {
        return relcal_fail(error, RELCAL_ERROR_DATA, (relcal_place){0},
                           "nothing says of which year the months are; set %s",
                           relcal_cadence_anchor(plan->cadence));
    }
    if (plan->year == 0) {
        relcal_error inner;
        plan->is_finding_year = true;
        relcal_status status = relcal_planner_evaluate(plan, plan->year_rule, plan->year_targets, 1,
                                                       &value, &inner);
        plan->is_finding_year = false;
        plan->culprit = (plan_culprit){NULL, NULL};
        if (status != RELCAL_OK) {
            return relcal_fail(error, status, (relcal_place){0}, "the year, \"%s\": %s",
                               (const char *)relcal_follow(&plan->cadence->year), inner.message);
        }
        plan->year = relcal_date_to_civil(value.first).year;
    }
    *out = plan->year;
    return RELCAL_OK;
}

bool relcal_planner_knows_year(planner *plan)
{
    int year;
    return find_year(plan, &year, NULL) == RELCAL_OK;
}

/* ---- milestones ---- */

relcal_status relcal_planner_by_rule(planner *plan, const plan_row *row, uint32_t occurrence,
                                     relcal_when *rule_when, relcal_when *when,
                                     const char **avoided, relcal_error *error)
{
    relcal_rule_value value;
    const relcal_avoided *why = NULL;
    relcal_status status = relcal_planner_evaluate(plan, row->rule, row->targets, occurrence,
                                                   &value, error);
    if (status != RELCAL_OK) {
        return status;
    }
    relcal_when given = relcal_rule_value_when(value);
    if (value.precision == RELCAL_PRECISION_DAY && row->is_release) {
        value.first = relcal_avoidance_move(&plan->avoidance, value.first, &why);
    }
    if (value.first == RELCAL_DATE_NONE) {
        return relcal_fail(error, RELCAL_ERROR_DATA, (relcal_place){0}, "no day is free near %s",
                           why->name);
    }
    *rule_when = given;
    *when = relcal_rule_value_when(value);
    *avoided = why == NULL ? NULL : why->name;
    return RELCAL_OK;
}

/* Gives a milestone its date by its rule. */
static relcal_status work_out_by_rule(planner *plan, const plan_row *row, plan_node *node,
                                      uint32_t occurrence, relcal_error *error)
{
    relcal_status status = relcal_planner_by_rule(plan, row, occurrence, &node->by_rule,
                                                  &node->when, &node->avoided, error);
    node->has_by_rule = status == RELCAL_OK;
    node->by = RELCAL_BY_RULE;
    return status;
}

/* An expected milestone of the plan that goes on moves where its rule's date does. */
static relcal_status go_on(planner *plan, size_t row_index, plan_node *node, uint32_t occurrence,
                           const relcal_entry *entry)
{
    const plan_row *row = &plan->rows[row_index];
    relcal_when when;
    const char *avoided;
    node->by = entry->state == RELCAL_ACTUAL ? RELCAL_BY_ACTUAL : RELCAL_BY_PLAN;
    node->when = entry->when;
    if (node->by == RELCAL_BY_ACTUAL || plan->is_former || row_index <= plan->first_pinned ||
        node->by_former_rule.precision == RELCAL_PRECISION_TBD) {
        return RELCAL_OK;
    }
    bool lacked_previous = plan->lacks_previous;
    bool has_rule = relcal_planner_by_rule(plan, row, occurrence, &node->by_rule, &when, &avoided,
                                           NULL) == RELCAL_OK;
    plan->lacks_previous = lacked_previous;
    node->has_by_rule = has_rule;
    if (has_rule && !relcal_planner_is_same(&when, &node->by_former_rule)) {
        node->by = RELCAL_BY_RULE;
        node->when = when;
        node->avoided = avoided;
    }
    return RELCAL_OK;
}

static relcal_status give_date(planner *plan, size_t row_index, plan_node *node,
                               uint32_t occurrence, relcal_error *error)
{
    relcal_entry entry;
    const plan_row *row = &plan->rows[row_index];
    if (!plan->is_former && node->pin != NULL) {
        node->by = RELCAL_BY_PIN;
        node->when = node->pin->when;
        return RELCAL_OK;
    }
    if (row_index == plan->anchor && plan->anchor_date != RELCAL_DATE_NONE) {
        node->by = RELCAL_BY_PIN;
        node->when = relcal_when_day(plan->anchor_date);
        return RELCAL_OK;
    }
    if (relcal_planner_find_entry(plan, node->id, &entry)) {
        return go_on(plan, row_index, node, occurrence, &entry);
    }
    return work_out_by_rule(plan, row, node, occurrence, error);
}

static relcal_status refuse_circle(const planner *plan, const plan_node *node, relcal_error *error)
{
    if (plan->running == node->id) {
        return relcal_fail(error, RELCAL_ERROR_DATA, (relcal_place){0}, "it hangs on itself");
    }
    return relcal_fail(error, RELCAL_ERROR_DATA, (relcal_place){0},
                       "it hangs on %s, which hangs on it in turn", node->id);
}

relcal_status relcal_planner_work_out(planner *plan, size_t row_index, uint32_t occurrence,
                                      relcal_error *error)
{
    plan_row *row = &plan->rows[row_index];
    relcal_planner_make_nodes(plan, row, occurrence);
    plan_node *node = &row->nodes[occurrence - 1];
    const char *outer = plan->running;
    relcal_error inner = {0};
    switch (node->state) {
    case NODE_KNOWN:
        return RELCAL_OK;
    case NODE_RUNNING:
        return refuse_circle(plan, node, error);
    case NODE_FAILED:
        plan->lacks_previous = plan->lacks_previous || node->lacks_previous;
        plan->culprit = node->culprit;
        return relcal_fail(error, node->failure, (relcal_place){0}, "%s", node->message);
    case NODE_WAITING:
        break;
    }
    node->state = NODE_RUNNING;
    plan->running = node->id;
    plan->culprit = (plan_culprit){NULL, NULL};
    /* The nodes of a row may get another place meanwhile: what is worked out is put back. */
    plan_node done = *node;
    relcal_status status = give_date(plan, row_index, &done, occurrence, &inner);
    plan->running = outer;
    done.state = status == RELCAL_OK ? NODE_KNOWN : NODE_FAILED;
    if (status != RELCAL_OK) {
        blame(plan, done.id, row->text);
        done.culprit = plan->culprit;
        done.failure = status;
        done.lacks_previous = plan->lacks_previous;
        done.message = relcal_arena_copy_text(plan->arena, inner.message, strlen(inner.message));
        (void)relcal_fail(error, status, (relcal_place){.column = inner.column}, "%s",
                          inner.message);
    }
    row->nodes[occurrence - 1] = done;
    return status;
}

/* ---- what repeats ---- */

/* What is set past the last one of what repeats would be missed without a word. */
static relcal_status check_pins_past(planner *plan, const plan_row *row, uint32_t count,
                                     relcal_error *error)
{
    for (uint32_t index = count; index < row->node_room; index++) {
        if (row->nodes[index].pin != NULL) {
            plan->culprit = (plan_culprit){row->nodes[index].id, row->text};
            return relcal_fail(error, RELCAL_ERROR_ARGUMENT, (relcal_place){0},
                               "it is set, but the rule ends with number %u", (unsigned)count);
        }
    }
    return RELCAL_OK;
}

relcal_status relcal_planner_spread(planner *plan, plan_row *row, relcal_error *error)
{
    if (row->is_spread || !relcal_row_repeats(row)) {
        relcal_planner_make_nodes(plan, row, 1);
        row->node_count = row->is_spread ? row->node_count : 1;
        row->is_spread = true;
        return RELCAL_OK;
    }
    if (row->is_spreading) {
        plan->culprit = (plan_culprit){row->name, row->text};
        return relcal_fail(error, RELCAL_ERROR_DATA, (relcal_place){0},
                           "how often %s comes hangs on itself", row->name);
    }
    row->is_spreading = true;
    plan->culprit = (plan_culprit){NULL, NULL};
    uint32_t count = plan->takes_most ? row->most : relcal_row_decided_count(plan, row);
    relcal_status status = RELCAL_OK;
    while (row->most == 0 && status == RELCAL_OK && count < RELCAL_MAX_REPEATS) {
        relcal_rule_value value;
        status = relcal_planner_evaluate(plan, row->rule, row->targets, count + 1, &value, error);
        count += status == RELCAL_OK;
    }
    row->is_spreading = false;
    blame(plan, row->name, row->text);
    if (row->most == 0 && status == RELCAL_OK) {
        return relcal_fail(error, RELCAL_ERROR_LIMIT, (relcal_place){0},
                           "%s comes over %d times; let it end sooner, with until", row->name,
                           RELCAL_MAX_REPEATS);
    }
    if (status != RELCAL_OK && status != RELCAL_ERROR_NOT_FOUND) {
        return status;
    }
    if (status == RELCAL_ERROR_NOT_FOUND && plan->lacks_previous) {
        return status;
    }
    plan->culprit = (plan_culprit){NULL, NULL};
    relcal_planner_make_nodes(plan, row, count > 0 ? count : 1);
    row->node_count = count;
    row->is_spread = true;
    return row->most == 0 && !plan->is_former ? check_pins_past(plan, row, count, error)
                                              : RELCAL_OK;
}

/* ---- a pass ---- */

void relcal_planner_begin_pass(planner *plan)
{
    plan->year = 0;
    plan->is_finding_year = false;
    plan->lacks_previous = false;
    plan->running = NULL;
    for (size_t index = 0; index < plan->row_count; index++) {
        plan_row *row = &plan->rows[index];
        row->is_spread = false;
        for (uint32_t node = 0; node < row->node_room; node++) {
            row->nodes[node].state = NODE_WAITING;
            row->nodes[node].has_by_rule = false;
            row->nodes[node].avoided = NULL;
            row->nodes[node].lacks_previous = false;
        }
    }
}

relcal_status relcal_planner_run_pass(planner *plan)
{
    for (size_t index = 0; index < plan->row_count; index++) {
        plan_row *row = &plan->rows[index];
        relcal_error inner = {0};
        if (!row->is_taken) {
            continue;
        }
        plan->lacks_previous = false;
        relcal_status status = relcal_planner_spread(plan, row, &inner);
        bool lacks_previous = plan->lacks_previous;
        for (uint32_t number = 1; status == RELCAL_OK && number <= row->node_count; number++) {
            plan->lacks_previous = false;
            status = relcal_planner_work_out(plan, index, number, &inner);
            lacks_previous = plan->rows[index].nodes[number - 1].lacks_previous;
            status = lacks_previous ? RELCAL_OK : status;
        }
        if (status != RELCAL_OK && !lacks_previous) {
            return fail_by_culprit(plan, &inner);
        }
        if (status != RELCAL_OK) {
            /* A rule that repeats from what is not known: none of its milestones is. */
            relcal_planner_make_nodes(plan, row, 1);
            row->node_count = 1;
            row->is_spread = true;
            row->nodes[0].state = NODE_FAILED;
            row->nodes[0].lacks_previous = true;
            row->nodes[0].message = relcal_arena_copy_text(plan->arena, inner.message,
                                                           strlen(inner.message));
        }
    }
    return RELCAL_OK;
}
