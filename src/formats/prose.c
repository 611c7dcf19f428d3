/*
 * Dates and names of releases as people write them. A date is an ISO date, or a day, a month by
 * name and a year in any order that people use, with or without a weekday before it. What has the
 * form of a date but is none is told from what is no date at all, so that a slip of the pen is
 * found and never taken for something else.
 */
#include "prose.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "digits.h"

typedef struct prose_reader {
    const char *text;
    size_t length;
    size_t at;
    relcal_prose_date *date;
} prose_reader;

/* A number as it is written. */
typedef struct prose_number {
    size_t at;
    size_t digits;
    int value; /* 99999 for anything that is longer */
} prose_number;

/* A word as it is written. */
typedef struct prose_word {
    size_t at;
    size_t length;
} prose_word;

static bool is_letter(char character)
{
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
}

static char peek(const prose_reader *reader)
{
    return reader->at < reader->length ? reader->text[reader->at] : '\0';
}

static bool take(prose_reader *reader, char wanted)
{
    bool is_there = peek(reader) == wanted;
    reader->at += is_there;
    return is_there;
}

static void pass_spaces(prose_reader *reader)
{
    while (peek(reader) == ' ' || peek(reader) == '\t') {
        reader->at++;
    }
}

static prose_number take_number(prose_reader *reader)
{
    prose_number number = {.at = reader->at};
    while (relcal_is_digit(peek(reader))) {
        number.value = number.digits < 5 ? number.value * 10 + (peek(reader) - '0') : 99999;
        number.digits++;
        reader->at++;
    }
    return number;
}

static prose_word take_word(prose_reader *reader)
{
    prose_word word = {.at = reader->at};
    while (is_letter(peek(reader))) {
        reader->at++;
    }
    word.length = reader->at - word.at;
    return word;
}

/* Whether a word is `name` or its first letters, three at least. */
static bool is_short_for(const prose_reader *reader, prose_word word, const char *name)
{
    return word.length >= 3 && word.length <= strlen(name) &&
           strncasecmp(reader->text + word.at, name, word.length) == 0;
}

static bool is_word(const prose_reader *reader, prose_word word, const char *wanted)
{
    return word.length == strlen(wanted) &&
           strncasecmp(reader->text + word.at, wanted, word.length) == 0;
}

/* The month of a word, or 0. */
static int month_of(const prose_reader *reader, prose_word word)
{
    for (int month = 1; month <= 12; month++) {
        if (is_short_for(reader, word, relcal_month_name(month))) {
            return month;
        }
    }
    return 0;
}

/* The weekday of a word, or 0. */
static relcal_weekday weekday_of(const prose_reader *reader, prose_word word)
{
    for (int day = RELCAL_MONDAY; day <= RELCAL_SUNDAY; day++) {
        if (is_short_for(reader, word, relcal_weekday_name((relcal_weekday)day))) {
            return (relcal_weekday)day;
        }
    }
    return is_word(reader, word, "weds") ? RELCAL_WEDNESDAY : (relcal_weekday)0;
}

/* ---- the parts of a date put together ---- */

#define IMPOSSIBLE(reader, place, ...)                                                   \
    (void)snprintf((reader)->date->message, sizeof(reader)->date->message, __VA_ARGS__); \
    (reader)->date->fault_at = (place);                                                  \
    (reader)->date->end = (reader)->at;                                                  \
    return RELCAL_PROSE_IMPOSSIBLE

/* The end of a date: it does not go on with a letter or digit, nor with "-" and one. */
static bool is_closed(const prose_reader *reader)
{
    char next = peek(reader);
    char second = reader->at + 1 < reader->length ? reader->text[reader->at + 1] : '\0';
    return !is_letter(next) && !relcal_is_digit(next) && next != '_' &&
           !((next == '-' || next == '/') && relcal_is_digit(second));
}

static void pass_date_characters(prose_reader *reader)
{
    while (relcal_is_digit(peek(reader)) || is_letter(peek(reader)) || peek(reader) == '-' ||
           peek(reader) == '/') {
        reader->at++;
    }
}

