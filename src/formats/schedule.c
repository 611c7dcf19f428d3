/*
 * What project.yaml and series files say. Each mapping has a table of its keys; each key a small
 * function that reads its value.
 */
#include "schedule.h"

#include <stdio.h>
#include <string.h>

#include "cadences.h"
#include "fields.h"
#include "imports.h"
#include "relcal/limits.h"
#include "relcal/version.h"
#include "rules.h"
#include "spec.h"
#include "title.h"

/* ---- milestones ---- */

static void read_state(relcal_field_reader *reader, const relcal_node *node, void *target)
{
    const char *text = relcal_field_take_text(reader, node);
    for (relcal_state state = RELCAL_EXPECTED; text != NULL && state <= RELCAL_WITHDRAWN; state++) {
        if (strcmp(text, relcal_state_name(state)) == 0) {
            *(relcal_state *)target = state;
            return;
        }
    }
    if (text != NULL) {
        ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, node,
                  "%s is no state; write expected, actual or withdrawn", QUOTE(node));
    }
}

/* A milestone with what is needed to judge it as a whole. */
typedef struct milestone_draft {
    relcal_draft_milestone milestone;
    bool has_when;
    bool is_faulty; /* a part could not be read; what it lacks is not its own fault */
    const relcal_node *id_node;
    const relcal_node *date_node;
    const relcal_node *planned_node;
} milestone_draft;

static void read_milestone_id(relcal_field_reader *reader, const relcal_node *node, void *target)
{
    milestone_draft *draft = target;
    relcal_field_read_id(reader, node, &draft->milestone.id);
    draft->id_node = node;
    draft->is_faulty = draft->is_faulty || draft->milestone.id == NULL;
}

static void read_milestone_date(relcal_field_reader *reader, const relcal_node *node, void *target)
{
    milestone_draft *draft = target;
    draft->date_node = node;
    reader->is_optional = false; /* only what was withdrawn has none */
    draft->has_when = relcal_field_take_when(reader, node, &draft->milestone.when);
    draft->is_faulty = draft->is_faulty || !draft->has_when;
}

static void read_revision(relcal_field_reader *reader, const relcal_node *node,
                          relcal_draft_revision *revision, bool *is_good)
{
    relcal_error error;
    reader->is_optional = false;
    *is_good = true;
    if (relcal_date_parse(&revision->since, node->key->text, node->key->length, &error) !=
        RELCAL_OK) {
        relcal_field_refuse_date(reader, node->key, &error);
        *is_good = false;
    }
    if (node->kind == RELCAL_NODE_TEXT && strcmp(node->text, "withdrawn") == 0) {
        revision->when = relcal_when_day(RELCAL_DATE_NONE);
        revision->withdrawn = true;
    } else if (!relcal_field_take_when(reader, node, &revision->when)) {
        *is_good = false;
    }
}

static void read_planned(relcal_field_reader *reader, const relcal_node *node, void *target)
{
    milestone_draft *draft = target;
    draft->planned_node = node;
    draft->milestone.recorded = true;
    if (node->kind != RELCAL_NODE_MAPPING) {
        if (node->kind != RELCAL_NODE_FAULTY) {
            ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, node,
                      "planned is %s; write {DAY: DATE, ...}, since when it was planned for when",
                      relcal_field_kind_name(node));
        }
        draft->is_faulty = true;
        return;
    }
    relcal_draft_revision **link = &draft->milestone.revisions;
    relcal_date newest = RELCAL_DATE_NONE;
    for (const relcal_node *value = node->first; value != NULL; value = value->next) {
        relcal_draft_revision *revision = relcal_arena_allocate(reader->arena, sizeof *revision);
        bool is_good;
        read_revision(reader, value, revision, &is_good);
        if (!is_good) {
            draft->is_faulty = true;
            continue;
        }
        if (revision->since <= newest) {
            ADD_FAULT(reader, RELCAL_ERROR_DATA, value->key,
                      "%s comes after a day that is not earlier; write the days of planned from "
                      "old to new",
                      value->key->text);
            draft->is_faulty = true;
        }
        newest = revision->since;
        *link = revision;
        link = &revision->next;
        draft->milestone.revision_count++;
    }
}

TARGET_READER(read_milestone_state, milestone_draft, read_state, milestone.state)
TARGET_READER(read_milestone_kind, milestone_draft, relcal_field_read_id, milestone.kind)
TARGET_READER(read_milestone_number, milestone_draft, relcal_field_read_number, milestone.number)
TARGET_READER(read_milestone_title, milestone_draft, relcal_field_read_text, milestone.title)
TARGET_READER(read_milestone_note, milestone_draft, relcal_field_read_text, milestone.note)

/* Traits are rows of a key and a text; the key of a target begins with a plus. */
static void add_trait(relcal_field_reader *reader, relcal_draft_milestone *milestone,
                      const char *key, const char *text)
{
    relcal_draft_words *traits = &milestone->traits;
    if (traits->items == NULL) {
        traits->items = relcal_arena_allocate(reader->arena,
                                              2 * RELCAL_MAX_WORDS * sizeof *traits->items);
    }
    traits->items[traits->count++] = key;
    traits->items[traits->count++] = text;
}

