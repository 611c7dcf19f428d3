/*
 * Schedule files out: what is written loads again, answers every question as the plan did that it
 * was written from, and is written to the same bytes then.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "allocations.h"
#include "relcal/relcal.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

/* ---- helpers ---- */

static const char any_project[] = "project: x\n"
                                  "name: X\n"
                                  "phases:\n"
                                  "- {id: open, begins: development}\n"
                                  "- {id: beta, begins: first beta}\n"
                                  "- {id: stable, begins: [final, last candidate]}\n"
                                  "freezes:\n"
                                  "- {id: strings, from: string-freeze, until: final}\n";

/* A catalog of one project and one series. */
static relcal_catalog *parsed(const char *project, const char *series)
{
    const relcal_source sources[] = {{"x/project.yaml", project, strlen(project)},
                                     {"x/series.yaml", series, strlen(series)}};
    relcal_catalog *catalog = NULL;
    relcal_error error;
    relcal_status status = relcal_catalog_parse(&catalog, NULL, sources, COUNT(sources), NULL,
                                                &error);
    ck_assert_msg(status == RELCAL_OK, "%s:%u:%u: %s\n%s\n%s", error.file, (unsigned)error.line,
                  (unsigned)error.column, error.message, project, series);
    return catalog;
}

static const relcal_project *only_project(const relcal_catalog *catalog)
{
    return relcal_catalog_project_at(catalog, 0);
}

static const relcal_series *only_series(const relcal_catalog *catalog)
{
    return relcal_project_series_at(only_project(catalog), 0);
}

static char *written_project(const relcal_project *project)
{
    char *text = NULL;
    size_t length = 0;
    ck_assert_int_eq(relcal_project_write(project, &text, &length), RELCAL_OK);
    ck_assert_uint_eq(length, strlen(text));
    return text;
}

static char *written_plan(relcal_plan plan)
{
    char *text = NULL;
    size_t length = 0;
    ck_assert_int_eq(relcal_plan_write(plan, &text, &length), RELCAL_OK);
    ck_assert_uint_eq(length, strlen(text));
    return text;
}

static char *written_milestone(relcal_plan plan, const relcal_milestone *milestone)
{
    char *text = NULL;
    size_t length = 0;
    ck_assert_int_eq(relcal_milestone_write(plan, milestone, &text, &length), RELCAL_OK);
    ck_assert_uint_eq(length, strlen(text));
    return text;
}

static relcal_date day_of(const char *text)
{
    relcal_date date;
    if (text == NULL) {
        return RELCAL_LATEST;
    }
    ck_assert_msg(relcal_date_parse(&date, text, strlen(text), NULL) == RELCAL_OK, "%s", text);
    return date;
}

/* ck_assert_str_eq for whole files: shows where they begin to differ. */
static void assert_same_text(const char *left, const char *right)
{
    size_t same = 0;
    size_t line = 0;
    for (; left[same] != '\0' && left[same] == right[same]; same++) {
        line = left[same] == '\n' ? same + 1 : line;
    }
    ck_assert_msg(left[same] == right[same], "%.300s\n--- and ---\n%.300s", left + line,
                  right + line);
}

/* ---- comparing ---- */

static const char *or_none(const char *text)
{
    return text == NULL ? "(none)" : text;
}

static void compare_cadences(const relcal_project *left, const relcal_project *right)
{
    ck_assert_uint_eq(relcal_project_cadence_count(left), relcal_project_cadence_count(right));
    for (size_t i = 0; i < relcal_project_cadence_count(left); i++) {
        const relcal_cadence *cadence = relcal_project_cadence_at(left, i);
        const relcal_cadence *other = relcal_project_cadence_at(right, i);
        ck_assert_str_eq(relcal_cadence_id(cadence), relcal_cadence_id(other));
        ck_assert_str_eq(or_none(relcal_cadence_reason(cadence)),
                         or_none(relcal_cadence_reason(other)));
        ck_assert_str_eq(or_none(relcal_cadence_source(cadence)),
                         or_none(relcal_cadence_source(other)));
        ck_assert_str_eq(relcal_cadence_anchor(cadence), relcal_cadence_anchor(other));
        ck_assert_int_eq(relcal_cadence_tolerance(cadence), relcal_cadence_tolerance(other));
        ck_assert_uint_eq(relcal_cadence_rule_count(cadence), relcal_cadence_rule_count(other));
        for (size_t rule = 0; rule < relcal_cadence_rule_count(cadence); rule++) {
            ck_assert_str_eq(relcal_cadence_milestone_at(cadence, rule),
                             relcal_cadence_milestone_at(other, rule));
            ck_assert_str_eq(relcal_cadence_rule_at(cadence, rule),
                             relcal_cadence_rule_at(other, rule));
        }
    }
}

static void compare_projects(const relcal_project *left, const relcal_project *right)
{
    ck_assert_str_eq(relcal_project_id(left), relcal_project_id(right));
    ck_assert_str_eq(relcal_project_name(left), relcal_project_name(right));
    ck_assert_str_eq(or_none(relcal_project_url(left)), or_none(relcal_project_url(right)));
    ck_assert_str_eq(or_none(relcal_project_trunk(left)), or_none(relcal_project_trunk(right)));
    ck_assert_str_eq(or_none(relcal_project_uid_domain(left)),
                     or_none(relcal_project_uid_domain(right)));
    ck_assert_str_eq(or_none(relcal_project_color(left)), or_none(relcal_project_color(right)));
    ck_assert_str_eq(or_none(relcal_project_spec_name(left)),
                     or_none(relcal_project_spec_name(right)));
    ck_assert_str_eq(or_none(relcal_project_spec_url(left)),
                     or_none(relcal_project_spec_url(right)));
    ck_assert_int_eq(relcal_project_revised(left), relcal_project_revised(right));
    ck_assert_uint_eq(relcal_project_phase_count(left), relcal_project_phase_count(right));
    for (size_t i = 0; i < relcal_project_phase_count(left); i++) {
        const relcal_phase *phase = relcal_project_phase_at(left, i);
        const relcal_phase *other = relcal_project_phase_at(right, i);
        ck_assert_str_eq(relcal_phase_id(phase), relcal_phase_id(other));
        ck_assert_int_eq(relcal_phase_is_living(phase), relcal_phase_is_living(other));
    }
    ck_assert_uint_eq(relcal_project_freeze_count(left), relcal_project_freeze_count(right));
    for (size_t i = 0; i < relcal_project_freeze_count(left); i++) {
        const relcal_freeze *freeze = relcal_project_freeze_at(left, i);
        const relcal_freeze *other = relcal_project_freeze_at(right, i);
        ck_assert_str_eq(relcal_freeze_id(freeze), relcal_freeze_id(other));
        ck_assert_str_eq(or_none(relcal_freeze_source(freeze)),
                         or_none(relcal_freeze_source(other)));
    }
    compare_cadences(left, right);
}

