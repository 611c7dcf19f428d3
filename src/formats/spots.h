/* Where things stand in a series file: the bytes of keys and values, for editing in place. */
#ifndef RELCAL_FORMATS_SPOTS_H
#define RELCAL_FORMATS_SPOTS_H

#include <stdbool.h>
#include <stddef.h>

/* Bytes [begin, end) of a text; both 0 where there is nothing. */
typedef struct relcal_spot {
    size_t begin;
    size_t end;
} relcal_spot;

/* A key and its value. Of a value that is a list or mapping in block style the end is that of the
 * last scalar in it. */
typedef struct relcal_pair_spot {
    relcal_spot key;
    relcal_spot value;
    bool is_flow; /* the value is a list or mapping in flow style */
    bool is_there;
} relcal_pair_spot;

/* The pairs of a milestone that edits touch. */
typedef struct relcal_milestone_spot {
    bool is_flow;
    relcal_spot whole; /* from its first key, or brace, to its last value, or brace */
    relcal_spot first_key;
    relcal_pair_spot id;
    relcal_pair_spot date;
    relcal_pair_spot state;
    relcal_pair_spot planned;
    relcal_pair_spot note;
    size_t planned_count;
    relcal_spot planned_first_key;
    relcal_spot planned_last_value;
} relcal_milestone_spot;

typedef struct relcal_series_spot {
    bool is_flow;
    bool is_list_flow;
    relcal_pair_spot revised;
    relcal_pair_spot milestones;
    relcal_milestone_spot *items; /* in the order of the file, from malloc */
    size_t count;
} relcal_series_spot;

/* Finds the spots of a text that loads as a series. False where memory runs out. */
bool relcal_spots_find(relcal_series_spot *out, const char *text, size_t length);

void relcal_spots_free(relcal_series_spot *spots);

#endif
