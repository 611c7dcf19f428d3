/*
 * From a draft to the tables of image.h: everything is sorted and counted first, then one block is
 * allocated, then the tables are written into it one after the other, texts last. Equal texts are
 * written once, so that ids and kinds compare by address.
 */
#include <stdlib.h>
#include <string.h>

#include "draft.h"
#include "relcal/limits.h"

/* ---- texts ---- */

typedef struct text_entry {
    const char *text;
    uint32_t length;
    uint32_t hash;
    uint32_t position; /* in the block's texts */
} text_entry;

/* A hash table with open addressing; its capacity is a power of two, and a quarter of it is free.
 */
typedef struct text_pool {
    relcal_arena *arena;
    text_entry *entries;
    size_t capacity;
    size_t count;
    size_t bytes;
} text_pool;

/* Eight bytes at a time, each multiplied and folded; the texts are short. */
static uint32_t hash_text(const char *text, size_t length)
{
    uint64_t hash = length;
    while (length > 0) {
        uint64_t word = 0;
        size_t count = length < sizeof word ? length : sizeof word;
        memcpy(&word, text, count);
        hash = (hash ^ word) * UINT64_C(0x9E3779B97F4A7C15);
        hash ^= hash >> 29;
        text += count;
        length -= count;
    }
    return (uint32_t)(hash ^ hash >> 32);
}

static text_entry *find_slot(const text_pool *pool, const char *text, size_t length, uint32_t hash)
{
    size_t slot = hash & (pool->capacity - 1);
    for (;;) {
        text_entry *entry = &pool->entries[slot];
        if (entry->text == NULL || (entry->hash == hash && entry->length == length &&
                                    memcmp(entry->text, text, length) == 0)) {
            return entry;
        }
        slot = (slot + 1) & (pool->capacity - 1);
    }
}

static void grow_pool(text_pool *pool)
{
    text_pool larger = *pool;
    larger.capacity = pool->capacity == 0 ? 1024 : pool->capacity * 2;
    larger.entries = relcal_arena_allocate(pool->arena, larger.capacity * sizeof(text_entry));
    for (size_t index = 0; index < pool->capacity; index++) {
        const text_entry *entry = &pool->entries[index];
        if (entry->text != NULL) {
            *find_slot(&larger, entry->text, entry->length, entry->hash) = *entry;
        }
    }
    *pool = larger;
}

static void add_text(text_pool *pool, const char *text, size_t length)
{
    if (text == NULL) {
        return;
    }
    if (pool->count * 4 >= pool->capacity * 3) {
        grow_pool(pool);
    }
    uint32_t hash = hash_text(text, length);
    text_entry *entry = find_slot(pool, text, length, hash);
    if (entry->text == NULL) {
        *entry = (text_entry){text, (uint32_t)length, hash, (uint32_t)pool->bytes};
        pool->bytes += length + 1;
        pool->count++;
    }
}

static void add_string(text_pool *pool, const char *text)
{
    add_text(pool, text, text == NULL ? 0 : strlen(text));
}

/* ---- sorting ---- */

/* The order in which a milestone stands: dated ones by their earliest second, then the rest. A
 * withdrawn one stands where it was last planned. */
static int64_t milestone_key(const relcal_draft_milestone *milestone)
{
    relcal_when when = milestone->when;
    if (milestone->state == RELCAL_WITHDRAWN) {
        for (const relcal_draft_revision *revision = milestone->revisions; revision != NULL;
             revision = revision->next) {
            when = revision->withdrawn ? when : revision->when;
        }
    }
    return when.precision == RELCAL_PRECISION_TBD ? INT64_MAX : when.earliest;
}

typedef struct sortable {
    int64_t key;
    size_t order;
    const char *id;
    void *item;
} sortable;

static int compare_keys(const void *left_pointer, const void *right_pointer)
{
    const sortable *left = left_pointer;
    const sortable *right = right_pointer;
    if (left->key != right->key) {
        return left->key < right->key ? -1 : 1;
    }
    return (left->order > right->order) - (left->order < right->order);
}

static int compare_by_id(const void *left_pointer, const void *right_pointer)
{
    const sortable *left = left_pointer;
    const sortable *right = right_pointer;
    return relcal_compare_ids(left->id, right->id);
}

static void sort_milestones(relcal_arena *arena, relcal_draft_series *series)
{
    sortable *items = relcal_arena_allocate(arena,
                                            (series->milestone_count + 1) * sizeof(sortable));
    size_t count = 0;
    for (relcal_draft_milestone *milestone = series->milestones; milestone != NULL;
         milestone = milestone->next) {
        items[count] = (sortable){milestone_key(milestone), count, milestone->id, milestone};
        count++;
    }
    qsort(items, count, sizeof(sortable), compare_keys);
    relcal_draft_milestone **link = &series->milestones;
    for (size_t index = 0; index < count; index++) {
        *link = items[index].item;
        link = &(*link)->next;
    }
    *link = NULL;
}

