/*
 * Making plans. Each milestone is a node that hangs on those that its rule names; what one hangs on
 * is worked out first, by descent, and a milestone that is met while it is being worked out closes
 * a circle. One such pass takes microseconds, so what cannot be reckoned backwards, a year or an
 * anchor, is looked for by trying.
 */
#include "relcal/cadence.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "digits.h"
#include "draft.h"
#include "fail.h"
#include "names.h"
#include "outcome.h"
#include "relcal/version.h"

/* How many years, and days, on both sides of a wish are tried: an end of life may be years away
 * from the anchor. */
#define YEARS_TO_TRY 12
#define DAYS_TO_TRY 2200

/* The longest id of a milestone that a template gives. */
#define ID_BYTES 256

typedef enum node_state { NODE_WAITING, NODE_RUNNING, NODE_KNOWN, NODE_FAILED } node_state;

/* The milestone whose own rule failed, where others only hang on it. */
typedef struct plan_culprit {
    const char *id;
    const char *rule;
} plan_culprit;

typedef struct plan_node {
    const char *id;
    const relcal_pin *pin; /* or NULL */
    node_state state;
    relcal_planned_by by;
    relcal_when when;
    bool has_by_rule;
    relcal_when by_rule;
    relcal_when by_former_rule; /* what the rule gave in the plan that goes on; tbd for nothing */
    const char *avoided;
    relcal_status failure;
    bool lacks_previous; /* it failed because the series before is not known */
    const char *message;
    plan_culprit culprit; /* of its failure */
} plan_node;

/* What a part of a rule names: a row, and one of its milestones. */
typedef struct plan_target {
    int32_t row; /* -1 where it is not known yet */
    uint32_t occurrence;
} plan_target;

typedef struct plan_row {
    const char *name;
    const char *kind;
    const char *note;
    const char *id_template;
    const relcal_date_rule *rule;
    const char *text;     /* of the rule */
    plan_target *targets; /* one a part of the rule */
    bool has_stage;
    relcal_version stage; /* of the name */
    bool is_release;
    bool is_taken;  /* it counts in this plan */
    uint32_t least; /* of one that repeats: how many there are at least and at most; 0 and 0 for */
    uint32_t most;  /* as many as come before its end */
    plan_node *nodes;
    uint32_t node_count; /* that are there in this pass */
    uint32_t node_room;  /* that have their ids */
    bool is_spread;
    bool is_spreading;
} plan_row;

typedef struct planner {
    relcal_arena *arena;
    relcal_error *error;
    const relcal_plan_request *request;
    const relcal_cadence *cadence;
    relcal_plan previous;
    relcal_plan from;
    const char *release; /* the template of the first release's name */
    plan_row *rows;
    size_t row_count;
    size_t anchor;
    const relcal_date_rule *year_rule;
    plan_target *year_targets;
    relcal_avoidance avoidance;
    uint64_t steps; /* that were taken in all passes */
    /* ---- of one pass ---- */
    int year; /* that was found, or given; 0 for not yet */
    bool is_finding_year;
    bool is_former;          /* all stands as the plan that goes on has it */
    relcal_open_days open;   /* the first or the last of a range, */
    bool takes_most;         /* and the fewest or the most of what may be more or less */
    uint32_t extra;          /* how many more than the fewest are tried */
    relcal_date anchor_date; /* that is tried, or NONE */
    size_t first_pinned;     /* the first row that is set */
    plan_target *targets;    /* of the rule that is evaluated */
    const char *running;     /* the milestone that is worked out */
    bool lacks_previous;     /* the last failure was for want of the series before */
    plan_culprit culprit;    /* of the last failure; NULLs where it is of no milestone */
} planner;

/* ---- ids ---- */

static const char *make_id(const planner *plan, const plan_row *row, uint32_t number)
{
    char id[ID_BYTES];
    size_t length = relcal_cadence_id_of(row->name, row->id_template, plan->release,
                                         plan->request->series, number, id, sizeof id);
    return relcal_arena_copy_text(plan->arena, id, length < sizeof id ? length : sizeof id - 1);
}

static bool repeats(const plan_row *row)
{
    return relcal_rule_repeats(row->rule);
}

