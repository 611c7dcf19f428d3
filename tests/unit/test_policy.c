/*
 * What may still land. The first tables are read off what CPython's documents say of its phases and
 * freezes, not off the rules in data/; the second project, Gnomish, has freezes that overlap and
 * hours at which they begin; small ones from memory try the engine part by part.
 */
#include <check.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "allocations.h"
#include "relcal/relcal.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])
#define MOST_WORDS 8

/* ---- helpers ---- */

static const relcal_project *python(void)
{
    return relcal_catalog_project(relcal_catalog_builtin(), "python");
}

static relcal_catalog *loaded;

static void load_gnomish(void)
{
    relcal_error error;
    ck_assert_msg(relcal_catalog_load(&loaded, NULL, RELCAL_TEST_DATA "/policy", NULL, &error) ==
                      RELCAL_OK,
                  "%s:%u: %s", error.file, (unsigned)error.line, error.message);
}

static void free_loaded(void)
{
    relcal_catalog_free(loaded);
    loaded = NULL;
}

/* Words of a text with commas between them. */
typedef struct words {
    char text[256];
    const char *items[MOST_WORDS];
    size_t count;
} words;

static void split(words *out, const char *text)
{
    out->count = 0;
    (void)snprintf(out->text, sizeof out->text, "%s", text == NULL ? "" : text);
    for (char *word = strtok(out->text, ","); word != NULL; word = strtok(NULL, ",")) {
        ck_assert_uint_lt(out->count, MOST_WORDS);
        out->items[out->count++] = word;
    }
}

/* A question as tables write it; what is not there is NULL. */
typedef struct question {
    const char *series;
    const char *when; /* a day, or a moment */
    const char *changes;
    const char *approvals;
    const char *paths;
    const char *components;
    const char *branch;
    const char *as_of;
} question;

typedef struct answer {
    relcal_judgment judgment;
    relcal_ruling rulings[MOST_WORDS];
    const char *until; /* "" for NULL */
    const char *elsewhere;
} answer;

static answer ask(const relcal_project *project, question asked)
{
    answer out;
    words changes;
    words approvals;
    words paths;
    words components;
    const relcal_change *kinds[MOST_WORDS];
    const relcal_authority *authorities[MOST_WORDS];
    split(&changes, asked.changes);
    split(&approvals, asked.approvals);
    split(&paths, asked.paths);
    split(&components, asked.components);
    for (size_t index = 0; index < changes.count; index++) {
        kinds[index] = relcal_project_change(project, changes.items[index]);
        ck_assert_msg(kinds[index] != NULL, "%s", changes.items[index]);
    }
    for (size_t index = 0; index < approvals.count; index++) {
        authorities[index] = relcal_project_authority(project, approvals.items[index]);
        ck_assert_msg(authorities[index] != NULL, "%s", approvals.items[index]);
    }
    relcal_date as_of = RELCAL_LATEST;
    relcal_when when;
    ck_assert_int_eq(relcal_when_parse(&when, asked.when, strlen(asked.when), NULL), RELCAL_OK);
    if (asked.as_of != NULL) {
        ck_assert_int_eq(relcal_date_parse(&as_of, asked.as_of, strlen(asked.as_of), NULL),
                         RELCAL_OK);
    }
    const relcal_series *series = relcal_project_series(project, asked.series);
    ck_assert_msg(series != NULL, "%s", asked.series);
    relcal_plan plan = relcal_series_plan(series, as_of);
    relcal_request request = {
        .changes = kinds,
        .change_count = changes.count,
        .branch = asked.branch,
        .paths = paths.items,
        .path_count = paths.count,
        .components = components.items,
        .component_count = components.count,
        .approvals = authorities,
        .approval_count = approvals.count,
    };
    if (when.precision == RELCAL_PRECISION_DAY) {
        out.judgment = relcal_plan_judge_on(plan, relcal_when_date(&when), &request, out.rulings);
    } else {
        out.judgment = relcal_plan_judge_at(plan, when.latest, &request, out.rulings);
    }
    out.until = relcal_milestone_id(relcal_plan_judge_until(plan, when.latest, &request));
    const relcal_series *elsewhere = relcal_plan_judge_elsewhere(plan, when.latest, &request);
    out.elsewhere = elsewhere == NULL ? "" : relcal_series_id(elsewhere);
    return out;
}

static const char *verdict_of(const answer *given)
{
    return relcal_verdict_name(given->judgment.decisive.verdict);
}

/* A row of a table: the question, and the verdict. */
typedef struct row {
    question asked;
    const char *verdict;
} row;

static void check_rows(const relcal_project *project, const row *rows, size_t count)
{
    for (size_t index = 0; index < count; index++) {
        answer given = ask(project, rows[index].asked);
        ck_assert_msg(strcmp(verdict_of(&given), rows[index].verdict) == 0,
                      "%s in %s on %s: %s, not %s", rows[index].asked.changes,
                      rows[index].asked.series, rows[index].asked.when, verdict_of(&given),
                      rows[index].verdict);
    }
}

/* ---- CPython ---- */

static const char *const standard[] = {
    "feature", "feature-change", "behavior",    "removal", "deprecation",   "api",
    "abi",     "bytecode",       "performance", "bugfix",  "severe-bugfix", "security",
    "docs",    "tests",          "build",       "strings", "dependencies",
};

static bool is_in(const char *change, const char *list)
{
    words listed;
    split(&listed, list);
    for (size_t index = 0; index < listed.count; index++) {
        if (strcmp(listed.items[index], change) == 0) {
            return true;
        }
    }
    return false;
}

/* Which standard changes may land in a phase, if need be on a condition, and which may not. */
START_TEST(phases_of_python)
{
    static const struct {
        const char *series, *day, *phase, *landing, *kept_out;
    } rows[] = {
        {"3.12", "2022-06-01", "pre-alpha", NULL, ""},
        {"3.12", "2023-01-11", "alpha", NULL, ""},
        {"3.13", "2024-03-01", "alpha", NULL, ""},
        {"3.12", "2023-06-01", "beta", "bugfix,severe-bugfix,security,docs,tests,feature-change",
         "feature"},
        {"3.8", "2019-07-20", "beta", "bugfix,docs,tests,feature-change,abi", "feature"},
        {"3.14", "2025-06-01", "beta", "bugfix,docs,tests,feature-change", "feature"},
        {"3.12", "2023-08-20", "candidate", "severe-bugfix,security,docs,tests",
         "feature,feature-change,api,abi,performance,removal"},
        {"3.15", "2026-08-20", "candidate", "severe-bugfix,docs,tests", "feature,abi"},
        {"3.12", "2024-01-10", "bugfix", "bugfix,severe-bugfix,security,docs,tests",
         "feature,feature-change,performance,abi,removal"},
        {"3.12", "2025-06-01", "security", "", "feature,bugfix,docs,performance,build,abi"},
        {"3.7", "2024-01-01", "end-of-life", "", "security,bugfix,docs,tests,severe-bugfix"},
        {"3.11", "2027-11-01", "end-of-life", "", "security,bugfix,docs,feature,tests"},
    };
    for (size_t index = 0; index < COUNT(rows); index++) {
        for (size_t change = 0; change < COUNT(standard); change++) {
            const char *name = standard[change];
            answer given = ask(
                python(),
                (question){.series = rows[index].series, .when = rows[index].day, .changes = name});
            bool lands = relcal_verdict_lands(given.judgment.decisive.verdict);
            ck_assert_str_eq(relcal_phase_id(given.judgment.standing.phase), rows[index].phase);
            if (rows[index].landing == NULL || is_in(name, rows[index].landing)) {
                ck_assert_msg(lands, "%s %s: %s", rows[index].phase, name, verdict_of(&given));
            } else if (is_in(name, rows[index].kept_out)) {
                ck_assert_msg(!lands, "%s %s: %s", rows[index].phase, name, verdict_of(&given));
            }
        }
    }
}
END_TEST

