/* The summary and the description of an event. Dates are ISO 8601, in any language. */
#include "export_parts.h"

#include <string.h>

#include "relcal/policy.h"
#include "relcal/version.h"

const char *relcal_ical_event_id(const relcal_ical_event *event)
{
    switch (event->kind) {
    case RELCAL_EVENT_PHASE:
        return relcal_phase_id(event->of.phase);
    case RELCAL_EVENT_FREEZE:
        return relcal_freeze_id(event->of.freeze);
    default:
        return relcal_milestone_id(event->of.milestone);
    }
}

const char *relcal_ical_event_path(const relcal_ical_event *event)
{
    switch (event->kind) {
    case RELCAL_EVENT_PHASE:
        return "phase=";
    case RELCAL_EVENT_FREEZE:
        return "freeze=";
    default:
        return "";
    }
}

/* What kind of span it is, with a space before it. */
static const char *span_word(const relcal_ical_event *event)
{
    return event->kind == RELCAL_EVENT_PHASE ? " phase" : " freeze";
}

/* Reads the version that a milestone releases; false where its id names none. */
static bool read_version(const relcal_milestone *milestone, relcal_version *version)
{
    const char *id = relcal_milestone_id(milestone);
    return relcal_version_parse(version, id, strlen(id), NULL) == RELCAL_OK && version->has_release;
}

static bool is_release(const relcal_milestone *milestone)
{
    relcal_version version;
    return read_version(milestone, &version);
}

/* Whether phases and freezes may begin or end with a milestone and go on doing so. The third beta
 * of four may begin a freeze until there is a fifth, and nothing of the third would have changed:
 * only the first of a kind is sure, and what comes after the first release begins nothing. */
static bool may_turn(const relcal_milestone *milestone)
{
    relcal_version version;
    return relcal_milestone_number(milestone) <= 1 &&
           (!read_version(milestone, &version) || version.micro == 0);
}

static bool is_of_word(char character)
{
    return (character >= '0' && character <= '9') || (character >= 'a' && character <= 'z') ||
           (character >= 'A' && character <= 'Z');
}

/* Whether a text begins with a series' id: "44.6 tarballs due" does in series 44, "440" does not.
 */
static bool says_series(const char *text, const relcal_series *series)
{
    const char *id = relcal_series_id(series);
    size_t length = strlen(id);
    return strncmp(text, id, length) == 0 && !is_of_word(text[length]);
}

/* Puts "Tool 3.12" at the end of a text. */
static void put_series(relcal_ical_text *out, const relcal_series *series)
{
    relcal_ical_text_put_text(out, relcal_project_name(relcal_series_project(series)));
    relcal_ical_text_put(out, " ", 1);
    relcal_ical_text_put_text(out, relcal_series_id(series));
}

void relcal_ical_put_summary(relcal_ical_text *out, const relcal_series *series,
                             const relcal_ical_event *event)
{
    static const char *const endings[] = {
        [RELCAL_ICAL_TENTATIVE] = "",
        [RELCAL_ICAL_CONFIRMED] = "",
        [RELCAL_ICAL_WITHDRAWN] = " (withdrawn)",
        [RELCAL_ICAL_UNDATED] = " (no date)",
    };
    bool is_milestone = event->kind == RELCAL_EVENT_MILESTONE;
    const char *what = is_milestone ? relcal_milestone_title(event->of.milestone)
                                    : relcal_ical_event_id(event);
    bool has_series = is_milestone &&
                      (is_release(event->of.milestone) || says_series(what, series));
    if (has_series) {
        relcal_ical_text_put_text(out, relcal_project_name(relcal_series_project(series)));
    } else {
        put_series(out, series);
    }
    /* The milestone that begins a freeze may be called like it. */
    relcal_ical_text_put_text(out, event->kind == RELCAL_EVENT_FREEZE ? " in " : " ");
    relcal_ical_text_put_text(out, what);
    relcal_ical_text_put_text(out, is_milestone ? "" : span_word(event));
    relcal_ical_text_put_text(out, endings[event->standing]);
}

