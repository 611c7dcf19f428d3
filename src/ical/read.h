/* A calendar that was read, as the import sees it: with what relcal itself wrote into it. */
#ifndef RELCAL_ICAL_READ_H
#define RELCAL_ICAL_READ_H

#include "relcal/ical.h"

/* What is kept of a calendar beside its events, for an import. */
typedef enum relcal_extra_kind {
    RELCAL_EXTRA_PRODID,
    RELCAL_EXTRA_PROJECT,   /* X-RELCAL-PROJECT of the calendar */
    RELCAL_EXTRA_HEAD,      /* X-RELCAL-HEAD of the calendar */
    RELCAL_EXTRA_UNDATED,   /* X-RELCAL-UNDATED of the calendar */
    RELCAL_EXTRA_SERIES,    /* X-RELCAL-SERIES of an event */
    RELCAL_EXTRA_MILESTONE, /* X-RELCAL-MILESTONE of an event */
    RELCAL_EXTRA_SPAN,      /* X-RELCAL-SPAN of an event */
    RELCAL_EXTRA_RECURRENCE /* RECURRENCE-ID of an event */
} relcal_extra_kind;

/* One of these. Texts live as long as the calendar. */
typedef struct relcal_extra {
    relcal_extra_kind kind;
    uint32_t line;
    size_t event;      /* the index of its event; SIZE_MAX for the calendar itself */
    const char *id;    /* the parameter X-ID, or "" */
    const char *value; /* without escapes */
} relcal_extra;

struct relcal_calendar {
    struct relcal_text_block *blocks;
    const char *name;
    relcal_event *events;
    size_t event_count;
    size_t event_capacity;
    relcal_extra *extras; /* in the order of the text, the calendar's own among them */
    size_t extra_count;
    size_t extra_capacity;
    size_t refused; /* events that were left out, each reported */
};

/* relcal_calendar_parse, which keeps the extras too if asked to. Leaves faulty events out even
 * where `options` has no function to report them to, if `is_lenient`. */
relcal_status relcal_calendar_read(relcal_calendar **out, const char *text, size_t length,
                                   const relcal_ical_read_options *options, bool is_lenient,
                                   bool keep_extras, relcal_error *error);

/* A copy of a text that lives as long as the calendar, closed by a NUL; NULL where there is no
 * memory. */
const char *relcal_calendar_keep(relcal_calendar *calendar, const char *text, size_t length);

#endif
