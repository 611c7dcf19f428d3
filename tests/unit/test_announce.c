/*
 * Announcements: every claim of each post in tests/data/announcements, to the letter. POST stands
 * beside POST.claims, one "LINE:COLUMN KIND VERSION VERDICT: CLAIMED, EXPECTED, CAUSE, REPLACEMENT"
 * a claim. Then what a file cannot show: what the places point at, limits, and want of memory.
 */
#define _POSIX_C_SOURCE 200809L

#include <check.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "relcal/relcal.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

static const char folder[] = RELCAL_TEST_DATA "/announcements";
static const char suffix[] = ".claims";

/* ---- texts ---- */

static char *read_whole(const char *name, const char *ending, size_t *length)
{
    char path[1024];
    (void)snprintf(path, sizeof path, "%s/%s%s", folder, name, ending);
    FILE *file = fopen(path, "rb");
    ck_assert_msg(file != NULL, "%s cannot be read", path);
    char *bytes = calloc(1, 65536);
    ck_assert_ptr_nonnull(bytes);
    *length = fread(bytes, 1, 65535, file);
    (void)fclose(file);
    return bytes;
}

static char *repeated(const char *piece, size_t times, size_t *length)
{
    size_t each = strlen(piece);
    char *bytes = malloc(each * times + 1);
    ck_assert_ptr_nonnull(bytes);
    for (size_t index = 0; index < times; index++) {
        memcpy(bytes + index * each, piece, each);
    }
    *length = each * times;
    bytes[*length] = '\0';
    return bytes;
}

static const relcal_project *python(void)
{
    return relcal_catalog_project(relcal_catalog_builtin(), "python");
}

static relcal_announcement *check_bytes(const char *bytes, size_t length, relcal_date on)
{
    relcal_announcement *made = NULL;
    relcal_error error = {0};
    relcal_announcement_options options = {.on = on,
                                           .otherwise_on = relcal_date_from_civil(2023, 1, 10)};
    relcal_status status = relcal_announcement_check(&made, python(), bytes, length, &options,
                                                     &error);
    ck_assert_msg(status == RELCAL_OK, "%s", error.message);
    return made;
}

static relcal_announcement *check_text(const char *text)
{
    return check_bytes(text, strlen(text), RELCAL_DATE_NONE);
}

static size_t count_verdict(const relcal_announcement *made, relcal_claim_verdict verdict)
{
    size_t count = 0;
    const relcal_claim *claim;
    for (size_t index = 0; (claim = relcal_announcement_claim_at(made, index)) != NULL; index++) {
        count += claim->verdict == verdict;
    }
    return count;
}

/* ---- the posts ---- */

static const char *or_dash(const char *text)
{
    return text != NULL ? text : "-";
}

static void describe(char *out, size_t room, const relcal_claim *claim)
{
    (void)snprintf(out, room, "%u:%u %s %s %s: %s, %s, %s, %s\n", (unsigned)claim->line,
                   (unsigned)claim->column, relcal_claim_kind_name(claim->kind),
                   or_dash(claim->version), relcal_claim_verdict_name(claim->verdict),
                   claim->claimed, or_dash(claim->expected), or_dash(claim->cause),
                   or_dash(claim->replacement));
}

/* The place of a byte, counted again from the start of the text. */
static void check_place(const char *bytes, const relcal_claim *claim)
{
    uint32_t line = 1;
    uint32_t column = 1;
    for (size_t at = 0; at < claim->value_offset; at++) {
        bool is_end = bytes[at] == '\n';
        line += is_end;
        column = is_end ? 1 : column + (((unsigned char)bytes[at] & 0xC0) != 0x80);
    }
    ck_assert_uint_eq(claim->line, line);
    ck_assert_uint_eq(claim->column, column);
}

static void check_claim(const char *bytes, size_t length, const relcal_claim *claim)
{
    ck_assert_uint_gt(claim->length, 0);
    ck_assert_uint_gt(claim->value_length, 0);
    ck_assert_uint_le(claim->offset + claim->length, length);
    ck_assert_uint_le(claim->offset, claim->value_offset);
    ck_assert_uint_ge(claim->offset + claim->length, claim->value_offset + claim->value_length);
    ck_assert_uint_le(claim->fix_offset, claim->value_offset);
    ck_assert_uint_ge(claim->fix_offset + claim->fix_length,
                      claim->value_offset + claim->value_length);
    ck_assert_ptr_nonnull(claim->text);
    ck_assert_ptr_nonnull(claim->claimed);
    ck_assert_ptr_null(strchr(claim->text, '\n'));
    ck_assert_int_eq(claim->cause != NULL, claim->verdict == RELCAL_CLAIM_FALSE);
    ck_assert(claim->verdict == RELCAL_CLAIM_FALSE || claim->replacement == NULL);
    ck_assert(claim->verdict != RELCAL_CLAIM_UNSURE || claim->note != NULL);
    check_place(bytes, claim);
}

