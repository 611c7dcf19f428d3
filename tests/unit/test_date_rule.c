/*
 * Date rules: texts and their normal forms, every fault with its place, and the days that rules
 * give: at the ends of months and of the calendar, in leap years, around days to avoid.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "allocations.h"
#include "relcal/relcal.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

static relcal_date day(const char *text)
{
    relcal_date date = RELCAL_DATE_NONE;
    ck_assert_int_eq(relcal_date_parse(&date, text, strlen(text), NULL), RELCAL_OK);
    return date;
}

static relcal_date_rule *parsed(const char *text)
{
    relcal_date_rule *rule = NULL;
    relcal_error error = {0};
    relcal_status status = relcal_date_rule_parse(&rule, text, strlen(text), NULL, &error);
    ck_assert_msg(status == RELCAL_OK, "%s: %s", text, error.message);
    return rule;
}

static const char *printed(const relcal_date_rule *rule,
                           char buffer[RELCAL_MAX_DATE_RULE_BYTES + 1])
{
    size_t length = relcal_date_rule_format(rule, buffer, RELCAL_MAX_DATE_RULE_BYTES + 1);
    ck_assert_uint_eq(length, strlen(buffer));
    return buffer;
}

/* ---- texts ---- */

START_TEST(normal_forms)
{
    static const struct {
        const char *text;
        const char *normal; /* NULL where it is the text */
    } items[] = {
        {"2027-05-04", NULL},
        {"2027-W18-2", "2027-05-04"},
        {"0001-01-01", NULL},
        {"9999-12-31", NULL},
        {"2028-05", "may 2028"},
        {"Sept 0987", "september 0987"},
        {"MAY", "may"},
        {"ToDaY", "today"},
        {"b1", NULL},
        {"3.16.0b1", NULL},
        {"end-of-life", NULL},
        {"\"end-of-life\"", "end-of-life"},
        {"'beta 1'", "\"beta 1\""},
        {"'say \"when\"'", NULL},
        {"\"don't\"", NULL},
        {"\"may\"", NULL},
        {"'Tuesday'", "\"Tuesday\""},
        {"\"1st\"", NULL},
        {"\"2028\"", NULL},
        {"\"2028-05-02\"", NULL},
        {"\"b--1\"", NULL},
        {"\"-b1\"", NULL},
        {"\"b1-\"", NULL},
        {"\"previous.b1\"", NULL},
        {"\"previousb1\"", "previousb1"},
        {"\"Freigabe f\xC3\xBCr alle\"", NULL},
        {"Previous.PREVIOUS.b1", "previous.previous.b1"},
        {"previous.\"beta 1\"", NULL},
        {"previous.'b1'", "previous.b1"},
        {"previous.\"previous.b1\"", NULL},
        {"previous.may", "previous.\"may\""},
        {"first beta", NULL},
        {"last previous.beta", NULL},
        {"1st 'release candidate'", "first \"release candidate\""},
        {"b1+3 weeks", "b1 + 3 weeks"},
        {"b1 -3 weeks", "b1 - 3 weeks"},
        {"b1-3 + 1 day", NULL},
        {"b1 + 1 weeks + 02 day", "b1 + 1 week + 2 days"},
        {"b1 - 0 days", "b1 + 0 days"},
        {"b1 + 1 workday - 2 Business Days", "b1 + 1 working day - 2 working days"},
        {"b1 + 99999 years", NULL},
        {"3 weeks after b1", "b1 + 3 weeks"},
        {"2 working days before rc1", "rc1 - 2 working days"},
        {"1 day before 2 months after b1", "b1 + 2 months - 1 day"},
        {"1 day before (b1 + 2 months)", "b1 + 2 months - 1 day"},
        {"((b1))", "b1"},
        {"((b1 + 1 day) + 1 day)", "b1 + 1 day + 1 day"},
        {"first tuesday of may", NULL},
        {"3rd tue of nov 2026", "third tuesday of november 2026"},
        {"5th Thurs of (may)", "fifth thursday of may"},
        {"last friday of month(b1)", NULL},
        {"2nd last friday of 2027-05", "second last friday of may 2027"},
        {"11th working day of may", NULL},
        {"21st day of may", NULL},
        {"22nd last day of may", NULL},
        {"23rd business day of may", "23rd working day of may"},
        {"31st day of may", NULL},
        {"1st last friday of may", "last friday of may"},
        {"366th last day of year(b1)", NULL},
        {"first day of b1 + 1 month", NULL}, /* the month is added to the day */
        {"first day of (month(b1) + 1 month)", NULL},
        {"second tuesday of january before b1", NULL},
        {"second tuesday of january on or before (b1 - 1 day)", NULL},
        {"first tuesday of may after b1 + 1 day", NULL},
        {"first workday of may on or after today", "first working day of may on or after today"},
        {"next tuesday after b1", NULL},
        {"tuesday after b1", "next tuesday after b1"},
        {"first tuesday after b1", "next tuesday after b1"},
        {"tue on or before b1", "last tuesday on or before b1"},
        {"last tuesday before b1", NULL},
        {"third tuesday before b1", NULL},
        {"111th working day after b1", NULL},
        {"112th tuesday on or after b1", NULL},
        {"999th working day on or before b1", NULL},
        {"next monday after tuesday after b1", "next monday after next tuesday after b1"},
        {"next monday after 1 day after b1", "next monday after (b1 + 1 day)"},
        {"min(b1,b2 , last beta)", "min(b1, b2, last beta)"},
        {"MAX ( b1 + 1 day, min(b1, b2) )", "max(b1 + 1 day, min(b1, b2))"},
        {"month(final) + 60 months", NULL},
        {"year ( final )", "year(final)"},
        {"every 2 months from final, first tuesday", NULL},
        {"Every 1 Weeks From b1 Until b2", "every 1 week from b1 until b2"},
        {"every 10 working days from b1 + 1 day until max(b2, b3) - 1 day, friday", NULL},
        {"every 1 year from may 2028, second last workday",
         "every 1 year from may 2028, second last working day"},
        {"every 1 month from b1, last day", NULL},
        {"\t first\n tuesday \r\v\f of may ", "first tuesday of may"},
    };
    char normal[RELCAL_MAX_DATE_RULE_BYTES + 1];
    char again[RELCAL_MAX_DATE_RULE_BYTES + 1];
    for (size_t i = 0; i < COUNT(items); i++) {
        relcal_date_rule *rule = parsed(items[i].text);
        ck_assert_str_eq(printed(rule, normal),
                         items[i].normal != NULL ? items[i].normal : items[i].text);
        ck_assert_int_eq(relcal_date_rule_repeats(rule), strncmp(normal, "every", 5) == 0);
        relcal_date_rule_free(rule, NULL);
        rule = parsed(normal);
        ck_assert_str_eq(printed(rule, again), normal);
        relcal_date_rule_free(rule, NULL);
    }
}
END_TEST

