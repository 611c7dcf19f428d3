/*
 * A file is loaded with the project.yaml beside it, or with the known project that its folder is
 * named after, so that the catalog holds its series alone.
 */
#define _XOPEN_SOURCE 700
#include "schedule_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "complain.h"
#include "fault.h"
#include "input.h"
#include "relcal/limits.h"
#include "relcal/write.h"

static bool is_file(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && !S_ISDIR(status.st_mode);
}

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
static int parse(schedule_file *out)
{
    text faults = {0};
    text beside = {0};
    const char *name = text_string(&out->name);
    text_add_bytes(&beside, name, (size_t)(strrchr(name, '/') + 1 - name));
    text_add(&beside, "project.yaml");
    relcal_error first;
    relcal_source sources[] = {
        {text_string(&beside), text_string(&out->project), out->project.length},
        {name, text_string(&out->series), out->series.length},
    };
    relcal_load_options options = {.report = fault_add, .report_context = &faults};
    relcal_status status = relcal_catalog_parse(&out->catalog, NULL, sources, 2, &options, &first);
    if (status != RELCAL_OK && faults.length == 0) {
        fault_add(&faults, &first);
    }
    (void)fputs(text_string(&faults), stderr);
    text_free(&faults);
    text_free(&beside);
    if (status != RELCAL_OK) {
        return status == RELCAL_ERROR_MEMORY ? EXIT_SYSTEM : EXIT_DATA;
    }
    out->only = relcal_project_series_at(relcal_catalog_project_at(out->catalog, 0), 0);
    return EXIT_YES;
}

int schedule_file_read(schedule_file *out, const cli_session *session, const char *path)
{
    text folder = {0};
    int status = find_folder(path, &folder) ? EXIT_YES : EXIT_SYSTEM;
    if (status == EXIT_YES) {
        status = read_project(session, text_string(&folder), path, &out->project);
    }
    if (status == EXIT_YES) {
        status = input_read(&out->series, path, RELCAL_MAX_FILE_BYTES);
    }
    if (status == EXIT_YES) {
        /* Files of one folder belong together. */
        text_addf(&out->name, "%s%s", strchr(path, '/') == NULL ? "./" : "", path);
        status = parse(out);
    }
    text_free(&folder);
    return status;
}

void schedule_file_free(schedule_file *file)
{
    relcal_catalog_free(file->catalog);
    text_free(&file->name);
    text_free(&file->project);
    text_free(&file->series);
}
