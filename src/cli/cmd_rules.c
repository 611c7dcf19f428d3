/* relcal rules: what may change when, as a matrix of changes by phases and freezes. */
#include <string.h>

#include "answer.h"
#include "command.h"
#include "complain.h"
#include "lookup.h"
#include "relcal/policy.h"
#include "text_table.h"

/* The most columns: every phase and freeze of a project, or the stretches of a series' life. */
#define COLUMNS_MAX (TABLE_COLUMNS_MAX - 1)

/* What one column is about. */
typedef struct rules_column {
    relcal_situation situation;
    uint64_t freezes_unknown;
    const relcal_milestone *since; /* what a stretch of a series' life begins with, or NULL */
    bool is_now;                   /* the series stands there at the asked time */
} rules_column;

typedef struct rules_matrix {
    cli_session *session;
    const relcal_project *project;
    const relcal_series *series; /* or NULL */
    rules_column columns[COLUMNS_MAX];
    size_t column_count;
    bool is_cut; /* there are more columns */
} rules_matrix;

/* ---- columns ---- */

/* The day whose policy counts. */
static relcal_date policy_day(const cli_session *session)
{
    return session->date < session->as_of ? session->date : session->as_of;
}

static rules_column *add_column(rules_matrix *matrix)
{
    if (matrix->column_count == COLUMNS_MAX) {
        matrix->is_cut = true;
        return NULL;
    }
    rules_column *column = &matrix->columns[matrix->column_count++];
    *column = (rules_column){
        .situation = {.project = matrix->project,
                      .series = matrix->series,
                      .date = policy_day(matrix->session)},
    };
    return column;
}

/* Every phase by itself, then what every freeze adds. */
static void add_phases_and_freezes(rules_matrix *matrix)
{
    const relcal_phase *phase;
    for (size_t index = 0; (phase = relcal_project_phase_at(matrix->project, index)) != NULL;
         index++) {
        rules_column *column = add_column(matrix);
        if (column != NULL) {
            column->situation.phase = phase;
        }
    }
    size_t count = relcal_project_freeze_count(matrix->project);
    for (size_t index = 0; index < count; index++) {
        rules_column *column = add_column(matrix);
        if (column != NULL) {
            column->situation.freezes = UINT64_C(1) << index;
            column->situation.freezes_only = true;
        }
    }
}

static bool is_same_stretch(const rules_column *column, const relcal_standing *standing)
{
    return column->situation.phase == standing->phase &&
           column->situation.freezes == (standing->freezes | standing->freezes_unknown) &&
           column->freezes_unknown == standing->freezes_unknown;
}

/* The stretches of a series' life between which its phase or freezes change. */
static void add_stretches(rules_matrix *matrix)
{
    relcal_agenda agenda = relcal_series_agenda(matrix->series, matrix->session->as_of,
                                                RELCAL_INSTANT_MIN - 1);
    relcal_plan plan = relcal_series_plan(matrix->series, matrix->session->as_of);
    rules_column *column = NULL;
    relcal_entry entry;
    while (relcal_agenda_next(&agenda, &entry)) {
        relcal_standing standing = relcal_plan_at(plan, entry.when.earliest);
        if (column == NULL || !is_same_stretch(column, &standing)) {
            column = add_column(matrix);
            if (column == NULL) {
                return;
            }
            column->situation.phase = standing.phase;
            column->situation.freezes = standing.freezes | standing.freezes_unknown;
            column->freezes_unknown = standing.freezes_unknown;
            column->since = entry.milestone;
        }
        column->is_now |= entry.when.earliest <= session_moment(matrix->session);
    }
    /* Of the stretches that have begun the last one holds. */
    for (size_t index = matrix->column_count; index > 1; index--) {
        if (matrix->columns[index - 1].is_now) {
            for (size_t earlier = 0; earlier + 1 < index; earlier++) {
                matrix->columns[earlier].is_now = false;
            }
            return;
        }
    }
}

/* ---- JSON ---- */

static void answer_freezes_of(json_writer *writer, const char *key, const relcal_project *project,
                              uint64_t freezes)
{
    const relcal_freeze *freeze;
    json_writer_open_list(writer, key);
    for (size_t index = 0; (freeze = relcal_project_freeze_at(project, index)) != NULL; index++) {
        if ((freezes >> index & 1) != 0) {
            json_writer_text(writer, NULL, relcal_freeze_id(freeze));
        }
    }
    json_writer_close_list(writer);
}

