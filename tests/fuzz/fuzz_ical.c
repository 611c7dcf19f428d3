/*
 * Any bytes as a calendar; behind a 'p' and the rest of its line, which is a pattern of summaries,
 * if they begin so. It is read with and without leaving faulty events out, which must agree, and
 * imported; what is imported must load.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "relcal/ical.h"
#include "relcal/relcal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Stops the fuzzer, in every kind of build. */
#define REQUIRE(condition)  \
    do {                    \
        if (!(condition)) { \
            abort();        \
        }                   \
    } while (0)

static bool is_shown(const char *text)
{
    for (; *text != '\0'; text++) {
        if ((unsigned char)*text < 0x20 || *text == 0x7F) {
            return false;
        }
    }
    return true;
}

/* A tab may stand in any value of a calendar (RFC 5545, section 3.1), so a URL may be none. */
static bool is_one_line(const char *text)
{
    for (; *text != '\0'; text++) {
        if (((unsigned char)*text < 0x20 && *text != '\t') || *text == 0x7F) {
            return false;
        }
    }
    return true;
}

typedef struct report {
    size_t count;
    relcal_error first;
} report;

static void check_fault(void *context, const relcal_error *fault)
{
    report *told = context;
    REQUIRE(fault->code != RELCAL_OK && fault->message[0] != '\0' && is_shown(fault->message));
    REQUIRE(fault->line > 0 && strcmp(fault->file, "x.ics") == 0);
    told->first = told->count == 0 ? *fault : told->first;
    told->count++;
}

static void check_event(const relcal_event *event)
{
    REQUIRE(event != NULL && event->uid != NULL && event->summary != NULL);
    REQUIRE(event->start <= event->end && event->line > 0 && event->sequence >= 0);
    REQUIRE(event->start >= RELCAL_INSTANT_MIN && event->end <= RELCAL_INSTANT_MAX + 1);
    REQUIRE(!event->is_all_day || event->end - event->start >= RELCAL_SECONDS_PER_DAY);
    REQUIRE(event->url == NULL || is_one_line(event->url));
    REQUIRE(event->recurrence == NULL || is_one_line(event->recurrence));
}

static void check_calendar(const relcal_calendar *calendar)
{
    size_t count = relcal_calendar_event_count(calendar);
    for (size_t index = 0; index < count; index++) {
        check_event(relcal_calendar_event_at(calendar, index));
    }
    REQUIRE(relcal_calendar_event_at(calendar, count) == NULL);
    (void)relcal_calendar_name(calendar);
}

static void parse(const char *text, size_t length)
{
    report told = {.count = 0};
    relcal_calendar *lenient = NULL;
    relcal_calendar *strict = NULL;
    relcal_error error;
    relcal_ical_read_options options = {.file = "x.ics"};
    relcal_status strict_status = relcal_calendar_parse(&strict, text, length, &options, &error);
    REQUIRE((strict_status == RELCAL_OK) == (strict != NULL));
    REQUIRE(strict_status == RELCAL_OK || (error.code == strict_status && is_shown(error.message)));
    options.report = check_fault;
    options.report_context = &told;
    relcal_status status = relcal_calendar_parse(&lenient, text, length, &options, NULL);
    REQUIRE((status == RELCAL_OK) == (lenient != NULL));
    if (told.count > 0) {
        REQUIRE(strict_status == told.first.code && error.line == told.first.line);
        REQUIRE(strcmp(error.message, told.first.message) == 0);
    } else {
        REQUIRE(strict_status == status);
    }
    if (status == RELCAL_OK) {
        check_calendar(lenient);
    }
    relcal_calendar_free(lenient);
    relcal_calendar_free(strict);
}

static void check_import(const relcal_import *import)
{
    relcal_source sources[16];
    relcal_catalog *catalog = NULL;
    size_t count = relcal_import_file_count(import);
    REQUIRE(count > 0 && relcal_import_file_at(import, count) == NULL);
    for (size_t index = 0; index < count; index++) {
        const relcal_import_file *file = relcal_import_file_at(import, index);
        REQUIRE(strlen(file->text) == file->length);
        REQUIRE(index == 0 ||
                strcmp(relcal_import_file_at(import, index - 1)->name, file->name) < 0);
        if (count <= 16) {
            sources[index] = (relcal_source){file->name, file->text, file->length};
        }
    }
    if (count <= 16) {
        bool is_loaded = relcal_catalog_parse(&catalog, NULL, sources, count, NULL, NULL) ==
                             RELCAL_OK ||
                         relcal_catalog_parse(&catalog, relcal_catalog_builtin(), sources, count,
                                              NULL, NULL) == RELCAL_OK;
        REQUIRE(is_loaded);
        relcal_catalog_free(catalog);
    }
}

static void import(const char *text, size_t length, const char *pattern)
{
    report told = {.count = 0};
    relcal_import *made = NULL;
    relcal_error error;
    relcal_import_options options = {
        .pattern = pattern,
        .project = pattern == NULL ? NULL : "x",
        .file = "x.ics",
        .report = check_fault,
        .report_context = &told,
    };
    relcal_status status = relcal_calendar_import(&made, text, length, &options, &error);
    REQUIRE((status == RELCAL_OK) == (made != NULL));
    if (status == RELCAL_OK) {
        REQUIRE(relcal_import_unknown_count(made) <= told.count);
        check_import(made);
    } else {
        REQUIRE(error.code == status && is_shown(error.message));
    }
    relcal_import_free(made);
}

/* Imports with the pattern of the first line, copied, as it is closed by a NUL there. */
static void import_with_pattern(const char *text, size_t length)
{
    char pattern[600];
    const char *end = memchr(text, '\n', length);
    size_t pattern_length = end == NULL ? length : (size_t)(end - text);
    if (pattern_length >= sizeof pattern) {
        return;
    }
    memcpy(pattern, text, pattern_length);
    pattern[pattern_length] = '\0';
    size_t behind = pattern_length + (end != NULL);
    import(text + behind, length - behind, pattern);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    if (size > 0 && text[0] == 'p') {
        import_with_pattern(text + 1, size - 1);
    } else {
        parse(text, size);
        import(text, size, NULL);
    }
    return 0;
}
