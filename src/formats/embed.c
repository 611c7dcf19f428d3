/*
 * relcal-embed DIRECTORY: reads schedule files and prints them as C, which the build compiles into
 * the library as relcal_catalog_builtin(). relcal-embed text NAME FILE: prints a text file as a
 * constant of that name. The tables are those of image.h, row by row in one
 * constant structure; what leads from one to another is a distance between two of its members, so
 * the compiler needs no address and the program no relocation.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "image.h"
#include "relcal/load.h"

/* A table of the block: its name in the printed structure, where it begins, bytes of a row. */
typedef struct embed_table {
    const char *name;
    const void *begin;
    size_t row_bytes;
} embed_table;

typedef struct embed_tables {
    embed_table projects;
    embed_table phases;
    embed_table freezes;
    embed_table references;
    embed_table series;
    embed_table milestones;
    embed_table revisions;
    embed_table changes;
    embed_table standings;
    embed_table pieces;
    embed_table kinds_of_change;
    embed_table authorities;
    embed_table labels;
    embed_table rules;
    embed_table choices;
    embed_table cadences;
    embed_table words;
    embed_table texts;
} embed_tables;

static embed_tables find_tables(const relcal_catalog *catalog)
{
    return (embed_tables){
        .projects = {"projects", relcal_follow(&catalog->projects), sizeof(relcal_project)},
        .phases = {"phases", relcal_follow(&catalog->phases), sizeof(relcal_phase)},
        .freezes = {"freezes", relcal_follow(&catalog->freezes), sizeof(relcal_freeze)},
        .references = {"references", relcal_follow(&catalog->references),
                       sizeof(relcal_image_reference)},
        .series = {"series", relcal_follow(&catalog->series), sizeof(relcal_series)},
        .milestones = {"milestones", relcal_follow(&catalog->milestones), sizeof(relcal_milestone)},
        .revisions = {"revisions", relcal_follow(&catalog->revisions),
                      sizeof(relcal_image_revision)},
        .changes = {"changes", relcal_follow(&catalog->changes), sizeof(int64_t)},
        .standings = {"standings", relcal_follow(&catalog->standings),
                      sizeof(relcal_image_standing)},
        .pieces = {"pieces", relcal_follow(&catalog->pieces), sizeof(uint16_t)},
        .kinds_of_change = {"kinds_of_change", relcal_follow(&catalog->kinds_of_change),
                            sizeof(struct relcal_change)},
        .authorities = {"authorities", relcal_follow(&catalog->authorities),
                        sizeof(struct relcal_authority)},
        .labels = {"labels", relcal_follow(&catalog->labels), sizeof(relcal_image_label)},
        .rules = {"rules", relcal_follow(&catalog->rules), sizeof(struct relcal_rule)},
        .choices = {"choices", relcal_follow(&catalog->choices), sizeof(relcal_image_choice)},
        .cadences = {"cadences", relcal_follow(&catalog->cadences), sizeof(relcal_cadence)},
        .words = {"words", relcal_follow(&catalog->words), sizeof(relcal_offset)},
        .texts = {"texts", relcal_follow(&catalog->texts), 1},
    };
}

/* Prints an initializer of an offset: nothing, or the distance to a row of `target`. */
static void print_link(const char *table, size_t row, const char *member,
                       const relcal_offset *field, const embed_table *target)
{
    const unsigned char *to = relcal_follow(field);
    if (to == NULL) {
        printf(".%s = 0, ", member);
        return;
    }
    size_t target_row = (size_t)(to - (const unsigned char *)target->begin) / target->row_bytes;
    printf(".%s = BETWEEN(%s[%zu].%s, %s[%zu]), ", member, table, row, member, target->name,
           target_row);
}

/* In a function that prints row `index` of a table named `table`. */
#define PRINT_LINK(row, member, target) print_link(table, index, #member, &(row)->member, target)

