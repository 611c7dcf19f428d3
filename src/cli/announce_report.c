/* Claims as lines with a caret for people, as JSON, as SARIF 2.1.0, as commands of GitHub's
 * workflows. Only what is not true is told to people and reviews; JSON has all. */
#include "announce_report.h"

#include <string.h>

#include "answer.h"
#include "complain.h"
#include "words.h"

static const relcal_claim *claim_at(const post *read, size_t index)
{
    return relcal_announcement_claim_at(read->claims, index);
}

void post_count(post *counted)
{
    const relcal_claim *claim;
    for (size_t index = 0; (claim = claim_at(counted, index)) != NULL; index++) {
        counted->counts[claim->verdict]++;
    }
}

static void begin_nothing(report *made)
{
    (void)made;
}

/* What is wrong and what to write instead, on one line. */
static void add_message(text *target, const relcal_claim *claim)
{
    text_addf(target, "%s", relcal_claim_kind_name(claim->kind));
    if (claim->version != NULL) {
        text_addf(target, " of %s", claim->version);
    }
    text_add(target, " is not ");
    text_add_printable(target, claim->claimed, QUOTED_BYTES);
    if (claim->expected != NULL) {
        text_addf(target, " but %s", claim->expected);
    }
    if (claim->cause != NULL) {
        text_addf(target, " (%s)", claim->cause);
    }
    if (claim->replacement != NULL) {
        text_add(target, "; write ");
        text_add_printable(target, claim->replacement, QUOTED_BYTES);
    }
}

/* ---- For people ---- */

/* How many bytes of a long line are shown before and after what is wrong in it. */
#define BEFORE_BYTES 44
#define AFTER_BYTES 40

static bool is_inside(const char *bytes, size_t at)
{
    return ((unsigned char)bytes[at] & 0xC0) == 0x80;
}

static size_t count_characters(const char *bytes, size_t start, size_t end)
{
    size_t count = 0;
    for (size_t at = start; at < end; at++) {
        count += !is_inside(bytes, at);
    }
    return count;
}

/* Adds the line of a claim, or the part of it around the claim, and a caret below its value. */
static void add_excerpt(text *target, const post *read, const relcal_claim *claim)
{
    const char *bytes = read->body.bytes;
    size_t value_end = claim->value_offset + claim->value_length;
    size_t start = claim->value_offset;
    while (start > 0 && bytes[start - 1] != '\n' &&
           (claim->value_offset - start < BEFORE_BYTES || is_inside(bytes, start))) {
        start--;
    }
    size_t end = claim->value_offset;
    while (end < read->body.length && bytes[end] != '\n' && bytes[end] != '\r' &&
           (end < value_end + AFTER_BYTES || is_inside(bytes, end))) {
        end++;
    }
    value_end = value_end < end ? value_end : end;
    text line = {0};
    text_add_bytes(&line, bytes + start, end - start);
    text_add(target, "    ");
    text_add_printable(target, text_string(&line), 1024);
    text_free(&line);
    text_add(target, "\n    ");
    text_add_spaces(target, count_characters(bytes, start, claim->value_offset));
    text_add(target, "^");
    size_t width = count_characters(bytes, claim->value_offset, value_end);
    for (size_t count = 1; count < width; count++) {
        text_add(target, "~");
    }
    text_add(target, "\n");
}

static void add_place(text *target, const post *read, const relcal_claim *claim)
{
    text_add_printable(target, read->path, RELCAL_ERROR_FILE_BYTES);
    text_addf(target, ":%u:%u: ", (unsigned)claim->line, (unsigned)claim->column);
}