static bool is_same_when(const relcal_when *left, const relcal_when *right)
{
    char left_text[RELCAL_WHEN_BYTES];
    char right_text[RELCAL_WHEN_BYTES];
    return left->earliest == right->earliest && left->latest == right->latest &&
           left->precision == right->precision && left->zone == right->zone &&
           strcmp(relcal_when_format(left, left_text), relcal_when_format(right, right_text)) == 0;
}

static void compare_milestones(relcal_plan plan, const relcal_milestone *milestone,
                               const relcal_milestone *copy)
{
    const char *id = relcal_milestone_id(milestone);
    ck_assert_str_eq(relcal_milestone_kind(milestone), relcal_milestone_kind(copy));
    ck_assert_int_eq(relcal_milestone_number(milestone), relcal_milestone_number(copy));
    ck_assert_str_eq(relcal_milestone_title(milestone), relcal_milestone_title(copy));
    ck_assert_str_eq(or_none(relcal_milestone_note(milestone)),
                     or_none(relcal_milestone_note(copy)));

    relcal_entry entry;
    relcal_entry other;
    bool is_planned = relcal_plan_entry(plan, milestone, &entry);
    relcal_plan latest = relcal_series_plan(relcal_milestone_series(copy), RELCAL_LATEST);
    ck_assert_msg(is_planned == relcal_plan_entry(latest, copy, &other), "%s", id);
    ck_assert_msg(!is_planned || entry.state == other.state, "%s", id);
    ck_assert_msg(!is_planned || is_same_when(&entry.when, &other.when), "%s", id);

    size_t count = 0;
    for (; count < relcal_milestone_revision_count(milestone); count++) {
        relcal_revision revision = relcal_milestone_revision_at(milestone, count);
        if (revision.since > plan.as_of) {
            break;
        }
        ck_assert_uint_lt(count, relcal_milestone_revision_count(copy));
        relcal_revision written = relcal_milestone_revision_at(copy, count);
        ck_assert_int_eq(revision.since, written.since);
        ck_assert_int_eq(revision.withdrawn, written.withdrawn);
        ck_assert_msg(is_same_when(&revision.when, &written.when), "%s", id);
    }
    ck_assert_msg(count == relcal_milestone_revision_count(copy), "%s", id);
}

static bool is_same_standing(const relcal_standing *left, const relcal_standing *right)
{
    return strcmp(relcal_phase_id(left->phase), relcal_phase_id(right->phase)) == 0 &&
           strcmp(relcal_milestone_id(left->since), relcal_milestone_id(right->since)) == 0 &&
           strcmp(relcal_milestone_id(left->until), relcal_milestone_id(right->until)) == 0 &&
           strcmp(relcal_milestone_id(left->last), relcal_milestone_id(right->last)) == 0 &&
           strcmp(relcal_milestone_id(left->next), relcal_milestone_id(right->next)) == 0 &&
           left->freezes == right->freezes && left->freezes_unknown == right->freezes_unknown &&
           left->day == right->day && left->overdue == right->overdue &&
           left->certain == right->certain;
}

static void compare_on(relcal_plan plan, relcal_plan copy, relcal_date date)
{
    char day[RELCAL_DATE_BYTES];
    char as_of[RELCAL_DATE_BYTES];
    relcal_standing standing = relcal_plan_on(plan, date);
    relcal_standing other = relcal_plan_on(copy, date);
    ck_assert_msg(is_same_standing(&standing, &other), "%s as of %s, on %s: %s, written %s",
                  relcal_series_id(plan.series), relcal_date_format(plan.as_of, as_of),
                  relcal_date_format(date, day), relcal_phase_id(standing.phase),
                  relcal_phase_id(other.phase));
}

/* Compares answers around the bounds of everything that is planned: between them nothing changes.
 */
static void compare_answers(relcal_plan plan, relcal_plan copy)
{
    for (size_t i = 0; i < relcal_series_milestone_count(plan.series); i++) {
        relcal_entry entry;
        if (!relcal_plan_entry(plan, relcal_series_milestone_at(plan.series, i), &entry) ||
            entry.when.precision == RELCAL_PRECISION_TBD) {
            continue;
        }
        relcal_date first = relcal_instant_date(entry.when.earliest);
        relcal_date last = relcal_instant_date(entry.when.latest);
        for (relcal_date offset = -1; offset <= 1; offset++) {
            compare_on(plan, copy, first + offset);
            if (last != first) {
                compare_on(plan, copy, last + offset);
            }
        }
    }
}

/* Whether the original and what was written as of a day agree on how the plan stood earlier. */
static void compare_past(relcal_plan plan, const relcal_series *copy, relcal_date earlier)
{
    relcal_plan past = relcal_series_plan(plan.series, earlier);
    relcal_plan past_copy = relcal_series_plan(copy, earlier);
    ck_assert_int_eq(relcal_plan_revised(past), relcal_plan_revised(past_copy));
    compare_on(past, past_copy, earlier - 30);
    compare_on(past, past_copy, earlier);
    compare_on(past, past_copy, earlier + 30);
    compare_on(past, past_copy, earlier + 300);
}

