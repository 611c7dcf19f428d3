/* librelcal-ical, which is loaded only when a calendar is written or read. */
#ifndef RELCAL_CLI_CALENDARS_H
#define RELCAL_CLI_CALENDARS_H

#include <stdbool.h>

#include "relcal/ical.h"

/* Its functions that the command calls, by their names without relcal_. */
typedef struct calendar_functions {
    __typeof__(&relcal_ical_write) ical_write;
    __typeof__(&relcal_calendar_parse) calendar_parse;
    __typeof__(&relcal_calendar_free) calendar_free;
    __typeof__(&relcal_calendar_event_at) calendar_event_at;
    __typeof__(&relcal_calendar_import) calendar_import;
    __typeof__(&relcal_import_free) import_free;
    __typeof__(&relcal_import_file_count) import_file_count;
    __typeof__(&relcal_import_file_at) import_file_at;
} calendar_functions;

/* Loads the library, for as long as the process lives. False after a complaint. */
bool calendars_load(calendar_functions *out);

#endif
