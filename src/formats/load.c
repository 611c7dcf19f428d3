/*
 * Catalogs from schedule files. Every file is read and checked first; only a load without a fault
 * is sealed into a catalog.
 */
#include "relcal/load.h"

#include <string.h>

#include "fields.h"
#include "loader.h"
#include "schedule.h"

static const char project_file[] = "project.yaml";

static void add_file_fault(relcal_loader *loader, const relcal_file *file, relcal_status code,
                           const char *message)
{
    relcal_faults_add(&loader->faults, code, file->order,
                      (relcal_place){.file = file->name, .line = 1, .column = 1}, "%s", message);
}

static bool is_project_file(const relcal_file *file)
{
    return strcmp(file->base_name, project_file) == 0;
}

static const relcal_node *parse_file(relcal_loader *loader, relcal_file *file)
{
    if (file->text == NULL) {
        return NULL;
    }
    relcal_arena_reset(&loader->nodes);
    relcal_file_screen(file, &loader->faults);
    if (file->text == NULL) {
        return NULL;
    }
    char example[RELCAL_FIELD_EXAMPLE_BYTES];
    file->wanted = relcal_field_example(example,
                                        is_project_file(file) ? "project.yaml" : "a series file");
    const relcal_node *root = relcal_tree_parse(&loader->nodes, file, &loader->faults);
    file->wanted = NULL;
    if (loader->visit != NULL) {
        loader->visit(loader->visit_context, file, root);
    }
    return root;
}

/* A project of the draft, which may come into it now. */
static relcal_draft_project *find_project(relcal_loader *loader, const char *id)
{
    relcal_draft_project *project = relcal_draft_find_project(&loader->draft, id);
    const relcal_project *known = project != NULL || loader->base == NULL
                                      ? NULL
                                      : relcal_catalog_project(loader->base, id);
    return known == NULL ? project
                         : relcal_draft_add_copy(&loader->draft, known, !loader->is_without_series);
}

/* Puts a project in the place of the base's, whose series it keeps. */
static void put_project(relcal_loader *loader, const relcal_file *file,
                        relcal_draft_project *project)
{
    relcal_draft_project *known = find_project(loader, project->id);
    if (known == NULL) {
        if (loader->draft.project_count == RELCAL_MAX_PROJECTS) {
            add_file_fault(loader, file, RELCAL_ERROR_LIMIT, "too many projects; load fewer");
            return;
        }
        relcal_draft_add_project(&loader->draft, project);
        return;
    }
    if (known->place.place.file != NULL) {
        relcal_faults_add(&loader->faults, RELCAL_ERROR_DATA, file->order, project->place.place,
                          "project %s stands in %s already; keep one of them", project->id,
                          known->place.place.file);
        return;
    }
    project->next = known->next;
    project->series = known->series;
    project->series_count = known->series_count;
    *known = *project;
}

static relcal_draft_series *find_series(const relcal_draft_project *project, const char *id)
{
    for (relcal_draft_series *series = project->series; series != NULL; series = series->next) {
        if (strcmp(series->id, id) == 0) {
            return series;
        }
    }
    return NULL;
}

static void put_series(relcal_loader *loader, const relcal_file *file,
                       relcal_draft_project *project, relcal_draft_series *series)
{
    const relcal_draft_series *known = find_series(project, series->id);
    if (known != NULL && known->place.place.file != NULL) {
        relcal_faults_add(&loader->faults, RELCAL_ERROR_DATA, file->order, series->place.place,
                          "series %s stands in %s already; keep one of them", series->id,
                          known->place.place.file);
    } else if (known == NULL && project->series_count == RELCAL_MAX_SERIES) {
        add_file_fault(loader, file, RELCAL_ERROR_LIMIT, "too many series; load fewer");
    } else {
        relcal_draft_put_series(project, series);
    }
}

static bool is_in_folder(const relcal_file *file, const char *folder)
{
    return file != NULL && strcmp(file->folder, folder) == 0;
}

static bool has_key(const relcal_node *root, const char *key)
{
    const relcal_node *value = root->kind == RELCAL_NODE_MAPPING ? root->first : NULL;
    while (value != NULL && strcmp(value->key->text, key) != 0) {
        value = value->next;
    }
    return value != NULL;
}

/* Reports a file whose first keys are those of the other sort, by its name alone: all that it says
 * would be wrong otherwise. */
