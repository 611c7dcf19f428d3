/* What relcal_error says, for standard error. */
#ifndef RELCAL_CLI_FAULT_H
#define RELCAL_CLI_FAULT_H

#include "relcal/status.h"

/* Adds a fault as FILE:LINE:COLUMN: message and a line break, without the parts that are not known,
 * to a text: a function to be given to what reports faults. */
void fault_add(void *target, const relcal_error *fault);

#endif
