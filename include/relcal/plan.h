/*
 * Questions about a series on a day: its phase, its freezes, what was last and what comes next.
 *
 * The plan is asked as it stood at the end of a day (as of), or as it stands now (RELCAL_LATEST).
 * The library reads no clock: every day and second is the caller's. No function here allocates;
 * all are thread-safe. Dates out of range are no error but give the answer "planned" with nothing
 * before and nothing after. Since 0.1 all of it.
 *
 * How a plan is read as of a day T: an actual milestone whose day is on or before T has that day.
 * Otherwise the newest revision whose `since` is on or before T counts; before its first revision
 * the milestone is not in the plan. A milestone whose history is not recorded was always known by
 * its date.
 */
#ifndef RELCAL_PLAN_H
#define RELCAL_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "relcal/catalog.h"
#include "relcal/date.h"
#include "relcal/export.h"
#include "relcal/when.h"

RELCAL_BEGIN_DECLS

/** The as-of day of the plan with every revision in it. */
#define RELCAL_LATEST ((relcal_date)INT32_MAX)

/** A series as of a day. A value; borrows the series. */
typedef struct relcal_plan {
    const relcal_series *series;
    relcal_date as_of;
} relcal_plan;

/** The plan of a series as of the end (UTC) of a day, or RELCAL_LATEST. */
RELCAL_API relcal_plan relcal_series_plan(const relcal_series *series, relcal_date as_of);

/** A milestone as a plan has it. */
typedef struct relcal_entry {
    const relcal_milestone *milestone;
    relcal_when when;
    relcal_state state; /**< actual only where its day is not after the plan's as-of day */
} relcal_entry;

/**
 * Fills `*out` with what a plan says of a milestone of its series. False, `*out` untouched, where
 * the milestone is NULL or not in the plan: not yet known, or withdrawn.
 */
RELCAL_API bool relcal_plan_entry(relcal_plan plan, const relcal_milestone *milestone,
                                  relcal_entry *out);

/**
 * The day on which a plan last changed: for the latest plan what the file says it is
 * (relcal_series_revised) or else the newest day below; as of a day, the newest day up to it on
 * which a milestone's plan was revised or a milestone happened. RELCAL_DATE_NONE where there is
 * none.
 */
RELCAL_API relcal_date relcal_plan_revised(relcal_plan plan);

/** Where a series stands. A value; borrows the catalog. */
typedef struct relcal_standing {
    const relcal_phase *phase;     /**< NULL before the first phase */
    const relcal_milestone *since; /**< what began the phase; NULL where phase is NULL */
    const relcal_milestone *until; /**< what begins the next phase, or NULL */
    const relcal_milestone *last;  /**< the newest milestone of any kind that has come, or NULL */
    const relcal_milestone *next;  /**< the nearest one that has not, or NULL */
    uint64_t freezes;              /**< bit i: relcal_project_freeze_at(project, i) is in force */
    uint64_t freezes_unknown;      /**< bit i: nobody can tell whether it is */
    int32_t day;                   /**< day of the phase, 1 on its first; 0 where phase is NULL */
    bool overdue;                  /**< relcal_plan_is_overdue of any milestone */
    bool certain; /**< false while a milestone known to a week or a month may or may not have begun
                       its phase; `phase` then takes it for begun */
} relcal_standing;

/**
 * Where a series stands on a day: what has come by the end of it in UTC. A milestone's day belongs
 * to the phase that it begins. Expected milestones move the phase as actual ones do. Where
 * milestones that begin phases fall on one day or out of their order, the phase that comes last
 * in the project's order wins.
 */
RELCAL_API relcal_standing relcal_plan_on(relcal_plan plan, relcal_date date);

/** Where a series stands at a second. A milestone's day begins at 00:00 UTC, a moment when it is.
 */
RELCAL_API relcal_standing relcal_plan_at(relcal_plan plan, relcal_instant instant);

/** The phase alone, as relcal_plan_on gives it; NULL before the first. */
RELCAL_API const relcal_phase *relcal_plan_phase(relcal_plan plan, relcal_date date);

