/*
 * From what sources said to schedule files. The sayings of a milestone become its date, its state
 * and the history of its plan, laid over what a file that is there already has. Then the drafts of
 * the files are read as schedule files are, and written again by what writes those, so that what
 * comes out is what relcal itself would write, and loads.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "image.h"
#include "intake.h"
#include "loader.h"
#include "relcal/limits.h"
#include "relcal/plan.h"
#include "relcal/write.h"

/* How often drafts are read anew without the milestones that contradicted others. */
#define PASSES_MAX 16

/* ---- texts that grow in an arena ---- */

typedef struct draft_text {
    relcal_arena *arena;
    char *bytes;
    size_t length;
    size_t room;
    uint32_t line; /* that is being written */
} draft_text;

static void put_bytes(draft_text *text, const char *bytes, size_t length)
{
    if (text->room - text->length <= length) {
        size_t room = 2 * (text->length + length) + 1024;
        char *larger = relcal_arena_allocate(text->arena, room);
        if (text->length > 0) {
            memcpy(larger, text->bytes, text->length);
        }
        text->bytes = larger;
        text->room = room;
    }
    memcpy(text->bytes + text->length, bytes, length);
    text->length += length;
    text->bytes[text->length] = '\0';
    for (size_t index = 0; index < length; index++) {
        text->line += bytes[index] == '\n';
    }
}

static void put(draft_text *text, const char *string)
{
    put_bytes(text, string, strlen(string));
}

/* Puts a text in quotation marks, on one line. */
static void put_quoted(draft_text *text, const char *string)
{
    put(text, "\"");
    for (; *string != '\0'; string++) {
        bool is_break = *string == '\n' || *string == '\r';
        if (*string == '"' || *string == '\\') {
            put(text, "\\");
        }
        put_bytes(text, is_break ? " " : string, 1);
    }
    put(text, "\"");
}

static void put_when(draft_text *text, const relcal_when *when)
{
    char buffer[RELCAL_WHEN_BYTES];
    put_quoted(text, relcal_when_format(when, buffer));
}

static void put_pair(draft_text *text, const char *key, const char *value)
{
    if (value != NULL) {
        put(text, key);
        put(text, ": ");
        put_quoted(text, value);
        put(text, "\n");
    }
}

/* ---- what becomes of a milestone ---- */

typedef struct outcome {
    relcal_state state;
    relcal_when when;
    relcal_revision *revisions;
    size_t count;
    size_t room;
    bool is_recorded;
} outcome;

/* Puts a revision in its place by days; one of the same day goes. */
static void add_revision(outcome *result, relcal_date since, bool is_withdrawn,
                         const relcal_when *when)
{
    size_t place = result->count;
    while (place > 0 && result->revisions[place - 1].since >= since) {
        place--;
    }
    if (place == result->count || result->revisions[place].since != since) {
        memmove(result->revisions + place + 1, result->revisions + place,
                (result->count - place) * sizeof *result->revisions);
        result->count++;
    }
    result->revisions[place] = (relcal_revision){since, is_withdrawn, *when};
}

/* Takes out the revisions from a day on, and those that change nothing. */
static void tidy_revisions(outcome *result, relcal_date before)
{
    size_t kept = 0;
    for (size_t index = 0; index < result->count; index++) {
        relcal_revision revision = result->revisions[index];
        const relcal_revision *last = kept == 0 ? NULL : &result->revisions[kept - 1];
        bool is_change = last == NULL ? !revision.withdrawn
                                      : last->withdrawn != revision.withdrawn ||
                                            (!revision.withdrawn &&
                                             !relcal_when_is_same(&last->when, &revision.when));
        if (revision.since < before && is_change) {
            result->revisions[kept++] = revision;
        }
    }
    result->count = kept;
}

static relcal_state state_of(const relcal_intake *intake, const relcal_saying *saying)
{
    switch (saying->state) {
    case RELCAL_ITEM_ACTUAL:
        return saying->when.precision == RELCAL_PRECISION_TBD ? RELCAL_EXPECTED : RELCAL_ACTUAL;
    case RELCAL_ITEM_EXPECTED:
        return RELCAL_EXPECTED;
    case RELCAL_ITEM_WITHDRAWN:
        return RELCAL_WITHDRAWN;
    case RELCAL_ITEM_UNSAID:
        break;
    }
    relcal_instant end = relcal_instant_of_day_end(intake->options.on);
    return relcal_when_has_come(&saying->when, end) == RELCAL_YES ? RELCAL_ACTUAL : RELCAL_EXPECTED;
}

static int compare_sayings(const void *left_pointer, const void *right_pointer)
{
    const relcal_saying *left = *(const relcal_saying *const *)left_pointer;
    const relcal_saying *right = *(const relcal_saying *const *)right_pointer;
    if (left->since != right->since) {
        return left->since < right->since ? -1 : 1;
    }
    return (left->order > right->order) - (left->order < right->order);
}

/* The sayings of a milestone by their days. */
static const relcal_saying **sort_sayings(relcal_intake *intake,
                                          const relcal_intake_milestone *milestone)
{
    const relcal_saying **sorted = relcal_arena_allocate(
        &intake->scratch, (milestone->saying_count + 1) * sizeof *sorted);
    size_t count = 0;
    for (const relcal_saying *saying = milestone->sayings; saying != NULL; saying = saying->next) {
        sorted[count++] = saying;
    }
    qsort(sorted, count, sizeof *sorted, compare_sayings);
    return sorted;
}

/* Whether a milestone had come before its series' history begins, and never changed since: it was
 * always known by its date. */
