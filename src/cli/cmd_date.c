/* relcal date: the day that a rule gives. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "answer.h"
#include "avoid_files.h"
#include "command.h"
#include "complain.h"
#include "input.h"
#include "lookup.h"
#include "nearest.h"
#include "relcal/cadence.h"
#include "rule_fault.h"

/* The most dates of --count, and the most bytes of rules on standard input. */
#define DATES_MAX 10000
#define RULES_BYTES_MAX (64u << 20)

/* The last occurrence that is looked for: a day more than the calendar has. */
#define LAST_OCCURRENCE ((uint32_t)(RELCAL_DATE_MAX - RELCAL_DATE_MIN + 1))

/* How many occurrences in a row may have no day: there is a fifth Monday of February again after 40
 * years at most. */
#define MISSING_MAX 48

/* What every rule of the line is asked in. */
typedef struct date_question {
    cli_session *session;
    relcal_rule_scope scope;
    avoid_files avoided;
    uint32_t count; /* of --count, or 0 */
} date_question;

/* One rule of them. */
typedef struct date_rule {
    const char *text;
    size_t length;
    relcal_date_rule *rule;
    text normal; /* its normal form */
    relcal_found *found;
    uint32_t *occurrences; /* of each found one; 0 for a rule that does not repeat */
    size_t count;
} date_rule;

/* ---- finding ---- */

static int status_of(relcal_status status)
{
    switch (status) {
    case RELCAL_OK:
        return EXIT_YES;
    case RELCAL_ERROR_MEMORY:
        return EXIT_SYSTEM;
    case RELCAL_ERROR_DATA:
    case RELCAL_ERROR_RANGE:
        return EXIT_NO;
    default:
        return EXIT_USAGE;
    }
}

static bool reserve(date_rule *asked, size_t count, relcal_error *error)
{
    asked->found = calloc(count, sizeof *asked->found);
    asked->occurrences = calloc(count, sizeof *asked->occurrences);
    if (asked->found == NULL || asked->occurrences == NULL) {
        (void)snprintf(error->message, sizeof error->message, "out of memory");
        return false;
    }
    return true;
}

/* Finds an occurrence, or the next one that there is: months without a fifth Friday are passed
 * over. */
static relcal_status find(const date_rule *asked, const relcal_rule_scope *scope,
                          uint32_t *occurrence, relcal_found *out, relcal_error *error)
{
    relcal_error unused;
    relcal_status status = relcal_date_rule_find(asked->rule, scope, *occurrence, out, error);
    relcal_status later = status;
    for (uint32_t more = 1; later == RELCAL_ERROR_DATA && more < MISSING_MAX; more++) {
        later = relcal_date_rule_find(asked->rule, scope, *occurrence + more, out, &unused);
        if (later == RELCAL_OK) {
            *occurrence += more;
            return RELCAL_OK;
        }
    }
    return status;
}

static bool is_over(const date_question *question, const relcal_found *found)
{
    return relcal_instant_date(found->when.latest) < question->session->date;
}

/* Whether an occurrence, by the rule alone, is not before the day that is asked about; behind the
 * last one it is. */
static bool is_late(const date_question *question, const date_rule *asked, uint32_t occurrence)
{
    relcal_found found;
    relcal_rule_scope scope = question->scope;
    scope.avoided = NULL;
    scope.avoided_count = 0;
    return find(asked, &scope, &occurrence, &found, NULL) != RELCAL_OK ||
           !is_over(question, &found);
}

/* The first occurrence, by the rule alone, that is not before the day that is asked about. */
static uint32_t search(const date_question *question, const date_rule *asked)
{
    uint32_t before = 0;
    uint32_t late = 1;
    while (late < LAST_OCCURRENCE && !is_late(question, asked, late)) {
        before = late;
        late = 2 * late;
    }
    while (late - before > 1) {
        uint32_t middle = before + (late - before) / 2;
        if (is_late(question, asked, middle)) {
            late = middle;
        } else {
            before = middle;
        }
    }
    return late;
}

/* The next one. Days that are avoided move dates to both sides. */
static int find_next(const date_question *question, date_rule *asked, relcal_error *error)
{
    relcal_found found;
    relcal_error unused;
    uint32_t next = search(question, asked);
    while (next > 1 &&
           relcal_date_rule_find(asked->rule, &question->scope, next - 1, &found, &unused) ==
               RELCAL_OK &&
           !is_over(question, &found)) {
        next--;
    }
    relcal_status status = find(asked, &question->scope, &next, &found, error);
    while (status == RELCAL_OK && is_over(question, &found)) {
        next++;
        status = find(asked, &question->scope, &next, &found, error);
    }
    if (status != RELCAL_OK) {
        bool is_past_last = status == RELCAL_ERROR_NOT_FOUND && next > 1;
        return is_past_last ? EXIT_NO : status_of(status);
    }
    asked->found[0] = found;
    asked->occurrences[0] = next;
    asked->count = 1;
    return EXIT_YES;
}

