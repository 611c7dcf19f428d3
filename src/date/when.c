/*
 * Whens as spans of seconds, and what can surely be said of two of them.
 *
 * Unit: seconds since 1970-01-01T00:00:00Z without leap seconds; both bounds belong to a when.
 * Range: 0001-01-01T00:00:00Z to 9999-12-31T23:59:59Z. A day is one of UTC unless a moment's zone
 * says otherwise.
 */
#include "relcal/when.h"

#include "local_time.h"

relcal_when relcal_when_day(relcal_date date)
{
    if (!relcal_date_is_valid(date)) {
        return (relcal_when){.earliest = RELCAL_INSTANT_MIN,
                             .latest = RELCAL_INSTANT_MAX,
                             .precision = RELCAL_PRECISION_TBD};
    }
    return (relcal_when){.earliest = relcal_instant_of_day_start(date),
                         .latest = relcal_instant_of_day_end(date),
                         .precision = RELCAL_PRECISION_DAY};
}

relcal_instant relcal_instant_of_day_start(relcal_date date)
{
    return (relcal_instant)date * RELCAL_SECONDS_PER_DAY;
}

relcal_instant relcal_instant_of_day_end(relcal_date date)
{
    return relcal_instant_of_day_start(date) + RELCAL_SECONDS_PER_DAY - 1;
}

relcal_date relcal_instant_date(relcal_instant instant)
{
    if (instant < RELCAL_INSTANT_MIN || instant > RELCAL_INSTANT_MAX) {
        return RELCAL_DATE_NONE;
    }
    /* counted from the first second, so that dividing rounds down */
    relcal_instant days = (instant - RELCAL_INSTANT_MIN) / RELCAL_SECONDS_PER_DAY;
    return RELCAL_DATE_MIN + (relcal_date)days;
}

static int32_t offset_minutes_of(const relcal_when *when)
{
    switch (when->zone) {
    case RELCAL_ZONE_OFFSET:
        return when->offset_minutes;
    case RELCAL_ZONE_AOE:
        return RELCAL_AOE_OFFSET_MINUTES;
    default:
        return 0;
    }
}

/* 24:00 is the first second of the next day; the second before it lies in the day that it ends. */
relcal_local_time relcal_when_local_time(const relcal_when *when)
{
    relcal_instant local = when->earliest + (relcal_instant)offset_minutes_of(when) * 60;
    relcal_date date = relcal_instant_date(when->end_of_day ? local - 1 : local);
    if (date == RELCAL_DATE_NONE) {
        return (relcal_local_time){.date = RELCAL_DATE_NONE, .seconds = 0};
    }
    return (relcal_local_time){.date = date,
                               .seconds = (int32_t)(local - relcal_instant_of_day_start(date))};
}

relcal_date relcal_when_date(const relcal_when *when)
{
    switch (when->precision) {
    case RELCAL_PRECISION_MOMENT:
        return relcal_when_local_time(when).date;
    case RELCAL_PRECISION_TBD:
        return RELCAL_DATE_NONE;
    default:
        return relcal_instant_date(when->earliest);
    }
}

relcal_truth relcal_when_has_come(const relcal_when *when, relcal_instant instant)
{
    if (when->precision == RELCAL_PRECISION_TBD) {
        return RELCAL_UNKNOWN;
    }
    if (instant < when->earliest) {
        return RELCAL_NO;
    }
    bool is_one_day = when->precision <= RELCAL_PRECISION_DAY;
    relcal_instant last_day = when->latest - (RELCAL_SECONDS_PER_DAY - 1);
    return is_one_day || instant >= last_day ? RELCAL_YES : RELCAL_UNKNOWN;
}

bool relcal_when_is_past(const relcal_when *when, relcal_instant instant)
{
    return when->precision != RELCAL_PRECISION_TBD && instant > when->latest;
}

bool relcal_when_is_same(const relcal_when *left, const relcal_when *right)
{
    return left->earliest == right->earliest && left->latest == right->latest &&
           left->precision == right->precision;
}

relcal_order relcal_when_compare(const relcal_when *left, const relcal_when *right)
{
    if (left->precision == RELCAL_PRECISION_TBD || right->precision == RELCAL_PRECISION_TBD) {
        return RELCAL_ORDER_UNKNOWN;
    }
    if (left->latest < right->earliest) {
        return RELCAL_ORDER_BEFORE;
    }
    if (left->earliest > right->latest) {
        return RELCAL_ORDER_AFTER;
    }
    return relcal_when_is_same(left, right) ? RELCAL_ORDER_SAME : RELCAL_ORDER_UNKNOWN;
}

const char *relcal_precision_name(relcal_precision precision)
{
    static const char *const names[] = {
        [RELCAL_PRECISION_MOMENT] = "moment", [RELCAL_PRECISION_DAY] = "day",
        [RELCAL_PRECISION_WEEK] = "week",     [RELCAL_PRECISION_MONTH] = "month",
        [RELCAL_PRECISION_YEAR] = "year",     [RELCAL_PRECISION_RANGE] = "range",
        [RELCAL_PRECISION_TBD] = "tbd",
    };
    size_t index = (size_t)precision;
    return index < sizeof names / sizeof names[0] ? names[index] : "";
}
