/*
 * Schedules in CSV (RFC 4180): a line of column names, which decides, then a milestone a line. With
 * a column of days since when it was planned so, a line is a revision of the plan.
 */
#include <string.h>
#include <strings.h>

#include "prose.h"
#include "quote.h"
#include "relcal/limits.h"
#include "source.h"

#define COLUMNS_MAX 32

typedef enum csv_column {
    COLUMN_UNKNOWN,
    COLUMN_PROJECT,
    COLUMN_SERIES,
    COLUMN_MILESTONE,
    COLUMN_DATE,
    COLUMN_STATE,
    COLUMN_NOTE,
    COLUMN_SINCE,
    COLUMN_KIND,
    COLUMN_COUNT
} csv_column;

/* The names that columns have, in lower case. */
static const struct {
    const char *name;
    csv_column column;
} column_names[] = {
    {"project", COLUMN_PROJECT},   {"series", COLUMN_SERIES},     {"cycle", COLUMN_SERIES},
    {"version", COLUMN_MILESTONE}, {"release", COLUMN_MILESTONE}, {"milestone", COLUMN_MILESTONE},
    {"stage", COLUMN_MILESTONE},   {"event", COLUMN_MILESTONE},   {"id", COLUMN_MILESTONE},
    {"name", COLUMN_MILESTONE},    {"date", COLUMN_DATE},         {"day", COLUMN_DATE},
    {"when", COLUMN_DATE},         {"state", COLUMN_STATE},       {"status", COLUMN_STATE},
    {"note", COLUMN_NOTE},         {"notes", COLUMN_NOTE},        {"remark", COLUMN_NOTE},
    {"comment", COLUMN_NOTE},      {"since", COLUMN_SINCE},       {"planned_since", COLUMN_SINCE},
    {"kind", COLUMN_KIND},
};

typedef struct csv_field {
    const char *text; /* "" where the line has no such field */
    relcal_place place;
} csv_field;

typedef struct csv_reader {
    relcal_source_reader *source;
    char *at;
    char *end;
    relcal_place place; /* of `at` */
    csv_column columns[COLUMNS_MAX];
    csv_field fields[COLUMN_COUNT];
} csv_reader;

/* ---- fields ---- */

/* Steps over one character. */
static void step(csv_reader *reader)
{
    bool is_first_byte = ((unsigned char)*reader->at & 0xC0u) != 0x80u;
    if (*reader->at == '\n') {
        reader->place.line++;
        reader->place.column = 1;
    } else if (is_first_byte) {
        reader->place.column++;
    }
    reader->at++;
}

static bool is_at(const csv_reader *reader, char wanted)
{
    return reader->at < reader->end && *reader->at == wanted;
}

static bool is_at_line_end(const csv_reader *reader)
{
    return reader->at == reader->end || *reader->at == '\n' || *reader->at == '\r';
}

/* Reads a field in quotation marks into the place that it is read from. */
static char *read_quoted(csv_reader *reader, char *out)
{
    relcal_place start = reader->place;
    step(reader);
    while (reader->at < reader->end) {
        if (is_at(reader, '"')) {
            step(reader);
            if (!is_at(reader, '"')) {
                return out;
            }
        }
        *out++ = *reader->at;
        step(reader);
    }
    SOURCE_FAULT(reader->source, start, "the quote that begins here is not closed; close it");
    return out;
}

/* Takes white space off both ends. */
static const char *trim(relcal_arena *arena, const char *text, const char *end)
{
    while (text < end && (*text == ' ' || *text == '\t')) {
        text++;
    }
    while (text < end && (end[-1] == ' ' || end[-1] == '\t')) {
        end--;
    }
    return relcal_arena_copy_text(arena, text, (size_t)(end - text));
}

/* Reads one field and the comma behind it; false at the end of a line, which is passed. */
static bool read_field(csv_reader *reader, csv_field *field)
{
    char *start = reader->at;
    char *out = start;
    field->place = reader->place;
    while (!is_at_line_end(reader) && !is_at(reader, ',')) {
        if (is_at(reader, '"') && out == start) {
            out = read_quoted(reader, out);
            field->place.column++;
        } else {
            *out++ = *reader->at;
            step(reader);
        }
    }
    field->text = trim(reader->source->arena, start, out);
    if (is_at(reader, ',')) {
        step(reader);
        return true;
    }
    while (reader->at < reader->end && is_at(reader, '\r')) {
        step(reader);
    }
    if (is_at(reader, '\n')) {
        step(reader);
    }
    return false;
}

/* ---- lines ---- */