START_TEST(printing_into_little_room)
{
    static const char wanted[] = "third tuesday of november 2026";
    relcal_date_rule *rule = parsed("3rd tue of nov 2026");
    ck_assert_uint_eq(relcal_date_rule_format(rule, NULL, 0), sizeof wanted - 1);
    for (size_t room = 1; room <= sizeof wanted + 1; room++) {
        char buffer[sizeof wanted + 2];
        memset(buffer, '#', sizeof buffer);
        ck_assert_uint_eq(relcal_date_rule_format(rule, buffer, room), sizeof wanted - 1);
        size_t shown = room < sizeof wanted ? room - 1 : sizeof wanted - 1;
        ck_assert_uint_eq(strlen(buffer), shown);
        ck_assert(strncmp(buffer, wanted, shown) == 0);
        ck_assert_int_eq(buffer[shown + 1], '#');
    }
    relcal_date_rule_free(rule, NULL);
    relcal_date_rule_free(NULL, NULL);
}
END_TEST

/* ---- faults ---- */

static void check_fault(const char *text, size_t length, relcal_status code, uint32_t column,
                        const char *message)
{
    relcal_date_rule *rule = NULL;
    relcal_error error = {0};
    char *copy = malloc(length + (length == 0)); /* so that no byte behind it can be read */
    ck_assert_ptr_nonnull(copy);
    memcpy(copy, text, length);
    relcal_status status = relcal_date_rule_parse(&rule, copy, length, NULL, &error);
    free(copy);
    ck_assert_msg(status == code && error.code == code, "%.80s: %s, %s", text,
                  relcal_status_name(status), error.message);
    ck_assert_ptr_null(rule);
    ck_assert_msg(strcmp(error.message, message) == 0, "%.80s: %s", text, error.message);
    ck_assert_msg(error.column == column, "%.80s: %u", text, (unsigned)error.column);
    ck_assert_uint_eq(error.line, 0);
    ck_assert_str_eq(error.file, "");
    ck_assert_int_eq(relcal_date_rule_parse(&rule, text, length, NULL, NULL), code);
}

START_TEST(faults)
{
#define S RELCAL_ERROR_SYNTAX
#define R RELCAL_ERROR_RANGE
#define L RELCAL_ERROR_LIMIT
    static const struct {
        const char *text;
        relcal_status code;
        uint32_t column;
        const char *message;
    } items[] = {
        {"", S, 1, "the rule ends here; write a day, a milestone, or what leads to one"},
        {"  ", S, 3, "the rule ends here; write a day, a milestone, or what leads to one"},
        {"b1 +", S, 5, "the rule ends here; write a length, such as 3 weeks"},
        {"b1 + 3", S, 7, "the rule ends here; write days, weeks, months, years or working days"},
        {"b1 + 3 working", S, 15,
         "the rule ends here; write days, weeks, months, years or working days"},
        {"b1 + 3 wexxs", S, 8,
         "\"wexxs\" stands here; write days, weeks, months, years or working days"},
        {"b1 + 3 wekks", S, 8,
         "\"wekks\" stands here; did you mean weeks? Write days, weeks, months, years or working "
         "days"},
        {"b1 + 100000 days", L, 6, "\"100000\" is too many; write at most 99999"},
        {"b1 + 99999999999999999999 days", L, 6,
         "\"99999999999999999999\" is too many; write at most 99999"},
        {"b1 + -3 days", S, 6, "\"-\" stands here; write a length, such as 3 weeks"},
        {"b1 * 2", S, 4, "\"*\" stands here; write nothing more, or + or - and a length"},
        {"b1 \xE2\x82\xAC", S, 4,
         "\"\xE2\x82\xAC\" stands here; write nothing more, or + or - and a length"},
        {"\"\xC3\x84rger\" \xFF", S, 9,
         "\"\\xFF\" stands here; write nothing more, or + or - and a length"},
        {"b1 b2", S, 4, "\"b2\" stands here; write nothing more, or + or - and a length"},
        {"b1)", S, 3, "\")\" stands here; write nothing more, or + or - and a length"},
        {"(b1", S, 4, "the rule ends here; write )"},
        {"(b1 b2)", S, 5, "\"b2\" stands here; write )"},
        {"()", S, 2, "\")\" stands here; write a day, a milestone, or what leads to one"},
        {"frist tuesday of may", S, 1, "\"frist\" followed by \"tuesday\"; did you mean first?"},
        {"first tusday of may", S, 7, "\"tusday\" followed by \"of\"; did you mean tuesday?"},
        {"first tuesday off may", S, 15,
         "\"off\" stands here; write of and a month, or after or before and a day"},
        {"first", S, 6, "the rule ends here; write a weekday, day or working day"},
        {"first 5", S, 7, "\"5\" stands here; write a weekday, day or working day"},
        {"third beta", S, 7, "\"beta\" stands here; write a weekday, day or working day"},
        {"first day after b1", S, 11,
         "\"after\" stands here; write of and a month, as in first day of may"},
        {"sixth tuesday of may", S, 7,
         "\"tuesday\" stands here; write nothing more, or + or - and a length"},
        {"6th tuesday of may", R, 1, "no month has so many; count up to 5"},
        {"6th last tuesday of may", R, 1, "no month has so many; count up to 5"},
        {"32nd day of may", R, 1, "no month has so many; count up to 31"},
        {"32nd day of month(b1)", R, 1, "no month has so many; count up to 31"},
        {"367th day of year(b1)", R, 1, "no year has so many; count up to 366"},
        {"263rd last working day of year(b1)", R, 1, "no year has so many; count up to 262"},
        {"b1-3 weeks", S, 1, "\"b1-3\" is one name; write a space before the minus"},
        {"1 day after final-12 working days", S, 13,
         "\"final-12\" is one name; write a space before the minus"},
        {"2027-05-04 weeks", S, 12,
         "\"weeks\" stands here; write nothing more, or + or - and a length"},
        {"first last beta", S, 12, "\"beta\" stands here; write a weekday, day or working day"},
        {"24th working day of may", R, 1, "no month has so many; count up to 23"},
        {"1000th day of may", S, 8,
         "\"day\" stands here; write nothing more, or + or - and a length"},
        {"11st day of may", S, 6,
         "\"day\" stands here; write nothing more, or + or - and a length"},
        {"last tuesday after b1", S, 1, "there is no last one on this side; write next"},
        {"second last tuesday before b1", S, 1, "there is no last one on this side; write next"},
        {"next tuesday before b1", S, 1, "next looks forward; write last"},
        {"next beta", S, 6, "\"beta\" stands here; write a weekday or working day"},
        {"next day after b1", S, 6, "\"day\" stands here; write a weekday or working day"},
        {"tuesday", S, 8, "the rule ends here; write after or before, and a day"},
        {"tuesday on b1", S, 9, "\"on\" stands here; write after or before, and a day"},
        {"working b1", S, 1, "\"working\" stands here; write a weekday or working day"},
        {"3 weeks", S, 8,
         "the rule ends here; write after or before, and the day from which it is counted"},
        {"2027", S, 5, "the rule ends here; write days, weeks, months, years or working days"},
        {"2027-02-29", R, 9, "2027-02-29 is no day; February 2027 has 28 days"},
        {"b1 + 1 day + 2027-02-29", S, 14,
         "\"2027-02-29\" stands here; write a length, such as 3 weeks"},
        {"min(b1, 2027-13-01)", R, 14, "2027-13-01 is no day; months are 01 to 12"},
        {"2027-W18", S, 1,
         "\"2027-W18\" stands here; write a day or a month, such as 2028-05-02 or 2028-05"},
        {"2027-05-01..2027-05-03", S, 1,
         "\"2027-05-01..2027-05-03\" stands here; write a day or a month, such as 2028-05-02 or "
         "2028-05"},
        {"may 0000", R, 5, "0000 is no year; years are 0001 to 9999"},
        {"may 27", S, 5, "\"27\" stands here; write nothing more, or + or - and a length"},
        {"\"\"", S, 1, "nothing stands between the quotation marks; write a milestone"},
        {"previous.\"\"", S, 10, "nothing stands between the quotation marks; write a milestone"},
        {"\"b1", S, 1, "a quotation mark that is not closed; write the same behind the name"},
        {"'b1\"", S, 1, "a quotation mark that is not closed; write the same behind the name"},
        {"b1 + \"3", S, 6, "a quotation mark that is not closed; write the same behind the name"},
        {"\"b\t1\"", S, 1, "\"b\\x091\" holds what nobody sees; write a milestone"},
        {"\"b\xE2\x80\xAE"
         "1\"",
         S, 1, "\"b\\xE2\\x80\\xAE1\" holds what nobody sees; write a milestone"},
        {"previous.'\xC3'", S, 10, "\"\\xC3\" holds what nobody sees; write a milestone"},
        {"previous.", S, 1, "no milestone stands behind previous; write one, as in previous.b1"},
        {"previous.previous.previous.previous.previous.previous.previous.previous.previous.b1", L,
         1, "more than 8 times previous; write fewer"},
        {"of may", S, 1, "\"of\" stands here; write a day, a milestone, or what leads to one"},
        {"month", S, 6, "the rule ends here; write ( and what it is of"},
        {"month b1", S, 7, "\"b1\" stands here; write ( and what it is of"},
        {"month(b1, b2)", S, 9, "\",\" stands here; write )"},
        {"min(b1)", S, 7, "\")\" stands here; write a comma and another day"},
        {"min(b1, b2", S, 11, "the rule ends here; write )"},
        {"max(b1,)", S, 8, "\")\" stands here; write a day, a milestone, or what leads to one"},
        {"every", S, 6, "the rule ends here; write a length, such as 3 weeks"},
        {"every week from b1", S, 7, "\"week\" stands here; write a length, such as 3 weeks"},
        {"every 0 weeks from b1", R, 7, "every 0 is no step; write 1 or more"},
        {"every 1 week after b1", S, 14, "\"after\" stands here; write from and a day"},
        {"every 1 week form b1", S, 14,
         "\"form\" stands here; did you mean from? Write from and a day"},
        {"every 1 week from b1, first tuesday", S, 23,
         "days are counted in months; write the weekday alone"},
        {"every 1 month from b1, day", S, 24,
         "\"day\" stands here; write a weekday, as in first tuesday"},
        {"every 1 month from b1,", S, 23,
         "the rule ends here; write a weekday, as in first tuesday"},
        {"every 1 month from b1, 6th tuesday", R, 24, "no month has so many; count up to 5"},
        {"every 1 month from b1, tuesday b2", S, 32,
         "\"b2\" stands here; write nothing more, or + or - and a length"},
        {"max(b1, every 1 week from b1)", S, 9,
         "\"every\" stands here; write one day here; dates that repeat stand alone"},
        {"b1, first tuesday", S, 3,
         "\",\" stands here; write nothing more, or + or - and a length"},
    };
#undef S
#undef R
#undef L
    for (size_t i = 0; i < COUNT(items); i++) {
        check_fault(items[i].text, strlen(items[i].text), items[i].code, items[i].column,
                    items[i].message);
    }
    check_fault("b1\0b2", 5, RELCAL_ERROR_SYNTAX, 3,
                "\"\\x00\" stands here; write nothing more, or + or - and a length");
}
END_TEST

