/*
 * Timelines as tables of Markdown: a line of column names with What and When among them, a line of
 * hyphens, then what happens a line. Emphasis, links and what is struck out count as nothing. What
 * happens is a release, such as "v1.34.0-alpha.1 released", or what the project's imports have a
 * word for; remarks in brackets are no part of it. All of it is a plan. A list above that gives
 * the same dates, "- **DATE**: Week 9 - Code Freeze", is compared with the table, which counts.
 */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "digits.h"
#include "import_map.h"
#include "import_words.h"
#include "prose.h"
#include "quote.h"
#include "relcal/limits.h"
#include "timeline_date.h"

#define CELLS_MAX 16
/* The most lines of lists that are compared with a table. */
#define NOTES_MAX 256
/* The longest text of what happens, in bytes. */
#define PHRASE_BYTES_MAX 256

static const char format_name[] = "timeline";

/* A cell of a table, without markup; bytes stand where they stood. */
typedef struct table_cell {
    const char *text;
    size_t length;
    size_t at; /* in its line */
} table_cell;

typedef struct table_row {
    struct table_row *next;
    const char *line; /* as it was written */
    uint32_t number;
    table_cell what;
    table_cell when;
    char phrase[PHRASE_BYTES_MAX + 1]; /* what happens, spaced alike */
    relcal_prose_label label;          /* of a release */
    bool is_release;
} table_row;

typedef struct table_reader {
    relcal_source_reader *source;
    relcal_import_words words;
    table_row *rows;
    table_row **rows_end;
    table_row *notes; /* of lists outside of tables */
    table_row **notes_end;
    size_t note_count;
    table_row *open_note; /* whose text goes on in the next line, or NULL */
    size_t what;          /* where the columns stand; CELLS_MAX outside of a table */
    size_t when;
} table_reader;

/* A date that is being read, for its reports. */
typedef struct date_place {
    const table_reader *reader;
    const table_row *row;
} date_place;

/* ---- places ---- */

static relcal_place place_in(const table_reader *reader, const table_row *row, size_t at)
{
    relcal_place place = {reader->source->file->name, row->number, 1};
    for (size_t index = 0; index < at; index++) {
        place.column += ((unsigned char)row->line[index] & 0xC0u) != 0x80u;
    }
    return place;
}

/* ---- cells without markup ---- */

/* The end of what begins with `open` at `at`: behind its `close`, `at` where there is none. */
static size_t find_close(const char *text, size_t length, size_t at, const char *open,
                         const char *close)
{
    size_t open_length = strlen(open);
    size_t close_length = strlen(close);
    if (length - at < open_length || memcmp(text + at, open, open_length) != 0) {
        return at;
    }
    for (size_t end = at + open_length; end + close_length <= length; end++) {
        if (memcmp(text + end, close, close_length) == 0) {
            return end + close_length;
        }
    }
    return at;
}

/* What counts as nothing: what is struck out, a tag, and where a link leads. */
static const struct {
    const char *open;
    const char *close;
    bool is_behind_link;
} nothings[] = {
    {"~~", "~~", false},
    {"<", ">", false},
    {"(", ")", true},
    {"[", "]", true},
};
#define NOTHINGS (sizeof nothings / sizeof nothings[0])

/* The end of what counts as nothing at `at`, which itself if it does count. What is not closed in
 * a cell is not looked for again. */
static size_t pass_nothing(const char *text, size_t length, size_t at, bool is_open[NOTHINGS])
{
    bool is_behind_link = at > 0 && text[at - 1] == ']';
    for (size_t index = 0; index < NOTHINGS; index++) {
        size_t open_length = strlen(nothings[index].open);
        bool is_begun = (is_behind_link || !nothings[index].is_behind_link) && !is_open[index] &&
                        strncmp(text + at, nothings[index].open, open_length) == 0;
        size_t end = is_begun
                         ? find_close(text, length, at, nothings[index].open, nothings[index].close)
                         : at;
        is_open[index] = is_open[index] || (is_begun && end == at);
        if (end > at) {
            return end;
        }
    }
    return at;
}

