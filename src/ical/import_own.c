/*
 * A calendar that relcal wrote. Its lines X-RELCAL-... hold what the schedule files said, so that
 * nothing is guessed at from dates and summaries:
 *
 *   X-RELCAL-PROJECT;X-ID=PROJECT            a project.yaml
 *   X-RELCAL-HEAD;X-ID="PROJECT/SERIES"      a series' file up to its milestones
 *   X-RELCAL-UNDATED;X-ID="PROJECT/SERIES"   a milestone that has no event
 *   X-RELCAL-SERIES and X-RELCAL-MILESTONE of an event: its series, and its milestone
 *   X-RELCAL-SPAN of an event             it is a phase or a freeze, which follow from the others
 */
#include <stdlib.h>
#include <string.h>

#include <yaml.h>

#include "import_parts.h"
#include "relcal/plan.h"

/* The longest milestone that is read, in bytes. */
#define MAX_MILESTONE_BYTES 131072

/* A part of a series' file. */
typedef struct own_part {
    const char *series; /* PROJECT/SERIES */
    const relcal_extra *extra;
    size_t order;
} own_part;

typedef struct own_parts {
    own_part *parts;
    size_t count;
} own_parts;

bool relcal_import_is_own(const relcal_calendar *calendar)
{
    for (size_t index = 0; index < calendar->extra_count; index++) {
        relcal_extra_kind kind = calendar->extras[index].kind;
        if (kind != RELCAL_EXTRA_PRODID && kind != RELCAL_EXTRA_RECURRENCE) {
            return true;
        }
    }
    return false;
}

/* ---- one milestone ---- */

/* Reads the events of a flow mapping up to the value of its id. */
static bool parse_id(yaml_parser_t *parser, char id[RELCAL_MAX_ID_BYTES + 1])
{
    size_t depth = 0;
    bool is_key = true; /* the next scalar of the mapping itself is a key */
    bool is_wanted = false;
    bool is_found = false;
    for (bool is_over = false; !is_over;) {
        yaml_event_t event;
        if (!yaml_parser_parse(parser, &event)) {
            return false;
        }
        yaml_event_type_t type = event.type;
        bool is_begin = type == YAML_MAPPING_START_EVENT || type == YAML_SEQUENCE_START_EVENT;
        if (type == YAML_SCALAR_EVENT && depth == 1) {
            const char *text = (const char *)event.data.scalar.value;
            size_t length = event.data.scalar.length;
            if (is_wanted && relcal_import_is_id(text, length)) {
                memcpy(id, text, length);
                id[length] = '\0';
                is_found = true;
            }
            is_wanted = is_key && strcmp(text, "id") == 0;
            is_key = !is_key;
        }
        depth -= type == YAML_MAPPING_END_EVENT || type == YAML_SEQUENCE_END_EVENT;
        is_key = is_key || (depth == 1 && !is_begin && type != YAML_SCALAR_EVENT);
        is_over = (depth == 0 && (type == YAML_SCALAR_EVENT || type == YAML_SEQUENCE_START_EVENT ||
                                  type == YAML_ALIAS_EVENT || type == YAML_STREAM_END_EVENT));
        depth += is_begin;
        yaml_event_delete(&event);
    }
    return is_found;
}

/* The id of a milestone that stands as a mapping on one line; false where it is none. */
static bool read_id(const char *milestone, char id[RELCAL_MAX_ID_BYTES + 1])
{
    yaml_parser_t parser;
    size_t length = strlen(milestone);
    if (milestone[0] != '{' || length > MAX_MILESTONE_BYTES || strchr(milestone, '\n') != NULL ||
        !yaml_parser_initialize(&parser)) {
        return false;
    }
    yaml_parser_set_input_string(&parser, (const unsigned char *)milestone, length);
    bool is_found = parse_id(&parser, id);
    yaml_parser_delete(&parser);
    return is_found;
}

/* Whether a text is PROJECT/SERIES. */
static bool is_series_name(const char *text)
{
    const char *slash = strchr(text, '/');
    return slash != NULL && relcal_import_is_id(text, (size_t)(slash - text)) &&
           relcal_import_is_id(slash + 1, strlen(slash + 1)) && strcmp(slash + 1, "project") != 0;
}

/* ---- events ---- */

/* What relcal wrote into one event. */
typedef struct own_event {
    const relcal_extra *series;
    const relcal_extra *milestone;
    const relcal_extra *span;
} own_event;

/* Collects the extras of an event, from `*at` on, which then is behind them. */
static own_event collect_event(const relcal_calendar *calendar, size_t event, size_t *at)
{
    own_event own = {0};
    for (; *at < calendar->extra_count; ++*at) {
        const relcal_extra *extra = &calendar->extras[*at];
        if (extra->event != SIZE_MAX && extra->event > event) {
            break;
        }
        if (extra->event == event) {
            own.series = extra->kind == RELCAL_EXTRA_SERIES ? extra : own.series;
            own.milestone = extra->kind == RELCAL_EXTRA_MILESTONE ? extra : own.milestone;
            own.span = extra->kind == RELCAL_EXTRA_SPAN ? extra : own.span;
        }
    }
    return own;
}