static csv_column column_of(const char *name)
{
    for (size_t index = 0; index < sizeof column_names / sizeof column_names[0]; index++) {
        if (strcasecmp(column_names[index].name, name) == 0) {
            return column_names[index].column;
        }
    }
    return COLUMN_UNKNOWN;
}

static void read_header(csv_reader *reader)
{
    bool is_known[COLUMN_COUNT] = {false};
    bool goes_on = true;
    for (size_t index = 0; goes_on; index++) {
        csv_field field;
        goes_on = read_field(reader, &field);
        csv_column column = column_of(field.text);
        if (index >= COLUMNS_MAX || column == COLUMN_UNKNOWN || is_known[column]) {
            SOURCE_FAULT(
                reader->source, field.place, "column %s is not understood and left out",
                relcal_quote(field.text, strlen(field.text), (char[RELCAL_QUOTE_BYTES]){0}));
            continue;
        }
        is_known[column] = true;
        reader->columns[index] = column;
    }
    if (!is_known[COLUMN_MILESTONE] || !is_known[COLUMN_DATE]) {
        SOURCE_FAULT(reader->source, reader->fields[0].place,
                     "no columns of milestones and dates; write a first line such as "
                     "series,version,date,state,note");
        reader->source->is_unusable = true;
    }
}

/* Reads the fields of a line; false for an empty one. */
static bool read_line(csv_reader *reader)
{
    bool has_text = false;
    bool goes_on = true;
    for (size_t column = 0; column < COLUMN_COUNT; column++) {
        reader->fields[column] = (csv_field){"", reader->place};
    }
    relcal_place start = reader->place;
    for (size_t index = 0; goes_on; index++) {
        csv_field field;
        goes_on = read_field(reader, &field);
        has_text = has_text || field.text[0] != '\0';
        if (index < COLUMNS_MAX && reader->columns[index] != COLUMN_UNKNOWN) {
            reader->fields[reader->columns[index]] = field;
        }
    }
    reader->fields[COLUMN_UNKNOWN].place = start;
    return has_text;
}

/* ---- milestones ---- */

#define FIELD_QUOTE(field) \
    relcal_quote((field)->text, strlen((field)->text), (char[RELCAL_QUOTE_BYTES]){0})

/* Whether an id ends in "-dev" after its series: the start of the development. */
static bool is_development(const char *id, const char *series)
{
    size_t length = strlen(series);
    return strncmp(id, series, length) == 0 && strcmp(id + length, "-dev") == 0;
}

/* Finds the series and the id of a line; false after a report. */
static bool identify(csv_reader *reader, const char **series, const char **id)
{
    const csv_field *milestone = &reader->fields[COLUMN_MILESTONE];
    const csv_field *own = &reader->fields[COLUMN_SERIES];
    relcal_version version;
    char text[RELCAL_VERSION_SERIES_BYTES] = "";
    bool is_release = relcal_version_parse(&version, milestone->text, strlen(milestone->text),
                                           NULL) == RELCAL_OK;
    bool is_stage = is_release && !version.has_release;
    if (is_release && !is_stage) {
        (void)relcal_version_series(&version, text);
    }
    *series = own->text[0] != '\0'
                  ? own->text
                  : relcal_arena_copy_text(reader->source->arena, text, strlen(text));
    if (!relcal_source_is_id(*series, strlen(*series))) {
        SOURCE_FAULT(reader->source, own->text[0] != '\0' ? own->place : milestone->place,
                     "of which series is %s? Write its id in a column named series",
                     FIELD_QUOTE(milestone));
        return false;
    }
    relcal_version whole;
    if (is_stage && relcal_version_parse(&whole, *series, strlen(*series), NULL) == RELCAL_OK &&
        whole.has_release) {
        version.major = whole.major;
        version.minor = whole.minor;
        version.has_release = true;
    }
    *id = is_development(milestone->text, *series) ? "development"
          : is_release && version.has_release
              ? relcal_source_version_id(reader->source->arena, &version)
              : milestone->text;
    if (!relcal_source_is_id(*id, strlen(*id))) {
        SOURCE_FAULT(reader->source, milestone->place,
                     "%s is no milestone; write a release such as 3.12.0b1, or an id such as "
                     "end-of-life",
                     FIELD_QUOTE(milestone));
        return false;
    }
    return true;
}

