/*
 * Reading date rules: a parser by descent, one function a part of the grammar.
 *
 *     rule    = every | sum
 *     every   = "every" length "from" sum ["until" sum] ["," (weekday | ordinal day)]
 *     sum     = term { ("+" | "-") length }
 *     term    = date | month | "today" | milestone | "(" sum ")"
 *             | length ("after" | "before") term
 *             | ordinal day "of" month-of [side term]
 *             | ["next" | "last" | ordinal] (weekday | "working day") side term
 *             | ("min" | "max") "(" sum { "," sum } ")" | ("month" | "year") "(" sum ")"
 *     side    = "before" | "on or before" | "after" | "on or after"
 *     length  = number ("days" | "weeks" | "months" | "years" | "working days")
 *
 * Words may have any case. A minus needs a space before it: names have hyphens.
 */
#include "date_rule.h"

#include <string.h>

#include "digits.h"
#include "fail.h"
#include "quote.h"
#include "relcal/date.h"
#include "rule_words.h"

typedef enum token_kind {
    TOKEN_END,
    TOKEN_WORD,
    TOKEN_QUOTED,
    TOKEN_SIGN,
    TOKEN_OPEN, /* a quotation mark without a second one */
    TOKEN_BAD
} token_kind;

typedef struct token {
    token_kind kind;
    size_t at;     /* where it begins, in characters */
    size_t length; /* of a quoted one, without the marks around it */
    const char *text;
} token;

typedef struct rule_reader {
    relcal_date_rule *rule;
    const char *text;
    size_t length;
    token token;       /* the one that is read next */
    token taken;       /* the one before it */
    size_t end;        /* the byte behind it */
    size_t counted;    /* bytes, */
    size_t characters; /* and the characters that begin in them */
    int depth;
    relcal_error *error;
} rule_reader;

/* ---- tokens ---- */

static bool is_blank(char character)
{
    return character == ' ' || (character >= '\t' && character <= '\r');
}

static bool is_word_character(char character)
{
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
           relcal_is_digit(character) || character == '.' || character == '_';
}

/* A word goes over hyphens that stand inside it. */
static size_t end_of_word(const rule_reader *reader, size_t at)
{
    while (at < reader->length && (is_word_character(reader->text[at]) ||
                                   (reader->text[at] == '-' && at + 1 < reader->length &&
                                    is_word_character(reader->text[at + 1])))) {
        at++;
    }
    return at;
}

/* Behind a quotation mark. */
static token read_quoted(rule_reader *reader, size_t at, size_t character)
{
    const char *text = reader->text + at + 1;
    const char *close = memchr(text, reader->text[at], reader->length - at - 1);
    if (close == NULL) {
        return (token){TOKEN_OPEN, character, reader->length - at - 1, text};
    }
    reader->end = (size_t)(close - reader->text) + 1;
    return (token){TOKEN_QUOTED, character, (size_t)(close - text), text};
}

static bool is_inside_character(const rule_reader *reader, size_t at)
{
    return at < reader->length && ((unsigned char)reader->text[at] & 0xC0) == 0x80;
}

/* The bytes of the character at a place. */
static size_t character_bytes(const rule_reader *reader, size_t at)
{
    size_t end = at + 1;
    while (is_inside_character(reader, end)) {
        end++;
    }
    return end - at;
}

/* The characters before a place that is not before the last one asked for. */
static size_t characters_before(rule_reader *reader, size_t at)
{
    for (; reader->counted < at; reader->counted++) {
        reader->characters += !is_inside_character(reader, reader->counted);
    }
    return reader->characters;
}

static void advance(rule_reader *reader)
{
    size_t at = reader->end;
    while (at < reader->length && is_blank(reader->text[at])) {
        at++;
    }
    char character = at < reader->length ? reader->text[at] : '\0';
    size_t place = characters_before(reader, at);
    reader->taken = reader->token;
    reader->end = at + 1;
    if (at == reader->length) {
        reader->end = at;
        reader->token = (token){TOKEN_END, place, 0, ""};
    } else if (is_word_character(character)) {
        reader->end = end_of_word(reader, at);
        reader->token = (token){TOKEN_WORD, place, reader->end - at, reader->text + at};
    } else if (character == '"' || character == '\'') {
        reader->token = read_quoted(reader, at, place);
    } else {
        bool is_sign = character != '\0' && strchr("+-(),", character) != NULL;
        reader->end = at + character_bytes(reader, at);
        reader->token = (token){is_sign ? TOKEN_SIGN : TOKEN_BAD, place, reader->end - at,
                                reader->text + at};
    }
}

