/* Dates as people write them, always with the weekday where there is one. */
#include "words.h"

#include <inttypes.h>
#include <string.h>

#include "output.h"

void words_add_day(text *target, relcal_date date)
{
    char buffer[RELCAL_DATE_BYTES];
    text_addf(target, "%s, %s", relcal_weekday_name(relcal_date_weekday(date)),
              relcal_date_format(date, buffer));
}

/* "Tuesday, 2026-05-05 at 14:00 +02:00 Europe/Berlin": the canonical form, taken apart. */
static void add_moment(text *target, const relcal_when *when)
{
    char buffer[RELCAL_WHEN_BYTES];
    const char *clock = strchr(relcal_when_format(when, buffer), 'T');
    words_add_day(target, relcal_when_date(when));
    if (clock == NULL) {
        return;
    }
    clock++;
    size_t digits = strspn(clock, "0123456789:");
    const char *zone = clock + digits;
    text_add(target, " at ");
    text_add_bytes(target, clock, digits);
    if (when->zone == RELCAL_ZONE_UTC) {
        text_add(target, " UTC");
    } else if (when->zone == RELCAL_ZONE_AOE) {
        text_add(target, " anywhere on earth");
    } else {
        size_t offset = strcspn(zone, "[");
        text_add(target, " ");
        text_add_bytes(target, zone, offset);
        if (when->zone_name_length > 0) {
            text_add(target, " ");
            text_add_bytes(target, when->zone_name, when->zone_name_length);
        }
    }
}

static void add_week(text *target, relcal_date date)
{
    relcal_week_date week = relcal_date_to_week(date);
    text_addf(target, "week %d of %d", week.week, week.year);
}

static void add_month(text *target, relcal_date date)
{
    relcal_civil civil = relcal_date_to_civil(date);
    text_addf(target, "%s %d", relcal_month_name(civil.month), civil.year);
}

void words_add_when(text *target, const relcal_when *when)
{
    relcal_date date = relcal_when_date(when);
    switch (when->precision) {
    case RELCAL_PRECISION_MOMENT:
        add_moment(target, when);
        break;
    case RELCAL_PRECISION_DAY:
        words_add_day(target, date);
        break;
    case RELCAL_PRECISION_WEEK:
        add_week(target, date);
        break;
    case RELCAL_PRECISION_MONTH:
        add_month(target, date);
        break;
    case RELCAL_PRECISION_YEAR:
        text_addf(target, "%d", relcal_date_to_civil(date).year);
        break;
    case RELCAL_PRECISION_RANGE:
        words_add_day(target, date);
        text_add(target, " to ");
        words_add_day(target, relcal_instant_date(when->latest));
        break;
    case RELCAL_PRECISION_TBD:
        text_add(target, "to be decided");
        break;
    }
}

void words_add_short_when(text *target, const relcal_when *when)
{
    char buffer[RELCAL_WHEN_BYTES];
    if (when->precision == RELCAL_PRECISION_DAY || when->precision == RELCAL_PRECISION_MOMENT) {
        const char *weekday = relcal_weekday_name(relcal_date_weekday(relcal_when_date(when)));
        text_addf(target, "%.3s ", weekday);
    }
    text_add(target, relcal_when_format(when, buffer));
}

void words_add_distance(text *target, int32_t days, relcal_precision precision)
{
    bool is_exact = precision == RELCAL_PRECISION_DAY || precision == RELCAL_PRECISION_MOMENT;
    if (days < 0 || (days == 0 && !is_exact)) {
        text_add(target, "any day now");
    } else if (days == 0) {
        text_add(target, "today");
    } else {
        text_addf(target, "in %" PRId32 " day%s%s", days, days == 1 ? "" : "s",
                  is_exact ? "" : " or later");
    }
}

const char *words_phase_style(const relcal_phase *phase)
{
    static const struct {
        const char *id;
        const char *style;
    } styles[] = {
        {"alpha", "36"},       {"beta", "36"},   {"candidate", "36"}, {"bugfix", "32"},
        {"maintenance", "32"}, {"stable", "32"}, {"security", "33"},  {"end-of-life", "31"},
    };
    const char *id = relcal_phase_id(phase);
    for (size_t index = 0; index < sizeof styles / sizeof styles[0]; index++) {
        if (strcmp(styles[index].id, id) == 0) {
            return styles[index].style;
        }
    }
    return NULL;
}
