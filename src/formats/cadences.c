/*
 * What project.yaml says about how plans are made. A cadence is kept as texts, each of which was
 * read once here, so that all that can be wrong with it is told with its place: rules and days that
 * are none, names that no rule is for, rules that hang on each other in a circle.
 */
#include "cadences.h"

#include <stdio.h>
#include <string.h>

#include "avoid.h"
#include "date_rule.h"
#include "names.h"
#include "relcal/limits.h"

/* How many days a plan may be off its rule where the file does not say. */
#define USUAL_TOLERANCE 7

/* Rules up to this length are printed once. */
#define USUAL_RULE_BYTES 128

/* ---- rows of texts ---- */

/* Room for rows of texts, one for each child of a node or for the node itself; "" stands for what
 * is not said. */
static void begin_rows(relcal_field_reader *reader, const relcal_node *node,
                       relcal_draft_words *words, size_t text_count)
{
    size_t rows = 1;
    for (const relcal_node *child = node->first; child != NULL; child = child->next) {
        rows += rows < RELCAL_MAX_CADENCE_LISTS;
    }
    words->items = relcal_arena_allocate(reader->arena, rows * text_count * sizeof *words->items);
    words->count = 0;
}

/* False, reported, where there is no room for another row. */
static bool has_room(relcal_field_reader *reader, const relcal_node *node,
                     const relcal_draft_words *words, size_t text_count)
{
    bool is_full = words->count == RELCAL_MAX_CADENCE_LISTS * text_count;
    if (is_full) {
        ADD_FAULT(reader, RELCAL_ERROR_LIMIT, node, "more than %d entries; write fewer",
                  RELCAL_MAX_CADENCE_LISTS);
    }
    return !is_full;
}

static void add_row(relcal_draft_words *words, const char *const *texts, size_t text_count)
{
    for (size_t index = 0; index < text_count; index++) {
        words->items[words->count++] = texts[index];
    }
}

/* ---- rules ---- */

/* Reads a rule; its normal form, or NULL where it is none, which is then reported. */
static const char *take_rule(relcal_field_reader *reader, const relcal_node *node)
{
    relcal_rule_scratch scratch;
    relcal_error error;
    const char *text = relcal_field_take_text(reader, node);
    if (text == NULL) {
        return NULL;
    }
    if (relcal_rule_read(&scratch, text, node->length, &error) != RELCAL_OK) {
        relcal_field_refuse_date(reader, node, &error);
        return NULL;
    }
    char short_text[USUAL_RULE_BYTES];
    size_t length = relcal_rule_print(&scratch.rule, short_text, sizeof short_text);
    if (length < sizeof short_text) {
        return relcal_arena_copy_text(reader->arena, short_text, length);
    }
    char *printed = relcal_arena_allocate(reader->arena, length + 1);
    (void)relcal_rule_print(&scratch.rule, printed, length + 1);
    return printed;
}

static void read_rule_text(relcal_field_reader *reader, const relcal_node *node, void *target)
{
    const char *text = take_rule(reader, node);
    if (text != NULL) {
        *(const char **)target = text;
    }
}

/* Reads "7" or "7..8", [1, RELCAL_MAX_REPEATS]. */
static void read_count(relcal_field_reader *reader, const relcal_node *node, void *target)
{
    unsigned least = 0;
    unsigned most = 0;
    char rest;
    const char *text = relcal_field_take_text(reader, node);
    if (text == NULL) {
        return;
    }
    size_t digits = strspn(text, "0123456789");
    bool is_one = digits == node->length;
    int read = digits == 0 || digits > 4 ? 0 : sscanf(text, "%4u..%4u%c", &least, &most, &rest);
    most = is_one ? least : most;
    if (read != (is_one ? 1 : 2) || least == 0 || most < least || most > RELCAL_MAX_REPEATS) {
        ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, node,
                  "%s is no count; write a number such as 7, or a range such as 7..8, up to %d",
                  QUOTE(node), RELCAL_MAX_REPEATS);
    }
    *(const char **)target = relcal_field_keep_text(reader, text);
}

/* Reads what ids are made of, by making one. */
static void read_template(relcal_field_reader *reader, const relcal_node *node, void *target)
{
    char id[RELCAL_MAX_SCALAR_BYTES];
    const char *text = relcal_field_take_text(reader, node);
    if (text == NULL) {
        return;
    }
    size_t length = relcal_cadence_id_of("b1", text, "", "1", 1, id, sizeof id);
    if (length >= sizeof id || !relcal_field_is_id(id, length)) {
        ADD_FAULT(
            reader, RELCAL_ERROR_SYNTAX, node,
            "%s makes no id; write letters, digits and . _ - + ~ around {series}, {stage} and "
            "{number}",
            QUOTE(node));
        return;
    }
    *(const char **)target = relcal_field_keep_text(reader, text);
}

/* The texts of one row while its keys are read. */
typedef struct row_draft {
    const char *rule[RELCAL_CADENCE_RULE_TEXTS];
    bool asked;
} row_draft;

