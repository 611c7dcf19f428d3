/*
 * Schedule files out, through libyaml, laid out like the files of data/: a milestone a line, broken
 * before its history where that is long. Only what a reader would not derive by itself is written;
 * schedule.c says what it derives.
 */
#include "relcal/write.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "buffer.h"
#include "image.h"
#include "relcal/cadence.h"
#include "relcal/limits.h"
#include "relcal/policy.h"
#include "relcal/version.h"
#include "title.h"
#include "vocabulary.h"

#define LINE_COLUMNS 100

/* ---- YAML ---- */

/* What puts one document into a text. After a failure, which only memory can be the cause of, all
 * further steps do nothing. */
typedef struct yaml_writer {
    yaml_emitter_t emitter;
    relcal_buffer text;
    bool is_good;
} yaml_writer;

/* Hands `event`, made by the call `make`, to the emitter, which then owns it. */
#define EMIT(writer, make)                                                 \
    do {                                                                   \
        yaml_event_t event;                                                \
        (writer)->is_good = (writer)->is_good && (make) &&                 \
                            yaml_emitter_emit(&(writer)->emitter, &event); \
    } while (0)

static int append_output(void *context, unsigned char *bytes, size_t length)
{
    return relcal_buffer_append(context, (const char *)bytes, length);
}

static bool begin_document(yaml_writer *writer)
{
    *writer = (yaml_writer){.is_good = true};
    if (!yaml_emitter_initialize(&writer->emitter)) {
        return false;
    }
    yaml_emitter_set_output(&writer->emitter, append_output, &writer->text);
    yaml_emitter_set_unicode(&writer->emitter, 1);
    yaml_emitter_set_width(&writer->emitter, -1); /* no text is ever folded */
    EMIT(writer, yaml_stream_start_event_initialize(&event, YAML_UTF8_ENCODING));
    EMIT(writer, yaml_document_start_event_initialize(&event, NULL, NULL, NULL, 1));
    return true;
}

/* Gives the emitter back; the text is then the caller's, NULL after a failure. */
static relcal_buffer end_document(yaml_writer *writer)
{
    EMIT(writer, yaml_document_end_event_initialize(&event, 1));
    EMIT(writer, yaml_stream_end_event_initialize(&event));
    yaml_emitter_delete(&writer->emitter);
    if (!writer->is_good) {
        free(writer->text.bytes);
        writer->text = (relcal_buffer){0};
    }
    return writer->text;
}

/* A text with a colon or number sign stands in quotation marks, as people write addresses; others
 * only where YAML asks for it. */
static void put_text(yaml_writer *writer, const char *text)
{
    yaml_scalar_style_t style = strpbrk(text, ":#") != NULL ? YAML_DOUBLE_QUOTED_SCALAR_STYLE
                                                            : YAML_PLAIN_SCALAR_STYLE;
    EMIT(writer, yaml_scalar_event_initialize(&event, NULL, NULL, (const yaml_char_t *)text,
                                              (int)strlen(text), 1, 1, style));
}

static void begin_mapping(yaml_writer *writer, yaml_mapping_style_t style)
{
    EMIT(writer, yaml_mapping_start_event_initialize(&event, NULL, NULL, 1, style));
}

static void end_mapping(yaml_writer *writer)
{
    EMIT(writer, yaml_mapping_end_event_initialize(&event));
}

static void begin_list(yaml_writer *writer, yaml_sequence_style_t style)
{
    EMIT(writer, yaml_sequence_start_event_initialize(&event, NULL, NULL, 1, style));
}

static void end_list(yaml_writer *writer)
{
    EMIT(writer, yaml_sequence_end_event_initialize(&event));
}

/* A key and its value; nothing where the value is NULL. */
static void put_pair(yaml_writer *writer, const char *key, const char *value)
{
    if (value != NULL) {
        put_text(writer, key);
        put_text(writer, value);
    }
}

static void put_date_pair(yaml_writer *writer, const char *key, relcal_date date)
{
    char text[RELCAL_DATE_BYTES];
    if (date != RELCAL_DATE_NONE) {
        put_pair(writer, key, relcal_date_format(date, text));
    }
}

static void put_number_pair(yaml_writer *writer, const char *key, int32_t number)
{
    char text[sizeof "-2147483648"];
    (void)snprintf(text, sizeof text, "%d", (int)number);
    put_pair(writer, key, text);
}

/* A mapping of two texts on one line, either of which may be NULL; nothing where both are. */
static void put_two(yaml_writer *writer, const char *key, const char *const names[2],
                    const char *const values[2])
{
    if (values[0] == NULL && values[1] == NULL) {
        return;
    }
    put_text(writer, key);
    begin_mapping(writer, YAML_FLOW_MAPPING_STYLE);
    put_pair(writer, names[0], values[0]);
    put_pair(writer, names[1], values[1]);
    end_mapping(writer);
}

/* ---- milestones ---- */

/* What a plan knows of a milestone. */
typedef struct known_milestone {
    const relcal_milestone *milestone;
    relcal_state state;
    relcal_when when;      /* of one that is withdrawn, when it was planned last */
    size_t revision_count; /* of its revisions, the oldest */
} known_milestone;

static size_t count_known_revisions(const relcal_milestone *milestone, relcal_date as_of)
{
    size_t count = relcal_milestone_revision_count(milestone);
    while (count > 0 && relcal_milestone_revision_at(milestone, count - 1).since > as_of) {
        count--;
    }
    return count;
}

/* When a milestone was planned last, by the oldest of its revisions; tbd where it never was. */
static relcal_when last_planned(const relcal_milestone *milestone, size_t revision_count)
{
    for (size_t index = revision_count; index > 0; index--) {
        relcal_revision revision = relcal_milestone_revision_at(milestone, index - 1);
        if (!revision.withdrawn) {
            return revision.when;
        }
    }
    return relcal_when_day(RELCAL_DATE_NONE);
}