/* The first ones; fewer where there are no more of them. */
static int find_first(const date_question *question, date_rule *asked, relcal_error *error)
{
    relcal_status status = RELCAL_OK;
    for (uint32_t next = 1; status == RELCAL_OK && asked->count < question->count; next++) {
        status = find(asked, &question->scope, &next, &asked->found[asked->count], error);
        asked->occurrences[asked->count] = next;
        asked->count += status == RELCAL_OK;
    }
    return asked->count > 0 ? EXIT_YES : status_of(status);
}

static int complain_about_count(relcal_error *error)
{
    (void)snprintf(error->message, sizeof error->message,
                   "--count is for rules that repeat; write every and a length, or no --count");
    return EXIT_USAGE;
}

/* Finds what a rule gives. The exit status, with `*error` filled where it is not EXIT_YES. */
static int find_dates(const date_question *question, date_rule *asked, relcal_error *error)
{
    relcal_status status = relcal_date_rule_parse(&asked->rule, asked->text, asked->length, NULL,
                                                  error);
    if (status != RELCAL_OK) {
        return status == RELCAL_ERROR_MEMORY ? EXIT_SYSTEM : EXIT_USAGE;
    }
    if (!reserve(asked, question->count > 0 ? question->count : 1, error)) {
        return EXIT_SYSTEM;
    }
    if (relcal_date_rule_repeats(asked->rule)) {
        return question->count > 0 ? find_first(question, asked, error)
                                   : find_next(question, asked, error);
    }
    if (question->count > 0) {
        return complain_about_count(error);
    }
    status = relcal_date_rule_find(asked->rule, &question->scope, 1, &asked->found[0], error);
    asked->count = status == RELCAL_OK;
    return status_of(status);
}

/* ---- JSON ---- */

static void write_normal_form(date_rule *asked)
{
    char buffer[RELCAL_MAX_DATE_RULE_BYTES + 1];
    (void)relcal_date_rule_format(asked->rule, buffer, sizeof buffer);
    text_add(&asked->normal, buffer);
}

static void answer_found(json_writer *writer, const date_question *question, const date_rule *asked,
                         size_t index)
{
    const relcal_found *found = &asked->found[index];
    bool is_day = found->when.precision == RELCAL_PRECISION_DAY;
    relcal_date date = relcal_when_date(&found->when);
    char week[RELCAL_DATE_BYTES];
    answer_when(writer, "date", &found->when);
    json_writer_text(writer, "precision", relcal_precision_name(found->when.precision));
    json_writer_text(writer, "weekday",
                     is_day ? relcal_weekday_name(relcal_date_weekday(date)) : NULL);
    json_writer_text(writer, "week", is_day ? relcal_date_format_week(date, week) : NULL);
    json_writer_number(writer, "days", session_days_to(question->session, &found->when));
    answer_when(writer, "by_rule", &found->by_rule);
    json_writer_text(writer, "avoided", found->avoided);
    if (asked->occurrences[index] > 0) {
        json_writer_number(writer, "occurrence", asked->occurrences[index]);
    } else {
        json_writer_null(writer, "occurrence");
    }
}

static void answer_fault(json_writer *writer, const date_rule *asked, const relcal_error *error)
{
    text rule = {0};
    text given = {0};
    text_add_bytes(&given, asked->text, asked->length);
    text_add_printable(&rule, text_string(&given), RELCAL_MAX_DATE_RULE_BYTES);
    json_writer_text(writer, "rule", text_string(&rule));
    json_writer_open_object(writer, "error");
    json_writer_text(writer, "code", relcal_status_name(error->code));
    json_writer_number(writer, "column", error->column);
    json_writer_text(writer, "message", error->message);
    json_writer_close_object(writer);
    text_free(&given);
    text_free(&rule);
}

static void answer(const date_question *question, date_rule *asked, int status,
                   const relcal_error *error)
{
    json_writer writer = answer_open(question->session);
    if (status != EXIT_YES) {
        answer_fault(&writer, asked, error);
    } else {
        write_normal_form(asked);
        json_writer_text(&writer, "rule", text_string(&asked->normal));
    }
    if (status == EXIT_YES && question->count > 0) {
        json_writer_open_list(&writer, "dates");
        for (size_t index = 0; index < asked->count; index++) {
            json_writer_open_object(&writer, NULL);
            answer_found(&writer, question, asked, index);
            json_writer_close_object(&writer);
        }
        json_writer_close_list(&writer);
    } else if (status == EXIT_YES) {
        answer_found(&writer, question, asked, 0);
    }
    answer_close(&writer);
}