static bool is_at_sign(const rule_reader *reader, char sign)
{
    return reader->token.kind == TOKEN_SIGN && reader->token.text[0] == sign;
}

static bool take_sign(rule_reader *reader, char sign)
{
    bool is_there = is_at_sign(reader, sign);
    if (is_there) {
        advance(reader);
    }
    return is_there;
}

static bool is_at_word(const rule_reader *reader, const char *word)
{
    const token *next = &reader->token;
    return next->kind == TOKEN_WORD && relcal_rule_is_word(next->text, next->length, word);
}

static bool take_word(rule_reader *reader, const char *word)
{
    bool is_there = is_at_word(reader, word);
    if (is_there) {
        advance(reader);
    }
    return is_there;
}

/* What the next word stands for; 0 for nothing. */
static int meaning(const rule_reader *reader, int (*find)(const char *word, size_t length))
{
    const token *next = &reader->token;
    return next->kind == TOKEN_WORD ? find(next->text, next->length) : 0;
}

static bool is_number(const token *next)
{
    if (next->kind != TOKEN_WORD) {
        return false;
    }
    for (size_t index = 0; index < next->length; index++) {
        if (!relcal_is_digit(next->text[index])) {
            return false;
        }
    }
    return true;
}

static bool is_name(const token *next)
{
    return next->kind == TOKEN_QUOTED || (next->kind == TOKEN_WORD && !is_number(next) &&
                                          !relcal_rule_is_reserved(next->text, next->length));
}

/* Whether a word has the form of a date, be there such a day or not: four digits and a hyphen. */
static bool is_date_word(const token *next)
{
    token year = {TOKEN_WORD, next->at, 4, next->text};
    return next->kind == TOKEN_WORD && next->length > 4 && is_number(&year) && next->text[4] == '-';
}

/* ---- failing ---- */

#define QUOTE_TOKEN(token) \
    relcal_quote((token)->text, (token)->length, (char[RELCAL_QUOTE_BYTES]){0})

/* A word was taken for a milestone that is nearly one of the language. */
static relcal_status refuse_name(const rule_reader *reader)
{
    const token *name = &reader->taken;
    return relcal_fail(reader->error, RELCAL_ERROR_SYNTAX, relcal_place_in_text(name->at),
                       "%s followed by %s; did you mean %s?", QUOTE_TOKEN(name),
                       QUOTE_TOKEN(&reader->token), relcal_rule_meant(name->text, name->length));
}

/* "b1-3" before "weeks": names have hyphens, so that it is one. */
static bool is_tight_minus(const rule_reader *reader)
{
    const token *name = &reader->taken;
    size_t end = name->kind == TOKEN_WORD ? name->length : 0;
    while (end > 0 && relcal_is_digit(name->text[end - 1])) {
        end--;
    }
    return end > 1 && end < name->length && name->text[end - 1] == '-' && !is_date_word(name) &&
           (meaning(reader, relcal_rule_unit_of) != 0 || is_at_word(reader, "working"));
}

static relcal_status refuse(const rule_reader *reader, const char *wanted)
{
    const token *next = &reader->token;
    relcal_place place = relcal_place_in_text(next->at);
    bool is_strange = next->kind == TOKEN_WORD &&
                      !relcal_rule_is_reserved(next->text, next->length);
    const char *meant = is_strange ? relcal_rule_meant(next->text, next->length) : NULL;
    if (is_tight_minus(reader)) {
        return relcal_fail(
            reader->error, RELCAL_ERROR_SYNTAX, relcal_place_in_text(reader->taken.at),
            "%s is one name; write a space before the minus", QUOTE_TOKEN(&reader->taken));
    }
    if (next->kind == TOKEN_WORD && reader->taken.kind == TOKEN_WORD && is_name(&reader->taken) &&
        relcal_rule_meant(reader->taken.text, reader->taken.length) != NULL) {
        return refuse_name(reader);
    }
    if (next->kind == TOKEN_OPEN) {
        return relcal_fail(reader->error, RELCAL_ERROR_SYNTAX, place,
                           "a quotation mark that is not closed; write the same behind the name");
    }
    if (next->kind == TOKEN_END) {
        return relcal_fail(reader->error, RELCAL_ERROR_SYNTAX, place,
                           "the rule ends here; write %s", wanted);
    }
    if (meant != NULL && !relcal_rule_is_word(next->text, next->length, meant)) {
        return relcal_fail(reader->error, RELCAL_ERROR_SYNTAX, place,
                           "%s stands here; did you mean %s? Write %s", QUOTE_TOKEN(next), meant,
                           wanted);
    }
    return relcal_fail(reader->error, RELCAL_ERROR_SYNTAX, place, "%s stands here; write %s",
                       QUOTE_TOKEN(next), wanted);
}

