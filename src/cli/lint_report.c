/* Findings as text, as JSON, as SARIF 2.1.0 (OASIS Standard, 27 March 2020) and as the workflow
 * commands of GitHub. */
#include "lint_report.h"

#include <string.h>

#include "answer.h"
#include "json.h"

const relcal_finding *lint_report_next(const lint_report *report, size_t *index)
{
    const relcal_finding *finding;
    do {
        finding = relcal_lint_finding_at(report->lint, (*index)++);
    } while (finding != NULL && report->errors_only &&
             finding->code->severity != RELCAL_SEVERITY_ERROR);
    return finding;
}

/* ---- text ---- */

void lint_report_text(const lint_report *report)
{
    text *body = &report->session->out->body;
    const relcal_finding *finding;
    for (size_t index = 0; (finding = lint_report_next(report, &index)) != NULL;) {
        if (finding->file[0] != '\0') {
            text_add_printable(body, finding->file, RELCAL_ERROR_FILE_BYTES);
            text_add(body, ":");
        }
        if (finding->line > 0) {
            text_addf(body, "%u:%u:", (unsigned)finding->line, (unsigned)finding->column);
        }
        text_addf(body, " %s: ", relcal_severity_name(finding->code->severity));
        text_add_printable(body, finding->message, RELCAL_ERROR_MESSAGE_BYTES);
        text_addf(body, " [%s]\n", finding->code->id);
    }
}

/* ---- JSON ---- */

static void add_fix(json_writer *writer, const relcal_finding *finding)
{
    if (finding->fix == NULL) {
        json_writer_null(writer, "fix");
        return;
    }
    json_writer_open_object(writer, "fix");
    json_writer_number(writer, "offset", (int64_t)finding->fix_offset);
    json_writer_number(writer, "length", (int64_t)finding->fix_length);
    json_writer_text(writer, "text", finding->fix);
    json_writer_close_object(writer);
}

static void add_finding(json_writer *writer, const relcal_finding *finding)
{
    json_writer_open_object(writer, NULL);
    json_writer_text(writer, "code", finding->code->id);
    json_writer_text(writer, "severity", relcal_severity_name(finding->code->severity));
    json_writer_text(writer, "file", finding->file);
    json_writer_number(writer, "line", finding->line);
    json_writer_number(writer, "column", finding->column);
    json_writer_text(writer, "series", finding->series);
    json_writer_text(writer, "milestone", finding->milestone);
    json_writer_text(writer, "message", finding->message);
    if (finding->known != NULL) {
        json_writer_text(writer, "known", finding->known);
    } else {
        add_fix(writer, finding);
    }
    json_writer_close_object(writer);
}

void lint_report_json(const lint_report *report)
{
    json_writer writer = answer_open(report->session);
    json_writer_number(&writer, "errors",
                       (int64_t)relcal_lint_count(report->lint, RELCAL_SEVERITY_ERROR));
    json_writer_number(&writer, "warnings",
                       (int64_t)relcal_lint_count(report->lint, RELCAL_SEVERITY_WARNING));
    json_writer_number(&writer, "fixed", (int64_t)report->fix_count);
    json_writer_open_list(&writer, "findings");
    const relcal_finding *finding;
    for (size_t index = 0; (finding = lint_report_next(report, &index)) != NULL;) {
        add_finding(&writer, finding);
    }
    json_writer_close_list(&writer);
    json_writer_open_list(&writer, "known");
    for (size_t index = 0; (finding = relcal_lint_known_at(report->lint, index)) != NULL; index++) {
        add_finding(&writer, finding);
    }
    json_writer_close_list(&writer);
    answer_close(&writer);
}

/* ---- SARIF ---- */

/* The path of a file as a relative or absolute reference (RFC 3986, section 4.2): what is not
 * unreserved is escaped, and a colon too, as it would make a scheme of what is before it. */
