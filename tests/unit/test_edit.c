/* Plans changed in their files: only the lines concerned, and nothing of what was said before. */
#define _POSIX_C_SOURCE 200809L
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "allocations.h"
#include "relcal/relcal.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

static const relcal_project *python(void)
{
    return relcal_catalog_project(relcal_catalog_builtin(), "python");
}

static relcal_date day(const char *text)
{
    relcal_date date;
    ck_assert_int_eq(relcal_date_parse(&date, text, strlen(text), NULL), RELCAL_OK);
    return date;
}

static relcal_when when_of(const char *text)
{
    relcal_when when;
    ck_assert_int_eq(relcal_when_parse(&when, text, strlen(text), NULL), RELCAL_OK);
    return when;
}

static char *edit(const char *text, relcal_edit change, relcal_status wanted)
{
    char *out = NULL;
    size_t length = 0;
    relcal_error error = {0};
    relcal_status status = relcal_series_edit(python(), "python/3.16.yaml", text, strlen(text),
                                              &change, 1, &out, &length, &error);
    ck_assert_msg(status == wanted, "%s: %s", relcal_status_name(status), error.message);
    if (status == RELCAL_OK) {
        ck_assert_uint_eq(strlen(out), length);
    } else {
        ck_assert_ptr_null(out);
        ck_assert_str_ne(error.message, "");
    }
    return out;
}

/* ---- styles ---- */

typedef struct style_row {
    const char *before;
    relcal_edit_kind kind;
    const char *milestone;
    const char *on;
    const char *when;
    const char *note;
    const char *after;
} style_row;

