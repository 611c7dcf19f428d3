/*
 * relcal import --git: every revision of a file, as git has them. Two runs of git, without a shell:
 * one lists the commits and the blobs, following renames; the other hands out the blobs, one at a
 * time. What is held in memory is the list, and one revision.
 */
#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "complain.h"
#include "import_job.h"

/* The most commits that are listed, and the longest name of one: SHA-256 in hexadecimal. */
#define REVISIONS_MAX 65536
#define NAME_BYTES 65
#define TOKEN_BYTES 4096
/* How much of a commit's name messages show. */
#define SHORT_NAME 10

typedef struct git_revision {
    relcal_date day; /* of the committer, in UTC */
    size_t order;    /* in the list of git, newest first */
    char commit[NAME_BYTES];
    char blob[NAME_BYTES];
} git_revision;

typedef struct git_history {
    git_revision *revisions;
    size_t count;
    size_t capacity;
} git_history;

/* A run of git. */
typedef struct git_run {
    pid_t child;
    FILE *to;   /* its standard input, or NULL */
    FILE *from; /* its standard output */
} git_run;

/* ---- running git ---- */

static void run_child(const char *const *arguments, int input, int output)
{
    if ((input >= 0 && dup2(input, STDIN_FILENO) < 0) || dup2(output, STDOUT_FILENO) < 0) {
        _exit(127);
    }
    for (int file = 3; file < 64; file++) {
        (void)close(file);
    }
    (void)execvp("git", (char *const *)(uintptr_t)arguments);
    static const char message[] = "relcal: cannot run git; install it\n";
    ssize_t written = write(STDERR_FILENO, message, sizeof message - 1);
    _exit(written < 0 ? 126 : 127);
}

static void close_pair(const int pair[2])
{
    if (pair[0] >= 0) {
        (void)close(pair[0]);
        (void)close(pair[1]);
    }
}

/* Starts git; false after a complaint. */
static bool start_git(git_run *run, const char *const *arguments, bool has_input)
{
    int input[2] = {-1, -1};
    int output[2] = {-1, -1};
    *run = (git_run){.child = -1};
    if ((has_input && pipe(input) != 0) || pipe(output) != 0 || (run->child = fork()) < 0) {
        complain("cannot run git: %s", strerror(errno));
        close_pair(input);
        close_pair(output);
        return false;
    }
    if (run->child == 0) {
        run_child(arguments, input[0], output[1]);
    }
    (void)close(output[1]);
    run->from = fdopen(output[0], "rb");
    if (has_input) {
        (void)close(input[0]);
        run->to = fdopen(input[1], "wb");
    }
    return true;
}

