/*
 * Changing a plan in its schedule file, without losing what it was: the text is edited in place, so
 * that comments, order, quoting, blank lines and line ends stay, and only the lines concerned
 * change.
 *
 * The earlier plan goes into `planned`, `revised` becomes the day of the edit. As of every day
 * before that, the new file says what the old one said. A milestone without a recorded history was
 * always known; it then gets one that begins on the first day of which the file tells anything, or
 * the day before the edit where that is earlier, and is unknown before that. Since 0.3 all of it.
 */
#ifndef RELCAL_EDIT_H
#define RELCAL_EDIT_H

#include <stddef.h>

#include "relcal/catalog.h"
#include "relcal/date.h"
#include "relcal/export.h"
#include "relcal/status.h"
#include "relcal/when.h"

RELCAL_BEGIN_DECLS

/** The longest note that an edit writes, in bytes. */
#define RELCAL_MAX_NOTE_BYTES 2048

/** What is done to a milestone. Append-only. */
typedef enum relcal_edit_kind {
    RELCAL_EDIT_MOVE = 0,     /**< an expected one gets another date */
    RELCAL_EDIT_RELEASE = 1,  /**< an expected one happened, on the date given */
    RELCAL_EDIT_WITHDRAW = 2, /**< an expected one is taken out of the plan */
    RELCAL_EDIT_ADD = 3       /**< a new one, or a withdrawn one again */
} relcal_edit_kind;

/** One change of a plan. */
typedef struct relcal_edit {
    relcal_edit_kind kind;
    const char *milestone; /**< as relcal_series_milestone takes it: "b1"; of ADD a new id, too */
    relcal_when when;      /**< its date from now on; of WITHDRAW of no account */
    relcal_date on;   /**< the day of the change; not before any other that the file tells of */
    const char *note; /**< its new note, or NULL for the old one */
} relcal_edit;

/**
 * Makes changes to the text of a series file, one after the other, and loads the result. `project`
 * is the one that the series belongs to; of its series nothing is needed. `name` is the file's, for
 * errors, as in relcal_source; it must have a folder in it ("tool/3.16.yaml").
 *
 * `*out` is closed by a NUL, which `*out_length` does not count, comes from malloc and is the
 * caller's to free; both are untouched on failure. Errors: those of relcal_catalog_parse for the
 * text, RELCAL_ERROR_NOT_FOUND for an unknown milestone, RELCAL_ERROR_DATA for a change that cannot
 * be, such as a move of what has happened. Thread-safe.
 */
RELCAL_API relcal_status relcal_series_edit(const relcal_project *project, const char *name,
                                            const char *text, size_t length,
                                            const relcal_edit *edits, size_t count, char **out,
                                            size_t *out_length, relcal_error *error);

RELCAL_END_DECLS

#endif
