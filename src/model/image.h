/*
 * How a catalog lies in memory: one block of constant tables without a pointer in it.
 *
 * A table or text is reached by its distance from the field that names it. So the built-in catalog
 * is read-only data that needs no relocation at start, and a loaded one is a single allocation.
 * relcal_seal (seal.c) writes such a block; src/formats/embed.c prints one as C.
 */
#ifndef RELCAL_MODEL_IMAGE_H
#define RELCAL_MODEL_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "relcal/allocator.h"
#include "relcal/catalog.h"
#include "relcal/plan.h"
#include "relcal/version.h"
#include "relcal/when.h"

/* Bytes from the field itself to what it names; 0 for nothing. */
typedef int32_t relcal_offset;

static inline const void *relcal_follow(const relcal_offset *field)
{
    return *field == 0 ? NULL : (const unsigned char *)field + *field;
}

typedef struct relcal_image_when {
    int64_t earliest;
    int64_t latest;
    relcal_offset zone_name;
    int16_t offset_minutes;
    uint8_t precision;
    uint8_t zone;
    uint8_t end_of_day;
    uint8_t zone_name_length;
} relcal_image_when;

typedef struct relcal_image_revision {
    relcal_image_when when; /* tbd where it is withdrawn */
    relcal_date since;
    bool withdrawn;
} relcal_image_revision;

/* What a reference to a milestone in project.yaml looks for. */
typedef enum relcal_reference_form {
    RELCAL_REFERENCE_ID,    /* the milestone of this id: end-of-life */
    RELCAL_REFERENCE_STAGE, /* the milestone of this kind and number: b1, final */
    RELCAL_REFERENCE_FIRST, /* the earliest of a kind: first beta */
    RELCAL_REFERENCE_LAST   /* the latest of a kind: last beta */
} relcal_reference_form;

typedef struct relcal_image_reference {
    relcal_offset name; /* an id or a kind */
    int32_t number;
    uint8_t form;
} relcal_image_reference;

/* Alternatives; the first that the plan has counts. */
typedef struct relcal_image_references {
    relcal_offset items; /* relcal_image_reference */
    uint32_t count;
} relcal_image_references;

/* Texts one after the other. */
typedef struct relcal_image_words {
    relcal_offset items; /* relcal_offset, each to a text */
    uint32_t count;
} relcal_image_words;

/* One of the texts; NULL past the last, and where nothing was said. */
static inline const char *relcal_image_word(const relcal_image_words *words, size_t index)
{
    const relcal_offset *items = relcal_follow(&words->items);
    return index < words->count ? relcal_follow(&items[index]) : NULL;
}

/* The same, with an empty text where there is none. */
static inline const char *relcal_image_word_or_empty(const relcal_image_words *words, size_t index)
{
    const char *word = relcal_image_word(words, index);
    return word == NULL ? "" : word;
}

struct relcal_milestone {
    relcal_image_when when; /* in the latest plan; tbd where it is withdrawn */
    relcal_offset series;
    relcal_offset id;
    relcal_offset title;
    relcal_offset kind; /* equal kinds of a catalog are one text: compare the pointers */
    relcal_offset note;
    relcal_offset revisions;   /* relcal_image_revision */
    relcal_image_words traits; /* rows of a key and a text: see relcal_trait */
    uint32_t revision_count;
    int32_t number;
    uint8_t state;
    bool recorded;      /* its history is recorded: before its first revision it is unknown */
    bool first_release; /* it belongs to the first release of the series: b1 of 3.12.0 */
};

/* A relcal_standing by indices; -1 for none. */
typedef struct relcal_image_standing {
    uint64_t freezes;
    uint64_t freezes_unknown;
    relcal_date since_date;
    int16_t phase;
    int16_t since;
    int16_t until;
    int16_t last;
    int16_t next;
    bool overdue;
    bool certain;
} relcal_image_standing;

