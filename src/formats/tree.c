/*
 * A YAML document as a tree, from the events of libyaml. The nesting is limited before it is
 * followed, so recursion here is at most RELCAL_MAX_DEPTH deep.
 */
#include "tree.h"

#include <string.h>
#include <yaml.h>

#include "quote.h"
#include "relcal/limits.h"

typedef struct tree_reader {
    relcal_arena *arena;
    const relcal_file *file;
    relcal_faults *faults;
    yaml_parser_t *parser;
    yaml_event_t *event; /* the current one */
    bool has_event;
} tree_reader;

static relcal_place place_of(const tree_reader *reader, yaml_mark_t mark)
{
    return (relcal_place){
        .file = reader->file->name,
        .line = (uint32_t)mark.line + 1,
        .column = (uint32_t)mark.column + 1,
    };
}

#define ADD_FAULT(reader, code, mark, ...)                                                   \
    relcal_faults_add((reader)->faults, code, (reader)->file->order, place_of(reader, mark), \
                      __VA_ARGS__)

/* What libyaml's complaint means to somebody who wrote a schedule. */
static const char *advice_for(const char *problem)
{
    static const struct {
        const char *problem;
        const char *advice;
    } table[] = {
        {"did not find expected ',' or '}'",
         "a comma or } is missing before this, or quotes around a text with one of , : [ ] { } #"},
        {"did not find expected ',' or ']'",
         "a comma or ] is missing before this, or quotes around a text with one of , : [ ] { } #"},
        {"did not find expected node content",
         "a value is missing before this, or quotes around it"},
        {"did not find expected key",
         "a key is missing, the indentation differs, or a bracket is one too many"},
        {"did not find expected '-' indicator", "a list entry starts with \"- \""},
        {"mapping values are not allowed in this context",
         "a colon stands where none may; put the text in quotes, mend the indentation, or write a "
         "space after the dash of a list"},
        {"could not find expected ':'", "a colon and a space are missing after the key"},
        {"found character that cannot start any token", "put the text in quotes"},
        {"did not find expected alphabetic or numeric character", "put the text in quotes"},
        {"did not find expected whitespace or line break", "put the text in quotes"},
        {"found unknown escape character", "write \\\\ for a backslash"},
        {"found invalid Unicode character escape code", "write the character itself"},
        {"found incompatible YAML document", "leave the line of %YAML out"},
        {"did not find expected <document start>",
         "indent all keys alike, and write one schedule a file"},
    };
    for (size_t index = 0; index < sizeof table / sizeof table[0]; index++) {
        if (strcmp(table[index].problem, problem) == 0) {
            return table[index].advice;
        }
    }
    return "mend the YAML here";
}

/* Whether a complaint is of a quotation that runs to the end. */
static bool is_of_open_quote(const yaml_parser_t *parser, const char *problem)
{
    return parser->context != NULL &&
           strcmp(parser->context, "while scanning a quoted scalar") == 0 &&
           strncmp(problem, "found unexpected", strlen("found unexpected")) == 0;
}

/* Whether a complaint is of a list or mapping in brackets. */
static bool is_in_brackets(const yaml_parser_t *parser)
{
    return parser->error == YAML_PARSER_ERROR && parser->context != NULL &&
           strncmp(parser->context, "while parsing a flow", strlen("while parsing a flow")) == 0;
}

/* Whether it is of one that runs to the end. */
static bool is_of_open_bracket(const yaml_parser_t *parser)
{
    return is_in_brackets(parser) && parser->tokens.head != parser->tokens.tail &&
           parser->tokens.head->type == YAML_STREAM_END_TOKEN;
}

/* Tells what libyaml complains of, where it can be mended: a quotation or bracket that is not
 * closed, where it begins. What screening put other characters into is not YAML for that reason,
 * which is told already. */
