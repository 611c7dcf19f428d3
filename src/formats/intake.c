/*
 * Taking in sources of other formats: a source is read as a whole, then folded into what is known
 * of its series so far. Nothing of a source is kept but what it says of milestones, so that a
 * history of thousands of revisions needs little more memory than its last one.
 */
#include "intake.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "import_map.h"
#include "relcal/limits.h"
#include "relcal/plan.h"
#include "spec.h"

static const char *const format_names[] = {
    [RELCAL_IMPORT_ANY] = "",
    [RELCAL_IMPORT_PEPS_JSON] = "peps-json",
    [RELCAL_IMPORT_RELEASE_CYCLE] = "release-cycle",
    [RELCAL_IMPORT_PEP] = "pep",
    [RELCAL_IMPORT_CSV] = "csv",
    [RELCAL_IMPORT_SCHEDULE_JSON] = "schedule-json",
    [RELCAL_IMPORT_YAML] = "yaml",
    [RELCAL_IMPORT_ENDOFLIFE] = "endoflife",
    [RELCAL_IMPORT_TRAIN] = "train",
    [RELCAL_IMPORT_DISTRO_INFO] = "distro-info",
    [RELCAL_IMPORT_WEEKS] = "weeks",
    [RELCAL_IMPORT_TIMELINE] = "timeline",
};

const char *relcal_import_format_name(relcal_import_format format)
{
    size_t index = (size_t)format;
    return index < sizeof format_names / sizeof format_names[0] ? format_names[index] : "";
}

/* ---- recognising ---- */

#define LOOKED_AT_BYTES 65536

/* Whether a text holds another. */
static bool holds(const char *text, size_t length, const char *wanted)
{
    size_t wanted_length = strlen(wanted);
    const char *end = text + length;
    while ((size_t)(end - text) >= wanted_length &&
           (text = memchr(text, wanted[0], (size_t)(end - text) - wanted_length + 1)) != NULL) {
        if (memcmp(text, wanted, wanted_length) == 0) {
            return true;
        }
        text++;
    }
    return false;
}

/* Whether a JSON text has a key. */
static bool has_key(const char *text, size_t length, const char *key)
{
    char quoted[32];
    (void)snprintf(quoted, sizeof quoted, "\"%s\"", key);
    return holds(text, length, quoted);
}

static relcal_import_format recognise_json(const char *text, size_t length)
{
    if (has_key(text, length, "result") && has_key(text, length, "releases")) {
        return RELCAL_IMPORT_ENDOFLIFE;
    }
    if (has_key(text, length, "version") &&
        (has_key(text, length, "merge_day") || has_key(text, length, "nightly_start"))) {
        return RELCAL_IMPORT_TRAIN;
    }
    if (has_key(text, length, "releases") || has_key(text, length, "metadata")) {
        return RELCAL_IMPORT_PEPS_JSON;
    }
    if (has_key(text, length, "first_release") || has_key(text, length, "end_of_life")) {
        return RELCAL_IMPORT_RELEASE_CYCLE;
    }
    return has_key(text, length, "start") ? RELCAL_IMPORT_SCHEDULE_JSON : RELCAL_IMPORT_ANY;
}

/* Whether a first line is one of names of columns, a milestone's and a date's among them. */
static bool is_csv(const char *text, size_t length)
{
    static const char *const names[] = {"version", "milestone", "release", "stage", "event", "id"};
    const char *end = memchr(text, '\n', length);
    size_t line = end == NULL ? length : (size_t)(end - text);
    bool has_milestone = false;
    for (size_t index = 0; index < sizeof names / sizeof names[0]; index++) {
        has_milestone = has_milestone || holds(text, line, names[index]);
    }
    return has_milestone && memchr(text, ',', line) != NULL &&
           (holds(text, line, "date") || holds(text, line, "day") || holds(text, line, "when"));
}

/* Whether a text has a table of Markdown with columns of what happens and when. */
static bool is_timeline(const char *text, size_t length)
{
    const char *end = text + length;
    while (text < end) {
        const char *found = memchr(text, '\n', (size_t)(end - text));
        size_t line = (size_t)((found == NULL ? end : found) - text);
        if (text[0] == '|' && holds(text, line, "What") && holds(text, line, "When")) {
            return true;
        }
        text += line + (found != NULL);
    }
    return false;
}