struct relcal_series {
    relcal_offset project;
    relcal_offset id;
    relcal_offset spec_name;
    relcal_offset spec_url;
    relcal_offset branch;
    relcal_offset release_manager;
    relcal_offset codename;
    relcal_image_words aliases;
    relcal_offset milestones;
    /* The latest plan, worked out: standings[i] holds from changes[i] to before changes[i + 1].
     * changes[0] is INT64_MIN, and one more than change_count closes them, INT64_MAX. */
    relcal_offset changes;   /* int64_t seconds, ascending */
    relcal_offset standings; /* relcal_image_standing */
    /* Where to look in them: time from first_change on is cut into pieces of 2^piece_shift seconds;
     * pieces[1 + i] is the row that holds where piece i begins, pieces[0] the one before all, and
     * one more closes them with the last row. */
    relcal_offset pieces; /* uint16_t */
    uint32_t piece_count;
    int64_t first_change; /* changes[1]; 0 where nothing ever changes */
    uint32_t piece_shift;
    uint32_t change_count; /* at least 1 */
    uint32_t milestone_count;
    relcal_date revised;
};

struct relcal_phase {
    relcal_offset id;
    relcal_offset status;
    relcal_image_references begins;
    uint32_t index;
    bool living;
};

struct relcal_freeze {
    relcal_offset id;
    relcal_offset remark;
    relcal_offset source;
    relcal_image_references from;
    relcal_image_references until; /* none: for ever */
    uint32_t index;
};

/* ---- rules ---- */

/* What a rule lies on. */
typedef enum relcal_ground {
    RELCAL_GROUND_ALWAYS,
    RELCAL_GROUND_PHASE,
    RELCAL_GROUND_FREEZE,
    RELCAL_GROUND_DAY /* of releases */
} relcal_ground;

typedef enum relcal_delay_unit {
    RELCAL_DELAY_DAYS,
    RELCAL_DELAY_WEEKS,
    RELCAL_DELAY_MONTHS,
    RELCAL_DELAY_YEARS
} relcal_delay_unit;

/* The bit in a rule's phases for what a series is in before its first phase. */
#define RELCAL_PLANNED_BIT (UINT64_C(1) << 63)

/* A rule's `until` where it has none. */
#define RELCAL_RULE_FOR_EVER INT32_MAX

/* What a rule says in numbers: the same in a draft. A bit for each phase, freeze, change and
 * authority of the project, by its index. */
typedef struct relcal_rule_terms {
    uint64_t phases;  /* 0: not named */
    uint64_t freezes; /* 0: not named */
    uint64_t changes; /* those that are named, all for any */
    uint64_t authorities;
    uint64_t exceptions;
    relcal_date since;     /* RELCAL_DATE_MIN: always */
    relcal_date until;     /* the first day without it; RELCAL_RULE_FOR_EVER */
    int32_t approvals;     /* 0 where the verdict asks for none */
    int32_t delay;         /* 0: none */
    int32_t deadline_days; /* after the milestone of the deadline */
    uint8_t delay_unit;
    uint8_t verdict;
    uint8_t ground;
    bool any_change;
    bool has_deadline;
} relcal_rule_terms;

struct relcal_rule {
    relcal_rule_terms terms;
    relcal_offset project;
    relcal_offset id;
    relcal_offset reason;
    relcal_offset source;
    relcal_offset delay;
    relcal_offset first_series; /* ids, or 0 */
    relcal_offset last_series;
    relcal_image_words branches;
    relcal_image_words paths;
    relcal_image_words components;
    relcal_image_words kinds; /* of milestones on whose days it holds */
    relcal_image_references deadline;
    uint32_t series_begin; /* the series for which it holds, by index, */
    uint32_t series_end;   /* and the first for which it does not */
};

/* A rule that speaks of a change, and how closely; those of a change stand by falling weight. What
 * rules most of them out at a time stands here, too. */
typedef struct relcal_image_choice {
    uint64_t phases; /* all where the rule names none */
    uint64_t freezes;
    uint16_t rule;
    uint16_t weight;
    uint8_t ground;
} relcal_image_choice;

struct relcal_change {
    relcal_offset project;
    relcal_offset id;
    relcal_offset definition;
    relcal_offset choices; /* relcal_image_choice */
    uint32_t choice_count;
    int32_t parent; /* by index, -1 for none */
    uint32_t index;
};

struct relcal_authority {
    relcal_offset name;
    uint32_t index;
};

typedef struct relcal_image_label {
    relcal_offset name;
    uint64_t changes;
} relcal_image_label;

/* ---- cadences ---- */

/* A cadence is texts: what they mean is read when a plan is made. Rows of texts lie one after the
 * other in a list; 0 stands for what is not said. */