START_TEST(verdicts_of_python)
{
    static const row rows[] = {
        /* Features until beta 1. */
        {{.series = "3.12", .when = "2023-05-21", .changes = "feature"}, "allow"},
        {{.series = "3.12", .when = "2023-05-22", .changes = "feature"}, "deny"},
        {{.series = "3.12",
          .when = "2023-05-22",
          .changes = "feature",
          .approvals = "release manager"},
         "allow"},
        {{.series = "3.12",
          .when = "2023-05-22",
          .changes = "feature",
          .approvals = "release-manager"},
         "allow"},
        {{.series = "3.12",
          .when = "2023-05-22",
          .changes = "feature",
          .approvals = "reviewer,core team"},
         "deny"},
        {{.series = "3.12",
          .when = "2023-08-20",
          .changes = "feature",
          .approvals = "release manager"},
         "deny"},
        /* As it was planned on the day before, beta 1 is on 2023-05-08. */
        {{.series = "3.12", .when = "2023-05-08", .changes = "feature", .as_of = "2023-05-07"},
         "deny"},
        {{.series = "3.12", .when = "2023-05-08", .changes = "feature", .as_of = "2023-05-08"},
         "allow"},
        /* Altering what no release has until candidate 1. */
        {{.series = "3.12", .when = "2023-07-11", .changes = "feature-change"}, "allow"},
        {{.series = "3.12", .when = "2023-08-05", .changes = "feature-change"}, "allow"},
        {{.series = "3.12", .when = "2023-08-06", .changes = "feature-change"}, "deny"},
        /* Unstable C API by consensus until candidate 1. */
        {{.series = "3.12", .when = "2023-07-01", .changes = "unstable-api"}, "review"},
        {{.series = "3.12", .when = "2023-07-01", .changes = "api"}, "deny"},
        {{.series = "3.12", .when = "2023-08-20", .changes = "unstable-api"}, "deny"},
        /* The ABI until the last beta; then the release manager. */
        {{.series = "3.12", .when = "2023-07-10", .changes = "abi"}, "allow"},
        {{.series = "3.12", .when = "2023-07-12", .changes = "abi"}, "approval"},
        {{.series = "3.12", .when = "2023-07-12", .changes = "abi", .approvals = "release manager"},
         "allow"},
        {{.series = "3.12", .when = "2023-08-20", .changes = "abi"}, "deny"},
        {{.series = "3.12", .when = "2023-08-20", .changes = "abi", .approvals = "release manager"},
         "allow"},
        {{.series = "3.12", .when = "2024-02-01", .changes = "abi"}, "deny"},
        {{.series = "3.14", .when = "2025-08-10", .changes = "bytecode"}, "approval"},
        /* Candidates. */
        {{.series = "3.12", .when = "2023-08-07", .changes = "severe-bugfix"}, "review"},
        {{.series = "3.12",
          .when = "2023-08-07",
          .changes = "severe-bugfix",
          .approvals = "reviewer"},
         "allow"},
        {{.series = "3.12", .when = "2023-08-07", .changes = "bugfix"}, "approval"},
        {{.series = "3.12", .when = "2023-08-07", .changes = "docs"}, "review"},
        {{.series = "3.12",
          .when = "2023-08-07",
          .changes = "docs",
          .approvals = "release manager"},
         "allow"},
        {{.series = "3.12", .when = "2023-08-07", .changes = "docs", .approvals = "reviewer"},
         "review"},
        {{.series = "3.12", .when = "2023-08-07", .changes = "tests"}, "review"},
        /* The day of a final release is the release manager's. */
        {{.series = "3.12", .when = "2023-10-02", .changes = "bugfix"}, "approval"},
        {{.series = "3.12",
          .when = "2023-10-02",
          .changes = "docs",
          .approvals = "release manager"},
         "allow"},
        {{.series = "3.12", .when = "2023-10-03", .changes = "bugfix"}, "allow"},
        {{.series = "3.12", .when = "2023-12-07", .changes = "docs"}, "approval"},
        {{.series = "3.12", .when = "2023-10-02T12:00Z", .changes = "bugfix"}, "approval"},
        {{.series = "3.12", .when = "2023-10-01T23:59:59Z", .changes = "docs"}, "review"},
        {{.series = "3.12", .when = "2023-06-06", .changes = "bugfix"},
         "allow"}, /* beta 2 is no final release */
        {{.series = "3.12", .when = "2023-10-02", .changes = "bugfix", .as_of = "2023-09-01"},
         "approval"},
        /* Maintenance and after. */
        {{.series = "3.12", .when = "2024-02-01", .changes = "performance"}, "defer"},
        {{.series = "3.12",
          .when = "2024-02-01",
          .changes = "performance",
          .approvals = "core team"},
         "allow"},
        {{.series = "3.12", .when = "2025-06-01", .changes = "security"}, "approval"},
        {{.series = "3.12",
          .when = "2025-06-01",
          .changes = "security",
          .approvals = "release manager"},
         "allow"},
        {{.series = "3.12", .when = "2025-06-01", .changes = "tests"}, "approval"},
        {{.series = "3.12",
          .when = "2025-06-01",
          .changes = "bugfix",
          .approvals = "release manager"},
         "deny"},
        {{.series = "3.7",
          .when = "2024-01-01",
          .changes = "security",
          .approvals = "release manager,steering council"},
         "deny"},
        /* A deprecation of two years comes first; the Steering Council excepts. */
        {{.series = "3.12", .when = "2023-01-11", .changes = "removal"}, "delay"},
        {{.series = "3.12",
          .when = "2023-01-11",
          .changes = "removal",
          .approvals = "release manager"},
         "delay"},
        {{.series = "3.12",
          .when = "2023-01-11",
          .changes = "removal",
          .approvals = "steering council"},
         "allow"},
        {{.series = "3.12", .when = "2023-01-11", .changes = "behavior"}, "delay"},
        /* Blockers stop releases; deferred ones candidates and finals. */
        {{.series = "3.12", .when = "2023-01-11", .changes = "release-over-blocker"}, "deny"},
        {{.series = "3.12", .when = "2023-01-11", .changes = "release-over-deferred-blocker"},
         "allow"},
        {{.series = "3.12", .when = "2023-07-11", .changes = "release-over-deferred-blocker"},
         "allow"},
        {{.series = "3.12", .when = "2023-08-06", .changes = "release-over-deferred-blocker"},
         "deny"},
        /* Before development begins. */
        {{.series = "3.16", .when = "2026-05-06", .changes = "feature"}, "defer"},
        {{.series = "3.16", .when = "2026-05-07", .changes = "feature"}, "allow"},
    };
    check_rows(python(), rows, COUNT(rows));
}
END_TEST

