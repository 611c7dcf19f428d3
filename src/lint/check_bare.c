/* Projects and series that load and tell nothing, as files do that somebody has only begun. */
#include "fields.h"
#include "lint_run.h"

#define EXAMPLE(what) relcal_field_example((char[RELCAL_FIELD_EXAMPLE_BYTES]){0}, what)

void lint_check_bare_project(lint_run *run, const lint_project *project)
{
    const relcal_draft_project *draft = project->draft;
    if (draft->phase_count == 0 && !draft->is_partial) {
        (void)lint_add(run, LINT_BARE, draft->place, NULL, NULL,
                       "%s has no phases, so every series of it is planned for ever; write phases "
                       "such as [%s]",
                       draft->id, EXAMPLE("a phase"));
    }
    if (project->series_count == 0 && !draft->is_partial) {
        (void)lint_add(run, LINT_BARE, draft->place, NULL, NULL,
                       "%s has no series; write a file for each beside this one, such as 1.0.yaml "
                       "with %s",
                       draft->id, EXAMPLE("a series file"));
    }
}

void lint_check_bare_series(lint_run *run, const lint_project *project, size_t index)
{
    const relcal_draft_series *series = project->series[index];
    if (series->milestone_count == 0 && !series->is_partial && project->draft->phase_count > 0) {
        (void)lint_add(run, LINT_BARE, series->place, series->id, NULL,
                       "%s has no milestones; write some such as [%s]", series->id,
                       EXAMPLE("a milestone"));
    }
}
