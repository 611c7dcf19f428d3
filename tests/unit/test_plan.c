/*
 * Questions about plans. Most tests are tables of "what was asked: what is said", over series of
 * the built-in Python or over small ones from memory.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "allocations.h"
#include "relcal/relcal.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

/* ---- helpers ---- */

static relcal_date day_of(const char *text)
{
    relcal_date date;
    if (text == NULL) {
        return RELCAL_LATEST;
    }
    ck_assert_msg(relcal_date_parse(&date, text, strlen(text), NULL) == RELCAL_OK, "%s", text);
    return date;
}

/* The second that a text means: the end of a day, or a moment. */
static relcal_instant second_of(const char *text)
{
    relcal_when when;
    ck_assert_msg(relcal_when_parse(&when, text, strlen(text), NULL) == RELCAL_OK, "%s", text);
    return when.latest;
}

static const relcal_project *builtin_python(void)
{
    return relcal_catalog_project(relcal_catalog_builtin(), "python");
}

/* A catalog of one project, x, and its series, each a text that begins with "series: ". */
static relcal_catalog *parsed(const char *project, const char *const *series, size_t count)
{
    relcal_source sources[16];
    char names[16][32];
    relcal_catalog *catalog = NULL;
    relcal_error error;
    ck_assert_uint_lt(count, COUNT(sources));
    sources[0] = (relcal_source){"x/project.yaml", project, strlen(project)};
    for (size_t i = 0; i < count; i++) {
        (void)snprintf(names[i], sizeof names[0], "x/%zu.yaml", i);
        sources[i + 1] = (relcal_source){names[i], series[i], strlen(series[i])};
    }
    relcal_status status = relcal_catalog_parse(&catalog, NULL, sources, count + 1, NULL, &error);
    ck_assert_msg(status == RELCAL_OK, "%s:%u:%u: %s", error.file, (unsigned)error.line,
                  (unsigned)error.column, error.message);
    return catalog;
}

static const char *id_or_dash(const relcal_milestone *milestone)
{
    return milestone == NULL ? "-" : relcal_milestone_id(milestone);
}

#define STANDING_BYTES 512

/* "beta 3, since until last next, freezes, remarks". */
static const char *describe(relcal_plan plan, const relcal_standing *standing,
                            char text[STANDING_BYTES])
{
    const relcal_project *project = relcal_series_project(plan.series);
    int length = snprintf(text, STANDING_BYTES, "%s %d, %s %s %s %s,",
                          relcal_phase_id(standing->phase), (int)standing->day,
                          id_or_dash(standing->since), id_or_dash(standing->until),
                          id_or_dash(standing->last), id_or_dash(standing->next));
    for (size_t i = 0; i < relcal_project_freeze_count(project); i++) {
        const relcal_freeze *freeze = relcal_project_freeze_at(project, i);
        relcal_truth truth = relcal_standing_freeze(standing, freeze);
        ck_assert_int_eq(truth == RELCAL_YES, (int)(standing->freezes >> i & 1));
        ck_assert_int_eq(truth == RELCAL_UNKNOWN, (int)(standing->freezes_unknown >> i & 1));
        if (truth != RELCAL_NO) {
            length += snprintf(text + length, STANDING_BYTES - (size_t)length, " %s%s",
                               relcal_freeze_id(freeze), truth == RELCAL_UNKNOWN ? "?" : "");
        }
    }
    (void)snprintf(text + length, STANDING_BYTES - (size_t)length, "%s%s",
                   standing->overdue ? " overdue" : "", standing->certain ? "" : " uncertain");
    return text;
}

/* One question, asked to the second and, where it is a day, by day; all ways must agree. */
static void check_standing(const relcal_series *series, const char *as_of, const char *asked,
                           const char *wanted)
{
    char text[STANDING_BYTES];
    relcal_plan plan = relcal_series_plan(series, day_of(as_of));
    relcal_standing standing = relcal_plan_at(plan, second_of(asked));
    ck_assert_msg(strcmp(describe(plan, &standing, text), wanted) == 0,
                  "%s on %s as of %s: \"%s\", wanted \"%s\"", relcal_series_id(series), asked,
                  as_of ? as_of : "the latest", text, wanted);
    if (strchr(asked, 'T') == NULL) {
        standing = relcal_plan_on(plan, day_of(asked));
        ck_assert_str_eq(describe(plan, &standing, text), wanted);
        ck_assert_ptr_eq(relcal_plan_phase(plan, day_of(asked)), standing.phase);
    }
}

typedef struct question {
    const char *as_of; /* NULL for the latest plan */
    const char *asked; /* a day, or a moment */
    const char *wanted;
} question;

static void check_questions(const relcal_series *series, const question *questions, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        check_standing(series, questions[i].as_of, questions[i].asked, questions[i].wanted);
    }
}

static const char usual_project[] = "project: x\n"
                                    "name: X\n"
                                    "trunk: {branch: main, begins: development}\n"
                                    "phases:\n"
                                    "- {id: pre-alpha, begins: development}\n"
                                    "- {id: alpha, begins: a1}\n"
                                    "- {id: beta, begins: b1}\n"
                                    "- {id: candidate, begins: rc1}\n"
                                    "- {id: bugfix, begins: final}\n"
                                    "- {id: end-of-life, begins: end-of-life, living: no}\n"
                                    "freezes:\n"
                                    "- {id: feature, from: b1}\n"
                                    "- {id: abi, from: [last beta, rc1]}\n";

/* Asks of a series of the usual project, or of another. */
static void check_series(const char *project, const char *series, const question *questions,
                         size_t count)
{
    relcal_catalog *catalog = parsed(project, &series, 1);
    const relcal_project *only = relcal_catalog_project_at(catalog, 0);
    check_questions(relcal_project_series_at(only, 0), questions, count);
    relcal_catalog_free(catalog);
}

/* ---- Python ---- */

START_TEST(python_standings)
{
    static const struct {
        const char *series;
        question question;
    } items[] = {
        {"3.12", {NULL, "2022-05-07", "planned 0, - development - development,"}},
        {"3.12", {NULL, "2022-05-08", "pre-alpha 1, development 3.12.0a1 development 3.12.0a1,"}},
        {"3.12", {NULL, "2022-10-23", "pre-alpha 169, development 3.12.0a1 development 3.12.0a1,"}},
        {"3.12", {NULL, "2022-10-24", "alpha 1, 3.12.0a1 3.12.0b1 3.12.0a1 3.12.0a2,"}},
        {"3.12", {NULL, "2023-01-10", "alpha 79, 3.12.0a1 3.12.0b1 3.12.0a4 3.12.0a5,"}},
        {"3.12", {"2023-01-10", "2023-01-10", "alpha 79, 3.12.0a1 3.12.0b1 3.12.0a4 3.12.0a5,"}},
        {"3.12", {NULL, "2023-05-22", "beta 1, 3.12.0b1 3.12.0rc1 3.12.0b1 3.12.0b2, feature"}},
        {"3.12", {NULL, "2023-07-10", "beta 50, 3.12.0b1 3.12.0rc1 3.12.0b3 3.12.0b4, feature"}},
        {"3.12",
         {NULL, "2023-07-11", "beta 51, 3.12.0b1 3.12.0rc1 3.12.0b4 3.12.0rc1, feature abi"}},
        {"3.12",
         {"2023-07-11", "2023-07-11",
          "beta 51, 3.12.0b1 3.12.0rc1 3.12.0b4 3.12.0rc1, feature abi"}},
        {"3.12",
         {"2023-09-18", "2023-09-18",
          "candidate 44, 3.12.0rc1 3.12.0 3.12.0rc2 3.12.0, feature abi"}},
        {"3.12",
         {"2023-09-19", "2023-09-19",
          "candidate 45, 3.12.0rc1 3.12.0 3.12.0rc3 3.12.0, feature abi"}},
        {"3.12",
         {NULL, "2025-04-08",
          "security 1, end-of-bugfix end-of-life end-of-bugfix 3.12.11, feature abi"}},
        {"3.12",
         {NULL, "2028-09-30",
          "security 1272, end-of-bugfix end-of-life 3.12.13 end-of-life, feature abi"}},
        {"3.12",
         {NULL, "2028-10-01", "end-of-life 1, end-of-life - end-of-life -, feature abi uncertain"}},
        {"3.12",
         {NULL, "2028-10-30",
          "end-of-life 30, end-of-life - end-of-life -, feature abi uncertain"}},
        {"3.12", {NULL, "2028-10-31", "end-of-life 31, end-of-life - end-of-life -, feature abi"}},
        {"3.12",
         {NULL, "2028-11-01", "end-of-life 32, end-of-life - end-of-life -, feature abi overdue"}},
        {"1.6", {NULL, "2000-09-04", "beta 32, 1.6.0b1 1.6.0 1.6.0b1 1.6.0, feature abi"}},
        {"1.6",
         {NULL, "2000-09-05", "end-of-life 1, end-of-life - end-of-life 1.6.1, feature abi"}},
        {"2.0", {NULL, "2000-09-05", "pre-alpha 69, development 2.0.0b1 development 2.0.0b1,"}},
        {"2.2", {NULL, "2002-10-07", "bugfix 291, 2.2.0 end-of-bugfix 2.2.2b1 2.2.2, feature abi"}},
    };
    for (size_t i = 0; i < COUNT(items); i++) {
        const relcal_series *series = relcal_project_series(builtin_python(), items[i].series);
        check_questions(series, &items[i].question, 1);
    }
}
END_TEST

