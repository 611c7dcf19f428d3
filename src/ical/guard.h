/*
 * The guard before libical: what goes into it is checked, what comes out of it is told.
 *
 * libical keeps its errors, its ring of buffers and its zones in places that all threads share, so
 * every call of it stands between relcal_ical_lock and relcal_ical_unlock, and no caller's function
 * is ever called there.
 */
#ifndef RELCAL_ICAL_GUARD_H
#define RELCAL_ICAL_GUARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "relcal/status.h"

/*
 * Takes the one lock, and makes libical report errors (icalerrno, cleared) instead of ending the
 * process. The lock is not recursive.
 */
void relcal_ical_lock(void);

/* Gives the lock back, and libical its way with errors. */
void relcal_ical_unlock(void);

/*
 * Fills `error`, unless it is NULL, with a code, a line (0 for none) of a file (NULL for none) and
 * a formatted message; returns `code`. A message that is too long is cut between two characters.
 */
relcal_status relcal_ical_fail(relcal_error *error, relcal_status code, const char *file,
                               uint32_t line, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* RELCAL_ERROR_MEMORY, said in the words of the core library. */
relcal_status relcal_ical_fail_memory(relcal_error *error, const char *file);

/*
 * What libical's last error means, with the lock held: RELCAL_ERROR_MEMORY where it got no memory
 * or says nothing, RELCAL_ERROR_DATA else. `what` was being done: "reading the event".
 */
relcal_status relcal_ical_fail_libical(relcal_error *error, const char *file, uint32_t line,
                                       const char *what);

/* The number of bytes of the UTF-8 character at `text`, [1, 4]; 0 where there is none: overlong,
 * a surrogate, over U+10FFFF, or cut short by `length`. */
size_t relcal_ical_character_length(const char *text, size_t length);

/*
 * What is wrong with a text for iCalendar: "is not UTF-8", "holds a control character"; NULL where
 * nothing is. A tab is allowed, and a line feed where `allow_lines`. `*at`, unless it is NULL, is
 * the byte that is wrong.
 */
const char *relcal_ical_text_fault(const char *text, size_t length, bool allow_lines, size_t *at);

/*
 * What is wrong with a URL, closed by a NUL, for iCalendar; NULL where nothing is: a scheme, a
 * colon and at least one character, all of them those that RFC 3986 allows in a URI, or UTF-8
 * beyond ASCII.
 */
const char *relcal_ical_url_fault(const char *url);

/* The longest quotation, in bytes with the closing NUL; a longer text ends with "...". */
#define RELCAL_ICAL_QUOTE_BYTES 64

/*
 * Writes `text` between quotation marks for a message, and returns `buffer`. Control characters,
 * quotation marks, and bytes that are no UTF-8 are written as \xHH.
 */
const char *relcal_ical_quote(const char *text, size_t length,
                              char buffer[RELCAL_ICAL_QUOTE_BYTES]);

/* A text that grows. Zero it; where it gets no memory it stays as it was and says so in the end. */
typedef struct relcal_ical_text {
    char *bytes; /* from malloc; closed by a NUL once something was put in, else NULL */
    size_t length;
    size_t capacity;
    bool is_short_of_memory; /* something could not be put in, and nothing was since */
} relcal_ical_text;

/* Makes room for `more` bytes and a NUL, so that the next such put does not move the bytes; false
 * where there is no memory. */
bool relcal_ical_text_reserve(relcal_ical_text *text, size_t more);

/* Puts bytes at the end; they must not be the text's own. */
void relcal_ical_text_put(relcal_ical_text *text, const char *bytes, size_t length);

/* Puts a text that is closed by a NUL at the end. */
void relcal_ical_text_put_text(relcal_ical_text *text, const char *more);

/* Puts a text at the end as printf does. */
void relcal_ical_text_put_format(relcal_ical_text *text, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Empties a text and keeps its memory; forgets that memory was short. */
void relcal_ical_text_clear(relcal_ical_text *text);

/* Gives the memory back. */
void relcal_ical_text_free(relcal_ical_text *text);

#endif
