/*
 * The config is looked for where --config says, else in relcal/config.yaml of $XDG_CONFIG_HOME, or
 * of .config in the user's home. It is YAML, read by libyaml as one document of which every text
 * stays text. It is a few levels deep: nothing here follows it further, whatever it refers to.
 */
#define _POSIX_C_SOURCE 200809L
#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <yaml.h>

#include "complain.h"
#include "input.h"
#include "nearest.h"

#define FILE_BELOW "relcal/config.yaml"

/* A config on its way from the file. */
typedef struct config_reader {
    cli_config *out;
    yaml_document_t *document;
    text faults;
    size_t fault_count;
} config_reader;

const char *config_find(text *path, const cli_options *options)
{
    const char *given = options->value[OPTION_CONFIG];
    if (options->value[OPTION_NO_CONFIG] != NULL) {
        return NULL;
    }
    if (given != NULL) {
        text_add(path, given);
        return "--config";
    }
    /* A folder that is not named from the root counts as none (XDG Base Directory). */
    const char *folder = getenv("XDG_CONFIG_HOME");
    if (folder != NULL && folder[0] == '/') {
        text_addf(path, "%s/" FILE_BELOW, folder);
        return "$XDG_CONFIG_HOME";
    }
    folder = getenv("HOME");
    if (folder != NULL && folder[0] == '/') {
        text_addf(path, "%s/.config/" FILE_BELOW, folder);
        return "$HOME";
    }
    return NULL;
}

/* ---- Faults ---- */

static void add_place(text *faults, const cli_config *config, size_t line, size_t column)
{
    text_add_printable(faults, text_string(&config->path), CONFIG_PATH_BYTES);
    text_addf(faults, ":%zu:%zu: ", line, column);
}

void config_add_fault(text *faults, const cli_config *config, const config_text *at, text *message)
{
    add_place(faults, config, at->line, at->column);
    text_addf(faults, "%s\n", text_string(message));
    faults->failed = faults->failed || message->failed;
    text_free(message);
}

/* Adds a fault at a mark of libyaml, `what` in quotation marks before it unless it is NULL. */
static void add_fault(config_reader *reader, yaml_mark_t mark, const char *what,
                      const char *message)
{
    if (reader->fault_count++ >= CONFIG_FAULTS_MAX) {
        return;
    }
    add_place(&reader->faults, reader->out, mark.line + 1, mark.column + 1);
    if (what != NULL) {
        text_add(&reader->faults, "'");
        text_add_printable(&reader->faults, what, QUOTED_BYTES);
        text_add(&reader->faults, "' ");
    }
    text_addf(&reader->faults, "%s\n", message);
}

/* Where an offset of a file stands, in lines and bytes: libyaml has no mark for what is no text. */
static yaml_mark_t mark_of(const text *source, size_t offset)
{
    yaml_mark_t mark = {0};
    for (size_t index = 0; index < offset && index < source->length; index++) {
        bool ends_line = source->bytes[index] == '\n';
        mark.line += ends_line;
        mark.column = ends_line ? 0 : mark.column + 1;
    }
    return mark;
}

static void add_parser_fault(config_reader *reader, const yaml_parser_t *parser, const text *source)
{
    text message = {0};
    bool is_unreadable = parser->error == YAML_READER_ERROR;
    yaml_mark_t mark = is_unreadable ? mark_of(source, parser->problem_offset)
                                     : parser->problem_mark;
    text_addf(&message, "not YAML: %s; %s", parser->problem == NULL ? "?" : parser->problem,
              is_unreadable ? "write UTF-8 without control characters" : "mend it here");
    add_fault(reader, mark, NULL, text_string(&message));
    text_free(&message);
}

/* ---- Nodes ---- */

static yaml_node_t *node_at(const config_reader *reader, int index)
{
    return yaml_document_get_node(reader->document, index);
}

static bool has_own_tag(const yaml_node_t *node)
{
    static const char usual[] = "tag:yaml.org,2002:";
    return node->tag != NULL && strncmp((const char *)node->tag, usual, sizeof usual - 1) != 0;
}

