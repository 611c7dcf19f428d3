/* relcal show: the whole plan of a series, as people write it. */
#include <stdlib.h>

#include "answer.h"
#include "command.h"
#include "complain.h"
#include "forecast_report.h"
#include "lookup.h"
#include "show_formats.h"
#include "words.h"

/* A milestone that the plan has or that was taken out of it. */
typedef struct item {
    relcal_entry entry; /* state WITHDRAWN: `when` is not filled */
    size_t index;       /* in the series */
} item;

typedef struct schedule {
    relcal_plan plan;
    relcal_instant instant; /* an expected milestone that is past by then is overdue */
    bool has_forecasts;     /* as of then, of the expected milestones */
    item *items;
    size_t count;
} schedule;

/* How many revisions of a milestone were there as of the plan's day. */
static size_t known_revisions(relcal_plan plan, const relcal_milestone *milestone)
{
    size_t count = relcal_milestone_revision_count(milestone);
    while (count > 0 && relcal_milestone_revision_at(milestone, count - 1).since > plan.as_of) {
        count--;
    }
    return count;
}

/* Whether a milestone that is not in the plan was taken out of it, not just unknown by then. */
static bool is_withdrawn(relcal_plan plan, const relcal_milestone *milestone)
{
    if (relcal_milestone_revision_count(milestone) == 0) {
        relcal_entry entry;
        relcal_plan latest = relcal_series_plan(plan.series, RELCAL_LATEST);
        return !relcal_plan_entry(latest, milestone, &entry);
    }
    size_t known = known_revisions(plan, milestone);
    return known > 0 && relcal_milestone_revision_at(milestone, known - 1).withdrawn;
}

/* By date with tbd last, then in the order of the series. */
static int compare_items(const void *left_item, const void *right_item)
{
    const item *left = left_item;
    const item *right = right_item;
    bool left_is_open = left->entry.when.precision == RELCAL_PRECISION_TBD;
    bool right_is_open = right->entry.when.precision == RELCAL_PRECISION_TBD;
    if (left_is_open != right_is_open) {
        return left_is_open ? 1 : -1;
    }
    if (left->entry.when.earliest != right->entry.when.earliest) {
        return left->entry.when.earliest < right->entry.when.earliest ? -1 : 1;
    }
    return left->index < right->index ? -1 : left->index > right->index;
}

/* False where memory runs out. */
static bool collect(schedule *out)
{
    size_t count = relcal_series_milestone_count(out->plan.series);
    out->items = calloc(count + 1, sizeof *out->items);
    if (out->items == NULL) {
        return false;
    }
    for (size_t index = 0; index < count; index++) {
        const relcal_milestone *milestone = relcal_series_milestone_at(out->plan.series, index);
        item found = {.index = index};
        if (!relcal_plan_entry(out->plan, milestone, &found.entry)) {
            if (!is_withdrawn(out->plan, milestone)) {
                continue;
            }
            found.entry.milestone = milestone;
            found.entry.state = RELCAL_WITHDRAWN;
        }
        out->items[out->count++] = found;
    }
    qsort(out->items, out->count, sizeof *out->items, compare_items);
    return true;
}

static void answer_revisions(json_writer *writer, relcal_plan plan,
                             const relcal_milestone *milestone)
{
    json_writer_open_list(writer, "planned");
    size_t count = known_revisions(plan, milestone);
    for (size_t index = 0; index < count; index++) {
        relcal_revision revision = relcal_milestone_revision_at(milestone, index);
        json_writer_open_object(writer, NULL);
        answer_day(writer, "since", revision.since);
        if (revision.withdrawn) {
            json_writer_null(writer, "date");
        } else {
            answer_when(writer, "date", &revision.when);
        }
        json_writer_close_object(writer);
    }
    json_writer_close_list(writer);
}