static void add_parser_fault(tree_reader *reader)
{
    const yaml_parser_t *parser = reader->parser;
    const char *problem = parser->problem == NULL ? "unreadable" : parser->problem;
    const char *language = reader->file->is_json ? "JSON" : "YAML";
    if (parser->error == YAML_MEMORY_ERROR) {
        relcal_arena_give_up(reader->arena);
    }
    if (reader->file->is_mended) {
        return;
    }
    if (is_of_open_bracket(parser)) {
        ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, parser->context_mark,
                  "not %s: a [ or { is not closed; write its ] or }", language);
    } else if (is_of_open_quote(parser, problem)) {
        ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, parser->context_mark,
                  "not %s: the quote that begins here is not closed; close it", language);
    } else if (is_in_brackets(parser) && parser->context_mark.line < parser->problem_mark.line) {
        ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, parser->problem_mark,
                  "not %s: %s; %s; the bracket before it is in line %zu", language, problem,
                  advice_for(problem), parser->context_mark.line + 1);
    } else {
        ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, parser->problem_mark, "not %s: %s; %s", language,
                  problem, advice_for(problem));
    }
}

static bool next_event(tree_reader *reader)
{
    if (reader->has_event) {
        yaml_event_delete(reader->event);
        reader->has_event = false;
    }
    if (!yaml_parser_parse(reader->parser, reader->event)) {
        add_parser_fault(reader);
        return false;
    }
    reader->has_event = true;
    return true;
}

static relcal_node *add_node(const tree_reader *reader, relcal_node_kind kind)
{
    relcal_node *node = relcal_arena_allocate(reader->arena, sizeof *node);
    node->kind = kind;
    node->place.place = place_of(reader, reader->event->start_mark);
    node->place.file_order = reader->file->order;
    return node;
}

/* Reports an anchor or tag on the current node. */
static void refuse_properties(tree_reader *reader, const yaml_char_t *anchor,
                              const yaml_char_t *tag)
{
    if (anchor != NULL) {
        ADD_FAULT(
            reader, RELCAL_ERROR_SYNTAX, reader->event->start_mark,
            "an anchor; write values out where they are needed, and a text that begins with & in "
            "quotes");
    }
    if (tag != NULL) {
        ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, reader->event->start_mark,
                  "a tag; leave it out, and write a text that begins with ! in quotes");
    }
}

/* Reports the first character of the current text that is none to be shown on one line. */
static bool refuse_control(tree_reader *reader, const char *text, size_t length)
{
    size_t index = relcal_count_plain(text, length);
    while (index < length) {
        uint32_t code_point = 0;
        size_t count = relcal_utf8_decode(text + index, length - index, &code_point);
        if (code_point == '\n' || code_point == '\r') {
            ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, reader->event->start_mark,
                      "a line break inside of a text; write it on one line");
            return true;
        }
        if (relcal_is_control(code_point)) {
            ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, reader->event->start_mark,
                      "control character U+%04X inside of a text; take it out",
                      (unsigned)code_point);
            return true;
        }
        index += count == 0 ? 1 : count;
        index += relcal_count_plain(text + index, length - index);
    }
    return false;
}

/* Whether the current text stands in the file as it is read: no escapes, folds or properties. */
static bool is_as_written(const yaml_event_t *event, size_t length)
{
    bool is_plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    return event->end_mark.line == event->start_mark.line &&
           event->end_mark.index - event->start_mark.index == length + (is_plain ? 0 : 2);
}

static relcal_node *read_text(tree_reader *reader)
{
    const char *text = (const char *)reader->event->data.scalar.value;
    size_t length = reader->event->data.scalar.length;
    relcal_node *node = add_node(reader, RELCAL_NODE_TEXT);
    node->is_as_written = is_as_written(reader->event, length);
    node->is_quoted = reader->event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
    refuse_properties(reader, reader->event->data.scalar.anchor, reader->event->data.scalar.tag);
    if (length > RELCAL_MAX_SCALAR_BYTES) {
        ADD_FAULT(reader, RELCAL_ERROR_LIMIT, reader->event->start_mark,
                  "a text of %zu bytes; at most %d are read", length, RELCAL_MAX_SCALAR_BYTES);
        node->kind = RELCAL_NODE_FAULTY;
        return node;
    }
    if (refuse_control(reader, text, length)) {
        node->kind = RELCAL_NODE_FAULTY;
        return node;
    }
    node->text = relcal_arena_copy_text(reader->arena, text, length);
    node->length = length;
    return node;
}

