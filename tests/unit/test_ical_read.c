/* Calendars in: what is read, what is refused and where, and inputs that are meant to hurt. */
#include <check.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "relcal/date.h"
#include "relcal/ical.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

#define HEAD "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//EN\r\n"
#define TAIL "END:VCALENDAR\r\n"
/* The first event begins in line 4; `lines` are from line 6 on. */
#define EVENT(uid, lines) "BEGIN:VEVENT\r\nUID:" uid "\r\n" lines "END:VEVENT\r\n"
#define START "DTSTART;VALUE=DATE:20260105\r\n"
#define DAY(uid) EVENT(uid, START)
#define ONE(lines)         \
    HEAD EVENT("a", lines) \
    TAIL

static relcal_calendar *read_good(const char *text, size_t length)
{
    relcal_calendar *calendar = NULL;
    relcal_error error = {0};
    relcal_status status = relcal_calendar_parse(&calendar, text, length, NULL, &error);
    ck_assert_msg(status == RELCAL_OK, "line %u: %s", (unsigned)error.line, error.message);
    return calendar;
}

/* ---- what is refused ---- */

typedef struct refused_row {
    const char *text;
    relcal_status status;
    uint32_t line;
    const char *message; /* a part of it */
} refused_row;

static void check_refused(const refused_row *row, int index)
{
    relcal_calendar *calendar = NULL;
    relcal_error error = {.line = 12345};
    relcal_ical_read_options options = {.file = "x.ics"};
    relcal_status status = relcal_calendar_parse(&calendar, row->text, strlen(row->text), &options,
                                                 &error);
    ck_assert_msg(status == row->status, "row %d: %s, %s", index, relcal_status_name(status),
                  error.message);
    ck_assert_msg(error.line == row->line, "row %d: line %u, %s", index, (unsigned)error.line,
                  error.message);
    ck_assert_msg(strstr(error.message, row->message) != NULL, "row %d: %s", index, error.message);
    ck_assert_int_eq(error.code, status);
    ck_assert_str_eq(error.file, "x.ics");
    ck_assert_ptr_null(calendar);
    ck_assert_int_eq(relcal_calendar_parse(&calendar, row->text, strlen(row->text), NULL, NULL),
                     status);
}

/* The calendar as a whole. */
static const refused_row structures[] = {
    {"", RELCAL_ERROR_SYNTAX, 0, "the calendar is empty"},
    {" \r\n\t\r\n\n", RELCAL_ERROR_SYNTAX, 0, "the calendar is empty"},
    {"\xEF\xBB\xBF", RELCAL_ERROR_SYNTAX, 0, "the calendar is empty"},
    {"nothing of the kind", RELCAL_ERROR_SYNTAX, 1, "no calendar"},
    {"\n\nX:1\n", RELCAL_ERROR_SYNTAX, 3, "no calendar"},
    {"\xFF\xFE"
     "B",
     RELCAL_ERROR_SYNTAX, 1, "no calendar"},
    {"BEGIN:VEVENT\r\nEND:VEVENT\r\n", RELCAL_ERROR_SYNTAX, 1, "outside of the calendar"},
    {HEAD DAY("a"), RELCAL_ERROR_SYNTAX, 7, "the calendar is cut: the VCALENDAR of line 1"},
    {HEAD "BEGIN:VEVENT\r\nUID:a\r\n", RELCAL_ERROR_SYNTAX, 5, "cut: the VEVENT of line 4"},
    {HEAD "BEGIN:VEVENT\r\nUID:a\r\n" TAIL, RELCAL_ERROR_SYNTAX, 6,
     "END:VCALENDAR does not close the VEVENT of line 4"},
    {HEAD "END:VEVENT\r\n" TAIL, RELCAL_ERROR_SYNTAX, 4, "does not close the VCALENDAR of line 1"},
    {HEAD TAIL HEAD TAIL, RELCAL_ERROR_SYNTAX, 5, "a second calendar"},
    {HEAD TAIL TAIL, RELCAL_ERROR_SYNTAX, 5, "END outside of the calendar"},
    {HEAD TAIL DAY("a"), RELCAL_ERROR_SYNTAX, 5, "outside of the calendar"},
    {HEAD TAIL "X:1\r\n", RELCAL_ERROR_SYNTAX, 5, "text behind the end"},
    {HEAD HEAD TAIL TAIL, RELCAL_ERROR_SYNTAX, 4, "BEGIN:VCALENDAR inside of the VCALENDAR"},
    {HEAD "BEGIN:VEVENT\r\nBEGIN:VEVENT\r\n", RELCAL_ERROR_SYNTAX, 5,
     "BEGIN:VEVENT inside of the VEVENT of line 4"},
    {HEAD "BEGIN:X\r\nBEGIN:VEVENT\r\n", RELCAL_ERROR_SYNTAX, 5, "inside of the X of line 4"},
    {HEAD "BEGIN:A\nBEGIN:B\nBEGIN:C\nBEGIN:D\nBEGIN:E\nBEGIN:F\nBEGIN:G\nBEGIN:H\n",
     RELCAL_ERROR_LIMIT, 11, "more than 8 components in each other"},
    {HEAD "BEGIN:\r\n" TAIL, RELCAL_ERROR_SYNTAX, 4, "\"\" is no name of a component"},
    {HEAD "BEGIN:V EVENT\r\n" TAIL, RELCAL_ERROR_SYNTAX, 4, "\"V EVENT\" is no name"},
    {"BEGIN:VCALENDAR\r\nVERSION:1.0\r\n" TAIL, RELCAL_ERROR_SYNTAX, 2, "VERSION is \"1.0\""},
    {HEAD "no colon\r\n" TAIL, RELCAL_ERROR_SYNTAX, 4, "the line is no line of a calendar"},
    {HEAD "X;A=\"b:c\r\n" TAIL, RELCAL_ERROR_SYNTAX, 4, "has no colon before its value"},
    {HEAD "X-A:\xC3\r\n" TAIL, RELCAL_ERROR_SYNTAX, 4, "is not UTF-8"},
    {HEAD "X-A:\x07\r\n" TAIL, RELCAL_ERROR_SYNTAX, 4, "holds a control character"},
    {HEAD "X-A:a\rb\r\n" TAIL, RELCAL_ERROR_SYNTAX, 4, "holds a control character"},
    {HEAD "BEGIN:VTODO\r\nfolded\r\n  line\r\nEND:VTODO\r\n" TAIL, RELCAL_ERROR_SYNTAX, 5,
     "no line of a calendar"},
};

