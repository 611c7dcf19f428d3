/*
 * Forecasts. Most tests are tables of what became of a few milestones and what that says of the
 * next one, with figures that were worked out by hand.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "allocations.h"
#include "relcal/relcal.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

/* ---- helpers ---- */

static const char project[] = "project: x\n"
                              "name: X\n"
                              "phases:\n"
                              "- {id: open, begins: start}\n";

static relcal_date day_of(const char *text)
{
    relcal_date date;
    if (text == NULL) {
        return RELCAL_LATEST;
    }
    ck_assert_msg(relcal_date_parse(&date, text, strlen(text), NULL) == RELCAL_OK, "%s", text);
    return date;
}

/* A catalog of project x and up to two of its series, given by their milestones; NULL for none. */
static relcal_catalog *parsed(const char *first, const char *second)
{
    relcal_source sources[3] = {{"x/project.yaml", project, strlen(project)}};
    const char *const milestones[] = {first, second};
    static const char *const names[] = {"x/1.yaml", "x/2.yaml"};
    char *texts[2] = {NULL, NULL};
    size_t count = 1;
    for (size_t i = 0; i < COUNT(milestones) && milestones[i] != NULL; i++) {
        size_t bytes = strlen(milestones[i]) + 64;
        texts[i] = malloc(bytes);
        ck_assert_ptr_nonnull(texts[i]);
        (void)snprintf(texts[i], bytes, "series: \"%zu.0\"\nmilestones:\n%s", i + 1, milestones[i]);
        sources[count++] = (relcal_source){names[i], texts[i], strlen(texts[i])};
    }
    relcal_catalog *catalog = NULL;
    relcal_error error;
    relcal_status status = relcal_catalog_parse(&catalog, NULL, sources, count, NULL, &error);
    ck_assert_msg(status == RELCAL_OK, "%s:%u:%u: %s", error.file, (unsigned)error.line,
                  (unsigned)error.column, error.message);
    free(texts[0]);
    free(texts[1]);
    return catalog;
}

#define FORECAST_BYTES 128

/* "10 days ahead: 2 of 3 on their day (0.667), half 0, most 4", with "!" where they are enough. */
static const char *describe(relcal_forecast forecast, char text[FORECAST_BYTES])
{
    (void)snprintf(text, FORECAST_BYTES, "%d days ahead: %zu of %zu (%.3f), half %d, most %d%s",
                   (int)forecast.lead, forecast.on_day, forecast.cases, forecast.chance,
                   (int)forecast.half_within, (int)forecast.most_within,
                   forecast.is_enough ? "!" : "");
    return text;
}

static void check_forecast(const char *name, relcal_forecast forecast, const char *wanted)
{
    char text[FORECAST_BYTES];
    ck_assert_msg(strcmp(describe(forecast, text), wanted) == 0, "%s: \"%s\", wanted \"%s\"", name,
                  text, wanted);
}

/* ---- one case ---- */

#define CASE(id, rest) "- {id: " id ", kind: thing, " rest "}\n"
#define CAME(date, planned) CASE("t1", "date: " date ", state: actual, planned: {" planned "}")

