/*
 * Memory that is given back all at once: what a load needs while it runs.
 *
 * An arena that gets no memory jumps to its owner (setjmp, longjmp), so that the hundreds of small
 * allocations of a load need no check each, and a load that runs out of memory unwinds in one
 * place. Between setjmp and the end of the load nothing but arena memory may be held that the
 * owner does not know of.
 */
#ifndef RELCAL_BASE_ARENA_H
#define RELCAL_BASE_ARENA_H

#include <setjmp.h>
#include <stddef.h>

#include "relcal/allocator.h"

typedef struct relcal_arena {
    relcal_allocator allocator;
    struct relcal_arena_block *blocks;
    unsigned char *free_begin;
    unsigned char *free_end;
    jmp_buf *out_of_memory;
} relcal_arena;

/* The allocator that stands for NULL: malloc and free. */
relcal_allocator relcal_allocator_or_default(const relcal_allocator *allocator);

void relcal_arena_init(relcal_arena *arena, const relcal_allocator *allocator,
                       jmp_buf *out_of_memory);

/* `size` zeroed bytes, aligned for any type. Never NULL. */
void *relcal_arena_allocate(relcal_arena *arena, size_t size);

/* The same, but NULL where there is no memory: for a caller that holds something else, which gives
 * that back and then calls relcal_arena_give_up. */
void *relcal_arena_try(relcal_arena *arena, size_t size);

/* Jumps to the owner as an allocation without memory does. */
_Noreturn void relcal_arena_give_up(const relcal_arena *arena);

/* A copy of a text, closed by a NUL. */
char *relcal_arena_copy_text(relcal_arena *arena, const char *text, size_t length);

/* Forgets everything that was allocated, and keeps a block of memory for what comes. */
void relcal_arena_reset(relcal_arena *arena);

/* Gives everything back. */
void relcal_arena_free(relcal_arena *arena);

#endif