START_TEST(refused_structures)
{
    check_refused(&structures[_i], _i);
}
END_TEST

/* What the fault of one event is. */
static const refused_row events_refused[] = {
    {ONE(""), RELCAL_ERROR_DATA, 4, "the event has no DTSTART"},
    {ONE(START START), RELCAL_ERROR_DATA, 7, "DTSTART stands twice in one event, first in line 6"},
    {ONE(START "UID:b\r\n"), RELCAL_ERROR_DATA, 7, "UID stands twice"},
    {ONE("DTSTART:\r\n"), RELCAL_ERROR_DATA, 6, "is no date"},
    {ONE("DTSTART:today\r\n"), RELCAL_ERROR_DATA, 6, "DTSTART is \"today\", which is no date"},
    {ONE("DTSTART;VALUE=DATE:2026-01-05\r\n"), RELCAL_ERROR_DATA, 6, "write YYYYMMDD"},
    {ONE("DTSTART;VALUE=DATE:20230230\r\n"), RELCAL_ERROR_DATA, 6, "is no day of the calendar"},
    {ONE("DTSTART;VALUE=DATE:20230229\r\n"), RELCAL_ERROR_DATA, 6, "is no day of the calendar"},
    {ONE("DTSTART;VALUE=DATE:20231301\r\n"), RELCAL_ERROR_DATA, 6, "is no day of the calendar"},
    {ONE("DTSTART;VALUE=DATE:00000101\r\n"), RELCAL_ERROR_DATA, 6, "is no day of the calendar"},
    {ONE("DTSTART:20230229T120000Z\r\n"), RELCAL_ERROR_DATA, 6, "is no day of the calendar"},
    {ONE("DTSTART:20230228T240000Z\r\n"), RELCAL_ERROR_DATA, 6, "is no time of day"},
    {ONE("DTSTART:20230228T126000Z\r\n"), RELCAL_ERROR_DATA, 6, "is no time of day"},
    {ONE("DTSTART:20230228T120061Z\r\n"), RELCAL_ERROR_DATA, 6, "is no time of day"},
    {ONE("DTSTART:20230228T1200Z\r\n"), RELCAL_ERROR_DATA, 6, "is no date"},
    {ONE("DTSTART:20230228T120000+0100\r\n"), RELCAL_ERROR_DATA, 6, "is no date"},
    {ONE("DTSTART:20230228t120000Z\r\n"), RELCAL_ERROR_DATA, 6, "is no date"},
    {ONE("DTSTART;VALUE=DATE:20230228T120000Z\r\n"), RELCAL_ERROR_DATA, 6, "but VALUE says"},
    {ONE("DTSTART;VALUE=PERIOD:20230228T120000Z\r\n"), RELCAL_ERROR_DATA, 6,
     "but VALUE says \"PERIOD\""},
    {ONE("DTSTART;TZID=Mars/Olympus:20230228T120000\r\n"), RELCAL_ERROR_DATA, 6,
     "DTSTART has a time zone, \"Mars/Olympus\", that is none of the calendar's"},
    {ONE("DTSTART;TZID=../../etc/passwd:20230228T120000\r\n"), RELCAL_ERROR_DATA, 6,
     "that is none of the calendar's"},
    {ONE("DTSTART;TZID=/etc/passwd:20230228T120000\r\n"), RELCAL_ERROR_DATA, 6,
     "that is none of the calendar's"},
    {ONE(START "DTEND;VALUE=DATE:20260104\r\n"), RELCAL_ERROR_DATA, 7,
     "DTEND is \"20260104\", before DTSTART, which is \"20260105\""},
    {ONE("DTSTART:20260105T120000Z\r\nDTEND:20260105T115959Z\r\n"), RELCAL_ERROR_DATA, 7,
     "before DTSTART"},
    {ONE(START "DTEND:20260106T000000Z\r\n"), RELCAL_ERROR_DATA, 7,
     "has a time of day, but DTSTART has none"},
    {ONE("DTSTART:20260105T120000Z\r\nDTEND;VALUE=DATE:20260106\r\n"), RELCAL_ERROR_DATA, 7,
     "DTSTART has a time of day"},
    {ONE(START "DTEND;VALUE=DATE:20260106\r\nDURATION:P1D\r\n"), RELCAL_ERROR_DATA, 8,
     "both DTEND and DURATION"},
    {ONE(START "DURATION:-P1D\r\n"), RELCAL_ERROR_DATA, 7, "ends the event before it starts"},
    {ONE(START "DURATION:PT1H\r\n"), RELCAL_ERROR_DATA, 7, "has hours, but DTSTART is a day"},
    {ONE(START "DURATION:P99999999W\r\n"), RELCAL_ERROR_DATA, 7, "behind the year 9999"},
    {ONE(START "DURATION:P9999999999D\r\n"), RELCAL_ERROR_DATA, 7, "is no duration"},
    {ONE("DTSTART:99991231T235959Z\r\nDURATION:PT2S\r\n"), RELCAL_ERROR_DATA, 7,
     "behind the year 9999"},
    {ONE(START "DTSTAMP:20230230T000000Z\r\n"), RELCAL_ERROR_DATA, 7, "DTSTAMP is"},
    {ONE(START "SEQUENCE:-1\r\n"), RELCAL_ERROR_DATA, 7, "SEQUENCE is \"-1\""},
    {ONE(START "SEQUENCE:2147483648\r\n"), RELCAL_ERROR_DATA, 7, "up to 2147483647"},
    {ONE(START "SEQUENCE:\r\n"), RELCAL_ERROR_DATA, 7, "SEQUENCE is \"\""},
    {ONE(START "STATUS:NEEDS-ACTION\r\n"), RELCAL_ERROR_DATA, 7, "STATUS is \"NEEDS-ACTION\""},
    {ONE(START "RRULE:FREQ=SOMETIMES\r\n"), RELCAL_ERROR_DATA, 4, "libical does not take"},
    {ONE(START "RRULE:\r\n"), RELCAL_ERROR_DATA, 4, "libical does not take"},
    {ONE(START "RECURRENCE-ID:never\r\n"), RELCAL_ERROR_DATA, 7, "RECURRENCE-ID is \"never\""},
    {ONE(START "SUMMARY:a\x01\r\n"), RELCAL_ERROR_SYNTAX, 7, "holds a control character"},
    {ONE(START "SUMMARY:a\x7F\r\n"), RELCAL_ERROR_SYNTAX, 7, "holds a control character"},
    {ONE(START "URL:https://x/\rEVIL:1\r\n"), RELCAL_ERROR_SYNTAX, 7, "control character"},
    {ONE(START "SUMMARY:a\xED\xA0\x80\r\n"), RELCAL_ERROR_SYNTAX, 7, "is not UTF-8"},
    {ONE(START "SUMMARY:broken\r\nin two\r\n"), RELCAL_ERROR_SYNTAX, 8, "is no line of a calendar"},
    {ONE("BEGIN:VALARM\r\n\x01\r\nEND:VALARM\r\n" START), RELCAL_ERROR_SYNTAX, 7,
     "control character"},
    {HEAD DAY("a") DAY("b") DAY("a") TAIL, RELCAL_ERROR_DATA, 13,
     "UID is \"a\", as that of the event in line 4"},
    {HEAD EVENT("a", START "RECURRENCE-ID:20260105T000000Z\r\n")
         EVENT("a", START "RECURRENCE-ID:20260105T000000Z\r\n") TAIL,
     RELCAL_ERROR_DATA, 10, "as that of the event in line 4"},
};

