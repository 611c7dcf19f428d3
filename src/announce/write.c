/*
 * What a plan says of a release, as facts. Phases, freezes and rules are the project's data; what
 * is known here are the words that every project shares: the standard kinds of milestones, the
 * changes "feature" and "feature-change", the freeze "abi", the phases "bugfix" and those in which
 * a series is not living any more.
 */
#include "relcal/announce_write.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "arena.h"
#include "fail.h"
#include "image.h"
#include "relcal/policy.h"
#include "relcal/version.h"

/* The facts, in the order in which they are listed. */
#define FACTS(X)                                      \
    X(PROJECT, project, TEXT)                         \
    X(SERIES, series, TEXT)                           \
    X(VERSION, version, TEXT)                         \
    X(TITLE, title, TEXT)                             \
    X(KIND, kind, TEXT)                               \
    X(AS_OF, as_of, TEXT)                             \
    X(DATE, date, TEXT)                               \
    X(DAY, day, TEXT)                                 \
    X(IS_PLANNED, is_planned, FLAG)                   \
    X(IS_PREVIEW, is_preview, FLAG)                   \
    X(NUMBER, number, NUMBER)                         \
    X(ORDINAL, ordinal, TEXT)                         \
    X(TOTAL, total, NUMBER)                           \
    X(TOTAL_WORDS, total_words, TEXT)                 \
    X(IS_LAST, is_last, FLAG)                         \
    X(POSITION, position, TEXT)                       \
    X(PHASE, phase, TEXT)                             \
    X(PHASE_UNTIL, phase_until, TEXT)                 \
    X(PHASE_UNTIL_DATE, phase_until_date, TEXT)       \
    X(PHASE_UNTIL_DAY, phase_until_day, TEXT)         \
    X(FEATURES_UNTIL, features_until, TEXT)           \
    X(FEATURES_UNTIL_DATE, features_until_date, TEXT) \
    X(FEATURES_UNTIL_DAY, features_until_day, TEXT)   \
    X(CHANGES_UNTIL, changes_until, TEXT)             \
    X(CHANGES_UNTIL_DATE, changes_until_date, TEXT)   \
    X(CHANGES_UNTIL_DAY, changes_until_day, TEXT)     \
    X(ABI_FREEZE, abi_freeze, TEXT)                   \
    X(ABI_FREEZE_DATE, abi_freeze_date, TEXT)         \
    X(ABI_FREEZE_DAY, abi_freeze_day, TEXT)           \
    X(ABI_FREEZES_HERE, abi_freezes_here, FLAG)       \
    X(ABI_FREEZES_LATER, abi_freezes_later, FLAG)     \
    X(MAY_CHANGE, may_change, FLAG)                   \
    X(NEXT_VERSION, next_version, TEXT)               \
    X(NEXT_TITLE, next_title, TEXT)                   \
    X(NEXT_KIND, next_kind, TEXT)                     \
    X(NEXT_WHAT, next_what, TEXT)                     \
    X(NEXT_DATE, next_date, TEXT)                     \
    X(NEXT_DAY, next_day, TEXT)                       \
    X(FINAL_VERSION, final_version, TEXT)             \
    X(FINAL_DATE, final_date, TEXT)                   \
    X(FINAL_DAY, final_day, TEXT)                     \
    X(FINAL_COMES_LATER, final_comes_later, FLAG)     \
    X(BUGFIX_UNTIL_DATE, bugfix_until_date, TEXT)     \
    X(BUGFIX_UNTIL_DAY, bugfix_until_day, TEXT)       \
    X(SUPPORT_UNTIL_DATE, support_until_date, TEXT)   \
    X(SUPPORT_UNTIL_DAY, support_until_day, TEXT)     \
    X(SPEC_NAME, spec_name, TEXT)                     \
    X(SPEC_URL, spec_url, TEXT)                       \
    X(RELEASE_MANAGER, release_manager, TEXT)

#define FACT_INDEX(index, name, kind) index,
enum { FACTS(FACT_INDEX) FACT_COUNT };

#define FACT_ROW(index, name, kind) {#name, RELCAL_FACT_##kind, NULL},
static const relcal_fact no_facts[FACT_COUNT] = {FACTS(FACT_ROW)};

