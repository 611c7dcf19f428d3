/* A day, week, month or year as it is written in a text. */
#ifndef RELCAL_DATE_PERIOD_H
#define RELCAL_DATE_PERIOD_H

#include "reader.h"
#include "relcal/date.h"
#include "relcal/when.h"

typedef struct relcal_period {
    relcal_date first;
    relcal_date last;           /* the day itself where it is one */
    relcal_precision precision; /* day, week, month or year */
} relcal_period;

/*
 * Reads YYYY, YYYY-MM, YYYY-MM-DD, YYYY-Www or YYYY-Www-D, the longest that is there.
 * Errors: RELCAL_ERROR_SYNTAX where none is, RELCAL_ERROR_RANGE where it names no day or does not
 * lie within the calendar as a whole.
 */
relcal_status relcal_period_read(relcal_reader *reader, relcal_period *out);

#endif