static relcal_node *read_node(tree_reader *reader, unsigned depth);

/* Reads nodes up to the end of a list or mapping; false where the file cannot be read further. */
static bool read_list(tree_reader *reader, relcal_node *list, unsigned depth)
{
    relcal_node **link = &list->first;
    for (size_t count = 0;; count++) {
        if (!next_event(reader)) {
            return false;
        }
        if (reader->event->type == YAML_SEQUENCE_END_EVENT) {
            return true;
        }
        if (count == RELCAL_MAX_MILESTONES) {
            ADD_FAULT(reader, RELCAL_ERROR_LIMIT, reader->event->start_mark,
                      "a list of more than %d entries; split it", RELCAL_MAX_MILESTONES);
            return false;
        }
        *link = read_node(reader, depth);
        if (*link == NULL) {
            return false;
        }
        link = &(*link)->next;
    }
}

static bool is_same_text(const relcal_node *left, const relcal_node *right)
{
    return left->length == right->length && memcmp(left->text, right->text, left->length) == 0;
}

/* Reports a key that its mapping has already. */
static bool is_doubled(tree_reader *reader, const relcal_node *mapping, const relcal_node *key)
{
    for (const relcal_node *entry = mapping->first; entry != NULL; entry = entry->next) {
        if (is_same_text(entry->key, key)) {
            char quotation[RELCAL_QUOTE_BYTES];
            relcal_faults_add(reader->faults, RELCAL_ERROR_SYNTAX, key->place.file_order,
                              key->place.place,
                              "key %s stands twice; the first is in line %u, keep one of them",
                              relcal_quote(key->text, key->length, quotation),
                              (unsigned)entry->key->place.place.line);
            return true;
        }
    }
    return false;
}

static relcal_node *read_key(tree_reader *reader, unsigned depth)
{
    relcal_node *key = read_node(reader, depth);
    if (key != NULL && (key->kind == RELCAL_NODE_LIST || key->kind == RELCAL_NODE_MAPPING)) {
        relcal_faults_add(reader->faults, RELCAL_ERROR_SYNTAX, key->place.file_order,
                          key->place.place, "a list or mapping as a key; a key is a text");
        key->kind = RELCAL_NODE_FAULTY;
    }
    return key;
}

/* Whether a key is YAML's merge key. What it takes in is an alias, which is reported as such, or
 * else it is reported here. */
static bool is_merge(tree_reader *reader, const relcal_node *key, const relcal_node *value)
{
    if (key->is_quoted || strcmp(key->text, "<<") != 0) {
        return false;
    }
    if (value->kind != RELCAL_NODE_FAULTY) {
        relcal_faults_add(reader->faults, RELCAL_ERROR_SYNTAX, key->place.file_order,
                          key->place.place,
                          "a merge key; write its keys out where they are needed");
    }
    return true;
}

static bool read_mapping(tree_reader *reader, relcal_node *mapping, unsigned depth)
{
    relcal_node **link = &mapping->first;
    for (size_t count = 0;; count++) {
        if (!next_event(reader)) {
            return false;
        }
        if (reader->event->type == YAML_MAPPING_END_EVENT) {
            return true;
        }
        if (count == RELCAL_MAX_REVISIONS) {
            ADD_FAULT(reader, RELCAL_ERROR_LIMIT, reader->event->start_mark,
                      "a mapping of more than %d keys; split it", RELCAL_MAX_REVISIONS);
            return false;
        }
        relcal_node *key = read_key(reader, depth);
        if (key == NULL || !next_event(reader)) {
            return false;
        }
        relcal_node *value = read_node(reader, depth);
        if (value == NULL) {
            return false;
        }
        mapping->has_faulty_key = mapping->has_faulty_key || key->kind != RELCAL_NODE_TEXT;
        if (key->kind == RELCAL_NODE_TEXT && !is_merge(reader, key, value) &&
            !is_doubled(reader, mapping, key)) {
            value->key = key;
            *link = value;
            link = &value->next;
        }
    }
}

