/* A change is named by its id or by a label of the project's tracker, and counts once. */
#include "request.h"

#include <stdlib.h>
#include <string.h>

#include "complain.h"
#include "input.h"
#include "nearest.h"

/* Of what --paths-from reads. */
#define PATHS_BYTES_MAX (64U << 20)

/* ---- names that are unknown ---- */

static const char *change_id_at(const void *context, size_t index)
{
    const relcal_change *change = relcal_project_change_at(context, index);
    return change != NULL ? relcal_change_id(change) : NULL;
}

static const char *label_at(const void *context, size_t index)
{
    return relcal_project_label_at(context, index);
}

static const char *authority_at(const void *context, size_t index)
{
    const relcal_authority *authority = relcal_project_authority_at(context, index);
    return authority != NULL ? relcal_authority_name(authority) : NULL;
}

static int complain_about(const char *what, const char *name, name_list known)
{
    text message = {0};
    text_addf(&message, "unknown %s '", what);
    text_add_printable(&message, name, QUOTED_BYTES);
    text_add(&message, "'");
    nearest_add_hint(&message, name, known);
    complain_text(&message);
    return EXIT_USAGE;
}

/* ---- changes ---- */

static int add_change(cli_request *out, const relcal_change *change)
{
    for (size_t index = 0; index < out->change_count; index++) {
        if (out->changes[index] == change) {
            return EXIT_YES;
        }
    }
    if (out->change_count == REQUEST_CHANGES_MAX) {
        complain("more than %d changes; ask about fewer at once", REQUEST_CHANGES_MAX);
        return EXIT_USAGE;
    }
    out->changes[out->change_count++] = change;
    return EXIT_YES;
}

static int add_named_change(cli_request *out, const relcal_project *project, const char *name)
{
    const relcal_change *change = relcal_project_change(project, name);
    if (change == NULL) {
        return complain_about("change", name, (name_list){change_id_at, project, ""});
    }
    return add_change(out, change);
}

static int add_label(cli_request *out, const relcal_project *project, const char *label)
{
    const relcal_change *change = relcal_project_label_change(project, label, 0);
    if (change == NULL && relcal_project_label_count(project) == 0) {
        complain("%s maps no labels to changes; name a change", relcal_project_id(project));
        return EXIT_USAGE;
    }
    if (change == NULL) {
        return complain_about("label", label, (name_list){label_at, project, ""});
    }
    int status = EXIT_YES;
    for (size_t index = 0; status == EXIT_YES &&
                           (change = relcal_project_label_change(project, label, index)) != NULL;
         index++) {
        status = add_change(out, change);
    }
    return status;
}

static int read_changes(cli_request *out, const cli_session *session, const relcal_project *project,
                        size_t first)
{
    int status = EXIT_YES;
    for (size_t index = first; status == EXIT_YES && index < session->operand_count; index++) {
        status = add_named_change(out, project, session->operands[index]);
    }
    const char *label;
    for (size_t index = 0;
         status == EXIT_YES &&
         (label = option_repeat_at(session->options, OPTION_LABEL, index)) != NULL;
         index++) {
        status = add_label(out, project, label);
    }
    if (status == EXIT_YES && out->change_count == 0) {
        complain("check what? name a change, such as feature, or a --label; relcal rules %s lists "
                 "them",
                 relcal_project_id(project));
        status = EXIT_USAGE;
    }
    out->request.changes = out->changes;
    out->request.change_count = out->change_count;
    return status;
}

/* ---- the rest ---- */

static int read_approvals(cli_request *out, const cli_session *session,
                          const relcal_project *project)
{
    const char *name;
    size_t count = 0;
    while ((name = option_repeat_at(session->options, OPTION_APPROVED_BY, count)) != NULL) {
        const relcal_authority *authority = relcal_project_authority(project, name);
        if (authority == NULL) {
            return complain_about("authority", name, (name_list){authority_at, project, ""});
        }
        out->approvals[count++] = authority;
    }
    out->request.approvals = out->approvals;
    out->request.approval_count = count;
    return EXIT_YES;
}

/* Adds the texts that lie in `bytes`, each ended by a NUL; empty ones are none. */
static void add_paths(cli_request *out, const char *bytes, size_t length)
{
    for (const char *path = bytes; path < bytes + length; path += strlen(path) + 1) {
        if (*path != '\0') {
            out->paths[out->request.path_count++] = path;
        }
    }
}

/* Ends every line by a NUL, unless NULs stand there already; the number of texts there may be. */
static size_t cut_lines(text *lines)
{
    size_t count = 1;
    bool has_nul = lines->length > 0 && memchr(lines->bytes, '\0', lines->length) != NULL;
    for (size_t index = 0; index < lines->length; index++) {
        if (!has_nul && lines->bytes[index] == '\n') {
            bool is_after_return = index > 0 && lines->bytes[index - 1] == '\r';
            lines->bytes[index - is_after_return] = '\0';
            lines->bytes[index] = '\0';
        }
        count += lines->bytes[index] == '\0';
    }
    return count;
}

static int read_paths(cli_request *out, const cli_session *session)
{
    const char *from = session->options->value[OPTION_PATHS_FROM];
    if (from != NULL) {
        int status = input_read(&out->paths_read, from, PATHS_BYTES_MAX);
        if (status != EXIT_YES) {
            return status;
        }
        if (out->paths_read.length > PATHS_BYTES_MAX) {
            complain("--paths-from: more than %u bytes; ask about fewer paths at once",
                     PATHS_BYTES_MAX);
            return EXIT_DATA;
        }
    }
    size_t room = cut_lines(&out->paths_read) + OPTION_REPEATS_MAX;
    out->paths = malloc(room * sizeof *out->paths);
    if (out->paths == NULL) {
        complain("out of memory");
        return EXIT_SYSTEM;
    }
    add_paths(out, text_string(&out->paths_read), out->paths_read.length);
    const char *path;
    for (size_t index = 0; (path = option_repeat_at(session->options, OPTION_PATH, index)) != NULL;
         index++) {
        out->paths[out->request.path_count++] = path;
    }
    out->request.paths = out->paths;
    return EXIT_YES;
}

static void read_components(cli_request *out, const cli_session *session)
{
    const char *name;
    size_t count = 0;
    while ((name = option_repeat_at(session->options, OPTION_COMPONENT, count)) != NULL) {
        out->components[count++] = name;
    }
    out->request.components = out->components;
    out->request.component_count = count;
}

int request_read(cli_request *out, const cli_session *session, const relcal_project *project,
                 size_t first_change)
{
    int status = read_changes(out, session, project, first_change);
    if (status == EXIT_YES) {
        status = read_approvals(out, session, project);
    }
    read_components(out, session);
    return status == EXIT_YES ? read_paths(out, session) : status;
}

void request_free(cli_request *request)
{
    free(request->paths);
    text_free(&request->paths_read);
}
