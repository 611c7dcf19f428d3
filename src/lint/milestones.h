/* What several checks ask of milestones. */
#ifndef RELCAL_LINT_MILESTONES_H
#define RELCAL_LINT_MILESTONES_H

#include <string.h>

#include "lint_run.h"

/* The stages of a first release, in their order; LINT_NO_STAGE for another milestone. */
typedef enum lint_stage {
    LINT_NO_STAGE,
    LINT_ALPHA,
    LINT_BETA,
    LINT_CANDIDATE,
    LINT_FINAL,
    LINT_END_OF_BUGFIX,
    LINT_END_OF_LIFE
} lint_stage;

static inline lint_stage lint_stage_of(const relcal_draft_milestone *milestone)
{
    static const char *const kinds[] = {
        [LINT_ALPHA] = "alpha",
        [LINT_BETA] = "beta",
        [LINT_CANDIDATE] = "candidate",
        [LINT_FINAL] = "final",
        [LINT_END_OF_BUGFIX] = "end-of-bugfix",
        [LINT_END_OF_LIFE] = "end-of-life",
    };
    for (size_t stage = LINT_ALPHA; milestone->first_release && stage <= LINT_END_OF_LIFE;
         stage++) {
        if (strcmp(milestone->kind, kinds[stage]) == 0) {
            return (lint_stage)stage;
        }
    }
    return LINT_NO_STAGE;
}

static inline bool lint_is_pre_release(lint_stage stage)
{
    return stage == LINT_ALPHA || stage == LINT_BETA || stage == LINT_CANDIDATE;
}

/* Whether it is in the plan, with a date. */
static inline bool lint_is_dated(const relcal_draft_milestone *milestone)
{
    return milestone->state != RELCAL_WITHDRAWN &&
           milestone->when.precision != RELCAL_PRECISION_TBD;
}

static inline bool lint_is_day(const relcal_when *when)
{
    return when->precision == RELCAL_PRECISION_DAY || when->precision == RELCAL_PRECISION_MOMENT;
}

/* The dated milestone of a stage and number (-1 for those without), or NULL. */
static inline const relcal_draft_milestone *lint_find_stage(const relcal_draft_series *series,
                                                            lint_stage stage, int32_t number)
{
    const relcal_draft_milestone *milestone = series->milestones;
    while (milestone != NULL && (lint_stage_of(milestone) != stage || milestone->number != number ||
                                 !lint_is_dated(milestone))) {
        milestone = milestone->next;
    }
    return milestone;
}

/* "Thursday, 2019-07-04" */
#define LINT_DAY_BYTES 32
char *lint_format_day(relcal_date date, char buffer[LINT_DAY_BYTES]);

#endif