static const style_row styles[] = {
    /* Flow style: the date, the history, the day of the revision; all else stays. */
    {"# top\nseries: '3.16'   # odd\nrevised:   2026-01-01  # when\n\nmilestones:\n"
     "-   { id: 3.16.0b1 , date:  2027-05-04,planned: {2026-01-01: 2027-05-04 } }  # b\n# end\n",
     RELCAL_EDIT_MOVE, "beta 1", "2026-11-01", "2027-05-11", NULL,
     "# top\nseries: '3.16'   # odd\nrevised:   2026-11-01  # when\n\nmilestones:\n"
     "-   { id: 3.16.0b1 , date:  2027-05-11,planned: {2026-01-01: 2027-05-04,\n"
     "                                                 2026-11-01: 2027-05-11 } }  # b\n# end\n"},
    /* Block style, CRLF, no line end at the end, no history, no day of revision. */
    {"series: 3.16\r\nmilestones:\r\n- id: 3.16.0b1   # first\r\n  date: 2027-05-04 # planned\r\n"
     "- id: 3.16.0rc1\r\n  date: \"2027-07-27\"",
     RELCAL_EDIT_MOVE, "b1", "2026-11-01", "2027-05-11", "a \"clash\"",
     "series: 3.16\r\nrevised: 2026-11-01\r\nmilestones:\r\n- id: 3.16.0b1   # first\r\n  date: "
     "2027-05-11 # planned\r\n  planned: {2026-10-31: 2027-05-04, 2026-11-01: 2027-05-11}\r\n"
     "  note: \"a \\\"clash\\\"\"\r\n- id: 3.16.0rc1\r\n  date: \"2027-07-27\""},
    /* A history in block style. */
    {"series: 3.16\nmilestones:\n  - id: 3.16.0b1\n    date: 2027-05-04\n    planned:\n"
     "      2026-01-01: 2027-05-01   # old\n      2026-02-01: 2027-05-04   # new\n    note: x\n",
     RELCAL_EDIT_MOVE, "b1", "2026-11-01", "2027-05", NULL,
     "series: 3.16\nrevised: 2026-11-01\nmilestones:\n  - id: 3.16.0b1\n    date: 2027-05\n    "
     "planned:\n      2026-01-01: 2027-05-01   # old\n      2026-02-01: 2027-05-04   # new\n"
     "      2026-11-01: 2027-05\n    note: x\n"},
    /* The later change of a day takes the place of the earlier one. */
    {"series: 3.16\nrevised: 2026-11-01\nmilestones:\n- {id: 3.16.0b1, date: 2027-05-11, planned: "
     "{2026-01-01: 2027-05-04, 2026-11-01: 2027-05-11}}\n",
     RELCAL_EDIT_MOVE, "b1", "2026-11-01", "2027-05-18T12:00Z", NULL,
     "series: 3.16\nrevised: 2026-11-01\nmilestones:\n- {id: 3.16.0b1, date: "
     "\"2027-05-18T12:00Z\", planned: {2026-01-01: 2027-05-04, 2026-11-01: "
     "\"2027-05-18T12:00Z\"}}\n"},
    /* It came, as planned and not. */
    {"series: 3.16\nmilestones:\n- {id: 3.16.0a1, date: 2026-10-13}\n", RELCAL_EDIT_RELEASE, "a1",
     "2026-10-13", "2026-10-13", NULL,
     "series: 3.16\nrevised: 2026-10-13\nmilestones:\n- {id: 3.16.0a1, date: 2026-10-13, state: "
     "actual}\n"},
    {"series: 3.16\nmilestones:\n- {id: 3.16.0a1, date: 2026-10-13, state: expected}\n",
     RELCAL_EDIT_RELEASE, "a1", "2026-10-16", "2026-10-15", NULL,
     "series: 3.16\nrevised: 2026-10-16\nmilestones:\n- {id: 3.16.0a1, date: 2026-10-15, state: "
     "actual, planned: {2026-10-15: 2026-10-13}}\n"},
    /* Out of the plan, and back. */
    {"series: 3.16\nmilestones:\n- {id: 3.16.0rc2, date: 2027-08-31, planned: {2026-01-01: "
     "2027-08-31}}\n",
     RELCAL_EDIT_WITHDRAW, "rc2", "2026-11-01", "tbd", NULL,
     "series: 3.16\nrevised: 2026-11-01\nmilestones:\n- {id: 3.16.0rc2, state: withdrawn, planned: "
     "{2026-01-01: 2027-08-31, 2026-11-01: withdrawn}}\n"},
    {"series: 3.16\nmilestones:\n- {id: 3.16.0rc2, state: withdrawn, planned: {2026-01-01: "
     "2027-08-31, 2026-11-01: withdrawn}}\n",
     RELCAL_EDIT_ADD, "c2", "2026-11-02", "2027-09-07", NULL,
     "series: 3.16\nrevised: 2026-11-02\nmilestones:\n- {id: 3.16.0rc2, date: 2027-09-07, planned: "
     "{2026-01-01: 2027-08-31, 2026-11-01: withdrawn,\n                                            "
     "  2026-11-02: 2027-09-07}}\n"},
    {"series: 3.16\nmilestones:\n- id: 3.16.0rc2\n  date: 2027-08-31\n  state: expected\n",
     RELCAL_EDIT_WITHDRAW, "rc2", "2026-11-01", "tbd", NULL,
     "series: 3.16\nrevised: 2026-11-01\nmilestones:\n- id: 3.16.0rc2\n  state: withdrawn\n  "
     "planned: {2026-10-31: 2027-08-31, 2026-11-01: withdrawn}\n"},
    /* A new one goes behind what is planned before it, in the style of that. */
    {"series: 3.16\nmilestones:\n  -  {id: 3.16.0rc2, date: 2027-08-31}   # last\n  -  {id: "
     "3.16.0, "
     "date: 2027-10-05}\n",
     RELCAL_EDIT_ADD, "rc3", "2026-11-01", "2027-09-14", NULL,
     "series: 3.16\nrevised: 2026-11-01\nmilestones:\n  -  {id: 3.16.0rc2, date: 2027-08-31}   # "
     "last\n  -  {id: 3.16.0rc3, date: 2027-09-14, planned: {2026-11-01: 2027-09-14}}\n  -  {id: "
     "3.16.0, date: 2027-10-05}\n"},
    {"series: 3.16\nmilestones:\n- id: 3.16.0rc2\n  date: 2027-08-31\n- id: 3.16.0\n  date: "
     "2027-10-05\n",
     RELCAL_EDIT_ADD, "sprint", "2026-11-01", "2027-09-13..2027-09-17", "in Rome",
     "series: 3.16\nrevised: 2026-11-01\nmilestones:\n- id: 3.16.0rc2\n  date: 2027-08-31\n- id: "
     "sprint\n  date: 2027-09-13..2027-09-17\n  planned: {2026-11-01: 2027-09-13..2027-09-17}\n  "
     "note: \"in Rome\"\n- id: 3.16.0\n  date: 2027-10-05\n"},
    {"{series: 3.16, milestones: [{id: 3.16.0rc2, date: 2027-08-31}]}\n", RELCAL_EDIT_ADD, "rc3",
     "2026-11-01", "2027-09-14", NULL,
     "{series: 3.16, revised: 2026-11-01, milestones: [{id: 3.16.0rc2, date: 2027-08-31}, {id: "
     "3.16.0rc3, date: 2027-09-14, planned: {2026-11-01: 2027-09-14}}]}\n"},
    /* A byte order mark, and characters of several bytes before what is edited. */
    {"\xEF\xBB\xBFseries: 3.16\nrelease-manager: \xC3\x89va \xF0\x9F\x90\x8D\nmilestones:\n- {id: "
     "3.16.0b1, date: 2027-05-04, note: \"\xE2\x82\xAC\"}\n",
     RELCAL_EDIT_MOVE, "b1", "2026-11-01", "2027-05-05", NULL,
     "\xEF\xBB\xBFseries: 3.16\nrelease-manager: \xC3\x89va \xF0\x9F\x90\x8D\nrevised: "
     "2026-11-01\nmilestones:\n- {id: 3.16.0b1, date: 2027-05-05, planned: {2026-10-31: "
     "2027-05-04, 2026-11-01: 2027-05-05}, note: \"\xE2\x82\xAC\"}\n"},
};

