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

const char *relcal_field_take(relcal_field_reader *reader, const relcal_node *node,
                              const char *wanted)
{
    const char *key = node->key == NULL ? "an entry" : node->key->text;
    if (node->kind == RELCAL_NODE_LIST || node->kind == RELCAL_NODE_MAPPING) {
        ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, node, "%s is %s; write %s", key,
                  relcal_field_kind_name(node), wanted);
        return NULL;
    }
    if (node->kind == RELCAL_NODE_TEXT && node->length == 0) {
        ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, node, "%s is empty; write %s%s", key, wanted,
                  reader->is_optional ? " or leave it out" : "");
        return NULL;
    }
    return node->kind == RELCAL_NODE_TEXT ? node->text : NULL;
}

const char *relcal_field_take_text(relcal_field_reader *reader, const relcal_node *node)
{
    return relcal_field_take(reader, node, "a text");
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
    const char *text = relcal_field_take(reader, node, "a date such as 2026-05-05");
    if (text != NULL && relcal_date_parse(target, text, node->length, &error) != RELCAL_OK) {
        relcal_field_refuse_date(reader, node, &error);
    }
}

bool relcal_field_take_when(relcal_field_reader *reader, const relcal_node *node, relcal_when *when)
{
    relcal_error error;
    const char *text = relcal_field_take(reader, node, "a date such as 2026-05-05, or tbd");
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
    const char *text = relcal_field_take(reader, node, "yes or no");
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

/* ---- what to write ---- */

/* A key that a mapping needs, or is not of much use without, and a value. */
typedef struct field_example {
    const char *what; /* the mapping */
    const char *key;
    const char *value;
} field_example;

static const field_example examples[] = {
    {"project.yaml", "project", "teapot"},
    {"project.yaml", "name", "Teapot"},
    {"project.yaml", "phases", "[{id: beta, begins: b1}]"},
    {"a series file", "series", "1.0"},
    {"a series file", "milestones", "[{id: 1.0.0b1, date: 2026-05-05}]"},
    {"a milestone", "id", "1.0.0b1"},
    {"a name", "phases", "stable"},
    {"a milestone", "date", "2026-05-05"},
    {"spec", "name", "The plan"},
    {"spec", "url", "\"https://example.org/plan\""},
    {"a phase", "id", "beta"},
    {"a phase", "begins", "b1"},
    {"a freeze", "id", "feature"},
    {"a freeze", "from", "b1"},
    {"a tier", "id", "long-term"},
    {"a tier", "from", "final"},
    {"trunk", "branch", "main"},
    {"trunk", "begins", "development"},
    {"calendar", "uid-domain", "example.org"},
    {"calendar", "color", "royalblue"},
    {"a gap", "what", "A day is published."},
    {"a gap", "reason", "Nobody knows the hour."},
    {"a change", "id", "rename"},
    {"a change", "definition", "something gets another name"},
    {"a rule", "id", "no-features"},
    {"a rule", "phase", "beta"},
    {"a rule", "change", "feature"},
    {"a rule", "verdict", "deny"},
    {"request-by", "milestone", "b1"},
    {"request-by", "days", "7"},
    {"a range of series", "from", "1.0"},
    {"a cadence", "id", "yearly"},
    {"a cadence", "anchor", "b1"},
    {"a cadence", "rules", "{b1: first tuesday of may, final: b1 + 22 weeks}"},
    {"a rule of a cadence", "rule", "b1 + 22 weeks"},
    {"days to avoid", "name", "turn of the year"},
    {"days to avoid", "days", "12-24..01-02"},
    {"a constraint", "id", "beta-phase"},
    {"a constraint", "from", "b1"},
    {"a constraint", "to", "final"},
    {"a constraint", "at-least", "8 weeks"},
    {"an import", "format", "endoflife"},
    {"the meaning of a word", "id", "end-of-life"},
};

/* The value of a key in the example of a mapping, or NULL. */
static const char *find_example(const char *what, const char *key)
{
    for (size_t index = 0; index < FIELD_COUNT(examples); index++) {
        if (strcmp(examples[index].what, what) == 0 && strcmp(examples[index].key, key) == 0) {
            return examples[index].value;
        }
    }
    return NULL;
}

const char *relcal_field_example(char text[RELCAL_FIELD_EXAMPLE_BYTES], const char *what)
{
    size_t length = 0;
    text[0] = '\0';
    for (size_t index = 0; index < FIELD_COUNT(examples); index++) {
        if (strcmp(examples[index].what, what) == 0 && length < RELCAL_FIELD_EXAMPLE_BYTES) {
            int written = snprintf(text + length, RELCAL_FIELD_EXAMPLE_BYTES - length, "%s%s: %s",
                                   length == 0 ? "{" : ", ", examples[index].key,
                                   examples[index].value);
            length += written < 0 ? 0 : (size_t)written;
        }
    }
    if (length > 0 && length + 1 < RELCAL_FIELD_EXAMPLE_BYTES) {
        strcpy(text + length, "}");
    }
    return text;
}

#define EXAMPLE(what) relcal_field_example((char[RELCAL_FIELD_EXAMPLE_BYTES]){0}, what)

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

bool relcal_field_has(const relcal_field *fields, size_t count, const char *key)
{
    return find_field(fields, count, key) < count;
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

size_t relcal_field_slips(const char *written, const char *meant)
{
    size_t length = strlen(meant);
    size_t slips = relcal_slips(written, strlen(written), meant, length);
    bool is_near = slips <= 1 || (slips <= MAX_SLIPS && 2 * slips < length);
    return is_near ? slips : SIZE_MAX;
}

/* The field that a key which is none was meant for: the one most like it of those that are not in
 * the mapping otherwise; `count` where none is. */
static size_t guess_field(const relcal_node *mapping, const relcal_field *fields, size_t count,
                          const char *key)
{
    size_t nearest = count;
    size_t least = SIZE_MAX;
    for (size_t index = 0; index < count; index++) {
        size_t slips = relcal_field_slips(key, fields[index].key);
        if (slips < least && !has_key(mapping, fields[index].key)) {
            nearest = index;
            least = slips;
        }
    }
    return nearest;
}

/* Words that people write for a key of another name. */
static const struct {
    const char *written;
    const char *meant;
} other_words[] = {
    {"name", "id"},
    {"key", "id"},
    {"id", "series"},
    {"version", "series"},
    {"id", "project"},
    {"title", "name"},
    {"homepage", "url"},
    {"website", "url"},
    {"releases", "milestones"},
    {"events", "milestones"},
    {"dates", "milestones"},
    {"start", "begins"},
    {"starts", "begins"},
    {"from", "begins"},
    {"start", "from"},
    {"starts", "from"},
    {"begins", "from"},
    {"begin", "from"},
    {"end", "until"},
    {"ends", "until"},
    {"to", "until"},
    {"until", "to"},
    {"when", "date"},
    {"day", "date"},
    {"on", "date"},
    {"status", "state"},
    {"type", "kind"},
    {"description", "note"},
    {"comment", "note"},
    {"remark", "note"},
    {"note", "remark"},
    {"alive", "living"},
    {"supported", "living"},
    {"manager", "release-manager"},
    {"why", "reason"},
    {"because", "reason"},
    {"decision", "verdict"},
    {"who", "by"},
    {"link", "source"},
    {"url", "source"},
    {"name", "series"},
    {"name", "title"},
};

/* The field that a word is another one for, and which is not in the mapping otherwise. */
static size_t find_other_word(const relcal_node *mapping, const relcal_field *fields, size_t count,
                              const char *key)
{
    for (size_t index = 0; index < FIELD_COUNT(other_words); index++) {
        size_t field = strcmp(other_words[index].written, key) == 0
                           ? find_field(fields, count, other_words[index].meant)
                           : count;
        if (field < count && !has_key(mapping, fields[field].key)) {
            return field;
        }
    }
    return count;
}

/* What has a key that this mapping does not: "a milestone"; NULL for nothing. */
static const char *find_owner(const relcal_field_reader *reader, const char *key)
{
    for (size_t index = 0; index < reader->other_count; index++) {
        const relcal_field_table *other = &reader->others[index];
        if (find_field(other->fields, other->count, key) < other->count) {
            return other->what;
        }
    }
    return NULL;
}

/* The field that a text begins with, and behind it a colon without a space; `count` for none. */
static size_t find_glued(const relcal_field *fields, size_t count, const char *key)
{
    size_t length = strcspn(key, ":");
    size_t index = 0;
    while (index < count && (key[length] == '\0' || strlen(fields[index].key) != length ||
                             memcmp(fields[index].key, key, length) != 0)) {
        index++;
    }
    return index;
}

/* Whether a text that was taken for a key is the rest of one with a comma in it, before which it
 * was cut: it has spaces, and no value. */
static bool is_rest_of_text(const relcal_node *value)
{
    return value->kind == RELCAL_NODE_TEXT && value->length == 0 && !value->is_quoted &&
           strchr(value->key->text, ' ') != NULL;
}

/* Reports a key that is none; returns the field that it was meant for, `count` where none is. */
static size_t refuse_key(relcal_field_reader *reader, const relcal_node *mapping, const char *what,
                         const relcal_field *fields, size_t count, const relcal_node *value)
{
    const relcal_node *key = value->key;
    size_t meant = guess_field(mapping, fields, count, key->text);
    if (meant < count) {
        ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, key, "unknown key %s; write %s", QUOTE(key),
                  fields[meant].key);
        return meant;
    }
    meant = find_other_word(mapping, fields, count, key->text);
    size_t glued = find_glued(fields, count, key->text);
    const char *owner = find_owner(reader, key->text);
    if (meant < count) {
        ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, key,
                  "unknown key %s; did you mean %s? The keys of %s are %s", QUOTE(key),
                  fields[meant].key, what, KEYS(fields, count));
    } else if (glued < count) {
        ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, key,
                  "unknown key %s; a space is missing behind the colon of %s", QUOTE(key),
                  fields[glued].key);
    } else if (is_rest_of_text(value)) {
        ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, key,
                  "unknown key %s; if the text before it goes on here, write it in quotation marks",
                  QUOTE(key));
    } else if (owner != NULL) {
        ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, key,
                  "unknown key %s, which is one of %s; the keys of %s are %s", QUOTE(key), owner,
                  what, KEYS(fields, count));
    } else {
        ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, key, "unknown key %s; the keys of %s are %s",
                  QUOTE(key), what, KEYS(fields, count));
    }
    return meant;
}

