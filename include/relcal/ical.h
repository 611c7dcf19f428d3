/*
 * Calendars after RFC 5545 and RFC 7986: schedules out as iCalendar, and back in.
 *
 * These functions are in librelcal-ical, which links libical; the rest of relcal does without.
 * libical is no more thread-safe than one lock makes it: any number of threads may call in here,
 * and calls that reach it wait for each other. Since 0.2 all of it.
 *
 * An event's UID is made from its project, series and milestone, never from its date or title:
 * tool=3.12=3.12.0b1@tool.example, tool=3.12=phase=beta@tool.example. No id holds a "=", and CalDAV
 * clients may name a file after it.
 * DTSTAMP and LAST-MODIFIED are the day on which the plan of the event last changed, 00:00 UTC, and
 * SEQUENCE counts its changes, so that equal data give equal bytes and what has not changed is not
 * touched. What was always known and never changed has the day 1970-01-01.
 */
#ifndef RELCAL_ICAL_H
#define RELCAL_ICAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "relcal/catalog.h"
#include "relcal/date.h"
#include "relcal/export.h"
#include "relcal/status.h"
#include "relcal/when.h"

RELCAL_BEGIN_DECLS

/** The limits of calendars. Beyond one of them a calendar is refused with RELCAL_ERROR_LIMIT. */
#define RELCAL_MAX_CALENDAR_BYTES 268435456 /**< of one that is read: 256 MiB */
#define RELCAL_MAX_CALENDAR_EVENTS 1000000  /**< of one that is read */
#define RELCAL_MAX_EVENT_BYTES 16777216     /**< of one event that is read: 16 MiB */
#define RELCAL_MAX_EVENT_LINES 65536        /**< of one event that is read, unfolded */
#define RELCAL_MAX_CALENDAR_DEPTH 8         /**< of components in each other */
#define RELCAL_MAX_ALARMS 16                /**< of one event that is written */
#define RELCAL_MAX_ALARM_SECONDS 315360000  /**< before an event that is written: ten years */

/** What an event of a calendar stands for. Append-only. */
typedef enum relcal_event_kind {
    RELCAL_EVENT_MILESTONE = 1, /**< a milestone, on its day or at its second */
    RELCAL_EVENT_PHASE = 2,     /**< a phase, from its first to its last day */
    RELCAL_EVENT_FREEZE = 4     /**< a freeze, from its first to its last day */
} relcal_event_kind;

/** A colour of one's own for the events of a project. */
typedef struct relcal_ical_color {
    const relcal_project *project;
    const char *color; /**< a name of CSS: lower-case letters alone */
} relcal_ical_color;

/** What goes into a calendar and how. Zero it, then set what differs. */
typedef struct relcal_ical_options {
    /** The series, in any order, each once; NULL with a count of 0 for all of the catalog. */
    const relcal_series *const *series;
    size_t series_count;
    /** The kinds of milestones to take ("beta", "final"); NULL with a count of 0 for all. */
    const char *const *kinds;
    size_t kind_count;
    /** relcal_event_kinds, joined by |; 0 for milestones alone. */
    unsigned events;
    /** The days from and to which events are taken, both included; an event that reaches into them
     * is taken whole. `has_since`, `has_until` say whether they count. */
    bool has_since;
    bool has_until;
    relcal_date since;
    relcal_date until;
    /** The day as of which the plans are read; `has_as_of` false for the latest. */
    bool has_as_of;
    relcal_date as_of;
    /** How long before the start of its day or second each milestone rings, in seconds. */
    const uint32_t *alarms;
    size_t alarm_count;
    const char *name;        /**< of the calendar; NULL for the names of its projects */
    const char *description; /**< of the calendar, or NULL */
    const char *source;      /**< the URL that the calendar is refreshed from, or NULL */
    const char *url;         /**< the URL of a page about it, or NULL for the project's */
    const char *method;      /**< METHOD such as "PUBLISH", or NULL for none */
    uint32_t refresh_hours;  /**< REFRESH-INTERVAL; 0 for 24 */
    /** Colours that stand in for those of the projects; the first of a project counts. They are the
     * reader's: an import of the calendar gives the projects' own. */
    const relcal_ical_color *colors;
    size_t color_count;
} relcal_ical_options;

