/*
 * Schedule files from a calendar. Whatever it comes from, the files are drafted, read as schedule
 * files are, and written again by what writes those, so that what comes out is what relcal itself
 * would write, and loads.
 */
#include <stdlib.h>
#include <string.h>

#include "import_parts.h"
#include "relcal/load.h"
#include "relcal/write.h"

struct relcal_import {
    relcal_import_file *files; /* names and texts from malloc */
    size_t file_count;
    size_t unknown;
};

void relcal_import_tell(const relcal_importer *importer)
{
    if (importer->options->report != NULL) {
        importer->options->report(importer->options->report_context, &importer->fault);
    }
}

bool relcal_import_is_id(const char *text, size_t length)
{
    if (length == 0 || length > RELCAL_MAX_ID_BYTES) {
        return false;
    }
    for (size_t index = 0; index < length; index++) {
        char character = text[index];
        bool is_plain = (character >= 'a' && character <= 'z') ||
                        (character >= 'A' && character <= 'Z') ||
                        (character >= '0' && character <= '9');
        if (!is_plain && (index == 0 || character == '\0' || strchr("._-+~", character) == NULL)) {
            return false;
        }
    }
    return true;
}

/* ---- drafts ---- */

void relcal_import_add_draft(relcal_importer *importer, const char *project, const char *file,
                             relcal_ical_text *text)
{
    relcal_ical_text name = {0};
    relcal_ical_text_put_format(&name, "%s/%s.yaml", project, file);
    if (importer->draft_count == importer->draft_capacity) {
        size_t wanted = importer->draft_capacity == 0 ? 16 : importer->draft_capacity * 2;
        relcal_import_draft *drafts = realloc(importer->drafts, wanted * sizeof *drafts);
        if (drafts != NULL) {
            importer->drafts = drafts;
            importer->draft_capacity = wanted;
        }
    }
    if (name.is_short_of_memory || text->is_short_of_memory ||
        importer->draft_count == importer->draft_capacity) {
        importer->is_short_of_memory = true;
        relcal_ical_text_free(&name);
        relcal_ical_text_free(text);
        return;
    }
    importer->drafts[importer->draft_count++] = (relcal_import_draft){name.bytes, text->bytes,
                                                                      text->length};
    *text = (relcal_ical_text){0};
}

static int compare_drafts(const void *left, const void *right)
{
    const relcal_import_draft *one = left;
    const relcal_import_draft *other = right;
    return strcmp(one->name, other->name);
}

static void free_drafts(relcal_importer *importer)
{
    for (size_t index = 0; index < importer->draft_count; index++) {
        free(importer->drafts[index].name);
        free(importer->drafts[index].text);
    }
    free(importer->drafts);
}

/* ---- reading drafts, and writing them again ---- */

static size_t folder_length(const char *name)
{
    return (size_t)(strchr(name, '/') - name) + 1;
}

/* Whether there is a draft of a project.yaml in the folder of another draft. */
static bool has_project(const relcal_importer *importer, const char *name)
{
    relcal_import_draft wanted = {0};
    relcal_ical_text text = {0};
    relcal_ical_text_put(&text, name, folder_length(name));
    relcal_ical_text_put_text(&text, "project.yaml");
    wanted.name = text.bytes;
    bool is_there = !text.is_short_of_memory &&
                    bsearch(&wanted, importer->drafts, importer->draft_count,
                            sizeof *importer->drafts, compare_drafts) != NULL;
    relcal_ical_text_free(&text);
    return is_there;
}

/* What the drafts are laid over: nothing, where each project has its own project.yaml. */
static const relcal_catalog *choose_base(const relcal_importer *importer)
{
    for (size_t index = 0; index < importer->draft_count; index++) {
        if (!has_project(importer, importer->drafts[index].name)) {
            return importer->base;
        }
    }
    return NULL;
}

/* Reads the drafts, over the projects that are known if they need it. */
static relcal_status load_drafts(const relcal_importer *importer, relcal_catalog **out,
                                 relcal_error *error)
{
    relcal_source *sources = malloc((importer->draft_count + 1) * sizeof *sources);
    relcal_error fault;
    if (sources == NULL) {
        return relcal_ical_fail_memory(error, importer->options->file);
    }
    for (size_t index = 0; index < importer->draft_count; index++) {
        const relcal_import_draft *draft = &importer->drafts[index];
        sources[index] = (relcal_source){draft->name, draft->text, draft->length};
    }
    relcal_status status = relcal_catalog_parse(out, choose_base(importer), sources,
                                                importer->draft_count, NULL, &fault);
    free(sources);
    if (status == RELCAL_ERROR_MEMORY) {
        return relcal_ical_fail_memory(error, importer->options->file);
    }
    if (status != RELCAL_OK) {
        return relcal_ical_fail(error, status, importer->options->file, 0,
                                "the calendar gives no good schedule: %s:%u:%u: %s", fault.file,
                                (unsigned)fault.line, (unsigned)fault.column, fault.message);
    }
    return RELCAL_OK;
}

/* Takes a text of malloc in place of a draft's. */
static void replace_text(relcal_import_draft *draft, char *text, size_t length)
{
    free(draft->text);
    draft->text = text;
    draft->length = length;
}

