/*
 * The catalog and what is in it: projects, their series, milestones, phases and freezes.
 *
 * A catalog never changes once it is there, so any number of threads may query one. Everything
 * that is reached from it is borrowed and lives as long as the catalog; texts are UTF-8 and closed
 * by a NUL. Accessors allocate nothing. Where a pointer argument may be NULL it is said. Since 0.1
 * all of it.
 */
#ifndef RELCAL_CATALOG_H
#define RELCAL_CATALOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "relcal/date.h"
#include "relcal/export.h"
#include "relcal/when.h"

RELCAL_BEGIN_DECLS

/** The set of projects that a program works with. */
typedef struct relcal_catalog relcal_catalog;
/** What is released; owns its phases and freezes. */
typedef struct relcal_project relcal_project;
/** One feature version and everything released from it. */
typedef struct relcal_series relcal_series;
/** One dated event of a series. */
typedef struct relcal_milestone relcal_milestone;
/** Where a series can stand; one at a time. */
typedef struct relcal_phase relcal_phase;
/** A constraint that lies across phases; several at a time. */
typedef struct relcal_freeze relcal_freeze;

/** Whether a milestone is a plan or a fact. Append-only. */
typedef enum relcal_state {
    RELCAL_EXPECTED = 0,
    RELCAL_ACTUAL = 1,
    RELCAL_WITHDRAWN = 2
} relcal_state;

/** "expected", "actual", "withdrawn"; "" for another. Static text. Thread-safe. */
RELCAL_API const char *relcal_state_name(relcal_state state);

/** The catalog that is compiled into the library. Never NULL, never freed. Thread-safe. */
RELCAL_API const relcal_catalog *relcal_catalog_builtin(void);

/**
 * Frees a catalog that relcal_catalog_load or relcal_catalog_parse gave, and with it all that was
 * borrowed from it. NULL and the built-in one are left alone. No other thread may use it any more.
 */
RELCAL_API void relcal_catalog_free(relcal_catalog *catalog);

/** How many projects a catalog has. */
RELCAL_API size_t relcal_catalog_project_count(const relcal_catalog *catalog);

/** The project at an index, in the order of ids; NULL past the end. */
RELCAL_API const relcal_project *relcal_catalog_project_at(const relcal_catalog *catalog,
                                                           size_t index);

/** The project of an id, such as "tool"; NULL where there is none. */
RELCAL_API const relcal_project *relcal_catalog_project(const relcal_catalog *catalog,
                                                        const char *id);

/** The series of a project by their ids; NULL where there is none. */
RELCAL_API const relcal_series *
relcal_catalog_series(const relcal_catalog *catalog, const char *project_id, const char *series_id);

/** The id of a project: "tool". */
RELCAL_API const char *relcal_project_id(const relcal_project *project);

/** The name of a project as people write it: "The Tool". */
RELCAL_API const char *relcal_project_name(const relcal_project *project);

/** The home page of a project, or NULL. */
RELCAL_API const char *relcal_project_url(const relcal_project *project);

/** The day up to which the project's data were looked after, or RELCAL_DATE_NONE. */
RELCAL_API relcal_date relcal_project_revised(const relcal_project *project);

/**
 * The right side of the @ in the UIDs of a project's calendar events, such as "tool.example", or
 * NULL where the project names none. Since 0.2.
 */
RELCAL_API const char *relcal_project_uid_domain(const relcal_project *project);

/** The colour of a project in calendars, a name of CSS (RFC 7986, 5.9), or NULL. Since 0.2. */
RELCAL_API const char *relcal_project_color(const relcal_project *project);

/**
 * What the documents that set the schedules of a project are called, or NULL: a text in which
 * {number} stands for the number of one, such as "RFC {number}". Since 0.5.
 */
RELCAL_API const char *relcal_project_spec_name(const relcal_project *project);

/** Where they are, or NULL: a URL with {number}, or {number:04} for at least four digits. Since
 * 0.5.
 */
RELCAL_API const char *relcal_project_spec_url(const relcal_project *project);

/** How many series a project has. */
RELCAL_API size_t relcal_project_series_count(const relcal_project *project);

/** The series at an index, in the order of their numbers (3.9 before 3.10); NULL past the end. */
RELCAL_API const relcal_series *relcal_project_series_at(const relcal_project *project,
                                                         size_t index);

/** The series of an id, such as "3.12"; NULL where there is none. */
RELCAL_API const relcal_series *relcal_project_series(const relcal_project *project,
                                                      const char *id);

