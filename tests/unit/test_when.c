/* Whens: their bounds, their order, and their texts there and back. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "relcal/when.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])
#define LONGEST_NAME "Africa/Porto-Novo_0123456789_0123456789_0123456789_0123456789_01"
#define TBD_FIRST RELCAL_INSTANT_MIN
#define TBD_LAST RELCAL_INSTANT_MAX

static relcal_when parsed(const char *text)
{
    relcal_when when = {0};
    relcal_error error = {0};
    relcal_status status = relcal_when_parse(&when, text, strlen(text), &error);
    ck_assert_msg(status == RELCAL_OK, "%s: %s", text, error.message);
    return when;
}

/* 2026-05-05T00:00:00Z */
#define MAY_5 INT64_C(1777939200)
#define DAY 86400
#define HOUR 3600

START_TEST(parsing)
{
    static const struct {
        const char *text;
        const char *canonical; /* NULL where it is the text */
        relcal_precision precision;
        relcal_instant earliest, latest;
        const char *date;
        int zone, offset_minutes;
        const char *zone_name;
    } items[] = {
#define MOMENT(instant) RELCAL_PRECISION_MOMENT, instant, instant
        {"2026-05-05", NULL, RELCAL_PRECISION_DAY, MAY_5, MAY_5 + DAY - 1, "2026-05-05", 0, 0, ""},
        {"2026-W19-2", "2026-05-05", RELCAL_PRECISION_DAY, MAY_5, MAY_5 + DAY - 1, "2026-05-05", 0,
         0, ""},
        {"2026-W19", NULL, RELCAL_PRECISION_WEEK, MAY_5 - DAY, MAY_5 + 6 * DAY - 1, "2026-05-04", 0,
         0, ""},
        {"2026-05", NULL, RELCAL_PRECISION_MONTH, MAY_5 - 4 * DAY, MAY_5 + 27 * DAY - 1,
         "2026-05-01", 0, 0, ""},
        {"2026", NULL, RELCAL_PRECISION_YEAR, MAY_5 - 124 * DAY, MAY_5 + 241 * DAY - 1,
         "2026-01-01", 0, 0, ""},
        {"2026-05-05..2026-05-08", NULL, RELCAL_PRECISION_RANGE, MAY_5, MAY_5 + 4 * DAY - 1,
         "2026-05-05", 0, 0, ""},
        {"2026-05-05..2026-05-05", NULL, RELCAL_PRECISION_RANGE, MAY_5, MAY_5 + DAY - 1,
         "2026-05-05", 0, 0, ""},
        {"2026-W19-2..2026-W19-5", "2026-05-05..2026-05-08", RELCAL_PRECISION_RANGE, MAY_5,
         MAY_5 + 4 * DAY - 1, "2026-05-05", 0, 0, ""},
        {"tbd", NULL, RELCAL_PRECISION_TBD, TBD_FIRST, TBD_LAST, "", 0, 0, ""},
        {"TBD", "tbd", RELCAL_PRECISION_TBD, TBD_FIRST, TBD_LAST, "", 0, 0, ""},
        {"2026-05-05T12:00Z", NULL, MOMENT(MAY_5 + 12 * HOUR), "2026-05-05", 0, 0, ""},
        {"2026-05-05T12:00:00Z", "2026-05-05T12:00Z", MOMENT(MAY_5 + 12 * HOUR), "2026-05-05", 0, 0,
         ""},
        {"2026-05-05T12:00:07 Z", "2026-05-05T12:00:07Z", MOMENT(MAY_5 + 12 * HOUR + 7),
         "2026-05-05", 0, 0, ""},
        {"2026-W19-2T12:00Z", "2026-05-05T12:00Z", MOMENT(MAY_5 + 12 * HOUR), "2026-05-05", 0, 0,
         ""},
        {"2026-05-05T24:00Z", NULL, MOMENT(MAY_5 + DAY), "2026-05-05", 0, 0, ""},
        {"2026-05-05T24:00:00Z", "2026-05-05T24:00Z", MOMENT(MAY_5 + DAY), "2026-05-05", 0, 0, ""},
        {"2026-05-06T00:00Z", NULL, MOMENT(MAY_5 + DAY), "2026-05-06", 0, 0, ""},
        {"2026-05-05T14:00+02:00", NULL, MOMENT(MAY_5 + 12 * HOUR), "2026-05-05", 1, 120, ""},
        {"2026-05-05T14:00 +02:00", "2026-05-05T14:00+02:00", MOMENT(MAY_5 + 12 * HOUR),
         "2026-05-05", 1, 120, ""},
        {"2026-05-05T14:00+02:00[Europe/Berlin]", NULL, MOMENT(MAY_5 + 12 * HOUR), "2026-05-05", 1,
         120, "Europe/Berlin"},
        {"2026-05-05T08:30-03:30[America/St_Johns]", NULL, MOMENT(MAY_5 + 12 * HOUR), "2026-05-05",
         1, -210, "America/St_Johns"},
        {"2026-05-05T11:00-01:00[Etc/GMT+1]", NULL, MOMENT(MAY_5 + 12 * HOUR), "2026-05-05", 1, -60,
         "Etc/GMT+1"},
        {"2026-05-06T02:00+14:00", NULL, MOMENT(MAY_5 + 12 * HOUR), "2026-05-06", 1, 840, ""},
        {"2026-05-05T24:00-23:59", NULL, MOMENT(MAY_5 + 2 * DAY - 60), "2026-05-05", 1, -1439, ""},
        {"2026-05-05T00:00+23:59", NULL, MOMENT(MAY_5 - DAY + 60), "2026-05-05", 1, 1439, ""},
        {"2026-05-05T12:00-00:00", "2026-05-05T12:00+00:00", MOMENT(MAY_5 + 12 * HOUR),
         "2026-05-05", 1, 0, ""},
        {"2026-05-05T00:00AoE", NULL, MOMENT(MAY_5 + 12 * HOUR), "2026-05-05", 2, 0, ""},
        {"2026-05-05T24:00AoE", NULL, MOMENT(MAY_5 + 36 * HOUR), "2026-05-05", 2, 0, ""},
        {"2026-05-05T23:59:59 aoe", "2026-05-05T23:59:59AoE", MOMENT(MAY_5 + 36 * HOUR - 1),
         "2026-05-05", 2, 0, ""},
        {"2026-05-05T24:00 AOE", "2026-05-05T24:00AoE", MOMENT(MAY_5 + 36 * HOUR), "2026-05-05", 2,
         0, ""},
        {"0001-01-01T00:00Z", NULL, MOMENT(RELCAL_INSTANT_MIN), "0001-01-01", 0, 0, ""},
        {"9999-12-31T23:59:59Z", NULL, MOMENT(RELCAL_INSTANT_MAX), "9999-12-31", 0, 0, ""},
        {"9999-12-31T24:00+00:01", NULL, MOMENT(RELCAL_INSTANT_MAX - 59), "9999-12-31", 1, 1, ""},
        {"2026-05-05T14:00:01+02:00[" LONGEST_NAME "]", NULL, MOMENT(MAY_5 + 12 * HOUR + 1),
         "2026-05-05", 1, 120, LONGEST_NAME},
#undef MOMENT
    };
    for (size_t i = 0; i < COUNT(items); i++) {
        char buffer[RELCAL_WHEN_BYTES];
        char date[RELCAL_DATE_BYTES];
        relcal_when when = parsed(items[i].text);
        ck_assert_msg(when.precision == items[i].precision, "%s", items[i].text);
        ck_assert_msg(when.earliest == items[i].earliest, "%s: earliest %lld", items[i].text,
                      (long long)when.earliest);
        ck_assert_msg(when.latest == items[i].latest, "%s: latest %lld", items[i].text,
                      (long long)when.latest);
        ck_assert_msg((int)when.zone == items[i].zone, "%s", items[i].text);
        ck_assert_int_eq(when.offset_minutes, items[i].offset_minutes);
        ck_assert_uint_eq(when.zone_name_length, strlen(items[i].zone_name));
        ck_assert((when.zone_name == NULL) == (when.zone_name_length == 0));
        ck_assert(when.zone_name == NULL ||
                  memcmp(when.zone_name, items[i].zone_name, when.zone_name_length) == 0);
        ck_assert_str_eq(relcal_date_format(relcal_when_date(&when), date), items[i].date);

        const char *canonical = items[i].canonical ? items[i].canonical : items[i].text;
        ck_assert_str_eq(relcal_when_format(&when, buffer), canonical);
        relcal_when again = parsed(buffer);
        ck_assert(again.earliest == when.earliest && again.latest == when.latest &&
                  again.precision == when.precision && again.zone == when.zone &&
                  again.offset_minutes == when.offset_minutes &&
                  again.end_of_day == when.end_of_day &&
                  again.zone_name_length == when.zone_name_length);
    }
}
END_TEST