/* Takes a text that says something; false after a fault. */
static bool take_text(config_reader *reader, const yaml_node_t *node, const char *wanted,
                      config_text *out)
{
    const char *value = (const char *)node->data.scalar.value;
    if (node->type != YAML_SCALAR_NODE || has_own_tag(node) || value[0] == '\0' ||
        strlen(value) != node->data.scalar.length) {
        text message = {0};
        text_addf(&message, "no text stands here; write %s", wanted);
        add_fault(reader, node->start_mark, NULL, text_string(&message));
        text_free(&message);
        return false;
    }
    *out = (config_text){value, (uint32_t)node->start_mark.line + 1,
                         (uint32_t)node->start_mark.column + 1};
    return true;
}

/* What a mapping may hold. */
typedef struct config_key {
    const char *name;
    void (*read)(config_reader *reader, const yaml_node_t *node, void *target);
} config_key;

typedef struct config_keys {
    const config_key *items;
    size_t count;
} config_keys;

static const char *key_at(const void *context, size_t index)
{
    const config_keys *keys = context;
    return index < keys->count ? keys->items[index].name : NULL;
}

static void add_unknown_key(config_reader *reader, const yaml_node_t *node, const char *name,
                            const config_keys *keys)
{
    text message = {0};
    text_add(&message, "is no key of a config");
    nearest_add_hint(&message, name, (name_list){key_at, keys, ""});
    add_fault(reader, node->start_mark, name, text_string(&message));
    text_free(&message);
}

/* Reads a mapping whose keys are known, each once. */
static void read_keys(config_reader *reader, const yaml_node_t *node, config_keys keys,
                      void *target)
{
    unsigned seen = 0;
    const yaml_node_pair_t *pair = node->data.mapping.pairs.start;
    for (; pair < node->data.mapping.pairs.top; pair++) {
        config_text name;
        const yaml_node_t *key = node_at(reader, pair->key);
        if (!take_text(reader, key, "a key", &name)) {
            continue;
        }
        size_t index = 0;
        while (index < keys.count && strcmp(keys.items[index].name, name.value) != 0) {
            index++;
        }
        if (index == keys.count) {
            add_unknown_key(reader, key, name.value, &keys);
        } else if ((seen & 1u << index) != 0) {
            add_fault(reader, key->start_mark, name.value, "stands here twice; write it once");
        } else {
            seen |= 1u << index;
            keys.items[index].read(reader, node_at(reader, pair->value), target);
        }
    }
}

/* ---- follow ---- */

#define A_PROJECT "the id of a project"
#define A_SERIES "a series, or a list of series such as [1.0, 1.1]"

static void add_name(config_reader *reader, const yaml_node_t *node, config_follow *follow)
{
    cli_config *config = reader->out;
    config_text name;
    if (!take_text(reader, node, "the name of a series", &name)) {
        return;
    }
    for (size_t index = 0; index < follow->name_count; index++) {
        if (strcmp(config->names[follow->first_name + index].value, name.value) == 0) {
            add_fault(reader, node->start_mark, name.value, "stands here twice; write it once");
            return;
        }
    }
    if (config->name_count == CONFIG_NAMES_MAX) {
        add_fault(reader, node->start_mark, name.value,
                  "is one series too many; name 1024 at most");
        return;
    }
    config->names[config->name_count++] = name;
    follow->name_count++;
}

static void read_series(config_reader *reader, const yaml_node_t *node, void *target)
{
    config_follow *follow = target;
    follow->first_name = reader->out->name_count;
    if (node->type != YAML_SEQUENCE_NODE) {
        add_name(reader, node, follow);
        return;
    }
    const yaml_node_item_t *item = node->data.sequence.items.start;
    if (item == node->data.sequence.items.top) {
        add_fault(reader, node->start_mark, NULL,
                  "no series stands here; write " A_SERIES ", or leave the key out for all");
    }
    for (; item < node->data.sequence.items.top; item++) {
        add_name(reader, node_at(reader, *item), follow);
    }
}

static void read_project(config_reader *reader, const yaml_node_t *node, void *target)
{
    (void)take_text(reader, node, A_PROJECT, &((config_follow *)target)->project);
}

static const config_key follow_keys[] = {{"project", read_project}, {"series", read_series}};

static bool is_followed(const cli_config *config, const char *project)
{
    for (size_t index = 0; index < config->follow_count; index++) {
        if (strcmp(config->follows[index].project.value, project) == 0) {
            return true;
        }
    }
    return false;
}