TARGET_READER(read_row_rule, row_draft, read_rule_text, rule[RELCAL_CADENCE_RULE_TEXT])
TARGET_READER(read_row_id, row_draft, read_template, rule[RELCAL_CADENCE_RULE_ID])
TARGET_READER(read_row_note, row_draft, relcal_field_read_text, rule[RELCAL_CADENCE_RULE_NOTE])
TARGET_READER(read_row_count, row_draft, read_count, rule[RELCAL_CADENCE_RULE_COUNT])
TARGET_READER(read_row_asked, row_draft, relcal_field_read_yes_or_no, asked)

static const relcal_field row_fields[] = {
    {"rule", read_row_rule, true},    {"id", read_row_id, false},
    {"note", read_row_note, false},   {"count", read_row_count, false},
    {"asked", read_row_asked, false},
};

/* Whether a rule that repeats has an end and an id for each milestone. */
static void check_repeating(relcal_field_reader *reader, const relcal_node *node,
                            const row_draft *draft, const relcal_date_rule *rule)
{
    const relcal_rule_part *from = &rule->parts[rule->parts[rule->root].first];
    const char *name = draft->rule[RELCAL_CADENCE_RULE_NAME];
    const char *id = draft->rule[RELCAL_CADENCE_RULE_ID];
    char one[RELCAL_MAX_SCALAR_BYTES];
    char other[RELCAL_MAX_SCALAR_BYTES];
    (void)relcal_cadence_id_of(name, id == NULL ? "" : id, "", "", 1, one, sizeof one);
    (void)relcal_cadence_id_of(name, id == NULL ? "" : id, "", "", 2, other, sizeof other);
    if (strcmp(one, other) == 0) {
        ADD_FAULT(reader, RELCAL_ERROR_DATA, node,
                  "all milestones of the rule for %s have one id; write an id with {number} in it",
                  name);
    }
    if (from->next < 0 && draft->rule[RELCAL_CADENCE_RULE_COUNT] == NULL) {
        ADD_FAULT(reader, RELCAL_ERROR_DATA, node,
                  "the rule for %s has no end; write until behind it, or count beside it", name);
    }
}

static void check_row(relcal_field_reader *reader, const relcal_node *node, const row_draft *draft)
{
    static const char every[] = "every ";
    relcal_rule_scratch scratch;
    const char *text = draft->rule[RELCAL_CADENCE_RULE_TEXT];
    if (strncmp(text, every, sizeof every - 1) == 0) {
        if (relcal_rule_read(&scratch, text, strlen(text), NULL) == RELCAL_OK) {
            check_repeating(reader, node, draft, &scratch.rule);
        }
    } else if (draft->rule[RELCAL_CADENCE_RULE_COUNT] != NULL) {
        ADD_FAULT(reader, RELCAL_ERROR_DATA, node,
                  "a rule that gives one day has a count; leave it out, or write every");
    }
}

static void read_row(relcal_field_reader *reader, const relcal_node *node,
                     relcal_draft_words *words)
{
    row_draft draft = {.asked = false};
    relcal_node name = *node->key;
    bool was_optional = reader->is_optional;
    relcal_field_read_id(reader, &name, &draft.rule[RELCAL_CADENCE_RULE_NAME]);
    if (node->kind == RELCAL_NODE_MAPPING) {
        (void)relcal_field_read_all(reader, node, "a rule of a cadence", row_fields,
                                    FIELD_COUNT(row_fields), &draft);
    } else {
        reader->is_optional = false;
        read_rule_text(reader, node, &draft.rule[RELCAL_CADENCE_RULE_TEXT]);
        reader->is_optional = was_optional;
    }
    const char *rule = draft.rule[RELCAL_CADENCE_RULE_TEXT];
    if (rule == NULL || draft.rule[RELCAL_CADENCE_RULE_NAME] == NULL) {
        return;
    }
    check_row(reader, node, &draft);
    draft.rule[RELCAL_CADENCE_RULE_ASKED] = draft.asked ? "yes" : NULL;
    add_row(words, draft.rule, RELCAL_CADENCE_RULE_TEXTS);
}

static void read_rules(relcal_field_reader *reader, const relcal_node *node, void *target)
{
    relcal_draft_cadence *cadence = target;
    begin_rows(reader, node, &cadence->rules, RELCAL_CADENCE_RULE_TEXTS);
    if (node->kind != RELCAL_NODE_MAPPING) {
        if (node->kind != RELCAL_NODE_FAULTY) {
            ADD_FAULT(
                reader, RELCAL_ERROR_SYNTAX, node,
                "rules is %s; write a mapping of milestones to rules, such as {b1: first tuesday "
                "of may}",
                relcal_field_kind_name(node));
        }
        return;
    }
    for (const relcal_node *value = node->first; value != NULL; value = value->next) {
        if (!has_room(reader, value, &cadence->rules, RELCAL_CADENCE_RULE_TEXTS)) {
            return;
        }
        if (value->kind != RELCAL_NODE_FAULTY) {
            read_row(reader, value, &cadence->rules);
        }
    }
}

