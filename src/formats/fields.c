/*
 * Reading mappings by tables of their keys. A reader that meets a fault reports it and leaves its
 * target as it was, so that the rest of the file is still read.
 */
#include "fields.h"

#include <stdio.h>
#include <string.h>

#include "relcal/limits.h"
#include "relcal/version.h"
#include "slips.h"

/* The longest id of anything, in bytes. */
#define MAX_ID_BYTES 64

bool relcal_field_read_release(relcal_version *version, const char *text)
{
    return relcal_version_parse(version, text, strlen(text), NULL) == RELCAL_OK &&
           (version->stage == RELCAL_STAGE_FINAL || strpbrk(text, "0123456789") != NULL);
}

/* ---- values of one node ---- */

const char *relcal_field_kind_name(const relcal_node *node)
{
    if (node->kind == RELCAL_NODE_TEXT) {
        return node->length == 0 ? "empty" : "a text";
    }
    return node->kind == RELCAL_NODE_LIST ? "a list" : "a mapping";
}

const char *relcal_field_take_text(relcal_field_reader *reader, const relcal_node *node)
{
    const char *key = node->key == NULL ? "an entry" : node->key->text;
    if (node->kind == RELCAL_NODE_LIST || node->kind == RELCAL_NODE_MAPPING) {
        ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, node, "%s is %s; write a text", key,
                  relcal_field_kind_name(node));
        return NULL;
    }
    if (node->kind == RELCAL_NODE_TEXT && node->length == 0) {
        ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, node, "%s is empty; write a text%s", key,
                  reader->is_optional ? " or leave it out" : "");
        return NULL;
    }
    return node->kind == RELCAL_NODE_TEXT ? node->text : NULL;
}

const char *relcal_field_keep_text(relcal_field_reader *reader, const char *text)
{
    return relcal_arena_copy_text(reader->arena, text, strlen(text));
}

void relcal_field_read_text(relcal_field_reader *reader, const relcal_node *node, void *target)
{
    const char *text = relcal_field_take_text(reader, node);
    if (text != NULL) {
        *(const char **)target = relcal_field_keep_text(reader, text);
    }
}

static bool is_id_character(char character)
{
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
           (character >= '0' && character <= '9') ||
           (character != '\0' && strchr("._-+~", character) != NULL);
}

bool relcal_field_is_id(const char *text, size_t length)
{
    bool is_good = length > 0 && length <= MAX_ID_BYTES && strchr("._-+~", text[0]) == NULL;
    for (size_t index = 0; is_good && index < length; index++) {
        is_good = is_id_character(text[index]);
    }
    return is_good;
}

void relcal_field_read_id(relcal_field_reader *reader, const relcal_node *node, void *target)
{
    const char *text = relcal_field_take_text(reader, node);
    if (text == NULL) {
        return;
    }
    bool is_good = relcal_field_is_id(text, node->length);
    if (!is_good) {
        ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, node,
                  "%s is no id; write a letter or digit, then letters, digits and . _ - + ~, %d at "
                  "most",
                  QUOTE(node), MAX_ID_BYTES);
        return;
    }
    *(const char **)target = relcal_field_keep_text(reader, text);
}

void relcal_field_refuse_date(relcal_field_reader *reader, const relcal_node *node,
                              const relcal_error *error)
{
    relcal_place place = node->place.place;
    if (error->column > 0 && node->is_as_written) {
        place.column += error->column - 1 + (node->is_quoted ? 1 : 0);
    }
    relcal_faults_add(reader->faults, error->code, node->place.file_order, place, "%s",
                      error->message);
}

void relcal_field_read_date(relcal_field_reader *reader, const relcal_node *node, void *target)
{
    relcal_error error;
    const char *text = relcal_field_take_text(reader, node);
    if (text != NULL && relcal_date_parse(target, text, node->length, &error) != RELCAL_OK) {
        relcal_field_refuse_date(reader, node, &error);
    }
}

bool relcal_field_take_when(relcal_field_reader *reader, const relcal_node *node, relcal_when *when)
{
    relcal_error error;
    const char *text = relcal_field_take_text(reader, node);
    if (text == NULL) {
        return false;
    }
    if (relcal_when_parse(when, text, node->length, &error) != RELCAL_OK) {
        relcal_field_refuse_date(reader, node, &error);
        return false;
    }
    if (when->zone_name_length > 0) {
        when->zone_name = relcal_arena_copy_text(reader->arena, when->zone_name,
                                                 when->zone_name_length);
    }
    return true;
}