static bool is_before_history(const relcal_intake_series *series, const relcal_saying **sayings,
                              size_t count)
{
    relcal_date first = sayings[0]->since;
    if (first != series->first_since ||
        relcal_when_has_come(&sayings[0]->when, relcal_instant_of_day_end(first)) != RELCAL_YES) {
        return false;
    }
    for (size_t index = 1; index < count; index++) {
        if (!relcal_when_is_same(&sayings[index]->when, &sayings[0]->when)) {
            return false;
        }
    }
    return true;
}

/* Settles state, date and history by the last saying. */
static void settle(outcome *result, relcal_state state, const relcal_when *when)
{
    relcal_date day = state == RELCAL_ACTUAL ? relcal_instant_date(when->earliest)
                                             : RELCAL_DATE_MAX;
    result->state = state;
    result->when = *when;
    tidy_revisions(result, day);
}

/* Puts the sayings into the history. */
static void add_sayings(outcome *result, const relcal_saying **sayings, size_t count,
                        relcal_date otherwise)
{
    for (size_t index = 0; index < count; index++) {
        relcal_date since = sayings[index]->since == RELCAL_DATE_NONE ? otherwise
                                                                      : sayings[index]->since;
        add_revision(result, since, sayings[index]->state == RELCAL_ITEM_WITHDRAWN,
                     &sayings[index]->when);
    }
}

static void report_milestone(relcal_intake *intake, const relcal_intake_milestone *milestone,
                             const char *reason)
{
    relcal_faults_add(&intake->faults, RELCAL_ERROR_DATA, 0,
                      (relcal_place){milestone->file, milestone->line, milestone->column}, "%s %s",
                      milestone->id, reason);
}

/* The day since when a date was planned that a file has without any history: the day on which it
 * was revised or, if that says nothing, the last that can be, before what comes `until` then. */
static relcal_date known_since(const relcal_milestone *known, const relcal_when *planned,
                               relcal_date until)
{
    relcal_date revised = relcal_series_revised(relcal_milestone_series(known));
    relcal_date day = relcal_when_date(planned);
    if (relcal_date_is_valid(revised) && revised < until) {
        return revised;
    }
    return relcal_date_add_days(relcal_date_is_valid(day) && day < until ? day : until, -1);
}

/* Remembers the day on which the plan of a series changed. */
static void note_change(const relcal_intake *intake, const relcal_intake_milestone *milestone,
                        const relcal_saying *last)
{
    relcal_date day = last->since == RELCAL_DATE_NONE ? intake->options.on : last->since;
    if (milestone->series->changed_on < day) {
        milestone->series->changed_on = day;
    }
}

/* Whether what is known lies within what a source that tells less precisely says of it: the day of
 * a moment. */
static bool is_within(const relcal_when *known, const relcal_when *said)
{
    bool is_covered = said->earliest <= known->earliest && known->latest <= said->latest;
    return said->precision != RELCAL_PRECISION_TBD && known->precision != RELCAL_PRECISION_TBD &&
           (is_covered || (known->precision == RELCAL_PRECISION_MOMENT &&
                           said->precision == RELCAL_PRECISION_DAY &&
                           relcal_when_date(known) == relcal_when_date(said)));
}

/* Whether a source says the last day of a month or year that is known no closer: one that it has
 * made up, as its format has days alone. */
static bool is_made_up(const relcal_when *known, const relcal_when *said)
{
    return (known->precision == RELCAL_PRECISION_MONTH ||
            known->precision == RELCAL_PRECISION_YEAR) &&
           said->precision == RELCAL_PRECISION_DAY && said->latest == known->latest;
}

/* What a source that tells only some of a series says of a milestone, in the light of what is
 * known: no less. */
static relcal_when take_more_precise(relcal_intake *intake,
                                     const relcal_intake_milestone *milestone,
                                     const relcal_when *known, const relcal_when *said)
{
    char text[RELCAL_WHEN_BYTES];
    if (!milestone->series->is_partial) {
        return *said;
    }
    if (is_made_up(known, said)) {
        relcal_faults_add(&intake->faults, RELCAL_ERROR_DATA, 0,
                          (relcal_place){milestone->file, milestone->line, milestone->column},
                          "%s is known as %s, which counts; its last day may be made up here",
                          milestone->id, relcal_when_format(known, text));
        return *known;
    }
    return is_within(known, said) ? *known : *said;
}

static void copy_known(outcome *result, const relcal_milestone *known)
{
    for (size_t index = 0; index < relcal_milestone_revision_count(known); index++) {
        result->revisions[result->count++] = relcal_milestone_revision_at(known, index);
    }
    result->state = (relcal_state)known->state;
    result->when = relcal_image_when_get(&known->when);
    result->is_recorded = known->recorded;
}

/* Tells that what happened did so on another day by the file that is there. */
static void report_other_day(relcal_intake *intake, const relcal_intake_milestone *milestone,
                             const relcal_when *known, const relcal_when *said)
{
    char date[RELCAL_WHEN_BYTES];
    int32_t days = relcal_date_days_between(relcal_when_date(known), relcal_when_date(said));
    bool is_next = known->precision == RELCAL_PRECISION_DAY &&
                   said->precision == RELCAL_PRECISION_DAY && (days == 1 || days == -1);
    relcal_faults_add(&intake->faults, RELCAL_ERROR_DATA, 0,
                      (relcal_place){milestone->file, milestone->line, milestone->column},
                      "%s is actual on %s in the file that is there%s; this one counts",
                      milestone->id, relcal_when_format(known, date),
                      is_next ? ", a day away, as by another time zone" : "");
}

