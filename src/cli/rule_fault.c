/* Rules are short lines; of a long one the part around the fault is shown. */
#include "rule_fault.h"

#include <stdbool.h>
#include <stdint.h>

/* How much of a rule is shown before and behind its fault, in characters. */
#define BEFORE_CHARACTERS 60
#define AFTER_CHARACTERS 60

static bool is_inside(const char *bytes, size_t at)
{
    return ((unsigned char)bytes[at] & 0xC0) == 0x80;
}

/* The byte in which a character begins, or the end. */
static size_t offset_of(const char *bytes, size_t length, size_t character)
{
    size_t at = 0;
    for (size_t count = 0; at < length; at++) {
        if (!is_inside(bytes, at) && count++ == character) {
            break;
        }
    }
    return at;
}

/* Adds bytes as a terminal can show them, and gives the columns that they take. */
static size_t add_piece(text *target, const char *bytes, size_t length)
{
    text piece = {0};
    size_t start = target->length;
    size_t columns = 0;
    text_add_bytes(&piece, bytes, length);
    text_add_printable(target, text_string(&piece), SIZE_MAX / 2);
    text_free(&piece);
    for (size_t at = start; at < target->length; at++) {
        columns += !is_inside(target->bytes, at);
    }
    return columns;
}

void rule_fault_add(text *target, const char *rule, size_t length, const relcal_error *fault)
{
    size_t character = fault->column > 0 ? fault->column - 1 : 0;
    size_t first = character > BEFORE_CHARACTERS ? character - BEFORE_CHARACTERS : 0;
    size_t begin = offset_of(rule, length, first);
    size_t here = offset_of(rule, length, character);
    size_t end = offset_of(rule, length, character + AFTER_CHARACTERS);
    text_add(target, "relcal: ");
    text_add_printable(target, fault->message, sizeof fault->message);
    text_add(target, "\n");
    if (length == 0) {
        return;
    }
    text_add(target, "  ");
    size_t columns = add_piece(target, rule + begin, here - begin);
    (void)add_piece(target, rule + here, end - here);
    text_add(target, "\n");
    if (fault->column > 0) {
        text_add_spaces(target, 2 + columns);
        text_add(target, "^\n");
    }
}
