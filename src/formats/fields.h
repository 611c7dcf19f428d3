/* Reading mappings by tables of their keys, and the values that several of them share. */
#ifndef RELCAL_FORMATS_FIELDS_H
#define RELCAL_FORMATS_FIELDS_H

#include "quote.h"
#include "tree.h"

typedef struct relcal_field_reader {
    relcal_arena *arena;
    relcal_faults *faults;
    const struct relcal_field_table *others; /* of mappings that a key may have been meant for */
    size_t other_count;
    bool is_optional; /* the key whose value is read may be left out */
} relcal_field_reader;

/* A key, and what reads its value into the target that the mapping is read into. */
typedef struct relcal_field {
    const char *key;
    void (*read)(relcal_field_reader *reader, const relcal_node *value, void *target);
    bool is_required;
} relcal_field;

/* The keys of a mapping, and what messages call it: "a phase". */
typedef struct relcal_field_table {
    const char *what;
    const relcal_field *fields;
    size_t count;
} relcal_field_table;

#define FIELD_COUNT(fields) (sizeof(fields) / sizeof((fields)[0]))

/* Room for the keys of a table, or names like them, as messages list them. */
#define RELCAL_FIELD_KEYS_BYTES 256

#define ADD_FAULT(reader, code, node, ...)                                                   \
    relcal_faults_add((reader)->faults, code, (node)->place.file_order, (node)->place.place, \
                      __VA_ARGS__)

/* A node's text as messages show it. */
#define QUOTE(node) relcal_quote((node)->text, (node)->length, (char[RELCAL_QUOTE_BYTES]){0})

/* Defines a reader of a field that reads a member of the target. */
#define TARGET_READER(name, type, reader_of, member)                                     \
    static void name(relcal_field_reader *reader, const relcal_node *node, void *target) \
    {                                                                                    \
        reader_of(reader, node, &((type *)target)->member);                              \
    }

/* Reads a mapping by its table of keys into `target`. A misspelt key is reported, and then read as
 * what it was meant for, so that it is not missed too. False where it is none or lacks a key. */
bool relcal_field_read_all(relcal_field_reader *reader, const relcal_node *node, const char *what,
                           const relcal_field *fields, size_t count, void *target);

/* Whether a table has a key. */
bool relcal_field_has(const relcal_field *fields, size_t count, const char *key);

/* Says which key a mapping lacks, and what to write for it. */
void relcal_field_add_missing(relcal_field_reader *reader, const relcal_node *mapping,
                              const char *what, const char *key);

/* Reports a node that should be a list of mappings, each `what`, and is none. */
bool relcal_field_expect_list(relcal_field_reader *reader, const relcal_node *node,
                              const char *what);

/* Room for what a mapping may look like. */
#define RELCAL_FIELD_EXAMPLE_BYTES 160

/* "{id: beta, begins: b1}": what a mapping may look like to begin with; "" where nobody knows. */
const char *relcal_field_example(char text[RELCAL_FIELD_EXAMPLE_BYTES], const char *what);

/* "a list", "a mapping", "a text", "empty": what a node is, for messages. */
const char *relcal_field_kind_name(const relcal_node *node);

/* How many slips of the pen, at most two, make one word of another; SIZE_MAX where it is none. */
size_t relcal_field_slips(const char *written, const char *meant);

/* A node's text, or NULL where it is no text, which is then reported. */
const char *relcal_field_take_text(relcal_field_reader *reader, const relcal_node *node);

/* The same where `wanted` says what to write: "a date such as 2026-05-05". */
const char *relcal_field_take(relcal_field_reader *reader, const relcal_node *node,
                              const char *wanted);

/* A copy of a text of the tree that lives as long as the load. */
const char *relcal_field_keep_text(relcal_field_reader *reader, const char *text);

/* A date of any precision; false where the node holds none, which is then reported. */
bool relcal_field_take_when(relcal_field_reader *reader, const relcal_node *node,
                            relcal_when *when);

/* Reports what a date's parser says, at the character it means. */
void relcal_field_refuse_date(relcal_field_reader *reader, const relcal_node *node,
                              const relcal_error *error);

/* Reads the name of a release. A stage without a number is a name of its own: beta. */
bool relcal_field_read_release(relcal_version *version, const char *text);

/* The kind of a milestone that a text names, in any spelling of a stage: "rc" is "candidate". */
const char *relcal_field_read_kind(relcal_field_reader *reader, const char *text);

/* Whether a text can be an id. */
bool relcal_field_is_id(const char *text, size_t length);

/* Readers of one value each; the target is what the comment says. */
void relcal_field_read_text(relcal_field_reader *reader, const relcal_node *node,
                            void *target); /* const char * */
void relcal_field_read_id(relcal_field_reader *reader, const relcal_node *node,
                          void *target); /* const char * */
void relcal_field_read_date(relcal_field_reader *reader, const relcal_node *node,
                            void *target); /* relcal_date */
void relcal_field_read_yes_or_no(relcal_field_reader *reader, const relcal_node *node,
                                 void *target); /* bool */
void relcal_field_read_number(relcal_field_reader *reader, const relcal_node *node,
                              void *target); /* int32_t */
void relcal_field_read_references(relcal_field_reader *reader, const relcal_node *node,
                                  void *target); /* relcal_draft_references */

#endif
