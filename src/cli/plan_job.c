/*
 * A request for a plan, from the command line. Where several series lie between the one that is
 * asked for and the last that is known, those are planned first, one from the other.
 */
#include "plan_job.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "complain.h"
#include "fault.h"
#include "lookup.h"
#include "nearest.h"
#include "relcal/edit.h"
#include "relcal/load.h"
#include "relcal/write.h"

/* The most series that are planned on the way to the one that is asked for. */
#define GAP_MAX 100

/* ---- reading ---- */

static int complain_about_value(const char *option, const char *value, const char *why)
{
    text message = {0};
    text_addf(&message, "--%s ", option);
    text_add_printable(&message, value, QUOTED_BYTES);
    text_addf(&message, ": %s", why);
    complain_text(&message);
    return EXIT_USAGE;
}

/* Reads MILESTONE=DATE. */
static int read_pin(plan_job *job, const char *value, relcal_pin *pin)
{
    relcal_error error;
    const char *sign = strchr(value, '=');
    if (sign == NULL || sign == value) {
        return complain_about_value("set", value, "write MILESTONE=DATE, such as b1=2028-05-02");
    }
    if (relcal_when_parse(&pin->when, sign + 1, strlen(sign + 1), &error) != RELCAL_OK) {
        return complain_about_value("set", value, error.message);
    }
    text_add_bytes(&job->names, value, (size_t)(sign - value));
    text_add_bytes(&job->names, "", 1);
    return EXIT_YES;
}

static int read_pins(plan_job *job)
{
    const cli_options *options = job->session->options;
    const char *value;
    size_t count = 0;
    int status = EXIT_YES;
    while (option_repeat_at(options, OPTION_SET, count) != NULL) {
        count++;
    }
    job->pins = calloc(count + 1, sizeof *job->pins);
    if (job->pins == NULL) {
        complain("out of memory");
        return EXIT_SYSTEM;
    }
    for (size_t index = 0; status == EXIT_YES && index < count; index++) {
        value = option_repeat_at(options, OPTION_SET, index);
        status = read_pin(job, value, &job->pins[index]);
    }
    /* The names do not move any more. */
    const char *name = text_string(&job->names);
    for (size_t index = 0; status == EXIT_YES && index < count; index++) {
        job->pins[index].milestone = name;
        name += strlen(name) + 1;
    }
    job->request.pins = job->pins;
    job->request.pin_count = count;
    return job->names.failed ? EXIT_SYSTEM : status;
}

static int read_with(plan_job *job)
{
    const cli_options *options = job->session->options;
    size_t count = 0;
    while (option_repeat_at(options, OPTION_PLAN_WITH, count) != NULL) {
        count++;
    }
    job->with = calloc(count + 1, sizeof *job->with);
    if (job->with == NULL) {
        complain("out of memory");
        return EXIT_SYSTEM;
    }
    for (size_t index = 0; index < count; index++) {
        job->with[index] = option_repeat_at(options, OPTION_PLAN_WITH, index);
    }
    job->request.with = job->with;
    job->request.with_count = count;
    return EXIT_YES;
}

static const char *cadence_id_at(const void *context, size_t index)
{
    const relcal_cadence *cadence = relcal_project_cadence_at(context, index);
    return cadence != NULL ? relcal_cadence_id(cadence) : NULL;
}

static int read_cadence(plan_job *job)
{
    const char *id = job->session->options->value[OPTION_CADENCE];
    text message = {0};
    if (id == NULL) {
        return EXIT_YES;
    }
    job->request.cadence = relcal_project_cadence(job->project, id);
    if (job->request.cadence != NULL) {
        return EXIT_YES;
    }
    text_add(&message, "unknown cadence '");
    text_add_printable(&message, id, QUOTED_BYTES);
    text_add(&message, "'");
    nearest_add_hint(&message, id, (name_list){cadence_id_at, job->project, ""});
    complain_text(&message);
    return EXIT_USAGE;
}

