/* Date rules as texts in their normal form: whole words in lower case, numbers where people write
 * numbers, brackets only where the rule needs them. */
#include "date_rule.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "relcal/date.h"
#include "rule_words.h"

typedef struct rule_printer {
    const relcal_date_rule *rule;
    char *out;
    size_t room;
    size_t length; /* of the whole, whether there was room for it or not */
} rule_printer;

static void put(rule_printer *printer, const char *bytes, size_t length)
{
    for (size_t index = 0; index < length; index++) {
        if (printer->length + 1 < printer->room) {
            printer->out[printer->length] = bytes[index];
        }
        printer->length++;
    }
}

static void put_text(rule_printer *printer, const char *text)
{
    put(printer, text, strlen(text));
}

static const relcal_rule_part *part_at(const rule_printer *printer, int16_t index)
{
    return &printer->rule->parts[index];
}

static void put_part(rule_printer *printer, const relcal_rule_part *part);

/* A part where the grammar wants a term: a sum needs brackets there. */
static void put_term(rule_printer *printer, const relcal_rule_part *part)
{
    bool needs_brackets = part->form == RELCAL_RULE_SHIFT;
    put_text(printer, needs_brackets ? "(" : "");
    put_part(printer, part);
    put_text(printer, needs_brackets ? ")" : "");
}

/* "first", "6th", "second last". */
static void put_ordinal(rule_printer *printer, int nth)
{
    static const char *const words[] = {"", "first", "second", "third", "fourth", "fifth"};
    int number = nth < 0 ? -nth : nth;
    if (nth == -1) {
        put_text(printer, "last");
        return;
    }
    if (number <= 5) {
        put_text(printer, words[number]);
    } else {
        static const char *const endings[] = {"th", "st", "nd", "rd"};
        char text[16];
        bool is_teen = number / 10 % 10 == 1;
        (void)snprintf(text, sizeof text, "%d%s", number,
                       endings[is_teen || number % 10 > 3 ? 0 : number % 10]);
        put_text(printer, text);
    }
    put_text(printer, nth < 0 ? " last" : "");
}

/* A name of the calendar in lower case. */
static void put_lower(rule_printer *printer, const char *name)
{
    char first = (char)(name[0] - 'A' + 'a');
    put(printer, &first, 1);
    put_text(printer, name + 1);
}

static void put_day(rule_printer *printer, int day)
{
    if (day == RELCAL_RULE_ANY_DAY) {
        put_text(printer, "day");
    } else if (day == RELCAL_RULE_WORKDAY) {
        put_text(printer, "working day");
    } else {
        put_lower(printer, relcal_weekday_name((relcal_weekday)day));
    }
}

static void put_side(rule_printer *printer, int side)
{
    static const char *const words[] = {"", " before ", " on or before ", " after ",
                                        " on or after "};
    put_text(printer, words[side]);
}

static void put_length(rule_printer *printer, int32_t count, int unit)
{
    char text[48];
    (void)snprintf(text, sizeof text, "%" PRId32 " %s%s", count, relcal_rule_unit_name(unit),
                   count == 1 ? "" : "s");
    put_text(printer, text);
}

static void put_month(rule_printer *printer, const relcal_rule_part *part)
{
    char year[8];
    put_lower(printer, relcal_month_name(part->month));
    if (part->date != RELCAL_DATE_NONE) {
        (void)snprintf(year, sizeof year, " %04d", relcal_date_to_civil(part->date).year);
        put_text(printer, year);
    }
}

static bool needs_quotes(const char *name, size_t length)
{
    bool is_number = true;
    for (size_t index = 0; index < length; index++) {
        char character = name[index];
        bool is_letter = (character >= 'a' && character <= 'z') ||
                         (character >= 'A' && character <= 'Z') || character == '_';
        bool is_digit = character >= '0' && character <= '9';
        bool is_inside = index > 0 && index + 1 < length && name[index - 1] != '-';
        if (!is_letter && !is_digit && character != '.' && !(character == '-' && is_inside)) {
            return true;
        }
        is_number = is_number && (is_digit || (index >= 4 && length > 4 && name[4] == '-'));
    }
    return is_number || relcal_rule_is_reserved(name, length) ||
           (length > 8 && relcal_rule_is_word(name, 9, "previous."));
}

/* Names with a quotation mark of one sort stand between those of the other. */
static void put_milestone(rule_printer *printer, const relcal_rule_part *part)
{
    const char *name = printer->rule->text + part->name_at;
    size_t length = part->name_length;
    put_text(printer, part->nth == 1 ? "first " : part->nth == -1 ? "last " : "");
    for (int level = 0; level < part->levels; level++) {
        put_text(printer, "previous.");
    }
    const char *mark = !needs_quotes(name, length)         ? ""
                       : memchr(name, '"', length) == NULL ? "\""
                                                           : "'";
    put_text(printer, mark);
    put(printer, name, length);
    put_text(printer, mark);
}

