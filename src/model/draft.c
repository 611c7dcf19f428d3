/* A catalog while it is being put together: copying one, adding to it, checking it. */
#include "draft.h"

#include <string.h>

#include "relcal/limits.h"

static bool is_digit(char character)
{
    return character >= '0' && character <= '9';
}

/* Compares two runs of digits by value and steps past them. */
static int compare_numbers(const char **left, const char **right)
{
    while (**left == '0') {
        ++*left;
    }
    while (**right == '0') {
        ++*right;
    }
    int order = 0;
    while (is_digit(**left) && is_digit(**right)) {
        if (order == 0) {
            order = **left - **right;
        }
        ++*left;
        ++*right;
    }
    return is_digit(**left) ? 1 : is_digit(**right) ? -1 : order;
}

int relcal_compare_ids(const char *left, const char *right)
{
    const char *left_whole = left;
    const char *right_whole = right;
    while (*left != '\0' && *right != '\0') {
        int order;
        if (is_digit(*left) && is_digit(*right)) {
            order = compare_numbers(&left, &right);
        } else {
            order = (unsigned char)*left++ - (unsigned char)*right++;
        }
        if (order != 0) {
            return order;
        }
    }
    if (*left != *right) {
        return *left == '\0' ? -1 : 1;
    }
    return strcmp(left_whole, right_whole);
}

relcal_draft_project *relcal_draft_find_project(const relcal_draft *draft, const char *id)
{
    for (relcal_draft_project *project = draft->projects; project != NULL;
         project = project->next) {
        if (strcmp(project->id, id) == 0) {
            return project;
        }
    }
    return NULL;
}

void relcal_draft_add_project(relcal_draft *draft, relcal_draft_project *project)
{
    project->next = draft->projects;
    draft->projects = project;
    draft->project_count++;
}

void relcal_draft_put_series(relcal_draft_project *project, relcal_draft_series *series)
{
    relcal_draft_series **link = &project->series;
    while (*link != NULL && strcmp((*link)->id, series->id) != 0) {
        link = &(*link)->next;
    }
    if (*link != NULL) {
        series->next = (*link)->next;
    } else {
        series->next = NULL;
        project->series_count++;
    }
    *link = series;
}

static relcal_draft_references copy_references(relcal_arena *arena,
                                               const relcal_image_references *references)
{
    const relcal_image_reference *items = relcal_follow(&references->items);
    relcal_draft_references copy = {.count = references->count};
    relcal_draft_reference **link = &copy.items;
    for (size_t index = 0; index < references->count; index++) {
        relcal_draft_reference *reference = relcal_arena_allocate(arena, sizeof *reference);
        reference->form = (relcal_reference_form)items[index].form;
        reference->name = relcal_follow(&items[index].name);
        reference->number = items[index].number;
        *link = reference;
        link = &reference->next;
    }
    return copy;
}

static relcal_draft_words copy_words(relcal_arena *arena, const relcal_image_words *words)
{
    relcal_draft_words copy = {.count = words->count};
    copy.items = relcal_arena_allocate(arena, (words->count + 1) * sizeof *copy.items);
    for (size_t index = 0; index < words->count; index++) {
        copy.items[index] = relcal_image_word(words, index);
    }
    return copy;
}

static relcal_draft_milestone *copy_milestone(relcal_arena *arena,
                                              const relcal_milestone *milestone)
{
    relcal_draft_milestone *copy = relcal_arena_allocate(arena, sizeof *copy);
    copy->id = relcal_milestone_id(milestone);
    copy->title = relcal_milestone_title(milestone);
    copy->kind = relcal_milestone_kind(milestone);
    copy->note = relcal_milestone_note(milestone);
    copy->number = milestone->number;
    copy->state = (relcal_state)milestone->state;
    copy->recorded = milestone->recorded;
    copy->first_release = milestone->first_release;
    copy->when = relcal_image_when_get(&milestone->when);
    copy->traits = copy_words(arena, &milestone->traits);
    copy->revision_count = milestone->revision_count;
    relcal_draft_revision **link = &copy->revisions;
    for (size_t index = 0; index < milestone->revision_count; index++) {
        relcal_revision revision = relcal_milestone_revision_at(milestone, index);
        *link = relcal_arena_allocate(arena, sizeof **link);
        (*link)->since = revision.since;
        (*link)->withdrawn = revision.withdrawn;
        (*link)->when = revision.when;
        link = &(*link)->next;
    }
    return copy;
}

