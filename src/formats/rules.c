/*
 * What project.yaml says about changes: its vocabulary, its labels, its rules. Names of phases,
 * freezes, changes and authorities become bits by their places, so it is read when those are.
 */
#include "rules.h"

#include <stdio.h>
#include <string.h>

#include "relcal/limits.h"
#include "relcal/policy.h"
#include "vocabulary.h"

/* The most names of one sort that rules can refer to. */
#define MAX_NAMES 64

_Static_assert(RELCAL_MAX_CHANGES <= MAX_NAMES && RELCAL_MAX_AUTHORITIES <= MAX_NAMES &&
                   RELCAL_MAX_FREEZES <= MAX_NAMES && RELCAL_MAX_PHASES < MAX_NAMES,
               "a rule has a bit for each of them");

/* Names that a rule can refer to, each by its place. */
typedef struct name_set {
    const char *what; /* "phase" */
    const char *more; /* the key that adds to the standard ones, or NULL */
    const char *names[MAX_NAMES];
    size_t count;
    bool (*is_same)(const char *left, const char *right);
} name_set;

static bool is_same_text(const char *left, const char *right)
{
    return strcmp(left, right) == 0;
}

static size_t find_name(const name_set *set, const char *name)
{
    size_t index = 0;
    while (index < set->count && !set->is_same(set->names[index], name)) {
        index++;
    }
    return index;
}

static void refuse_name(relcal_field_reader *reader, const relcal_node *node, const name_set *set)
{
    char known[RELCAL_FIELD_KEYS_BYTES] = "";
    size_t length = 0;
    const char *nearest = NULL;
    size_t least = SIZE_MAX;
    for (size_t index = 0; index < set->count; index++) {
        const char *name = set->names[index];
        size_t slips = relcal_field_slips(node->text, name);
        nearest = slips < least ? name : nearest;
        least = slips < least ? slips : least;
        if (length + strlen(name) + sizeof ", " <= sizeof known) {
            int added = snprintf(known + length, sizeof known - length, "%s%s",
                                 index == 0 ? "" : ", ", name);
            length += (size_t)added;
        }
    }
    if (nearest != NULL) {
        ADD_FAULT(reader, RELCAL_ERROR_DATA, node, "unknown %s %s; write %s", set->what,
                  QUOTE(node), nearest);
        return;
    }
    if (set->count == 0) {
        ADD_FAULT(reader, RELCAL_ERROR_DATA, node,
                  "unknown %s %s; the project has none, write it under %ss", set->what, QUOTE(node),
                  set->what);
        return;
    }
    ADD_FAULT(reader, RELCAL_ERROR_DATA, node, "unknown %s %s; known are %s%s%s", set->what,
              QUOTE(node), known, set->more == NULL ? "" : ", and what is listed under ",
              set->more == NULL ? "" : set->more);
}

/* Calls `take` for a node that is a text, or for each text of one that is a list. */
static void take_each(relcal_field_reader *reader, const relcal_node *node, size_t limit,
                      void (*take)(relcal_field_reader *reader, const relcal_node *item,
                                   const char *text, void *target),
                      void *target)
{
    const relcal_node *item = node->kind == RELCAL_NODE_LIST ? node->first : node;
    size_t count = 0;
    if (item == NULL) {
        ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, node, "%s is empty; write a text or leave it out",
                  node->key->text);
    }
    for (; item != NULL; item = item == node ? NULL : item->next) {
        if (count++ == limit) {
            ADD_FAULT(reader, RELCAL_ERROR_LIMIT, item, "more than %zu entries; write fewer",
                      limit);
            return;
        }
        const char *text = relcal_field_take(
            reader, item, item == node ? "a text, or a list of texts" : "a text");
        if (text != NULL) {
            take(reader, item, text, target);
        }
    }
}

/* Bits for the names of a set that a node gives. */
typedef struct named_bits {
    const name_set *set;
    uint64_t bits;
} named_bits;

