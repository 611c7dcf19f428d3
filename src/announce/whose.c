/*
 * Which of many projects a text is about: the one whose name stands most often before one of its
 * series, or else the one that is named most often. The title decides if it can.
 */
#include <string.h>
#include <strings.h>

#include "fail.h"
#include "reading.h"
#include "relcal/plan.h"

/* How far into a text its project is looked for, in sentences. */
#define SENTENCES_MAX 1000

/* The most words of a name that count, and bytes of the name of a release. */
#define NAME_WORDS_MAX 8
#define RELEASE_BYTES_MAX 48

/* How often a text speaks of a project. */
typedef struct project_tally {
    size_t releases; /* with a series of it */
    size_t mentions;
} project_tally;

typedef struct searcher {
    relcal_arena arena;
    const relcal_catalog *catalog;
    const char *text;
    relcal_tokenizer tokenizer;
    relcal_sentence *sentence;
    project_tally *tallies; /* one for each project */
    size_t count;
} searcher;

static bool knows_no_series(const void *context, const relcal_version *version)
{
    (void)context;
    (void)version;
    return false;
}

static relcal_classes knows_no_name(const void *context, const char *word, size_t length,
                                    const char **name)
{
    (void)context;
    (void)word;
    (void)length;
    (void)name;
    return 0;
}

/* How many tokens from a place on are a name, in any case, its words with spaces between; 0 where
 * they are not. */
static size_t name_length(const searcher *search, size_t at, const char *name)
{
    size_t words = 0;
    for (; *name != '\0' && words < NAME_WORDS_MAX; words++) {
        size_t length = strcspn(name, " ");
        const relcal_token *token = &search->sentence->tokens[at + words];
        if (at + words >= search->sentence->count || token->end - token->start != length ||
            strncasecmp(search->text + token->start, name, length) != 0) {
            return 0;
        }
        name += length + strspn(name + length, " ");
    }
    return *name == '\0' ? words : 0;
}

static bool is_series(const relcal_project *project, const char *text, size_t length)
{
    char name[RELEASE_BYTES_MAX];
    if (length == 0 || length >= sizeof name) {
        return false;
    }
    memcpy(name, text, length);
    name[length] = '\0';
    return relcal_project_series_named(project, name, RELCAL_LATEST, 0) != NULL;
}

/* Whether a text is the name of a series of a project, or of a release of one: 22, 22.4.1. */
static bool is_of_series(const relcal_project *project, const char *text, size_t length)
{
    relcal_version version;
    char series[RELCAL_VERSION_SERIES_BYTES];
    const char *dot = memchr(text, '.', length);
    if (is_series(project, text, length) ||
        (dot != NULL && is_series(project, text, (size_t)(dot - text)))) {
        return true;
    }
    return length < RELEASE_BYTES_MAX &&
           relcal_version_parse(&version, text, length, NULL) == RELCAL_OK && version.has_release &&
           relcal_project_series(project, relcal_version_series(&version, series)) != NULL;
}

/* Counts what a place says of projects, the one with the longest name there; gives how many tokens
 * that name has, at least 1. */
static size_t count_at(const searcher *search, size_t at)
{
    size_t longest = 0;
    size_t found = 0;
    for (size_t index = 0; index < search->count; index++) {
        const relcal_project *project = relcal_catalog_project_at(search->catalog, index);
        size_t by_name = name_length(search, at, relcal_project_name(project));
        size_t by_id = name_length(search, at, relcal_project_id(project));
        size_t length = by_name > by_id ? by_name : by_id;
        found = length > longest ? index : found;
        longest = length > longest ? length : longest;
    }
    if (longest == 0) {
        return 1;
    }
    const relcal_token *next = &search->sentence->tokens[at + longest];
    project_tally *tally = &search->tallies[found];
    tally->releases += at + longest < search->sentence->count &&
                       is_of_series(relcal_catalog_project_at(search->catalog, found),
                                    search->text + next->start, next->end - next->start);
    tally->mentions += search->sentence->tokens[at].is_capital;
    return longest;
}