static const struct {
    const char *name;
    const char *milestones;
    int32_t lead;
    const char *wanted;
} cases[] = {
    {"on its day", CAME("2026-03-01", "2026-01-01: 2026-03-01"), 10,
     "10 days ahead: 1 of 1 (1.000), half 0, most 0"},
    {"late", CAME("2026-03-06", "2026-01-01: 2026-03-01"), 10,
     "10 days ahead: 0 of 1 (0.000), half 5, most 5"},
    {"early", CAME("2026-02-26", "2026-01-01: 2026-03-01"), 10,
     "10 days ahead: 0 of 1 (0.000), half 0, most 0"},
    {"a lead below 0", CAME("2026-03-01", "2026-01-01: 2026-03-01"), -5,
     "0 days ahead: 1 of 1 (1.000), half 0, most 0"},
    {"the largest lead", CAME("2026-03-02", "2026-01-01: 2026-03-01"), INT32_MAX,
     "2147483647 days ahead: 0 of 1 (0.000), half 1, most 1"},

    {"unplanned", CAME("2026-03-01", ""), 10, "10 days ahead: 0 of 0 (0.000), half 0, most 0"},
    {"planned on the day itself", CAME("2026-03-01", "2026-03-01: 2026-03-01"), 0,
     "0 days ahead: 0 of 0 (0.000), half 0, most 0"},
    {"planned afterwards", CAME("2026-03-01", "2026-03-02: 2026-03-01"), 0,
     "0 days ahead: 0 of 0 (0.000), half 0, most 0"},
    {"planned the day before", CAME("2026-03-01", "2026-02-28: 2026-03-01"), 0,
     "0 days ahead: 1 of 1 (1.000), half 0, most 0"},
    {"not recorded", CASE("t1", "date: 2026-03-01, state: actual"), 0,
     "0 days ahead: 0 of 0 (0.000), half 0, most 0"},
    {"expected", CASE("t1", "date: 2026-03-01, planned: {2026-01-01: 2026-03-01}"), 0,
     "0 days ahead: 0 of 0 (0.000), half 0, most 0"},
    {"withdrawn",
     CASE("t1", "state: withdrawn, planned: {2026-01-01: 2026-03-01, 2026-02-01: "
                "withdrawn}"),
     0, "0 days ahead: 0 of 0 (0.000), half 0, most 0"},
    {"another kind",
     "- {id: t1, date: 2026-03-01, state: actual, planned: {2026-01-01: "
     "2026-03-01}}\n",
     0, "0 days ahead: 0 of 0 (0.000), half 0, most 0"},

    {"came in a month", CAME("2026-03", "2026-01-01: 2026-03-01"), 0,
     "0 days ahead: 0 of 0 (0.000), half 0, most 0"},
    {"planned for a month", CAME("2026-03-01", "2026-01-01: 2026-03"), 0,
     "0 days ahead: 0 of 0 (0.000), half 0, most 0"},
    {"planned for a month, then a day",
     CAME("2026-03-05", "2026-01-01: 2026-03, 2026-02-01: 2026-03-02"), 40,
     "40 days ahead: 0 of 1 (0.000), half 3, most 3"},
    {"planned for a day, then nobody knew",
     CAME("2026-03-05", "2026-01-01: 2026-03-02, 2026-02-01: tbd"), 0,
     "0 days ahead: 0 of 1 (0.000), half 3, most 3"},
    /* Days are those of UTC: the moment lies on March 2. */
    {"a moment", CAME("2026-03-02", "2026-01-01: \"2026-03-01T23:00-05:00\""), 10,
     "10 days ahead: 1 of 1 (1.000), half 0, most 0"},
    {"came at a moment", CAME("\"2026-03-01T24:00AoE\"", "2026-01-01: 2026-03-01"), 10,
     "10 days ahead: 0 of 1 (0.000), half 1, most 1"},

/* Moved 18 days before its new day; the old plan had been published 59 days before its own. */
#define MOVED CAME("2026-03-10", "2026-01-01: 2026-03-01, 2026-02-20: 2026-03-10")
    {"moved, near", MOVED, 0, "0 days ahead: 1 of 1 (1.000), half 0, most 0"},
    {"moved, just", MOVED, 18, "18 days ahead: 1 of 1 (1.000), half 0, most 0"},
    {"moved, before that", MOVED, 19, "19 days ahead: 0 of 1 (0.000), half 9, most 9"},
    {"moved, at first", MOVED, 59, "59 days ahead: 0 of 1 (0.000), half 9, most 9"},
    {"moved, before all", MOVED, 60, "60 days ahead: 0 of 1 (0.000), half 9, most 9"},
/* Published 19, 45 and 8 days before their days. */
#define MOVED_TWICE \
    CAME("2026-03-06", "2026-01-01: 2026-01-20, 2026-01-15: 2026-03-01, 2026-02-25: 2026-03-05")
    {"moved twice, near", MOVED_TWICE, 8, "8 days ahead: 0 of 1 (0.000), half 1, most 1"},
    {"moved twice, between", MOVED_TWICE, 9, "9 days ahead: 0 of 1 (0.000), half 5, most 5"},
    {"moved twice, far", MOVED_TWICE, 45, "45 days ahead: 0 of 1 (0.000), half 5, most 5"},
    {"moved twice, farther", MOVED_TWICE, 46, "46 days ahead: 0 of 1 (0.000), half 45, most 45"},
/* Withdrawn, and planned again 31 days before its new day. */
#define AGAIN \
    CAME("2026-03-04", "2026-01-01: 2026-03-01, 2026-01-10: withdrawn, 2026-02-01: 2026-03-04")
    {"planned again", AGAIN, 31, "31 days ahead: 1 of 1 (1.000), half 0, most 0"},
    {"planned again, before that", AGAIN, 32, "32 days ahead: 0 of 1 (0.000), half 3, most 3"},
    /* A plan that had passed when it came. */
    {"overdue for long", CAME("2026-06-01", "2026-01-01: 2026-03-01"), 0,
     "0 days ahead: 0 of 1 (0.000), half 92, most 92"},
};