static void take_name(relcal_field_reader *reader, const relcal_node *item, const char *text,
                      void *target)
{
    named_bits *named = target;
    size_t index = find_name(named->set, text);
    if (index == named->set->count) {
        refuse_name(reader, item, named->set);
        return;
    }
    named->bits |= UINT64_C(1) << index;
}

static uint64_t read_names(relcal_field_reader *reader, const relcal_node *node,
                           const name_set *set)
{
    named_bits named = {set, 0};
    take_each(reader, node, MAX_NAMES, take_name, &named);
    return named.bits;
}

static void take_word(relcal_field_reader *reader, const relcal_node *item, const char *text,
                      void *target)
{
    (void)item;
    relcal_draft_words *words = target;
    words->items[words->count++] = relcal_field_keep_text(reader, text);
}

static void read_words(relcal_field_reader *reader, const relcal_node *node, void *target)
{
    relcal_draft_words *words = target;
    words->items = relcal_arena_allocate(reader->arena, RELCAL_MAX_WORDS * sizeof *words->items);
    take_each(reader, node, RELCAL_MAX_WORDS, take_word, words);
}

static void take_kind(relcal_field_reader *reader, const relcal_node *item, const char *text,
                      void *target)
{
    (void)item;
    relcal_draft_words *words = target;
    words->items[words->count++] = relcal_field_read_kind(reader, text);
}

static void read_kinds(relcal_field_reader *reader, const relcal_node *node, void *target)
{
    relcal_draft_words *words = target;
    words->items = relcal_arena_allocate(reader->arena, RELCAL_MAX_WORDS * sizeof *words->items);
    take_each(reader, node, RELCAL_MAX_WORDS, take_kind, words);
}

/* The parts of a rule that name others are kept as nodes until all its keys are read. */
typedef struct rule_draft {
    relcal_draft_rule rule;
    bool is_faulty; /* a part could not be read; what it lacks is not its own fault */
    const relcal_node *phase;
    const relcal_node *freeze;
    const relcal_node *change;
    const relcal_node *by;
    const relcal_node *except;
    const relcal_node *verdict;
    const relcal_node *approvals;
    const relcal_node *until;
} rule_draft;

#define NODE_KEEPER(name, member)                                                        \
    static void name(relcal_field_reader *reader, const relcal_node *node, void *target) \
    {                                                                                    \
        (void)reader;                                                                    \
        ((rule_draft *)target)->member = node;                                           \
    }

NODE_KEEPER(keep_rule_phase, phase)
NODE_KEEPER(keep_rule_freeze, freeze)
NODE_KEEPER(keep_rule_change, change)
NODE_KEEPER(keep_rule_by, by)
NODE_KEEPER(keep_rule_except, except)

static void read_rule_id(relcal_field_reader *reader, const relcal_node *node, void *target)
{
    rule_draft *draft = target;
    relcal_field_read_id(reader, node, &draft->rule.id);
    draft->rule.place = node->place;
}

static void read_rule_verdict(relcal_field_reader *reader, const relcal_node *node, void *target)
{
    static const name_set verdicts = {
        .what = "verdict",
        .names = {"allow", "announce", "delay", "review", "approval", "defer", "deny"},
        .count = RELCAL_DENY,
        .is_same = is_same_text,
    };
    rule_draft *draft = target;
    const char *text = relcal_field_take_text(reader, node);
    draft->verdict = node;
    if (text != NULL) {
        draft->rule.terms.verdict = (uint8_t)relcal_verdict_by_name(text);
    }
    if (text != NULL && draft->rule.terms.verdict == RELCAL_UNSPECIFIED) {
        refuse_name(reader, node, &verdicts);
    }
    draft->is_faulty |= draft->rule.terms.verdict == RELCAL_UNSPECIFIED;
}

