/*
 * Reading a calendar: first its structure as a whole, then event by event. libical sees one event
 * at a time, and of that the dates and rules alone, after they were checked here; texts are taken
 * out of their escapes here, because libical drops characters of them. So memory is the text's own
 * few words for each event, and the time is linear.
 */
#include "read.h"

#include <stdlib.h>
#include <string.h>

#include <libical/ical.h>

#include "export_parts.h"
#include "guard.h"
#include "lines.h"
#include "relcal/date.h"
#include "times.h"

/* The longest value of an event that libical sees, in bytes. */
#define MAX_TYPED_VALUE_BYTES 1024

/* ---- what is kept ---- */

/* Texts of a calendar, given back all at once. */
typedef struct relcal_text_block {
    struct relcal_text_block *next;
    size_t used;
    size_t size;
    char bytes[];
} relcal_text_block;

#define TEXT_BLOCK_BYTES ((size_t)64 * 1024)

const char *relcal_calendar_keep(relcal_calendar *calendar, const char *text, size_t length)
{
    relcal_text_block *block = calendar->blocks;
    if (block == NULL || block->size - block->used <= length) {
        size_t size = length < TEXT_BLOCK_BYTES ? TEXT_BLOCK_BYTES : length + 1;
        block = malloc(sizeof *block + size);
        if (block == NULL) {
            return NULL;
        }
        *block = (relcal_text_block){.next = calendar->blocks, .size = size};
        calendar->blocks = block;
    }
    char *copy = block->bytes + block->used;
    if (length > 0) {
        memcpy(copy, text, length);
    }
    copy[length] = '\0';
    block->used += length + 1;
    return copy;
}

/* Makes room for one more item of an array that doubles; false where there is no memory. */
static bool make_room(void **items, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity) {
        return true;
    }
    size_t wanted = *capacity == 0 ? 16 : *capacity * 2;
    void *grown = realloc(*items, wanted * size);
    if (grown == NULL) {
        return false;
    }
    *items = grown;
    *capacity = wanted;
    return true;
}

/* ---- the parts of an event ---- */

typedef enum event_part {
    PART_UID,
    PART_SUMMARY,
    PART_DESCRIPTION,
    PART_URL,
    PART_STATUS,
    PART_SEQUENCE,
    PART_STAMP,
    PART_START,
    PART_END,
    PART_DURATION,
    PART_RECURRENCE_ID,
    PART_RULE,
    PART_COUNT
} event_part;

static const char *const part_names[PART_COUNT] = {
    [PART_UID] = "UID",
    [PART_SUMMARY] = "SUMMARY",
    [PART_DESCRIPTION] = "DESCRIPTION",
    [PART_URL] = "URL",
    [PART_STATUS] = "STATUS",
    [PART_SEQUENCE] = "SEQUENCE",
    [PART_STAMP] = "DTSTAMP",
    [PART_START] = "DTSTART",
    [PART_END] = "DTEND",
    [PART_DURATION] = "DURATION",
    [PART_RECURRENCE_ID] = "RECURRENCE-ID",
    [PART_RULE] = "RRULE",
};

typedef struct extra_name {
    const char *name;
    relcal_extra_kind kind;
    bool is_of_event;
} extra_name;

static const extra_name extra_names[] = {
    {"PRODID", RELCAL_EXTRA_PRODID, false},
    {"X-RELCAL-PROJECT", RELCAL_EXTRA_PROJECT, false},
    {"X-RELCAL-HEAD", RELCAL_EXTRA_HEAD, false},
    {"X-RELCAL-UNDATED", RELCAL_EXTRA_UNDATED, false},
    {"X-RELCAL-SERIES", RELCAL_EXTRA_SERIES, true},
    {"X-RELCAL-MILESTONE", RELCAL_EXTRA_MILESTONE, true},
    {"X-RELCAL-SPAN", RELCAL_EXTRA_SPAN, true},
    {"RECURRENCE-ID", RELCAL_EXTRA_RECURRENCE, true},
};

/* A part of the event that is read; its line stands in the reader's text. */
typedef struct kept_line {
    uint32_t line; /* 0 where the event has no such part */
    size_t begin;
    size_t length;
} kept_line;

/* An event while it is read. */
typedef struct event_draft {
    uint32_t line;
    size_t begin;       /* where it stands in the text */
    size_t lines;       /* content lines up to here */
    size_t extra_count; /* of the calendar, before this event's */
    kept_line parts[PART_COUNT];
    const char *recurrence_id; /* as it stands, or NULL */
    bool is_refused;           /* it has a fault, which was told */
} event_draft;

/* Events by UID and RECURRENCE-ID: an open hash table of indices, at most half full. */
typedef struct uid_slot {
    uint64_t hash;
    uint32_t event; /* one more than the index; 0 for a free slot */
} uid_slot;

typedef struct calendar_reader {
    const relcal_ical_read_options *options;
    relcal_slice text;
    relcal_calendar *calendar;
    relcal_line_scanner scanner;
    relcal_ical_zones zones;
    relcal_ical_text kept;     /* the lines of the event that are kept */
    relcal_ical_text plain;    /* a value without its escapes */
    relcal_ical_text question; /* what libical is asked */
    uid_slot *slots;
    size_t slot_count;           /* a power of 2, or 0 */
    const char **recurrence_ids; /* of each event, or NULL */
    size_t recurrence_capacity;
    bool is_lenient;
    bool keep_extras;
    relcal_error *error;
    relcal_error fault;
    event_draft event;
} calendar_reader;

/* Ends the reading with an error. */
#define FAIL(reader, code, line, ...) \
    relcal_ical_fail((reader)->error, code, (reader)->options->file, line, __VA_ARGS__)