static void check_post(const char *name)
{
    size_t length, wanted_length;
    char *bytes = read_whole(name, "", &length);
    char *wanted = read_whole(name, suffix, &wanted_length);
    char told[65536] = "";
    relcal_announcement *made = check_bytes(bytes, length, RELCAL_DATE_NONE);
    const relcal_claim *claim;
    for (size_t index = 0; (claim = relcal_announcement_claim_at(made, index)) != NULL; index++) {
        size_t used = strlen(told);
        describe(told + used, sizeof told - used, claim);
        check_claim(bytes, length, claim);
    }
    ck_assert_msg(strcmp(told, wanted) == 0, "%s: found\n%sand not\n%s", name, told, wanted);
    relcal_announcement_free(made);
    free(bytes);
    free(wanted);
}

START_TEST(posts)
{
    DIR *directory = opendir(folder);
    ck_assert_ptr_nonnull(directory);
    size_t count = 0;
    struct dirent *entry;
    while ((entry = readdir(directory)) != NULL) {
        size_t length = strlen(entry->d_name);
        size_t ending = sizeof suffix - 1;
        bool is_claims = length > ending && strcmp(entry->d_name + length - ending, suffix) == 0;
        if (entry->d_name[0] != '.' && !is_claims) {
            check_post(entry->d_name);
            count++;
        }
    }
    (void)closedir(directory);
    ck_assert_uint_ge(count, 40);
}
END_TEST

/* ---- which day ---- */

START_TEST(days)
{
    static const char post[] = "---\ntitle: Python 3.12.0a4\npublishDate: 2023-01-10\n---\n"
                               "The next pre-release of Python 3.12 will be 3.12.0a5.\n";
    relcal_date said = relcal_date_from_civil(2023, 1, 10);
    relcal_date other = relcal_date_from_civil(2024, 1, 10);
    relcal_announcement *made = check_bytes(post, sizeof post - 1, RELCAL_DATE_NONE);
    ck_assert_int_eq(relcal_announcement_date(made), said);
    relcal_announcement_free(made);
    made = check_bytes(post, sizeof post - 1, other);
    ck_assert_int_eq(relcal_announcement_date(made), other);
    relcal_announcement_free(made);
    made = check_text("3.12.0a4");
    ck_assert_int_eq(relcal_announcement_date(made), said);
    ck_assert_uint_eq(relcal_announcement_claim_count(made), 0);
    ck_assert_ptr_null(relcal_announcement_claim_at(made, 0));
    relcal_announcement_free(made);
    relcal_announcement_free(NULL);
}
END_TEST

START_TEST(no_day)
{
    relcal_announcement *made = NULL;
    relcal_error error = {0};
    relcal_announcement_options options = {.on = RELCAL_DATE_NONE,
                                           .otherwise_on = RELCAL_DATE_NONE};
    ck_assert_int_eq(relcal_announcement_check(&made, python(), "x", 1, &options, &error),
                     RELCAL_ERROR_ARGUMENT);
    ck_assert_ptr_null(made);
    ck_assert_str_eq(error.message, "the day of publication is not known; give it as an option");
}
END_TEST

START_TEST(names)
{
    ck_assert_str_eq(relcal_claim_kind_name(RELCAL_CLAIM_PUBLISH_DATE), "publish-date");
    ck_assert_str_eq(relcal_claim_kind_name(RELCAL_CLAIM_PAST_PLAN), "past-plan");
    ck_assert_str_eq(relcal_claim_kind_name((relcal_claim_kind)99), "");
    ck_assert_str_eq(relcal_claim_verdict_name(RELCAL_CLAIM_UNSURE), "unsure");
    ck_assert_str_eq(relcal_claim_verdict_name((relcal_claim_verdict)3), "");
}
END_TEST

/* ---- dates, in every form that is put right in kind ---- */

