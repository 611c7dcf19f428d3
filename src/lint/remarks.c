/*
 * Comments for lint: "# lint: CODE[, CODE...]: REASON". A warning of such a code is known, and why:
 * at the head of a file, above all else that it says, for the whole file; at the head of a
 * project.yaml for all files of its folder; on a line of its own for the entry below; behind
 * something for the entry that it is in. What cannot be so, an error, is not known.
 */
#include <string.h>

#include "lint_run.h"
#include "quote.h"

static const char mark[] = "lint:";

/* What findings of these codes depend on may differ from one look to the next. */
static bool is_of_the_day(lint_code code)
{
    return code == LINT_OVERDUE || code == LINT_HOLIDAY;
}

/* ---- lines ---- */

static size_t indentation_of(const lint_source *source, size_t line)
{
    size_t at = source->lines[line];
    while (at < source->lines[line + 1] && source->text[at] == ' ') {
        at++;
    }
    return at - source->lines[line];
}

/* The first character of a line that is no space; a line break where there is none. */
static char first_of(const lint_source *source, size_t line)
{
    size_t at = source->lines[line] + indentation_of(source, line);
    return at < source->lines[line + 1] ? source->text[at] : '\n';
}

static bool is_blank(const lint_source *source, size_t line)
{
    return strchr("\r\n#", first_of(source, line)) != NULL;
}

/* The first line from one on that says something, the count where none does. */
static size_t next_line(const lint_source *source, size_t line)
{
    while (line < source->line_count && is_blank(source, line)) {
        line++;
    }
    return line;
}

/* The line in which the entry of a line begins: the nearest with a hyphen that it stands further in
 * than, or without one the outermost. */
static size_t entry_of(const lint_source *source, size_t line)
{
    size_t entry = line;
    size_t indentation = indentation_of(source, line);
    for (size_t above = line; first_of(source, entry) != '-' && above-- > 0;) {
        if (!is_blank(source, above) && indentation_of(source, above) < indentation) {
            entry = above;
            indentation = indentation_of(source, above);
        }
    }
    return entry;
}

/* The last line of the entry that begins in a line: of those below that stand further in, or are of
 * the list that a key stands above. */
static size_t end_of_entry(const lint_source *source, size_t line)
{
    size_t indentation = indentation_of(source, line);
    bool is_key = first_of(source, line) != '-';
    size_t last = line;
    for (size_t below = line + 1; below < source->line_count; below++) {
        size_t further = indentation_of(source, below);
        bool is_item = is_key && further == indentation && first_of(source, below) == '-';
        if (!is_blank(source, below) && further <= indentation && !is_item) {
            break;
        }
        last = is_blank(source, below) ? last : below;
    }
    return last;
}

/* ---- reading ---- */

/* The warning of an id; LINT_CODE_COUNT where there is none. */
static lint_code find_code(const char *id, size_t length)
{
    for (lint_code code = 0; code < LINT_CODE_COUNT; code++) {
        if (lint_codes[code].severity == RELCAL_SEVERITY_WARNING &&
            strlen(lint_codes[code].id) == length && memcmp(lint_codes[code].id, id, length) == 0) {
            return code;
        }
    }
    return LINT_CODE_COUNT;
}

static size_t pass_spaces(const char *text, size_t at, size_t end)
{
    while (at < end && text[at] == ' ') {
        at++;
    }
    return at;
}

static size_t word_length(const char *text, size_t at, size_t end)
{
    size_t length = 0;
    while (at + length < end && strchr(" ,:", text[at + length]) == NULL) {
        length++;
    }
    return length;
}

/* The lines that a comment speaks of; the whole file, or the folder, at the head of the file. */
static lint_remark find_lines(const lint_source *source, size_t line, bool stands_alone)
{
    size_t first = next_line(source, 0);
    lint_remark remark = {.first_line = 1, .last_line = UINT32_MAX};
    if (line < first || first == source->line_count) {
        return remark;
    }
    size_t entry = stands_alone ? next_line(source, line) : entry_of(source, line);
    if (entry < source->line_count) {
        remark.first_line = (uint32_t)entry + 1;
        remark.last_line = (uint32_t)end_of_entry(source, entry) + 1;
    } else {
        remark.first_line = UINT32_MAX;
    }
    return remark;
}

/* The path of the folder of a file. */
static const char *folder_of(lint_run *run, const relcal_file *file)
{
    const char *slash = strrchr(file->name, '/');
    return relcal_arena_copy_text(&run->loader.arena, file->name,
                                  slash == NULL ? 0 : (size_t)(slash - file->name));
}

/* Reports a piece of a comment, which may be empty. */
static void report_form(lint_run *run, size_t line, size_t at, size_t length, const char *reason)
{
    char quotation[RELCAL_QUOTE_BYTES];
    (void)lint_add(run, LINT_LINT_FORM, lint_place_at(run, line, at), NULL, NULL,
                   "%s %s; write a comment as in \"# lint: overdue: nobody writes it down\"",
                   length == 0 ? "the comment"
                               : relcal_quote(run->source.text + at, length, quotation),
                   reason);
}