static void read_rule_approvals(relcal_field_reader *reader, const relcal_node *node, void *target)
{
    rule_draft *draft = target;
    int32_t count = -1;
    draft->approvals = node;
    relcal_field_read_number(reader, node, &count);
    if (count == 0 || count > RELCAL_MAX_APPROVALS) {
        ADD_FAULT(reader, RELCAL_ERROR_RANGE, node, "%s approvals; write a number from 1 to %d",
                  node->text, RELCAL_MAX_APPROVALS);
        count = -1;
    }
    draft->rule.terms.approvals = count;
    draft->is_faulty |= count < 0;
}

/* Reads "10 days", "2 weeks", "1 month", "2 years". */
static void read_rule_delay(relcal_field_reader *reader, const relcal_node *node, void *target)
{
    static const char *const units[] = {"day", "week", "month", "year"};
    rule_draft *draft = target;
    relcal_rule_terms *terms = &draft->rule.terms;
    const char *text = relcal_field_take_text(reader, node);
    if (text == NULL) {
        draft->is_faulty = true;
        return;
    }
    size_t digits = strspn(text, "0123456789");
    int32_t count = 0;
    for (size_t index = 0; index < digits && count <= RELCAL_MAX_DELAY; index++) {
        count = count * 10 + (text[index] - '0');
    }
    const char *unit = text + digits + (text[digits] == ' ');
    for (uint8_t index = 0; digits > 0 && index < FIELD_COUNT(units); index++) {
        size_t length = strlen(units[index]);
        if (strncmp(unit, units[index], length) == 0 &&
            (unit[length] == '\0' || strcmp(unit + length, "s") == 0) && count > 0 &&
            count <= RELCAL_MAX_DELAY) {
            terms->delay = count;
            terms->delay_unit = index;
            draft->rule.delay = relcal_field_keep_text(reader, text);
            return;
        }
    }
    draft->is_faulty = true;
    ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, node,
              "%s is no delay; write 1 to %d days, weeks, months or years, such as 10 days",
              QUOTE(node), RELCAL_MAX_DELAY);
}

TARGET_READER(read_deadline_milestone, rule_draft, relcal_field_read_references, rule.deadline)
TARGET_READER(read_deadline_days, rule_draft, relcal_field_read_number, rule.terms.deadline_days)

static const relcal_field deadline_fields[] = {
    {"milestone", read_deadline_milestone, true},
    {"days", read_deadline_days, false},
};

static void read_rule_deadline(relcal_field_reader *reader, const relcal_node *node, void *target)
{
    rule_draft *draft = target;
    if (node->kind == RELCAL_NODE_MAPPING) {
        (void)relcal_field_read_all(reader, node, "request-by", deadline_fields,
                                    FIELD_COUNT(deadline_fields), draft);
    } else {
        relcal_field_read_references(reader, node, &draft->rule.deadline);
    }
    draft->rule.terms.has_deadline = draft->rule.deadline.count > 0;
}

TARGET_READER(read_first_series, rule_draft, relcal_field_read_id, rule.first_series)
TARGET_READER(read_last_series, rule_draft, relcal_field_read_id, rule.last_series)

static const relcal_field series_range_fields[] = {
    {"from", read_first_series, false},
    {"to", read_last_series, false},
};

static void read_rule_series(relcal_field_reader *reader, const relcal_node *node, void *target)
{
    rule_draft *draft = target;
    (void)relcal_field_read_all(reader, node, "a range of series", series_range_fields,
                                FIELD_COUNT(series_range_fields), target);
    if (draft->rule.first_series != NULL && draft->rule.last_series != NULL &&
        relcal_compare_ids(draft->rule.first_series, draft->rule.last_series) > 0) {
        ADD_FAULT(reader, RELCAL_ERROR_DATA, node, "no series is from %s to %s; swap them",
                  draft->rule.first_series, draft->rule.last_series);
    }
}