static relcal_prose_found check_year(prose_reader *reader, prose_number year)
{
    if (year.digits != 4 || year.value < PROSE_YEAR_MIN || year.value > PROSE_YEAR_MAX) {
        pass_date_characters(reader);
        IMPOSSIBLE(reader, year.at, "%.*s is no year of a release; write the year that was meant",
                   (int)(year.digits > 20 ? 20 : year.digits), reader->text + year.at);
    }
    return RELCAL_PROSE_DATE;
}

static relcal_prose_found put_month(prose_reader *reader, prose_number year, int month)
{
    char text[16];
    (void)snprintf(text, sizeof text, "%04d-%02d", year.value, month);
    if (check_year(reader, year) != RELCAL_PROSE_DATE ||
        relcal_when_parse(&reader->date->when, text, strlen(text), NULL) != RELCAL_OK) {
        return RELCAL_PROSE_IMPOSSIBLE;
    }
    reader->date->end = reader->at;
    return RELCAL_PROSE_DATE;
}

static relcal_prose_found put_day(prose_reader *reader, prose_number year, int month,
                                  prose_number day)
{
    relcal_prose_found found = check_year(reader, year);
    if (found != RELCAL_PROSE_DATE) {
        return found;
    }
    if (day.digits > 2 || day.value < 1 || day.value > relcal_month_length(year.value, month)) {
        pass_date_characters(reader);
        IMPOSSIBLE(reader, day.at, "%s %d has no day %.*s; write the day that was meant",
                   relcal_month_name(month), year.value, (int)(day.digits > 20 ? 20 : day.digits),
                   reader->text + day.at);
    }
    if (!is_closed(reader)) {
        size_t at = reader->at;
        pass_date_characters(reader);
        IMPOSSIBLE(reader, at, "the date does not end here; write YYYY-MM-DD");
    }
    reader->date->when = relcal_when_day(relcal_date_from_civil(year.value, month, day.value));
    reader->date->end = reader->at;
    return RELCAL_PROSE_DATE;
}

/* Passes over st, nd, rd or th after a day. */
static void pass_ordinal(prose_reader *reader)
{
    static const char *const endings[] = {"st", "nd", "rd", "th"};
    size_t start = reader->at;
    prose_word word = take_word(reader);
    for (size_t index = 0; index < sizeof endings / sizeof endings[0]; index++) {
        if (is_word(reader, word, endings[index])) {
            return;
        }
    }
    reader->at = start;
}

static bool is_between_parts(char character)
{
    return character == ' ' || character == '-' || character == '.' || character == ',';
}

/* Passes over what stands between a day, a month and a year. */
static void pass_between(prose_reader *reader)
{
    while (peek(reader) != '\0' && is_between_parts(peek(reader))) {
        reader->at++;
    }
}

/* ---- the forms of a date ---- */

/* 2019-07-04, 2019-07, 2008 Sep 23, 2008-Sep-23: behind the year. */
static relcal_prose_found read_from_year(prose_reader *reader, prose_number year)
{
    char separator = peek(reader);
    reader->at++;
    if (is_letter(peek(reader))) {
        int month = month_of(reader, take_word(reader));
        pass_between(reader);
        prose_number day = take_number(reader);
        return month == 0 || day.digits == 0 ? RELCAL_PROSE_NONE
                                             : put_day(reader, year, month, day);
    }
    prose_number month = take_number(reader);
    if (separator == ' ' || month.digits == 0) {
        return RELCAL_PROSE_NONE;
    }
    relcal_prose_found found = check_year(reader, year);
    if (found != RELCAL_PROSE_DATE) {
        return found;
    }
    if (month.digits > 2 || month.value < 1 || month.value > 12) {
        pass_date_characters(reader);
        IMPOSSIBLE(reader, month.at, "there is no month %.*s; write 01 to 12",
                   (int)(month.digits > 20 ? 20 : month.digits), reader->text + month.at);
    }
    if (!take(reader, separator)) {
        if (is_closed(reader)) {
            return put_month(reader, year, month.value);
        }
        pass_date_characters(reader);
        IMPOSSIBLE(reader, year.at, "this is no date; write YYYY-MM-DD");
    }
    prose_number day = take_number(reader);
    if (day.digits == 0) {
        pass_date_characters(reader);
        IMPOSSIBLE(reader, day.at, "the day is missing; write YYYY-MM-DD");
    }
    return put_day(reader, year, month.value, day);
}

