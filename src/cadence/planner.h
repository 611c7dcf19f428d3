/*
 * Making plans. Each milestone is a node that hangs on those that its rule names; what one hangs on
 * is worked out first, by descent, and a milestone that is met while it is being worked out closes
 * a circle. One such pass takes microseconds, so what cannot be reckoned backwards, a year or an
 * anchor, is looked for by trying.
 */
#ifndef RELCAL_CADENCE_PLANNER_H
#define RELCAL_CADENCE_PLANNER_H

#include "ask.h"
#include "outcome.h"
#include "relcal/version.h"

typedef enum node_state { NODE_WAITING, NODE_RUNNING, NODE_KNOWN, NODE_FAILED } node_state;

/* The milestone whose own rule failed, where others only hang on it. */
typedef struct plan_culprit {
    const char *id;
    const char *rule;
} plan_culprit;

typedef struct plan_node {
    const char *id;
    const relcal_pin *pin; /* or NULL */
    node_state state;
    relcal_planned_by by;
    relcal_when when;
    bool has_by_rule;
    relcal_when by_rule;
    relcal_when by_former_rule; /* what the rule gave in the plan that goes on; tbd for nothing */
    const char *avoided;
    relcal_status failure;
    bool lacks_previous; /* it failed because the series before is not known */
    const char *message;
    plan_culprit culprit; /* of its failure */
} plan_node;

/* What a part of a rule names: a row, and one of its milestones. */
typedef struct plan_target {
    int32_t row; /* -1 where it is not known yet */
    uint32_t occurrence;
} plan_target;

typedef struct plan_row {
    const char *name;
    const char *kind;
    const char *note;
    const char *id_template;
    const relcal_date_rule *rule;
    const char *text;     /* of the rule */
    plan_target *targets; /* one a part of the rule */
    bool has_stage;
    relcal_version stage; /* of the name */
    bool is_release;
    bool is_taken;  /* it counts in this plan */
    uint32_t least; /* of one that repeats: how many there are at least and at most; 0 and 0 for */
    uint32_t most;  /* as many as come before its end */
    plan_node *nodes;
    uint32_t node_count; /* that are there in this pass */
    uint32_t node_room;  /* that have their ids */
    bool is_spread;
    bool is_spreading;
} plan_row;

typedef struct planner {
    relcal_arena *arena;
    relcal_error *error;
    const relcal_plan_request *request;
    const relcal_cadence *cadence;
    relcal_plan previous;
    relcal_plan from;
    const char *release; /* the template of the first release's name */
    plan_row *rows;
    size_t row_count;
    size_t anchor;
    const relcal_date_rule *year_rule;
    plan_target *year_targets;
    relcal_avoidance avoidance;
    uint64_t steps; /* that were taken in all passes */
    /* ---- of one pass ---- */
    int year; /* that was found, or given; 0 for not yet */
    bool is_finding_year;
    bool is_former;          /* all stands as the plan that goes on has it */
    relcal_open_days open;   /* the first or the last of a range, */
    bool takes_most;         /* and the fewest or the most of what may be more or less */
    uint32_t extra;          /* how many more than the fewest are tried */
    relcal_date anchor_date; /* that is tried, or NONE */
    size_t first_pinned;     /* the first row that is set */
    plan_target *targets;    /* of the rule that is evaluated */
    const char *running;     /* the milestone that is worked out */
    bool lacks_previous;     /* the last failure was for want of the series before */
    plan_culprit culprit;    /* of the last failure; NULLs where it is of no milestone */
} planner;

/* The year, or the day of the anchor, with which a pass is to run; 0 and NONE for neither. */
typedef struct start {
    int year;
    relcal_date anchor;
} start;

/* What a pass gave, before the next one begins. */
typedef struct snapshot {
    relcal_outcome_item *items;
    size_t count;
} snapshot;

/* ---- rows and their milestones ---- */

/* Whether a row's rule gives one milestone after the other. */
bool relcal_row_repeats(const plan_row *row);