static relcal_status fail_memory(const calendar_reader *reader)
{
    return relcal_ical_fail_memory(reader->error, reader->options->file);
}

/* Leaves the event out for the reader's fault and tells it, or ends the reading with it. */
static relcal_status refuse_event(calendar_reader *reader)
{
    if (reader->options->report == NULL && !reader->is_lenient) {
        if (reader->error != NULL) {
            *reader->error = reader->fault;
        }
        return reader->fault.code;
    }
    reader->event.is_refused = true;
    reader->calendar->refused++;
    if (reader->options->report != NULL) {
        reader->options->report(reader->options->report_context, &reader->fault);
    }
    return RELCAL_OK;
}

/* Tells what is wrong with the event; RELCAL_OK where the events behind it are to be read. */
#define REFUSE(reader, code, line, ...)                                                    \
    (relcal_ical_fail(&(reader)->fault, code, (reader)->options->file, line, __VA_ARGS__), \
     refuse_event(reader))

/* ---- the structure ---- */

#define MAX_COMPONENT_NAME_BYTES 64

typedef struct open_component {
    char name[MAX_COMPONENT_NAME_BYTES + 1];
    uint32_t line;
    size_t begin;
} open_component;

/* What is open at a line, and what was seen before it. */
typedef struct calendar_structure {
    open_component open[RELCAL_MAX_CALENDAR_DEPTH];
    size_t depth;
    size_t event_depth; /* the depth of the open VEVENT, or 0 */
    size_t events;
    bool is_closed; /* the VCALENDAR has ended */
    bool has_name;  /* by NAME, which counts before X-WR-CALNAME */
} calendar_structure;

static relcal_status begin_component(calendar_reader *reader, calendar_structure *structure,
                                     const relcal_line *line, relcal_slice name)
{
    bool is_event = relcal_slice_is(name, "VEVENT");
    bool is_calendar = relcal_slice_is(name, "VCALENDAR");
    if (structure->depth == 0 && structure->is_closed && is_calendar) {
        return FAIL(reader, RELCAL_ERROR_SYNTAX, line->number,
                    "a second calendar; write each into a file of its own");
    }
    if (structure->depth == 0 && (structure->is_closed || !is_calendar)) {
        return FAIL(reader, RELCAL_ERROR_SYNTAX, line->number,
                    "BEGIN outside of the calendar; it stands between BEGIN:VCALENDAR and "
                    "END:VCALENDAR");
    }
    if (structure->depth == RELCAL_MAX_CALENDAR_DEPTH) {
        return FAIL(reader, RELCAL_ERROR_LIMIT, line->number,
                    "more than %d components in each other", RELCAL_MAX_CALENDAR_DEPTH);
    }
    if ((is_event && structure->depth != 1) || (is_calendar && structure->depth != 0)) {
        const open_component *around = &structure->open[structure->depth - 1];
        return FAIL(reader, RELCAL_ERROR_SYNTAX, line->number,
                    "BEGIN:%s inside of the %s of line %u; write END:%s before it",
                    is_event ? "VEVENT" : "VCALENDAR", around->name, (unsigned)around->line,
                    around->name);
    }
    if (is_event && structure->events++ == RELCAL_MAX_CALENDAR_EVENTS) {
        return FAIL(reader, RELCAL_ERROR_LIMIT, line->number, "more than %d events",
                    RELCAL_MAX_CALENDAR_EVENTS);
    }
    open_component *component = &structure->open[structure->depth++];
    memcpy(component->name, name.text, name.length);
    component->name[name.length] = '\0';
    component->line = line->number;
    component->begin = line->begin;
    structure->event_depth = is_event ? structure->depth : structure->event_depth;
    return RELCAL_OK;
}

static relcal_status end_component(calendar_reader *reader, calendar_structure *structure,
                                   const relcal_line *line, relcal_slice name)
{
    if (structure->depth == 0) {
        return FAIL(reader, RELCAL_ERROR_SYNTAX, line->number,
                    "END outside of the calendar; it begins with BEGIN:VCALENDAR");
    }
    const open_component *component = &structure->open[structure->depth - 1];
    if (!relcal_slice_is(name, component->name)) {
        return FAIL(reader, RELCAL_ERROR_SYNTAX, line->number,
                    "END:%.*s does not close the %s of line %u; write END:%s", (int)name.length,
                    name.text, component->name, (unsigned)component->line, component->name);
    }
    bool is_zone = relcal_slice_is(name, "VTIMEZONE") && structure->depth == 2;
    if (is_zone && reader->zones.defined == RELCAL_ICAL_MAX_ZONES) {
        return FAIL(reader, RELCAL_ERROR_LIMIT, component->line, "more than %d time zones",
                    RELCAL_ICAL_MAX_ZONES);
    }
    if (is_zone &&
        !relcal_ical_zones_add(&reader->zones, component->begin, line->end, component->line)) {
        return fail_memory(reader);
    }
    structure->event_depth = structure->event_depth == structure->depth ? 0
                                                                        : structure->event_depth;
    structure->depth--;
    structure->is_closed = structure->depth == 0;
    return RELCAL_OK;
}

/* Takes the name of a component off a BEGIN or END line. */
static relcal_status take_component_name(calendar_reader *reader, const relcal_line *line,
                                         const relcal_property *property, relcal_slice *out)
{
    relcal_slice name = property->value;
    while (name.length > 0 && name.text[name.length - 1] == ' ') {
        name.length--;
    }
    bool is_good = name.length > 0 && name.length <= MAX_COMPONENT_NAME_BYTES;
    for (size_t index = 0; is_good && index < name.length; index++) {
        char character = name.text[index];
        is_good = (character >= 'A' && character <= 'Z') ||
                  (character >= 'a' && character <= 'z') ||
                  (character >= '0' && character <= '9') || character == '-';
    }
    if (!is_good) {
        return FAIL(reader, RELCAL_ERROR_SYNTAX, line->number,
                    "%s is no name of a component; write one such as VEVENT",
                    relcal_ical_quote(name.text, name.length, (char[RELCAL_ICAL_QUOTE_BYTES]){0}));
    }
    *out = name;
    return RELCAL_OK;
}

