/*
 * relcal today: every living series at a glance, or every project where there are many and nobody
 * said which matter.
 */
#include <inttypes.h>

#include "answer.h"
#include "command.h"
#include "complain.h"
#include "overview.h"
#include "selection.h"
#include "text_table.h"
#include "words.h"

/* The most overdue milestones that are named of one series. */
#define MOST_OVERDUE 4

/* A series that was named is shown in any case; others while they live. */
static bool is_shown(const selection_series *item, const relcal_standing *standing)
{
    return item->is_named || relcal_phase_is_living(standing->phase);
}

static void answer(cli_session *session, const selection *chosen)
{
    json_writer writer = answer_open(session);
    answer_date(&writer, session);
    answer_as_of(&writer, session);
    json_writer_open_list(&writer, "series");
    for (size_t index = 0; index < chosen->series_count; index++) {
        const selection_series *item = &chosen->series[index];
        relcal_standing standing = session_standing(session, item->series);
        if (is_shown(item, &standing)) {
            json_writer_open_object(&writer, NULL);
            answer_standing(&writer, session, item->series, &standing);
            json_writer_close_object(&writer);
        }
    }
    json_writer_close_list(&writer);
    selection_answer(&writer, chosen, session);
    answer_close(&writer);
}

static void add_freezes(text *target, const relcal_project *project,
                        const relcal_standing *standing)
{
    bool is_first = true;
    const relcal_freeze *freeze;
    for (size_t index = 0; (freeze = relcal_project_freeze_at(project, index)) != NULL; index++) {
        relcal_truth truth = relcal_standing_freeze(standing, freeze);
        if (truth != RELCAL_NO) {
            text_addf(target, "%s%s%s", is_first ? "" : ", ", relcal_freeze_id(freeze),
                      truth == RELCAL_UNKNOWN ? "?" : "");
            is_first = false;
        }
    }
}

static void add_tiers(text *target, relcal_plan plan, relcal_instant instant)
{
    bool is_first = true;
    const relcal_project *project = relcal_series_project(plan.series);
    const relcal_freeze *tier;
    for (size_t index = 0; (tier = relcal_project_tier_at(project, index)) != NULL; index++) {
        relcal_truth truth = relcal_plan_tier(plan, tier, instant);
        if (truth != RELCAL_NO) {
            text_addf(target, "%s%s%s", is_first ? "" : ", ", relcal_freeze_id(tier),
                      truth == RELCAL_UNKNOWN ? "?" : "");
            is_first = false;
        }
    }
}

static void add_row(text_table *table, const cli_session *session, const relcal_series *series,
                    const relcal_standing *standing)
{
    relcal_plan plan = relcal_series_plan(series, session->as_of);
    relcal_entry entry;
    text_table_cell(table, NULL, relcal_series_id(series));
    text_table_cell(table, words_phase_style(standing->phase), relcal_phase_id(standing->phase));
    text_add(&table->content, standing->certain ? "" : "?");
    text_table_cell(table, NULL, NULL);
    text_addf(&table->content, "%" PRId32, standing->day);
    text_table_cell(table, NULL, relcal_milestone_id(standing->until));
    text_table_cell(table, NULL, NULL);
    if (relcal_plan_entry(plan, standing->until, &entry)) {
        words_add_short_when(&table->content, &entry.when);
    }
    text_table_cell(table, NULL, NULL);
    add_freezes(&table->content, relcal_series_project(series), standing);
    text_table_cell(table, NULL, NULL);
    add_tiers(&table->content, plan, session->instant);
    text_table_cell(table, NULL, relcal_milestone_id(standing->next));
    text_table_cell(table, NULL, NULL);
    if (!relcal_plan_entry(plan, standing->next, &entry)) {
        text_table_cell(table, NULL, NULL);
        return;
    }
    words_add_short_when(&table->content, &entry.when);
    text_table_cell(table, NULL, NULL);
    if (entry.when.precision != RELCAL_PRECISION_TBD) {
        words_add_distance(&table->content, session_days_to(session, &entry.when),
                           entry.when.precision);
    }
}

/* Names the milestones of a series that should have come and of which nothing says that they did.
 */
