/*
 * Sources that tell some dates of a series and leave the rest to others: how long there is support
 * (a schedule.json, a product of the endoflife API), and the schedule of a release train. What
 * their words mean to a project is data: import_map.c knows it.
 */
#include <string.h>

#include "import_map.h"
#include "json_source.h"

/* A source of one of these formats while it is read. */
typedef struct support_reader {
    relcal_source_reader *source;
    const char *format;
    relcal_import_names names; /* of the series that is being read */
} support_reader;

/* ---- series ---- */

/* Begins with a series; false, after a report, where its name is none. */
static bool begin_series(support_reader *reader, const char *name, const char *codename,
                         const relcal_node *node)
{
    relcal_source_reader *source = reader->source;
    const char *id = relcal_import_series(source->arena, source->owner, reader->format, name);
    relcal_about *about = id == NULL ? NULL : relcal_source_about(source, id);
    if (about == NULL) {
        SOURCE_FAULT(source, PLACE(node), "%s is no id of a series", QUOTE(node));
        return false;
    }
    reader->names = (relcal_import_names){.name = name, .series = id, .codename = codename};
    about->codename = codename;
    relcal_import_describe(source->arena, source->owner, reader->format, &reader->names, about);
    return true;
}

/* ---- dates ---- */

/* Takes off what is finer than a precision: the source makes it up. */
static void coarsen(relcal_item *item, const char *precision)
{
    char text[RELCAL_DATE_BYTES];
    relcal_date day = relcal_when_date(&item->when);
    if (precision == NULL || item->is_illegible || !relcal_date_is_valid(day) ||
        (item->when.precision != RELCAL_PRECISION_DAY &&
         item->when.precision != RELCAL_PRECISION_MOMENT)) {
        return;
    }
    size_t length = strlen(precision[0] == 'd'   ? "2028-10-31"
                           : precision[0] == 'm' ? "2028-10"
                                                 : "2028");
    (void)relcal_when_parse(&item->when, relcal_date_format(day, text), length, NULL);
}

/* Reads a date that may be a moment with a space in it, "2026-08-18 13:00:00+00:00". Such a one at
 * midnight is a day: its format knows no other way to say one. */
static void read_moment(relcal_source_reader *source, const relcal_node *value, relcal_item *item)
{
    static const char midnight[] = "T00:00:00Z";
    static const char zone[] = "+00:00";
    const size_t day_length = strlen("2026-08-18");
    relcal_node copy = *value;
    if (value->kind == RELCAL_NODE_TEXT && value->length > day_length + sizeof zone &&
        value->text[day_length] == ' ') {
        char *text = relcal_arena_copy_text(source->arena, value->text, value->length);
        size_t head = value->length - strlen(zone);
        text[day_length] = 'T';
        if (strcmp(text + head, zone) == 0) {
            text[head] = 'Z';
            text[head + 1] = '\0';
        }
        if (strcmp(text + day_length, midnight) == 0) {
            text[day_length] = '\0';
        }
        copy.text = text;
        copy.length = strlen(text);
    }
    (void)relcal_json_read_when(source, &copy, item);
}

/* Reads the date of a word into the milestone that is meant by it. NULL where there is none, after
 * a report if a word is not understood. */
static relcal_item *read_date(support_reader *reader, const relcal_node *value, const char *word)
{
    relcal_source_reader *source = reader->source;
    relcal_import_meaning meaning;
    if (!relcal_import_find(source->arena, source->owner, reader->format, word, &meaning)) {
        SOURCE_FAULT(source, PLACE(value->key),
                     "%s is not understood and left out; the imports of a project.yaml say what is "
                     "meant",
                     QUOTE(value->key));
        return NULL;
    }
    if (meaning.is_ignored || relcal_json_filled_text(source, value) == NULL) {
        return NULL;
    }
    const char *id = relcal_import_milestone(source->arena, source->owner, &meaning,
                                             &reader->names);
    if (id == NULL) {
        SOURCE_FAULT(source, PLACE(value), "no id of a milestone becomes of %s with this", word);
        return NULL;
    }
    relcal_item *item = relcal_json_add_item(source, reader->names.series, id, value);
    if (item != NULL) {
        read_moment(source, value, item);
        coarsen(item, meaning.precision);
        item->kind = meaning.kind;
        item->number = meaning.number >= 0 ? meaning.number : item->number;
    }
    return item;
}

/* ---- a schedule.json ---- */

