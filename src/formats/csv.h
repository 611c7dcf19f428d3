/* Texts of comma-separated values, field by field (RFC 4180). */
#ifndef RELCAL_FORMATS_CSV_H
#define RELCAL_FORMATS_CSV_H

#include <stdbool.h>

#include "source.h"

typedef struct relcal_csv_field {
    const char *text; /* "" where the line has no such field */
    relcal_place place;
} relcal_csv_field;

typedef struct relcal_csv {
    relcal_source_reader *source;
    char *at;
    char *end;
    relcal_place place; /* of `at` */
} relcal_csv;

relcal_csv relcal_csv_begin(relcal_source_reader *source);

static inline bool relcal_csv_has_more(const relcal_csv *reader)
{
    return reader->at < reader->end;
}

/* Reads one field and the comma behind it; false at the end of a line, which is passed. A quote
 * that is not closed is reported. */
bool relcal_csv_read_field(relcal_csv *reader, relcal_csv_field *field);

#endif