/* ---- what rules name ---- */

static const char *name_at(const relcal_draft_cadence *cadence, size_t row)
{
    return cadence->rules.items[row * RELCAL_CADENCE_RULE_TEXTS + RELCAL_CADENCE_RULE_NAME];
}

static const char *rule_at(const relcal_draft_cadence *cadence, size_t row)
{
    return cadence->rules.items[row * RELCAL_CADENCE_RULE_TEXTS + RELCAL_CADENCE_RULE_TEXT];
}

static size_t row_count(const relcal_draft_cadence *cadence)
{
    return cadence->rules.count / RELCAL_CADENCE_RULE_TEXTS;
}

/* The row of a kind, from the start or the end on; the number of rows for none. */
static size_t find_extreme(const relcal_draft_cadence *cadence, const char *text, size_t length,
                           int nth)
{
    size_t count = row_count(cadence);
    for (size_t step = 0; step < count; step++) {
        size_t row = nth < 0 ? count - 1 - step : step;
        size_t kind_length;
        if (relcal_cadence_is_kind(relcal_cadence_kind(name_at(cadence, row), &kind_length), text,
                                   length)) {
            return row;
        }
    }
    return count;
}

/* The row that a name in a rule means; the number of rows for none. Most are named as they stand,
 * and what else a name may mean takes longer to find out. */
static size_t find_row(const relcal_draft_cadence *cadence, const char *text, size_t length,
                       int nth)
{
    size_t count = row_count(cadence);
    if (nth != 0) {
        return find_extreme(cadence, text, length, nth);
    }
    for (size_t row = 0; row < count; row++) {
        const char *name = name_at(cadence, row);
        if (strncmp(name, text, length) == 0 && name[length] == '\0') {
            return row;
        }
    }
    size_t row = 0;
    while (row < count && !relcal_cadence_is_named(name_at(cadence, row), text, length) &&
           relcal_cadence_number_of(name_at(cadence, row), text, length) == 0) {
        row++;
    }
    return row;
}

/* The value of a key of a mapping, or the mapping itself where it has none. */
static const relcal_node *value_of(const relcal_node *mapping, const char *key)
{
    for (const relcal_node *value = mapping->first;
         mapping->kind == RELCAL_NODE_MAPPING && value != NULL; value = value->next) {
        if (strcmp(value->key->text, key) == 0) {
            return value;
        }
    }
    return mapping;
}

/* Where the rule of a row stands. */
static const relcal_node *rule_node(const relcal_node *cadence, const char *name)
{
    return value_of(value_of(value_of(cadence, "rules"), name), "rule");
}

/* Says that a rule names what no rule is for. `names`, unless NULL, has a mark for each row, which
 * those that it names get. */
static void check_names(relcal_field_reader *reader, const relcal_node *node,
                        const relcal_draft_cadence *cadence, const char *what, const char *text,
                        bool *names)
{
    relcal_rule_scratch scratch;
    char name[RELCAL_RULE_QUOTE_BYTES];
    if (relcal_rule_read(&scratch, text, strlen(text), NULL) != RELCAL_OK) {
        return;
    }
    const relcal_date_rule *rule = &scratch.rule;
    for (size_t index = 0; index < rule->count; index++) {
        const relcal_rule_part *part = &rule->parts[index];
        if (part->form == RELCAL_RULE_TODAY) {
            ADD_FAULT(reader, RELCAL_ERROR_DATA, node,
                      "the rule for %s, \"%s\", hangs on today; write what gives the same day "
                      "tomorrow",
                      what, text);
        }
        if (part->form != RELCAL_RULE_MILESTONE || part->levels > 0) {
            continue;
        }
        size_t row = find_row(cadence, text + part->name_at, part->name_length, part->nth);
        if (row == row_count(cadence)) {
            ADD_FAULT(reader, RELCAL_ERROR_DATA, node,
                      "the rule for %s, \"%s\", names %s, for which there is no rule; write one, "
                      "or another name",
                      what, text, relcal_rule_quote(rule, part, name));
        } else if (names != NULL) {
            names[row] = true;
        }
    }
}

/* Which rules a rule names, for all of a cadence. */
typedef struct rule_graph {
    const relcal_draft_cadence *cadence;
    bool (*names)[RELCAL_MAX_CADENCE_LISTS]; /* [row][the row that it names] */
    bool is_settled[RELCAL_MAX_CADENCE_LISTS];
} rule_graph;

/* The first row that one names and that is not settled; the number of rows for none. */
static size_t next_open(const rule_graph *graph, size_t row)
{
    size_t target = 0;
    while (target < row_count(graph->cadence) &&
           !(graph->names[row][target] && !graph->is_settled[target])) {
        target++;
    }
    return target;
}

/* Settles each row that names none but settled ones, until no more is. */
static void settle(rule_graph *graph)
{
    bool has_changed = true;
    while (has_changed) {
        has_changed = false;
        for (size_t row = 0; row < row_count(graph->cadence); row++) {
            if (!graph->is_settled[row] && next_open(graph, row) == row_count(graph->cadence)) {
                graph->is_settled[row] = true;
                has_changed = true;
            }
        }
    }
}