/* The answer names the rule, who decides, until when, and where instead. */
START_TEST(answers_of_python)
{
    static const struct {
        question asked;
        const char *until, *elsewhere, *by, *change;
    } rows[] = {
        {{.series = "3.12", .when = "2023-01-11", .changes = "feature"},
         "3.12.0b1",
         "",
         "core team",
         "feature"},
        {{.series = "3.12", .when = "2023-05-22", .changes = "feature"},
         "",
         "3.13",
         "release manager",
         "feature"},
        {{.series = "3.15", .when = "2026-06-01", .changes = "feature"},
         "",
         "3.16",
         "release manager",
         "feature"},
        {{.series = "3.12", .when = "2023-06-01", .changes = "bugfix"},
         "3.12.0rc1",
         "",
         "core team",
         "bugfix"},
        {{.series = "3.12", .when = "2023-07-10", .changes = "abi"},
         "3.12.0b4",
         "",
         "core team",
         "abi"},
        {{.series = "3.12", .when = "2023-07-12", .changes = "abi"},
         "3.12.0rc1",
         "3.13",
         "release manager",
         "abi"},
        {{.series = "3.12", .when = "2025-06-01", .changes = "security"},
         "end-of-life",
         "3.15",
         "release manager",
         "security"},
        {{.series = "3.12", .when = "2024-06-01", .changes = "docs"},
         "end-of-bugfix",
         "",
         "core team",
         "docs"},
        {{.series = "3.12", .when = "2023-08-20", .changes = "bugfix,abi"},
         "",
         "3.13",
         "release manager",
         "abi"},
        {{.series = "3.12", .when = "2023-08-20", .changes = "abi,bugfix"},
         "",
         "3.13",
         "release manager",
         "abi"},
        {{.series = "3.12", .when = "2023-08-20", .changes = "docs,bugfix"},
         "3.12.0",
         "3.13",
         "release manager",
         "bugfix"},
    };
    for (size_t index = 0; index < COUNT(rows); index++) {
        answer given = ask(python(), rows[index].asked);
        const relcal_ruling *decisive = &given.judgment.decisive;
        ck_assert_str_eq(relcal_change_id(decisive->change), rows[index].change);
        ck_assert_str_eq(given.until, rows[index].until);
        ck_assert_str_eq(given.elsewhere, rows[index].elsewhere);
        ck_assert_str_eq(relcal_authority_name(relcal_rule_by(decisive->rule, 0)), rows[index].by);
        ck_assert_ptr_nonnull(relcal_rule_reason(decisive->rule));
        ck_assert_ptr_nonnull(strstr(relcal_rule_source(decisive->rule), "https://"));
    }
    answer given = ask(python(), rows[8].asked);
    ck_assert_str_eq(relcal_change_id(given.rulings[0].change), "bugfix");
    ck_assert_int_eq(given.rulings[0].verdict, RELCAL_APPROVAL);
    ck_assert_int_eq(given.rulings[1].verdict, RELCAL_DENY);
}
END_TEST

START_TEST(labels_of_python)
{
    static const struct {
        const char *label, *change;
    } rows[] = {{"type-feature", "feature"},
                {"type-bug", "bugfix"},
                {"type-security", "security"},
                {"type-crash", "severe-bugfix"},
                {"docs", "docs"},
                {"release-blocker", "severe-bugfix"}};
    for (size_t index = 0; index < COUNT(rows); index++) {
        ck_assert_ptr_eq(relcal_project_label_change(python(), rows[index].label, 0),
                         relcal_project_change(python(), rows[index].change));
        ck_assert_ptr_null(relcal_project_label_change(python(), rows[index].label, 1));
    }
    ck_assert_ptr_null(relcal_project_label_change(python(), "Type-feature", 0));
    ck_assert_ptr_null(relcal_project_label_change(python(), "", 0));
}
END_TEST

/* Every change has a verdict in every phase, and every rule a reason and a source. */
START_TEST(python_is_whole)
{
    relcal_ruling rulings[64];
    const relcal_phase *phase;
    const relcal_rule *rule;
    for (size_t index = 0; (phase = relcal_project_phase_at(python(), index)) != NULL; index++) {
        relcal_situation situation = {.project = python(), .phase = phase, .date = 20000};
        size_t count = relcal_situation_changes(&situation, rulings, COUNT(rulings));
        ck_assert_uint_eq(count, relcal_project_change_count(python()));
        for (size_t change = 0; change < count; change++) {
            ck_assert_int_ne(rulings[change].verdict, RELCAL_UNSPECIFIED);
            ck_assert_ptr_eq(rulings[change].change, relcal_project_change_at(python(), change));
            relcal_ruling by_phase[32];
            size_t phases = relcal_situation_phases(&situation, rulings[change].change, by_phase,
                                                    COUNT(by_phase));
            ck_assert_uint_eq(phases, relcal_project_phase_count(python()));
            ck_assert_int_eq(by_phase[index].verdict, rulings[change].verdict);
            ck_assert_ptr_eq(by_phase[index].rule, rulings[change].rule);
        }
    }
    for (size_t index = 0; (rule = relcal_project_rule_at(python(), index)) != NULL; index++) {
        ck_assert_ptr_nonnull(relcal_rule_reason(rule));
        ck_assert_ptr_nonnull(relcal_rule_source(rule));
    }
}
END_TEST

/* ---- Gnomish ---- */

