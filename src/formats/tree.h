/* A YAML document as a tree of nodes with their places: what libyaml reads, and nothing that a
 * schedule file has no use for: no anchors, aliases, tags or second documents. */
#ifndef RELCAL_FORMATS_TREE_H
#define RELCAL_FORMATS_TREE_H

#include "draft.h"
#include "file.h"

typedef enum relcal_node_kind {
    RELCAL_NODE_TEXT,
    RELCAL_NODE_LIST,
    RELCAL_NODE_MAPPING,
    RELCAL_NODE_FAULTY /* reported already; readers pass over it */
} relcal_node_kind;

typedef struct relcal_node {
    struct relcal_node *next;  /* in its list or mapping */
    struct relcal_node *key;   /* in a mapping */
    struct relcal_node *first; /* of a list or mapping */
    relcal_draft_place place;
    const char *text;
    size_t length;
    relcal_node_kind kind;
    bool has_faulty_key; /* of a mapping: an entry was left out for its key, and reported */
    bool is_as_written;  /* the text stands in the file character by character, one line, */
    bool is_quoted;      /* perhaps behind a quotation mark */
} relcal_node;

/* Parses a file. NULL where it is empty or not YAML, which is then reported. The tree and its texts
 * come from the arena; what is to outlive it must be copied. */
relcal_node *relcal_tree_parse(relcal_arena *arena, const relcal_file *file, relcal_faults *faults);

#endif
