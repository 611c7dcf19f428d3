/*
 * Release schedules in JSON: the releases and the release cycle that the peps come with.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json_source.h"
#include "relcal/limits.h"

/* ---- the release cycle ---- */

static bool is_equal_when(const relcal_when *left, const relcal_when *right)
{
    return left->earliest == right->earliest && left->latest == right->latest;
}

/* The release of a series at a stage: its beta 1, its final. */
static const char *release_id(relcal_source_reader *reader, const char *series, relcal_stage stage)
{
    relcal_version version;
    if (relcal_version_parse(&version, series, strlen(series), NULL) != RELCAL_OK) {
        return NULL;
    }
    version.stage = stage;
    version.number = stage == RELCAL_STAGE_FINAL ? 0 : 1;
    return relcal_source_version_id(reader->arena, &version);
}

/* An end of life on the first of a month that has not come is meant to the month. */
static void widen_to_month(const relcal_node *cycle, relcal_item *item)
{
    const relcal_node *status = relcal_json_member(cycle, "status");
    bool has_ended = status != NULL && status->kind == RELCAL_NODE_TEXT &&
                     strcmp(status->text, "end-of-life") == 0;
    relcal_date day = relcal_when_date(&item->when);
    if (has_ended || item->is_illegible || item->when.precision != RELCAL_PRECISION_DAY ||
        relcal_date_to_civil(day).day != 1) {
        return;
    }
    char text[RELCAL_DATE_BYTES];
    (void)relcal_date_format(day, text);
    (void)relcal_when_parse(&item->when, text, strlen("2028-10"), NULL);
}

/* The dates of a series beside its releases. Two of them are those of a release that the list of
 * releases has as well, if there is one, and then must agree with it. */
static const struct cycle_date {
    const char *key;
    const char *id; /* NULL: the release of the stage */
    relcal_stage stage;
} cycle_dates[] = {
    {"start_of_development", "development", RELCAL_STAGE_FINAL},
    {"feature_freeze", NULL, RELCAL_STAGE_BETA},
    {"first_release", NULL, RELCAL_STAGE_FINAL},
    {"end_of_bugfix", "end-of-bugfix", RELCAL_STAGE_FINAL},
    {"end_of_life", "end-of-life", RELCAL_STAGE_FINAL},
};

/* Compares a date of the cycle with that of the release that it is of. */
static void compare_with_release(relcal_source_reader *reader, const relcal_node *value,
                                 const relcal_item *release)
{
    char said[RELCAL_WHEN_BYTES];
    char listed[RELCAL_WHEN_BYTES];
    relcal_item item = {.when = {0}};
    if (!relcal_json_read_when(reader, value, &item) || release->is_illegible ||
        is_equal_when(&item.when, &release->when)) {
        return;
    }
    SOURCE_CONTRADICTION(reader, PLACE(value),
                         "%s is %s, but %s is on %s, in line %u, which counts; mend one of them",
                         value->key->text, relcal_when_format(&item.when, said), release->id,
                         relcal_when_format(&release->when, listed), (unsigned)release->place.line);
}

static void read_cycle_date(relcal_source_reader *reader, const char *series,
                            const relcal_node *cycle, const struct cycle_date *row)
{
    const relcal_node *value = relcal_json_member(cycle, row->key);
    const char *id = row->id != NULL ? row->id : release_id(reader, series, row->stage);
    if (value == NULL || value->kind == RELCAL_NODE_FAULTY ||
        relcal_json_filled_text(reader, value) == NULL || id == NULL) {
        return;
    }
    const relcal_item *known = row->id != NULL ? NULL : relcal_source_find(reader, series, id);
    if (known != NULL) {
        compare_with_release(reader, value, known);
        return;
    }
    relcal_item *item = relcal_json_add_item(reader, series, id, value);
    if (item != NULL) {
        (void)relcal_json_read_when(reader, value, item);
        if (strcmp(id, "end-of-life") == 0) {
            widen_to_month(cycle, item);
        }
    }
}

static void read_cycle(relcal_source_reader *reader, const relcal_node *cycle)
{
    static const char *const keys[] = {
        "branch",
        "pep",
        "status",
        "release_manager",
        "title",
        "start_of_development",
        "feature_freeze",
        "first_release",
        "end_of_bugfix",
        "end_of_life",
        NULL,
    };
    const char *series = cycle->key->text;
    relcal_about *about = relcal_source_about(reader, series);
    if (about == NULL) {
        return;
    }
    about->branch = relcal_json_filled_text(reader, relcal_json_member(cycle, "branch"));
    about->release_manager = relcal_json_filled_text(reader,
                                                     relcal_json_member(cycle, "release_manager"));
    const char *pep = relcal_json_filled_text(reader, relcal_json_member(cycle, "pep"));
    unsigned long number = pep == NULL ? 0 : strtoul(pep, NULL, 10);
    if (number > 0 && number < 100000) {
        about->spec_number = number;
    } else if (pep != NULL) {
        SOURCE_FAULT(reader, PLACE(relcal_json_member(cycle, "pep")), "%s is no number of a PEP",
                     QUOTE(relcal_json_member(cycle, "pep")));
    }
    for (size_t index = 0; index < sizeof cycle_dates / sizeof cycle_dates[0]; index++) {
        read_cycle_date(reader, series, cycle, &cycle_dates[index]);
    }
    relcal_json_report_unknown(reader, cycle, keys);
}

