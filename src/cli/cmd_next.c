/* relcal next: the coming milestones, nearest first. */
#include <stdlib.h>

#include "answer.h"
#include "command.h"
#include "complain.h"
#include "forecast_report.h"
#include "selection.h"
#include "text_table.h"
#include "within.h"
#include "words.h"

/* How far ahead is told to people who named nothing and follow nothing. */
#define USUAL_TIME "30d"

/* What is asked about. */
typedef struct scope {
    const selection *chosen;
    const relcal_series **list; /* its series */
    bool has_end;
    relcal_instant until; /* where it has one: nothing that comes later */
} scope;

static relcal_agenda agenda_of(const cli_session *session, const scope *asked)
{
    return relcal_list_agenda(asked->list, asked->chosen->series_count, session->as_of,
                              session->instant);
}

/* The next entry of an agenda within the time that is asked about. */
static bool take_next(relcal_agenda *agenda, const scope *asked, relcal_entry *entry)
{
    return relcal_agenda_next(agenda, entry) &&
           (!asked->has_end || entry->when.earliest <= asked->until);
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

static void answer(cli_session *session, const scope *asked)
{
    json_writer writer = answer_open(session);
    answer_date(&writer, session);
    json_writer_open_list(&writer, "milestones");
    relcal_agenda agenda = agenda_of(session, asked);
    for (relcal_entry entry; take_next(&agenda, asked, &entry);) {
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
    if (asked->has_end) {
        answer_day(&writer, "until", relcal_instant_date(asked->until));
    }
    selection_answer(&writer, asked->chosen, session);
    answer_close(&writer);
}

static void add_row(text_table *table, const cli_session *session, const scope *asked,
                    const relcal_entry *entry)
{
    const relcal_series *series = relcal_milestone_series(entry->milestone);
    const relcal_project *project = relcal_series_project(series);
    bool has_projects = asked->chosen->project_count > 1;
    bool has_series = asked->chosen->series_count != 1 || !asked->chosen->series[0].is_named;
    relcal_forecast forecast;
    text_table_cell(table, NULL, has_projects ? relcal_project_name(project) : NULL);
    text_table_cell(table, NULL, has_series ? relcal_series_id(series) : NULL);
    text_table_cell(table, NULL, relcal_milestone_title(entry->milestone));
    text_table_cell(table, NULL, NULL);
    words_add_when(&table->content, &entry->when);
    text_table_cell(table, NULL, NULL);
    words_add_distance(&table->content, session_days_to(session, &entry->when),
                       entry->when.precision);
    bool is_foretold = foretell(session, entry, &forecast);
    forecast_report_cells(table, is_foretold ? &forecast : NULL);
}

/* Says how far ahead was looked where nobody said how far. */
static void add_horizon(cli_session *session, const scope *asked)
{
    text *body = &session->out->body;
    if (asked->chosen->reason == SELECTION_EVERYTHING && asked->has_end &&
        session->options->value[OPTION_WITHIN] == NULL) {
        text_add(body, "\nOf every project, until ");
        words_add_day(body, relcal_instant_date(asked->until));
        text_add(body, "; --within \"1 year\" goes further, --all to the end.\n");
    }
}

/* The columns that are the same in every row are left out. */
static void tell(cli_session *session, const scope *asked)
{
    static const table_column columns[] = {{"PROJECT", false},   {"SERIES", false},
                                           {"MILESTONE", false}, {"DATE", false},
                                           {"", false},          FORECAST_COLUMNS};
    text_table table = text_table_start(columns, sizeof columns / sizeof columns[0]);
    relcal_agenda agenda = agenda_of(session, asked);
    bool is_any = false;
    for (relcal_entry entry; take_next(&agenda, asked, &entry); is_any = true) {
        add_row(&table, session, asked, &entry);
    }
    if (!is_any) {
        text *body = &session->out->body;
        text_add(body, "no coming milestones");
        if (asked->has_end) {
            text_add(body, " until ");
            words_add_day(body, relcal_instant_date(asked->until));
            text_add(body, ", asked");
        }
        session_add_question(session, body);
        text_add(body, "\n");
    }
    text_table_finish(&table, session->out);
    add_horizon(session, asked);
    selection_add_note(asked->chosen, session);
}

/* Without a word about it, everything is too much to read; a program can. */
static int find_end(const cli_session *session, scope *asked)
{
    const char *const *values = session->options->value;
    bool is_much = asked->chosen->reason == SELECTION_EVERYTHING &&
                   asked->chosen->project_count > 1 && values[OPTION_JSON] == NULL;
    asked->has_end = values[OPTION_WITHIN] != NULL || is_much;
    return asked->has_end ? within_read(session, USUAL_TIME, &asked->until) : EXIT_YES;
}

static int run(cli_session *session)
{
    selection chosen;
    scope asked = {.chosen = &chosen};
    int status = selection_make(&chosen, session);
    status = status == EXIT_YES ? find_end(session, &asked) : status;
    if (status == EXIT_YES && (asked.list = selection_list(&chosen)) == NULL) {
        status = EXIT_SYSTEM;
    }
    if (status == EXIT_YES && session->options->value[OPTION_JSON] != NULL) {
        answer(session, &asked);
    } else if (status == EXIT_YES) {
        tell(session, &asked);
    }
    free(asked.list);
    selection_free(&chosen);
    return status;
}

const cli_command command_next = {
    .name = "next",
    .usage = "[PROJECT [SERIES|BRANCH]...]...",
    .summary = "the coming milestones, with days to go",
    .description =
        "Lists the milestones that are still to come, the nearest first: of series, or of all\n"
        "series of projects. An operand that is a series of the project before it is one; any\n"
        "other is a project. What has no date yet is left out. --forecast says how well plans of\n"
        "the same kind held before.\n"
        "Without operands it is about what is followed, which the config says, or, with nothing\n"
        "followed, about the coming 30 days of every project; --all tells everything.\n",
    .kinds = {OPERAND_PROJECT, OPERAND_SCOPE},
    .repeats_last = true,
    .options = OPTION_BIT(OPTION_FORECAST) | OPTION_BIT(OPTION_WITHIN) | OPTION_BIT(OPTION_ALL),
    .needs_catalog = true,
    .run = run,
};
