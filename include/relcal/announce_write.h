/*
 * Writing announcements: what a plan says of a release, as facts with names, and sentences made
 * of them by a template.
 *
 * The facts are those of the plan as of a day; what it does not say is absent, never guessed at.
 * Since 0.2 all of it.
 */
#ifndef RELCAL_ANNOUNCE_WRITE_H
#define RELCAL_ANNOUNCE_WRITE_H

#include <stdbool.h>
#include <stddef.h>

#include "relcal/allocator.h"
#include "relcal/catalog.h"
#include "relcal/export.h"
#include "relcal/plan.h"
#include "relcal/status.h"

RELCAL_BEGIN_DECLS

#define RELCAL_MAX_TEMPLATE_BYTES 1048576 /**< of one template */
#define RELCAL_MAX_TEMPLATE_DEPTH 32      /**< of sections in each other */

/** What the plan says of one release. Never changes once it is there. */
typedef struct relcal_release_facts relcal_release_facts;

/** What the text of a fact is. Append-only. */
typedef enum relcal_fact_kind {
    RELCAL_FACT_TEXT = 0,
    RELCAL_FACT_NUMBER = 1, /**< in decimal digits */
    RELCAL_FACT_FLAG = 2    /**< "yes", or absent */
} relcal_fact_kind;

/** One fact. The name is static text; the text lives as long as the facts. */
typedef struct relcal_fact {
    const char *name; /**< "next_version" */
    relcal_fact_kind kind;
    const char *text; /**< UTF-8, or NULL where the plan does not say */
} relcal_fact;

/**
 * Works out what a plan says of one of its milestones. The plan is read as of its own day; with
 * RELCAL_LATEST as it stands now. What holds "now" (the phase, what may change) is asked of the
 * release's day, or of the plan's where that is later.
 *
 * The caller frees `*out` with relcal_release_facts_free; it is untouched on failure. It borrows
 * nothing but the allocator's context, which may be NULL for malloc. Errors:
 * RELCAL_ERROR_NOT_FOUND where the plan does not know the milestone, RELCAL_ERROR_MEMORY.
 * Thread-safe.
 */
RELCAL_API relcal_status relcal_release_facts_new(relcal_release_facts **out, relcal_plan plan,
                                                  const relcal_milestone *release,
                                                  const relcal_allocator *allocator,
                                                  relcal_error *error);

/** Frees facts and their texts; NULL is left alone. */
RELCAL_API void relcal_release_facts_free(relcal_release_facts *facts);

/** How many facts there are; the same for every release. */
RELCAL_API size_t relcal_release_facts_count(const relcal_release_facts *facts);

/** The fact at an index, always in the same order; NULL past the end. Borrowed. */
RELCAL_API const relcal_fact *relcal_release_facts_at(const relcal_release_facts *facts,
                                                      size_t index);

/** The text of a fact; NULL where there is no such fact or the plan does not say. Borrowed. */
RELCAL_API const char *relcal_release_fact(const relcal_release_facts *facts, const char *name);

/** How values are escaped. Append-only. */
typedef enum relcal_announcement_format {
    RELCAL_ANNOUNCEMENT_TEXT = 0,    /**< as they are */
    RELCAL_ANNOUNCEMENT_MARKDOWN = 1 /**< with a backslash before what Markdown would read */
} relcal_announcement_format;

/** Takes bytes as they are written; false ends the writing. */
typedef bool (*relcal_announcement_sink)(void *context, const char *bytes, size_t length);

/** A template. Zero it for the one that is built in for the format. */
typedef struct relcal_announcement_template {
    const char *text; /**< UTF-8, borrowed for the call; NULL: the built-in one */
    size_t length;
    const char *file; /**< what errors call it, or NULL */
} relcal_announcement_template;

/**
 * Writes an announcement by a template, in the subset of Mustache that has variables, sections,
 * inverted sections and comments:
 *
 *     template = { text | variable | section | inverted | comment }
 *     variable = "{{" name "}}" | "{{{" name "}}}" | "{{&" name "}}"     the last two not escaped
 *     section  = "{{#" name "}}" template "{{/" name "}}"        where the fact is there
 *     inverted = "{{^" name "}}" template "{{/" name "}}"        where it is not
 *     comment  = "{{!" any text "}}"
 *
 * White space may stand around names. A line that holds a single tag of a section or comment and
 * nothing else is left out, as Mustache does. Line breaks in values become spaces.
 *
 * The whole template is read before the first byte is written. Errors, with line and column:
 * RELCAL_ERROR_SYNTAX for a tag or section that is not closed, is closed wrongly or is no part of
 * the subset, RELCAL_ERROR_NOT_FOUND for a name that is no fact's, RELCAL_ERROR_LIMIT beyond
 * RELCAL_MAX_TEMPLATE_BYTES or RELCAL_MAX_TEMPLATE_DEPTH; RELCAL_ERROR_IO where the sink said
 * false. Allocates nothing. Thread-safe.
 */
RELCAL_API relcal_status relcal_announcement_write(const relcal_release_facts *facts,
                                                   relcal_announcement_format format,
                                                   const relcal_announcement_template *house_style,
                                                   relcal_announcement_sink sink, void *context,
                                                   relcal_error *error);

RELCAL_END_DECLS

#endif
