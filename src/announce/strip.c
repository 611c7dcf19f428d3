/*
 * Markdown, reStructuredText, HTML and plain text, all read by the same rules: what is markup in
 * one of them is hardly ever text in another. Nothing is copied and nothing is nested, so that any
 * text takes linear time and no memory: of what may be open, struck text alone is counted.
 */
#include "strip.h"

#include <string.h>

/* How far the end of a tag, an address or struck text may lie from its beginning, in bytes. */
#define TAG_BYTES_MAX 8192
#define ADDRESS_BYTES_MAX 4096
#define NESTED_BYTES_MAX 256
#define STRUCK_BYTES_MAX 200
#define ENTITY_BYTES_MAX 10
#define RULE_MIN 3

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r';
}

/* Whether a byte can be part of a word; every byte of a longer UTF-8 sequence counts. */
static bool is_word_byte(char byte)
{
    return is_letter(byte) || is_digit(byte) || (unsigned char)byte >= 0x80;
}

static char lower(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
}

static bool has_at(const relcal_strip *strip, size_t at, const char *word)
{
    for (; *word != '\0'; word++, at++) {
        if (at >= strip->length || lower(strip->text[at]) != *word) {
            return false;
        }
    }
    return true;
}

static char byte_at(const relcal_strip *strip, size_t at)
{
    return at < strip->length ? strip->text[at] : '\0';
}

relcal_strip relcal_strip_start(const char *text, size_t length, size_t at)
{
    return (relcal_strip){.text = text,
                          .length = length,
                          .at = at,
                          .last = ' ',
                          .is_line_start = true,
                          .has_break = true};
}

/* The place of the next `mark` at or after a place, the length where there is none. */
static size_t find_mark(const relcal_strip *strip, size_t *memo, char mark, size_t from)
{
    if (*memo < from || from == 0) {
        const char *found = from < strip->length
                                ? memchr(strip->text + from, mark, strip->length - from)
                                : NULL;
        *memo = found != NULL ? (size_t)(found - strip->text) : strip->length;
    }
    return *memo;
}

/* ---- Lines ---- */

static size_t line_end(const relcal_strip *strip, size_t at)
{
    const char *found = at < strip->length ? memchr(strip->text + at, '\n', strip->length - at)
                                           : NULL;
    return found != NULL ? (size_t)(found - strip->text) : strip->length;
}

/* The mark that fills the line at a place as it underlines headings; NUL where none does. */
static char rule_mark(const relcal_strip *strip, size_t at)
{
    char mark = byte_at(strip, at);
    if (mark == '\0' || strchr("=-~^\"'*+#:.", mark) == NULL) {
        return '\0';
    }
    size_t end = at;
    while (byte_at(strip, end) == mark) {
        end++;
    }
    size_t count = end - at;
    while (is_blank(byte_at(strip, end))) {
        end++;
    }
    return count >= RULE_MIN && (end == strip->length || strip->text[end] == '\n') ? mark : '\0';
}

static unsigned level_of_rule(char mark)
{
    return mark == '=' ? 1 : mark == '-' ? 2 : 3;
}

/* Passes over a block of code between fences; one that is not closed goes to the end. */
static void skip_fenced(relcal_strip *strip, const char *fence)
{
    size_t at = line_end(strip, strip->at);
    while (at < strip->length) {
        at++;
        while (is_blank(byte_at(strip, at))) {
            at++;
        }
        bool is_end = has_at(strip, at, fence);
        at = line_end(strip, at);
        if (is_end) {
            break;
        }
    }
    strip->at = at;
}

/* The bytes of a list item's mark with its space, 0 where there is none. */
static size_t item_mark(const relcal_strip *strip)
{
    char mark = byte_at(strip, strip->at);
    size_t length = 0;
    if (mark == '-' || mark == '+' || mark == '*') {
        length = 1;
    } else if (is_digit(mark)) {
        length = is_digit(byte_at(strip, strip->at + 1)) ? 2 : 1;
        char after = byte_at(strip, strip->at + length);
        length = after == '.' || after == ')' ? length + 1 : 0;
    }
    return length > 0 && is_blank(byte_at(strip, strip->at + length)) ? length + 1 : 0;
}

static relcal_glyph give(relcal_strip *strip, uint32_t code, size_t start, size_t end)
{
    strip->at = end;
    strip->last = code;
    strip->has_break = code == RELCAL_GLYPH_BREAK;
    return (relcal_glyph){code, start, end};
}