/* Whether an expected milestone should have come before the day that is asked about. */
static bool is_over(const schedule *shown, const relcal_entry *entry)
{
    return entry->state == RELCAL_EXPECTED && entry->when.precision != RELCAL_PRECISION_TBD &&
           relcal_instant_date(entry->when.latest) < relcal_instant_date(shown->instant);
}

/* What a milestone's kind makes of its day. False where that is not asked, or nothing is expected
 * any more. */
static bool foretell(const schedule *shown, const relcal_entry *entry, relcal_forecast *out)
{
    if (!shown->has_forecasts || entry->state != RELCAL_EXPECTED || is_over(shown, entry)) {
        return false;
    }
    *out = relcal_forecast_of(shown->plan, entry->milestone, relcal_instant_date(shown->instant));
    return true;
}

/* What else a milestone says of itself, and the dates that it may have yet. */
static void answer_traits(json_writer *writer, const relcal_milestone *milestone)
{
    relcal_target target;
    for (relcal_trait trait = RELCAL_TRAIT_RULE; trait <= RELCAL_TRAIT_CONDITION; trait++) {
        const char *value = relcal_milestone_trait(milestone, trait);
        if (value != NULL) {
            json_writer_text(writer, relcal_trait_name(trait), value);
        }
    }
    if (!relcal_milestone_target_at(milestone, 0, &target)) {
        return;
    }
    json_writer_open_object(writer, "targets");
    for (size_t index = 0; relcal_milestone_target_at(milestone, index, &target); index++) {
        answer_when(writer, target.name, &target.when);
    }
    json_writer_close_object(writer);
}

static void answer_item(json_writer *writer, const schedule *shown, const relcal_entry *entry)
{
    const relcal_milestone *milestone = entry->milestone;
    int32_t number = relcal_milestone_number(milestone);
    json_writer_open_object(writer, NULL);
    json_writer_text(writer, "milestone", relcal_milestone_id(milestone));
    json_writer_text(writer, "kind", relcal_milestone_kind(milestone));
    if (number >= 0) {
        json_writer_number(writer, "number", number);
    } else {
        json_writer_null(writer, "number");
    }
    if (entry->state == RELCAL_WITHDRAWN) {
        json_writer_null(writer, "date");
        json_writer_null(writer, "precision");
    } else {
        answer_when(writer, "date", &entry->when);
        json_writer_text(writer, "precision", relcal_precision_name(entry->when.precision));
    }
    json_writer_text(writer, "state", relcal_state_name(entry->state));
    json_writer_text(writer, "note", relcal_milestone_note(milestone));
    answer_traits(writer, milestone);
    answer_revisions(writer, shown->plan, milestone);
    relcal_forecast forecast;
    if (foretell(shown, entry, &forecast)) {
        forecast_report_json(writer, &forecast);
    } else if (shown->has_forecasts && is_over(shown, entry)) {
        json_writer_null(writer, "forecast");
    }
    json_writer_close_object(writer);
}

static void answer_items(json_writer *writer, const char *key, const schedule *shown,
                         bool withdrawn)
{
    json_writer_open_list(writer, key);
    for (size_t index = 0; index < shown->count; index++) {
        const relcal_entry *entry = &shown->items[index].entry;
        if ((entry->state == RELCAL_WITHDRAWN) == withdrawn) {
            answer_item(writer, shown, entry);
        }
    }
    json_writer_close_list(writer);
}

static bool has_withdrawn(const schedule *shown)
{
    for (size_t index = 0; index < shown->count; index++) {
        if (shown->items[index].entry.state == RELCAL_WITHDRAWN) {
            return true;
        }
    }
    return false;
}

/* Other names of a series, where it has any. */
static void answer_names(json_writer *writer, const relcal_series *series)
{
    const char *alias;
    if (relcal_series_codename(series) != NULL) {
        json_writer_text(writer, "codename", relcal_series_codename(series));
    }
    if (relcal_series_alias_at(series, 0) != NULL) {
        json_writer_open_list(writer, "aliases");
        for (size_t index = 0; (alias = relcal_series_alias_at(series, index)) != NULL; index++) {
            json_writer_text(writer, NULL, alias);
        }
        json_writer_close_list(writer);
    }
}