START_TEST(hours_of_gnomish)
{
    static const row rows[] = {
        /* The feature freeze begins at the end of 2026-01-31 anywhere on earth: 12:00 UTC. */
        {{.series = "50", .when = "2026-02-01T11:59:59Z", .changes = "feature"}, "allow"},
        {{.series = "50", .when = "2026-02-01T12:00:00Z", .changes = "feature"}, "approval"},
        {{.series = "50", .when = "2026-01-31T23:59:59-12:00", .changes = "feature"}, "allow"},
        {{.series = "50", .when = "2026-02-01T00:00-12:00", .changes = "feature"}, "approval"},
        {{.series = "50", .when = "2026-02-01T21:29:59+09:30", .changes = "feature"}, "allow"},
        {{.series = "50", .when = "2026-02-01T21:30+09:30", .changes = "feature"}, "approval"},
        {{.series = "50", .when = "2026-01-31T24:00AoE", .changes = "feature"}, "approval"},
        {{.series = "50", .when = "2026-01-31", .changes = "feature"}, "allow"},
        {{.series = "50", .when = "2026-02-01", .changes = "feature"}, "approval"},
        /* The API freeze, to the minute. */
        {{.series = "50", .when = "2026-01-31T23:58:59Z", .changes = "api"}, "allow"},
        {{.series = "50", .when = "2026-01-31T23:59Z", .changes = "api"}, "approval"},
        {{.series = "50", .when = "2026-01-24T23:59Z", .changes = "api", .as_of = "2025-11-30"},
         "approval"},
        {{.series = "50", .when = "2026-01-24T23:59Z", .changes = "api", .as_of = "2025-12-01"},
         "allow"},
        /* The UI freeze from the start of a day anywhere on earth. */
        {{.series = "50", .when = "2026-02-10T11:59:59Z", .changes = "ui"},
         "approval"}, /* a feature is frozen already */
        /* Strings: announced from the API freeze, approved from the string freeze. */
        {{.series = "50", .when = "2026-01-31T23:58Z", .changes = "strings"}, "allow"},
        {{.series = "50", .when = "2026-02-14T10:59:59Z", .changes = "strings"}, "announce"},
        {{.series = "50", .when = "2026-02-14T12:00+01:00", .changes = "strings"}, "approval"},
        /* The night that summer time begins: 03:30 is one hour after 01:30. */
        {{.series = "50", .when = "2026-03-29T01:59+01:00", .changes = "bugfix"}, "allow"},
        {{.series = "50", .when = "2026-03-29T03:29:59+02:00[Europe/Berlin]", .changes = "bugfix"},
         "allow"},
        {{.series = "50", .when = "2026-03-29T03:30+02:00[Europe/Berlin]", .changes = "bugfix"},
         "approval"},
        {{.series = "50", .when = "2026-03-29T02:30+01:00", .changes = "bugfix"}, "approval"},
        {{.series = "50", .when = "2026-03-29T01:30Z", .changes = "bugfix"}, "approval"},
        /* Documentation is free. */
        {{.series = "50", .when = "2026-04-01", .changes = "docs"}, "allow"},
        {{.series = "50", .when = "2026-04-01", .changes = "translation"}, "allow"},
    };
    check_rows(relcal_catalog_project(loaded, "gnomish"), rows, COUNT(rows));
}
END_TEST

START_TEST(approvals_of_gnomish)
{
    static const row rows[] = {
        {{.series = "50", .when = "2026-02-05", .changes = "feature", .approvals = "release team"},
         "approval"},
        {{.series = "50",
          .when = "2026-02-05",
          .changes = "feature",
          .approvals = "release team,release team"},
         "allow"},
        {{.series = "50",
          .when = "2026-02-05",
          .changes = "feature",
          .approvals = "release team,docs team"},
         "approval"},
        {{.series = "50",
          .when = "2026-02-20",
          .changes = "strings",
          .approvals = "release team,i18n team"},
         "allow"},
        {{.series = "50", .when = "2026-02-05", .changes = "api", .approvals = "release-team"},
         "allow"},
        /* Two freezes: the approvals must do for both. */
        {{.series = "50",
          .when = "2026-02-20",
          .changes = "ui",
          .approvals = "docs team,docs team"},
         "approval"},
        {{.series = "50",
          .when = "2026-02-20",
          .changes = "ui",
          .approvals = "release team,release team"},
         "allow"},
        /* The time to ask is over two days after the freeze. */
        {{.series = "50",
          .when = "2026-03-31T01:29Z",
          .changes = "bugfix",
          .approvals = "release team,release team"},
         "allow"},
        {{.series = "50",
          .when = "2026-03-31T01:31Z",
          .changes = "bugfix",
          .approvals = "release team,release team"},
         "deny"},
        {{.series = "50", .when = "2026-04-05", .changes = "blocker"}, "delay"},
        {{.series = "50", .when = "2026-04-05", .changes = "blocker", .approvals = "security team"},
         "allow"},
        /* Several changes. */
        {{.series = "50", .when = "2026-02-20", .changes = "docs,bugfix"}, "allow"},
        {{.series = "50", .when = "2026-02-20", .changes = "docs,feature"}, "approval"},
        {{.series = "50",
          .when = "2026-02-20",
          .changes = "docs,feature,strings",
          .approvals = "release team,release team"},
         "allow"},
    };
    check_rows(relcal_catalog_project(loaded, "gnomish"), rows, COUNT(rows));
    answer given = ask(relcal_catalog_project(loaded, "gnomish"),
                       (question){.series = "50", .when = "2026-04-05", .changes = "bugfix"});
    ck_assert(given.judgment.decisive.too_late);
    given = ask(relcal_catalog_project(loaded, "gnomish"), (question){.series = "50",
                                                                      .when = "2026-02-05",
                                                                      .changes = "api",
                                                                      .approvals = "release team"});
    ck_assert(given.judgment.decisive.granted);
}
END_TEST

