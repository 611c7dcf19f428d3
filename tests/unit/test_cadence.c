/*
 * Plans made from cadences: the rules against what was published, plans that go on, that are made
 * backwards, of projects of every kind; what is avoided, what clashes, and what cannot be.
 */
#define _XOPEN_SOURCE 700
#include <check.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "allocations.h"
#include "relcal/relcal.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

/* ---- dates ---- */

static const relcal_project *python(void)
{
    return relcal_catalog_project(relcal_catalog_builtin(), "python");
}

static relcal_date day(const char *text)
{
    relcal_date date;
    ck_assert_msg(relcal_date_parse(&date, text, strlen(text), NULL) == RELCAL_OK, "%s", text);
    return date;
}

static relcal_when when_of(const char *text)
{
    relcal_when when;
    ck_assert_msg(relcal_when_parse(&when, text, strlen(text), NULL) == RELCAL_OK, "%s", text);
    return when;
}

static bool is_same_when(const relcal_when *left, const relcal_when *right)
{
    return left->earliest == right->earliest && left->latest == right->latest &&
           left->precision == right->precision;
}

/* xorshift64 (Marsaglia 2003), so that every run asks the same. */
static uint32_t random_below(uint64_t *state, uint32_t bound)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return (uint32_t)(*state >> 32) % bound;
}

/* ---- asking in words ---- */

enum { MOST_WORDS = 40, WORD_BYTES = 128 };

/* A request and what it borrows. Made from words: the series, then "b1=2028-05-02" for a pin,
 * "?final=2028-10-03" for a wish, "+bugfix" for a rule that must be asked for, "from" or
 * "from@2027-01-01" for the plan that goes on, "before:3.15@2026-01-01" for the series before, and
 * "by:weeks" for the cadence. */
typedef struct question {
    relcal_plan_request request;
    char words[MOST_WORDS][WORD_BYTES];
    relcal_pin pins[MOST_WORDS];
    relcal_pin wish;
    const char *with[MOST_WORDS];
} question;

static relcal_pin pin_of(char *word)
{
    char *sign = strchr(word, '=');
    ck_assert_msg(sign != NULL, "%s", word);
    *sign = '\0';
    return (relcal_pin){word, when_of(sign + 1)};
}

/* "3.15" or "3.15@2026-01-01" of a word; the series may be left out. */
static relcal_plan plan_of(const relcal_project *project, const char *id, char *word)
{
    relcal_date as_of = RELCAL_LATEST;
    char *at = strchr(word, '@');
    if (at != NULL) {
        as_of = day(at + 1);
        *at = '\0';
    }
    const relcal_series *series = relcal_project_series(project, *word == '\0' ? id : word);
    ck_assert_msg(series != NULL, "%s", word);
    return relcal_series_plan(series, as_of);
}

static void take_word(question *asked, char *word)
{
    relcal_plan_request *request = &asked->request;
    if (request->series == NULL) {
        request->series = word;
    } else if (strncmp(word, "from", 4) == 0 && strchr(word, '=') == NULL) {
        request->from = plan_of(request->project, request->series, word + 4);
    } else if (strncmp(word, "before:", 7) == 0) {
        request->previous = plan_of(request->project, NULL, word + 7);
    } else if (strncmp(word, "by:", 3) == 0) {
        request->cadence = relcal_project_cadence(request->project, word + 3);
        ck_assert_msg(request->cadence != NULL, "%s", word);
    } else if (*word == '+') {
        asked->with[request->with_count++] = word + 1;
    } else if (*word == '?') {
        asked->wish = pin_of(word + 1);
        request->wish = &asked->wish;
    } else {
        asked->pins[request->pin_count++] = pin_of(word);
    }
}

static void ask(question *asked, const relcal_project *project, const char *words)
{
    *asked = (question){.request = {.project = project}};
    asked->request.pins = asked->pins;
    asked->request.with = asked->with;
    for (size_t count = 0; *words != '\0'; count++) {
        size_t length = strcspn(words, " ");
        ck_assert(count < MOST_WORDS && length < WORD_BYTES);
        memcpy(asked->words[count], words, length);
        take_word(asked, asked->words[count]);
        words += length + (words[length] == ' ');
    }
}

/* ---- making ---- */

static relcal_outcome *made(const relcal_plan_request *request)
{
    relcal_outcome *outcome = NULL;
    relcal_error error = {.line = 77};
    relcal_status status = relcal_plan_make(&outcome, request, &error);
    ck_assert_msg(status == RELCAL_OK, "%s: %s", relcal_status_name(status), error.message);
    ck_assert_uint_eq(error.line, 77);
    return outcome;
}

static relcal_outcome *made_by(const relcal_project *project, const char *words)
{
    question asked;
    ask(&asked, project, words);
    return made(&asked.request);
}

/* The day of a milestone of an outcome. */
static relcal_date day_in(const relcal_outcome *outcome, const char *name)
{
    const relcal_planned *planned = relcal_outcome_find(outcome, name);
    ck_assert_msg(planned != NULL, "no %s", name);
    return relcal_when_date(&planned->when);
}

/* ---- telling ---- */

typedef struct text {
    char bytes[16384];
    size_t length;
} text;

