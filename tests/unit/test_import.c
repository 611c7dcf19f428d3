/* Schedules taken in from other formats through C: the contract of relcal/import.h, and what
 * happens without memory. What comes out of whole files is tested through the command. */
#define _POSIX_C_SOURCE 200809L

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "allocations.h"
#include "relcal/relcal.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])
#define DAY(year, month, day) relcal_date_from_civil(year, month, day)
#define MOST_ALLOCATIONS 20000

#define PEP_TEXT                                                                    \
    "PEP: 693\nPython-Version: 3.12\n\nRelease Schedule\n================\n\n"      \
    "Actual:\n\n- 3.12 development begins: Sunday, 2022-05-08\n"                    \
    "- 3.12.0 alpha 1: Tuesday, 2022-10-24\n\nExpected:\n\n"                        \
    "- 3.12.0 beta 1: Monday, 2023-05-08\n  (No new features beyond this point.)\n" \
    "- 3.12.0 beta 2: 2023-05-32\n"

#define SERIES_TEXT                                                   \
    "series: 3.12\nmilestones:\n- {id: 3.12.0a1, date: 2022-10-03}\n" \
    "- {id: 3.12.0rc1, date: 2023-07-31, planned: {2022-06-18: 2023-07-31}}\n"

#define JSON_TEXT                                                                \
    "{\"metadata\":{\"3.12\":{\"pep\":693,\"branch\":\"3.12\",\"status\":\"x\"," \
    "\"end_of_life\":\"2028-10-01\",\"mood\":1}},\"releases\":{\"3.12\":["       \
    "{\"stage\":\"3.12.0 beta 1\",\"date\":\"2023-05-22\",\"state\":\"actual\"}]}}"

#define NODE_TEXT "{\"v20\":{\"start\":\"2023-04-18\",\"end\":\"2026-04-30\"}}"

#define CSV_TEXT                                            \
    "project,series,milestone,since,date,state\n"           \
    "python,3.12,3.12.0b1,2022-06-18,2023-05-08,expected\n" \
    "python,3.12,3.12.0b1,2023-05-08,2023-05-22,expected\n" \
    "python,3.12,3.12.0b2,2022-06-18,2023-05-29,expected\n" \
    "python,3.12,3.12.0b2,2023-05-01,,withdrawn\npython,3.12,x,y,z,\"w\"\n"

/* As the built-in series has it, but for the end, and a series that is none yet. */
#define SUPPORT_TEXT                                                                            \
    "{\"v20\": {\"start\": \"2023-04-18\", \"lts\": \"2023-10-24\",\n \"maintenance\": "        \
    "\"2024-10-22\", \"end\": \"2026-05-07\", \"codename\": \"Iron\"},\n"                       \
    "\"v90\": {\"alpha\": \"2096-10-28\", \"start\": \"2097-04-22\", \"mood\": \"2097-04-30\"," \
    " \"codename\": \"Noble Gas\"}}"

#define PRODUCT_TEXT                                                                       \
    "{\"schema_version\": \"1.2.0\", \"result\": {\"name\": \"python\", \"releases\": [\n" \
    "{\"name\": \"3.12\", \"codename\": null, \"releaseDate\": \"2023-10-02\",\n"          \
    "\"isEoas\": true, \"eoasFrom\": \"2025-04-02\", \"isEol\": false,\n"                  \
    "\"eolFrom\": \"2028-10-31\", \"latest\": {\"name\": \"3.12.13\", \"date\": null}},\n" \
    "{\"name\": \"9.9\", \"releaseDate\": \"2099-10-02\", \"isEol\": true, \"eolFrom\": null}]}}"

#define TRAIN_TEXT                                                                            \
    "{\"version\": \"155.0\", \"nightly_start\": \"2026-07-20 00:00:00+00:00\",\n"            \
    "\"beta_1\": \"2026-08-17 13:00:00+00:00\", \"beta_6\": \"2026-08-28 13:00:00+00:00\",\n" \
    "\"release\": \"2026-09-01 14:00:00+00:00\", \"rc\": \"?\", \"sumo_1\": \"\"}"

#define DISTRO_TEXT                                           \
    "version,codename,series,created,release,eol\n"           \
    "12,Bookworm,bookworm,2021-08-14,2023-06-10,2026-07-12\n" \
    "16,Woody Two,woodytwo,2029-08-11\n,Sid,sid,1993-08-16\n"

#define WEEKS_TEXT                                                               \
    "start-week: '2026-04-06'\nrelease-week: '2026-09-28'\ncycle:\n"             \
    "- {start: '2026-04-06', end: '2026-04-10', name: R-25, x-project: [g-3]}\n" \
    "- {start: '2026-08-31', end: '2026-09-04', name: R-4, x-project: [h-ff]}\n" \
    "- {start: '2026-09-28', end: '2026-10-02', name: R+0, x-project: [h-final, h-x]}\n"

#define TIMELINE_TEXT                                                                           \
    "# v1.38\n\n| **What** | When | Week |\n|---|---|---|\n"                                    \
    "| **Begin [Code Freeze]** | [02:00 UTC Friday 6th November 2026 / 18:00 PST Thursday 5th " \
    "November 2026](https://example.org) | week 8 |\n"                                          \
    "| v1.38.0-rc.0 released | Tuesday 1st December 2026 | |\n"                                 \
    "| v1.38.0 released | Wednesday 16th December 2026 | |\n"                                   \
    "| Tea | Wednesday 16th December 2026 | |\n"

/* What an intake reported. */
typedef struct reports {
    size_t count;
    relcal_error last;
} reports;

static void keep_report(void *context, const relcal_error *fault)
{
    reports *told = context;
    told->count++;
    told->last = *fault;
}

static relcal_intake *start(reports *told)
{
    relcal_intake *intake = NULL;
    relcal_intake_options options = {.base = relcal_catalog_builtin(),
                                     .on = DAY(2026, 8, 22),
                                     .report = told == NULL ? NULL : keep_report,
                                     .report_context = told};
    ck_assert_int_eq(relcal_intake_new(&intake, &options, NULL), RELCAL_OK);
    return intake;
}