START_TEST(in_place)
{
    const style_row *row = &styles[_i];
    char *out = edit(row->before,
                     (relcal_edit){.kind = row->kind,
                                   .milestone = row->milestone,
                                   .when = when_of(row->when),
                                   .on = day(row->on),
                                   .note = row->note},
                     RELCAL_OK);
    ck_assert_str_eq(out, row->after);
    free(out);
}
END_TEST

START_TEST(refused)
{
    static const char text[] =
        "series: 3.16\nrevised: 2026-11-01\nmilestones:\n"
        "- {id: 3.16.0a1, date: 2026-10-13, state: actual}\n"
        "- {id: 3.16.0b1, date: 2027-05-11, planned: {2026-11-02: 2027-05-11}}\n"
        "- {id: gone, state: withdrawn, planned: {2026-01-01: 2027-01-01, 2026-02-01: "
        "withdrawn}}\n";
    static const struct {
        relcal_edit_kind kind;
        const char *milestone, *on, *when;
        relcal_status status;
    } rows[] = {
        {RELCAL_EDIT_MOVE, "a1", "2026-12-01", "2026-10-14", RELCAL_ERROR_DATA},
        {RELCAL_EDIT_MOVE, "gone", "2026-12-01", "2026-10-14", RELCAL_ERROR_DATA},
        {RELCAL_EDIT_MOVE, "b2", "2026-12-01", "2026-10-14", RELCAL_ERROR_NOT_FOUND},
        {RELCAL_EDIT_MOVE, "b1", "2026-11-01", "2027-05-12", RELCAL_ERROR_DATA},
        {RELCAL_EDIT_MOVE, "b1", "2026-12-01", "2026-10-01", RELCAL_ERROR_DATA},
        {RELCAL_EDIT_RELEASE, "b1", "2026-12-01", "2027-05-11", RELCAL_ERROR_DATA},
        {RELCAL_EDIT_RELEASE, "b1", "2027-12-01", "tbd", RELCAL_ERROR_DATA},
        {RELCAL_EDIT_WITHDRAW, "a1", "2026-12-01", "tbd", RELCAL_ERROR_DATA},
        {RELCAL_EDIT_ADD, "b1", "2026-12-01", "2027-05-11", RELCAL_ERROR_DATA},
        {RELCAL_EDIT_ADD, "3.17.0b1", "2026-12-01", "2027-05-11", RELCAL_ERROR_DATA},
        {RELCAL_EDIT_ADD, "no id", "2026-12-01", "2027-05-11", RELCAL_ERROR_SYNTAX},
    };
    for (size_t index = 0; index < COUNT(rows); index++) {
        (void)edit(text,
                   (relcal_edit){.kind = rows[index].kind,
                                 .milestone = rows[index].milestone,
                                 .on = day(rows[index].on),
                                 .when = when_of(rows[index].when)},
                   rows[index].status);
    }
    (void)edit(
        "series: 3.16\nmilestones: [{id: x, date: 2026-02-30}]\n",
        (relcal_edit){
            .kind = RELCAL_EDIT_MOVE, .milestone = "x", .on = 20000, .when = when_of("2027-01-01")},
        RELCAL_ERROR_RANGE);
}
END_TEST