START_TEST(one_case)
{
    relcal_catalog *catalog = parsed(cases[_i].milestones, NULL);
    check_forecast(cases[_i].name,
                   relcal_forecast_of_kind(relcal_catalog_project(catalog, "x"), "thing",
                                           cases[_i].lead, RELCAL_LATEST),
                   cases[_i].wanted);
    relcal_catalog_free(catalog);
}
END_TEST

/* ---- renumbering ---- */

/* Alpha 1 came in an emergency; its plan went on three days later as alpha 2, and that of alpha 2,
 * which then came a day late, as alpha 3, on its day. */
static const char renumbered[] =
    "- {id: 1.0.0a1, date: 2026-02-01, state: actual,\n"
    "   planned: {2026-01-01: 2026-02-27, 2026-01-10: 2026-03-01}}\n"
    "- {id: 1.0.0a2, date: 2026-03-02, state: actual,\n"
    "   planned: {2026-01-01: 2026-04-01, 2026-02-04: 2026-03-01}}\n"
    "- {id: 1.0.0a3, date: 2026-04-01, state: actual, planned: {2026-02-04: 2026-04-01}}\n";

static const struct {
    int32_t lead;
    const char *as_of;
    const char *wanted;
} renumberings[] = {
    {0, NULL, "0 days ahead: 1 of 2 (0.500), half 0, most 1"},
    {25, NULL, "25 days ahead: 1 of 2 (0.500), half 0, most 1"},
    /* Its own label said April then; its plan said March, under the name of alpha 1. */
    {26, NULL, "26 days ahead: 1 of 2 (0.500), half 0, most 1"},
    {50, NULL, "50 days ahead: 1 of 2 (0.500), half 0, most 1"},
    {51, NULL, "51 days ahead: 1 of 2 (0.500), half 0, most 3"},
    {57, NULL, "57 days ahead: 1 of 2 (0.500), half 0, most 3"},
    {58, NULL, "58 days ahead: 1 of 2 (0.500), half 0, most 3"},
    {91, NULL, "91 days ahead: 1 of 2 (0.500), half 0, most 3"},
    /* Until the plan was written anew, alpha 1 seemed to have come 28 days early. */
    {10, "2026-01-31", "10 days ahead: 0 of 0 (0.000), half 0, most 0"},
    {10, "2026-02-01", "10 days ahead: 0 of 1 (0.000), half 0, most 0"},
    {10, "2026-02-03", "10 days ahead: 0 of 1 (0.000), half 0, most 0"},
    {10, "2026-02-04", "10 days ahead: 0 of 0 (0.000), half 0, most 0"},
    {10, "2026-03-01", "10 days ahead: 0 of 0 (0.000), half 0, most 0"},
    {10, "2026-03-02", "10 days ahead: 0 of 1 (0.000), half 1, most 1"},
    {10, "2026-04-01", "10 days ahead: 1 of 2 (0.500), half 0, most 1"},
};

START_TEST(plans_go_on_under_other_labels)
{
    relcal_catalog *catalog = parsed(renumbered, NULL);
    const relcal_project *x = relcal_catalog_project(catalog, "x");
    for (size_t i = 0; i < COUNT(renumberings); i++) {
        check_forecast(renumberings[i].as_of == NULL ? "latest" : renumberings[i].as_of,
                       relcal_forecast_of_kind(x, "alpha", renumberings[i].lead,
                                               day_of(renumberings[i].as_of)),
                       renumberings[i].wanted);
    }
    relcal_catalog_free(catalog);
}
END_TEST