static void read_schedule_series(support_reader *reader, const relcal_node *entry)
{
    const relcal_node *codename = relcal_json_member(entry, "codename");
    const char *name = entry->key->text + (entry->key->text[0] == 'v');
    const char *called = codename == NULL ? NULL
                                          : relcal_json_filled_text(reader->source, codename);
    if (!begin_series(reader, name, called, entry->key)) {
        return;
    }
    for (const relcal_node *value = entry->first; value != NULL && !reader->source->is_unusable;
         value = value->next) {
        if (value != codename && value->kind != RELCAL_NODE_FAULTY) {
            (void)read_date(reader, value, value->key->text);
        }
    }
}

static void read_schedule(support_reader *reader, const relcal_node *root)
{
    for (const relcal_node *entry = root->first; entry != NULL && !reader->source->is_unusable;
         entry = entry->next) {
        if (relcal_json_is_series(reader->source, entry, RELCAL_NODE_MAPPING)) {
            read_schedule_series(reader, entry);
        }
    }
    reader->source->is_whole = reader->source->faults->count == 0;
}

/* ---- a product of the endoflife API ---- */

/* The dates of a release, and what says whether they have come. */
static const struct {
    const char *word;
    const char *flag; /* NULL: nothing does */
} release_dates[] = {
    {"releaseDate", NULL},  {"ltsFrom", "isLts"},
    {"eoasFrom", "isEoas"}, {"discontinuedFrom", "isDiscontinued"},
    {"eolFrom", "isEol"},   {"eoesFrom", "isEoes"},
};

static bool is_text(const relcal_node *value, const char *text)
{
    return value != NULL && value->kind == RELCAL_NODE_TEXT && strcmp(value->text, text) == 0;
}

/* Whether a project's imports, or the format where nobody has written any, take in a word. */
static bool is_taken(const support_reader *reader, const char *word)
{
    relcal_import_meaning meaning;
    const relcal_source_reader *source = reader->source;
    return relcal_import_find(source->arena, source->owner, reader->format, word, &meaning) &&
           !meaning.is_ignored;
}

static void read_release_date(support_reader *reader, const relcal_node *release, size_t row)
{
    relcal_source_reader *source = reader->source;
    const relcal_node *value = relcal_json_member(release, release_dates[row].word);
    const relcal_node *flag = release_dates[row].flag == NULL
                                  ? NULL
                                  : relcal_json_member(release, release_dates[row].flag);
    if (value == NULL || !is_taken(reader, release_dates[row].word)) {
        return;
    }
    relcal_item *item = read_date(reader, value, release_dates[row].word);
    bool is_over = is_text(flag, "true") && strncmp(release_dates[row].word, "eo", 2) == 0;
    if (item != NULL && is_text(flag, "false")) {
        item->state = RELCAL_ITEM_EXPECTED;
    } else if (is_over && relcal_json_filled_text(source, value) == NULL) {
        SOURCE_FAULT(source, PLACE(flag), "%s of %s is true, and no day says since when",
                     release_dates[row].flag, reader->names.name);
    }
}

/* The newest release of a series, where a project wants it. */
static void read_latest(support_reader *reader, const relcal_node *latest)
{
    relcal_source_reader *source = reader->source;
    relcal_import_meaning meaning;
    const relcal_node *date = latest == NULL ? NULL : relcal_json_member(latest, "date");
    const relcal_node *name = latest == NULL ? NULL : relcal_json_member(latest, "name");
    if (date == NULL || name == NULL || !is_taken(reader, "latest")) {
        return;
    }
    reader->names.version = relcal_json_filled_text(source, name);
    (void)relcal_import_find(source->arena, source->owner, reader->format, "latest", &meaning);
    const char *id = relcal_import_milestone(source->arena, source->owner, &meaning,
                                             &reader->names);
    bool is_first = id != NULL && relcal_source_find(source, reader->names.series, id) != NULL;
    if (!is_first) {
        (void)read_date(reader, date, "latest");
    }
}

static void read_release(support_reader *reader, const relcal_node *release)
{
    relcal_source_reader *source = reader->source;
    const relcal_node *name = relcal_json_member(release, "name");
    const relcal_node *codename = relcal_json_member(release, "codename");
    const char *called = name == NULL ? NULL : relcal_json_filled_text(source, name);
    if (called == NULL) {
        SOURCE_FAULT(source, PLACE(release),
                     "not a release; write {\"name\": ..., "
                     "\"releaseDate\": ..., \"eolFrom\": ...}");
        return;
    }
    if (!begin_series(reader, called,
                      codename == NULL ? NULL : relcal_json_filled_text(source, codename), name)) {
        return;
    }
    for (size_t row = 0; row < sizeof release_dates / sizeof release_dates[0]; row++) {
        read_release_date(reader, release, row);
    }
    read_latest(reader, relcal_json_member(release, "latest"));
}

