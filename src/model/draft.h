/*
 * A catalog while it is being put together: lists of plain structures in an arena, which the
 * readers of formats fill, and which relcal_seal turns into the tables of image.h.
 */
#ifndef RELCAL_MODEL_DRAFT_H
#define RELCAL_MODEL_DRAFT_H

#include "arena.h"
#include "faults.h"
#include "image.h"
#include "relcal/version.h"

/* A place in the file of an order: relcal_faults sorts by it. */
typedef struct relcal_draft_place {
    relcal_place place;
    uint32_t file_order;
} relcal_draft_place;

typedef struct relcal_draft_revision {
    struct relcal_draft_revision *next;
    relcal_date since;
    bool withdrawn;
    relcal_when when;
} relcal_draft_revision;

/* Texts in an order. */
typedef struct relcal_draft_words {
    const char **items;
    uint32_t count;
} relcal_draft_words;

typedef struct relcal_draft_milestone {
    struct relcal_draft_milestone *next;
    relcal_draft_place place;      /* of its id */
    relcal_draft_place date_place; /* of its date */
    const char *id;
    const char *title;
    const char *kind;
    const char *note;
    int32_t number;
    relcal_state state;
    bool recorded;
    bool first_release;
    bool is_release; /* its id is the name of a release: */
    relcal_version version;
    relcal_when when;
    relcal_draft_revision *revisions;
    uint32_t revision_count;
    relcal_draft_words traits; /* rows of a key and a text */
} relcal_draft_milestone;

typedef struct relcal_draft_series {
    struct relcal_draft_series *next;
    relcal_draft_place place; /* of its id */
    const char *id;
    const char *spec_name;
    const char *spec_url;
    const char *branch;
    const char *release_manager;
    const char *codename;
    relcal_draft_words aliases;
    relcal_date revised;
    relcal_draft_milestone *milestones;
    uint32_t milestone_count;
    bool is_partial;        /* a milestone could not be read */
    const int64_t *changes; /* worked out by relcal_seal */
    size_t change_count;
} relcal_draft_series;

typedef struct relcal_draft_reference {
    struct relcal_draft_reference *next;
    relcal_reference_form form;
    const char *name;
    int32_t number;
} relcal_draft_reference;

typedef struct relcal_draft_references {
    relcal_draft_reference *items;
    uint32_t count;
} relcal_draft_references;

typedef struct relcal_draft_phase {
    struct relcal_draft_phase *next;
    const char *id;
    const char *status;
    relcal_draft_references begins;
    bool living;
} relcal_draft_phase;

typedef struct relcal_draft_freeze {
    struct relcal_draft_freeze *next;
    const char *id;
    const char *remark;
    const char *source;
    relcal_draft_references from;
    relcal_draft_references until;
} relcal_draft_freeze;

typedef struct relcal_draft_change {
    const char *id;
    const char *definition;
    int32_t parent; /* by index, -1 for none */
} relcal_draft_change;

typedef struct relcal_draft_label {
    const char *name;
    uint64_t changes; /* a bit for each, by index */
} relcal_draft_label;

typedef struct relcal_draft_rule {
    relcal_draft_place place;
    relcal_rule_terms terms;
    const char *id;
    const char *reason;
    const char *source;
    const char *delay;
    const char *first_series;
    const char *last_series;
    relcal_draft_words branches;
    relcal_draft_words paths;
    relcal_draft_words components;
    relcal_draft_words kinds;
    relcal_draft_references deadline;
} relcal_draft_rule;

/* What may change: tables, which rules refer to by index. */
typedef struct relcal_draft_policy {
    relcal_draft_change *changes;
    const char **authorities;
    relcal_draft_label *labels;
    relcal_draft_rule *rules;
    uint32_t change_count;
    uint32_t authority_count;
    uint32_t label_count;
    uint32_t rule_count;
} relcal_draft_policy;

/* The rows of texts of image.h. */
typedef struct relcal_draft_cadence {
    struct relcal_draft_cadence *next;
    relcal_draft_place place;
    const char *id;
    const char *reason;
    const char *source;
    const char *anchor;
    const char *year;
    const char *release;
    relcal_draft_words rules;
    relcal_draft_words series;
    relcal_draft_words avoided;
    relcal_draft_words constraints;
    int32_t tolerance;
} relcal_draft_cadence;

typedef struct relcal_draft_project {
    struct relcal_draft_project *next;
    relcal_draft_place place;
    const char *id;
    const char *name;
    const char *url;
    const char *trunk;
    const char *uid_domain;
    const char *color;
    const char *spec_name; /* templates, of which src/formats/spec.h tells */
    const char *spec_url;
    relcal_draft_words names; /* rows as in relcal_project */
    relcal_draft_words imports;
    relcal_draft_words gaps; /* rows of what is not said and the reason */
    relcal_draft_references trunk_begins;
    relcal_date revised;
    relcal_draft_phase *phases;
    uint32_t phase_count;
    relcal_draft_freeze *freezes;
    uint32_t freeze_count;
    relcal_draft_freeze *tiers;
    uint32_t tier_count;
    relcal_draft_policy policy;
    relcal_draft_cadence *cadences;
    uint32_t cadence_count;
    relcal_draft_series *series;
    uint32_t series_count;
    bool is_partial; /* its phases or a series could not be read, or not whole */
} relcal_draft_project;

typedef struct relcal_draft {
    relcal_arena *arena;
    relcal_draft_project *projects;
    uint32_t project_count;
} relcal_draft;

/* The draft of a catalog that is there already; borrows its texts. */
relcal_draft relcal_draft_from(relcal_arena *arena, const relcal_catalog *catalog);

/* Adds a project that is there already, with its series or without; borrows its texts. */
relcal_draft_project *relcal_draft_add_copy(relcal_draft *draft, const relcal_project *project,
                                            bool has_series);

relcal_draft_project *relcal_draft_find_project(const relcal_draft *draft, const char *id);

/* Adds what a draft does not have; the other is then part of the draft. */
void relcal_draft_add_project(relcal_draft *draft, relcal_draft_project *project);

/* Adds a series, in the place of the one of its id if there is one. */
void relcal_draft_put_series(relcal_draft_project *project, relcal_draft_series *series);

/* The order of ids in which runs of digits compare as numbers: 3.9, 3.10. */
int relcal_compare_ids(const char *left, const char *right);

/* How closely a rule speaks of a change, by its index: of the change first, then of where, then of
 * when. -1 where it does not speak of it. */
int relcal_draft_weigh(const relcal_draft_policy *policy, const relcal_draft_rule *rule,
                       size_t change);

/* The milestone that begins a phase in the latest plan, or NULL. */
const relcal_draft_milestone *relcal_draft_beginning(const relcal_draft_series *series,
                                                     const relcal_draft_phase *phase);

/* Whether a reference means a milestone: one of several where it says first or last. */
bool relcal_draft_is_meant(const relcal_draft_milestone *milestone,
                           const relcal_draft_reference *reference);

/* Looks for what each series on its own cannot show: phases that begin out of their order. */
void relcal_draft_check(const relcal_draft *draft, relcal_faults *faults);

/* Writes the tables of a draft into one block of `allocator`. RELCAL_ERROR_MEMORY where it gives
 * none, RELCAL_ERROR_LIMIT where the block would not fit the offsets. */
relcal_status relcal_seal(relcal_catalog **out, relcal_draft *draft,
                          const relcal_allocator *allocator);

#endif
