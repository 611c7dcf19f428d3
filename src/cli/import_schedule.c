/* relcal import of the formats of relcal/import.h, over the schedule files that are there. */
#include <stdio.h>
#include <string.h>

#include "complain.h"
#include "import_job.h"

relcal_intake_options import_options(import_job *job)
{
    return (relcal_intake_options){
        .format = job->format,
        .base = job->session->catalog,
        .project = job->session->options->value[OPTION_PROJECT],
        .series = job->session->options->value[OPTION_IMPORT_SERIES],
        .on = job->session->date,
        .report = import_keep_unknown,
        .report_context = job,
    };
}

/* Gives the intake a file of --directory, if it is there. */
static int keep_file(import_job *job, const char *name)
{
    text path = {0};
    text there = {0};
    bool is_there = false;
    relcal_error error = {0};
    text_addf(&path, "%s/%s", job->session->options->value[OPTION_DIRECTORY], name);
    int status = path.failed ? EXIT_SYSTEM
                             : import_read_file(&there, text_string(&path), RELCAL_MAX_IMPORT_BYTES,
                                                &is_there);
    if (status == EXIT_YES && is_there) {
        relcal_status kept = relcal_intake_keep(job->intake, name, text_string(&there),
                                                there.length, &error);
        status = kept == RELCAL_OK ? EXIT_YES : import_complain(kept, &error);
    }
    text_free(&path);
    text_free(&there);
    return status;
}

/* Gives the intake the files that are there already. The project.yaml of a folder may be given
 * again where the series of several projects alternate; the first counts. */
static int keep_files(import_job *job)
{
    int status = EXIT_YES;
    const char *name;
    const char *before = "";
    text project = {0};
    for (size_t index = 0;
         status == EXIT_YES && (name = relcal_intake_name_at(job->intake, index)) != NULL;
         index++) {
        size_t folder_length = (size_t)(strchr(name, '/') - name) + 1;
        status = keep_file(job, name);
        if (status == EXIT_YES && strncmp(before, name, folder_length) != 0) {
            text_clear(&project);
            text_add_bytes(&project, name, folder_length);
            text_add(&project, "project.yaml");
            status = keep_file(job, text_string(&project));
        }
        before = name;
    }
    text_free(&project);
    return status;
}

int import_finish(import_job *job)
{
    relcal_error error = {0};
    int status = job->session->options->value[OPTION_DIRECTORY] != NULL ? keep_files(job)
                                                                        : EXIT_YES;
    if (status != EXIT_YES) {
        return status;
    }
    relcal_status made = relcal_intake_finish(job->intake, &error);
    if (made != RELCAL_OK) {
        import_tell_unknown(job);
        return import_complain(made, &error);
    }
    return EXIT_YES;
}

int import_schedule(import_job *job)
{
    relcal_error error = {0};
    relcal_intake_options options = import_options(job);
    relcal_status status = relcal_intake_new(&job->intake, &options, &error);
    if (status == RELCAL_OK) {
        status = relcal_intake_add(job->intake, job->path, text_string(&job->source),
                                   job->source.length, RELCAL_DATE_NONE, &error);
    }
    if (status != RELCAL_OK) {
        import_tell_unknown(job);
        return import_complain(status, &error);
    }
    return import_finish(job);
}
