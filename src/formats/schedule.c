/*
 * What project.yaml and series files say. Each mapping has a table of its keys; each key a small
 * function that reads its value. A reader that meets a fault reports it and leaves its target as
 * it was, so that the rest of the file is still read.
 */
#include "schedule.h"

#include <stdio.h>
#include <string.h>

#include "quote.h"
#include "relcal/limits.h"
#include "relcal/policy.h"
#include "relcal/version.h"
#include "vocabulary.h"

/* The longest id of anything, in bytes. */
#define MAX_ID_BYTES 64

/* The parts of project.yaml that name its phases and freezes: they are read when those are. */
typedef struct policy_nodes {
    const relcal_node *changes;
    const relcal_node *authorities;
    const relcal_node *labels;
    const relcal_node *rules;
} policy_nodes;

typedef struct schedule_reader {
    relcal_arena *arena;
    relcal_faults *faults;
    policy_nodes policy;
    bool is_optional; /* the key whose value is read may be left out */
} schedule_reader;

typedef struct schedule_field {
    const char *key;
    void (*read)(schedule_reader *reader, const relcal_node *value, void *target);
    bool is_required;
} schedule_field;

#define FIELD_COUNT(fields) (sizeof(fields) / sizeof((fields)[0]))
#define MAX_KEYS_TEXT_BYTES 256

#define ADD_FAULT(reader, code, node, ...)                                                   \
    relcal_faults_add((reader)->faults, code, (node)->place.file_order, (node)->place.place, \
                      __VA_ARGS__)

/* Reads the name of a release. A stage without a number is a name of its own, as Fedora's beta. */
static bool read_release(relcal_version *version, const char *text)
{
    return relcal_version_parse(version, text, strlen(text), NULL) == RELCAL_OK &&
           (version->stage == RELCAL_STAGE_FINAL || strpbrk(text, "0123456789") != NULL);
}

/* ---- values of one node ---- */

/* A node's text as messages show it. */
#define QUOTE(node) relcal_quote((node)->text, (node)->length, (char[RELCAL_QUOTE_BYTES]){0})

static const char *kind_name(const relcal_node *node)
{
    if (node->kind == RELCAL_NODE_TEXT) {
        return node->length == 0 ? "empty" : "a text";
    }
    return node->kind == RELCAL_NODE_LIST ? "a list" : "a mapping";
}

/* A node's text, or NULL where it is no text, which is then reported. */
static const char *take_text(schedule_reader *reader, const relcal_node *node)
{
    const char *key = node->key == NULL ? "an entry" : node->key->text;
    if (node->kind == RELCAL_NODE_LIST || node->kind == RELCAL_NODE_MAPPING) {
        ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, node, "%s is %s; write a text", key,
                  kind_name(node));
        return NULL;
    }
    if (node->kind == RELCAL_NODE_TEXT && node->length == 0) {
        ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, node, "%s is empty; write a text%s", key,
                  reader->is_optional ? " or leave it out" : "");
        return NULL;
    }
    return node->kind == RELCAL_NODE_TEXT ? node->text : NULL;
}

/* A copy of a text of the tree that lives as long as the load. */
static const char *keep_text(schedule_reader *reader, const char *text)
{
    return relcal_arena_copy_text(reader->arena, text, strlen(text));
}

static void read_text(schedule_reader *reader, const relcal_node *node, void *target)
{
    const char *text = take_text(reader, node);
    if (text != NULL) {
        *(const char **)target = keep_text(reader, text);
    }
}

static bool is_id_character(char character)
{
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
           (character >= '0' && character <= '9') ||
           (character != '\0' && strchr("._-+~", character) != NULL);
}

static void read_id(schedule_reader *reader, const relcal_node *node, void *target)
{
    const char *text = take_text(reader, node);
    if (text == NULL) {
        return;
    }
    bool is_good = node->length <= MAX_ID_BYTES && strchr("._-+~", text[0]) == NULL;
    for (size_t index = 0; index < node->length; index++) {
        is_good = is_good && is_id_character(text[index]);
    }
    if (!is_good) {
        ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, node,
                  "%s is no id; write a letter or digit, then letters, digits and . _ - + ~, %d at "
                  "most",
                  QUOTE(node), MAX_ID_BYTES);
        return;
    }
    *(const char **)target = keep_text(reader, text);
}

/* Reports what a date's parser says, at the character it means. */
static void add_date_fault(schedule_reader *reader, const relcal_node *node,
                           const relcal_error *error)
{
    relcal_place place = node->place.place;
    if (error->column > 0 && node->is_as_written) {
        place.column += error->column - 1 + (node->is_quoted ? 1 : 0);
    }
    relcal_faults_add(reader->faults, error->code, node->place.file_order, place, "%s",
                      error->message);
}

static void read_date(schedule_reader *reader, const relcal_node *node, void *target)
{
    relcal_error error;
    const char *text = take_text(reader, node);
    if (text != NULL && relcal_date_parse(target, text, node->length, &error) != RELCAL_OK) {
        add_date_fault(reader, node, &error);
    }
}

static bool take_when(schedule_reader *reader, const relcal_node *node, relcal_when *when)
{
    relcal_error error;
    const char *text = take_text(reader, node);
    if (text == NULL) {
        return false;
    }
    if (relcal_when_parse(when, text, node->length, &error) != RELCAL_OK) {
        add_date_fault(reader, node, &error);
        return false;
    }
    if (when->zone_name_length > 0) {
        when->zone_name = relcal_arena_copy_text(reader->arena, when->zone_name,
                                                 when->zone_name_length);
    }
    return true;
}

