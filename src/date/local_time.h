/* The day and time that a moment has in the zone it was written in. */
#ifndef RELCAL_DATE_LOCAL_TIME_H
#define RELCAL_DATE_LOCAL_TIME_H

#include "relcal/when.h"

/* Anywhere on earth: no place is further behind UTC. */
#define RELCAL_AOE_OFFSET_MINUTES (-12 * 60)

typedef struct relcal_local_time {
    relcal_date date; /* RELCAL_DATE_NONE where it lies outside of the calendar */
    int32_t seconds;  /* since the day's start, [0, 86400]; 86400 is 24:00 */
} relcal_local_time;

/* For a moment. */
relcal_local_time relcal_when_local_time(const relcal_when *when);

#endif