static void compare_series(relcal_plan plan, const relcal_series *copy)
{
    const relcal_series *series = plan.series;
    ck_assert_str_eq(relcal_series_id(series), relcal_series_id(copy));
    ck_assert_str_eq(or_none(relcal_series_spec_name(series)),
                     or_none(relcal_series_spec_name(copy)));
    ck_assert_str_eq(or_none(relcal_series_spec_url(series)),
                     or_none(relcal_series_spec_url(copy)));
    ck_assert_str_eq(or_none(relcal_series_branch(series)), or_none(relcal_series_branch(copy)));
    ck_assert_str_eq(or_none(relcal_series_release_manager(series)),
                     or_none(relcal_series_release_manager(copy)));
    ck_assert_int_eq(relcal_plan_revised(plan), relcal_series_revised(copy));

    size_t written = 0;
    for (size_t i = 0; i < relcal_series_milestone_count(series); i++) {
        const relcal_milestone *milestone = relcal_series_milestone_at(series, i);
        const relcal_milestone *found = NULL;
        for (size_t j = 0; found == NULL && j < relcal_series_milestone_count(copy); j++) {
            const relcal_milestone *other = relcal_series_milestone_at(copy, j);
            bool is_same = strcmp(relcal_milestone_id(milestone), relcal_milestone_id(other)) == 0;
            found = is_same ? other : NULL;
        }
        relcal_entry entry;
        if (found != NULL) {
            compare_milestones(plan, milestone, found);
            written++;
        } else {
            ck_assert_msg(!relcal_plan_entry(plan, milestone, &entry), "%s is not written",
                          relcal_milestone_id(milestone));
        }
    }
    ck_assert_uint_eq(written, relcal_series_milestone_count(copy));
    compare_answers(plan, relcal_series_plan(copy, RELCAL_LATEST));
}

/* The plan of 3.10 as it was first published had 3.10.0 before its own alphas, for a day. */
static bool is_contradiction(relcal_plan plan)
{
    return strcmp(relcal_series_id(plan.series), "3.10") == 0 &&
           plan.as_of == relcal_date_from_civil(2020, 5, 25);
}

static void check_refused(const char *project, const char *series)
{
    const relcal_source sources[] = {{"x/project.yaml", project, strlen(project)},
                                     {"x/series.yaml", series, strlen(series)}};
    relcal_catalog *catalog = NULL;
    relcal_error error;
    ck_assert_int_eq(relcal_catalog_parse(&catalog, NULL, sources, COUNT(sources), NULL, &error),
                     RELCAL_ERROR_DATA);
    ck_assert_msg(strncmp(error.message, "phases out of order", 19) == 0, "%s", error.message);
}

/* Writes a plan, loads that, compares everything, and writes it again. */
static void check_round_trip(relcal_plan plan, const char *project_text)
{
    char *text = written_plan(plan);
    if (is_contradiction(plan)) {
        check_refused(project_text, text);
        free(text);
        return;
    }
    relcal_catalog *catalog = parsed(project_text, text);
    const relcal_series *copy = only_series(catalog);
    compare_series(plan, copy);
    if (plan.as_of != RELCAL_LATEST) {
        compare_past(plan, copy, plan.as_of);
        compare_past(plan, copy, plan.as_of - 1);
        compare_past(plan, copy, plan.as_of - 100);
    }
    char *again = written_plan(relcal_series_plan(copy, RELCAL_LATEST));
    assert_same_text(text, again);
    free(again);
    free(text);
    relcal_catalog_free(catalog);
}

/* As of every day around which a milestone's plan changed or it happened, and the latest. */
static void check_series(const relcal_series *series, const char *project_text)
{
    check_round_trip(relcal_series_plan(series, RELCAL_LATEST), project_text);
    relcal_date first = RELCAL_DATE_MAX;
    relcal_date last = RELCAL_DATE_MIN;
    for (size_t i = 0; i < relcal_series_milestone_count(series); i++) {
        const relcal_milestone *milestone = relcal_series_milestone_at(series, i);
        size_t count = relcal_milestone_revision_count(milestone);
        for (size_t j = 0; j < count; j++) {
            relcal_date since = relcal_milestone_revision_at(milestone, j).since;
            first = since < first ? since : first;
            last = since > last ? since : last;
        }
        relcal_entry entry;
        relcal_plan latest = relcal_series_plan(series, RELCAL_LATEST);
        if (relcal_plan_entry(latest, milestone, &entry) && entry.state == RELCAL_ACTUAL) {
            first = relcal_when_date(&entry.when) < first ? relcal_when_date(&entry.when) : first;
            last = relcal_when_date(&entry.when) > last ? relcal_when_date(&entry.when) : last;
        }
    }
    for (relcal_date day = first - 1; day <= last + 1; day++) {
        relcal_date change = relcal_plan_revised(relcal_series_plan(series, day + 1));
        bool is_near = change != RELCAL_DATE_NONE && day - change <= 1;
        if (is_near || day < first) {
            check_round_trip(relcal_series_plan(series, day), project_text);
        }
    }
}

/* ---- the built-in catalog ---- */

static const relcal_project *builtin_python(void)
{
    return relcal_catalog_project(relcal_catalog_builtin(), "python");
}

START_TEST(builtin_project)
{
    char *text = written_project(builtin_python());
    relcal_catalog *catalog = parsed(text, "series: 1\nmilestones: []\n");
    compare_projects(builtin_python(), only_project(catalog));
    char *again = written_project(only_project(catalog));
    assert_same_text(text, again);
    free(again);
    free(text);
    relcal_catalog_free(catalog);
}
END_TEST

START_TEST(builtin_series)
{
    char *project_text = written_project(builtin_python());
    const relcal_series *series = relcal_project_series_at(builtin_python(), (size_t)_i);
    check_series(series, project_text);
    free(project_text);
}
END_TEST

