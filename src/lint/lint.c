/*
 * A look at schedule files: they are read as a load reads them, folder by folder; each file is
 * checked as it is read, each series and project when all are. What is found is sorted by place.
 */
#include "relcal/lint.h"

#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "lint_run.h"
#include "schedule.h"

struct relcal_lint {
    relcal_arena arena; /* of everything but this */
    relcal_allocator allocator;
    relcal_finding *findings;
    relcal_finding *known;
    relcal_mended_file *mended;
    size_t finding_count;
    size_t known_count;
    size_t mended_count;
    size_t counts[2]; /* by severity */
};

/* A file that has fixes, as it is. */
typedef struct kept_file {
    struct kept_file *next;
    const char *name;
    const char *text;
    size_t length;
    uint32_t order; /* among all files */
} kept_file;

/* What is asked for, and the look while it lasts. */
typedef struct lint_job {
    const relcal_catalog *base;
    const char *const *paths; /* or else: */
    const relcal_source *sources;
    size_t count;
    relcal_lint_options options;
    relcal_lint *lint;
    lint_run run;
    kept_file *kept; /* the last first, in the arena of the findings */
    relcal_error failure;
    jmp_buf out_of_memory;
} lint_job;

/* ---- the checks ---- */

static lint_text_check *const text_checks[] = {
    lint_check_dates_in_nodes, lint_check_weekdays, lint_collect_references,
    lint_collect_remarks,      lint_check_times,
};

static lint_project_check *const project_checks[] = {
    lint_check_bare_project, lint_check_references, lint_check_rules,
    lint_check_odd_weekdays, lint_check_copies,     lint_check_month_ends,
};

static lint_series_check *const series_checks[] = {
    lint_check_bare_series, lint_check_ids,     lint_check_order,       lint_check_later_order,
    lint_check_after_end,   lint_check_numbers, lint_check_labels,      lint_check_days,
    lint_check_revised,     lint_check_support, lint_check_off_plan,    lint_check_first_release,
    lint_check_offsets,     lint_check_final,   lint_check_final_names, lint_check_phases,
    lint_check_dateless,    lint_check_titles,  lint_check_one_day,
};

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

/* ---- files as they are read ---- */

/* Where the line that begins at a byte ends: behind its break. LF, CR and CR LF are breaks. */
static size_t line_end(const relcal_file *file, size_t at)
{
    while (at < file->length && file->text[at] != '\n' && file->text[at] != '\r') {
        at++;
    }
    if (at + 1 < file->length && file->text[at] == '\r' && file->text[at + 1] == '\n') {
        at++;
    }
    return at < file->length ? at + 1 : at;
}

static lint_source find_lines(relcal_arena *arena, const relcal_file *file)
{
    lint_source source = {.file = file, .text = file->text, .length = file->length};
    for (size_t at = 0; at < file->length; at = line_end(file, at)) {
        source.line_count++;
    }
    size_t *lines = relcal_arena_allocate(arena, (source.line_count + 1) * sizeof *lines);
    size_t at = 0;
    for (size_t line = 0; line < source.line_count; line++) {
        lines[line] = at;
        at = line_end(file, at);
    }
    lines[source.line_count] = file->length;
    source.lines = lines;
    return source;
}

/* Keeps the bytes of a file for its fixes. */
static void keep_file(lint_job *job, const relcal_file *file)
{
    size_t mark = file->has_mark ? 3 : 0;
    kept_file *kept = relcal_arena_allocate(job->run.arena, sizeof *kept);
    char *text = relcal_arena_allocate(job->run.arena, mark + file->length + 1);
    memcpy(text, "\xEF\xBB\xBF", mark);
    memcpy(text + mark, file->text, file->length);
    *kept = (kept_file){
        .name = relcal_arena_copy_text(job->run.arena, file->name, strlen(file->name)),
        .text = text,
        .length = mark + file->length,
        .order = job->run.first_order + file->order,
    };
    kept_file **link = &job->kept;
    while (*link != NULL && (*link)->order > kept->order) {
        link = &(*link)->next;
    }
    kept->next = *link;
    *link = kept;
}

static bool has_fix(const lint_finding *findings, const lint_finding *end)
{
    for (; findings != end; findings = findings->next) {
        if (findings->finding.fix != NULL) {
            return true;
        }
    }
    return false;
}

