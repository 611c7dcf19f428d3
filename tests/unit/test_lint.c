/*
 * What is found in schedule files. NAME.yaml or the folder NAME in tests/data/lint stands beside
 * NAME.findings, to the letter; the day is 2026-08-22, Christmas and New Year are holidays. Then
 * real plans, as they were on every day on which they changed, and what else files cannot show.
 */
#include <check.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "relcal/relcal.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

static const char folder[] = RELCAL_TEST_DATA "/lint";

static relcal_lint_options options(void)
{
    static relcal_date holidays[2];
    holidays[0] = relcal_date_from_civil(2027, 1, 1);
    holidays[1] = relcal_date_from_civil(2026, 12, 25);
    return (relcal_lint_options){
        .has_today = true,
        .today = relcal_date_from_civil(2026, 8, 22),
        .holidays = holidays,
        .holiday_count = COUNT(holidays),
    };
}

/* ---- texts ---- */

#define TEXT_BYTES 65536

typedef struct text {
    char bytes[TEXT_BYTES];
    size_t length;
} text;

static text read_whole(const char *path)
{
    text out = {.length = 0};
    FILE *file = fopen(path, "rb");
    ck_assert_msg(file != NULL, "%s cannot be read", path);
    out.length = fread(out.bytes, 1, sizeof out.bytes - 1, file);
    (void)fclose(file);
    return out;
}

/* Takes the paths of the source tree out of a line. */
static void cut_paths(char *line)
{
    static const char *const paths[] = {RELCAL_TEST_DATA "/lint/", RELCAL_SCHEDULES "/"};
    for (size_t index = 0; index < COUNT(paths); index++) {
        size_t length = strlen(paths[index]);
        for (char *at = strstr(line, paths[index]); at != NULL; at = strstr(line, paths[index])) {
            memmove(at, at + length, strlen(at + length) + 1);
        }
    }
}

static void add_finding(text *out, const relcal_finding *finding)
{
    char *line = out->bytes + out->length;
    size_t room = sizeof out->bytes - out->length;
    int written = snprintf(
        line, room, "%s:%u:%u: %s: %s [%s]%s%s%s%s\n", finding->file, (unsigned)finding->line,
        (unsigned)finding->column, relcal_severity_name(finding->code->severity), finding->message,
        finding->code->id,
        finding->fix == NULL ? "" : " fix: ", finding->fix == NULL ? "" : finding->fix,
        finding->known == NULL ? "" : " known: ", finding->known == NULL ? "" : finding->known);
    ck_assert_int_gt(written, 0);
    ck_assert_uint_lt((size_t)written, room);
    cut_paths(line);
    out->length += strlen(line);
}

static text list_findings(const relcal_lint *lint)
{
    text out = {.length = 0};
    const relcal_finding *finding;
    for (size_t index = 0; (finding = relcal_lint_finding_at(lint, index)) != NULL; index++) {
        add_finding(&out, finding);
    }
    for (size_t index = 0; (finding = relcal_lint_known_at(lint, index)) != NULL; index++) {
        add_finding(&out, finding);
    }
    return out;
}

static relcal_lint *look_at(const char *path)
{
    relcal_lint *lint = NULL;
    relcal_error error = {0};
    relcal_lint_options asked = options();
    relcal_status status = relcal_lint_paths(&lint, relcal_catalog_builtin(), &path, 1, &asked,
                                             &error);
    ck_assert_msg(status == RELCAL_OK, "%s: %s", path, error.message);
    return lint;
}

static relcal_lint *look_at_text(const char *name, const char *yaml,
                                 const relcal_lint_options *asked)
{
    relcal_lint *lint = NULL;
    relcal_source source = {name, yaml, strlen(yaml)};
    ck_assert_int_eq(relcal_lint_sources(&lint, relcal_catalog_builtin(), &source, 1, asked, NULL),
                     RELCAL_OK);
    return lint;
}

/* ---- the folder ---- */

/* How often each code was found. */
static size_t found[96];

static void count_codes(const relcal_lint *lint)
{
    const relcal_finding *finding;
    for (size_t index = 0; (finding = relcal_lint_finding_at(lint, index)) != NULL; index++) {
        size_t code = 0;
        while (relcal_lint_code_at(code) != finding->code) {
            code++;
        }
        ck_assert_uint_lt(code, COUNT(found));
        found[code]++;
    }
}