static void sort_series(relcal_arena *arena, relcal_draft_project *project)
{
    sortable *items = relcal_arena_allocate(arena, (project->series_count + 1) * sizeof(sortable));
    size_t count = 0;
    for (relcal_draft_series *series = project->series; series != NULL; series = series->next) {
        items[count++] = (sortable){0, 0, series->id, series};
        sort_milestones(arena, series);
    }
    qsort(items, count, sizeof(sortable), compare_by_id);
    relcal_draft_series **link = &project->series;
    for (size_t index = 0; index < count; index++) {
        *link = items[index].item;
        link = &(*link)->next;
    }
    *link = NULL;
}

static void sort_projects(relcal_draft *draft)
{
    sortable *items = relcal_arena_allocate(draft->arena,
                                            (draft->project_count + 1) * sizeof(sortable));
    size_t count = 0;
    for (relcal_draft_project *project = draft->projects; project != NULL;
         project = project->next) {
        items[count++] = (sortable){0, 0, project->id, project};
        sort_series(draft->arena, project);
    }
    qsort(items, count, sizeof(sortable), compare_by_id);
    relcal_draft_project **link = &draft->projects;
    for (size_t index = 0; index < count; index++) {
        *link = items[index].item;
        link = &(*link)->next;
    }
    *link = NULL;
}

/* ---- the seconds at which the latest plan changes ---- */

static int compare_seconds(const void *left_pointer, const void *right_pointer)
{
    int64_t left = *(const int64_t *)left_pointer;
    int64_t right = *(const int64_t *)right_pointer;
    return (left > right) - (left < right);
}

/* Finds the seconds at which a series changes: where each milestone begins, where a week or longer
 * surely has begun, and where an expected one is overdue. */
static void collect_changes(relcal_arena *arena, relcal_draft_series *series)
{
    size_t room = 3 * (size_t)series->milestone_count + 2;
    int64_t *changes = relcal_arena_allocate(arena, room * sizeof *changes);
    size_t count = 0;
    changes[count++] = INT64_MIN;
    for (const relcal_draft_milestone *milestone = series->milestones; milestone != NULL;
         milestone = milestone->next) {
        const relcal_when *when = &milestone->when;
        if (milestone->state == RELCAL_WITHDRAWN || when->precision == RELCAL_PRECISION_TBD) {
            continue;
        }
        changes[count++] = when->earliest;
        if (when->precision != RELCAL_PRECISION_MOMENT) {
            changes[count++] = when->latest + 1 - RELCAL_SECONDS_PER_DAY;
        }
        if (milestone->state == RELCAL_EXPECTED) {
            changes[count++] = relcal_image_day_after(when->latest);
        }
    }
    qsort(changes, count, sizeof *changes, compare_seconds);
    size_t kept = 1;
    for (size_t index = 1; index < count; index++) {
        if (changes[index] != changes[kept - 1]) {
            changes[kept++] = changes[index];
        }
    }
    changes[kept] = INT64_MAX;
    series->changes = changes;
    series->change_count = kept;
}

/* Pieces of 2^19 seconds, 6 days, or longer ones where there would be too many of them. */
#define LEAST_PIECE_SHIFT 19
#define MOST_PIECES 4096

static uint32_t choose_piece_shift(const relcal_draft_series *series)
{
    uint32_t shift = LEAST_PIECE_SHIFT;
    if (series->change_count > 1) {
        int64_t span = series->changes[series->change_count - 1] - series->changes[1];
        while (span >> shift >= MOST_PIECES) {
            shift++;
        }
    }
    return shift;
}

/* The last piece begins after the last change, so that all later time is found at one step. */
static uint32_t count_pieces(const relcal_draft_series *series, uint32_t shift)
{
    if (series->change_count == 1) {
        return 0;
    }
    int64_t span = series->changes[series->change_count - 1] - series->changes[1];
    return (uint32_t)(span >> shift) + 2;
}

/* ---- layout ---- */

typedef struct table_sizes {
    size_t projects;
    size_t phases;
    size_t freezes;
    size_t references;
    size_t series;
    size_t milestones;
    size_t revisions;
    size_t changes;
    size_t standings;
    size_t pieces;
    size_t kinds_of_change;
    size_t authorities;
    size_t labels;
    size_t rules;
    size_t choices;
    size_t cadences;
    size_t words;
} table_sizes;