static void add_overdue(text *target, const cli_session *session, const relcal_series *series)
{
    relcal_plan plan = relcal_series_plan(series, session->as_of);
    size_t count = 0;
    const relcal_milestone *milestone;
    for (size_t index = 0; (milestone = relcal_series_milestone_at(series, index)) != NULL;
         index++) {
        relcal_entry entry;
        char buffer[RELCAL_WHEN_BYTES];
        if (!relcal_plan_is_overdue(plan, milestone, session->instant) ||
            !relcal_plan_entry(plan, milestone, &entry)) {
            continue;
        }
        bool is_first = count++ == 0;
        if (count <= MOST_OVERDUE) {
            text_addf(target, "%s%s %s%s", is_first ? ": " : ", ", relcal_milestone_id(milestone),
                      is_first ? "was expected on " : "on ",
                      relcal_when_format(&entry.when, buffer));
        }
    }
    if (count > MOST_OVERDUE) {
        text_addf(target, " and %zu more", count - MOST_OVERDUE);
    }
    text_addf(target, "; nothing says that %s happened", count == 1 ? "it" : "they");
    relcal_date revised = relcal_project_revised(relcal_series_project(series));
    char buffer[RELCAL_DATE_BYTES];
    if (session->as_of == RELCAL_LATEST && revised != RELCAL_DATE_NONE) {
        text_addf(target, " (data looked after until %s)", relcal_date_format(revised, buffer));
    }
}

static void add_overdue_lines(cli_session *session, const selection_series *items, size_t count)
{
    text rest = {0};
    bool is_first = true;
    for (size_t index = 0; index < count; index++) {
        const relcal_series *series = items[index].series;
        relcal_standing standing = session_standing(session, series);
        if (!standing.overdue || !is_shown(&items[index], &standing)) {
            continue;
        }
        text_add(&session->out->body, is_first ? "\n" : "");
        is_first = false;
        text_clear(&rest);
        text_addf(&rest, "%s is overdue", relcal_series_id(series));
        output_styled(session->out, STYLE_ALERT, text_string(&rest));
        add_overdue(&session->out->body, session, series);
        text_add(&session->out->body, "\n");
    }
    session->out->body.failed = session->out->body.failed || rest.failed;
    text_free(&rest);
}

static void tell_project(cli_session *session, const relcal_project *project,
                         const selection_series *items, size_t count)
{
    static const table_column columns[] = {
        {"SERIES", false},  {"PHASE", false},   {"DAY", true},   {"UNTIL", false}, {"", false},
        {"FREEZES", false}, {"SUPPORT", false}, {"NEXT", false}, {"", false},      {"", false}};
    text *body = &session->out->body;
    output_styled(session->out, STYLE_HEADING, relcal_project_name(project));
    session_add_question(session, body);
    text_table table = text_table_start(columns, sizeof columns / sizeof columns[0]);
    bool is_any = false;
    for (size_t index = 0; index < count; index++) {
        relcal_standing standing = session_standing(session, items[index].series);
        if (is_shown(&items[index], &standing)) {
            add_row(&table, session, items[index].series, &standing);
            is_any = true;
        }
    }
    text_add(body, is_any ? "\n\n" : ": no living series\n");
    text_table_finish(&table, session->out);
    add_overdue_lines(session, items, count);
}

static void tell(cli_session *session, const selection *chosen)
{
    for (size_t index = 0; index < chosen->project_count; index++) {
        const selection_project *of = &chosen->projects[index];
        text_add(&session->out->body, index > 0 ? "\n" : "");
        tell_project(session, of->project, chosen->series + of->first, of->count);
    }
    selection_add_note(chosen, session);
}

static int run(cli_session *session)
{
    selection chosen;
    int status = selection_make(&chosen, session);
    if (status == EXIT_YES && session->options->value[OPTION_JSON] != NULL) {
        answer(session, &chosen);
    } else if (status == EXIT_YES && chosen.reason == SELECTION_EVERYTHING &&
               chosen.project_count > 1) {
        status = overview_tell(session, &chosen);
    } else if (status == EXIT_YES) {
        tell(session, &chosen);
    }
    selection_free(&chosen);
    return status;
}

const cli_command command_today = {
    .name = "today",
    .usage = "[PROJECT [SERIES]...]...",
    .summary = "every living series: phase, freezes, what comes next",
    .description =
        "Shows where every series that is developed or supported stands: its phase and the day\n"
        "of it, the milestone that ends it, the freezes in force, and the next milestone. Below\n"
        "stands what was expected by now and is not known to have happened. An operand that is a\n"
        "series of the project before it is shown alone; any other is a project.\n"
        "Without operands it is about what is followed, which the config says, or, with nothing\n"
        "followed, a line for every project; --all shows the series of every project.\n",
    .kinds = {OPERAND_PROJECT, OPERAND_SCOPE},
    .repeats_last = true,
    .options = OPTION_BIT(OPTION_ALL),
    .needs_catalog = true,
    .run = run,
};