START_TEST(refused_events)
{
    check_refused(&events_refused[_i], _i);
}
END_TEST

/* A NUL ends no text. */
START_TEST(nul)
{
    static const char text[] = HEAD "BEGIN:VEVENT\r\n" START "SUMMARY:a\0b\r\nEND:VEVENT\r\n" TAIL;
    relcal_calendar *calendar = NULL;
    relcal_error error;
    ck_assert_int_eq(relcal_calendar_parse(&calendar, text, sizeof text - 1, NULL, &error),
                     RELCAL_ERROR_SYNTAX);
    ck_assert_uint_eq(error.line, 6);
    ck_assert_ptr_null(calendar);
}
END_TEST

/* ---- times ---- */

typedef struct time_row {
    const char *lines;
    const char *start, *end; /* as relcal writes moments */
    bool is_all_day;
} time_row;

#define POTTERS                                                                                 \
    "BEGIN:VTIMEZONE\r\nTZID:Potters\r\n"                                                       \
    "BEGIN:DAYLIGHT\r\nDTSTART:19810329T020000\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n"   \
    "TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nEND:DAYLIGHT\r\n"                                \
    "BEGIN:STANDARD\r\nDTSTART:19961027T030000\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n"  \
    "TZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"               \
    "BEGIN:VTIMEZONE\r\nTZID:Once\\, UTC\r\n"                                                   \
    "BEGIN:STANDARD\r\nDTSTART:20200101T000000\r\nRDATE:20210101T000000,20220101T000000\r\n"    \
    "TZOFFSETFROM:-0300\r\nTZOFFSETTO:-0400\r\nEND:STANDARD\r\n"                                \
    "BEGIN:DAYLIGHT\r\nDTSTART:20200701T000000\r\nRRULE:FREQ=YEARLY;UNTIL=20210701T040000Z\r\n" \
    "TZOFFSETFROM:-0400\r\nTZOFFSETTO:-033015\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n"