/* Makes sure that a row has its milestones up to the `count`th. */
static void make_nodes(const planner *plan, plan_row *row, uint32_t count)
{
    if (count <= row->node_room) {
        return;
    }
    uint32_t room = count < 8 ? count : count * 2;
    plan_node *nodes = relcal_arena_allocate(plan->arena, room * sizeof *nodes);
    if (row->node_room > 0) {
        memcpy(nodes, row->nodes, row->node_room * sizeof *nodes);
    }
    for (uint32_t index = row->node_room; index < room; index++) {
        nodes[index].id = make_id(plan, row, repeats(row) ? index + 1 : 0);
        nodes[index].by_former_rule = relcal_when_day(RELCAL_DATE_NONE);
    }
    row->nodes = nodes;
    row->node_room = room;
}

/* ---- names ---- */

static bool read_stage(const char *text, size_t length, relcal_version *out)
{
    return relcal_version_parse(out, text, length, NULL) == RELCAL_OK;
}

static bool is_exactly(const char *name, const char *text, size_t length)
{
    return strncmp(name, text, length) == 0 && name[length] == '\0';
}

/* "rc7" where candidates are one rule that repeats. */
static bool is_numbered(const plan_row *row, const relcal_version *stage, uint32_t *number)
{
    if (!row->has_stage || !repeats(row) || row->stage.stage != stage->stage ||
        stage->number == 0) {
        return false;
    }
    *number = stage->number;
    return true;
}

/* The number that an id has behind that of the first milestone of a row; 0 for none. */
static uint32_t number_of_id(const plan_row *row, const char *text, size_t length)
{
    const char *first = row->nodes[0].id;
    size_t head = strlen(first);
    uint32_t number = 0;
    while (head > 0 && relcal_is_digit(first[head - 1])) {
        head--;
    }
    if (length <= head || length - head > 4 || strncmp(first, text, head) != 0) {
        return 0;
    }
    for (size_t index = head; index < length; index++) {
        if (!relcal_is_digit(text[index])) {
            return 0;
        }
        number = number * 10 + (uint32_t)(text[index] - '0');
    }
    return number <= RELCAL_MAX_REPEATS ? number : 0;
}

static bool find_by_id(planner *plan, const char *text, size_t length, plan_target *out)
{
    for (size_t index = 0; index < plan->row_count; index++) {
        plan_row *row = &plan->rows[index];
        uint32_t number = repeats(row) ? number_of_id(row, text, length) : 1;
        make_nodes(plan, row, number);
        if (number > 0 && is_exactly(row->nodes[number - 1].id, text, length)) {
            *out = (plan_target){(int32_t)index, number};
            return true;
        }
    }
    return false;
}

/* The milestone of a name, as rules and callers name it. */
static bool find_target(planner *plan, const char *text, size_t length, plan_target *out)
{
    relcal_version version;
    for (size_t index = 0; index < plan->row_count; index++) {
        if (is_exactly(plan->rows[index].name, text, length)) {
            *out = (plan_target){(int32_t)index, 1};
            return true;
        }
    }
    bool is_version = read_stage(text, length, &version);
    for (size_t index = 0; is_version && !version.has_release && index < plan->row_count; index++) {
        const plan_row *row = &plan->rows[index];
        uint32_t number = 1;
        if (row->has_stage && (is_numbered(row, &version, &number) ||
                               relcal_version_compare(&row->stage, &version) == 0)) {
            *out = (plan_target){(int32_t)index, number};
            return number <= RELCAL_MAX_REPEATS;
        }
    }
    return find_by_id(plan, text, length, out);
}

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

static relcal_status work_out(planner *plan, size_t row, uint32_t occurrence, relcal_error *error);
static relcal_status spread(planner *plan, plan_row *row, relcal_error *error);

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

