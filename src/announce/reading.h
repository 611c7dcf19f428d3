/* One announcement while it is read: what it announces, and what was found in it. */
#ifndef RELCAL_ANNOUNCE_READING_H
#define RELCAL_ANNOUNCE_READING_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "relcal/announce.h"
#include "relcal/version.h"
#include "tokens.h"

/* What a stage is called in "the second of four ...". */
typedef enum relcal_stage_name_kind {
    RELCAL_NAMED_ALPHA,
    RELCAL_NAMED_BETA,
    RELCAL_NAMED_CANDIDATE,
    RELCAL_NAMED_PREVIEW, /* any of these */
    RELCAL_NAMED_UPKEEP   /* a maintenance release */
} relcal_stage_name_kind;

/* A claim as it was found. */
typedef struct relcal_found {
    relcal_claim_kind kind;
    size_t start; /* of the words */
    size_t end;
    size_t value_start;
    size_t value_end;
    bool is_tight;    /* the words leave no doubt what they are about */
    bool has_version; /* what it is about is known */
    bool has_subject;
    bool is_planned;        /* of a date: it is said to lie ahead */
    bool is_next;           /* of a date: of what is said to come next */
    relcal_version version; /* what it is about */
    relcal_version subject; /* the release that is announced, of the same series */
    relcal_version claimed; /* of a claim of a version */
    uint32_t number;        /* of an ordinal, total or document */
    relcal_stage_name_kind name;
    uint32_t before_last;     /* 1 for the last but one */
    relcal_written_date date; /* of a claim of a date */
} relcal_found;

typedef struct relcal_front {
    size_t body; /* where the text begins after it */
    size_t title_start, title_end;
    size_t day_start, day_end; /* of the day of publication */
    relcal_date day;           /* RELCAL_DATE_NONE where it has none */
} relcal_front;

typedef struct relcal_reading {
    relcal_arena arena;
    const relcal_project *project;
    const char *text;
    size_t length;
    relcal_date day;
    relcal_front front;
    relcal_version subjects[RELCAL_MAX_SUBJECTS];
    size_t subject_count;
    relcal_found *found;
    size_t found_count;
    size_t found_room;
    bool is_too_much; /* more than RELCAL_MAX_CLAIMS */
} relcal_reading;

/* Reads the front matter, if there is one. */
relcal_front relcal_read_front(const char *text, size_t length);

/* The announced release of a series; NULL where there is none. */
const relcal_version *relcal_reading_subject(const relcal_reading *reading, uint16_t major,
                                             uint16_t minor);

/* Fills in the subjects, then what is found. */
void relcal_find_claims(relcal_reading *reading);

/* Judges what was found: fills in all of `out` but line and column. False for what is no claim. */
bool relcal_judge(relcal_reading *reading, const relcal_found *found, relcal_claim *out);

#endif