/* Keeps a TEXT value without its escapes; NULL where there is no memory. */
static const char *keep_plain(calendar_reader *reader, relcal_slice value)
{
    relcal_ical_text_clear(&reader->plain);
    relcal_ical_unescape(&reader->plain, value);
    if (reader->plain.is_short_of_memory) {
        return NULL;
    }
    return relcal_calendar_keep(reader->calendar, reader->plain.bytes, reader->plain.length);
}

/* Keeps what an import wants of a line of the calendar or of an event. */
static bool keep_extra(calendar_reader *reader, const relcal_property *property, uint32_t line,
                       bool is_of_event)
{
    relcal_calendar *calendar = reader->calendar;
    const extra_name *found = NULL;
    for (size_t index = 0; index < sizeof extra_names / sizeof extra_names[0]; index++) {
        const extra_name *candidate = &extra_names[index];
        if (candidate->is_of_event == is_of_event &&
            relcal_slice_is(property->name, candidate->name)) {
            found = candidate;
        }
    }
    if (found == NULL || !reader->keep_extras) {
        return true;
    }
    relcal_slice id = {"", 0};
    (void)relcal_property_parameter(property, "X-ID", &id);
    relcal_extra extra = {.kind = found->kind, .line = line};
    extra.event = is_of_event ? calendar->event_count : SIZE_MAX;
    extra.id = relcal_calendar_keep(calendar, id.text, id.length);
    extra.value = keep_plain(reader, property->value);
    if (extra.id == NULL || extra.value == NULL ||
        !make_room((void **)&calendar->extras, calendar->extra_count, &calendar->extra_capacity,
                   sizeof *calendar->extras)) {
        return false;
    }
    calendar->extras[calendar->extra_count++] = extra;
    return true;
}

/* Reads a line of the calendar itself. NAME counts before X-WR-CALNAME, the first before others. */
static relcal_status read_calendar_line(calendar_reader *reader, calendar_structure *structure,
                                        const relcal_line *line, const relcal_property *property)
{
    bool is_name = relcal_slice_is(property->name, "NAME");
    bool is_old_name = relcal_slice_is(property->name, "X-WR-CALNAME");
    if ((is_name && !structure->has_name) || (is_old_name && reader->calendar->name == NULL)) {
        structure->has_name = is_name;
        reader->calendar->name = keep_plain(reader, property->value);
        if (reader->calendar->name == NULL) {
            return fail_memory(reader);
        }
    }
    if (relcal_slice_is(property->name, "VERSION") && !relcal_slice_is(property->value, "2.0")) {
        return FAIL(reader, RELCAL_ERROR_SYNTAX, line->number,
                    "VERSION is %s; only 2.0 is read (RFC 5545)",
                    relcal_ical_quote(property->value.text, property->value.length,
                                      (char[RELCAL_ICAL_QUOTE_BYTES]){0}));
    }
    return keep_extra(reader, property, line->number, false) ? RELCAL_OK : fail_memory(reader);
}

/* Whether a line may be a BEGIN or END. */
static bool is_border(const relcal_line *line)
{
    char first = line->content.text[0];
    return first == 'B' || first == 'b' || first == 'E' || first == 'e';
}

/* Reads a line for what it says of the structure. Lines of events are looked at later. */
static relcal_status read_structure_line(calendar_reader *reader, calendar_structure *structure,
                                         const relcal_line *line)
{
    if (structure->event_depth > 0 && !is_border(line)) {
        return RELCAL_OK;
    }
    relcal_property property = {0};
    const char *fault = line->is_cut ? "is longer than is read"
                                     : relcal_line_split(line->content, &property);
    if (structure->depth == 0 && !structure->is_closed &&
        (fault != NULL || !relcal_slice_is(property.name, "BEGIN"))) {
        return FAIL(reader, RELCAL_ERROR_SYNTAX, line->number,
                    "no calendar; it begins with BEGIN:VCALENDAR, in UTF-8");
    }
    if (fault != NULL && structure->event_depth > 0) {
        return RELCAL_OK;
    }
    if (fault != NULL) {
        return FAIL(reader, line->is_cut ? RELCAL_ERROR_LIMIT : RELCAL_ERROR_SYNTAX, line->number,
                    "the line %s", fault);
    }
    bool is_begin = relcal_slice_is(property.name, "BEGIN");
    if (is_begin || relcal_slice_is(property.name, "END")) {
        relcal_slice name = property.value;
        relcal_status status = take_component_name(reader, line, &property, &name);
        return status != RELCAL_OK ? status
               : is_begin          ? begin_component(reader, structure, line, name)
                                   : end_component(reader, structure, line, name);
    }
    if (structure->depth == 0) {
        return FAIL(reader, RELCAL_ERROR_SYNTAX, line->number,
                    "text behind the end of the calendar; leave it out");
    }
    return structure->depth == 1 ? read_calendar_line(reader, structure, line, &property)
                                 : RELCAL_OK;
}

