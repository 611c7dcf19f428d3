/*
 * Whoever edits a file holds a lock on it, which the system takes back from a process that dies.
 * The new file is written beside the old one, to the disk, and renamed: at any moment one of them
 * is whole. A lock that was waited for belongs to a file that may be gone by then; it is not waited
 * for.
 */
#define _DEFAULT_SOURCE
#include "edit_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "answer.h"
#include "complain.h"
#include "fault.h"
#include "line_diff.h"
#include "relcal/lint.h"
#include "replace.h"

/* ---- the lock ---- */

static bool is_same_file(int file, const char *path)
{
    struct stat opened;
    struct stat there;
    return fstat(file, &opened) == 0 && stat(path, &there) == 0 && opened.st_dev == there.st_dev &&
           opened.st_ino == there.st_ino;
}

static int complain_about_path(const char *path, const char *what)
{
    text message = {0};
    text_add_printable(&message, path, QUOTED_BYTES);
    text_addf(&message, ": %s", what);
    complain_text(&message);
    return EXIT_SYSTEM;
}

static int take_lock(file_edit *edit)
{
    bool is_dry = edit->session->options->value[OPTION_DRY_RUN] != NULL;
    edit->lock = open(edit->path, (is_dry ? O_RDONLY : O_RDWR) | O_CLOEXEC);
    if (edit->lock < 0) {
        return complain_about_path(edit->path, strerror(errno));
    }
    if (!file_is_replaceable(edit->path)) {
        return complain_about_path(edit->path, "no file that can be edited");
    }
    if (flock(edit->lock, LOCK_EX | LOCK_NB) != 0 || !is_same_file(edit->lock, edit->path)) {
        return complain_about_path(edit->path, "somebody else is editing it; try again");
    }
    return EXIT_YES;
}

int edit_file_open(file_edit *out, cli_session *session)
{
    *out = (file_edit){.session = session, .path = session->operands[0], .lock = -1};
    out->edits = calloc(EDITS_MAX, sizeof *out->edits);
    if (out->edits == NULL) {
        complain("out of memory");
        return EXIT_SYSTEM;
    }
    int status = take_lock(out);
    return status == EXIT_YES ? schedule_file_read(&out->file, session, out->path) : status;
}

void edit_file_close(file_edit *edit)
{
    schedule_file_free(&edit->file);
    free(edit->edits);
    if (edit->lock >= 0) {
        (void)close(edit->lock);
    }
}

/* ---- the changes ---- */

void edit_file_add(file_edit *edit, relcal_edit_kind kind, const char *milestone,
                   const relcal_when *when)
{
    if (edit->count < EDITS_MAX) {
        bool is_first = edit->count == 0;
        edit->edits[edit->count++] = (relcal_edit){
            .kind = kind,
            .milestone = milestone,
            .when = when == NULL ? relcal_when_day(RELCAL_DATE_NONE) : *when,
            .on = edit->session->date,
            .note = is_first ? edit->session->options->value[OPTION_NOTE] : NULL,
        };
    }
}

bool edit_file_read_when(const cli_session *session, size_t operand, relcal_when *out)
{
    const char *value = session->operands[operand];
    relcal_error error;
    if (relcal_when_parse(out, value, strlen(value), &error) != RELCAL_OK) {
        complain("%s", error.message);
        return false;
    }
    return true;
}

/* Looks for what a load does not mind: errors keep the file as it is, warnings are told. */
static int look(const file_edit *edit, const char *now, size_t length)
{
    text beside = {0};
    const char *name = text_string(&edit->file.name);
    text_add_bytes(&beside, name, (size_t)(strrchr(name, '/') + 1 - name));
    text_add(&beside, "project.yaml");
    relcal_source sources[] = {
        {text_string(&beside), text_string(&edit->file.project), edit->file.project.length},
        {name, now, length},
    };
    relcal_lint *lint = NULL;
    relcal_error error = {0};
    text told = {0};
    relcal_status status = relcal_lint_sources(&lint, relcal_catalog_builtin(), sources, 2, NULL,
                                               &error);
    const relcal_finding *finding;
    size_t errors = 0;
    for (size_t index = 0;
         status == RELCAL_OK && (finding = relcal_lint_finding_at(lint, index)) != NULL; index++) {
        bool is_error = finding->code->severity == RELCAL_SEVERITY_ERROR;
        if (strcmp(finding->file, name) == 0 && is_error) {
            text_add_printable(&told, finding->file, RELCAL_ERROR_FILE_BYTES);
            text_addf(&told, ":%u:%u: ", (unsigned)finding->line, (unsigned)finding->column);
            text_add_printable(&told, finding->message, RELCAL_ERROR_MESSAGE_BYTES);
            text_addf(&told, " [%s]\n", finding->code->id);
            errors++;
        }
    }
    relcal_lint_free(lint);
    (void)fputs(text_string(&told), stderr);
    text_free(&told);
    text_free(&beside);
    if (status != RELCAL_OK) {
        complain("%s", error.message);
        return EXIT_SYSTEM;
    }
    if (errors > 0) {
        complain("the plan would be faulty so; the file stays as it is");
        return EXIT_DATA;
    }
    return EXIT_YES;
}

