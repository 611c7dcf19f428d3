/*
 * A subset of Mustache, the logic-less template language (mustache.5): variables, sections,
 * inverted sections and comments. Two walks over the template: the first finds every fault of it,
 * with nothing written; the second writes. No memory is allocated.
 */
#include "template.h"

#include <string.h>

#include "fail.h"

/* A tag, or the end of the template. */
typedef struct tag {
    size_t begin; /* of its braces */
    size_t end;   /* after them */
    char sigil;   /* '#', '^', '/', '!'; 'v' a variable, '&' one not escaped; NUL at the end */
    const char *name;
    size_t name_length;
    size_t line_begin; /* what is left out with a tag alone on its line; else begin and end */
    size_t line_end;
} tag;

typedef struct walk {
    const relcal_release_facts *facts;
    relcal_announcement_template source;
    relcal_announcement_format format;
    relcal_announcement_sink sink; /* NULL on the first walk */
    void *context;
    relcal_error *error;
    size_t at;
    tag open[RELCAL_MAX_TEMPLATE_DEPTH];
    size_t depth;
    size_t hidden; /* the depth from which on nothing is written; 0: all is */
} walk;

static relcal_status fail_at(const walk *walked, size_t offset, relcal_status code,
                             const char *what, const char *name, size_t name_length)
{
    relcal_place place = {walked->source.file, 1, 1};
    for (size_t at = 0; at < offset; at++) {
        if (walked->source.text[at] == '\n') {
            place.line++;
            place.column = 1;
        } else {
            place.column += ((unsigned char)walked->source.text[at] & 0xC0) != 0x80;
        }
    }
    int shown = name_length < 80 ? (int)name_length : 80;
    return relcal_fail(walked->error, code, place, what, shown, name != NULL ? name : "");
}

/* ---- Tags ---- */

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

/* The place of some bytes from an offset on; SIZE_MAX where they are not. */
static size_t find(const walk *walked, size_t from, const char *bytes)
{
    size_t length = strlen(bytes);
    for (size_t at = from; at + length <= walked->source.length; at++) {
        if (memcmp(walked->source.text + at, bytes, length) == 0) {
            return at;
        }
    }
    return SIZE_MAX;
}

/* Takes the line along that a tag of a section or comment has for itself. */
static void take_line(const walk *walked, tag *read)
{
    const char *text = walked->source.text;
    size_t begin = read->begin;
    size_t end = read->end;
    while (begin > 0 && (text[begin - 1] == ' ' || text[begin - 1] == '\t')) {
        begin--;
    }
    while (end < walked->source.length && is_blank(text[end]) && text[end] != '\n') {
        end++;
    }
    bool begins_line = begin == 0 || text[begin - 1] == '\n';
    bool ends_line = end == walked->source.length || text[end] == '\n';
    if (begins_line && ends_line) {
        read->line_begin = begin;
        read->line_end = end < walked->source.length ? end + 1 : end;
    }
}

static void trim(tag *read)
{
    while (read->name_length > 0 && is_blank(*read->name)) {
        read->name++;
        read->name_length--;
    }
    while (read->name_length > 0 && is_blank(read->name[read->name_length - 1])) {
        read->name_length--;
    }
}

/* Reads the next tag from the walk's place on. */
static relcal_status read_tag(const walk *walked, tag *out)
{
    const char *text = walked->source.text;
    size_t begin = find(walked, walked->at, "{{");
    if (begin == SIZE_MAX) {
        size_t end = walked->source.length;
        *out = (tag){.begin = end, .end = end, .line_begin = end, .line_end = end};
        return RELCAL_OK;
    }
    size_t inside = begin + 2;
    char sigil = inside < walked->source.length ? text[inside] : '\0';
    const char *closing = sigil == '{' ? "}}}" : "}}";
    bool has_sigil = sigil != '\0' && strchr("#^/!&{>=<$", sigil) != NULL;
    size_t end = find(walked, inside + has_sigil, closing);
    if (end == SIZE_MAX) {
        return fail_at(walked, begin, RELCAL_ERROR_SYNTAX,
                       "this tag is not closed; write }} after its name%.*s", NULL, 0);
    }
    if (has_sigil && strchr(">=<$", sigil) != NULL) {
        return fail_at(walked, begin, RELCAL_ERROR_SYNTAX,
                       "tags with %.*s are not known; write {{name}}, {{#name}}, {{^name}}, "
                       "{{/name}} or {{!remark}}",
                       &text[inside], 1);
    }
    *out = (tag){.begin = begin,
                 .end = end + strlen(closing),
                 .sigil = !has_sigil     ? 'v'
                          : sigil == '{' ? '&'
                                         : sigil,
                 .name = text + inside + has_sigil,
                 .name_length = end - inside - has_sigil};
    out->line_begin = out->begin;
    out->line_end = out->end;
    trim(out);
    if (out->sigil != 'v' && out->sigil != '&') {
        take_line(walked, out);
    }
    return RELCAL_OK;
}

static const relcal_fact *find_fact(const relcal_release_facts *facts, const tag *read)
{
    const relcal_fact *fact;
    for (size_t index = 0; (fact = relcal_release_facts_at(facts, index)) != NULL; index++) {
        if (strlen(fact->name) == read->name_length &&
            memcmp(fact->name, read->name, read->name_length) == 0) {
            return fact;
        }
    }
    return NULL;
}

