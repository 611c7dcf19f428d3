/*
 * The imports of a project.yaml: for each format the words of a source, and the milestones of the
 * project that they mean. Ids are templates: {series}, {name} and others stand for what the source
 * says; import_map.c fills them in.
 */
#include "imports.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "import_map.h"
#include "relcal/import.h"
#include "relcal/limits.h"

/* The most texts of all imports of a project. */
#define MOST_TEXTS ((size_t)RELCAL_MAX_IMPORTS * RELCAL_IMPORT_ROW_TEXTS)

/* An entry of the list, as it is read. */
typedef struct import_draft {
    const char *format;
    const char *product;
    const char *series;
    const char *branch;
    const relcal_node *aliases;
    const relcal_node *milestones;
    const relcal_node *ignored;
    const char *mark;
    const char *remark;
    const relcal_node *summaries;
} import_draft;

/* What a word of a source means. */
typedef struct meaning_draft {
    const char *id;
    const char *kind;
    const char *means;
    const char *precision;
    const char *title;
    const char *scope;
    int32_t number;
} meaning_draft;

/* Whether a name is that of a format that may need to be told what words mean. */
static bool is_format(const char *name)
{
    int format = 1;
    if (strcmp(name, RELCAL_CALENDAR_FORMAT) == 0) {
        return true;
    }
    while (relcal_import_format_name((relcal_import_format)format)[0] != '\0') {
        if (strcmp(relcal_import_format_name((relcal_import_format)format), name) == 0) {
            return true;
        }
        format++;
    }
    return false;
}

static const char *list_formats(char text[RELCAL_FIELD_KEYS_BYTES])
{
    size_t length = (size_t)snprintf(text, RELCAL_FIELD_KEYS_BYTES, RELCAL_CALENDAR_FORMAT);
    const char *name;
    for (int format = 1;
         (name = relcal_import_format_name((relcal_import_format)format))[0] != '\0' &&
         length < RELCAL_FIELD_KEYS_BYTES;
         format++) {
        int written = snprintf(text + length, RELCAL_FIELD_KEYS_BYTES - length, ", %s", name);
        length += written < 0 ? 0 : (size_t)written;
    }
    return text;
}

static void read_format(relcal_field_reader *reader, const relcal_node *node, void *target)
{
    const char *text = relcal_field_take_text(reader, node);
    if (text != NULL && !is_format(text)) {
        char known[RELCAL_FIELD_KEYS_BYTES];
        ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, node, "%s is no format; write one of %s",
                  QUOTE(node), list_formats(known));
    } else if (text != NULL) {
        ((import_draft *)target)->format = relcal_field_keep_text(reader, text);
    }
}

/* The variables that a template may have. */
static const char *const variables[] = {"series", "name", "major", "number", "version", "codename"};

static bool is_variable(const char *name, size_t length)
{
    for (size_t index = 0; index < sizeof variables / sizeof variables[0]; index++) {
        if (strlen(variables[index]) == length && memcmp(variables[index], name, length) == 0) {
            return true;
        }
    }
    return false;
}

/* Whether a text is an id once its variables are taken for letters. */
static bool is_template(const char *text)
{
    char plain[128];
    size_t length = 0;
    while (*text != '\0' && length + 1 < sizeof plain) {
        const char *end = *text == '{' ? strchr(text, '}') : NULL;
        if (end != NULL && !is_variable(text + 1, (size_t)(end - text) - 1)) {
            return false;
        }
        plain[length++] = *text == '{' && end != NULL ? 'x' : *text;
        text = end != NULL ? end + 1 : text + 1;
    }
    return *text == '\0' && relcal_field_is_id(plain, length);
}

static void read_template(relcal_field_reader *reader, const relcal_node *node, const char **out)
{
    const char *text = relcal_field_take_text(reader, node);
    if (text != NULL && !is_template(text)) {
        ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, node,
                  "%s is no id, nor becomes one; write letters and digits, {series}, {name}, "
                  "{major}, {number}, {version} or {codename}",
                  QUOTE(node));
    } else if (text != NULL) {
        *out = relcal_field_keep_text(reader, text);
    }
}