/* Lays the sayings over a milestone that a file has already. */
static void merge(relcal_intake *intake, const relcal_intake_milestone *milestone,
                  const relcal_milestone *known, outcome *result)
{
    const relcal_saying **sayings = sort_sayings(intake, milestone);
    size_t count = milestone->saying_count;
    const relcal_saying *last = sayings[count - 1];
    relcal_state state = state_of(intake, last);
    relcal_date on = intake->options.on;
    relcal_date change = sayings[0]->since == RELCAL_DATE_NONE ? on : sayings[0]->since;
    copy_known(result, known);
    relcal_when when = take_more_precise(intake, milestone, &result->when, &last->when);
    bool is_same = relcal_when_is_same(&result->when, &when);
    if (count == 1 && is_same && milestone->series->is_partial && result->state == RELCAL_ACTUAL) {
        return; /* that it happened is more than a plan knows */
    }
    if (result->state == RELCAL_ACTUAL && state != RELCAL_ACTUAL) {
        report_milestone(intake, milestone, "is actual in the file that is there, which counts");
        return;
    }
    if (count == 1 && is_same && result->state == state) {
        return;
    }
    if (last->since == RELCAL_DATE_NONE && state != RELCAL_ACTUAL && result->count > 0 &&
        result->revisions[result->count - 1].since > on) {
        report_milestone(intake, milestone,
                         "is planned anew after this day in the file that is there, which counts");
        return;
    }
    if (result->state == RELCAL_ACTUAL && !is_same) {
        report_other_day(intake, milestone, &result->when, &when);
    }
    if (!result->is_recorded && !(is_same && count == 1)) {
        bool was_expected = result->state == RELCAL_EXPECTED;
        relcal_when before = result->when;
        relcal_date happened = state == RELCAL_ACTUAL ? relcal_when_date(&when) : change;
        relcal_date until = happened < change ? happened : change;
        result->is_recorded = true;
        if (was_expected) {
            add_revision(result, known_since(known, &before, until), false, &before);
        } else {
            result->is_recorded = count > 1;
        }
    }
    add_sayings(result, sayings, count, on);
    settle(result, state, &when);
    note_change(intake, milestone, last);
}

/* What becomes of a milestone that no file has. */
static void begin(relcal_intake *intake, const relcal_intake_milestone *milestone, bool has_file,
                  outcome *result)
{
    const relcal_saying **sayings = sort_sayings(intake, milestone);
    size_t count = milestone->saying_count;
    const relcal_saying *last = sayings[count - 1];
    bool is_history = last->since != RELCAL_DATE_NONE;
    result->is_recorded = (is_history || has_file) &&
                          !(is_history && !has_file &&
                            is_before_history(milestone->series, sayings, count));
    if (result->is_recorded) {
        add_sayings(result, sayings, count, intake->options.on);
        note_change(intake, milestone, last);
    }
    settle(result, state_of(intake, last), &last->when);
}

/* ---- drafts ---- */

static void put_revisions(draft_text *text, const outcome *result)
{
    put(text, ", planned: {");
    for (size_t index = 0; index < result->count; index++) {
        char since[RELCAL_DATE_BYTES];
        const relcal_revision *revision = &result->revisions[index];
        put(text, index > 0 ? ", " : "");
        put(text, relcal_date_format(revision->since, since));
        put(text, ": ");
        if (revision->withdrawn) {
            put(text, "withdrawn");
        } else {
            put_when(text, &revision->when);
        }
    }
    put(text, "}");
}

/* Whether a milestone's file says its kind, as schedule.c would derive another or, for x.y.1,
 * another beginning of the series. */
static bool needs_kind(const relcal_milestone *known)
{
    relcal_version version;
    const char *id = relcal_milestone_id(known);
    const char *kind = relcal_milestone_kind(known);
    bool is_release = relcal_version_parse(&version, id, strlen(id), NULL) == RELCAL_OK &&
                      (version.stage == RELCAL_STAGE_FINAL || strpbrk(id, "0123456789") != NULL);
    if (!is_release) {
        return strcmp(kind, id) != 0;
    }
    bool is_later = version.has_release && version.micro > 0;
    const char *derived = version.stage == RELCAL_STAGE_FINAL && is_later
                              ? "bugfix"
                              : relcal_stage_name(version.stage);
    return strcmp(kind, derived) != 0 || known->first_release == is_later;
}

static void put_number(draft_text *text, int32_t number)
{
    char pair[32];
    (void)snprintf(pair, sizeof pair, ", number: %d", (int)number);
    put(text, pair);
}

/* Puts the rule, scope and condition that a file has already, and the targets. A rule that gave
 * another date than the one that counts now is none any more. */
static void put_traits(draft_text *text, const relcal_milestone *known, const relcal_when *when)
{
    relcal_target target;
    relcal_when before = relcal_image_when_get(&known->when);
    for (relcal_trait trait = RELCAL_TRAIT_RULE; trait <= RELCAL_TRAIT_CONDITION; trait++) {
        const char *said = relcal_milestone_trait(known, trait);
        if (said != NULL && (trait != RELCAL_TRAIT_RULE || relcal_when_is_same(&before, when))) {
            put(text, ", ");
            put(text, relcal_trait_name(trait));
            put(text, ": ");
            put_quoted(text, said);
        }
    }
    for (size_t index = 0; relcal_milestone_target_at(known, index, &target); index++) {
        put(text, index == 0 ? ", targets: {" : ", ");
        put_quoted(text, target.name);
        put(text, ": ");
        put_when(text, &target.when);
    }
    put(text, relcal_milestone_target_at(known, 0, &target) ? "}" : "");
}

