/*
 * A file is written beside its old self and then takes its place; a symbolic link is followed. The
 * new file has the old one's permissions, or those that the umask leaves.
 */
#define _POSIX_C_SOURCE 200809L
#include "replace.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MOST_LINKS 40
#define MOST_TRIES 100
#define NEW_FILE_MODE (S_IRUSR | S_IWUSR | S_IRGRP | S_IWGRP | S_IROTH | S_IWOTH)
#define NEW_FOLDER_MODE (S_IRWXU | S_IRWXG | S_IRWXO)
#define PERMISSION_BITS (S_IRWXU | S_IRWXG | S_IRWXO)

/* How much is gathered before it is written, and compared at a time. */
#define GATHERED_BYTES 65536
#define COMPARED_BYTES 4096

bool file_is_replaceable(const char *path)
{
    struct stat status;
    return stat(path, &status) != 0 || S_ISREG(status.st_mode);
}

/* 0 or an errno. */
static int write_all(int file, const text *body)
{
    size_t written = 0;
    while (written < body->length) {
        ssize_t count = write(file, body->bytes + written, body->length - written);
        if (count >= 0) {
            written += (size_t)count;
        } else if (errno != EINTR) {
            return errno;
        }
    }
    return 0;
}

static int close_file(int file, bool to_disk)
{
    int failure = to_disk && fsync(file) != 0 ? errno : 0;
    if (close(file) != 0 && failure == 0) {
        failure = errno;
    }
    return failure;
}

int file_write_and_close(int file, const text *body, bool to_disk)
{
    int failure = write_all(file, body);
    int close_failure = close_file(file, to_disk && failure == 0);
    return failure != 0 ? failure : close_failure;
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

void replacement_open(replacement *out, const char *path)
{
    *out = (replacement){.file = -1};
    struct stat status;
    bool is_there = stat(path, &status) == 0;
    if (is_there && access(path, W_OK) != 0) {
        out->failure = errno;
        return;
    }
    text_add(&out->path, path);
    out->failure = follow_links(&out->path);
    if (out->failure != 0) {
        return;
    }
    out->file = open_beside(&out->name, text_string(&out->path));
    if (out->file < 0 || (is_there && fchmod(out->file, status.st_mode & PERMISSION_BITS) != 0)) {
        out->failure = errno;
    }
}

static void write_rest(replacement *made)
{
    if (made->rest.failed) {
        made->failure = ENOMEM;
    }
    if (made->failure == 0) {
        made->failure = write_all(made->file, &made->rest);
    }
    text_clear(&made->rest);
}

bool replacement_add(replacement *made, const char *bytes, size_t length)
{
    if (made->failure == 0) {
        text_add_bytes(&made->rest, bytes, length);
        if (made->rest.length >= GATHERED_BYTES || made->rest.failed) {
            write_rest(made);
        }
    }
    return made->failure == 0;
}

int replacement_finish(replacement *made, bool wanted)
{
    if (made->file >= 0) {
        if (wanted) {
            write_rest(made);
        }
        int failure = close_file(made->file, wanted && made->failure == 0);
        made->failure = made->failure != 0 ? made->failure : failure;
        bool is_good = wanted && made->failure == 0;
        if (is_good && rename(text_string(&made->name), text_string(&made->path)) != 0) {
            made->failure = errno;
        }
        if (!is_good || made->failure != 0) {
            (void)unlink(text_string(&made->name));
        }
    }
    text_free(&made->path);
    text_free(&made->name);
    text_free(&made->rest);
    made->file = -1;
    return made->failure;
}

int comparison_open(comparison *out, const char *path)
{
    *out = (comparison){.file = fopen(path, "rbe")};
    out->is_same = out->file != NULL;
    return out->file != NULL || errno == ENOENT ? 0 : errno;
}

bool comparison_add(comparison *begun, const char *bytes, size_t length)
{
    char buffer[COMPARED_BYTES];
    while (begun->is_same && length > 0) {
        size_t part = length < sizeof buffer ? length : sizeof buffer;
        begun->is_same = fread(buffer, 1, part, begun->file) == part &&
                         memcmp(buffer, bytes, part) == 0;
        bytes += part;
        length -= part;
    }
    return begun->is_same;
}

bool comparison_finish(comparison *begun)
{
    if (begun->file == NULL) {
        return false;
    }
    bool is_same = begun->is_same && fgetc(begun->file) == EOF && !ferror(begun->file);
    (void)fclose(begun->file);
    *begun = (comparison){0};
    return is_same;
}

int folder_make(const char *path)
{
    if (mkdir(path, NEW_FOLDER_MODE) == 0) {
        return 0;
    }
    int failure = errno;
    struct stat status;
    return failure == EEXIST && stat(path, &status) == 0 && S_ISDIR(status.st_mode) ? 0 : failure;
}
