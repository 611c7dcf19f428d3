/* A file is replaced in one step; a device or a pipe is written straight to. */
#define _POSIX_C_SOURCE 200809L
#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "complain.h"

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

void output_open_stream(cli_output *out)
{
    if (out->path != NULL && file_is_replaceable(out->path)) {
        out->is_streamed = true;
        replacement_open(&out->stream, out->path);
    }
}

bool output_stream(cli_output *out, const char *bytes, size_t length)
{
    if (out->is_streamed) {
        return replacement_add(&out->stream, bytes, length);
    }
    text_add_bytes(&out->body, bytes, length);
    return !out->body.failed;
}

static int write_file(const char *path, const text *body)
{
    if (!file_is_replaceable(path)) {
        int file = open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC);
        return file < 0 ? errno : file_write_and_close(file, body, false);
    }
    replacement made;
    replacement_open(&made, path);
    (void)replacement_add(&made, text_string(body), body->length);
    return replacement_finish(&made, true);
}

static int write_answer(cli_output *out)
{
    if (out->is_streamed) {
        return replacement_finish(&out->stream, true);
    }
    return out->path != NULL ? write_file(out->path, &out->body)
                             : file_write_and_close(STDOUT_FILENO, &out->body, false);
}

void complain_about_writing(const char *path, int failure)
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
    bool has_answer = out->body.length > 0 || out->is_streamed;
    if (out->body.failed) {
        complain("out of memory");
        status = EXIT_SYSTEM;
    }
    if (status == EXIT_YES || (status == EXIT_NO && has_answer)) {
        int failure = write_answer(out);
        if (failure != 0) {
            complain_about_writing(out->path, failure);
            status = EXIT_SYSTEM;
        }
    } else if (out->is_streamed) {
        (void)replacement_finish(&out->stream, false);
    }
    text_free(&out->body);
    return status;
}
