/* Schedule files from calendars: relcal's own, the known feeds, and patterns of summaries. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "relcal/ical.h"
#include "relcal/relcal.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

#define HEAD "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//EN\r\n"
#define TAIL "END:VCALENDAR\r\n"
/* The first event begins in line 4, and its summary is line 7. */
#define EVENT(uid, day, summary)                                                    \
    "BEGIN:VEVENT\r\nUID:" uid "\r\nDTSTART;VALUE=DATE:" day "\r\nSUMMARY:" summary \
    "\r\nEND:VEVENT\r\n"

/* ---- helpers ---- */

#define MAX_FAULTS 16

typedef struct report {
    size_t count;
    relcal_error faults[MAX_FAULTS];
} report;

static void take_fault(void *context, const relcal_error *fault)
{
    report *told = context;
    ck_assert_uint_lt(told->count, MAX_FAULTS);
    told->faults[told->count++] = *fault;
}

/* Imports what must be importable. */
static relcal_import *import_good(const char *text, size_t length, const char *pattern,
                                  const char *project, report *told)
{
    relcal_import_options options = {
        .pattern = pattern,
        .project = project,
        .file = "x.ics",
        .report = take_fault,
        .report_context = told,
    };
    relcal_import *import = NULL;
    relcal_error error = {0};
    *told = (report){0};
    relcal_status status = relcal_calendar_import(&import, text, length, &options, &error);
    ck_assert_msg(status == RELCAL_OK, "line %u: %s", (unsigned)error.line, error.message);
    return import;
}

static const char *text_of(const relcal_import *import, const char *name)
{
    for (size_t index = 0; index < relcal_import_file_count(import); index++) {
        const relcal_import_file *file = relcal_import_file_at(import, index);
        if (strcmp(file->name, name) == 0) {
            ck_assert_uint_eq(strlen(file->text), file->length);
            return file->text;
        }
    }
    ck_abort_msg("no %s", name);
    return NULL;
}

/* Loads what was imported, over a base or by itself. */
static relcal_catalog *load(const relcal_import *import, const relcal_catalog *base)
{
    size_t count = relcal_import_file_count(import);
    relcal_source *sources = calloc(count + 1, sizeof *sources);
    ck_assert_ptr_nonnull(sources);
    for (size_t index = 0; index < count; index++) {
        const relcal_import_file *file = relcal_import_file_at(import, index);
        sources[index] = (relcal_source){file->name, file->text, file->length};
    }
    relcal_catalog *catalog = NULL;
    relcal_error error;
    ck_assert_msg(relcal_catalog_parse(&catalog, base, sources, count, NULL, &error) == RELCAL_OK,
                  "%s:%u: %s", error.file, (unsigned)error.line, error.message);
    free(sources);
    return catalog;
}

static char *read_calendar(const char *name, size_t *length)
{
    char path[1024];
    (void)snprintf(path, sizeof path, "%s/calendars/%s", RELCAL_TEST_DATA, name);
    FILE *file = fopen(path, "rb");
    ck_assert_msg(file != NULL, "%s", path);
    char *text = malloc(65536);
    ck_assert_ptr_nonnull(text);
    *length = fread(text, 1, 65536, file);
    (void)fclose(file);
    return text;
}

/* ---- relcal's own ---- */

static char *export_all(const relcal_catalog *catalog, relcal_date as_of, size_t *length)
{
    relcal_ical_options options = {
        .events = RELCAL_EVENT_MILESTONE | RELCAL_EVENT_PHASE | RELCAL_EVENT_FREEZE,
        .has_as_of = as_of != RELCAL_LATEST,
        .as_of = as_of,
    };
    char *text = NULL;
    relcal_error error;
    ck_assert_msg(relcal_ical_format(catalog, &options, &text, length, &error) == RELCAL_OK, "%s",
                  error.message);
    return text;
}