static void visit_file(void *context, const relcal_file *file, const relcal_node *root)
{
    lint_job *job = context;
    const lint_finding *before = job->run.findings;
    job->run.source = find_lines(&job->run.loader.nodes, file);
    for (size_t index = 0; index < COUNT(text_checks); index++) {
        text_checks[index](&job->run, root);
    }
    if (has_fix(job->run.findings, before)) {
        keep_file(job, file);
    }
}

/* ---- what the load says ---- */

static bool is_kept(const lint_job *job, const relcal_file *file)
{
    const kept_file *kept = job->kept;
    while (kept != NULL && kept->order != job->run.first_order + file->order) {
        kept = kept->next;
    }
    return kept != NULL;
}

/* Mends a misspelt key of which the loader says what was meant: unknown key "stat"; write state. */
static void mend_key(lint_job *job, const relcal_fault *fault, relcal_finding *finding)
{
    static const char head[] = "unknown key \"";
    static const char tail[] = "\"; write ";
    lint_run *run = &job->run;
    const relcal_file *file = lint_find_file(run, fault->file_order);
    const char *key = fault->message + strlen(head);
    const char *end = strstr(fault->message, tail);
    if (finding == NULL || file == NULL || end == NULL || end < key) {
        return;
    }
    size_t length = (size_t)(end - key);
    const char *meant = end + strlen(tail);
    run->source = find_lines(&run->loader.nodes, file);
    size_t offset = lint_offset_of(run, fault->place);
    if (run->source.length - offset > length && memcmp(file->text + offset, key, length) == 0) {
        lint_set_fix(run, finding, offset, length, meant, strlen(meant));
        if (finding->fix != NULL && !is_kept(job, file)) {
            keep_file(job, file);
        }
    }
}

/* That phases are out of order is found by lint_check_order too, with all else that is. */
static void add_fault(lint_job *job, const relcal_fault *fault)
{
    lint_code code = lint_code_of_fault(fault->code, fault->message);
    relcal_draft_place place = {.place = fault->place, .file_order = fault->file_order};
    if (code == LINT_ORDER || lint_is_claimed(&job->run, fault->file_order, fault->place)) {
        return;
    }
    relcal_finding *finding = lint_add(&job->run, code, place, NULL, NULL, "%s", fault->message);
    if (code == LINT_KEY_UNKNOWN) {
        mend_key(job, fault, finding);
    }
}

/* Takes over the faults of the loader; what cannot be read at all fails the look. */
static void take_faults(lint_job *job)
{
    const relcal_faults *faults = &job->run.loader.faults;
    if (faults->is_short_of_memory) {
        relcal_arena_give_up(job->run.arena);
    }
    for (const relcal_fault *fault = faults->newest; fault != NULL; fault = fault->next) {
        if (fault->code == RELCAL_ERROR_IO) {
            (void)relcal_fail(&job->failure, fault->code, fault->place, "%s", fault->message);
        } else {
            add_fault(job, fault);
        }
    }
}

/* ---- when all files of a folder are read ---- */

static int compare_series(const void *left, const void *right)
{
    return relcal_compare_ids((*(const relcal_draft_series *const *)left)->id,
                              (*(const relcal_draft_series *const *)right)->id);
}

static lint_project sort_series(relcal_arena *arena, const relcal_draft_project *draft)
{
    lint_project project = {.draft = draft};
    project.series = relcal_arena_allocate(arena, (draft->series_count + 1) *
                                                      sizeof(const relcal_draft_series *));
    for (const relcal_draft_series *series = draft->series; series != NULL; series = series->next) {
        project.series[project.series_count++] = series;
    }
    qsort(project.series, project.series_count, sizeof(const relcal_draft_series *),
          compare_series);
    return project;
}

static void check_project(lint_run *run, const relcal_draft_project *draft)
{
    lint_project project = sort_series(&run->loader.arena, draft);
    for (size_t index = 0; index < COUNT(project_checks); index++) {
        project_checks[index](run, &project);
    }
    for (size_t series = 0; series < project.series_count; series++) {
        if (project.series[series]->place.place.file == NULL) {
            continue;
        }
        for (size_t index = 0; index < COUNT(series_checks); index++) {
            series_checks[index](run, &project, series);
        }
    }
}

