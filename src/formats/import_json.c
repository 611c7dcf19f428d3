/*
 * Release schedules in JSON: the releases and the release cycle of the Python peps, and Node's
 * schedule. JSON is read by what reads YAML, of which it is a part, as that knows the line and
 * column of every value, and has the limits that a hostile file meets.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "quote.h"
#include "relcal/limits.h"
#include "source.h"
#include "tree.h"

#define QUOTE(node) relcal_quote((node)->text, (node)->length, (char[RELCAL_QUOTE_BYTES]){0})
#define PLACE(node) ((node)->place.place)

/* ---- from JSON to YAML ---- */

static int hex_digit(char character)
{
    const char *digits = "0123456789abcdefABCDEF";
    const char *found = character == '\0' ? NULL : strchr(digits, character);
    int value = found == NULL ? -1 : (int)(found - digits);
    return value > 15 ? value - 6 : value;
}

/* The code unit of an escape \uXXXX at `text`; -1 where there is none. */
static long escaped_unit(const char *text, size_t length)
{
    long unit = 0;
    if (length < 6 || text[0] != '\\' || text[1] != 'u') {
        return -1;
    }
    for (size_t index = 2; index < 6; index++) {
        int digit = hex_digit(text[index]);
        if (digit < 0) {
            return -1;
        }
        unit = unit * 16 + digit;
    }
    return unit;
}

/* Writes the character of two escapes of UTF-16 as UTF-8; false where they are none. */
static bool join_surrogates(const char *text, size_t length, char out[4])
{
    long high = escaped_unit(text, length);
    long low = high < 0xD800 || high > 0xDBFF ? -1 : escaped_unit(text + 6, length - 6);
    if (low < 0xDC00 || low > 0xDFFF) {
        return false;
    }
    long code = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
    out[0] = (char)(0xF0 | (code >> 18));
    out[1] = (char)(0x80 | ((code >> 12) & 0x3F));
    out[2] = (char)(0x80 | ((code >> 6) & 0x3F));
    out[3] = (char)(0x80 | (code & 0x3F));
    return true;
}

/* Puts characters in the place of those that are written as two escapes, which YAML has not. Gives
 * the new length. */
static size_t join_escapes(char *text, size_t length)
{
    bool is_quoted = false;
    size_t out = 0;
    for (size_t index = 0; index < length; index++) {
        char character = text[index];
        if (is_quoted && join_surrogates(text + index, length - index, text + out)) {
            out += 4;
            index += 11;
        } else if (is_quoted && character == '\\' && index + 1 < length) {
            text[out++] = character;
            text[out++] = text[++index];
        } else {
            is_quoted = is_quoted != (character == '"');
            text[out++] = character;
        }
    }
    return out;
}

/* Parses the file of a source; NULL after a report. */
static const relcal_node *parse(relcal_source_reader *reader)
{
    relcal_file file = *reader->file;
    file.is_json = true;
    file.length = join_escapes(file.text, file.length);
    const relcal_node *root = relcal_tree_parse(reader->arena, &file, reader->faults);
    if (root != NULL && root->kind != RELCAL_NODE_MAPPING) {
        SOURCE_FAULT(reader, PLACE(root), "not an object; a schedule in JSON begins with {");
        root = NULL;
    }
    reader->is_unusable = root == NULL;
    return root;
}

/* ---- values ---- */

static const relcal_node *member(const relcal_node *mapping, const char *key)
{
    const relcal_node *value = mapping->kind == RELCAL_NODE_MAPPING ? mapping->first : NULL;
    while (value != NULL && strcmp(value->key->text, key) != 0) {
        value = value->next;
    }
    return value;
}

/* The text of a value; NULL where it is null, or none, which is then reported. */
static const char *text_of(relcal_source_reader *reader, const relcal_node *value)
{
    if (value == NULL || value->kind == RELCAL_NODE_FAULTY ||
        (value->kind == RELCAL_NODE_TEXT && !value->is_quoted &&
         strcmp(value->text, "null") == 0)) {
        return NULL;
    }
    if (value->kind != RELCAL_NODE_TEXT) {
        SOURCE_FAULT(reader, PLACE(value), "%s is not a text; write one", QUOTE(value->key));
        return NULL;
    }
    return value->text;
}

static const char *filled_text_of(relcal_source_reader *reader, const relcal_node *value)
{
    const char *text = text_of(reader, value);
    return text == NULL || text[0] == '\0' ? NULL : text;
}