/* Puts a word with a capital letter at the end of a text; only ASCII has one. */
static void put_capital(relcal_ical_text *out, const char *word)
{
    char first = word[0];
    if (first >= 'a' && first <= 'z') {
        first = (char)(first - 'a' + 'A');
        relcal_ical_text_put(out, &first, 1);
        word++;
    }
    relcal_ical_text_put_text(out, word);
}

/* What the milestone is, in a line. */
static void put_nature(relcal_ical_text *out, relcal_plan plan, const relcal_milestone *milestone)
{
    if (is_release(milestone)) {
        put_capital(out, relcal_milestone_kind(milestone));
        relcal_ical_text_put_text(out, " release of ");
        put_series(out, plan.series);
    } else {
        put_series(out, plan.series);
        relcal_ical_text_put_text(out, ": ");
        relcal_ical_text_put_text(out, relcal_milestone_title(milestone));
    }
    relcal_ical_text_put(out, ".\n", 2);
}

/* A sentence that grows by a thing at a time: Begins the beta phase, the feature freeze. */
typedef struct enumeration {
    relcal_ical_text *out;
    const char *verb;
    size_t count;
} enumeration;

static void enumerate(enumeration *list, const char *id, const char *word)
{
    relcal_ical_text_put_text(list->out, list->count++ == 0 ? list->verb : ", ");
    relcal_ical_text_put_text(list->out, "the ");
    relcal_ical_text_put_text(list->out, id);
    relcal_ical_text_put_text(list->out, word);
}

static void enumerate_freezes(enumeration *list, const relcal_project *project, uint64_t mask)
{
    for (size_t index = 0; mask >> index != 0; index++) {
        if ((mask >> index & 1) != 0) {
            enumerate(list, relcal_freeze_id(relcal_project_freeze_at(project, index)), " freeze");
        }
        if (index == 63) {
            break;
        }
    }
}

static void end_sentence(const enumeration *list)
{
    if (list->count > 0) {
        relcal_ical_text_put(list->out, ".\n", 2);
    }
}

/* How many changes get a verdict. */
static size_t count_changes(const relcal_situation *situation, relcal_verdict verdict)
{
    size_t count = 0;
    const relcal_change *change;
    for (size_t index = 0; (change = relcal_project_change_at(situation->project, index)) != NULL;
         index++) {
        count += relcal_situation_judge(situation, change).verdict == verdict;
    }
    return count;
}

/* Puts the changes that get a verdict, or those that get another one, with commas between. */
static void put_changes(relcal_ical_text *out, const relcal_situation *situation,
                        relcal_verdict verdict, bool is_wanted)
{
    const relcal_change *change;
    const char *separator = "";
    for (size_t index = 0; (change = relcal_project_change_at(situation->project, index)) != NULL;
         index++) {
        if ((relcal_situation_judge(situation, change).verdict == verdict) == is_wanted) {
            relcal_ical_text_put_text(out, separator);
            relcal_ical_text_put_text(out, relcal_change_id(change));
            separator = ", ";
        }
    }
}

/* Puts "deny: feature, api", or "deny: everything but docs, tests" where that is shorter. */
static void put_verdict(relcal_ical_text *out, const relcal_situation *situation,
                        relcal_verdict verdict, size_t count)
{
    size_t all = relcal_project_change_count(situation->project);
    bool are_most = 2 * count > all;
    relcal_ical_text_put_text(out, relcal_verdict_name(verdict));
    relcal_ical_text_put_text(out, are_most ? ": everything" : ": ");
    relcal_ical_text_put_text(out, are_most && count < all ? " but " : "");
    put_changes(out, situation, verdict, !are_most);
}

