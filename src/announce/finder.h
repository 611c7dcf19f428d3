/* How sentences are searched for claims: phrases, what is known so far, and what the parts share.
 */
#ifndef RELCAL_ANNOUNCE_FINDER_H
#define RELCAL_ANNOUNCE_FINDER_H

#include "reading.h"

#define C(name) RELCAL_CLASS(name)

/* One step of a phrase. */
typedef struct step {
    enum { STEP_END, STEP_ONE, STEP_MAY, STEP_SKIP, STEP_OVER } form;
    relcal_classes classes; /* of the token; of a gap, those that it does not, or may, reach over */
    unsigned most;          /* of a gap, in tokens */
    int slot;               /* where the token is kept, from 1; 0 for nowhere */
} step;

enum { SLOT_VALUE = 1, SLOT_ABOUT = 2, SLOT_COUNT = 3 };

#define STEPS_MAX 10
#define NOWHERE ((size_t)-1)

#define ONE(classes)              \
    {                             \
        STEP_ONE, (classes), 0, 0 \
    }
#define KEEP(slot, classes)            \
    {                                  \
        STEP_ONE, (classes), 0, (slot) \
    }
#define MAY(classes)              \
    {                             \
        STEP_MAY, (classes), 0, 0 \
    }
#define OVER(most, classes)             \
    {                                   \
        STEP_OVER, (classes), (most), 0 \
    }
#define SKIP(most, classes)                       \
    {                                             \
        STEP_SKIP, (classes) | C(STOP), (most), 0 \
    }

typedef struct match {
    size_t kept[SLOT_COUNT];
    size_t begin;
    size_t end; /* after the last token */
} match;

/* What a release is called. */
#define NOUN (C(RELEASE) | C(PREVIEW) | C(ALPHA) | C(BETA) | C(CANDIDATE) | C(UPKEEP))

#define LEVELS 7

typedef struct finder {
    relcal_reading *reading;
    relcal_tokenizer tokenizer;
    relcal_sentence *sentence;
    bool is_taken[RELCAL_MAX_SENTENCE_WORDS]; /* dates whose meaning is known */
    relcal_version headings[LEVELS];          /* the series of each level's heading */
    bool has_heading[LEVELS];
    bool is_fresh;            /* a paragraph begins */
    bool is_mute;             /* in a part that is about something completely different */
    bool awaits_date;         /* the last sentence named what comes next, but not when */
    relcal_found next;        /* that claim */
    relcal_version mentioned; /* the release of this part that was named last */
    bool has_mentioned;
} finder;

static inline bool has(const relcal_token *token, relcal_classes classes)
{
    return (token->classes & classes) != 0;
}

/* The token at a place; one of no class beyond the sentence. */
static inline const relcal_token *token_at(const finder *find, size_t at)
{
    static const relcal_token nothing = {.classes = 0};
    return at < find->sentence->count ? &find->sentence->tokens[at] : &nothing;
}

/* Whether a token names a release and not a series alone. */
static inline bool is_full_version(const relcal_token *token)
{
    return has(token, C(VERSION)) && !token->is_series;
}

/* ---- phrases.c ---- */

/* Whether the tokens from a place on are a phrase; what it keeps of them in `*out`. */
bool relcal_match_steps(const relcal_sentence *sentence, size_t at, const step *steps, match *out);

/* Whether any token of the sentence is of some classes. */
bool relcal_sentence_has(const finder *find, relcal_classes classes);

/* The place of the first of the tokens of some classes that stand before a place. */
size_t relcal_back_over(const finder *find, size_t at, relcal_classes classes);

/* The release, or at least the series, that a place without a version of its own is about; NULL
 * where nobody can tell. */
const relcal_version *relcal_context_version(const finder *find);

/* The version in a phrase, or else the context's. */
const relcal_version *relcal_about_phrase(const finder *find, size_t begin, size_t end);

/* The release of a token: a stage alone belongs to the context's. False where that is unknown. */
bool relcal_version_of(const finder *find, const relcal_token *token, relcal_version *out);

relcal_version relcal_final_of(const relcal_version *version);
relcal_version relcal_with_stage(const relcal_version *series, relcal_stage stage, uint32_t number);

/* Begins a claim at tokens [begin, end) whose value is the token at `value`. */
relcal_found relcal_found_at(const finder *find, relcal_claim_kind kind, size_t begin, size_t end,
                             size_t value);

/* Says what a claim is about, and with it the announced release of that series. */
void relcal_set_about(const finder *find, relcal_found *found, const relcal_version *version);

/* Takes a claim into the reading, unless it is there. */
void relcal_keep_found(const finder *find, const relcal_found *found);

/* ---- What a sentence says ---- */

/* find_next.c: which release comes next, and when. */
void relcal_find_next(finder *find);

/* The place after "next [planned 3.9 maintenance] release"; NOWHERE for another phrase. */
size_t relcal_next_noun_end(const finder *find, size_t next);

/* find_dates.c: dates by what they are of, once those of what comes next are taken; weekdays. */
void relcal_find_dates(finder *find);
void relcal_find_weekdays(finder *find);

/* find_stages.c: the how many-th of how many. */
void relcal_find_stages(finder *find);

/* find_others.c: the frozen ABI, the document of a schedule. */
void relcal_find_others(finder *find);

#endif
