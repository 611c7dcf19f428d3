/*
 * Nearness is the distance of Damerau and Levenshtein in its restricted form (optimal string
 * alignment: insert, delete, replace, swap two neighbours), without regard to ASCII case. A name
 * that goes on where the unknown one stops counts as one change. Of equally near names the later
 * ones come first, which are the newer series.
 */
#include "nearest.h"

#include <stdint.h>
#include <string.h>

/* Longer names are near to nothing; keeps the distance in three short rows. */
#define LONGEST_NAME 64
#define MOST_NEAR 3
#define MOST_KNOWN 12

static char lower(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a') : letter;
}

static size_t least(size_t left, size_t right)
{
    return left < right ? left : right;
}

static bool goes_on(const char *name, const char *start, size_t length)
{
    for (size_t index = 0; index < length; index++) {
        if (lower(name[index]) != lower(start[index])) {
            return false;
        }
    }
    return length > 0;
}

/* The distance of two names of at most LONGEST_NAME bytes. */
static size_t distance(const char *left, size_t left_length, const char *right, size_t right_length)
{
    size_t rows[3][LONGEST_NAME + 1];
    size_t *before = rows[0], *above = rows[1], *row = rows[2];
    for (size_t column = 0; column <= right_length; column++) {
        above[column] = column;
        before[column] = 0;
    }
    for (size_t line = 1; line <= left_length; line++) {
        row[0] = line;
        char letter = lower(left[line - 1]);
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

/* How far a name is from the unknown one; the difference in length decides between equals. */
static size_t rank(const char *unknown, size_t unknown_length, const char *name)
{
    size_t length = strlen(name);
    if (length > LONGEST_NAME) {
        return SIZE_MAX;
    }
    if (length > unknown_length && goes_on(name, unknown, unknown_length)) {
        return 2;
    }
    size_t changes = distance(unknown, unknown_length, name, length);
    if (changes > (unknown_length + 2) / 3) {
        return SIZE_MAX;
    }
    return 2 * changes + (length != unknown_length);
}

bool nearest_add(text *message, const char *unknown, name_list known)
{
    const char *near[MOST_NEAR] = {NULL};
    size_t near_count = 0;
    size_t best = SIZE_MAX;
    size_t length = strlen(unknown);
    const char *name;
    for (size_t index = 0;
         length <= LONGEST_NAME && (name = known.at(known.context, index)) != NULL; index++) {
        size_t candidate = rank(unknown, length, name);
        if (candidate == SIZE_MAX || candidate > best) {
            continue;
        }
        if (candidate < best) {
            best = candidate;
            near_count = 0;
        }
        near_count = least(near_count + 1, MOST_NEAR);
        memmove(&near[1], &near[0], (near_count - 1) * sizeof near[0]);
        near[0] = name;
    }
    for (size_t index = 0; index < near_count; index++) {
        text_addf(message, "%s%s%s", index == 0 ? "; did you mean " : ", ", known.prefix,
                  near[index]);
    }
    if (near_count > 0) {
        text_add(message, "?");
    }
    return near_count > 0;
}

static void add_known(text *message, name_list known)
{
    size_t count = 0;
    for (const char *name; (name = known.at(known.context, count)) != NULL; count++) {
        if (count < MOST_KNOWN) {
            text_addf(message, "%s%s%s", count == 0 ? "; known: " : ", ", known.prefix, name);
        }
    }
    if (count > MOST_KNOWN) {
        text_addf(message, " and %zu more", count - MOST_KNOWN);
    }
}

void nearest_add_hint(text *message, const char *unknown, name_list known)
{
    if (!nearest_add(message, unknown, known)) {
        add_known(message, known);
    }
}
