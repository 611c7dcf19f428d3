/* Rules that are asked outside of a cadence: of a series as it is planned, or of no series. */
#include "ask.h"

#include <string.h>

#include "fail.h"
#include "image.h"
#include "names.h"

#define QUOTE_PART(rule, part) relcal_rule_quote(rule, part, (char[RELCAL_RULE_QUOTE_BYTES]){0})

relcal_status relcal_ask_value(const relcal_when *when, relcal_open_days *open,
                               const relcal_date_rule *rule, const relcal_rule_part *part,
                               relcal_rule_value *out, relcal_error *error)
{
    char text[RELCAL_WHEN_BYTES];
    switch (when->precision) {
    case RELCAL_PRECISION_MOMENT:
    case RELCAL_PRECISION_DAY:
        *out = (relcal_rule_value){RELCAL_PRECISION_DAY, relcal_when_date(when)};
        return RELCAL_OK;
    case RELCAL_PRECISION_MONTH:
    case RELCAL_PRECISION_YEAR:
        *out = (relcal_rule_value){when->precision, relcal_when_date(when)};
        return RELCAL_OK;
    case RELCAL_PRECISION_WEEK:
    case RELCAL_PRECISION_RANGE:
        if (open != NULL) {
            open->are_met = true;
            *out = (relcal_rule_value){
                RELCAL_PRECISION_DAY,
                relcal_instant_date(open->takes_last ? when->latest : when->earliest)};
            return RELCAL_OK;
        }
        break;
    case RELCAL_PRECISION_TBD:
        break;
    }
    return relcal_fail(error, RELCAL_ERROR_DATA, relcal_place_in_text(part->at),
                       "%s is known as %s only, from which nothing can be counted",
                       QUOTE_PART(rule, part), relcal_when_format(when, text));
}

relcal_plan relcal_ask_before(relcal_plan plan, unsigned levels)
{
    for (; levels > 0 && plan.series != NULL; levels--) {
        const relcal_project *project = relcal_series_project(plan.series);
        plan.series = relcal_project_series_before(project, relcal_series_id(plan.series), NULL);
    }
    return plan;
}

/* The first or last milestone of a kind, by date, of the first release: a bugfix release can have
 * candidates too. What has no date yet is neither. */
static bool find_extreme(relcal_plan plan, const char *kind, int nth, relcal_entry *out)
{
    bool is_found = false;
    const relcal_milestone *milestone;
    for (size_t index = 0; (milestone = relcal_series_milestone_at(plan.series, index)) != NULL;
         index++) {
        relcal_entry entry;
        if (milestone->first_release &&
            relcal_cadence_is_kind(relcal_milestone_kind(milestone), kind, strlen(kind)) &&
            relcal_plan_entry(plan, milestone, &entry) &&
            entry.when.precision != RELCAL_PRECISION_TBD &&
            (!is_found || (nth > 0 ? entry.when.earliest < out->when.earliest
                                   : entry.when.earliest >= out->when.earliest))) {
            *out = entry;
            is_found = true;
        }
    }
    return is_found;
}

/* The longest name of a milestone that is looked for. */
#define NAME_BYTES 512

relcal_status relcal_ask_plan(relcal_plan plan, relcal_open_days *open,
                              const relcal_date_rule *rule, const relcal_rule_part *part,
                              relcal_rule_value *out, relcal_error *error)
{
    char name[NAME_BYTES];
    relcal_entry entry;
    if (part->name_length >= sizeof name) {
        return relcal_fail(error, RELCAL_ERROR_LIMIT, relcal_place_in_text(part->at),
                           "the name of a milestone is longer than %d bytes", NAME_BYTES - 1);
    }
    memcpy(name, rule->text + part->name_at, part->name_length);
    name[part->name_length] = '\0';
    bool is_found = part->nth != 0 ? find_extreme(plan, name, part->nth, &entry)
                                   : relcal_plan_entry(
                                         plan, relcal_series_milestone(plan.series, name), &entry);
    if (!is_found) {
        return relcal_fail(error, RELCAL_ERROR_NOT_FOUND, relcal_place_in_text(part->at),
                           "the plan of %s has no %s", relcal_series_id(plan.series),
                           QUOTE_PART(rule, part));
    }
    return relcal_ask_value(&entry.when, open, rule, part, out, error);
}

/* ---- asking outside of a cadence ---- */

typedef struct question {
    const relcal_rule_scope *scope;
    relcal_avoidance avoidance;
    relcal_status failure; /* of reading what is to be avoided */
} question;