/* What needs the cadences of the projects or where series stand, and for these a catalog without a
 * fault: when all else is looked at, as sealing puts the draft into another order. */
static void check_habits(lint_job *job)
{
    lint_run *run = &job->run;
    relcal_draft *draft = &run->loader.draft;
    if (run->loader.faults.count == 0 &&
        relcal_seal(&run->sealed, draft, &job->lint->allocator) == RELCAL_ERROR_MEMORY) {
        relcal_arena_give_up(run->arena);
    }
    for (const relcal_draft_project *item = draft->projects; item != NULL; item = item->next) {
        lint_project project = sort_series(&run->loader.arena, item);
        for (size_t series = 0; series < project.series_count; series++) {
            if (project.series[series]->place.place.file == NULL) {
                continue;
            }
            lint_find_habit(run, &project, series);
            lint_check_gaps(run, &project, series);
            lint_check_overdue(run, &project, series);
            lint_check_weekends(run, &project, series);
            lint_check_constraints(run, &project, series);
            lint_check_avoided(run, &project, series);
        }
        lint_check_rule_days(run, &project);
    }
}

/* Reads the files of a loader and checks them; then the loader is free for the next. */
static void look(lint_job *job, relcal_file *files)
{
    lint_run *run = &job->run;
    uint32_t count = 0;
    run->files = files;
    for (const relcal_file *file = files; file != NULL; file = file->next) {
        count++;
    }
    relcal_loader_read(&run->loader, files);
    for (const relcal_draft_project *project = run->loader.draft.projects; project != NULL;
         project = project->next) {
        check_project(run, project);
    }
    check_habits(job);
    take_faults(job);
    lint_apply_remarks(run);
    run->first_order += count;
}

static void begin_loader(lint_job *job)
{
    relcal_loader *loader = &job->run.loader;
    relcal_loader_init(loader, &job->lint->allocator, &job->out_of_memory);
    loader->visit = visit_file;
    loader->visit_context = job;
    loader->base = job->base;
    job->run.claims = NULL;
    job->run.references = NULL;
    job->run.remarks = NULL;
    job->run.remark_count = 0;
}

static void end_loader(lint_job *job)
{
    lint_forget_habit(&job->run);
    relcal_catalog_free(job->run.sealed);
    job->run.sealed = NULL;
    relcal_loader_free(&job->run.loader);
    job->run.files = NULL;
}

static void look_at_sources(lint_job *job)
{
    begin_loader(job);
    relcal_loader *loader = &job->run.loader;
    look(job, relcal_files_take(&loader->arena, &loader->faults, job->sources, job->count,
                                job->options.max_file_bytes));
    end_loader(job);
}

/* ---- folders and files ---- */

static void look_at_folder(lint_job *job, const char *path)
{
    begin_loader(job);
    relcal_loader *loader = &job->run.loader;
    relcal_file *files = relcal_files_find(&loader->arena, &loader->faults, path,
                                           job->options.max_file_bytes);
    if (files == NULL && loader->faults.count == 0) {
        (void)relcal_fail(&job->failure, RELCAL_ERROR_NOT_FOUND, (relcal_place){.file = path},
                          "no schedule files are in this folder; a project is a folder with a "
                          "project.yaml and one .yaml file a series");
    }
    look(job, files);
    end_loader(job);
}

/* The length of a path's folder, without the slash. */
static size_t folder_length(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? 0 : (size_t)(slash - path);
}

static bool is_same_folder(const char *left, const char *right)
{
    size_t length = folder_length(left);
    return length == folder_length(right) && (left[0] == '/') == (right[0] == '/') &&
           strncmp(left, right, length) == 0;
}

/* The name of the folder of a file as the path gives it; of the working directory nobody knows. */
static const char *folder_name(relcal_arena *arena, const char *path)
{
    const char *folder = relcal_arena_copy_text(arena, path, folder_length(path));
    const char *slash = strrchr(folder, '/');
    return slash == NULL ? folder : slash + 1;
}

static bool is_text_same(const char *left, const char *right)
{
    return left != NULL && right != NULL && strcmp(left, right) == 0;
}