/* What cannot be said together. */
static int refuse_together(plan_job *job)
{
    static const option_id pairs[][2] = {
        {OPTION_FINAL, OPTION_FROM},          {OPTION_COMPARE, OPTION_FROM},
        {OPTION_COMPARE, OPTION_FINAL},       {OPTION_COMPARE, OPTION_SET},
        {OPTION_COMPARE, OPTION_PLAN_FORMAT},
    };
    const char *const *values = job->session->options->value;
    for (size_t index = 0; index < sizeof pairs / sizeof pairs[0]; index++) {
        if (values[pairs[index][0]] != NULL && values[pairs[index][1]] != NULL) {
            complain("--%s and --%s do not go together; leave one out",
                     option_rows[pairs[index][0]].name, option_rows[pairs[index][1]].name);
            return EXIT_USAGE;
        }
    }
    return EXIT_YES;
}

static int read_final(plan_job *job)
{
    const char *value = job->session->options->value[OPTION_FINAL];
    relcal_error error;
    if (value == NULL) {
        return EXIT_YES;
    }
    if (relcal_when_parse(&job->wish.when, value, strlen(value), &error) != RELCAL_OK) {
        return complain_about_value("final", value, error.message);
    }
    job->wish.milestone = "final";
    job->request.wish = &job->wish;
    return EXIT_YES;
}

static int read_avoided(plan_job *job)
{
    int status = avoid_files_read(&job->avoided, job->session);
    job->request.avoided = job->avoided.items;
    job->request.avoided_count = job->avoided.count;
    return status;
}

/* A plan that goes on must be of the series that is asked for. */
static int read_from(plan_job *job)
{
    const char *name = job->session->options->value[OPTION_FROM];
    if (name == NULL) {
        return EXIT_YES;
    }
    int status = plan_side_read(&job->from, job->session, name);
    if (status != EXIT_YES) {
        return status;
    }
    if (strcmp(relcal_series_id(job->from.plan.series), job->series) != 0) {
        complain("--from is a plan of %s, not of %s; name the series that it is of",
                 relcal_series_id(job->from.plan.series), job->series);
        return EXIT_USAGE;
    }
    job->request.from = job->from.plan;
    return EXIT_YES;
}

static int read_previous(plan_job *job)
{
    const char *name = job->session->options->value[OPTION_PREVIOUS];
    if (name == NULL) {
        return EXIT_YES;
    }
    int status = plan_side_read(&job->previous, job->session, name);
    job->request.previous = job->previous.plan;
    return status;
}

/* A series that is to be planned need not be there; its id is used in a file's name. */
static int read_series(plan_job *job)
{
    job->series = job->session->operands[1];
    size_t length = strlen(job->series);
    bool is_good = length > 0 && length <= 64 && strchr("._-+~", job->series[0]) == NULL;
    for (size_t index = 0; index < length; index++) {
        is_good = is_good && strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                    "0123456789._-+~",
                                    job->series[index]) != NULL;
    }
    if (!is_good) {
        text message = {0};
        text_add_printable(&message, job->series, QUOTED_BYTES);
        text_add(&message, " is no series; write one such as 3.17");
        complain_text(&message);
        return EXIT_USAGE;
    }
    return EXIT_YES;
}

int plan_job_read(plan_job *out, cli_session *session)
{
    static int (*const readers[])(plan_job * job) = {
        read_series,  refuse_together, read_cadence,  read_pins, read_with,
        read_avoided, read_final,      read_previous, read_from,
    };
    *out = (plan_job){.session = session, .catalog = session->catalog};
    out->project = lookup_project(session, 0);
    int status = out->project == NULL ? EXIT_USAGE : EXIT_YES;
    for (size_t index = 0; status == EXIT_YES && index < sizeof readers / sizeof readers[0];
         index++) {
        status = readers[index](out);
    }
    out->request.project = out->project;
    out->request.series = out->series;
    return status;
}

/* ---- catalogs ---- */

