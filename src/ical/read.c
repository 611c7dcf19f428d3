/*
 * Reading a calendar: first its structure as a whole, then event by event (read_event.c), so that
 * a calendar that is cut or doubled is told before anything of it is. Memory is the text's own and
 * few words for each event, and the time is linear.
 */
#include "read.h"

#include <stdlib.h>
#include <string.h>

#include "read_parts.h"

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

bool relcal_calendar_make_room(void **items, size_t count, size_t *capacity, size_t size)
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

/* ---- what an import wants ---- */

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

const char *relcal_calendar_keep_plain(relcal_calendar_reader *reader, relcal_slice value)
{
    relcal_ical_text_clear(&reader->plain);
    relcal_ical_unescape(&reader->plain, value);
    if (reader->plain.is_short_of_memory) {
        return NULL;
    }
    return relcal_calendar_keep(reader->calendar, reader->plain.bytes, reader->plain.length);
}

bool relcal_calendar_keep_extra(relcal_calendar_reader *reader, const relcal_property *property,
                                uint32_t line, bool is_of_event)
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
    extra.value = relcal_calendar_keep_plain(reader, property->value);
    if (extra.id == NULL || extra.value == NULL ||
        !relcal_calendar_make_room((void **)&calendar->extras, calendar->extra_count,
                                   &calendar->extra_capacity, sizeof *calendar->extras)) {
        return false;
    }
    calendar->extras[calendar->extra_count++] = extra;
    return true;
}

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

static relcal_status begin_component(relcal_calendar_reader *reader, calendar_structure *structure,
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

static relcal_status end_component(relcal_calendar_reader *reader, calendar_structure *structure,
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
        return FAIL_MEMORY(reader);
    }
    structure->event_depth = structure->event_depth == structure->depth ? 0
                                                                        : structure->event_depth;
    structure->depth--;
    structure->is_closed = structure->depth == 0;
    return RELCAL_OK;
}

/* Takes the name of a component off a BEGIN or END line. */
static relcal_status take_component_name(relcal_calendar_reader *reader, const relcal_line *line,
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

/* Reads a line of the calendar itself. NAME counts before X-WR-CALNAME, the first before others. */
static relcal_status read_calendar_line(relcal_calendar_reader *reader,
                                        calendar_structure *structure, const relcal_line *line,
                                        const relcal_property *property)
{
    bool is_name = relcal_slice_is(property->name, "NAME");
    bool is_old_name = relcal_slice_is(property->name, "X-WR-CALNAME");
    if ((is_name && !structure->has_name) || (is_old_name && reader->calendar->name == NULL)) {
        structure->has_name = is_name;
        reader->calendar->name = relcal_calendar_keep_plain(reader, property->value);
        if (reader->calendar->name == NULL) {
            return FAIL_MEMORY(reader);
        }
    }
    if (relcal_slice_is(property->name, "VERSION") && !relcal_slice_is(property->value, "2.0")) {
        return FAIL(reader, RELCAL_ERROR_SYNTAX, line->number,
                    "VERSION is %s; only 2.0 is read (RFC 5545)",
                    relcal_ical_quote(property->value.text, property->value.length,
                                      (char[RELCAL_ICAL_QUOTE_BYTES]){0}));
    }
    return relcal_calendar_keep_extra(reader, property, line->number, false) ? RELCAL_OK
                                                                             : FAIL_MEMORY(reader);
}

bool relcal_line_may_be_border(const relcal_line *line)
{
    char first = line->content.text[0];
    return first == 'B' || first == 'b' || first == 'E' || first == 'e';
}

/* Reads a line for what it says of the structure. Lines of events are looked at later. */
static relcal_status read_structure_line(relcal_calendar_reader *reader,
                                         calendar_structure *structure, const relcal_line *line)
{
    if (structure->event_depth > 0 && !relcal_line_may_be_border(line)) {
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
static relcal_status read_structure(relcal_calendar_reader *reader)
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
        return FAIL_MEMORY(reader);
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

/* ---- the whole ---- */

static relcal_status read_calendar(relcal_calendar_reader *reader)
{
    if (reader->text.length > RELCAL_MAX_CALENDAR_BYTES) {
        return FAIL(reader, RELCAL_ERROR_LIMIT, 0, "the calendar has more than %d bytes",
                    RELCAL_MAX_CALENDAR_BYTES);
    }
    relcal_status status = read_structure(reader);
    return status == RELCAL_OK ? relcal_calendar_read_events(reader) : status;
}

relcal_status relcal_calendar_read(relcal_calendar **out, const char *text, size_t length,
                                   const relcal_ical_read_options *options, bool is_lenient,
                                   bool keep_extras, relcal_error *error)
{
    const relcal_ical_read_options defaults = {0};
    relcal_calendar_reader reader = {
        .options = options == NULL ? &defaults : options,
        .text = {text, length},
        .is_lenient = is_lenient,
        .keep_extras = keep_extras,
        .error = error,
    };
    reader.calendar = calloc(1, sizeof *reader.calendar);
    reader.zones.text = reader.text;
    relcal_status status = reader.calendar == NULL ? FAIL_MEMORY(&reader) : read_calendar(&reader);
    relcal_line_scanner_free(&reader.scanner);
    relcal_ical_zones_free(&reader.zones);
    relcal_ical_text_free(&reader.kept);
    relcal_ical_text_free(&reader.plain);
    relcal_ical_text_free(&reader.question);
    relcal_uids_free(&reader.uids);
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