/* ---- text ---- */

static void add_days(text *out, int32_t days, const char *ahead, const char *behind)
{
    text_addf(out, ", %s%d day%s%s", days > 0 ? ahead : "", abs(days), abs(days) == 1 ? "" : "s",
              days > 0 ? "" : behind);
}

/* ", a month, in 40 days" for the days until it begins, or since it ended. */
static void add_span(const date_question *question, text *out, const relcal_when *when)
{
    int32_t until = session_days_to(question->session, when);
    int32_t since = relcal_date_days_between(question->session->date,
                                             relcal_instant_date(when->latest));
    text_addf(out, ", a %s", relcal_precision_name(when->precision));
    if (until > 0) {
        add_days(out, until, "begins in ", "");
    } else if (since < 0) {
        text_add(out, ", ended");
        text_addf(out, " %d day%s ago", -since, since == -1 ? "" : "s");
    } else {
        text_add(out, ", now");
    }
}

static void add_day(const date_question *question, text *out, const relcal_when *when)
{
    relcal_date date = relcal_when_date(when);
    int32_t days = session_days_to(question->session, when);
    char week[RELCAL_DATE_BYTES];
    text_addf(out, ", %s, %s", relcal_weekday_name(relcal_date_weekday(date)),
              relcal_date_format_week(date, week));
    if (days == 0) {
        text_add(out, ", today");
    } else {
        add_days(out, days, "in ", " ago");
    }
}

static void tell_found(const date_question *question, const date_rule *asked, size_t index)
{
    text *out = &question->session->out->body;
    const relcal_found *found = &asked->found[index];
    char buffer[RELCAL_WHEN_BYTES];
    text_add(out, relcal_when_format(&found->when, buffer));
    if (found->when.precision == RELCAL_PRECISION_DAY) {
        add_day(question, out, &found->when);
    } else {
        add_span(question, out, &found->when);
    }
    if (asked->occurrences[index] > 0) {
        text_addf(out, ", number %" PRIu32, asked->occurrences[index]);
    }
    if (found->avoided != NULL) {
        text_addf(out, ", instead of %s: ", relcal_when_format(&found->by_rule, buffer));
        text_add_printable(out, found->avoided, QUOTED_BYTES);
    }
    text_add(out, "\n");
}

static const char *milestone_id_at(const void *context, size_t index)
{
    const relcal_milestone *milestone = relcal_series_milestone_at(context, index);
    return milestone != NULL ? relcal_milestone_id(milestone) : NULL;
}

/* Adds the milestones that may have been meant to a fault: the name that begins there is none. */
static void add_hint(const date_question *question, const date_rule *asked, relcal_error *error)
{
    char name[QUOTED_BYTES];
    text message = {0};
    const char *start = asked->text + (error->column > 0 ? error->column - 1 : 0);
    size_t length = error->column <= asked->length ? strcspn(start, " \t\r\n()+,\"'") : 0;
    if (question->scope.plan.series == NULL || length == 0 || length >= sizeof name) {
        return;
    }
    memcpy(name, start, length);
    name[length] = '\0';
    text_add(&message, error->message);
    if (nearest_add(&message, name,
                    (name_list){milestone_id_at, question->scope.plan.series, ""}) &&
        message.length < sizeof error->message) {
        memcpy(error->message, text_string(&message), message.length + 1);
    }
    text_free(&message);
}

static void tell_fault(const date_rule *asked, const relcal_error *error)
{
    text message = {0};
    rule_fault_add(&message, asked->text, asked->length, error);
    (void)fputs(text_string(&message), stderr);
    text_free(&message);
}

/* ---- the rules ---- */

/* Answers one rule. Among many of them a fault is a line of JSON as well. */
static int ask(const date_question *question, const char *rule, size_t length, bool is_of_many)
{
    date_rule asked = {.text = rule, .length = length};
    relcal_error error = {0};
    bool is_json = question->session->options->value[OPTION_JSON] != NULL;
    int status = find_dates(question, &asked, &error);
    if (error.code == RELCAL_ERROR_NOT_FOUND && status == EXIT_USAGE) {
        add_hint(question, &asked, &error);
    }
    if (is_json && (status == EXIT_YES || is_of_many)) {
        answer(question, &asked, status, &error);
    } else if (status != EXIT_YES) {
        tell_fault(&asked, &error);
    }
    for (size_t index = 0; !is_json && status == EXIT_YES && index < asked.count; index++) {
        tell_found(question, &asked, index);
    }
    relcal_date_rule_free(asked.rule, NULL);
    free(asked.found);
    free(asked.occurrences);
    text_free(&asked.normal);
    return status;
}

