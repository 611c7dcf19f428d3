/* "The fourth of seven planned alpha releases", and whose words these are. */
#include <string.h>

#include "finder.h"

/* "fourth of seven planned alpha releases", taken apart; NOWHERE for a part that is missing. */
typedef struct stage_words {
    size_t ordinal;
    size_t last;
    size_t total;
    size_t end; /* after what the stage is called */
    relcal_stage_name_kind name;
} stage_words;

static bool is_total(const relcal_token *token)
{
    return has(token, C(NUMBER)) && token->number >= 1 && token->number <= 20;
}

static bool read_name(const finder *find, size_t *at, stage_words *out)
{
    const relcal_token *token = token_at(find, *at);
    const relcal_token *after = token_at(find, *at + 1);
    if (has(token, C(RELEASE)) && has(after, C(CANDIDATE) | C(PREVIEW))) {
        (*at)++;
        token = after;
    }
    if (has(token, C(ALPHA))) {
        out->name = RELCAL_NAMED_ALPHA;
    } else if (has(token, C(BETA))) {
        out->name = RELCAL_NAMED_BETA;
    } else if (has(token, C(CANDIDATE))) {
        out->name = RELCAL_NAMED_CANDIDATE;
    } else if (has(token, C(PREVIEW))) {
        out->name = RELCAL_NAMED_PREVIEW;
    } else if (has(token, C(UPKEEP))) {
        out->name = RELCAL_NAMED_UPKEEP;
    } else {
        return false;
    }
    (*at)++;
    while (has(token_at(find, *at), C(RELEASE) | C(PREVIEW))) {
        (*at)++;
    }
    return true;
}

/* The number in "of seven", "of a planned series of four", from its "of" on; NOWHERE for none. */
static size_t total_at(const finder *find, size_t of)
{
    size_t at = of + 1;
    while (at < of + 8 &&
           has(token_at(find, at), C(THE) | C(PLAN) | C(SERIES) | C(OF) | C(ADVERB))) {
        at++;
    }
    return is_total(token_at(find, at)) ? at : NOWHERE;
}

static bool read_stage_words(const finder *find, size_t at, stage_words *out)
{
    *out = (stage_words){NOWHERE, NOWHERE, NOWHERE, NOWHERE, RELCAL_NAMED_PREVIEW};
    unsigned unknown = 0;
    for (size_t limit = at + 14; at < limit && at < find->sentence->count; at++) {
        const relcal_token *token = token_at(find, at);
        if (has(token, NOUN) && read_name(find, &at, out)) {
            break;
        }
        if (has(token, C(ORDINAL)) && out->ordinal == NOWHERE) {
            out->ordinal = at;
        } else if (has(token, C(LAST) | C(BUT_LAST)) && out->last == NOWHERE) {
            out->last = at;
        } else if (has(token, C(OF)) && out->total == NOWHERE) {
            out->total = total_at(find, at);
            if (out->total != NOWHERE) {
                at = out->total;
            }
        } else if (token->classes == 0 && unknown == 0) {
            unknown++;
        } else if (!has(token,
                        C(AND) | C(COMMA) | C(PLAN) | C(NAME) | C(THE) | C(SERIES) | C(ADVERB)) &&
                   !(has(token, C(VERSION)) && token->is_series)) {
            return false;
        }
        if (out->ordinal == NOWHERE && out->last == NOWHERE) {
            return false;
        }
    }
    if (at > find->sentence->count || (out->ordinal == NOWHERE && out->last == NOWHERE)) {
        return false;
    }
    out->end = at;
    /* "the third alpha of six planned" */
    if (out->total == NOWHERE && has(token_at(find, at), C(OF))) {
        size_t total = total_at(find, at);
        if (total != NOWHERE && !has(token_at(find, total + 1), NOUN)) {
            out->total = total;
            out->end = total + 1;
        }
    }
    return true;
}

/* How many tokens what is said of the next release may be away from that word. */
#define NEXT_REACH 24

/* Whose how many-th it is. */
typedef struct stage_owner {
    relcal_version version;
    size_t token; /* that names it; NOWHERE where it is "this" */
    size_t begin;
    bool is_tight;
} stage_owner;

static bool own_by_token(const finder *find, stage_owner *out, size_t token, size_t begin)
{
    out->token = token;
    out->begin = begin;
    out->is_tight = true;
    return relcal_version_of(find, token_at(find, token), &out->version);
}

