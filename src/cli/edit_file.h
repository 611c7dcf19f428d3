/* Changes to a plan in its file: what move, release, withdraw and add share. */
#ifndef RELCAL_CLI_EDIT_FILE_H
#define RELCAL_CLI_EDIT_FILE_H

#include "relcal/edit.h"
#include "schedule_file.h"

/* The most changes at once: one for each milestone. */
#define EDITS_MAX 4096

typedef struct file_edit {
    cli_session *session;
    const char *path;
    int lock; /* the open file that others who edit it wait for; -1 for none */
    schedule_file file;
    relcal_edit *edits;
    size_t count;
} file_edit;

/* Takes the file that the first operand names for this process alone, and reads it. The exit
 * status, after a complaint where it is not EXIT_YES. edit_file_close in any case. */
int edit_file_open(file_edit *out, cli_session *session);

/* Adds a change on the asked day; `when` of a withdrawal is NULL. */
void edit_file_add(file_edit *edit, relcal_edit_kind kind, const char *milestone,
                   const relcal_when *when);

/* Reads the operand that is a date. False after a complaint. */
bool edit_file_read_when(const cli_session *session, size_t operand, relcal_when *out);

/* Makes the changes, looks at the result, and puts it in the place of the old file, or shows the
 * difference with --dry-run. The exit status, after a complaint. */
int edit_file_finish(file_edit *edit);

void edit_file_close(file_edit *edit);

#endif