/* Reads what only the beginning of a line can have. True where that is a glyph. */
static bool begin_line(relcal_strip *strip, relcal_glyph *out)
{
    size_t start = strip->at;
    strip->is_line_start = false;
    while (is_blank(byte_at(strip, strip->at)) || byte_at(strip, strip->at) == '>') {
        strip->at++;
    }
    char byte = byte_at(strip, strip->at);
    if (strip->at >= strip->length || byte == '\n') {
        *out = give(strip, strip->has_break ? ' ' : RELCAL_GLYPH_BREAK, start, strip->at);
        strip->has_break = true;
        return strip->at < strip->length;
    }
    if (has_at(strip, strip->at, "```") || has_at(strip, strip->at, "~~~")) {
        skip_fenced(strip, byte == '`' ? "```" : "~~~");
        *out = give(strip, RELCAL_GLYPH_BREAK, start, strip->at);
        return true;
    }
    if (rule_mark(strip, strip->at) != '\0') {
        *out = give(strip, RELCAL_GLYPH_BREAK, start, line_end(strip, strip->at));
        return true;
    }
    if (has_at(strip, strip->at, ".. ")) {
        *out = give(strip, RELCAL_GLYPH_BREAK, start, line_end(strip, strip->at));
        return true;
    }
    size_t level = 0;
    while (byte_at(strip, strip->at + level) == '#') {
        level++;
    }
    if (level >= 1 && level <= 6 && is_blank(byte_at(strip, strip->at + level))) {
        strip->is_heading = true;
        *out = give(strip, RELCAL_GLYPH_HEADING + (uint32_t)level, start, strip->at + level);
        return true;
    }
    bool is_alone = strip->has_break;
    char rule = is_alone ? rule_mark(strip, line_end(strip, strip->at) + 1) : '\0';
    if (rule != '\0') {
        strip->is_heading = true;
        *out = give(strip, RELCAL_GLYPH_HEADING + level_of_rule(rule), start, strip->at);
        return true;
    }
    size_t mark = item_mark(strip);
    if (mark > 0) {
        *out = give(strip, RELCAL_GLYPH_BREAK, start, strip->at + mark);
        return true;
    }
    return false;
}

/* ---- Tags and entities ---- */

typedef enum tag_effect {
    EFFECT_NONE,
    EFFECT_BREAK,
    EFFECT_SPACE,
    EFFECT_STRIKE,
    EFFECT_SKIP
} tag_effect;

typedef struct tag_row {
    const char *name;
    tag_effect effect;
} tag_row;

static const tag_row tags[] = {
    {"p", EFFECT_BREAK},          {"div", EFFECT_BREAK},     {"li", EFFECT_BREAK},
    {"ul", EFFECT_BREAK},         {"ol", EFFECT_BREAK},      {"tr", EFFECT_BREAK},
    {"td", EFFECT_BREAK},         {"th", EFFECT_BREAK},      {"table", EFFECT_BREAK},
    {"blockquote", EFFECT_BREAK}, {"hr", EFFECT_BREAK},      {"pre", EFFECT_BREAK},
    {"dl", EFFECT_BREAK},         {"dt", EFFECT_BREAK},      {"dd", EFFECT_BREAK},
    {"section", EFFECT_BREAK},    {"article", EFFECT_BREAK}, {"body", EFFECT_BREAK},
    {"title", EFFECT_BREAK},      {"br", EFFECT_SPACE},      {"s", EFFECT_STRIKE},
    {"del", EFFECT_STRIKE},       {"strike", EFFECT_STRIKE}, {"script", EFFECT_SKIP},
    {"style", EFFECT_SKIP},
};

#define TAG_NAME_BYTES 12

static tag_effect effect_of(const char *name)
{
    for (size_t index = 0; index < sizeof tags / sizeof tags[0]; index++) {
        if (strcmp(tags[index].name, name) == 0) {
            return tags[index].effect;
        }
    }
    return EFFECT_NONE;
}

/* Passes over what stands between <script> and </script>, or all where that is missing. */
static size_t skip_content(const relcal_strip *strip, size_t at, const char *name)
{
    const char *found;
    while (at < strip->length &&
           (found = memchr(strip->text + at, '<', strip->length - at)) != NULL) {
        at = (size_t)(found - strip->text) + 1;
        if (byte_at(strip, at) == '/' && has_at(strip, at + 1, name)) {
            return at - 1;
        }
    }
    return strip->length;
}

/* Reads a tag, comment or address in angles at the place. False where it is text; else `*out` is a
 * glyph, or there is none and the place has moved on. */