/**
 * Takes `length` bytes of a calendar; returns false to end the writing. Called without any lock of
 * relcal held.
 */
typedef bool (*relcal_ical_sink)(void *context, const char *bytes, size_t length);

/**
 * Writes a calendar, event by event; memory does not grow with the number of events by more than a
 * few words each. `options` and `error` may be NULL.
 * Errors: RELCAL_ERROR_ARGUMENT for a bad option (a series that is not of the catalog or twice in
 * the list, a text that is not UTF-8 or holds control characters, a URL that is none, a METHOD that
 * is no iana-token, too many alarms, a colour that is no name), RELCAL_ERROR_IO where the sink said
 * no, RELCAL_ERROR_MEMORY. After an error the sink may have had a part of the calendar.
 */
RELCAL_API relcal_status relcal_ical_write(const relcal_catalog *catalog,
                                           const relcal_ical_options *options,
                                           relcal_ical_sink sink, void *context,
                                           relcal_error *error);

/**
 * The same into memory: `*out` is closed by a NUL, which `*length` does not count, and is freed
 * with relcal_ical_free_text. Both are untouched on failure.
 */
RELCAL_API relcal_status relcal_ical_format(const relcal_catalog *catalog,
                                            const relcal_ical_options *options, char **out,
                                            size_t *length, relcal_error *error);

/** Frees what relcal_ical_format gave. NULL is left alone. */
RELCAL_API void relcal_ical_free_text(char *text);

/** A calendar that was read. Immutable; any number of threads may look at one. */
typedef struct relcal_calendar relcal_calendar;

/** One event of a calendar. Borrowed texts are UTF-8, closed by a NUL, and live as long as it. */
typedef struct relcal_event {
    const char *uid;         /**< "" where it has none */
    const char *summary;     /**< "" where it has none */
    const char *description; /**< or NULL */
    const char *url;         /**< as it stands, which need be no URL, or NULL */
    const char *status;      /**< "CONFIRMED", "TENTATIVE", "CANCELLED", or NULL */
    const char *recurrence;  /**< the RRULE as it stands, or NULL; recurrences are not expanded */
    relcal_instant start;    /**< first second, UTC; floating times are taken as UTC */
    relcal_instant end; /**< first second after it; if unsaid as RFC 5545, section 3.6.1, has it. A
                             day that ends on itself, as many programs write it, lasts that day */
    relcal_instant stamp; /**< DTSTAMP, or RELCAL_INSTANT_MIN */
    int32_t sequence;     /**< 0 where it has none */
    bool is_all_day;
    uint32_t line; /**< of its BEGIN, from 1 */
} relcal_event;

/** How to read a calendar. Zero it for the defaults. */
typedef struct relcal_ical_read_options {
    const char *file; /**< the name in errors, or NULL */
    /** Called once for every event that was left out, in order, with the line that is wrong and
     * why. The events around it are read. NULL to let the first such fault end the reading. */
    void (*report)(void *context, const relcal_error *fault);
    void *report_context;
} relcal_ical_read_options;

/**
 * Reads the VEVENTs of one VCALENDAR, in linear time. Lines may end in CRLF or LF and have any
 * length; components other than events and time zones are passed over. A TZID means the VTIMEZONE
 * of the calendar that has it, or else the IANA zone; the first of two times that a clock shows
 * twice, and for one that it leaves out the offset before.
 *
 * The caller frees `*out` with relcal_calendar_free; it is untouched on failure. `options` and
 * `error` may be NULL.
 * Errors: RELCAL_ERROR_SYNTAX for a text that is no calendar, is empty, cut or doubled, is not of
 * version 2.0 or not UTF-8, or holds control characters; RELCAL_ERROR_LIMIT; RELCAL_ERROR_MEMORY.
 * Faults of an event alone: RELCAL_ERROR_SYNTAX for a line that is none, RELCAL_ERROR_DATA for what
 * makes no sense (no such day, an end before its start, no start, an unknown time zone, two events
 * with one UID and RECURRENCE-ID), RELCAL_ERROR_LIMIT. `error` tells the line.
 */