/* A verdict ends with the last second in which it can be asked for, if nothing ends it before. */
START_TEST(deadlines)
{
    static const char project_text[] =
        "project: x\nname: X\nphases:\n- {id: open, begins: start}\n"
        "- {id: closing, begins: close}\n- {id: closed, begins: shut}\n"
        "authorities: [team]\nrules:\n"
        "- {id: ask, phase: closing, change: any, verdict: approval, by: team, request-by: last}\n"
        "- {id: later, phase: closed, change: any, verdict: deny}\n";
    static const char series_text[] = "series: 1.0\nmilestones:\n- {id: start, date: 2026-01-01}\n"
                                      "- {id: close, date: 2026-02-01}\n"
                                      "- {id: last, date: \"2026-02-10T12:00Z\"}\n"
                                      "- {id: shut, date: 2026-03-01}\n";
    const relcal_source sources[] = {{"x/project.yaml", project_text, sizeof project_text - 1},
                                     {"x/1.0.yaml", series_text, sizeof series_text - 1}};
    static const struct {
        const char *when;
        const char *until;
        const char *deadline; /* or NULL */
    } rows[] = {
        {"2026-01-31", "close", NULL},
        {"2026-02-01", "last", "2026-02-10T12:00Z"},
        {"2026-02-10T12:00Z", "last", "2026-02-10T12:00Z"},
        {"2026-02-10T12:00:01Z", "", NULL}, /* denied for good */
    };
    relcal_catalog *catalog;
    ck_assert_int_eq(relcal_catalog_parse(&catalog, NULL, sources, 2, NULL, NULL), RELCAL_OK);
    const relcal_project *project = relcal_catalog_project(catalog, "x");
    const relcal_change *fix = relcal_project_change(project, "bugfix");
    relcal_request request = {.changes = &fix, .change_count = 1};
    for (size_t index = 0; index < COUNT(rows); index++) {
        relcal_when when;
        relcal_when deadline;
        relcal_instant found = 0;
        relcal_plan plan = relcal_series_plan(relcal_project_series_at(project, 0), RELCAL_LATEST);
        ck_assert_int_eq(relcal_when_parse(&when, rows[index].when, strlen(rows[index].when), NULL),
                         RELCAL_OK);
        ck_assert_str_eq(relcal_milestone_id(relcal_plan_judge_until(plan, when.latest, &request)),
                         rows[index].until);
        ck_assert_msg(relcal_plan_judge_deadline(plan, when.latest, &request, &found) ==
                          (rows[index].deadline != NULL),
                      "%s", rows[index].when);
        if (rows[index].deadline != NULL) {
            ck_assert_int_eq(relcal_when_parse(&deadline, rows[index].deadline,
                                               strlen(rows[index].deadline), NULL),
                             RELCAL_OK);
            ck_assert_int_eq(found, deadline.latest);
        }
    }
    /* Two days after a milestone: no milestone ends it, a second does. */
    const relcal_project *gnomish = relcal_catalog_project(loaded, "gnomish");
    fix = relcal_project_change(gnomish, "bugfix");
    relcal_plan plan = relcal_series_plan(relcal_project_series(gnomish, "50"), RELCAL_LATEST);
    relcal_when when;
    relcal_instant found = 0;
    ck_assert_int_eq(relcal_when_parse(&when, "2026-03-31T01:30Z", 17, NULL), RELCAL_OK);
    ck_assert(relcal_plan_judge_deadline(plan, when.latest - 86400, &request, &found));
    ck_assert_int_eq(found, when.latest);
    ck_assert_str_eq(
        relcal_milestone_id(relcal_plan_judge_until(plan, when.latest - 86400, &request)),
        "release");
    relcal_catalog_free(catalog);
}
END_TEST

START_TEST(scopes_of_gnomish)
{
    static const row rows[] = {
        {{.series = "50", .when = "2026-02-05", .changes = "bugfix"}, "allow"},
        {{.series = "50", .when = "2026-02-05", .changes = "bugfix", .components = "core-ui"},
         "review"},
        {{.series = "50", .when = "2026-02-05", .changes = "bugfix", .components = "shell"},
         "review"},
        {{.series = "50", .when = "2026-02-05", .changes = "bugfix", .components = "apps,shell"},
         "review"},
        {{.series = "50", .when = "2026-02-05", .changes = "bugfix", .components = "apps"},
         "allow"},
        {{.series = "50", .when = "2026-02-20", .changes = "strings", .paths = "help/a"}, "allow"},
        {{.series = "50",
          .when = "2026-02-20",
          .changes = "strings",
          .paths = "help/a,src/b.page,x/y/c.page"},
         "allow"},
        {{.series = "50", .when = "2026-02-20", .changes = "strings", .paths = "c.page"}, "allow"},
        {{.series = "50", .when = "2026-02-20", .changes = "strings", .paths = "help/a,src/main.c"},
         "approval"},
        {{.series = "50", .when = "2026-02-20", .changes = "strings", .paths = "helper/a"},
         "approval"},
        {{.series = "50", .when = "2026-02-20", .changes = "bugfix", .branch = "l10n/de"}, "deny"},
        {{.series = "50", .when = "2026-02-20", .changes = "bugfix", .branch = "l10n/de/x"},
         "allow"},
        {{.series = "50", .when = "2026-02-20", .changes = "docs", .branch = "l10n/de"}, "allow"},
        {{.series = "49", .when = "2025-08-01", .changes = "dependencies"}, "deny"},
        {{.series = "50", .when = "2026-02-20", .changes = "dependencies"}, "allow"},
        /* A rule of 2026 takes the place of an older one. */
        {{.series = "50", .when = "2025-12-31", .changes = "deprecation"}, "announce"},
        {{.series = "50", .when = "2026-01-01", .changes = "deprecation"}, "defer"},
        {{.series = "50", .when = "2026-02-01", .changes = "deprecation", .as_of = "2025-12-31"},
         "announce"},
        {{.series = "50", .when = "2026-04-18", .changes = "bugfix"},
         "approval"}, /* the release's own day */
        {{.series = "50", .when = "2026-04-19", .changes = "bugfix"}, "review"},
        {{.series = "50", .when = "2027-05-01", .changes = "docs"}, "deny"},
    };
    check_rows(relcal_catalog_project(loaded, "gnomish"), rows, COUNT(rows));
}
END_TEST

/* Whether the UI freeze, which ends with a thaw without a date, is over nobody knows. */
START_TEST(unknown_end)
{
    const relcal_project *project = relcal_catalog_project(loaded, "gnomish");
    answer given = ask(project,
                       (question){.series = "50", .when = "2026-02-10T12:00Z", .changes = "ui"});
    ck_assert_int_eq(given.judgment.decisive.verdict, RELCAL_APPROVAL);
    ck_assert(given.judgment.certain); /* the feature freeze says the same */
    given = ask(project,
                (question){.series = "50", .when = "2026-02-10T12:00Z", .changes = "bugfix"});
    ck_assert(given.judgment.certain);
    static const char small[] = "project: x\nname: X\nphases: [{id: open, begins: start}]\n"
                                "freezes: [{id: ice, from: frost, until: thaw}]\nrules:\n"
                                "- {id: open, phase: open, change: any, verdict: allow}\n"
                                "- {id: ice, freeze: ice, change: feature, verdict: deny}\n";
    static const char series[] = "series: 1\nmilestones:\n- {id: start, date: 2026-01-01}\n"
                                 "- {id: frost, date: 2026-02-01}\n- {id: thaw, date: tbd}\n";
    relcal_source sources[] = {{"x/project.yaml", small, sizeof small - 1},
                               {"x/1.yaml", series, sizeof series - 1}};
    relcal_catalog *catalog = NULL;
    ck_assert_int_eq(relcal_catalog_parse(&catalog, NULL, sources, 2, NULL, NULL), RELCAL_OK);
    project = relcal_catalog_project(catalog, "x");
    given = ask(project, (question){.series = "1", .when = "2026-03-01", .changes = "feature"});
    ck_assert_int_eq(given.judgment.decisive.verdict, RELCAL_DENY);
    ck_assert(!given.judgment.certain);
    ck_assert_str_eq(given.until, "thaw");
    given = ask(project, (question){.series = "1", .when = "2026-03-01", .changes = "docs"});
    ck_assert_int_eq(given.judgment.decisive.verdict, RELCAL_ALLOW);
    ck_assert(given.judgment.certain);
    given = ask(project, (question){.series = "1", .when = "2025-12-31", .changes = "docs"});
    ck_assert_int_eq(given.judgment.decisive.verdict, RELCAL_UNSPECIFIED);
    relcal_catalog_free(catalog);
}
END_TEST

