/*
 * The parts of the export that know each other: what an event is as of a day, its words, its lines.
 *
 * An event here is one of RFC 5545; what it stands for is a milestone, or the span of days that a
 * phase or a freeze lasts. Every text of an event follows from what its plan knew on the day that
 * it last changed, so that an event that did not change is the same to the byte as of any later
 * day.
 */
#ifndef RELCAL_ICAL_EXPORT_PARTS_H
#define RELCAL_ICAL_EXPORT_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "guard.h"
#include "relcal/ical.h"
#include "relcal/plan.h"

typedef enum relcal_ical_standing {
    RELCAL_ICAL_TENTATIVE,
    RELCAL_ICAL_CONFIRMED,
    RELCAL_ICAL_WITHDRAWN, /* shown as CANCELLED at its last date */
    RELCAL_ICAL_UNDATED    /* it had a date and has none now; shown as CANCELLED at its last date */
} relcal_ical_standing;

typedef enum relcal_ical_end {
    RELCAL_ICAL_ENDS,
    RELCAL_ICAL_ENDS_UNKNOWN, /* its end has no date yet */
    RELCAL_ICAL_ENDS_NEVER
} relcal_ical_end;

typedef struct relcal_ical_event {
    relcal_event_kind kind;
    relcal_ical_standing standing;
    union {
        const relcal_milestone *milestone;
        const relcal_phase *phase;
        const relcal_freeze *freeze;
    } of;
    relcal_instant start; /* its first second */
    relcal_instant end;   /* the first second after it; it may be that after the calendar's last */
    size_t place;         /* in its series: milestones, phases, freezes */
    relcal_date changed;  /* the last day on which it changed; NONE: always known, never changed */
    int32_t sequence;
    bool is_all_day;
    relcal_ical_end
        ending; /* of a phase or freeze: whether `end` is its end, else its first day's */
} relcal_ical_event;

/* The id of what an event stands for, and what comes before it in the UID: "", "phase=". */
const char *relcal_ical_event_id(const relcal_ical_event *event);
const char *relcal_ical_event_path(const relcal_ical_event *event);

/* ---- export_choice.c ---- */

/* What the caller wants, checked. */
typedef struct relcal_ical_choice {
    const relcal_ical_options *options;
    const relcal_series **series; /* ascending by address; NULL for all of the catalog */
    relcal_date as_of;
    unsigned events;               /* relcal_event_kinds, joined by | */
    int alarms[RELCAL_MAX_ALARMS]; /* in seconds, the longest first, each once */
    size_t alarm_count;
} relcal_ical_choice;

/* Checks options, which must outlive the choice. To be freed in every case. */
relcal_status relcal_ical_choose(relcal_ical_choice *choice, const relcal_catalog *catalog,
                                 const relcal_ical_options *options, relcal_error *error);
void relcal_ical_choice_free(relcal_ical_choice *choice);

/* Whether a text can be the name of a colour. */
bool relcal_ical_is_color(const char *text);

bool relcal_ical_is_series_chosen(const relcal_ical_choice *choice, const relcal_series *series);

/* Whether a milestone is of a kind that is wanted. */
bool relcal_ical_is_milestone_chosen(const relcal_ical_choice *choice,
                                     const relcal_milestone *milestone);

/* Whether an event lies in the days that are wanted. */
bool relcal_ical_is_event_chosen(const relcal_ical_choice *choice, const relcal_ical_event *event);

/* ---- export_milestone.c ---- */

typedef enum relcal_ical_presence {
    RELCAL_ICAL_UNKNOWN, /* the plan has never heard of it */
    RELCAL_ICAL_NO_DATE, /* it is known and never had a date: no event */
    RELCAL_ICAL_DATED
} relcal_ical_presence;

/* Fills `*out` with the event of a milestone as of a day where it is dated. */
relcal_ical_presence relcal_ical_milestone_event(relcal_plan plan,
                                                 const relcal_milestone *milestone,
                                                 relcal_ical_event *out);

/* The day as of which the texts of an event are worked out. */
relcal_date relcal_ical_event_as_of(const relcal_ical_event *event);

/* Puts the history of a milestone, in sentences that end with a full stop, at the end of a text. */
void relcal_ical_put_history(relcal_ical_text *out, relcal_plan plan,
                             const relcal_ical_event *event);

/* ---- export_spans.c ---- */

/* Events of phases and freezes. */
typedef struct relcal_ical_spans {
    relcal_ical_event *events; /* from malloc */
    size_t count;
    size_t capacity;
} relcal_ical_spans;

/* Adds the events of a series' phases and freezes as of a day, `kinds` of them; false where there
 * is no memory. */
bool relcal_ical_spans_add(relcal_ical_spans *spans, relcal_plan plan, unsigned kinds);

/* ---- export_words.c ---- */

/* Puts the SUMMARY of an event at the end of a text: Tool 3.12.0 beta 1. */
void relcal_ical_put_summary(relcal_ical_text *out, const relcal_series *series,
                             const relcal_ical_event *event);

/* Puts the DESCRIPTION of an event at the end of a text. */
void relcal_ical_put_description(relcal_ical_text *out, relcal_plan plan,
                                 const relcal_ical_event *event);

/* ---- export_lines.c ---- */

/* The properties that libical prints. */
typedef enum relcal_ical_property {
    RELCAL_ICAL_UID,
    RELCAL_ICAL_SUMMARY,
    RELCAL_ICAL_DESCRIPTION,
    RELCAL_ICAL_NAME,
    RELCAL_ICAL_URL,
    RELCAL_ICAL_SOURCE,
    RELCAL_ICAL_COLOR
} relcal_ical_property;

/*
 * Puts a property with its value at the end of a text, as content lines that libical printed and
 * that were looked through. The value has been checked; the lock is held. False where libical did
 * not give the whole of it, which only memory can be the cause of.
 */
bool relcal_ical_print(relcal_ical_text *out, relcal_ical_property property, const char *value);

/* The same for TRIGGER and REFRESH-INTERVAL: seconds, negative for before. */
bool relcal_ical_print_trigger(relcal_ical_text *out, int seconds);
bool relcal_ical_print_refresh(relcal_ical_text *out, int seconds);

/* Whether there is memory for libical to print values of so many bytes: it does not survive an
 * allocation that fails. */
bool relcal_ical_has_memory(size_t value_bytes);

/* Puts a content line at the end of a text, folded. `start` is all of it up to the value: "URL:".
 */
void relcal_ical_put_line(relcal_ical_text *out, const char *start, const char *value);

/* The same with a value of type TEXT, which is escaped. */
void relcal_ical_put_text_line(relcal_ical_text *out, const char *start, const char *value);

/* The same with a list of values of type TEXT. */
void relcal_ical_put_list_line(relcal_ical_text *out, const char *start, const char *const *values,
                               size_t count);

/* Puts a line with a day as VALUE=DATE, and with a second in UTC. */
void relcal_ical_put_date_line(relcal_ical_text *out, const char *name, relcal_date date);
void relcal_ical_put_time_line(relcal_ical_text *out, const char *name, relcal_instant instant);

#endif
