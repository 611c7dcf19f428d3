/* A series file by itself, with the project that it belongs to. */
#ifndef RELCAL_CLI_SCHEDULE_FILE_H
#define RELCAL_CLI_SCHEDULE_FILE_H

#include "relcal/load.h"
#include "session.h"

typedef struct schedule_file {
    text name;    /* as messages have it, with a folder */
    text project; /* its project.yaml: the one beside it, or that of the project its folder names */
    text series;  /* its bytes */
    relcal_catalog *catalog; /* of the two alone */
    const relcal_series *only;
} schedule_file;

/* Reads and loads a file. The exit status, after a complaint where it is not EXIT_YES.
 * schedule_file_free in any case. */
int schedule_file_read(schedule_file *out, const cli_session *session, const char *path);

void schedule_file_free(schedule_file *file);

#endif
