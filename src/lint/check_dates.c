/*
 * Dates that are written as people write them, where a schedule file wants ISO 8601: what a load
 * only calls no date. In a mapping in braces such a date may stand in several nodes of YAML, parted
 * by its comma, so it is read from the text of the file.
 */
#include <stdio.h>

#include "human.h"
#include "milestones.h"
#include "quote.h"

/* The years that a date is believed to be of, without a look at it. */
#define LEAST_YEAR 1950
#define MOST_YEAR 2100
/* More than any date has, in bytes. */
#define MOST_DATE_BYTES 64

typedef struct date_place {
    const char *milestone; /* or NULL */
    relcal_draft_place place;
    size_t offset;
    lint_human_date date;
} date_place;

/* With the place behind it, where the empty value is of which it would be the key. */
static void claim(lint_run *run, const date_place *found)
{
    lint_claim_place(run, found->place, found->date.length + 1);
}

/* Reports that there is no such day; false where there is one. */
static bool report_impossible(lint_run *run, const date_place *found, const char *written)
{
    const lint_human_date *date = &found->date;
    if (date->is_ambiguous || relcal_civil_is_valid(date->year, date->month, date->day)) {
        return false;
    }
    if (relcal_month_length(date->year, date->month) > 0) {
        (void)lint_add(run, LINT_DATE_IMPOSSIBLE, found->place, NULL, found->milestone,
                       "%s is no day; %s %d has %d days; write one of them as YYYY-MM-DD", written,
                       relcal_month_name(date->month), date->year,
                       relcal_month_length(date->year, date->month));
    } else {
        (void)lint_add(run, LINT_DATE_IMPOSSIBLE, found->place, NULL, found->milestone,
                       "%s is no day; write the year, the month from 01 to 12 and the day as "
                       "YYYY-MM-DD",
                       written);
    }
    return true;
}

/* The day of a weekday that is nearest to a day of another. */
static relcal_date nearest_weekday(relcal_date date, relcal_weekday weekday)
{
    relcal_date after = relcal_date_next_weekday(date, weekday);
    return after == RELCAL_DATE_NONE || after - date > 3
               ? relcal_date_previous_weekday(date, weekday)
               : after;
}

/* Reports a weekday that is not the date's; false where it is, or there is none. */
static bool report_weekday(lint_run *run, const date_place *found, const char *written)
{
    const lint_human_date *date = &found->date;
    relcal_date day = relcal_date_from_civil(date->year, date->month, date->day);
    char text[RELCAL_DATE_BYTES];
    char nearest[RELCAL_DATE_BYTES];
    if (date->is_ambiguous || date->weekday == 0 || relcal_date_weekday(day) == date->weekday) {
        return false;
    }
    relcal_date_format(day, text);
    relcal_date_format(nearest_weekday(day, date->weekday), nearest);
    (void)lint_add(run, LINT_DATE_WEEKDAY, found->place, NULL, found->milestone,
                   "%s: that day is a %s; write %s if the date is right, or %s for the nearest %s",
                   written, relcal_weekday_name(relcal_date_weekday(day)), text, nearest,
                   relcal_weekday_name(date->weekday));
    return true;
}

static void report_form(lint_run *run, const date_place *found, const char *written)
{
    const lint_human_date *date = &found->date;
    char text[RELCAL_DATE_BYTES];
    relcal_finding *finding;
    if (date->is_ambiguous) {
        (void)lint_add(run, LINT_DATE_FORM, found->place, NULL, found->milestone,
                       "%s can be read in two ways; write the year, month and day as YYYY-MM-DD",
                       written);
        return;
    }
    relcal_date_format(relcal_date_from_civil(date->year, date->month, date->day), text);
    if (date->year < LEAST_YEAR || date->year > MOST_YEAR) {
        (void)lint_add(run, LINT_DATE_FORM, found->place, NULL, found->milestone,
                       "%s is not written as YYYY-MM-DD, and its year is hardly %d; write %s with "
                       "the right year",
                       written, date->year, text);
        return;
    }
    finding = lint_add(run, LINT_DATE_FORM, found->place, NULL, found->milestone,
                       "%s is not written as YYYY-MM-DD; write %s", written, text);
    lint_set_fix(run, finding, found->offset, date->length, text, strlen(text));
}

