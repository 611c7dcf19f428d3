/* relcal plan for readers: tables, and one JSON object. */
#include "plan_report.h"

#include <inttypes.h>
#include <string.h>

#include "answer.h"
#include "complain.h"
#include "relcal/version.h"
#include "text_table.h"
#include "words.h"

static bool is_day(const relcal_when *when)
{
    return when->precision == RELCAL_PRECISION_DAY || when->precision == RELCAL_PRECISION_MOMENT;
}

/* The days from one date to another, where both are days. */
static bool days_between(const relcal_when *from, const relcal_when *to, int32_t *out)
{
    if (!is_day(from) || !is_day(to)) {
        return false;
    }
    *out = relcal_when_date(to) - relcal_when_date(from);
    return true;
}

/* ---- JSON ---- */

static void answer_days(json_writer *writer, const char *key, bool is_known, int32_t days)
{
    if (is_known) {
        json_writer_number(writer, key, days);
    } else {
        json_writer_null(writer, key);
    }
}

static void answer_optional_when(json_writer *writer, const char *key, bool is_known,
                                 const relcal_when *when)
{
    if (is_known) {
        answer_when(writer, key, when);
    } else {
        json_writer_null(writer, key);
    }
}

static void answer_weekday(json_writer *writer, const relcal_when *when)
{
    json_writer_text(writer, "weekday",
                     is_day(when) ? relcal_weekday_name(relcal_date_weekday(relcal_when_date(when)))
                                  : NULL);
}

static void answer_planned(json_writer *writer, const relcal_planned *planned, bool goes_on)
{
    int32_t days = 0;
    json_writer_open_object(writer, NULL);
    json_writer_text(writer, "milestone", planned->id);
    answer_when(writer, "date", &planned->when);
    json_writer_text(writer, "precision", relcal_precision_name(planned->when.precision));
    answer_weekday(writer, &planned->when);
    json_writer_text(writer, "by", relcal_planned_by_name(planned->by));
    json_writer_text(writer, "rule", planned->rule);
    answer_optional_when(writer, "by_rule", planned->has_by_rule, &planned->by_rule);
    json_writer_text(writer, "avoided", planned->avoided);
    json_writer_text(writer, "note", planned->note);
    if (goes_on) {
        bool has_days = planned->has_former &&
                        days_between(&planned->former, &planned->when, &days);
        answer_optional_when(writer, "former", planned->has_former, &planned->former);
        answer_days(writer, "days", has_days, days);
    }
    json_writer_close_object(writer);
}

/* Of a plan that goes on as it is, without what is set: NULL where nothing is. */
static relcal_outcome *make_former(const plan_job *job)
{
    relcal_outcome *former = NULL;
    relcal_plan_request request = job->request;
    request.pin_count = 0;
    if (job->request.from.series != NULL && job->request.pin_count > 0) {
        (void)relcal_plan_make(&former, &request, NULL);
    }
    return former;
}

static bool was_broken(const relcal_outcome *former, const relcal_clash *clash)
{
    const relcal_clash *other;
    for (size_t index = 0;
         former != NULL && (other = relcal_outcome_clash_at(former, index)) != NULL; index++) {
        if (strcmp(other->constraint, clash->constraint) == 0 &&
            strcmp(other->message, clash->message) == 0) {
            return true;
        }
    }
    return false;
}

static void answer_clashes(json_writer *writer, const relcal_outcome *outcome,
                           const relcal_outcome *former)
{
    const relcal_clash *clash;
    const relcal_unplanned *left_out;
    json_writer_open_list(writer, "clashes");
    for (size_t index = 0; (clash = relcal_outcome_clash_at(outcome, index)) != NULL; index++) {
        json_writer_open_object(writer, NULL);
        json_writer_text(writer, "constraint", clash->constraint);
        json_writer_text(writer, "milestone", clash->milestone);
        answer_when(writer, "date", &clash->when);
        json_writer_text(writer, "message", clash->message);
        json_writer_text(writer, "reason", clash->reason);
        if (relcal_outcome_goes_on(outcome)) {
            json_writer_boolean(writer, "broken_before", was_broken(former, clash));
        }
        json_writer_close_object(writer);
    }
    json_writer_close_list(writer);
    json_writer_open_list(writer, "left_out");
    for (size_t index = 0; (left_out = relcal_outcome_unplanned_at(outcome, index)) != NULL;
         index++) {
        json_writer_open_object(writer, NULL);
        json_writer_text(writer, "milestone", left_out->id);
        json_writer_text(writer, "rule", left_out->rule);
        json_writer_text(writer, "message", left_out->message);
        json_writer_close_object(writer);
    }
    json_writer_close_list(writer);
}