static void add_part(own_parts *parts, const char *series, const relcal_extra *extra)
{
    parts->parts[parts->count] = (own_part){series, extra, parts->count};
    parts->count++;
}

static void import_event(relcal_importer *importer, own_parts *parts, const relcal_event *event,
                         const own_event *own)
{
    char id[RELCAL_MAX_ID_BYTES + 1];
    if (own->milestone == NULL && own->span != NULL) {
        return; /* it follows from the milestones */
    }
    if (own->milestone == NULL || own->series == NULL) {
        RELCAL_IMPORT_REFUSE(importer, RELCAL_ERROR_DATA, event->line,
                             "the event has no %s, which those that relcal wrote have",
                             own->milestone == NULL ? "X-RELCAL-MILESTONE" : "X-RELCAL-SERIES");
    } else if (!is_series_name(own->series->value)) {
        RELCAL_IMPORT_REFUSE(importer, RELCAL_ERROR_DATA, own->series->line,
                             "X-RELCAL-SERIES names no series; write one such as tool/3.12");
    } else if (!read_id(own->milestone->value, id)) {
        RELCAL_IMPORT_REFUSE(importer, RELCAL_ERROR_DATA, own->milestone->line,
                             "X-RELCAL-MILESTONE is no milestone; write {id: ..., date: ...} as in "
                             "a schedule file");
    } else {
        importer->understood++;
        add_part(parts, own->series->value, own->milestone);
    }
}

/* ---- files ---- */

static void add_text_draft(relcal_importer *importer, const char *project, const char *file,
                           const char *content)
{
    relcal_ical_text text = {0};
    relcal_ical_text_put_text(&text, content);
    relcal_import_add_draft(importer, project, file, &text);
}

/* Takes the calendar's own lines: projects as drafts, the rest as parts of series. */
static void import_calendar_lines(relcal_importer *importer, own_parts *parts)
{
    const relcal_calendar *calendar = importer->calendar;
    for (size_t index = 0; index < calendar->extra_count; index++) {
        const relcal_extra *extra = &calendar->extras[index];
        if (extra->event != SIZE_MAX || extra->kind == RELCAL_EXTRA_PRODID) {
            continue;
        }
        bool is_project = extra->kind == RELCAL_EXTRA_PROJECT;
        char id[RELCAL_MAX_ID_BYTES + 1];
        if (is_project ? !relcal_import_is_id(extra->id, strlen(extra->id))
                       : !is_series_name(extra->id)) {
            RELCAL_IMPORT_TELL(
                importer, RELCAL_ERROR_DATA, extra->line, "X-ID names no %s; write one such as %s",
                is_project ? "project" : "series", is_project ? "tool" : "tool/3.12");
        } else if (is_project) {
            add_text_draft(importer, extra->id, "project", extra->value);
        } else if (extra->kind == RELCAL_EXTRA_UNDATED && !read_id(extra->value, id)) {
            RELCAL_IMPORT_TELL(importer, RELCAL_ERROR_DATA, extra->line,
                               "X-RELCAL-UNDATED is no milestone; write {id: ..., date: ...} as in "
                               "a schedule file");
        } else {
            add_part(parts, extra->id, extra);
        }
    }
}

/* By series; the head of a file first, then in the order of the calendar. */
static int compare_parts(const void *left_pointer, const void *right_pointer)
{
    const own_part *left = left_pointer;
    const own_part *right = right_pointer;
    int series = strcmp(left->series, right->series);
    bool is_left_head = left->extra->kind == RELCAL_EXTRA_HEAD;
    bool is_right_head = right->extra->kind == RELCAL_EXTRA_HEAD;
    if (series != 0) {
        return series;
    }
    if (is_left_head != is_right_head) {
        return is_left_head ? -1 : 1;
    }
    return (left->order > right->order) - (left->order < right->order);
}

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text);
    size_t end_length = strlen(end);
    return length >= end_length && strcmp(text + length - end_length, end) == 0;
}

/* Puts what comes before the milestones of a file. */
static void put_head(relcal_ical_text *text, const char *series, const char *head)
{
    if (head == NULL) {
        relcal_ical_text_put_format(text, "series: %s\n", strchr(series, '/') + 1);
    } else {
        relcal_ical_text_put_text(text, head);
        relcal_ical_text_put_text(text, ends_with(head, "\n") ? "" : "\n");
    }
    if (head == NULL || !ends_with(text->bytes == NULL ? "" : text->bytes, "milestones:\n")) {
        relcal_ical_text_put_text(text, "milestones:\n");
    }
}