/* Reads all but the events, and sees that the calendar is whole. */
static relcal_status read_structure(calendar_reader *reader)
{
    calendar_structure structure = {0};
    relcal_line line;
    relcal_status status = RELCAL_OK;
    reader->scanner = (relcal_line_scanner){.text = reader->text, .fold = reader->scanner.fold};
    while (status == RELCAL_OK && relcal_line_next(&reader->scanner, &line)) {
        status = read_structure_line(reader, &structure, &line);
    }
    if (status != RELCAL_OK) {
        return status;
    }
    if (reader->scanner.fold.is_short_of_memory) {
        return fail_memory(reader);
    }
    if (structure.depth > 0) {
        const open_component *last = &structure.open[structure.depth - 1];
        return FAIL(reader, RELCAL_ERROR_SYNTAX, reader->scanner.lines,
                    "the calendar is cut: the %s of line %u is not closed; write END:%s",
                    last->name, (unsigned)last->line, last->name);
    }
    if (!structure.is_closed) {
        return FAIL(reader, RELCAL_ERROR_SYNTAX, 0,
                    "the calendar is empty; it begins with BEGIN:VCALENDAR");
    }
    return RELCAL_OK;
}

/* ---- the texts of an event ---- */

static bool has_part(const calendar_reader *reader, event_part part)
{
    return reader->event.parts[part].line > 0;
}

/* A part of the event that is there, taken apart again. */
static relcal_property get_part(const calendar_reader *reader, event_part part)
{
    const kept_line *kept = &reader->event.parts[part];
    relcal_property property = {0};
    (void)relcal_line_split((relcal_slice){reader->kept.bytes + kept->begin, kept->length},
                            &property);
    return property;
}

/* A value as messages show it. */
#define QUOTE(slice) \
    relcal_ical_quote((slice).text, (slice).length, (char[RELCAL_ICAL_QUOTE_BYTES]){0})

/* Refuses the event for one of its parts. */
#define REFUSE_PART(reader, code, part, format, ...)                                       \
    REFUSE(reader, code, (reader)->event.parts[part].line, "%s " format, part_names[part], \
           __VA_ARGS__)

static relcal_status read_text(calendar_reader *reader, event_part part, const char **out)
{
    if (!has_part(reader, part)) {
        return RELCAL_OK;
    }
    relcal_property property = get_part(reader, part);
    bool is_escaped = part != PART_URL && part != PART_RULE;
    const char *text = is_escaped ? keep_plain(reader, property.value)
                                  : relcal_calendar_keep(reader->calendar, property.value.text,
                                                         property.value.length);
    if (text == NULL) {
        return fail_memory(reader);
    }
    if (text[0] != '\0') {
        *out = text;
    }
    return RELCAL_OK;
}

static relcal_status read_texts(calendar_reader *reader, relcal_event *event)
{
    const struct {
        event_part part;
        const char **out;
    } texts[] = {
        {PART_UID, &event->uid},
        {PART_SUMMARY, &event->summary},
        {PART_DESCRIPTION, &event->description},
        {PART_URL, &event->url},
        {PART_RULE, &event->recurrence},
    };
    relcal_status status = RELCAL_OK;
    for (size_t index = 0; index < sizeof texts / sizeof texts[0] && status == RELCAL_OK; index++) {
        status = read_text(reader, texts[index].part, texts[index].out);
    }
    return status;
}

static relcal_status read_status(calendar_reader *reader, relcal_event *event)
{
    static const char *const names[] = {"CONFIRMED", "TENTATIVE", "CANCELLED"};
    if (!has_part(reader, PART_STATUS)) {
        return RELCAL_OK;
    }
    relcal_slice value = get_part(reader, PART_STATUS).value;
    for (size_t index = 0; index < sizeof names / sizeof names[0]; index++) {
        if (relcal_slice_is(value, names[index])) {
            event->status = names[index];
            return RELCAL_OK;
        }
    }
    return REFUSE_PART(reader, RELCAL_ERROR_DATA, PART_STATUS,
                       "is %s; an event is CONFIRMED, TENTATIVE or CANCELLED", QUOTE(value));
}

static relcal_status read_sequence(calendar_reader *reader, relcal_event *event)
{
    if (!has_part(reader, PART_SEQUENCE)) {
        return RELCAL_OK;
    }
    relcal_slice value = get_part(reader, PART_SEQUENCE).value;
    int64_t number = value.length == 0 ? INT64_MAX : 0;
    for (size_t index = 0; index < value.length && number <= INT32_MAX; index++) {
        char digit = value.text[index];
        number = digit >= '0' && digit <= '9' ? number * 10 + (digit - '0') : INT64_MAX;
    }
    if (number > INT32_MAX) {
        return REFUSE_PART(reader, RELCAL_ERROR_DATA, PART_SEQUENCE,
                           "is %s; write a number up to %ld", QUOTE(value), (long)INT32_MAX);
    }
    event->sequence = (int32_t)number;
    return RELCAL_OK;
}

/* ---- the times of an event ---- */

/* A time of an event with what else its line says. */
typedef struct event_time {
    relcal_ical_time time;
    relcal_slice zone; /* empty where it names none */
    relcal_instant instant;
} event_time;

static relcal_status resolve_zone(calendar_reader *reader, event_part part, event_time *time)
{
    bool is_short_of_memory = false;
    const char *fault = relcal_ical_zones_to_utc(&reader->zones, time->zone, &time->time,
                                                 &time->instant, &is_short_of_memory);
    if (is_short_of_memory) {
        return fail_memory(reader);
    }
    if (fault != NULL) {
        return REFUSE_PART(reader, RELCAL_ERROR_DATA, part, "has a time zone, %s, that %s",
                           QUOTE(time->zone), fault);
    }
    return RELCAL_OK;
}

/* Puts a line of libical's question together. */
static void ask(calendar_reader *reader, const char *name, bool is_date, relcal_slice value)
{
    relcal_ical_text_put_text(&reader->question, name);
    relcal_ical_text_put_text(&reader->question, is_date ? ";VALUE=DATE:" : ":");
    relcal_ical_text_put(&reader->question, value.text, value.length);
    relcal_ical_text_put_text(&reader->question, "\r\n");
}

