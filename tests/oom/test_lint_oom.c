/*
 * Looking at files without memory. Every allocation is made to fail in turn, the caller's and then
 * malloc's own; a look that goes through although an allocation failed is caught, and one that
 * never gets through.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "allocations.h"
#include "relcal/relcal.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])
#define MOST_ALLOCATIONS 100000

/* Something for every check to keep: faults, claims, references, fixes. */
static const char project_text[] =
    "project: x\nname: X\ntrunk: {branch: trunk, begins: development}\n"
    "phases:\n- {id: p, begins: [a1, last beta]}\n- {id: q, begins: final, livin: no}\n";

static const char series_text[] =
    "series: 1.0\nrevised: 2026-01-03  # Sunday\nmilestones:\n"
    "- {id: 1.0.0a1, date: 4 January 2026, note: \"Sun, 2026-01-05\"}\n"
    "- {id: 1.0.0b1, date: Monday, 2026-03-04, planned: {2026-01-01: 3/4/2026}}\n"
    "- {id: 1.0.0b3, dat: 2026-02-01}\n- {id: 1.0.0, date: 2026-01-31}\n";

typedef enum look_kind { FROM_MEMORY, FROM_FOLDER, FROM_FILES, LOOK_KINDS } look_kind;

static relcal_status look(look_kind kind, const relcal_allocator *allocator, relcal_lint **out,
                          relcal_error *error)
{
    static const relcal_source sources[] = {
        {"x/project.yaml", project_text, sizeof project_text - 1},
        {"x/1.0.yaml", series_text, sizeof series_text - 1},
    };
    static const char *const folder[] = {RELCAL_TEST_DATA "/lint/two-faulty-files"};
    static const char *const files[] = {RELCAL_TEST_DATA "/lint/reference/2.0.yaml",
                                        RELCAL_TEST_DATA "/lint/gap.yaml",
                                        RELCAL_TEST_DATA "/lint/keys.yaml"};
    relcal_lint_options options = {
        .allocator = allocator, .has_today = true, .today = relcal_date_from_civil(2026, 8, 22)};
    switch (kind) {
    case FROM_FOLDER:
        return relcal_lint_paths(out, NULL, folder, COUNT(folder), &options, error);
    case FROM_FILES:
        return relcal_lint_paths(out, NULL, files, COUNT(files), &options, error);
    default:
        return relcal_lint_sources(out, NULL, sources, COUNT(sources), &options, error);
    }
}

static void check_failure(relcal_status status, const relcal_error *error, const relcal_lint *lint,
                          size_t at)
{
    ck_assert_msg(status == RELCAL_ERROR_MEMORY, "allocation %zu: status %s", at,
                  relcal_status_name(status));
    ck_assert_int_eq(error->code, RELCAL_ERROR_MEMORY);
    ck_assert_ptr_null(lint);
}

static void check_success(relcal_status status, const relcal_lint *lint, look_kind kind)
{
    ck_assert_int_eq(status, RELCAL_OK);
    ck_assert_uint_gt(relcal_lint_count(lint, RELCAL_SEVERITY_ERROR), 0);
    if (kind == FROM_MEMORY) {
        ck_assert_ptr_nonnull(relcal_lint_mended_at(lint, 1));
    }
}

/* ---- the caller's allocator ---- */

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

START_TEST(callers_allocator)
{
    look_kind kind = (look_kind)_i;
    bool is_through = false;
    for (size_t at = 1; !is_through; at++) {
        failing_pool pool = {.fail_at = at};
        relcal_allocator allocator = {pool_allocate, pool_release, &pool};
        relcal_lint *lint = NULL;
        relcal_error error = {0};
        ck_assert_uint_lt(at, MOST_ALLOCATIONS);
        allocations_begin(0); /* of libyaml's blocks none may be lost either */
        relcal_status status = look(kind, &allocator, &lint, &error);
        is_through = pool.made < at;
        if (is_through) {
            check_success(status, lint, kind);
        } else {
            check_failure(status, &error, lint, at);
        }
        relcal_lint_free(lint);
        (void)allocations_end();
        ck_assert_int_eq(allocations_outstanding(), 0);
        ck_assert_uint_eq(pool.bytes, 0);
    }
}
END_TEST

/* ---- malloc ---- */

START_TEST(malloc_itself)
{
    look_kind kind = (look_kind)_i;
    bool has_failed = true;
    for (size_t at = 1; has_failed; at++) {
        relcal_lint *lint = NULL;
        relcal_error error = {0};
        ck_assert_uint_lt(at, MOST_ALLOCATIONS);
        allocations_begin(at);
        relcal_status status = look(kind, NULL, &lint, &error);
        has_failed = allocations_have_failed();
        /* The C library's qsort does without the memory that it is not given. */
        bool is_done = !has_failed || status == RELCAL_OK;
        if (is_done) {
            check_success(status, lint, kind);
            relcal_lint_free(lint);
        }
        (void)allocations_end();
        ck_assert_int_eq(allocations_outstanding(), 0);
        if (!is_done) {
            check_failure(status, &error, lint, at);
        }
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("lint-oom");
    TCase *tests = tcase_create("lint-oom");
    tcase_set_timeout(tests, 120);
    tcase_add_loop_test(tests, callers_allocator, 0, LOOK_KINDS);
    if (allocations_are_counted()) {
        tcase_add_loop_test(tests, malloc_itself, 0, LOOK_KINDS);
    }
    suite_add_tcase(suite, tests);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