/* Reads a date into an item, which is illegible where that is none. */
static bool read_when(relcal_source_reader *reader, const relcal_node *value, relcal_item *item)
{
    relcal_error error;
    const char *text = filled_text_of(reader, value);
    if (text != NULL && relcal_when_parse(&item->when, text, strlen(text), &error) == RELCAL_OK) {
        return true;
    }
    item->is_illegible = true;
    if (text != NULL) {
        relcal_place place = PLACE(value);
        place.column += error.column > 0 ? error.column - 1 + (value->is_quoted ? 1 : 0) : 0;
        relcal_faults_add(reader->faults, error.code, 0, place, "%s", error.message);
    } else if (value->kind == RELCAL_NODE_TEXT) {
        SOURCE_FAULT(reader, PLACE(value), "the date is empty; write YYYY-MM-DD");
    }
    return false;
}

static bool is_known_key(const relcal_node *value, const char *const *keys)
{
    while (*keys != NULL && strcmp(*keys, value->key->text) != 0) {
        keys++;
    }
    return *keys != NULL;
}

/* Reports the members of an object that nobody reads. */
static void report_unknown(relcal_source_reader *reader, const relcal_node *mapping,
                           const char *const *keys)
{
    for (const relcal_node *value = mapping->first; value != NULL; value = value->next) {
        if (!is_known_key(value, keys)) {
            SOURCE_FAULT(reader, PLACE(value->key), "%s is not understood and left out",
                         QUOTE(value->key));
        }
    }
}

/* Whether the key of a member is the id of a series, and its value an object; reported if not. */
static bool is_series(relcal_source_reader *reader, const relcal_node *value, relcal_node_kind kind)
{
    if (!relcal_source_is_id(value->key->text, value->key->length)) {
        SOURCE_FAULT(reader, PLACE(value->key), "%s is no id of a series", QUOTE(value->key));
        return false;
    }
    if (value->kind != kind && value->kind != RELCAL_NODE_FAULTY) {
        SOURCE_FAULT(reader, PLACE(value), "%s is not %s", QUOTE(value->key),
                     kind == RELCAL_NODE_LIST ? "a list" : "an object");
    }
    return value->kind == kind;
}

static relcal_item *add_item(relcal_source_reader *reader, const char *series, const char *id,
                             const relcal_node *node)
{
    const relcal_item *known = relcal_source_find(reader, series, id);
    if (known != NULL) {
        SOURCE_FAULT(reader, PLACE(node),
                     "%s is listed twice, first on line %u, which counts; take one out", id,
                     (unsigned)known->place.line);
        return NULL;
    }
    return relcal_source_add_item(reader, series, id, PLACE(node));
}

/* ---- the Python peps ---- */

static bool is_equal_when(const relcal_when *left, const relcal_when *right)
{
    return left->earliest == right->earliest && left->latest == right->latest;
}

/* The release of a series at a stage: its beta 1, its final. */
static const char *release_id(relcal_source_reader *reader, const char *series, relcal_stage stage)
{
    relcal_version version;
    if (relcal_version_parse(&version, series, strlen(series), NULL) != RELCAL_OK) {
        return NULL;
    }
    version.stage = stage;
    version.number = stage == RELCAL_STAGE_FINAL ? 0 : 1;
    return relcal_source_version_id(reader->arena, &version);
}

/* An end of life on the first of a month that has not come is meant to the month. */
static void widen_to_month(const relcal_node *cycle, relcal_item *item)
{
    const relcal_node *status = member(cycle, "status");
    bool has_ended = status != NULL && status->kind == RELCAL_NODE_TEXT &&
                     strcmp(status->text, "end-of-life") == 0;
    relcal_date day = relcal_when_date(&item->when);
    if (has_ended || item->is_illegible || item->when.precision != RELCAL_PRECISION_DAY ||
        relcal_date_to_civil(day).day != 1) {
        return;
    }
    char text[RELCAL_DATE_BYTES];
    (void)relcal_date_format(day, text);
    (void)relcal_when_parse(&item->when, text, strlen("2028-10"), NULL);
}

/* The dates of a series beside its releases. Two of them are those of a release that the list of
 * releases has as well, if there is one, and then must agree with it. */
static const struct cycle_date {
    const char *key;
    const char *id; /* NULL: the release of the stage */
    relcal_stage stage;
} cycle_dates[] = {
    {"start_of_development", "development", RELCAL_STAGE_FINAL},
    {"feature_freeze", NULL, RELCAL_STAGE_BETA},
    {"first_release", NULL, RELCAL_STAGE_FINAL},
    {"end_of_bugfix", "end-of-bugfix", RELCAL_STAGE_FINAL},
    {"end_of_life", "end-of-life", RELCAL_STAGE_FINAL},
};