/* Every allocation of an edit and of what is printed fails in turn: an error, and nothing lost. */
START_TEST(without_memory)
{
    const style_row *row = &styles[1];
    relcal_plan plan = relcal_series_plan(
        relcal_catalog_series(relcal_catalog_builtin(), "python", "3.12"), RELCAL_LATEST);
    if (!allocations_are_counted()) {
        return;
    }
    bool has_failed = true;
    for (size_t at = 1; has_failed; at++) {
        relcal_edit change = {.kind = row->kind,
                              .milestone = row->milestone,
                              .when = when_of(row->when),
                              .on = day(row->on),
                              .note = row->note};
        char *texts[4] = {NULL};
        size_t length;
        relcal_error error;
        ck_assert_uint_lt(at, 100000);
        allocations_begin(at);
        relcal_status status[] = {
            relcal_series_edit(python(), "python/3.16.yaml", row->before, strlen(row->before),
                               &change, 1, &texts[0], &length, &error),
            relcal_plan_print_pep(plan, &texts[1], &length),
            relcal_plan_print_markdown(plan, &texts[2], &length),
            relcal_plan_print_csv(plan, &texts[3], &length),
        };
        has_failed = allocations_have_failed();
        bool is_there[COUNT(texts)];
        for (size_t index = 0; index < COUNT(texts); index++) {
            is_there[index] = texts[index] != NULL;
            free(texts[index]);
        }
        (void)allocations_end();
        ck_assert_int_eq(allocations_outstanding(), 0);
        for (size_t index = 0; index < COUNT(texts); index++) {
            ck_assert_msg(status[index] == RELCAL_OK || status[index] == RELCAL_ERROR_MEMORY,
                          "%zu at %zu: %s", index, at, relcal_status_name(status[index]));
            ck_assert_int_eq(status[index] == RELCAL_OK, is_there[index]);
        }
    }
}
END_TEST

/* ---- a thousand in a row ---- */

static relcal_catalog *load(const char *text)
{
    relcal_source source = {"python/3.16.yaml", text, strlen(text)};
    relcal_catalog *catalog = NULL;
    relcal_error error;
    ck_assert_msg(relcal_catalog_parse(&catalog, relcal_catalog_builtin(), &source, 1, NULL,
                                       &error) == RELCAL_OK,
                  "%u:%u: %s in\n%s", (unsigned)error.line, (unsigned)error.column, error.message,
                  text);
    return catalog;
}

static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

/* What a plan says of every milestone as of a day, in one text. */
static char *said(const relcal_catalog *catalog, relcal_date as_of)
{
    const relcal_series *series = relcal_catalog_series(catalog, "python", "3.16");
    char *text = malloc(65536);
    size_t length = 0;
    const relcal_milestone *milestone;
    ck_assert_ptr_nonnull(text);
    text[0] = '\0';
    for (size_t index = 0; (milestone = relcal_series_milestone_at(series, index)) != NULL;
         index++) {
        relcal_entry entry;
        char when[RELCAL_WHEN_BYTES];
        if (relcal_plan_entry(relcal_series_plan(series, as_of), milestone, &entry)) {
            length += (size_t)snprintf(text + length, 65536 - length, "%s %s %d\n",
                                       relcal_milestone_id(milestone),
                                       relcal_when_format(&entry.when, when), (int)entry.state);
        }
    }
    return text;
}

