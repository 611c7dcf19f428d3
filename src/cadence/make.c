/* Makes plans: compiles, looks for where to start, runs passes, puts together what they gave. */
#include <string.h>

#include "draft.h"
#include "fail.h"
#include "planner.h"

/* ---- the world of the constraints ---- */

static bool evaluate_text(void *context, const char *text, size_t length, relcal_date *out)
{
    planner *plan = context;
    relcal_rule_scratch scratch;
    relcal_rule_value value;
    if (relcal_rule_read(&scratch, text, length, NULL) != RELCAL_OK ||
        relcal_planner_evaluate(plan, &scratch.rule,
                                relcal_planner_make_targets(plan->arena, &scratch.rule), 1, &value,
                                NULL) != RELCAL_OK ||
        value.precision != RELCAL_PRECISION_DAY) {
        return false;
    }
    *out = value.first;
    return true;
}

static const char *name_of_text(void *context, const char *text, size_t length)
{
    planner *plan = context;
    relcal_rule_scratch scratch;
    plan_target target;
    if (relcal_rule_read(&scratch, text, length, NULL) != RELCAL_OK) {
        return NULL;
    }
    const relcal_rule_part *part = &scratch.rule.parts[scratch.rule.root];
    if (part->form != RELCAL_RULE_MILESTONE || part->levels > 0) {
        return NULL;
    }
    const char *name = text + part->name_at;
    bool is_found = part->nth == 0
                        ? relcal_planner_find_target(plan, name, part->name_length, &target)
                        : relcal_planner_find_extreme(plan, name, part->name_length, part->nth,
                                                      &target, NULL) == RELCAL_OK;
    if (is_found) {
        relcal_planner_make_nodes(plan, &plan->rows[target.row], target.occurrence);
    }
    return is_found ? plan->rows[target.row].nodes[target.occurrence - 1].id : NULL;
}

/* ---- making ---- */

static relcal_status refuse_steps(const planner *plan)
{
    return relcal_fail(plan->error, RELCAL_ERROR_LIMIT, (relcal_place){0},
                       "over %d steps for one plan; set more, or count fewer working days",
                       RELCAL_MAX_PLAN_STEPS);
}

/* Remembers what each rule gives in the plan that goes on as it stands. */
static relcal_status look_at_former(planner *plan)
{
    plan->is_former = true;
    plan->anchor_date = RELCAL_DATE_NONE;
    relcal_planner_begin_pass(plan);
    relcal_status status = relcal_planner_run_pass(plan);
    for (size_t index = 0; status == RELCAL_OK && index < plan->row_count; index++) {
        plan_row *row = &plan->rows[index];
        for (uint32_t number = 0; row->is_taken && number < row->node_count; number++) {
            relcal_when rule_when;
            relcal_when when;
            const char *avoided;
            if (relcal_planner_by_rule(plan, row, number + 1, &rule_when, &when, &avoided, NULL) ==
                RELCAL_OK) {
                row->nodes[number].by_former_rule = when;
            }
        }
    }
    plan->is_former = false;
    return status;
}

/* In a plan that goes on, the rule's date is told even of what stays. */
static void tell_rules(planner *plan)
{
    for (size_t index = 0; index < plan->row_count; index++) {
        plan_row *row = &plan->rows[index];
        for (uint32_t number = 0; row->is_taken && number < row->node_count; number++) {
            relcal_when rule_when;
            relcal_when when;
            const char *avoided;
            if (row->nodes[number].state == NODE_KNOWN && !row->nodes[number].has_by_rule &&
                relcal_planner_by_rule(plan, row, number + 1, &rule_when, &when, &avoided, NULL) ==
                    RELCAL_OK) {
                row->nodes[number].has_by_rule = true;
                row->nodes[number].by_rule = rule_when;
            }
        }
    }
}

static relcal_status run_with(planner *plan, const start *from, relcal_outcome *outcome,
                              snapshot *out)
{
    relcal_status status = plan->from.series == NULL ? RELCAL_OK : look_at_former(plan);
    if (status != RELCAL_OK) {
        return status;
    }
    relcal_planner_begin_pass(plan);
    plan->year = from->year;
    plan->anchor_date = from->anchor;
    status = relcal_planner_run_pass(plan);
    if (status == RELCAL_OK) {
        tell_rules(plan);
        *out = relcal_snapshot_take(plan, outcome);
    }
    return status;
}

static bool may_differ(const planner *plan)
{
    for (size_t index = 0; index < plan->row_count; index++) {
        if (plan->rows[index].is_taken && plan->rows[index].least != plan->rows[index].most) {
            return true;
        }
    }
    return false;
}

/* Runs with the first days and the fewest milestones, then with the last and the most: what differs
 * is open. What comes only if it is needed may itself come on the first of days. */
static relcal_status run_all(planner *plan, const start *from, relcal_outcome *outcome,
                             snapshot *out)
{
    snapshot passes[3] = {{NULL, 0}, {NULL, 0}, {NULL, 0}};
    plan->open = (relcal_open_days){false, false};
    plan->takes_most = false;
    relcal_status status = run_with(plan, from, outcome, &passes[0]);
    bool has_days = plan->open.are_met;
    bool has_numbers = may_differ(plan);
    plan->takes_most = has_numbers;
    if (status == RELCAL_OK && has_days && has_numbers) {
        status = run_with(plan, from, outcome, &passes[1]);
    }
    plan->open.takes_last = has_days;
    if (status == RELCAL_OK && (has_days || has_numbers)) {
        status = run_with(plan, from, outcome, &passes[2]);
    }
    if (status != RELCAL_OK || !(has_days || has_numbers)) {
        *out = passes[0];
        return status;
    }
    snapshot most = has_days && has_numbers ? relcal_snapshot_merge(plan, &passes[2], &passes[1])
                                            : passes[2];
    *out = relcal_snapshot_merge(plan, &most, &passes[0]);
    return RELCAL_OK;
}

