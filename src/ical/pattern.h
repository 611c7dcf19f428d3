/*
 * Patterns of summaries: "Tool {series}: {milestone}". Words stand for themselves, with any
 * white space between them; a name in braces takes as little as it can, at least one character.
 */
#ifndef RELCAL_ICAL_PATTERN_H
#define RELCAL_ICAL_PATTERN_H

#include "lines.h"
#include "relcal/limits.h"

/* What a pattern can name. */
typedef enum relcal_pattern_name {
    RELCAL_PATTERN_ANY,       /* {any}: anything */
    RELCAL_PATTERN_PROJECT,   /* {project}: anything */
    RELCAL_PATTERN_SERIES,    /* {series}: the id of a series */
    RELCAL_PATTERN_NUMBER,    /* {number}: the id of a series, of digits and full stops alone */
    RELCAL_PATTERN_MILESTONE, /* {milestone}: anything */
    RELCAL_PATTERN_VERSION,   /* {version}: the name of a release with its number: 3.12.0 beta 1 */
    RELCAL_PATTERN_NAMES
} relcal_pattern_name;

#define RELCAL_PATTERN_MAX_TEXT_BYTES 8192 /* of a text that is matched */

/* A name or the words between two of them. */
typedef struct relcal_pattern_part {
    bool is_name;
    relcal_pattern_name name;
    relcal_slice words;
} relcal_pattern_part;

typedef struct relcal_pattern {
    relcal_pattern_part parts[RELCAL_MAX_PATTERN_PARTS]; /* names and words by turns */
    size_t count;
    char words[RELCAL_MAX_PATTERN_BYTES];
} relcal_pattern;

/* What a text says for the names of a pattern, borrowed from the text; empty for those that the
 * pattern does not have. */
typedef struct relcal_pattern_match {
    relcal_slice names[RELCAL_PATTERN_NAMES];
} relcal_pattern_match;

/* Compiles a pattern that is closed by a NUL. The pattern may not be moved or copied.
 * Errors: RELCAL_ERROR_ARGUMENT with the column. */
relcal_status relcal_pattern_compile(relcal_pattern *out, const char *text, relcal_error *error);

/* Whether a text whose white space was put in order (relcal_pattern_tidy) is of a pattern. The time
 * is linear in the text. */
bool relcal_pattern_matches(const relcal_pattern *pattern, relcal_slice text,
                            relcal_pattern_match *out);

/* Whether a schedule file may hold a text as it is. */
bool relcal_pattern_is_fit(const char *text);

/* Puts a text with one space for every run of white space, of characters that no schedule file may
 * hold, and none at its ends, at the end of another. */
void relcal_pattern_tidy(relcal_ical_text *out, const char *text);

#endif
