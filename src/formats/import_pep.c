/*
 * Release schedules as the texts of PEPs have them: lists of "3.12.0 beta 1: Monday, 2023-05-22",
 * with or without bullets, separators and weekdays, of "Feb 29 2008: 2.6a1 and 3.0a3 are released",
 * and tables of both; the name of the project may stand before a release. The state is what the
 * item, or the line above its list, or the title of its section says. Sentences, comments and
 * directives of reST are passed over; an item of a list that holds a date and is not understood is
 * reported.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "digits.h"
#include "prose.h"
#include "quote.h"
#include "relcal/limits.h"
#include "source.h"

/* The most lines of an item, and bytes of it once they are put together. */
#define ITEM_LINES_MAX 16
#define ITEM_BYTES_MAX 4096
/* The most series that one PEP is of. */
#define PEP_SERIES_MAX 4

typedef struct pep_line {
    const char *text;
    size_t length; /* without the line end and the white space before it */
    size_t indent;
    uint32_t number;
} pep_line;

/* An item of a list on one line, and where its parts stood. */
typedef struct pep_item {
    char text[ITEM_BYTES_MAX + 1];
    size_t length;
    struct {
        size_t start; /* in text */
        uint32_t line;
        uint32_t column; /* of text[start], in characters */
    } parts[ITEM_LINES_MAX];
    size_t part_count;
    bool has_bullet;
    bool is_cut; /* it was longer than that */
} pep_item;

typedef struct pep_reader {
    relcal_source_reader *source;
    const char *at; /* the line that is read next */
    const char *end;
    uint32_t line;
    char series[PEP_SERIES_MAX][RELCAL_VERSION_SERIES_BYTES];
    size_t series_count;
    relcal_item_state state; /* that the line above the list or the section says */
    bool is_security;        /* the section is of security releases */
    size_t comment_indent;   /* inside of a comment or directive: its column + 1 */
    pep_item item;
} pep_reader;

/* ---- lines ---- */

static bool is_space(char character)
{
    return character == ' ' || character == '\t';
}

/* Gives the next line and stays before it; false at the end. */
static bool look_at_line(const pep_reader *reader, pep_line *line)
{
    if (reader->at >= reader->end) {
        return false;
    }
    const char *end = memchr(reader->at, '\n', (size_t)(reader->end - reader->at));
    size_t length = (size_t)((end == NULL ? reader->end : end) - reader->at);
    while (length > 0 && (is_space(reader->at[length - 1]) || reader->at[length - 1] == '\r')) {
        length--;
    }
    *line = (pep_line){.text = reader->at, .length = length, .number = reader->line};
    while (line->indent < length && is_space(line->text[line->indent])) {
        line->indent++;
    }
    return true;
}

static void pass_line(pep_reader *reader)
{
    const char *end = memchr(reader->at, '\n', (size_t)(reader->end - reader->at));
    reader->at = end == NULL ? reader->end : end + 1;
    reader->line++;
}

static bool is_blank(const pep_line *line)
{
    return line->indent == line->length;
}

/* Whether a text holds a word, in any case. */
static bool has_word(const char *text, size_t length, const char *word)
{
    size_t wanted = strlen(word);
    for (size_t index = 0; index + wanted <= length; index++) {
        if (strncasecmp(text + index, word, wanted) == 0) {
            return true;
        }
    }
    return false;
}

/* The characters that a list's item begins with; 0 where it has no bullet. */
static size_t bullet_length(const pep_line *line)
{
    const char *text = line->text + line->indent;
    size_t length = line->length - line->indent;
    if (length >= 2 && (text[0] == '-' || text[0] == '*' || text[0] == '+') && is_space(text[1])) {
        return 1;
    }
    return length >= 4 && memcmp(text, "\xE2\x80\xA2", 3) == 0 && is_space(text[3]) ? 3 : 0;
}

/* Whether a line is made of one character that underlines titles, or of rulers of a table. */
static bool is_ruler(const pep_line *line)
{
    char mark = line->length > line->indent ? line->text[line->indent] : ' ';
    if (line->length - line->indent < 3 || strchr("=-~^\"'+#*_", mark) == NULL) {
        return false;
    }
    for (size_t index = line->indent; index < line->length; index++) {
        char character = line->text[index];
        if (character != mark && character != ' ' && !(mark == '+' && strchr("-=", character))) {
            return false;
        }
    }
    return true;
}

