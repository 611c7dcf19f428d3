/* Reading a short text from left to right: what the parsers of dates, whens and versions share. */
#ifndef RELCAL_BASE_READER_H
#define RELCAL_BASE_READER_H

#include <stdbool.h>
#include <stddef.h>

#include "relcal/status.h"

typedef struct relcal_reader {
    const char *text; /* any bytes, with no NUL at its end */
    size_t length;
    size_t at;          /* the byte that is read next, [0, length] */
    const char *thing;  /* what the text should be: "a date" */
    const char *wanted; /* what to write instead where it is not */
    relcal_error *error;
} relcal_reader;

static inline bool relcal_reader_is_at_end(const relcal_reader *reader)
{
    return reader->at == reader->length;
}

/* Whether the next byte is `wanted`; never so at the end of the text. */
static inline bool relcal_reader_is_at(const relcal_reader *reader, char wanted)
{
    return reader->at < reader->length && reader->text[reader->at] == wanted;
}

/* Passes over the next byte if it is `wanted`; returns whether it was. */
static inline bool relcal_reader_take(relcal_reader *reader, char wanted)
{
    bool is_there = relcal_reader_is_at(reader, wanted);
    reader->at += is_there;
    return is_there;
}

/* Passes over `word`, given in lower case, if the text goes on with it in any case. */
bool relcal_reader_take_word(relcal_reader *reader, const char *word);

/* Reads a number of exactly `width` digits, at most 9. */
relcal_status relcal_reader_number(relcal_reader *reader, int width, int *out);

/* Passes over a byte that must be there. */
relcal_status relcal_reader_expect(relcal_reader *reader, char wanted);

/* Fails unless the whole text was read. */
relcal_status relcal_reader_expect_end(relcal_reader *reader);

/* Fails with RELCAL_ERROR_SYNTAX at the next byte: the text is not what it should be. */
relcal_status relcal_reader_misread(const relcal_reader *reader);

/*
 * Fails with RELCAL_ERROR_RANGE at byte `at`: what stands from byte `start` to the next one, plain
 * characters that were read already, names nothing. The message is those, then `format`.
 */
relcal_status relcal_reader_out_of_range(const relcal_reader *reader, size_t start, size_t at,
                                         const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
