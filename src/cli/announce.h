/* What relcal announce does: one row an action, to which the word after the command leads. */
#ifndef RELCAL_CLI_ANNOUNCE_H
#define RELCAL_CLI_ANNOUNCE_H

#include "session.h"

typedef struct announce_action {
    const char *name;
    const char *usage; /* its operands as the usage line has them */
    const char *lack;  /* what is said where too few are there: "needs a file" */
    size_t operands_min;
    size_t operands_max;              /* SIZE_MAX for any number */
    int (*run)(cli_session *session); /* the operands are those after the action's name */
} announce_action;

extern const announce_action announce_check, announce_write;

#endif