static relcal_status add(relcal_intake *intake, const char *text, relcal_error *error)
{
    return relcal_intake_add(intake, "source", text, strlen(text), RELCAL_DATE_NONE, error);
}

/* ---- recognising ---- */

START_TEST(recognised)
{
    static const struct {
        const char *text;
        relcal_import_format format;
    } rows[] = {
        {"", RELCAL_IMPORT_ANY},
        {"hello", RELCAL_IMPORT_ANY},
        {"{}", RELCAL_IMPORT_ANY},
        {"[{\"releases\": 1}]", RELCAL_IMPORT_ANY},
        {"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", RELCAL_IMPORT_ANY},
        {JSON_TEXT, RELCAL_IMPORT_PEPS_JSON},
        {"\xEF\xBB\xBF \n{\"3.1\": {\"first_release\": \"\"}}", RELCAL_IMPORT_RELEASE_CYCLE},
        {NODE_TEXT, RELCAL_IMPORT_SCHEDULE_JSON},
        {SUPPORT_TEXT, RELCAL_IMPORT_SCHEDULE_JSON},
        {PRODUCT_TEXT, RELCAL_IMPORT_ENDOFLIFE},
        {"{\"result\": {\"releases\": []}}", RELCAL_IMPORT_ENDOFLIFE},
        {TRAIN_TEXT, RELCAL_IMPORT_TRAIN},
        {"{\"version\": \"1\", \"start\": \"2020-01-01\"}", RELCAL_IMPORT_SCHEDULE_JSON},
        {"{\"version\": \"1\"}", RELCAL_IMPORT_ANY},
        {PEP_TEXT, RELCAL_IMPORT_PEP},
        {"\f\nRelease Schedule\n\n- 3.1a1 March 7, 2009\n", RELCAL_IMPORT_PEP},
        {CSV_TEXT, RELCAL_IMPORT_CSV},
        {DISTRO_TEXT, RELCAL_IMPORT_DISTRO_INFO},
        {"version,codename,series,created,release", RELCAL_IMPORT_ANY},
        {WEEKS_TEXT, RELCAL_IMPORT_WEEKS},
        {"---\nstart-week: x\nrelease-week: x\n\ncycle:\n", RELCAL_IMPORT_WEEKS},
        {"release-week: x\n", RELCAL_IMPORT_ANY},
        {TIMELINE_TEXT, RELCAL_IMPORT_TIMELINE},
        {"|When|Who|What|", RELCAL_IMPORT_TIMELINE},
        {"What | When\n", RELCAL_IMPORT_ANY},
        {"version,date", RELCAL_IMPORT_CSV},
        {"version,mood\n1,2\n", RELCAL_IMPORT_ANY},
        {SERIES_TEXT, RELCAL_IMPORT_YAML},
    };
    for (size_t index = 0; index < COUNT(rows); index++) {
        ck_assert_msg(relcal_import_recognise(rows[index].text, strlen(rows[index].text)) ==
                          rows[index].format,
                      "%s", rows[index].text);
    }
}
END_TEST

START_TEST(format_names)
{
    static const char *const names[] = {"",      "peps-json",     "release-cycle", "pep",
                                        "csv",   "schedule-json", "yaml",          "endoflife",
                                        "train", "distro-info",   "weeks",         "timeline",
                                        ""};
    for (size_t index = 0; index < COUNT(names); index++) {
        ck_assert_str_eq(relcal_import_format_name((relcal_import_format)index), names[index]);
    }
    ck_assert_str_eq(relcal_import_format_name((relcal_import_format)-1), "");
}
END_TEST

/* ---- the contract ---- */

START_TEST(one_source)
{
    reports told = {0};
    relcal_intake *intake = start(&told);
    ck_assert_ptr_null(relcal_intake_name_at(intake, 0));
    ck_assert_int_eq(add(intake, PEP_TEXT, NULL), RELCAL_OK);
    ck_assert_uint_eq(told.count, 2);
    ck_assert_uint_eq(relcal_intake_report_count(intake), 2);
    ck_assert_str_eq(told.last.file, "source");
    ck_assert_uint_eq(told.last.line, 16);
    ck_assert_uint_eq(told.last.column, 26);
    ck_assert_str_eq(relcal_intake_name_at(intake, 0), "python/3.12.yaml");
    ck_assert_ptr_null(relcal_intake_name_at(intake, 1));
    ck_assert_ptr_null(relcal_intake_file_at(intake, 0));
    ck_assert_int_eq(relcal_intake_finish(intake, NULL), RELCAL_OK);
    const relcal_intake_file *file = relcal_intake_file_at(intake, 0);
    ck_assert_str_eq(file->name, "python/3.12.yaml");
    ck_assert_uint_eq(file->length, strlen(file->text));
    ck_assert(!file->is_unchanged);
    ck_assert_str_eq(file->text,
                     "series: 3.12\n"
                     "spec: {name: PEP 693, url: \"https://peps.python.org/pep-0693/\"}\n"
                     "revised: 2022-10-24\nmilestones:\n"
                     "- {id: development, date: 2022-05-08, state: actual}\n"
                     "- {id: 3.12.0a1, date: 2022-10-24, state: actual}\n"
                     "- {id: 3.12.0b1, date: 2023-05-08}\n");
    ck_assert_ptr_null(relcal_intake_file_at(intake, 1));
    relcal_intake_free(intake);
}
END_TEST

START_TEST(an_unknown_project)
{
    relcal_intake *intake = NULL;
    relcal_intake_options options = {.project = "tool", .on = DAY(2026, 8, 22)};
    ck_assert_int_eq(relcal_intake_new(&intake, &options, NULL), RELCAL_OK);
    ck_assert_int_eq(add(intake, NODE_TEXT, NULL), RELCAL_OK);
    ck_assert_int_eq(relcal_intake_finish(intake, NULL), RELCAL_OK);
    ck_assert_str_eq(relcal_intake_file_at(intake, 0)->name, "tool/20.yaml");
    ck_assert_str_eq(relcal_intake_file_at(intake, 1)->name, "tool/project.yaml");
    ck_assert_str_eq(relcal_intake_file_at(intake, 1)->text,
                     "project: tool\nname: tool\nphases:\n"
                     "- {id: current, begins: start}\n"
                     "- {id: end-of-life, begins: end-of-life, living: no}\n");
    relcal_intake_free(intake);
}
END_TEST

