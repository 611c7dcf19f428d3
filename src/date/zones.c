/*
 * Zones, and when they have summer time. Abbreviations are those of the United States and of the
 * European Union, with UTC and AoE; the zones of the database are those that go by the same rules.
 */
#include "zones.h"

#include <string.h>
#include <strings.h>

#define MINUTES_PER_HOUR 60

/* The first years in which the rules of summer time are those of today. */
#define FIRST_YEAR_AMERICA 2007
#define FIRST_YEAR_EUROPE 1996

/* Abbreviations; of a rule the standard time comes right before the summer time. */
static const relcal_zone_name names[] = {
    {"AoE", -12 * MINUTES_PER_HOUR, RELCAL_SUMMER_NONE, false},
    {"UTC", 0, RELCAL_SUMMER_NONE, false},
    {"GMT", 0, RELCAL_SUMMER_NONE, false},
    {"PST", -8 * MINUTES_PER_HOUR, RELCAL_SUMMER_AMERICA, false},
    {"PDT", -7 * MINUTES_PER_HOUR, RELCAL_SUMMER_AMERICA, true},
    {"MST", -7 * MINUTES_PER_HOUR, RELCAL_SUMMER_AMERICA, false},
    {"MDT", -6 * MINUTES_PER_HOUR, RELCAL_SUMMER_AMERICA, true},
    {"CST", -6 * MINUTES_PER_HOUR, RELCAL_SUMMER_AMERICA, false},
    {"CDT", -5 * MINUTES_PER_HOUR, RELCAL_SUMMER_AMERICA, true},
    {"EST", -5 * MINUTES_PER_HOUR, RELCAL_SUMMER_AMERICA, false},
    {"EDT", -4 * MINUTES_PER_HOUR, RELCAL_SUMMER_AMERICA, true},
    {"CET", 1 * MINUTES_PER_HOUR, RELCAL_SUMMER_EUROPE, false},
    {"CEST", 2 * MINUTES_PER_HOUR, RELCAL_SUMMER_EUROPE, true},
};

/* Zones of the database, with the offset of their standard time. */
static const struct zone_row {
    const char *name;
    int minutes;
    relcal_summer_rule rule;
} zones[] = {
    {"America/Chicago", -6 * MINUTES_PER_HOUR, RELCAL_SUMMER_AMERICA},
    {"America/Denver", -7 * MINUTES_PER_HOUR, RELCAL_SUMMER_AMERICA},
    {"America/Los_Angeles", -8 * MINUTES_PER_HOUR, RELCAL_SUMMER_AMERICA},
    {"America/New_York", -5 * MINUTES_PER_HOUR, RELCAL_SUMMER_AMERICA},
    {"Asia/Kolkata", 5 * MINUTES_PER_HOUR + 30, RELCAL_SUMMER_NONE},
    {"Asia/Tokyo", 9 * MINUTES_PER_HOUR, RELCAL_SUMMER_NONE},
    {"Europe/Amsterdam", 1 * MINUTES_PER_HOUR, RELCAL_SUMMER_EUROPE},
    {"Europe/Athens", 2 * MINUTES_PER_HOUR, RELCAL_SUMMER_EUROPE},
    {"Europe/Berlin", 1 * MINUTES_PER_HOUR, RELCAL_SUMMER_EUROPE},
    {"Europe/Brussels", 1 * MINUTES_PER_HOUR, RELCAL_SUMMER_EUROPE},
    {"Europe/Copenhagen", 1 * MINUTES_PER_HOUR, RELCAL_SUMMER_EUROPE},
    {"Europe/Dublin", 0, RELCAL_SUMMER_EUROPE},
    {"Europe/Helsinki", 2 * MINUTES_PER_HOUR, RELCAL_SUMMER_EUROPE},
    {"Europe/Lisbon", 0, RELCAL_SUMMER_EUROPE},
    {"Europe/London", 0, RELCAL_SUMMER_EUROPE},
    {"Europe/Madrid", 1 * MINUTES_PER_HOUR, RELCAL_SUMMER_EUROPE},
    {"Europe/Oslo", 1 * MINUTES_PER_HOUR, RELCAL_SUMMER_EUROPE},
    {"Europe/Paris", 1 * MINUTES_PER_HOUR, RELCAL_SUMMER_EUROPE},
    {"Europe/Prague", 1 * MINUTES_PER_HOUR, RELCAL_SUMMER_EUROPE},
    {"Europe/Rome", 1 * MINUTES_PER_HOUR, RELCAL_SUMMER_EUROPE},
    {"Europe/Stockholm", 1 * MINUTES_PER_HOUR, RELCAL_SUMMER_EUROPE},
    {"Europe/Vienna", 1 * MINUTES_PER_HOUR, RELCAL_SUMMER_EUROPE},
    {"Europe/Warsaw", 1 * MINUTES_PER_HOUR, RELCAL_SUMMER_EUROPE},
    {"Europe/Zurich", 1 * MINUTES_PER_HOUR, RELCAL_SUMMER_EUROPE},
};

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

