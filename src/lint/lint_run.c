/* Where findings are put, and how places and bytes of a file belong together. */
#include "lint_run.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const relcal_file *lint_find_file(const lint_run *run, uint32_t order)
{
    const relcal_file *file = run->files;
    while (file != NULL && file->order != order) {
        file = file->next;
    }
    return file;
}

static const char *keep(lint_run *run, const char *text)
{
    return text == NULL ? NULL : relcal_arena_copy_text(run->arena, text, strlen(text));
}

relcal_finding *lint_add(lint_run *run, lint_code code, relcal_draft_place place,
                         const char *series, const char *milestone, const char *format, ...)
{
    const relcal_file *file = lint_find_file(run, place.file_order);
    if (place.place.file == NULL || file == NULL || file->is_neighbour) {
        return NULL;
    }
    if (run->finding_count++ >= RELCAL_MAX_FINDINGS) {
        return NULL;
    }
    char message[RELCAL_ERROR_MESSAGE_BYTES];
    relcal_error cut;
    va_list arguments;
    va_start(arguments, format);
    (void)relcal_fail_v(&cut, RELCAL_ERROR_DATA, place.place, format, arguments);
    va_end(arguments);
    (void)snprintf(message, sizeof message, "%s", cut.message);
    lint_finding *added = relcal_arena_allocate(run->arena, sizeof *added);
    *added = (lint_finding){
        .next = run->findings,
        .finding = {.code = &lint_codes[code],
                    .file = keep(run, place.place.file),
                    .line = place.place.line,
                    .column = place.place.column,
                    .series = keep(run, series),
                    .milestone = keep(run, milestone),
                    .message = keep(run, message)},
        .file_order = run->first_order + place.file_order,
        .order = (uint32_t)run->finding_count,
    };
    run->findings = added;
    return &added->finding;
}

void lint_set_fix(lint_run *run, relcal_finding *finding, size_t offset, size_t length,
                  const char *text, size_t text_length)
{
    if (finding == NULL || run->source.file->is_mended) {
        return;
    }
    finding->fix = relcal_arena_copy_text(run->arena, text, text_length);
    finding->fix_offset = offset + (run->source.file->has_mark ? 3 : 0);
    finding->fix_length = length;
}

void lint_claim_place(lint_run *run, relcal_draft_place place, size_t length)
{
    lint_claim *claim = relcal_arena_allocate(&run->loader.arena, sizeof *claim);
    claim->next = run->claims;
    claim->file_order = place.file_order;
    claim->line = place.place.line;
    claim->first_column = place.place.column;
    claim->last_column = place.place.column + (uint32_t)length - 1;
    run->claims = claim;
}

bool lint_is_claimed(const lint_run *run, uint32_t file_order, relcal_place place)
{
    for (const lint_claim *claim = run->claims; claim != NULL; claim = claim->next) {
        if (claim->file_order == file_order && claim->line == place.line &&
            place.column >= claim->first_column && place.column <= claim->last_column) {
            return true;
        }
    }
    return false;
}

const relcal_node *lint_find_value(const relcal_node *mapping, const char *key)
{
    const relcal_node *value = mapping != NULL && mapping->kind == RELCAL_NODE_MAPPING
                                   ? mapping->first
                                   : NULL;
    while (value != NULL && strcmp(value->key->text, key) != 0) {
        value = value->next;
    }
    return value;
}

size_t lint_find_comment(const char *text, size_t begin, size_t end)
{
    char quote = '\0';
    for (size_t at = begin; at < end; at++) {
        char before = at == begin ? ' ' : text[at - 1];
        if (quote != '\0') {
            quote = text[at] == quote && !(quote == '"' && before == '\\') ? '\0' : quote;
        } else if ((text[at] == '"' || text[at] == '\'') && strchr(" {[,", before) != NULL) {
            quote = text[at];
        } else if (text[at] == '#' && before == ' ') {
            return at;
        }
    }
    return end;
}

static bool continues_character(char byte)
{
    return ((unsigned char)byte & 0xC0u) == 0x80u;
}

/* Puts the cursor of the source on the start of a line, unless it is on that line before what is
 * looked for. */
static void begin_line(lint_source *source, size_t line, bool is_before)
{
    if (source->known_column == 0 || source->known_line != line || !is_before) {
        source->known_line = line;
        source->known_offset = source->lines[line];
        source->known_column = 1;
    }
}

/* Moves the cursor over one character. */
static void pass_character(lint_source *source, size_t end)
{
    source->known_offset++;
    while (source->known_offset < end && continues_character(source->text[source->known_offset])) {
        source->known_offset++;
    }
    source->known_column++;
}

relcal_draft_place lint_place_at(lint_run *run, size_t line, size_t offset)
{
    lint_source *source = &run->source;
    begin_line(source, line, source->known_offset <= offset);
    while (source->known_offset < offset) {
        pass_character(source, source->length);
    }
    return (relcal_draft_place){
        .place = {.file = source->file->name,
                  .line = (uint32_t)line + 1,
                  .column = source->known_column},
        .file_order = source->file->order,
    };
}

size_t lint_offset_of(lint_run *run, relcal_place place)
{
    lint_source *source = &run->source;
    if (place.line == 0 || place.line > source->line_count) {
        return source->length;
    }
    size_t end = source->lines[place.line];
    begin_line(source, place.line - 1, source->known_column <= place.column);
    while (source->known_column < place.column && source->known_offset < end) {
        pass_character(source, end);
    }
    return source->known_offset;
}
