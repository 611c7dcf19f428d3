/*
 * "May this still land?": changes, the rules of a project, and verdicts.
 *
 * Rules are data of a project (project.yaml). A rule lies on one ground: on phases, on freezes, on
 * the days of releases, or, where it names none of these, on all of time. On each ground that a
 * series stands on, the rule that names a change most closely speaks: the change itself before a
 * broader one that it is a kind of, that before "any"; then a rule for certain paths or components
 * before one for all, for certain branches before one for all, for certain phases of a freeze
 * before one for all, for certain series before one for all. Of what all grounds say the strictest
 * holds. A change of several kinds, or to several paths, is judged for each; the strictest holds.
 *
 * A policy has revisions as a plan has: rules of one id follow each other by the day from which
 * they hold. As of a day, the policy is the one of that day, or of the day that is asked about
 * where this is earlier.
 *
 * What is returned as a pointer is borrowed from the catalog. No function here allocates or reads a
 * clock; all are thread-safe. Since 0.3 all of it.
 */
#ifndef RELCAL_POLICY_H
#define RELCAL_POLICY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "relcal/catalog.h"
#include "relcal/date.h"
#include "relcal/export.h"
#include "relcal/plan.h"

RELCAL_BEGIN_DECLS

/** What somebody wants to land: "feature", "bugfix". Of one project. */
typedef struct relcal_change relcal_change;
/** Who decides: "release manager". Of one project. */
typedef struct relcal_authority relcal_authority;
/** What a project says about changes in a phase, in a freeze, on a day. */
typedef struct relcal_rule relcal_rule;

/** What a rule says, in rising strictness. Append-only. */
typedef enum relcal_verdict {
    RELCAL_UNSPECIFIED = 0, /**< no rule speaks of the change */
    RELCAL_ALLOW = 1,
    RELCAL_ANNOUNCE = 2, /**< it lands once those concerned were told */
    RELCAL_DELAY = 3,    /**< it lands after a while */
    RELCAL_REVIEW = 4,   /**< it lands once somebody else looked at it */
    RELCAL_APPROVAL = 5, /**< it lands if an authority agrees */
    RELCAL_DEFER = 6,    /**< it has to wait for a later series */
    RELCAL_DENY = 7
} relcal_verdict;

/** "unspecified", "allow" and so on; "" for another. Static text. */
RELCAL_API const char *relcal_verdict_name(relcal_verdict verdict);

/** Whether a change may land, if need be on a stated condition: allow, announce, delay, review. */
RELCAL_API bool relcal_verdict_lands(relcal_verdict verdict);

/** How many kinds of changes a project knows, [17, 64]: first the standard ones, then its own. */
RELCAL_API size_t relcal_project_change_count(const relcal_project *project);

/** The change at an index; NULL past the end. */
RELCAL_API const relcal_change *relcal_project_change_at(const relcal_project *project,
                                                         size_t index);

/** The change of an id; NULL where there is none. */
RELCAL_API const relcal_change *relcal_project_change(const relcal_project *project,
                                                      const char *id);

/** The id of a change: "feature-change". */
RELCAL_API const char *relcal_change_id(const relcal_change *change);

/** What a change is, in a sentence without a full stop. */
RELCAL_API const char *relcal_change_definition(const relcal_change *change);

/** The broader change whose rules hold where none names this one, or NULL. */
RELCAL_API const relcal_change *relcal_change_parent(const relcal_change *change);

/** How many authorities a project knows, [5, 64]: first the standard ones, then its own. */
RELCAL_API size_t relcal_project_authority_count(const relcal_project *project);

/** The authority at an index; NULL past the end. */
RELCAL_API const relcal_authority *relcal_project_authority_at(const relcal_project *project,
                                                               size_t index);

/** The authority of a name, in which a hyphen stands for a space; NULL where there is none. */
RELCAL_API const relcal_authority *relcal_project_authority(const relcal_project *project,
                                                            const char *name);