#define FORMS                                                                                    \
    "YYYY-MM-DD, YYYY-MM, YYYY, YYYY-Www, two days as YYYY-MM-DD..YYYY-MM-DD, a moment such as " \
    "2026-05-05T12:00Z, or tbd"
#define RANGE_FORM "two days as YYYY-MM-DD..YYYY-MM-DD"
#define TIME_FORM "the time after T as HH:MM or HH:MM:SS"
#define ZONE_FORM "Z, an offset such as +02:00, or AoE after the time"
#define OFFSET_FORM "an offset before the zone's name, as in 2026-05-05T14:00+02:00[Europe/Berlin]"
#define NAME_FORM "a zone's name as in +02:00[Europe/Berlin]"

START_TEST(parse_errors)
{
    static const struct {
        const char *text;
        relcal_status code;
        uint32_t column;
        const char *message;
    } items[] = {
#define SYNTAX(text, column, form) \
    {text, RELCAL_ERROR_SYNTAX, column, "\"" text "\" is not a date; write " form}
        SYNTAX("", 1, FORMS),
        SYNTAX("soon", 1, FORMS),
        SYNTAX("tb", 1, FORMS),
        SYNTAX("tbdx", 4, FORMS),
        SYNTAX("202", 4, FORMS),
        SYNTAX("20260505", 5, FORMS),
        SYNTAX("2026-5", 7, FORMS),
        SYNTAX("2026-W1", 8, FORMS),
        SYNTAX("2026-05-05 ", 11, FORMS),
        SYNTAX("2026-05-05 12:00Z", 11, FORMS),
        SYNTAX("2026-05-05t12:00Z", 11, FORMS),
        SYNTAX("2026-05..2026-06", 8, FORMS),
        SYNTAX("2026-05-05.", 11, FORMS),
        SYNTAX("2026-05-05..", 13, RANGE_FORM),
        SYNTAX("2026-05-05..2026-06", 20, RANGE_FORM),
        SYNTAX("2026-05-05..2026-05-06x", 23, RANGE_FORM),
        SYNTAX("2026-05-05...2026-05-06", 13, RANGE_FORM),
        SYNTAX("2026-05-05T", 12, TIME_FORM),
        SYNTAX("2026-05-05T12", 14, TIME_FORM),
        SYNTAX("2026-05-05T1200Z", 14, TIME_FORM),
        SYNTAX("2026-05-05T12:0Z", 16, TIME_FORM),
        SYNTAX("2026-05-05T12:00:Z", 18, TIME_FORM),
        SYNTAX("2026-05-05T12:00", 17, ZONE_FORM),
        SYNTAX("2026-05-05T12:00z", 17, ZONE_FORM),
        SYNTAX("2026-05-05T12:00:00.5Z", 20, ZONE_FORM),
        SYNTAX("2026-05-05T12:00  Z", 18, ZONE_FORM),
        SYNTAX("2026-05-05T12:00Zulu", 18, ZONE_FORM),
        SYNTAX("2026-05-05T12:00AoEx", 20, ZONE_FORM),
        SYNTAX("2026-05-05T12:00CEST", 17, ZONE_FORM),
        SYNTAX("2026-05-05T12:00+02", 20, ZONE_FORM),
        SYNTAX("2026-05-05T12:00+0200", 20, ZONE_FORM),
        SYNTAX("2026-05-05T12:00+02:0", 22, ZONE_FORM),
        SYNTAX("2026-05-05T12:00Z[Europe/Berlin]", 18, OFFSET_FORM),
        SYNTAX("2026-05-05T12:00AoE[Etc/GMT+12]", 20, OFFSET_FORM),
        SYNTAX("2026-05-05T12:00+02:00[]", 24, NAME_FORM),
        SYNTAX("2026-05-05T12:00+02:00[Europe", 30, NAME_FORM),
        SYNTAX("2026-05-05T12:00+02:00[Europe/]", 31, NAME_FORM),
        SYNTAX("2026-05-05T12:00+02:00[../x]", 24, NAME_FORM),
        SYNTAX("2026-05-05T12:00+02:00[a/./x]", 26, NAME_FORM),
        SYNTAX("2026-05-05T12:00+02:00[!Europe/Berlin]", 24, NAME_FORM),
        SYNTAX("2026-05-05T12:00+02:00[+02:00]", 24, NAME_FORM),
        SYNTAX("2026-05-05T12:00+02:00[Europe/Berlin]x", 38, NAME_FORM),
        SYNTAX("2026-05-05T12:00+02:00[u-ca=x]", 28, NAME_FORM),
#undef SYNTAX
#define RANGE(text, column, message) {text, RELCAL_ERROR_RANGE, column, message}
        RANGE("0000", 1, "0000 is no year; years are 0001 to 9999"),
        RANGE("2026-13", 6, "2026-13 is no month; months are 01 to 12"),
        RANGE("2026-W54", 7, "2026-W54 is no week; 2026 has 53 weeks"),
        RANGE("9999-W52", 7, "9999-W52 does not end before the last day, 9999-12-31"),
        RANGE("2023-02-30", 9, "2023-02-30 is no day; February 2023 has 28 days"),
        RANGE("2023-02-30T12:00Z", 9, "2023-02-30 is no day; February 2023 has 28 days"),
        RANGE("2023-01-01..2023-02-29", 21, "2023-02-29 is no day; February 2023 has 28 days"),
        RANGE("2026-05-05..2026-05-04", 13,
              "2026-05-04 ends the range before it begins; write its first day first"),
        RANGE("2026-05-05T25:00Z", 12, "25:00 is no time; hours are 00 to 24"),
        RANGE("2026-05-05T12:60Z", 15, "12:60 is no time; minutes are 00 to 59"),
        RANGE("2026-05-05T23:59:60Z", 18, "23:59:60 is no time; seconds are 00 to 59"),
        RANGE("2026-05-05T24:01Z", 15, "24:01 is no time; a day ends with 24:00"),
        RANGE("2026-05-05T24:00:01Z", 18, "24:00:01 is no time; a day ends with 24:00"),
        RANGE("2026-05-05T12:00+24:00", 18,
              "+24:00 is no offset; hours are 00 to 23, minutes 00 to 59"),
        RANGE("2026-05-05T12:00-12:60", 21,
              "-12:60 is no offset; hours are 00 to 23, minutes 00 to 59"),
        RANGE("2026-05-05T12:00+02:00[" LONGEST_NAME "2]", 88,
              "the name of the zone is too long; write at most 64 bytes"),
        RANGE("0001-01-01T00:00+00:01", 1,
              "this moment lies outside of the calendar; write one from 0001-01-01T00:00Z to "
              "9999-12-31T23:59:59Z"),
        RANGE("9999-12-31T24:00Z", 1,
              "this moment lies outside of the calendar; write one from 0001-01-01T00:00Z to "
              "9999-12-31T23:59:59Z"),
        RANGE("9999-12-31T12:00AoE", 1,
              "this moment lies outside of the calendar; write one from 0001-01-01T00:00Z to "
              "9999-12-31T23:59:59Z"),
#undef RANGE
    };
    for (size_t i = 0; i < COUNT(items); i++) {
        relcal_when when = {.earliest = 4711};
        relcal_error error;
        size_t length = strlen(items[i].text);
        relcal_status status = relcal_when_parse(&when, items[i].text, length, &error);
        ck_assert_str_eq(error.message, items[i].message);
        ck_assert_int_eq(status, items[i].code);
        ck_assert_int_eq(error.code, items[i].code);
        ck_assert_msg(error.column == items[i].column, "%s: column %u", items[i].text,
                      (unsigned)error.column);
        ck_assert_int_eq(when.earliest, 4711);
        ck_assert_int_eq(relcal_when_parse(&when, items[i].text, length, NULL), items[i].code);
    }
}
END_TEST