static void read_rule_until(relcal_field_reader *reader, const relcal_node *node, void *target)
{
    rule_draft *draft = target;
    draft->until = node;
    relcal_field_read_date(reader, node, &draft->rule.terms.until);
}

TARGET_READER(read_rule_since, rule_draft, relcal_field_read_date, rule.terms.since)
TARGET_READER(read_rule_kinds, rule_draft, read_kinds, rule.kinds)
TARGET_READER(read_rule_branches, rule_draft, read_words, rule.branches)
TARGET_READER(read_rule_paths, rule_draft, read_words, rule.paths)
TARGET_READER(read_rule_components, rule_draft, read_words, rule.components)
TARGET_READER(read_rule_reason, rule_draft, relcal_field_read_text, rule.reason)
TARGET_READER(read_rule_source, rule_draft, relcal_field_read_text, rule.source)

static const relcal_field rule_fields[] = {
    {"id", read_rule_id, true},
    {"phase", keep_rule_phase, false},
    {"freeze", keep_rule_freeze, false},
    {"on", read_rule_kinds, false},
    {"change", keep_rule_change, true},
    {"branch", read_rule_branches, false},
    {"path", read_rule_paths, false},
    {"component", read_rule_components, false},
    {"series", read_rule_series, false},
    {"since", read_rule_since, false},
    {"until", read_rule_until, false},
    {"verdict", read_rule_verdict, true},
    {"approvals", read_rule_approvals, false},
    {"by", keep_rule_by, false},
    {"except", keep_rule_except, false},
    {"delay", read_rule_delay, false},
    {"request-by", read_rule_deadline, false},
    {"reason", read_rule_reason, false},
    {"source", read_rule_source, false},
};

/* All that the rules of a project can name. */
typedef struct policy_names {
    name_set phases;
    name_set freezes;
    name_set changes;
    name_set authorities;
} policy_names;

static relcal_ground find_ground(const rule_draft *draft)
{
    if (draft->rule.kinds.count > 0) {
        return RELCAL_GROUND_DAY;
    }
    if (draft->freeze != NULL) {
        return RELCAL_GROUND_FREEZE;
    }
    return draft->phase != NULL ? RELCAL_GROUND_PHASE : RELCAL_GROUND_ALWAYS;
}

/* Reads the names in a rule, into the bits that they stand for. */
static void resolve_rule(relcal_field_reader *reader, rule_draft *draft, const policy_names *names)
{
    relcal_rule_terms *terms = &draft->rule.terms;
    terms->ground = (uint8_t)find_ground(draft);
    if (draft->phase != NULL) {
        terms->phases = read_names(reader, draft->phase, &names->phases);
        draft->is_faulty |= terms->phases == 0;
        uint64_t planned = UINT64_C(1) << (names->phases.count - 1);
        if ((terms->phases & planned) != 0) {
            terms->phases = (terms->phases & ~planned) | RELCAL_PLANNED_BIT;
        }
    }
    if (draft->freeze != NULL) {
        terms->freezes = read_names(reader, draft->freeze, &names->freezes);
        draft->is_faulty |= terms->freezes == 0;
    }
    if (draft->by != NULL) {
        terms->authorities = read_names(reader, draft->by, &names->authorities);
        draft->is_faulty |= terms->authorities == 0;
    }
    if (draft->except != NULL) {
        terms->exceptions = read_names(reader, draft->except, &names->authorities);
    }
    if (draft->change->kind == RELCAL_NODE_TEXT && strcmp(draft->change->text, "any") == 0) {
        terms->any_change = true;
        terms->changes = UINT64_MAX;
    } else {
        terms->changes = read_names(reader, draft->change, &names->changes);
        draft->is_faulty |= terms->changes == 0;
    }
}

#define REVIEWER_BIT (UINT64_C(1) << 1)