static const time_row times[] = {
    {START, "2026-01-05T00:00Z", "2026-01-06T00:00Z", true},
    {"DTSTART:20260105\r\n", "2026-01-05T00:00Z", "2026-01-06T00:00Z", true},
    {"dtstart;value=date:20260105\r\n", "2026-01-05T00:00Z", "2026-01-06T00:00Z", true},
    {START "DTEND;VALUE=DATE:20260109\r\n", "2026-01-05T00:00Z", "2026-01-09T00:00Z", true},
    {START "DTEND;VALUE=DATE:20260105\r\n", "2026-01-05T00:00Z", "2026-01-06T00:00Z", true},
    {START "DURATION:P3D\r\n", "2026-01-05T00:00Z", "2026-01-08T00:00Z", true},
    {START "DURATION:+P2W\r\n", "2026-01-05T00:00Z", "2026-01-19T00:00Z", true},
    {"DTSTART:20240229T120000Z\r\n", "2024-02-29T12:00Z", "2024-02-29T12:00Z", false},
    {"DTSTART:20260105T120000\r\n", "2026-01-05T12:00Z", "2026-01-05T12:00Z", false},
    {"DTSTART;VALUE=DATE-TIME:20260105T120000Z\r\nDTEND:20260105T133000Z\r\n", "2026-01-05T12:00Z",
     "2026-01-05T13:30Z", false},
    {"DTSTART:20261231T235960Z\r\n", "2027-01-01T00:00Z", "2027-01-01T00:00Z", false},
    {"DTSTART:20260105T120000Z\r\nDURATION:P1DT1H1M1S\r\n", "2026-01-05T12:00Z",
     "2026-01-06T13:01:01Z", false},
    {"DTSTART;TZID=UTC:20260105T120000\r\n", "2026-01-05T12:00Z", "2026-01-05T12:00Z", false},
    /* By the calendar's own zone: winter, summer, the hour left out, the hour shown twice. */
    {"DTSTART;TZID=Potters:20260105T120000\r\n", "2026-01-05T11:00Z", "2026-01-05T11:00Z", false},
    {"DTSTART;TZID=Potters:20260705T120000\r\n", "2026-07-05T10:00Z", "2026-07-05T10:00Z", false},
    {"DTSTART;TZID=Potters:20260329T015959\r\n", "2026-03-29T00:59:59Z", "2026-03-29T00:59:59Z",
     false},
    {"DTSTART;TZID=Potters:20260329T023000\r\n", "2026-03-29T01:30Z", "2026-03-29T01:30Z", false},
    {"DTSTART;TZID=Potters:20260329T030000\r\n", "2026-03-29T01:00Z", "2026-03-29T01:00Z", false},
    {"DTSTART;TZID=Potters:20261025T023000\r\n", "2026-10-25T00:30Z", "2026-10-25T00:30Z", false},
    {"DTSTART;TZID=Potters:20261025T030000\r\n", "2026-10-25T02:00Z", "2026-10-25T02:00Z", false},
    {"DTSTART;TZID=Potters:19700101T000000\r\n", "1969-12-31T23:00Z", "1969-12-31T23:00Z", false},
    {"DTSTART;TZID=Potters:99990705T120000\r\n", "9999-07-05T10:00Z", "9999-07-05T10:00Z", false},
    /* A day of the zone has 23 hours in spring, 24 hours of a clock do not. */
    {"DTSTART;TZID=Potters:20260328T120000\r\nDURATION:P1D\r\n", "2026-03-28T11:00Z",
     "2026-03-29T10:00Z", false},
    {"DTSTART;TZID=Potters:20260328T120000\r\nDURATION:PT24H\r\n", "2026-03-28T11:00Z",
     "2026-03-29T11:00Z", false},
    {"DTSTART;TZID=Potters:20260328T120000\r\nDTEND;TZID=Potters:20260329T120000\r\n",
     "2026-03-28T11:00Z", "2026-03-29T10:00Z", false},
    /* Single dates, and a rule that has ended. */
    {"DTSTART;TZID=\"Once, UTC\":20191231T000000\r\n", "2019-12-31T03:00Z", "2019-12-31T03:00Z",
     false},
    {"DTSTART;TZID=\"Once, UTC\":20200102T000000\r\n", "2020-01-02T04:00Z", "2020-01-02T04:00Z",
     false},
    {"DTSTART;TZID=\"Once, UTC\":20201231T000000\r\n", "2020-12-31T03:30:15Z",
     "2020-12-31T03:30:15Z", false},
    {"DTSTART;TZID=\"Once, UTC\":20210601T000000\r\n", "2021-06-01T04:00Z", "2021-06-01T04:00Z",
     false},
    {"DTSTART;TZID=\"Once, UTC\":20210801T000000\r\n", "2021-08-01T03:30:15Z",
     "2021-08-01T03:30:15Z", false},
    {"DTSTART;TZID=\"Once, UTC\":20300801T000000\r\n", "2030-08-01T04:00Z", "2030-08-01T04:00Z",
     false},
    /* By the system's zones. */
    {"DTSTART;TZID=Europe/Berlin:20260705T120000\r\n", "2026-07-05T10:00Z", "2026-07-05T10:00Z",
     false},
    {"DTSTART;TZID=Europe/Berlin:20450105T120000\r\n", "2045-01-05T11:00Z", "2045-01-05T11:00Z",
     false},
    {"DTSTART;TZID=America/New_York:20260705T120000\r\n", "2026-07-05T16:00Z", "2026-07-05T16:00Z",
     false},
};

