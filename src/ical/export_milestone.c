/*
 * A milestone as an event: where it stands as of a day, and how it came there.
 *
 * A milestone changes with every revision of its plan, and once more on the day that it becomes
 * actual. SEQUENCE is the number of changes less the one that made it known; a milestone without a
 * recorded history was always known, so that only its coming counts.
 */
#include "export_parts.h"

#include <inttypes.h>

/* How many of a milestone's revisions a plan knows. They stand in the order of their days. */
static size_t count_known(relcal_plan plan, const relcal_milestone *milestone)
{
    size_t known = 0;
    size_t count = relcal_milestone_revision_count(milestone);
    while (known < count && relcal_milestone_revision_at(milestone, known).since <= plan.as_of) {
        known++;
    }
    return known;
}

static bool is_dated(const relcal_when *when)
{
    return when->precision != RELCAL_PRECISION_TBD;
}

/* The newest date among the first `known` revisions; false where none of them has one. */
static bool find_last_date(const relcal_milestone *milestone, size_t known, relcal_when *when)
{
    for (size_t index = known; index > 0; index--) {
        relcal_revision revision = relcal_milestone_revision_at(milestone, index - 1);
        if (!revision.withdrawn && is_dated(&revision.when)) {
            *when = revision.when;
            return true;
        }
    }
    return false;
}

/* Whether a milestone was always known: its plan is not recorded. */
static bool was_always_known(const relcal_milestone *milestone)
{
    relcal_entry first;
    relcal_plan plan = relcal_series_plan(relcal_milestone_series(milestone), RELCAL_DATE_MIN);
    return relcal_milestone_revision_count(milestone) == 0 &&
           relcal_plan_entry(plan, milestone, &first);
}

/* The day on which an actual milestone became actual. */
static relcal_date day_of_coming(const relcal_entry *entry)
{
    return relcal_instant_date(entry->when.latest);
}

static void place_event(relcal_ical_event *event, const relcal_when *when)
{
    event->is_all_day = when->precision != RELCAL_PRECISION_MOMENT;
    if (event->is_all_day) {
        event->start = when->earliest;
        event->end = when->latest + 1;
    } else {
        /* RFC 5545 wants an end after the start; a minute is what shows, and claims the least. */
        event->start = when->earliest;
        event->end = when->earliest + 60;
    }
}

relcal_ical_presence relcal_ical_milestone_event(relcal_plan plan,
                                                 const relcal_milestone *milestone,
                                                 relcal_ical_event *out)
{
    relcal_entry entry;
    relcal_when when;
    bool is_in_plan = relcal_plan_entry(plan, milestone, &entry);
    bool is_actual = is_in_plan && entry.state == RELCAL_ACTUAL;
    size_t known = count_known(plan, milestone);
    if (!is_in_plan && known == 0) {
        return RELCAL_ICAL_UNKNOWN;
    }
    bool has_date = is_in_plan && is_dated(&entry.when);
    if (has_date) {
        when = entry.when;
    } else if (!find_last_date(milestone, known, &when)) {
        return RELCAL_ICAL_NO_DATE;
    }
    size_t changes = known + is_actual;
    bool is_counted_from_one = changes > 0 && !was_always_known(milestone);
    *out = (relcal_ical_event){
        .kind = RELCAL_EVENT_MILESTONE,
        .of.milestone = milestone,
        .changed = RELCAL_DATE_NONE,
        .sequence = (int32_t)(changes - is_counted_from_one),
        .standing = is_actual     ? RELCAL_ICAL_CONFIRMED
                    : has_date    ? RELCAL_ICAL_TENTATIVE
                    : !is_in_plan ? RELCAL_ICAL_WITHDRAWN
                                  : RELCAL_ICAL_UNDATED,
    };
    if (known > 0) {
        out->changed = relcal_milestone_revision_at(milestone, known - 1).since;
    }
    if (is_actual && day_of_coming(&entry) > out->changed) {
        out->changed = day_of_coming(&entry);
    }
    place_event(out, &when);
    return RELCAL_ICAL_DATED;
}

relcal_date relcal_ical_event_as_of(const relcal_ical_event *event)
{
    return event->changed == RELCAL_DATE_NONE ? RELCAL_DATE_MIN : event->changed;
}