/* Whether what is found at a path is what stands in NAME.findings; with RELCAL_UPDATE in the
 * environment it is written there. */
static bool check_pair(const char *path, const char *name)
{
    char wanted_path[4096];
    (void)snprintf(wanted_path, sizeof wanted_path, "%s/%s.findings", folder, name);
    relcal_lint *lint = look_at(path);
    text got = list_findings(lint);
    count_codes(lint);
    relcal_lint_free(lint);
    if (getenv("RELCAL_UPDATE") != NULL) {
        FILE *file = fopen(wanted_path, "wb");
        ck_assert_ptr_nonnull(file);
        ck_assert_uint_eq(fwrite(got.bytes, 1, got.length, file), got.length);
        (void)fclose(file);
    }
    text wanted = read_whole(wanted_path);
    bool is_equal = strcmp(got.bytes, wanted.bytes) == 0;
    if (!is_equal) {
        (void)fprintf(stderr, "%s: wanted\n%sgot\n%s\n", name, wanted.bytes, got.bytes);
    }
    return is_equal;
}

START_TEST(pairs)
{
    size_t count = 0;
    size_t different = 0;
    DIR *directory = opendir(folder);
    ck_assert_ptr_nonnull(directory);
    for (const struct dirent *entry = readdir(directory); entry != NULL;
         entry = readdir(directory)) {
        char path[4096];
        char name[256];
        const char *dot = strrchr(entry->d_name, '.');
        if (entry->d_name[0] == '.' || (dot != NULL && strcmp(dot, ".findings") == 0)) {
            continue;
        }
        size_t length = dot == NULL ? strlen(entry->d_name) : (size_t)(dot - entry->d_name);
        (void)snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        (void)snprintf(name, sizeof name, "%.*s", (int)length, entry->d_name);
        different += !check_pair(path, name);
        count++;
    }
    (void)closedir(directory);
    ck_assert_uint_ge(count, 75);
    ck_assert_uint_eq(different, 0);
    for (size_t code = 0; relcal_lint_code_at(code) != NULL; code++) {
        const char *id = relcal_lint_code_at(code)->id;
        bool is_elsewhere = strcmp(id, "limit") == 0 || strcmp(id, "fault") == 0;
        ck_assert_msg(is_elsewhere || found[code] > 0, "no file has a finding %s", id);
    }
}
END_TEST

/* ---- what a load refuses ---- */

static void refuse_fault(const relcal_lint *lint, const char *name)
{
    const relcal_finding *finding;
    for (size_t index = 0; (finding = relcal_lint_finding_at(lint, index)) != NULL; index++) {
        ck_assert_msg(strcmp(finding->code->id, "fault") != 0, "%s: no code for: %s", name,
                      finding->message);
    }
}

/* Every file that a load refuses has an error, each with a code of its own; one that loads has
 * none that is no more than a load would say. */
START_TEST(invalid_files)
{
    size_t count = 0;
    DIR *directory = opendir(RELCAL_TEST_DATA "/invalid");
    ck_assert_ptr_nonnull(directory);
    for (const struct dirent *entry = readdir(directory); entry != NULL;
         entry = readdir(directory)) {
        char path[4096];
        const char *dot = strrchr(entry->d_name, '.');
        if (dot == NULL || strcmp(dot, ".yaml") != 0) {
            continue;
        }
        bool is_project = strncmp(entry->d_name, "project-", strlen("project-")) == 0;
        (void)snprintf(path, sizeof path, RELCAL_TEST_DATA "/invalid/%s", entry->d_name);
        text given = read_whole(path);
        memcpy(path + strlen(path) - strlen("yaml"), "error", sizeof "error");
        text wanted = read_whole(path);
        relcal_source source = {is_project ? "x/project.yaml" : "python/x.yaml", given.bytes,
                                given.length};
        relcal_lint *lint = NULL;
        const relcal_catalog *base = is_project ? NULL : relcal_catalog_builtin();
        ck_assert_int_eq(relcal_lint_sources(&lint, base, &source, 1, NULL, NULL), RELCAL_OK);
        refuse_fault(lint, entry->d_name);
        if (wanted.length > 0) {
            ck_assert_msg(relcal_lint_count(lint, RELCAL_SEVERITY_ERROR) > 0, "%s", entry->d_name);
        }
        relcal_lint_free(lint);
        count++;
    }
    (void)closedir(directory);
    ck_assert_uint_ge(count, 100);
}
END_TEST