static void answer_leeway(json_writer *writer, const plan_leeway *leeway)
{
    if (!leeway->is_known) {
        json_writer_null(writer, "leeway");
        return;
    }
    json_writer_open_object(writer, "leeway");
    json_writer_text(writer, "milestone", leeway->milestone);
    json_writer_text(writer, "holds", "final");
    answer_day(writer, "latest", leeway->leeway.latest);
    json_writer_boolean(writer, "open", leeway->leeway.is_open);
    json_writer_boolean(writer, "moves_final", leeway->leeway.moves_held);
    json_writer_text(writer, "breaks",
                     *leeway->leeway.constraint == '\0' ? NULL : leeway->leeway.constraint);
    json_writer_close_object(writer);
}

void plan_report_answer(const plan_job *job, const relcal_outcome *outcome,
                        const plan_leeway *leeway)
{
    const relcal_cadence *cadence = relcal_outcome_cadence(outcome);
    relcal_when anchor = relcal_outcome_anchor(outcome);
    bool goes_on = relcal_outcome_goes_on(outcome);
    json_writer writer = answer_open(job->session);
    json_writer_text(&writer, "project", relcal_project_id(job->project));
    json_writer_text(&writer, "series", job->series);
    json_writer_text(&writer, "cadence", relcal_cadence_id(cadence));
    json_writer_text(&writer, "source", relcal_cadence_source(cadence));
    json_writer_open_object(&writer, "anchor");
    json_writer_text(&writer, "milestone", relcal_cadence_anchor(cadence));
    answer_optional_when(&writer, "date", anchor.precision != RELCAL_PRECISION_TBD, &anchor);
    json_writer_close_object(&writer);
    json_writer_open_list(&writer, "milestones");
    for (size_t index = 0; index < relcal_outcome_count(outcome); index++) {
        answer_planned(&writer, relcal_outcome_at(outcome, index), goes_on);
    }
    json_writer_close_list(&writer);
    relcal_outcome *former = make_former(job);
    answer_clashes(&writer, outcome, former);
    relcal_outcome_free(former);
    if (goes_on) {
        answer_leeway(&writer, leeway);
    }
    answer_close(&writer);
}

/* ---- the cadences of a project ---- */

static void answer_ranges(json_writer *writer, const relcal_cadence *cadence)
{
    const char *first;
    const char *last;
    json_writer_open_list(writer, "series");
    for (size_t index = 0; relcal_cadence_series_at(cadence, index, &first, &last); index++) {
        json_writer_open_object(writer, NULL);
        json_writer_text(writer, "from", first);
        json_writer_text(writer, "to", last);
        json_writer_close_object(writer);
    }
    json_writer_close_list(writer);
}

static void answer_cadence(json_writer *writer, const relcal_cadence *cadence)
{
    json_writer_open_object(writer, NULL);
    json_writer_text(writer, "cadence", relcal_cadence_id(cadence));
    answer_ranges(writer, cadence);
    json_writer_text(writer, "anchor", relcal_cadence_anchor(cadence));
    json_writer_text(writer, "reason", relcal_cadence_reason(cadence));
    json_writer_text(writer, "source", relcal_cadence_source(cadence));
    json_writer_number(writer, "tolerance", relcal_cadence_tolerance(cadence));
    json_writer_open_object(writer, "rules");
    for (size_t index = 0; index < relcal_cadence_rule_count(cadence); index++) {
        json_writer_text(writer, relcal_cadence_milestone_at(cadence, index),
                         relcal_cadence_rule_at(cadence, index));
    }
    json_writer_close_object(writer);
    json_writer_close_object(writer);
}

