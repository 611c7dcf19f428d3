/* relcal slips: how far the releases of a project slip, by kind. */
#include <inttypes.h>
#include <string.h>

#include "answer.h"
#include "command.h"
#include "complain.h"
#include "lookup.h"
#include "nearest.h"
#include "relcal/history.h"
#include "text_table.h"

/* The most series and kinds that one answer is about. */
#define SERIES_MAX 4096
#define KINDS_MAX 4096

typedef struct slip_question {
    cli_session *session;
    const relcal_project *project;
    const relcal_series *series[SERIES_MAX];
    size_t series_count;
    const char *kinds[KINDS_MAX]; /* in the order in which they come */
    size_t kind_count;
} slip_question;

/* False where there are too many. */
static bool add_kind(slip_question *question, const char *kind)
{
    for (size_t index = 0; index < question->kind_count; index++) {
        if (strcmp(question->kinds[index], kind) == 0) {
            return true;
        }
    }
    if (question->kind_count == KINDS_MAX) {
        complain("milestones of more than %d kinds; ask about fewer series", KINDS_MAX);
        return false;
    }
    question->kinds[question->kind_count++] = kind;
    return true;
}

static int collect_kinds(slip_question *question)
{
    for (size_t index = 0; index < question->series_count; index++) {
        const relcal_milestone *milestone;
        for (size_t place = 0;
             (milestone = relcal_series_milestone_at(question->series[index], place)) != NULL;
             place++) {
            if (!add_kind(question, relcal_milestone_kind(milestone))) {
                return EXIT_USAGE;
            }
        }
    }
    return EXIT_YES;
}

static int collect_series(slip_question *question)
{
    cli_session *session = question->session;
    for (size_t operand = 1; operand < session->operand_count; operand++) {
        if (question->series_count == SERIES_MAX) {
            complain("more than %d series; ask about fewer", SERIES_MAX);
            return EXIT_USAGE;
        }
        int status = lookup_series(session, question->project, operand,
                                   &question->series[question->series_count++]);
        if (status != EXIT_YES) {
            return status;
        }
    }
    const relcal_series *series;
    for (size_t index = 0; session->operand_count == 1 && index < SERIES_MAX &&
                           (series = relcal_project_series_at(question->project, index)) != NULL;
         index++) {
        question->series[question->series_count++] = series;
    }
    return EXIT_YES;
}

static const char *kind_at(const void *context, size_t index)
{
    const slip_question *question = context;
    return index < question->kind_count ? question->kinds[index] : NULL;
}

/* Keeps the kind that is asked for alone. */
static int choose_kind(slip_question *question)
{
    const char *wanted = question->session->options->value[OPTION_KIND];
    for (size_t index = 0; wanted != NULL && index < question->kind_count; index++) {
        if (strcmp(question->kinds[index], wanted) == 0) {
            question->kinds[0] = question->kinds[index];
            question->kind_count = 1;
            return EXIT_YES;
        }
    }
    if (wanted != NULL) {
        text message = {0};
        text_add(&message, "unknown kind '");
        text_add_printable(&message, wanted, QUOTED_BYTES);
        text_add(&message, "'");
        nearest_add_hint(&message, wanted, (name_list){kind_at, question, ""});
        complain_text(&message);
        return EXIT_USAGE;
    }
    return EXIT_YES;
}

/* The figures of a kind, or of all for NULL. */
static relcal_slips slips_of(const slip_question *question, const char *kind, bool from_last)
{
    return relcal_slips_of(question->series, question->series_count, kind, question->session->as_of,
                           from_last);
}

static void answer_slips(json_writer *writer, const char *key, const relcal_slips *slips)
{
    const relcal_milestone *largest = slips->largest_of;
    json_writer_open_object(writer, key);
    json_writer_number(writer, "count", (int64_t)slips->count);
    json_writer_number(writer, "on_day", (int64_t)slips->on_day);
    if (slips->count > 0) {
        json_writer_real(writer, "share", (double)slips->on_day / (double)slips->count);
        json_writer_real(writer, "mean", slips->mean);
        json_writer_real(writer, "median", slips->median);
        json_writer_number(writer, "largest", slips->largest);
        json_writer_text(writer, "largest_of", relcal_milestone_id(largest));
    }
    json_writer_close_object(writer);
}

