/* Names are taken exactly: 3.1 is never 3.10. An id goes before a branch of the same name. */
#include "lookup.h"

#include <string.h>

#include "complain.h"
#include "nearest.h"

static const char *project_id_at(const void *context, size_t index)
{
    const relcal_project *project = relcal_catalog_project_at(context, index);
    return project != NULL ? relcal_project_id(project) : NULL;
}

const relcal_project *lookup_project(const cli_session *session, size_t operand)
{
    const char *name = session->operands[operand];
    const relcal_project *project = relcal_catalog_project(session->catalog, name);
    if (project == NULL) {
        text message = {0};
        text_add(&message, "unknown project '");
        text_add_printable(&message, name, QUOTED_BYTES);
        text_add(&message, "'");
        nearest_add_hint(&message, name, (name_list){project_id_at, session->catalog, ""});
        complain_text(&message);
    }
    return project;
}

/* The ids of the series, then the trunk. */
static const char *series_name_at(const void *context, size_t index)
{
    const relcal_project *project = context;
    size_t count = relcal_project_series_count(project);
    if (index < count) {
        return relcal_series_id(relcal_project_series_at(project, index));
    }
    return index == count ? relcal_project_trunk(project) : NULL;
}

static int complain_about_series(const relcal_project *project, const char *name)
{
    text message = {0};
    text_addf(&message, "%s has no series or branch '", relcal_project_id(project));
    text_add_printable(&message, name, QUOTED_BYTES);
    text_add(&message, "'");
    size_t count = relcal_project_series_count(project);
    if (!nearest_add(&message, name, (name_list){series_name_at, project, ""}) && count > 0) {
        text_addf(&message, "; it has %s to %s", series_name_at(project, 0),
                  series_name_at(project, count - 1));
        if (relcal_project_trunk(project) != NULL) {
            text_addf(&message, " and the branch %s", relcal_project_trunk(project));
        }
    }
    complain_text(&message);
    return EXIT_USAGE;
}

/* Ends what there was no series for on the day that is asked about. */
static int complain_about_day(const cli_session *session, text *message)
{
    char buffer[RELCAL_WHEN_BYTES];
    bool is_day = session->asked.precision == RELCAL_PRECISION_DAY;
    text_addf(message, " %s %s", is_day ? "on" : "at", relcal_when_format(&session->asked, buffer));
    if (session->as_of != RELCAL_LATEST) {
        text_addf(message, ", as planned on %s", relcal_date_format(session->as_of, buffer));
    }
    complain_text(message);
    return EXIT_NO;
}

static int complain_about_trunk(const cli_session *session, const char *trunk)
{
    text message = {0};
    text_addf(&message, "no series is developed on %s", trunk);
    return complain_about_day(session, &message);
}

/* A name that goes from series to series has none on that day. */
static int complain_about_phases(const cli_session *session, const relcal_project *project,
                                 const char *phases)
{
    text message = {0};
    text_addf(&message, "no series of %s is in ", relcal_project_id(project));
    for (; *phases != '\0'; phases++) {
        if (*phases == ' ') {
            text_add(&message, " or ");
        } else {
            text_addf(&message, "%c", *phases);
        }
    }
    return complain_about_day(session, &message);
}

int lookup_series(const cli_session *session, const relcal_project *project, size_t operand,
                  const relcal_series **out)
{
    const char *name = session->operands[operand];
    const relcal_series *series = relcal_project_series_named(project, name, session->as_of,
                                                              session->instant);
    if (series == NULL) {
        const char *trunk = relcal_project_trunk(project);
        const char *phases = relcal_project_name_phases(project, name);
        if (trunk != NULL && strcmp(trunk, name) == 0) {
            return complain_about_trunk(session, trunk);
        }
        return phases != NULL ? complain_about_phases(session, project, phases)
                              : complain_about_series(project, name);
    }
    *out = series;
    return EXIT_YES;
}

const relcal_project *lookup_next_project(const cli_session *session, const relcal_project *only,
                                          size_t *index)
{
    size_t place = (*index)++;
    if (only != NULL) {
        return place == 0 ? only : NULL;
    }
    return relcal_catalog_project_at(session->catalog, place);
}