/* ---- the header ---- */

static relcal_prose_label read_label(const pep_reader *reader, const char *text, size_t length,
                                     size_t at)
{
    return relcal_prose_read_label(text, length, at, relcal_source_names(reader->source));
}

/* Adds the series that a text names, such as "2.6 and 3.0". */
static void add_series(pep_reader *reader, const char *text, size_t length)
{
    for (size_t at = 0; at < length; at++) {
        bool is_start = relcal_is_digit(text[at]) &&
                        (at == 0 || (!relcal_is_digit(text[at - 1]) && text[at - 1] != '.'));
        if (!is_start || reader->series_count == PEP_SERIES_MAX) {
            continue;
        }
        relcal_prose_label label = read_label(reader, text, length, at);
        if (label.kind == RELCAL_LABEL_SERIES || label.kind == RELCAL_LABEL_RELEASE) {
            (void)relcal_version_series(&label.version, reader->series[reader->series_count++]);
        }
        at = label.end > at ? label.end - 1 : at;
    }
}

/* Whether a line is a field of the header; its value is then given. */
static bool is_field(const pep_line *line, const char *name, const char **value, size_t *length)
{
    size_t name_length = strlen(name);
    if (line->length <= name_length || strncasecmp(line->text, name, name_length) != 0 ||
        line->text[name_length] != ':') {
        return false;
    }
    *value = line->text + name_length + 1;
    *length = line->length - name_length - 1;
    return true;
}

/* Whether a line is the field of the header that says the series, which is called after the
 * project: PROJECT-Version. */
static bool is_version_field(const pep_line *line, const char **value, size_t *length)
{
    static const char ending[] = "-Version:";
    size_t ending_length = strlen(ending);
    const char *colon = memchr(line->text, ':', line->length);
    size_t name_length = colon == NULL ? 0 : (size_t)(colon - line->text) + 1;
    if (name_length <= ending_length || is_space(line->text[0]) ||
        strncasecmp(colon + 1 - ending_length, ending, ending_length) != 0) {
        return false;
    }
    *value = colon + 1;
    *length = line->length - name_length;
    return true;
}

/* Reads the header up to the first blank line; gives the number of the PEP, or 0. */
static unsigned long read_header(pep_reader *reader)
{
    pep_line line;
    unsigned long number = 0;
    pep_line title = {0};
    const char *value;
    size_t length;
    while (look_at_line(reader, &line) && is_blank(&line)) {
        pass_line(reader);
    }
    while (look_at_line(reader, &line) && !is_blank(&line)) {
        if (is_field(&line, "PEP", &value, &length)) {
            number = strtoul(value, NULL, 10);
            number = number > 99999 ? 0 : number;
        } else if (is_version_field(&line, &value, &length)) {
            add_series(reader, value, length);
        } else if (is_field(&line, "Title", &value, &length)) {
            title = line;
        } else if (!is_space(line.text[0]) && memchr(line.text, ':', line.length) == NULL) {
            break; /* there is no header */
        } else if (!is_space(line.text[0]) && bullet_length(&line) > 0) {
            break;
        }
        pass_line(reader);
    }
    if (reader->series_count == 0 && title.length > 0) {
        add_series(reader, title.text, title.length);
    }
    return number;
}

/* ---- items ---- */

static void add_part(pep_item *item, const pep_line *line, size_t from)
{
    size_t length = line->length - from;
    if (item->part_count == ITEM_LINES_MAX || item->length + length + 1 > ITEM_BYTES_MAX) {
        item->is_cut = true;
        return;
    }
    if (item->length > 0) {
        item->text[item->length++] = ' ';
    }
    uint32_t column = 1;
    for (size_t index = 0; index < from; index++) {
        column += ((unsigned char)line->text[index] & 0xC0u) != 0x80u;
    }
    item->parts[item->part_count].start = item->length;
    item->parts[item->part_count].line = line->number;
    item->parts[item->part_count++].column = column;
    for (size_t index = from; index < line->length; index++) {
        char character = line->text[index];
        bool is_markup = character == '*' || character == '`' || character == '\t';
        item->text[item->length++] = is_markup ? ' ' : character;
    }
    item->text[item->length] = '\0';
}

