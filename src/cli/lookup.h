/* From the names on the command line to projects and series. */
#ifndef RELCAL_CLI_LOOKUP_H
#define RELCAL_CLI_LOOKUP_H

#include "session.h"

/* The project that the operand at an index names; NULL after a complaint with the nearest ids. */
const relcal_project *lookup_project(const cli_session *session, size_t operand);

/* The series that the operand at an index names by its id or by a branch that held it at the asked
 * time. The exit status, after a complaint where it is not EXIT_YES: EXIT_NO for a branch that is
 * known but held no series then, EXIT_USAGE for an unknown name. */
int lookup_series(const cli_session *session, const relcal_project *project, size_t operand,
                  const relcal_series **out);

/* Whether a name of a project goes from series to series, or is its trunk. */
bool lookup_is_known(const relcal_project *project, const char *name);

/* Adds that there is no such project, with the nearest ids or all of them; false where none is
 * near. */
bool lookup_add_unknown_project(text *message, const relcal_catalog *catalog, const char *name);

/* Adds that a project has no series of a name, with the nearest; false where none is near. */
bool lookup_add_unknown_series(text *message, const relcal_project *project, const char *name);

/* Adds that no series has a known name at the asked time. */
void lookup_add_none(text *message, const cli_session *session, const relcal_project *project,
                     const char *name);

/* The projects that a command is about, one after the other: all, or the one that the first operand
 * names. Zero `*index` to begin with; NULL at the end. */
const relcal_project *lookup_next_project(const cli_session *session, const relcal_project *only,
                                          size_t *index);

#endif
