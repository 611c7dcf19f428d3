/*
 * A series as a whole: releases without a first one, phases that last no day, milestones without a
 * date that are long over, ends to the day where others are to the month, titles that speak of
 * another series.
 */
#include <stdlib.h>

#include "digits.h"
#include "milestones.h"
#include "relcal/limits.h"

/* ---- the final release ---- */

/* The first release of a series that comes after a final one, and happened. */
static const relcal_draft_milestone *find_later_release(const relcal_draft_series *series)
{
    const relcal_draft_milestone *found = NULL;
    for (const relcal_draft_milestone *milestone = series->milestones; milestone != NULL;
         milestone = milestone->next) {
        if (milestone->is_release && milestone->version.stage == RELCAL_STAGE_FINAL &&
            !milestone->first_release && milestone->state == RELCAL_ACTUAL &&
            (found == NULL || milestone->when.earliest < found->when.earliest)) {
            found = milestone;
        }
    }
    return found;
}

/* The last of the alphas, betas and candidates of a series, if all of them happened. */
static const relcal_draft_milestone *find_last_stage(const relcal_draft_series *series)
{
    const relcal_draft_milestone *found = NULL;
    for (const relcal_draft_milestone *milestone = series->milestones; milestone != NULL;
         milestone = milestone->next) {
        if (!lint_is_pre_release(lint_stage_of(milestone)) || !lint_is_dated(milestone)) {
            continue;
        }
        if (milestone->state != RELCAL_ACTUAL) {
            return NULL;
        }
        if (found == NULL || milestone->when.earliest > found->when.earliest) {
            found = milestone;
        }
    }
    return found;
}

/* Whether a final release is there, or was planned and given up. */
static bool has_final(const relcal_draft_series *series)
{
    for (const relcal_draft_milestone *milestone = series->milestones; milestone != NULL;
         milestone = milestone->next) {
        if (milestone->first_release && strcmp(milestone->kind, "final") == 0) {
            return true;
        }
    }
    return false;
}

/* The first series after one whose final release came; NULL where none did. */
static const relcal_draft_series *find_overtaker(const lint_project *project, size_t index)
{
    for (size_t later = index + 1; later < project->series_count; later++) {
        const relcal_draft_milestone *final = lint_find_stage(project->series[later], LINT_FINAL,
                                                              -1);
        if (final != NULL && final->state == RELCAL_ACTUAL) {
            return project->series[later];
        }
    }
    return NULL;
}

void lint_check_final(lint_run *run, const lint_project *project, size_t index)
{
    const relcal_draft_series *series = project->series[index];
    if (has_final(series)) {
        return;
    }
    const relcal_draft_milestone *later = find_later_release(series);
    const relcal_draft_milestone *stage = later == NULL ? find_last_stage(series) : NULL;
    const relcal_draft_series *overtaker = stage == NULL ? NULL : find_overtaker(project, index);
    if (later != NULL) {
        (void)lint_add(run, LINT_FINAL_MISSING, later->place, series->id, later->id,
                       "%s is there, and no final release before it; add that, as withdrawn if it "
                       "was only planned",
                       later->id);
    } else if (overtaker != NULL) {
        (void)lint_add(run, LINT_FINAL_MISSING, stage->place, series->id, stage->id,
                       "no final release follows %s, though series %s has one; add it, as "
                       "withdrawn if it was given up",
                       stage->id, overtaker->id);
    }
}

/* ---- later releases ---- */

static int compare_releases(const void *left_pointer, const void *right_pointer)
{
    const relcal_draft_milestone *left = *(const relcal_draft_milestone *const *)left_pointer;
    const relcal_draft_milestone *right = *(const relcal_draft_milestone *const *)right_pointer;
    relcal_date left_day = relcal_when_date(&left->when);
    relcal_date right_day = relcal_when_date(&right->when);
    if (left_day != right_day) {
        return left_day < right_day ? -1 : 1;
    }
    return relcal_version_compare(&left->version, &right->version);
}

/* Alphas, betas and candidates of the first release are looked at by their numbers. */
static void check_one_day(lint_run *run, const relcal_draft_series *series,
                          const relcal_draft_milestone *milestone,
                          const relcal_draft_milestone *before)
{
    char day[RELCAL_DATE_BYTES];
    relcal_date date = relcal_when_date(&milestone->when);
    if (relcal_when_date(&before->when) != date ||
        (milestone->first_release && milestone->version.stage != RELCAL_STAGE_FINAL)) {
        return;
    }
    (void)lint_add(run, LINT_SAME_DAY_BUGFIX, milestone->date_place, series->id, milestone->id,
                   "%s is on %s, the day of %s; look whether one release is written twice",
                   milestone->id, relcal_date_format(date, day), before->id);
}

