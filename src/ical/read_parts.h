/*
 * The parts of the reading that know each other: the calendar as a whole, and one event of it.
 */
#ifndef RELCAL_ICAL_READ_PARTS_H
#define RELCAL_ICAL_READ_PARTS_H

#include "guard.h"
#include "lines.h"
#include "read.h"
#include "times.h"
#include "uids.h"

/* What is read of an event. */
typedef enum relcal_event_part {
    PART_UID,
    PART_SUMMARY,
    PART_DESCRIPTION,
    PART_URL,
    PART_STATUS,
    PART_SEQUENCE,
    PART_STAMP,
    PART_START,
    PART_END,
    PART_DURATION,
    PART_RECURRENCE_ID,
    PART_RULE,
    PART_COUNT
} relcal_event_part;

/* A part of the event that is read; its line stands in the reader's text. */
typedef struct relcal_kept_line {
    uint32_t line; /* 0 where the event has no such part */
    size_t begin;
    size_t length;
} relcal_kept_line;

/* An event while it is read. */
typedef struct relcal_event_draft {
    uint32_t line;
    size_t begin;       /* where it stands in the text */
    size_t lines;       /* content lines up to here */
    size_t extra_count; /* of the calendar, before this event's */
    relcal_kept_line parts[PART_COUNT];
    const char *recurrence_id; /* as it stands, or NULL */
    bool is_refused;           /* it has a fault, which was told */
} relcal_event_draft;

typedef struct relcal_calendar_reader {
    const relcal_ical_read_options *options;
    relcal_slice text;
    relcal_calendar *calendar;
    relcal_line_scanner scanner;
    relcal_ical_zones zones;
    relcal_ical_text kept;     /* the lines of the event that are kept */
    relcal_ical_text plain;    /* a value without its escapes */
    relcal_ical_text question; /* what libical is asked */
    relcal_uids uids;
    bool is_lenient;
    bool keep_extras;
    relcal_error *error;
    relcal_error fault;
    relcal_event_draft event;
} relcal_calendar_reader;

/* Ends the reading with an error. */
#define FAIL(reader, code, line, ...) \
    relcal_ical_fail((reader)->error, code, (reader)->options->file, line, __VA_ARGS__)

/* Ends the reading for want of memory. */
#define FAIL_MEMORY(reader) relcal_ical_fail_memory((reader)->error, (reader)->options->file)

/* Makes room for one more item of an array that doubles; false where there is no memory. */
bool relcal_calendar_make_room(void **items, size_t count, size_t *capacity, size_t size);

/* Keeps a TEXT value without its escapes; NULL where there is no memory. */
const char *relcal_calendar_keep_plain(relcal_calendar_reader *reader, relcal_slice value);

/* Keeps what an import wants of a line of the calendar or of an event; false where there is no
 * memory. */
bool relcal_calendar_keep_extra(relcal_calendar_reader *reader, const relcal_property *property,
                                uint32_t line, bool is_of_event);

/* Whether a line can be a BEGIN or an END, by its first letter. */
bool relcal_line_may_be_border(const relcal_line *line);

/* Reads the events of a calendar whose structure is whole. */
relcal_status relcal_calendar_read_events(relcal_calendar_reader *reader);

#endif
