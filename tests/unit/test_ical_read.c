/* Calendars in: what is read, what is refused and where, and schedule files made of them. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "relcal/ical.h"
#include "relcal/relcal.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

#define HEAD "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//EN\r\n"
#define EVENT(uid, lines) \
    "BEGIN:VEVENT\r\nUID:" uid "\r\nDTSTAMP:20260101T000000Z\r\n" lines "END:VEVENT\r\n"
#define DAY(uid, day) EVENT(uid, "DTSTART;VALUE=DATE:" day "\r\nSUMMARY:" uid "\r\n")
#define TAIL "END:VCALENDAR\r\n"

/* ---- what is refused ---- */

typedef struct refused_row {
    const char *text;
    relcal_status status;
    uint32_t line;
} refused_row;

static const refused_row refused_rows[] = {
    {"", RELCAL_ERROR_SYNTAX, 0},
    {"nothing of the kind", RELCAL_ERROR_SYNTAX, 1},
    {HEAD DAY("a", "20260105"), RELCAL_ERROR_SYNTAX, 9},
    {HEAD "BEGIN:VEVENT\r\nUID:a\r\n" TAIL, RELCAL_ERROR_SYNTAX, 6},
    {HEAD TAIL HEAD TAIL, RELCAL_ERROR_SYNTAX, 5},
    {HEAD TAIL "X:1\r\n", RELCAL_ERROR_SYNTAX, 5},
    {HEAD DAY("a", "20230230") TAIL, RELCAL_ERROR_DATA, 7},
    {HEAD DAY("a", "20260105") DAY("a", "20260106") TAIL, RELCAL_ERROR_DATA, 11},
    {HEAD EVENT("a", "SUMMARY:no start\r\n") TAIL, RELCAL_ERROR_DATA, 4},
    {HEAD EVENT("a", "DTSTART;VALUE=DATE:20260105\r\nDTEND;VALUE=DATE:20260104\r\n") TAIL,
     RELCAL_ERROR_DATA, 8},
    {HEAD DAY("a\x01", "20260105") TAIL, RELCAL_ERROR_SYNTAX, 5},
    {HEAD DAY("a\xFF", "20260105") TAIL, RELCAL_ERROR_SYNTAX, 5},
};

START_TEST(refused)
{
    const refused_row *row = &refused_rows[_i];
    relcal_calendar *calendar = NULL;
    relcal_error error = {.line = 12345};
    relcal_status status = relcal_calendar_parse(&calendar, row->text, strlen(row->text), NULL,
                                                 &error);
    ck_assert_msg(status != RELCAL_OK, "row %d was read", _i);
    ck_assert_msg(error.line == row->line, "row %d: line %u, %s", _i, (unsigned)error.line,
                  error.message);
    ck_assert_msg(status == row->status, "row %d: %s, %s", _i, relcal_status_name(status),
                  error.message);
    ck_assert_int_eq(error.code, status);
    ck_assert_ptr_null(calendar);
}
END_TEST

/* ---- what is read ---- */

