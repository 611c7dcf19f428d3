/* relcal history: every revision of a plan, and how far its dates slipped. */
#include <inttypes.h>
#include <stdlib.h>

#include "answer.h"
#include "command.h"
#include "complain.h"
#include "lookup.h"
#include "relcal/history.h"
#include "text_table.h"
#include "words.h"

/* ---- JSON ---- */

static void answer_date_or_null(json_writer *writer, const char *key, bool has_date,
                                const relcal_when *when)
{
    if (has_date) {
        answer_when(writer, key, when);
    } else {
        json_writer_null(writer, key);
    }
}

static void answer_days(json_writer *writer, const char *key, bool has_days, int32_t days)
{
    if (has_days) {
        json_writer_number(writer, key, days);
    } else {
        json_writer_null(writer, key);
    }
}

static void answer_event(json_writer *writer, const relcal_plan_event *event)
{
    bool is_gone = event->step == RELCAL_STEP_WITHDRAWN;
    json_writer_open_object(writer, NULL);
    json_writer_text(writer, "step", relcal_step_name(event->step));
    json_writer_text(writer, "milestone", relcal_milestone_id(event->milestone));
    answer_date_or_null(writer, "from", event->has_from, &event->from);
    answer_date_or_null(writer, "to", !is_gone, &event->to);
    answer_days(writer, "days", event->has_days, event->days);
    json_writer_text(writer, "origin",
                     event->origin != NULL ? relcal_milestone_id(event->origin) : NULL);
    json_writer_close_object(writer);
}

static void answer_revisions(json_writer *writer, const cli_session *session,
                             const relcal_series *series)
{
    relcal_history history = relcal_series_history(series, session->as_of);
    relcal_date day = RELCAL_DATE_NONE;
    relcal_plan_event event;
    json_writer_open_list(writer, "revisions");
    while (relcal_history_next(&history, &event)) {
        if (event.day != day) {
            if (day != RELCAL_DATE_NONE) {
                json_writer_close_list(writer);
                json_writer_close_object(writer);
            }
            day = event.day;
            json_writer_open_object(writer, NULL);
            answer_day(writer, "date", day);
            json_writer_open_list(writer, "changes");
        }
        answer_event(writer, &event);
    }
    if (day != RELCAL_DATE_NONE) {
        json_writer_close_list(writer);
        json_writer_close_object(writer);
    }
    json_writer_close_list(writer);
}

static void answer_course(json_writer *writer, const relcal_course *course)
{
    bool is_actual = course->state == RELCAL_ACTUAL;
    json_writer_open_object(writer, NULL);
    json_writer_text(writer, "milestone", relcal_milestone_id(course->milestone));
    json_writer_text(writer, "state", relcal_state_name(course->state));
    answer_date_or_null(writer, "first", course->has_first, &course->first);
    answer_date_or_null(writer, "last", course->has_last, &course->last);
    answer_date_or_null(writer, "actual", is_actual, &course->when);
    answer_days(writer, "slip", course->has_slip, course->slip);
    answer_days(writer, "last_slip", course->has_last_slip, course->last_slip);
    json_writer_boolean(writer, "planned", course->is_planned);
    json_writer_text(writer, "origin",
                     course->origin != NULL ? relcal_milestone_id(course->origin) : NULL);
    json_writer_close_object(writer);
}

static void answer(cli_session *session, const relcal_series *series)
{
    relcal_plan plan = relcal_series_plan(series, session->as_of);
    json_writer writer = answer_open(session);
    json_writer_text(&writer, "project", relcal_project_id(relcal_series_project(series)));
    json_writer_text(&writer, "series", relcal_series_id(series));
    answer_as_of(&writer, session);
    answer_revisions(&writer, session, series);
    json_writer_open_list(&writer, "milestones");
    const relcal_milestone *milestone;
    for (size_t index = 0; (milestone = relcal_series_milestone_at(series, index)) != NULL;
         index++) {
        relcal_course course;
        if (relcal_plan_course(plan, milestone, &course)) {
            answer_course(&writer, &course);
        }
    }
    json_writer_close_list(&writer);
    answer_close(&writer);
}

/* ---- text ---- */

/* Adds "14 days later". */
static void add_days(text *target, int32_t days)
{
    text_addf(target, "%" PRId32 " day%s %s", abs(days), abs(days) == 1 ? "" : "s",
              days < 0 ? "earlier" : "later");
}