/* What is written is laid out as the files of data/ are, comments aside. */
START_TEST(layout_of_data)
{
    const relcal_series *series = relcal_project_series_at(builtin_python(), (size_t)_i);
    char path[4096];
    (void)snprintf(path, sizeof path, "%s/python/%s.yaml", RELCAL_SCHEDULES,
                   relcal_series_id(series));
    FILE *file = fopen(path, "r");
    ck_assert_msg(file != NULL, "%s cannot be read", path);
    char *text = written_plan(relcal_series_plan(series, RELCAL_LATEST));
    const char *rest = text;
    char line[4096];
    while (fgets(line, sizeof line, file) != NULL) {
        size_t length = strlen(line);
        if (line[0] != '#') {
            ck_assert_msg(strncmp(rest, line, length) == 0, "%s: %.*swritten as %.*s", path,
                          (int)length, line, (int)strcspn(rest, "\n"), rest);
            rest += length;
        }
    }
    ck_assert_str_eq(rest, "");
    (void)fclose(file);
    free(text);
}
END_TEST

/* The mappings of milestones, one by one, make the same series. */
START_TEST(milestones_one_by_one)
{
    relcal_plan plan = relcal_series_plan(relcal_project_series(builtin_python(), "3.9"),
                                          day_of("2020-06-10"));
    char *whole = written_plan(plan);
    char *project_text = written_project(builtin_python());
    char *text = calloc(2, strlen(whole));
    ck_assert_ptr_nonnull(text);
    const char *list = strstr(whole, "milestones:\n") + strlen("milestones:\n");
    strncat(text, whole, (size_t)(list - whole));
    for (size_t i = 0; i < relcal_series_milestone_count(plan.series); i++) {
        char *milestone = written_milestone(plan, relcal_series_milestone_at(plan.series, i));
        ck_assert_ptr_null(strchr(milestone, '\n'));
        if (milestone[0] != '\0') {
            strcat(strcat(strcat(text, "- "), milestone), "\n");
        }
        free(milestone);
    }
    relcal_catalog *catalog = parsed(project_text, text);
    char *again = written_plan(relcal_series_plan(only_series(catalog), RELCAL_LATEST));
    assert_same_text(whole, again);
    free(again);
    relcal_catalog_free(catalog);
    free(text);
    free(project_text);
    free(whole);
}
END_TEST

/* ---- milestones ---- */