static void answer(cli_session *session, const schedule *shown)
{
    const relcal_series *series = shown->plan.series;
    const char *spec_name = relcal_series_spec_name(series);
    const char *spec_url = relcal_series_spec_url(series);
    json_writer writer = answer_open(session);
    json_writer_text(&writer, "project", relcal_project_id(relcal_series_project(series)));
    json_writer_text(&writer, "series", relcal_series_id(series));
    if (spec_name != NULL || spec_url != NULL) {
        json_writer_open_object(&writer, "spec");
        json_writer_text(&writer, "name", spec_name);
        json_writer_text(&writer, "url", spec_url);
        json_writer_close_object(&writer);
    } else {
        json_writer_null(&writer, "spec");
    }
    answer_names(&writer, series);
    json_writer_text(&writer, "branch", relcal_series_branch(series));
    json_writer_text(&writer, "release_manager", relcal_series_release_manager(series));
    answer_day(&writer, "revised", relcal_plan_revised(shown->plan));
    answer_items(&writer, "milestones", shown, false);
    if (has_withdrawn(shown)) {
        answer_items(&writer, "withdrawn", shown, true);
    }
    answer_close(&writer);
}

static void add_fact(text *body, const char *name, const char *value)
{
    if (value != NULL) {
        text_addf(body, "%s: %s\n", name, value);
    }
}

static void add_heading(cli_session *session, relcal_plan plan)
{
    const relcal_series *series = plan.series;
    text *body = &session->out->body;
    text title = {0};
    text_addf(&title, "%s %s", relcal_project_name(relcal_series_project(series)),
              relcal_series_id(series));
    output_styled(session->out, STYLE_HEADING, text_string(&title));
    body->failed = body->failed || title.failed;
    text_free(&title);
    char buffer[RELCAL_DATE_BYTES];
    if (plan.as_of != RELCAL_LATEST) {
        text_addf(body, ", as planned on %s", relcal_date_format(plan.as_of, buffer));
    }
    const char *name = relcal_series_spec_name(series);
    const char *url = relcal_series_spec_url(series);
    text_add(body, "\n\n");
    add_fact(body, "codename", relcal_series_codename(series));
    if (name != NULL && url != NULL) {
        text_addf(body, "specification: %s, %s\n", name, url);
    } else {
        add_fact(body, "specification", name != NULL ? name : url);
    }
    add_fact(body, "branch", relcal_series_branch(series));
    add_fact(body, "release manager", relcal_series_release_manager(series));
    relcal_date changed = relcal_plan_revised(plan);
    if (changed != RELCAL_DATE_NONE) {
        add_fact(body, "plan last changed on", relcal_date_format(changed, buffer));
    }
}

/* Whether a revision only says again what the one before it said. */
static bool is_repeated(const relcal_milestone *milestone, size_t index)
{
    if (index == 0) {
        return false;
    }
    relcal_revision before = relcal_milestone_revision_at(milestone, index - 1);
    relcal_revision revision = relcal_milestone_revision_at(milestone, index);
    return revision.withdrawn == before.withdrawn &&
           relcal_when_is_same(&revision.when, &before.when);
}

/* What a revision after the first one did. */
typedef enum change { CHANGE_NONE, CHANGE_MOVED, CHANGE_WITHDRAWN, CHANGE_PLANNED_AGAIN } change;

static change change_of(const relcal_milestone *milestone, size_t index)
{
    if (relcal_milestone_revision_at(milestone, index).withdrawn) {
        return CHANGE_WITHDRAWN;
    }
    return relcal_milestone_revision_at(milestone, index - 1).withdrawn ? CHANGE_PLANNED_AGAIN
                                                                        : CHANGE_MOVED;
}