/** How many phases a project has. */
RELCAL_API size_t relcal_project_phase_count(const relcal_project *project);

/** The phase at an index, in the order that a series goes through them; NULL past the end. */
RELCAL_API const relcal_phase *relcal_project_phase_at(const relcal_project *project, size_t index);

/** How many freezes a project has, [0, 64]. */
RELCAL_API size_t relcal_project_freeze_count(const relcal_project *project);

/** The freeze at an index, in the order of the file; NULL past the end. */
RELCAL_API const relcal_freeze *relcal_project_freeze_at(const relcal_project *project,
                                                         size_t index);

/**
 * How many tiers of support a project has. A tier lies between two milestones as a freeze does, and
 * may lie beside others: standard and extended support, security by somebody else. Since 0.5.
 */
RELCAL_API size_t relcal_project_tier_count(const relcal_project *project);

/** The tier at an index, in the order of the file, as a freeze; NULL past the end. Since 0.5. */
RELCAL_API const relcal_freeze *relcal_project_tier_at(const relcal_project *project, size_t index);

/** The branch on which the newest series is developed, such as "main", or NULL. */
RELCAL_API const char *relcal_project_trunk(const relcal_project *project);

/**
 * The series of any name, at a second and as of a day: its id; another name of its own, or its
 * codename; its branch, as relcal_project_series_on_branch takes it; or a name that goes from
 * series to series, such as "lts" for the newest that is in a certain phase. Where no series has
 * exactly that name, ASCII letters of an id, a codename or another name may be of any case. NULL
 * where there is none. Since 0.5.
 */
RELCAL_API const relcal_series *relcal_project_series_named(const relcal_project *project,
                                                            const char *name, relcal_date as_of,
                                                            relcal_instant instant);

/** The name at an index that goes from series to series; NULL past the end. Since 0.5. */
RELCAL_API const char *relcal_project_name_at(const relcal_project *project, size_t index);

/**
 * The ids of the phases in one of which a series is while it has a name that goes from series to
 * series, with spaces between; the name may be of any case. NULL where it is no such name. Since
 * 0.5.
 */
RELCAL_API const char *relcal_project_name_phases(const relcal_project *project, const char *name);

/**
 * The ids of the series that alone may have a name that goes from series to series, with spaces
 * between; the name may be of any case. NULL where any series may, or it is no such name. Since
 * 0.5.
 */
RELCAL_API const char *relcal_project_name_series(const relcal_project *project, const char *name);

/** Something that the published schedule of a project says and its files do not. */
typedef struct relcal_gap {
    const char *what;   /**< what is said there, or happens, in a sentence */
    const char *reason; /**< why the files do not say it, and what they have instead */
} relcal_gap;

/**
 * Fills `*out` with the gap at an index, in the order of the file. False, `*out` untouched, past
 * the end. Since 0.5.
 */
RELCAL_API bool relcal_project_gap_at(const relcal_project *project, size_t index, relcal_gap *out);

/** The id of a series: "3.12". */
RELCAL_API const char *relcal_series_id(const relcal_series *series);

/** The project of a series. */
RELCAL_API const relcal_project *relcal_series_project(const relcal_series *series);

/** The name of the document that sets the schedule, such as "PEP 693", or NULL. */
RELCAL_API const char *relcal_series_spec_name(const relcal_series *series);

/** Where that document is to be read, or NULL. */
RELCAL_API const char *relcal_series_spec_url(const relcal_series *series);

/** The branch of a series, or NULL. */
RELCAL_API const char *relcal_series_branch(const relcal_series *series);

/** Who makes the releases of a series, or NULL. */
RELCAL_API const char *relcal_series_release_manager(const relcal_series *series);

/** What people call a series: "Brass Kettle", or NULL. Since 0.5. */
RELCAL_API const char *relcal_series_codename(const relcal_series *series);

/** The name at an index under which a series goes beside its id: "brass"; NULL past the end. Since
 * 0.5. */
RELCAL_API const char *relcal_series_alias_at(const relcal_series *series, size_t index);

/** The day on which the plan of a series last changed, or RELCAL_DATE_NONE. */
RELCAL_API relcal_date relcal_series_revised(const relcal_series *series);

/** How many milestones a series has, withdrawn ones included. */
RELCAL_API size_t relcal_series_milestone_count(const relcal_series *series);

/**
 * The milestone at an index, by date in the latest plan and then in the order of the file; a
 * withdrawn one stands at its last planned date. NULL past the end.
 */
RELCAL_API const relcal_milestone *relcal_series_milestone_at(const relcal_series *series,
                                                              size_t index);

