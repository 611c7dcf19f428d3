/* Reading schedule files into a draft, with every fault that they have: what a load does before it
 * seals a catalog, for those who want the draft and the faults themselves. */
#ifndef RELCAL_FORMATS_LOADER_H
#define RELCAL_FORMATS_LOADER_H

#include <setjmp.h>

#include "draft.h"
#include "file.h"
#include "relcal/load.h"
#include "tree.h"

typedef struct relcal_loader {
    relcal_arena arena; /* of the files, the faults and the draft */
    relcal_arena nodes; /* of the tree of the file that is being read */
    relcal_faults faults;
    relcal_draft draft; /* what files are laid over */
    /* Whose projects come into the draft with the first file of theirs, or NULL; without their
     * series where only the files' own are wanted. */
    const relcal_catalog *base;
    bool is_without_series;
    /* Called, unless NULL, for every file that is text; `root` is NULL where it is not YAML, and is
     * gone with the next file. May jump. */
    void (*visit)(void *context, const relcal_file *file, const relcal_node *root);
    void *visit_context;
} relcal_loader;

/* `out_of_memory` is where the arenas jump to without memory. */
void relcal_loader_init(relcal_loader *loader, const relcal_allocator *allocator,
                        jmp_buf *out_of_memory);

/* Reads files, which stand together by folder, over the draft. */
void relcal_loader_read(relcal_loader *loader, relcal_file *files);

void relcal_loader_free(relcal_loader *loader);

/* Parses texts as relcal_catalog_parse does, into a catalog that has no series but theirs, and of
 * the base no project but those that they are of. */
relcal_status relcal_catalog_parse_alone(relcal_catalog **out, const relcal_catalog *base,
                                         const relcal_source *sources, size_t count,
                                         const relcal_load_options *options, relcal_error *error);

#endif
