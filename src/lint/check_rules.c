/*
 * What the rules of a project leave open, say twice, or say in vain. That a rule speaks somewhere
 * is looked at cell by cell: for each change on each phase or freeze that it lies on.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "lint_run.h"
#include "relcal/policy.h"

/* The most changes that one message names. */
#define MOST_NAMED 6

/* What one rule lies on, a bit for each piece: phases, freezes, or the one piece of the rest. */
static uint64_t pieces_of(const relcal_rule_terms *terms)
{
    switch ((relcal_ground)terms->ground) {
    case RELCAL_GROUND_PHASE:
        return terms->phases;
    case RELCAL_GROUND_FREEZE:
        return terms->freezes;
    default:
        return 1;
    }
}

/* The phases in which a rule holds, whatever it lies on. */
static uint64_t phases_of(const relcal_rule_terms *terms)
{
    return terms->phases == 0 ? UINT64_MAX : terms->phases;
}

static bool is_scoped(const relcal_draft_rule *rule)
{
    return rule->paths.count > 0 || rule->components.count > 0 || rule->branches.count > 0 ||
           rule->first_series != NULL || rule->last_series != NULL;
}

static bool have_common_word(const relcal_draft_words *left, const relcal_draft_words *right)
{
    for (size_t index = 0; index < left->count; index++) {
        for (size_t other = 0; other < right->count; other++) {
            if (strcmp(left->items[index], right->items[other]) == 0) {
                return true;
            }
        }
    }
    return false;
}

static bool has_all_words(const relcal_draft_words *whole, const relcal_draft_words *part)
{
    for (size_t index = 0; index < part->count; index++) {
        relcal_draft_words one = {&part->items[index], 1};
        if (!have_common_word(whole, &one)) {
            return false;
        }
    }
    return true;
}

/* ---- a phase without a rule for a change ---- */

/* Whether some rule speaks of a change wherever it lands in a phase. */
static bool is_covered(const relcal_draft_policy *policy, uint64_t phase, size_t change)
{
    for (size_t index = 0; index < policy->rule_count; index++) {
        const relcal_draft_rule *rule = &policy->rules[index];
        bool is_on_phase = rule->terms.ground == RELCAL_GROUND_ALWAYS ||
                           rule->terms.ground == RELCAL_GROUND_PHASE;
        if (is_on_phase && (phases_of(&rule->terms) & phase) != 0 && !is_scoped(rule) &&
            relcal_draft_weigh(policy, rule, change) >= 0) {
            return true;
        }
    }
    return false;
}

static void check_phase(lint_run *run, const relcal_draft_project *project,
                        const relcal_draft_phase *phase, uint64_t bit)
{
    const relcal_draft_policy *policy = &project->policy;
    char names[MOST_NAMED * 66] = "";
    size_t length = 0;
    size_t count = 0;
    for (size_t change = 0; change < policy->change_count; change++) {
        if (!is_covered(policy, bit, change) && count++ < MOST_NAMED) {
            length += (size_t)snprintf(names + length, sizeof names - length, "%s%.64s",
                                       count == 1 ? "" : ", ", policy->changes[change].id);
        }
    }
    if (count > 0) {
        (void)lint_add(run, LINT_RULE_MISSING, policy->rules[0].place, NULL, NULL,
                       "phase %s has no rule for %s%s; write one, or one for any change", phase->id,
                       names, count > MOST_NAMED ? " and others" : "");
    }
}

/* ---- two rules of one weight ---- */

static bool overlap_in_time(const relcal_rule_terms *left, const relcal_rule_terms *right)
{
    return left->since < right->until && right->since < left->until;
}

/* Whether the lists of two rules may mean the same thing: patterns are compared as texts. */
static bool may_overlap(const relcal_draft_words *left, const relcal_draft_words *right)
{
    return left->count == 0 || right->count == 0 || have_common_word(left, right);
}

static bool is_before(const char *last, const char *first)
{
    return last != NULL && first != NULL && relcal_compare_ids(last, first) < 0;
}

static bool can_meet(const relcal_draft_rule *left, const relcal_draft_rule *right)
{
    return left->terms.ground == right->terms.ground &&
           (pieces_of(&left->terms) & pieces_of(&right->terms)) != 0 &&
           (phases_of(&left->terms) & phases_of(&right->terms)) != 0 &&
           overlap_in_time(&left->terms, &right->terms) &&
           may_overlap(&left->kinds, &right->kinds) &&
           may_overlap(&left->branches, &right->branches) &&
           may_overlap(&left->paths, &right->paths) &&
           may_overlap(&left->components, &right->components) &&
           !is_before(left->last_series, right->first_series) &&
           !is_before(right->last_series, left->first_series);
}