static relcal_draft_series *copy_series(relcal_arena *arena, const relcal_series *series)
{
    relcal_draft_series *copy = relcal_arena_allocate(arena, sizeof *copy);
    copy->id = relcal_series_id(series);
    copy->spec_name = relcal_series_spec_name(series);
    copy->spec_url = relcal_series_spec_url(series);
    copy->branch = relcal_series_branch(series);
    copy->release_manager = relcal_series_release_manager(series);
    copy->codename = relcal_series_codename(series);
    copy->aliases = copy_words(arena, &series->aliases);
    copy->revised = series->revised;
    copy->milestone_count = series->milestone_count;
    relcal_draft_milestone **link = &copy->milestones;
    for (size_t index = 0; index < series->milestone_count; index++) {
        *link = copy_milestone(arena, relcal_series_milestone_at(series, index));
        link = &(*link)->next;
    }
    return copy;
}

/* Freezes or tiers. */
static relcal_draft_freeze *copy_spans(relcal_arena *arena, const relcal_freeze *spans,
                                       size_t count)
{
    relcal_draft_freeze *first = NULL;
    relcal_draft_freeze **link = &first;
    for (size_t index = 0; index < count; index++) {
        const relcal_freeze *span = &spans[index];
        *link = relcal_arena_allocate(arena, sizeof **link);
        (*link)->id = relcal_freeze_id(span);
        (*link)->remark = relcal_freeze_remark(span);
        (*link)->source = relcal_freeze_source(span);
        (*link)->from = copy_references(arena, &span->from);
        (*link)->until = copy_references(arena, &span->until);
        link = &(*link)->next;
    }
    return first;
}

static void copy_phases_and_freezes(relcal_arena *arena, const relcal_project *project,
                                    relcal_draft_project *copy)
{
    relcal_draft_phase **phase_link = &copy->phases;
    for (size_t index = 0; index < project->phase_count; index++) {
        const relcal_phase *phase = relcal_project_phase_at(project, index);
        *phase_link = relcal_arena_allocate(arena, sizeof **phase_link);
        (*phase_link)->id = relcal_phase_id(phase);
        (*phase_link)->status = relcal_follow(&phase->status);
        (*phase_link)->begins = copy_references(arena, &phase->begins);
        (*phase_link)->living = phase->living;
        phase_link = &(*phase_link)->next;
    }
    const relcal_freeze *freezes = relcal_follow(&project->freezes);
    copy->freezes = copy_spans(arena, freezes, project->freeze_count);
    copy->tiers = copy_spans(arena, freezes + project->freeze_count, project->tier_count);
    copy->phase_count = project->phase_count;
    copy->freeze_count = project->freeze_count;
    copy->tier_count = project->tier_count;
}

static relcal_draft_rule copy_rule(relcal_arena *arena, const struct relcal_rule *rule)
{
    return (relcal_draft_rule){
        .terms = rule->terms,
        .id = relcal_follow(&rule->id),
        .reason = relcal_follow(&rule->reason),
        .source = relcal_follow(&rule->source),
        .delay = relcal_follow(&rule->delay),
        .first_series = relcal_follow(&rule->first_series),
        .last_series = relcal_follow(&rule->last_series),
        .branches = copy_words(arena, &rule->branches),
        .paths = copy_words(arena, &rule->paths),
        .components = copy_words(arena, &rule->components),
        .kinds = copy_words(arena, &rule->kinds),
        .deadline = copy_references(arena, &rule->deadline),
    };
}