/* False where the plan does not know the milestone. */
static bool find_known(relcal_plan plan, const relcal_milestone *milestone, known_milestone *known)
{
    relcal_entry entry;
    if (milestone == NULL || (plan.as_of != RELCAL_LATEST && !relcal_date_is_valid(plan.as_of))) {
        return false;
    }
    known->milestone = milestone;
    known->revision_count = count_known_revisions(milestone, plan.as_of);
    if (relcal_plan_entry(plan, milestone, &entry)) {
        known->state = entry.state;
        known->when = entry.when;
        return true;
    }
    known->state = RELCAL_WITHDRAWN;
    known->when = last_planned(milestone, known->revision_count);
    return known->revision_count > 0;
}

/* What a reader takes a milestone's kind, number and title for, where its file says nothing. */
typedef struct derived_milestone {
    const char *kind;
    int32_t number;
    bool first_release;
    relcal_version version;
    bool is_release;
} derived_milestone;

static derived_milestone derive(const char *id, const char *kind)
{
    derived_milestone derived = {.kind = id, .number = -1, .first_release = true};
    relcal_version *version = &derived.version;
    derived.is_release = relcal_version_parse(version, id, strlen(id), NULL) == RELCAL_OK &&
                         (version->stage == RELCAL_STAGE_FINAL ||
                          strpbrk(id, "0123456789") != NULL);
    if (derived.is_release) {
        bool is_final = version->stage == RELCAL_STAGE_FINAL;
        bool is_later = version->has_release && version->micro > 0;
        derived.kind = is_final && is_later ? "bugfix" : relcal_stage_name(version->stage);
        derived.number = is_final ? -1 : version->number;
        derived.first_release = !is_later;
        relcal_version_heed_kind(version, kind);
    }
    return derived;
}

/* Whether a title is the id in words: "end of life" for "end-of-life". */
static bool is_id_in_words(const char *title, const char *id)
{
    while (*id != '\0' && *title == (*id == '-' ? ' ' : *id)) {
        title++;
        id++;
    }
    return *id == '\0' && *title == '\0';
}

static bool is_derived_title(const derived_milestone *derived, const char *title, const char *id)
{
    char words[RELCAL_VERSION_WORDS_BYTES];
    if (!derived->is_release) {
        return is_id_in_words(title, id);
    }
    const char *stage = relcal_title_stage(&derived->version, words);
    size_t length = derived->version.has_release ? relcal_title_number_length(id) : 0;
    if (strncmp(title, id, length) != 0) {
        return false;
    }
    title += length;
    title += length > 0 && *stage != '\0' && *title == ' ';
    return strcmp(title, stage) == 0;
}

/* Kind, number and title, each unless the id says it. The kind of x.y.1 may be written for its own
 * sake: it then says that the series begins with it. */
static void put_described(yaml_writer *writer, const relcal_milestone *milestone)
{
    const char *id = relcal_milestone_id(milestone);
    const char *kind = relcal_milestone_kind(milestone);
    const char *title = relcal_milestone_title(milestone);
    int32_t number = relcal_milestone_number(milestone);
    derived_milestone derived = derive(id, kind);
    if (strcmp(kind, derived.kind) != 0 || milestone->first_release != derived.first_release) {
        put_pair(writer, "kind", kind);
    }
    if (number != derived.number) {
        put_number_pair(writer, "number", number);
    }
    if (!is_derived_title(&derived, title, id)) {
        put_pair(writer, "title", title);
    }
}

static void put_planned(yaml_writer *writer, const relcal_milestone *milestone, size_t count)
{
    put_text(writer, "planned");
    begin_mapping(writer, YAML_FLOW_MAPPING_STYLE);
    for (size_t index = 0; index < count; index++) {
        char since[RELCAL_DATE_BYTES];
        char when[RELCAL_WHEN_BYTES];
        relcal_revision revision = relcal_milestone_revision_at(milestone, index);
        put_pair(writer, relcal_date_format(revision.since, since),
                 revision.withdrawn ? relcal_state_name(RELCAL_WITHDRAWN)
                                    : relcal_when_format(&revision.when, when));
    }
    end_mapping(writer);
}

/* A milestone's mapping on one line; `planned` stands last, where lines are broken. */
static void put_traits(yaml_writer *writer, const relcal_milestone *milestone)
{
    relcal_target target;
    char date[RELCAL_WHEN_BYTES];
    for (relcal_trait trait = RELCAL_TRAIT_RULE; trait <= RELCAL_TRAIT_CONDITION; trait++) {
        put_pair(writer, relcal_trait_name(trait), relcal_milestone_trait(milestone, trait));
    }
    if (!relcal_milestone_target_at(milestone, 0, &target)) {
        return;
    }
    put_text(writer, "targets");
    begin_mapping(writer, YAML_FLOW_MAPPING_STYLE);
    for (size_t index = 0; relcal_milestone_target_at(milestone, index, &target); index++) {
        put_pair(writer, target.name, relcal_when_format(&target.when, date));
    }
    end_mapping(writer);
}

static void put_milestone(yaml_writer *writer, const known_milestone *known)
{
    char date[RELCAL_WHEN_BYTES];
    const relcal_milestone *milestone = known->milestone;
    begin_mapping(writer, YAML_FLOW_MAPPING_STYLE);
    put_pair(writer, "id", relcal_milestone_id(milestone));
    put_described(writer, milestone);
    if (known->state != RELCAL_WITHDRAWN) {
        put_pair(writer, "date", relcal_when_format(&known->when, date));
    }
    if (known->state != RELCAL_EXPECTED) {
        put_pair(writer, "state", relcal_state_name(known->state));
    }
    put_traits(writer, milestone);
    put_pair(writer, "note", relcal_milestone_note(milestone));
    if (milestone->recorded) {
        put_planned(writer, milestone, known->revision_count);
    }
    end_mapping(writer);
}

