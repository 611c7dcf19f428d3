/* What relcal import reads and writes: sources, faults, and files that take the place of others. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "complain.h"
#include "fault.h"
#include "import_job.h"
#include "input.h"
#include "replace.h"

/* How much is read at a time. */
#define PIECE_BYTES 65536

/* ---- reading ---- */

/* Reads all of a stream, or just more than the limit; 0 or an errno. Of what is seen in the first
 * piece to be a schedule no more is read than an intake takes. */
static int read_stream(text *out, FILE *stream, size_t limit)
{
    char piece[PIECE_BYTES];
    size_t length;
    errno = 0;
    while (out->length <= limit && !out->failed &&
           (length = fread(piece, 1, sizeof piece, stream)) > 0) {
        text_add_bytes(out, piece, length);
        if (limit > RELCAL_MAX_IMPORT_BYTES && out->length == length &&
            relcal_import_recognise(text_string(out), out->length) != RELCAL_IMPORT_ANY) {
            limit = RELCAL_MAX_IMPORT_BYTES;
        }
    }
    if (out->failed) {
        return ENOMEM;
    }
    return ferror(stream) ? (errno != 0 ? errno : EIO) : 0;
}

int import_read_file(text *out, const char *path, size_t limit, bool *is_there)
{
    bool is_standard_input = is_there == NULL && strcmp(path, "-") == 0;
    FILE *stream = is_standard_input ? stdin : fopen(path, "rbe");
    if (is_there != NULL) {
        *is_there = stream != NULL;
        if (stream == NULL && (errno == ENOENT || errno == ENOTDIR)) {
            return EXIT_YES;
        }
    }
    if (stream == NULL) {
        return complain_about_reading(path, errno);
    }
    int failure = read_stream(out, stream, limit);
    if (!is_standard_input) {
        (void)fclose(stream);
    }
    return failure != 0 ? complain_about_reading(path, failure) : EXIT_YES;
}

/* ---- what was not understood ---- */

void import_keep_unknown(void *context, const relcal_error *fault)
{
    import_job *job = context;
    text_addf(&job->unknown, "%u %u %s", (unsigned)fault->line, (unsigned)fault->column,
              fault->file);
    text_add_bytes(&job->unknown, "", 1);
    text_add(&job->unknown, fault->message);
    text_add_bytes(&job->unknown, "", 1);
}

bool import_next_unknown(const import_job *job, size_t *place, unknown_part *out)
{
    if (*place >= job->unknown.length) {
        return false;
    }
    char *rest;
    const char *record = job->unknown.bytes + *place;
    out->line = strtoul(record, &rest, 10);
    out->column = strtoul(rest, &rest, 10);
    out->file = rest + 1;
    out->reason = out->file + strlen(out->file) + 1;
    *place = (size_t)(out->reason - job->unknown.bytes) + strlen(out->reason) + 1;
    return true;
}

void import_tell_unknown(const import_job *job)
{
    text lines = {0};
    unknown_part part;
    size_t place = 0;
    while (import_next_unknown(job, &place, &part)) {
        text_add_printable(&lines, part.file[0] != '\0' ? part.file : job->path,
                           RELCAL_ERROR_FILE_BYTES);
        if (part.line > 0) {
            text_addf(&lines, ":%lu", part.line);
        }
        if (part.line > 0 && part.column > 0) {
            text_addf(&lines, ":%lu", part.column);
        }
        text_add(&lines, ": ");
        text_add_printable(&lines, part.reason, RELCAL_ERROR_MESSAGE_BYTES);
        text_add(&lines, "\n");
    }
    (void)fputs(text_string(&lines), stderr);
    text_free(&lines);
}

int import_complain(relcal_status status, const relcal_error *error)
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

/* ---- the files ---- */

bool import_file_at(const import_job *job, size_t index, made_file *out)
{
    if (job->intake != NULL) {
        const relcal_intake_file *file = relcal_intake_file_at(job->intake, index);
        if (file != NULL) {
            *out = (made_file){file->name, file->text, file->length, file->is_unchanged};
        }
        return file != NULL;
    }
    const relcal_import_file *file = job->library.import_file_at(job->calendar, index);
    if (file != NULL) {
        *out = (made_file){file->name, file->text, file->length, false};
    }
    return file != NULL;
}

