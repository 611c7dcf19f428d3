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

/* ---- whose it is ---- */

static const char *project_of(const char *text, relcal_error *error)
{
    const relcal_project *found = NULL;
    relcal_status status = relcal_announcement_project(&found, relcal_catalog_builtin(), text,
                                                       strlen(text), NULL, error);
    ck_assert_int_eq(status, found != NULL ? RELCAL_OK : RELCAL_ERROR_NOT_FOUND);
    return found != NULL ? relcal_project_id(found) : NULL;
}

START_TEST(projects)
{
    static const struct {
        const char *text;
        const char *project; /* or what is said where there is none */
    } rows[] = {
        {"Python 3.14.0 is out.", "python"},
        {"The **Python**&nbsp;[3.14.0](https://example.org/) release", "python"},
        {"python 3.14", "python"},
        {"Python's schedule", "python"},
        {"PYTHON", "python"},
        {"Node.js 22.4.1 is there. Node.js goes on.", "nodejs"},
        {"nodejs 22", "nodejs"},
        {"Kubernetes v1.30.0", "kubernetes"},
        {"Fedora Linux 42 is here, for all who like Linux.", "fedora"},
        {"Fedora 42, with Linux 6.14 and Linux 6.15, which Fedora 42 and Fedora 41 have.",
         "fedora"},
        {"Fedora Linux goes on. Fedora Linux!", "fedora"},
        {"Linux 6.14", "linux"},
        {"PostgreSQL 17 Beta 1", "postgresql"},
        {"Debian 13 (trixie)", "debian"},
        {"Ubuntu 24.04 LTS", "ubuntu"},
        {"GNOME 46.1", "gnome"},
        {"Django, Django, Django and Python 3.14", "python"},
        {"Django, Django and Python", "django"},
        {"---\ntitle: Django 5.2\n---\nPython 3.12, Python 3.13, Python 3.14", "django"},
        {"---\ntitle: A new one\n---\nPython 3.12", "python"},
        {"Let us go on. We go 3 times.", "the text names no project that is known"},
        {"Pythonic 3.14, Python3.14", "the text names no project that is known"},
        {"", "the text names no project that is known"},
        {"Python 3.14 and Django 5.2", "the text speaks of Django as often as of Python"},
    };
    for (size_t index = 0; index < COUNT(rows); index++) {
        relcal_error error = {0};
        const char *found = project_of(rows[index].text, &error);
        ck_assert_msg(strcmp(found != NULL ? found : error.message, rows[index].project) == 0,
                      "%s: %s", rows[index].text, found != NULL ? found : error.message);
    }
}
END_TEST

/* Of names that begin alike the longest counts. */
START_TEST(names_in_names)
{
    static const char *const texts[] = {
        "project: b\nname: Big Pot\nphases: [{id: beta, begins: b1}]\n",
        "project: c\nname: Big\nphases: [{id: beta, begins: b1}]\n",
    };
    const relcal_source sources[] = {{"b/project.yaml", texts[0], strlen(texts[0])},
                                     {"c/project.yaml", texts[1], strlen(texts[1])}};
    relcal_catalog *catalog = NULL;
    ck_assert_int_eq(relcal_catalog_parse(&catalog, NULL, sources, 2, NULL, NULL), RELCAL_OK);
    const relcal_project *found = NULL;
    ck_assert_int_eq(relcal_announcement_project(&found, catalog, "A Big Pot", 9, NULL, NULL),
                     RELCAL_OK);
    ck_assert_str_eq(relcal_project_id(found), "b");
    ck_assert_int_eq(relcal_announcement_project(&found, catalog, "A Big one", 9, NULL, NULL),
                     RELCAL_OK);
    ck_assert_str_eq(relcal_project_id(found), "c");
    relcal_catalog_free(catalog);
}
END_TEST

/* Replaces every name of a text by another; the caller frees it. */
static char *renamed(const char *text, const char *from, const char *to)
{
    size_t count = 0;
    for (const char *at = text; (at = strstr(at, from)) != NULL; at++) {
        count++;
    }
    char *out = malloc(strlen(text) + count * strlen(to) + 1);
    ck_assert_ptr_nonnull(out);
    char *end = out;
    const char *next;
    while ((next = strstr(text, from)) != NULL) {
        memcpy(end, text, (size_t)(next - text));
        end += next - text;
        end = strcpy(end, to) + strlen(to);
        text = next + strlen(from);
    }
    (void)strcpy(end, text);
    return out;
}

#define FILES_MAX 64

/* Replaces what project and documents are called; the caller frees it. */
static char *as_teapot(const char *text)
{
    char *half = renamed(text, "Python", "Big Teapot");
    char *out = renamed(half, "PEP", "Leaflet");
    free(half);
    return out;
}

