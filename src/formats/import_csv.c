/*
 * Schedules in CSV (RFC 4180): a line of column names, which decides, then a milestone a line. With
 * a column of days since when it was planned so, a line is a revision of the plan.
 */
#include <string.h>
#include <strings.h>

#include "csv.h"
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

typedef struct csv_reader {
    relcal_csv csv;
    relcal_source_reader *source;
    csv_column columns[COLUMNS_MAX];
    relcal_csv_field fields[COLUMN_COUNT];
} csv_reader;

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
        relcal_csv_field field;
        goes_on = relcal_csv_read_field(&reader->csv, &field);
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
        reader->fields[column] = (relcal_csv_field){"", reader->csv.place};
    }
    relcal_place start = reader->csv.place;
    for (size_t index = 0; goes_on; index++) {
        relcal_csv_field field;
        goes_on = relcal_csv_read_field(&reader->csv, &field);
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
    const relcal_csv_field *milestone = &reader->fields[COLUMN_MILESTONE];
    const relcal_csv_field *own = &reader->fields[COLUMN_SERIES];
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
    const relcal_csv_field *field = &reader->fields[COLUMN_STATE];
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

static bool read_date(csv_reader *reader, const relcal_csv_field *field, relcal_when *out)
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
    const relcal_csv_field *date = &reader->fields[COLUMN_DATE];
    const relcal_csv_field *since = &reader->fields[COLUMN_SINCE];
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
    const relcal_csv_field *project = &reader->fields[COLUMN_PROJECT];
    const relcal_csv_field *kind = &reader->fields[COLUMN_KIND];
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
    csv_reader reader = {.csv = relcal_csv_begin(source), .source = source};
    reader.fields[0].place = reader.csv.place;
    read_header(&reader);
    while (relcal_csv_has_more(&reader.csv) && !source->is_unusable) {
        if (read_line(&reader)) {
            read_milestone(&reader);
        }
    }
    source->is_whole = true;
}
