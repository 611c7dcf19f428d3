/* What schedules of other projects say that Python's do not: other names of series, tiers of
 * support, what a milestone says of itself; and what they cannot say. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "relcal/relcal.h"

static const char project_text[] = "project: teapot\n"
                                   "name: Teapot\n"
                                   "trunk: {branch: main, begins: start}\n"
                                   "phases:\n"
                                   "- {id: current, begins: final}\n"
                                   "- {id: lts, begins: lts}\n"
                                   "- {id: maintenance, begins: maintenance}\n"
                                   "- {id: over, begins: end, living: no}\n"
                                   "names: {lts: [lts, maintenance], newest: current,\n"
                                   "        even: {phases: [current, lts], series: [v20, v24]}}\n"
                                   "branches: {repairs: maintenance}\n"
                                   "tiers:\n"
                                   "- {id: standard, from: final, until: maintenance}\n"
                                   "- {id: paid, from: lts, until: paid-end, source: nowhere}\n"
                                   "gaps:\n"
                                   "- what: It is made\n"
                                   "    of porcelain.\n"
                                   "  reason: Nothing is said of it.\n"
                                   "- {what: It has a lid., reason: It has one date.}\n";

static const char old_text[] = "series: v20\n"
                               "codename: Iron Kettle\n"
                               "aliases: [iron, kettle]\n"
                               "branch: v20.x\n"
                               "milestones:\n"
                               "- {id: start, date: 2023-01-01}\n"
                               "- {id: 20.0.0, date: 2023-04-18}\n"
                               "- {id: lts, date: 2023-10-24}\n"
                               "- {id: maintenance, date: 2024-10-22}\n"
                               "- {id: end, date: 2026-04-30, rule: final + 36 months}\n"
                               "- {id: paid-end, date: tbd}\n";

static const char new_text[] =
    "series: v22\n"
    "milestones:\n"
    "- {id: start, date: 2023-06-01}\n"
    "- {id: 22.0.0, date: 2024-04-24, targets: {early target: 2024-04-17, target 1: 2024-04-24}}\n"
    "- {id: lts, date: 2024-10-29, scope: all but one, if: nobody minds}\n";

static relcal_catalog *load(void)
{
    const relcal_source sources[] = {
        {"teapot/project.yaml", project_text, sizeof project_text - 1},
        {"teapot/v20.yaml", old_text, sizeof old_text - 1},
        {"teapot/v22.yaml", new_text, sizeof new_text - 1},
    };
    relcal_catalog *catalog;
    relcal_error error;
    ck_assert_msg(relcal_catalog_parse(&catalog, NULL, sources, 3, NULL, &error) == RELCAL_OK,
                  "%s:%u: %s", error.file, error.line, error.message);
    return catalog;
}

static relcal_instant noon(int year, int month, int day)
{
    return relcal_instant_of_day_start(relcal_date_from_civil(year, month, day)) + 43200;
}

/* The id of the series that a name means on a day; "" for none. */
static const char *named(const relcal_catalog *catalog, const char *name, relcal_instant instant)
{
    const relcal_project *project = relcal_catalog_project(catalog, "teapot");
    const relcal_series *series = relcal_project_series_named(project, name, RELCAL_LATEST,
                                                              instant);
    return series == NULL ? "" : relcal_series_id(series);
}