/* A text of a head, something again and again, and a tail; the caller's to free. */
static char *repeated(const char *head, const char *part, size_t count, const char *tail)
{
    size_t room = strlen(head) + count * strlen(part) + strlen(tail) + 1;
    char *text = malloc(room);
    ck_assert_ptr_nonnull(text);
    char *end = text + sprintf(text, "%s", head);
    for (size_t i = 0; i < count; i++) {
        end += sprintf(end, "%s", part);
    }
    (void)sprintf(end, "%s", tail);
    return text;
}

static void check_limit(char *text, uint32_t column, const char *message)
{
    check_fault(text, strlen(text), RELCAL_ERROR_LIMIT, column, message);
    free(text);
}

static void check_good(char *text)
{
    relcal_date_rule_free(parsed(text), NULL);
    free(text);
}

START_TEST(limits)
{
    check_good(repeated("b1", " ", RELCAL_MAX_DATE_RULE_BYTES - 2, ""));
    check_limit(repeated("b1", " ", RELCAL_MAX_DATE_RULE_BYTES - 1, ""), 4097,
                "a rule of 4097 bytes; write at most 4096");
    check_limit(repeated("'", "\xC3\xA4", 2048, "'"), 2050,
                "a rule of 4098 bytes; write at most 4096");
    check_limit(repeated("", "(", 1000000, ""), 4097,
                "a rule of 1000000 bytes; write at most 4096");
    check_good(repeated("b1", "+1 day", RELCAL_MAX_DATE_RULE_PARTS - 1, ""));
    check_limit(repeated("b1", "+1 day", RELCAL_MAX_DATE_RULE_PARTS, ""), 1533,
                "more than 256 parts; write a simpler rule");
    check_limit(repeated("min(b1", ",b1", RELCAL_MAX_DATE_RULE_PARTS, ")"), 770,
                "more than 256 parts; write a simpler rule");
    char *open = repeated("", "(", RELCAL_MAX_DATE_RULE_DEPTH - 1, "b1");
    check_good(repeated(open, ")", RELCAL_MAX_DATE_RULE_DEPTH - 1, ""));
    free(open);
    check_limit(repeated("", "(", RELCAL_MAX_DATE_RULE_DEPTH, "b1"), 33,
                "more than 32 parts in each other; write a simpler rule");
    check_limit(repeated("", "tue after ", RELCAL_MAX_DATE_RULE_DEPTH, "b1"), 321,
                "more than 32 parts in each other; write a simpler rule");
    check_limit(repeated("", "1 day after ", RELCAL_MAX_DATE_RULE_DEPTH, "b1"), 385,
                "more than 32 parts in each other; write a simpler rule");
    check_limit(repeated("", "month(", RELCAL_MAX_DATE_RULE_DEPTH, "b1"), 193,
                "more than 32 parts in each other; write a simpler rule");
    /* What is short only by its abbreviations. */
    char *name = repeated("min(\"", "n", 3950, "\"");
    check_good(repeated(name, ",sep 2027", 5, ")"));
    check_limit(repeated(name, ",sep 2027", 12, ")"), 1,
                "a rule of 4147 bytes where all words are written in full; write at most 4096");
    free(name);
}
END_TEST