/* From a row that leads to a circle onto one that is on it: as many steps as there are rows. */
static size_t step_onto_circle(const rule_graph *graph, size_t row)
{
    for (size_t step = 0; step < row_count(graph->cadence); step++) {
        row = next_open(graph, row);
    }
    return row;
}

/* Checks what all rules name, and that none of them leads back to itself. */
static void check_rules(relcal_field_reader *reader, const relcal_node *node,
                        const relcal_draft_cadence *cadence)
{
    size_t count = row_count(cadence);
    rule_graph graph = {.cadence = cadence};
    graph.names = relcal_arena_allocate(reader->arena, (count + 1) * sizeof *graph.names);
    for (size_t row = 0; row < count; row++) {
        const char *name = name_at(cadence, row);
        check_names(reader, rule_node(node, name), cadence, name, rule_at(cadence, row),
                    graph.names[row]);
    }
    settle(&graph);
    for (size_t row = 0; row < count; row++) {
        if (!graph.is_settled[row]) {
            size_t guilty = step_onto_circle(&graph, row);
            ADD_FAULT(reader, RELCAL_ERROR_DATA, rule_node(node, name_at(cadence, guilty)),
                      "the rule for %s, \"%s\", leads back to itself; let one of the rules on the "
                      "way name something else",
                      name_at(cadence, guilty), rule_at(cadence, guilty));
            return;
        }
    }
}

/* ---- series ---- */

typedef struct series_range {
    const char *texts[RELCAL_CADENCE_SERIES_TEXTS];
} series_range;

TARGET_READER(read_range_first, series_range, relcal_field_read_id,
              texts[RELCAL_CADENCE_SERIES_FIRST])
TARGET_READER(read_range_last, series_range, relcal_field_read_id,
              texts[RELCAL_CADENCE_SERIES_LAST])

static const relcal_field range_fields[] = {
    {"from", read_range_first, false},
    {"to", read_range_last, false},
};

static void read_range(relcal_field_reader *reader, const relcal_node *node,
                       relcal_draft_words *words)
{
    series_range range = {{NULL}};
    if (node->kind == RELCAL_NODE_MAPPING) {
        (void)relcal_field_read_all(reader, node, "a range of series", range_fields,
                                    FIELD_COUNT(range_fields), &range);
    } else {
        relcal_field_read_id(reader, node, &range.texts[RELCAL_CADENCE_SERIES_FIRST]);
        range.texts[RELCAL_CADENCE_SERIES_LAST] = range.texts[RELCAL_CADENCE_SERIES_FIRST];
    }
    const char *first = range.texts[RELCAL_CADENCE_SERIES_FIRST];
    const char *last = range.texts[RELCAL_CADENCE_SERIES_LAST];
    if (first != NULL && last != NULL && relcal_compare_ids(first, last) > 0) {
        ADD_FAULT(reader, RELCAL_ERROR_DATA, node, "no series is from %s to %s; swap them", first,
                  last);
    } else if (first != NULL || last != NULL) {
        add_row(words, range.texts, RELCAL_CADENCE_SERIES_TEXTS);
    }
}

static void read_series(relcal_field_reader *reader, const relcal_node *node, void *target)
{
    relcal_draft_cadence *cadence = target;
    begin_rows(reader, node, &cadence->series, RELCAL_CADENCE_SERIES_TEXTS);
    if (node->kind != RELCAL_NODE_LIST) {
        read_range(reader, node, &cadence->series);
        return;
    }
    for (const relcal_node *child = node->first; child != NULL; child = child->next) {
        if (!has_room(reader, child, &cadence->series, RELCAL_CADENCE_SERIES_TEXTS)) {
            return;
        }
        read_range(reader, child, &cadence->series);
    }
}

/* ---- days to avoid ---- */

typedef struct avoided_draft {
    const char *texts[RELCAL_CADENCE_AVOID_TEXTS];
} avoided_draft;

static void read_avoided_days(relcal_field_reader *reader, const relcal_node *node, void *target)
{
    avoided_draft *draft = target;
    relcal_avoided_days days;
    relcal_error error;
    const relcal_avoided entry = {.days = relcal_field_take_text(reader, node)};
    if (entry.days == NULL) {
        return;
    }
    if (relcal_avoided_read(NULL, &entry, &days, &error) != RELCAL_OK) {
        relcal_field_refuse_date(reader, node, &error);
        return;
    }
    draft->texts[RELCAL_CADENCE_AVOID_DAYS] = relcal_field_keep_text(reader, entry.days);
}

static void read_instead(relcal_field_reader *reader, const relcal_node *node, void *target)
{
    avoided_draft *draft = target;
    const char *text = relcal_field_take_text(reader, node);
    if (text != NULL && relcal_instead_by_name(text) < 0) {
        ADD_FAULT(reader, RELCAL_ERROR_DATA, node,
                  "%s is nothing to do instead; write next working day, previous working day, a "
                  "week earlier or same weekday after",
                  QUOTE(node));
    } else if (text != NULL) {
        draft->texts[RELCAL_CADENCE_AVOID_INSTEAD] = relcal_field_keep_text(reader, text);
    }
}

