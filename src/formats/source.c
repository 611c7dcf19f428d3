/* What the readers of other formats share: the items of a source, and ids. */
#include "source.h"

#include <string.h>

/* FNV-1a. */
uint32_t relcal_source_hash(const char *series, const char *id)
{
    uint32_t hash = 2166136261u;
    for (; *series != '\0'; series++) {
        hash = (hash ^ (unsigned char)*series) * 16777619u;
    }
    hash = (hash ^ (unsigned char)'/') * 16777619u;
    for (; *id != '\0'; id++) {
        hash = (hash ^ (unsigned char)*id) * 16777619u;
    }
    return hash;
}

relcal_item *relcal_source_add_item(relcal_source_reader *reader, const char *series,
                                    const char *id, relcal_place place)
{
    if (reader->item_count == RELCAL_MAX_IMPORT_MILESTONES) {
        reader->is_unusable = true;
        relcal_faults_add(reader->faults, RELCAL_ERROR_LIMIT, 0, place,
                          "more than %d milestones; import them in parts",
                          RELCAL_MAX_IMPORT_MILESTONES);
        return NULL;
    }
    relcal_item *item = relcal_arena_allocate(reader->arena, sizeof *item);
    item->series = series;
    item->id = id;
    item->place = place;
    item->since = RELCAL_DATE_NONE;
    item->number = -1;
    item->when = relcal_when_day(RELCAL_DATE_NONE);
    item->hash = relcal_source_hash(series, id);
    *reader->item_end = item;
    reader->item_end = &item->next;
    reader->item_count++;
    relcal_item **bucket = &reader->buckets[item->hash % SOURCE_BUCKETS];
    while (*bucket != NULL) {
        bucket = &(*bucket)->same_bucket;
    }
    *bucket = item;
    return item;
}

relcal_about *relcal_source_about(relcal_source_reader *reader, const char *series)
{
    for (relcal_about *about = reader->abouts; about != NULL; about = about->next) {
        if (strcmp(about->series, series) == 0) {
            return about;
        }
    }
    if (reader->about_count == RELCAL_MAX_SERIES) {
        reader->is_unusable = true;
        relcal_faults_add(reader->faults, RELCAL_ERROR_LIMIT, 0,
                          (relcal_place){.file = reader->file->name},
                          "more than %d series; import them in parts", RELCAL_MAX_SERIES);
        return NULL;
    }
    relcal_about *about = relcal_arena_allocate(reader->arena, sizeof *about);
    about->series = series;
    *reader->about_end = about;
    reader->about_end = &about->next;
    reader->about_count++;
    return about;
}

relcal_item *relcal_source_find(const relcal_source_reader *reader, const char *series,
                                const char *id)
{
    uint32_t hash = relcal_source_hash(series, id);
    relcal_item *item = reader->buckets[hash % SOURCE_BUCKETS];
    while (item != NULL &&
           (item->hash != hash || strcmp(item->id, id) != 0 || strcmp(item->series, series) != 0)) {
        item = item->same_bucket;
    }
    return item;
}

const char *relcal_source_version_id(relcal_arena *arena, const relcal_version *version)
{
    char text[RELCAL_VERSION_BYTES];
    (void)relcal_version_format(version, text);
    return relcal_arena_copy_text(arena, text, strlen(text));
}

bool relcal_source_is_id(const char *text, size_t length)
{
    for (size_t index = 0; index < length; index++) {
        char character = text[index];
        bool is_plain = (character >= 'a' && character <= 'z') ||
                        (character >= 'A' && character <= 'Z') ||
                        (character >= '0' && character <= '9');
        if (!is_plain && (index == 0 || character == '\0' || strchr("._-+~", character) == NULL)) {
            return false;
        }
    }
    return length > 0 && length <= SOURCE_ID_BYTES;
}

relcal_prose_names relcal_source_names(const relcal_source_reader *reader)
{
    return (relcal_prose_names){
        .name = reader->owner == NULL ? NULL : relcal_project_name(reader->owner),
        .id = reader->project,
    };
}