/* "The next pre-release, the second beta of 3.10, will be 3.10.0b2" */
static bool own_by_next(const finder *find, stage_owner *out, size_t from)
{
    for (size_t at = from; at < from + 12 && at < find->sentence->count; at++) {
        const relcal_token *token = token_at(find, at);
        if (has(token, C(STOP) | C(DATE))) {
            return false;
        }
        if (is_full_version(token) || has(token, C(STAGE))) {
            return own_by_token(find, out, at, at);
        }
    }
    return false;
}

static bool own_by_context(const finder *find, stage_owner *out, size_t begin, size_t end)
{
    const relcal_version *about = relcal_about_phrase(find, begin, end + 3);
    const relcal_version *subject =
        about != NULL ? relcal_reading_subject(find->reading, about->major, about->minor) : NULL;
    if (subject == NULL) {
        return false;
    }
    out->version = *subject;
    out->token = NOWHERE;
    out->begin = begin;
    out->is_tight = true;
    return true;
}

static bool is_before(const finder *find, size_t at, relcal_classes classes)
{
    while (at-- > 0) {
        if (has(token_at(find, at), classes)) {
            return true;
        }
    }
    return false;
}

/* Whether nothing follows that makes another thing of it, as in "the first beta to have". */
static bool is_closed(const finder *find, const stage_words *said)
{
    const relcal_token *after = token_at(find, said->end);
    return said->total != NOWHERE || said->end >= find->sentence->count ||
           (has(after, C(MARK) | C(OF) | C(FOR) | C(PRIOR) | C(IS) | C(WAS) | C(AND)) &&
            !has(after, C(TO)));
}

/* Whether the sentence speaks of what comes next before a place. */
static bool is_after_next(const finder *find, size_t at)
{
    for (size_t back = 1; back <= NEXT_REACH && back <= at; back++) {
        const relcal_token *token = token_at(find, at - back);
        if (has(token, C(STOP))) {
            return false;
        }
        if (has(token, C(NEXT)) && relcal_next_noun_end(find, at - back) != NOWHERE) {
            return true;
        }
    }
    return false;
}

static bool is_release_name(const relcal_token *token)
{
    return is_full_version(token) || has(token, C(STAGE));
}

/* "3.12.0rc1, the first candidate": the release stands right before. */
static bool own_by_apposition(const finder *find, size_t the, const stage_words *said,
                              stage_owner *out)
{
    size_t marks = relcal_back_over(find, the, C(MARK));
    if (marks == the || marks == 0 || has(token_at(find, the - 1), C(STOP)) ||
        !is_release_name(token_at(find, marks - 1)) ||
        !own_by_token(find, out, marks - 1, marks - 1)) {
        return false;
    }
    out->is_tight = is_closed(find, said);
    return true;
}

/* What stands before the verb before "the". */
typedef struct stage_verb {
    bool is_there;
    bool is_future;
    bool is_contracted; /* it's */
    size_t before;      /* after the token before the verb, marks left out */
} stage_verb;

static stage_verb verb_before(const finder *find, size_t the)
{
    stage_verb verb = {0};
    if (the == 0) {
        return verb;
    }
    size_t at = the - 1;
    verb.is_future = at > 0 && has(token_at(find, at), C(BE)) &&
                     has(token_at(find, at - 1), C(WILL));
    at -= verb.is_future;
    verb.is_contracted = has(token_at(find, at), C(IT)) &&
                         strcmp(token_at(find, at)->word, "it's") == 0;
    verb.is_there = verb.is_future || has(token_at(find, at), C(IS));
    verb.before = relcal_back_over(find, at, C(MARK) | C(ADVERB));
    return verb;
}

/* "This is the", "this release is the", "it's the". */
static bool is_said_of_this(const finder *find, stage_verb verb)
{
    size_t before = verb.before;
    if (verb.is_contracted) {
        return true;
    }
    before -= before > 0 && has(token_at(find, before - 1), C(RELEASE));
    return verb.is_there && !verb.is_future && before > 0 &&
           has(token_at(find, before - 1), C(THIS) | C(IT));
}