/* Where a byte of an item stands in the source. */
static relcal_place place_in(const pep_reader *reader, size_t at)
{
    const pep_item *item = &reader->item;
    size_t part = item->part_count - 1;
    while (part > 0 && item->parts[part].start > at) {
        part--;
    }
    uint32_t column = item->parts[part].column;
    for (size_t index = item->parts[part].start; index < at; index++) {
        column += ((unsigned char)item->text[index] & 0xC0u) != 0x80u;
    }
    return (relcal_place){reader->source->file->name, item->parts[part].line, column};
}

/* Puts the lines of an item together: the first, and those below that are indented deeper. */
static void take_item(pep_reader *reader, const pep_line *first)
{
    pep_line line = *first;
    size_t bullet = bullet_length(first);
    size_t from = first->indent + bullet;
    while (from < first->length && (is_space(first->text[from]) || first->text[from] == '|')) {
        from++;
    }
    reader->item.length = 0;
    reader->item.part_count = 0;
    reader->item.has_bullet = bullet > 0;
    reader->item.is_cut = false;
    reader->item.text[0] = '\0';
    pass_line(reader);
    if (from == first->length) {
        return;
    }
    add_part(&reader->item, first, from);
    while (bullet > 0 && look_at_line(reader, &line) && !is_blank(&line) &&
           line.indent > first->indent && bullet_length(&line) == 0) {
        add_part(&reader->item, &line, line.indent);
        pass_line(reader);
    }
    if (reader->item.is_cut && bullet > 0) {
        relcal_faults_add(reader->source->faults, RELCAL_ERROR_LIMIT, 0,
                          (relcal_place){reader->source->file->name, first->number, 1},
                          "the item has more than %d bytes or %d lines; what is beyond is not read",
                          ITEM_BYTES_MAX, ITEM_LINES_MAX);
    }
}

/* Passes over spaces, and marks of reST that became spaces. */
static size_t pass_spaces(const pep_item *item, size_t at)
{
    while (item->text[at] == ' ') {
        at++;
    }
    return at;
}

/* Passes over what stands between a label and its date. */
static size_t pass_separators(const pep_item *item, size_t at)
{
    for (;;) {
        char character = item->text[at];
        if (character != '\0' && strchr(" :-|=,", character) != NULL) {
            at++;
        } else if (memcmp(item->text + at, "\xE2\x80\x93", 3) == 0 ||
                   memcmp(item->text + at, "\xE2\x80\x94", 3) == 0) {
            at += 3; /* a dash */
        } else {
            return at;
        }
    }
}

/* The end of a remark in brackets that begins at `at`; `at` where there is none. */
static size_t bracket_end(const pep_item *item, size_t at)
{
    char open = item->text[at];
    if (open != '(' && open != '[') {
        return at;
    }
    const char *close = strchr(item->text + at, open == '(' ? ')' : ']');
    return close == NULL ? item->length : (size_t)(close - item->text) + 1;
}

/* ---- remarks ---- */

/* What words say of a state. */
static const struct {
    const char *word;
    relcal_item_state state;
} state_words[] = {
    {"expected", RELCAL_ITEM_EXPECTED},  {"planned", RELCAL_ITEM_EXPECTED},
    {"future", RELCAL_ITEM_EXPECTED},    {"tentative", RELCAL_ITEM_EXPECTED},
    {"upcoming", RELCAL_ITEM_EXPECTED},  {"proposed", RELCAL_ITEM_EXPECTED},
    {"scheduled", RELCAL_ITEM_EXPECTED}, {"actual", RELCAL_ITEM_ACTUAL},
    {"so far", RELCAL_ITEM_ACTUAL},      {"previous", RELCAL_ITEM_ACTUAL},
    {"past ", RELCAL_ITEM_ACTUAL},       {"completed", RELCAL_ITEM_ACTUAL},
    {"released", RELCAL_ITEM_ACTUAL},
};

