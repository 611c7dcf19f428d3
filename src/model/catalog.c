/* Reading a catalog: every accessor follows an offset of the tables in image.h. */
#include <string.h>

#include "draft.h"
#include "image.h"
#include "relcal/version.h"

const char *relcal_state_name(relcal_state state)
{
    switch (state) {
    case RELCAL_EXPECTED:
        return "expected";
    case RELCAL_ACTUAL:
        return "actual";
    case RELCAL_WITHDRAWN:
        return "withdrawn";
    }
    return "";
}

void relcal_catalog_free(relcal_catalog *catalog)
{
    if (catalog != NULL && catalog->bytes > 0) {
        relcal_allocator allocator = catalog->allocator;
        allocator.release(allocator.context, catalog, catalog->bytes);
    }
}

size_t relcal_catalog_project_count(const relcal_catalog *catalog)
{
    return catalog->project_count;
}

const relcal_project *relcal_catalog_project_at(const relcal_catalog *catalog, size_t index)
{
    const relcal_project *projects = relcal_follow(&catalog->projects);
    return index < catalog->project_count ? &projects[index] : NULL;
}

const relcal_project *relcal_catalog_project(const relcal_catalog *catalog, const char *id)
{
    for (size_t index = 0; index < catalog->project_count; index++) {
        const relcal_project *project = relcal_catalog_project_at(catalog, index);
        if (strcmp(relcal_project_id(project), id) == 0) {
            return project;
        }
    }
    return NULL;
}

const relcal_series *relcal_catalog_series(const relcal_catalog *catalog, const char *project_id,
                                           const char *series_id)
{
    const relcal_project *project = relcal_catalog_project(catalog, project_id);
    return project == NULL ? NULL : relcal_project_series(project, series_id);
}

const char *relcal_project_id(const relcal_project *project)
{
    return relcal_follow(&project->id);
}

const char *relcal_project_name(const relcal_project *project)
{
    return relcal_follow(&project->name);
}

const char *relcal_project_url(const relcal_project *project)
{
    return relcal_follow(&project->url);
}

relcal_date relcal_project_revised(const relcal_project *project)
{
    return project->revised;
}

size_t relcal_project_series_count(const relcal_project *project)
{
    return project->series_count;
}

const relcal_series *relcal_project_series_at(const relcal_project *project, size_t index)
{
    const relcal_series *series = relcal_follow(&project->series);
    return index < project->series_count ? &series[index] : NULL;
}

const relcal_series *relcal_project_series(const relcal_project *project, const char *id)
{
    for (size_t index = 0; index < project->series_count; index++) {
        const relcal_series *series = relcal_project_series_at(project, index);
        if (strcmp(relcal_series_id(series), id) == 0) {
            return series;
        }
    }
    return NULL;
}

size_t relcal_project_phase_count(const relcal_project *project)
{
    return project->phase_count;
}

const relcal_phase *relcal_project_phase_at(const relcal_project *project, size_t index)
{
    const relcal_phase *phases = relcal_follow(&project->phases);
    return index < project->phase_count ? &phases[index] : NULL;
}

size_t relcal_project_freeze_count(const relcal_project *project)
{
    return project->freeze_count;
}

const relcal_freeze *relcal_project_freeze_at(const relcal_project *project, size_t index)
{
    const relcal_freeze *freezes = relcal_follow(&project->freezes);
    return index < project->freeze_count ? &freezes[index] : NULL;
}

size_t relcal_project_tier_count(const relcal_project *project)
{
    return project->tier_count;
}

const relcal_freeze *relcal_project_tier_at(const relcal_project *project, size_t index)
{
    const relcal_freeze *freezes = relcal_follow(&project->freezes);
    return index < project->tier_count ? &freezes[project->freeze_count + index] : NULL;
}

const char *relcal_project_trunk(const relcal_project *project)
{
    return relcal_follow(&project->trunk);
}

const char *relcal_project_uid_domain(const relcal_project *project)
{
    return relcal_follow(&project->uid_domain);
}

const char *relcal_project_color(const relcal_project *project)
{
    return relcal_follow(&project->color);
}

const char *relcal_project_spec_name(const relcal_project *project)
{
    return relcal_follow(&project->spec_name);
}

const char *relcal_project_spec_url(const relcal_project *project)
{
    return relcal_follow(&project->spec_url);
}

bool relcal_project_gap_at(const relcal_project *project, size_t index, relcal_gap *out)
{
    const relcal_image_words *gaps = &project->gaps;
    if (index >= gaps->count / 2) {
        return false;
    }
    *out = (relcal_gap){relcal_image_word(gaps, 2 * index), relcal_image_word(gaps, 2 * index + 1)};
    return true;
}

