/*
 * Loads without memory. Every allocation is made to fail in turn, the caller's and then malloc's
 * own, through which libyaml and the C library are served; both ways of being wrong are caught: a
 * load that goes through although an allocation failed, and one that never gets through.
 */
#define _XOPEN_SOURCE 700

#include <check.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "allocations.h"
#include "relcal/relcal.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])
#define MOST_ALLOCATIONS 100000

#define PROJECT_TEXT                                                                      \
    "project: x\nname: X\nurl: \"https://example.org/\"\nrevised: 2026-01-02\n"           \
    "trunk: {branch: trunk, begins: [development, first alpha]}\n"                        \
    "phases:\n- {id: p, begins: [a1, last beta]}\n- {id: q, begins: final, living: no}\n" \
    "freezes:\n- {id: f, from: [last rc, b1], until: thaw, source: here}\n"

#define SERIES_TEXT                                                                       \
    "# A series.\nseries: 1.0\nspec: {name: N, url: U}\nbranch: b\nrevised: 2026-01-03\n" \
    "milestones:\n"                                                                       \
    "- {id: 1.0.0a1, date: 2020-01-01, state: actual, note: a note, title: A title,\n"    \
    "   planned: {2019-01-01: 2019-06, 2019-02-01: tbd, 2019-03-01: withdrawn,\n"         \
    "   2019-04-01: \"2020-01-01T12:00+01:00[Europe/Berlin]\"}}\n"                        \
    "- id: 1.0.0b1\n  date: 2020-W10\n"                                                   \
    "- {id: thaw, date: 2020-05-05T24:00AoE}\n- {id: end-of-life, date: tbd}\n"

/* What is wrong in every place where a fault is kept. */
#define FAULTY_TEXT                                                                       \
    "series: 1.0\ncolour: x\nbranch: \"\\0\"\nbranch: &a b\n[a]: b\nmilestones:\n"        \
    "- {id: x, date: 2020-02-30}\n- {id: x, date: *a}\n- {id: 1.0.0, date: 2020-01-01}\n" \
    "- {id: 1.0.0b1, date: 2021-01-01}\n- [\n"

static char root[64];

/* ---- loads ---- */

typedef enum load_kind {
    FROM_MEMORY,
    OVER_BUILTIN,
    FROM_FOLDER,
    FAULTY,
    EMPTY,
    LARGE_FAULTY, /* its faults fill several blocks; from here on for the caller's allocator only */
    LARGE,        /* of libyaml's allocations no others than a small one, and thousands of them */
    LOAD_KINDS
} load_kind;

typedef struct load_case {
    const relcal_catalog *base;
    relcal_source sources[2];
    size_t count;
    relcal_status wanted; /* with memory enough */
} load_case;

static char *large_text;
static char *large_faulty_text;

static load_case make_case(load_kind kind)
{
    load_case made = {.sources = {{"x/project.yaml", PROJECT_TEXT, sizeof PROJECT_TEXT - 1},
                                  {"x/1.0.yaml", SERIES_TEXT, sizeof SERIES_TEXT - 1}},
                      .count = 2};
    if (kind == OVER_BUILTIN) {
        made.base = relcal_catalog_builtin();
    } else if (kind == LARGE) {
        made.sources[1].text = large_text;
        made.sources[1].length = strlen(large_text);
    } else if (kind == LARGE_FAULTY) {
        made.sources[1].text = large_faulty_text;
        made.sources[1].length = strlen(large_faulty_text);
        made.wanted = RELCAL_ERROR_SYNTAX;
    } else if (kind == FAULTY) {
        made.sources[1].text = FAULTY_TEXT;
        made.sources[1].length = sizeof FAULTY_TEXT - 1;
        made.wanted = RELCAL_ERROR_SYNTAX;
    } else if (kind == EMPTY) {
        made.count = 0;
    }
    return made;
}

static size_t told;

static void count_fault(void *context, const relcal_error *fault)
{
    (void)context;
    (void)fault;
    told++;
}