static void print_when(const char *table, size_t index, const relcal_image_when *when,
                       const embed_tables *tables)
{
    printf(".when = {.earliest = INT64_C(%" PRId64 "), .latest = INT64_C(%" PRId64 "), ",
           when->earliest, when->latest);
    if (when->zone_name != 0) {
        const char *name = relcal_follow(&when->zone_name);
        printf(".zone_name = BETWEEN(%s[%zu].when.zone_name, texts[%zu]), ", table, index,
               (size_t)(name - (const char *)tables->texts.begin));
    }
    printf(".offset_minutes = %d, .precision = %u, .zone = %u, .end_of_day = %u, "
           ".zone_name_length = %u}, ",
           when->offset_minutes, when->precision, when->zone, when->end_of_day,
           when->zone_name_length);
}

static void print_references(const char *table, size_t index, const char *member,
                             const relcal_image_references *references, const embed_tables *tables)
{
    printf(".%s = {", member);
    if (references->count > 0) {
        const relcal_image_reference *items = relcal_follow(&references->items);
        printf(".items = BETWEEN(%s[%zu].%s.items, references[%zu]), ", table, index, member,
               (size_t)(items - (const relcal_image_reference *)tables->references.begin));
    }
    printf(".count = %" PRIu32 "}, ", references->count);
}

static void print_words(const char *table, size_t index, const char *member,
                        const relcal_image_words *words, const embed_tables *tables)
{
    printf(".%s = {", member);
    if (words->count > 0) {
        const relcal_offset *items = relcal_follow(&words->items);
        printf(".items = BETWEEN(%s[%zu].%s.items, words[%zu]), ", table, index, member,
               (size_t)(items - (const relcal_offset *)tables->words.begin));
    }
    printf(".count = %" PRIu32 "}, ", words->count);
}

static void print_projects(const relcal_catalog *catalog, const embed_tables *tables)
{
    const char *table = tables->projects.name;
    const relcal_project *rows = tables->projects.begin;
    for (size_t index = 0; index < catalog->project_count; index++) {
        const relcal_project *row = &rows[index];
        printf("        {");
        PRINT_LINK(row, id, &tables->texts);
        PRINT_LINK(row, name, &tables->texts);
        PRINT_LINK(row, url, &tables->texts);
        PRINT_LINK(row, trunk, &tables->texts);
        PRINT_LINK(row, uid_domain, &tables->texts);
        PRINT_LINK(row, color, &tables->texts);
        PRINT_LINK(row, spec_name, &tables->texts);
        PRINT_LINK(row, spec_url, &tables->texts);
        print_words(table, index, "names", &row->names, tables);
        print_words(table, index, "imports", &row->imports, tables);
        print_words(table, index, "gaps", &row->gaps, tables);
        print_references(table, index, "trunk_begins", &row->trunk_begins, tables);
        PRINT_LINK(row, phases, &tables->phases);
        PRINT_LINK(row, freezes, &tables->freezes);
        PRINT_LINK(row, series, &tables->series);
        PRINT_LINK(row, kinds_of_change, &tables->kinds_of_change);
        PRINT_LINK(row, authorities, &tables->authorities);
        PRINT_LINK(row, labels, &tables->labels);
        PRINT_LINK(row, rules, &tables->rules);
        PRINT_LINK(row, cadences, &tables->cadences);
        printf(".tier_count = %" PRIu32 ", ", row->tier_count);
        printf(".phase_count = %" PRIu32 ", .freeze_count = %" PRIu32 ", .series_count = %" PRIu32
               ", .kind_count = %" PRIu32 ", .authority_count = %" PRIu32
               ", .label_count = %" PRIu32 ", .rule_count = %" PRIu32 ", .cadence_count = %" PRIu32
               ", .revised = INT32_C(%" PRId32 ")},\n",
               row->phase_count, row->freeze_count, row->series_count, row->kind_count,
               row->authority_count, row->label_count, row->rule_count, row->cadence_count,
               row->revised);
    }
}