static bool is_in_calendar(relcal_instant instant)
{
    return instant >= RELCAL_INSTANT_MIN && instant <= RELCAL_INSTANT_MAX;
}

/* Reads a part that is a date or a time. */
static relcal_status read_time(calendar_reader *reader, event_part part, event_time *out)
{
    relcal_property property = get_part(reader, part);
    event_time time = {0};
    relcal_slice kind = {"", 0};
    const char *fault = relcal_ical_time_read(property.value, &time.time);
    if (fault != NULL) {
        return REFUSE_PART(reader, RELCAL_ERROR_DATA, part, "is %s, which %s",
                           QUOTE(property.value), fault);
    }
    /* A DATE without VALUE=DATE is a common slip, and can mean nothing else. */
    if (relcal_property_parameter(&property, "VALUE", &kind) &&
        !relcal_slice_is(kind, time.time.is_date ? "DATE" : "DATE-TIME")) {
        return REFUSE_PART(reader, RELCAL_ERROR_DATA, part, "is %s, but VALUE says %s",
                           QUOTE(property.value), QUOTE(kind));
    }
    time.instant = relcal_ical_time_as_utc(&time.time);
    relcal_status status = RELCAL_OK;
    if (!time.time.is_date && !time.time.is_utc &&
        relcal_property_parameter(&property, "TZID", &time.zone) &&
        !relcal_slice_is(time.zone, "UTC")) {
        status = resolve_zone(reader, part, &time);
    }
    if (status == RELCAL_OK && !reader->event.is_refused && !is_in_calendar(time.instant)) {
        status = REFUSE_PART(reader, RELCAL_ERROR_DATA, part, "is %s, which %s",
                             QUOTE(property.value), "lies outside of the years 1 to 9999 in UTC");
    }
    ask(reader, part_names[part], time.time.is_date, property.value);
    *out = time;
    return status;
}

static relcal_status read_end(calendar_reader *reader, const event_time *start, event_time *end)
{
    relcal_status status = read_time(reader, PART_END, end);
    if (status != RELCAL_OK || reader->event.is_refused) {
        return status;
    }
    if (start->time.is_date != end->time.is_date) {
        return REFUSE_PART(reader, RELCAL_ERROR_DATA, PART_END, "%s; write both alike",
                           start->time.is_date ? "has a time of day, but DTSTART has none"
                                               : "is a day, but DTSTART has a time of day");
    }
    if (end->instant < start->instant) {
        return REFUSE_PART(reader, RELCAL_ERROR_DATA, PART_END,
                           "is %s, before DTSTART, which is "
                           "%s",
                           QUOTE(get_part(reader, PART_END).value),
                           QUOTE(get_part(reader, PART_START).value));
    }
    if (end->time.is_date && end->instant == start->instant) {
        end->instant += RELCAL_SECONDS_PER_DAY; /* as many programs write an event of one day */
    }
    return RELCAL_OK;
}

/* The days of a duration are days of the zone's calendar, so they are added before it is. */
static relcal_status add_duration(calendar_reader *reader, const event_time *start,
                                  const relcal_ical_duration *duration, event_time *end)
{
    relcal_date first = relcal_date_from_civil(start->time.year, start->time.month,
                                               start->time.day);
    relcal_date last = relcal_date_add_days(first, duration->days);
    if (last == RELCAL_DATE_NONE) {
        end->instant = RELCAL_INSTANT_MAX + 1;
        return RELCAL_OK;
    }
    *end = *start;
    relcal_civil day = relcal_date_to_civil(last);
    end->time.year = day.year;
    end->time.month = day.month;
    end->time.day = day.day;
    end->instant += (relcal_instant)duration->days * RELCAL_SECONDS_PER_DAY;
    relcal_status status = RELCAL_OK;
    if (end->zone.length > 0 && duration->days > 0) {
        status = resolve_zone(reader, PART_START, end);
    }
    end->instant += duration->seconds;
    return status;
}

static relcal_status read_duration(calendar_reader *reader, const event_time *start,
                                   event_time *end)
{
    relcal_slice value = get_part(reader, PART_DURATION).value;
    relcal_ical_duration duration;
    const char *fault = relcal_ical_duration_read(value, &duration);
    if (fault == NULL && duration.is_negative) {
        fault = "ends the event before it starts";
    }
    if (fault == NULL && start->time.is_date && duration.seconds > 0) {
        fault = "has hours, but DTSTART is a day";
    }
    if (fault != NULL) {
        return REFUSE_PART(reader, RELCAL_ERROR_DATA, PART_DURATION, "is %s, which %s",
                           QUOTE(value), fault);
    }
    ask(reader, "DURATION", false, value);
    relcal_status status = add_duration(reader, start, &duration, end);
    if (status == RELCAL_OK && !reader->event.is_refused && end->instant > RELCAL_INSTANT_MAX) {
        return REFUSE_PART(reader, RELCAL_ERROR_DATA, PART_DURATION, "is %s, which %s",
                           QUOTE(value), "ends the event behind the year 9999");
    }
    return status;
}

/* The end where nothing says it: RFC 5545, section 3.6.1. */
static relcal_instant default_end(const event_time *start)
{
    return start->instant + (start->time.is_date ? RELCAL_SECONDS_PER_DAY : 0);
}

