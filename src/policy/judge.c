/*
 * Verdicts. For each change the rules that speak of it stand by falling weight; going down that
 * list, the first to speak on a ground closes it for lighter ones, and of all that spoke the
 * strictest rule holds.
 */
#include <string.h>

#include "image.h"
#include "pattern.h"
#include "relcal/policy.h"

/* ---- where a rule can lie ---- */

enum { ON_ALWAYS = 1, ON_PHASE = 2, ON_DAY = 4 };

/* Grounds of one series at one time. */
typedef struct grounds {
    uint64_t freezes;
    unsigned others;
} grounds;

/* All that one judgment needs to know. */
typedef struct hearing {
    const relcal_project *project;
    relcal_plan plan; /* of no series for tables */
    const relcal_standing *standing;
    const relcal_request *request;
    relcal_instant instant;
    relcal_date policy_day;
    uint64_t phase_bit;
    grounds open;
    uint32_t series_index;
    const char *branch; /* found when the first rule asks for it */
    bool has_branch;
} hearing;

/* One thing that a change touches; both NULL where nothing is known of it. */
typedef struct touched_thing {
    const char *path;
    const char *component;
} touched_thing;

static uint64_t bit_of_phase(const relcal_phase *phase)
{
    return phase == NULL ? RELCAL_PLANNED_BIT : UINT64_C(1) << phase->index;
}

static const relcal_rule *rules_of(const relcal_project *project)
{
    return relcal_follow(&project->rules);
}

/* The place of a series in its project; of none, the last. */
static uint32_t index_of_series(const relcal_project *project, const relcal_series *series)
{
    const relcal_series *first = relcal_follow(&project->series);
    if (series == NULL) {
        return project->series_count == 0 ? 0 : project->series_count - 1;
    }
    return (uint32_t)(series - first);
}

/* ---- conditions of a rule ---- */

/* Equal kinds of a catalog are one text. */
static bool is_among(const relcal_image_words *words, const char *kind)
{
    for (size_t index = 0; index < words->count; index++) {
        if (relcal_image_word(words, index) == kind) {
            return true;
        }
    }
    return false;
}

static bool matches_any(const relcal_image_words *patterns, const char *text)
{
    for (size_t index = 0; index < patterns->count; index++) {
        if (relcal_pattern_matches(relcal_image_word(patterns, index), text)) {
            return true;
        }
    }
    return false;
}

/* Whether a milestone is of one of the kinds, and on the day that begins at a second. */
static bool is_on_day(relcal_plan plan, const relcal_milestone *milestone,
                      const relcal_image_words *kinds, int64_t day_begin)
{
    relcal_entry entry;
    return is_among(kinds, relcal_follow(&milestone->kind)) &&
           relcal_plan_entry(plan, milestone, &entry) && entry.when.earliest >= day_begin &&
           entry.when.latest < day_begin + RELCAL_SECONDS_PER_DAY;
}

/* Whether a milestone stands beyond a day in the order of the latest plan. */
static bool is_before(const relcal_milestone *milestone, int64_t second)
{
    return milestone->state != RELCAL_WITHDRAWN && milestone->when.earliest < second;
}

static bool is_after(const relcal_milestone *milestone, int64_t second)
{
    return milestone->state != RELCAL_WITHDRAWN && milestone->when.earliest > second;
}

/* Whether a milestone of one of the kinds is on the day of a second. In the latest plan those of
 * one day stand beside the last that has come. */
static bool is_day_of(const hearing *court, const relcal_image_words *kinds)
{
    relcal_plan plan = court->plan;
    int64_t begin = relcal_image_day_after(court->instant) - RELCAL_SECONDS_PER_DAY;
    const relcal_milestone *first = relcal_follow(&plan.series->milestones);
    const relcal_milestone *end = first + plan.series->milestone_count;
    bool is_latest = plan.as_of == RELCAL_LATEST;
    const relcal_milestone *start = is_latest && court->standing->last != NULL
                                        ? court->standing->last
                                        : first;
    for (const relcal_milestone *milestone = start; milestone < end; milestone++) {
        if (is_latest && is_after(milestone, begin + RELCAL_SECONDS_PER_DAY)) {
            break;
        }
        if (is_on_day(plan, milestone, kinds, begin)) {
            return true;
        }
    }
    for (const relcal_milestone *milestone = start; milestone > first; milestone--) {
        if (is_latest && is_before(milestone, begin)) {
            break;
        }
        if (is_on_day(plan, milestone - 1, kinds, begin)) {
            return true;
        }
    }
    return false;
}