/**
 * The milestone of a name: its id, or its id in any spelling of relcal_version_parse, or a stage
 * of the series' first release alone ("b1", "beta 1", "final"; "preview2" where the id has this
 * word), or "end of life" for "end-of-life". Where no id is of that stage, a kind and number that
 * the file gives count, as of a milestone "release" of the kind "final". NULL where there is none.
 */
RELCAL_API const relcal_milestone *relcal_series_milestone(const relcal_series *series,
                                                           const char *name);

/** The id of a milestone: "3.12.0b1", "end-of-bugfix". "" for NULL. */
RELCAL_API const char *relcal_milestone_id(const relcal_milestone *milestone);

/** A milestone in words: "3.12.0 beta 1", "end of bugfix". "" for NULL. */
RELCAL_API const char *relcal_milestone_title(const relcal_milestone *milestone);

/**
 * What kind of milestone it is: "development", "alpha", "beta", "candidate", "final", "bugfix",
 * "security", "end-of-bugfix", "end-of-life", or another that the project's files name.
 */
RELCAL_API const char *relcal_milestone_kind(const relcal_milestone *milestone);

/** The number of a milestone among its kind, 1 for beta 1; -1 where it has none. */
RELCAL_API int32_t relcal_milestone_number(const relcal_milestone *milestone);

/** A remark on a milestone, or NULL. */
RELCAL_API const char *relcal_milestone_note(const relcal_milestone *milestone);

/** What else a milestone may say of itself. Append-only. */
typedef enum relcal_trait {
    RELCAL_TRAIT_RULE = 0,  /**< the rule that gave its date, which nobody published so */
    RELCAL_TRAIT_SCOPE = 1, /**< the part of the project that it is for: "nova", "key packages" */
    RELCAL_TRAIT_CONDITION = 2 /**< when it happens at all: "if blockers remain" */
} relcal_trait;

/** "rule", "scope", "if": the key of a trait in schedule files; "" for another. Static text. */
RELCAL_API const char *relcal_trait_name(relcal_trait trait);

/** What a milestone says of itself, or NULL. Since 0.5. */
RELCAL_API const char *relcal_milestone_trait(const relcal_milestone *milestone,
                                              relcal_trait trait);

/** A date that a milestone may have yet: an early target, the second one. */
typedef struct relcal_target {
    const char *name;
    relcal_when when;
} relcal_target;

/**
 * Fills `*out` with the target at an index, in the order of the file; the one that holds is the
 * milestone's date. False, `*out` untouched, past the end. Since 0.5.
 */
RELCAL_API bool relcal_milestone_target_at(const relcal_milestone *milestone, size_t index,
                                           relcal_target *out);

/** The series of a milestone. */
RELCAL_API const relcal_series *relcal_milestone_series(const relcal_milestone *milestone);

/** One revision of the plan for one milestone. */
typedef struct relcal_revision {
    relcal_date since; /**< from the end of this day (UTC) on, the plan said so */
    bool withdrawn;    /**< the milestone was taken out; `when` is then tbd */
    relcal_when when;
} relcal_revision;

/** How many revisions of a milestone's plan are recorded. */
RELCAL_API size_t relcal_milestone_revision_count(const relcal_milestone *milestone);

/** The revision at an index, oldest first. The index must be below the count. */
RELCAL_API relcal_revision relcal_milestone_revision_at(const relcal_milestone *milestone,
                                                        size_t index);

/** The id of a phase: "beta"; "planned" for NULL, which is before a series' first phase. */
RELCAL_API const char *relcal_phase_id(const relcal_phase *phase);

/** Whether a series in this phase is alive: worked on or supported. False for NULL. */
RELCAL_API bool relcal_phase_is_living(const relcal_phase *phase);

/**
 * What a phase is called where the statuses of several projects stand side by side: "feature",
 * "prerelease"; its id where the file names none, "planned" for NULL. Since 0.3.
 */
RELCAL_API const char *relcal_phase_status(const relcal_phase *phase);

/** The id of a freeze: "feature". */
RELCAL_API const char *relcal_freeze_id(const relcal_freeze *freeze);

/** What a schedule says beside the milestone that begins a freeze, or NULL. Since 0.3. */
RELCAL_API const char *relcal_freeze_remark(const relcal_freeze *freeze);

/** Where the freeze is written down, or NULL. */
RELCAL_API const char *relcal_freeze_source(const relcal_freeze *freeze);

RELCAL_END_DECLS

#endif
