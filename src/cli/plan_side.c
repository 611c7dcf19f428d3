/*
 * A file goes before a series of the same spelling. It is loaded with the project.yaml beside it,
 * or with the known project that its folder is named after, so that the catalog holds its series
 * alone.
 */
#define _XOPEN_SOURCE 700
#include "plan_side.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "complain.h"
#include "fault.h"
#include "input.h"
#include "nearest.h"
#include "relcal/limits.h"
#include "relcal/load.h"
#include "relcal/write.h"

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

/* ---- files ---- */

/* The path of the folder that a file is in, as its absolute path has it; false after a complaint.
 */
static bool find_folder(const char *path, text *folder)
{
    char *whole = realpath(path, NULL);
    if (whole == NULL) {
        complain("cannot find %s", path);
        return false;
    }
    text_add_bytes(folder, whole, (size_t)(strrchr(whole, '/') - whole));
    free(whole);
    return true;
}

/* Adds the project of a folder: its project.yaml, or the known one of its name. */
static int read_project(const cli_session *session, const char *folder, const char *path, text *out)
{
    text file = {0};
    text_addf(&file, "%s/project.yaml", folder);
    int status = EXIT_YES;
    const char *slash = strrchr(folder, '/');
    const relcal_project *project = relcal_catalog_project(session->catalog,
                                                           slash == NULL ? folder : slash + 1);
    char *written = NULL;
    size_t length;
    if (is_file(text_string(&file))) {
        status = input_read(out, text_string(&file), RELCAL_MAX_FILE_BYTES);
    } else if (project == NULL) {
        text message = {0};
        text_add_printable(&message, path, QUOTED_BYTES);
        text_add(&message, " belongs to no project: there is no project.yaml beside it, and its "
                           "folder is not named after a known project");
        complain_text(&message);
        status = EXIT_DATA;
    } else if (relcal_project_write(project, &written, &length) == RELCAL_OK) {
        text_add_bytes(out, written, length);
        free(written);
    } else {
        complain("out of memory");
        status = EXIT_SYSTEM;
    }
    text_free(&file);
    return status;
}

/* Parses the two files; complains about each fault of them. */
static int parse(plan_side *out, const text *project, const char *path, const text *series)
{
    text faults = {0};
    text beside = {0};
    const char *slash = strrchr(path, '/');
    text_add_bytes(&beside, path, slash == NULL ? 0 : (size_t)(slash + 1 - path));
    text_add(&beside, "project.yaml");
    relcal_error first;
    relcal_source sources[] = {
        {text_string(&beside), text_string(project), project->length},
        {path, text_string(series), series->length},
    };
    relcal_load_options options = {.report = fault_add, .report_context = &faults};
    relcal_status status = relcal_catalog_parse(&out->loaded, NULL, sources, 2, &options, &first);
    if (status != RELCAL_OK && faults.length == 0) {
        fault_add(&faults, &first);
    }
    (void)fputs(text_string(&faults), stderr);
    text_free(&faults);
    text_free(&beside);
    if (status != RELCAL_OK) {
        return status == RELCAL_ERROR_MEMORY ? EXIT_SYSTEM : EXIT_DATA;
    }
    out->plan.series = relcal_project_series_at(relcal_catalog_project_at(out->loaded, 0), 0);
    return EXIT_YES;
}

static int read_file(plan_side *out, const cli_session *session, const char *path)
{
    text folder = {0};
    text project = {0};
    text series = {0};
    text name = {0};
    int status = find_folder(path, &folder) ? EXIT_YES : EXIT_SYSTEM;
    if (status == EXIT_YES) {
        status = read_project(session, text_string(&folder), path, &project);
    }
    if (status == EXIT_YES) {
        status = input_read(&series, path, RELCAL_MAX_FILE_BYTES);
    }
    if (status == EXIT_YES) {
        /* Files of one folder belong together. */
        text_addf(&name, "%s%s", strchr(path, '/') == NULL ? "./" : "", path);
        status = parse(out, &project, text_string(&name), &series);
    }
    text_free(&folder);
    text_free(&project);
    text_free(&series);
    text_free(&name);
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

static int find_series(plan_side *out, const cli_session *session, char *name)
{
    char *slash = strchr(name, '/');
    if (slash == NULL) {
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

int plan_side_read(plan_side *out, const cli_session *session, size_t operand)
{
    named_side side = {0};
    int status;
    take_apart(session, session->operands[operand], &side);
    out->plan.as_of = side.as_of;
    if (is_file(session->operands[operand])) {
        out->plan.as_of = session->as_of; /* an @ that belongs to its name */
        status = read_file(out, session, session->operands[operand]);
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
    relcal_catalog_free(side->loaded);
}