/* The project of the base that has a series of the same id and spec, or NULL. */
static const char *find_project(const relcal_catalog *base, const relcal_draft_series *series)
{
    for (size_t index = 0; base != NULL && index < relcal_catalog_project_count(base); index++) {
        const relcal_project *project = relcal_catalog_project_at(base, index);
        const relcal_series *known = relcal_project_series(project, series->id);
        if (known != NULL && (is_text_same(relcal_series_spec_name(known), series->spec_name) ||
                              is_text_same(relcal_series_spec_url(known), series->spec_url))) {
            return relcal_project_id(project);
        }
    }
    return NULL;
}

/* Finds out which project of the base a file that stands by itself is of: read once for that, and
 * its faults forgotten. */
static const char *guess_project(lint_job *job, const relcal_file *file)
{
    relcal_loader *loader = &job->run.loader;
    relcal_file copy = *file;
    relcal_faults forgotten;
    relcal_faults_init(&forgotten, &loader->arena, 0);
    copy.text = relcal_arena_copy_text(&loader->arena, file->text, file->length);
    relcal_file_screen(&copy, &forgotten);
    const relcal_node *root = copy.text == NULL
                                  ? NULL
                                  : relcal_tree_parse(&loader->nodes, &copy, &forgotten);
    const relcal_draft_series *series =
        root == NULL ? NULL : relcal_schedule_read_series(&loader->arena, &forgotten, root);
    return series == NULL ? NULL : find_project(job->base, series);
}

/* A project without any rule for the files that belong to none. */
static relcal_file *add_project(relcal_arena *arena, relcal_file *files)
{
    static const char text[] = "project: none\nname: None\nphases: []\n";
    uint32_t count = 0;
    for (const relcal_file *file = files; file != NULL; file = file->next) {
        count++;
    }
    relcal_file *project = relcal_arena_allocate(arena, sizeof *project);
    *project = (relcal_file){
        .next = files,
        .name = "project.yaml",
        .folder = files->folder,
        .base_name = "project.yaml",
        .text = relcal_arena_copy_text(arena, text, sizeof text - 1),
        .length = sizeof text - 1,
        .order = count,
        .is_neighbour = true,
    };
    return project;
}

static bool has_project_file(const relcal_file *files)
{
    while (files != NULL && strcmp(files->base_name, "project.yaml") != 0) {
        files = files->next;
    }
    return files != NULL;
}

/* Looks at a file whose folder says nothing of its project. */
static void look_at_single(lint_job *job, const char *path)
{
    begin_loader(job);
    relcal_loader *loader = &job->run.loader;
    relcal_file *file = relcal_files_read(&loader->arena, &loader->faults, &path, 1, "", false,
                                          job->options.max_file_bytes);
    const char *project = file->text == NULL || has_project_file(file) ? NULL
                                                                       : guess_project(job, file);
    if (project != NULL) {
        file->folder = project;
    } else if (!has_project_file(file)) {
        file = add_project(&loader->arena, file);
    }
    look(job, file);
    end_loader(job);
}

/* Looks at the file of an index and those after it that stand in the same folder. */
static void look_at_files(lint_job *job, size_t first, bool *is_done)
{
    const char *path = job->paths[first];
    begin_loader(job);
    relcal_loader *loader = &job->run.loader;
    const char **same = relcal_arena_allocate(&loader->arena, job->count * sizeof *same);
    size_t count = 0;
    for (size_t index = first; index < job->count; index++) {
        if (!is_done[index] && is_same_folder(path, job->paths[index]) &&
            !relcal_is_folder(job->paths[index])) {
            same[count++] = job->paths[index];
            is_done[index] = true;
        }
    }
    const char *folder = folder_name(&loader->arena, path);
    bool is_known = job->base != NULL && relcal_catalog_project(job->base, folder) != NULL;
    relcal_file *files = relcal_files_read(
        &loader->arena, &loader->faults, same, count, folder,
        is_known || relcal_has_project_file(&loader->arena, path), job->options.max_file_bytes);
    if (is_known || has_project_file(files)) {
        look(job, files);
        end_loader(job);
        return;
    }
    end_loader(job);
    for (size_t index = first; index < job->count; index++) {
        if (is_same_folder(path, job->paths[index]) && !relcal_is_folder(job->paths[index])) {
            look_at_single(job, job->paths[index]);
        }
    }
}