/* Whether what a rule says fits its verdict; fills in what is meant where it says nothing. */
static void check_rule(relcal_field_reader *reader, rule_draft *draft)
{
    relcal_rule_terms *terms = &draft->rule.terms;
    bool asks = terms->verdict == RELCAL_REVIEW || terms->verdict == RELCAL_APPROVAL;
    if (asks && terms->approvals == 0) {
        terms->approvals = 1;
    } else if (!asks && draft->approvals != NULL) {
        ADD_FAULT(reader, RELCAL_ERROR_DATA, draft->approvals,
                  "rule %s asks for approvals, but its verdict is %s; leave approvals out",
                  draft->rule.id, relcal_verdict_name((relcal_verdict)terms->verdict));
        draft->is_faulty = true;
    }
    if (terms->verdict == RELCAL_REVIEW && terms->authorities == 0) {
        terms->authorities = REVIEWER_BIT;
    } else if (terms->verdict == RELCAL_APPROVAL && terms->authorities == 0) {
        ADD_FAULT(reader, RELCAL_ERROR_DATA, draft->verdict,
                  "rule %s asks for an approval of nobody; add by, such as by: release manager",
                  draft->rule.id);
        draft->is_faulty = true;
    } else if (terms->verdict == RELCAL_DELAY && terms->delay == 0) {
        ADD_FAULT(reader, RELCAL_ERROR_DATA, draft->verdict,
                  "rule %s delays, but does not say how long; add delay, such as delay: 10 days",
                  draft->rule.id);
        draft->is_faulty = true;
    }
    if (terms->until <= terms->since) {
        ADD_FAULT(reader, RELCAL_ERROR_DATA, draft->until,
                  "rule %s ends before it begins; write a later day for until", draft->rule.id);
        draft->is_faulty = true;
    }
}

/* Ends a revision of a rule where the next begins; one of the same day stands twice. */
static void chain_revisions(relcal_field_reader *reader, relcal_draft_policy *policy,
                            relcal_draft_rule *rule)
{
    for (uint32_t index = 0; index < policy->rule_count; index++) {
        relcal_draft_rule *known = &policy->rules[index];
        if (strcmp(known->id, rule->id) != 0) {
            continue;
        }
        if (known->terms.since == rule->terms.since) {
            relcal_faults_add(reader->faults, RELCAL_ERROR_DATA, rule->place.file_order,
                              rule->place.place,
                              "rule %s stands twice, also in line %u; write another id, or since "
                              "when it holds",
                              rule->id, (unsigned)known->place.place.line);
            return;
        }
        relcal_draft_rule *older = known->terms.since < rule->terms.since ? known : rule;
        relcal_draft_rule *newer = older == known ? rule : known;
        if (newer->terms.since < older->terms.until) {
            older->terms.until = newer->terms.since;
        }
    }
}

static void read_rules(relcal_field_reader *reader, const relcal_node *node,
                       relcal_draft_policy *policy, const policy_names *names)
{
    size_t room = 0;
    if (!relcal_field_expect_list(reader, node, "a rule")) {
        return;
    }
    for (const relcal_node *child = node->first; child != NULL; child = child->next) {
        room++;
    }
    if (room > RELCAL_MAX_RULES) {
        ADD_FAULT(reader, RELCAL_ERROR_LIMIT, node, "more than %d rules; write fewer",
                  RELCAL_MAX_RULES);
        return;
    }
    policy->rules = relcal_arena_allocate(reader->arena, (room + 1) * sizeof *policy->rules);
    for (const relcal_node *child = node->first; child != NULL; child = child->next) {
        rule_draft draft = {
            .rule.terms = {.since = RELCAL_DATE_MIN, .until = RELCAL_RULE_FOR_EVER}};
        bool is_whole = relcal_field_read_all(reader, child, "a rule", rule_fields,
                                              FIELD_COUNT(rule_fields), &draft);
        if (!is_whole || draft.rule.id == NULL) {
            continue;
        }
        resolve_rule(reader, &draft, names);
        if (!draft.is_faulty) {
            check_rule(reader, &draft);
        }
        if (draft.is_faulty) {
            continue; /* told already; what else it may be wrong about follows from that */
        }
        chain_revisions(reader, policy, &draft.rule);
        policy->rules[policy->rule_count++] = draft.rule;
    }
}

