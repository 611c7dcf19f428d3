/*
 * Whether a plan will hold, told from how plans of its kind held before.
 *
 * A forecast of a milestone so many days ahead (its lead) looks at every milestone of its kind, in
 * all series of the project, that has become actual. Each of them is a case if its history is
 * recorded, it is known to the day or the second, and it was planned to the day or second before
 * the day on which it came. The plan of a case is the newest one that was published at least the
 * lead before the day which it named: that which stood so many days ahead. Where even the first
 * plan was published later than that, the first plan counts. A plan that went on under another
 * label is followed as relcal_plan_course does; what was withdrawn and never came is no case. How
 * late a case came is its slip: the days from its plan to its day, in UTC, below 0 where it came
 * early.
 *
 * These are figures of the past, and no promise: with few cases they say little, and what they
 * count is what came, not why.
 *
 * Nothing here allocates; all of it is thread-safe. A forecast takes time in proportion to the
 * revisions of the kind's milestones, times the milestones of their series. Since 0.4 all of it.
 */
#ifndef RELCAL_FORECAST_H
#define RELCAL_FORECAST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "relcal/catalog.h"
#include "relcal/date.h"
#include "relcal/export.h"
#include "relcal/plan.h"

RELCAL_BEGIN_DECLS

/** With fewer cases a forecast should not be relied on. */
#define RELCAL_FORECAST_LEAST_CASES 8

/** The most cases that a forecast is made of: those that came last. */
#define RELCAL_FORECAST_MOST_CASES 512

/** How plans of a kind held. */
typedef struct relcal_forecast {
    size_t cases;        /**< [0, RELCAL_FORECAST_MOST_CASES] */
    size_t on_day;       /**< of them those without a slip */
    int32_t lead;        /**< days ahead, at least 0; 0 too where there is nothing to foretell */
    double chance;       /**< on_day of cases, [0, 1]; 0 where there are none */
    int32_t half_within; /**< the least days, at least 0, such that half of the cases or more came
                              so many days after their plan or before; 0 where there are none */
    int32_t most_within; /**< the same of nine in ten of them */
    bool is_enough;      /**< there are RELCAL_FORECAST_LEAST_CASES or more */
} relcal_forecast;

/**
 * Foretells a milestone of a plan's series, as of `today`: its lead is the days from `today` to the
 * day that is planned, 0 where that is past. What had come by the plan's as-of day counts, and of
 * the latest plan what had come by `today`. There are no cases where the milestone is NULL, not in
 * the plan, not expected or not known to the day or the second, or where `today` is no date.
 */
RELCAL_API relcal_forecast relcal_forecast_of(relcal_plan plan, const relcal_milestone *milestone,
                                              relcal_date today);

/**
 * Foretells any milestone of a kind, such as "beta", that is planned `lead` days ahead; a lead
 * below 0 is 0. What had come by `as_of`, a day or RELCAL_LATEST, counts.
 */
RELCAL_API relcal_forecast relcal_forecast_of_kind(const relcal_project *project, const char *kind,
                                                   int32_t lead, relcal_date as_of);

RELCAL_END_DECLS

#endif