static relcal_draft_policy copy_policy(relcal_arena *arena, const relcal_project *project)
{
    const struct relcal_change *changes = relcal_follow(&project->kinds_of_change);
    const struct relcal_authority *authorities = relcal_follow(&project->authorities);
    const relcal_image_label *labels = relcal_follow(&project->labels);
    const struct relcal_rule *rules = relcal_follow(&project->rules);
    relcal_draft_policy copy = {
        .change_count = project->kind_count,
        .authority_count = project->authority_count,
        .label_count = project->label_count,
        .rule_count = project->rule_count,
    };
    copy.changes = relcal_arena_allocate(arena, (copy.change_count + 1) * sizeof *copy.changes);
    copy.authorities = relcal_arena_allocate(arena,
                                             (copy.authority_count + 1) * sizeof *copy.authorities);
    copy.labels = relcal_arena_allocate(arena, (copy.label_count + 1) * sizeof *copy.labels);
    copy.rules = relcal_arena_allocate(arena, (copy.rule_count + 1) * sizeof *copy.rules);
    for (size_t index = 0; index < copy.change_count; index++) {
        copy.changes[index] = (relcal_draft_change){relcal_follow(&changes[index].id),
                                                    relcal_follow(&changes[index].definition),
                                                    changes[index].parent};
    }
    for (size_t index = 0; index < copy.authority_count; index++) {
        copy.authorities[index] = relcal_follow(&authorities[index].name);
    }
    for (size_t index = 0; index < copy.label_count; index++) {
        copy.labels[index] = (relcal_draft_label){relcal_follow(&labels[index].name),
                                                  labels[index].changes};
    }
    for (size_t index = 0; index < copy.rule_count; index++) {
        copy.rules[index] = copy_rule(arena, &rules[index]);
    }
    return copy;
}

static void copy_cadences(relcal_arena *arena, const relcal_project *project,
                          relcal_draft_project *copy)
{
    const relcal_cadence *cadences = relcal_follow(&project->cadences);
    relcal_draft_cadence **link = &copy->cadences;
    for (size_t index = 0; index < project->cadence_count; index++) {
        const relcal_cadence *cadence = &cadences[index];
        *link = relcal_arena_allocate(arena, sizeof **link);
        **link = (relcal_draft_cadence){
            .id = relcal_follow(&cadence->id),
            .reason = relcal_follow(&cadence->reason),
            .source = relcal_follow(&cadence->source),
            .anchor = relcal_follow(&cadence->anchor),
            .year = relcal_follow(&cadence->year),
            .release = relcal_follow(&cadence->release),
            .rules = copy_words(arena, &cadence->rules),
            .series = copy_words(arena, &cadence->series),
            .avoided = copy_words(arena, &cadence->avoided),
            .constraints = copy_words(arena, &cadence->constraints),
            .tolerance = cadence->tolerance,
        };
        link = &(*link)->next;
    }
    copy->cadence_count = project->cadence_count;
}

/* A project without its series. */
static relcal_draft_project *copy_project(relcal_arena *arena, const relcal_project *project)
{
    relcal_draft_project *copy = relcal_arena_allocate(arena, sizeof *copy);
    copy->id = relcal_project_id(project);
    copy->name = relcal_project_name(project);
    copy->url = relcal_project_url(project);
    copy->trunk = relcal_project_trunk(project);
    copy->uid_domain = relcal_project_uid_domain(project);
    copy->color = relcal_project_color(project);
    copy->spec_name = relcal_project_spec_name(project);
    copy->spec_url = relcal_project_spec_url(project);
    copy->names = copy_words(arena, &project->names);
    copy->imports = copy_words(arena, &project->imports);
    copy->gaps = copy_words(arena, &project->gaps);
    copy->trunk_begins = copy_references(arena, &project->trunk_begins);
    copy->revised = project->revised;
    copy_phases_and_freezes(arena, project, copy);
    copy->policy = copy_policy(arena, project);
    copy_cadences(arena, project, copy);
    return copy;
}

