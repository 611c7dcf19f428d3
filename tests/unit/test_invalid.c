/*
 * Files that are wrong: every fault of each, to the letter. NAME.yaml in tests/data/invalid stands
 * beside NAME.error, one "LINE:COLUMN: message" a fault; an empty one says that the file loads.
 * project-*.yaml is a project.yaml, all others are series of the built-in Python. What is too large
 * to be kept is made here.
 */
#include <check.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "relcal/relcal.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

static const char folder[] = RELCAL_TEST_DATA "/invalid";

/* ---- texts that grow ---- */

typedef struct text {
    char *bytes;
    size_t length;
    size_t room;
} text;

static void append_bytes(text *out, const char *bytes, size_t length)
{
    if (out->length + length + 1 > out->room) {
        out->room = 2 * (out->length + length + 1);
        out->bytes = realloc(out->bytes, out->room);
        ck_assert_ptr_nonnull(out->bytes);
    }
    memcpy(out->bytes + out->length, bytes, length);
    out->length += length;
    out->bytes[out->length] = '\0';
}

static void append(text *out, const char *bytes)
{
    append_bytes(out, bytes, strlen(bytes));
}

static void append_times(text *out, const char *bytes, size_t times)
{
    for (size_t index = 0; index < times; index++) {
        append(out, bytes);
    }
}

static text read_whole(const char *path)
{
    text out = {0};
    char buffer[4096];
    size_t got;
    FILE *file = fopen(path, "rb");
    ck_assert_msg(file != NULL, "%s cannot be read", path);
    append(&out, "");
    while ((got = fread(buffer, 1, sizeof buffer, file)) > 0) {
        append_bytes(&out, buffer, got);
    }
    (void)fclose(file);
    return out;
}

/* ---- loading ---- */

typedef struct report {
    text lines;
    const char *name;
    relcal_error first;
    size_t count;
} report;

static void add_line(void *context, const relcal_error *fault)
{
    report *told = context;
    char place[64];
    if (told->count++ == 0) {
        told->first = *fault;
    }
    if (fault->file[0] != '\0') {
        ck_assert_str_eq(fault->file, told->name);
    }
    ck_assert_int_ne(fault->code, RELCAL_OK);
    (void)snprintf(place, sizeof place, "%u:%u: ", (unsigned)fault->line, (unsigned)fault->column);
    append(&told->lines, place);
    append(&told->lines, fault->message);
    append(&told->lines, "\n");
}

/* Loads one file; returns what was said of it. */
static text faults_of(const relcal_catalog *base, const char *name, const char *bytes,
                      size_t length)
{
    report told = {.name = name};
    relcal_source source = {name, bytes, length};
    relcal_load_options options = {.report = add_line, .report_context = &told};
    relcal_error error = {.line = 77};
    relcal_catalog *catalog = NULL;
    append(&told.lines, "");

    relcal_status status = relcal_catalog_parse(&catalog, base, &source, 1, &options, &error);
    ck_assert_msg((status == RELCAL_OK) == (told.count == 0), "%s: status %s, %zu faults", name,
                  relcal_status_name(status), told.count);
    if (status == RELCAL_OK) {
        ck_assert_uint_eq(error.line, 77);
    } else {
        ck_assert_ptr_null(catalog);
        ck_assert_int_eq(status, told.first.code);
        ck_assert_int_eq(error.code, told.first.code);
        ck_assert_uint_eq(error.line, told.first.line);
        ck_assert_uint_eq(error.column, told.first.column);
        ck_assert_str_eq(error.message, told.first.message);
    }
    relcal_catalog_free(catalog);
    return told.lines;
}

static text faults_of_series(const char *bytes, size_t length)
{
    return faults_of(relcal_catalog_builtin(), "python/made.yaml", bytes, length);
}

/* ---- the folder ---- */

/* Returns whether a pair agrees, and prints both sides where it does not. */
static bool check_pair(const char *name)
{
    char path[4096];
    char source_name[512];
    bool is_project = strncmp(name, "project-", strlen("project-")) == 0;
    (void)snprintf(path, sizeof path, "%s/%s.yaml", folder, name);
    text given = read_whole(path);
    (void)snprintf(path, sizeof path, "%s/%s.error", folder, name);
    text wanted = read_whole(path);
    (void)snprintf(source_name, sizeof source_name, "python/%s.yaml", name);

    text got = faults_of(is_project ? NULL : relcal_catalog_builtin(),
                         is_project ? "project/project.yaml" : source_name, given.bytes,
                         given.length);
    bool is_equal = strcmp(got.bytes, wanted.bytes) == 0;
    if (!is_equal) {
        (void)fprintf(stderr, "%s: wanted\n%sgot\n%s\n", name, wanted.bytes, got.bytes);
    }
    free(given.bytes);
    free(wanted.bytes);
    free(got.bytes);
    return is_equal;
}

