/* Writes a JSON object from top to bottom, one member after the other, at the end of a text. A key
 * is NULL inside of a list and for the outermost value, and stands once in its object. */
#ifndef RELCAL_CLI_JSON_H
#define RELCAL_CLI_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text.h"

/* How deep objects and lists of an answer lie in each other. */
#define JSON_DEPTH_MAX 16

typedef struct json_writer {
    text *out;                       /* `failed` is set where memory runs out */
    bool has_member[JSON_DEPTH_MAX]; /* of the objects and lists that are open */
    size_t depth;
    bool is_indented;
} json_writer;

/* Writes on one line. UTF-8 stays as it is; what is none becomes U+FFFD. */
json_writer json_writer_start(text *out);
/* Writes over lines, as people keep JSON in files. */
json_writer json_writer_start_indented(text *out);
void json_writer_open_object(json_writer *writer, const char *key);
void json_writer_close_object(json_writer *writer);
void json_writer_open_list(json_writer *writer, const char *key);
void json_writer_close_list(json_writer *writer);
/* A NULL text is written as null. */
void json_writer_text(json_writer *writer, const char *key, const char *value);
void json_writer_number(json_writer *writer, const char *key, int64_t value);
void json_writer_real(json_writer *writer, const char *key, double value);
void json_writer_boolean(json_writer *writer, const char *key, bool value);
void json_writer_null(json_writer *writer, const char *key);
/* Ends the line of the outermost value, which is closed. */
void json_writer_end(json_writer *writer);

#endif