static relcal_status refuse_depth(const rule_reader *reader)
{
    return relcal_fail(reader->error, RELCAL_ERROR_LIMIT, relcal_place_in_text(reader->token.at),
                       "more than %d parts in each other; write a simpler rule",
                       RELCAL_MAX_DATE_RULE_DEPTH);
}

/* ---- parts ---- */

static relcal_status add_part(rule_reader *reader, relcal_rule_form form, size_t at, int16_t *out)
{
    relcal_date_rule *rule = reader->rule;
    if (rule->count == RELCAL_MAX_DATE_RULE_PARTS) {
        return relcal_fail(reader->error, RELCAL_ERROR_LIMIT, relcal_place_in_text(at),
                           "more than %d parts; write a simpler rule", RELCAL_MAX_DATE_RULE_PARTS);
    }
    rule->parts[rule->count] = (relcal_rule_part){
        .form = (uint8_t)form,
        .at = (uint16_t)at,
        .date = RELCAL_DATE_NONE,
        .first = -1,
        .next = -1,
    };
    *out = (int16_t)rule->count++;
    return RELCAL_OK;
}

static relcal_rule_part *part_at(rule_reader *reader, int16_t index)
{
    return &reader->rule->parts[index];
}

static relcal_status read_sum(rule_reader *reader, int16_t *out);
static relcal_status read_term(rule_reader *reader, int16_t *out);

/* ---- lengths ---- */

/* A unit; two words are one: working days. */
static bool take_unit(rule_reader *reader, uint8_t *unit)
{
    if (take_word(reader, "working") || take_word(reader, "business")) {
        *unit = RELCAL_UNIT_WORKDAYS;
        return take_word(reader, "days") || take_word(reader, "day");
    }
    int found = meaning(reader, relcal_rule_unit_of);
    if (found == 0) {
        return false;
    }
    *unit = (uint8_t)(found - 1);
    advance(reader);
    return true;
}

static relcal_status read_count(rule_reader *reader, int32_t *out)
{
    const token *next = &reader->token;
    if (!is_number(next)) {
        return refuse(reader, "a length, such as 3 weeks");
    }
    int32_t count = 0;
    for (size_t index = 0; index < next->length; index++) {
        count = count * 10 + (next->text[index] - '0');
        if (count > RELCAL_MAX_DATE_RULE_COUNT) {
            return relcal_fail(reader->error, RELCAL_ERROR_LIMIT, relcal_place_in_text(next->at),
                               "%s is too many; write at most %d", QUOTE_TOKEN(next),
                               RELCAL_MAX_DATE_RULE_COUNT);
        }
    }
    advance(reader);
    *out = count;
    return RELCAL_OK;
}

static relcal_status read_length(rule_reader *reader, int32_t *count, uint8_t *unit)
{
    relcal_status status = read_count(reader, count);
    if (status == RELCAL_OK && !take_unit(reader, unit)) {
        return refuse(reader, "days, weeks, months, years or working days");
    }
    return status;
}

/* "2 working days before rc1": what the length is counted from comes behind it. */
static relcal_status read_counted(rule_reader *reader, int16_t *out)
{
    int16_t index = -1;
    int16_t base = -1;
    int32_t count;
    uint8_t unit;
    relcal_status status = add_part(reader, RELCAL_RULE_SHIFT, reader->token.at, &index);
    if (status == RELCAL_OK) {
        status = read_length(reader, &count, &unit);
    }
    if (status != RELCAL_OK) {
        return status;
    }
    bool is_before = is_at_word(reader, "before");
    if (!is_before && !is_at_word(reader, "after")) {
        return refuse(reader, "after or before, and the day from which it is counted");
    }
    advance(reader);
    status = read_term(reader, &base);
    if (status == RELCAL_OK) {
        part_at(reader, index)->count = is_before ? -count : count;
        part_at(reader, index)->unit = unit;
        part_at(reader, index)->first = base;
        *out = index;
    }
    return status;
}

/* ---- days ---- */

