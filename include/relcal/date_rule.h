/*
 * Date rules: how people say on which day something is. "first tuesday of may", "b1 + 3 weeks",
 * "2 working days before rc1", "every 2 months from final, first tuesday". relcal-schedule(5)
 * has the grammar.
 *
 * A rule is parsed once and never changes; any number of threads may use one. What it gives is
 * asked with relcal_date_rule_find of relcal/cadence.h. Since 0.4 all of it.
 */
#ifndef RELCAL_DATE_RULE_H
#define RELCAL_DATE_RULE_H

#include <stdbool.h>
#include <stddef.h>

#include "relcal/allocator.h"
#include "relcal/export.h"
#include "relcal/status.h"
#include "relcal/when.h"

RELCAL_BEGIN_DECLS

#define RELCAL_MAX_DATE_RULE_BYTES 4096  /**< of the text of a rule */
#define RELCAL_MAX_DATE_RULE_PARTS 256   /**< of a rule: days, milestones, lengths, calls */
#define RELCAL_MAX_DATE_RULE_DEPTH 32    /**< of parts in each other */
#define RELCAL_MAX_DATE_RULE_COUNT 99999 /**< of days, weeks, months or years in one length */
#define RELCAL_MAX_DATE_RULE_LEVELS 8    /**< of "previous." before one name */

/** A rule for a date, or for dates that repeat. */
typedef struct relcal_date_rule relcal_date_rule;

/**
 * Reads the whole of `text`, `length` bytes, as a rule. The caller frees `*out` with
 * relcal_date_rule_free; it is untouched on failure. `allocator` and `error` may be NULL.
 * Errors: RELCAL_ERROR_SYNTAX where it is no rule, RELCAL_ERROR_RANGE where it names no day,
 * RELCAL_ERROR_LIMIT, for the normal form as well, RELCAL_ERROR_MEMORY; `error->column` is the
 * character that is wrong.
 */
RELCAL_API relcal_status relcal_date_rule_parse(relcal_date_rule **out, const char *text,
                                                size_t length, const relcal_allocator *allocator,
                                                relcal_error *error);

/** Frees a rule. NULL is left alone. `allocator` is that of the parse. */
RELCAL_API void relcal_date_rule_free(relcal_date_rule *rule, const relcal_allocator *allocator);

/**
 * Writes a rule in its normal form, which relcal_date_rule_parse reads to the same rule again: at
 * most `room` bytes, the closing NUL counted. Returns the bytes that the whole of it needs without
 * the NUL, as snprintf does; `out` may be NULL where `room` is 0.
 */
RELCAL_API size_t relcal_date_rule_format(const relcal_date_rule *rule, char *out, size_t room);

/** Whether a rule gives many dates: "every 2 months from final". */
RELCAL_API bool relcal_date_rule_repeats(const relcal_date_rule *rule);

RELCAL_END_DECLS

#endif