static void read_yes_or_no(schedule_reader *reader, const relcal_node *node, void *target)
{
    const char *text = take_text(reader, node);
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

static void read_number(schedule_reader *reader, const relcal_node *node, void *target)
{
    const char *text = take_text(reader, node);
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

static void read_state(schedule_reader *reader, const relcal_node *node, void *target)
{
    const char *text = take_text(reader, node);
    for (relcal_state state = RELCAL_EXPECTED; text != NULL && state <= RELCAL_WITHDRAWN; state++) {
        if (strcmp(text, relcal_state_name(state)) == 0) {
            *(relcal_state *)target = state;
            return;
        }
    }
    if (text != NULL) {
        ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, node,
                  "%s is no state; write expected, actual or withdrawn", QUOTE(node));
    }
}

/* ---- mappings ---- */

/* "id, date, state": the keys of a table, for messages. */
static const char *list_keys(char text[MAX_KEYS_TEXT_BYTES], const schedule_field *fields,
                             size_t count)
{
    size_t length = 0;
    for (size_t index = 0; index < count && length < MAX_KEYS_TEXT_BYTES; index++) {
        int written = snprintf(text + length, MAX_KEYS_TEXT_BYTES - length, "%s%s",
                               index == 0 ? "" : ", ", fields[index].key);
        length += written < 0 ? 0 : (size_t)written;
    }
    return text;
}

/* The keys of a table as messages list them. */
#define KEYS(fields, count) list_keys((char[MAX_KEYS_TEXT_BYTES]){0}, fields, count)

static size_t find_field(const schedule_field *fields, size_t count, const char *key)
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

/* The most letters that may differ between a key and what was written for it. */
#define MAX_SLIPS 2
#define MAX_KEY_BYTES 32

/* Whether two words differ by two neighbouring letters that changed places: form, from. */
static bool is_transposed(const char *left, const char *right)
{
    while (*left != '\0' && *left == *right) {
        left++;
        right++;
    }
    return left[0] != '\0' && right[0] != '\0' && left[0] == right[1] && left[1] == right[0] &&
           strcmp(left + 2, right + 2) == 0;
}

/* Whether one word becomes the other by at most MAX_SLIPS letters added, dropped or changed, fewer
 * than half of them: Wagner and Fischer's table of distances, row by row. */
static bool is_near(const char *left, const char *right)
{
    size_t left_length = strlen(left);
    size_t right_length = strlen(right);
    size_t row[MAX_KEY_BYTES + 1];
    if (left_length > MAX_KEY_BYTES || right_length > MAX_KEY_BYTES) {
        return false;
    }
    for (size_t column = 0; column <= right_length; column++) {
        row[column] = column;
    }
    for (size_t line = 1; line <= left_length; line++) {
        size_t diagonal = row[0];
        row[0] = line;
        for (size_t column = 1; column <= right_length; column++) {
            size_t change = diagonal + (left[line - 1] != right[column - 1]);
            diagonal = row[column];
            size_t step = (row[column] < row[column - 1] ? row[column] : row[column - 1]) + 1;
            row[column] = step < change ? step : change;
        }
    }
    size_t slips = row[right_length];
    return slips == 1 || (slips <= MAX_SLIPS && 2 * slips < right_length);
}

/* The field that a key which is none was meant for: like it, and not in the mapping otherwise. */
static size_t guess_field(const relcal_node *mapping, const schedule_field *fields, size_t count,
                          const char *key)
{
    size_t index = 0;
    while (index < count &&
           (!(is_near(key, fields[index].key) || is_transposed(key, fields[index].key)) ||
            has_key(mapping, fields[index].key))) {
        index++;
    }
    return index;
}

/* Reports a key that is none; returns the field that it was meant for, `count` where none is. */
static size_t refuse_key(schedule_reader *reader, const relcal_node *mapping, const char *what,
                         const schedule_field *fields, size_t count, const relcal_node *key)
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

/* Reads a mapping by its table of keys into `target`. A misspelt key is reported, and then read as
 * what it was meant for, so that it is not missed too. False where it is none or lacks a key. */
static bool read_fields(schedule_reader *reader, const relcal_node *node, const char *what,
                        const schedule_field *fields, size_t count, void *target)
{
    if (node->kind != RELCAL_NODE_MAPPING) {
        if (node->kind != RELCAL_NODE_FAULTY) {
            ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, node,
                      "%s is %s; write a mapping with the keys %s", what, kind_name(node),
                      KEYS(fields, count));
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

/* Reports a node that should be a list and is none. */
static bool expect_list(schedule_reader *reader, const relcal_node *node)
{
    if (node->kind == RELCAL_NODE_LIST) {
        return true;
    }
    if (node->kind != RELCAL_NODE_FAULTY) {
        ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, node, "%s is %s; write a list", node->key->text,
                  kind_name(node));
    }
    return false;
}

/* ---- milestones ---- */

/* A milestone with what is needed to judge it as a whole. */
typedef struct milestone_draft {
    relcal_draft_milestone milestone;
    bool has_when;
    bool is_faulty; /* a part could not be read; what it lacks is not its own fault */
    const relcal_node *id_node;
    const relcal_node *date_node;
    const relcal_node *planned_node;
} milestone_draft;

#define TARGET_READER(name, type, read, member)                                      \
    static void name(schedule_reader *reader, const relcal_node *node, void *target) \
    {                                                                                \
        read(reader, node, &((type *)target)->member);                               \
    }

static void read_milestone_id(schedule_reader *reader, const relcal_node *node, void *target)
{
    milestone_draft *draft = target;
    read_id(reader, node, &draft->milestone.id);
    draft->id_node = node;
    draft->is_faulty = draft->is_faulty || draft->milestone.id == NULL;
}

static void read_milestone_date(schedule_reader *reader, const relcal_node *node, void *target)
{
    milestone_draft *draft = target;
    draft->date_node = node;
    draft->has_when = take_when(reader, node, &draft->milestone.when);
    draft->is_faulty = draft->is_faulty || !draft->has_when;
}

static void read_revision(schedule_reader *reader, const relcal_node *node,
                          relcal_draft_revision *revision, bool *is_good)
{
    relcal_error error;
    *is_good = true;
    if (relcal_date_parse(&revision->since, node->key->text, node->key->length, &error) !=
        RELCAL_OK) {
        add_date_fault(reader, node->key, &error);
        *is_good = false;
    }
    if (node->kind == RELCAL_NODE_TEXT && strcmp(node->text, "withdrawn") == 0) {
        revision->when = relcal_when_day(RELCAL_DATE_NONE);
        revision->withdrawn = true;
    } else if (!take_when(reader, node, &revision->when)) {
        *is_good = false;
    }
}

static void read_planned(schedule_reader *reader, const relcal_node *node, void *target)
{
    milestone_draft *draft = target;
    draft->planned_node = node;
    draft->milestone.recorded = true;
    if (node->kind != RELCAL_NODE_MAPPING) {
        if (node->kind != RELCAL_NODE_FAULTY) {
            ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, node,
                      "planned is %s; write {DAY: DATE, ...}, since when it was planned for when",
                      kind_name(node));
        }
        draft->is_faulty = true;
        return;
    }
    relcal_draft_revision **link = &draft->milestone.revisions;
    relcal_date newest = RELCAL_DATE_NONE;
    for (const relcal_node *value = node->first; value != NULL; value = value->next) {
        relcal_draft_revision *revision = relcal_arena_allocate(reader->arena, sizeof *revision);
        bool is_good;
        read_revision(reader, value, revision, &is_good);
        if (!is_good) {
            draft->is_faulty = true;
            continue;
        }
        if (revision->since <= newest) {
            ADD_FAULT(reader, RELCAL_ERROR_DATA, value->key,
                      "%s comes after a day that is not earlier; write the days of planned from "
                      "old to new",
                      value->key->text);
            draft->is_faulty = true;
        }
        newest = revision->since;
        *link = revision;
        link = &revision->next;
        draft->milestone.revision_count++;
    }
}

TARGET_READER(read_milestone_state, milestone_draft, read_state, milestone.state)
TARGET_READER(read_milestone_kind, milestone_draft, read_id, milestone.kind)
TARGET_READER(read_milestone_number, milestone_draft, read_number, milestone.number)
TARGET_READER(read_milestone_title, milestone_draft, read_text, milestone.title)
TARGET_READER(read_milestone_note, milestone_draft, read_text, milestone.note)

static const schedule_field milestone_fields[] = {
    {"id", read_milestone_id, true},          {"date", read_milestone_date, false},
    {"state", read_milestone_state, false},   {"planned", read_planned, false},
    {"note", read_milestone_note, false},     {"kind", read_milestone_kind, false},
    {"number", read_milestone_number, false}, {"title", read_milestone_title, false},
};

/* What an id says of its milestone's kind and number, where the file does not. */
static void derive_kind(relcal_draft_milestone *milestone)
{
    const relcal_version *version = &milestone->version;
    bool is_final = version->stage == RELCAL_STAGE_FINAL;
    const char *stage = milestone->is_release ? relcal_stage_name(version->stage) : milestone->id;
    bool is_later = milestone->is_release && version->has_release && version->micro > 0;
    if (milestone->is_release && !is_final && milestone->number < 0) {
        milestone->number = version->number;
    }
    /* A series may begin with x.y.1, which then says that it is the final one. */
    milestone->first_release = !is_later ||
                               (milestone->kind != NULL && strcmp(milestone->kind, stage) == 0);
    if (milestone->kind == NULL) {
        milestone->kind = is_later && is_final ? "bugfix" : stage;
    }
}

/* A milestone in words, where the file does not say them: "3.12.0 beta 1", "end of life". */
static const char *derive_title(schedule_reader *reader, const relcal_draft_milestone *milestone)
{
    char words[RELCAL_VERSION_WORDS_BYTES];
    if (milestone->is_release) {
        return keep_text(reader, relcal_version_words(&milestone->version, words));
    }
    char *title = relcal_arena_copy_text(reader->arena, milestone->id, strlen(milestone->id));
    for (char *hyphen = strchr(title, '-'); hyphen != NULL; hyphen = strchr(hyphen, '-')) {
        *hyphen = ' ';
    }
    return title;
}

static const relcal_draft_revision *last_revision(const relcal_draft_milestone *milestone)
{
    const relcal_draft_revision *revision = milestone->revisions;
    while (revision != NULL && revision->next != NULL) {
        revision = revision->next;
    }
    return revision;
}

static bool is_equal_when(const relcal_when *left, const relcal_when *right)
{
    return left->earliest == right->earliest && left->latest == right->latest &&
           left->precision == right->precision;
}

/* Whether state, date and history agree: what a reader of the plan would otherwise stumble over. */
static void check_milestone(schedule_reader *reader, const relcal_node *node,
                            const milestone_draft *draft)
{
    const relcal_draft_milestone *milestone = &draft->milestone;
    const relcal_draft_revision *last = last_revision(milestone);
    bool is_withdrawn = milestone->state == RELCAL_WITHDRAWN;
    if (is_withdrawn && draft->has_when) {
        ADD_FAULT(reader, RELCAL_ERROR_DATA, draft->date_node,
                  "%s is withdrawn and has a date; keep its dates in planned", milestone->id);
    } else if (is_withdrawn && (last == NULL || !last->withdrawn)) {
        ADD_FAULT(reader, RELCAL_ERROR_DATA, node,
                  "%s is withdrawn, but planned does not end with the day it was; write {..., DAY: "
                  "withdrawn}",
                  milestone->id);
    } else if (!is_withdrawn && !draft->has_when) {
        ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, node, "%s has no date; add one, or tbd",
                  milestone->id);
    } else if (milestone->state == RELCAL_ACTUAL &&
               milestone->when.precision == RELCAL_PRECISION_TBD) {
        ADD_FAULT(reader, RELCAL_ERROR_DATA, draft->date_node,
                  "%s is actual, but has no date yet; write when it was, or leave state out",
                  milestone->id);
    } else if (milestone->state == RELCAL_EXPECTED && milestone->recorded) {
        char date[RELCAL_WHEN_BYTES];
        relcal_when_format(&milestone->when, date);
        if (last == NULL) {
            ADD_FAULT(reader, RELCAL_ERROR_DATA, draft->planned_node,
                      "%s is expected, but was never planned; write {DAY: %s} or leave planned out",
                      milestone->id, date);
        } else if (!is_equal_when(&last->when, &milestone->when)) {
            ADD_FAULT(reader, RELCAL_ERROR_DATA, draft->date_node,
                      "%s is expected on %s, but planned ends with another date; end it with "
                      "{DAY: %s}",
                      milestone->id, date, date);
        }
    }
}