void relcal_field_read_yes_or_no(relcal_field_reader *reader, const relcal_node *node, void *target)
{
    const char *text = relcal_field_take_text(reader, node);
    if (text == NULL) {
        return;
    }
    if (strcmp(text, "yes") == 0 || strcmp(text, "true") == 0) {
        *(bool *)target = true;
    } else if (strcmp(text, "no") == 0 || strcmp(text, "false") == 0) {
        *(bool *)target = false;
    } else {
        ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, node, "%s is neither yes nor no; write one of them",
                  QUOTE(node));
    }
}

void relcal_field_read_number(relcal_field_reader *reader, const relcal_node *node, void *target)
{
    const char *text = relcal_field_take_text(reader, node);
    if (text == NULL) {
        return;
    }
    int32_t number = 0;
    for (size_t index = 0; index < node->length && number <= RELCAL_MAX_VERSION_PART; index++) {
        number = text[index] >= '0' && text[index] <= '9' ? number * 10 + (text[index] - '0')
                                                          : RELCAL_MAX_VERSION_PART + 1;
    }
    if (number > RELCAL_MAX_VERSION_PART) {
        ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, node, "%s is no number; write digits, %d at most",
                  QUOTE(node), RELCAL_MAX_VERSION_PART);
        return;
    }
    *(int32_t *)target = number;
}

/* ---- mappings ---- */

/* "id, date, state": the keys of a table, for messages. */
static const char *list_keys(char text[RELCAL_FIELD_KEYS_BYTES], const relcal_field *fields,
                             size_t count)
{
    size_t length = 0;
    for (size_t index = 0; index < count && length < RELCAL_FIELD_KEYS_BYTES; index++) {
        int written = snprintf(text + length, RELCAL_FIELD_KEYS_BYTES - length, "%s%s",
                               index == 0 ? "" : ", ", fields[index].key);
        length += written < 0 ? 0 : (size_t)written;
    }
    return text;
}

/* The keys of a table as messages list them. */
#define KEYS(fields, count) list_keys((char[RELCAL_FIELD_KEYS_BYTES]){0}, fields, count)

static size_t find_field(const relcal_field *fields, size_t count, const char *key)
{
    size_t index = 0;
    while (index < count &&
           (fields[index].key[0] != key[0] || strcmp(fields[index].key, key) != 0)) {
        index++;
    }
    return index;
}

static bool has_key(const relcal_node *mapping, const char *key)
{
    for (const relcal_node *value = mapping->first; value != NULL; value = value->next) {
        if (value->key->text[0] == key[0] && strcmp(value->key->text, key) == 0) {
            return true;
        }
    }
    return false;
}

/* The most letters that may be wrong in a key, fewer than half of them. */
#define MAX_SLIPS 2

bool relcal_field_is_misspelt(const char *written, const char *meant)
{
    size_t length = strlen(meant);
    size_t slips = relcal_slips(written, strlen(written), meant, length);
    return slips <= 1 || (slips <= MAX_SLIPS && 2 * slips < length);
}

/* The field that a key which is none was meant for: like it, and not in the mapping otherwise. */
static size_t guess_field(const relcal_node *mapping, const relcal_field *fields, size_t count,
                          const char *key)
{
    size_t index = 0;
    while (index < count && (!relcal_field_is_misspelt(key, fields[index].key) ||
                             has_key(mapping, fields[index].key))) {
        index++;
    }
    return index;
}

/* Reports a key that is none; returns the field that it was meant for, `count` where none is. */
static size_t refuse_key(relcal_field_reader *reader, const relcal_node *mapping, const char *what,
                         const relcal_field *fields, size_t count, const relcal_node *key)
{
    size_t meant = guess_field(mapping, fields, count, key->text);
    if (meant < count) {
        ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, key, "unknown key %s; write %s", QUOTE(key),
                  fields[meant].key);
    } else {
        ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, key, "unknown key %s; the keys of %s are %s",
                  QUOTE(key), what, KEYS(fields, count));
    }
    return meant;
}