/* ---- days ---- */

typedef struct value_row {
    const char *text;
    const char *today; /* or NULL */
    const char *gives; /* a date, or the message of the fault */
    relcal_status code;
    uint32_t column;
} value_row;

static void check_value(const char *text, const relcal_rule_scope *scope, uint32_t occurrence,
                        const value_row *row)
{
    char gives[RELCAL_WHEN_BYTES];
    relcal_found found = {.avoided = "untouched"};
    relcal_error error = {0};
    relcal_date_rule *rule = parsed(text);
    relcal_status status = relcal_date_rule_find(rule, scope, occurrence, &found, &error);
    ck_assert_msg(status == row->code, "%s: %s, %s", text, relcal_status_name(status),
                  error.message);
    if (status == RELCAL_OK) {
        ck_assert_msg(strcmp(relcal_when_format(&found.when, gives), row->gives) == 0, "%s: %s",
                      text, gives);
        ck_assert(found.when.earliest <= found.when.latest);
    } else {
        ck_assert_msg(strcmp(error.message, row->gives) == 0, "%s: %s", text, error.message);
        ck_assert_msg(error.column == row->column, "%s: %u", text, (unsigned)error.column);
        ck_assert_str_eq(found.avoided, "untouched");
        ck_assert_int_eq(relcal_date_rule_find(rule, scope, occurrence, &found, NULL), status);
    }
    relcal_date_rule_free(rule, NULL);
}

static void check_values(const value_row *rows, size_t count, relcal_rule_scope scope)
{
    for (size_t i = 0; i < count; i++) {
        scope.has_today = rows[i].today != NULL;
        scope.today = scope.has_today ? day(rows[i].today) : 0;
        check_value(rows[i].text, &scope, 1, &rows[i]);
    }
}

#define DATA RELCAL_ERROR_DATA
#define RANGE RELCAL_ERROR_RANGE

