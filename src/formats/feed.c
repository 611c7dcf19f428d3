/*
 * Patterns of the summaries of other people's calendars: words, which stand for themselves, and
 * names in braces. Here is said what a good one is; src/ical matches them.
 */
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "fail.h"
#include "quote.h"
#include "relcal/import.h"
#include "relcal/limits.h"

/* What a pattern can name. */
typedef enum feed_name {
    NAME_PROJECT,
    NAME_SERIES,
    NAME_NUMBER,
    NAME_MILESTONE,
    NAME_VERSION,
    NAME_ANY,
    NAME_COUNT
} feed_name;

static const char *const names[NAME_COUNT] = {
    [NAME_PROJECT] = "project",     [NAME_SERIES] = "series",   [NAME_NUMBER] = "number",
    [NAME_MILESTONE] = "milestone", [NAME_VERSION] = "version", [NAME_ANY] = "any",
};

typedef struct pattern_reader {
    const char *text;
    size_t at;
    size_t parts; /* names, and words between them */
    bool has_name[NAME_COUNT];
    feed_name last; /* the name that ends at `at`, or NAME_COUNT */
    relcal_error *error;
} pattern_reader;

/* The place of a byte of the pattern; the column counts characters. */
static relcal_place place_of(const pattern_reader *reader, size_t at)
{
    relcal_place place = {.column = 1};
    for (size_t index = 0; index < at; index++) {
        place.column += ((unsigned char)reader->text[index] & 0xC0) != 0x80;
    }
    return place;
}

#define FAIL_AT(reader, at, ...) \
    relcal_fail((reader)->error, RELCAL_ERROR_ARGUMENT, place_of(reader, at), __VA_ARGS__)

static relcal_status count_part(pattern_reader *reader, size_t begin)
{
    return reader->parts++ < RELCAL_MAX_PATTERN_PARTS
               ? RELCAL_OK
               : FAIL_AT(reader, begin, "the pattern has too many parts");
}

/* Reads words up to the next name. */
static relcal_status read_words(pattern_reader *reader)
{
    size_t begin = reader->at;
    reader->at += strcspn(reader->text + begin, "{}");
    reader->last = NAME_COUNT;
    if (reader->text[reader->at] == '}') {
        return FAIL_AT(reader, reader->at, "a } without its {; names are written {series}");
    }
    return count_part(reader, begin);
}

static feed_name find_name(const char *text, size_t length)
{
    feed_name name = 0;
    while (name < NAME_COUNT &&
           (strlen(names[name]) != length || strncasecmp(text, names[name], length) != 0)) {
        name++;
    }
    return name;
}

static relcal_status read_name(pattern_reader *reader)
{
    size_t begin = reader->at;
    const char *open = reader->text + begin;
    const char *close = strchr(open, '}');
    if (close == NULL) {
        return FAIL_AT(reader, begin, "a { without its }; names are written {series}");
    }
    size_t length = (size_t)(close - open) + 1;
    feed_name name = find_name(open + 1, length - 2);
    if (name == NAME_COUNT) {
        return FAIL_AT(reader, begin + 1,
                       "unknown name %s; the names are project, series, number, milestone, version "
                       "and any",
                       relcal_quote(open, length, (char[RELCAL_QUOTE_BYTES]){0}));
    }
    if (name != NAME_ANY && reader->has_name[name]) {
        return FAIL_AT(reader, begin, "{%s} stands twice; write {any} for one of them",
                       names[name]);
    }
    if (reader->last != NAME_COUNT) {
        return FAIL_AT(reader, begin, "nothing stands between {%s} and {%s}; write words there",
                       names[reader->last], names[name]);
    }
    reader->has_name[name] = true;
    reader->last = name;
    reader->at += length;
    return count_part(reader, begin);
}

/* Whether the names that were found say which milestone is meant. */
static relcal_status check_names(const pattern_reader *reader)
{
    const bool *has = reader->has_name;
    if (!has[NAME_MILESTONE] && !has[NAME_VERSION]) {
        return FAIL_AT(reader, 0, "the pattern names no {milestone}; write where it stands");
    }
    if (has[NAME_MILESTONE] && has[NAME_VERSION]) {
        return FAIL_AT(reader, 0,
                       "the pattern has both {milestone} and {version}; keep one of them");
    }
    if (has[NAME_SERIES] && has[NAME_NUMBER]) {
        return FAIL_AT(reader, 0, "the pattern has both {series} and {number}; keep one of them");
    }
    return RELCAL_OK;
}

relcal_status relcal_feed_pattern_check(const char *pattern, relcal_error *error)
{
    pattern_reader reader = {.text = pattern, .last = NAME_COUNT, .error = error};
    relcal_status status = RELCAL_OK;
    if (strlen(pattern) > RELCAL_MAX_PATTERN_BYTES) {
        return FAIL_AT(&reader, RELCAL_MAX_PATTERN_BYTES, "the pattern has more than %d bytes",
                       RELCAL_MAX_PATTERN_BYTES);
    }
    size_t shown = 0;
    while ((unsigned char)pattern[shown] >= 0x20 && pattern[shown] != 0x7F) {
        shown++;
    }
    if (pattern[shown] != '\0') {
        return FAIL_AT(&reader, shown, "the pattern holds a control character; take it out");
    }
    while (status == RELCAL_OK && pattern[reader.at] != '\0') {
        status = pattern[reader.at] == '{' ? read_name(&reader) : read_words(&reader);
    }
    return status == RELCAL_OK ? check_names(&reader) : status;
}