/* 29 Aug 2008, 7-Sep-2001: behind the day. */
static relcal_prose_found read_from_day(prose_reader *reader, prose_number day)
{
    pass_ordinal(reader);
    if (peek(reader) == '/' && day.digits <= 2) {
        size_t start = day.at;
        pass_date_characters(reader);
        reader->date->is_partial = true;
        IMPOSSIBLE(reader, start, "day and month cannot be told apart; write YYYY-MM-DD");
    }
    if (!is_between_parts(peek(reader))) {
        return RELCAL_PROSE_NONE;
    }
    pass_between(reader);
    prose_word word = take_word(reader);
    if (is_word(reader, word, "of")) {
        pass_spaces(reader);
        word = take_word(reader);
    }
    int month = month_of(reader, word);
    if (month == 0) {
        return RELCAL_PROSE_NONE;
    }
    pass_between(reader);
    prose_number year = take_number(reader);
    if (year.digits == 0) {
        reader->date->is_partial = true;
        IMPOSSIBLE(reader, day.at, "the date has no year; write YYYY-MM-DD");
    }
    return put_day(reader, year, month, day);
}

static relcal_prose_found read_from_number(prose_reader *reader)
{
    prose_number number = take_number(reader);
    char next = peek(reader);
    if (number.digits >= 3 && (next == '-' || next == '/' || (next == ' ' && number.digits == 4))) {
        return read_from_year(reader, number);
    }
    return number.digits <= 2 ? read_from_day(reader, number) : RELCAL_PROSE_NONE;
}

/* August 3, 2013, Mar 01 2008, September 2014: behind the month, which is 0 for an unknown word. */
static relcal_prose_found read_from_month(prose_reader *reader, prose_word word, int month)
{
    if (!is_between_parts(peek(reader))) {
        return RELCAL_PROSE_NONE;
    }
    pass_between(reader);
    prose_number day = take_number(reader);
    if (day.digits == 0) {
        return RELCAL_PROSE_NONE;
    }
    if (day.digits == 4 && month != 0 && is_closed(reader)) {
        return put_month(reader, day, month);
    }
    pass_ordinal(reader);
    size_t day_end = reader->at;
    pass_between(reader);
    prose_number year = take_number(reader);
    if (month == 0) {
        if (year.digits != 4 || day.digits > 2) {
            return RELCAL_PROSE_NONE;
        }
        IMPOSSIBLE(reader, word.at, "%.*s is no month; write the month that was meant",
                   (int)(word.length > 20 ? 20 : word.length), reader->text + word.at);
    }
    if (year.digits <= 1) {
        reader->at = day_end;
        reader->date->is_partial = true;
        IMPOSSIBLE(reader, word.at, "the date has no year; write YYYY-MM-DD");
    }
    return put_day(reader, year, month, day);
}

static bool is_open_word(const prose_reader *reader, prose_word word)
{
    return is_word(reader, word, "tbd") || is_word(reader, word, "tba");
}

/* Passes over what follows a weekday. */
static bool pass_after_weekday(prose_reader *reader)
{
    bool is_marked = take(reader, '.');
    is_marked |= take(reader, ',');
    pass_spaces(reader);
    return is_marked;
}

static relcal_prose_found read_date_itself(prose_reader *reader)
{
    if (relcal_is_digit(peek(reader))) {
        return read_from_number(reader);
    }
    prose_word word = take_word(reader);
    int month = month_of(reader, word);
    return word.length >= 3 ? read_from_month(reader, word, month) : RELCAL_PROSE_NONE;
}

