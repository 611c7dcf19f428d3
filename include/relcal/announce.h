/*
 * Announcements: what a release announcement claims about the schedule, and whether it is so.
 *
 * A text in Markdown, reStructuredText, HTML or plain words is read sentence by sentence. Every
 * claim in it - which release this is, the how many-th of how many, when a phase begins, what comes
 * next and when - is held against the plan as it stood on the day of publication. What is not
 * surely false is not called false. Since 0.2 all of it.
 */
#ifndef RELCAL_ANNOUNCE_H
#define RELCAL_ANNOUNCE_H

#include <stddef.h>
#include <stdint.h>

#include "relcal/allocator.h"
#include "relcal/catalog.h"
#include "relcal/date.h"
#include "relcal/export.h"
#include "relcal/status.h"

RELCAL_BEGIN_DECLS

#define RELCAL_MAX_ANNOUNCEMENT_BYTES 268435456 /**< of one announcement */
#define RELCAL_MAX_CLAIMS 65536                 /**< of one announcement */
#define RELCAL_MAX_SUBJECTS 16                  /**< releases announced by one; more are not seen */
#define RELCAL_MAX_SENTENCE_WORDS 1024          /**< a longer sentence is read in pieces */
#define RELCAL_MAX_CLAIM_TEXT_BYTES 400         /**< of a quotation; a longer one is cut */

/** What a claim is about. Append-only. */
typedef enum relcal_claim_kind {
    RELCAL_CLAIM_PUBLISH_DATE = 0,    /**< the front matter's day is that of the release */
    RELCAL_CLAIM_SUBJECT_VERSION = 1, /**< this release is 3.12.0b1 */
    RELCAL_CLAIM_STAGE_ORDINAL = 2,   /**< the fourth alpha */
    RELCAL_CLAIM_STAGE_TOTAL = 3,     /**< of seven planned */
    RELCAL_CLAIM_STAGE_LAST = 4,      /**< the last beta, or the last but one */
    RELCAL_CLAIM_PHASE_BETA = 5,      /**< when the beta phase begins */
    RELCAL_CLAIM_PHASE_RC = 6,        /**< when the candidate phase begins */
    RELCAL_CLAIM_NEXT_VERSION = 7,    /**< which release comes next */
    RELCAL_CLAIM_NEXT_DATE = 8,       /**< and when */
    RELCAL_CLAIM_FINAL_DATE = 9,      /**< when the release itself is planned, after its previews */
    RELCAL_CLAIM_RC_DATE = 10,        /**< when a candidate is planned */
    RELCAL_CLAIM_NEXT_BUGFIX = 11,    /**< when a bugfix release is planned */
    RELCAL_CLAIM_WEEKDAY = 12,        /**< a weekday beside a date */
    RELCAL_CLAIM_ABI_FREEZE = 13,     /**< from when on the ABI does not change */
    RELCAL_CLAIM_PEP_SERIES = 14,     /**< which document is the schedule of a series */
    RELCAL_CLAIM_SUPPORT_UNTIL = 15,  /**< until when a series is supported */
    RELCAL_CLAIM_RELEASED_DATE = 16,  /**< when something was released */
    RELCAL_CLAIM_PAST_PLAN = 17       /**< when something had been planned */
} relcal_claim_kind;

/** Whether a claim is so. Append-only. */
typedef enum relcal_claim_verdict {
    RELCAL_CLAIM_TRUE = 0,
    RELCAL_CLAIM_FALSE = 1,
    RELCAL_CLAIM_UNSURE = 2 /**< the plan was changing, or says nothing, or says it vaguely */
} relcal_claim_verdict;

