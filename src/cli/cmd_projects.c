/* relcal projects: what is known, by which names, and what is not said. */
#include <string.h>

#include "answer.h"
#include "command.h"
#include "complain.h"
#include "lookup.h"
#include "text_table.h"
#include "words.h"

static void answer_gaps(json_writer *writer, const relcal_project *project)
{
    relcal_gap gap;
    json_writer_open_list(writer, "gaps");
    for (size_t index = 0; relcal_project_gap_at(project, index, &gap); index++) {
        json_writer_open_object(writer, NULL);
        json_writer_text(writer, "what", gap.what);
        json_writer_text(writer, "reason", gap.reason);
        json_writer_close_object(writer);
    }
    json_writer_close_list(writer);
}

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
        if (session->options->value[OPTION_GAPS] != NULL) {
            answer_gaps(&writer, project);
        }
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

/* The widest line of prose. */
#define PROSE_COLUMNS 100

/* Adds a sentence on lines of its own: the first begins with `start`, the others as far in. */
static void add_prose(text *target, const char *start, const char *prose)
{
    size_t indent = strlen(start);
    size_t column = indent;
    text_add(target, start);
    while (*prose != '\0') {
        size_t length = strcspn(prose, " ");
        if (column > indent && column + 1 + length > PROSE_COLUMNS) {
            text_add(target, "\n");
            text_add_spaces(target, indent);
            column = indent;
        } else if (column > indent) {
            text_add(target, " ");
            column++;
        }
        text_add_bytes(target, prose, length);
        column += length;
        prose += length + strspn(prose + length, " ");
    }
    text_add(target, "\n");
}

static void tell_gaps(cli_session *session, const relcal_project *project)
{
    text *body = &session->out->body;
    relcal_gap gap;
    output_styled(session->out, STYLE_HEADING, relcal_project_name(project));
    if (!relcal_project_gap_at(project, 0, &gap)) {
        text_add(body, ": nothing is told of what the files cannot say\n");
        return;
    }
    text_add(body, ": what the published schedule says and the files do not\n");
    for (size_t index = 0; relcal_project_gap_at(project, index, &gap); index++) {
        text_add(body, "\n");
        add_prose(body, "- ", gap.what);
        add_prose(body, "  Why: ", gap.reason);
    }
}

/* The gaps of all projects, or of one. */
static void tell_all_gaps(cli_session *session, const relcal_project *only)
{
    const relcal_project *project;
    for (size_t index = 0; (project = lookup_next_project(session, only, &index)) != NULL;) {
        text_add(&session->out->body, index > 1 ? "\n" : "");
        tell_gaps(session, project);
    }
}

/* Points to the gaps below the series of a project. */
static void add_gap_count(cli_session *session, const relcal_project *project)
{
    relcal_gap gap;
    size_t count = 0;
    while (relcal_project_gap_at(project, count, &gap)) {
        count++;
    }
    if (count > 0) {
        text_addf(&session->out->body,
                  "\nThe files cannot say %zu thing%s that the published schedule does: --gaps\n",
                  count, count == 1 ? "" : "s");
    }
}

static int run(cli_session *session)
{
    const relcal_project *only = NULL;
    if (session->operand_count > 0 && (only = lookup_project(session, 0)) == NULL) {
        return EXIT_USAGE;
    }
    if (session->options->value[OPTION_JSON] != NULL) {
        answer(session, only);
    } else if (session->options->value[OPTION_GAPS] != NULL) {
        tell_all_gaps(session, only);
    } else if (only != NULL) {
        tell_series(session, only);
        add_gap_count(session, only);
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
        "lists its series: the document that sets the schedule, the branch, and the phase. What\n"
        "a project publishes and its files cannot say is listed with --gaps, with the reasons.\n",
    .kinds = {OPERAND_PROJECT},
    .options = OPTION_BIT(OPTION_GAPS),
    .needs_catalog = true,
    .run = run,
};
