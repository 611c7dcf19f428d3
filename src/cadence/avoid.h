/* Days on which nothing is released, as they are asked about day by day. */
#ifndef RELCAL_CADENCE_AVOID_H
#define RELCAL_CADENCE_AVOID_H

#include "arena.h"
#include "date_rule.h"
#include "relcal/cadence.h"

/* What an entry says of its days. */
typedef struct relcal_avoided_days {
    const relcal_avoided *entry;
    relcal_date first; /* dated ones; NONE of the others */
    relcal_date last;
    uint16_t yearly_first; /* month times 32 and day, [33, 415]; 0 where they are not yearly */
    uint16_t yearly_last;
    const relcal_date_rule *rule; /* taken in every year, or NULL; the days that it gives */
    relcal_date rule_first[3];    /* in the last year that was asked about and those beside it */
    relcal_date rule_last[3];
    int year; /* this one; 0 for none */
} relcal_avoided_days;

typedef struct relcal_avoidance {
    relcal_avoided_days *days;
    size_t count;
    size_t room;
} relcal_avoidance;

/* Reads the days of an entry into `*out`. A rule and what it needs lie in the arena, or, where that
 * is NULL, are checked alone. Errors: RELCAL_ERROR_SYNTAX, RELCAL_ERROR_RANGE,
 * RELCAL_ERROR_LIMIT; `error->column` is the character of the entry's `days`. */
relcal_status relcal_avoided_read(relcal_arena *arena, const relcal_avoided *entry,
                                  relcal_avoided_days *out, relcal_error *error);

/* Room for entries, and one more entry. Errors: RELCAL_ERROR_ARGUMENT where it cannot be read, with
 * a message that names it. */
void relcal_avoidance_init(relcal_avoidance *avoidance, relcal_arena *arena, size_t room);
relcal_status relcal_avoidance_add(relcal_avoidance *avoidance, relcal_arena *arena,
                                   const relcal_avoided *entry, relcal_error *error);

/* The entry that a day belongs to, or NULL. */
const relcal_avoided *relcal_avoidance_find(const relcal_avoidance *avoidance, relcal_date date);

/* The same as a member of a relcal_rule_world, whose context is a relcal_avoidance. */
bool relcal_avoidance_is_off(void *avoidance, relcal_date date);

/* Moves a day away from those to avoid; `*why` becomes the first that was met, or NULL. NONE where
 * none is free. */
relcal_date relcal_avoidance_move(const relcal_avoidance *avoidance, relcal_date date,
                                  const relcal_avoided **why);

/* What to do instead by its name; -1 for none. */
int relcal_instead_by_name(const char *name);

#endif