/* Where the next row of each table goes. */
typedef struct table_writer {
    unsigned char *block;
    relcal_project *projects;
    relcal_phase *phases;
    relcal_freeze *freezes;
    relcal_image_reference *references;
    relcal_series *series;
    relcal_milestone *milestones;
    relcal_image_revision *revisions;
    int64_t *changes;
    relcal_image_standing *standings;
    uint16_t *pieces;
    struct relcal_change *kinds_of_change;
    struct relcal_authority *authorities;
    relcal_image_label *labels;
    struct relcal_rule *rules;
    relcal_image_choice *choices;
    relcal_cadence *cadences;
    relcal_offset *words;
    char *texts;
    const text_pool *pool;
} table_writer;

static void measure_references(const relcal_draft_references *references, table_sizes *sizes,
                               text_pool *pool)
{
    sizes->references += references->count;
    for (const relcal_draft_reference *reference = references->items; reference != NULL;
         reference = reference->next) {
        add_string(pool, reference->name);
    }
}

static void measure_when(const relcal_when *when, text_pool *pool)
{
    if (when->zone_name_length > 0) {
        add_text(pool, when->zone_name, when->zone_name_length);
    }
}

static void measure_words(const relcal_draft_words *words, table_sizes *sizes, text_pool *pool)
{
    sizes->words += words->count;
    for (size_t index = 0; index < words->count; index++) {
        add_string(pool, words->items[index]);
    }
}

static void measure_series(relcal_draft_series *series, table_sizes *sizes, text_pool *pool)
{
    collect_changes(pool->arena, series);
    sizes->series++;
    sizes->changes += series->change_count + 1;
    sizes->standings += series->change_count;
    sizes->pieces += count_pieces(series, choose_piece_shift(series)) + 2;
    add_string(pool, series->id);
    add_string(pool, series->spec_name);
    add_string(pool, series->spec_url);
    add_string(pool, series->branch);
    add_string(pool, series->release_manager);
    add_string(pool, series->codename);
    measure_words(&series->aliases, sizes, pool);
    for (const relcal_draft_milestone *milestone = series->milestones; milestone != NULL;
         milestone = milestone->next) {
        sizes->milestones++;
        add_string(pool, milestone->id);
        add_string(pool, milestone->title);
        add_string(pool, milestone->kind);
        add_string(pool, milestone->note);
        measure_words(&milestone->traits, sizes, pool);
        measure_when(&milestone->when, pool);
        for (const relcal_draft_revision *revision = milestone->revisions; revision != NULL;
             revision = revision->next) {
            sizes->revisions++;
            measure_when(&revision->when, pool);
        }
    }
}

static void measure_rule(const relcal_draft_rule *rule, table_sizes *sizes, text_pool *pool)
{
    sizes->rules++;
    add_string(pool, rule->id);
    add_string(pool, rule->reason);
    add_string(pool, rule->source);
    add_string(pool, rule->delay);
    add_string(pool, rule->first_series);
    add_string(pool, rule->last_series);
    measure_words(&rule->branches, sizes, pool);
    measure_words(&rule->paths, sizes, pool);
    measure_words(&rule->components, sizes, pool);
    measure_words(&rule->kinds, sizes, pool);
    measure_references(&rule->deadline, sizes, pool);
}

static void measure_policy(const relcal_draft_policy *policy, table_sizes *sizes, text_pool *pool)
{
    sizes->kinds_of_change += policy->change_count;
    sizes->authorities += policy->authority_count;
    sizes->labels += policy->label_count;
    for (size_t index = 0; index < policy->change_count; index++) {
        add_string(pool, policy->changes[index].id);
        add_string(pool, policy->changes[index].definition);
    }
    for (size_t index = 0; index < policy->authority_count; index++) {
        add_string(pool, policy->authorities[index]);
    }
    for (size_t index = 0; index < policy->label_count; index++) {
        add_string(pool, policy->labels[index].name);
    }
    for (size_t index = 0; index < policy->rule_count; index++) {
        measure_rule(&policy->rules[index], sizes, pool);
        for (size_t change = 0; change < policy->change_count; change++) {
            sizes->choices += relcal_draft_weigh(policy, &policy->rules[index], change) >= 0;
        }
    }
}

static void measure_cadence(const relcal_draft_cadence *cadence, table_sizes *sizes,
                            text_pool *pool)
{
    sizes->cadences++;
    add_string(pool, cadence->id);
    add_string(pool, cadence->reason);
    add_string(pool, cadence->source);
    add_string(pool, cadence->anchor);
    add_string(pool, cadence->year);
    add_string(pool, cadence->release);
    measure_words(&cadence->rules, sizes, pool);
    measure_words(&cadence->series, sizes, pool);
    measure_words(&cadence->avoided, sizes, pool);
    measure_words(&cadence->constraints, sizes, pool);
}

