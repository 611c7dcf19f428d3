/* The forms of relcal show beside text and JSON. */
#ifndef RELCAL_CLI_SHOW_FORMATS_H
#define RELCAL_CLI_SHOW_FORMATS_H

#include "session.h"

/* Whether a form can show a whole project: without a series. */
bool show_format_is_for_projects(int format);

/* Adds a series, or a whole project for NULL, in the form of --format. The exit status, after a
 * complaint where it is not EXIT_YES. */
int show_in_format(cli_session *session, const relcal_project *project,
                   const relcal_series *series);

#endif
