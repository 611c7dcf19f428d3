/*
 * What the words of a source mean to a project, by the rows of its imports; image.h says what they
 * hold. A project that is not known has the words of the formats themselves.
 */
#include "import_map.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "fields.h"

/* The longest text that becomes of a template. */
#define FILLED_BYTES 128

/* ---- rows ---- */

/* A row of the imports of a project. */
typedef struct import_row {
    relcal_import_row_kind what;
    const char *key;
    const char *id;
    const relcal_offset *texts;
} import_row;

static bool row_at(const relcal_project *project, size_t index, import_row *out)
{
    const relcal_offset *items = relcal_follow(&project->imports.items);
    if ((index + 1) * RELCAL_IMPORT_ROW_TEXTS > project->imports.count) {
        return false;
    }
    out->texts = items + index * RELCAL_IMPORT_ROW_TEXTS;
    const char *what = relcal_follow(&out->texts[RELCAL_IMPORT_ROW_WHAT]);
    out->what = (relcal_import_row_kind)(what[0] - '0');
    out->key = relcal_follow(&out->texts[RELCAL_IMPORT_ROW_KEY]);
    out->id = relcal_follow(&out->texts[RELCAL_IMPORT_ROW_ID]);
    return true;
}

/* The next row of a format from an index on, which is moved behind it; false where there is none.
 * The row of the format itself is the first. */
static bool next_row(const relcal_project *project, const char *format, size_t *index,
                     import_row *out)
{
    if (*index == 0) {
        while (row_at(project, *index, out) &&
               (out->what != RELCAL_IMPORT_ROW_FORMAT || strcmp(out->key, format) != 0)) {
            ++*index;
        }
        return row_at(project, (*index)++, out);
    }
    return row_at(project, (*index)++, out) && out->what != RELCAL_IMPORT_ROW_FORMAT;
}

bool relcal_import_is_told(const relcal_project *project, const char *format)
{
    size_t index = 0;
    import_row row;
    return next_row(project, format, &index, &row);
}

const relcal_project *relcal_import_owner(const relcal_catalog *known, const char *format)
{
    const relcal_project *owner = NULL;
    const relcal_project *project;
    for (size_t index = 0;
         known != NULL && (project = relcal_catalog_project_at(known, index)) != NULL; index++) {
        if (relcal_import_is_told(project, format)) {
            if (owner != NULL) {
                return NULL;
            }
            owner = project;
        }
    }
    return owner;
}

/* Whether the imports of a project say that a format calls it by a name. */
static bool is_called(const relcal_project *project, const char *format, const char *product)
{
    size_t index = 0;
    import_row row;
    while (next_row(project, format, &index, &row)) {
        if (row.what == RELCAL_IMPORT_ROW_PRODUCT && strcmp(row.id, product) == 0) {
            return true;
        }
    }
    return false;
}

const relcal_project *relcal_import_product(const relcal_catalog *known, const char *format,
                                            const char *product)
{
    const relcal_project *project;
    for (size_t index = 0;
         known != NULL && (project = relcal_catalog_project_at(known, index)) != NULL; index++) {
        if (is_called(project, format, product)) {
            return project;
        }
    }
    return known == NULL ? NULL : relcal_catalog_project(known, product);
}

bool relcal_project_feed_at(const relcal_project *project, size_t index, relcal_feed *out)
{
    size_t at = 0;
    import_row row;
    relcal_feed feed = {0};
    bool is_found = false;
    while (next_row(project, RELCAL_CALENDAR_FORMAT, &at, &row)) {
        if (row.what == RELCAL_IMPORT_ROW_MARK) {
            feed.mark = row.key;
        } else if (row.what == RELCAL_IMPORT_ROW_REMARK) {
            feed.remark = row.key;
        } else if (row.what == RELCAL_IMPORT_ROW_SUMMARY && index-- == 0) {
            feed.pattern = row.key;
            is_found = true;
        }
    }
    if (is_found) {
        *out = feed;
    }
    return is_found;
}

/* ---- templates ---- */

/* The first word of a codename in small letters: what people call it by. */
static size_t put_codename(const char *codename, char out[FILLED_BYTES])
{
    size_t length = 0;
    while (codename[length] != '\0' && codename[length] != ' ' && length + 1 < FILLED_BYTES) {
        char letter = codename[length];
        out[length++] = letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a') : letter;
    }
    return length;
}