static relcal_draft_milestone *read_milestone(schedule_reader *reader, const relcal_node *node)
{
    milestone_draft draft = {.milestone.number = -1};
    if (!read_fields(reader, node, "a milestone", milestone_fields, FIELD_COUNT(milestone_fields),
                     &draft) ||
        draft.milestone.id == NULL) {
        return NULL;
    }
    relcal_draft_milestone *read = &draft.milestone;
    read->is_release = read_release(&read->version, read->id);
    derive_kind(read);
    if (read->title == NULL) {
        read->title = derive_title(reader, read);
    }
    if (!draft.has_when) {
        draft.milestone.when = relcal_when_day(RELCAL_DATE_NONE);
    }
    if (!draft.is_faulty) {
        check_milestone(reader, node, &draft);
    }
    draft.milestone.place = draft.id_node->place;
    draft.milestone.date_place = draft.date_node == NULL ? node->place : draft.date_node->place;
    relcal_draft_milestone *milestone = relcal_arena_allocate(reader->arena, sizeof *milestone);
    *milestone = draft.milestone;
    return milestone;
}

/* ---- series files ---- */

static bool is_same_version(const relcal_version *left, const relcal_version *right)
{
    return left->number == right->number && left->micro == right->micro &&
           left->stage == right->stage && left->minor == right->minor &&
           left->major == right->major && left->has_release == right->has_release;
}

static bool is_same_milestone(const relcal_draft_milestone *left,
                              const relcal_draft_milestone *right)
{
    if (left->is_release && right->is_release) {
        return is_same_version(&left->version, &right->version);
    }
    return strcmp(left->id, right->id) == 0;
}

/* Whether a milestone stands in the list already, be it under another spelling; reports it then. */
static bool is_twice(schedule_reader *reader, const relcal_draft_series *series,
                     const relcal_draft_milestone *milestone)
{
    for (const relcal_draft_milestone *known = series->milestones; known != NULL;
         known = known->next) {
        if (is_same_milestone(known, milestone)) {
            relcal_faults_add(reader->faults, RELCAL_ERROR_DATA, milestone->place.file_order,
                              milestone->place.place,
                              "milestone %s stands twice; the first is in line %u, keep one of "
                              "them",
                              milestone->id, (unsigned)known->place.place.line);
            return true;
        }
    }
    return false;
}

static void read_milestones(schedule_reader *reader, const relcal_node *node, void *target)
{
    relcal_draft_series *series = target;
    if (!expect_list(reader, node)) {
        return;
    }
    relcal_draft_milestone **link = &series->milestones;
    for (const relcal_node *child = node->first; child != NULL; child = child->next) {
        relcal_draft_milestone *milestone = read_milestone(reader, child);
        if (milestone != NULL && !is_twice(reader, series, milestone)) {
            *link = milestone;
            link = &milestone->next;
            series->milestone_count++;
        }
    }
}

static void read_series_id(schedule_reader *reader, const relcal_node *node, void *target)
{
    relcal_draft_series *series = target;
    read_id(reader, node, &series->id);
    series->place = node->place;
}

TARGET_READER(read_spec_name, relcal_draft_series, read_text, spec_name)
TARGET_READER(read_spec_url, relcal_draft_series, read_text, spec_url)

static const schedule_field spec_fields[] = {
    {"name", read_spec_name, false},
    {"url", read_spec_url, false},
};

static void read_spec(schedule_reader *reader, const relcal_node *node, void *target)
{
    (void)read_fields(reader, node, "spec", spec_fields, FIELD_COUNT(spec_fields), target);
}