RELCAL_API relcal_status relcal_calendar_parse(relcal_calendar **out, const char *text,
                                               size_t length,
                                               const relcal_ical_read_options *options,
                                               relcal_error *error);

/** Frees a calendar. NULL is left alone. */
RELCAL_API void relcal_calendar_free(relcal_calendar *calendar);

/** The name of a calendar, or NULL. */
RELCAL_API const char *relcal_calendar_name(const relcal_calendar *calendar);

/** How many events a calendar has. */
RELCAL_API size_t relcal_calendar_event_count(const relcal_calendar *calendar);

/** The event at an index, in the order of the file; NULL past the end. */
RELCAL_API const relcal_event *relcal_calendar_event_at(const relcal_calendar *calendar,
                                                        size_t index);

/** A schedule file that was made from a calendar: where it goes below a data folder, and its text.
 */
typedef struct relcal_import_file {
    const char *name; /**< PROJECT/project.yaml or PROJECT/SERIES.yaml */
    const char *text;
    size_t length;
} relcal_import_file;

/** What relcal_calendar_import made. */
typedef struct relcal_import relcal_import;

/** How to make schedule files of a calendar. Zero it, then set what differs. */
typedef struct relcal_import_options {
    /**
     * How summaries of the calendar read, or NULL: words, which stand for themselves, and names in
     * braces, of which each takes as little as it can: {project}, {series}, {milestone}; {number},
     * a series of digits and full stops alone; {version}, a release with its number, which says its
     * series too; {any}, which is passed over. Such as "Tool {series}: {milestone}". relcal's own
     * calendars, and those of which the imports of a known project tell, need none.
     */
    const char *pattern;
    const char *project; /**< the id of the project where the pattern has no {project} */
    const char *file;    /**< the name of the calendar in errors, or NULL */
    /** Called for every event that was not understood, and for parts of events and lines of the
     * calendar that were not, with the line and why. May be NULL: the events are counted anyway. */
    void (*report)(void *context, const relcal_error *fault);
    void *report_context;
    /** The projects that are known, and whose imports say how calendars read; NULL for
     * relcal_catalog_builtin(). Since 0.5. */
    const relcal_catalog *base;
} relcal_import_options;

/**
 * Makes schedule files of a calendar text. What relcal itself wrote loses nothing: exporting the
 * files gives the same bytes; an event of it that was moved since is reported, and what relcal
 * wrote is kept. In other calendars an event is an expected milestone, whatever its STATUS, as
 * nothing says that it happened, and a withdrawn one where it is CANCELLED. A project.yaml is made
 * where the calendar has one, or where the project is not known. The files load without a fault: by
 * themselves, or over the base where there is no project.yaml.
 *
 * `*out` is untouched on failure, and freed with relcal_import_free. `options` and `error` may be
 * NULL.
 * Errors: those of relcal_calendar_parse but faults of events, which are reported;
 * RELCAL_ERROR_ARGUMENT for a bad pattern, with the column, or a bad project; RELCAL_ERROR_DATA
 * where no event at all was understood. Those of relcal_catalog_parse, where what the calendar says
 * makes no schedule: dates that contradict each other, a file larger than RELCAL_MAX_FILE_BYTES.
 */
RELCAL_API relcal_status relcal_calendar_import(relcal_import **out, const char *text,
                                                size_t length, const relcal_import_options *options,
                                                relcal_error *error);

/** Frees what an import made. NULL is left alone. */
RELCAL_API void relcal_import_free(relcal_import *import);

/** How many files an import made. */
RELCAL_API size_t relcal_import_file_count(const relcal_import *import);

/** The file at an index, by name; NULL past the end. */
RELCAL_API const relcal_import_file *relcal_import_file_at(const relcal_import *import,
                                                           size_t index);

/** How many events were not understood. */
RELCAL_API size_t relcal_import_unknown_count(const relcal_import *import);

RELCAL_END_DECLS

#endif
