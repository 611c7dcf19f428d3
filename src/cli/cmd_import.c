/* relcal import: schedule files out of a calendar. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "answer.h"
#include "calendars.h"
#include "command.h"
#include "complain.h"
#include "fault.h"
#include "input.h"
#include "replace.h"

/* A calendar and what became of it. */
typedef struct import_job {
    cli_session *session;
    calendar_functions library;
    const char *path; /* of the calendar; "-" for standard input */
    text calendar;
    relcal_import *made;
    text unknown; /* of each event that was not understood: LINE, a space, the reason, a NUL */
} import_job;

/* ---- What was not understood ---- */

static void keep_unknown(void *context, const relcal_error *fault)
{
    import_job *job = context;
    text_addf(&job->unknown, "%u %s", (unsigned)fault->line, fault->message);
    text_add_bytes(&job->unknown, "", 1);
}

/* Gives the line and reason that stand at `*place`, and moves on; NULL at the end. */
static const char *next_unknown(const import_job *job, size_t *place, unsigned long *line)
{
    if (*place >= job->unknown.length) {
        return NULL;
    }
    char *reason;
    const char *record = job->unknown.bytes + *place;
    *line = strtoul(record, &reason, 10);
    *place += strlen(record) + 1;
    return reason + 1;
}

static void tell_unknown(const import_job *job)
{
    text lines = {0};
    unsigned long line;
    size_t place = 0;
    for (const char *reason; (reason = next_unknown(job, &place, &line)) != NULL;) {
        text_add_printable(&lines, job->path, RELCAL_ERROR_FILE_BYTES);
        text_addf(&lines, ":%lu: ", line);
        text_add_printable(&lines, reason, RELCAL_ERROR_MESSAGE_BYTES);
        text_add(&lines, "\n");
    }
    (void)fputs(text_string(&lines), stderr);
    text_free(&lines);
}

/* ---- The files ---- */

static const relcal_import_file *file_at(const import_job *job, size_t index)
{
    return job->library.import_file_at(job->made, index);
}

/* Whether a name is a folder and a file in it, none of which leads elsewhere. */
static bool is_safe_name(const char *name)
{
    const char *slash = strchr(name, '/');
    return slash != NULL && slash > name && name[0] != '.' && slash[1] != '.' && slash[1] != '\0' &&
           strchr(slash + 1, '/') == NULL;
}

static void answer(const import_job *job)
{
    bool is_written = job->session->options->value[OPTION_DIRECTORY] != NULL;
    json_writer writer = answer_open(job->session);
    json_writer_open_list(&writer, "files");
    const relcal_import_file *file;
    for (size_t index = 0; (file = file_at(job, index)) != NULL; index++) {
        json_writer_open_object(&writer, NULL);
        json_writer_text(&writer, "file", file->name);
        json_writer_number(&writer, "bytes", (int64_t)file->length);
        if (!is_written) {
            json_writer_text(&writer, "text", file->text);
        }
        json_writer_close_object(&writer);
    }
    json_writer_close_list(&writer);
    json_writer_open_list(&writer, "not_understood");
    unsigned long line;
    size_t place = 0;
    for (const char *reason; (reason = next_unknown(job, &place, &line)) != NULL;) {
        json_writer_open_object(&writer, NULL);
        json_writer_number(&writer, "line", (int64_t)line);
        json_writer_text(&writer, "reason", reason);
        json_writer_close_object(&writer);
    }
    json_writer_close_list(&writer);
    answer_close(&writer);
}

static void tell_files(const import_job *job)
{
    text *body = &job->session->out->body;
    const relcal_import_file *file;
    for (size_t index = 0; (file = file_at(job, index)) != NULL; index++) {
        text_addf(body, "# %s\n", file->name);
        text_add_bytes(body, file->text, file->length);
    }
}

/* What is at the place of a file. */
typedef enum occupant { OCCUPANT_NONE, OCCUPANT_SAME, OCCUPANT_OTHER } occupant;

static int look_at_place(occupant *out, const relcal_import_file *file, const char *path)
{
    if (!file_is_replaceable(path)) {
        complain_about_writing(path, EEXIST);
        return EXIT_SYSTEM;
    }
    comparison compared;
    int failure = comparison_open(&compared, path);
    if (failure != 0) {
        return complain_about_reading(path, failure);
    }
    bool is_there = compared.file != NULL;
    (void)comparison_add(&compared, file->text, file->length);
    bool is_same = comparison_finish(&compared);
    *out = !is_there ? OCCUPANT_NONE : is_same ? OCCUPANT_SAME : OCCUPANT_OTHER;
    return EXIT_YES;
}

/* Puts the path of a file together; EXIT_SYSTEM, after a complaint, where memory runs out. */
static int put_path(text *path, const import_job *job, const relcal_import_file *file)
{
    text_clear(path);
    text_addf(path, "%s/%s", job->session->options->value[OPTION_DIRECTORY], file->name);
    if (path->failed) {
        complain("out of memory");
    }
    return path->failed ? EXIT_SYSTEM : EXIT_YES;
}

/* EXIT_NO, after naming them, where files that differ are in the way. */
static int look_for_others(const import_job *job)
{
    bool is_forced = job->session->options->value[OPTION_FORCE] != NULL;
    text path = {0};
    int result = EXIT_YES;
    const relcal_import_file *file;
    for (size_t index = 0; (file = file_at(job, index)) != NULL; index++) {
        occupant found = OCCUPANT_NONE;
        int status = put_path(&path, job, file);
        status = status == EXIT_YES ? look_at_place(&found, file, text_string(&path)) : status;
        if (status != EXIT_YES) {
            result = status;
            break;
        }
        if (found == OCCUPANT_OTHER && !is_forced) {
            text message = {0};
            text_add_printable(&message, text_string(&path), QUOTED_BYTES);
            text_add(&message, " is there and differs; nothing is written without --force");
            complain_text(&message);
            result = EXIT_NO;
        }
    }
    text_free(&path);
    return result;
}