TARGET_READER(read_series_branch, relcal_draft_series, read_text, branch)
TARGET_READER(read_release_manager, relcal_draft_series, read_text, release_manager)
TARGET_READER(read_series_revised, relcal_draft_series, read_date, revised)

static const schedule_field series_fields[] = {
    {"series", read_series_id, true},        {"spec", read_spec, false},
    {"branch", read_series_branch, false},   {"release-manager", read_release_manager, false},
    {"revised", read_series_revised, false}, {"milestones", read_milestones, true},
};

static bool is_in_series(const relcal_version *version, const relcal_version *series)
{
    return version->major == series->major && version->minor == series->minor;
}

/* The series of a file's releases where there are several and all are of one, or NULL. */
static const relcal_version *find_common_series(const relcal_draft_series *series)
{
    const relcal_version *common = NULL;
    size_t count = 0;
    for (const relcal_draft_milestone *milestone = series->milestones; milestone != NULL;
         milestone = milestone->next) {
        if (!milestone->is_release || !milestone->version.has_release) {
            continue;
        }
        common = common == NULL ? &milestone->version : common;
        if (!is_in_series(&milestone->version, common)) {
            return NULL;
        }
        count++;
    }
    return count > 1 ? common : NULL;
}

/* Reports releases that are of another series: 3.12.0b1 in the file of 3.13. Where all of them are,
 * it is the name of the series that is wrong. */
static void refuse_foreign(schedule_reader *reader, const relcal_draft_series *series)
{
    relcal_version own;
    if (relcal_version_parse(&own, series->id, strlen(series->id), NULL) != RELCAL_OK) {
        return;
    }
    const relcal_version *common = find_common_series(series);
    if (common != NULL && !is_in_series(common, &own)) {
        char name[RELCAL_VERSION_SERIES_BYTES];
        relcal_faults_add(reader->faults, RELCAL_ERROR_DATA, series->place.file_order,
                          series->place.place,
                          "series is %s, but all releases are of %s; write one of them throughout",
                          series->id, relcal_version_series(common, name));
        return;
    }
    for (relcal_draft_milestone *milestone = series->milestones; milestone != NULL;
         milestone = milestone->next) {
        const relcal_version *version = &milestone->version;
        if (milestone->is_release && version->has_release && !is_in_series(version, &own)) {
            milestone->first_release = false; /* it begins no phase, so none is out of order */
            relcal_faults_add(reader->faults, RELCAL_ERROR_DATA, milestone->place.file_order,
                              milestone->place.place,
                              "%s is no release of series %s; move it to the file of its series",
                              milestone->id, series->id);
        }
    }
}

relcal_draft_series *relcal_schedule_read_series(relcal_arena *arena, relcal_faults *faults,
                                                 const relcal_node *root)
{
    schedule_reader reader = {.arena = arena, .faults = faults};
    relcal_draft_series *series = relcal_arena_allocate(arena, sizeof *series);
    series->revised = RELCAL_DATE_NONE;
    (void)read_fields(&reader, root, "a series file", series_fields, FIELD_COUNT(series_fields),
                      series);
    if (series->id == NULL) {
        return NULL;
    }
    refuse_foreign(&reader, series);
    return series;
}

/* ---- references to milestones ---- */

static bool starts_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

/* The kind that "first " or "last " is followed by, in any spelling of a stage: "last rc". */
static const char *read_kind(schedule_reader *reader, const char *text)
{
    relcal_version version;
    bool is_stage = relcal_version_parse(&version, text, strlen(text), NULL) == RELCAL_OK &&
                    !version.has_release && version.number == 0;
    return is_stage ? relcal_stage_name(version.stage) : keep_text(reader, text);
}

/* Reads the name of a milestone; NULL where there is none, which is then reported. */
static relcal_draft_reference *read_reference(schedule_reader *reader, const relcal_node *node)
{
    const char *text = take_text(reader, node);
    relcal_version version;
    if (text == NULL) {
        return NULL;
    }
    relcal_draft_reference *reference = relcal_arena_allocate(reader->arena, sizeof *reference);
    reference->number = -1;
    if (starts_with(text, "first ") || starts_with(text, "last ")) {
        reference->form = text[0] == 'f' ? RELCAL_REFERENCE_FIRST : RELCAL_REFERENCE_LAST;
        reference->name = read_kind(reader, strchr(text, ' ') + 1);
    } else if (read_release(&version, text) && !version.has_release) {
        reference->form = RELCAL_REFERENCE_STAGE;
        reference->name = relcal_stage_name(version.stage);
        reference->number = version.stage == RELCAL_STAGE_FINAL ? -1 : version.number;
    } else {
        reference->form = RELCAL_REFERENCE_ID;
        reference->name = keep_text(reader, text);
    }
    return reference;
}

static void read_references(schedule_reader *reader, const relcal_node *node, void *target)
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

/* ---- project.yaml ---- */

TARGET_READER(read_phase_id, relcal_draft_phase, read_id, id)
TARGET_READER(read_phase_begins, relcal_draft_phase, read_references, begins)
TARGET_READER(read_phase_living, relcal_draft_phase, read_yes_or_no, living)

static const schedule_field phase_fields[] = {
    {"id", read_phase_id, true},
    {"begins", read_phase_begins, true},
    {"living", read_phase_living, false},
};

static void check_phase_id(schedule_reader *reader, const relcal_node *node,
                           const relcal_draft_project *project, const char *id)
{
    if (strcmp(id, relcal_phase_id(NULL)) == 0) {
        ADD_FAULT(reader, RELCAL_ERROR_DATA, node,
                  "phase \"%s\" is what a series is before its first phase; choose another id", id);
    }
    for (const relcal_draft_phase *known = project->phases; known != NULL; known = known->next) {
        if (strcmp(known->id, id) == 0) {
            ADD_FAULT(reader, RELCAL_ERROR_DATA, node, "phase %s stands twice; keep one of them",
                      id);
        }
    }
}

static void read_phases(schedule_reader *reader, const relcal_node *node, void *target)
{
    relcal_draft_project *project = target;
    if (!expect_list(reader, node)) {
        return;
    }
    relcal_draft_phase **link = &project->phases;
    for (const relcal_node *child = node->first; child != NULL; child = child->next) {
        relcal_draft_phase *phase = relcal_arena_allocate(reader->arena, sizeof *phase);
        phase->living = true;
        if (project->phase_count == RELCAL_MAX_PHASES) {
            ADD_FAULT(reader, RELCAL_ERROR_LIMIT, child, "more than %d phases; write fewer",
                      RELCAL_MAX_PHASES);
            return;
        }
        (void)read_fields(reader, child, "a phase", phase_fields, FIELD_COUNT(phase_fields), phase);
        if (phase->id == NULL) {
            continue;
        }
        check_phase_id(reader, child, project, phase->id);
        *link = phase;
        link = &phase->next;
        project->phase_count++;
    }
}

TARGET_READER(read_freeze_id, relcal_draft_freeze, read_id, id)
TARGET_READER(read_freeze_from, relcal_draft_freeze, read_references, from)
TARGET_READER(read_freeze_until, relcal_draft_freeze, read_references, until)
TARGET_READER(read_freeze_source, relcal_draft_freeze, read_text, source)

static const schedule_field freeze_fields[] = {
    {"id", read_freeze_id, true},
    {"from", read_freeze_from, true},
    {"until", read_freeze_until, false},
    {"source", read_freeze_source, false},
};