/* Every beginning of a moment is something else or an error, and never reads past its end. */
START_TEST(exact_length)
{
    static const char text[] = "2026-05-05T14:00:01+02:00[Europe/Berlin]";
    for (size_t length = 0; length < sizeof text; length++) {
        char *copy = malloc(length + 1);
        ck_assert_ptr_nonnull(copy);
        memcpy(copy, text, length);
        copy[length] = ']';
        relcal_when when;
        relcal_error error;
        bool is_whole = length == 4 || length == 7 || length == 10 || length == 25 ||
                        length == sizeof text - 1;
        relcal_status status = relcal_when_parse(&when, copy, length, &error);
        ck_assert_msg(status == (is_whole ? RELCAL_OK : RELCAL_ERROR_SYNTAX), "%zu", length);
        ck_assert(is_whole || error.column == length + 1);
        free(copy);
    }
    relcal_when when;
    ck_assert_int_eq(relcal_when_parse(&when, "tbd", 4, NULL), RELCAL_ERROR_SYNTAX);
    ck_assert_int_eq(relcal_when_parse(&when, NULL, 0, NULL), RELCAL_ERROR_SYNTAX);
}
END_TEST

START_TEST(days_and_instants)
{
    static const struct {
        relcal_instant instant;
        relcal_date date;
    } items[] = {
        {0, 0},
        {-1, -1},
        {86399, 0},
        {86400, 1},
        {-86400, -1},
        {-86401, -2},
        {RELCAL_INSTANT_MIN, RELCAL_DATE_MIN},
        {RELCAL_INSTANT_MIN - 1, RELCAL_DATE_NONE},
        {RELCAL_INSTANT_MAX, RELCAL_DATE_MAX},
        {RELCAL_INSTANT_MAX + 1, RELCAL_DATE_NONE},
        {INT64_MIN, RELCAL_DATE_NONE},
        {INT64_MAX, RELCAL_DATE_NONE},
    };
    for (size_t i = 0; i < COUNT(items); i++) {
        ck_assert_int_eq(relcal_instant_date(items[i].instant), items[i].date);
    }
    ck_assert(relcal_instant_of_day_start(RELCAL_DATE_MIN) == RELCAL_INSTANT_MIN);
    ck_assert(relcal_instant_of_day_end(RELCAL_DATE_MAX) == RELCAL_INSTANT_MAX);

    static const relcal_date invalid[] = {RELCAL_DATE_NONE, RELCAL_DATE_MIN - 1,
                                          RELCAL_DATE_MAX + 1, INT32_MAX};
    for (size_t i = 0; i < COUNT(invalid); i++) {
        relcal_when when = relcal_when_day(invalid[i]);
        ck_assert_int_eq(when.precision, RELCAL_PRECISION_TBD);
        ck_assert(when.earliest == RELCAL_INSTANT_MIN && when.latest == RELCAL_INSTANT_MAX);
    }
    relcal_when day = relcal_when_day(1);
    ck_assert_int_eq(day.precision, RELCAL_PRECISION_DAY);
    ck_assert(day.earliest == 86400 && day.latest == 2 * 86400 - 1);
}
END_TEST

