/* Plans as people and programs read them: why each date is what it is, and what changes. */
#ifndef RELCAL_CLI_PLAN_REPORT_H
#define RELCAL_CLI_PLAN_REPORT_H

#include "plan_job.h"

/* How far the first milestone that is set can be moved, in a plan that goes on. */
typedef struct plan_leeway {
    bool is_known;
    const char *milestone;
    relcal_leeway leeway;
} plan_leeway;

/* The cadences of a project, with their rules in JSON. */
void plan_report_list(cli_session *session, const relcal_project *project);

/* The whole outcome as JSON. */
void plan_report_answer(const plan_job *job, const relcal_outcome *outcome,
                        const plan_leeway *leeway);

/* A table of the milestones with their rules; of a plan that goes on with what changes, too. */
void plan_report_tell(const plan_job *job, const relcal_outcome *outcome,
                      const plan_leeway *leeway);

/* The rules of a known series beside what was published. The exit status, after a complaint. */
int plan_report_compare(plan_job *job);

#endif