START_TEST(replacements)
{
    static const struct {
        const char *date;
        const char *right;
    } rows[] = {
        {"2023-02-07T", NULL}, /* no date at all */
        {"2023-03-01", "2023-02-06"},
        {"March 1st", "February 6th"},
        {"March 1", "February 6"},
        {"Mar. 1, 2023", "Feb 6, 2023"},
        {"1 March 2023", "6 February 2023"},
        {"the 1st of March", "6th of February"},
        {"Wednesday, 2023-03-01", "Monday, 2023-02-06"},
        {"Wed, March 1st", "Mon, February 6th"},
        {"2023-03-01 (Wednesday)", "2023-02-06"},
        {"March 2023", "February 2023"},
        {"mid-March", NULL}, /* too vague to be false */
    };
    for (size_t index = 0; index < COUNT(rows); index++) {
        char post[256];
        (void)snprintf(post, sizeof post,
                       "# Python 3.12.0a4\n\nThe next pre-release of Python 3.12 will be 3.12.0a5, "
                       "scheduled for %s.\n",
                       rows[index].date);
        relcal_announcement *made = check_text(post);
        const relcal_claim *claim;
        const char *right = NULL;
        for (size_t at = 0; (claim = relcal_announcement_claim_at(made, at)) != NULL; at++) {
            right = claim->kind == RELCAL_CLAIM_NEXT_DATE ? claim->replacement : right;
        }
        ck_assert_msg(right == NULL || rows[index].right != NULL, "%s: %s", rows[index].date,
                      or_dash(right));
        ck_assert_str_eq(or_dash(right), or_dash(rows[index].right));
        relcal_announcement_free(made);
    }
}
END_TEST

/* ---- limits and memory ---- */

START_TEST(too_many_claims)
{
    size_t length;
    char *bytes = repeated("Monday, 2023-01-09. ", RELCAL_MAX_CLAIMS + 1, &length);
    relcal_announcement *made = NULL;
    relcal_error error = {0};
    relcal_announcement_options options = {.on = relcal_date_from_civil(2023, 1, 10)};
    ck_assert_int_eq(relcal_announcement_check(&made, python(), bytes, length, &options, &error),
                     RELCAL_ERROR_LIMIT);
    ck_assert_ptr_null(made);
    length -= strlen("Monday, 2023-01-09. ");
    made = check_bytes(bytes, length, options.on);
    ck_assert_uint_eq(relcal_announcement_claim_count(made), RELCAL_MAX_CLAIMS);
    ck_assert_uint_eq(count_verdict(made, RELCAL_CLAIM_TRUE), RELCAL_MAX_CLAIMS);
    relcal_announcement_free(made);
    free(bytes);
}
END_TEST

START_TEST(too_long)
{
    relcal_announcement *made = NULL;
    relcal_announcement_options options = {.on = 0};
    ck_assert_int_eq(relcal_announcement_check(&made, python(), "",
                                               RELCAL_MAX_ANNOUNCEMENT_BYTES + (size_t)1, &options,
                                               NULL),
                     RELCAL_ERROR_LIMIT);
    ck_assert_ptr_null(made);
}
END_TEST

/* A sentence longer than is read at a time: what is said across the cut is found all the same, and
 * once. */
START_TEST(long_sentences)
{
    static const char said[] =
        "the next pre-release of Python 3.12 will be 3.12.0a4, scheduled for "
        "Monday, 2023-02-06 ";
    size_t room = (RELCAL_MAX_SENTENCE_WORDS + 40) * 2 + sizeof said + 64;
    char *bytes = malloc(room);
    ck_assert_ptr_nonnull(bytes);
    for (size_t before = RELCAL_MAX_SENTENCE_WORDS - 30; before < RELCAL_MAX_SENTENCE_WORDS + 10;
         before++) {
        size_t at = (size_t)snprintf(bytes, room, "# Python 3.12.0a4\n\n");
        for (size_t index = 0; index < before; index++) {
            memcpy(bytes + at, index % 2 == 0 ? "x " : "y ", 2);
            at += 2;
        }
        memcpy(bytes + at, said, sizeof said);
        relcal_announcement *made = check_text(bytes);
        ck_assert_msg(relcal_announcement_claim_count(made) == 3, "%zu words before: %zu claims",
                      before, relcal_announcement_claim_count(made));
        ck_assert_uint_eq(count_verdict(made, RELCAL_CLAIM_FALSE), 1);
        relcal_announcement_free(made);
    }
    free(bytes);
}
END_TEST

typedef struct pool {
    size_t made;
    size_t fail_at;
    size_t bytes;
    size_t most;
} pool;

static void *pool_allocate(void *context, size_t size)
{
    pool *from = context;
    if (++from->made == from->fail_at) {
        return NULL;
    }
    from->bytes += size;
    from->most = from->bytes > from->most ? from->bytes : from->most;
    return malloc(size);
}

