/*
 * Calendars of other programs: each event whose summary is of a pattern becomes a milestone. Which
 * patterns are known stands in the imports of projects.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <yaml.h>

#include "import_parts.h"
#include "pattern.h"
#include "relcal/import.h"
#include "relcal/limits.h"
#include "relcal/plan.h"
#include "relcal/version.h"

/* How the summaries of a feed read: what a project says, or the caller's pattern. */
typedef struct feed_row {
    const relcal_project *known; /* the project, or NULL */
    const char *project;         /* its id, or NULL */
    relcal_feed feed;            /* its mark is NULL for every calendar */
} feed_row;

/* The longest id that is made of a label, so that "-4096" still fits behind it. */
#define MAX_SLUG_BYTES (RELCAL_MAX_ID_BYTES - 5)

/* The day since when a plan says what was always known. */
#define ALWAYS ((relcal_date)0)

/* An event that was understood. Texts live as long as the calendar. */
typedef struct feed_milestone {
    const relcal_event *event;
    const feed_row *row;
    const char *project;
    const char *series;
    const char *id;
    const char *title; /* NULL where the id says it */
    const char *note;  /* or NULL */
    bool is_release;
    relcal_version version; /* of a release */
} feed_milestone;

typedef struct feed_importer {
    relcal_importer *importer;
    relcal_pattern *patterns;
    feed_row *rows; /* one for each pattern */
    size_t pattern_count;
    feed_milestone *milestones;
    size_t count;
    relcal_ical_text text; /* for one text at a time */
} feed_importer;

/* ---- texts ---- */

/* Keeps a text as long as the calendar; "" where there is no memory, which is noted. */
static const char *keep(feed_importer *feed, const char *text, size_t length)
{
    const char *kept = relcal_calendar_keep(feed->importer->calendar, text, length);
    if (kept == NULL) {
        feed->importer->is_short_of_memory = true;
        return "";
    }
    return kept;
}

/* A text in order, kept. */
static const char *tidy(feed_importer *feed, const char *text)
{
    relcal_ical_text_clear(&feed->text);
    relcal_pattern_tidy(&feed->text, text);
    if (feed->text.is_short_of_memory) {
        feed->importer->is_short_of_memory = true;
        return "";
    }
    return keep(feed, feed->text.bytes, feed->text.length);
}

static char lower(char character)
{
    return character >= 'A' && character <= 'Z' ? (char)(character - 'A' + 'a') : character;
}

/* Whether a text holds a mark, in any case. */
static bool holds(const char *text, const char *mark)
{
    for (; text != NULL && *text != '\0'; text++) {
        size_t index = 0;
        while (mark[index] != '\0' && lower(text[index]) == lower(mark[index])) {
            index++;
        }
        if (mark[index] == '\0') {
            return true;
        }
    }
    return false;
}