/* Whether a text begins with the columns of distro-info's tables. */
static bool is_distro_info(const char *text, size_t length)
{
    static const char columns[] = "version,codename,series,created,release,";
    return length >= sizeof columns && memcmp(text, columns, sizeof columns - 1) == 0;
}

relcal_import_format relcal_import_recognise(const char *text, size_t length)
{
    size_t looked_at = length < LOOKED_AT_BYTES ? length : LOOKED_AT_BYTES;
    size_t start = looked_at >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    while (start < looked_at && strchr(" \t\r\n\f", text[start]) != NULL && text[start] != '\0') {
        start++;
    }
    text += start;
    looked_at -= start;
    if (looked_at > 0 && text[0] == '{') {
        return recognise_json(text, looked_at);
    }
    if (is_distro_info(text, looked_at)) {
        return RELCAL_IMPORT_DISTRO_INFO;
    }
    if (is_timeline(text, looked_at)) {
        return RELCAL_IMPORT_TIMELINE;
    }
    if (holds(text, looked_at, "release-week:") && holds(text, looked_at, "\ncycle:")) {
        return RELCAL_IMPORT_WEEKS;
    }
    if (looked_at > 0 && is_csv(text, looked_at)) {
        return RELCAL_IMPORT_CSV;
    }
    if (holds(text, looked_at, "series:") && holds(text, looked_at, "\nmilestones:")) {
        return RELCAL_IMPORT_YAML;
    }
    bool is_pep = (looked_at >= 4 && memcmp(text, "PEP:", 4) == 0) ||
                  holds(text, looked_at, "Release Schedule") ||
                  holds(text, looked_at, "Release schedule") ||
                  holds(text, looked_at, "release schedule");
    return is_pep ? RELCAL_IMPORT_PEP : RELCAL_IMPORT_ANY;
}

/* ---- beginning ---- */

relcal_status relcal_intake_new(relcal_intake **out, const relcal_intake_options *options,
                                relcal_error *error)
{
    if (options == NULL || !relcal_date_is_valid(options->on)) {
        return relcal_fail(error, RELCAL_ERROR_ARGUMENT, (relcal_place){0},
                           "the day of the import is missing");
    }
    if (options->project != NULL &&
        !relcal_source_is_id(options->project, strlen(options->project))) {
        return relcal_fail(error, RELCAL_ERROR_ARGUMENT, (relcal_place){0},
                           "the project is no id; write letters, digits and . _ - + ~");
    }
    if (options->series != NULL && !relcal_source_is_id(options->series, strlen(options->series))) {
        return relcal_fail(error, RELCAL_ERROR_ARGUMENT, (relcal_place){0},
                           "the series is no id; write letters, digits and . _ - + ~");
    }
    relcal_allocator allocator = relcal_allocator_or_default(options->allocator);
    relcal_intake *intake = allocator.allocate(allocator.context, sizeof *intake);
    if (intake == NULL) {
        return relcal_fail(error, RELCAL_ERROR_MEMORY, (relcal_place){0},
                           "no memory for the import");
    }
    memset(intake, 0, sizeof *intake);
    intake->options = *options;
    intake->last_since = RELCAL_DATE_NONE;
    intake->series_end = &intake->series;
    relcal_arena_init(&intake->arena, &allocator, &intake->out_of_memory);
    relcal_arena_init(&intake->scratch, &allocator, &intake->out_of_memory);
    *out = intake;
    return RELCAL_OK;
}

void relcal_intake_free(relcal_intake *intake)
{
    if (intake == NULL) {
        return;
    }
    for (size_t index = 0; index < intake->file_count; index++) {
        free((char *)(uintptr_t)intake->files[index].text);
    }
    relcal_catalog_free(intake->existing);
    relcal_catalog_free(intake->made);
    relcal_allocator allocator = intake->arena.allocator;
    relcal_arena_free(&intake->scratch);
    relcal_arena_free(&intake->arena);
    allocator.release(allocator.context, intake, sizeof *intake);
}

/* ---- telling ---- */

typedef struct teller {
    relcal_intake *intake;
    bool passes_first;
} teller;