/* Rules that say the same do not contradict each other. */
static bool say_the_same(const relcal_rule_terms *left, const relcal_rule_terms *right)
{
    return left->verdict == right->verdict && left->authorities == right->authorities &&
           left->exceptions == right->exceptions && left->approvals == right->approvals &&
           left->delay == right->delay && left->delay_unit == right->delay_unit;
}

/* Whether two rules contradict each other, which is then told. */
static bool check_tie(lint_run *run, const relcal_draft_policy *policy,
                      const relcal_draft_rule *earlier, const relcal_draft_rule *later)
{
    if (!can_meet(earlier, later) || say_the_same(&earlier->terms, &later->terms)) {
        return false;
    }
    for (size_t change = 0; change < policy->change_count; change++) {
        int weight = relcal_draft_weigh(policy, earlier, change);
        if (weight >= 0 && weight == relcal_draft_weigh(policy, later, change)) {
            (void)lint_add(run, LINT_RULE_TIE, later->place, NULL, NULL,
                           "rule %s and rule %s, in line %" PRIu32
                           ", speak of %s as closely as each other; make one of them narrower",
                           later->id, earlier->id, earlier->place.place.line,
                           policy->changes[change].id);
            return true;
        }
    }
    return false;
}

/* ---- a rule that is never reached ---- */

/* Whether one rule silences another for a change on a piece, wherever and whenever that speaks. */
static bool silences(const relcal_draft_policy *policy, const relcal_draft_rule *heavy,
                     const relcal_draft_rule *rule, size_t change, uint64_t piece)
{
    return heavy != rule && heavy->terms.ground == rule->terms.ground &&
           (pieces_of(&heavy->terms) & piece) != 0 &&
           (phases_of(&rule->terms) & ~phases_of(&heavy->terms)) == 0 &&
           heavy->terms.since <= rule->terms.since && heavy->terms.until >= rule->terms.until &&
           !is_scoped(heavy) && has_all_words(&heavy->kinds, &rule->kinds) &&
           relcal_draft_weigh(policy, heavy, change) > relcal_draft_weigh(policy, rule, change);
}

static bool is_silenced(const relcal_draft_policy *policy, const relcal_draft_rule *rule,
                        size_t change, uint64_t piece)
{
    relcal_draft_rule in_piece = *rule;
    if (rule->terms.ground == RELCAL_GROUND_PHASE) {
        in_piece.terms.phases = piece;
    }
    for (size_t index = 0; index < policy->rule_count; index++) {
        const relcal_draft_rule *heavy = &policy->rules[index];
        if (heavy != rule && silences(policy, heavy, &in_piece, change, piece)) {
            return true;
        }
    }
    return false;
}

/* Whether a rule speaks of some change on some piece where no other silences it. */
static bool is_reached(const relcal_draft_policy *policy, const relcal_draft_rule *rule)
{
    if (rule->terms.until <= rule->terms.since) {
        return false;
    }
    for (size_t change = 0; change < policy->change_count; change++) {
        if (relcal_draft_weigh(policy, rule, change) < 0) {
            continue;
        }
        for (uint64_t pieces = pieces_of(&rule->terms); pieces != 0; pieces &= pieces - 1) {
            if (!is_silenced(policy, rule, change, pieces & (~pieces + 1))) {
                return true;
            }
        }
    }
    return false;
}

/* ---- all of it ---- */

static void check_rule(lint_run *run, const relcal_draft_policy *policy, size_t index)
{
    const relcal_draft_rule *rule = &policy->rules[index];
    if (rule->source == NULL) {
        (void)lint_add(run, LINT_RULE_SOURCE, rule->place, NULL, NULL,
                       "rule %s does not say where it is written down; add source", rule->id);
    }
    if (!is_reached(policy, rule)) {
        (void)lint_add(run, LINT_RULE_UNREACHED, rule->place, NULL, NULL,
                       "rule %s is never reached: rules that name its changes more closely speak "
                       "wherever it does; leave it out",
                       rule->id);
    }
    for (size_t earlier = 0; earlier < index; earlier++) {
        if (check_tie(run, policy, &policy->rules[earlier], rule)) {
            break;
        }
    }
}

void lint_check_rules(lint_run *run, const lint_project *project)
{
    const relcal_draft_policy *policy = &project->draft->policy;
    if (policy->rule_count == 0 || policy->rules[0].place.place.file == NULL) {
        return;
    }
    uint64_t bit = 1;
    for (const relcal_draft_phase *phase = project->draft->phases; phase != NULL;
         phase = phase->next) {
        check_phase(run, project->draft, phase, bit);
        bit <<= 1;
    }
    for (size_t index = 0; index < policy->rule_count; index++) {
        check_rule(run, policy, index);
    }
}
