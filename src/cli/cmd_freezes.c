/* relcal freezes: what is frozen, or soon will be, over projects. */
#include "answer.h"
#include "command.h"
#include "complain.h"
#include "selection.h"
#include "text_table.h"
#include "within.h"
#include "words.h"

/* How far ahead is looked where nobody says: what begins this week. */
#define USUAL_TIME "7d"

/* A freeze of a series that is in force, may be, or will soon be. */
typedef struct freeze_row {
    relcal_plan plan;
    const relcal_freeze *freeze;
    relcal_bounds bounds;
    relcal_truth in_force;
    bool is_standing; /* for good, and in force already: nothing of it changes any more */
} freeze_row;

/* A walk over the freezes of a selection. */
typedef struct freeze_walk {
    const cli_session *session;
    const selection *chosen;
    relcal_instant until;
    size_t series;
    size_t freeze;
} freeze_walk;

/* The freezes of a series that is over bind nobody, unless somebody asks about that series. */
static bool is_asked_about(const selection_series *item, const relcal_standing *standing)
{
    return item->is_named || standing->phase == NULL || relcal_phase_is_living(standing->phase);
}

/* Whether a freeze that is not in force begins within the time. */
static bool begins_soon(const freeze_walk *walk, const freeze_row *row)
{
    relcal_entry from;
    if (!relcal_plan_entry(row->plan, row->bounds.from, &from) ||
        from.when.precision == RELCAL_PRECISION_TBD ||
        from.when.earliest <= walk->session->instant || from.when.earliest > walk->until) {
        return false;
    }
    relcal_standing then = relcal_plan_at(row->plan, from.when.earliest);
    return relcal_standing_freeze(&then, row->freeze) != RELCAL_NO;
}

/* Fills in the freeze at the walk's place; false where it is neither in force nor about to be. */
static bool look_at(const freeze_walk *walk, const selection_series *item,
                    const relcal_freeze *freeze, freeze_row *out)
{
    const cli_session *session = walk->session;
    relcal_standing standing = session_standing(session, item->series);
    relcal_plan plan = relcal_series_plan(item->series, session->as_of);
    *out = (freeze_row){.plan = plan,
                        .freeze = freeze,
                        .bounds = relcal_plan_bounds(plan, freeze),
                        .in_force = relcal_standing_freeze(&standing, freeze)};
    out->is_standing = out->in_force == RELCAL_YES && !out->bounds.has_end;
    return is_asked_about(item, &standing) &&
           (out->in_force != RELCAL_NO || begins_soon(walk, out));
}

static bool take_next(freeze_walk *walk, freeze_row *out)
{
    for (; walk->series < walk->chosen->series_count; walk->series++, walk->freeze = 0) {
        const selection_series *item = &walk->chosen->series[walk->series];
        const relcal_project *project = relcal_series_project(item->series);
        const relcal_freeze *freeze;
        while ((freeze = relcal_project_freeze_at(project, walk->freeze++)) != NULL) {
            if (look_at(walk, item, freeze, out)) {
                return true;
            }
        }
    }
    return false;
}

/* Adds that a milestone has no date, or may or may not have come. */
static void add_doubt(text *target, relcal_plan plan, const relcal_milestone *milestone,
                      const char *what)
{
    relcal_entry entry;
    if (!relcal_plan_entry(plan, milestone, &entry)) {
        text_addf(target, "the plan has nothing that %s it", what);
    } else if (entry.when.precision == RELCAL_PRECISION_TBD) {
        text_addf(target, "%s, which %s it, has no date yet", relcal_milestone_id(milestone), what);
    } else {
        text_addf(target, "%s, which %s it, is known to ", relcal_milestone_id(milestone), what);
        words_add_when(target, &entry.when);
        text_add(target, " only");
    }
}

static bool has_surely_come(const cli_session *session, relcal_plan plan,
                            const relcal_milestone *milestone)
{
    relcal_entry entry;
    return relcal_plan_entry(plan, milestone, &entry) &&
           relcal_when_has_come(&entry.when, session->instant) == RELCAL_YES;
}