static void tell(void *context, const relcal_error *fault)
{
    teller *told = context;
    if (told->passes_first) {
        told->passes_first = false;
        return;
    }
    told->intake->report_count++;
    if (told->intake->options.report != NULL) {
        told->intake->options.report(told->intake->options.report_context, fault);
    }
}

relcal_status relcal_intake_tell(relcal_intake *intake, relcal_error *first, bool is_failure)
{
    relcal_error unused;
    teller told = {intake, is_failure};
    relcal_status status = relcal_faults_report(&intake->faults, tell, &told,
                                                first == NULL ? &unused : first);
    relcal_faults_init(&intake->faults, &intake->scratch, RELCAL_MAX_FAULTS);
    return status;
}

/* ---- whose it is ---- */

/* Whether a project has all series of a source. */
static bool has_series(const relcal_project *project, const relcal_source_reader *reader)
{
    for (const relcal_about *about = reader->abouts; about != NULL; about = about->next) {
        if (relcal_project_series(project, about->series) == NULL) {
            return false;
        }
    }
    return reader->abouts != NULL;
}

/* Whether a milestone is, or once was planned, on a day that a source has. */
static bool is_on(const relcal_milestone *milestone, const relcal_when *when)
{
    relcal_plan plan = relcal_series_plan(relcal_milestone_series(milestone), RELCAL_LATEST);
    relcal_entry entry;
    if (relcal_plan_entry(plan, milestone, &entry) &&
        relcal_when_compare(&entry.when, when) == RELCAL_ORDER_SAME) {
        return true;
    }
    for (size_t index = 0; index < relcal_milestone_revision_count(milestone); index++) {
        relcal_revision revision = relcal_milestone_revision_at(milestone, index);
        if (!revision.withdrawn && relcal_when_compare(&revision.when, when) == RELCAL_ORDER_SAME) {
            return true;
        }
    }
    return false;
}

/* Whether a project has a milestone of the same id on the same day. */
static bool has_milestone(const relcal_project *project, const relcal_item *item)
{
    const relcal_series *series = relcal_project_series(project, item->series);
    const relcal_milestone *milestone;
    for (size_t index = 0;
         series != NULL && (milestone = relcal_series_milestone_at(series, index)) != NULL;
         index++) {
        if (strcmp(relcal_milestone_id(milestone), item->id) == 0) {
            return is_on(milestone, &item->when);
        }
    }
    return false;
}

/* How many milestones of a source a project knows. Many projects have a series 3.12 and its end of
 * life, but not on the same day. */
static size_t count_known(const relcal_project *project, const relcal_source_reader *reader)
{
    size_t count = 0;
    for (const relcal_item *item = reader->items; item != NULL; item = item->next) {
        count += !item->is_illegible && has_milestone(project, item);
    }
    return count;
}

/* The known project that has all series of a source, and more of its milestones than any other,
 * or NULL. */
static const char *guess_project(const relcal_catalog *known, const relcal_source_reader *reader)
{
    const char *found = NULL;
    size_t most = 0;
    const relcal_project *project;
    for (size_t index = 0;
         known != NULL && (project = relcal_catalog_project_at(known, index)) != NULL; index++) {
        size_t count = has_series(project, reader) ? count_known(project, reader) : 0;
        if (count > 0 && count >= most) {
            found = count == most ? NULL : relcal_project_id(project);
            most = count;
        }
    }
    return found;
}

/* Finds the project of a format before the source is read; one whose products have names is found
 * by them. */
static void find_owner(const relcal_intake *intake, relcal_source_reader *reader,
                       relcal_import_format format)
{
    const char *wanted = intake->options.project;
    reader->known = intake->options.base;
    reader->wanted_series = intake->options.series;
    reader->wanted = wanted;
    if (wanted != NULL) {
        reader->owner = reader->known == NULL ? NULL
                                              : relcal_catalog_project(reader->known, wanted);
        reader->project = wanted;
    } else {
        reader->owner = relcal_import_owner(reader->known, relcal_import_format_name(format));
        reader->project = reader->owner == NULL ? NULL : relcal_project_id(reader->owner);
    }
}

/* The project of a source's items that do not say it themselves; NULL where nobody does. */
static const char *choose_project(const relcal_intake *intake, const relcal_source_reader *reader)
{
    if (intake->options.project != NULL) {
        return intake->options.project;
    }
    return reader->project != NULL || reader->is_partial
               ? reader->project
               : guess_project(intake->options.base, reader);
}

