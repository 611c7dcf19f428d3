/* relcal ics --directory: one calendar a series and one a project, in a folder. */
#ifndef RELCAL_CLI_CALENDAR_FOLDER_H
#define RELCAL_CLI_CALENDAR_FOLDER_H

#include "calendar_choice.h"

/* Writes the calendars whose content changed and answers with their names, or in JSON. The exit
 * status, after a complaint where it is not EXIT_YES. */
int calendar_folder_write(cli_session *session, const calendar_functions *library,
                          const calendar_choice *choice);

#endif