static void read_trait(relcal_field_reader *reader, const relcal_node *node, void *target,
                       relcal_trait trait)
{
    const char *text = relcal_field_take_text(reader, node);
    if (text != NULL) {
        add_trait(reader, target, relcal_trait_name(trait), relcal_field_keep_text(reader, text));
    }
}

#define TRAIT_READER(name, trait)                                                        \
    static void name(relcal_field_reader *reader, const relcal_node *node, void *target) \
    {                                                                                    \
        read_trait(reader, node, target, trait);                                         \
    }

TRAIT_READER(read_milestone_rule, RELCAL_TRAIT_RULE)
TRAIT_READER(read_milestone_scope, RELCAL_TRAIT_SCOPE)
TRAIT_READER(read_milestone_condition, RELCAL_TRAIT_CONDITION)

/* The most targets of a milestone: what is left beside the traits. */
#define MOST_TARGETS 32

static void read_targets(relcal_field_reader *reader, const relcal_node *node, void *target)
{
    size_t count = 0;
    if (node->kind != RELCAL_NODE_MAPPING) {
        if (node->kind != RELCAL_NODE_FAULTY) {
            ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, node,
                      "targets is %s; write {NAME: DATE, ...}, the dates that it may have yet",
                      relcal_field_kind_name(node));
        }
        return;
    }
    for (const relcal_node *value = node->first; value != NULL; value = value->next) {
        relcal_when when;
        if (count++ == MOST_TARGETS) {
            ADD_FAULT(reader, RELCAL_ERROR_LIMIT, value, "more than %d entries; write fewer",
                      MOST_TARGETS);
            return;
        }
        if (relcal_field_take_when(reader, value, &when)) {
            size_t length = strlen(value->key->text);
            char *key = relcal_arena_allocate(reader->arena, length + 2);
            key[0] = '+';
            memcpy(key + 1, value->key->text, length);
            add_trait(reader, target, key, relcal_field_keep_text(reader, value->text));
        }
    }
}

static const relcal_field milestone_fields[] = {
    {"id", read_milestone_id, true},          {"date", read_milestone_date, false},
    {"state", read_milestone_state, false},   {"planned", read_planned, false},
    {"note", read_milestone_note, false},     {"kind", read_milestone_kind, false},
    {"number", read_milestone_number, false}, {"title", read_milestone_title, false},
    {"rule", read_milestone_rule, false},     {"scope", read_milestone_scope, false},
    {"if", read_milestone_condition, false},  {"targets", read_targets, false},
};

/* Whether a milestone belongs to the first release of its series. A series may begin with x.y.1,
 * whose kind then says that it is the final one; and x.y.0 may come long after it began, and is
 * then said to be a bugfix release. */
static bool is_of_first_release(const relcal_draft_milestone *milestone)
{
    const relcal_version *version = &milestone->version;
    bool has_kind = milestone->kind != NULL;
    if (!milestone->is_release || !version->has_release) {
        return true;
    }
    if (version->micro > 0) {
        return has_kind && strcmp(milestone->kind, relcal_stage_name(version->stage)) == 0;
    }
    return !(has_kind && version->stage == RELCAL_STAGE_FINAL &&
             (strcmp(milestone->kind, "bugfix") == 0 || strcmp(milestone->kind, "security") == 0));
}

/* What an id says of its milestone's kind and number, where the file does not. */
static void derive_kind(relcal_draft_milestone *milestone)
{
    relcal_version *version = &milestone->version;
    milestone->first_release = is_of_first_release(milestone);
    if (milestone->is_release && milestone->kind != NULL) {
        relcal_version_heed_kind(version, milestone->kind);
    }
    bool is_final = version->stage == RELCAL_STAGE_FINAL;
    const char *stage = milestone->is_release ? relcal_stage_name(version->stage) : milestone->id;
    if (milestone->is_release && !is_final && milestone->number < 0) {
        milestone->number = version->number;
    }
    if (milestone->kind == NULL) {
        milestone->kind = is_final && !milestone->first_release ? "bugfix" : stage;
    }
}

static const char *derive_release_title(relcal_field_reader *reader,
                                        const relcal_draft_milestone *milestone)
{
    char words[RELCAL_VERSION_WORDS_BYTES];
    const char *stage = relcal_title_stage(&milestone->version, words);
    size_t number_length = milestone->version.has_release
                               ? relcal_title_number_length(milestone->id)
                               : 0;
    size_t stage_length = strlen(stage);
    char *title = relcal_arena_allocate(reader->arena, number_length + 1 + stage_length + 1);
    char *end = title;
    memcpy(end, milestone->id, number_length);
    end += number_length;
    if (number_length > 0 && stage_length > 0) {
        *end++ = ' ';
    }
    memcpy(end, stage, stage_length + 1);
    return title;
}