START_TEST(python_dates)
{
    static const struct {
        const char *series;
        const char *milestone;
        const char *as_of;
        const char *date; /* NULL where it is not in the plan */
        relcal_state state;
    } items[] = {
        {"3.12", "b1", NULL, "2023-05-22", RELCAL_ACTUAL},
        {"3.12", "b1", "2023-01-10", "2023-05-08", RELCAL_EXPECTED},
        {"3.12", "b1", "2023-05-07", "2023-05-08", RELCAL_EXPECTED},
        {"3.12", "b1", "2023-05-08", "2023-05-22", RELCAL_EXPECTED},
        {"3.12", "b1", "2023-05-21", "2023-05-22", RELCAL_EXPECTED},
        {"3.12", "b1", "2023-05-22", "2023-05-22", RELCAL_ACTUAL},
        {"3.12", "b1", "2022-06-17", NULL, RELCAL_EXPECTED},
        {"3.12", "rc1", "2023-07-11", "2023-07-31", RELCAL_EXPECTED},
        {"3.12", "rc1", NULL, "2023-08-06", RELCAL_ACTUAL},
        {"3.12", "rc3", "2023-09-18", NULL, RELCAL_EXPECTED},
        {"3.12", "rc3", "2023-09-19", "2023-09-19", RELCAL_ACTUAL},
        {"3.12", "3.12.6", "2024-09-05", "2024-10-01", RELCAL_EXPECTED},
        {"3.12", "3.12.6", "2024-09-06", "2024-09-06", RELCAL_ACTUAL},
        {"3.12", "end-of-life", "0001-01-01", "2028-10", RELCAL_EXPECTED},
        {"3.12", "development", "2022-05-07", "2022-05-08", RELCAL_EXPECTED},
        {"3.13", "a7", NULL, NULL, RELCAL_EXPECTED},
        {"3.13", "a7", "2024-01-16", "2024-04-09", RELCAL_EXPECTED},
        {"3.13", "a7", "2024-01-17", NULL, RELCAL_EXPECTED},
    };
    for (size_t i = 0; i < COUNT(items); i++) {
        const relcal_series *series = relcal_project_series(builtin_python(), items[i].series);
        const relcal_milestone *milestone = relcal_series_milestone(series, items[i].milestone);
        relcal_entry entry = {.state = (relcal_state)9};
        char date[RELCAL_WHEN_BYTES];
        bool is_in = relcal_plan_entry(relcal_series_plan(series, day_of(items[i].as_of)),
                                       milestone, &entry);
        ck_assert_msg(is_in == (items[i].date != NULL), "item %zu", i);
        if (is_in) {
            ck_assert_str_eq(relcal_when_format(&entry.when, date), items[i].date);
            ck_assert_msg(entry.state == items[i].state, "item %zu", i);
            ck_assert_ptr_eq(entry.milestone, milestone);
        } else {
            ck_assert_int_eq(entry.state, 9);
        }
    }
    relcal_entry entry = {.state = (relcal_state)9};
    relcal_plan plan = relcal_series_plan(relcal_project_series(builtin_python(), "3.12"),
                                          RELCAL_LATEST);
    ck_assert(!relcal_plan_entry(plan, NULL, &entry));
    ck_assert_int_eq(entry.state, 9);
}
END_TEST

/* ---- phases ---- */

START_TEST(missing_stages)
{
    static const question no_alphas[] = {
        {NULL, "2019-12-31", "planned 0, - development - development,"},
        {NULL, "2020-01-01", "pre-alpha 1, development 1.0.0b1 development 1.0.0b1,"},
        {NULL, "2020-02-01", "beta 1, 1.0.0b1 1.0.0 1.0.0b1 1.0.0, feature abi"},
        {NULL, "2020-03-01", "bugfix 1, 1.0.0 end-of-life 1.0.0 end-of-life, feature abi"},
        {NULL, "2021-01-01", "end-of-life 1, end-of-life - end-of-life -, feature abi"},
    };
    check_series(usual_project,
                 "series: 1.0\nmilestones:\n"
                 "- {id: end-of-life, date: 2021-01-01, state: actual}\n"
                 "- {id: 1.0.0, date: 2020-03-01, state: actual}\n"
                 "- {id: 1.0.0b1, date: 2020-02-01, state: actual}\n"
                 "- {id: development, date: 2020-01-01, state: actual}\n",
                 no_alphas, COUNT(no_alphas));

    static const question only_final[] = {
        {NULL, "2020-02-29", "planned 0, - 1.0.0 - 1.0.0,"},
        {NULL, "2020-03-01", "bugfix 1, 1.0.0 - 1.0.0 -,"},
    };
    check_series(usual_project,
                 "series: 1.0\nmilestones: [{id: 1.0.0, date: 2020-03-01, state: "
                 "actual}]\n",
                 only_final, COUNT(only_final));

    static const question nothing[] = {
        {NULL, "2020-03-01", "planned 0, - - - -,"},
        {"2020-03-01", "2020-03-01", "planned 0, - - - -,"},
        {NULL, "0001-01-01", "planned 0, - - - -,"},
        {NULL, "9999-12-31", "planned 0, - - - -,"},
    };
    check_series(usual_project, "series: 1.0\nmilestones: []\n", nothing, COUNT(nothing));
    check_series("project: x\nname: X\nphases: []\n", "series: 1.0\nmilestones: []\n", nothing,
                 COUNT(nothing));

    static const question no_phases[] = {{NULL, "2020-03-01", "planned 0, - - 1.0.0 -,"}};
    check_series("project: x\nname: X\nphases: []\n",
                 "series: 1.0\nmilestones: [{id: 1.0.0, date: 2020-03-01, state: actual}]\n",
                 no_phases, COUNT(no_phases));
}
END_TEST

/* The calendar's first and last days. */
START_TEST(ends_of_time)
{
    static const question questions[] = {
        {NULL, "0001-01-01", "pre-alpha 1, development 1.0.0 development 1.0.0,"},
        {NULL, "9999-12-30", "pre-alpha 3652058, development 1.0.0 development 1.0.0,"},
        {NULL, "9999-12-31", "bugfix 1, 1.0.0 - 1.0.0 -,"},
        {"9999-12-31", "9999-12-31", "bugfix 1, 1.0.0 - 1.0.0 -,"},
        {NULL, "0001-01-01T00:00Z", "pre-alpha 1, development 1.0.0 development 1.0.0,"},
        {NULL, "9999-12-31T00:00Z", "bugfix 1, 1.0.0 - 1.0.0 -,"},
        {NULL, "9999-12-30T23:59:59Z", "pre-alpha 3652058, development 1.0.0 development 1.0.0,"},
    };
    check_series(usual_project,
                 "series: 1.0\nmilestones:\n"
                 "- {id: development, date: 0001-01-01, state: actual}\n"
                 "- {id: 1.0.0, date: 9999-12-31}\n",
                 questions, COUNT(questions));
}
END_TEST

START_TEST(one_day)
{
    static const question questions[] = {
        {NULL, "2020-01-31", "planned 0, - development - development,"},
        {NULL, "2020-02-01", "beta 1, 1.0.0b1 1.0.0rc1 1.0.0b1 1.0.0rc1, feature abi"},
        {NULL, "2020-03-01", "bugfix 1, 1.0.0 - 1.0.0 -, feature abi"},
    };
    check_series(usual_project,
                 "series: 1.0\nmilestones:\n"
                 "- {id: development, date: 2020-02-01, state: actual}\n"
                 "- {id: 1.0.0a1, date: 2020-02-01, state: actual}\n"
                 "- {id: 1.0.0b1, date: 2020-02-01, state: actual}\n"
                 "- {id: 1.0.0rc1, date: 2020-03-01, state: actual}\n"
                 "- {id: 1.0.0, date: 2020-03-01, state: actual}\n",
                 questions, COUNT(questions));
}
END_TEST