/* ---- summer time ---- */

/* The last Sunday on or before a day, or the first on or after it. */
static relcal_date sunday_near(relcal_date day, int step)
{
    while (relcal_date_weekday(day) != RELCAL_SUNDAY) {
        day += step;
    }
    return day;
}

/* The first day of summer time in a year, and the first after it. */
static relcal_date summer_begins(relcal_summer_rule rule, int year)
{
    return rule == RELCAL_SUMMER_AMERICA ? sunday_near(relcal_date_from_civil(year, 3, 8), 1)
                                         : sunday_near(relcal_date_from_civil(year, 3, 31), -1);
}

static relcal_date summer_ends(relcal_summer_rule rule, int year)
{
    return rule == RELCAL_SUMMER_AMERICA ? sunday_near(relcal_date_from_civil(year, 11, 1), 1)
                                         : sunday_near(relcal_date_from_civil(year, 10, 31), -1);
}

/* Whether the rules of summer time were those of today in a year. */
static bool is_known(relcal_summer_rule rule, int year)
{
    return rule == RELCAL_SUMMER_NONE ||
           year >= (rule == RELCAL_SUMMER_AMERICA ? FIRST_YEAR_AMERICA : FIRST_YEAR_EUROPE);
}

/* Whether clocks show summer time at noon of a day. */
static bool is_summer(relcal_summer_rule rule, relcal_date day)
{
    int year = relcal_date_to_civil(day).year;
    return rule != RELCAL_SUMMER_NONE && day >= summer_begins(rule, year) &&
           day < summer_ends(rule, year);
}

/* ---- abbreviations ---- */

const relcal_zone_name *relcal_zone_by_name(const char *name, size_t length)
{
    for (size_t index = 0; index < COUNT(names); index++) {
        if (strlen(names[index].name) == length &&
            strncasecmp(names[index].name, name, length) == 0) {
            return &names[index];
        }
    }
    return NULL;
}

bool relcal_zone_is_anywhere(const relcal_zone_name *zone)
{
    return zone == &names[0];
}

const relcal_zone_name *relcal_zone_on(const relcal_zone_name *zone, relcal_date day)
{
    if (zone->rule == RELCAL_SUMMER_NONE || !is_known(zone->rule, relcal_date_to_civil(day).year) ||
        is_summer(zone->rule, day) == zone->is_summer) {
        return zone;
    }
    return zone->is_summer ? zone - 1 : zone + 1;
}

/* ---- the database ---- */

static const struct zone_row *find_zone(const char *zone, size_t length)
{
    for (size_t index = 0; index < COUNT(zones); index++) {
        if (strlen(zones[index].name) == length && memcmp(zones[index].name, zone, length) == 0) {
            return &zones[index];
        }
    }
    return NULL;
}

bool relcal_zone_may_have(const char *zone, size_t length, relcal_date day, int minutes,
                          int *otherwise)
{
    const struct zone_row *row = find_zone(zone, length);
    int year = relcal_date_to_civil(day).year;
    if (row == NULL || !is_known(row->rule, year)) {
        return true;
    }
    int summer = row->minutes + (is_summer(row->rule, day) ? MINUTES_PER_HOUR : 0);
    bool is_change = row->rule != RELCAL_SUMMER_NONE &&
                     (day == summer_begins(row->rule, year) || day == summer_ends(row->rule, year));
    if (minutes == summer ||
        (is_change && (minutes == row->minutes || minutes == row->minutes + MINUTES_PER_HOUR))) {
        return true;
    }
    *otherwise = summer;
    return false;
}
