/*
 * Walks over libyaml's events once. Its marks count characters; they are turned into bytes as the
 * events come, which is from left to right.
 */
#include "spots.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

typedef struct spot_reader {
    yaml_parser_t parser;
    const unsigned char *text;
    size_t length;
    size_t character; /* the place up to which characters were counted, */
    size_t byte;      /* and the byte there */
    yaml_event_t event;
    bool has_failed;
} spot_reader;

/* The byte of a mark that is not before the last one asked for. */
static size_t byte_of(spot_reader *reader, const yaml_mark_t *mark)
{
    while (reader->character < mark->index && reader->byte < reader->length) {
        reader->byte++;
        while (reader->byte < reader->length && (reader->text[reader->byte] & 0xC0) == 0x80) {
            reader->byte++;
        }
        reader->character++;
    }
    return reader->byte;
}

static void step(spot_reader *reader)
{
    yaml_event_delete(&reader->event);
    if (!yaml_parser_parse(&reader->parser, &reader->event)) {
        memset(&reader->event, 0, sizeof reader->event);
        reader->has_failed = true;
    }
}

/* The bytes of the scalar that is the event. */
static relcal_spot scalar_spot(spot_reader *reader)
{
    relcal_spot spot;
    spot.begin = byte_of(reader, &reader->event.start_mark);
    spot.end = byte_of(reader, &reader->event.end_mark);
    return spot;
}

static bool is_scalar(const spot_reader *reader, const char *text)
{
    return reader->event.type == YAML_SCALAR_EVENT &&
           strcmp((const char *)reader->event.data.scalar.value, text) == 0;
}

static bool is_open(yaml_event_type_t type)
{
    return type == YAML_MAPPING_START_EVENT || type == YAML_SEQUENCE_START_EVENT;
}

static bool is_close(yaml_event_type_t type)
{
    return type == YAML_MAPPING_END_EVENT || type == YAML_SEQUENCE_END_EVENT;
}

static bool is_flow(const yaml_event_t *event)
{
    return event->type == YAML_MAPPING_START_EVENT
               ? event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
               : event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
}

/* Passes over the value that begins with the event, and stays behind it. */
static void read_value(spot_reader *reader, relcal_pair_spot *pair)
{
    size_t depth = 0;
    bool is_first = true;
    pair->is_there = true;
    pair->is_flow = is_open(reader->event.type) && is_flow(&reader->event);
    do {
        size_t begin = byte_of(reader, &reader->event.start_mark);
        pair->value.begin = is_first ? begin : pair->value.begin;
        is_first = false;
        depth += is_open(reader->event.type);
        depth -= is_close(reader->event.type);
        bool is_marked = reader->event.type == YAML_SCALAR_EVENT ||
                         (pair->is_flow && is_close(reader->event.type));
        if (is_marked) {
            pair->value.end = byte_of(reader, &reader->event.end_mark);
        }
        step(reader);
    } while (depth > 0 && !reader->has_failed);
}

/* Reads the history of a milestone, whose mapping begins with the event. */
static void read_planned(spot_reader *reader, relcal_milestone_spot *spot)
{
    relcal_pair_spot *pair = &spot->planned;
    if (reader->event.type != YAML_MAPPING_START_EVENT) {
        read_value(reader, pair);
        return;
    }
    pair->is_there = true;
    pair->is_flow = is_flow(&reader->event);
    pair->value.begin = byte_of(reader, &reader->event.start_mark);
    step(reader);
    while (reader->event.type == YAML_SCALAR_EVENT && !reader->has_failed) {
        relcal_spot key = scalar_spot(reader);
        relcal_pair_spot revision = {{0, 0}, {0, 0}, false, false};
        spot->planned_first_key = spot->planned_count == 0 ? key : spot->planned_first_key;
        step(reader);
        read_value(reader, &revision);
        spot->planned_last_value = revision.value;
        spot->planned_count++;
        pair->value.end = revision.value.end;
    }
    if (pair->is_flow) {
        pair->value.end = byte_of(reader, &reader->event.end_mark);
    }
    step(reader);
}