/* Finds whose the words after "the" at a place are. */
static bool find_owner(const finder *find, size_t the, const stage_words *said, stage_owner *out)
{
    if (own_by_apposition(find, the, said, out)) {
        return true;
    }
    stage_verb verb = verb_before(find, the);
    if (verb.is_there && verb.before > 0 && is_release_name(token_at(find, verb.before - 1))) {
        return own_by_token(find, out, verb.before - 1, verb.before - 1);
    }
    if (is_said_of_this(find, verb)) {
        bool is_own = own_by_context(find, out, the, said->end);
        out->is_tight = is_closed(find, said);
        return is_own;
    }
    if (is_after_next(find, the)) {
        return own_by_next(find, out, said->end);
    }
    if (the > 0 && is_full_version(token_at(find, the - 1))) {
        return false;
    }
    bool is_announced = relcal_sentence_has(find, C(ANNOUNCE)) &&
                        !relcal_sentence_has(find, C(WILL)) &&
                        !is_before(find, the, C(PRIOR) | C(AFTER) | C(UNTIL));
    bool is_own = is_announced && own_by_context(find, out, the, said->end);
    out->is_tight = false;
    return is_own;
}

static bool is_stage(const relcal_version *version, relcal_stage_name_kind name)
{
    switch (name) {
    case RELCAL_NAMED_ALPHA:
        return version->stage == RELCAL_STAGE_ALPHA;
    case RELCAL_NAMED_BETA:
        return version->stage == RELCAL_STAGE_BETA;
    case RELCAL_NAMED_CANDIDATE:
        return version->stage == RELCAL_STAGE_CANDIDATE;
    case RELCAL_NAMED_PREVIEW:
        return version->stage != RELCAL_STAGE_FINAL;
    case RELCAL_NAMED_UPKEEP:
        return version->stage == RELCAL_STAGE_FINAL && version->micro > 0;
    }
    return false;
}

/* Whether "this release" stands before a place. */
static bool is_this_release(const finder *find, size_t at)
{
    at = relcal_back_over(find, at, C(MARK) | C(NAME));
    return at >= 2 && has(token_at(find, at - 1), C(RELEASE)) &&
           has(token_at(find, at - 2), C(THIS));
}

static void keep_part(const finder *find, relcal_claim_kind kind, const stage_words *said,
                      const stage_owner *owner, size_t value)
{
    size_t begin = owner->begin < value ? owner->begin : value;
    size_t end = said->end;
    relcal_found found = relcal_found_at(find, kind, begin, end, value);
    relcal_set_about(find, &found, &owner->version);
    found.number = token_at(find, value)->number;
    found.name = said->name;
    found.before_last = has(token_at(find, value), C(BUT_LAST)) ? found.number : 0;
    bool is_vague = said->name == RELCAL_NAMED_PREVIEW &&
                    (kind == RELCAL_CLAIM_STAGE_ORDINAL ||
                     owner->version.stage != RELCAL_STAGE_CANDIDATE);
    found.is_tight = owner->is_tight && is_stage(&owner->version, said->name) && !is_vague;
    if (kind == RELCAL_CLAIM_SUBJECT_VERSION) {
        found.is_tight = said->total != NOWHERE || is_this_release(find, owner->begin);
    }
    found.claimed = owner->version;
    relcal_keep_found(find, &found);
}

static void find_stage_at(finder *find, size_t the)
{
    stage_words said;
    stage_owner owner;
    if (!read_stage_words(find, the + 1, &said) || !find_owner(find, the, &said, &owner)) {
        return;
    }
    bool is_upkeep = said.name == RELCAL_NAMED_UPKEEP;
    if (is_upkeep && !is_stage(&owner.version, said.name)) {
        return;
    }
    if (said.ordinal != NOWHERE) {
        keep_part(find, RELCAL_CLAIM_STAGE_ORDINAL, &said, &owner, said.ordinal);
    }
    if (said.total != NOWHERE && !is_upkeep) {
        keep_part(find, RELCAL_CLAIM_STAGE_TOTAL, &said, &owner, said.total);
    }
    if (said.last != NOWHERE && !is_upkeep) {
        keep_part(find, RELCAL_CLAIM_STAGE_LAST, &said, &owner, said.last);
    }
    bool is_subject = owner.token != NOWHERE && owner.token < the &&
                      has(token_at(find, the - 1), C(IS)) && !is_after_next(find, owner.token);
    if (is_subject && !is_upkeep) {
        stage_words whole = said;
        keep_part(find, RELCAL_CLAIM_SUBJECT_VERSION, &whole, &owner, owner.token);
    }
}

void relcal_find_stages(finder *find)
{
    for (size_t at = 0; at < find->sentence->count; at++) {
        if (has(token_at(find, at), C(THE))) {
            find_stage_at(find, at);
        }
    }
}