/* A milestone in words, where the file does not say them: "3.12.0 beta 1", "end of life". */
static const char *derive_title(relcal_field_reader *reader,
                                const relcal_draft_milestone *milestone)
{
    if (milestone->is_release) {
        return derive_release_title(reader, milestone);
    }
    char *title = relcal_arena_copy_text(reader->arena, milestone->id, strlen(milestone->id));
    for (char *hyphen = strchr(title, '-'); hyphen != NULL; hyphen = strchr(hyphen, '-')) {
        *hyphen = ' ';
    }
    return title;
}

static const relcal_draft_revision *last_revision(const relcal_draft_milestone *milestone)
{
    const relcal_draft_revision *revision = milestone->revisions;
    while (revision != NULL && revision->next != NULL) {
        revision = revision->next;
    }
    return revision;
}

/* Whether state, date and history agree: what a reader of the plan would otherwise stumble over. */
static void check_milestone(relcal_field_reader *reader, const relcal_node *node,
                            const milestone_draft *draft)
{
    const relcal_draft_milestone *milestone = &draft->milestone;
    const relcal_draft_revision *last = last_revision(milestone);
    bool is_withdrawn = milestone->state == RELCAL_WITHDRAWN;
    if (is_withdrawn && draft->has_when) {
        ADD_FAULT(reader, RELCAL_ERROR_DATA, draft->date_node,
                  "%s is withdrawn and has a date; keep its dates in planned", milestone->id);
    } else if (is_withdrawn && (last == NULL || !last->withdrawn)) {
        ADD_FAULT(reader, RELCAL_ERROR_DATA, node,
                  "%s is withdrawn, but planned does not end with the day it was; write {..., DAY: "
                  "withdrawn}",
                  milestone->id);
    } else if (!is_withdrawn && !draft->has_when) {
        ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, node, "%s has no date; add one, or tbd",
                  milestone->id);
    } else if (milestone->state == RELCAL_ACTUAL &&
               milestone->when.precision == RELCAL_PRECISION_TBD) {
        ADD_FAULT(reader, RELCAL_ERROR_DATA, draft->date_node,
                  "%s is actual, but has no date yet; write when it was, or leave state out",
                  milestone->id);
    } else if (milestone->state == RELCAL_EXPECTED && milestone->recorded) {
        char date[RELCAL_WHEN_BYTES];
        relcal_when_format(&milestone->when, date);
        if (last == NULL) {
            ADD_FAULT(reader, RELCAL_ERROR_DATA, draft->planned_node,
                      "%s is expected, but was never planned; write {DAY: %s} or leave planned out",
                      milestone->id, date);
        } else if (!relcal_when_is_same(&last->when, &milestone->when)) {
            ADD_FAULT(reader, RELCAL_ERROR_DATA, draft->date_node,
                      "%s is expected on %s, but planned ends with another date; end it with "
                      "{DAY: %s}",
                      milestone->id, date, date);
        }
    }
}

/* Reports "- 1.0.0b1: 2026-05-05", a milestone as a key and its date; false for anything else. */
static bool refuse_pair(relcal_field_reader *reader, const relcal_node *node)
{
    const relcal_node *only = node->kind == RELCAL_NODE_MAPPING ? node->first : NULL;
    relcal_when when;
    if (only == NULL || only->next != NULL || only->kind != RELCAL_NODE_TEXT ||
        relcal_field_has(milestone_fields, FIELD_COUNT(milestone_fields), only->key->text) ||
        !relcal_field_is_id(only->key->text, only->key->length) ||
        relcal_when_parse(&when, only->text, only->length, NULL) != RELCAL_OK) {
        return false;
    }
    ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, only->key,
              "unknown key %s; a milestone is written {id: %s, date: %s}", QUOTE(only->key),
              only->key->text, only->text);
    return true;
}

static relcal_draft_milestone *read_milestone(relcal_field_reader *reader, const relcal_node *node)
{
    milestone_draft draft = {.milestone.number = -1};
    if (refuse_pair(reader, node) ||
        !relcal_field_read_all(reader, node, "a milestone", milestone_fields,
                               FIELD_COUNT(milestone_fields), &draft) ||
        draft.milestone.id == NULL) {
        return NULL;
    }
    relcal_draft_milestone *read = &draft.milestone;
    read->is_release = relcal_field_read_release(&read->version, read->id);
    derive_kind(read);
    if (read->title == NULL) {
        read->title = derive_title(reader, read);
    }
    if (!draft.has_when) {
        draft.milestone.when = relcal_when_day(RELCAL_DATE_NONE);
    }
    if (!draft.is_faulty) {
        check_milestone(reader, node, &draft);
    }
    draft.milestone.place = draft.id_node->place;
    draft.milestone.date_place = draft.date_node == NULL ? node->place : draft.date_node->place;
    relcal_draft_milestone *milestone = relcal_arena_allocate(reader->arena, sizeof *milestone);
    *milestone = draft.milestone;
    return milestone;
}