static relcal_item_state state_of_words(const char *text, size_t length)
{
    for (size_t index = 0; index < sizeof state_words / sizeof state_words[0]; index++) {
        if (has_word(text, length, state_words[index].word)) {
            return state_words[index].state;
        }
    }
    return RELCAL_ITEM_UNSAID;
}

/* What a remark that is one word says of a state. */
static relcal_item_state state_of_remark(const char *text, size_t length)
{
    for (size_t index = 0; index < sizeof state_words / sizeof state_words[0]; index++) {
        const char *word = state_words[index].word;
        if (length == strlen(word) && strncasecmp(text, word, length) == 0) {
            return state_words[index].state;
        }
    }
    return RELCAL_ITEM_UNSAID;
}

/* The remark of every list's beta 1, which the freezes of a project say already. */
static bool is_freeze_remark(const char *text, size_t length)
{
    return has_word(text, length, "no new features beyond this point");
}

/* Takes the remarks behind a date, or in brackets before it: a state, or else a note. */
static void take_remark(pep_reader *reader, relcal_item *item, size_t from, size_t to)
{
    const char *text = reader->item.text;
    while (from < to && strchr(" -:;,.([|", text[from]) != NULL) {
        from++;
    }
    while (to > from && strchr(" .,;|", text[to - 1]) != NULL) {
        to--;
    }
    bool is_bracketed = to > from && (text[to - 1] == ')' || text[to - 1] == ']') &&
                        memchr(text + from, text[to - 1] == ')' ? '(' : '[', to - from) == NULL;
    to -= is_bracketed;
    while (to > from && strchr(" ", text[to - 1]) != NULL) {
        to--;
    }
    relcal_item_state state = state_of_remark(text + from, to - from);
    if (from == to || is_freeze_remark(text + from, to - from)) {
        return;
    }
    if (state != RELCAL_ITEM_UNSAID) {
        item->state = state;
        return;
    }
    item->note = relcal_arena_copy_text(reader->source->arena, text + from, to - from);
}

/* ---- what an item says ---- */

/* The series of a label, if the PEP is of it; NULL after a report. */
static const char *series_of(pep_reader *reader, const relcal_prose_label *label, size_t at)
{
    char text[RELCAL_VERSION_SERIES_BYTES];
    if (label->kind == RELCAL_LABEL_STAGE) {
        if (reader->series_count == 1) {
            return reader->series[0];
        }
        SOURCE_FAULT(reader->source, place_in(reader, at),
                     "of which series is this? Write its number before the stage");
        return NULL;
    }
    (void)relcal_version_series(&label->version, text);
    for (size_t index = 0; index < reader->series_count; index++) {
        if (strcmp(text, reader->series[index]) == 0) {
            return reader->series[index];
        }
    }
    if (reader->series_count == 0) {
        (void)strcpy(reader->series[reader->series_count++], text);
        return reader->series[0];
    }
    SOURCE_FAULT(reader->source, place_in(reader, at),
                 "%s is of another series than the schedule, which is of %s", text,
                 reader->series[0]);
    return NULL;
}

static const char *id_of(pep_reader *reader, const relcal_prose_label *label, const char *series)
{
    relcal_version version = label->version;
    if (label->kind == RELCAL_LABEL_EVENT) {
        return label->event;
    }
    if (label->kind == RELCAL_LABEL_STAGE) {
        relcal_version whole;
        if (relcal_version_parse(&whole, series, strlen(series), NULL) == RELCAL_OK) {
            version.major = whole.major;
            version.minor = whole.minor;
            version.has_release = true;
        }
    }
    return relcal_source_version_id(reader->source->arena, &version);
}

