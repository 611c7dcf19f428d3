/* The objects that several commands share in their JSON. */
#ifndef RELCAL_CLI_ANSWER_H
#define RELCAL_CLI_ANSWER_H

#include "json.h"
#include "relcal/plan.h"
#include "session.h"

/* Opens the outermost object, whose first member is "schema". */
json_writer answer_open(cli_session *session);

/* Closes it and ends the line. */
void answer_close(json_writer *writer);

/* Writes "date":..., the asked time. */
void answer_date(json_writer *writer, const cli_session *session);

/* Writes "as_of":..., null for the newest plan. */
void answer_as_of(json_writer *writer, const cli_session *session);

/* Writes a date as a text, RELCAL_DATE_NONE as null. */
void answer_day(json_writer *writer, const char *key, relcal_date date);

/* Writes a when as relcal_when_format does. */
void answer_when(json_writer *writer, const char *key, const relcal_when *when);

/* Writes {"milestone","date","state"}, or null where there is no milestone. */
void answer_milestone(json_writer *writer, const char *key, relcal_plan plan,
                      const relcal_milestone *milestone);

/* Lists the ids of the freezes that are in force, or of those of which nobody can tell. */
void answer_freezes(json_writer *writer, const char *key, const relcal_project *project,
                    const relcal_standing *standing, relcal_truth truth);

/* Writes the members of a phase object. */
void answer_standing(json_writer *writer, const cli_session *session, const relcal_series *series,
                     const relcal_standing *standing);

#endif
