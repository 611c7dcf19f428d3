/*
 * Tables of a distribution's releases as distro-info has them: a line of column names, then a
 * series a line with its version, codename, the one word of it, and days. The columns of days go by
 * what the project's imports say. A line without a version is of a suite, and no series.
 */
#include <string.h>

#include "csv.h"
#include "import_words.h"
#include "quote.h"

#define COLUMNS_MAX 32
#define QUOTE_TEXT(text) relcal_quote(text, strlen(text), (char[RELCAL_QUOTE_BYTES]){0})

static const char format_name[] = "distro-info";

typedef struct distro_row {
    struct distro_row *next;
    relcal_csv_field fields[COLUMNS_MAX + 1]; /* the last one for columns that are missing */
} distro_row;

typedef struct distro_reader {
    relcal_csv csv;
    relcal_source_reader *source;
    relcal_csv_field columns[COLUMNS_MAX];
    size_t column_count;
    size_t version; /* where these columns stand */
    size_t codename;
    size_t series;
    distro_row *rows;
    distro_row **rows_end;
    size_t row_count;
} distro_reader;

/* ---- lines ---- */

/* Where a column stands; the number of columns where it is missing. */
static size_t find_column(const distro_reader *reader, const char *name)
{
    size_t index = 0;
    while (index < reader->column_count && strcmp(reader->columns[index].text, name) != 0) {
        index++;
    }
    return index;
}

static void read_header(distro_reader *reader)
{
    bool goes_on = true;
    while (goes_on) {
        relcal_csv_field field;
        goes_on = relcal_csv_read_field(&reader->csv, &field);
        if (reader->column_count == COLUMNS_MAX) {
            SOURCE_FAULT(reader->source, field.place, "column %s is not understood and left out",
                         QUOTE_TEXT(field.text));
            continue;
        }
        reader->columns[reader->column_count++] = field;
    }
    reader->version = find_column(reader, "version");
    reader->codename = find_column(reader, "codename");
    reader->series = find_column(reader, "series");
    if (reader->version == reader->column_count || reader->series == reader->column_count) {
        SOURCE_FAULT(reader->source, reader->columns[0].place,
                     "no columns of versions and series; write a first line such as "
                     "version,codename,series,created,release,eol");
        reader->source->is_unusable = true;
    }
}

/* Reads a line into a row, which counts if it says a version. */
static void read_row(distro_reader *reader)
{
    distro_row *row = relcal_arena_allocate(reader->source->arena, sizeof *row);
    bool goes_on = true;
    for (size_t index = 0; index <= COLUMNS_MAX; index++) {
        row->fields[index] = (relcal_csv_field){"", reader->csv.place};
    }
    for (size_t index = 0; goes_on; index++) {
        relcal_csv_field field;
        goes_on = relcal_csv_read_field(&reader->csv, &field);
        if (index < reader->column_count) {
            row->fields[index] = field;
        } else if (index == reader->column_count) {
            SOURCE_FAULT(reader->source, field.place,
                         "the line has more fields than there are columns; take them out");
        }
    }
    if (row->fields[reader->version].text[0] != '\0') {
        *reader->rows_end = row;
        reader->rows_end = &row->next;
        reader->row_count++;
    }
}

/* ---- series ---- */

static bool is_date_column(const distro_reader *reader, size_t index)
{
    return index != reader->version && index != reader->codename && index != reader->series;
}

static void read_date(distro_reader *reader, const relcal_csv_field *field, relcal_item *item)
{
    relcal_error error;
    relcal_place place = field->place;
    if (relcal_when_parse(&item->when, field->text, strlen(field->text), &error) != RELCAL_OK) {
        place.column += error.column > 0 ? error.column - 1 : 0;
        relcal_faults_add(reader->source->faults, error.code, 0, place, "%s", error.message);
        item->is_illegible = true;
    }
}

/* The id of the series of a row: that of the known one, or the version up to its first space. NULL
 * after a report. */
