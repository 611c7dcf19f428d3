/*
 * Unfolding after RFC 5545, section 3.1: a line that begins with a space or tab goes on with the
 * one before it. Lines may end in CRLF or in LF. A line that is not folded is not copied.
 */
#include "lines.h"

#include <string.h>

#include "relcal/ical.h"

/* The line of the text that begins at the scanner's place, without its end; passes over it. */
static relcal_slice take_line(relcal_line_scanner *scanner)
{
    const char *begin = scanner->text.text + scanner->at;
    size_t left = scanner->text.length - scanner->at;
    const char *end = memchr(begin, '\n', left);
    relcal_slice line = {begin, end == NULL ? left : (size_t)(end - begin)};
    scanner->at += line.length + (end != NULL);
    scanner->lines++;
    if (end != NULL && line.length > 0 && begin[line.length - 1] == '\r') {
        line.length--;
    }
    return line;
}

/* Whether the line that is read next goes on with the one before it. */
static bool is_folded(const relcal_line_scanner *scanner)
{
    if (scanner->at == scanner->text.length) {
        return false;
    }
    char first = scanner->text.text[scanner->at];
    return first == ' ' || first == '\t';
}

/* Puts more of a folded line at its end, as far as the limit allows. */
static void unfold(relcal_line_scanner *scanner, relcal_line *line, relcal_slice more)
{
    size_t room = RELCAL_MAX_EVENT_BYTES - scanner->fold.length;
    if (more.length > room) {
        line->is_cut = true;
        more.length = room;
    }
    relcal_ical_text_put(&scanner->fold, more.text, more.length);
}

static bool is_blank(relcal_slice slice)
{
    for (size_t index = 0; index < slice.length; index++) {
        if (slice.text[index] != ' ' && slice.text[index] != '\t') {
            return false;
        }
    }
    return true;
}

static void pass_byte_order_mark(relcal_line_scanner *scanner)
{
    static const char mark[] = "\xEF\xBB\xBF";
    const size_t bytes = sizeof mark - 1;
    if (scanner->at == 0 && scanner->text.length >= bytes &&
        memcmp(scanner->text.text, mark, bytes) == 0) {
        scanner->at = bytes;
    }
}

/* Reads a line and those it is folded into. */
static void read_line(relcal_line_scanner *scanner, relcal_line *line)
{
    *line = (relcal_line){.begin = scanner->at, .number = scanner->lines + 1};
    line->content = take_line(scanner);
    if (is_folded(scanner)) {
        relcal_ical_text_clear(&scanner->fold);
        unfold(scanner, line, line->content);
        while (is_folded(scanner) && !scanner->fold.is_short_of_memory) {
            relcal_slice more = take_line(scanner);
            unfold(scanner, line, (relcal_slice){more.text + 1, more.length - 1});
        }
        line->content = (relcal_slice){scanner->fold.bytes, scanner->fold.length};
    } else if (line->content.length > RELCAL_MAX_EVENT_BYTES) {
        line->content.length = RELCAL_MAX_EVENT_BYTES;
        line->is_cut = true;
    }
    line->end = scanner->at;
}

bool relcal_line_next(relcal_line_scanner *scanner, relcal_line *line)
{
    pass_byte_order_mark(scanner);
    while (scanner->at < scanner->text.length && !scanner->fold.is_short_of_memory) {
        read_line(scanner, line);
        if (!scanner->fold.is_short_of_memory && !is_blank(line->content)) {
            return true;
        }
    }
    return false;
}

void relcal_line_scanner_free(relcal_line_scanner *scanner)
{
    relcal_ical_text_free(&scanner->fold);
}

static bool is_name_character(char character)
{
    return (character >= 'A' && character <= 'Z') || (character >= 'a' && character <= 'z') ||
           (character >= '0' && character <= '9') || character == '-';
}