/* While a phase may or may not have begun a verdict is certain where those before say the same. */
START_TEST(unknown_phase)
{
    static const char steps[] =
        "project: x\nname: X\nphases:\n- {id: open, begins: start}\n"
        "- {id: soft, begins: soft}\n- {id: hard, begins: hard}\nrules:\n"
        "- {id: all, phase: [open, soft, hard], change: any, verdict: deny}\n"
        "- {id: open, phase: open, change: feature, verdict: allow}\n"
        "- {id: docs, phase: [open, soft], change: docs, verdict: allow}\n";
    static const char series[] = "series: 1\nmilestones:\n- {id: start, date: 2026-01-01}\n"
                                 "- {id: soft, date: 2026-03}\n"
                                 "- {id: hard, date: 2026-03-20..2026-03-25}\n";
    static const struct {
        const char *when, *changes;
        relcal_verdict verdict;
        bool certain;
    } rows[] = {
        {"2026-02-28", "feature", RELCAL_ALLOW, true},
        {"2026-03-01", "feature", RELCAL_DENY, false},
        {"2026-03-01", "docs", RELCAL_ALLOW, true},
        {"2026-03-01", "bugfix", RELCAL_DENY, true},
        {"2026-03-21", "docs", RELCAL_DENY, false},
        {"2026-03-21", "feature", RELCAL_DENY, false},
        {"2026-03-21", "bugfix", RELCAL_DENY, true},
        {"2026-03-26", "feature", RELCAL_DENY, true},
    };
    relcal_source sources[] = {{"x/project.yaml", steps, sizeof steps - 1},
                               {"x/1.yaml", series, sizeof series - 1}};
    relcal_catalog *catalog = NULL;
    ck_assert_int_eq(relcal_catalog_parse(&catalog, NULL, sources, 2, NULL, NULL), RELCAL_OK);
    for (size_t index = 0; index < COUNT(rows); index++) {
        answer given = ask(
            relcal_catalog_project(catalog, "x"),
            (question){.series = "1", .when = rows[index].when, .changes = rows[index].changes});
        ck_assert_int_eq(given.judgment.decisive.verdict, rows[index].verdict);
        ck_assert_msg(given.judgment.certain == rows[index].certain, "%s on %s",
                      rows[index].changes, rows[index].when);
    }
    relcal_catalog_free(catalog);
}
END_TEST

/* What ends a verdict may be a phase after the next, when none of them has a date. */
START_TEST(undated_phases)
{
    static const char steps[] = "project: x\nname: X\nphases:\n- {id: open, begins: start}\n"
                                "- {id: soft, begins: soft}\n- {id: hard, begins: hard}\n"
                                "- {id: done, begins: done}\nrules:\n"
                                "- {id: open, phase: [open, soft], change: any, verdict: allow}\n"
                                "- {id: hard, phase: hard, change: any, verdict: deny}\n"
                                "- {id: done, phase: done, change: any, verdict: allow}\n";
    static const char series[] = "series: 1\nmilestones:\n- {id: start, date: 2026-01-01}\n"
                                 "- {id: soft, date: tbd}\n- {id: hard, date: tbd}\n"
                                 "- {id: done, date: tbd}\n";
    relcal_source sources[] = {{"x/project.yaml", steps, sizeof steps - 1},
                               {"x/1.yaml", series, sizeof series - 1}};
    relcal_catalog *catalog = NULL;
    ck_assert_int_eq(relcal_catalog_parse(&catalog, NULL, sources, 2, NULL, NULL), RELCAL_OK);
    answer given = ask(relcal_catalog_project(catalog, "x"),
                       (question){.series = "1", .when = "2026-03-01", .changes = "feature"});
    ck_assert_int_eq(given.judgment.decisive.verdict, RELCAL_ALLOW);
    ck_assert_str_eq(given.until, "hard");
    relcal_catalog_free(catalog);
}
END_TEST

/* ---- parts of the engine ---- */

/* Judges "feature" in a project of these rules in which a, b and c are freezes in force, as a phase
 * "open" is; or another change, of which some are kinds of others. */
static const char *judge_rules(const char *rules, const char *change, const char *path)
{
    char project[4096];
    static const char series[] = "series: 1\nbranch: one\nmilestones:\n"
                                 "- {id: start, date: 2026-01-01, state: actual}\n";
    (void)snprintf(project, sizeof project,
                   "project: x\nname: X\nphases: [{id: open, begins: start}]\n"
                   "freezes: [{id: a, from: start}, {id: b, from: start}, {id: c, from: start}]\n"
                   "changes:\n- {id: small, is: feature, definition: x}\n"
                   "- {id: tiny, is: small, definition: x}\nrules:\n%s",
                   rules);
    relcal_source sources[] = {{"x/project.yaml", project, strlen(project)},
                               {"x/1.yaml", series, sizeof series - 1}};
    relcal_catalog *catalog = NULL;
    relcal_error error;
    ck_assert_msg(relcal_catalog_parse(&catalog, NULL, sources, 2, NULL, &error) == RELCAL_OK,
                  "%s in %s", error.message, rules);
    answer given = ask(
        relcal_catalog_project(catalog, "x"),
        (question){.series = "1", .when = "2026-02-01", .changes = change, .paths = path});
    const char *verdict = verdict_of(&given);
    relcal_catalog_free(catalog);
    return verdict;
}