/* Whether a character is of a word of a slug. */
static bool is_slug_character(char character)
{
    return (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9') ||
           character == '.';
}

/* Makes an id of a label: "Beta Target date #1" becomes beta-target-date-1. Of a long one the first
 * words are left out, as it is the last ones that tell it from others. Empty where nothing of it
 * can be in an id. */
static const char *make_slug(feed_importer *feed, relcal_slice label)
{
    relcal_ical_text_clear(&feed->text);
    bool has_gap = false;
    for (size_t index = 0; index < label.length; index++) {
        char character = lower(label.text[index]);
        if (is_slug_character(character)) {
            relcal_ical_text_put(&feed->text, "-", has_gap && feed->text.length > 0);
            relcal_ical_text_put(&feed->text, &character, 1);
        }
        has_gap = !is_slug_character(character);
    }
    const char *slug = feed->text.bytes == NULL ? "" : feed->text.bytes;
    size_t length = feed->text.length;
    while (length > MAX_SLUG_BYTES) {
        const char *hyphen = memchr(slug, '-', length);
        size_t left_out = hyphen == NULL ? length - MAX_SLUG_BYTES : (size_t)(hyphen - slug) + 1;
        slug += left_out;
        length -= left_out;
    }
    while (length > 0 && slug[0] == '.') {
        slug++;
        length--;
    }
    feed->importer->is_short_of_memory |= feed->text.is_short_of_memory;
    return keep(feed, slug, length);
}

/* ---- what a summary says ---- */

/* Reads the name of a release. A stage without a number is a name of its own, but for final. */
static bool read_release(relcal_version *version, relcal_slice text)
{
    bool has_digit = false;
    for (size_t index = 0; index < text.length; index++) {
        has_digit |= text.text[index] >= '0' && text.text[index] <= '9';
    }
    return text.length > 0 &&
           relcal_version_parse(version, text.text, text.length, NULL) == RELCAL_OK &&
           (has_digit || version->stage == RELCAL_STAGE_FINAL);
}

/* Whether a release is of a series; a series whose id is no number can have any. */
static bool is_of_series(const relcal_version *version, const char *series)
{
    relcal_version own;
    return !version->has_release ||
           relcal_version_parse(&own, series, strlen(series), NULL) != RELCAL_OK ||
           (own.major == version->major && own.minor == version->minor);
}

/* Fills in the milestone that a label names. */
static void read_label(feed_importer *feed, relcal_slice label, feed_milestone *out)
{
    out->is_release = read_release(&out->version, label);
    if (out->is_release) {
        char id[RELCAL_VERSION_BYTES];
        relcal_version_format(&out->version, id);
        out->id = keep(feed, id, strlen(id));
    } else {
        out->id = make_slug(feed, label);
        out->title = keep(feed, label.text, label.length);
    }
}

/* Fills in project and series. Returns what is wrong, or NULL. */
static const char *read_place(feed_importer *feed, const relcal_pattern_match *match,
                              feed_milestone *out)
{
    const relcal_slice *names = match->names;
    relcal_slice series = names[RELCAL_PATTERN_SERIES].length > 0 ? names[RELCAL_PATTERN_SERIES]
                                                                  : names[RELCAL_PATTERN_NUMBER];
    char of_version[RELCAL_VERSION_SERIES_BYTES];
    out->project = names[RELCAL_PATTERN_PROJECT].length > 0
                       ? make_slug(feed, names[RELCAL_PATTERN_PROJECT])
                       : out->row->project;
    if (series.length == 0 && out->is_release && out->version.has_release) {
        relcal_version_series(&out->version, of_version);
        series = (relcal_slice){of_version, strlen(of_version)};
    }
    if (!relcal_import_is_id(out->project, strlen(out->project))) {
        return "it names no project";
    }
    if (series.length == 0) {
        return "it names no series";
    }
    if (!relcal_import_is_id(series.text, series.length) || relcal_slice_is(series, "project")) {
        return "what stands for its series is no id";
    }
    out->series = keep(feed, series.text, series.length);
    return NULL;
}

/* Fills in a milestone from a match; returns what is wrong, or NULL. */
static const char *read_match(feed_importer *feed, const relcal_pattern_match *match,
                              feed_milestone *out)
{
    relcal_slice version = match->names[RELCAL_PATTERN_VERSION];
    read_label(feed, version.length > 0 ? version : match->names[RELCAL_PATTERN_MILESTONE], out);
    if (version.length > 0 && (!out->is_release || !out->version.has_release)) {
        return "what stands for its version is none";
    }
    const char *fault = read_place(feed, match, out);
    if (fault != NULL) {
        return fault;
    }
    if (!relcal_import_is_id(out->id, strlen(out->id))) {
        return "its milestone has no letter or digit of ASCII to make an id of";
    }
    return out->is_release && !is_of_series(&out->version, out->series)
               ? "its release is of another series"
               : NULL;
}

/* Whether a row is for an event. */
static bool is_row_of(const feed_importer *feed, const feed_row *row, const relcal_event *event)
{
    const char *mark = row->feed.mark;
    return mark == NULL || holds(event->uid, mark) || holds(event->url, mark) ||
           holds(feed->importer->calendar->name, mark);
}

/* Reads the summary by the first pattern that it is of; returns what is wrong, or NULL. */
static const char *read_summary(feed_importer *feed, feed_milestone *out)
{
    const char *summary = tidy(feed, out->event->summary);
    size_t length = strlen(summary);
    const char *fault = feed->importer->options->pattern == NULL
                            ? "it is of no feed that is known; give a pattern of its summaries"
                            : "it is not of the pattern";
    if (length == 0) {
        return "it has no summary";
    }
    if (length > RELCAL_PATTERN_MAX_TEXT_BYTES) {
        return "it is too long";
    }
    for (size_t index = 0; index < feed->pattern_count; index++) {
        relcal_pattern_match match;
        out->row = &feed->rows[index];
        if (is_row_of(feed, out->row, out->event) &&
            relcal_pattern_matches(&feed->patterns[index], (relcal_slice){summary, length},
                                   &match)) {
            fault = read_match(feed, &match, out);
            if (fault == NULL) {
                return NULL;
            }
        }
    }
    return fault;
}

/* ---- events ---- */

/* A description as a note, on one line. */
static void read_note(feed_importer *feed, feed_milestone *milestone)
{
    const char *start = milestone->row->feed.remark;
    if (milestone->event->description == NULL) {
        return;
    }
    const char *note = tidy(feed, milestone->event->description);
    if (start != NULL && strncmp(note, start, strlen(start)) == 0) {
        note += strlen(start);
    }
    if (strlen(note) > RELCAL_MAX_SCALAR_BYTES) {
        RELCAL_IMPORT_TELL(feed->importer, RELCAL_ERROR_LIMIT, milestone->event->line,
                           "the description has more than %d bytes; %s is taken without it",
                           RELCAL_MAX_SCALAR_BYTES, milestone->id);
    } else if (note[0] != '\0') {
        milestone->note = note;
    }
}

static void import_event(feed_importer *feed, const relcal_event *event, bool is_recurring)
{
    feed_milestone milestone = {.event = event};
    const char *fault = is_recurring ? "it recurs, which no milestone does"
                                     : read_summary(feed, &milestone);
    if (fault != NULL) {
        RELCAL_IMPORT_REFUSE(feed->importer, RELCAL_ERROR_DATA, event->line,
                             "the event %s is not understood: %s",
                             relcal_ical_quote(event->summary, strlen(event->summary),
                                               (char[RELCAL_ICAL_QUOTE_BYTES]){0}),
                             fault);
        return;
    }
    read_note(feed, &milestone);
    feed->milestones[feed->count++] = milestone;
}

/* Whether an event is one of a series of them; `*at` walks along the extras. */
static bool is_recurring(const relcal_calendar *calendar, size_t event, size_t *at)
{
    bool is_override = false;
    while (*at < calendar->extra_count &&
           (calendar->extras[*at].event == SIZE_MAX || calendar->extras[*at].event <= event)) {
        is_override |= calendar->extras[*at].event == event &&
                       calendar->extras[*at].kind == RELCAL_EXTRA_RECURRENCE;
        ++*at;
    }
    return is_override || calendar->events[event].recurrence != NULL;
}

/* ---- one id a milestone ---- */

static int compare_numbers(int64_t left, int64_t right)
{
    return (left > right) - (left < right);
}

static int compare_places(const feed_milestone *left, const feed_milestone *right)
{
    int project = strcmp(left->project, right->project);
    return project != 0 ? project : strcmp(left->series, right->series);
}

static int compare_times(const feed_milestone *left, const feed_milestone *right)
{
    int order = compare_numbers(left->event->start, right->event->start);
    return order != 0 ? order : compare_numbers(left->event->line, right->event->line);
}

static int compare_ids(const void *left_pointer, const void *right_pointer)
{
    const feed_milestone *left = left_pointer;
    const feed_milestone *right = right_pointer;
    int order = compare_places(left, right);
    order = order != 0 ? order : strcmp(left->id, right->id);
    return order != 0 ? order : compare_times(left, right);
}

static int compare_dates(const void *left_pointer, const void *right_pointer)
{
    const feed_milestone *left = left_pointer;
    const feed_milestone *right = right_pointer;
    int order = compare_places(left, right);
    return order != 0 ? order : compare_times(left, right);
}

static bool is_same_milestone(const feed_milestone *left, const feed_milestone *right)
{
    return compare_places(left, right) == 0 && strcmp(left->id, right->id) == 0;
}

/* Gives labels that stand several times in a series numbers, in the order of their dates. */
static void number_labels(feed_importer *feed)
{
    uint32_t number = 1;
    const char *id = NULL; /* of the first of them */
    if (feed->count > 0) {
        qsort(feed->milestones, feed->count, sizeof *feed->milestones, compare_ids);
    }
    for (size_t index = 0; index < feed->count; index++) {
        feed_milestone *milestone = &feed->milestones[index];
        bool is_next = id != NULL && strcmp(milestone->id, id) == 0 &&
                       compare_places(milestone, milestone - 1) == 0;
        number = is_next ? number + 1 : 1;
        id = is_next ? id : milestone->id;
        if (number > 1 && number <= RELCAL_MAX_MILESTONES && !milestone->is_release) {
            relcal_ical_text_clear(&feed->text);
            relcal_ical_text_put_format(&feed->text, "%s-%" PRIu32, id, number);
            feed->importer->is_short_of_memory |= feed->text.is_short_of_memory;
            milestone->id = feed->text.is_short_of_memory
                                ? id
                                : keep(feed, feed->text.bytes, feed->text.length);
        }
    }
}

/* Leaves out milestones whose id another one has. */
static void drop_doubles(feed_importer *feed)
{
    size_t kept = 0;
    if (feed->count > 0) {
        qsort(feed->milestones, feed->count, sizeof *feed->milestones, compare_ids);
    }
    for (size_t index = 0; index < feed->count; index++) {
        const feed_milestone *milestone = &feed->milestones[index];
        const feed_milestone *before = &feed->milestones[kept - (kept > 0)];
        if (kept > 0 && is_same_milestone(before, milestone)) {
            RELCAL_IMPORT_REFUSE(feed->importer, RELCAL_ERROR_DATA, milestone->event->line,
                                 "%s of series %s stands twice; the event of line %u is taken",
                                 milestone->id, milestone->series, (unsigned)before->event->line);
        } else {
            feed->milestones[kept++] = *milestone;
        }
    }
    feed->count = kept;
}

/* ---- YAML ---- */

/* Puts one document into a text. After a failure, which only memory can be the cause of, all
 * further steps do nothing. */
typedef struct yaml_writer {
    yaml_emitter_t emitter;
    relcal_ical_text text;
    bool is_good;
} yaml_writer;

#define EMIT(writer, make)                                                 \
    do {                                                                   \
        yaml_event_t event;                                                \
        (writer)->is_good = (writer)->is_good && (make) &&                 \
                            yaml_emitter_emit(&(writer)->emitter, &event); \
    } while (0)

static int put_output(void *context, unsigned char *bytes, size_t length)
{
    relcal_ical_text *text = context;
    relcal_ical_text_put(text, (const char *)bytes, length);
    return !text->is_short_of_memory;
}

static void begin_mapping(yaml_writer *writer)
{
    EMIT(writer,
         yaml_mapping_start_event_initialize(&event, NULL, NULL, 1, YAML_BLOCK_MAPPING_STYLE));
}

static void end_mapping(yaml_writer *writer)
{
    EMIT(writer, yaml_mapping_end_event_initialize(&event));
}

static void begin_list(yaml_writer *writer)
{
    EMIT(writer,
         yaml_sequence_start_event_initialize(&event, NULL, NULL, 1, YAML_BLOCK_SEQUENCE_STYLE));
}

static void end_list(yaml_writer *writer)
{
    EMIT(writer, yaml_sequence_end_event_initialize(&event));
}

static void put_scalar(yaml_writer *writer, const char *text)
{
    EMIT(writer, yaml_scalar_event_initialize(&event, NULL, NULL, (yaml_char_t *)(uintptr_t)text,
                                              (int)strlen(text), 1, 1, YAML_ANY_SCALAR_STYLE));
}

/* Puts a key with its text, unless that is NULL. */
static void put_pair(yaml_writer *writer, const char *key, const char *value)
{
    if (value != NULL) {
        put_scalar(writer, key);
        put_scalar(writer, value);
    }
}

static bool begin_document(yaml_writer *writer)
{
    *writer = (yaml_writer){.is_good = true};
    if (!yaml_emitter_initialize(&writer->emitter)) {
        return false;
    }
    yaml_emitter_set_output(&writer->emitter, put_output, &writer->text);
    yaml_emitter_set_unicode(&writer->emitter, 1);
    yaml_emitter_set_width(&writer->emitter, -1);
    EMIT(writer, yaml_stream_start_event_initialize(&event, YAML_UTF8_ENCODING));
    EMIT(writer, yaml_document_start_event_initialize(&event, NULL, NULL, NULL, 1));
    begin_mapping(writer);
    return true;
}

/* Ends the document and makes it a draft. */
static void end_document(yaml_writer *writer, relcal_importer *importer, const char *project,
                         const char *file)
{
    end_mapping(writer);
    EMIT(writer, yaml_document_end_event_initialize(&event, 1));
    EMIT(writer, yaml_stream_end_event_initialize(&event));
    yaml_emitter_delete(&writer->emitter);
    writer->text.is_short_of_memory |= !writer->is_good;
    relcal_import_add_draft(importer, project, file, &writer->text);
}

/* ---- a series' file ---- */

/* When an event is: all days of it, or its first second. */
static relcal_when when_of(const relcal_event *event)
{
    relcal_when when = relcal_when_day(relcal_instant_date(event->start));
    if (!event->is_all_day) {
        when.precision = RELCAL_PRECISION_MOMENT;
        when.earliest = when.latest = event->start;
    } else if (event->end - event->start > RELCAL_SECONDS_PER_DAY) {
        when.precision = RELCAL_PRECISION_RANGE;
        when.latest = event->end - 1;
    }
    return when;
}

/* Puts a withdrawn milestone: its date as what was planned, until the day the event says it was
 * cancelled, or the next day where it says none. */
static void put_withdrawn(yaml_writer *writer, const relcal_event *event, const char *date)
{
    char since[RELCAL_DATE_BYTES];
    char withdrawn[RELCAL_DATE_BYTES];
    relcal_date day = relcal_instant_date(event->stamp);
    relcal_date_format(day > ALWAYS ? day : ALWAYS + 1, withdrawn);
    put_pair(writer, "state", "withdrawn");
    put_scalar(writer, "planned");
    begin_mapping(writer);
    put_pair(writer, relcal_date_format(ALWAYS, since), date);
    put_pair(writer, withdrawn, "withdrawn");
    end_mapping(writer);
}

static void put_milestone(yaml_writer *writer, const feed_milestone *milestone)
{
    char date[RELCAL_WHEN_BYTES];
    relcal_when when = when_of(milestone->event);
    relcal_when_format(&when, date);
    bool is_cancelled = milestone->event->status != NULL &&
                        strcmp(milestone->event->status, "CANCELLED") == 0;
    begin_mapping(writer);
    put_pair(writer, "id", milestone->id);
    put_pair(writer, "title", milestone->title);
    if (is_cancelled) {
        put_withdrawn(writer, milestone->event, date);
    } else {
        put_pair(writer, "date", date);
    }
    put_pair(writer, "note", milestone->note);
    end_mapping(writer);
}

/* The URL that all events of a series have that have one; NULL where there is none. */
static const char *find_common_url(const feed_milestone *milestones, size_t count)
{
    const char *common = NULL;
    for (size_t index = 0; index < count; index++) {
        const char *url = milestones[index].event->url;
        if (common != NULL && url != NULL && strcmp(common, url) != 0) {
            return NULL;
        }
        common = common == NULL ? url : common;
    }
    return common == NULL || strlen(common) > RELCAL_MAX_SCALAR_BYTES ||
                   relcal_ical_url_fault(common) != NULL || !relcal_pattern_is_fit(common)
               ? NULL
               : common;
}

/* Puts the name of the document at a URL into a text: of the number in it, as its project has both.
 * Nothing where the URL is none of these. */
static void put_spec_name(relcal_ical_text *out, const relcal_project *project, const char *url)
{
    const char *url_template = project == NULL ? NULL : relcal_project_spec_url(project);
    const char *name = project == NULL ? NULL : relcal_project_spec_name(project);
    size_t before = url_template == NULL ? 0 : strcspn(url_template, "{");
    if (url_template == NULL || name == NULL || strncmp(url, url_template, before) != 0) {
        return;
    }
    const char *number = url + before;
    number += strspn(number, "0");
    size_t digits = strspn(number, "0123456789");
    if (digits > 0) {
        size_t open = strcspn(name, "{");
        relcal_ical_text_put(out, name, open);
        relcal_ical_text_put(out, number, digits);
        relcal_ical_text_put_text(out, strchr(name + open, '}') + 1);
    }
}

static void put_spec(feed_importer *feed, yaml_writer *writer, const feed_milestone *milestones,
                     size_t count)
{
    const char *url = find_common_url(milestones, count);
    if (url == NULL) {
        return;
    }
    relcal_ical_text_clear(&feed->text);
    put_spec_name(&feed->text, milestones[0].row->known, url);
    writer->is_good = writer->is_good && !feed->text.is_short_of_memory;
    put_scalar(writer, "spec");
    begin_mapping(writer);
    put_pair(writer, "name", feed->text.length > 0 ? feed->text.bytes : NULL);
    put_pair(writer, "url", url);
    end_mapping(writer);
}

/* Reports the milestones of a series past the most that it can have; returns how many it has. */
static size_t limit_series(feed_importer *feed, const feed_milestone *milestones, size_t count)
{
    for (size_t index = RELCAL_MAX_MILESTONES; index < count; index++) {
        RELCAL_IMPORT_REFUSE(feed->importer, RELCAL_ERROR_LIMIT, milestones[index].event->line,
                             "series %s has more than %d milestones", milestones[0].series,
                             RELCAL_MAX_MILESTONES);
    }
    return count < RELCAL_MAX_MILESTONES ? count : RELCAL_MAX_MILESTONES;
}

static void draft_series(feed_importer *feed, const feed_milestone *milestones, size_t all)
{
    yaml_writer writer;
    size_t count = limit_series(feed, milestones, all);
    if (!begin_document(&writer)) {
        feed->importer->is_short_of_memory = true;
        return;
    }
    put_pair(&writer, "series", milestones[0].series);
    put_spec(feed, &writer, milestones, count);
    put_scalar(&writer, "milestones");
    begin_list(&writer);
    for (size_t index = 0; index < count; index++) {
        put_milestone(&writer, &milestones[index]);
    }
    end_list(&writer);
    end_document(&writer, feed->importer, milestones[0].project, milestones[0].series);
}

/* ---- project.yaml ---- */

/* The phases that milestones begin, in their order. */
typedef struct known_phase {
    const char *id;
    const char *begins;
    const char *milestone; /* the id of what begins it, or NULL */
    relcal_stage stage;    /* of what begins it, where milestone is NULL */
    bool is_living;
} known_phase;

static const known_phase known_phases[] = {
    {"alpha", "first alpha", NULL, RELCAL_STAGE_ALPHA, true},
    {"beta", "first beta", NULL, RELCAL_STAGE_BETA, true},
    {"candidate", "first candidate", NULL, RELCAL_STAGE_CANDIDATE, true},
    {"final", "final", NULL, RELCAL_STAGE_FINAL, true},
    {"end-of-life", "end-of-life", "end-of-life", RELCAL_STAGE_FINAL, false},
};

static bool begins_phase(const feed_milestone *milestone, const known_phase *phase)
{
    return phase->milestone != NULL
               ? strcmp(milestone->id, phase->milestone) == 0
               : milestone->is_release && milestone->version.stage == phase->stage;
}

static bool has_phase(const feed_milestone *milestones, size_t count, const known_phase *phase)
{
    for (size_t index = 0; index < count; index++) {
        if (begins_phase(&milestones[index], phase)) {
            return true;
        }
    }
    return false;
}

static void put_phase(yaml_writer *writer, const char *id, const char *begins, bool is_living)
{
    begin_mapping(writer);
    put_pair(writer, "id", id);
    put_pair(writer, "begins", begins);
    put_pair(writer, "living", is_living ? NULL : "no");
    end_mapping(writer);
}

/* Drafts the least that a project needs: the phases that its milestones begin, or else one that
 * begins with the first of them. */
static void draft_project(feed_importer *feed, const feed_milestone *milestones, size_t count)
{
    yaml_writer writer;
    size_t phases = 0;
    if (!begin_document(&writer)) {
        feed->importer->is_short_of_memory = true;
        return;
    }
    put_pair(&writer, "project", milestones[0].project);
    put_pair(&writer, "name", milestones[0].project);
    put_scalar(&writer, "phases");
    begin_list(&writer);
    for (size_t index = 0; index < sizeof known_phases / sizeof known_phases[0]; index++) {
        const known_phase *phase = &known_phases[index];
        if (has_phase(milestones, count, phase)) {
            put_phase(&writer, phase->id, phase->begins, phase->is_living);
            phases++;
        }
    }
    if (phases == 0) {
        put_phase(&writer, "scheduled", milestones[0].id, true);
    }
    end_list(&writer);
    end_document(&writer, feed->importer, milestones[0].project, "project");
}

/* ---- all of it ---- */

/* How many milestones from the first one on are of its project, or of its series. */
static size_t count_alike(const feed_milestone *milestones, size_t count, bool is_of_series)
{
    size_t alike = 1;
    while (alike < count && strcmp(milestones[alike].project, milestones[0].project) == 0 &&
           (!is_of_series || strcmp(milestones[alike].series, milestones[0].series) == 0)) {
        alike++;
    }
    return alike;
}

static void draft_all(feed_importer *feed)
{
    for (size_t index = 0; index < feed->count;) {
        const feed_milestone *project = &feed->milestones[index];
        size_t count = count_alike(project, feed->count - index, false);
        if (relcal_catalog_project(feed->importer->base, project->project) == NULL) {
            draft_project(feed, project, count);
        }
        for (size_t begin = 0; begin < count;) {
            size_t alike = count_alike(project + begin, count - begin, true);
            draft_series(feed, project + begin, alike);
            begin += alike;
        }
        index += count;
    }
}

static void import_events(feed_importer *feed)
{
    const relcal_calendar *calendar = feed->importer->calendar;
    size_t at = 0;
    feed->milestones = calloc(calendar->event_count + 1, sizeof *feed->milestones);
    if (feed->milestones == NULL) {
        feed->importer->is_short_of_memory = true;
        return;
    }
    for (size_t index = 0; index < calendar->event_count; index++) {
        import_event(feed, &calendar->events[index], is_recurring(calendar, index, &at));
    }
    number_labels(feed);
    drop_doubles(feed);
    if (feed->count > 0) {
        qsort(feed->milestones, feed->count, sizeof *feed->milestones, compare_dates);
    }
    feed->importer->understood += feed->count;
    draft_all(feed);
}

/* Checks what the caller's pattern needs beside it. */
static relcal_status check_options(const relcal_importer *importer, const relcal_pattern *pattern,
                                   relcal_error *error)
{
    const char *project = importer->options->project;
    bool has_project = project != NULL;
    for (size_t index = 0; index < pattern->count; index++) {
        has_project |= pattern->parts[index].is_name &&
                       pattern->parts[index].name == RELCAL_PATTERN_PROJECT;
    }
    if (!has_project) {
        return relcal_ical_fail(error, RELCAL_ERROR_ARGUMENT, NULL, 0,
                                "the pattern has no {project}; add it, or give a project");
    }
    if (project != NULL && !relcal_import_is_id(project, strlen(project))) {
        return relcal_ical_fail(
            error, RELCAL_ERROR_ARGUMENT, NULL, 0,
            "the project %s is no id; write letters and digits, such as tool",
            relcal_ical_quote(project, strlen(project), (char[RELCAL_ICAL_QUOTE_BYTES]){0}));
    }
    return RELCAL_OK;
}

/* Compiles the patterns, and imports with them. */
static relcal_status import_with(feed_importer *feed, relcal_error *error)
{
    relcal_status status = RELCAL_OK;
    for (size_t index = 0; index < feed->pattern_count && status == RELCAL_OK; index++) {
        status = relcal_pattern_compile(&feed->patterns[index], feed->rows[index].feed.pattern,
                                        error);
    }
    if (status == RELCAL_OK && feed->importer->options->pattern != NULL) {
        status = check_options(feed->importer, &feed->patterns[0], error);
    }
    if (status == RELCAL_OK) {
        import_events(feed);
    }
    return status;
}

/* Gives the rows that projects have, or the caller's; `rows` may be NULL, to count them alone. */
static size_t list_rows(const relcal_importer *importer, feed_row *rows)
{
    const relcal_import_options *options = importer->options;
    const relcal_project *project;
    size_t count = 0;
    if (options->pattern != NULL) {
        if (rows != NULL) {
            rows[0] = (feed_row){.project = options->project, .feed.pattern = options->pattern};
        }
        return 1;
    }
    for (size_t index = 0; (project = relcal_catalog_project_at(importer->base, index)) != NULL;
         index++) {
        relcal_feed feed;
        for (size_t at = 0; relcal_project_feed_at(project, at, &feed); at++, count++) {
            if (rows != NULL) {
                rows[count] = (feed_row){project, relcal_project_id(project), feed};
            }
        }
    }
    return count;
}

relcal_status relcal_import_feed(relcal_importer *importer, relcal_error *error)
{
    relcal_status status = RELCAL_OK;
    feed_importer feed = {.importer = importer, .pattern_count = list_rows(importer, NULL)};
    feed.patterns = calloc(feed.pattern_count + 1, sizeof *feed.patterns);
    feed.rows = calloc(feed.pattern_count + 1, sizeof *feed.rows);
    if (feed.patterns == NULL || feed.rows == NULL) {
        importer->is_short_of_memory = true;
    } else {
        (void)list_rows(importer, feed.rows);
        status = import_with(&feed, error);
    }
    free(feed.patterns);
    free(feed.rows);
    free(feed.milestones);
    relcal_ical_text_free(&feed.text);
    return status;
}