static void look_at_paths(lint_job *job)
{
    bool *is_done = relcal_arena_allocate(job->run.arena, job->count + 1);
    for (size_t index = 0; index < job->count; index++) {
        if (is_done[index]) {
            continue;
        }
        if (relcal_is_folder(job->paths[index])) {
            is_done[index] = true;
            look_at_folder(job, job->paths[index]);
        } else {
            look_at_files(job, index, is_done);
        }
    }
}

/* ---- the result ---- */

static int compare_numbers(uint32_t left, uint32_t right)
{
    return (left > right) - (left < right);
}

static int compare_findings(const void *left_pointer, const void *right_pointer)
{
    const lint_finding *left = *(const lint_finding *const *)left_pointer;
    const lint_finding *right = *(const lint_finding *const *)right_pointer;
    int order = compare_numbers(left->file_order, right->file_order);
    order = order != 0 ? order : compare_numbers(left->finding.line, right->finding.line);
    order = order != 0 ? order : compare_numbers(left->finding.column, right->finding.column);
    order = order != 0 ? order
                       : (left->finding.code > right->finding.code) -
                             (left->finding.code < right->finding.code);
    return order != 0 ? order : compare_numbers(left->order, right->order);
}

/* The findings in their order; the array ends with NULL. */
static const lint_finding **sort_findings(lint_job *job)
{
    size_t count = 0;
    for (const lint_finding *found = job->run.findings; found != NULL; found = found->next) {
        count++;
    }
    const lint_finding **sorted = relcal_arena_allocate(job->run.arena,
                                                        (count + 1) * sizeof *sorted);
    size_t index = 0;
    for (const lint_finding *found = job->run.findings; found != NULL; found = found->next) {
        sorted[index++] = found;
    }
    qsort(sorted, count, sizeof *sorted, compare_findings);
    return sorted;
}

static bool is_same_finding(const relcal_finding *left, const relcal_finding *right)
{
    return left->code == right->code && left->line == right->line &&
           left->column == right->column && strcmp(left->file, right->file) == 0 &&
           strcmp(left->message, right->message) == 0;
}

/* Adds a finding to those that are told or those that are known, unless it is there already. */
static void keep_finding(relcal_lint *lint, const relcal_finding *finding)
{
    relcal_finding *kept = finding->known != NULL ? lint->known : lint->findings;
    size_t *count = finding->known != NULL ? &lint->known_count : &lint->finding_count;
    if (*count > 0 && is_same_finding(finding, &kept[*count - 1])) {
        return;
    }
    kept[(*count)++] = *finding;
    lint->counts[finding->code->severity] += finding->known == NULL;
}

static void keep_findings(lint_job *job, const lint_finding *const *sorted)
{
    relcal_lint *lint = job->lint;
    size_t room = (RELCAL_MAX_FINDINGS + 1) * sizeof *lint->findings;
    lint->findings = relcal_arena_allocate(job->run.arena, room);
    lint->known = relcal_arena_allocate(job->run.arena, room);
    for (; *sorted != NULL; sorted++) {
        keep_finding(lint, &(*sorted)->finding);
    }
    if (job->run.finding_count > RELCAL_MAX_FINDINGS) {
        lint->findings[lint->finding_count++] = (relcal_finding){
            .code = &lint_codes[LINT_LIMIT],
            .file = "",
            .message = "there are more findings than are shown; mend those above first",
        };
        lint->counts[RELCAL_SEVERITY_ERROR]++;
    }
}

/* Puts the fixes of a file, which are sorted, into its text. */
static relcal_mended_file mend(relcal_arena *arena, const kept_file *kept,
                               const lint_finding *const *sorted)
{
    relcal_mended_file mended = {.name = kept->name};
    size_t room = kept->length + 1;
    for (const lint_finding *const *found = sorted; *found != NULL; found++) {
        const char *fix = (*found)->file_order == kept->order ? (*found)->finding.fix : NULL;
        room += fix == NULL ? 0 : strlen(fix);
    }
    char *text = relcal_arena_allocate(arena, room);
    size_t at = 0;
    for (const lint_finding *const *found = sorted; *found != NULL; found++) {
        const relcal_finding *finding = &(*found)->finding;
        if ((*found)->file_order != kept->order || finding->fix == NULL ||
            finding->fix_offset < at) {
            continue;
        }
        memcpy(text + mended.length, kept->text + at, finding->fix_offset - at);
        mended.length += finding->fix_offset - at;
        memcpy(text + mended.length, finding->fix, strlen(finding->fix));
        mended.length += strlen(finding->fix);
        at = finding->fix_offset + finding->fix_length;
        mended.fix_count++;
    }
    memcpy(text + mended.length, kept->text + at, kept->length - at);
    mended.length += kept->length - at;
    mended.text = text;
    return mended;
}

