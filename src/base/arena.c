/* Memory that is given back all at once: blocks of 64 KiB, larger ones where one text needs it. */
#include "arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_BYTES ((size_t)64 * 1024)

typedef struct relcal_arena_block {
    struct relcal_arena_block *next;
    size_t size;
    max_align_t memory[];
} relcal_arena_block;

static void *default_allocate(void *context, size_t size)
{
    (void)context;
    return malloc(size);
}

static void default_release(void *context, void *memory, size_t size)
{
    (void)context;
    (void)size;
    free(memory);
}

relcal_allocator relcal_allocator_or_default(const relcal_allocator *allocator)
{
    if (allocator != NULL) {
        return *allocator;
    }
    return (relcal_allocator){.allocate = default_allocate, .release = default_release};
}

void relcal_arena_init(relcal_arena *arena, const relcal_allocator *allocator,
                       jmp_buf *out_of_memory)
{
    *arena = (relcal_arena){
        .allocator = relcal_allocator_or_default(allocator),
        .out_of_memory = out_of_memory,
    };
}

static bool add_block(relcal_arena *arena, size_t wanted)
{
    size_t size = wanted > BLOCK_BYTES ? wanted : BLOCK_BYTES;
    size_t whole = sizeof(relcal_arena_block) + size;
    relcal_arena_block *block = NULL;
    if (whole > size) {
        block = arena->allocator.allocate(arena->allocator.context, whole);
    }
    if (block == NULL) {
        return false;
    }
    block->next = arena->blocks;
    block->size = whole;
    arena->blocks = block;
    arena->free_begin = (unsigned char *)block->memory;
    arena->free_end = arena->free_begin + size;
    return true;
}

/* Memory that is not zeroed, or NULL. */
static void *take(relcal_arena *arena, size_t size)
{
    const size_t unit = _Alignof(max_align_t);
    size_t rounded = size > SIZE_MAX - unit ? SIZE_MAX : (size + unit - 1) / unit * unit;
    if (rounded > (size_t)(arena->free_end - arena->free_begin) && !add_block(arena, rounded)) {
        return NULL;
    }
    void *memory = arena->free_begin;
    arena->free_begin += rounded;
    return memory;
}

void *relcal_arena_try(relcal_arena *arena, size_t size)
{
    void *memory = take(arena, size);
    return memory == NULL ? NULL : memset(memory, 0, size);
}

_Noreturn void relcal_arena_give_up(const relcal_arena *arena)
{
    longjmp(*arena->out_of_memory, 1);
}

void *relcal_arena_allocate(relcal_arena *arena, size_t size)
{
    void *memory = relcal_arena_try(arena, size);
    if (memory == NULL) {
        relcal_arena_give_up(arena);
    }
    return memory;
}

char *relcal_arena_copy_text(relcal_arena *arena, const char *text, size_t length)
{
    char *copy = take(arena, length + 1);
    if (copy == NULL) {
        relcal_arena_give_up(arena);
    }
    if (length > 0) {
        memcpy(copy, text, length);
    }
    copy[length] = '\0';
    return copy;
}

void relcal_arena_reset(relcal_arena *arena)
{
    relcal_arena_block *kept = arena->blocks;
    if (kept != NULL) {
        arena->blocks = kept->next;
        relcal_arena_free(arena);
        kept->next = NULL;
        arena->blocks = kept;
        arena->free_begin = (unsigned char *)kept->memory;
        arena->free_end = (unsigned char *)kept + kept->size;
    }
}

void relcal_arena_free(relcal_arena *arena)
{
    while (arena->blocks != NULL) {
        relcal_arena_block *block = arena->blocks;
        arena->blocks = block->next;
        arena->allocator.release(arena->allocator.context, block, block->size);
    }
    arena->free_begin = arena->free_end = NULL;
}