/* Drafts the file of the series that begins at a part; returns how many parts it took. */
static size_t draft_series(relcal_importer *importer, const own_part *parts, size_t count)
{
    relcal_ical_text text = {0};
    const char *series = parts[0].series;
    bool has_head = parts[0].extra->kind == RELCAL_EXTRA_HEAD;
    size_t taken = has_head;
    size_t milestones = 0;
    put_head(&text, series, has_head ? parts[0].extra->value : NULL);
    for (; taken < count && strcmp(parts[taken].series, series) == 0; taken++) {
        if (parts[taken].extra->kind == RELCAL_EXTRA_HEAD) {
            RELCAL_IMPORT_TELL(importer, RELCAL_ERROR_DATA, parts[taken].extra->line,
                               "X-RELCAL-HEAD stands twice for %s; the first one counts", series);
            continue;
        }
        relcal_ical_text_put_text(&text, "- ");
        relcal_ical_text_put_text(&text, parts[taken].extra->value);
        relcal_ical_text_put_text(&text, "\n");
        milestones++;
    }
    if (milestones == 0) { /* a series may have none yet */
        relcal_ical_text_put_text(&text, "  []\n");
    }
    char project[RELCAL_MAX_ID_BYTES + 1] = "";
    memcpy(project, series, (size_t)(strchr(series, '/') - series));
    relcal_import_add_draft(importer, project, strchr(series, '/') + 1, &text);
    return taken;
}

void relcal_import_own(relcal_importer *importer)
{
    const relcal_calendar *calendar = importer->calendar;
    own_parts parts = {malloc((calendar->extra_count + 1) * sizeof *parts.parts), 0};
    if (parts.parts == NULL) {
        importer->is_short_of_memory = true;
        return;
    }
    import_calendar_lines(importer, &parts);
    size_t at = 0;
    for (size_t index = 0; index < calendar->event_count; index++) {
        own_event own = collect_event(calendar, index, &at);
        import_event(importer, &parts, &calendar->events[index], &own);
    }
    qsort(parts.parts, parts.count, sizeof *parts.parts, compare_parts);
    for (size_t index = 0; index < parts.count;) {
        index += draft_series(importer, parts.parts + index, parts.count - index);
    }
    free(parts.parts);
}

/* ---- events that were moved ---- */

static const char *status_of(relcal_state state)
{
    static const char *const names[] = {
        [RELCAL_EXPECTED] = "TENTATIVE",
        [RELCAL_ACTUAL] = "CONFIRMED",
        [RELCAL_WITHDRAWN] = "CANCELLED",
    };
    return names[state];
}

/* Whether an event stands where its milestone does. A milestone without a date stands nowhere. */
static bool is_in_place(const relcal_event *event, const relcal_when *when)
{
    return when->precision == RELCAL_PRECISION_TBD || event->start == when->earliest ||
           (event->is_all_day && relcal_instant_date(event->start) == relcal_when_date(when));
}

static void compare_event(relcal_importer *importer, const relcal_event *event,
                          const relcal_milestone *milestone)
{
    relcal_entry entry = {.state = RELCAL_WITHDRAWN};
    relcal_plan plan = relcal_series_plan(relcal_milestone_series(milestone), RELCAL_LATEST);
    bool has_entry = relcal_plan_entry(plan, milestone, &entry);
    bool is_dated = has_entry && entry.when.precision != RELCAL_PRECISION_TBD;
    const char *status = status_of(is_dated ? entry.state : RELCAL_WITHDRAWN);
    char date[RELCAL_WHEN_BYTES];
    if (is_dated && !is_in_place(event, &entry.when)) {
        char moved[RELCAL_DATE_BYTES];
        RELCAL_IMPORT_REFUSE(
            importer, RELCAL_ERROR_DATA, event->line,
            "moved in the calendar: %s is on %s there, on %s in what relcal wrote, "
            "which is kept",
            relcal_milestone_id(milestone),
            relcal_date_format(relcal_instant_date(event->start), moved),
            relcal_when_format(&entry.when, date));
    } else if (event->status != NULL && strcmp(event->status, status) != 0) {
        RELCAL_IMPORT_REFUSE(importer, RELCAL_ERROR_DATA, event->line,
                             "changed in the calendar: %s is %s there, %s in what relcal wrote, "
                             "which is kept",
                             relcal_milestone_id(milestone), event->status, status);
    }
}

void relcal_import_compare_own(relcal_importer *importer, const relcal_catalog *catalog)
{
    const relcal_calendar *calendar = importer->calendar;
    size_t at = 0;
    for (size_t index = 0; index < calendar->event_count; index++) {
        own_event own = collect_event(calendar, index, &at);
        char id[RELCAL_MAX_ID_BYTES + 1];
        if (importer->options->pattern != NULL || own.milestone == NULL || own.series == NULL ||
            !is_series_name(own.series->value) || !read_id(own.milestone->value, id)) {
            continue;
        }
        char project[RELCAL_MAX_ID_BYTES + 1] = "";
        const char *slash = strchr(own.series->value, '/');
        memcpy(project, own.series->value, (size_t)(slash - own.series->value));
        const relcal_series *series = relcal_catalog_series(catalog, project, slash + 1);
        const relcal_milestone *milestone = series == NULL ? NULL
                                                           : relcal_series_milestone(series, id);
        if (milestone != NULL) {
            compare_event(importer, &calendar->events[index], milestone);
        }
    }
}
