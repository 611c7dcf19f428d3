/*
 * Loading: from memory, over other catalogs, from folders in every state that a disk can be in.
 * RELCAL_SCHEDULES is the folder of the built-in schedules, data/.
 */
#define _XOPEN_SOURCE 700

#include <check.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "relcal/relcal.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

#define SOURCE(name, text)           \
    {                                \
        name, text, sizeof(text) - 1 \
    }

/* ---- comparing catalogs ---- */

static bool is_same_text(const char *left, const char *right)
{
    return left == NULL || right == NULL ? left == right : strcmp(left, right) == 0;
}

static bool is_same_when(const relcal_when *left, const relcal_when *right)
{
    char left_text[RELCAL_WHEN_BYTES];
    char right_text[RELCAL_WHEN_BYTES];
    return left->earliest == right->earliest && left->latest == right->latest &&
           strcmp(relcal_when_format(left, left_text), relcal_when_format(right, right_text)) == 0;
}

static const char *id_of(const relcal_milestone *milestone)
{
    return milestone == NULL ? NULL : relcal_milestone_id(milestone);
}

static void check_same_milestone(const relcal_milestone *left, const relcal_milestone *right)
{
    relcal_entry left_entry = {0};
    relcal_entry right_entry = {0};
    relcal_plan left_plan = relcal_series_plan(relcal_milestone_series(left), RELCAL_LATEST);
    relcal_plan right_plan = relcal_series_plan(relcal_milestone_series(right), RELCAL_LATEST);
    ck_assert_str_eq(relcal_milestone_id(left), relcal_milestone_id(right));
    ck_assert_str_eq(relcal_milestone_title(left), relcal_milestone_title(right));
    ck_assert_str_eq(relcal_milestone_kind(left), relcal_milestone_kind(right));
    ck_assert_int_eq(relcal_milestone_number(left), relcal_milestone_number(right));
    ck_assert(is_same_text(relcal_milestone_note(left), relcal_milestone_note(right)));
    ck_assert_int_eq(relcal_plan_entry(left_plan, left, &left_entry),
                     relcal_plan_entry(right_plan, right, &right_entry));
    ck_assert_int_eq(left_entry.state, right_entry.state);
    ck_assert(is_same_when(&left_entry.when, &right_entry.when));
    ck_assert_uint_eq(relcal_milestone_revision_count(left),
                      relcal_milestone_revision_count(right));
    for (size_t i = 0; i < relcal_milestone_revision_count(left); i++) {
        relcal_revision left_revision = relcal_milestone_revision_at(left, i);
        relcal_revision right_revision = relcal_milestone_revision_at(right, i);
        ck_assert_int_eq(left_revision.since, right_revision.since);
        ck_assert_int_eq(left_revision.withdrawn, right_revision.withdrawn);
        ck_assert(is_same_when(&left_revision.when, &right_revision.when));
    }
}

static void check_same_standings(const relcal_series *left, const relcal_series *right,
                                 relcal_date as_of)
{
    for (relcal_date date = 10000; date < 24000; date += 97) {
        relcal_standing a = relcal_plan_on(relcal_series_plan(left, as_of), date);
        relcal_standing b = relcal_plan_on(relcal_series_plan(right, as_of), date);
        ck_assert_str_eq(relcal_phase_id(a.phase), relcal_phase_id(b.phase));
        ck_assert(is_same_text(id_of(a.since), id_of(b.since)));
        ck_assert(is_same_text(id_of(a.until), id_of(b.until)));
        ck_assert(is_same_text(id_of(a.last), id_of(b.last)));
        ck_assert(is_same_text(id_of(a.next), id_of(b.next)));
        ck_assert_uint_eq(a.freezes, b.freezes);
        ck_assert_uint_eq(a.freezes_unknown, b.freezes_unknown);
        ck_assert_int_eq(a.day, b.day);
        ck_assert_int_eq(a.overdue, b.overdue);
        ck_assert_int_eq(a.certain, b.certain);
    }
}

static void check_same_series(const relcal_series *left, const relcal_series *right)
{
    ck_assert_str_eq(relcal_series_id(left), relcal_series_id(right));
    ck_assert(is_same_text(relcal_series_spec_name(left), relcal_series_spec_name(right)));
    ck_assert(is_same_text(relcal_series_spec_url(left), relcal_series_spec_url(right)));
    ck_assert(is_same_text(relcal_series_branch(left), relcal_series_branch(right)));
    ck_assert(
        is_same_text(relcal_series_release_manager(left), relcal_series_release_manager(right)));
    ck_assert_int_eq(relcal_series_revised(left), relcal_series_revised(right));
    ck_assert_uint_eq(relcal_series_milestone_count(left), relcal_series_milestone_count(right));
    for (size_t i = 0; i < relcal_series_milestone_count(left); i++) {
        check_same_milestone(relcal_series_milestone_at(left, i),
                             relcal_series_milestone_at(right, i));
    }
    check_same_standings(left, right, RELCAL_LATEST);
    check_same_standings(left, right, 19400);
    ck_assert_int_eq(relcal_plan_revised(relcal_series_plan(left, 19400)),
                     relcal_plan_revised(relcal_series_plan(right, 19400)));
}