START_TEST(names_of_series)
{
    relcal_catalog *catalog = load();
    const struct {
        const char *name;
        relcal_instant instant;
        const char *series;
    } rows[] = {
        {"v20", noon(2020, 1, 1), "v20"},       {"iron", noon(2020, 1, 1), "v20"},
        {"kettle", noon(2020, 1, 1), "v20"},    {"Iron Kettle", noon(2020, 1, 1), "v20"},
        {"IRON", noon(2020, 1, 1), "v20"},      {"iron kettle", noon(2020, 1, 1), "v20"},
        {"V20", noon(2020, 1, 1), "v20"},       {"LTS", noon(2023, 10, 24), "v20"},
        {"V20.X", noon(2020, 1, 1), ""},        {"iron kettl", noon(2020, 1, 1), ""},
        {"v20.x", noon(2020, 1, 1), "v20"},     {"main", noon(2023, 2, 1), "v20"},
        {"main", noon(2023, 7, 1), "v22"},      {"main", noon(2022, 7, 1), ""},
        {"lts", noon(2023, 10, 23), ""},        {"lts", noon(2023, 10, 24), "v20"},
        {"lts", noon(2024, 10, 28), "v20"},     {"lts", noon(2024, 10, 29), "v22"},
        {"newest", noon(2023, 4, 18), "v20"},   {"newest", noon(2023, 12, 1), ""},
        {"newest", noon(2024, 4, 24), "v22"},   {"newest", noon(2025, 1, 1), ""},
        {"v2", noon(2025, 1, 1), ""},           {"repairs", noon(2024, 10, 21), ""},
        {"repairs", noon(2024, 10, 22), "v20"}, {"even", noon(2024, 5, 1), "v20"},
        {"even", noon(2024, 10, 22), ""},
    };
    for (size_t index = 0; index < sizeof rows / sizeof rows[0]; index++) {
        ck_assert_str_eq(named(catalog, rows[index].name, rows[index].instant), rows[index].series);
    }
    const relcal_project *project = relcal_catalog_project(catalog, "teapot");
    const relcal_series *series = relcal_project_series(project, "v20");
    ck_assert_str_eq(relcal_series_codename(series), "Iron Kettle");
    ck_assert_str_eq(relcal_series_alias_at(series, 1), "kettle");
    ck_assert_ptr_null(relcal_series_alias_at(series, 2));
    ck_assert_ptr_null(relcal_series_codename(relcal_project_series(project, "v22")));
    ck_assert_str_eq(relcal_project_name_at(project, 1), "newest");
    ck_assert_str_eq(relcal_project_name_at(project, 3), "repairs");
    ck_assert_ptr_null(relcal_project_name_at(project, 4));
    ck_assert_str_eq(relcal_project_name_phases(project, "lts"), "lts maintenance");
    ck_assert_str_eq(relcal_project_name_phases(project, "Newest"), "current");
    ck_assert_ptr_null(relcal_project_name_phases(project, "iron"));
    ck_assert_str_eq(relcal_project_name_series(project, "Even"), "v20 v24");
    ck_assert_ptr_null(relcal_project_name_series(project, "lts"));
    ck_assert_ptr_null(relcal_project_name_series(project, "iron"));
    relcal_catalog_free(catalog);
}
END_TEST

/* Where a series is: on the trunk, then on its own branch, then on one that goes from series to
 * series, and at last on its own again. */
START_TEST(branches_of_series)
{
    relcal_catalog *catalog = load();
    const relcal_project *project = relcal_catalog_project(catalog, "teapot");
    const relcal_series *series = relcal_project_series(project, "v20");
    const struct {
        relcal_instant instant;
        const char *branch;
    } rows[] = {
        {noon(2022, 12, 31), "v20.x"},  {noon(2023, 1, 1), "main"},
        {noon(2023, 5, 31), "main"},    {noon(2023, 6, 1), "v20.x"},
        {noon(2024, 10, 21), "v20.x"},  {noon(2024, 10, 22), "repairs"},
        {noon(2026, 4, 29), "repairs"}, {noon(2026, 4, 30), "v20.x"},
    };
    for (size_t index = 0; index < sizeof rows / sizeof rows[0]; index++) {
        relcal_instant instant = rows[index].instant;
        const char *branch = relcal_series_branch_at(series, RELCAL_LATEST, instant);
        ck_assert_str_eq(branch, rows[index].branch);
        bool is_repaired = strcmp(branch, "repairs") == 0;
        ck_assert_ptr_eq(
            relcal_project_series_on_branch(project, "repairs", RELCAL_LATEST, instant),
            is_repaired ? series : NULL);
    }
    ck_assert_ptr_null(relcal_series_branch_at(relcal_project_series(project, "v22"), RELCAL_LATEST,
                                               noon(2023, 5, 31)));
    relcal_catalog_free(catalog);
}
END_TEST

START_TEST(tiers_of_support)
{
    relcal_catalog *catalog = load();
    const relcal_project *project = relcal_catalog_project(catalog, "teapot");
    relcal_plan plan = relcal_series_plan(relcal_project_series(project, "v20"), RELCAL_LATEST);
    const struct {
        relcal_instant instant;
        relcal_truth standard;
        relcal_truth paid;
    } rows[] = {
        {noon(2023, 4, 17), RELCAL_NO, RELCAL_NO},
        {noon(2023, 4, 18), RELCAL_YES, RELCAL_NO},
        {noon(2023, 10, 24), RELCAL_YES, RELCAL_UNKNOWN}, /* its end has no date yet */
        {noon(2024, 10, 21), RELCAL_YES, RELCAL_UNKNOWN},
        {noon(2024, 10, 22), RELCAL_NO, RELCAL_UNKNOWN},
    };
    ck_assert_uint_eq(relcal_project_tier_count(project), 2);
    ck_assert_uint_eq(relcal_project_freeze_count(project), 0);
    ck_assert_ptr_null(relcal_project_tier_at(project, 2));
    ck_assert_str_eq(relcal_freeze_source(relcal_project_tier_at(project, 1)), "nowhere");
    for (size_t index = 0; index < sizeof rows / sizeof rows[0]; index++) {
        ck_assert_int_eq(
            relcal_plan_tier(plan, relcal_project_tier_at(project, 0), rows[index].instant),
            rows[index].standard);
        ck_assert_int_eq(
            relcal_plan_tier(plan, relcal_project_tier_at(project, 1), rows[index].instant),
            rows[index].paid);
    }
    relcal_catalog_free(catalog);
}
END_TEST

