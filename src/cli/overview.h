/* Every project on a line, for who named none. */
#ifndef RELCAL_CLI_OVERVIEW_H
#define RELCAL_CLI_OVERVIEW_H

#include "selection.h"

/* Tells a line a project. The exit status. */
int overview_tell(cli_session *session, const selection *chosen);

#endif
