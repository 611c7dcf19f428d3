/*
 * Writing announcements: facts read off the plans by hand, templates and their faults, sinks that
 * fail, and memory that runs out.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "allocations.h"
#include "relcal/relcal.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

static relcal_release_facts *facts_of(const char *series_id, const char *name)
{
    const relcal_series *series = relcal_catalog_series(relcal_catalog_builtin(), "python",
                                                        series_id);
    const relcal_milestone *release = relcal_series_milestone(series, name);
    relcal_entry entry;
    ck_assert(relcal_plan_entry(relcal_series_plan(series, RELCAL_LATEST), release, &entry));
    relcal_plan plan = relcal_series_plan(series, relcal_when_date(&entry.when));
    relcal_release_facts *facts = NULL;
    ck_assert_int_eq(relcal_release_facts_new(&facts, plan, release, NULL, NULL), RELCAL_OK);
    return facts;
}

/* ---- Facts ---- */

typedef struct fact_row {
    const char *series;
    const char *release;
    const char *name;
    const char *text; /* NULL: not said */
} fact_row;

static const fact_row fact_rows[] = {
    {"3.12", "3.12.0a4", "position", "the fourth of seven planned alpha releases"},
    {"3.12", "3.12.0a4", "next_version", "3.12.0a5"},
    {"3.12", "3.12.0a4", "next_day", "Monday, 2023-02-06"},
    {"3.12", "3.12.0a4", "next_date", "2023-02-06"},
    {"3.12", "3.12.0a4", "features_until", "the start of the beta phase"},
    {"3.12", "3.12.0a4", "features_until_date", "2023-05-08"},
    {"3.12", "3.12.0a4", "changes_until_day", "Monday, 2023-07-31"},
    {"3.12", "3.12.0a4", "abi_freeze", "3.12.0 beta 4"},
    {"3.12", "3.12.0a4", "abi_freezes_here", NULL},
    {"3.12", "3.12.0a4", "support_until_day", "October 2028"},
    {"3.12", "3.12.0a4", "bugfix_until_day", NULL}, /* only known by what came to be */
    {"3.12", "3.12.0b1", "features_until", NULL},
    {"3.12", "3.12.0b1", "next_date", "2023-05-29"},
    {"3.12", "3.12.0b4", "position", "the last of four planned beta releases"},
    {"3.12", "3.12.0b4", "abi_freezes_here", "yes"},
    {"3.12", "3.12.0b4", "next_version", "3.12.0rc1"},
    {"3.12", "3.12.0rc1", "changes_until", NULL},
    {"3.12", "3.12.0rc1", "position", "the first of two planned release candidates"},
    {"3.12", "3.12.0rc3", "position", "the last of three planned release candidates"},
    {"3.12", "3.12.0", "next_version", NULL},
    {"3.12", "3.12.3", "position", "the third bugfix release of Python 3.12"},
    {"3.12", "3.12.3", "next_day", "Tuesday, 2024-06-04"},
    {"3.12", "3.12.12", "position", "a security release of Python 3.12"},
    {"3.12", "3.12.12", "phase", "security"},
    {"3.15", "3.15.0rc2", "next_what", "release"},
    {"3.15", "3.15.0rc2", "final_comes_later", NULL},
    {"3.15", "3.15.0rc2", "spec_name", "PEP 790"},
    {"3.9", "3.9.0b4", "ordinal", NULL}, /* one was left out: nothing is counted */
    {"3.12", "3.12.0a4", "no such fact", NULL},
};

START_TEST(facts_are_those_of_the_plan)
{
    const fact_row *row = &fact_rows[_i];
    relcal_release_facts *facts = facts_of(row->series, row->release);
    ck_assert_pstr_eq(relcal_release_fact(facts, row->name), row->text);
    relcal_release_facts_free(facts);
}
END_TEST

