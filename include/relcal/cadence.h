/*
 * Cadences: the rules by which a project makes its plans, and plans made from them.
 *
 * A cadence is data of a project (project.yaml): a date rule for each milestone, days to avoid,
 * constraints, and the series for which it holds. A plan is solved from the series before, from a
 * milestone that is set, or backwards from a date that is wished for; or it goes on from a plan
 * that is there, when something in that is set anew.
 *
 * The library reads no clock and no file. What is returned as a pointer is borrowed from the
 * catalog or from the outcome it was asked of. All of it is thread-safe. Since 0.4 all of it.
 */
#ifndef RELCAL_CADENCE_H
#define RELCAL_CADENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "relcal/allocator.h"
#include "relcal/catalog.h"
#include "relcal/date.h"
#include "relcal/date_rule.h"
#include "relcal/export.h"
#include "relcal/plan.h"
#include "relcal/status.h"
#include "relcal/when.h"

RELCAL_BEGIN_DECLS

/* ---- what a date rule gives ---- */

/** What to do with a milestone that falls on a day to avoid. Append-only. */
typedef enum relcal_instead {
    RELCAL_INSTEAD_NEXT_WORKDAY = 0,     /**< "next working day" */
    RELCAL_INSTEAD_PREVIOUS_WORKDAY = 1, /**< "previous working day" */
    RELCAL_INSTEAD_WEEK_EARLIER = 2,     /**< "a week earlier" */
    RELCAL_INSTEAD_WEEK_LATER = 3        /**< "same weekday after" */
} relcal_instead;

/** "next working day" and so on; "" for another. Static text. */
RELCAL_API const char *relcal_instead_name(relcal_instead instead);

/**
 * Days on which nothing is released: a holiday, a conference. They are no working days either.
 * Borrowed during a call.
 */
typedef struct relcal_avoided {
    const char *name;       /**< of the days, for messages: "turn of the year" */
    relcal_date first;      /**< the first of them, */
    relcal_date last;       /**< and the last one */
    const char *days;       /**< or NULL, else instead of these two: "12-24..01-02" and "05-01" for
                                 every year, "2027-05-13..2027-05-20", or a date rule that is taken in
                                 every year, such as "4th thursday of november" */
    relcal_instead instead; /**< again and again, until the day is free */
} relcal_avoided;

#define RELCAL_MAX_AVOIDED 10000   /**< of one question: entries */
#define RELCAL_MAX_AVOID_STEPS 400 /**< days or weeks that are tried before none is called free */

/** What a rule is asked in. Zero it, then set what is known; `today` of 0 is 1970-01-01. */
typedef struct relcal_rule_scope {
    /** The plan whose milestones the rule names; a NULL series for none. */
    relcal_plan plan;
    /** What previous.b1 means; a NULL series for the one before that of `plan`, as of its day. */
    relcal_plan previous;
    /** The day that `today` is, from which on a month without a year is the next one, unless there
     * is a year below; and the first one that is given of what repeats. */
    bool has_today;
    relcal_date today;
    int year; /**< of months that stand without one; 0 for none */
    const relcal_avoided *avoided;
    size_t avoided_count;
} relcal_rule_scope;

/** What a rule gives. */
typedef struct relcal_found {
    relcal_when when;    /**< a day, a month or a year */
    relcal_when by_rule; /**< the same before days were avoided */
    const char *avoided; /**< the name of what was avoided first, or NULL */
} relcal_found;

/**
 * Fills `*out` with what a rule gives. Of a rule that repeats it is the `occurrence`th, from 1 on;
 * of others `occurrence` is of no account. `*out` is untouched on failure. `error->column` is the
 * character of the rule that is meant.
 * Errors: RELCAL_ERROR_DATA where a rule gives nothing, or more than one day would do;
 * RELCAL_ERROR_RANGE outside the calendar; RELCAL_ERROR_NOT_FOUND for an unknown milestone, and
 * past the last occurrence; RELCAL_ERROR_ARGUMENT for days to avoid that cannot be read;
 * RELCAL_ERROR_LIMIT; RELCAL_ERROR_MEMORY.
 */
