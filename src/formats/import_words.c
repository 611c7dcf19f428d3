/* Choosing the project and the series of a source, and the milestones that its words stand for, by
 * what the projects' imports say. */
#include "import_words.h"

#include <string.h>
#include <strings.h>

#include "import_map.h"
#include "quote.h"

/* ---- whose it is ---- */

static bool is_called(const relcal_series *series, const char *name)
{
    const char *codename = relcal_series_codename(series);
    const char *alias;
    for (size_t index = 0; (alias = relcal_series_alias_at(series, index)) != NULL; index++) {
        if (strcmp(alias, name) == 0) {
            return true;
        }
    }
    return strcmp(relcal_series_id(series), name) == 0 ||
           (codename != NULL && strcasecmp(codename, name) == 0);
}

const relcal_series *relcal_import_find_series(const relcal_project *project, const char *name)
{
    const relcal_series *series;
    size_t index = 0;
    while ((series = relcal_project_series_at(project, index)) != NULL &&
           !is_called(series, name)) {
        index++;
    }
    return series;
}

/* How many of the names a project has; none counts where it has no words for the format. */
static size_t count_names(const relcal_project *project, const char *const *names, size_t count)
{
    size_t found = 0;
    for (size_t index = 0; index < count; index++) {
        found += relcal_import_find_series(project, names[index]) != NULL;
    }
    return found;
}

/* The project with words for a format that has more of the names than others, or NULL. */
static const relcal_project *find_project(const relcal_catalog *known, const char *format,
                                          const char *const *names, size_t count)
{
    const relcal_project *best = NULL;
    const relcal_project *project;
    size_t most = 0;
    for (size_t index = 0;
         known != NULL && (project = relcal_catalog_project_at(known, index)) != NULL; index++) {
        size_t found = relcal_import_is_told(project, format) ? count_names(project, names, count)
                                                              : 0;
        best = found > most ? project : found == most ? NULL : best;
        most = found > most ? found : most;
    }
    return most > 0 ? best : NULL;
}

const relcal_project *relcal_import_choose_project(relcal_source_reader *source, const char *format,
                                                   const char *const *names, size_t count)
{
    const relcal_project *project = source->owner;
    relcal_place place = {.file = source->file->name};
    if (project == NULL && source->project == NULL) {
        project = find_project(source->known, format, names, count);
    }
    if (project == NULL && source->project == NULL) {
        relcal_faults_add(source->faults, RELCAL_ERROR_ARGUMENT, 0, place,
                          "whose schedule is this? Say the id of the project");
    } else if (project == NULL || !relcal_import_is_told(project, format)) {
        relcal_faults_add(source->faults, RELCAL_ERROR_DATA, 0, place,
                          "project %s has no words for %s; say what they mean in the imports of "
                          "its project.yaml",
                          source->project, format);
        project = NULL;
    }
    source->is_unusable = project == NULL;
    source->owner = project;
    source->project = project == NULL ? NULL : relcal_project_id(project);
    source->is_partial = true;
    return project;
}

/* ---- words ---- */

bool relcal_import_has_word(const relcal_import_words *words, const char *word)
{
    relcal_import_meaning meaning;
    return relcal_import_find(words->source->arena, words->project, words->format, word, &meaning);
}

static relcal_item *add_meaning(const relcal_import_words *words, const char *word,
                                const relcal_import_meaning *meaning, relcal_place place)
{
    relcal_source_reader *source = words->source;
    relcal_import_names names = {
        .name = words->series,
        .series = words->series,
        .version = words->version != NULL ? words->version : words->series,
        .codename = words->codename,
    };
    const char *id = relcal_import_milestone(source->arena, words->project, meaning, &names);
    const relcal_item *known = id == NULL ? NULL : relcal_source_find(source, words->series, id);
    if (id == NULL) {
        SOURCE_FAULT(source, place, "no id becomes of %s for series %s; mend the imports of %s",
                     relcal_quote(word, strlen(word), (char[RELCAL_QUOTE_BYTES]){0}), words->series,
                     relcal_project_id(words->project));
        return NULL;
    }
    if (known != NULL) {
        SOURCE_FAULT(source, place,
                     "%s is listed twice, first on line %u, which counts; take one out", id,
                     (unsigned)known->place.line);
        return NULL;
    }
    relcal_item *item = relcal_source_add_item(source, words->series, id, place);
    if (item != NULL) {
        item->kind = meaning->kind;
        item->number = meaning->number;
        item->title = relcal_import_title(source->arena, meaning, &names);
        item->scope = meaning->scope;
    }
    return item;
}

relcal_item *relcal_import_add_word(const relcal_import_words *words, const char *word,
                                    relcal_place place)
{
    relcal_import_meaning meaning;
    if (!relcal_import_find(words->source->arena, words->project, words->format, word, &meaning)) {
        SOURCE_FAULT(words->source, place, "%s is not understood and left out",
                     relcal_quote(word, strlen(word), (char[RELCAL_QUOTE_BYTES]){0}));
        return NULL;
    }
    return meaning.is_ignored ? NULL : add_meaning(words, word, &meaning, place);
}
