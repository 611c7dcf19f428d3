/*
 * Catalogs from schedule files: folders of YAML on disk, or texts in memory.
 *
 * A project is a folder with a project.yaml and one YAML file a series; relcal-schedule(5)
 * has the whole format. All files are read before anything is used: a load gives a whole
 * catalog, or every fault that its files have. Since 0.1 all of it.
 */
#ifndef RELCAL_LOAD_H
#define RELCAL_LOAD_H

#include <stddef.h>

#include "relcal/allocator.h"
#include "relcal/catalog.h"
#include "relcal/export.h"
#include "relcal/limits.h"
#include "relcal/status.h"

RELCAL_BEGIN_DECLS

/** How to load. Zero it for the defaults: `relcal_load_options options = {0};` */
typedef struct relcal_load_options {
    /** Where the catalog's memory comes from; NULL for malloc. Copied. */
    const relcal_allocator *allocator;
    /** Called once for every fault, in the order of files and lines, or NULL. */
    void (*report)(void *context, const relcal_error *fault);
    void *report_context;
    /** The largest file that is read, in bytes; 0 for RELCAL_MAX_FILE_BYTES. */
    size_t max_file_bytes;
} relcal_load_options;

/** A schedule file in memory. Its bytes need to live only as long as the call. */
typedef struct relcal_source {
    /** PROJECT/project.yaml or PROJECT/ANYTHING.yaml: the folder says whose it is. */
    const char *name;
    const char *text; /**< UTF-8; need not be closed by a NUL */
    size_t length;    /**< in bytes */
} relcal_source;

/**
 * Reads a folder of project folders, or one project folder, and lays it over `base`: a project or
 * series found there replaces that of the base; a project folder without a project.yaml adds
 * series to a project of the base. `base` may be NULL or relcal_catalog_builtin(), and is copied,
 * not borrowed. Folders without .yaml files are passed over.
 *
 * The caller frees `*out` with relcal_catalog_free; it is untouched on failure. `error` may be
 * NULL, else it gets the first fault. Errors: RELCAL_ERROR_IO, RELCAL_ERROR_SYNTAX,
 * RELCAL_ERROR_RANGE, RELCAL_ERROR_DATA, RELCAL_ERROR_LIMIT, RELCAL_ERROR_MEMORY,
 * RELCAL_ERROR_NOT_FOUND where there is no schedule file at all.
 * Thread-safe; the options' functions are called from the calling thread.
 */
RELCAL_API relcal_status relcal_catalog_load(relcal_catalog **out, const relcal_catalog *base,
                                             const char *directory,
                                             const relcal_load_options *options,
                                             relcal_error *error);

/** The same from texts in memory; reads no file. */
RELCAL_API relcal_status relcal_catalog_parse(relcal_catalog **out, const relcal_catalog *base,
                                              const relcal_source *sources, size_t count,
                                              const relcal_load_options *options,
                                              relcal_error *error);

RELCAL_END_DECLS

#endif