static bool needs_project(const relcal_source_reader *reader)
{
    for (const relcal_item *item = reader->items; item != NULL; item = item->next) {
        if (item->project == NULL) {
            return true;
        }
    }
    return false;
}

/* ---- folding ---- */

static const char *keep_text(relcal_intake *intake, const char *text)
{
    return text == NULL ? NULL : relcal_arena_copy_text(&intake->arena, text, strlen(text));
}

/* Keeps a text in the place of an older one, unless it is the same. */
static void keep_newer(relcal_intake *intake, const char **target, const char *text)
{
    if (text != NULL && (*target == NULL || strcmp(*target, text) != 0)) {
        *target = keep_text(intake, text);
    }
}

static relcal_intake_series *find_series(const relcal_intake *intake, const char *project,
                                         const char *id)
{
    relcal_intake_series *series = intake->series;
    while (series != NULL &&
           (strcmp(series->id, id) != 0 || strcmp(series->project, project) != 0)) {
        series = series->next;
    }
    return series;
}

static const char *join_name(relcal_intake *intake, const char *project, const char *id)
{
    char name[2 * SOURCE_ID_BYTES + sizeof "/.yaml"];
    (void)snprintf(name, sizeof name, "%s/%s.yaml", project, id);
    return relcal_arena_copy_text(&intake->arena, name, strlen(name));
}

/* The most series that a project may have here: with those of the base they must load. */
static size_t most_series(const relcal_intake *intake, const char *project, const char *id)
{
    const relcal_catalog *base = intake->options.base;
    const relcal_project *known = base == NULL ? NULL : relcal_catalog_project(base, project);
    bool is_replaced = known != NULL && relcal_project_series(known, id) != NULL;
    return known == NULL || is_replaced ? RELCAL_MAX_SERIES
                                        : RELCAL_MAX_SERIES - relcal_project_series_count(known);
}

/* The series of an item, new if need be; NULL after a report. */
static relcal_intake_series *take_series(relcal_intake *intake, const char *project, const char *id,
                                         relcal_place place)
{
    relcal_intake_series *series = find_series(intake, project, id);
    if (series != NULL) {
        return series;
    }
    if (intake->series_count >= most_series(intake, project, id) || strcmp(id, "project") == 0) {
        relcal_faults_add(
            &intake->faults, RELCAL_ERROR_LIMIT, 0, place, "series %s is left out: %s", id,
            strcmp(id, "project") == 0 ? "no series can have this id" : "there are too many");
        return NULL;
    }
    series = relcal_arena_allocate(&intake->arena, sizeof *series);
    series->project = keep_text(intake, project);
    series->id = keep_text(intake, id);
    series->name = join_name(intake, project, id);
    series->milestones_end = &series->milestones;
    series->first_since = RELCAL_DATE_NONE;
    *intake->series_end = series;
    intake->series_end = &series->next;
    intake->series_count++;
    return series;
}

static relcal_intake_milestone *find_milestone(const relcal_intake *intake,
                                               const relcal_intake_series *series, const char *id,
                                               uint32_t hash)
{
    relcal_intake_milestone *milestone = intake->buckets[hash % INTAKE_BUCKETS];
    while (milestone != NULL && (milestone->hash != hash || milestone->series != series ||
                                 strcmp(milestone->id, id) != 0)) {
        milestone = milestone->same_bucket;
    }
    return milestone;
}

/* The milestone of an item, new if need be; NULL after a report. */
static relcal_intake_milestone *take_milestone(relcal_intake *intake, relcal_intake_series *series,
                                               const relcal_item *item)
{
    relcal_intake_milestone *milestone = find_milestone(intake, series, item->id, item->hash);
    if (milestone != NULL || item->is_illegible) {
        return milestone;
    }
    if (series->milestone_count == RELCAL_MAX_MILESTONES) {
        relcal_faults_add(&intake->faults, RELCAL_ERROR_LIMIT, 0, item->place,
                          "%s is left out: a series has at most %d milestones", item->id,
                          RELCAL_MAX_MILESTONES);
        return NULL;
    }
    milestone = relcal_arena_allocate(&intake->arena, sizeof *milestone);
    milestone->series = series;
    milestone->hash = item->hash;
    milestone->id = keep_text(intake, item->id);
    milestone->sayings_end = &milestone->sayings;
    *series->milestones_end = milestone;
    series->milestones_end = &milestone->next;
    series->milestone_count++;
    relcal_intake_milestone **bucket = &intake->buckets[item->hash % INTAKE_BUCKETS];
    milestone->same_bucket = *bucket;
    *bucket = milestone;
    return milestone;
}