/* A weekday, "working day", or "day" where it may be any. */
static int take_day(rule_reader *reader, bool may_be_any)
{
    int day = meaning(reader, relcal_rule_weekday);
    if (day != 0) {
        advance(reader);
        return day;
    }
    if (may_be_any && take_word(reader, "day")) {
        return RELCAL_RULE_ANY_DAY;
    }
    if (take_word(reader, "workday")) {
        return RELCAL_RULE_WORKDAY;
    }
    if (is_at_word(reader, "working") || is_at_word(reader, "business")) {
        rule_reader before = *reader;
        advance(reader);
        if (take_word(reader, "day")) {
            return RELCAL_RULE_WORKDAY;
        }
        *reader = before;
    }
    return RELCAL_RULE_NO_DAY;
}

static relcal_rule_side take_side(rule_reader *reader)
{
    rule_reader before = *reader;
    bool is_on = take_word(reader, "on") && take_word(reader, "or");
    if (take_word(reader, "before")) {
        return is_on ? RELCAL_SIDE_ON_OR_BEFORE : RELCAL_SIDE_BEFORE;
    }
    if (take_word(reader, "after")) {
        return is_on ? RELCAL_SIDE_ON_OR_AFTER : RELCAL_SIDE_AFTER;
    }
    *reader = before;
    return RELCAL_SIDE_NONE;
}

static bool looks_back(relcal_rule_side side)
{
    return side == RELCAL_SIDE_BEFORE || side == RELCAL_SIDE_ON_OR_BEFORE;
}

/* A month by its name, with its year or without. */
static relcal_status read_month(rule_reader *reader, int16_t *out)
{
    int month = meaning(reader, relcal_rule_month);
    int16_t index = -1;
    relcal_status status = add_part(reader, RELCAL_RULE_MONTH, reader->token.at, &index);
    if (status != RELCAL_OK) {
        return status;
    }
    advance(reader);
    part_at(reader, index)->month = (uint8_t)month;
    const token *next = &reader->token;
    if (is_number(next) && next->length == 4) {
        int year = 0;
        for (size_t digit = 0; digit < next->length; digit++) {
            year = year * 10 + (next->text[digit] - '0');
        }
        if (year == 0) {
            return relcal_fail(reader->error, RELCAL_ERROR_RANGE, relcal_place_in_text(next->at),
                               "0000 is no year; years are 0001 to 9999");
        }
        part_at(reader, index)->date = relcal_date_from_civil(year, month, 1);
        advance(reader);
    }
    *out = index;
    return RELCAL_OK;
}

/* Behind "of": a month, or what gives one. */
static relcal_status read_month_of(rule_reader *reader, int16_t *out)
{
    return meaning(reader, relcal_rule_month) != 0 ? read_month(reader, out)
                                                   : read_term(reader, out);
}

/* How far a day can be counted in a month, from its start or from its end. */
static int limit_in_month(int day)
{
    return day == RELCAL_RULE_ANY_DAY ? 31 : day == RELCAL_RULE_WORKDAY ? 23 : 5;
}

/* The same in what may be a year; weekdays are counted in months alone. */
static int limit_in_year(int day)
{
    return day == RELCAL_RULE_ANY_DAY ? 366 : day == RELCAL_RULE_WORKDAY ? 262 : 5;
}

static relcal_status check_nth(const rule_reader *reader, size_t at, int nth, int day,
                               bool is_month)
{
    int limit = is_month ? limit_in_month(day) : limit_in_year(day);
    if (nth > limit || nth < -limit) {
        return relcal_fail(reader->error, RELCAL_ERROR_RANGE, relcal_place_in_text(at),
                           "no %s has so many; count up to %d",
                           limit == limit_in_month(day) ? "month" : "year", limit);
    }
    return RELCAL_OK;
}

/* Behind an ordinal and a day: "of may", perhaps "before b1". */
static relcal_status read_nth(rule_reader *reader, size_t at, int nth, int day, int16_t *out)
{
    int16_t index = -1;
    int16_t month = -1;
    relcal_status status = add_part(reader, RELCAL_RULE_NTH, at, &index);
    if (status == RELCAL_OK) {
        status = read_month_of(reader, &month);
    }
    if (status == RELCAL_OK) {
        uint8_t form = part_at(reader, month)->form;
        bool is_month = form == RELCAL_RULE_MONTH || form == RELCAL_RULE_MONTH_OF;
        status = check_nth(reader, at, nth, day, is_month);
    }
    if (status != RELCAL_OK) {
        return status;
    }
    relcal_rule_part *part = part_at(reader, index);
    part->nth = (int16_t)nth;
    part->day = (uint8_t)day;
    part->first = month;
    *out = index;
    const relcal_rule_part *named = part_at(reader, month);
    if (named->form != RELCAL_RULE_MONTH || named->date != RELCAL_DATE_NONE) {
        return RELCAL_OK;
    }
    relcal_rule_side side = take_side(reader);
    if (side != RELCAL_SIDE_NONE) {
        part->side = (uint8_t)side;
        status = read_term(reader, &part_at(reader, month)->next);
    }
    return status;
}