typedef enum plan_state { PLAN_NEW, PLAN_DATED, PLAN_UNDATED, PLAN_WITHDRAWN } plan_state;

static plan_state state_of(const relcal_revision *revision)
{
    return revision->withdrawn         ? PLAN_WITHDRAWN
           : is_dated(&revision->when) ? PLAN_DATED
                                       : PLAN_UNDATED;
}

/* What one revision did to the one before it. %1 is its day, %2 the date that it sets. */
static void put_revision(relcal_ical_text *out, plan_state before, const relcal_revision *revision)
{
    static const char *const dated[] = {
        [PLAN_NEW] = "Planned for ",
        [PLAN_DATED] = "; moved on ",
        [PLAN_UNDATED] = "; given a date on ",
        [PLAN_WITHDRAWN] = "; planned again on ",
    };
    char since[RELCAL_DATE_BYTES];
    char when[RELCAL_WHEN_BYTES];
    bool is_first = before == PLAN_NEW;
    relcal_date_format(revision->since, since);
    switch (state_of(revision)) {
    case PLAN_WITHDRAWN:
        relcal_ical_text_put_text(out, is_first ? "Withdrawn on " : "; withdrawn on ");
        relcal_ical_text_put_text(out, since);
        break;
    case PLAN_UNDATED:
        relcal_ical_text_put_text(out,
                                  is_first ? "Planned without a date" : "; without a date from ");
        relcal_ical_text_put_text(out, is_first ? "" : since);
        relcal_ical_text_put_text(out, is_first ? "" : " on");
        break;
    default:
        relcal_ical_text_put_text(out, dated[before]);
        if (!is_first) {
            relcal_ical_text_put_text(out, since);
            relcal_ical_text_put_text(out, before == PLAN_DATED ? " to " : ", ");
        }
        relcal_ical_text_put_text(out, relcal_when_format(&revision->when, when));
    }
}

static bool is_single_day(const relcal_when *when)
{
    return when->precision <= RELCAL_PRECISION_DAY;
}

/* How the coming of a milestone compares with the newest date it was planned for. */
static void put_slip(relcal_ical_text *out, const relcal_when *planned, const relcal_when *actual)
{
    if (is_single_day(planned) && is_single_day(actual)) {
        int32_t days = relcal_when_date(actual) - relcal_when_date(planned);
        if (days == 0) {
            relcal_ical_text_put_text(out, ", as planned");
        } else {
            relcal_ical_text_put_format(out, ", %" PRId32 " day%s %s than planned",
                                        days < 0 ? -days : days, days == 1 || days == -1 ? "" : "s",
                                        days < 0 ? "earlier" : "later");
        }
    }
}

static void put_coming(relcal_ical_text *out, const relcal_milestone *milestone, size_t known,
                       const relcal_when *actual)
{
    char text[RELCAL_WHEN_BYTES];
    relcal_when planned;
    relcal_ical_text_put_text(out, "Came on ");
    relcal_ical_text_put_text(out, relcal_when_format(actual, text));
    if (find_last_date(milestone, known, &planned)) {
        put_slip(out, &planned, actual);
    }
    relcal_ical_text_put_text(out, ".");
}

void relcal_ical_put_history(relcal_ical_text *out, relcal_plan plan,
                             const relcal_ical_event *event)
{
    const relcal_milestone *milestone = event->of.milestone;
    size_t known = count_known(plan, milestone);
    plan_state state = PLAN_NEW;
    for (size_t index = 0; index < known; index++) {
        relcal_revision revision = relcal_milestone_revision_at(milestone, index);
        put_revision(out, state, &revision);
        state = state_of(&revision);
    }
    relcal_ical_text_put_text(out, known > 0 ? "." : "");
    relcal_entry entry;
    if (!relcal_plan_entry(plan, milestone, &entry)) {
        return;
    }
    if (entry.state == RELCAL_ACTUAL) {
        relcal_ical_text_put_text(out, known > 0 ? " " : "");
        put_coming(out, milestone, known, &entry.when);
    } else if (known == 0) {
        char text[RELCAL_WHEN_BYTES];
        relcal_ical_text_put_text(out, "Planned for ");
        relcal_ical_text_put_text(out, relcal_when_format(&entry.when, text));
        relcal_ical_text_put_text(out, ".");
    }
}
