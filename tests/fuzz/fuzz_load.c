/*
 * Any bytes as schedule files. The first byte says what the rest is: 's' a series laid over the
 * built-in Python, 'p' a project.yaml, 'b' both, of one new project, parted by a line "%%%", 'o'
 * both, laid over Python. What loads is asked everything, and copied; what does not must say why.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "relcal/relcal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Stops the fuzzer, in every kind of build. */
#define REQUIRE(condition)  \
    do {                    \
        if (!(condition)) { \
            abort();        \
        }                   \
    } while (0)

static bool is_shown(const char *text)
{
    for (; *text != '\0'; text++) {
        if ((unsigned char)*text < 0x20 || *text == 0x7F) {
            return false;
        }
    }
    return true;
}

typedef struct report {
    size_t count;
    relcal_error first;
    relcal_error last;
} report;

static void check_fault(void *context, const relcal_error *fault)
{
    report *told = context;
    REQUIRE(fault->code != RELCAL_OK && fault->message[0] != '\0');
    REQUIRE(is_shown(fault->message));
    if (told->count > 0 && strcmp(fault->file, told->last.file) == 0) {
        REQUIRE(fault->line >= told->last.line);
        REQUIRE(fault->line > told->last.line || fault->column >= told->last.column);
    }
    told->first = told->count == 0 ? *fault : told->first;
    told->last = *fault;
    told->count++;
}

static void check_standing(const relcal_series *series, relcal_instant instant)
{
    relcal_standing latest = relcal_plan_at(relcal_series_plan(series, RELCAL_LATEST), instant);
    relcal_standing dated = relcal_plan_at(relcal_series_plan(series, RELCAL_DATE_MAX), instant);
    REQUIRE(latest.phase == dated.phase && latest.since == dated.since);
    REQUIRE(latest.until == dated.until && latest.day == dated.day);
    REQUIRE(latest.freezes == dated.freezes && latest.certain == dated.certain);
    REQUIRE(latest.freezes_unknown == dated.freezes_unknown);
    REQUIRE((latest.freezes & latest.freezes_unknown) == 0);
    REQUIRE((latest.phase == NULL) == (latest.since == NULL) && latest.day >= 0);
}

static void check_entry(const relcal_series *series, const relcal_milestone *milestone)
{
    char text[RELCAL_WHEN_BYTES];
    relcal_entry entry;
    relcal_when again;
    if (!relcal_plan_entry(relcal_series_plan(series, RELCAL_LATEST), milestone, &entry)) {
        return;
    }
    relcal_when_format(&entry.when, text);
    REQUIRE(relcal_when_parse(&again, text, strlen(text), NULL) == RELCAL_OK);
    REQUIRE(again.earliest == entry.when.earliest && again.latest == entry.when.latest);
    if (entry.when.precision != RELCAL_PRECISION_TBD) {
        check_standing(series, entry.when.earliest - 1);
        check_standing(series, entry.when.earliest);
        check_standing(series, entry.when.latest);
        check_standing(series, entry.when.latest + 1);
        check_standing(series, entry.when.latest + RELCAL_SECONDS_PER_DAY);
    }
}

/* At most so many milestones of a series are asked, so that no input is slow for their number. */
#define MOST_ASKED 64