/* The plan as of 2020-01-01 had the final before the candidate; the later phase wins. */
START_TEST(out_of_order)
{
    static const question questions[] = {
        {"2020-01-01", "2020-03-31", "beta 31, 1.0.0b1 1.0.0 1.0.0b1 1.0.0, feature abi overdue"},
        {"2020-01-01", "2020-04-01", "bugfix 1, 1.0.0 - 1.0.0 1.0.0rc1, feature abi overdue"},
        {"2020-01-01", "2020-05-01", "bugfix 31, 1.0.0 - 1.0.0rc1 -, feature abi overdue"},
        {"2020-02-01", "2020-05-01",
         "candidate 1, 1.0.0rc1 1.0.0 1.0.0rc1 1.0.0, feature abi overdue"},
        {NULL, "2020-05-01", "candidate 1, 1.0.0rc1 1.0.0 1.0.0rc1 1.0.0, feature abi"},
    };
    check_series(usual_project,
                 "series: 1.0\nmilestones:\n"
                 "- {id: 1.0.0b1, date: 2020-03-01, state: actual}\n"
                 "- {id: 1.0.0rc1, date: 2020-05-01, state: actual}\n"
                 "- {id: 1.0.0, date: 2020-06-01,\n"
                 "   planned: {2019-01-01: 2020-04-01, 2020-02-01: 2020-06-01}}\n",
                 questions, COUNT(questions));
}
END_TEST

/* Every rule of plan.h on how a plan is read. */
START_TEST(reading_as_of)
{
    static const struct {
        const char *milestone;
        const char *as_of;
        const char *date;
        relcal_state state;
    } items[] = {
        /* recorded, happened: unknown, planned, planned anew, actual */
        {"a1", "2019-12-31", NULL, 0},
        {"a1", "2020-01-01", "2020-03-01", RELCAL_EXPECTED},
        {"a1", "2020-01-31", "2020-03-01", RELCAL_EXPECTED},
        {"a1", "2020-02-01", "2020-03-08", RELCAL_EXPECTED},
        {"a1", "2020-03-08", "2020-03-08", RELCAL_EXPECTED}, /* it slipped without notice */
        {"a1", "2020-03-09", "2020-03-09", RELCAL_ACTUAL},
        {"a1", NULL, "2020-03-09", RELCAL_ACTUAL},
        /* recorded, never planned: it enters on its own day */
        {"a2", "2020-04-01", NULL, 0},
        {"a2", "2020-04-02", "2020-04-02", RELCAL_ACTUAL},
        /* not recorded: always known, expected until it happens */
        {"b1", "0001-01-01", "2020-05-01", RELCAL_EXPECTED},
        {"b1", "2020-04-30", "2020-05-01", RELCAL_EXPECTED},
        {"b1", "2020-05-01", "2020-05-01", RELCAL_ACTUAL},
        /* withdrawn, put back, withdrawn for good */
        {"b2", "2020-01-01", "2020-05-08", RELCAL_EXPECTED},
        {"b2", "2020-01-15", NULL, 0},
        {"b2", "2020-02-01", "2020-05-20", RELCAL_EXPECTED},
        {"b2", "2020-03-01", NULL, 0},
        {"b2", NULL, NULL, 0},
        {"b2", "9999-12-31", NULL, 0},
        /* withdrawn once, but it happened */
        {"b3", "2020-02-01", NULL, 0},
        {"b3", "2020-06-01", "2020-06-01", RELCAL_ACTUAL},
        /* it happened before its day */
        {"rc1", "2020-06-30", "2020-08-01", RELCAL_EXPECTED},
        {"rc1", "2020-07-01", "2020-07-01", RELCAL_ACTUAL},
        /* expected, from day to tbd and to month */
        {"final", "2020-01-01", "2020-09-01", RELCAL_EXPECTED},
        {"final", "2020-02-01", "tbd", RELCAL_EXPECTED},
        {"final", "2020-03-01", "2020-10", RELCAL_EXPECTED},
        {"final", "9999-12-31", "2020-10", RELCAL_EXPECTED},
        {"final", NULL, "2020-10", RELCAL_EXPECTED},
        /* a day in December 2020 that is known to the month only is known when the month is over */
        {"end-of-life", "2020-12-30", "2020-12", RELCAL_EXPECTED},
        {"end-of-life", "2020-12-31", "2020-12", RELCAL_ACTUAL},
        /* a moment: at the end of the day (UTC) on which it lies */
        {"freeze", "2020-07-14", "2020-07-14T24:00AoE", RELCAL_EXPECTED},
        {"freeze", "2020-07-15", "2020-07-14T24:00AoE", RELCAL_ACTUAL},
    };
    static const char series[] =
        "series: 1.0\nmilestones:\n"
        "- {id: 1.0.0a1, date: 2020-03-09, state: actual,\n"
        "   planned: {2020-01-01: 2020-03-01, 2020-02-01: 2020-03-08}}\n"
        "- {id: 1.0.0a2, date: 2020-04-02, state: actual, planned: {}}\n"
        "- {id: 1.0.0b1, date: 2020-05-01, state: actual}\n"
        "- {id: 1.0.0b2, state: withdrawn, planned: {2020-01-01: 2020-05-08,\n"
        "   2020-01-15: withdrawn, 2020-02-01: 2020-05-20, 2020-03-01: withdrawn}}\n"
        "- {id: 1.0.0b3, date: 2020-06-01, state: actual,\n"
        "   planned: {2020-01-01: 2020-05-08, 2020-01-15: withdrawn}}\n"
        "- {id: 1.0.0rc1, date: 2020-07-01, state: actual, planned: {2020-01-01: 2020-08-01}}\n"
        "- {id: 1.0.0, date: 2020-10, planned: {2020-01-01: 2020-09-01, 2020-02-01: tbd,\n"
        "   2020-03-01: 2020-10}}\n"
        "- {id: end-of-life, date: 2020-12, state: actual}\n"
        "- {id: freeze, date: 2020-07-14T24:00AoE, state: actual}\n";
    const char *texts[] = {series};
    relcal_catalog *catalog = parsed(usual_project, texts, 1);
    const relcal_series *only = relcal_catalog_series(catalog, "x", "1.0");
    for (size_t i = 0; i < COUNT(items); i++) {
        relcal_entry entry;
        char date[RELCAL_WHEN_BYTES];
        bool is_in = relcal_plan_entry(relcal_series_plan(only, day_of(items[i].as_of)),
                                       relcal_series_milestone(only, items[i].milestone), &entry);
        ck_assert_msg(is_in == (items[i].date != NULL), "%s as of %s", items[i].milestone,
                      items[i].as_of);
        if (is_in) {
            ck_assert_msg(strcmp(relcal_when_format(&entry.when, date), items[i].date) == 0 &&
                              entry.state == items[i].state,
                          "%s as of %s: %s, %s", items[i].milestone, items[i].as_of, date,
                          relcal_state_name(entry.state));
        }
    }
    relcal_catalog_free(catalog);
}
END_TEST

/* The series went on: nobody will say any more that what lies before happened. */
START_TEST(passed_over)
{
    static const question questions[] = {
        {NULL, "2020-02-02", "alpha 2, 1.0.0a1 1.0.0b1 1.0.0a1 freeze, overdue"},
        {NULL, "2020-04-02", "beta 2, 1.0.0b1 1.0.0rc1 1.0.0b1 1.0.0b2, feature overdue"},
        {NULL, "2020-06-30", "candidate 30, 1.0.0rc1 1.0.0 1.0.0rc1 1.0.0, feature abi overdue"},
        {NULL, "2020-07-01", "bugfix 1, 1.0.0 end-of-life 1.0.0 1.0.1, feature abi"},
        {NULL, "2020-08-01", "bugfix 32, 1.0.0 end-of-life 1.0.1 1.0.2, feature abi"},
        {NULL, "2020-08-02", "bugfix 33, 1.0.0 end-of-life 1.0.1 1.0.2, feature abi overdue"},
        {NULL, "2020-09-02", "bugfix 64, 1.0.0 end-of-life 1.0.2 end-of-life, feature abi overdue"},
        {NULL, "2021-01-01", "end-of-life 1, end-of-life - end-of-life -, feature abi"},
        {"2020-06-30", "2020-07-02",
         "bugfix 2, 1.0.0 end-of-life 1.0.0 1.0.1, feature abi overdue"},
    };
    check_series(usual_project,
                 "series: 1.0\nmilestones:\n"
                 "- {id: 1.0.0a1, date: 2020-02-01}\n"
                 "- {id: freeze, date: 2020-03-01}\n"
                 "- {id: 1.0.0b1, date: 2020-04-01}\n"
                 "- {id: 1.0.0b2, date: 2020-05-01}\n"
                 "- {id: 1.0.0rc1, date: 2020-06-01}\n"
                 "- {id: 1.0.0, date: 2020-07-01, state: actual}\n"
                 "- {id: 1.0.1, date: 2020-08-01}\n"
                 "- {id: 1.0.2, date: 2020-09-01, state: actual}\n"
                 "- {id: end-of-life, date: 2021-01-01, state: actual}\n",
                 questions, COUNT(questions));
}
END_TEST