START_TEST(what_is_not_in_the_plan_has_no_facts)
{
    const relcal_series *series = relcal_catalog_series(relcal_catalog_builtin(), "python", "3.12");
    relcal_plan plan = relcal_series_plan(series, relcal_date_from_civil(2023, 1, 10));
    relcal_release_facts *facts = NULL;
    relcal_error error;
    ck_assert_int_eq(relcal_release_facts_new(
                         &facts, plan, relcal_series_milestone(series, "3.12.0rc3"), NULL, &error),
                     RELCAL_ERROR_NOT_FOUND);
    ck_assert_ptr_null(facts);
    ck_assert_str_eq(error.message,
                     "3.12.0rc3 is not in the plan of that day; ask as of a later one");
}
END_TEST

START_TEST(facts_without_memory_leave_nothing_behind)
{
    if (!allocations_are_counted()) {
        return;
    }
    const relcal_series *series = relcal_catalog_series(relcal_catalog_builtin(), "python", "3.12");
    relcal_plan plan = relcal_series_plan(series, relcal_date_from_civil(2023, 1, 10));
    const relcal_milestone *release = relcal_series_milestone(series, "3.12.0a4");
    relcal_release_facts *facts = NULL;
    allocations_begin(1);
    relcal_status status = relcal_release_facts_new(&facts, plan, release, NULL, NULL);
    bool failed = allocations_have_failed();
    long left = allocations_outstanding();
    (void)allocations_end();
    ck_assert(failed);
    ck_assert_int_eq(status, RELCAL_ERROR_MEMORY);
    ck_assert_ptr_null(facts);
    ck_assert_int_eq(left, 0);
}
END_TEST

/* ---- Templates ---- */

typedef struct written {
    char text[4096];
    size_t length;
    size_t room; /* what goes beyond is refused */
} written;

static bool take(void *context, const char *bytes, size_t length)
{
    written *out = context;
    if (out->length + length > out->room) {
        return false;
    }
    memcpy(out->text + out->length, bytes, length);
    out->length += length;
    out->text[out->length] = '\0';
    return true;
}

static relcal_status write_by(const char *text, written *out, relcal_error *error)
{
    relcal_release_facts *facts = facts_of("3.12", "3.12.0a4");
    relcal_announcement_template house_style = {text, strlen(text), "house.txt"};
    relcal_status status = relcal_announcement_write(facts, RELCAL_ANNOUNCEMENT_MARKDOWN,
                                                     &house_style, take, out, error);
    relcal_release_facts_free(facts);
    return status;
}

static const char *const template_rows[][2] = {
    {"", ""},
    {"plain { text }", "plain { text }"},
    {"{{version}}, {{ version }}", "3.12.0a4, 3.12.0a4"},
    {"a{{bugfix_until_day}}b", "ab"},
    {"{{#next_version}}yes{{/next_version}}{{^next_version}}no{{/next_version}}", "yes"},
    {"{{#bugfix_until_day}}yes{{/bugfix_until_day}}{{^bugfix_until_day}}no{{/bugfix_until_day}}",
     "no"},
    {"{{#total}}{{^total}}{{#total}}x{{/total}}{{/total}}y{{/total}}", "y"},
    {"a{{! a remark }}b", "ab"},
    {"a\n  {{! alone }}\nb\n", "a\nb\n"},
    {"a\n{{#total}}\nb\n{{/total}}\nc", "a\nb\nc"},
    {"{{#total}} \r\nb\r\n{{/total}}", "b\r\n"},
    {"{{spec_url}}", "https://peps.python.org/pep-0693/"},
};

START_TEST(templates_write_what_they_say)
{
    written out = {.room = sizeof out.text - 1};
    ck_assert_int_eq(write_by(template_rows[_i][0], &out, NULL), RELCAL_OK);
    ck_assert_str_eq(out.text, template_rows[_i][1]);
}
END_TEST

typedef struct fault_row {
    const char *text;
    relcal_status status;
    uint32_t line;
    uint32_t column;
} fault_row;

