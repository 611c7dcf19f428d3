/* The catalog: its accessors, its order, and finding milestones by every name they have. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "relcal/relcal.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

static const relcal_series *python(const char *id)
{
    const relcal_series *series = relcal_catalog_series(relcal_catalog_builtin(), "python", id);
    ck_assert_msg(series != NULL, "no series %s", id);
    return series;
}

static const relcal_milestone *milestone(const char *series_id, const char *id)
{
    const relcal_milestone *found = relcal_series_milestone(python(series_id), id);
    ck_assert_msg(found != NULL, "no milestone %s", id);
    return found;
}

static relcal_catalog *parsed(const relcal_source *sources, size_t count)
{
    relcal_catalog *catalog = NULL;
    relcal_error error;
    relcal_status status = relcal_catalog_parse(&catalog, NULL, sources, count, NULL, &error);
    ck_assert_msg(status == RELCAL_OK, "%s:%u:%u: %s", error.file, (unsigned)error.line,
                  (unsigned)error.column, error.message);
    return catalog;
}

#define SOURCE(name, text)           \
    {                                \
        name, text, sizeof(text) - 1 \
    }

START_TEST(builtin_project)
{
    const relcal_catalog *catalog = relcal_catalog_builtin();
    const relcal_project *project = relcal_catalog_project(catalog, "python");
    ck_assert_ptr_nonnull(project);
    size_t count = relcal_catalog_project_count(catalog);
    size_t found = 0;
    for (size_t index = 0; index < count; index++) {
        const relcal_project *at = relcal_catalog_project_at(catalog, index);
        ck_assert_ptr_eq(relcal_catalog_project(catalog, relcal_project_id(at)), at);
        found += at == project;
    }
    ck_assert_uint_eq(found, 1);
    ck_assert_uint_gt(count, 1);
    ck_assert_ptr_null(relcal_catalog_project_at(catalog, count));
    ck_assert_ptr_null(relcal_catalog_project_at(catalog, SIZE_MAX));
    ck_assert_ptr_null(relcal_catalog_project(catalog, "Python"));
    ck_assert_ptr_null(relcal_catalog_project(catalog, "pytho"));
    ck_assert_ptr_null(relcal_catalog_project(catalog, ""));
    ck_assert_str_eq(relcal_project_id(project), "python");
    ck_assert_str_eq(relcal_project_name(project), "Python");
    ck_assert_str_eq(relcal_project_url(project), "https://www.python.org/");
    ck_assert_str_eq(relcal_project_trunk(project), "main");
    ck_assert_str_eq(relcal_project_uid_domain(project), "python.org");
    ck_assert_str_eq(relcal_project_color(project), "royalblue");
    ck_assert_str_eq(relcal_project_spec_name(project), "PEP {number}");
    ck_assert_str_eq(relcal_project_spec_url(project), "https://peps.python.org/pep-{number:04}/");
    ck_assert(relcal_date_is_valid(relcal_project_revised(project)));
}
END_TEST

START_TEST(series_order)
{
    static const char *const wanted[] = {"1.6",  "2.0",  "2.1",  "2.2",  "2.3", "2.4",  "2.5",
                                         "2.6",  "2.7",  "3.0",  "3.1",  "3.2", "3.3",  "3.4",
                                         "3.5",  "3.6",  "3.7",  "3.8",  "3.9", "3.10", "3.11",
                                         "3.12", "3.13", "3.14", "3.15", "3.16"};
    const relcal_project *project = relcal_catalog_project(relcal_catalog_builtin(), "python");
    ck_assert_uint_ge(relcal_project_series_count(project), COUNT(wanted));
    for (size_t i = 0; i < COUNT(wanted); i++) {
        const relcal_series *series = relcal_project_series_at(project, i);
        ck_assert_str_eq(relcal_series_id(series), wanted[i]);
        ck_assert_ptr_eq(relcal_series_project(series), project);
        ck_assert_ptr_eq(relcal_project_series(project, wanted[i]), series);
    }
    ck_assert_ptr_null(relcal_project_series_at(project, relcal_project_series_count(project)));
    ck_assert_ptr_null(relcal_project_series_at(project, SIZE_MAX));
    static const char *const unknown[] = {"3.99", "3.1.0", "3.100",  "03.1",
                                          "3",    "",      "3.12.0", "main"};
    for (size_t i = 0; i < COUNT(unknown); i++) {
        ck_assert_ptr_null(relcal_project_series(project, unknown[i]));
    }
    ck_assert_ptr_null(relcal_catalog_series(relcal_catalog_builtin(), "pyton", "3.12"));
    ck_assert_ptr_null(relcal_catalog_series(relcal_catalog_builtin(), "python", "3.99"));
}
END_TEST

START_TEST(series_texts)
{
    const relcal_series *series = python("3.12");
    ck_assert_str_eq(relcal_series_id(series), "3.12");
    ck_assert_str_eq(relcal_series_spec_name(series), "PEP 693");
    ck_assert_str_eq(relcal_series_spec_url(series), "https://peps.python.org/pep-0693/");
    ck_assert_str_eq(relcal_series_branch(series), "3.12");
    ck_assert_str_eq(relcal_series_release_manager(series), "Thomas Wouters");
    ck_assert(relcal_date_is_valid(relcal_series_revised(series)));
    ck_assert_str_eq(relcal_series_branch(python("3.1")), "3.1");
    ck_assert_ptr_null(relcal_series_branch(python("1.6")));
}
END_TEST

START_TEST(phases_and_freezes)
{
    static const struct {
        const char *id;
        bool is_living;
    } wanted[] = {{"pre-alpha", true},   {"alpha", true},  {"beta", true},
                  {"candidate", true},   {"bugfix", true}, {"security", true},
                  {"end-of-life", false}};
    const relcal_project *project = relcal_catalog_project(relcal_catalog_builtin(), "python");
    ck_assert_uint_eq(relcal_project_phase_count(project), COUNT(wanted));
    for (size_t i = 0; i < COUNT(wanted); i++) {
        const relcal_phase *phase = relcal_project_phase_at(project, i);
        ck_assert_str_eq(relcal_phase_id(phase), wanted[i].id);
        ck_assert_int_eq(relcal_phase_is_living(phase), wanted[i].is_living);
    }
    ck_assert_ptr_null(relcal_project_phase_at(project, COUNT(wanted)));
    ck_assert_ptr_null(relcal_project_phase_at(project, SIZE_MAX));

    ck_assert_uint_eq(relcal_project_freeze_count(project), 2);
    ck_assert_str_eq(relcal_freeze_id(relcal_project_freeze_at(project, 0)), "feature");
    ck_assert_str_eq(relcal_freeze_id(relcal_project_freeze_at(project, 1)), "abi");
    ck_assert_ptr_nonnull(relcal_freeze_source(relcal_project_freeze_at(project, 0)));
    ck_assert_ptr_null(relcal_project_freeze_at(project, 2));
    ck_assert_ptr_null(relcal_project_freeze_at(project, SIZE_MAX));
}
END_TEST

START_TEST(nothing)
{
    ck_assert_str_eq(relcal_milestone_id(NULL), "");
    ck_assert_str_eq(relcal_milestone_title(NULL), "");
    ck_assert_str_eq(relcal_phase_id(NULL), "planned");
    ck_assert(!relcal_phase_is_living(NULL));
    relcal_catalog_free(NULL);
    union {
        const relcal_catalog *constant;
        relcal_catalog *catalog;
    } builtin = {relcal_catalog_builtin()};
    relcal_catalog_free(builtin.catalog);
    ck_assert_ptr_nonnull(relcal_catalog_project(relcal_catalog_builtin(), "python"));
}
END_TEST

START_TEST(states)
{
    static const struct {
        relcal_state state;
        const char *name;
    } items[] = {{RELCAL_EXPECTED, "expected"},
                 {RELCAL_ACTUAL, "actual"},
                 {RELCAL_WITHDRAWN, "withdrawn"},
                 {(relcal_state)3, ""},
                 {(relcal_state)-1, ""}};
    for (size_t i = 0; i < COUNT(items); i++) {
        ck_assert_str_eq(relcal_state_name(items[i].state), items[i].name);
    }
}
END_TEST

/* A stage is found by what a file says, where no id does. */
START_TEST(stages_by_kind)
{
    static const relcal_source sources[] = {
        SOURCE("x/project.yaml", "project: x\nname: X\nphases: []\n"),
        SOURCE("x/8.4.yaml", "series: 8.4\nmilestones:\n"
                             "- {id: early, date: 2024-01-01, kind: beta, number: 2}\n"
                             "- {id: 8.4.1, date: 2024-01-02, kind: final}\n"
                             "- {id: 8.4.2, date: 2024-01-03}\n"),
        SOURCE("x/8.5.yaml", "series: 8.5\nmilestones:\n"
                             "- {id: release, date: 2025-01-01, kind: final}\n"
                             "- {id: 8.5.0b2, date: 2025-01-02}\n"
                             "- {id: early, date: 2024-01-01, kind: beta, number: 2}\n"),
        /* It was to be 8.6, and its alphas are called previews; 9.1.0 is no first release. */
        SOURCE("x/9.0.yaml", "series: 9.0\naliases: 8.6\nmilestones:\n"
                             "- {id: 9.0.0-rc2, date: 2024-01-01}\n"
                             "- {id: 8.6.0-preview1, date: 2025-01-01, kind: alpha}\n"
                             "- {id: 9.0.0-preview2, date: 2025-01-02, kind: alpha}\n"
                             "- {id: 9.0.0-preview3, date: 2025-01-03, kind: alpha}\n"
                             "- {id: 9.0.1-preview4, date: 2025-01-04, kind: alpha}\n"
                             "- {id: 9.0.0, date: 2025-01-05}\n"),
        SOURCE("x/9.yaml", "series: 9\nmilestones:\n"
                           "- {id: 9.1.0, date: 2024-01-01, kind: bugfix}\n"
                           "- {id: 9.0.0, date: 2024-01-02}\n"),
    };
    static const struct {
        const char *series;
        const char *name;
        const char *id; /* "" for none */
    } items[] = {
        {"8.4", "final", "8.4.1"},
        {"8.4", "b2", "early"},
        {"8.4", "beta 2", "early"},
        {"8.4", "b1", ""},
        {"8.4", "8.4.0b2", ""},
        {"8.4", "8.4.0", ""},
        {"8.5", "final", "release"},
        {"8.5", "b2", "8.5.0b2"},
        {"8.5", "rc1", ""},
        {"9.0", "9.0.0 Preview 2", "9.0.0-preview2"},
        {"9.0", "preview2", "9.0.0-preview2"},
        {"9.0", "preview 1", "8.6.0-preview1"},
        {"9.0", "preview4", ""},
        {"9.0", "a2", "9.0.0-preview2"},
        {"9.0", "alpha 3", "9.0.0-preview3"},
        {"9.0", "9.0.0a3", "9.0.0-preview3"},
        {"9.0", "9.0.1a4", "9.0.1-preview4"},
        {"9.0", "8.6.0a1", "8.6.0-preview1"},
        {"9.0", "9.0.0c2", "9.0.0-rc2"},
        {"9.0", "rc2", "9.0.0-rc2"},
        {"9.0", "rc3", ""},
        {"9.0", "pre1", ""},
        {"9.0", "final", "9.0.0"},
        {"9", "final", "9.0.0"},
        {"9", "9.1", "9.1.0"},
    };
    relcal_catalog *catalog = parsed(sources, COUNT(sources));
    for (size_t i = 0; i < COUNT(items); i++) {
        const relcal_series *series = relcal_catalog_series(catalog, "x", items[i].series);
        ck_assert_str_eq(relcal_milestone_id(relcal_series_milestone(series, items[i].name)),
                         items[i].id);
    }
    relcal_catalog_free(catalog);
}
END_TEST

