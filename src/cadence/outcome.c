/* What an outcome tells, and how far a milestone of a plan that goes on can be moved. */
#include "outcome.h"

#include <string.h>

#include "fail.h"
#include "names.h"

void relcal_outcome_free(relcal_outcome *outcome)
{
    if (outcome != NULL) {
        relcal_allocator allocator = outcome->arena.allocator;
        relcal_arena_free(&outcome->arena);
        allocator.release(allocator.context, outcome, sizeof *outcome);
    }
}

const relcal_cadence *relcal_outcome_cadence(const relcal_outcome *outcome)
{
    return outcome->cadence;
}

const char *relcal_outcome_series(const relcal_outcome *outcome)
{
    return outcome->series;
}

bool relcal_outcome_goes_on(const relcal_outcome *outcome)
{
    return outcome->goes_on;
}

relcal_when relcal_outcome_anchor(const relcal_outcome *outcome)
{
    return outcome->anchor;
}

size_t relcal_outcome_count(const relcal_outcome *outcome)
{
    return outcome->count;
}

const relcal_planned *relcal_outcome_at(const relcal_outcome *outcome, size_t index)
{
    return index < outcome->count ? &outcome->items[index].planned : NULL;
}

/* Of a rule that gives many its name alone means the first. */
static bool is_item_named(const relcal_outcome_item *item, const char *name, size_t length)
{
    return (item->number <= 1 && relcal_cadence_is_named(item->name, name, length)) ||
           (item->number > 0 && relcal_cadence_number_of(item->name, name, length) == item->number);
}

const relcal_planned *relcal_outcome_find(const relcal_outcome *outcome, const char *name)
{
    size_t length = strlen(name);
    for (size_t index = 0; index < outcome->count; index++) {
        const relcal_outcome_item *item = &outcome->items[index];
        if (strcmp(item->planned.id, name) == 0) {
            return &item->planned;
        }
    }
    for (size_t index = 0; index < outcome->count; index++) {
        const relcal_outcome_item *item = &outcome->items[index];
        if (is_item_named(item, name, length)) {
            return &item->planned;
        }
    }
    return NULL;
}

const relcal_clash *relcal_outcome_clash_at(const relcal_outcome *outcome, size_t index)
{
    return index < outcome->clash_count ? &outcome->clashes[index] : NULL;
}

const relcal_unplanned *relcal_outcome_unplanned_at(const relcal_outcome *outcome, size_t index)
{
    return index < outcome->unplanned_count ? &outcome->unplanned[index] : NULL;
}

/* ---- leeway ---- */

/* Whether one plan breaks a constraint that another one breaks as well. */
static bool was_broken(const relcal_outcome *former, const relcal_clash *clash)
{
    const relcal_clash *other;
    for (size_t index = 0; (other = relcal_outcome_clash_at(former, index)) != NULL; index++) {
        if (strcmp(other->constraint, clash->constraint) == 0 &&
            strcmp(other->milestone, clash->milestone) == 0) {
            return true;
        }
    }
    return false;
}

/* What speaks against a day: a constraint that breaks anew, or that what is to hold moves. */
typedef struct objection {
    const relcal_clash *clash;
    bool is_no_choice; /* what is moved would be on a weekday that nobody chooses: not even looked
                          at is then what else is on another weekday for it */
    bool moves_held;
} objection;

static bool is_on_wrong_weekday(const relcal_outcome *former, const relcal_outcome *outcome,
                                const relcal_planned *pinned)
{
    const relcal_clash *clash;
    for (size_t index = 0; (clash = relcal_outcome_clash_at(outcome, index)) != NULL; index++) {
        if (clash->is_of_weekday && strcmp(clash->milestone, pinned->id) == 0 &&
            !was_broken(former, clash)) {
            return true;
        }
    }
    return false;
}