static void add_ranges(text *out, const relcal_cadence *cadence)
{
    const char *first;
    const char *last;
    size_t index = 0;
    for (; relcal_cadence_series_at(cadence, index, &first, &last); index++) {
        text_add(out, index > 0 ? ", " : "");
        if (first != NULL && last != NULL && strcmp(first, last) == 0) {
            text_add(out, first);
            continue;
        }
        text_addf(out, "%s%s%s%s", first == NULL ? "" : "from ", first == NULL ? "" : first,
                  first == NULL || last == NULL ? "" : " ", last == NULL ? "" : "to ");
        text_add(out, last == NULL ? "" : last);
    }
    text_add(out, index == 0 ? "all" : "");
}

static void tell_cadences(const cli_session *session, const relcal_project *project)
{
    static const table_column columns[] = {
        {"CADENCE", false}, {"SERIES", false}, {"ANCHOR", false}, {"WHAT IT IS", false}};
    text_table table = text_table_start(columns, sizeof columns / sizeof columns[0]);
    const relcal_cadence *cadence;
    for (size_t index = 0; (cadence = relcal_project_cadence_at(project, index)) != NULL; index++) {
        text_table_cell(&table, NULL, relcal_cadence_id(cadence));
        text_table_cell(&table, NULL, NULL);
        add_ranges(&table.content, cadence);
        text_table_cell(&table, NULL, relcal_cadence_anchor(cadence));
        text_table_cell(&table, NULL, relcal_cadence_reason(cadence));
    }
    text_table_finish(&table, session->out);
}

void plan_report_list(cli_session *session, const relcal_project *project)
{
    const relcal_cadence *cadence;
    if (session->options->value[OPTION_JSON] == NULL) {
        tell_cadences(session, project);
        return;
    }
    json_writer writer = answer_open(session);
    json_writer_text(&writer, "project", relcal_project_id(project));
    json_writer_open_list(&writer, "cadences");
    for (size_t index = 0; (cadence = relcal_project_cadence_at(project, index)) != NULL; index++) {
        answer_cadence(&writer, cadence);
    }
    json_writer_close_list(&writer);
    answer_close(&writer);
}

/* ---- text ---- */

static void add_when_cell(text_table *table, const char *style, bool is_known,
                          const relcal_when *when)
{
    text_table_cell(table, style, NULL);
    if (is_known) {
        words_add_short_when(&table->content, when);
    }
}

static void add_days_cell(text_table *table, const char *style, bool is_known, int32_t days)
{
    text_table_cell(table, style, NULL);
    if (is_known) {
        text_addf(&table->content, days == 0 ? "0" : "%+" PRId32, days);
    }
}

/* Why a milestone is on its day. */
static void add_reason(text_table *table, const relcal_planned *planned, bool goes_on)
{
    char when[RELCAL_WHEN_BYTES];
    text_table_cell(table, NULL, NULL);
    switch (planned->by) {
    case RELCAL_BY_PIN:
        text_add(&table->content, "set");
        break;
    case RELCAL_BY_ACTUAL:
        text_add(&table->content, "happened");
        break;
    case RELCAL_BY_PLAN:
        text_add(&table->content, "stays");
        break;
    case RELCAL_BY_RULE:
        text_addf(&table->content, "%s%s", goes_on ? "follows: " : "", planned->rule);
        break;
    }
    if (planned->by != RELCAL_BY_RULE && planned->has_by_rule && planned->by != RELCAL_BY_ACTUAL &&
        !relcal_when_is_same(&planned->by_rule, &planned->when)) {
        text_addf(&table->content, "; by rule %s, %s", relcal_when_format(&planned->by_rule, when),
                  planned->rule);
    }
    if (planned->avoided != NULL) {
        text_addf(&table->content, "; not %s, %s", relcal_when_format(&planned->by_rule, when),
                  planned->avoided);
    }
    if (planned->note != NULL) {
        text_addf(&table->content, " - %s", planned->note);
    }
}