enum { /* the texts of a rule */
       RELCAL_CADENCE_RULE_NAME,
       RELCAL_CADENCE_RULE_TEXT,
       RELCAL_CADENCE_RULE_ID, /* a template of its id */
       RELCAL_CADENCE_RULE_NOTE,
       RELCAL_CADENCE_RULE_COUNT, /* of one that repeats: "7", "7..8" */
       RELCAL_CADENCE_RULE_ASKED, /* "yes" where it counts only if it is asked for */
       RELCAL_CADENCE_RULE_TEXTS
};
enum { /* of a range of series, open at an end that is not said */
       RELCAL_CADENCE_SERIES_FIRST,
       RELCAL_CADENCE_SERIES_LAST,
       RELCAL_CADENCE_SERIES_TEXTS
};
enum { /* of days to avoid */
       RELCAL_CADENCE_AVOID_NAME,
       RELCAL_CADENCE_AVOID_DAYS,
       RELCAL_CADENCE_AVOID_INSTEAD,
       RELCAL_CADENCE_AVOID_TEXTS
};
enum { /* of a constraint */
       RELCAL_CONSTRAINT_ID,
       RELCAL_CONSTRAINT_FROM,
       RELCAL_CONSTRAINT_TO,
       RELCAL_CONSTRAINT_LEAST, /* a length */
       RELCAL_CONSTRAINT_MOST,
       RELCAL_CONSTRAINT_KINDS, /* of milestones, with spaces between; all releases if not said */
       RELCAL_CONSTRAINT_WEEKDAYS, /* with spaces between */
       RELCAL_CONSTRAINT_APART,    /* "day" or "week": not in one with other series */
       RELCAL_CONSTRAINT_REASON,
       RELCAL_CONSTRAINT_SOURCE,
       RELCAL_CONSTRAINT_TEXTS
};

typedef struct relcal_cadence relcal_cadence;

struct relcal_cadence {
    relcal_offset project;
    relcal_offset id;
    relcal_offset reason;
    relcal_offset source;
    relcal_offset anchor;
    relcal_offset year;    /* a rule for the year of months without one, or 0 */
    relcal_offset release; /* a template of the name of the first release, or 0 */
    relcal_image_words rules;
    relcal_image_words series;
    relcal_image_words avoided;
    relcal_image_words constraints;
    int32_t tolerance;
};

/* ---- imports ---- */

/* What other formats call the milestones of a project: rows of texts, as those of cadences. The
 * rows of a format begin with one that says how its series are called, and lie together. */
typedef enum relcal_import_row_kind {
    RELCAL_IMPORT_ROW_FORMAT,    /* key: the format; id: the template of a series' id, or NULL */
    RELCAL_IMPORT_ROW_PRODUCT,   /* id: what the source calls the project */
    RELCAL_IMPORT_ROW_BRANCH,    /* id: the template of a new series' branch */
    RELCAL_IMPORT_ROW_ALIAS,     /* id: the template of another name of a new series */
    RELCAL_IMPORT_ROW_MILESTONE, /* key: the source's word; id: the template of an id */
    RELCAL_IMPORT_ROW_IGNORED,   /* key: the source's word */
    RELCAL_IMPORT_ROW_MARK,      /* key: what tells a calendar of this project */
    RELCAL_IMPORT_ROW_SUMMARY,   /* key: a pattern of the summaries of its events */
    RELCAL_IMPORT_ROW_REMARK     /* key: what its notes begin with */
} relcal_import_row_kind;
enum {                         /* the texts of a row; 0 stands for what is not said */
       RELCAL_IMPORT_ROW_WHAT, /* the digit of the row's kind */
       RELCAL_IMPORT_ROW_KEY,
       RELCAL_IMPORT_ROW_ID,
       RELCAL_IMPORT_ROW_MILESTONE_KIND,
       RELCAL_IMPORT_ROW_NUMBER,
       RELCAL_IMPORT_ROW_MEANS,     /* a kind: the milestone of it, if the series has one */
       RELCAL_IMPORT_ROW_PRECISION, /* what the source gives finer counts no more than this */
       RELCAL_IMPORT_ROW_TITLE,     /* a template */
       RELCAL_IMPORT_ROW_SCOPE,
       RELCAL_IMPORT_ROW_TEXTS
};

