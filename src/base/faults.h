/* The faults that a load finds: collected, put in the order of places, then told. */
#ifndef RELCAL_BASE_FAULTS_H
#define RELCAL_BASE_FAULTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "fail.h"

typedef struct relcal_fault {
    struct relcal_fault *next;
    relcal_status code;
    relcal_place place;  /* the file name is the caller's and lives as long as the list */
    uint32_t file_order; /* the file's place among the files that were read */
    uint32_t order;      /* of finding, for faults of one place */
    const char *message;
} relcal_fault;

typedef struct relcal_faults {
    relcal_arena *arena;
    relcal_fault *newest;
    size_t count;
    size_t limit;            /* faults over it are counted and dropped */
    bool is_short_of_memory; /* something could not be kept; the load fails for that alone */
} relcal_faults;

void relcal_faults_init(relcal_faults *faults, relcal_arena *arena, size_t limit);

/* Adds a fault with a formatted message. Never jumps, so that callers may hold a file open. */
void relcal_faults_add(relcal_faults *faults, relcal_status code, uint32_t file_order,
                       relcal_place place, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* Calls `report`, unless it is NULL, for every fault by file, line and column, and one more where
 * some were dropped. Fills `first` with the first of them; returns its code, RELCAL_OK where there
 * is none. */
relcal_status relcal_faults_report(const relcal_faults *faults,
                                   void (*report)(void *context, const relcal_error *fault),
                                   void *context, relcal_error *first);

#endif
