/* Dates and names of releases as people write them in lists: "Monday, 2019-07-04", "Sep 23, 2008",
 * "3.1 beta 1", "v3.1.1rc1". */
#ifndef RELCAL_FORMATS_PROSE_H
#define RELCAL_FORMATS_PROSE_H

#include <stdbool.h>
#include <stddef.h>

#include "relcal/version.h"
#include "relcal/when.h"

/* The years in which a release can be. A date outside of them is a slip of the pen. */
#define PROSE_YEAR_MIN 1970
#define PROSE_YEAR_MAX 2199

typedef enum relcal_prose_found {
    RELCAL_PROSE_NONE,       /* there is no date here */
    RELCAL_PROSE_DATE,       /* there is one */
    RELCAL_PROSE_IMPOSSIBLE, /* something is written like a date, but is none */
    RELCAL_PROSE_OPEN        /* the word tbd or one like it */
} relcal_prose_found;

#define PROSE_MESSAGE_BYTES 160

typedef struct relcal_prose_date {
    relcal_when when;  /* a day or a month */
    size_t end;        /* the first byte after it */
    size_t fault_at;   /* of an impossible date: what is wrong */
    size_t weekday_at; /* of a wrong or unknown weekday */
    bool is_partial;   /* an impossible date that may well be none: "May 5", "1/2" */
    bool is_weekday_wrong;
    char message[PROSE_MESSAGE_BYTES]; /* what is wrong with the date, or with the weekday */
} relcal_prose_date;

/* Reads what stands at `at`, a weekday before it included. */
relcal_prose_found relcal_prose_read_date(const char *text, size_t length, size_t at,
                                          relcal_prose_date *out);

typedef enum relcal_prose_label_kind {
    RELCAL_LABEL_NONE,
    RELCAL_LABEL_RELEASE, /* 3.12.0 beta 1, 3.12.1 */
    RELCAL_LABEL_SERIES,  /* 3.12 alone: its final release, or just the series in a sentence */
    RELCAL_LABEL_STAGE,   /* beta 1 */
    RELCAL_LABEL_EVENT    /* 3.12 development begins */
} relcal_prose_label_kind;

typedef struct relcal_prose_label {
    relcal_prose_label_kind kind;
    relcal_version version; /* of an event its series */
    bool is_numbered;       /* false for "3.6.1 candidate", which is the first */
    const char *event;      /* the id of the milestone, static: "development" */
    size_t end;
} relcal_prose_label;

/* What a project is called in front of its releases, in any case; each may be NULL. */
typedef struct relcal_prose_names {
    const char *name;
    const char *id;
} relcal_prose_names;

/* Reads the label that begins at `at`, with or without the project's name before it; its kind is
 * NONE where there is none. */
relcal_prose_label relcal_prose_read_label(const char *text, size_t length, size_t at,
                                           relcal_prose_names names);

#endif