static relcal_status find_milestone(void *context, const relcal_date_rule *rule,
                                    const relcal_rule_part *part, relcal_rule_value *out,
                                    relcal_error *error)
{
    const question *asked = context;
    relcal_plan plan = asked->scope->plan;
    if (part->levels > 0) {
        plan = asked->scope->previous.series != NULL
                   ? relcal_ask_before(asked->scope->previous, part->levels - 1u)
                   : relcal_ask_before(plan, part->levels);
    }
    if (plan.series == NULL) {
        return relcal_fail(error, RELCAL_ERROR_NOT_FOUND, relcal_place_in_text(part->at),
                           "%s: there is no series before", QUOTE_PART(rule, part));
    }
    return relcal_ask_plan(plan, NULL, rule, part, out, error);
}

static relcal_status give_year(void *context, int *out, relcal_error *error)
{
    const question *asked = context;
    (void)error;
    *out = asked->scope->year;
    return RELCAL_OK;
}

static bool is_off(void *context, relcal_date date)
{
    question *asked = context;
    return relcal_avoidance_find(&asked->avoidance, date) != NULL;
}

static relcal_status find(const relcal_date_rule *rule, question *asked, uint32_t occurrence,
                          relcal_found *out, relcal_error *error)
{
    const relcal_rule_scope *scope = asked->scope;
    const relcal_rule_world world = {
        .context = asked,
        .milestone = scope->plan.series == NULL && scope->previous.series == NULL ? NULL
                                                                                  : find_milestone,
        .year = scope->year == 0 ? NULL : give_year,
        .is_off = asked->avoidance.count == 0 ? NULL : is_off,
        .today = scope->has_today ? scope->today : RELCAL_DATE_NONE,
    };
    relcal_rule_value value;
    const relcal_avoided *why = NULL;
    relcal_status status = relcal_rule_evaluate(rule, &world, occurrence, &value, error);
    if (status != RELCAL_OK) {
        return status;
    }
    relcal_found found = {.by_rule = relcal_rule_value_when(value)};
    if (value.precision == RELCAL_PRECISION_DAY) {
        value.first = relcal_avoidance_move(&asked->avoidance, value.first, &why);
    }
    if (value.first == RELCAL_DATE_NONE) {
        return relcal_fail(error, RELCAL_ERROR_DATA, (relcal_place){0}, "no day is free near %s",
                           why->name);
    }
    found.when = relcal_rule_value_when(value);
    found.avoided = why == NULL ? NULL : why->name;
    *out = found;
    return RELCAL_OK;
}

/* False after a failure. */
static bool read_avoided(relcal_arena *arena, question *asked, relcal_error *error)
{
    const relcal_rule_scope *scope = asked->scope;
    if (scope->avoided_count > RELCAL_MAX_AVOIDED) {
        asked->failure = relcal_fail(error, RELCAL_ERROR_LIMIT, (relcal_place){0},
                                     "more than %d entries of days to avoid", RELCAL_MAX_AVOIDED);
    } else if (scope->avoided_count > 0) {
        relcal_avoidance_init(&asked->avoidance, arena, scope->avoided_count);
    }
    for (size_t index = 0; asked->failure == RELCAL_OK && index < scope->avoided_count; index++) {
        relcal_error fault;
        asked->failure = relcal_avoidance_add(&asked->avoidance, arena, &scope->avoided[index],
                                              &fault);
        if (asked->failure != RELCAL_OK) {
            /* The column is that of the entry's days, and not of the rule that is asked. */
            (void)relcal_fail(error, fault.code, (relcal_place){0}, "%s", fault.message);
        }
    }
    return asked->failure == RELCAL_OK;
}

/* The owner of the arena's jumps has nothing of its own that a jump could lose. */
static relcal_status find_guarded(relcal_arena *arena, jmp_buf *out_of_memory,
                                  const relcal_date_rule *rule, question *asked,
                                  uint32_t occurrence, relcal_found *out, relcal_error *error)
{
    if (setjmp(*out_of_memory) != 0) {
        return relcal_fail(error, RELCAL_ERROR_MEMORY, (relcal_place){0}, "no memory for a rule");
    }
    return read_avoided(arena, asked, error) ? find(rule, asked, occurrence, out, error)
                                             : asked->failure;
}

relcal_status relcal_date_rule_find(const relcal_date_rule *rule, const relcal_rule_scope *scope,
                                    uint32_t occurrence, relcal_found *out, relcal_error *error)
{
    relcal_arena arena;
    jmp_buf out_of_memory;
    question asked = {.scope = scope};
    relcal_arena_init(&arena, NULL, &out_of_memory);
    relcal_status status = find_guarded(&arena, &out_of_memory, rule, &asked, occurrence, out,
                                        error);
    relcal_arena_free(&arena);
    return status;
}
