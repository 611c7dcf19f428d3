/*
 * Walking over milestones in the order of their dates, without memory of its own: each step looks
 * for the least milestone after the last one, by second, project, series and index.
 */
#include "relcal/plan.h"

/* Past the indices of everything, so that the first step looks strictly after its second. */
#define PAST_ALL UINT32_MAX

typedef struct agenda_key {
    relcal_instant at;
    uint32_t project;
    uint32_t series;
    uint32_t milestone;
} agenda_key;

static relcal_agenda make_agenda(relcal_date as_of, relcal_instant after)
{
    return (relcal_agenda){
        .as_of = as_of,
        .after = after,
        .project_index = PAST_ALL,
        .series_index = PAST_ALL,
        .milestone_index = PAST_ALL,
    };
}

relcal_agenda relcal_series_agenda(const relcal_series *series, relcal_date as_of,
                                   relcal_instant after)
{
    relcal_agenda agenda = make_agenda(as_of, after);
    agenda.series = series;
    return agenda;
}

relcal_agenda relcal_project_agenda(const relcal_project *project, relcal_date as_of,
                                    relcal_instant after)
{
    relcal_agenda agenda = make_agenda(as_of, after);
    agenda.project = project;
    return agenda;
}

relcal_agenda relcal_catalog_agenda(const relcal_catalog *catalog, relcal_date as_of,
                                    relcal_instant after)
{
    relcal_agenda agenda = make_agenda(as_of, after);
    agenda.catalog = catalog;
    return agenda;
}

relcal_agenda relcal_list_agenda(const relcal_series *const *series, size_t count,
                                 relcal_date as_of, relcal_instant after)
{
    relcal_agenda agenda = make_agenda(as_of, after);
    agenda.list = series;
    agenda.list_count = count;
    return agenda;
}

static bool is_less(agenda_key left, agenda_key right)
{
    if (left.at != right.at) {
        return left.at < right.at;
    }
    if (left.project != right.project) {
        return left.project < right.project;
    }
    if (left.series != right.series) {
        return left.series < right.series;
    }
    return left.milestone < right.milestone;
}

/* The search of one step: the least key above `floor`. */
typedef struct agenda_step {
    agenda_key floor;
    agenda_key best;
    relcal_entry entry;
    bool found;
} agenda_step;

static void search_series(agenda_step *step, const relcal_series *series, relcal_date as_of,
                          agenda_key key)
{
    relcal_plan plan = relcal_series_plan(series, as_of);
    size_t count = relcal_series_milestone_count(series);
    for (size_t index = 0; index < count; index++) {
        relcal_entry entry;
        if (!relcal_plan_entry(plan, relcal_series_milestone_at(series, index), &entry) ||
            entry.when.precision == RELCAL_PRECISION_TBD) {
            continue;
        }
        key.at = entry.when.earliest;
        key.milestone = (uint32_t)index;
        if (is_less(step->floor, key) && (!step->found || is_less(key, step->best))) {
            step->best = key;
            step->entry = entry;
            step->found = true;
        }
    }
}

static void search_project(agenda_step *step, const relcal_project *project, relcal_date as_of,
                           agenda_key key)
{
    size_t count = relcal_project_series_count(project);
    for (size_t index = 0; index < count; index++) {
        key.series = (uint32_t)index;
        search_series(step, relcal_project_series_at(project, index), as_of, key);
    }
}

static void search_list(agenda_step *step, const relcal_agenda *agenda, agenda_key key)
{
    for (size_t index = 0; index < agenda->list_count; index++) {
        key.series = (uint32_t)index;
        search_series(step, agenda->list[index], agenda->as_of, key);
    }
}

bool relcal_agenda_next(relcal_agenda *agenda, relcal_entry *out)
{
    agenda_step step = {
        .floor = {agenda->after, agenda->project_index, agenda->series_index,
                  agenda->milestone_index},
    };
    agenda_key key = {0};
    if (agenda->series != NULL) {
        search_series(&step, agenda->series, agenda->as_of, key);
    } else if (agenda->project != NULL) {
        search_project(&step, agenda->project, agenda->as_of, key);
    } else if (agenda->catalog == NULL) {
        search_list(&step, agenda, key);
    } else {
        size_t count = relcal_catalog_project_count(agenda->catalog);
        for (size_t index = 0; index < count; index++) {
            key.project = (uint32_t)index;
            search_project(&step, relcal_catalog_project_at(agenda->catalog, index), agenda->as_of,
                           key);
        }
    }
    if (!step.found) {
        return false;
    }
    agenda->after = step.best.at;
    agenda->project_index = step.best.project;
    agenda->series_index = step.best.series;
    agenda->milestone_index = step.best.milestone;
    *out = step.entry;
    return true;
}