/* Puts the kind, number and title that a file has already. */
static void put_known(draft_text *text, const relcal_milestone *known)
{
    if (needs_kind(known)) {
        put(text, ", kind: ");
        put(text, relcal_milestone_kind(known));
    }
    if (relcal_milestone_number(known) >= 0) {
        put_number(text, relcal_milestone_number(known));
    }
    put(text, ", title: ");
    put_quoted(text, relcal_milestone_title(known));
}

/* Puts the kind, number, title and scope that a source says. */
static void put_described(draft_text *text, const relcal_intake_milestone *milestone)
{
    if (milestone->kind != NULL) {
        put(text, ", kind: ");
        put(text, milestone->kind);
    }
    if (milestone->number >= 0) {
        put_number(text, milestone->number);
    }
    if (milestone->title != NULL) {
        put(text, ", title: ");
        put_quoted(text, milestone->title);
    }
    if (milestone->scope != NULL) {
        put(text, ", scope: ");
        put_quoted(text, milestone->scope);
    }
}

/* Puts a milestone of a source, of a file that is there, or of both. */
static void put_outcome(draft_text *text, const relcal_intake_milestone *milestone,
                        const relcal_milestone *known, const char *note, const outcome *result)
{
    put(text, "- {id: ");
    put(text, known != NULL ? relcal_milestone_id(known) : milestone->id);
    if (known != NULL) {
        put_known(text, known);
    } else {
        put_described(text, milestone);
    }
    if (result->state != RELCAL_WITHDRAWN) {
        put(text, ", date: ");
        put_when(text, &result->when);
    }
    if (result->state != RELCAL_EXPECTED) {
        put(text, ", state: ");
        put(text, relcal_state_name(result->state));
    }
    if (note != NULL) {
        put(text, ", note: ");
        put_quoted(text, note);
    }
    if (known != NULL) {
        put_traits(text, known, &result->when);
    }
    if (result->is_recorded) {
        put_revisions(text, result);
    }
    put(text, "}\n");
}

/* A schedule file in the making. */
typedef struct draft {
    const char *name;
    char *text;
    size_t length;
    relcal_intake_series *series; /* NULL for a project.yaml */
} draft;

/* The series of the base that a source which tells only some of it is laid over, or NULL. */
static const relcal_series *find_base(const relcal_intake *intake,
                                      const relcal_intake_series *series)
{
    return !series->is_partial || intake->options.base == NULL
               ? NULL
               : relcal_catalog_series(intake->options.base, series->project, series->id);
}

/* Whether a series has a file already. */
static bool is_kept(const relcal_intake *intake, const relcal_intake_series *series)
{
    const relcal_kept_file *kept = intake->kept;
    while (kept != NULL && strcmp(kept->name, series->name) != 0) {
        kept = kept->next;
    }
    return kept != NULL;
}

/* The series that is there already, of a kept file or of the base, or NULL. */
static const relcal_series *find_known(const relcal_intake *intake,
                                       const relcal_intake_series *series)
{
    return is_kept(intake, series)
               ? relcal_catalog_series(intake->existing, series->project, series->id)
               : find_base(intake, series);
}

static outcome start_outcome(relcal_intake *intake, size_t revisions)
{
    outcome result = {.room = revisions};
    result.revisions = relcal_arena_allocate(&intake->scratch,
                                             (revisions + 1) * sizeof *result.revisions);
    return result;
}

/* The note of a milestone. A source that tells only some of a series has a new one for a new date
 * alone. */
static const char *pick_note(const relcal_intake_milestone *milestone,
                             const relcal_milestone *known, const relcal_when *when)
{
    if (known == NULL) {
        return milestone->note;
    }
    relcal_when before = relcal_image_when_get(&known->when);
    bool stays = milestone->series->is_partial && relcal_when_is_same(&before, when);
    return milestone->note != NULL && !stays ? milestone->note : relcal_milestone_note(known);
}

/* Puts a milestone that was read; false where it is off and never was in a plan. */
static bool put_milestone(relcal_intake *intake, draft_text *text,
                          relcal_intake_milestone *milestone, const relcal_series *known_series)
{
    const relcal_milestone *known = known_series == NULL
                                        ? NULL
                                        : relcal_series_milestone(known_series, milestone->id);
    size_t room = milestone->saying_count + 1 +
                  (known == NULL ? 0 : relcal_milestone_revision_count(known));
    outcome result = start_outcome(intake, room);
    if (known != NULL) {
        merge(intake, milestone, known, &result);
    } else {
        begin(intake, milestone, known_series != NULL, &result);
    }
    bool is_nothing = result.state == RELCAL_WITHDRAWN && result.count == 0;
    if (is_nothing) {
        return false;
    }
    const char *note = pick_note(milestone, known, &result.when);
    if (note != NULL && strlen(note) > RELCAL_MAX_SCALAR_BYTES / 2) {
        report_milestone(intake, milestone, "has a note that is too long; it is left out");
        note = NULL;
    }
    milestone->draft_line = text->line;
    put_outcome(text, milestone, known, note, &result);
    return true;
}

/* The milestone of a source that a file has already, or NULL. */
static relcal_intake_milestone *find_read(const relcal_intake_series *series,
                                          const relcal_series *known_series,
                                          const relcal_milestone *known)
{
    relcal_intake_milestone *milestone = series->milestones;
    while (milestone != NULL && (milestone->newest == NULL || milestone->is_left_out ||
                                 relcal_series_milestone(known_series, milestone->id) != known)) {
        milestone = milestone->next;
    }
    return milestone;
}