static bool refuse_name(relcal_loader *loader, const relcal_file *file, const relcal_node *root)
{
    bool is_project = has_key(root, "project") && !has_key(root, "series");
    bool is_series = has_key(root, "series") && !has_key(root, "project");
    if (is_project_file(file) ? !is_series : !is_project) {
        return false;
    }
    add_file_fault(loader, file, RELCAL_ERROR_DATA,
                   is_project
                       ? "this is a project and not a series; rename the file to project.yaml"
                       : "this is a series and not a project; rename the file to the name "
                         "of the series, such as 1.0.yaml");
    return true;
}

/* The project that a folder's series belong to: its project.yaml's, or the base's of its name. */
static relcal_draft_project *read_folder_project(relcal_loader *loader, relcal_file *files,
                                                 const char *folder, bool *is_readable)
{
    *is_readable = true;
    for (relcal_file *file = files; is_in_folder(file, folder); file = file->next) {
        if (file->is_misnamed && strcmp(file->base_name, "project.yml") == 0) {
            *is_readable = false;
            return NULL;
        }
        if (!is_project_file(file)) {
            continue;
        }
        const relcal_node *root = parse_file(loader, file);
        root = root == NULL || refuse_name(loader, file, root) ? NULL : root;
        relcal_draft_project *project = root == NULL ? NULL
                                                     : relcal_schedule_read_project(
                                                           &loader->arena, &loader->faults, root);
        *is_readable = project != NULL;
        if (project != NULL) {
            put_project(loader, file, project);
        }
        return project == NULL ? NULL : find_project(loader, project->id);
    }
    return find_project(loader, folder);
}

/* Reports a project.yaml that is not the first of its folder, as texts in memory may have it. */
static void refuse_second_project_file(relcal_loader *loader, const relcal_file *files,
                                       const relcal_file *file)
{
    while (!is_project_file(files)) {
        files = files->next;
    }
    if (files != file) {
        add_file_fault(loader, file, RELCAL_ERROR_DATA,
                       "a second project.yaml of one folder; keep one of them");
    }
}

/* Reads the files of one folder; returns the first file of the next. */
static relcal_file *read_folder(relcal_loader *loader, relcal_file *files)
{
    const char *folder = files->folder;
    bool is_readable;
    relcal_draft_project *project = read_folder_project(loader, files, folder, &is_readable);
    if (project == NULL && is_readable) {
        relcal_faults_add(
            &loader->faults, RELCAL_ERROR_DATA, files->order,
            (relcal_place){.file = files->name, .line = 1, .column = 1},
            "the folder has no project.yaml and is named like no known project; "
            "write one beside this file, such as %s",
            relcal_field_example((char[RELCAL_FIELD_EXAMPLE_BYTES]){0}, "project.yaml"));
    }
    relcal_file *file = files;
    for (; is_in_folder(file, folder); file = file->next) {
        if (is_project_file(file)) {
            refuse_second_project_file(loader, files, file);
            continue;
        }
        const relcal_node *root = parse_file(loader, file);
        root = root == NULL || refuse_name(loader, file, root) ? NULL : root;
        relcal_draft_series *series = root == NULL ? NULL
                                                   : relcal_schedule_read_series(
                                                         &loader->arena, &loader->faults, root);
        if (project != NULL) {
            project->is_partial |= series == NULL || series->is_partial;
        }
        if (series != NULL && project != NULL) {
            put_series(loader, file, project, series);
        }
    }
    return file;
}

static relcal_status finish(relcal_loader *loader, relcal_catalog **out,
                            const relcal_load_options *options, relcal_error *error)
{
    relcal_draft_check(&loader->draft, &loader->faults);
    relcal_status status = relcal_faults_report(&loader->faults, options->report,
                                                options->report_context, error);
    if (status != RELCAL_OK) {
        return status;
    }
    status = relcal_seal(out, &loader->draft, options->allocator);
    if (status == RELCAL_ERROR_LIMIT) {
        return relcal_fail(error, status, (relcal_place){0},
                           "the catalog would be larger than 2 GiB; load fewer files");
    }
    if (status == RELCAL_ERROR_MEMORY) {
        relcal_arena_give_up(&loader->arena);
    }
    return status;
}