static void tell_table(const plan_job *job, const relcal_outcome *outcome)
{
    static const table_column columns[] = {
        {"MILESTONE", false}, {"WAS", false}, {"DATE", false}, {"DAYS", true}, {"WHY", false}};
    bool goes_on = relcal_outcome_goes_on(outcome);
    text_table table = text_table_start(columns, sizeof columns / sizeof columns[0]);
    for (size_t index = 0; index < relcal_outcome_count(outcome); index++) {
        const relcal_planned *planned = relcal_outcome_at(outcome, index);
        int32_t days = 0;
        bool has_moved = planned->has_former &&
                         !relcal_when_is_same(&planned->former, &planned->when);
        bool has_days = has_moved && days_between(&planned->former, &planned->when, &days);
        const char *style = has_moved ? STYLE_ALERT : NULL;
        text_table_cell(&table, NULL, planned->id);
        add_when_cell(&table, NULL, has_moved, &planned->former);
        add_when_cell(&table, style, true, &planned->when);
        add_days_cell(&table, style, has_days, days);
        add_reason(&table, planned, goes_on);
    }
    text_table_finish(&table, job->session->out);
}

static void tell_leeway(text *body, const plan_leeway *leeway)
{
    char date[RELCAL_DATE_BYTES];
    const relcal_leeway *found = &leeway->leeway;
    if (found->latest == RELCAL_DATE_NONE) {
        text_addf(body, "\n%s: no later day holds the final release.\n", leeway->milestone);
    } else if (found->is_open) {
        text_addf(body, "\n%s may be as late as was looked, %s: the final release holds.\n",
                  leeway->milestone, relcal_date_format(found->latest, date));
    } else {
        text_addf(body, "\n%s may be as late as ", leeway->milestone);
        words_add_day(body, found->latest);
        text_add(body, ", and the final release holds.\n");
    }
    if (!found->is_open) {
        text_addf(body, "After that: %s%s.\n",
                  found->moves_held ? "the final release moves" : found->constraint,
                  found->moves_held && *found->constraint != '\0' ? ", and more" : "");
    }
}

/* What breaks anew, or what was broken before, under the headings of the first and the second. */
static void tell_clashes(text *body, const relcal_outcome *outcome, const relcal_outcome *former,
                         bool is_old, const char *const headings[2])
{
    const relcal_clash *clash;
    size_t count = 0;
    for (size_t index = 0; (clash = relcal_outcome_clash_at(outcome, index)) != NULL; index++) {
        if (was_broken(former, clash) == is_old) {
            text_add(body, count < 2 ? headings[count] : "");
            text_addf(body, "  %s.%s%s\n", clash->message, clash->reason == NULL ? "" : " ",
                      clash->reason == NULL ? "" : clash->reason);
            count++;
        }
    }
}

void plan_report_tell(const plan_job *job, const relcal_outcome *outcome, const plan_leeway *leeway)
{
    static const char *const anew[] = {"\nThis breaks first:\n", "Then:\n"};
    static const char *const before[] = {"\nThis was broken before:\n", ""};
    text *body = &job->session->out->body;
    const relcal_cadence *cadence = relcal_outcome_cadence(outcome);
    const char *reason = relcal_cadence_reason(cadence);
    const char *source = relcal_cadence_source(cadence);
    relcal_outcome *former = make_former(job);
    text_addf(body, "%s %s by the cadence %s%s%s\n", relcal_project_name(job->project), job->series,
              relcal_cadence_id(cadence), reason == NULL ? "" : ": ", reason == NULL ? "" : reason);
    if (source != NULL) {
        text_addf(body, "%s\n", source);
    }
    text_add(body, "\n");
    tell_table(job, outcome);
    tell_clashes(body, outcome, former, false, anew);
    tell_clashes(body, outcome, former, true, before);
    relcal_outcome_free(former);
    if (leeway->is_known) {
        tell_leeway(body, leeway);
    }
}

/* ---- the rules beside what was published ---- */