static int count_descriptors(void)
{
    int count = 0;
    for (int descriptor = 0; descriptor < 64; descriptor++) {
        count += fcntl(descriptor, F_GETFD) != -1;
    }
    return count;
}

static relcal_status run_load(load_kind kind, const load_case *load,
                              const relcal_allocator *allocator, relcal_catalog **out,
                              relcal_error *error)
{
    relcal_load_options options = {.allocator = allocator, .report = count_fault};
    if (kind == FROM_FOLDER) {
        return relcal_catalog_load(out, relcal_catalog_builtin(), root, &options, error);
    }
    return relcal_catalog_parse(out, load->base, load->sources, load->count, &options, error);
}

static void check_failure(relcal_status status, const relcal_error *error,
                          const relcal_catalog *catalog, size_t at)
{
    ck_assert_msg(status == RELCAL_ERROR_MEMORY, "allocation %zu: status %s", at,
                  relcal_status_name(status));
    ck_assert_int_eq(error->code, RELCAL_ERROR_MEMORY);
    ck_assert_ptr_null(catalog);
    ck_assert_uint_eq(told, 0);
}

/* ---- the caller's allocator ---- */

typedef struct failing_pool {
    size_t made;
    size_t fail_at; /* from 1 */
    size_t blocks;
    size_t bytes;
} failing_pool;

static void *pool_allocate(void *context, size_t size)
{
    failing_pool *pool = context;
    if (++pool->made == pool->fail_at) {
        return NULL;
    }
    pool->blocks++;
    pool->bytes += size;
    return malloc(size);
}

static void pool_release(void *context, void *memory, size_t size)
{
    failing_pool *pool = context;
    pool->blocks--;
    pool->bytes -= size;
    free(memory);
}

START_TEST(callers_allocator)
{
    load_kind kind = (load_kind)_i;
    load_case load = make_case(kind);
    int descriptors = count_descriptors();
    size_t at = 0;
    for (;;) {
        failing_pool pool = {.fail_at = ++at};
        relcal_allocator allocator = {pool_allocate, pool_release, &pool};
        relcal_catalog *catalog = NULL;
        relcal_error error = {0};
        told = 0;
        allocations_begin(0); /* of libyaml's blocks none may be lost either */
        relcal_status status = run_load(kind, &load, &allocator, &catalog, &error);
        bool is_through = pool.made < at;
        if (is_through) {
            relcal_catalog_free(catalog);
        }
        (void)allocations_end();
        ck_assert_msg(allocations_outstanding() == 0, "allocation %zu: %ld blocks are lost", at,
                      allocations_outstanding());
        ck_assert_uint_lt(at, MOST_ALLOCATIONS);
        ck_assert_int_eq(count_descriptors(), descriptors);
        if (is_through) {
            ck_assert_int_eq(status, load.wanted);
            ck_assert_int_eq(catalog != NULL, status == RELCAL_OK);
            ck_assert_uint_eq(pool.blocks, 0);
            ck_assert_uint_eq(pool.bytes, 0);
            break;
        }
        check_failure(status, &error, catalog, at);
        ck_assert_uint_eq(pool.blocks, 0);
        ck_assert_uint_eq(pool.bytes, 0);
    }
    ck_assert_uint_gt(at, 1);
}
END_TEST

/* ---- malloc ---- */

START_TEST(malloc_itself)
{
    load_kind kind = (load_kind)_i;
    load_case load = make_case(kind);
    int descriptors = count_descriptors();
    size_t at = 0;
    for (;;) {
        relcal_catalog *catalog = NULL;
        relcal_error error = {0};
        told = 0;
        allocations_begin(++at);
        relcal_status status = run_load(kind, &load, NULL, &catalog, &error);
        bool has_failed = allocations_have_failed();
        if (!has_failed) {
            relcal_catalog_free(catalog);
        }
        size_t made = allocations_end();
        ck_assert_msg(allocations_outstanding() == 0, "allocation %zu of %zu: %ld blocks are lost",
                      at, made, allocations_outstanding());
        ck_assert_uint_lt(at, MOST_ALLOCATIONS);
        ck_assert_int_eq(count_descriptors(), descriptors);
        if (!has_failed) {
            ck_assert_int_eq(status, load.wanted);
            ck_assert_int_eq(catalog != NULL, status == RELCAL_OK);
            break;
        }
        check_failure(status, &error, catalog, at);
    }
    ck_assert_uint_gt(at, 1);
}
END_TEST