static objection find_objection(const relcal_outcome *former, const relcal_outcome *outcome,
                                const char *moved, const char *held)
{
    const relcal_planned *before = relcal_outcome_find(former, held);
    const relcal_planned *after = relcal_outcome_find(outcome, held);
    const relcal_planned *pinned = relcal_outcome_find(outcome, moved);
    const relcal_clash *clash;
    objection found = {.is_no_choice = is_on_wrong_weekday(former, outcome, pinned)};
    for (size_t index = 0;
         found.clash == NULL && (clash = relcal_outcome_clash_at(outcome, index)) != NULL;
         index++) {
        if (!was_broken(former, clash) && !(clash->is_of_weekday && found.is_no_choice)) {
            found.clash = clash;
        }
    }
    found.moves_held = after == NULL || before->when.earliest != after->when.earliest ||
                       before->when.latest != after->when.latest;
    return found;
}

/* The last of the pins is the one that is moved. */
static relcal_status try_day(const relcal_plan_request *request, relcal_pin *moved,
                             const relcal_outcome *former, relcal_date date, const char *held,
                             relcal_leeway *leeway, bool *holds, relcal_error *error)
{
    relcal_outcome *outcome;
    moved->when = relcal_when_day(date);
    relcal_status status = relcal_plan_make(&outcome, request, error);
    if (status != RELCAL_OK) {
        return status;
    }
    objection found = find_objection(former, outcome, moved->milestone, held);
    *holds = !found.moves_held && found.clash == NULL;
    if (*holds && !found.is_no_choice) {
        leeway->latest = date;
    }
    if (!*holds) {
        leeway->moves_held = found.moves_held;
        const char *message = found.clash == NULL ? "" : found.clash->message;
        size_t length = strlen(message);
        size_t kept = length < sizeof leeway->constraint ? length : sizeof leeway->constraint - 1;
        memcpy(leeway->constraint, message, kept);
        leeway->constraint[kept] = '\0';
    }
    relcal_outcome_free(outcome);
    return RELCAL_OK;
}

relcal_status relcal_plan_leeway(relcal_leeway *out, const relcal_plan_request *request,
                                 const char *held, relcal_error *error)
{
    relcal_outcome *former;
    relcal_pin pins[RELCAL_MAX_PINS];
    relcal_plan_request kept = *request;
    relcal_plan_request moved = *request;
    relcal_leeway leeway = {.latest = RELCAL_DATE_NONE};
    if (request->from.series == NULL || request->pin_count == 0) {
        return relcal_fail(error, RELCAL_ERROR_ARGUMENT, (relcal_place){0},
                           "leeway is asked of a plan that goes on, and of a milestone");
    }
    if (request->pin_count > RELCAL_MAX_PINS) {
        return relcal_fail(error, RELCAL_ERROR_LIMIT, (relcal_place){0},
                           "more than %d milestones are set", RELCAL_MAX_PINS);
    }
    kept.pins = request->pins + 1;
    kept.pin_count = request->pin_count - 1;
    memcpy(pins, kept.pins, kept.pin_count * sizeof *pins);
    pins[kept.pin_count] = request->pins[0];
    moved.pins = pins;
    relcal_status status = relcal_plan_make(&former, &kept, error);
    if (status != RELCAL_OK) {
        return status;
    }
    const relcal_planned *planned = relcal_outcome_find(former, request->pins[0].milestone);
    const relcal_planned *end = relcal_outcome_find(former, held);
    relcal_date date = planned == NULL ? RELCAL_DATE_NONE : relcal_when_date(&planned->when);
    if (planned != NULL && end != NULL && planned->when.earliest >= end->when.earliest) {
        relcal_status refusal = relcal_fail(error, RELCAL_ERROR_NOT_FOUND, (relcal_place){0},
                                            "%s does not come before %s", planned->id, end->id);
        relcal_outcome_free(former);
        return refusal;
    }
    if (date == RELCAL_DATE_NONE || end == NULL) {
        relcal_outcome_free(former);
        return relcal_fail(error, RELCAL_ERROR_NOT_FOUND, (relcal_place){0},
                           "the plan has no date for %s",
                           date == RELCAL_DATE_NONE ? request->pins[0].milestone : held);
    }
    bool holds = true;
    for (int step = 0; holds && status == RELCAL_OK && step <= RELCAL_MAX_LEEWAY_DAYS; step++) {
        status = try_day(&moved, &pins[kept.pin_count], former, date + step, held, &leeway, &holds,
                         error);
    }
    leeway.is_open = holds;
    relcal_outcome_free(former);
    if (status == RELCAL_OK) {
        *out = leeway;
    }
    return status;
}