RELCAL_API relcal_status relcal_date_rule_find(const relcal_date_rule *rule,
                                               const relcal_rule_scope *scope, uint32_t occurrence,
                                               relcal_found *out, relcal_error *error);

/** Days to avoid that were read from a file. */
typedef struct relcal_avoided_list relcal_avoided_list;

/**
 * Reads days to avoid from a YAML text: a list as `avoid` of a cadence has it. `name` is the
 * file's, for errors. The caller frees `*out` with relcal_avoided_free; it is untouched on failure.
 * Errors: those of relcal_catalog_parse.
 */
RELCAL_API relcal_status relcal_avoided_parse(relcal_avoided_list **out, const char *name,
                                              const char *text, size_t length, relcal_error *error);

/** Frees a list. NULL is left alone. */
RELCAL_API void relcal_avoided_free(relcal_avoided_list *list);

/** The entries of a list, which live as long as it; `*count` becomes their number. */
RELCAL_API const relcal_avoided *relcal_avoided_items(const relcal_avoided_list *list,
                                                      size_t *count);

/* ---- cadences ---- */

/** A way in which a project makes its plans. */
typedef struct relcal_cadence relcal_cadence;

/** How many cadences a project has, [0, RELCAL_MAX_CADENCES]. */
RELCAL_API size_t relcal_project_cadence_count(const relcal_project *project);

/** The cadence at an index, in the order of the file; NULL past the end. */
RELCAL_API const relcal_cadence *relcal_project_cadence_at(const relcal_project *project,
                                                           size_t index);

/** The cadence of an id; NULL where there is none. */
RELCAL_API const relcal_cadence *relcal_project_cadence(const relcal_project *project,
                                                        const char *id);

/** The first cadence that holds for a series of this id, be there such a series or not; or NULL. */
RELCAL_API const relcal_cadence *relcal_project_cadence_of(const relcal_project *project,
                                                           const char *series_id);

/**
 * The series before the one of an id, in the order of ids, be there such a series or not; NULL
 * where there is none. `*is_next`, if not NULL, says whether none is missing in between, as far as
 * ids that are numbers tell.
 */
RELCAL_API const relcal_series *relcal_project_series_before(const relcal_project *project,
                                                             const char *series_id, bool *is_next);

/** The id of a cadence. */
RELCAL_API const char *relcal_cadence_id(const relcal_cadence *cadence);

/**
 * The range of series at an index for which a cadence holds: ids, either of them NULL where the
 * range is open, both the same for one series. False, the outputs untouched, past the end; a
 * cadence without ranges holds for all.
 */
RELCAL_API bool relcal_cadence_series_at(const relcal_cadence *cadence, size_t index,
                                         const char **first, const char **last);

/** What there is to know about it, in a sentence, or NULL. */
RELCAL_API const char *relcal_cadence_reason(const relcal_cadence *cadence);

/** Where it is written down, or NULL. */
RELCAL_API const char *relcal_cadence_source(const relcal_cadence *cadence);

/** The milestone on which the others hang: "b1". */
RELCAL_API const char *relcal_cadence_anchor(const relcal_cadence *cadence);

/** How many days a plan may be off the rule before lint warns. */
RELCAL_API int32_t relcal_cadence_tolerance(const relcal_cadence *cadence);

/** How many milestones a cadence has rules for. */
RELCAL_API size_t relcal_cadence_rule_count(const relcal_cadence *cadence);

/** The milestone of the rule at an index, as rules name it: "b1", "bugfix"; NULL past the end. */
RELCAL_API const char *relcal_cadence_milestone_at(const relcal_cadence *cadence, size_t index);

/** The rule at an index, in its normal form; NULL past the end. */
RELCAL_API const char *relcal_cadence_rule_at(const relcal_cadence *cadence, size_t index);

/* ---- plans ---- */

/** A date that is given. */
typedef struct relcal_pin {
    const char *milestone; /**< its name among the rules, or any spelling of its id */
    relcal_when when;
} relcal_pin;