relcal_status relcal_milestone_write(relcal_plan plan, const relcal_milestone *milestone,
                                     char **out, size_t *length)
{
    known_milestone known;
    relcal_buffer text = {0};
    if (find_known(plan, milestone, &known)) {
        yaml_writer writer;
        if (!begin_document(&writer)) {
            return RELCAL_ERROR_MEMORY;
        }
        put_milestone(&writer, &known);
        text = end_document(&writer);
    } else if (!relcal_buffer_append(&text, "\n", 1)) {
        return RELCAL_ERROR_MEMORY;
    }
    if (text.bytes == NULL) {
        return RELCAL_ERROR_MEMORY;
    }
    text.bytes[--text.length] = '\0'; /* the end of the line */
    *out = text.bytes;
    *length = text.length;
    return RELCAL_OK;
}

/* ---- series ---- */

static const char list_indent[] = "\n   ";              /* under the brace of "- {" */
static const char planned_indent[] = "\n             "; /* under the first day of planned */
static const char planned_start[] = "planned: {";

static size_t count_columns(const char *text, size_t length)
{
    size_t count = 0;
    for (size_t index = 0; index < length; index++) {
        count += ((unsigned char)text[index] & 0xC0u) != 0x80u;
    }
    return count;
}

/* Appends the history of a milestone, "A: B, C: D}}", its lines broken after commas. */
static bool append_planned(relcal_buffer *out, const char *planned, size_t length)
{
    const char *end = planned + length;
    size_t indent = strlen(planned_indent) - 1;
    size_t column = indent;
    bool is_good = true;
    while (is_good && planned < end) {
        const char *comma = memchr(planned, ',', (size_t)(end - planned));
        size_t entry = (size_t)((comma == NULL ? end : comma + 1) - planned);
        if (column > indent && column + 1 + entry > LINE_COLUMNS) {
            is_good = relcal_buffer_append(out, planned_indent, indent + 1);
            column = indent;
        } else if (column > indent) {
            is_good = relcal_buffer_append(out, " ", 1);
            column++;
        }
        is_good = is_good && relcal_buffer_append(out, planned, entry);
        column += entry;
        planned += entry + (comma != NULL); /* and the space after the comma */
    }
    return is_good;
}

/* Where the history of a milestone begins in its line, behind "planned: {"; 0 where there is none.
 * A line with a history or targets ends in two braces, and no other does, as a text without
 * quotation marks holds none; its last opening brace is theirs, as dates hold none either. */
static size_t find_planned(const char *line, size_t length)
{
    if (length < 2 || memcmp(line, "- ", 2) != 0 || memcmp(line + length - 2, "}}", 2) != 0) {
        return 0;
    }
    size_t start = length;
    while (line[start - 1] != '{') {
        start--;
    }
    size_t word = strlen(planned_start);
    return start > word && memcmp(line + start - word, planned_start, word) == 0 ? start : 0;
}

/* Appends a line without its end. That of a milestone is broken before its history where that has
 * several revisions, or where the line is long. */
static bool append_line(relcal_buffer *out, const char *line, size_t length)
{
    size_t start = find_planned(line, length);
    if (start == 0 || (memchr(line + start, ',', length - start) == NULL &&
                       count_columns(line, length) <= LINE_COLUMNS)) {
        return relcal_buffer_append(out, line, length);
    }
    size_t head = start - strlen(planned_start) - 1; /* without the space before planned */
    return relcal_buffer_append(out, line, head) &&
           relcal_buffer_append(out, list_indent, strlen(list_indent)) &&
           relcal_buffer_append(out, planned_start, strlen(planned_start)) &&
           append_planned(out, line + start, length - start);
}

/* Takes a text in exchange for one with its lines broken; NULL where there is no memory. */
static relcal_buffer break_lines(relcal_buffer whole)
{
    relcal_buffer broken = {0};
    const char *line = whole.bytes;
    const char *end = whole.bytes + whole.length;
    bool is_good = true;
    while (is_good && line < end) {
        size_t length = (size_t)((const char *)memchr(line, '\n', (size_t)(end - line)) - line);
        is_good = append_line(&broken, line, length) && relcal_buffer_append(&broken, "\n", 1);
        line += length + 1;
    }
    free(whole.bytes);
    if (!is_good) {
        free(broken.bytes);
        broken.bytes = NULL;
    }
    return broken;
}

/* By date, undated ones last, then in the order of the latest plan: as the reader sorts them. */
static int compare_known(const void *left_pointer, const void *right_pointer)
{
    const known_milestone *left = left_pointer;
    const known_milestone *right = right_pointer;
    bool is_left_dated = left->when.precision != RELCAL_PRECISION_TBD;
    bool is_right_dated = right->when.precision != RELCAL_PRECISION_TBD;
    if (is_left_dated != is_right_dated) {
        return is_left_dated ? -1 : 1;
    }
    if (left->when.earliest != right->when.earliest) {
        return left->when.earliest < right->when.earliest ? -1 : 1;
    }
    return (left->milestone > right->milestone) - (left->milestone < right->milestone);
}

static void put_milestones(yaml_writer *writer, relcal_plan plan)
{
    size_t count = 0;
    size_t room = relcal_series_milestone_count(plan.series);
    known_milestone *known = malloc((room + 1) * sizeof *known);
    if (known == NULL) {
        writer->is_good = false;
        return;
    }
    for (size_t index = 0; index < room; index++) {
        const relcal_milestone *milestone = relcal_series_milestone_at(plan.series, index);
        count += find_known(plan, milestone, &known[count]);
    }
    qsort(known, count, sizeof *known, compare_known);
    begin_list(writer, YAML_BLOCK_SEQUENCE_STYLE);
    for (size_t index = 0; index < count; index++) {
        put_milestone(writer, &known[index]);
    }
    end_list(writer);
    free(known);
}