START_TEST(kinds)
{
    static const struct {
        const char *series;
        const char *id;
        const char *kind;
        int number;
        const char *title;
    } items[] = {
        {"3.12", "development", "development", -1, "development"},
        {"3.12", "3.12.0a4", "alpha", 4, "3.12.0 alpha 4"},
        {"3.12", "3.12.0b1", "beta", 1, "3.12.0 beta 1"},
        {"3.12", "3.12.0rc3", "candidate", 3, "3.12.0 candidate 3"},
        {"3.12", "3.12.0", "final", -1, "3.12.0"},
        {"3.12", "3.12.1", "bugfix", -1, "3.12.1"},
        {"3.12", "3.12.10", "bugfix", -1, "3.12.10"},
        {"3.12", "3.12.11", "security", -1, "3.12.11"},
        {"3.12", "end-of-bugfix", "end-of-bugfix", -1, "end of bugfix"},
        {"3.12", "end-of-life", "end-of-life", -1, "end of life"},
        {"2.2", "2.2.2b1", "beta", 1, "2.2.2 beta 1"},
        {"2.2", "2.2.1rc2", "candidate", 2, "2.2.1 candidate 2"},
        {"1.6", "1.6.1", "security", -1, "1.6.1"},
    };
    for (size_t i = 0; i < COUNT(items); i++) {
        const relcal_milestone *found = milestone(items[i].series, items[i].id);
        ck_assert_str_eq(relcal_milestone_id(found), items[i].id);
        ck_assert_str_eq(relcal_milestone_kind(found), items[i].kind);
        ck_assert_int_eq(relcal_milestone_number(found), items[i].number);
        ck_assert_str_eq(relcal_milestone_title(found), items[i].title);
        ck_assert_ptr_eq(relcal_milestone_series(found), python(items[i].series));
    }
    ck_assert_str_eq(relcal_milestone_note(milestone("3.13", "3.13.5")), "hotfix");
    ck_assert_ptr_null(relcal_milestone_note(milestone("3.12", "3.12.0b1")));
}
END_TEST