void relcal_field_add_missing(relcal_field_reader *reader, const relcal_node *mapping,
                              const char *what, const char *key)
{
    const char *value = find_example(what, key);
    if (value == NULL) {
        ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, mapping, "%s has no %s; add the key", what, key);
    } else {
        ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, mapping, "%s has no %s; add the key, such as %s: %s",
                  what, key, key, value);
    }
}

bool relcal_field_read_all(relcal_field_reader *reader, const relcal_node *node, const char *what,
                           const relcal_field *fields, size_t count, void *target)
{
    if (node->kind != RELCAL_NODE_MAPPING) {
        if (node->kind != RELCAL_NODE_FAULTY) {
            const char *example = EXAMPLE(what);
            ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, node,
                      "%s is %s; write a mapping with the keys %s%s%s", what,
                      relcal_field_kind_name(node), KEYS(fields, count),
                      example[0] == '\0' ? "" : ", such as ", example);
        }
        return false;
    }
    uint32_t found = 0; /* a bit for each field */
    for (const relcal_node *value = node->first; value != NULL; value = value->next) {
        size_t field = find_field(fields, count, value->key->text);
        if (field == count) {
            field = refuse_key(reader, node, what, fields, count, value);
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
            relcal_field_add_missing(reader, node, what, fields[index].key);
        }
    }
    return is_whole;
}

bool relcal_field_expect_list(relcal_field_reader *reader, const relcal_node *node,
                              const char *what)
{
    if (node->kind == RELCAL_NODE_LIST) {
        return true;
    }
    if (node->kind != RELCAL_NODE_FAULTY) {
        ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, node, "%s is %s; write a list such as [%s]",
                  node->key == NULL ? "the file" : node->key->text, relcal_field_kind_name(node),
                  EXAMPLE(what));
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
    const char *text = relcal_field_take(
        reader, node,
        node->key == NULL ? "a milestone such as b1" : "a milestone such as b1, or a list of them");
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
