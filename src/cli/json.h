/* Puts a JSON object together from top to bottom, one member after the other; jansson keeps and
 * prints it. A key is NULL inside of a list and for the outermost value. */
#ifndef RELCAL_CLI_JSON_H
#define RELCAL_CLI_JSON_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text.h"

/* How deep objects and lists of an answer lie in each other. */
#define JSON_DEPTH_MAX 16

typedef struct json_writer {
    text *out;                    /* `failed` is set where memory runs out */
    json_t *open[JSON_DEPTH_MAX]; /* the objects and lists that are open; the first owns all */
    size_t depth;
} json_writer;

json_writer json_writer_start(text *out);
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
/* Prints the outermost value over lines, as people keep JSON in files, and frees it. */
void json_writer_end_indented(json_writer *writer);
/* Prints the outermost value on one line, UTF-8 as it is, and frees it. */
void json_writer_end(json_writer *writer);

#endif
