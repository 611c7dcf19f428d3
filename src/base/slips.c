#include "slips.h"

#include <stdint.h>

static char lower(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a') : letter;
}

static size_t least(size_t left, size_t right)
{
    return left < right ? left : right;
}

size_t relcal_slips(const char *left, size_t left_length, const char *right, size_t right_length)
{
    size_t rows[3][RELCAL_SLIPS_WORD_BYTES + 1];
    size_t *before = rows[0], *above = rows[1], *row = rows[2];
    if (left_length > RELCAL_SLIPS_WORD_BYTES || right_length > RELCAL_SLIPS_WORD_BYTES) {
        return SIZE_MAX;
    }
    for (size_t column = 0; column <= right_length; column++) {
        above[column] = column;
        before[column] = 0;
    }
    for (size_t line = 1; line <= left_length; line++) {
        char letter = lower(left[line - 1]);
        row[0] = line;
        for (size_t column = 1; column <= right_length; column++) {
            char other = lower(right[column - 1]);
            size_t best = above[column - 1] + (letter != other);
            best = least(best, least(above[column], row[column - 1]) + 1);
            if (line > 1 && column > 1 && letter == lower(right[column - 2]) &&
                lower(left[line - 2]) == other) {
                best = least(best, before[column - 2] + 1);
            }
            row[column] = best;
        }
        size_t *free_row = before;
        before = above;
        above = row;
        row = free_row;
    }
    return above[right_length];
}
