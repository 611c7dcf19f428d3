/*
 * A file goes before a series of the same spelling. It is loaded with the project.yaml beside it,
 * or with the known project that its folder is named after, so that the catalog holds its series
 * alone.
 */
#define _XOPEN_SOURCE 700
#include "plan_side.h"

#include <string.h>
#include <sys/stat.h>

#include "complain.h"
#include "nearest.h"

/* An operand taken apart. */
typedef struct named_side {
    text name;
    relcal_date as_of;
} named_side;

/* What is behind the last @ is a day, or belongs to the name. */
static void take_apart(const cli_session *session, const char *operand, named_side *side)
{
    const char *at = strrchr(operand, '@');
    side->as_of = session->as_of;
    if (at != NULL && relcal_date_parse(&side->as_of, at + 1, strlen(at + 1), NULL) == RELCAL_OK) {
        text_add_bytes(&side->name, operand, (size_t)(at - operand));
    } else {
        text_add(&side->name, operand);
    }
}

static bool is_file(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && !S_ISDIR(status.st_mode);
}

static int read_file(plan_side *out, const cli_session *session, const char *path)
{
    int status = schedule_file_read(&out->file, session, path);
    out->plan.series = out->file.only;
    return status;
}

/* ---- what is known ---- */

static const char *project_id_at(const void *context, size_t index)
{
    const relcal_project *project = relcal_catalog_project_at(context, index);
    return project != NULL ? relcal_project_id(project) : NULL;
}

static const char *series_id_at(const void *context, size_t index)
{
    const relcal_series *series = relcal_project_series_at(context, index);
    return series != NULL ? relcal_series_id(series) : NULL;
}

static int complain_about(const char *what, const char *name, name_list known)
{
    text message = {0};
    text_addf(&message, "no file, and no %s '", what);
    text_add_printable(&message, name, QUOTED_BYTES);
    text_add(&message, "'");
    nearest_add_hint(&message, name, known);
    complain_text(&message);
    return EXIT_USAGE;
}

/* Whether a name can only be a path: neither ids of projects begin with a point, nor have those of
 * series a slash. */
static bool is_path(const char *name, const char *slash)
{
    size_t length = strlen(name);
    return *name == '.' || slash == name || strchr(slash + 1, '/') != NULL ||
           (length > 5 && strcmp(name + length - 5, ".yaml") == 0);
}

static int find_series(plan_side *out, const cli_session *session, char *name)
{
    char *slash = strchr(name, '/');
    if (slash == NULL || is_path(name, slash)) {
        text message = {0};
        text_add_printable(&message, name, QUOTED_BYTES);
        text_add(&message,
                 " is no file; write one, or PROJECT/SERIES, with @DATE for a day's plan");
        complain_text(&message);
        return EXIT_USAGE;
    }
    *slash = '\0';
    const relcal_project *project = relcal_catalog_project(session->catalog, name);
    if (project == NULL) {
        return complain_about("project", name, (name_list){project_id_at, session->catalog, ""});
    }
    out->plan.series = relcal_project_series(project, slash + 1);
    if (out->plan.series == NULL) {
        return complain_about("series", slash + 1, (name_list){series_id_at, project, ""});
    }
    return EXIT_YES;
}

int plan_side_read(plan_side *out, const cli_session *session, const char *name)
{
    named_side side = {0};
    int status;
    take_apart(session, name, &side);
    out->plan.as_of = side.as_of;
    if (is_file(name)) {
        out->plan.as_of = session->as_of; /* an @ that belongs to its name */
        status = read_file(out, session, name);
    } else if (side.name.failed) {
        complain("out of memory");
        status = EXIT_SYSTEM;
    } else if (is_file(text_string(&side.name))) {
        status = read_file(out, session, text_string(&side.name));
    } else {
        text_add(&side.name, "");
        status = side.name.bytes == NULL ? find_series(out, session, (char[]){""})
                                         : find_series(out, session, side.name.bytes);
    }
    text_free(&side.name);
    return status;
}

void plan_side_free(plan_side *side)
{
    schedule_file_free(&side->file);
}
