/*
 * The content lines of a calendar text, after RFC 5545, section 3.1: unfolded one at a time, and
 * taken apart into name, parameters and value. Nothing here knows what a line means.
 */
#ifndef RELCAL_ICAL_LINES_H
#define RELCAL_ICAL_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "guard.h"

/* A part of a text that is not closed by a NUL. */
typedef struct relcal_slice {
    const char *text;
    size_t length;
} relcal_slice;

/* The longest parameters of one line that are taken, in bytes. */
#define RELCAL_ICAL_MAX_PARAMETERS_BYTES 8192

/* An unfolded line, without its end. Its text lives until the next line is read. */
typedef struct relcal_line {
    relcal_slice content;
    uint32_t number; /* of the line in the text on which it begins, from 1 */
    size_t begin;    /* where it stands in the text, in bytes, with its folds and its end */
    size_t end;
    bool is_cut; /* it is longer than RELCAL_MAX_EVENT_BYTES; `content` is its beginning */
} relcal_line;

/* Reads lines one after the other. Zero it, then set `text`. */
typedef struct relcal_line_scanner {
    relcal_slice text;
    size_t at;             /* the byte that is read next */
    uint32_t lines;        /* how many lines of the text have been read */
    relcal_ical_text fold; /* where a folded line is put together; short of memory once it was */
} relcal_line_scanner;

/* Reads the next line that is not blank; false at the end of the text, or where memory is short.
 * A byte order mark at the start of the text is passed over. */
bool relcal_line_next(relcal_line_scanner *scanner, relcal_line *line);

/* Gives back what the scanner allocated. */
void relcal_line_scanner_free(relcal_line_scanner *scanner);

/* A content line taken apart. */
typedef struct relcal_property {
    relcal_slice name;
    relcal_slice parameters; /* from the first semicolon up to the colon; empty where none is */
    relcal_slice value;
} relcal_property;

/* Takes a line apart and checks its characters; returns what is wrong with it ("is not UTF-8"),
 * or NULL. */
const char *relcal_line_split(relcal_slice content, relcal_property *out);

/* Whether a slice is a word in any case. */
bool relcal_slice_is(relcal_slice slice, const char *word);

/* Finds a parameter, in any case, and takes its quotation marks off; false where it is not there.
 */
bool relcal_property_parameter(const relcal_property *property, const char *name,
                               relcal_slice *out);

/* Puts a TEXT value (RFC 5545, section 3.3.11) without its escapes at the end of a text. */
void relcal_ical_unescape(relcal_ical_text *out, relcal_slice value);

#endif
