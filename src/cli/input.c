/* Files are read in pieces, so that standard input and pipes are files as well. */
#include "input.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "complain.h"

/* How much is read at a time. */
#define PIECE_BYTES 65536

int complain_about_reading(const char *path, int failure)
{
    text message = {0};
    text_add(&message, "cannot read ");
    text_add_printable(&message, strcmp(path, "-") == 0 ? "standard input" : path, QUOTED_BYTES);
    text_addf(&message, ": %s", strerror(failure));
    complain_text(&message);
    return EXIT_SYSTEM;
}

/* 0 or an errno. */
static int read_stream(text *out, FILE *stream, size_t limit)
{
    char piece[PIECE_BYTES];
    size_t length;
    errno = 0;
    while (out->length <= limit && !out->failed &&
           (length = fread(piece, 1, sizeof piece, stream)) > 0) {
        text_add_bytes(out, piece, length);
    }
    if (out->failed) {
        return ENOMEM;
    }
    return ferror(stream) ? (errno != 0 ? errno : EIO) : 0;
}

int input_read(text *out, const char *path, size_t limit)
{
    bool is_standard_input = strcmp(path, "-") == 0;
    FILE *stream = is_standard_input ? stdin : fopen(path, "rbe");
    if (stream == NULL) {
        return complain_about_reading(path, errno);
    }
    int failure = read_stream(out, stream, limit);
    if (!is_standard_input) {
        (void)fclose(stream);
    }
    return failure != 0 ? complain_about_reading(path, failure) : EXIT_YES;
}