static int compare_lines(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* The same lines in a fixed order: milestones stand by their latest dates. */
static void sort_lines(char *text)
{
    char *lines[64];
    size_t count = 0;
    char *copy = strdup(text);
    for (char *line = strtok(copy, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        ck_assert_uint_lt(count, COUNT(lines));
        lines[count++] = line;
    }
    qsort(lines, count, sizeof *lines, compare_lines);
    text[0] = '\0';
    for (size_t index = 0; index < count; index++) {
        strcat(strcat(text, lines[index]), "\n");
    }
    free(copy);
}

static void check_same(const relcal_catalog *before, const relcal_catalog *after, relcal_date as_of)
{
    char *left = said(before, as_of);
    char *right = said(after, as_of);
    sort_lines(left);
    sort_lines(right);
    ck_assert_str_eq(left, right);
    free(left);
    free(right);
}

START_TEST(a_thousand_in_a_row)
{
    static const char *const names[] = {"a3", "a4", "a5", "a6", "rc3", "rc4", "sprint", "party"};
    uint64_t state = 88172645463325252u;
    char *text = NULL;
    size_t length;
    relcal_date first_day = day("2026-10-01");
    relcal_plan plan = relcal_series_plan(
        relcal_catalog_series(relcal_catalog_builtin(), "python", "3.16"), first_day);
    ck_assert_int_eq(relcal_plan_write(plan, &text, &length), RELCAL_OK);
    size_t done = 0;
    for (int index = 0; done < 1000; index++) {
        ck_assert_int_lt(index, 100000);
        relcal_date on = first_day + (relcal_date)(done / 40);
        relcal_edit change = {
            .kind = (relcal_edit_kind)(next_random(&state) % 4),
            .milestone = names[next_random(&state) % COUNT(names)],
            .on = on,
            .when = relcal_when_day(day("2026-12-01") + (relcal_date)(next_random(&state) % 120)),
            .note = next_random(&state) % 9 == 0 ? "why: \"so\" \\ #1" : NULL,
        };
        char *out = NULL;
        if (change.kind == RELCAL_EDIT_RELEASE) {
            continue; /* what has happened is not changed any more */
        }
        if (relcal_series_edit(python(), "python/3.16.yaml", text, strlen(text), &change, 1, &out,
                               &length, NULL) != RELCAL_OK) {
            continue;
        }
        relcal_catalog *before = load(text);
        relcal_catalog *after = load(out);
        relcal_entry entry;
        check_same(before, after, on - 1);
        check_same(before, after, on - 1 - (relcal_date)(next_random(&state) % 30));
        const relcal_series *series = relcal_catalog_series(after, "python", "3.16");
        bool is_there = relcal_plan_entry(relcal_series_plan(series, on),
                                          relcal_series_milestone(series, change.milestone),
                                          &entry);
        ck_assert_int_eq(is_there, change.kind != RELCAL_EDIT_WITHDRAW);
        if (is_there) {
            ck_assert_int_eq(entry.when.earliest, change.when.earliest);
        }
        ck_assert_int_eq(relcal_series_revised(series), on);
        relcal_catalog_free(before);
        relcal_catalog_free(after);
        free(text);
        text = out;
        done++;
    }
    free(text);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("edit");
    TCase *tests = tcase_create("edit");
    tcase_add_loop_test(tests, in_place, 0, (int)COUNT(styles));
    tcase_add_test(tests, refused);
    suite_add_tcase(suite, tests);

    TCase *large = tcase_create("many");
    tcase_set_tags(large, "long");
    tcase_set_timeout(large, 300);
    tcase_add_test(large, a_thousand_in_a_row);
    tcase_add_test(large, without_memory);
    suite_add_tcase(suite, large);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