/* Reads the node that begins with the current event; NULL where the file cannot be read on. */
static relcal_node *read_node(tree_reader *reader, unsigned depth)
{
    const yaml_event_t *event = reader->event;
    if (depth == RELCAL_MAX_DEPTH && event->type != YAML_SCALAR_EVENT) {
        ADD_FAULT(reader, RELCAL_ERROR_LIMIT, event->start_mark,
                  "lists and mappings nest deeper than %d; a schedule needs less",
                  RELCAL_MAX_DEPTH);
        return NULL;
    }
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        return read_text(reader);
    case YAML_SEQUENCE_START_EVENT: {
        relcal_node *list = add_node(reader, RELCAL_NODE_LIST);
        refuse_properties(reader, event->data.sequence_start.anchor,
                          event->data.sequence_start.tag);
        return read_list(reader, list, depth + 1) ? list : NULL;
    }
    case YAML_MAPPING_START_EVENT: {
        relcal_node *mapping = add_node(reader, RELCAL_NODE_MAPPING);
        refuse_properties(reader, event->data.mapping_start.anchor, event->data.mapping_start.tag);
        return read_mapping(reader, mapping, depth + 1) ? mapping : NULL;
    }
    default:
        ADD_FAULT(
            reader, RELCAL_ERROR_SYNTAX, event->start_mark,
            "an alias; write values out where they are needed, and a text that begins with * in "
            "quotes");
        return add_node(reader, RELCAL_NODE_FAULTY);
    }
}

/* Reads the one document of the stream. */
static relcal_node *read_stream(tree_reader *reader)
{
    if (!next_event(reader) || !next_event(reader)) {
        return NULL;
    }
    if (reader->event->type == YAML_STREAM_END_EVENT) {
        ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, (yaml_mark_t){0},
                  "the file is empty; write %s, or remove the file",
                  reader->file->wanted == NULL ? "a schedule" : reader->file->wanted);
        return NULL;
    }
    if (!next_event(reader)) {
        return NULL;
    }
    relcal_node *root = read_node(reader, 0);
    if (root == NULL || !next_event(reader) || !next_event(reader)) {
        return NULL;
    }
    if (reader->event->type != YAML_STREAM_END_EVENT) {
        ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, reader->event->start_mark,
                  "a second document; write one schedule a file");
    }
    return root;
}

/* read_stream, with the jump of an arena without memory caught on its way to the owner, so that the
 * caller can give libyaml's memory back first. */
static relcal_node *read_guarded(tree_reader *reader, bool *out_of_memory)
{
    jmp_buf *outer = reader->arena->out_of_memory;
    jmp_buf here;
    relcal_node *root = NULL;
    *out_of_memory = true;
    reader->arena->out_of_memory = &here;
    if (setjmp(here) == 0) {
        root = read_stream(reader);
        *out_of_memory = false;
    }
    reader->arena->out_of_memory = outer;
    return *out_of_memory ? NULL : root;
}

relcal_node *relcal_tree_parse(relcal_arena *arena, const relcal_file *file, relcal_faults *faults)
{
    yaml_parser_t parser;
    yaml_event_t event;
    if (!yaml_parser_initialize(&parser)) {
        relcal_arena_give_up(arena);
    }
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)file->text, file->length);
    tree_reader reader = {
        .arena = arena, .file = file, .faults = faults, .parser = &parser, .event = &event};

    bool out_of_memory;
    relcal_node *root = read_guarded(&reader, &out_of_memory);
    if (reader.has_event) {
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    if (out_of_memory) {
        relcal_arena_give_up(arena);
    }
    return root;
}
