/*
 * Series are kept project by project, each once, whatever the order in which they were named; the
 * lists are short, so that each is looked through.
 */
#include "selection.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "complain.h"
#include "lookup.h"
#include "words.h"

static int complain_about_memory(void)
{
    complain("out of memory");
    return EXIT_SYSTEM;
}

/* ---- Putting it together ---- */

/* Makes room for one more item of a list, by doubling whenever its count is a power of two. */
static bool make_room(void **items, size_t count, size_t item_bytes)
{
    if ((count & (count - 1)) != 0) {
        return true;
    }
    void *more = realloc(*items, (count == 0 ? 1 : 2 * count) * item_bytes);
    if (more != NULL) {
        *items = more;
    }
    return more != NULL;
}

/* The place of a project, which is added unless it is there. */
static int add_project(selection *out, const relcal_project *project, size_t *place)
{
    for (*place = 0; *place < out->project_count; ++*place) {
        if (out->projects[*place].project == project) {
            return EXIT_YES;
        }
    }
    void *projects = out->projects;
    bool has_room = make_room(&projects, out->project_count, sizeof *out->projects);
    out->projects = projects;
    if (!has_room) {
        return complain_about_memory();
    }
    out->projects[out->project_count++] = (selection_project){project, out->series_count, 0};
    return EXIT_YES;
}

/* Adds a series at the end of its project's stretch. */
static int add_series(selection *out, size_t place, const relcal_series *series, bool is_named)
{
    selection_project *of = &out->projects[place];
    for (size_t index = of->first; index < of->first + of->count; index++) {
        if (out->series[index].series == series) {
            out->series[index].is_named = out->series[index].is_named || is_named;
            return EXIT_YES;
        }
    }
    void *all = out->series;
    bool has_room = make_room(&all, out->series_count, sizeof *out->series);
    out->series = all;
    if (!has_room) {
        return complain_about_memory();
    }
    size_t at = of->first + of->count;
    memmove(&out->series[at + 1], &out->series[at], (out->series_count - at) * sizeof *out->series);
    out->series[at] = (selection_series){series, is_named};
    out->series_count++;
    of->count++;
    for (size_t later = place + 1; later < out->project_count; later++) {
        out->projects[later].first++;
    }
    return EXIT_YES;
}

static int add_whole_project(selection *out, const relcal_project *project)
{
    size_t place;
    int status = add_project(out, project, &place);
    const relcal_series *series;
    for (size_t index = 0;
         status == EXIT_YES && (series = relcal_project_series_at(project, index)) != NULL;
         index++) {
        status = add_series(out, place, series, false);
    }
    return status;
}

static int add_named(selection *out, const relcal_project *project, const relcal_series *series)
{
    size_t place;
    int status = add_project(out, project, &place);
    return status == EXIT_YES ? add_series(out, place, series, true) : status;
}

/* ---- What operands name ---- */

/* Says that an operand is neither a series of the project before it nor a project: whichever it is
 * nearer to. */
static int complain_about_operand(const cli_session *session, const relcal_project *project,
                                  const char *name)
{
    text series = {0}, other = {0};
    bool is_series = lookup_add_unknown_series(&series, project, name) ||
                     !lookup_add_unknown_project(&other, session->catalog, name);
    complain_text(is_series ? &series : &other);
    text_free(is_series ? &other : &series);
    return EXIT_USAGE;
}

/* Whether an operand names a series of a project, though perhaps none has that name now. */
static bool names_series(const cli_session *session, const relcal_project *project,
                         const char *name)
{
    return relcal_project_series_named(project, name, session->as_of, session->instant) != NULL ||
           lookup_is_known(project, name);
}

/* Takes the series that stand behind a project, or all of it where none does; `*operand` comes to
 * stand at the next project. */
static int add_operands(selection *out, const cli_session *session, size_t *operand)
{
    const relcal_project *project = lookup_project(session, (*operand)++);
    if (project == NULL) {
        return EXIT_USAGE;
    }
    size_t first = *operand;
    int status = EXIT_YES;
    for (; status == EXIT_YES && *operand < session->operand_count &&
           names_series(session, project, session->operands[*operand]);
         ++*operand) {
        const relcal_series *series = NULL;
        status = lookup_series(session, project, *operand, &series);
        status = status == EXIT_YES ? add_named(out, project, series) : status;
    }
    if (status != EXIT_YES) {
        return status;
    }
    if (*operand < session->operand_count &&
        relcal_catalog_project(session->catalog, session->operands[*operand]) == NULL) {
        return complain_about_operand(session, project, session->operands[*operand]);
    }
    return *operand == first ? add_whole_project(out, project) : EXIT_YES;
}

static int take_operands(selection *out, const cli_session *session)
{
    int status = EXIT_YES;
    for (size_t operand = 0; status == EXIT_YES && operand < session->operand_count;) {
        status = add_operands(out, session, &operand);
    }
    return status;
}

static int take_everything(selection *out, const cli_session *session)
{
    int status = EXIT_YES;
    const relcal_project *project;
    for (size_t index = 0; status == EXIT_YES &&
                           (project = relcal_catalog_project_at(session->catalog, index)) != NULL;
         index++) {
        status = add_whole_project(out, project);
    }
    return status;
}

/* ---- What the config follows ---- */