static void read_freezes(schedule_reader *reader, const relcal_node *node, void *target)
{
    relcal_draft_project *project = target;
    if (!expect_list(reader, node)) {
        return;
    }
    relcal_draft_freeze **link = &project->freezes;
    for (const relcal_node *child = node->first; child != NULL; child = child->next) {
        relcal_draft_freeze *freeze = relcal_arena_allocate(reader->arena, sizeof *freeze);
        if (project->freeze_count == RELCAL_MAX_FREEZES) {
            ADD_FAULT(reader, RELCAL_ERROR_LIMIT, child, "more than %d freezes; write fewer",
                      RELCAL_MAX_FREEZES);
            return;
        }
        (void)read_fields(reader, child, "a freeze", freeze_fields, FIELD_COUNT(freeze_fields),
                          freeze);
        if (freeze->id == NULL) {
            continue;
        }
        for (const relcal_draft_freeze *known = project->freezes; known != NULL;
             known = known->next) {
            if (strcmp(known->id, freeze->id) == 0) {
                ADD_FAULT(reader, RELCAL_ERROR_DATA, child,
                          "freeze %s stands twice; keep one of them", freeze->id);
            }
        }
        *link = freeze;
        link = &freeze->next;
        project->freeze_count++;
    }
}

TARGET_READER(read_trunk_branch, relcal_draft_project, read_text, trunk)
TARGET_READER(read_trunk_begins, relcal_draft_project, read_references, trunk_begins)

static const schedule_field trunk_fields[] = {
    {"branch", read_trunk_branch, true},
    {"begins", read_trunk_begins, true},
};

static void read_trunk(schedule_reader *reader, const relcal_node *node, void *target)
{
    (void)read_fields(reader, node, "trunk", trunk_fields, FIELD_COUNT(trunk_fields), target);
}

/* A DNS name, as far as letters, digits, dots and hyphens go; it stands behind the @ of UIDs. */
static void read_uid_domain(schedule_reader *reader, const relcal_node *node, void *target)
{
    read_id(reader, node, &((relcal_draft_project *)target)->uid_domain);
}

static void read_color(schedule_reader *reader, const relcal_node *node, void *target)
{
    const char *text = take_text(reader, node);
    if (text == NULL) {
        return;
    }
    if (strspn(text, "abcdefghijklmnopqrstuvwxyz") != node->length) {
        ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, node,
                  "%s is no name of a colour; write one of CSS, such as royalblue", QUOTE(node));
        return;
    }
    ((relcal_draft_project *)target)->color = keep_text(reader, text);
}

static const schedule_field calendar_fields[] = {
    {"uid-domain", read_uid_domain, false},
    {"color", read_color, false},
};

static void read_calendar(schedule_reader *reader, const relcal_node *node, void *target)
{
    (void)read_fields(reader, node, "calendar", calendar_fields, FIELD_COUNT(calendar_fields),
                      target);
}

/* ---- the policy of a project ---- */

/* The most names of one sort that rules can refer to. */
#define MAX_NAMES 64

_Static_assert(RELCAL_MAX_CHANGES <= MAX_NAMES && RELCAL_MAX_AUTHORITIES <= MAX_NAMES &&
                   RELCAL_MAX_FREEZES <= MAX_NAMES && RELCAL_MAX_PHASES < MAX_NAMES,
               "a rule has a bit for each of them");

/* Names that a rule can refer to, each by its place. */
typedef struct name_set {
    const char *what; /* "phase" */
    const char *names[MAX_NAMES];
    size_t count;
    bool (*is_same)(const char *left, const char *right);
} name_set;

static bool is_same_text(const char *left, const char *right)
{
    return strcmp(left, right) == 0;
}

static size_t find_name(const name_set *set, const char *name)
{
    size_t index = 0;
    while (index < set->count && !set->is_same(set->names[index], name)) {
        index++;
    }
    return index;
}

static void refuse_name(schedule_reader *reader, const relcal_node *node, const name_set *set)
{
    char known[MAX_KEYS_TEXT_BYTES] = "";
    size_t length = 0;
    for (size_t index = 0; index < set->count; index++) {
        const char *name = set->names[index];
        if (is_near(node->text, name) || is_transposed(node->text, name)) {
            ADD_FAULT(reader, RELCAL_ERROR_DATA, node, "unknown %s %s; write %s", set->what,
                      QUOTE(node), name);
            return;
        }
        if (length + strlen(name) + sizeof ", " <= sizeof known) {
            int added = snprintf(known + length, sizeof known - length, "%s%s",
                                 index == 0 ? "" : ", ", name);
            length += (size_t)added;
        }
    }
    ADD_FAULT(reader, RELCAL_ERROR_DATA, node, "unknown %s %s; known are %s", set->what,
              QUOTE(node), known);
}

/* Calls `take` for a node that is a text, or for each text of one that is a list. */
static void take_each(schedule_reader *reader, const relcal_node *node, size_t limit,
                      void (*take)(schedule_reader *reader, const relcal_node *item,
                                   const char *text, void *target),
                      void *target)
{
    const relcal_node *item = node->kind == RELCAL_NODE_LIST ? node->first : node;
    size_t count = 0;
    if (item == NULL) {
        ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, node, "%s is empty; write a text or leave it out",
                  node->key->text);
    }
    for (; item != NULL; item = item == node ? NULL : item->next) {
        if (count++ == limit) {
            ADD_FAULT(reader, RELCAL_ERROR_LIMIT, item, "more than %zu entries; write fewer",
                      limit);
            return;
        }
        const char *text = take_text(reader, item);
        if (text != NULL) {
            take(reader, item, text, target);
        }
    }
}

/* Bits for the names of a set that a node gives. */
typedef struct named_bits {
    const name_set *set;
    uint64_t bits;
} named_bits;

static void take_name(schedule_reader *reader, const relcal_node *item, const char *text,
                      void *target)
{
    named_bits *named = target;
    size_t index = find_name(named->set, text);
    if (index == named->set->count) {
        refuse_name(reader, item, named->set);
        return;
    }
    named->bits |= UINT64_C(1) << index;
}

static uint64_t read_names(schedule_reader *reader, const relcal_node *node, const name_set *set)
{
    named_bits named = {set, 0};
    take_each(reader, node, MAX_NAMES, take_name, &named);
    return named.bits;
}

static void take_word(schedule_reader *reader, const relcal_node *item, const char *text,
                      void *target)
{
    (void)item;
    relcal_draft_words *words = target;
    words->items[words->count++] = keep_text(reader, text);
}

static void read_words(schedule_reader *reader, const relcal_node *node, void *target)
{
    relcal_draft_words *words = target;
    words->items = relcal_arena_allocate(reader->arena, RELCAL_MAX_WORDS * sizeof *words->items);
    take_each(reader, node, RELCAL_MAX_WORDS, take_word, words);
}

static void take_kind(schedule_reader *reader, const relcal_node *item, const char *text,
                      void *target)
{
    (void)item;
    relcal_draft_words *words = target;
    words->items[words->count++] = read_kind(reader, text);
}

static void read_kinds(schedule_reader *reader, const relcal_node *node, void *target)
{
    relcal_draft_words *words = target;
    words->items = relcal_arena_allocate(reader->arena, RELCAL_MAX_WORDS * sizeof *words->items);
    take_each(reader, node, RELCAL_MAX_WORDS, take_kind, words);
}