static const char *identify(distro_reader *reader, const relcal_project *project,
                            const distro_row *row)
{
    const relcal_csv_field *version = &row->fields[reader->version];
    const char *name = row->fields[reader->series].text;
    const char *id = relcal_arena_copy_text(reader->source->arena, version->text,
                                            strcspn(version->text, " "));
    const relcal_series *named = relcal_import_find_series(project, name);
    if (!relcal_source_is_id(id, strlen(id))) {
        SOURCE_FAULT(reader->source, version->place, "%s is no version; write one such as 24.04",
                     QUOTE_TEXT(version->text));
        return NULL;
    }
    if (named != NULL && strcmp(relcal_series_id(named), id) != 0) {
        SOURCE_FAULT(reader->source, row->fields[reader->series].place,
                     "%s is series %s, not %s; mend one of them", name, relcal_series_id(named),
                     id);
        return NULL;
    }
    return id;
}

/* Whether a word can be another name of a series. */
static bool is_alias(const char *word, const char *series)
{
    return relcal_source_is_id(word, strlen(word)) && strcmp(word, series) != 0;
}

static void read_series(distro_reader *reader, const relcal_project *project, const distro_row *row)
{
    const char *series = identify(reader, project, row);
    const char *alias = row->fields[reader->series].text;
    const char *codename = row->fields[reader->codename].text;
    relcal_about *about = series == NULL ? NULL : relcal_source_about(reader->source, series);
    if (about == NULL) {
        return;
    }
    about->codename = codename[0] != '\0' ? codename : NULL;
    about->aliases[0] = alias;
    about->alias_count = is_alias(alias, series);
    relcal_import_words words = {
        .source = reader->source,
        .project = project,
        .format = format_name,
        .series = series,
        .codename = about->codename,
        .version = row->fields[reader->version].text,
    };
    for (size_t index = 0; index < reader->column_count; index++) {
        const relcal_csv_field *field = &row->fields[index];
        bool is_dated = is_date_column(reader, index) && field->text[0] != '\0' &&
                        relcal_import_has_word(&words, reader->columns[index].text);
        relcal_item *item = is_dated ? relcal_import_add_word(&words, reader->columns[index].text,
                                                              field->place)
                                     : NULL;
        if (item != NULL) {
            read_date(reader, field, item);
        }
    }
}

/* ---- the whole ---- */

static const relcal_project *choose_project(distro_reader *reader)
{
    const char **names = relcal_arena_allocate(reader->source->arena,
                                               (reader->row_count + 1) * sizeof *names);
    size_t count = 0;
    for (const distro_row *row = reader->rows; row != NULL; row = row->next) {
        names[count++] = row->fields[reader->series].text;
    }
    return relcal_import_choose_project(reader->source, format_name, names, count);
}

/* Reports, once, the columns that the project has no word for. */
static void report_columns(const distro_reader *reader, const relcal_project *project)
{
    relcal_import_words words = {
        .source = reader->source, .project = project, .format = format_name, .series = ""};
    for (size_t index = 0; index < reader->column_count; index++) {
        const relcal_csv_field *column = &reader->columns[index];
        if (is_date_column(reader, index) && !relcal_import_has_word(&words, column->text)) {
            SOURCE_FAULT(reader->source, column->place, "column %s is not understood and left out",
                         QUOTE_TEXT(column->text));
        }
    }
}

void relcal_source_read_distro(relcal_source_reader *source)
{
    distro_reader *reader = relcal_arena_allocate(source->arena, sizeof *reader);
    reader->csv = relcal_csv_begin(source);
    reader->source = source;
    reader->rows_end = &reader->rows;
    read_header(reader);
    while (relcal_csv_has_more(&reader->csv) && !source->is_unusable) {
        read_row(reader);
    }
    const relcal_project *project = source->is_unusable ? NULL : choose_project(reader);
    if (project == NULL) {
        return;
    }
    report_columns(reader, project);
    for (const distro_row *row = reader->rows; row != NULL && !source->is_unusable;
         row = row->next) {
        read_series(reader, project, row);
    }
}
