/* relcal plan: a series' plan from its project's rules, and what follows when something moves. */
#include <stdlib.h>
#include <string.h>

#include "calendars.h"
#include "command.h"
#include "complain.h"
#include "lookup.h"
#include "plan_report.h"
#include "relcal/print.h"

static bool has_option(const plan_job *job, option_id option)
{
    return job->session->options->value[option] != NULL;
}

/* ---- other forms of the plan ---- */

static bool stream(void *context, const char *bytes, size_t length)
{
    text_add_bytes(context, bytes, length);
    return true;
}

static int write_calendar(const plan_job *job, const relcal_series *series)
{
    calendar_functions library;
    relcal_error error;
    const relcal_ical_options options = {.series = &series, .series_count = 1};
    if (!calendars_load(&library)) {
        return EXIT_SYSTEM;
    }
    if (library.ical_write(job->catalog, &options, stream, &job->session->out->body, &error) !=
        RELCAL_OK) {
        complain("%s", error.message);
        return EXIT_SYSTEM;
    }
    return EXIT_YES;
}

/* Shows the plan that a schedule file holds in the form that is asked for. */
static int show(plan_job *job, const char *yaml, size_t length)
{
    const relcal_series *series;
    char *out = NULL;
    size_t bytes = 0;
    int status = plan_job_load(job, yaml, length, &series);
    if (status != EXIT_YES) {
        return status;
    }
    relcal_plan plan = relcal_series_plan(series, RELCAL_LATEST);
    relcal_status printed = RELCAL_OK;
    switch (job->session->options->choice[OPTION_PLAN_FORMAT]) {
    case PLAN_ICS:
        return write_calendar(job, series);
    case PLAN_PEP:
        printed = relcal_plan_print_pep(plan, &out, &bytes);
        break;
    case PLAN_MARKDOWN:
        printed = relcal_plan_print_markdown(plan, &out, &bytes);
        break;
    default:
        text_add_bytes(&job->session->out->body, yaml, length);
        return EXIT_YES;
    }
    if (printed != RELCAL_OK) {
        complain("out of memory");
        return EXIT_SYSTEM;
    }
    text_add_bytes(&job->session->out->body, out, bytes);
    free(out);
    return EXIT_YES;
}

static int show_outcome(plan_job *job, const relcal_outcome *outcome)
{
    char *yaml = NULL;
    size_t length = 0;
    int status = EXIT_YES;
    if (relcal_outcome_goes_on(outcome)) {
        status = plan_job_edit(job, outcome, &yaml, &length);
    } else if (relcal_outcome_write(outcome, job->session->date, &yaml, &length) != RELCAL_OK) {
        complain("out of memory");
        status = EXIT_SYSTEM;
    }
    if (status == EXIT_YES) {
        status = show(job, yaml, length);
    }
    free(yaml);
    return status;
}

/* ---- the command ---- */

/* How late the first milestone that is set may be; unknown where nothing is set, or the plan has no
 * final release. */
static plan_leeway find_leeway(const plan_job *job)
{
    plan_leeway out = {.is_known = false};
    if (job->request.from.series != NULL && job->request.pin_count > 0) {
        out.milestone = job->request.pins[0].milestone;
        out.is_known = relcal_plan_leeway(&out.leeway, &job->request, "final", NULL) == RELCAL_OK;
    }
    return out;
}

static bool wants_json(const plan_job *job)
{
    return has_option(job, OPTION_JSON) ||
           (has_option(job, OPTION_PLAN_FORMAT) &&
            job->session->options->choice[OPTION_PLAN_FORMAT] == PLAN_JSON);
}

/* A plan that goes on is told as what changes, unless a form is asked for. */
static int tell(plan_job *job, const relcal_outcome *outcome)
{
    bool is_table = has_option(job, OPTION_EXPLAIN) ||
                    (relcal_outcome_goes_on(outcome) && !has_option(job, OPTION_PLAN_FORMAT));
    bool keeps_all = relcal_outcome_clash_at(outcome, 0) == NULL;
    int status = EXIT_YES;
    if (wants_json(job) || is_table) {
        plan_leeway leeway = find_leeway(job);
        if (wants_json(job)) {
            plan_report_answer(job, outcome, &leeway);
        } else {
            plan_report_tell(job, outcome, &leeway);
        }
    } else {
        keeps_all = plan_job_tell_clashes(outcome);
        status = show_outcome(job, outcome);
    }
    return status == EXIT_YES && !keeps_all ? EXIT_NO : status;
}

static int make(plan_job *job)
{
    relcal_outcome *outcome;
    relcal_error error;
    plan_job_fill_gap(job);
    if (relcal_plan_make(&outcome, &job->request, &error) != RELCAL_OK) {
        return plan_job_complain(&error);
    }
    int status = tell(job, outcome);
    relcal_outcome_free(outcome);
    return status;
}

/* Without a series, by which cadences one can be planned. */
static int list(cli_session *session)
{
    const relcal_project *project = lookup_project(session, 0);
    if (project == NULL) {
        return EXIT_USAGE;
    }
    if (relcal_project_cadence_count(project) == 0) {
        complain("%s has no cadence in its project.yaml", relcal_project_id(project));
        return EXIT_NO;
    }
    plan_report_list(session, project);
    return EXIT_YES;
}

static int run(cli_session *session)
{
    plan_job job;
    if (session->operand_count == 1) {
        return list(session);
    }
    if (session->options->value[OPTION_EXPLAIN] != NULL &&
        session->options->value[OPTION_PLAN_FORMAT] != NULL &&
        session->options->choice[OPTION_PLAN_FORMAT] != PLAN_JSON) {
        complain("--explain is for text and for JSON; leave it out, or --format");
        return EXIT_USAGE;
    }
    int status = plan_job_read(&job, session);
    if (status == EXIT_YES) {
        status = has_option(&job, OPTION_COMPARE) ? plan_report_compare(&job) : make(&job);
    }
    plan_job_free(&job);
    return status;
}

const cli_command command_plan = {
    .name = "plan",
    .usage = "PROJECT [SERIES]",
    .summary = "a series' plan from the rules of its project",
    .description =
        "Plans a series by its project's cadence: a schedule file, each date with its rule. It is\n"
        "planned from the series before, from what is --set, or backwards from --final. With\n"
        "--from, a plan that is there goes on: what follows, which constraint breaks first, how\n"
        "late it may be. Without a series, lists the cadences. Ends with 1 where one is broken.\n",
    .kinds = {OPERAND_PROJECT, OPERAND_SERIES},
    .operands_min = 1,
    .options = OPTION_BIT(OPTION_CADENCE) | OPTION_BIT(OPTION_SET) | OPTION_BIT(OPTION_FINAL) |
               OPTION_BIT(OPTION_PREVIOUS) | OPTION_BIT(OPTION_FROM) |
               OPTION_BIT(OPTION_PLAN_WITH) | OPTION_BIT(OPTION_EXPLAIN) |
               OPTION_BIT(OPTION_COMPARE) | OPTION_BIT(OPTION_PLAN_FORMAT) |
               OPTION_BIT(OPTION_AVOID) | OPTION_BIT(OPTION_INSTEAD),
    .needs_catalog = true,
    .run = run,
};