TARGET_READER(read_meaning_id, meaning_draft, read_template, id)
TARGET_READER(read_meaning_title, meaning_draft, relcal_field_read_text, title)
TARGET_READER(read_meaning_scope, meaning_draft, relcal_field_read_text, scope)
TARGET_READER(read_meaning_number, meaning_draft, relcal_field_read_number, number)

static void read_meaning_kind(relcal_field_reader *reader, const relcal_node *node, void *target)
{
    relcal_field_read_id(reader, node, &((meaning_draft *)target)->kind);
}

static void read_meaning_means(relcal_field_reader *reader, const relcal_node *node, void *target)
{
    relcal_field_read_id(reader, node, &((meaning_draft *)target)->means);
}

static void read_meaning_precision(relcal_field_reader *reader, const relcal_node *node,
                                   void *target)
{
    const char *text = relcal_field_take_text(reader, node);
    bool is_coarse = text != NULL && (strcmp(text, "day") == 0 || strcmp(text, "month") == 0 ||
                                      strcmp(text, "year") == 0);
    if (is_coarse) {
        ((meaning_draft *)target)->precision = relcal_field_keep_text(reader, text);
    } else if (text != NULL) {
        ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, node, "%s is no precision; write day, month or year",
                  QUOTE(node));
    }
}

static const relcal_field meaning_fields[] = {
    {"title", read_meaning_title, false},
    {"scope", read_meaning_scope, false},
    {"id", read_meaning_id, true},
    {"kind", read_meaning_kind, false},
    {"number", read_meaning_number, false},
    {"means", read_meaning_means, false},
    {"precision", read_meaning_precision, false},
};

TARGET_READER(read_product, import_draft, relcal_field_read_text, product)
TARGET_READER(read_series, import_draft, read_template, series)
TARGET_READER(read_branch, import_draft, relcal_field_read_text, branch)
TARGET_READER(read_mark, import_draft, relcal_field_read_text, mark)
TARGET_READER(read_remark, import_draft, relcal_field_read_text, remark)

#define NODE_KEEPER(name, member)                                                        \
    static void name(relcal_field_reader *reader, const relcal_node *node, void *target) \
    {                                                                                    \
        (void)reader;                                                                    \
        ((import_draft *)target)->member = node;                                         \
    }

NODE_KEEPER(keep_aliases, aliases)
NODE_KEEPER(keep_milestones, milestones)
NODE_KEEPER(keep_ignored, ignored)
NODE_KEEPER(keep_summaries, summaries)

static const relcal_field import_fields[] = {
    {"format", read_format, true},        {"product", read_product, false},
    {"series", read_series, false},       {"branch", read_branch, false},
    {"aliases", keep_aliases, false},     {"milestones", keep_milestones, false},
    {"ignored", keep_ignored, false},     {"mark", read_mark, false},
    {"summaries", keep_summaries, false}, {"remark", read_remark, false},
};

/* Adds a row; a fault where there are too many. */
static void add_row(relcal_field_reader *reader, const relcal_node *node,
                    relcal_draft_project *project, relcal_import_row_kind what, const char *key,
                    const meaning_draft *meaning)
{
    static const char *const digits[] = {"0", "1", "2", "3", "4", "5", "6", "7", "8"};
    char number[16];
    if (project->imports.count + RELCAL_IMPORT_ROW_TEXTS > MOST_TEXTS) {
        ADD_FAULT(reader, RELCAL_ERROR_LIMIT, node,
                  "more than %d words in all imports; write fewer", RELCAL_MAX_IMPORTS);
        return;
    }
    const char **row = project->imports.items + project->imports.count;
    (void)snprintf(number, sizeof number, "%d", (int)meaning->number);
    row[RELCAL_IMPORT_ROW_WHAT] = digits[what];
    row[RELCAL_IMPORT_ROW_KEY] = key;
    row[RELCAL_IMPORT_ROW_ID] = meaning->id;
    row[RELCAL_IMPORT_ROW_MILESTONE_KIND] = meaning->kind;
    row[RELCAL_IMPORT_ROW_NUMBER] = meaning->number < 0 ? NULL
                                                        : relcal_field_keep_text(reader, number);
    row[RELCAL_IMPORT_ROW_MEANS] = meaning->means;
    row[RELCAL_IMPORT_ROW_TITLE] = meaning->title;
    row[RELCAL_IMPORT_ROW_SCOPE] = meaning->scope;
    row[RELCAL_IMPORT_ROW_PRECISION] = meaning->precision;
    project->imports.count += RELCAL_IMPORT_ROW_TEXTS;
}