static bool read_state(csv_reader *reader, relcal_item *item)
{
    static const struct {
        const char *name;
        relcal_item_state state;
    } states[] = {
        {"", RELCAL_ITEM_UNSAID},
        {"unknown", RELCAL_ITEM_UNSAID},
        {"expected", RELCAL_ITEM_EXPECTED},
        {"planned", RELCAL_ITEM_EXPECTED},
        {"actual", RELCAL_ITEM_ACTUAL},
        {"released", RELCAL_ITEM_ACTUAL},
        {"withdrawn", RELCAL_ITEM_WITHDRAWN},
    };
    const csv_field *field = &reader->fields[COLUMN_STATE];
    for (size_t index = 0; index < sizeof states / sizeof states[0]; index++) {
        if (strcasecmp(field->text, states[index].name) == 0) {
            item->state = states[index].state;
            return true;
        }
    }
    SOURCE_FAULT(reader->source, field->place,
                 "%s is no state; write expected, actual or withdrawn", FIELD_QUOTE(field));
    return false;
}

static bool read_date(csv_reader *reader, const csv_field *field, relcal_when *out)
{
    relcal_error error;
    relcal_prose_date date;
    size_t length = strlen(field->text);
    relcal_place place = field->place;
    if (relcal_when_parse(out, field->text, length, &error) == RELCAL_OK) {
        return true;
    }
    relcal_prose_found found = relcal_prose_read_date(field->text, length, 0, &date);
    if (found == RELCAL_PROSE_DATE && date.end == length) {
        if (date.is_weekday_wrong) {
            place.column += (uint32_t)date.weekday_at;
            SOURCE_CONTRADICTION(reader->source, place, "%s", date.message);
        }
        *out = date.when;
        return true;
    }
    if (found == RELCAL_PROSE_IMPOSSIBLE) {
        place.column += (uint32_t)date.fault_at;
        SOURCE_FAULT(reader->source, place, "%s", date.message);
    } else {
        place.column += error.column > 0 ? error.column - 1 : 0;
        SOURCE_FAULT(reader->source, place, "%s", error.message);
    }
    return false;
}

static void read_dates(csv_reader *reader, relcal_item *item)
{
    const csv_field *date = &reader->fields[COLUMN_DATE];
    const csv_field *since = &reader->fields[COLUMN_SINCE];
    relcal_when day;
    bool is_good = read_state(reader, item);
    if (item->state != RELCAL_ITEM_WITHDRAWN || date->text[0] != '\0') {
        is_good = read_date(reader, date, &item->when) && is_good;
    }
    if (since->text[0] != '\0') {
        is_good = read_date(reader, since, &day) && is_good;
        item->since = is_good ? relcal_when_date(&day) : RELCAL_DATE_NONE;
    }
    item->is_illegible = !is_good;
}

/* Whether a milestone is said anew though there is no day since when. */
static bool is_twice(csv_reader *reader, const char *series, const char *id)
{
    const relcal_item *known = reader->fields[COLUMN_SINCE].text[0] != '\0'
                                   ? NULL
                                   : relcal_source_find(reader->source, series, id);
    if (known != NULL) {
        SOURCE_FAULT(reader->source, reader->fields[COLUMN_MILESTONE].place,
                     "%s is listed twice, first on line %u, which counts; take one out", id,
                     (unsigned)known->place.line);
    }
    return known != NULL;
}

static void read_milestone(csv_reader *reader)
{
    const char *series;
    const char *id;
    const csv_field *project = &reader->fields[COLUMN_PROJECT];
    const csv_field *kind = &reader->fields[COLUMN_KIND];
    if (!identify(reader, &series, &id) || is_twice(reader, series, id)) {
        return;
    }
    bool is_project = relcal_source_is_id(project->text, strlen(project->text));
    bool is_kind = relcal_source_is_id(kind->text, strlen(kind->text));
    if ((project->text[0] != '\0' && !is_project) || (kind->text[0] != '\0' && !is_kind)) {
        SOURCE_FAULT(reader->source, is_project ? kind->place : project->place, "%s is no id",
                     FIELD_QUOTE(is_project ? kind : project));
        return;
    }
    relcal_item *item = relcal_source_add_item(reader->source, series, id,
                                               reader->fields[COLUMN_MILESTONE].place);
    if (item != NULL) {
        const char *note = reader->fields[COLUMN_NOTE].text;
        item->project = is_project ? project->text : NULL;
        item->kind = is_kind ? kind->text : NULL;
        item->note = note[0] != '\0' ? note : NULL;
        read_dates(reader, item);
        (void)relcal_source_about(reader->source, series);
    }
}

void relcal_source_read_csv(relcal_source_reader *source)
{
    csv_reader reader = {
        .source = source,
        .at = source->file->text,
        .end = source->file->text + source->file->length,
        .place = {.file = source->file->name, .line = 1, .column = 1},
    };
    reader.fields[0].place = reader.place;
    read_header(&reader);
    while (reader.at < reader.end && !source->is_unusable) {
        if (read_line(&reader)) {
            read_milestone(&reader);
        }
    }
    source->is_whole = true;
}