/* Kinds, numbers and titles that a file says, and ids that are no names of Python's. */
START_TEST(kinds_of_files)
{
    static const relcal_source sources[] = {
        SOURCE("x/project.yaml", "project: x\nname: X\nphases: []\n"),
        SOURCE("x/40.yaml",
               "series: 40\n"
               "milestones:\n"
               "- {id: beta, date: 2024-01-01}\n"
               "- {id: Alpha, date: 2024-01-01}\n"
               "- {id: final, date: 2024-01-01}\n"
               "- {id: beta-2, date: 2024-01-02}\n"
               "- {id: a1, date: 2024-01-03, kind: nightly, number: 7, title: Nightly seven}\n"
               "- {id: 40.2b5, date: 2024-02-03}\n- {id: 40.04, date: 2024-02-04}\n"
               "- {id: code-freeze, date: 2024-01-04, number: 0}\n"
               "- {id: 40.1.1, date: 2024-01-05, kind: final}\n"
               "- {id: 40.1.2, date: 2024-01-06}\n"
               "- {id: v40.1.3-rc.0, date: 2024-01-07}\n"
               "- {id: 40.0.0-preview3, date: 2024-01-07, kind: alpha}\n"
               "- {id: 41.0.0, date: 2024-01-09, kind: bugfix}\n"
               "- {id: 40, date: 2024-01-08}\n"),
    };
    static const struct {
        const char *id;
        const char *kind;
        int number;
        const char *title;
    } items[] = {
        {"beta", "beta", -1, "beta"},
        {"Alpha", "Alpha", -1, "Alpha"},
        {"final", "final", -1, "final"},
        {"beta-2", "beta", 2, "beta 2"},
        {"a1", "nightly", 7, "Nightly seven"},
        {"code-freeze", "code-freeze", 0, "code freeze"},
        {"40.1.1", "final", -1, "40.1.1"},
        {"40.1.2", "bugfix", -1, "40.1.2"},
        {"v40.1.3-rc.0", "candidate", 0, "v40.1.3 candidate 0"},
        {"40", "40", -1, "40"},
        {"40.2b5", "beta", 5, "40.2 beta 5"},
        {"40.04", "final", -1, "40.04"},
        {"40.0.0-preview3", "alpha", 3, "40.0.0 alpha 3"},
        {"41.0.0", "bugfix", -1, "41.0.0"},
    };
    relcal_catalog *catalog = parsed(sources, COUNT(sources));
    const relcal_series *series = relcal_catalog_series(catalog, "x", "40");
    for (size_t i = 0; i < COUNT(items); i++) {
        const relcal_milestone *found = relcal_series_milestone(series, items[i].id);
        ck_assert_msg(found != NULL, "%s", items[i].id);
        ck_assert_str_eq(relcal_milestone_id(found), items[i].id);
        ck_assert_str_eq(relcal_milestone_kind(found), items[i].kind);
        ck_assert_int_eq(relcal_milestone_number(found), items[i].number);
        ck_assert_str_eq(relcal_milestone_title(found), items[i].title);
    }
    relcal_catalog_free(catalog);
}
END_TEST