static void check_same_project(const relcal_project *left, const relcal_project *right)
{
    ck_assert_str_eq(relcal_project_id(left), relcal_project_id(right));
    ck_assert_str_eq(relcal_project_name(left), relcal_project_name(right));
    ck_assert(is_same_text(relcal_project_url(left), relcal_project_url(right)));
    ck_assert(is_same_text(relcal_project_trunk(left), relcal_project_trunk(right)));
    ck_assert(is_same_text(relcal_project_uid_domain(left), relcal_project_uid_domain(right)));
    ck_assert(is_same_text(relcal_project_color(left), relcal_project_color(right)));
    ck_assert(is_same_text(relcal_project_spec_name(left), relcal_project_spec_name(right)));
    ck_assert(is_same_text(relcal_project_spec_url(left), relcal_project_spec_url(right)));
    ck_assert_int_eq(relcal_project_revised(left), relcal_project_revised(right));
    ck_assert_uint_eq(relcal_project_phase_count(left), relcal_project_phase_count(right));
    for (size_t i = 0; i < relcal_project_phase_count(left); i++) {
        const relcal_phase *left_phase = relcal_project_phase_at(left, i);
        const relcal_phase *right_phase = relcal_project_phase_at(right, i);
        ck_assert_str_eq(relcal_phase_id(left_phase), relcal_phase_id(right_phase));
        ck_assert_int_eq(relcal_phase_is_living(left_phase), relcal_phase_is_living(right_phase));
    }
    ck_assert_uint_eq(relcal_project_freeze_count(left), relcal_project_freeze_count(right));
    for (size_t i = 0; i < relcal_project_freeze_count(left); i++) {
        const relcal_freeze *left_freeze = relcal_project_freeze_at(left, i);
        const relcal_freeze *right_freeze = relcal_project_freeze_at(right, i);
        ck_assert_str_eq(relcal_freeze_id(left_freeze), relcal_freeze_id(right_freeze));
        ck_assert(
            is_same_text(relcal_freeze_source(left_freeze), relcal_freeze_source(right_freeze)));
    }
    ck_assert_uint_eq(relcal_project_series_count(left), relcal_project_series_count(right));
    for (size_t i = 0; i < relcal_project_series_count(left); i++) {
        check_same_series(relcal_project_series_at(left, i), relcal_project_series_at(right, i));
    }
}

static void check_same(const relcal_catalog *left, const relcal_catalog *right)
{
    ck_assert_uint_eq(relcal_catalog_project_count(left), relcal_catalog_project_count(right));
    for (size_t i = 0; i < relcal_catalog_project_count(left); i++) {
        check_same_project(relcal_catalog_project_at(left, i), relcal_catalog_project_at(right, i));
    }
}

/* ---- faults, told as "FILE:LINE:COLUMN: status" ---- */

typedef struct report {
    char text[4096];
    size_t count;
} report;

static void add_fault(void *context, const relcal_error *fault)
{
    report *told = context;
    size_t length = strlen(told->text);
    const char *name = strrchr(fault->file, '/');
    told->count++;
    (void)snprintf(told->text + length, sizeof told->text - length, "%s:%u:%u: %s\n",
                   name == NULL ? fault->file : name + 1, (unsigned)fault->line,
                   (unsigned)fault->column, fault->message);
}

/* Parses sources that are wrong, and compares what is said. */
static void check_faults(const relcal_catalog *base, const relcal_source *sources, size_t count,
                         relcal_status wanted_status, const char *wanted)
{
    report told = {.count = 0};
    relcal_load_options options = {.report = add_fault, .report_context = &told};
    relcal_catalog *catalog = NULL;
    relcal_error error = {.line = 77};
    relcal_status status = relcal_catalog_parse(&catalog, base, sources, count, &options, &error);
    ck_assert_str_eq(told.text, wanted);
    ck_assert_int_eq(status, wanted_status);
    ck_assert_int_eq(error.code, wanted_status);
    ck_assert_ptr_null(catalog);
    ck_assert_int_eq(relcal_catalog_parse(&catalog, base, sources, count, NULL, NULL), status);
    ck_assert_ptr_null(catalog);
}

static relcal_catalog *parsed(const relcal_catalog *base, const relcal_source *sources,
                              size_t count)
{
    relcal_catalog *catalog = NULL;
    relcal_error error;
    relcal_status status = relcal_catalog_parse(&catalog, base, sources, count, NULL, &error);
    ck_assert_msg(status == RELCAL_OK, "%s:%u:%u: %s", error.file, (unsigned)error.line,
                  (unsigned)error.column, error.message);
    return catalog;
}

static relcal_catalog *loaded(const relcal_catalog *base, const char *folder)
{
    relcal_catalog *catalog = NULL;
    relcal_error error;
    relcal_status status = relcal_catalog_load(&catalog, base, folder, NULL, &error);
    ck_assert_msg(status == RELCAL_OK, "%s:%u:%u: %s", error.file, (unsigned)error.line,
                  (unsigned)error.column, error.message);
    return catalog;
}

/* ---- the built-in schedules ---- */