static void put_nth(rule_printer *printer, const relcal_rule_part *part)
{
    const relcal_rule_part *month = part_at(printer, part->first);
    put_ordinal(printer, part->nth);
    put_text(printer, " ");
    put_day(printer, part->day);
    put_text(printer, " of ");
    put_term(printer, month);
    if (part->side != RELCAL_SIDE_NONE) {
        put_side(printer, part->side);
        put_term(printer, part_at(printer, month->next));
    }
}

static void put_near(rule_printer *printer, const relcal_rule_part *part)
{
    bool is_back = part->side == RELCAL_SIDE_BEFORE || part->side == RELCAL_SIDE_ON_OR_BEFORE;
    if (part->nth == 1) {
        put_text(printer, is_back ? "last" : "next");
    } else {
        put_ordinal(printer, part->nth);
    }
    put_text(printer, " ");
    put_day(printer, part->day);
    put_side(printer, part->side);
    put_term(printer, part_at(printer, part->first));
}

static void put_call(rule_printer *printer, const char *name, const relcal_rule_part *part)
{
    put_text(printer, name);
    for (int16_t index = part->first; index >= 0; index = part_at(printer, index)->next) {
        put_text(printer, index == part->first ? "(" : ", ");
        put_part(printer, part_at(printer, index));
    }
    put_text(printer, ")");
}

static void put_every(rule_printer *printer, const relcal_rule_part *part)
{
    const relcal_rule_part *base = part_at(printer, part->first);
    put_text(printer, "every ");
    put_length(printer, part->count, part->unit);
    put_text(printer, " from ");
    put_part(printer, base);
    if (base->next >= 0) {
        put_text(printer, " until ");
        put_part(printer, part_at(printer, base->next));
    }
    if (part->day != RELCAL_RULE_NO_DAY) {
        put_text(printer, ", ");
        if (part->nth != 0) {
            put_ordinal(printer, part->nth);
            put_text(printer, " ");
        }
        put_day(printer, part->day);
    }
}

static void put_shift(rule_printer *printer, const relcal_rule_part *part)
{
    put_part(printer, part_at(printer, part->first));
    put_text(printer, part->count < 0 ? " - " : " + ");
    put_length(printer, part->count < 0 ? -part->count : part->count, part->unit);
}

static void put_part(rule_printer *printer, const relcal_rule_part *part)
{
    char date[RELCAL_DATE_BYTES];
    switch ((relcal_rule_form)part->form) {
    case RELCAL_RULE_DATE:
        put_text(printer, relcal_date_format(part->date, date));
        break;
    case RELCAL_RULE_MONTH:
        put_month(printer, part);
        break;
    case RELCAL_RULE_TODAY:
        put_text(printer, "today");
        break;
    case RELCAL_RULE_MILESTONE:
        put_milestone(printer, part);
        break;
    case RELCAL_RULE_SHIFT:
        put_shift(printer, part);
        break;
    case RELCAL_RULE_NTH:
        put_nth(printer, part);
        break;
    case RELCAL_RULE_NEAR:
        put_near(printer, part);
        break;
    case RELCAL_RULE_MONTH_OF:
        put_call(printer, "month", part);
        break;
    case RELCAL_RULE_YEAR_OF:
        put_call(printer, "year", part);
        break;
    case RELCAL_RULE_MIN:
        put_call(printer, "min", part);
        break;
    case RELCAL_RULE_MAX:
        put_call(printer, "max", part);
        break;
    case RELCAL_RULE_EVERY:
        put_every(printer, part);
        break;
    }
}

static size_t close_text(rule_printer *printer)
{
    if (printer->room > 0) {
        size_t end = printer->length < printer->room ? printer->length : printer->room - 1;
        printer->out[end] = '\0';
    }
    return printer->length;
}

size_t relcal_rule_print(const relcal_date_rule *rule, char *out, size_t room)
{
    rule_printer printer = {.rule = rule, .out = out, .room = room};
    put_part(&printer, part_at(&printer, rule->root));
    return close_text(&printer);
}

const char *relcal_rule_quote(const relcal_date_rule *rule, const relcal_rule_part *part,
                              char buffer[RELCAL_RULE_QUOTE_BYTES])
{
    static const char dots[] = "...";
    rule_printer printer = {.rule = rule, .out = buffer, .room = RELCAL_RULE_QUOTE_BYTES};
    put_part(&printer, part);
    if (close_text(&printer) >= RELCAL_RULE_QUOTE_BYTES) {
        char *end = buffer + RELCAL_RULE_QUOTE_BYTES - sizeof dots;
        while (end > buffer && ((unsigned char)*end & 0xC0) == 0x80) {
            end--;
        }
        memcpy(end, dots, sizeof dots);
    }
    return buffer;
}