/* A key and its text or list of texts; nothing where there are none. */
static void put_words(yaml_writer *writer, const char *key, const relcal_image_words *words)
{
    if (words->count == 0) {
        return;
    }
    put_text(writer, key);
    if (words->count > 1) {
        begin_list(writer, YAML_FLOW_SEQUENCE_STYLE);
    }
    for (size_t index = 0; index < words->count; index++) {
        put_text(writer, relcal_image_word(words, index));
    }
    if (words->count > 1) {
        end_list(writer);
    }
}

static void put_series(yaml_writer *writer, relcal_plan plan)
{
    const relcal_series *series = plan.series;
    begin_mapping(writer, YAML_BLOCK_MAPPING_STYLE);
    put_pair(writer, "series", relcal_series_id(series));
    put_pair(writer, "codename", relcal_series_codename(series));
    put_words(writer, "aliases", &series->aliases);
    put_two(writer, "spec", (const char *const[]){"name", "url"},
            (const char *const[]){relcal_series_spec_name(series), relcal_series_spec_url(series)});
    put_pair(writer, "branch", relcal_series_branch(series));
    put_pair(writer, "release-manager", relcal_series_release_manager(series));
    put_date_pair(writer, "revised", relcal_plan_revised(plan));
    put_text(writer, "milestones");
    put_milestones(writer, plan);
    end_mapping(writer);
}

relcal_status relcal_plan_write(relcal_plan plan, char **out, size_t *length)
{
    yaml_writer writer;
    if (!begin_document(&writer)) {
        return RELCAL_ERROR_MEMORY;
    }
    put_series(&writer, plan);
    relcal_buffer text = end_document(&writer);
    if (text.bytes != NULL) {
        text = break_lines(text);
    }
    if (text.bytes == NULL) {
        return RELCAL_ERROR_MEMORY;
    }
    *out = text.bytes;
    *length = text.length;
    return RELCAL_OK;
}

/* ---- projects ---- */

/* "b1" or "final" for a stage and its number. */
static void put_stage(yaml_writer *writer, const relcal_image_reference *reference)
{
    char text[RELCAL_VERSION_BYTES];
    const char *name = relcal_follow(&reference->name);
    relcal_version version = {.stage = RELCAL_STAGE_ALPHA};
    while (version.stage < RELCAL_STAGE_FINAL &&
           strcmp(relcal_stage_name(version.stage), name) != 0) {
        version.stage++;
    }
    version.number = (uint16_t)(reference->number < 0 ? 0 : reference->number);
    put_text(writer, relcal_version_format(&version, text));
}

/* "first beta" for a word and a kind. */
static void put_extreme(yaml_writer *writer, const char *word, const char *kind)
{
    relcal_buffer text = {0};
    writer->is_good = writer->is_good && relcal_buffer_append(&text, word, strlen(word)) &&
                      relcal_buffer_append(&text, kind, strlen(kind));
    if (writer->is_good) {
        put_text(writer, text.bytes);
    }
    free(text.bytes);
}

static void put_reference(yaml_writer *writer, const relcal_image_reference *reference)
{
    const char *name = relcal_follow(&reference->name);
    switch ((relcal_reference_form)reference->form) {
    case RELCAL_REFERENCE_ID:
        put_text(writer, name);
        break;
    case RELCAL_REFERENCE_STAGE:
        put_stage(writer, reference);
        break;
    case RELCAL_REFERENCE_FIRST:
        put_extreme(writer, "first ", name);
        break;
    case RELCAL_REFERENCE_LAST:
        put_extreme(writer, "last ", name);
        break;
    }
}

/* A key and its milestone or list of them; nothing where there are none. */
static void put_references(yaml_writer *writer, const char *key,
                           const relcal_image_references *references)
{
    const relcal_image_reference *items = relcal_follow(&references->items);
    if (references->count == 0) {
        return;
    }
    put_text(writer, key);
    if (references->count > 1) {
        begin_list(writer, YAML_FLOW_SEQUENCE_STYLE);
    }
    for (size_t index = 0; index < references->count; index++) {
        put_reference(writer, &items[index]);
    }
    if (references->count > 1) {
        end_list(writer);
    }
}

/* A key and the words of a text with spaces between them, as a list. */
static void put_split(yaml_writer *writer, const char *key, const char *text)
{
    if (text == NULL) {
        return;
    }
    put_text(writer, key);
    begin_list(writer, YAML_FLOW_SEQUENCE_STYLE);
    while (*text != '\0') {
        char word[RELCAL_MAX_SCALAR_BYTES];
        size_t length = strcspn(text, " ");
        (void)snprintf(word, sizeof word, "%.*s", (int)length, text);
        put_text(writer, word);
        text += length + (text[length] == ' ');
    }
    end_list(writer);
}

static void put_name_of_series(yaml_writer *writer, const relcal_image_words *names, size_t row)
{
    const char *name = relcal_image_word(names, row + RELCAL_NAME_ROW_NAME);
    const char *phases = relcal_image_word(names, row + RELCAL_NAME_ROW_PHASES);
    const char *series = relcal_image_word(names, row + RELCAL_NAME_ROW_SERIES);
    if (*series == '\0') {
        put_split(writer, name, phases);
        return;
    }
    put_text(writer, name);
    begin_mapping(writer, YAML_FLOW_MAPPING_STYLE);
    put_split(writer, "phases", phases);
    put_split(writer, "series", series);
    end_mapping(writer);
}