/* A later phase that is only expected says nothing, nor does an alpha after a beta that was due. */
START_TEST(not_passed_over)
{
    static const question questions[] = {
        {NULL, "2020-03-02", "alpha 31, 1.0.0a1 1.0.0b1 1.0.0a2 1.0.0b1, overdue"},
        {NULL, "2020-04-02", "beta 2, 1.0.0b1 - 1.0.0b1 1.0.0a3, feature abi overdue"},
        {NULL, "2020-06-01", "beta 62, 1.0.0b1 - 1.0.0a3 -, feature abi overdue"},
    };
    relcal_catalog *catalog = parsed(
        usual_project,
        (const char *[]){"series: 1.0\nmilestones:\n"
                         "- {id: 1.0.0a1, date: 2020-02-01, state: actual}\n"
                         "- {id: 1.0.0a2, date: 2020-03-01}\n"
                         "- {id: 1.0.0b1, date: 2020-04-01}\n"
                         "- {id: 1.0.0a3, date: 2020-05-01, state: actual}\n"},
        1);
    const relcal_series *series = relcal_catalog_series(catalog, "x", "1.0");
    relcal_plan plan = relcal_series_plan(series, RELCAL_LATEST);
    relcal_instant end = relcal_instant_of_day_end(relcal_date_from_civil(2020, 6, 1));
    check_questions(series, questions, COUNT(questions));
    ck_assert(!relcal_plan_is_overdue(plan, relcal_series_milestone(series, "a1"), end));
    ck_assert(relcal_plan_is_overdue(plan, relcal_series_milestone(series, "a2"), end));
    ck_assert(relcal_plan_is_overdue(plan, relcal_series_milestone(series, "b1"), end));
    ck_assert(!relcal_plan_is_overdue(plan, relcal_series_milestone(series, "a3"), end));
    ck_assert(!relcal_plan_is_overdue(plan, NULL, end));
    ck_assert(!relcal_plan_is_overdue(plan, relcal_series_milestone(series, "a2"), INT64_MAX));
    relcal_catalog_free(catalog);
}
END_TEST

/* ---- precision ---- */

START_TEST(months_and_undated)
{
    static const question questions[] = {
        {NULL, "2020-03-31", "alpha 31, 1.0.0a1 1.0.0b1 1.0.0a1 1.0.0b1,"},
        {NULL, "2020-04-01", "beta 1, 1.0.0b1 1.0.0 1.0.0b1 1.0.0, feature? abi? uncertain"},
        {NULL, "2020-04-29", "beta 29, 1.0.0b1 1.0.0 1.0.0b1 1.0.0, feature? abi? uncertain"},
        {NULL, "2020-04-30", "beta 30, 1.0.0b1 1.0.0 1.0.0b1 1.0.0, feature abi"},
        {NULL, "2020-05-01", "beta 31, 1.0.0b1 1.0.0 1.0.0b1 1.0.0, feature abi overdue"},
        {NULL, "2020-12-31", "beta 275, 1.0.0b1 1.0.0 1.0.0b1 1.0.0, feature abi overdue"},
        {NULL, "2021-01-01", "bugfix 1, 1.0.0 end-of-life 1.0.0 -, feature abi overdue uncertain"},
        {NULL, "2021-12-31", "bugfix 365, 1.0.0 end-of-life 1.0.0 -, feature abi overdue"},
        {NULL, "9999-12-31", "bugfix 2914269, 1.0.0 end-of-life 1.0.0 -, feature abi overdue"},
    };
    check_series(usual_project,
                 "series: 1.0\nmilestones:\n"
                 "- {id: 1.0.0a1, date: 2020-03-01, state: actual}\n"
                 "- {id: 1.0.0b1, date: 2020-04}\n"
                 "- {id: 1.0.0, date: 2021}\n"
                 "- {id: end-of-life, date: tbd}\n",
                 questions, COUNT(questions));
}
END_TEST

/* Nobody can tell in April whether the freeze has begun; in 2021, whether it is over. */
START_TEST(freezes_begun)
{
    static const char project[] = "project: x\nname: X\nphases: []\n"
                                  "freezes: [{id: feature, from: b1, until: final}]\n";
    static const struct {
        int year;
        int month;
        relcal_truth begun;
        relcal_truth in_force;
    } rows[] = {{2020, 3, RELCAL_NO, RELCAL_NO},
                {2020, 4, RELCAL_UNKNOWN, RELCAL_UNKNOWN},
                {2020, 5, RELCAL_YES, RELCAL_YES},
                {2021, 4, RELCAL_YES, RELCAL_UNKNOWN},
                {2022, 4, RELCAL_YES, RELCAL_NO}};
    relcal_catalog *catalog = parsed(project,
                                     (const char *[]){"series: 1.0\nmilestones:\n"
                                                      "- {id: 1.0.0b1, date: 2020-04}\n"
                                                      "- {id: 1.0.0, date: 2021}\n"},
                                     1);
    const relcal_project *only = relcal_catalog_project_at(catalog, 0);
    const relcal_freeze *freeze = relcal_project_freeze_at(only, 0);
    relcal_plan plan = relcal_series_plan(relcal_project_series_at(only, 0), RELCAL_LATEST);
    for (size_t index = 0; index < COUNT(rows); index++) {
        relcal_date date = relcal_date_from_civil(rows[index].year, rows[index].month, 15);
        relcal_standing standing = relcal_plan_on(plan, date);
        ck_assert_int_eq(relcal_plan_freeze_begun(plan, freeze, relcal_instant_of_day_end(date)),
                         rows[index].begun);
        ck_assert_int_eq(relcal_standing_freeze(&standing, freeze), rows[index].in_force);
    }
    relcal_catalog_free(catalog);
}
END_TEST

START_TEST(weeks_and_ranges)
{
    static const question questions[] = {
        {NULL, "2020-03-01", "planned 0, - 1.0.0a1 - 1.0.0a1,"},
        {NULL, "2020-03-02", "alpha 1, 1.0.0a1 1.0.0b1 1.0.0a1 1.0.0b1, uncertain"},
        {NULL, "2020-03-07", "alpha 6, 1.0.0a1 1.0.0b1 1.0.0a1 1.0.0b1, uncertain"},
        {NULL, "2020-03-08", "alpha 7, 1.0.0a1 1.0.0b1 1.0.0a1 1.0.0b1,"},
        {NULL, "2020-03-09", "alpha 8, 1.0.0a1 1.0.0b1 1.0.0a1 1.0.0b1, overdue"},
        {NULL, "2020-04-05", "beta 1, 1.0.0b1 - 1.0.0b1 -, feature? abi? overdue uncertain"},
        {NULL, "2020-04-07", "beta 3, 1.0.0b1 - 1.0.0b1 -, feature abi overdue"},
    };
    static const char series[] = "series: 1.0\nmilestones:\n"
                                 "- {id: 1.0.0a1, date: 2020-W10}\n"
                                 "- {id: 1.0.0b1, date: 2020-04-05..2020-04-07}\n";
    check_series(usual_project, series, questions, COUNT(questions));
}
END_TEST

/* ---- freezes ---- */

static const char freezing_project[] =
    "project: x\n"
    "name: X\n"
    "phases: [{id: open, begins: development}]\n"
    "freezes:\n"
    "- {id: ever, from: freeze}\n"
    "- {id: code, from: freeze, until: thaw}\n"
    "- {id: text, from: [text-freeze, freeze], until: [text-thaw, thaw]}\n"
    "- {id: never, from: party}\n"
    "- {id: betas, from: first beta, until: last beta}\n";

