/* A plan that was made, as the rest of this room fills it. */
#ifndef RELCAL_CADENCE_OUTCOME_H
#define RELCAL_CADENCE_OUTCOME_H

#include "arena.h"
#include "image.h"
#include "relcal/cadence.h"

/* A milestone of an outcome with what the constraints need of it. */
typedef struct relcal_outcome_item {
    relcal_planned planned;
    const char *name; /* of its rule, or its id where it has none */
    const char *kind; /* closed by a NUL */
    size_t row;       /* the place of its rule; of those without the number of rules */
    uint32_t number;  /* from 1 on of a rule that gives many, else 0 */
    bool repeats;     /* its rule gives many, until a day */
} relcal_outcome_item;

struct relcal_outcome {
    relcal_arena arena;
    const relcal_cadence *cadence;
    const relcal_project *project;
    const char *series;
    bool goes_on; /* from a plan that was there */
    relcal_when anchor;
    relcal_outcome_item *items;
    size_t count;
    relcal_clash *clashes;
    size_t clash_count;
    relcal_unplanned *unplanned;
    size_t unplanned_count;
};

/* Finds the constraints that an outcome breaks. `evaluate` gives the day of a rule in the world of
 * the outcome; false where it has none. */
typedef struct relcal_outcome_world {
    void *context;
    bool (*evaluate)(void *context, const char *text, size_t length, relcal_date *out);
    /* The id of the milestone of which a rule is no more than the name; NULL for another rule. */
    const char *(*name)(void *context, const char *text, size_t length);
} relcal_outcome_world;

void relcal_outcome_check(relcal_outcome *outcome, const relcal_outcome_world *world,
                          relcal_date as_of);

#endif