/* ---- Writing ---- */

static bool put(const walk *walked, const char *bytes, size_t length)
{
    return walked->sink == NULL || walked->hidden > 0 || length == 0 ||
           walked->sink(walked->context, bytes, length);
}

static bool put_value(const walk *walked, const char *value, bool is_escaped)
{
    static const char special[] = "\\`*_[]<>()#!|~&";
    for (; *value != '\0'; value++) {
        bool is_control = (unsigned char)*value < 0x20 || *value == 0x7F;
        if (is_escaped && strchr(special, *value) != NULL && !put(walked, "\\", 1)) {
            return false;
        }
        if (!put(walked, is_control ? " " : value, 1)) {
            return false;
        }
    }
    return true;
}

static relcal_status open_section(walk *walked, const tag *read, const relcal_fact *fact)
{
    if (walked->depth == RELCAL_MAX_TEMPLATE_DEPTH) {
        return fail_at(walked, read->begin, RELCAL_ERROR_LIMIT,
                       "section '%.*s' lies too deep in others; at most 32 may be open", read->name,
                       read->name_length);
    }
    walked->open[walked->depth++] = *read;
    bool is_shown = (fact->text != NULL) == (read->sigil == '#');
    if (walked->hidden == 0 && !is_shown) {
        walked->hidden = walked->depth;
    }
    return RELCAL_OK;
}

static relcal_status close_section(walk *walked, const tag *read)
{
    const tag *open = walked->depth > 0 ? &walked->open[walked->depth - 1] : NULL;
    if (open == NULL) {
        return fail_at(walked, read->begin, RELCAL_ERROR_SYNTAX,
                       "section '%.*s' is closed but not open", read->name, read->name_length);
    }
    if (open->name_length != read->name_length ||
        memcmp(open->name, read->name, read->name_length) != 0) {
        return fail_at(walked, read->begin, RELCAL_ERROR_SYNTAX,
                       "another section has to be closed first; write {{/%.*s}}", open->name,
                       open->name_length);
    }
    if (walked->hidden == walked->depth) {
        walked->hidden = 0;
    }
    walked->depth--;
    return RELCAL_OK;
}

static relcal_status take_tag(walk *walked, const tag *read)
{
    if (read->sigil == '!') {
        return RELCAL_OK;
    }
    const relcal_fact *fact = find_fact(walked->facts, read);
    if (fact == NULL) {
        return fail_at(walked, read->begin, RELCAL_ERROR_NOT_FOUND,
                       "there is no fact '%.*s'; relcal announce write --json lists them all",
                       read->name, read->name_length);
    }
    if (read->sigil == '/') {
        return close_section(walked, read);
    }
    if (read->sigil == '#' || read->sigil == '^') {
        return open_section(walked, read, fact);
    }
    bool is_escaped = read->sigil == 'v' && walked->format == RELCAL_ANNOUNCEMENT_MARKDOWN;
    return fact->text == NULL || put_value(walked, fact->text, is_escaped) ? RELCAL_OK
                                                                           : RELCAL_ERROR_IO;
}

static relcal_status walk_through(walk *walked)
{
    tag read = {.sigil = 'v'};
    while (read.sigil != '\0') {
        relcal_status status = read_tag(walked, &read);
        if (status == RELCAL_OK &&
            !put(walked, walked->source.text + walked->at, read.line_begin - walked->at)) {
            status = RELCAL_ERROR_IO;
        }
        if (status == RELCAL_OK && read.sigil != '\0') {
            status = take_tag(walked, &read);
        }
        if (status != RELCAL_OK) {
            return status;
        }
        walked->at = read.line_end;
    }
    if (walked->depth > 0) {
        const tag *open = &walked->open[walked->depth - 1];
        return fail_at(walked, open->begin, RELCAL_ERROR_SYNTAX,
                       "this section is not closed; write {{/%.*s}} where it ends", open->name,
                       open->name_length);
    }
    return RELCAL_OK;
}

relcal_status relcal_announcement_write(const relcal_release_facts *facts,
                                        relcal_announcement_format format,
                                        const relcal_announcement_template *house_style,
                                        relcal_announcement_sink sink, void *context,
                                        relcal_error *error)
{
    walk start = {.facts = facts, .format = format, .context = context, .error = error};
    if (house_style != NULL) {
        start.source = *house_style;
    }
    if (start.source.text == NULL) {
        start.source.text = relcal_builtin_template(format);
        start.source.length = strlen(start.source.text);
    }
    if (start.source.length > RELCAL_MAX_TEMPLATE_BYTES) {
        return relcal_fail(error, RELCAL_ERROR_LIMIT, (relcal_place){start.source.file, 0, 0},
                           "the template has %zu bytes; at most %d are read", start.source.length,
                           RELCAL_MAX_TEMPLATE_BYTES);
    }
    walk first = start;
    relcal_status status = walk_through(&first);
    if (status != RELCAL_OK) {
        return status;
    }
    start.sink = sink;
    status = walk_through(&start);
    return status == RELCAL_OK
               ? RELCAL_OK
               : relcal_fail(error, status, (relcal_place){0}, "the text could not be written");
}
