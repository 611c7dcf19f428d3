/*
 * Weekdays that people write beside dates, in comments and remarks: "2019-07-04 # Monday". A
 * weekday next to a date is compared with that date; one that stands alone in a comment with the
 * dates of the entry on its line, of which one must agree.
 */
#include "digits.h"
#include "human.h"
#include "milestones.h"
#include "quote.h"

/* The most dates of a line that are looked at. */
#define MOST_DATES 32
/* The most bytes of a line from which a date is read. */
#define MOST_DATE_BYTES 64

/* A line of a file, without its break. */
typedef struct text_line {
    size_t number; /* from 0 */
    size_t begin;
    size_t end;
    size_t comment;                /* where the comment begins; the end where there is none */
    relcal_date dates[MOST_DATES]; /* before the comment */
    size_t date_count;
} text_line;

static lint_human_date read_date(const char *text, size_t at, size_t end)
{
    size_t length = end - at < MOST_DATE_BYTES ? end - at : MOST_DATE_BYTES;
    return lint_read_human_date(text + at, length);
}

static void collect_dates(const char *text, text_line *line)
{
    for (size_t at = line->begin; at < line->comment && line->date_count < MOST_DATES; at++) {
        if (!lint_may_begin(text, line->begin, at) || !relcal_is_digit(text[at])) {
            continue;
        }
        lint_human_date date = read_date(text, at, line->comment);
        if (date.length > 0 && date.is_iso &&
            relcal_civil_is_valid(date.year, date.month, date.day)) {
            line->dates[line->date_count++] = relcal_date_from_civil(date.year, date.month,
                                                                     date.day);
        }
    }
}

static text_line read_line(const lint_source *source, size_t number)
{
    text_line line = {.number = number, .begin = source->lines[number]};
    line.end = source->lines[number + 1];
    while (line.end > line.begin &&
           (source->text[line.end - 1] == '\n' || source->text[line.end - 1] == '\r')) {
        line.end--;
    }
    line.comment = lint_find_comment(source->text, line.begin, line.end);
    collect_dates(source->text, &line);
    return line;
}

static bool has_weekday(const text_line *line, relcal_weekday weekday)
{
    for (size_t index = 0; index < line->date_count; index++) {
        if (relcal_date_weekday(line->dates[index]) == weekday) {
            return true;
        }
    }
    return false;
}

/* Says that a weekday is not that of a date. */
static void report_weekday(lint_run *run, const text_line *line, size_t at, size_t length,
                           relcal_date date)
{
    char text[RELCAL_DATE_BYTES];
    char quotation[RELCAL_QUOTE_BYTES];
    (void)lint_add(run, LINT_WEEKDAY, lint_place_at(run, line->number, at), NULL, NULL,
                   "%s stands beside %s, which is a %s; mend the weekday or the date",
                   relcal_quote(run->source.text + at, length, quotation),
                   relcal_date_format(date, text), relcal_weekday_name(relcal_date_weekday(date)));
}

/* Whether what begins at a byte is told already. */
static bool is_told(lint_run *run, const text_line *line, size_t at)
{
    relcal_draft_place place = lint_place_at(run, line->number, at);
    return lint_is_claimed(run, place.file_order, place.place);
}

/* Says that a day has another ending than people say; where its weekday is right the day is. */
static void report_ordinal(lint_run *run, const text_line *line, size_t at,
                           const lint_human_date *date, relcal_date day)
{
    const char *ending = lint_ordinal_of(date->day);
    size_t offset = at + date->ordinal_at;
    relcal_finding *finding = lint_add(run, LINT_ORDINAL, lint_place_at(run, line->number, offset),
                                       NULL, NULL, "%d%.2s is %d%s; mend the ending or the day",
                                       date->day, run->source.text + offset, date->day, ending);
    if (day != RELCAL_DATE_NONE && date->weekday == relcal_date_weekday(day)) {
        lint_set_fix(run, finding, offset, strlen(ending), ending, strlen(ending));
    }
}

/* Compares a date that has a weekday of its own with it, and looks whether there is such a day. */
static void check_date(lint_run *run, const text_line *line, size_t at, const lint_human_date *date)
{
    char quotation[RELCAL_QUOTE_BYTES];
    relcal_date day = relcal_date_from_civil(date->year, date->month, date->day);
    if (date->ordinal_at > 0 && !is_told(run, line, at)) {
        report_ordinal(run, line, at, date, day);
    }
    if (date->is_ambiguous || (at < line->comment && date->weekday == 0)) {
        return;
    }
    if (day == RELCAL_DATE_NONE && !is_told(run, line, at)) {
        (void)lint_add(run, LINT_DATE_IN_TEXT, lint_place_at(run, line->number, at), NULL, NULL,
                       "%s is no day; write one that there is, or leave it out",
                       relcal_quote(run->source.text + at, date->length, quotation));
    } else if (day != RELCAL_DATE_NONE && date->weekday != 0 &&
               relcal_date_weekday(day) != date->weekday && !is_told(run, line, at)) {
        report_weekday(run, line, at, date->length, day);
    }
}

/* Checks a weekday that stands alone in a comment. */
static void check_alone(lint_run *run, const text_line *line, size_t at, size_t length,
                        relcal_weekday weekday)
{
    if (at >= line->comment && line->date_count > 0 && !has_weekday(line, weekday)) {
        report_weekday(run, line, at, length, line->dates[0]);
    }
}

/* Checks what begins at a byte of a line; returns the bytes that it has read. */
static size_t check_at(lint_run *run, const text_line *line, size_t at)
{
    const char *text = run->source.text;
    size_t end = at < line->comment ? line->comment : line->end;
    lint_human_date date = read_date(text, at, end);
    if (date.length > 0) {
        check_date(run, line, at, &date);
        return date.length;
    }
    relcal_weekday weekday;
    size_t length = lint_read_weekday(text + at, end - at, &weekday);
    if (length > 0) {
        check_alone(run, line, at, length, weekday);
    }
    return length > 0 ? length : 1;
}

void lint_check_weekdays(lint_run *run, const relcal_node *root)
{
    (void)root; /* comments are in the text alone */
    for (size_t number = 0; number < run->source.line_count; number++) {
        text_line line = read_line(&run->source, number);
        size_t at = line.begin;
        while (at < line.end && !lint_is_full(run)) {
            at += lint_may_begin(run->source.text, line.begin, at) ? check_at(run, &line, at) : 1;
        }
    }
}
