/*
 * From a text to what is claimed in it: first what it announces, then sentence by sentence, with
 * the headings over each.
 */
#include <string.h>
#include <strings.h>

#include "finder.h"

static bool is_text(const finder *find, const relcal_token *token, const char *word)
{
    size_t length = strlen(word);
    return token->end - token->start == length &&
           memcmp(find->reading->text + token->start, word, length) == 0;
}

/* "And now for something completely different" is not about releases. */
static bool is_about_else(const finder *find)
{
    for (size_t at = 0; at + 1 < find->sentence->count && find->sentence->count <= 12; at++) {
        if (is_text(find, token_at(find, at), "completely") &&
            is_text(find, token_at(find, at + 1), "different")) {
            return true;
        }
    }
    return false;
}

/* The first version of a heading that is not what something is compared to. */
static void take_heading(finder *find)
{
    unsigned level = find->sentence->heading > 0 ? find->sentence->heading : LEVELS - 1;
    for (size_t lower = level; lower < LEVELS; lower++) {
        find->has_heading[lower] = false;
    }
    find->has_mentioned = false;
    for (size_t at = 0; at < find->sentence->count; at++) {
        if (has(token_at(find, at), C(VERSION))) {
            find->headings[level] = token_at(find, at)->version;
            find->has_heading[level] = true;
            return;
        }
    }
}

static void take_mentions(finder *find)
{
    for (size_t at = 0; at < find->sentence->count; at++) {
        if (is_full_version(token_at(find, at))) {
            find->mentioned = token_at(find, at)->version;
            find->has_mentioned = true;
        }
    }
}

static void add_subject(relcal_reading *reading, const relcal_version *version)
{
    for (size_t index = 0; index < reading->subject_count; index++) {
        if (relcal_version_compare(&reading->subjects[index], version) == 0) {
            return;
        }
    }
    if (reading->subject_count < RELCAL_MAX_SUBJECTS) {
        reading->subjects[reading->subject_count++] = *version;
    }
}

/* Adds every release that the sentence names. A "3.2.1 release candidate" is the first. */
static void take_subjects(finder *find)
{
    for (size_t at = 0; at < find->sentence->count; at++) {
        const relcal_token *token = token_at(find, at);
        if (!is_full_version(token)) {
            continue;
        }
        size_t after = at + 1 + has(token_at(find, at + 1), C(RELEASE));
        bool is_candidate = token->version.stage == RELCAL_STAGE_FINAL &&
                            has(token_at(find, after), C(CANDIDATE));
        relcal_version subject = is_candidate
                                     ? relcal_with_stage(&token->version, RELCAL_STAGE_CANDIDATE, 1)
                                     : token->version;
        add_subject(find->reading, &subject);
    }
}

static bool is_series(const void *context, const relcal_version *version)
{
    char id[RELCAL_VERSION_SERIES_BYTES];
    return relcal_project_series(context, relcal_version_series(version, id)) != NULL;
}

/* Whether a word is one of a text, in any case. */
static bool is_word_of(const char *text, const char *word, size_t length)
{
    while (*text != '\0') {
        size_t own_length = strcspn(text, " ");
        if (own_length == length && strncasecmp(text, word, length) == 0) {
            return true;
        }
        text += own_length + strspn(text + own_length, " ");
    }
    return false;
}

/* What a word is that names the project, or the documents of its schedules by the word before their
 * number. */
static relcal_classes classes_of(const void *context, const char *word, size_t length,
                                 const char **name)
{
    const char *document = relcal_project_spec_name(context);
    size_t document_length = document == NULL ? 0 : strcspn(document, " {");
    if (is_word_of(relcal_project_name(context), word, length) ||
        is_word_of(relcal_project_id(context), word, length)) {
        *name = relcal_project_name(context);
        return C(NAME);
    }
    if (document_length == length && strncasecmp(document, word, length) == 0) {
        *name = document;
        return C(DOCUMENT);
    }
    return 0;
}

static void begin_at(finder *find, size_t start, size_t end)
{
    find->tokenizer.near = find->reading->day;
    find->tokenizer.is_series = is_series;
    find->tokenizer.classes_of = classes_of;
    find->tokenizer.context = find->reading->project;
    find->sentence->ended = RELCAL_SENTENCE_END;
    find->sentence->count = 0;
    relcal_tokenizer_start(&find->tokenizer, find->reading->text, end, start);
}

/* How far into a text without a telling title its subject is looked for. */
#define SUBJECT_SENTENCES_MAX 60

/* The releases of the title, or else of the first heading or sentence that announces some. */
static void find_subjects(finder *find)
{
    relcal_reading *reading = find->reading;
    begin_at(find, reading->front.title_start, reading->front.title_end);
    while (relcal_tokenizer_next(&find->tokenizer, find->sentence)) {
        take_subjects(find);
    }
    begin_at(find, reading->front.body, reading->length);
    for (size_t count = 0; reading->subject_count == 0 && count < SUBJECT_SENTENCES_MAX &&
                           relcal_tokenizer_next(&find->tokenizer, find->sentence);
         count++) {
        if (find->sentence->heading > 0 || relcal_sentence_has(find, C(ANNOUNCE)) ||
            (has(token_at(find, 0), C(THIS)) && relcal_sentence_has(find, NOUN))) {
            take_subjects(find);
        }
    }
}

static void keep_publish_dates(const finder *find)
{
    const relcal_front *front = &find->reading->front;
    for (size_t index = 0; front->day != RELCAL_DATE_NONE && index < find->reading->subject_count;
         index++) {
        relcal_found found = {.kind = RELCAL_CLAIM_PUBLISH_DATE,
                              .start = front->day_start,
                              .end = front->day_end,
                              .value_start = front->day_start,
                              .value_end = front->day_end};
        found.date.earliest = front->day;
        found.date.latest = front->day;
        relcal_set_about(find, &found, &find->reading->subjects[index]);
        relcal_keep_found(find, &found);
    }
}

/* Whether a paragraph is but the name of a release: a heading, were it only in bold. */
static bool is_title(const finder *find)
{
    size_t name = has(token_at(find, 0), C(NAME));
    return find->is_fresh && find->sentence->ended != RELCAL_SENTENCE_STOP &&
           find->sentence->count == name + 1 && has(token_at(find, name), C(VERSION));
}

static void read_sentence(finder *find)
{
    memset(find->is_taken, 0, find->sentence->count * sizeof find->is_taken[0]);
    bool is_else = is_about_else(find);
    if (find->sentence->heading > 0 || is_title(find)) {
        find->is_mute = is_else;
        take_heading(find);
    } else if (is_else) {
        find->is_mute = true;
    }
    find->is_fresh = find->sentence->ended == RELCAL_SENTENCE_BREAK;
    if (find->is_mute) {
        return;
    }
    relcal_find_next(find);
    relcal_find_dates(find);
    relcal_find_weekdays(find);
    relcal_find_stages(find);
    relcal_find_others(find);
    take_mentions(find);
    if (find->sentence->ended == RELCAL_SENTENCE_BREAK) {
        find->awaits_date = false;
    }
}

void relcal_find_claims(relcal_reading *reading)
{
    finder *find = relcal_arena_allocate(&reading->arena, sizeof *find);
    find->reading = reading;
    find->sentence = relcal_arena_allocate(&reading->arena, sizeof *find->sentence);
    find_subjects(find);
    keep_publish_dates(find);
    begin_at(find, reading->front.body, reading->length);
    find->is_fresh = true;
    while (!reading->is_too_much && relcal_tokenizer_next(&find->tokenizer, find->sentence)) {
        read_sentence(find);
    }
}