const char *relcal_series_id(const relcal_series *series)
{
    return relcal_follow(&series->id);
}

const relcal_project *relcal_series_project(const relcal_series *series)
{
    return relcal_follow(&series->project);
}

const char *relcal_series_spec_name(const relcal_series *series)
{
    return relcal_follow(&series->spec_name);
}

const char *relcal_series_spec_url(const relcal_series *series)
{
    return relcal_follow(&series->spec_url);
}

const char *relcal_series_branch(const relcal_series *series)
{
    return relcal_follow(&series->branch);
}

const char *relcal_series_release_manager(const relcal_series *series)
{
    return relcal_follow(&series->release_manager);
}

const char *relcal_series_codename(const relcal_series *series)
{
    return relcal_follow(&series->codename);
}

const char *relcal_series_alias_at(const relcal_series *series, size_t index)
{
    return relcal_image_word(&series->aliases, index);
}

relcal_date relcal_series_revised(const relcal_series *series)
{
    return series->revised;
}

size_t relcal_series_milestone_count(const relcal_series *series)
{
    return series->milestone_count;
}

const relcal_milestone *relcal_series_milestone_at(const relcal_series *series, size_t index)
{
    const relcal_milestone *milestones = relcal_follow(&series->milestones);
    return index < series->milestone_count ? &milestones[index] : NULL;
}

static char to_lower(char character)
{
    return character >= 'A' && character <= 'Z' ? (char)(character - 'A' + 'a') : character;
}

/* Whether two names are equal when a space may stand for a hyphen and case does not count. */
static bool is_same_name(const char *id, const char *name)
{
    for (;; id++, name++) {
        char right = *name == ' ' ? '-' : to_lower(*name);
        if (to_lower(*id) != right) {
            return false;
        }
        if (right == '\0') {
            return true;
        }
    }
}

/* Whether two names are equal when nothing counts that separates their parts, nor case. */
static bool is_same_spelling(const char *left, const char *right)
{
    static const char separators[] = " -_";
    for (;; left++, right++) {
        left += strspn(left, separators);
        right += strspn(right, separators);
        if (to_lower(*left) != to_lower(*right)) {
            return false;
        }
        if (*left == '\0') {
            return true;
        }
    }
}

/* A name that is looked for, and what it says as that of a release. */
typedef struct wanted_name {
    const char *text;
    relcal_version version;
} wanted_name;

/* Whether a name has the id's own word for the stage: "4.0.0 preview 2", or "preview2" alone. */
static bool is_spelled_so(const relcal_milestone *milestone, const wanted_name *wanted)
{
    const char *id = relcal_milestone_id(milestone);
    if (!wanted->version.has_release) {
        id += milestone->first_release ? strspn(id, "vV.0123456789") : strlen(id);
    }
    return is_same_spelling(id, wanted->text);
}

void relcal_version_heed_kind(relcal_version *version, const char *kind)
{
    for (relcal_stage stage = RELCAL_STAGE_ALPHA;
         stage < RELCAL_STAGE_FINAL && version->stage != RELCAL_STAGE_FINAL; stage++) {
        if (strcmp(kind, relcal_stage_name(stage)) == 0) {
            version->stage = stage;
            return;
        }
    }
}

/* Whether a milestone is the release of a version; a stage alone means the first release. */
static bool is_release(const relcal_milestone *milestone, const wanted_name *wanted)
{
    relcal_version version;
    const char *id = relcal_milestone_id(milestone);
    if (relcal_version_parse(&version, id, strlen(id), NULL) != RELCAL_OK) {
        return false;
    }
    relcal_version_heed_kind(&version, relcal_milestone_kind(milestone));
    if (!wanted->version.has_release) {
        return milestone->first_release && version.stage == wanted->version.stage &&
               version.number == wanted->version.number;
    }
    return version.has_release && relcal_version_compare(&version, &wanted->version) == 0;
}

/* Whether a milestone is of a stage by what its file says, whatever its id. */
static bool is_of_stage(const relcal_milestone *milestone, const wanted_name *wanted)
{
    const relcal_version *version = &wanted->version;
    int32_t number = version->stage == RELCAL_STAGE_FINAL ? -1 : version->number;
    return !version->has_release && milestone->first_release && milestone->number == number &&
           strcmp(relcal_milestone_kind(milestone), relcal_stage_name(version->stage)) == 0;
}

