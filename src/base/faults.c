/* The faults that a load finds, kept in its arena as a list and sorted once, when they are told. */
#include "faults.h"

#include <stdlib.h>
#include <string.h>

void relcal_faults_init(relcal_faults *faults, relcal_arena *arena, size_t limit)
{
    *faults = (relcal_faults){.arena = arena, .limit = limit};
}

void relcal_faults_add(relcal_faults *faults, relcal_status code, uint32_t file_order,
                       relcal_place place, const char *format, ...)
{
    faults->count++;
    if (faults->count > faults->limit) {
        return;
    }
    relcal_error text;
    va_list arguments;
    va_start(arguments, format);
    (void)relcal_fail_v(&text, code, place, format, arguments);
    va_end(arguments);

    size_t bytes = strlen(text.message) + 1;
    relcal_fault *fault = relcal_arena_try(faults->arena, sizeof *fault);
    char *message = relcal_arena_try(faults->arena, bytes);
    if (fault == NULL || message == NULL) {
        faults->is_short_of_memory = true;
        return;
    }
    *fault = (relcal_fault){
        .next = faults->newest,
        .code = code,
        .place = place,
        .file_order = file_order,
        .order = (uint32_t)faults->count,
        .message = memcpy(message, text.message, bytes),
    };
    faults->newest = fault;
}

static int compare_unsigned(uint32_t left, uint32_t right)
{
    return (left > right) - (left < right);
}

static int compare_places(const void *left_pointer, const void *right_pointer)
{
    const relcal_fault *left = *(const relcal_fault *const *)left_pointer;
    const relcal_fault *right = *(const relcal_fault *const *)right_pointer;
    int order = compare_unsigned(left->file_order, right->file_order);
    if (order == 0) {
        order = compare_unsigned(left->place.line, right->place.line);
    }
    if (order == 0) {
        order = compare_unsigned(left->place.column, right->place.column);
    }
    return order != 0 ? order : compare_unsigned(left->order, right->order);
}

relcal_status relcal_faults_report(const relcal_faults *faults,
                                   void (*report)(void *context, const relcal_error *fault),
                                   void *context, relcal_error *first)
{
    size_t kept = faults->count < faults->limit ? faults->count : faults->limit;
    if (faults->is_short_of_memory) {
        relcal_arena_give_up(faults->arena);
    }
    if (kept == 0) {
        return RELCAL_OK;
    }
    const relcal_fault **sorted = relcal_arena_allocate(faults->arena,
                                                        kept * sizeof(const relcal_fault *));
    size_t index = 0;
    for (const relcal_fault *fault = faults->newest; fault != NULL; fault = fault->next) {
        sorted[index++] = fault;
    }
    qsort(sorted, kept, sizeof *sorted, compare_places);

    relcal_error told;
    for (index = 0; report != NULL && index < kept; index++) {
        (void)relcal_fail(&told, sorted[index]->code, sorted[index]->place, "%s",
                          sorted[index]->message);
        report(context, &told);
    }
    if (report != NULL && kept < faults->count) {
        (void)relcal_fail(&told, RELCAL_ERROR_LIMIT, (relcal_place){0},
                          "faults not shown: %zu; mend those above first", faults->count - kept);
        report(context, &told);
    }
    return relcal_fail(first, sorted[0]->code, sorted[0]->place, "%s", sorted[0]->message);
}