START_TEST(finding)
{
    static const struct {
        const char *series;
        const char *name;
        const char *id; /* NULL where there is none */
    } items[] = {
        {"3.12", "3.12.0b1", "3.12.0b1"},
        {"3.12", "3.12b1", "3.12.0b1"},
        {"3.12", "b1", "3.12.0b1"},
        {"3.12", "B1", "3.12.0b1"},
        {"3.12", "beta 1", "3.12.0b1"},
        {"3.12", "Beta 1", "3.12.0b1"},
        {"3.12", " beta1 ", "3.12.0b1"},
        {"3.12", "beta-1", "3.12.0b1"},
        {"3.12", "3.12.0 beta 1", "3.12.0b1"},
        {"3.12", "3.12.0-beta.1", "3.12.0b1"},
        {"3.12", "v3.12.0b1", "3.12.0b1"},
        {"3.12", "candidate 1", "3.12.0rc1"},
        {"3.12", "c1", "3.12.0rc1"},
        {"3.12", "rc1", "3.12.0rc1"},
        {"3.12", "release candidate 1", "3.12.0rc1"},
        {"3.12", "pre 1", "3.12.0rc1"},
        {"3.12", "final", "3.12.0"},
        {"3.12", "3.12", "3.12.0"},
        {"3.12", "3.12.0", "3.12.0"},
        {"3.12", "3.12.0 final", "3.12.0"},
        {"3.12", "3.12.1", "3.12.1"},
        {"3.12", "3.12.10", "3.12.10"},
        {"3.12", "end-of-life", "end-of-life"},
        {"3.12", "end of life", "end-of-life"},
        {"3.12", "End Of Life", "end-of-life"},
        {"3.12", "end of bugfix", "end-of-bugfix"},
        {"3.12", "Development", "development"},
        {"3.12", "3.12.0b9", NULL},
        {"3.12", "b0", NULL},
        {"3.12", "b", NULL},
        {"3.12", "3.13.0b1", NULL},
        {"3.12", "3.1", NULL},
        {"3.12", "3.12.", NULL},
        {"3.12", "3.12.0.0", NULL},
        {"3.12", "3.12.99", NULL},
        {"3.12", "", NULL},
        {"3.12", "end", NULL},
        {"3.12", "end-of-lif", NULL},
        {"3.12", "end-of-lifes", NULL},
        {"3.12", "3.12.70000", NULL},
        {"3.1", "final", "3.1.0"},
        {"3.1", "3.1.1", "3.1.1"},
        {"3.10", "final", "3.10.0"},
        {"3.10", "3.1.0", NULL},
        {"2.2", "b1", "2.2.0b1"},
        {"2.2", "2.2.2b1", "2.2.2b1"},
        {"2.2", "rc1", "2.2.0rc1"},
        {"2.2", "rc2", NULL},       /* 2.2.1 has one, the first release has not */
        {"3.13", "a7", "3.13.0a7"}, /* withdrawn, but still a milestone */
    };
    for (size_t i = 0; i < COUNT(items); i++) {
        const relcal_milestone *found = relcal_series_milestone(python(items[i].series),
                                                                items[i].name);
        ck_assert_msg(strcmp(relcal_milestone_id(found), items[i].id ? items[i].id : "") == 0,
                      "%s of %s: %s", items[i].name, items[i].series, relcal_milestone_id(found));
    }
}
END_TEST

