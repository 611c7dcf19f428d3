/*
 * Schedules in weeks: start-week and release-week, and a cycle of weeks {start, end, name} with
 * words for what happens in them, for all of the project under x-project and for parts of it under
 * project-specific. A word begins with the letter of its series and a hyphen; those of another
 * series stand in the schedule of that one. A week's name counts down to the release: R-5.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "image.h"
#include "import_words.h"
#include "quote.h"
#include "tree.h"

#define QUOTE(node) relcal_quote((node)->text, (node)->length, (char[RELCAL_QUOTE_BYTES]){0})
#define PLACE(node) ((node)->place.place)

/* How far the release of a known series may lie from the week in which it is released here. */
#define RELEASE_DAYS 45
/* The parts of a path that may name the series. */
#define PATH_PARTS_MAX 32

static const char format_name[] = "weeks";

typedef struct week_reader {
    relcal_source_reader *source;
    relcal_import_words words;
    relcal_date start;   /* of start-week, RELCAL_DATE_NONE where it is not said */
    relcal_date release; /* of release-week */
    relcal_date before;  /* the last day of the week before */
    char letter;         /* of the words of the series */
} week_reader;

/* A week, as it is read. */
typedef struct week {
    relcal_when when;
    const relcal_node *start;
    const relcal_node *name; /* or NULL */
    const char *note;
} week;

/* ---- values ---- */

static const relcal_node *member(const relcal_node *mapping, const char *key)
{
    const relcal_node *value = mapping->kind == RELCAL_NODE_MAPPING ? mapping->first : NULL;
    while (value != NULL && strcmp(value->key->text, key) != 0) {
        value = value->next;
    }
    return value;
}

/* Reads a day; RELCAL_DATE_NONE where there is none, which is reported unless nothing is there. */
static relcal_date read_day(const week_reader *reader, const relcal_node *value)
{
    relcal_when when;
    relcal_error error;
    if (value == NULL || value->kind == RELCAL_NODE_FAULTY) {
        return RELCAL_DATE_NONE;
    }
    if (value->kind != RELCAL_NODE_TEXT) {
        SOURCE_FAULT(reader->source, PLACE(value), "%s is not a day; write YYYY-MM-DD",
                     QUOTE(value->key));
        return RELCAL_DATE_NONE;
    }
    if (relcal_when_parse(&when, value->text, value->length, &error) != RELCAL_OK) {
        relcal_place place = PLACE(value);
        place.column += error.column > 0 ? error.column - 1 + (value->is_quoted ? 1 : 0) : 0;
        relcal_faults_add(reader->source->faults, error.code, 0, place, "%s", error.message);
        return RELCAL_DATE_NONE;
    }
    if (when.precision != RELCAL_PRECISION_DAY) {
        SOURCE_FAULT(reader->source, PLACE(value), "%s is no day; write YYYY-MM-DD", QUOTE(value));
        return RELCAL_DATE_NONE;
    }
    return relcal_when_date(&when);
}

static void report_unknown(const week_reader *reader, const relcal_node *mapping,
                           const char *const *keys)
{
    for (const relcal_node *value = mapping->first; value != NULL; value = value->next) {
        size_t index = 0;
        while (keys[index] != NULL && strcmp(keys[index], value->key->text) != 0) {
            index++;
        }
        if (keys[index] == NULL) {
            SOURCE_FAULT(reader->source, PLACE(value->key), "%s is not understood and left out",
                         QUOTE(value->key));
        }
    }
}

/* ---- whose it is ---- */

/* The letter that most words begin with; 0 where there are no words. */
static char find_letter(const relcal_node *cycle)
{
    static const char *const keys[] = {"x-project", "project-specific"};
    size_t counts[26] = {0};
    size_t most = 0;
    for (const relcal_node *entry = cycle->first; entry != NULL; entry = entry->next) {
        for (size_t key = 0; key < sizeof keys / sizeof keys[0]; key++) {
            const relcal_node *list = member(entry, keys[key]);
            const relcal_node *word = list != NULL && list->kind == RELCAL_NODE_LIST ? list->first
                                                                                     : NULL;
            for (; word != NULL; word = word->next) {
                bool has_letter = word->kind == RELCAL_NODE_TEXT && word->length > 2 &&
                                  word->text[0] >= 'a' && word->text[0] <= 'z' &&
                                  word->text[1] == '-';
                counts[has_letter ? word->text[0] - 'a' : 0] += has_letter;
            }
        }
    }
    for (size_t index = 0; index < sizeof counts / sizeof counts[0]; index++) {
        most = counts[index] > counts[most] ? index : most;
    }
    return counts[most] > 0 ? (char)('a' + most) : '\0';
}

/* The parts of a path without their endings, and the series that was said. */
static size_t split_path(const week_reader *reader, const char *parts[PATH_PARTS_MAX])
{
    const char *at = reader->source->file->name;
    size_t count = 0;
    if (reader->source->wanted_series != NULL) {
        parts[count++] = reader->source->wanted_series;
        return count;
    }
    while (*at != '\0' && count < PATH_PARTS_MAX) {
        size_t length = strcspn(at, "/");
        size_t ending = strcspn(at, ".@/");
        bool is_file = at[length] == '\0';
        parts[count++] = relcal_arena_copy_text(reader->source->arena, at,
                                                is_file ? ending : length);
        at += length + (at[length] == '/');
    }
    return count;
}