struct relcal_release_facts {
    relcal_arena arena;
    relcal_fact facts[FACT_COUNT];
};

/* What is asked for, and where the answers go. */
typedef struct asking {
    relcal_plan plan;
    const relcal_project *project;
    relcal_entry subject;
    relcal_version version;
    bool has_version;
    relcal_instant now; /* the end of the day that is asked about */
    relcal_arena *arena;
    relcal_fact *facts;
} asking;

/* ---- Saying ---- */

#define SAID_BYTES 512

static void say(const asking *asked, int fact, const char *text)
{
    if (text != NULL && *text != '\0') {
        asked->facts[fact].text = relcal_arena_copy_text(asked->arena, text, strlen(text));
    }
}

static void __attribute__((format(printf, 3, 4)))
sayf(const asking *asked, int fact, const char *format, ...)
{
    char text[SAID_BYTES];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    say(asked, fact, text);
}

static void say_if(const asking *asked, int fact, bool is_so)
{
    say(asked, fact, is_so ? "yes" : NULL);
}

/* "Monday, 2023-02-06", "October 2028": as precisely as the plan has it, and no more. */
static void say_day(const asking *asked, int fact, const relcal_when *when)
{
    char text[RELCAL_WHEN_BYTES];
    relcal_date date = relcal_when_date(when);
    relcal_civil civil = relcal_date_to_civil(date);
    relcal_week_date week = relcal_date_to_week(date);
    switch (when->precision) {
    case RELCAL_PRECISION_DAY:
    case RELCAL_PRECISION_MOMENT:
        sayf(asked, fact, "%s, %s", relcal_weekday_name(relcal_date_weekday(date)),
             relcal_date_format(date, text));
        return;
    case RELCAL_PRECISION_WEEK:
        sayf(asked, fact, "week %d of %d", week.week, week.year);
        return;
    case RELCAL_PRECISION_MONTH:
        sayf(asked, fact, "%s %d", relcal_month_name(civil.month), civil.year);
        return;
    case RELCAL_PRECISION_YEAR:
        sayf(asked, fact, "%d", civil.year);
        return;
    case RELCAL_PRECISION_RANGE:
        sayf(asked, fact, "a day from %s to %s", relcal_date_format(date, text),
             relcal_date_format(relcal_instant_date(when->latest), text + RELCAL_DATE_BYTES));
        return;
    case RELCAL_PRECISION_TBD:
        return;
    }
}

/* A date for programs in one fact, for people in the next. */
static void say_when(const asking *asked, int fact, const relcal_when *when)
{
    char text[RELCAL_WHEN_BYTES];
    if (when->precision != RELCAL_PRECISION_TBD) {
        say(asked, fact, relcal_when_format(when, text));
        say_day(asked, fact + 1, when);
    }
}

/* ---- Numbers ---- */

#define WORDS_MAX 12

static const char *const number_words[WORDS_MAX + 1] = {"no",   "one",    "two",   "three", "four",
                                                        "five", "six",    "seven", "eight", "nine",
                                                        "ten",  "eleven", "twelve"};
static const char *const ordinal_words[WORDS_MAX + 1] = {
    "",        "first",  "second", "third", "fourth",   "fifth",  "sixth",
    "seventh", "eighth", "ninth",  "tenth", "eleventh", "twelfth"};

static void say_number(const asking *asked, int fact, size_t number)
{
    if (number <= WORDS_MAX) {
        say(asked, fact, number_words[number]);
    } else {
        sayf(asked, fact, "%zu", number);
    }
}

static void say_ordinal(const asking *asked, int fact, size_t number)
{
    static const char *const endings[] = {"th", "st", "nd", "rd"};
    bool is_teen = number / 10 % 10 == 1;
    if (number <= WORDS_MAX) {
        say(asked, fact, ordinal_words[number]);
    } else {
        sayf(asked, fact, "%zu%s", number, endings[!is_teen && number % 10 < 4 ? number % 10 : 0]);
    }
}

/* ---- The plan ---- */

