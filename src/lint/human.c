/*
 * Dates as people write them, in English. A number stands for a year where it has four digits; of
 * day and month the word is the month, and where both are numbers the order is that of ISO 8601 if
 * the year comes first, else nobody's.
 */
#include "human.h"

#include <string.h>

#include "digits.h"

#define LEAST_LETTERS 3

typedef struct human_reader {
    const char *text;
    size_t length;
    size_t at;
    size_t ordinal_at; /* as in what is read */
} human_reader;

static char lower(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a') : letter;
}

static bool is_letter(char character)
{
    return lower(character) >= 'a' && lower(character) <= 'z';
}

static size_t word_length(const char *text, size_t length)
{
    size_t count = 0;
    while (count < length && is_letter(text[count])) {
        count++;
    }
    return count;
}

/* Whether a word begins a name, or is the name, in any case. */
static bool is_start_of(const char *word, size_t length, const char *name)
{
    for (size_t index = 0; index < length; index++) {
        if (name[index] == '\0' || lower(word[index]) != lower(name[index])) {
            return false;
        }
    }
    return true;
}

/* How much of each weekday's name is an abbreviation in use: Tue and Tues, Thu, Thur and Thurs. */
static bool is_weekday(const char *word, size_t length, relcal_weekday weekday)
{
    static const size_t longest[] = {0, 3, 4, 3, 5, 3, 3, 3};
    const char *name = relcal_weekday_name(weekday);
    if (!is_start_of(word, length, name)) {
        return false;
    }
    return length == strlen(name) || (length >= LEAST_LETTERS && length <= longest[weekday] &&
                                      word[0] >= 'A' && word[0] <= 'Z');
}

bool lint_may_begin(const char *text, size_t begin, size_t at)
{
    char before = at == begin ? ' ' : text[at - 1];
    return !relcal_is_digit(before) && !is_letter(before) && before != '-' &&
           (unsigned char)before < 0x80;
}

size_t lint_read_weekday(const char *text, size_t length, relcal_weekday *out)
{
    size_t count = word_length(text, length);
    for (relcal_weekday weekday = RELCAL_MONDAY; weekday <= RELCAL_SUNDAY; weekday++) {
        if (count > 0 && is_weekday(text, count, weekday)) {
            *out = weekday;
            return count;
        }
    }
    return 0;
}

static bool take(human_reader *reader, char wanted)
{
    bool is_there = reader->at < reader->length && reader->text[reader->at] == wanted;
    reader->at += is_there;
    return is_there;
}

static void pass_spaces(human_reader *reader)
{
    while (take(reader, ' ')) {
    }
}

/* Passes over a separator: "-", "/", ".", ",", spaces, or a comma or full stop and spaces. */
static bool pass_separator(human_reader *reader)
{
    size_t start = reader->at;
    if (take(reader, '-') || take(reader, '/')) {
        return true;
    }
    if (!take(reader, ',')) {
        (void)take(reader, '.');
        (void)take(reader, ',');
    }
    pass_spaces(reader);
    return reader->at > start;
}

/* Reads a number of at most four digits; its digits, or 0. */
static size_t read_number(human_reader *reader, int *out)
{
    size_t count = 0;
    int number = 0;
    while (count < 5 && reader->at + count < reader->length &&
           relcal_is_digit(reader->text[reader->at + count])) {
        number = 10 * number + (reader->text[reader->at + count] - '0');
        count++;
    }
    if (count > 4) {
        return 0;
    }
    reader->at += count;
    *out = number;
    return count;
}

static bool read_month_name(human_reader *reader, int *out)
{
    const char *word = reader->text + reader->at;
    size_t count = word_length(word, reader->length - reader->at);
    for (int month = 1; month <= 12 && count >= LEAST_LETTERS; month++) {
        if (is_start_of(word, count, relcal_month_name(month))) {
            reader->at += count;
            (void)take(reader, '.');
            *out = month;
            return true;
        }
    }
    return false;
}

const char *lint_ordinal_of(int day)
{
    static const char *const endings[] = {"th", "st", "nd", "rd"};
    int ones = day % 10;
    return endings[ones <= 3 && day / 10 % 10 != 1 ? ones : 0];
}

