/*
 * One change at a time: the text is loaded to see what it says, its spots are found, pieces of it
 * are replaced from behind to before, and the result is loaded again.
 */
#include "relcal/edit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buffer.h"
#include "fail.h"
#include "image.h"
#include "quote.h"
#include "relcal/limits.h"
#include "relcal/load.h"
#include "relcal/version.h"
#include "relcal/write.h"
#include "spots.h"

/* Data files are no wider. */
#define LINE_COLUMNS 100

/* A piece of the text that another takes the place of. */
typedef struct patch {
    relcal_spot spot;
    char text[2 * RELCAL_MAX_NOTE_BYTES + 512]; /* each byte of a note may need a backslash */
} patch;

#define MOST_PATCHES 6

/* Room for the id of a new milestone. */
#define NEW_ID_BYTES 96

/* One change in the making. */
typedef struct editing {
    const char *name;
    const char *text;
    size_t length;
    const char *line_end; /* of the file: "\n" or "\r\n" */
    const relcal_edit *edit;
    const relcal_series *series;
    const relcal_milestone *milestone; /* NULL for a new one */
    relcal_series_spot spots;
    const relcal_milestone_spot *spot; /* of the milestone */
    patch *patches;
    size_t patch_count;
    relcal_error *error;
} editing;

static relcal_status refuse(const editing *job, relcal_status code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static relcal_status refuse(const editing *job, relcal_status code, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    relcal_status status = relcal_fail_v(job->error, code, (relcal_place){job->name, 0, 0}, format,
                                         arguments);
    va_end(arguments);
    return status;
}

/* ---- pieces of text ---- */

static patch *add_patch(editing *job, size_t begin, size_t end)
{
    patch *made = &job->patches[job->patch_count++];
    made->spot = (relcal_spot){begin, end};
    made->text[0] = '\0';
    return made;
}

static void put(patch *made, const char *text)
{
    size_t length = strlen(made->text);
    (void)snprintf(made->text + length, sizeof made->text - length, "%s", text);
}

/* Characters from the beginning of the line to a byte. */
static size_t column_of(const editing *job, size_t byte)
{
    size_t column = 0;
    while (byte > 0 && job->text[byte - 1] != '\n') {
        byte--;
        column += ((unsigned char)job->text[byte] & 0xC0) != 0x80;
    }
    return column;
}

/* The byte at which a line ends, before its line end. */
static size_t end_of_line(const editing *job, size_t byte)
{
    while (byte < job->length && job->text[byte] != '\n') {
        byte++;
    }
    return byte > 0 && byte < job->length && job->text[byte - 1] == '\r' ? byte - 1 : byte;
}

/* How wide the line of a byte is, its comment too, and what was put into it before. */
static size_t width_of_line(const editing *job, size_t byte)
{
    size_t end = end_of_line(job, byte);
    size_t width = column_of(job, end);
    for (size_t index = 0; index < job->patch_count; index++) {
        const patch *made = &job->patches[index];
        if (made->spot.begin + column_of(job, byte) >= byte && made->spot.begin <= end) {
            width += strlen(made->text) - (made->spot.end - made->spot.begin);
        }
    }
    return width;
}

static void put_line(const editing *job, patch *made, size_t indent)
{
    put(made, job->line_end);
    for (size_t column = 0; column < indent; column++) {
        put(made, " ");
    }
}

/* Puts a date as YAML takes it: between quotation marks where it would be taken for more. */
static void put_when(patch *made, const relcal_when *when)
{
    char text[RELCAL_WHEN_BYTES];
    relcal_when_format(when, text);
    bool is_plain = strpbrk(text, ":[]{},#") == NULL;
    put(made, is_plain ? "" : "\"");
    put(made, text);
    put(made, is_plain ? "" : "\"");
}

static void put_day(patch *made, relcal_date date)
{
    char text[RELCAL_DATE_BYTES];
    put(made, relcal_date_format(date, text));
}

/* Puts somebody's text between quotation marks. */
static void put_quoted(patch *made, const char *text)
{
    put(made, "\"");
    for (; *text != '\0'; text++) {
        char pair[] = {'\\', *text, '\0'};
        put(made, *text == '"' || *text == '\\' ? pair : pair + 1);
    }
    put(made, "\"");
}

/* ---- pairs of a milestone ---- */

/* Begins a pair behind the value at `after`: on the line in flow style if it fits there, else on a
 * line of its own. */
static patch *begin_pair(editing *job, const relcal_pair_spot *after, size_t room)
{
    size_t indent = column_of(job, job->spot->first_key.begin);
    if (!job->spot->is_flow) {
        size_t end = end_of_line(job, after->value.end);
        patch *made = add_patch(job, end, end);
        put_line(job, made, indent);
        return made;
    }
    patch *made = add_patch(job, after->value.end, after->value.end);
    put(made, ",");
    if (width_of_line(job, after->value.end) + room + 2 > LINE_COLUMNS) {
        put_line(job, made, indent);
    } else {
        put(made, " ");
    }
    return made;
}

/* Writes a date in the place of another, between its quotation marks if it has some. */
static void replace_when(editing *job, const relcal_spot *spot, const relcal_when *when)
{
    char text[RELCAL_WHEN_BYTES];
    char mark[] = {job->text[spot->begin], '\0'};
    patch *made = add_patch(job, spot->begin, spot->end);
    if (mark[0] != '"' && mark[0] != '\'') {
        put_when(made, when);
        return;
    }
    put(made, mark);
    put(made, relcal_when_format(when, text));
    put(made, mark);
}

static void set_date(editing *job)
{
    replace_when(job, &job->spot->date.value, &job->edit->when);
}

/* Takes the pair out that stands alone or with others. */
static void take_out(editing *job, const relcal_pair_spot *pair)
{
    size_t begin = pair->key.begin;
    size_t end = pair->value.end;
    if (!job->spot->is_flow) {
        end = end_of_line(job, end);
        end += end < job->length && job->text[end] == '\r';
        end += end < job->length;
        begin -= column_of(job, begin);
    } else if (begin != job->spot->first_key.begin) {
        while (begin > 0 && job->text[begin - 1] != ',') {
            begin--;
        }
        begin -= begin > 0;
    } else {
        while (end < job->length && job->text[end] != ',') {
            end++;
        }
        end++;
        end += end < job->length && job->text[end] == ' ';
    }
    (void)add_patch(job, begin, end);
}

/* Writes the state in the place where it stands, or behind the date. */
static void set_state(editing *job, const char *state)
{
    const relcal_milestone_spot *spot = job->spot;
    if (spot->state.is_there) {
        put(add_patch(job, spot->state.value.begin, spot->state.value.end), state);
        return;
    }
    patch *made = begin_pair(job, &spot->date, sizeof "state: actual");
    put(made, "state: ");
    put(made, state);
}

static void set_note(editing *job)
{
    const relcal_milestone_spot *spot = job->spot;
    if (job->edit->note == NULL) {
        return;
    }
    if (spot->note.is_there) {
        put_quoted(add_patch(job, spot->note.value.begin, spot->note.value.end), job->edit->note);
        return;
    }
    const relcal_pair_spot *after = spot->planned.is_there ? &spot->planned
                                    : spot->date.is_there  ? &spot->date
                                                           : &spot->id;
    patch *made = begin_pair(job, after, strlen(job->edit->note) + sizeof "note: \"\"");
    put(made, "note: ");
    put_quoted(made, job->edit->note);
}

/* ---- the history ---- */

/* The first day of which the file tells anything, or the day before the edit. */
static relcal_date first_day(const editing *job)
{
    relcal_date first = job->edit->on - 1;
    relcal_date revised = relcal_series_revised(job->series);
    const relcal_milestone *milestone;
    if (revised != RELCAL_DATE_NONE && revised < first) {
        first = revised;
    }
    for (size_t index = 0; (milestone = relcal_series_milestone_at(job->series, index)) != NULL;
         index++) {
        if (relcal_milestone_revision_count(milestone) > 0) {
            relcal_date since = relcal_milestone_revision_at(milestone, 0).since;
            first = since < first ? since : first;
        }
        if (milestone->state == RELCAL_ACTUAL) {
            relcal_date came = relcal_instant_date(milestone->when.earliest);
            first = came < first ? came : first;
        }
    }
    return first;
}

/* Puts "DAY: DATE", or "DAY: withdrawn". */
static void put_revision(const editing *job, patch *made, relcal_date since,
                         const relcal_when *when)
{
    put_day(made, since);
    put(made, ": ");
    if (job->edit->kind == RELCAL_EDIT_WITHDRAW && when == NULL) {
        put(made, "withdrawn");
    } else {
        put_when(made, when);
    }
}

/* Begins the history of a milestone that was always known with what it is now. */
static void begin_history(editing *job, const relcal_when *next, bool has_next)
{
    relcal_when now = relcal_image_when_get(&job->milestone->when);
    const relcal_pair_spot *after = job->spot->state.is_there ? &job->spot->state
                                                              : &job->spot->date;
    after = after->value.end > job->spot->date.value.end ? after : &job->spot->date;
    patch *made = begin_pair(job, after, sizeof "planned: {2026-01-01: 2026-01-01, ...: ...}");
    put(made, "planned: {");
    put_revision(job, made, first_day(job), &now);
    if (has_next) {
        put(made, ", ");
        put_revision(job, made, job->edit->on, next);
    }
    put(made, "}");
}

/* Adds what the plan says from the day of the edit on; the later one of a day takes its place. */
static void add_revision(editing *job, const relcal_when *when)
{
    const relcal_milestone_spot *spot = job->spot;
    size_t count = relcal_milestone_revision_count(job->milestone);
    if (!job->milestone->recorded) {
        begin_history(job, when, true);
        return;
    }
    bool is_same_day = count > 0 && relcal_milestone_revision_at(job->milestone, count - 1).since ==
                                        job->edit->on;
    if (is_same_day) {
        relcal_spot last = spot->planned_last_value;
        if (when == NULL) {
            put(add_patch(job, last.begin, last.end), "withdrawn");
        } else {
            replace_when(job, &last, when);
        }
        return;
    }
    size_t behind = spot->planned_count > 0 ? spot->planned_last_value.end
                                            : spot->planned.value.begin + 1;
    if (!spot->planned.is_flow) {
        size_t end = end_of_line(job, behind);
        patch *made = add_patch(job, end, end);
        put_line(job, made, column_of(job, spot->planned_first_key.begin));
        put_revision(job, made, job->edit->on, when);
        return;
    }
    patch *made = add_patch(job, behind, behind);
    size_t room = sizeof ", 2026-01-01: 2026-01-01";
    if (spot->planned_count > 0 && width_of_line(job, behind) + room > LINE_COLUMNS) {
        put(made, ",");
        put_line(job, made, column_of(job, spot->planned_first_key.begin));
    } else if (spot->planned_count > 0) {
        put(made, ", ");
    }
    put_revision(job, made, job->edit->on, when);
}

/* ---- the four changes ---- */

static relcal_status move(editing *job)
{
    set_date(job);
    add_revision(job, &job->edit->when);
    set_note(job);
    return RELCAL_OK;
}

static relcal_status release(editing *job)
{
    relcal_when before = relcal_image_when_get(&job->milestone->when);
    bool is_as_planned = relcal_when_is_same(&before, &job->edit->when);
    if (job->edit->when.precision == RELCAL_PRECISION_TBD ||
        relcal_instant_date(job->edit->when.earliest) > job->edit->on) {
        return refuse(job, RELCAL_ERROR_DATA,
                      "%s cannot have happened on a day that has not come; give the day it was, or "
                      "a later --on",
                      relcal_milestone_id(job->milestone));
    }
    if (!is_as_planned) {
        set_date(job);
    }
    if (!is_as_planned && !job->milestone->recorded) {
        begin_history(job, NULL, false);
    }
    set_state(job, "actual");
    set_note(job);
    return RELCAL_OK;
}

static relcal_status withdraw(editing *job)
{
    const relcal_milestone_spot *spot = job->spot;
    if (spot->state.is_there) {
        set_state(job, "withdrawn");
        take_out(job, &spot->date);
    } else {
        put(add_patch(job, spot->date.key.begin, spot->date.value.end), "state: withdrawn");
    }
    add_revision(job, NULL);
    set_note(job);
    return RELCAL_OK;
}

/* A withdrawn milestone comes back. */
static relcal_status add_again(editing *job)
{
    const relcal_milestone_spot *spot = job->spot;
    patch *made = add_patch(job, spot->state.key.begin, spot->state.value.end);
    put(made, "date: ");
    put_when(made, &job->edit->when);
    add_revision(job, &job->edit->when);
    set_note(job);
    return RELCAL_OK;
}

/* The id of a new milestone: of a stage alone the one of the series' first release. */
static bool make_id(const editing *job, char id[NEW_ID_BYTES])
{
    relcal_version version;
    const char *name = job->edit->milestone;
    relcal_version series;
    const char *series_id = relcal_series_id(job->series);
    bool is_release = relcal_version_parse(&version, name, strlen(name), NULL) == RELCAL_OK &&
                      (version.stage == RELCAL_STAGE_FINAL || strpbrk(name, "0123456789") != NULL);
    bool has_number = relcal_version_parse(&series, series_id, strlen(series_id), NULL) ==
                          RELCAL_OK &&
                      series.has_release;
    if (!is_release || (!version.has_release && !has_number)) {
        return snprintf(id, NEW_ID_BYTES, "%s", name) < NEW_ID_BYTES;
    }
    if (!version.has_release) {
        version.has_release = true;
        version.major = series.major;
        version.minor = series.minor;
        version.micro = 0;
    }
    relcal_version_format(&version, id);
    return true;
}

/* Whether a spot is that of an id, be it between quotation marks. */
static bool is_spot_of(const editing *job, const relcal_milestone_spot *spot, const char *id)
{
    size_t length = strlen(id);
    const char *value = job->text + spot->id.value.begin;
    size_t room = spot->id.value.end - spot->id.value.begin;
    bool is_quoted = room > 0 && (*value == '"' || *value == '\'');
    return room == length + 2 * (size_t)is_quoted && memcmp(value + is_quoted, id, length) == 0;
}

/* The place of the milestone behind which a new one goes: the last in the file, of those that are
 * planned for no later. */
static size_t place_behind(const editing *job)
{
    size_t place = SIZE_MAX;
    for (size_t index = 0; index < job->spots.count; index++) {
        const relcal_milestone *milestone;
        for (size_t other = 0; (milestone = relcal_series_milestone_at(job->series, other)) != NULL;
             other++) {
            bool is_it = is_spot_of(job, &job->spots.items[index], relcal_milestone_id(milestone));
            if (is_it && milestone->when.precision != RELCAL_PRECISION_TBD &&
                milestone->when.earliest <= job->edit->when.earliest) {
                place = index;
            }
        }
    }
    return place == SIZE_MAX ? 0 : place;
}

static void put_new(const editing *job, patch *made, const char *id, bool is_flow, size_t indent)
{
    put(made, is_flow ? "{id: " : "id: ");
    put(made, id);
    for (int key = 0; key < 2; key++) {
        if (is_flow) {
            put(made, ", ");
        } else {
            put_line(job, made, indent);
        }
        put(made, key == 0 ? "date: " : "planned: {");
        if (key == 1) {
            put_day(made, job->edit->on);
            put(made, ": ");
        }
        put_when(made, &job->edit->when);
    }
    put(made, "}");
    if (job->edit->note != NULL) {
        if (is_flow) {
            put(made, ", ");
        } else {
            put_line(job, made, indent);
        }
        put(made, "note: ");
        put_quoted(made, job->edit->note);
    }
    put(made, is_flow ? "}" : "");
}

static relcal_status add_new(editing *job)
{
    char id[NEW_ID_BYTES];
    if (!make_id(job, id)) {
        return refuse(job, RELCAL_ERROR_DATA, "the id of the new milestone is too long");
    }
    if (job->spots.count == 0) {
        return refuse(job, RELCAL_ERROR_DATA,
                      "the series has no milestone yet to put %s beside; write the first one by "
                      "hand",
                      id);
    }
    const relcal_milestone_spot *neighbour = &job->spots.items[place_behind(job)];
    job->spot = neighbour;
    size_t key_column = column_of(job, neighbour->first_key.begin);
    size_t begin_column = column_of(job, neighbour->whole.begin);
    if (job->spots.is_list_flow) {
        patch *made = add_patch(job, neighbour->whole.end, neighbour->whole.end);
        put(made, ", ");
        put_new(job, made, id, true, 0);
        return RELCAL_OK;
    }
    size_t end = end_of_line(job, neighbour->whole.end);
    patch *made = add_patch(job, end, end);
    /* The dash stands two columns before what it is the dash of, as it does beside it. */
    size_t dash = neighbour->whole.begin;
    while (dash > 0 && job->text[dash] != '-') {
        dash--;
    }
    put_line(job, made, column_of(job, dash));
    put(made, "-");
    for (size_t column = column_of(job, dash) + 1; column < begin_column; column++) {
        put(made, " ");
    }
    put_new(job, made, id, neighbour->is_flow, key_column);
    return RELCAL_OK;
}

/* ---- what is not to be ---- */

static relcal_status check_day(const editing *job)
{
    char text[RELCAL_DATE_BYTES];
    relcal_date revised = relcal_series_revised(job->series);
    const relcal_milestone *milestone;
    relcal_date newest = revised;
    if (!relcal_date_is_valid(job->edit->on)) {
        return refuse(job, RELCAL_ERROR_RANGE,
                      "the day of the change lies outside of the calendar");
    }
    for (size_t index = 0; (milestone = relcal_series_milestone_at(job->series, index)) != NULL;
         index++) {
        size_t count = relcal_milestone_revision_count(milestone);
        relcal_date since = count == 0 ? RELCAL_DATE_NONE
                                       : relcal_milestone_revision_at(milestone, count - 1).since;
        newest = since > newest ? since : newest;
    }
    if (newest > job->edit->on) {
        return refuse(
            job, RELCAL_ERROR_DATA,
            "the plan was changed on %s, after the day of this change; what was said of a "
            "day in the past is not changed",
            relcal_date_format(newest, text));
    }
    return RELCAL_OK;
}

static relcal_status check_milestone(const editing *job)
{
    char name[RELCAL_QUOTE_BYTES];
    const char *milestone = job->edit->milestone;
    relcal_quote(milestone, strlen(milestone), name);
    if (job->edit->note != NULL && strlen(job->edit->note) > RELCAL_MAX_NOTE_BYTES) {
        return refuse(job, RELCAL_ERROR_LIMIT,
                      "the note has more than %d bytes; write a shorter one",
                      RELCAL_MAX_NOTE_BYTES);
    }
    if (job->milestone == NULL) {
        return job->edit->kind == RELCAL_EDIT_ADD
                   ? RELCAL_OK
                   : refuse(job, RELCAL_ERROR_NOT_FOUND, "series %s has no milestone %s",
                            relcal_series_id(job->series), name);
    }
    const char *id = relcal_milestone_id(job->milestone);
    bool is_withdrawn = job->milestone->state == RELCAL_WITHDRAWN;
    if (job->edit->kind == RELCAL_EDIT_ADD) {
        return is_withdrawn ? RELCAL_OK
                            : refuse(job, RELCAL_ERROR_DATA, "%s is there already; move it", id);
    }
    if (job->milestone->state != RELCAL_EXPECTED) {
        return refuse(job, RELCAL_ERROR_DATA,
                      is_withdrawn ? "%s is withdrawn; add it again first"
                                   : "%s has happened; that is not changed",
                      id);
    }
    return RELCAL_OK;
}

/* ---- one change ---- */

/* The spot of the milestone, by its id as the file has it. */
static const relcal_milestone_spot *find_spot(const editing *job)
{
    for (size_t index = 0; index < job->spots.count; index++) {
        if (is_spot_of(job, &job->spots.items[index], relcal_milestone_id(job->milestone))) {
            return &job->spots.items[index];
        }
    }
    return NULL;
}

/* Sets the day on which the plan last changed; a file without it gets it before its milestones. */
static void set_revised(editing *job)
{
    const relcal_pair_spot *revised = &job->spots.revised;
    if (revised->is_there) {
        put_day(add_patch(job, revised->value.begin, revised->value.end), job->edit->on);
        return;
    }
    patch *made = add_patch(job, job->spots.milestones.key.begin, job->spots.milestones.key.begin);
    put(made, "revised: ");
    put_day(made, job->edit->on);
    put(made, job->spots.is_flow ? ", " : job->line_end);
    for (size_t column = 0;
         !job->spots.is_flow && column < column_of(job, job->spots.milestones.key.begin);
         column++) {
        put(made, " ");
    }
}

static int compare_patches(const void *left, const void *right)
{
    const patch *first = left;
    const patch *second = right;
    return (first->spot.begin > second->spot.begin) - (first->spot.begin < second->spot.begin);
}

/* Puts patches in the order of their places; of one place, in the order they were made. */
static void sort_patches(editing *job)
{
    for (size_t index = 1; index < job->patch_count; index++) {
        for (size_t place = index;
             place > 0 && compare_patches(&job->patches[place - 1], &job->patches[place]) > 0;
             place--) {
            patch other = job->patches[place];
            job->patches[place] = job->patches[place - 1];
            job->patches[place - 1] = other;
        }
    }
}

static bool write_patches(editing *job, relcal_buffer *out)
{
    size_t place = 0;
    bool is_good = true;
    sort_patches(job);
    for (size_t index = 0; index < job->patch_count; index++) {
        const patch *made = &job->patches[index];
        is_good = is_good &&
                  relcal_buffer_append(out, job->text + place, made->spot.begin - place) &&
                  relcal_buffer_append(out, made->text, strlen(made->text));
        place = made->spot.end;
    }
    return is_good && relcal_buffer_append(out, job->text + place, job->length - place);
}

static relcal_status make_patches(editing *job)
{
    relcal_status status = check_day(job);
    status = status == RELCAL_OK ? check_milestone(job) : status;
    if (status != RELCAL_OK) {
        return status;
    }
    if (job->milestone != NULL && (job->spot = find_spot(job)) == NULL) {
        return refuse(job, RELCAL_ERROR_DATA,
                      "the id of %s is written in a way that cannot be edited in place",
                      relcal_milestone_id(job->milestone));
    }
    set_revised(job);
    switch (job->edit->kind) {
    case RELCAL_EDIT_MOVE:
        return move(job);
    case RELCAL_EDIT_RELEASE:
        return release(job);
    case RELCAL_EDIT_WITHDRAW:
        return withdraw(job);
    case RELCAL_EDIT_ADD:
        return job->milestone == NULL ? add_new(job) : add_again(job);
    }
    return RELCAL_ERROR_RANGE;
}

/* Loads a series file alone with its project. */
static relcal_status load(relcal_catalog **out, const relcal_source *project, const char *name,
                          const char *text, size_t length, relcal_error *error)
{
    relcal_source sources[] = {*project, {name, text, length}};
    return relcal_catalog_parse(out, NULL, sources, 2, NULL, error);
}

static relcal_status edit_loaded(editing *job, relcal_buffer *out)
{
    if (!relcal_spots_find(&job->spots, job->text, job->length)) {
        return RELCAL_ERROR_MEMORY;
    }
    job->patches = calloc(MOST_PATCHES, sizeof *job->patches);
    relcal_status status = job->patches == NULL ? RELCAL_ERROR_MEMORY : make_patches(job);
    if (status == RELCAL_OK && !write_patches(job, out)) {
        status = RELCAL_ERROR_MEMORY;
    }
    free(job->patches);
    relcal_spots_free(&job->spots);
    return status;
}

/* Makes one change to `text` into `out`. */
static relcal_status edit_once(const relcal_source *project, const char *name, const char *text,
                               size_t length, const relcal_edit *edit, relcal_buffer *out,
                               relcal_error *error)
{
    relcal_catalog *catalog = NULL;
    relcal_status status = load(&catalog, project, name, text, length, error);
    if (status != RELCAL_OK) {
        return status;
    }
    const char *first_end = memchr(text, '\n', length);
    editing job = {
        .name = name,
        .text = text,
        .length = length,
        .line_end = first_end != NULL && first_end > text && first_end[-1] == '\r' ? "\r\n" : "\n",
        .edit = edit,
        .series = relcal_project_series_at(relcal_catalog_project_at(catalog, 0), 0),
        .error = error,
    };
    job.milestone = relcal_series_milestone(job.series, edit->milestone);
    status = edit_loaded(&job, out);
    relcal_catalog_free(catalog);
    if (status == RELCAL_OK) {
        status = load(&catalog, project, name, out->bytes, out->length, error);
    }
    if (status == RELCAL_OK) {
        relcal_catalog_free(catalog);
    }
    return status;
}

/* The name of the project.yaml that stands beside a file. */
static bool name_project(const char *name, relcal_buffer *out)
{
    const char *slash = strrchr(name, '/');
    return relcal_buffer_append(out, name, slash == NULL ? 0 : (size_t)(slash + 1 - name)) &&
           relcal_buffer_append(out, "project.yaml", strlen("project.yaml"));
}

relcal_status relcal_series_edit(const relcal_project *project, const char *name, const char *text,
                                 size_t length, const relcal_edit *edits, size_t count, char **out,
                                 size_t *out_length, relcal_error *error)
{
    char *project_text = NULL;
    size_t project_length;
    relcal_buffer project_name = {0};
    relcal_buffer now = {0};
    relcal_status status = relcal_project_write(project, &project_text, &project_length);
    if (status == RELCAL_OK &&
        (!name_project(name, &project_name) || !relcal_buffer_append(&now, text, length))) {
        status = RELCAL_ERROR_MEMORY;
    }
    relcal_source source = {project_name.bytes, project_text, project_length};
    for (size_t index = 0; index < count && status == RELCAL_OK; index++) {
        relcal_buffer next = {0};
        status = edit_once(&source, name, now.bytes, now.length, &edits[index], &next, error);
        if (status == RELCAL_OK) {
            free(now.bytes);
            now = next;
        } else {
            free(next.bytes);
        }
    }
    free(project_text);
    free(project_name.bytes);
    if (status != RELCAL_OK) {
        free(now.bytes);
        return status;
    }
    *out = now.bytes;
    *out_length = now.length;
    return RELCAL_OK;
}