static void add_text(report *made, const post *read)
{
    cli_output *out = made->session->out;
    const relcal_claim *claim;
    for (size_t index = 0; (claim = claim_at(read, index)) != NULL; index++) {
        if (claim->verdict == RELCAL_CLAIM_FALSE) {
            add_place(&out->body, read, claim);
            output_styled(out, STYLE_ALERT, "false");
            text_add(&out->body, ": ");
            add_message(&out->body, claim);
            text_add(&out->body, "\n");
            add_excerpt(&out->body, read, claim);
        } else if (claim->verdict == RELCAL_CLAIM_UNSURE) {
            add_place(&out->body, read, claim);
            text_addf(&out->body, "unsure: %s ", relcal_claim_kind_name(claim->kind));
            text_add_printable(&out->body, claim->claimed, QUOTED_BYTES);
            text_addf(&out->body, ": %s\n", claim->note);
        }
    }
    text_add_printable(&out->body, read->path, RELCAL_ERROR_FILE_BYTES);
    text_addf(&out->body, ": %zu true, %zu false, %zu unsure", read->counts[RELCAL_CLAIM_TRUE],
              read->counts[RELCAL_CLAIM_FALSE], read->counts[RELCAL_CLAIM_UNSURE]);
    if (read->fixed > 0) {
        text_addf(&out->body, " (%zu put right)", read->fixed);
    }
    text_add(&out->body, " by the plan of ");
    words_add_day(&out->body, relcal_announcement_date(read->claims));
    text_add(&out->body, "\n");
}

const report_form report_text = {begin_nothing, add_text, begin_nothing};

/* ---- JSON ---- */

static void begin_json(report *made)
{
    made->writer = answer_open(made->session);
    json_writer_open_list(&made->writer, "files");
}

/* A text that may hold bytes which are no UTF-8. */
static void write_quoted(json_writer *writer, const char *key, const char *value)
{
    text plain = {0};
    if (value != NULL) {
        text_add_printable(&plain, value, 2 * RELCAL_MAX_CLAIM_TEXT_BYTES);
    }
    json_writer_text(writer, key, value != NULL ? text_string(&plain) : NULL);
    text_free(&plain);
}

static void add_json(report *made, const post *read)
{
    json_writer *writer = &made->writer;
    json_writer_open_object(writer, NULL);
    write_quoted(writer, "file", read->path);
    json_writer_text(writer, "project", relcal_project_id(read->project));
    answer_day(writer, "date", relcal_announcement_date(read->claims));
    json_writer_open_list(writer, "claims");
    const relcal_claim *claim;
    for (size_t index = 0; (claim = claim_at(read, index)) != NULL; index++) {
        json_writer_open_object(writer, NULL);
        json_writer_number(writer, "line", claim->line);
        json_writer_number(writer, "column", claim->column);
        json_writer_text(writer, "kind", relcal_claim_kind_name(claim->kind));
        json_writer_text(writer, "version", claim->version);
        write_quoted(writer, "text", claim->text);
        write_quoted(writer, "claimed", claim->claimed);
        json_writer_text(writer, "expected", claim->expected);
        json_writer_text(writer, "verdict", relcal_claim_verdict_name(claim->verdict));
        json_writer_text(writer, "cause", claim->cause);
        json_writer_text(writer, "note", claim->note);
        json_writer_close_object(writer);
    }
    json_writer_close_list(writer);
    json_writer_close_object(writer);
}

static void end_json(report *made)
{
    json_writer_close_list(&made->writer);
    answer_close(&made->writer);
}

const report_form report_json = {begin_json, add_json, end_json};

/* ---- SARIF ---- */

#define SARIF_SCHEMA "https://json.schemastore.org/sarif-2.1.0.json"

static void begin_sarif(report *made)
{
    json_writer *writer = &made->writer;
    *writer = json_writer_start(&made->session->out->body);
    json_writer_open_object(writer, NULL);
    json_writer_text(writer, "$schema", SARIF_SCHEMA);
    json_writer_text(writer, "version", "2.1.0");
    json_writer_open_list(writer, "runs");
    json_writer_open_object(writer, NULL);
    json_writer_open_object(writer, "tool");
    json_writer_open_object(writer, "driver");
    json_writer_text(writer, "name", "relcal");
    json_writer_text(writer, "version", relcal_library_version());
    json_writer_close_object(writer);
    json_writer_close_object(writer);
    json_writer_text(writer, "columnKind", "unicodeCodePoints");
    json_writer_open_list(writer, "results");
}

static void write_region(json_writer *writer, const post *read, const relcal_claim *claim)
{
    const char *value = read->body.bytes + claim->value_offset;
    size_t width = count_characters(value, 0, claim->value_length);
    json_writer_open_object(writer, "region");
    json_writer_number(writer, "startLine", claim->line);
    json_writer_number(writer, "startColumn", claim->column);
    if (memchr(value, '\n', claim->value_length) == NULL) {
        json_writer_number(writer, "endColumn", (int64_t)claim->column + (int64_t)width);
    }
    json_writer_number(writer, "byteOffset", (int64_t)claim->value_offset);
    json_writer_number(writer, "byteLength", (int64_t)claim->value_length);
    json_writer_close_object(writer);
}