START_TEST(revisions)
{
    static const struct {
        const char *since;
        const char *when;
    } wanted[] = {
        {"2022-06-18", "2023-05-29"}, {"2023-05-23", "2023-05-30"}, {"2023-05-31", "2023-06-06"}};
    const relcal_milestone *beta = milestone("3.12", "b2");
    ck_assert_uint_eq(relcal_milestone_revision_count(beta), COUNT(wanted));
    for (size_t i = 0; i < COUNT(wanted); i++) {
        char since[RELCAL_DATE_BYTES];
        char when[RELCAL_WHEN_BYTES];
        relcal_revision revision = relcal_milestone_revision_at(beta, i);
        ck_assert_str_eq(relcal_date_format(revision.since, since), wanted[i].since);
        ck_assert_str_eq(relcal_when_format(&revision.when, when), wanted[i].when);
        ck_assert(!revision.withdrawn);
    }
    ck_assert_uint_eq(relcal_milestone_revision_count(milestone("3.12", "rc3")), 0);
    ck_assert_uint_eq(relcal_milestone_revision_count(milestone("3.12", "end-of-life")), 0);

    const relcal_milestone *withdrawn = milestone("3.13", "a7");
    ck_assert_uint_eq(relcal_milestone_revision_count(withdrawn), 2);
    ck_assert(!relcal_milestone_revision_at(withdrawn, 0).withdrawn);
    ck_assert(relcal_milestone_revision_at(withdrawn, 1).withdrawn);
    ck_assert_int_eq(relcal_milestone_revision_at(withdrawn, 1).when.precision,
                     RELCAL_PRECISION_TBD);
}
END_TEST