static void report(lint_run *run, const date_place *found)
{
    char quotation[RELCAL_QUOTE_BYTES];
    const char *written = relcal_quote(run->source.text + found->offset, found->date.length,
                                       quotation);
    if (!report_impossible(run, found, written) && !report_weekday(run, found, written)) {
        report_form(run, found, written);
    }
    claim(run, found);
}

/* The bytes from which a date is read: those up to the end of the line, or enough of them. */
static size_t count_bytes(const lint_run *run, size_t offset)
{
    size_t count = 0;
    while (count < MOST_DATE_BYTES && offset + count < run->source.length &&
           run->source.text[offset + count] != '\n' && run->source.text[offset + count] != '\r') {
        count++;
    }
    return count;
}

/* Whether the loader reads a text as a date by itself, or has more to say of it than that it is
 * none: that there is no such day. */
static bool is_well_formed(const relcal_node *node)
{
    relcal_when when;
    return relcal_when_parse(&when, node->text, node->length, NULL) != RELCAL_ERROR_SYNTAX;
}

/* Checks a text that should be a date; it must be read to its end at least. */
static void check_node(lint_run *run, const relcal_node *node, const char *milestone)
{
    if (node == NULL || node->kind != RELCAL_NODE_TEXT || !node->is_as_written ||
        lint_is_full(run) || is_well_formed(node)) {
        return;
    }
    date_place found = {.milestone = milestone, .place = node->place};
    found.place.place.column += node->is_quoted;
    found.offset = lint_offset_of(run, found.place.place);
    size_t length = node->is_quoted ? node->length : count_bytes(run, found.offset);
    found.date = lint_read_human_date(run->source.text + found.offset, length);
    bool has_own_words = !found.date.is_iso || found.date.weekday != 0;
    if (found.date.length >= node->length && found.date.length > 0 && has_own_words) {
        report(run, &found);
    }
}

static bool is_release_name(const char *text)
{
    relcal_version version;
    return relcal_version_parse(&version, text, strlen(text), NULL) == RELCAL_OK;
}

/* Checks the dates of a milestone, and those behind a release's name, as in the lists of people:
 * "3.8.0 beta 2: Monday, 2019-07-04". */
static void check_milestone(lint_run *run, const relcal_node *node)
{
    if (node->kind != RELCAL_NODE_MAPPING) {
        return;
    }
    const relcal_node *id = lint_find_value(node, "id");
    const char *name = id != NULL && id->kind == RELCAL_NODE_TEXT ? id->text : NULL;
    for (const relcal_node *value = node->first; value != NULL; value = value->next) {
        if (strcmp(value->key->text, "date") == 0) {
            check_node(run, value, name);
        } else if (strcmp(value->key->text, "planned") == 0 && value->kind == RELCAL_NODE_MAPPING) {
            for (const relcal_node *plan = value->first; plan != NULL; plan = plan->next) {
                check_node(run, plan->key, name);
                check_node(run, plan, name);
            }
        } else if (is_release_name(value->key->text)) {
            check_node(run, value, value->key->text);
        }
    }
}

void lint_check_dates_in_nodes(lint_run *run, const relcal_node *root)
{
    if (root == NULL || root->kind != RELCAL_NODE_MAPPING) {
        return;
    }
    check_node(run, lint_find_value(root, "revised"), NULL);
    const relcal_node *milestones = lint_find_value(root, "milestones");
    if (milestones == NULL || milestones->kind != RELCAL_NODE_LIST) {
        return;
    }
    for (const relcal_node *node = milestones->first; node != NULL; node = node->next) {
        check_milestone(run, node);
    }
}
