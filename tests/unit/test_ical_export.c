/*
 * Calendars out: what stands in them, that they are well formed to the byte, and that an event is
 * touched when it changed and only then. Programs that nobody here wrote read them in
 * tests/clients/.
 */
#define _XOPEN_SOURCE 700

#include <check.h>
#include <locale.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "relcal/ical.h"
#include "relcal/relcal.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])
#define ALL_EVENTS (RELCAL_EVENT_MILESTONE | RELCAL_EVENT_PHASE | RELCAL_EVENT_FREEZE)

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define IS_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define IS_SANITIZED 1
#endif
#endif
#ifndef IS_SANITIZED
#define IS_SANITIZED 0
#endif

/* ---- helpers ---- */

static relcal_catalog *parsed(const char *project, const char *series)
{
    const relcal_source sources[] = {{"x/project.yaml", project, strlen(project)},
                                     {"x/series.yaml", series, strlen(series)}};
    relcal_catalog *catalog = NULL;
    relcal_error error;
    relcal_status status = relcal_catalog_parse(&catalog, NULL, sources, COUNT(sources), NULL,
                                                &error);
    ck_assert_msg(status == RELCAL_OK, "%s:%u:%u: %s\n%s", error.file, (unsigned)error.line,
                  (unsigned)error.column, error.message, series);
    return catalog;
}

static const char plain_project[] = "project: x\n"
                                    "name: X\n"
                                    "phases:\n"
                                    "- {id: open, begins: development}\n"
                                    "- {id: beta, begins: b1}\n"
                                    "- {id: stable, begins: [final, last candidate]}\n"
                                    "- {id: gone, begins: end-of-life, living: no}\n"
                                    "freezes:\n"
                                    "- {id: strings, from: string-freeze, until: final}\n"
                                    "- {id: all, from: last beta}\n";

/* A catalog with the plain project and a series 1.0 of some milestones, a line each. */
static relcal_catalog *with_milestones(const char *milestones)
{
    char text[65536];
    ck_assert_int_lt(snprintf(text, sizeof text, "series: 1.0\nmilestones:\n%s", milestones),
                     (int)sizeof text);
    return parsed(plain_project, text);
}

static relcal_date day(const char *text)
{
    relcal_date date;
    ck_assert_int_eq(relcal_date_parse(&date, text, strlen(text), NULL), RELCAL_OK);
    return date;
}

static const relcal_series *python(const char *id)
{
    const relcal_series *series = relcal_catalog_series(relcal_catalog_builtin(), "python", id);
    ck_assert_ptr_nonnull(series);
    return series;
}

/* Options that take every series of Python. */
static relcal_ical_options all_of_python(void)
{
    static const relcal_series *series[RELCAL_MAX_SERIES];
    const relcal_project *project = relcal_catalog_project(relcal_catalog_builtin(), "python");
    size_t count = relcal_project_series_count(project);
    for (size_t index = 0; index < count; index++) {
        series[index] = relcal_project_series_at(project, index);
    }
    return (relcal_ical_options){.series = series, .series_count = count};
}

static char *formatted(const relcal_catalog *catalog, const relcal_ical_options *options)
{
    char *text = NULL;
    size_t length = 0;
    relcal_error error;
    relcal_status status = relcal_ical_format(catalog, options, &text, &length, &error);
    ck_assert_msg(status == RELCAL_OK, "%s", error.message);
    ck_assert_uint_eq(length, strlen(text));
    return text;
}

/* A text without its folds. */
static char *unfolded(const char *text, size_t length)
{
    char *plain = malloc(length + 1);
    size_t count = 0;
    ck_assert_ptr_nonnull(plain);
    for (size_t index = 0; index < length; index++) {
        if (index + 2 < length && memcmp(text + index, "\r\n ", 3) == 0) {
            index += 2;
        } else {
            plain[count++] = text[index];
        }
    }
    plain[count] = '\0';
    return plain;
}

/* One event of a calendar text. */
typedef struct event_text {
    const char *text; /* from BEGIN:VEVENT on, folded */
    size_t length;
    char *plain; /* unfolded */
} event_text;

typedef struct exported_text {
    char *text;
    event_text *blocks;
    size_t count;
} exported_text;

static exported_text split(char *text)
{
    exported_text result = {.text = text};
    const char *begin = text;
    while ((begin = strstr(begin, "\r\nBEGIN:VEVENT\r\n")) != NULL) {
        begin += 2;
        const char *end = strstr(begin, "\r\nEND:VEVENT\r\n");
        ck_assert_ptr_nonnull(end);
        result.blocks = realloc(result.blocks, (result.count + 1) * sizeof *result.blocks);
        ck_assert_ptr_nonnull(result.blocks);
        event_text *block = &result.blocks[result.count++];
        block->text = begin;
        block->length = (size_t)(end + 2 - begin);
        block->plain = unfolded(begin, block->length);
        begin = end;
    }
    return result;
}

static exported_text exported(const relcal_catalog *catalog, const relcal_ical_options *options)
{
    return split(formatted(catalog, options));
}

static void calendar_free(exported_text *calendar)
{
    for (size_t index = 0; index < calendar->count; index++) {
        free(calendar->blocks[index].plain);
    }
    free(calendar->blocks);
    relcal_ical_free_text(calendar->text);
}

/* Whether a line stands in an unfolded text, whole. */
static bool has_line(const char *plain, const char *line)
{
    size_t length = strlen(line);
    for (const char *at = plain; (at = strstr(at, line)) != NULL; at++) {
        if ((at == plain || at[-1] == '\n') && at[length] == '\r') {
            return true;
        }
    }
    return false;
}

/* Copies the value of a property, "UID:", as it stands, without the escapes of TEXT. */
static void read_value(const char *plain, const char *start, char *out, size_t size)
{
    const char *at = plain;
    while ((at = strstr(at, start)) != NULL && at != plain && at[-1] != '\n') {
        at++;
    }
    ck_assert_msg(at != NULL, "no %s in\n%s", start, plain);
    at += strlen(start);
    size_t count = 0;
    while (*at != '\r') {
        if (*at == '\\') {
            at++;
            out[count++] = *at == 'n' ? '\n' : *at;
        } else {
            out[count++] = *at;
        }
        at++;
        ck_assert_uint_lt(count, size);
    }
    out[count] = '\0';
}

static int sequence_of(const event_text *block)
{
    char text[32];
    read_value(block->plain, "SEQUENCE:", text, sizeof text);
    return atoi(text);
}

/* The event whose UID begins with x=1.0=ID@ or as given; NULL where there is none. */
static const event_text *find_uid(const exported_text *calendar, const char *uid_begin)
{
    for (size_t index = 0; index < calendar->count; index++) {
        char uid[512];
        read_value(calendar->blocks[index].plain, "UID:", uid, sizeof uid);
        if (strncmp(uid, uid_begin, strlen(uid_begin)) == 0) {
            return &calendar->blocks[index];
        }
    }
    return NULL;
}

static const event_text *get_uid(const exported_text *calendar, const char *uid_begin)
{
    const event_text *found = find_uid(calendar, uid_begin);
    ck_assert_msg(found != NULL, "no event %s in\n%s", uid_begin, calendar->text);
    return found;
}

