/* What date rules name, asked of plans. */
#ifndef RELCAL_CADENCE_ASK_H
#define RELCAL_CADENCE_ASK_H

#include "avoid.h"
#include "date_rule.h"
#include "relcal/plan.h"

/* How a date is taken that is only known to be one of several days. */
typedef struct relcal_open_days {
    bool takes_last; /* the last of them, else the first */
    bool are_met;    /* becomes true where there was such a date */
} relcal_open_days;

/* A date as rules count with it; `open` is NULL where it must be one day, month or year. Errors:
 * RELCAL_ERROR_DATA for one that is not. */
relcal_status relcal_ask_value(const relcal_when *when, relcal_open_days *open,
                               const relcal_date_rule *rule, const relcal_rule_part *part,
                               relcal_rule_value *out, relcal_error *error);

/* What a plan has for a milestone of a rule, of whatever level. Errors: as above, and
 * RELCAL_ERROR_NOT_FOUND. */
relcal_status relcal_ask_plan(relcal_plan plan, relcal_open_days *open,
                              const relcal_date_rule *rule, const relcal_rule_part *part,
                              relcal_rule_value *out, relcal_error *error);

/* The plan that so many times "previous." leads to from one; a NULL series where there is none. */
relcal_plan relcal_ask_before(relcal_plan plan, unsigned levels);

#endif