/* Other projects have these series, too. */
START_TEST(whose_it_is)
{
    static const struct {
        const char *rows;
        const char *name; /* of the file, or NULL where nobody can tell */
    } items[] = {
        {"3.12,3.12.0a1,2022-10-03,actual\n", "python/3.12.yaml"},
        {"3.12,3.12.0a1,2022-10-03,actual\n3.12,end-of-life,2028-10,expected\n",
         "python/3.12.yaml"},
        {"3.12,3.12.91,2014-07-24,actual\n", NULL},
        {"3.12,end-of-life,2028-10,expected\n", "python/3.12.yaml"},
        {"3.12,end-of-life,2015-04,expected\n", NULL},
        {"3.12,3.12.0a1,2022-10-04,actual\n", NULL},
        {"1.27,1.27.0,2026-08-18,expected\n", NULL},
        {"97.3,97.3.0b1,2026-08-18,expected\n", NULL},
    };
    for (size_t index = 0; index < COUNT(items); index++) {
        relcal_intake *intake = start(NULL);
        char text[256];
        relcal_error error = {0};
        (void)snprintf(text, sizeof text, "series,milestone,date,state\n%s", items[index].rows);
        relcal_status status = add(intake, text, &error);
        if (items[index].name == NULL) {
            ck_assert_int_eq(status, RELCAL_ERROR_ARGUMENT);
            ck_assert_ptr_nonnull(strstr(error.message, "whose schedule is this?"));
        } else {
            ck_assert_msg(status == RELCAL_OK, "%s: %s", items[index].rows, error.message);
            ck_assert_str_eq(relcal_intake_name_at(intake, 0), items[index].name);
        }
        relcal_intake_free(intake);
    }
}
END_TEST

/* ---- what tells some of a series ---- */

/* Takes in a text, with a file that is there if `there` is not NULL, and finishes. */
static relcal_intake *import_over(reports *told, const char *text, const char *name,
                                  const char *there)
{
    relcal_intake *intake = start(told);
    ck_assert_int_eq(add(intake, text, NULL), RELCAL_OK);
    if (there != NULL) {
        ck_assert_int_eq(relcal_intake_keep(intake, name, there, strlen(there), NULL), RELCAL_OK);
    }
    ck_assert_int_eq(relcal_intake_finish(intake, NULL), RELCAL_OK);
    return intake;
}

/* The words of the source become the ids of the project, and what it does not tell stays. */
START_TEST(support_over_the_base)
{
    reports told = {0};
    relcal_intake *intake = import_over(&told, SUPPORT_TEXT, NULL, NULL);
    const relcal_intake_file *file = relcal_intake_file_at(intake, 0);
    ck_assert_str_eq(file->name, "nodejs/20.yaml");
    ck_assert_str_eq(file->text, "series: 20\ncodename: Iron\naliases: [v20, iron]\n"
                                 "spec: {name: the release schedule, url: "
                                 "\"https://github.com/nodejs/Release/blob/main/schedule.json\"}\n"
                                 "branch: v20.x\nrevised: 2026-08-22\nmilestones:\n"
                                 "- {id: 20.0.0, date: 2023-04-18, state: actual}\n"
                                 "- {id: active-lts, date: 2023-10-24, state: actual}\n"
                                 "- {id: maintenance, date: 2024-10-22, state: actual}\n"
                                 "- {id: end-of-life, date: 2026-05-07, state: actual}\n");
    ck_assert_str_eq(relcal_intake_file_at(intake, 1)->name, "nodejs/90.yaml");
    ck_assert_str_eq(relcal_intake_file_at(intake, 1)->text,
                     "series: 90\ncodename: Noble Gas\naliases: [v90, noble]\nbranch: v90.x\n"
                     "milestones:\n- {id: alpha-start, kind: alpha, date: 2096-10-28}\n"
                     "- {id: 90.0.0, date: 2097-04-22}\n");
    ck_assert_ptr_null(relcal_intake_file_at(intake, 2));
    ck_assert_uint_eq(told.count, 2); /* the end, and a mood */
    relcal_intake_free(intake);
}
END_TEST

/* Where nothing is new, there is no file. */
START_TEST(nothing_new)
{
    reports told = {0};
    relcal_intake *intake = import_over(&told, NODE_TEXT, NULL, NULL);
    ck_assert_ptr_null(relcal_intake_file_at(intake, 0));
    ck_assert_uint_eq(told.count, 0);
    relcal_intake_free(intake);
}
END_TEST

/* A month that is known is not made a day by a source that has days alone. */
/* Two sources without a day of their own say different things: it is told, and the later counts.
 * Of revisions, and where they say the same, nothing is. */
START_TEST(two_sources)
{
    static const struct {
        const char *first;
        const char *second;
        relcal_date since;
        size_t reports;
    } rows[] = {
        {"2024-10-12", "2024-10-19", RELCAL_DATE_NONE, 1},
        {"2024-10-12", "2024-10-12", RELCAL_DATE_NONE, 0},
        {"2024-10-12", "2024-10-19", 20000, 0},
    };
    for (size_t index = 0; index < COUNT(rows); index++) {
        reports told = {0};
        relcal_intake *intake = NULL;
        relcal_intake_options options = {.project = "teapot",
                                         .on = DAY(2026, 8, 22),
                                         .report = keep_report,
                                         .report_context = &told};
        ck_assert_int_eq(relcal_intake_new(&intake, &options, NULL), RELCAL_OK);
        for (int turn = 0; turn < 2; turn++) {
            char text[128];
            (void)snprintf(text, sizeof text, "series,version,date,state\n9.9,9.9.0,%s,actual\n",
                           turn == 0 ? rows[index].first : rows[index].second);
            relcal_date since = rows[index].since == RELCAL_DATE_NONE ? RELCAL_DATE_NONE
                                                                      : rows[index].since + turn;
            ck_assert_int_eq(relcal_intake_add(intake, turn == 0 ? "old" : "new", text,
                                               strlen(text), since, NULL),
                             RELCAL_OK);
        }
        ck_assert_uint_eq(told.count, rows[index].reports);
        if (rows[index].reports > 0) {
            ck_assert_str_eq(told.last.message,
                             "9.9.0 is 2024-10-12 in old, line 2; this one counts");
            ck_assert_str_eq(told.last.file, "new");
        }
        ck_assert_int_eq(relcal_intake_finish(intake, NULL), RELCAL_OK);
        ck_assert_ptr_nonnull(strstr(relcal_intake_file_at(intake, 0)->text, rows[index].second));
        relcal_intake_free(intake);
    }
}
END_TEST

