/* JSON after RFC 8259. Nothing is kept of what was written but whether a comma is due. */
#include "json.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define INDENT 2
#define REPLACEMENT_CHARACTER "\xEF\xBF\xBD" /* U+FFFD */
#define REAL_BYTES 32                        /* -1.7976931348623157e+308 and a NUL */

json_writer json_writer_start(text *out)
{
    return (json_writer){.out = out};
}

json_writer json_writer_start_indented(text *out)
{
    return (json_writer){.out = out, .is_indented = true};
}

/* Whether a byte stands for itself between quotes. */
static bool is_plain(char byte)
{
    return (unsigned char)byte >= 0x20 && (unsigned char)byte < 0x80 && byte != '"' && byte != '\\';
}

/* Adds a character that needs a backslash before it, or to be spelled out. */
static void add_escaped(text *out, char byte)
{
    static const char bytes[] = "\"\\\b\f\n\r\t";
    static const char letters[] = "\"\\bfnrt";
    const char *found = strchr(bytes, byte);
    if (found != NULL) {
        text_addf(out, "\\%c", letters[found - bytes]);
    } else {
        text_addf(out, "\\u%04X", (unsigned)(unsigned char)byte);
    }
}

static void add_string(text *out, const char *string)
{
    text_add_bytes(out, "\"", 1);
    while (*string != '\0') {
        size_t plain = 0;
        while (is_plain(string[plain])) {
            plain++;
        }
        text_add_bytes(out, string, plain);
        string += plain;
        if (*string == '\0') {
            break;
        }
        size_t length = text_sequence_length(string);
        if (length == 1) {
            add_escaped(out, *string);
        } else if (length == 0) {
            text_add(out, REPLACEMENT_CHARACTER);
        } else {
            text_add_bytes(out, string, length);
        }
        string += length == 0 ? 1 : length;
    }
    text_add_bytes(out, "\"", 1);
}

static void begin_line(const json_writer *writer)
{
    if (writer->is_indented) {
        text_add(writer->out, "\n");
        text_add_spaces(writer->out, INDENT * writer->depth);
    }
}

/* Writes what stands before a value: a comma, a line's beginning, the key. */
static void begin_value(json_writer *writer, const char *key)
{
    if (writer->depth > 0) {
        bool *has_member = &writer->has_member[writer->depth - 1];
        text_add(writer->out, *has_member ? "," : "");
        *has_member = true;
        begin_line(writer);
    }
    if (key != NULL) {
        add_string(writer->out, key);
        text_add(writer->out, writer->is_indented ? ": " : ":");
    }
}

static void open_value(json_writer *writer, const char *key, const char *bracket)
{
    assert(writer->depth < JSON_DEPTH_MAX);
    begin_value(writer, key);
    text_add(writer->out, bracket);
    writer->has_member[writer->depth++] = false;
}

static void close_value(json_writer *writer, const char *bracket)
{
    if (writer->has_member[--writer->depth]) {
        begin_line(writer);
    }
    text_add(writer->out, bracket);
}

void json_writer_open_object(json_writer *writer, const char *key)
{
    open_value(writer, key, "{");
}

void json_writer_open_list(json_writer *writer, const char *key)
{
    open_value(writer, key, "[");
}

void json_writer_close_object(json_writer *writer)
{
    close_value(writer, "}");
}

void json_writer_close_list(json_writer *writer)
{
    close_value(writer, "]");
}

void json_writer_text(json_writer *writer, const char *key, const char *value)
{
    begin_value(writer, key);
    if (value == NULL) {
        text_add(writer->out, "null");
    } else {
        add_string(writer->out, value);
    }
}

void json_writer_number(json_writer *writer, const char *key, int64_t value)
{
    begin_value(writer, key);
    text_addf(writer->out, "%" PRId64, value);
}

/* 17 digits are every double's own; a whole number keeps its ".0", to be read as a real one. */
void json_writer_real(json_writer *writer, const char *key, double value)
{
    char digits[REAL_BYTES];
    begin_value(writer, key);
    (void)snprintf(digits, sizeof digits, "%.17g", value);
    text_add(writer->out, digits);
    text_add(writer->out, strpbrk(digits, ".e") == NULL ? ".0" : "");
}

void json_writer_boolean(json_writer *writer, const char *key, bool value)
{
    begin_value(writer, key);
    text_add(writer->out, value ? "true" : "false");
}

void json_writer_null(json_writer *writer, const char *key)
{
    begin_value(writer, key);
    text_add(writer->out, "null");
}

void json_writer_end(json_writer *writer)
{
    text_add(writer->out, "\n");
}
