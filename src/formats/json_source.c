/*
 * Reading release schedules in JSON. JSON is read by what reads YAML, of which it is a part, as
 * that knows the line and column of every value, and has the limits that a hostile file meets.
 */
#include "json_source.h"

#include <string.h>

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
const relcal_node *relcal_json_parse(relcal_source_reader *reader)
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

const relcal_node *relcal_json_member(const relcal_node *mapping, const char *key)
{
    const relcal_node *value = mapping->kind == RELCAL_NODE_MAPPING ? mapping->first : NULL;
    while (value != NULL && strcmp(value->key->text, key) != 0) {
        value = value->next;
    }
    return value;
}

/* The text of a value; NULL where it is null, or none, which is then reported. */
const char *relcal_json_text(relcal_source_reader *reader, const relcal_node *value)
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

const char *relcal_json_filled_text(relcal_source_reader *reader, const relcal_node *value)
{
    const char *text = relcal_json_text(reader, value);
    return text == NULL || text[0] == '\0' ? NULL : text;
}

/* Reads a date into an item, which is illegible where that is none. */
bool relcal_json_read_when(relcal_source_reader *reader, const relcal_node *value,
                           relcal_item *item)
{
    relcal_error error;
    const char *text = relcal_json_filled_text(reader, value);
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
void relcal_json_report_unknown(relcal_source_reader *reader, const relcal_node *mapping,
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
bool relcal_json_is_series(relcal_source_reader *reader, const relcal_node *value,
                           relcal_node_kind kind)
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

relcal_item *relcal_json_add_item(relcal_source_reader *reader, const char *series, const char *id,
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