START_TEST(traits_of_milestones)
{
    relcal_catalog *catalog = load();
    const relcal_series *v20 = relcal_catalog_series(catalog, "teapot", "v20");
    const relcal_series *v22 = relcal_catalog_series(catalog, "teapot", "v22");
    const relcal_milestone *end = relcal_series_milestone(v20, "end");
    const relcal_milestone *final = relcal_series_milestone(v22, "final");
    const relcal_milestone *lts = relcal_series_milestone(v22, "lts");
    relcal_target target;
    char date[RELCAL_WHEN_BYTES];
    ck_assert_str_eq(relcal_milestone_trait(end, RELCAL_TRAIT_RULE), "final + 36 months");
    ck_assert_ptr_null(relcal_milestone_trait(end, RELCAL_TRAIT_SCOPE));
    ck_assert_str_eq(relcal_milestone_trait(lts, RELCAL_TRAIT_SCOPE), "all but one");
    ck_assert_str_eq(relcal_milestone_trait(lts, RELCAL_TRAIT_CONDITION), "nobody minds");
    ck_assert(!relcal_milestone_target_at(lts, 0, &target));
    ck_assert(relcal_milestone_target_at(final, 1, &target));
    ck_assert_str_eq(target.name, "target 1");
    ck_assert_str_eq(relcal_when_format(&target.when, date), "2024-04-24");
    ck_assert(!relcal_milestone_target_at(final, 2, &target));
    relcal_catalog_free(catalog);
}
END_TEST

START_TEST(gaps_of_projects)
{
    relcal_catalog *catalog = load();
    const relcal_project *project = relcal_catalog_project(catalog, "teapot");
    relcal_gap gap = {"untouched", "untouched"};
    ck_assert(!relcal_project_gap_at(project, 2, &gap));
    ck_assert_str_eq(gap.what, "untouched");
    ck_assert(relcal_project_gap_at(project, 0, &gap));
    ck_assert_str_eq(gap.what, "It is made of porcelain.");
    ck_assert_str_eq(gap.reason, "Nothing is said of it.");
    ck_assert(relcal_project_gap_at(project, 1, &gap));
    ck_assert_str_eq(gap.what, "It has a lid.");
    ck_assert_str_eq(gap.reason, "It has one date.");
    relcal_catalog_free(catalog);
}
END_TEST

/* What is written loads to the same, over another catalog too. */
START_TEST(written_and_read)
{
    relcal_catalog *catalog = load();
    const relcal_project *project = relcal_catalog_project(catalog, "teapot");
    char *texts[3];
    size_t lengths[3];
    ck_assert_int_eq(relcal_project_write(project, &texts[0], &lengths[0]), RELCAL_OK);
    for (size_t index = 0; index < 2; index++) {
        relcal_plan plan = relcal_series_plan(relcal_project_series_at(project, index),
                                              RELCAL_LATEST);
        ck_assert_int_eq(relcal_plan_write(plan, &texts[index + 1], &lengths[index + 1]),
                         RELCAL_OK);
    }
    const relcal_source sources[] = {{"teapot/project.yaml", texts[0], lengths[0]},
                                     {"teapot/a.yaml", texts[1], lengths[1]},
                                     {"teapot/b.yaml", texts[2], lengths[2]}};
    relcal_catalog *again;
    relcal_catalog *over;
    ck_assert_int_eq(relcal_catalog_parse(&again, NULL, sources, 3, NULL, NULL), RELCAL_OK);
    ck_assert_int_eq(relcal_catalog_parse(&over, again, sources + 1, 1, NULL, NULL), RELCAL_OK);
    char *text;
    size_t length;
    ck_assert_int_eq(relcal_project_write(relcal_catalog_project(over, "teapot"), &text, &length),
                     RELCAL_OK);
    ck_assert_str_eq(text, texts[0]);
    ck_assert_ptr_nonnull(strstr(text, "reason: It has one date."));
    free(text);
    ck_assert_int_eq(
        relcal_plan_write(
            relcal_series_plan(relcal_catalog_series(over, "teapot", "v22"), RELCAL_LATEST), &text,
            &length),
        RELCAL_OK);
    ck_assert_str_eq(text, texts[2]);
    free(text);
    for (size_t index = 0; index < 3; index++) {
        free(texts[index]);
    }
    relcal_catalog_free(over);
    relcal_catalog_free(again);
    relcal_catalog_free(catalog);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("names");
    TCase *cases = tcase_create("names");
    tcase_add_test(cases, names_of_series);
    tcase_add_test(cases, branches_of_series);
    tcase_add_test(cases, tiers_of_support);
    tcase_add_test(cases, traits_of_milestones);
    tcase_add_test(cases, gaps_of_projects);
    tcase_add_test(cases, written_and_read);
    suite_add_tcase(suite, cases);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failures = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
