/*
 * What a calendar costs: 100,000 events of a generated catalog through relcal_ical_format's sink,
 * against bare libical building and printing the same events one by one from values that lie ready.
 * And how much more memory 100,000 events take than 1,000.
 */
#define _GNU_SOURCE

#include <libical/ical.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "relcal/ical.h"
#include "relcal/relcal.h"

#define SERIES 1000
#define MILESTONES 100 /* of a series */
#define EVENTS (SERIES * MILESTONES)
#define ROUNDS 5

static _Noreturn void die(const char *what, const char *why)
{
    fprintf(stderr, "bench_ical: %s: %s\n", what, why);
    exit(1);
}

/* ---- the catalog ---- */

static const char project_text[] =
    "project: demo\n"
    "name: Demo\n"
    "url: \"https://demo.example/\"\n"
    "calendar: {uid-domain: demo.example, color: teal}\n"
    "phases:\n"
    "- {id: alpha, begins: a1}\n"
    "- {id: beta, begins: b1}\n"
    "- {id: candidate, begins: rc1}\n"
    "- {id: bugfix, begins: final}\n"
    "- {id: security, begins: end-of-bugfix}\n"
    "- {id: end-of-life, begins: end-of-life, living: no}\n"
    "freezes:\n"
    "- {id: feature, from: b1, source: \"https://demo.example/feature-freeze\"}\n"
    "- {id: abi, from: [last beta, rc1]}\n";

/* The id of the milestone at a place of a series: alphas, betas, candidates, then bugfixes. */
static void put_id(FILE *file, int series, int place)
{
    static const struct {
        const char *stage;
        int count;
    } stages[] = {{"a", 7}, {"b", 4}, {"rc", 3}};
    for (size_t index = 0; index < sizeof stages / sizeof stages[0]; index++) {
        if (place < stages[index].count) {
            fprintf(file, "1.%d.0%s%d", series, stages[index].stage, place + 1);
            return;
        }
        place -= stages[index].count;
    }
    if (place == MILESTONES - 16) {
        fputs("end-of-bugfix", file);
    } else if (place == MILESTONES - 15) {
        fputs("end-of-life", file);
    } else {
        fprintf(file, "1.%d.%d", series, place);
    }
}

static const char *day_text(int day, char buffer[RELCAL_DATE_BYTES])
{
    return relcal_date_format(relcal_date_from_civil(2010, 1, 1) + day, buffer);
}

static char *series_text(int series, size_t *length)
{
    char *text;
    FILE *file = open_memstream(&text, length);
    if (file == NULL) {
        die("a series", "no memory");
    }
    fprintf(file,
            "series: 1.%d\nspec: {name: DEP %d, url: \"https://demo.example/dep-%d/\"}\n"
            "milestones:\n",
            series, series, series);
    for (int place = 0; place < MILESTONES; place++) {
        char first[RELCAL_DATE_BYTES];
        char second[RELCAL_DATE_BYTES];
        char planned[RELCAL_DATE_BYTES];
        char moved[RELCAL_DATE_BYTES];
        int day = series + 28 * place;
        fprintf(file, "- {id: ");
        put_id(file, series, place);
        fprintf(file, ", date: %s%s, planned: {%s: %s, %s: %s}}\n", day_text(day, second),
                place < MILESTONES / 2 ? ", state: actual" : "",
                day_text(-100 + series % 7, planned), day_text(day - 7, first),
                day_text(-50 + place, moved), day_text(day, second));
    }
    if (fclose(file) != 0) {
        die("a series", "no memory");
    }
    return text;
}

static relcal_catalog *make_catalog(void)
{
    static relcal_source sources[SERIES + 1];
    static char names[SERIES][32];
    sources[0] = (relcal_source){"demo/project.yaml", project_text, sizeof project_text - 1};
    for (int series = 0; series < SERIES; series++) {
        relcal_source *source = &sources[series + 1];
        snprintf(names[series], sizeof names[series], "demo/1.%d.yaml", series);
        source->name = names[series];
        source->text = series_text(series, &source->length);
    }
    relcal_catalog *catalog;
    relcal_error error;
    if (relcal_catalog_parse(&catalog, NULL, sources, SERIES + 1, NULL, &error) != RELCAL_OK) {
        die(error.file, error.message);
    }
    for (int series = 0; series < SERIES; series++) {
        free((char *)(uintptr_t)sources[series + 1].text);
    }
    return catalog;
}

