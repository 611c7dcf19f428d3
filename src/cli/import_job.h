/* relcal import in its parts: what is read, what was not understood, and the files that come out.
 */
#ifndef RELCAL_CLI_IMPORT_JOB_H
#define RELCAL_CLI_IMPORT_JOB_H

#include "calendars.h"
#include "command.h"
#include "relcal/import.h"

/* A schedule file that was made; the texts are the maker's. */
typedef struct made_file {
    const char *name;
    const char *text;
    size_t length;
    bool is_unchanged; /* what is there already says the same */
} made_file;

/* A source and what became of it. */
typedef struct import_job {
    cli_session *session;
    const char *path;            /* of the source; "-" for standard input */
    relcal_import_format format; /* RELCAL_IMPORT_ANY: by what it holds */
    bool is_calendar;            /* the format is said to be a calendar's */
    text source;
    text unknown; /* of each fault: LINE, COLUMN, FILE, a NUL, the reason, a NUL */
    calendar_functions library;
    relcal_import *calendar; /* either this */
    relcal_intake *intake;   /* or this */
} import_job;

/* The file that was made, at an index; false past the end. */
bool import_file_at(const import_job *job, size_t index, made_file *out);

/* Whether a file was made by laying a source over the one that is there. */
static inline bool import_is_merged(const import_job *job)
{
    return job->intake != NULL;
}

/* Keeps what was not understood: a function to be given to what reports faults. */
void import_keep_unknown(void *job, const relcal_error *fault);

/* One of the faults that were kept. */
typedef struct unknown_part {
    unsigned long line;
    unsigned long column;
    const char *file;
    const char *reason;
} unknown_part;

/* Gives the fault that stands at `*place`, and moves on; false at the end. */
bool import_next_unknown(const import_job *job, size_t *place, unknown_part *out);

/* Says on standard error what was not understood. */
void import_tell_unknown(const import_job *job);

/* Says on standard error why a source gives no files; gives the exit status. */
int import_complain(relcal_status status, const relcal_error *error);

/* Reads a file as far as `limit` bytes and a piece more; what is not there is an error, unless
 * `is_there` is given. The exit status, after a complaint where it is not EXIT_YES. */
int import_read_file(text *out, const char *path, size_t limit, bool *is_there);

/* Whether a name is a folder and a file in it, none of which leads elsewhere. */
bool import_is_safe_name(const char *name);

/* Writes the files into --directory and says which. */
int import_write_files(const import_job *job);

/* Makes files of the source in memory, of one of the formats of relcal/import.h. */
int import_schedule(import_job *job);

/* Makes files of the revisions of a file in a git repository. */
int import_git(import_job *job);

/* The options of an intake for this command line. */
relcal_intake_options import_options(import_job *job);

/* Lays the intake over the files that are there, and makes its own. */
int import_finish(import_job *job);

#endif