/* Compares a date of the cycle with that of the release that it is of. */
static void compare_with_release(relcal_source_reader *reader, const relcal_node *value,
                                 const relcal_item *release)
{
    char said[RELCAL_WHEN_BYTES];
    char listed[RELCAL_WHEN_BYTES];
    relcal_item item = {.when = {0}};
    if (!read_when(reader, value, &item) || release->is_illegible ||
        is_equal_when(&item.when, &release->when)) {
        return;
    }
    SOURCE_CONTRADICTION(reader, PLACE(value),
                         "%s is %s, but %s is on %s, in line %u, which counts; mend one of them",
                         value->key->text, relcal_when_format(&item.when, said), release->id,
                         relcal_when_format(&release->when, listed), (unsigned)release->place.line);
}

static void read_cycle_date(relcal_source_reader *reader, const char *series,
                            const relcal_node *cycle, const struct cycle_date *row)
{
    const relcal_node *value = member(cycle, row->key);
    const char *id = row->id != NULL ? row->id : release_id(reader, series, row->stage);
    if (value == NULL || value->kind == RELCAL_NODE_FAULTY ||
        filled_text_of(reader, value) == NULL || id == NULL) {
        return;
    }
    const relcal_item *known = row->id != NULL ? NULL : relcal_source_find(reader, series, id);
    if (known != NULL) {
        compare_with_release(reader, value, known);
        return;
    }
    relcal_item *item = add_item(reader, series, id, value);
    if (item != NULL) {
        (void)read_when(reader, value, item);
        if (strcmp(id, "end-of-life") == 0) {
            widen_to_month(cycle, item);
        }
    }
}

static void read_cycle(relcal_source_reader *reader, const relcal_node *cycle)
{
    static const char *const keys[] = {
        "branch",
        "pep",
        "status",
        "release_manager",
        "title",
        "start_of_development",
        "feature_freeze",
        "first_release",
        "end_of_bugfix",
        "end_of_life",
        NULL,
    };
    const char *series = cycle->key->text;
    relcal_about *about = relcal_source_about(reader, series);
    if (about == NULL) {
        return;
    }
    about->branch = filled_text_of(reader, member(cycle, "branch"));
    about->release_manager = filled_text_of(reader, member(cycle, "release_manager"));
    const char *pep = filled_text_of(reader, member(cycle, "pep"));
    unsigned long number = pep == NULL ? 0 : strtoul(pep, NULL, 10);
    if (number > 0 && number < 100000) {
        relcal_source_set_pep(reader->arena, about, number);
    } else if (pep != NULL) {
        SOURCE_FAULT(reader, PLACE(member(cycle, "pep")), "%s is no number of a PEP",
                     QUOTE(member(cycle, "pep")));
    }
    for (size_t index = 0; index < sizeof cycle_dates / sizeof cycle_dates[0]; index++) {
        read_cycle_date(reader, series, cycle, &cycle_dates[index]);
    }
    report_unknown(reader, cycle, keys);
}

static void read_cycles(relcal_source_reader *reader, const relcal_node *cycles)
{
    for (const relcal_node *cycle = cycles->first; cycle != NULL && !reader->is_unusable;
         cycle = cycle->next) {
        if (is_series(reader, cycle, RELCAL_NODE_MAPPING)) {
            read_cycle(reader, cycle);
        }
    }
}

static void read_state(relcal_source_reader *reader, const relcal_node *value, relcal_item *item)
{
    const char *text = filled_text_of(reader, value);
    if (text == NULL || strcmp(text, "unknown") == 0) {
        return;
    }
    if (strcmp(text, "actual") == 0) {
        item->state = RELCAL_ITEM_ACTUAL;
    } else if (strcmp(text, "expected") == 0) {
        item->state = RELCAL_ITEM_EXPECTED;
    } else {
        SOURCE_FAULT(reader, PLACE(value), "%s is no state; write actual or expected",
                     QUOTE(value));
        item->is_illegible = true;
    }
}

/* The id of a release as the peps call it; NULL after a report. */
static const char *read_stage(relcal_source_reader *reader, const char *series,
                              const relcal_node *stage)
{
    relcal_version version;
    relcal_error error;
    char own[RELCAL_VERSION_SERIES_BYTES];
    const char *text = filled_text_of(reader, stage);
    if (text == NULL) {
        return NULL;
    }
    if (relcal_version_parse(&version, text, strlen(text), &error) != RELCAL_OK) {
        SOURCE_FAULT(reader, PLACE(stage), "%s is no release; write 3.12.0 beta 1", QUOTE(stage));
        return NULL;
    }
    if (!version.has_release || strcmp(relcal_version_series(&version, own), series) != 0) {
        SOURCE_FAULT(reader, PLACE(stage), "%s is not of series %s, in which it stands",
                     QUOTE(stage), series);
        return NULL;
    }
    return relcal_source_version_id(reader->arena, &version);
}

