/* relcal announce check: claims of announcements, judged. */
#include <stdint.h>

#include "announce.h"
#include "complain.h"

static int run(cli_session *session)
{
    (void)session;
    return EXIT_YES;
}

const announce_action announce_check = {
    .name = "check",
    .usage = "FILE...",
    .operands_min = 1,
    .operands_max = SIZE_MAX,
    .run = run,
};