/* Keeps a remark before others; NULL where there are too many. */
static lint_remark *keep_remark(lint_run *run, const lint_remark *remark, lint_remark *others)
{
    if (run->remark_count == RELCAL_MAX_REMARKS) {
        (void)lint_add(run, LINT_LIMIT, remark->place, NULL, NULL,
                       "more than %d comments for lint in one folder; write fewer",
                       RELCAL_MAX_REMARKS);
    }
    if (run->remark_count++ >= RELCAL_MAX_REMARKS) {
        return NULL;
    }
    lint_remark *kept = relcal_arena_allocate(&run->loader.arena, sizeof *kept);
    *kept = *remark;
    kept->next = others;
    return kept;
}

/* Reads the codes of a comment behind the mark and puts them before others; NULL after a report.
 * `*at` is then behind them. */
static lint_remark *read_codes(lint_run *run, lint_remark remark, size_t line, size_t *at,
                               size_t end)
{
    const char *text = run->source.text;
    lint_remark *remarks = run->remarks;
    for (bool has_more = true; has_more;) {
        *at = pass_spaces(text, *at, end);
        size_t length = word_length(text, *at, end);
        remark.code = find_code(text + *at, length);
        remark.place = lint_place_at(run, line, *at);
        if (remark.code == LINT_CODE_COUNT) {
            report_form(run, line, *at, length, length == 0 ? "names no warning" : "is no warning");
            return NULL;
        }
        remarks = keep_remark(run, &remark, remarks);
        if (remarks == NULL) {
            return NULL;
        }
        *at = pass_spaces(text, *at + length, end);
        has_more = *at < end && text[*at] == ',';
        *at += has_more;
    }
    return remarks;
}

/* Reads the codes and the reason of a comment behind the mark. */
static void read_remark(lint_run *run, size_t line, size_t at, size_t end, bool stands_alone)
{
    const lint_source *source = &run->source;
    size_t start = pass_spaces(source->text, at, end);
    lint_remark remark = find_lines(source, line, stands_alone);
    bool is_of_file = remark.last_line == UINT32_MAX && remark.first_line == 1;
    remark.folder = is_of_file && strcmp(source->file->base_name, "project.yaml") == 0
                        ? folder_of(run, source->file)
                        : NULL;
    lint_remark *remarks = read_codes(run, remark, line, &at, end);
    if (remarks == NULL) {
        return;
    }
    size_t reason = pass_spaces(source->text, at + 1, end);
    if (at >= end || source->text[at] != ':' || reason >= end) {
        report_form(run, line, start, at - start, "has no reason behind it");
        return;
    }
    for (lint_remark *kept = remarks; kept != run->remarks; kept = kept->next) {
        kept->reason = relcal_arena_copy_text(run->arena, source->text + reason, end - reason);
    }
    run->remarks = remarks;
}

static void read_line(lint_run *run, size_t line)
{
    const lint_source *source = &run->source;
    size_t begin = source->lines[line];
    size_t end = source->lines[line + 1];
    while (end > begin && strchr("\r\n ", source->text[end - 1]) != NULL) {
        end--;
    }
    size_t comment = lint_find_comment(source->text, begin, end);
    size_t at = pass_spaces(source->text, comment + 1, end);
    if (comment < end && end - at >= strlen(mark) &&
        memcmp(source->text + at, mark, strlen(mark)) == 0) {
        read_remark(run, line, at + strlen(mark), end, is_blank(source, line));
    }
}

void lint_collect_remarks(lint_run *run, const relcal_node *root)
{
    (void)root; /* comments are in the text alone */
    for (size_t line = 0; line < run->source.line_count && !lint_is_full(run); line++) {
        read_line(run, line);
    }
}

/* ---- when all is found ---- */

static bool is_in_folder(const char *file, const char *folder)
{
    size_t length = strlen(folder);
    const char *slash = strrchr(file, '/');
    return (slash == NULL ? 0 : (size_t)(slash - file)) == length &&
           memcmp(file, folder, length) == 0;
}

static bool speaks_of(const lint_run *run, const lint_remark *remark, const lint_finding *found)
{
    const relcal_finding *finding = &found->finding;
    if (finding->code != &lint_codes[remark->code]) {
        return false;
    }
    if (remark->folder != NULL) {
        return is_in_folder(finding->file, remark->folder);
    }
    return found->file_order == run->first_order + remark->place.file_order &&
           finding->line >= remark->first_line && finding->line <= remark->last_line;
}

/* Whether a file was read that is not judged: what is known there may be what a remark is for. */
static bool has_neighbour(const lint_run *run)
{
    for (const relcal_file *file = run->files; file != NULL; file = file->next) {
        if (file->is_neighbour) {
            return true;
        }
    }
    return false;
}

static void report_idle(lint_run *run)
{
    bool is_partial = has_neighbour(run);
    for (const lint_remark *remark = run->remarks; remark != NULL; remark = remark->next) {
        if (!remark->is_used && !is_of_the_day(remark->code) &&
            (remark->folder == NULL || !is_partial)) {
            (void)lint_add(run, LINT_LINT_IDLE, remark->place, NULL, NULL,
                           "there is no warning %s here; take the comment out",
                           lint_codes[remark->code].id);
        }
    }
}

void lint_apply_remarks(lint_run *run)
{
    for (lint_finding *found = run->findings;
         found != NULL && found->file_order >= run->first_order; found = found->next) {
        for (lint_remark *remark = run->remarks; remark != NULL; remark = remark->next) {
            if (speaks_of(run, remark, found)) {
                found->finding.known = remark->reason;
                remark->is_used = true;
            }
        }
    }
    report_idle(run);
}