static void pool_release(void *context, void *memory, size_t size)
{
    pool *from = context;
    from->bytes -= size;
    free(memory);
}

START_TEST(want_of_memory)
{
    size_t length;
    char *bytes = repeated("# Python 3.12.0a4\n\nThe next pre-release of Python 3.12 will be "
                           "3.12.0a4, scheduled for Monday, 2023-02-06.\n\n",
                           500, &length);
    for (size_t fail_at = 1;; fail_at++) {
        pool from = {.fail_at = fail_at};
        relcal_allocator allocator = {pool_allocate, pool_release, &from};
        relcal_announcement_options options = {.allocator = &allocator,
                                               .on = relcal_date_from_civil(2023, 1, 10)};
        relcal_announcement *made = NULL;
        relcal_error error = {0};
        relcal_status status = relcal_announcement_check(&made, python(), bytes, length, &options,
                                                         &error);
        if (from.made < fail_at) {
            ck_assert_int_eq(status, RELCAL_OK);
            relcal_announcement_free(made);
            ck_assert_uint_eq(from.bytes, 0);
            ck_assert_uint_gt(fail_at, 3);
            break;
        }
        ck_assert_int_eq(status, RELCAL_ERROR_MEMORY);
        ck_assert_int_eq(error.code, RELCAL_ERROR_MEMORY);
        ck_assert_ptr_null(made);
        ck_assert_uint_eq(from.bytes, 0);
    }
    free(bytes);
}
END_TEST

/* ---- what is long ---- */

static double seconds_of(const char *bytes, size_t length, size_t *most)
{
    pool from = {0};
    relcal_allocator allocator = {pool_allocate, pool_release, &from};
    relcal_announcement_options options = {.allocator = &allocator,
                                           .on = relcal_date_from_civil(2023, 1, 10)};
    relcal_announcement *made = NULL;
    struct timespec begin, end;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &begin);
    ck_assert_int_eq(relcal_announcement_check(&made, python(), bytes, length, &options, NULL),
                     RELCAL_OK);
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
    relcal_announcement_free(made);
    *most = from.most;
    return (double)(end.tv_sec - begin.tv_sec) + (double)(end.tv_nsec - begin.tv_nsec) / 1e9;
}

/* One kind of bad text, many times over. */
static const char *const pieces[] = {
    "word and another, ",
    "x",
    "May 3rd, 2023-01-09 and 2 August ",
    "<div><s><h1><b>",
    "<a ](<!-- [x](y ",
    "](",
    "~x ",
    "![a](",
    "&#",
    "the next release, the first of the last of 3.12 beta and ",
    "until support no ABI changes after PEP 1 3.12 ",
    "\n# \n- \n---\n",
    "\xF0\x9F\xE2\x80",
};

/* Eight times the text takes about eight times as long, and no more memory. The largest is one
 * line of 50 MB or a million dates. */
START_TEST(linear)
{
    const char *piece = pieces[_i];
    size_t each = strlen(piece);
    size_t large = (_i == 0 ? 50000000 : 16000000) / each;
    size_t length, most_small, most_large;
    char *bytes = repeated(piece, large / 8, &length);
    double small = seconds_of(bytes, length, &most_small);
    free(bytes);
    bytes = repeated(piece, large, &length);
    double whole = seconds_of(bytes, length, &most_large);
    free(bytes);
    ck_assert_msg(whole < 24 * small + 0.2, "%s: %.3f s for an eighth, %.3f s for all", piece,
                  small, whole);
    ck_assert_uint_le(most_large, 2 * most_small + 65536);
    ck_assert_uint_lt(most_large, 1 << 20);
}
END_TEST

static Suite *announce_suite(void)
{
    Suite *suite = suite_create("announce");
    TCase *cases = tcase_create("announce");
    tcase_add_test(cases, posts);
    tcase_add_test(cases, days);
    tcase_add_test(cases, no_day);
    tcase_add_test(cases, names);
    tcase_add_test(cases, replacements);
    tcase_add_test(cases, too_long);
    tcase_add_test(cases, long_sentences);
    tcase_add_test(cases, want_of_memory);
    suite_add_tcase(suite, cases);
    TCase *large = tcase_create("large");
    tcase_set_tags(large, "long");
    tcase_set_timeout(large, 300);
    tcase_add_test(large, too_many_claims);
    tcase_add_loop_test(large, linear, 0, COUNT(pieces));
    suite_add_tcase(suite, large);
    return suite;
}

int main(void)
{
    SRunner *runner = srunner_create(announce_suite());
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
