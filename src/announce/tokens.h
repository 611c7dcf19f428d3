/* Sentences of tokens: words, numbers, releases and dates as people write them. */
#ifndef RELCAL_ANNOUNCE_TOKENS_H
#define RELCAL_ANNOUNCE_TOKENS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "relcal/announce.h"
#include "relcal/version.h"
#include "strip.h"
#include "words.h"

/* How a date was written, so that a right one can be written in its place. */
typedef enum relcal_date_form {
    RELCAL_DATE_ISO,        /* 2021-08-02 */
    RELCAL_DATE_MONTH_DAY,  /* August 2[nd][, 2021] */
    RELCAL_DATE_DAY_MONTH,  /* 2[nd] [of] August [2021] */
    RELCAL_DATE_MONTH_YEAR, /* August 2021 */
    RELCAL_DATE_VAGUE       /* mid-August, late 2021, August */
} relcal_date_form;

typedef struct relcal_written_date {
    relcal_date earliest;
    relcal_date latest;
    uint8_t form;
    uint8_t weekday; /* beside it; 0 for none */
    bool has_year;
    bool is_short;     /* the month is abbreviated */
    bool has_suffix;   /* 2nd */
    bool has_comma;    /* before the year */
    bool has_of;       /* 2nd of August */
    size_t date_start; /* of the date alone, the weekday left out */
    size_t date_end;
    size_t weekday_start;
    size_t weekday_end;
} relcal_written_date;

typedef struct relcal_token {
    relcal_classes classes; /* 0 for an unknown word */
    size_t start;
    size_t end;
    uint32_t number;
    bool is_capital;          /* of a word: begins with a capital letter */
    bool is_digits;           /* of a number or ordinal: written with digits */
    bool has_suffix;          /* 2nd */
    bool is_series;           /* of a version: 3.12, without a third part or a stage */
    char mark;                /* of a mark: its character, '-' for every dash, '@' for an address */
    const char *word;         /* of a known word or name: its text */
    relcal_version version;   /* of a version or stage */
    relcal_written_date date; /* of a date */
} relcal_token;

/* What a sentence is followed by. */
typedef enum relcal_sentence_end {
    RELCAL_SENTENCE_STOP,  /* the same paragraph goes on */
    RELCAL_SENTENCE_CUT,   /* the same sentence goes on: it is too long */
    RELCAL_SENTENCE_BREAK, /* another paragraph */
    RELCAL_SENTENCE_END    /* nothing */
} relcal_sentence_end;

typedef struct relcal_sentence {
    relcal_token tokens[RELCAL_MAX_SENTENCE_WORDS];
    size_t count;
    unsigned heading; /* its level, or 0 */
    relcal_sentence_end ended;
} relcal_sentence;

typedef struct relcal_tokenizer {
    relcal_strip strip;
    relcal_glyph ahead;
    relcal_date near; /* what a date without a year is near to */
    unsigned heading;
    bool (*is_series)(const void *context,
                      const relcal_version *version); /* known in the project */
    /* What a word is that the vocabulary does not have: a name of the project's, which is given
     * out, and its classes; 0 for another. */
    relcal_classes (*classes_of)(const void *context, const char *word, size_t length,
                                 const char **name);
    const void *context;
} relcal_tokenizer;

/* How many tokens of a sentence that was cut are given again with the next piece. */
#define RELCAL_SENTENCE_OVERLAP 64

void relcal_tokenizer_start(relcal_tokenizer *tokenizer, const char *text, size_t length,
                            size_t at);

/* Reads the next sentence over the last one; false at the end. */
bool relcal_tokenizer_next(relcal_tokenizer *tokenizer, relcal_sentence *sentence);

#endif
