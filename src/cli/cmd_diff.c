/* relcal diff: two plans, milestone by milestone. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "answer.h"
#include "command.h"
#include "complain.h"
#include "plan_side.h"
#include "relcal/history.h"

/* What of a series differs beside its milestones. */
typedef struct series_field {
    const char *name;
    const char *(*get)(const relcal_series *series);
} series_field;

static const series_field fields[] = {
    {"series", relcal_series_id},
    {"spec", relcal_series_spec_name},
    {"spec_url", relcal_series_spec_url},
    {"branch", relcal_series_branch},
    {"release_manager", relcal_series_release_manager},
};

static bool is_same(const char *left, const char *right)
{
    return left == right || (left != NULL && right != NULL && strcmp(left, right) == 0);
}

/* ---- JSON ---- */

static void answer_side(json_writer *writer, const char *key, relcal_plan plan)
{
    json_writer_open_object(writer, key);
    json_writer_text(writer, "project", relcal_project_id(relcal_series_project(plan.series)));
    json_writer_text(writer, "series", relcal_series_id(plan.series));
    answer_day(writer, "as_of", plan.as_of != RELCAL_LATEST ? plan.as_of : RELCAL_DATE_NONE);
    json_writer_close_object(writer);
}

static void answer_entry(json_writer *writer, const char *key, const relcal_entry *entry)
{
    if (entry->milestone == NULL) {
        json_writer_null(writer, key);
        return;
    }
    json_writer_open_object(writer, key);
    answer_when(writer, "date", &entry->when);
    json_writer_text(writer, "state", relcal_state_name(entry->state));
    json_writer_close_object(writer);
}

static void answer_difference(json_writer *writer, const relcal_difference *difference)
{
    static const char *const names[] = {"added", "removed", "date", "state", "text"};
    const relcal_milestone *milestone = difference->right.milestone != NULL
                                            ? difference->right.milestone
                                            : difference->left.milestone;
    json_writer_open_object(writer, NULL);
    json_writer_text(writer, "milestone", relcal_milestone_id(milestone));
    json_writer_open_list(writer, "differs");
    for (size_t bit = 0; bit < sizeof names / sizeof names[0]; bit++) {
        if ((difference->bits >> bit & 1) != 0) {
            json_writer_text(writer, NULL, names[bit]);
        }
    }
    json_writer_close_list(writer);
    answer_entry(writer, "left", &difference->left);
    answer_entry(writer, "right", &difference->right);
    if (difference->has_days) {
        json_writer_number(writer, "days", difference->days);
    } else {
        json_writer_null(writer, "days");
    }
    json_writer_close_object(writer);
}

static bool answer(cli_session *session, relcal_plan left, relcal_plan right)
{
    json_writer writer = answer_open(session);
    bool differs = false;
    answer_side(&writer, "left", left);
    answer_side(&writer, "right", right);
    json_writer_open_list(&writer, "fields");
    for (size_t index = 0; index < sizeof fields / sizeof fields[0]; index++) {
        const char *before = fields[index].get(left.series);
        const char *after = fields[index].get(right.series);
        if (!is_same(before, after)) {
            json_writer_open_object(&writer, NULL);
            json_writer_text(&writer, "field", fields[index].name);
            json_writer_text(&writer, "left", before);
            json_writer_text(&writer, "right", after);
            json_writer_close_object(&writer);
            differs = true;
        }
    }
    json_writer_close_list(&writer);
    json_writer_open_list(&writer, "milestones");
    relcal_comparison plans = relcal_plan_compare(left, right);
    relcal_difference difference;
    while (relcal_comparison_next(&plans, &difference)) {
        answer_difference(&writer, &difference);
        differs = true;
    }
    json_writer_close_list(&writer);
    json_writer_boolean(&writer, "differ", differs);
    answer_close(&writer);
    return differs;
}

/* ---- text ---- */

static void add_entry(text *out, const relcal_entry *entry)
{
    char buffer[RELCAL_WHEN_BYTES];
    text_addf(out, "%s %s", relcal_when_format(&entry->when, buffer),
              relcal_state_name(entry->state));
}

static void tell_difference(text *out, const relcal_difference *difference)
{
    bool is_added = (difference->bits & RELCAL_DIFFERENCE_ADDED) != 0;
    bool is_removed = (difference->bits & RELCAL_DIFFERENCE_REMOVED) != 0;
    const relcal_entry *shown = is_removed ? &difference->left : &difference->right;
    text_addf(out, "%c %s: ",
              is_added     ? '+'
              : is_removed ? '-'
                           : '~',
              relcal_milestone_title(shown->milestone));
    if (is_added || is_removed) {
        add_entry(out, shown);
    } else if ((difference->bits & (RELCAL_DIFFERENCE_DATE | RELCAL_DIFFERENCE_STATE)) != 0) {
        add_entry(out, &difference->left);
        text_add(out, " -> ");
        add_entry(out, &difference->right);
    }
    if (difference->has_days && difference->days != 0) {
        text_addf(out, ", %d day%s %s", (int)abs(difference->days),
                  abs(difference->days) == 1 ? "" : "s",
                  difference->days < 0 ? "earlier" : "later");
    }
    if ((difference->bits & RELCAL_DIFFERENCE_TEXT) != 0) {
        bool is_only_text = difference->bits == RELCAL_DIFFERENCE_TEXT;
        text_add(out, is_only_text ? "another title, kind, number or note"
                                   : "; another title, kind, number or note");
    }
    text_add(out, "\n");
}

static bool tell(cli_session *session, relcal_plan left, relcal_plan right)
{
    text *out = &session->out->body;
    bool differs = false;
    for (size_t index = 0; index < sizeof fields / sizeof fields[0]; index++) {
        const char *before = fields[index].get(left.series);
        const char *after = fields[index].get(right.series);
        if (!is_same(before, after)) {
            text_addf(out, "~ %s: %s -> %s\n", fields[index].name, before != NULL ? before : "none",
                      after != NULL ? after : "none");
            differs = true;
        }
    }
    relcal_comparison plans = relcal_plan_compare(left, right);
    relcal_difference difference;
    while (relcal_comparison_next(&plans, &difference)) {
        tell_difference(out, &difference);
        differs = true;
    }
    return differs;
}

static int run(cli_session *session)
{
    plan_side left = {0};
    plan_side right = {0};
    int status = plan_side_read(&left, session, session->operands[0]);
    if (status == EXIT_YES) {
        status = plan_side_read(&right, session, session->operands[1]);
    }
    if (status == EXIT_YES) {
        bool has_json = session->options->value[OPTION_JSON] != NULL;
        bool differs = has_json ? answer(session, left.plan, right.plan)
                                : tell(session, left.plan, right.plan);
        status = differs ? EXIT_NO : EXIT_YES;
    }
    plan_side_free(&left);
    plan_side_free(&right);
    return status;
}

const cli_command command_diff = {
    .name = "diff",
    .usage = "A B",
    .summary = "two plans, milestone by milestone",
    .description =
        "Compares two plans. Each is a schedule file, or PROJECT/SERIES; with @DATE behind it, as\n"
        "it stood on that day. Ends with 0 where they agree, with 1 where they differ.\n",
    .kinds = {OPERAND_PLAN, OPERAND_PLAN},
    .operands_min = 2,
    .needs_catalog = true,
    .run = run,
};