/* ---- files ---- */

static void write_file(const char *name, const char *text)
{
    char path[256];
    (void)snprintf(path, sizeof path, "%s%s", root, name);
    FILE *file = fopen(path, "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_ge(fputs(text, file), 0);
    ck_assert_int_eq(fclose(file), 0);
}

/* A file whose bytes need a block of the arena to themselves, and libyaml next to nothing. */
static void write_large_file(void)
{
    enum { BYTES = 100000 };
    char *text = malloc(BYTES);
    ck_assert_ptr_nonnull(text);
    memset(text, '#', BYTES);
    (void)strcpy(text + BYTES - 40, "\nseries: 1.1\nmilestones: []\n");
    write_file("/x/1.1.yaml", text);
    free(text);
}

/* Enough milestones for several blocks of an arena. */
static void make_large_text(void)
{
    enum { MILESTONES = 400, LINE_BYTES = 96 };
    size_t room = MILESTONES * LINE_BYTES + 64;
    large_text = malloc(room);
    ck_assert_ptr_nonnull(large_text);
    size_t length = (size_t)snprintf(large_text, room, "series: 1.0\nmilestones:\n");
    for (int index = 0; index < MILESTONES; index++) {
        length += (size_t)snprintf(large_text + length, room - length,
                                   "- {id: milestone-%d, date: %04d-01-01, note: note %d}\n", index,
                                   1000 + index, index);
    }
}

/* Keys that are none, each a fault with a long message. */
static void make_large_faulty_text(void)
{
    enum { KEYS = 900, LINE_BYTES = 24 };
    size_t room = KEYS * LINE_BYTES + 64;
    large_faulty_text = malloc(room);
    ck_assert_ptr_nonnull(large_faulty_text);
    size_t length = (size_t)snprintf(large_faulty_text, room, "series: 1.0\n");
    for (int index = 0; index < KEYS; index++) {
        length += (size_t)snprintf(large_faulty_text + length, room - length, "colour-%d: x\n",
                                   index);
    }
}

static void set_up(void)
{
    char path[256];
    (void)strcpy(root, "/tmp/relcal-oom-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(root));
    (void)snprintf(path, sizeof path, "%s/x", root);
    ck_assert_int_eq(mkdir(path, 0755), 0);
    write_file("/x/project.yaml", PROJECT_TEXT);
    write_file("/x/1.0.yaml", SERIES_TEXT);
    write_large_file();
    make_large_text();
    make_large_faulty_text();
}

static void tear_down(void)
{
    static const char *const names[] = {"/x/project.yaml", "/x/1.0.yaml", "/x/1.1.yaml", "/x", ""};
    char path[256];
    for (size_t index = 0; index < COUNT(names); index++) {
        (void)snprintf(path, sizeof path, "%s%s", root, names[index]);
        (void)remove(path);
    }
    free(large_text);
    free(large_faulty_text);
}

int main(void)
{
    Suite *suite = suite_create("oom");
    TCase *tests = tcase_create("oom");
    tcase_set_timeout(tests, 120);
    tcase_add_unchecked_fixture(tests, set_up, tear_down);
    tcase_add_loop_test(tests, callers_allocator, 0, LOAD_KINDS);
    if (allocations_are_counted()) {
        tcase_add_loop_test(tests, malloc_itself, 0, LARGE_FAULTY);
    }
    suite_add_tcase(suite, tests);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