TARGET_READER(read_avoided_name, avoided_draft, relcal_field_read_text,
              texts[RELCAL_CADENCE_AVOID_NAME])

static const relcal_field avoided_fields[] = {
    {"name", read_avoided_name, true},
    {"days", read_avoided_days, true},
    {"instead", read_instead, false},
};

void relcal_cadences_read_avoided(relcal_field_reader *reader, const relcal_node *node,
                                  relcal_draft_words *words)
{
    begin_rows(reader, node, words, RELCAL_CADENCE_AVOID_TEXTS);
    if (!relcal_field_expect_list(reader, node, "days to avoid")) {
        return;
    }
    for (const relcal_node *child = node->first; child != NULL; child = child->next) {
        avoided_draft draft = {{NULL}};
        draft.texts[RELCAL_CADENCE_AVOID_INSTEAD] = relcal_instead_name(
            RELCAL_INSTEAD_NEXT_WORKDAY);
        if (!has_room(reader, child, words, RELCAL_CADENCE_AVOID_TEXTS)) {
            return;
        }
        (void)relcal_field_read_all(reader, child, "days to avoid", avoided_fields,
                                    FIELD_COUNT(avoided_fields), &draft);
        if (draft.texts[RELCAL_CADENCE_AVOID_NAME] != NULL &&
            draft.texts[RELCAL_CADENCE_AVOID_DAYS] != NULL) {
            add_row(words, draft.texts, RELCAL_CADENCE_AVOID_TEXTS);
        }
    }
}

static void read_avoided(relcal_field_reader *reader, const relcal_node *node, void *target)
{
    relcal_cadences_read_avoided(reader, node, &((relcal_draft_cadence *)target)->avoided);
}

/* ---- constraints ---- */

typedef struct constraint_draft {
    const char *texts[RELCAL_CONSTRAINT_TEXTS];
} constraint_draft;

/* Reads a length, as it stands behind a plus. */
static void read_length(relcal_field_reader *reader, const relcal_node *node, void *target)
{
    relcal_rule_scratch scratch;
    char rule[64];
    const char *text = relcal_field_take_text(reader, node);
    if (text == NULL) {
        return;
    }
    int written = snprintf(rule, sizeof rule, "x + %s", text);
    bool is_good = written > 0 && (size_t)written < sizeof rule &&
                   relcal_rule_read(&scratch, rule, (size_t)written, NULL) == RELCAL_OK &&
                   scratch.rule.count == 2;
    if (!is_good) {
        ADD_FAULT(reader, RELCAL_ERROR_SYNTAX, node, "%s is no length; write one such as 3 weeks",
                  QUOTE(node));
        return;
    }
    *(const char **)target = relcal_field_keep_text(reader, text);
}

/* Which words a key may have. */
typedef struct word_choice {
    const char *(*find)(relcal_field_reader *reader, const char *text);
    const char *wrong; /* behind one that it may not have */
} word_choice;

/* Texts that may be there, joined by spaces. */
static void read_words(relcal_field_reader *reader, const relcal_node *node, const char **target,
                       const word_choice *choice)
{
    char joined[1024];
    size_t length = 0;
    const relcal_node *item = node->kind == RELCAL_NODE_LIST ? node->first : node;
    for (; item != NULL; item = item == node ? NULL : item->next) {
        const char *text = relcal_field_take_text(reader, item);
        const char *word = text == NULL ? NULL : choice->find(reader, text);
        if (text != NULL && (word == NULL || strchr(word, ' ') != NULL)) {
            ADD_FAULT(reader, RELCAL_ERROR_DATA, item, "%s %s", QUOTE(item), choice->wrong);
        } else if (word != NULL && length + strlen(word) + 2 >= sizeof joined) {
            ADD_FAULT(reader, RELCAL_ERROR_LIMIT, item, "words of over %zu bytes; write fewer",
                      sizeof joined - 2);
            return;
        } else if (word != NULL) {
            length += (size_t)snprintf(joined + length, sizeof joined - length, "%s%s",
                                       length == 0 ? "" : " ", word);
        }
    }
    if (length > 0) {
        *target = relcal_arena_copy_text(reader->arena, joined, length);
    }
}

static const char *find_weekday(relcal_field_reader *reader, const char *text)
{
    static const char *const names[] = {"monday", "tuesday",  "wednesday", "thursday",
                                        "friday", "saturday", "sunday"};
    (void)reader;
    for (size_t index = 0; index < FIELD_COUNT(names); index++) {
        if (strcmp(names[index], text) == 0) {
            return names[index];
        }
    }
    return NULL;
}

