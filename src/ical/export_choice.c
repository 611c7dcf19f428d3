/* What goes into a calendar: the options of the caller, checked before anything is written. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "export_parts.h"

static relcal_status refuse(relcal_error *error, const char *what, const char *fault)
{
    return relcal_ical_fail(error, RELCAL_ERROR_ARGUMENT, NULL, 0, "%s %s", what, fault);
}

/* An iana-token (RFC 5545, section 3.1): letters, digits and hyphens. */
static const char *token_fault(const char *text)
{
    static const char characters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-";
    bool is_token = text[0] != '\0' && text[strspn(text, characters)] == '\0';
    return is_token ? NULL : "is no word of letters, digits and hyphens; write PUBLISH or nothing";
}

static const char *text_fault(const char *text)
{
    return relcal_ical_text_fault(text, strlen(text), true, NULL);
}

static relcal_status check_texts(const relcal_ical_options *options, relcal_error *error)
{
    const struct {
        const char *what;
        const char *text;
        const char *(*fault)(const char *text);
    } items[] = {
        {"the name of the calendar", options->name, text_fault},
        {"the description of the calendar", options->description, text_fault},
        {"the source of the calendar", options->source, relcal_ical_url_fault},
        {"the URL of the calendar", options->url, relcal_ical_url_fault},
        {"the method", options->method, token_fault},
    };
    for (size_t index = 0; index < sizeof items / sizeof items[0]; index++) {
        const char *text = items[index].text;
        const char *fault = text == NULL ? NULL : items[index].fault(text);
        if (fault != NULL) {
            return refuse(error, items[index].what, fault);
        }
    }
    if (options->refresh_hours > INT_MAX / 3600) {
        return refuse(error, "the hours between refreshes", "are too many");
    }
    return RELCAL_OK;
}

bool relcal_ical_is_color(const char *text)
{
    return text[0] != '\0' && text[strspn(text, "abcdefghijklmnopqrstuvwxyz")] == '\0';
}

static relcal_status check_colors(const relcal_ical_options *options, relcal_error *error)
{
    if (options->color_count > 0 && options->colors == NULL) {
        return refuse(error, "the list of colours", "is NULL");
    }
    for (size_t index = 0; index < options->color_count; index++) {
        const char *color = options->colors[index].color;
        if (color == NULL || !relcal_ical_is_color(color)) {
            return refuse(error, "a colour", "is no name of CSS; write one such as royalblue");
        }
    }
    return RELCAL_OK;
}

static relcal_status check_days(const relcal_ical_options *options, relcal_error *error)
{
    if (options->has_since && !relcal_date_is_valid(options->since)) {
        return refuse(error, "the first day", "lies outside of the calendar");
    }
    if (options->has_until && !relcal_date_is_valid(options->until)) {
        return refuse(error, "the last day", "lies outside of the calendar");
    }
    if (options->has_since && options->has_until && options->until < options->since) {
        return refuse(error, "the last day", "comes before the first");
    }
    if (options->has_as_of && options->as_of != RELCAL_LATEST &&
        !relcal_date_is_valid(options->as_of)) {
        return refuse(error, "the day as of which to read", "lies outside of the calendar");
    }
    return RELCAL_OK;
}

/* The longest before first. */
static int compare_alarms(const void *left, const void *right)
{
    int a = *(const int *)left;
    int b = *(const int *)right;
    return (a < b) - (a > b);
}

static relcal_status take_alarms(relcal_ical_choice *choice, const relcal_ical_options *options,
                                 relcal_error *error)
{
    if (options->alarm_count > RELCAL_MAX_ALARMS) {
        return refuse(error, "the list of alarms", "is too long; write 16 at most");
    }
    if (options->alarm_count > 0 && options->alarms == NULL) {
        return refuse(error, "the list of alarms", "is NULL");
    }
    for (size_t index = 0; index < options->alarm_count; index++) {
        if (options->alarms[index] > RELCAL_MAX_ALARM_SECONDS) {
            return refuse(error, "an alarm", "rings more than ten years before");
        }
        choice->alarms[index] = (int)options->alarms[index];
    }
    qsort(choice->alarms, options->alarm_count, sizeof(int), compare_alarms);
    for (size_t index = 0; index < options->alarm_count; index++) {
        if (index == 0 || choice->alarms[index] != choice->alarms[index - 1]) {
            choice->alarms[choice->alarm_count++] = choice->alarms[index];
        }
    }
    return RELCAL_OK;
}