/* Freezes or tiers. */
static void measure_spans(const relcal_draft_freeze *span, table_sizes *sizes, text_pool *pool)
{
    for (; span != NULL; span = span->next) {
        sizes->freezes++;
        add_string(pool, span->id);
        add_string(pool, span->remark);
        add_string(pool, span->source);
        measure_references(&span->from, sizes, pool);
        measure_references(&span->until, sizes, pool);
    }
}

static void measure_project(const relcal_draft_project *project, table_sizes *sizes,
                            text_pool *pool)
{
    sizes->projects++;
    add_string(pool, project->id);
    add_string(pool, project->name);
    add_string(pool, project->url);
    add_string(pool, project->trunk);
    add_string(pool, project->uid_domain);
    add_string(pool, project->color);
    add_string(pool, project->spec_name);
    add_string(pool, project->spec_url);
    measure_words(&project->names, sizes, pool);
    measure_words(&project->imports, sizes, pool);
    measure_words(&project->gaps, sizes, pool);
    measure_references(&project->trunk_begins, sizes, pool);
    for (const relcal_draft_phase *phase = project->phases; phase != NULL; phase = phase->next) {
        sizes->phases++;
        add_string(pool, phase->id);
        add_string(pool, phase->status);
        measure_references(&phase->begins, sizes, pool);
    }
    measure_spans(project->freezes, sizes, pool);
    measure_spans(project->tiers, sizes, pool);
    measure_policy(&project->policy, sizes, pool);
    for (const relcal_draft_cadence *cadence = project->cadences; cadence != NULL;
         cadence = cadence->next) {
        measure_cadence(cadence, sizes, pool);
    }
    for (relcal_draft_series *series = project->series; series != NULL; series = series->next) {
        measure_series(series, sizes, pool);
    }
}

/* ---- writing ---- */

static relcal_offset distance(const relcal_offset *field, const void *target)
{
    return (relcal_offset)((const unsigned char *)target - (const unsigned char *)field);
}

static void point_text(const table_writer *writer, relcal_offset *field, const char *text,
                       size_t length)
{
    *field = 0;
    if (text != NULL) {
        const text_entry *entry = find_slot(writer->pool, text, length, hash_text(text, length));
        *field = distance(field, writer->texts + entry->position);
    }
}

static void point_string(const table_writer *writer, relcal_offset *field, const char *text)
{
    point_text(writer, field, text, text == NULL ? 0 : strlen(text));
}

static void write_when(const table_writer *writer, relcal_image_when *row, const relcal_when *when)
{
    *row = (relcal_image_when){
        .earliest = when->earliest,
        .latest = when->latest,
        .offset_minutes = when->offset_minutes,
        .precision = (uint8_t)when->precision,
        .zone = (uint8_t)when->zone,
        .end_of_day = when->end_of_day,
        .zone_name_length = when->zone_name_length,
    };
    if (when->zone_name_length > 0) {
        point_text(writer, &row->zone_name, when->zone_name, when->zone_name_length);
    }
}

static void write_references(table_writer *writer, relcal_image_references *row,
                             const relcal_draft_references *references)
{
    row->count = references->count;
    row->items = references->count == 0 ? 0 : distance(&row->items, writer->references);
    for (const relcal_draft_reference *reference = references->items; reference != NULL;
         reference = reference->next) {
        relcal_image_reference *item = writer->references++;
        point_string(writer, &item->name, reference->name);
        item->number = reference->number;
        item->form = (uint8_t)reference->form;
    }
}

static void write_words(table_writer *writer, relcal_image_words *row,
                        const relcal_draft_words *words)
{
    row->count = words->count;
    row->items = words->count == 0 ? 0 : distance(&row->items, writer->words);
    for (size_t index = 0; index < words->count; index++) {
        point_string(writer, writer->words++, words->items[index]);
    }
}

static void write_milestone(table_writer *writer, relcal_milestone *row,
                            const relcal_series *series, const relcal_draft_milestone *milestone)
{
    write_when(writer, &row->when, &milestone->when);
    row->series = distance(&row->series, series);
    point_string(writer, &row->id, milestone->id);
    point_string(writer, &row->title, milestone->title);
    point_string(writer, &row->kind, milestone->kind);
    point_string(writer, &row->note, milestone->note);
    write_words(writer, &row->traits, &milestone->traits);
    row->number = milestone->number;
    row->state = (uint8_t)milestone->state;
    row->recorded = milestone->recorded;
    row->first_release = milestone->first_release;
    row->revision_count = milestone->revision_count;
    row->revisions = row->revision_count == 0 ? 0 : distance(&row->revisions, writer->revisions);
    for (const relcal_draft_revision *revision = milestone->revisions; revision != NULL;
         revision = revision->next) {
        relcal_image_revision *item = writer->revisions++;
        write_when(writer, &item->when, &revision->when);
        item->since = revision->since;
        item->withdrawn = revision->withdrawn;
    }
}

