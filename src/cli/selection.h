/* What a command over several projects is about: what its operands name, or what the user follows,
 * or everything. */
#ifndef RELCAL_CLI_SELECTION_H
#define RELCAL_CLI_SELECTION_H

#include "json.h"
#include "session.h"

/* A series of a selection. */
typedef struct selection_series {
    const relcal_series *series;
    bool is_named; /* by itself, not with its project */
} selection_series;

/* A project of a selection: a stretch of its series. */
typedef struct selection_project {
    const relcal_project *project;
    size_t first;
    size_t count;
} selection_project;

typedef enum selection_reason {
    SELECTION_EVERYTHING, /* nothing was named, nothing is followed */
    SELECTION_ALL,        /* --all */
    SELECTION_NAMED,
    SELECTION_FOLLOWED
} selection_reason;

typedef struct selection {
    selection_project *projects; /* each once, in the order in which they were named */
    size_t project_count;
    selection_series *series; /* each once, project by project */
    size_t series_count;
    selection_reason reason;
    text remarks; /* lines about names of the config that no series has at the asked time */
} selection;

/* Makes the selection of a command whose operands are projects and series of them: an operand that
 * names a series of the project before it is one, and any other is a project. A project without
 * series behind it stands for all of them. The exit status, after a complaint where it is not
 * EXIT_YES. `*out` is to be freed in any case. */
int selection_make(selection *out, cli_session *session);

/* The series alone, for functions of the library; NULL after a complaint. To be freed. */
const relcal_series **selection_list(const selection *chosen);

/* Adds the footnote that says by which config the answer is about what is followed, if it is. */
void selection_add_note(const selection *chosen, cli_session *session);

/* Writes "followed": the config's path, if the answer is about what it follows. */
void selection_answer(json_writer *writer, const selection *chosen, const cli_session *session);

/* Adds "one, two 1.0 1.1, three stable": what the config follows, as it says it. */
void selection_add_followed(text *target, const cli_config *config);

/* Looks for a series that the config names. NULL with `*is_known` where the name is known and no
 * series has it at the asked time. */
const relcal_series *selection_find(const cli_session *session, const relcal_project *project,
                                    const char *name, bool *is_known);

/* Tells every fault of the config that its syntax does not show: projects and series that the
 * catalog has not. EXIT_DATA where there is one. */
int selection_check_config(const cli_session *session);

void selection_free(selection *chosen);

#endif
