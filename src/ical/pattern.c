/*
 * Matching goes from left to right and never back: a name reaches to the first place where the
 * words behind it stand, the last one to the end. Where every name takes any text, that finds a
 * match if there is one.
 */
#include "pattern.h"

#include <assert.h>
#include <string.h>

#include "relcal/import.h"

static const char *const names[RELCAL_PATTERN_NAMES] = {
    [RELCAL_PATTERN_ANY] = "any",
    [RELCAL_PATTERN_PROJECT] = "project",
    [RELCAL_PATTERN_SERIES] = "series",
    [RELCAL_PATTERN_NUMBER] = "number",
    [RELCAL_PATTERN_MILESTONE] = "milestone",
    [RELCAL_PATTERN_VERSION] = "version",
};

/* ---- compiling ---- */

/* A good pattern that is being split. */
typedef struct pattern_splitter {
    relcal_pattern *pattern;
    const char *text;
    size_t at;
    size_t written; /* bytes of the pattern's words */
} pattern_splitter;

/* Fails at a byte of the pattern; the column counts characters. */
static relcal_status fail_at(relcal_error *error, const char *text, size_t place, const char *fault)
{
    relcal_status status = relcal_ical_fail(error, RELCAL_ERROR_ARGUMENT, NULL, 0, "the pattern %s",
                                            fault);
    for (size_t index = 0; error != NULL && index <= place; index++) {
        error->column += index == 0 || ((unsigned char)text[index - 1] & 0xC0) != 0x80;
    }
    return status;
}

static bool is_space(char character)
{
    return character == ' ' || character == '\t' || character == '\n';
}

static void add_part(pattern_splitter *splitter, relcal_pattern_part part)
{
    assert(splitter->pattern->count < RELCAL_MAX_PATTERN_PARTS);
    splitter->pattern->parts[splitter->pattern->count++] = part;
}

/* Takes words up to the next name, one space for several. */
static void take_words(pattern_splitter *splitter)
{
    relcal_slice words = {splitter->pattern->words + splitter->written, 0};
    for (; splitter->text[splitter->at] != '\0' && splitter->text[splitter->at] != '{';
         splitter->at++) {
        char character = splitter->text[splitter->at];
        bool is_second = is_space(character) &&
                         (splitter->at == 0 || is_space(splitter->text[splitter->at - 1]));
        if (!is_second) {
            splitter->pattern->words[splitter->written++] = is_space(character) ? ' ' : character;
            words.length++;
        }
    }
    bool is_last = splitter->text[splitter->at] == '\0';
    if (is_last && words.length > 0 && words.text[words.length - 1] == ' ') {
        words.length--;
    }
    if (words.length > 0) {
        add_part(splitter, (relcal_pattern_part){.words = words});
    }
}

/* Takes a name in braces. */
static void take_name(pattern_splitter *splitter)
{
    const char *open = splitter->text + splitter->at;
    relcal_slice text = {open + 1, strcspn(open + 1, "}")};
    relcal_pattern_name name = 0;
    while (!relcal_slice_is(text, names[name])) {
        name++;
        assert(name < RELCAL_PATTERN_NAMES);
    }
    add_part(splitter, (relcal_pattern_part){.is_name = true, .name = name});
    splitter->at += text.length + 2;
}

relcal_status relcal_pattern_compile(relcal_pattern *out, const char *text, relcal_error *error)
{
    pattern_splitter splitter = {.pattern = out, .text = text};
    size_t wrong;
    const char *fault = relcal_ical_text_fault(text, strlen(text), false, &wrong);
    relcal_status status = fault != NULL ? fail_at(error, text, wrong, fault)
                                         : relcal_feed_pattern_check(text, error);
    out->count = 0;
    while (status == RELCAL_OK && text[splitter.at] != '\0') {
        if (text[splitter.at] == '{') {
            take_name(&splitter);
        } else {
            take_words(&splitter);
        }
    }
    return status;
}

/* ---- matching ---- */