/* Tells of a release that a file plans and the sources have no more. */
static void report_missing(relcal_intake *intake, const relcal_intake_series *series,
                           const relcal_milestone *known)
{
    relcal_version version;
    const char *id = relcal_milestone_id(known);
    if (series->is_whole && known->state == RELCAL_EXPECTED &&
        relcal_version_parse(&version, id, strlen(id), NULL) == RELCAL_OK) {
        relcal_faults_add(&intake->faults, RELCAL_ERROR_DATA, 0,
                          (relcal_place){.file = series->file},
                          "%s is planned in the file that is there and not in this one; it stays, "
                          "withdraw it if it is off",
                          id);
    }
}

/* Puts a milestone of a file that is there and that no source has. */
static void put_other(relcal_intake *intake, draft_text *text, const relcal_intake_series *series,
                      const relcal_milestone *known)
{
    outcome result = start_outcome(intake, relcal_milestone_revision_count(known));
    copy_known(&result, known);
    put_outcome(text, NULL, known, relcal_milestone_note(known), &result);
    report_missing(intake, series, known);
}

/* Puts a milestone that was read, unless it was put already; how many that were. */
static size_t put_read(relcal_intake *intake, draft_text *text, relcal_intake_milestone *milestone,
                       const relcal_series *known)
{
    if (milestone->is_put || milestone->newest == NULL || milestone->is_left_out) {
        return 0;
    }
    milestone->is_put = true;
    milestone->is_drafted = put_milestone(intake, text, milestone, known);
    return milestone->is_drafted;
}

/* Puts the milestones of a series: those of a file that is there in its order, then the new ones.
 * How many were read. */
static size_t put_milestones(relcal_intake *intake, draft_text *text,
                             const relcal_intake_series *series, const relcal_series *known_series)
{
    size_t count = 0;
    const relcal_milestone *known;
    for (size_t index = 0;
         known_series != NULL && (known = relcal_series_milestone_at(known_series, index)) != NULL;
         index++) {
        relcal_intake_milestone *read = find_read(series, known_series, known);
        if (read != NULL) {
            count += put_read(intake, text, read, known_series);
        } else {
            put_other(intake, text, series, known);
        }
    }
    for (relcal_intake_milestone *milestone = series->milestones; milestone != NULL;
         milestone = milestone->next) {
        count += put_read(intake, text, milestone, known_series);
    }
    return count;
}

/* The day on which the plan last changed, where a file that is there says such a day. */
static relcal_date revised_day(const relcal_intake_series *series, const relcal_series *known)
{
    relcal_date day = known == NULL ? RELCAL_DATE_NONE : relcal_series_revised(known);
    return day != RELCAL_DATE_NONE && series->changed_on > day ? series->changed_on : day;
}

static const char *chosen(const char *text, const char *otherwise)
{
    return text != NULL ? text : otherwise;
}

static void put_spec(draft_text *text, const char *name, const char *url)
{
    if (name != NULL || url != NULL) {
        put(text, "spec: {");
        put(text, name != NULL ? "name: " : "");
        if (name != NULL) {
            put_quoted(text, name);
        }
        put(text, name != NULL && url != NULL ? ", " : "");
        put(text, url != NULL ? "url: " : "");
        if (url != NULL) {
            put_quoted(text, url);
        }
        put(text, "}\n");
    }
}

/* The branch of a series. That of a source which tells only some of it is made by a template, for
 * series that are new. */
static const char *pick_branch(const relcal_intake_series *series, const relcal_series *known)
{
    const char *branch = known == NULL ? NULL : relcal_series_branch(known);
    return known != NULL && series->is_partial ? branch : chosen(series->branch, branch);
}

/* Whether an alias is one of a series already, or is its id. */
static bool is_alias(const relcal_series *known, const char *alias)
{
    const char *other;
    for (size_t index = 0; (other = relcal_series_alias_at(known, index)) != NULL; index++) {
        if (strcmp(other, alias) == 0) {
            return true;
        }
    }
    return strcmp(relcal_series_id(known), alias) == 0;
}

/* Whether another series of a project goes by a name, in a catalog that may be NULL and but for
 * those series that a newer one has. */
static bool is_taken_in(const relcal_catalog *catalog, const relcal_catalog *newer,
                        const relcal_intake_series *series, const char *name)
{
    const relcal_project *project = catalog == NULL
                                        ? NULL
                                        : relcal_catalog_project(catalog, series->project);
    for (size_t index = 0; project != NULL && index < relcal_project_series_count(project);
         index++) {
        const relcal_series *other = relcal_project_series_at(project, index);
        const char *id = relcal_series_id(other);
        bool is_replaced = newer != NULL &&
                           relcal_catalog_series(newer, series->project, id) != NULL;
        if (!is_replaced && strcmp(id, series->id) != 0 && is_alias(other, name)) {
            return true;
        }
    }
    return false;
}

static bool is_taken(const relcal_intake *intake, const relcal_intake_series *series,
                     const char *name)
{
    return is_taken_in(intake->existing, NULL, series, name) ||
           is_taken_in(intake->options.base, intake->existing, series, name);
}

/* Whether two codenames are one, in small or large letters. */
static bool is_same_codename(const char *left, const char *right)
{
    while (*left != '\0' && (*left == *right || (*left ^ *right) == ('a' ^ 'A'))) {
        left++;
        right++;
    }
    return *left == *right;
}

static void put_alias(draft_text *text, size_t *count, const char *alias)
{
    put(text, (*count)++ == 0 ? "aliases: [" : ", ");
    put_quoted(text, alias);
}

/* Puts the codename and the other names of a series. A known one gets those of a source only with
 * its codename. */
