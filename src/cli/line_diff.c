/*
 * Edits keep the order of lines, so the next line that both texts have is near: the pair with the
 * fewest lines passed over on both sides together is taken.
 */
#include "line_diff.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* How many lines are looked through for one that both texts have. */
#define LINES_AHEAD 64

typedef struct line_reader {
    const char *at;
    const char *end;
    size_t number; /* of the line that is next, from 1 */
} line_reader;

static bool is_at_end(const line_reader *reader)
{
    return reader->at == reader->end;
}

/* The length of the next line, its line end too. */
static size_t next_length(const line_reader *reader)
{
    const char *line_end = memchr(reader->at, '\n', (size_t)(reader->end - reader->at));
    return (size_t)((line_end == NULL ? reader->end : line_end + 1) - reader->at);
}

static void pass(line_reader *reader)
{
    reader->at += next_length(reader);
    reader->number++;
}

static line_reader ahead(line_reader reader, size_t lines)
{
    while (lines-- > 0 && !is_at_end(&reader)) {
        pass(&reader);
    }
    return reader;
}

static bool is_same_line(const line_reader *left, const line_reader *right)
{
    if (is_at_end(left) || is_at_end(right)) {
        return is_at_end(left) && is_at_end(right);
    }
    size_t length = next_length(left);
    return length == next_length(right) && memcmp(left->at, right->at, length) == 0;
}

/* How many lines differ on either side up to the next that is the same. */
static void find_next_same(line_reader left, line_reader right, size_t *removed, size_t *added)
{
    for (size_t sum = 1; sum < 2 * LINES_AHEAD; sum++) {
        for (*removed = 0; *removed <= sum; ++*removed) {
            line_reader old = ahead(left, *removed);
            line_reader new = ahead(right, sum - *removed);
            if (is_same_line(&old, &new)) {
                *added = sum - *removed;
                return;
            }
        }
    }
    *removed = SIZE_MAX;
    *added = SIZE_MAX;
}

static void add_lines(text *out, char mark, line_reader reader, size_t count)
{
    for (; count > 0 && !is_at_end(&reader); count--) {
        size_t length = next_length(&reader);
        bool has_end = reader.at[length - 1] == '\n';
        text_addf(out, "%c", mark);
        text_add_bytes(out, reader.at, length - has_end);
        text_add(out, has_end ? "\n" : "\n\\ No newline at end of file\n");
        pass(&reader);
    }
}

void line_diff_add(text *out, const char *name, const char *before, size_t before_length,
                   const char *after, size_t after_length)
{
    line_reader left = {before, before + before_length, 1};
    line_reader right = {after, after + after_length, 1};
    bool is_first = true;
    while (!is_at_end(&left) || !is_at_end(&right)) {
        if (!is_at_end(&left) && !is_at_end(&right) && is_same_line(&left, &right)) {
            pass(&left);
            pass(&right);
            continue;
        }
        size_t removed;
        size_t added;
        find_next_same(left, right, &removed, &added);
        if (is_first) {
            text_addf(out, "--- %s\n+++ %s\n", name, name);
            is_first = false;
        }
        line_reader old_end = ahead(left, removed);
        line_reader new_end = ahead(right, added);
        /* A piece without lines stands behind the line before it. */
        size_t old_count = old_end.number - left.number;
        size_t new_count = new_end.number - right.number;
        text_addf(out, "@@ -%zu,%zu +%zu,%zu @@\n", left.number - (old_count == 0), old_count,
                  right.number - (new_count == 0), new_count);
        add_lines(out, '-', left, removed);
        add_lines(out, '+', right, added);
        left = old_end;
        right = new_end;
    }
}