START_TEST(values)
{
    static const value_row rows[] = {
        {"2027-05-04", NULL, "2027-05-04", 0, 0},
        {"2028-05", NULL, "2028-05", 0, 0},
        {"today", "2027-05-04", "2027-05-04", 0, 0},
        {"today", NULL, "nothing here knows what day today is; write a day", DATA, 1},
        /* ends of months, and leap days */
        {"2027-01-31 + 1 month", NULL, "2027-02-28", 0, 0},
        {"2028-01-31 + 1 month", NULL, "2028-02-29", 0, 0},
        {"2027-01-31 + 1 month + 1 month", NULL, "2027-03-28", 0, 0},
        {"2027-01-31 + 2 months", NULL, "2027-03-31", 0, 0},
        {"2027-03-31 - 1 month", NULL, "2027-02-28", 0, 0},
        {"2027-03-31 - 13 months", NULL, "2026-02-28", 0, 0},
        {"2028-02-29 + 1 year", NULL, "2029-02-28", 0, 0},
        {"2028-02-29 + 4 years", NULL, "2032-02-29", 0, 0},
        {"2096-02-29 + 4 years", NULL, "2100-02-28", 0, 0},
        {"1996-02-29 + 4 years", NULL, "2000-02-29", 0, 0},
        {"2028-02-29 - 12 months", NULL, "2027-02-28", 0, 0},
        {"2027-02-28 + 1 day", NULL, "2027-03-01", 0, 0},
        {"2028-02-28 + 1 day", NULL, "2028-02-29", 0, 0},
        {"2027-12-31 + 0 months", NULL, "2027-12-31", 0, 0},
        {"month(2027-01-31) + 1 month", NULL, "2027-02", 0, 0},
        {"last day of month(2027-01-31 + 1 month)", NULL, "2027-02-28", 0, 0},
        {"may 2028 + 8 months", NULL, "2029-01", 0, 0},
        {"year(2028-02-29) + 1 year", NULL, "2029", 0, 0},
        /* ends of the calendar */
        {"9999-12-31 + 1 day", NULL, "9999-12-31 + 1 day lies outside of the years 0001 to 9999",
         RANGE, 12},
        {"0001-01-01 - 1 day", NULL, "0001-01-01 - 1 day lies outside of the years 0001 to 9999",
         RANGE, 12},
        {"9999-12-31 + 99999 years", NULL,
         "9999-12-31 + 99999 years lies outside of the years 0001 to 9999", RANGE, 12},
        {"0001-01-01 - 99999 months", NULL,
         "0001-01-01 - 99999 months lies outside of the years 0001 to 9999", RANGE, 12},
        {"9999-12-31 + 1 working day", NULL,
         "9999-12-31 + 1 working day lies outside of the years 0001 to 9999", RANGE, 12},
        {"december 9999 + 1 month", NULL,
         "december 9999 + 1 month lies outside of the years 0001 to 9999", RANGE, 15},
        {"first working day of january 0001", NULL, "0001-01-01", 0, 0},
        {"last working day of december 9999", NULL, "9999-12-31", 0, 0},
        {"last day of december 9999", NULL, "9999-12-31", 0, 0},
        {"next tuesday after 9999-12-31", NULL,
         "next tuesday after 9999-12-31 lies outside of the years 0001 to 9999", RANGE, 1},
        {"last sunday before 0001-01-01", NULL,
         "last sunday before 0001-01-01 lies outside of the years 0001 to 9999", RANGE, 1},
        {"last monday on or before 0001-01-01", NULL, "0001-01-01", 0, 0},
        {"second monday on or before 0001-01-01", NULL,
         "second monday on or before 0001-01-01 lies outside of the years 0001 to 9999", RANGE, 1},
        {"999th friday on or after 9990-01-01", NULL,
         "999th friday on or after 9990-01-01 lies outside of the years 0001 to 9999", RANGE, 1},
        {"may", "9999-06-01", "may lies outside of the years 0001 to 9999", RANGE, 1},
        {"first monday of may", "9999-06-01", "there is no first monday of may", DATA, 1},
        {"first monday of may before 0001-05-07", NULL,
         "there is no first monday of may before 0001-05-07", DATA, 1},
        {"first monday of may on or before 0001-05-07", NULL, "0001-05-07", 0, 0},
        /* days of months */
        {"first tuesday of may 2027", NULL, "2027-05-04", 0, 0},
        {"last tuesday of may 2027", NULL, "2027-05-25", 0, 0},
        {"second last tuesday of may 2027", NULL, "2027-05-18", 0, 0},
        {"fifth monday of may 2027", NULL, "2027-05-31", 0, 0},
        {"fifth last monday of may 2027", NULL, "2027-05-03", 0, 0},
        {"fifth tuesday of may 2027", NULL,
         "there is no fifth tuesday of may 2027: May 2027 has not got one", DATA, 1},
        {"fifth last tuesday of may 2027", NULL,
         "there is no fifth last tuesday of may 2027: May 2027 has not got one", DATA, 1},
        {"29th day of february 2027", NULL,
         "there is no 29th day of february 2027: February 2027 has not got one", DATA, 1},
        {"29th day of february 2028", NULL, "2028-02-29", 0, 0},
        {"31st last day of may 2027", NULL, "2027-05-01", 0, 0},
        {"first working day of may 2027", NULL, "2027-05-03", 0, 0},
        {"last working day of may 2027", NULL, "2027-05-31", 0, 0},
        {"21st working day of may 2027", NULL, "2027-05-31", 0, 0},
        {"22nd working day of may 2027", NULL,
         "there is no 22nd working day of may 2027: May 2027 has not got one", DATA, 1},
        {"first working day of year(2028-05-02)", NULL, "2028-01-03", 0, 0},
        {"last day of year(2028-05-02)", NULL, "2028-12-31", 0, 0},
        {"60th day of year(2028-05-02)", NULL, "2028-02-29", 0, 0},
        {"366th day of year(2028-05-02)", NULL, "2028-12-31", 0, 0},
        {"366th last day of year(2027-05-02)", NULL,
         "there is no 366th last day of year(2027-05-02): 2027 has not got one", DATA, 1},
        {"262nd working day of year(2024-05-02)", NULL, "2024-12-31", 0, 0},
        {"first tuesday of year(2028-05-02)", NULL,
         "year(2028-05-02) is a year; write what gives a month", DATA, 18},
        {"first tuesday of 2028-05-02", NULL, "2028-05-02 is a day; write what gives a month", DATA,
         18},
        /* months without a year */
        {"may", "2027-05-31", "2027-05", 0, 0},
        {"may", "2027-06-01", "2028-05", 0, 0},
        {"may", NULL, "May of which year? Write it, or a day before or after which it is", DATA, 1},
        {"first tuesday of may", NULL,
         "May of which year? Write it, or a day before or after which it is", DATA, 18},
        {"first tuesday of may", "2027-05-04", "2027-05-04", 0, 0},
        {"first tuesday of may", "2027-05-05", "2028-05-02", 0, 0},
        {"29th day of february", "2097-01-01", "2104-02-29", 0, 0},
        {"fifth monday of february", "1880-03-01", "1892-02-29", 0, 0},
        {"fifth sunday of february", "1880-03-01", "1920-02-29", 0, 0},
        {"30th day of february", "2027-01-01", "there is no 30th day of february", DATA, 1},
        {"23rd working day of february", "2027-01-01", "there is no 23rd working day of february",
         DATA, 1},
        {"second tuesday of january before 2027-01-12", NULL, "2026-01-13", 0, 0},
        {"second tuesday of january on or before 2027-01-12", NULL, "2027-01-12", 0, 0},
        {"second tuesday of january after 2027-01-12", NULL, "2028-01-11", 0, 0},
        {"second tuesday of january on or after 2027-01-12", NULL, "2027-01-12", 0, 0},
        {"second tuesday of january after may 2027", NULL,
         "may 2027 is a month; write what gives a day", DATA, 33},
        /* near days; 2027-05-04 is a Tuesday */
        {"next tuesday after 2027-05-04", NULL, "2027-05-11", 0, 0},
        {"next tuesday on or after 2027-05-04", NULL, "2027-05-04", 0, 0},
        {"last tuesday before 2027-05-04", NULL, "2027-04-27", 0, 0},
        {"last tuesday on or before 2027-05-04", NULL, "2027-05-04", 0, 0},
        {"third tuesday after 2027-05-04", NULL, "2027-05-25", 0, 0},
        {"third tuesday on or before 2027-05-04", NULL, "2027-04-20", 0, 0},
        {"next working day after 2027-05-07", NULL, "2027-05-10", 0, 0},
        {"next working day on or after 2027-05-08", NULL, "2027-05-10", 0, 0},
        {"next working day on or after 2027-05-07", NULL, "2027-05-07", 0, 0},
        {"last working day before 2027-05-10", NULL, "2027-05-07", 0, 0},
        {"last working day on or before 2027-05-09", NULL, "2027-05-07", 0, 0},
        {"third working day on or before 2027-05-10", NULL, "2027-05-06", 0, 0},
        {"third working day on or after 2027-05-07", NULL, "2027-05-11", 0, 0},
        {"2 working days before 2027-05-10", NULL, "2027-05-06", 0, 0},
        {"2 working days after 2027-05-08", NULL, "2027-05-11", 0, 0},
        {"2027-05-08 + 0 working days", NULL, "2027-05-08", 0, 0},
        {"2027-05-08 + 10000 working days", NULL, "2065-09-04", 0, 0},
        {"2027-05-08 + 10001 working days", NULL, "more than 10000 working days; write fewer",
         RELCAL_ERROR_LIMIT, 12},
        {"next tuesday after may 2027", NULL, "may 2027 is a month; write what gives a day", DATA,
         20},
        /* precisions */
        {"may 2027 + 3 days", NULL, "may 2027 is a month, to which no days can be added", DATA, 1},
        {"may 2027 + 3 weeks", NULL, "may 2027 is a month, to which no weeks can be added", DATA,
         1},
        {"may 2027 + 3 working days", NULL,
         "may 2027 is a month, to which no working days can be added", DATA, 1},
        {"year(today) + 3 months", "2027-05-04",
         "year(today) is a year, to which no months can be added", DATA, 1},
        {"may 2027 + 3 years", NULL, "2030-05", 0, 0},
        {"month(may 2027)", NULL, "2027-05", 0, 0},
        {"year(may 2027)", NULL, "2027", 0, 0},
        {"month(year(may 2027))", NULL,
         "year(may 2027) is a year; write what gives a day or a month", DATA, 7},
        /* calls */
        {"min(2027-05-04, 2027-05-03, 2027-05-05)", NULL, "2027-05-03", 0, 0},
        {"max(2027-05-04, 2027-05-03, 2027-05-05)", NULL, "2027-05-05", 0, 0},
        {"max(may 2027, june 2026)", NULL, "2027-05", 0, 0},
        {"min(2027-05-04, may 2027)", NULL, "a month among days; write what gives the same", DATA,
         17},
        {"max(2027-05-04, 9999-12-31 + 1 day)", NULL,
         "9999-12-31 + 1 day lies outside of the years 0001 to 9999", RANGE, 28},
        /* names, which nobody here knows */
        {"b1", "2027-05-04", "b1 is a milestone, but of which series? Name a project and one",
         RELCAL_ERROR_NOT_FOUND, 1},
        {"min(\"\xC3\xA4\xC3\xB6\", last previous.\"\xC3\xBC x\")", NULL,
         "\"\xC3\xA4\xC3\xB6\" is a milestone, but of which series? Name a project and one",
         RELCAL_ERROR_NOT_FOUND, 5},
        {"max(2027-05-04 + 0 days, first monday of month(month(2027-05)), \"\xC3\xA4\")", NULL,
         "\"\xC3\xA4\" is a milestone, but of which series? Name a project and one",
         RELCAL_ERROR_NOT_FOUND, 65},
    };
    check_values(rows, COUNT(rows), (relcal_rule_scope){0});
}
END_TEST