static void print_phases(const relcal_catalog *catalog, const embed_tables *tables)
{
    const char *table = tables->phases.name;
    const relcal_phase *rows = tables->phases.begin;
    for (size_t index = 0; index < catalog->phase_count; index++) {
        printf("        {");
        PRINT_LINK(&rows[index], id, &tables->texts);
        PRINT_LINK(&rows[index], status, &tables->texts);
        print_references(table, index, "begins", &rows[index].begins, tables);
        printf(".index = %" PRIu32 ", .living = %d},\n", rows[index].index, rows[index].living);
    }
}

static void print_freezes(const relcal_catalog *catalog, const embed_tables *tables)
{
    const char *table = tables->freezes.name;
    const relcal_freeze *rows = tables->freezes.begin;
    for (size_t index = 0; index < catalog->freeze_count; index++) {
        printf("        {");
        PRINT_LINK(&rows[index], id, &tables->texts);
        PRINT_LINK(&rows[index], remark, &tables->texts);
        PRINT_LINK(&rows[index], source, &tables->texts);
        print_references(table, index, "from", &rows[index].from, tables);
        print_references(table, index, "until", &rows[index].until, tables);
        printf(".index = %" PRIu32 "},\n", rows[index].index);
    }
}

static void print_all_references(const relcal_catalog *catalog, const embed_tables *tables)
{
    const char *table = tables->references.name;
    const relcal_image_reference *rows = tables->references.begin;
    for (size_t index = 0; index < catalog->reference_count; index++) {
        printf("        {");
        PRINT_LINK(&rows[index], name, &tables->texts);
        printf(".number = %" PRId32 ", .form = %u},\n", rows[index].number, rows[index].form);
    }
}

static void print_series(const relcal_catalog *catalog, const embed_tables *tables)
{
    const char *table = tables->series.name;
    const relcal_series *rows = tables->series.begin;
    for (size_t index = 0; index < catalog->series_count; index++) {
        const relcal_series *row = &rows[index];
        printf("        {");
        PRINT_LINK(row, project, &tables->projects);
        PRINT_LINK(row, id, &tables->texts);
        PRINT_LINK(row, spec_name, &tables->texts);
        PRINT_LINK(row, spec_url, &tables->texts);
        PRINT_LINK(row, branch, &tables->texts);
        PRINT_LINK(row, release_manager, &tables->texts);
        PRINT_LINK(row, codename, &tables->texts);
        print_words(table, index, "aliases", &row->aliases, tables);
        PRINT_LINK(row, milestones, &tables->milestones);
        PRINT_LINK(row, changes, &tables->changes);
        PRINT_LINK(row, standings, &tables->standings);
        PRINT_LINK(row, pieces, &tables->pieces);
        printf(".piece_count = %" PRIu32 ", .first_change = INT64_C(%" PRId64
               "), .piece_shift = %" PRIu32 ", .change_count = %" PRIu32
               ", .milestone_count = %" PRIu32 ", .revised = INT32_C(%" PRId32 ")},\n",
               row->piece_count, row->first_change, row->piece_shift, row->change_count,
               row->milestone_count, row->revised);
    }
}

static void print_milestones(const relcal_catalog *catalog, const embed_tables *tables)
{
    const char *table = tables->milestones.name;
    const relcal_milestone *rows = tables->milestones.begin;
    for (size_t index = 0; index < catalog->milestone_count; index++) {
        const relcal_milestone *row = &rows[index];
        printf("        {");
        print_when(table, index, &row->when, tables);
        PRINT_LINK(row, series, &tables->series);
        PRINT_LINK(row, id, &tables->texts);
        PRINT_LINK(row, title, &tables->texts);
        PRINT_LINK(row, kind, &tables->texts);
        PRINT_LINK(row, note, &tables->texts);
        PRINT_LINK(row, revisions, &tables->revisions);
        print_words(table, index, "traits", &row->traits, tables);
        printf(".revision_count = %" PRIu32 ", .number = %" PRId32
               ", .state = %u, .recorded = %d, .first_release = %d},\n",
               row->revision_count, row->number, row->state, row->recorded, row->first_release);
    }
}

