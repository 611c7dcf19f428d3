/* relcal projects: what is known, and by which names. */
#include "answer.h"
#include "command.h"
#include "complain.h"
#include "lookup.h"
#include "text_table.h"
#include "words.h"

static void answer(cli_session *session, const relcal_project *only)
{
    json_writer writer = answer_open(session);
    json_writer_open_list(&writer, "projects");
    const relcal_project *project;
    for (size_t index = 0; (project = lookup_next_project(session, only, &index)) != NULL;) {
        json_writer_open_object(&writer, NULL);
        json_writer_text(&writer, "project", relcal_project_id(project));
        json_writer_text(&writer, "name", relcal_project_name(project));
        json_writer_text(&writer, "url", relcal_project_url(project));
        answer_day(&writer, "revised", relcal_project_revised(project));
        json_writer_open_list(&writer, "series");
        const relcal_series *series;
        for (size_t place = 0; (series = relcal_project_series_at(project, place)) != NULL;
             place++) {
            json_writer_text(&writer, NULL, relcal_series_id(series));
        }
        json_writer_close_list(&writer);
        json_writer_close_object(&writer);
    }
    json_writer_close_list(&writer);
    answer_close(&writer);
}

/* Where a series begins by its plan; RELCAL_INSTANT_MAX where nobody knows. */
static relcal_instant begin_of(const relcal_series *series)
{
    relcal_entry entry;
    relcal_plan plan = relcal_series_plan(series, RELCAL_LATEST);
    bool is_dated = relcal_plan_entry(plan, relcal_series_milestone_at(series, 0), &entry) &&
                    entry.when.precision != RELCAL_PRECISION_TBD;
    return is_dated ? entry.when.earliest : RELCAL_INSTANT_MAX;
}

/* The first or the last series of a project by date, which need not be the order of their ids. */
static const relcal_series *find_end(const relcal_project *project, bool is_last)
{
    const relcal_series *found = NULL;
    const relcal_series *series;
    for (size_t index = 0; (series = relcal_project_series_at(project, index)) != NULL; index++) {
        if (found == NULL ||
            (is_last ? begin_of(series) >= begin_of(found) : begin_of(series) < begin_of(found))) {
            found = series;
        }
    }
    return found;
}

static void tell_projects(cli_session *session)
{
    static const table_column columns[] = {{"PROJECT", false}, {"NAME", false}, {"SERIES", true},
                                           {"FROM", false},    {"TO", false},   {"URL", false}};
    text_table table = text_table_start(columns, sizeof columns / sizeof columns[0]);
    const relcal_project *project;
    for (size_t index = 0; (project = lookup_next_project(session, NULL, &index)) != NULL;) {
        size_t count = relcal_project_series_count(project);
        text_table_cell(&table, NULL, relcal_project_id(project));
        text_table_cell(&table, NULL, relcal_project_name(project));
        text_table_cell(&table, NULL, NULL);
        text_addf(&table.content, "%zu", count);
        const relcal_series *first = find_end(project, false);
        text_table_cell(&table, NULL, first != NULL ? relcal_series_id(first) : NULL);
        const relcal_series *last = find_end(project, true);
        text_table_cell(&table, NULL, last != NULL ? relcal_series_id(last) : NULL);
        text_table_cell(&table, NULL, relcal_project_url(project));
    }
    text_table_finish(&table, session->out);
}

static void tell_series(cli_session *session, const relcal_project *project)
{
    static const table_column columns[] = {
        {"SERIES", false}, {"SPEC", false}, {"BRANCH", false}, {"PHASE", false}};
    output_styled(session->out, STYLE_HEADING, relcal_project_name(project));
    session_add_question(session, &session->out->body);
    text_add(&session->out->body, "\n\n");
    text_table table = text_table_start(columns, sizeof columns / sizeof columns[0]);
    const relcal_series *series;
    for (size_t index = 0; (series = relcal_project_series_at(project, index)) != NULL; index++) {
        const relcal_phase *phase = session_standing(session, series).phase;
        text_table_cell(&table, NULL, relcal_series_id(series));
        text_table_cell(&table, NULL, relcal_series_spec_name(series));
        text_table_cell(&table, NULL, relcal_series_branch(series));
        text_table_cell(&table, words_phase_style(phase), relcal_phase_id(phase));
    }
    text_table_finish(&table, session->out);
}

static int run(cli_session *session)
{
    const relcal_project *only = NULL;
    if (session->operand_count > 0 && (only = lookup_project(session, 0)) == NULL) {
        return EXIT_USAGE;
    }
    if (session->options->value[OPTION_JSON] != NULL) {
        answer(session, only);
    } else if (only != NULL) {
        tell_series(session, only);
    } else {
        tell_projects(session);
    }
    return EXIT_YES;
}

const cli_command command_projects = {
    .name = "projects",
    .usage = "[PROJECT]",
    .summary = "the projects, or the series of one",
    .description =
        "Lists the projects that relcal knows, built in or from schedule files. With a project,\n"
        "lists its series: the document that sets the schedule, the branch, and the phase.\n",
    .kinds = {OPERAND_PROJECT},
    .needs_catalog = true,
    .run = run,
};
