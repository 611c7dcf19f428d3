/* JSON objects after DESIGN, "The command". Keys and their order never change; new ones come last.
 */
#include "answer.h"

#define SCHEMA 1

json_writer answer_open(cli_session *session)
{
    json_writer writer = json_writer_start(&session->out->body);
    json_writer_open_object(&writer, NULL);
    json_writer_number(&writer, "schema", SCHEMA);
    return writer;
}

void answer_close(json_writer *writer)
{
    json_writer_close_object(writer);
    json_writer_end(writer);
}

void answer_date(json_writer *writer, const cli_session *session)
{
    answer_when(writer, "date", &session->asked);
}

void answer_as_of(json_writer *writer, const cli_session *session)
{
    answer_day(writer, "as_of",
               session->as_of != RELCAL_LATEST ? session->as_of : RELCAL_DATE_NONE);
}

void answer_day(json_writer *writer, const char *key, relcal_date date)
{
    char buffer[RELCAL_DATE_BYTES];
    json_writer_text(writer, key,
                     date != RELCAL_DATE_NONE ? relcal_date_format(date, buffer) : NULL);
}

void answer_when(json_writer *writer, const char *key, const relcal_when *when)
{
    char buffer[RELCAL_WHEN_BYTES];
    json_writer_text(writer, key, relcal_when_format(when, buffer));
}

void answer_milestone(json_writer *writer, const char *key, relcal_plan plan,
                      const relcal_milestone *milestone)
{
    relcal_entry entry;
    if (!relcal_plan_entry(plan, milestone, &entry)) {
        json_writer_null(writer, key);
        return;
    }
    json_writer_open_object(writer, key);
    json_writer_text(writer, "milestone", relcal_milestone_id(milestone));
    answer_when(writer, "date", &entry.when);
    json_writer_text(writer, "state", relcal_state_name(entry.state));
    json_writer_close_object(writer);
}

void answer_freezes(json_writer *writer, const char *key, const relcal_project *project,
                    const relcal_standing *standing, relcal_truth truth)
{
    json_writer_open_list(writer, key);
    const relcal_freeze *freeze;
    for (size_t index = 0; (freeze = relcal_project_freeze_at(project, index)) != NULL; index++) {
        if (relcal_standing_freeze(standing, freeze) == truth) {
            json_writer_text(writer, NULL, relcal_freeze_id(freeze));
        }
    }
    json_writer_close_list(writer);
}

/* Lists the tiers of support, where the project has any; one of which nobody can tell counts. */
static void answer_tiers(json_writer *writer, const cli_session *session,
                         const relcal_series *series)
{
    const relcal_project *project = relcal_series_project(series);
    relcal_plan plan = relcal_series_plan(series, session->as_of);
    const relcal_freeze *tier;
    if (relcal_project_tier_count(project) == 0) {
        return;
    }
    json_writer_open_list(writer, "tiers");
    for (size_t index = 0; (tier = relcal_project_tier_at(project, index)) != NULL; index++) {
        if (relcal_plan_tier(plan, tier, session->instant) != RELCAL_NO) {
            json_writer_text(writer, NULL, relcal_freeze_id(tier));
        }
    }
    json_writer_close_list(writer);
}

void answer_standing(json_writer *writer, const cli_session *session, const relcal_series *series,
                     const relcal_standing *standing)
{
    const relcal_project *project = relcal_series_project(series);
    relcal_plan plan = relcal_series_plan(series, session->as_of);
    json_writer_text(writer, "project", relcal_project_id(project));
    json_writer_text(writer, "series", relcal_series_id(series));
    answer_date(writer, session);
    answer_as_of(writer, session);
    json_writer_text(writer, "phase", relcal_phase_id(standing->phase));
    answer_milestone(writer, "since", plan, standing->since);
    answer_milestone(writer, "until", plan, standing->until);
    answer_freezes(writer, "freezes", project, standing, RELCAL_YES);
    if (standing->freezes_unknown != 0) {
        answer_freezes(writer, "freezes_unknown", project, standing, RELCAL_UNKNOWN);
    }
    answer_tiers(writer, session, series);
    json_writer_boolean(writer, "overdue", standing->overdue);
    if (!standing->certain) {
        json_writer_boolean(writer, "certain", false);
    }
    answer_milestone(writer, "last", plan, standing->last);
    answer_milestone(writer, "next", plan, standing->next);
}