static void write_changes(table_writer *writer, relcal_series *row,
                          const relcal_draft_series *series)
{
    size_t count = series->change_count;
    memcpy(writer->changes, series->changes, (count + 1) * sizeof *writer->changes);
    row->changes = distance(&row->changes, writer->changes);
    row->standings = distance(&row->standings, writer->standings);
    row->change_count = (uint32_t)count;
    relcal_series_work_out(row, writer->changes, count, writer->standings);
    writer->changes += count + 1;
    writer->standings += count;
}

_Static_assert(3 * RELCAL_MAX_MILESTONES + 1 <= UINT16_MAX, "a piece holds a row's number");

static void write_pieces(table_writer *writer, relcal_series *row,
                         const relcal_draft_series *series)
{
    row->pieces = distance(&row->pieces, writer->pieces);
    row->piece_shift = choose_piece_shift(series);
    row->piece_count = count_pieces(series, row->piece_shift);
    row->first_change = series->change_count > 1 ? series->changes[1] : 0;
    uint16_t change = 0;
    *writer->pieces++ = change;
    for (uint32_t piece = 0; piece < row->piece_count; piece++) {
        int64_t begin = row->first_change + ((int64_t)piece << row->piece_shift);
        while (series->changes[change + 1] <= begin) {
            change++;
        }
        *writer->pieces++ = change;
    }
    *writer->pieces++ = (uint16_t)(series->change_count - 1);
}

static void write_series(table_writer *writer, relcal_series *row, const relcal_project *project,
                         const relcal_draft_series *series)
{
    row->project = distance(&row->project, project);
    point_string(writer, &row->id, series->id);
    point_string(writer, &row->spec_name, series->spec_name);
    point_string(writer, &row->spec_url, series->spec_url);
    point_string(writer, &row->branch, series->branch);
    point_string(writer, &row->release_manager, series->release_manager);
    point_string(writer, &row->codename, series->codename);
    write_words(writer, &row->aliases, &series->aliases);
    row->revised = series->revised;
    row->milestone_count = series->milestone_count;
    row->milestones = distance(&row->milestones, writer->milestones);
    for (const relcal_draft_milestone *milestone = series->milestones; milestone != NULL;
         milestone = milestone->next) {
        write_milestone(writer, writer->milestones++, row, milestone);
    }

    write_changes(writer, row, series);
    write_pieces(writer, row, series);
}

static void write_phases(table_writer *writer, relcal_project *row,
                         const relcal_draft_project *project)
{
    uint32_t index = 0;
    row->phases = distance(&row->phases, writer->phases);
    row->phase_count = project->phase_count;
    for (const relcal_draft_phase *phase = project->phases; phase != NULL; phase = phase->next) {
        relcal_phase *item = writer->phases++;
        point_string(writer, &item->id, phase->id);
        point_string(writer, &item->status, phase->status);
        write_references(writer, &item->begins, &phase->begins);
        item->index = index++;
        item->living = phase->living;
    }
}

/* Freezes or tiers, each by its place among its sort. */
static void write_spans(table_writer *writer, const relcal_draft_freeze *span)
{
    for (uint32_t index = 0; span != NULL; span = span->next) {
        relcal_freeze *item = writer->freezes++;
        point_string(writer, &item->id, span->id);
        point_string(writer, &item->remark, span->remark);
        point_string(writer, &item->source, span->source);
        write_references(writer, &item->from, &span->from);
        write_references(writer, &item->until, &span->until);
        item->index = index++;
    }
}

static void write_freezes(table_writer *writer, relcal_project *row,
                          const relcal_draft_project *project)
{
    row->freezes = distance(&row->freezes, writer->freezes);
    row->freeze_count = project->freeze_count;
    row->tier_count = project->tier_count;
    write_spans(writer, project->freezes);
    write_spans(writer, project->tiers);
}

/* The series of a range of ids, either of which may be NULL, by index. */
static void write_series_range(struct relcal_rule *row, const relcal_draft_rule *rule,
                               const relcal_draft_project *project)
{
    for (const relcal_draft_series *series = project->series; series != NULL;
         series = series->next) {
        row->series_begin += rule->first_series != NULL &&
                             relcal_compare_ids(series->id, rule->first_series) < 0;
        row->series_end += rule->last_series == NULL ||
                           relcal_compare_ids(series->id, rule->last_series) <= 0;
    }
    if (rule->last_series == NULL) {
        row->series_end = UINT32_MAX; /* series to come, too */
    }
}