static const fault_row fault_rows[] = {
    {"{{nxt}}", RELCAL_ERROR_NOT_FOUND, 1, 1},
    {"a\nb {{#nxt}}{{/nxt}}", RELCAL_ERROR_NOT_FOUND, 2, 3},
    {"\xC3\xA4 {{}}", RELCAL_ERROR_NOT_FOUND, 1, 3},
    {"{{version", RELCAL_ERROR_SYNTAX, 1, 1},
    {"{{{version}}", RELCAL_ERROR_SYNTAX, 1, 1},
    {"{{", RELCAL_ERROR_SYNTAX, 1, 1},
    {"\n{{#total}}", RELCAL_ERROR_SYNTAX, 2, 1},
    {"{{/total}}", RELCAL_ERROR_SYNTAX, 1, 1},
    {"{{#total}}{{#number}}{{/total}}{{/number}}", RELCAL_ERROR_SYNTAX, 1, 22},
    {"{{>partial}}", RELCAL_ERROR_SYNTAX, 1, 1},
    {"{{=<% %>=}}", RELCAL_ERROR_SYNTAX, 1, 1},
};

START_TEST(faults_of_templates_have_their_place)
{
    const fault_row *row = &fault_rows[_i];
    written out = {.room = sizeof out.text - 1};
    relcal_error error;
    ck_assert_int_eq(write_by(row->text, &out, &error), row->status);
    ck_assert_str_eq(error.file, "house.txt");
    ck_assert_uint_eq(error.line, row->line);
    ck_assert_uint_eq(error.column, row->column);
    ck_assert_uint_eq(out.length, 0); /* nothing half-done */
}
END_TEST

START_TEST(sections_lie_in_each_other_up_to_a_limit)
{
    char text[(RELCAL_MAX_TEMPLATE_DEPTH + 1) * sizeof "{{#total}}{{/total}}"] = "";
    for (int depth = 1; depth <= RELCAL_MAX_TEMPLATE_DEPTH + 1; depth++) {
        text[0] = '\0';
        for (int open = 0; open < depth; open++) {
            strcat(text, "{{#total}}");
        }
        for (int open = 0; open < depth; open++) {
            strcat(text, "{{/total}}");
        }
        written out = {.room = 10};
        ck_assert_int_eq(write_by(text, &out, NULL),
                         depth <= RELCAL_MAX_TEMPLATE_DEPTH ? RELCAL_OK : RELCAL_ERROR_LIMIT);
    }
}
END_TEST

START_TEST(a_sink_that_fails_ends_the_writing)
{
    relcal_release_facts *facts = facts_of("3.12", "3.12.0a4");
    written whole = {.room = sizeof whole.text - 1};
    ck_assert_int_eq(
        relcal_announcement_write(facts, RELCAL_ANNOUNCEMENT_TEXT, NULL, take, &whole, NULL),
        RELCAL_OK);
    for (size_t room = 0; room < whole.length; room++) {
        written out = {.room = room};
        ck_assert_int_eq(
            relcal_announcement_write(facts, RELCAL_ANNOUNCEMENT_TEXT, NULL, take, &out, NULL),
            RELCAL_ERROR_IO);
    }
    relcal_release_facts_free(facts);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("announce-write");
    TCase *cases = tcase_create("announce-write");
    tcase_add_loop_test(cases, facts_are_those_of_the_plan, 0, COUNT(fact_rows));
    tcase_add_test(cases, what_is_not_in_the_plan_has_no_facts);
    tcase_add_test(cases, facts_without_memory_leave_nothing_behind);
    tcase_add_loop_test(cases, templates_write_what_they_say, 0, COUNT(template_rows));
    tcase_add_loop_test(cases, faults_of_templates_have_their_place, 0, COUNT(fault_rows));
    tcase_add_test(cases, sections_lie_in_each_other_up_to_a_limit);
    tcase_add_test(cases, a_sink_that_fails_ends_the_writing);
    suite_add_tcase(suite, cases);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failures = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