/* A copy of a cell with spaces in the place of its markup. */
static const char *strip(relcal_arena *arena, const char *text, size_t length)
{
    char *plain = relcal_arena_copy_text(arena, text, length);
    bool is_open[NOTHINGS] = {false};
    size_t at = 0;
    while (at < length) {
        size_t end = pass_nothing(text, length, at, is_open);
        if (end > at) {
            memset(plain + at, ' ', end - at);
            at = end;
            continue;
        }
        if (text[at] != '\0' && strchr("*`[]", text[at]) != NULL) {
            plain[at] = ' ';
        }
        at++;
    }
    return plain;
}

/* Cuts a line at its bars into cells; how many there are. */
static size_t cut_line(const table_reader *reader, const char *line, size_t length,
                       table_cell cells[CELLS_MAX])
{
    size_t count = 0;
    size_t start = 1;
    for (size_t at = 1; at <= length && count < CELLS_MAX; at++) {
        bool is_bar = at == length || (line[at] == '|' && line[at - 1] != '\\');
        if (!is_bar || (at == length && start == length)) {
            continue;
        }
        cells[count++] = (table_cell){strip(reader->source->arena, line + start, at - start),
                                      at - start, start};
        start = at + 1;
    }
    return count;
}

/* Takes the spaces off both ends of a cell. */
static table_cell trim(table_cell cell)
{
    while (cell.length > 0 && cell.text[0] == ' ') {
        cell.text++;
        cell.length--;
        cell.at++;
    }
    while (cell.length > 0 && strchr(" \r", cell.text[cell.length - 1]) != NULL) {
        cell.length--;
    }
    return cell;
}

/* ---- what happens ---- */

/* The bytes of a dash at `at`; 0 where there is none. */
static size_t dash_length(const char *text, size_t length, size_t at)
{
    bool is_dash = length - at >= 3 && (memcmp(text + at, "\xE2\x80\x93", 3) == 0 ||
                                        memcmp(text + at, "\xE2\x80\x94", 3) == 0);
    return is_dash ? 3 : 0;
}

/* Writes what happens with one space between words, hyphens for dashes, and without remarks. */
static void put_phrase(table_row *row)
{
    const char *text = row->what.text;
    size_t length = 0;
    bool is_apart = false;
    for (size_t at = 0; at < row->what.length && length + 2 < PHRASE_BYTES_MAX; at++) {
        size_t remark = find_close(text, row->what.length, at, "(", ")");
        size_t dash = dash_length(text, row->what.length, at);
        if (remark > at || text[at] == ' ') {
            is_apart = true;
            at = remark > at ? remark - 1 : at;
            continue;
        }
        if (is_apart && length > 0) {
            row->phrase[length++] = ' ';
        }
        is_apart = false;
        row->phrase[length++] = dash > 0 ? '-' : text[at];
        at += dash > 0 ? dash - 1 : 0;
    }
    row->phrase[length] = '\0';
}

/* Whether what happens is a release, and nothing but that. */
static void find_release(const table_reader *reader, table_row *row)
{
    size_t length = strlen(row->phrase);
    row->label = relcal_prose_read_label(row->phrase, length, 0,
                                         relcal_source_names(reader->source));
    const char *rest = row->phrase + row->label.end;
    row->is_release = row->label.kind == RELCAL_LABEL_RELEASE &&
                      (rest[0] == '\0' || strcasecmp(rest, " released") == 0);
}

/* ---- lines ---- */

static bool is_named(const table_cell *cell, const char *name)
{
    return cell->length == strlen(name) && strncasecmp(cell->text, name, cell->length) == 0;
}

/* Whether a line is one of column names; where What and When stand is then kept. */
static bool read_header(table_reader *reader, const table_cell *cells, size_t count)
{
    size_t what = CELLS_MAX;
    size_t when = CELLS_MAX;
    for (size_t index = 0; index < count; index++) {
        table_cell cell = trim(cells[index]);
        what = what == CELLS_MAX && is_named(&cell, "What") ? index : what;
        when = when == CELLS_MAX && is_named(&cell, "When") ? index : when;
    }
    if (what == CELLS_MAX || when == CELLS_MAX) {
        return false;
    }
    reader->what = what;
    reader->when = when;
    return true;
}

static bool is_ruler(const char *line, size_t length)
{
    for (size_t at = 0; at < length; at++) {
        if (strchr("|-: \r", line[at]) == NULL || line[at] == '\0') {
            return false;
        }
    }
    return true;
}