/* Reads one of what is followed: a project, or {project: P, series: S}. */
static void add_follow(config_reader *reader, const yaml_node_t *node)
{
    cli_config *config = reader->out;
    config_follow follow = {0};
    size_t faults = reader->fault_count;
    if (node->type == YAML_MAPPING_NODE) {
        read_keys(reader, node, (config_keys){follow_keys, 2}, &follow);
        if (follow.project.value == NULL && reader->fault_count == faults) {
            add_fault(reader, node->start_mark, NULL,
                      "no project stands here; write {project: ID, series: NAME}");
        }
    } else {
        (void)take_text(reader, node, A_PROJECT ", or {project: ID, series: NAME}",
                        &follow.project);
    }
    if (follow.project.value == NULL) {
        return;
    }
    if (is_followed(config, follow.project.value)) {
        add_fault(reader, node->start_mark, follow.project.value,
                  "is followed twice; write one entry with all its series");
    } else if (config->follow_count == CONFIG_FOLLOWS_MAX) {
        add_fault(reader, node->start_mark, follow.project.value,
                  "is one project too many; follow 256 at most");
    } else {
        config->follows[config->follow_count++] = follow;
    }
}

static void read_follow(config_reader *reader, const yaml_node_t *node, void *target)
{
    (void)target;
    if (node->type != YAML_SEQUENCE_NODE) {
        add_fault(reader, node->start_mark, NULL,
                  "no list stands here; write projects in brackets, or with a dash before each");
        return;
    }
    const yaml_node_item_t *item = node->data.sequence.items.start;
    for (; item < node->data.sequence.items.top; item++) {
        add_follow(reader, node_at(reader, *item));
    }
}

/* ---- zone and colors ---- */

static void read_zone(config_reader *reader, const yaml_node_t *node, void *target)
{
    const option_row *row = &option_rows[OPTION_TZ];
    config_text zone;
    size_t length;
    const char *word;
    (void)target;
    if (!take_text(reader, node, "utc, local or aoe", &zone)) {
        return;
    }
    for (size_t place = 0; (word = option_choice_at(row, place, &length)) != NULL; place++) {
        if (strlen(zone.value) == length && memcmp(word, zone.value, length) == 0) {
            reader->out->zone = zone;
            reader->out->zone_choice = (int)place;
            return;
        }
    }
    add_fault(reader, node->start_mark, zone.value, "is no zone; write utc, local or aoe");
}

static void add_color(config_reader *reader, const yaml_node_pair_t *pair)
{
    cli_config *config = reader->out;
    const yaml_node_t *key = node_at(reader, pair->key);
    const yaml_node_t *node = node_at(reader, pair->value);
    config_color added;
    if (!take_text(reader, key, A_PROJECT, &added.project) ||
        !take_text(reader, node, "the name of a colour", &added.color)) {
        return;
    }
    const char *color = added.color.value;
    if (color[strspn(color, "abcdefghijklmnopqrstuvwxyz")] != '\0') {
        add_fault(reader, node->start_mark, color,
                  "is no name of a colour; write one of CSS, such as royalblue");
        return;
    }
    for (size_t index = 0; index < config->color_count; index++) {
        if (strcmp(config->colors[index].project.value, added.project.value) == 0) {
            add_fault(reader, key->start_mark, added.project.value,
                      "stands here twice; write it once");
            return;
        }
    }
    if (config->color_count == CONFIG_COLORS_MAX) {
        add_fault(reader, key->start_mark, added.project.value,
                  "is one colour too many; write 256 at most");
        return;
    }
    config->colors[config->color_count++] = added;
}

static void read_colors(config_reader *reader, const yaml_node_t *node, void *target)
{
    (void)target;
    if (node->type != YAML_MAPPING_NODE) {
        add_fault(reader, node->start_mark, NULL,
                  "no colours of projects stand here; write {ID: royalblue}");
        return;
    }
    const yaml_node_pair_t *pair = node->data.mapping.pairs.start;
    for (; pair < node->data.mapping.pairs.top; pair++) {
        add_color(reader, pair);
    }
}

/* ---- The file ---- */

