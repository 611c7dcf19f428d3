/* The nearest known names to one that is unknown. */
#ifndef RELCAL_CLI_NEAREST_H
#define RELCAL_CLI_NEAREST_H

#include <stdbool.h>
#include <stddef.h>

#include "text.h"

/* The known names. */
typedef struct name_list {
    const char *(*at)(const void *context, size_t index); /* NULL past the end */
    const void *context;
    const char *prefix; /* what is written before each in a hint */
} name_list;

/* Adds "; did you mean A, B?" with the nearest of the names. False where none is near. */
bool nearest_add(text *message, const char *unknown, name_list known);

/* The same, or "; known: A, B, C" where none is near. */
void nearest_add_hint(text *message, const char *unknown, name_list known);

#endif