/* ---- many cases ---- */

/* Adds milestones of kind thing, a day apart, the first on `from`, that came `slip` days late. */
static void add_things(char **text, const char *from, size_t count, int32_t slip)
{
    static size_t made = 0;
    for (size_t i = 0; i < count; i++) {
        char *longer = malloc(strlen(*text) + 128);
        char planned[RELCAL_DATE_BYTES], came[RELCAL_DATE_BYTES], since[RELCAL_DATE_BYTES];
        relcal_date day = day_of(from) + (relcal_date)i;
        ck_assert_ptr_nonnull(longer);
        (void)sprintf(
            longer, "%s- {id: t%zu, kind: thing, date: %s, state: actual, planned: {%s: %s}}\n",
            *text, made++, relcal_date_format(day, came),
            relcal_date_format(day - slip - 100, since), relcal_date_format(day - slip, planned));
        free(*text);
        *text = longer;
    }
}

static char *no_things(void)
{
    char *text = calloc(1, 1);
    ck_assert_ptr_nonnull(text);
    return text;
}

/* One slip each, ended by a large number. */
#define END 9999

static const struct {
    int32_t slips[21];
    const char *wanted;
} shares[] = {
    {{4, 0, END}, "50 days ahead: 1 of 2 (0.500), half 0, most 4"},
    {{4, 0, 2, END}, "50 days ahead: 1 of 3 (0.333), half 2, most 4"},
    {{-9, -1, 0, 0, 3, 7, 1, END}, "50 days ahead: 2 of 7 (0.286), half 0, most 7"},
    {{10, 4, 3, 2, 1, 0, 0, 0, END}, "50 days ahead: 3 of 8 (0.375), half 1, most 10!"},
    {{1, 2, 3, 4, 5, 6, 7, 8, 9, END}, "50 days ahead: 0 of 9 (0.000), half 5, most 9!"},
    {{10, 9, 8, 7, 6, 5, 4, 3, 2, 1, END}, "50 days ahead: 0 of 10 (0.000), half 5, most 9!"},
    {{10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 11, END}, "50 days ahead: 0 of 11 (0.000), half 6, most 10!"},
    {{0, 0, 0, 0, 0, 0, 0, 0, 0, 50, END}, "50 days ahead: 9 of 10 (0.900), half 0, most 0!"},
    {{-1, -2, -3, -4, -5, -6, -7, -8, END}, "50 days ahead: 0 of 8 (0.000), half 0, most 0!"},
    {{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, END},
     "50 days ahead: 0 of 20 (0.000), half 10, most 18!"},
};

START_TEST(shares_of_cases)
{
    /* Every second one in another series: all series of a project count. */
    char *texts[2] = {no_things(), no_things()};
    for (size_t i = 0; shares[_i].slips[i] != END; i++) {
        add_things(&texts[i % 2], "2026-05-01", 1, shares[_i].slips[i]);
    }
    relcal_catalog *catalog = parsed(texts[0], texts[1]);
    check_forecast(
        "shares",
        relcal_forecast_of_kind(relcal_catalog_project(catalog, "x"), "thing", 50, RELCAL_LATEST),
        shares[_i].wanted);
    relcal_catalog_free(catalog);
    free(texts[0]);
    free(texts[1]);
}
END_TEST