/* What a replacement takes the place of. */
static void write_deleted(json_writer *writer, const relcal_claim *claim)
{
    json_writer_open_object(writer, "deletedRegion");
    json_writer_number(writer, "byteOffset", (int64_t)claim->fix_offset);
    json_writer_number(writer, "byteLength", (int64_t)claim->fix_length);
    json_writer_close_object(writer);
}

static void write_artifact(json_writer *writer, const post *read)
{
    json_writer_open_object(writer, "artifactLocation");
    write_quoted(writer, "uri", read->path);
    json_writer_close_object(writer);
}

static void write_sarif_fix(json_writer *writer, const post *read, const relcal_claim *claim)
{
    json_writer_open_list(writer, "fixes");
    json_writer_open_object(writer, NULL);
    json_writer_open_list(writer, "artifactChanges");
    json_writer_open_object(writer, NULL);
    write_artifact(writer, read);
    json_writer_open_list(writer, "replacements");
    json_writer_open_object(writer, NULL);
    write_deleted(writer, claim);
    json_writer_open_object(writer, "insertedContent");
    write_quoted(writer, "text", claim->replacement);
    json_writer_close_object(writer);
    json_writer_close_object(writer);
    json_writer_close_list(writer);
    json_writer_close_object(writer);
    json_writer_close_list(writer);
    json_writer_close_object(writer);
    json_writer_close_list(writer);
}

static void write_result(json_writer *writer, const post *read, const relcal_claim *claim)
{
    text message = {0};
    add_message(&message, claim);
    json_writer_open_object(writer, NULL);
    json_writer_text(writer, "ruleId", relcal_claim_kind_name(claim->kind));
    json_writer_text(writer, "level", "error");
    json_writer_open_object(writer, "message");
    json_writer_text(writer, "text", text_string(&message));
    json_writer_close_object(writer);
    json_writer_open_list(writer, "locations");
    json_writer_open_object(writer, NULL);
    json_writer_open_object(writer, "physicalLocation");
    write_artifact(writer, read);
    write_region(writer, read, claim);
    json_writer_close_object(writer);
    json_writer_close_object(writer);
    json_writer_close_list(writer);
    if (claim->replacement != NULL) {
        write_sarif_fix(writer, read, claim);
    }
    json_writer_close_object(writer);
    text_free(&message);
}

static void add_sarif(report *made, const post *read)
{
    const relcal_claim *claim;
    for (size_t index = 0; (claim = claim_at(read, index)) != NULL; index++) {
        if (claim->verdict == RELCAL_CLAIM_FALSE) {
            write_result(&made->writer, read, claim);
        }
    }
}

static void end_sarif(report *made)
{
    json_writer_close_list(&made->writer);
    json_writer_close_object(&made->writer);
    json_writer_close_list(&made->writer);
    answer_close(&made->writer);
}

const report_form report_sarif = {begin_sarif, add_sarif, end_sarif};

/* ---- GitHub ---- */

/* Adds a text as a workflow command takes it: a property also without its separators. */
static void add_escaped(text *target, const char *plain, bool is_property)
{
    for (; *plain != '\0'; plain++) {
        bool is_separator = is_property && (*plain == ':' || *plain == ',');
        if (*plain == '%' || *plain == '\r' || *plain == '\n' || is_separator) {
            text_addf(target, "%%%02X", (unsigned)*plain);
        } else {
            text_add_bytes(target, plain, 1);
        }
    }
}

static void add_github(report *made, const post *read)
{
    text *body = &made->session->out->body;
    const relcal_claim *claim;
    for (size_t index = 0; (claim = claim_at(read, index)) != NULL; index++) {
        if (claim->verdict != RELCAL_CLAIM_FALSE) {
            continue;
        }
        text message = {0};
        add_message(&message, claim);
        text_add(body, "::error file=");
        add_escaped(body, read->path, true);
        text_addf(body, ",line=%u,col=%u,title=%s::", (unsigned)claim->line,
                  (unsigned)claim->column, relcal_claim_kind_name(claim->kind));
        add_escaped(body, text_string(&message), false);
        text_add(body, "\n");
        text_free(&message);
    }
}

const report_form report_github = {begin_nothing, add_github, begin_nothing};