static void read_row(table_reader *reader, const char *line, uint32_t number,
                     const table_cell *cells, size_t count)
{
    if (count <= reader->what || count <= reader->when) {
        SOURCE_FAULT(reader->source, ((relcal_place){reader->source->file->name, number, 1}),
                     "the line has fewer cells than the table has columns; add them");
        return;
    }
    table_row *row = relcal_arena_allocate(reader->source->arena, sizeof *row);
    row->line = line;
    row->number = number;
    row->what = trim(cells[reader->what]);
    row->when = trim(cells[reader->when]);
    put_phrase(row);
    find_release(reader, row);
    if (row->phrase[0] != '\0' || row->when.length > 0) {
        *reader->rows_end = row;
        reader->rows_end = &row->next;
    }
}

/* Takes what a line of a list says behind its date: "Week 9 - Code Freeze". */
static void read_note_text(table_reader *reader, table_row *note, const char *text, size_t length)
{
    note->what = trim((table_cell){strip(reader->source->arena, text, length), length,
                                   (size_t)(text - note->line)});
    put_phrase(note);
    const char *behind = note->phrase;
    if (strncasecmp(behind, "week ", strlen("week ")) == 0) {
        behind += strlen("week ") + strspn(behind + strlen("week "), "0123456789");
        behind += strncmp(behind, " - ", 3) == 0 ? 3 : 0;
        memmove(note->phrase, behind, strlen(behind) + 1);
    }
}

/* Reads a line of a list that begins with a date in bold type, or goes on with what it is of. */
static void read_note(table_reader *reader, const char *line, size_t length, uint32_t number)
{
    static const char marks[][5] = {"- **", "* **"};
    size_t start = strlen(marks[0]);
    table_row *note = reader->open_note;
    reader->open_note = NULL;
    if (note != NULL && length > 0 && line[0] == ' ') {
        read_note_text(reader, note, line, length);
        return;
    }
    if (length < start ||
        (memcmp(line, marks[0], start) != 0 && memcmp(line, marks[1], start) != 0)) {
        return;
    }
    size_t end = find_close(line, length, start - strlen("**"), "**", "**:");
    if (end < start + strlen("**:")) {
        return;
    }
    if (reader->note_count++ >= NOTES_MAX) {
        if (reader->note_count == NOTES_MAX + 1) {
            SOURCE_CONTRADICTION(reader->source,
                                 ((relcal_place){reader->source->file->name, number, 1}),
                                 "more than %d dates outside of tables; from here on they are not "
                                 "compared",
                                 NOTES_MAX);
        }
        return;
    }
    note = relcal_arena_allocate(reader->source->arena, sizeof *note);
    note->line = line;
    note->number = number;
    size_t date_length = end - start - strlen("**:");
    note->when = trim(
        (table_cell){strip(reader->source->arena, line + start, date_length), date_length, start});
    read_note_text(reader, note, line + end, length - end);
    reader->open_note = note->phrase[0] == '\0' ? note : NULL;
    *reader->notes_end = note;
    reader->notes_end = &note->next;
}

static void read_line(table_reader *reader, const char *line, size_t length, uint32_t number)
{
    table_cell cells[CELLS_MAX];
    if (length == 0 || line[0] != '|') {
        reader->what = CELLS_MAX;
        read_note(reader, line, length, number);
        return;
    }
    if (is_ruler(line, length)) {
        return;
    }
    size_t count = cut_line(reader, line, length, cells);
    if (!read_header(reader, cells, count) && reader->what < CELLS_MAX) {
        read_row(reader, line, number, cells, count);
    }
}

static void read_lines(table_reader *reader)
{
    const char *at = reader->source->file->text;
    const char *end = at + reader->source->file->length;
    for (uint32_t number = 1; at < end; number++) {
        const char *found = memchr(at, '\n', (size_t)(end - at));
        size_t length = (size_t)((found == NULL ? end : found) - at);
        read_line(reader, at, length, number);
        at += length + 1;
    }
}

/* ---- whose it is ---- */

/* The name of the series of the releases: that of most of them. NULL where there are none. */
static const char *find_name(const table_reader *reader)
{
    const table_row *best = NULL;
    size_t most = 0;
    size_t tried = 0;
    for (const table_row *row = reader->rows; row != NULL; row = row->next) {
        size_t count = 0;
        bool is_tried = !row->is_release || tried++ >= RELCAL_MAX_WORDS;
        for (const table_row *other = is_tried ? NULL : reader->rows; other != NULL;
             other = other->next) {
            count += other->is_release && other->label.version.major == row->label.version.major &&
                     other->label.version.minor == row->label.version.minor;
        }
        best = count > most ? row : best;
        most = count > most ? count : most;
    }
    char text[RELCAL_VERSION_SERIES_BYTES];
    if (best == NULL || relcal_version_series(&best->label.version, text) == NULL) {
        return NULL;
    }
    return relcal_arena_copy_text(reader->source->arena, text, strlen(text));
}

