/* Fields of CSV (RFC 4180), with their places. Quoted fields are read into the text that they are
 * in, which grows shorter by it. */
#include "csv.h"

relcal_csv relcal_csv_begin(relcal_source_reader *source)
{
    return (relcal_csv){
        .source = source,
        .at = source->file->text,
        .end = source->file->text + source->file->length,
        .place = {.file = source->file->name, .line = 1, .column = 1},
    };
}

/* Steps over one character. */
static void step(relcal_csv *reader)
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

static bool is_at(const relcal_csv *reader, char wanted)
{
    return reader->at < reader->end && *reader->at == wanted;
}

static bool is_at_line_end(const relcal_csv *reader)
{
    return reader->at == reader->end || *reader->at == '\n' || *reader->at == '\r';
}

/* Reads a field in quotation marks into the place that it is read from. */
static char *read_quoted(relcal_csv *reader, char *out)
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

bool relcal_csv_read_field(relcal_csv *reader, relcal_csv_field *field)
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