/* Writes a file and the folder that it is in, unless the same is there. */
static int write_file(const import_job *job, const relcal_import_file *file, const char *path)
{
    occupant found = OCCUPANT_NONE;
    int status = look_at_place(&found, file, path);
    if (status != EXIT_YES || found == OCCUPANT_SAME) {
        return status;
    }
    text folder = {0};
    text_add_bytes(&folder, path, (size_t)(strrchr(path, '/') - path));
    int failure = folder.failed ? ENOMEM : folder_make(text_string(&folder));
    text_free(&folder);
    if (failure == 0) {
        replacement made;
        replacement_open(&made, path);
        (void)replacement_add(&made, file->text, file->length);
        failure = replacement_finish(&made, true);
    }
    if (failure != 0) {
        complain_about_writing(path, failure);
        return EXIT_SYSTEM;
    }
    text_addf(&job->session->out->body, "%s\n", file->name);
    return EXIT_YES;
}

static int write_files(const import_job *job)
{
    const char *folder = job->session->options->value[OPTION_DIRECTORY];
    int status = look_for_others(job);
    if (status != EXIT_YES) {
        return status;
    }
    int failure = folder_make(folder);
    if (failure != 0) {
        complain_about_writing(folder, failure);
        return EXIT_SYSTEM;
    }
    text path = {0};
    const relcal_import_file *file;
    for (size_t index = 0; status == EXIT_YES && (file = file_at(job, index)) != NULL; index++) {
        status = put_path(&path, job, file);
        status = status == EXIT_YES ? write_file(job, file, text_string(&path)) : status;
    }
    text_free(&path);
    return status;
}

/* ---- The whole ---- */

static int complain_about_calendar(relcal_status status, const relcal_error *error)
{
    if (status == RELCAL_ERROR_MEMORY) {
        complain("out of memory");
        return EXIT_SYSTEM;
    }
    if (status == RELCAL_ERROR_ARGUMENT) {
        complain("%s", error->message);
        return EXIT_USAGE;
    }
    text fault = {0};
    fault_add(&fault, error);
    (void)fputs(text_string(&fault), stderr);
    text_free(&fault);
    return EXIT_DATA;
}

static int make_files(import_job *job)
{
    const char *const *values = job->session->options->value;
    relcal_import_options options = {
        .pattern = values[OPTION_PATTERN],
        .project = values[OPTION_PROJECT],
        .file = job->path,
        .report = keep_unknown,
        .report_context = job,
    };
    relcal_error error = {0};
    relcal_status status = job->library.calendar_import(&job->made, text_string(&job->calendar),
                                                        job->calendar.length, &options, &error);
    if (status != RELCAL_OK) {
        tell_unknown(job);
        return complain_about_calendar(status, &error);
    }
    const relcal_import_file *file;
    for (size_t index = 0; (file = file_at(job, index)) != NULL; index++) {
        if (!is_safe_name(file->name)) {
            complain("%s is no name of a schedule file", file->name);
            return EXIT_DATA;
        }
    }
    return EXIT_YES;
}

static int give_files(import_job *job)
{
    const char *const *values = job->session->options->value;
    bool is_json = values[OPTION_JSON] != NULL;
    int status = values[OPTION_DIRECTORY] != NULL ? write_files(job) : EXIT_YES;
    if (!is_json || status != EXIT_YES) {
        tell_unknown(job);
    }
    if (status != EXIT_YES) {
        return status;
    }
    if (is_json) {
        text_clear(&job->session->out->body);
        answer(job);
    } else if (values[OPTION_DIRECTORY] == NULL) {
        tell_files(job);
    }
    job->session->out->body.failed = job->session->out->body.failed || job->unknown.failed;
    return job->unknown.length > 0 ? EXIT_NO : EXIT_YES;
}

static int run(cli_session *session)
{
    import_job job = {.session = session, .path = session->operands[0]};
    if (session->options->value[OPTION_FORCE] != NULL &&
        session->options->value[OPTION_DIRECTORY] == NULL) {
        complain("--force goes with --directory DIR");
        return EXIT_USAGE;
    }
    if (!calendars_load(&job.library)) {
        return EXIT_SYSTEM;
    }
    int status = input_read(&job.calendar, job.path, RELCAL_MAX_CALENDAR_BYTES);
    status = status == EXIT_YES ? make_files(&job) : status;
    status = status == EXIT_YES ? give_files(&job) : status;
    job.library.import_free(job.made);
    text_free(&job.calendar);
    text_free(&job.unknown);
    return status;
}

const cli_command command_import = {
    .name = "import",
    .usage = "FILE",
    .summary = "schedule files out of a calendar",
    .description =
        "Makes schedule files of a calendar: of relcal, of the Python peps, of Fedora, or of "
        "others\n"
        "by a pattern. Prints them, each after a line with its name, or writes them with\n"
        "--directory. Events that are not understood are listed, and the answer is then no. A\n"
        "single dash for the file is standard input.\n",
    .kinds = {OPERAND_FILE},
    .operands_min = 1,
    .options = OPTION_BIT(OPTION_PATTERN) | OPTION_BIT(OPTION_PROJECT) |
               OPTION_BIT(OPTION_DIRECTORY) | OPTION_BIT(OPTION_FORCE),
    .examples = {{"import releases.ics --directory schedules", "files to be read with --data"},
                 {"import tool.ics --project tool --pattern 'Tool {series} {milestone}'",
                  "a calendar that relcal does not know"}},
    .run = run,
};
