/*
 * Dates, times, durations and time zones of a calendar as numbers: checked here, because libical
 * takes 2023-02-30 for a day, and never followed where a rule could go on without end.
 */
#ifndef RELCAL_ICAL_TIMES_H
#define RELCAL_ICAL_TIMES_H

#include "lines.h"
#include "relcal/when.h"

/* A DATE or DATE-TIME value as it is written, not yet in any zone. */
typedef struct relcal_ical_time {
    int year;
    int month;
    int day;
    int hour;
    int minute;
    int second; /* [0, 60] */
    bool is_date;
    bool is_utc;
} relcal_ical_time;

/* Reads the whole of a DATE or DATE-TIME value; returns what is wrong with it ("is no day of the
 * calendar"), or NULL. */
const char *relcal_ical_time_read(relcal_slice value, relcal_ical_time *out);

/* The second that a time names where its clock shows UTC. It may lie a second past the calendar.
 */
relcal_instant relcal_ical_time_as_utc(const relcal_ical_time *time);

/* A DURATION: days of the calendar, then seconds. Neither is negative. */
typedef struct relcal_ical_duration {
    int64_t days;
    int64_t seconds;
    bool is_negative;
} relcal_ical_duration;

/* Reads the whole of a DURATION value, of at most 9 digits a part; returns what is wrong, or NULL.
 */
const char *relcal_ical_duration_read(relcal_slice value, relcal_ical_duration *out);

/* The limits of a calendar's own time zones. */
#define RELCAL_ICAL_MAX_ZONES 256       /* VTIMEZONEs of a calendar */
#define RELCAL_ICAL_MAX_OBSERVANCES 512 /* of a VTIMEZONE, with the dates they are repeated on */
#define RELCAL_ICAL_MAX_RULES 32        /* of a VTIMEZONE */

/* The time zones of one calendar. Zero it, then set `text`. */
typedef struct relcal_ical_zones {
    relcal_slice text; /* the calendar */
    struct relcal_ical_zone *zones;
    size_t defined; /* how many the calendar has itself */
} relcal_ical_zones;

/* Adds a VTIMEZONE that stands in the calendar from a byte up to another. False where there is no
 * memory. */
bool relcal_ical_zones_add(relcal_ical_zones *zones, size_t begin, size_t end, uint32_t line);

/*
 * Turns a time of a zone into UTC: by the calendar's VTIMEZONE of that name, or else by the IANA
 * zone. A time that a clock shows twice is the first of them, one that it leaves out is told by the
 * offset before (RFC 5545, section 3.3.5). Returns what is wrong with the zone, or NULL;
 * `*is_short_of_memory` tells whether it was memory. The lock must not be held.
 */
const char *relcal_ical_zones_to_utc(relcal_ical_zones *zones, relcal_slice name,
                                     const relcal_ical_time *time, relcal_instant *out,
                                     bool *is_short_of_memory);

/* Gives back what the zones hold. The lock must not be held. */
void relcal_ical_zones_free(relcal_ical_zones *zones);

#endif
