/* relcal import: schedule files out of a calendar, or of what projects publish. */
#include <stdio.h>
#include <string.h>

#include "answer.h"
#include "calendars.h"
#include "command.h"
#include "complain.h"
#include "import_job.h"
#include "nearest.h"

/* ---- calendars ---- */

static int import_calendar(import_job *job)
{
    const char *const *values = job->session->options->value;
    int opened = session_open(job->session);
    if (opened != EXIT_YES) {
        return opened;
    }
    relcal_import_options options = {
        .base = job->session->catalog,
        .pattern = values[OPTION_PATTERN],
        .project = values[OPTION_PROJECT],
        .file = job->path,
        .report = import_keep_unknown,
        .report_context = job,
    };
    relcal_error error = {0};
    if (!calendars_load(&job->library)) {
        return EXIT_SYSTEM;
    }
    relcal_status status = job->library.calendar_import(&job->calendar, text_string(&job->source),
                                                        job->source.length, &options, &error);
    if (status != RELCAL_OK) {
        import_tell_unknown(job);
        return import_complain(status, &error);
    }
    return EXIT_YES;
}

/* Whether a source that is no schedule is to be read as a calendar: it is one, or is empty, or
 * there is a pattern for one. */
static bool is_calendar(const import_job *job)
{
    const char *start = text_string(&job->source);
    const char *mark = "\xEF\xBB\xBF";
    start += strncmp(start, mark, strlen(mark)) == 0 ? strlen(mark) : 0;
    start += strspn(start, " \t\r\n");
    return *start == '\0' || strncmp(start, "BEGIN:", strlen("BEGIN:")) == 0 ||
           job->session->options->value[OPTION_PATTERN] != NULL;
}

static int complain_about_format(const import_job *job)
{
    text message = {0};
    text_add_printable(&message, job->path, QUOTED_BYTES);
    text_add(&message, ": the format is not recognised; say which it is with --format\n");
    (void)fputs(text_string(&message), stderr);
    text_free(&message);
    return EXIT_DATA;
}

static int import_file(import_job *job)
{
    int status = import_read_file(&job->source, job->path, RELCAL_MAX_CALENDAR_BYTES, NULL);
    if (status != EXIT_YES) {
        return status;
    }
    bool has_pattern = job->session->options->value[OPTION_PATTERN] != NULL;
    bool is_schedule = job->format != RELCAL_IMPORT_ANY ||
                       (!job->is_calendar && !has_pattern &&
                        relcal_import_recognise(text_string(&job->source), job->source.length) !=
                            RELCAL_IMPORT_ANY);
    if (!is_schedule) {
        return job->is_calendar || is_calendar(job) ? import_calendar(job)
                                                    : complain_about_format(job);
    }
    status = session_open(job->session);
    return status == EXIT_YES ? import_schedule(job) : status;
}

/* ---- the answer ---- */

static void answer_files(const import_job *job, json_writer *writer)
{
    bool is_written = job->session->options->value[OPTION_DIRECTORY] != NULL;
    made_file file;
    json_writer_open_list(writer, "files");
    for (size_t index = 0; import_file_at(job, index, &file); index++) {
        json_writer_open_object(writer, NULL);
        json_writer_text(writer, "file", file.name);
        json_writer_number(writer, "bytes", (int64_t)file.length);
        if (!is_written) {
            json_writer_text(writer, "text", file.text);
        }
        json_writer_close_object(writer);
    }
    json_writer_close_list(writer);
}

static void answer(const import_job *job)
{
    unknown_part part;
    size_t place = 0;
    json_writer writer = answer_open(job->session);
    answer_files(job, &writer);
    json_writer_open_list(&writer, "not_understood");
    while (import_next_unknown(job, &place, &part)) {
        json_writer_open_object(&writer, NULL);
        if (part.file[0] != '\0' && strcmp(part.file, job->path) != 0) {
            json_writer_text(&writer, "file", part.file);
        }
        json_writer_number(&writer, "line", (int64_t)part.line);
        if (part.column > 0) {
            json_writer_number(&writer, "column", (int64_t)part.column);
        }
        json_writer_text(&writer, "reason", part.reason);
        json_writer_close_object(&writer);
    }
    json_writer_close_list(&writer);
    answer_close(&writer);
}

static void tell_files(const import_job *job)
{
    text *body = &job->session->out->body;
    made_file file;
    for (size_t index = 0; import_file_at(job, index, &file); index++) {
        text_addf(body, "# %s\n", file.name);
        text_add_bytes(body, file.text, file.length);
    }
}

