/* How far a word that was written is from one that is known. */
#ifndef RELCAL_BASE_SLIPS_H
#define RELCAL_BASE_SLIPS_H

#include <stddef.h>

/* The longest word, in bytes, that is compared: a longer one is near to none. */
#define RELCAL_SLIPS_WORD_BYTES 32

/*
 * The letters that were added, dropped, changed, or swapped with their neighbour, without regard to
 * ASCII case; SIZE_MAX for a word over RELCAL_SLIPS_WORD_BYTES. It is the distance of Damerau and
 * Levenshtein in its restricted form, optimal string alignment.
 */
size_t relcal_slips(const char *left, size_t left_length, const char *right, size_t right_length);

#endif