static void put_names(relcal_intake *intake, draft_text *text, const relcal_intake_series *series,
                      const relcal_series *known)
{
    const char *codename = known == NULL ? NULL : relcal_series_codename(known);
    bool is_named_now = known == NULL || (codename == NULL && series->codename != NULL);
    const char *alias;
    size_t count = 0;
    if (codename != NULL && series->codename != NULL &&
        !is_same_codename(codename, series->codename)) {
        relcal_faults_add(&intake->faults, RELCAL_ERROR_DATA, 0,
                          (relcal_place){.file = series->file},
                          "series %s is known as %s, which counts, and not as %s", series->id,
                          codename, series->codename);
    }
    put_pair(text, "codename", chosen(codename, series->codename));
    for (size_t index = 0; known != NULL && (alias = relcal_series_alias_at(known, index)) != NULL;
         index++) {
        put_alias(text, &count, alias);
    }
    for (size_t index = 0; is_named_now && index < series->alias_count; index++) {
        if ((known == NULL || !is_alias(known, series->aliases[index])) &&
            !is_taken(intake, series, series->aliases[index])) {
            put_alias(text, &count, series->aliases[index]);
        }
    }
    put(text, count > 0 ? "]\n" : "");
}

/* Puts what stands above the milestones. */
static void put_head(relcal_intake *intake, draft_text *text, const relcal_intake_series *series,
                     const relcal_series *known, relcal_date revised)
{
    char day[RELCAL_DATE_BYTES];
    put(text, "series: ");
    put(text, series->id);
    put(text, "\n");
    put_names(intake, text, series, known);
    put_spec(text, chosen(series->spec_name, known ? relcal_series_spec_name(known) : NULL),
             chosen(series->spec_url, known ? relcal_series_spec_url(known) : NULL));
    put_pair(text, "branch", pick_branch(series, known));
    put_pair(text, "release-manager",
             chosen(series->release_manager, known ? relcal_series_release_manager(known) : NULL));
    if (revised != RELCAL_DATE_NONE) {
        put(text, "revised: ");
        put(text, relcal_date_format(revised, day));
        put(text, "\n");
    }
    put(text, "milestones:\n");
}

/* Drafts the file of a series; false where it has no milestone. */
static bool draft_series(relcal_intake *intake, relcal_intake_series *series, draft *out)
{
    const relcal_series *known = find_known(intake, series);
    draft_text body = {.arena = &intake->scratch};
    draft_text text = {.arena = &intake->scratch, .line = 1};
    series->changed_on = RELCAL_DATE_NONE;
    for (relcal_intake_milestone *milestone = series->milestones; milestone != NULL;
         milestone = milestone->next) {
        milestone->draft_line = 0;
        milestone->is_drafted = false;
        milestone->is_put = false;
    }
    size_t count = put_milestones(intake, &body, series, known);
    put_head(intake, &text, series, known, revised_day(series, known));
    for (relcal_intake_milestone *milestone = series->milestones; milestone != NULL;
         milestone = milestone->next) {
        milestone->draft_line += milestone->is_drafted ? text.line : 0;
    }
    if (body.length > 0) {
        put_bytes(&text, body.bytes, body.length);
    }
    *out = (draft){series->name, text.bytes, text.length, series};
    return count > 0 || known != NULL;
}

/* ---- projects ---- */

/* The phases of a project that nobody described, by the kinds of its milestones. */
static const struct {
    const char *kind;
    const char *text;
} phase_rows[] = {
    {"development", "- {id: pre-alpha, begins: development}\n"},
    {"alpha", "- {id: alpha, begins: first alpha}\n"},
    {"beta", "- {id: beta, begins: first beta}\n"},
    {"candidate", "- {id: candidate, begins: first candidate}\n"},
    {"final", "- {id: bugfix, begins: final}\n"},
    {"start", "- {id: current, begins: start}\n"},
    {"lts", "- {id: lts, begins: lts}\n"},
    {"maintenance", "- {id: maintenance, begins: maintenance}\n"},
    {"end-of-bugfix", "- {id: security, begins: end-of-bugfix}\n"},
    {"end-of-active-support", "- {id: limited, begins: end-of-active-support}\n"},
    {"end-of-life", "- {id: end-of-life, begins: end-of-life, living: no}\n"},
};

/* Whether a milestone is of a kind, by its id if nothing says the kind. */
static bool is_of_kind(const relcal_intake_milestone *milestone, const char *kind)
{
    relcal_version version;
    if (milestone->kind != NULL) {
        return strcmp(milestone->kind, kind) == 0;
    }
    if (strcmp(milestone->id, kind) == 0) {
        return true;
    }
    return relcal_version_parse(&version, milestone->id, strlen(milestone->id), NULL) ==
               RELCAL_OK &&
           version.micro == 0 && strcmp(relcal_stage_name(version.stage), kind) == 0;
}

static bool has_kind(const relcal_intake *intake, const char *project, const char *kind)
{
    for (const relcal_intake_series *series = intake->series; series != NULL;
         series = series->next) {
        for (const relcal_intake_milestone *milestone = series->milestones;
             milestone != NULL && strcmp(series->project, project) == 0;
             milestone = milestone->next) {
            if (is_of_kind(milestone, kind)) {
                return true;
            }
        }
    }
    return false;
}

static void draft_project(relcal_intake *intake, const char *project, draft *out)
{
    draft_text text = {.arena = &intake->scratch, .line = 1};
    bool has_phases = false;
    put(&text, "project: ");
    put(&text, project);
    put(&text, "\n");
    put_pair(&text, "name", project);
    for (size_t index = 0; index < sizeof phase_rows / sizeof phase_rows[0]; index++) {
        if (has_kind(intake, project, phase_rows[index].kind)) {
            put(&text, has_phases ? "" : "phases:\n");
            put(&text, phase_rows[index].text);
            has_phases = true;
        }
    }
    char name[SOURCE_ID_BYTES + sizeof "/project.yaml"];
    (void)snprintf(name, sizeof name, "%s/project.yaml", project);
    *out = (draft){relcal_arena_copy_text(&intake->scratch, name, strlen(name)), text.bytes,
                   text.length, NULL};
}

