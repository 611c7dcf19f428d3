/*
 * Zones by the names that people and the time zone database give them, as far as their summer time
 * goes by a rule that has held for long: in the United States since 2007, in the European Union
 * since 1996. Other zones, and earlier years, are not known here.
 */
#ifndef RELCAL_DATE_ZONES_H
#define RELCAL_DATE_ZONES_H

#include <stdbool.h>
#include <stddef.h>

#include "relcal/date.h"

typedef enum relcal_summer_rule {
    RELCAL_SUMMER_NONE,
    RELCAL_SUMMER_AMERICA,
    RELCAL_SUMMER_EUROPE
} relcal_summer_rule;

/* An abbreviation, such as PST. */
typedef struct relcal_zone_name {
    const char *name;
    int minutes; /* east of UTC */
    relcal_summer_rule rule;
    bool is_summer;
} relcal_zone_name;

/* The zone of an abbreviation in any case; NULL for another word. */
const relcal_zone_name *relcal_zone_by_name(const char *name, size_t length);

/* Anywhere on earth, which goes by "AoE". */
bool relcal_zone_is_anywhere(const relcal_zone_name *zone);

/* The zone that its place has on a day: another where the abbreviation is of the other season. In a
 * year whose rule is not known it is the same. */
const relcal_zone_name *relcal_zone_on(const relcal_zone_name *zone, relcal_date day);

/* Whether a zone of the database, such as Europe/Berlin, has an offset at some time of a day: on
 * the day of a change it has two. True for a zone or a year that is not known here. The other
 * output, the offset that it has at noon, is filled where the answer is false. */
bool relcal_zone_may_have(const char *zone, size_t length, relcal_date day, int minutes,
                          int *otherwise);

#endif