/* What a milestone is written as; as of no day means the latest plan. */
static const struct {
    const char *given;
    const char *as_of;
    const char *wanted;
} milestone_items[] = {
    /* what is derived is left out, what differs is not */
    {"{id: b1, date: 2026-05-05, state: expected, kind: beta, number: 1, title: beta 1}", NULL,
     "{id: b1, date: 2026-05-05}"},
    {"{id: b1, date: 2026-05-05, kind: nightly, number: 2, title: B 1}", NULL,
     "{id: b1, kind: nightly, number: 2, title: B 1, date: 2026-05-05}"},
    {"{id: v1.0.0-Beta.1, date: 2026-05-05}", NULL, "{id: v1.0.0-Beta.1, date: 2026-05-05}"},
    {"{id: 1.0.0, date: 2026-05-05, number: 0}", NULL, "{id: 1.0.0, number: 0, date: 2026-05-05}"},
    {"{id: 1.0.2, date: 2026-05-05, kind: bugfix}", NULL, "{id: 1.0.2, date: 2026-05-05}"},
    {"{id: 1.0.2, date: 2026-05-05, kind: final}", NULL,
     "{id: 1.0.2, kind: final, date: 2026-05-05}"},
    {"{id: 1.0.0, date: 2026-05-05, kind: bugfix}", NULL, /* of the first release no more */
     "{id: 1.0.0, kind: bugfix, date: 2026-05-05}"},
    {"{id: 1.0.0-preview2, date: 2026-05-05, kind: alpha}", NULL,
     "{id: 1.0.0-preview2, kind: alpha, date: 2026-05-05}"},
    {"{id: 1.0.0-preview2, date: 2026-05-05, kind: alpha, title: 1.0.0 candidate 2}", NULL,
     "{id: 1.0.0-preview2, kind: alpha, title: 1.0.0 candidate 2, date: 2026-05-05}"},
    {"{id: 1.0.2rc1, date: 2026-05-05}", NULL, "{id: 1.0.2rc1, date: 2026-05-05}"},
    {"{id: 1.0.2rc1, date: 2026-05-05, kind: candidate}", NULL, /* of the first release, then */
     "{id: 1.0.2rc1, kind: candidate, date: 2026-05-05}"},
    {"{id: beta, date: 2026-05-05, title: beta}", NULL, "{id: beta, date: 2026-05-05}"},
    {"{id: beta, date: 2026-05-05, number: 1}", NULL, "{id: beta, number: 1, date: 2026-05-05}"},
    {"{id: end-of-life, date: tbd, title: end of life}", NULL, "{id: end-of-life, date: tbd}"},
    {"{id: end-of-life, date: tbd, title: end of lif}", NULL,
     "{id: end-of-life, title: end of lif, date: tbd}"},
    {"{id: end-of-life, date: tbd, title: end-of-life}", NULL,
     "{id: end-of-life, title: end-of-life, date: tbd}"},
    {"{id: end-of-life, date: tbd, title: end of life!}", NULL,
     "{id: end-of-life, title: end of life!, date: tbd}"},

    /* dates */
    {"{id: x, date: 2026-W19-2}", NULL, "{id: x, date: 2026-05-05}"},
    {"{id: x, date: 2026-W19}", NULL, "{id: x, date: 2026-W19}"},
    {"{id: x, date: 2026-05}", NULL, "{id: x, date: 2026-05}"},
    {"{id: x, date: 2026}", NULL, "{id: x, date: 2026}"},
    {"{id: x, date: 0001-01-01}", NULL, "{id: x, date: 0001-01-01}"},
    {"{id: x, date: 9999-12-31}", NULL, "{id: x, date: 9999-12-31}"},
    {"{id: x, date: TBD}", NULL, "{id: x, date: tbd}"},
    {"{id: x, date: 2026-05-05..2026-05-08}", NULL, "{id: x, date: 2026-05-05..2026-05-08}"},
    {"{id: x, date: '2026-05-05T12:00Z'}", NULL, "{id: x, date: \"2026-05-05T12:00Z\"}"},
    {"{id: x, date: '2026-05-05T12:00:01-09:30'}", NULL,
     "{id: x, date: \"2026-05-05T12:00:01-09:30\"}"},
    {"{id: x, date: '2026-05-05T14:00+02:00[Europe/Berlin]'}", NULL,
     "{id: x, date: \"2026-05-05T14:00+02:00[Europe/Berlin]\"}"},
    {"{id: x, date: '2026-05-05T00:00 AoE'}", NULL, "{id: x, date: \"2026-05-05T00:00AoE\"}"},
    {"{id: x, date: '2026-05-05T24:00aoe'}", NULL, "{id: x, date: \"2026-05-05T24:00AoE\"}"},
    {"{id: x, date: '2026-05-05T24:00Z', planned: {2026-01-01: '2026-05-05T24:00Z'}}", NULL,
     "{id: x, date: \"2026-05-05T24:00Z\", planned: {2026-01-01: \"2026-05-05T24:00Z\"}}"},

    /* histories: none, an empty one, whole and cut */
    {"{id: x, date: 2026-05-05, state: actual}", NULL, "{id: x, date: 2026-05-05, state: actual}"},
    {"{id: x, date: 2026-05-05, state: actual}", "2026-05-05",
     "{id: x, date: 2026-05-05, state: actual}"},
    {"{id: x, date: 2026-05-05, state: actual}", "2026-05-04", "{id: x, date: 2026-05-05}"},
    {"{id: x, date: 2026-05-05, state: actual, planned: {}}", NULL,
     "{id: x, date: 2026-05-05, state: actual, planned: {}}"},
    {"{id: x, date: 2026-05-05, state: actual, planned: {}}", "2026-05-04", ""},
    {"{id: x, date: 2026-05, state: actual, planned: {2026-01-01: 2026-04}}", "2026-05-30",
     "{id: x, date: 2026-04, planned: {2026-01-01: 2026-04}}"},
    {"{id: x, date: 2026-05, state: actual, planned: {2026-01-01: 2026-04}}", "2026-05-31",
     "{id: x, date: 2026-05, state: actual, planned: {2026-01-01: 2026-04}}"},
    {"{id: x, date: '2026-05-05T24:00AoE', state: actual}", "2026-05-05",
     "{id: x, date: \"2026-05-05T24:00AoE\"}"},
    {"{id: x, date: 2026-05-05, state: actual, planned: {2026-01-01: 2026-04-01,"
     " 2026-03-01: 2026-05-01, 2026-06-01: 2026-07-01}}",
     "2026-05-05",
     "{id: x, date: 2026-05-05, state: actual, planned: {2026-01-01: 2026-04-01,"
     " 2026-03-01: 2026-05-01}}"},
    {"{id: x, date: 2026-05-05, state: actual, planned: {2026-01-01: 2026-04-01,"
     " 2026-03-01: 2026-05-01}}",
     "2026-02-28", "{id: x, date: 2026-04-01, planned: {2026-01-01: 2026-04-01}}"},
    {"{id: x, date: 2026-05-05, state: actual, planned: {2026-01-01: 2026-04-01}}", "2025-12-31",
     ""},
    {"{id: x, date: 2026-05-05, planned: {2026-01-01: 2026-04-01, 2026-02-01: withdrawn,"
     " 2026-03-01: tbd, 2026-04-01: 2026-05-05}}",
     "2026-02-15",
     "{id: x, state: withdrawn, planned: {2026-01-01: 2026-04-01, 2026-02-01: withdrawn}}"},
    {"{id: x, date: 2026-05-05, planned: {2026-01-01: 2026-04-01, 2026-02-01: withdrawn,"
     " 2026-03-01: tbd, 2026-04-01: 2026-05-05}}",
     "2026-03-15",
     "{id: x, date: tbd, planned: {2026-01-01: 2026-04-01, 2026-02-01: withdrawn,"
     " 2026-03-01: tbd}}"},
    {"{id: x, state: withdrawn, note: Gone, planned: {2026-01-01: 2026-04-01,"
     " 2026-02-01: withdrawn}}",
     NULL,
     "{id: x, state: withdrawn, note: Gone, planned: {2026-01-01: 2026-04-01,"
     " 2026-02-01: withdrawn}}"},
    {"{id: x, state: withdrawn, planned: {2026-01-01: 2026-04-01, 2026-02-01: withdrawn}}",
     "2026-01-31", "{id: x, date: 2026-04-01, planned: {2026-01-01: 2026-04-01}}"},
    {"{id: x, state: withdrawn, planned: {2026-01-01: withdrawn}}", "2026-01-01",
     "{id: x, state: withdrawn, planned: {2026-01-01: withdrawn}}"},
    {"{id: x, state: withdrawn, planned: {2026-01-01: withdrawn}}", "2025-12-31", ""},
};

START_TEST(milestones)
{
    char series[1024];
    const char *as_of = milestone_items[_i].as_of;
    (void)snprintf(series, sizeof series, "series: 1.0\nmilestones:\n- %s\n",
                   milestone_items[_i].given);
    relcal_catalog *catalog = parsed(any_project, series);
    relcal_plan plan = relcal_series_plan(only_series(catalog), day_of(as_of));
    char *text = written_milestone(plan, relcal_series_milestone_at(plan.series, 0));
    ck_assert_str_eq(text, milestone_items[_i].wanted);
    free(text);
    check_round_trip(plan, any_project);
    check_series(plan.series, any_project);
    relcal_catalog_free(catalog);
}
END_TEST