static void add_uri(text *target, const char *path)
{
    static const char unreserved[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                     "0123456789-._~/";
    if (path[0] == '/') {
        text_add(target, "file://");
    }
    while (strncmp(path, "./", 2) == 0) {
        path += 2;
    }
    for (; *path != '\0'; path++) {
        if (strchr(unreserved, *path) != NULL) {
            text_add_bytes(target, path, 1);
        } else {
            text_addf(target, "%%%02X", (unsigned)(unsigned char)*path);
        }
    }
}

static void add_artifact(json_writer *writer, const char *file)
{
    text uri = {0};
    add_uri(&uri, file);
    json_writer_open_object(writer, "artifactLocation");
    json_writer_text(writer, "uri", text_string(&uri));
    json_writer_close_object(writer);
    writer->out->failed = writer->out->failed || uri.failed;
    text_free(&uri);
}

static void add_message(json_writer *writer, const char *key, const char *message)
{
    json_writer_open_object(writer, key);
    json_writer_text(writer, "text", message);
    json_writer_close_object(writer);
}

static void add_rules(json_writer *writer)
{
    const relcal_lint_code *code;
    json_writer_open_list(writer, "rules");
    for (size_t index = 0; (code = relcal_lint_code_at(index)) != NULL; index++) {
        json_writer_open_object(writer, NULL);
        json_writer_text(writer, "id", code->id);
        add_message(writer, "shortDescription", code->meaning);
        json_writer_open_object(writer, "defaultConfiguration");
        json_writer_text(writer, "level", relcal_severity_name(code->severity));
        json_writer_close_object(writer);
        json_writer_close_object(writer);
    }
    json_writer_close_list(writer);
}

static void add_tool(json_writer *writer)
{
    json_writer_open_object(writer, "tool");
    json_writer_open_object(writer, "driver");
    json_writer_text(writer, "name", "relcal");
    json_writer_text(writer, "version", relcal_library_version());
    add_rules(writer);
    json_writer_close_object(writer);
    json_writer_close_object(writer);
}

static void add_location(json_writer *writer, const relcal_finding *finding)
{
    json_writer_open_list(writer, "locations");
    if (finding->file[0] != '\0') {
        json_writer_open_object(writer, NULL);
        json_writer_open_object(writer, "physicalLocation");
        add_artifact(writer, finding->file);
        if (finding->line > 0) {
            json_writer_open_object(writer, "region");
            json_writer_number(writer, "startLine", finding->line);
            json_writer_number(writer, "startColumn", finding->column);
            json_writer_close_object(writer);
        }
        json_writer_close_object(writer);
        json_writer_close_object(writer);
    }
    json_writer_close_list(writer);
}

static void add_replacement(json_writer *writer, const relcal_finding *finding)
{
    json_writer_open_list(writer, "replacements");
    json_writer_open_object(writer, NULL);
    json_writer_open_object(writer, "deletedRegion");
    json_writer_number(writer, "byteOffset", (int64_t)finding->fix_offset);
    json_writer_number(writer, "byteLength", (int64_t)finding->fix_length);
    json_writer_close_object(writer);
    add_message(writer, "insertedContent", finding->fix);
    json_writer_close_object(writer);
    json_writer_close_list(writer);
}

static void add_fixes(json_writer *writer, const relcal_finding *finding)
{
    if (finding->fix == NULL) {
        return;
    }
    json_writer_open_list(writer, "fixes");
    json_writer_open_object(writer, NULL);
    json_writer_open_list(writer, "artifactChanges");
    json_writer_open_object(writer, NULL);
    add_artifact(writer, finding->file);
    add_replacement(writer, finding);
    json_writer_close_object(writer);
    json_writer_close_list(writer);
    json_writer_close_object(writer);
    json_writer_close_list(writer);
}

static void add_suppression(json_writer *writer, const relcal_finding *finding)
{
    if (finding->known == NULL) {
        return;
    }
    json_writer_open_list(writer, "suppressions");
    json_writer_open_object(writer, NULL);
    json_writer_text(writer, "kind", "inSource");
    json_writer_text(writer, "justification", finding->known);
    json_writer_close_object(writer);
    json_writer_close_list(writer);
}

static int64_t index_of_code(const relcal_lint_code *code)
{
    size_t index = 0;
    while (relcal_lint_code_at(index) != code) {
        index++;
    }
    return (int64_t)index;
}

static void add_result(json_writer *writer, const relcal_finding *finding)
{
    json_writer_open_object(writer, NULL);
    json_writer_text(writer, "ruleId", finding->code->id);
    json_writer_number(writer, "ruleIndex", index_of_code(finding->code));
    json_writer_text(writer, "level", relcal_severity_name(finding->code->severity));
    add_message(writer, "message", finding->message);
    add_location(writer, finding);
    add_fixes(writer, finding);
    add_suppression(writer, finding);
    json_writer_close_object(writer);
}

void lint_report_sarif(const lint_report *report)
{
    json_writer writer = json_writer_start(&report->session->out->body);
    json_writer_open_object(&writer, NULL);
    json_writer_text(&writer, "$schema",
                     "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
                     "sarif-schema-2.1.0.json");
    json_writer_text(&writer, "version", "2.1.0");
    json_writer_open_list(&writer, "runs");
    json_writer_open_object(&writer, NULL);
    add_tool(&writer);
    json_writer_text(&writer, "columnKind", "unicodeCodePoints");
    json_writer_open_list(&writer, "results");
    const relcal_finding *finding;
    for (size_t index = 0; (finding = lint_report_next(report, &index)) != NULL;) {
        add_result(&writer, finding);
    }
    for (size_t index = 0; (finding = relcal_lint_known_at(report->lint, index)) != NULL; index++) {
        add_result(&writer, finding);
    }
    json_writer_close_list(&writer);
    json_writer_close_object(&writer);
    json_writer_close_list(&writer);
    json_writer_close_object(&writer);
    json_writer_end(&writer);
    text_add(&report->session->out->body, "\n");
}

/* ---- GitHub ---- */

/* A message escapes per cent signs and line ends; a property colons and commas too. */
static void add_escaped(text *target, const char *string, const char *escaped)
{
    for (; *string != '\0'; string++) {
        if (strchr(escaped, *string) != NULL) {
            text_addf(target, "%%%02X", (unsigned)(unsigned char)*string);
        } else {
            text_add_bytes(target, string, 1);
        }
    }
}

void lint_report_github(const lint_report *report)
{
    text *body = &report->session->out->body;
    const relcal_finding *finding;
    for (size_t index = 0; (finding = lint_report_next(report, &index)) != NULL;) {
        text_addf(body, "::%s file=", relcal_severity_name(finding->code->severity));
        add_escaped(body, finding->file, "%\r\n:,");
        if (finding->line > 0) {
            text_addf(body, ",line=%u,col=%u", (unsigned)finding->line, (unsigned)finding->column);
        }
        text_addf(body, ",title=%s::", finding->code->id);
        add_escaped(body, finding->message, "%\r\n");
        text_add(body, "\n");
    }
}