/* The texts of a row of relcal_project.names. */
enum {
    RELCAL_NAME_ROW_NAME,
    RELCAL_NAME_ROW_PHASES, /* ids, with spaces between */
    RELCAL_NAME_ROW_SERIES, /* ids of the only ones that may have it; "" where any may */
    RELCAL_NAME_ROW_KEY,    /* under which it stands */
    RELCAL_NAME_ROW_TEXTS
};

/* The keys of project.yaml for names that go from series to series. */
#define RELCAL_NAME_KEY_NAMES "names"
#define RELCAL_NAME_KEY_BRANCHES "branches"

struct relcal_project {
    relcal_offset id;
    relcal_offset name;
    relcal_offset url;
    relcal_offset trunk;
    relcal_offset uid_domain;
    relcal_offset color;
    relcal_offset spec_name; /* templates, of which src/formats/spec.h tells */
    relcal_offset spec_url;
    relcal_image_words names; /* of series by where they stand: rows of RELCAL_NAME_ROW_TEXTS */
    relcal_image_words imports;
    relcal_image_words gaps; /* rows of what is not said and the reason */
    relcal_image_references trunk_begins;
    relcal_offset phases;
    relcal_offset freezes; /* and behind them the tiers */
    relcal_offset series;
    relcal_offset kinds_of_change; /* relcal_change */
    relcal_offset authorities;
    relcal_offset labels;
    relcal_offset rules;
    relcal_offset cadences;
    uint32_t phase_count;
    uint32_t freeze_count;
    uint32_t tier_count;
    uint32_t series_count;
    uint32_t kind_count; /* of changes */
    uint32_t authority_count;
    uint32_t label_count;
    uint32_t rule_count;
    uint32_t cadence_count;
    relcal_date revised;
};

/* The head of the block, and where each of its tables begins. */
struct relcal_catalog {
    relcal_allocator allocator; /* of the block; all NULL for the built-in catalog */
    size_t bytes;               /* of the block; 0 for the built-in catalog */
    relcal_offset projects;
    relcal_offset phases;
    relcal_offset freezes;
    relcal_offset references;
    relcal_offset series;
    relcal_offset milestones;
    relcal_offset revisions;
    relcal_offset changes;
    relcal_offset standings;
    relcal_offset pieces;
    relcal_offset kinds_of_change;
    relcal_offset authorities;
    relcal_offset labels;
    relcal_offset rules;
    relcal_offset choices;
    relcal_offset cadences;
    relcal_offset words;
    relcal_offset texts;
    uint32_t project_count;
    uint32_t phase_count;
    uint32_t freeze_count;
    uint32_t reference_count;
    uint32_t series_count;
    uint32_t milestone_count;
    uint32_t revision_count;
    uint32_t change_count;
    uint32_t standing_count;
    uint32_t piece_count;
    uint32_t kind_count;
    uint32_t authority_count;
    uint32_t label_count;
    uint32_t rule_count;
    uint32_t choice_count;
    uint32_t cadence_count;
    uint32_t word_count;
    uint32_t text_bytes;
};

/* The first second after the day (UTC) of a when's latest second: an expected milestone of which
 * nobody has said that it happened is overdue from there on. */
static inline int64_t relcal_image_day_after(int64_t latest)
{
    int64_t since_first_day = latest - RELCAL_INSTANT_MIN;
    return latest - since_first_day % RELCAL_SECONDS_PER_DAY + RELCAL_SECONDS_PER_DAY;
}

/* Lets the kind of a pre-release say its stage, whatever the word in its id is to others: where a
 * project calls its alphas previews, 4.0.0-preview2 is alpha 2. */
void relcal_version_heed_kind(relcal_version *version, const char *kind);

/* A when as callers see it. */
relcal_when relcal_image_when_get(const relcal_image_when *when);

/* The name of a branch, beside the trunk, that goes from series to series; NULL past the end. */
const char *relcal_project_moving_branch_at(const relcal_project *project, size_t index);

/* The milestone that a plan has for the first of some references that it has one for, or NULL. */
const relcal_milestone *relcal_plan_find(relcal_plan plan,
                                         const relcal_image_references *references);

/* Works out the latest plan of a series whose milestones are in place: fills `standings` for the
 * `count` seconds of `changes`. */
void relcal_series_work_out(const relcal_series *series, const int64_t *changes, size_t count,
                            relcal_image_standing *standings);

#endif