/** Whether a standing has a freeze in force. The freeze must be of the same project. */
RELCAL_API relcal_truth relcal_standing_freeze(const relcal_standing *standing,
                                               const relcal_freeze *freeze);

/**
 * Whether a milestone is overdue: the day (UTC) on which the plan expects it is over, nothing says
 * that it happened, and the series has not gone on without it. It has where a later phase than the
 * one that the milestone begins, or lies in, was begun by something that is actual: of a beta that
 * nobody wrote down, nobody will say anything after candidate 1. The milestone must be of the
 * plan's series; NULL is not overdue. Since 0.5.
 */
RELCAL_API bool relcal_plan_is_overdue(relcal_plan plan, const relcal_milestone *milestone,
                                       relcal_instant instant);

/**
 * Whether a freeze, or a tier of support, has begun by a second, be it over or not: where it is
 * unknown whether it is in force, that may be for its beginning or its end. Of the same project.
 * Since 0.5.
 */
RELCAL_API relcal_truth relcal_plan_freeze_begun(relcal_plan plan, const relcal_freeze *freeze,
                                                 relcal_instant instant);

/** Whether a plan's series has a tier of support at a second; of the same project. Since 0.5. */
RELCAL_API relcal_truth relcal_plan_tier(relcal_plan plan, const relcal_freeze *tier,
                                         relcal_instant instant);

/** What a freeze or a tier of support lies between in a plan. A value; borrows the catalog. */
typedef struct relcal_bounds {
    const relcal_milestone *from;  /**< what begins it; NULL where the plan has nothing that does */
    const relcal_milestone *until; /**< what ends it; NULL where the plan has nothing that does */
    bool has_end; /**< false: it lasts for good. Where it is true and `until` is NULL or has no date
                       yet, nobody can tell when it ends */
} relcal_bounds;

/** What a freeze or tier of a plan's project lies between. Since 0.5. */
RELCAL_API relcal_bounds relcal_plan_bounds(relcal_plan plan, const relcal_freeze *freeze);

/**
 * The series that a branch holds at a second, as of a day. The project's trunk holds the series
 * whose development began last; another branch that goes from series to series the newest in one of
 * its phases; any other branch the series that names it as its own, or whose id it is. NULL where
 * there is none.
 */
RELCAL_API const relcal_series *relcal_project_series_on_branch(const relcal_project *project,
                                                                const char *branch,
                                                                relcal_date as_of,
                                                                relcal_instant instant);

/**
 * Walks over milestones in the order of their dates. A value: copy it to keep a place. The fields
 * are the library's.
 */
typedef struct relcal_agenda {
    const relcal_catalog *catalog;
    const relcal_project *project;
    const relcal_series *series;
    const relcal_series *const *list;
    size_t list_count;
    relcal_date as_of;
    relcal_instant after;
    uint32_t project_index;
    uint32_t series_index;
    uint32_t milestone_index;
} relcal_agenda;

/** The milestones of a series as of a day that come after a second. */
RELCAL_API relcal_agenda relcal_series_agenda(const relcal_series *series, relcal_date as_of,
                                              relcal_instant after);

/** The milestones of all series of a project as of a day that come after a second. */
RELCAL_API relcal_agenda relcal_project_agenda(const relcal_project *project, relcal_date as_of,
                                               relcal_instant after);

/** The milestones of all projects of a catalog as of a day that come after a second. */
RELCAL_API relcal_agenda relcal_catalog_agenda(const relcal_catalog *catalog, relcal_date as_of,
                                               relcal_instant after);

/**
 * The milestones of some series, which may be of several projects, as of a day that come after a
 * second. Borrows the list, in whose order those of one second come. Since 0.5.
 */
RELCAL_API relcal_agenda relcal_list_agenda(const relcal_series *const *series, size_t count,
                                            relcal_date as_of, relcal_instant after);

/**
 * Fills `*out` with the next milestone of an agenda: by its earliest bound, then in the order of
 * projects, series and milestones. tbd ones are left out. False, `*out` untouched, at the end.
 * A step takes time in proportion to the milestones of all the agenda's series.
 */
RELCAL_API bool relcal_agenda_next(relcal_agenda *agenda, relcal_entry *out);

RELCAL_END_DECLS

#endif