static void count_in(searcher *search, size_t start, size_t end)
{
    search->sentence->ended = RELCAL_SENTENCE_END;
    search->sentence->count = 0;
    relcal_tokenizer_start(&search->tokenizer, search->text, end, start);
    for (size_t count = 0;
         count < SENTENCES_MAX && relcal_tokenizer_next(&search->tokenizer, search->sentence);
         count++) {
        for (size_t at = 0; at < search->sentence->count;) {
            at += count_at(search, at);
        }
    }
}

static int compare(const project_tally *left, const project_tally *right)
{
    size_t one = left->releases != right->releases ? left->releases : left->mentions;
    size_t other = left->releases != right->releases ? right->releases : right->mentions;
    return (one > other) - (one < other);
}

/* The project that is spoken of most; NULL where there is none, or two alike, of which the other
 * one is then told. */
static const relcal_project *choose(const searcher *search, const relcal_project **first,
                                    const relcal_project **second)
{
    static const project_tally nothing = {0};
    const project_tally *most = &nothing;
    *first = NULL;
    *second = NULL;
    for (size_t index = 0; index < search->count; index++) {
        const project_tally *tally = &search->tallies[index];
        const relcal_project *project = relcal_catalog_project_at(search->catalog, index);
        int order = compare(tally, most);
        if (order > 0) {
            most = tally;
            *first = project;
            *second = NULL;
        } else if (order == 0 && *first != NULL) {
            *second = *second == NULL ? project : *second;
        }
    }
    return *second == NULL ? *first : NULL;
}

static relcal_status fail_to_find(const relcal_project *first, const relcal_project *second,
                                  relcal_error *error)
{
    relcal_place nowhere = {0};
    return first == NULL ? relcal_fail(error, RELCAL_ERROR_NOT_FOUND, nowhere,
                                       "the text names no project that is known")
                         : relcal_fail(error, RELCAL_ERROR_NOT_FOUND, nowhere,
                                       "the text speaks of %s as often as of %s",
                                       relcal_project_name(first), relcal_project_name(second));
}

/* Searches a text; what it allocates lies in the arena. */
static relcal_status search_text(searcher *search, size_t length, const relcal_project **out,
                                 relcal_error *error)
{
    jmp_buf out_of_memory;
    relcal_place nowhere = {0};
    const relcal_project *first;
    const relcal_project *second;
    search->arena.out_of_memory = &out_of_memory;
    if (setjmp(out_of_memory) != 0) {
        return relcal_fail(error, RELCAL_ERROR_MEMORY, nowhere, "out of memory");
    }
    relcal_front front = relcal_read_front(search->text, length);
    search->sentence = relcal_arena_allocate(&search->arena, sizeof *search->sentence);
    search->tallies = relcal_arena_allocate(&search->arena,
                                            (search->count + 1) * sizeof *search->tallies);
    count_in(search, front.title_start, front.title_end);
    const relcal_project *found = choose(search, &first, &second);
    if (found == NULL) {
        count_in(search, front.body, length);
        found = choose(search, &first, &second);
    }
    if (found == NULL) {
        return fail_to_find(first, second, error);
    }
    *out = found;
    return RELCAL_OK;
}

relcal_status relcal_announcement_project(const relcal_project **out, const relcal_catalog *catalog,
                                          const char *text, size_t length,
                                          const relcal_allocator *allocator, relcal_error *error)
{
    relcal_place nowhere = {0};
    if (length > RELCAL_MAX_ANNOUNCEMENT_BYTES) {
        return relcal_fail(error, RELCAL_ERROR_LIMIT, nowhere,
                           "the text has %zu bytes; at most %d are read", length,
                           RELCAL_MAX_ANNOUNCEMENT_BYTES);
    }
    searcher search = {
        .catalog = catalog,
        .text = text,
        .tokenizer = {.is_series = knows_no_series, .classes_of = knows_no_name},
        .count = relcal_catalog_project_count(catalog),
    };
    relcal_arena_init(&search.arena, allocator, NULL);
    relcal_status status = search_text(&search, length, out, error);
    relcal_arena_free(&search.arena);
    return status;
}