static void mend_files(lint_job *job, const lint_finding *const *sorted)
{
    relcal_lint *lint = job->lint;
    size_t count = 0;
    for (const kept_file *kept = job->kept; kept != NULL; kept = kept->next) {
        count++;
    }
    lint->mended = relcal_arena_allocate(job->run.arena, (count + 1) * sizeof *lint->mended);
    lint->mended_count = count;
    for (const kept_file *kept = job->kept; kept != NULL; kept = kept->next) {
        lint->mended[--count] = mend(job->run.arena, kept, sorted);
    }
}

/* The owner of the arenas' jumps. */
static relcal_status look_guarded(lint_job *job)
{
    if (setjmp(job->out_of_memory) != 0) {
        end_loader(job);
        return relcal_fail(&job->failure, RELCAL_ERROR_MEMORY, (relcal_place){0},
                           "no memory to look at the files");
    }
    if (job->paths != NULL) {
        look_at_paths(job);
    } else {
        look_at_sources(job);
    }
    if (job->failure.code != RELCAL_OK) {
        return job->failure.code;
    }
    const lint_finding **sorted = sort_findings(job);
    keep_findings(job, sorted);
    mend_files(job, sorted);
    return RELCAL_OK;
}

static relcal_status run(lint_job *job, relcal_lint **out, const relcal_lint_options *options,
                         relcal_error *error)
{
    if (options != NULL) {
        job->options = *options;
    }
    if (job->options.max_file_bytes == 0) {
        job->options.max_file_bytes = RELCAL_MAX_FILE_BYTES;
    }
    relcal_allocator allocator = relcal_allocator_or_default(job->options.allocator);
    job->lint = allocator.allocate(allocator.context, sizeof *job->lint);
    if (job->lint == NULL) {
        return relcal_fail(error, RELCAL_ERROR_MEMORY, (relcal_place){0},
                           "no memory to look at the files");
    }
    *job->lint = (relcal_lint){.allocator = allocator};
    relcal_arena_init(&job->lint->arena, &allocator, &job->out_of_memory);
    job->run.options = &job->options;
    job->run.arena = &job->lint->arena;
    relcal_status status = look_guarded(job);
    if (status != RELCAL_OK) {
        relcal_lint_free(job->lint);
        if (error != NULL) {
            *error = job->failure;
        }
        return status;
    }
    *out = job->lint;
    return RELCAL_OK;
}

relcal_status relcal_lint_paths(relcal_lint **out, const relcal_catalog *base,
                                const char *const *paths, size_t count,
                                const relcal_lint_options *options, relcal_error *error)
{
    lint_job job = {.base = base, .paths = paths, .count = count};
    return run(&job, out, options, error);
}

relcal_status relcal_lint_sources(relcal_lint **out, const relcal_catalog *base,
                                  const relcal_source *sources, size_t count,
                                  const relcal_lint_options *options, relcal_error *error)
{
    lint_job job = {.base = base, .sources = sources, .count = count};
    return run(&job, out, options, error);
}

void relcal_lint_free(relcal_lint *lint)
{
    if (lint != NULL) {
        relcal_allocator allocator = lint->allocator;
        relcal_arena_free(&lint->arena);
        allocator.release(allocator.context, lint, sizeof *lint);
    }
}

size_t relcal_lint_count(const relcal_lint *lint, relcal_severity severity)
{
    size_t index = (size_t)severity;
    return index < COUNT(lint->counts) ? lint->counts[index] : 0;
}

const relcal_finding *relcal_lint_finding_at(const relcal_lint *lint, size_t index)
{
    return index < lint->finding_count ? &lint->findings[index] : NULL;
}

const relcal_finding *relcal_lint_known_at(const relcal_lint *lint, size_t index)
{
    return index < lint->known_count ? &lint->known[index] : NULL;
}

const relcal_mended_file *relcal_lint_mended_at(const relcal_lint *lint, size_t index)
{
    return index < lint->mended_count ? &lint->mended[index] : NULL;
}