/* Adds the milestone of a label; NULL after a report, also where it is listed twice. */
static relcal_item *add_milestone(pep_reader *reader, const relcal_prose_label *label, size_t at)
{
    const char *series = series_of(reader, label, at);
    if (series == NULL) {
        return NULL;
    }
    series = relcal_arena_copy_text(reader->source->arena, series, strlen(series));
    const char *id = id_of(reader, label, series);
    relcal_item *item = relcal_source_find(reader->source, series, id);
    if (item != NULL && !item->is_illegible) {
        SOURCE_FAULT(reader->source, place_in(reader, at),
                     "%s is listed twice, first on line %u, which counts; take one out", id,
                     (unsigned)item->place.line);
        return NULL;
    }
    if (item == NULL) {
        item = relcal_source_add_item(reader->source, series, id, place_in(reader, at));
    }
    if (item != NULL) {
        item->is_illegible = false;
        item->place = place_in(reader, at);
        item->state = reader->state;
        bool is_final = label->kind == RELCAL_LABEL_RELEASE &&
                        label->version.stage == RELCAL_STAGE_FINAL && label->version.micro > 0;
        item->kind = is_final && reader->is_security ? "security" : NULL;
    }
    return item;
}

/* Puts a date into an item, or reports why not. */
static void put_date(pep_reader *reader, relcal_item *item, relcal_prose_found found,
                     const relcal_prose_date *date)
{
    if (found == RELCAL_PROSE_IMPOSSIBLE) {
        SOURCE_FAULT(reader->source, place_in(reader, date->fault_at), "%s", date->message);
        item->is_illegible = true;
        return;
    }
    if (date->is_weekday_wrong) {
        SOURCE_CONTRADICTION(reader->source, place_in(reader, date->weekday_at), "%s",
                             date->message);
    }
    item->when = date->when;
}

static void add_unknown(pep_reader *reader, size_t at)
{
    SOURCE_FAULT(reader->source, place_in(reader, at),
                 "%s is not understood; write RELEASE: DAY, YYYY-MM-DD",
                 relcal_quote(reader->item.text + at, reader->item.length - at,
                              (char[RELCAL_QUOTE_BYTES]){0}));
}

/* Whether an item without a date is of a release all the same: it names one, and is an item of a
 * list, or goes on with a colon or not at all. */
static bool names_release(const pep_item *item, const relcal_prose_label *label, size_t separator,
                          size_t at)
{
    bool has_mark = item->text[separator] == ':' || at == item->length;
    if (label->kind == RELCAL_LABEL_SERIES ||
        (label->version.stage != RELCAL_STAGE_FINAL && !label->is_numbered)) {
        return false;
    }
    return item->has_bullet ? label->kind == RELCAL_LABEL_RELEASE || has_mark
                            : item->text[separator] == ':';
}

/* Reads "3.12.0 beta 1 (remark): Monday, 2023-05-22 (remark)"; false where it is no such item. */
static bool read_labelled(pep_reader *reader)
{
    const pep_item *text = &reader->item;
    size_t start = pass_spaces(text, 0);
    relcal_prose_label label = read_label(reader, text->text, text->length, start);
    if (label.kind == RELCAL_LABEL_NONE) {
        return false;
    }
    size_t remark = pass_spaces(text, label.end);
    size_t remark_end = bracket_end(text, remark);
    size_t separator = pass_spaces(text, remark_end);
    size_t at = pass_separators(text, separator);
    relcal_prose_date date;
    relcal_prose_found found = at == label.end
                                   ? RELCAL_PROSE_NONE
                                   : relcal_prose_read_date(text->text, text->length, at, &date);
    if (found == RELCAL_PROSE_NONE) {
        if (!names_release(text, &label, separator, at)) {
            return false;
        }
        relcal_item *illegible = add_milestone(reader, &label, start);
        if (illegible != NULL) {
            illegible->is_illegible = true;
            SOURCE_FAULT(reader->source, place_in(reader, at),
                         "%s has no date here; write YYYY-MM-DD, or tbd", illegible->id);
        }
        return true;
    }
    relcal_item *item = add_milestone(reader, &label, start);
    if (item != NULL) {
        put_date(reader, item, found, &date);
        take_remark(reader, item, remark, remark_end);
        take_remark(reader, item, date.end, text->length);
    }
    return true;
}

/* The label of a dated item at `at`, if one may begin there: behind a space, a bracket or a slash a
 * release, and at the `first` place of all also a series, for its final, or a stage. */