/* ---- relcal ---- */

/* What a sink has seen. */
typedef struct export_tally {
    size_t bytes;
    size_t most_memory; /* allocated at any call, in bytes */
} export_tally;

static size_t memory_in_use(void)
{
    struct mallinfo2 info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

static bool count_bytes(void *context, const char *bytes, size_t length)
{
    export_tally *tally = context;
    (void)bytes;
    tally->bytes += length;
    return true;
}

static bool count_memory(void *context, const char *bytes, size_t length)
{
    export_tally *tally = context;
    size_t memory = memory_in_use();
    tally->most_memory = memory > tally->most_memory ? memory : tally->most_memory;
    return count_bytes(context, bytes, length);
}

/* Exports the first `count` series. */
static export_tally export_series(const relcal_catalog *catalog, size_t count,
                                  relcal_ical_sink sink)
{
    static const relcal_series *series[SERIES];
    const relcal_project *project = relcal_catalog_project(catalog, "demo");
    for (size_t index = 0; index < count; index++) {
        series[index] = relcal_project_series_at(project, index);
    }
    relcal_ical_options options = {.series = series, .series_count = count};
    export_tally result = {0};
    relcal_error error;
    if (relcal_ical_write(catalog, &options, sink, &result, &error) != RELCAL_OK) {
        die("export", error.message);
    }
    return result;
}

/* ---- bare libical ---- */

/* One event, ready to be built. */
typedef struct ready_event {
    const char *uid;
    const char *summary;
    const char *description;
    const char *url;
    const char *categories;
    const char *color;
    const char *series;
    const char *milestone;
    struct icaltimetype stamp;
    struct icaltimetype modified;
    struct icaltimetype start;
    struct icaltimetype end;
    int sequence;
    icalproperty_status status;
} ready_event;

static const char *keep(const char *text)
{
    char *copy = strdup(text == NULL ? "" : text);
    if (copy == NULL) {
        die("an event", "no memory");
    }
    return copy;
}

static void ready_property(ready_event *event, icalproperty *property)
{
    switch (icalproperty_isa(property)) {
    case ICAL_UID_PROPERTY:
        event->uid = keep(icalproperty_get_uid(property));
        break;
    case ICAL_SUMMARY_PROPERTY:
        event->summary = keep(icalproperty_get_summary(property));
        break;
    case ICAL_DESCRIPTION_PROPERTY:
        event->description = keep(icalproperty_get_description(property));
        break;
    case ICAL_URL_PROPERTY:
        event->url = keep(icalproperty_get_url(property));
        break;
    case ICAL_COLOR_PROPERTY:
        event->color = keep(icalproperty_get_color(property));
        break;
    case ICAL_DTSTAMP_PROPERTY:
        event->stamp = icalproperty_get_dtstamp(property);
        break;
    case ICAL_LASTMODIFIED_PROPERTY:
        event->modified = icalproperty_get_lastmodified(property);
        break;
    case ICAL_DTSTART_PROPERTY:
        event->start = icalproperty_get_dtstart(property);
        break;
    case ICAL_DTEND_PROPERTY:
        event->end = icalproperty_get_dtend(property);
        break;
    case ICAL_SEQUENCE_PROPERTY:
        event->sequence = icalproperty_get_sequence(property);
        break;
    case ICAL_STATUS_PROPERTY:
        event->status = icalproperty_get_status(property);
        break;
    case ICAL_X_PROPERTY: {
        bool is_series = strcmp(icalproperty_get_x_name(property), "X-RELCAL-SERIES") == 0;
        *(is_series ? &event->series : &event->milestone) = keep(icalproperty_get_x(property));
        break;
    }
    default:
        break;
    }
}

/* Takes the values out of the events of a calendar text, one event at a time. */
static size_t make_ready(ready_event *events, const char *text)
{
    size_t count = 0;
    const char *begin = text;
    while ((begin = strstr(begin, "BEGIN:VEVENT\r\n")) != NULL && count < EVENTS) {
        const char *end = strstr(begin, "END:VEVENT\r\n") + strlen("END:VEVENT\r\n");
        char *part = strndup(begin, (size_t)(end - begin));
        icalcomponent *component = icalparser_parse_string(part);
        ready_event *event = &events[count++];
        event->categories = keep("Demo,Demo 1.500,candidate");
        for (icalproperty *property =
                 icalcomponent_get_first_property(component, ICAL_ANY_PROPERTY);
             property != NULL;
             property = icalcomponent_get_next_property(component, ICAL_ANY_PROPERTY)) {
            ready_property(event, property);
        }
        icalcomponent_free(component);
        free(part);
        begin = end;
    }
    return count;
}

static void add_x(icalcomponent *component, const char *name, const char *value)
{
    icalproperty *property = icalproperty_new_x(value);
    icalproperty_set_x_name(property, name);
    icalcomponent_add_property(component, property);
}

static size_t print_bare(const ready_event *event)
{
    icalcomponent *component = icalcomponent_new(ICAL_VEVENT_COMPONENT);
    icalcomponent_add_property(component, icalproperty_new_uid(event->uid));
    icalcomponent_add_property(component, icalproperty_new_summary(event->summary));
    icalcomponent_add_property(component, icalproperty_new_description(event->description));
    icalcomponent_add_property(component, icalproperty_new_dtstamp(event->stamp));
    icalcomponent_add_property(component, icalproperty_new_lastmodified(event->modified));
    icalcomponent_add_property(component, icalproperty_new_sequence(event->sequence));
    icalcomponent_add_property(component, icalproperty_new_dtstart(event->start));
    icalcomponent_add_property(component, icalproperty_new_dtend(event->end));
    icalcomponent_add_property(component, icalproperty_new_status(event->status));
    icalcomponent_add_property(component, icalproperty_new_categories(event->categories));
    icalcomponent_add_property(component, icalproperty_new_url(event->url));
    icalcomponent_add_property(component, icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));
    icalcomponent_add_property(component, icalproperty_new_class(ICAL_CLASS_PUBLIC));
    icalcomponent_add_property(component, icalproperty_new_color(event->color));
    add_x(component, "X-RELCAL-SERIES", event->series);
    add_x(component, "X-RELCAL-MILESTONE", event->milestone);
    char *printed = icalcomponent_as_ical_string_r(component);
    export_tally tally = {0};
    count_bytes(&tally, printed, strlen(printed));
    free(printed);
    icalcomponent_free(component);
    return tally.bytes;
}

