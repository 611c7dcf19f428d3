/* The milestones of a plan that is made, and their names. */
#include <string.h>

#include "digits.h"
#include "names.h"
#include "planner.h"

/* The longest id of a milestone that a template gives. */
#define ID_BYTES 256

/* ---- the milestones of a row ---- */

static const char *make_id(const planner *plan, const plan_row *row, uint32_t number)
{
    char id[ID_BYTES];
    size_t length = relcal_cadence_id_of(row->name, row->id_template, plan->release,
                                         plan->request->series, number, id, sizeof id);
    return relcal_arena_copy_text(plan->arena, id, length < sizeof id ? length : sizeof id - 1);
}

bool relcal_row_repeats(const plan_row *row)
{
    return relcal_rule_repeats(row->rule);
}

uint32_t relcal_row_decided_count(const planner *plan, const plan_row *row)
{
    return row->least + plan->extra < row->most ? row->least + plan->extra : row->most;
}

void relcal_planner_make_nodes(const planner *plan, plan_row *row, uint32_t count)
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
        nodes[index].id = make_id(plan, row, relcal_row_repeats(row) ? index + 1 : 0);
        nodes[index].by_former_rule = relcal_when_day(RELCAL_DATE_NONE);
    }
    row->nodes = nodes;
    row->node_room = room;
}

/* ---- names ---- */

static bool is_exactly(const char *name, const char *text, size_t length)
{
    return strncmp(name, text, length) == 0 && name[length] == '\0';
}

/* "rc7" where candidates are one rule that repeats. */
static bool is_numbered(const plan_row *row, const relcal_version *stage, uint32_t *number)
{
    if (!row->has_stage || !relcal_row_repeats(row) || row->stage.stage != stage->stage ||
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
        uint32_t number = relcal_row_repeats(row) ? number_of_id(row, text, length) : 1;
        relcal_planner_make_nodes(plan, row, number);
        if (number > 0 && is_exactly(row->nodes[number - 1].id, text, length)) {
            *out = (plan_target){(int32_t)index, number};
            return true;
        }
    }
    return false;
}

bool relcal_planner_find_target(planner *plan, const char *text, size_t length, plan_target *out)
{
    relcal_version version;
    for (size_t index = 0; index < plan->row_count; index++) {
        if (is_exactly(plan->rows[index].name, text, length)) {
            *out = (plan_target){(int32_t)index, 1};
            return true;
        }
    }
    bool is_version = relcal_version_parse(&version, text, length, NULL) == RELCAL_OK;
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

/* ---- the plan that goes on ---- */

bool relcal_planner_find_entry(const planner *plan, const char *id, relcal_entry *out)
{
    return plan->from.series != NULL &&
           relcal_plan_entry(plan->from, relcal_series_milestone(plan->from.series, id), out);
}

bool relcal_planner_is_same(const relcal_when *left, const relcal_when *right)
{
    return left->earliest == right->earliest && left->latest == right->latest &&
           left->precision == right->precision;
}