START_TEST(having_come)
{
    static const struct {
        const char *when;
        relcal_instant instant;
        relcal_truth has_come;
        bool is_past;
    } items[] = {
        {"2026-05-05", MAY_5 - 1, RELCAL_NO, false},
        {"2026-05-05", MAY_5, RELCAL_YES, false},
        {"2026-05-05", MAY_5 + DAY - 1, RELCAL_YES, false},
        {"2026-05-05", MAY_5 + DAY, RELCAL_YES, true},
        {"2026-05-05T12:00Z", MAY_5 + 12 * HOUR - 1, RELCAL_NO, false},
        {"2026-05-05T12:00Z", MAY_5 + 12 * HOUR, RELCAL_YES, false},
        {"2026-05-05T12:00Z", MAY_5 + 12 * HOUR + 1, RELCAL_YES, true},
        {"2026-05-05T24:00AoE", MAY_5 + 36 * HOUR - 1, RELCAL_NO, false},
        {"2026-05-05T24:00AoE", MAY_5 + 36 * HOUR, RELCAL_YES, false},
        {"2026-05-05..2026-05-08", MAY_5 - 1, RELCAL_NO, false},
        {"2026-05-05..2026-05-08", MAY_5, RELCAL_UNKNOWN, false},
        {"2026-05-05..2026-05-08", MAY_5 + 3 * DAY - 1, RELCAL_UNKNOWN, false},
        {"2026-05-05..2026-05-08", MAY_5 + 3 * DAY, RELCAL_YES, false},
        {"2026-05-05..2026-05-08", MAY_5 + 4 * DAY, RELCAL_YES, true},
        {"2026-05-05..2026-05-05", MAY_5, RELCAL_YES, false},
        {"2026-W19", MAY_5, RELCAL_UNKNOWN, false},
        {"2026-W19", MAY_5 + 5 * DAY, RELCAL_YES, false},
        {"2026-05", MAY_5, RELCAL_UNKNOWN, false},
        {"2026-06", MAY_5, RELCAL_NO, false},
        {"2026-04", MAY_5, RELCAL_YES, true},
        {"2026", MAY_5, RELCAL_UNKNOWN, false},
        {"tbd", INT64_MIN, RELCAL_UNKNOWN, false},
        {"tbd", MAY_5, RELCAL_UNKNOWN, false},
        {"tbd", INT64_MAX, RELCAL_UNKNOWN, false},
        {"2026", INT64_MIN, RELCAL_NO, false},
        {"2026", INT64_MAX, RELCAL_YES, true},
    };
    for (size_t i = 0; i < COUNT(items); i++) {
        relcal_when when = parsed(items[i].when);
        ck_assert_msg(relcal_when_has_come(&when, items[i].instant) == items[i].has_come,
                      "row %zu, %s", i, items[i].when);
        ck_assert_msg(relcal_when_is_past(&when, items[i].instant) == items[i].is_past,
                      "row %zu, %s", i, items[i].when);
    }
}
END_TEST

