/* A stranger's program, built against the installed library by pkg-config. */
#include <relcal/relcal.h>
#include <stdio.h>
#include <string.h>

/* Parsing pulls in what the library itself links, which a static program must find as well. */
static int own_catalog_parses(void)
{
    static const char text[] = "project: demo\n"
                               "name: Demo\n"
                               "phases:\n"
                               "- {id: stable, begins: final}\n";
    const relcal_source source = {"demo/project.yaml", text, sizeof text - 1};
    relcal_error error;
    relcal_catalog *catalog;

    if (relcal_catalog_parse(&catalog, NULL, &source, 1, NULL, &error) != RELCAL_OK) {
        fprintf(stderr, "%s:%u: %s\n", error.file, (unsigned)error.line, error.message);
        return 0;
    }
    relcal_catalog_free(catalog);
    return 1;
}

int main(void)
{
    const relcal_series *series = relcal_catalog_series(relcal_catalog_builtin(), "python", "3.12");
    relcal_date day = relcal_date_from_civil(2023, 1, 10);
    relcal_standing standing = relcal_plan_on(relcal_series_plan(series, day), day);

    printf("relcal %s: %s, until %s\n", relcal_library_version(), relcal_phase_id(standing.phase),
           relcal_milestone_id(standing.until));
    return own_catalog_parses() && strcmp(relcal_library_version(), RELCAL_VERSION) == 0 ? 0 : 1;
}
