/*
 * A calendar to subscribe to, written from C: the milestones of a series and the phases between
 * them, an alarm a week before each milestone.
 *
 *     write_calendar DAY > kettle.ics
 *
 * The plan is read as of the day. A later day's calendar has the same events: those that changed
 * in between have a higher SEQUENCE, the others are the same to the byte.
 */
#include <stdio.h>
#include <string.h>

#include <relcal/ical.h>
#include <relcal/relcal.h>

static const char project_text[] = "project: kettle\n"
                                   "name: Kettle\n"
                                   "url: \"https://kettle.example/\"\n"
                                   "calendar: {uid-domain: kettle.example, color: tomato}\n"
                                   "phases:\n"
                                   "- {id: open, begins: development}\n"
                                   "- {id: beta, begins: b1}\n"
                                   "- {id: stable, begins: final}\n";

static const char series_text[] =
    "series: 2.0\n"
    "milestones:\n"
    "- {id: development, date: 2025-09-01, state: actual}\n"
    "- {id: 2.0.0b1, date: 2026-01-12, state: actual, planned: {2025-09-01: 2026-01-05}}\n"
    "- {id: 2.0.0b2, date: 2026-03-10, planned: {2025-09-01: 2026-02-02, 2026-01-31: 2026-03-10}}\n"
    "- {id: freeze, date: \"2026-03-12T24:00AoE\", note: \"Translations, too\"}\n"
    "- {id: 2.0.0, date: 2026-04}\n";

static const relcal_source sources[] = {
    {"kettle/project.yaml", project_text, sizeof project_text - 1},
    {"kettle/2.0.yaml", series_text, sizeof series_text - 1},
};

/* Called with a part of the calendar at a time; the whole of it is never in memory. */
static bool write_part(void *context, const char *bytes, size_t length)
{
    return fwrite(bytes, 1, length, context) == length;
}

int main(int argc, char **argv)
{
    static const uint32_t alarms[] = {7 * RELCAL_SECONDS_PER_DAY};
    relcal_ical_options options = {
        .events = RELCAL_EVENT_MILESTONE | RELCAL_EVENT_PHASE,
        .alarms = alarms,
        .alarm_count = sizeof alarms / sizeof *alarms,
        .name = "When the kettle boils",
        .has_as_of = true,
    };
    relcal_catalog *catalog;
    relcal_error error;
    relcal_status status;

    if (argc != 2 || relcal_date_parse(&options.as_of, argv[1], strlen(argv[1]), NULL)) {
        fprintf(stderr, "usage: write_calendar DAY\n");
        return 2;
    }
    status = relcal_catalog_parse(&catalog, NULL, sources, sizeof sources / sizeof *sources, NULL,
                                  &error);
    if (status == RELCAL_OK) {
        status = relcal_ical_write(catalog, &options, write_part, stdout, &error);
        relcal_catalog_free(catalog);
    }
    if (status != RELCAL_OK) {
        fprintf(stderr, "write_calendar: %s\n", error.message);
        return 1;
    }
    return fflush(stdout) == 0 ? 0 : 1;
}