/* Whether a plan's day is known from what came to be alone: of a milestone whose history nobody
 * recorded, what was thought of it before it happened is not known. */
static bool is_hindsight(const asking *asked, const relcal_entry *entry)
{
    return entry->state != RELCAL_ACTUAL && !entry->milestone->recorded &&
           entry->milestone->state == RELCAL_ACTUAL && asked->plan.as_of != RELCAL_LATEST;
}

/* What the plan said of a milestone on its day; false where it said nothing. */
static bool find_entry(const asking *asked, const relcal_milestone *milestone, relcal_entry *out)
{
    relcal_entry entry;
    if (!relcal_plan_entry(asked->plan, milestone, &entry) || is_hindsight(asked, &entry)) {
        return false;
    }
    *out = entry;
    return true;
}

/* ---- The release ---- */

/* What people call the standard kinds of releases. */
typedef struct kind_words {
    const char *kind;
    const char *one;
    const char *many;
    bool is_preview;
} kind_words;

static const kind_words kinds[] = {
    {"alpha", "alpha release", "alpha releases", true},
    {"beta", "beta release", "beta releases", true},
    {"candidate", "release candidate", "release candidates", true},
    {"final", "release", "releases", false},
    {"bugfix", "bugfix release", "bugfix releases", false},
    {"security", "security release", "security releases", false},
};

/* The words of a milestone's kind; NULL where it is no release. */
static const kind_words *words_of(const relcal_milestone *milestone)
{
    const char *kind = relcal_milestone_kind(milestone);
    for (size_t index = 0; index < sizeof kinds / sizeof kinds[0]; index++) {
        if (strcmp(kinds[index].kind, kind) == 0) {
            return &kinds[index];
        }
    }
    return NULL;
}

static bool version_of(const relcal_milestone *milestone, relcal_version *out)
{
    const char *id = relcal_milestone_id(milestone);
    return relcal_version_parse(out, id, strlen(id), NULL) == RELCAL_OK && out->has_release;
}

/* Whether a milestone is of the subject's kind and row: a beta of the same release. */
static bool is_fellow(const asking *asked, const relcal_milestone *milestone)
{
    relcal_version other;
    if (strcmp(relcal_milestone_kind(milestone), relcal_milestone_kind(asked->subject.milestone)) !=
        0) {
        return false;
    }
    if (!asked->has_version || asked->version.stage == RELCAL_STAGE_FINAL) {
        return true;
    }
    return version_of(milestone, &other) && other.micro == asked->version.micro;
}

/* Whether a release comes before another: by its name, or else by its day. */
static bool is_before(const relcal_entry *left, const relcal_entry *right)
{
    relcal_version first;
    relcal_version second;
    if (version_of(left->milestone, &first) && version_of(right->milestone, &second)) {
        return relcal_version_compare(&first, &second) < 0;
    }
    return left->when.earliest < right->when.earliest;
}

/* Says the how many-th of how many it is, where its number and its place in the plan agree. */
static void say_position(const asking *asked, const kind_words *words)
{
    size_t place = 1;
    size_t total = 0;
    bool is_known = true;
    relcal_entry other;
    const relcal_milestone *milestone;
    for (size_t index = 0;
         (milestone = relcal_series_milestone_at(asked->plan.series, index)) != NULL; index++) {
        if (is_fellow(asked, milestone) && relcal_plan_entry(asked->plan, milestone, &other)) {
            is_known = is_known && !is_hindsight(asked, &other);
            total++;
            place += is_before(&other, &asked->subject);
        }
    }
    bool is_preview = words->is_preview;
    int32_t number = asked->has_version && !is_preview
                         ? asked->version.micro
                         : relcal_milestone_number(asked->subject.milestone);
    if (number > 0 && (size_t)number != place) {
        return;
    }
    sayf(asked, NUMBER, "%zu", place);
    say_ordinal(asked, ORDINAL, place);
    if (!is_preview || !is_known) {
        return;
    }
    sayf(asked, TOTAL, "%zu", total);
    say_number(asked, TOTAL_WORDS, total);
    say_if(asked, IS_LAST, place == total);
    if (total == 1) {
        sayf(asked, POSITION, "the only planned %s", words->one);
    } else {
        sayf(asked, POSITION, "the %s of %s planned %s",
             place == total ? "last" : asked->facts[ORDINAL].text, asked->facts[TOTAL_WORDS].text,
             words->many);
    }
}