/* The project and the series of a timeline; false after a report. */
static bool identify(table_reader *reader)
{
    relcal_source_reader *source = reader->source;
    const char *name = source->wanted_series != NULL ? source->wanted_series : find_name(reader);
    const relcal_project *project = relcal_import_choose_project(source, format_name, &name,
                                                                 name != NULL);
    if (project == NULL) {
        return false;
    }
    const char *series = name == NULL
                             ? NULL
                             : relcal_import_series(source->arena, project, format_name, name);
    if (series == NULL) {
        relcal_faults_add(source->faults, RELCAL_ERROR_ARGUMENT, 0,
                          (relcal_place){.file = source->file->name},
                          "of which series is this timeline? It has no release; say its id");
        source->is_unusable = true;
        return false;
    }
    reader->words = (relcal_import_words){
        .source = source, .project = project, .format = format_name, .series = series};
    relcal_about *about = relcal_source_about(source, series);
    relcal_import_names names = {.name = name, .series = series};
    if (about != NULL) {
        relcal_import_describe(source->arena, project, format_name, &names, about);
    }
    return about != NULL;
}

/* ---- milestones ---- */

static void report_date(void *context, size_t at, bool counts, const char *message)
{
    const date_place *place = context;
    relcal_faults_add(place->reader->source->faults,
                      counts ? RELCAL_ERROR_DATA : RELCAL_ERROR_SYNTAX, 0,
                      place_in(place->reader, place->row, place->row->when.at + at), "%s", message);
}

static void read_date(const table_reader *reader, const table_row *row, relcal_item *item)
{
    date_place place = {reader, row};
    relcal_timeline_report report = {report_date, &place};
    item->state = RELCAL_ITEM_EXPECTED;
    if (row->when.length == 0) {
        SOURCE_FAULT(reader->source, item->place, "%s has no date here; write YYYY-MM-DD, or tbd",
                     item->id);
        item->is_illegible = true;
    } else {
        item->is_illegible = !relcal_timeline_read_date(&item->when, row->when.text,
                                                        row->when.length, &report);
    }
}

static void report_contradiction(void *context, size_t at, bool counts, const char *message)
{
    if (counts) {
        report_date(context, at, counts, message);
    }
}

/* Of what is left out the date is read for its contradictions alone. */
static void check_date(const table_reader *reader, const table_row *row)
{
    relcal_when when;
    date_place place = {reader, row};
    relcal_timeline_report report = {report_contradiction, &place};
    if (row->when.length > 0) {
        (void)relcal_timeline_read_date(&when, row->when.text, row->when.length, &report);
    }
}

/* The id of a release: as it is written, but for what its series begins with. */
static const char *release_id(const table_reader *reader, const table_row *row)
{
    char id[PHRASE_BYTES_MAX + SOURCE_ID_BYTES];
    size_t start = strcspn(row->phrase, "0123456789");
    size_t prefix = strcspn(reader->words.series, "0123456789");
    (void)snprintf(id, sizeof id, "%.*s%.*s", (int)prefix, reader->words.series,
                   (int)(row->label.end - start), row->phrase + start);
    return relcal_source_is_id(id, strlen(id))
               ? relcal_arena_copy_text(reader->source->arena, id, strlen(id))
               : NULL;
}

/* Adds a release; NULL after a report. */
static relcal_item *add_release(table_reader *reader, const table_row *row, relcal_place place)
{
    relcal_version own;
    const char *id = release_id(reader, row);
    const char *series = reader->words.series;
    const relcal_item *known = id == NULL ? NULL : relcal_source_find(reader->source, series, id);
    bool is_own = relcal_version_parse(&own, series, strlen(series), NULL) == RELCAL_OK &&
                  own.major == row->label.version.major && own.minor == row->label.version.minor;
    if (id == NULL || !is_own) {
        SOURCE_FAULT(reader->source, place, "%s is no release of series %s",
                     relcal_quote(row->phrase, strlen(row->phrase), (char[RELCAL_QUOTE_BYTES]){0}),
                     series);
        return NULL;
    }
    if (known != NULL) {
        SOURCE_FAULT(reader->source, place,
                     "%s is listed twice, first on line %u, which counts; take one out", id,
                     (unsigned)known->place.line);
        return NULL;
    }
    return relcal_source_add_item(reader->source, series, id, place);
}