/* What stands for a variable: its length, 0 where it is not said. */
static size_t put_variable(const char *variable, size_t length, const relcal_import_names *names,
                           char out[FILLED_BYTES])
{
    const struct {
        const char *variable;
        const char *text;
    } rows[] = {
        {"name", names->name},     {"major", names->name},      {"series", names->series},
        {"number", names->number}, {"version", names->version}, {"codename", names->codename},
    };
    size_t index = 0;
    while (index < sizeof rows / sizeof rows[0] &&
           (strlen(rows[index].variable) != length ||
            memcmp(rows[index].variable, variable, length) != 0)) {
        index++;
    }
    const char *text = index < sizeof rows / sizeof rows[0] ? rows[index].text : NULL;
    if (text == NULL) {
        return 0;
    }
    if (text == names->codename) {
        return put_codename(text, out);
    }
    size_t filled = strcmp(rows[index].variable, "major") == 0 ? strcspn(text, ".") : strlen(text);
    if (filled >= FILLED_BYTES) {
        return 0;
    }
    memcpy(out, text, filled);
    return filled;
}

/* Fills in a template; NULL where a variable is not said, or the text gets too long. */
static const char *fill_in(relcal_arena *arena, const char *template,
                           const relcal_import_names *names)
{
    char text[FILLED_BYTES];
    char value[FILLED_BYTES];
    size_t length = 0;
    while (*template != '\0') {
        const char *end = *template == '{' ? strchr(template, '}') : NULL;
        size_t filled = 1;
        value[0] = *template;
        if (end != NULL) {
            filled = put_variable(template + 1, (size_t)(end - template) - 1, names, value);
        }
        if (filled == 0 || length + filled >= sizeof text) {
            return NULL;
        }
        memcpy(text + length, value, filled);
        length += filled;
        template = end != NULL ? end + 1 : template + 1;
    }
    return relcal_arena_copy_text(arena, text, length);
}

static const char *fill_in_id(relcal_arena *arena, const char *template,
                              const relcal_import_names *names)
{
    const char *id = fill_in(arena, template, names);
    return id != NULL && relcal_source_is_id(id, strlen(id)) ? id : NULL;
}

/* ---- series ---- */

static bool is_alias(const relcal_series *series, const char *name)
{
    const char *alias;
    for (size_t index = 0; (alias = relcal_series_alias_at(series, index)) != NULL; index++) {
        if (strcmp(alias, name) == 0) {
            return true;
        }
    }
    return false;
}

/* The series of a project with an id or another name of its own, or NULL. */
static const relcal_series *find_series(const relcal_project *project, const char *name)
{
    const relcal_series *series = relcal_project_series(project, name);
    for (size_t index = 0; series == NULL && index < relcal_project_series_count(project);
         index++) {
        const relcal_series *other = relcal_project_series_at(project, index);
        series = is_alias(other, name) ? other : NULL;
    }
    return series;
}

const char *relcal_import_series(relcal_arena *arena, const relcal_project *project,
                                 const char *format, const char *name)
{
    size_t index = 0;
    import_row row;
    const char *id = name;
    if (project != NULL && next_row(project, format, &index, &row) && row.id != NULL) {
        id = fill_in_id(arena, row.id, &(relcal_import_names){.name = name});
    }
    if (id == NULL || !relcal_source_is_id(id, strlen(id))) {
        return NULL;
    }
    const relcal_series *known = project == NULL ? NULL : find_series(project, id);
    return known == NULL ? id : relcal_series_id(known);
}

void relcal_import_describe(relcal_arena *arena, const relcal_project *project, const char *format,
                            const relcal_import_names *names, relcal_about *about)
{
    size_t index = 0;
    import_row row;
    about->alias_count = 0;
    while (project != NULL && next_row(project, format, &index, &row)) {
        if (row.what == RELCAL_IMPORT_ROW_BRANCH) {
            about->branch = fill_in(arena, row.id, names);
        } else if (row.what == RELCAL_IMPORT_ROW_ALIAS && about->alias_count < SOURCE_ALIASES) {
            const char *alias = fill_in_id(arena, row.id, names);
            about->aliases[about->alias_count] = alias;
            about->alias_count += alias != NULL && strcmp(alias, names->series) != 0;
        }
    }
}

/* ---- milestones ---- */

/* What words mean to a project that nobody described. */
static const struct {
    const char *format;
    const char *word;
    const char *id;
    const char *kind;
} own_words[] = {
    {"endoflife", "releaseDate", "release", "final"},
    {"endoflife", "ltsFrom", "lts", NULL},
    {"endoflife", "eoasFrom", "end-of-active-support", NULL},
    {"endoflife", "eolFrom", "end-of-life", NULL},
    {"endoflife", "eoesFrom", "end-of-extended-support", NULL},
    {"endoflife", "discontinuedFrom", "discontinued", NULL},
    {"schedule-json", "end", "end-of-life", NULL},
    {"train", "release", "release", "final"},
};

