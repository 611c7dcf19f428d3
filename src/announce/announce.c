/* One announcement from its text to its claims, in the order and with the places of the text. */
#include "relcal/announce.h"

#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "reading.h"

struct relcal_announcement {
    relcal_arena arena;
    relcal_date date;
    relcal_claim *claims;
    size_t count;
};

static int by_place(const void *left, const void *right)
{
    const relcal_claim *first = left;
    const relcal_claim *second = right;
    if (first->value_offset != second->value_offset) {
        return first->value_offset < second->value_offset ? -1 : 1;
    }
    if (first->kind != second->kind) {
        return first->kind < second->kind ? -1 : 1;
    }
    return first->version != NULL && second->version != NULL
               ? strcmp(first->version, second->version)
               : 0;
}

/* Counts lines and columns up to each claim, in one walk over the text. */
static void place_claims(relcal_announcement *made, const char *text)
{
    uint32_t line = 1;
    uint32_t column = 1;
    size_t at = 0;
    for (size_t index = 0; index < made->count; index++) {
        for (; at < made->claims[index].value_offset; at++) {
            if (text[at] == '\n') {
                line++;
                column = 1;
            } else {
                column += ((unsigned char)text[at] & 0xC0) != 0x80;
            }
        }
        made->claims[index].line = line;
        made->claims[index].column = column;
    }
}

static void judge_all(relcal_announcement *made, relcal_reading *reading)
{
    size_t room = reading->found_count > 0 ? reading->found_count : 1;
    made->claims = relcal_arena_allocate(&reading->arena, room * sizeof made->claims[0]);
    for (size_t index = 0; index < reading->found_count; index++) {
        made->count += relcal_judge(reading, &reading->found[index], &made->claims[made->count]);
    }
    qsort(made->claims, made->count, sizeof made->claims[0], by_place);
    place_claims(made, reading->text);
}

static relcal_status check_day(const relcal_announcement_options *options, relcal_reading *reading,
                               relcal_error *error)
{
    relcal_place nowhere = {0};
    reading->day = options->on != RELCAL_DATE_NONE          ? options->on
                   : reading->front.day != RELCAL_DATE_NONE ? reading->front.day
                                                            : options->otherwise_on;
    if (!relcal_date_is_valid(reading->day)) {
        return relcal_fail(error, RELCAL_ERROR_ARGUMENT, nowhere,
                           "the day of publication is not known; give it as an option");
    }
    return RELCAL_OK;
}

/* Reads and judges; the announcement lies in the arena, which it then owns. */
static relcal_status read_all(relcal_announcement **out, relcal_reading *reading,
                              relcal_error *error)
{
    jmp_buf out_of_memory;
    relcal_place nowhere = {0};
    reading->arena.out_of_memory = &out_of_memory;
    if (setjmp(out_of_memory) != 0) {
        return relcal_fail(error, RELCAL_ERROR_MEMORY, nowhere, "out of memory");
    }
    relcal_announcement *made = relcal_arena_allocate(&reading->arena, sizeof *made);
    relcal_find_claims(reading);
    if (reading->is_too_much) {
        return relcal_fail(error, RELCAL_ERROR_LIMIT, nowhere,
                           "there are more than %d claims; check a part of the text at a time",
                           RELCAL_MAX_CLAIMS);
    }
    made->date = reading->day;
    judge_all(made, reading);
    made->arena = reading->arena;
    made->arena.out_of_memory = NULL;
    *out = made;
    return RELCAL_OK;
}

relcal_status relcal_announcement_check(relcal_announcement **out, const relcal_project *project,
                                        const char *text, size_t length,
                                        const relcal_announcement_options *options,
                                        relcal_error *error)
{
    relcal_place nowhere = {0};
    if (length > RELCAL_MAX_ANNOUNCEMENT_BYTES) {
        return relcal_fail(error, RELCAL_ERROR_LIMIT, nowhere,
                           "the text has %zu bytes; at most %d are read", length,
                           RELCAL_MAX_ANNOUNCEMENT_BYTES);
    }
    relcal_reading reading = {.project = project, .text = text, .length = length};
    reading.front = relcal_read_front(text, length);
    relcal_status status = check_day(options, &reading, error);
    if (status != RELCAL_OK) {
        return status;
    }
    relcal_arena_init(&reading.arena, options->allocator, NULL);
    status = read_all(out, &reading, error);
    if (status != RELCAL_OK) {
        relcal_arena_free(&reading.arena);
    }
    return status;
}

void relcal_announcement_free(relcal_announcement *announcement)
{
    if (announcement != NULL) {
        relcal_arena arena = announcement->arena;
        relcal_arena_free(&arena);
    }
}

relcal_date relcal_announcement_date(const relcal_announcement *announcement)
{
    return announcement->date;
}

size_t relcal_announcement_claim_count(const relcal_announcement *announcement)
{
    return announcement->count;
}

const relcal_claim *relcal_announcement_claim_at(const relcal_announcement *announcement,
                                                 size_t index)
{
    return index < announcement->count ? &announcement->claims[index] : NULL;
}

const char *relcal_claim_verdict_name(relcal_claim_verdict verdict)
{
    static const char *const names[] = {"true", "false", "unsure"};
    size_t index = (size_t)verdict;
    return index < sizeof names / sizeof names[0] ? names[index] : "";
}
