/* What the documents that set a project's schedules are called: templates in which {number} stands
 * for the number of one, {number:04} for it with at least four digits. */
#ifndef RELCAL_FORMATS_SPEC_H
#define RELCAL_FORMATS_SPEC_H

#include <stdbool.h>

#include "arena.h"

/* Whether a text is such a template: it has one number, and no other name in braces. */
bool relcal_spec_is_template(const char *text, bool may_have_digits);

/* Fills in a template. */
const char *relcal_spec_fill(relcal_arena *arena, const char *template, unsigned long number);

#endif