static bool is_same_saying(const relcal_saying *saying, relcal_item_state state,
                           const relcal_when *when)
{
    return saying->state == state && relcal_when_is_same(&saying->when, when);
}

/* A copy of a when whose zone lives as long as the intake. */
static relcal_when keep_when(relcal_intake *intake, const relcal_when *when)
{
    relcal_when kept = *when;
    if (when->zone_name != NULL) {
        kept.zone_name = relcal_arena_copy_text(&intake->arena, when->zone_name,
                                                when->zone_name_length);
    }
    return kept;
}

/* Tells that two sources say different things of a milestone, neither of which has a day of its
 * own: the later source counts. */
static void report_other_source(relcal_intake *intake, const relcal_intake_milestone *milestone,
                                const relcal_item *item)
{
    char date[RELCAL_WHEN_BYTES];
    relcal_faults_add(&intake->faults, RELCAL_ERROR_DATA, 0, item->place,
                      "%s is %s in %s, line %u; this one counts", item->id,
                      relcal_when_format(&milestone->newest->when, date), milestone->file,
                      (unsigned)milestone->line);
}

/* Adds what is said of a milestone from a day on, unless it was said before. */
static bool add_saying(relcal_intake *intake, relcal_intake_milestone *milestone, relcal_date since,
                       relcal_item_state state, const relcal_when *when)
{
    relcal_saying *newest = milestone->newest;
    if (newest != NULL && newest->since == since) {
        newest->state = state;
        newest->when = keep_when(intake, when);
        return true;
    }
    if (newest != NULL && newest->since < since && is_same_saying(newest, state, when)) {
        return true;
    }
    if (milestone->saying_count == RELCAL_MAX_REVISIONS) {
        return false;
    }
    relcal_saying *saying = relcal_arena_allocate(&intake->arena, sizeof *saying);
    *saying = (relcal_saying){.since = since,
                              .order = intake->saying_count++,
                              .state = state,
                              .when = keep_when(intake, when)};
    *milestone->sayings_end = saying;
    milestone->sayings_end = &saying->next;
    milestone->newest = saying;
    milestone->saying_count++;
    return true;
}

static void fold_item(relcal_intake *intake, const relcal_item *item, relcal_intake_series *series,
                      relcal_date since)
{
    relcal_intake_milestone *milestone = take_milestone(intake, series, item);
    if (milestone == NULL) {
        return;
    }
    milestone->seen_in = intake->source_count;
    if (item->is_illegible) {
        return;
    }
    since = item->since != RELCAL_DATE_NONE ? item->since : since;
    if (since == RELCAL_DATE_NONE && milestone->newest != NULL &&
        milestone->newest->since == RELCAL_DATE_NONE &&
        !relcal_when_is_same(&milestone->newest->when, &item->when)) {
        report_other_source(intake, milestone, item);
    }
    if (!add_saying(intake, milestone, since, item->state, &item->when)) {
        relcal_faults_add(&intake->faults, RELCAL_ERROR_LIMIT, 0, item->place,
                          "%s has more than %d revisions; this one is left out", item->id,
                          RELCAL_MAX_REVISIONS);
        return;
    }
    if (since != RELCAL_DATE_NONE &&
        (series->first_since == RELCAL_DATE_NONE || since < series->first_since)) {
        series->first_since = since;
    }
    milestone->file = series->file;
    milestone->line = item->place.line;
    milestone->column = item->place.column;
    keep_newer(intake, &milestone->kind, item->kind);
    keep_newer(intake, &milestone->note, item->note);
    keep_newer(intake, &milestone->title, item->title);
    keep_newer(intake, &milestone->scope, item->scope);
    milestone->number = item->number;
}

