/* What is wrong with a date rule, for standard error. */
#ifndef RELCAL_CLI_RULE_FAULT_H
#define RELCAL_CLI_RULE_FAULT_H

#include <stddef.h>

#include "relcal/status.h"
#include "text.h"

/* Adds "relcal: ", what is wrong, and below it the rule, or what of it is around the character that
 * is wrong, with a caret below that. `length` is that of the rule in bytes. */
void rule_fault_add(text *target, const char *rule, size_t length, const relcal_error *fault);

#endif