START_TEST(a_day_made_up)
{
    static const char there[] = "series: 3.12\nmilestones:\n"
                                "- {id: 3.12.0, date: 2023-10-02, state: actual}\n"
                                "- {id: end-of-bugfix, date: 2025-04, rule: 18 months}\n"
                                "- {id: end-of-life, date: 2028-10, scope: all, if: asked for,\n"
                                "   targets: {early: 2028-09, late: 2028-11}}\n";
    reports told = {0};
    relcal_intake *intake = import_over(&told, PRODUCT_TEXT, "python/3.12.yaml", there);
    ck_assert_str_eq(relcal_intake_file_at(intake, 0)->text,
                     "series: 3.12\nrevised: 2025-04-02\nmilestones:\n"
                     "- {id: 3.12.0, date: 2023-10-02, state: actual}\n"
                     "- {id: end-of-bugfix, date: 2025-04-02, state: actual, "
                     "planned: {2025-03-31: 2025-04}}\n"
                     "- {id: end-of-life, date: 2028-10, scope: all, if: asked for, "
                     "targets: {early: 2028-09, late: 2028-11}}\n");
    ck_assert_str_eq(relcal_intake_file_at(intake, 1)->text,
                     "series: 9.9\nmilestones:\n- {id: 9.9.0, date: 2099-10-02}\n");
    ck_assert_uint_eq(told.count, 2); /* an end without a day, and the last day of a month */
    ck_assert_ptr_nonnull(strstr(told.last.message, "end-of-life is known as 2028-10"));
    ck_assert_uint_eq(told.last.line, 4);
    relcal_intake_free(intake);
}
END_TEST

/* A train's days that have passed are a plan still, midnights are days, and the hour of a release
 * that is known stays. */
START_TEST(a_train)
{
    static const char there[] =
        "series: 155\nmilestones:\n"
        "- {id: nightly-start, date: 2026-07-20, state: actual}\n"
        "- {id: 155.0b1, date: \"2026-08-14T13:00Z\", rule: 15 days before the release}\n"
        "- {id: 155.0, date: \"2026-09-01T06:00-07:00[America/Los_Angeles]\"}\n";
    reports told = {0};
    relcal_intake *intake = import_over(&told, TRAIN_TEXT, "firefox/155.yaml", there);
    ck_assert_str_eq(relcal_intake_file_at(intake, 0)->text,
                     "series: 155\nrevised: 2026-08-22\nmilestones:\n"
                     "- {id: nightly-start, date: 2026-07-20, state: actual}\n"
                     "- {id: 155.0b1, date: \"2026-08-17T13:00Z\",\n   planned: {2026-08-13: "
                     "\"2026-08-14T13:00Z\", 2026-08-22: \"2026-08-17T13:00Z\"}}\n"
                     "- {id: 155.0b6, date: \"2026-08-28T13:00Z\", "
                     "planned: {2026-08-22: \"2026-08-28T13:00Z\"}}\n"
                     "- {id: 155.0, date: \"2026-09-01T06:00-07:00[America/Los_Angeles]\"}\n");
    ck_assert_uint_eq(told.count, 0);
    relcal_intake_free(intake);
}
END_TEST

/* ---- tables ---- */

#define TOOL_TEXT                                                                                \
    "project: tool\nname: Tool\nphases: [{id: out, begins: final}]\nimports:\n"                  \
    "- format: distro-info\n  milestones:\n    created: created\n"                               \
    "    release: {id: \"{series}\", means: final, title: \"Tool {version}\"}\n    eol: over\n"  \
    "- format: weeks\n  milestones:\n    start-week: begin\n    ff: {id: freeze, scope: core}\n" \
    "    final: final\n- format: timeline\n  series: v{name}\n  aliases: \"{name}\"\n"           \
    "  milestones: {\"*CODE freeze\": freeze}\n  ignored: [\"t*a\"]\n"

/* Takes in a source as that of a project of the caller's own: the file that comes of it. */
static void check_tool(const char *text, const char *series, const char *expected)
{
    const relcal_source sources[] = {{"tool/project.yaml", TOOL_TEXT, strlen(TOOL_TEXT)}};
    reports told = {0};
    relcal_error error = {0};
    relcal_catalog *base = NULL;
    relcal_intake *intake = NULL;
    ck_assert_int_eq(relcal_catalog_parse(&base, NULL, sources, 1, NULL, NULL), RELCAL_OK);
    relcal_intake_options options = {.base = base,
                                     .on = DAY(2026, 8, 22),
                                     .series = series,
                                     .report = keep_report,
                                     .report_context = &told};
    ck_assert_int_eq(relcal_intake_new(&intake, &options, NULL), RELCAL_OK);
    ck_assert_msg(add(intake, text, &error) == RELCAL_OK, "%s", error.message);
    ck_assert_int_eq(relcal_intake_finish(intake, NULL), RELCAL_OK);
    ck_assert_msg(told.count == 0, "%s", told.last.message);
    ck_assert_str_eq(relcal_intake_file_at(intake, 0)->text, expected);
    relcal_intake_free(intake);
    relcal_catalog_free(base);
}