/* Behind an ordinal, "next" or "last", a day and a side: "tuesday on or after final". */
static relcal_status read_near(rule_reader *reader, size_t at, int nth, int day,
                               relcal_rule_side side, int16_t *out)
{
    int16_t index = -1;
    int16_t base = -1;
    relcal_status status = add_part(reader, RELCAL_RULE_NEAR, at, &index);
    if (status == RELCAL_OK) {
        status = read_term(reader, &base);
    }
    if (status != RELCAL_OK) {
        return status;
    }
    relcal_rule_part *part = part_at(reader, index);
    part->nth = (int16_t)nth;
    part->day = (uint8_t)day;
    part->side = (uint8_t)side;
    part->first = base;
    *out = index;
    return RELCAL_OK;
}

/* A name between quotation marks can be printed and read again: a reader sees all of it. */
static relcal_status check_quoted(const rule_reader *reader, const token *name)
{
    if (name->length == 0) {
        return relcal_fail(reader->error, RELCAL_ERROR_SYNTAX, relcal_place_in_text(name->at),
                           "nothing stands between the quotation marks; write a milestone");
    }
    for (size_t at = 0, bytes; at < name->length; at += bytes) {
        uint32_t code = 0;
        bytes = relcal_character_bytes(name->text + at, name->length - at, &code);
        if (bytes == 0 || relcal_character_is_hidden(code)) {
            return relcal_fail(reader->error, RELCAL_ERROR_SYNTAX, relcal_place_in_text(name->at),
                               "%s holds what nobody sees; write a milestone", QUOTE_TOKEN(name));
        }
    }
    return RELCAL_OK;
}

/* The name of a milestone, with every "previous." before it. */
static relcal_status keep_name(rule_reader *reader, int16_t index, const token *name)
{
    static const char before[] = "previous.";
    relcal_rule_part *part = part_at(reader, index);
    const char *text = name->text;
    size_t length = name->length;
    while (length >= sizeof before - 1 && relcal_rule_is_word(text, sizeof before - 1, before)) {
        if (part->levels == RELCAL_MAX_DATE_RULE_LEVELS) {
            return relcal_fail(reader->error, RELCAL_ERROR_LIMIT, relcal_place_in_text(name->at),
                               "more than %d times previous; write fewer",
                               RELCAL_MAX_DATE_RULE_LEVELS);
        }
        part->levels++;
        text += sizeof before - 1;
        length -= sizeof before - 1;
    }
    if (length == 0 && reader->token.kind == TOKEN_QUOTED && part->levels > 0) {
        token quoted = reader->token;
        relcal_status status = check_quoted(reader, &quoted);
        if (status != RELCAL_OK) {
            return status;
        }
        text = quoted.text;
        length = quoted.length;
        advance(reader);
    }
    if (length == 0) {
        return relcal_fail(reader->error, RELCAL_ERROR_SYNTAX, relcal_place_in_text(name->at),
                           "no milestone stands behind previous; write one, as in previous.b1");
    }
    part->name_at = (uint16_t)(text - reader->text);
    part->name_length = (uint16_t)length;
    return RELCAL_OK;
}

static relcal_status read_milestone(rule_reader *reader, size_t at, int nth, int16_t *out)
{
    int16_t index = -1;
    token name = reader->token;
    relcal_status status = name.kind == TOKEN_QUOTED ? check_quoted(reader, &name) : RELCAL_OK;
    if (status == RELCAL_OK) {
        status = add_part(reader, RELCAL_RULE_MILESTONE, at, &index);
    }
    if (status != RELCAL_OK) {
        return status;
    }
    advance(reader);
    part_at(reader, index)->nth = (int16_t)nth;
    if (name.kind == TOKEN_QUOTED) {
        part_at(reader, index)->name_at = (uint16_t)(name.text - reader->text);
        part_at(reader, index)->name_length = (uint16_t)name.length;
    } else {
        status = keep_name(reader, index, &name);
    }
    *out = index;
    return status;
}

