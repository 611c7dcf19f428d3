/* What is said to come next: which release, and when; that may take two sentences. */
#include "finder.h"

size_t relcal_next_noun_end(const finder *find, size_t next)
{
    for (size_t at = next + 1; at <= next + 9; at++) {
        const relcal_token *token = token_at(find, at);
        if (has(token, C(MAJOR) | C(STOP) | C(DATE) | C(IS) | C(WILL))) {
            return NOWHERE;
        }
        if (has(token, NOUN)) {
            while (has(token_at(find, at), NOUN)) {
                at++;
            }
            return at;
        }
    }
    return NOWHERE;
}

/* The place after the verb of "the next release of ... will be"; NOWHERE where there is none. */
static size_t next_verb_end(const finder *find, size_t next, size_t noun_end)
{
    for (size_t at = noun_end; at < noun_end + 18 && at < find->sentence->count; at++) {
        const relcal_token *token = token_at(find, at);
        if (has(token, C(STOP) | C(DATE))) {
            return NOWHERE;
        }
        if (has(token, C(WILL)) && has(token_at(find, at + 1), C(BE))) {
            return at + 2;
        }
        if (has(token, C(IS))) {
            const relcal_token *after = token_at(find,
                                                 at + 1 + has(token_at(find, at + 1), C(ADVERB)));
            bool is_said = has(after, C(PLAN)) ||
                           (next <= 2 && (is_full_version(after) || has(after, C(STAGE) | C(THE))));
            return is_said ? at + 1 : NOWHERE;
        }
    }
    return NOWHERE;
}

/* What may stand before the name of what comes next, one other word left aside: "a bugfix release,
 * superseding 3.7.1" names nothing. */
#define NEXT_LINKING                                                                         \
    (NOUN | C(THE) | C(ORDINAL) | C(LAST) | C(BUT_LAST) | C(FINAL) | C(OFFICIAL) | C(OF) |   \
     C(NAME) | C(MARK) | C(PLAN) | C(ADVERB) | C(AND) | C(NUMBER) | C(SERIES) | C(VERSION) | \
     C(STAGE))

/* The token that names what comes next; NOWHERE where none does. `*claimed` is that release. */
static size_t next_named(const finder *find, size_t from, const relcal_version *series,
                         relcal_version *claimed)
{
    bool is_final = false;
    unsigned unknown = 0;
    for (size_t at = from; at < from + 16 && at < find->sentence->count; at++) {
        const relcal_token *token = token_at(find, at);
        if (has(token, C(STOP) | C(DATE))) {
            break;
        }
        unknown += !has(token, NEXT_LINKING);
        if (unknown > 1) {
            break;
        }
        is_final = is_final ||
                   (has(token, C(FINAL) | C(OFFICIAL)) && has(token_at(find, at + 1), C(RELEASE)) &&
                    !has(token_at(find, at + 2), C(CANDIDATE)));
        if (is_full_version(token) || (is_final && has(token, C(VERSION)))) {
            *claimed = token->version;
            return at;
        }
        if (has(token, C(STAGE)) && series != NULL) {
            *claimed = relcal_with_stage(series, token->version.stage, token->version.number);
            return at;
        }
    }
    return NOWHERE;
}

/* The date that belongs to what comes next; NOWHERE where the sentence has none. */
static size_t next_date(const finder *find, size_t from)
{
    bool is_planned = false;
    for (size_t at = from; at < from + 20 && at < find->sentence->count; at++) {
        const relcal_token *token = token_at(find, at);
        if (has(token, C(STOP) | C(WHILE)) || is_full_version(token)) {
            return NOWHERE;
        }
        is_planned = is_planned || has(token, C(PLAN) | C(FOR) | C(RELEASED));
        if (has(token, C(DATE))) {
            return is_planned ? at : NOWHERE;
        }
    }
    return NOWHERE;
}

/* The same in "the next alpha (3.6.0a2) is scheduled for". */
static size_t next_named_before(const finder *find, size_t noun_end, size_t verb_end,
                                relcal_version *claimed)
{
    for (size_t at = noun_end; at < verb_end; at++) {
        if (is_full_version(token_at(find, at))) {
            *claimed = token_at(find, at)->version;
            return at;
        }
    }
    return NOWHERE;
}

static void keep_next_date(finder *find, size_t at, size_t begin)
{
    relcal_found found = relcal_found_at(find, RELCAL_CLAIM_NEXT_DATE, begin, at + 1, at);
    if (find->next.has_version) {
        found.has_version = true;
        found.version = find->next.claimed;
        found.has_subject = find->next.has_subject;
        found.subject = find->next.subject;
        found.claimed = find->next.claimed;
    }
    found.is_tight = find->next.is_tight;
    found.is_planned = true;
    found.is_next = find->next.has_version;
    find->is_taken[at] = true;
    relcal_keep_found(find, &found);
}

static void find_next_at(finder *find, size_t next)
{
    size_t noun_end = relcal_next_noun_end(find, next);
    size_t verb_end = noun_end != NOWHERE ? next_verb_end(find, next, noun_end) : NOWHERE;
    if (verb_end == NOWHERE) {
        return;
    }
    const relcal_version *series = relcal_about_phrase(find, next, verb_end);
    relcal_version claimed;
    size_t named = next_named(find, verb_end, series, &claimed);
    if (named == NOWHERE) {
        named = next_named_before(find, noun_end, verb_end, &claimed);
    }
    size_t begin = next > 0 && has(token_at(find, next - 1), C(THE)) ? next - 1 : next;
    find->next = (relcal_found){.kind = RELCAL_CLAIM_NEXT_VERSION};
    if (named != NOWHERE) {
        relcal_found found = relcal_found_at(find, RELCAL_CLAIM_NEXT_VERSION, begin, named + 1,
                                             named);
        const relcal_version *subject = relcal_reading_subject(find->reading, claimed.major,
                                                               claimed.minor);
        relcal_set_about(find, &found, subject != NULL ? subject : &claimed);
        found.claimed = claimed;
        found.is_tight = subject != NULL;
        found.has_version = true;
        find->next = found;
        relcal_keep_found(find, &found);
    } else if (series != NULL) {
        relcal_set_about(find, &find->next, series);
        find->next.claimed = *series; /* whatever comes next after it */
    }
    size_t date = next_date(find, named != NOWHERE && named >= verb_end ? named + 1 : verb_end);
    if (date != NOWHERE) {
        keep_next_date(find, date, begin);
    } else {
        find->awaits_date = named != NOWHERE;
    }
}

/* "It is currently scheduled for DATE", after a sentence that named what comes next. */
static void find_awaited_date(finder *find)
{
    size_t begins = has(token_at(find, 0), C(IT) | C(THIS));
    if (find->awaits_date && begins > 0 && relcal_sentence_has(find, C(PLAN))) {
        size_t date = next_date(find, begins);
        if (date != NOWHERE) {
            keep_next_date(find, date, 0);
        }
    }
    find->awaits_date = false;
}

void relcal_find_next(finder *find)
{
    find_awaited_date(find);
    for (size_t at = 0; at < find->sentence->count; at++) {
        if (has(token_at(find, at), C(NEXT))) {
            find_next_at(find, at);
        }
    }
}