static int complain_about_fault(const relcal_error *error)
{
    text fault = {0};
    fault_add(&fault, error);
    (void)fputs(text_string(&fault), stderr);
    text_free(&fault);
    return error->code == RELCAL_ERROR_MEMORY ? EXIT_SYSTEM : EXIT_NO;
}

/* Lays a series file over the job's catalog; the job's project is then the new one's. */
static relcal_status lay_over(plan_job *job, const char *series, const char *yaml, size_t length,
                              relcal_error *error)
{
    text name = {0};
    relcal_catalog *layer;
    text_addf(&name, "%s/%s.yaml", relcal_project_id(job->project), series);
    relcal_source source = {text_string(&name), yaml, length};
    relcal_status status = relcal_catalog_parse(&layer, job->catalog, &source, 1, NULL, error);
    text_free(&name);
    if (status != RELCAL_OK) {
        return status;
    }
    relcal_catalog **layers = realloc(job->layers, (job->layer_count + 1) * sizeof *layers);
    if (layers == NULL) {
        relcal_catalog_free(layer);
        error->code = RELCAL_ERROR_MEMORY;
        return RELCAL_ERROR_MEMORY;
    }
    job->layers = layers;
    job->layers[job->layer_count++] = layer;
    job->catalog = layer;
    const char *cadence = job->request.cadence == NULL ? NULL
                                                       : relcal_cadence_id(job->request.cadence);
    job->project = relcal_catalog_project(layer, relcal_project_id(job->project));
    job->request.project = job->project;
    if (cadence != NULL) {
        job->request.cadence = relcal_project_cadence(job->project, cadence);
    }
    return RELCAL_OK;
}

int plan_job_load(plan_job *job, const char *yaml, size_t length, const relcal_series **out)
{
    relcal_error error = {0};
    if (lay_over(job, job->series, yaml, length, &error) != RELCAL_OK) {
        return complain_about_fault(&error);
    }
    *out = relcal_project_series(job->project, job->series);
    return EXIT_YES;
}

/* ---- the series in between ---- */

/* The id after one, up to a last one that is alike but for the number at its end. */
static bool next_id(const char *id, const char *last, char *out, size_t room)
{
    size_t head = strlen(id);
    while (head > 0 && id[head - 1] >= '0' && id[head - 1] <= '9') {
        head--;
    }
    if (id[head] == '\0' || strlen(id + head) > 6 || strncmp(id, last, head) != 0 ||
        strspn(last + head, "0123456789") != strlen(last + head) || strlen(last + head) > 6) {
        return false;
    }
    long number = strtol(id + head, NULL, 10) + 1;
    (void)snprintf(out, room, "%.*s%ld", (int)head, id, number);
    return number < strtol(last + head, NULL, 10);
}

static bool plan_one(plan_job *job, const char *series)
{
    relcal_outcome *outcome = NULL;
    relcal_error error;
    char *yaml = NULL;
    size_t length;
    relcal_plan_request request = {
        .project = job->project,
        .series = series,
        .cadence = job->request.cadence,
        .avoided = job->request.avoided,
        .avoided_count = job->request.avoided_count,
    };
    bool is_good = relcal_plan_make(&outcome, &request, &error) == RELCAL_OK &&
                   relcal_outcome_write(outcome, job->session->date, &yaml, &length) == RELCAL_OK &&
                   lay_over(job, series, yaml, length, &error) == RELCAL_OK;
    relcal_outcome_free(outcome);
    free(yaml);
    return is_good;
}

void plan_job_fill_gap(plan_job *job)
{
    char id[128];
    bool is_next = true;
    const relcal_series *before = relcal_project_series_before(job->project, job->series, &is_next);
    if (job->request.previous.series != NULL || before == NULL) {
        return;
    }
    if (is_next) {
        if (job->session->as_of != RELCAL_LATEST) {
            job->request.previous = relcal_series_plan(before, job->session->as_of);
        }
        return;
    }
    (void)snprintf(id, sizeof id, "%s", relcal_series_id(before));
    for (int count = 0; count < GAP_MAX; count++) {
        char next[sizeof id];
        if (!next_id(id, job->series, next, sizeof next) || !plan_one(job, next)) {
            return;
        }
        memcpy(id, next, sizeof id);
    }
}