/* Compares a weekday with its date; 0 is a word that is none. */
static void check_weekday(prose_reader *reader, prose_word word, relcal_weekday weekday)
{
    relcal_prose_date *date = reader->date;
    relcal_date day = relcal_when_date(&date->when);
    if (date->when.precision != RELCAL_PRECISION_DAY || relcal_date_weekday(day) == weekday) {
        return;
    }
    char text[RELCAL_DATE_BYTES];
    date->is_weekday_wrong = true;
    date->weekday_at = word.at;
    (void)snprintf(date->message, sizeof date->message,
                   "%.*s is wrong: %s is a %s; mend the weekday or the date",
                   (int)(word.length > 20 ? 20 : word.length), reader->text + word.at,
                   relcal_date_format(day, text), relcal_weekday_name(relcal_date_weekday(day)));
}

relcal_prose_found relcal_prose_read_date(const char *text, size_t length, size_t at,
                                          relcal_prose_date *out)
{
    *out = (relcal_prose_date){.end = at};
    prose_reader reader = {.text = text, .length = length, .at = at, .date = out};
    prose_word word = take_word(&reader);
    if (is_open_word(&reader, word) && is_closed(&reader)) {
        out->end = reader.at;
        out->when = relcal_when_day(RELCAL_DATE_NONE);
        return RELCAL_PROSE_OPEN;
    }
    relcal_weekday weekday = weekday_of(&reader, word);
    bool has_weekday = word.length >= 3 && month_of(&reader, word) == 0;
    has_weekday = has_weekday && (pass_after_weekday(&reader) || weekday != 0);
    if (!has_weekday) {
        reader.at = at;
    }
    relcal_prose_found found = read_date_itself(&reader);
    if (found == RELCAL_PROSE_DATE && has_weekday) {
        check_weekday(&reader, word, weekday);
    }
    return found;
}

/* ---- labels ---- */

/* What stands for a stage. */
static const struct {
    const char *word;
    relcal_stage stage;
} stage_words[] = {
    {"alpha", RELCAL_STAGE_ALPHA},
    {"beta", RELCAL_STAGE_BETA},
    {"candidate", RELCAL_STAGE_CANDIDATE},
    {"rc", RELCAL_STAGE_CANDIDATE},
    {"a", RELCAL_STAGE_ALPHA},
    {"b", RELCAL_STAGE_BETA},
    {"c", RELCAL_STAGE_CANDIDATE},
    {"pre", RELCAL_STAGE_CANDIDATE},
    {"final", RELCAL_STAGE_FINAL},
};

/* What a series has beside releases, in the words that lists use. */
static const struct {
    const char *words;
    const char *id;
} events[] = {
    {"development begins", "development"}, {"development started", "development"},
    {"development starts", "development"}, {"development", "development"},
    {"end of bugfix", "end-of-bugfix"},    {"end-of-bugfix", "end-of-bugfix"},
    {"end of life", "end-of-life"},        {"end-of-life", "end-of-life"},
};

/* Takes a stage and its number; a beta without one is the first. */
static bool take_stage(prose_reader *reader, relcal_version *version, bool *is_numbered)
{
    size_t start = reader->at;
    while (peek(reader) == ' ' || peek(reader) == '-' || peek(reader) == '.' ||
           peek(reader) == '_') {
        reader->at++;
    }
    prose_word word = take_word(reader);
    if (is_word(reader, word, "release")) {
        pass_spaces(reader);
        word = take_word(reader);
    }
    for (size_t index = 0; index < sizeof stage_words / sizeof stage_words[0]; index++) {
        if (!is_word(reader, word, stage_words[index].word)) {
            continue;
        }
        version->stage = stage_words[index].stage;
        size_t end = reader->at;
        while (peek(reader) == ' ' || peek(reader) == '.' || peek(reader) == '-') {
            reader->at++;
        }
        prose_number number = take_number(reader);
        bool has_number = version->stage != RELCAL_STAGE_FINAL && number.digits > 0 &&
                          number.digits <= 2 && peek(reader) != '-' && peek(reader) != '/' &&
                          !is_letter(peek(reader));
        *is_numbered = has_number;
        if (!has_number) {
            reader->at = end;
        }
        version->number = version->stage == RELCAL_STAGE_FINAL ? 0
                          : has_number                         ? (uint16_t)number.value
                                                               : 1;
        return has_number || word.length > 2 || is_word(reader, word, "rc");
    }
    reader->at = start;
    return false;
}