/* Those of the names that go from series to series that stand under a key. */
static void put_names_of_series(yaml_writer *writer, const relcal_project *project, const char *key)
{
    const relcal_image_words *names = &project->names;
    bool is_open = false;
    for (size_t row = 0; row < names->count; row += RELCAL_NAME_ROW_TEXTS) {
        if (strcmp(relcal_image_word(names, row + RELCAL_NAME_ROW_KEY), key) != 0) {
            continue;
        }
        if (!is_open) {
            put_text(writer, key);
            begin_mapping(writer, YAML_BLOCK_MAPPING_STYLE);
            is_open = true;
        }
        put_name_of_series(writer, names, row);
    }
    if (is_open) {
        end_mapping(writer);
    }
}

/* ---- the imports of a project ---- */

/* A word of a source and what it means. */
static void put_import_milestone(yaml_writer *writer, const relcal_image_words *rows, size_t row)
{
    const char *kind = relcal_image_word(rows, row + RELCAL_IMPORT_ROW_MILESTONE_KIND);
    const char *number = relcal_image_word(rows, row + RELCAL_IMPORT_ROW_NUMBER);
    const char *means = relcal_image_word(rows, row + RELCAL_IMPORT_ROW_MEANS);
    const char *precision = relcal_image_word(rows, row + RELCAL_IMPORT_ROW_PRECISION);
    const char *title = relcal_image_word(rows, row + RELCAL_IMPORT_ROW_TITLE);
    const char *scope = relcal_image_word(rows, row + RELCAL_IMPORT_ROW_SCOPE);
    const char *id = relcal_image_word(rows, row + RELCAL_IMPORT_ROW_ID);
    put_text(writer, relcal_image_word(rows, row + RELCAL_IMPORT_ROW_KEY));
    if (kind == NULL && number == NULL && means == NULL && precision == NULL && title == NULL &&
        scope == NULL) {
        put_text(writer, id);
        return;
    }
    begin_mapping(writer, YAML_FLOW_MAPPING_STYLE);
    put_pair(writer, "id", id);
    put_pair(writer, "kind", kind);
    put_pair(writer, "number", number);
    put_pair(writer, "means", means);
    put_pair(writer, "precision", precision);
    put_pair(writer, "title", title);
    put_pair(writer, "scope", scope);
    end_mapping(writer);
}

/* The rows of one format of a kind, in `begin` to before `end`, as what stands under a key: a text,
 * a list or a mapping. */
static void put_import_rows(yaml_writer *writer, const relcal_image_words *rows, size_t begin,
                            size_t end, relcal_import_row_kind what, const char *key)
{
    bool is_mapping = what == RELCAL_IMPORT_ROW_MILESTONE;
    bool is_list = what == RELCAL_IMPORT_ROW_ALIAS || what == RELCAL_IMPORT_ROW_IGNORED ||
                   what == RELCAL_IMPORT_ROW_SUMMARY;
    size_t text = what == RELCAL_IMPORT_ROW_PRODUCT || what == RELCAL_IMPORT_ROW_BRANCH ||
                          what == RELCAL_IMPORT_ROW_ALIAS
                      ? RELCAL_IMPORT_ROW_ID
                      : RELCAL_IMPORT_ROW_KEY;
    bool has_begun = false;
    for (size_t row = begin; row < end; row += RELCAL_IMPORT_ROW_TEXTS) {
        if (relcal_image_word(rows, row + RELCAL_IMPORT_ROW_WHAT)[0] != (char)('0' + (int)what)) {
            continue;
        }
        if (!has_begun) {
            put_text(writer, key);
        }
        if (!has_begun && is_mapping) {
            begin_mapping(writer, YAML_BLOCK_MAPPING_STYLE);
        } else if (!has_begun && is_list) {
            begin_list(writer, YAML_FLOW_SEQUENCE_STYLE);
        }
        has_begun = true;
        if (is_mapping) {
            put_import_milestone(writer, rows, row);
        } else {
            put_text(writer, relcal_image_word(rows, row + text));
        }
    }
    if (has_begun && is_mapping) {
        end_mapping(writer);
    } else if (has_begun && is_list) {
        end_list(writer);
    }
}

static void put_imports(yaml_writer *writer, const relcal_project *project)
{
    const relcal_image_words *rows = &project->imports;
    size_t row = 0;
    if (rows->count == 0) {
        return;
    }
    put_text(writer, "imports");
    begin_list(writer, YAML_BLOCK_SEQUENCE_STYLE);
    while (row < rows->count) {
        size_t end = row + RELCAL_IMPORT_ROW_TEXTS;
        while (end < rows->count &&
               relcal_image_word(rows, end + RELCAL_IMPORT_ROW_WHAT)[0] != '0') {
            end += RELCAL_IMPORT_ROW_TEXTS;
        }
        begin_mapping(writer, YAML_BLOCK_MAPPING_STYLE);
        put_pair(writer, "format", relcal_image_word(rows, row + RELCAL_IMPORT_ROW_KEY));
        put_import_rows(writer, rows, row, end, RELCAL_IMPORT_ROW_PRODUCT, "product");
        put_pair(writer, "series", relcal_image_word(rows, row + RELCAL_IMPORT_ROW_ID));
        put_import_rows(writer, rows, row, end, RELCAL_IMPORT_ROW_BRANCH, "branch");
        put_import_rows(writer, rows, row, end, RELCAL_IMPORT_ROW_ALIAS, "aliases");
        put_import_rows(writer, rows, row, end, RELCAL_IMPORT_ROW_MILESTONE, "milestones");
        put_import_rows(writer, rows, row, end, RELCAL_IMPORT_ROW_IGNORED, "ignored");
        put_import_rows(writer, rows, row, end, RELCAL_IMPORT_ROW_MARK, "mark");
        put_import_rows(writer, rows, row, end, RELCAL_IMPORT_ROW_SUMMARY, "summaries");
        put_import_rows(writer, rows, row, end, RELCAL_IMPORT_ROW_REMARK, "remark");
        end_mapping(writer);
        row = end;
    }
    end_list(writer);
}