/* Written, read and written again it is the same to the byte. */
static void check_round_trip(const relcal_catalog *catalog, relcal_date as_of)
{
    report told;
    size_t length;
    size_t again_length;
    char *text = export_all(catalog, as_of, &length);
    relcal_import *import = import_good(text, length, NULL, NULL, &told);
    ck_assert_uint_eq(relcal_import_unknown_count(import), 0);
    ck_assert_uint_eq(told.count, 0);
    relcal_catalog *loaded = load(import, NULL);
    char *again = export_all(loaded, RELCAL_LATEST, &again_length);
    ck_assert_uint_eq(again_length, length);
    ck_assert_msg(memcmp(again, text, length) == 0, "as of %d it differs", (int)as_of);
    relcal_ical_free_text(again);
    relcal_ical_free_text(text);
    relcal_catalog_free(loaded);
    relcal_import_free(import);
}

START_TEST(round_trip_of_python)
{
    static const int years[] = {1999, 2009, 2016, 2023, 2025};
    check_round_trip(relcal_catalog_builtin(), RELCAL_LATEST);
    for (size_t index = 0; index < COUNT(years); index++) {
        check_round_trip(relcal_catalog_builtin(), relcal_date_from_civil(years[index], 1, 10));
    }
}
END_TEST

/* Every kind of date, a history, withdrawn and undated milestones, and text that means harm. */
static const char hostile_project[] = "project: tea-pot\n"
                                      "name: \"Tea, pot; \\\\ \\\"quoted\\\" \xE8\x8C\xB6\"\n"
                                      "url: \"https://example.org/a,b;c\"\n"
                                      "phases:\n"
                                      "- {id: open, begins: development}\n"
                                      "- {id: beta, begins: b1}\n"
                                      "- {id: end-of-life, begins: end-of-life, living: no}\n"
                                      "freezes:\n"
                                      "- {id: strings, from: string-freeze, until: final}\n";

static const char hostile_series[] =
    "series: 2.0\n"
    "spec: {name: \"Plan: 1, 2; \\\\n\", url: \"https://example.org/\"}\n"
    "release-manager: \"\xD7\x90\xD7\x91 \xF0\x9F\x8D\xB5\"\n"
    "milestones:\n"
    "- {id: development, date: 2026-01-12, state: actual, note: \"a, b; c: {d} [e] #f \\\\\"}\n"
    "- {id: 2.0.0b1, date: 2026-09-08, planned: {2026-01-12: 2026-08-25, 2026-06-02: 2026-09-08}}\n"
    "- {id: string-freeze, date: \"2026-09-22T24:00AoE\", title: \"\xE5\x86\xBB, 'x' \\\"y\\\"\"}\n"
    "- {id: meeting, date: \"2026-09-23T14:00+02:00[Europe/Berlin]\"}\n"
    "- {id: sprint, date: 2026-09-24..2026-09-27}\n"
    "- {id: 2.0.0, date: 2026-10}\n"
    "- {id: party, state: withdrawn, planned: {2026-01-12: 2026-11-01, 2026-02-01: withdrawn}}\n"
    "- {id: never, state: withdrawn, planned: {2026-01-12: withdrawn}}\n"
    "- {id: postponed, date: tbd, planned: {2026-01-12: 2026-11-02, 2026-02-01: tbd}}\n"
    "- {id: end-of-life, date: tbd}\n";

START_TEST(round_trip_of_hostile_text)
{
    relcal_source sources[] = {
        {"tea-pot/project.yaml", hostile_project, sizeof hostile_project - 1},
        {"tea-pot/2.0.yaml", hostile_series, sizeof hostile_series - 1},
    };
    relcal_catalog *catalog = NULL;
    relcal_error error;
    ck_assert_msg(relcal_catalog_parse(&catalog, NULL, sources, 2, NULL, &error) == RELCAL_OK,
                  "%s:%u: %s", error.file, (unsigned)error.line, error.message);
    check_round_trip(catalog, RELCAL_LATEST);
    relcal_catalog_free(catalog);
}
END_TEST

