/* Reading what a project says about changes: every accessor follows an offset of image.h. */
#include <string.h>

#include "image.h"
#include "relcal/policy.h"
#include "vocabulary.h"

/* ---- changes ---- */

size_t relcal_project_change_count(const relcal_project *project)
{
    return project->kind_count;
}

const relcal_change *relcal_project_change_at(const relcal_project *project, size_t index)
{
    const relcal_change *changes = relcal_follow(&project->kinds_of_change);
    return index < project->kind_count ? &changes[index] : NULL;
}

const relcal_change *relcal_project_change(const relcal_project *project, const char *id)
{
    const relcal_change *change;
    for (size_t index = 0; (change = relcal_project_change_at(project, index)) != NULL; index++) {
        if (strcmp(relcal_change_id(change), id) == 0) {
            return change;
        }
    }
    return NULL;
}

const char *relcal_change_id(const relcal_change *change)
{
    return relcal_follow(&change->id);
}

const char *relcal_change_definition(const relcal_change *change)
{
    return relcal_follow(&change->definition);
}

const relcal_change *relcal_change_parent(const relcal_change *change)
{
    const relcal_project *project = relcal_follow(&change->project);
    return change->parent < 0 ? NULL : relcal_project_change_at(project, (size_t)change->parent);
}

/* ---- authorities ---- */

size_t relcal_project_authority_count(const relcal_project *project)
{
    return project->authority_count;
}

const relcal_authority *relcal_project_authority_at(const relcal_project *project, size_t index)
{
    const relcal_authority *authorities = relcal_follow(&project->authorities);
    return index < project->authority_count ? &authorities[index] : NULL;
}

const relcal_authority *relcal_project_authority(const relcal_project *project, const char *name)
{
    const relcal_authority *authority;
    for (size_t index = 0; (authority = relcal_project_authority_at(project, index)) != NULL;
         index++) {
        if (relcal_is_same_authority(relcal_authority_name(authority), name)) {
            return authority;
        }
    }
    return NULL;
}

const char *relcal_authority_name(const relcal_authority *authority)
{
    return relcal_follow(&authority->name);
}

/* ---- labels ---- */

size_t relcal_project_label_count(const relcal_project *project)
{
    return project->label_count;
}

const char *relcal_project_label_at(const relcal_project *project, size_t index)
{
    const relcal_image_label *labels = relcal_follow(&project->labels);
    return index < project->label_count ? relcal_follow(&labels[index].name) : NULL;
}

/* The place of the bit at an index among those that are set; -1 past the last. */
static int nth_bit(uint64_t bits, size_t index)
{
    for (int place = 0; bits != 0; place++, bits >>= 1) {
        if ((bits & 1) != 0 && index-- == 0) {
            return place;
        }
    }
    return -1;
}

const relcal_change *relcal_project_label_change(const relcal_project *project, const char *label,
                                                 size_t index)
{
    const relcal_image_label *labels = relcal_follow(&project->labels);
    for (size_t place = 0; place < project->label_count; place++) {
        if (strcmp(relcal_follow(&labels[place].name), label) == 0) {
            int bit = nth_bit(labels[place].changes, index);
            return bit < 0 ? NULL : relcal_project_change_at(project, (size_t)bit);
        }
    }
    return NULL;
}

/* ---- rules ---- */

size_t relcal_project_rule_count(const relcal_project *project)
{
    return project->rule_count;
}

const relcal_rule *relcal_project_rule_at(const relcal_project *project, size_t index)
{
    const relcal_rule *rules = relcal_follow(&project->rules);
    return index < project->rule_count ? &rules[index] : NULL;
}

const char *relcal_rule_id(const relcal_rule *rule)
{
    return relcal_follow(&rule->id);
}

relcal_verdict relcal_rule_verdict(const relcal_rule *rule)
{
    return (relcal_verdict)rule->terms.verdict;
}

const char *relcal_rule_reason(const relcal_rule *rule)
{
    return relcal_follow(&rule->reason);
}

const char *relcal_rule_source(const relcal_rule *rule)
{
    return relcal_follow(&rule->source);
}

relcal_date relcal_rule_since(const relcal_rule *rule)
{
    return rule->terms.since == RELCAL_DATE_MIN ? RELCAL_DATE_NONE : rule->terms.since;
}

relcal_date relcal_rule_until(const relcal_rule *rule)
{
    return rule->terms.until == RELCAL_RULE_FOR_EVER ? RELCAL_DATE_NONE : rule->terms.until;
}

static const relcal_authority *authority_of(const relcal_rule *rule, uint64_t bits, size_t index)
{
    int bit = nth_bit(bits, index);
    return bit < 0 ? NULL : relcal_project_authority_at(relcal_follow(&rule->project), (size_t)bit);
}

const relcal_authority *relcal_rule_by(const relcal_rule *rule, size_t index)
{
    return authority_of(rule, rule->terms.authorities, index);
}

const relcal_authority *relcal_rule_except(const relcal_rule *rule, size_t index)
{
    return authority_of(rule, rule->terms.exceptions, index);
}

uint32_t relcal_rule_approvals(const relcal_rule *rule)
{
    return (uint32_t)rule->terms.approvals;
}

const char *relcal_rule_delay(const relcal_rule *rule)
{
    return relcal_follow(&rule->delay);
}

relcal_date relcal_rule_delayed(const relcal_rule *rule, relcal_date date)
{
    switch ((relcal_delay_unit)rule->terms.delay_unit) {
    case RELCAL_DELAY_DAYS:
        return relcal_date_add_days(date, rule->terms.delay);
    case RELCAL_DELAY_WEEKS:
        return relcal_date_add_weeks(date, rule->terms.delay);
    case RELCAL_DELAY_MONTHS:
        return relcal_date_add_months(date, rule->terms.delay);
    case RELCAL_DELAY_YEARS:
        return relcal_date_add_years(date, rule->terms.delay);
    }
    return RELCAL_DATE_NONE;
}

bool relcal_rule_deadline(const relcal_rule *rule, relcal_plan plan, relcal_instant *out)
{
    relcal_entry entry;
    if (!rule->terms.has_deadline ||
        !relcal_plan_entry(plan, relcal_plan_find(plan, &rule->deadline), &entry) ||
        entry.when.precision == RELCAL_PRECISION_TBD) {
        return false;
    }
    *out = entry.when.latest + (int64_t)rule->terms.deadline_days * RELCAL_SECONDS_PER_DAY;
    return true;
}

bool relcal_rule_is_for_a_day(const relcal_rule *rule)
{
    return rule->terms.ground == RELCAL_GROUND_DAY;
}