const relcal_series *selection_find(const cli_session *session, const relcal_project *project,
                                    const char *name, bool *is_known)
{
    const relcal_series *series = relcal_project_series_named(project, name, session->as_of,
                                                              session->instant);
    *is_known = series != NULL || lookup_is_known(project, name);
    return series;
}

static const relcal_project *check_project(text *faults, const cli_session *session,
                                           const config_text *name)
{
    const relcal_project *project = relcal_catalog_project(session->catalog, name->value);
    if (project == NULL) {
        text message = {0};
        (void)lookup_add_unknown_project(&message, session->catalog, name->value);
        config_add_fault(faults, session->config, name, &message);
    }
    return project;
}

static void check_follows(text *faults, const cli_session *session)
{
    const cli_config *config = session->config;
    for (size_t index = 0; index < config->follow_count; index++) {
        const config_follow *follow = &config->follows[index];
        const relcal_project *project = check_project(faults, session, &follow->project);
        for (size_t at = 0; project != NULL && at < follow->name_count; at++) {
            const config_text *name = &config->names[follow->first_name + at];
            bool is_known;
            (void)selection_find(session, project, name->value, &is_known);
            if (!is_known) {
                text message = {0};
                (void)lookup_add_unknown_series(&message, project, name->value);
                config_add_fault(faults, config, name, &message);
            }
        }
    }
}

int selection_check_config(const cli_session *session)
{
    const cli_config *config = session->config;
    text faults = {0};
    if (config == NULL) {
        return EXIT_YES;
    }
    check_follows(&faults, session);
    for (size_t index = 0; index < config->color_count; index++) {
        (void)check_project(&faults, session, &config->colors[index].project);
    }
    int status = faults.length == 0 ? EXIT_YES : EXIT_DATA;
    (void)fputs(text_string(&faults), stderr);
    text_free(&faults);
    return status;
}

static int take_follow(selection *out, const cli_session *session, const config_follow *follow)
{
    const relcal_project *project = relcal_catalog_project(session->catalog, follow->project.value);
    size_t place;
    if (follow->name_count == 0) {
        return add_whole_project(out, project);
    }
    int status = add_project(out, project, &place);
    for (size_t at = 0; status == EXIT_YES && at < follow->name_count; at++) {
        const char *name = session->config->names[follow->first_name + at].value;
        bool is_known;
        const relcal_series *series = selection_find(session, project, name, &is_known);
        if (series != NULL) {
            status = add_series(out, place, series, true);
        } else {
            lookup_add_none(&out->remarks, session, project, name);
            text_add(&out->remarks, "\n");
        }
    }
    return status;
}

static int take_followed(selection *out, const cli_session *session)
{
    int status = selection_check_config(session);
    for (size_t index = 0; status == EXIT_YES && index < session->config->follow_count; index++) {
        status = take_follow(out, session, &session->config->follows[index]);
    }
    return status;
}

/* ---- The whole ---- */

int selection_make(selection *out, cli_session *session)
{
    bool wants_all = session->options->value[OPTION_ALL] != NULL;
    *out = (selection){.reason = SELECTION_NAMED};
    if (session->operand_count > 0) {
        if (wants_all) {
            complain("--all is about every project; leave it out, or '%s'", session->operands[0]);
            return EXIT_USAGE;
        }
        return take_operands(out, session);
    }
    int status = wants_all ? EXIT_YES : session_read_config(session);
    if (status != EXIT_YES) {
        return status;
    }
    if (!wants_all && session->config != NULL && session->config->follow_count > 0) {
        out->reason = SELECTION_FOLLOWED;
        return take_followed(out, session);
    }
    out->reason = wants_all ? SELECTION_ALL : SELECTION_EVERYTHING;
    return take_everything(out, session);
}

const relcal_series **selection_list(const selection *chosen)
{
    const relcal_series **list = malloc((chosen->series_count + 1) * sizeof *list);
    if (list == NULL) {
        (void)complain_about_memory();
        return NULL;
    }
    for (size_t index = 0; index < chosen->series_count; index++) {
        list[index] = chosen->series[index].series;
    }
    return list;
}

void selection_add_followed(text *target, const cli_config *config)
{
    for (size_t index = 0; index < config->follow_count; index++) {
        const config_follow *follow = &config->follows[index];
        text_addf(target, "%s%s", index > 0 ? ", " : "", follow->project.value);
        for (size_t at = 0; at < follow->name_count; at++) {
            text_addf(target, " %s", config->names[follow->first_name + at].value);
        }
    }
}

void selection_add_note(const selection *chosen, cli_session *session)
{
    text *body = &session->out->body;
    if (chosen->reason != SELECTION_FOLLOWED) {
        return;
    }
    text_addf(body, "\n%sFollowed: ", text_string(&chosen->remarks));
    selection_add_followed(body, session->config);
    text_add(body, " (");
    text_add_printable(body, text_string(&session->config->path), CONFIG_PATH_BYTES);
    text_add(body, "); --all is about everything.\n");
}

void selection_answer(json_writer *writer, const selection *chosen, const cli_session *session)
{
    if (chosen->reason == SELECTION_FOLLOWED) {
        json_writer_text(writer, "followed", text_string(&session->config->path));
    }
}

void selection_free(selection *chosen)
{
    free(chosen->projects);
    free(chosen->series);
    text_free(&chosen->remarks);
    *chosen = (selection){0};
}