START_TEST(builtin_is_data)
{
    relcal_catalog *catalog = loaded(NULL, RELCAL_SCHEDULES);
    check_same(relcal_catalog_builtin(), catalog);
    relcal_catalog_free(catalog);

    char path[4096];
    static const char *const tails[] = {"/python", "/python/", "//python///"};
    for (size_t i = 0; i < COUNT(tails); i++) { /* one project folder, however it is written */
        (void)snprintf(path, sizeof path, "%s%s", RELCAL_SCHEDULES, tails[i]);
        catalog = loaded(relcal_catalog_builtin(), path);
        ck_assert_uint_eq(relcal_catalog_project_count(catalog),
                          relcal_catalog_project_count(relcal_catalog_builtin()));
        check_same_project(relcal_catalog_project(relcal_catalog_builtin(), "python"),
                           relcal_catalog_project(catalog, "python"));
        relcal_catalog_free(catalog);
    }
}
END_TEST

START_TEST(copies)
{
    relcal_catalog *first = parsed(relcal_catalog_builtin(), NULL, 0);
    relcal_catalog *second = parsed(first, NULL, 0);
    relcal_catalog_free(first); /* copied, not borrowed */
    check_same(relcal_catalog_builtin(), second);
    relcal_catalog_free(second);

    relcal_catalog *nothing = parsed(NULL, NULL, 0);
    ck_assert_uint_eq(relcal_catalog_project_count(nothing), 0);
    ck_assert_ptr_null(relcal_catalog_project_at(nothing, 0));
    ck_assert_ptr_null(relcal_catalog_project(nothing, "python"));
    relcal_agenda agenda = relcal_catalog_agenda(nothing, RELCAL_LATEST, 0);
    relcal_entry entry;
    ck_assert(!relcal_agenda_next(&agenda, &entry));
    relcal_catalog_free(nothing);
}
END_TEST

/* Everything that a file can say survives being copied, twice, with the base freed. */
START_TEST(copies_of_everything)
{
    static const relcal_source sources[] = {
        SOURCE("x/project.yaml",
               "project: x\nname: X\nurl: \"https://example.org/\"\nrevised: 2026-01-02\n"
               "trunk: {branch: trunk, begins: [development, first alpha]}\n"
               "calendar: {uid-domain: example.org, color: teal}\n"
               "phases:\n- {id: p, begins: [a1, last beta, named]}\n- {id: q, begins: final}\n"
               "- {id: gone, begins: end-of-life, living: no}\n"
               "freezes:\n- {id: f, from: [last rc, b1], until: thaw, source: here}\n"
               "- {id: g, from: named}\n"),
        SOURCE(
            "x/1.0.yaml",
            "series: 1.0\nspec: {name: N, url: U}\nbranch: b\nrelease-manager: Zo\xC3\xAB\n"
            "revised: 2026-01-03\n"
            "milestones:\n"
            "- {id: 1.0.0a1, date: 2020-01-01, state: actual, note: a note, title: A title,\n"
            "   kind: alpha, number: 7, planned: {2019-01-01: 2019-06, 2019-02-01: tbd,\n"
            "   2019-03-01: withdrawn, 2019-04-01: \"2020-01-01T12:00+01:00[Europe/Berlin]\"}}\n"
            "- {id: named, date: \"2020-02-01T12:00-03:30[America/St_Johns]\"}\n"
            "- {id: 1.0.0b1, date: 2020-W10}\n"
            "- {id: 1.0.0, date: 2020-05-01..2020-05-09}\n"
            "- {id: thaw, date: 2020-05-05T24:00AoE}\n"
            "- {id: 1.0.1b1, date: 2020-06-01}\n"
            "- {id: 1.0.2, date: 2020-07, kind: final}\n"
            "- {id: away, state: withdrawn, planned: {2019-01-01: 2021, 2019-02-01: withdrawn}}\n"
            "- {id: end-of-life, date: tbd}\n"),
        SOURCE("x/1.1.yaml", "series: 1.1\nmilestones: []\n"),
    };
    relcal_catalog *original = parsed(NULL, sources, COUNT(sources));
    relcal_catalog *base = parsed(NULL, sources, COUNT(sources));
    relcal_catalog *first = parsed(base, NULL, 0);
    relcal_catalog_free(base);
    relcal_catalog *second = parsed(first, NULL, 0);
    relcal_catalog_free(first);
    check_same(original, second);
    const relcal_project *project = relcal_catalog_project(second, "x");
    const relcal_series *found = relcal_project_series_on_branch(project, "trunk", RELCAL_LATEST,
                                                                 RELCAL_INSTANT_MAX);
    ck_assert_str_eq(relcal_series_id(found), "1.0");
    relcal_catalog_free(second);
    relcal_catalog_free(original);
}
END_TEST