/* ---- series files ---- */

static bool is_same_version(const relcal_version *left, const relcal_version *right)
{
    return left->number == right->number && left->micro == right->micro &&
           left->stage == right->stage && left->minor == right->minor &&
           left->major == right->major && left->has_release == right->has_release;
}

static bool is_same_milestone(const relcal_draft_milestone *left,
                              const relcal_draft_milestone *right)
{
    if (left->is_release && right->is_release) {
        return is_same_version(&left->version, &right->version);
    }
    return strcmp(left->id, right->id) == 0;
}

/* Whether a milestone stands in the list already, be it under another spelling; reports it then. */
static bool is_twice(relcal_field_reader *reader, const relcal_draft_series *series,
                     const relcal_draft_milestone *milestone)
{
    for (const relcal_draft_milestone *known = series->milestones; known != NULL;
         known = known->next) {
        if (is_same_milestone(known, milestone)) {
            relcal_faults_add(reader->faults, RELCAL_ERROR_DATA, milestone->place.file_order,
                              milestone->place.place,
                              "milestone %s stands twice; the first is in line %u, keep one of "
                              "them",
                              milestone->id, (unsigned)known->place.place.line);
            return true;
        }
    }
    return false;
}

static void read_milestones(relcal_field_reader *reader, const relcal_node *node, void *target)
{
    relcal_draft_series *series = target;
    if (!relcal_field_expect_list(reader, node, "a milestone")) {
        series->is_partial = true;
        return;
    }
    relcal_draft_milestone **link = &series->milestones;
    for (const relcal_node *child = node->first; child != NULL; child = child->next) {
        relcal_draft_milestone *milestone = read_milestone(reader, child);
        series->is_partial = series->is_partial || milestone == NULL;
        if (milestone != NULL && !is_twice(reader, series, milestone)) {
            *link = milestone;
            link = &milestone->next;
            series->milestone_count++;
        }
    }
}

static void read_series_id(relcal_field_reader *reader, const relcal_node *node, void *target)
{
    relcal_draft_series *series = target;
    relcal_field_read_id(reader, node, &series->id);
    series->place = node->place;
}

TARGET_READER(read_spec_name, relcal_draft_series, relcal_field_read_text, spec_name)
TARGET_READER(read_spec_url, relcal_draft_series, relcal_field_read_text, spec_url)

static const relcal_field spec_fields[] = {
    {"name", read_spec_name, false},
    {"url", read_spec_url, false},
};

static void read_spec(relcal_field_reader *reader, const relcal_node *node, void *target)
{
    (void)relcal_field_read_all(reader, node, "spec", spec_fields, FIELD_COUNT(spec_fields),
                                target);
}

TARGET_READER(read_series_branch, relcal_draft_series, relcal_field_read_text, branch)
TARGET_READER(read_release_manager, relcal_draft_series, relcal_field_read_text, release_manager)
TARGET_READER(read_series_revised, relcal_draft_series, relcal_field_read_date, revised)

TARGET_READER(read_series_codename, relcal_draft_series, relcal_field_read_text, codename)

/* An id, or a list of them, at most RELCAL_MAX_WORDS. */
static void read_ids(relcal_field_reader *reader, const relcal_node *node,
                     relcal_draft_words *words)
{
    const relcal_node *item = node->kind == RELCAL_NODE_LIST ? node->first : node;
    words->items = relcal_arena_allocate(reader->arena, RELCAL_MAX_WORDS * sizeof *words->items);
    for (; item != NULL; item = item == node ? NULL : item->next) {
        const char *id = NULL;
        if (words->count == RELCAL_MAX_WORDS) {
            ADD_FAULT(reader, RELCAL_ERROR_LIMIT, item, "more than %d entries; write fewer",
                      RELCAL_MAX_WORDS);
            return;
        }
        relcal_field_read_id(reader, item, &id);
        if (id != NULL) {
            words->items[words->count++] = id;
        }
    }
}

static void read_series_aliases(relcal_field_reader *reader, const relcal_node *node, void *target)
{
    read_ids(reader, node, &((relcal_draft_series *)target)->aliases);
}

static const relcal_field series_fields[] = {
    {"series", read_series_id, true},        {"codename", read_series_codename, false},
    {"aliases", read_series_aliases, false}, {"spec", read_spec, false},
    {"branch", read_series_branch, false},   {"release-manager", read_release_manager, false},
    {"revised", read_series_revised, false}, {"milestones", read_milestones, true},
};

static bool is_in_series(const relcal_version *version, const relcal_version *series)
{
    return version->major == series->major && version->minor == series->minor;
}

/* The series of a file's releases where there are several and all are of one, or NULL. */
static const relcal_version *find_common_series(const relcal_draft_series *series)
{
    const relcal_version *common = NULL;
    size_t count = 0;
    for (const relcal_draft_milestone *milestone = series->milestones; milestone != NULL;
         milestone = milestone->next) {
        if (!milestone->is_release || !milestone->version.has_release) {
            continue;
        }
        common = common == NULL ? &milestone->version : common;
        if (!is_in_series(&milestone->version, common)) {
            return NULL;
        }
        count++;
    }
    return count > 1 ? common : NULL;
}