static bool is_known_project(const relcal_intake *intake, const char *project)
{
    const relcal_catalog *base = intake->options.base;
    return (base != NULL && relcal_catalog_project(base, project) != NULL) ||
           (intake->existing != NULL && relcal_catalog_project(intake->existing, project) != NULL);
}

/* Whether an earlier series is of the same project. */
static bool is_drafted(const relcal_intake *intake, const relcal_intake_series *series)
{
    const relcal_intake_series *earlier = intake->series;
    while (strcmp(earlier->project, series->project) != 0) {
        earlier = earlier->next;
    }
    return earlier != series;
}

/* ---- reading the drafts ---- */

/* Where a fault of a draft is from: the milestone that stands in that line, or NULL. */
static relcal_intake_milestone *find_by_line(const draft *drafts, size_t count,
                                             const relcal_error *fault)
{
    for (size_t index = 0; index < count; index++) {
        if (drafts[index].series == NULL || strcmp(drafts[index].name, fault->file) != 0) {
            continue;
        }
        relcal_intake_milestone *milestone = drafts[index].series->milestones;
        while (milestone != NULL &&
               (!milestone->is_drafted || milestone->draft_line != fault->line)) {
            milestone = milestone->next;
        }
        return milestone;
    }
    return NULL;
}

typedef struct draft_check {
    relcal_intake *intake;
    const draft *drafts;
    size_t count;
    bool is_hopeless; /* a fault is of no milestone that could be left out */
    relcal_error fault;
} draft_check;

/* Leaves out all that was read of the series whose draft a fault is in, as it contradicts what is
 * known of that. False where nothing is left of it. */
static bool leave_out_series(const draft_check *check, const relcal_error *fault)
{
    size_t count = 0;
    size_t index = 0;
    while (index < check->count && strcmp(check->drafts[index].name, fault->file) != 0) {
        index++;
    }
    const relcal_intake_series *series = index < check->count ? check->drafts[index].series : NULL;
    for (relcal_intake_milestone *milestone = series == NULL ? NULL : series->milestones;
         milestone != NULL; milestone = milestone->next) {
        count += milestone->is_drafted && !milestone->is_left_out;
        milestone->is_left_out = true;
    }
    if (count > 0) {
        relcal_faults_add(&check->intake->faults, RELCAL_ERROR_DATA, 0,
                          (relcal_place){.file = series->file},
                          "series %s is left out, as it contradicts the one that is there: %s",
                          series->id, fault->message);
    }
    return count > 0;
}

/* Leaves the milestone of a fault out. */
static void take_fault(void *context, const relcal_error *fault)
{
    draft_check *check = context;
    relcal_intake_milestone *milestone = find_by_line(check->drafts, check->count, fault);
    if (fault->file[0] == '\0') {
        return; /* there are more faults than are told: the next pass tells them */
    }
    if (milestone == NULL && leave_out_series(check, fault)) {
        return;
    }
    if (milestone == NULL) {
        check->fault = check->is_hopeless ? check->fault : *fault;
        check->is_hopeless = true;
    } else if (!milestone->is_left_out) {
        milestone->is_left_out = true;
        relcal_faults_add(&check->intake->faults, RELCAL_ERROR_DATA, 0,
                          (relcal_place){milestone->file, milestone->line, milestone->column},
                          "%s is left out: %s", milestone->id, fault->message);
    }
}

/* Adds the kept project.yaml files and the drafts to what is loaded. */
static size_t fill_sources(const relcal_intake *intake, relcal_source *sources, const draft *drafts,
                           size_t count)
{
    size_t filled = 0;
    for (const relcal_kept_file *kept = intake->kept; kept != NULL; kept = kept->next) {
        const char *slash = strrchr(kept->name, '/');
        if (slash != NULL && strcmp(slash, "/project.yaml") == 0) {
            sources[filled++] = (relcal_source){kept->name, kept->text, kept->length};
        }
    }
    for (size_t index = 0; index < count; index++) {
        sources[filled++] = (relcal_source){drafts[index].name, drafts[index].text,
                                            drafts[index].length};
    }
    return filled;
}

static size_t count_kept(const relcal_intake *intake)
{
    size_t count = 0;
    for (const relcal_kept_file *kept = intake->kept; kept != NULL; kept = kept->next) {
        count++;
    }
    return count;
}

/* Loads the drafts; RELCAL_ERROR_DATA with a hopeful check asks for another pass. */
static relcal_status load_drafts(draft_check *check, relcal_catalog **out)
{
    relcal_intake *intake = check->intake;
    relcal_load_options options = {
        .allocator = &intake->arena.allocator,
        .report = take_fault,
        .report_context = check,
        .max_file_bytes = (size_t)8 * RELCAL_MAX_FILE_BYTES,
    };
    relcal_source *sources = relcal_arena_allocate(
        &intake->scratch, (check->count + count_kept(intake) + 1) * sizeof *sources);
    size_t count = fill_sources(intake, sources, check->drafts, check->count);
    return relcal_catalog_parse_alone(out, intake->options.base, sources, count, &options, NULL);
}

