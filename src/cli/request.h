/* What relcal check is asked: the changes, where they go, what they touch, who approved. */
#ifndef RELCAL_CLI_REQUEST_H
#define RELCAL_CLI_REQUEST_H

#include "relcal/policy.h"
#include "session.h"

/* The most changes in one request, those of labels counted. */
#define REQUEST_CHANGES_MAX 256

/* A request and the memory that it borrows. Zero it before reading. */
typedef struct cli_request {
    relcal_request request;
    const relcal_change *changes[REQUEST_CHANGES_MAX];
    size_t change_count;
    const relcal_authority *approvals[OPTION_REPEATS_MAX];
    const char *components[OPTION_REPEATS_MAX];
    const char **paths;
    text paths_read; /* what --paths-from gave */
} cli_request;

/* Reads the operands from `first_change` on and the options. The exit status, after a complaint
 * where it is not EXIT_YES. request_free in any case. */
int request_read(cli_request *out, const cli_session *session, const relcal_project *project,
                 size_t first_change);

void request_free(cli_request *request);

#endif