static void print_revisions(const relcal_catalog *catalog, const embed_tables *tables)
{
    const relcal_image_revision *rows = tables->revisions.begin;
    for (size_t index = 0; index < catalog->revision_count; index++) {
        printf("        {");
        print_when(tables->revisions.name, index, &rows[index].when, tables);
        printf(".since = INT32_C(%" PRId32 "), .withdrawn = %d},\n", rows[index].since,
               rows[index].withdrawn);
    }
}

/* INT64_MIN has no literal of its own. */
static void print_changes(const relcal_catalog *catalog, const embed_tables *tables)
{
    const int64_t *rows = tables->changes.begin;
    for (size_t index = 0; index < catalog->change_count; index++) {
        if (rows[index] == INT64_MIN) {
            printf("        INT64_MIN,\n");
        } else {
            printf("        INT64_C(%" PRId64 "),\n", rows[index]);
        }
    }
}

static void print_standings(const relcal_catalog *catalog, const embed_tables *tables)
{
    const relcal_image_standing *rows = tables->standings.begin;
    for (size_t index = 0; index < catalog->standing_count; index++) {
        const relcal_image_standing *row = &rows[index];
        printf("        {.freezes = UINT64_C(%" PRIu64 "), .freezes_unknown = UINT64_C(%" PRIu64
               "), .since_date = INT32_C(%" PRId32
               "), .phase = %d, .since = %d, .until = %d, .last = %d, "
               ".next = %d, .overdue = %d, .certain = %d},\n",
               row->freezes, row->freezes_unknown, row->since_date, row->phase, row->since,
               row->until, row->last, row->next, row->overdue, row->certain);
    }
}

static void print_pieces(const relcal_catalog *catalog, const embed_tables *tables)
{
    const uint16_t *rows = tables->pieces.begin;
    for (size_t index = 0; index < catalog->piece_count; index++) {
        printf("%s%u,%s", index % 20 == 0 ? "        " : " ", rows[index],
               index % 20 == 19 || index + 1 == catalog->piece_count ? "\n" : "");
    }
}

static void print_kinds_of_change(const relcal_catalog *catalog, const embed_tables *tables)
{
    const char *table = tables->kinds_of_change.name;
    const struct relcal_change *rows = tables->kinds_of_change.begin;
    for (size_t index = 0; index < catalog->kind_count; index++) {
        const struct relcal_change *row = &rows[index];
        printf("        {");
        PRINT_LINK(row, project, &tables->projects);
        PRINT_LINK(row, id, &tables->texts);
        PRINT_LINK(row, definition, &tables->texts);
        PRINT_LINK(row, choices, &tables->choices);
        printf(".choice_count = %" PRIu32 ", .parent = %" PRId32 ", .index = %" PRIu32 "},\n",
               row->choice_count, row->parent, row->index);
    }
}

static void print_authorities(const relcal_catalog *catalog, const embed_tables *tables)
{
    const char *table = tables->authorities.name;
    const struct relcal_authority *rows = tables->authorities.begin;
    for (size_t index = 0; index < catalog->authority_count; index++) {
        printf("        {");
        PRINT_LINK(&rows[index], name, &tables->texts);
        printf(".index = %" PRIu32 "},\n", rows[index].index);
    }
}

static void print_labels(const relcal_catalog *catalog, const embed_tables *tables)
{
    const char *table = tables->labels.name;
    const relcal_image_label *rows = tables->labels.begin;
    for (size_t index = 0; index < catalog->label_count; index++) {
        printf("        {");
        PRINT_LINK(&rows[index], name, &tables->texts);
        printf(".changes = UINT64_C(%" PRIu64 ")},\n", rows[index].changes);
    }
}

static void print_terms(const relcal_rule_terms *terms)
{
    printf(".terms = {.phases = UINT64_C(%" PRIu64 "), .freezes = UINT64_C(%" PRIu64
           "), .changes = UINT64_C(%" PRIu64 "), .authorities = UINT64_C(%" PRIu64
           "), .exceptions = UINT64_C(%" PRIu64 "), ",
           terms->phases, terms->freezes, terms->changes, terms->authorities, terms->exceptions);
    printf(".since = %" PRId32 ", .until = %" PRId32 ", .approvals = %" PRId32 ", .delay = %" PRId32
           ", .deadline_days = %" PRId32
           ", .delay_unit = %u, .verdict = %u, .ground = %u, .any_change = %d, "
           ".has_deadline = %d}, ",
           terms->since, terms->until, terms->approvals, terms->delay, terms->deadline_days,
           terms->delay_unit, terms->verdict, terms->ground, terms->any_change,
           terms->has_deadline);
}