static void add_text_row(relcal_field_reader *reader, const relcal_node *node,
                         relcal_draft_project *project, relcal_import_row_kind what,
                         const char *key, const char *id)
{
    add_row(reader, node, project, what, key, &(meaning_draft){.id = id, .number = -1});
}

static void read_milestone(relcal_field_reader *reader, const relcal_node *node,
                           relcal_draft_project *project)
{
    meaning_draft meaning = {.number = -1};
    if (node->kind == RELCAL_NODE_MAPPING) {
        (void)relcal_field_read_all(reader, node, "the meaning of a word", meaning_fields,
                                    FIELD_COUNT(meaning_fields), &meaning);
    } else {
        read_template(reader, node, &meaning.id);
    }
    if (meaning.id != NULL) {
        add_row(reader, node, project, RELCAL_IMPORT_ROW_MILESTONE,
                relcal_field_keep_text(reader, node->key->text), &meaning);
    }
}

static void read_milestones(relcal_field_reader *reader, const relcal_node *node,
                            relcal_draft_project *project)
{
    if (node->kind != RELCAL_NODE_MAPPING && node->kind != RELCAL_NODE_FAULTY) {
        ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, node,
                  "milestones is %s; write a mapping of the source's words to ids",
                  relcal_field_kind_name(node));
    }
    for (const relcal_node *value = node->kind == RELCAL_NODE_MAPPING ? node->first : NULL;
         value != NULL; value = value->next) {
        read_milestone(reader, value, project);
    }
}

static bool names_project(const char *pattern)
{
    static const char name[] = "{project}";
    const char *open = strchr(pattern, '{');
    while (open != NULL && strncasecmp(open, name, strlen(name)) != 0) {
        open = strchr(open + 1, '{');
    }
    return open != NULL;
}

/* Whether a text is a pattern of summaries, which is of this project; a fault where it is none. */
static bool is_pattern(relcal_field_reader *reader, const relcal_node *node, const char *text)
{
    relcal_error error;
    if (relcal_feed_pattern_check(text, &error) != RELCAL_OK) {
        ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, node, "%s is no pattern of summaries: %s",
                  QUOTE(node), error.message);
        return false;
    }
    if (names_project(text)) {
        ADD_FAULT(
            reader, RELCAL_ERROR_SYNTAX, node,
            "%s is no pattern of summaries: the project is this one; write {any} for {project}",
            QUOTE(node));
        return false;
    }
    return true;
}

/* Reads a text or a list of them into rows: aliases as templates, words to be ignored, patterns. */
static void read_texts(relcal_field_reader *reader, const relcal_node *node,
                       relcal_draft_project *project, relcal_import_row_kind what)
{
    for (const relcal_node *item = node->kind == RELCAL_NODE_LIST ? node->first : node;
         item != NULL; item = node->kind == RELCAL_NODE_LIST ? item->next : NULL) {
        const char *text = NULL;
        if (what == RELCAL_IMPORT_ROW_ALIAS) {
            read_template(reader, item, &text);
            if (text != NULL) {
                add_text_row(reader, item, project, what, NULL, text);
            }
        } else if ((text = relcal_field_take_text(reader, item)) != NULL &&
                   (what != RELCAL_IMPORT_ROW_SUMMARY || is_pattern(reader, item, text))) {
            add_text_row(reader, item, project, what, relcal_field_keep_text(reader, text), NULL);
        }
    }
}

static bool is_calendar_key(const char *key)
{
    return strcmp(key, "mark") == 0 || strcmp(key, "summaries") == 0 || strcmp(key, "remark") == 0;
}