START_TEST(tables)
{
    check_tool(
        "version,codename,series,created,release,eol\n"
        "9.4 LTS,\"Nine, Four\",nine,2025-01-01,2026-10-01,2030-12-31\n,Top,top,2020-01-01\n",
        NULL,
        "series: 9.4\ncodename: Nine, Four\naliases: nine\nrevised: 2025-01-01\nmilestones:\n"
        "- {id: created, date: 2025-01-01, state: actual}\n"
        "- {id: 9.4, title: Tool 9.4 LTS, date: 2026-10-01}\n"
        "- {id: over, date: 2030-12-31}\n");
    check_tool("release-week: '2026-09-28'\nstart-week: '2026-08-31'\ncycle:\n"
               "- {start: '2026-08-31', end: '2026-09-04', name: R-4, project-specific: [j-ff]}\n"
               "- {start: '2026-09-28', end: '2026-10-02', x-project: [k-1, j-final]}\n",
               "juniper",
               "series: juniper\nmilestones:\n- {id: begin, date: 2026-08-31}\n"
               "- {id: freeze, date: 2026-08-31..2026-09-04, scope: core, note: week R-4}\n"
               "- {id: final, date: 2026-09-28..2026-10-02}\n");
    check_tool(TIMELINE_TEXT, NULL,
               "series: v1.38\naliases: 1.38\nmilestones:\n"
               "- {id: freeze, date: \"2026-11-06T02:00Z\"}\n"
               "- {id: v1.38.0-rc.0, date: 2026-12-01}\n- {id: v1.38.0, date: 2026-12-16}\n");
}
END_TEST

/* Over a series that is known only what is new is told, and its earlier plan is kept. */
START_TEST(tables_over_the_base)
{
    reports told = {0};
    relcal_intake *intake = start(&told);
    ck_assert_int_eq(add(intake, DISTRO_TEXT, NULL), RELCAL_OK);
    ck_assert_uint_eq(told.count, 0);
    ck_assert_int_eq(add(intake, WEEKS_TEXT, NULL), RELCAL_OK);
    ck_assert_uint_eq(told.count, 1); /* h-x */
    ck_assert_uint_eq(told.last.line, 6);
    ck_assert_uint_eq(told.last.column, 76);
    ck_assert_int_eq(relcal_intake_finish(intake, NULL), RELCAL_OK);
    ck_assert_str_eq(relcal_intake_file_at(intake, 0)->name, "debian/12.yaml");
    ck_assert_ptr_nonnull(
        strstr(relcal_intake_file_at(intake, 0)->text, "codename: bookworm\naliases: bookworm\n"));
    ck_assert_str_eq(relcal_intake_file_at(intake, 1)->name, "debian/16.yaml");
    ck_assert_str_eq(relcal_intake_file_at(intake, 2)->name, "openstack/2026.2.yaml");
    ck_assert_ptr_nonnull(
        strstr(relcal_intake_file_at(intake, 2)->text,
               "- {id: feature-freeze, date: 2026-08-31..2026-09-04, note: week R-4,\n"
               "   planned: {2026-08-21: 2026-08-24..2026-08-28, "
               "2026-08-22: 2026-08-31..2026-09-04}}"));
    ck_assert_ptr_null(relcal_intake_file_at(intake, 3));
    relcal_intake_free(intake);
}
END_TEST

/* What words mean is said by a project of the caller's own, too. */
START_TEST(words_of_a_project)
{
    static const char project[] =
        "project: tool\nname: Tool\nphases: [{id: out, begins: [final, over]}]\n"
        "imports:\n- format: endoflife\n  product: the-tool\n  series: v{major}\n"
        "  aliases: \"tool-{name}\"\n  milestones:\n    releaseDate: final\n"
        "    eolFrom: {id: over, precision: month}\n"
        "    latest: {id: \"{version}\", kind: bugfix}\n";
    static const char text[] =
        "{\"result\": {\"name\": \"the-tool\", \"releases\": [{\"name\": \"7.x\",\n"
        "\"releaseDate\": \"2026-01-02\", \"isEol\": false, \"eolFrom\": \"2027-01-31\",\n"
        "\"latest\": {\"name\": \"7.2\", \"date\": \"2026-03-04\"}}]}}";
    const relcal_source source = {"tool/project.yaml", project, sizeof project - 1};
    relcal_catalog *base = NULL;
    relcal_intake *intake = NULL;
    ck_assert_int_eq(relcal_catalog_parse(&base, NULL, &source, 1, NULL, NULL), RELCAL_OK);
    relcal_intake_options options = {.base = base, .on = DAY(2026, 8, 22)};
    ck_assert_int_eq(relcal_intake_new(&intake, &options, NULL), RELCAL_OK);
    ck_assert_int_eq(add(intake, text, NULL), RELCAL_OK);
    ck_assert_int_eq(relcal_intake_finish(intake, NULL), RELCAL_OK);
    ck_assert_uint_eq(relcal_intake_report_count(intake), 0);
    ck_assert_str_eq(relcal_intake_file_at(intake, 0)->name, "tool/v7.yaml");
    ck_assert_str_eq(relcal_intake_file_at(intake, 0)->text,
                     "series: v7\naliases: tool-7.x\nrevised: 2026-03-04\nmilestones:\n"
                     "- {id: final, date: 2026-01-02, state: actual}\n"
                     "- {id: 7.2, kind: bugfix, date: 2026-03-04, state: actual}\n"
                     "- {id: over, date: 2027-01}\n");
    relcal_intake_free(intake);

    /* The imports are written as they were read. */
    char *written = NULL;
    char *again = NULL;
    size_t length = 0;
    ck_assert_int_eq(relcal_project_write(relcal_catalog_project(base, "tool"), &written, &length),
                     RELCAL_OK);
    relcal_catalog *copy = NULL;
    const relcal_source second = {"tool/project.yaml", written, length};
    ck_assert_int_eq(relcal_catalog_parse(&copy, NULL, &second, 1, NULL, NULL), RELCAL_OK);
    ck_assert_int_eq(relcal_project_write(relcal_catalog_project(copy, "tool"), &again, &length),
                     RELCAL_OK);
    ck_assert_str_eq(again, written);
    ck_assert_ptr_nonnull(strstr(written, "    eolFrom: {id: over, precision: month}\n"));
    ck_assert_ptr_nonnull(strstr(written, "  product: the-tool\n"));
    relcal_catalog_free(copy);
    relcal_catalog_free(base);
    free(written);
    free(again);
}
END_TEST