/* Whether a release goes by another name of its series, as 3.5.0-preview1 does where 4.0 was to be
 * 3.5. */
static bool is_of_alias(const relcal_version *version, const relcal_draft_words *aliases)
{
    for (uint32_t index = 0; index < aliases->count; index++) {
        relcal_version alias;
        const char *text = aliases->items[index];
        if (relcal_version_parse(&alias, text, strlen(text), NULL) == RELCAL_OK &&
            alias.has_release && is_in_series(version, &alias)) {
            return true;
        }
    }
    return false;
}

/* Reports releases that are of another series: 3.12.0b1 in the file of 3.13. Where all of them are,
 * it is the name of the series that is wrong. */
static void refuse_foreign(relcal_field_reader *reader, const relcal_draft_series *series)
{
    relcal_version own;
    if (relcal_version_parse(&own, series->id, strlen(series->id), NULL) != RELCAL_OK) {
        return;
    }
    const relcal_version *common = find_common_series(series);
    if (common != NULL && !is_in_series(common, &own) && !is_of_alias(common, &series->aliases)) {
        char name[RELCAL_VERSION_SERIES_BYTES];
        relcal_faults_add(reader->faults, RELCAL_ERROR_DATA, series->place.file_order,
                          series->place.place,
                          "series is %s, but all releases are of %s; write one of them throughout",
                          series->id, relcal_version_series(common, name));
        return;
    }
    for (relcal_draft_milestone *milestone = series->milestones; milestone != NULL;
         milestone = milestone->next) {
        const relcal_version *version = &milestone->version;
        if (milestone->is_release && version->has_release && !is_in_series(version, &own) &&
            !is_of_alias(version, &series->aliases)) {
            milestone->first_release = false; /* it begins no phase, so none is out of order */
            relcal_faults_add(reader->faults, RELCAL_ERROR_DATA, milestone->place.file_order,
                              milestone->place.place,
                              "%s is no release of series %s; move it to the file of its series",
                              milestone->id, series->id);
        }
    }
}

/* ---- project.yaml ---- */

TARGET_READER(read_phase_id, relcal_draft_phase, relcal_field_read_id, id)
TARGET_READER(read_phase_begins, relcal_draft_phase, relcal_field_read_references, begins)
TARGET_READER(read_phase_status, relcal_draft_phase, relcal_field_read_text, status)
TARGET_READER(read_phase_living, relcal_draft_phase, relcal_field_read_yes_or_no, living)

static const relcal_field phase_fields[] = {
    {"id", read_phase_id, true},
    {"begins", read_phase_begins, true},
    {"living", read_phase_living, false},
    {"status", read_phase_status, false},
};

static void check_phase_id(relcal_field_reader *reader, const relcal_node *node,
                           const relcal_draft_project *project, const char *id)
{
    if (strcmp(id, relcal_phase_id(NULL)) == 0) {
        ADD_FAULT(reader, RELCAL_ERROR_DATA, node,
                  "phase \"%s\" is what a series is before its first phase; choose another id", id);
    }
    for (const relcal_draft_phase *known = project->phases; known != NULL; known = known->next) {
        if (strcmp(known->id, id) == 0) {
            ADD_FAULT(reader, RELCAL_ERROR_DATA, node, "phase %s stands twice; keep one of them",
                      id);
        }
    }
}

static void read_phases(relcal_field_reader *reader, const relcal_node *node, void *target)
{
    relcal_draft_project *project = target;
    if (!relcal_field_expect_list(reader, node, "a phase")) {
        return;
    }
    relcal_draft_phase **link = &project->phases;
    for (const relcal_node *child = node->first; child != NULL; child = child->next) {
        relcal_draft_phase *phase = relcal_arena_allocate(reader->arena, sizeof *phase);
        phase->living = true;
        if (project->phase_count == RELCAL_MAX_PHASES) {
            ADD_FAULT(reader, RELCAL_ERROR_LIMIT, child, "more than %d phases; write fewer",
                      RELCAL_MAX_PHASES);
            return;
        }
        (void)relcal_field_read_all(reader, child, "a phase", phase_fields,
                                    FIELD_COUNT(phase_fields), phase);
        if (phase->id == NULL) {
            continue;
        }
        check_phase_id(reader, child, project, phase->id);
        *link = phase;
        link = &phase->next;
        project->phase_count++;
    }
}

TARGET_READER(read_freeze_id, relcal_draft_freeze, relcal_field_read_id, id)
TARGET_READER(read_freeze_from, relcal_draft_freeze, relcal_field_read_references, from)
TARGET_READER(read_freeze_until, relcal_draft_freeze, relcal_field_read_references, until)
TARGET_READER(read_freeze_remark, relcal_draft_freeze, relcal_field_read_text, remark)
TARGET_READER(read_freeze_source, relcal_draft_freeze, relcal_field_read_text, source)