/* st, nd, rd, th after a day. */
static void pass_ordinal(human_reader *reader, int day)
{
    static const char *const endings[] = {"st", "nd", "rd", "th"};
    const char *word = reader->text + reader->at;
    size_t count = word_length(word, reader->length - reader->at);
    for (size_t index = 0; count == 2 && index < 4; index++) {
        if (is_start_of(word, count, endings[index])) {
            bool is_right = is_start_of(word, count, lint_ordinal_of(day));
            reader->ordinal_at = is_right ? 0 : reader->at;
            reader->at += count;
            return;
        }
    }
}

static bool read_day(human_reader *reader, int *out)
{
    size_t digits = read_number(reader, out);
    pass_ordinal(reader, *out);
    return digits == 1 || digits == 2;
}

static bool read_year(human_reader *reader, int *out)
{
    return read_number(reader, out) == 4;
}

/* January 4, 2014 */
static bool read_month_first(human_reader *reader, lint_human_date *out)
{
    return read_month_name(reader, &out->month) && pass_separator(reader) &&
           read_day(reader, &out->day) && pass_separator(reader) && read_year(reader, &out->year);
}

/* 4 January 2014, 4-Jan-2014, 04/01/2014 */
static bool read_day_first(human_reader *reader, lint_human_date *out)
{
    if (!read_day(reader, &out->day) || !pass_separator(reader)) {
        return false;
    }
    if (!read_month_name(reader, &out->month)) {
        out->is_ambiguous = true;
        if (!read_day(reader, &out->month)) {
            return false;
        }
    }
    return pass_separator(reader) && read_year(reader, &out->year);
}

/* 2014-01-04, 2014/1/4, 2014 January 4 */
static bool read_year_first(human_reader *reader, lint_human_date *out)
{
    size_t start = reader->at;
    if (!read_year(reader, &out->year) || !pass_separator(reader)) {
        return false;
    }
    bool has_name = read_month_name(reader, &out->month);
    if ((!has_name && !read_day(reader, &out->month)) || !pass_separator(reader) ||
        !read_day(reader, &out->day)) {
        return false;
    }
    const char *date = reader->text + start;
    out->is_iso = !has_name && reader->at - start == 10 && date[4] == '-' && date[7] == '-';
    return true;
}

/* A date must not go on as a word or a longer number. */
static bool is_at_end_of_date(const human_reader *reader)
{
    char next = reader->at < reader->length ? reader->text[reader->at] : ' ';
    return !relcal_is_digit(next) && !is_letter(next) && next != '-' && next != '/';
}

static bool read_bare_date(human_reader *reader, lint_human_date *out)
{
    static bool (*const forms[])(human_reader *, lint_human_date *) = {
        read_month_first, read_year_first, read_day_first};
    const human_reader start = *reader;
    const lint_human_date empty = *out;
    for (size_t index = 0; index < sizeof forms / sizeof forms[0]; index++) {
        *reader = start;
        *out = empty;
        if (forms[index](reader, out) && is_at_end_of_date(reader)) {
            return true;
        }
    }
    return false;
}

/* A weekday behind a date: ", Monday", " (Monday)". One that a comma follows belongs to a date of
 * its own. */
static void read_weekday_behind(human_reader *reader, lint_human_date *out)
{
    human_reader ahead = *reader;
    (void)take(&ahead, ',');
    pass_spaces(&ahead);
    bool is_in_brackets = take(&ahead, '(');
    size_t count = lint_read_weekday(ahead.text + ahead.at, ahead.length - ahead.at, &out->weekday);
    ahead.at += count;
    bool goes_on = ahead.at < ahead.length && ahead.text[ahead.at] == ',';
    if (count > 0 && (is_in_brackets ? take(&ahead, ')') : !goes_on)) {
        *reader = ahead;
    } else {
        out->weekday = (relcal_weekday)0;
    }
}

lint_human_date lint_read_human_date(const char *text, size_t length)
{
    human_reader reader = {.text = text, .length = length};
    lint_human_date date = {.length = 0};
    reader.at = lint_read_weekday(text, length, &date.weekday);
    if (reader.at > 0 && !pass_separator(&reader)) {
        return (lint_human_date){.length = 0};
    }
    date.date_begin = reader.at;
    if (!read_bare_date(&reader, &date)) {
        return (lint_human_date){.length = 0};
    }
    if (date.weekday == 0) {
        read_weekday_behind(&reader, &date);
    }
    date.length = reader.at;
    date.ordinal_at = reader.ordinal_at;
    return date;
}
