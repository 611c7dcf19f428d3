/* Dates as people write them: "Monday, 2019-07-04", "January 4 2014", "7-Sep-2001". */
#ifndef RELCAL_LINT_HUMAN_H
#define RELCAL_LINT_HUMAN_H

#include <stdbool.h>
#include <stddef.h>

#include "relcal/date.h"

typedef struct lint_human_date {
    size_t length;          /* bytes read; 0 where there is no date */
    relcal_weekday weekday; /* 0 where none was written */
    int year;
    int month;         /* may be none, such as 13 */
    int day;           /* may be none, such as 45 */
    bool is_iso;       /* the date is written as YYYY-MM-DD */
    bool is_ambiguous; /* nobody knows which number is the month */
    size_t date_begin; /* where the date begins behind a weekday */
    size_t ordinal_at; /* an ending that is not that of the day: 22th; 0 where there is none */
} lint_human_date;

/* Whether a word or number may begin at a byte of a text that begins at another. */
bool lint_may_begin(const char *text, size_t begin, size_t at);

/* Reads a date at the start of a text, with a weekday before or behind it. */
lint_human_date lint_read_human_date(const char *text, size_t length);

/* The ending of a day's number: "st", "nd", "rd" or "th". */
const char *lint_ordinal_of(int day);

/* Reads a weekday's name or abbreviation at the start of a text; its length, or 0. A word that is
 * an abbreviation needs a capital. */
size_t lint_read_weekday(const char *text, size_t length, relcal_weekday *out);

#endif
