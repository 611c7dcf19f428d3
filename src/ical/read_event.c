/*
 * One event of a calendar. libical sees of it the dates and rules alone, after they were checked
 * here; texts are taken out of their escapes here, because libical drops characters of them.
 */
#include <stdlib.h>
#include <string.h>

#include <libical/ical.h>

#include "export_parts.h"
#include "read_parts.h"
#include "relcal/date.h"

/* The longest value of an event that libical sees, in bytes. */
#define MAX_TYPED_VALUE_BYTES 1024

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

/* Leaves the event out for the reader's fault and tells it, or ends the reading with it. */
static relcal_status refuse_event(relcal_calendar_reader *reader)
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

/* ---- the texts of an event ---- */

static bool has_part(const relcal_calendar_reader *reader, relcal_event_part part)
{
    return reader->event.parts[part].line > 0;
}

/* A part of the event that is there, taken apart again. */
static relcal_property get_part(const relcal_calendar_reader *reader, relcal_event_part part)
{
    const relcal_kept_line *kept = &reader->event.parts[part];
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

static relcal_status read_text(relcal_calendar_reader *reader, relcal_event_part part,
                               const char **out)
{
    if (!has_part(reader, part)) {
        return RELCAL_OK;
    }
    relcal_property property = get_part(reader, part);
    bool is_escaped = part != PART_URL && part != PART_RULE;
    const char *text = is_escaped ? relcal_calendar_keep_plain(reader, property.value)
                                  : relcal_calendar_keep(reader->calendar, property.value.text,
                                                         property.value.length);
    if (text == NULL) {
        return FAIL_MEMORY(reader);
    }
    if (text[0] != '\0') {
        *out = text;
    }
    return RELCAL_OK;
}

static relcal_status read_texts(relcal_calendar_reader *reader, relcal_event *event)
{
    const struct {
        relcal_event_part part;
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

static relcal_status read_status(relcal_calendar_reader *reader, relcal_event *event)
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

static relcal_status read_sequence(relcal_calendar_reader *reader, relcal_event *event)
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

static relcal_status resolve_zone(relcal_calendar_reader *reader, relcal_event_part part,
                                  event_time *time)
{
    bool is_short_of_memory = false;
    const char *fault = relcal_ical_zones_to_utc(&reader->zones, time->zone, &time->time,
                                                 &time->instant, &is_short_of_memory);
    if (is_short_of_memory) {
        return FAIL_MEMORY(reader);
    }
    if (fault != NULL) {
        return REFUSE_PART(reader, RELCAL_ERROR_DATA, part, "has a time zone, %s, that %s",
                           QUOTE(time->zone), fault);
    }
    return RELCAL_OK;
}

/* Puts a line of libical's question together. */
static void ask(relcal_calendar_reader *reader, const char *name, bool is_date, relcal_slice value)
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
static relcal_status read_time(relcal_calendar_reader *reader, relcal_event_part part,
                               event_time *out)
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

static relcal_status read_end(relcal_calendar_reader *reader, const event_time *start,
                              event_time *end)
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
static relcal_status add_duration(relcal_calendar_reader *reader, const event_time *start,
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

static relcal_status read_duration(relcal_calendar_reader *reader, const event_time *start,
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

static relcal_status read_span(relcal_calendar_reader *reader, relcal_event *event)
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

static relcal_status read_stamp(relcal_calendar_reader *reader, relcal_event *event)
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

static relcal_status read_recurrence_id(relcal_calendar_reader *reader, relcal_event *event)
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
    return reader->event.recurrence_id == NULL ? FAIL_MEMORY(reader) : RELCAL_OK;
}

/* ---- what libical says ---- */

static relcal_status read_rule(relcal_calendar_reader *reader, relcal_event *event)
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
static relcal_status ask_libical(relcal_calendar_reader *reader, relcal_event *event)
{
    char complaint[256] = "";
    relcal_ical_time start = {0};
    (void)event;
    (void)relcal_ical_time_read(get_part(reader, PART_START).value, &start);
    relcal_ical_text_put_text(&reader->question, "END:VEVENT\r\n");
    if (reader->question.is_short_of_memory || !relcal_ical_has_memory(reader->question.length)) {
        return FAIL_MEMORY(reader);
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
        return FAIL_MEMORY(reader);
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

/* ---- events ---- */

/* Takes the UID of the event for it, and refuses the event where another one has it. */
static relcal_status claim_uid(relcal_calendar_reader *reader, relcal_event *event)
{
    uint32_t holder = 0;
    if (event->uid[0] == '\0') {
        return RELCAL_OK;
    }
    if (!relcal_uids_claim(&reader->uids, event->uid, reader->event.recurrence_id, event->line,
                           &holder)) {
        return FAIL_MEMORY(reader);
    }
    if (holder > 0) {
        return REFUSE_PART(reader, RELCAL_ERROR_DATA, PART_UID,
                           "is %s, as that of the event in line %u; each event needs its own",
                           QUOTE(((relcal_slice){event->uid, strlen(event->uid)})),
                           (unsigned)holder);
    }
    return RELCAL_OK;
}

/* What is read of an event, one after the other until something is wrong with it. The UID is
 * claimed last, by an event that is taken. */
static relcal_status (*const event_steps[])(relcal_calendar_reader *, relcal_event *) = {
    read_texts,         read_status, read_sequence, read_stamp, read_span,
    read_recurrence_id, read_rule,   ask_libical,   claim_uid,
};

static relcal_status add_event(relcal_calendar_reader *reader, const relcal_event *event)
{
    relcal_calendar *calendar = reader->calendar;
    if (!relcal_calendar_make_room((void **)&calendar->events, calendar->event_count,
                                   &calendar->event_capacity, sizeof *calendar->events)) {
        return FAIL_MEMORY(reader);
    }
    calendar->events[calendar->event_count++] = *event;
    return RELCAL_OK;
}

static relcal_status end_event(relcal_calendar_reader *reader)
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
static relcal_status keep_part(relcal_calendar_reader *reader, const relcal_line *line,
                               relcal_event_part part)
{
    relcal_kept_line *kept = &reader->event.parts[part];
    if (kept->line > 0) {
        return REFUSE(reader, RELCAL_ERROR_DATA, line->number,
                      "%s stands twice in one event, first in line %u; keep one of them",
                      part_names[part], (unsigned)kept->line);
    }
    *kept = (relcal_kept_line){line->number, reader->kept.length, line->content.length};
    relcal_ical_text_put(&reader->kept, line->content.text, line->content.length);
    return reader->kept.is_short_of_memory ? FAIL_MEMORY(reader) : RELCAL_OK;
}

/* Reads a line that stands in a VEVENT itself. */
static relcal_status read_event_line(relcal_calendar_reader *reader, const relcal_line *line,
                                     const relcal_property *property)
{
    for (relcal_event_part part = 0; part < PART_COUNT; part++) {
        if (relcal_slice_is(property->name, part_names[part])) {
            relcal_status status = keep_part(reader, line, part);
            if (status != RELCAL_OK || reader->event.is_refused) {
                return status;
            }
        }
    }
    return relcal_calendar_keep_extra(reader, property, line->number, true) ? RELCAL_OK
                                                                            : FAIL_MEMORY(reader);
}

/* Checks a line of an event and reads it, unless it is of a component inside. */
static relcal_status read_line_of_event(relcal_calendar_reader *reader, const relcal_line *line,
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
    if (!relcal_line_may_be_border(line) || line->is_cut ||
        relcal_line_split(line->content, &property) != NULL ||
        !relcal_slice_is(property.name, border)) {
        return false;
    }
    while (property.value.length > 0 && property.value.text[property.value.length - 1] == ' ') {
        property.value.length--;
    }
    return name == NULL || relcal_slice_is(property.value, name);
}

/* Reads an event from behind its BEGIN to its END; the structure is known to be whole. */
static relcal_status read_event(relcal_calendar_reader *reader, const relcal_line *begin)
{
    relcal_line line;
    relcal_status status = RELCAL_OK;
    size_t depth = 0;
    reader->event = (relcal_event_draft){
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

relcal_status relcal_calendar_read_events(relcal_calendar_reader *reader)
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
        return FAIL_MEMORY(reader);
    }
    return status;
}