static void read_document(config_reader *reader)
{
    static const config_key keys[] = {
        {"follow", read_follow}, {"zone", read_zone}, {"colors", read_colors}};
    const yaml_node_t *root = yaml_document_get_root_node(reader->document);
    if (root == NULL) {
        return; /* an empty file chooses nothing */
    }
    if (root->type != YAML_MAPPING_NODE) {
        add_fault(reader, root->start_mark, NULL,
                  "no config; write one or more of follow:, zone: and colors:");
        return;
    }
    read_keys(reader, root, (config_keys){keys, sizeof keys / sizeof keys[0]}, NULL);
}

/* What comes after the first document: nothing, or a fault. */
static void read_end(config_reader *reader, yaml_parser_t *parser, const text *source)
{
    yaml_document_t rest;
    if (yaml_document_get_root_node(reader->document) == NULL) {
        return;
    }
    if (!yaml_parser_load(parser, &rest)) {
        add_parser_fault(reader, parser, source);
        return;
    }
    const yaml_node_t *root = yaml_document_get_root_node(&rest);
    if (root != NULL) {
        add_fault(reader, root->start_mark, NULL, "a second document; write one");
    }
    yaml_document_delete(&rest);
}

/* False where memory ran out. */
static bool parse(config_reader *reader, const text *source)
{
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser)) {
        return false;
    }
    yaml_parser_set_input_string(&parser, (const unsigned char *)text_string(source),
                                 source->length);
    if (yaml_parser_load(&parser, reader->document)) {
        read_document(reader);
        read_end(reader, &parser, source);
    } else {
        *reader->document = (yaml_document_t){0};
        add_parser_fault(reader, &parser, source);
    }
    bool has_memory = parser.error != YAML_MEMORY_ERROR;
    yaml_parser_delete(&parser);
    return has_memory && !reader->faults.failed;
}

static int tell_faults(const config_reader *reader)
{
    (void)fputs(text_string(&reader->faults), stderr);
    if (reader->fault_count > CONFIG_FAULTS_MAX) {
        complain("there are %zu more faults", reader->fault_count - CONFIG_FAULTS_MAX);
    }
    return EXIT_DATA;
}

static int complain_about_memory(void)
{
    complain("out of memory");
    return EXIT_SYSTEM;
}

static int complain_about_length(const cli_config *config)
{
    text message = {0};
    text_add_printable(&message, text_string(&config->path), QUOTED_BYTES);
    text_addf(&message, " is too long for a config; write at most %d bytes", CONFIG_BYTES_MAX);
    complain_text(&message);
    return EXIT_DATA;
}

/* Reads the file of a config. */
static int read_file(cli_config *config)
{
    text source = {0};
    config_reader reader = {.out = config, .document = config->document};
    int status = input_read(&source, text_string(&config->path), CONFIG_BYTES_MAX);
    if (status == EXIT_YES && source.length > CONFIG_BYTES_MAX) {
        status = complain_about_length(config);
    }
    if (status == EXIT_YES && !parse(&reader, &source)) {
        status = complain_about_memory();
    }
    if (status == EXIT_YES && reader.fault_count > 0) {
        status = tell_faults(&reader);
    }
    text_free(&source);
    text_free(&reader.faults);
    return status;
}

/* Nobody need have a config; one that is named must be there. */
static bool is_missing(const text *path, const cli_options *options)
{
    struct stat status;
    return options->value[OPTION_CONFIG] == NULL && stat(text_string(path), &status) != 0;
}

int config_read(cli_config **out, const cli_options *options)
{
    text path = {0};
    const char *origin = config_find(&path, options);
    *out = NULL;
    if (origin == NULL || is_missing(&path, options)) {
        text_free(&path);
        return EXIT_YES;
    }
    cli_config *config = calloc(1, sizeof *config);
    yaml_document_t *document = calloc(1, sizeof *document);
    if (config == NULL || document == NULL || path.failed) {
        free(config);
        free(document);
        text_free(&path);
        return complain_about_memory();
    }
    *config = (cli_config){.path = path, .origin = origin, .document = document};
    int status = read_file(config);
    if (status != EXIT_YES) {
        config_free(config);
        return status;
    }
    *out = config;
    return EXIT_YES;
}

void config_free(cli_config *config)
{
    if (config == NULL) {
        return;
    }
    yaml_document_delete(config->document);
    free(config->document);
    text_free(&config->path);
    free(config);
}