static bool read_angle(relcal_strip *strip, relcal_glyph *out, bool *has_glyph)
{
    size_t start = strip->at;
    *has_glyph = false;
    if (has_at(strip, start, "<!--") && !strip->has_no_comment_end) {
        for (size_t at = start + 4; at + 2 < strip->length; at++) {
            const char *dash = memchr(strip->text + at, '-', strip->length - at);
            at = dash != NULL ? (size_t)(dash - strip->text) : strip->length;
            if (has_at(strip, at, "-->")) {
                strip->at = at + 3;
                return true;
            }
        }
        strip->has_no_comment_end = true;
    }
    bool is_closing = byte_at(strip, start + 1) == '/';
    size_t at = start + 1 + is_closing;
    char name[TAG_NAME_BYTES] = "";
    size_t length = 0;
    while (length < sizeof name - 1 &&
           (is_letter(byte_at(strip, at + length)) || is_digit(byte_at(strip, at + length)))) {
        name[length] = lower(strip->text[at + length]);
        length++;
    }
    if (length == 0 || !is_letter(name[0])) {
        return false;
    }
    size_t end = find_mark(strip, &strip->next_angle, '>', start + 1);
    if (end == strip->length || end - start > TAG_BYTES_MAX) {
        return false;
    }
    if (byte_at(strip, at + length) == ':') {
        *out = give(strip, RELCAL_GLYPH_ADDRESS, start, end + 1);
        *has_glyph = true;
        return true;
    }
    strip->at = end + 1;
    if (name[0] == 'h' && length == 2 && name[1] >= '1' && name[1] <= '6') {
        uint32_t level = RELCAL_GLYPH_HEADING + (uint32_t)(name[1] - '0');
        *out = give(strip, is_closing ? RELCAL_GLYPH_BREAK : level, start, end + 1);
        *has_glyph = true;
        return true;
    }
    switch (effect_of(name)) {
    case EFFECT_BREAK:
        *out = give(strip, RELCAL_GLYPH_BREAK, start, end + 1);
        *has_glyph = true;
        break;
    case EFFECT_SPACE:
        *out = give(strip, ' ', start, end + 1);
        *has_glyph = true;
        break;
    case EFFECT_STRIKE:
        if (!is_closing) {
            strip->struck++;
        } else if (strip->struck > 0) {
            strip->struck--;
        }
        break;
    case EFFECT_SKIP:
        strip->at = is_closing ? end + 1 : skip_content(strip, end + 1, name);
        break;
    case EFFECT_NONE:
        break;
    }
    return true;
}

typedef struct entity_row {
    const char *name;
    uint32_t code;
} entity_row;

static const entity_row entities[] = {
    {"nbsp;", ' '},  {"amp;", '&'},      {"lt;", '<'},        {"gt;", '>'},     {"quot;", '"'},
    {"apos;", '\''}, {"ndash;", 0x2013}, {"mdash;", 0x2014},  {"rsquo;", '\''}, {"lsquo;", '\''},
    {"ldquo;", '"'}, {"rdquo;", '"'},    {"hellip;", 0x2026}, {"shy;", 0xAD},
};

/* The bytes of an entity at the place, its code in `*code`; 0 where there is none. */
static size_t read_entity(const relcal_strip *strip, uint32_t *code)
{
    size_t at = strip->at + 1;
    if (byte_at(strip, at) != '#') {
        for (size_t index = 0; index < sizeof entities / sizeof entities[0]; index++) {
            if (has_at(strip, at, entities[index].name)) {
                *code = entities[index].code;
                return 1 + strlen(entities[index].name);
            }
        }
        return 0;
    }
    at++;
    bool is_hexadecimal = lower(byte_at(strip, at)) == 'x';
    at += is_hexadecimal;
    uint32_t number = 0;
    size_t end = at;
    for (; end < at + ENTITY_BYTES_MAX && byte_at(strip, end) != ';'; end++) {
        char byte = lower(byte_at(strip, end));
        bool is_letter_digit = is_hexadecimal && byte >= 'a' && byte <= 'f';
        if (!is_digit(byte) && !is_letter_digit) {
            return 0;
        }
        uint32_t digit = (uint32_t)(is_letter_digit ? byte - 'a' + 10 : byte - '0');
        number = number > 0x110000 ? number : number * (is_hexadecimal ? 16 : 10) + digit;
    }
    if (end == at || byte_at(strip, end) != ';' || number == 0 || number >= 0x110000) {
        return 0;
    }
    *code = number;
    return end + 1 - strip->at;
}

