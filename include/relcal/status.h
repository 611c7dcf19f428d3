/* How relcal tells that something failed: a status to branch on, an error to show. */
#ifndef RELCAL_STATUS_H
#define RELCAL_STATUS_H

#include <stdint.h>

#include "relcal/export.h"

RELCAL_BEGIN_DECLS

/**
 * The outcome of a call. Append-only: a value never changes its meaning or number.
 * Since 0.1.
 */
typedef enum relcal_status {
    RELCAL_OK = 0,              /**< done; the outputs are filled */
    RELCAL_ERROR_ARGUMENT = 1,  /**< the caller broke the contract of the call */
    RELCAL_ERROR_SYNTAX = 2,    /**< a text is not of the form that it should have */
    RELCAL_ERROR_RANGE = 3,     /**< a value lies outside of what relcal can hold */
    RELCAL_ERROR_DATA = 4,      /**< a schedule is well written but contradicts itself */
    RELCAL_ERROR_LIMIT = 5,     /**< an input is larger than a named limit allows */
    RELCAL_ERROR_NOT_FOUND = 6, /**< no such project, series or milestone */
    RELCAL_ERROR_IO = 7,        /**< the operating system could not read or write */
    RELCAL_ERROR_MEMORY = 8     /**< the allocator gave nothing */
} relcal_status;

/** Sizes of the texts in a relcal_error, in bytes with the closing NUL. Longer texts are cut. */
#define RELCAL_ERROR_FILE_BYTES 512
#define RELCAL_ERROR_MESSAGE_BYTES 512

/**
 * What went wrong and where. The caller owns it, usually on the stack, and may pass NULL instead.
 * A call that fails fills it; a call that succeeds leaves it alone.
 * Since 0.1.
 */
typedef struct relcal_error {
    relcal_status code;
    uint32_t line;                      /**< from 1; 0 where there is no line */
    uint32_t column;                    /**< in characters from 1; 0 where there is no column */
    char file[RELCAL_ERROR_FILE_BYTES]; /**< UTF-8; empty where there is no file */
    char message[RELCAL_ERROR_MESSAGE_BYTES]; /**< UTF-8, one line: what is wrong; what to write */
} relcal_error;

/**
 * The name of a status: "ok", "argument", "syntax", "range", "data", "limit", "not-found", "io",
 * "memory"; "unknown" for a number that this version does not know.
 * Static text, never NULL. Thread-safe. Since 0.1.
 */
RELCAL_API const char *relcal_status_name(relcal_status status);

RELCAL_END_DECLS

#endif