/* Beyond the limit the newest cases count, in whichever order the series have them. */
START_TEST(newest_cases_count)
{
    static const struct {
        const char *first; /* where 100 late ones begin */
        size_t first_count;
        const char *second; /* where those on their day begin */
        size_t second_count;
        const char *wanted;
    } rows[] = {
        {"2020-01-01", 100, "2024-01-01", RELCAL_FORECAST_MOST_CASES,
         "10 days ahead: 512 of 512 (1.000), half 0, most 0!"},
        {"2020-01-01", 100, "2024-01-01", RELCAL_FORECAST_MOST_CASES - 1,
         "10 days ahead: 511 of 512 (0.998), half 0, most 0!"},
        {"2026-01-01", 100, "2024-01-01", RELCAL_FORECAST_MOST_CASES,
         "10 days ahead: 412 of 512 (0.805), half 0, most 7!"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        for (int turned = 0; turned <= 1; turned++) {
            char *late = no_things();
            char *punctual = no_things();
            add_things(&late, rows[i].first, rows[i].first_count, 7);
            add_things(&punctual, rows[i].second, rows[i].second_count, 0);
            relcal_catalog *catalog = parsed(turned ? punctual : late, turned ? late : punctual);
            check_forecast("newest",
                           relcal_forecast_of_kind(relcal_catalog_project(catalog, "x"), "thing",
                                                   10, RELCAL_LATEST),
                           rows[i].wanted);
            relcal_catalog_free(catalog);
            free(late);
            free(punctual);
        }
    }
}
END_TEST

/* ---- of a milestone ---- */

/* Betas 1 and 2 came on their day and 4 days late; 3 was moved, 4 is known to a month. */
static const char betas[] =
    "- {id: 1.0.0b1, date: 2026-03-01, state: actual, planned: {2026-01-01: 2026-03-01}}\n"
    "- {id: 1.0.0b2, date: 2026-04-05, state: actual, planned: {2026-01-01: 2026-04-01}}\n"
    "- {id: 1.0.0b3, date: 2026-05-10,\n"
    "   planned: {2026-01-01: 2026-05-01, 2026-04-10: 2026-05-10}}\n"
    "- {id: 1.0.0b4, date: 2026-06, planned: {2026-01-01: 2026-06}}\n"
    "- {id: 1.0.0b5, date: tbd, planned: {2026-01-01: tbd}}\n"
    "- {id: 1.0.0b6, state: withdrawn, planned: {2026-01-01: 2026-07-01, 2026-04-01: withdrawn}}\n"
    "- {id: 1.0.0rc1, date: 2026-08-01, planned: {2026-01-01: 2026-08-01}}\n";

static const struct {
    const char *milestone;
    const char *as_of;
    const char *today;
    const char *wanted;
} questions[] = {
    /* Of the latest plan what had come by today counts. */
    {"1.0.0b3", NULL, "2026-04-10", "30 days ahead: 1 of 2 (0.500), half 0, most 4"},
    {"1.0.0b3", NULL, "2026-04-04", "36 days ahead: 1 of 1 (1.000), half 0, most 0"},
    {"1.0.0b3", NULL, "2026-02-28", "71 days ahead: 0 of 0 (0.000), half 0, most 0"},
    {"1.0.0b3", NULL, "2026-05-10", "0 days ahead: 1 of 2 (0.500), half 0, most 4"},
    {"1.0.0b3", NULL, "2026-05-20", "0 days ahead: 1 of 2 (0.500), half 0, most 4"},
    /* As of a day that, and the plan of then; today counts for the days ahead alone. */
    {"1.0.0b3", "2026-04-09", "2026-04-09", "22 days ahead: 1 of 2 (0.500), half 0, most 4"},
    {"1.0.0b3", "2026-04-01", "2026-04-20", "11 days ahead: 1 of 1 (1.000), half 0, most 0"},
    {"1.0.0b3", "2026-04-20", "2026-02-01", "98 days ahead: 1 of 2 (0.500), half 0, most 4"},
    {"1.0.0b1", "2026-02-01", "2026-02-01", "28 days ahead: 0 of 0 (0.000), half 0, most 0"},
    {"1.0.0b2", "2026-03-01", "2026-03-01", "31 days ahead: 1 of 1 (1.000), half 0, most 0"},
    /* Nothing to foretell. */
    {"1.0.0b1", NULL, "2026-04-10", "0 days ahead: 0 of 0 (0.000), half 0, most 0"},
    {"1.0.0b1", NULL, "2026-02-10", "0 days ahead: 0 of 0 (0.000), half 0, most 0"},
    {"1.0.0b3", "2025-12-31", "2025-12-31", "0 days ahead: 0 of 0 (0.000), half 0, most 0"},
    {"1.0.0b4", NULL, "2026-04-10", "0 days ahead: 0 of 0 (0.000), half 0, most 0"},
    {"1.0.0b5", NULL, "2026-04-10", "0 days ahead: 0 of 0 (0.000), half 0, most 0"},
    {"1.0.0b6", NULL, "2026-04-10", "0 days ahead: 0 of 0 (0.000), half 0, most 0"},
    {"1.0.0b6", "2026-03-20", "2026-03-20", "103 days ahead: 1 of 1 (1.000), half 0, most 0"},
    {"none", NULL, "2026-04-10", "0 days ahead: 0 of 0 (0.000), half 0, most 0"},
    /* No other has come of its kind. */
    {"1.0.0rc1", NULL, "2026-04-10", "113 days ahead: 0 of 0 (0.000), half 0, most 0"},
};

START_TEST(of_a_milestone)
{
    relcal_catalog *catalog = parsed(betas, NULL);
    const relcal_series *series = relcal_catalog_series(catalog, "x", "1.0");
    for (size_t i = 0; i < COUNT(questions); i++) {
        relcal_plan plan = relcal_series_plan(series, day_of(questions[i].as_of));
        const relcal_milestone *milestone = relcal_series_milestone(series, questions[i].milestone);
        check_forecast(questions[i].milestone,
                       relcal_forecast_of(plan, milestone, day_of(questions[i].today)),
                       questions[i].wanted);
    }
    relcal_catalog_free(catalog);
}
END_TEST

START_TEST(days_out_of_range)
{
    static const relcal_date days[] = {RELCAL_DATE_NONE, RELCAL_DATE_MIN - 1, RELCAL_DATE_MAX + 1,
                                       INT32_MAX};
    relcal_catalog *catalog = parsed(betas, NULL);
    const relcal_series *series = relcal_catalog_series(catalog, "x", "1.0");
    const relcal_milestone *milestone = relcal_series_milestone(series, "b3");
    for (size_t i = 0; i < COUNT(days); i++) {
        relcal_plan plan = relcal_series_plan(series, RELCAL_LATEST);
        check_forecast("today", relcal_forecast_of(plan, milestone, days[i]),
                       "0 days ahead: 0 of 0 (0.000), half 0, most 0");
        if (days[i] != RELCAL_LATEST) {
            plan = relcal_series_plan(series, days[i]);
            check_forecast("as of", relcal_forecast_of(plan, milestone, day_of("2026-04-10")),
                           "0 days ahead: 0 of 0 (0.000), half 0, most 0");
        }
    }
    /* The ends of the calendar are days as others. */
    relcal_plan plan = relcal_series_plan(series, RELCAL_LATEST);
    check_forecast("first day", relcal_forecast_of(plan, milestone, RELCAL_DATE_MIN),
                   "739745 days ahead: 0 of 0 (0.000), half 0, most 0");
    check_forecast("last day", relcal_forecast_of(plan, milestone, RELCAL_DATE_MAX),
                   "0 days ahead: 1 of 2 (0.500), half 0, most 4");
    relcal_catalog_free(catalog);
}
END_TEST

START_TEST(forecasts_allocate_nothing)
{
    const relcal_series *series = relcal_catalog_series(relcal_catalog_builtin(), "python", "3.16");
    relcal_plan plan = relcal_series_plan(series, RELCAL_LATEST);
    const relcal_milestone *milestone = relcal_series_milestone(series, "b1");
    relcal_date today = day_of("2026-08-22");
    if (!allocations_are_counted()) {
        return;
    }
    allocations_begin(0);
    relcal_forecast forecast = relcal_forecast_of(plan, milestone, today);
    ck_assert_uint_eq(allocations_end(), 0);
    ck_assert(forecast.is_enough);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("forecast");
    TCase *tests = tcase_create("forecast");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, one_case, 0, COUNT(cases));
    tcase_add_test(tests, plans_go_on_under_other_labels);
    tcase_add_loop_test(tests, shares_of_cases, 0, COUNT(shares));
    tcase_add_test(tests, newest_cases_count);
    tcase_add_test(tests, of_a_milestone);
    tcase_add_test(tests, days_out_of_range);
    tcase_add_test(tests, forecasts_allocate_nothing);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