static relcal_status read_span(calendar_reader *reader, relcal_event *event)
{
    event_time start;
    event_time end = {0};
    if (!has_part(reader, PART_START)) {
        return REFUSE(reader, RELCAL_ERROR_DATA, reader->event.line,
                      "the event has no DTSTART; add one");
    }
    if (has_part(reader, PART_END) && has_part(reader, PART_DURATION)) {
        return REFUSE(reader, RELCAL_ERROR_DATA, reader->event.parts[PART_DURATION].line,
                      "the event has both DTEND and DURATION; keep one of them");
    }
    relcal_status status = read_time(reader, PART_START, &start);
    if (status != RELCAL_OK || reader->event.is_refused) {
        return status;
    }
    end.instant = default_end(&start);
    if (has_part(reader, PART_END)) {
        status = read_end(reader, &start, &end);
    } else if (has_part(reader, PART_DURATION)) {
        status = read_duration(reader, &start, &end);
    }
    event->start = start.instant;
    event->end = end.instant;
    event->is_all_day = start.time.is_date;
    return status;
}

static relcal_status read_stamp(calendar_reader *reader, relcal_event *event)
{
    event_time time;
    event->stamp = RELCAL_INSTANT_MIN;
    if (!has_part(reader, PART_STAMP)) {
        return RELCAL_OK;
    }
    relcal_status status = read_time(reader, PART_STAMP, &time);
    if (status == RELCAL_OK && !reader->event.is_refused) {
        event->stamp = time.instant;
    }
    return status;
}

static relcal_status read_recurrence_id(calendar_reader *reader, relcal_event *event)
{
    event_time time;
    (void)event;
    if (!has_part(reader, PART_RECURRENCE_ID)) {
        return RELCAL_OK;
    }
    relcal_status status = read_time(reader, PART_RECURRENCE_ID, &time);
    if (status != RELCAL_OK || reader->event.is_refused) {
        return status;
    }
    relcal_slice value = get_part(reader, PART_RECURRENCE_ID).value;
    reader->event.recurrence_id = relcal_calendar_keep(reader->calendar, value.text, value.length);
    return reader->event.recurrence_id == NULL ? fail_memory(reader) : RELCAL_OK;
}

/* ---- what libical says ---- */

static relcal_status read_rule(calendar_reader *reader, relcal_event *event)
{
    (void)event;
    if (!has_part(reader, PART_RULE)) {
        return RELCAL_OK;
    }
    relcal_slice value = get_part(reader, PART_RULE).value;
    if (value.length > MAX_TYPED_VALUE_BYTES) {
        return REFUSE_PART(reader, RELCAL_ERROR_LIMIT, PART_RULE, "has more than %d bytes",
                           MAX_TYPED_VALUE_BYTES);
    }
    ask(reader, "RRULE", false, value);
    return RELCAL_OK;
}

static bool is_equal_start(icalcomponent *component, relcal_instant local)
{
    icalproperty *property = icalcomponent_get_first_property(component, ICAL_DTSTART_PROPERTY);
    if (property == NULL) {
        return false;
    }
    struct icaltimetype time = icalproperty_get_dtstart(property);
    relcal_date date = relcal_date_from_civil(time.year, time.month, time.day);
    return date != RELCAL_DATE_NONE && (relcal_instant)date * RELCAL_SECONDS_PER_DAY +
                                               time.hour * 3600 + time.minute * 60 + time.second ==
                                           local;
}

/* Copies what libical complains of, with the lock held; "" where it is content. */
static void copy_complaint(icalcomponent *component, const relcal_ical_time *start, char *out,
                           size_t size)
{
    icalproperty *error = icalcomponent_get_first_property(component, ICAL_XLICERROR_PROPERTY);
    const char *text = error == NULL ? NULL : icalproperty_get_xlicerror(error);
    out[0] = '\0';
    if (error != NULL) {
        strncat(out, text == NULL ? "it does not say why" : text, size - 1);
    } else if (icalcomponent_isa(component) != ICAL_VEVENT_COMPONENT ||
               !is_equal_start(component, relcal_ical_time_as_utc(start))) {
        strncat(out, "it reads another DTSTART", size - 1);
    }
}

/* Has libical read what was put into the question, and believes it where it complains. */
static relcal_status ask_libical(calendar_reader *reader, relcal_event *event)
{
    char complaint[256] = "";
    relcal_ical_time start = {0};
    (void)event;
    (void)relcal_ical_time_read(get_part(reader, PART_START).value, &start);
    relcal_ical_text_put_text(&reader->question, "END:VEVENT\r\n");
    if (reader->question.is_short_of_memory || !relcal_ical_has_memory(reader->question.length)) {
        return fail_memory(reader);
    }
    relcal_status status = RELCAL_OK;
    relcal_ical_lock();
    icalcomponent *component = icalparser_parse_string(reader->question.bytes);
    if (component == NULL) {
        status = relcal_ical_fail_libical(&reader->fault, reader->options->file, reader->event.line,
                                          "reading the event");
    } else {
        copy_complaint(component, &start, complaint, sizeof complaint);
        icalcomponent_free(component);
    }
    relcal_ical_unlock();
    if (status == RELCAL_ERROR_MEMORY) {
        return fail_memory(reader);
    }
    if (status != RELCAL_OK) {
        return refuse_event(reader);
    }
    if (complaint[0] != '\0') {
        return REFUSE(reader, RELCAL_ERROR_DATA, reader->event.line,
                      "libical does not take the event: %s", complaint);
    }
    return RELCAL_OK;
}

/* ---- one event a UID ---- */

/* FNV-1a, begun at a place that nobody who writes a calendar can know, and mixed. */
static uint64_t hash_text(uint64_t hash, const char *text)
{
    for (; *text != '\0'; text++) {
        hash = (hash ^ (unsigned char)*text) * UINT64_C(0x100000001B3);
    }
    return (hash ^ hash >> 29) * UINT64_C(0x9E3779B97F4A7C15);
}