#define OWN_LINES                                                                             \
    "X-RELCAL-PROJECT;X-ID=teapot:project: teapot\\nname: Teapot\\nphases:\\n- {id: beta\\, " \
    "begins: b1}\\n\r\n"                                                                      \
    "X-RELCAL-HEAD;X-ID=\"teapot/2.0\":series: 2.0\\nbranch: two\\n\r\n"                      \
    "X-RELCAL-UNDATED;X-ID=\"teapot/2.0\":{id: 2.0.0\\, date: tbd}\r\n"
/* 8 lines. */
#define OWN_EVENT(uid, day, status, milestone)                                                 \
    "BEGIN:VEVENT\r\nUID:" uid "\r\nDTSTART;VALUE=DATE:" day "\r\nSUMMARY:x\r\nSTATUS:" status \
    "\r\nX-RELCAL-SERIES:teapot/2.0\r\nX-RELCAL-MILESTONE:" milestone "\r\nEND:VEVENT\r\n"

/* What somebody changed in a calendar is told, and what relcal wrote is kept. */
START_TEST(changed_since)
{
    static const char text[] = HEAD OWN_LINES OWN_EVENT("1", "20260908", "TENTATIVE",
                                                        "{id: 2.0.0b1\\, date: 2026-09-08}")
        OWN_EVENT("2", "20260930", "TENTATIVE", "{id: 2.0.0b2\\, date: 2026-09-22}")
            OWN_EVENT("3", "20261001", "CANCELLED", "{id: 2.0.0b3\\, date: 2026-10-01}")
                OWN_EVENT("4", "20261008", "TENTATIVE", "no mapping")
                    EVENT("5", "20261009",
                          "Tea time") "BEGIN:VEVENT\r\nUID:6\r\nDTSTART;VALUE=DATE:20261010\r\nX-"
                                      "RELCAL-SPAN:x\r\nEND:VEVENT\r\n" TAIL;
    static const struct {
        uint32_t line;
        const char *message;
    } faults[] = {
        {37, "X-RELCAL-MILESTONE is no milestone"},
        {39, "the event has no X-RELCAL-MILESTONE"},
        {15, "moved in the calendar: 2.0.0b2 is on 2026-09-30 there, on 2026-09-22 in what relcal"},
        {23, "changed in the calendar: 2.0.0b3 is CANCELLED there, TENTATIVE in what relcal"},
    };
    report told;
    relcal_import *import = import_good(text, sizeof text - 1, NULL, NULL, &told);
    ck_assert_uint_eq(relcal_import_file_count(import), 2);
    ck_assert_str_eq(relcal_import_file_at(import, 0)->name, "teapot/2.0.yaml");
    ck_assert_ptr_null(relcal_import_file_at(import, 2));
    ck_assert_str_eq(text_of(import, "teapot/2.0.yaml"), "series: 2.0\n"
                                                         "branch: two\n"
                                                         "milestones:\n"
                                                         "- {id: 2.0.0b1, date: 2026-09-08}\n"
                                                         "- {id: 2.0.0b2, date: 2026-09-22}\n"
                                                         "- {id: 2.0.0b3, date: 2026-10-01}\n"
                                                         "- {id: 2.0.0, date: tbd}\n");
    ck_assert_uint_eq(relcal_import_unknown_count(import), COUNT(faults));
    ck_assert_uint_eq(told.count, COUNT(faults));
    for (size_t index = 0; index < COUNT(faults); index++) {
        ck_assert_uint_eq(told.faults[index].line, faults[index].line);
        ck_assert_msg(strstr(told.faults[index].message, faults[index].message) != NULL, "%s",
                      told.faults[index].message);
        ck_assert_int_eq(told.faults[index].code, RELCAL_ERROR_DATA);
        ck_assert_str_eq(told.faults[index].file, "x.ics");
    }
    relcal_import_free(import);
    relcal_import_free(NULL);
}
END_TEST

