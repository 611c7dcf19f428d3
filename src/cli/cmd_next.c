/* relcal next: the coming milestones, nearest first. */
#include "answer.h"
#include "command.h"
#include "complain.h"
#include "forecast_report.h"
#include "lookup.h"
#include "text_table.h"
#include "words.h"

typedef struct scope {
    const relcal_project *project; /* NULL for all */
    const relcal_series *series;   /* NULL for all */
} scope;

static relcal_agenda agenda_of(const cli_session *session, scope asked)
{
    if (asked.series != NULL) {
        return relcal_series_agenda(asked.series, session->as_of, session->instant);
    }
    if (asked.project != NULL) {
        return relcal_project_agenda(asked.project, session->as_of, session->instant);
    }
    return relcal_catalog_agenda(session->catalog, session->as_of, session->instant);
}

/* What an entry's kind makes of its day. False where that is not asked, or it has happened. */
static bool foretell(const cli_session *session, const relcal_entry *entry, relcal_forecast *out)
{
    if (session->options->value[OPTION_FORECAST] == NULL || entry->state != RELCAL_EXPECTED) {
        return false;
    }
    const relcal_series *series = relcal_milestone_series(entry->milestone);
    *out = relcal_forecast_of(relcal_series_plan(series, session->as_of), entry->milestone,
                              session->date);
    return true;
}

static void answer(cli_session *session, scope asked)
{
    json_writer writer = answer_open(session);
    answer_date(&writer, session);
    json_writer_open_list(&writer, "milestones");
    relcal_agenda agenda = agenda_of(session, asked);
    for (relcal_entry entry; relcal_agenda_next(&agenda, &entry);) {
        const relcal_series *series = relcal_milestone_series(entry.milestone);
        relcal_forecast forecast;
        json_writer_open_object(&writer, NULL);
        json_writer_text(&writer, "project", relcal_project_id(relcal_series_project(series)));
        json_writer_text(&writer, "series", relcal_series_id(series));
        json_writer_text(&writer, "milestone", relcal_milestone_id(entry.milestone));
        answer_when(&writer, "date", &entry.when);
        json_writer_text(&writer, "state", relcal_state_name(entry.state));
        json_writer_number(&writer, "days", session_days_to(session, &entry.when));
        if (foretell(session, &entry, &forecast)) {
            forecast_report_json(&writer, &forecast);
        }
        json_writer_close_object(&writer);
    }
    json_writer_close_list(&writer);
    answer_close(&writer);
}

/* The columns that are the same in every row are left out. */
static void tell(cli_session *session, scope asked)
{
    static const table_column columns[] = {{"PROJECT", false},   {"SERIES", false},
                                           {"MILESTONE", false}, {"DATE", false},
                                           {"", false},          FORECAST_COLUMNS};
    bool has_projects = asked.project == NULL && relcal_catalog_project_count(session->catalog) > 1;
    text_table table = text_table_start(columns, sizeof columns / sizeof columns[0]);
    relcal_agenda agenda = agenda_of(session, asked);
    bool is_any = false;
    for (relcal_entry entry; relcal_agenda_next(&agenda, &entry); is_any = true) {
        const relcal_series *series = relcal_milestone_series(entry.milestone);
        const relcal_project *project = relcal_series_project(series);
        relcal_forecast forecast;
        text_table_cell(&table, NULL, has_projects ? relcal_project_name(project) : NULL);
        text_table_cell(&table, NULL, asked.series == NULL ? relcal_series_id(series) : NULL);
        text_table_cell(&table, NULL, relcal_milestone_title(entry.milestone));
        text_table_cell(&table, NULL, NULL);
        words_add_when(&table.content, &entry.when);
        text_table_cell(&table, NULL, NULL);
        words_add_distance(&table.content, session_days_to(session, &entry.when),
                           entry.when.precision);
        bool is_foretold = foretell(session, &entry, &forecast);
        forecast_report_cells(&table, is_foretold ? &forecast : NULL);
    }
    if (!is_any) {
        text_add(&session->out->body, "no coming milestones");
        session_add_question(session, &session->out->body);
        text_add(&session->out->body, "\n");
    }
    text_table_finish(&table, session->out);
}

static int run(cli_session *session)
{
    scope asked = {0};
    if (session->operand_count > 0 && (asked.project = lookup_project(session, 0)) == NULL) {
        return EXIT_USAGE;
    }
    if (session->operand_count > 1) {
        int status = lookup_series(session, asked.project, 1, &asked.series);
        if (status != EXIT_YES) {
            return status;
        }
    }
    if (session->options->value[OPTION_JSON] != NULL) {
        answer(session, asked);
    } else {
        tell(session, asked);
    }
    return EXIT_YES;
}

const cli_command command_next = {
    .name = "next",
    .usage = "[PROJECT [SERIES|BRANCH]]",
    .summary = "the coming milestones, with days to go",
    .description =
        "Lists the milestones that are still to come, the nearest first: of one series, of all\n"
        "series of a project, or of all projects. What has no date yet is left out. --forecast\n"
        "says how well plans of the same kind held before.\n",
    .kinds = {OPERAND_PROJECT, OPERAND_SERIES},
    .options = OPTION_BIT(OPTION_FORECAST),
    .needs_catalog = true,
    .examples = {{"next python 3.15", "what is still to come of Python 3.15"},
                 {"next --json -o coming.json", "all coming milestones, for a program"}},
    .run = run,
};