/* One rule a line. The answer is no where one of them has no date. */
static int ask_lines(const date_question *question)
{
    text lines = {0};
    int worst = input_read(&lines, "-", RULES_BYTES_MAX);
    if (worst == EXIT_YES && lines.length > RULES_BYTES_MAX) {
        complain("more than %u bytes of rules; ask in several runs", RULES_BYTES_MAX);
        worst = EXIT_USAGE;
    }
    const char *line = text_string(&lines);
    const char *end = worst == EXIT_YES ? line + lines.length : line;
    while (line < end) {
        const char *feed = memchr(line, '\n', (size_t)(end - line));
        size_t length = (size_t)((feed == NULL ? end : feed) - line);
        size_t shown = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        if (shown > 0) {
            int status = ask(question, line, shown, true);
            worst = status == EXIT_SYSTEM || status == EXIT_YES || worst == EXIT_SYSTEM
                        ? (status > worst ? status : worst)
                        : EXIT_NO;
        }
        line += length + 1;
    }
    text_free(&lines);
    return worst;
}

/* ---- the question ---- */

/* Reads --count; false after a complaint. */
static bool read_count(date_question *question)
{
    const char *value = question->session->options->value[OPTION_NUMBER];
    if (value == NULL) {
        return true;
    }
    size_t digits = strspn(value, "0123456789");
    unsigned long count = digits > 0 && digits < 9 && value[digits] == '\0'
                              ? strtoul(value, NULL, 10)
                              : 0;
    if (count == 0 || count > DATES_MAX) {
        text message = {0};
        text_add(&message, "--count cannot be '");
        text_add_printable(&message, value, QUOTED_BYTES);
        text_addf(&message, "'; write a number from 1 to %d", DATES_MAX);
        complain_text(&message);
        return false;
    }
    question->count = (uint32_t)count;
    return true;
}

/* The year in which the cadence of a series has its anchor, or 0. */
static int year_of_anchor(relcal_plan plan)
{
    const relcal_cadence *cadence = relcal_project_cadence_of(relcal_series_project(plan.series),
                                                              relcal_series_id(plan.series));
    relcal_entry entry;
    if (cadence == NULL ||
        !relcal_plan_entry(
            plan, relcal_series_milestone(plan.series, relcal_cadence_anchor(cadence)), &entry) ||
        relcal_when_date(&entry.when) == RELCAL_DATE_NONE) {
        return 0;
    }
    return relcal_date_to_civil(relcal_when_date(&entry.when)).year;
}

/* Reads the series whose milestones rules name. */
static int read_series(date_question *question)
{
    const cli_session *session = question->session;
    if (session->operand_count == 1) {
        return EXIT_YES;
    }
    const relcal_project *project = lookup_project(session, 1);
    const relcal_series *series = NULL;
    if (project == NULL) {
        return EXIT_USAGE;
    }
    if (session->operand_count == 2) {
        complain("which series of %s? Name it after the project", relcal_project_id(project));
        return EXIT_USAGE;
    }
    int status = lookup_series(session, project, 2, &series);
    if (status == EXIT_YES) {
        question->scope.plan = relcal_series_plan(series, session->as_of);
        question->scope.year = year_of_anchor(question->scope.plan);
    }
    return status;
}

static int read_question(date_question *question)
{
    int status = read_count(question) ? read_series(question) : EXIT_USAGE;
    if (status == EXIT_YES) {
        status = avoid_files_read(&question->avoided, question->session);
    }
    question->scope.avoided = question->avoided.items;
    question->scope.avoided_count = question->avoided.count;
    return status;
}

static int run(cli_session *session)
{
    date_question question = {
        .session = session,
        .scope = {.has_today = true, .today = session->date},
    };
    const char *rule = session->operands[0];
    int status = read_question(&question);
    if (status == EXIT_YES) {
        status = strcmp(rule, "-") == 0 ? ask_lines(&question)
                                        : ask(&question, rule, strlen(rule), false);
    }
    avoid_files_free(&question.avoided);
    return status;
}

const cli_command command_date = {
    .name = "date",
    .usage = "RULE [PROJECT SERIES]",
    .summary = "the day that a rule gives: first tuesday of may",
    .description =
        "Computes a date rule, with the milestones of a series; relcal-schedule(5) has the "
        "grammar.\n"
        "A month "
        "without a year is in that of the series' beta 1, or what else its cadence hangs on, or "
        "is\n"
        "the next one. Of a rule that repeats the next date is given. For a single dash rules are\n"
        "read from standard input, one a line. The answer is no where a rule gives no day.\n",
    .kinds = {OPERAND_RULE, OPERAND_PROJECT, OPERAND_SERIES},
    .operands_min = 1,
    .options = OPTION_BIT(OPTION_AVOID) | OPTION_BIT(OPTION_INSTEAD) | OPTION_BIT(OPTION_NUMBER),
    .needs_catalog = true,
    .run = run,
};