/* By date in the latest plan, then by place in the file; withdrawn ones at their last date. */
START_TEST(milestone_order)
{
    static const relcal_source sources[] = {
        SOURCE("x/project.yaml", "project: x\nname: X\nphases: []\n"),
        SOURCE("x/1.0.yaml", "series: 1.0\n"
                             "milestones:\n"
                             "- {id: undated, date: tbd}\n"
                             "- {id: late, date: 2024-12-31}\n"
                             "- {id: noon, date: 2024-05-05T12:00Z}\n"
                             "- {id: day, date: 2024-05-05}\n"
                             "- {id: same-day, date: 2024-05-05}\n"
                             "- {id: month, date: 2024-05}\n"
                             "- {id: year, date: 2024}\n"
                             "- {id: gone, state: withdrawn, planned: {2023-01-01: 2024-06-01,\n"
                             "   2023-02-01: 2024-05-04, 2023-03-01: withdrawn}}\n"
                             "- {id: never, state: withdrawn, planned: {2023-03-01: withdrawn}}\n"
                             "- {id: first, date: 0001-01-01}\n"
                             "- {id: last, date: 9999-12-31}\n"),
    };
    static const char *const wanted[] = {"first", "year", "month", "gone",    "day",  "same-day",
                                         "noon",  "late", "last",  "undated", "never"};
    relcal_catalog *catalog = parsed(sources, COUNT(sources));
    const relcal_series *series = relcal_catalog_series(catalog, "x", "1.0");
    ck_assert_uint_eq(relcal_series_milestone_count(series), COUNT(wanted));
    for (size_t i = 0; i < COUNT(wanted); i++) {
        ck_assert_str_eq(relcal_milestone_id(relcal_series_milestone_at(series, i)), wanted[i]);
    }
    ck_assert_ptr_null(relcal_series_milestone_at(series, COUNT(wanted)));
    ck_assert_ptr_null(relcal_series_milestone_at(series, SIZE_MAX));
    relcal_catalog_free(catalog);
}
END_TEST