void lint_check_one_day(lint_run *run, const lint_project *project, size_t index)
{
    const relcal_draft_series *series = project->series[index];
    const relcal_draft_milestone **releases = relcal_arena_allocate(
        &run->loader.arena, (series->milestone_count + 1) * sizeof(const relcal_draft_milestone *));
    size_t count = 0;
    for (const relcal_draft_milestone *milestone = series->milestones; milestone != NULL;
         milestone = milestone->next) {
        if (milestone->is_release && milestone->version.has_release && lint_is_dated(milestone) &&
            lint_is_day(&milestone->when)) {
            releases[count++] = milestone;
        }
    }
    qsort(releases, count, sizeof(const relcal_draft_milestone *), compare_releases);
    for (size_t at = 1; at < count; at++) {
        check_one_day(run, series, releases[at], releases[at - 1]);
    }
}

/* ---- phases ---- */

/* What begins a phase and the next one of a series; `next` is NULL where nothing does. */
typedef struct phase_span {
    const relcal_draft_milestone *begins;
    const relcal_draft_milestone *next;
} phase_span;

static phase_span find_span(const relcal_draft_series *series, const relcal_draft_phase *phase)
{
    phase_span span = {.begins = relcal_draft_beginning(series, phase)};
    for (phase = phase->next; phase != NULL && (span.next == NULL || span.next == span.begins);
         phase = phase->next) {
        span.next = relcal_draft_beginning(series, phase);
    }
    return span;
}

static bool is_span_of_days(const phase_span *span)
{
    return span->begins != NULL && span->next != NULL && span->next != span->begins &&
           span->begins->when.precision == RELCAL_PRECISION_DAY &&
           span->next->when.precision == RELCAL_PRECISION_DAY;
}

/* Whether a phase lasts in the series of an index. */
static bool does_last(const lint_project *project, size_t index, const relcal_draft_phase *phase)
{
    phase_span span = find_span(project->series[index], phase);
    return is_span_of_days(&span) &&
           relcal_when_compare(&span.begins->when, &span.next->when) == RELCAL_ORDER_BEFORE;
}

/* A phase may have been given up, or not be there yet: it has to last in the series beside. */
void lint_check_phases(lint_run *run, const lint_project *project, size_t index)
{
    const relcal_draft_series *series = project->series[index];
    for (const relcal_draft_phase *phase = project->draft->phases; phase != NULL;
         phase = phase->next) {
        phase_span span = find_span(series, phase);
        if (!is_span_of_days(&span) || !relcal_when_is_same(&span.begins->when, &span.next->when) ||
            index == 0 || index + 1 == project->series_count ||
            !does_last(project, index - 1, phase) || !does_last(project, index + 1, phase)) {
            continue;
        }
        char date[RELCAL_WHEN_BYTES];
        (void)lint_add(run, LINT_PHASE_EMPTY, span.next->date_place, series->id, span.next->id,
                       "%s and %s are both on %s: the phase %s, which lasts in the series before "
                       "and after, has no day; look at both dates",
                       span.begins->id, span.next->id, relcal_when_format(&span.next->when, date),
                       phase->id);
    }
}

/* ---- without a date ---- */

/* What began the last phase after one, of what happened; NULL for nothing. */
static const relcal_draft_milestone *find_last_begun(const relcal_draft_series *series,
                                                     const relcal_draft_phase *after)
{
    const relcal_draft_milestone *found = NULL;
    for (const relcal_draft_phase *phase = after->next; phase != NULL; phase = phase->next) {
        const relcal_draft_milestone *begins = relcal_draft_beginning(series, phase);
        if (begins != NULL && begins->state == RELCAL_ACTUAL) {
            found = begins;
        }
    }
    return found;
}

void lint_check_dateless(lint_run *run, const lint_project *project, size_t index)
{
    const relcal_draft_series *series = project->series[index];
    for (const relcal_draft_phase *phase = project->draft->phases; phase != NULL;
         phase = phase->next) {
        const relcal_draft_milestone *begins = relcal_draft_beginning(series, phase);
        if (begins == NULL || begins->when.precision != RELCAL_PRECISION_TBD) {
            continue;
        }
        const relcal_draft_milestone *later = find_last_begun(series, phase);
        if (later != NULL && later != begins) {
            (void)lint_add(run, LINT_DATE_OPEN, begins->date_place, series->id, begins->id,
                           "%s has no date yet, but %s, which comes later, has happened; write "
                           "when it was, or a range",
                           begins->id, later->id);
        }
    }
}

/* ---- the last days of months ---- */

static bool is_last_of_month(relcal_date date)
{
    relcal_civil civil = relcal_date_to_civil(date);
    return civil.day == relcal_month_length(civil.year, civil.month);
}