START_TEST(events)
{
    static const char text[] = HEAD DAY("a", "20260105")
        EVENT("b", "DTSTART:20260105T120000Z\r\nDTEND:20260105T133000Z\r\nSEQUENCE:4\r\n"
                   "STATUS:CANCELLED\r\nSUMMARY:comma\\, semicolon\\; back\\\\slash\r\n"
                   "DESCRIPTION:folded h\r\n ere\\nand broken\r\n")
            EVENT("c", "DTSTART;VALUE=DATE:20260105\r\nDURATION:P3D\r\n"
                       "RRULE:FREQ=DAILY;COUNT=1000000000\r\n") TAIL;
    relcal_calendar *calendar;
    relcal_error error;
    ck_assert_msg(relcal_calendar_parse(&calendar, text, sizeof text - 1, NULL, &error) ==
                      RELCAL_OK,
                  "%u: %s", (unsigned)error.line, error.message);
    ck_assert_uint_eq(relcal_calendar_event_count(calendar), 3);
    ck_assert_ptr_null(relcal_calendar_event_at(calendar, 3));

    const relcal_event *day = relcal_calendar_event_at(calendar, 0);
    relcal_date date = relcal_date_from_civil(2026, 1, 5);
    ck_assert_str_eq(day->uid, "a");
    ck_assert(day->is_all_day);
    ck_assert_int_eq(day->start, relcal_instant_of_day_start(date));
    ck_assert_int_eq(day->end, relcal_instant_of_day_start(date + 1));
    ck_assert_uint_eq(day->line, 4);
    ck_assert_ptr_null(day->status);

    const relcal_event *timed = relcal_calendar_event_at(calendar, 1);
    ck_assert(!timed->is_all_day);
    ck_assert_int_eq(timed->end - timed->start, 90 * 60);
    ck_assert_int_eq(timed->start, relcal_instant_of_day_start(date) + 12 * 3600);
    ck_assert_int_eq(timed->sequence, 4);
    ck_assert_str_eq(timed->status, "CANCELLED");
    ck_assert_str_eq(timed->summary, "comma, semicolon; back\\slash");
    ck_assert_str_eq(timed->description, "folded here\nand broken");

    const relcal_event *long_one = relcal_calendar_event_at(calendar, 2);
    ck_assert_int_eq(long_one->end - long_one->start, 3 * RELCAL_SECONDS_PER_DAY);
    ck_assert_str_eq(long_one->recurrence, "FREQ=DAILY;COUNT=1000000000");
    relcal_calendar_free(calendar);
}
END_TEST

static void count_fault(void *context, const relcal_error *fault)
{
    size_t *lines = context;
    lines[0]++;
    lines[lines[0]] = fault->line;
}

/* With a report the events around a faulty one are read. */
START_TEST(faulty_events_are_left_out)
{
    static const char text[] = HEAD DAY("a", "20260105") DAY("b", "20230230") DAY("c", "20260107")
        TAIL;
    size_t lines[8] = {0};
    relcal_ical_read_options options = {.report = count_fault, .report_context = lines};
    relcal_calendar *calendar;
    ck_assert_int_eq(relcal_calendar_parse(&calendar, text, sizeof text - 1, &options, NULL),
                     RELCAL_OK);
    ck_assert_uint_eq(relcal_calendar_event_count(calendar), 2);
    ck_assert_str_eq(relcal_calendar_event_at(calendar, 1)->uid, "c");
    ck_assert_uint_eq(lines[0], 1);
    ck_assert_uint_eq(lines[1], 13);
    relcal_calendar_free(calendar);
}
END_TEST

/* A million lines of an event, or a text of 10 MB, end in an answer and not in the memory. */
START_TEST(large_calendars)
{
    size_t size = (size_t)10 * 1024 * 1024;
    char *text = malloc(size + 512);
    ck_assert_ptr_nonnull(text);
    int head = sprintf(text,
                       "%sBEGIN:VEVENT\r\nUID:a\r\nDTSTART;VALUE=DATE:20260105\r\nSUMMARY:", HEAD);
    memset(text + head, 'x', size);
    strcpy(text + head + size, "\r\nEND:VEVENT\r\n" TAIL);
    relcal_calendar *calendar = NULL;
    relcal_status status = relcal_calendar_parse(&calendar, text, strlen(text), NULL, NULL);
    ck_assert(status == RELCAL_OK || status == RELCAL_ERROR_LIMIT);
    if (status == RELCAL_OK) {
        ck_assert_uint_eq(strlen(relcal_calendar_event_at(calendar, 0)->summary), size);
        relcal_calendar_free(calendar);
    }
    for (size_t index = 0; index + 14 <= size; index += 14) {
        memcpy(text + index, "BEGIN:VEVENT\r\n", 14);
    }
    calendar = NULL;
    ck_assert_int_ne(relcal_calendar_parse(&calendar, text, size, NULL, NULL), RELCAL_OK);
    ck_assert_ptr_null(calendar);
    free(text);
}
END_TEST