static void say_stable_position(const asking *asked, const kind_words *words)
{
    const char *project = relcal_project_name(asked->project);
    const char *series = relcal_series_id(asked->plan.series);
    if (strcmp(words->kind, "final") == 0) {
        sayf(asked, POSITION, "the stable release of %s %s", project, series);
    } else if (strcmp(words->kind, "bugfix") == 0 && asked->facts[ORDINAL].text != NULL) {
        sayf(asked, POSITION, "the %s %s of %s %s", asked->facts[ORDINAL].text, words->one, project,
             series);
    } else {
        sayf(asked, POSITION, "a %s of %s %s", words->one, project, series);
    }
}

static void say_release(const asking *asked)
{
    const relcal_milestone *milestone = asked->subject.milestone;
    const kind_words *words = words_of(milestone);
    char text[RELCAL_DATE_BYTES];
    say(asked, PROJECT, relcal_project_name(asked->project));
    say(asked, SERIES, relcal_series_id(asked->plan.series));
    say(asked, VERSION, relcal_milestone_id(milestone));
    say(asked, TITLE, relcal_milestone_title(milestone));
    say(asked, KIND, relcal_milestone_kind(milestone));
    if (asked->plan.as_of != RELCAL_LATEST) {
        say(asked, AS_OF, relcal_date_format(asked->plan.as_of, text));
    }
    say_when(asked, DATE, &asked->subject.when);
    bool is_ahead = asked->plan.as_of != RELCAL_LATEST &&
                    asked->subject.when.earliest > relcal_instant_of_day_end(asked->plan.as_of);
    say_if(asked, IS_PLANNED, asked->subject.state == RELCAL_EXPECTED && is_ahead);
    if (words != NULL) {
        say_if(asked, IS_PREVIEW, words->is_preview);
        say_position(asked, words);
        if (!words->is_preview) {
            say_stable_position(asked, words);
        }
    }
    say(asked, SPEC_NAME, relcal_series_spec_name(asked->plan.series));
    say(asked, SPEC_URL, relcal_series_spec_url(asked->plan.series));
    say(asked, RELEASE_MANAGER, relcal_series_release_manager(asked->plan.series));
}

/* ---- What may change ---- */

/* The phase that a milestone begins in the plan, or NULL. */
static const relcal_phase *begun_by(const asking *asked, const relcal_milestone *milestone)
{
    const relcal_phase *phase;
    for (size_t index = 0; (phase = relcal_project_phase_at(asked->project, index)) != NULL;
         index++) {
        if (relcal_plan_find(asked->plan, &phase->begins) == milestone) {
            return phase;
        }
    }
    return NULL;
}

static const char *phase_words(const relcal_phase *phase)
{
    const char *id = relcal_phase_id(phase);
    return strcmp(id, "candidate") == 0 ? "release candidate" : id;
}

/* Says up to which milestone something holds, and when that is. */
static void say_until(const asking *asked, int fact, const relcal_milestone *milestone)
{
    relcal_entry entry;
    if (!find_entry(asked, milestone, &entry)) {
        return;
    }
    const relcal_phase *phase = begun_by(asked, milestone);
    if (phase != NULL) {
        sayf(asked, fact, "the start of the %s phase", phase_words(phase));
    } else {
        say(asked, fact, relcal_milestone_title(milestone));
    }
    say_when(asked, fact + 1, &entry.when);
}

/* Says until when a kind of change lands, if it does now. */
static void say_change(const asking *asked, const char *id, int fact)
{
    const relcal_change *change = relcal_project_change(asked->project, id);
    if (change == NULL) {
        return;
    }
    relcal_request request = {.changes = &change, .change_count = 1};
    relcal_judgment judgment = relcal_plan_judge_at(asked->plan, asked->now, &request, NULL);
    if (judgment.certain && judgment.decisive.verdict != RELCAL_UNSPECIFIED &&
        relcal_verdict_lands(judgment.decisive.verdict)) {
        say_until(asked, fact, relcal_plan_judge_until(asked->plan, asked->now, &request));
    }
}