/* ---- Links and struck text ---- */

/* The end of the address of a Markdown link whose "(" is at a place; the place where there is none.
 */
static size_t address_end(relcal_strip *strip, size_t open)
{
    size_t first = find_mark(strip, &strip->next_round, ')', open + 1);
    if (first == strip->length || first - open > ADDRESS_BYTES_MAX) {
        return open;
    }
    size_t depth = 0;
    for (size_t at = open; at < strip->length && at - open < NESTED_BYTES_MAX; at++) {
        char byte = strip->text[at];
        if (byte == '\n' && at > first) {
            break;
        }
        depth += byte == '(';
        if (byte == ')' && --depth == 0) {
            return at + 1;
        }
    }
    return first + 1;
}

/* Passes over "](address)" and "][reference]"; the bracket alone elsewhere. */
static void skip_link_end(relcal_strip *strip)
{
    size_t next = strip->at + 1;
    strip->at = next;
    if (byte_at(strip, next) == '(') {
        strip->at = address_end(strip, next);
    } else if (byte_at(strip, next) == '[') {
        size_t end = find_mark(strip, &strip->next_square, ']', next + 1);
        if (end < strip->length && end - next < NESTED_BYTES_MAX) {
            strip->at = end + 1;
        }
    }
}

/* Passes over "![words](address)"; false where it is none. */
static bool skip_image(relcal_strip *strip)
{
    size_t end = find_mark(strip, &strip->next_square, ']', strip->at + 2);
    if (end >= strip->length || end - strip->at > NESTED_BYTES_MAX ||
        byte_at(strip, end + 1) != '(') {
        return false;
    }
    size_t after = address_end(strip, end + 1);
    if (after == end + 1) {
        return false;
    }
    strip->at = after;
    return true;
}

/* Passes over ~struck~ and ~~struck~~ text; false where the tilde is text. */
static bool skip_struck(relcal_strip *strip)
{
    size_t marks = byte_at(strip, strip->at + 1) == '~' ? 2 : 1;
    size_t begin = strip->at + marks;
    size_t end = find_mark(strip, &strip->next_tilde, '~', begin);
    if (is_word_byte((char)(strip->last < 0x80 ? strip->last : 'x')) || end >= strip->length ||
        end == begin || end - begin > STRUCK_BYTES_MAX || is_blank(strip->text[begin]) ||
        is_blank(strip->text[end - 1])) {
        return false;
    }
    for (size_t at = begin; at < end; at++) {
        if (strip->text[at] == '\n' && byte_at(strip, at + 1) == '\n') {
            return false;
        }
    }
    strip->at = end + 1;
    while (byte_at(strip, strip->at) == '~') {
        strip->at++;
    }
    return true;
}

static bool is_address(const relcal_strip *strip)
{
    return !(strip->last < 0x80 && is_word_byte((char)strip->last)) &&
           (has_at(strip, strip->at, "http://") || has_at(strip, strip->at, "https://") ||
            has_at(strip, strip->at, "www."));
}

static size_t plain_address_end(const relcal_strip *strip)
{
    size_t at = strip->at;
    while (at < strip->length && !is_blank(strip->text[at]) &&
           strchr("\n<>\"()[]", strip->text[at]) == NULL) {
        at++;
    }
    return at;
}

/* ---- Characters ---- */

/* Decodes a UTF-8 sequence; a byte that begins none is U+FFFD by itself. */
static size_t decode(const relcal_strip *strip, uint32_t *code)
{
    const unsigned char *bytes = (const unsigned char *)strip->text + strip->at;
    size_t left = strip->length - strip->at;
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t length = bytes[0] < 0x80             ? 1
                    : (bytes[0] & 0xE0) == 0xC0 ? 2
                    : (bytes[0] & 0xF0) == 0xE0 ? 3
                    : (bytes[0] & 0xF8) == 0xF0 ? 4
                                                : 0;
    *code = 0xFFFD;
    if (length == 0 || length > left) {
        return 1;
    }
    uint32_t value = length == 1 ? bytes[0] : bytes[0] & (0x7Fu >> length);
    for (size_t index = 1; index < length; index++) {
        if ((bytes[index] & 0xC0) != 0x80) {
            return 1;
        }
        value = (value << 6) | (bytes[index] & 0x3Fu);
    }
    if (value >= least[length] && value < 0x110000) {
        *code = value;
    } else {
        length = 1;
    }
    return length;
}