/** What to plan. Zero it, then set what differs. Borrowed during the call. */
typedef struct relcal_plan_request {
    const relcal_project *project;
    const char *series; /**< the id of the series, be there one or not */
    const relcal_cadence
        *cadence;           /**< of the project; NULL for the one that holds for the series */
    relcal_plan previous;   /**< the series before; with a NULL series the project's own, if it is
                                 the next one, in its latest plan */
    relcal_plan from;       /**< the plan that goes on; a NULL series for none */
    const relcal_pin *pins; /**< what is set */
    size_t pin_count;
    const relcal_pin *wish;  /**< a date to plan backwards from, or NULL */
    const char *const *with; /**< the rules to take beside those that always count: "bugfix" */
    size_t with_count;
    const relcal_avoided *avoided; /**< beside those of the cadence */
    size_t avoided_count;
    const relcal_allocator *allocator; /**< NULL for malloc; copied */
} relcal_plan_request;

/** Why a milestone is planned on its day. Append-only. */
typedef enum relcal_planned_by {
    RELCAL_BY_RULE = 0,
    RELCAL_BY_PIN = 1,   /**< it was set, or wished for */
    RELCAL_BY_PLAN = 2,  /**< it stays as the plan that goes on has it */
    RELCAL_BY_ACTUAL = 3 /**< it happened */
} relcal_planned_by;

/** "rule", "set", "plan", "actual"; "" for another. Static text. */
RELCAL_API const char *relcal_planned_by_name(relcal_planned_by by);

/** A milestone of an outcome. */
typedef struct relcal_planned {
    const char *id;   /**< "3.17.0b1" */
    const char *rule; /**< in its normal form; NULL where the cadence has none for it */
    relcal_when when;
    relcal_planned_by by;
    bool has_by_rule;
    relcal_when by_rule; /**< what the rule gives, before days are avoided */
    const char *avoided; /**< the name of what was avoided, or NULL */
    bool has_former;
    relcal_when former; /**< what the plan that goes on says of it */
    const char *note;   /**< or NULL */
    bool is_release;    /**< something is published on that day, as it is of b1 */
} relcal_planned;

/** A constraint that a plan does not keep. */
typedef struct relcal_clash {
    const char *constraint; /**< its id; "order" where milestones change places */
    const char *milestone;  /**< the id of the one that breaks it; where a gap ends on a rule that
                                 is more than a name, that rule */
    const char *message;    /**< what is wrong, with the dates, in one line */
    const char *reason;     /**< why the constraint is there, or NULL */
    relcal_when when;       /**< of the milestone */
    bool is_of_weekday;     /**< the constraint speaks of weekdays */
} relcal_clash;

/** A milestone without a date, for its rule hangs on something that nobody knows. */
typedef struct relcal_unplanned {
    const char *id;
    const char *rule;
    const char *message;
} relcal_unplanned;

/** A plan that was made. Never changes. */
typedef struct relcal_outcome relcal_outcome;

#define RELCAL_MAX_PINS 256     /**< of one request */
#define RELCAL_MAX_REPEATS 1000 /**< milestones of one rule that repeats */
#define RELCAL_MAX_PLAN_STEPS                                                                      \
    20000000 /**< of one plan, with all that is tried for a wish: parts of rules, and working days \
                  times days to avoid */

/**
 * Makes a plan. Its milestones stand in the order of the rules; in a plan that goes on those that
 * the cadence has no rule for follow.
 *
 * From a plan that goes on: what happened stays; what is set is set; an expected milestone after
 * the first that is set takes the rule's date where the rule's date changes by what is set, and
 * else stays. Backwards: the year is looked for in which the rules give the wished date, and where
 * there is none, or the cadence knows no years, the day of the anchor.
 * The wished date is decisive: of what may be more or less there are as many as lead there. In a
 * plan that goes on the anchor is moved as if it were set.
 * Where the number of a rule's milestones is not known in advance, those that may be left out say
 * so in their notes, and what hangs on the last of them becomes a range; so does what hangs on a
 * range or a week, in this series or in the one before.
 *
 * The caller frees `*out` with relcal_outcome_free; it is untouched on failure. `error` may be
 * NULL; its message names the milestone and the rule that failed, `error->column` is the character
 * of that rule. Errors: RELCAL_ERROR_ARGUMENT where nothing says what to plan, for a milestone that
 * is set or wished for and has no rule, and for days to avoid that cannot be read;
 * RELCAL_ERROR_NOT_FOUND where no cadence holds, nothing leads to the wish, or the anchor hangs on
 * a series that is not known; RELCAL_ERROR_DATA for rules that hang on each other or give nothing,
 * RELCAL_ERROR_RANGE outside the calendar, RELCAL_ERROR_LIMIT, RELCAL_ERROR_MEMORY.
 */
