/* The constraints of a cadence: gaps, weekdays, days apart from other series, and the order of the
 * rules. What has happened breaks none. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "names.h"
#include "outcome.h"

/* The longest rule that a constraint is made into. */
#define RULE_BYTES (2 * RELCAL_MAX_DATE_RULE_BYTES)

/* "Tuesday, 2028-05-02". */
#define DAY_BYTES 32

typedef struct check {
    relcal_outcome *outcome;
    const relcal_outcome_world *world;
    relcal_date as_of;
    size_t room;                                /* of the outcome's clashes */
    const char *texts[RELCAL_CONSTRAINT_TEXTS]; /* of the constraint that is looked at */
    bool is_of_weekday;
} check;

static char *format_day(relcal_date date, char buffer[DAY_BYTES])
{
    char text[RELCAL_DATE_BYTES];
    (void)snprintf(buffer, DAY_BYTES, "%s, %s", relcal_weekday_name(relcal_date_weekday(date)),
                   relcal_date_format(date, text));
    return buffer;
}

static void add_clash(check *run, const char *milestone, const relcal_when *when,
                      const char *format, ...) __attribute__((format(printf, 4, 5)));

static void add_clash(check *run, const char *milestone, const relcal_when *when,
                      const char *format, ...)
{
    relcal_outcome *outcome = run->outcome;
    char message[RELCAL_ERROR_MESSAGE_BYTES];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    if (outcome->clash_count == run->room) {
        size_t room = run->room == 0 ? 16 : 2 * run->room;
        relcal_clash *larger = relcal_arena_allocate(&outcome->arena, room * sizeof *larger);
        if (outcome->clash_count > 0) {
            memcpy(larger, outcome->clashes, outcome->clash_count * sizeof *larger);
        }
        outcome->clashes = larger;
        run->room = room;
    }
    const char *reason = run->texts[RELCAL_CONSTRAINT_REASON];
    outcome->clashes[outcome->clash_count++] = (relcal_clash){
        .constraint = run->texts[RELCAL_CONSTRAINT_ID],
        .milestone = milestone,
        .message = relcal_arena_copy_text(&outcome->arena, message, strlen(message)),
        .reason = *reason == '\0' ? NULL : reason,
        .when = *when,
        .is_of_weekday = run->is_of_weekday,
    };
}

static bool is_day(const relcal_when *when)
{
    return when->precision == RELCAL_PRECISION_DAY || when->precision == RELCAL_PRECISION_MOMENT;
}

/* Whether a word is one of those of a text, with spaces between. */
static bool has_word(const char *words, const char *word)
{
    size_t length = strlen(word);
    for (const char *at = words; (at = strstr(at, word)) != NULL; at += length) {
        if ((at == words || at[-1] == ' ') && (at[length] == ' ' || at[length] == '\0')) {
            return true;
        }
    }
    return false;
}

/* Whether a constraint speaks of milestones of a kind: those it names, or all releases. */
static bool speaks_of(const check *run, const char *kind, bool is_release)
{
    const char *kinds = run->texts[RELCAL_CONSTRAINT_KINDS];
    return *kinds == '\0' ? is_release : has_word(kinds, kind);
}

static bool can_clash(const relcal_outcome_item *item)
{
    return item->planned.by != RELCAL_BY_ACTUAL && is_day(&item->planned.when);
}

/* ---- gaps ---- */

/* The item of an id, or NULL. */
static const relcal_outcome_item *find_item(const check *run, const char *id)
{
    for (size_t index = 0; index < run->outcome->count; index++) {
        if (strcmp(run->outcome->items[index].planned.id, id) == 0) {
            return &run->outcome->items[index];
        }
    }
    return NULL;
}

/* The day of a rule, and a length added to it. */
static bool find_day(const check *run, const char *rule, const char *length, relcal_date *out)
{
    char text[RULE_BYTES];
    int written = *length == '\0' ? snprintf(text, sizeof text, "%s", rule)
                                  : snprintf(text, sizeof text, "(%s) + %s", rule, length);
    return written > 0 && (size_t)written < sizeof text &&
           run->world->evaluate(run->world->context, text, (size_t)written, out);
}

