/*
 * Any bytes as a source of an import, as its own revision two days later without its second half,
 * and laid over a file that is there. What is refused must say why; what comes out must load.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "relcal/relcal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define ON 20687 /* 2026-08-22 */

/* Stops the fuzzer, in every kind of build. */
#define REQUIRE(condition)  \
    do {                    \
        if (!(condition)) { \
            abort();        \
        }                   \
    } while (0)

static void check_report(void *context, const relcal_error *fault)
{
    size_t *count = context;
    REQUIRE(fault->code != RELCAL_OK && fault->message[0] != '\0');
    ++*count;
}

/* Sources of support dates and of tables find their project themselves; all others are Python's. */
static relcal_intake *start(const char *text, size_t size, size_t *reports)
{
    relcal_intake *intake = NULL;
    relcal_import_format format = relcal_import_recognise(text, size);
    bool is_partial = format == RELCAL_IMPORT_SCHEDULE_JSON || format == RELCAL_IMPORT_ENDOFLIFE ||
                      format == RELCAL_IMPORT_TRAIN || format == RELCAL_IMPORT_DISTRO_INFO ||
                      format == RELCAL_IMPORT_WEEKS || format == RELCAL_IMPORT_TIMELINE;
    relcal_intake_options options = {.base = relcal_catalog_builtin(),
                                     .project = is_partial ? NULL : "python",
                                     .on = ON,
                                     .report = check_report,
                                     .report_context = reports};
    REQUIRE(relcal_intake_new(&intake, &options, NULL) == RELCAL_OK);
    return intake;
}

static bool add(relcal_intake *intake, const char *text, size_t length, relcal_date since)
{
    relcal_error error = {.code = RELCAL_OK};
    relcal_status status = relcal_intake_add(intake, "source", text, length, since, &error);
    REQUIRE(status == error.code);
    REQUIRE(status == RELCAL_OK || error.message[0] != '\0');
    return status == RELCAL_OK;
}

/* The built-in projects without their series, made once: to lay a file over all of the built-in
 * series takes a hundred times as long as to make it. */
static const relcal_catalog *projects_alone(void)
{
    static relcal_catalog *projects = NULL;
    relcal_source sources[64];
    char names[64][128];
    size_t count = relcal_catalog_project_count(relcal_catalog_builtin());
    REQUIRE(count <= 64);
    for (size_t index = 0; projects == NULL && index < count; index++) {
        const relcal_project *project = relcal_catalog_project_at(relcal_catalog_builtin(), index);
        char *text = NULL;
        size_t length = 0;
        REQUIRE(relcal_project_write(project, &text, &length) == RELCAL_OK);
        (void)snprintf(names[index], sizeof names[index], "%s/project.yaml",
                       relcal_project_id(project));
        sources[index] = (relcal_source){names[index], text, length};
    }
    if (projects == NULL) {
        REQUIRE(relcal_catalog_parse(&projects, NULL, sources, count, NULL, NULL) == RELCAL_OK);
        for (size_t index = 0; index < count; index++) {
            free((char *)(uintptr_t)sources[index].text);
        }
    }
    return projects;
}

/* Everything that was made loads, alone. */
static void check_files(const relcal_intake *intake)
{
    relcal_source sources[64];
    size_t count = 0;
    const relcal_intake_file *file;
    while (count < 64 && (file = relcal_intake_file_at(intake, count)) != NULL) {
        REQUIRE(strlen(file->text) == file->length);
        sources[count++] = (relcal_source){file->name, file->text, file->length};
    }
    relcal_catalog *catalog = NULL;
    relcal_load_options options = {.max_file_bytes = (size_t)1 << 30};
    REQUIRE(relcal_catalog_parse(&catalog, projects_alone(), sources, count, &options, NULL) ==
            RELCAL_OK);
    relcal_catalog_free(catalog);
}

static void finish(relcal_intake *intake, const size_t *reports)
{
    relcal_error error = {.code = RELCAL_OK};
    relcal_status status = relcal_intake_finish(intake, &error);
    REQUIRE(status == error.code && status != RELCAL_ERROR_MEMORY);
    REQUIRE(*reports == relcal_intake_report_count(intake));
    if (status == RELCAL_OK) {
        check_files(intake);
    } else {
        REQUIRE(relcal_intake_file_at(intake, 0) == NULL);
    }
    relcal_intake_free(intake);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char there[] = "series: 3.12\nmilestones:\n"
                                "- {id: 3.12.0b1, date: 2023-05-08, planned: {2022-06-18: "
                                "2023-05-08}}\n- {id: 3.12.0, date: 2023-10-02}\n";
    const char *text = (const char *)data;
    size_t reports = 0;
    relcal_intake *intake = start(text, size, &reports);
    if (add(intake, text, size, RELCAL_DATE_NONE)) {
        REQUIRE(relcal_intake_keep(intake, "python/3.12.yaml", there, sizeof there - 1, NULL) ==
                RELCAL_OK);
    }
    finish(intake, &reports);

    reports = 0;
    intake = start(text, size, &reports);
    (void)add(intake, text, size, 15000);
    (void)add(intake, text, size / 2, 15002);
    finish(intake, &reports);
    return 0;
}