static int compare_kinds(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* The kinds of the milestones of a project that are known to the month, in order. */
static const char **collect_monthly(lint_run *run, const lint_project *project, size_t *count)
{
    size_t room = 0;
    for (size_t index = 0; index < project->series_count; index++) {
        room += project->series[index]->milestone_count;
    }
    const char **kinds = relcal_arena_allocate(&run->loader.arena,
                                               (room + 1) * sizeof(const char *));
    *count = 0;
    for (size_t index = 0; index < project->series_count; index++) {
        for (const relcal_draft_milestone *milestone = project->series[index]->milestones;
             milestone != NULL; milestone = milestone->next) {
            if (lint_is_dated(milestone) && milestone->when.precision == RELCAL_PRECISION_MONTH) {
                kinds[(*count)++] = milestone->kind;
            }
        }
    }
    qsort(kinds, *count, sizeof(const char *), compare_kinds);
    return kinds;
}

/* Whether two milestones at least of a kind are known to the month. */
static bool is_monthly(const char *const *kinds, size_t count, const char *kind)
{
    const char *const *found = bsearch(&kind, kinds, count, sizeof(const char *), compare_kinds);
    return found != NULL && ((found > kinds && strcmp(found[-1], kind) == 0) ||
                             (found + 1 < kinds + count && strcmp(found[1], kind) == 0));
}

static void check_month_end(lint_run *run, const relcal_draft_series *series,
                            const relcal_draft_milestone *milestone)
{
    char text[RELCAL_DATE_BYTES];
    relcal_date_format(relcal_when_date(&milestone->when), text);
    (void)lint_add(run, LINT_MONTH_END, milestone->date_place, series->id, milestone->id,
                   "%s is expected on %s, the last day of a month; other series have it to the "
                   "month; write %.7s if the day is made up",
                   milestone->id, text, text);
}

void lint_check_month_ends(lint_run *run, const lint_project *project)
{
    size_t count;
    const char **kinds = collect_monthly(run, project, &count);
    for (size_t index = 0; count > 0 && index < project->series_count; index++) {
        for (const relcal_draft_milestone *milestone = project->series[index]->milestones;
             milestone != NULL; milestone = milestone->next) {
            if (milestone->state == RELCAL_EXPECTED &&
                milestone->when.precision == RELCAL_PRECISION_DAY &&
                is_last_of_month(relcal_when_date(&milestone->when)) &&
                is_monthly(kinds, count, milestone->kind)) {
                check_month_end(run, project->series[index], milestone);
            }
        }
    }
}

/* ---- titles ---- */

/* Whether a name stands in a text as a word of its own. */
static bool has_word(const char *text, const char *word)
{
    size_t length = strlen(word);
    for (const char *at = strstr(text, word); at != NULL && length > 0; at = strstr(at + 1, word)) {
        char before = at == text ? ' ' : at[-1];
        const char *behind = at + length;
        bool goes_on = behind[0] == '.' && relcal_is_digit(behind[1]);
        if (strchr(" (", before) != NULL && !goes_on && strchr(" ,.:;)", behind[0]) != NULL) {
            return true;
        }
    }
    return false;
}

/* The name by which a text speaks of a series: its id or codename; NULL where it does not. An id
 * of one letter may be anything. */
static const char *name_in(const char *text, const relcal_draft_series *series)
{
    if (series->id[1] != '\0' && has_word(text, series->id)) {
        return series->id;
    }
    return series->codename != NULL && has_word(text, series->codename) ? series->codename : NULL;
}

/* Those with ids that are words would be found in any title. */
static bool has_digit(const char *text)
{
    return strpbrk(text, "0123456789") != NULL;
}

void lint_check_titles(lint_run *run, const lint_project *project, size_t index)
{
    const relcal_draft_series *series = project->series[index];
    for (const relcal_draft_milestone *milestone = series->milestones; milestone != NULL;
         milestone = milestone->next) {
        if (milestone->title == NULL || name_in(milestone->title, series) != NULL ||
            milestone->place.place.file == NULL) {
            continue;
        }
        for (size_t other = 0; other < project->series_count; other++) {
            const relcal_draft_series *foreign = project->series[other];
            const char *name = other == index || !has_digit(foreign->id)
                                   ? NULL
                                   : name_in(milestone->title, foreign);
            if (name != NULL) {
                (void)lint_add(
                    run, LINT_TITLE_FOREIGN, milestone->place, series->id, milestone->id,
                    "the title of %s, \"%.100s\", speaks of %s, which is another series; "
                    "mend the title, or the file that it stands in",
                    milestone->id, milestone->title, name);
                break;
            }
        }
    }
}