static void say_abi(const asking *asked)
{
    const relcal_freeze *freeze;
    relcal_entry entry;
    for (size_t index = 0; (freeze = relcal_project_freeze_at(asked->project, index)) != NULL;
         index++) {
        const relcal_milestone *from = relcal_plan_find(asked->plan, &freeze->from);
        if (strcmp(relcal_freeze_id(freeze), "abi") == 0 && from != NULL &&
            find_entry(asked, from, &entry)) {
            bool is_here = from == asked->subject.milestone;
            say(asked, ABI_FREEZE, relcal_milestone_title(from));
            say_when(asked, ABI_FREEZE_DATE, &entry.when);
            say_if(asked, ABI_FREEZES_HERE, is_here);
            say_if(asked, ABI_FREEZES_LATER,
                   !is_here && asked->subject.when.latest < entry.when.earliest);
        }
    }
}

static void say_changes(const asking *asked)
{
    relcal_standing standing = relcal_plan_at(asked->plan, asked->now);
    say(asked, PHASE, relcal_phase_id(standing.phase));
    say_until(asked, PHASE_UNTIL, standing.until);
    say_change(asked, "feature", FEATURES_UNTIL);
    say_change(asked, "feature-change", CHANGES_UNTIL);
    say_abi(asked);
    say_if(asked, MAY_CHANGE,
           asked->facts[FEATURES_UNTIL].text != NULL || asked->facts[CHANGES_UNTIL].text != NULL ||
               asked->facts[ABI_FREEZES_HERE].text != NULL ||
               asked->facts[ABI_FREEZES_LATER].text != NULL);
}

/* ---- What comes next ---- */

/* Whether a release is one that the subject, a preview, leads to: what follows a candidate of
 * 3.8.8 is not said where the plan has nothing of 3.8.8 to come. */
static bool is_led_to(const asking *asked, const relcal_milestone *milestone)
{
    relcal_version other;
    return !asked->has_version || asked->version.stage == RELCAL_STAGE_FINAL ||
           !version_of(milestone, &other) || other.micro == asked->version.micro;
}

/* Finds the first release after the subject that has not happened by the plan. */
static bool find_next(const asking *asked, bool is_final_only, relcal_entry *out)
{
    bool is_found = false;
    relcal_entry entry;
    const relcal_milestone *milestone;
    for (size_t index = 0;
         (milestone = relcal_series_milestone_at(asked->plan.series, index)) != NULL; index++) {
        const kind_words *words = words_of(milestone);
        if (words == NULL || milestone == asked->subject.milestone ||
            !is_led_to(asked, milestone) || !find_entry(asked, milestone, &entry) ||
            entry.state == RELCAL_ACTUAL || relcal_when_is_past(&entry.when, asked->now) ||
            !is_before(&asked->subject, &entry) ||
            (is_final_only && strcmp(words->kind, "final") != 0)) {
            continue;
        }
        if (!is_found || is_before(&entry, out)) {
            *out = entry;
            is_found = true;
        }
    }
    return is_found;
}

static void say_next(const asking *asked)
{
    relcal_entry next = {0};
    relcal_entry final;
    if (find_next(asked, false, &next)) {
        const kind_words *words = words_of(next.milestone);
        say(asked, NEXT_VERSION, relcal_milestone_id(next.milestone));
        say(asked, NEXT_TITLE, relcal_milestone_title(next.milestone));
        say(asked, NEXT_KIND, words->kind);
        say(asked, NEXT_WHAT, words->is_preview ? "pre-release" : words->one);
        say_when(asked, NEXT_DATE, &next.when);
    }
    if (find_next(asked, true, &final)) {
        say(asked, FINAL_VERSION, relcal_milestone_id(final.milestone));
        say_when(asked, FINAL_DATE, &final.when);
        say_if(asked, FINAL_COMES_LATER,
               asked->facts[FINAL_DAY].text != NULL && next.milestone != final.milestone);
    }
}

/* ---- Support ---- */