/* A whole series with every precision and every way that a plan can turn. */
START_TEST(turns)
{
    static const char series[] =
        "series: 1.0\n"
        "milestones:\n"
        "- {id: development, date: 2026-01-05, state: actual, planned: {}}\n"
        "- {id: 1.0.0b1, date: '2026-03-01T12:00+02:00[Europe/Berlin]', state: actual, planned:\n"
        "   {2026-01-05: 2026-03, 2026-02-01: withdrawn, 2026-02-10: 2026-W10,\n"
        "    2026-02-20: '2026-03-01T24:00AoE'}}\n"
        "- {id: 1.0.0b2, state: withdrawn, planned: {2026-01-05: 2026-03-15, 2026-02-01: tbd,\n"
        "    2026-02-20: withdrawn}}\n"
        "- {id: string-freeze, date: tbd, planned: {2026-02-01: 2026-04, 2026-03-01: tbd}}\n"
        "- {id: 1.0.0rc1, date: 2026-04-10..2026-04-12, state: actual}\n"
        "- {id: 1.0.0rc2, date: 2026-04-10, planned: {2026-04-01: 2026-04-10}}\n"
        "- {id: 1.0.0, date: 2026-05, planned: {2026-01-06: 2026, 2026-04-10: 2026-05}}\n";
    relcal_catalog *catalog = parsed(any_project, series);
    check_series(only_series(catalog), any_project);
    relcal_catalog_free(catalog);
}
END_TEST

/* An as-of day outside of the calendar knows no milestone; NULL is one that no plan knows. */
START_TEST(unknown)
{
    static const relcal_date days[] = {RELCAL_DATE_NONE, RELCAL_DATE_MIN - 1, RELCAL_DATE_MAX + 1,
                                       RELCAL_LATEST - 1};
    const relcal_series *series = relcal_project_series(builtin_python(), "3.13");
    for (size_t i = 0; i < COUNT(days); i++) {
        relcal_plan plan = relcal_series_plan(series, days[i]);
        char *text = written_plan(plan);
        ck_assert_ptr_nonnull(strstr(text, "\nmilestones: []\n"));
        ck_assert_ptr_null(strstr(text, "revised"));
        free(text);
        char *milestone = written_milestone(plan, relcal_series_milestone(series, "a7"));
        ck_assert_str_eq(milestone, "");
        free(milestone);
    }
    char *nothing = written_milestone(relcal_series_plan(series, RELCAL_LATEST), NULL);
    ck_assert_str_eq(nothing, "");
    free(nothing);
}
END_TEST

/* ---- layout ---- */

static const struct {
    const char *given;
    const char *wanted;
} layout_items[] = {
    {"- {id: x, date: 2026-05-05, planned: {2026-01-01: 2026-05-05}}\n",
     "- {id: x, date: 2026-05-05, planned: {2026-01-01: 2026-05-05}}\n"},
    {"- {id: x, date: 2026-05-05, planned: {2025-01-01: 2026-04-05, 2026-01-01: 2026-05-05}}\n",
     "- {id: x, date: 2026-05-05,\n"
     "   planned: {2025-01-01: 2026-04-05, 2026-01-01: 2026-05-05}}\n"},
    {"- {id: x, date: 2026-05-05, state: actual, note: 'planned: {2025: x}}', planned: {\n"
     "   2025-01-01: 2026-04-05, 2025-02-01: tbd, 2025-03-01: 2025,\n"
     "   2025-04-01: '2026-05-05T14:00+02:00[Europe/Berlin]',\n"
     "   2026-01-01: '2026-05-05T14:00+02:00[Europe/Berlin]'}}\n",
     "- {id: x, date: 2026-05-05, state: actual, note: \"planned: {2025: x}}\",\n"
     "   planned: {2025-01-01: 2026-04-05, 2025-02-01: tbd, 2025-03-01: 2025,\n"
     "             2025-04-01: \"2026-05-05T14:00+02:00[Europe/Berlin]\",\n"
     "             2026-01-01: \"2026-05-05T14:00+02:00[Europe/Berlin]\"}}\n"},
    /* 100 columns, and 101 */
    {"- {id: x, date: 2026-05-05, note: the quick brown fox jumps over, planned: {2026-01-01: "
     "2026-05-05}}\n",
     "- {id: x, date: 2026-05-05, note: the quick brown fox jumps over, planned: {2026-01-01: "
     "2026-05-05}}\n"},
    {"- {id: x, date: 2026-05-05, note: Ärger und Verdruß über Zäune!!, planned: {2026-01-01: "
     "2026-05-05}}\n",
     "- {id: x, date: 2026-05-05, note: Ärger und Verdruß über Zäune!!, planned: {2026-01-01: "
     "2026-05-05}}\n"},
    {"- {id: x, date: 2026-05-05, note: the quick brown fox jumps overs, planned: {2026-01-01: "
     "2026-05-05}}\n",
     "- {id: x, date: 2026-05-05, note: the quick brown fox jumps overs,\n"
     "   planned: {2026-01-01: 2026-05-05}}\n"},
    {"- {id: x, date: 2026-05-05, state: actual, note: the quick brown fox jumps over the lazy dog"
     ", planned: {}}\n",
     "- {id: x, date: 2026-05-05, state: actual, note: the quick brown fox jumps over the lazy dog"
     ",\n   planned: {}}\n"},
    {"- {id: x, date: 2026-05-05, state: actual, note: 'the quick brown fox jumps over the lazy d"
     "ogs {}}'}\n",
     "- {id: x, date: 2026-05-05, state: actual, note: 'the quick brown fox jumps over the lazy d"
     "ogs {}}'}\n"},
};

START_TEST(layout)
{
    char series[1024];
    char wanted[1024];
    const char *head = "series: 1.0\nmilestones:\n";
    (void)snprintf(series, sizeof series, "%s%s", head, layout_items[_i].given);
    (void)snprintf(wanted, sizeof wanted, "%s", layout_items[_i].wanted);
    relcal_catalog *catalog = parsed(any_project, series);
    char *text = written_plan(relcal_series_plan(only_series(catalog), RELCAL_LATEST));
    ck_assert_str_eq(strstr(text, "- "), wanted);
    free(text);
    check_series(only_series(catalog), any_project);
    relcal_catalog_free(catalog);
}
END_TEST

/* ---- projects ---- */