/* A milestone by its rule, as it was first planned, and as it is now. */
typedef struct compared {
    const relcal_planned *planned;
    const relcal_milestone *milestone; /* or NULL */
    bool has_first;
    relcal_when first;
    bool has_first_days;
    int32_t first_days; /* from the rule's date */
    bool has_now;
    relcal_when now;
    bool has_now_days;
    int32_t now_days;
} compared;

/* What is compared with what. */
typedef struct habit {
    plan_job *job;
    const relcal_series *series;
    relcal_outcome *outcome;
    relcal_date published; /* the day of the plan that is called the first */
} habit;

/* The day on which a series was first planned; RELCAL_LATEST where nothing is recorded. */
static relcal_date first_day(const relcal_series *series)
{
    relcal_date first = RELCAL_LATEST;
    const relcal_milestone *milestone;
    for (size_t index = 0; (milestone = relcal_series_milestone_at(series, index)) != NULL;
         index++) {
        if (relcal_milestone_revision_count(milestone) > 0) {
            relcal_date since = relcal_milestone_revision_at(milestone, 0).since;
            first = since < first ? since : first;
        }
    }
    return first;
}

static bool lies_within(const relcal_when *inner, const relcal_when *outer)
{
    return inner->earliest >= outer->earliest && inner->latest <= outer->latest;
}

/* The days from a rule's date to a published one, whatever they are known to: 0 where one lies in
 * the other, as a day in its month. False where they overlap otherwise, or one is open. */
static bool find_distance(const relcal_when *rule, const relcal_when *published, int32_t *days)
{
    if (rule->precision == RELCAL_PRECISION_TBD || published->precision == RELCAL_PRECISION_TBD) {
        return false;
    }
    if (days_between(rule, published, days)) {
        return true;
    }
    relcal_order order = relcal_when_compare(rule, published);
    if (lies_within(rule, published) || lies_within(published, rule)) {
        *days = 0;
        return true;
    }
    if (order == RELCAL_ORDER_UNKNOWN) {
        return false;
    }
    bool is_alike = rule->precision == published->precision;
    bool is_later = order == RELCAL_ORDER_BEFORE;
    relcal_instant from = is_alike || !is_later ? rule->earliest : rule->latest;
    relcal_instant to = is_alike || is_later ? published->earliest : published->latest;
    *days = relcal_date_days_between(relcal_instant_date(from), relcal_instant_date(to));
    return true;
}

/* The milestone of a series that a cadence gives an id; it may have a shorter one: rc1 for 2.0rc1.
 */
static const relcal_milestone *find_published(const relcal_series *series, const char *id)
{
    char stage[RELCAL_VERSION_BYTES];
    relcal_version version;
    const relcal_milestone *milestone = relcal_series_milestone(series, id);
    if (milestone != NULL || relcal_version_parse(&version, id, strlen(id), NULL) != RELCAL_OK ||
        version.micro != 0) {
        return milestone;
    }
    version.has_release = false;
    return relcal_series_milestone(series, relcal_version_format(&version, stage));
}

static compared compare_one(const habit *made, const relcal_planned *planned)
{
    compared out = {.planned = planned};
    relcal_entry entry;
    relcal_plan first = relcal_series_plan(made->series, made->published);
    relcal_plan now = relcal_series_plan(made->series, RELCAL_LATEST);
    out.milestone = find_published(made->series, planned->id);
    if (relcal_plan_entry(first, out.milestone, &entry)) {
        out.has_first = true;
        out.first = entry.when;
        out.has_first_days = find_distance(&planned->when, &entry.when, &out.first_days);
    }
    if (relcal_plan_entry(now, out.milestone, &entry)) {
        out.has_now = true;
        out.now = entry.when;
        out.has_now_days = find_distance(&planned->when, &entry.when, &out.now_days);
    }
    return out;
}

static const char *ordinal(int number)
{
    static const char *const words[] = {"", "first", "second", "third", "fourth", "fifth"};
    return words[number];
}

/* "the second Tuesday of November" */
static void add_place(text *out, relcal_date date)
{
    relcal_civil civil = relcal_date_to_civil(date);
    text_addf(out, "the %s %s of %s", ordinal((civil.day + 6) / 7),
              relcal_weekday_name(relcal_date_weekday(date)), relcal_month_name(civil.month));
}

