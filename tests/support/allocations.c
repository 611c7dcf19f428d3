/*
 * Counting and failing allocations. For one thread: the counters are plain. Where posix_memalign
 * and its like were called they would pass uncounted; nothing here does.
 */
#include "allocations.h"

#include <errno.h>
#include <stdlib.h>

static volatile bool is_counting; /* volatile: compilers take it that malloc changes no variable */
static volatile bool has_failed;
static volatile size_t made;
static size_t failing;
static volatile long outstanding;

bool allocations_are_counted(void)
{
    allocations_begin(0);
    void *volatile memory = malloc(1); /* volatile, or no compiler would leave the call there */
    free(memory);
    return allocations_end() == 1;
}

void allocations_begin(size_t fail_at)
{
    made = 0;
    outstanding = 0;
    failing = fail_at;
    has_failed = false;
    is_counting = true;
}

size_t allocations_end(void)
{
    is_counting = false;
    return made;
}

bool allocations_have_failed(void)
{
    return has_failed;
}

long allocations_outstanding(void)
{
    return outstanding;
}

#if ALLOCATIONS_ARE_COUNTED

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *memory, size_t size);
void __libc_free(void *memory);

/* Default visibility, so that shared libraries use these too. */
#define SEEN __attribute__((visibility("default")))
SEEN void *malloc(size_t size);
SEEN void *calloc(size_t count, size_t size);
SEEN void *realloc(void *memory, size_t size);
SEEN void free(void *memory);

/* Counts an allocation; returns whether it is to fail. */
static bool is_to_fail(void)
{
    if (!is_counting || ++made != failing) {
        return false;
    }
    has_failed = true;
    errno = ENOMEM;
    return true;
}

static void *counted(void *memory)
{
    outstanding += is_counting && memory != NULL;
    return memory;
}

void *malloc(size_t size)
{
    return is_to_fail() ? NULL : counted(__libc_malloc(size));
}

void *calloc(size_t count, size_t size)
{
    return is_to_fail() ? NULL : counted(__libc_calloc(count, size));
}

void *realloc(void *memory, size_t size)
{
    if (is_to_fail()) {
        return NULL;
    }
    void *moved = __libc_realloc(memory, size);
    return memory == NULL ? counted(moved) : moved;
}

void free(void *memory)
{
    outstanding -= is_counting && memory != NULL;
    __libc_free(memory);
}

/* glibc's qsort takes memory where it gets some and does without where it gets none, which would
 * look like a failure that went unseen. So a plain sort stands in its place. */
SEEN void qsort(void *base, size_t count, size_t size,
                int (*compare)(const void *left, const void *right));

void qsort(void *base, size_t count, size_t size,
           int (*compare)(const void *left, const void *right))
{
    for (size_t end = 1; end < count; end++) {
        unsigned char *right = (unsigned char *)base + end * size;
        for (size_t at = end; at > 0 && compare(right - size, right) > 0; at--, right -= size) {
            for (size_t byte = 0; byte < size; byte++) {
                unsigned char kept = right[byte];
                right[byte] = right[byte - size];
                right[byte - size] = kept;
            }
        }
    }
}

#endif
