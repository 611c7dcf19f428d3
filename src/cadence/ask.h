/* What date rules name, asked of plans. */
#ifndef RELCAL_CADENCE_ASK_H
#define RELCAL_CADENCE_ASK_H

#include "avoid.h"
#include "date_rule.h"
#include "relcal/plan.h"

/* A date as rules count with it. Errors: RELCAL_ERROR_DATA for one that is no day, month or year.
 */
relcal_status relcal_ask_value(const relcal_when *when, const relcal_date_rule *rule,
                               const relcal_rule_part *part, relcal_rule_value *out,
                               relcal_error *error);

/* What a plan has for a milestone of a rule, of whatever level. Errors: as above, and
 * RELCAL_ERROR_NOT_FOUND. */
relcal_status relcal_ask_plan(relcal_plan plan, const relcal_date_rule *rule,
                              const relcal_rule_part *part, relcal_rule_value *out,
                              relcal_error *error);

/* The plan that so many times "previous." leads to from one; a NULL series where there is none. */
relcal_plan relcal_ask_before(relcal_plan plan, unsigned levels);

#endif
