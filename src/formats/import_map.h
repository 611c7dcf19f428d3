/* What the words of a source mean to a project, by the imports of its project.yaml. */
#ifndef RELCAL_FORMATS_IMPORT_MAP_H
#define RELCAL_FORMATS_IMPORT_MAP_H

#include "image.h"
#include "source.h"

/* The format of calendars, which src/ical reads, in the imports of a project. */
#define RELCAL_CALENDAR_FORMAT "ics"

/* What stands for the variables of a template; each may be NULL. */
typedef struct relcal_import_names {
    const char *name;    /* of the series in the source */
    const char *series;  /* its id */
    const char *version; /* of the release that is spoken of */
    const char *codename;
    const char *number; /* in the word of the source */
} relcal_import_names;

/* What a word of a source means. */
typedef struct relcal_import_meaning {
    const char *id; /* a template */
    const char *kind;
    const char *means;
    const char *precision;
    const char *title; /* a template, or NULL */
    const char *scope;
    const char *number_in_word; /* what stands for {number} in the word, or NULL */
    int32_t number;
    bool is_ignored;
} relcal_import_meaning;

/* The one known project whose imports name a format; NULL where there is none, or several. */
const relcal_project *relcal_import_owner(const relcal_catalog *known, const char *format);

/* The project that a source of a format calls by a name: the one whose imports say so, or else the
 * one with this id. NULL where there is none. */
const relcal_project *relcal_import_product(const relcal_catalog *known, const char *format,
                                            const char *product);

/* Whether the imports of a project name a format. */
bool relcal_import_is_told(const relcal_project *project, const char *format);

/* The id of a series of a project, which is NULL if it is not known, in a format that calls it
 * `name`. NULL where no id becomes of it. */
const char *relcal_import_series(relcal_arena *arena, const relcal_project *project,
                                 const char *format, const char *name);

/* What a word means to a project, or without one to the format itself; false where it means
 * nothing. */
bool relcal_import_find(relcal_arena *arena, const relcal_project *project, const char *format,
                        const char *word, relcal_import_meaning *out);

/* The id of the milestone that is meant: one that the series has, or a new one. NULL where no id
 * becomes of the template. */
const char *relcal_import_milestone(relcal_arena *arena, const relcal_project *project,
                                    const relcal_import_meaning *meaning,
                                    const relcal_import_names *names);

/* The title that is meant, or NULL. */
const char *relcal_import_title(relcal_arena *arena, const relcal_import_meaning *meaning,
                                const relcal_import_names *names);

/* Fills in the branch and the other names that a new series of a project gets. */
void relcal_import_describe(relcal_arena *arena, const relcal_project *project, const char *format,
                            const relcal_import_names *names, relcal_about *about);

#endif
