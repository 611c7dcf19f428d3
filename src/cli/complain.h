/* Exit statuses, and messages on standard error. */
#ifndef RELCAL_CLI_COMPLAIN_H
#define RELCAL_CLI_COMPLAIN_H

#include "text.h"

/* What the command ends with. Also told in the man page and in every --help. */
enum {
    EXIT_YES = 0,    /* yes, or done */
    EXIT_NO = 1,     /* no */
    EXIT_USAGE = 2,  /* the command line is wrong */
    EXIT_DATA = 3,   /* a schedule file is wrong */
    EXIT_SYSTEM = 4, /* reading, writing or memory failed */
};

/* The most bytes of somebody's argument that a message repeats. */
#define QUOTED_BYTES 80

/* Writes "relcal: ", the message and a line break to standard error. */
void complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The same with a message that was put together before; frees it. */
void complain_text(text *message);

#endif