START_TEST(series_laid_over)
{
    static const relcal_source sources[] = {
        SOURCE("python/my-own.yaml",
               "series: 3.12\nbranch: mine\nmilestones: [{id: 3.12.0, date: 2040-01-01}]\n"),
        SOURCE("python/new.yaml", "series: 3.99\nmilestones: []\n"),
    };
    const relcal_project *builtin = relcal_catalog_project(relcal_catalog_builtin(), "python");
    relcal_catalog *catalog = parsed(relcal_catalog_builtin(), sources, COUNT(sources));
    const relcal_project *project = relcal_catalog_project(catalog, "python");
    ck_assert_uint_eq(relcal_project_series_count(project),
                      relcal_project_series_count(builtin) + 1);
    for (size_t i = 0; i < relcal_project_series_count(builtin); i++) {
        const relcal_series *was = relcal_project_series_at(builtin, i);
        const relcal_series *is = relcal_project_series(project, relcal_series_id(was));
        if (strcmp(relcal_series_id(was), "3.12") == 0) {
            ck_assert_str_eq(relcal_series_branch(is), "mine");
            ck_assert_uint_eq(relcal_series_milestone_count(is), 1);
            ck_assert_ptr_null(relcal_series_release_manager(is));
        } else {
            check_same_series(was, is);
        }
    }
    ck_assert_str_eq(relcal_series_id(relcal_project_series_at(
                         project, relcal_project_series_count(project) - 1)),
                     "3.99");
    relcal_catalog_free(catalog);
}
END_TEST

START_TEST(project_laid_over)
{
    static const relcal_source sources[] = {
        SOURCE("anything/project.yaml",
               "project: python\nname: Mine\nphases: [{id: only, begins: final}]\n"),
        SOURCE("anything/a.yaml", "series: 3.98\nmilestones: []\n"),
        SOURCE("alpha/project.yaml", "project: alpha\nname: A\nphases: []\n"),
    };
    const relcal_project *builtin = relcal_catalog_project(relcal_catalog_builtin(), "python");
    relcal_catalog *catalog = parsed(relcal_catalog_builtin(), sources, COUNT(sources));
    ck_assert_uint_eq(relcal_catalog_project_count(catalog),
                      relcal_catalog_project_count(relcal_catalog_builtin()) + 1);
    ck_assert_str_eq(relcal_project_id(relcal_catalog_project_at(catalog, 0)), "alpha");
    const relcal_project *project = relcal_catalog_project(catalog, "python");
    ck_assert_str_eq(relcal_project_name(project), "Mine");
    ck_assert_uint_eq(relcal_project_phase_count(project), 1);
    ck_assert_uint_eq(relcal_project_freeze_count(project), 0);
    ck_assert_ptr_null(relcal_project_trunk(project));
    ck_assert_uint_eq(relcal_project_series_count(project),
                      relcal_project_series_count(builtin) + 1);
    const relcal_series *series = relcal_project_series(project, "3.12");
    relcal_standing standing = relcal_plan_on(relcal_series_plan(series, RELCAL_LATEST), 20000);
    ck_assert_str_eq(relcal_phase_id(standing.phase), "only");
    ck_assert_uint_eq(standing.freezes, 0);
    relcal_catalog_free(catalog);
}
END_TEST

START_TEST(interleaved)
{
    static const relcal_source sources[] = {
        SOURCE("b/1.yaml", "series: 1.0\nmilestones: []\n"),
        SOURCE("a/1.yaml", "series: 1.0\nmilestones: []\n"),
        SOURCE("c/1.yaml", "series: 1.0\nmilestones: []\n"),
        SOURCE("a/2.yaml", "series: 2.0\nmilestones: []\n"),
        SOURCE("b/project.yaml", "project: b\nname: B\nphases: []\n"),
        SOURCE("c/project.yaml", "project: c\nname: C\nphases: []\n"),
        SOURCE("b/2.yaml", "series: 2.0\nmilestones: []\n"),
        SOURCE("a/project.yaml", "project: a\nname: A\nphases: []\n"),
        SOURCE("a/3.yaml", "series: 3.0\nmilestones: []\n"),
    };
    relcal_catalog *catalog = parsed(NULL, sources, COUNT(sources));
    static const struct {
        const char *id;
        size_t count;
    } wanted[] = {{"a", 3}, {"b", 2}, {"c", 1}};
    ck_assert_uint_eq(relcal_catalog_project_count(catalog), COUNT(wanted));
    for (size_t i = 0; i < COUNT(wanted); i++) {
        const relcal_project *project = relcal_catalog_project_at(catalog, i);
        ck_assert_str_eq(relcal_project_id(project), wanted[i].id);
        ck_assert_uint_eq(relcal_project_series_count(project), wanted[i].count);
    }
    relcal_catalog_free(catalog);
}
END_TEST

/* ---- faults that are of several files ---- */

