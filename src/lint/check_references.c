/* What project.yaml ties phases, freezes and the trunk to: milestones that some series has. */
#include <stdio.h>

#include "milestones.h"
#include "names.h"

/* A reference of the project.yaml that was visited, in the arena of its loader. */
typedef struct lint_reference {
    struct lint_reference *next;
    const char *text;
    relcal_draft_place place;
    const char *project; /* the id */
    uint32_t list;       /* of the alternatives that it is one of */
    bool is_matched;
} lint_reference;

static void collect_text(lint_run *run, const char *project, const relcal_node *node, uint32_t list)
{
    if (node->kind != RELCAL_NODE_TEXT || node->length == 0) {
        return;
    }
    lint_reference *reference = relcal_arena_allocate(&run->loader.arena, sizeof *reference);
    reference->text = relcal_arena_copy_text(&run->loader.arena, node->text, node->length);
    reference->place = node->place;
    reference->project = project;
    reference->list = list;
    reference->next = run->references;
    run->references = reference;
}

/* Collects a milestone or a list of alternatives. */
static void collect_list(lint_run *run, const char *project, const relcal_node *node)
{
    uint32_t list = run->references == NULL ? 1 : run->references->list + 1;
    if (node == NULL) {
        return;
    }
    if (node->kind != RELCAL_NODE_LIST) {
        collect_text(run, project, node, list);
        return;
    }
    for (const relcal_node *item = node->first; item != NULL; item = item->next) {
        collect_text(run, project, item, list);
    }
}

static void collect_entries(lint_run *run, const char *project, const relcal_node *list,
                            const char *const keys[2])
{
    if (list == NULL || list->kind != RELCAL_NODE_LIST) {
        return;
    }
    for (const relcal_node *entry = list->first; entry != NULL; entry = entry->next) {
        collect_list(run, project, lint_find_value(entry, keys[0]));
        collect_list(run, project, lint_find_value(entry, keys[1]));
    }
}

void lint_collect_references(lint_run *run, const relcal_node *root)
{
    const relcal_node *id = lint_find_value(root, "project");
    if (strcmp(run->source.file->base_name, "project.yaml") != 0 || id == NULL ||
        id->kind != RELCAL_NODE_TEXT) {
        return;
    }
    const char *project = relcal_arena_copy_text(&run->loader.arena, id->text, id->length);
    collect_entries(run, project, lint_find_value(root, "phases"),
                    (const char *const[]){"begins", "begin"});
    collect_entries(run, project, lint_find_value(root, "freezes"),
                    (const char *const[]){"from", "until"});
    collect_list(run, project, lint_find_value(lint_find_value(root, "trunk"), "begins"));
}

/* ---- when all series are read ---- */

/* Reads "first beta" and the like; NULL where the text is none. */
static const char *kind_of_extreme(const char *text)
{
    static const char *const words[] = {"first ", "last "};
    for (size_t index = 0; index < 2; index++) {
        if (strncmp(text, words[index], strlen(words[index])) == 0) {
            return text + strlen(words[index]);
        }
    }
    return NULL;
}

/* A stage without a release, of any spelling; false for another text. */
static bool read_stage(const char *text, relcal_version *version)
{
    return relcal_version_parse(version, text, strlen(text), NULL) == RELCAL_OK &&
           !version->has_release;
}

/* Reads a reference as the loader does. */
static relcal_draft_reference read_reference(const char *text)
{
    relcal_draft_reference reference = {.form = RELCAL_REFERENCE_ID, .name = text, .number = -1};
    relcal_version version;
    const char *kind = kind_of_extreme(text);
    if (kind != NULL) {
        bool is_stage = read_stage(kind, &version) && version.number == 0;
        reference.form = RELCAL_REFERENCE_FIRST;
        reference.name = is_stage ? relcal_stage_name(version.stage) : kind;
    } else if (read_stage(text, &version) &&
               (version.stage == RELCAL_STAGE_FINAL || strpbrk(text, "0123456789") != NULL)) {
        reference.form = RELCAL_REFERENCE_STAGE;
        reference.name = relcal_stage_name(version.stage);
        reference.number = version.stage == RELCAL_STAGE_FINAL ? -1 : version.number;
    }
    return reference;
}

/* Whether some series has such a milestone, be it one that was withdrawn. */
static bool is_matched(const lint_project *project, const relcal_draft_reference *reference)
{
    for (size_t index = 0; index < project->series_count; index++) {
        for (const relcal_draft_milestone *milestone = project->series[index]->milestones;
             milestone != NULL; milestone = milestone->next) {
            relcal_draft_milestone present = *milestone;
            present.state = RELCAL_EXPECTED;
            if (relcal_draft_is_meant(&present, reference)) {
                return true;
            }
        }
    }
    return false;
}

