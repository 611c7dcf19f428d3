/*
 * A file is written beside its old self and then takes its place, so a reader never sees half of
 * it; a device or a pipe is written straight to, a symbolic link is followed. The new file has the
 * old one's permissions, or those that the umask leaves.
 */
#define _POSIX_C_SOURCE 200809L
#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "complain.h"

#define MOST_LINKS 40
#define MOST_TRIES 100
#define NEW_FILE_MODE (S_IRUSR | S_IWUSR | S_IRGRP | S_IWGRP | S_IROTH | S_IWOTH)
#define PERMISSION_BITS (S_IRWXU | S_IRWXG | S_IRWXO)

static bool terminal_shows_color(void)
{
    const char *no_color = getenv("NO_COLOR");
    if (no_color != NULL && no_color[0] != '\0') {
        return false;
    }
    const char *terminal = getenv("TERM");
    return terminal != NULL && terminal[0] != '\0' && strcmp(terminal, "dumb") != 0 &&
           isatty(STDOUT_FILENO);
}

cli_output output_start(const cli_options *options)
{
    cli_output out = {.path = options->value[OPTION_OUTPUT]};
    if (out.path != NULL && strcmp(out.path, "-") == 0) {
        out.path = NULL;
    }
    if (out.path == NULL && options->value[OPTION_JSON] == NULL) {
        int choice = options->choice[OPTION_COLOR];
        out.has_color = choice == COLOR_ALWAYS || (choice == COLOR_AUTO && terminal_shows_color());
    }
    return out;
}

void output_styled(cli_output *out, const char *style, const char *string)
{
    if (style == NULL || !out->has_color || string[0] == '\0') {
        text_add(&out->body, string);
    } else {
        text_addf(&out->body, "\033[%sm%s\033[0m", style, string);
    }
}

/* Writes everything and closes the file, whatever happens; 0 or an errno. */
static int write_and_close(int file, const text *body, bool to_disk)
{
    int failure = 0;
    size_t written = 0;
    while (written < body->length && failure == 0) {
        ssize_t count = write(file, body->bytes + written, body->length - written);
        if (count >= 0) {
            written += (size_t)count;
        } else if (errno != EINTR) {
            failure = errno;
        }
    }
    if (failure == 0 && to_disk && fsync(file) != 0) {
        failure = errno;
    }
    if (close(file) != 0 && failure == 0) {
        failure = errno;
    }
    return failure;
}

/* Adds the folder of a path with the slash after it; nothing for a bare name. */
static void add_folder(text *target, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (slash != NULL) {
        text_add_bytes(target, path, (size_t)(slash - path) + 1);
    }
}

/* Turns a path that is a symbolic link into where it leads, be something there or not. */
static int follow_links(text *path)
{
    for (int link = 0; link < MOST_LINKS; link++) {
        struct stat status;
        if (lstat(text_string(path), &status) != 0 || !S_ISLNK(status.st_mode)) {
            return 0;
        }
        char target[4096];
        ssize_t length = readlink(text_string(path), target, sizeof target);
        if (length < 0 || (size_t)length == sizeof target) {
            return length < 0 ? errno : ENAMETOOLONG;
        }
        text next = {0};
        if (target[0] != '/') {
            add_folder(&next, text_string(path));
        }
        text_add_bytes(&next, target, (size_t)length);
        text_free(path);
        *path = next;
    }
    return ELOOP;
}

/* Opens a new file in the folder of `path` and gives its name; -1 and errno where it cannot. */
static int open_beside(text *name, const char *path)
{
    for (int try = 0; try < MOST_TRIES; try++) {
        text_clear(name);
        add_folder(name, path);
        text_addf(name, ".relcal-%ld-%d", (long)getpid(), try);
        int file = open(text_string(name), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, NEW_FILE_MODE);
        if (file >= 0 || errno != EEXIST) {
            return file;
        }
    }
    return -1;
}

static int replace_file(const char *path, const mode_t *old_mode, const text *body)
{
    text name = {0};
    int file = open_beside(&name, path);
    if (file < 0) {
        int failure = errno;
        text_free(&name);
        return failure;
    }
    int failure = 0;
    if (old_mode != NULL && fchmod(file, *old_mode & PERMISSION_BITS) != 0) {
        failure = errno;
    }
    int write_failure = write_and_close(file, body, true);
    failure = failure != 0 ? failure : write_failure;
    if (failure == 0 && rename(text_string(&name), path) != 0) {
        failure = errno;
    }
    if (failure != 0) {
        (void)unlink(text_string(&name));
    }
    text_free(&name);
    return failure;
}

static int write_straight(const char *path, const text *body)
{
    int file = open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC);
    return file < 0 ? errno : write_and_close(file, body, false);
}

static int write_file(const char *asked_path, const text *body)
{
    struct stat status;
    bool is_there = stat(asked_path, &status) == 0;
    if (is_there && !S_ISREG(status.st_mode)) {
        return write_straight(asked_path, body);
    }
    if (is_there && access(asked_path, W_OK) != 0) {
        return errno;
    }
    text path = {0};
    text_add(&path, asked_path);
    int failure = follow_links(&path);
    if (failure == 0) {
        failure = replace_file(text_string(&path), is_there ? &status.st_mode : NULL, body);
    }
    text_free(&path);
    return failure;
}

static void complain_about_writing(const char *path, int failure)
{
    text message = {0};
    text_add(&message, "cannot write to ");
    if (path != NULL) {
        text_add_printable(&message, path, QUOTED_BYTES);
    } else {
        text_add(&message, "standard output");
    }
    text_addf(&message, ": %s", strerror(failure));
    complain_text(&message);
}

int output_finish(cli_output *out, int status)
{
    if (out->body.failed) {
        complain("out of memory");
        status = EXIT_SYSTEM;
    } else if (status == EXIT_YES || (status == EXIT_NO && out->body.length > 0)) {
        int failure = out->path != NULL ? write_file(out->path, &out->body)
                                        : write_and_close(STDOUT_FILENO, &out->body, false);
        if (failure != 0) {
            complain_about_writing(out->path, failure);
            status = EXIT_SYSTEM;
        }
    }
    text_free(&out->body);
    return status;
}