START_TEST(comparing)
{
    static const struct {
        const char *left, *right;
        relcal_order order;
    } items[] = {
        {"2026-05-05", "2026-05-06", RELCAL_ORDER_BEFORE},
        {"2026-05-05", "2026-05-05", RELCAL_ORDER_SAME},
        {"2026-05-05", "2026-05-05..2026-05-05", RELCAL_ORDER_UNKNOWN},
        {"2027-04", "2027-04-07", RELCAL_ORDER_UNKNOWN},
        {"2027-04", "2027-05-01", RELCAL_ORDER_BEFORE},
        {"2027-04", "2027", RELCAL_ORDER_UNKNOWN},
        {"2027-04", "2027-04", RELCAL_ORDER_SAME},
        {"2026-W53", "2027-01-03", RELCAL_ORDER_UNKNOWN},
        {"2026-W53", "2027-01-04", RELCAL_ORDER_BEFORE},
        {"2026-05-05T12:00Z", "2026-05-05", RELCAL_ORDER_UNKNOWN},
        {"2026-05-05T12:00Z", "2026-05-05T14:00+02:00", RELCAL_ORDER_SAME},
        {"2026-05-05T12:00Z", "2026-05-05T00:00AoE", RELCAL_ORDER_SAME},
        {"2026-05-05T24:00Z", "2026-05-06T00:00Z", RELCAL_ORDER_SAME},
        {"2026-05-05T24:00Z", "2026-05-05", RELCAL_ORDER_AFTER},
        {"2026-05-05T24:00AoE", "2026-05-06", RELCAL_ORDER_UNKNOWN},
        {"tbd", "tbd", RELCAL_ORDER_UNKNOWN},
        {"tbd", "2026-05-05", RELCAL_ORDER_UNKNOWN},
    };
    static const relcal_order turned[] = {
        [RELCAL_ORDER_BEFORE + 1] = RELCAL_ORDER_AFTER,
        [RELCAL_ORDER_SAME + 1] = RELCAL_ORDER_SAME,
        [RELCAL_ORDER_AFTER + 1] = RELCAL_ORDER_BEFORE,
        [RELCAL_ORDER_UNKNOWN + 1] = RELCAL_ORDER_UNKNOWN,
    };
    for (size_t i = 0; i < COUNT(items); i++) {
        relcal_when left = parsed(items[i].left), right = parsed(items[i].right);
        ck_assert_msg(relcal_when_compare(&left, &right) == items[i].order, "%s, %s", items[i].left,
                      items[i].right);
        ck_assert_msg(relcal_when_compare(&right, &left) == turned[items[i].order + 1], "%s, %s",
                      items[i].right, items[i].left);
        bool is_same = items[i].order == RELCAL_ORDER_SAME || strcmp(items[i].right, "tbd") == 0;
        ck_assert_msg(relcal_when_is_same(&left, &right) == is_same, "%s, %s", items[i].left,
                      items[i].right);
        ck_assert_msg(relcal_when_is_same(&right, &left) == is_same, "%s, %s", items[i].right,
                      items[i].left);
    }
}
END_TEST

START_TEST(names)
{
    static const char *const wanted[] = {"moment", "day", "week", "month", "year", "range", "tbd"};
    for (size_t i = 0; i < COUNT(wanted); i++) {
        ck_assert_str_eq(relcal_precision_name((relcal_precision)i), wanted[i]);
    }
    ck_assert_str_eq(relcal_precision_name((relcal_precision)COUNT(wanted)), "");
    ck_assert_str_eq(relcal_precision_name((relcal_precision)-1), "");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("when");
    TCase *tests = tcase_create("when");
    tcase_add_test(tests, parsing);
    tcase_add_test(tests, parse_errors);
    tcase_add_test(tests, exact_length);
    tcase_add_test(tests, days_and_instants);
    tcase_add_test(tests, having_come);
    tcase_add_test(tests, comparing);
    tcase_add_test(tests, names);
    suite_add_tcase(suite, tests);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