START_TEST(faults_of_several_files)
{
    static const relcal_source unknown_folder[] = {
        SOURCE("pyton/3.12.yaml", "series: 3.12\nmilestones: []\n"),
        SOURCE("pyton/3.13.yaml", "series: 3.13\nmilestones: []\n"),
    };
    check_faults(
        relcal_catalog_builtin(), unknown_folder, COUNT(unknown_folder), RELCAL_ERROR_DATA,
        "3.12.yaml:1:1: the folder has no project.yaml and is named like no known project; "
        "write one beside this file, such as {project: teapot, name: Teapot, phases: [{id: beta, "
        "begins: b1}]}\n");

    static const relcal_source series_twice[] = {
        SOURCE("python/a.yaml", "series: 3.12\nmilestones: []\n"),
        SOURCE("python/b.yaml", "series: 3.13\nmilestones: []\n"),
        SOURCE("python/c.yaml", "series: 3.12\nmilestones: []\n"),
    };
    check_faults(relcal_catalog_builtin(), series_twice, COUNT(series_twice), RELCAL_ERROR_DATA,
                 "c.yaml:1:9: series 3.12 stands in python/a.yaml already; keep one of them\n");

    static const relcal_source project_twice[] = {
        SOURCE("a/project.yaml", "project: x\nname: X\nphases: []\n"),
        SOURCE("b/project.yaml", "# b\nproject: x\nname: X\nphases: []\n"),
    };
    check_faults(NULL, project_twice, COUNT(project_twice), RELCAL_ERROR_DATA,
                 "project.yaml:2:10: project x stands in a/project.yaml already; keep one of "
                 "them\n");

    static const relcal_source file_twice[] = {
        SOURCE("a/project.yaml", "project: x\nname: X\nphases: []\n"),
        SOURCE("a/project.yaml", "project: y\nname: Y\nphases: []\n"),
    };
    check_faults(NULL, file_twice, COUNT(file_twice), RELCAL_ERROR_DATA,
                 "project.yaml:1:1: a second project.yaml of one folder; keep one of them\n");

    /* A project.yaml that cannot be read is one fault, not one more for each series beside it;
     * faults come in the order of files and lines. */
    static const relcal_source broken_project[] = {
        SOURCE("a/1.yaml", "series: 1.0\nmilestones:\n- {id: x, date: 1}\n"),
        SOURCE("a/2.yaml", "series: 2.0\nmilestones: []\n"),
        SOURCE("a/project.yaml", "project: [\n"),
        SOURCE("a/3.yaml", "colour: x\nseries: 3.0\nmilestones: []\n"),
    };
    check_faults(NULL, broken_project, COUNT(broken_project), RELCAL_ERROR_SYNTAX,
                 "1.yaml:3:18: \"1\" is not a date; write YYYY-MM-DD, YYYY-MM, YYYY, YYYY-Www, two "
                 "days as YYYY-MM-DD..YYYY-MM-DD, a moment such as 2026-05-05T12:00Z, or tbd\n"
                 "project.yaml:2:1: not YAML: a [ or { is not closed; write its ] or }\n"
                 "3.yaml:1:1: unknown key \"colour\"; the keys of a series file are series, "
                 "codename, aliases, spec, branch, release-manager, revised, milestones\n");

    /* A phase that cannot be read begins with nothing, whatever the series has. */
    static const relcal_source broken_phase[] = {
        SOURCE("a/project.yaml", "project: x\nname: X\nphases: [{id: p, begins: [[a], b1, {}]}]\n"),
        SOURCE("a/1.yaml", "series: 1.0\nmilestones: [{id: 1.0.0b1, date: 2020-01-01}]\n"),
    };
    check_faults(NULL, broken_phase, COUNT(broken_phase), RELCAL_ERROR_SYNTAX,
                 "project.yaml:3:27: an entry is a list; write a milestone such as b1\n"
                 "project.yaml:3:36: an entry is a mapping; write a milestone such as b1\n");

    /* The order of phases is that of the project, which may stand in another file or in the base.
     */
    static const relcal_source order[] = {
        SOURCE("a/1.yaml", "series: 1.0\nmilestones:\n- {id: 1.0.0, date: 2020-01-01}\n"
                           "- {id: 1.0.0rc1, date: 2020-02-01}\n"),
        SOURCE("a/project.yaml",
               "project: x\nname: X\nphases: [{id: c, begins: rc1}, {id: f, begins: final}]\n"),
    };
    check_faults(NULL, order, COUNT(order), RELCAL_ERROR_DATA,
                 "1.yaml:3:21: phases out of order: 1.0.0 begins f on 2020-01-01, before 1.0.0rc1 "
                 "begins c on 2020-02-01; write dates in the order of the phases\n");
}
END_TEST

/* ---- texts in memory ---- */

START_TEST(exact_bytes)
{
    static const char text[] = "series: 3.12\nmilestones: []\n]]]";
    size_t length = strlen(text) - 3;
    char *exact = malloc(length); /* so that reading on is found by a sanitizer */
    ck_assert_ptr_nonnull(exact);
    memcpy(exact, text, length);
    relcal_source source = {"python/x.yaml", exact, length};
    relcal_catalog_free(parsed(relcal_catalog_builtin(), &source, 1));
    ck_assert_int_eq(memcmp(exact, text, length), 0);
    free(exact);

    relcal_source empty = {"python/x.yaml", NULL, 0};
    check_faults(relcal_catalog_builtin(), &empty, 1, RELCAL_ERROR_SYNTAX,
                 "x.yaml:1:1: the file is empty; write {series: 1.0, milestones: [{id: 1.0.0b1, "
                 "date: 2026-05-05}]}, or remove the file\n");
}
END_TEST

START_TEST(max_file_bytes)
{
    static const relcal_source source = SOURCE("python/x.yaml", "series: 3.12\nmilestones: []\n");
    for (size_t most = source.length - 1; most <= source.length; most++) {
        relcal_load_options options = {.max_file_bytes = most};
        relcal_catalog *catalog = NULL;
        relcal_error error = {0};
        relcal_status status = relcal_catalog_parse(&catalog, relcal_catalog_builtin(), &source, 1,
                                                    &options, &error);
        ck_assert_int_eq(status, most < source.length ? RELCAL_ERROR_LIMIT : RELCAL_OK);
        relcal_catalog_free(catalog);
    }
}
END_TEST