/* ---- measuring ---- */

static double now_in_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void measure_speed(const relcal_catalog *catalog)
{
    ready_event *events = calloc(EVENTS, sizeof *events);
    char *text;
    size_t length;
    relcal_error error;
    if (events == NULL || relcal_ical_format(catalog, NULL, &text, &length, &error) != RELCAL_OK) {
        die("export", "failed");
    }
    size_t count = make_ready(events, text);
    relcal_ical_free_text(text);
    if (count != EVENTS) {
        die("export", "not all events came out");
    }
    double own = 1e300;
    double bare = 1e300;
    size_t own_bytes = 0;
    size_t bare_bytes = 0;
    for (int round = 0; round < ROUNDS; round++) {
        double begin = now_in_seconds();
        own_bytes = export_series(catalog, SERIES, count_bytes).bytes;
        double middle = now_in_seconds();
        bare_bytes = 0;
        for (size_t index = 0; index < EVENTS; index++) {
            bare_bytes += print_bare(&events[index]);
        }
        double end = now_in_seconds();
        own = middle - begin < own ? middle - begin : own;
        bare = end - middle < bare ? end - middle : bare;
    }
    printf("relcal, %d events       %7.3f s  %5.1f MB\n", EVENTS, own, (double)own_bytes / 1e6);
    printf("bare libical, the same      %7.3f s  %5.1f MB\n", bare, (double)bare_bytes / 1e6);
    printf("speed of bare libical       %7.1f %%  (at least 95)\n", 100 * bare / own);
}

/* The most memory that exporting some series takes at the calls of its sink, in bytes. */
static size_t measure_memory(const relcal_catalog *catalog, size_t series)
{
    size_t before = memory_in_use();
    return export_series(catalog, series, count_memory).most_memory - before;
}

int main(void)
{
    relcal_catalog *catalog = make_catalog();
    measure_memory(catalog, 1); /* what libical and libc take once and keep */
    size_t few = measure_memory(catalog, 1000 / MILESTONES);
    size_t many = measure_memory(catalog, SERIES);
    printf("memory for 1,000 events     %7.1f KiB\n", (double)few / 1024);
    printf("memory for %d events  %7.1f KiB  (at most 1024 more)\n", EVENTS, (double)many / 1024);
    measure_speed(catalog);
    relcal_catalog_free(catalog);
    return 0;
}
