/*
 * A schedule of one's own, carried inside the program: no file is read at run time.
 *
 *     own_schedule DAY
 *
 * The project has no alphas, and thaws at the final release: its phases, freezes and the words
 * for them are all in the text. The same texts could lie in files, for relcal_catalog_load or the
 * command's --data.
 */
#include <stdio.h>
#include <string.h>

#include <relcal/relcal.h>

static const char project_text[] =
    "project: kettle\n"
    "name: Kettle\n"
    "url: \"https://kettle.example/\"\n"
    "revised: 2026-01-31\n"
    "trunk: {branch: main, begins: development}\n"
    "phases:\n"
    "- {id: open, begins: development}\n"
    "- {id: beta, begins: b1}\n"
    "- {id: stable, begins: final}\n"
    "- {id: end-of-life, begins: end-of-life, living: no}\n"
    "freezes:\n"
    "- {id: feature, from: b1, until: final, source: \"CONTRIBUTING.md, Freezes\"}\n"
    "- {id: abi, from: [last beta, rc1]}\n";

/* The second beta has moved twice; a plan keeps what it said before. */
static const char series_text[] =
    "series: 2.0\n"
    "branch: release-2\n"
    "release-manager: Ada Example\n"
    "revised: 2026-01-31\n"
    "milestones:\n"
    "- {id: development, date: 2025-09-01, state: actual}\n"
    "- {id: 2.0.0b1, date: 2026-01-12, state: actual, planned: {2025-09-01: 2026-01-05}}\n"
    "- {id: 2.0.0b2, date: 2026-03-09,\n"
    "   planned: {2025-09-01: 2026-02-02, 2026-01-12: 2026-02-16, 2026-01-31: 2026-03-09}}\n"
    "- {id: 2.0.0, date: 2026-04-06}\n"
    "- {id: end-of-life, date: 2029-04}\n";

static const relcal_source sources[] = {
    {"kettle/project.yaml", project_text, sizeof project_text - 1},
    {"kettle/2.0.yaml", series_text, sizeof series_text - 1},
};

/* Every fault comes here, not only the first. */
static void report(void *context, const relcal_error *fault)
{
    (void)context;
    fprintf(stderr, "%s:%u:%u: %s\n", fault->file, (unsigned)fault->line, (unsigned)fault->column,
            fault->message);
}

static void print_plan(const relcal_series *series, relcal_date day)
{
    relcal_plan plan = relcal_series_plan(series, day);
    for (size_t i = 0; i < relcal_series_milestone_count(series); i++) {
        relcal_entry entry;
        char when[RELCAL_WHEN_BYTES];
        if (relcal_plan_entry(plan, relcal_series_milestone_at(series, i), &entry)) {
            printf("  %-10s %-8s %s\n", relcal_when_format(&entry.when, when),
                   relcal_state_name(entry.state), relcal_milestone_title(entry.milestone));
        }
    }
}

static void print_standing(const relcal_series *series, relcal_date day)
{
    const relcal_project *project = relcal_series_project(series);
    relcal_standing standing = relcal_plan_on(relcal_series_plan(series, day), day);
    char text[RELCAL_DATE_BYTES];

    printf("%s %s on %s: %s%s\n", relcal_project_name(project), relcal_series_id(series),
           relcal_date_format(day, text), relcal_phase_id(standing.phase),
           standing.overdue ? ", with something overdue" : "");
    for (size_t i = 0; i < relcal_project_freeze_count(project); i++) {
        const relcal_freeze *freeze = relcal_project_freeze_at(project, i);
        printf("  %s freeze: %s\n", relcal_freeze_id(freeze),
               relcal_standing_freeze(&standing, freeze) == RELCAL_YES ? "yes" : "no");
    }
}

int main(int argc, char **argv)
{
    const relcal_load_options options = {.report = report};
    const relcal_series *series;
    relcal_catalog *catalog;
    relcal_date day;

    if (argc != 2 || relcal_date_parse(&day, argv[1], strlen(argv[1]), NULL) != RELCAL_OK) {
        fprintf(stderr, "usage: own_schedule DAY\n");
        return 2;
    }
    /* NULL: over nothing. relcal_catalog_builtin() would keep Python beside it. */
    if (relcal_catalog_parse(&catalog, NULL, sources, sizeof sources / sizeof *sources, &options,
                             NULL) != RELCAL_OK) {
        return 3;
    }
    series = relcal_catalog_series(catalog, "kettle", "2.0");
    print_standing(series, day);
    print_plan(series, day);
    relcal_catalog_free(catalog); /* and with it the series, and all that came from it */
    return 0;
}
