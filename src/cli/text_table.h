/* Aligned columns. Wide characters take two places, combining ones none. */
#ifndef RELCAL_CLI_TEXT_TABLE_H
#define RELCAL_CLI_TEXT_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "output.h"
#include "text.h"

#define TABLE_COLUMNS_MAX 128

typedef struct table_column {
    const char *heading;
    bool to_the_right;
} table_column;

typedef struct table_cell {
    size_t start; /* in the table's content */
    size_t length;
    size_t width;
    const char *style;
} table_cell;

typedef struct text_table {
    const table_column *columns;
    size_t column_count;
    text content;
    table_cell *cells; /* row by row, the headings being the first row */
    size_t cell_count;
    size_t cell_capacity;
} text_table;

/* Begins a table; `columns` and their texts must outlive it. */
text_table text_table_start(const table_column *columns, size_t column_count);

/* The next cell; NULL is an empty one. What is added to `content` until the one after it belongs to
 * it as well. */
void text_table_cell(text_table *table, const char *style, const char *string);

/* Adds the table to the output, without the columns that are empty, and frees it.
 * A table without rows is not shown. */
void text_table_finish(text_table *table, cli_output *out);

#endif
