/* Cadences of a project, and for which series they hold. */
#include "relcal/cadence.h"

#include <stdlib.h>
#include <string.h>

#include "draft.h"
#include "image.h"

size_t relcal_project_cadence_count(const relcal_project *project)
{
    return project->cadence_count;
}

const relcal_cadence *relcal_project_cadence_at(const relcal_project *project, size_t index)
{
    const relcal_cadence *cadences = relcal_follow(&project->cadences);
    return index < project->cadence_count ? &cadences[index] : NULL;
}

const relcal_cadence *relcal_project_cadence(const relcal_project *project, const char *id)
{
    const relcal_cadence *cadence;
    for (size_t index = 0; (cadence = relcal_project_cadence_at(project, index)) != NULL; index++) {
        if (strcmp(relcal_cadence_id(cadence), id) == 0) {
            return cadence;
        }
    }
    return NULL;
}

static bool holds_for(const relcal_cadence *cadence, const char *series_id)
{
    const char *first;
    const char *last;
    for (size_t index = 0; relcal_cadence_series_at(cadence, index, &first, &last); index++) {
        if ((first == NULL || relcal_compare_ids(series_id, first) >= 0) &&
            (last == NULL || relcal_compare_ids(series_id, last) <= 0)) {
            return true;
        }
    }
    return cadence->series.count == 0;
}

const relcal_cadence *relcal_project_cadence_of(const relcal_project *project,
                                                const char *series_id)
{
    const relcal_cadence *cadence;
    for (size_t index = 0; (cadence = relcal_project_cadence_at(project, index)) != NULL; index++) {
        if (holds_for(cadence, series_id)) {
            return cadence;
        }
    }
    return NULL;
}

/* ---- the series before ---- */

/* The number at the end of an id, and the bytes before it; -1 for none that counts. */
static long last_number(const char *id, size_t *head)
{
    size_t length = strlen(id);
    *head = length;
    while (*head > 0 && id[*head - 1] >= '0' && id[*head - 1] <= '9') {
        (*head)--;
    }
    return length - *head == 0 || length - *head > 9 ? -1 : strtol(id + *head, NULL, 10);
}

/* By how much the last numbers of two ids differ; 0 where more than these differ. */
static long step_between(const char *left, const char *right)
{
    size_t left_head;
    size_t right_head;
    long left_number = last_number(left, &left_head);
    long right_number = last_number(right, &right_head);
    bool is_alike = left_number >= 0 && right_number >= 0 && left_head == right_head &&
                    memcmp(left, right, left_head) == 0;
    return is_alike ? right_number - left_number : 0;
}

const relcal_series *relcal_project_series_before(const relcal_project *project,
                                                  const char *series_id, bool *is_next)
{
    const relcal_series *before = NULL;
    const relcal_series *series;
    long habit = 1;
    for (size_t index = 0; (series = relcal_project_series_at(project, index)) != NULL &&
                           relcal_compare_ids(relcal_series_id(series), series_id) < 0;
         index++) {
        long step = before == NULL
                        ? 0
                        : step_between(relcal_series_id(before), relcal_series_id(series));
        habit = step > 0 ? step : habit;
        before = series;
    }
    if (is_next != NULL && before != NULL) {
        long step = step_between(relcal_series_id(before), series_id);
        *is_next = step <= habit;
    }
    return before;
}

/* ---- what a cadence says ---- */

const char *relcal_cadence_id(const relcal_cadence *cadence)
{
    return relcal_follow(&cadence->id);
}

bool relcal_cadence_series_at(const relcal_cadence *cadence, size_t index, const char **first,
                              const char **last)
{
    size_t row = index * RELCAL_CADENCE_SERIES_TEXTS;
    if (row >= cadence->series.count) {
        return false;
    }
    *first = relcal_image_word(&cadence->series, row + RELCAL_CADENCE_SERIES_FIRST);
    *last = relcal_image_word(&cadence->series, row + RELCAL_CADENCE_SERIES_LAST);
    return true;
}

const char *relcal_cadence_reason(const relcal_cadence *cadence)
{
    return relcal_follow(&cadence->reason);
}

const char *relcal_cadence_source(const relcal_cadence *cadence)
{
    return relcal_follow(&cadence->source);
}

const char *relcal_cadence_anchor(const relcal_cadence *cadence)
{
    return relcal_follow(&cadence->anchor);
}

int32_t relcal_cadence_tolerance(const relcal_cadence *cadence)
{
    return cadence->tolerance;
}

size_t relcal_cadence_rule_count(const relcal_cadence *cadence)
{
    return cadence->rules.count / RELCAL_CADENCE_RULE_TEXTS;
}

static const char *rule_text(const relcal_cadence *cadence, size_t index, size_t text)
{
    return index < relcal_cadence_rule_count(cadence)
               ? relcal_image_word_or_empty(&cadence->rules,
                                            index * RELCAL_CADENCE_RULE_TEXTS + text)
               : NULL;
}

const char *relcal_cadence_milestone_at(const relcal_cadence *cadence, size_t index)
{
    return rule_text(cadence, index, RELCAL_CADENCE_RULE_NAME);
}

const char *relcal_cadence_rule_at(const relcal_cadence *cadence, size_t index)
{
    return rule_text(cadence, index, RELCAL_CADENCE_RULE_TEXT);
}

const char *relcal_planned_by_name(relcal_planned_by by)
{
    static const char *const names[] = {"rule", "set", "plan", "actual"};
    return (size_t)by < sizeof names / sizeof names[0] ? names[by] : "";
}
