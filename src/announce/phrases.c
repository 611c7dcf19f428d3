/*
 * A phrase is a row of classes of words with gaps between them, so that "the official release of
 * 3.6.0 is currently scheduled for 2016-12-16" and its many relatives are one row of a table. What
 * a phrase is about is said by itself, by the heading over it, or by what the whole text announces.
 */
#include <string.h>

#include "finder.h"

bool relcal_match_steps(const relcal_sentence *sentence, size_t at, const step *steps, match *out)
{
    if (steps->form == STEP_END) {
        out->end = at;
        return true;
    }
    if (steps->form == STEP_SKIP || steps->form == STEP_OVER) {
        for (unsigned skipped = 0;; skipped++, at++) {
            if (relcal_match_steps(sentence, at, steps + 1, out)) {
                return true;
            }
            if (skipped == steps->most || at >= sentence->count ||
                has(&sentence->tokens[at], steps->classes) == (steps->form == STEP_SKIP)) {
                return false;
            }
        }
    }
    bool fits = at < sentence->count && has(&sentence->tokens[at], steps->classes);
    if (fits && relcal_match_steps(sentence, at + 1, steps + 1, out)) {
        if (steps->slot != 0) {
            out->kept[steps->slot] = at;
        }
        return true;
    }
    return steps->form == STEP_MAY && relcal_match_steps(sentence, at, steps + 1, out);
}

bool relcal_sentence_has(const finder *find, relcal_classes classes)
{
    for (size_t at = 0; at < find->sentence->count; at++) {
        if (has(token_at(find, at), classes)) {
            return true;
        }
    }
    return false;
}

size_t relcal_back_over(const finder *find, size_t at, relcal_classes classes)
{
    while (at > 0 && has(token_at(find, at - 1), classes)) {
        at--;
    }
    return at;
}

const relcal_version *relcal_reading_subject(const relcal_reading *reading, uint16_t major,
                                             uint16_t minor)
{
    for (size_t index = 0; index < reading->subject_count; index++) {
        const relcal_version *subject = &reading->subjects[index];
        if (subject->major == major && subject->minor == minor) {
            return subject;
        }
    }
    return NULL;
}

const relcal_version *relcal_context_version(const finder *find)
{
    if (find->reading->subject_count == 1) {
        return &find->reading->subjects[0];
    }
    for (size_t level = LEVELS; level-- > 0;) {
        if (find->has_heading[level]) {
            const relcal_version *heading = &find->headings[level];
            const relcal_version *subject = relcal_reading_subject(find->reading, heading->major,
                                                                   heading->minor);
            return subject != NULL ? subject : heading;
        }
    }
    return find->has_mentioned ? &find->mentioned : NULL;
}

relcal_found relcal_found_at(const finder *find, relcal_claim_kind kind, size_t begin, size_t end,
                             size_t value)
{
    const relcal_token *last = token_at(find, end - 1);
    const relcal_token *token = token_at(find, value);
    relcal_found found = {.kind = kind,
                          .start = token_at(find, begin)->start,
                          .end = last->end > token->end ? last->end : token->end,
                          .value_start = token->start,
                          .value_end = token->end};
    if (has(token, C(DATE))) {
        found.date = token->date;
        found.value_start = token->date.date_start;
        found.value_end = token->date.date_end;
    }
    return found;
}

void relcal_set_about(const finder *find, relcal_found *found, const relcal_version *version)
{
    found->has_version = version != NULL;
    if (version != NULL) {
        found->version = *version;
        const relcal_version *subject = relcal_reading_subject(find->reading, version->major,
                                                               version->minor);
        found->has_subject = subject != NULL;
        found->subject = subject != NULL ? *subject : *version;
    }
}

/* How far back a claim may lie that is found again: a sentence that is cut is read twice in part.
 */
#define KNOWN_MAX 256

static bool is_known(const relcal_reading *reading, const relcal_found *found)
{
    size_t count = reading->found_count;
    for (size_t back = 1; back <= count && back <= KNOWN_MAX; back++) {
        const relcal_found *other = &reading->found[count - back];
        if (other->kind == found->kind && other->value_start == found->value_start &&
            (found->kind != RELCAL_CLAIM_PUBLISH_DATE ||
             relcal_version_compare(&other->version, &found->version) == 0)) {
            return true;
        }
    }
    return false;
}

void relcal_keep_found(const finder *find, const relcal_found *found)
{
    relcal_reading *reading = find->reading;
    if (is_known(reading, found)) {
        return;
    }
    if (reading->found_count == RELCAL_MAX_CLAIMS) {
        reading->is_too_much = true;
        return;
    }
    if (reading->found_count == reading->found_room) {
        size_t room = reading->found_room > 0 ? 2 * reading->found_room : 64;
        relcal_found *larger = relcal_arena_allocate(&reading->arena,
                                                     room * sizeof reading->found[0]);
        if (reading->found_count > 0) {
            memcpy(larger, reading->found, reading->found_count * sizeof reading->found[0]);
        }
        reading->found = larger;
        reading->found_room = room;
    }
    reading->found[reading->found_count++] = *found;
}

relcal_version relcal_final_of(const relcal_version *version)
{
    relcal_version final = *version;
    final.stage = RELCAL_STAGE_FINAL;
    final.number = 0;
    return final;
}

relcal_version relcal_with_stage(const relcal_version *series, relcal_stage stage, uint32_t number)
{
    relcal_version version = *series;
    version.stage = stage;
    version.number = (uint16_t)number;
    return version;
}

bool relcal_version_of(const finder *find, const relcal_token *token, relcal_version *out)
{
    if (has(token, C(VERSION))) {
        *out = token->version;
        return true;
    }
    const relcal_version *context = relcal_context_version(find);
    if (!has(token, C(STAGE)) || context == NULL) {
        return false;
    }
    *out = relcal_with_stage(context, token->version.stage, token->version.number);
    return true;
}

const relcal_version *relcal_about_phrase(const finder *find, size_t begin, size_t end)
{
    for (size_t at = begin; at < end; at++) {
        if (has(token_at(find, at), C(VERSION))) {
            const relcal_version *version = &token_at(find, at)->version;
            const relcal_version *subject = relcal_reading_subject(find->reading, version->major,
                                                                   version->minor);
            return token_at(find, at)->is_series && subject != NULL ? subject : version;
        }
    }
    return relcal_context_version(find);
}