/* Why nobody can tell whether a freeze is in force. */
static void add_reason(text *target, const cli_session *session, const freeze_row *row)
{
    if (!has_surely_come(session, row->plan, row->bounds.from)) {
        add_doubt(target, row->plan, row->bounds.from, "begins");
    } else {
        add_doubt(target, row->plan, row->bounds.until, "ends");
    }
}

/* ---- For programs ---- */

static void answer_row(json_writer *writer, const cli_session *session, const freeze_row *row)
{
    static const char *const words[] = {
        [RELCAL_NO] = "no", [RELCAL_YES] = "yes", [RELCAL_UNKNOWN] = "unknown"};
    const relcal_series *series = row->plan.series;
    text reason = {0};
    json_writer_open_object(writer, NULL);
    json_writer_text(writer, "project", relcal_project_id(relcal_series_project(series)));
    json_writer_text(writer, "series", relcal_series_id(series));
    json_writer_text(writer, "freeze", relcal_freeze_id(row->freeze));
    json_writer_text(writer, "in_force", words[row->in_force]);
    answer_milestone(writer, "since", row->plan, row->bounds.from);
    answer_milestone(writer, "until", row->plan, row->bounds.until);
    json_writer_boolean(writer, "for_good", !row->bounds.has_end);
    if (row->in_force == RELCAL_UNKNOWN) {
        add_reason(&reason, session, row);
    }
    json_writer_text(writer, "why", reason.length > 0 ? text_string(&reason) : NULL);
    json_writer_text(writer, "remark", relcal_freeze_remark(row->freeze));
    json_writer_text(writer, "source", relcal_freeze_source(row->freeze));
    json_writer_close_object(writer);
    text_free(&reason);
}

static void answer(cli_session *session, const freeze_walk *start)
{
    freeze_walk walk = *start;
    json_writer writer = answer_open(session);
    answer_date(&writer, session);
    answer_as_of(&writer, session);
    answer_day(&writer, "until", relcal_instant_date(walk.until));
    json_writer_open_list(&writer, "freezes");
    for (freeze_row row; take_next(&walk, &row);) {
        answer_row(&writer, session, &row);
    }
    json_writer_close_list(&writer);
    selection_answer(&writer, walk.chosen, session);
    answer_close(&writer);
}

/* ---- For people ---- */

/* Whether a row is told in the table, and not among those that stand for good. */
static bool is_told(const freeze_walk *walk, const freeze_row *row)
{
    return !row->is_standing || walk->chosen->reason == SELECTION_NAMED;
}

static void add_entry(text_table *table, const freeze_row *row, const relcal_milestone *milestone)
{
    relcal_entry entry;
    text_table_cell(table, NULL, NULL);
    if (relcal_plan_entry(row->plan, milestone, &entry)) {
        words_add_short_when(&table->content, &entry.when);
    } else {
        text_add(&table->content, "not planned");
    }
}

static void add_row(text_table *table, const cli_session *session, const freeze_row *row)
{
    const relcal_series *series = row->plan.series;
    relcal_entry from;
    text_table_cell(table, NULL, relcal_project_name(relcal_series_project(series)));
    text_table_cell(table, NULL, relcal_series_id(series));
    text_table_cell(table, NULL, relcal_freeze_id(row->freeze));
    text_add(&table->content, row->in_force == RELCAL_UNKNOWN ? "?" : "");
    text_table_cell(table, NULL, row->in_force == RELCAL_YES ? "in force" : NULL);
    if (row->in_force == RELCAL_UNKNOWN) {
        text_add(&table->content, "perhaps");
    } else if (row->in_force == RELCAL_NO &&
               relcal_plan_entry(row->plan, row->bounds.from, &from)) {
        words_add_distance(&table->content, session_days_to(session, &from.when),
                           from.when.precision);
    }
    add_entry(table, row, row->bounds.from);
    if (row->bounds.has_end) {
        add_entry(table, row, row->bounds.until);
    } else {
        text_table_cell(table, NULL, "for good");
    }
    text_table_cell(table, NULL, relcal_milestone_id(row->bounds.until));
    text_table_cell(table, NULL, relcal_freeze_source(row->freeze));
}