/* Finds what a format itself means by a word: its words are ids, a hyphen for each underline. */
static bool find_own(relcal_arena *arena, const char *format, const char *word,
                     relcal_import_meaning *out)
{
    for (size_t index = 0; index < sizeof own_words / sizeof own_words[0]; index++) {
        if (strcmp(own_words[index].format, format) == 0 &&
            strcmp(own_words[index].word, word) == 0) {
            *out = (relcal_import_meaning){
                .id = own_words[index].id, .kind = own_words[index].kind, .number = -1};
            return true;
        }
    }
    char *id = relcal_arena_copy_text(arena, word, strlen(word));
    for (char *underline = strchr(id, '_'); underline != NULL; underline = strchr(underline, '_')) {
        *underline = '-';
    }
    *out = (relcal_import_meaning){.id = id, .number = -1};
    return strcmp(format, "endoflife") != 0 && relcal_source_is_id(id, strlen(id));
}

/* Whether a word is a key in which a star stands for anything, in any case. */
static bool is_like(const char *key, const char *word)
{
    const char *star = NULL;
    const char *behind = NULL; /* of the word, what the star may yet take */
    while (*word != '\0') {
        if (*key == '*') {
            star = key++;
            behind = word;
        } else if (*key != '\0' && strncasecmp(key, word, 1) == 0) {
            key++;
            word++;
        } else if (star != NULL) {
            key = star + 1;
            word = ++behind;
        } else {
            return false;
        }
    }
    return key[strspn(key, "*")] == '\0';
}

/* Whether a word is the key of a row; the digits for its {number} at the end are given out. */
static bool is_word(const char *key, const char *word, const char **number)
{
    static const char variable[] = "{number}";
    size_t length = strlen(key);
    size_t tail = sizeof variable - 1;
    *number = NULL;
    if (length <= tail || strcmp(key + length - tail, variable) != 0) {
        return is_like(key, word);
    }
    length -= tail;
    *number = strncmp(key, word, length) == 0 ? word + length : "";
    return **number != '\0' && strlen(*number) < 4 &&
           strspn(*number, "0123456789") == strlen(*number);
}

bool relcal_import_find(relcal_arena *arena, const relcal_project *project, const char *format,
                        const char *word, relcal_import_meaning *out)
{
    size_t index = 0;
    import_row row;
    const char *number = NULL;
    if (project == NULL) {
        return find_own(arena, format, word, out);
    }
    while (next_row(project, format, &index, &row)) {
        bool is_milestone = row.what == RELCAL_IMPORT_ROW_MILESTONE;
        if ((is_milestone || row.what == RELCAL_IMPORT_ROW_IGNORED) &&
            is_word(row.key, word, &number)) {
            const char *own_number = relcal_follow(&row.texts[RELCAL_IMPORT_ROW_NUMBER]);
            *out = (relcal_import_meaning){
                .id = row.id,
                .kind = relcal_follow(&row.texts[RELCAL_IMPORT_ROW_MILESTONE_KIND]),
                .means = relcal_follow(&row.texts[RELCAL_IMPORT_ROW_MEANS]),
                .precision = relcal_follow(&row.texts[RELCAL_IMPORT_ROW_PRECISION]),
                .title = relcal_follow(&row.texts[RELCAL_IMPORT_ROW_TITLE]),
                .scope = relcal_follow(&row.texts[RELCAL_IMPORT_ROW_SCOPE]),
                .number_in_word = number,
                .number = own_number == NULL ? -1 : (int32_t)strtol(own_number, NULL, 10),
                .is_ignored = !is_milestone,
            };
            return true;
        }
    }
    return false;
}

/* The milestone with which a series reaches a kind, be it called as it may, or NULL. */
static const relcal_milestone *find_meant(const relcal_series *series, const char *kind)
{
    const relcal_milestone *milestone;
    for (size_t index = 0; (milestone = relcal_series_milestone_at(series, index)) != NULL;
         index++) {
        if (milestone->first_release && milestone->state != RELCAL_WITHDRAWN &&
            strcmp(relcal_milestone_kind(milestone), kind) == 0) {
            return milestone;
        }
    }
    return NULL;
}

const char *relcal_import_milestone(relcal_arena *arena, const relcal_project *project,
                                    const relcal_import_meaning *meaning,
                                    const relcal_import_names *names)
{
    const relcal_series *series = project == NULL || meaning->means == NULL
                                      ? NULL
                                      : relcal_project_series(project, names->series);
    const relcal_milestone *known = series == NULL ? NULL : find_meant(series, meaning->means);
    relcal_import_names with_number = *names;
    with_number.number = meaning->number_in_word;
    return known != NULL ? relcal_milestone_id(known)
                         : fill_in_id(arena, meaning->id, &with_number);
}

const char *relcal_import_title(relcal_arena *arena, const relcal_import_meaning *meaning,
                                const relcal_import_names *names)
{
    return meaning->title == NULL ? NULL : fill_in(arena, meaning->title, names);
}
