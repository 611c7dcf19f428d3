/* What relcal plan is asked for, and the catalog in which its plans are. */
#ifndef RELCAL_CLI_PLAN_JOB_H
#define RELCAL_CLI_PLAN_JOB_H

#include "avoid_files.h"
#include "plan_side.h"
#include "relcal/cadence.h"

typedef struct plan_job {
    cli_session *session;
    const relcal_project *project; /* of `catalog` */
    const char *series;
    relcal_plan_request request;
    relcal_pin *pins;
    text names; /* of what is set */
    relcal_pin wish;
    const char **with;
    avoid_files avoided;
    plan_side previous;
    plan_side from;
    const relcal_catalog *catalog; /* the session's, or the newest of `layers` */
    relcal_catalog **layers;       /* with series that had to be planned before, each over the
                                      other; then with the plan that is asked for */
    size_t layer_count;
} plan_job;

/* Reads the operands and options. The exit status, after a complaint where it is not EXIT_YES.
 * plan_job_free in any case. */
int plan_job_read(plan_job *out, cli_session *session);

/* Takes the series before as it stood on the day of --as-of; or plans those that are missing before
 * the one that is asked for, as far as its rules need them; a failure is none, as dates that are
 * set may do. */
void plan_job_fill_gap(plan_job *job);

/* Lays the text of a series file over the catalog, so that the series there is the plan's. The exit
 * status, after a complaint. */
int plan_job_load(plan_job *job, const char *yaml, size_t length, const relcal_series **out);

/* The text of the plan that goes on with what an outcome changes, in `*out`, from malloc. The exit
 * status, after a complaint. */
int plan_job_edit(const plan_job *job, const relcal_outcome *outcome, char **out, size_t *length);

/* Says what an outcome does not keep or leaves out. Whether it breaks nothing. */
bool plan_job_tell_clashes(const relcal_outcome *outcome);

/* Complains about a plan that cannot be made; the exit status. */
int plan_job_complain(const relcal_error *error);

void plan_job_free(plan_job *job);

#endif
