/* A milestone against its own plans, and against those of the one after it. */
#include "milestones.h"

/* How many days an actual date may be from one year off its plan. */
#define YEAR_SLACK_DAYS 7

static bool is_near(relcal_date left, relcal_date right, int32_t days)
{
    int32_t between = relcal_date_days_between(left, right);
    return relcal_date_is_valid(left) && between <= days && between >= -days;
}

/* Reports a date that is one month or year off a plan; whether it did. */
static bool check_against(lint_run *run, const relcal_draft_series *series,
                          const relcal_draft_milestone *milestone, relcal_date plan)
{
    relcal_date date = relcal_when_date(&milestone->when);
    char text[RELCAL_DATE_BYTES];
    char plan_text[RELCAL_DATE_BYTES];
    relcal_date_format(date, text);
    relcal_date_format(plan, plan_text);
    for (int sign = -1; sign <= 1; sign += 2) {
        const char *where = sign < 0 ? "before" : "after";
        if (is_near(relcal_date_add_years(plan, sign), date, YEAR_SLACK_DAYS)) {
            (void)lint_add(run, LINT_YEAR_OFF, milestone->date_place, series->id, milestone->id,
                           "%s happened on %s, one year %s its plan, %s; look at the year",
                           milestone->id, text, where, plan_text);
            return true;
        }
        if (relcal_date_add_months(plan, sign) == date) {
            (void)lint_add(run, LINT_MONTH_OFF, milestone->date_place, series->id, milestone->id,
                           "%s happened on %s, one month to the day %s its plan, %s; look at the "
                           "month",
                           milestone->id, text, where, plan_text);
            return true;
        }
    }
    return false;
}

/* Whether a plan is one to compare a date with. */
static bool is_plan_day(const relcal_draft_revision *revision)
{
    return revision != NULL && !revision->withdrawn && lint_is_day(&revision->when);
}

void lint_check_off_plan(lint_run *run, const lint_project *project, size_t index)
{
    const relcal_draft_series *series = project->series[index];
    for (const relcal_draft_milestone *milestone = series->milestones; milestone != NULL;
         milestone = milestone->next) {
        const relcal_draft_revision *first = milestone->revisions;
        const relcal_draft_revision *last = first;
        while (last != NULL && last->next != NULL) {
            last = last->next;
        }
        if (milestone->state != RELCAL_ACTUAL || !lint_is_day(&milestone->when) || last == NULL) {
            continue;
        }
        bool is_told = is_plan_day(last) &&
                       check_against(run, series, milestone, relcal_when_date(&last->when));
        if (!is_told && first != last && is_plan_day(first)) {
            (void)check_against(run, series, milestone, relcal_when_date(&first->when));
        }
    }
}

/* ---- labels ---- */

/* The day that a milestone had in the plan at the end of a day; RELCAL_DATE_NONE for none. */
static relcal_date day_as_of(const relcal_draft_milestone *milestone, relcal_date as_of)
{
    if (milestone->state == RELCAL_ACTUAL && relcal_when_date(&milestone->when) <= as_of) {
        return relcal_when_date(&milestone->when);
    }
    const relcal_draft_revision *newest = NULL;
    for (const relcal_draft_revision *revision = milestone->revisions;
         revision != NULL && revision->since <= as_of; revision = revision->next) {
        newest = revision;
    }
    return is_plan_day(newest) ? relcal_when_date(&newest->when) : RELCAL_DATE_NONE;
}

/* The day that a milestone was planned for before a day, whether it has happened or not. */
static relcal_date planned_before(const relcal_draft_milestone *milestone, relcal_date before)
{
    const relcal_draft_revision *newest = NULL;
    for (const relcal_draft_revision *revision = milestone->revisions;
         revision != NULL && revision->since < before; revision = revision->next) {
        newest = revision;
    }
    return is_plan_day(newest) ? relcal_when_date(&newest->when) : RELCAL_DATE_NONE;
}

/* Whether the label of a milestone was given to another release by a day, and its own release went
 * on under the next label: the next has its day now, and it has an earlier one. */
static bool is_passed_on(const relcal_draft_milestone *milestone,
                         const relcal_draft_milestone *next, relcal_date since)
{
    relcal_date before = planned_before(milestone, since);
    relcal_date now = day_as_of(milestone, since);
    return before != RELCAL_DATE_NONE && day_as_of(next, since) == before &&
           day_as_of(next, since - 1) != before && now != RELCAL_DATE_NONE && now < before;
}

static bool is_same_label(const relcal_draft_milestone *left, const relcal_draft_milestone *right)
{
    return left->is_release && right->is_release && left->version.stage == right->version.stage &&
           left->version.major == right->version.major &&
           left->version.minor == right->version.minor;
}

/* Whether one label is the next after another: beta 2 and beta 3, 3.12.6 and 3.12.7. */
static bool is_next_label(const relcal_draft_milestone *milestone,
                          const relcal_draft_milestone *next)
{
    if (!is_same_label(milestone, next)) {
        return false;
    }
    if (milestone->version.stage == RELCAL_STAGE_FINAL) {
        return next->version.micro == milestone->version.micro + 1;
    }
    return next->version.micro == milestone->version.micro &&
           next->version.number == milestone->version.number + 1;
}

static const relcal_draft_milestone *find_next_label(const relcal_draft_series *series,
                                                     const relcal_draft_milestone *milestone)
{
    const relcal_draft_milestone *next = series->milestones;
    while (next != NULL && !is_next_label(milestone, next)) {
        next = next->next;
    }
    return next;
}

static const relcal_draft_milestone *find_previous_label(const relcal_draft_series *series,
                                                         const relcal_draft_milestone *milestone)
{
    const relcal_draft_milestone *previous = series->milestones;
    while (previous != NULL && !is_next_label(previous, milestone)) {
        previous = previous->next;
    }
    return previous;
}

/* Of labels that are all passed on on one day the first tells it. */
static void check_label_since(lint_run *run, const relcal_draft_series *series,
                              const relcal_draft_milestone *milestone,
                              const relcal_draft_milestone *next, relcal_date since)
{
    if (!is_passed_on(milestone, next, since)) {
        return;
    }
    const relcal_draft_milestone *previous = find_previous_label(series, milestone);
    if (previous != NULL && is_passed_on(previous, milestone, since)) {
        return;
    }
    char day[RELCAL_DATE_BYTES];
    char plan[RELCAL_DATE_BYTES];
    (void)lint_add(run, LINT_LABEL_REUSED, milestone->place, series->id, milestone->id,
                   "the release planned as %s for %s became %s on %s, and %s another release; say "
                   "so in a note",
                   milestone->id, relcal_date_format(planned_before(milestone, since), plan),
                   next->id, relcal_date_format(since, day), milestone->id);
}

void lint_check_labels(lint_run *run, const lint_project *project, size_t index)
{
    const relcal_draft_series *series = project->series[index];
    for (const relcal_draft_milestone *milestone = series->milestones; milestone != NULL;
         milestone = milestone->next) {
        const relcal_draft_milestone *next = milestone->revisions == NULL || milestone->note != NULL
                                                 ? NULL
                                                 : find_next_label(series, milestone);
        if (next == NULL) {
            continue;
        }
        for (const relcal_draft_revision *revision = next->revisions; revision != NULL;
             revision = revision->next) {
            check_label_since(run, series, milestone, next, revision->since);
        }
    }
}