static void fold_items(relcal_intake *intake, const relcal_source_reader *reader,
                       const char *project, relcal_date since)
{
    relcal_intake_series *series = NULL;
    for (const relcal_item *item = reader->items; item != NULL; item = item->next) {
        const char *own = item->project != NULL ? item->project : project;
        if (series == NULL || strcmp(series->id, item->series) != 0 ||
            strcmp(series->project, own) != 0) {
            series = take_series(intake, own, item->series, item->place);
        }
        if (series != NULL) {
            series->seen_in = intake->source_count;
            series->is_whole = reader->is_whole;
            series->is_partial = reader->is_partial;
            keep_newer(intake, &series->file, reader->file->name);
            fold_item(intake, item, series, since);
        }
    }
}

static void keep_aliases(relcal_intake *intake, relcal_intake_series *series,
                         const relcal_about *about)
{
    series->alias_count = about->alias_count > 0 ? about->alias_count : series->alias_count;
    for (size_t index = 0; index < about->alias_count; index++) {
        keep_newer(intake, &series->aliases[index], about->aliases[index]);
    }
}

/* What a document of a number is called where its project does not say. */
#define DEFAULT_SPEC_NAME "PEP {number}"

/* Keeps the name and the address of the document of a schedule; of its number they are made as the
 * project has them. */
static void keep_spec(relcal_intake *intake, const relcal_source_reader *reader,
                      relcal_intake_series *series, const relcal_about *about)
{
    const relcal_project *project = reader->known == NULL || about->spec_number == 0
                                        ? NULL
                                        : relcal_catalog_project(reader->known, series->project);
    const char *name = project == NULL ? NULL : relcal_project_spec_name(project);
    const char *url = project == NULL ? NULL : relcal_project_spec_url(project);
    if (about->spec_number == 0) {
        keep_newer(intake, &series->spec_name, about->spec_name);
        keep_newer(intake, &series->spec_url, about->spec_url);
        return;
    }
    keep_newer(intake, &series->spec_name,
               relcal_spec_fill(reader->arena, name == NULL ? DEFAULT_SPEC_NAME : name,
                                about->spec_number));
    if (url != NULL) {
        keep_newer(intake, &series->spec_url,
                   relcal_spec_fill(reader->arena, url, about->spec_number));
    }
}

static void fold_abouts(relcal_intake *intake, const relcal_source_reader *reader,
                        const char *project)
{
    for (const relcal_about *about = reader->abouts; about != NULL; about = about->next) {
        relcal_intake_series *series = project == NULL
                                           ? NULL
                                           : find_series(intake, project, about->series);
        if (series != NULL) {
            keep_spec(intake, reader, series, about);
            keep_newer(intake, &series->branch, about->branch);
            keep_newer(intake, &series->release_manager, about->release_manager);
            keep_newer(intake, &series->codename, about->codename);
            keep_aliases(intake, series, about);
        }
    }
}

/* Whether what a milestone was has happened already, so that it cannot be withdrawn. */
static bool has_happened(const relcal_saying *saying, relcal_date day)
{
    return saying->state == RELCAL_ITEM_ACTUAL ||
           (saying->state == RELCAL_ITEM_UNSAID &&
            relcal_when_has_come(&saying->when, relcal_instant_of_day_end(day)) == RELCAL_YES);
}

/* Withdraws what a revision has no more. */
static void fold_missing(relcal_intake *intake, relcal_date since)
{
    for (relcal_intake_series *series = intake->series; series != NULL; series = series->next) {
        if (series->seen_in != intake->source_count || !series->is_whole) {
            continue;
        }
        for (relcal_intake_milestone *milestone = series->milestones; milestone != NULL;
             milestone = milestone->next) {
            const relcal_saying *newest = milestone->newest;
            if (milestone->seen_in != intake->source_count && newest != NULL &&
                newest->state != RELCAL_ITEM_WITHDRAWN && !has_happened(newest, since)) {
                relcal_when none = relcal_when_day(RELCAL_DATE_NONE);
                (void)add_saying(intake, milestone, since, RELCAL_ITEM_WITHDRAWN, &none);
            }
        }
    }
}

/* ---- one source ---- */