static void read_kinds(relcal_field_reader *reader, const relcal_node *node, void *target)
{
    static const word_choice choice = {
        relcal_field_read_kind,
        "is no kind of milestone; write one such as beta, without a number"};
    read_words(reader, node, &((constraint_draft *)target)->texts[RELCAL_CONSTRAINT_KINDS],
               &choice);
}

static void read_weekdays(relcal_field_reader *reader, const relcal_node *node, void *target)
{
    static const word_choice choice = {find_weekday,
                                       "is no weekday; write one of monday to sunday"};
    read_words(reader, node, &((constraint_draft *)target)->texts[RELCAL_CONSTRAINT_WEEKDAYS],
               &choice);
}

static void read_apart(relcal_field_reader *reader, const relcal_node *node, void *target)
{
    const char *text = relcal_field_take_text(reader, node);
    if (text != NULL && strcmp(text, "day") != 0 && strcmp(text, "week") != 0) {
        ADD_FAULT(reader, RELCAL_ERROR_DATA, node,
                  "%s is no length to keep apart; write day or week", QUOTE(node));
    } else if (text != NULL) {
        ((constraint_draft *)target)->texts[RELCAL_CONSTRAINT_APART] = relcal_field_keep_text(
            reader, text);
    }
}

#define CONSTRAINT_READER(name, reader, text) \
    TARGET_READER(name, constraint_draft, reader, texts[text])

CONSTRAINT_READER(read_constraint_id, relcal_field_read_id, RELCAL_CONSTRAINT_ID)
CONSTRAINT_READER(read_from, read_rule_text, RELCAL_CONSTRAINT_FROM)
CONSTRAINT_READER(read_to, read_rule_text, RELCAL_CONSTRAINT_TO)
CONSTRAINT_READER(read_least, read_length, RELCAL_CONSTRAINT_LEAST)
CONSTRAINT_READER(read_most, read_length, RELCAL_CONSTRAINT_MOST)
CONSTRAINT_READER(read_constraint_reason, relcal_field_read_text, RELCAL_CONSTRAINT_REASON)
CONSTRAINT_READER(read_constraint_source, relcal_field_read_text, RELCAL_CONSTRAINT_SOURCE)

static const relcal_field constraint_fields[] = {
    {"id", read_constraint_id, true},
    {"from", read_from, false},
    {"to", read_to, false},
    {"at-least", read_least, false},
    {"at-most", read_most, false},
    {"kinds", read_kinds, false},
    {"weekdays", read_weekdays, false},
    {"apart", read_apart, false},
    {"reason", read_constraint_reason, false},
    {"source", read_constraint_source, false},
};

/* A constraint is of one sort: a gap, weekdays, or days apart. */
static bool is_of_one_sort(const constraint_draft *draft)
{
    const char *const *texts = draft->texts;
    bool has_ends = texts[RELCAL_CONSTRAINT_FROM] != NULL && texts[RELCAL_CONSTRAINT_TO] != NULL;
    bool has_end = texts[RELCAL_CONSTRAINT_FROM] != NULL || texts[RELCAL_CONSTRAINT_TO] != NULL;
    bool has_length = texts[RELCAL_CONSTRAINT_LEAST] != NULL ||
                      texts[RELCAL_CONSTRAINT_MOST] != NULL;
    bool has_kinds = texts[RELCAL_CONSTRAINT_KINDS] != NULL;
    bool is_gap = has_ends && has_length && !has_kinds;
    int others = (texts[RELCAL_CONSTRAINT_WEEKDAYS] != NULL) +
                 (texts[RELCAL_CONSTRAINT_APART] != NULL);
    return is_gap ? others == 0 : others == 1 && !has_end && !has_length;
}

static void read_constraint(relcal_field_reader *reader, const relcal_node *node,
                            relcal_draft_words *words)
{
    constraint_draft draft = {{NULL}};
    size_t faults = reader->faults->count;
    (void)relcal_field_read_all(reader, node, "a constraint", constraint_fields,
                                FIELD_COUNT(constraint_fields), &draft);
    if (draft.texts[RELCAL_CONSTRAINT_ID] == NULL || reader->faults->count > faults) {
        return;
    }
    if (!is_of_one_sort(&draft)) {
        ADD_FAULT(reader, RELCAL_ERROR_DATA, node,
                  "constraint %s says nothing that can be kept; write from, to and at-least or "
                  "at-most; or weekdays, or apart, perhaps with kinds",
                  draft.texts[RELCAL_CONSTRAINT_ID]);
        return;
    }
    add_row(words, draft.texts, RELCAL_CONSTRAINT_TEXTS);
}

static void read_constraints(relcal_field_reader *reader, const relcal_node *node, void *target)
{
    relcal_draft_cadence *cadence = target;
    begin_rows(reader, node, &cadence->constraints, RELCAL_CONSTRAINT_TEXTS);
    if (!relcal_field_expect_list(reader, node, "a constraint")) {
        return;
    }
    for (const relcal_node *child = node->first; child != NULL; child = child->next) {
        if (!has_room(reader, child, &cadence->constraints, RELCAL_CONSTRAINT_TEXTS)) {
            return;
        }
        read_constraint(reader, child, &cadence->constraints);
    }
}