/* Whether a series goes by a letter, and is released about the week of the schedule. */
static bool is_of_letter(const week_reader *reader, const relcal_series *series)
{
    const relcal_milestone *final = relcal_series_milestone(series, "final");
    const char *name = relcal_series_codename(series);
    name = name != NULL ? name : relcal_series_id(series);
    relcal_when when = {0};
    if (final == NULL || (name[0] | 0x20) != reader->letter ||
        reader->release == RELCAL_DATE_NONE) {
        return false;
    }
    when = relcal_image_when_get(&final->when);
    relcal_date day = relcal_when_date(&when);
    return relcal_date_is_valid(day) && abs((int)(day - reader->release)) <= RELEASE_DAYS;
}

/* The series of a schedule: that which was said, or which the path names, or else the one of the
 * words' letter that is released then. NULL after a report. */
static const char *find_series(const week_reader *reader, const relcal_project *project,
                               const char *const *parts, size_t count)
{
    const relcal_series *found = NULL;
    size_t found_count = 0;
    for (size_t index = count; index > 0; index--) {
        const relcal_series *named = relcal_import_find_series(project, parts[index - 1]);
        if (named != NULL) {
            return relcal_series_id(named);
        }
    }
    if (reader->source->wanted_series != NULL) {
        return reader->source->wanted_series;
    }
    for (size_t index = 0; index < relcal_project_series_count(project); index++) {
        const relcal_series *series = relcal_project_series_at(project, index);
        if (is_of_letter(reader, series)) {
            found = series;
            found_count++;
        }
    }
    if (found_count != 1) {
        relcal_faults_add(reader->source->faults, RELCAL_ERROR_ARGUMENT, 0,
                          (relcal_place){.file = reader->source->file->name},
                          "of which series is this schedule? Say its id");
        reader->source->is_unusable = true;
        return NULL;
    }
    return relcal_series_id(found);
}

/* ---- weeks ---- */

/* Compares the name of a week with its distance to the release. */
static void check_name(const week_reader *reader, const week *read)
{
    char day[RELCAL_DATE_BYTES];
    char *end = NULL;
    const char *name = read->name->text;
    if (reader->release == RELCAL_DATE_NONE || name[0] != 'R' || strchr("+-", name[1]) == NULL ||
        name[1] == '\0') {
        return;
    }
    relcal_date start = relcal_when_date(&read->when);
    long said = strtol(name + 1, &end, 10);
    long days = (long)start - (long)reader->release;
    (void)relcal_date_format(start, day);
    if (days % 7 != 0) {
        SOURCE_CONTRADICTION(reader->source, PLACE(read->start),
                             "%s is a %s, but the week of the release begins on a %s; mend one of "
                             "them",
                             day, relcal_weekday_name(relcal_date_weekday(start)),
                             relcal_weekday_name(relcal_date_weekday(reader->release)));
    } else if (*end != '\0' || said != days / 7) {
        SOURCE_CONTRADICTION(reader->source, PLACE(read->name),
                             "%s is wrong: the week of %s is R%+ld; mend the name or the days",
                             QUOTE(read->name), day, days / 7);
    }
}

/* Reads the days and the name of a week; false after a report. */
static bool read_week_days(week_reader *reader, const relcal_node *entry, week *out)
{
    const relcal_node *end_node = member(entry, "end");
    out->start = member(entry, "start");
    out->name = member(entry, "name");
    if (out->start == NULL || end_node == NULL) {
        SOURCE_FAULT(reader->source, PLACE(entry),
                     "the week has no days; write start: YYYY-MM-DD and end: YYYY-MM-DD");
        return false;
    }
    relcal_date start = read_day(reader, out->start);
    relcal_date end = read_day(reader, end_node);
    if (start == RELCAL_DATE_NONE || end == RELCAL_DATE_NONE) {
        return false;
    }
    if (end < start || end - start > 6) {
        SOURCE_FAULT(reader->source, PLACE(end_node), "the week ends %s; mend its days",
                     end < start ? "before it begins" : "more than six days after it begins");
        return false;
    }
    if (reader->before != RELCAL_DATE_NONE && start <= reader->before) {
        char day[RELCAL_DATE_BYTES];
        SOURCE_CONTRADICTION(reader->source, PLACE(out->start),
                             "the week begins before the one above it ends, on %s; mend their days",
                             relcal_date_format(reader->before, day));
    }
    reader->before = end;
    out->when = relcal_when_day(start);
    out->when.latest = relcal_instant_of_day_end(end);
    out->when.precision = end == start ? RELCAL_PRECISION_DAY : RELCAL_PRECISION_RANGE;
    return true;
}

