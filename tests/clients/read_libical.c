/*
 * Reads a calendar with libical's own parser and prints every event as a line of JSON, in the form
 * that events.py describes.
 *
 *     read_libical FILE
 *
 * A component or property that libical or its rules of RFC 5546 find fault with ends it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>
#include <libical/ical.h>

static char *read_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    char *text = NULL;
    size_t length = 0;
    size_t capacity = 0;

    if (file == NULL) {
        return NULL;
    }
    do {
        capacity = capacity * 2 + 65536;
        text = realloc(text, capacity);
        if (text == NULL) {
            abort();
        }
        length += fread(text + length, 1, capacity - length - 1, file);
    } while (length == capacity - 1);
    text[length] = '\0';
    fclose(file);
    return text;
}

static json_t *time_json(struct icaltimetype time)
{
    if (icaltime_is_null_time(time)) {
        return json_null();
    }
    if (icaltime_is_date(time)) {
        return json_sprintf("%04d-%02d-%02d", time.year, time.month, time.day);
    }
    return json_sprintf("%04d-%02d-%02dT%02d:%02d:%02d%s", time.year, time.month, time.day,
                        time.hour, time.minute, time.second, icaltime_is_utc(time) ? "Z" : "");
}

static icalproperty *property(icalcomponent *component, icalproperty_kind kind)
{
    return icalcomponent_get_first_property(component, kind);
}

static json_t *text_json(icalcomponent *component, icalproperty_kind kind)
{
    icalproperty *found = property(component, kind);
    icalvalue *value = found != NULL ? icalproperty_get_value(found) : NULL;
    const char *text = NULL;

    if (value != NULL) {
        text = icalvalue_isa(value) == ICAL_URI_VALUE ? icalvalue_get_uri(value)
                                                      : icalvalue_get_text(value);
    }
    return text != NULL ? json_string(text) : json_null();
}

/* Of properties whose values are words: STATUS, CLASS, TRANSP. */
static json_t *word_json(icalcomponent *component, icalproperty_kind kind)
{
    icalproperty *found = property(component, kind);
    return found != NULL ? json_string(icalproperty_get_value_as_string(found)) : json_null();
}

static int compare_strings(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* libical 3 gives each part of a list a property of its own. */
static json_t *categories_json(icalcomponent *event)
{
    const char *texts[64];
    size_t count = 0;
    json_t *list = json_array();

    for (icalproperty *each = property(event, ICAL_CATEGORIES_PROPERTY);
         each != NULL && count < sizeof texts / sizeof *texts;
         each = icalcomponent_get_next_property(event, ICAL_CATEGORIES_PROPERTY)) {
        texts[count++] = icalproperty_get_categories(each);
    }
    qsort(texts, count, sizeof *texts, compare_strings);
    for (size_t i = 0; i < count; i++) {
        json_array_append_new(list, json_string(texts[i]));
    }
    return list;
}

static int compare_integers(const void *left, const void *right)
{
    const int a = *(const int *)left;
    const int b = *(const int *)right;
    return (a > b) - (a < b);
}

static json_t *alarms_json(icalcomponent *event)
{
    int triggers[64];
    size_t count = 0;
    json_t *list = json_array();

    for (icalcomponent *alarm = icalcomponent_get_first_component(event, ICAL_VALARM_COMPONENT);
         alarm != NULL && count < sizeof triggers / sizeof *triggers;
         alarm = icalcomponent_get_next_component(event, ICAL_VALARM_COMPONENT)) {
        icalproperty *trigger = property(alarm, ICAL_TRIGGER_PROPERTY);
        triggers[count++] = icaldurationtype_as_int(icalproperty_get_trigger(trigger).duration);
    }
    qsort(triggers, count, sizeof *triggers, compare_integers);
    for (size_t i = 0; i < count; i++) {
        json_array_append_new(list, json_integer(triggers[i]));
    }
    return list;
}

static json_t *event_json(icalcomponent *event)
{
    icalproperty *sequence = property(event, ICAL_SEQUENCE_PROPERTY);
    icalproperty *modified = property(event, ICAL_LASTMODIFIED_PROPERTY);

    return json_pack(
        "{so so so so so sb so so so so so so so so so so}", /* each taken over */
        "uid", text_json(event, ICAL_UID_PROPERTY), "summary",
        text_json(event, ICAL_SUMMARY_PROPERTY), "description",
        text_json(event, ICAL_DESCRIPTION_PROPERTY), "start",
        time_json(icalcomponent_get_dtstart(event)), "end",
        time_json(icalcomponent_get_dtend(event)), "all_day",
        icaltime_is_date(icalcomponent_get_dtstart(event)), "status",
        word_json(event, ICAL_STATUS_PROPERTY), "sequence",
        sequence != NULL ? json_integer(icalproperty_get_sequence(sequence)) : json_null(),
        "categories", categories_json(event), "url", text_json(event, ICAL_URL_PROPERTY), "stamp",
        time_json(icalcomponent_get_dtstamp(event)), "modified",
        modified != NULL ? time_json(icalproperty_get_lastmodified(modified)) : json_null(),
        "transparency", word_json(event, ICAL_TRANSP_PROPERTY), "class",
        word_json(event, ICAL_CLASS_PROPERTY), "color", text_json(event, ICAL_COLOR_PROPERTY),
        "alarms", alarms_json(event));
}

/* Returns how many there are, and prints each. */
static int print_faults(icalcomponent *component)
{
    int count = 0;
    for (icalproperty *each = property(component, ICAL_XLICERROR_PROPERTY); each != NULL;
         each = icalcomponent_get_next_property(component, ICAL_XLICERROR_PROPERTY)) {
        fprintf(stderr, "libical: %s\n", icalproperty_as_ical_string(each));
        count++;
    }
    for (icalcomponent *each = icalcomponent_get_first_component(component, ICAL_ANY_COMPONENT);
         each != NULL; each = icalcomponent_get_next_component(component, ICAL_ANY_COMPONENT)) {
        count += print_faults(each);
    }
    return count;
}

int main(int argc, char **argv)
{
    char *text = argc == 2 ? read_file(argv[1]) : NULL;
    icalcomponent *calendar;
    int faults;

    if (text == NULL) {
        fprintf(stderr, "usage: read_libical FILE\n");
        return 2;
    }
    calendar = icalparser_parse_string(text);
    free(text);
    if (calendar == NULL || icalcomponent_isa(calendar) != ICAL_VCALENDAR_COMPONENT) {
        fprintf(stderr, "libical: no calendar\n");
        return 1;
    }
    icalrestriction_check(calendar);
    faults = print_faults(calendar);
    for (icalcomponent *event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
         event != NULL; event = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT)) {
        json_t *object = event_json(event);
        if (object == NULL) {
            fprintf(stderr, "libical: an event that is no UTF-8\n");
            return 1;
        }
        json_dumpf(object, stdout, JSON_COMPACT);
        putchar('\n');
        json_decref(object);
    }
    icalcomponent_free(calendar);
    return faults > 0;
}