/* Whether something of a source was not understood: what it lacks may then be in there. */
static bool is_doubtful(const relcal_faults *faults)
{
    for (const relcal_fault *fault = faults->newest; fault != NULL; fault = fault->next) {
        if (fault->code != RELCAL_ERROR_DATA) {
            return true;
        }
    }
    return faults->count > faults->limit;
}

static size_t count_legible(const relcal_source_reader *reader)
{
    size_t count = 0;
    for (const relcal_item *item = reader->items; item != NULL; item = item->next) {
        count += !item->is_illegible;
    }
    return count;
}

/* Takes a copy of a text to be worked on. Tabs and form feeds are spaces in every format. */
static relcal_file *take_file(relcal_intake *intake, const char *name, const char *text,
                              size_t length)
{
    relcal_file *file = relcal_arena_allocate(&intake->scratch, sizeof *file);
    file->name = relcal_arena_copy_text(&intake->scratch, name, strlen(name));
    file->text = relcal_arena_copy_text(&intake->scratch, text, length);
    file->length = length;
    for (size_t index = 0; index < length; index++) {
        if (file->text[index] == '\t' || file->text[index] == '\f') {
            file->text[index] = ' ';
        }
    }
    return file;
}

static void read_source(relcal_source_reader *reader, relcal_import_format format)
{
    switch (format) {
    case RELCAL_IMPORT_PEP:
        relcal_source_read_pep(reader);
        break;
    case RELCAL_IMPORT_CSV:
        relcal_source_read_csv(reader);
        break;
    case RELCAL_IMPORT_YAML:
        relcal_source_read_yaml(reader);
        break;
    case RELCAL_IMPORT_SCHEDULE_JSON:
    case RELCAL_IMPORT_ENDOFLIFE:
    case RELCAL_IMPORT_TRAIN:
        relcal_source_read_support(reader, format);
        break;
    case RELCAL_IMPORT_DISTRO_INFO:
        relcal_source_read_distro(reader);
        break;
    case RELCAL_IMPORT_WEEKS:
        relcal_source_read_weeks(reader);
        break;
    case RELCAL_IMPORT_TIMELINE:
        relcal_source_read_timeline(reader);
        break;
    case RELCAL_IMPORT_ANY:
    case RELCAL_IMPORT_PEPS_JSON:
    case RELCAL_IMPORT_RELEASE_CYCLE:
        relcal_source_read_json(reader, format);
        break;
    }
}

static relcal_status add_source(relcal_intake *intake, relcal_source_reader *reader,
                                relcal_date since, relcal_error *error)
{
    relcal_place place = {.file = reader->file->name};
    relcal_import_format format = intake->options.format;
    relcal_file_screen((relcal_file *)(uintptr_t)reader->file, &intake->faults);
    if (reader->file->text == NULL) {
        return relcal_intake_tell(intake, error, true);
    }
    if (format == RELCAL_IMPORT_ANY) {
        format = relcal_import_recognise(reader->file->text, reader->file->length);
    }
    if (format == RELCAL_IMPORT_ANY) {
        return relcal_fail(error, RELCAL_ERROR_SYNTAX, place,
                           reader->file->length == 0
                               ? "the file is empty"
                               : "the format is not recognised; say which it is");
    }
    if (format == RELCAL_IMPORT_YAML && since == RELCAL_DATE_NONE) {
        return relcal_fail(error, RELCAL_ERROR_DATA, place,
                           "it is a schedule file already; only its revisions can be taken in");
    }
    find_owner(intake, reader, format);
    read_source(reader, format);
    if (reader->is_unusable) {
        return relcal_intake_tell(intake, error, true);
    }
    if (count_legible(reader) == 0) {
        (void)relcal_intake_tell(intake, NULL, false);
        return relcal_fail(error, RELCAL_ERROR_DATA, place, "no milestone with a date is in it");
    }
    const char *project = choose_project(intake, reader);
    if (project == NULL && needs_project(reader)) {
        return relcal_fail(error, RELCAL_ERROR_ARGUMENT, place,
                           "whose schedule is this? Say the id of the project");
    }
    bool withdraws = since != RELCAL_DATE_NONE && !is_doubtful(&intake->faults);
    intake->source_count++;
    fold_items(intake, reader, project, since);
    fold_abouts(intake, reader, project);
    if (withdraws) {
        fold_missing(intake, since);
    }
    intake->last_since = since != RELCAL_DATE_NONE ? since : intake->last_since;
    (void)relcal_intake_tell(intake, NULL, false);
    return RELCAL_OK;
}

