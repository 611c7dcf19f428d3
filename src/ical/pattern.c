/*
 * Matching goes from left to right and never back: a name reaches to the first place where the
 * words behind it stand, the last one to the end. Where every name takes any text, that finds a
 * match if there is one.
 */
#include "pattern.h"

#include <string.h>

static const char *const names[RELCAL_PATTERN_NAMES] = {
    [RELCAL_PATTERN_ANY] = "any",
    [RELCAL_PATTERN_PROJECT] = "project",
    [RELCAL_PATTERN_SERIES] = "series",
    [RELCAL_PATTERN_NUMBER] = "number",
    [RELCAL_PATTERN_MILESTONE] = "milestone",
    [RELCAL_PATTERN_VERSION] = "version",
};

/* ---- compiling ---- */

typedef struct pattern_compiler {
    relcal_pattern *pattern;
    const char *text;
    size_t at;
    size_t written; /* bytes of the pattern's words */
    bool has_name[RELCAL_PATTERN_NAMES];
    relcal_error *error;
} pattern_compiler;

/* Fails at a byte of the pattern; the column counts characters. */
#define FAIL_AT(compiler, place, ...)                                                  \
    (relcal_ical_fail((compiler)->error, RELCAL_ERROR_ARGUMENT, NULL, 0, __VA_ARGS__), \
     set_column((compiler)->error, (compiler)->text, place), RELCAL_ERROR_ARGUMENT)

static void set_column(relcal_error *error, const char *text, size_t place)
{
    if (error == NULL) {
        return;
    }
    error->column = 1;
    for (size_t index = 0; index < place; index++) {
        error->column += ((unsigned char)text[index] & 0xC0) != 0x80;
    }
}

static bool is_space(char character)
{
    return character == ' ' || character == '\t' || character == '\n';
}

/* Adds a part; false where there are too many. */
static bool add_part(pattern_compiler *compiler, relcal_pattern_part part)
{
    if (compiler->pattern->count == RELCAL_PATTERN_MAX_PARTS) {
        return false;
    }
    compiler->pattern->parts[compiler->pattern->count++] = part;
    return true;
}

/* Reads words up to the next name, one space for several. */
static relcal_status compile_words(pattern_compiler *compiler)
{
    relcal_slice words = {compiler->pattern->words + compiler->written, 0};
    size_t begin = compiler->at;
    for (; compiler->text[compiler->at] != '\0' && compiler->text[compiler->at] != '{';
         compiler->at++) {
        char character = compiler->text[compiler->at];
        if (character == '}') {
            return FAIL_AT(compiler, compiler->at, "a } without its {; names are written {series}");
        }
        bool is_second = is_space(character) &&
                         (compiler->at == 0 || is_space(compiler->text[compiler->at - 1]));
        if (!is_second) {
            compiler->pattern->words[compiler->written++] = is_space(character) ? ' ' : character;
            words.length++;
        }
    }
    bool is_last = compiler->text[compiler->at] == '\0';
    if (is_last && words.length > 0 && words.text[words.length - 1] == ' ') {
        words.length--;
    }
    if (words.length > 0 && !add_part(compiler, (relcal_pattern_part){.words = words})) {
        return FAIL_AT(compiler, begin, "the pattern has too many parts");
    }
    return RELCAL_OK;
}

static relcal_pattern_name find_name(relcal_slice text)
{
    relcal_pattern_name name = 0;
    while (name < RELCAL_PATTERN_NAMES && !relcal_slice_is(text, names[name])) {
        name++;
    }
    return name;
}

/* Reads a name in braces. */
static relcal_status compile_name(pattern_compiler *compiler)
{
    size_t begin = compiler->at;
    const char *open = compiler->text + begin;
    const char *close = strchr(open, '}');
    if (close == NULL) {
        return FAIL_AT(compiler, begin, "a { without its }; names are written {series}");
    }
    relcal_pattern_name name = find_name((relcal_slice){open + 1, (size_t)(close - open) - 1});
    const relcal_pattern *pattern = compiler->pattern;
    if (name == RELCAL_PATTERN_NAMES) {
        return FAIL_AT(compiler, begin + 1,
                       "unknown name %s; the names are project, series, number, milestone, version "
                       "and any",
                       relcal_ical_quote(open, (size_t)(close - open) + 1,
                                         (char[RELCAL_ICAL_QUOTE_BYTES]){0}));
    }
    if (name != RELCAL_PATTERN_ANY && compiler->has_name[name]) {
        return FAIL_AT(compiler, begin, "{%s} stands twice; write {any} for one of them",
                       names[name]);
    }
    if (pattern->count > 0 && pattern->parts[pattern->count - 1].is_name) {
        return FAIL_AT(compiler, begin, "nothing stands between {%s} and {%s}; write words there",
                       names[pattern->parts[pattern->count - 1].name], names[name]);
    }
    compiler->has_name[name] = true;
    compiler->at = (size_t)(close - compiler->text) + 1;
    if (!add_part(compiler, (relcal_pattern_part){.is_name = true, .name = name})) {
        return FAIL_AT(compiler, begin, "the pattern has too many parts");
    }
    return RELCAL_OK;
}

/* Whether the names that were found say which milestone is meant. */
static relcal_status check_names(const pattern_compiler *compiler)
{
    const bool *has = compiler->has_name;
    if (!has[RELCAL_PATTERN_MILESTONE] && !has[RELCAL_PATTERN_VERSION]) {
        return FAIL_AT(compiler, 0, "the pattern names no {milestone}; write where it stands");
    }
    if (has[RELCAL_PATTERN_MILESTONE] && has[RELCAL_PATTERN_VERSION]) {
        return FAIL_AT(compiler, 0,
                       "the pattern has both {milestone} and {version}; keep one of them");
    }
    if (has[RELCAL_PATTERN_SERIES] && has[RELCAL_PATTERN_NUMBER]) {
        return FAIL_AT(compiler, 0, "the pattern has both {series} and {number}; keep one of them");
    }
    return RELCAL_OK;
}

relcal_status relcal_pattern_compile(relcal_pattern *out, const char *text, relcal_error *error)
{
    pattern_compiler compiler = {.pattern = out, .text = text, .error = error};
    size_t length = strlen(text);
    size_t wrong;
    const char *fault = relcal_ical_text_fault(text, length, false, &wrong);
    out->count = 0;
    if (fault != NULL) {
        return FAIL_AT(&compiler, wrong, "the pattern %s", fault);
    }
    if (length > RELCAL_PATTERN_MAX_BYTES) {
        return FAIL_AT(&compiler, RELCAL_PATTERN_MAX_BYTES, "the pattern has more than %d bytes",
                       RELCAL_PATTERN_MAX_BYTES);
    }
    relcal_status status = RELCAL_OK;
    while (status == RELCAL_OK && text[compiler.at] != '\0') {
        status = text[compiler.at] == '{' ? compile_name(&compiler) : compile_words(&compiler);
    }
    return status == RELCAL_OK ? check_names(&compiler) : status;
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