/* The parts of a rule that name others are kept as nodes until all its keys are read. */
typedef struct rule_draft {
    relcal_draft_rule rule;
    bool is_faulty; /* a part could not be read; what it lacks is not its own fault */
    const relcal_node *phase;
    const relcal_node *freeze;
    const relcal_node *change;
    const relcal_node *by;
    const relcal_node *except;
    const relcal_node *verdict;
    const relcal_node *approvals;
    const relcal_node *until;
} rule_draft;

#define NODE_KEEPER(name, member)                                                    \
    static void name(schedule_reader *reader, const relcal_node *node, void *target) \
    {                                                                                \
        (void)reader;                                                                \
        ((rule_draft *)target)->member = node;                                       \
    }

NODE_KEEPER(keep_rule_phase, phase)
NODE_KEEPER(keep_rule_freeze, freeze)
NODE_KEEPER(keep_rule_change, change)
NODE_KEEPER(keep_rule_by, by)
NODE_KEEPER(keep_rule_except, except)

static void read_rule_id(schedule_reader *reader, const relcal_node *node, void *target)
{
    rule_draft *draft = target;
    read_id(reader, node, &draft->rule.id);
    draft->rule.place = node->place;
}

static void read_rule_verdict(schedule_reader *reader, const relcal_node *node, void *target)
{
    static const name_set verdicts = {
        .what = "verdict",
        .names = {"allow", "announce", "delay", "review", "approval", "defer", "deny"},
        .count = RELCAL_DENY,
        .is_same = is_same_text,
    };
    rule_draft *draft = target;
    const char *text = take_text(reader, node);
    draft->verdict = node;
    if (text != NULL) {
        draft->rule.terms.verdict = (uint8_t)relcal_verdict_by_name(text);
    }
    if (text != NULL && draft->rule.terms.verdict == RELCAL_UNSPECIFIED) {
        refuse_name(reader, node, &verdicts);
    }
    draft->is_faulty |= draft->rule.terms.verdict == RELCAL_UNSPECIFIED;
}

static void read_rule_approvals(schedule_reader *reader, const relcal_node *node, void *target)
{
    rule_draft *draft = target;
    int32_t count = -1;
    draft->approvals = node;
    read_number(reader, node, &count);
    if (count == 0 || count > RELCAL_MAX_APPROVALS) {
        ADD_FAULT(reader, RELCAL_ERROR_RANGE, node, "%s approvals; write a number from 1 to %d",
                  node->text, RELCAL_MAX_APPROVALS);
        count = -1;
    }
    draft->rule.terms.approvals = count;
    draft->is_faulty |= count < 0;
}

/* Reads "10 days", "2 weeks", "1 month", "2 years". */
static void read_rule_delay(schedule_reader *reader, const relcal_node *node, void *target)
{
    static const char *const units[] = {"day", "week", "month", "year"};
    rule_draft *draft = target;
    relcal_rule_terms *terms = &draft->rule.terms;
    const char *text = take_text(reader, node);
    if (text == NULL) {
        draft->is_faulty = true;
        return;
    }
    size_t digits = strspn(text, "0123456789");
    int32_t count = 0;
    for (size_t index = 0; index < digits && count <= RELCAL_MAX_DELAY; index++) {
        count = count * 10 + (text[index] - '0');
    }
    const char *unit = text + digits + (text[digits] == ' ');
    for (uint8_t index = 0; digits > 0 && index < FIELD_COUNT(units); index++) {
        size_t length = strlen(units[index]);
        if (strncmp(unit, units[index], length) == 0 &&
            (unit[length] == '\0' || strcmp(unit + length, "s") == 0) && count > 0 &&
            count <= RELCAL_MAX_DELAY) {
            terms->delay = count;
            terms->delay_unit = index;
            draft->rule.delay = keep_text(reader, text);
            return;
        }
    }
    draft->is_faulty = true;
    ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, node,
              "%s is no delay; write 1 to %d days, weeks, months or years, such as 10 days",
              QUOTE(node), RELCAL_MAX_DELAY);
}

TARGET_READER(read_deadline_milestone, rule_draft, read_references, rule.deadline)
TARGET_READER(read_deadline_days, rule_draft, read_number, rule.terms.deadline_days)

static const schedule_field deadline_fields[] = {
    {"milestone", read_deadline_milestone, true},
    {"days", read_deadline_days, false},
};

static void read_rule_deadline(schedule_reader *reader, const relcal_node *node, void *target)
{
    rule_draft *draft = target;
    if (node->kind == RELCAL_NODE_MAPPING) {
        (void)read_fields(reader, node, "request-by", deadline_fields, FIELD_COUNT(deadline_fields),
                          draft);
    } else {
        read_references(reader, node, &draft->rule.deadline);
    }
    draft->rule.terms.has_deadline = draft->rule.deadline.count > 0;
}

TARGET_READER(read_first_series, rule_draft, read_id, rule.first_series)
TARGET_READER(read_last_series, rule_draft, read_id, rule.last_series)

static const schedule_field series_range_fields[] = {
    {"from", read_first_series, false},
    {"to", read_last_series, false},
};

static void read_rule_series(schedule_reader *reader, const relcal_node *node, void *target)
{
    rule_draft *draft = target;
    (void)read_fields(reader, node, "series", series_range_fields, FIELD_COUNT(series_range_fields),
                      target);
    if (draft->rule.first_series != NULL && draft->rule.last_series != NULL &&
        relcal_compare_ids(draft->rule.first_series, draft->rule.last_series) > 0) {
        ADD_FAULT(reader, RELCAL_ERROR_DATA, node, "no series is from %s to %s; swap them",
                  draft->rule.first_series, draft->rule.last_series);
    }
}

static void read_rule_until(schedule_reader *reader, const relcal_node *node, void *target)
{
    rule_draft *draft = target;
    draft->until = node;
    read_date(reader, node, &draft->rule.terms.until);
}

TARGET_READER(read_rule_since, rule_draft, read_date, rule.terms.since)
TARGET_READER(read_rule_kinds, rule_draft, read_kinds, rule.kinds)
TARGET_READER(read_rule_branches, rule_draft, read_words, rule.branches)
TARGET_READER(read_rule_paths, rule_draft, read_words, rule.paths)
TARGET_READER(read_rule_components, rule_draft, read_words, rule.components)
TARGET_READER(read_rule_reason, rule_draft, read_text, rule.reason)
TARGET_READER(read_rule_source, rule_draft, read_text, rule.source)

static const schedule_field rule_fields[] = {
    {"id", read_rule_id, true},
    {"phase", keep_rule_phase, false},
    {"freeze", keep_rule_freeze, false},
    {"on", read_rule_kinds, false},
    {"change", keep_rule_change, true},
    {"branch", read_rule_branches, false},
    {"path", read_rule_paths, false},
    {"component", read_rule_components, false},
    {"series", read_rule_series, false},
    {"since", read_rule_since, false},
    {"until", read_rule_until, false},
    {"verdict", read_rule_verdict, true},
    {"approvals", read_rule_approvals, false},
    {"by", keep_rule_by, false},
    {"except", keep_rule_except, false},
    {"delay", read_rule_delay, false},
    {"request-by", read_rule_deadline, false},
    {"reason", read_rule_reason, false},
    {"source", read_rule_source, false},
};