static uint64_t hash_uid(const calendar_reader *reader, const char *uid, const char *recurrence_id)
{
    uint64_t hash = hash_text((uint64_t)(uintptr_t)reader->calendar, uid);
    hash = recurrence_id == NULL ? hash : hash_text(hash, recurrence_id);
    return hash ^ hash >> 32;
}

/* Doubles the table of UIDs; false where there is no memory. */
static bool grow_slots(calendar_reader *reader)
{
    size_t count = reader->slot_count == 0 ? 64 : reader->slot_count * 2;
    uid_slot *slots = calloc(count, sizeof *slots);
    if (slots == NULL) {
        return false;
    }
    for (size_t index = 0; index < reader->slot_count; index++) {
        const uid_slot *slot = &reader->slots[index];
        size_t place = (size_t)slot->hash & (count - 1);
        while (slot->event != 0 && slots[place].event != 0) {
            place = (place + 1) & (count - 1);
        }
        if (slot->event != 0) {
            slots[place] = *slot;
        }
    }
    free(reader->slots);
    reader->slots = slots;
    reader->slot_count = count;
    return true;
}

static bool is_equal_text(const char *left, const char *right)
{
    return left == NULL || right == NULL ? left == right : strcmp(left, right) == 0;
}

/* The slot of a UID, taken or free. */
static uid_slot *find_slot(const calendar_reader *reader, uint64_t hash, const char *uid,
                           const char *recurrence_id)
{
    size_t place = (size_t)hash & (reader->slot_count - 1);
    for (;; place = (place + 1) & (reader->slot_count - 1)) {
        uid_slot *slot = &reader->slots[place];
        if (slot->event == 0 ||
            (slot->hash == hash &&
             strcmp(reader->calendar->events[slot->event - 1].uid, uid) == 0 &&
             is_equal_text(reader->recurrence_ids[slot->event - 1], recurrence_id))) {
            return slot;
        }
    }
}

/* Notes the UID of an event, and refuses the event where another one has it. */
static relcal_status claim_uid(calendar_reader *reader, relcal_event *event)
{
    relcal_calendar *calendar = reader->calendar;
    const char *recurrence_id = reader->event.recurrence_id;
    if ((calendar->event_count + 1) * 2 > reader->slot_count && !grow_slots(reader)) {
        return fail_memory(reader);
    }
    if (!make_room((void **)&reader->recurrence_ids, calendar->event_count,
                   &reader->recurrence_capacity, sizeof *reader->recurrence_ids)) {
        return fail_memory(reader);
    }
    reader->recurrence_ids[calendar->event_count] = recurrence_id;
    if (event->uid[0] == '\0') {
        return RELCAL_OK;
    }
    uint64_t hash = hash_uid(reader, event->uid, recurrence_id);
    uid_slot *slot = find_slot(reader, hash, event->uid, recurrence_id);
    if (slot->event != 0) {
        return REFUSE_PART(reader, RELCAL_ERROR_DATA, PART_UID,
                           "is %s, as that of the event in line %u; each event needs its own",
                           QUOTE(((relcal_slice){event->uid, strlen(event->uid)})),
                           (unsigned)calendar->events[slot->event - 1].line);
    }
    *slot = (uid_slot){.hash = hash, .event = (uint32_t)calendar->event_count + 1};
    return RELCAL_OK;
}

/* ---- events ---- */

/* What is read of an event, one after the other until something is wrong with it. The UID is
 * claimed last, by an event that is taken. */
static relcal_status (*const event_steps[])(calendar_reader *, relcal_event *) = {
    read_texts,         read_status, read_sequence, read_stamp, read_span,
    read_recurrence_id, read_rule,   ask_libical,   claim_uid,
};

static relcal_status add_event(calendar_reader *reader, const relcal_event *event)
{
    relcal_calendar *calendar = reader->calendar;
    if (!make_room((void **)&calendar->events, calendar->event_count, &calendar->event_capacity,
                   sizeof *calendar->events)) {
        return fail_memory(reader);
    }
    calendar->events[calendar->event_count++] = *event;
    return RELCAL_OK;
}

static relcal_status end_event(calendar_reader *reader)
{
    relcal_event event = {.uid = "", .summary = "", .line = reader->event.line};
    relcal_status status = RELCAL_OK;
    relcal_ical_text_clear(&reader->question);
    relcal_ical_text_put_text(&reader->question, "BEGIN:VEVENT\r\n");
    for (size_t step = 0; step < sizeof event_steps / sizeof event_steps[0] &&
                          status == RELCAL_OK && !reader->event.is_refused;
         step++) {
        status = event_steps[step](reader, &event);
    }
    if (status == RELCAL_OK && !reader->event.is_refused) {
        status = add_event(reader, &event);
    }
    if (reader->event.is_refused) {
        reader->calendar->extra_count = reader->event.extra_count;
    }
    return status;
}

/* Keeps a line of the event that is read later. */
static relcal_status keep_part(calendar_reader *reader, const relcal_line *line, event_part part)
{
    kept_line *kept = &reader->event.parts[part];
    if (kept->line > 0) {
        return REFUSE(reader, RELCAL_ERROR_DATA, line->number,
                      "%s stands twice in one event, first in line %u; keep one of them",
                      part_names[part], (unsigned)kept->line);
    }
    *kept = (kept_line){line->number, reader->kept.length, line->content.length};
    relcal_ical_text_put(&reader->kept, line->content.text, line->content.length);
    return reader->kept.is_short_of_memory ? fail_memory(reader) : RELCAL_OK;
}

/* Reads a line that stands in a VEVENT itself. */
static relcal_status read_event_line(calendar_reader *reader, const relcal_line *line,
                                     const relcal_property *property)
{
    for (event_part part = 0; part < PART_COUNT; part++) {
        if (relcal_slice_is(property->name, part_names[part])) {
            relcal_status status = keep_part(reader, line, part);
            if (status != RELCAL_OK || reader->event.is_refused) {
                return status;
            }
        }
    }
    return keep_extra(reader, property, line->number, true) ? RELCAL_OK : fail_memory(reader);
}

