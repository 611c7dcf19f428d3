/* The days of --avoid: YAML lists, and calendars, what happens on whose days being --instead. */
#ifndef RELCAL_CLI_AVOID_FILES_H
#define RELCAL_CLI_AVOID_FILES_H

#include <stddef.h>

#include "relcal/cadence.h"
#include "session.h"

/* The days, and what they borrow. Zero it before reading. */
typedef struct avoid_files {
    relcal_avoided *items;
    size_t count;
    size_t room;
    relcal_avoided_list *lists[OPTION_REPEATS_MAX];
    size_t list_count;
    char **texts; /* names and days of calendars */
    size_t text_count;
    size_t text_room;
} avoid_files;

/* Reads every file of --avoid. The exit status, after a complaint where it is not EXIT_YES.
 * avoid_files_free in any case. */
int avoid_files_read(avoid_files *out, const cli_session *session);

void avoid_files_free(avoid_files *files);

/* Adds an entry that borrows its texts. The exit status, after a complaint where it is not
 * EXIT_YES. */
int avoid_files_add(avoid_files *files, const relcal_avoided *entry);

/* A copy of a text that lives as long as the files; NULL after a complaint. */
const char *avoid_files_keep(avoid_files *files, const char *string);

#endif