/* Whether a rule of that name makes such a milestone. */
static bool is_made_by(const char *name, const relcal_draft_reference *reference)
{
    size_t length;
    relcal_version version;
    if (reference->form == RELCAL_REFERENCE_ID) {
        return relcal_cadence_is_named(name, reference->name, strlen(reference->name));
    }
    const char *kind = relcal_cadence_kind(name, &length);
    if (strlen(reference->name) != length || memcmp(kind, reference->name, length) != 0) {
        return false;
    }
    return reference->form != RELCAL_REFERENCE_STAGE || reference->number < 0 ||
           (read_stage(name, &version) &&
            (version.number == 0 || (int64_t)version.number == reference->number));
}

/* Whether the series that are planned will have such a milestone. */
static bool is_planned(const lint_project *project, const relcal_draft_reference *reference)
{
    for (const relcal_draft_cadence *cadence = project->draft->cadences; cadence != NULL;
         cadence = cadence->next) {
        for (size_t at = 0; at < cadence->rules.count; at += RELCAL_CADENCE_RULE_TEXTS) {
            if (is_made_by(cadence->rules.items[at + RELCAL_CADENCE_RULE_NAME], reference)) {
                return true;
            }
        }
    }
    return false;
}

static bool has_alternative(const lint_run *run, const lint_reference *reference)
{
    for (const lint_reference *other = run->references; other != NULL; other = other->next) {
        if (other->list == reference->list && other->is_matched) {
            return true;
        }
    }
    return false;
}

/* The most milestones that a message names. */
#define MOST_NAMED 8
#define NAMES_BYTES 256

/* ", such as 1.0.0b1, 1.0.0": milestones of the newest series that has any; "" where none has. */
static const char *name_milestones(const lint_project *project, char text[NAMES_BYTES])
{
    size_t index = project->series_count;
    size_t count = 0;
    int length = 0;
    text[0] = '\0';
    while (index > 0 && project->series[index - 1]->milestone_count == 0) {
        index--;
    }
    const relcal_draft_milestone *milestone = index == 0 ? NULL
                                                         : project->series[index - 1]->milestones;
    for (; milestone != NULL && count < MOST_NAMED && length < NAMES_BYTES - 1;
         milestone = milestone->next, count++) {
        length += snprintf(text + length, (size_t)(NAMES_BYTES - length), "%s%s",
                           count == 0 ? ", such as " : ", ", milestone->id);
    }
    return text;
}

/* ", or give one kind: final" for a reference by kind; "" for one by id. */
static const char *name_kind(const char *text, char kind[NAMES_BYTES])
{
    relcal_draft_reference meant = read_reference(text);
    kind[0] = '\0';
    if (meant.form == RELCAL_REFERENCE_STAGE && meant.number >= 0) {
        (void)snprintf(kind, NAMES_BYTES, ", or give one kind: %s and number: %d", meant.name,
                       (int)meant.number);
    } else if (meant.form != RELCAL_REFERENCE_ID) {
        (void)snprintf(kind, NAMES_BYTES, ", or give one kind: %.64s", meant.name);
    }
    return kind;
}

static void report_reference(lint_run *run, const lint_project *project,
                             const lint_reference *reference)
{
    char names[NAMES_BYTES];
    char kind[NAMES_BYTES];
    if (has_alternative(run, reference)) {
        (void)lint_add(run, LINT_REFERENCE_IDLE, reference->place, NULL, NULL,
                       "no series of %s has a milestone \"%.64s\"; write one that there is, or "
                       "leave it out",
                       reference->project, reference->text);
        return;
    }
    (void)lint_add(run, LINT_REFERENCE, reference->place, NULL, NULL,
                   "no series of %s has a milestone \"%.64s\"; write one that there is%s%s",
                   reference->project, reference->text, name_milestones(project, names),
                   name_kind(reference->text, kind));
}

static bool has_milestones(const lint_project *project)
{
    size_t index = 0;
    while (index < project->series_count && project->series[index]->milestone_count == 0) {
        index++;
    }
    return index < project->series_count;
}

/* A project without milestones has only begun; where a series is not read whole, what it lacks may
 * be there. */
void lint_check_references(lint_run *run, const lint_project *project)
{
    if (!has_milestones(project) || project->draft->is_partial ||
        project->draft->place.place.file == NULL) {
        return;
    }
    for (lint_reference *reference = run->references; reference != NULL;
         reference = reference->next) {
        relcal_draft_reference meant = read_reference(reference->text);
        if (strcmp(reference->project, project->draft->id) == 0) {
            reference->is_matched = is_matched(project, &meant) || is_planned(project, &meant);
        }
    }
    for (const lint_reference *reference = run->references; reference != NULL;
         reference = reference->next) {
        if (strcmp(reference->project, project->draft->id) == 0 && !reference->is_matched) {
            report_reference(run, project, reference);
        }
    }
}
