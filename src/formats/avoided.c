/* Days to avoid from a file of their own: a YAML list, as a cadence has it. */
#include <stdlib.h>
#include <string.h>

#include "avoid.h"
#include "cadences.h"
#include "fail.h"
#include "relcal/cadence.h"
#include "relcal/limits.h"

struct relcal_avoided_list {
    relcal_arena arena;
    relcal_avoided *items;
    size_t count;
};

static void fill(relcal_avoided_list *list, const relcal_draft_words *words)
{
    list->count = words->count / RELCAL_CADENCE_AVOID_TEXTS;
    list->items = relcal_arena_allocate(&list->arena, (list->count + 1) * sizeof *list->items);
    for (size_t index = 0; index < list->count; index++) {
        const char **texts = &words->items[index * RELCAL_CADENCE_AVOID_TEXTS];
        list->items[index] = (relcal_avoided){
            .name = texts[RELCAL_CADENCE_AVOID_NAME],
            .days = texts[RELCAL_CADENCE_AVOID_DAYS],
            .instead = (relcal_instead)relcal_instead_by_name(texts[RELCAL_CADENCE_AVOID_INSTEAD]),
        };
    }
}

static relcal_status read_list(relcal_avoided_list *list, const char *name, const char *text,
                               size_t length, relcal_error *error)
{
    relcal_faults faults;
    relcal_draft_words words = {0};
    relcal_faults_init(&faults, &list->arena, RELCAL_MAX_FAULTS);
    relcal_field_reader reader = {.arena = &list->arena, .faults = &faults};
    relcal_file file = {.name = name, .folder = "", .base_name = name, .length = length};
    if (length > RELCAL_MAX_FILE_BYTES) {
        return relcal_fail(error, RELCAL_ERROR_LIMIT, (relcal_place){.file = name},
                           "the file is longer than %d bytes", RELCAL_MAX_FILE_BYTES);
    }
    file.text = relcal_arena_copy_text(&list->arena, text, length);
    relcal_file_screen(&file, &faults);
    const relcal_node *root = file.text == NULL ? NULL
                                                : relcal_tree_parse(&list->arena, &file, &faults);
    if (root != NULL) {
        relcal_cadences_read_avoided(&reader, root, &words);
    }
    relcal_status status = relcal_faults_report(&faults, NULL, NULL, error);
    if (status == RELCAL_OK) {
        fill(list, &words);
    }
    return status;
}

/* The owner of the arena's jumps. */
static relcal_status read_guarded(relcal_avoided_list *list, jmp_buf *out_of_memory,
                                  const char *name, const char *text, size_t length,
                                  relcal_error *error)
{
    if (setjmp(*out_of_memory) == 0) {
        return read_list(list, name, text, length, error);
    }
    return relcal_fail(error, RELCAL_ERROR_MEMORY, (relcal_place){0},
                       "no memory for the days to avoid");
}

relcal_status relcal_avoided_parse(relcal_avoided_list **out, const char *name, const char *text,
                                   size_t length, relcal_error *error)
{
    jmp_buf out_of_memory;
    relcal_avoided_list *list = calloc(1, sizeof *list);
    if (list == NULL) {
        return relcal_fail(error, RELCAL_ERROR_MEMORY, (relcal_place){0},
                           "no memory for the days to avoid");
    }
    relcal_arena_init(&list->arena, NULL, &out_of_memory);
    relcal_status status = read_guarded(list, &out_of_memory, name, text, length, error);
    if (status != RELCAL_OK) {
        relcal_avoided_free(list);
        return status;
    }
    *out = list;
    return RELCAL_OK;
}

void relcal_avoided_free(relcal_avoided_list *list)
{
    if (list != NULL) {
        relcal_arena_free(&list->arena);
        free(list);
    }
}

const relcal_avoided *relcal_avoided_items(const relcal_avoided_list *list, size_t *count)
{
    *count = list->count;
    return list->items;
}