START_TEST(pairs)
{
    size_t count = 0;
    size_t different = 0;
    DIR *directory = opendir(folder);
    ck_assert_msg(directory != NULL, "%s is no folder", folder);
    for (const struct dirent *entry = readdir(directory); entry != NULL;
         entry = readdir(directory)) {
        char name[256];
        size_t length = strlen(entry->d_name);
        if (length > 5 && strcmp(entry->d_name + length - 5, ".yaml") == 0) {
            (void)snprintf(name, sizeof name, "%.*s", (int)(length - 5), entry->d_name);
            different += !check_pair(name);
            count++;
        }
    }
    (void)closedir(directory);
    ck_assert_uint_ge(count, 100);
    ck_assert_uint_eq(different, 0);
}
END_TEST

/* ---- large files ---- */

START_TEST(nesting)
{
    static const struct {
        const char *before;
        const char *level;
        const char *wanted;
    } items[] = {
        {"series: 3.12\nmilestones: ", "[",
         "2:20: lists and mappings nest deeper than 8; a schedule needs less\n"},
        {"series: 3.12\nmilestones: ", "{a: ",
         "2:41: lists and mappings nest deeper than 8; a schedule needs less\n"},
        {"series: 3.12\nmilestones:\n", "- ",
         "3:15: lists and mappings nest deeper than 8; a schedule needs less\n"},
        {"", "- ", "1:17: lists and mappings nest deeper than 8; a schedule needs less\n"},
        {"", "? ", "1:17: lists and mappings nest deeper than 8; a schedule needs less\n"},
        {"", "{", "1:9: lists and mappings nest deeper than 8; a schedule needs less\n"},
    };
    text given = {0};
    for (size_t i = 0; i < COUNT(items); i++) {
        given.length = 0;
        append(&given, items[i].before);
        append_times(&given, items[i].level, 1000000);
        text got = faults_of_series(given.bytes, given.length);
        ck_assert_str_eq(got.bytes, items[i].wanted);
        free(got.bytes);
    }
    free(given.bytes);
}
END_TEST

/* Something too large between a head and an end, and what is said of it. */
START_TEST(limits)
{
    static const struct {
        const char *before;
        const char *repeated;
        size_t times;
        const char *after;
        const char *wanted;
    } items[] = {
        {"series: 3.12\nmilestones: []\nbranch: ", "x", 8192, "\n", ""},
        {"series: 3.12\nmilestones: []\nbranch: ", "x", 8193, "\n",
         "3:9: a text of 8193 bytes; at most 8192 are read\n"},
        {"series: 3.12\nmilestones: []\nbranch: \"", "x", 4000000, "\"\n",
         "3:9: a text of 4000000 bytes; at most 8192 are read\n"},
        {"series: 3.12\nmilestones: []\n", "x", 1025, ": y\n",
         "3:1026: not YAML: could not find expected ':'; a colon and a space are missing after the "
         "key\n"},
        {"series: 3.12\nmilestones: []\n? ", "x", 8193, "\n: y\n",
         "3:3: a text of 8193 bytes; at most 8192 are read\n"},
        {"series: 3.12\nmilestones:\n", "- {}\n", 4097, "",
         "4099:3: a list of more than 4096 entries; split it\n"},
        {"series: 3.12\nmilestones: []\n# ", "x", 4194304, "\n",
         "0:0: the file has 4194335 bytes; at most 4194304 are read\n"},
        {"", "#\n", 2000000, "",
         "1:1: the file is empty; write {series: 1.0, milestones: [{id: 1.0.0b1, date: "
         "2026-05-05}]}, or remove the file\n"},
        {"series: 3.12\n", "\n", 4000000, "milestones: x\n",
         "4000002:13: milestones is a text; write a list such as [{id: 1.0.0b1, date: "
         "2026-05-05}]\n"},
        {"series: 3.12\nmilestones: []\n", "...\n", 1000000, "", ""},
        {"series: 3.12\nmilestones: []\nbranch: \"", "\xFF", 4000000, "\"\n",
         "3:10: byte 0xFF is not UTF-8; save the file as UTF-8\n"},
    };
    text given = {0};
    for (size_t i = 0; i < COUNT(items); i++) {
        given.length = 0;
        append(&given, items[i].before);
        append_times(&given, items[i].repeated, items[i].times);
        append(&given, items[i].after);
        text got = faults_of_series(given.bytes, given.length);
        const char *last =
            got.bytes; /* lists of wrong entries are told too; the last line counts */
        for (const char *line = got.bytes; *line != '\0'; line = strchr(line, '\n') + 1) {
            last = line;
        }
        ck_assert_msg(strcmp(last, items[i].wanted) == 0, "%zu: %s", i, last);
        free(got.bytes);
    }
    free(given.bytes);
}
END_TEST