START_TEST(weights)
{
    static const struct {
        const char *rules, *change, *path, *verdict;
    } rows[] = {
        /* Nothing speaks. */
        {"- {id: x, phase: planned, change: any, verdict: deny}\n", "feature", NULL, "unspecified"},
        /* The change before any, whatever is stricter; its own rule before a broader one. */
        {"- {id: x, phase: open, change: any, verdict: deny}\n"
         "- {id: y, phase: open, change: feature, verdict: allow}\n",
         "feature", NULL, "allow"},
        {"- {id: x, phase: open, change: feature, verdict: deny}\n"
         "- {id: y, phase: open, change: small, verdict: allow}\n",
         "tiny", NULL, "allow"},
        {"- {id: x, phase: open, change: feature, verdict: allow}\n"
         "- {id: y, phase: open, change: any, verdict: deny}\n",
         "tiny", NULL, "allow"},
        {"- {id: x, phase: open, change: [feature, docs], verdict: allow}\n"
         "- {id: y, phase: open, change: small, verdict: defer}\n",
         "feature", NULL, "allow"},
        /* Of one weight the stricter. */
        {"- {id: x, phase: open, change: feature, verdict: announce}\n"
         "- {id: y, phase: open, change: feature, verdict: defer}\n",
         "feature", NULL, "defer"},
        {"- {id: x, phase: open, change: feature, verdict: defer}\n"
         "- {id: y, phase: open, change: feature, verdict: announce}\n",
         "feature", NULL, "defer"},
        /* Of all grounds the strictest, however closely another speaks. */
        {"- {id: x, freeze: a, change: any, verdict: deny}\n"
         "- {id: y, freeze: b, change: feature, verdict: allow}\n",
         "feature", NULL, "deny"},
        {"- {id: x, freeze: [a, b], change: any, verdict: deny}\n"
         "- {id: y, freeze: a, change: feature, verdict: allow}\n",
         "feature", NULL, "deny"},
        {"- {id: x, freeze: [a, b], change: any, verdict: deny}\n"
         "- {id: y, freeze: [a, b, c], change: feature, verdict: allow}\n",
         "feature", NULL, "allow"},
        {"- {id: x, change: feature, verdict: review}\n"
         "- {id: y, phase: open, change: feature, verdict: allow}\n",
         "feature", NULL, "review"},
        /* In a freeze, a rule for this phase before one for all. */
        {"- {id: x, freeze: a, change: feature, verdict: deny}\n"
         "- {id: y, freeze: a, phase: open, change: feature, verdict: allow}\n",
         "feature", NULL, "allow"},
        {"- {id: x, freeze: a, change: feature, verdict: allow}\n"
         "- {id: y, freeze: a, phase: planned, change: feature, verdict: deny}\n",
         "feature", NULL, "allow"},
        /* Paths, branches, series. */
        {"- {id: x, phase: open, change: feature, verdict: deny}\n"
         "- {id: y, phase: open, change: feature, path: 'a/*', verdict: allow}\n",
         "feature", "a/b", "allow"},
        {"- {id: x, phase: open, change: feature, verdict: deny}\n"
         "- {id: y, phase: open, change: feature, path: 'a/*', verdict: allow}\n",
         "feature", "a/b/c", "deny"},
        {"- {id: x, phase: open, change: feature, verdict: deny}\n"
         "- {id: y, phase: open, change: any, path: 'a/*', verdict: allow}\n",
         "feature", "a/b", "deny"},
        {"- {id: x, phase: open, change: feature, verdict: deny}\n"
         "- {id: y, phase: open, change: feature, branch: 'o?e', verdict: allow}\n",
         "feature", NULL, "allow"},
        {"- {id: x, phase: open, change: feature, verdict: deny}\n"
         "- {id: y, phase: open, change: feature, series: {from: 1, to: 1}, verdict: allow}\n",
         "feature", NULL, "allow"},
        {"- {id: x, phase: open, change: feature, verdict: deny}\n"
         "- {id: y, phase: open, change: feature, series: {from: 2}, verdict: allow}\n",
         "feature", NULL, "deny"},
        /* What one path says of nothing is not free for that. */
        {"- {id: y, phase: open, change: feature, path: a, verdict: allow}\n", "feature", "a,b",
         "unspecified"},
        {"- {id: y, phase: open, change: feature, path: a, verdict: deny}\n", "feature", "a,b",
         "deny"},
        {"- {id: y, phase: open, change: feature, path: a, verdict: review}\n", "feature", "b,a",
         "unspecified"},
        /* Revisions, out of order in the file. */
        {"- {id: x, change: feature, since: 2026-03-01, verdict: deny}\n"
         "- {id: x, change: feature, since: 2026-01-15, verdict: defer}\n"
         "- {id: x, change: feature, verdict: allow}\n",
         "feature", NULL, "defer"},
        {"- {id: x, change: feature, until: 2026-02-01, verdict: deny}\n", "feature", NULL,
         "unspecified"},
        {"- {id: x, change: feature, until: 2026-02-02, verdict: deny}\n", "feature", NULL, "deny"},
    };
    for (size_t index = 0; index < COUNT(rows); index++) {
        const char *verdict = judge_rules(rows[index].rules, rows[index].change, rows[index].path);
        ck_assert_msg(strcmp(verdict, rows[index].verdict) == 0, "%s, not %s, of\n%s", verdict,
                      rows[index].verdict, rows[index].rules);
    }
}
END_TEST

START_TEST(patterns)
{
    static const struct {
        const char *pattern, *path;
        bool matches;
    } rows[] = {
        {"Doc/**", "Doc/a", true},
        {"Doc/**", "Doc/a/b", true},
        {"Doc/**", "Doc", false},
        {"Doc/**", "Docs/a", false},
        {"Doc/*", "Doc/a", true},
        {"Doc/*", "Doc/a/b", false},
        {"**/test", "test", true},
        {"**/test", "a/b/test", true},
        {"**/test", "a/btest", false},
        {"a/**/b", "a/b", true},
        {"a/**/b", "a/x/y/b", true},
        {"a/**/b", "a/xb", false},
        {"*.md", "x.md", true},
        {"*.md", "d/x.md", false},
        {"**.md", "d/x.md", true},
        {"**", "anything/at all", true},
        {"*", "a", true},
        {"*", "a/b", false},
        {"?", "/", false},
        {"a?c", "abc", true},
        {"a*b*c", "a1b2c3c", true},
        {"a*b*c", "a1b/2c", false},
        {"**/a*/b", "x/aa/ab/b", true},
        {"**/*.c", "x.c", true},
        {"**/*.c", "a/b/x.c", true},
        {"**/x/**/y", "x/y", true},
        {"**/x/**/y", "a/x/b/c/y", true},
        {"x", "X", false},
        {"[a]", "a", false},
        {"[a]", "[a]", true},
    };
    for (size_t index = 0; index < COUNT(rows); index++) {
        char rules[256];
        (void)snprintf(rules, sizeof rules, "- {id: x, change: feature, path: '%s', verdict: deny}",
                       rows[index].pattern);
        const char *verdict = judge_rules(rules, "feature", rows[index].path);
        ck_assert_msg((strcmp(verdict, "deny") == 0) == rows[index].matches, "%s against %s",
                      rows[index].pattern, rows[index].path);
    }
}
END_TEST