static void ask_series(const relcal_series *series)
{
    size_t count = relcal_series_milestone_count(series);
    for (size_t index = 0; index < count && index < MOST_ASKED; index++) {
        const relcal_milestone *milestone = relcal_series_milestone_at(series, index);
        REQUIRE(relcal_series_milestone(series, relcal_milestone_id(milestone)) != NULL);
        REQUIRE(is_shown(relcal_milestone_title(milestone)));
        REQUIRE(relcal_milestone_kind(milestone)[0] != '\0');
        REQUIRE(relcal_milestone_series(milestone) == series);
        for (size_t i = 0; i < relcal_milestone_revision_count(milestone); i++) {
            relcal_revision revision = relcal_milestone_revision_at(milestone, i);
            REQUIRE(relcal_date_is_valid(revision.since));
            (void)relcal_plan_on(relcal_series_plan(series, revision.since), revision.since);
        }
        check_entry(series, milestone);
    }
    check_standing(series, RELCAL_INSTANT_MIN);
    check_standing(series, RELCAL_INSTANT_MAX);
    (void)relcal_plan_revised(relcal_series_plan(series, RELCAL_LATEST));
    relcal_agenda agenda = relcal_series_agenda(series, RELCAL_LATEST, INT64_MIN);
    relcal_entry entry;
    for (size_t i = 0; i < MOST_ASKED && relcal_agenda_next(&agenda, &entry); i++) {
        REQUIRE(relcal_milestone_series(entry.milestone) == series);
    }
}

static void ask_project(const relcal_project *project, bool is_new)
{
    for (size_t index = 0; index < relcal_project_series_count(project); index++) {
        const relcal_series *series = relcal_project_series_at(project, index);
        REQUIRE(relcal_project_series(project, relcal_series_id(series)) == series);
        bool is_known = relcal_catalog_series(relcal_catalog_builtin(), "python",
                                              relcal_series_id(series)) != NULL;
        if (is_new || !is_known || index == 0) {
            ask_series(series);
        }
    }
    const char *trunk = relcal_project_trunk(project);
    if (trunk != NULL) {
        (void)relcal_project_series_on_branch(project, trunk, RELCAL_LATEST, 0);
    }
}

static void load(const relcal_catalog *base, const relcal_source *sources, size_t count)
{
    report told = {.count = 0};
    relcal_load_options options = {.report = check_fault, .report_context = &told};
    relcal_catalog *catalog = NULL;
    relcal_error error;
    relcal_status status = relcal_catalog_parse(&catalog, base, sources, count, &options, &error);
    REQUIRE((status == RELCAL_OK) == (told.count == 0));
    REQUIRE((status == RELCAL_OK) == (catalog != NULL));
    if (status != RELCAL_OK) {
        REQUIRE(status == told.first.code && error.code == status);
        REQUIRE(strcmp(error.message, told.first.message) == 0);
        return;
    }
    relcal_catalog *copy = NULL;
    REQUIRE(relcal_catalog_parse(&copy, catalog, NULL, 0, NULL, NULL) == RELCAL_OK);
    relcal_catalog_free(catalog);
    for (size_t index = 0; index < relcal_catalog_project_count(copy); index++) {
        ask_project(relcal_catalog_project_at(copy, index), base == NULL);
    }
    relcal_catalog_free(copy);
}

/* Where the second text begins after the line "%%%", or NULL. */
static const char *find_second(const char *text, size_t size)
{
    static const char line[] = "\n%%%\n";
    for (size_t at = 0; at + sizeof line - 1 <= size; at++) {
        if (memcmp(text + at, line, sizeof line - 1) == 0) {
            return text + at + sizeof line - 1;
        }
    }
    return NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char minimal_series[] = "series: 1.0\nmilestones: []\n";
    if (size == 0) {
        return 0;
    }
    const char *text = (const char *)data + 1;
    size_t length = size - 1;
    bool is_over = data[0] == 'o' || data[0] == 's';
    relcal_source sources[2] = {
        {is_over ? "python/project.yaml" : "x/project.yaml", text, length},
        {is_over ? "python/x.yaml" : "x/x.yaml", minimal_series, sizeof minimal_series - 1}};
    if (data[0] == 's') {
        sources[0] = (relcal_source){"python/x.yaml", text, length};
        load(relcal_catalog_builtin(), sources, 1);
        return 0;
    }
    const char *second = data[0] == 'p' ? NULL : find_second(text, length);
    if (second != NULL) {
        sources[0].length = (size_t)(second - text) - strlen("%%%\n");
        sources[1].text = second;
        sources[1].length = length - (size_t)(second - text);
    }
    load(is_over ? relcal_catalog_builtin() : NULL, sources, 2);
    return 0;
}