/* The first colon outside of quotation marks, or the end of the slice. */
static size_t find_colon(relcal_slice content, size_t at)
{
    bool is_quoted = false;
    while (at < content.length && (is_quoted || content.text[at] != ':')) {
        is_quoted ^= content.text[at] == '"';
        at++;
    }
    return at;
}

const char *relcal_line_split(relcal_slice content, relcal_property *out)
{
    const char *fault = relcal_ical_text_fault(content.text, content.length, false, NULL);
    if (fault != NULL) {
        return fault;
    }
    size_t name = 0;
    while (name < content.length && is_name_character(content.text[name])) {
        name++;
    }
    if (name == 0 || name == content.length ||
        (content.text[name] != ':' && content.text[name] != ';')) {
        return "is no line of a calendar; write NAME:VALUE";
    }
    size_t colon = find_colon(content, name);
    if (colon == content.length) {
        return "has no colon before its value; write NAME:VALUE";
    }
    if (colon - name > RELCAL_ICAL_MAX_PARAMETERS_BYTES) {
        return "has more parameters than are taken";
    }
    *out = (relcal_property){
        .name = {content.text, name},
        .parameters = {content.text + name, colon - name},
        .value = {content.text + colon + 1, content.length - colon - 1},
    };
    return NULL;
}

static char lower(char character)
{
    return character >= 'A' && character <= 'Z' ? (char)(character - 'A' + 'a') : character;
}

bool relcal_slice_is(relcal_slice slice, const char *word)
{
    size_t index = 0;
    while (index < slice.length && word[index] != '\0' &&
           lower(slice.text[index]) == lower(word[index])) {
        index++;
    }
    return index == slice.length && word[index] == '\0';
}

/* The end of the parameter that begins at a byte: its semicolon, or the end of them all. */
static size_t find_parameter_end(relcal_slice parameters, size_t at)
{
    bool is_quoted = false;
    while (at < parameters.length && (is_quoted || parameters.text[at] != ';')) {
        is_quoted ^= parameters.text[at] == '"';
        at++;
    }
    return at;
}

static relcal_slice unquote(relcal_slice value)
{
    bool is_quoted = value.length >= 2 && value.text[0] == '"' &&
                     value.text[value.length - 1] == '"';
    return is_quoted ? (relcal_slice){value.text + 1, value.length - 2} : value;
}

bool relcal_property_parameter(const relcal_property *property, const char *name, relcal_slice *out)
{
    relcal_slice all = property->parameters;
    for (size_t at = 0; at < all.length;) {
        size_t begin = at + 1; /* behind the semicolon */
        size_t end = find_parameter_end(all, begin);
        const char *equals = memchr(all.text + begin, '=', end - begin);
        if (equals != NULL) {
            size_t value = (size_t)(equals - all.text) + 1;
            if (relcal_slice_is((relcal_slice){all.text + begin, value - 1 - begin}, name)) {
                *out = unquote((relcal_slice){all.text + value, end - value});
                return true;
            }
        }
        at = end;
    }
    return false;
}

void relcal_ical_unescape(relcal_ical_text *out, relcal_slice value)
{
    size_t at = 0;
    while (at < value.length) {
        const char *rest = value.text + at;
        const char *mark = memchr(rest, '\\', value.length - at);
        size_t plain = mark == NULL ? value.length - at : (size_t)(mark - rest);
        relcal_ical_text_put(out, rest, plain);
        at += plain;
        if (at + 1 < value.length && strchr("\\;,", value.text[at + 1]) != NULL) {
            relcal_ical_text_put(out, value.text + at + 1, 1);
            at += 2;
        } else if (at + 1 < value.length && lower(value.text[at + 1]) == 'n') {
            relcal_ical_text_put(out, "\n", 1);
            at += 2;
        } else if (at < value.length) { /* no escape: the backslash stands for itself */
            relcal_ical_text_put(out, "\\", 1);
            at++;
        }
    }
}