static void read_milestone(table_reader *reader, const table_row *row)
{
    relcal_place place = place_in(reader, row, row->what.at);
    relcal_item *item = row->is_release
                            ? add_release(reader, row, place)
                            : relcal_import_add_word(&reader->words, row->phrase, place);
    if (item != NULL) {
        read_date(reader, row, item);
    } else {
        check_date(reader, row);
    }
}

/* ---- lists of the same dates ---- */

/* Whether a phrase ends with the name of a release, as "Version 1.30.0 released" does. */
static bool is_of_release(const char *phrase, const char *id)
{
    static const char released[] = " released";
    size_t length = strlen(phrase);
    size_t id_length = strlen(id);
    size_t tail = strlen(released);
    if (length > tail && strcasecmp(phrase + length - tail, released) == 0) {
        length -= tail;
    }
    return length >= id_length && memcmp(phrase + length - id_length, id, id_length) == 0 &&
           (length == id_length || phrase[length - id_length - 1] == ' ');
}

/* The item of the table that a line of a list is about, or NULL. */
static const relcal_item *find_item(const table_reader *reader, const table_row *note)
{
    relcal_import_meaning meaning;
    const relcal_source_reader *source = reader->source;
    const char *series = reader->words.series;
    if (relcal_import_find(source->arena, reader->words.project, format_name, note->phrase,
                           &meaning)) {
        relcal_import_names names = {.name = series, .series = series, .version = series};
        const char *id = meaning.is_ignored
                             ? NULL
                             : relcal_import_milestone(source->arena, reader->words.project,
                                                       &meaning, &names);
        return id == NULL ? NULL : relcal_source_find(source, series, id);
    }
    const relcal_item *item = source->items;
    while (item != NULL && !is_of_release(note->phrase, item->id)) {
        item = item->next;
    }
    return item;
}

/* Of what a list says of its dates nothing is told but that they differ: the table tells it. */
static void pass_report(void *context, size_t at, bool counts, const char *message)
{
    (void)context;
    (void)at;
    (void)counts;
    (void)message;
}

static void compare_note(const table_reader *reader, const table_row *note)
{
    static const relcal_timeline_report silent = {pass_report, NULL};
    char here[RELCAL_WHEN_BYTES];
    char there[RELCAL_WHEN_BYTES];
    relcal_when when;
    const relcal_item *item = find_item(reader, note);
    if (item == NULL || item->is_illegible || note->when.length == 0 ||
        !relcal_timeline_read_date(&when, note->when.text, note->when.length, &silent)) {
        return;
    }
    bool is_day = when.precision == RELCAL_PRECISION_DAY &&
                  relcal_when_date(&when) == relcal_when_date(&item->when);
    if (!relcal_when_is_same(&when, &item->when) && !is_day) {
        SOURCE_CONTRADICTION(reader->source, place_in(reader, note, note->when.at),
                             "%s is %s here, and %s in line %u, which counts; mend one of them",
                             item->id, relcal_when_format(&when, here),
                             relcal_when_format(&item->when, there), (unsigned)item->place.line);
    }
}

void relcal_source_read_timeline(relcal_source_reader *source)
{
    table_reader *reader = relcal_arena_allocate(source->arena, sizeof *reader);
    reader->source = source;
    reader->rows_end = &reader->rows;
    reader->notes_end = &reader->notes;
    reader->what = CELLS_MAX;
    read_lines(reader);
    if (reader->rows == NULL) {
        SOURCE_FAULT(source, ((relcal_place){source->file->name, 1, 1}),
                     "no table of Markdown with columns What and When");
        source->is_unusable = true;
        return;
    }
    if (!identify(reader)) {
        return;
    }
    for (const table_row *row = reader->rows; row != NULL && !source->is_unusable;
         row = row->next) {
        read_milestone(reader, row);
    }
    for (const table_row *note = reader->notes; note != NULL && !source->is_unusable;
         note = note->next) {
        compare_note(reader, note);
    }
    source->is_whole = true;
}