START_TEST(year_of_the_scope)
{
    static const value_row rows[] = {
        {"may", "2027-06-01", "2025-05", 0, 0},
        {"first tuesday of may", "2027-06-01", "2025-05-06", 0, 0},
        {"first tuesday of may", NULL, "2025-05-06", 0, 0},
        {"first tuesday of may 2026", NULL, "2026-05-05", 0, 0},
        {"first tuesday of may after today", "2027-06-01", "2028-05-02", 0, 0},
        {"29th day of february", NULL,
         "there is no 29th day of february: February 2025 has not got one", DATA, 1},
    };
    check_values(rows, COUNT(rows), (relcal_rule_scope){.year = 2025});
}
END_TEST

/* ---- what repeats ---- */

START_TEST(repeating)
{
    static const struct {
        uint32_t occurrence;
        value_row row;
    } items[] = {
        {1, {"every 1 month from 2027-01-31", NULL, "2027-02-28", 0, 0}},
        {2, {"every 1 month from 2027-01-31", NULL, "2027-03-31", 0, 0}},
        {13, {"every 1 month from 2027-01-31", NULL, "2028-02-29", 0, 0}},
        {1, {"every 6 weeks from 2027-05-04", NULL, "2027-06-15", 0, 0}},
        {3, {"every 10 days from 2027-05-04", NULL, "2027-06-03", 0, 0}},
        {2, {"every 2 working days from 2027-05-04", NULL, "2027-05-10", 0, 0}},
        {1, {"every 2 months from 2027-10-05, first tuesday", NULL, "2027-12-07", 0, 0}},
        {2, {"every 2 months from 2027-10-05, last day", NULL, "2028-02-29", 0, 0}},
        {1, {"every 1 year from 2027-10-05, second last working day", NULL, "2028-10-30", 0, 0}},
        {1, {"every 1 month from 2027-10-05, tuesday", NULL, "2027-11-09", 0, 0}},
        {1, {"every 1 month from 2027-10-13, workday", NULL, "2027-11-15", 0, 0}},
        {1, {"every 1 month from 2027-10-12, workday", NULL, "2027-11-12", 0, 0}},
        {3, {"every 6 months from may 2027", NULL, "2028-11", 0, 0}},
        {1, {"every 6 months from may 2027, first tuesday", NULL, "2027-11-02", 0, 0}},
        {2, {"every 1 year from year(2027-05-04)", NULL, "2029", 0, 0}},
        {4, {"every 1 week from 2027-05-04 until 2027-06-01", NULL, "2027-06-01", 0, 0}},
        {5,
         {"every 1 week from 2027-05-04 until 2027-06-01", NULL, "the dates end before 2027-06-01",
          RELCAL_ERROR_NOT_FOUND, 36}},
        {4, {"every 1 week from 2027-05-04 until june 2027", NULL, "2027-06-01", 0, 0}},
        {8, {"every 1 week from 2027-05-04 until june 2027", NULL, "2027-06-29", 0, 0}},
        {9,
         {"every 1 week from 2027-05-04 until june 2027", NULL, "the dates end before june 2027",
          RELCAL_ERROR_NOT_FOUND, 36}},
        {1,
         {"every 2 months from 2027-10-05 until 2027-12-06, first tuesday", NULL,
          "the dates end before 2027-12-06", RELCAL_ERROR_NOT_FOUND, 38}},
        {1,
         {"every 1 month from 2027-01-01, fifth monday", NULL,
          "every 1 month from 2027-01-01, fifth monday: February 2027 has no such day", DATA, 1}},
        {2, {"every 1 month from 2027-01-01, fifth monday", NULL, "2027-03-29", 0, 0}},
        {1,
         {"every 1 week from may 2027", NULL, "may 2027 is a month, to which no weeks can be added",
          DATA, 19}},
        {UINT32_MAX,
         {"every 99999 days from 2027-05-04", NULL,
          "every 99999 days from 2027-05-04 lies outside of the years 0001 to 9999", RANGE, 1}},
        {UINT32_MAX,
         {"every 99999 years from 2027-05-04", NULL,
          "every 99999 years from 2027-05-04 lies outside of the years 0001 to 9999", RANGE, 1}},
        {1,
         {"every 1 day from 9999-12-30, saturday", NULL,
          "every 1 day from 9999-12-30, saturday lies outside of the years 0001 to 9999", RANGE,
          1}},
        {5, {"2027-05-04", NULL, "2027-05-04", 0, 0}},
    };
    const relcal_rule_scope scope = {0};
    for (size_t i = 0; i < COUNT(items); i++) {
        check_value(items[i].row.text, &scope, items[i].occurrence, &items[i].row);
    }
}
END_TEST

/* ---- milestones ---- */

static const char project[] = "project: teapot\nname: Teapot\nphases:\n- {id: a, begins: start}\n";
static const char first_series[] = "series: 1.0\nmilestones:\n- {id: start, date: 2025-01-06}\n- "
                                   "{id: 1.0.0b1, date: 2025-05-06}\n";
static const char second_series[] =
    "series: 2.0\nmilestones:\n"
    "- {id: start, date: 2026-01-05}\n"
    "- {id: 2.0.0b1, date: 2026-05-05}\n"
    "- {id: 2.0.0b2, date: 2026-06-02}\n"
    "- {id: fair, date: 2026-W24}\n"
    "- {id: tour, date: 2026-07-01..2026-07-03}\n"
    "- {id: toast, date: \"2026-08-01T23:30-02:00\"}\n"
    "- {id: party, date: tbd}\n"
    "- {id: may, date: 2026-09}\n"
    "- {id: end, date: 2028}\n"
    "- {id: 2.0.0b3, date: tbd}\n"
    "- {id: 2.0.0rc1, date: 2026-08-04}\n"
    "- {id: 2.0.1rc1, date: 2026-11-03}\n"
    "- {id: dropped, state: withdrawn, planned: {2026-01-05: 2026-05-05, 2026-02-01: withdrawn}}\n";

static relcal_catalog *make_catalog(void)
{
    static const relcal_source sources[] = {
        {"teapot/project.yaml", project, sizeof project - 1},
        {"teapot/1.0.yaml", first_series, sizeof first_series - 1},
        {"teapot/2.0.yaml", second_series, sizeof second_series - 1},
    };
    relcal_catalog *catalog = NULL;
    relcal_error error = {0};
    ck_assert_msg(relcal_catalog_parse(&catalog, NULL, sources, COUNT(sources), NULL, &error) ==
                      RELCAL_OK,
                  "%s:%u: %s", error.file, (unsigned)error.line, error.message);
    return catalog;
}

