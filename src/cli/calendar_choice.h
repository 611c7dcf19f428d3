/* What goes into a calendar and how, as the command line of relcal ics says it. */
#ifndef RELCAL_CLI_CALENDAR_CHOICE_H
#define RELCAL_CLI_CALENDAR_CHOICE_H

#include "calendars.h"
#include "session.h"

typedef struct calendar_choice {
    relcal_ical_options options;  /* without `series`; borrows what follows */
    const relcal_series **series; /* each once, project by project */
    size_t series_count;
    text words;         /* of --kinds, each closed by a NUL */
    const char **kinds; /* in `words` */
    uint32_t alarms[RELCAL_MAX_ALARMS];
    text description;          /* of a calendar of what is followed */
    relcal_ical_color *colors; /* of the config */
} calendar_choice;

/* Reads the options, for which no catalog is needed. The exit status, after a complaint where it is
 * not EXIT_YES. `*out` is to be freed in any case. */
int calendar_choice_read(calendar_choice *out, const cli_session *session);

/* Looks up what the operands and options name in the catalog of the session, which is open. */
int calendar_choice_look_up(calendar_choice *out, cli_session *session);

/* One calendar that is to be made. */
typedef struct calendar_order {
    const relcal_series *const *series; /* of the chosen ones; at least one */
    size_t series_count;
    const char *file_name; /* what completes --source, or NULL */
    relcal_ical_sink sink;
    void *context;
} calendar_order;

/* Makes a calendar. The exit status, after a complaint where it is not EXIT_YES; it is EXIT_YES
 * also where the sink refused, who knows why. */
int calendar_make(const calendar_functions *library, const cli_session *session,
                  const calendar_choice *choice, const calendar_order *order);

void calendar_choice_free(calendar_choice *choice);

#endif
