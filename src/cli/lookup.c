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

bool lookup_add_unknown_project(text *message, const relcal_catalog *catalog, const char *name)
{
    name_list known = {project_id_at, catalog, ""};
    text_add(message, "unknown project '");
    text_add_printable(message, name, QUOTED_BYTES);
    text_add(message, "'");
    bool is_near = nearest_add(message, name, known);
    if (!is_near) {
        nearest_add_hint(message, name, known);
    }
    return is_near;
}

const relcal_project *lookup_project(const cli_session *session, size_t operand)
{
    const char *name = session->operands[operand];
    const relcal_project *project = relcal_catalog_project(session->catalog, name);
    if (project == NULL) {
        text message = {0};
        (void)lookup_add_unknown_project(&message, session->catalog, name);
        complain_text(&message);
    }
    return project;
}

/* The ids of the series, then the names that move, then the trunk, which may be one of these. */
static const char *series_name_at(const void *context, size_t index)
{
    const relcal_project *project = context;
    size_t count = relcal_project_series_count(project);
    if (index < count) {
        return relcal_series_id(relcal_project_series_at(project, index));
    }
    const char *name = relcal_project_name_at(project, index - count);
    bool is_end = index == count || relcal_project_name_at(project, index - count - 1) != NULL;
    return name != NULL ? name : is_end ? relcal_project_trunk(project) : NULL;
}

bool lookup_is_known(const relcal_project *project, const char *name)
{
    const char *trunk = relcal_project_trunk(project);
    return relcal_project_name_phases(project, name) != NULL ||
           (trunk != NULL && strcmp(trunk, name) == 0);
}

bool lookup_add_unknown_series(text *message, const relcal_project *project, const char *name)
{
    text_addf(message, "%s has no series or branch '", relcal_project_id(project));
    text_add_printable(message, name, QUOTED_BYTES);
    text_add(message, "'");
    size_t count = relcal_project_series_count(project);
    bool is_near = nearest_add(message, name, (name_list){series_name_at, project, ""});
    if (!is_near && count > 0) {
        text_addf(message, "; it has %s to %s", series_name_at(project, 0),
                  series_name_at(project, count - 1));
        if (relcal_project_trunk(project) != NULL) {
            text_addf(message, " and the branch %s", relcal_project_trunk(project));
        }
    }
    return is_near;
}

/* Adds words that stand with spaces between as a list. */
static void add_words(text *message, const char *words, const char *between)
{
    for (; *words != '\0'; words++) {
        if (*words == ' ') {
            text_add(message, between);
        } else {
            text_addf(message, "%c", *words);
        }
    }
}

/* A name that goes from series to series has none on that day. */
static void add_phases(text *message, const relcal_project *project, const char *name)
{
    const char *only = relcal_project_name_series(project, name);
    if (only == NULL) {
        text_addf(message, "no series of %s is in ", relcal_project_id(project));
    } else {
        text_add(message, "none of ");
        add_words(message, only, ", ");
        text_addf(message, " of %s is in ", relcal_project_id(project));
    }
    add_words(message, relcal_project_name_phases(project, name), " or ");
}

void lookup_add_none(text *message, const cli_session *session, const relcal_project *project,
                     const char *name)
{
    char buffer[RELCAL_WHEN_BYTES];
    bool is_day = session->asked.precision == RELCAL_PRECISION_DAY;
    const char *trunk = relcal_project_trunk(project);
    if (trunk != NULL && strcmp(trunk, name) == 0) {
        text_addf(message, "no series is developed on %s", trunk);
    } else {
        add_phases(message, project, name);
    }
    text_addf(message, " %s %s", is_day ? "on" : "at", relcal_when_format(&session->asked, buffer));
    if (session->as_of != RELCAL_LATEST) {
        text_addf(message, ", as planned on %s", relcal_date_format(session->as_of, buffer));
    }
}

int lookup_series(const cli_session *session, const relcal_project *project, size_t operand,
                  const relcal_series **out)
{
    const char *name = session->operands[operand];
    const relcal_series *series = relcal_project_series_named(project, name, session->as_of,
                                                              session->instant);
    if (series == NULL) {
        text message = {0};
        bool is_known = lookup_is_known(project, name);
        if (is_known) {
            lookup_add_none(&message, session, project, name);
        } else {
            (void)lookup_add_unknown_series(&message, project, name);
        }
        complain_text(&message);
        return is_known ? EXIT_NO : EXIT_USAGE;
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