static void write_rule(table_writer *writer, struct relcal_rule *row, const relcal_project *owner,
                       const relcal_draft_project *project, const relcal_draft_rule *rule)
{
    row->terms = rule->terms;
    row->project = distance(&row->project, owner);
    point_string(writer, &row->id, rule->id);
    point_string(writer, &row->reason, rule->reason);
    point_string(writer, &row->source, rule->source);
    point_string(writer, &row->delay, rule->delay);
    point_string(writer, &row->first_series, rule->first_series);
    point_string(writer, &row->last_series, rule->last_series);
    write_words(writer, &row->branches, &rule->branches);
    write_words(writer, &row->paths, &rule->paths);
    write_words(writer, &row->components, &rule->components);
    write_words(writer, &row->kinds, &rule->kinds);
    write_references(writer, &row->deadline, &rule->deadline);
    write_series_range(row, rule, project);
}

/* The rules that speak of a change, put in their order by insertion. */
static uint32_t write_choices(relcal_image_choice *choices, const relcal_draft_policy *policy,
                              size_t change)
{
    uint32_t count = 0;
    for (uint32_t index = 0; index < policy->rule_count; index++) {
        int weight = relcal_draft_weigh(policy, &policy->rules[index], change);
        if (weight < 0) {
            continue;
        }
        uint32_t place = count++;
        for (; place > 0 && choices[place - 1].weight < weight; place--) {
            choices[place] = choices[place - 1];
        }
        const relcal_rule_terms *terms = &policy->rules[index].terms;
        choices[place] = (relcal_image_choice){
            .phases = terms->phases == 0 ? UINT64_MAX : terms->phases,
            .freezes = terms->freezes,
            .rule = (uint16_t)index,
            .weight = (uint16_t)weight,
            .ground = terms->ground,
        };
    }
    return count;
}

static void write_changes_and_labels(table_writer *writer, relcal_project *row,
                                     const relcal_draft_policy *policy)
{
    row->kinds_of_change = distance(&row->kinds_of_change, writer->kinds_of_change);
    row->kind_count = policy->change_count;
    for (size_t index = 0; index < policy->change_count; index++) {
        struct relcal_change *change = writer->kinds_of_change++;
        change->project = distance(&change->project, row);
        point_string(writer, &change->id, policy->changes[index].id);
        point_string(writer, &change->definition, policy->changes[index].definition);
        change->choices = distance(&change->choices, writer->choices);
        change->choice_count = write_choices(writer->choices, policy, index);
        change->parent = policy->changes[index].parent;
        change->index = (uint32_t)index;
        writer->choices += change->choice_count;
    }
    row->labels = distance(&row->labels, writer->labels);
    row->label_count = policy->label_count;
    for (size_t index = 0; index < policy->label_count; index++) {
        relcal_image_label *label = writer->labels++;
        point_string(writer, &label->name, policy->labels[index].name);
        label->changes = policy->labels[index].changes;
    }
}

static void write_policy(table_writer *writer, relcal_project *row,
                         const relcal_draft_project *project)
{
    const relcal_draft_policy *policy = &project->policy;
    write_changes_and_labels(writer, row, policy);
    row->authorities = distance(&row->authorities, writer->authorities);
    row->authority_count = policy->authority_count;
    for (size_t index = 0; index < policy->authority_count; index++) {
        struct relcal_authority *authority = writer->authorities++;
        point_string(writer, &authority->name, policy->authorities[index]);
        authority->index = (uint32_t)index;
    }
    row->rules = distance(&row->rules, writer->rules);
    row->rule_count = policy->rule_count;
    for (size_t index = 0; index < policy->rule_count; index++) {
        write_rule(writer, writer->rules++, row, project, &policy->rules[index]);
    }
}

static void write_cadences(table_writer *writer, relcal_project *row,
                           const relcal_draft_project *project)
{
    row->cadences = distance(&row->cadences, writer->cadences);
    row->cadence_count = project->cadence_count;
    for (const relcal_draft_cadence *cadence = project->cadences; cadence != NULL;
         cadence = cadence->next) {
        relcal_cadence *item = writer->cadences++;
        item->project = distance(&item->project, row);
        point_string(writer, &item->id, cadence->id);
        point_string(writer, &item->reason, cadence->reason);
        point_string(writer, &item->source, cadence->source);
        point_string(writer, &item->anchor, cadence->anchor);
        point_string(writer, &item->year, cadence->year);
        point_string(writer, &item->release, cadence->release);
        write_words(writer, &item->rules, &cadence->rules);
        write_words(writer, &item->series, &cadence->series);
        write_words(writer, &item->avoided, &cadence->avoided);
        write_words(writer, &item->constraints, &cadence->constraints);
        item->tolerance = cadence->tolerance;
    }
}