/* Where words stand in a text first, from a byte on; SIZE_MAX where they do not. */
static size_t find_words(relcal_slice text, size_t at, relcal_slice words)
{
    while (at + words.length <= text.length) {
        const char *first = memchr(text.text + at, words.text[0],
                                   text.length - at - words.length + 1);
        if (first == NULL) {
            return SIZE_MAX;
        }
        at = (size_t)(first - text.text);
        if (memcmp(first, words.text, words.length) == 0) {
            return at;
        }
        at++;
    }
    return SIZE_MAX;
}

/* Where the name that begins at a byte ends; SIZE_MAX where the words behind it do not stand. */
static size_t find_name_end(const relcal_pattern *pattern, size_t index, relcal_slice text,
                            size_t at)
{
    if (index + 1 == pattern->count) {
        return text.length;
    }
    relcal_slice words = pattern->parts[index + 1].words;
    if (index + 2 < pattern->count) {
        return find_words(text, at + 1, words);
    }
    bool is_end = text.length > at + words.length &&
                  memcmp(text.text + text.length - words.length, words.text, words.length) == 0;
    return is_end ? text.length - words.length : SIZE_MAX;
}

static bool is_number(relcal_slice text)
{
    for (size_t index = 0; index < text.length; index++) {
        if ((text.text[index] < '0' || text.text[index] > '9') &&
            (text.text[index] != '.' || index == 0)) {
            return false;
        }
    }
    return text.length > 0;
}

bool relcal_pattern_matches(const relcal_pattern *pattern, relcal_slice text,
                            relcal_pattern_match *out)
{
    relcal_pattern_match match = {0};
    size_t at = 0;
    for (size_t index = 0; index < pattern->count; index++) {
        const relcal_pattern_part *part = &pattern->parts[index];
        if (!part->is_name) {
            if (part->words.length > text.length - at ||
                memcmp(text.text + at, part->words.text, part->words.length) != 0) {
                return false;
            }
            at += part->words.length;
            continue;
        }
        size_t end = find_name_end(pattern, index, text, at);
        if (end == SIZE_MAX || end <= at) {
            return false;
        }
        match.names[part->name] = (relcal_slice){text.text + at, end - at};
        at = end;
    }
    relcal_slice number = match.names[RELCAL_PATTERN_NUMBER];
    if (at != text.length || (number.length > 0 && !is_number(number))) {
        return false;
    }
    *out = match;
    return true;
}

/* ---- tidying ---- */

/* Characters beyond ASCII that no schedule file may hold, as UTF-8: line separators, a byte order
 * mark, and those that are none. The controls U+0080 to U+009F are others. */
static const char *const unfit[] = {"\xE2\x80\xA8", "\xE2\x80\xA9", "\xEF\xBB\xBF", "\xEF\xBF\xBE",
                                    "\xEF\xBF\xBF"};

static bool is_unfit(const char *character, size_t length)
{
    for (size_t index = 0; index < sizeof unfit / sizeof unfit[0]; index++) {
        if (length == 3 && memcmp(character, unfit[index], length) == 0) {
            return true;
        }
    }
    bool is_c1 = length == 2 && (unsigned char)character[0] == 0xC2 &&
                 (unsigned char)character[1] < 0xA0;
    return is_c1 || is_space(*character) || *character == '\r';
}

bool relcal_pattern_is_fit(const char *text)
{
    size_t length = strlen(text);
    for (size_t at = 0; at < length;) {
        size_t bytes = relcal_ical_character_length(text + at, length - at);
        if (bytes == 0 || (text[at] != ' ' && is_unfit(text + at, bytes))) {
            return false;
        }
        at += bytes;
    }
    return true;
}

void relcal_pattern_tidy(relcal_ical_text *out, const char *text)
{
    size_t length = strlen(text);
    bool has_gap = false;
    bool has_begun = false;
    for (size_t at = 0; at < length;) {
        size_t bytes = relcal_ical_character_length(text + at, length - at);
        bytes = bytes == 0 ? 1 : bytes;
        if (is_unfit(text + at, bytes)) {
            has_gap = has_begun;
        } else {
            if (has_gap) {
                relcal_ical_text_put(out, " ", 1);
            }
            relcal_ical_text_put(out, text + at, bytes);
            has_gap = false;
            has_begun = true;
        }
        at += bytes;
    }
}