/* ---- schedule files made of calendars ---- */

static char *export_series(const relcal_catalog *catalog, const relcal_series *series,
                           relcal_date as_of, size_t *length)
{
    relcal_ical_options options = {
        .series = series == NULL ? NULL : &series,
        .series_count = series == NULL ? 0 : 1,
        .events = RELCAL_EVENT_MILESTONE | RELCAL_EVENT_PHASE | RELCAL_EVENT_FREEZE,
        .has_as_of = as_of != RELCAL_LATEST,
        .as_of = as_of,
    };
    char *text;
    relcal_error error;
    ck_assert_msg(relcal_ical_format(catalog, &options, &text, length, &error) == RELCAL_OK, "%s",
                  error.message);
    return text;
}

static relcal_catalog *load_import(const relcal_import *import)
{
    relcal_source sources[64];
    size_t count = relcal_import_file_count(import);
    ck_assert_uint_le(count, COUNT(sources));
    for (size_t index = 0; index < count; index++) {
        const relcal_import_file *file = relcal_import_file_at(import, index);
        sources[index] = (relcal_source){file->name, file->text, file->length};
    }
    relcal_catalog *catalog;
    relcal_error error;
    ck_assert_msg(relcal_catalog_parse(&catalog, NULL, sources, count, NULL, &error) == RELCAL_OK,
                  "%s:%u: %s", error.file, (unsigned)error.line, error.message);
    return catalog;
}

/* What relcal wrote comes back whole: written, read and written again it is the same. */
static void check_round_trip(const char *series_id, relcal_date as_of)
{
    const relcal_catalog *builtin = relcal_catalog_builtin();
    const relcal_series *series = series_id == NULL
                                      ? NULL
                                      : relcal_catalog_series(builtin, "python", series_id);
    size_t length;
    size_t again_length;
    char *text = export_series(builtin, series, as_of, &length);
    relcal_import *import;
    relcal_error error;
    ck_assert_msg(relcal_calendar_import(&import, text, length, NULL, &error) == RELCAL_OK,
                  "%u: %s", (unsigned)error.line, error.message);
    ck_assert_uint_eq(relcal_import_unknown_count(import), 0);
    relcal_catalog *catalog = load_import(import);
    char *again = export_series(catalog, NULL, RELCAL_LATEST, &again_length);
    ck_assert_uint_eq(again_length, length);
    ck_assert_msg(memcmp(again, text, length) == 0, "%s as of %d differs",
                  series_id == NULL ? "all" : series_id, (int)as_of);
    relcal_ical_free_text(again);
    relcal_ical_free_text(text);
    relcal_catalog_free(catalog);
    relcal_import_free(import);
}

START_TEST(round_trip)
{
    check_round_trip(NULL, RELCAL_LATEST);
    for (relcal_date as_of = relcal_date_from_civil(2022, 6, 1);
         as_of < relcal_date_from_civil(2026, 8, 22); as_of += 23) {
        check_round_trip("3.12", as_of);
        check_round_trip("3.13", as_of);
    }
}
END_TEST

typedef struct feed_row {
    const char *file; /* of tests/data/calendars */
    const char *name; /* of a schedule file that comes of it */
    const char *holds;
    size_t unknown;
} feed_row;

static const feed_row feed_rows[] = {
    {"peps.ics", "python/3.13.yaml", "- {id: 3.13.8, date: 2025-10-07}\n", 0},
    {"peps.ics", "python/3.14.yaml", "PEP 745", 0},
    {"fedora.ics", "fedora/40.yaml", "date: 2025-05-13}\n", 1},
    {"fedora.ics", "fedora/42.yaml", "Change Checkpoint", 1},
};