/* The day of one end of a gap, and its item where that is a milestone. False where it is none that
 * the plan has, or has no day. */
static bool find_end(const check *run, const char *rule, const relcal_outcome_item **item,
                     relcal_date *out)
{
    const char *id = run->world->name(run->world->context, rule, strlen(rule));
    *item = id == NULL ? NULL : find_item(run, id);
    if (id == NULL) {
        return find_day(run, rule, "", out);
    }
    if (*item == NULL || !is_day(&(*item)->planned.when)) {
        return false;
    }
    *out = relcal_when_date(&(*item)->planned.when);
    return true;
}

static void check_gap(check *run)
{
    relcal_date from;
    relcal_date to;
    relcal_date bound;
    char first[DAY_BYTES];
    char second[DAY_BYTES];
    const char *from_rule = run->texts[RELCAL_CONSTRAINT_FROM];
    const char *to_rule = run->texts[RELCAL_CONSTRAINT_TO];
    const char *least = run->texts[RELCAL_CONSTRAINT_LEAST];
    const char *most = run->texts[RELCAL_CONSTRAINT_MOST];
    const relcal_outcome_item *before;
    const relcal_outcome_item *item;
    if (!find_end(run, from_rule, &before, &from) || !find_end(run, to_rule, &item, &to) ||
        (item != NULL && item->planned.by == RELCAL_BY_ACTUAL)) {
        return;
    }
    relcal_when when = relcal_when_day(to);
    const char *milestone = item == NULL ? to_rule : item->planned.id;
    bool is_short = *least != '\0' && find_day(run, from_rule, least, &bound) && to < bound;
    bool is_long = !is_short && *most != '\0' && find_day(run, from_rule, most, &bound) &&
                   to > bound;
    if (is_short || is_long) {
        int32_t days = to - from;
        add_clash(run, milestone, &when,
                  "%s on %s comes %d days %s %s on %s; the constraint %s wants at %s %s", to_rule,
                  format_day(to, second), (int)abs(days), days < 0 ? "before" : "after", from_rule,
                  format_day(from, first), run->texts[RELCAL_CONSTRAINT_ID],
                  is_short ? "least" : "most", is_short ? least : most);
    }
}

/* ---- weekdays ---- */

static void check_weekdays(check *run)
{
    const char *weekdays = run->texts[RELCAL_CONSTRAINT_WEEKDAYS];
    for (size_t index = 0; index < run->outcome->count; index++) {
        const relcal_outcome_item *item = &run->outcome->items[index];
        char day[DAY_BYTES];
        char name[16];
        if (!can_clash(item) || !speaks_of(run, item->kind, item->planned.is_release)) {
            continue;
        }
        relcal_date date = relcal_when_date(&item->planned.when);
        (void)snprintf(name, sizeof name, "%s", relcal_weekday_name(relcal_date_weekday(date)));
        name[0] = (char)(name[0] - 'A' + 'a');
        if (!has_word(weekdays, name)) {
            add_clash(run, item->planned.id, &item->planned.when,
                      "%s is on %s; the constraint %s wants %s", item->planned.id,
                      format_day(date, day), run->texts[RELCAL_CONSTRAINT_ID], weekdays);
        }
    }
}

/* ---- other series ---- */

static bool is_in_one(const char *period, relcal_date left, relcal_date right)
{
    int32_t monday = left - (int32_t)relcal_date_weekday(left) + RELCAL_MONDAY;
    return strcmp(period, "day") == 0 ? left == right : right >= monday && right < monday + 7;
}

/* A milestone of another series that lies near the plan. */
typedef struct neighbour {
    const relcal_milestone *milestone;
    relcal_date date;
} neighbour;