static void read_release(relcal_source_reader *reader, const char *series,
                         const relcal_node *release)
{
    static const char *const keys[] = {"stage", "state", "date", "note", NULL};
    const relcal_node *stage = member(release, "stage");
    const relcal_node *date = member(release, "date");
    if (release->kind != RELCAL_NODE_MAPPING || stage == NULL || date == NULL) {
        SOURCE_FAULT(reader, PLACE(release),
                     "not a release; write {\"stage\": ..., \"state\": ..., \"date\": ...}");
        return;
    }
    const char *id = read_stage(reader, series, stage);
    relcal_item *item = id == NULL ? NULL : add_item(reader, series, id, stage);
    if (item != NULL) {
        (void)read_when(reader, date, item);
        read_state(reader, member(release, "state"), item);
        item->note = filled_text_of(reader, member(release, "note"));
    }
    report_unknown(reader, release, keys);
}

static void read_releases(relcal_source_reader *reader, const relcal_node *all)
{
    for (const relcal_node *list = all->first; list != NULL; list = list->next) {
        if (!is_series(reader, list, RELCAL_NODE_LIST) ||
            relcal_source_about(reader, list->key->text) == NULL) {
            continue;
        }
        for (const relcal_node *release = list->first; release != NULL && !reader->is_unusable;
             release = release->next) {
            if (release->kind != RELCAL_NODE_FAULTY) {
                read_release(reader, list->key->text, release);
            }
        }
    }
}

/* Bugfix releases after the end of bug fixes are of security. */
static void mark_security(relcal_source_reader *reader)
{
    for (relcal_item *item = reader->items; item != NULL; item = item->next) {
        relcal_version version;
        const relcal_item *end = relcal_source_find(reader, item->series, "end-of-bugfix");
        if (end != NULL && !end->is_illegible && !item->is_illegible &&
            item->when.earliest > end->when.latest &&
            relcal_version_parse(&version, item->id, strlen(item->id), NULL) == RELCAL_OK &&
            version.stage == RELCAL_STAGE_FINAL && version.micro > 0) {
            item->kind = "security";
        }
    }
}

static void read_peps(relcal_source_reader *reader, const relcal_node *root)
{
    static const char *const keys[] = {"metadata", "releases", NULL};
    const relcal_node *releases = member(root, "releases");
    const relcal_node *metadata = member(root, "metadata");
    if (releases != NULL) {
        read_releases(reader, releases);
    }
    if (metadata != NULL && !reader->is_unusable) {
        read_cycles(reader, metadata);
    }
    mark_security(reader);
    report_unknown(reader, root, keys);
    reader->is_whole = releases != NULL && metadata != NULL;
}

/* ---- Node ---- */

static void read_node_series(relcal_source_reader *reader, const relcal_node *entry)
{
    const char *series = entry->key->text + (entry->key->text[0] == 'v');
    const relcal_node *codename = member(entry, "codename");
    if (!relcal_source_is_id(series, strlen(series)) ||
        relcal_source_about(reader, series) == NULL) {
        SOURCE_FAULT(reader, PLACE(entry->key), "%s is no id of a series", QUOTE(entry->key));
        return;
    }
    for (const relcal_node *value = entry->first; value != NULL; value = value->next) {
        const char *id = strcmp(value->key->text, "end") == 0 ? "end-of-life" : value->key->text;
        if (value == codename) {
            continue;
        }
        if (!relcal_source_is_id(id, strlen(id)) || value->kind != RELCAL_NODE_TEXT) {
            SOURCE_FAULT(reader, PLACE(value->key), "%s is not understood and left out",
                         QUOTE(value->key));
            continue;
        }
        relcal_item *item = add_item(reader, series, id, value);
        if (item == NULL) {
            return;
        }
        (void)read_when(reader, value, item);
        bool is_named = strcmp(id, "lts") == 0 ||
                        (member(entry, "lts") == NULL && strcmp(id, "start") == 0);
        item->note = is_named ? filled_text_of(reader, codename) : NULL;
    }
}

static void read_nodejs(relcal_source_reader *reader, const relcal_node *root)
{
    for (const relcal_node *entry = root->first; entry != NULL && !reader->is_unusable;
         entry = entry->next) {
        if (is_series(reader, entry, RELCAL_NODE_MAPPING)) {
            read_node_series(reader, entry);
        }
    }
    reader->is_whole = true;
}

void relcal_source_read_json(relcal_source_reader *reader, relcal_import_format format)
{
    const relcal_node *root = parse(reader);
    reader->project = format == RELCAL_IMPORT_NODEJS ? "nodejs" : "python";
    if (root == NULL) {
        return;
    }
    if (format == RELCAL_IMPORT_NODEJS) {
        read_nodejs(reader, root);
    } else if (format == RELCAL_IMPORT_PEPS_JSON) {
        read_peps(reader, root);
    } else {
        read_cycles(reader, root);
    }
}
