/* What every command works with: the catalog, the day that is asked about, the plan's day. */
#ifndef RELCAL_CLI_SESSION_H
#define RELCAL_CLI_SESSION_H

#include <stdbool.h>
#include <stddef.h>

#include "config.h"
#include "options.h"
#include "output.h"
#include "relcal/catalog.h"
#include "relcal/plan.h"
#include "relcal/when.h"

typedef struct cli_session {
    const cli_options *options;
    cli_output *out;
    char **operands; /* after the command's name */
    size_t operand_count;

    const relcal_catalog *catalog;
    relcal_catalog *loaded; /* the same where it is not the built-in one */
    relcal_when asked;      /* a day or a moment */
    relcal_instant instant; /* the day's last second, or the moment */
    relcal_date date;       /* the day of that second in UTC */
    relcal_date as_of;      /* a day or RELCAL_LATEST */
    bool is_now;            /* it is UTC's today that is asked about, */
    relcal_instant now;     /* and this the clock's second */
    cli_config *config;     /* NULL where there is none, or it was not read yet */
    bool is_config_read;
} cli_session;

/* Reads the days from the options and the clock, and opens the catalog. The exit status, after a
 * complaint where it is not EXIT_YES. */
int session_open(cli_session *session);

/* The first half of it, for commands that need no catalog. */
int session_read_days(cli_session *session);

/* Reads the user's config unless that was done. The exit status, after a complaint where it is not
 * EXIT_YES. */
int session_read_config(cli_session *session);

/* The zone whose day today is: that of --tz, else of the config, which is read, else UTC's. */
int session_zone(const cli_session *session);

/* The folder that is laid over the built-in catalog, and what names it in `*origin`: an option or a
 * variable. Both are NULL where there is none; it may be put together in `*path`. */
const char *session_find_data(const cli_session *session, text *path, const char **origin);

void session_close(cli_session *session);

/* Reads the day of an option; `*out` stays where it is not given. False after a complaint. */
bool session_read_date(const cli_session *session, option_id option, relcal_date *out);

/* Where a series stands at the asked time. */
relcal_standing session_standing(const cli_session *session, const relcal_series *series);

/* The second that a question of hours is about: now where nothing else is asked, the asked moment,
 * or the last second of the asked day. */
relcal_instant session_moment(const cli_session *session);

/* Whole days from the asked day to the earliest day that a when may be. */
int32_t session_days_to(const cli_session *session, const relcal_when *when);

/* Adds " on Tuesday, 2023-01-10" or " at ..." for the asked time, and ", as planned on ...". */
void session_add_question(const cli_session *session, text *target);

#endif