/* Writes one draft again from the catalog that it was read into. */
static relcal_status rewrite_draft(const relcal_importer *importer, relcal_import_draft *draft,
                                   const relcal_catalog *catalog, relcal_error *error)
{
    char project_id[RELCAL_MAX_ID_BYTES + 1] = "";
    char file[RELCAL_MAX_ID_BYTES + 1] = "";
    char *text = NULL;
    size_t length = 0;
    const char *slash = strchr(draft->name, '/');
    memcpy(project_id, draft->name, (size_t)(slash - draft->name));
    memcpy(file, slash + 1, strlen(slash + 1) - strlen(".yaml"));
    const relcal_project *project = relcal_catalog_project(catalog, project_id);
    const relcal_series *series = relcal_catalog_series(catalog, project_id, file);
    bool is_project = strcmp(file, "project") == 0;
    if (project == NULL || (!is_project && series == NULL)) {
        return relcal_ical_fail(error, RELCAL_ERROR_DATA, importer->options->file, 0,
                                "the calendar gives no good schedule: %s is of another %s",
                                draft->name, project == NULL ? "project" : "series");
    }
    relcal_status status = is_project ? relcal_project_write(project, &text, &length)
                                      : relcal_plan_write(relcal_series_plan(series, RELCAL_LATEST),
                                                          &text, &length);
    if (status != RELCAL_OK) {
        return relcal_ical_fail_memory(error, importer->options->file);
    }
    replace_text(draft, text, length);
    return RELCAL_OK;
}

static relcal_status rewrite_drafts(relcal_importer *importer, relcal_error *error)
{
    relcal_catalog *catalog = NULL;
    relcal_status status = load_drafts(importer, &catalog, error);
    if (status != RELCAL_OK) {
        return status;
    }
    relcal_import_compare_own(importer, catalog);
    for (size_t index = 0; index < importer->draft_count && status == RELCAL_OK; index++) {
        status = rewrite_draft(importer, &importer->drafts[index], catalog, error);
    }
    relcal_catalog_free(catalog);
    if (status != RELCAL_OK) {
        return status;
    }
    catalog = NULL; /* what was written must load too */
    status = load_drafts(importer, &catalog, error);
    relcal_catalog_free(catalog);
    return status;
}

/* ---- the whole ---- */

/* Drafts schedule files, by what the calendar holds. */
static relcal_status draft_files(relcal_importer *importer, relcal_error *error)
{
    if (importer->options->pattern == NULL && relcal_import_is_own(importer->calendar)) {
        relcal_import_own(importer);
        return RELCAL_OK;
    }
    return relcal_import_feed(importer, error);
}

/* Turns the drafts into what the caller gets. */
static relcal_status hand_over(relcal_importer *importer, relcal_import **out, relcal_error *error)
{
    relcal_import *import = calloc(1, sizeof *import);
    relcal_import_file *files = malloc((importer->draft_count + 1) * sizeof *files);
    if (import == NULL || files == NULL) {
        free(import);
        free(files);
        return relcal_ical_fail_memory(error, importer->options->file);
    }
    for (size_t index = 0; index < importer->draft_count; index++) {
        const relcal_import_draft *draft = &importer->drafts[index];
        files[index] = (relcal_import_file){draft->name, draft->text, draft->length};
    }
    *import = (relcal_import){files, importer->draft_count, importer->unknown};
    importer->draft_count = 0; /* their texts are the import's now */
    *out = import;
    return RELCAL_OK;
}

static relcal_status import_calendar(relcal_importer *importer, relcal_import **out,
                                     relcal_error *error)
{
    relcal_status status = draft_files(importer, error);
    if (status != RELCAL_OK) {
        return status;
    }
    if (importer->is_short_of_memory) {
        return relcal_ical_fail_memory(error, importer->options->file);
    }
    if (importer->draft_count == 0) {
        return relcal_ical_fail(error, RELCAL_ERROR_DATA, importer->options->file, 0,
                                relcal_calendar_event_count(importer->calendar) == 0
                                    ? "the calendar has no event that could be read"
                                    : "no event of the calendar was understood; give a pattern of "
                                      "their summaries");
    }
    qsort(importer->drafts, importer->draft_count, sizeof *importer->drafts, compare_drafts);
    status = rewrite_drafts(importer, error);
    return status == RELCAL_OK ? hand_over(importer, out, error) : status;
}

relcal_status relcal_calendar_import(relcal_import **out, const char *text, size_t length,
                                     const relcal_import_options *options, relcal_error *error)
{
    const relcal_import_options defaults = {0};
    relcal_importer importer = {.options = options == NULL ? &defaults : options};
    importer.base = importer.options->base == NULL ? relcal_catalog_builtin()
                                                   : importer.options->base;
    relcal_ical_read_options reading = {
        .file = importer.options->file,
        .report = importer.options->report,
        .report_context = importer.options->report_context,
    };
    relcal_status status = relcal_calendar_read(&importer.calendar, text, length, &reading, true,
                                                true, error);
    if (status != RELCAL_OK) {
        return status;
    }
    importer.unknown = importer.calendar->refused;
    status = import_calendar(&importer, out, error);
    free_drafts(&importer);
    relcal_calendar_free(importer.calendar);
    return status;
}

void relcal_import_free(relcal_import *import)
{
    if (import == NULL) {
        return;
    }
    for (size_t index = 0; index < import->file_count; index++) {
        free((char *)(uintptr_t)import->files[index].name);
        free((char *)(uintptr_t)import->files[index].text);
    }
    free(import->files);
    free(import);
}

size_t relcal_import_file_count(const relcal_import *import)
{
    return import->file_count;
}

const relcal_import_file *relcal_import_file_at(const relcal_import *import, size_t index)
{
    return index < import->file_count ? &import->files[index] : NULL;
}

size_t relcal_import_unknown_count(const relcal_import *import)
{
    return import->unknown;
}