static void answer_kind(json_writer *writer, const slip_question *question, const char *kind)
{
    relcal_slips first = slips_of(question, kind, false);
    relcal_slips last = slips_of(question, kind, true);
    json_writer_open_object(writer, NULL);
    json_writer_text(writer, "kind", kind);
    answer_slips(writer, "first_plan", &first);
    answer_slips(writer, "last_plan", &last);
    json_writer_number(writer, "unplanned", (int64_t)first.unplanned);
    json_writer_number(writer, "withdrawn", (int64_t)first.withdrawn);
    json_writer_close_object(writer);
}

static void answer(const slip_question *question)
{
    json_writer writer = answer_open(question->session);
    json_writer_text(&writer, "project", relcal_project_id(question->project));
    json_writer_open_list(&writer, "series");
    for (size_t index = 0; index < question->series_count; index++) {
        json_writer_text(&writer, NULL, relcal_series_id(question->series[index]));
    }
    json_writer_close_list(&writer);
    answer_as_of(&writer, question->session);
    json_writer_open_list(&writer, "kinds");
    for (size_t index = 0; index < question->kind_count; index++) {
        answer_kind(&writer, question, question->kinds[index]);
    }
    json_writer_close_list(&writer);
    answer_close(&writer);
}

static void add_row(text_table *table, const char *kind, const char *plan,
                    const relcal_slips *slips)
{
    text_table_cell(table, NULL, kind);
    text_table_cell(table, NULL, plan);
    text_table_cell(table, NULL, NULL);
    text_addf(&table->content, "%zu", slips->count);
    text_table_cell(table, NULL, NULL);
    text_addf(&table->content, "%.0f %%", 100.0 * (double)slips->on_day / (double)slips->count);
    text_table_cell(table, NULL, NULL);
    text_addf(&table->content, "%+.1f", slips->mean);
    text_table_cell(table, NULL, NULL);
    text_addf(&table->content, "%+.1f", slips->median);
    text_table_cell(table, NULL, NULL);
    text_addf(&table->content, "%+" PRId32, slips->largest);
    text_table_cell(table, NULL, relcal_milestone_id(slips->largest_of));
}

static void tell_kind(text_table *table, const slip_question *question, const char *kind)
{
    relcal_slips first = slips_of(question, kind, false);
    relcal_slips last = slips_of(question, kind, true);
    if (first.count > 0) {
        add_row(table, kind, "first", &first);
    }
    if (last.count > 0) {
        add_row(table, first.count > 0 ? "" : kind, "last", &last);
    }
}

static void tell(const slip_question *question)
{
    static const table_column columns[] = {{"KIND", false},      {"PLAN", false}, {"COUNT", true},
                                           {"ON THE DAY", true}, {"MEAN", true},  {"MEDIAN", true},
                                           {"LARGEST", true},    {"OF", false}};
    relcal_slips all = slips_of(question, question->session->options->value[OPTION_KIND], false);
    text_table table = text_table_start(columns, sizeof columns / sizeof columns[0]);
    for (size_t index = 0; index < question->kind_count; index++) {
        tell_kind(&table, question, question->kinds[index]);
    }
    text_table_finish(&table, question->session->out);
    text_addf(&question->session->out->body,
              "\nDays from the first plan, and from the last one, to the day it came. "
              "%zu unplanned, %zu withdrawn.\n",
              all.unplanned, all.withdrawn);
}

static int run(cli_session *session)
{
    slip_question question = {.session = session, .project = lookup_project(session, 0)};
    if (question.project == NULL) {
        return EXIT_USAGE;
    }
    int status = collect_series(&question);
    if (status == EXIT_YES) {
        status = collect_kinds(&question);
    }
    if (status == EXIT_YES) {
        status = choose_kind(&question);
    }
    if (status != EXIT_YES) {
        return status;
    }
    if (session->options->value[OPTION_JSON] != NULL) {
        answer(&question);
    } else {
        tell(&question);
    }
    return EXIT_YES;
}

const cli_command command_slips = {
    .name = "slips",
    .usage = "PROJECT [SERIES|BRANCH...]",
    .summary = "how far releases slip, by kind",
    .description =
        "Compares the days on which milestones came with the first and the last plans for them:\n"
        "how many, the share on the planned day, mean, median and largest slip in days, and how\n"
        "many were unplanned or withdrawn. Only milestones count whose history is known.\n",
    .kinds = {OPERAND_PROJECT, OPERAND_SERIES},
    .operands_min = 1,
    .repeats_last = true,
    .options = OPTION_BIT(OPTION_KIND),
    .needs_catalog = true,
    .run = run,
};