/* Adds "; moved on S to B", or ", on S to B" where the change before was of the same sort. */
static void add_change(text *body, const relcal_milestone *milestone, size_t index, change former)
{
    static const struct {
        const char *verb;
        const char *preposition;
    } words[] = {
        [CHANGE_NONE] = {"", ""},
        [CHANGE_MOVED] = {" moved", "to"},
        [CHANGE_WITHDRAWN] = {" withdrawn", ""},
        [CHANGE_PLANNED_AGAIN] = {" planned again", "for"},
    };
    change made = change_of(milestone, index);
    relcal_revision revision = relcal_milestone_revision_at(milestone, index);
    char since[RELCAL_DATE_BYTES], date[RELCAL_WHEN_BYTES];
    text_addf(body, "%s%s on %s", made == former ? "," : ";",
              made == former ? "" : words[made].verb, relcal_date_format(revision.since, since));
    if (made != CHANGE_WITHDRAWN) {
        text_addf(body, " %s %s", words[made].preposition,
                  relcal_when_format(&revision.when, date));
    }
}

/* Adds what the plan said before: " (planned for A; moved on S to B, on T to C)". Nothing where it
 * always said what is shown. */
static void add_history(text *body, relcal_plan plan, const relcal_entry *entry)
{
    const relcal_milestone *milestone = entry->milestone;
    size_t count = known_revisions(plan, milestone);
    size_t changes = 0;
    for (size_t index = 1; index < count; index++) {
        changes += !is_repeated(milestone, index);
    }
    if (count == 0) {
        return;
    }
    relcal_revision first = relcal_milestone_revision_at(milestone, 0);
    if (changes == 0 && relcal_when_is_same(&first.when, &entry->when)) {
        return;
    }
    char date[RELCAL_WHEN_BYTES];
    text_addf(body, " (planned for %s", relcal_when_format(&first.when, date));
    change former = CHANGE_NONE;
    for (size_t index = 1; index < count; index++) {
        if (!is_repeated(milestone, index)) {
            add_change(body, milestone, index, former);
            former = change_of(milestone, index);
        }
    }
    text_add(body, ")");
}

/* Adds ", for nova, if blockers remain, by rule: final + 6 months; early target 2026-10-20". */
static void add_traits(text *body, const relcal_milestone *milestone)
{
    static const char *const before[] = {
        [RELCAL_TRAIT_RULE] = ", by rule: ",
        [RELCAL_TRAIT_SCOPE] = ", for ",
        [RELCAL_TRAIT_CONDITION] = ", if ",
    };
    relcal_target target;
    char date[RELCAL_WHEN_BYTES];
    for (relcal_trait trait = RELCAL_TRAIT_RULE; trait <= RELCAL_TRAIT_CONDITION; trait++) {
        const char *value = relcal_milestone_trait(milestone, trait);
        text_addf(body, "%s%s", value == NULL ? "" : before[trait], value == NULL ? "" : value);
    }
    for (size_t index = 0; relcal_milestone_target_at(milestone, index, &target); index++) {
        text_addf(body, "%s%s %s", index == 0 ? "; " : ", ", target.name,
                  relcal_when_format(&target.when, date));
    }
}

static void add_line(cli_session *session, const schedule *shown, const relcal_entry *entry)
{
    text *body = &session->out->body;
    text_addf(body, "%s", relcal_milestone_title(entry->milestone));
    if (entry->state != RELCAL_WITHDRAWN) {
        text_add(body, ": ");
        words_add_when(body, &entry->when);
    }
    if (relcal_plan_is_overdue(shown->plan, entry->milestone, shown->instant)) {
        text_add(body, ", ");
        output_styled(session->out, STYLE_ALERT, "overdue");
    }
    add_traits(body, entry->milestone);
    add_history(body, shown->plan, entry);
    const char *note = relcal_milestone_note(entry->milestone);
    if (note != NULL) {
        text_addf(body, " - %s", note);
    }
    text_add(body, "\n");
    relcal_forecast forecast;
    if (foretell(shown, entry, &forecast)) {
        text_add(body, "  forecast: ");
        forecast_report_text(body, &forecast, relcal_milestone_kind(entry->milestone));
        text_add(body, "\n");
    } else if (shown->has_forecasts && is_over(shown, entry)) {
        text_add(body, "  forecast: its day is over\n");
    }
}