/* Projects and series are put in the order of the numbers in their ids, whatever the files say. */
START_TEST(id_order)
{
    static const char *const wanted[] = {"0.9",  "1",      "1.0",      "1.00", "1.0-lts", "1.2",
                                         "1.10", "2.9999", "bookworm", "r2",   "r10",     "r010x"};
    static const char *const given[] = {"r10", "1.10",   "1.0-lts", "bookworm", "1.2",  "r010x",
                                        "1",   "2.9999", "0.9",     "r2",       "1.00", "1.0"};
    relcal_source sources[2 * COUNT(given)];
    char names[2 * COUNT(given)][64];
    char texts[2 * COUNT(given)][128];
    for (size_t i = 0; i < COUNT(given); i++) {
        (void)snprintf(names[2 * i], sizeof names[0], "p%s/project.yaml", given[i]);
        (void)snprintf(texts[2 * i], sizeof texts[0], "project: p%s\nname: P\nphases: []\n",
                       given[i]);
        (void)snprintf(names[2 * i + 1], sizeof names[0], "pr2/%s.yaml", given[i]);
        (void)snprintf(texts[2 * i + 1], sizeof texts[0], "series: %s\nmilestones: []\n", given[i]);
    }
    for (size_t i = 0; i < COUNT(sources); i++) {
        sources[i] = (relcal_source){names[i], texts[i], strlen(texts[i])};
    }
    relcal_catalog *catalog = parsed(sources, COUNT(sources));
    const relcal_project *project = relcal_catalog_project(catalog, "pr2");
    ck_assert_uint_eq(relcal_catalog_project_count(catalog), COUNT(wanted));
    ck_assert_uint_eq(relcal_project_series_count(project), COUNT(wanted));
    for (size_t i = 0; i < COUNT(wanted); i++) {
        ck_assert_str_eq(relcal_series_id(relcal_project_series_at(project, i)), wanted[i]);
        ck_assert_str_eq(relcal_project_id(relcal_catalog_project_at(catalog, i)) + 1, wanted[i]);
    }
    relcal_catalog_free(catalog);
}
END_TEST

/* What is left out of the files is NULL, NONE or nothing. */
START_TEST(left_out)
{
    static const relcal_source sources[] = {
        SOURCE("x/project.yaml", "project: x\nname: X\nphases:\n- {id: p, begins: b1}\n"
                                 "freezes:\n- {id: f, from: b1}\n"),
        SOURCE("x/1.0.yaml", "series: 1.0\nmilestones: []\n"),
    };
    relcal_catalog *catalog = parsed(sources, COUNT(sources));
    const relcal_project *project = relcal_catalog_project(catalog, "x");
    const relcal_series *series = relcal_project_series(project, "1.0");
    ck_assert_ptr_null(relcal_project_url(project));
    ck_assert_ptr_null(relcal_project_trunk(project));
    ck_assert_ptr_null(relcal_project_uid_domain(project));
    ck_assert_ptr_null(relcal_project_color(project));
    ck_assert_int_eq(relcal_project_revised(project), RELCAL_DATE_NONE);
    ck_assert_ptr_null(relcal_freeze_source(relcal_project_freeze_at(project, 0)));
    ck_assert(relcal_phase_is_living(relcal_project_phase_at(project, 0)));
    ck_assert_ptr_null(relcal_series_spec_name(series));
    ck_assert_ptr_null(relcal_series_spec_url(series));
    ck_assert_ptr_null(relcal_series_branch(series));
    ck_assert_ptr_null(relcal_series_release_manager(series));
    ck_assert_int_eq(relcal_series_revised(series), RELCAL_DATE_NONE);
    ck_assert_uint_eq(relcal_series_milestone_count(series), 0);
    ck_assert_ptr_null(relcal_series_milestone_at(series, 0));
    ck_assert_ptr_null(relcal_series_milestone(series, "b1"));
    relcal_catalog_free(catalog);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("catalog");
    TCase *tests = tcase_create("catalog");
    tcase_add_test(tests, builtin_project);
    tcase_add_test(tests, series_order);
    tcase_add_test(tests, series_texts);
    tcase_add_test(tests, phases_and_freezes);
    tcase_add_test(tests, nothing);
    tcase_add_test(tests, states);
    tcase_add_test(tests, kinds);
    tcase_add_test(tests, stages_by_kind);
    tcase_add_test(tests, kinds_of_files);
    tcase_add_test(tests, finding);
    tcase_add_test(tests, revisions);
    tcase_add_test(tests, milestone_order);
    tcase_add_test(tests, id_order);
    tcase_add_test(tests, left_out);
    suite_add_tcase(suite, tests);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