static void put_gaps(yaml_writer *writer, const relcal_project *project)
{
    relcal_gap gap;
    if (!relcal_project_gap_at(project, 0, &gap)) {
        return;
    }
    put_text(writer, "gaps");
    begin_list(writer, YAML_BLOCK_SEQUENCE_STYLE);
    for (size_t index = 0; relcal_project_gap_at(project, index, &gap); index++) {
        begin_mapping(writer, YAML_BLOCK_MAPPING_STYLE);
        put_pair(writer, "what", gap.what);
        put_pair(writer, "reason", gap.reason);
        end_mapping(writer);
    }
    end_list(writer);
}

static void put_trunk(yaml_writer *writer, const relcal_project *project)
{
    const char *branch = relcal_project_trunk(project);
    if (branch == NULL) {
        return;
    }
    put_text(writer, "trunk");
    begin_mapping(writer, YAML_FLOW_MAPPING_STYLE);
    put_pair(writer, "branch", branch);
    put_references(writer, "begins", &project->trunk_begins);
    end_mapping(writer);
}

static void put_phases(yaml_writer *writer, const relcal_project *project)
{
    put_text(writer, "phases");
    begin_list(writer, YAML_BLOCK_SEQUENCE_STYLE);
    for (size_t index = 0; index < relcal_project_phase_count(project); index++) {
        const relcal_phase *phase = relcal_project_phase_at(project, index);
        begin_mapping(writer, YAML_FLOW_MAPPING_STYLE);
        put_pair(writer, "id", relcal_phase_id(phase));
        put_references(writer, "begins", &phase->begins);
        put_pair(writer, "living", relcal_phase_is_living(phase) ? NULL : "no");
        put_pair(writer, "status", relcal_follow(&phase->status));
        end_mapping(writer);
    }
    end_list(writer);
}

/* A freeze with a source takes a line a key: sources are long. */
static void put_spans(yaml_writer *writer, const relcal_project *project, const char *key,
                      const relcal_freeze *(*span_at)(const relcal_project *project, size_t index))
{
    const relcal_freeze *freeze;
    if (span_at(project, 0) == NULL) {
        return;
    }
    put_text(writer, key);
    begin_list(writer, YAML_BLOCK_SEQUENCE_STYLE);
    for (size_t index = 0; (freeze = span_at(project, index)) != NULL; index++) {
        const char *source = relcal_freeze_source(freeze);
        begin_mapping(writer, source == NULL ? YAML_FLOW_MAPPING_STYLE : YAML_BLOCK_MAPPING_STYLE);
        put_pair(writer, "id", relcal_freeze_id(freeze));
        put_references(writer, "from", &freeze->from);
        put_references(writer, "until", &freeze->until);
        put_pair(writer, "remark", relcal_freeze_remark(freeze));
        put_pair(writer, "source", source);
        end_mapping(writer);
    }
    end_list(writer);
}

/* ---- the policy of a project ---- */

/* A key and the names at the bits of `bits`, in a list if there are several; nothing for none. */
static void put_names(yaml_writer *writer, const char *key, uint64_t bits,
                      const char *(*name_at)(const relcal_project *project, size_t index),
                      const relcal_project *project)
{
    bool is_list = (bits & (bits - 1)) != 0;
    if (bits == 0) {
        return;
    }
    put_text(writer, key);
    if (is_list) {
        begin_list(writer, YAML_FLOW_SEQUENCE_STYLE);
    }
    for (size_t index = 0; index < 64; index++) {
        if ((bits >> index & 1) != 0) {
            put_text(writer, name_at(project, index));
        }
    }
    if (is_list) {
        end_list(writer);
    }
}

static const char *phase_name_at(const relcal_project *project, size_t index)
{
    return relcal_phase_id(relcal_project_phase_at(project, index));
}

static const char *freeze_name_at(const relcal_project *project, size_t index)
{
    return relcal_freeze_id(relcal_project_freeze_at(project, index));
}

static const char *change_name_at(const relcal_project *project, size_t index)
{
    return relcal_change_id(relcal_project_change_at(project, index));
}

static const char *authority_name_at(const relcal_project *project, size_t index)
{
    return relcal_authority_name(relcal_project_authority_at(project, index));
}

/* Changes and authorities beyond the standard ones, and labels. */
static void put_vocabulary(yaml_writer *writer, const relcal_project *project)
{
    const relcal_change *change;
    size_t count = relcal_project_authority_count(project);
    if (count > RELCAL_STANDARD_AUTHORITIES) {
        put_text(writer, "authorities");
        begin_list(writer, YAML_FLOW_SEQUENCE_STYLE);
        for (size_t index = RELCAL_STANDARD_AUTHORITIES; index < count; index++) {
            put_text(writer, authority_name_at(project, index));
        }
        end_list(writer);
    }
    if (relcal_project_change_count(project) > RELCAL_STANDARD_CHANGES) {
        put_text(writer, "changes");
        begin_list(writer, YAML_BLOCK_SEQUENCE_STYLE);
        for (size_t index = RELCAL_STANDARD_CHANGES;
             (change = relcal_project_change_at(project, index)) != NULL; index++) {
            const relcal_change *parent = relcal_change_parent(change);
            begin_mapping(writer, YAML_BLOCK_MAPPING_STYLE);
            put_pair(writer, "id", relcal_change_id(change));
            put_pair(writer, "is", parent == NULL ? NULL : relcal_change_id(parent));
            put_pair(writer, "definition", relcal_change_definition(change));
            end_mapping(writer);
        }
        end_list(writer);
    }
    if (relcal_project_label_count(project) > 0) {
        const relcal_image_label *labels = relcal_follow(&project->labels);
        put_text(writer, "labels");
        begin_mapping(writer, YAML_BLOCK_MAPPING_STYLE);
        for (size_t index = 0; index < project->label_count; index++) {
            put_names(writer, relcal_follow(&labels[index].name), labels[index].changes,
                      change_name_at, project);
        }
        end_mapping(writer);
    }
}