static int check_names(const import_job *job)
{
    made_file file;
    for (size_t index = 0; import_file_at(job, index, &file); index++) {
        if (!import_is_safe_name(file.name)) {
            complain("%s is no name of a schedule file", file.name);
            return EXIT_DATA;
        }
    }
    return EXIT_YES;
}

static int give_files(import_job *job)
{
    const char *const *values = job->session->options->value;
    bool is_json = values[OPTION_JSON] != NULL;
    int status = values[OPTION_DIRECTORY] != NULL ? import_write_files(job) : EXIT_YES;
    if (!is_json || status != EXIT_YES) {
        import_tell_unknown(job);
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

/* ---- the whole ---- */

/* The names of the formats. */
static const char *format_at(const void *context, size_t index)
{
    (void)context;
    const char *name = relcal_import_format_name((relcal_import_format)(index + 1));
    bool is_last = index > 0 && name[0] == '\0' &&
                   relcal_import_format_name((relcal_import_format)index)[0] != '\0';
    return name[0] != '\0' ? name : is_last ? "ics" : NULL;
}

/* Reads --format; EXIT_USAGE after a complaint. */
static int read_format(import_job *job)
{
    const char *wanted = job->session->options->value[OPTION_IMPORT_FORMAT];
    const char *name = NULL;
    size_t index = 0;
    if (wanted == NULL) {
        return EXIT_YES;
    }
    while ((name = format_at(NULL, index)) != NULL && strcmp(name, wanted) != 0) {
        index++;
    }
    if (name == NULL) {
        text message = {0};
        text_add(&message, "--format: unknown format '");
        text_add_printable(&message, wanted, QUOTED_BYTES);
        text_add(&message, "'");
        nearest_add_hint(&message, wanted, (name_list){format_at, NULL, ""});
        complain_text(&message);
        return EXIT_USAGE;
    }
    job->is_calendar = strcmp(name, "ics") == 0;
    job->format = job->is_calendar ? RELCAL_IMPORT_ANY : (relcal_import_format)(index + 1);
    return EXIT_YES;
}

static int check_options(import_job *job)
{
    const char *const *values = job->session->options->value;
    if (values[OPTION_FORCE] != NULL && values[OPTION_DIRECTORY] == NULL) {
        complain("--force goes with --directory DIR");
        return EXIT_USAGE;
    }
    int status = read_format(job);
    if (status == EXIT_YES && values[OPTION_GIT] != NULL &&
        (values[OPTION_PATTERN] != NULL || job->is_calendar)) {
        complain("--git reads no calendars");
        return EXIT_USAGE;
    }
    return status;
}

static int make_files(import_job *job)
{
    if (job->session->options->value[OPTION_GIT] == NULL) {
        return import_file(job);
    }
    int status = session_open(job->session);
    return status == EXIT_YES ? import_git(job) : status;
}

static int run(cli_session *session)
{
    import_job job = {.session = session, .path = session->operands[0]};
    int status = check_options(&job);
    status = status == EXIT_YES ? make_files(&job) : status;
    status = status == EXIT_YES ? check_names(&job) : status;
    status = status == EXIT_YES ? give_files(&job) : status;
    if (job.calendar != NULL) {
        job.library.import_free(job.calendar);
    }
    relcal_intake_free(job.intake);
    text_free(&job.source);
    text_free(&job.unknown);
    session_close(session);
    return status;
}

const cli_command command_import = {
    .name = "import",
    .usage = "FILE",
    .summary = "schedule files out of calendars, PEPs, JSON and CSV",
    .description =
        "Makes schedule files of what projects publish: calendars, PEPs, JSON, CSV, and tables of\n"
        "several kinds. Prints them, each after a line with its name, or writes them with\n"
        "--directory. What is not understood or wrong is listed, and the answer is then no.\n"
        "A single dash for FILE is standard input.\n",
    .kinds = {OPERAND_FILE},
    .operands_min = 1,
    .options = OPTION_BIT(OPTION_PATTERN) | OPTION_BIT(OPTION_PROJECT) |
               OPTION_BIT(OPTION_DIRECTORY) | OPTION_BIT(OPTION_FORCE) |
               OPTION_BIT(OPTION_IMPORT_FORMAT) | OPTION_BIT(OPTION_GIT) |
               OPTION_BIT(OPTION_IMPORT_SERIES) | OPTION_BIT(OPTION_DATA),
    .run = run,
};
