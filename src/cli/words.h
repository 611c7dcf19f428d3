/* Dates and phases in the words and colours that people read. */
#ifndef RELCAL_CLI_WORDS_H
#define RELCAL_CLI_WORDS_H

#include <stdint.h>

#include "relcal/catalog.h"
#include "relcal/when.h"
#include "text.h"

/* Adds "Tuesday, 2023-01-10", "October 2028", "week 19 of 2026", "to be decided" and so on. */
void words_add_when(text *target, const relcal_when *when);

/* Adds "Tue 2023-01-10"; what is not a day as relcal_when_format writes it. */
void words_add_short_when(text *target, const relcal_when *when);

/* Adds "Tuesday, 2023-01-10". */
void words_add_day(text *target, relcal_date date);

/* Adds "in 3 days", "tomorrow", "in 40 days or later" for how far a when lies ahead. */
void words_add_distance(text *target, int32_t days, relcal_precision precision);

/* The style of a phase, or NULL. */
const char *words_phase_style(const relcal_phase *phase);

#endif