/* ---- feeds ---- */

START_TEST(peps)
{
    report told;
    size_t length;
    char *text = read_calendar("peps.ics", &length);
    relcal_import *import = import_good(text, length, NULL, NULL, &told);
    ck_assert_uint_eq(told.count, 0);
    ck_assert_uint_eq(relcal_import_file_count(import), 2); /* and no project.yaml */
    ck_assert_str_eq(text_of(import, "python/3.13.yaml"),
                     "series: 3.13\n"
                     "spec: {name: PEP 719, url: \"https://peps.python.org/pep-0719/\"}\n"
                     "milestones:\n"
                     "- {id: 3.13.8, date: 2025-10-07}\n");
    relcal_catalog *catalog = load(import, relcal_catalog_builtin());
    const relcal_series *series = relcal_catalog_series(catalog, "python", "3.14");
    ck_assert_uint_eq(relcal_series_milestone_count(series), 5);
    ck_assert_str_eq(relcal_series_spec_name(series), "PEP 745");
    const relcal_milestone *candidate = relcal_series_milestone(series, "rc3");
    relcal_entry entry;
    ck_assert_str_eq(relcal_milestone_note(candidate),
                     "an extra candidate, for a new magic number; wheels stay good");
    ck_assert(relcal_plan_entry(relcal_series_plan(series, RELCAL_LATEST), candidate, &entry));
    ck_assert_int_eq(entry.state, RELCAL_EXPECTED);
    ck_assert_int_eq(relcal_when_date(&entry.when), relcal_date_from_civil(2025, 9, 18));
    ck_assert_str_eq(relcal_phase_id(relcal_plan_phase(relcal_series_plan(series, RELCAL_LATEST),
                                                       relcal_date_from_civil(2025, 12, 1))),
                     "bugfix");
    relcal_catalog_free(catalog);
    relcal_import_free(import);
    free(text);
}
END_TEST

START_TEST(fedora)
{
    report told;
    size_t length;
    char *text = read_calendar("fedora.ics", &length);
    relcal_import *import = import_good(text, length, NULL, NULL, &told);
    ck_assert_uint_eq(relcal_import_unknown_count(import), 1);
    ck_assert_uint_eq(told.count, 1);
    ck_assert_uint_eq(told.faults[0].line, 83);
    ck_assert_msg(
        strstr(told.faults[0].message, "\"Update fedora-obsolete-packages for Fedora 42\""), "%s",
        told.faults[0].message);
    ck_assert_ptr_nonnull(strstr(text_of(import, "fedora/40.yaml"),
                                 "- {id: eol-auto-closure, title: EOL auto closure, date: "
                                 "2025-05-13}\n"));
    relcal_catalog *catalog = load(import, relcal_catalog_builtin());
    const relcal_series *series = relcal_catalog_series(catalog, "fedora", "42");
    static const struct {
        const char *id, *title, *when;
    } milestones[] = {
        {"proposal-submission-deadline-changes-requiring-mass-rebuild",
         "Change Checkpoint: Proposal submission deadline (Changes requiring mass rebuild)",
         "2024-12-24"},
        {"retire-fti-packages-in-new-state", "Retire FTI packages in NEW state", "2025-02-11"},
        {"beta-freeze-starts-at-1400-utc", "Beta Freeze (starts at 1400 UTC)",
         "2025-02-18..2025-03-18"},
        {"beta-target-date-1", "Beta Target date #1", "2025-03-18"},
        {"retire-fti-packages-in-new-state-2", "Retire FTI packages in NEW state", "2025-03-25"},
        {"final-go-no-go-meeting", "Final Go/No-Go meeting", "2025-04-10T17:00Z"},
        {"end-of-life", "End of Life", "2026-05-13"},
    };
    for (size_t index = 0; index < COUNT(milestones); index++) {
        const relcal_milestone *milestone = relcal_series_milestone(series, milestones[index].id);
        relcal_entry entry;
        char when[RELCAL_WHEN_BYTES];
        ck_assert_msg(milestone != NULL, "%s", milestones[index].id);
        ck_assert_str_eq(relcal_milestone_title(milestone), milestones[index].title);
        ck_assert(relcal_plan_entry(relcal_series_plan(series, RELCAL_LATEST), milestone, &entry));
        ck_assert_str_eq(relcal_when_format(&entry.when, when), milestones[index].when);
    }
    const relcal_milestone *withdrawn = relcal_series_milestone(series, "early-final-target-date");
    ck_assert_uint_eq(relcal_milestone_revision_count(withdrawn), 2);
    relcal_revision last = relcal_milestone_revision_at(withdrawn, 1);
    ck_assert(last.withdrawn);
    ck_assert_int_eq(last.since, relcal_date_from_civil(2025, 4, 10));
    relcal_catalog_free(catalog);
    relcal_import_free(import);
    free(text);
}
END_TEST

