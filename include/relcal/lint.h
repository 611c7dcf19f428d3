/*
 * Looking for what is wrong or odd in schedule files: faults that keep a file from being loaded,
 * and slips of the pen that a load does not mind.
 *
 * Every finding has a code, which never changes its meaning, a place, and a message that says what
 * is wrong and what to write instead; where that is sure, also the text that mends it. Nothing here
 * writes a file or reads the clock. Since 0.3 all of it.
 *
 * What is compared with a series' neighbours is judged by the nearest series of its project by
 * their ids, on both sides if there are: four, or two for an end of support that is expected.
 * Series of the catalog that the files are laid over count as neighbours; they are not judged
 * themselves.
 *
 * A comment "# lint: CODE: REASON" says that a warning is known to be as it should be: at the head
 * of a file for all of it, at the head of a project.yaml for all files of its folder, above an
 * entry or behind a line of it for that entry.
 */
#ifndef RELCAL_LINT_H
#define RELCAL_LINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "relcal/allocator.h"
#include "relcal/catalog.h"
#include "relcal/date.h"
#include "relcal/export.h"
#include "relcal/load.h"
#include "relcal/status.h"

RELCAL_BEGIN_DECLS

/** The most findings that one call keeps; one more, with the code `limit`, says that it stopped. */
#define RELCAL_MAX_FINDINGS 4096

/** The most warnings that comments in the files of one folder say are known. */
#define RELCAL_MAX_REMARKS 4096

/** How bad a finding is. Append-only. */
typedef enum relcal_severity {
    RELCAL_SEVERITY_ERROR = 0,  /**< it cannot be so */
    RELCAL_SEVERITY_WARNING = 1 /**< it can be so, but is more often a mistake */
} relcal_severity;

/** "error", "warning"; "" for another. Static text. Thread-safe. */
RELCAL_API const char *relcal_severity_name(relcal_severity severity);

/** What findings of one code have in common. */
typedef struct relcal_lint_code {
    const char *id; /**< a word with hyphens, such as "order" or "label-reused" */
    relcal_severity severity;
    const char *meaning; /**< what is wrong with such a file, in whole sentences */
} relcal_lint_code;

/** The code at an index, in the order of the documentation; NULL past the end. Thread-safe. */
RELCAL_API const relcal_lint_code *relcal_lint_code_at(size_t index);

/** What was found in one place. */
typedef struct relcal_finding {
    const relcal_lint_code *code;
    const char *file;      /**< as it was named, or found in a folder */
    uint32_t line;         /**< from 1; 0 where it is the whole file */
    uint32_t column;       /**< in characters from 1; 0 where there is no line */
    const char *series;    /**< the id of the series, or NULL */
    const char *milestone; /**< the id of the milestone, or NULL */
    const char *message;   /**< UTF-8, one line: what is wrong; what to write instead */
    const char *fix;       /**< what mends it if it takes the place of `fix_length` bytes from byte
                                `fix_offset` of the file on; NULL where that is not sure */
    size_t fix_offset;
    size_t fix_length;
    const char *known; /**< why it is as it should be, as a comment in the file says; else NULL */
} relcal_finding;

/** A file that can be mended. */
typedef struct relcal_mended_file {
    const char *name;
    const char *text; /**< the whole file with all its fixes; closed by a NUL */
    size_t length;    /**< in bytes, without the NUL */
    size_t fix_count; /**< fixes in it; one that overlaps an earlier one is left out */
} relcal_mended_file;

/** What to look for. Zero it for the defaults. */
typedef struct relcal_lint_options {
    /** Where memory comes from; NULL for malloc. Copied. */
    const relcal_allocator *allocator;
    /** The day that counts as today, if `has_today`: what is overdue, what lies in the future. */
    bool has_today;
    relcal_date today;
    /** Days on which nothing should be planned, in any order; borrowed during the call. */
    const relcal_date *holidays;
    size_t holiday_count;
    /** The largest file that is read, in bytes; 0 for RELCAL_MAX_FILE_BYTES. */
    size_t max_file_bytes;
} relcal_lint_options;

/** What was found in files, in the order of files and lines. Never changes; any number of threads
 * may read it. */
typedef struct relcal_lint relcal_lint;

/**
 * Looks at files and folders: a folder as relcal_catalog_load reads it, with all its files; a file
 * by itself. A file belongs to the project of the project.yaml beside it, else to the project of
 * `base` that its folder is named after, else to the one that has a series of its id with the same
 * spec; the files beside it are then read too, to compare it with, but not judged. A file that
 * belongs to no project is judged by itself.
 *
 * `base` may be NULL. The caller frees `*out` with relcal_lint_free; it is untouched on failure.
 * That files are faulty is no failure. Errors: RELCAL_ERROR_IO where a file cannot be read,
 * RELCAL_ERROR_NOT_FOUND where a folder holds no schedule file, RELCAL_ERROR_MEMORY.
 * Thread-safe.
 */
RELCAL_API relcal_status relcal_lint_paths(relcal_lint **out, const relcal_catalog *base,
                                           const char *const *paths, size_t count,
                                           const relcal_lint_options *options, relcal_error *error);

/** The same for texts in memory, as relcal_catalog_parse reads them; reads no file. */
RELCAL_API relcal_status relcal_lint_sources(relcal_lint **out, const relcal_catalog *base,
                                             const relcal_source *sources, size_t count,
                                             const relcal_lint_options *options,
                                             relcal_error *error);

/** Frees what was found, and all that was borrowed from it. NULL is left alone. */
RELCAL_API void relcal_lint_free(relcal_lint *lint);

/** How many findings there are of a severity, without those that are known. */
RELCAL_API size_t relcal_lint_count(const relcal_lint *lint, relcal_severity severity);

/** The finding at an index, by file, line and column; NULL past the end. */
RELCAL_API const relcal_finding *relcal_lint_finding_at(const relcal_lint *lint, size_t index);

/** The warning at an index of those that comments say are known; NULL past the end. */
RELCAL_API const relcal_finding *relcal_lint_known_at(const relcal_lint *lint, size_t index);

/** The mended file at an index, in the order of files; NULL past the end. */
RELCAL_API const relcal_mended_file *relcal_lint_mended_at(const relcal_lint *lint, size_t index);

RELCAL_END_DECLS

#endif