static void write_project(table_writer *writer, relcal_project *row,
                          const relcal_draft_project *project)
{
    point_string(writer, &row->id, project->id);
    point_string(writer, &row->name, project->name);
    point_string(writer, &row->url, project->url);
    point_string(writer, &row->trunk, project->trunk);
    point_string(writer, &row->uid_domain, project->uid_domain);
    point_string(writer, &row->color, project->color);
    point_string(writer, &row->spec_name, project->spec_name);
    point_string(writer, &row->spec_url, project->spec_url);
    write_words(writer, &row->names, &project->names);
    write_words(writer, &row->imports, &project->imports);
    write_words(writer, &row->gaps, &project->gaps);
    write_references(writer, &row->trunk_begins, &project->trunk_begins);
    row->revised = project->revised;
    write_phases(writer, row, project);
    write_freezes(writer, row, project);
    write_policy(writer, row, project);
    write_cadences(writer, row, project);
    row->series_count = project->series_count;
    row->series = distance(&row->series, writer->series);
    relcal_series *series_row = writer->series;
    writer->series += project->series_count;
    for (const relcal_draft_series *series = project->series; series != NULL;
         series = series->next) {
        write_series(writer, series_row++, row, series);
    }
}

static void write_texts(const table_writer *writer)
{
    for (size_t index = 0; index < writer->pool->capacity; index++) {
        const text_entry *entry = &writer->pool->entries[index];
        if (entry->text != NULL) {
            memcpy(writer->texts + entry->position, entry->text, entry->length);
            writer->texts[entry->position + entry->length] = '\0';
        }
    }
}

/* Takes room for `count` rows at `*position` of a block, and returns where they begin. */
static size_t take(size_t *position, size_t count, size_t row_bytes, size_t alignment)
{
    size_t begin = (*position + alignment - 1) / alignment * alignment;
    *position = begin + count * row_bytes;
    return begin;
}

#define TAKE(position, count, type) take(position, count, sizeof(type), _Alignof(type))

typedef struct block_layout {
    size_t projects;
    size_t phases;
    size_t freezes;
    size_t references;
    size_t series;
    size_t milestones;
    size_t revisions;
    size_t changes;
    size_t standings;
    size_t pieces;
    size_t kinds_of_change;
    size_t authorities;
    size_t labels;
    size_t rules;
    size_t choices;
    size_t cadences;
    size_t words;
    size_t texts;
    size_t bytes;
} block_layout;

static block_layout lay_out(const table_sizes *sizes, const text_pool *pool)
{
    size_t position = sizeof(relcal_catalog);
    block_layout layout;
    layout.projects = TAKE(&position, sizes->projects, relcal_project);
    layout.phases = TAKE(&position, sizes->phases, relcal_phase);
    layout.freezes = TAKE(&position, sizes->freezes, relcal_freeze);
    layout.references = TAKE(&position, sizes->references, relcal_image_reference);
    layout.series = TAKE(&position, sizes->series, relcal_series);
    layout.milestones = TAKE(&position, sizes->milestones, relcal_milestone);
    layout.revisions = TAKE(&position, sizes->revisions, relcal_image_revision);
    layout.changes = TAKE(&position, sizes->changes, int64_t);
    layout.standings = TAKE(&position, sizes->standings, relcal_image_standing);
    layout.pieces = TAKE(&position, sizes->pieces, uint16_t);
    layout.kinds_of_change = TAKE(&position, sizes->kinds_of_change, struct relcal_change);
    layout.authorities = TAKE(&position, sizes->authorities, struct relcal_authority);
    layout.labels = TAKE(&position, sizes->labels, relcal_image_label);
    layout.rules = TAKE(&position, sizes->rules, struct relcal_rule);
    layout.choices = TAKE(&position, sizes->choices, relcal_image_choice);
    layout.cadences = TAKE(&position, sizes->cadences, relcal_cadence);
    layout.words = TAKE(&position, sizes->words, relcal_offset);
    layout.texts = TAKE(&position, pool->bytes, char);
    layout.bytes = position;
    return layout;
}