/* A pattern with many stars takes no time that doubles with each. */
START_TEST(hostile_pattern)
{
    char path[4097];
    memset(path, 'a', sizeof path - 1);
    path[sizeof path - 1] = '\0';
    relcal_source sources[2];
    char rules[2048] = "project: x\nname: X\nphases: [{id: open, begins: start}]\nrules:\n"
                       "- {id: x, change: feature, verdict: deny, path: '";
    for (int index = 0; index < 100; index++) {
        strcat(rules, index % 2 == 0 ? "**a*" : "a/**/*a");
    }
    strcat(rules, "b'}\n");
    static const char series[] = "series: 1\nmilestones: [{id: start, date: 2026-01-01}]\n";
    sources[0] = (relcal_source){"x/project.yaml", rules, strlen(rules)};
    sources[1] = (relcal_source){"x/1.yaml", series, sizeof series - 1};
    relcal_catalog *catalog = NULL;
    ck_assert_int_eq(relcal_catalog_parse(&catalog, NULL, sources, 2, NULL, NULL), RELCAL_OK);
    const relcal_project *project = relcal_catalog_project(catalog, "x");
    const relcal_change *change = relcal_project_change(project, "feature");
    const char *paths[] = {path};
    relcal_request request = {
        .changes = &change, .change_count = 1, .paths = paths, .path_count = 1};
    relcal_plan plan = relcal_series_plan(relcal_project_series(project, "1"), RELCAL_LATEST);
    relcal_judgment judgment = relcal_plan_judge_on(plan, 21000, &request, NULL);
    ck_assert_int_eq(judgment.decisive.verdict, RELCAL_UNSPECIFIED);
    relcal_catalog_free(catalog);
}
END_TEST

START_TEST(delays)
{
    static const struct {
        const char *delay, *from, *until;
    } rows[] = {{"10 days", "2026-02-25", "2026-03-07"},
                {"1 day", "2026-02-28", "2026-03-01"},
                {"2 weeks", "2026-02-25", "2026-03-11"},
                {"1 month", "2026-01-31", "2026-02-28"},
                {"2years", "2024-02-29", "2026-02-28"}};
    for (size_t index = 0; index < COUNT(rows); index++) {
        char text[256];
        char date[RELCAL_DATE_BYTES];
        relcal_date from;
        relcal_catalog *catalog = NULL;
        (void)snprintf(text, sizeof text,
                       "project: x\nname: X\nphases: [{id: open, begins: start}]\nrules:\n"
                       "- {id: x, change: any, verdict: delay, delay: %s}\n",
                       rows[index].delay);
        relcal_source source = {"x/project.yaml", text, strlen(text)};
        ck_assert_int_eq(relcal_catalog_parse(&catalog, NULL, &source, 1, NULL, NULL), RELCAL_OK);
        const relcal_rule *rule = relcal_project_rule_at(relcal_catalog_project(catalog, "x"), 0);
        ck_assert_str_eq(relcal_rule_delay(rule), rows[index].delay);
        ck_assert_int_eq(relcal_date_parse(&from, rows[index].from, 10, NULL), RELCAL_OK);
        ck_assert_str_eq(relcal_date_format(relcal_rule_delayed(rule, from), date),
                         rows[index].until);
        relcal_catalog_free(catalog);
    }
}
END_TEST

/* Invalid days and seconds give an answer, too. */
START_TEST(out_of_the_calendar)
{
    const relcal_change *change = relcal_project_change(python(), "feature");
    relcal_request request = {.changes = &change, .change_count = 1};
    relcal_plan plan = relcal_series_plan(relcal_project_series(python(), "3.12"), RELCAL_LATEST);
    static const relcal_date dates[] = {INT32_MIN, INT32_MAX, RELCAL_DATE_MIN, RELCAL_DATE_MAX};
    for (size_t index = 0; index < COUNT(dates); index++) {
        relcal_judgment judgment = relcal_plan_judge_on(plan, dates[index], &request, NULL);
        ck_assert_str_ne(relcal_verdict_name(judgment.decisive.verdict), "");
    }
    ck_assert_str_eq(relcal_verdict_name((relcal_verdict)99), "");
    ck_assert_str_eq(relcal_verdict_name((relcal_verdict)-1), "");
    ck_assert(!relcal_verdict_lands(RELCAL_UNSPECIFIED));
}
END_TEST

START_TEST(no_allocation)
{
    if (!allocations_are_counted()) {
        return;
    }
    const relcal_change *changes[] = {relcal_project_change(python(), "abi"),
                                      relcal_project_change(python(), "bugfix")};
    const char *paths[] = {"Doc/a", "Lib/b"};
    relcal_request request = {
        .changes = changes, .change_count = 2, .paths = paths, .path_count = 2};
    relcal_plan plan = relcal_series_plan(relcal_project_series(python(), "3.12"), 19500);
    allocations_begin(0);
    (void)relcal_plan_judge_on(plan, 19500, &request, NULL);
    (void)relcal_plan_judge_until(plan, INT64_C(1690000000), &request);
    (void)relcal_plan_judge_elsewhere(plan, INT64_C(1690000000), &request);
    ck_assert_uint_eq(allocations_end(), 0);
}
END_TEST

static void *judge_much(void *context)
{
    size_t *sum = context;
    for (size_t index = 0; index < 20000; index++) {
        const relcal_change *change = relcal_project_change_at(python(), index % 17);
        const relcal_series *series = relcal_project_series_at(python(), index % 26);
        relcal_request request = {.changes = &change, .change_count = 1};
        relcal_plan plan = relcal_series_plan(series, RELCAL_LATEST);
        *sum += relcal_plan_judge_on(plan, 11000 + (int)(index % 9000), &request, NULL)
                    .decisive.verdict;
    }
    return NULL;
}

START_TEST(threads)
{
    pthread_t others[4];
    size_t sums[COUNT(others)] = {0};
    for (size_t index = 0; index < COUNT(others); index++) {
        ck_assert_int_eq(pthread_create(&others[index], NULL, judge_much, &sums[index]), 0);
    }
    for (size_t index = 0; index < COUNT(others); index++) {
        ck_assert_int_eq(pthread_join(others[index], NULL), 0);
        ck_assert_uint_eq(sums[index], sums[0]);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("policy");
    TCase *cpython = tcase_create("CPython");
    tcase_add_test(cpython, phases_of_python);
    tcase_add_test(cpython, verdicts_of_python);
    tcase_add_test(cpython, answers_of_python);
    tcase_add_test(cpython, labels_of_python);
    tcase_add_test(cpython, python_is_whole);
    suite_add_tcase(suite, cpython);

    TCase *gnomish = tcase_create("Gnomish");
    tcase_add_checked_fixture(gnomish, load_gnomish, free_loaded);
    tcase_add_test(gnomish, hours_of_gnomish);
    tcase_add_test(gnomish, approvals_of_gnomish);
    tcase_add_test(gnomish, deadlines);
    tcase_add_test(gnomish, scopes_of_gnomish);
    tcase_add_test(gnomish, unknown_end);
    tcase_add_test(gnomish, unknown_phase);
    tcase_add_test(gnomish, undated_phases);
    suite_add_tcase(suite, gnomish);

    TCase *engine = tcase_create("engine");
    tcase_add_test(engine, weights);
    tcase_add_test(engine, patterns);
    tcase_add_test(engine, hostile_pattern);
    tcase_add_test(engine, delays);
    tcase_add_test(engine, out_of_the_calendar);
    tcase_add_test(engine, no_allocation);
    tcase_add_test(engine, threads);
    suite_add_tcase(suite, engine);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