bool relcal_field_read_all(relcal_field_reader *reader, const relcal_node *node, const char *what,
                           const relcal_field *fields, size_t count, void *target)
{
    if (node->kind != RELCAL_NODE_MAPPING) {
        if (node->kind != RELCAL_NODE_FAULTY) {
            ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, node,
                      "%s is %s; write a mapping with the keys %s", what,
                      relcal_field_kind_name(node), KEYS(fields, count));
        }
        return false;
    }
    uint32_t found = 0; /* a bit for each field */
    for (const relcal_node *value = node->first; value != NULL; value = value->next) {
        size_t field = find_field(fields, count, value->key->text);
        if (field == count) {
            field = refuse_key(reader, node, what, fields, count, value->key);
        }
        if (field < count && (found >> field & 1) == 0) {
            found |= UINT32_C(1) << field;
            reader->is_optional = !fields[field].is_required;
            fields[field].read(reader, value, target);
        }
    }
    bool is_whole = true;
    for (size_t index = 0; index < count; index++) {
        if (!fields[index].is_required || (found >> index & 1) != 0) {
            continue;
        }
        is_whole = false;
        if (!node->has_faulty_key) {
            ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, node, "%s has no %s; add the key", what,
                      fields[index].key);
        }
    }
    return is_whole;
}

bool relcal_field_expect_list(relcal_field_reader *reader, const relcal_node *node)
{
    if (node->kind == RELCAL_NODE_LIST) {
        return true;
    }
    if (node->kind != RELCAL_NODE_FAULTY) {
        const char *what = node->key == NULL ? "the file" : node->key->text;
        ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, node, "%s is %s; write a list", what,
                  relcal_field_kind_name(node));
    }
    return false;
}

/* ---- references to milestones ---- */

static bool starts_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

const char *relcal_field_read_kind(relcal_field_reader *reader, const char *text)
{
    relcal_version version;
    bool is_stage = relcal_version_parse(&version, text, strlen(text), NULL) == RELCAL_OK &&
                    !version.has_release && version.number == 0;
    return is_stage ? relcal_stage_name(version.stage) : relcal_field_keep_text(reader, text);
}

/* Reads the name of a milestone; NULL where there is none, which is then reported. */
static relcal_draft_reference *read_reference(relcal_field_reader *reader, const relcal_node *node)
{
    const char *text = relcal_field_take_text(reader, node);
    relcal_version version;
    if (text == NULL) {
        return NULL;
    }
    relcal_draft_reference *reference = relcal_arena_allocate(reader->arena, sizeof *reference);
    reference->number = -1;
    if (starts_with(text, "first ") || starts_with(text, "last ")) {
        reference->form = text[0] == 'f' ? RELCAL_REFERENCE_FIRST : RELCAL_REFERENCE_LAST;
        reference->name = relcal_field_read_kind(reader, strchr(text, ' ') + 1);
    } else if (relcal_field_read_release(&version, text) && !version.has_release) {
        reference->form = RELCAL_REFERENCE_STAGE;
        reference->name = relcal_stage_name(version.stage);
        reference->number = version.stage == RELCAL_STAGE_FINAL ? -1 : version.number;
    } else {
        reference->form = RELCAL_REFERENCE_ID;
        reference->name = relcal_field_keep_text(reader, text);
    }
    return reference;
}

void relcal_field_read_references(relcal_field_reader *reader, const relcal_node *node,
                                  void *target)
{
    relcal_draft_references *references = target;
    relcal_draft_reference **link = &references->items;
    const relcal_node *item = node->kind == RELCAL_NODE_LIST ? node->first : node;
    if (item == NULL) {
        ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, node, "%s is empty; name a milestone",
                  node->key->text);
    }
    for (; item != NULL; item = item == node ? NULL : item->next) {
        if (references->count == RELCAL_MAX_REFERENCES) {
            ADD_FAULT(reader, RELCAL_ERROR_LIMIT, item, "more than %d milestones; name fewer",
                      RELCAL_MAX_REFERENCES);
            return;
        }
        *link = read_reference(reader, item);
        if (*link != NULL) {
            link = &(*link)->next;
            references->count++;
        }
    }
}