/* The date of the anchor. Without one nothing was planned: what it lacks is told. */
static relcal_status find_anchor_date(const planner *plan, relcal_outcome *outcome)
{
    const plan_node *node = &plan->rows[plan->anchor].nodes[0];
    outcome->anchor = relcal_when_day(RELCAL_DATE_NONE);
    if (node->state == NODE_KNOWN) {
        const relcal_planned *planned = relcal_outcome_find(outcome, node->id);
        outcome->anchor = planned == NULL ? node->when : planned->when;
        return RELCAL_OK;
    }
    if (outcome->count > 0 && plan->from.series != NULL) {
        return RELCAL_OK;
    }
    return relcal_fail(plan->error, RELCAL_ERROR_NOT_FOUND, (relcal_place){0},
                       "%s, \"%s\": %s; set %s, or give the series before", node->id,
                       plan->rows[plan->anchor].text,
                       node->message == NULL ? "it is not planned" : node->message,
                       plan->rows[plan->anchor].name);
}

static relcal_status make(planner *plan, relcal_outcome *outcome)
{
    start from = {0, RELCAL_DATE_NONE};
    snapshot items = {NULL, 0};
    relcal_status status = relcal_planner_compile(plan);
    if (status == RELCAL_OK && plan->from.series != NULL) {
        status = look_at_former(plan);
    }
    if (status == RELCAL_OK && plan->request->wish != NULL) {
        status = relcal_planner_start_for_wish(plan, &from);
    } else if (status == RELCAL_OK && plan->from.series == NULL) {
        from = relcal_planner_start(plan);
    }
    if (status == RELCAL_OK) {
        status = run_all(plan, &from, outcome, &items);
    }
    if (status != RELCAL_OK) {
        return status;
    }
    if (plan->from.series != NULL) {
        relcal_snapshot_add_others(plan, &items);
    }
    outcome->items = items.items;
    outcome->count = items.count;
    status = find_anchor_date(plan, outcome);
    if (status == RELCAL_OK) {
        const relcal_outcome_world world = {plan, evaluate_text, name_of_text};
        relcal_outcome_check(outcome, &world,
                             plan->from.series == NULL ? RELCAL_LATEST : plan->from.as_of);
        relcal_snapshot_sort(&items);
    }
    /* Where a rule that failed is passed over, as in a plan that goes on, this is not. */
    return status == RELCAL_OK && plan->steps > RELCAL_MAX_PLAN_STEPS ? refuse_steps(plan) : status;
}

/* The cadence, the series before, and whether they are there. */
static relcal_status choose(planner *plan)
{
    const relcal_plan_request *request = plan->request;
    plan->cadence = request->cadence;
    plan->previous = request->previous;
    plan->from = request->from;
    if (request->project == NULL || request->series == NULL || *request->series == '\0') {
        return relcal_fail(plan->error, RELCAL_ERROR_ARGUMENT, (relcal_place){0},
                           "nothing says which series to plan");
    }
    if (plan->cadence == NULL) {
        plan->cadence = relcal_project_cadence_of(request->project, request->series);
    }
    if (plan->cadence == NULL) {
        bool has_any = relcal_project_cadence_count(request->project) > 0;
        return relcal_fail(plan->error, RELCAL_ERROR_NOT_FOUND, (relcal_place){0},
                           "no cadence of %s holds for %s; %s", relcal_project_id(request->project),
                           request->series, has_any ? "choose one" : "its project.yaml has none");
    }
    if (plan->previous.series == NULL) {
        bool is_next = false;
        const relcal_series *before = relcal_project_series_before(request->project,
                                                                   request->series, &is_next);
        plan->previous = (relcal_plan){is_next ? before : NULL, RELCAL_LATEST};
    }
    return RELCAL_OK;
}

relcal_status relcal_plan_make(relcal_outcome **out, const relcal_plan_request *request,
                               relcal_error *error)
{
    relcal_allocator allocator = relcal_allocator_or_default(request->allocator);
    relcal_outcome *outcome = allocator.allocate(allocator.context, sizeof *outcome);
    jmp_buf out_of_memory;
    if (outcome == NULL) {
        return relcal_fail(error, RELCAL_ERROR_MEMORY, (relcal_place){0}, "no memory for a plan");
    }
    memset(outcome, 0, sizeof *outcome);
    relcal_arena_init(&outcome->arena, &allocator, &out_of_memory);
    if (setjmp(out_of_memory) != 0) {
        relcal_outcome_free(outcome);
        return relcal_fail(error, RELCAL_ERROR_MEMORY, (relcal_place){0}, "no memory for a plan");
    }
    planner plan = {.arena = &outcome->arena,
                    .error = error,
                    .request = request,
                    .anchor_date = RELCAL_DATE_NONE};
    relcal_status status = choose(&plan);
    if (status == RELCAL_OK) {
        outcome->cadence = plan.cadence;
        outcome->project = request->project;
        outcome->goes_on = request->from.series != NULL;
        outcome->series = relcal_arena_copy_text(&outcome->arena, request->series,
                                                 strlen(request->series));
        status = make(&plan, outcome);
    }
    if (status != RELCAL_OK) {
        relcal_outcome_free(outcome);
        return status;
    }
    outcome->arena.out_of_memory = NULL;
    *out = outcome;
    return RELCAL_OK;
}
