/*
 * Release names after PEP 440: 3.12.0b1 in every spelling that people use for it.
 *
 * A name is a release number and a stage. Either may be missing: "b1" says which stage of a
 * series that is known otherwise, "3.12" is 3.12.0 final. Every function here is pure, allocates
 * nothing and is thread-safe. Since 0.1 all of it.
 */
#ifndef RELCAL_VERSION_H
#define RELCAL_VERSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "relcal/export.h"
#include "relcal/status.h"

RELCAL_BEGIN_DECLS

/** How far a release has come. In the order of PEP 440. */
typedef enum relcal_stage {
    RELCAL_STAGE_ALPHA = 0,
    RELCAL_STAGE_BETA = 1,
    RELCAL_STAGE_CANDIDATE = 2,
    RELCAL_STAGE_FINAL = 3
} relcal_stage;

/** The largest part of a release number or pre-release number that is taken. */
#define RELCAL_MAX_VERSION_PART 65535

/** A release name. */
typedef struct relcal_version {
    uint16_t major;
    uint16_t minor;
    uint16_t micro;
    uint16_t number;    /**< of an alpha, beta or candidate; 0 for a final */
    relcal_stage stage; /**< final where none was written */
    bool has_release;   /**< false for a name that is a stage alone, such as "beta 1" */
} relcal_version;

/** The bytes that a formatted version needs, with its closing NUL: 65535.65535.65535rc65535. */
#define RELCAL_VERSION_BYTES 26

/** The bytes that a version in words needs: "65535.65535.65535 candidate 65535". */
#define RELCAL_VERSION_WORDS_BYTES 36

/**
 * Reads the whole of `text`, `length` bytes: 3.12.0b1, 3.12b1, 3.12.0-beta.1, v3.12.0 beta 1, b1,
 * beta 1, c1, rc1, pre 1, candidate 1, release candidate 1, 3.12.0, final, 3.12.0 final, in any
 * case and with white space around it. Spellings after PEP 440, "Pre-release spelling" and
 * following; epochs, post-, development and local releases are no milestones of a schedule and
 * are not taken.
 * `*out` is untouched on failure. Errors: RELCAL_ERROR_SYNTAX, RELCAL_ERROR_RANGE for a part over
 * RELCAL_MAX_VERSION_PART; `error->column` is the character that is wrong.
 */
RELCAL_API relcal_status relcal_version_parse(relcal_version *out, const char *text, size_t length,
                                              relcal_error *error);

/**
 * Less than, equal to or greater than 0 as `left` comes before, is, or comes after `right`. Stages
 * alone come before every release.
 */
RELCAL_API int relcal_version_compare(const relcal_version *left, const relcal_version *right);

/** Writes a version in the normal form of PEP 440, "3.12.0b1" or "b1", and returns `buffer`. */
RELCAL_API char *relcal_version_format(const relcal_version *version,
                                       char buffer[RELCAL_VERSION_BYTES]);

/** Writes a version in words, "3.12.0 beta 1", "beta 1" or "3.12.0", and returns `buffer`. */
RELCAL_API char *relcal_version_words(const relcal_version *version,
                                      char buffer[RELCAL_VERSION_WORDS_BYTES]);

/** The bytes that the name of a version's series needs: "65535.65535". */
#define RELCAL_VERSION_SERIES_BYTES 12

/** Writes the series of a version, "3.12", and returns `buffer`; empty for a stage alone. */
RELCAL_API char *relcal_version_series(const relcal_version *version,
                                       char buffer[RELCAL_VERSION_SERIES_BYTES]);

/**
 * A release as one number, of which the greater comes later: 0x030C00B1 for 3.12.0b1. From the left
 * 8 bits each are its three parts, 4 the level (0xA alpha, 0xB beta, 0xC candidate, 0xF final) and
 * 4 the number of the pre-release. Errors: RELCAL_ERROR_RANGE where a part needs more than the 8
 * bits it has there, or the pre-release number more than 4; RELCAL_ERROR_ARGUMENT for a stage
 * alone. `*out` is then untouched.
 */
RELCAL_API relcal_status relcal_version_to_hex(uint32_t *out, const relcal_version *version);

/**
 * The release of such a number.
 * Errors: RELCAL_ERROR_SYNTAX for a release level other than 0xA, 0xB, 0xC, 0xF, or a final with
 * a number.
 */
RELCAL_API relcal_status relcal_version_from_hex(relcal_version *out, uint32_t hex);

/** "alpha", "beta", "candidate", "final"; "" for another. Static text. */
RELCAL_API const char *relcal_stage_name(relcal_stage stage);

RELCAL_END_DECLS

#endif
