/*
 * The parts of an import that know each other: what relcal wrote itself, and what other programs
 * did, both made into drafts of schedule files.
 */
#ifndef RELCAL_ICAL_IMPORT_PARTS_H
#define RELCAL_ICAL_IMPORT_PARTS_H

#include "guard.h"
#include "read.h"

/* The longest id of anything in a schedule file, in bytes. */
#define RELCAL_MAX_ID_BYTES 64

/* A schedule file before it was read and written again. */
typedef struct relcal_import_draft {
    char *name; /* PROJECT/SERIES.yaml */
    char *text;
    size_t length;
} relcal_import_draft;

typedef struct relcal_importer {
    const relcal_import_options *options;
    const relcal_catalog *base; /* the projects that are known */
    relcal_calendar *calendar;
    relcal_import_draft *drafts;
    size_t draft_count;
    size_t draft_capacity;
    size_t unknown;    /* events that were not understood, each reported */
    size_t understood; /* events that became milestones, or that follow from others */
    bool is_short_of_memory;
    relcal_error fault;
} relcal_importer;

/* Reports something that was not understood. */
#define RELCAL_IMPORT_TELL(importer, code, line, ...)                                          \
    (relcal_ical_fail(&(importer)->fault, code, (importer)->options->file, line, __VA_ARGS__), \
     relcal_import_tell(importer))

/* The same of an event, which then counts as not understood. */
#define RELCAL_IMPORT_REFUSE(importer, code, line, ...) \
    ((importer)->unknown++, RELCAL_IMPORT_TELL(importer, code, line, __VA_ARGS__))

/* Reports the importer's fault. */
void relcal_import_tell(const relcal_importer *importer);

/* Adds a draft named after a project and a file in its folder, and takes its text over. */
void relcal_import_add_draft(relcal_importer *importer, const char *project, const char *file,
                             relcal_ical_text *text);

/* Whether a text can be the id of a project, series or milestone. */
bool relcal_import_is_id(const char *text, size_t length);

/* ---- import_own.c ---- */

/* Whether relcal wrote a calendar. */
bool relcal_import_is_own(const relcal_calendar *calendar);

/* Makes drafts of a calendar that relcal wrote. */
void relcal_import_own(relcal_importer *importer);

/* Reports events that no longer stand where their milestones do in the catalog of the drafts. */
void relcal_import_compare_own(relcal_importer *importer, const relcal_catalog *catalog);

/* ---- import_feed.c ---- */

/* Makes drafts of a calendar of somebody else, by the pattern of the options or else those that are
 * known. Errors: RELCAL_ERROR_ARGUMENT for a bad pattern. */
relcal_status relcal_import_feed(relcal_importer *importer, relcal_error *error);

#endif