/* A feed is known by what is in it, not by its summaries alone. */
START_TEST(unknown_feeds)
{
    static const char *const texts[] = {
        HEAD TAIL,
        HEAD EVENT("1", "20260308", "F1: Australian Grand Prix") TAIL,
        HEAD EVENT("1", "20260308", "Python 3.14.0 alpha 1") TAIL,
        HEAD EVENT("1@releases.python.org", "20260308", "Python meeting") TAIL,
        HEAD EVENT("1@releases.python.org", "20260230", "Python 3.14.0") TAIL,
    };
    for (size_t index = 0; index < COUNT(texts); index++) {
        relcal_import *import = NULL;
        relcal_error error;
        ck_assert_int_eq(
            relcal_calendar_import(&import, texts[index], strlen(texts[index]), NULL, &error),
            RELCAL_ERROR_DATA);
        ck_assert_msg(strstr(error.message, "no event") != NULL, "%s", error.message);
        ck_assert_ptr_null(import);
    }
}
END_TEST

/* ---- patterns ---- */

START_TEST(teapot)
{
    report told;
    size_t length;
    char *text = read_calendar("teapot.ics", &length);
    relcal_import *import = import_good(text, length, "Release of {project} {series}: {milestone}",
                                        NULL, &told);
    ck_assert_str_eq(text_of(import, "teapot/project.yaml"), "project: teapot\n"
                                                             "name: teapot\n"
                                                             "phases:\n"
                                                             "- {id: beta, begins: first beta}\n"
                                                             "- {id: final, begins: final}\n");
    ck_assert_str_eq(text_of(import, "teapot/2.0.yaml"),
                     "series: 2.0\n"
                     "milestones:\n"
                     "- {id: b1, date: \"2026-09-08T10:00Z\"}\n"
                     "- {id: string-freeze, title: String freeze, date: 2026-09-22..2026-09-24, "
                     "note: \"No new words, from here on: \\\"yes\\\"\"}\n"
                     "- {id: 2.0.0, date: 2026-10-13}\n");
    ck_assert_uint_eq(relcal_import_unknown_count(import), 2);
    ck_assert_uint_eq(told.count, 2);
    ck_assert_uint_eq(told.faults[0].line, 47);
    ck_assert_ptr_nonnull(strstr(told.faults[0].message, "it recurs"));
    ck_assert_uint_eq(told.faults[1].line, 54);
    ck_assert_ptr_nonnull(strstr(told.faults[1].message, "it is not of the pattern"));
    relcal_import_free(import);
    free(text);
}
END_TEST

typedef struct match_row {
    const char *pattern;
    const char *summary;
    const char *file; /* that comes of it, or NULL */
    const char *id;   /* of the milestone, or what is told */
} match_row;