static relcal_instant instant_of(const char *text)
{
    relcal_when when;
    ck_assert_msg(relcal_when_parse(&when, text, strlen(text), NULL) == RELCAL_OK, "%s", text);
    return when.earliest;
}

START_TEST(start_and_end)
{
    const time_row *row = &times[_i];
    char text[4096];
    (void)snprintf(text, sizeof text, "%s%s%s%s%s", HEAD POTTERS "BEGIN:VEVENT\r\n", row->lines,
                   "SUMMARY:x\r\n", "END:VEVENT\r\n", TAIL);
    relcal_calendar *calendar = read_good(text, strlen(text));
    const relcal_event *event = relcal_calendar_event_at(calendar, 0);
    ck_assert_msg(event->start == instant_of(row->start), "row %d: start %lld", _i,
                  (long long)event->start);
    ck_assert_msg(event->end == instant_of(row->end), "row %d: end %lld", _i,
                  (long long)event->end);
    ck_assert_int_eq(event->is_all_day, row->is_all_day);
    relcal_calendar_free(calendar);
}
END_TEST

/* A zone of the calendar that says nothing well is the fault of those who use it. */
START_TEST(faulty_zones)
{
    static const struct {
        const char *lines;
        const char *message;
    } items[] = {
        {"", "says no offset"},
        {"BEGIN:STANDARD\r\nEND:STANDARD\r\n", "lacks a DTSTART"},
        {"BEGIN:STANDARD\r\nDTSTART:20200101T000000Z\r\nEND:STANDARD\r\n", "no local time"},
        {"BEGIN:STANDARD\r\nDTSTART:20200101T000000\r\nTZOFFSETFROM:1\r\nEND:STANDARD\r\n",
         "an offset that is none"},
        {"BEGIN:STANDARD\r\nDTSTART:20200101T000000\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+0000\r\n"
         "RRULE:FREQ=SECONDLY\r\nEND:STANDARD\r\n",
         "a rule that is not understood"},
        {"BEGIN:STANDARD\r\nDTSTART:20200101T000000\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+0000\r\n"
         "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\r\nEND:STANDARD\r\n",
         "a rule that is not understood"},
        {"BEGIN:STANDARD\r\nDTSTART:20200101T000000\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+0000\r\n"
         "RRULE:FREQ=YEARLY;COUNT=1000000000\r\nEND:STANDARD\r\n",
         "a rule that is not understood"},
    };
    for (size_t index = 0; index < COUNT(items); index++) {
        char text[2048];
        (void)snprintf(text, sizeof text, "%sBEGIN:VTIMEZONE\r\nTZID:Z\r\n%sEND:VTIMEZONE\r\n%s",
                       HEAD, items[index].lines,
                       EVENT("a", "DTSTART;TZID=Z:20260105T120000\r\n") TAIL);
        relcal_calendar *calendar = NULL;
        relcal_error error;
        ck_assert_int_eq(relcal_calendar_parse(&calendar, text, strlen(text), NULL, &error),
                         RELCAL_ERROR_DATA);
        ck_assert_msg(strstr(error.message, items[index].message) != NULL, "%zu: %s", index,
                      error.message);
        ck_assert_ptr_null(calendar);
    }
}
END_TEST

/* ---- texts ---- */

typedef struct text_row {
    const char *lines; /* folded as they may be */
    const char *summary;
    const char *description;
    const char *url;
} text_row;

static const text_row texts[] = {
    {"", "", NULL, NULL},
    {"SUMMARY:\r\nDESCRIPTION:\r\nURL:\r\n", "", NULL, NULL},
    {"SUMMARY:comma\\, semicolon\\; back\\\\slash\r\n", "comma, semicolon; back\\slash", NULL,
     NULL},
    {"DESCRIPTION:two\\nlines\\Nand three\r\n", "", "two\nlines\nand three", NULL},
    {"SUMMARY:C:\\temp \\\"quoted\\\" end\\\r\n", "C:\\temp \\\"quoted\\\" end\\", NULL, NULL},
    {"SUMMARY:folded\r\n  here\r\n\t and\n  there\r\n", "folded here and there", NULL, NULL},
    {"SUM\r\n MARY:split na\r\n me\r\n", "split name", NULL, NULL},
    {"SUMMARY:split \xC3\r\n \xA9 and \xF0\x9F\r\n \x8E\r\n \x89\r\n",
     "split \xC3\xA9 and "
     "\xF0\x9F\x8E\x89",
     NULL, NULL},
    {"summary;LANGUAGE=en;X-A=\"a:b;c\":any case\r\n", "any case", NULL, NULL},
    {"SUMMARY:tab\there\r\n", "tab\there", NULL, NULL},
    {"SUMMARY:C1\xC2\x85here\r\n",
     "C1\xC2\x85"
     "here",
     NULL, NULL},
    {"\r\n \r\nSUMMARY:blank lines\n\n", "blank lines", NULL, NULL},
    {"URL:https://example.org/a\\,b?c=d;e:f\r\n", "", NULL, "https://example.org/a\\,b?c=d;e:f"},
    {"BEGIN:VALARM\r\nSUMMARY:of the alarm\r\nEND:VALARM\r\nSUMMARY:of the event\r\n",
     "of the event", NULL, NULL},
    {"SUMMARY:\xE2\x80\xAEright to left\r\n", "\xE2\x80\xAEright to left", NULL, NULL},
    {"GEO:nonsense\r\nPRIORITY:high\r\nX-A;B=\"c:x\r\n \":y\r\nSUMMARY:others are not looked "
     "at\r\n",
     "others are not looked at", NULL, NULL},
};