static const relcal_field freeze_fields[] = {
    {"id", read_freeze_id, true},          {"from", read_freeze_from, true},
    {"until", read_freeze_until, false},   {"remark", read_freeze_remark, false},
    {"source", read_freeze_source, false},
};

/* Freezes or tiers: `what` each is, and how many are allowed. */
static void read_spans(relcal_field_reader *reader, const relcal_node *node, const char *what,
                       relcal_draft_freeze **first, uint32_t *count)
{
    relcal_draft_freeze **link = first;
    char described[32];
    (void)snprintf(described, sizeof described, "a %s", what);
    if (!relcal_field_expect_list(reader, node, described)) {
        return;
    }
    for (const relcal_node *child = node->first; child != NULL; child = child->next) {
        relcal_draft_freeze *freeze = relcal_arena_allocate(reader->arena, sizeof *freeze);
        if (*count == RELCAL_MAX_FREEZES) {
            ADD_FAULT(reader, RELCAL_ERROR_LIMIT, child, "more than %d %ss; write fewer",
                      RELCAL_MAX_FREEZES, what);
            return;
        }
        (void)relcal_field_read_all(reader, child, described, freeze_fields,
                                    FIELD_COUNT(freeze_fields), freeze);
        if (freeze->id == NULL) {
            continue;
        }
        for (const relcal_draft_freeze *known = *first; known != NULL; known = known->next) {
            if (strcmp(known->id, freeze->id) == 0) {
                ADD_FAULT(reader, RELCAL_ERROR_DATA, child, "%s %s stands twice; keep one of them",
                          what, freeze->id);
            }
        }
        *link = freeze;
        link = &freeze->next;
        (*count)++;
    }
}

static void read_freezes(relcal_field_reader *reader, const relcal_node *node, void *target)
{
    relcal_draft_project *project = target;
    read_spans(reader, node, "freeze", &project->freezes, &project->freeze_count);
}

static void read_tiers(relcal_field_reader *reader, const relcal_node *node, void *target)
{
    relcal_draft_project *project = target;
    read_spans(reader, node, "tier", &project->tiers, &project->tier_count);
}

TARGET_READER(read_trunk_branch, relcal_draft_project, relcal_field_read_text, trunk)
TARGET_READER(read_trunk_begins, relcal_draft_project, relcal_field_read_references, trunk_begins)

static const relcal_field trunk_fields[] = {
    {"branch", read_trunk_branch, true},
    {"begins", read_trunk_begins, true},
};

static void read_trunk(relcal_field_reader *reader, const relcal_node *node, void *target)
{
    (void)relcal_field_read_all(reader, node, "trunk", trunk_fields, FIELD_COUNT(trunk_fields),
                                target);
}

/* A DNS name, as far as letters, digits, dots and hyphens go; it stands behind the @ of UIDs. */
static void read_uid_domain(relcal_field_reader *reader, const relcal_node *node, void *target)
{
    relcal_field_read_id(reader, node, &((relcal_draft_project *)target)->uid_domain);
}

static void read_color(relcal_field_reader *reader, const relcal_node *node, void *target)
{
    const char *text = relcal_field_take_text(reader, node);
    if (text == NULL) {
        return;
    }
    if (strspn(text, "abcdefghijklmnopqrstuvwxyz") != node->length) {
        ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, node,
                  "%s is no name of a colour; write one of CSS, such as royalblue", QUOTE(node));
        return;
    }
    ((relcal_draft_project *)target)->color = relcal_field_keep_text(reader, text);
}

static const relcal_field calendar_fields[] = {
    {"uid-domain", read_uid_domain, false},
    {"color", read_color, false},
};

static void read_calendar(relcal_field_reader *reader, const relcal_node *node, void *target)
{
    (void)relcal_field_read_all(reader, node, "calendar", calendar_fields,
                                FIELD_COUNT(calendar_fields), target);
}

static void read_name_template(relcal_field_reader *reader, const relcal_node *node,
                               const char **out)
{
    const char *text = relcal_field_take_text(reader, node);
    if (text != NULL && !relcal_spec_is_template(text, false)) {
        ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, node,
                  "%s needs one {number}, and nothing else in braces", QUOTE(node));
    } else if (text != NULL) {
        *out = relcal_field_keep_text(reader, text);
    }
}

static void read_url_template(relcal_field_reader *reader, const relcal_node *node,
                              const char **out)
{
    const char *text = relcal_field_take_text(reader, node);
    if (text != NULL && !relcal_spec_is_template(text, true)) {
        ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, node,
                  "%s needs one {number}, and nothing else in braces; {number:04} has at least "
                  "four digits",
                  QUOTE(node));
    } else if (text != NULL) {
        *out = relcal_field_keep_text(reader, text);
    }
}

TARGET_READER(read_spec_name_of_project, relcal_draft_project, read_name_template, spec_name)
TARGET_READER(read_spec_url_of_project, relcal_draft_project, read_url_template, spec_url)

