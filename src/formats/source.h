/* A source of another format as its reader understands it: milestones of series with their places,
 * before they are folded into plans. */
#ifndef RELCAL_FORMATS_SOURCE_H
#define RELCAL_FORMATS_SOURCE_H

#include <stdbool.h>

#include "arena.h"
#include "faults.h"
#include "file.h"
#include "prose.h"
#include "relcal/import.h"
#include "relcal/version.h"
#include "relcal/when.h"

/* The longest id of anything, in bytes. */
#define SOURCE_ID_BYTES 64

typedef enum relcal_item_state {
    RELCAL_ITEM_UNSAID, /* actual or expected, by its date */
    RELCAL_ITEM_EXPECTED,
    RELCAL_ITEM_ACTUAL,
    RELCAL_ITEM_WITHDRAWN
} relcal_item_state;

/* One milestone as a source has it. */
typedef struct relcal_item {
    struct relcal_item *next;
    struct relcal_item *same_bucket;
    uint32_t hash;       /* of series and id */
    const char *project; /* NULL for the source's */
    const char *series;
    const char *id;
    const char *kind;  /* NULL for what the id says */
    const char *note;  /* or NULL */
    const char *title; /* or NULL for what the id says */
    const char *scope; /* or NULL */
    int32_t number;    /* -1 for what the id says */
    relcal_when when;
    relcal_item_state state;
    relcal_date since; /* RELCAL_DATE_NONE where the source has no days of its own */
    bool is_illegible; /* it is there, but what it says of it was not understood */
    relcal_place place;
} relcal_item;

/* The most other names of a series that a source gives. */
#define SOURCE_ALIASES 8

/* What a source says of a series beside its milestones; any of it may be NULL. */
typedef struct relcal_about {
    struct relcal_about *next;
    const char *series;
    const char *spec_name;
    const char *spec_url;
    unsigned long spec_number; /* of the document of its schedule, where that is all; or 0 */
    const char *branch;
    const char *release_manager;
    const char *codename;
    const char *aliases[SOURCE_ALIASES];
    size_t alias_count;
} relcal_about;

#define SOURCE_BUCKETS 4096

/* A source that is being read. */
typedef struct relcal_source_reader {
    relcal_arena *arena;
    relcal_faults *faults;
    const relcal_file *file;
    const relcal_catalog *known;
    const char *wanted;          /* the id of the project that the caller says, or NULL */
    const relcal_project *owner; /* of the known ones; NULL where nobody says which it is */
    const char *project;         /* its id, or that of one that is not known, or NULL */
    const char *wanted_series;   /* that the caller says, or NULL */
    relcal_item *items;
    relcal_item **item_end;
    size_t item_count;
    relcal_item **buckets; /* SOURCE_BUCKETS of them, by hash */
    relcal_about *abouts;
    relcal_about **about_end;
    size_t about_count;
    bool is_whole;    /* it has every milestone of its series: what it has no more is off */
    bool is_partial;  /* its series have more to them than it tells */
    bool is_unusable; /* reported as a fault: nothing of it counts */
} relcal_source_reader;

/* Reads a source of each format. Faults are reported; is_unusable says that nothing counts. */
void relcal_source_read_json(relcal_source_reader *reader, relcal_import_format format);
void relcal_source_read_support(relcal_source_reader *reader, relcal_import_format format);
void relcal_source_read_pep(relcal_source_reader *reader);
void relcal_source_read_csv(relcal_source_reader *reader);
void relcal_source_read_yaml(relcal_source_reader *reader);
void relcal_source_read_distro(relcal_source_reader *reader);
void relcal_source_read_weeks(relcal_source_reader *reader);
void relcal_source_read_timeline(relcal_source_reader *reader);

/* Adds an item with everything but its series, id and place unsaid. NULL, after a report, where
 * there are too many; the source is then unusable. */
relcal_item *relcal_source_add_item(relcal_source_reader *reader, const char *series,
                                    const char *id, relcal_place place);

/* What is said of a series beside its milestones, to be filled in; NULL as above. */
relcal_about *relcal_source_about(relcal_source_reader *reader, const char *series);

/* The first item of a series and id, or NULL. */
relcal_item *relcal_source_find(const relcal_source_reader *reader, const char *series,
                                const char *id);

/* A hash of a series and an id. */
uint32_t relcal_source_hash(const char *series, const char *id);

/* The id of a release in the form that schedule files have: 3.12.0b1. */
const char *relcal_source_version_id(relcal_arena *arena, const relcal_version *version);

/* Whether a text can be the id of a series or milestone. */
bool relcal_source_is_id(const char *text, size_t length);

/* What the project of a source is called, as far as that is known. */
relcal_prose_names relcal_source_names(const relcal_source_reader *reader);

#define SOURCE_FAULT(reader, place, ...) \
    relcal_faults_add((reader)->faults, RELCAL_ERROR_SYNTAX, 0, place, __VA_ARGS__)
#define SOURCE_CONTRADICTION(reader, place, ...) \
    relcal_faults_add((reader)->faults, RELCAL_ERROR_DATA, 0, place, __VA_ARGS__)

#endif