/* ---- real plans ---- */

/* Adds the errors of the file of a series as of a day, on that day. */
static void add_errors(text *out, const relcal_series *series, relcal_date day)
{
    char *yaml = NULL;
    size_t length = 0;
    char day_text[RELCAL_DATE_BYTES];
    relcal_lint_options asked = {.has_today = true, .today = day};
    ck_assert_int_eq(relcal_plan_write(relcal_series_plan(series, day), &yaml, &length), RELCAL_OK);
    relcal_lint *lint = look_at_text("python/x.yaml", yaml, &asked);
    const relcal_finding *finding;
    for (size_t index = 0; (finding = relcal_lint_finding_at(lint, index)) != NULL; index++) {
        if (finding->code->severity == RELCAL_SEVERITY_ERROR) {
            out->length += (size_t)snprintf(
                out->bytes + out->length, sizeof out->bytes - out->length, "%s as of %s: %s\n",
                relcal_series_id(series), relcal_date_format(day, day_text), finding->message);
            ck_assert_uint_lt(out->length, sizeof out->bytes);
        }
    }
    relcal_lint_free(lint);
    free(yaml);
}

/* Marks the days on which the plan of a series changed, from 1990 on. */
#define MARKED_DAYS 20000

static void mark_days(bool *marked, const relcal_series *series)
{
    relcal_date first = relcal_date_from_civil(1990, 1, 1);
    for (size_t place = 0; place < relcal_series_milestone_count(series); place++) {
        relcal_entry entry;
        const relcal_milestone *milestone = relcal_series_milestone_at(series, place);
        for (size_t index = 0; index < relcal_milestone_revision_count(milestone); index++) {
            marked[relcal_milestone_revision_at(milestone, index).since - first] = true;
        }
        if (relcal_plan_entry(relcal_series_plan(series, RELCAL_LATEST), milestone, &entry) &&
            entry.state == RELCAL_ACTUAL) {
            marked[relcal_when_date(&entry.when) - first] = true;
        }
    }
}

/* Of all plans that were published one has an error: for one day 3.10 was to be final in 2020. */
START_TEST(real_plans)
{
    const relcal_project *python = relcal_catalog_project(relcal_catalog_builtin(), "python");
    text errors = {.length = 0};
    size_t plans = 0;
    for (size_t index = 0; index < relcal_project_series_count(python); index++) {
        const relcal_series *series = relcal_project_series_at(python, index);
        bool marked[MARKED_DAYS] = {false};
        mark_days(marked, series);
        for (relcal_date day = 0; day < MARKED_DAYS; day++) {
            if (marked[day]) {
                add_errors(&errors, series, relcal_date_from_civil(1990, 1, 1) + day);
                plans++;
            }
        }
    }
    ck_assert_uint_gt(plans, 600);
    ck_assert_str_eq(errors.bytes,
                     "3.10 as of 2020-05-25: 3.10.0 on 2020-10-04 comes before 3.10.0rc2 on "
                     "2021-09-06; write dates in the order of the milestones\n");
}
END_TEST

/* The built-in data have no error; their warnings are known, each of them, and true. Of all other
 * projects the command is asked, by the test lint-data. */
START_TEST(real_data)
{
    relcal_lint *lint = look_at(RELCAL_SCHEDULES "/python");
    size_t errors = relcal_lint_count(lint, RELCAL_SEVERITY_ERROR);
    relcal_lint_free(lint);
    ck_assert_uint_eq(errors, 0);
    ck_assert(check_pair(RELCAL_SCHEDULES "/python", "python"));
}
END_TEST

/* ---- codes ---- */

START_TEST(codes)
{
    size_t count = 0;
    for (const relcal_lint_code *code; (code = relcal_lint_code_at(count)) != NULL; count++) {
        ck_assert_uint_eq(strspn(code->id, "abcdefghijklmnopqrstuvwxyz-"), strlen(code->id));
        ck_assert_str_ne(relcal_severity_name(code->severity), "");
        ck_assert_int_eq(code->meaning[strlen(code->meaning) - 1], '.');
        for (size_t other = 0; other < count; other++) {
            ck_assert_str_ne(relcal_lint_code_at(other)->id, code->id);
        }
    }
    ck_assert_uint_gt(count, 30);
    ck_assert_str_eq(relcal_severity_name((relcal_severity)2), "");
}
END_TEST

/* ---- fixes ---- */

