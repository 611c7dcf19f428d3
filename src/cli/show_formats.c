/*
 * The library prints all forms but release-cycle.json, which is JSON: of each series the branch,
 * the number of its PEP, its status, the days of its first release and of its end, and who releases
 * it.
 */
#include "show_formats.h"

#include <stdlib.h>
#include <string.h>

#include "complain.h"
#include "json.h"
#include "relcal/print.h"
#include "relcal/write.h"

bool show_format_is_for_projects(int format)
{
    return format == SHOW_CSV || format == SHOW_RELEASE_CYCLE;
}

/* ---- release-cycle.json ---- */

/* Writes when a milestone is, null where the plan has not got it. */
static void answer_when_of(json_writer *writer, const char *key, relcal_plan plan, const char *name)
{
    char buffer[RELCAL_WHEN_BYTES];
    relcal_entry entry;
    bool is_known = relcal_plan_entry(plan, relcal_series_milestone(plan.series, name), &entry);
    json_writer_text(writer, key, is_known ? relcal_when_format(&entry.when, buffer) : NULL);
}

/* Writes the number at the end of "PEP 693", null where there is none. */
static void answer_pep(json_writer *writer, const relcal_series *series)
{
    const char *name = relcal_series_spec_name(series);
    const char *digits = name == NULL ? NULL : strrchr(name, ' ');
    char *end = NULL;
    long number = digits == NULL ? 0 : strtol(digits + 1, &end, 10);
    if (number > 0 && *end == '\0') {
        json_writer_number(writer, "pep", number);
    } else {
        json_writer_null(writer, "pep");
    }
}

static void answer_series(json_writer *writer, const cli_session *session,
                          const relcal_series *series)
{
    relcal_plan plan = relcal_series_plan(series, session->as_of);
    relcal_standing standing = session_standing(session, series);
    const char *branch = relcal_series_branch(series);
    json_writer_open_object(writer, relcal_series_id(series));
    json_writer_text(writer, "branch", branch != NULL ? branch : relcal_series_id(series));
    answer_pep(writer, series);
    json_writer_text(writer, "status", relcal_phase_status(standing.phase));
    answer_when_of(writer, "first_release", plan, "final");
    answer_when_of(writer, "end_of_life", plan, "end-of-life");
    json_writer_text(writer, "release_manager", relcal_series_release_manager(series));
    json_writer_close_object(writer);
}

/* The newest series first, as the peps have them. */
static void answer_cycle(cli_session *session, const relcal_project *project,
                         const relcal_series *only)
{
    json_writer writer = json_writer_start(&session->out->body);
    json_writer_open_object(&writer, NULL);
    for (size_t index = relcal_project_series_count(project); index > 0; index--) {
        const relcal_series *series = relcal_project_series_at(project, index - 1);
        if (only == NULL || series == only) {
            answer_series(&writer, session, series);
        }
    }
    json_writer_close_object(&writer);
    json_writer_end_indented(&writer);
}

/* ---- what the library prints ---- */

static relcal_status print(const cli_session *session, const relcal_project *project,
                           const relcal_series *series, char **out, size_t *length)
{
    relcal_plan plan = relcal_series_plan(series, session->as_of);
    switch (session->options->choice[OPTION_FORMAT]) {
    case SHOW_PEP:
        return relcal_plan_print_pep(plan, out, length);
    case SHOW_MARKDOWN:
        return relcal_plan_print_markdown(plan, out, length);
    case SHOW_YAML:
        return relcal_plan_write(plan, out, length);
    default:
        return series == NULL ? relcal_project_print_csv(project, session->as_of, out, length)
                              : relcal_plan_print_csv(plan, out, length);
    }
}

int show_in_format(cli_session *session, const relcal_project *project, const relcal_series *series)
{
    char *out;
    size_t length;
    if (session->options->choice[OPTION_FORMAT] == SHOW_RELEASE_CYCLE) {
        answer_cycle(session, project, series);
        return EXIT_YES;
    }
    if (print(session, project, series, &out, &length) != RELCAL_OK) {
        complain("out of memory");
        return EXIT_SYSTEM;
    }
    text_add_bytes(&session->out->body, out, length);
    free(out);
    return EXIT_YES;
}
