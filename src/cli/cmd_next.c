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

/* A milestone that is still to come, and its place among all of the chosen series. */
typedef struct coming_entry {
    relcal_entry entry;
    size_t place;
} coming_entry;

/* What is asked about, and what comes of it. */
typedef struct scope {
    const selection *chosen;
    bool has_end;
    relcal_instant until;  /* where it has one: nothing that comes later */
    coming_entry *entries; /* the nearest first */
    size_t count;
} scope;

static bool is_coming(const cli_session *session, const scope *asked, const relcal_entry *entry)
{
    return entry->when.precision != RELCAL_PRECISION_TBD &&
           entry->when.earliest > session->instant &&
           (!asked->has_end || entry->when.earliest <= asked->until);
}

static int compare_entries(const void *left_pointer, const void *right_pointer)
{
    const coming_entry *left = left_pointer;
    const coming_entry *right = right_pointer;
    if (left->entry.when.earliest != right->entry.when.earliest) {
        return left->entry.when.earliest < right->entry.when.earliest ? -1 : 1;
    }
    return (left->place > right->place) - (left->place < right->place);
}

static size_t count_milestones(const selection *chosen)
{
    size_t count = 0;
    for (size_t index = 0; index < chosen->series_count; index++) {
        count += relcal_series_milestone_count(chosen->series[index].series);
    }
    return count;
}

/* Gathers what comes and sorts it. An agenda would look through all series for each entry. */
static int gather(const cli_session *session, scope *asked)
{
    size_t place = 0;
    asked->entries = malloc((count_milestones(asked->chosen) + 1) * sizeof *asked->entries);
    if (asked->entries == NULL) {
        complain("out of memory");
        return EXIT_SYSTEM;
    }
    for (size_t index = 0; index < asked->chosen->series_count; index++) {
        const relcal_series *series = asked->chosen->series[index].series;
        relcal_plan plan = relcal_series_plan(series, session->as_of);
        const relcal_milestone *milestone;
        for (size_t at = 0; (milestone = relcal_series_milestone_at(series, at)) != NULL; at++) {
            coming_entry *found = &asked->entries[asked->count];
            found->place = place++;
            asked->count += relcal_plan_entry(plan, milestone, &found->entry) &&
                            is_coming(session, asked, &found->entry);
        }
    }
    qsort(asked->entries, asked->count, sizeof *asked->entries, compare_entries);
    return EXIT_YES;
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
    for (size_t index = 0; index < asked->count; index++) {
        const relcal_entry *entry = &asked->entries[index].entry;
        const relcal_series *series = relcal_milestone_series(entry->milestone);
        relcal_forecast forecast;
        json_writer_open_object(&writer, NULL);
        json_writer_text(&writer, "project", relcal_project_id(relcal_series_project(series)));
        json_writer_text(&writer, "series", relcal_series_id(series));
        json_writer_text(&writer, "milestone", relcal_milestone_id(entry->milestone));
        answer_when(&writer, "date", &entry->when);
        json_writer_text(&writer, "state", relcal_state_name(entry->state));
        json_writer_number(&writer, "days", session_days_to(session, &entry->when));
        if (foretell(session, entry, &forecast)) {
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
    for (size_t index = 0; index < asked->count; index++) {
        add_row(&table, session, asked, &asked->entries[index].entry);
    }
    if (asked->count == 0) {
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
    status = status == EXIT_YES ? gather(session, &asked) : status;
    if (status == EXIT_YES && session->options->value[OPTION_JSON] != NULL) {
        answer(session, &asked);
    } else if (status == EXIT_YES) {
        tell(session, &asked);
    }
    free(asked.entries);
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