static relcal_pair_spot *pair_of_key(const spot_reader *reader, relcal_milestone_spot *spot)
{
    return is_scalar(reader, "id")        ? &spot->id
           : is_scalar(reader, "date")    ? &spot->date
           : is_scalar(reader, "state")   ? &spot->state
           : is_scalar(reader, "planned") ? &spot->planned
           : is_scalar(reader, "note")    ? &spot->note
                                          : NULL;
}

static void read_milestone(spot_reader *reader, relcal_milestone_spot *spot)
{
    relcal_pair_spot other;
    spot->is_flow = is_flow(&reader->event);
    spot->whole.begin = byte_of(reader, &reader->event.start_mark);
    step(reader);
    while (reader->event.type == YAML_SCALAR_EVENT && !reader->has_failed) {
        relcal_pair_spot *pair = pair_of_key(reader, spot);
        pair = pair == NULL ? &other : pair;
        pair->key = scalar_spot(reader);
        spot->first_key = spot->first_key.end == 0 ? pair->key : spot->first_key;
        step(reader);
        if (pair == &spot->planned) {
            read_planned(reader, spot);
        } else {
            read_value(reader, pair);
        }
        spot->whole.end = pair->value.end;
    }
    if (spot->is_flow) {
        spot->whole.end = byte_of(reader, &reader->event.end_mark);
    }
    step(reader);
}

static void read_milestones(spot_reader *reader, relcal_series_spot *out)
{
    size_t room = 0;
    out->milestones.is_there = true;
    out->is_list_flow = is_flow(&reader->event);
    out->milestones.value.begin = byte_of(reader, &reader->event.start_mark);
    step(reader);
    while (reader->event.type == YAML_MAPPING_START_EVENT && !reader->has_failed) {
        if (out->count == room) {
            room = 2 * room + 64;
            relcal_milestone_spot *larger = realloc(out->items, room * sizeof *larger);
            if (larger == NULL) {
                reader->has_failed = true;
                return;
            }
            out->items = larger;
        }
        out->items[out->count] = (relcal_milestone_spot){.is_flow = false};
        read_milestone(reader, &out->items[out->count++]);
    }
    step(reader);
}

static void read_series(spot_reader *reader, relcal_series_spot *out)
{
    relcal_pair_spot other;
    out->is_flow = is_flow(&reader->event);
    step(reader);
    while (reader->event.type == YAML_SCALAR_EVENT && !reader->has_failed) {
        bool is_milestones = is_scalar(reader, "milestones");
        relcal_pair_spot *pair = is_milestones                  ? &out->milestones
                                 : is_scalar(reader, "revised") ? &out->revised
                                                                : &other;
        pair->key = scalar_spot(reader);
        step(reader);
        if (is_milestones) {
            read_milestones(reader, out);
        } else {
            read_value(reader, pair);
        }
    }
}

bool relcal_spots_find(relcal_series_spot *out, const char *text, size_t length)
{
    spot_reader reader = {.text = (const unsigned char *)text, .length = length};
    relcal_series_spot found = {.is_flow = false};
    if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        reader.byte = 3; /* a byte order mark is no character of libyaml's */
    }
    if (!yaml_parser_initialize(&reader.parser)) {
        return false;
    }
    yaml_parser_set_encoding(&reader.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&reader.parser, reader.text + reader.byte, length - reader.byte);
    do {
        step(&reader);
    } while (reader.event.type != YAML_MAPPING_START_EVENT && !reader.has_failed);
    if (!reader.has_failed) {
        read_series(&reader, &found);
    }
    yaml_event_delete(&reader.event);
    yaml_parser_delete(&reader.parser);
    if (reader.has_failed) {
        relcal_spots_free(&found);
        return false;
    }
    *out = found;
    return true;
}

void relcal_spots_free(relcal_series_spot *spots)
{
    free(spots->items);
}