/** One claim. Texts are UTF-8, closed by a NUL, and live as long as the announcement's list. */
typedef struct relcal_claim {
    relcal_claim_kind kind;
    relcal_claim_verdict verdict;
    size_t offset;       /**< in bytes, of the words that say it */
    size_t length;       /**< of them, markup between them included */
    size_t value_offset; /**< of the value in them: a date, a number, a version */
    size_t value_length;
    size_t fix_offset; /**< of what `replacement` takes the place of: a weekday beside it, too */
    size_t fix_length;
    uint32_t line;           /**< of the value, from 1 */
    uint32_t column;         /**< of the value, in characters from 1 */
    const char *version;     /**< the release it is about: "3.12.0b1"; NULL where nobody can tell */
    const char *text;        /**< the words, on one line */
    const char *claimed;     /**< "2023-05-08", "fourth", "3.12.0a5", "Monday 2021-08-02" */
    const char *expected;    /**< what the plan says; NULL where it says nothing */
    const char *cause;       /**< why it may have gone wrong: "names itself"; NULL if not false */
    const char *note;        /**< a remark: why it is unsure; NULL where there is none */
    const char *replacement; /**< what to write for the value, in its own form; NULL if not false */
} relcal_claim;

/** The claims of one announcement. */
typedef struct relcal_announcement relcal_announcement;

/** How to read an announcement. Zero it, then set the days. */
typedef struct relcal_announcement_options {
    /** Where its memory comes from; NULL for malloc. Copied. */
    const relcal_allocator *allocator;
    /** The day of publication whatever the text says, or RELCAL_DATE_NONE. */
    relcal_date on;
    /** The day of publication where the text names none in its front matter. */
    relcal_date otherwise_on;
} relcal_announcement_options;

/**
 * Finds the project of a catalog that a text is about, of which `*out` is untouched on failure: the
 * one whose name or id stands most often before a series of it ("Tool 3.12"), or else the one that
 * is named most often; the title of the front matter decides if it can. `allocator` may be NULL.
 *
 * Errors: RELCAL_ERROR_NOT_FOUND where no project of the catalog is named, or two alike;
 * RELCAL_ERROR_LIMIT beyond RELCAL_MAX_ANNOUNCEMENT_BYTES, RELCAL_ERROR_MEMORY. Thread-safe. Since
 * 0.5.
 */
RELCAL_API relcal_status relcal_announcement_project(const relcal_project **out,
                                                     const relcal_catalog *catalog,
                                                     const char *text, size_t length,
                                                     const relcal_allocator *allocator,
                                                     relcal_error *error);

/**
 * Reads `length` bytes and judges every claim by the plans of a project. The text is borrowed for
 * the call; bytes that are no UTF-8 are no error. Time grows with the length, memory with the
 * number of claims.
 *
 * The caller frees `*out` with relcal_announcement_free; it is untouched on failure. Errors:
 * RELCAL_ERROR_LIMIT beyond RELCAL_MAX_ANNOUNCEMENT_BYTES or RELCAL_MAX_CLAIMS,
 * RELCAL_ERROR_ARGUMENT where no day of publication is known or it is out of range,
 * RELCAL_ERROR_MEMORY. Thread-safe.
 */
RELCAL_API relcal_status relcal_announcement_check(relcal_announcement **out,
                                                   const relcal_project *project, const char *text,
                                                   size_t length,
                                                   const relcal_announcement_options *options,
                                                   relcal_error *error);

/** Frees an announcement and all that was borrowed from it; NULL is left alone. */
RELCAL_API void relcal_announcement_free(relcal_announcement *announcement);

/** The day of publication by which it was judged. */
RELCAL_API relcal_date relcal_announcement_date(const relcal_announcement *announcement);

/** How many claims there are. */
RELCAL_API size_t relcal_announcement_claim_count(const relcal_announcement *announcement);

/** The claim at an index, in the order of the text; NULL past the end. Borrowed. */
RELCAL_API const relcal_claim *relcal_announcement_claim_at(const relcal_announcement *announcement,
                                                            size_t index);

/** "publish-date", "stage-ordinal" and so on; "" for another. Static text. Thread-safe. */
RELCAL_API const char *relcal_claim_kind_name(relcal_claim_kind kind);

/** "true", "false", "unsure"; "" for another. Static text. Thread-safe. */
RELCAL_API const char *relcal_claim_verdict_name(relcal_claim_verdict verdict);

RELCAL_END_DECLS

#endif