typedef struct pool {
    size_t blocks;
    size_t bytes;
    size_t allocations;
} pool;

static void *pool_allocate(void *context, size_t size)
{
    pool *own = context;
    ck_assert_uint_gt(size, 0);
    own->blocks++;
    own->allocations++;
    own->bytes += size;
    return malloc(size);
}

static void pool_release(void *context, void *memory, size_t size)
{
    pool *own = context;
    ck_assert_ptr_nonnull(memory);
    ck_assert_uint_gt(own->blocks, 0);
    own->blocks--;
    own->bytes -= size;
    free(memory);
}

START_TEST(own_allocator)
{
    static const relcal_source good = SOURCE("python/x.yaml", "series: 3.12\nmilestones: []\n");
    static const relcal_source bad = SOURCE("python/x.yaml", "series: 3.12\nmilestones: x\n");
    pool own = {0};
    relcal_allocator allocator = {pool_allocate, pool_release, &own};
    relcal_load_options options = {.allocator = &allocator};
    relcal_catalog *catalog = NULL;
    ck_assert_int_eq(
        relcal_catalog_parse(&catalog, relcal_catalog_builtin(), &good, 1, &options, NULL),
        RELCAL_OK);
    allocator = (relcal_allocator){0}; /* it was copied */
    ck_assert_uint_eq(own.blocks, 1);
    ck_assert_uint_gt(own.allocations, 1);
    relcal_catalog_free(catalog);
    ck_assert_uint_eq(own.blocks, 0);
    ck_assert_uint_eq(own.bytes, 0);

    allocator = (relcal_allocator){pool_allocate, pool_release, &own};
    ck_assert_int_eq(
        relcal_catalog_parse(&catalog, relcal_catalog_builtin(), &bad, 1, &options, NULL),
        RELCAL_ERROR_SYNTAX);
    ck_assert_uint_eq(own.blocks, 0);
    ck_assert_uint_eq(own.bytes, 0);
}
END_TEST

/* ---- folders ---- */

static char root[64];

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *walk)
{
    (void)status;
    (void)kind;
    (void)walk;
    return remove(path);
}