/* Other cadences of the project that give the very date which was planned. */
static void add_other_cadences(text *out, const habit *made, const compared *row)
{
    const relcal_project *project = made->job->project;
    const relcal_cadence *cadence;
    for (size_t index = 0; (cadence = relcal_project_cadence_at(project, index)) != NULL; index++) {
        relcal_outcome *other;
        relcal_plan_request request = made->job->request;
        request.cadence = cadence;
        if (cadence == relcal_outcome_cadence(made->outcome) ||
            relcal_plan_make(&other, &request, NULL) != RELCAL_OK) {
            continue;
        }
        const relcal_planned *planned = relcal_outcome_find(other, row->planned->id);
        if (planned != NULL && relcal_when_is_same(&planned->when, &row->first)) {
            text_addf(out, "; by the cadence %s, %s", relcal_cadence_id(cadence), planned->rule);
        }
        relcal_outcome_free(other);
    }
}

/* What other series had planned, at that time, on the day that the rule gives. */
static void add_collisions(text *out, const habit *made, const compared *row)
{
    const relcal_project *project = made->job->project;
    const relcal_series *series;
    for (size_t place = 0; (series = relcal_project_series_at(project, place)) != NULL; place++) {
        const relcal_milestone *milestone;
        relcal_plan plan = relcal_series_plan(series, made->published);
        for (size_t index = 0; series != made->series &&
                               (milestone = relcal_series_milestone_at(series, index)) != NULL;
             index++) {
            relcal_entry entry;
            if (relcal_plan_entry(plan, milestone, &entry) &&
                relcal_when_is_same(&entry.when, &row->planned->when)) {
                text_addf(out, "; %s was planned for the rule's day",
                          relcal_milestone_id(milestone));
            }
        }
    }
}

/* Says how a date that the rule does not give reads, and what speaks for it. */
static void explain(text *out, const habit *made, const compared *row)
{
    if (!row->has_first_days || row->first_days == 0 || !is_day(&row->planned->when) ||
        !is_day(&row->first)) {
        return;
    }
    relcal_date date = relcal_when_date(&row->first);
    relcal_date rule = relcal_when_date(&row->planned->when);
    add_place(out, date);
    text_add(out, ", not ");
    add_place(out, rule);
    if (relcal_date_to_civil(date).year != relcal_date_to_civil(rule).year) {
        text_addf(out, " of %d: another year, which is more often a slip of the pen",
                  relcal_date_to_civil(rule).year);
    }
    add_other_cadences(out, made, row);
    add_collisions(out, made, row);
    if (row->milestone != NULL && relcal_milestone_note(row->milestone) != NULL) {
        text_addf(out, "; %s", relcal_milestone_note(row->milestone));
    }
}

/* How many pre-releases and final releases were compared, and how many are on the rule's day. */
typedef struct tally {
    int64_t compared;
    int64_t exact;
} tally;

static void count_row(tally *sum, const compared *row)
{
    const char *kind = row->has_first_days ? relcal_milestone_kind(row->milestone) : "";
    bool is_release = row->planned->is_release || strcmp(kind, "final") == 0;
    bool counts = is_release && row->has_first_days && strcmp(kind, "bugfix") != 0;
    sum->compared += counts;
    sum->exact += counts && row->first_days == 0;
}

static void answer_compared(json_writer *writer, const habit *made, const compared *row)
{
    json_writer_open_object(writer, NULL);
    json_writer_text(writer, "milestone", row->planned->id);
    json_writer_text(writer, "rule", row->planned->rule);
    answer_when(writer, "by_rule", &row->planned->when);
    answer_optional_when(writer, "first", row->has_first, &row->first);
    answer_days(writer, "first_days", row->has_first_days, row->first_days);
    answer_optional_when(writer, "now", row->has_now, &row->now);
    answer_days(writer, "now_days", row->has_now_days, row->now_days);
    if (made->job->session->options->value[OPTION_EXPLAIN] != NULL) {
        text why = {0};
        explain(&why, made, row);
        json_writer_text(writer, "why", why.length == 0 ? NULL : text_string(&why));
        text_free(&why);
    }
    json_writer_close_object(writer);
}