/* Waits for git; false where it failed, which it told on standard error itself. */
static bool end_git(git_run *run)
{
    int status = 0;
    if (run->to != NULL) {
        (void)fclose(run->to);
    }
    if (run->from != NULL) {
        (void)fclose(run->from);
    }
    while (waitpid(run->child, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* ---- the list of revisions ---- */

/* Reads up to the next NUL; false at the end. What is longer is cut. */
static bool read_token(FILE *stream, char token[TOKEN_BYTES])
{
    size_t length = 0;
    int byte = getc(stream);
    while (byte == '\n') {
        byte = getc(stream);
    }
    if (byte == EOF) {
        return false;
    }
    for (; byte != EOF && byte != '\0'; byte = getc(stream)) {
        if (length + 1 < TOKEN_BYTES) {
            token[length++] = (char)byte;
        }
    }
    token[length] = '\0';
    return true;
}

static bool add_revision(git_history *history, const git_revision *revision)
{
    if (history->count == history->capacity) {
        size_t capacity = history->capacity == 0 ? 256 : 2 * history->capacity;
        git_revision *larger = capacity > REVISIONS_MAX
                                   ? NULL
                                   : realloc(history->revisions, capacity * sizeof *larger);
        if (larger == NULL) {
            complain(capacity > REVISIONS_MAX ? "the file has more than %d revisions"
                                              : "out of memory for %d revisions",
                     REVISIONS_MAX);
            return false;
        }
        history->revisions = larger;
        history->capacity = capacity;
    }
    history->revisions[history->count] = *revision;
    history->revisions[history->count].order = history->count;
    history->count++;
    return true;
}

/* Takes ":100644 100644 OLD NEW M", where NEW is the blob of this revision. */
static bool read_blob(const char *token, git_revision *revision)
{
    return sscanf(token, ":%*s %*s %*s %64s %*s", revision->blob) == 1 &&
           strspn(revision->blob, "0") != strlen(revision->blob);
}

/* Takes "COMMIT SECONDS". */
static git_revision read_commit(const char *token)
{
    git_revision revision = {.day = RELCAL_DATE_NONE};
    long long seconds = 0;
    if (sscanf(token, "%64s %lld", revision.commit, &seconds) == 2) {
        revision.day = relcal_instant_date(seconds);
    }
    return revision;
}

/* Reads what git log tells: for each commit its name and time, then the change of the file. */
static bool read_log(git_history *history, FILE *stream)
{
    char token[TOKEN_BYTES];
    git_revision revision = {0};
    while (read_token(stream, token)) {
        if (token[0] == '\x01') {
            revision = read_commit(token + 1);
        } else if (token[0] == ':' && revision.commit[0] != '\0' && read_blob(token, &revision) &&
                   !add_revision(history, &revision)) {
            return false;
        }
    }
    return true;
}

/* By day, and within a day from parents to children, whatever their clocks said. */
static int compare_revisions(const void *left_pointer, const void *right_pointer)
{
    const git_revision *left = left_pointer;
    const git_revision *right = right_pointer;
    if (left->day != right->day) {
        return left->day < right->day ? -1 : 1;
    }
    return (left->order < right->order) - (left->order > right->order);
}

static int list_revisions(git_history *history, const char *repository, const char *path)
{
    const char *const arguments[] = {
        "git",
        "--no-pager",
        "--no-replace-objects",
        "--literal-pathspecs",
        "-C",
        repository,
        "-c",
        "log.showSignature=false",
        "log",
        "--follow",
        "--no-color",
        "--no-ext-diff",
        "--raw",
        "--no-abbrev",
        "-z",
        "--format=%x01%H %ct",
        "--",
        path,
        NULL,
    };
    git_run run;
    if (!start_git(&run, arguments, false)) {
        return EXIT_SYSTEM;
    }
    bool is_read = run.from != NULL && read_log(history, run.from);
    if (!end_git(&run)) {
        complain("git could not list the revisions");
        return EXIT_SYSTEM;
    }
    if (!is_read) {
        return EXIT_SYSTEM;
    }
    if (history->count == 0) {
        text message = {0};
        text_add(&message, "git knows no revision of ");
        text_add_printable(&message, path, QUOTED_BYTES);
        complain_text(&message);
        return EXIT_DATA;
    }
    qsort(history->revisions, history->count, sizeof *history->revisions, compare_revisions);
    return EXIT_YES;
}

/* ---- one revision after the other ---- */

/* Asks for a blob and reads what precedes its bytes; false where there is none. */
static bool ask_for_blob(const git_run *run, const char *blob, unsigned long long *bytes)
{
    char line[256];
    char name[NAME_BYTES];
    char type[16];
    return fprintf(run->to, "%s\n", blob) > 0 && fflush(run->to) == 0 &&
           fgets(line, sizeof line, run->from) != NULL &&
           sscanf(line, "%64s %15s %llu", name, type, bytes) == 3 && strcmp(type, "blob") == 0;
}

/* Reads the bytes of a blob, of which no more are kept than are taken in. */
static bool read_bytes(FILE *stream, unsigned long long bytes, text *out)
{
    char piece[65536];
    while (bytes > 0) {
        size_t wanted = bytes < sizeof piece ? (size_t)bytes : sizeof piece;
        size_t length = fread(piece, 1, wanted, stream);
        if (length == 0) {
            return false;
        }
        bytes -= length;
        if (out->length <= RELCAL_MAX_IMPORT_BYTES) {
            text_add_bytes(out, piece, length);
        }
    }
    return getc(stream) == '\n' && !out->failed;
}

/* What was told of the revision before: what it has in common with this one is not told again. */
typedef struct revision_reports {
    import_job *job;
    text before; /* messages, each closed by a NUL */
    text now;
} revision_reports;

static void report_once(void *context, const relcal_error *fault)
{
    revision_reports *reports = context;
    size_t bytes = strlen(fault->message) + 1;
    text_add_bytes(&reports->now, fault->message, bytes);
    for (size_t at = 0; at < reports->before.length; at += strlen(reports->before.bytes + at) + 1) {
        if (strcmp(reports->before.bytes + at, fault->message) == 0) {
            return;
        }
    }
    import_keep_unknown(reports->job, fault);
}

static void end_reports(revision_reports *reports)
{
    text swap = reports->before;
    reports->before = reports->now;
    reports->now = swap;
    text_clear(&reports->now);
}

static void show_progress(size_t done, size_t count)
{
    if (isatty(STDERR_FILENO) && (done % 16 == 0 || done == count)) {
        (void)fprintf(stderr, "\r%zu of %zu revisions%s", done, count, done == count ? "\n" : "");
    }
}

/* Names a revision in messages: PATH@COMMIT. */
static void name_revision(text *name, const char *path, const git_revision *revision)
{
    text_clear(name);
    text_addf(name, "%s@%.*s", path, SHORT_NAME, revision->commit);
}

/* Takes in a revision that was read; one that is faulty is told and passed over. */
static int add_text(import_job *job, revision_reports *reports, const char *name, relcal_date day)
{
    relcal_error error = {0};
    relcal_status status = relcal_intake_add(job->intake, name, text_string(&job->source),
                                             job->source.length, day, &error);
    if (status == RELCAL_ERROR_MEMORY || status == RELCAL_ERROR_ARGUMENT) {
        return import_complain(status, &error);
    }
    if (status != RELCAL_OK) {
        report_once(reports, &error);
    }
    end_reports(reports);
    return EXIT_YES;
}

static int add_revisions(import_job *job, git_run *run, const git_history *history,
                         revision_reports *reports)
{
    text name = {0};
    int status = EXIT_YES;
    for (size_t index = 0; index < history->count && status == EXIT_YES; index++) {
        const git_revision *revision = &history->revisions[index];
        unsigned long long bytes = 0;
        name_revision(&name, job->session->operands[0], revision);
        text_clear(&job->source);
        if (!ask_for_blob(run, revision->blob, &bytes) || revision->day == RELCAL_DATE_NONE) {
            relcal_error fault = {.message = "the revision cannot be read"};
            (void)snprintf(fault.file, sizeof fault.file, "%s", text_string(&name));
            report_once(reports, &fault);
            end_reports(reports);
        } else if (!read_bytes(run->from, bytes, &job->source)) {
            complain("git ended before its time");
            status = EXIT_SYSTEM;
        } else {
            status = add_text(job, reports, text_string(&name), revision->day);
        }
        show_progress(index + 1, history->count);
    }
    text_free(&name);
    return status;
}

static int read_revisions(import_job *job, const char *repository, const git_history *history)
{
    const char *const arguments[] = {
        "git", "--no-replace-objects", "-C", repository, "cat-file", "--batch", NULL};
    relcal_error error = {0};
    revision_reports reports = {.job = job};
    relcal_intake_options options = import_options(job);
    options.report = report_once;
    options.report_context = &reports;
    relcal_status made = relcal_intake_new(&job->intake, &options, &error);
    if (made != RELCAL_OK) {
        return import_complain(made, &error);
    }
    git_run run;
    int status = EXIT_SYSTEM;
    if (start_git(&run, arguments, true)) {
        void (*before)(int) = signal(SIGPIPE, SIG_IGN);
        if (run.to != NULL && run.from != NULL) {
            status = add_revisions(job, &run, history, &reports);
        }
        (void)end_git(&run);
        (void)signal(SIGPIPE, before);
    }
    status = status == EXIT_YES ? import_finish(job) : status;
    text_free(&reports.before);
    text_free(&reports.now);
    return status;
}

int import_git(import_job *job)
{
    const char *repository = job->session->options->value[OPTION_GIT];
    git_history history = {0};
    int status = list_revisions(&history, repository, job->session->operands[0]);
    if (status == EXIT_YES) {
        status = read_revisions(job, repository, &history);
    }
    free(history.revisions);
    return status;
}