static bool is_word_key(const char *key)
{
    static const char *const keys[] = {"product", "series",     "branch",
                                       "aliases", "milestones", "ignored"};
    for (size_t index = 0; index < sizeof keys / sizeof keys[0]; index++) {
        if (strcmp(keys[index], key) == 0) {
            return true;
        }
    }
    return false;
}

/* Calendars are known by a mark, and their events by patterns; other formats by words. */
static void check_keys(relcal_field_reader *reader, const relcal_node *node,
                       const import_draft *draft)
{
    bool is_calendar = strcmp(draft->format, RELCAL_CALENDAR_FORMAT) == 0;
    for (const relcal_node *value = node->first; value != NULL; value = value->next) {
        const char *key = value->key->text;
        if (is_calendar ? is_word_key(key) : is_calendar_key(key)) {
            ADD_FAULT(reader, RELCAL_ERROR_DATA, value->key,
                      "%s says nothing for format %s; take it out", key, draft->format);
        }
    }
    if (is_calendar && (draft->mark == NULL || draft->summaries == NULL)) {
        ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, node,
                  "an import of format %s has no %s; add the key", draft->format,
                  draft->mark == NULL ? "mark" : "summaries");
    }
}

static void add_key_row(relcal_field_reader *reader, const relcal_node *node,
                        relcal_draft_project *project, relcal_import_row_kind what, const char *key)
{
    if (key != NULL) {
        add_text_row(reader, node, project, what, key, NULL);
    }
}

static bool is_read_already(const relcal_draft_project *project, const char *format)
{
    for (size_t at = 0; at < project->imports.count; at += RELCAL_IMPORT_ROW_TEXTS) {
        const char *const *row = project->imports.items + at;
        if (row[RELCAL_IMPORT_ROW_WHAT][0] == '0' &&
            strcmp(row[RELCAL_IMPORT_ROW_KEY], format) == 0) {
            return true;
        }
    }
    return false;
}

static void read_import(relcal_field_reader *reader, const relcal_node *node,
                        relcal_draft_project *project)
{
    import_draft draft = {.format = NULL};
    (void)relcal_field_read_all(reader, node, "an import", import_fields,
                                FIELD_COUNT(import_fields), &draft);
    if (draft.format == NULL) {
        return;
    }
    if (is_read_already(project, draft.format)) {
        ADD_FAULT(reader, RELCAL_ERROR_DATA, node, "format %s stands twice; keep one of them",
                  draft.format);
        return;
    }
    check_keys(reader, node, &draft);
    add_text_row(reader, node, project, RELCAL_IMPORT_ROW_FORMAT, draft.format, draft.series);
    if (draft.product != NULL) {
        add_text_row(reader, node, project, RELCAL_IMPORT_ROW_PRODUCT, NULL, draft.product);
    }
    if (draft.branch != NULL) {
        add_text_row(reader, node, project, RELCAL_IMPORT_ROW_BRANCH, NULL, draft.branch);
    }
    if (draft.aliases != NULL) {
        read_texts(reader, draft.aliases, project, RELCAL_IMPORT_ROW_ALIAS);
    }
    if (draft.milestones != NULL) {
        read_milestones(reader, draft.milestones, project);
    }
    if (draft.ignored != NULL) {
        read_texts(reader, draft.ignored, project, RELCAL_IMPORT_ROW_IGNORED);
    }
    add_key_row(reader, node, project, RELCAL_IMPORT_ROW_MARK, draft.mark);
    if (draft.summaries != NULL) {
        read_texts(reader, draft.summaries, project, RELCAL_IMPORT_ROW_SUMMARY);
    }
    add_key_row(reader, node, project, RELCAL_IMPORT_ROW_REMARK, draft.remark);
}

void relcal_imports_read(relcal_field_reader *reader, const relcal_node *node,
                         relcal_draft_project *project)
{
    if (!relcal_field_expect_list(reader, node, "an import")) {
        return;
    }
    project->imports.items = relcal_arena_allocate(reader->arena,
                                                   MOST_TEXTS * sizeof *project->imports.items);
    for (const relcal_node *item = node->first; item != NULL; item = item->next) {
        read_import(reader, item, project);
    }
}