/* Behind "first", "second last" and the like. */
static relcal_status read_ordinal(rule_reader *reader, int16_t *out)
{
    size_t at = reader->token.at;
    int nth = meaning(reader, relcal_rule_ordinal);
    advance(reader);
    bool is_from_end = nth > 0 && take_word(reader, "last");
    nth = is_from_end ? -nth : nth;
    int day = take_day(reader, true);
    if (day == RELCAL_RULE_NO_DAY) {
        return (nth == 1 || nth == -1) && !is_from_end && is_name(&reader->token)
                   ? read_milestone(reader, at, nth, out)
                   : refuse(reader, "a weekday, day or working day");
    }
    if (take_word(reader, "of")) {
        return read_nth(reader, at, nth, day, out);
    }
    relcal_rule_side side = day == RELCAL_RULE_ANY_DAY ? RELCAL_SIDE_NONE : take_side(reader);
    if (side == RELCAL_SIDE_NONE) {
        return refuse(reader, day == RELCAL_RULE_ANY_DAY
                                  ? "of and a month, as in first day of may"
                                  : "of and a month, or after or before and a day");
    }
    if (nth < 0 && (nth != -1 || !looks_back(side))) {
        return relcal_fail(reader->error, RELCAL_ERROR_SYNTAX, relcal_place_in_text(at),
                           "there is no last one on this side; write next");
    }
    return read_near(reader, at, nth == -1 ? 1 : nth, day, side, out);
}

/* "next tuesday after b1", or without "next". */
static relcal_status read_next(rule_reader *reader, int16_t *out)
{
    size_t at = reader->token.at;
    bool is_next = take_word(reader, "next");
    int day = take_day(reader, false);
    if (day == RELCAL_RULE_NO_DAY) {
        return refuse(reader, "a weekday or working day");
    }
    relcal_rule_side side = take_side(reader);
    if (side == RELCAL_SIDE_NONE) {
        return refuse(reader, "after or before, and a day");
    }
    if (is_next && looks_back(side)) {
        return relcal_fail(reader->error, RELCAL_ERROR_SYNTAX, relcal_place_in_text(at),
                           "next looks forward; write last");
    }
    return read_near(reader, at, 1, day, side, out);
}

/* ---- calls ---- */

/* The parts between brackets, as a list, at most `limit` of them. */
static relcal_status read_arguments(rule_reader *reader, int16_t call, int least, int most)
{
    int count = 0;
    int16_t *link = &part_at(reader, call)->first;
    if (!take_sign(reader, '(')) {
        return refuse(reader, "( and what it is of");
    }
    do {
        int16_t argument;
        relcal_status status = read_sum(reader, &argument);
        if (status != RELCAL_OK) {
            return status;
        }
        *link = argument;
        link = &part_at(reader, argument)->next;
        count++;
    } while (count < most && take_sign(reader, ','));
    if (count < least) {
        return refuse(reader, "a comma and another day");
    }
    return take_sign(reader, ')') ? RELCAL_OK : refuse(reader, ")");
}

/* The form of a call that begins here, or -1. */
static int find_call(const rule_reader *reader)
{
    static const struct {
        const char *word;
        relcal_rule_form form;
    } calls[] = {
        {"min", RELCAL_RULE_MIN},
        {"max", RELCAL_RULE_MAX},
        {"month", RELCAL_RULE_MONTH_OF},
        {"year", RELCAL_RULE_YEAR_OF},
    };
    for (size_t index = 0; index < sizeof calls / sizeof calls[0]; index++) {
        if (is_at_word(reader, calls[index].word)) {
            return (int)calls[index].form;
        }
    }
    return -1;
}

static relcal_status read_call(rule_reader *reader, relcal_rule_form form, int16_t *out)
{
    int16_t call = -1;
    bool is_choice = form == RELCAL_RULE_MIN || form == RELCAL_RULE_MAX;
    relcal_status status = add_part(reader, form, reader->token.at, &call);
    if (status != RELCAL_OK) {
        return status;
    }
    advance(reader);
    *out = call;
    return read_arguments(reader, call, is_choice ? 2 : 1,
                          is_choice ? RELCAL_MAX_DATE_RULE_PARTS : 1);
}

/* ---- terms ---- */