/* The schedules of Python under another name. */
static relcal_catalog *other_catalog(void)
{
    relcal_source sources[FILES_MAX];
    char names[FILES_MAX][32];
    size_t count = 1;
    const relcal_series *series;
    char *text;
    (void)strcpy(names[0], "teapot/project.yaml");
    ck_assert_int_eq(relcal_project_write(python(), &text, &sources[0].length), RELCAL_OK);
    char *half = renamed(text, "project: python\n", "project: teapot\n");
    free(text);
    sources[0].text = as_teapot(half);
    sources[0].length = strlen(sources[0].text);
    free(half);
    for (; (series = relcal_project_series_at(python(), count - 1)) != NULL; count++) {
        ck_assert_uint_lt(count, FILES_MAX);
        (void)snprintf(names[count], sizeof names[0], "teapot/%s.yaml", relcal_series_id(series));
        ck_assert_int_eq(relcal_plan_write(relcal_series_plan(series, RELCAL_LATEST), &text,
                                           &sources[count].length),
                         RELCAL_OK);
        sources[count].text = as_teapot(text);
        sources[count].length = strlen(sources[count].text);
        free(text);
    }
    relcal_catalog *catalog = NULL;
    relcal_error error = {0};
    for (size_t index = 0; index < count; index++) {
        sources[index].name = names[index];
    }
    ck_assert_msg(relcal_catalog_parse(&catalog, NULL, sources, count, NULL, &error) == RELCAL_OK,
                  "%s:%u: %s", error.file, (unsigned)error.line, error.message);
    for (size_t index = 0; index < count; index++) {
        free((void *)(uintptr_t)sources[index].text);
    }
    return catalog;
}

static relcal_announcement *check_as(const relcal_project *project, const char *text)
{
    relcal_announcement *made = NULL;
    relcal_announcement_options options = {.otherwise_on = relcal_date_from_civil(2023, 1, 10)};
    options.on = RELCAL_DATE_NONE;
    ck_assert_int_eq(relcal_announcement_check(&made, project, text, strlen(text), &options, NULL),
                     RELCAL_OK);
    return made;
}

/* What a claim is, but for the places, which a longer name moves. */
static void describe_value(char out[512], const relcal_claim *claim)
{
    (void)snprintf(out, 512, "%u %s %s %s: %s, %s, %s, %s", (unsigned)claim->line,
                   relcal_claim_kind_name(claim->kind), or_dash(claim->version),
                   relcal_claim_verdict_name(claim->verdict), claim->claimed,
                   or_dash(claim->expected), or_dash(claim->cause), or_dash(claim->replacement));
}

/* A post says of a project what it says of one of another name, be that of two words. */
START_TEST(other_names)
{
    relcal_catalog *catalog = other_catalog();
    const relcal_project *teapot = relcal_catalog_project(catalog, "teapot");
    DIR *directory = opendir(folder);
    struct dirent *entry;
    size_t compared = 0;
    ck_assert_ptr_nonnull(directory);
    while ((entry = readdir(directory)) != NULL) {
        if (entry->d_name[0] == '.' || strstr(entry->d_name, suffix) != NULL) {
            continue;
        }
        size_t length;
        char *text = read_whole(entry->d_name, "", &length);
        char *other = as_teapot(text);
        relcal_announcement *left = check_as(python(), text);
        relcal_announcement *right = check_as(teapot, other);
        const relcal_claim *claim;
        for (size_t at = 0; (claim = relcal_announcement_claim_at(left, at)) != NULL; at++) {
            char wanted[512], told[512];
            ck_assert_msg(relcal_announcement_claim_at(right, at) != NULL, "%s", entry->d_name);
            describe_value(wanted, claim);
            describe_value(told, relcal_announcement_claim_at(right, at));
            char *renamed_wanted = as_teapot(wanted);
            ck_assert_msg(strcmp(renamed_wanted, told) == 0, "%s: %s, not %s", entry->d_name, told,
                          renamed_wanted);
            free(renamed_wanted);
            compared++;
        }
        ck_assert_uint_eq(relcal_announcement_claim_count(left),
                          relcal_announcement_claim_count(right));
        relcal_announcement_free(left);
        relcal_announcement_free(right);
        free(text);
        free(other);
    }
    ck_assert_uint_gt(compared, 100);
    (void)closedir(directory);
    relcal_catalog_free(catalog);
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
    const relcal_project *found = NULL;
    ck_assert_int_eq(relcal_announcement_project(&found, relcal_catalog_builtin(), "",
                                                 RELCAL_MAX_ANNOUNCEMENT_BYTES + (size_t)1, NULL,
                                                 NULL),
                     RELCAL_ERROR_LIMIT);
    ck_assert_ptr_null(found);
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

START_TEST(want_of_memory_for_a_project)
{
    static const char text[] = "Python 3.14";
    for (size_t fail_at = 1;; fail_at++) {
        pool from = {.fail_at = fail_at};
        relcal_allocator allocator = {pool_allocate, pool_release, &from};
        const relcal_project *found = NULL;
        relcal_error error = {0};
        relcal_status status = relcal_announcement_project(&found, relcal_catalog_builtin(), text,
                                                           sizeof text - 1, &allocator, &error);
        ck_assert_uint_eq(from.bytes, 0);
        if (from.made < fail_at) {
            ck_assert_int_eq(status, RELCAL_OK);
            ck_assert_ptr_eq(found, python());
            ck_assert_uint_gt(fail_at, 1);
            break;
        }
        ck_assert_int_eq(status, RELCAL_ERROR_MEMORY);
        ck_assert_int_eq(error.code, RELCAL_ERROR_MEMORY);
        ck_assert_ptr_null(found);
    }
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
    tcase_add_test(cases, projects);
    tcase_add_test(cases, names_in_names);
    tcase_add_test(cases, other_names);
    tcase_add_test(cases, days);
    tcase_add_test(cases, no_day);
    tcase_add_test(cases, names);
    tcase_add_test(cases, replacements);
    tcase_add_test(cases, too_long);
    tcase_add_test(cases, long_sentences);
    tcase_add_test(cases, want_of_memory);
    tcase_add_test(cases, want_of_memory_for_a_project);
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