static void check_text(const char *found, const char *wanted, int index)
{
    bool is_equal = found == NULL || wanted == NULL ? found == wanted : strcmp(found, wanted) == 0;
    ck_assert_msg(is_equal, "row %d: %s", index, found == NULL ? "NULL" : found);
}

START_TEST(unescaped)
{
    const text_row *row = &texts[_i];
    char text[1024];
    (void)snprintf(text, sizeof text, "%s%s%s%s", HEAD "BEGIN:VEVENT\r\n" START, row->lines,
                   "END:VEVENT\r\n", TAIL);
    relcal_calendar *calendar = read_good(text, strlen(text));
    const relcal_event *event = relcal_calendar_event_at(calendar, 0);
    check_text(event->summary, row->summary, _i);
    check_text(event->description, row->description, _i);
    check_text(event->url, row->url, _i);
    ck_assert_str_eq(event->uid, "");
    relcal_calendar_free(calendar);
}
END_TEST

START_TEST(other_parts)
{
    static const char text[] =
        HEAD EVENT("a\\,b", START "DTSTAMP:20260102T030405Z\r\nSEQUENCE:4\r\nSTATUS:cancelled\r\n"
                                  "RRULE:FREQ=DAILY;COUNT=1000000000\r\n")
            EVENT("a\\,b", START "RECURRENCE-ID;VALUE=DATE:20260106\r\n") DAY("c") TAIL;
    relcal_calendar *calendar = read_good(text, sizeof text - 1);
    ck_assert_uint_eq(relcal_calendar_event_count(calendar), 3);
    const relcal_event *event = relcal_calendar_event_at(calendar, 0);
    ck_assert_str_eq(event->uid, "a,b");
    ck_assert_int_eq(event->stamp, instant_of("2026-01-02T03:04:05Z"));
    ck_assert_int_eq(event->sequence, 4);
    ck_assert_str_eq(event->status, "CANCELLED");
    ck_assert_str_eq(event->recurrence, "FREQ=DAILY;COUNT=1000000000");
    ck_assert_uint_eq(event->line, 4);
    event = relcal_calendar_event_at(calendar, 1);
    ck_assert_int_eq(event->stamp, RELCAL_INSTANT_MIN);
    ck_assert_int_eq(event->sequence, 0);
    ck_assert_ptr_null(event->status);
    ck_assert_ptr_null(event->recurrence);
    ck_assert_ptr_null(relcal_calendar_event_at(calendar, 3));
    relcal_calendar_free(calendar);
    relcal_calendar_free(NULL);
}
END_TEST

START_TEST(names)
{
    static const struct {
        const char *lines;
        const char *name;
    } items[] = {
        {"", NULL},
        {"X-WR-CALNAME:Old\\, and used\r\n", "Old, and used"},
        {"X-WR-CALNAME:Old\r\nNAME:New\r\n", "New"},
        {"NAME:New\r\nX-WR-CALNAME:Old\r\n", "New"},
        {"NAME:First\r\nNAME:Second\r\n", "First"},
        {"CALSCALE:GEORGIAN\r\nBEGIN:X\r\nNAME:of something else\r\nEND:X\r\n", NULL},
    };
    for (size_t index = 0; index < COUNT(items); index++) {
        char text[512];
        (void)snprintf(text, sizeof text, "\xEF\xBB\xBF%s%s%s", HEAD, items[index].lines, TAIL);
        relcal_calendar *calendar = read_good(text, strlen(text));
        check_text(relcal_calendar_name(calendar), items[index].name, (int)index);
        ck_assert_uint_eq(relcal_calendar_event_count(calendar), 0);
        relcal_calendar_free(calendar);
    }
}
END_TEST

/* ---- leaving out ---- */

typedef struct report {
    size_t count;
    uint32_t lines[8];
    relcal_status codes[8];
} report;

static void take_fault(void *context, const relcal_error *fault)
{
    report *told = context;
    ck_assert_uint_lt(told->count, COUNT(told->lines));
    ck_assert_str_eq(fault->file, "x.ics");
    told->lines[told->count] = fault->line;
    told->codes[told->count++] = fault->code;
}

