/*
 * The life of a plan: what was added, moved, confirmed and withdrawn on which day; how far dates
 * slipped; and how two plans differ.
 *
 * A slip is a number of days, positive where something came later. It is counted between dates that
 * are known to the day or the second, by their days in UTC; others have none. A plan counts if it
 * was published before the day that it is compared with: one that was written down on that day
 * tells what happened. A milestone whose history is not recorded has no plan to slip from.
 *
 * Where a planned release goes on under another label, as alpha 5 does under the name alpha 6 when
 * an unplanned release takes its label, the plan is followed: on one day a milestone gets the very
 * date that an earlier label of its kind had until then, and that one goes to an earlier date or
 * out of the plan, or came some other day in the week before. Such a step is a renumbering, and no
 * slip.
 *
 * Nothing here allocates; all of it is thread-safe. What is returned as a pointer is borrowed from
 * the catalog. Since 0.3 all of it.
 */
#ifndef RELCAL_HISTORY_H
#define RELCAL_HISTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "relcal/catalog.h"
#include "relcal/date.h"
#include "relcal/export.h"
#include "relcal/plan.h"
#include "relcal/when.h"

RELCAL_BEGIN_DECLS

/** What happened to a milestone of a plan. Append-only. */
typedef enum relcal_step {
    RELCAL_STEP_ADDED = 0,      /**< it came into the plan, or back into it */
    RELCAL_STEP_MOVED = 1,      /**< it got another date, or lost the one that it had */
    RELCAL_STEP_RENUMBERED = 2, /**< it took over the plan of another milestone */
    RELCAL_STEP_WITHDRAWN = 3,  /**< it was taken out of the plan */
    RELCAL_STEP_CONFIRMED = 4   /**< it happened */
} relcal_step;

/** "added", "moved", "renumbered", "withdrawn", "confirmed"; "" for another. Static text. */
RELCAL_API const char *relcal_step_name(relcal_step step);

/** One thing that happened to a plan. */
typedef struct relcal_plan_event {
    relcal_date day; /**< on which it did, at the end of which (UTC) the plan says so */
    relcal_step step;
    const relcal_milestone *milestone;
    const relcal_milestone *origin; /**< of RENUMBERED: whose plan it took over; else NULL */
    bool has_from;                  /**< there was a date before: */
    relcal_when from;               /**< of CONFIRMED the newest plan from before its day, of
                                         RENUMBERED the date that the label itself had */
    relcal_when to;                 /**< tbd where there is none any more */
    bool has_days;                  /**< both are days: */
    int32_t days;                   /**< from `from` to `to`; 0 of RENUMBERED */
} relcal_plan_event;

/** Walks over what happened to a plan, from old to new; on one day in the order of milestones. A
 * value: copy it to keep a place. The fields are the library's. */
typedef struct relcal_history {
    const relcal_series *series;
    relcal_date as_of;
    relcal_date day;
    uint32_t milestone;
} relcal_history;

/** What happened to the plan of a series up to the end of a day, or RELCAL_LATEST. */
RELCAL_API relcal_history relcal_series_history(const relcal_series *series, relcal_date as_of);

/** Fills `*out` with the next thing that happened. False, `*out` untouched, at the end. */
RELCAL_API bool relcal_history_next(relcal_history *history, relcal_plan_event *out);

/** What became of the plan for one milestone. */
typedef struct relcal_course {
    const relcal_milestone *milestone;
    const relcal_milestone *origin; /**< whose plan it first took over, or NULL */
    relcal_state state;             /**< withdrawn where it is not in the plan any more */
    bool is_recorded;               /**< its history is known */
    bool is_planned;                /**< it was planned before it happened */
    bool has_when;
    relcal_when when; /**< what the plan says of it, or when it happened */
    bool has_first;
    relcal_when first; /**< the first date that was planned */
    bool has_last;
    relcal_when last; /**< the last, from before the day of `when` where that is actual */
    bool has_slip;
    int32_t slip; /**< from `first` to `when` */
    bool has_last_slip;
    int32_t last_slip; /**< from `last` to `when` */
} relcal_course;

/**
 * Fills `*out` with what became of a milestone of a plan's series. False, `*out` untouched, where
 * the plan has not heard of it.
 */
RELCAL_API bool relcal_plan_course(relcal_plan plan, const relcal_milestone *milestone,
                                   relcal_course *out);

/** Figures of the slips of actual milestones that were planned, and have a slip. */
typedef struct relcal_slips {
    size_t count;
    size_t on_day;    /**< of them those without a slip */
    size_t unplanned; /**< actual ones beside them that nobody had planned, their history known */
    size_t withdrawn; /**< those that were planned and taken out */
    double mean;      /**< in days; 0 where there are none */
    double median;
    int32_t largest;                    /**< by its distance from 0, of equals the first */
    const relcal_milestone *largest_of; /**< NULL where there are none */
} relcal_slips;

/**
 * Adds up the slips of milestones of a kind, or of every kind for NULL, in some series, as of a day
 * or RELCAL_LATEST: from their first plans, or from their last ones.
 */
RELCAL_API relcal_slips relcal_slips_of(const relcal_series *const *series, size_t count,
                                        const char *kind, relcal_date as_of, bool from_last);

/** How two plans differ in a milestone; several of them joined by |. Append-only. */
typedef enum relcal_difference_bit {
    RELCAL_DIFFERENCE_ADDED = 1,   /**< only the right plan has it */
    RELCAL_DIFFERENCE_REMOVED = 2, /**< only the left plan has it */
    RELCAL_DIFFERENCE_DATE = 4,    /**< another date, or another precision */
    RELCAL_DIFFERENCE_STATE = 8,
    RELCAL_DIFFERENCE_TEXT = 16 /**< another title, kind, number or note */
} relcal_difference_bit;

/** One milestone in which two plans differ. */
typedef struct relcal_difference {
    unsigned bits;
    relcal_entry left;  /**< its milestone is NULL where the left plan has not got it */
    relcal_entry right; /**< the same of the right one */
    bool has_days;
    int32_t days; /**< from the left date to the right one */
} relcal_difference;

/** Walks over the differences of two plans. A value; the fields are the library's. */
typedef struct relcal_comparison {
    relcal_plan left;
    relcal_plan right;
    uint32_t index;
    bool is_in_left;
} relcal_comparison;

/** Compares two plans, of one catalog or of two, milestone by milestone, by their ids. */
RELCAL_API relcal_comparison relcal_plan_compare(relcal_plan left, relcal_plan right);

/**
 * Fills `*out` with the next difference: in the order of the right plan's milestones, then what
 * only the left one has. False, `*out` untouched, at the end.
 */
RELCAL_API bool relcal_comparison_next(relcal_comparison *comparison, relcal_difference *out);

RELCAL_END_DECLS

#endif
