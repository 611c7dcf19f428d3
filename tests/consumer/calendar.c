/* A stranger's program that writes a calendar and reads it back, built against the installed
 * library for calendars. */
#include <relcal/ical.h>
#include <relcal/relcal.h>
#include <stdio.h>

int main(void)
{
    const relcal_catalog *catalog = relcal_catalog_builtin();
    const relcal_series *series = relcal_catalog_series(catalog, "python", "3.12");
    const relcal_date days[] = {relcal_date_from_civil(2023, 5, 22)};
    relcal_ical_options options = {
        .series = &series,
        .series_count = 1,
        .has_since = true,
        .has_until = true,
        .since = days[0],
        .until = days[0],
    };
    relcal_calendar *calendar = NULL;
    relcal_error error;
    size_t length;
    char *text;

    if (relcal_ical_format(catalog, &options, &text, &length, &error) != RELCAL_OK ||
        relcal_calendar_parse(&calendar, text, length, NULL, &error) != RELCAL_OK) {
        fprintf(stderr, "%s\n", error.message);
        return 1;
    }
    for (size_t i = 0; i < relcal_calendar_event_count(calendar); i++) {
        printf("%s: %s\n", relcal_calendar_name(calendar),
               relcal_calendar_event_at(calendar, i)->summary);
    }
    relcal_calendar_free(calendar);
    relcal_ical_free_text(text);
    return 0;
}