static relcal_status take_kinds(relcal_ical_choice *choice, const relcal_ical_options *options,
                                relcal_error *error)
{
    const unsigned known = RELCAL_EVENT_MILESTONE | RELCAL_EVENT_PHASE | RELCAL_EVENT_FREEZE;
    if ((options->events & ~known) != 0) {
        return refuse(error, "the kind of event", "is none that there is");
    }
    if (options->kind_count > 0 && options->kinds == NULL) {
        return refuse(error, "the list of kinds", "is NULL");
    }
    for (size_t index = 0; index < options->kind_count; index++) {
        if (options->kinds[index] == NULL) {
            return refuse(error, "a kind of milestone", "is NULL");
        }
    }
    choice->events = options->events == 0 ? RELCAL_EVENT_MILESTONE : options->events;
    return RELCAL_OK;
}

static int compare_series(const void *left, const void *right)
{
    uintptr_t a = (uintptr_t) * (const relcal_series *const *)left;
    uintptr_t b = (uintptr_t) * (const relcal_series *const *)right;
    return (a > b) - (a < b);
}

static bool is_of_catalog(const relcal_catalog *catalog, const relcal_series *series)
{
    const relcal_project *project = relcal_series_project(series);
    return relcal_catalog_series(catalog, relcal_project_id(project), relcal_series_id(series)) ==
           series;
}

/* Takes over the list of series, ascending by address, so that its order cannot matter. */
static relcal_status take_series(relcal_ical_choice *choice, const relcal_catalog *catalog,
                                 const relcal_ical_options *options, relcal_error *error)
{
    size_t count = options->series_count;
    if (count > 0 && options->series == NULL) {
        return refuse(error, "the list of series", "is NULL");
    }
    for (size_t index = 0; index < count; index++) {
        const relcal_series *series = options->series[index];
        if (series == NULL || !is_of_catalog(catalog, series)) {
            return refuse(error, "a series", "is not one of the catalog");
        }
    }
    if (count == 0) {
        return RELCAL_OK;
    }
    choice->series = malloc(count * sizeof *choice->series);
    if (choice->series == NULL) {
        return relcal_ical_fail_memory(error, NULL);
    }
    memcpy(choice->series, options->series, count * sizeof *choice->series);
    qsort(choice->series, count, sizeof *choice->series, compare_series);
    for (size_t index = 1; index < count; index++) {
        if (choice->series[index] == choice->series[index - 1]) {
            return relcal_ical_fail(error, RELCAL_ERROR_ARGUMENT, NULL, 0,
                                    "the series %s is in the list twice",
                                    relcal_series_id(choice->series[index]));
        }
    }
    return RELCAL_OK;
}

relcal_status relcal_ical_choose(relcal_ical_choice *choice, const relcal_catalog *catalog,
                                 const relcal_ical_options *options, relcal_error *error)
{
    *choice = (relcal_ical_choice){
        .options = options,
        .as_of = options->has_as_of ? options->as_of : RELCAL_LATEST,
    };
    relcal_status status = check_texts(options, error);
    if (status == RELCAL_OK) {
        status = check_colors(options, error);
    }
    if (status == RELCAL_OK) {
        status = check_days(options, error);
    }
    if (status == RELCAL_OK) {
        status = take_alarms(choice, options, error);
    }
    if (status == RELCAL_OK) {
        status = take_kinds(choice, options, error);
    }
    if (status == RELCAL_OK) {
        status = take_series(choice, catalog, options, error);
    }
    return status;
}

void relcal_ical_choice_free(relcal_ical_choice *choice)
{
    free(choice->series);
}

bool relcal_ical_is_series_chosen(const relcal_ical_choice *choice, const relcal_series *series)
{
    return choice->series == NULL || bsearch(&series, choice->series, choice->options->series_count,
                                             sizeof *choice->series, compare_series) != NULL;
}

bool relcal_ical_is_milestone_chosen(const relcal_ical_choice *choice,
                                     const relcal_milestone *milestone)
{
    const relcal_ical_options *options = choice->options;
    if ((choice->events & RELCAL_EVENT_MILESTONE) == 0) {
        return false;
    }
    const char *kind = relcal_milestone_kind(milestone);
    for (size_t index = 0; index < options->kind_count; index++) {
        if (strcmp(options->kinds[index], kind) == 0) {
            return true;
        }
    }
    return options->kind_count == 0;
}

bool relcal_ical_is_event_chosen(const relcal_ical_choice *choice, const relcal_ical_event *event)
{
    const relcal_ical_options *options = choice->options;
    if (options->has_since && event->end <= relcal_instant_of_day_start(options->since)) {
        return false;
    }
    return !options->has_until || event->start <= relcal_instant_of_day_end(options->until);
}