static table_writer start_writer(unsigned char *block, const block_layout *layout,
                                 const text_pool *pool)
{
    return (table_writer){
        .block = block,
        .projects = (void *)(block + layout->projects),
        .phases = (void *)(block + layout->phases),
        .freezes = (void *)(block + layout->freezes),
        .references = (void *)(block + layout->references),
        .series = (void *)(block + layout->series),
        .milestones = (void *)(block + layout->milestones),
        .revisions = (void *)(block + layout->revisions),
        .changes = (void *)(block + layout->changes),
        .standings = (void *)(block + layout->standings),
        .pieces = (void *)(block + layout->pieces),
        .kinds_of_change = (void *)(block + layout->kinds_of_change),
        .authorities = (void *)(block + layout->authorities),
        .labels = (void *)(block + layout->labels),
        .rules = (void *)(block + layout->rules),
        .choices = (void *)(block + layout->choices),
        .cadences = (void *)(block + layout->cadences),
        .words = (void *)(block + layout->words),
        .texts = (char *)(block + layout->texts),
        .pool = pool,
    };
}

static void write_head(relcal_catalog *catalog, const table_writer *writer,
                       const table_sizes *sizes)
{
    catalog->projects = distance(&catalog->projects, writer->projects);
    catalog->phases = distance(&catalog->phases, writer->phases);
    catalog->freezes = distance(&catalog->freezes, writer->freezes);
    catalog->references = distance(&catalog->references, writer->references);
    catalog->series = distance(&catalog->series, writer->series);
    catalog->milestones = distance(&catalog->milestones, writer->milestones);
    catalog->revisions = distance(&catalog->revisions, writer->revisions);
    catalog->changes = distance(&catalog->changes, writer->changes);
    catalog->standings = distance(&catalog->standings, writer->standings);
    catalog->pieces = distance(&catalog->pieces, writer->pieces);
    catalog->kinds_of_change = distance(&catalog->kinds_of_change, writer->kinds_of_change);
    catalog->authorities = distance(&catalog->authorities, writer->authorities);
    catalog->labels = distance(&catalog->labels, writer->labels);
    catalog->rules = distance(&catalog->rules, writer->rules);
    catalog->choices = distance(&catalog->choices, writer->choices);
    catalog->cadences = distance(&catalog->cadences, writer->cadences);
    catalog->words = distance(&catalog->words, writer->words);
    catalog->texts = distance(&catalog->texts, writer->texts);
    catalog->project_count = (uint32_t)sizes->projects;
    catalog->phase_count = (uint32_t)sizes->phases;
    catalog->freeze_count = (uint32_t)sizes->freezes;
    catalog->reference_count = (uint32_t)sizes->references;
    catalog->series_count = (uint32_t)sizes->series;
    catalog->milestone_count = (uint32_t)sizes->milestones;
    catalog->revision_count = (uint32_t)sizes->revisions;
    catalog->change_count = (uint32_t)sizes->changes;
    catalog->standing_count = (uint32_t)sizes->standings;
    catalog->piece_count = (uint32_t)sizes->pieces;
    catalog->kind_count = (uint32_t)sizes->kinds_of_change;
    catalog->authority_count = (uint32_t)sizes->authorities;
    catalog->label_count = (uint32_t)sizes->labels;
    catalog->rule_count = (uint32_t)sizes->rules;
    catalog->choice_count = (uint32_t)sizes->choices;
    catalog->cadence_count = (uint32_t)sizes->cadences;
    catalog->word_count = (uint32_t)sizes->words;
    catalog->text_bytes = (uint32_t)writer->pool->bytes;
}

relcal_status relcal_seal(relcal_catalog **out, relcal_draft *draft,
                          const relcal_allocator *allocator)
{
    table_sizes sizes = {0};
    text_pool pool = {.arena = draft->arena};
    sort_projects(draft);
    for (const relcal_draft_project *project = draft->projects; project != NULL;
         project = project->next) {
        measure_project(project, &sizes, &pool);
    }
    block_layout layout = lay_out(&sizes, &pool);
    if (layout.bytes > INT32_MAX) {
        return RELCAL_ERROR_LIMIT;
    }
    relcal_allocator source = relcal_allocator_or_default(allocator);
    unsigned char *block = source.allocate(source.context, layout.bytes);
    if (block == NULL) {
        return RELCAL_ERROR_MEMORY;
    }
    memset(block, 0, layout.bytes);

    table_writer writer = start_writer(block, &layout, &pool);
    relcal_catalog *catalog = (void *)block;
    catalog->allocator = source;
    catalog->bytes = layout.bytes;
    write_head(catalog, &writer, &sizes);
    write_texts(&writer);
    for (const relcal_draft_project *project = draft->projects; project != NULL;
         project = project->next) {
        write_project(&writer, writer.projects++, project);
    }
    *out = catalog;
    return RELCAL_OK;
}
