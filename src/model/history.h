/* What the history of plans and what is foretold from it share. */
#ifndef RELCAL_MODEL_HISTORY_H
#define RELCAL_MODEL_HISTORY_H

#include <stdbool.h>

#include "image.h"
#include "relcal/history.h"

/* Whether a when is known to the day or the second. */
bool relcal_when_is_day(const relcal_when *when);

/* The day on which a milestone became actual; RELCAL_DATE_NONE where it did not by `as_of`. */
relcal_date relcal_day_of_coming(const relcal_milestone *milestone, relcal_date as_of);

/* The newest day before `day` on which a milestone took over a plan; false for none. */
bool relcal_find_takeover(const relcal_milestone *milestone, relcal_date day,
                          const relcal_image_revision **revision, const relcal_milestone **origin);

/* Whether a milestone that came on `day` had its label from another release: what was planned under
 * it went on under a later label by `as_of`, and was not its plan. */
bool relcal_has_passed_plan_on(const relcal_milestone *milestone, relcal_date day,
                               relcal_date as_of);

#endif