bool import_is_safe_name(const char *name)
{
    const char *slash = strchr(name, '/');
    return slash != NULL && slash > name && name[0] != '.' && slash[1] != '.' && slash[1] != '\0' &&
           strchr(slash + 1, '/') == NULL;
}

/* What is at the place of a file. */
typedef enum occupant { OCCUPANT_NONE, OCCUPANT_SAME, OCCUPANT_OTHER } occupant;

static int look_at_place(occupant *out, const made_file *file, const char *path)
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
    bool is_same = comparison_finish(&compared) || file->is_unchanged;
    *out = !is_there ? OCCUPANT_NONE : is_same ? OCCUPANT_SAME : OCCUPANT_OTHER;
    return EXIT_YES;
}

/* Puts the path of a file together; EXIT_SYSTEM, after a complaint, where memory runs out. */
static int put_path(text *path, const import_job *job, const made_file *file)
{
    text_clear(path);
    text_addf(path, "%s/%s", job->session->options->value[OPTION_DIRECTORY], file->name);
    if (path->failed) {
        complain("out of memory");
    }
    return path->failed ? EXIT_SYSTEM : EXIT_YES;
}

/* Whether a YAML text has a comment: a number sign at the start of a word outside of quotes. */
static bool has_comments(const char *yaml)
{
    char quote = '\0';
    for (char before = '\n'; *yaml != '\0'; before = *yaml++) {
        if (quote != '\0') {
            yaml += quote == '"' && *yaml == '\\' && yaml[1] != '\0';
            quote = *yaml == quote ? '\0' : quote;
        } else if (*yaml == '#' && strchr(" \t\r\n", before) != NULL) {
            return true;
        } else if ((*yaml == '"' || *yaml == '\'') && strchr(" \t\r\n{[,:-", before) != NULL) {
            quote = *yaml;
        }
    }
    return false;
}

/* Whether replacing a file loses something. What was laid over it loses comments alone. */
static int is_loss(const import_job *job, const char *path, bool *out)
{
    text there = {0};
    bool is_there = false;
    int status = EXIT_YES;
    *out = true;
    if (import_is_merged(job)) {
        status = import_read_file(&there, path, RELCAL_MAX_IMPORT_BYTES, &is_there);
        *out = has_comments(text_string(&there));
    }
    text_free(&there);
    return status;
}

static void complain_about_loss(const import_job *job, const char *path)
{
    text message = {0};
    text_add_printable(&message, path, QUOTED_BYTES);
    text_add(&message, import_is_merged(job)
                           ? " has comments, which would be lost; nothing is written without "
                             "--force"
                           : " is there and differs; nothing is written without --force");
    complain_text(&message);
}

/* EXIT_NO, after naming them, where files that differ are in the way. */
static int look_for_others(const import_job *job)
{
    bool is_forced = job->session->options->value[OPTION_FORCE] != NULL;
    text path = {0};
    int result = EXIT_YES;
    made_file file;
    for (size_t index = 0; import_file_at(job, index, &file); index++) {
        occupant found = OCCUPANT_NONE;
        bool is_lost = false;
        int status = put_path(&path, job, &file);
        status = status == EXIT_YES ? look_at_place(&found, &file, text_string(&path)) : status;
        if (status == EXIT_YES && found == OCCUPANT_OTHER && !is_forced) {
            status = is_loss(job, text_string(&path), &is_lost);
        }
        if (status != EXIT_YES) {
            result = status;
            break;
        }
        if (is_lost) {
            complain_about_loss(job, text_string(&path));
            result = EXIT_NO;
        }
    }
    text_free(&path);
    return result;
}

/* Writes a file and the folder that it is in, unless the same is there. */
static int write_file(const import_job *job, const made_file *file, const char *path)
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

int import_write_files(const import_job *job)
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
    made_file file;
    for (size_t index = 0; status == EXIT_YES && import_file_at(job, index, &file); index++) {
        status = put_path(&path, job, &file);
        status = status == EXIT_YES ? write_file(job, &file, text_string(&path)) : status;
    }
    text_free(&path);
    return status;
}