/* With a report the events around a faulty one are read; a UID of one that was left out is free. */
START_TEST(faulty_events_are_left_out)
{
    static const char text[] = HEAD DAY("a") EVENT("b", "DTSTART;VALUE=DATE:20230230\r\n")
        EVENT("c", START "X:\xFF\r\nY:\xFF\r\n") DAY("b") DAY("a") DAY("d") TAIL;
    report told = {0};
    relcal_ical_read_options options = {
        .file = "x.ics", .report = take_fault, .report_context = &told};
    relcal_calendar *calendar = NULL;
    ck_assert_int_eq(relcal_calendar_parse(&calendar, text, sizeof text - 1, &options, NULL),
                     RELCAL_OK);
    ck_assert_uint_eq(relcal_calendar_event_count(calendar), 3);
    ck_assert_str_eq(relcal_calendar_event_at(calendar, 0)->uid, "a");
    ck_assert_str_eq(relcal_calendar_event_at(calendar, 1)->uid, "b");
    ck_assert_str_eq(relcal_calendar_event_at(calendar, 2)->uid, "d");
    ck_assert_uint_eq(told.count, 3);
    ck_assert_uint_eq(told.lines[0], 10);
    ck_assert_uint_eq(told.lines[1], 15);
    ck_assert_uint_eq(told.lines[2], 23);
    ck_assert_int_eq(told.codes[0], RELCAL_ERROR_DATA);
    ck_assert_int_eq(told.codes[1], RELCAL_ERROR_SYNTAX);
    ck_assert_int_eq(told.codes[2], RELCAL_ERROR_DATA);
    relcal_calendar_free(calendar);
}
END_TEST

/* A calendar that is cut gives nothing, and tells of no event. */
START_TEST(cut_anywhere)
{
    static const char text[] = HEAD POTTERS EVENT("a", START "SUMMARY:x\r\n y\r\n") TAIL;
    for (size_t length = 0; length < sizeof text - 1 - strlen("\r\n"); length++) {
        report told = {0};
        relcal_ical_read_options options = {
            .file = "x.ics", .report = take_fault, .report_context = &told};
        relcal_calendar *calendar = NULL;
        relcal_error error;
        char *copy = malloc(length + 1); /* so that a byte too much is seen */
        ck_assert_ptr_nonnull(copy);
        memcpy(copy, text, length);
        ck_assert_int_eq(relcal_calendar_parse(&calendar, copy, length, &options, &error),
                         RELCAL_ERROR_SYNTAX);
        ck_assert_uint_eq(told.count, 0);
        ck_assert_ptr_null(calendar);
        free(copy);
    }
}
END_TEST

/* ---- large ones ---- */

/* A text that is put together. */
typedef struct builder {
    char *bytes;
    size_t length, capacity;
} builder;

static void make_room(builder *text, size_t more)
{
    if (text->capacity - text->length <= more) {
        text->capacity = text->capacity * 2 + more + 65536;
        text->bytes = realloc(text->bytes, text->capacity);
        ck_assert_ptr_nonnull(text->bytes);
    }
}

