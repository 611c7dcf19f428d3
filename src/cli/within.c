/* Months and years are added as people do: a month after January 31 is the last day of February. */
#include "within.h"

#include <string.h>

#include "complain.h"

/* The most of a unit that is asked for; no rule of a date counts further. */
#define COUNT_MAX 99999

typedef struct within_unit {
    const char *names[3]; /* a letter, one, several */
    int64_t seconds;      /* 0 for a unit of months */
    int64_t months;
} within_unit;

static const within_unit units[] = {
    {{"h", "hour", "hours"}, 3600, 0},
    {{"d", "day", "days"}, RELCAL_SECONDS_PER_DAY, 0},
    {{"w", "week", "weeks"}, 7 * RELCAL_SECONDS_PER_DAY, 0},
    {{NULL, "month", "months"}, 0, 1},
    {{NULL, "year", "years"}, 0, 12},
};

static const within_unit *find_unit(const char *name)
{
    for (size_t index = 0; index < sizeof units / sizeof units[0]; index++) {
        for (size_t at = 0; at < sizeof units[index].names / sizeof units[index].names[0]; at++) {
            const char *known = units[index].names[at];
            if (known != NULL && strcmp(known, name) == 0) {
                return &units[index];
            }
        }
    }
    return NULL;
}

static int complain_about_time(const char *value)
{
    text message = {0};
    text_add(&message, "--within cannot be '");
    text_add_printable(&message, value, QUOTED_BYTES);
    text_addf(&message, "'; write up to %d of a unit, such as 30d, 2w, 36h or \"3 months\"",
              COUNT_MAX);
    complain_text(&message);
    return EXIT_USAGE;
}

/* The same time of a day some months later. */
static relcal_instant add_months(relcal_instant instant, int64_t months)
{
    relcal_date date = relcal_instant_date(instant);
    relcal_date later = relcal_date_add_months(date, months);
    if (!relcal_date_is_valid(later)) {
        return RELCAL_INSTANT_MAX;
    }
    return relcal_instant_of_day_start(later) + (instant - relcal_instant_of_day_start(date));
}

int within_read(const cli_session *session, const char *otherwise, relcal_instant *until)
{
    const char *given = session->options->value[OPTION_WITHIN];
    const char *value = given != NULL ? given : otherwise;
    size_t digits = strspn(value, "0123456789");
    int64_t count = 0;
    for (size_t index = 0; index < digits && count <= COUNT_MAX; index++) {
        count = 10 * count + (value[index] - '0');
    }
    const within_unit *unit = find_unit(value + digits + strspn(value + digits, " "));
    if (digits == 0 || count > COUNT_MAX || unit == NULL) {
        return complain_about_time(value);
    }
    relcal_instant from = session->instant;
    relcal_instant end = unit->months > 0 ? add_months(from, count * unit->months)
                                          : from + count * unit->seconds;
    *until = end < RELCAL_INSTANT_MAX ? end : RELCAL_INSTANT_MAX;
    return EXIT_YES;
}