/* The open grounds that a rule lies on. */
static grounds find_grounds(const hearing *court, const relcal_image_choice *choice, grounds open)
{
    grounds found = {0, 0};
    switch ((relcal_ground)choice->ground) {
    case RELCAL_GROUND_ALWAYS:
        found.others = open.others & ON_ALWAYS;
        break;
    case RELCAL_GROUND_PHASE:
        found.others = open.others & ON_PHASE;
        break;
    case RELCAL_GROUND_FREEZE:
        found.freezes = open.freezes & choice->freezes;
        break;
    case RELCAL_GROUND_DAY:
        if ((open.others & ON_DAY) != 0 &&
            is_day_of(court, &rules_of(court->project)[choice->rule].kinds)) {
            found.others = ON_DAY;
        }
        break;
    }
    return found;
}

static const char *find_branch(hearing *court)
{
    if (!court->has_branch) {
        court->has_branch = true;
        court->branch = court->plan.series == NULL
                            ? NULL
                            : relcal_series_branch_at(court->plan.series, court->plan.as_of,
                                                      court->instant);
    }
    return court->branch;
}

/* Whether a rule is for this day's policy, this series, this branch, and what is touched. */
static bool applies(hearing *court, const relcal_rule *rule, touched_thing touched)
{
    if (court->policy_day < rule->terms.since || court->policy_day >= rule->terms.until ||
        court->series_index < rule->series_begin || court->series_index >= rule->series_end) {
        return false;
    }
    if (rule->branches.count > 0) {
        const char *branch = find_branch(court);
        if (branch == NULL || !matches_any(&rule->branches, branch)) {
            return false;
        }
    }
    if (rule->paths.count == 0 && rule->components.count == 0) {
        return true;
    }
    return (touched.path != NULL && matches_any(&rule->paths, touched.path)) ||
           (touched.component != NULL && matches_any(&rule->components, touched.component));
}

/* ---- what a rule comes to ---- */

static size_t count_approvals(const relcal_request *request, uint64_t authorities)
{
    size_t count = 0;
    for (size_t index = 0; index < request->approval_count; index++) {
        count += authorities >> request->approvals[index]->index & 1;
    }
    return count;
}

static bool is_satisfied(const relcal_rule_terms *terms, const relcal_request *request)
{
    if (count_approvals(request, terms->exceptions) > 0) {
        return true;
    }
    return terms->approvals > 0 &&
           count_approvals(request, terms->authorities) >= (size_t)terms->approvals;
}

static relcal_ruling apply(const hearing *court, const relcal_change *change,
                           const relcal_rule *rule)
{
    const relcal_rule_terms *terms = &rule->terms;
    relcal_ruling ruling = {
        .change = change, .verdict = (relcal_verdict)terms->verdict, .rule = rule};
    relcal_instant deadline;
    if (terms->has_deadline && court->plan.series != NULL &&
        relcal_rule_deadline(rule, court->plan, &deadline) && court->instant > deadline) {
        ruling.too_late = ruling.verdict > RELCAL_ALLOW;
        ruling.verdict = ruling.verdict == RELCAL_APPROVAL ? RELCAL_DENY : ruling.verdict;
    } else if (ruling.verdict > RELCAL_ALLOW && court->request->approval_count > 0 &&
               is_satisfied(terms, court->request)) {
        ruling.granted = true;
        ruling.verdict = RELCAL_ALLOW;
    }
    return ruling;
}