/* The first or last milestone of the rules of a kind. */
static relcal_status find_extreme(planner *plan, const char *kind, size_t length, int nth,
                                  plan_target *out, relcal_error *error)
{
    for (size_t step = 0; step < plan->row_count; step++) {
        size_t index = nth > 0 ? step : plan->row_count - 1 - step;
        plan_row *row = &plan->rows[index];
        if (!row->is_taken || !relcal_cadence_is_kind(row->kind, kind, length)) {
            continue;
        }
        relcal_status status = spread(plan, row, error);
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
        relcal_status status = find_extreme(plan, name, part->name_length, part->nth, &target,
                                            error);
        if (status != RELCAL_OK) {
            return status != RELCAL_ERROR_NOT_FOUND ? status
                                                    : find_in_from(plan, rule, part, out, error);
        }
    } else if (target.row < 0 && !find_target(plan, name, part->name_length, &target)) {
        return find_in_from(plan, rule, part, out, error);
    } else {
        *known = target;
    }
    relcal_status status = work_out(plan, (size_t)target.row, target.occurrence, error);
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

/* Evaluates a rule with its targets in place of those of the rule around it. */
static relcal_status evaluate(planner *plan, const relcal_date_rule *rule, plan_target *targets,
                              uint32_t occurrence, relcal_rule_value *out, relcal_error *error)
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

/* The date that the anchor has without its rule; false where it has none. */
static bool find_given_anchor(const planner *plan, relcal_when *out)
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
    if (plan->year == 0 && find_given_anchor(plan, &anchor)) {
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
        relcal_status status = evaluate(plan, plan->year_rule, plan->year_targets, 1, &value,
                                        &inner);
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

/* ---- milestones ---- */

/* What the plan that goes on says of a milestone. */
static bool find_entry(const planner *plan, const char *id, relcal_entry *out)
{
    return plan->from.series != NULL &&
           relcal_plan_entry(plan->from, relcal_series_milestone(plan->from.series, id), out);
}

static relcal_status by_rule(planner *plan, const plan_row *row, uint32_t occurrence,
                             relcal_when *rule_when, relcal_when *when, const char **avoided,
                             relcal_error *error)
{
    relcal_rule_value value;
    const relcal_avoided *why = NULL;
    relcal_status status = evaluate(plan, row->rule, row->targets, occurrence, &value, error);
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

static bool is_same_when(const relcal_when *left, const relcal_when *right)
{
    return left->earliest == right->earliest && left->latest == right->latest &&
           left->precision == right->precision;
}

/* Gives a milestone its date by its rule. */
static relcal_status work_out_by_rule(planner *plan, const plan_row *row, plan_node *node,
                                      uint32_t occurrence, relcal_error *error)
{
    relcal_status status = by_rule(plan, row, occurrence, &node->by_rule, &node->when,
                                   &node->avoided, error);
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
    bool has_rule = by_rule(plan, row, occurrence, &node->by_rule, &when, &avoided, NULL) ==
                    RELCAL_OK;
    plan->lacks_previous = lacked_previous;
    node->has_by_rule = has_rule;
    if (has_rule && !is_same_when(&when, &node->by_former_rule)) {
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
    if (find_entry(plan, node->id, &entry)) {
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

static relcal_status work_out(planner *plan, size_t row_index, uint32_t occurrence,
                              relcal_error *error)
{
    plan_row *row = &plan->rows[row_index];
    make_nodes(plan, row, occurrence);
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

/* The fewest of a row whose number is open, and as many more as are tried. */
static uint32_t decided_count(const planner *plan, const plan_row *row)
{
    return row->least + plan->extra < row->most ? row->least + plan->extra : row->most;
}

/* How many milestones a row has in this pass: one, a number, or as many as come before its end. */
static relcal_status spread(planner *plan, plan_row *row, relcal_error *error)
{
    if (row->is_spread || !repeats(row)) {
        make_nodes(plan, row, 1);
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
    uint32_t count = plan->takes_most ? row->most : decided_count(plan, row);
    relcal_status status = RELCAL_OK;
    while (row->most == 0 && status == RELCAL_OK && count < RELCAL_MAX_REPEATS) {
        relcal_rule_value value;
        status = evaluate(plan, row->rule, row->targets, count + 1, &value, error);
        count += status == RELCAL_OK;
    }
    row->is_spreading = false;
    blame(plan, row->name, row->text);
    if (row->most == 0 && status == RELCAL_OK) {
        return relcal_fail(error, RELCAL_ERROR_LIMIT, (relcal_place){0},
                           "%s comes over %d times; let it end with until", row->name,
                           RELCAL_MAX_REPEATS);
    }
    if (status != RELCAL_OK && status != RELCAL_ERROR_NOT_FOUND) {
        return status;
    }
    if (status == RELCAL_ERROR_NOT_FOUND && plan->lacks_previous) {
        return status;
    }
    plan->culprit = (plan_culprit){NULL, NULL};
    make_nodes(plan, row, count > 0 ? count : 1);
    row->node_count = count;
    row->is_spread = true;
    return RELCAL_OK;
}

/* ---- a pass ---- */

static void begin_pass(planner *plan)
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

/* Works all milestones out. What fails stays so; the first failure that is no want of the series
 * before is told. */
static relcal_status run_pass(planner *plan)
{
    for (size_t index = 0; index < plan->row_count; index++) {
        plan_row *row = &plan->rows[index];
        relcal_error inner = {0};
        if (!row->is_taken) {
            continue;
        }
        plan->lacks_previous = false;
        relcal_status status = spread(plan, row, &inner);
        bool lacks_previous = plan->lacks_previous;
        for (uint32_t number = 1; status == RELCAL_OK && number <= row->node_count; number++) {
            plan->lacks_previous = false;
            status = work_out(plan, index, number, &inner);
            lacks_previous = plan->rows[index].nodes[number - 1].lacks_previous;
            status = lacks_previous ? RELCAL_OK : status;
        }
        if (status != RELCAL_OK && !lacks_previous) {
            return fail_by_culprit(plan, &inner);
        }
        if (status != RELCAL_OK) {
            /* A rule that repeats from what is not known: none of its milestones is. */
            make_nodes(plan, row, 1);
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

/* ---- compiling ---- */

static const char *text_at(const relcal_image_words *words, size_t index)
{
    const relcal_offset *items = relcal_follow(&words->items);
    const char *text = relcal_follow(&items[index]);
    return text == NULL ? "" : text;
}

static plan_target *make_targets(relcal_arena *arena, const relcal_date_rule *rule)
{
    plan_target *targets = relcal_arena_allocate(arena, rule->count * sizeof *targets);
    for (size_t index = 0; index < rule->count; index++) {
        targets[index].row = -1;
    }
    return targets;
}

static relcal_status compile_rule(planner *plan, const char *text, const relcal_date_rule **out,
                                  plan_target **targets)
{
    relcal_rule_scratch scratch;
    relcal_status status = relcal_rule_read(&scratch, text, strlen(text), plan->error);
    if (status == RELCAL_OK) {
        void *memory = relcal_arena_allocate(plan->arena, relcal_rule_bytes(&scratch.rule));
        *out = relcal_rule_copy(&scratch.rule, text, memory);
        *targets = make_targets(plan->arena, *out);
    }
    return status;
}

/* "7" or "7..8"; "" leaves both at 0. */
static void read_counts(const char *text, uint32_t *least, uint32_t *most)
{
    char *end;
    *least = (uint32_t)strtoul(text, &end, 10);
    *most = strncmp(end, "..", 2) == 0 ? (uint32_t)strtoul(end + 2, NULL, 10) : *least;
}

static bool is_asked_for(const relcal_plan_request *request, const char *name)
{
    for (size_t index = 0; index < request->with_count; index++) {
        if (strcmp(request->with[index], name) == 0) {
            return true;
        }
    }
    return false;
}

static relcal_status compile_row(planner *plan, plan_row *row, const relcal_image_words *words,
                                 size_t at)
{
    size_t kind_length;
    row->name = text_at(words, at + RELCAL_CADENCE_RULE_NAME);
    row->text = text_at(words, at + RELCAL_CADENCE_RULE_TEXT);
    row->note = text_at(words, at + RELCAL_CADENCE_RULE_NOTE);
    row->id_template = text_at(words, at + RELCAL_CADENCE_RULE_ID);
    read_counts(text_at(words, at + RELCAL_CADENCE_RULE_COUNT), &row->least, &row->most);
    row->is_taken = *text_at(words, at + RELCAL_CADENCE_RULE_ASKED) == '\0' ||
                    is_asked_for(plan->request, row->name);
    row->kind = relcal_cadence_kind(row->name, &kind_length);
    row->is_release = relcal_cadence_is_release(row->name);
    row->has_stage = read_stage(row->name, strlen(row->name), &row->stage) &&
                     !row->stage.has_release;
    relcal_status status = compile_rule(plan, row->text, &row->rule, &row->targets);
    if (status == RELCAL_OK) {
        make_nodes(plan, row, 1);
    }
    return status;
}

static relcal_status compile_avoided(planner *plan)
{
    const relcal_plan_request *request = plan->request;
    const relcal_image_words *words = &plan->cadence->avoided;
    size_t own = words->count / RELCAL_CADENCE_AVOID_TEXTS;
    if (request->avoided_count > RELCAL_MAX_AVOIDED) {
        return relcal_fail(plan->error, RELCAL_ERROR_LIMIT, (relcal_place){0},
                           "more than %d entries of days to avoid", RELCAL_MAX_AVOIDED);
    }
    if (own + request->avoided_count == 0) {
        return RELCAL_OK;
    }
    relcal_avoidance_init(&plan->avoidance, plan->arena, own + request->avoided_count);
    relcal_avoided *entries = relcal_arena_allocate(plan->arena, (own + 1) * sizeof *entries);
    relcal_status status = RELCAL_OK;
    for (size_t index = 0; status == RELCAL_OK && index < own; index++) {
        size_t at = index * RELCAL_CADENCE_AVOID_TEXTS;
        const char *instead = text_at(words, at + RELCAL_CADENCE_AVOID_INSTEAD);
        entries[index] = (relcal_avoided){
            .name = text_at(words, at + RELCAL_CADENCE_AVOID_NAME),
            .days = text_at(words, at + RELCAL_CADENCE_AVOID_DAYS),
            .instead = (relcal_instead)relcal_instead_by_name(instead),
        };
        status = relcal_avoidance_add(&plan->avoidance, plan->arena, &entries[index], plan->error);
    }
    for (size_t index = 0; status == RELCAL_OK && index < request->avoided_count; index++) {
        status = relcal_avoidance_add(&plan->avoidance, plan->arena, &request->avoided[index],
                                      plan->error);
    }
    return status;
}

static relcal_status refuse_unknown(const planner *plan, const char *name)
{
    return relcal_fail(plan->error, RELCAL_ERROR_ARGUMENT, (relcal_place){0},
                       "the cadence %s has no rule for %s", relcal_cadence_id(plan->cadence), name);
}

static relcal_status compile_pins(planner *plan)
{
    const relcal_plan_request *request = plan->request;
    plan->first_pinned = plan->row_count;
    if (request->pin_count > RELCAL_MAX_PINS) {
        return relcal_fail(plan->error, RELCAL_ERROR_LIMIT, (relcal_place){0},
                           "more than %d milestones are set", RELCAL_MAX_PINS);
    }
    for (size_t index = 0; index < request->pin_count; index++) {
        const relcal_pin *pin = &request->pins[index];
        plan_target target;
        if (!find_target(plan, pin->milestone, strlen(pin->milestone), &target)) {
            return refuse_unknown(plan, pin->milestone);
        }
        plan_row *row = &plan->rows[target.row];
        make_nodes(plan, row, target.occurrence);
        row->nodes[target.occurrence - 1].pin = pin;
        row->is_taken = true;
        if (row->most > 0 && target.occurrence > row->least) {
            row->least = target.occurrence;
            row->most = row->most < row->least ? row->least : row->most;
        }
        if ((size_t)target.row < plan->first_pinned) {
            plan->first_pinned = (size_t)target.row;
        }
    }
    if (request->wish != NULL && plan->anchor < plan->first_pinned) {
        plan->first_pinned = plan->anchor;
    }
    return RELCAL_OK;
}

/* What already came of a kind whose number was open. */
static void count_actual(planner *plan)
{
    for (size_t index = 0; plan->from.series != NULL && index < plan->row_count; index++) {
        plan_row *row = &plan->rows[index];
        relcal_entry entry;
        for (uint32_t number = row->least + 1; number <= row->most; number++) {
            make_nodes(plan, row, number);
            if (find_entry(plan, row->nodes[number - 1].id, &entry) &&
                entry.state == RELCAL_ACTUAL) {
                row->least = number;
            }
        }
    }
}

static relcal_status compile(planner *plan)
{
    const relcal_cadence *cadence = plan->cadence;
    const char *release = relcal_follow(&cadence->release);
    const char *year = relcal_follow(&cadence->year);
    plan_target anchor;
    relcal_status status = RELCAL_OK;
    plan->release = release == NULL ? "" : release;
    plan->row_count = relcal_cadence_rule_count(cadence);
    plan->rows = relcal_arena_allocate(plan->arena, (plan->row_count + 1) * sizeof *plan->rows);
    for (size_t index = 0; status == RELCAL_OK && index < plan->row_count; index++) {
        status = compile_row(plan, &plan->rows[index], &cadence->rules,
                             index * RELCAL_CADENCE_RULE_TEXTS);
    }
    if (status == RELCAL_OK && year != NULL) {
        status = compile_rule(plan, year, &plan->year_rule, &plan->year_targets);
    }
    if (status == RELCAL_OK) {
        status = compile_avoided(plan);
    }
    if (status != RELCAL_OK) {
        return status;
    }
    const char *name = relcal_cadence_anchor(cadence);
    if (!find_target(plan, name, strlen(name), &anchor)) {
        return refuse_unknown(plan, name);
    }
    plan->anchor = (size_t)anchor.row;
    status = compile_pins(plan);
    count_actual(plan);
    return status;
}

/* ---- looking for the year or the anchor ---- */

/* The date that one milestone gets if the year or the anchor is this; tbd for none. */
static relcal_when try_target(planner *plan, plan_target target, int year, relcal_date anchor)
{
    relcal_when none = relcal_when_day(RELCAL_DATE_NONE);
    begin_pass(plan);
    plan->year = year;
    plan->anchor_date = anchor;
    relcal_status status = spread(plan, &plan->rows[target.row], NULL);
    if (status == RELCAL_OK) {
        status = work_out(plan, (size_t)target.row, target.occurrence, NULL);
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
    return is_same_when(&when, wish);
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
        begin_pass(plan);
        plan->anchor_date = RELCAL_DATE_NONE;
        plan->year = year;
        if (year >= 1 && year <= 9999 &&
            by_rule(plan, &plan->rows[plan->anchor], 1, &rule_when, &when, &avoided, NULL) ==
                RELCAL_OK &&
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
    bool is_there = plan->from.series != NULL && find_given_anchor(plan, &own);
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

/* The year, or the day of the anchor, with which a pass is to run. */
typedef struct start {
    int year;
    relcal_date anchor;
} start;

/* A wish decides how many there are of what may be more or less. */
static void decide_counts(planner *plan)
{
    for (size_t index = 0; index < plan->row_count; index++) {
        plan_row *row = &plan->rows[index];
        row->least = decided_count(plan, row);
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
        if (is_same_when(&when, &plan->request->wish->when)) {
            decide_counts(plan);
            plan->extra = 0;
            *out = (start){0, RELCAL_DATE_NONE};
            return true;
        }
    }
    plan->extra = 0;
    return false;
}

static relcal_status find_start_for_wish(planner *plan, start *out)
{
    const relcal_pin *wish = plan->request->wish;
    plan_target target;
    if (!find_target(plan, wish->milestone, strlen(wish->milestone), &target)) {
        return refuse_unknown(plan, wish->milestone);
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
        is_same_when(&nearest.when, &wish->when)) {
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
        !find_target(plan, pin->milestone, strlen(pin->milestone), &target)) {
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

/* Where something else than the anchor is set and nothing says the year, what is set says it. */
static start find_start(planner *plan)
{
    start found = {0, RELCAL_DATE_NONE};
    int year;
    begin_pass(plan);
    plan->anchor_date = RELCAL_DATE_NONE;
    bool is_known = find_year(plan, &year, NULL) == RELCAL_OK;
    for (size_t index = 0; !is_known && found.year == 0 && found.anchor == RELCAL_DATE_NONE &&
                           index < plan->request->pin_count;
         index++) {
        found = find_start_for_pin(plan, &plan->request->pins[index]);
    }
    return found;
}

/* ---- the outcome ---- */

/* What a pass gave, before the next one begins. */
typedef struct snapshot {
    relcal_outcome_item *items;
    size_t count;
} snapshot;

static const char *copy_kind(const planner *plan, const plan_row *row)
{
    size_t length;
    const char *kind = relcal_cadence_kind(row->name, &length);
    return relcal_arena_copy_text(plan->arena, kind, length);
}

/* A copy that lives as long as the outcome, which what is to be avoided need not. */
static const char *keep_text(const planner *plan, const char *text)
{
    return text == NULL ? NULL : relcal_arena_copy_text(plan->arena, text, strlen(text));
}

static void add_node(const planner *plan, snapshot *out, size_t row_index, const plan_node *node)
{
    const plan_row *row = &plan->rows[row_index];
    relcal_entry entry;
    relcal_outcome_item *item = &out->items[out->count++];
    *item = (relcal_outcome_item){
        .planned = {.id = node->id,
                    .rule = row->text,
                    .when = node->when,
                    .by = node->by,
                    .has_by_rule = node->has_by_rule,
                    .by_rule = node->by_rule,
                    .avoided = keep_text(plan, node->avoided),
                    .note = *row->note == '\0' ? NULL : row->note,
                    .is_release = row->is_release},
        .name = row->name,
        .kind = copy_kind(plan, row),
        .row = row_index,
        .number = repeats(row) ? (uint32_t)(node - row->nodes) + 1 : 0,
        .repeats = repeats(row) && row->most == 0,
    };
    if (find_entry(plan, node->id, &entry)) {
        item->planned.has_former = true;
        item->planned.former = entry.when;
        item->planned.note = relcal_milestone_note(entry.milestone);
    }
}

/* In a plan that goes on there is what it has, and what is set. */
static bool is_in_plan(const planner *plan, const plan_node *node)
{
    relcal_entry entry;
    return plan->from.series == NULL || node->pin != NULL || find_entry(plan, node->id, &entry);
}

static snapshot take_snapshot(const planner *plan, relcal_outcome *outcome)
{
    size_t room = 0;
    for (size_t index = 0; index < plan->row_count; index++) {
        room += plan->rows[index].is_taken ? plan->rows[index].node_count : 0;
    }
    snapshot out = {.items = relcal_arena_allocate(plan->arena, (room + 1) * sizeof *out.items)};
    outcome->unplanned = relcal_arena_allocate(plan->arena,
                                               (room + 1) * sizeof *outcome->unplanned);
    outcome->unplanned_count = 0;
    for (size_t index = 0; index < plan->row_count; index++) {
        const plan_row *row = &plan->rows[index];
        for (uint32_t number = 0; row->is_taken && number < row->node_count; number++) {
            const plan_node *node = &row->nodes[number];
            if (node->state == NODE_FAILED && plan->from.series == NULL) {
                outcome->unplanned[outcome->unplanned_count++] = (relcal_unplanned){
                    node->id, row->text, node->message};
            } else if (node->state == NODE_KNOWN && is_in_plan(plan, node)) {
                add_node(plan, &out, index, node);
            }
        }
    }
    return out;
}

static relcal_outcome_item *find_item(const snapshot *items, const char *id)
{
    for (size_t index = 0; index < items->count; index++) {
        if (strcmp(items->items[index].planned.id, id) == 0) {
            return &items->items[index];
        }
    }
    return NULL;
}

static relcal_when join(const relcal_when *left, const relcal_when *right)
{
    relcal_when joined = *left;
    joined.earliest = left->earliest < right->earliest ? left->earliest : right->earliest;
    joined.latest = left->latest > right->latest ? left->latest : right->latest;
    joined.precision = RELCAL_PRECISION_RANGE;
    return joined;
}

/* Makes a milestone open between two days, where it is not on one. */
static void merge_one(relcal_planned *planned, const relcal_planned *other)
{
    if (!is_same_when(&planned->when, &other->when)) {
        planned->when = join(&other->when, &planned->when);
    }
    if (planned->has_by_rule && other->has_by_rule &&
        !is_same_when(&planned->by_rule, &other->by_rule)) {
        planned->by_rule = join(&other->by_rule, &planned->by_rule);
    }
}

/* Whether something that is set says that there was no need: it comes behind by the rules, but no
 * later. */
static bool is_ruled_out(const snapshot *items, const relcal_outcome_item *item)
{
    for (size_t index = 0; index < items->count; index++) {
        const relcal_outcome_item *other = &items->items[index];
        if (other->row > item->row && other->planned.by == RELCAL_BY_PIN &&
            other->planned.when.latest <= item->planned.when.latest) {
            return true;
        }
    }
    return false;
}

static void add_if_needed(snapshot *out, const snapshot *items, const relcal_outcome_item *item)
{
    if (is_ruled_out(items, item)) {
        return;
    }
    relcal_outcome_item *added = &out->items[out->count++];
    *added = *item;
    if (added->planned.note == NULL) {
        added->planned.note = "only if it is needed";
    }
}

/* Puts the plan with the fewest milestones and the one with the most together: what differs is a
 * range, what only one has comes if it is needed. */
static snapshot merge(const planner *plan, const snapshot *most, const snapshot *least)
{
    snapshot out = {.items = relcal_arena_allocate(plan->arena, (most->count + least->count + 1) *
                                                                    sizeof *out.items)};
    for (size_t index = 0; index < most->count; index++) {
        const relcal_outcome_item *item = &most->items[index];
        const relcal_outcome_item *other = find_item(least, item->planned.id);
        if (other == NULL) {
            add_if_needed(&out, most, item);
        } else {
            out.items[out.count] = *item;
            merge_one(&out.items[out.count++].planned, &other->planned);
        }
    }
    for (size_t index = 0; index < least->count; index++) {
        if (find_item(most, least->items[index].planned.id) == NULL) {
            add_if_needed(&out, least, &least->items[index]);
        }
    }
    return out;
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

/* What the plan that goes on has beside the rules. */
static void add_others(const planner *plan, snapshot *items)
{
    const relcal_milestone *milestone;
    size_t room = items->count + relcal_series_milestone_count(plan->from.series);
    snapshot out = {.items = relcal_arena_allocate(plan->arena, (room + 1) * sizeof *out.items),
                    .count = items->count};
    memcpy(out.items, items->items, items->count * sizeof *out.items);
    for (size_t index = 0;
         (milestone = relcal_series_milestone_at(plan->from.series, index)) != NULL; index++) {
        relcal_entry entry;
        if (!relcal_plan_entry(plan->from, milestone, &entry) ||
            find_item(items, relcal_milestone_id(milestone)) != NULL) {
            continue;
        }
        out.items[out.count++] = (relcal_outcome_item){
            .planned = {.id = relcal_milestone_id(milestone),
                        .when = entry.when,
                        .by = entry.state == RELCAL_ACTUAL ? RELCAL_BY_ACTUAL : RELCAL_BY_PLAN,
                        .has_former = true,
                        .former = entry.when,
                        .note = relcal_milestone_note(milestone),
                        .is_release = relcal_cadence_is_release(relcal_milestone_kind(milestone))},
            .name = relcal_milestone_id(milestone),
            .kind = relcal_milestone_kind(milestone),
            .row = plan->row_count,
        };
    }
    *items = out;
}

/* By date, tbd last; a stable insertion, as most are in order already. */
static void sort_items(snapshot *items)
{
    for (size_t index = 1; index < items->count; index++) {
        relcal_outcome_item item = items->items[index];
        size_t place = index;
        bool is_open = item.planned.when.precision == RELCAL_PRECISION_TBD;
        for (; place > 0; place--) {
            const relcal_when *before = &items->items[place - 1].planned.when;
            bool is_before_open = before->precision == RELCAL_PRECISION_TBD;
            if (is_open ? true
                        : !is_before_open && before->earliest <= item.planned.when.earliest) {
                break;
            }
            items->items[place] = items->items[place - 1];
        }
        items->items[place] = item;
    }
}

/* ---- the world of the constraints ---- */

static bool evaluate_text(void *context, const char *text, size_t length, relcal_date *out)
{
    planner *plan = context;
    relcal_rule_scratch scratch;
    relcal_rule_value value;
    if (relcal_rule_read(&scratch, text, length, NULL) != RELCAL_OK ||
        evaluate(plan, &scratch.rule, make_targets(plan->arena, &scratch.rule), 1, &value, NULL) !=
            RELCAL_OK ||
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
    bool is_found = part->nth == 0 ? find_target(plan, name, part->name_length, &target)
                                   : find_extreme(plan, name, part->name_length, part->nth, &target,
                                                  NULL) == RELCAL_OK;
    if (is_found) {
        make_nodes(plan, &plan->rows[target.row], target.occurrence);
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
    begin_pass(plan);
    relcal_status status = run_pass(plan);
    for (size_t index = 0; status == RELCAL_OK && index < plan->row_count; index++) {
        plan_row *row = &plan->rows[index];
        for (uint32_t number = 0; row->is_taken && number < row->node_count; number++) {
            relcal_when rule_when;
            relcal_when when;
            const char *avoided;
            if (by_rule(plan, row, number + 1, &rule_when, &when, &avoided, NULL) == RELCAL_OK) {
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
                by_rule(plan, row, number + 1, &rule_when, &when, &avoided, NULL) == RELCAL_OK) {
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
    begin_pass(plan);
    plan->year = from->year;
    plan->anchor_date = from->anchor;
    status = run_pass(plan);
    if (status == RELCAL_OK) {
        tell_rules(plan);
        *out = take_snapshot(plan, outcome);
    }
    return status;
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
    snapshot most = has_days && has_numbers ? merge(plan, &passes[2], &passes[1]) : passes[2];
    *out = merge(plan, &most, &passes[0]);
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
    relcal_status status = compile(plan);
    if (status == RELCAL_OK && plan->from.series != NULL) {
        status = look_at_former(plan);
    }
    if (status == RELCAL_OK && plan->request->wish != NULL) {
        status = find_start_for_wish(plan, &from);
    } else if (status == RELCAL_OK && plan->from.series == NULL) {
        from = find_start(plan);
    }
    if (status == RELCAL_OK) {
        status = run_all(plan, &from, outcome, &items);
    }
    if (status != RELCAL_OK) {
        return status;
    }
    if (plan->from.series != NULL) {
        add_others(plan, &items);
    }
    outcome->items = items.items;
    outcome->count = items.count;
    status = find_anchor_date(plan, outcome);
    if (status == RELCAL_OK) {
        const relcal_outcome_world world = {plan, evaluate_text, name_of_text};
        relcal_outcome_check(outcome, &world,
                             plan->from.series == NULL ? RELCAL_LATEST : plan->from.as_of);
        sort_items(&items);
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