static relcal_status read_date(rule_reader *reader, int16_t *out)
{
    relcal_when when;
    relcal_error error;
    token next = reader->token;
    relcal_status status = relcal_when_parse(&when, next.text, next.length, &error);
    if (status == RELCAL_OK && when.precision != RELCAL_PRECISION_DAY &&
        when.precision != RELCAL_PRECISION_MONTH) {
        return refuse(reader, "a day or a month, such as 2028-05-02 or 2028-05");
    }
    if (status != RELCAL_OK) {
        size_t at = next.at + (error.column > 0 ? error.column - 1 : 0);
        return relcal_fail(reader->error, status, relcal_place_in_text(at), "%s", error.message);
    }
    bool is_month = when.precision == RELCAL_PRECISION_MONTH;
    int16_t index = -1;
    status = add_part(reader, is_month ? RELCAL_RULE_MONTH : RELCAL_RULE_DATE, next.at, &index);
    if (status == RELCAL_OK) {
        advance(reader);
        part_at(reader, index)->date = relcal_when_date(&when);
        part_at(reader, index)->month = relcal_date_to_civil(relcal_when_date(&when)).month;
        *out = index;
    }
    return status;
}

static relcal_status read_bracketed(rule_reader *reader, int16_t *out)
{
    advance(reader);
    relcal_status status = read_sum(reader, out);
    if (status == RELCAL_OK && !take_sign(reader, ')')) {
        return refuse(reader, ")");
    }
    return status;
}

static relcal_status read_named_term(rule_reader *reader, int16_t *out)
{
    const token *next = &reader->token;
    size_t at = next->at;
    if (take_word(reader, "today")) {
        return add_part(reader, RELCAL_RULE_TODAY, at, out);
    }
    if (is_date_word(next)) {
        return read_date(reader, out);
    }
    if (is_number(next)) {
        return read_counted(reader, out);
    }
    if (meaning(reader, relcal_rule_ordinal) != 0) {
        return read_ordinal(reader, out);
    }
    if (meaning(reader, relcal_rule_month) != 0) {
        return read_month(reader, out);
    }
    int call = find_call(reader);
    if (call >= 0) {
        return read_call(reader, (relcal_rule_form)call, out);
    }
    if (is_name(next)) {
        return read_milestone(reader, at, 0, out);
    }
    if (is_at_word(reader, "every")) {
        return refuse(reader, "one day here; dates that repeat stand alone");
    }
    bool is_near = is_at_word(reader, "next") || is_at_word(reader, "working") ||
                   is_at_word(reader, "business") || is_at_word(reader, "workday") ||
                   meaning(reader, relcal_rule_weekday) != 0;
    return is_near ? read_next(reader, out)
                   : refuse(reader, "a day, a milestone, or what leads to one");
}

static relcal_status read_term(rule_reader *reader, int16_t *out)
{
    if (reader->depth == RELCAL_MAX_DATE_RULE_DEPTH) {
        return refuse_depth(reader);
    }
    reader->depth++;
    relcal_status status;
    if (is_at_sign(reader, '(')) {
        status = read_bracketed(reader, out);
    } else if (reader->token.kind == TOKEN_WORD) {
        status = read_named_term(reader, out);
    } else if (reader->token.kind == TOKEN_QUOTED) {
        status = read_milestone(reader, reader->token.at, 0, out);
    } else {
        status = refuse(reader, "a day, a milestone, or what leads to one");
    }
    reader->depth--;
    return status;
}

static relcal_status read_sum(rule_reader *reader, int16_t *out)
{
    int16_t sum = -1;
    relcal_status status = read_term(reader, &sum);
    while (status == RELCAL_OK && (is_at_sign(reader, '+') || is_at_sign(reader, '-'))) {
        bool is_minus = is_at_sign(reader, '-');
        int16_t shift = -1;
        int32_t count = 0;
        uint8_t unit = 0;
        status = add_part(reader, RELCAL_RULE_SHIFT, reader->token.at, &shift);
        if (status == RELCAL_OK) {
            advance(reader);
            status = read_length(reader, &count, &unit);
        }
        if (status == RELCAL_OK) {
            part_at(reader, shift)->count = is_minus ? -count : count;
            part_at(reader, shift)->unit = unit;
            part_at(reader, shift)->first = sum;
            sum = shift;
        }
    }
    if (status == RELCAL_OK) {
        *out = sum;
    }
    return status;
}

/* ---- rules ---- */