static void tell_event(text *out, const relcal_plan_event *event)
{
    char from[RELCAL_WHEN_BYTES];
    char to[RELCAL_WHEN_BYTES];
    relcal_when_format(&event->from, from);
    relcal_when_format(&event->to, to);
    text_addf(out, "  %-10s  %s", relcal_step_name(event->step),
              relcal_milestone_title(event->milestone));
    switch (event->step) {
    case RELCAL_STEP_ADDED:
        text_addf(out, ": %s", to);
        break;
    case RELCAL_STEP_MOVED:
        text_addf(out, ": %s -> %s", event->has_from ? from : "tbd", to);
        break;
    case RELCAL_STEP_RENUMBERED:
        text_addf(out, ": %s, the plan of %s", to, relcal_milestone_title(event->origin));
        break;
    case RELCAL_STEP_WITHDRAWN:
        text_addf(out, "%s%s", event->has_from ? ": was " : "", event->has_from ? from : "");
        break;
    case RELCAL_STEP_CONFIRMED:
        if (event->has_days && event->days == 0) {
            text_add(out, ": as planned");
        } else if (event->has_from) {
            text_addf(out, ": planned for %s", from);
        } else if (relcal_milestone_revision_count(event->milestone) > 0) {
            text_add(out, ": unplanned");
        }
        break;
    }
    if (event->has_days && event->days != 0) {
        text_add(out, ", ");
        add_days(out, event->days);
    }
    text_add(out, "\n");
}

static void tell_revisions(cli_session *session, const relcal_series *series)
{
    text *out = &session->out->body;
    relcal_history history = relcal_series_history(series, session->as_of);
    relcal_date day = RELCAL_DATE_NONE;
    relcal_plan_event event;
    while (relcal_history_next(&history, &event)) {
        if (event.day != day) {
            text_add(out, day == RELCAL_DATE_NONE ? "" : "\n");
            day = event.day;
            words_add_day(out, day);
            text_add(out, "\n");
        }
        tell_event(out, &event);
    }
    text_add(out, day == RELCAL_DATE_NONE ? "" : "\n");
}

static void add_when_cell(text_table *table, bool has_when, const relcal_when *when)
{
    char buffer[RELCAL_WHEN_BYTES];
    text_table_cell(table, NULL, has_when ? relcal_when_format(when, buffer) : NULL);
}

static void add_slip_cell(text_table *table, bool has_slip, int32_t slip)
{
    text_table_cell(table, NULL, NULL);
    if (has_slip) {
        text_addf(&table->content, slip == 0 ? "0" : "%+" PRId32, slip);
    }
}

static void add_remark(text_table *table, const relcal_course *course)
{
    text_table_cell(table, NULL, NULL);
    if (course->state == RELCAL_WITHDRAWN) {
        text_add(&table->content, "withdrawn");
    } else if (!course->is_planned) {
        text_add(&table->content, "unplanned");
    } else if (course->origin != NULL) {
        text_addf(&table->content, "planned as %s", relcal_milestone_id(course->origin));
    } else if (!course->is_recorded) {
        text_add(&table->content, "history not known");
    }
}

static void tell_courses(cli_session *session, const relcal_series *series)
{
    static const table_column columns[] = {
        {"MILESTONE", false}, {"FIRST PLAN", false}, {"LAST PLAN", false}, {"ACTUAL", false},
        {"SLIP", true},       {"OF LAST", true},     {"", false}};
    text_table table = text_table_start(columns, sizeof columns / sizeof columns[0]);
    relcal_plan plan = relcal_series_plan(series, session->as_of);
    const relcal_milestone *milestone;
    for (size_t index = 0; (milestone = relcal_series_milestone_at(series, index)) != NULL;
         index++) {
        relcal_course course;
        if (!relcal_plan_course(plan, milestone, &course)) {
            continue;
        }
        text_table_cell(&table, NULL, relcal_milestone_title(milestone));
        add_when_cell(&table, course.has_first, &course.first);
        add_when_cell(&table, course.has_last, &course.last);
        add_when_cell(&table, course.state == RELCAL_ACTUAL, &course.when);
        add_slip_cell(&table, course.has_slip, course.slip);
        add_slip_cell(&table, course.has_last_slip, course.last_slip);
        add_remark(&table, &course);
    }
    text_table_finish(&table, session->out);
}

static int run(cli_session *session)
{
    const relcal_project *project = lookup_project(session, 0);
    if (project == NULL) {
        return EXIT_USAGE;
    }
    const relcal_series *series;
    int status = lookup_series(session, project, 1, &series);
    if (status != EXIT_YES) {
        return status;
    }
    if (session->options->value[OPTION_JSON] != NULL) {
        answer(session, series);
    } else {
        tell_revisions(session, series);
        tell_courses(session, series);
    }
    return EXIT_YES;
}

const cli_command command_history = {
    .name = "history",
    .usage = "PROJECT SERIES|BRANCH",
    .summary = "every revision of the plan, and slips",
    .description =
        "Tells day by day what was added to a plan, moved in it, confirmed and withdrawn; then of\n"
        "each milestone the first plan, the last from before it came, and the days that it "
        "slipped\n"
        "from either. A plan that went on under another label is followed, and is no slip.\n",
    .kinds = {OPERAND_PROJECT, OPERAND_SERIES},
    .operands_min = 2,
    .needs_catalog = true,
    .run = run,
};
