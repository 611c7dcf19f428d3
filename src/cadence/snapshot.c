/* What passes gave, put together into an outcome. */
#include <string.h>

#include "names.h"
#include "planner.h"

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
        .number = relcal_row_repeats(row) ? (uint32_t)(node - row->nodes) + 1 : 0,
        .repeats = relcal_row_repeats(row) && row->most == 0,
    };
    if (relcal_planner_find_entry(plan, node->id, &entry)) {
        item->planned.has_former = true;
        item->planned.former = entry.when;
        item->planned.note = relcal_milestone_note(entry.milestone);
    }
}

/* In a plan that goes on there is what it has, and what is set. */
static bool is_in_plan(const planner *plan, const plan_node *node)
{
    relcal_entry entry;
    return plan->from.series == NULL || node->pin != NULL ||
           relcal_planner_find_entry(plan, node->id, &entry);
}

snapshot relcal_snapshot_take(const planner *plan, relcal_outcome *outcome)
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
    if (!relcal_planner_is_same(&planned->when, &other->when)) {
        planned->when = join(&other->when, &planned->when);
    }
    if (planned->has_by_rule && other->has_by_rule &&
        !relcal_planner_is_same(&planned->by_rule, &other->by_rule)) {
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

snapshot relcal_snapshot_merge(const planner *plan, const snapshot *most, const snapshot *least)
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

void relcal_snapshot_add_others(const planner *plan, snapshot *items)
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

/* A stable insertion, as most are in order already. */
void relcal_snapshot_sort(snapshot *items)
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
