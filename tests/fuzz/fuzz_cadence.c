/*
 * Any bytes as cadences, and as what is asked of them. The first line holds four words: a series,
 * what is done ('p' a milestone is set, 'w' wished for, 'f' set in a plan that goes on, 'n'
 * nothing), the milestone and its date; behind it stands a project.yaml, and behind a line "%%%"
 * perhaps a series. A plan is made by every cadence, and again: it is the same; what cannot be made
 * must say why.
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

#define WORDS 4
#define WORD_BYTES 80

typedef struct question {
    char words[WORDS][WORD_BYTES]; /* series, what to do, milestone, date */
    relcal_pin pin;
} question;

/* Reads the first line; false where it is none. */
static bool read_question(question *asked, const char **text, const char *end)
{
    *asked = (question){.words = {""}};
    for (size_t word = 0; word < WORDS; word++) {
        size_t length = 0;
        while (*text < end && **text != ' ' && **text != '\n' && **text != '\0') {
            if (length + 1 < WORD_BYTES) {
                asked->words[word][length++] = **text;
            }
            (*text)++;
        }
        if (*text == end || **text != (word + 1 < WORDS ? ' ' : '\n')) {
            return false;
        }
        (*text)++;
    }
    asked->pin.milestone = asked->words[2];
    return relcal_when_parse(&asked->pin.when, asked->words[3], strlen(asked->words[3]), NULL) ==
           RELCAL_OK;
}

static void check_outcome(const relcal_outcome *outcome)
{
    const relcal_planned *planned;
    for (size_t index = 0; (planned = relcal_outcome_at(outcome, index)) != NULL; index++) {
        char text[RELCAL_WHEN_BYTES];
        relcal_when again;
        relcal_when_format(&planned->when, text);
        REQUIRE(relcal_when_parse(&again, text, strlen(text), NULL) == RELCAL_OK);
        REQUIRE(again.earliest == planned->when.earliest && again.latest == planned->when.latest);
        REQUIRE(planned->id[0] != '\0' && planned->when.earliest <= planned->when.latest);
        REQUIRE(relcal_outcome_find(outcome, planned->id) != NULL);
    }
    for (size_t index = 0; relcal_outcome_clash_at(outcome, index) != NULL; index++) {
        const relcal_clash *clash = relcal_outcome_clash_at(outcome, index);
        REQUIRE(clash->message[0] != '\0' && clash->milestone[0] != '\0');
    }
    for (size_t index = 0; relcal_outcome_unplanned_at(outcome, index) != NULL; index++) {
        REQUIRE(relcal_outcome_unplanned_at(outcome, index)->message[0] != '\0');
    }
}

static void require_same(const relcal_outcome *left, const relcal_outcome *right)
{
    REQUIRE(relcal_outcome_count(left) == relcal_outcome_count(right));
    for (size_t index = 0; index < relcal_outcome_count(left); index++) {
        const relcal_planned *one = relcal_outcome_at(left, index);
        const relcal_planned *other = relcal_outcome_at(right, index);
        REQUIRE(strcmp(one->id, other->id) == 0 && one->by == other->by);
        REQUIRE(one->when.earliest == other->when.earliest &&
                one->when.latest == other->when.latest);
    }
}

static void write_file(const relcal_outcome *outcome, const relcal_catalog *catalog)
{
    char *file = NULL;
    size_t length = 0;
    relcal_catalog *wider = NULL;
    if (relcal_outcome_write(outcome, 20000, &file, &length) != RELCAL_OK) {
        return;
    }
    relcal_source source = {"x/planned.yaml", file, length};
    (void)relcal_catalog_parse(&wider, catalog, &source, 1, NULL, NULL);
    relcal_catalog_free(wider);
    free(file);
}

static void plan(const relcal_catalog *catalog, const relcal_project *project,
                 const relcal_cadence *cadence, const question *asked)
{
    relcal_outcome *outcome = NULL;
    relcal_outcome *again = NULL;
    relcal_error error = {0};
    char kind = asked->words[1][0];
    relcal_plan_request request = {
        .project = project, .series = asked->words[0], .cadence = cadence};
    request.pins = &asked->pin;
    request.pin_count = kind == 'p' || kind == 'f';
    request.wish = kind == 'w' ? &asked->pin : NULL;
    if (kind == 'f') {
        request.from = relcal_series_plan(relcal_project_series(project, asked->words[0]),
                                          RELCAL_LATEST);
    }
    relcal_status status = relcal_plan_make(&outcome, &request, &error);
    REQUIRE(relcal_plan_make(&again, &request, NULL) == status);
    if (status != RELCAL_OK) {
        REQUIRE(outcome == NULL && error.code == status && error.message[0] != '\0');
        return;
    }
    check_outcome(outcome);
    require_same(outcome, again);
    write_file(outcome, catalog);
    relcal_outcome_free(again);
    relcal_outcome_free(outcome);
}

/* Plans of so many cadences are made, so that no input is slow for their number. */
#define MOST_CADENCES 4

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char part[] = "\n%%%\n";
    question asked;
    const char *text = (const char *)data;
    const char *end = text + size;
    relcal_catalog *catalog = NULL;
    if (!read_question(&asked, &text, end)) {
        return 0;
    }
    const char *series = text;
    while (series < end &&
           ((size_t)(end - series) < strlen(part) || memcmp(series, part, strlen(part)) != 0)) {
        series++;
    }
    relcal_source sources[2] = {{"x/project.yaml", text, (size_t)(series - text)}};
    size_t count = 1;
    if (series < end) {
        series += strlen(part);
        sources[count++] = (relcal_source){"x/series.yaml", series, (size_t)(end - series)};
    }
    if (relcal_catalog_parse(&catalog, NULL, sources, count, NULL, NULL) != RELCAL_OK) {
        return 0;
    }
    const relcal_project *project = relcal_catalog_project_at(catalog, 0);
    for (size_t index = 0; index < MOST_CADENCES; index++) {
        const relcal_cadence *cadence = relcal_project_cadence_at(project, index);
        if (cadence != NULL) {
            plan(catalog, project, cadence, &asked);
        }
    }
    relcal_catalog_free(catalog);
    return 0;
}