static relcal_prose_label read_dated_label(const pep_reader *reader, size_t at, size_t first)
{
    const pep_item *item = &reader->item;
    relcal_prose_label label = {.kind = RELCAL_LABEL_NONE};
    char before = at == 0 ? '\0' : item->text[at - 1];
    if (at != first && (!relcal_is_digit(item->text[at]) || strchr(" (/", before) == NULL)) {
        return label;
    }
    label = read_label(reader, item->text, item->length, at);
    size_t behind = pass_spaces(item, label.end);
    bool is_alone = behind == item->length || strchr("([", item->text[behind]) != NULL;
    bool is_final = label.kind == RELCAL_LABEL_SERIES && at == first && is_alone;
    bool is_stage = label.kind == RELCAL_LABEL_STAGE && at == first;
    if (label.kind != RELCAL_LABEL_RELEASE && !is_final && !is_stage) {
        label.kind = RELCAL_LABEL_NONE;
    }
    return label;
}

/* Fills a milestone of a dated item. */
static void put_dated(pep_reader *reader, relcal_item *item, relcal_item_state state, size_t behind)
{
    const pep_item *text = &reader->item;
    const char *bracket = strchr(text->text + behind, '(');
    if (bracket != NULL) {
        size_t remark = (size_t)(bracket - text->text);
        take_remark(reader, item, remark, bracket_end(text, remark));
    }
    item->state = state != RELCAL_ITEM_UNSAID ? state : item->state;
}

/* Reads "Feb 29 2008: 2.6a1 and 3.0a3 are released" or "21-Dec-2001: 2.2 [Released]"; false
 * where it is no such item. */
static bool read_dated(pep_reader *reader)
{
    const pep_item *text = &reader->item;
    relcal_prose_date date;
    size_t count = 0;
    relcal_prose_found found = relcal_prose_read_date(text->text, text->length,
                                                      pass_spaces(text, 0), &date);
    if (found != RELCAL_PROSE_DATE && found != RELCAL_PROSE_IMPOSSIBLE) {
        return false;
    }
    relcal_item_state state = state_of_words(text->text + date.end, text->length - date.end);
    const char *colon = found == RELCAL_PROSE_IMPOSSIBLE ? strchr(text->text + date.end, ':')
                                                         : NULL;
    size_t first = pass_separators(text, colon == NULL ? date.end : (size_t)(colon - text->text));
    for (size_t at = first; at < text->length; at++) {
        relcal_prose_label label = read_dated_label(reader, at, first);
        if (label.kind == RELCAL_LABEL_NONE) {
            continue;
        }
        relcal_item *item = add_milestone(reader, &label, at);
        if (item != NULL && count == 0) {
            put_date(reader, item, found, &date);
        } else if (item != NULL) { /* what is wrong with the date is told once */
            item->when = date.when;
            item->is_illegible = found == RELCAL_PROSE_IMPOSSIBLE;
        }
        if (item != NULL) {
            put_dated(reader, item, state, label.end);
        }
        count++;
        at = label.end - 1;
    }
    return count > 0;
}

/* Whether a date stands in an item: a whole one or, where the item begins with a series, a month.
 */
static bool has_date(const pep_reader *reader)
{
    const pep_item *item = &reader->item;
    relcal_prose_label label = read_label(reader, item->text, item->length, pass_spaces(item, 0));
    for (size_t at = label.end; at < item->length; at++) {
        bool is_start = item->text[at] != ' ' && (at == 0 || strchr(" (:,-", item->text[at - 1]));
        relcal_prose_date date = {.end = at};
        relcal_prose_found found = is_start
                                       ? relcal_prose_read_date(item->text, item->length, at, &date)
                                       : RELCAL_PROSE_NONE;
        bool is_whole = found == RELCAL_PROSE_DATE ? date.when.precision == RELCAL_PRECISION_DAY
                                                   : !date.is_partial;
        if ((found == RELCAL_PROSE_DATE || found == RELCAL_PROSE_IMPOSSIBLE) &&
            (is_whole || label.kind != RELCAL_LABEL_NONE)) {
            return true;
        }
    }
    return false;
}