static void answer_columns(json_writer *writer, const rules_matrix *matrix)
{
    json_writer_open_list(writer, "columns");
    for (size_t index = 0; index < matrix->column_count; index++) {
        const rules_column *column = &matrix->columns[index];
        const relcal_situation *situation = &column->situation;
        json_writer_open_object(writer, NULL);
        json_writer_text(writer, "phase",
                         situation->freezes_only ? NULL : relcal_phase_id(situation->phase));
        answer_freezes_of(writer, "freezes", matrix->project, situation->freezes);
        if (column->freezes_unknown != 0) {
            answer_freezes_of(writer, "freezes_unknown", matrix->project, column->freezes_unknown);
        }
        if (matrix->series != NULL) {
            answer_milestone(writer, "since",
                             relcal_series_plan(matrix->series, matrix->session->as_of),
                             column->since);
            json_writer_boolean(writer, "now", column->is_now);
        }
        json_writer_close_object(writer);
    }
    json_writer_close_list(writer);
}

static void answer_changes(json_writer *writer, const rules_matrix *matrix)
{
    const relcal_change *change;
    json_writer_open_list(writer, "changes");
    for (size_t index = 0; (change = relcal_project_change_at(matrix->project, index)) != NULL;
         index++) {
        json_writer_open_object(writer, NULL);
        json_writer_text(writer, "change", relcal_change_id(change));
        json_writer_text(writer, "definition", relcal_change_definition(change));
        json_writer_open_list(writer, "verdicts");
        for (size_t place = 0; place < matrix->column_count; place++) {
            relcal_ruling ruling = relcal_situation_judge(&matrix->columns[place].situation,
                                                          change);
            json_writer_open_object(writer, NULL);
            json_writer_text(writer, "verdict", relcal_verdict_name(ruling.verdict));
            json_writer_text(writer, "rule",
                             ruling.rule != NULL ? relcal_rule_id(ruling.rule) : NULL);
            json_writer_close_object(writer);
        }
        json_writer_close_list(writer);
        json_writer_close_object(writer);
    }
    json_writer_close_list(writer);
}

static void answer_names(json_writer *writer, const char *key, const relcal_rule *rule,
                         const relcal_authority *(*at)(const relcal_rule *rule, size_t index))
{
    const relcal_authority *authority;
    json_writer_open_list(writer, key);
    for (size_t index = 0; (authority = at(rule, index)) != NULL; index++) {
        json_writer_text(writer, NULL, relcal_authority_name(authority));
    }
    json_writer_close_list(writer);
}

/* Lists the rules in force on the asked day. */
static void answer_rules(json_writer *writer, const rules_matrix *matrix)
{
    const relcal_rule *rule;
    relcal_date day = policy_day(matrix->session);
    json_writer_open_list(writer, "rules");
    for (size_t index = 0; (rule = relcal_project_rule_at(matrix->project, index)) != NULL;
         index++) {
        relcal_date since = relcal_rule_since(rule);
        relcal_date until = relcal_rule_until(rule);
        if ((since != RELCAL_DATE_NONE && day < since) ||
            (until != RELCAL_DATE_NONE && day >= until)) {
            continue;
        }
        json_writer_open_object(writer, NULL);
        json_writer_text(writer, "rule", relcal_rule_id(rule));
        json_writer_text(writer, "verdict", relcal_verdict_name(relcal_rule_verdict(rule)));
        answer_names(writer, "by", rule, relcal_rule_by);
        answer_names(writer, "except", rule, relcal_rule_except);
        json_writer_number(writer, "approvals", relcal_rule_approvals(rule));
        json_writer_text(writer, "delay", relcal_rule_delay(rule));
        answer_day(writer, "since", since);
        answer_day(writer, "until", until);
        json_writer_text(writer, "reason", relcal_rule_reason(rule));
        json_writer_text(writer, "source", relcal_rule_source(rule));
        json_writer_close_object(writer);
    }
    json_writer_close_list(writer);
}

static void answer(const rules_matrix *matrix)
{
    json_writer writer = answer_open(matrix->session);
    json_writer_text(&writer, "project", relcal_project_id(matrix->project));
    json_writer_text(&writer, "series",
                     matrix->series != NULL ? relcal_series_id(matrix->series) : NULL);
    answer_date(&writer, matrix->session);
    answer_as_of(&writer, matrix->session);
    answer_columns(&writer, matrix);
    answer_changes(&writer, matrix);
    answer_rules(&writer, matrix);
    answer_close(&writer);
}

/* ---- text ---- */