static void print_rules(const relcal_catalog *catalog, const embed_tables *tables)
{
    const char *table = tables->rules.name;
    const struct relcal_rule *rows = tables->rules.begin;
    for (size_t index = 0; index < catalog->rule_count; index++) {
        const struct relcal_rule *row = &rows[index];
        printf("        {");
        print_terms(&row->terms);
        PRINT_LINK(row, project, &tables->projects);
        PRINT_LINK(row, id, &tables->texts);
        PRINT_LINK(row, reason, &tables->texts);
        PRINT_LINK(row, source, &tables->texts);
        PRINT_LINK(row, delay, &tables->texts);
        PRINT_LINK(row, first_series, &tables->texts);
        PRINT_LINK(row, last_series, &tables->texts);
        print_words(table, index, "branches", &row->branches, tables);
        print_words(table, index, "paths", &row->paths, tables);
        print_words(table, index, "components", &row->components, tables);
        print_words(table, index, "kinds", &row->kinds, tables);
        print_references(table, index, "deadline", &row->deadline, tables);
        printf(".series_begin = UINT32_C(%" PRIu32 "), .series_end = UINT32_C(%" PRIu32 ")},\n",
               row->series_begin, row->series_end);
    }
}

static void print_cadences(const relcal_catalog *catalog, const embed_tables *tables)
{
    const char *table = tables->cadences.name;
    const relcal_cadence *rows = tables->cadences.begin;
    for (size_t index = 0; index < catalog->cadence_count; index++) {
        const relcal_cadence *row = &rows[index];
        printf("        {");
        PRINT_LINK(row, project, &tables->projects);
        PRINT_LINK(row, id, &tables->texts);
        PRINT_LINK(row, reason, &tables->texts);
        PRINT_LINK(row, source, &tables->texts);
        PRINT_LINK(row, anchor, &tables->texts);
        PRINT_LINK(row, year, &tables->texts);
        PRINT_LINK(row, release, &tables->texts);
        print_words(table, index, "rules", &row->rules, tables);
        print_words(table, index, "series", &row->series, tables);
        print_words(table, index, "avoided", &row->avoided, tables);
        print_words(table, index, "constraints", &row->constraints, tables);
        printf(".tolerance = %" PRId32 "},\n", row->tolerance);
    }
}

static void print_choices(const relcal_catalog *catalog, const embed_tables *tables)
{
    const relcal_image_choice *rows = tables->choices.begin;
    for (size_t index = 0; index < catalog->choice_count; index++) {
        printf("        {.phases = UINT64_C(%" PRIu64 "), .freezes = UINT64_C(%" PRIu64
               "), .rule = %u, .weight = %u, .ground = %u},\n",
               rows[index].phases, rows[index].freezes, rows[index].rule, rows[index].weight,
               rows[index].ground);
    }
}

static void print_all_words(const relcal_catalog *catalog, const embed_tables *tables)
{
    const relcal_offset *rows = tables->words.begin;
    for (size_t index = 0; index < catalog->word_count; index++) {
        const char *text = relcal_follow(&rows[index]);
        if (text == NULL) {
            printf("        0,\n");
        } else {
            printf("        BETWEEN(words[%zu], texts[%zu]),\n", index,
                   (size_t)(text - (const char *)tables->texts.begin));
        }
    }
}

/* Prints a byte of a string, escaped unless it is plain ASCII. */
static void print_byte(unsigned char byte)
{
    if (byte < 0x20 || byte >= 0x7F || byte == '"' || byte == '\\' || byte == '?') {
        printf("\\%03o", byte);
    } else {
        putchar(byte);
    }
}