/* Makes alike what reads alike; 0 for what is not seen at all. */
static uint32_t plain_code(uint32_t code)
{
    if (code < 0x80) {
        return code == '\n' || code == '\t' || code == '\r' || code < ' ' ? ' ' : code;
    }
    if (code == 0xA0 || (code >= 0x2000 && code <= 0x200A) || code == 0x202F || code == 0x3000 ||
        code == 0x2028 || code == 0x2029) {
        return ' ';
    }
    if (code == 0xAD || (code >= 0x200B && code <= 0x200F) || code == 0x2060 || code == 0xFEFF ||
        (code >= 0xFE00 && code <= 0xFE0F)) {
        return 0;
    }
    if (code == 0x2010 || code == 0x2011 || code == 0x2212) {
        return '-';
    }
    if (code == 0x2018 || code == 0x2019) {
        return '\'';
    }
    if (code == 0x201C || code == 0x201D) {
        return '"';
    }
    bool is_picture = (code >= 0x2190 && code <= 0x2BFF) || code >= 0x1F000;
    return is_picture ? ' ' : code;
}

/* Whether the mark at the place only shows emphasis. An underscore in a word is part of it. */
static bool is_emphasis(const relcal_strip *strip, char byte)
{
    if (byte == '*' || byte == '`') {
        return true;
    }
    bool is_after_word = strip->last < 0x80 && is_word_byte((char)strip->last);
    return byte == '_' && !(is_after_word && is_word_byte(byte_at(strip, strip->at + 1)));
}

static bool is_punctuation(char byte)
{
    return byte > ' ' && (unsigned char)byte < 0x7F && !is_letter(byte) && !is_digit(byte);
}

/* Passes over markup that stands for nothing; false where the next byte is no such. */
static bool skip_markup(relcal_strip *strip)
{
    char byte = strip->text[strip->at];
    if (byte == '[' || is_emphasis(strip, byte)) {
        strip->at++;
        return true;
    }
    if (byte == ']') {
        skip_link_end(strip);
        return true;
    }
    if (byte == '!' && byte_at(strip, strip->at + 1) == '[') {
        return skip_image(strip);
    }
    return byte == '~' && skip_struck(strip);
}

/* Reads one character as it is, entities and escapes decoded. */
static relcal_glyph read_character(relcal_strip *strip)
{
    size_t start = strip->at;
    uint32_t code;
    size_t length = 0;
    char byte = strip->text[start];
    if (byte == '&') {
        length = read_entity(strip, &code);
    } else if (byte == '\\' && is_punctuation(byte_at(strip, start + 1))) {
        code = (unsigned char)strip->text[start + 1];
        length = 2;
    }
    if (length == 0) {
        length = decode(strip, &code);
    }
    return (relcal_glyph){plain_code(code), start, start + length};
}

static relcal_glyph end_line(relcal_strip *strip)
{
    size_t start = strip->at;
    bool was_heading = strip->is_heading;
    bool has_break = strip->has_break;
    strip->is_line_start = true;
    strip->is_heading = false;
    relcal_glyph glyph = give(strip, was_heading ? RELCAL_GLYPH_BREAK : ' ', start, start + 1);
    strip->has_break = was_heading || has_break;
    return glyph;
}

static relcal_glyph next_glyph(relcal_strip *strip)
{
    relcal_glyph glyph;
    while (strip->at < strip->length) {
        if (strip->is_line_start && begin_line(strip, &glyph)) {
            return glyph;
        }
        if (strip->at >= strip->length) {
            break;
        }
        char byte = strip->text[strip->at];
        if (byte == '\n') {
            return end_line(strip);
        }
        bool has_glyph;
        if (byte == '<' && read_angle(strip, &glyph, &has_glyph)) {
            if (has_glyph) {
                return glyph;
            }
            continue;
        }
        if (skip_markup(strip)) {
            continue;
        }
        if (is_address(strip)) {
            return give(strip, RELCAL_GLYPH_ADDRESS, strip->at, plain_address_end(strip));
        }
        glyph = read_character(strip);
        strip->at = glyph.end;
        if (glyph.code != 0) {
            return give(strip, glyph.code, glyph.start, glyph.end);
        }
    }
    return (relcal_glyph){RELCAL_GLYPH_END, strip->length, strip->length};
}

relcal_glyph relcal_strip_next(relcal_strip *strip)
{
    relcal_glyph glyph;
    do {
        glyph = next_glyph(strip);
    } while (strip->struck > 0 && glyph.code < RELCAL_GLYPH_END);
    return glyph;
}