START_TEST(revisions)
{
    static const struct {
        const char *text;
        int month;
    } rows[] = {
        {"PEP: 1\nPython-Version: 3.1\n\nExpected:\n\n- 3.1.0 beta 1: 2009-05-02\n"
         "- 3.1.0 final: 2009-06-27\n",
         1},
        {"PEP: 1\nPython-Version: 3.1\n\nExpected:\n\n- 3.1.0 beta 1: 2009-05-09\n", 2},
        {"PEP: 1\nPython-Version: 3.1\n\nActual:\n\n- 3.1.0 beta 1: 2009-05-06\n", 5},
    };
    relcal_intake *intake = start(NULL);
    for (size_t index = 0; index < COUNT(rows); index++) {
        ck_assert_int_eq(relcal_intake_add(intake, "r", rows[index].text, strlen(rows[index].text),
                                           DAY(2009, rows[index].month, 6), NULL),
                         RELCAL_OK);
    }
    relcal_error error = {0};
    ck_assert_int_eq(
        relcal_intake_add(intake, "r", rows[0].text, strlen(rows[0].text), DAY(2009, 5, 5), &error),
        RELCAL_ERROR_ARGUMENT);
    ck_assert_int_eq(error.code, RELCAL_ERROR_ARGUMENT);
    ck_assert_int_eq(relcal_intake_finish(intake, NULL), RELCAL_OK);
    ck_assert_ptr_nonnull(strstr(relcal_intake_file_at(intake, 0)->text,
                                 "- {id: 3.1.0b1, date: 2009-05-06, state: actual,\n"
                                 "   planned: {2009-01-06: 2009-05-02, 2009-02-06: 2009-05-09}}\n"
                                 "- {id: 3.1.0, state: withdrawn,\n"
                                 "   planned: {2009-01-06: 2009-06-27, 2009-02-06: withdrawn}}\n"));
    relcal_intake_free(intake);
}
END_TEST

/* A day on which one line is not understood says nothing of what is missing. */
START_TEST(doubtful_revisions_withdraw_nothing)
{
    static const char first[] = "PEP: 1\nPython-Version: 3.1\n\nExpected:\n\n"
                                "- 3.1.0 beta 1: 2099-05-02\n- 3.1.0 final: 2099-06-27\n";
    static const char second[] = "PEP: 1\nPython-Version: 3.1\n\nExpected:\n\n"
                                 "- 3.1.0 beta l: 2099-05-02\n- 3.1.0 final: 2099-06-28\n";
    relcal_intake *intake = start(NULL);
    ck_assert_int_eq(relcal_intake_add(intake, "r", first, strlen(first), DAY(2009, 1, 1), NULL),
                     RELCAL_OK);
    ck_assert_int_eq(relcal_intake_add(intake, "r", second, strlen(second), DAY(2009, 2, 1), NULL),
                     RELCAL_OK);
    ck_assert_uint_eq(relcal_intake_report_count(intake), 1);
    ck_assert_int_eq(relcal_intake_finish(intake, NULL), RELCAL_OK);
    ck_assert_ptr_null(strstr(relcal_intake_file_at(intake, 0)->text, "withdrawn"));
    relcal_intake_free(intake);
}
END_TEST

START_TEST(what_is_there_stays)
{
    reports told = {0};
    relcal_intake *intake = start(&told);
    ck_assert_int_eq(add(intake,
                         "PEP: 693\nPython-Version: 3.12\n\nActual:\n\n"
                         "- 3.12.0 alpha 1: 2022-10-24\n",
                         NULL),
                     RELCAL_OK);
    ck_assert_int_eq(
        relcal_intake_keep(intake, "python/3.12.yaml", SERIES_TEXT, strlen(SERIES_TEXT), NULL),
        RELCAL_OK);
    ck_assert_int_eq(relcal_intake_finish(intake, NULL), RELCAL_OK);
    ck_assert_uint_eq(told.count, 1); /* candidate 1 */
    const char *text = relcal_intake_file_at(intake, 0)->text;
    /* No day says since when the 3rd was planned: the last that can be counts. */
    ck_assert_ptr_nonnull(strstr(text, "- {id: 3.12.0a1, date: 2022-10-24, state: actual, "
                                       "planned: {2022-10-02: 2022-10-03}}"));
    ck_assert_ptr_nonnull(
        strstr(text, "- {id: 3.12.0rc1, date: 2023-07-31, planned: {2022-06-18: 2023-07-31}}"));
    relcal_intake_free(intake);
}
END_TEST

/* A name that another series goes by, in a file that is there or in the base, is not given away;
 * that of a series in whose place a file stands is free. */
START_TEST(names_of_others)
{
    static const struct {
        const char *codename;
        const char *kept; /* name and text */
        const char *text;
        const char *alias; /* NULL for none */
    } rows[] = {
        {"Moody", "debian/99.yaml", "series: 99\nmilestones: []\n", "aliases: moody\n"},
        {"Moody", "debian/99.yaml", "series: 99\naliases: [moody]\nmilestones: []\n", NULL},
        {"Woody", "debian/99.yaml", "series: 99\nmilestones: []\n", NULL},
        {"Woody", "debian/3.0.yaml", "series: 3.0\nmilestones: []\n", "aliases: woody\n"},
    };
    for (size_t index = 0; index < COUNT(rows); index++) {
        char text[256];
        relcal_intake *intake = start(NULL);
        (void)snprintf(text, sizeof text,
                       "{\"result\": {\"name\": \"debian\", \"releases\": [{\"name\": \"77\", "
                       "\"codename\": \"%s\", \"releaseDate\": \"2099-10-02\"}]}}",
                       rows[index].codename);
        ck_assert_int_eq(add(intake, text, NULL), RELCAL_OK);
        ck_assert_int_eq(relcal_intake_keep(intake, rows[index].kept, rows[index].text,
                                            strlen(rows[index].text), NULL),
                         RELCAL_OK);
        ck_assert_int_eq(relcal_intake_finish(intake, NULL), RELCAL_OK);
        const char *made = relcal_intake_file_at(intake, 0)->text;
        ck_assert_msg(rows[index].alias == NULL ? strstr(made, "aliases") == NULL
                                                : strstr(made, rows[index].alias) != NULL,
                      "row %zu: %s", index, made);
        relcal_intake_free(intake);
    }
}
END_TEST