static const match_row matches[] = {
    {"{series}: {milestone}", "2.0: Beta Target date #1", "x/2.0.yaml", "beta-target-date-1"},
    {"{series}: {milestone}", "2.0:  beta  1 ", "x/2.0.yaml", "b1"},
    {"{series}: {milestone}", "bookworm: Soft Freeze", "x/bookworm.yaml", "soft-freeze"},
    {"{series} - {milestone}", "8.x-LTS - a - b", "x/8.x-LTS.yaml", "a-b"},
    {"{milestone} of {series}", "end of life of 2.0", NULL, "no id"},
    {"{milestone} of {series}", "release of 2.0", "x/2.0.yaml", "release"},
    {"{version}", "2.0.1", "x/2.0.yaml", "2.0.1"},
    {"[{any}] {version}", "[x] 2.0 rc 1", "x/2.0.yaml", "2.0.0rc1"},
    {"{milestone}", "v3.1.0-beta.2", "x/3.1.yaml", "3.1.0b2"},
    {"F{number}: {milestone}", "F42: x", "x/42.yaml", "x"},
    {"F{number}: {milestone}", "FAQ: x", NULL, "is not of the pattern"},
    {"{project}/{series} {milestone}", "Tea Pot!/1 x", "tea-pot/1.yaml", "x"},
    {"{project}/{series} {milestone}", "\xE8\x8C\xB6/1 x", NULL, "names no project"},
    {"{series}: {milestone}", "2.0: \xE8\x8C\xB6", NULL, "no letter or digit"},
    {"{series}: {milestone}", "2.0: caf\xC3\xA9", "x/2.0.yaml", "caf"},
    {"{series}: {milestone}", ": x", NULL, "is not of the pattern"},
    {"{series}: {milestone}", "2.0:", NULL, "is not of the pattern"},
    {"{series}: {milestone}", "a b: x", NULL, "is no id"},
    {"{series}: {milestone}", "project: x", NULL, "is no id"},
    {"{series}: {milestone}", "2.0: 3.1.0", NULL, "of another series"},
    {"{milestone}", "party", NULL, "names no series"},
    {"{version}", "beta 1", NULL, "is none"},
    {"{milestone} for {series} now", "x for 1 for 2 now", NULL, "no id"},
    {"{milestone} for {series}", "", NULL, "has no summary"},
};

START_TEST(matching)
{
    const match_row *row = &matches[_i];
    char text[512];
    report told = {0};
    (void)snprintf(text, sizeof text,
                   "%sBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260105\r\nSUMMARY:%s"
                   "\r\nEND:VEVENT\r\n%s",
                   HEAD, row->summary, TAIL);
    relcal_import_options options = {
        .pattern = row->pattern, .project = "x", .report = take_fault, .report_context = &told};
    relcal_import *import = NULL;
    relcal_error error;
    relcal_status status = relcal_calendar_import(&import, text, strlen(text), &options, &error);
    if (row->file == NULL) {
        ck_assert_int_eq(status, RELCAL_ERROR_DATA);
        ck_assert_uint_eq(told.count, 1);
        ck_assert_uint_eq(told.faults[0].line, 4);
        ck_assert_msg(strstr(told.faults[0].message, row->id) != NULL, "row %d: %s", _i,
                      told.faults[0].message);
        return;
    }
    ck_assert_msg(status == RELCAL_OK, "row %d: %s", _i,
                  told.count > 0 ? told.faults[0].message : error.message);
    char id[128];
    (void)snprintf(id, sizeof id, "- {id: %s, ", row->id);
    ck_assert_msg(strstr(text_of(import, row->file), id) != NULL, "row %d: %s", _i,
                  text_of(import, row->file));
    relcal_import_free(import);
}
END_TEST

typedef struct pattern_row {
    const char *pattern;
    uint32_t column;
    const char *message;
} pattern_row;