/* A change that a project adds to the standard ones. */
typedef struct change_draft {
    relcal_draft_change change;
    const relcal_node *id;
    const relcal_node *is;
} change_draft;

static void read_change_id(relcal_field_reader *reader, const relcal_node *node, void *target)
{
    change_draft *draft = target;
    draft->id = node;
    relcal_field_read_id(reader, node, &draft->change.id);
}

static void keep_change_is(relcal_field_reader *reader, const relcal_node *node, void *target)
{
    (void)reader;
    ((change_draft *)target)->is = node;
}

TARGET_READER(read_change_definition, change_draft, relcal_field_read_text, change.definition)

static const relcal_field change_fields[] = {
    {"id", read_change_id, true},
    {"is", keep_change_is, false},
    {"definition", read_change_definition, true},
};

/* Reads one more change; it may be a kind of those before it. */
static void read_change(relcal_field_reader *reader, const relcal_node *node,
                        relcal_draft_policy *policy, name_set *known)
{
    change_draft draft = {.change.parent = -1};
    bool is_whole = relcal_field_read_all(reader, node, "a change", change_fields,
                                          FIELD_COUNT(change_fields), &draft);
    if (!is_whole || draft.change.id == NULL || draft.change.definition == NULL) {
        return;
    }
    if (strcmp(draft.change.id, "any") == 0 || find_name(known, draft.change.id) < known->count) {
        ADD_FAULT(reader, RELCAL_ERROR_DATA, draft.id,
                  "change %s is there already; choose another id", draft.change.id);
        return;
    }
    const char *parent = draft.is == NULL ? NULL : relcal_field_take_text(reader, draft.is);
    if (parent != NULL) {
        size_t index = find_name(known, parent);
        if (index == known->count) {
            refuse_name(reader, draft.is, known);
        } else {
            draft.change.parent = (int32_t)index;
        }
    }
    if (known->count == RELCAL_MAX_CHANGES) {
        ADD_FAULT(reader, RELCAL_ERROR_LIMIT, node, "more than %d changes; write fewer",
                  RELCAL_MAX_CHANGES - RELCAL_STANDARD_CHANGES);
        return;
    }
    known->names[known->count++] = draft.change.id;
    policy->changes[policy->change_count++] = draft.change;
}

static void read_changes(relcal_field_reader *reader, const relcal_node *node,
                         relcal_draft_policy *policy, name_set *known)
{
    *known = (name_set){.what = "change", .more = "changes", .is_same = is_same_text};
    policy->changes = relcal_arena_allocate(reader->arena,
                                            RELCAL_MAX_CHANGES * sizeof *policy->changes);
    for (size_t index = 0; index < RELCAL_STANDARD_CHANGES; index++) {
        policy->changes[policy->change_count++] = relcal_standard_changes[index];
        known->names[known->count++] = relcal_standard_changes[index].id;
    }
    if (node != NULL && relcal_field_expect_list(reader, node, "a change")) {
        for (const relcal_node *child = node->first; child != NULL; child = child->next) {
            read_change(reader, child, policy, known);
        }
    }
}

/* What take_authority adds to. */
typedef struct authority_list {
    relcal_draft_policy *policy;
    name_set *known;
} authority_list;

static void take_authority(relcal_field_reader *reader, const relcal_node *item, const char *text,
                           void *target)
{
    authority_list *list = target;
    if (find_name(list->known, text) < list->known->count) {
        ADD_FAULT(reader, RELCAL_ERROR_DATA, item, "authority %s is there already; leave it out",
                  QUOTE(item));
        return;
    }
    const char *name = relcal_field_keep_text(reader, text);
    list->known->names[list->known->count++] = name;
    list->policy->authorities[list->policy->authority_count++] = name;
}