static void add_section(cli_session *session, const schedule *shown, relcal_state state,
                        const char *heading)
{
    bool is_first = true;
    for (size_t index = 0; index < shown->count; index++) {
        const relcal_entry *entry = &shown->items[index].entry;
        if (entry->state != state) {
            continue;
        }
        if (is_first) {
            text_add(&session->out->body, "\n");
            output_styled(session->out, STYLE_HEADING, heading);
            text_add(&session->out->body, "\n");
        }
        is_first = false;
        add_line(session, shown, entry);
    }
}

static void tell(cli_session *session, const schedule *shown)
{
    add_heading(session, shown->plan);
    add_section(session, shown, RELCAL_ACTUAL, "Actual:");
    add_section(session, shown, RELCAL_EXPECTED, "Expected:");
    add_section(session, shown, RELCAL_WITHDRAWN, "Withdrawn:");
    if (shown->count == 0) {
        text_add(&session->out->body, "\nnothing was planned yet\n");
    }
}

/* What is overdue is asked of the day that the plan is read as of, unless another one is given. */
static relcal_instant overdue_instant(const cli_session *session)
{
    bool is_asked = session->options->value[OPTION_ON] != NULL;
    return is_asked || session->as_of == RELCAL_LATEST ? session->instant
                                                       : relcal_instant_of_day_end(session->as_of);
}

static int run(cli_session *session)
{
    const relcal_project *project = lookup_project(session, 0);
    if (project == NULL) {
        return EXIT_USAGE;
    }
    int format = session->options->choice[OPTION_FORMAT];
    const relcal_series *series = NULL;
    if (session->operand_count == 1 && !show_format_is_for_projects(format)) {
        complain("show needs a series; only --format csv and --format release-cycle show a whole "
                 "project");
        return EXIT_USAGE;
    }
    bool has_forecasts = session->options->value[OPTION_FORECAST] != NULL;
    if (has_forecasts && format != SHOW_TEXT) {
        complain("--forecast is for text and for --json; leave out --format, or the forecast");
        return EXIT_USAGE;
    }
    int status = session->operand_count == 1 ? EXIT_YES
                                             : lookup_series(session, project, 1, &series);
    if (status != EXIT_YES) {
        return status;
    }
    if (format != SHOW_TEXT) {
        return show_in_format(session, project, series);
    }
    schedule shown = {.plan = relcal_series_plan(series, session->as_of),
                      .instant = overdue_instant(session),
                      .has_forecasts = has_forecasts};
    if (!collect(&shown)) {
        session->out->body.failed = true;
    } else if (session->options->value[OPTION_JSON] != NULL) {
        answer(session, &shown);
    } else {
        tell(session, &shown);
    }
    free(shown.items);
    return EXIT_YES;
}

const cli_command command_show = {
    .name = "show",
    .usage = "PROJECT [SERIES|BRANCH]",
    .summary = "the whole schedule of a series",
    .description =
        "Prints the plan of a series as people write it: what has happened, what is expected, and\n"
        "what was withdrawn, with the earlier dates of what was moved. With --as-of, the plan as\n"
        "it stood that day. --format prints it for other programs, csv and release-cycle for a\n"
        "whole project, too. --forecast says how well plans of the same kind held before.\n",
    .kinds = {OPERAND_PROJECT, OPERAND_SERIES},
    .operands_min = 1,
    .options = OPTION_BIT(OPTION_FORMAT) | OPTION_BIT(OPTION_FORECAST),
    .needs_catalog = true,
    .run = run,
};