/* ---- cadences ---- */

static void read_id(relcal_field_reader *reader, const relcal_node *node, void *target)
{
    relcal_draft_cadence *cadence = target;
    relcal_field_read_id(reader, node, &cadence->id);
    cadence->place = node->place;
}

TARGET_READER(read_reason, relcal_draft_cadence, relcal_field_read_text, reason)
TARGET_READER(read_source, relcal_draft_cadence, relcal_field_read_text, source)
TARGET_READER(read_anchor, relcal_draft_cadence, relcal_field_read_text, anchor)
TARGET_READER(read_year, relcal_draft_cadence, read_rule_text, year)
TARGET_READER(read_release, relcal_draft_cadence, read_template, release)
TARGET_READER(read_tolerance, relcal_draft_cadence, relcal_field_read_number, tolerance)

/* A cadence, first, and the one that it is like but for what it says itself. */
typedef struct cadence_draft {
    relcal_draft_cadence cadence;
    const relcal_node *like;
} cadence_draft;

static void keep_like(relcal_field_reader *reader, const relcal_node *node, void *target)
{
    (void)reader;
    ((cadence_draft *)target)->like = node;
}

static const relcal_field cadence_fields[] = {
    {"id", read_id, true},          {"series", read_series, false},
    {"like", keep_like, false},     {"reason", read_reason, false},
    {"source", read_source, false}, {"release", read_release, false},
    {"anchor", read_anchor, false}, {"year", read_year, false},
    {"rules", read_rules, false},   {"tolerance", read_tolerance, false},
    {"avoid", read_avoided, false}, {"constraints", read_constraints, false},
};

/* Whether a version is a stage without a release. */
static bool is_stage(const relcal_version *version)
{
    return !version->has_release;
}

/* The first row that means the same milestone as a later one, whose stage is among those of all
 * rows: only rows of one stage are looked at closer. */
static size_t find_double(const relcal_draft_cadence *cadence, const relcal_version *stages,
                          size_t row)
{
    const char *name = name_at(cadence, row);
    size_t first = 0;
    while (first < row &&
           (!is_stage(&stages[row]) || !is_stage(&stages[first]) ||
            stages[first].stage != stages[row].stage ||
            (!relcal_cadence_is_named(name_at(cadence, first), name, strlen(name)) &&
             relcal_cadence_number_of(name_at(cadence, first), name, strlen(name)) == 0))) {
        first++;
    }
    return first;
}

/* "b1" and "beta1" are one milestone. */
static void check_doubles(relcal_field_reader *reader, const relcal_node *node,
                          const relcal_draft_cadence *cadence)
{
    relcal_version stages[RELCAL_MAX_CADENCE_LISTS];
    for (size_t row = 0; row < row_count(cadence); row++) {
        const char *name = name_at(cadence, row);
        stages[row] = (relcal_version){.has_release = true};
        (void)relcal_version_parse(&stages[row], name, strlen(name), NULL);
        size_t first = find_double(cadence, stages, row);
        if (first < row) {
            ADD_FAULT(reader, RELCAL_ERROR_DATA, rule_node(node, name),
                      "the rules for %s and %s are for one milestone; keep one of them",
                      name_at(cadence, first), name);
        }
    }
}

/* `node` is the list of the constraints, of which each good one has a row. */
static void check_constraint_names(relcal_field_reader *reader, const relcal_node *node,
                                   const relcal_draft_cadence *cadence)
{
    const relcal_node *child = node->first;
    for (size_t at = 0; at < cadence->constraints.count && child != NULL;
         at += RELCAL_CONSTRAINT_TEXTS, child = child->next) {
        const char **texts = &cadence->constraints.items[at];
        if (texts[RELCAL_CONSTRAINT_FROM] != NULL) {
            const char *id = texts[RELCAL_CONSTRAINT_ID];
            check_names(reader, value_of(child, "from"), cadence, id, texts[RELCAL_CONSTRAINT_FROM],
                        NULL);
            check_names(reader, value_of(child, "to"), cadence, id, texts[RELCAL_CONSTRAINT_TO],
                        NULL);
        }
    }
}

static void check_cadence(relcal_field_reader *reader, const relcal_node *node,
                          const relcal_draft_cadence *cadence)
{
    check_doubles(reader, node, cadence);
    check_rules(reader, node, cadence);
    if (cadence->year != NULL) {
        check_names(reader, value_of(node, "year"), cadence, "the year", cadence->year, NULL);
    }
    check_constraint_names(reader, value_of(node, "constraints"), cadence);
    if (find_row(cadence, cadence->anchor, strlen(cadence->anchor), 0) == row_count(cadence)) {
        ADD_FAULT(reader, RELCAL_ERROR_DATA, value_of(node, "anchor"),
                  "the anchor %s has no rule; write one, or another anchor", cadence->anchor);
    }
}