/* Reads "3.12 Release Manager: Thomas Wouters"; false where it is no such line. */
static bool read_manager(pep_reader *reader)
{
    static const char words[] = "release manager";
    const pep_item *text = &reader->item;
    relcal_prose_label label = read_label(reader, text->text, text->length, 0);
    size_t at = pass_spaces(text, label.end);
    if (label.kind != RELCAL_LABEL_SERIES ||
        strncasecmp(text->text + at, words, strlen(words)) != 0) {
        return false;
    }
    char series[RELCAL_VERSION_SERIES_BYTES];
    size_t from = pass_separators(text, at + strlen(words));
    relcal_version_series(&label.version, series);
    relcal_about *about = relcal_source_about(
        reader->source, relcal_arena_copy_text(reader->source->arena, series, strlen(series)));
    if (about != NULL && from < text->length) {
        about->release_manager = relcal_arena_copy_text(reader->source->arena, text->text + from,
                                                        text->length - from);
    }
    return true;
}

static void read_item(pep_reader *reader)
{
    if (reader->item.length == 0 || read_manager(reader) || read_labelled(reader) ||
        read_dated(reader) || !reader->item.has_bullet) {
        return;
    }
    if (strstr(reader->item.text, "://") == NULL && has_date(reader)) {
        add_unknown(reader, 0);
    }
}

/* ---- the body ---- */

/* Takes what a title or the line above a list says of what follows. */
static void begin_list(pep_reader *reader, const pep_line *line, bool is_title)
{
    reader->state = state_of_words(line->text, line->length);
    if (is_title) {
        reader->is_security = has_word(line->text, line->length, "security");
    }
}

/* Passes over a comment or directive of reST; false where the line is of none. */
static bool pass_comment(pep_reader *reader, const pep_line *line)
{
    const char *text = line->text + line->indent;
    size_t length = line->length - line->indent;
    if (reader->comment_indent > 0 && (is_blank(line) || line->indent >= reader->comment_indent)) {
        pass_line(reader);
        return true;
    }
    reader->comment_indent = 0;
    if (length < 2 || memcmp(text, "..", 2) != 0 || (length > 2 && text[2] != ' ')) {
        return false;
    }
    if (has_word(text, length, "release schedule:")) {
        reader->state = RELCAL_ITEM_UNSAID;
    }
    reader->comment_indent = line->indent + 1;
    pass_line(reader);
    return true;
}

/* Whether a line is the title that the line below underlines; passes over both. */
static bool read_title(pep_reader *reader, const pep_line *line)
{
    pep_line below;
    pass_line(reader);
    if (bullet_length(line) > 0 || !look_at_line(reader, &below) || !is_ruler(&below) ||
        below.indent != line->indent || memchr(below.text, ' ', below.length) != NULL) {
        reader->at = line->text;
        reader->line = line->number;
        return false;
    }
    pass_line(reader);
    begin_list(reader, line, true);
    return true;
}

static void read_line(pep_reader *reader, const pep_line *line)
{
    if (pass_comment(reader, line)) {
        return;
    }
    if (is_blank(line) || is_ruler(line)) {
        pass_line(reader);
        return;
    }
    if (read_title(reader, line)) {
        return;
    }
    if (bullet_length(line) == 0 && line->text[line->length - 1] == ':') {
        begin_list(reader, line, false);
        pass_line(reader);
        return;
    }
    take_item(reader, line);
    read_item(reader);
}

static void put_abouts(pep_reader *reader, unsigned long number)
{
    for (size_t index = 0; index < reader->series_count; index++) {
        relcal_about *about = relcal_source_about(
            reader->source, relcal_arena_copy_text(reader->source->arena, reader->series[index],
                                                   strlen(reader->series[index])));
        if (about != NULL) {
            about->spec_number = number;
        }
    }
}

void relcal_source_read_pep(relcal_source_reader *source)
{
    pep_reader *reader = relcal_arena_allocate(source->arena, sizeof *reader);
    pep_line line;
    reader->source = source;
    reader->at = source->file->text;
    reader->end = source->file->text + source->file->length;
    reader->line = 1;
    source->is_whole = true;
    unsigned long number = read_header(reader);
    while (!source->is_unusable && look_at_line(reader, &line)) {
        read_line(reader, &line);
    }
    put_abouts(reader, number);
}
