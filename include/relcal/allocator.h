/* Where loaded catalogs get their memory from. */
#ifndef RELCAL_ALLOCATOR_H
#define RELCAL_ALLOCATOR_H

#include <stddef.h>

#include "relcal/export.h"

RELCAL_BEGIN_DECLS

/**
 * A source of memory. `allocate` returns `size` bytes aligned for any type, or NULL; `size` is
 * never 0. `release` takes what `allocate` gave, with the same size; never NULL. Both get
 * `context` unchanged, and must be callable from the thread that loads or frees the catalog.
 * What libyaml allocates while it parses does not pass through here.
 * Since 0.1.
 */
typedef struct relcal_allocator {
    void *(*allocate)(void *context, size_t size);
    void (*release)(void *context, void *memory, size_t size);
    void *context;
} relcal_allocator;

RELCAL_END_DECLS

#endif