/* Adds what a word stands for in a week. */
static void read_word(week_reader *reader, const relcal_node *word, const week *read)
{
    if (word->kind != RELCAL_NODE_TEXT || word->length < 3 || word->text[1] != '-') {
        if (word->kind != RELCAL_NODE_FAULTY) {
            SOURCE_FAULT(reader->source, PLACE(word),
                         "%s is no word of a schedule; write the letter of its series, a hyphen "
                         "and what happens",
                         word->kind == RELCAL_NODE_TEXT ? QUOTE(word) : "this");
        }
        return;
    }
    if (word->text[0] != reader->letter) {
        return;
    }
    relcal_item *item = relcal_import_add_word(&reader->words, word->text + 2, PLACE(word));
    if (item != NULL) {
        item->when = read->when;
        item->state = RELCAL_ITEM_EXPECTED;
        item->note = read->note;
    }
}

static void read_words(week_reader *reader, const relcal_node *list, const week *read)
{
    if (list == NULL || list->kind == RELCAL_NODE_FAULTY) {
        return;
    }
    if (list->kind != RELCAL_NODE_LIST) {
        SOURCE_FAULT(reader->source, PLACE(list), "%s is not a list of words; write one",
                     QUOTE(list->key));
        return;
    }
    for (const relcal_node *word = list->first; word != NULL && !reader->source->is_unusable;
         word = word->next) {
        read_word(reader, word, read);
    }
}

static void read_week(week_reader *reader, const relcal_node *entry)
{
    static const char *const keys[] = {"start", "end", "name", "x-project", "project-specific",
                                       NULL};
    week read = {.note = NULL};
    if (entry->kind != RELCAL_NODE_MAPPING) {
        if (entry->kind != RELCAL_NODE_FAULTY) {
            SOURCE_FAULT(reader->source, PLACE(entry), "not a week; write {start: ..., end: ...}");
        }
        return;
    }
    report_unknown(reader, entry, keys);
    if (!read_week_days(reader, entry, &read)) {
        return;
    }
    if (read.name != NULL && read.name->kind == RELCAL_NODE_TEXT) {
        char note[64];
        check_name(reader, &read);
        (void)snprintf(note, sizeof note, "week %.32s", read.name->text);
        read.note = relcal_arena_copy_text(reader->source->arena, note, strlen(note));
    }
    read_words(reader, member(entry, "x-project"), &read);
    read_words(reader, member(entry, "project-specific"), &read);
}

/* ---- the whole ---- */

/* The start of the cycle, which a project has under the word start-week. */
static void read_start(week_reader *reader, const relcal_node *value, const relcal_node *cycle)
{
    bool is_there = false;
    if (reader->start == RELCAL_DATE_NONE) {
        return;
    }
    for (const relcal_node *entry = cycle->first; entry != NULL && !is_there; entry = entry->next) {
        const relcal_node *start = member(entry, "start");
        is_there = start != NULL && start->kind == RELCAL_NODE_TEXT &&
                   strcmp(start->text, value->text) == 0;
    }
    if (!is_there) {
        SOURCE_CONTRADICTION(reader->source, PLACE(value),
                             "start-week is %s, but no week begins then; mend one of them",
                             QUOTE(value));
    }
    relcal_item *item = relcal_import_add_word(&reader->words, "start-week", PLACE(value));
    if (item != NULL) {
        item->when = relcal_when_day(reader->start);
        item->state = RELCAL_ITEM_EXPECTED;
    }
}

static bool read_root(week_reader *reader, const relcal_node *root)
{
    static const char *const keys[] = {"start-week", "release-week", "cycle", NULL};
    const relcal_node *cycle = member(root, "cycle");
    if (cycle == NULL || cycle->kind != RELCAL_NODE_LIST) {
        SOURCE_FAULT(reader->source, cycle == NULL ? PLACE(root) : PLACE(cycle),
                     "no list of weeks; write cycle: and a week an entry");
        return false;
    }
    report_unknown(reader, root, keys);
    reader->start = read_day(reader, member(root, "start-week"));
    reader->release = read_day(reader, member(root, "release-week"));
    reader->before = RELCAL_DATE_NONE;
    reader->letter = find_letter(cycle);
    return true;
}

void relcal_source_read_weeks(relcal_source_reader *source)
{
    week_reader *reader = relcal_arena_allocate(source->arena, sizeof *reader);
    const relcal_node *root = relcal_tree_parse(source->arena, source->file, source->faults);
    const char *parts[PATH_PARTS_MAX];
    reader->source = source;
    source->is_unusable = root == NULL || !read_root(reader, root);
    if (source->is_unusable) {
        return;
    }
    size_t count = split_path(reader, parts);
    const relcal_project *project = relcal_import_choose_project(source, format_name, parts, count);
    const char *series = project == NULL ? NULL : find_series(reader, project, parts, count);
    if (series == NULL || relcal_source_about(source, series) == NULL) {
        return;
    }
    reader->words = (relcal_import_words){
        .source = source, .project = project, .format = format_name, .series = series};
    const relcal_node *cycle = member(root, "cycle");
    read_start(reader, member(root, "start-week"), cycle);
    for (const relcal_node *entry = cycle->first; entry != NULL && !source->is_unusable;
         entry = entry->next) {
        read_week(reader, entry);
    }
    source->is_whole = true;
}