/* Says when a milestone is that has not come. */
static void say_coming(const asking *asked, int fact, const relcal_milestone *milestone)
{
    relcal_entry entry;
    if (find_entry(asked, milestone, &entry) && entry.state == RELCAL_EXPECTED &&
        !relcal_when_is_past(&entry.when, asked->now)) {
        say_when(asked, fact, &entry.when);
    }
}

static void say_support(const asking *asked)
{
    const relcal_phase *phase;
    const relcal_phase *before = NULL;
    for (size_t index = 0; (phase = relcal_project_phase_at(asked->project, index)) != NULL;
         index++) {
        const relcal_milestone *begins = relcal_plan_find(asked->plan, &phase->begins);
        if (before != NULL && strcmp(relcal_phase_id(before), "bugfix") == 0) {
            say_coming(asked, BUGFIX_UNTIL_DATE, begins);
        }
        if (!relcal_phase_is_living(phase)) {
            say_coming(asked, SUPPORT_UNTIL_DATE, begins);
            return;
        }
        before = phase;
    }
}

/* ---- From outside ---- */

/* The end of the release's day, or of the plan's where that is later. */
static relcal_instant moment_of(const relcal_plan *plan, const relcal_entry *subject)
{
    relcal_date day = relcal_when_date(&subject->when);
    bool is_later = day == RELCAL_DATE_NONE || plan->as_of > day;
    day = is_later && relcal_date_is_valid(plan->as_of) ? plan->as_of : day;
    return day == RELCAL_DATE_NONE ? RELCAL_INSTANT_MIN : relcal_instant_of_day_end(day);
}

static relcal_status make_facts(relcal_release_facts **out, asking *asked, relcal_error *error)
{
    jmp_buf out_of_memory;
    relcal_arena arena;
    relcal_arena_init(&arena, asked->arena != NULL ? &asked->arena->allocator : NULL,
                      &out_of_memory);
    asked->arena = &arena;
    if (setjmp(out_of_memory) != 0) {
        relcal_arena_free(asked->arena);
        return relcal_fail(error, RELCAL_ERROR_MEMORY, (relcal_place){0}, "out of memory");
    }
    relcal_release_facts *made = relcal_arena_allocate(asked->arena, sizeof *made);
    memcpy(made->facts, no_facts, sizeof no_facts);
    asked->facts = made->facts;
    say_release(asked);
    say_changes(asked);
    say_next(asked);
    say_support(asked);
    made->arena = *asked->arena;
    made->arena.out_of_memory = NULL;
    *out = made;
    return RELCAL_OK;
}

relcal_status relcal_release_facts_new(relcal_release_facts **out, relcal_plan plan,
                                       const relcal_milestone *release,
                                       const relcal_allocator *allocator, relcal_error *error)
{
    relcal_arena source = {.allocator = relcal_allocator_or_default(allocator)};
    asking asked = {.plan = plan, .project = relcal_series_project(plan.series), .arena = &source};
    if (!relcal_plan_entry(plan, release, &asked.subject)) {
        return relcal_fail(error, RELCAL_ERROR_NOT_FOUND, (relcal_place){0},
                           "%s is not in the plan of that day; ask as of a later one",
                           relcal_milestone_id(release));
    }
    asked.has_version = version_of(release, &asked.version);
    asked.now = moment_of(&plan, &asked.subject);
    return make_facts(out, &asked, error);
}

void relcal_release_facts_free(relcal_release_facts *facts)
{
    if (facts != NULL) {
        relcal_arena arena = facts->arena;
        relcal_arena_free(&arena);
    }
}

size_t relcal_release_facts_count(const relcal_release_facts *facts)
{
    (void)facts;
    return FACT_COUNT;
}

const relcal_fact *relcal_release_facts_at(const relcal_release_facts *facts, size_t index)
{
    return index < FACT_COUNT ? &facts->facts[index] : NULL;
}

const char *relcal_release_fact(const relcal_release_facts *facts, const char *name)
{
    for (size_t index = 0; index < FACT_COUNT; index++) {
        if (strcmp(facts->facts[index].name, name) == 0) {
            return facts->facts[index].text;
        }
    }
    return NULL;
}