/* The days that a rule makes wait, roughly: to compare with another. */
static int64_t days_of_delay(const relcal_rule_terms *terms)
{
    static const int days[] = {1, 7, 30, 365};
    return (int64_t)terms->delay * days[terms->delay_unit];
}

/* Whether one ruling is stricter than another: by verdict, then by what it takes, or took, to get
 * past it. */
static bool is_stricter(const relcal_ruling *ruling, const relcal_ruling *than)
{
    if (ruling->verdict != than->verdict || than->rule == NULL) {
        return ruling->verdict > than->verdict;
    }
    if (ruling->granted != than->granted) {
        return ruling->granted;
    }
    const relcal_rule_terms *terms = &ruling->rule->terms;
    const relcal_rule_terms *others = &than->rule->terms;
    bool is_closed = terms->exceptions == 0 || ruling->too_late;
    bool is_other_closed = others->exceptions == 0 || than->too_late;
    if (is_closed != is_other_closed) {
        return is_closed;
    }
    if (terms->approvals != others->approvals) {
        return terms->approvals > others->approvals;
    }
    return days_of_delay(terms) > days_of_delay(others);
}

/* ---- one change, one request ---- */

static relcal_ruling judge_touched(hearing *court, const relcal_change *change,
                                   touched_thing touched)
{
    relcal_ruling strictest = {.change = change, .verdict = RELCAL_UNSPECIFIED};
    const relcal_image_choice *choices = relcal_follow(&change->choices);
    grounds open = court->open;
    grounds spoken = {0, 0}; /* on them a rule of spoken_weight spoke */
    uint16_t spoken_weight = 0;
    for (size_t index = 0; index < change->choice_count; index++) {
        const relcal_image_choice *choice = &choices[index];
        if ((choice->phases & court->phase_bit) == 0) {
            continue;
        }
        if (choice->weight != spoken_weight) {
            open.freezes &= ~spoken.freezes;
            open.others &= ~spoken.others;
            spoken = (grounds){0, 0};
            spoken_weight = choice->weight;
        }
        const relcal_rule *rule = &rules_of(court->project)[choice->rule];
        grounds found = find_grounds(court, choice, open);
        if ((found.freezes == 0 && found.others == 0) || !applies(court, rule, touched)) {
            continue;
        }
        spoken.freezes |= found.freezes;
        spoken.others |= found.others;
        relcal_ruling ruling = apply(court, change, rule);
        if (is_stricter(&ruling, &strictest)) {
            strictest = ruling;
        }
    }
    return strictest;
}

/* The order of rulings that stand side by side. What no rule speaks of is not free for that: it is
 * worse than what lands, and gives way to what a rule holds back. */
static int severity(relcal_verdict verdict)
{
    return verdict == RELCAL_UNSPECIFIED ? 2 * RELCAL_REVIEW + 1 : 2 * (int)verdict;
}

static void keep_worse(relcal_ruling *worst, const relcal_ruling *ruling)
{
    int difference = severity(ruling->verdict) - severity(worst->verdict);
    if (difference > 0 || (difference == 0 && is_stricter(ruling, worst))) {
        *worst = *ruling;
    }
}

static relcal_ruling judge_change(hearing *court, const relcal_change *change)
{
    const relcal_request *request = court->request;
    size_t count = request->path_count + request->component_count;
    if (count == 0) {
        return judge_touched(court, change, (touched_thing){NULL, NULL});
    }
    relcal_ruling strictest;
    for (size_t index = 0; index < count; index++) {
        bool is_path = index < request->path_count;
        touched_thing touched = {
            .path = is_path ? request->paths[index] : NULL,
            .component = is_path ? NULL : request->components[index - request->path_count],
        };
        relcal_ruling ruling = judge_touched(court, change, touched);
        if (index == 0) {
            strictest = ruling;
        } else {
            keep_worse(&strictest, &ruling);
        }
    }
    return strictest;
}