static const relcal_field project_spec_fields[] = {
    {"name", read_spec_name_of_project, false},
    {"url", read_spec_url_of_project, false},
};

static void read_project_spec(relcal_field_reader *reader, const relcal_node *node, void *target)
{
    (void)relcal_field_read_all(reader, node, "spec", project_spec_fields,
                                FIELD_COUNT(project_spec_fields), target);
}

/* What a name that goes from series to series means: the newest of some series in some phases. */
typedef struct name_draft {
    const relcal_draft_project *project;
    relcal_draft_words phases;
    relcal_draft_words series;
} name_draft;

static void read_name_phases(relcal_field_reader *reader, const relcal_node *node, void *target)
{
    name_draft *draft = target;
    relcal_rules_read_phases(reader, node, draft->project, &draft->phases);
}

static void read_name_series(relcal_field_reader *reader, const relcal_node *node, void *target)
{
    read_ids(reader, node, &((name_draft *)target)->series);
}

static const relcal_field name_fields[] = {
    {"phases", read_name_phases, true},
    {"series", read_name_series, false},
};

/* Words with spaces between. */
static const char *join_words(relcal_field_reader *reader, const relcal_draft_words *words)
{
    size_t length = 1;
    for (size_t index = 0; index < words->count; index++) {
        length += strlen(words->items[index]) + 1;
    }
    char *joined = relcal_arena_allocate(reader->arena, length);
    for (size_t index = 0; index < words->count; index++) {
        strcat(strcat(joined, index == 0 ? "" : " "), words->items[index]);
    }
    return joined;
}

static void read_name(relcal_field_reader *reader, const relcal_node *node,
                      relcal_draft_project *project, const char *key)
{
    name_draft draft = {.project = project};
    relcal_node name = *node->key;
    const char *id = NULL;
    relcal_field_read_id(reader, &name, &id);
    if (node->kind == RELCAL_NODE_MAPPING) {
        (void)relcal_field_read_all(reader, node, "a name", name_fields, FIELD_COUNT(name_fields),
                                    &draft);
    } else {
        read_name_phases(reader, node, &draft);
    }
    if (id != NULL && draft.phases.count > 0) {
        const char **row = &project->names.items[project->names.count];
        row[RELCAL_NAME_ROW_NAME] = id;
        row[RELCAL_NAME_ROW_PHASES] = join_words(reader, &draft.phases);
        row[RELCAL_NAME_ROW_SERIES] = join_words(reader, &draft.series);
        row[RELCAL_NAME_ROW_KEY] = key;
        project->names.count += RELCAL_NAME_ROW_TEXTS;
    }
}

static void read_names(relcal_field_reader *reader, const relcal_node *node,
                       relcal_draft_project *project, const char *key)
{
    enum { MOST = 2 * RELCAL_MAX_WORDS * RELCAL_NAME_ROW_TEXTS }; /* of both keys */
    size_t count = 0;
    if (node == NULL) {
        return;
    }
    if (node->kind != RELCAL_NODE_MAPPING) {
        if (node->kind != RELCAL_NODE_FAULTY) {
            ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, node,
                      "%s is %s; write a mapping of names to phases, such as {stable: bugfix}", key,
                      relcal_field_kind_name(node));
        }
        return;
    }
    if (project->names.items == NULL) {
        project->names.items = relcal_arena_allocate(reader->arena,
                                                     MOST * sizeof *project->names.items);
    }
    for (const relcal_node *value = node->first; value != NULL; value = value->next) {
        if (count++ == RELCAL_MAX_WORDS) {
            ADD_FAULT(reader, RELCAL_ERROR_LIMIT, value, "more than %d entries; write fewer",
                      RELCAL_MAX_WORDS);
            return;
        }
        read_name(reader, value, project, key);
    }
}

/* A project, first, and what names its phases and freezes: it is read when those are. */
typedef struct project_draft {
    relcal_draft_project project;
    relcal_policy_nodes policy;
    const relcal_node *names;
    const relcal_node *branches;
} project_draft;

#define KEEPER(name, member)                                                             \
    static void name(relcal_field_reader *reader, const relcal_node *node, void *target) \
    {                                                                                    \
        (void)reader;                                                                    \
        ((project_draft *)target)->member = node;                                        \
    }

KEEPER(keep_changes, policy.changes)
KEEPER(keep_authorities, policy.authorities)
KEEPER(keep_labels, policy.labels)
KEEPER(keep_rules, policy.rules)
KEEPER(keep_names, names)
KEEPER(keep_branches, branches)

static void read_project_id(relcal_field_reader *reader, const relcal_node *node, void *target)
{
    relcal_draft_project *project = target;
    relcal_field_read_id(reader, node, &project->id);
    project->place = node->place;
}

static void read_cadences(relcal_field_reader *reader, const relcal_node *node, void *target)
{
    relcal_cadences_read(reader, node, target);
}

static void read_imports(relcal_field_reader *reader, const relcal_node *node, void *target)
{
    relcal_imports_read(reader, node, target);
}