typedef struct neighbour_list {
    neighbour *items;
    size_t count;
    relcal_date first; /* the days between which they count */
    relcal_date last;
} neighbour_list;

static void add_neighbours(check *run, const relcal_series *series, neighbour_list *list)
{
    relcal_plan plan = relcal_series_plan(series, run->as_of);
    const relcal_milestone *milestone;
    size_t room = list->count + relcal_series_milestone_count(series);
    neighbour *items = relcal_arena_allocate(&run->outcome->arena, (room + 1) * sizeof *items);
    if (list->count > 0) {
        memcpy(items, list->items, list->count * sizeof *items);
    }
    list->items = items;
    for (size_t index = 0; (milestone = relcal_series_milestone_at(series, index)) != NULL;
         index++) {
        relcal_entry entry;
        const char *kind = relcal_milestone_kind(milestone);
        if (!relcal_plan_entry(plan, milestone, &entry) || !is_day(&entry.when)) {
            continue;
        }
        relcal_date date = relcal_when_date(&entry.when);
        if (date >= list->first && date <= list->last &&
            speaks_of(run, kind, relcal_cadence_is_release(kind))) {
            list->items[list->count++] = (neighbour){milestone, date};
        }
    }
}

/* The days of a plan, and a week around them. */
static void find_span(const relcal_outcome *outcome, neighbour_list *list)
{
    list->first = RELCAL_DATE_MAX;
    list->last = RELCAL_DATE_MIN;
    for (size_t index = 0; index < outcome->count; index++) {
        if (is_day(&outcome->items[index].planned.when)) {
            relcal_date date = relcal_when_date(&outcome->items[index].planned.when);
            list->first = date - 7 < list->first ? date - 7 : list->first;
            list->last = date + 7 > list->last ? date + 7 : list->last;
        }
    }
}

/* Whether a series has any milestone between two days: most lie years away. */
static bool is_near(const relcal_series *series, relcal_plan plan, const neighbour_list *list)
{
    size_t count = relcal_series_milestone_count(series);
    relcal_entry last;
    if (plan.as_of != RELCAL_LATEST || count == 0) {
        return true;
    }
    /* In the latest plan milestones stand by date, what has none last. */
    for (size_t index = count; index > 0; index--) {
        if (relcal_plan_entry(plan, relcal_series_milestone_at(series, index - 1), &last) &&
            last.when.precision != RELCAL_PRECISION_TBD) {
            return last.when.latest >= relcal_instant_of_day_start(list->first);
        }
    }
    return false;
}

static void check_apart(check *run)
{
    const char *period = run->texts[RELCAL_CONSTRAINT_APART];
    const relcal_series *series;
    const relcal_project *project = run->outcome->project;
    neighbour_list list = {.items = NULL};
    find_span(run->outcome, &list);
    for (size_t place = 0; (series = relcal_project_series_at(project, place)) != NULL; place++) {
        if (strcmp(relcal_series_id(series), run->outcome->series) != 0 &&
            is_near(series, relcal_series_plan(series, run->as_of), &list)) {
            add_neighbours(run, series, &list);
        }
    }
    for (size_t index = 0; index < run->outcome->count; index++) {
        const relcal_outcome_item *item = &run->outcome->items[index];
        for (size_t place = 0; can_clash(item) && place < list.count; place++) {
            const neighbour *other = &list.items[place];
            relcal_date date = relcal_when_date(&item->planned.when);
            char day[DAY_BYTES];
            char other_day[DAY_BYTES];
            if (is_in_one(period, date, other->date) &&
                speaks_of(run, item->kind, item->planned.is_release)) {
                add_clash(run, item->planned.id, &item->planned.when,
                          "%s on %s and %s on %s are %s one %s; the constraint %s wants them apart",
                          item->planned.id, format_day(date, day),
                          relcal_milestone_id(other->milestone), format_day(other->date, other_day),
                          strcmp(period, "day") == 0 ? "on" : "in", period,
                          run->texts[RELCAL_CONSTRAINT_ID]);
            }
        }
    }
}