START_TEST(freezes)
{
    static const question both_ends[] = {
        {NULL, "2020-03-09", "open 69, development - development freeze,"},
        {NULL, "2020-03-10", "open 70, development - freeze thaw, ever code text"},
        {NULL, "2020-03-19", "open 79, development - freeze thaw, ever code text"},
        {NULL, "2020-03-20", "open 80, development - thaw -, ever"},
    };
    check_series(freezing_project,
                 "series: 1.0\nmilestones:\n"
                 "- {id: development, date: 2020-01-01, state: actual}\n"
                 "- {id: freeze, date: 2020-03-10, state: actual}\n"
                 "- {id: thaw, date: 2020-03-20, state: actual}\n",
                 both_ends, COUNT(both_ends));

    static const question missing_end[] = {
        {NULL, "2020-03-09", "open 69, development - development freeze,"},
        {NULL, "2020-03-10", "open 70, development - freeze -, ever code? text?"},
        {NULL, "9999-12-31", "open 2914635, development - freeze -, ever code? text?"},
    };
    check_series(freezing_project,
                 "series: 1.0\nmilestones:\n"
                 "- {id: development, date: 2020-01-01, state: actual}\n"
                 "- {id: freeze, date: 2020-03-10, state: actual}\n",
                 missing_end, COUNT(missing_end));
    check_series(freezing_project,
                 "series: 1.0\nmilestones:\n"
                 "- {id: development, date: 2020-01-01, state: actual}\n"
                 "- {id: freeze, date: 2020-03-10, state: actual}\n"
                 "- {id: thaw, date: tbd}\n",
                 missing_end, COUNT(missing_end));
    check_series(freezing_project,
                 "series: 1.0\nmilestones:\n"
                 "- {id: development, date: 2020-01-01, state: actual}\n"
                 "- {id: freeze, date: 2020-03-10, state: actual}\n"
                 "- {id: thaw, state: withdrawn, planned: {2020-01-01: 2020-03-20,\n"
                 "   2020-02-01: withdrawn}}\n",
                 missing_end, COUNT(missing_end));

    static const question undated_start[] = {
        {NULL, "2020-01-01", "open 1, development - development thaw, ever? code? text?"},
        {NULL, "2020-03-20", "open 80, development - thaw -, ever?"},
    };
    check_series(freezing_project,
                 "series: 1.0\nmilestones:\n"
                 "- {id: development, date: 2020-01-01, state: actual}\n"
                 "- {id: freeze, date: tbd}\n"
                 "- {id: thaw, date: 2020-03-20, state: actual}\n",
                 undated_start, COUNT(undated_start));

    static const question months[] = {
        {NULL, "2020-03-01", "open 61, development - freeze thaw, ever? code? text?"},
        {NULL, "2020-03-31", "open 91, development - freeze thaw, ever code text"},
        {NULL, "2020-05-01", "open 122, development - thaw -, ever code? text?"},
        {NULL, "2020-05-31", "open 152, development - thaw -, ever"},
    };
    check_series(freezing_project,
                 "series: 1.0\nmilestones:\n"
                 "- {id: development, date: 2020-01-01, state: actual}\n"
                 "- {id: freeze, date: 2020-03, state: actual}\n"
                 "- {id: thaw, date: 2020-05, state: actual}\n",
                 months, COUNT(months));

    static const question alternatives[] = {
        {NULL, "2020-02-09", "open 40, development - development text-freeze,"},
        {NULL, "2020-02-10", "open 41, development - text-freeze 1.0.0b1, text"},
        {NULL, "2020-02-11", "open 42, development - 1.0.0b1 1.0.0b2, text betas"},
        {NULL, "2020-02-12", "open 43, development - 1.0.0b2 thaw, text"},
        {NULL, "2020-03-20", "open 80, development - thaw text-thaw, text"},
        {NULL, "2020-03-21", "open 81, development - text-thaw -,"},
    };
    check_series(freezing_project,
                 "series: 1.0\nmilestones:\n"
                 "- {id: development, date: 2020-01-01, state: actual}\n"
                 "- {id: text-freeze, date: 2020-02-10, state: actual}\n"
                 "- {id: 1.0.0b1, date: 2020-02-11, state: actual}\n"
                 "- {id: 1.0.0b2, date: 2020-02-12, state: actual}\n"
                 "- {id: thaw, date: 2020-03-20, state: actual}\n"
                 "- {id: text-thaw, date: 2020-03-21, state: actual}\n",
                 alternatives, COUNT(alternatives));
}
END_TEST

/* What a freeze lies between in a plan: milestones, or nothing that the plan has, or no end. */
START_TEST(freeze_bounds)
{
    static const struct {
        const char *freeze;
        const char *as_of; /* NULL for the latest plan */
        const char *from;
        const char *until;
        bool has_end;
    } items[] = {
        {"ever", NULL, "freeze", "-", false},           {"code", NULL, "freeze", "thaw", true},
        {"text", NULL, "freeze", "thaw", true},         {"betas", NULL, "-", "-", true},
        {"code", "2020-01-31", "-", "-", true},         {"code", "2020-02-01", "freeze", "-", true},
        {"code", "2020-02-02", "freeze", "thaw", true},
    };
    static const char *const series[] = {
        "series: 1.0\nmilestones:\n"
        "- {id: development, date: 2020-01-01, state: actual}\n"
        "- {id: freeze, date: 2020-03-10, planned: {2020-02-01: 2020-03-10}}\n"
        "- {id: thaw, date: tbd, planned: {2020-02-02: tbd}}\n"};
    relcal_catalog *catalog = parsed(freezing_project, series, COUNT(series));
    const relcal_project *project = relcal_catalog_project(catalog, "x");
    for (size_t i = 0; i < COUNT(items); i++) {
        relcal_plan plan = relcal_series_plan(relcal_project_series_at(project, 0),
                                              day_of(items[i].as_of));
        const relcal_freeze *freeze = NULL;
        for (size_t j = 0; (freeze = relcal_project_freeze_at(project, j)) != NULL &&
                           strcmp(relcal_freeze_id(freeze), items[i].freeze) != 0;) {
            j++;
        }
        ck_assert_ptr_nonnull(freeze);
        relcal_bounds bounds = relcal_plan_bounds(plan, freeze);
        ck_assert_str_eq(id_or_dash(bounds.from), items[i].from);
        ck_assert_str_eq(id_or_dash(bounds.until), items[i].until);
        ck_assert_int_eq(bounds.has_end, items[i].has_end);
    }
    relcal_catalog_free(catalog);
}
END_TEST

/* The last beta is that of the plan as it stood: as one is added, the freeze moves with it. */
START_TEST(last_beta)
{
    static const question questions[] = {
        {"2020-01-01", "2020-03-08",
         "beta 8, 1.0.0b1 1.0.0rc1 1.0.0b2 1.0.0rc1, feature abi overdue"},
        {"2020-03-07", "2020-03-08", "beta 8, 1.0.0b1 1.0.0rc1 1.0.0b2 1.0.0b3, feature"},
        {NULL, "2020-03-08", "beta 8, 1.0.0b1 1.0.0rc1 1.0.0b2 1.0.0b3, feature"},
        {NULL, "2020-03-15", "beta 15, 1.0.0b1 1.0.0rc1 1.0.0b3 1.0.0rc1, feature abi"},
    };
    check_series(usual_project,
                 "series: 1.0\nmilestones:\n"
                 "- {id: 1.0.0b1, date: 2020-03-01, state: actual}\n"
                 "- {id: 1.0.0b2, date: 2020-03-08, state: actual}\n"
                 "- {id: 1.0.0b3, date: 2020-03-15, planned: {2020-03-07: 2020-03-15}}\n"
                 "- {id: 1.0.0rc1, date: 2020-04-01}\n"
                 "- {id: 1.0.0, date: 2020-05-01}\n"
                 "- {id: 1.0.1b9, date: 2020-06-01}\n",
                 questions, COUNT(questions));

    /* however people write it in project.yaml */
    static const char *const references[] = {"last rc", "last candidate", "last c"};
    for (size_t i = 0; i < COUNT(references); i++) {
        char project[256];
        static const question asked[] = {
            {NULL, "2020-04-01", "planned 0, - - 1.0.0rc1 1.0.0rc2,"},
            {NULL, "2020-04-02", "planned 0, - - 1.0.0rc2 -, f"},
        };
        (void)snprintf(project, sizeof project,
                       "project: x\nname: X\nphases: []\nfreezes: [{id: f, from: %s}]\n",
                       references[i]);
        check_series(project,
                     "series: 1.0\nmilestones:\n"
                     "- {id: 1.0.0rc1, date: 2020-04-01, state: actual}\n"
                     "- {id: 1.0.0rc2, date: 2020-04-02, state: actual}\n",
                     asked, COUNT(asked));
    }
}
END_TEST