static void put(builder *text, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void put(builder *text, const char *format, ...)
{
    make_room(text, 4096);
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(text->bytes + text->length, 4096, format, arguments);
    va_end(arguments);
    ck_assert(length >= 0 && length < 4096);
    text->length += (size_t)length;
}

static void put_many(builder *text, size_t count, const char *piece)
{
    size_t length = strlen(piece);
    make_room(text, count * length);
    for (size_t index = 0; index < count; index++) {
        memcpy(text->bytes + text->length, piece, length);
        text->length += length;
    }
}

/* Reads what was built, with a report, and frees it. */
static relcal_calendar *read_built(builder *text, relcal_status status, relcal_error *error,
                                   report *told)
{
    relcal_calendar *calendar = NULL;
    relcal_ical_read_options options = {
        .file = "x.ics", .report = take_fault, .report_context = told};
    ck_assert_int_eq(relcal_calendar_parse(&calendar, text->bytes, text->length, &options, error),
                     status);
    free(text->bytes);
    *text = (builder){0};
    return calendar;
}

static const char sixty[] = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";

START_TEST(ten_thousand_categories)
{
    builder text = {0};
    report told = {0};
    put(&text, "%s", HEAD "BEGIN:VEVENT\r\n" START "CATEGORIES:none");
    for (int index = 0; index < 10000; index++) {
        put(&text, ",%d", index);
    }
    put_many(&text, 10000, "\r\nCATEGORIES:one");
    put(&text, "%s", "\r\nEND:VEVENT\r\n" TAIL);
    relcal_calendar *calendar = read_built(&text, RELCAL_OK, NULL, &told);
    ck_assert_uint_eq(relcal_calendar_event_count(calendar), 1);
    ck_assert_uint_eq(told.count, 0);
    relcal_calendar_free(calendar);
}
END_TEST

START_TEST(ten_megabytes_of_text)
{
    const char *const folds[] = {"", "\r\n "};
    for (size_t index = 0; index < COUNT(folds); index++) {
        builder text = {0};
        report told = {0};
        put(&text, "%s", HEAD "BEGIN:VEVENT\r\n" START "DESCRIPTION:");
        for (int line = 0; line < 170000; line++) {
            put(&text, "%s%s", folds[index], sixty);
        }
        put(&text, "%s", "\r\nEND:VEVENT\r\n" TAIL);
        relcal_calendar *calendar = read_built(&text, RELCAL_OK, NULL, &told);
        ck_assert_uint_eq(strlen(relcal_calendar_event_at(calendar, 0)->description), 10200000);
        relcal_calendar_free(calendar);
    }
}
END_TEST

/* Events over a limit are left out, in whatever way they are. */
START_TEST(events_over_limits)
{
    builder text = {0};
    report told = {0};
    put(&text, "%s", HEAD "BEGIN:VEVENT\r\n" START "X-A:");
    put_many(&text, RELCAL_MAX_EVENT_BYTES / 60 + 1, sixty);
    put(&text, "%s", "\r\nEND:VEVENT\r\n" DAY("a") "BEGIN:VEVENT\r\n" START "X-A:");
    put_many(&text, RELCAL_MAX_EVENT_BYTES / 63 + 1,
             "\r\n xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
             "xxxxxxxxxxxxxxxxxxxxxx");
    put(&text, "%s", "\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\n" START);
    put_many(&text, RELCAL_MAX_EVENT_LINES, "X-A:\r\n");
    put(&text, "%s", "END:VEVENT\r\nBEGIN:VEVENT\r\n" START "RRULE:FREQ=DAILY;BYSECOND=0");
    put_many(&text, 1000, ",0");
    put(&text, "%s", "\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\n" START "X");
    put_many(&text, 10000, ";A=B");
    put(&text, "%s", ":\r\nEND:VEVENT\r\n" DAY("b") TAIL);
    relcal_calendar *calendar = read_built(&text, RELCAL_OK, NULL, &told);
    ck_assert_uint_eq(relcal_calendar_event_count(calendar), 2);
    ck_assert_uint_eq(told.count, 5);
    for (size_t index = 0; index < 4; index++) {
        ck_assert_int_eq(told.codes[index], RELCAL_ERROR_LIMIT);
    }
    ck_assert_int_eq(told.codes[4], RELCAL_ERROR_SYNTAX);
    relcal_calendar_free(calendar);
}
END_TEST

START_TEST(a_million_events)
{
    builder text = {0};
    report told = {0};
    relcal_error error;
    put(&text, "%s", HEAD);
    for (int index = 0; index < 100000; index++) {
        put(&text,
            "BEGIN:VEVENT\r\nUID:%d\r\nDTSTART;TZID=Europe/Berlin:20260105T120000\r\nEND:VEVENT"
            "\r\n",
            index);
    }
    put(&text, "%s", TAIL);
    relcal_calendar *calendar = read_built(&text, RELCAL_OK, NULL, &told);
    ck_assert_uint_eq(relcal_calendar_event_count(calendar), 100000);
    ck_assert_str_eq(relcal_calendar_event_at(calendar, 99999)->uid, "99999");
    relcal_calendar_free(calendar);

    put(&text, "%s", HEAD);
    put_many(&text, RELCAL_MAX_CALENDAR_EVENTS + 1, "BEGIN:VEVENT\r\nEND:VEVENT\r\n");
    put(&text, "%s", TAIL);
    ck_assert_ptr_null(read_built(&text, RELCAL_ERROR_LIMIT, &error, &told));
    ck_assert_uint_eq(error.line, 4 + 2 * RELCAL_MAX_CALENDAR_EVENTS);
    ck_assert_uint_eq(told.count, 0);
}
END_TEST

START_TEST(bombs)
{
    static const struct {
        const char *before, *piece;
        size_t count;
        relcal_status status;
        uint32_t line;
    } items[] = {
        {HEAD, "BEGIN:X\n", 1000000, RELCAL_ERROR_LIMIT, 11},
        {"", "BEGIN:VCALENDAR\n", 1000000, RELCAL_ERROR_SYNTAX, 2},
        {"", "\n", 10000000, RELCAL_ERROR_SYNTAX, 0},
        {"BEGIN:VCALENDAR\n", "\n ", 10000000, RELCAL_ERROR_SYNTAX, 10000002},
        {HEAD, "X", 20000000, RELCAL_ERROR_LIMIT, 4},
        {HEAD "BEGIN:VEVENT\n", "X", 20000000, RELCAL_ERROR_SYNTAX, 5},
        {HEAD, "\xFF", 1000000, RELCAL_ERROR_SYNTAX, 4},
        {HEAD, "BEGIN:VTIMEZONE\nEND:VTIMEZONE\n", 1000, RELCAL_ERROR_LIMIT, 516},
    };
    for (size_t index = 0; index < COUNT(items); index++) {
        builder text = {0};
        report told = {0};
        relcal_error error;
        put(&text, "%s", items[index].before);
        put_many(&text, items[index].count, items[index].piece);
        ck_assert_ptr_null(read_built(&text, items[index].status, &error, &told));
        ck_assert_msg(error.line == items[index].line, "%zu: line %u, %s", index,
                      (unsigned)error.line, error.message);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("ical read");
    TCase *tests = tcase_create("ical read");
    tcase_set_timeout(tests, 300);
    tcase_add_loop_test(tests, refused_structures, 0, (int)COUNT(structures));
    tcase_add_loop_test(tests, refused_events, 0, (int)COUNT(events_refused));
    tcase_add_test(tests, nul);
    tcase_add_loop_test(tests, start_and_end, 0, (int)COUNT(times));
    tcase_add_test(tests, faulty_zones);
    tcase_add_loop_test(tests, unescaped, 0, (int)COUNT(texts));
    tcase_add_test(tests, other_parts);
    tcase_add_test(tests, names);
    tcase_add_test(tests, faulty_events_are_left_out);
    tcase_add_test(tests, cut_anywhere);
    suite_add_tcase(suite, tests);

    TCase *large = tcase_create("large");
    tcase_set_tags(large, "long");
    tcase_set_timeout(large, 300);
    tcase_add_test(large, ten_thousand_categories);
    tcase_add_test(large, ten_megabytes_of_text);
    tcase_add_test(large, events_over_limits);
    tcase_add_test(large, a_million_events);
    tcase_add_test(large, bombs);
    suite_add_tcase(suite, large);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
