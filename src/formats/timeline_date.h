/* Dates in the cells of a timeline: "Monday 12th May 2025", "02:00 UTC Friday 25th July 2025 /
 * 19:00 PDT Thursday 24th July 2025", "Thursday 9th October 2025 (AoE)", "Monday 10th - Thursday
 * 13th November 2025". */
#ifndef RELCAL_FORMATS_TIMELINE_DATE_H
#define RELCAL_FORMATS_TIMELINE_DATE_H

#include <stdbool.h>
#include <stddef.h>

#include "relcal/when.h"

/* Told of what is wrong: where in the text, whether the date counts all the same, and why. */
typedef struct relcal_timeline_report {
    void (*report)(void *context, size_t at, bool counts, const char *message);
    void *context;
} relcal_timeline_report;

/* Reads the whole of a text without markup. False, after a report, where it is no date. */
bool relcal_timeline_read_date(relcal_when *out, const char *text, size_t length,
                               const relcal_timeline_report *report);

#endif