/* ---- a plan that goes on ---- */

static bool is_same_when(const relcal_when *left, const relcal_when *right)
{
    return left->earliest == right->earliest && left->latest == right->latest &&
           left->precision == right->precision;
}

static size_t collect_edits(const plan_job *job, const relcal_outcome *outcome, relcal_edit *edits)
{
    size_t count = 0;
    for (size_t index = 0; index < relcal_outcome_count(outcome); index++) {
        const relcal_planned *planned = relcal_outcome_at(outcome, index);
        if (!planned->has_former || !is_same_when(&planned->when, &planned->former)) {
            edits[count++] = (relcal_edit){
                .kind = planned->has_former ? RELCAL_EDIT_MOVE : RELCAL_EDIT_ADD,
                .milestone = planned->id,
                .when = planned->when,
                .on = job->session->date,
            };
        }
    }
    return count;
}

/* The text that goes on: the file's, or that of a known series. */
static relcal_status find_text(const plan_job *job, text *name, char **written, const char **bytes,
                               size_t *length)
{
    const relcal_series *series = job->from.plan.series;
    if (job->from.file.only != NULL) {
        text_add(name, text_string(&job->from.file.name));
        *bytes = text_string(&job->from.file.series);
        *length = job->from.file.series.length;
        return RELCAL_OK;
    }
    text_addf(name, "%s/%s.yaml", relcal_project_id(relcal_series_project(series)),
              relcal_series_id(series));
    relcal_status status = relcal_plan_write(job->from.plan, written, length);
    *bytes = *written;
    return status;
}

int plan_job_edit(const plan_job *job, const relcal_outcome *outcome, char **out, size_t *length)
{
    text name = {0};
    char *written = NULL;
    const char *bytes = NULL;
    size_t byte_count = 0;
    relcal_error error = {.code = RELCAL_ERROR_MEMORY, .message = "out of memory"};
    relcal_edit *edits = calloc(relcal_outcome_count(outcome) + 1, sizeof *edits);
    relcal_status status = edits == NULL ? RELCAL_ERROR_MEMORY
                                         : find_text(job, &name, &written, &bytes, &byte_count);
    if (status == RELCAL_OK) {
        size_t count = collect_edits(job, outcome, edits);
        const relcal_project *project = relcal_series_project(job->from.plan.series);
        status = relcal_series_edit(project, text_string(&name), bytes, byte_count, edits, count,
                                    out, length, &error);
    }
    free(written);
    free(edits);
    text_free(&name);
    return status == RELCAL_OK ? EXIT_YES : complain_about_fault(&error);
}

/* ---- saying what is wrong ---- */

bool plan_job_tell_clashes(const relcal_outcome *outcome)
{
    const relcal_unplanned *left_out;
    const relcal_clash *clash;
    size_t index = 0;
    for (; (left_out = relcal_outcome_unplanned_at(outcome, index)) != NULL; index++) {
        complain("%s is left out: %s", left_out->id, left_out->message);
    }
    for (index = 0; (clash = relcal_outcome_clash_at(outcome, index)) != NULL; index++) {
        complain("%s", clash->message);
    }
    return index == 0;
}

int plan_job_complain(const relcal_error *error)
{
    complain("%s", error->message);
    switch (error->code) {
    case RELCAL_ERROR_MEMORY:
        return EXIT_SYSTEM;
    case RELCAL_ERROR_ARGUMENT:
    case RELCAL_ERROR_LIMIT:
        return EXIT_USAGE;
    default:
        return EXIT_NO;
    }
}

void plan_job_free(plan_job *job)
{
    for (size_t index = job->layer_count; index > 0; index--) {
        relcal_catalog_free(job->layers[index - 1]);
    }
    free(job->layers);
    plan_side_free(&job->previous);
    plan_side_free(&job->from);
    free(job->pins);
    free(job->with);
    avoid_files_free(&job->avoided);
    text_free(&job->names);
}