/* Whether the next revision of a rule ends it, so that its end need not be written. */
static bool ends_by_revision(const relcal_project *project, const relcal_rule *rule)
{
    const relcal_rule *other;
    for (size_t index = 0; (other = relcal_project_rule_at(project, index)) != NULL; index++) {
        if (relcal_follow(&other->id) == relcal_follow(&rule->id) &&
            other->terms.since == rule->terms.until) {
            return true;
        }
    }
    return false;
}

static void put_deadline(yaml_writer *writer, const relcal_rule *rule)
{
    if (!rule->terms.has_deadline) {
        return;
    }
    if (rule->terms.deadline_days == 0) {
        put_references(writer, "request-by", &rule->deadline);
        return;
    }
    put_text(writer, "request-by");
    begin_mapping(writer, YAML_FLOW_MAPPING_STYLE);
    put_references(writer, "milestone", &rule->deadline);
    put_number_pair(writer, "days", rule->terms.deadline_days);
    end_mapping(writer);
}

static void put_conditions(yaml_writer *writer, const relcal_project *project,
                           const relcal_rule *rule)
{
    const relcal_rule_terms *terms = &rule->terms;
    const char *first = relcal_follow(&rule->first_series);
    const char *last = relcal_follow(&rule->last_series);
    uint64_t planned = (terms->phases & RELCAL_PLANNED_BIT) == 0
                           ? 0
                           : UINT64_C(1) << relcal_project_phase_count(project);
    put_names(writer, "phase", (terms->phases & ~RELCAL_PLANNED_BIT) | planned, phase_name_at,
              project);
    put_names(writer, "freeze", terms->freezes, freeze_name_at, project);
    put_words(writer, "on", &rule->kinds);
    if (terms->any_change) {
        put_pair(writer, "change", "any");
    } else {
        put_names(writer, "change", terms->changes, change_name_at, project);
    }
    put_words(writer, "branch", &rule->branches);
    put_words(writer, "path", &rule->paths);
    put_words(writer, "component", &rule->components);
    put_two(writer, "series", (const char *const[]){"from", "to"},
            (const char *const[]){first, last});
    put_date_pair(writer, "since", relcal_rule_since(rule));
    if (!ends_by_revision(project, rule)) {
        put_date_pair(writer, "until", relcal_rule_until(rule));
    }
}

static void put_rules(yaml_writer *writer, const relcal_project *project)
{
    const relcal_rule *rule;
    if (relcal_project_rule_count(project) == 0) {
        return;
    }
    put_text(writer, "rules");
    begin_list(writer, YAML_BLOCK_SEQUENCE_STYLE);
    for (size_t index = 0; (rule = relcal_project_rule_at(project, index)) != NULL; index++) {
        begin_mapping(writer, YAML_BLOCK_MAPPING_STYLE);
        put_pair(writer, "id", relcal_rule_id(rule));
        put_conditions(writer, project, rule);
        put_pair(writer, "verdict", relcal_verdict_name(relcal_rule_verdict(rule)));
        if (rule->terms.approvals > 1) {
            put_number_pair(writer, "approvals", rule->terms.approvals);
        }
        put_pair(writer, "delay", relcal_rule_delay(rule));
        put_names(writer, "by", rule->terms.authorities, authority_name_at, project);
        put_names(writer, "except", rule->terms.exceptions, authority_name_at, project);
        put_deadline(writer, rule);
        put_pair(writer, "reason", relcal_rule_reason(rule));
        put_pair(writer, "source", relcal_rule_source(rule));
        end_mapping(writer);
    }
    end_list(writer);
}

/* ---- the cadences of a project ---- */

/* Rules have commas: plain ones are safe in block style alone. */
static void put_cadence_rules(yaml_writer *writer, const relcal_image_words *rules)
{
    put_text(writer, "rules");
    begin_mapping(writer, YAML_BLOCK_MAPPING_STYLE);
    for (size_t at = 0; at < rules->count; at += RELCAL_CADENCE_RULE_TEXTS) {
        const char *rule = relcal_image_word(rules, at + RELCAL_CADENCE_RULE_TEXT);
        const char *id = relcal_image_word(rules, at + RELCAL_CADENCE_RULE_ID);
        const char *note = relcal_image_word(rules, at + RELCAL_CADENCE_RULE_NOTE);
        const char *count = relcal_image_word(rules, at + RELCAL_CADENCE_RULE_COUNT);
        const char *asked = relcal_image_word(rules, at + RELCAL_CADENCE_RULE_ASKED);
        put_text(writer, relcal_image_word(rules, at + RELCAL_CADENCE_RULE_NAME));
        if (id == NULL && note == NULL && count == NULL && asked == NULL) {
            put_text(writer, rule);
            continue;
        }
        begin_mapping(writer, YAML_BLOCK_MAPPING_STYLE);
        put_pair(writer, "rule", rule);
        put_pair(writer, "id", id);
        put_pair(writer, "note", note);
        put_pair(writer, "count", count);
        put_pair(writer, "asked", asked);
        end_mapping(writer);
    }
    end_mapping(writer);
}

static void put_cadence_series(yaml_writer *writer, const relcal_image_words *series)
{
    if (series->count == 0) {
        return;
    }
    put_text(writer, "series");
    begin_list(writer, YAML_FLOW_SEQUENCE_STYLE);
    for (size_t at = 0; at < series->count; at += RELCAL_CADENCE_SERIES_TEXTS) {
        const char *first = relcal_image_word(series, at + RELCAL_CADENCE_SERIES_FIRST);
        const char *last = relcal_image_word(series, at + RELCAL_CADENCE_SERIES_LAST);
        if (first != NULL && last != NULL && strcmp(first, last) == 0) {
            put_text(writer, first);
            continue;
        }
        begin_mapping(writer, YAML_FLOW_MAPPING_STYLE);
        put_pair(writer, "from", first);
        put_pair(writer, "to", last);
        end_mapping(writer);
    }
    end_list(writer);
}