/* project.yaml files as they are written: what was given, and what comes of it where it differs. */
static const struct {
    const char *given;
    const char *wanted;
} project_items[] = {
    {"project: x\nname: X\nphases: []\n", NULL},
    {"project: x\nname: X\nphases: []\nfreezes: []\n", "project: x\nname: X\nphases: []\n"},
    {"project: x\n"
     "name: X\n"
     "url: \"https://example.org/\"\n"
     "revised: 2026-05-05\n"
     "trunk: {branch: main, begins: [development, first alpha]}\n"
     "calendar: {uid-domain: example.org, color: red}\n"
     "phases:\n"
     "- {id: open, begins: development}\n"
     "- {id: beta, begins: first beta, living: no}\n"
     "branches:\n"
     "  repairs: [beta]\n"
     "names:\n"
     "  stable: [open, beta]\n"
     "  newest: [beta]\n"
     "  lts: {phases: [open], series: [3.2, 4.2]}\n"
     "freezes:\n"
     "- {id: strings, from: string-freeze, until: [rc1, final, end-of-life]}\n"
     "- id: features\n"
     "  from: last beta\n"
     "  source: \"https://example.org/#freeze\"\n",
     NULL},
    {"project: x\nname: X\ncalendar: {color: red}\nphases: []\n", NULL},
    {"project: x\nname: X\ncalendar: {uid-domain: x.org}\nphases: []\n", NULL},
    {"project: x\nname: X\ncalendar: {}\nphases: []\n", "project: x\nname: X\nphases: []\n"},
    {"{name: X, project: x, phases: [{living: yes, begins: [c 1], id: p},\n"
     " {id: q, begins: ['Beta 0', A-2, ' final ', 1.0.0b1, beta, first rc, last nightly build,\n"
     "  'first ', firsts, 'a, b']}]}\n",
     "project: x\n"
     "name: X\n"
     "phases:\n"
     "- {id: p, begins: rc1}\n"
     "- {id: q, begins: [b0, a2, final, 1.0.0b1, beta, first candidate, last nightly build, "
     "'first ', firsts, 'a, b']}\n"},
    {"project: x\n"
     "name: X\n"
     "phases:\n"
     "- {id: open, begins: start}\n"
     "cadences:\n"
     "- id: all\n"
     "  series: [3.14, {from: 3.16}, {to: 3.10}, {from: 3.11, to: 3.12}]\n"
     "  reason: \"Why: so\"\n"
     "  source: \"https://example.org/#x\"\n"
     "  release: '{series}.0'\n"
     "  anchor: b1\n"
     "  year: year(previous.b1) + 1 year\n"
     "  rules:\n"
     "    development: previous.b1\n"
     "    b1: first tuesday of may\n"
     "    candidate:\n"
     "      rule: every 1 week from b1 + 2 weeks\n"
     "      id: '{series}-rc{number}'\n"
     "      note: a \"note\"\n"
     "      count: 7..8\n"
     "    final: last candidate + 7 days\n"
     "    bugfix:\n"
     "      rule: every 2 months from final until final + 24 months, first tuesday\n"
     "      asked: yes\n"
     "  tolerance: 3\n"
     "  avoid:\n"
     "  - name: turn of the year\n"
     "    days: 12-24..01-02\n"
     "    instead: same weekday after\n"
     "  - name: \"thanks: all\"\n"
     "    days: 4th thursday of november\n"
     "    instead: next working day\n"
     "  constraints:\n"
     "  - id: gap\n"
     "    from: b1\n"
     "    to: last candidate\n"
     "    at-least: 1 week\n"
     "    at-most: 3 months\n"
     "    reason: a, b\n"
     "    source: s\n"
     "  - id: days\n"
     "    kinds: [beta, candidate, odd]\n"
     "    weekdays: [tuesday, friday]\n"
     "  - id: apart\n"
     "    apart: week\n"
     "- id: bare\n"
     "  anchor: b1\n"
     "  rules:\n"
     "    b1: 2028-05-02\n"
     "  tolerance: 7\n",
     NULL},
};

START_TEST(projects)
{
    relcal_catalog *catalog = parsed(project_items[_i].given, "series: 1.0\nmilestones: []\n");
    const char *wanted = project_items[_i].wanted == NULL ? project_items[_i].given
                                                          : project_items[_i].wanted;
    char *text = written_project(only_project(catalog));
    ck_assert_str_eq(text, wanted);
    relcal_catalog *copy = parsed(text, "series: 1.0\nmilestones: []\n");
    compare_projects(only_project(catalog), only_project(copy));
    char *again = written_project(only_project(copy));
    assert_same_text(text, again);
    free(again);
    free(text);
    relcal_catalog_free(copy);
    relcal_catalog_free(catalog);
}
END_TEST

/* ---- hostile texts ---- */

static const char *const hostile_items[] = {
    "plain",
    "it's",
    "\"",
    "say \"no\"",
    "'",
    "''",
    "a: b",
    ":",
    ": x",
    "x:",
    "a #b",
    "#",
    "# comment",
    "a#b",
    "-",
    "- x",
    "--",
    "---",
    "--- x",
    "...",
    "... x",
    "?",
    "? x",
    "{",
    "}",
    "}}",
    "{a: b}",
    "[a, b]",
    "a, b",
    ",",
    "&anchor",
    "*alias",
    "!tag",
    "%YAML 1.2",
    "@at",
    "`tick`",
    "|",
    ">",
    ">-",
    "<<",
    "=",
    "~",
    "null",
    "yes",
    "No",
    "true",
    "3.10",
    "0x10",
    "1e3",
    "012",
    "12:30:45",
    "2026-05-05",
    "2026-02-31",
    ".inf",
    " leading",
    "trailing ",
    "   ",
    "two  spaces",
    "back\\slash",
    "\\",
    "\\n",
    "\\\"",
    "planned: {",
    "planned: {2026-01-01: 2026-05-05}}",
    "first",
    "first beta",
    "发布计划",
    "Łukasz Langa",
    "party 🎉, at: 9",
    "🎉",
    "\xC2\xA0",       /* no-break space */
    "a\xEF\xBB\xBFz", /* a byte order mark inside */
    "\xE2\x80\x8Fright to left",
    "\xEF\xBF\xBD",     /* replacement character */
    "\xF4\x8F\xBF\xBD", /* among the last of Unicode */
};