/* A project whose milestones are stages without numbers, and words. */
START_TEST(other_words)
{
    static const question questions[] = {
        {NULL, "2024-02-27", "branched 15, branching beta branching beta,"},
        {NULL, "2024-02-28", "beta 1, beta final beta final, string"},
        {NULL, "2024-04-23", "stable 1, final - final -, string"},
    };
    check_series("project: x\nname: X\nphases:\n- {id: branched, begins: branching}\n"
                 "- {id: beta, begins: beta}\n- {id: stable, begins: final}\n"
                 "freezes: [{id: string, from: first beta}]\n",
                 "series: 40\nmilestones:\n"
                 "- {id: branching, date: 2024-02-13, state: actual}\n"
                 "- {id: beta, date: 2024-02-28, state: actual}\n"
                 "- {id: final, date: 2024-04-23, state: actual}\n",
                 questions, COUNT(questions));
}
END_TEST

/* ---- moments ---- */

START_TEST(moments)
{
    static const question utc[] = {
        {NULL, "2026-05-05T11:59:59Z", "pre-alpha 125, development 1.0.0b1 development 1.0.0b1,"},
        {NULL, "2026-05-05T12:00Z", "beta 1, 1.0.0b1 1.0.0 1.0.0b1 1.0.0, feature abi"},
        {NULL, "2026-05-05T23:59:59Z", "beta 1, 1.0.0b1 1.0.0 1.0.0b1 1.0.0, feature abi"},
        {NULL, "2026-05-04", "pre-alpha 124, development 1.0.0b1 development 1.0.0b1,"},
        {NULL, "2026-05-05", "beta 1, 1.0.0b1 1.0.0 1.0.0b1 1.0.0, feature abi"},
        {NULL, "2026-05-06T00:00Z", "beta 2, 1.0.0b1 1.0.0 1.0.0b1 1.0.0, feature abi overdue"},
        {NULL, "2026-05-06", "beta 2, 1.0.0b1 1.0.0 1.0.0b1 1.0.0, feature abi overdue"},
        {"2026-01-01", "2026-05-05", "beta 1, 1.0.0b1 1.0.0 1.0.0b1 1.0.0, feature abi"},
        {"2026-01-01", "2026-05-06T00:00Z",
         "beta 2, 1.0.0b1 1.0.0 1.0.0b1 1.0.0, feature abi overdue"},
        /* 2026-06-01T24:00AoE is 2026-06-02T12:00Z */
        {NULL, "2026-06-01", "beta 28, 1.0.0b1 1.0.0 1.0.0b1 1.0.0, feature abi overdue"},
        {NULL, "2026-06-02T11:59:59Z", "beta 29, 1.0.0b1 1.0.0 1.0.0b1 1.0.0, feature abi overdue"},
        {NULL, "2026-06-02T12:00Z",
         "bugfix 1, 1.0.0 end-of-life 1.0.0 end-of-life, feature abi overdue"},
        {NULL, "2026-06-02", "bugfix 1, 1.0.0 end-of-life 1.0.0 end-of-life, feature abi overdue"},
        /* 2027-01-01T00:30+02:00 is on the last day of 2026 */
        {NULL, "2026-12-30",
         "bugfix 212, 1.0.0 end-of-life 1.0.0 end-of-life, feature abi overdue"},
        {NULL, "2026-12-31T22:29:59Z",
         "bugfix 213, 1.0.0 end-of-life 1.0.0 end-of-life, feature abi overdue"},
        {NULL, "2026-12-31T22:30Z",
         "end-of-life 1, end-of-life - end-of-life -, feature abi overdue"},
        {"2026-01-01", "2026-12-31T22:30Z",
         "end-of-life 1, end-of-life - end-of-life -, feature abi overdue"},
    };
    check_series(usual_project,
                 "series: 1.0\nmilestones:\n"
                 "- {id: development, date: 2026-01-01, state: actual}\n"
                 "- {id: 1.0.0b1, date: 2026-05-05T12:00Z}\n"
                 "- {id: 1.0.0, date: 2026-06-01T24:00AoE}\n"
                 "- {id: end-of-life, date: \"2027-01-01T00:30+02:00[Europe/Berlin]\"}\n",
                 utc, COUNT(utc));

    /* the start and the end of a day anywhere on earth */
    static const question anywhere[] = {
        {NULL, "2026-05-05T11:59:59Z", "planned 0, - - - freeze,"},
        {NULL, "2026-05-05T12:00Z", "planned 0, - - freeze thaw, code"},
        {NULL, "2026-05-06T11:59:59Z", "planned 0, - - freeze thaw, code"},
        {NULL, "2026-05-06T12:00Z", "planned 0, - - thaw -,"},
        {NULL, "2026-05-05", "planned 0, - - freeze thaw, code"},
    };
    check_series("project: x\nname: X\nphases: []\n"
                 "freezes: [{id: code, from: freeze, until: thaw}]\n",
                 "series: 1.36\nmilestones:\n"
                 "- {id: freeze, date: 2026-05-05T00:00AoE, state: actual}\n"
                 "- {id: thaw, date: 2026-05-05T24:00AoE, state: actual}\n",
                 anywhere, COUNT(anywhere));
}
END_TEST

/* ---- out of range ---- */

START_TEST(out_of_range)
{
    static const relcal_date dates[] = {
        RELCAL_DATE_NONE,    RELCAL_DATE_NONE + 1, RELCAL_DATE_MIN - 1,
        RELCAL_DATE_MAX + 1, INT32_MAX - 1,        INT32_MAX,
    };
    static const relcal_instant instants[] = {
        INT64_MIN,     INT64_MIN + 1, RELCAL_INSTANT_MIN - 1, RELCAL_INSTANT_MAX + 1,
        INT64_MAX - 1, INT64_MAX,
    };
    const relcal_series *series = relcal_project_series(builtin_python(), "3.12");
    static const relcal_date plans[] = {RELCAL_LATEST, 0, RELCAL_DATE_MAX};
    char text[STANDING_BYTES];
    for (size_t i = 0; i < COUNT(plans) * COUNT(dates); i++) {
        relcal_plan plan = relcal_series_plan(series, plans[i % COUNT(plans)]);
        relcal_standing on = relcal_plan_on(plan, dates[i / COUNT(plans)]);
        relcal_standing at = relcal_plan_at(plan, instants[i / COUNT(plans)]);
        ck_assert_str_eq(describe(plan, &on, text), "planned 0, - - - -,");
        ck_assert_str_eq(describe(plan, &at, text), "planned 0, - - - -,");
        ck_assert_ptr_null(relcal_plan_phase(plan, dates[i / COUNT(plans)]));
    }
    /* a plan as of no day holds nothing */
    for (size_t i = 0; i + 1 < COUNT(dates); i++) {
        relcal_plan plan = relcal_series_plan(series, dates[i]);
        relcal_standing standing = relcal_plan_on(plan, 19800);
        relcal_entry entry;
        ck_assert_str_eq(describe(plan, &standing, text), "planned 0, - - - -,");
        ck_assert_int_eq(relcal_plan_revised(plan), RELCAL_DATE_NONE);
        ck_assert(!relcal_plan_entry(plan, relcal_series_milestone(series, "end-of-life"), &entry));
        relcal_agenda agenda = relcal_series_agenda(series, dates[i], 0);
        ck_assert(!relcal_agenda_next(&agenda, &entry));
    }
}
END_TEST

/* ---- the last change of a plan ---- */