static void read_authorities(relcal_field_reader *reader, const relcal_node *node,
                             relcal_draft_policy *policy, name_set *known)
{
    *known = (name_set){
        .what = "authority", .more = "authorities", .is_same = relcal_is_same_authority};
    policy->authorities = relcal_arena_allocate(reader->arena, RELCAL_MAX_AUTHORITIES *
                                                                   sizeof *policy->authorities);
    for (size_t index = 0; index < RELCAL_STANDARD_AUTHORITIES; index++) {
        policy->authorities[policy->authority_count++] = relcal_standard_authorities[index];
        known->names[known->count++] = relcal_standard_authorities[index];
    }
    if (node != NULL) {
        take_each(reader, node, RELCAL_MAX_AUTHORITIES - RELCAL_STANDARD_AUTHORITIES,
                  take_authority, &(authority_list){policy, known});
    }
}

static void read_labels(relcal_field_reader *reader, const relcal_node *node,
                        relcal_draft_policy *policy, const name_set *changes)
{
    if (node->kind != RELCAL_NODE_MAPPING) {
        if (node->kind != RELCAL_NODE_FAULTY) {
            ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, node,
                      "labels is %s; write a mapping of labels to changes, such as {bug: bugfix}",
                      relcal_field_kind_name(node));
        }
        return;
    }
    size_t room = 0;
    for (const relcal_node *value = node->first; value != NULL; value = value->next) {
        room++;
    }
    if (room > RELCAL_MAX_LABELS) {
        ADD_FAULT(reader, RELCAL_ERROR_LIMIT, node, "more than %d labels; write fewer",
                  RELCAL_MAX_LABELS);
        return;
    }
    policy->labels = relcal_arena_allocate(reader->arena, (room + 1) * sizeof *policy->labels);
    for (const relcal_node *value = node->first; value != NULL; value = value->next) {
        policy->labels[policy->label_count++] = (relcal_draft_label){
            relcal_field_keep_text(reader, value->key->text), read_names(reader, value, changes)};
    }
}

static name_set name_phases(const relcal_draft_project *project)
{
    name_set phases = {.what = "phase", .is_same = is_same_text};
    for (const relcal_draft_phase *phase = project->phases; phase != NULL; phase = phase->next) {
        phases.names[phases.count++] = phase->id;
    }
    phases.names[phases.count++] = relcal_phase_id(NULL);
    return phases;
}

void relcal_rules_read_phases(relcal_field_reader *reader, const relcal_node *node,
                              const relcal_draft_project *project, relcal_draft_words *words)
{
    name_set phases = name_phases(project);
    uint64_t bits = read_names(reader, node, &phases);
    words->items = relcal_arena_allocate(reader->arena, phases.count * sizeof *words->items);
    for (size_t index = 0; index < phases.count; index++) {
        if ((bits >> index & 1) != 0) {
            words->items[words->count++] = phases.names[index];
        }
    }
}

void relcal_rules_read(relcal_field_reader *reader, const relcal_policy_nodes *nodes,
                       relcal_draft_project *project)
{
    policy_names names = {.phases = name_phases(project),
                          .freezes = {.what = "freeze", .is_same = is_same_text}};
    for (const relcal_draft_freeze *freeze = project->freezes; freeze != NULL;
         freeze = freeze->next) {
        names.freezes.names[names.freezes.count++] = freeze->id;
    }
    read_changes(reader, nodes->changes, &project->policy, &names.changes);
    read_authorities(reader, nodes->authorities, &project->policy, &names.authorities);
    if (nodes->labels != NULL) {
        read_labels(reader, nodes->labels, &project->policy, &names.changes);
    }
    if (nodes->rules != NULL) {
        read_rules(reader, nodes->rules, &project->policy, &names);
    }
}