static relcal_status add_text(relcal_intake *intake, const char *name, const char *text,
                              size_t length, relcal_date since, relcal_error *error)
{
    relcal_arena_reset(&intake->scratch);
    relcal_faults_init(&intake->faults, &intake->scratch, RELCAL_MAX_FAULTS);
    relcal_source_reader *reader = relcal_arena_allocate(&intake->scratch, sizeof *reader);
    reader->arena = &intake->scratch;
    reader->faults = &intake->faults;
    reader->item_end = &reader->items;
    reader->about_end = &reader->abouts;
    reader->buckets = relcal_arena_allocate(&intake->scratch,
                                            SOURCE_BUCKETS * sizeof(relcal_item *));
    reader->file = take_file(intake, name, text, length);
    relcal_status status = add_source(intake, reader, since, error);
    if (intake->faults.is_short_of_memory) {
        relcal_arena_give_up(&intake->scratch);
    }
    return status;
}

static relcal_status fail_memory(relcal_error *error)
{
    return relcal_fail(error, RELCAL_ERROR_MEMORY, (relcal_place){0}, "no memory for the import");
}

relcal_status relcal_intake_add(relcal_intake *intake, const char *name, const char *text,
                                size_t length, relcal_date since, relcal_error *error)
{
    relcal_place place = {.file = name};
    if (length > RELCAL_MAX_IMPORT_BYTES) {
        return relcal_fail(error, RELCAL_ERROR_LIMIT, place,
                           "the file has more than %d bytes, which are the most that are read",
                           RELCAL_MAX_IMPORT_BYTES);
    }
    bool is_in_order = since == RELCAL_DATE_NONE ||
                       (relcal_date_is_valid(since) &&
                        (intake->last_since == RELCAL_DATE_NONE || since >= intake->last_since));
    if (intake->is_finished || !is_in_order) {
        return relcal_fail(error, RELCAL_ERROR_ARGUMENT, place,
                           intake->is_finished ? "the import is finished"
                                               : "an older revision after a newer one");
    }
    if (setjmp(intake->out_of_memory) != 0) {
        return fail_memory(error);
    }
    return add_text(intake, name, text, length, since, error);
}

/* ---- the files ---- */

const char *relcal_intake_name_at(const relcal_intake *intake, size_t index)
{
    const relcal_intake_series *series = intake->series;
    while (series != NULL && index > 0) {
        series = series->next;
        index--;
    }
    return series == NULL ? NULL : series->name;
}

relcal_status relcal_intake_keep(relcal_intake *intake, const char *name, const char *text,
                                 size_t length, relcal_error *error)
{
    if (setjmp(intake->out_of_memory) != 0) {
        return fail_memory(error);
    }
    relcal_kept_file *kept = intake->kept;
    while (kept != NULL && strcmp(kept->name, name) != 0) {
        kept = kept->next;
    }
    if (kept != NULL) {
        return RELCAL_OK;
    }
    kept = relcal_arena_allocate(&intake->arena, sizeof *kept);
    kept->name = relcal_arena_copy_text(&intake->arena, name, strlen(name));
    kept->text = relcal_arena_copy_text(&intake->arena, text, length);
    kept->length = length;
    kept->next = intake->kept;
    intake->kept = kept;
    return RELCAL_OK;
}

relcal_status relcal_intake_finish(relcal_intake *intake, relcal_error *error)
{
    if (intake->is_finished) {
        return relcal_fail(error, RELCAL_ERROR_ARGUMENT, (relcal_place){0},
                           "the import is finished already");
    }
    intake->is_finished = true;
    if (setjmp(intake->out_of_memory) != 0) {
        return fail_memory(error);
    }
    relcal_arena_reset(&intake->scratch);
    relcal_faults_init(&intake->faults, &intake->scratch, RELCAL_MAX_FAULTS);
    return relcal_intake_make(intake, error);
}

const relcal_intake_file *relcal_intake_file_at(const relcal_intake *intake, size_t index)
{
    return index < intake->file_count ? &intake->files[index] : NULL;
}

size_t relcal_intake_report_count(const relcal_intake *intake)
{
    return intake->report_count;
}
