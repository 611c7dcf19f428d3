/* How many series live, the one that began last, what is in a freeze that will end, what is next.
 */
#include "overview.h"

#include <stdlib.h>
#include <string.h>

#include "complain.h"
#include "text_table.h"
#include "words.h"

/* What a line says of a project. */
typedef struct project_line {
    size_t living;
    size_t overdue;
    const relcal_series *newest; /* of the living ones */
    relcal_standing standing;    /* of the newest */
    relcal_instant began;        /* its first milestone */
} project_line;

/* When the first milestone of a series comes. */
static relcal_instant beginning_of(relcal_plan plan)
{
    relcal_instant first = RELCAL_INSTANT_MIN;
    relcal_agenda agenda = relcal_series_agenda(plan.series, plan.as_of, RELCAL_INSTANT_MIN);
    relcal_entry entry;
    if (relcal_agenda_next(&agenda, &entry)) {
        first = entry.when.earliest;
    }
    return first;
}

/* Whether a series is, or may be, in a freeze that does not last for good. */
static bool is_in_freeze(relcal_plan plan, const relcal_standing *standing)
{
    const relcal_project *project = relcal_series_project(plan.series);
    const relcal_freeze *freeze;
    for (size_t index = 0; (freeze = relcal_project_freeze_at(project, index)) != NULL; index++) {
        if (relcal_standing_freeze(standing, freeze) != RELCAL_NO &&
            relcal_plan_bounds(plan, freeze).has_end) {
            return true;
        }
    }
    return false;
}

/* Looks at the series of a project, and lists those in a freeze. */
static project_line look_at(const cli_session *session, const selection_series *items, size_t count,
                            text *frozen)
{
    project_line line = {0};
    for (size_t index = 0; index < count; index++) {
        relcal_plan plan = relcal_series_plan(items[index].series, session->as_of);
        relcal_standing standing = session_standing(session, plan.series);
        relcal_instant began = beginning_of(plan);
        if (!relcal_phase_is_living(standing.phase)) {
            continue;
        }
        if (line.living++ == 0 || began >= line.began) {
            line.newest = plan.series;
            line.standing = standing;
            line.began = began;
        }
        line.overdue += standing.overdue;
        if (is_in_freeze(plan, &standing)) {
            text_addf(frozen, "%s%s", frozen->length > 0 ? ", " : "",
                      relcal_series_id(plan.series));
        }
    }
    return line;
}

static void add_number(text_table *table, size_t number)
{
    text_table_cell(table, NULL, NULL);
    if (number > 0) {
        text_addf(&table->content, "%zu", number);
    }
}

static void add_next(text_table *table, const cli_session *session,
                     const relcal_series *const *list, size_t count)
{
    relcal_agenda agenda = relcal_list_agenda(list, count, session->as_of, session->instant);
    relcal_entry entry;
    text_table_cell(table, NULL, NULL);
    if (!relcal_agenda_next(&agenda, &entry)) {
        text_table_cell(table, NULL, NULL);
        text_table_cell(table, NULL, NULL);
        return;
    }
    const char *series = relcal_series_id(relcal_milestone_series(entry.milestone));
    const char *title = relcal_milestone_title(entry.milestone);
    bool says_series = strncmp(title, series, strlen(series)) == 0;
    text_addf(&table->content, "%s%s%s", says_series ? "" : series, says_series ? "" : " ", title);
    text_table_cell(table, NULL, NULL);
    words_add_short_when(&table->content, &entry.when);
    text_table_cell(table, NULL, NULL);
    words_add_distance(&table->content, session_days_to(session, &entry.when),
                       entry.when.precision);
}

static void add_row(text_table *table, const cli_session *session, const selection *chosen,
                    const selection_project *of, const relcal_series *const *list)
{
    text frozen = {0};
    project_line line = look_at(session, chosen->series + of->first, of->count, &frozen);
    const relcal_phase *phase = line.standing.phase;
    text_table_cell(table, NULL, relcal_project_id(of->project));
    add_number(table, line.living);
    text_table_cell(table, NULL, line.newest != NULL ? relcal_series_id(line.newest) : NULL);
    text_table_cell(table, words_phase_style(phase),
                    line.newest != NULL ? relcal_phase_id(phase) : NULL);
    text_table_cell(table, NULL, text_string(&frozen));
    add_number(table, line.overdue);
    add_next(table, session, list + of->first, of->count);
    text_free(&frozen);
}

int overview_tell(cli_session *session, const selection *chosen)
{
    static const table_column columns[] = {{"PROJECT", false},
                                           {"LIVING", true},
                                           {"NEWEST", false},
                                           {"PHASE", false},
                                           {"IN A FREEZE", false},
                                           {"OVERDUE", true},
                                           {"NEXT", false},
                                           {"", false},
                                           {"", false}};
    text *body = &session->out->body;
    const relcal_series **list = selection_list(chosen);
    if (list == NULL) {
        return EXIT_SYSTEM;
    }
    text_addf(body, "%zu projects", chosen->project_count);
    session_add_question(session, body);
    text_add(body, "\n\n");
    text_table table = text_table_start(columns, sizeof columns / sizeof columns[0]);
    for (size_t index = 0; index < chosen->project_count; index++) {
        add_row(&table, session, chosen, &chosen->projects[index], list);
    }
    text_table_finish(&table, session->out);
    text_add(body, "\nWrite relcal today PROJECT for its living series, --all for those of every "
                   "project.\nA config says which are followed: relcal help config.\n");
    free(list);
    return EXIT_YES;
}
