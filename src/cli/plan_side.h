/* A plan that somebody names: a schedule file or PROJECT/SERIES, either with @DATE behind it. */
#ifndef RELCAL_CLI_PLAN_SIDE_H
#define RELCAL_CLI_PLAN_SIDE_H

#include "schedule_file.h"

typedef struct plan_side {
    relcal_plan plan;
    schedule_file file; /* that it is of, if any */
} plan_side;

/* Reads what a name means. The exit status, after a complaint where it is not EXIT_YES.
 * plan_side_free in any case. */
int plan_side_read(plan_side *out, const cli_session *session, const char *name);

void plan_side_free(plan_side *side);

#endif