/* Finds the project that a product is; false, after a report, where it has no good name. */
static bool find_product(support_reader *reader, const relcal_node *result)
{
    relcal_source_reader *source = reader->source;
    const relcal_node *name = relcal_json_member(result, "name");
    const char *product = name == NULL ? NULL : relcal_json_filled_text(source, name);
    if (source->wanted != NULL) {
        return true;
    }
    if (product == NULL || !relcal_source_is_id(product, strlen(product))) {
        SOURCE_FAULT(source, PLACE(result), "the product has no name that is an id");
        return false;
    }
    return true;
}

static void read_product(support_reader *reader, const relcal_node *root)
{
    relcal_source_reader *source = reader->source;
    const relcal_node *result = relcal_json_member(root, "result");
    const relcal_node *version = relcal_json_member(root, "schema_version");
    const relcal_node *releases = result == NULL ? NULL : relcal_json_member(result, "releases");
    if (version != NULL && version->kind == RELCAL_NODE_TEXT && version->text[0] != '1') {
        SOURCE_FAULT(source, PLACE(version), "version %s of the format is not known; 1 is",
                     QUOTE(version));
    }
    if (releases == NULL || releases->kind != RELCAL_NODE_LIST || !find_product(reader, result)) {
        SOURCE_FAULT(source, PLACE(root),
                     "not a product; write {\"result\": {\"name\": ..., \"releases\": [...]}}");
        source->is_unusable = true;
        return;
    }
    for (const relcal_node *release = releases->first; release != NULL && !source->is_unusable;
         release = release->next) {
        if (release->kind != RELCAL_NODE_FAULTY) {
            read_release(reader, release);
        }
    }
}

/* ---- the schedule of a train ---- */

static void read_train(support_reader *reader, const relcal_node *root)
{
    relcal_source_reader *source = reader->source;
    const relcal_node *version = relcal_json_member(root, "version");
    const char *name = version == NULL ? NULL : relcal_json_filled_text(source, version);
    if (name == NULL || !begin_series(reader, name, NULL, version)) {
        SOURCE_FAULT(source, PLACE(root), "whose dates these are is not said; write \"version\"");
        source->is_unusable = true;
        return;
    }
    for (const relcal_node *value = root->first; value != NULL && !source->is_unusable;
         value = value->next) {
        relcal_item *item = value == version || value->kind == RELCAL_NODE_FAULTY
                                ? NULL
                                : read_date(reader, value, value->key->text);
        if (item != NULL) {
            item->state = RELCAL_ITEM_EXPECTED; /* it is a plan, also of days that have passed */
        }
    }
    source->is_whole = source->faults->count == 0;
}

/* ---- the whole ---- */

/* Finds the project of a product by the name that the source has for it. */
static void find_owner(relcal_source_reader *source, const char *format, const relcal_node *root)
{
    const relcal_node *result = relcal_json_member(root, "result");
    const relcal_node *name = result == NULL ? NULL : relcal_json_member(result, "name");
    if (name == NULL || name->kind != RELCAL_NODE_TEXT) {
        return;
    }
    source->owner = relcal_import_product(source->known, format, name->text);
    source->project = source->owner != NULL ? relcal_project_id(source->owner) : name->text;
}

void relcal_source_read_support(relcal_source_reader *source, relcal_import_format format)
{
    support_reader reader = {.source = source, .format = relcal_import_format_name(format)};
    const relcal_node *root = relcal_json_parse(source);
    if (root == NULL) {
        return;
    }
    if (format == RELCAL_IMPORT_ENDOFLIFE && source->wanted == NULL) {
        find_owner(source, reader.format, root);
    }
    if (source->owner != NULL && !relcal_import_is_told(source->owner, reader.format)) {
        SOURCE_FAULT(source, PLACE(root),
                     "what this means to project %s is not said; write imports of format %s into "
                     "its project.yaml",
                     source->project, reader.format);
        source->is_unusable = true;
        return;
    }
    source->is_partial = true;
    if (format == RELCAL_IMPORT_SCHEDULE_JSON) {
        read_schedule(&reader, root);
    } else if (format == RELCAL_IMPORT_ENDOFLIFE) {
        read_product(&reader, root);
    } else {
        read_train(&reader, root);
    }
}
