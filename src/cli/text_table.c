/*
 * Columns stand two spaces apart; a line has no spaces at its end. Widths are those of wcwidth in
 * the C.UTF-8 locale, which is only asked for where there is a character beyond ASCII; without that
 * locale every character counts for one.
 */
#define _XOPEN_SOURCE 700
#include "text_table.h"

#include <assert.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#define GAP 2

text_table text_table_start(const table_column *columns, size_t column_count)
{
    assert(column_count <= TABLE_COLUMNS_MAX);
    text_table table = {.columns = columns, .column_count = column_count};
    for (size_t column = 0; column < column_count; column++) {
        text_table_cell(&table, STYLE_HEADING, columns[column].heading);
    }
    return table;
}

static void end_cell(text_table *table)
{
    if (table->cell_count > 0) {
        table_cell *cell = &table->cells[table->cell_count - 1];
        cell->length = table->content.length - cell->start;
    }
}

void text_table_cell(text_table *table, const char *style, const char *string)
{
    end_cell(table);
    if (table->cell_count == table->cell_capacity) {
        size_t capacity = table->cell_capacity > 0 ? 2 * table->cell_capacity : 64;
        table_cell *cells = realloc(table->cells, capacity * sizeof *cells);
        if (cells == NULL) {
            table->content.failed = true;
            return;
        }
        table->cells = cells;
        table->cell_capacity = capacity;
    }
    table->cells[table->cell_count++] = (table_cell){.start = table->content.length,
                                                     .style = style};
    if (string != NULL) {
        text_add(&table->content, string);
    }
}

static bool is_ascii(const text *content)
{
    for (size_t index = 0; index < content->length; index++) {
        if ((unsigned char)content->bytes[index] >= 0x80) {
            return false;
        }
    }
    return true;
}

/* The width of one character, whose bytes are in `*length`. */
static size_t character_width(const char *bytes, size_t *length, bool has_locale)
{
    size_t sequence = text_sequence_length(bytes);
    *length = sequence > 0 ? sequence : 1;
    wchar_t character;
    mbstate_t state = {0};
    if (*length == 1 || !has_locale || mbrtowc(&character, bytes, *length, &state) != *length) {
        return 1;
    }
    int width = wcwidth(character);
    return width >= 0 ? (size_t)width : 1;
}

static size_t string_width(const char *bytes, size_t length, bool has_locale)
{
    size_t width = 0;
    for (size_t index = 0, step; index < length; index += step) {
        width += character_width(bytes + index, &step, has_locale);
    }
    return width;
}

static void measure_cells(text_table *table)
{
    locale_t locale = (locale_t)0;
    locale_t former = (locale_t)0;
    bool needs_locale = !is_ascii(&table->content);
    if (needs_locale) {
        locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    }
    bool has_locale = locale != (locale_t)0;
    if (has_locale) {
        former = uselocale(locale);
    }
    for (size_t index = 0; index < table->cell_count; index++) {
        table_cell *cell = &table->cells[index];
        cell->width = needs_locale ? string_width(table->content.bytes + cell->start, cell->length,
                                                  has_locale)
                                   : cell->length;
    }
    if (has_locale) {
        (void)uselocale(former);
        freelocale(locale);
    }
}

/* The width of every column; 0 for one that is empty below its heading. */
static void measure_columns(const text_table *table, size_t widths[TABLE_COLUMNS_MAX])
{
    for (size_t column = 0; column < table->column_count; column++) {
        size_t widest = 0;
        for (size_t index = table->column_count + column; index < table->cell_count;
             index += table->column_count) {
            size_t width = table->cells[index].width;
            widest = width > widest ? width : widest;
        }
        size_t heading = table->cells[column].width;
        widths[column] = widest > 0 && heading > widest ? heading : widest;
    }
}

static void add_row(const text_table *table, const table_cell *row,
                    const size_t widths[TABLE_COLUMNS_MAX], cli_output *out)
{
    text cell_text = {0};
    size_t gap = 0;
    for (size_t column = 0; column < table->column_count; column++) {
        if (widths[column] == 0) {
            continue;
        }
        const table_cell *cell = &row[column];
        size_t padding = widths[column] - cell->width;
        if (cell->length == 0) {
            gap += widths[column] + GAP;
            continue;
        }
        text_add_spaces(&out->body, gap + (table->columns[column].to_the_right ? padding : 0));
        text_clear(&cell_text);
        text_add_bytes(&cell_text, table->content.bytes + cell->start, cell->length);
        output_styled(out, cell->style, text_string(&cell_text));
        gap = GAP + (table->columns[column].to_the_right ? 0 : padding);
    }
    out->body.failed = out->body.failed || cell_text.failed;
    text_free(&cell_text);
    text_add(&out->body, "\n");
}

void text_table_finish(text_table *table, cli_output *out)
{
    end_cell(table);
    if (table->content.failed) {
        out->body.failed = true;
    } else if (table->cell_count > table->column_count) {
        size_t widths[TABLE_COLUMNS_MAX];
        measure_cells(table);
        measure_columns(table, widths);
        for (size_t row = 0; row < table->cell_count; row += table->column_count) {
            add_row(table, &table->cells[row], widths, out);
        }
    }
    free(table->cells);
    text_free(&table->content);
    *table = (text_table){0};
}