static relcal_ruling judge_changes(hearing *court, relcal_ruling *rulings)
{
    relcal_ruling strictest = {.verdict = RELCAL_UNSPECIFIED};
    for (size_t index = 0; index < court->request->change_count; index++) {
        relcal_ruling ruling = judge_change(court, court->request->changes[index]);
        if (rulings != NULL) {
            rulings[index] = ruling;
        }
        if (index == 0) {
            strictest = ruling;
        } else {
            keep_worse(&strictest, &ruling);
        }
    }
    return strictest;
}

static hearing open_court(relcal_plan plan, const relcal_standing *standing, relcal_instant instant,
                          const relcal_request *request)
{
    const relcal_project *project = relcal_series_project(plan.series);
    relcal_date date = relcal_instant_date(instant);
    return (hearing){
        .project = project,
        .plan = plan,
        .standing = standing,
        .request = request,
        .instant = instant,
        .policy_day = date < plan.as_of ? date : plan.as_of,
        .phase_bit = bit_of_phase(standing->phase),
        .open = {standing->freezes | standing->freezes_unknown, ON_ALWAYS | ON_PHASE | ON_DAY},
        .series_index = index_of_series(project, plan.series),
        .branch = request->branch,
        .has_branch = request->branch != NULL,
    };
}

/* Whether the verdict is the same in the phases before, where nobody knows whether they are over.
 */
static bool is_same_before(const hearing *opened, relcal_verdict verdict)
{
    relcal_standing standing = *opened->standing;
    relcal_entry since;
    while (!standing.certain && relcal_plan_entry(opened->plan, standing.since, &since)) {
        standing = relcal_plan_at(opened->plan, since.when.earliest - 1);
        hearing before = *opened;
        before.phase_bit = bit_of_phase(standing.phase);
        if (judge_changes(&before, NULL).verdict != verdict) {
            return false;
        }
    }
    return true;
}

/* Whether the verdict is the same without the phase and the freezes of which nobody knows. */
static bool is_certain(const hearing *opened, relcal_verdict verdict)
{
    if (!is_same_before(opened, verdict)) {
        return false;
    }
    if (opened->standing->freezes_unknown == 0) {
        return true;
    }
    hearing without = *opened;
    without.open.freezes = opened->standing->freezes;
    return judge_changes(&without, NULL).verdict == verdict;
}

relcal_judgment relcal_plan_judge_at(relcal_plan plan, relcal_instant instant,
                                     const relcal_request *request, relcal_ruling *rulings)
{
    relcal_judgment judgment = {.standing = relcal_plan_at(plan, instant)};
    hearing court = open_court(plan, &judgment.standing, instant, request);
    judgment.decisive = judge_changes(&court, rulings);
    judgment.certain = is_certain(&court, judgment.decisive.verdict);
    return judgment;
}

relcal_judgment relcal_plan_judge_on(relcal_plan plan, relcal_date date,
                                     const relcal_request *request, relcal_ruling *rulings)
{
    relcal_instant end = ((relcal_instant)date + 1) * RELCAL_SECONDS_PER_DAY - 1;
    return relcal_plan_judge_at(plan, end, request, rulings);
}

/* ---- until when ---- */

/* The verdict at a second by the policy of a day, but for rules for days of releases. */
static relcal_verdict verdict_at(relcal_plan plan, relcal_instant instant,
                                 const relcal_request *request, relcal_date policy_day)
{
    relcal_standing standing = relcal_plan_at(plan, instant);
    hearing court = open_court(plan, &standing, instant, request);
    court.policy_day = policy_day;
    court.open.others &= ~(unsigned)ON_DAY;
    return judge_changes(&court, NULL).verdict;
}

/* The milestone without a date that ends a freeze, or begins a later phase, and with it changes the
 * verdict; of phases the first. */