/* ---- order ---- */

static void add_disorder(check *run, const relcal_outcome_item *first,
                         const relcal_outcome_item *second)
{
    char first_day[RELCAL_WHEN_BYTES];
    char second_day[RELCAL_WHEN_BYTES];
    relcal_when_format(&first->planned.when, first_day);
    relcal_when_format(&second->planned.when, second_day);
    if (second->planned.by != RELCAL_BY_ACTUAL) {
        add_clash(run, second->planned.id, &second->planned.when,
                  "%s on %s comes before %s on %s; the rules have it after", second->planned.id,
                  second_day, first->planned.id, first_day);
    } else if (first->planned.by != RELCAL_BY_ACTUAL) {
        add_clash(run, first->planned.id, &first->planned.when,
                  "%s on %s comes after %s on %s, which is out; the rules have it before",
                  first->planned.id, first_day, second->planned.id, second_day);
    }
}

/* Whether two in a row are of one rule that repeats, the second one before the first. */
static bool is_repeated_before(const relcal_outcome_item *first, const relcal_outcome_item *second)
{
    return first->repeats && second->repeats && first->planned.rule != NULL &&
           second->planned.rule != NULL && strcmp(first->planned.rule, second->planned.rule) == 0 &&
           second->planned.when.latest < first->planned.when.earliest;
}

/* The milestones of the rules come in the rules' order; what repeats goes its own way, by number.
 * Each is held against the latest of those before it. */
static void check_order(check *run)
{
    const relcal_outcome_item *latest = NULL;
    for (size_t index = 0; index < run->outcome->count; index++) {
        const relcal_outcome_item *item = &run->outcome->items[index];
        if (index > 0 && is_repeated_before(item - 1, item)) {
            add_disorder(run, item - 1, item);
        }
        if (item->planned.rule == NULL || item->repeats ||
            item->planned.when.precision == RELCAL_PRECISION_TBD) {
            continue;
        }
        if (latest != NULL && item->planned.when.latest < latest->planned.when.earliest) {
            add_disorder(run, latest, item);
        }
        if (latest == NULL || item->planned.when.earliest > latest->planned.when.earliest) {
            latest = item;
        }
    }
}

/* ---- all of them ---- */

static int compare_clashes(const void *left_pointer, const void *right_pointer)
{
    const relcal_clash *left = left_pointer;
    const relcal_clash *right = right_pointer;
    if (left->when.earliest != right->when.earliest) {
        return left->when.earliest < right->when.earliest ? -1 : 1;
    }
    int order = strcmp(left->constraint, right->constraint);
    return order != 0 ? order : strcmp(left->message, right->message);
}

void relcal_outcome_check(relcal_outcome *outcome, const relcal_outcome_world *world,
                          relcal_date as_of)
{
    check run = {.outcome = outcome, .world = world, .as_of = as_of};
    const relcal_image_words *words = &outcome->cadence->constraints;
    for (size_t text = 0; text < RELCAL_CONSTRAINT_TEXTS; text++) {
        run.texts[text] = "";
    }
    run.texts[RELCAL_CONSTRAINT_ID] = "order";
    check_order(&run);
    for (size_t at = 0; at < words->count; at += RELCAL_CONSTRAINT_TEXTS) {
        for (size_t text = 0; text < RELCAL_CONSTRAINT_TEXTS; text++) {
            run.texts[text] = relcal_image_word_or_empty(words, at + text);
        }
        run.is_of_weekday = *run.texts[RELCAL_CONSTRAINT_WEEKDAYS] != '\0';
        if (run.is_of_weekday) {
            check_weekdays(&run);
        } else if (*run.texts[RELCAL_CONSTRAINT_APART] != '\0') {
            check_apart(&run);
        } else {
            check_gap(&run);
        }
    }
    if (outcome->clash_count > 1) {
        qsort(outcome->clashes, outcome->clash_count, sizeof *outcome->clashes, compare_clashes);
    }
}