static bool is_continuation(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

static int compare_texts(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

static void check_unique_uids(const exported_text *calendar)
{
    char **uids = malloc((calendar->count + 1) * sizeof *uids);
    ck_assert_ptr_nonnull(uids);
    for (size_t index = 0; index < calendar->count; index++) {
        uids[index] = malloc(512);
        read_value(calendar->blocks[index].plain, "UID:", uids[index], 512);
    }
    qsort(uids, calendar->count, sizeof *uids, compare_texts);
    for (size_t index = 1; index < calendar->count; index++) {
        ck_assert_str_ne(uids[index - 1], uids[index]);
    }
    for (size_t index = 0; index < calendar->count; index++) {
        free(uids[index]);
    }
    free(uids);
}

/* What RFC 5545 asks of the bytes: CRLF, 75 octets, whole characters, no control characters. */
static void check_bytes(const exported_text *calendar)
{
    const char *text = calendar->text;
    static const char begin[] = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//relcal//relcal//EN\r\n"
                                "CALSCALE:GREGORIAN\r\n";
    static const char end[] = "\r\nEND:VCALENDAR\r\n";
    ck_assert_int_eq(strncmp(text, begin, sizeof begin - 1), 0);
    ck_assert_str_eq(text + strlen(text) - (sizeof end - 1), end);
    for (const char *line = text; *line != '\0';) {
        const char *line_end = strstr(line, "\r\n");
        ck_assert_ptr_nonnull(line_end);
        ck_assert_msg(line_end - line <= 75 && line_end > line, "%.*s", (int)(line_end - line),
                      line);
        ck_assert(!is_continuation(line[line[0] == ' ']));
        for (const char *byte = line; byte < line_end; byte++) {
            ck_assert((unsigned char)*byte >= 0x20 || *byte == '\t');
        }
        line = line_end + 2;
    }
    check_unique_uids(calendar);
}

/* ---- what stands in an event ---- */

START_TEST(beta_1)
{
    const relcal_series *series = python("3.12");
    relcal_ical_options options = {.series = &series, .series_count = 1};
    exported_text calendar = exported(relcal_catalog_builtin(), &options);
    check_bytes(&calendar);
    const event_text *beta = get_uid(&calendar, "python=3.12=3.12.0b1@python.org");
    ck_assert_str_eq(beta->plain,
                     "BEGIN:VEVENT\r\n"
                     "UID:python=3.12=3.12.0b1@python.org\r\n"
                     "SUMMARY:Python 3.12.0 beta 1\r\n"
                     "DESCRIPTION:Beta release of Python 3.12.\\n"
                     "Begins the beta phase\\, the feature freeze.\\n"
                     "Rules from then on: deny: feature\\, behavior\\, removal\\, deprecation\\, "
                     "api\\, release-over-blocker\\; defer: performance\\; "
                     "review: unstable-api.\\n"
                     "Planned for 2023-05-08\\; moved on 2023-05-08 to 2023-05-22. "
                     "Came on 2023-05-22\\, as planned.\\n"
                     "PEP 693: https://peps.python.org/pep-0693/\r\n"
                     "DTSTAMP:20230522T000000Z\r\n"
                     "LAST-MODIFIED:20230522T000000Z\r\n"
                     "SEQUENCE:2\r\n"
                     "DTSTART;VALUE=DATE:20230522\r\n"
                     "DTEND;VALUE=DATE:20230523\r\n"
                     "STATUS:CONFIRMED\r\n"
                     "CATEGORIES:Python,Python 3.12,beta\r\n"
                     "URL:https://peps.python.org/pep-0693/\r\n"
                     "TRANSP:TRANSPARENT\r\n"
                     "CLASS:PUBLIC\r\n"
                     "COLOR:royalblue\r\n"
                     "X-RELCAL-SERIES:python/3.12\r\n"
                     "X-RELCAL-MILESTONE:{id: 3.12.0b1\\, date: 2023-05-22\\, state: actual\\, "
                     "planned: {2022-06-18: 2023-05-08\\, 2023-05-08: 2023-05-22}}\r\n");
    const event_text *life = get_uid(&calendar, "python=3.12=end-of-life@");
    ck_assert(has_line(life->plain, "SUMMARY:Python 3.12 end of life"));
    ck_assert(has_line(life->plain, "STATUS:TENTATIVE"));
    ck_assert(has_line(life->plain, "SEQUENCE:0"));
    ck_assert(has_line(life->plain, "DTSTAMP:19700101T000000Z"));
    ck_assert(has_line(life->plain, "DTSTART;VALUE=DATE:20281001"));
    ck_assert(has_line(life->plain, "DTEND;VALUE=DATE:20281101"));
    calendar_free(&calendar);
}
END_TEST

START_TEST(head)
{
    const relcal_series *series = python("3.12");
    relcal_ical_options options = {
        .series = &series,
        .series_count = 1,
        .name = "Releases, mine",
        .description = "What; when",
        .source = "https://example.org/a,b;c.ics",
        .url = "https://example.org/",
        .method = "PUBLISH",
        .refresh_hours = 12,
    };
    char *text = formatted(relcal_catalog_builtin(), &options);
    char *plain = unfolded(text, strlen(text));
    static const char wanted[] = "BEGIN:VCALENDAR\r\n"
                                 "VERSION:2.0\r\n"
                                 "PRODID:-//relcal//relcal//EN\r\n"
                                 "CALSCALE:GREGORIAN\r\n"
                                 "METHOD:PUBLISH\r\n"
                                 "NAME:Releases\\, mine\r\n"
                                 "X-WR-CALNAME:Releases\\, mine\r\n"
                                 "DESCRIPTION:What\\; when\r\n"
                                 "X-WR-CALDESC:What\\; when\r\n"
                                 "LAST-MODIFIED:20260303T000000Z\r\n"
                                 "REFRESH-INTERVAL;VALUE=DURATION:PT12H\r\n"
                                 "X-PUBLISHED-TTL:PT12H\r\n"
                                 "COLOR:royalblue\r\n"
                                 "SOURCE;VALUE=URI:https://example.org/a,b;c.ics\r\n"
                                 "URL:https://example.org/\r\n"
                                 "X-RELCAL-PROJECT;X-ID=python:project: python\\n";
    ck_assert_msg(strncmp(plain, wanted, sizeof wanted - 1) == 0, "%.1500s", plain);
    ck_assert_ptr_nonnull(strstr(plain, "\r\nX-RELCAL-HEAD;X-ID=\"python/3.12\":series: 3.12\\n"));
    ck_assert_ptr_null(strstr(plain, "\\nmilestones:\\n"));
    free(plain);
    relcal_ical_free_text(text);

    relcal_ical_options all = all_of_python();
    text = formatted(relcal_catalog_builtin(), &all);
    ck_assert_ptr_nonnull(strstr(text, "\r\nNAME:Python\r\n"));
    ck_assert_ptr_nonnull(strstr(text, "\r\nREFRESH-INTERVAL;VALUE=DURATION:P1D\r\n"));
    ck_assert_ptr_nonnull(strstr(text, "\r\nX-PUBLISHED-TTL:P1D\r\n"));
    ck_assert_ptr_nonnull(strstr(text, "\r\nURL:https://www.python.org/\r\n"));
    ck_assert_ptr_null(strstr(text, "METHOD"));
    ck_assert_ptr_null(strstr(text, "SOURCE"));
    ck_assert_ptr_null(strstr(text, "\r\nDESCRIPTION:\r\n"));
    relcal_ical_free_text(text);
}
END_TEST

static const struct {
    const char *milestone; /* the rest of its mapping */
    const char *lines[4];
} date_items[] = {
    {"date: 2026-05-05", {"DTSTART;VALUE=DATE:20260505", "DTEND;VALUE=DATE:20260506"}},
    {"date: 2024-02-28", {"DTSTART;VALUE=DATE:20240228", "DTEND;VALUE=DATE:20240229"}},
    {"date: 2026-W19", {"DTSTART;VALUE=DATE:20260504", "DTEND;VALUE=DATE:20260511"}},
    {"date: 2026-02", {"DTSTART;VALUE=DATE:20260201", "DTEND;VALUE=DATE:20260301"}},
    {"date: 2026", {"DTSTART;VALUE=DATE:20260101", "DTEND;VALUE=DATE:20270101"}},
    {"date: 2026-05-05..2026-05-08", {"DTSTART;VALUE=DATE:20260505", "DTEND;VALUE=DATE:20260509"}},
    {"date: \"2026-05-05T12:00Z\"", {"DTSTART:20260505T120000Z", "DTEND:20260505T120100Z"}},
    {"date: \"2026-05-05T14:00:30+02:00[Europe/Berlin]\"",
     {"DTSTART:20260505T120030Z", "DTEND:20260505T120130Z"}},
    {"date: \"2026-05-05T24:00AoE\"", {"DTSTART:20260506T120000Z", "DTEND:20260506T120100Z"}},
    {"date: \"2026-12-31T23:59Z\"", {"DTSTART:20261231T235900Z", "DTEND:20270101T000000Z"}},
    {"date: 0001-01-01", {"DTSTART;VALUE=DATE:00010101", "DTEND;VALUE=DATE:00010102"}},
    {"date: 3000-12-31", {"DTSTART;VALUE=DATE:30001231", "DTEND;VALUE=DATE:30010101"}},
    {"date: 9999-12-30", {"DTSTART;VALUE=DATE:99991230", "DTEND;VALUE=DATE:99991231"}},
    /* No end after the calendar's last day can be written. */
    {"date: 9999-12-31", {"DTSTART;VALUE=DATE:99991231", "DURATION:P1D"}},
    {"date: 9999", {"DTSTART;VALUE=DATE:99990101", "DURATION:P365D"}},
    {"date: \"9999-12-31T23:59:30Z\"", {"DTSTART:99991231T235930Z", "DURATION:PT1M"}},
    {"date: 1999-01-01, state: actual",
     {"STATUS:CONFIRMED", "SEQUENCE:1", "DTSTAMP:19990101T000000Z",
      "LAST-MODIFIED:19990101T000000Z"}},
    {"date: 2999-01-01", {"STATUS:TENTATIVE", "SEQUENCE:0", "DTSTAMP:19700101T000000Z"}},
    {"date: 2020-01-02, state: actual, planned: {}",
     {"STATUS:CONFIRMED", "SEQUENCE:0", "DTSTAMP:20200102T000000Z"}},
    {"date: 2020-01-02, planned: {2019-01-01: 2020-01-02}",
     {"STATUS:TENTATIVE", "SEQUENCE:0", "DTSTAMP:20190101T000000Z"}},
    {"date: 2020-01-02, state: actual, planned: {2019-01-01: 2020-01-02}",
     {"STATUS:CONFIRMED", "SEQUENCE:1", "DTSTAMP:20200102T000000Z"}},
    /* Two changes on one day are two. */
    {"date: 2020-01-02, state: actual, planned: {2019-01-01: 2020-01-01, 2020-01-02: 2020-01-02}",
     {"STATUS:CONFIRMED", "SEQUENCE:2", "DTSTAMP:20200102T000000Z"}},
    {"state: withdrawn, planned: {2019-01-01: 2020-01-02, 2019-06-01: withdrawn}",
     {"STATUS:CANCELLED", "SEQUENCE:1", "SUMMARY:X 1.0 thing (withdrawn)",
      "DTSTART;VALUE=DATE:20200102"}},
    {"date: tbd, planned: {2019-01-01: 2020-01-02, 2019-06-01: tbd}",
     {"STATUS:CANCELLED", "SEQUENCE:1", "SUMMARY:X 1.0 thing (no date)",
      "DTSTART;VALUE=DATE:20200102"}},
    {"date: 2021, planned: {2019-01-01: 2020-01-02, 2019-06-01: tbd, 2019-07-01: 2021}",
     {"STATUS:TENTATIVE", "SEQUENCE:2", "SUMMARY:X 1.0 thing", "DTSTART;VALUE=DATE:20210101"}},
};

START_TEST(dates)
{
    char milestone[1024];
    snprintf(milestone, sizeof milestone, "- {id: thing, %s}\n", date_items[_i].milestone);
    relcal_catalog *catalog = with_milestones(milestone);
    exported_text calendar = exported(catalog, NULL);
    check_bytes(&calendar);
    ck_assert_uint_eq(calendar.count, 1);
    for (size_t index = 0; index < COUNT(date_items[_i].lines); index++) {
        const char *line = date_items[_i].lines[index];
        ck_assert_msg(line == NULL || has_line(calendar.blocks[0].plain, line), "%s not in\n%s",
                      line, calendar.blocks[0].plain);
    }
    calendar_free(&calendar);
    relcal_catalog_free(catalog);
}
END_TEST

static const struct {
    const char *milestone; /* the rest of its mapping */
    const char *history;   /* the last line of the description but the note */
} history_items[] = {
    {"date: 2030-02", "Planned for 2030-02. The day within the month is not known."},
    {"date: 2020-01-02, state: actual", "Came on 2020-01-02."},
    {"date: 2020-01-02, state: actual, planned: {}", "Came on 2020-01-02."},
    {"date: 2020-01-01, state: actual, planned: {2019-01-01: 2020-01-02}",
     "Planned for 2020-01-02. Came on 2020-01-01, 1 day earlier than planned."},
    {"date: 2020-01-04, state: actual, planned: {2019-01-01: 2020-01-02}",
     "Planned for 2020-01-02. Came on 2020-01-04, 2 days later than planned."},
    {"date: 2020-01-04, state: actual, planned: {2019-01-01: 2020-01}",
     "Planned for 2020-01. Came on 2020-01-04."},
    {"date: 2021-01-04, planned: {2019-01-01: 2020-01-02, 2019-02-01: withdrawn, "
     "2019-03-01: 2021-01-04}",
     "Planned for 2020-01-02; withdrawn on 2019-02-01; planned again on 2019-03-01, 2021-01-04."},
    {"date: 2021-01-04, planned: {2019-01-01: tbd, 2019-03-01: 2021-01-04}",
     "Planned without a date; given a date on 2019-03-01, 2021-01-04."},
    {"date: tbd, planned: {2019-01-01: 2020-01-02, 2019-03-01: tbd}",
     "Planned for 2020-01-02; without a date from 2019-03-01 on."},
    {"state: withdrawn, planned: {2019-01-01: 2020-01-02, 2019-02-01: withdrawn}",
     "Planned for 2020-01-02; withdrawn on 2019-02-01."},
};

START_TEST(histories)
{
    char milestone[1024];
    char description[2048];
    char wanted[2048];
    snprintf(milestone, sizeof milestone, "- {id: thing, %s}\n", history_items[_i].milestone);
    snprintf(wanted, sizeof wanted, "X 1.0: thing.\n%s", history_items[_i].history);
    relcal_catalog *catalog = with_milestones(milestone);
    exported_text calendar = exported(catalog, NULL);
    ck_assert_uint_eq(calendar.count, 1);
    read_value(calendar.blocks[0].plain, "DESCRIPTION:", description, sizeof description);
    ck_assert_str_eq(description, wanted);
    calendar_free(&calendar);
    relcal_catalog_free(catalog);
}
END_TEST

/* Milestones that come together, and titles that say the series or not. */
static const char worded_milestones[] =
    "- {id: tarballs, title: 1.0 tarballs due, date: \"2020-03-01T12:00Z\"}\n"
    "- {id: review, title: 1.0th review, date: \"2020-03-01T12:00Z\"}\n"
    "- {id: string-freeze, title: strings freeze, date: \"2020-03-01T12:00Z\"}\n"
    "- {id: 1.0.0, date: \"2020-04-01T12:00Z\"}\n"
    "- {id: party, date: \"2020-04-01T12:00Z\"}\n";

static const struct {
    const char *uid; /* after x=1.0= */
    const char *summary;
    const char *description;
} word_items[] = {
    {"tarballs@", "X 1.0 tarballs due", "X 1.0: 1.0 tarballs due.\nPlanned for 2020-03-01T12:00Z."},
    {"review@", "X 1.0 1.0th review", "X 1.0: 1.0th review.\nPlanned for 2020-03-01T12:00Z."},
    {"string-freeze@", "X 1.0 strings freeze",
     "X 1.0: strings freeze.\nBegins the strings freeze.\nPlanned for 2020-03-01T12:00Z."},
    {"freeze=strings@", "X 1.0 in strings freeze",
     "X 1.0: strings freeze, from 2020-03-01 to 2020-04-01."},
    {"1.0.0@", "X 1.0.0",
     "Final release of X 1.0.\nBegins the stable phase.\nEnds the strings freeze.\n"
     "Planned for 2020-04-01T12:00Z."},
    {"party@", "X 1.0 party", "X 1.0: party.\nPlanned for 2020-04-01T12:00Z."},
};

START_TEST(words)
{
    char uid[64];
    char found[2048];
    relcal_catalog *catalog = with_milestones(worded_milestones);
    relcal_ical_options options = {.events = ALL_EVENTS};
    exported_text calendar = exported(catalog, &options);
    snprintf(uid, sizeof uid, "x=1.0=%s", word_items[_i].uid);
    const event_text *event = get_uid(&calendar, uid);
    read_value(event->plain, "SUMMARY:", found, sizeof found);
    ck_assert_str_eq(found, word_items[_i].summary);
    read_value(event->plain, "DESCRIPTION:", found, sizeof found);
    ck_assert_str_eq(found, word_items[_i].description);
    calendar_free(&calendar);
    relcal_catalog_free(catalog);
}
END_TEST

/* The final release is planned since a day, the candidate always was: it never began what the final
 * one does. */
START_TEST(turns_of_late_plans)
{
    char found[2048];
    relcal_catalog *catalog = with_milestones(
        "- {id: 1.0.0rc1, date: 2020-03-01}\n"
        "- {id: 1.0.0, date: 2020-04-08, planned: {2020-01-01: 2020-04-01, 2020-01-15: "
        "2020-04-08}}\n");
    exported_text calendar = exported(catalog, NULL);
    read_value(get_uid(&calendar, "x=1.0=1.0.0rc1@")->plain, "DESCRIPTION:", found, sizeof found);
    ck_assert_str_eq(found, "Candidate release of X 1.0.\nPlanned for 2020-03-01.");
    read_value(get_uid(&calendar, "x=1.0=1.0.0@")->plain, "DESCRIPTION:", found, sizeof found);
    ck_assert_ptr_nonnull(strstr(found, "\nBegins the stable phase.\n"));
    calendar_free(&calendar);
    relcal_catalog_free(catalog);
}
END_TEST

/* The rules of most changes are told by what they leave out. */
START_TEST(rules_of_most_changes)
{
    static const char rules[] =
        "rules:\n"
        "- {id: one, phase: beta, change: any, verdict: deny, source: s}\n"
        "- {id: two, phase: beta, change: [security, docs], verdict: review, source: s}\n"
        "- {id: three, phase: beta, change: tests, verdict: allow, source: s}\n"
        "- {id: four, phase: stable, change: any, verdict: deny, source: s}\n";
    char project[4096];
    char found[2048];
    snprintf(project, sizeof project, "%s%s", plain_project, rules);
    relcal_catalog *catalog = parsed(project, "series: 1.0\nmilestones:\n"
                                              "- {id: 1.0.0b1, date: 2020-03-01}\n"
                                              "- {id: 1.0.0, date: 2020-04-01}\n");
    exported_text calendar = exported(catalog, NULL);
    read_value(get_uid(&calendar, "x=1.0=1.0.0b1@")->plain, "DESCRIPTION:", found, sizeof found);
    ck_assert_ptr_nonnull(strstr(found,
                                 "\nRules from then on: deny: everything but security, docs, "
                                 "tests; review: security, docs.\n"));
    read_value(get_uid(&calendar, "x=1.0=1.0.0@")->plain, "DESCRIPTION:", found, sizeof found);
    ck_assert_ptr_nonnull(strstr(found, "\nRules from then on: deny: everything.\n"));
    calendar_free(&calendar);
    relcal_catalog_free(catalog);
}
END_TEST

/* What never had a date is no event, and comes along all the same. */
START_TEST(undated)
{
    relcal_catalog *catalog = with_milestones("- {id: one, date: tbd}\n"
                                              "- {id: two, date: tbd, planned: {2019-01-01: tbd}}\n"
                                              "- {id: three, date: 2020-01-01}\n");
    char *text = formatted(catalog, NULL);
    char *plain = unfolded(text, strlen(text));
    ck_assert(has_line(plain, "X-RELCAL-UNDATED;X-ID=\"x/1.0\":{id: one\\, date: tbd}"));
    ck_assert_ptr_nonnull(strstr(plain, "X-RELCAL-UNDATED;X-ID=\"x/1.0\":{id: two\\, date: tbd"));
    ck_assert_ptr_null(strstr(plain, "UID:x=1.0=one"));
    free(plain);
    relcal_ical_free_text(text);
    relcal_ical_options early = {.has_as_of = true, .as_of = day("2018-01-01")};
    text = formatted(catalog, &early);
    ck_assert_ptr_nonnull(strstr(text, "{id: one"));
    ck_assert_ptr_null(strstr(text, "{id: two"));
    relcal_ical_free_text(text);
    relcal_catalog_free(catalog);
}
END_TEST

/* ---- spans ---- */

static const char span_milestones[] =
    "- {id: development, date: 2019-01-01, state: actual}\n"
    "- {id: 1.0.0b1, date: 2019-03-01, state: actual, planned: {2019-01-01: 2019-02-01, "
    "2019-01-20: 2019-03-01}}\n"
    "- {id: string-freeze, date: 2019-03-15, state: actual, planned: {2019-02-01: 2019-03-15}}\n"
    "- {id: 1.0.0b2, date: 2019-04-01, planned: {2019-03-10: 2019-04-01}}\n"
    "- {id: 1.0.0, date: 2019-05, planned: {2019-03-20: 2019-05}}\n"
    "- {id: end-of-life, date: tbd}\n";

static const struct {
    const char *as_of;
    const char *uid; /* after x=1.0= */
    const char *lines[5];
} span_items[] = {
    {"2019-01-10",
     "phase=open@relcal",
     {"DTSTART;VALUE=DATE:20190101", "DTEND;VALUE=DATE:20190201", "STATUS:TENTATIVE", "SEQUENCE:1",
      "DTSTAMP:20190101T000000Z"}},
    {"2019-01-20",
     "phase=open@relcal",
     {"DTEND;VALUE=DATE:20190301", "STATUS:TENTATIVE", "SEQUENCE:2", "DTSTAMP:20190120T000000Z"}},
    {"2019-03-01",
     "phase=open@relcal",
     {"DTEND;VALUE=DATE:20190301", "STATUS:CONFIRMED", "SEQUENCE:3", "DTSTAMP:20190301T000000Z",
      "SUMMARY:X 1.0 open phase"}},
    {"2019-03-01",
     "phase=beta@relcal",
     {"DTSTART;VALUE=DATE:20190301", "DTEND;VALUE=DATE:20190302", "STATUS:TENTATIVE",
      "DESCRIPTION:X 1.0: beta phase\\, from 2019-03-01 on. Its end has no date yet."}},
    {"2019-03-20",
     "phase=beta@relcal",
     {"DTEND;VALUE=DATE:20190501", "STATUS:TENTATIVE", "X-RELCAL-SPAN:x=1.0=phase=beta",
      "X-RELCAL-SERIES:x/1.0", "CATEGORIES:X,X 1.0,phase"}},
    {"2019-03-20",
     "phase=stable@relcal",
     {"DTSTART;VALUE=DATE:20190501", "DTEND;VALUE=DATE:20190502", "SEQUENCE:0"}},
    {"2019-02-01",
     "freeze=strings@relcal",
     {"DTSTART;VALUE=DATE:20190315", "DTEND;VALUE=DATE:20190316", "STATUS:TENTATIVE",
      "DESCRIPTION:X 1.0: strings freeze\\, from 2019-03-15 on. Its end has no date yet."}},
    /* The end is known to a month: the freeze may last up to its last day. */
    {"2019-03-20",
     "freeze=strings@relcal",
     {"DTSTART;VALUE=DATE:20190315", "DTEND;VALUE=DATE:20190531", "STATUS:TENTATIVE",
      "SUMMARY:X 1.0 in strings freeze", "CATEGORIES:X,X 1.0,freeze"}},
    {"2019-03-05",
     "freeze=all@relcal",
     {"DTSTART;VALUE=DATE:20190301", "DTEND;VALUE=DATE:20190302", "STATUS:CONFIRMED",
      "DESCRIPTION:X 1.0: all freeze\\, from 2019-03-01 on. It has no end."}},
    {"2019-03-10",
     "freeze=all@relcal",
     {"DTSTART;VALUE=DATE:20190401", "STATUS:TENTATIVE", "SEQUENCE:3"}},
};

START_TEST(spans)
{
    char uid[64];
    snprintf(uid, sizeof uid, "x=1.0=%s", span_items[_i].uid);
    relcal_catalog *catalog = with_milestones(span_milestones);
    relcal_ical_options options = {
        .events = ALL_EVENTS,
        .has_as_of = true,
        .as_of = day(span_items[_i].as_of),
    };
    exported_text calendar = exported(catalog, &options);
    check_bytes(&calendar);
    const event_text *span = get_uid(&calendar, uid);
    for (size_t index = 0; index < COUNT(span_items[_i].lines); index++) {
        const char *line = span_items[_i].lines[index];
        ck_assert_msg(line == NULL || has_line(span->plain, line), "%s not in\n%s", line,
                      span->plain);
    }
    calendar_free(&calendar);
    relcal_catalog_free(catalog);
}
END_TEST

/* Ends at an hour: of a freeze that is the last day on which it is in force, and of a phase the
 * first one on which it is over. */
START_TEST(spans_that_end_at_an_hour)
{
    relcal_catalog *catalog = with_milestones("- {id: string-freeze, date: 2019-03-15}\n"
                                              "- {id: 1.0.0b1, date: \"2019-03-20T12:00Z\"}\n"
                                              "- {id: 1.0.0, date: \"2019-05-06T23:59Z\"}\n");
    relcal_ical_options options = {.events = ALL_EVENTS};
    exported_text calendar = exported(catalog, &options);
    const event_text *strings = get_uid(&calendar, "x=1.0=freeze=strings@");
    ck_assert(has_line(strings->plain, "DTEND;VALUE=DATE:20190507"));
    ck_assert(has_line(strings->plain,
                       "DESCRIPTION:X 1.0: strings freeze\\, from 2019-03-15 to 2019-05-06."));
    const event_text *beta = get_uid(&calendar, "x=1.0=phase=beta@");
    ck_assert(has_line(beta->plain, "DTSTART;VALUE=DATE:20190320"));
    ck_assert(has_line(beta->plain, "DTEND;VALUE=DATE:20190506"));
    calendar_free(&calendar);
    relcal_catalog_free(catalog);
}
END_TEST

START_TEST(withdrawn_span)
{
    relcal_catalog *catalog = with_milestones(
        "- {id: development, date: 2019-01-01, state: actual, planned: {2018-01-01: 2019-01-01}}\n"
        "- {id: 1.0.0b1, state: withdrawn, planned: {2018-01-01: 2019-02-01, 2019-01-05: "
        "withdrawn}}\n");
    relcal_ical_options options = {.events = RELCAL_EVENT_PHASE};
    exported_text calendar = exported(catalog, &options);
    ck_assert_uint_eq(calendar.count, 2);
    const event_text *beta = get_uid(&calendar, "x=1.0=phase=beta@");
    ck_assert(has_line(beta->plain, "STATUS:CANCELLED"));
    ck_assert(has_line(beta->plain, "SUMMARY:X 1.0 beta phase (withdrawn)"));
    ck_assert(has_line(beta->plain, "DTSTART;VALUE=DATE:20190201"));
    ck_assert(has_line(beta->plain, "DTSTAMP:20190105T000000Z"));
    calendar_free(&calendar);
    relcal_catalog_free(catalog);
}
END_TEST

/* ---- stability ---- */

/* Whether two events are the same to the byte. */
static bool is_same(const event_text *left, const event_text *right)
{
    return left->length == right->length && memcmp(left->text, right->text, left->length) == 0;
}

/* The later of two calendars of a chain: nothing vanished, nothing changed in silence. */
static void check_step(const exported_text *before, const exported_text *after, relcal_date as_of)
{
    char today[RELCAL_DATE_BYTES];
    relcal_date_format(as_of, today);
    for (size_t index = 0; index < before->count; index++) {
        char uid[512];
        const event_text *old = &before->blocks[index];
        read_value(old->plain, "UID:", uid, sizeof uid);
        const event_text *new = find_uid(after, uid);
        ck_assert_msg(new != NULL, "%s vanished on %s", uid, today);
        int step = sequence_of(new) - sequence_of(old);
        ck_assert_msg(is_same(old, new) ? step == 0 : step > 0, "%s on %s: step %d\n%s\n%s", uid,
                      today, step, old->plain, new->plain);
    }
    for (size_t index = 0; index < after->count; index++) {
        char stamp[32];
        char latest[32];
        relcal_civil civil = relcal_date_to_civil(as_of);
        snprintf(latest, sizeof latest, "%04d%02d%02dT000000Z", civil.year, civil.month, civil.day);
        read_value(after->blocks[index].plain, "DTSTAMP:", stamp, sizeof stamp);
        ck_assert_str_le(stamp, strcmp(latest, "19700101T000000Z") < 0 ? stamp : latest);
    }
}

/* Exports as of every day from one to another. */
static void check_chain(const relcal_catalog *catalog, const relcal_series *series,
                        relcal_date first, relcal_date last)
{
    relcal_ical_options options = {
        .series = &series,
        .series_count = 1,
        .events = ALL_EVENTS,
        .has_as_of = true,
        .as_of = first,
    };
    exported_text before = exported(catalog, &options);
    for (relcal_date date = first + 1; date <= last; date++) {
        options.as_of = date;
        exported_text after = exported(catalog, &options);
        check_step(&before, &after, date);
        calendar_free(&before);
        before = after;
    }
    options.has_as_of = false;
    exported_text latest = exported(catalog, &options);
    check_bytes(&latest);
    check_step(&before, &latest, RELCAL_DATE_MAX);
    calendar_free(&latest);
    calendar_free(&before);
}

START_TEST(chain_of_312)
{
    /* Under valgrind a part of the history is enough. */
    bool is_slow = getenv("CK_FORK") != NULL;
    check_chain(relcal_catalog_builtin(), python("3.12"),
                day(is_slow ? "2023-05-01" : "2022-05-01"),
                day(is_slow ? "2023-06-10" : "2026-03-10"));
}
END_TEST

START_TEST(equal_bytes)
{
    static const char *const zones[] = {"UTC", "Pacific/Kiritimati", "America/New_York",
                                        "<+11>-11:30"};
    static const char *const locales[] = {"C", "C.UTF-8", "tr_TR.UTF-8", "ar_EG.UTF-8"};
    const relcal_series *forth[] = {python("3.9"), python("3.12"), python("3.14")};
    const relcal_series *back[] = {python("3.14"), python("3.9"), python("3.12")};
    static const uint32_t alarms_forth[] = {86400, 604800, 86400};
    static const uint32_t alarms_back[] = {604800, 86400};
    static const char *const kinds_forth[] = {"beta", "final", "end-of-life"};
    static const char *const kinds_back[] = {"end-of-life", "beta", "final", "beta"};
    relcal_ical_options options = {
        .series = forth,
        .series_count = 3,
        .kinds = kinds_forth,
        .kind_count = 3,
        .events = ALL_EVENTS,
        .alarms = alarms_forth,
        .alarm_count = 3,
    };
    char *first = formatted(relcal_catalog_builtin(), &options);
    options.series = back;
    options.kinds = kinds_back;
    options.kind_count = 4;
    options.alarms = alarms_back;
    options.alarm_count = 2;
    for (size_t index = 0; index < COUNT(zones); index++) {
        setenv("TZ", zones[index], 1);
        tzset();
        setlocale(LC_ALL, locales[index]);
        char *again = formatted(relcal_catalog_builtin(), &options);
        ck_assert_str_eq(again, first);
        relcal_ical_free_text(again);
    }
    setlocale(LC_ALL, "C");
    relcal_ical_free_text(first);
}
END_TEST

/* ---- all of CPython ---- */

static size_t count_milestones(const relcal_project *project)
{
    size_t count = 0;
    for (size_t index = 0; index < relcal_project_series_count(project); index++) {
        count += relcal_series_milestone_count(relcal_project_series_at(project, index));
    }
    return count;
}

START_TEST(every_project)
{
    const relcal_catalog *catalog = relcal_catalog_builtin();
    size_t milestones = 0;
    for (size_t index = 0; index < relcal_catalog_project_count(catalog); index++) {
        milestones += count_milestones(relcal_catalog_project_at(catalog, index));
    }
    exported_text calendar = exported(catalog, NULL);
    ck_assert_uint_le(calendar.count, milestones);
    ck_assert_uint_gt(calendar.count, milestones - milestones / 20); /* some have no date */
    calendar_free(&calendar);
}
END_TEST

START_TEST(every_series_of_python)
{
    const relcal_project *project = relcal_catalog_project(relcal_catalog_builtin(), "python");
    size_t milestones = count_milestones(project);
    relcal_ical_options options = all_of_python();
    exported_text plain = exported(relcal_catalog_builtin(), &options);
    check_bytes(&plain);
    ck_assert_uint_eq(plain.count, milestones);
    calendar_free(&plain);
    options.events = ALL_EVENTS;
    exported_text calendar = exported(relcal_catalog_builtin(), &options);
    check_bytes(&calendar);
    ck_assert_uint_gt(calendar.count, milestones + relcal_project_series_count(project) * 5);
    calendar_free(&calendar);
    options.events = RELCAL_EVENT_FREEZE;
    calendar = exported(relcal_catalog_builtin(), &options);
    ck_assert_uint_eq(calendar.count, 2 * relcal_project_series_count(project));
    calendar_free(&calendar);
}
END_TEST

/* ---- hostile text ---- */

static const char *const hostile_items[] = {
    "a,b;c\\d\"e'f:g^h",
    ",",
    ";;;,,,\\\\\\",
    "\\n is no line break",
    "\\",
    "BEGIN:VCALENDAR",
    "\xF0\x9F\x90\x8D\xF0\x9F\x90\x8D\xF0\x9F\x90\x8D\xF0\x9F\x90\x8D\xF0\x9F\x90\x8D"
    "\xF0\x9F\x90\x8D\xF0\x9F\x90\x8D\xF0\x9F\x90\x8D\xF0\x9F\x90\x8D\xF0\x9F\x90\x8D"
    "\xF0\x9F\x90\x8D\xF0\x9F\x90\x8D\xF0\x9F\x90\x8D\xF0\x9F\x90\x8D\xF0\x9F\x90\x8D"
    "\xF0\x9F\x90\x8D\xF0\x9F\x90\x8D\xF0\x9F\x90\x8D\xF0\x9F\x90\x8D\xF0\x9F\x90\x8D",
    "\xD7\xA9\xD7\x97\xD7\xA8\xD7\x95\xD7\xA8 \xE2\x80\xAE"
    "1.0 \xE2\x80\xAC",
    "e\xCC\x81\xCC\x82\xCC\x83\xCC\x84\xCC\x85\xCC\x86\xCC\x87\xCC\x88\xCC\x8A\xCC\x8B",
    "\xE4\xB8\xAD\xE6\x96\x87\xE5\x8F\x91\xE5\xB8\x83\xE7\x89\x88\xE6\x9C\xAC\xEF\xBC\x8C"
    "\xE4\xB8\xAD\xE6\x96\x87\xE5\x8F\x91\xE5\xB8\x83\xE7\x89\x88\xE6\x9C\xAC\xEF\xBC\x9B",
    "   spaces   around   ",
    "\xEF\xBB\xBF"
    "byte order mark",
};

/* Puts a text in single quotes of YAML. */
static void put_quoted(FILE *file, const char *text)
{
    fputc('\'', file);
    for (; *text != '\0'; text++) {
        fputs(*text == '\'' ? "'" : "", file);
        fputc(*text, file);
    }
    fputc('\'', file);
}

/* Exports a milestone with a title and a note and reads them back. */
static void check_text(const char *title)
{
    char *text;
    size_t length;
    FILE *file = open_memstream(&text, &length);
    ck_assert_ptr_nonnull(file);
    fprintf(file, "series: 1.0\nspec: {name: ");
    put_quoted(file, title);
    fprintf(file, "}\nmilestones:\n- {id: thing, date: 2020-01-01, title: ");
    put_quoted(file, title);
    fprintf(file, ", note: ");
    put_quoted(file, title);
    fprintf(file, "}\n");
    ck_assert_int_eq(fclose(file), 0);
    relcal_catalog *catalog = parsed(plain_project, text);
    free(text);
    relcal_ical_options options = {.name = title, .description = title};
    exported_text calendar = exported(catalog, &options);
    check_bytes(&calendar);
    ck_assert_uint_eq(calendar.count, 1);
    size_t room = 4 * strlen(title) + 256;
    char *wanted = malloc(room);
    char *found = malloc(room);
    snprintf(wanted, room, "X 1.0 %s", title);
    read_value(calendar.blocks[0].plain, "SUMMARY:", found, room);
    ck_assert_str_eq(found, wanted);
    snprintf(wanted, room, "X 1.0: %s.\nPlanned for 2020-01-01.\n%s\n%s", title, title, title);
    read_value(calendar.blocks[0].plain, "DESCRIPTION:", found, room);
    ck_assert_str_eq(found, wanted);
    char *plain = unfolded(calendar.text, strlen(calendar.text));
    static const char *const names[] = {"NAME:", "X-WR-CALNAME:", "DESCRIPTION:", "X-WR-CALDESC:"};
    for (size_t index = 0; index < COUNT(names); index++) {
        read_value(plain, names[index], found, room);
        ck_assert_str_eq(found, title);
    }
    free(plain);
    free(wanted);
    free(found);
    calendar_free(&calendar);
    relcal_catalog_free(catalog);
}

START_TEST(hostile_texts)
{
    check_text(hostile_items[_i]);
}
END_TEST

/* Every length around the fold, of characters of 1 to 4 bytes, and texts of 4,000 octets. */
START_TEST(line_lengths)
{
    static const char *const characters[] = {"x", "\xC3\xA9", "\xE4\xB8\xAD", "\xF0\x9F\x90\x8D",
                                             ","};
    size_t bytes = strlen(characters[_i]);
    char text[4096];
    for (size_t length = 50; length <= 4000; length += length < 160 ? 1 : 1920) {
        size_t lead = length % bytes; /* so that characters lie at every place of a line */
        memset(text, 'a', lead);
        for (size_t at = lead; at + bytes <= length; at += bytes) {
            memcpy(text + at, characters[_i], bytes);
        }
        text[length] = '\0';
        check_text(text);
    }
}
END_TEST

START_TEST(hostile_categories)
{
    static const char project[] = "project: x\nname: 'A, B; C\\'\nphases:\n- {id: p, begins: b1}\n";
    relcal_catalog *catalog = parsed(project,
                                     "series: 1.0\nmilestones:\n- {id: thing, date: 2020-01-01}\n");
    exported_text calendar = exported(catalog, NULL);
    ck_assert(
        has_line(calendar.blocks[0].plain, "CATEGORIES:A\\, B\\; C\\\\,A\\, B\\; C\\\\ 1.0,thing"));
    calendar_free(&calendar);
    relcal_catalog_free(catalog);
}
END_TEST

/* ---- filters, alarms ---- */

START_TEST(chosen_kinds)
{
    static const char *const kinds[] = {"beta", "final", "no-such-kind"};
    const relcal_series *series = python("3.12");
    relcal_ical_options options = {
        .series = &series, .series_count = 1, .kinds = kinds, .kind_count = 3};
    exported_text calendar = exported(relcal_catalog_builtin(), &options);
    ck_assert_uint_eq(calendar.count, 5);
    ck_assert_ptr_nonnull(find_uid(&calendar, "python=3.12=3.12.0b4@"));
    ck_assert_ptr_nonnull(find_uid(&calendar, "python=3.12=3.12.0@"));
    ck_assert_ptr_null(find_uid(&calendar, "python=3.12=3.12.0a1@"));
    calendar_free(&calendar);
    options.kind_count = 1;
    options.kinds = &kinds[2];
    calendar = exported(relcal_catalog_builtin(), &options);
    check_bytes(&calendar);
    ck_assert_uint_eq(calendar.count, 0);
    ck_assert_ptr_null(strstr(calendar.text, "LAST-MODIFIED"));
    calendar_free(&calendar);
}
END_TEST

static const struct {
    const char *since;
    const char *until;
    size_t count;
} day_items[] = {
    {"2023-05-22", NULL, 23},         {"2023-05-23", NULL, 22}, {NULL, "2022-05-07", 0},
    {NULL, "2022-05-08", 1},          {NULL, "2022-10-24", 2},  {"2022-10-24", "2022-10-24", 1},
    {"2028-10-31", "2028-10-31", 1},  {"2028-11-01", NULL, 0},  {"2022-10-25", "2022-11-13", 0},
    {"0001-01-01", "9999-12-31", 31},
};

START_TEST(days)
{
    const relcal_series *series = python("3.12");
    relcal_ical_options options = {.series = &series, .series_count = 1};
    if (day_items[_i].since != NULL) {
        options.has_since = true;
        options.since = day(day_items[_i].since);
    }
    if (day_items[_i].until != NULL) {
        options.has_until = true;
        options.until = day(day_items[_i].until);
    }
    exported_text calendar = exported(relcal_catalog_builtin(), &options);
    ck_assert_uint_eq(calendar.count, day_items[_i].count);
    calendar_free(&calendar);
}
END_TEST

/* A span that reaches into the days is there whole. */
START_TEST(days_of_spans)
{
    const relcal_series *series = python("3.12");
    relcal_ical_options options = {
        .series = &series,
        .series_count = 1,
        .events = RELCAL_EVENT_PHASE,
        .has_since = true,
        .has_until = true,
        .since = day("2023-01-10"),
        .until = day("2023-01-10"),
    };
    exported_text calendar = exported(relcal_catalog_builtin(), &options);
    ck_assert_uint_eq(calendar.count, 1);
    ck_assert(has_line(calendar.blocks[0].plain, "DTSTART;VALUE=DATE:20221024"));
    ck_assert(has_line(calendar.blocks[0].plain, "DTEND;VALUE=DATE:20230522"));
    calendar_free(&calendar);
}
END_TEST

START_TEST(as_of)
{
    const relcal_series *series = python("3.12");
    relcal_ical_options options = {
        .series = &series, .series_count = 1, .has_as_of = true, .as_of = day("2022-06-18")};
    exported_text calendar = exported(relcal_catalog_builtin(), &options);
    ck_assert_ptr_null(find_uid(&calendar, "python=3.12=3.12.0rc3@"));
    const event_text *beta = get_uid(&calendar, "python=3.12=3.12.0b1@");
    ck_assert(has_line(beta->plain, "DTSTART;VALUE=DATE:20230508"));
    ck_assert(has_line(beta->plain, "SEQUENCE:0"));
    ck_assert(has_line(beta->plain, "STATUS:TENTATIVE"));
    ck_assert_ptr_nonnull(strstr(beta->plain, "Planned for 2023-05-08.\\n"));
    calendar_free(&calendar);
}
END_TEST

START_TEST(alarms)
{
    static const uint32_t seconds[] = {0, 86400, 604800, 5400};
    relcal_catalog *catalog = with_milestones("- {id: a-plan, date: 2030-01-01}\n"
                                              "- {id: fact, date: 2020-01-01, state: actual}\n");
    relcal_ical_options options = {.alarms = seconds, .alarm_count = 4};
    exported_text calendar = exported(catalog, &options);
    check_bytes(&calendar);
    ck_assert_ptr_null(strstr(get_uid(&calendar, "x=1.0=fact@")->plain, "VALARM"));
    const char *plain = get_uid(&calendar, "x=1.0=a-plan@")->plain;
    static const char wanted[] =
        "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-P1W\r\nDESCRIPTION:X 1.0 a plan\r\nEND:VALARM"
        "\r\nBEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-P1D\r\nDESCRIPTION:X 1.0 a plan\r\n"
        "END:VALARM\r\n"
        "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT1H30M\r\nDESCRIPTION:X 1.0 a plan\r\n"
        "END:VALARM\r\n"
        "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:PT0S\r\nDESCRIPTION:X 1.0 a plan\r\nEND:VALARM"
        "\r\n";
    ck_assert_ptr_nonnull(strstr(plain, "BEGIN:VALARM"));
    ck_assert_str_eq(strstr(plain, "BEGIN:VALARM"), wanted);
    calendar_free(&calendar);
    relcal_catalog_free(catalog);
}
END_TEST

/* ---- refusals ---- */

static const uint32_t too_many_alarms[RELCAL_MAX_ALARMS + 1];
static const uint32_t too_long_alarm[] = {RELCAL_MAX_ALARM_SECONDS + 1};
static const char *const null_kind[] = {"beta", NULL};

static const struct {
    relcal_ical_options options;
    const char *message;
} refused_items[] = {
    {{.name = "a\rb"}, "the name of the calendar holds a control character"},
    {{.name = "a\x7F"}, "the name of the calendar holds a control character"},
    {{.name = "\xFF"}, "the name of the calendar is not UTF-8"},
    {{.name = "\xC0\xAF"}, "the name of the calendar is not UTF-8"},
    {{.name = "\xED\xA0\x80"}, "the name of the calendar is not UTF-8"},
    {{.name = "\xF4\x90\x80\x80"}, "the name of the calendar is not UTF-8"},
    {{.name = "cut \xE4\xB8"}, "the name of the calendar is not UTF-8"},
    {{.description = "\b"}, "the description of the calendar holds a control character"},
    {{.url = "https://example.org/\r\nX-EVIL:1"}, "the URL of the calendar holds a control"},
    {{.url = "https://example.org/\nX-EVIL:1"}, "the URL of the calendar holds a line break"},
    {{.url = "https://example.org/a b"}, "the URL of the calendar holds a character that no"},
    {{.url = "example.org"}, "the URL of the calendar is no URL"},
    {{.url = "1https://x"}, "the URL of the calendar is no URL"},
    {{.url = ""}, "the URL of the calendar is no URL"},
    {{.source = "https:"}, "the source of the calendar is no URL"},
    {{.source = "https://x/\xFF"}, "the source of the calendar is not UTF-8"},
    {{.method = ""}, "the method is no word"},
    {{.method = "PUBLISH\r\nX:1"}, "the method is no word"},
    {{.method = "PUB LISH"}, "the method is no word"},
    {{.refresh_hours = UINT32_MAX}, "the hours between refreshes are too many"},
    {{.has_since = true, .since = RELCAL_DATE_NONE}, "the first day lies outside"},
    {{.has_until = true, .until = RELCAL_DATE_MAX + 1}, "the last day lies outside"},
    {{.has_since = true, .since = 1, .has_until = true, .until = 0}, "the last day comes before"},
    {{.has_as_of = true, .as_of = RELCAL_DATE_MIN - 1}, "the day as of which to read lies"},
    {{.alarms = too_many_alarms, .alarm_count = COUNT(too_many_alarms)}, "the list of alarms is"},
    {{.alarm_count = 1}, "the list of alarms is NULL"},
    {{.alarms = too_long_alarm, .alarm_count = 1}, "an alarm rings more than ten years before"},
    {{.events = 8}, "the kind of event is none"},
    {{.kinds = null_kind, .kind_count = 2}, "a kind of milestone is NULL"},
    {{.kind_count = 1}, "the list of kinds is NULL"},
    {{.series_count = 1}, "the list of series is NULL"},
    {{.color_count = 1}, "the list of colours is NULL"},
    {{.colors = &(relcal_ical_color){.color = NULL}, .color_count = 1}, "a colour is no name"},
    {{.colors = &(relcal_ical_color){.color = ""}, .color_count = 1}, "a colour is no name"},
    {{.colors = &(relcal_ical_color){.color = "red\r\nX:1"}, .color_count = 1}, "a colour is no"},
};

/* A colour of one's own goes before the project's, for its events and for a calendar of it alone.
 */
START_TEST(colors)
{
    const relcal_series *series = python("3.12");
    const relcal_ical_color own[] = {{relcal_series_project(series), "gold"},
                                     {relcal_series_project(series), "red"}};
    relcal_ical_options options = {
        .series = &series, .series_count = 1, .colors = own, .color_count = COUNT(own)};
    exported_text calendar = exported(relcal_catalog_builtin(), &options);
    for (size_t index = 0; index < calendar.count; index++) {
        ck_assert(has_line(calendar.blocks[index].plain, "COLOR:gold"));
    }
    const char *head_end = strstr(calendar.text, "BEGIN:VEVENT");
    ck_assert(strstr(calendar.text, "COLOR:gold") < head_end);
    ck_assert_ptr_null(strstr(calendar.text, "COLOR:red"));
    ck_assert_ptr_null(strstr(calendar.text, "COLOR:royalblue"));
    calendar_free(&calendar);
    /* of another project it changes nothing */
    const relcal_ical_color other[] = {{NULL, "gold"}};
    options.colors = other;
    options.color_count = 1;
    calendar = exported(relcal_catalog_builtin(), &options);
    ck_assert(has_line(calendar.blocks[0].plain, "COLOR:royalblue"));
    calendar_free(&calendar);
}
END_TEST

static bool take_nothing(void *context, const char *bytes, size_t length)
{
    (void)context;
    (void)bytes;
    (void)length;
    ck_abort_msg("the sink was called");
    return false;
}

START_TEST(refused_options)
{
    relcal_error error = {.code = RELCAL_OK};
    const char *message = refused_items[_i].message;
    const relcal_ical_options *options = &refused_items[_i].options;
    relcal_status status = relcal_ical_write(relcal_catalog_builtin(), options, take_nothing, NULL,
                                             &error);
    ck_assert_int_eq(status, RELCAL_ERROR_ARGUMENT);
    ck_assert_int_eq(error.code, RELCAL_ERROR_ARGUMENT);
    ck_assert_msg(strncmp(error.message, message, strlen(message)) == 0, "%s", error.message);
    status = relcal_ical_write(relcal_catalog_builtin(), options, take_nothing, NULL, NULL);
    ck_assert_int_eq(status, RELCAL_ERROR_ARGUMENT);
}
END_TEST

START_TEST(refused_series)
{
    relcal_catalog *catalog = with_milestones("- {id: thing, date: 2030-01-01}\n");
    const relcal_series *own = relcal_catalog_series(catalog, "x", "1.0");
    const relcal_series *twice[] = {python("3.12"), python("3.13"), python("3.12")};
    const relcal_series *none = NULL;
    relcal_error error;
    char *text = NULL;
    size_t length = 7;
    relcal_ical_options options = {.series = &own, .series_count = 1};
    ck_assert_int_eq(relcal_ical_format(relcal_catalog_builtin(), &options, &text, &length, &error),
                     RELCAL_ERROR_ARGUMENT);
    ck_assert_str_eq(error.message, "a series is not one of the catalog");
    options.series = &none;
    ck_assert_int_eq(relcal_ical_format(relcal_catalog_builtin(), &options, &text, &length, &error),
                     RELCAL_ERROR_ARGUMENT);
    options = (relcal_ical_options){.series = twice, .series_count = 3};
    ck_assert_int_eq(relcal_ical_format(relcal_catalog_builtin(), &options, &text, &length, &error),
                     RELCAL_ERROR_ARGUMENT);
    ck_assert_str_eq(error.message, "the series 3.12 is in the list twice");
    ck_assert_int_eq(relcal_ical_format(NULL, NULL, &text, &length, &error), RELCAL_ERROR_ARGUMENT);
    ck_assert_int_eq(relcal_ical_write(catalog, NULL, NULL, NULL, NULL), RELCAL_ERROR_ARGUMENT);
    ck_assert_ptr_null(text);
    ck_assert_uint_eq(length, 7);
    relcal_catalog_free(catalog);
}
END_TEST

/* What the catalog has and a calendar cannot hold: the rest of series.yaml, and what is said. */
static const struct {
    const char *head;
    const char *milestone;
    const char *message;
} bad_data_items[] = {
    {"", "title: \"a\\rb\"", "the title of 1.0 thing holds a control character"},
    {"", "title: \"a\\x01b\"", "the title of 1.0 thing holds a control character"},
    {"", "note: \"a\\x7Fb\"", "the kind, note or source of 1.0 thing holds a control character"},
    {"spec: {url: \"https://x/\\r\\nX-EVIL:1\"}\n", "number: 1",
     "the URL of x 1.0 holds a control character"},
    {"spec: {url: see there}\n", "number: 1", "the URL of x 1.0 is no URL"},
};

START_TEST(bad_data)
{
    char text[1024];
    snprintf(text, sizeof text, "series: 1.0\n%smilestones:\n- {id: thing, date: 2030-01-01, %s}\n",
             bad_data_items[_i].head, bad_data_items[_i].milestone);
    const relcal_source sources[] = {{"x/project.yaml", plain_project, strlen(plain_project)},
                                     {"x/series.yaml", text, strlen(text)}};
    relcal_catalog *catalog = NULL;
    if (relcal_catalog_parse(&catalog, NULL, sources, COUNT(sources), NULL, NULL) != RELCAL_OK) {
        return; /* the schedule file is refused for it already */
    }
    relcal_error error;
    char *out = NULL;
    size_t length = 0;
    ck_assert_int_eq(relcal_ical_format(catalog, NULL, &out, &length, &error), RELCAL_ERROR_DATA);
    ck_assert_str_eq(error.message, bad_data_items[_i].message);
    ck_assert_ptr_null(out);
    relcal_catalog_free(catalog);
}
END_TEST

/* ---- sinks, threads, memory ---- */

typedef struct counting_sink {
    size_t calls;
    size_t allowed;
} counting_sink;

static bool take_some(void *context, const char *bytes, size_t length)
{
    counting_sink *sink = context;
    ck_assert_ptr_nonnull(bytes);
    ck_assert_uint_gt(length, 0);
    /* The lock is not held: a calendar may be written from within. */
    const relcal_series *series = python("3.5");
    relcal_ical_options options = {.series = &series, .series_count = 1};
    relcal_ical_free_text(formatted(relcal_catalog_builtin(), &options));
    return sink->calls++ < sink->allowed;
}

START_TEST(sink_that_stops)
{
    counting_sink all = {.allowed = SIZE_MAX};
    relcal_ical_options options = all_of_python();
    ck_assert_int_eq(relcal_ical_write(relcal_catalog_builtin(), &options, take_some, &all, NULL),
                     RELCAL_OK);
    ck_assert_uint_gt(all.calls, 3);
    for (size_t allowed = 0; allowed < all.calls; allowed++) {
        counting_sink some = {.allowed = allowed};
        relcal_error error;
        ck_assert_int_eq(
            relcal_ical_write(relcal_catalog_builtin(), &options, take_some, &some, &error),
            RELCAL_ERROR_IO);
        ck_assert_int_eq(error.code, RELCAL_ERROR_IO);
        ck_assert_uint_eq(some.calls, allowed + 1);
    }
}
END_TEST

/* What threads write, and what comes of it. */
typedef struct shared_export {
    relcal_ical_options options;
    char *wanted;
} shared_export;

static void *export_often(void *context)
{
    const shared_export *shared = context;
    for (int round = 0; round < 3; round++) {
        char *text;
        size_t length;
        if (relcal_ical_format(relcal_catalog_builtin(), &shared->options, &text, &length, NULL) !=
            RELCAL_OK) {
            return context;
        }
        bool is_same_text = strcmp(text, shared->wanted) == 0;
        relcal_ical_free_text(text);
        if (!is_same_text) {
            return context;
        }
    }
    return NULL;
}

START_TEST(threads)
{
    shared_export shared = {.options = all_of_python()};
    shared.options.events = ALL_EVENTS;
    shared.wanted = formatted(relcal_catalog_builtin(), &shared.options);
    pthread_t handles[4];
    for (size_t index = 0; index < COUNT(handles); index++) {
        ck_assert_int_eq(pthread_create(&handles[index], NULL, export_often, &shared), 0);
    }
    for (size_t index = 0; index < COUNT(handles); index++) {
        void *answer;
        ck_assert_int_eq(pthread_join(handles[index], &answer), 0);
        ck_assert_ptr_null(answer);
    }
    relcal_ical_free_text(shared.wanted);
}
END_TEST

/* The address space of this process, in bytes. */
static size_t address_space(void)
{
    unsigned long pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file != NULL) {
        if (fscanf(file, "%lu", &pages) != 1) {
            pages = 0;
        }
        fclose(file);
    }
    return (size_t)pages * (size_t)sysconf(_SC_PAGESIZE);
}

/* Exports with so much memory left and ends the process: 0 well, 1 no memory, 2 anything else. */
static _Noreturn void export_with(size_t bytes)
{
    struct rlimit limit;
    limit.rlim_cur = limit.rlim_max = address_space() + bytes;
    relcal_ical_options options = all_of_python();
    options.events = ALL_EVENTS;
    char *text = NULL;
    size_t length = 0;
    if (setrlimit(RLIMIT_AS, &limit) != 0) {
        _exit(2);
    }
    relcal_status status = relcal_ical_format(relcal_catalog_builtin(), &options, &text, &length,
                                              NULL);
    if (status == RELCAL_ERROR_MEMORY && text == NULL) {
        _exit(1);
    }
    _exit(status == RELCAL_OK ? 0 : 2);
}

/* libical dies where an allocation fails; so there is none that does. Memory runs out for real, at
 * every amount from nothing to enough. */
START_TEST(little_memory)
{
    if (IS_SANITIZED || getenv("CK_FORK") != NULL || address_space() == 0) {
        return; /* these take address space of their own */
    }
    bool has_failed = false;
    for (size_t bytes = 0;; bytes += 16384) {
        int status;
        pid_t child = fork();
        if (child == 0) {
            export_with(bytes);
        }
        ck_assert_int_eq(waitpid(child, &status, 0), child);
        ck_assert_msg(WIFEXITED(status), "killed by signal %d with %zu bytes", WTERMSIG(status),
                      bytes);
        ck_assert_int_le(WEXITSTATUS(status), 1);
        if (WEXITSTATUS(status) == 0) {
            break;
        }
        has_failed = true;
        ck_assert_uint_lt(bytes, (size_t)256 << 20);
    }
    ck_assert(has_failed);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("ical export");
    TCase *tests = tcase_create("ical export");
    tcase_set_timeout(tests, 600);
    tcase_add_test(tests, beta_1);
    tcase_add_test(tests, head);
    tcase_add_loop_test(tests, dates, 0, COUNT(date_items));
    tcase_add_loop_test(tests, histories, 0, COUNT(history_items));
    tcase_add_loop_test(tests, words, 0, COUNT(word_items));
    tcase_add_test(tests, turns_of_late_plans);
    tcase_add_test(tests, rules_of_most_changes);
    tcase_add_test(tests, undated);
    tcase_add_loop_test(tests, spans, 0, COUNT(span_items));
    tcase_add_test(tests, spans_that_end_at_an_hour);
    tcase_add_test(tests, withdrawn_span);
    tcase_add_loop_test(tests, hostile_texts, 0, COUNT(hostile_items));
    tcase_add_loop_test(tests, line_lengths, 0, 5);
    tcase_add_test(tests, hostile_categories);
    tcase_add_test(tests, chosen_kinds);
    tcase_add_loop_test(tests, days, 0, COUNT(day_items));
    tcase_add_test(tests, days_of_spans);
    tcase_add_test(tests, as_of);
    tcase_add_test(tests, alarms);
    tcase_add_loop_test(tests, refused_options, 0, COUNT(refused_items));
    tcase_add_test(tests, refused_series);
    tcase_add_test(tests, colors);
    tcase_add_loop_test(tests, bad_data, 0, COUNT(bad_data_items));
    tcase_add_test(tests, sink_that_stops);
    suite_add_tcase(suite, tests);

    TCase *days_on_end = tcase_create("days on end");
    tcase_set_tags(days_on_end, "long");
    tcase_set_timeout(days_on_end, 600);
    tcase_add_test(days_on_end, chain_of_312);
    tcase_add_test(days_on_end, equal_bytes);
    tcase_add_test(days_on_end, every_project);
    tcase_add_test(days_on_end, every_series_of_python);
    tcase_add_test(days_on_end, threads);
    tcase_add_test(days_on_end, little_memory);
    suite_add_tcase(suite, days_on_end);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
