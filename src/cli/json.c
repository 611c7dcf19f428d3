/* Puts a JSON object together from top to bottom. What jansson cannot allocate is NULL, which it
 * takes everywhere and turns into a failure that is remembered. */
#include "json.h"

#include <assert.h>

#define REPLACEMENT_CHARACTER "\xEF\xBF\xBD" /* U+FFFD */

json_writer json_writer_start(text *out)
{
    return (json_writer){.out = out};
}

/* Puts a value, which it takes over, into what is open; false where it is lost. */
static bool add(json_writer *writer, const char *key, json_t *value)
{
    json_t *parent = writer->depth == 0 ? NULL : writer->open[writer->depth - 1];
    int status = json_is_array(parent) ? json_array_append_new(parent, value)
                                       : json_object_set_new(parent, key, value);
    if (status != 0) {
        writer->out->failed = true;
    }
    return status == 0;
}

/* Opens an object or list. The outermost one is the writer's, any other that of its parent. */
static void open_value(json_writer *writer, const char *key, json_t *value)
{
    assert(writer->depth < JSON_DEPTH_MAX);
    bool is_there = writer->depth == 0 ? value != NULL : add(writer, key, value);
    writer->open[writer->depth++] = is_there ? value : NULL;
    writer->out->failed = writer->out->failed || !is_there;
}

void json_writer_open_object(json_writer *writer, const char *key)
{
    open_value(writer, key, json_object());
}

void json_writer_open_list(json_writer *writer, const char *key)
{
    open_value(writer, key, json_array());
}

/* The outermost value stays until json_writer_end. */
static void close_value(json_writer *writer)
{
    writer->depth--;
}

void json_writer_close_object(json_writer *writer)
{
    close_value(writer);
}

void json_writer_close_list(json_writer *writer)
{
    close_value(writer);
}

/* The same text with U+FFFD in place of each byte that is no UTF-8, which jansson refuses: a file's
 * name may be anything. */
static json_t *make_legible(const char *value)
{
    text legible = {0};
    while (*value != '\0') {
        size_t length = text_sequence_length(value);
        if (length == 0) {
            text_add(&legible, REPLACEMENT_CHARACTER);
            value++;
        } else {
            text_add_bytes(&legible, value, length);
            value += length;
        }
    }
    json_t *made = legible.failed ? NULL : json_string(text_string(&legible));
    text_free(&legible);
    return made;
}

void json_writer_text(json_writer *writer, const char *key, const char *value)
{
    json_t *made = value == NULL ? json_null() : json_string(value);
    (void)add(writer, key, made == NULL ? make_legible(value) : made);
}

void json_writer_number(json_writer *writer, const char *key, int64_t value)
{
    (void)add(writer, key, json_integer(value));
}

void json_writer_real(json_writer *writer, const char *key, double value)
{
    (void)add(writer, key, json_real(value));
}

void json_writer_boolean(json_writer *writer, const char *key, bool value)
{
    (void)add(writer, key, json_boolean(value));
}

void json_writer_null(json_writer *writer, const char *key)
{
    (void)add(writer, key, json_null());
}

static int add_bytes(const char *bytes, size_t length, void *out)
{
    text_add_bytes(out, bytes, length);
    return 0;
}

static void end(json_writer *writer, size_t flags)
{
    json_t *outermost = writer->open[0];
    if (json_dump_callback(outermost, add_bytes, writer->out, flags) != 0) {
        writer->out->failed = true;
    }
    text_add(writer->out, "\n");
    json_decref(outermost);
}

void json_writer_end(json_writer *writer)
{
    end(writer, JSON_COMPACT);
}

void json_writer_end_indented(json_writer *writer)
{
    end(writer, JSON_INDENT(2));
}