static relcal_status load_kept(relcal_intake *intake, relcal_error *error)
{
    relcal_error fault;
    size_t count = 0;
    relcal_load_options options = {.allocator = &intake->arena.allocator};
    relcal_source *sources = relcal_arena_allocate(&intake->scratch,
                                                   (count_kept(intake) + 1) * sizeof *sources);
    for (const relcal_kept_file *kept = intake->kept; kept != NULL; kept = kept->next) {
        sources[count++] = (relcal_source){kept->name, kept->text, kept->length};
    }
    if (count == 0) {
        return RELCAL_OK;
    }
    relcal_status status = relcal_catalog_parse_alone(&intake->existing, intake->options.base,
                                                      sources, count, &options, &fault);
    if (status != RELCAL_OK && error != NULL) {
        *error = fault;
    }
    return status;
}

/* ---- writing the files ---- */

/* Whether the file that is there says the same already, comments and layout apart. */
static relcal_status compare_with_known(const relcal_intake *intake, const draft *from,
                                        const char *text, bool *is_same)
{
    char *known_text = NULL;
    size_t length;
    const relcal_series *known = find_known(intake, from->series);
    *is_same = false;
    if (known == NULL) {
        return RELCAL_OK;
    }
    relcal_status status = relcal_plan_write(relcal_series_plan(known, RELCAL_LATEST), &known_text,
                                             &length);
    *is_same = status == RELCAL_OK && strcmp(known_text, text) == 0;
    free(known_text);
    return status;
}

static relcal_status write_draft(relcal_intake *intake, const draft *from)
{
    const char *name = relcal_arena_copy_text(&intake->arena, from->name, strlen(from->name));
    relcal_intake_file *file = &intake->files[intake->file_count];
    char *text = NULL;
    size_t length = 0;
    relcal_status status;
    bool is_same = false;
    if (from->series == NULL) {
        char id[SOURCE_ID_BYTES + 1] = "";
        memcpy(id, name, (size_t)(strchr(name, '/') - name));
        status = relcal_project_write(relcal_catalog_project(intake->made, id), &text, &length);
    } else {
        const relcal_series *series = relcal_catalog_series(intake->made, from->series->project,
                                                            from->series->id);
        status = relcal_plan_write(relcal_series_plan(series, RELCAL_LATEST), &text, &length);
    }
    if (status != RELCAL_OK) {
        return status;
    }
    if (from->series != NULL) {
        status = compare_with_known(intake, from, text, &is_same);
    }
    if (is_same && !is_kept(intake, from->series)) {
        free(text);
        return status; /* the base says it */
    }
    *file = (relcal_intake_file){name, text, length, is_same};
    intake->file_count++;
    return status;
}

static int compare_files(const void *left, const void *right)
{
    return strcmp(((const relcal_intake_file *)left)->name,
                  ((const relcal_intake_file *)right)->name);
}

static relcal_status write_drafts(relcal_intake *intake, const draft *drafts, size_t count)
{
    relcal_status status = RELCAL_OK;
    intake->files = relcal_arena_allocate(&intake->arena, (count + 1) * sizeof *intake->files);
    for (size_t index = 0; index < count && status == RELCAL_OK; index++) {
        status = write_draft(intake, &drafts[index]);
    }
    qsort(intake->files, intake->file_count, sizeof *intake->files, compare_files);
    return status;
}

/* ---- the whole ---- */

/* Drafts all files; how many there are. */
static size_t draft_all(relcal_intake *intake, draft *drafts)
{
    size_t count = 0;
    for (relcal_intake_series *series = intake->series; series != NULL; series = series->next) {
        if (!is_drafted(intake, series) && !is_known_project(intake, series->project)) {
            draft_project(intake, series->project, &drafts[count++]);
        }
        count += draft_series(intake, series, &drafts[count]);
    }
    return count;
}

/* Drafts and loads until no milestone contradicts the others. */
static relcal_status make_drafts(relcal_intake *intake, draft **drafts, size_t *count,
                                 relcal_error *error)
{
    for (int pass = 0; pass < PASSES_MAX; pass++) {
        *drafts = relcal_arena_allocate(&intake->scratch,
                                        (2 * intake->series_count + 1) * sizeof **drafts);
        relcal_faults before = intake->faults;
        *count = draft_all(intake, *drafts);
        draft_check check = {.intake = intake, .drafts = *drafts, .count = *count};
        if (*count == 0) {
            break;
        }
        if (pass > 0) { /* what merging has to tell was told in the first pass */
            intake->faults = before;
        }
        relcal_status status = load_drafts(&check, &intake->made);
        if (status == RELCAL_OK || status == RELCAL_ERROR_MEMORY) {
            return status;
        }
        if (check.is_hopeless) {
            return relcal_fail(error, status, (relcal_place){0},
                               "the import gives no good schedule: %s:%u:%u: %s", check.fault.file,
                               (unsigned)check.fault.line, (unsigned)check.fault.column,
                               check.fault.message);
        }
    }
    return relcal_fail(error, RELCAL_ERROR_DATA, (relcal_place){0},
                       "the import gives no good schedule: nothing is left of it");
}

relcal_status relcal_intake_make(relcal_intake *intake, relcal_error *error)
{
    draft *drafts = NULL;
    size_t count = 0;
    relcal_status status = load_kept(intake, error);
    if (status == RELCAL_OK) {
        status = make_drafts(intake, &drafts, &count, error);
    }
    if (intake->faults.is_short_of_memory) {
        relcal_arena_give_up(&intake->scratch);
    }
    (void)relcal_intake_tell(intake, NULL, false);
    if (status == RELCAL_OK) {
        status = write_drafts(intake, drafts, count);
    }
    if (status == RELCAL_ERROR_MEMORY) {
        relcal_arena_give_up(&intake->arena);
    }
    return status;
}
