/* How far ahead a command looks. */
#ifndef RELCAL_CLI_WITHIN_H
#define RELCAL_CLI_WITHIN_H

#include "session.h"

/* Reads --within, or `otherwise` where it is not given: 30d, 2w, 36h, "3 months". `*until` becomes
 * the last second within it, counted from the asked time. EXIT_USAGE after a complaint. */
int within_read(const cli_session *session, const char *otherwise, relcal_instant *until);

#endif