static void read_cycles(relcal_source_reader *reader, const relcal_node *cycles)
{
    for (const relcal_node *cycle = cycles->first; cycle != NULL && !reader->is_unusable;
         cycle = cycle->next) {
        if (relcal_json_is_series(reader, cycle, RELCAL_NODE_MAPPING)) {
            read_cycle(reader, cycle);
        }
    }
}

static void read_state(relcal_source_reader *reader, const relcal_node *value, relcal_item *item)
{
    const char *text = relcal_json_filled_text(reader, value);
    if (text == NULL || strcmp(text, "unknown") == 0) {
        return;
    }
    if (strcmp(text, "actual") == 0) {
        item->state = RELCAL_ITEM_ACTUAL;
    } else if (strcmp(text, "expected") == 0) {
        item->state = RELCAL_ITEM_EXPECTED;
    } else {
        SOURCE_FAULT(reader, PLACE(value), "%s is no state; write actual or expected",
                     QUOTE(value));
        item->is_illegible = true;
    }
}

/* The id of a release as the list calls it; NULL after a report. */
static const char *read_stage(relcal_source_reader *reader, const char *series,
                              const relcal_node *stage)
{
    relcal_version version;
    relcal_error error;
    char own[RELCAL_VERSION_SERIES_BYTES];
    const char *text = relcal_json_filled_text(reader, stage);
    if (text == NULL) {
        return NULL;
    }
    if (relcal_version_parse(&version, text, strlen(text), &error) != RELCAL_OK) {
        SOURCE_FAULT(reader, PLACE(stage), "%s is no release; write 3.12.0 beta 1", QUOTE(stage));
        return NULL;
    }
    if (!version.has_release || strcmp(relcal_version_series(&version, own), series) != 0) {
        SOURCE_FAULT(reader, PLACE(stage), "%s is not of series %s, in which it stands",
                     QUOTE(stage), series);
        return NULL;
    }
    return relcal_source_version_id(reader->arena, &version);
}

static void read_release(relcal_source_reader *reader, const char *series,
                         const relcal_node *release)
{
    static const char *const keys[] = {"stage", "state", "date", "note", NULL};
    const relcal_node *stage = relcal_json_member(release, "stage");
    const relcal_node *date = relcal_json_member(release, "date");
    if (release->kind != RELCAL_NODE_MAPPING || stage == NULL || date == NULL) {
        SOURCE_FAULT(reader, PLACE(release),
                     "not a release; write {\"stage\": ..., \"state\": ..., \"date\": ...}");
        return;
    }
    const char *id = read_stage(reader, series, stage);
    relcal_item *item = id == NULL ? NULL : relcal_json_add_item(reader, series, id, stage);
    if (item != NULL) {
        (void)relcal_json_read_when(reader, date, item);
        read_state(reader, relcal_json_member(release, "state"), item);
        item->note = relcal_json_filled_text(reader, relcal_json_member(release, "note"));
    }
    relcal_json_report_unknown(reader, release, keys);
}

static void read_releases(relcal_source_reader *reader, const relcal_node *all)
{
    for (const relcal_node *list = all->first; list != NULL; list = list->next) {
        if (!relcal_json_is_series(reader, list, RELCAL_NODE_LIST) ||
            relcal_source_about(reader, list->key->text) == NULL) {
            continue;
        }
        for (const relcal_node *release = list->first; release != NULL && !reader->is_unusable;
             release = release->next) {
            if (release->kind != RELCAL_NODE_FAULTY) {
                read_release(reader, list->key->text, release);
            }
        }
    }
}

/* Bugfix releases after the end of bug fixes are of security. */
static void mark_security(relcal_source_reader *reader)
{
    for (relcal_item *item = reader->items; item != NULL; item = item->next) {
        relcal_version version;
        const relcal_item *end = relcal_source_find(reader, item->series, "end-of-bugfix");
        if (end != NULL && !end->is_illegible && !item->is_illegible &&
            item->when.earliest > end->when.latest &&
            relcal_version_parse(&version, item->id, strlen(item->id), NULL) == RELCAL_OK &&
            version.stage == RELCAL_STAGE_FINAL && version.micro > 0) {
            item->kind = "security";
        }
    }
}

static void read_peps(relcal_source_reader *reader, const relcal_node *root)
{
    static const char *const keys[] = {"metadata", "releases", NULL};
    const relcal_node *releases = relcal_json_member(root, "releases");
    const relcal_node *metadata = relcal_json_member(root, "metadata");
    if (releases != NULL) {
        read_releases(reader, releases);
    }
    if (metadata != NULL && !reader->is_unusable) {
        read_cycles(reader, metadata);
    }
    mark_security(reader);
    relcal_json_report_unknown(reader, root, keys);
    reader->is_whole = releases != NULL && metadata != NULL;
}

void relcal_source_read_json(relcal_source_reader *reader, relcal_import_format format)
{
    const relcal_node *root = relcal_json_parse(reader);
    if (root == NULL) {
        return;
    }
    if (format == RELCAL_IMPORT_PEPS_JSON) {
        read_peps(reader, root);
    } else {
        read_cycles(reader, root);
    }
}