START_TEST(unchanged)
{
    relcal_intake *intake = start(NULL);
    ck_assert_int_eq(
        add(intake, "series,version,date,state\n3.12,3.12.0a1,2022-10-03,expected\n", NULL),
        RELCAL_OK);
    ck_assert_int_eq(
        relcal_intake_keep(intake, "python/3.12.yaml", SERIES_TEXT, strlen(SERIES_TEXT), NULL),
        RELCAL_OK);
    ck_assert_int_eq(relcal_intake_finish(intake, NULL), RELCAL_OK);
    ck_assert(relcal_intake_file_at(intake, 0)->is_unchanged);
    relcal_intake_free(intake);
}
END_TEST

/* ---- refused ---- */

START_TEST(bad_options)
{
    relcal_intake *untouched = (relcal_intake *)&untouched;
    relcal_intake *intake = untouched;
    relcal_intake_options options = {.on = RELCAL_DATE_NONE};
    ck_assert_int_eq(relcal_intake_new(&intake, NULL, NULL), RELCAL_ERROR_ARGUMENT);
    ck_assert_int_eq(relcal_intake_new(&intake, &options, NULL), RELCAL_ERROR_ARGUMENT);
    options = (relcal_intake_options){.on = 0, .project = "../x"};
    ck_assert_int_eq(relcal_intake_new(&intake, &options, NULL), RELCAL_ERROR_ARGUMENT);
    options = (relcal_intake_options){.on = 0, .series = "a/b"};
    ck_assert_int_eq(relcal_intake_new(&intake, &options, NULL), RELCAL_ERROR_ARGUMENT);
    ck_assert_ptr_eq(intake, untouched);
    relcal_intake_free(NULL);
}
END_TEST

START_TEST(refused_sources)
{
    static const struct {
        const char *text;
        relcal_status status;
        uint32_t line;
        uint32_t column;
    } rows[] = {
        {"", RELCAL_ERROR_SYNTAX, 0, 0},
        {"hello", RELCAL_ERROR_SYNTAX, 0, 0},
        {"PEP: 1\n\nNothing.\n", RELCAL_ERROR_DATA, 0, 0},
        {"{\"releases\": {\n \"3.1\": [1", RELCAL_ERROR_SYNTAX, 2, 9},
        {"{\"releases\": {\"3.1\": [[[[[[[[[[]]]]]]]]]]}}", RELCAL_ERROR_LIMIT, 1, 28},
        {"{\"start\": \"\xFF\"}", RELCAL_ERROR_DATA, 0, 0},
        {"version,mood,date\n\"3.1", RELCAL_ERROR_DATA, 0, 0},
        {"version,date\n9.9.9,2020-01-01\n", RELCAL_ERROR_ARGUMENT, 0, 0},
        {SERIES_TEXT, RELCAL_ERROR_DATA, 0, 0},
        {"version,codename,series,created,release,eol\n", RELCAL_ERROR_ARGUMENT, 0, 0},
        {"version,codename,series,created,release,eol\n1,A,zz,2020-01-01\n", RELCAL_ERROR_ARGUMENT,
         0, 0},
        {"release-week: x\ncycle:\n", RELCAL_ERROR_SYNTAX, 2, 7},
        {"release-week: '2026-09-28'\ncycle:\n- {x-project: [q-1]}\n", RELCAL_ERROR_ARGUMENT, 0, 0},
        {"| What | When |\n", RELCAL_ERROR_SYNTAX, 1, 1},
        {"| What | When |\n|-|-|\n| Tea | 2026-01-01 |\n", RELCAL_ERROR_ARGUMENT, 0, 0},
        {"{\"version\": \"155.0\", \"merge_day\": null}", RELCAL_ERROR_DATA, 0, 0},
        {"{\"version\": [], \"merge_day\": \"2026-01-01\"}", RELCAL_ERROR_SYNTAX, 1, 1},
        {"{\"version\": \"\", \"merge_day\": \"2026-01-01\"}", RELCAL_ERROR_SYNTAX, 1, 1},
        {"{\"version\": \"!!.0\", \"merge_day\": \"2026-01-01\"}", RELCAL_ERROR_SYNTAX, 1, 1},
        {"{\"result\": {\"name\": \"a/b\", \"releases\": []}}", RELCAL_ERROR_SYNTAX, 1, 1},
        {"{\"result\": {\"name\": \"x\", \"releases\": 1}}", RELCAL_ERROR_SYNTAX, 1, 1},
        {"{\"result\": [], \"releases\": [1]}", RELCAL_ERROR_SYNTAX, 1, 1},
        {"{\"result\": {\"name\": \"x\", \"releases\": [1, {}]}}", RELCAL_ERROR_DATA, 0, 0},
        {"{\"result\": {\"name\": \"gnome\", \"releases\": []}}", RELCAL_ERROR_SYNTAX, 1, 1},
        {"{\"v20\": 1, \"v 1\": {\"start\": \"2026-01-01\"}}", RELCAL_ERROR_DATA, 0, 0},
    };
    for (size_t index = 0; index < COUNT(rows); index++) {
        relcal_error error = {0};
        relcal_intake *intake = start(NULL);
        ck_assert_msg(add(intake, rows[index].text, &error) == rows[index].status, "%s: %d %s",
                      rows[index].text, (int)error.code, error.message);
        ck_assert_int_eq(error.code, rows[index].status);
        ck_assert_msg(error.line == rows[index].line && error.column == rows[index].column,
                      "%s: %u:%u", rows[index].text, error.line, error.column);
        ck_assert_ptr_null(relcal_intake_name_at(intake, 0));
        ck_assert_int_eq(relcal_intake_finish(intake, &error), RELCAL_ERROR_DATA);
        ck_assert_int_eq(relcal_intake_finish(intake, &error), RELCAL_ERROR_ARGUMENT);
        ck_assert_int_eq(add(intake, PEP_TEXT, &error), RELCAL_ERROR_ARGUMENT);
        relcal_intake_free(intake);
    }
}
END_TEST

