/*
 * Any bytes as schedule files to look at. The first byte says what the rest is: 's' a series laid
 * over the built-in Python, 'p' a project.yaml, 'b' both, of one new project, parted by a line
 * "%%%", 'o' both, laid over Python. What does not load has an error; every finding is in its
 * place; what is mended is looked at again.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "relcal/relcal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Stops the fuzzer, in every kind of build. */
#define REQUIRE(condition)  \
    do {                    \
        if (!(condition)) { \
            abort();        \
        }                   \
    } while (0)

/* How often what is mended is looked at again. */
#define MOST_ROUNDS 4

static bool is_shown(const char *text)
{
    for (; *text != '\0'; text++) {
        if ((unsigned char)*text < 0x20 || *text == 0x7F) {
            return false;
        }
    }
    return true;
}

static void check_order(const relcal_finding *left, const relcal_finding *right)
{
    if (strcmp(left->file, right->file) == 0) {
        REQUIRE(left->line <= right->line);
        REQUIRE(left->line < right->line || left->column <= right->column);
    }
}

static size_t length_of(const relcal_source *sources, size_t count, const char *name)
{
    for (size_t index = 0; index < count; index++) {
        if (strcmp(sources[index].name, name) == 0) {
            return sources[index].length;
        }
    }
    abort();
}

static void check_findings(const relcal_lint *lint, const relcal_source *sources, size_t count)
{
    size_t severities[2] = {0, 0};
    const relcal_finding *before = NULL;
    const relcal_finding *finding;
    for (size_t index = 0; (finding = relcal_lint_finding_at(lint, index)) != NULL; index++) {
        REQUIRE(finding->message[0] != '\0' && is_shown(finding->message));
        if (finding->file[0] != '\0') {
            size_t length = length_of(sources, count, finding->file);
            REQUIRE(finding->fix == NULL || finding->fix_offset + finding->fix_length <= length);
        }
        if (before != NULL && finding->file[0] != '\0') {
            check_order(before, finding);
        }
        severities[finding->code->severity]++;
        before = finding;
    }
    REQUIRE(severities[0] == relcal_lint_count(lint, RELCAL_SEVERITY_ERROR));
    REQUIRE(severities[1] == relcal_lint_count(lint, RELCAL_SEVERITY_WARNING));
}

static void look(const relcal_catalog *base, const relcal_source *sources, size_t count,
                 int rounds);

/* Puts what is mended in the place of what it was, and looks again. */
static void look_again(const relcal_catalog *base, const relcal_lint *lint,
                       const relcal_source *sources, size_t count, int rounds)
{
    relcal_source again[2];
    const relcal_mended_file *mended;
    memcpy(again, sources, count * sizeof *sources);
    for (size_t index = 0; (mended = relcal_lint_mended_at(lint, index)) != NULL; index++) {
        REQUIRE(mended->fix_count > 0);
        for (size_t place = 0; place < count; place++) {
            if (strcmp(again[place].name, mended->name) == 0) {
                again[place].text = mended->text;
                again[place].length = mended->length;
            }
        }
    }
    if (rounds < MOST_ROUNDS && relcal_lint_mended_at(lint, 0) != NULL) {
        look(base, again, count, rounds + 1);
    }
}

static void look(const relcal_catalog *base, const relcal_source *sources, size_t count, int rounds)
{
    relcal_lint *lint = NULL;
    relcal_catalog *catalog = NULL;
    relcal_date holiday = relcal_date_from_civil(2026, 12, 25);
    relcal_lint_options options = {.has_today = true,
                                   .today = relcal_date_from_civil(2026, 8, 22),
                                   .holidays = &holiday,
                                   .holiday_count = 1};
    REQUIRE(relcal_lint_sources(&lint, base, sources, count, &options, NULL) == RELCAL_OK);
    check_findings(lint, sources, count);
    if (relcal_catalog_parse(&catalog, base, sources, count, NULL, NULL) != RELCAL_OK) {
        REQUIRE(relcal_lint_count(lint, RELCAL_SEVERITY_ERROR) > 0);
    }
    relcal_catalog_free(catalog);
    look_again(base, lint, sources, count, rounds);
    relcal_lint_free(lint);
}

/* Where the second text begins after the line "%%%", or NULL. */
static const char *find_second(const char *text, size_t size)
{
    static const char line[] = "\n%%%\n";
    for (size_t at = 0; at + sizeof line - 1 <= size; at++) {
        if (memcmp(text + at, line, sizeof line - 1) == 0) {
            return text + at + sizeof line - 1;
        }
    }
    return NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char minimal_series[] = "series: 1.0\nmilestones: []\n";
    if (size == 0) {
        return 0;
    }
    const char *text = (const char *)data + 1;
    size_t length = size - 1;
    bool is_over = data[0] == 'o' || data[0] == 's';
    relcal_source sources[2] = {
        {is_over ? "python/project.yaml" : "x/project.yaml", text, length},
        {is_over ? "python/x.yaml" : "x/x.yaml", minimal_series, sizeof minimal_series - 1}};
    if (data[0] == 's') {
        sources[0] = (relcal_source){"python/x.yaml", text, length};
        look(relcal_catalog_builtin(), sources, 1, 0);
        return 0;
    }
    const char *second = data[0] == 'p' ? NULL : find_second(text, length);
    if (second != NULL) {
        sources[0].length = (size_t)(second - text) - strlen("%%%\n");
        sources[1].text = second;
        sources[1].length = length - (size_t)(second - text);
    }
    look(is_over ? relcal_catalog_builtin() : NULL, sources, 2, 0);
    return 0;
}
