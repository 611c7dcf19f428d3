/*
 * Forecasts: how far milestones of a kind slipped from the plan that stood so many days ahead.
 *
 * "The newest day on which the planned day still lay that far ahead" is found without a walk over
 * days: a plan has such a day if it was published that long before the day which it names, and all
 * days of a newer plan are newer. Days are those of UTC.
 */
#include "relcal/forecast.h"

#include <string.h>

#include "history.h"

/* A milestone that came. */
typedef struct forecast_case {
    relcal_date day;
    int32_t slip; /* from its plan, in days */
} forecast_case;

typedef struct case_list {
    forecast_case items[RELCAL_FORECAST_MOST_CASES];
    size_t count;
} case_list;

/* ---- the plan of a case ---- */

/* The days that plans of one milestone named. */
typedef struct planned_days {
    bool has_first;
    relcal_date first;
    bool has_ahead; /* one was published long enough before its day: */
    relcal_date ahead;
} planned_days;

/* Goes back through what was planned under a label from one day until before another; true as soon
 * as a plan was published `lead` days before its day. */
static bool look_ahead(const relcal_milestone *label, relcal_date from, relcal_date until,
                       int32_t lead, planned_days *found)
{
    const relcal_image_revision *revisions = relcal_follow(&label->revisions);
    for (size_t index = label->revision_count; index > 0; index--) {
        const relcal_image_revision *revision = &revisions[index - 1];
        relcal_when when = relcal_image_when_get(&revision->when);
        if (revision->since < from || revision->since >= until || !relcal_when_is_day(&when)) {
            continue;
        }
        found->has_first = true;
        found->first = relcal_instant_date(when.earliest);
        if (found->first - revision->since >= lead) {
            found->has_ahead = true;
            found->ahead = found->first;
            return true;
        }
    }
    return false;
}

/* The day that was planned for a milestone `lead` days ahead, or at first, by plans from before the
 * day on which it came, through all labels that its plan had. False where there was none. */
static bool find_planned(const relcal_milestone *milestone, relcal_date coming, int32_t lead,
                         relcal_date *planned)
{
    planned_days found = {0};
    relcal_date until = coming;
    /* Each step goes back in time, and a plan has no more labels than milestones. */
    for (size_t steps = relcal_milestone_series(milestone)->milestone_count; steps > 0; steps--) {
        const relcal_image_revision *takeover;
        const relcal_milestone *origin;
        bool is_taken = relcal_find_takeover(milestone, until, &takeover, &origin);
        relcal_date from = is_taken ? takeover->since : RELCAL_DATE_MIN;
        if (look_ahead(milestone, from, until, lead, &found) || !is_taken) {
            break;
        }
        milestone = origin;
        until = from;
    }
    *planned = found.has_ahead ? found.ahead : found.first;
    return found.has_first;
}

static bool read_case(const relcal_milestone *milestone, int32_t lead, relcal_date as_of,
                      forecast_case *out)
{
    relcal_when when = relcal_image_when_get(&milestone->when);
    relcal_date coming = relcal_day_of_coming(milestone, as_of);
    relcal_date planned;
    if (coming == RELCAL_DATE_NONE || !relcal_when_is_day(&when) ||
        relcal_has_passed_plan_on(milestone, coming, as_of) ||
        !find_planned(milestone, coming, lead, &planned)) {
        return false;
    }
    *out = (forecast_case){.day = coming, .slip = coming - planned};
    return true;
}

/* ---- all cases ---- */

/* Adds a case; where the list is full, in the place of the oldest if that is older. */
static void add_case(case_list *cases, forecast_case found)
{
    if (cases->count < RELCAL_FORECAST_MOST_CASES) {
        cases->items[cases->count++] = found;
        return;
    }
    forecast_case *oldest = &cases->items[0];
    for (size_t index = 1; index < cases->count; index++) {
        if (cases->items[index].day < oldest->day) {
            oldest = &cases->items[index];
        }
    }
    if (found.day > oldest->day) {
        *oldest = found;
    }
}

static void collect_cases(case_list *cases, const relcal_project *project, const char *kind,
                          int32_t lead, relcal_date as_of)
{
    cases->count = 0;
    const relcal_series *series;
    for (size_t index = 0; (series = relcal_project_series_at(project, index)) != NULL; index++) {
        const relcal_milestone *milestone;
        for (size_t place = 0; (milestone = relcal_series_milestone_at(series, place)) != NULL;
             place++) {
            forecast_case found;
            if (strcmp(relcal_milestone_kind(milestone), kind) == 0 &&
                read_case(milestone, lead, as_of, &found)) {
                add_case(cases, found);
            }
        }
    }
}

/* By insertion: the standard library's qsort may allocate. */
static void sort_by_slip(case_list *cases)
{
    for (size_t index = 1; index < cases->count; index++) {
        forecast_case moved = cases->items[index];
        size_t place = index;
        for (; place > 0 && cases->items[place - 1].slip > moved.slip; place--) {
            cases->items[place] = cases->items[place - 1];
        }
        cases->items[place] = moved;
    }
}

/* The least days, from 0, within which so many percent of sorted cases came; early is within. */
static int32_t days_within(const case_list *cases, size_t percent)
{
    size_t needed = (cases->count * percent + 99) / 100;
    int32_t slip = cases->items[needed - 1].slip;
    return slip > 0 ? slip : 0;
}

relcal_forecast relcal_forecast_of_kind(const relcal_project *project, const char *kind,
                                        int32_t lead, relcal_date as_of)
{
    relcal_forecast forecast = {.lead = lead > 0 ? lead : 0};
    case_list cases;
    collect_cases(&cases, project, kind, forecast.lead, as_of);
    if (cases.count == 0) {
        return forecast;
    }
    for (size_t index = 0; index < cases.count; index++) {
        forecast.on_day += cases.items[index].slip == 0;
    }
    sort_by_slip(&cases);
    forecast.cases = cases.count;
    forecast.chance = (double)forecast.on_day / (double)forecast.cases;
    forecast.half_within = days_within(&cases, 50);
    forecast.most_within = days_within(&cases, 90);
    forecast.is_enough = forecast.cases >= RELCAL_FORECAST_LEAST_CASES;
    return forecast;
}

relcal_forecast relcal_forecast_of(relcal_plan plan, const relcal_milestone *milestone,
                                   relcal_date today)
{
    relcal_entry entry;
    if (!relcal_date_is_valid(today) || !relcal_plan_entry(plan, milestone, &entry) ||
        entry.state != RELCAL_EXPECTED || !relcal_when_is_day(&entry.when)) {
        return (relcal_forecast){0};
    }
    return relcal_forecast_of_kind(relcal_series_project(plan.series),
                                   relcal_milestone_kind(milestone),
                                   relcal_instant_date(entry.when.earliest) - today,
                                   plan.as_of == RELCAL_LATEST ? today : plan.as_of);
}
