/*
 * Front matter: lines of "key: value" between two lines of dashes. Only the title and the day of
 * publication are taken from it, so it is not read as YAML: a post with a slip elsewhere is still
 * checked.
 */
#include <string.h>

#include "reading.h"

#define RULE "---"
#define DAY_BYTES 10

/* The longest front matter that is looked for, in bytes. */
#define FRONT_BYTES_MAX 65536

/* A line without its line break. */
typedef struct line {
    size_t start;
    size_t end;
    size_t next;
} line;

static line line_at(const char *text, size_t length, size_t at)
{
    const char *found = at < length ? memchr(text + at, '\n', length - at) : NULL;
    size_t end = found != NULL ? (size_t)(found - text) : length;
    size_t next = found != NULL ? end + 1 : length;
    while (end > at && (text[end - 1] == '\r' || text[end - 1] == ' ' || text[end - 1] == '\t')) {
        end--;
    }
    return (line){at, end, next};
}

static bool is_rule(const char *text, line read)
{
    return read.end - read.start == strlen(RULE) &&
           memcmp(text + read.start, RULE, strlen(RULE)) == 0;
}

/* Whether a line has a key; `*read` is then its value, without quotation marks. */
static bool has_key(const char *text, line *read, const char *key)
{
    size_t length = strlen(key);
    if (read->end - read->start <= length || memcmp(text + read->start, key, length) != 0 ||
        text[read->start + length] != ':') {
        return false;
    }
    read->start += length + 1;
    while (read->start < read->end && strchr(" \t'\"", text[read->start]) != NULL) {
        read->start++;
    }
    while (read->end > read->start && strchr(" '\"", text[read->end - 1]) != NULL) {
        read->end--;
    }
    return true;
}

static void read_day(relcal_front *front, const char *text, line read)
{
    size_t length = read.end - read.start;
    relcal_date day;
    if (front->day == RELCAL_DATE_NONE && length >= DAY_BYTES &&
        relcal_date_parse(&day, text + read.start, DAY_BYTES, NULL) == RELCAL_OK) {
        front->day = day;
        front->day_start = read.start;
        front->day_end = read.start + DAY_BYTES;
    }
}

static void read_line(relcal_front *front, const char *text, line read)
{
    static const char *const day_keys[] = {"publishDate", "date", "published", "Date", "pubDate"};
    line value = read;
    if (has_key(text, &value, "title")) {
        front->title_start = value.start;
        front->title_end = value.end;
    }
    for (size_t index = 0; index < sizeof day_keys / sizeof day_keys[0]; index++) {
        value = read;
        if (has_key(text, &value, day_keys[index])) {
            read_day(front, text, value);
        }
    }
}

relcal_front relcal_read_front(const char *text, size_t length)
{
    relcal_front none = {.day = RELCAL_DATE_NONE};
    relcal_front front = none;
    size_t mark = length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    line read = line_at(text, length, mark);
    if (!is_rule(text, read)) {
        return none;
    }
    while (read.next < length && read.next < FRONT_BYTES_MAX) {
        read = line_at(text, length, read.next);
        if (is_rule(text, read)) {
            front.body = read.next;
            return front;
        }
        read_line(&front, text, read);
    }
    return none;
}
