/*
 * Schedule files out: a project or series of a catalog as the YAML that relcal_catalog_load reads
 * to the same again. Since 0.2 all of it.
 */
#ifndef RELCAL_WRITE_H
#define RELCAL_WRITE_H

#include <stddef.h>

#include "relcal/allocator.h"
#include "relcal/catalog.h"
#include "relcal/export.h"
#include "relcal/plan.h"
#include "relcal/status.h"

RELCAL_BEGIN_DECLS

/**
 * The text of a project.yaml. `*out` is closed by a NUL, which `*length` does not count, comes from
 * malloc and is the caller's to free; both are untouched on failure.
 * Errors: RELCAL_ERROR_MEMORY. Thread-safe.
 */
RELCAL_API relcal_status relcal_project_write(const relcal_project *project, char **out,
                                              size_t *length);

/**
 * The text of a series' file as of a day: milestones that the plan did not know are left out,
 * revisions after that day too, and what had not happened is expected. A plan that contradicted
 * itself on that day is written so, and a load tells of it. Otherwise as above.
 */
RELCAL_API relcal_status relcal_plan_write(relcal_plan plan, char **out, size_t *length);

/**
 * The mapping of one milestone as it stands in that file, in flow style on one line:
 * {id: 3.12.0a1, date: 2022-10-24, state: actual, planned: {2022-06-18: 2022-10-03}}. Empty where
 * the plan does not know it. Otherwise as above.
 */
RELCAL_API relcal_status relcal_milestone_write(relcal_plan plan, const relcal_milestone *milestone,
                                                char **out, size_t *length);

RELCAL_END_DECLS

#endif