START_TEST(milestones)
{
    static const value_row rows[] = {
        {"b1", NULL, "2026-05-05", 0, 0},
        {"\"beta 2\"", NULL, "2026-06-02", 0, 0},
        {"2.0.0b1 + 1 week", NULL, "2026-05-12", 0, 0},
        {"first beta", NULL, "2026-05-05", 0, 0},
        {"last beta", NULL, "2026-06-02", 0, 0},
        {"previous.b1", NULL, "2025-05-06", 0, 0},
        {"last previous.beta", NULL, "2025-05-06", 0, 0},
        {"toast", NULL, "2026-08-01", 0, 0},
        {"\"may\"", NULL, "2026-09", 0, 0},
        {"end", NULL, "2028", 0, 0},
        {"month(b1)", NULL, "2026-05", 0, 0},
        {"1 day after \"may\"", NULL, "\"may\" is a month, to which no days can be added", DATA,
         13},
        {"fair", NULL, "fair is known as 2026-W24 only, from which nothing can be counted", DATA,
         1},
        {"1 day after tour", NULL,
         "tour is known as 2026-07-01..2026-07-03 only, from which nothing can be counted", DATA,
         13},
        {"party", NULL, "party is known as tbd only, from which nothing can be counted", DATA, 1},
        {"dropped", NULL, "the plan of 2.0 has no dropped", RELCAL_ERROR_NOT_FOUND, 1},
        {"b3", NULL, "b3 is known as tbd only, from which nothing can be counted", DATA, 1},
        {"last candidate", NULL, "2026-08-04", 0, 0},
        {"first rc", NULL, "2026-08-04", 0, 0},
        {"last 'b'", NULL, "2026-06-02", 0, 0},
        {"2.0.1rc1", NULL, "2026-11-03", 0, 0},
        {"b4", NULL, "the plan of 2.0 has no b4", RELCAL_ERROR_NOT_FOUND, 1},
        {"last alpha", NULL, "the plan of 2.0 has no last alpha", RELCAL_ERROR_NOT_FOUND, 1},
        {"previous.b2", NULL, "the plan of 1.0 has no previous.b2", RELCAL_ERROR_NOT_FOUND, 1},
        {"1 day after previous.previous.b1", NULL,
         "previous.previous.b1: there is no series before", RELCAL_ERROR_NOT_FOUND, 13},
    };
    relcal_catalog *catalog = make_catalog();
    const relcal_project *teapot = relcal_catalog_project(catalog, "teapot");
    relcal_rule_scope scope = {
        .plan = relcal_series_plan(relcal_project_series(teapot, "2.0"), RELCAL_LATEST),
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        if (rows[i].gives != NULL) {
            check_values(&rows[i], 1, scope);
        }
    }
    /* The series before can be given, and that of the plan be missing. */
    static const value_row given[] = {
        {"previous.b1", NULL, "2026-05-05", 0, 0},
        {"previous.previous.b1", NULL, "2025-05-06", 0, 0},
        {"b1", NULL, "b1: there is no series before", RELCAL_ERROR_NOT_FOUND, 1},
    };
    check_values(given, COUNT(given), (relcal_rule_scope){.previous = scope.plan});
    char *name = repeated("", "n", 512, "");
    value_row longest = {name, NULL, "the name of a milestone is longer than 511 bytes",
                         RELCAL_ERROR_LIMIT, 1};
    check_values(&longest, 1, scope);
    free(name);
    relcal_catalog_free(catalog);
}
END_TEST

/* ---- days to avoid ---- */

START_TEST(avoiding)
{
    static const char yaml[] =
        "- {name: turn of the year, days: 12-24..01-02, instead: same weekday after}\n"
        "- {name: Thanksgiving, days: 4th thursday of november, instead: a week earlier}\n"
        "- {name: the fair, days: 2027-05-13..2027-05-19}\n"
        "- {name: leap, days: 02-29, instead: previous working day}\n"
        "- {name: all of it, days: 2031-01-01..2031-12-31}\n";
    static const struct {
        const char *text;
        const char *gives;
        const char *by_rule; /* NULL for the same */
        const char *avoided;
    } items[] = {
        {"2027-12-23", "2027-12-23", NULL, NULL},
        {"2027-12-24", "2028-01-07", "2027-12-24", "turn of the year"},
        {"2028-01-02", "2028-01-09", "2028-01-02", "turn of the year"},
        {"2028-01-03", "2028-01-03", NULL, NULL},
        {"2027-11-25", "2027-11-18", "2027-11-25", "Thanksgiving"},
        {"2028-11-23", "2028-11-16", "2028-11-23", "Thanksgiving"},
        {"2027-11-24", "2027-11-24", NULL, NULL},
        {"2027-05-13", "2027-05-20", "2027-05-13", "the fair"},
        {"2028-02-29", "2028-02-28", "2028-02-29", "leap"},
        {"2027-02-28", "2027-02-28", NULL, NULL},
        {"2031-06-05", "2032-01-05", "2031-06-05", "all of it"}, /* the turn of the year too */
        {"1 working day before 2027-05-20", "2027-05-12", NULL, NULL},
        {"8 working days after 2027-12-23", "2028-01-12", NULL, NULL},
        {"next working day on or after 2027-12-24", "2028-01-03", NULL, NULL},
        {"last working day of december 2027", "2027-12-23", NULL, NULL},
        {"may 2027", "2027-05", NULL, NULL}, /* only days are avoided */
    };
    relcal_avoided_list *list = NULL;
    relcal_error error = {0};
    ck_assert_msg(relcal_avoided_parse(&list, "days", yaml, sizeof yaml - 1, &error) == RELCAL_OK,
                  "%s", error.message);
    relcal_rule_scope scope = {0};
    scope.avoided = relcal_avoided_items(list, &scope.avoided_count);
    ck_assert_uint_eq(scope.avoided_count, 5);
    for (size_t i = 0; i < COUNT(items); i++) {
        char text[RELCAL_WHEN_BYTES];
        relcal_found found;
        relcal_date_rule *rule = parsed(items[i].text);
        ck_assert_int_eq(relcal_date_rule_find(rule, &scope, 1, &found, NULL), RELCAL_OK);
        ck_assert_msg(strcmp(relcal_when_format(&found.when, text), items[i].gives) == 0, "%s: %s",
                      items[i].text, text);
        ck_assert_str_eq(relcal_when_format(&found.by_rule, text),
                         items[i].by_rule != NULL ? items[i].by_rule : items[i].gives);
        if (items[i].avoided != NULL) {
            ck_assert_str_eq(found.avoided, items[i].avoided);
        } else {
            ck_assert_ptr_null(found.avoided);
        }
        relcal_date_rule_free(rule, NULL);
    }
    relcal_avoided_free(list);
    relcal_avoided_free(NULL);
}
END_TEST

