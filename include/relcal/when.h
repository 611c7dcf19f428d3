/*
 * When: a date together with how precisely it is known, from a second to "to be decided".
 *
 * A when covers the seconds from its earliest to its latest bound, both included, in UTC. Two of
 * them compare as before or after only where that is sure. Every function here is pure, allocates
 * nothing and is thread-safe. Since 0.1 all of it.
 */
#ifndef RELCAL_WHEN_H
#define RELCAL_WHEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "relcal/date.h"
#include "relcal/export.h"
#include "relcal/status.h"

RELCAL_BEGIN_DECLS

/** A second: seconds since 1970-01-01T00:00:00Z without leap seconds, as POSIX counts them. */
typedef int64_t relcal_instant;

#define RELCAL_SECONDS_PER_DAY 86400
/** 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z. */
#define RELCAL_INSTANT_MIN ((relcal_instant)RELCAL_DATE_MIN * RELCAL_SECONDS_PER_DAY)
#define RELCAL_INSTANT_MAX (((relcal_instant)RELCAL_DATE_MAX + 1) * RELCAL_SECONDS_PER_DAY - 1)

/** How precisely a when is known. Append-only. */
typedef enum relcal_precision {
    RELCAL_PRECISION_MOMENT = 0, /**< to the second: 2026-05-05T12:00Z */
    RELCAL_PRECISION_DAY = 1,    /**< 2026-05-05 */
    RELCAL_PRECISION_WEEK = 2,   /**< 2026-W19, Monday to Sunday */
    RELCAL_PRECISION_MONTH = 3,  /**< 2026-05 */
    RELCAL_PRECISION_YEAR = 4,   /**< 2026 */
    RELCAL_PRECISION_RANGE = 5,  /**< 2026-05-05..2026-05-08, both days included */
    RELCAL_PRECISION_TBD = 6     /**< not decided: tbd */
} relcal_precision;

/** The zone in which a moment was written. Append-only. */
typedef enum relcal_zone {
    RELCAL_ZONE_UTC = 0,    /**< Z */
    RELCAL_ZONE_OFFSET = 1, /**< +02:00, with or without a named zone: +02:00[Europe/Berlin] */
    RELCAL_ZONE_AOE = 2 /**< anywhere on earth, UTC-12: a day ends when it has ended everywhere */
} relcal_zone;

/** A yes, a no, or that nobody can tell. */
typedef enum relcal_truth { RELCAL_NO = 0, RELCAL_YES = 1, RELCAL_UNKNOWN = 2 } relcal_truth;

/** How two whens lie to each other. */
typedef enum relcal_order {
    RELCAL_ORDER_BEFORE = -1,
    RELCAL_ORDER_SAME = 0,
    RELCAL_ORDER_AFTER = 1,
    RELCAL_ORDER_UNKNOWN = 2 /**< they overlap: 2027-04 and 2027-04-07 */
} relcal_order;

/**
 * A date with its precision. A value; `zone_name` is borrowed from where the when came from
 * (a catalog, or the text that was parsed) and is not closed by a NUL.
 */
typedef struct relcal_when {
    relcal_instant earliest; /**< the first second it may be; for tbd RELCAL_INSTANT_MIN */
    relcal_instant latest;   /**< the last second it may be; for tbd RELCAL_INSTANT_MAX */
    relcal_precision precision;
    relcal_zone zone;         /**< of a moment; RELCAL_ZONE_UTC for the rest */
    int16_t offset_minutes;   /**< east of UTC, of a moment written with an offset; (-1440, 1440) */
    bool end_of_day;          /**< a moment written as 24:00: its day is the one that it ends */
    uint8_t zone_name_length; /**< bytes; 0 where no zone was named */
    const char *zone_name;    /**< IANA name in UTF-8, or NULL */
} relcal_when;

/** The longest IANA zone name that is taken, in bytes. */
#define RELCAL_MAX_ZONE_NAME_BYTES 64

/** The when of one day, in UTC. For RELCAL_DATE_NONE the answer is tbd. */
RELCAL_API relcal_when relcal_when_day(relcal_date date);

/** The first second of a day in UTC. The date must be valid. */
RELCAL_API relcal_instant relcal_instant_of_day_start(relcal_date date);

/** The last second of a day in UTC. The date must be valid. */
RELCAL_API relcal_instant relcal_instant_of_day_end(relcal_date date);

/** The day of a second in UTC; RELCAL_DATE_NONE outside the calendar. */
RELCAL_API relcal_date relcal_instant_date(relcal_instant instant);

/**
 * The day that people give for a when: of a moment the day in the zone it was written in (24:00
 * still being the day it ends), else the earliest day; RELCAL_DATE_NONE for tbd.
 */
RELCAL_API relcal_date relcal_when_date(const relcal_when *when);

/**
 * Whether a when has come at a second. A day or moment has come from its first second on. A week,
 * month, year or range surely has from the first second of its last day on, surely has not before
 * its first day, and in between it is unknown. tbd is always unknown.
 */
RELCAL_API relcal_truth relcal_when_has_come(const relcal_when *when, relcal_instant instant);

/** Whether a when surely is over: the second lies after its latest bound. Never so for tbd. */
RELCAL_API bool relcal_when_is_past(const relcal_when *when, relcal_instant instant);

/** Whether two whens have equal bounds and equal precision, as two tbds do; zones do not count. */
RELCAL_API bool relcal_when_is_same(const relcal_when *left, const relcal_when *right);

/**
 * The order of two whens by their bounds. SAME where both have equal bounds and equal precision,
 * but two tbds are unknown.
 */
RELCAL_API relcal_order relcal_when_compare(const relcal_when *left, const relcal_when *right);

/** The bytes that any formatted when needs, with its closing NUL. */
#define RELCAL_WHEN_BYTES 128

/**
 * Writes a when in the form that relcal_when_parse reads to the same value, and returns `buffer`:
 * 2026-05-05, 2026-W19, 2026-05, 2026, 2026-05-05..2026-05-08, tbd, 2026-05-05T12:00Z,
 * 2026-05-05T14:00+02:00[Europe/Berlin], 2026-05-05T24:00AoE. Seconds only where they are not 0.
 */
RELCAL_API char *relcal_when_format(const relcal_when *when, char buffer[RELCAL_WHEN_BYTES]);

/**
 * Reads the whole of `text`, `length` bytes, as a when.
 *
 * Dates are those of relcal_date_parse, or cut after the week, month or year; a range is two days
 * joined by "..". A moment is a day, T, HH:MM or HH:MM:SS, and a zone: Z, an offset of hours and
 * minutes, an offset followed by an IANA name in brackets (RFC 9557, section 4.1; the offset says
 * the time, the name is kept), or AoE. 24:00 is the end of its day, so 2026-05-05T00:00AoE and
 * 2026-05-05T24:00AoE are the day's start and end anywhere on earth, 24 hours apart. One space may
 * stand before the zone; AoE and tbd may have any case.
 *
 * `*out` is untouched on failure and borrows a zone name from `text`. Errors: RELCAL_ERROR_SYNTAX
 * where it has another form, RELCAL_ERROR_RANGE where there is no such day or time, or a range
 * ends before it begins; `error->column` is the character that is wrong.
 */
RELCAL_API relcal_status relcal_when_parse(relcal_when *out, const char *text, size_t length,
                                           relcal_error *error);

/** "moment", "day", "week", "month", "year", "range", "tbd"; "" for another. Static text. */
RELCAL_API const char *relcal_precision_name(relcal_precision precision);

RELCAL_END_DECLS

#endif