static void put_cadence_avoided(yaml_writer *writer, const relcal_image_words *avoided)
{
    if (avoided->count == 0) {
        return;
    }
    put_text(writer, "avoid");
    begin_list(writer, YAML_BLOCK_SEQUENCE_STYLE);
    for (size_t at = 0; at < avoided->count; at += RELCAL_CADENCE_AVOID_TEXTS) {
        begin_mapping(writer, YAML_BLOCK_MAPPING_STYLE);
        put_pair(writer, "name", relcal_image_word(avoided, at + RELCAL_CADENCE_AVOID_NAME));
        put_pair(writer, "days", relcal_image_word(avoided, at + RELCAL_CADENCE_AVOID_DAYS));
        put_pair(writer, "instead", relcal_image_word(avoided, at + RELCAL_CADENCE_AVOID_INSTEAD));
        end_mapping(writer);
    }
    end_list(writer);
}

static void put_cadence_constraints(yaml_writer *writer, const relcal_image_words *constraints)
{
    if (constraints->count == 0) {
        return;
    }
    put_text(writer, "constraints");
    begin_list(writer, YAML_BLOCK_SEQUENCE_STYLE);
    for (size_t at = 0; at < constraints->count; at += RELCAL_CONSTRAINT_TEXTS) {
        begin_mapping(writer, YAML_BLOCK_MAPPING_STYLE);
        put_pair(writer, "id", relcal_image_word(constraints, at + RELCAL_CONSTRAINT_ID));
        put_pair(writer, "from", relcal_image_word(constraints, at + RELCAL_CONSTRAINT_FROM));
        put_pair(writer, "to", relcal_image_word(constraints, at + RELCAL_CONSTRAINT_TO));
        put_pair(writer, "at-least", relcal_image_word(constraints, at + RELCAL_CONSTRAINT_LEAST));
        put_pair(writer, "at-most", relcal_image_word(constraints, at + RELCAL_CONSTRAINT_MOST));
        put_split(writer, "kinds", relcal_image_word(constraints, at + RELCAL_CONSTRAINT_KINDS));
        put_split(writer, "weekdays",
                  relcal_image_word(constraints, at + RELCAL_CONSTRAINT_WEEKDAYS));
        put_pair(writer, "apart", relcal_image_word(constraints, at + RELCAL_CONSTRAINT_APART));
        put_pair(writer, "reason", relcal_image_word(constraints, at + RELCAL_CONSTRAINT_REASON));
        put_pair(writer, "source", relcal_image_word(constraints, at + RELCAL_CONSTRAINT_SOURCE));
        end_mapping(writer);
    }
    end_list(writer);
}

static void put_cadences(yaml_writer *writer, const relcal_project *project)
{
    const relcal_cadence *cadence;
    if (relcal_project_cadence_count(project) == 0) {
        return;
    }
    put_text(writer, "cadences");
    begin_list(writer, YAML_BLOCK_SEQUENCE_STYLE);
    for (size_t index = 0; (cadence = relcal_project_cadence_at(project, index)) != NULL; index++) {
        begin_mapping(writer, YAML_BLOCK_MAPPING_STYLE);
        put_pair(writer, "id", relcal_cadence_id(cadence));
        put_cadence_series(writer, &cadence->series);
        put_pair(writer, "reason", relcal_cadence_reason(cadence));
        put_pair(writer, "source", relcal_cadence_source(cadence));
        put_pair(writer, "release", relcal_follow(&cadence->release));
        put_pair(writer, "anchor", relcal_cadence_anchor(cadence));
        put_pair(writer, "year", relcal_follow(&cadence->year));
        put_cadence_rules(writer, &cadence->rules);
        put_number_pair(writer, "tolerance", relcal_cadence_tolerance(cadence));
        put_cadence_avoided(writer, &cadence->avoided);
        put_cadence_constraints(writer, &cadence->constraints);
        end_mapping(writer);
    }
    end_list(writer);
}

relcal_status relcal_project_write(const relcal_project *project, char **out, size_t *length)
{
    yaml_writer writer;
    if (!begin_document(&writer)) {
        return RELCAL_ERROR_MEMORY;
    }
    begin_mapping(&writer, YAML_BLOCK_MAPPING_STYLE);
    put_pair(&writer, "project", relcal_project_id(project));
    put_pair(&writer, "name", relcal_project_name(project));
    put_pair(&writer, "url", relcal_project_url(project));
    put_date_pair(&writer, "revised", relcal_project_revised(project));
    put_trunk(&writer, project);
    put_two(
        &writer, "calendar", (const char *const[]){"uid-domain", "color"},
        (const char *const[]){relcal_project_uid_domain(project), relcal_project_color(project)});
    put_two(
        &writer, "spec", (const char *const[]){"name", "url"},
        (const char *const[]){relcal_project_spec_name(project), relcal_project_spec_url(project)});
    put_phases(&writer, project);
    put_names_of_series(&writer, project, RELCAL_NAME_KEY_BRANCHES);
    put_names_of_series(&writer, project, RELCAL_NAME_KEY_NAMES);
    put_spans(&writer, project, "freezes", relcal_project_freeze_at);
    put_spans(&writer, project, "tiers", relcal_project_tier_at);
    put_vocabulary(&writer, project);
    put_rules(&writer, project);
    put_cadences(&writer, project);
    put_imports(&writer, project);
    put_gaps(&writer, project);
    end_mapping(&writer);
    relcal_buffer text = end_document(&writer);
    if (text.bytes == NULL) {
        return RELCAL_ERROR_MEMORY;
    }
    *out = text.bytes;
    *length = text.length;
    return RELCAL_OK;
}
