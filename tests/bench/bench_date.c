/*
 * Nanoseconds for a conversion between days and civil dates: relcal against the C library, on the
 * same random days in one run. The best of several rounds counts, since noise only ever adds.
 * Link it to the shared library, so that every call costs what it costs a user.
 */
#define _GNU_SOURCE /* timegm */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

#include "relcal/date.h"

#define DAY_COUNT 65536
#define ROUND_COUNT 64
#define SECONDS_PER_DAY 86400

static relcal_date days[DAY_COUNT];
static relcal_date back[DAY_COUNT];
static relcal_civil civils[DAY_COUNT];
static struct tm times[DAY_COUNT];

/* What every conversion is added to, so that none can be left out. */
static volatile int64_t sink;

/* A fixed sequence of numbers (xorshift64, Marsaglia 2003): every run measures the same days. */
static uint64_t next_random(void)
{
    static uint64_t state = 0x9E3779B97F4A7C15u;
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

static void fill(void)
{
    const uint64_t day_count = (uint64_t)(RELCAL_DATE_MAX - RELCAL_DATE_MIN) + 1;
    for (size_t i = 0; i < DAY_COUNT; i++) {
        days[i] = (relcal_date)((int64_t)(next_random() % day_count) + RELCAL_DATE_MIN);
        civils[i] = relcal_date_to_civil(days[i]);
        time_t seconds = (time_t)days[i] * SECONDS_PER_DAY;
        (void)gmtime_r(&seconds, &times[i]);
    }
}

static int64_t to_civil(void)
{
    for (size_t i = 0; i < DAY_COUNT; i++) {
        civils[i] = relcal_date_to_civil(days[i]);
    }
    return civils[0].year;
}

static int64_t from_civil(void)
{
    for (size_t i = 0; i < DAY_COUNT; i++) {
        back[i] = relcal_date_from_civil(civils[i].year, civils[i].month, civils[i].day);
    }
    return back[0];
}

static int64_t round_trip(void)
{
    int64_t sum = 0;
    for (size_t i = 0; i < DAY_COUNT; i++) {
        relcal_civil civil = relcal_date_to_civil(days[i]);
        sum += relcal_date_from_civil(civil.year, civil.month, civil.day);
    }
    return sum;
}

static int64_t libc_to_civil(void)
{
    int64_t sum = 0;
    for (size_t i = 0; i < DAY_COUNT; i++) {
        struct tm civil;
        time_t seconds = (time_t)days[i] * SECONDS_PER_DAY;
        (void)gmtime_r(&seconds, &civil);
        sum += civil.tm_year + civil.tm_mon + civil.tm_mday;
    }
    return sum;
}

static int64_t libc_from_civil(void)
{
    int64_t sum = 0;
    for (size_t i = 0; i < DAY_COUNT; i++) {
        struct tm civil = {
            .tm_year = times[i].tm_year, .tm_mon = times[i].tm_mon, .tm_mday = times[i].tm_mday};
        sum += timegm(&civil);
    }
    return sum;
}

static int64_t libc_round_trip(void)
{
    int64_t sum = 0;
    for (size_t i = 0; i < DAY_COUNT; i++) {
        struct tm civil;
        time_t seconds = (time_t)days[i] * SECONDS_PER_DAY;
        (void)gmtime_r(&seconds, &civil);
        sum += timegm(&civil);
    }
    return sum;
}

static double nanoseconds_now(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

static double best_of(double best, int64_t (*convert)(void))
{
    double start = nanoseconds_now();
    sink = sink + convert();
    double each = (nanoseconds_now() - start) / DAY_COUNT;
    return best == 0 || each < best ? each : best;
}

int main(void)
{
    static const struct {
        const char *name;
        int64_t (*ours)(void);
        const char *libc_name;
        int64_t (*libc)(void);
    } rows[] = {
        {"relcal_date_to_civil", to_civil, "gmtime_r", libc_to_civil},
        {"relcal_date_from_civil", from_civil, "timegm", libc_from_civil},
        {"there and back", round_trip, "gmtime_r, timegm", libc_round_trip},
    };
    enum { ROW_COUNT = sizeof rows / sizeof rows[0] };
    double ours[ROW_COUNT] = {0};
    double libc[ROW_COUNT] = {0};

    fill();
    for (int round = 0; round < ROUND_COUNT; round++) {
        for (size_t i = 0; i < ROW_COUNT; i++) {
            ours[i] = best_of(ours[i], rows[i].ours);
            libc[i] = best_of(libc[i], rows[i].libc);
        }
    }
    printf("%-24s %8s   %-18s %8s %8s\n", "", "ns", "", "ns", "ratio");
    for (size_t i = 0; i < ROW_COUNT; i++) {
        printf("%-24s %8.2f   %-18s %8.2f %7.1fx\n", rows[i].name, ours[i], rows[i].libc_name,
               libc[i], libc[i] / ours[i]);
    }
    return 0;
}