START_TEST(revised)
{
    static const struct {
        const char *as_of;
        const char *wanted;
    } items[] = {
        {NULL, "2021-02-03"},         {"2019-12-31", ""},           {"2020-01-01", "2020-01-01"},
        {"2020-01-31", "2020-01-01"}, {"2020-02-01", "2020-02-01"}, {"2020-03-08", "2020-02-01"},
        {"2020-03-09", "2020-03-09"}, {"2020-04-30", "2020-03-09"}, {"2020-05-01", "2020-05-01"},
        {"2020-06-15", "2020-06-15"}, {"9999-12-31", "2020-06-15"},
    };
    const char *texts[] = {
        "series: 1.0\nrevised: 2021-02-03\nmilestones:\n"
        "- {id: 1.0.0a1, date: 2020-03-09, state: actual,\n"
        "   planned: {2020-01-01: 2020-03-01, 2020-02-01: 2020-03-08}}\n"
        "- {id: 1.0.0a2, date: 2020-03-20, planned: {2020-02-01: 2020-03-20}}\n"
        "- {id: 1.0.0b1, date: 2020-05-01, state: actual}\n"
        "- {id: 1.0.0b2, state: withdrawn, planned: {2020-01-01: 2020-07-01,\n"
        "   2020-06-15: withdrawn}}\n",
        "series: 1.1\nmilestones:\n"
        "- {id: 1.1.0a1, date: 2020-03-09, state: actual}\n"
        "- {id: 1.1.0a2, date: 2020-05-09}\n",
        "series: 1.2\nmilestones: [{id: 1.2.0a1, date: 2020-03-09}]\n",
    };
    char date[RELCAL_DATE_BYTES];
    relcal_catalog *catalog = parsed(usual_project, texts, COUNT(texts));
    for (size_t i = 0; i < COUNT(items); i++) {
        relcal_plan plan = relcal_series_plan(relcal_catalog_series(catalog, "x", "1.0"),
                                              day_of(items[i].as_of));
        relcal_date_format(relcal_plan_revised(plan), date);
        ck_assert_msg(strcmp(date, items[i].wanted) == 0, "%s: %s", items[i].as_of, date);
    }
    relcal_plan unsaid = relcal_series_plan(relcal_catalog_series(catalog, "x", "1.1"),
                                            RELCAL_LATEST);
    ck_assert_str_eq(relcal_date_format(relcal_plan_revised(unsaid), date), "2020-03-09");
    relcal_plan never = relcal_series_plan(relcal_catalog_series(catalog, "x", "1.2"),
                                           RELCAL_LATEST);
    ck_assert_int_eq(relcal_plan_revised(never), RELCAL_DATE_NONE);
    relcal_catalog_free(catalog);
}
END_TEST

/* ---- branches ---- */

START_TEST(branches)
{
    static const struct {
        const char *branch;
        const char *as_of;
        const char *asked;
        const char *series; /* NULL where there is none */
    } items[] = {
        {"main", NULL, "2019-12-31", NULL},
        {"main", NULL, "2020-01-01", "1.0"},
        {"main", NULL, "2020-12-31", "1.0"},
        {"main", NULL, "2021-01-01", "1.1"},
        {"main", NULL, "2021-12-31T11:59:59Z", "1.1"},
        {"main", NULL, "2021-12-31T12:00Z", "1.2"},
        {"main", "2020-06-01", "2020-12-01", "1.1"}, /* as it was planned then */
        {"main", "2020-05-31", "2020-12-01", "1.0"},
        {"stable-1.0", NULL, "2020-01-01", "1.0"},
        {"1.0", NULL, "2020-01-01", "1.0"}, /* the id of one */
        {"1.1", NULL, "2020-01-01", "1.1"},
        {"1.2", NULL, "2020-01-01", "1.2"},
        {"nightly", NULL, "2020-01-01", NULL},
        {"", NULL, "2020-01-01", NULL},
        {"Main", NULL, "2022-01-01", NULL},
    };
    const char *texts[] = {
        "series: 1.0\nbranch: stable-1.0\nmilestones:\n"
        "- {id: development, date: 2020-01-01, state: actual}\n",
        "series: 1.1\nbranch: \"1.1\"\nmilestones:\n"
        "- {id: development, date: 2021-01-01, state: actual, planned: {2020-06-01: 2020-12-01}}\n",
        "series: 1.2\nbranch: main\nmilestones:\n"
        "- {id: development, date: 2021-12-31T12:00Z}\n",
        "series: 1.3\nmilestones:\n"
        "- {id: development, date: tbd}\n",
        "series: 1.4\nmilestones: []\n",
    };
    relcal_catalog *catalog = parsed(usual_project, texts, COUNT(texts));
    const relcal_project *project = relcal_catalog_project(catalog, "x");
    for (size_t i = 0; i < COUNT(items); i++) {
        const relcal_series *found = relcal_project_series_on_branch(
            project, items[i].branch, day_of(items[i].as_of), second_of(items[i].asked));
        const char *id = found == NULL ? "none" : relcal_series_id(found);
        ck_assert_msg(strcmp(id, items[i].series ? items[i].series : "none") == 0, "%s on %s: %s",
                      items[i].branch, items[i].asked, id);
    }
    relcal_catalog_free(catalog);

    static const struct {
        const char *asked;
        const char *series;
    } python[] = {{"2023-05-21", "3.12"}, {"2023-05-22", "3.13"}, {"2024-05-07", "3.13"},
                  {"2024-05-08", "3.14"}, {"2026-05-06", "3.15"}, {"2026-05-07", "3.16"}};
    for (size_t i = 0; i < COUNT(python); i++) {
        const relcal_series *found = relcal_project_series_on_branch(
            builtin_python(), "main", RELCAL_LATEST, second_of(python[i].asked));
        ck_assert_str_eq(relcal_series_id(found), python[i].series);
    }
}
END_TEST

/* ---- agendas ---- */

static const char *const agenda_series[] = {
    "series: 1.10\nmilestones:\n"
    "- {id: 1.10.0a1, date: 2020-03-01}\n"
    "- {id: 1.10.0a2, date: 2020-02-01}\n"
    "- {id: undated, date: tbd}\n"
    "- {id: gone, state: withdrawn, planned: {2019-01-01: 2020-02-02, 2019-06-01: withdrawn}}\n"
    "- {id: month, date: 2020-03}\n",
    "series: 1.9\nmilestones:\n"
    "- {id: second, date: 2020-03-01}\n"
    "- {id: first, date: 2020-02-01T00:00:01Z}\n"
    "- {id: third, date: 2020-03-01}\n"
    "- {id: moved, date: 2020-09-01, planned: {2019-01-01: 2020-01-15, 2019-06-01: 2020-09-01}}\n",
};

static void check_agenda(relcal_agenda agenda, const char *wanted)
{
    char text[512] = "";
    relcal_entry entry;
    relcal_instant before = INT64_MIN;
    while (relcal_agenda_next(&agenda, &entry)) {
        ck_assert(entry.when.earliest >= before);
        before = entry.when.earliest;
        if (text[0] != '\0') {
            strcat(text, " ");
        }
        strcat(text, relcal_milestone_id(entry.milestone));
    }
    ck_assert_str_eq(text, wanted);
    entry.milestone = NULL;
    ck_assert(!relcal_agenda_next(&agenda, &entry));
    ck_assert_ptr_null(entry.milestone);
}

START_TEST(agendas)
{
    relcal_catalog *catalog = parsed(usual_project, agenda_series, COUNT(agenda_series));
    const relcal_project *project = relcal_catalog_project(catalog, "x");
    const relcal_series *series = relcal_project_series(project, "1.9");
    const relcal_instant start = second_of("2020-01-01");

    check_agenda(relcal_series_agenda(series, RELCAL_LATEST, start), "first second third moved");
    check_agenda(relcal_project_agenda(project, RELCAL_LATEST, start),
                 "1.10.0a2 first second third 1.10.0a1 month moved");
    check_agenda(relcal_catalog_agenda(catalog, RELCAL_LATEST, start),
                 "1.10.0a2 first second third 1.10.0a1 month moved");
    check_agenda(relcal_project_agenda(project, day_of("2019-02-01"), start),
                 "moved 1.10.0a2 first gone second third 1.10.0a1 month");
    check_agenda(relcal_project_agenda(project, day_of("2018-02-01"), start),
                 "1.10.0a2 first second third 1.10.0a1 month");

    /* strictly after a second: what begins at it is no longer to come */
    check_agenda(relcal_project_agenda(project, RELCAL_LATEST, second_of("2020-02-01T00:00Z")),
                 "first second third 1.10.0a1 month moved");
    check_agenda(relcal_project_agenda(project, RELCAL_LATEST, second_of("2020-01-31T23:59:59Z")),
                 "1.10.0a2 first second third 1.10.0a1 month moved");
    check_agenda(relcal_project_agenda(project, RELCAL_LATEST, second_of("2020-03-01T00:00Z")),
                 "moved");
    check_agenda(relcal_project_agenda(project, RELCAL_LATEST, second_of("2020-09-01")), "");
    check_agenda(relcal_project_agenda(project, RELCAL_LATEST, INT64_MAX), "");
    check_agenda(relcal_project_agenda(project, RELCAL_LATEST, INT64_MIN),
                 "1.10.0a2 first second third 1.10.0a1 month moved");
    relcal_catalog_free(catalog);
}
END_TEST

