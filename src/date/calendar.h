/* Numbers of the calendar that several files of this room use. */
#ifndef RELCAL_DATE_CALENDAR_H
#define RELCAL_DATE_CALENDAR_H

#include "relcal/date.h"

#define RELCAL_YEAR_MAX 9999 /* the calendar begins with year 1 */
#define RELCAL_MONTHS_PER_YEAR 12
#define RELCAL_DAYS_PER_WEEK 7

/* The calendar's first day is a Monday, so weeks can be counted from it. */
static inline uint32_t relcal_days_since_first(relcal_date date)
{
    return (uint32_t)date - (uint32_t)RELCAL_DATE_MIN;
}

#endif
