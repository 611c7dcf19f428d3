/* relcal announce write: what the plan says of a release, in sentences or as named facts. */
#include <stdlib.h>
#include <string.h>

#include "announce.h"
#include "answer.h"
#include "command.h"
#include "complain.h"
#include "input.h"
#include "lookup.h"
#include "nearest.h"
#include "relcal/announce_write.h"
#include "relcal/version.h"

static const char *milestone_id_at(const void *context, size_t index)
{
    const relcal_milestone *milestone = relcal_series_milestone_at(context, index);
    return milestone != NULL ? relcal_milestone_id(milestone) : NULL;
}

/* The series whose release a name can be: by its version, else the one that has it. */
static const relcal_series *series_of(const relcal_project *project, const char *name)
{
    relcal_version version;
    char id[RELCAL_VERSION_SERIES_BYTES];
    if (relcal_version_parse(&version, name, strlen(name), NULL) == RELCAL_OK &&
        version.has_release) {
        const relcal_series *series = relcal_project_series(project,
                                                            relcal_version_series(&version, id));
        if (series != NULL) {
            return series;
        }
    }
    const relcal_series *series;
    for (size_t index = 0; (series = relcal_project_series_at(project, index)) != NULL; index++) {
        const char *milestone;
        for (size_t place = 0; (milestone = milestone_id_at(series, place)) != NULL; place++) {
            if (strcmp(milestone, name) == 0) {
                return series;
            }
        }
    }
    return NULL;
}

/* The release of a name; NULL after a complaint. */
static const relcal_milestone *find_release(const relcal_project *project, const char *name)
{
    const relcal_series *series = series_of(project, name);
    const relcal_milestone *release = series != NULL ? relcal_series_milestone(series, name) : NULL;
    if (release == NULL) {
        text message = {0};
        text_addf(&message, "%s has no release '", relcal_project_name(project));
        text_add_printable(&message, name, QUOTED_BYTES);
        text_add(&message, "'");
        if (series != NULL) {
            nearest_add_hint(&message, name, (name_list){milestone_id_at, series, ""});
        } else {
            text_addf(&message, "; relcal projects %s lists its series",
                      relcal_project_id(project));
        }
        complain_text(&message);
    }
    return release;
}

/* The day that the plan is read as of: the asked one, else the release's own. */
static relcal_date day_of(const cli_session *session, const relcal_milestone *release)
{
    if (session->options->value[OPTION_AS_OF] != NULL) {
        return session->as_of;
    }
    relcal_entry entry;
    relcal_plan latest = relcal_series_plan(relcal_milestone_series(release), RELCAL_LATEST);
    relcal_date day = relcal_plan_entry(latest, release, &entry) ? relcal_when_date(&entry.when)
                                                                 : RELCAL_DATE_NONE;
    return day != RELCAL_DATE_NONE ? day : RELCAL_LATEST;
}

static void answer_facts(cli_session *session, const relcal_project *project,
                         const relcal_release_facts *facts)
{
    json_writer writer = answer_open(session);
    json_writer_text(&writer, "project", relcal_project_id(project));
    json_writer_open_object(&writer, "facts");
    const relcal_fact *fact;
    for (size_t index = 0; (fact = relcal_release_facts_at(facts, index)) != NULL; index++) {
        if (fact->kind == RELCAL_FACT_FLAG) {
            json_writer_boolean(&writer, fact->name, fact->text != NULL);
        } else if (fact->kind == RELCAL_FACT_NUMBER && fact->text != NULL) {
            json_writer_number(&writer, fact->name, strtol(fact->text, NULL, 10));
        } else {
            json_writer_text(&writer, fact->name, fact->text);
        }
    }
    json_writer_close_object(&writer);
    answer_close(&writer);
}

static bool add_to_body(void *context, const char *bytes, size_t length)
{
    text *body = context;
    text_add_bytes(body, bytes, length);
    return !body->failed;
}

static int complain_about(const char *file, relcal_status status, const relcal_error *error)
{
    text message = {0};
    if (file != NULL) {
        text_add_printable(&message, file, QUOTED_BYTES);
        text_addf(&message, ":%u:%u: ", (unsigned)error->line, (unsigned)error->column);
    }
    text_add_printable(&message, error->message, RELCAL_ERROR_MESSAGE_BYTES);
    complain_text(&message);
    return status == RELCAL_ERROR_MEMORY ? EXIT_SYSTEM
           : status == RELCAL_ERROR_IO   ? EXIT_SYSTEM
           : file != NULL                ? EXIT_DATA
                                         : EXIT_USAGE;
}

/* Writes the sentences, by a file's template where one is given. */
static int tell(cli_session *session, const relcal_release_facts *facts,
                relcal_announcement_format format)
{
    const char *path = session->options->value[OPTION_TEMPLATE];
    relcal_announcement_template house_style = {.file = path};
    text read = {0};
    int status = EXIT_YES;
    if (path != NULL) {
        status = input_read(&read, path, RELCAL_MAX_TEMPLATE_BYTES);
        house_style.text = text_string(&read);
        house_style.length = read.length;
    }
    if (status == EXIT_YES) {
        relcal_error error = {0};
        relcal_status written = relcal_announcement_write(facts, format, &house_style, add_to_body,
                                                          &session->out->body, &error);
        status = written == RELCAL_OK ? EXIT_YES : complain_about(path, written, &error);
    }
    text_free(&read);
    return status;
}

/* How the answer is given; false after a complaint. */
static bool read_format(const cli_session *session, int *out)
{
    const cli_options *options = session->options;
    *out = options->value[OPTION_ANNOUNCE_FORMAT] == NULL ? FORMAT_MARKDOWN
                                                          : options->choice[OPTION_ANNOUNCE_FORMAT];
    *out = options->value[OPTION_JSON] != NULL ? FORMAT_JSON : *out;
    if (*out == FORMAT_SARIF || *out == FORMAT_GITHUB) {
        complain("announce write has no format %s; write --format markdown, text or json",
                 options->value[OPTION_ANNOUNCE_FORMAT]);
        return false;
    }
    return true;
}

static int run(cli_session *session)
{
    int format;
    const relcal_project *project = lookup_project(session, 0);
    const relcal_milestone *release = project != NULL ? find_release(project, session->operands[1])
                                                      : NULL;
    if (release == NULL || !read_format(session, &format)) {
        return EXIT_USAGE;
    }
    relcal_plan plan = relcal_series_plan(relcal_milestone_series(release),
                                          day_of(session, release));
    relcal_release_facts *facts = NULL;
    relcal_error error = {0};
    relcal_status made = relcal_release_facts_new(&facts, plan, release, NULL, &error);
    if (made != RELCAL_OK) {
        int status = complain_about(NULL, made, &error);
        return made == RELCAL_ERROR_NOT_FOUND ? EXIT_NO : status;
    }
    int status = EXIT_YES;
    if (format == FORMAT_JSON) {
        answer_facts(session, project, facts);
    } else {
        status = tell(session, facts,
                      format == FORMAT_MARKDOWN ? RELCAL_ANNOUNCEMENT_MARKDOWN
                                                : RELCAL_ANNOUNCEMENT_TEXT);
    }
    relcal_release_facts_free(facts);
    return status;
}

const announce_action announce_write = {
    .name = "write",
    .usage = "PROJECT RELEASE",
    .lack = "needs a project and a release",
    .operands_min = 2,
    .operands_max = 2,
    .run = run,
};