static const relcal_draft_cadence *find_cadence(const relcal_draft_project *project, const char *id)
{
    const relcal_draft_cadence *known = project->cadences;
    while (known != NULL && strcmp(known->id, id) != 0) {
        known = known->next;
    }
    return known;
}

/* The rules of another cadence, those of one's own in their places, and behind them the rest. */
static relcal_draft_words join_rules(relcal_field_reader *reader, const relcal_draft_cadence *like,
                                     const relcal_draft_cadence *own)
{
    relcal_draft_words joined = {.count = like->rules.count};
    size_t room = like->rules.count + own->rules.count + 1;
    joined.items = relcal_arena_allocate(reader->arena, room * sizeof *joined.items);
    memcpy(joined.items, like->rules.items, like->rules.count * sizeof *joined.items);
    for (size_t row = 0; row < row_count(own); row++) {
        const char *name = name_at(own, row);
        size_t place = find_row(like, name, strlen(name), 0);
        size_t at = place < row_count(like) ? place * RELCAL_CADENCE_RULE_TEXTS : joined.count;
        memcpy(&joined.items[at], &own->rules.items[row * RELCAL_CADENCE_RULE_TEXTS],
               RELCAL_CADENCE_RULE_TEXTS * sizeof *joined.items);
        joined.count += at == joined.count ? RELCAL_CADENCE_RULE_TEXTS : 0;
    }
    return joined;
}

/* Takes over what a cadence does not say itself from the one that it is like. */
static void take_over(relcal_field_reader *reader, const relcal_node *node,
                      const relcal_draft_project *project, relcal_draft_cadence *cadence)
{
    const char *id = relcal_field_take_text(reader, node);
    const relcal_draft_cadence *like = id == NULL ? NULL : find_cadence(project, id);
    if (id != NULL && like == NULL) {
        ADD_FAULT(reader, RELCAL_ERROR_DATA, node,
                  "%s is no cadence before this one; write the id of one that is", QUOTE(node));
    }
    if (like == NULL) {
        return;
    }
    cadence->rules = join_rules(reader, like, cadence);
    cadence->anchor = cadence->anchor == NULL ? like->anchor : cadence->anchor;
    cadence->year = cadence->year == NULL ? like->year : cadence->year;
    cadence->release = cadence->release == NULL ? like->release : cadence->release;
    cadence->tolerance = cadence->tolerance < 0 ? like->tolerance : cadence->tolerance;
    cadence->avoided = cadence->avoided.items == NULL ? like->avoided : cadence->avoided;
    cadence->constraints = cadence->constraints.items == NULL ? like->constraints
                                                              : cadence->constraints;
}

/* Says what a cadence lacks that it cannot do without. */
static void check_whole(relcal_field_reader *reader, const relcal_node *node)
{
    static const char *const needed[] = {"anchor", "rules"};
    for (size_t index = 0; index < FIELD_COUNT(needed); index++) {
        if (value_of(node, needed[index]) == node) {
            relcal_field_add_missing(reader, node, "a cadence", needed[index]);
        }
    }
}

/* Reads a cadence; NULL where it is faulty. */
static relcal_draft_cadence *read_cadence(relcal_field_reader *reader, const relcal_node *node,
                                          const relcal_draft_project *project)
{
    cadence_draft *draft = relcal_arena_allocate(reader->arena, sizeof *draft);
    relcal_draft_cadence *cadence = &draft->cadence;
    size_t faults = reader->faults->count;
    cadence->tolerance = -1;
    (void)relcal_field_read_all(reader, node, "a cadence", cadence_fields,
                                FIELD_COUNT(cadence_fields), draft);
    if (draft->like != NULL) {
        take_over(reader, draft->like, project, cadence);
    } else if (node->kind == RELCAL_NODE_MAPPING) {
        check_whole(reader, node);
    }
    if (reader->faults->count > faults || cadence->id == NULL) {
        return NULL;
    }
    cadence->tolerance = cadence->tolerance < 0 ? USUAL_TOLERANCE : cadence->tolerance;
    if (find_cadence(project, cadence->id) != NULL) {
        ADD_FAULT(reader, RELCAL_ERROR_DATA, node, "cadence %s stands twice; keep one of them",
                  cadence->id);
        return NULL;
    }
    check_cadence(reader, node, cadence);
    return cadence;
}

void relcal_cadences_read(relcal_field_reader *reader, const relcal_node *node,
                          relcal_draft_project *project)
{
    relcal_draft_cadence **link = &project->cadences;
    if (!relcal_field_expect_list(reader, node, "a cadence")) {
        return;
    }
    for (const relcal_node *child = node->first; child != NULL; child = child->next) {
        if (project->cadence_count == RELCAL_MAX_CADENCES) {
            ADD_FAULT(reader, RELCAL_ERROR_LIMIT, child, "more than %d cadences; write fewer",
                      RELCAL_MAX_CADENCES);
            return;
        }
        relcal_draft_cadence *cadence = read_cadence(reader, child, project);
        if (cadence != NULL) {
            *link = cadence;
            link = &cadence->next;
            project->cadence_count++;
        }
    }
}
