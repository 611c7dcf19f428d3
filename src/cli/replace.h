/* Files that take the place of others in one step, so that a reader never sees half of one. */
#ifndef RELCAL_CLI_REPLACE_H
#define RELCAL_CLI_REPLACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "text.h"

/* Whether what is at a path, if anything is, can be replaced: no device, no pipe, no folder. */
bool file_is_replaceable(const char *path);

/* Writes all bytes to an open file and closes it, whatever happens; `to_disk` waits until they are
 * there. 0 or an errno. */
int file_write_and_close(int file, const text *body, bool to_disk);

/* A file in the making, beside the one that it will replace. */
typedef struct replacement {
    text path; /* of the old file, symbolic links followed */
    text name; /* of the new one */
    text rest; /* what is not written yet */
    int file;
    int failure; /* an errno; 0 while all is well */
} replacement;

/* Begins a file for `path`, which must be replaceable. What fails is told by replacement_finish. */
void replacement_open(replacement *out, const char *path);

/* Adds to it; false where that failed or something before. */
bool replacement_add(replacement *made, const char *bytes, size_t length);

/* Puts the file in its place if `wanted` and all was well, else takes it away; 0 or an errno. */
int replacement_finish(replacement *made, bool wanted);

/* Compares a file that is there with bytes that come piece by piece. */
typedef struct comparison {
    FILE *file; /* NULL: there is none */
    bool is_same;
} comparison;

/* 0 or an errno; no file to compare with is no failure, but is not the same. */
int comparison_open(comparison *out, const char *path);

/* False as soon as a difference is known. */
bool comparison_add(comparison *begun, const char *bytes, size_t length);

/* Whether all bytes of the file were the same. */
bool comparison_finish(comparison *begun);

/* Makes a folder unless it is there; 0 or an errno. */
int folder_make(const char *path);

#endif