static void make_root(void)
{
    (void)strcpy(root, "/tmp/relcal-test-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(root));
}

static void remove_root(void)
{
    (void)nftw(root, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
}

static const char *path_of(const char *name, char path[256])
{
    (void)snprintf(path, 256, "%s/%s", root, name);
    return path;
}

static void make_folder(const char *name)
{
    char path[256];
    ck_assert_int_eq(mkdir(path_of(name, path), 0755), 0);
}

static void make_file(const char *name, const char *text)
{
    char path[256];
    FILE *file = fopen(path_of(name, path), "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_ge(fputs(text, file), 0);
    ck_assert_int_eq(fclose(file), 0);
}

static int count_descriptors(void)
{
    int count = 0;
    for (int descriptor = 0; descriptor < 256; descriptor++) {
        count += fcntl(descriptor, F_GETFD) != -1;
    }
    return count;
}

/* Loads a folder below the root, over the built-in catalog, and compares what is said. */
static void check_folder(const char *name, relcal_status wanted_status, const char *wanted)
{
    char path[256];
    report told = {.count = 0};
    relcal_load_options options = {.report = add_fault, .report_context = &told};
    relcal_catalog *catalog = NULL;
    relcal_error error = {.line = 77};
    int descriptors = count_descriptors();
    relcal_status status = relcal_catalog_load(&catalog, relcal_catalog_builtin(),
                                               path_of(name, path), &options, &error);
    ck_assert_str_eq(told.text, wanted);
    ck_assert_int_eq(status, wanted_status);
    ck_assert_int_eq(catalog != NULL, status == RELCAL_OK);
    ck_assert_int_eq(count_descriptors(), descriptors);
    relcal_catalog_free(catalog);
}

#define NO_FILES                                                                                  \
    "no schedule files are in this folder, nor in the folders in it; a project is a folder with " \
    "a project.yaml and one "                                                                     \
    ".yaml "                                                                                      \
    "file a series"
#define GOOD_PROJECT "project: demo\nname: Demo\nphases: []\n"
#define GOOD_SERIES "series: 1.0\nmilestones: []\n"

START_TEST(missing_folders)
{
    make_file("file", GOOD_SERIES);
    make_folder("empty");
    make_folder("no-yaml");
    make_file("no-yaml/README", "x");
    make_folder("folders");
    make_folder("folders/empty");
    check_folder("missing", RELCAL_ERROR_IO,
                 "missing:0:0: cannot be read as a folder: No such file or directory\n");
    check_folder("file", RELCAL_ERROR_IO,
                 "file:0:0: cannot be read as a folder: Not a directory\n");
    check_folder("file/", RELCAL_ERROR_IO, ":0:0: cannot be read as a folder: Not a directory\n");
    check_folder("empty", RELCAL_ERROR_NOT_FOUND, "empty:0:0: " NO_FILES "\n");
    check_folder("no-yaml", RELCAL_ERROR_NOT_FOUND, "no-yaml:0:0: " NO_FILES "\n");
    check_folder("folders", RELCAL_ERROR_NOT_FOUND, "folders:0:0: " NO_FILES "\n");
    check_folder(".", RELCAL_ERROR_NOT_FOUND, ".:0:0: " NO_FILES "\n");

    relcal_catalog *catalog = NULL;
    relcal_error error;
    ck_assert_int_eq(relcal_catalog_load(&catalog, NULL, "", NULL, &error), RELCAL_ERROR_IO);
    ck_assert_ptr_null(catalog);
}
END_TEST

START_TEST(good_folders)
{
    char path[256];
    make_folder("demo");
    make_file("demo/project.yaml", GOOD_PROJECT);
    make_file("demo/1.0.yaml", GOOD_SERIES);
    /* what is no schedule file is passed over */
    make_file("demo/1.0.yaml~", "]");
    make_file("demo/.hidden.yaml", "]");
    make_file("demo/.yaml", "]");
    make_file("demo/1.1.yml", "stages: [test]\n# series: 1.1\n");
    make_file("demo/1.1.YAML", "]");
    make_file("demo/#1.0.yaml#", "]");
    make_file("demo/1.0.yaml.orig", "]");
    make_folder("demo/deeper");
    make_file("demo/deeper/1.2.yaml", "]");
    make_folder(".git");
    make_file(".git/x.yaml", "]");
    make_file("README.md", "]");
    check_folder(".", RELCAL_OK, "");
    relcal_catalog *catalog = loaded(NULL, root);
    ck_assert_uint_eq(relcal_catalog_project_count(catalog), 1);
    ck_assert_uint_eq(relcal_project_series_count(relcal_catalog_project(catalog, "demo")), 1);
    relcal_catalog_free(catalog);

    /* the last part of a path is the project's name, where no project.yaml says it */
    make_folder("python");
    make_file("python/3.99.yaml", "series: 3.99\nmilestones: []\n");
    check_folder("python", RELCAL_OK, "");
    check_folder("python///", RELCAL_OK, "");
    check_folder(".", RELCAL_OK, "");
    ck_assert_int_eq(symlink("python", path_of("snake", path)), 0);
    check_folder(
        "snake", RELCAL_ERROR_DATA,
        "3.99.yaml:1:1: the folder has no project.yaml and is named like no known project; "
        "write one beside this file, such as {project: teapot, name: Teapot, phases: [{id: beta, "
        "begins: b1}]}\n");
}
END_TEST

START_TEST(folders_at_odds)
{
    make_folder("a");
    make_folder("b");
    make_file("a/project.yaml", GOOD_PROJECT);
    make_file("b/project.yaml", GOOD_PROJECT);
    make_file("b/x.yaml", GOOD_SERIES);
    make_file("b/y.yaml", GOOD_SERIES);
    char wanted[1024];
    (void)snprintf(wanted, sizeof wanted,
                   "project.yaml:1:10: project demo stands in %s/a/project.yaml already; keep one "
                   "of them\n"
                   "y.yaml:1:9: series 1.0 stands in %s/b/x.yaml already; keep one of them\n",
                   root, root);
    check_folder("", RELCAL_ERROR_DATA, wanted);
}
END_TEST

START_TEST(no_files)
{
    char path[256];
    make_folder("demo");
    make_file("demo/project.yaml", GOOD_PROJECT);
    make_folder("demo/folder.yaml");
    ck_assert_int_eq(mkfifo(path_of("demo/pipe.yaml", path), 0644), 0);
    ck_assert_int_eq(symlink("loop.yaml", path_of("demo/loop.yaml", path)), 0);
    ck_assert_int_eq(symlink("nowhere", path_of("demo/dangling.yaml", path)), 0);
    ck_assert_int_eq(symlink("/dev/zero", path_of("demo/zero.yaml", path)), 0);
    ck_assert_int_eq(symlink("project.yaml", path_of("demo/link", path)), 0);
    check_folder(
        "demo", RELCAL_ERROR_IO,
        "dangling.yaml:0:0: cannot be opened: No such file or directory\n"
        "folder.yaml:0:0: a folder stands where a schedule file should; rename the folder\n"
        "loop.yaml:0:0: cannot be opened: Too many levels of symbolic links\n"
        "pipe.yaml:0:0: not a regular file; write the schedule into a file\n"
        "zero.yaml:0:0: not a regular file; write the schedule into a file\n");
}
END_TEST

START_TEST(folder_loops)
{
    char path[256];
    make_folder("demo");
    make_file("demo/project.yaml", GOOD_PROJECT);
    ck_assert_int_eq(symlink(".", path_of("here", path)), 0);
    ck_assert_int_eq(symlink("..", path_of("demo/up", path)), 0);
    ck_assert_int_eq(symlink("round", path_of("round", path)), 0);
    check_folder(".", RELCAL_OK, "");
    check_folder("here", RELCAL_OK, "");
    check_folder("round", RELCAL_ERROR_IO,
                 "round:0:0: cannot be read as a folder: Too many levels of symbolic links\n");
}
END_TEST

START_TEST(large_file)
{
    char path[256];
    make_folder("demo");
    make_file("demo/project.yaml", GOOD_PROJECT);
    make_file("demo/large.yaml", GOOD_SERIES);
    ck_assert_int_eq(truncate(path_of("demo/large.yaml", path), 100 * 1024 * 1024), 0);
    check_folder("demo", RELCAL_ERROR_LIMIT,
                 "large.yaml:0:0: the file has 104857600 bytes; at most 4194304 are read\n");
}
END_TEST

/* Root may read anything, so the question is asked as nobody, in a process of its own. It kills
 * itself where all is well: at an exit valgrind would call what Check holds a leak. */
START_TEST(no_permission)
{
    char path[256];
    int status;
    make_folder("demo");
    make_file("demo/project.yaml", GOOD_PROJECT);
    make_file("demo/secret.yaml", GOOD_SERIES);
    make_folder("locked");
    ck_assert_int_eq(chmod(path_of("demo/secret.yaml", path), 0), 0);
    ck_assert_int_eq(chmod(path_of("locked", path), 0), 0);
    ck_assert_int_eq(chmod(root, 0755), 0);
    pid_t child = fork();
    if (child == 0) {
        report told = {.count = 0};
        relcal_load_options options = {.report = add_fault, .report_context = &told};
        relcal_catalog *catalog = NULL;
        if (geteuid() == 0 && setuid(65534) != 0) {
            (void)raise(SIGKILL);
        }
        relcal_status got = relcal_catalog_load(&catalog, NULL, root, &options, NULL);
        bool is_told = strcmp(told.text,
                              "secret.yaml:0:0: cannot be opened: Permission denied\n"
                              "locked:0:0: cannot be read as a folder: Permission denied\n") == 0;
        if (got == RELCAL_ERROR_IO && is_told) {
            (void)raise(SIGKILL);
        }
        _exit(EXIT_FAILURE);
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_int_eq(chmod(path_of("locked", path), 0755), 0);
    ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}
END_TEST

/* ---- threads ---- */

#define THREADS 8
#define ONE_PROJECT RELCAL_SCHEDULES "/python"

static void *ask(void *argument)
{
    const relcal_catalog *catalog = argument;
    const relcal_project *project = relcal_catalog_project(catalog, "python");
    size_t living = 0;
    for (relcal_date date = 11000; date < 24000; date += 17) {
        const relcal_series *series = relcal_project_series_at(
            project, (size_t)date % relcal_project_series_count(project));
        relcal_plan latest = relcal_series_plan(series, RELCAL_LATEST);
        relcal_plan dated = relcal_series_plan(series, date);
        relcal_entry entry;
        living += relcal_phase_is_living(relcal_plan_on(latest, date).phase);
        living += relcal_phase_is_living(relcal_plan_on(dated, date).phase);
        living += relcal_plan_entry(dated, relcal_series_milestone(series, "b1"), &entry);
        relcal_agenda agenda = relcal_series_agenda(series, date, relcal_instant_of_day_end(date));
        living += relcal_agenda_next(&agenda, &entry);
    }
    /* loads of its own beside the others' questions */
    relcal_catalog *own = NULL;
    living += relcal_catalog_parse(&own, catalog, NULL, 0, NULL, NULL) == RELCAL_OK;
    relcal_catalog_free(own);
    living += relcal_catalog_load(&own, NULL, ONE_PROJECT, NULL, NULL) == RELCAL_OK;
    relcal_catalog_free(own);
    size_t *answer = malloc(sizeof *answer);
    if (answer != NULL) {
        *answer = living;
    }
    return answer;
}

START_TEST(threads)
{
    relcal_catalog *catalog = loaded(NULL, ONE_PROJECT);
    pthread_t handles[THREADS];
    size_t first = 0;
    for (size_t i = 0; i < THREADS; i++) {
        ck_assert_int_eq(pthread_create(&handles[i], NULL, ask, catalog), 0);
    }
    for (size_t i = 0; i < THREADS; i++) {
        void *answer;
        ck_assert_int_eq(pthread_join(handles[i], &answer), 0);
        ck_assert_ptr_nonnull(answer);
        first = i == 0 ? *(size_t *)answer : first;
        ck_assert_uint_eq(*(size_t *)answer, first);
        free(answer);
    }
    ck_assert_uint_gt(first, 0);
    relcal_catalog_free(catalog);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("load");
    TCase *memory = tcase_create("memory");
    tcase_set_timeout(memory, 60);
    tcase_add_test(memory, builtin_is_data);
    tcase_add_test(memory, copies);
    tcase_add_test(memory, copies_of_everything);
    tcase_add_test(memory, series_laid_over);
    tcase_add_test(memory, project_laid_over);
    tcase_add_test(memory, interleaved);
    tcase_add_test(memory, faults_of_several_files);
    tcase_add_test(memory, exact_bytes);
    tcase_add_test(memory, max_file_bytes);
    tcase_add_test(memory, own_allocator);
    tcase_add_test(memory, threads);
    suite_add_tcase(suite, memory);

    TCase *folders = tcase_create("folders"); /* each in a folder of its own, removed behind it */
    tcase_add_checked_fixture(folders, make_root, remove_root);
    tcase_add_test(folders, missing_folders);
    tcase_add_test(folders, good_folders);
    tcase_add_test(folders, folders_at_odds);
    tcase_add_test(folders, no_files);
    tcase_add_test(folders, folder_loops);
    tcase_add_test(folders, large_file);
    tcase_add_test(folders, no_permission);
    suite_add_tcase(suite, folders);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