/* What is not said, and the reason. */
typedef struct gap_draft {
    const char *what;
    const char *reason;
} gap_draft;

TARGET_READER(read_gap_what, gap_draft, relcal_field_read_text, what)
TARGET_READER(read_gap_reason, gap_draft, relcal_field_read_text, reason)

static const relcal_field gap_fields[] = {
    {"what", read_gap_what, true},
    {"reason", read_gap_reason, true},
};

static void read_gaps(relcal_field_reader *reader, const relcal_node *node, void *target)
{
    relcal_draft_words *gaps = &((relcal_draft_project *)target)->gaps;
    if (!relcal_field_expect_list(reader, node, "a gap")) {
        return;
    }
    gaps->items = relcal_arena_allocate(reader->arena, 2 * RELCAL_MAX_GAPS * sizeof *gaps->items);
    for (const relcal_node *child = node->first; child != NULL; child = child->next) {
        gap_draft draft = {NULL, NULL};
        if (gaps->count == 2 * RELCAL_MAX_GAPS) {
            ADD_FAULT(reader, RELCAL_ERROR_LIMIT, child, "more than %d gaps; write fewer",
                      RELCAL_MAX_GAPS);
            return;
        }
        (void)relcal_field_read_all(reader, child, "a gap", gap_fields, FIELD_COUNT(gap_fields),
                                    &draft);
        if (draft.what != NULL && draft.reason != NULL) {
            gaps->items[gaps->count++] = draft.what;
            gaps->items[gaps->count++] = draft.reason;
        }
    }
}

TARGET_READER(read_project_name, relcal_draft_project, relcal_field_read_text, name)
TARGET_READER(read_project_url, relcal_draft_project, relcal_field_read_text, url)
TARGET_READER(read_project_revised, relcal_draft_project, relcal_field_read_date, revised)

static const relcal_field project_fields[] = {
    {"project", read_project_id, true}, {"name", read_project_name, true},
    {"url", read_project_url, false},   {"revised", read_project_revised, false},
    {"trunk", read_trunk, false},       {"phases", read_phases, true},
    {"freezes", read_freezes, false},   {"calendar", read_calendar, false},
    {"changes", keep_changes, false},   {"authorities", keep_authorities, false},
    {"labels", keep_labels, false},     {"rules", keep_rules, false},
    {"cadences", read_cadences, false}, {"names", keep_names, false},
    {"tiers", read_tiers, false},       {"imports", read_imports, false},
    {"branches", keep_branches, false}, {"spec", read_project_spec, false},
    {"gaps", read_gaps, false},
};

/* ---- files ---- */

/* Where a key may belong that stands in another mapping. */
static const relcal_field_table tables[] = {
    {"project.yaml", project_fields, FIELD_COUNT(project_fields)},
    {"a series file", series_fields, FIELD_COUNT(series_fields)},
    {"a milestone", milestone_fields, FIELD_COUNT(milestone_fields)},
    {"a phase", phase_fields, FIELD_COUNT(phase_fields)},
    {"a freeze", freeze_fields, FIELD_COUNT(freeze_fields)},
};

static relcal_field_reader begin(relcal_arena *arena, relcal_faults *faults)
{
    return (relcal_field_reader){
        .arena = arena, .faults = faults, .others = tables, .other_count = FIELD_COUNT(tables)};
}

relcal_draft_series *relcal_schedule_read_series(relcal_arena *arena, relcal_faults *faults,
                                                 const relcal_node *root)
{
    relcal_field_reader reader = begin(arena, faults);
    relcal_draft_series *series = relcal_arena_allocate(arena, sizeof *series);
    series->revised = RELCAL_DATE_NONE;
    bool is_whole = relcal_field_read_all(&reader, root, "a series file", series_fields,
                                          FIELD_COUNT(series_fields), series);
    series->is_partial = series->is_partial || !is_whole;
    if (series->id == NULL) {
        return NULL;
    }
    refuse_foreign(&reader, series);
    return series;
}

relcal_draft_project *relcal_schedule_read_project(relcal_arena *arena, relcal_faults *faults,
                                                   const relcal_node *root)
{
    relcal_field_reader reader = begin(arena, faults);
    project_draft *draft = relcal_arena_allocate(arena, sizeof *draft);
    draft->project.revised = RELCAL_DATE_NONE;
    size_t faults_before = faults->count;
    (void)relcal_field_read_all(&reader, root, "project.yaml", project_fields,
                                FIELD_COUNT(project_fields), draft);
    read_names(&reader, draft->names, &draft->project, RELCAL_NAME_KEY_NAMES);
    read_names(&reader, draft->branches, &draft->project, RELCAL_NAME_KEY_BRANCHES);
    draft->project.is_partial = draft->project.phase_count == 0 && faults->count > faults_before;
    relcal_rules_read(&reader, &draft->policy, &draft->project);
    return draft->project.id == NULL ? NULL : &draft->project;
}