START_TEST(avoiding_faults)
{
    static const struct {
        relcal_avoided avoided;
        value_row row;
    } items[] = {
        {{.name = "all", .days = "01-01..12-31"},
         {"2027-05-04", NULL, "no day is free near all", DATA, 0}},
        {{.name = "all", .days = "01-01..12-31", .instead = RELCAL_INSTEAD_WEEK_EARLIER},
         {"2027-05-04", NULL, "no day is free near all", DATA, 0}},
        {{.name = "the last", .days = "12-31"},
         {"9999-12-31", NULL, "no day is free near the last", DATA, 0}},
        {{.name = "all", .first = RELCAL_DATE_MIN, .last = RELCAL_DATE_MAX},
         {"2027-05-04 + 1 working day", NULL,
          "2027-05-04 + 1 working day lies outside of the years 0001 to 9999", RANGE, 12}},
        {{.name = "odd", .days = "13-24"},
         {"2027-05-04", NULL,
          "the days to avoid for odd, \"13-24\": 13-24 is no day of every year; write 12-24, "
          "12-24..01-02, "
          "2027-05-13, or a rule such as fourth thursday of november",
          RELCAL_ERROR_ARGUMENT, 0}},
        {{.name = "odd", .days = "first day of month(today)"},
         {"2027-05-04", NULL,
          "the days to avoid for odd, \"first day of month(today)\": today is no day of every "
          "year; write 12-24, 12-24..01-02, "
          "2027-05-13, or a rule such as fourth thursday of november",
          RELCAL_ERROR_ARGUMENT, 0}},
        {{.name = "odd", .days = "every 1 week from may 2027"},
         {"2027-05-04", NULL,
          "the days to avoid for odd, \"every 1 week from may 2027\": a rule here is taken in "
          "every year; write it without every",
          RELCAL_ERROR_ARGUMENT, 0}},
        {{.name = "odd", .days = "2027-02-29"},
         {"2027-05-04", NULL,
          "the days to avoid for odd, \"2027-02-29\": 2027-02-29 is no day; February 2027 has 28 "
          "days",
          RELCAL_ERROR_ARGUMENT, 0}},
        {{.name = "odd", .days = "first monday of"},
         {"2027-05-04", NULL,
          "the days to avoid for odd, \"first monday of\": the rule ends here; write a day, a "
          "milestone, or what leads to one",
          RELCAL_ERROR_ARGUMENT, 0}},
    };
    for (size_t i = 0; i < COUNT(items); i++) {
        relcal_rule_scope scope = {.avoided = &items[i].avoided, .avoided_count = 1};
        check_value(items[i].row.text, &scope, 1, &items[i].row);
    }
    relcal_avoided *many = calloc(RELCAL_MAX_AVOIDED + 1, sizeof *many);
    ck_assert_ptr_nonnull(many);
    relcal_rule_scope scope = {.avoided = many, .avoided_count = RELCAL_MAX_AVOIDED + 1};
    value_row row = {"2027-05-04", NULL, "more than 10000 entries of days to avoid",
                     RELCAL_ERROR_LIMIT, 0};
    check_value(row.text, &scope, 1, &row);
    scope.avoided_count = RELCAL_MAX_AVOIDED;
    row = (value_row){"2027-05-04", NULL, "2027-05-04", 0, 0};
    check_value(row.text, &scope, 1, &row);
    free(many);
}
END_TEST

START_TEST(names)
{
    static const char *const wanted[] = {"next working day", "previous working day",
                                         "a week earlier", "same weekday after"};
    for (size_t i = 0; i < COUNT(wanted); i++) {
        ck_assert_str_eq(relcal_instead_name((relcal_instead)i), wanted[i]);
    }
    ck_assert_str_eq(relcal_instead_name((relcal_instead)COUNT(wanted)), "");
}
END_TEST

/* ---- memory ---- */

typedef struct counting {
    size_t blocks;
    size_t bytes;
    bool fails;
} counting;

static void *count_allocation(void *context, size_t size)
{
    counting *counted = context;
    void *memory = counted->fails ? NULL : malloc(size);
    counted->blocks += memory != NULL;
    counted->bytes += memory != NULL ? size : 0;
    return memory;
}

static void count_release(void *context, void *memory, size_t size)
{
    counting *counted = context;
    counted->blocks--;
    counted->bytes -= size;
    free(memory);
}

START_TEST(allocator)
{
    counting counted = {0};
    const relcal_allocator from = {
        .context = &counted, .allocate = count_allocation, .release = count_release};
    static const char text[] = "min(b1 + 1 day, b2)";
    relcal_date_rule *rule = NULL;
    relcal_error error = {0};
    ck_assert_int_eq(relcal_date_rule_parse(&rule, text, sizeof text - 1, &from, NULL), RELCAL_OK);
    ck_assert_uint_eq(counted.blocks, 1);
    relcal_date_rule_free(rule, &from);
    ck_assert_uint_eq(counted.blocks, 0);
    ck_assert_uint_eq(counted.bytes, 0);
    rule = NULL;
    counted.fails = true;
    ck_assert_int_eq(relcal_date_rule_parse(&rule, text, sizeof text - 1, &from, &error),
                     RELCAL_ERROR_MEMORY);
    ck_assert_ptr_null(rule);
    ck_assert_str_eq(error.message, "no memory for a rule");
}
END_TEST

/* A rule borrows nothing from the text that it was read from. */
START_TEST(text_may_go)
{
    char text[] = "\"my milestone\" + 1 day";
    char normal[RELCAL_MAX_DATE_RULE_BYTES + 1];
    relcal_date_rule *rule = parsed(text);
    memset(text, 'x', sizeof text - 1);
    ck_assert_str_eq(printed(rule, normal), "\"my milestone\" + 1 day");
    relcal_date_rule_free(rule, NULL);
}
END_TEST

START_TEST(memory_that_runs_out)
{
    static const char yaml[] = "- {name: a, days: 4th thursday of november}\n"
                               "- {name: b, days: 12-24..01-02, instead: a week earlier}\n";
    if (!allocations_are_counted()) {
        return;
    }
    relcal_status status = RELCAL_ERROR_MEMORY;
    for (size_t fail_at = 1; status == RELCAL_ERROR_MEMORY; fail_at++) {
        relcal_avoided_list *list = NULL;
        relcal_date_rule *rule = NULL;
        relcal_found found = {.avoided = "untouched"};
        relcal_rule_scope scope = {0};
        allocations_begin(fail_at);
        status = relcal_avoided_parse(&list, "days", yaml, sizeof yaml - 1, NULL);
        if (status == RELCAL_OK) {
            scope.avoided = relcal_avoided_items(list, &scope.avoided_count);
            status = relcal_date_rule_parse(&rule, "2027-11-25", 10, NULL, NULL);
        }
        if (status == RELCAL_OK) {
            status = relcal_date_rule_find(rule, &scope, 1, &found, NULL);
        }
        relcal_date_rule_free(rule, NULL);
        relcal_avoided_free(list);
        (void)allocations_end();
        ck_assert(status == RELCAL_OK || strcmp(found.avoided, "untouched") == 0);
        ck_assert_msg(allocations_have_failed() == (status == RELCAL_ERROR_MEMORY), "%zu: %s",
                      fail_at, relcal_status_name(status));
        ck_assert_int_eq(allocations_outstanding(), 0);
    }
    ck_assert_int_eq(status, RELCAL_OK);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("date_rule");
    TCase *tests = tcase_create("date_rule");
    tcase_add_test(tests, normal_forms);
    tcase_add_test(tests, printing_into_little_room);
    tcase_add_test(tests, faults);
    tcase_add_test(tests, limits);
    tcase_add_test(tests, values);
    tcase_add_test(tests, year_of_the_scope);
    tcase_add_test(tests, repeating);
    tcase_add_test(tests, milestones);
    tcase_add_test(tests, avoiding);
    tcase_add_test(tests, avoiding_faults);
    tcase_add_test(tests, names);
    tcase_add_test(tests, allocator);
    tcase_add_test(tests, text_may_go);
    tcase_add_test(tests, memory_that_runs_out);
    suite_add_tcase(suite, tests);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