/* Where a load gets its files from, and how. */
typedef struct load_request {
    const relcal_catalog *base;
    bool is_alone;         /* with no more of the base than the files need */
    const char *directory; /* or else: */
    const relcal_source *sources;
    size_t count;
    relcal_load_options options;
} load_request;

static load_request make_request(const relcal_catalog *base, const relcal_load_options *options)
{
    load_request request = {.base = base};
    if (options != NULL) {
        request.options = *options;
    }
    if (request.options.max_file_bytes == 0) {
        request.options.max_file_bytes = RELCAL_MAX_FILE_BYTES;
    }
    return request;
}

void relcal_loader_init(relcal_loader *loader, const relcal_allocator *allocator,
                        jmp_buf *out_of_memory)
{
    *loader = (relcal_loader){.visit = NULL};
    relcal_arena_init(&loader->arena, allocator, out_of_memory);
    relcal_arena_init(&loader->nodes, allocator, out_of_memory);
    relcal_faults_init(&loader->faults, &loader->arena, RELCAL_MAX_FAULTS);
    loader->draft = relcal_draft_from(&loader->arena, NULL);
}

void relcal_loader_read(relcal_loader *loader, relcal_file *files)
{
    while (files != NULL) {
        files = read_folder(loader, files);
    }
}

void relcal_loader_free(relcal_loader *loader)
{
    relcal_arena_free(&loader->nodes);
    relcal_arena_free(&loader->arena);
}

static relcal_status run(relcal_loader *loader, const load_request *request, relcal_catalog **out,
                         relcal_error *error)
{
    size_t max_bytes = request->options.max_file_bytes;
    if (request->is_alone) {
        loader->base = request->base;
        loader->is_without_series = true;
    } else {
        loader->draft = relcal_draft_from(&loader->arena, request->base);
    }
    relcal_file *files = request->directory != NULL
                             ? relcal_files_find(&loader->arena, &loader->faults,
                                                 request->directory, max_bytes)
                             : relcal_files_take(&loader->arena, &loader->faults, request->sources,
                                                 request->count, max_bytes);
    if (request->directory != NULL && files == NULL && loader->faults.count == 0) {
        relcal_faults_add(&loader->faults, RELCAL_ERROR_NOT_FOUND, 0,
                          (relcal_place){.file = request->directory},
                          "no schedule files are in this folder, nor in the folders in it; a "
                          "project is a folder with a %s and one .yaml file a series",
                          project_file);
    }
    relcal_loader_read(loader, files);
    return finish(loader, out, &request->options, error);
}

/* The owner of the arenas' jumps. The loader is the caller's: what a function that calls setjmp
 * changes of its own is lost in a jump. */
static relcal_status run_guarded(relcal_loader *loader, jmp_buf *out_of_memory,
                                 const load_request *request, relcal_catalog **out,
                                 relcal_error *error)
{
    if (setjmp(*out_of_memory) == 0) {
        return run(loader, request, out, error);
    }
    return relcal_fail(error, RELCAL_ERROR_MEMORY, (relcal_place){0}, "no memory for the catalog");
}

static relcal_status load(const load_request *request, relcal_catalog **out, relcal_error *error)
{
    relcal_loader loader;
    jmp_buf out_of_memory;
    relcal_loader_init(&loader, request->options.allocator, &out_of_memory);
    relcal_status status = run_guarded(&loader, &out_of_memory, request, out, error);
    relcal_loader_free(&loader);
    return status;
}

relcal_status relcal_catalog_load(relcal_catalog **out, const relcal_catalog *base,
                                  const char *directory, const relcal_load_options *options,
                                  relcal_error *error)
{
    load_request request = make_request(base, options);
    request.directory = directory;
    return load(&request, out, error);
}

relcal_status relcal_catalog_parse(relcal_catalog **out, const relcal_catalog *base,
                                   const relcal_source *sources, size_t count,
                                   const relcal_load_options *options, relcal_error *error)
{
    load_request request = make_request(base, options);
    request.sources = sources;
    request.count = count;
    return load(&request, out, error);
}

relcal_status relcal_catalog_parse_alone(relcal_catalog **out, const relcal_catalog *base,
                                         const relcal_source *sources, size_t count,
                                         const relcal_load_options *options, relcal_error *error)
{
    load_request request = make_request(base, options);
    request.is_alone = true;
    request.sources = sources;
    request.count = count;
    return load(&request, out, error);
}