START_TEST(most_milestones)
{
    static const size_t counts[] = {4096, 4097};
    for (size_t i = 0; i < COUNT(counts); i++) {
        text given = {0};
        append(&given, "series: 3.12\nmilestones:\n");
        for (size_t index = 0; index < counts[i]; index++) {
            char line[96];
            (void)snprintf(line, sizeof line, "- {id: m%zu, date: %04zu-01-01}\n", index,
                           index + 1);
            append(&given, line);
        }
        text got = faults_of_series(given.bytes, given.length);
        ck_assert_str_eq(got.bytes,
                         i == 0 ? "" : "4099:3: a list of more than 4096 entries; split it\n");
        free(got.bytes);
        free(given.bytes);
    }
}
END_TEST

START_TEST(most_revisions)
{
    static const size_t counts[] = {1024, 1025};
    for (size_t i = 0; i < COUNT(counts); i++) {
        text given = {0};
        append(&given, "series: 3.12\nmilestones:\n"
                       "- {id: 3.12.0b1, state: actual, date: 2023-05-22, planned: {\n");
        for (size_t index = 0; index < counts[i]; index++) {
            char line[96];
            (void)snprintf(line, sizeof line, "  %04zu-01-01: 2023-05-22,\n", index + 1);
            append(&given, line);
        }
        append(&given, "  }}\n");
        text got = faults_of_series(given.bytes, given.length);
        ck_assert_str_eq(got.bytes,
                         i == 0 ? "" : "1028:3: a mapping of more than 1024 keys; split it\n");
        free(got.bytes);
        free(given.bytes);
    }
}
END_TEST

START_TEST(most_gaps)
{
    static const size_t counts[] = {256, 257};
    for (size_t i = 0; i < COUNT(counts); i++) {
        text given = {0};
        append(&given, "project: x\nname: X\nphases: []\ngaps:\n");
        append_times(&given, "- {what: x, reason: y}\n", counts[i]);
        text got = faults_of(NULL, "x/project.yaml", given.bytes, given.length);
        ck_assert_str_eq(got.bytes, i == 0 ? "" : "261:3: more than 256 gaps; write fewer\n");
        free(got.bytes);
        free(given.bytes);
    }
}
END_TEST

START_TEST(most_faults)
{
    static const struct {
        size_t faults;
        size_t lines;
        const char *last;
    } items[] = {
        {1000, 1000, "1001:1: unknown key"},
        {1001, 1001, "0:0: faults not shown: 1; mend those above first\n"},
        {1020, 1001, "0:0: faults not shown: 20; mend those above first\n"},
    };
    for (size_t i = 0; i < COUNT(items); i++) {
        text given = {0};
        append(&given, "series: 3.12\n");
        for (size_t index = 0; index < items[i].faults; index++) {
            char line[96];
            (void)snprintf(line, sizeof line, "colour%zu: x\n", index);
            append(&given, line);
        }
        append(&given, "milestones: []\n");
        text got = faults_of_series(given.bytes, given.length);
        size_t lines = 0;
        const char *last = got.bytes;
        for (const char *line = got.bytes; *line != '\0'; line = strchr(line, '\n') + 1) {
            last = line;
            lines++;
        }
        ck_assert_uint_eq(lines, items[i].lines);
        ck_assert_msg(strncmp(last, items[i].last, strlen(items[i].last)) == 0, "%s", last);
        free(got.bytes);
        free(given.bytes);
    }
}
END_TEST

/* A fault in the middle of a file in which the characters before it are not all one byte. */
START_TEST(cut_messages)
{
    text given = {0};
    append(&given, "series: 3.12\nmilestones: []\n");
    append_times(&given, "\xC3\xA4", 300);
    append(&given, ": x\n");
    text got = faults_of_series(given.bytes, given.length);
    ck_assert_str_eq(got.bytes,
                     "3:1: unknown key \"\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4"
                     "\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4"
                     "\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4"
                     "\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4...\"; the keys of a series file are series, "
                     "codename, aliases, spec, branch, release-manager, revised, milestones\n");
    free(got.bytes);
    free(given.bytes);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("invalid");
    TCase *tests = tcase_create("invalid");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, pairs);
    tcase_add_test(tests, nesting);
    tcase_add_test(tests, limits);
    tcase_add_test(tests, most_milestones);
    tcase_add_test(tests, most_revisions);
    tcase_add_test(tests, most_gaps);
    tcase_add_test(tests, most_faults);
    tcase_add_test(tests, cut_messages);
    suite_add_tcase(suite, tests);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