/** The name of an authority: "release manager". */
RELCAL_API const char *relcal_authority_name(const relcal_authority *authority);

/** How many labels of its tracker a project maps to changes. */
RELCAL_API size_t relcal_project_label_count(const relcal_project *project);

/** The label at an index, in the order of the file; NULL past the end. */
RELCAL_API const char *relcal_project_label_at(const relcal_project *project, size_t index);

/**
 * The change at an index of those that a label, by its exact text, stands for; NULL past the end
 * and for an unknown label.
 */
RELCAL_API const relcal_change *relcal_project_label_change(const relcal_project *project,
                                                            const char *label, size_t index);

/** How many rules a project has, every revision of them counted. */
RELCAL_API size_t relcal_project_rule_count(const relcal_project *project);

/** The rule at an index, in the order of the file; NULL past the end. */
RELCAL_API const relcal_rule *relcal_project_rule_at(const relcal_project *project, size_t index);

/** The id of a rule, which all of its revisions share. */
RELCAL_API const char *relcal_rule_id(const relcal_rule *rule);

/** What a rule says of its changes. */
RELCAL_API relcal_verdict relcal_rule_verdict(const relcal_rule *rule);

/** Why, in one sentence, or NULL. */
RELCAL_API const char *relcal_rule_reason(const relcal_rule *rule);

/** Where the rule is written down, or NULL. */
RELCAL_API const char *relcal_rule_source(const relcal_rule *rule);

/** The first day on which a rule holds, or RELCAL_DATE_NONE where it always did. */
RELCAL_API relcal_date relcal_rule_since(const relcal_rule *rule);

/** The first day on which a rule holds no more, or RELCAL_DATE_NONE where it still does. */
RELCAL_API relcal_date relcal_rule_until(const relcal_rule *rule);

/** Who decides, announces, reviews or approves: any of these; NULL past the end. */
RELCAL_API const relcal_authority *relcal_rule_by(const relcal_rule *rule, size_t index);

/** Who may except a change from the rule: any of these; NULL past the end. */
RELCAL_API const relcal_authority *relcal_rule_except(const relcal_rule *rule, size_t index);

/** How many approvals or reviews the rule asks for, at least 1; 0 for other verdicts. */
RELCAL_API uint32_t relcal_rule_approvals(const relcal_rule *rule);

/** How long a change waits, as the file says it: "10 days", "24 months"; NULL where it does not. */
RELCAL_API const char *relcal_rule_delay(const relcal_rule *rule);

/** The day on which a change that was ready on `date` has waited long enough; `date` itself where
 * the rule has no delay, RELCAL_DATE_NONE where it leaves the calendar. */
RELCAL_API relcal_date relcal_rule_delayed(const relcal_rule *rule, relcal_date date);

/**
 * Until when an approval or exception can be asked for: the last second of it. False, `*out`
 * untouched, where the rule sets no end, or the plan has no day for it.
 */
RELCAL_API bool relcal_rule_deadline(const relcal_rule *rule, relcal_plan plan,
                                     relcal_instant *out);

/** Whether a rule is for the days of certain releases; its verdict then ends with the day. */
RELCAL_API bool relcal_rule_is_for_a_day(const relcal_rule *rule);

/** What is asked for. Arrays that are not needed may be NULL with a count of 0. */
typedef struct relcal_request {
    const relcal_change *const *changes; /**< of the project of the plan; at least one */
    size_t change_count;
    const char *branch;       /**< where it is to land; NULL: wherever the series is */
    const char *const *paths; /**< that it touches, with "/" between their parts */
    size_t path_count;
    const char *const *components; /**< that it touches */
    size_t component_count;
    const relcal_authority *const *approvals; /**< given so far, one each; of the same project */
    size_t approval_count;
} relcal_request;

/** What holds for one change. */
typedef struct relcal_ruling {
    const relcal_change *change;
    relcal_verdict verdict;  /**< with the approvals of the request counted */
    const relcal_rule *rule; /**< that says so; NULL where none speaks of the change */
    bool granted;            /**< the rule alone would be stricter: the approvals satisfy it */
    bool too_late; /**< the time to ask for an approval has passed, which makes it a denial */
} relcal_ruling;