/* One string a line, closed by its own NUL. */
static void print_texts(const relcal_catalog *catalog, const embed_tables *tables)
{
    const char *texts = tables->texts.begin;
    for (size_t index = 0; index < catalog->text_bytes; index++) {
        unsigned char byte = (unsigned char)texts[index];
        bool is_start = index == 0 || texts[index - 1] == '\0';
        if (is_start) {
            printf("        \"");
        }
        if (byte == '\0') {
            printf("%s\"\n", index + 1 < catalog->text_bytes ? "\\000" : "");
        } else {
            print_byte(byte);
        }
    }
}

/* Declares a table; one without rows keeps a row that nothing leads to, as C wants it. */
static void print_declaration(const char *type, const char *name, uint32_t count)
{
    printf("    %s %s[%" PRIu32 "];\n", type, name, count == 0 ? 1 : count);
}

static void print_structure(const relcal_catalog *catalog)
{
    printf("struct builtin {\n    relcal_catalog catalog;\n");
    print_declaration("relcal_project", "projects", catalog->project_count);
    print_declaration("relcal_phase", "phases", catalog->phase_count);
    print_declaration("relcal_freeze", "freezes", catalog->freeze_count);
    print_declaration("relcal_image_reference", "references", catalog->reference_count);
    print_declaration("relcal_series", "series", catalog->series_count);
    print_declaration("relcal_milestone", "milestones", catalog->milestone_count);
    print_declaration("relcal_image_revision", "revisions", catalog->revision_count);
    print_declaration("int64_t", "changes", catalog->change_count);
    print_declaration("relcal_image_standing", "standings", catalog->standing_count);
    print_declaration("uint16_t", "pieces", catalog->piece_count);
    print_declaration("struct relcal_change", "kinds_of_change", catalog->kind_count);
    print_declaration("struct relcal_authority", "authorities", catalog->authority_count);
    print_declaration("relcal_image_label", "labels", catalog->label_count);
    print_declaration("struct relcal_rule", "rules", catalog->rule_count);
    print_declaration("relcal_image_choice", "choices", catalog->choice_count);
    print_declaration("relcal_cadence", "cadences", catalog->cadence_count);
    print_declaration("relcal_offset", "words", catalog->word_count);
    print_declaration("char", "texts", catalog->text_bytes);
    printf("};\n\n");
}

static void print_head(const relcal_catalog *catalog)
{
    static const char *const members[] = {
        "projects",  "phases",  "freezes",   "references", "series",          "milestones",
        "revisions", "changes", "standings", "pieces",     "kinds_of_change", "authorities",
        "labels",    "rules",   "choices",   "cadences",   "words",           "texts"};
    printf("    .catalog = {\n");
    for (size_t index = 0; index < sizeof members / sizeof members[0]; index++) {
        printf("        .%s = BETWEEN(catalog.%s, %s),\n", members[index], members[index],
               members[index]);
    }
    printf("        .project_count = %" PRIu32 ", .phase_count = %" PRIu32
           ", .freeze_count = %" PRIu32 ",\n        .reference_count = %" PRIu32
           ", .series_count = %" PRIu32 ", .milestone_count = %" PRIu32
           ",\n        .revision_count = %" PRIu32 ", .change_count = %" PRIu32
           ", .standing_count = %" PRIu32 ",\n        .piece_count = %" PRIu32
           ", .kind_count = %" PRIu32 ", .authority_count = %" PRIu32 ", .label_count = %" PRIu32
           ",\n        .rule_count = %" PRIu32 ", .choice_count = %" PRIu32
           ", .cadence_count = %" PRIu32 ", .word_count = %" PRIu32 ", .text_bytes = %" PRIu32
           ",\n    },\n",
           catalog->project_count, catalog->phase_count, catalog->freeze_count,
           catalog->reference_count, catalog->series_count, catalog->milestone_count,
           catalog->revision_count, catalog->change_count, catalog->standing_count,
           catalog->piece_count, catalog->kind_count, catalog->authority_count,
           catalog->label_count, catalog->rule_count, catalog->choice_count, catalog->cadence_count,
           catalog->word_count, catalog->text_bytes);
}