static void copy_all_series(relcal_arena *arena, const relcal_project *project,
                            relcal_draft_project *copy)
{
    relcal_draft_series **link = &copy->series;
    for (size_t index = 0; index < project->series_count; index++) {
        *link = copy_series(arena, relcal_project_series_at(project, index));
        link = &(*link)->next;
    }
    copy->series_count = project->series_count;
}

relcal_draft_project *relcal_draft_add_copy(relcal_draft *draft, const relcal_project *project,
                                            bool has_series)
{
    relcal_draft_project *copy = copy_project(draft->arena, project);
    if (has_series) {
        copy_all_series(draft->arena, project, copy);
    }
    relcal_draft_add_project(draft, copy);
    return copy;
}

relcal_draft relcal_draft_from(relcal_arena *arena, const relcal_catalog *catalog)
{
    relcal_draft draft = {.arena = arena};
    size_t count = catalog == NULL ? 0 : relcal_catalog_project_count(catalog);
    for (size_t index = 0; index < count; index++) {
        (void)relcal_draft_add_copy(&draft, relcal_catalog_project_at(catalog, index), true);
    }
    return draft;
}

/* How closely a rule names a change: RANK_ITSELF, less for each step to a broader one, 0 for any;
 * -1 where it does not speak of it. */
#define RANK_ITSELF 64

static int rank_of(const relcal_draft_policy *policy, const relcal_draft_rule *rule, size_t change)
{
    if (rule->terms.any_change) {
        return 0;
    }
    int rank = RANK_ITSELF;
    for (int32_t kind = (int32_t)change; kind >= 0; kind = policy->changes[kind].parent) {
        if ((rule->terms.changes >> kind & 1) != 0) {
            return rank;
        }
        rank--;
    }
    return -1;
}

int relcal_draft_weigh(const relcal_draft_policy *policy, const relcal_draft_rule *rule,
                       size_t change)
{
    int rank = rank_of(policy, rule, change);
    bool is_scoped = rule->paths.count > 0 || rule->components.count > 0;
    bool is_of_a_phase = rule->terms.ground != RELCAL_GROUND_PHASE && rule->terms.phases != 0;
    bool is_of_series = rule->first_series != NULL || rule->last_series != NULL;
    return rank < 0 ? -1
                    : rank * 16 + is_scoped * 8 + (rule->branches.count > 0) * 4 +
                          is_of_a_phase * 2 + is_of_series;
}

bool relcal_draft_is_meant(const relcal_draft_milestone *milestone,
                           const relcal_draft_reference *reference)
{
    if (milestone->state == RELCAL_WITHDRAWN) {
        return false;
    }
    if (reference->form == RELCAL_REFERENCE_ID) {
        return strcmp(milestone->id, reference->name) == 0;
    }
    if (!milestone->first_release || strcmp(milestone->kind, reference->name) != 0) {
        return false;
    }
    return reference->form != RELCAL_REFERENCE_STAGE || milestone->number == reference->number;
}

const relcal_draft_milestone *relcal_draft_beginning(const relcal_draft_series *series,
                                                     const relcal_draft_phase *phase)
{
    for (const relcal_draft_reference *reference = phase->begins.items; reference != NULL;
         reference = reference->next) {
        const relcal_draft_milestone *found = NULL;
        for (const relcal_draft_milestone *milestone = series->milestones; milestone != NULL;
             milestone = milestone->next) {
            if (!relcal_draft_is_meant(milestone, reference)) {
                continue;
            }
            bool is_last = reference->form == RELCAL_REFERENCE_LAST;
            if (found == NULL || (is_last ? milestone->when.earliest >= found->when.earliest
                                          : milestone->when.earliest < found->when.earliest)) {
                found = milestone;
            }
        }
        if (found != NULL) {
            return found;
        }
    }
    return NULL;
}