/* The fewest of a row whose number is open, and as many more as are tried. */
uint32_t relcal_row_decided_count(const planner *plan, const plan_row *row);

/* Makes sure that a row has its milestones up to the `count`th. What they were told before moves to
 * another place. */
void relcal_planner_make_nodes(const planner *plan, plan_row *row, uint32_t count);

/* The milestone of a name, as rules and callers name it: false for none. */
bool relcal_planner_find_target(planner *plan, const char *text, size_t length, plan_target *out);

/* What the plan that goes on says of a milestone; false for nothing. */
bool relcal_planner_find_entry(const planner *plan, const char *id, relcal_entry *out);

bool relcal_planner_is_same(const relcal_when *left, const relcal_when *right);

/* ---- compiling ---- */

/* Makes rows of the cadence's rules, and reads what is to be avoided and what is set. Errors, to
 * the planner's: those of reading rules, RELCAL_ERROR_ARGUMENT, RELCAL_ERROR_LIMIT. */
relcal_status relcal_planner_compile(planner *plan);

/* One for each part of a rule, not known yet. */
plan_target *relcal_planner_make_targets(relcal_arena *arena, const relcal_date_rule *rule);

relcal_status relcal_planner_refuse_unknown(const planner *plan, const char *name);

/* ---- a pass ---- */

/* Forgets what the pass before worked out. */
void relcal_planner_begin_pass(planner *plan);

/* Works all milestones out. What fails stays so; the first failure that is no want of the series
 * before is told. */
relcal_status relcal_planner_run_pass(planner *plan);

/* Gives a milestone its date, and first those on which it hangs. */
relcal_status relcal_planner_work_out(planner *plan, size_t row, uint32_t occurrence,
                                      relcal_error *error);

/* How many milestones a row has in this pass: one, a number, or as many as come before its end. */
relcal_status relcal_planner_spread(planner *plan, plan_row *row, relcal_error *error);

/* Evaluates a rule with its targets in place of those of the rule around it. */
relcal_status relcal_planner_evaluate(planner *plan, const relcal_date_rule *rule,
                                      plan_target *targets, uint32_t occurrence,
                                      relcal_rule_value *out, relcal_error *error);

/* The date that a row's rule gives, before and after days to avoid; `*avoided` becomes the name of
 * those, or NULL. */
relcal_status relcal_planner_by_rule(planner *plan, const plan_row *row, uint32_t occurrence,
                                     relcal_when *rule_when, relcal_when *when,
                                     const char **avoided, relcal_error *error);

/* The first or last milestone of the rules of a kind. Errors: RELCAL_ERROR_NOT_FOUND for none, and
 * those of working it out. */
relcal_status relcal_planner_find_extreme(planner *plan, const char *kind, size_t length, int nth,
                                          plan_target *out, relcal_error *error);

/* The date that the anchor has without its rule; false where it has none. */
bool relcal_planner_given_anchor(const planner *plan, relcal_when *out);

/* Whether anything says of which year the months of rules are. */
bool relcal_planner_knows_year(planner *plan);

/* ---- searching ---- */

/* The start that leads to what is wished for. Errors, to the planner's: RELCAL_ERROR_NOT_FOUND
 * where none does, RELCAL_ERROR_ARGUMENT, RELCAL_ERROR_LIMIT. */
relcal_status relcal_planner_start_for_wish(planner *plan, start *out);

/* Where something else than the anchor is set and nothing says the year, what is set says it. */
start relcal_planner_start(planner *plan);

/* ---- snapshots ---- */

/* Takes what a pass gave; what it could not plan goes to the outcome. */
snapshot relcal_snapshot_take(const planner *plan, relcal_outcome *outcome);

/* Puts the plan with the fewest milestones and the one with the most together: what differs is a
 * range, what only one has comes if it is needed. */
snapshot relcal_snapshot_merge(const planner *plan, const snapshot *most, const snapshot *least);

/* Adds what the plan that goes on has beside the rules. */
void relcal_snapshot_add_others(const planner *plan, snapshot *items);

/* By date, tbd last. */
void relcal_snapshot_sort(snapshot *items);

#endif
