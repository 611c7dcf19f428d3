/* Calendars of holidays as days to avoid. */
#ifndef RELCAL_CLI_AVOID_CALENDAR_H
#define RELCAL_CLI_AVOID_CALENDAR_H

#include "avoid_files.h"

/* Adds the events of a calendar that are not cancelled: their days, in UTC, and those of yearly
 * recurrences in every year. The exit status, after a complaint where it is not EXIT_YES. */
int avoid_calendar_read(avoid_files *out, const char *path, const text *source,
                        relcal_instead instead);

#endif