/* Several projects, a place kept, and the states of entries. */
START_TEST(agendas_of_projects)
{
#define SOURCE(name, text)           \
    {                                \
        name, text, sizeof(text) - 1 \
    }
    static const relcal_source sources[] = {
        SOURCE("b/project.yaml", "project: b\nname: B\nphases: []\n"),
        SOURCE("b/1.0.yaml", "series: 1.0\nmilestones: [{id: b1, date: 2020-01-02}]\n"),
        SOURCE("a/project.yaml", "project: a\nname: A\nphases: []\n"),
        SOURCE("a/1.0.yaml",
               "series: 1.0\nmilestones: [{id: a1, date: 2020-01-02, state: actual}]\n"),
    };
    relcal_catalog *catalog = NULL;
    ck_assert_int_eq(relcal_catalog_parse(&catalog, NULL, sources, COUNT(sources), NULL, NULL),
                     RELCAL_OK);
    relcal_agenda agenda = relcal_catalog_agenda(catalog, RELCAL_LATEST, 0);
    relcal_agenda kept = agenda;
    relcal_entry entry;
    check_agenda(agenda, "a1 b1");
    ck_assert(relcal_agenda_next(&kept, &entry));
    ck_assert_str_eq(relcal_milestone_id(entry.milestone), "a1");
    ck_assert_int_eq(entry.state, RELCAL_ACTUAL);
    check_agenda(kept, "b1");
    check_agenda(relcal_catalog_agenda(catalog, day_of("2020-01-01"), 0), "a1 b1");

    /* Of a list, what comes on one day comes in the list's order. */
    const relcal_series *list[] = {relcal_catalog_series(catalog, "b", "1.0"),
                                   relcal_catalog_series(catalog, "a", "1.0")};
    check_agenda(relcal_list_agenda(list, 2, RELCAL_LATEST, 0), "b1 a1");
    check_agenda(relcal_list_agenda(list, 1, RELCAL_LATEST, 0), "b1");
    check_agenda(relcal_list_agenda(list, 2, RELCAL_LATEST, second_of("2020-01-02")), "");
    check_agenda(relcal_list_agenda(NULL, 0, RELCAL_LATEST, 0), "");
    relcal_catalog_free(catalog);
}
END_TEST

/* ---- the table of the latest plan ---- */

static void check_equal_plans(const relcal_series *series, relcal_instant instant)
{
    char latest_text[STANDING_BYTES];
    char dated_text[STANDING_BYTES];
    relcal_plan latest = relcal_series_plan(series, RELCAL_LATEST);
    relcal_plan dated = relcal_series_plan(series, RELCAL_DATE_MAX);
    relcal_standing left = relcal_plan_at(latest, instant);
    relcal_standing right = relcal_plan_at(dated, instant);
    describe(latest, &left, latest_text);
    describe(dated, &right, dated_text);
    ck_assert_msg(strcmp(latest_text, dated_text) == 0, "%s at %lld: \"%s\", \"%s\"",
                  relcal_series_id(series), (long long)instant, latest_text, dated_text);
}

/* The latest plan is read from a table that was worked out at the load; a plan as of the last day
 * is worked out for each question, and says the same. */
static void check_table(const relcal_series *series)
{
    static const relcal_instant around[] = {
        -40 * RELCAL_SECONDS_PER_DAY, -RELCAL_SECONDS_PER_DAY, -1, 0, 1,
        RELCAL_SECONDS_PER_DAY - 1,   RELCAL_SECONDS_PER_DAY};
    for (size_t i = 0; i < relcal_series_milestone_count(series); i++) {
        relcal_entry entry;
        if (!relcal_plan_entry(relcal_series_plan(series, RELCAL_LATEST),
                               relcal_series_milestone_at(series, i), &entry)) {
            continue;
        }
        for (size_t j = 0; j < COUNT(around); j++) {
            check_equal_plans(series, entry.when.earliest + around[j]);
            check_equal_plans(series, entry.when.latest + around[j]);
        }
    }
    for (relcal_instant instant = RELCAL_INSTANT_MIN; instant <= RELCAL_INSTANT_MAX;
         instant += INT64_C(1234567891)) {
        check_equal_plans(series, instant);
    }
    for (relcal_instant instant = 900000000; instant <= 2200000000; instant += 7654321) {
        check_equal_plans(series, instant);
    }
}

START_TEST(table_of_python)
{
    for (size_t i = 0; i < relcal_project_series_count(builtin_python()); i++) {
        check_table(relcal_project_series_at(builtin_python(), i));
    }
}
END_TEST

START_TEST(table_of_others)
{
    static const char *const texts[] = {
        "series: 1.0\nmilestones: []\n",
        "series: 1.1\nmilestones: [{id: 1.1.0, date: 2020-01-01}]\n",
        "series: 1.2\nmilestones:\n"
        "- {id: development, date: 0001-01-01}\n- {id: 1.2.0, date: 9999-12-31}\n",
        "series: 1.3\nmilestones:\n- {id: 1.3.0a1, date: 2020-01-01T12:00Z}\n"
        "- {id: 1.3.0b1, date: 2020-01-01T12:00:01Z}\n"
        "- {id: 1.3.0b2, date: 2020-01-01T12:00:02Z, state: actual}\n"
        "- {id: 1.3.0rc1, date: 2020-01}\n- {id: 1.3.0, date: 2020}\n"
        "- {id: end-of-life, date: 9999}\n",
        "series: 1.4\nmilestones: [{id: 1.4.0, date: tbd}]\n",
        "series: 1.5\nmilestones:\n- {id: 1.5.0a1, date: 0001}\n- {id: 1.5.0b1, date: 0001-W02}\n"
        "- {id: 1.5.0rc1, date: 9999-12-30T24:00AoE}\n"
        "- {id: 1.5.0, date: 9999-12-31T23:59:59Z}\n",
    };
    relcal_catalog *catalog = parsed(usual_project, texts, COUNT(texts));
    const relcal_project *project = relcal_catalog_project(catalog, "x");
    for (size_t i = 0; i < COUNT(texts); i++) {
        check_table(relcal_project_series_at(project, i));
    }
    relcal_catalog_free(catalog);
}
END_TEST

/* ---- memory ---- */

static void ask_everything(const relcal_series *series, relcal_date as_of)
{
    relcal_plan plan = relcal_series_plan(series, as_of);
    for (relcal_date date = 10000; date < 24000; date += 777) {
        relcal_entry entry;
        relcal_instant second = relcal_instant_of_day_end(date);
        relcal_standing standing = relcal_plan_on(plan, date);
        (void)relcal_plan_at(plan, second);
        (void)relcal_plan_phase(plan, date);
        (void)relcal_plan_entry(plan, standing.last, &entry);
        (void)relcal_project_series_on_branch(relcal_series_project(series), "main", as_of, second);
        relcal_agenda agenda = relcal_project_agenda(relcal_series_project(series), as_of, second);
        (void)relcal_agenda_next(&agenda, &entry);
    }
    (void)relcal_plan_revised(plan);
    (void)relcal_series_milestone(series, "release candidate 1");
    (void)relcal_series_milestone(series, "no such thing");
    (void)relcal_catalog_series(relcal_catalog_builtin(), "python", "3.99");
}

START_TEST(no_allocation)
{
    if (!allocations_are_counted()) {
        return;
    }
    allocations_begin(0);
    for (size_t i = 0; i < relcal_project_series_count(builtin_python()); i++) {
        ask_everything(relcal_project_series_at(builtin_python(), i), RELCAL_LATEST);
        ask_everything(relcal_project_series_at(builtin_python(), i), 19000);
    }
    ck_assert_uint_eq(allocations_end(), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("plan");
    TCase *tests = tcase_create("plan");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, python_standings);
    tcase_add_test(tests, python_dates);
    tcase_add_test(tests, missing_stages);
    tcase_add_test(tests, ends_of_time);
    tcase_add_test(tests, one_day);
    tcase_add_test(tests, out_of_order);
    tcase_add_test(tests, passed_over);
    tcase_add_test(tests, not_passed_over);
    tcase_add_test(tests, reading_as_of);
    tcase_add_test(tests, months_and_undated);
    tcase_add_test(tests, freezes_begun);
    tcase_add_test(tests, weeks_and_ranges);
    tcase_add_test(tests, freezes);
    tcase_add_test(tests, freeze_bounds);
    tcase_add_test(tests, last_beta);
    tcase_add_test(tests, other_words);
    tcase_add_test(tests, moments);
    tcase_add_test(tests, out_of_range);
    tcase_add_test(tests, revised);
    tcase_add_test(tests, branches);
    tcase_add_test(tests, agendas);
    tcase_add_test(tests, agendas_of_projects);
    tcase_add_test(tests, table_of_python);
    tcase_add_test(tests, table_of_others);
    tcase_add_test(tests, no_allocation);
    suite_add_tcase(suite, tests);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