/* All that the rules of a project can name. */
typedef struct policy_names {
    name_set phases;
    name_set freezes;
    name_set changes;
    name_set authorities;
} policy_names;

static relcal_ground find_ground(const rule_draft *draft)
{
    if (draft->rule.kinds.count > 0) {
        return RELCAL_GROUND_DAY;
    }
    if (draft->freeze != NULL) {
        return RELCAL_GROUND_FREEZE;
    }
    return draft->phase != NULL ? RELCAL_GROUND_PHASE : RELCAL_GROUND_ALWAYS;
}

/* Reads the names in a rule, into the bits that they stand for. */
static void resolve_rule(schedule_reader *reader, rule_draft *draft, const policy_names *names)
{
    relcal_rule_terms *terms = &draft->rule.terms;
    terms->ground = (uint8_t)find_ground(draft);
    if (draft->phase != NULL) {
        terms->phases = read_names(reader, draft->phase, &names->phases);
        draft->is_faulty |= terms->phases == 0;
        uint64_t planned = UINT64_C(1) << (names->phases.count - 1);
        if ((terms->phases & planned) != 0) {
            terms->phases = (terms->phases & ~planned) | RELCAL_PLANNED_BIT;
        }
    }
    if (draft->freeze != NULL) {
        terms->freezes = read_names(reader, draft->freeze, &names->freezes);
        draft->is_faulty |= terms->freezes == 0;
    }
    if (draft->by != NULL) {
        terms->authorities = read_names(reader, draft->by, &names->authorities);
        draft->is_faulty |= terms->authorities == 0;
    }
    if (draft->except != NULL) {
        terms->exceptions = read_names(reader, draft->except, &names->authorities);
    }
    if (draft->change->kind == RELCAL_NODE_TEXT && strcmp(draft->change->text, "any") == 0) {
        terms->any_change = true;
        terms->changes = UINT64_MAX;
    } else {
        terms->changes = read_names(reader, draft->change, &names->changes);
        draft->is_faulty |= terms->changes == 0;
    }
}

#define REVIEWER_BIT (UINT64_C(1) << 1)

/* Whether what a rule says fits its verdict; fills in what is meant where it says nothing. */
static void check_rule(schedule_reader *reader, rule_draft *draft)
{
    relcal_rule_terms *terms = &draft->rule.terms;
    bool asks = terms->verdict == RELCAL_REVIEW || terms->verdict == RELCAL_APPROVAL;
    if (asks && terms->approvals == 0) {
        terms->approvals = 1;
    } else if (!asks && draft->approvals != NULL) {
        ADD_FAULT(reader, RELCAL_ERROR_DATA, draft->approvals,
                  "rule %s asks for approvals, but its verdict is %s; leave approvals out",
                  draft->rule.id, relcal_verdict_name((relcal_verdict)terms->verdict));
    }
    if (terms->verdict == RELCAL_REVIEW && terms->authorities == 0) {
        terms->authorities = REVIEWER_BIT;
    } else if (terms->verdict == RELCAL_APPROVAL && terms->authorities == 0) {
        ADD_FAULT(reader, RELCAL_ERROR_DATA, draft->verdict,
                  "rule %s asks for an approval of nobody; add by, such as by: release manager",
                  draft->rule.id);
    } else if (terms->verdict == RELCAL_DELAY && terms->delay == 0) {
        ADD_FAULT(reader, RELCAL_ERROR_DATA, draft->verdict,
                  "rule %s delays, but does not say how long; add delay, such as delay: 10 days",
                  draft->rule.id);
    }
    if (terms->until <= terms->since) {
        ADD_FAULT(reader, RELCAL_ERROR_DATA, draft->until,
                  "rule %s ends before it begins; write a later day for until", draft->rule.id);
    }
}

/* Ends a revision of a rule where the next begins; one of the same day stands twice. */
static void chain_revisions(schedule_reader *reader, relcal_draft_policy *policy,
                            relcal_draft_rule *rule)
{
    for (uint32_t index = 0; index < policy->rule_count; index++) {
        relcal_draft_rule *known = &policy->rules[index];
        if (strcmp(known->id, rule->id) != 0) {
            continue;
        }
        if (known->terms.since == rule->terms.since) {
            relcal_faults_add(reader->faults, RELCAL_ERROR_DATA, rule->place.file_order,
                              rule->place.place,
                              "rule %s stands twice, also in line %u; write another id, or since "
                              "when it holds",
                              rule->id, (unsigned)known->place.place.line);
            return;
        }
        relcal_draft_rule *older = known->terms.since < rule->terms.since ? known : rule;
        relcal_draft_rule *newer = older == known ? rule : known;
        if (newer->terms.since < older->terms.until) {
            older->terms.until = newer->terms.since;
        }
    }
}

static void read_rules(schedule_reader *reader, const relcal_node *node,
                       relcal_draft_policy *policy, const policy_names *names)
{
    size_t room = 0;
    if (!expect_list(reader, node)) {
        return;
    }
    for (const relcal_node *child = node->first; child != NULL; child = child->next) {
        room++;
    }
    if (room > RELCAL_MAX_RULES) {
        ADD_FAULT(reader, RELCAL_ERROR_LIMIT, node, "more than %d rules; write fewer",
                  RELCAL_MAX_RULES);
        return;
    }
    policy->rules = relcal_arena_allocate(reader->arena, (room + 1) * sizeof *policy->rules);
    for (const relcal_node *child = node->first; child != NULL; child = child->next) {
        rule_draft draft = {
            .rule.terms = {.since = RELCAL_DATE_MIN, .until = RELCAL_RULE_FOR_EVER}};
        bool is_whole = read_fields(reader, child, "a rule", rule_fields, FIELD_COUNT(rule_fields),
                                    &draft);
        if (!is_whole || draft.rule.id == NULL) {
            continue;
        }
        resolve_rule(reader, &draft, names);
        if (!draft.is_faulty) {
            check_rule(reader, &draft);
        }
        chain_revisions(reader, policy, &draft.rule);
        policy->rules[policy->rule_count++] = draft.rule;
    }
}

/* A change that a project adds to the standard ones. */
typedef struct change_draft {
    relcal_draft_change change;
    const relcal_node *id;
    const relcal_node *is;
} change_draft;

static void read_change_id(schedule_reader *reader, const relcal_node *node, void *target)
{
    change_draft *draft = target;
    draft->id = node;
    read_id(reader, node, &draft->change.id);
}

static void keep_change_is(schedule_reader *reader, const relcal_node *node, void *target)
{
    (void)reader;
    ((change_draft *)target)->is = node;
}

TARGET_READER(read_change_definition, change_draft, read_text, change.definition)

static const schedule_field change_fields[] = {
    {"id", read_change_id, true},
    {"is", keep_change_is, false},
    {"definition", read_change_definition, true},
};