static bool take_event(prose_reader *reader, relcal_prose_label *label)
{
    pass_spaces(reader);
    for (size_t index = 0; index < sizeof events / sizeof events[0]; index++) {
        size_t length = strlen(events[index].words);
        if (reader->length - reader->at >= length &&
            strncasecmp(reader->text + reader->at, events[index].words, length) == 0) {
            reader->at += length;
            label->event = events[index].id;
            return true;
        }
    }
    return false;
}

/* Takes 3.12 or 3.12.1; how many parts it has, 0 where there is none. */
static int take_release(prose_reader *reader, relcal_version *version)
{
    uint16_t *const parts[] = {&version->major, &version->minor, &version->micro};
    int count = 0;
    size_t end = reader->at;
    while (count < 3) {
        prose_number number = take_number(reader);
        if (number.digits == 0 || number.digits > 4) {
            break;
        }
        *parts[count++] = (uint16_t)number.value;
        end = reader->at;
        if (!take(reader, '.')) {
            break;
        }
    }
    reader->at = end;
    version->has_release = true;
    return count >= 2 ? count : 0;
}

/* What comes behind a release's number. */
static void read_behind_release(prose_reader *reader, relcal_prose_label *label, int parts)
{
    size_t end = reader->at;
    label->version.stage = RELCAL_STAGE_FINAL;
    if (take_stage(reader, &label->version, &label->is_numbered)) {
        label->kind = RELCAL_LABEL_RELEASE;
        label->end = reader->at;
        return;
    }
    label->version.stage = RELCAL_STAGE_FINAL;
    label->version.number = 0;
    reader->at = end;
    if (parts == 2 && take_event(reader, label)) {
        label->kind = RELCAL_LABEL_EVENT;
        label->end = reader->at;
        return;
    }
    label->kind = parts == 3 ? RELCAL_LABEL_RELEASE : RELCAL_LABEL_SERIES;
    label->end = end;
}

/* Passes over a name and the spaces behind it. */
static bool pass_name(prose_reader *reader, const char *name)
{
    size_t length = name == NULL ? 0 : strlen(name);
    size_t end = reader->at + length;
    if (length == 0 || end > reader->length ||
        strncasecmp(reader->text + reader->at, name, length) != 0 ||
        (end < reader->length && is_letter(reader->text[end]))) {
        return false;
    }
    reader->at = end;
    pass_spaces(reader);
    return true;
}

relcal_prose_label relcal_prose_read_label(const char *text, size_t length, size_t at,
                                           relcal_prose_names names)
{
    prose_reader reader = {.text = text, .length = length, .at = at};
    relcal_prose_label label = {.kind = RELCAL_LABEL_NONE, .end = at};
    (void)(pass_name(&reader, names.name) || pass_name(&reader, names.id));
    size_t start = reader.at;
    if (!take(&reader, 'v')) {
        (void)take(&reader, 'V');
    }
    if (relcal_is_digit(peek(&reader))) {
        int parts = take_release(&reader, &label.version);
        bool is_date = peek(&reader) == '.' && parts == 3;
        if (parts >= 2 && !is_date) {
            read_behind_release(&reader, &label, parts);
        }
        return label;
    }
    reader.at = start;
    if (take_stage(&reader, &label.version, &label.is_numbered)) {
        label.kind = RELCAL_LABEL_STAGE;
        label.end = reader.at;
    }
    return label;
}