/** What holds for a request. */
typedef struct relcal_judgment {
    relcal_standing standing; /**< where the series stands */
    relcal_ruling decisive;   /**< of the strictest change, the first of equals */
    bool certain; /**< false while nobody can tell whether a freeze that decides has begun, or is
                     over, or whether the phase that decides has begun: the verdict then takes the
                     freeze to be in force, and the phase to have begun */
} relcal_judgment;

/**
 * Judges a request on a day, as relcal_plan_on sees it. Where `rulings` is not NULL it has room for
 * `request->change_count`, and gets what holds for each change, in their order.
 */
RELCAL_API relcal_judgment relcal_plan_judge_on(relcal_plan plan, relcal_date date,
                                                const relcal_request *request,
                                                relcal_ruling *rulings);

/** Judges a request at a second, as relcal_plan_at sees it. */
RELCAL_API relcal_judgment relcal_plan_judge_at(relcal_plan plan, relcal_instant instant,
                                                const relcal_request *request,
                                                relcal_ruling *rulings);

/**
 * The milestone at which the verdict of relcal_plan_judge_at changes next, or after which nobody
 * can ask for an approval any more, which changes it; NULL where none does. What holds for the days
 * of releases alone is left out, and so is a deadline that lies some days after a milestone.
 */
RELCAL_API const relcal_milestone *relcal_plan_judge_until(relcal_plan plan, relcal_instant instant,
                                                           const relcal_request *request);

/**
 * The last second at which the verdict holds because it can still be asked for: where a deadline
 * changes it before a milestone does. False, `*out` untouched, where none does. Since 0.5.
 */
RELCAL_API bool relcal_plan_judge_deadline(relcal_plan plan, relcal_instant instant,
                                           const relcal_request *request, relcal_instant *out);

/**
 * The series in which a request may land at a second where `plan`'s does not let it: that of the
 * trunk, else the nearest later one that takes it. NULL where none does, and where the request may
 * land as it is.
 */
RELCAL_API const relcal_series *relcal_plan_judge_elsewhere(relcal_plan plan,
                                                            relcal_instant instant,
                                                            const relcal_request *request);

/**
 * The branch that holds a series at a second, as of a day: the project's trunk, another one that
 * goes from series to series, or its own. NULL
 * where the file names none.
 */
RELCAL_API const char *relcal_series_branch_at(const relcal_series *series, relcal_date as_of,
                                               relcal_instant instant);

/** Where a series may stand, for tables of a policy. */
typedef struct relcal_situation {
    const relcal_project *project;
    const relcal_series *series; /**< of the project; NULL: its newest */
    const relcal_phase *phase;   /**< NULL: before the first */
    uint64_t freezes;            /**< those in force, as in relcal_standing */
    relcal_date date;            /**< the day whose policy counts */
    bool freezes_only;           /**< what the rules of the freezes say, and no others */
} relcal_situation;

/** What holds for a change in a situation, but for the days of releases. */
RELCAL_API relcal_ruling relcal_situation_judge(const relcal_situation *situation,
                                                const relcal_change *change);

/**
 * What holds for every change: fills `rulings` with that at each index of relcal_project_change_at,
 * `capacity` at most. Returns how many there are.
 */
RELCAL_API size_t relcal_situation_changes(const relcal_situation *situation,
                                           relcal_ruling *rulings, size_t capacity);

/**
 * What holds for a change in every phase, the situation's own left aside: fills `rulings` with that
 * at each index of relcal_project_phase_at, `capacity` at most. Returns how many there are.
 */
RELCAL_API size_t relcal_situation_phases(const relcal_situation *situation,
                                          const relcal_change *change, relcal_ruling *rulings,
                                          size_t capacity);

RELCAL_END_DECLS

#endif