/* Adds "feature, abi", each with a question mark where nobody can tell. */
static void add_freezes(text *target, const rules_matrix *matrix, const rules_column *column)
{
    bool is_first = true;
    const relcal_freeze *freeze;
    for (size_t index = 0; (freeze = relcal_project_freeze_at(matrix->project, index)) != NULL;
         index++) {
        if ((column->situation.freezes >> index & 1) != 0) {
            bool is_unknown = (column->freezes_unknown >> index & 1) != 0;
            text_addf(target, "%s%s%s", is_first ? "" : "+", relcal_freeze_id(freeze),
                      is_unknown ? "?" : "");
            is_first = false;
        }
    }
}

/* The rows above the matrix that say which column is which. */
static void add_heads(text_table *table, const rules_matrix *matrix)
{
    text_table_cell(table, STYLE_FAINT, "freezes");
    for (size_t index = 0; index < matrix->column_count; index++) {
        text_table_cell(table, STYLE_FAINT, NULL);
        add_freezes(&table->content, matrix, &matrix->columns[index]);
    }
    if (matrix->series == NULL) {
        return;
    }
    relcal_plan plan = relcal_series_plan(matrix->series, matrix->session->as_of);
    text_table_cell(table, STYLE_FAINT, "since");
    for (size_t index = 0; index < matrix->column_count; index++) {
        relcal_entry entry;
        char buffer[RELCAL_WHEN_BYTES];
        bool is_planned = relcal_plan_entry(plan, matrix->columns[index].since, &entry);
        text_table_cell(table, STYLE_FAINT,
                        is_planned ? relcal_when_format(&entry.when, buffer) : NULL);
    }
}

static void add_changes(text_table *table, const rules_matrix *matrix)
{
    const relcal_change *change;
    for (size_t index = 0; (change = relcal_project_change_at(matrix->project, index)) != NULL;
         index++) {
        text_table_cell(table, NULL, relcal_change_id(change));
        for (size_t place = 0; place < matrix->column_count; place++) {
            const rules_column *column = &matrix->columns[place];
            relcal_ruling ruling = relcal_situation_judge(&column->situation, change);
            bool is_silent = ruling.verdict == RELCAL_UNSPECIFIED;
            text_table_cell(table,
                            is_silent || relcal_verdict_lands(ruling.verdict) ? NULL : STYLE_ALERT,
                            is_silent ? "-" : relcal_verdict_name(ruling.verdict));
        }
    }
}

static void tell(const rules_matrix *matrix)
{
    cli_session *session = matrix->session;
    table_column columns[TABLE_COLUMNS_MAX] = {{"CHANGE", false}};
    for (size_t index = 0; index < matrix->column_count; index++) {
        const rules_column *column = &matrix->columns[index];
        columns[index + 1].heading = column->situation.freezes_only
                                         ? "with freeze"
                                         : relcal_phase_id(column->situation.phase);
    }
    output_styled(session->out, STYLE_HEADING, relcal_project_name(matrix->project));
    if (matrix->series != NULL) {
        text_addf(&session->out->body, " %s", relcal_series_id(matrix->series));
    }
    text_add(&session->out->body, ": what may change, by the rules");
    session_add_question(session, &session->out->body);
    text_add(&session->out->body, "\n\n");
    text_table table = text_table_start(columns, matrix->column_count + 1);
    add_heads(&table, matrix);
    add_changes(&table, matrix);
    text_table_finish(&table, session->out);
    if (matrix->is_cut) {
        text_addf(&session->out->body, "\nMore than %d columns; --json has no more of them.\n",
                  (int)COLUMNS_MAX);
    }
}

static int run(cli_session *session)
{
    rules_matrix matrix = {.session = session, .project = lookup_project(session, 0)};
    if (matrix.project == NULL) {
        return EXIT_USAGE;
    }
    if (session->operand_count > 1) {
        int status = lookup_series(session, matrix.project, 1, &matrix.series);
        if (status != EXIT_YES) {
            return status;
        }
        add_stretches(&matrix);
    } else {
        add_phases_and_freezes(&matrix);
    }
    if (session->options->value[OPTION_JSON] != NULL) {
        answer(&matrix);
    } else {
        tell(&matrix);
    }
    return EXIT_YES;
}

const cli_command command_rules = {
    .name = "rules",
    .usage = "PROJECT [SERIES|BRANCH]",
    .summary = "what may change in which phase and freeze",
    .description =
        "Prints the verdict for every kind of change: in each phase by itself and, beside it, "
        "what\n"
        "each freeze adds; for a series, in each stretch of its life between which its phase or\n"
        "its freezes change. The rules are those of the asked day. A dash means that no rule\n"
        "speaks of the change. Rules for the days of releases, for branches, paths and components\n"
        "are left out; relcal check knows them.\n",
    .kinds = {OPERAND_PROJECT, OPERAND_SERIES},
    .operands_min = 1,
    .needs_catalog = true,
    .run = run,
};
