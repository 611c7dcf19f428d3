/*
 * Plans as texts for people and other programs: lists as the release-schedule PEPs have them,
 * tables of Markdown, comma-separated values. Schedule files are in relcal/write.h.
 *
 * `*out` is closed by a NUL, which `*length` does not count, comes from malloc and is the caller's
 * to free; both are untouched on failure. Errors: RELCAL_ERROR_MEMORY. Thread-safe. Since 0.3 all
 * of it.
 */
#ifndef RELCAL_PRINT_H
#define RELCAL_PRINT_H

#include <stddef.h>

#include "relcal/catalog.h"
#include "relcal/export.h"
#include "relcal/plan.h"
#include "relcal/status.h"

RELCAL_BEGIN_DECLS

/**
 * The schedule of a series in reStructuredText, as PEP 693 has it: for the first release, for
 * bugfix releases, for security releases and for the rest a section each, with a list of what
 * happened and one of what is expected. A day stands with its weekday ("Monday, 2022-10-24"),
 * another date as it is known; remarks of freezes and notes stand in brackets below.
 */
RELCAL_API relcal_status relcal_plan_print_pep(relcal_plan plan, char **out, size_t *length);

/** A heading and a table of milestones in Markdown (GitHub Flavored Markdown 0.29, 4.10). */
RELCAL_API relcal_status relcal_plan_print_markdown(relcal_plan plan, char **out, size_t *length);

/**
 * A row a milestone (RFC 4180), below a row of names: project, series, milestone, kind, number,
 * date, precision, state, planned, note. `planned` is the history up to the plan's day, as schedule
 * files have it: "2022-06-18: 2022-10-03; 2022-10-07: 2022-10-24"; empty where none is recorded,
 * "none" where it was never planned.
 */
RELCAL_API relcal_status relcal_plan_print_csv(relcal_plan plan, char **out, size_t *length);

/** The same for all series of a project, as of a day or RELCAL_LATEST. */
RELCAL_API relcal_status relcal_project_print_csv(const relcal_project *project, relcal_date as_of,
                                                  char **out, size_t *length);

RELCAL_END_DECLS

#endif
