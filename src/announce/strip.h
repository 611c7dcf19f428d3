/* A text without its markup: one glyph after the other, each knowing which bytes it stands for. */
#ifndef RELCAL_ANNOUNCE_STRIP_H
#define RELCAL_ANNOUNCE_STRIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What is no character: the end, an address, the ends of paragraphs and list items, and the
 * beginning of a heading, whose level from 1 to 6 is added. A heading ends with a break. */
#define RELCAL_GLYPH_END 0x110000u
#define RELCAL_GLYPH_ADDRESS 0x110001u
#define RELCAL_GLYPH_BREAK 0x110002u
#define RELCAL_GLYPH_HEADING 0x110010u

typedef struct relcal_glyph {
    uint32_t code; /* of Unicode, white space, dashes and quotation marks made alike; or above */
    size_t start;
    size_t end;
} relcal_glyph;

typedef struct relcal_strip {
    const char *text;
    size_t length;
    size_t at;
    uint32_t last;   /* the code that was given last */
    unsigned struck; /* how many elements of struck text are open */
    bool is_line_start;
    bool is_heading; /* of one line */
    bool has_break;  /* the last line was empty */
    /* The places of the next closing marks, so that a look ahead is never repeated; they are
     * looked for again as soon as they lie behind. */
    size_t next_angle;
    size_t next_round;
    size_t next_square;
    size_t next_tilde;
    bool has_no_comment_end;
} relcal_strip;

/* Begins at a byte of the text. */
relcal_strip relcal_strip_start(const char *text, size_t length, size_t at);

/* The next glyph; RELCAL_GLYPH_END from the end on. */
relcal_glyph relcal_strip_next(relcal_strip *strip);

#endif