/* Reads one more change; it may be a kind of those before it. */
static void read_change(schedule_reader *reader, const relcal_node *node,
                        relcal_draft_policy *policy, name_set *known)
{
    change_draft draft = {.change.parent = -1};
    bool is_whole = read_fields(reader, node, "a change", change_fields, FIELD_COUNT(change_fields),
                                &draft);
    if (!is_whole || draft.change.id == NULL || draft.change.definition == NULL) {
        return;
    }
    if (strcmp(draft.change.id, "any") == 0 || find_name(known, draft.change.id) < known->count) {
        ADD_FAULT(reader, RELCAL_ERROR_DATA, draft.id,
                  "change %s is there already; choose another id", draft.change.id);
        return;
    }
    const char *parent = draft.is == NULL ? NULL : take_text(reader, draft.is);
    if (parent != NULL) {
        size_t index = find_name(known, parent);
        if (index == known->count) {
            refuse_name(reader, draft.is, known);
        } else {
            draft.change.parent = (int32_t)index;
        }
    }
    if (known->count == RELCAL_MAX_CHANGES) {
        ADD_FAULT(reader, RELCAL_ERROR_LIMIT, node, "more than %d changes; write fewer",
                  RELCAL_MAX_CHANGES - RELCAL_STANDARD_CHANGES);
        return;
    }
    known->names[known->count++] = draft.change.id;
    policy->changes[policy->change_count++] = draft.change;
}

static void read_changes(schedule_reader *reader, relcal_draft_policy *policy, name_set *known)
{
    *known = (name_set){.what = "change", .is_same = is_same_text};
    policy->changes = relcal_arena_allocate(reader->arena,
                                            RELCAL_MAX_CHANGES * sizeof *policy->changes);
    for (size_t index = 0; index < RELCAL_STANDARD_CHANGES; index++) {
        policy->changes[policy->change_count++] = relcal_standard_changes[index];
        known->names[known->count++] = relcal_standard_changes[index].id;
    }
    const relcal_node *node = reader->policy.changes;
    if (node != NULL && expect_list(reader, node)) {
        for (const relcal_node *child = node->first; child != NULL; child = child->next) {
            read_change(reader, child, policy, known);
        }
    }
}

/* What take_authority adds to. */
typedef struct authority_list {
    relcal_draft_policy *policy;
    name_set *known;
} authority_list;

static void take_authority(schedule_reader *reader, const relcal_node *item, const char *text,
                           void *target)
{
    authority_list *list = target;
    if (find_name(list->known, text) < list->known->count) {
        ADD_FAULT(reader, RELCAL_ERROR_DATA, item, "authority %s is there already; leave it out",
                  QUOTE(item));
        return;
    }
    const char *name = keep_text(reader, text);
    list->known->names[list->known->count++] = name;
    list->policy->authorities[list->policy->authority_count++] = name;
}

static void read_authorities(schedule_reader *reader, relcal_draft_policy *policy, name_set *known)
{
    *known = (name_set){.what = "authority", .is_same = relcal_is_same_authority};
    policy->authorities = relcal_arena_allocate(reader->arena, RELCAL_MAX_AUTHORITIES *
                                                                   sizeof *policy->authorities);
    for (size_t index = 0; index < RELCAL_STANDARD_AUTHORITIES; index++) {
        policy->authorities[policy->authority_count++] = relcal_standard_authorities[index];
        known->names[known->count++] = relcal_standard_authorities[index];
    }
    if (reader->policy.authorities != NULL) {
        take_each(reader, reader->policy.authorities,
                  RELCAL_MAX_AUTHORITIES - RELCAL_STANDARD_AUTHORITIES, take_authority,
                  &(authority_list){policy, known});
    }
}

static void read_labels(schedule_reader *reader, const relcal_node *node,
                        relcal_draft_policy *policy, const name_set *changes)
{
    if (node->kind != RELCAL_NODE_MAPPING) {
        if (node->kind != RELCAL_NODE_FAULTY) {
            ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, node,
                      "labels is %s; write a mapping of labels to changes", kind_name(node));
        }
        return;
    }
    size_t room = 0;
    for (const relcal_node *value = node->first; value != NULL; value = value->next) {
        room++;
    }
    if (room > RELCAL_MAX_LABELS) {
        ADD_FAULT(reader, RELCAL_ERROR_LIMIT, node, "more than %d labels; write fewer",
                  RELCAL_MAX_LABELS);
        return;
    }
    policy->labels = relcal_arena_allocate(reader->arena, (room + 1) * sizeof *policy->labels);
    for (const relcal_node *value = node->first; value != NULL; value = value->next) {
        policy->labels[policy->label_count++] = (relcal_draft_label){
            keep_text(reader, value->key->text), read_names(reader, value, changes)};
    }
}

/* Reads what was kept of a project until its phases and freezes are known. */
static void read_policy(schedule_reader *reader, relcal_draft_project *project)
{
    policy_names names = {.phases = {.what = "phase", .is_same = is_same_text},
                          .freezes = {.what = "freeze", .is_same = is_same_text}};
    for (const relcal_draft_phase *phase = project->phases; phase != NULL; phase = phase->next) {
        names.phases.names[names.phases.count++] = phase->id;
    }
    names.phases.names[names.phases.count++] = relcal_phase_id(NULL);
    for (const relcal_draft_freeze *freeze = project->freezes; freeze != NULL;
         freeze = freeze->next) {
        names.freezes.names[names.freezes.count++] = freeze->id;
    }
    read_changes(reader, &project->policy, &names.changes);
    read_authorities(reader, &project->policy, &names.authorities);
    if (reader->policy.labels != NULL) {
        read_labels(reader, reader->policy.labels, &project->policy, &names.changes);
    }
    if (reader->policy.rules != NULL) {
        read_rules(reader, reader->policy.rules, &project->policy, &names);
    }
}

#define POLICY_KEEPER(name, member)                                                  \
    static void name(schedule_reader *reader, const relcal_node *node, void *target) \
    {                                                                                \
        (void)target;                                                                \
        reader->policy.member = node;                                                \
    }

POLICY_KEEPER(keep_changes, changes)
POLICY_KEEPER(keep_authorities, authorities)
POLICY_KEEPER(keep_labels, labels)
POLICY_KEEPER(keep_rules, rules)

static void read_project_id(schedule_reader *reader, const relcal_node *node, void *target)
{
    relcal_draft_project *project = target;
    read_id(reader, node, &project->id);
    project->place = node->place;
}

TARGET_READER(read_project_name, relcal_draft_project, read_text, name)
TARGET_READER(read_project_url, relcal_draft_project, read_text, url)
TARGET_READER(read_project_revised, relcal_draft_project, read_date, revised)

static const schedule_field project_fields[] = {
    {"project", read_project_id, true}, {"name", read_project_name, true},
    {"url", read_project_url, false},   {"revised", read_project_revised, false},
    {"trunk", read_trunk, false},       {"phases", read_phases, true},
    {"freezes", read_freezes, false},   {"calendar", read_calendar, false},
    {"changes", keep_changes, false},   {"authorities", keep_authorities, false},
    {"labels", keep_labels, false},     {"rules", keep_rules, false},
};

relcal_draft_project *relcal_schedule_read_project(relcal_arena *arena, relcal_faults *faults,
                                                   const relcal_node *root)
{
    schedule_reader reader = {.arena = arena, .faults = faults};
    relcal_draft_project *project = relcal_arena_allocate(arena, sizeof *project);
    project->revised = RELCAL_DATE_NONE;
    (void)read_fields(&reader, root, "project.yaml", project_fields, FIELD_COUNT(project_fields),
                      project);
    read_policy(&reader, project);
    return project->id == NULL ? NULL : project;
}