static const pattern_row bad_patterns[] = {
    {"", 1, "names no {milestone}"},
    {"words", 1, "names no {milestone}"},
    {"{series}: {any}", 1, "names no {milestone}"},
    {"{series}: {milestone", 11, "a { without its }"},
    {"{series}: milestone}", 20, "a } without its {"},
    {"\xC3\xA9\xC3\xA9{serie}: {milestone}", 4, "unknown name \"{serie}\""},
    {"{}: {milestone}", 2, "unknown name"},
    {"{series}{milestone}", 9, "nothing stands between {series} and {milestone}"},
    {"{series} {series} {milestone}", 10, "{series} stands twice"},
    {"{series} {number} {milestone}", 1, "both {series} and {number}"},
    {"{version} {milestone}", 1, "both {milestone} and {version}"},
    {"a\xFF{milestone}", 2, "the pattern is not UTF-8"},
    {"a\nb{milestone}", 2, "holds a line break"},
    {"{any} {any} {any} {any} {any} {any} {any} {any} {any} {any} {any} {any} {any} {any} {any} "
     "{any} {any} {milestone}",
     97, "too many parts"},
};

START_TEST(refused_patterns)
{
    const pattern_row *row = &bad_patterns[_i];
    static const char text[] = HEAD EVENT("1", "20260105", "x") TAIL;
    relcal_import_options options = {.pattern = row->pattern, .project = "x"};
    relcal_import *import = NULL;
    relcal_error error;
    ck_assert_int_eq(relcal_calendar_import(&import, text, sizeof text - 1, &options, &error),
                     RELCAL_ERROR_ARGUMENT);
    ck_assert_int_eq(error.code, RELCAL_ERROR_ARGUMENT);
    ck_assert_msg(error.column == row->column, "row %d: column %u, %s", _i, (unsigned)error.column,
                  error.message);
    ck_assert_msg(strstr(error.message, row->message) != NULL, "row %d: %s", _i, error.message);
    ck_assert_ptr_null(import);
}
END_TEST

START_TEST(refused_projects)
{
    static const char text[] = HEAD EVENT("1", "20260105", "1: x") TAIL;
    static const char *const projects[] = {NULL, "", "../x", "a b", "-x"};
    for (size_t index = 0; index < COUNT(projects); index++) {
        relcal_import_options options = {.pattern = "{series}: {milestone}",
                                         .project = projects[index]};
        relcal_import *import = NULL;
        ck_assert_int_eq(relcal_calendar_import(&import, text, sizeof text - 1, &options, NULL),
                         RELCAL_ERROR_ARGUMENT);
        ck_assert_ptr_null(import);
    }
}
END_TEST

/* Two events of one release: the second is told. Of one label: they are numbered by date. */
START_TEST(doubles)
{
    static const char text[] = HEAD EVENT("1", "20260107", "2.0: b1")
        EVENT("2", "20260105", "2.0: beta 1") EVENT("3", "20260109", "2.0: Sprint")
            EVENT("4", "20260108", "2.0: sprint!") EVENT("5", "20260110", "2.0: sprint 2") TAIL;
    report told;
    relcal_import *import = import_good(text, sizeof text - 1, "{series}: {milestone}", "x", &told);
    ck_assert_str_eq(text_of(import, "x/2.0.yaml"),
                     "series: 2.0\n"
                     "milestones:\n"
                     "- {id: b1, date: 2026-01-05}\n"
                     "- {id: sprint, title: sprint!, date: 2026-01-08}\n"
                     "- {id: sprint-2, title: Sprint, date: 2026-01-09}\n");
    ck_assert_uint_eq(told.count, 2);
    ck_assert_uint_eq(told.faults[0].line, 4);
    ck_assert_ptr_nonnull(strstr(told.faults[0].message, "b1 of series 2.0 stands twice; the event "
                                                         "of line 9 is taken"));
    ck_assert_uint_eq(told.faults[1].line, 24);
    ck_assert_uint_eq(relcal_import_unknown_count(import), 2);
    relcal_import_free(import);
}
END_TEST