/* The milestones that begin a series' phases, in the order of the phases. */
typedef struct phase_order {
    const relcal_draft_milestone *milestones[RELCAL_MAX_PHASES];
    const relcal_draft_phase *phases[RELCAL_MAX_PHASES];
    size_t count;
} phase_order;

static phase_order find_order(const relcal_draft_project *project,
                              const relcal_draft_series *series)
{
    phase_order order = {.count = 0};
    for (const relcal_draft_phase *phase = project->phases; phase != NULL; phase = phase->next) {
        const relcal_draft_milestone *begins = relcal_draft_beginning(series, phase);
        bool is_counted = order.count > 0 && order.milestones[order.count - 1] == begins;
        if (begins != NULL && !is_counted) {
            order.milestones[order.count] = begins;
            order.phases[order.count++] = phase;
        }
    }
    return order;
}

/* Whether the milestones at two places of an order contradict it. */
static bool is_contradiction(const phase_order *order, size_t left, size_t right)
{
    size_t first = left < right ? left : right;
    size_t second = left < right ? right : left;
    return first != second &&
           relcal_when_compare(&order->milestones[second]->when, &order->milestones[first]->when) ==
               RELCAL_ORDER_BEFORE;
}

/* How many others a milestone contradicts, and the nearest of them, an earlier one if there is. */
static size_t count_contradictions(const phase_order *order, size_t index, size_t *nearest)
{
    size_t count = 0;
    for (size_t other = 0; other < order->count; other++) {
        if (is_contradiction(order, index, other)) {
            *nearest = count == 0 || other < index ? other : *nearest;
            count++;
        }
    }
    return count;
}

static void take_out(phase_order *order, size_t index)
{
    order->count--;
    for (; index < order->count; index++) {
        order->milestones[index] = order->milestones[index + 1];
        order->phases[index] = order->phases[index + 1];
    }
}

static void add_order_fault(const phase_order *order, size_t wrong, size_t other,
                            relcal_faults *faults)
{
    const relcal_draft_milestone *milestone = order->milestones[wrong];
    const relcal_draft_milestone *against = order->milestones[other];
    char date[RELCAL_WHEN_BYTES];
    char against_date[RELCAL_WHEN_BYTES];
    relcal_faults_add(
        faults, RELCAL_ERROR_DATA, milestone->date_place.file_order, milestone->date_place.place,
        "phases out of order: %s begins %s on %s, %s %s begins %s on %s; write dates "
        "in the order of the phases",
        milestone->id, order->phases[wrong]->id, relcal_when_format(&milestone->when, date),
        wrong > other ? "before" : "after", against->id, order->phases[other]->id,
        relcal_when_format(&against->when, against_date));
}

/* One wrong date may contradict many right ones: the milestone that contradicts most is reported
 * and taken out, of equals the latest, until all others agree. */
static void check_series(const relcal_draft_project *project, const relcal_draft_series *series,
                         relcal_faults *faults)
{
    phase_order order = find_order(project, series);
    for (;;) {
        size_t wrong = 0;
        size_t other = 0;
        size_t most = 0;
        for (size_t index = 0; index < order.count; index++) {
            size_t nearest = 0;
            size_t count = count_contradictions(&order, index, &nearest);
            if (count > 0 && count >= most) {
                wrong = index;
                other = nearest;
                most = count;
            }
        }
        if (most == 0) {
            return;
        }
        if (order.milestones[wrong]->date_place.place.line > 0) {
            add_order_fault(&order, wrong, other, faults);
        }
        take_out(&order, wrong);
    }
}

void relcal_draft_check(const relcal_draft *draft, relcal_faults *faults)
{
    for (const relcal_draft_project *project = draft->projects; project != NULL;
         project = project->next) {
        for (const relcal_draft_series *series = project->series; series != NULL;
             series = series->next) {
            check_series(project, series, faults);
        }
    }
}