static void print_catalog(const relcal_catalog *catalog)
{
    const struct {
        const char *name;
        uint32_t count;
        void (*print)(const relcal_catalog *catalog, const embed_tables *tables);
    } printers[] = {
        {"projects", catalog->project_count, print_projects},
        {"phases", catalog->phase_count, print_phases},
        {"freezes", catalog->freeze_count, print_freezes},
        {"references", catalog->reference_count, print_all_references},
        {"series", catalog->series_count, print_series},
        {"milestones", catalog->milestone_count, print_milestones},
        {"revisions", catalog->revision_count, print_revisions},
        {"changes", catalog->change_count, print_changes},
        {"standings", catalog->standing_count, print_standings},
        {"pieces", catalog->piece_count, print_pieces},
        {"kinds_of_change", catalog->kind_count, print_kinds_of_change},
        {"authorities", catalog->authority_count, print_authorities},
        {"labels", catalog->label_count, print_labels},
        {"rules", catalog->rule_count, print_rules},
        {"choices", catalog->choice_count, print_choices},
        {"cadences", catalog->cadence_count, print_cadences},
        {"words", catalog->word_count, print_all_words},
    };
    embed_tables tables = find_tables(catalog);
    printf("/* Printed by relcal-embed from the schedule files; edit those. */\n"
           "#include \"image.h\"\n\n");
    print_structure(catalog);
    printf("#define BETWEEN(field, target) \\\n"
           "    (relcal_offset)((ptrdiff_t)offsetof(struct builtin, target) - \\\n"
           "                    (ptrdiff_t)offsetof(struct builtin, field))\n\n"
           "static const struct builtin builtin = {\n");
    print_head(catalog);
    for (size_t index = 0; index < sizeof printers / sizeof printers[0]; index++) {
        if (printers[index].count > 0) {
            printf("    .%s = {\n", printers[index].name);
            printers[index].print(catalog, &tables);
            printf("    },\n");
        }
    }
    printf("    .texts =\n");
    print_texts(catalog, &tables);
    printf(
        "};\n\n"
        "const relcal_catalog *relcal_catalog_builtin(void)\n{\n    return &builtin.catalog;\n}\n");
}

static void print_fault(void *context, const relcal_error *fault)
{
    (void)context;
    fprintf(stderr, "%s:%u:%u: %s\n", fault->file, (unsigned)fault->line, (unsigned)fault->column,
            fault->message);
}

static int embed_schedules(const char *directory)
{
    relcal_load_options options = {.report = print_fault};
    relcal_catalog *catalog;
    if (relcal_catalog_load(&catalog, NULL, directory, &options, NULL) != RELCAL_OK) {
        return 3;
    }
    print_catalog(catalog);
    relcal_catalog_free(catalog);
    return 0;
}

/* Prints a file as a constant, one string a line. */
static int embed_text(const char *name, const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
        return 4;
    }
    printf("/* Printed by relcal-embed from %s; edit that. */\n"
           "extern const char %s[];\nconst char %s[] = \"\"",
           path, name, name);
    bool is_start = true;
    for (int byte = getc(file); byte != EOF; byte = getc(file)) {
        if (is_start) {
            printf("\n    \"");
        }
        print_byte((unsigned char)byte);
        is_start = byte == '\n';
        if (is_start) {
            putchar('"');
        }
    }
    printf("%s;\n", is_start ? "" : "\"");
    bool is_read = !ferror(file);
    fclose(file);
    return is_read ? 0 : 4;
}

int main(int argument_count, char **arguments)
{
    int status = 2;
    if (argument_count == 2) {
        status = embed_schedules(arguments[1]);
    } else if (argument_count == 4 && strcmp(arguments[1], "text") == 0) {
        status = embed_text(arguments[2], arguments[3]);
    } else {
        fprintf(stderr, "usage: relcal-embed DIRECTORY | text NAME FILE\n");
    }
    return fflush(stdout) == 0 && ferror(stdout) == 0 ? status : 4;
}