/* What the rules of the begun phase and freezes hold back, the strictest verdict first. Nothing is
 * said of what lies there from before: an event tells of its own milestone alone, so that no move
 * of another one changes it. */
static void put_rules(relcal_ical_text *out, const relcal_situation *begun)
{
    bool has_any = false;
    for (int verdict = RELCAL_DENY; verdict > RELCAL_ALLOW; verdict--) {
        size_t count = count_changes(begun, (relcal_verdict)verdict);
        if (count == 0) {
            continue;
        }
        relcal_ical_text_put_text(out, has_any ? "; " : "Rules from then on: ");
        has_any = true;
        put_verdict(out, begun, (relcal_verdict)verdict, count);
    }
    if (has_any) {
        relcal_ical_text_put(out, ".\n", 2);
    }
}

/* Which freezes of a mask a milestone itself begins, or ends. Another one may come with it. */
static uint64_t own_freezes(relcal_plan plan, const relcal_milestone *milestone, uint64_t mask,
                            bool is_begin)
{
    uint64_t own = 0;
    const relcal_project *project = relcal_series_project(plan.series);
    const relcal_freeze *freeze;
    for (size_t index = 0; (freeze = relcal_project_freeze_at(project, index)) != NULL; index++) {
        relcal_bounds bounds = relcal_plan_bounds(plan, freeze);
        bool is_own = (is_begin ? bounds.from : bounds.until) == milestone;
        own |= is_own ? mask & UINT64_C(1) << index : 0;
    }
    return own;
}

static bool is_dated_in(relcal_plan plan, const relcal_milestone *milestone, relcal_entry *entry)
{
    return relcal_plan_entry(plan, milestone, entry) &&
           entry->when.precision != RELCAL_PRECISION_TBD;
}

/* What a milestone begins and ends: how things stand when it comes, against the second before. The
 * newest plan says it if it has the milestone. One whose history begins on some day was in no plan
 * before, and as of a day before that another one would begin in its place. */
static void put_turns(relcal_ical_text *out, relcal_plan as_of, const relcal_milestone *milestone)
{
    relcal_entry known;
    relcal_entry entry;
    if (!may_turn(milestone) || !is_dated_in(as_of, milestone, &known)) {
        return;
    }
    relcal_plan plan = relcal_series_plan(as_of.series, RELCAL_LATEST);
    if (!is_dated_in(plan, milestone, &entry)) {
        plan = as_of;
        entry = known;
    }
    const relcal_project *project = relcal_series_project(plan.series);
    relcal_standing before = relcal_plan_at(plan, entry.when.earliest - 1);
    relcal_standing after = relcal_plan_at(plan, entry.when.earliest);
    uint64_t frozen_before = before.freezes | before.freezes_unknown;
    uint64_t frozen_after = after.freezes | after.freezes_unknown;
    uint64_t frozen = own_freezes(plan, milestone, frozen_after & ~frozen_before, true);
    uint64_t thawed = own_freezes(plan, milestone, frozen_before & ~frozen_after, false);
    enumeration begun = {.out = out, .verb = "Begins "};
    bool begins_phase = after.since == milestone && after.phase != before.phase;
    if (begins_phase) {
        enumerate(&begun, relcal_phase_id(after.phase), " phase");
    }
    enumerate_freezes(&begun, project, frozen);
    end_sentence(&begun);
    enumeration ended = {.out = out, .verb = "Ends "};
    enumerate_freezes(&ended, project, thawed);
    end_sentence(&ended);
    if (begun.count > 0) {
        relcal_date date = relcal_when_date(&known.when);
        put_rules(out, &(relcal_situation){
                           .project = project,
                           .series = plan.series,
                           .phase = after.phase,
                           .freezes = frozen,
                           .date = date < as_of.as_of ? date : as_of.as_of,
                           .freezes_only = !begins_phase,
                       });
    }
}

static void put_line(relcal_ical_text *out, const char *line)
{
    if (line != NULL) {
        relcal_ical_text_put_text(out, line);
        relcal_ical_text_put(out, "\n", 1);
    }
}