/* Appends a text in double quotes. */
static void append_quoted(char *out, const char *text)
{
    out += strlen(out);
    *out++ = '"';
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\') {
            *out++ = '\\';
        }
        *out++ = *text;
    }
    *out++ = '"';
    *out = '\0';
}

/* Replaces every $ of a template by a text in double quotes. */
static char *filled(const char *template, const char *text)
{
    char *out = calloc(strlen(template) + 8 * (2 * strlen(text) + 3), 1);
    ck_assert_ptr_nonnull(out);
    for (; *template != '\0'; template ++) {
        if (*template == '$') {
            append_quoted(out, text);
        } else {
            strncat(out, template, 1);
        }
    }
    return out;
}

static void check_hostile(const char *hostile)
{
    char *project_text = filled("project: x\nname: $\nurl: $\ntrunk: {branch: $, begins: $}\n"
                                "phases: [{id: p, begins: [b1, $]}]\n"
                                "freezes: [{id: f, from: $, source: $}]\n",
                                hostile);
    char *series_text = filled("series: 1.0\nspec: {name: $, url: $}\nbranch: $\n"
                               "release-manager: $\nmilestones:\n- {id: x, date: 2026-05-05, "
                               "title: $, note: $, planned: {2026-01-01: 2026-05-05}}\n"
                               "- {id: y, date: 2026-05-05, title: $, note: $}\n",
                               hostile);
    relcal_catalog *catalog = parsed(project_text, series_text);
    char *project = written_project(only_project(catalog));
    char *series = written_plan(relcal_series_plan(only_series(catalog), RELCAL_LATEST));
    relcal_catalog *copy = parsed(project, series);
    compare_projects(only_project(catalog), only_project(copy));
    compare_series(relcal_series_plan(only_series(catalog), RELCAL_LATEST), only_series(copy));
    assert_same_text(relcal_project_name(only_project(copy)), hostile);
    ck_assert_str_eq(relcal_series_branch(only_series(copy)), hostile);
    ck_assert_str_eq(relcal_milestone_note(relcal_series_milestone_at(only_series(copy), 1)),
                     hostile);
    char *again = written_project(only_project(copy));
    assert_same_text(project, again);
    free(again);
    free(series);
    free(project);
    relcal_catalog_free(copy);
    relcal_catalog_free(catalog);
    free(series_text);
    free(project_text);
}

START_TEST(hostile_texts)
{
    check_hostile(hostile_items[_i]);
}
END_TEST

/* The longest text that is read, of one character of each kind. */
START_TEST(long_texts)
{
    static const char *const units[] = {"x", "x ", " ", "'", "\"", "\\", "-", "界", "🎉", "{}"};
    const char *unit = units[_i];
    char text[RELCAL_MAX_SCALAR_BYTES + 1] = "";
    size_t length = 0;
    for (; length + strlen(unit) <= RELCAL_MAX_SCALAR_BYTES; length += strlen(unit)) {
        memcpy(text + length, unit, strlen(unit) + 1);
    }
    check_hostile(text);
}
END_TEST

/* ---- memory ---- */

typedef relcal_status (*write_function)(char **out, size_t *length);

static relcal_status write_project(char **out, size_t *length)
{
    return relcal_project_write(builtin_python(), out, length);
}

static relcal_status write_plan(char **out, size_t *length)
{
    const relcal_series *series = relcal_project_series(builtin_python(), "3.9");
    return relcal_plan_write(relcal_series_plan(series, RELCAL_LATEST), out, length);
}

static relcal_status write_milestone(char **out, size_t *length)
{
    const relcal_series *series = relcal_project_series(builtin_python(), "3.9");
    return relcal_milestone_write(relcal_series_plan(series, RELCAL_LATEST),
                                  relcal_series_milestone(series, "b2"), out, length);
}

static relcal_status write_nothing(char **out, size_t *length)
{
    const relcal_series *series = relcal_project_series(builtin_python(), "3.9");
    return relcal_milestone_write(relcal_series_plan(series, RELCAL_LATEST), NULL, out, length);
}

/* Every allocation fails in turn, until one beyond the last lets the call through. */
START_TEST(no_memory)
{
    static const write_function functions[] = {write_project, write_plan, write_milestone,
                                               write_nothing};
    char untouched;
    for (size_t fail_at = 1;; fail_at++) {
        char *out = &untouched;
        size_t length = 12345;
        allocations_begin(fail_at);
        relcal_status status = functions[_i](&out, &length);
        (void)allocations_end();
        if (!allocations_have_failed()) {
            ck_assert_int_eq(status, RELCAL_OK);
            ck_assert_uint_eq(length, strlen(out));
            ck_assert_int_eq(allocations_outstanding(), ALLOCATIONS_ARE_COUNTED && fail_at > 1);
            free(out);
            return;
        }
        ck_assert_int_eq(status, RELCAL_ERROR_MEMORY);
        ck_assert_ptr_eq(out, &untouched);
        ck_assert_uint_eq(length, 12345);
        ck_assert_int_eq(allocations_outstanding(), 0);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("write");
    TCase *tests = tcase_create("write");
    int series_count = (int)relcal_project_series_count(builtin_python());
    tcase_set_timeout(tests, 600);
    tcase_add_test(tests, builtin_project);
    tcase_add_loop_test(tests, builtin_series, 0, series_count);
    tcase_add_loop_test(tests, layout_of_data, 0, series_count);
    tcase_add_test(tests, milestones_one_by_one);
    tcase_add_loop_test(tests, milestones, 0, COUNT(milestone_items));
    tcase_add_test(tests, turns);
    tcase_add_test(tests, unknown);
    tcase_add_loop_test(tests, layout, 0, COUNT(layout_items));
    tcase_add_loop_test(tests, projects, 0, COUNT(project_items));
    tcase_add_loop_test(tests, hostile_texts, 0, COUNT(hostile_items));
    tcase_add_loop_test(tests, long_texts, 0, 10);
    tcase_add_loop_test(tests, no_memory, 0, 4);
    suite_add_tcase(suite, tests);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