START_TEST(too_large)
{
    relcal_error error = {0};
    size_t length = (size_t)RELCAL_MAX_IMPORT_BYTES + 1;
    char *text = malloc(length);
    ck_assert_ptr_nonnull(text);
    memset(text, ' ', length);
    memcpy(text, "PEP: 1\n", strlen("PEP: 1\n"));
    relcal_intake *intake = start(NULL);
    ck_assert_int_eq(relcal_intake_add(intake, "x", text, length, RELCAL_DATE_NONE, &error),
                     RELCAL_ERROR_LIMIT);
    ck_assert_int_eq(relcal_intake_add(intake, "x", text, length - 1, RELCAL_DATE_NONE, &error),
                     RELCAL_ERROR_DATA);
    relcal_intake_free(intake);
    free(text);
}
END_TEST

/* More revisions and milestones than are kept are told, and what was there before counts. */
START_TEST(too_many)
{
    reports told = {0};
    relcal_intake *intake = start(&told);
    for (int day = 0; day <= RELCAL_MAX_REVISIONS; day++) {
        char text[128];
        (void)snprintf(text, sizeof text,
                       "PEP: 1\nPython-Version: 3.1\n\n- 3.1.0b1: 2099-01-%02d\n", day % 2 + 1);
        ck_assert_int_eq(relcal_intake_add(intake, "r", text, strlen(text), day, NULL), RELCAL_OK);
    }
    ck_assert_uint_eq(told.count, 1);
    ck_assert_int_eq(told.last.code, RELCAL_ERROR_LIMIT);
    ck_assert_int_eq(relcal_intake_finish(intake, NULL), RELCAL_OK);
    relcal_intake_free(intake);
}
END_TEST

/* ---- without memory ---- */

typedef struct meter {
    size_t count;
    size_t fail_at;
    long outstanding;
} meter;

static void *allocate(void *context, size_t size)
{
    meter *measured = context;
    if (++measured->count == measured->fail_at) {
        return NULL;
    }
    measured->outstanding++;
    return malloc(size);
}

static void release(void *context, void *memory, size_t size)
{
    meter *measured = context;
    (void)size;
    measured->outstanding--;
    free(memory);
}

/* A whole import of each format over a file that is there. */
static relcal_status import_all(const relcal_allocator *allocator)
{
    static const char *const texts[] = {PEP_TEXT,      JSON_TEXT,  SUPPORT_TEXT, PRODUCT_TEXT,
                                        TRAIN_TEXT,    CSV_TEXT,   DISTRO_TEXT,  WEEKS_TEXT,
                                        TIMELINE_TEXT, SERIES_TEXT};
    relcal_intake *intake = NULL;
    relcal_intake_options options = {
        .allocator = allocator, .base = relcal_catalog_builtin(), .on = DAY(2026, 8, 22)};
    relcal_status status = relcal_intake_new(&intake, &options, NULL);
    for (size_t index = 0; index < COUNT(texts) && status == RELCAL_OK; index++) {
        relcal_date since = texts[index] == texts[COUNT(texts) - 1] ? 0 : RELCAL_DATE_NONE;
        status = relcal_intake_add(intake, "source", texts[index], strlen(texts[index]), since,
                                   NULL);
    }
    if (status == RELCAL_OK) {
        status = relcal_intake_keep(intake, "python/3.12.yaml", SERIES_TEXT, strlen(SERIES_TEXT),
                                    NULL);
    }
    if (status == RELCAL_OK) {
        status = relcal_intake_finish(intake, NULL);
    }
    bool is_made = status == RELCAL_OK && relcal_intake_file_at(intake, 0) != NULL;
    relcal_intake_free(intake);
    return status == RELCAL_OK && !is_made ? RELCAL_ERROR_DATA : status;
}

START_TEST(no_memory_of_the_caller)
{
    for (size_t fail_at = 1; fail_at < MOST_ALLOCATIONS; fail_at++) {
        meter measured = {.fail_at = fail_at};
        relcal_allocator allocator = {allocate, release, &measured};
        relcal_status status = import_all(&allocator);
        ck_assert_int_eq(measured.outstanding, 0);
        if (measured.count < fail_at) {
            ck_assert_int_eq(status, RELCAL_OK);
            ck_assert_uint_gt(fail_at, 5);
            return;
        }
        ck_assert_int_eq(status, RELCAL_ERROR_MEMORY);
    }
    ck_abort_msg("never without a failure");
}
END_TEST

START_TEST(no_memory)
{
    if (!allocations_are_counted()) {
        return;
    }
    for (size_t fail_at = 1; fail_at < MOST_ALLOCATIONS; fail_at++) {
        allocations_begin(fail_at);
        relcal_status status = import_all(NULL);
        (void)allocations_end();
        ck_assert_int_eq(allocations_outstanding(), 0);
        if (!allocations_have_failed()) {
            ck_assert_int_eq(status, RELCAL_OK);
            ck_assert_uint_gt(fail_at, 100);
            return;
        }
        ck_assert_msg(status == RELCAL_ERROR_MEMORY, "allocation %zu: %d", fail_at, (int)status);
    }
    ck_abort_msg("never without a failure");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("import");
    TCase *tests = tcase_create("import");
    TCase *slow = tcase_create("memory");
    tcase_add_test(tests, recognised);
    tcase_add_test(tests, format_names);
    tcase_add_test(tests, one_source);
    tcase_add_test(tests, an_unknown_project);
    tcase_add_test(tests, whose_it_is);
    tcase_add_test(tests, support_over_the_base);
    tcase_add_test(tests, nothing_new);
    tcase_add_test(tests, two_sources);
    tcase_add_test(tests, a_day_made_up);
    tcase_add_test(tests, a_train);
    tcase_add_test(tests, words_of_a_project);
    tcase_add_test(tests, tables);
    tcase_add_test(tests, tables_over_the_base);
    tcase_add_test(tests, revisions);
    tcase_add_test(tests, doubtful_revisions_withdraw_nothing);
    tcase_add_test(tests, what_is_there_stays);
    tcase_add_test(tests, names_of_others);
    tcase_add_test(tests, unchanged);
    tcase_add_test(tests, bad_options);
    tcase_add_test(tests, refused_sources);
    tcase_add_test(tests, too_large);
    tcase_add_test(tests, too_many);
    tcase_set_tags(slow, "long");
    tcase_set_timeout(slow, 300);
    tcase_add_test(slow, no_memory_of_the_caller);
    tcase_add_test(slow, no_memory);
    suite_add_tcase(suite, tests);
    suite_add_tcase(suite, slow);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