static char *read_file(const char *name, size_t *length)
{
    static char text[65536];
    char path[1024];
    (void)snprintf(path, sizeof path, "%s/calendars/%s", RELCAL_TEST_DATA, name);
    FILE *file = fopen(path, "rb");
    ck_assert_msg(file != NULL, "%s", path);
    *length = fread(text, 1, sizeof text, file);
    fclose(file);
    return text;
}

START_TEST(feeds)
{
    const feed_row *row = &feed_rows[_i];
    size_t length;
    const char *text = read_file(row->file, &length);
    size_t lines[16] = {0};
    relcal_import_options options = {.report = count_fault, .report_context = lines};
    relcal_import *import;
    relcal_error error;
    ck_assert_msg(relcal_calendar_import(&import, text, length, &options, &error) == RELCAL_OK,
                  "%u: %s", (unsigned)error.line, error.message);
    ck_assert_uint_eq(relcal_import_unknown_count(import), row->unknown);
    ck_assert_uint_eq(lines[0], row->unknown);
    const relcal_import_file *found = NULL;
    for (size_t index = 0; index < relcal_import_file_count(import); index++) {
        const relcal_import_file *file = relcal_import_file_at(import, index);
        found = strcmp(file->name, row->name) == 0 ? file : found;
    }
    ck_assert_msg(found != NULL, "no %s", row->name);
    ck_assert_msg(strstr(found->text, row->holds) != NULL, "%s", found->text);
    relcal_import_free(import);
}
END_TEST

START_TEST(pattern)
{
    static const char text[] = HEAD EVENT(
        "a", "DTSTART;VALUE=DATE:20260105\r\nSUMMARY:Release of Kettle 1.4: beta 2 (west)\r\n")
        EVENT("b", "DTSTART;VALUE=DATE:20260106\r\nSUMMARY:Tea time\r\n") TAIL;
    size_t lines[8] = {0};
    relcal_import_options options = {.pattern = "Release of Kettle {series}: {milestone} ({any})",
                                     .project = "kettle",
                                     .report = count_fault,
                                     .report_context = lines};
    relcal_import *import;
    relcal_error error;
    ck_assert_msg(relcal_calendar_import(&import, text, sizeof text - 1, &options, &error) ==
                      RELCAL_OK,
                  "%s", error.message);
    ck_assert_uint_eq(relcal_import_unknown_count(import), 1);
    ck_assert_uint_eq(lines[1], 10);
    relcal_catalog *catalog = load_import(import);
    const relcal_series *series = relcal_catalog_series(catalog, "kettle", "1.4");
    ck_assert_ptr_nonnull(series);
    ck_assert_ptr_nonnull(relcal_series_milestone(series, "beta 2"));
    relcal_catalog_free(catalog);
    relcal_import_free(import);

    options.pattern = "Release of {kettle}";
    import = NULL;
    ck_assert_int_eq(relcal_calendar_import(&import, text, sizeof text - 1, &options, &error),
                     RELCAL_ERROR_ARGUMENT);
    ck_assert_uint_eq(error.column, 13);
    ck_assert_ptr_null(import);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("ical read");
    TCase *reading = tcase_create("reading");
    tcase_set_timeout(reading, 120);
    tcase_add_loop_test(reading, refused, 0, (int)COUNT(refused_rows));
    tcase_add_test(reading, events);
    tcase_add_test(reading, faulty_events_are_left_out);
    tcase_add_test(reading, large_calendars);
    suite_add_tcase(suite, reading);
    TCase *importing = tcase_create("importing");
    tcase_set_timeout(importing, 120);
    tcase_add_test(importing, round_trip);
    tcase_add_loop_test(importing, feeds, 0, (int)COUNT(feed_rows));
    tcase_add_test(importing, pattern);
    suite_add_tcase(suite, importing);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
