/*
 * The allocations of a test program, counted and made to fail: malloc, calloc, realloc and free of
 * the whole process stand in allocations.c, over those of glibc. Sanitizers and valgrind put their
 * own in the same place; nothing is counted then.
 */
#ifndef RELCAL_TESTS_ALLOCATIONS_H
#define RELCAL_TESTS_ALLOCATIONS_H

#include <stdbool.h>
#include <stddef.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define ALLOCATIONS_ARE_COUNTED 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer) || \
    __has_feature(thread_sanitizer)
#define ALLOCATIONS_ARE_COUNTED 0
#endif
#endif
#ifndef ALLOCATIONS_ARE_COUNTED
#define ALLOCATIONS_ARE_COUNTED 1
#endif

/* Whether allocations are counted in this process. */
bool allocations_are_counted(void);

/* Starts to count; the `fail_at`-th allocation from here on, from 1, gives NULL; 0 for none. */
void allocations_begin(size_t fail_at);

/* Stops counting and failing; returns how many allocations there were, failed ones included. */
size_t allocations_end(void);

/* Whether the allocation that was to fail was reached since the beginning. */
bool allocations_have_failed(void);

/* The blocks allocated since the beginning and not freed, less those of before it that were. */
long allocations_outstanding(void);

#endif