/* Where it is written: NAME: URL */
static void put_source(relcal_ical_text *out, const char *name, const char *url)
{
    relcal_ical_text_put_text(out, name == NULL ? "" : name);
    relcal_ical_text_put_text(out, name != NULL && url != NULL ? ": " : "");
    relcal_ical_text_put_text(out, url == NULL ? "" : url);
    if (name != NULL || url != NULL) {
        relcal_ical_text_put(out, "\n", 1);
    }
}

static void put_precision(relcal_ical_text *out, relcal_plan plan,
                          const relcal_milestone *milestone)
{
    static const char *const sentences[] = {
        [RELCAL_PRECISION_WEEK] = " The day within the week is not known.",
        [RELCAL_PRECISION_MONTH] = " The day within the month is not known.",
        [RELCAL_PRECISION_YEAR] = " The day within the year is not known.",
        [RELCAL_PRECISION_RANGE] = " The day within the range is not known.",
        [RELCAL_PRECISION_TBD] = NULL,
    };
    relcal_entry entry;
    if (relcal_plan_entry(plan, milestone, &entry) && sentences[entry.when.precision] != NULL) {
        relcal_ical_text_put_text(out, sentences[entry.when.precision]);
    }
}

static void describe_milestone(relcal_ical_text *out, relcal_plan plan,
                               const relcal_ical_event *event)
{
    const relcal_milestone *milestone = event->of.milestone;
    put_nature(out, plan, milestone);
    put_turns(out, plan, milestone);
    relcal_ical_put_history(out, plan, event);
    put_precision(out, plan, milestone);
    relcal_ical_text_put(out, "\n", 1);
    put_line(out, relcal_milestone_note(milestone));
}

static void describe_span(relcal_ical_text *out, relcal_plan plan, const relcal_ical_event *event)
{
    char first[RELCAL_DATE_BYTES];
    char last[RELCAL_DATE_BYTES];
    relcal_date_format(relcal_instant_date(event->start), first);
    relcal_date_format(relcal_instant_date(event->end - 1), last);
    put_series(out, plan.series);
    relcal_ical_text_put_text(out, ": ");
    relcal_ical_text_put_text(out, relcal_ical_event_id(event));
    relcal_ical_text_put_text(out, span_word(event));
    relcal_ical_text_put_text(out, ", from ");
    relcal_ical_text_put_text(out, first);
    switch (event->ending) {
    case RELCAL_ICAL_ENDS:
        relcal_ical_text_put_text(out, " to ");
        relcal_ical_text_put_text(out, last);
        relcal_ical_text_put_text(out, ".\n");
        break;
    case RELCAL_ICAL_ENDS_UNKNOWN:
        relcal_ical_text_put_text(out, " on. Its end has no date yet.\n");
        break;
    case RELCAL_ICAL_ENDS_NEVER:
        relcal_ical_text_put_text(out, " on. It has no end.\n");
        break;
    }
    if (event->standing == RELCAL_ICAL_WITHDRAWN) {
        relcal_ical_text_put_text(out, "The plan no longer has it.\n");
    }
    if (event->kind == RELCAL_EVENT_FREEZE) {
        put_line(out, relcal_freeze_source(event->of.freeze));
    }
}

void relcal_ical_put_description(relcal_ical_text *out, relcal_plan plan,
                                 const relcal_ical_event *event)
{
    plan.as_of = relcal_ical_event_as_of(event);
    if (event->kind == RELCAL_EVENT_MILESTONE) {
        describe_milestone(out, plan, event);
    } else {
        describe_span(out, plan, event);
    }
    put_source(out, relcal_series_spec_name(plan.series), relcal_series_spec_url(plan.series));
    if (out->length > 0 && !out->is_short_of_memory) {
        out->bytes[--out->length] = '\0'; /* the last line's end */
    }
}