static void answer_habit(const habit *made)
{
    tally sum = {0, 0};
    json_writer writer = answer_open(made->job->session);
    json_writer_text(&writer, "project", relcal_project_id(made->job->project));
    json_writer_text(&writer, "series", made->job->series);
    json_writer_text(&writer, "cadence", relcal_cadence_id(relcal_outcome_cadence(made->outcome)));
    answer_day(&writer, "published",
               made->published == RELCAL_LATEST ? RELCAL_DATE_NONE : made->published);
    json_writer_open_list(&writer, "milestones");
    for (size_t index = 0; index < relcal_outcome_count(made->outcome); index++) {
        compared row = compare_one(made, relcal_outcome_at(made->outcome, index));
        count_row(&sum, &row);
        answer_compared(&writer, made, &row);
    }
    json_writer_close_list(&writer);
    json_writer_number(&writer, "compared", sum.compared);
    json_writer_number(&writer, "exact", sum.exact);
    answer_close(&writer);
}

static void tell_habit(const habit *made)
{
    static const table_column columns[] = {
        {"MILESTONE", false}, {"BY RULE", false}, {"PLANNED", false}, {"DAYS", true},
        {"NOW", false},       {"DAYS", true},     {"WHY", false}};
    text_table table = text_table_start(columns, sizeof columns / sizeof columns[0]);
    text *body = &made->job->session->out->body;
    bool explains = made->job->session->options->value[OPTION_EXPLAIN] != NULL;
    char day[RELCAL_DATE_BYTES];
    tally sum = {0, 0};
    for (size_t index = 0; index < relcal_outcome_count(made->outcome); index++) {
        compared row = compare_one(made, relcal_outcome_at(made->outcome, index));
        const char *style = row.has_first_days && row.first_days != 0 ? STYLE_ALERT : NULL;
        count_row(&sum, &row);
        text_table_cell(&table, NULL, row.planned->id);
        add_when_cell(&table, NULL, true, &row.planned->when);
        add_when_cell(&table, style, row.has_first, &row.first);
        add_days_cell(&table, style, row.has_first_days, row.first_days);
        add_when_cell(&table, NULL, row.has_now, &row.now);
        add_days_cell(&table, NULL, row.has_now_days, row.now_days);
        text_table_cell(&table, NULL, NULL);
        if (explains) {
            explain(&table.content, made, &row);
        }
    }
    text_addf(body, "%s %s and the cadence %s%s%s\n\n", relcal_project_name(made->job->project),
              made->job->series, relcal_cadence_id(relcal_outcome_cadence(made->outcome)),
              made->published == RELCAL_LATEST ? "" : ", as planned on ",
              made->published == RELCAL_LATEST ? "" : relcal_date_format(made->published, day));
    text_table_finish(&table, made->job->session->out);
    text_addf(body,
              "\n%" PRId64 " of %" PRId64 " releases up to the final are on the rule's day.\n",
              sum.exact, sum.compared);
}

int plan_report_compare(plan_job *job)
{
    habit made = {.job = job};
    relcal_error error;
    made.series = relcal_project_series(job->project, job->series);
    if (made.series == NULL) {
        complain("%s %s is not planned yet, so there is nothing to compare",
                 relcal_project_id(job->project), job->series);
        return EXIT_USAGE;
    }
    made.published = job->session->as_of != RELCAL_LATEST ? job->session->as_of
                                                          : first_day(made.series);
    if (job->request.previous.series == NULL) {
        job->request.previous = relcal_series_plan(
            relcal_project_series_before(job->project, job->series, NULL), made.published);
    }
    if (relcal_plan_make(&made.outcome, &job->request, &error) != RELCAL_OK) {
        return plan_job_complain(&error);
    }
    if (job->session->options->value[OPTION_JSON] != NULL) {
        answer_habit(&made);
    } else {
        tell_habit(&made);
    }
    relcal_outcome_free(made.outcome);
    return EXIT_YES;
}