static const relcal_milestone *find_undated(const hearing *opened, relcal_verdict verdict)
{
    const relcal_freeze *freezes = relcal_follow(&opened->project->freezes);
    for (uint32_t index = 0; index < opened->project->freeze_count; index++) {
        const relcal_milestone *until = relcal_plan_find(opened->plan, &freezes[index].until);
        relcal_entry entry;
        if ((opened->open.freezes >> index & 1) == 0 ||
            !relcal_plan_entry(opened->plan, until, &entry) ||
            entry.when.precision != RELCAL_PRECISION_TBD) {
            continue;
        }
        hearing without = *opened;
        without.open.freezes &= ~(UINT64_C(1) << index);
        if (judge_changes(&without, NULL).verdict != verdict) {
            return until;
        }
    }
    const relcal_phase *phases = relcal_follow(&opened->project->phases);
    const relcal_phase *current = opened->standing->phase;
    for (uint32_t index = current == NULL ? 0 : current->index + 1;
         index < opened->project->phase_count; index++) {
        const relcal_milestone *begins = relcal_plan_find(opened->plan, &phases[index].begins);
        relcal_entry entry;
        if (!relcal_plan_entry(opened->plan, begins, &entry) ||
            entry.when.precision != RELCAL_PRECISION_TBD) {
            continue;
        }
        hearing after = *opened;
        after.phase_bit = UINT64_C(1) << index;
        if (judge_changes(&after, NULL).verdict != verdict) {
            return begins;
        }
    }
    return NULL;
}

/* The first rule, from a second on and to before another one, whose deadline changes the verdict.
 */
static const relcal_rule *find_deadline(const hearing *opened, relcal_verdict verdict,
                                        relcal_instant before, relcal_instant *out)
{
    const relcal_rule *found = NULL;
    for (uint32_t index = 0; index < opened->project->rule_count; index++) {
        const relcal_rule *rule = &rules_of(opened->project)[index];
        relcal_instant deadline;
        if (relcal_rule_deadline(rule, opened->plan, &deadline) && deadline >= opened->instant &&
            deadline < before &&
            verdict_at(opened->plan, deadline + 1, opened->request, opened->policy_day) !=
                verdict) {
            found = rule;
            before = deadline;
            *out = deadline;
        }
    }
    return found;
}

/* Of the milestones of one second the one that begins a phase is named. */
static const relcal_milestone *name_change(relcal_plan plan, const relcal_entry *entry)
{
    relcal_entry since;
    relcal_standing standing = relcal_plan_at(plan, entry->when.earliest);
    bool begins_phase = relcal_plan_entry(plan, standing.since, &since) &&
                        since.when.earliest == entry->when.earliest;
    return begins_phase ? standing.since : entry->milestone;
}

/* The dated milestone that comes next after a second and changes the verdict. */
static bool find_change(const hearing *opened, relcal_verdict verdict, relcal_entry *out)
{
    relcal_plan plan = opened->plan;
    relcal_agenda agenda = relcal_series_agenda(plan.series, plan.as_of, opened->instant);
    while (relcal_agenda_next(&agenda, out)) {
        if (verdict_at(plan, out->when.earliest, opened->request, opened->policy_day) != verdict) {
            return true;
        }
    }
    return false;
}

const relcal_milestone *relcal_plan_judge_until(relcal_plan plan, relcal_instant instant,
                                                const relcal_request *request)
{
    relcal_standing standing = relcal_plan_at(plan, instant);
    hearing court = open_court(plan, &standing, instant, request);
    court.open.others &= ~(unsigned)ON_DAY;
    relcal_verdict verdict = judge_changes(&court, NULL).verdict;
    relcal_entry entry;
    relcal_instant deadline;
    bool is_dated = find_change(&court, verdict, &entry);
    const relcal_rule *rule = find_deadline(
        &court, verdict, is_dated ? entry.when.earliest : RELCAL_INSTANT_MAX, &deadline);
    if (rule != NULL && rule->terms.deadline_days == 0) {
        return relcal_plan_find(plan, &rule->deadline);
    }
    return is_dated ? name_change(plan, &entry) : find_undated(&court, verdict);
}