static int replace(const file_edit *edit, const char *now, size_t length)
{
    replacement made;
    replacement_open(&made, edit->path);
    bool is_good = replacement_add(&made, now, length);
    int failure = replacement_finish(&made, is_good);
    if (failure != 0) {
        complain_about_writing(edit->path, failure);
        return EXIT_SYSTEM;
    }
    return EXIT_YES;
}

static const char *kind_name(relcal_edit_kind kind)
{
    static const char *const names[] = {"moved", "released", "withdrawn", "added"};
    return names[kind];
}

static void answer(const file_edit *edit)
{
    json_writer writer = answer_open(edit->session);
    json_writer_text(&writer, "file", edit->path);
    json_writer_text(&writer, "series", relcal_series_id(edit->file.only));
    answer_day(&writer, "on", edit->session->date);
    json_writer_open_list(&writer, "changes");
    for (size_t index = 0; index < edit->count; index++) {
        const relcal_edit *change = &edit->edits[index];
        const relcal_milestone *milestone = relcal_series_milestone(edit->file.only,
                                                                    change->milestone);
        relcal_entry before;
        bool was_there = relcal_plan_entry(relcal_series_plan(edit->file.only, RELCAL_LATEST),
                                           milestone, &before);
        json_writer_open_object(&writer, NULL);
        json_writer_text(&writer, "change", kind_name(change->kind));
        json_writer_text(&writer, "milestone",
                         milestone != NULL ? relcal_milestone_id(milestone) : change->milestone);
        if (was_there) {
            answer_when(&writer, "from", &before.when);
        } else {
            json_writer_null(&writer, "from");
        }
        if (change->kind == RELCAL_EDIT_WITHDRAW) {
            json_writer_null(&writer, "to");
        } else {
            answer_when(&writer, "to", &change->when);
        }
        json_writer_close_object(&writer);
    }
    json_writer_close_list(&writer);
    json_writer_boolean(&writer, "dry_run", edit->session->options->value[OPTION_DRY_RUN] != NULL);
    answer_close(&writer);
}

/* Shows the lines that changed, or the changes as JSON. */
static void tell(const file_edit *edit, const char *now, size_t length)
{
    if (edit->session->options->value[OPTION_JSON] != NULL) {
        answer(edit);
        return;
    }
    line_diff_add(&edit->session->out->body, edit->path, text_string(&edit->file.series),
                  edit->file.series.length, now, length);
}

int edit_file_finish(file_edit *edit)
{
    char *now = NULL;
    size_t length = 0;
    relcal_error error = {0};
    relcal_status status = relcal_series_edit(
        relcal_series_project(edit->file.only), text_string(&edit->file.name),
        text_string(&edit->file.series), edit->file.series.length, edit->edits, edit->count, &now,
        &length, &error);
    if (status != RELCAL_OK) {
        text fault = {0};
        fault_add(&fault, &error);
        (void)fputs(text_string(&fault), stderr);
        text_free(&fault);
        return status == RELCAL_ERROR_NOT_FOUND ? EXIT_USAGE
               : status == RELCAL_ERROR_MEMORY  ? EXIT_SYSTEM
                                                : EXIT_DATA;
    }
    int exit_status = look(edit, now, length);
    if (exit_status == EXIT_YES && edit->session->options->value[OPTION_DRY_RUN] == NULL) {
        exit_status = replace(edit, now, length);
    }
    if (exit_status == EXIT_YES) {
        tell(edit, now, length);
    }
    free(now);
    return exit_status;
}