const relcal_milestone *relcal_series_milestone(const relcal_series *series, const char *name)
{
    static bool (*const is_meant[])(const relcal_milestone *,
                                    const wanted_name *) = {is_spelled_so, is_release, is_of_stage};
    for (size_t index = 0; index < series->milestone_count; index++) {
        const relcal_milestone *milestone = relcal_series_milestone_at(series, index);
        if (is_same_name(relcal_milestone_id(milestone), name)) {
            return milestone;
        }
    }
    wanted_name wanted = {.text = name};
    if (relcal_version_parse(&wanted.version, name, strlen(name), NULL) != RELCAL_OK) {
        return NULL;
    }
    for (size_t way = 0; way < sizeof is_meant / sizeof is_meant[0]; way++) {
        for (size_t index = 0; index < series->milestone_count; index++) {
            const relcal_milestone *milestone = relcal_series_milestone_at(series, index);
            if (is_meant[way](milestone, &wanted)) {
                return milestone;
            }
        }
    }
    return NULL;
}

const char *relcal_milestone_id(const relcal_milestone *milestone)
{
    return milestone == NULL ? "" : relcal_follow(&milestone->id);
}

const char *relcal_milestone_title(const relcal_milestone *milestone)
{
    return milestone == NULL ? "" : relcal_follow(&milestone->title);
}

const char *relcal_milestone_kind(const relcal_milestone *milestone)
{
    return relcal_follow(&milestone->kind);
}

int32_t relcal_milestone_number(const relcal_milestone *milestone)
{
    return milestone->number;
}

const char *relcal_milestone_note(const relcal_milestone *milestone)
{
    return relcal_follow(&milestone->note);
}

const char *relcal_trait_name(relcal_trait trait)
{
    static const char *const names[] = {"rule", "scope", "if"};
    return (size_t)trait < sizeof names / sizeof names[0] ? names[trait] : "";
}

/* The text at a place of a milestone's traits, of which the targets begin with a plus. */
static const char *trait_text(const relcal_milestone *milestone, size_t place)
{
    return relcal_image_word(&milestone->traits, place);
}

const char *relcal_milestone_trait(const relcal_milestone *milestone, relcal_trait trait)
{
    const char *key;
    for (size_t place = 0; (key = trait_text(milestone, place)) != NULL; place += 2) {
        if (strcmp(key, relcal_trait_name(trait)) == 0) {
            return trait_text(milestone, place + 1);
        }
    }
    return NULL;
}

bool relcal_milestone_target_at(const relcal_milestone *milestone, size_t index, relcal_target *out)
{
    const char *key;
    for (size_t place = 0; (key = trait_text(milestone, place)) != NULL; place += 2) {
        const char *text = trait_text(milestone, place + 1);
        if (key[0] == '+' && index-- == 0) {
            out->name = key + 1;
            return relcal_when_parse(&out->when, text, strlen(text), NULL) == RELCAL_OK;
        }
    }
    return false;
}

const relcal_series *relcal_milestone_series(const relcal_milestone *milestone)
{
    return relcal_follow(&milestone->series);
}

size_t relcal_milestone_revision_count(const relcal_milestone *milestone)
{
    return milestone->revision_count;
}

relcal_revision relcal_milestone_revision_at(const relcal_milestone *milestone, size_t index)
{
    const relcal_image_revision *revisions = relcal_follow(&milestone->revisions);
    return (relcal_revision){
        .since = revisions[index].since,
        .withdrawn = revisions[index].withdrawn,
        .when = relcal_image_when_get(&revisions[index].when),
    };
}

const char *relcal_phase_id(const relcal_phase *phase)
{
    return phase == NULL ? "planned" : relcal_follow(&phase->id);
}

bool relcal_phase_is_living(const relcal_phase *phase)
{
    return phase != NULL && phase->living;
}

const char *relcal_freeze_id(const relcal_freeze *freeze)
{
    return relcal_follow(&freeze->id);
}

const char *relcal_phase_status(const relcal_phase *phase)
{
    bool has_status = phase != NULL && phase->status != 0;
    return has_status ? relcal_follow(&phase->status) : relcal_phase_id(phase);
}

const char *relcal_freeze_remark(const relcal_freeze *freeze)
{
    return relcal_follow(&freeze->remark);
}

const char *relcal_freeze_source(const relcal_freeze *freeze)
{
    return relcal_follow(&freeze->source);
}

relcal_when relcal_image_when_get(const relcal_image_when *when)
{
    return (relcal_when){
        .earliest = when->earliest,
        .latest = when->latest,
        .precision = (relcal_precision)when->precision,
        .zone = (relcal_zone)when->zone,
        .offset_minutes = when->offset_minutes,
        .end_of_day = when->end_of_day != 0,
        .zone_name_length = when->zone_name_length,
        .zone_name = relcal_follow(&when->zone_name),
    };
}
