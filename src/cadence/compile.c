/* Makes rows of the rules of a cadence, as image and request have them. */
#include <stdlib.h>
#include <string.h>

#include "draft.h"
#include "fail.h"
#include "names.h"
#include "planner.h"

plan_target *relcal_planner_make_targets(relcal_arena *arena, const relcal_date_rule *rule)
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
        *targets = relcal_planner_make_targets(plan->arena, *out);
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
    row->name = relcal_image_word_or_empty(words, at + RELCAL_CADENCE_RULE_NAME);
    row->text = relcal_image_word_or_empty(words, at + RELCAL_CADENCE_RULE_TEXT);
    row->note = relcal_image_word_or_empty(words, at + RELCAL_CADENCE_RULE_NOTE);
    row->id_template = relcal_image_word_or_empty(words, at + RELCAL_CADENCE_RULE_ID);
    read_counts(relcal_image_word_or_empty(words, at + RELCAL_CADENCE_RULE_COUNT), &row->least,
                &row->most);
    row->is_taken = *relcal_image_word_or_empty(words, at + RELCAL_CADENCE_RULE_ASKED) == '\0' ||
                    is_asked_for(plan->request, row->name);
    row->kind = relcal_cadence_kind(row->name, &kind_length);
    row->is_release = relcal_cadence_is_release(row->name);
    row->has_stage = relcal_version_parse(&row->stage, row->name, strlen(row->name), NULL) ==
                         RELCAL_OK &&
                     !row->stage.has_release;
    relcal_status status = compile_rule(plan, row->text, &row->rule, &row->targets);
    if (status == RELCAL_OK) {
        relcal_planner_make_nodes(plan, row, 1);
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
        const char *instead = relcal_image_word_or_empty(words, at + RELCAL_CADENCE_AVOID_INSTEAD);
        entries[index] = (relcal_avoided){
            .name = relcal_image_word_or_empty(words, at + RELCAL_CADENCE_AVOID_NAME),
            .days = relcal_image_word_or_empty(words, at + RELCAL_CADENCE_AVOID_DAYS),
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

relcal_status relcal_planner_refuse_unknown(const planner *plan, const char *name)
{
    return relcal_fail(plan->error, RELCAL_ERROR_ARGUMENT, (relcal_place){0},
                       "the cadence %s has no rule for %s", relcal_cadence_id(plan->cadence), name);
}

/* A rule that is asked for by a name that none has would be missed without a word. */
static relcal_status check_asked(const planner *plan)
{
    const relcal_plan_request *request = plan->request;
    for (size_t index = 0; index < request->with_count; index++) {
        size_t row = 0;
        while (row < plan->row_count && strcmp(plan->rows[row].name, request->with[index]) != 0) {
            row++;
        }
        if (row == plan->row_count) {
            return relcal_planner_refuse_unknown(plan, request->with[index]);
        }
    }
    return RELCAL_OK;
}

static relcal_status refuse_actual(const planner *plan, const char *id)
{
    relcal_entry entry;
    if (!relcal_planner_find_entry(plan, id, &entry) || entry.state != RELCAL_ACTUAL) {
        return RELCAL_OK;
    }
    return relcal_fail(plan->error, RELCAL_ERROR_ARGUMENT, (relcal_place){0},
                       "%s has happened; that is not set", id);
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
        if (!relcal_planner_find_target(plan, pin->milestone, strlen(pin->milestone), &target)) {
            return relcal_planner_refuse_unknown(plan, pin->milestone);
        }
        plan_row *row = &plan->rows[target.row];
        relcal_planner_make_nodes(plan, row, target.occurrence);
        relcal_status status = refuse_actual(plan, row->nodes[target.occurrence - 1].id);
        if (status != RELCAL_OK) {
            return status;
        }
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
            relcal_planner_make_nodes(plan, row, number);
            if (relcal_planner_find_entry(plan, row->nodes[number - 1].id, &entry) &&
                entry.state == RELCAL_ACTUAL) {
                row->least = number;
            }
        }
    }
}

relcal_status relcal_planner_compile(planner *plan)
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
    if (!relcal_planner_find_target(plan, name, strlen(name), &anchor)) {
        return relcal_planner_refuse_unknown(plan, name);
    }
    plan->anchor = (size_t)anchor.row;
    status = check_asked(plan);
    if (status == RELCAL_OK) {
        status = compile_pins(plan);
    }
    count_actual(plan);
    return status;
}