/* A description that no file may hold is left out, and said to be; others are put on one line. */
START_TEST(notes)
{
    char text[16384];
    char note[9001];
    report told;
    memset(note, 'x', sizeof note - 1);
    note[sizeof note - 1] = '\0';
    (void)snprintf(
        text, sizeof text,
        "%sBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260105\r\nSUMMARY:1: a\r\nDESCRIPTION:%s"
        "\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260106\r\nSUMMARY:1: b"
        "\r\nDESCRIPTION: two\\n\\nlines\xC2\x85\xE2\x80\xA8 \\n\r\nURL:https://x.org/\xC2"
        "\x85\r\nEND:VEVENT\r\n%s",
        HEAD, note, TAIL);
    relcal_import *import = import_good(text, strlen(text), "{series}: {milestone}", "x", &told);
    ck_assert_str_eq(text_of(import, "x/1.yaml"), "series: 1\n"
                                                  "milestones:\n"
                                                  "- {id: a, date: 2026-01-05}\n"
                                                  "- {id: b, date: 2026-01-06, note: two lines}\n");
    ck_assert_uint_eq(told.count, 1);
    ck_assert_int_eq(told.faults[0].code, RELCAL_ERROR_LIMIT);
    ck_assert_uint_eq(told.faults[0].line, 4);
    ck_assert_uint_eq(relcal_import_unknown_count(import), 0);
    relcal_import_free(import);
}
END_TEST

/* What the reading of the calendar refuses is told too, and what a schedule cannot be. */
START_TEST(faults_of_the_calendar)
{
    static const char faulty[] = HEAD EVENT("1", "20260230", "1: x") EVENT("2", "20260105", "1: y")
        TAIL;
    report told;
    relcal_import *import = import_good(faulty, sizeof faulty - 1, "{series}: {milestone}", "x",
                                        &told);
    ck_assert_uint_eq(relcal_import_unknown_count(import), 1);
    ck_assert_uint_eq(told.count, 1);
    ck_assert_uint_eq(told.faults[0].line, 6);
    relcal_import_free(import);

    static const char cut[] = HEAD EVENT("1", "20260105", "1: x");
    static const char contrary[] = HEAD EVENT("1", "20260105", "1.0: final")
        EVENT("2", "20260106", "1.0: beta 1") TAIL;
    const relcal_import_options options = {
        .pattern = "{series}: {milestone}", .project = "x", .file = "x.ics"};
    relcal_error error;
    import = NULL;
    ck_assert_int_eq(relcal_calendar_import(&import, cut, sizeof cut - 1, &options, &error),
                     RELCAL_ERROR_SYNTAX);
    ck_assert_int_eq(
        relcal_calendar_import(&import, contrary, sizeof contrary - 1, &options, &error),
        RELCAL_ERROR_DATA);
    ck_assert_str_eq(error.file, "x.ics");
    ck_assert_msg(strstr(error.message, "the calendar gives no good schedule: x/1.0.yaml:") != NULL,
                  "%s", error.message);
    ck_assert_ptr_null(import);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("ical import");
    TCase *tests = tcase_create("ical import");
    tcase_set_timeout(tests, 300);
    tcase_add_test(tests, round_trip_of_python);
    tcase_add_test(tests, round_trip_of_hostile_text);
    tcase_add_test(tests, changed_since);
    tcase_add_test(tests, peps);
    tcase_add_test(tests, fedora);
    tcase_add_test(tests, unknown_feeds);
    tcase_add_test(tests, teapot);
    tcase_add_loop_test(tests, matching, 0, (int)COUNT(matches));
    tcase_add_loop_test(tests, refused_patterns, 0, (int)COUNT(bad_patterns));
    tcase_add_test(tests, refused_projects);
    tcase_add_test(tests, doubles);
    tcase_add_test(tests, notes);
    tcase_add_test(tests, faults_of_the_calendar);
    suite_add_tcase(suite, tests);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