RELCAL_API relcal_status relcal_plan_make(relcal_outcome **out, const relcal_plan_request *request,
                                          relcal_error *error);

/** Frees an outcome. NULL is left alone. */
RELCAL_API void relcal_outcome_free(relcal_outcome *outcome);

/** The cadence of an outcome. */
RELCAL_API const relcal_cadence *relcal_outcome_cadence(const relcal_outcome *outcome);

/** The id of its series. */
RELCAL_API const char *relcal_outcome_series(const relcal_outcome *outcome);

/** Whether it goes on from a plan that was there. */
RELCAL_API bool relcal_outcome_goes_on(const relcal_outcome *outcome);

/** The date of the anchor; tbd where there is none. */
RELCAL_API relcal_when relcal_outcome_anchor(const relcal_outcome *outcome);

/** How many milestones were planned. */
RELCAL_API size_t relcal_outcome_count(const relcal_outcome *outcome);

/** The milestone at an index; NULL past the end. */
RELCAL_API const relcal_planned *relcal_outcome_at(const relcal_outcome *outcome, size_t index);

/** The milestone of a name, as pins name it; NULL where there is none. */
RELCAL_API const relcal_planned *relcal_outcome_find(const relcal_outcome *outcome,
                                                     const char *name);

/** The broken constraint at an index, by the date on which it breaks; NULL past the end. */
RELCAL_API const relcal_clash *relcal_outcome_clash_at(const relcal_outcome *outcome, size_t index);

/** The milestone at an index of those that got no date; NULL past the end. */
RELCAL_API const relcal_unplanned *relcal_outcome_unplanned_at(const relcal_outcome *outcome,
                                                               size_t index);

/** How far a milestone can be moved. */
typedef struct relcal_leeway {
    relcal_date latest; /**< the last day on which all holds, at most RELCAL_MAX_LEEWAY_DAYS later;
                             NONE where it does not hold on any */
    bool is_open;       /**< it holds as far as was looked */
    bool moves_held;    /**< a day later the milestone that is to hold moves */
    char constraint[RELCAL_ERROR_MESSAGE_BYTES]; /**< what breaks a day later: the message; or "" */
} relcal_leeway;

#define RELCAL_MAX_LEEWAY_DAYS 400 /**< that are looked at, from the plan's own day on */

/**
 * How late a milestone may be so that `held` ("final") stays on its day and no constraint breaks
 * that the plan which goes on kept. The request must have `from`, and its first pin is the
 * milestone, from whose own day in that plan on it is looked; all other pins hold, and count as if
 * the plan had always had them. Errors: those of relcal_plan_make; RELCAL_ERROR_NOT_FOUND too where
 * the milestone does not come before `held`.
 */
RELCAL_API relcal_status relcal_plan_leeway(relcal_leeway *out, const relcal_plan_request *request,
                                            const char *held, relcal_error *error);

/**
 * The text of a series file of an outcome, with the rule that made it behind each milestone as a
 * comment. It was first planned on `today`: that is its revision, and the day from which its dates
 * are known. `*out` is closed by a NUL, which `*length` does not count, comes from malloc and is
 * the caller's to free; both are untouched on failure. Errors: RELCAL_ERROR_MEMORY;
 * RELCAL_ERROR_ARGUMENT for a plan that goes on, whose file relcal_series_edit changes.
 */
RELCAL_API relcal_status relcal_outcome_write(const relcal_outcome *outcome, relcal_date today,
                                              char **out, size_t *length);

RELCAL_END_DECLS

#endif