START_TEST(fixes)
{
    static const struct {
        const char *yaml;
        const char *mended; /* NULL where nothing is sure */
        size_t count;
    } items[] = {
        {"series: 9.0\nmilestones:\n- {id: 9.0.0b1, date: 2027-5-4}\n",
         "series: 9.0\nmilestones:\n- {id: 9.0.0b1, date: 2027-05-04}\n", 1},
        {"\xEF\xBB\xBFseries: 9.0\r\nmilestnes:\r\n- {id: 9.0.0b1, date: \"Tue, 2027-05-04\"}\r\n",
         "\xEF\xBB\xBFseries: 9.0\r\nmilestones:\r\n- {id: 9.0.0b1, date: \"Tue, 2027-05-04\"}\r\n",
         1},
        {"\xEF\xBB\xBFseries: 9.0\r\nmilestones:\r\n- {id: 9.0.0b1, dat: tbd}\r\n"
         "- {id: 9.0.0b2, date: \"Tue, 2027-05-04\"}\r\n",
         "\xEF\xBB\xBFseries: 9.0\r\nmilestones:\r\n- {id: 9.0.0b1, date: tbd}\r\n"
         "- {id: 9.0.0b2, date: \"2027-05-04\"}\r\n",
         2},
        {"series: 9.0\nmilestones:\n- {id: \"\xC3\xBC\xC3\xBC\", dat: 4 May 2027}\n",
         "series: 9.0\nmilestones:\n- {id: \"\xC3\xBC\xC3\xBC\", date: 4 May 2027}\n", 1},
        {"series: 9.0\nmilestones: [] # Friday 21th October 2022, Wednesday 26nd July 2023\n",
         "series: 9.0\nmilestones: [] # Friday 21st October 2022, Wednesday 26th July 2023\n", 2},
        {"series: 9.0\nmilestones: [] # 21th October 2022\n", NULL, 0},
        {"series: 9.0\nmilestones:\n- {id: 9.0.0b1, date: Mon, 2027-05-04}\n", NULL, 0},
        {"series: 9.0\nmilestones:\n-\t{id: 9.0.0b1, date: 4 May 2027}\n", NULL, 0},
    };
    for (size_t i = 0; i < COUNT(items); i++) {
        relcal_lint *lint = look_at_text("python/9.0.yaml", items[i].yaml, NULL);
        const relcal_mended_file *mended = relcal_lint_mended_at(lint, 0);
        ck_assert_msg((mended == NULL) == (items[i].mended == NULL), "item %zu", i);
        if (mended != NULL) {
            ck_assert_str_eq(mended->name, "python/9.0.yaml");
            ck_assert_str_eq(mended->text, items[i].mended);
            ck_assert_uint_eq(mended->length, strlen(items[i].mended));
            ck_assert_uint_eq(mended->fix_count, items[i].count);
        }
        ck_assert_ptr_null(relcal_lint_mended_at(lint, 1));
        relcal_lint_free(lint);
    }
}
END_TEST

/* ---- limits and failures ---- */

START_TEST(most_findings)
{
    size_t room = 64 + 64 * (size_t)RELCAL_MAX_FINDINGS;
    char *yaml = malloc(room);
    ck_assert_ptr_nonnull(yaml);
    size_t length = (size_t)snprintf(yaml, room, "series: 9.0\nmilestones:\n");
    for (size_t index = 0; index < 3000; index++) { /* two findings each */
        length += (size_t)snprintf(yaml + length, room - length,
                                   "- {id: m%zu, date: 2027-05-04} # Mon Sun\n", index);
    }
    relcal_lint *lint = look_at_text("python/9.0.yaml", yaml, NULL);
    const relcal_finding *last = relcal_lint_finding_at(lint, RELCAL_MAX_FINDINGS);
    ck_assert_ptr_nonnull(last);
    ck_assert_str_eq(last->code->id, "limit");
    ck_assert_ptr_null(relcal_lint_finding_at(lint, RELCAL_MAX_FINDINGS + 1));
    ck_assert_uint_eq(relcal_lint_count(lint, RELCAL_SEVERITY_ERROR), 1);
    ck_assert_uint_eq(relcal_lint_count(lint, RELCAL_SEVERITY_WARNING), RELCAL_MAX_FINDINGS);
    relcal_lint_free(lint);
    free(yaml);
}
END_TEST