static void put(text *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void put(text *out, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int written = vsnprintf(out->bytes + out->length, sizeof out->bytes - out->length, format,
                            arguments);
    va_end(arguments);
    ck_assert(written >= 0 && (size_t)written < sizeof out->bytes - out->length);
    out->length += (size_t)written;
}

static void put_planned(text *out, const relcal_planned *planned)
{
    char when[RELCAL_WHEN_BYTES];
    put(out, "%s %s", planned->id, relcal_when_format(&planned->when, when));
    if (planned->by != RELCAL_BY_RULE) {
        put(out, " %s", relcal_planned_by_name(planned->by));
    }
    if (planned->avoided != NULL) {
        put(out, " (%s on %s)", planned->avoided, relcal_when_format(&planned->by_rule, when));
    }
    if (planned->note != NULL) {
        put(out, " \"%s\"", planned->note);
    }
    put(out, "\n");
}

/* An outcome, a milestone a line: "3.17.0b1 2028-05-02 set"; then what is not planned with a "?",
 * and what clashes with a "!". */
static void tell(text *out, const relcal_outcome *outcome)
{
    const relcal_planned *planned;
    const relcal_unplanned *unplanned;
    const relcal_clash *clash;
    out->length = 0;
    put(out, "%s", "");
    for (size_t at = 0; (planned = relcal_outcome_at(outcome, at)) != NULL; at++) {
        put_planned(out, planned);
    }
    for (size_t at = 0; (unplanned = relcal_outcome_unplanned_at(outcome, at)) != NULL; at++) {
        put(out, "? %s: %s\n", unplanned->id, unplanned->message);
    }
    for (size_t at = 0; (clash = relcal_outcome_clash_at(outcome, at)) != NULL; at++) {
        put(out, "! %s: %s\n", clash->constraint, clash->message);
    }
}

static void assert_tells(const relcal_project *project, const char *words, const char *wanted)
{
    static text told;
    relcal_outcome *outcome = made_by(project, words);
    tell(&told, outcome);
    ck_assert_msg(strcmp(told.bytes, wanted) == 0, "%s: got\n%swanted\n%s", words, told.bytes,
                  wanted);
    relcal_outcome_free(outcome);
}

/* That nothing can be planned, and why. */
static void assert_refuses(const relcal_project *project, const char *words, relcal_status wanted,
                           const char *message)
{
    question asked;
    relcal_error error = {0};
    relcal_outcome *outcome = NULL;
    ask(&asked, project, words);
    relcal_status status = relcal_plan_make(&outcome, &asked.request, &error);
    ck_assert_msg(status == wanted, "%s: %s: %s", words, relcal_status_name(status), error.message);
    ck_assert_ptr_null(outcome);
    ck_assert_int_eq(error.code, wanted);
    ck_assert_str_eq(error.message, message);
    ck_assert_int_eq(relcal_plan_make(&outcome, &asked.request, NULL), wanted);
}

/* ---- the rules against what was published ---- */

static const char *const stages[] = {"a1", "a2", "a3", "a4", "a5",  "a6",  "a7",
                                     "b1", "b2", "b3", "b4", "rc1", "rc2", "final"};

/* By how many days the first plan was later than the rule; 0 where the rule is exact. */
static const struct {
    const char *series;
    const char *published;
    int later[COUNT(stages)];
    int exact;
} habits[] = {
    /*                       a1             a4            a7 b1           b4 rc1        final */
    {"3.10", "2020-05-25", {0, 0, 0, 0, 0, 0, 0, 0, 1, 3, 5, 0, 0, -365}, 10},
    {"3.11", "2021-07-12", {0, 1, 0, 0, -5, -7, 1, 4, 7, 3, 5, 0, 0, 0}, 6},
    {"3.12", "2022-06-18", {0, 0, 0, 0, 0, 0, 0, 7, 7, 7, 7, -7, -7, 0}, 8},
    {"3.13", "2023-06-27", {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, 14},
    {"3.14", "2024-04-24", {7, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, -6}, 11},
    {"3.15", "2025-04-30", {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -5}, 13},
    {"3.16", "2026-02-23", {0, -7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, 13},
};

START_TEST(first_plans)
{
    char words[WORD_BYTES];
    int exact = 0;
    const relcal_series *series = relcal_project_series(python(), habits[_i].series);
    const relcal_plan published = relcal_series_plan(series, day(habits[_i].published));
    (void)snprintf(words, sizeof words, "%s before:3.%d@%s", habits[_i].series,
                   atoi(habits[_i].series + 2) - 1, habits[_i].published);
    relcal_outcome *outcome = made_by(python(), words);
    /* The day before, nothing of it was published. */
    relcal_entry entry;
    const relcal_plan before = relcal_series_plan(series, day(habits[_i].published) - 1);
    ck_assert(!relcal_plan_entry(before, relcal_series_milestone(series, "final"), &entry));
    for (size_t index = 0; index < COUNT(stages); index++) {
        const relcal_milestone *milestone = relcal_series_milestone(series, stages[index]);
        ck_assert(relcal_plan_entry(published, milestone, &entry));
        int later = (int)(relcal_when_date(&entry.when) - day_in(outcome, stages[index]));
        ck_assert_msg(later == habits[_i].later[index], "%s: %d days", stages[index], later);
        exact += later == 0;
    }
    ck_assert_int_eq(exact, habits[_i].exact);
    relcal_outcome_free(outcome);
}
END_TEST

START_TEST(next_series)
{
    relcal_outcome *outcome = made_by(python(), "3.17");
    const relcal_series *before = relcal_project_series(python(), "3.16");
    relcal_entry former;
    ck_assert_uint_eq(relcal_outcome_count(outcome), COUNT(stages) + 3);
    ck_assert_ptr_null(relcal_outcome_unplanned_at(outcome, 0));
    ck_assert_ptr_null(relcal_outcome_clash_at(outcome, 0));
    ck_assert_str_eq(relcal_outcome_series(outcome), "3.17");
    ck_assert_str_eq(relcal_cadence_id(relcal_outcome_cadence(outcome)), "monthly");
    ck_assert(!relcal_outcome_goes_on(outcome));
    for (size_t index = 0; index < COUNT(stages); index++) {
        relcal_date date = day_in(outcome, stages[index]);
        relcal_civil civil = relcal_date_to_civil(date);
        ck_assert_int_eq(relcal_date_weekday(date), RELCAL_TUESDAY);
        ck_assert(!(civil.month == 12 && civil.day >= 24) && !(civil.month == 1 && civil.day <= 2));
    }
    ck_assert(relcal_plan_entry(relcal_series_plan(before, RELCAL_LATEST),
                                relcal_series_milestone(before, "final"), &former));
    int later = (int)(day_in(outcome, "final") - relcal_when_date(&former.when));
    ck_assert_int_ge(later, 364);
    ck_assert_int_le(later, 371);
    relcal_when anchor = relcal_outcome_anchor(outcome);
    ck_assert_int_eq(relcal_when_date(&anchor), day("2028-05-02"));
    relcal_outcome_free(outcome);
}
END_TEST

START_TEST(next_series_to_the_letter)
{
    assert_tells(python(), "3.17 +bugfix",
                 "development 2027-05-04\n3.17.0a1 2027-10-12\n3.17.0a2 2027-11-16\n"
                 "3.17.0a3 2027-12-14 (turn of the year on 2027-12-21)\n3.17.0a4 "
                 "2028-01-11\n3.17.0a5 2028-02-08\n"
                 "3.17.0a6 2028-03-14\n3.17.0a7 2028-04-11\n3.17.0b1 2028-05-02\n"
                 "3.17.0b2 2028-05-23\n3.17.0b3 2028-06-13\n3.17.0b4 2028-07-11\n"
                 "3.17.0rc1 2028-07-25\n3.17.0rc2 2028-08-29\n3.17.0 2028-10-03\n"
                 "3.17.1 2028-12-05\n3.17.2 2029-02-06\n3.17.3 2029-04-03\n3.17.4 2029-06-05\n"
                 "3.17.5 2029-08-07\n3.17.6 2029-10-02\n3.17.7 2029-12-04\n3.17.8 2030-02-05\n"
                 "3.17.9 2030-04-02\n3.17.10 2030-06-04\n3.17.11 2030-08-06\n3.17.12 2030-10-01\n"
                 "end-of-bugfix 2030-10-03\nend-of-life 2033-10\n");
}
END_TEST

/* ---- backwards and forwards ---- */

static void assert_same_plans(const relcal_outcome *left, const relcal_outcome *right,
                              const char *words)
{
    ck_assert_uint_eq(relcal_outcome_count(left), relcal_outcome_count(right));
    for (size_t index = 0; index < relcal_outcome_count(left); index++) {
        const relcal_planned *one = relcal_outcome_at(left, index);
        const relcal_planned *other = relcal_outcome_at(right, index);
        ck_assert_str_eq(one->id, other->id);
        ck_assert_msg(is_same_when(&one->when, &other->when), "%s: %s differs", words, one->id);
    }
}

/* The plan for a wish, and the plan for the anchor that it found, are one. */
static relcal_outcome *there_and_back(const relcal_project *project, const char *words)
{
    question asked;
    ask(&asked, project, words);
    relcal_outcome *backward = made(&asked.request);
    relcal_when anchor = relcal_outcome_anchor(backward);
    const relcal_planned *wished = relcal_outcome_find(backward, asked.wish.milestone);
    ck_assert_ptr_nonnull(wished);
    ck_assert_msg(is_same_when(&wished->when, &asked.wish.when), "%s", words);
    asked.pins[0] = (relcal_pin){relcal_cadence_anchor(relcal_outcome_cadence(backward)), anchor};
    asked.request.pin_count = 1;
    asked.request.wish = NULL;
    relcal_outcome *forward = made(&asked.request);
    assert_same_plans(backward, forward, words);
    relcal_outcome_free(forward);
    return backward;
}

START_TEST(two_hundred_years)
{
    const relcal_cadence *cadence = relcal_project_cadence_at(python(), (size_t)_i);
    const relcal_weekday weekday = strcmp(relcal_cadence_id(cadence), "mondays") == 0
                                       ? RELCAL_MONDAY
                                       : RELCAL_TUESDAY;
    for (int year = 1950; year <= 2150; year++) {
        char words[WORD_BYTES];
        char wish[RELCAL_DATE_BYTES];
        relcal_date final = relcal_month_nth_weekday(year, 10, weekday, 1);
        (void)snprintf(words, sizeof words, "3.99 by:%s ?final=%s", relcal_cadence_id(cadence),
                       relcal_date_format(final, wish));
        relcal_outcome *outcome = there_and_back(python(), words);
        relcal_when anchor = relcal_outcome_anchor(outcome);
        ck_assert_int_eq(relcal_when_date(&anchor), relcal_month_nth_weekday(year, 5, weekday, 1));
        ck_assert_uint_eq(relcal_outcome_count(outcome), COUNT(stages) + 2);
        relcal_outcome_free(outcome);
    }
}
END_TEST

/* Anchors that no rule would choose: from any milestone that hangs on the anchor the way back leads
 * to the same plan. */
START_TEST(random_anchors)
{
    uint64_t state = UINT64_C(20261121);
    int compared = 0;
    for (int turn = 0; turn < 200; turn++) {
        static const char *const names[] = {"a1", "a4", "b1", "b2", "b4", "rc1", "rc2"};
        char words[WORD_BYTES];
        char date[RELCAL_DATE_BYTES];
        relcal_date anchor = day("1950-01-01") + (relcal_date)random_below(&state, 73000);
        const char *name = names[random_below(&state, COUNT(names))];
        (void)snprintf(words, sizeof words, "3.99 by:weeks b1=%s",
                       relcal_date_format(anchor, date));
        relcal_outcome *forward = made_by(python(), words);
        (void)snprintf(words, sizeof words, "3.99 by:weeks ?%s=%s", name,
                       relcal_date_format(day_in(forward, name), date));
        relcal_outcome *backward = there_and_back(python(), words);
        /* Two weeks lead to the day behind one that is avoided: then it is the later one. */
        if (relcal_outcome_find(forward, name)->avoided == NULL &&
            relcal_outcome_find(backward, name)->avoided == NULL) {
            assert_same_plans(forward, backward, words);
            compared++;
        }
        relcal_outcome_free(backward);
        relcal_outcome_free(forward);
    }
    ck_assert_int_gt(compared, 150);
}
END_TEST

/* ---- plans that go on ---- */

/* The milestones of an outcome that are not as the plan has them, and what clashes. */
static void assert_changes(const relcal_project *project, const char *words, const char *wanted)
{
    static text told;
    const relcal_planned *planned;
    const relcal_clash *clash;
    relcal_outcome *outcome = made_by(project, words);
    told.length = 0;
    put(&told, "%s", "");
    ck_assert(relcal_outcome_goes_on(outcome));
    for (size_t at = 0; (planned = relcal_outcome_at(outcome, at)) != NULL; at++) {
        if (!planned->has_former || !is_same_when(&planned->when, &planned->former)) {
            put_planned(&told, planned);
            ck_assert(planned->by == RELCAL_BY_RULE || planned->by == RELCAL_BY_PIN);
        }
    }
    for (size_t at = 0; (clash = relcal_outcome_clash_at(outcome, at)) != NULL; at++) {
        put(&told, "! %s %s\n", clash->constraint, clash->milestone);
    }
    ck_assert_msg(strcmp(told.bytes, wanted) == 0, "%s: got\n%swanted\n%s", words, told.bytes,
                  wanted);
    relcal_outcome_free(outcome);
}

static const struct {
    const char *words;
    const char *changes;
} goings_on[] = {
    {"3.16 from", ""},
    {"3.16 from b1=2027-05-18",
     "3.16.0b1 2027-05-18 set\n3.16.0b2 2027-06-08\n3.16.0b3 2027-06-29\n! beta-phase 3.16.0rc1\n"},
    {"3.16 from b1=2027-05-11",
     "3.16.0b1 2027-05-11 set\n3.16.0b2 2027-06-01\n3.16.0b3 2027-06-22\n"},
    /* As it was planned, nothing changes, not even where the plan is not the rule's. */
    {"3.16 from b1=2027-05-04", ""},
    {"3.16 from a2=2026-11-10", ""},
    /* An alpha is set: what comes before it and beside it stays. */
    {"3.16 from a2=2026-11-24", "3.16.0a2 2026-11-24 set\n"},
    {"3.16 from rc1=2027-08-03", "3.16.0rc1 2027-08-03 set\n3.16.0rc2 2027-09-07\n"},
    /* What is set holds, whatever else is. */
    {"3.16 from b1=2027-05-18 b2=2027-05-25",
     "3.16.0b1 2027-05-18 set\n3.16.0b3 2027-06-29\n! second-beta-gap 3.16.0b2\n"
     "! third-beta-gap 3.16.0b3\n! beta-phase 3.16.0rc1\n"},
    /* Into another year: what hangs on the year goes with it. */
    {"3.16 from b1=2028-05-02",
     "3.16.0b1 2028-05-02 set\n3.16.0b2 2028-05-23\n3.16.0b3 2028-06-13\n3.16.0b4 2028-07-11\n"
     "3.16.0rc1 2028-07-25\n3.16.0rc2 2028-08-29\n3.16.0 2028-10-03\n"
     "end-of-bugfix 2030-10-03\nend-of-life 2033-10\n! alpha-gap 3.16.0b1\n"},
    {"3.16 from final=2028-01-18",
     "3.16.0 2028-01-18 set\nend-of-bugfix 2030-01-18\nend-of-life 2033-01\n"
     "! candidate-phase 3.16.0\n! last-candidate-gap 3.16.0\n"},
    /* A milestone that the plan did not have, of a rule and of one that repeats. */
    {"3.16 from 3.16.1=2027-12-14", "3.16.1 2027-12-14 set\n"},
    {"3.16 from b1=tbd", "3.16.0b1 tbd set\n"},
    /* What is wished for moves beta 1, by its rule, or as little as may be. */
    {"3.16 from ?final=2027-10-05", ""},
    {"3.16 from ?b3=2027-06-22",
     "3.16.0b1 2027-05-11 set\n3.16.0b2 2027-06-01\n3.16.0b3 2027-06-22\n"},
    {"3.16 from ?final=2028-10-03",
     "3.16.0b1 2028-05-02 set\n3.16.0b2 2028-05-23\n3.16.0b3 2028-06-13\n3.16.0b4 2028-07-11\n"
     "3.16.0rc1 2028-07-25\n3.16.0rc2 2028-08-29\n3.16.0 2028-10-03\n"
     "end-of-bugfix 2030-10-03\nend-of-life 2033-10\n! alpha-gap 3.16.0b1\n"},
};

START_TEST(going_on)
{
    assert_changes(python(), goings_on[_i].words, goings_on[_i].changes);
}
END_TEST

/* What happened stays, as of the day on which the plan is taken up again. */
START_TEST(what_happened_stays)
{
    relcal_outcome *outcome = made_by(python(), "3.15 from@2026-06-30 b4=2026-07-21");
    static const struct {
        const char *name;
        relcal_planned_by by;
    } rows[] = {
        {"3.15-dev", RELCAL_BY_ACTUAL},  {"3.15.0a8", RELCAL_BY_ACTUAL}, {"b1", RELCAL_BY_ACTUAL},
        {"b3", RELCAL_BY_ACTUAL},        {"b4", RELCAL_BY_PIN},          {"rc1", RELCAL_BY_PLAN},
        {"end-of-life", RELCAL_BY_PLAN},
    };
    for (size_t index = 0; index < COUNT(rows); index++) {
        const relcal_planned *planned = relcal_outcome_find(outcome, rows[index].name);
        if (planned == NULL && strcmp(rows[index].name, "3.15-dev") == 0) {
            planned = relcal_outcome_find(outcome, "development");
        }
        ck_assert_msg(planned != NULL, "%s", rows[index].name);
        ck_assert_msg(planned->by == rows[index].by, "%s: %s", rows[index].name,
                      relcal_planned_by_name(planned->by));
    }
    /* The cadence has seven alphas: the eighth has no rule, and stays in the plan. */
    ck_assert_ptr_null(relcal_outcome_find(outcome, "3.15.0a8")->rule);
    ck_assert_ptr_nonnull(relcal_outcome_find(outcome, "3.15.0a7")->rule);
    relcal_outcome_free(outcome);
}
END_TEST

static const struct {
    const char *words;
    const char *held;
    const char *latest;
    bool is_open;
    bool moves_held;
    const char *constraint; /* how what breaks begins */
} leeways[] = {
    {"3.16 from b1=2027-05-18", "final", "2027-05-11", false, false,
     "rc1 on Tuesday, 2027-07-27 comes 76 days after b1 on Wednesday, 2027-05-12; the constraint "
     "beta-phase"},
    {"3.16 from rc1=2027-08-03", "final", "2027-08-03", false, false,
     "rc1 on Wednesday, 2027-08-04 comes 92 days after b1"},
    /* What else is set holds. */
    {"3.16 from b1=2027-05-18 rc1=2027-08-03", "final", "2027-05-18", false, false,
     "b1 on Wednesday, 2027-05-19 comes 36 days after a7"},
    {"3.16 from b1=2027-05-18 final=2027-10-12", "final", "2027-05-11", false, false,
     "rc1 on Tuesday, 2027-07-27 comes 76 days after b1"},
    /* What the plan breaks already is not held against a day. */
    {"3.15 from@2026-05-01 rc1=2026-08-04", "final", "2026-08-04", false, false,
     "rc1 on Wednesday, 2026-08-05 comes 92 days after b1 on Tuesday, 2026-05-05"},
    {"3.16 from final=2027-10-12", "end-of-life", "2027-10-12", false, false, "final on "},
    {"3.16 from final=2027-10-12", "end-of-bugfix", "2027-10-05", false, true, ""},
};

START_TEST(leeway)
{
    question asked;
    relcal_leeway found;
    relcal_error error = {0};
    ask(&asked, python(), leeways[_i].words);
    relcal_status status = relcal_plan_leeway(&found, &asked.request, leeways[_i].held, &error);
    ck_assert_msg(status == RELCAL_OK, "%s", error.message);
    char latest[RELCAL_DATE_BYTES] = "none";
    if (found.latest != RELCAL_DATE_NONE) {
        relcal_date_format(found.latest, latest);
    }
    ck_assert_str_eq(latest, leeways[_i].latest == NULL ? "none" : leeways[_i].latest);
    ck_assert_int_eq(found.is_open, leeways[_i].is_open);
    ck_assert_int_eq(found.moves_held, leeways[_i].moves_held);
    ck_assert_msg(
        strncmp(found.constraint, leeways[_i].constraint, strlen(leeways[_i].constraint)) == 0,
        "%s", found.constraint);
}
END_TEST

START_TEST(no_leeway)
{
    static const struct {
        const char *words;
        const char *held;
        relcal_status status;
        const char *message;
    } rows[] = {
        {"3.17 b1=2028-05-09", "final", RELCAL_ERROR_ARGUMENT,
         "leeway is asked of a plan that goes on, and of a milestone"},
        {"3.16 from", "final", RELCAL_ERROR_ARGUMENT,
         "leeway is asked of a plan that goes on, and of a milestone"},
        {"3.16 from b9=2027-05-18", "final", RELCAL_ERROR_NOT_FOUND, "the plan has no date for b9"},
        {"3.16 from b1=2027-05-18", "end", RELCAL_ERROR_NOT_FOUND, "the plan has no date for end"},
        {"3.16 from final=2027-10-12", "final", RELCAL_ERROR_NOT_FOUND,
         "3.16.0 does not come before 3.16.0"},
        {"3.16 from final=2027-10-12", "b1", RELCAL_ERROR_NOT_FOUND,
         "3.16.0 does not come before 3.16.0b1"},
        {"3.14 from 3.14.0=2025-10-08", "end-of-life", RELCAL_ERROR_ARGUMENT,
         "3.14.0 has happened; that is not set"},
    };
    for (size_t index = 0; index < COUNT(rows); index++) {
        question asked;
        relcal_leeway found = {.latest = 77};
        relcal_error error = {0};
        ask(&asked, python(), rows[index].words);
        ck_assert_int_eq(relcal_plan_leeway(&found, &asked.request, rows[index].held, &error),
                         rows[index].status);
        ck_assert_int_eq(found.latest, 77);
        ck_assert_str_eq(error.message, rows[index].message);
    }
}
END_TEST

/* ---- what cannot be ---- */

static const struct {
    const char *words;
    relcal_status status;
    const char *message;
} refusals[] = {
    {"2.7", RELCAL_ERROR_NOT_FOUND, "no cadence of python holds for 2.7; choose one"},
    {"3.18", RELCAL_ERROR_NOT_FOUND,
     "3.18.0b1, \"first tuesday of may\": the year, \"year(previous.b1) + 1 year\": the series "
     "before 3.18 is not known; set b1, or give the series before"},
    {"3.17 a8=2028-01-01", RELCAL_ERROR_ARGUMENT, "the cadence monthly has no rule for a8"},
    {"3.17 ?a8=2028-01-01", RELCAL_ERROR_ARGUMENT, "the cadence monthly has no rule for a8"},
    {"3.17 3.16.0b1=2028-01-01", RELCAL_ERROR_ARGUMENT,
     "the cadence monthly has no rule for 3.16.0b1"},
    {"3.17 +bugfixes", RELCAL_ERROR_ARGUMENT, "the cadence monthly has no rule for bugfixes"},
    {"3.17 3.17.13=2030-10-08", RELCAL_ERROR_ARGUMENT,
     "3.17.13, \"every 2 months from final until end-of-bugfix, first tuesday\": it is set, but "
     "the "
     "rule ends with number 12"},
    {"3.17 b1=tbd", RELCAL_ERROR_DATA,
     "3.17.0a1, \"second tuesday of october before b1\": b1 is known as tbd only, from which "
     "nothing can be counted"},
    {"3.17 b1=2028-05", RELCAL_ERROR_DATA,
     "3.17.0a1, \"second tuesday of october before b1\": b1 is a month; write what gives a day"},
    {"3.17 ?final=tbd", RELCAL_ERROR_ARGUMENT, "final is wished for tbd; write a date"},
    {"3.17 ?final=2028-10-04", RELCAL_ERROR_NOT_FOUND,
     "no b1 leads to final on 2028-10-04: its rule, \"first tuesday of october\", gives "
     "2028-10-03; wish for that day, or set the other"},
    {"3.17 b1=9999-12-31", RELCAL_ERROR_RANGE,
     "3.17.0b2, \"b1 + 3 weeks\": b1 + 3 weeks lies outside of the years 0001 to 9999"},
};

START_TEST(refused)
{
    assert_refuses(python(), refusals[_i].words, refusals[_i].status, refusals[_i].message);
}
END_TEST

START_TEST(nothing_to_plan)
{
    static const relcal_pin many[RELCAL_MAX_PINS + 1] = {{.milestone = "b1"}};
    relcal_plan_request requests[] = {
        {.series = "3.17"},
        {.project = python()},
        {.project = python(), .series = ""},
        {.project = python(), .series = "3.17", .pins = many, .pin_count = RELCAL_MAX_PINS + 1},
        {.project = python(), .series = "3.17", .avoided_count = RELCAL_MAX_AVOIDED + 1},
    };
    static const char *const messages[] = {
        "nothing says which series to plan",        "nothing says which series to plan",
        "nothing says which series to plan",        "more than 256 milestones are set",
        "more than 10000 entries of days to avoid",
    };
    for (size_t index = 0; index < COUNT(requests); index++) {
        relcal_outcome *outcome = NULL;
        relcal_error error = {0};
        relcal_status status = relcal_plan_make(&outcome, &requests[index], &error);
        ck_assert_int_eq(status, index < 3 ? RELCAL_ERROR_ARGUMENT : RELCAL_ERROR_LIMIT);
        ck_assert_str_eq(error.message, messages[index]);
        ck_assert_ptr_null(outcome);
    }
}
END_TEST

/* What clashes in a new plan: the constraint and the milestone. */
static void assert_clashes(const char *words, const char *wanted)
{
    static text told;
    const relcal_clash *clash;
    relcal_outcome *outcome = made_by(python(), words);
    told.length = 0;
    put(&told, "%s", "");
    for (size_t at = 0; (clash = relcal_outcome_clash_at(outcome, at)) != NULL; at++) {
        put(&told, "%s %s\n", clash->constraint, clash->milestone);
    }
    ck_assert_msg(strcmp(told.bytes, wanted) == 0, "%s: got\n%swanted\n%s", words, told.bytes,
                  wanted);
    relcal_outcome_free(outcome);
}

START_TEST(what_is_set_contradicts)
{
    assert_clashes("3.17 b1=2028-05-09", "");
    assert_clashes("3.17 b1=2028-05-03", "tuesdays 3.17.0b1\ntuesdays 3.17.0b2\n"
                                         "tuesdays 3.17.0b3\n");
    assert_clashes("3.17 a1=2027-10-05", "one-release-a-day 3.17.0a1\n");
    assert_clashes("3.17 final=2028-05-16 b1=2028-05-02 rc1=2028-05-30",
                   "candidate-phase 3.17.0\nlast-candidate-gap 3.17.0\norder 3.17.0\n"
                   "beta-phase 3.17.0rc1\ncandidate-gap 3.17.0rc1\norder 3.17.0rc1\n"
                   "order 3.17.0rc2\n");
    /* A candidate in the year after: the year is beta 1's, and the final is left behind. */
    assert_clashes("3.17 rc1=2029-07-31",
                   "candidate-phase 3.17.0\nlast-candidate-gap 3.17.0\norder 3.17.0\n"
                   "beta-phase 3.17.0rc1\ncandidate-gap 3.17.0rc1\n");
    /* A candidate in the week of one of 3.16's. */
    assert_clashes("3.17 rc1=2027-09-03",
                   "beta-phase 3.17.0rc1\ncandidate-gap 3.17.0rc1\ncandidates-apart 3.17.0rc1\n"
                   "order 3.17.0rc1\ntuesdays 3.17.0rc1\n"
                   "order 3.17.0rc2\ntuesdays 3.17.0rc2\ncandidate-phase 3.17.0\n"
                   "last-candidate-gap 3.17.0\n");
}
END_TEST

/* Where nothing says the year, the first milestone that is set and knows one does. */
START_TEST(years_of_what_is_set)
{
    static const char *const rows[] = {"3.18 rc1=2029-07-24",
                                       "3.18 rc1=2029-08-07",
                                       "3.18 development=2028-05-02 rc1=2029-07-24",
                                       "3.18 a1=2028-10-10",
                                       "3.18 final=2029-10-09",
                                       "3.18 end-of-life=2034-10",
                                       "3.18 ?end-of-life=2034-10",
                                       "3.18 by:weeks ?rc2=2029-08-28"};
    for (size_t index = 0; index < COUNT(rows); index++) {
        relcal_outcome *outcome = made_by(python(), rows[index]);
        ck_assert_int_eq(day_in(outcome, "b1"), day("2029-05-01"));
        relcal_outcome_free(outcome);
    }
}
END_TEST

/* Without the series before all is planned but what hangs on it. */
START_TEST(without_the_series_before)
{
    relcal_outcome *outcome = made_by(python(), "3.18 b1=2029-05-01");
    const relcal_unplanned *unplanned = relcal_outcome_unplanned_at(outcome, 0);
    ck_assert_uint_eq(relcal_outcome_count(outcome), COUNT(stages) + 2);
    ck_assert_ptr_nonnull(unplanned);
    ck_assert_str_eq(unplanned->id, "development");
    ck_assert_str_eq(unplanned->rule, "previous.b1");
    ck_assert_str_eq(unplanned->message, "the series before 3.18 is not known");
    ck_assert_ptr_null(relcal_outcome_unplanned_at(outcome, 1));
    relcal_outcome_free(outcome);
}
END_TEST

/* ---- projects that are made here ---- */

#define PROJECT_HEAD "project: x\nname: X\nphases:\n- {id: open, begins: development}\ncadences:\n"

/* A project of cadences and of series, which may be "". */
static relcal_catalog *catalog_of(const char *cadences, const char *one, const char *other)
{
    static char project[16384];
    relcal_catalog *catalog = NULL;
    relcal_error error;
    (void)snprintf(project, sizeof project, PROJECT_HEAD "%s", cadences);
    relcal_source sources[3] = {{"x/project.yaml", project, strlen(project)}};
    size_t count = 1;
    if (*one != '\0') {
        sources[count++] = (relcal_source){"x/one.yaml", one, strlen(one)};
    }
    if (*other != '\0') {
        sources[count++] = (relcal_source){"x/other.yaml", other, strlen(other)};
    }
    relcal_status status = relcal_catalog_parse(&catalog, NULL, sources, count, NULL, &error);
    ck_assert_msg(status == RELCAL_OK, "%s:%u:%u: %s\n%s", error.file, (unsigned)error.line,
                  (unsigned)error.column, error.message, project);
    return catalog;
}

static const relcal_project *only_project(const relcal_catalog *catalog)
{
    return relcal_catalog_project_at(catalog, 0);
}

/* ---- days to avoid ---- */

#define TURN(instead) "{name: turn, days: 12-24..01-02, instead: " instead "}"

static const struct {
    const char *rule; /* of the only release */
    const char *avoid;
    const char *wanted;
} avoided_rows[] = {
    /* Over the end of the year, from its first day to its last. */
    {"2028-12-23", TURN("same weekday after"), "2028-12-23"},
    {"2028-12-24", TURN("same weekday after"), "2029-01-07 (turn on 2028-12-24)"},
    {"2029-01-02", TURN("same weekday after"), "2029-01-09 (turn on 2029-01-02)"},
    {"2029-01-03", TURN("same weekday after"), "2029-01-03"},
    {"2029-01-02", TURN("a week earlier"), "2028-12-19 (turn on 2029-01-02)"},
    {"2028-12-24", TURN("a week earlier"), "2028-12-17 (turn on 2028-12-24)"},
    {"2028-12-26", TURN("next working day"), "2029-01-03 (turn on 2028-12-26)"},
    {"2027-12-29", TURN("next working day"), "2028-01-03 (turn on 2027-12-29)"},
    {"2028-12-26", TURN("previous working day"), "2028-12-22 (turn on 2028-12-26)"},
    /* Without a word on what to do it is the next working day. */
    {"2027-05-01", "{name: May, days: 05-01}", "2027-05-03 (May on 2027-05-01)"},
    {"2028-05-01", "{name: May, days: 05-01}", "2028-05-02 (May on 2028-05-01)"},
    /* The last day of February, where there is one. */
    {"2028-02-29", "{name: leap, days: 02-29}", "2028-03-01 (leap on 2028-02-29)"},
    {"2027-02-28", "{name: leap, days: 02-29}", "2027-02-28"},
    {"2027-02-28", "{name: leap, days: 02-27..02-29}", "2027-03-01 (leap on 2027-02-28)"},
    {"2027-03-01", "{name: leap, days: 02-27..02-29}", "2027-03-01"},
    /* Days of one year. */
    {"2027-05-13", "{name: PyCon, days: 2027-05-13..2027-05-20}",
     "2027-05-21 (PyCon on 2027-05-13)"},
    {"2028-05-13", "{name: PyCon, days: 2027-05-13..2027-05-20}", "2028-05-13"},
    {"2027-05-12", "{name: PyCon, days: 2027-05-13..2027-05-20}", "2027-05-12"},
    {"2027-05-31", "{name: a month, days: 2027-05}", "2027-06-01 (a month on 2027-05-31)"},
    {"2027-05-09", "{name: a week, days: 2027-W18}", "2027-05-10 (a week on 2027-05-09)"},
    {"2027-05-13", "{name: a day, days: 2027-05-13, instead: a week earlier}",
     "2027-05-06 (a day on 2027-05-13)"},
    /* By a rule, in every year. */
    {"2028-11-23", "{name: thanks, days: 4th thursday of november, instead: a week earlier}",
     "2028-11-16 (thanks on 2028-11-23)"},
    {"2028-11-30", "{name: thanks, days: 4th thursday of november}", "2028-11-30"},
    {"2027-05-31", "{name: memorial, days: last monday of may}",
     "2027-06-01 (memorial on 2027-05-31)"},
    {"2028-08-15", "{name: August, days: august}", "2028-09-01 (August on 2028-08-15)"},
    {"2028-09-01", "{name: August, days: august}", "2028-09-01"},
    {"2027-12-27", "{name: eve, days: first monday of january - 1 week}",
     "2027-12-28 (eve on 2027-12-27)"},
    {"2029-01-05", "{name: late, days: last friday of december + 1 week}",
     "2029-01-08 (late on 2029-01-05)"},
    {"2029-02-26", "{name: none, days: fifth monday of february}", "2029-02-26"},
    /* The first that is met says which way, wherever that leads. */
    {"2027-05-05",
     "{name: one, days: 05-05, instead: same weekday after}, {name: two, days: 05-12, "
     "instead: a week earlier}",
     "2027-05-19 (one on 2027-05-05)"},
    {"2027-05-12",
     "{name: one, days: 05-05, instead: same weekday after}, {name: two, days: 05-12, "
     "instead: a week earlier}",
     "2027-04-28 (two on 2027-05-12)"},
    /* Working days in a rule are none of those that are avoided. */
    {"2 working days before 2027-05-05", "{name: one, days: 05-04, instead: a week earlier}",
     "2027-04-30"},
    /* A month is no day. */
    {"month(2027-05-01)", "{name: May, days: 05-01..05-31}", "2027-05"},
};

START_TEST(avoided)
{
    char cadence[1024];
    char wanted[256];
    (void)snprintf(cadence, sizeof cadence,
                   "- id: c\n  anchor: b1\n  rules:\n    b1: %s\n  avoid: [%s]\n",
                   avoided_rows[_i].rule, avoided_rows[_i].avoid);
    (void)snprintf(wanted, sizeof wanted, "1.0b1 %s\n", avoided_rows[_i].wanted);
    relcal_catalog *catalog = catalog_of(cadence, "", "");
    assert_tells(only_project(catalog), "1.0", wanted);
    relcal_catalog_free(catalog);
}
END_TEST

/* A kind may be named in every spelling, and one of many by its number. */
START_TEST(spellings)
{
    relcal_catalog *catalog = catalog_of(
        "- id: c\n  anchor: b1\n  rules:\n    b1: 2028-05-02\n"
        "    rc: every 1 week from beta1 until b-1 + 3 weeks\n    half: c2\n"
        "    final: last rc + 1 week\n    thaw: max(first candidate, last c, first beta)\n",
        "", "");
    static const char wanted[] = "1.0b1 2028-05-02\n1.0rc1 2028-05-09\n1.0rc2 2028-05-16\n"
                                 "half 2028-05-16\n1.0rc3 2028-05-23\nthaw 2028-05-23\n"
                                 "1.0 2028-05-30\n"
                                 "! order: thaw on 2028-05-23 comes before 1.0 on 2028-05-30; the "
                                 "rules have it after\n";
    assert_tells(only_project(catalog), "1.0", wanted);
    relcal_outcome *outcome = made_by(only_project(catalog), "1.0");
    static const char *const names[] = {"rc2", "c2", "1.0rc2", "half"};
    for (size_t index = 0; index < COUNT(names); index++) {
        ck_assert_int_eq(day_in(outcome, names[index]), day("2028-05-16"));
    }
    relcal_outcome_free(outcome);
    relcal_catalog_free(catalog);
}
END_TEST

/* What is no release stays, what is set stays, and what hangs on what moved moves. */
START_TEST(what_avoids)
{
    relcal_catalog *catalog = catalog_of("- id: c\n  anchor: b1\n  rules:\n"
                                         "    freeze: b1 - 1 week\n    b1: 2027-05-03\n"
                                         "    b2: b1 + 1 week\n    thaw: b2\n"
                                         "  avoid: [{name: Mondays, days: 04-26..05-03}]\n",
                                         "", "");
    const relcal_project *project = only_project(catalog);
    assert_tells(project, "1.0",
                 "freeze 2027-04-27\n1.0b1 2027-05-04 (Mondays on 2027-05-03)\n"
                 "1.0b2 2027-05-11\nthaw 2027-05-11\n");
    assert_tells(project, "1.0 b1=2027-05-03",
                 "freeze 2027-04-26\n1.0b1 2027-05-03 set\n1.0b2 2027-05-10\nthaw 2027-05-10\n");
    relcal_catalog_free(catalog);
}
END_TEST

/* Those of a request come beside those of the cadence, and behind them. */
START_TEST(avoided_of_a_request)
{
    static const relcal_avoided entries[] = {
        {.name = "strike", .days = "2028-05-01..2028-05-05", .instead = RELCAL_INSTEAD_WEEK_LATER},
        {.name = "wake", .instead = RELCAL_INSTEAD_NEXT_WORKDAY},
        {.name = "turn too", .days = "12-21", .instead = RELCAL_INSTEAD_WEEK_EARLIER},
    };
    relcal_avoided given[COUNT(entries)];
    memcpy(given, entries, sizeof given);
    given[1].first = day("2028-10-02");
    given[1].last = day("2028-10-04");
    question asked;
    ask(&asked, python(), "3.17");
    asked.request.avoided = given;
    asked.request.avoided_count = COUNT(given);
    relcal_outcome *outcome = made(&asked.request);
    static const struct {
        const char *name, *when, *avoided;
    } rows[] = {
        {"a3", "2027-12-14", "turn of the year" /* 21 December, of the cadence's own days */},
        {"b1", "2028-05-09", "strike"},
        {"b2", "2028-05-30", NULL},
        {"final", "2028-10-05", "wake"},
    };
    for (size_t index = 0; index < COUNT(rows); index++) {
        const relcal_planned *planned = relcal_outcome_find(outcome, rows[index].name);
        char when[RELCAL_WHEN_BYTES];
        ck_assert_str_eq(relcal_when_format(&planned->when, when), rows[index].when);
        ck_assert_int_eq(planned->avoided != NULL, rows[index].avoided != NULL);
        if (planned->avoided != NULL) {
            ck_assert_str_eq(planned->avoided, rows[index].avoided);
        }
    }
    ck_assert_str_eq(relcal_outcome_clash_at(outcome, 0)->constraint, "tuesdays");
    relcal_outcome_free(outcome);
}
END_TEST

START_TEST(no_free_day)
{
    static const struct {
        const char *rule;
        const char *avoid;
        relcal_status status;
        const char *message;
    } rows[] = {
        {"2028-05-02", "{name: all year, days: 01-01..12-31}", RELCAL_ERROR_DATA,
         "1.0b1, \"2028-05-02\": no day is free near all year"},
        {"9999-12-30", "{name: the end, days: 12-30..12-31}", RELCAL_ERROR_DATA,
         "1.0b1, \"9999-12-30\": no day is free near the end"},
        {"0001-01-01", "{name: the start, days: 01-01, instead: a week earlier}", RELCAL_ERROR_DATA,
         "1.0b1, \"0001-01-01\": no day is free near the start"},
    };
    for (size_t index = 0; index < COUNT(rows); index++) {
        char cadence[1024];
        (void)snprintf(cadence, sizeof cadence,
                       "- id: c\n  anchor: b1\n  rules:\n    b1: %s\n  avoid: [%s]\n",
                       rows[index].rule, rows[index].avoid);
        relcal_catalog *catalog = catalog_of(cadence, "", "");
        assert_refuses(only_project(catalog), "1.0", rows[index].status, rows[index].message);
        relcal_catalog_free(catalog);
    }
}
END_TEST

START_TEST(unreadable_days)
{
    static const struct {
        const char *days;
        const char *message;
    } rows[] = {
        {"13-24", "the days to avoid for fair, \"13-24\": "},
        {"2027-02-30", "the days to avoid for fair, \"2027-02-30\": "},
        {"every 1 week from 2027-01-01", "the days to avoid for fair, \"every 1 week from "
                                         "2027-01-01\": a rule here is taken in every year; "},
        {"", "the days to avoid for fair, \"\": "},
    };
    for (size_t index = 0; index < COUNT(rows); index++) {
        const relcal_avoided entry = {.name = "fair", .days = rows[index].days};
        question asked;
        relcal_outcome *outcome = NULL;
        relcal_error error = {0};
        ask(&asked, python(), "3.17");
        asked.request.avoided = &entry;
        asked.request.avoided_count = 1;
        relcal_status status = relcal_plan_make(&outcome, &asked.request, &error);
        ck_assert_int_eq(status, RELCAL_ERROR_ARGUMENT);
        ck_assert_ptr_null(outcome);
        ck_assert_msg(strncmp(error.message, rows[index].message, strlen(rows[index].message)) == 0,
                      "%s", error.message);
    }
}
END_TEST

/* ---- rules that give nothing ---- */

static const struct {
    const char *rules; /* and whatever else the cadence has */
    const char *words;
    relcal_status status;
    const char *message;
} faulty_rules[] = {
    /* The last beta is another one where those that must be asked for are not. */
    {"  rules:\n    b1: last beta + 1 week\n    b2: {rule: 2028-05-02, asked: yes}\n", "1.0",
     RELCAL_ERROR_DATA, "1.0b1, \"last beta + 1 week\": it hangs on itself"},
    {"  rules:\n    b1: rc1 - 1 week\n    rc1: last beta + 1 week\n"
     "    b2: {rule: 2028-05-02, asked: yes}\n",
     "1.0", RELCAL_ERROR_DATA,
     "1.0rc1, \"last beta + 1 week\": it hangs on 1.0b1, which hangs on it in turn"},
    {"  rules:\n    b1: first tuesday of may\n", "1.0", RELCAL_ERROR_DATA,
     "1.0b1, \"first tuesday of may\": nothing says of which year the months are; set b1"},
    {"  year: year(b1)\n  rules:\n    b1: first tuesday of may\n", "1.0", RELCAL_ERROR_DATA,
     "1.0b1, \"first tuesday of may\": the year, \"year(b1)\": it hangs on itself"},
    {"  rules:\n    b1: fifth monday of 2027-02\n", "1.0", RELCAL_ERROR_DATA,
     "1.0b1, \"fifth monday of february 2027\": there is no fifth monday of february 2027: "
     "February 2027 has not got one"},
    {"  rules:\n    b1: 9999-12-31 + 1 day\n", "1.0", RELCAL_ERROR_RANGE,
     "1.0b1, \"9999-12-31 + 1 day\": 9999-12-31 + 1 day lies outside of the years 0001 to 9999"},
    /* The rule that failed is named, not those that hang on it. */
    {"  rules:\n    a1: b1 - 1 week\n    b1: rc1 + 0 days\n    rc1: month(2028-05-02)\n", "1.0",
     RELCAL_ERROR_DATA, "1.0b1, \"rc1 + 0 days\": rc1 is a month, to which no days can be added"},
    {"  rules:\n    a1: last beta - 1 week\n    b1: 2028-05-02\n    beta: every 1 day from b1 "
     "until b1 + 5 years\n",
     "1.0", RELCAL_ERROR_LIMIT,
     "beta, \"every 1 day from b1 until b1 + 5 years\": beta comes over 1000 times; let it end "
     "sooner, with until"},
    {"  rules:\n    b1: 2028-05 + 1 day\n", "1.0", RELCAL_ERROR_DATA,
     "1.0b1, \"may 2028 + 1 day\": may 2028 is a month, to which no days can be added"},
    {"  rules:\n    b1: previous.b1 + 1 year\n", "1.0", RELCAL_ERROR_NOT_FOUND,
     "1.0b1, \"previous.b1 + 1 year\": the series before 1.0 is not known; set b1, or give the "
     "series before"},
    {"  rules:\n    b1: 2028-05-02\n    beta: every 1 day from b1 until b1 + 5 years\n", "1.0",
     RELCAL_ERROR_LIMIT,
     "beta, \"every 1 day from b1 until b1 + 5 years\": beta comes over 1000 times; let it end "
     "sooner, with until"},
    {"  rules:\n    alpha: every 1 day from 2028-05-02 until last beta\n"
     "    b1: last alpha + 1 week\n    b2: {rule: 2028-06-02, asked: yes}\n",
     "1.0", RELCAL_ERROR_DATA,
     "alpha, \"every 1 day from 2028-05-02 until last beta\": how often alpha comes hangs on "
     "itself"},
};

START_TEST(rules_that_give_nothing)
{
    char cadence[1024];
    (void)snprintf(cadence, sizeof cadence, "- id: c\n  anchor: b1\n%s", faulty_rules[_i].rules);
    relcal_catalog *catalog = catalog_of(cadence, "", "");
    assert_refuses(only_project(catalog), faulty_rules[_i].words, faulty_rules[_i].status,
                   faulty_rules[_i].message);
    relcal_catalog_free(catalog);
}
END_TEST

/* The column of an error is the character of the rule. */
START_TEST(columns)
{
    relcal_catalog *catalog = catalog_of(
        "- id: c\n  anchor: b1\n  rules:\n    b1: max(2028-05-02, 9999-12-31 + 1 day)\n", "", "");
    question asked;
    relcal_outcome *outcome;
    relcal_error error = {0};
    ask(&asked, only_project(catalog), "1.0");
    ck_assert_int_eq(relcal_plan_make(&outcome, &asked.request, &error), RELCAL_ERROR_RANGE);
    ck_assert_uint_eq(error.column, 28); /* the sign */
    relcal_catalog_free(catalog);
}
END_TEST

/* ---- constraints ---- */

static const struct {
    const char *rules;
    const char *constraint;
    const char *clashes;
} constraint_rows[] = {
    /* Gaps: a day off on each side. */
    {"b1: 2028-05-02|rc1: 2028-05-23", "{id: gap, from: b1, to: rc1, at-least: 3 weeks}", ""},
    {"b1: 2028-05-02|rc1: 2028-05-22", "{id: gap, from: b1, to: rc1, at-least: 3 weeks}",
     "1.0rc1 2028-05-22 gap: rc1 on Monday, 2028-05-22 comes 20 days after b1 on Tuesday, "
     "2028-05-02; the constraint gap wants at least 3 weeks\n"},
    {"b1: 2028-05-02|rc1: 2028-05-23", "{id: gap, from: b1, to: rc1, at-most: 3 weeks}", ""},
    {"b1: 2028-05-02|rc1: 2028-05-24", "{id: gap, from: b1, to: rc1, at-most: 3 weeks}",
     "1.0rc1 2028-05-24 gap: rc1 on Wednesday, 2028-05-24 comes 22 days after b1 on Tuesday, "
     "2028-05-02; the constraint gap wants at most 3 weeks\n"},
    {"b1: 2028-01-31|rc1: 2028-02-29", "{id: gap, from: b1, to: rc1, at-least: 1 month}", ""},
    {"b1: 2028-01-31|rc1: 2028-02-28", "{id: gap, from: b1, to: rc1, at-least: 1 month}",
     "1.0rc1 2028-02-28 gap: rc1 on Monday, 2028-02-28 comes 28 days after b1 on Monday, "
     "2028-01-31; the constraint gap wants at least 1 month\n"},
    {"b1: 2028-05-05|rc1: 2028-05-08", "{id: gap, from: b1, to: rc1, at-least: 2 working days}",
     "1.0rc1 2028-05-08 gap: rc1 on Monday, 2028-05-08 comes 3 days after b1 on Friday, "
     "2028-05-05; the constraint gap wants at least 2 working days\n"},
    {"b1: 2028-05-02|b2: 2028-05-03|rc1: 2028-05-04",
     "{id: gap, from: last beta, to: rc1, at-least: 2 days}",
     "1.0rc1 2028-05-04 gap: rc1 on Thursday, 2028-05-04 comes 1 days after last beta on "
     "Wednesday, 2028-05-03; the constraint gap wants at least 2 days\n"},
    {"b1: 2028-05-02|rc1: 2028-05-04|rc2: 2028-05-05",
     "{id: gap, from: b1, to: last candidate, at-least: 4 days}",
     "1.0rc2 2028-05-05 gap: last candidate on Friday, 2028-05-05 comes 3 days after b1 on "
     "Tuesday, 2028-05-02; the constraint gap wants at least 4 days\n"},
    {"b1: 2028-05-02|rc1: month(b1)", "{id: gap, from: b1, to: rc1, at-least: 2 days}", ""},
    {"b1: 2028-05-02|rc1: {rule: b1, asked: yes}", "{id: gap, from: b1, to: rc1, at-least: 2 days}",
     ""},
    /* Weekdays: of all releases, or of kinds. */
    {"b1: 2028-05-02|rc1: 2028-05-06|thaw: 2028-05-07", "{id: week, weekdays: [tuesday, friday]}",
     "1.0rc1 2028-05-06 week: 1.0rc1 is on Saturday, 2028-05-06; the constraint week wants tuesday "
     "friday\n"},
    {"b1: 2028-05-02|rc1: 2028-05-06|thaw: 2028-05-07",
     "{id: week, kinds: [thaw, beta], weekdays: tuesday}",
     "thaw 2028-05-07 week: thaw is on Sunday, 2028-05-07; the constraint week wants tuesday\n"},
    {"b1: 2028-05-02|rc1: 2028-05-06", "{id: week, kinds: beta, weekdays: tuesday}", ""},
    {"b1: 2028-05-02|rc1: month(b1)", "{id: week, weekdays: tuesday}", ""},
    /* Apart from other series: a day, a week from Monday on, of kinds. */
    {"b1: 2028-05-02", "{id: day, apart: day}",
     "1.0b1 2028-05-02 day: 1.0b1 on Tuesday, 2028-05-02 and 0.9.1 on Tuesday, 2028-05-02 are on "
     "one day; the constraint day wants them apart\n"},
    {"b1: 2028-05-03", "{id: day, apart: day}", ""},
    {"b1: 2028-05-07", "{id: week, apart: week}",
     "1.0b1 2028-05-07 week: 1.0b1 on Sunday, 2028-05-07 and 0.9.1 on Tuesday, 2028-05-02 are in "
     "one week; the constraint week wants them apart\n"},
    {"b1: 2028-05-01", "{id: week, apart: week}",
     "1.0b1 2028-05-01 week: 1.0b1 on Monday, 2028-05-01 and 0.9.1 on Tuesday, 2028-05-02 are in "
     "one week; the constraint week wants them apart\n"},
    {"b1: 2028-05-08", "{id: week, apart: week}", ""},
    {"b1: 2028-04-30", "{id: week, apart: week}", ""},
    {"b1: 2028-06-04", "{id: week, apart: week}", ""},
    {"b1: 2028-05-29", "{id: week, apart: week}", ""},
    {"b1: 2028-05-02", "{id: day, kinds: [beta, candidate], apart: day}", ""},
    {"b1: 2028-05-02", "{id: day, kinds: [beta, bugfix], apart: day}",
     "1.0b1 2028-05-02 day: 1.0b1 on Tuesday, 2028-05-02 and 0.9.1 on Tuesday, 2028-05-02 are on "
     "one day; the constraint day wants them apart\n"},
    {"b1: 2028-06-06|thaw: 2028-05-02", "{id: day, kinds: [thaw, bugfix], apart: day}",
     "thaw 2028-05-02 day: thaw on Tuesday, 2028-05-02 and 0.9.1 on Tuesday, 2028-05-02 are on "
     "one day; the constraint day wants them apart\n"
     "thaw 2028-05-02 order: thaw on 2028-05-02 comes before 1.0b1 on 2028-06-06; the rules have "
     "it after\n"},
    /* The order of the rules, over all that stand between. */
    {"b1: 2028-05-02|b2: 2028-05-02", "{id: week, weekdays: tuesday}", ""},
    {"b1: 2028-05-09|b2: 2028-05-02|b3: 2028-05-02|b4: 2028-05-16", "{id: week, weekdays: tuesday}",
     "1.0b2 2028-05-02 order: 1.0b2 on 2028-05-02 comes before 1.0b1 on 2028-05-09; the rules have "
     "it after\n"
     "1.0b3 2028-05-02 order: 1.0b3 on 2028-05-02 comes before 1.0b1 on 2028-05-09; the rules have "
     "it after\n"},
    {"b1: month(2028-05-02)|b2: 2028-05-02", "{id: week, weekdays: tuesday}", ""},
    {"b1: month(2028-05-02)|b2: 2028-04-25", "{id: week, weekdays: tuesday}",
     "1.0b2 2028-04-25 order: 1.0b2 on 2028-04-25 comes before 1.0b1 on 2028-05; the rules have it "
     "after\n"},
    /* What breaks first comes first, whatever the order of the constraints is. */
    {"b1: 2028-05-03|rc1: 2028-06-07|final: 2028-06-08",
     "{id: last, from: rc1, to: final, at-least: 4 weeks}, {id: week, weekdays: tuesday}, "
     "{id: first, from: b1, to: rc1, at-most: 4 weeks}",
     "1.0b1 2028-05-03 week: 1.0b1 is on Wednesday, 2028-05-03; the constraint week wants tuesday\n"
     "1.0rc1 2028-06-07 first: rc1 on Wednesday, 2028-06-07 comes 35 days after b1 on Wednesday, "
     "2028-05-03; the constraint first wants at most 4 weeks\n"
     "1.0rc1 2028-06-07 week: 1.0rc1 is on Wednesday, 2028-06-07; the constraint week wants "
     "tuesday\n"
     "1.0 2028-06-08 last: final on Thursday, 2028-06-08 comes 1 days after rc1 on Wednesday, "
     "2028-06-07; the constraint last wants at least 4 weeks\n"
     "1.0 2028-06-08 week: 1.0 is on Thursday, 2028-06-08; the constraint week wants tuesday\n"},
};

/* A cadence of rules with "|" between them, and of constraints. */
static relcal_catalog *constrained(const char *rules, const char *constraints, const char *series)
{
    char cadence[4096];
    int length = snprintf(cadence, sizeof cadence, "- id: c\n  anchor: b1\n  rules:\n");
    for (const char *rule = rules; *rule != '\0'; rule += *rule == '|') {
        int bytes = (int)strcspn(rule, "|");
        length += snprintf(cadence + length, sizeof cadence - (size_t)length, "    %.*s\n", bytes,
                           rule);
        rule += bytes;
    }
    (void)snprintf(cadence + length, sizeof cadence - (size_t)length, "  constraints: [%s]\n",
                   constraints);
    return catalog_of(cadence, series,
                      "series: 0.9\nmilestones:\n- {id: 0.9.1, date: 2028-05-02}\n"
                      "- {id: 0.9.0a1, date: 1999-05-02}\n- {id: 0.9.2, date: tbd}\n"
                      "- {id: 0.9.3, date: 2028-06-05}\n");
}

static void put_clashes(text *out, const relcal_outcome *outcome)
{
    const relcal_clash *clash;
    out->length = 0;
    put(out, "%s", "");
    for (size_t at = 0; (clash = relcal_outcome_clash_at(outcome, at)) != NULL; at++) {
        char when[RELCAL_WHEN_BYTES];
        put(out, "%s %s %s: %s\n", clash->milestone, relcal_when_format(&clash->when, when),
            clash->constraint, clash->message);
        ck_assert_int_eq(clash->is_of_weekday, strstr(clash->message, " is on ") != NULL);
    }
}

START_TEST(constraints)
{
    static text told;
    relcal_catalog *catalog = constrained(constraint_rows[_i].rules, constraint_rows[_i].constraint,
                                          "");
    relcal_outcome *outcome = made_by(only_project(catalog), "1.0");
    put_clashes(&told, outcome);
    ck_assert_msg(strcmp(told.bytes, constraint_rows[_i].clashes) == 0, "%s: got\n%swanted\n%s",
                  constraint_rows[_i].rules, told.bytes, constraint_rows[_i].clashes);
    relcal_outcome_free(outcome);
    relcal_catalog_free(catalog);
}
END_TEST

/* What happened breaks nothing; what is set behind it does. */
START_TEST(what_happened_breaks_nothing)
{
    static const struct {
        const char *series;
        const char *words;
        const char *clashes;
    } rows[] = {
        {"- {id: 1.0b1, date: 2028-05-03, state: actual}\n"
         "- {id: 1.0rc1, date: 2028-05-02, state: actual}\n",
         "1.0 from", ""},
        {"- {id: 1.0b1, date: 2028-05-03}\n- {id: 1.0rc1, date: 2028-05-02}\n", "1.0 from",
         "1.0rc1 2028-05-02 gap: rc1 on Tuesday, 2028-05-02 comes 1 days before b1 on Wednesday, "
         "2028-05-03; the constraint gap wants at least 3 weeks\n"
         "1.0rc1 2028-05-02 order: 1.0rc1 on 2028-05-02 comes before 1.0b1 on 2028-05-03; the "
         "rules "
         "have it after\n"
         "1.0b1 2028-05-03 week: 1.0b1 is on Wednesday, 2028-05-03; the constraint week wants "
         "tuesday\n"},
        {"- {id: 1.0b1, date: 2028-05-03, state: actual}\n- {id: 1.0rc1, date: 2028-05-09}\n",
         "1.0 from",
         "1.0rc1 2028-05-09 gap: rc1 on Tuesday, 2028-05-09 comes 6 days after b1 on Wednesday, "
         "2028-05-03; the constraint gap wants at least 3 weeks\n"},
        /* The candidate is out: it is the beta that comes too late. */
        {"- {id: 1.0b1, date: 2028-05-02}\n- {id: 1.0rc1, date: 2028-05-09, state: actual}\n",
         "1.0 from b1=2028-05-16",
         "1.0b1 2028-05-16 order: 1.0b1 on 2028-05-16 comes after 1.0rc1 on 2028-05-09, which is "
         "out; the rules have it before\n"},
        /* What the plan does not have is not held against it. */
        {"- {id: 1.0b1, date: 2028-05-02}\n", "1.0 from", ""},
    };
    for (size_t index = 0; index < COUNT(rows); index++) {
        static text told;
        char series[512];
        (void)snprintf(series, sizeof series, "series: 1.0\nmilestones:\n%s", rows[index].series);
        relcal_catalog *catalog = constrained(
            "b1: 2028-05-02|rc1: b1 + 1 day",
            "{id: gap, from: b1, to: rc1, at-least: 3 weeks}, {id: week, weekdays: tuesday}",
            series);
        relcal_outcome *outcome = made_by(only_project(catalog), rows[index].words);
        put_clashes(&told, outcome);
        ck_assert_msg(strcmp(told.bytes, rows[index].clashes) == 0, "%zu: got\n%swanted\n%s", index,
                      told.bytes, rows[index].clashes);
        relcal_outcome_free(outcome);
        relcal_catalog_free(catalog);
    }
}
END_TEST

/* ---- trains and windows ---- */

static relcal_catalog *loaded(const char *folder)
{
    relcal_catalog *catalog = NULL;
    relcal_error error;
    char path[1024];
    (void)snprintf(path, sizeof path, RELCAL_TEST_DATA "/cadences/%s", folder);
    relcal_status status = relcal_catalog_load(&catalog, NULL, path, NULL, &error);
    ck_assert_msg(status == RELCAL_OK, "%s:%u:%u: %s", error.file, (unsigned)error.line,
                  (unsigned)error.column, error.message);
    return catalog;
}

/* Plans a series, writes its file, and lays that over the catalog, which is freed: the next series
 * is planned from it. */
static relcal_catalog *with_next(relcal_catalog *catalog, const char *words)
{
    char *file = NULL;
    size_t length = 0;
    relcal_catalog *wider = NULL;
    relcal_error error;
    char name[128];
    const relcal_project *project = only_project(catalog);
    relcal_outcome *outcome = made_by(project, words);
    ck_assert_int_eq(relcal_outcome_write(outcome, day("2018-09-13"), &file, &length), RELCAL_OK);
    ck_assert_uint_eq(strlen(file), length);
    (void)snprintf(name, sizeof name, "%s/%s.yaml", relcal_project_id(project),
                   relcal_outcome_series(outcome));
    const relcal_source source = {name, file, length};
    relcal_status status = relcal_catalog_parse(&wider, catalog, &source, 1, NULL, &error);
    ck_assert_msg(status == RELCAL_OK, "%u:%u: %s\n%s", (unsigned)error.line,
                  (unsigned)error.column, error.message, file);
    relcal_outcome_free(outcome);
    free(file);
    relcal_catalog_free(catalog);
    return wider;
}

/* Eight years of trains planned from each other, from a Thursday of 2018 on: nothing shifts. */
START_TEST(trains)
{
    relcal_catalog *catalog = loaded("train");
    relcal_date final = day("2018-09-13");
    for (int number = 30; number <= 98; number++) {
        char id[16];
        (void)snprintf(id, sizeof id, "1.%d", number);
        relcal_outcome *outcome = made_by(only_project(catalog), id);
        relcal_date branch = final - 48;
        final += 42;
        ck_assert_int_eq(day_in(outcome, "final"), final);
        ck_assert_int_eq(day_in(outcome, "branch"), branch + 42);
        ck_assert_int_eq(day_in(outcome, "development"), branch);
        ck_assert_int_eq(day_in(outcome, "end-of-life"), final + 42);
        ck_assert_ptr_null(relcal_outcome_clash_at(outcome, 0));
        relcal_outcome_free(outcome);
        catalog = with_next(catalog, id);
    }
    ck_assert_int_eq(final, day("2026-08-20"));
    relcal_catalog_free(catalog);
}
END_TEST

START_TEST(a_train)
{
    relcal_catalog *catalog = loaded("train");
    const relcal_project *project = only_project(catalog);
    assert_tells(project, "1.32",
                 "development 2018-10-19\nbranch 2018-11-30\n1.32.0 2019-01-17\n"
                 "end-of-life 2019-02-28 \"when the next one is stable\"\n");
    /* Its day can be wished for, too, or what hangs on it. */
    assert_tells(project, "1.32 ?end-of-life=2019-03-07",
                 "development 2018-10-19\nbranch 2018-12-07 set\n1.32.0 2019-01-24\n"
                 "end-of-life 2019-03-07 \"when the next one is stable\"\n");
    /* A week later all behind it follows, and a day off is seen. */
    assert_changes(project, "1.31 from branch=2018-10-26",
                   "branch 2018-10-26 set\n1.31.0 2018-12-13\nend-of-life 2019-01-24\n");
    assert_changes(project, "1.31 from final=2018-12-14",
                   "1.31.0 2018-12-14 set\nend-of-life 2019-01-25\n! no-breakage 1.31.0\n"
                   "! thursdays 1.31.0\n");
    assert_refuses(project, "1.34", RELCAL_ERROR_NOT_FOUND,
                   "branch, \"last friday before previous.final\": the series before 1.34 is not "
                   "known; set branch, or give the series before");
    relcal_catalog_free(catalog);
}
END_TEST

/* From any day on, there and back. */
START_TEST(random_trains)
{
    uint64_t state = UINT64_C(42);
    relcal_catalog *catalog = loaded("train");
    for (int turn = 0; turn < 200; turn++) {
        char words[WORD_BYTES];
        char date[RELCAL_DATE_BYTES];
        relcal_date anchor = day("1950-01-01") + (relcal_date)random_below(&state, 73000);
        (void)snprintf(words, sizeof words, "1.77 branch=%s", relcal_date_format(anchor, date));
        relcal_outcome *forward = made_by(only_project(catalog), words);
        (void)snprintf(words, sizeof words, "1.77 ?end-of-life=%s",
                       relcal_date_format(day_in(forward, "end-of-life"), date));
        relcal_outcome *backward = there_and_back(only_project(catalog), words);
        assert_same_plans(forward, backward, words);
        relcal_outcome_free(backward);
        relcal_outcome_free(forward);
    }
    relcal_catalog_free(catalog);
}
END_TEST

#define CANDIDATES_OF_4_16                                            \
    "4.16-rc1 2018-02-11\n4.16-rc2 2018-02-18\n4.16-rc3 2018-02-25\n" \
    "4.16-rc4 2018-03-04\n4.16-rc5 2018-03-11\n4.16-rc6 2018-03-18\n"

static const struct {
    const char *words;
    const char *wanted;
} windows[] = {
    /* As it came, but that nobody knows whether there is an eighth. */
    {"4.16", "window 2018-01-28\n" CANDIDATES_OF_4_16
             "4.16-rc7 2018-03-25\n4.16-rc8 2018-04-01 \"only if it is needed\"\n"
             "4.16 2018-04-01..2018-04-08\n"},
    /* What is set or wished for decides. */
    {"4.16 rc8=2018-04-01", "window 2018-01-28\n" CANDIDATES_OF_4_16
                            "4.16-rc7 2018-03-25\n4.16-rc8 2018-04-01 set\n4.16 2018-04-08\n"},
    {"4.16 4.16-rc9=2018-04-08",
     "window 2018-01-28\n" CANDIDATES_OF_4_16 "4.16-rc7 2018-03-25\n4.16-rc8 2018-04-01\n"
     "4.16-rc9 2018-04-08 set\n4.16 2018-04-15\n"
     "! cycle: final on Sunday, 2018-04-15 comes 77 days after window on Sunday, 2018-01-28; the "
     "constraint cycle wants at most 10 weeks\n"},
    {"4.16 final=2018-04-01",
     "window 2018-01-28\n" CANDIDATES_OF_4_16 "4.16-rc7 2018-03-25\n4.16 2018-04-01 set\n"},
    {"4.16 ?final=2018-04-01",
     "window 2018-01-28\n" CANDIDATES_OF_4_16 "4.16-rc7 2018-03-25\n4.16 2018-04-01\n"},
    {"4.16 ?final=2018-04-08",
     "window 2018-01-28\n" CANDIDATES_OF_4_16 "4.16-rc7 2018-03-25\n4.16-rc8 2018-04-01\n"
     "4.16 2018-04-08\n"},
    {"4.16 ?rc7=2018-04-01",
     "window 2018-02-04 set\n4.16-rc1 2018-02-18\n4.16-rc2 2018-02-25\n4.16-rc3 2018-03-04\n"
     "4.16-rc4 2018-03-11\n4.16-rc5 2018-03-18\n4.16-rc6 2018-03-25\n4.16-rc7 2018-04-01\n"
     "4.16 2018-04-08\n"},
    /* A window that is itself open: all behind it is. */
    {"4.16 window=2018-01-28..2018-02-04",
     "window 2018-01-28..2018-02-04 set\n4.16-rc1 2018-02-11..2018-02-18\n"
     "4.16-rc2 2018-02-18..2018-02-25\n4.16-rc3 2018-02-25..2018-03-04\n"
     "4.16-rc4 2018-03-04..2018-03-11\n4.16-rc5 2018-03-11..2018-03-18\n"
     "4.16-rc6 2018-03-18..2018-03-25\n4.16-rc7 2018-03-25..2018-04-01\n"
     "4.16-rc8 2018-04-01..2018-04-08 \"only if it is needed\"\n4.16 2018-04-01..2018-04-15\n"},
};

START_TEST(window)
{
    relcal_catalog *catalog = loaded("window");
    assert_tells(only_project(catalog), windows[_i].words, windows[_i].wanted);
    relcal_catalog_free(catalog);
}
END_TEST

/* Series planned from each other are known less and less: each may take a week more. */
START_TEST(windows_in_a_row)
{
    static const struct {
        const char *words;
        const char *final;
    } rows[] = {
        {"4.16 rc7=2018-03-25", "2018-04-01..2018-04-08"},
        {"4.17", "2018-06-03..2018-06-17"},
        {"4.18", "2018-08-05..2018-08-26"},
        {"4.19 rc8=2018-10-14", "2018-10-21"},
    };
    relcal_catalog *catalog = loaded("window");
    for (size_t index = 0; index < COUNT(rows); index++) {
        char when[RELCAL_WHEN_BYTES];
        relcal_outcome *outcome = made_by(only_project(catalog), rows[index].words);
        const relcal_planned *final = relcal_outcome_find(outcome, "final");
        ck_assert_str_eq(relcal_when_format(&final->when, when), rows[index].final);
        relcal_outcome_free(outcome);
        catalog = with_next(catalog, rows[index].words);
    }
    relcal_catalog_free(catalog);
}
END_TEST

/* What came is no longer open: with the eighth out the final is not between two days. */
START_TEST(what_came_decides)
{
    static const char series[] =
        "series: 4.16\nmilestones:\n- {id: window, date: 2018-01-28, state: actual}\n"
        "- {id: 4.16-rc1, date: 2018-02-11, state: actual}\n"
        "- {id: 4.16-rc7, date: 2018-03-25, state: actual}\n"
        "- {id: 4.16-rc8, date: 2018-04-01, state: actual}\n- {id: 4.16, date: 2018-04-08}\n";
    const relcal_source source = {"window/4.16.yaml", series, sizeof series - 1};
    relcal_catalog *catalog = loaded("window");
    relcal_catalog *wider = NULL;
    ck_assert_int_eq(relcal_catalog_parse(&wider, catalog, &source, 1, NULL, NULL), RELCAL_OK);
    assert_tells(only_project(wider), "4.16 from",
                 "window 2018-01-28 actual\n4.16-rc1 2018-02-11 actual\n"
                 "4.16-rc7 2018-03-25 actual\n4.16-rc8 2018-04-01 actual\n4.16 2018-04-08 plan\n");
    relcal_outcome *outcome = made_by(only_project(wider), "4.16 from");
    const relcal_planned *final = relcal_outcome_find(outcome, "final");
    ck_assert(final->has_by_rule && final->by_rule.precision == RELCAL_PRECISION_DAY);
    relcal_outcome_free(outcome);
    relcal_catalog_free(wider);
    relcal_catalog_free(catalog);
}
END_TEST

/* The cycles of 2021 to 2026, from the release before to the release, take nine weeks or ten. */
START_TEST(windows_that_were)
{
    static const char *const finals[] = {
        "2020-12-13", "2021-02-14", "2021-04-25", "2021-06-27", "2021-08-29", "2021-10-31",
        "2022-01-09", "2022-03-20", "2022-05-22", "2022-07-31", "2022-10-02", "2022-12-11",
        "2023-02-19", "2023-04-23", "2023-06-25", "2023-08-27", "2023-10-29", "2024-01-07",
        "2024-03-10", "2024-05-12", "2024-07-14", "2024-09-15", "2024-11-17", "2025-01-19",
        "2025-03-23", "2025-05-25", "2025-07-27", "2025-09-28", "2025-11-30", "2026-02-08",
        "2026-04-12", "2026-06-14", "2026-08-16"};
    relcal_catalog *catalog = loaded("window");
    for (size_t index = 0; index + 1 < COUNT(finals); index++) {
        char words[WORD_BYTES];
        (void)snprintf(words, sizeof words, "6.0 window=%s", finals[index]);
        relcal_outcome *outcome = made_by(only_project(catalog), words);
        const relcal_when *final = &relcal_outcome_find(outcome, "final")->when;
        const relcal_when came = relcal_when_day(day(finals[index + 1]));
        ck_assert_msg(came.earliest == final->earliest || came.latest == final->latest, "%s",
                      finals[index + 1]);
        relcal_outcome_free(outcome);
    }
    relcal_catalog_free(catalog);
}
END_TEST

/* ---- lists of days in files of their own ---- */

START_TEST(lists_of_days)
{
    static const struct {
        const char *text;
        size_t count;
        const char *message; /* "" where it can be read */
    } rows[] = {
        {"[]", 0, ""},
        {"- {name: May, days: 05-01}\n- {name: fair, days: 2027-05, instead: a week earlier}\n", 2,
         ""},
        {"a: b", 0,
         "1:1: the file is a mapping; write a list such as [{name: turn of the year, days: "
         "12-24..01-02}]"},
        {"text", 0,
         "1:1: the file is a text; write a list such as [{name: turn of the year, days: "
         "12-24..01-02}]"},
        {"", 0, "1:1: the file is empty; write a schedule, or remove the file"},
        {"- {name: May}\n", 0,
         "1:3: days to avoid has no days; add the key, such as days: 12-24..01-02"},
        {"- {name: May, days: b1 - 1 week}\n", 0,
         "1:21: b1 is no day of every year; write 12-24, 12-24..01-02, 2027-05-13, or a rule such "
         "as fourth "
         "thursday of november"},
    };
    for (size_t index = 0; index < COUNT(rows); index++) {
        relcal_avoided_list *list = NULL;
        relcal_error error = {0};
        char message[RELCAL_ERROR_MESSAGE_BYTES + 32] = "";
        size_t count = 0;
        relcal_status status = relcal_avoided_parse(&list, "days.yaml", rows[index].text,
                                                    strlen(rows[index].text), &error);
        if (status == RELCAL_OK) {
            const relcal_avoided *items = relcal_avoided_items(list, &count);
            ck_assert(count < 2 || items[1].instead == RELCAL_INSTEAD_WEEK_EARLIER);
            ck_assert(count < 2 || strcmp(items[0].name, "May") == 0);
        } else {
            ck_assert_ptr_null(list);
            ck_assert_str_eq(error.file, "days.yaml");
            (void)snprintf(message, sizeof message, "%u:%u: %s", (unsigned)error.line,
                           (unsigned)error.column, error.message);
        }
        ck_assert_str_eq(message, rows[index].message);
        ck_assert_uint_eq(count, rows[index].count);
        relcal_avoided_free(list);
    }
    relcal_avoided_free(NULL);
}
END_TEST

/* ---- plans in files ---- */

START_TEST(a_file)
{
    relcal_catalog *catalog = catalog_of(
        "- id: c\n  release: \"{series}.0\"\n  anchor: b1\n  rules:\n    b1: 2028-05-02\n"
        "    rc1: {rule: b1 + 1 week, note: \"as \\\"it\\\" is: so\"}\n    final: rc1 + 1 week\n"
        "  avoid: [{name: a strike, days: 2028-05-09, instead: same weekday after}]\n",
        "", "");
    char *file = NULL;
    size_t length = 0;
    relcal_outcome *outcome = made_by(only_project(catalog), "1.0 b1=2028-05-02");
    ck_assert_int_eq(relcal_outcome_write(outcome, day("2026-11-21"), &file, &length), RELCAL_OK);
    ck_assert_str_eq(
        file,
        "# Planned on 2026-11-21 by the cadence c, b1 on 2028-05-02.\n"
        "series: 1.0\nrevised: 2026-11-21\nmilestones:\n"
        "- {id: 1.0.0b1, date: 2028-05-02, planned: {2026-11-21: 2028-05-02}}  # set\n"
        "- {id: 1.0.0rc1, date: 2028-05-16, planned: {2026-11-21: 2028-05-16}, note: \"as "
        "\\\"it\\\" "
        "is: so\"}  # b1 + 1 week; not 2028-05-09, a strike\n"
        "- {id: 1.0.0, date: 2028-05-23, planned: {2026-11-21: 2028-05-23}}    # rc1 + 1 week\n");
    ck_assert_uint_eq(strlen(file), length);
    free(file);
    relcal_outcome_free(outcome);
    relcal_catalog_free(catalog);
}
END_TEST

/* Whatever notes hold, and the names of days that a caller gives, the file loads and says the same.
 */
START_TEST(odd_texts_in_a_file)
{
    static const char *const notes[] = {
        "a # sign",    "- dash", "colon: here", "null",  "~",    "yes",   "{a}",  "[b",
        "caf\xC3\xA9", "2028",   "it's",        "*star", "&and", "!bang", "%per", "@at",
        "`tick",       "a, b",   "? why",       "=",     "<<",   "..",
    };
    static const char *const names[] = {
        "two\nlines",       "cr\rhere", "line\xE2\x80\xA8separator",
        "next\xC2\x85line", "bell\x07", "\xFF",
        "\xEF\xBB\xBF",     "a # b",    "",
    };
    for (size_t index = 0; index < COUNT(notes) || index < COUNT(names); index++) {
        char cadence[1024];
        const char *note = notes[index % COUNT(notes)];
        const relcal_avoided entry = {.name = names[index % COUNT(names)], .days = "2028-05-02"};
        char *file = NULL;
        size_t length = 0;
        relcal_catalog *wider = NULL;
        relcal_error error;
        question asked;
        (void)snprintf(
            cadence, sizeof cadence,
            "- id: c\n  anchor: b1\n  rules:\n    b1: {rule: 2028-05-02, note: \"%s\"}\n", note);
        relcal_catalog *catalog = catalog_of(cadence, "", "");
        ask(&asked, only_project(catalog), "1.0");
        asked.request.avoided = &entry;
        asked.request.avoided_count = 1;
        relcal_outcome *outcome = made(&asked.request);
        ck_assert_int_eq(relcal_outcome_write(outcome, day("2026-11-21"), &file, &length),
                         RELCAL_OK);
        const relcal_source source = {"x/1.0.yaml", file, length};
        relcal_status status = relcal_catalog_parse(&wider, catalog, &source, 1, NULL, &error);
        ck_assert_msg(status == RELCAL_OK, "%u:%u: %s\n%s", (unsigned)error.line,
                      (unsigned)error.column, error.message, file);
        const relcal_milestone *milestone = relcal_series_milestone(
            relcal_project_series(only_project(wider), "1.0"), "b1");
        ck_assert_str_eq(relcal_milestone_note(milestone), note);
        free(file);
        relcal_outcome_free(outcome);
        relcal_catalog_free(wider);
        relcal_catalog_free(catalog);
    }
}
END_TEST

START_TEST(no_file_of_a_plan_that_goes_on)
{
    char *file = NULL;
    size_t length = 77;
    relcal_outcome *outcome = made_by(python(), "3.16 from b1=2027-05-18");
    ck_assert_int_eq(relcal_outcome_write(outcome, day("2026-11-21"), &file, &length),
                     RELCAL_ERROR_ARGUMENT);
    ck_assert_ptr_null(file);
    ck_assert_uint_eq(length, 77);
    relcal_outcome_free(outcome);
}
END_TEST

/* The plan of 3.17 loads over the built-in data, and lint finds nothing in it. */
START_TEST(the_file_of_a_series)
{
    char *file = NULL;
    size_t length = 0;
    relcal_outcome *outcome = made_by(python(), "3.17 +bugfix");
    ck_assert_int_eq(relcal_outcome_write(outcome, day("2026-08-22"), &file, &length), RELCAL_OK);
    const relcal_source source = {"python/3.17.yaml", file, length};
    const relcal_lint_options options = {.has_today = true, .today = day("2026-08-22")};
    relcal_lint *lint = NULL;
    ck_assert_int_eq(
        relcal_lint_sources(&lint, relcal_catalog_builtin(), &source, 1, &options, NULL),
        RELCAL_OK);
    const relcal_finding *finding = relcal_lint_finding_at(lint, 0);
    ck_assert_msg(finding == NULL, "%u: %s", (unsigned)finding->line, finding->message);
    relcal_lint_free(lint);
    free(file);
    relcal_outcome_free(outcome);
}
END_TEST

/* ---- without memory ---- */

typedef struct failing_pool {
    size_t made;
    size_t fail_at; /* from 1 */
    size_t bytes;
} failing_pool;

static void *pool_allocate(void *context, size_t size)
{
    failing_pool *pool = context;
    if (++pool->made == pool->fail_at) {
        return NULL;
    }
    pool->bytes += size;
    return malloc(size);
}

static void pool_release(void *context, void *memory, size_t size)
{
    failing_pool *pool = context;
    pool->bytes -= size;
    free(memory);
}

/* Plans of every kind; the last needs many blocks. */
static const char *const hungry[] = {
    "3.17 +bugfix",
    "3.16 from b1=2027-05-18",
    "3.99 by:weeks ?rc1=2031-08-05",
    "3.17 b1=2028-05-02..2028-05-09",
    "2.7",
    "3.17 ?final=2028-10-04",
};

START_TEST(without_memory)
{
    question asked;
    ask(&asked, python(), hungry[_i]);
    relcal_outcome *wanted = NULL;
    relcal_status wanted_status = relcal_plan_make(&wanted, &asked.request, NULL);
    for (size_t at = 1;; at++) {
        failing_pool pool = {.fail_at = at};
        const relcal_allocator allocator = {pool_allocate, pool_release, &pool};
        relcal_outcome *outcome = NULL;
        relcal_error error = {0};
        asked.request.allocator = &allocator;
        relcal_status status = relcal_plan_make(&outcome, &asked.request, &error);
        if (pool.made < at) {
            ck_assert_int_eq(status, wanted_status);
            if (status == RELCAL_OK) {
                assert_same_plans(outcome, wanted, hungry[_i]);
            }
            relcal_outcome_free(outcome);
            ck_assert_uint_eq(pool.bytes, 0);
            ck_assert_uint_gt(at, 1);
            break;
        }
        ck_assert_int_eq(status, RELCAL_ERROR_MEMORY);
        ck_assert_int_eq(error.code, RELCAL_ERROR_MEMORY);
        ck_assert_ptr_null(outcome);
        ck_assert_uint_eq(pool.bytes, 0);
        ck_assert_uint_lt(at, 10000);
    }
    relcal_outcome_free(wanted);
}
END_TEST

/* What takes no allocator; nothing of Check's is called between the beginning and the end. */
static relcal_status run_leeway(const relcal_plan_request *request)
{
    relcal_leeway found;
    return relcal_plan_leeway(&found, request, "final", NULL);
}

static relcal_status run_list(const relcal_plan_request *request)
{
    static const char days[] = "- {name: May, days: 4th thursday of november}\n";
    relcal_avoided_list *list = NULL;
    relcal_status status = relcal_avoided_parse(&list, "days.yaml", days, sizeof days - 1, NULL);
    (void)request;
    relcal_avoided_free(list);
    return (list != NULL) == (status == RELCAL_OK) ? status : RELCAL_ERROR_ARGUMENT;
}

static relcal_status run_file(const relcal_plan_request *request)
{
    char *file = NULL;
    size_t length;
    relcal_outcome *outcome;
    relcal_status status = relcal_plan_make(&outcome, request, NULL);
    if (status == RELCAL_OK) {
        status = relcal_outcome_write(outcome, 20000, &file, &length);
        relcal_outcome_free(outcome);
        free(file);
    }
    return (file != NULL) == (status == RELCAL_OK) ? status : RELCAL_ERROR_ARGUMENT;
}

static const struct {
    const char *words;
    relcal_status (*run)(const relcal_plan_request *request);
} mallocs[] = {
    {"3.16 from b1=2027-05-18", run_leeway},
    {"3.17", run_list},
    {"3.17", run_file},
};

START_TEST(without_malloc)
{
    question asked;
    ask(&asked, python(), mallocs[_i].words);
    for (size_t at = 1;; at++) {
        allocations_begin(at);
        relcal_status status = mallocs[_i].run(&asked.request);
        bool has_failed = allocations_have_failed();
        (void)allocations_end();
        ck_assert_int_eq(allocations_outstanding(), 0);
        ck_assert_int_eq(status, has_failed ? RELCAL_ERROR_MEMORY : RELCAL_OK);
        ck_assert_uint_lt(at, 10000);
        if (!has_failed) {
            ck_assert_uint_gt(at, 2);
            break;
        }
    }
}
END_TEST

/* ---- threads ---- */

static void *plan_many(void *context)
{
    const relcal_outcome *wanted = context;
    for (int turn = 0; turn < 50; turn++) {
        question asked;
        relcal_outcome *outcome = NULL;
        ask(&asked, python(), "3.17 +bugfix ?final=2028-10-03");
        if (relcal_plan_make(&outcome, &asked.request, NULL) != RELCAL_OK ||
            relcal_outcome_count(outcome) != relcal_outcome_count(wanted)) {
            relcal_outcome_free(outcome);
            return context;
        }
        for (size_t index = 0; index < relcal_outcome_count(wanted); index++) {
            if (!is_same_when(&relcal_outcome_at(outcome, index)->when,
                              &relcal_outcome_at(wanted, index)->when)) {
                relcal_outcome_free(outcome);
                return context;
            }
        }
        relcal_outcome_free(outcome);
    }
    return NULL;
}

START_TEST(threads)
{
    pthread_t started[4];
    relcal_outcome *wanted = made_by(python(), "3.17 +bugfix");
    for (size_t index = 0; index < COUNT(started); index++) {
        ck_assert_int_eq(pthread_create(&started[index], NULL, plan_many, wanted), 0);
    }
    for (size_t index = 0; index < COUNT(started); index++) {
        void *wrong = NULL;
        ck_assert_int_eq(pthread_join(started[index], &wrong), 0);
        ck_assert_ptr_null(wrong);
    }
    relcal_outcome_free(wanted);
}
END_TEST

/* ---- as large as they may be ---- */

/* A chain of as many rules as there may be, each from the next: m1 hangs on all others. */
START_TEST(the_longest_chain)
{
    static char cadence[65536];
    int length = snprintf(cadence, sizeof cadence, "- id: c\n  anchor: m256\n  rules:\n");
    for (int number = 1; number < RELCAL_MAX_CADENCE_RULES; number++) {
        length += snprintf(cadence + length, sizeof cadence - (size_t)length,
                           "    m%d: ((((((((m%d - 1 day))))))))\n", number, number + 1);
    }
    (void)snprintf(cadence + length, sizeof cadence - (size_t)length, "    m256: 2028-12-31\n");
    relcal_catalog *catalog = catalog_of(cadence, "", "");
    relcal_outcome *outcome = made_by(only_project(catalog), "1.0");
    ck_assert_uint_eq(relcal_outcome_count(outcome), RELCAL_MAX_CADENCE_RULES);
    ck_assert_int_eq(day_in(outcome, "m1"), day("2028-12-31") - 255);
    relcal_outcome_free(outcome);
    outcome = made_by(only_project(catalog), "1.0 ?m1=2030-01-01");
    ck_assert_int_eq(day_in(outcome, "m256"), day("2030-01-01") + 255);
    relcal_outcome_free(outcome);
    relcal_catalog_free(catalog);
}
END_TEST

/* Working days that are counted by the million come to an end, be it of one plan or of a search. */
START_TEST(the_most_steps)
{
    static char cadence[65536];
    int length = snprintf(cadence, sizeof cadence,
                          "- id: c\n  anchor: m1\n  rules:\n    m1: 0100-01-03\n");
    for (int number = 2; number <= 100; number++) {
        length += snprintf(cadence + length, sizeof cadence - (size_t)length,
                           "    m%d: m%d + 9000 working days\n", number, number - 1);
    }
    (void)snprintf(cadence + length, sizeof cadence - (size_t)length, "  avoid:\n");
    for (int number = 0; number < 200; number++) {
        length = (int)strlen(cadence);
        (void)snprintf(cadence + length, sizeof cadence - (size_t)length,
                       "  - {name: n, days: first tuesday of may + %d days}\n", number);
    }
    relcal_catalog *catalog = catalog_of(cadence, "", "");
    assert_refuses(
        only_project(catalog), "1.0", RELCAL_ERROR_LIMIT,
        "m13, \"m12 + 9000 working days\": over 20000000 steps for one plan; set more, or "
        "count fewer working days");
    assert_refuses(only_project(catalog), "1.0 ?m3=0300-01-02", RELCAL_ERROR_LIMIT,
                   "over 20000000 steps to find m1 from m3; set it instead");
    static const char series[] = "series: 1.0\nmilestones:\n- {id: m1, date: 0100-01-03}\n"
                                 "- {id: m99, date: 9000-01-03}\n";
    const relcal_source source = {"x/1.0.yaml", series, sizeof series - 1};
    relcal_catalog *wider = NULL;
    ck_assert_int_eq(relcal_catalog_parse(&wider, catalog, &source, 1, NULL, NULL), RELCAL_OK);
    question asked;
    relcal_outcome *outcome = NULL;
    ask(&asked, only_project(wider), "1.0 from m1=0100-01-04");
    ck_assert_int_eq(relcal_plan_make(&outcome, &asked.request, NULL), RELCAL_ERROR_LIMIT);
    ck_assert_ptr_null(outcome);
    relcal_catalog_free(wider);
    relcal_catalog_free(catalog);
}
END_TEST

/* A rule that repeats as often as it may, and once more. */
START_TEST(the_most_repeats)
{
    relcal_catalog *catalog = catalog_of(
        "- id: c\n  anchor: start\n  rules:\n    start: 2028-01-01\n"
        "    daily: {rule: every 1 day from start until last-day, id: \"{series}-{number}\"}\n"
        "    last-day: start + 999 days\n",
        "", "");
    relcal_outcome *outcome = made_by(only_project(catalog), "1.0");
    ck_assert_uint_eq(relcal_outcome_count(outcome), 2 + 999);
    ck_assert_int_eq(day_in(outcome, "1.0-999"), day("2028-01-01") + 999);
    relcal_outcome_free(outcome);
    assert_refuses(only_project(catalog), "1.0 last-day=2030-09-28", RELCAL_ERROR_LIMIT,
                   "daily, \"every 1 day from start until last-day\": daily comes over 1000 times; "
                   "let it end sooner, with until");
    relcal_catalog_free(catalog);
}
END_TEST

/* ---- cadences in catalogs ---- */

/* A series of one's own laid over the built-in data leaves Python its cadences; a project.yaml of
 * one's own brings its own ones. */
START_TEST(catalogs_over_catalogs)
{
    static const char series[] =
        "series: 3.17\nmilestones:\n- {id: development, date: 2027-05-04}\n"
        "- {id: 3.17.0b1, date: 2028-05-09}\n";
    static const char project[] =
        "project: python\nname: Python\nphases: []\ncadences:\n"
        "- id: own\n  anchor: b1\n  rules: {b1: previous.b1 + 53 weeks}\n";
    const relcal_source sources[] = {{"python/3.17.yaml", series, sizeof series - 1},
                                     {"python/project.yaml", project, sizeof project - 1}};
    relcal_catalog *wider = NULL;
    relcal_catalog *other = NULL;
    ck_assert_int_eq(relcal_catalog_parse(&wider, relcal_catalog_builtin(), sources, 1, NULL, NULL),
                     RELCAL_OK);
    ck_assert_int_eq(relcal_catalog_parse(&other, wider, sources + 1, 1, NULL, NULL), RELCAL_OK);
    const relcal_project *over = relcal_catalog_project(wider, "python");
    ck_assert_uint_eq(relcal_project_cadence_count(over), 3);
    relcal_outcome *outcome = made_by(over, "3.18");
    ck_assert_int_eq(day_in(outcome, "b1"), day("2029-05-01"));
    ck_assert_int_eq(day_in(outcome, "development"), day("2028-05-09"));
    relcal_outcome_free(outcome);
    over = relcal_catalog_project(other, "python");
    ck_assert_uint_eq(relcal_project_cadence_count(over), 1);
    assert_tells(over, "3.18", "3.18b1 2029-05-15\n");
    relcal_catalog_free(other);
    relcal_catalog_free(wider);
}
END_TEST

/* Which cadence holds for which series, be there such a series or not. */
START_TEST(which_cadence_holds)
{
    static const struct {
        const char *series;
        const char *cadence;
    } rows[] = {
        {"3.9", NULL},       {"3.10", "mondays"}, {"3.11", "mondays"}, {"3.12", "mondays"},
        {"3.13", "weeks"},   {"3.14", "monthly"}, {"3.15", "weeks"},   {"3.16", "monthly"},
        {"3.99", "monthly"}, {"4.0", "monthly"},  {"2.7", NULL},
    };
    for (size_t index = 0; index < COUNT(rows); index++) {
        const relcal_cadence *cadence = relcal_project_cadence_of(python(), rows[index].series);
        ck_assert_msg((cadence == NULL) == (rows[index].cadence == NULL), "%s", rows[index].series);
        if (cadence != NULL) {
            ck_assert_str_eq(relcal_cadence_id(cadence), rows[index].cadence);
        }
    }
    ck_assert_ptr_null(relcal_project_cadence(python(), "yearly"));
    ck_assert_ptr_null(relcal_project_cadence_at(python(), 3));
}
END_TEST

START_TEST(series_before)
{
    static const struct {
        const char *series;
        const char *before;
        bool is_next;
    } rows[] = {
        {"3.17", "3.16", true}, {"3.18", "3.16", false}, {"3.16", "3.15", true},
        {"3.10", "3.9", true},  {"4.0", "3.16", true},   {"3.0", "2.7", true},
        {"1.6", NULL, false},   {"3.99", "3.16", false},
    };
    for (size_t index = 0; index < COUNT(rows); index++) {
        bool is_next = false;
        const relcal_series *before = relcal_project_series_before(python(), rows[index].series,
                                                                   &is_next);
        ck_assert_msg((before == NULL) == (rows[index].before == NULL), "%s", rows[index].series);
        if (before != NULL) {
            ck_assert_str_eq(relcal_series_id(before), rows[index].before);
        }
        ck_assert_msg(is_next == rows[index].is_next, "%s", rows[index].series);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("cadence");
    TCase *tests = tcase_create("cadence");
    tcase_set_timeout(tests, 120);
    tcase_add_loop_test(tests, first_plans, 0, COUNT(habits));
    tcase_add_test(tests, next_series);
    tcase_add_test(tests, next_series_to_the_letter);
    tcase_add_loop_test(tests, two_hundred_years, 0, 3);
    tcase_add_test(tests, random_anchors);
    tcase_add_loop_test(tests, going_on, 0, COUNT(goings_on));
    tcase_add_test(tests, what_happened_stays);
    tcase_add_loop_test(tests, leeway, 0, COUNT(leeways));
    tcase_add_test(tests, no_leeway);
    tcase_add_loop_test(tests, refused, 0, COUNT(refusals));
    tcase_add_test(tests, nothing_to_plan);
    tcase_add_test(tests, what_is_set_contradicts);
    tcase_add_test(tests, years_of_what_is_set);
    tcase_add_test(tests, without_the_series_before);
    tcase_add_loop_test(tests, avoided, 0, COUNT(avoided_rows));
    tcase_add_test(tests, spellings);
    tcase_add_test(tests, what_avoids);
    tcase_add_test(tests, avoided_of_a_request);
    tcase_add_test(tests, no_free_day);
    tcase_add_test(tests, unreadable_days);
    tcase_add_loop_test(tests, rules_that_give_nothing, 0, COUNT(faulty_rules));
    tcase_add_test(tests, columns);
    tcase_add_loop_test(tests, constraints, 0, COUNT(constraint_rows));
    tcase_add_test(tests, what_happened_breaks_nothing);
    tcase_add_test(tests, trains);
    tcase_add_test(tests, a_train);
    tcase_add_test(tests, random_trains);
    tcase_add_loop_test(tests, window, 0, COUNT(windows));
    tcase_add_test(tests, windows_in_a_row);
    tcase_add_test(tests, what_came_decides);
    tcase_add_test(tests, windows_that_were);
    tcase_add_test(tests, lists_of_days);
    tcase_add_test(tests, a_file);
    tcase_add_test(tests, odd_texts_in_a_file);
    tcase_add_test(tests, no_file_of_a_plan_that_goes_on);
    tcase_add_test(tests, the_file_of_a_series);
    tcase_add_loop_test(tests, without_memory, 0, COUNT(hungry));
    if (allocations_are_counted()) {
        tcase_add_loop_test(tests, without_malloc, 0, COUNT(mallocs));
    }
    tcase_add_test(tests, threads);
    tcase_add_test(tests, the_longest_chain);
    tcase_add_test(tests, the_most_repeats);
    tcase_add_test(tests, the_most_steps);
    tcase_add_test(tests, catalogs_over_catalogs);
    tcase_add_test(tests, which_cadence_holds);
    tcase_add_test(tests, series_before);
    suite_add_tcase(suite, tests);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