bool relcal_plan_judge_deadline(relcal_plan plan, relcal_instant instant,
                                const relcal_request *request, relcal_instant *out)
{
    relcal_standing standing = relcal_plan_at(plan, instant);
    hearing court = open_court(plan, &standing, instant, request);
    court.open.others &= ~(unsigned)ON_DAY;
    relcal_verdict verdict = judge_changes(&court, NULL).verdict;
    relcal_entry entry;
    bool is_dated = find_change(&court, verdict, &entry);
    return find_deadline(&court, verdict, is_dated ? entry.when.earliest : RELCAL_INSTANT_MAX,
                         out) != NULL;
}

/* ---- where instead ---- */

const char *relcal_series_branch_at(const relcal_series *series, relcal_date as_of,
                                    relcal_instant instant)
{
    const relcal_project *project = relcal_series_project(series);
    const char *trunk = relcal_project_trunk(project);
    const char *moving;
    if (trunk != NULL &&
        relcal_project_series_on_branch(project, trunk, as_of, instant) == series) {
        return trunk;
    }
    for (size_t index = 0; (moving = relcal_project_moving_branch_at(project, index)) != NULL;
         index++) {
        if (relcal_project_series_on_branch(project, moving, as_of, instant) == series) {
            return moving;
        }
    }
    return relcal_series_branch(series);
}

static bool lands_in(const relcal_series *series, relcal_date as_of, relcal_instant instant,
                     const relcal_request *request)
{
    relcal_request moved = *request;
    moved.branch = NULL;
    relcal_judgment judgment = relcal_plan_judge_at(relcal_series_plan(series, as_of), instant,
                                                    &moved, NULL);
    return judgment.standing.phase != NULL && judgment.certain &&
           relcal_verdict_lands(judgment.decisive.verdict);
}

const relcal_series *relcal_plan_judge_elsewhere(relcal_plan plan, relcal_instant instant,
                                                 const relcal_request *request)
{
    relcal_judgment here = relcal_plan_judge_at(plan, instant, request, NULL);
    if (here.certain && relcal_verdict_lands(here.decisive.verdict)) {
        return NULL;
    }
    const relcal_project *project = relcal_series_project(plan.series);
    const char *trunk = relcal_project_trunk(project);
    const relcal_series *newest =
        trunk == NULL ? NULL : relcal_project_series_on_branch(project, trunk, plan.as_of, instant);
    if (newest != NULL && newest != plan.series && lands_in(newest, plan.as_of, instant, request)) {
        return newest;
    }
    for (size_t index = index_of_series(project, plan.series) + (size_t)1;
         index < project->series_count; index++) {
        const relcal_series *series = relcal_project_series_at(project, index);
        if (series != newest && lands_in(series, plan.as_of, instant, request)) {
            return series;
        }
    }
    return NULL;
}

/* ---- tables ---- */

static const relcal_request nothing_known;

static hearing open_situation(const relcal_situation *situation)
{
    return (hearing){
        .project = situation->project,
        .request = &nothing_known,
        .policy_day = situation->date,
        .phase_bit = bit_of_phase(situation->phase),
        .open = {situation->freezes, situation->freezes_only ? 0 : ON_ALWAYS | ON_PHASE},
        .series_index = index_of_series(situation->project, situation->series),
        .has_branch = true, /* none */
    };
}

relcal_ruling relcal_situation_judge(const relcal_situation *situation, const relcal_change *change)
{
    hearing court = open_situation(situation);
    return judge_change(&court, change);
}

size_t relcal_situation_changes(const relcal_situation *situation, relcal_ruling *rulings,
                                size_t capacity)
{
    hearing court = open_situation(situation);
    for (size_t index = 0; index < court.project->kind_count && index < capacity; index++) {
        rulings[index] = judge_change(&court, relcal_project_change_at(court.project, index));
    }
    return court.project->kind_count;
}

size_t relcal_situation_phases(const relcal_situation *situation, const relcal_change *change,
                               relcal_ruling *rulings, size_t capacity)
{
    hearing court = open_situation(situation);
    for (size_t index = 0; index < court.project->phase_count && index < capacity; index++) {
        court.phase_bit = UINT64_C(1) << index;
        rulings[index] = judge_change(&court, change);
    }
    return court.project->phase_count;
}