/* Names the freezes of which nobody can tell, and why. */
static void add_doubts(cli_session *session, const freeze_walk *start)
{
    freeze_walk walk = *start;
    text *body = &session->out->body;
    bool is_first = true;
    for (freeze_row row; take_next(&walk, &row);) {
        if (row.in_force == RELCAL_UNKNOWN) {
            const relcal_series *series = row.plan.series;
            text_addf(body, "%s%s %s %s?: ", is_first ? "\n" : "",
                      relcal_project_name(relcal_series_project(series)), relcal_series_id(series),
                      relcal_freeze_id(row.freeze));
            add_reason(body, session, &row);
            text_add(body, "\n");
            is_first = false;
        }
    }
}

/* Names the freezes that stand for good: "One 1.0 feature, text; 1.1 feature". */
static void add_standing(cli_session *session, const freeze_walk *start)
{
    freeze_walk walk = *start;
    text *body = &session->out->body;
    const relcal_series *series = NULL;
    for (freeze_row row; take_next(&walk, &row);) {
        if (is_told(&walk, &row)) {
            continue;
        }
        const relcal_project *project = relcal_series_project(row.plan.series);
        bool is_same_project = series != NULL && relcal_series_project(series) == project;
        if (row.plan.series == series) {
            text_addf(body, ", %s", relcal_freeze_id(row.freeze));
        } else {
            text_add(body, series == NULL ? "\nFor good, as before: " : "; ");
            text_addf(body, "%s%s%s %s", is_same_project ? "" : relcal_project_name(project),
                      is_same_project ? "" : " ", relcal_series_id(row.plan.series),
                      relcal_freeze_id(row.freeze));
        }
        series = row.plan.series;
    }
    text_add(body, series != NULL ? "\n" : "");
}

static void tell(cli_session *session, const freeze_walk *start)
{
    static const table_column columns[] = {{"PROJECT", false}, {"SERIES", false}, {"FREEZE", false},
                                           {"", false},        {"SINCE", false},  {"UNTIL", false},
                                           {"", false},        {"SOURCE", false}};
    freeze_walk walk = *start;
    text *body = &session->out->body;
    text_table table = text_table_start(columns, sizeof columns / sizeof columns[0]);
    bool is_any = false;
    for (freeze_row row; take_next(&walk, &row);) {
        if (is_told(&walk, &row)) {
            add_row(&table, session, &row);
            is_any = true;
        }
    }
    output_styled(session->out, STYLE_HEADING, is_any ? "Freezes" : "No freezes");
    session_add_question(session, body);
    text_add(body, ", and those that begin until ");
    words_add_day(body, relcal_instant_date(walk.until));
    text_add(body, is_any ? "\n\n" : "\n");
    text_table_finish(&table, session->out);
    add_doubts(session, start);
    add_standing(session, start);
    selection_add_note(walk.chosen, session);
}

static int run(cli_session *session)
{
    selection chosen;
    freeze_walk walk = {.session = session, .chosen = &chosen};
    int status = selection_make(&chosen, session);
    status = status == EXIT_YES ? within_read(session, USUAL_TIME, &walk.until) : status;
    if (status == EXIT_YES && session->options->value[OPTION_JSON] != NULL) {
        answer(session, &walk);
    } else if (status == EXIT_YES) {
        tell(session, &walk);
    }
    selection_free(&chosen);
    return status;
}

const cli_command command_freezes = {
    .name = "freezes",
    .usage = "[PROJECT [SERIES]...]...",
    .summary = "what is frozen, or will be within a week",
    .description =
        "Lists the freezes that are in force, or begin within a week: since when, until when, and\n"
        "which milestone ends them. A ? stands where nobody can tell whether a freeze is in "
        "force,\n"
        "and below is said why. Only living series count, and those that are named. What lasts "
        "for\n"
        "good is told in one line, unless a project is named.\n"
        "An operand that is a series of the project before it is one; any other is a project.\n"
        "Without operands it is about what is followed, which the config says, or, with nothing\n"
        "followed or with --all, about every project.\n",
    .kinds = {OPERAND_PROJECT, OPERAND_SCOPE},
    .repeats_last = true,
    .options = OPTION_BIT(OPTION_WITHIN) | OPTION_BIT(OPTION_ALL),
    .needs_catalog = true,
    .run = run,
};