/* Behind the comma of a rule that repeats: "first tuesday", or "tuesday" for the next one. */
static relcal_status read_every_day(rule_reader *reader, int16_t every)
{
    size_t at = reader->token.at;
    int nth = meaning(reader, relcal_rule_ordinal);
    if (nth != 0) {
        advance(reader);
    }
    if (nth > 0 && take_word(reader, "last")) {
        nth = -nth;
    }
    int day = take_day(reader, nth != 0);
    relcal_rule_part *part = part_at(reader, every);
    if (day == RELCAL_RULE_NO_DAY) {
        return refuse(reader, "a weekday, as in first tuesday");
    }
    if (nth != 0 && part->unit != RELCAL_UNIT_MONTHS && part->unit != RELCAL_UNIT_YEARS) {
        return relcal_fail(reader->error, RELCAL_ERROR_SYNTAX, relcal_place_in_text(at),
                           "days are counted in months; write the weekday alone");
    }
    relcal_status status = check_nth(reader, at, nth, day, true);
    if (status != RELCAL_OK) {
        return status;
    }
    part->nth = (int16_t)nth;
    part->day = (uint8_t)day;
    return RELCAL_OK;
}

static relcal_status read_every(rule_reader *reader, int16_t *out)
{
    int16_t every = -1;
    int16_t base = -1;
    int32_t count;
    uint8_t unit;
    relcal_status status = add_part(reader, RELCAL_RULE_EVERY, reader->token.at, &every);
    if (status != RELCAL_OK) {
        return status;
    }
    advance(reader);
    size_t at = reader->token.at;
    status = read_length(reader, &count, &unit);
    if (status != RELCAL_OK) {
        return status;
    }
    if (count == 0) {
        return relcal_fail(reader->error, RELCAL_ERROR_RANGE, relcal_place_in_text(at),
                           "every 0 is no step; write 1 or more");
    }
    if (!take_word(reader, "from")) {
        return refuse(reader, "from and a day");
    }
    status = read_sum(reader, &base);
    if (status != RELCAL_OK) {
        return status;
    }
    part_at(reader, every)->count = count;
    part_at(reader, every)->unit = unit;
    part_at(reader, every)->first = base;
    if (take_word(reader, "until")) {
        status = read_sum(reader, &part_at(reader, base)->next);
    }
    if (status == RELCAL_OK && take_sign(reader, ',')) {
        status = read_every_day(reader, every);
    }
    *out = every;
    return status;
}

/* Abbreviations are written in full in the normal form, which must be a rule as well. No text grows
 * to four times of itself by that. */
static relcal_status check_normal_form(const rule_reader *reader)
{
    if (reader->length <= RELCAL_MAX_DATE_RULE_BYTES / 4) {
        return RELCAL_OK;
    }
    size_t length = relcal_rule_print(reader->rule, NULL, 0);
    return length <= RELCAL_MAX_DATE_RULE_BYTES
               ? RELCAL_OK
               : relcal_fail(reader->error, RELCAL_ERROR_LIMIT, relcal_place_in_text(0),
                             "a rule of %zu bytes where all words are written in full; write at "
                             "most %d",
                             length, RELCAL_MAX_DATE_RULE_BYTES);
}

relcal_status relcal_rule_read(relcal_rule_scratch *scratch, const char *text, size_t length,
                               relcal_error *error)
{
    rule_reader reader = {.rule = &scratch->rule, .text = text, .length = length, .error = error};
    if (length > RELCAL_MAX_DATE_RULE_BYTES) {
        return relcal_fail(
            error, RELCAL_ERROR_LIMIT,
            relcal_place_in_text(characters_before(&reader, RELCAL_MAX_DATE_RULE_BYTES)),
            "a rule of %zu bytes; write at most %d", length, RELCAL_MAX_DATE_RULE_BYTES);
    }
    scratch->rule = (relcal_date_rule){.text = text, .length = (uint16_t)length};
    advance(&reader);
    int16_t root = -1;
    relcal_status status = is_at_word(&reader, "every") ? read_every(&reader, &root)
                                                        : read_sum(&reader, &root);
    if (status == RELCAL_OK && reader.token.kind != TOKEN_END) {
        status = refuse(&reader, "nothing more, or + or - and a length");
    }
    scratch->rule.root = root;
    return status == RELCAL_OK ? check_normal_form(&reader) : status;
}

size_t relcal_rule_bytes(const relcal_date_rule *rule)
{
    return sizeof *rule + rule->count * sizeof rule->parts[0];
}

relcal_date_rule *relcal_rule_copy(const relcal_date_rule *rule, const char *text, void *memory)
{
    relcal_date_rule *copy = memory;
    memcpy(copy, rule, relcal_rule_bytes(rule));
    copy->text = text;
    return copy;
}