/* Checks a line of an event and reads it, unless it is of a component inside. */
static relcal_status read_line_of_event(calendar_reader *reader, const relcal_line *line,
                                        size_t depth)
{
    relcal_property property;
    if (line->is_cut || line->end - reader->event.begin > RELCAL_MAX_EVENT_BYTES ||
        ++reader->event.lines > RELCAL_MAX_EVENT_LINES) {
        return REFUSE(reader, RELCAL_ERROR_LIMIT, line->number,
                      "the event has more than %d bytes or %d lines", RELCAL_MAX_EVENT_BYTES,
                      RELCAL_MAX_EVENT_LINES);
    }
    const char *fault = relcal_line_split(line->content, &property);
    if (fault != NULL) {
        return REFUSE(reader, RELCAL_ERROR_SYNTAX, line->number, "the line %s", fault);
    }
    return depth == 0 ? read_event_line(reader, line, &property) : RELCAL_OK;
}

/* Whether a line is BEGIN or END of a component, any or a named one. */
static bool is_border_of(const relcal_line *line, const char *border, const char *name)
{
    relcal_property property;
    if (!is_border(line) || line->is_cut || relcal_line_split(line->content, &property) != NULL ||
        !relcal_slice_is(property.name, border)) {
        return false;
    }
    while (property.value.length > 0 && property.value.text[property.value.length - 1] == ' ') {
        property.value.length--;
    }
    return name == NULL || relcal_slice_is(property.value, name);
}

/* Reads an event from behind its BEGIN to its END; the structure is known to be whole. */
static relcal_status read_event(calendar_reader *reader, const relcal_line *begin)
{
    relcal_line line;
    relcal_status status = RELCAL_OK;
    size_t depth = 0;
    reader->event = (event_draft){
        .line = begin->number, .begin = begin->begin, .extra_count = reader->calendar->extra_count};
    relcal_ical_text_clear(&reader->kept);
    while (status == RELCAL_OK && relcal_line_next(&reader->scanner, &line)) {
        if (is_border_of(&line, "BEGIN", NULL)) {
            depth++;
        } else if (is_border_of(&line, "END", NULL)) {
            if (depth == 0) {
                return end_event(reader);
            }
            depth--;
        } else if (!reader->event.is_refused) {
            status = read_line_of_event(reader, &line, depth);
        }
    }
    return status;
}

static relcal_status read_events(calendar_reader *reader)
{
    relcal_line line;
    relcal_status status = RELCAL_OK;
    reader->scanner = (relcal_line_scanner){.text = reader->text, .fold = reader->scanner.fold};
    while (status == RELCAL_OK && relcal_line_next(&reader->scanner, &line)) {
        if (is_border_of(&line, "BEGIN", "VEVENT")) {
            status = read_event(reader, &line);
        }
    }
    if (status == RELCAL_OK && reader->scanner.fold.is_short_of_memory) {
        return fail_memory(reader);
    }
    return status;
}

/* ---- the whole ---- */

static relcal_status read_calendar(calendar_reader *reader)
{
    if (reader->text.length > RELCAL_MAX_CALENDAR_BYTES) {
        return FAIL(reader, RELCAL_ERROR_LIMIT, 0, "the calendar has more than %d bytes",
                    RELCAL_MAX_CALENDAR_BYTES);
    }
    relcal_status status = read_structure(reader);
    return status == RELCAL_OK ? read_events(reader) : status;
}

relcal_status relcal_calendar_read(relcal_calendar **out, const char *text, size_t length,
                                   const relcal_ical_read_options *options, bool is_lenient,
                                   bool keep_extras, relcal_error *error)
{
    const relcal_ical_read_options defaults = {0};
    calendar_reader reader = {
        .options = options == NULL ? &defaults : options,
        .text = {text, length},
        .is_lenient = is_lenient,
        .keep_extras = keep_extras,
        .error = error,
    };
    reader.calendar = calloc(1, sizeof *reader.calendar);
    reader.zones.text = reader.text;
    relcal_status status = reader.calendar == NULL ? fail_memory(&reader) : read_calendar(&reader);
    relcal_line_scanner_free(&reader.scanner);
    relcal_ical_zones_free(&reader.zones);
    relcal_ical_text_free(&reader.kept);
    relcal_ical_text_free(&reader.plain);
    relcal_ical_text_free(&reader.question);
    free(reader.slots);
    free(reader.recurrence_ids);
    if (status != RELCAL_OK) {
        relcal_calendar_free(reader.calendar);
        return status;
    }
    *out = reader.calendar;
    return RELCAL_OK;
}

relcal_status relcal_calendar_parse(relcal_calendar **out, const char *text, size_t length,
                                    const relcal_ical_read_options *options, relcal_error *error)
{
    return relcal_calendar_read(out, text, length, options, false, false, error);
}

void relcal_calendar_free(relcal_calendar *calendar)
{
    if (calendar == NULL) {
        return;
    }
    while (calendar->blocks != NULL) {
        relcal_text_block *block = calendar->blocks;
        calendar->blocks = block->next;
        free(block);
    }
    free(calendar->events);
    free(calendar->extras);
    free(calendar);
}

const char *relcal_calendar_name(const relcal_calendar *calendar)
{
    return calendar->name;
}

size_t relcal_calendar_event_count(const relcal_calendar *calendar)
{
    return calendar->event_count;
}

const relcal_event *relcal_calendar_event_at(const relcal_calendar *calendar, size_t index)
{
    return index < calendar->event_count ? &calendar->events[index] : NULL;
}
