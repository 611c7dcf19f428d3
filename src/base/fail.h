/* Filling a caller's relcal_error. */
#ifndef RELCAL_BASE_FAIL_H
#define RELCAL_BASE_FAIL_H

#include <stdarg.h>
#include <stddef.h>

#include "relcal/status.h"

/* A place in a text; lines and columns count from 1, 0 where there is none. */
typedef struct relcal_place {
    const char *file;
    uint32_t line;
    uint32_t column;
} relcal_place;

/* Fills `error`, unless it is NULL, with a code, a place and a formatted message; returns `code`,
 * so that a failing function ends with `return relcal_fail(...)`. */
relcal_status relcal_fail(relcal_error *error, relcal_status code, relcal_place place,
                          const char *format, ...) __attribute__((format(printf, 4, 5)));

/* The same with an argument list. */
relcal_status relcal_fail_v(relcal_error *error, relcal_status code, relcal_place place,
                            const char *format, va_list arguments);

/* A place in a text that is no file: only the column, counted from `offset` bytes before it. */
relcal_place relcal_place_in_text(size_t offset);

#endif