START_TEST(most_remarks)
{
    size_t room = 64 + 64 * (size_t)RELCAL_MAX_REMARKS;
    char *yaml = malloc(room);
    ck_assert_ptr_nonnull(yaml);
    size_t length = (size_t)snprintf(yaml, room,
                                     "series: 9.0\nmilestones: [{id: m, date: 2027-05-04}]\n");
    for (size_t index = 0; index < RELCAL_MAX_REMARKS + 2; index++) {
        length += (size_t)snprintf(yaml + length, room - length, "# lint: overdue: so it is\n");
    }
    relcal_lint *lint = look_at_text("python/9.0.yaml", yaml, NULL);
    const relcal_finding *only = relcal_lint_finding_at(lint, 0);
    ck_assert_ptr_nonnull(only);
    ck_assert_str_eq(only->code->id, "limit");
    ck_assert_uint_eq(only->line, RELCAL_MAX_REMARKS + 3);
    ck_assert_uint_eq(relcal_lint_count(lint, RELCAL_SEVERITY_ERROR), 1);
    relcal_lint_free(lint);
    free(yaml);
}
END_TEST

START_TEST(failures)
{
    static const struct {
        const char *path;
        relcal_status wanted;
    } items[] = {
        {RELCAL_TEST_DATA "/lint/none.yaml", RELCAL_ERROR_IO},
        {RELCAL_TEST_DATA "/lint/none/none.yaml", RELCAL_ERROR_IO},
        {"/dev/null", RELCAL_ERROR_IO},
        {RELCAL_TEST_DATA "/calendars", RELCAL_ERROR_NOT_FOUND},
    };
    for (size_t i = 0; i < COUNT(items); i++) {
        relcal_lint *lint = NULL;
        relcal_error error = {0};
        const char *paths[] = {RELCAL_TEST_DATA "/lint/order-good.yaml", items[i].path};
        relcal_status status = relcal_lint_paths(&lint, NULL, paths, 2, NULL, &error);
        ck_assert_msg(status == items[i].wanted, "%s: %s", items[i].path,
                      relcal_status_name(status));
        ck_assert_ptr_null(lint);
        ck_assert_int_eq(error.code, items[i].wanted);
        ck_assert_str_ne(error.message, "");
    }
    relcal_lint_free(NULL);
}
END_TEST

/* A file is compared with those beside it, which are not judged, and in the order that was asked.
 */
START_TEST(neighbours)
{
    relcal_lint *lint = NULL;
    const char *paths[] = {
        RELCAL_TEST_DATA "/lint/two-faulty-files/2.0.yaml",
        RELCAL_TEST_DATA "/lint/order-good.yaml",
        RELCAL_TEST_DATA "/lint/reference/project.yaml",
        RELCAL_TEST_DATA "/lint/empty.yaml",
        RELCAL_TEST_DATA "/lint/two-faulty-files/2.0.yaml",
    };
    ck_assert_int_eq(relcal_lint_paths(&lint, NULL, paths, COUNT(paths), NULL, NULL), RELCAL_OK);
    static const char *const wanted[][2] = {
        {"two-faulty-files/2.0.yaml", "date-impossible"},
        {"empty.yaml", "empty"},
        {"reference/project.yaml", "reference"},
    };
    for (size_t index = 0; index < COUNT(wanted); index++) {
        const relcal_finding *finding = relcal_lint_finding_at(lint, index);
        ck_assert_ptr_nonnull(finding);
        ck_assert_ptr_nonnull(strstr(finding->file, wanted[index][0]));
        ck_assert_str_eq(finding->code->id, wanted[index][1]);
    }
    relcal_lint_free(lint);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("lint");
    TCase *tests = tcase_create("lint");
    tcase_set_timeout(tests, 300);
    tcase_add_test(tests, pairs);
    tcase_add_test(tests, invalid_files);
    tcase_add_test(tests, real_data);
    tcase_add_test(tests, codes);
    tcase_add_test(tests, fixes);
    tcase_add_test(tests, most_findings);
    tcase_add_test(tests, most_remarks);
    tcase_add_test(tests, failures);
    tcase_add_test(tests, neighbours);
    suite_add_tcase(suite, tests);
    TCase *long_tests = tcase_create("long");
    tcase_set_timeout(long_tests, 300);
    tcase_set_tags(long_tests, "long");
    tcase_add_test(long_tests, real_plans);
    suite_add_tcase(suite, long_tests);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
