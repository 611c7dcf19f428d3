/*
 * From sentences to claims. A phrase is a row of classes of words with gaps between them, so that
 * "the official release of Python 3.6.0 is currently scheduled for 2016-12-16" and its many
 * relatives are one row of a table. What a phrase is about is said by itself, by the heading over
 * it, or by what the whole text announces.
 */
#include <string.h>

#include "reading.h"

#define C(name) RELCAL_CLASS(name)

/* ---- Phrases ---- */

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

static bool has(const relcal_token *token, relcal_classes classes)
{
    return (token->classes & classes) != 0;
}

static bool match_steps(const relcal_sentence *sentence, size_t at, const step *steps, match *out)
{
    if (steps->form == STEP_END) {
        out->end = at;
        return true;
    }
    if (steps->form == STEP_SKIP || steps->form == STEP_OVER) {
        for (unsigned skipped = 0;; skipped++, at++) {
            if (match_steps(sentence, at, steps + 1, out)) {
                return true;
            }
            if (skipped == steps->most || at >= sentence->count ||
                has(&sentence->tokens[at], steps->classes) == (steps->form == STEP_SKIP)) {
                return false;
            }
        }
    }
    bool fits = at < sentence->count && has(&sentence->tokens[at], steps->classes);
    if (fits && match_steps(sentence, at + 1, steps + 1, out)) {
        if (steps->slot != 0) {
            out->kept[steps->slot] = at;
        }
        return true;
    }
    return steps->form == STEP_MAY && match_steps(sentence, at, steps + 1, out);
}

/* ---- The text as far as it is read ---- */

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

static const relcal_token *token_at(const finder *find, size_t at)
{
    static const relcal_token nothing = {.classes = 0};
    return at < find->sentence->count ? &find->sentence->tokens[at] : &nothing;
}

static bool is_full_version(const relcal_token *token)
{
    return has(token, C(VERSION)) && !token->is_series;
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

/* The release, or at least the series, that a place without a version of its own is about. */
static const relcal_version *context_version(const finder *find)
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

/* Begins a claim at tokens [begin, end) whose value is the token at `value`. */
static relcal_found found_at(const finder *find, relcal_claim_kind kind, size_t begin, size_t end,
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

/* Says what a claim is about, and with it the announced release of that series. */
static void set_about(const finder *find, relcal_found *found, const relcal_version *version)
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

static void keep(const finder *find, const relcal_found *found)
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

/* ---- Dates ---- */

static relcal_version final_of(const relcal_version *version)
{
    relcal_version final = *version;
    final.stage = RELCAL_STAGE_FINAL;
    final.number = 0;
    return final;
}

static relcal_version with_stage(const relcal_version *series, relcal_stage stage, uint32_t number)
{
    relcal_version version = *series;
    version.stage = stage;
    version.number = (uint16_t)number;
    return version;
}

/* The release of a token: a stage alone belongs to the context's. False where that is unknown. */
static bool version_of(const finder *find, const relcal_token *token, relcal_version *out)
{
    if (has(token, C(VERSION))) {
        *out = token->version;
        return true;
    }
    const relcal_version *context = context_version(find);
    if (!has(token, C(STAGE)) || context == NULL) {
        return false;
    }
    *out = with_stage(context, token->version.stage, token->version.number);
    return true;
}

/* The version in a phrase, or else the context's. */
static const relcal_version *about_phrase(const finder *find, size_t begin, size_t end)
{
    for (size_t at = begin; at < end; at++) {
        if (has(token_at(find, at), C(VERSION))) {
            const relcal_version *version = &token_at(find, at)->version;
            const relcal_version *subject = relcal_reading_subject(find->reading, version->major,
                                                                   version->minor);
            return token_at(find, at)->is_series && subject != NULL ? subject : version;
        }
    }
    return context_version(find);
}

static void keep_date(finder *find, relcal_found *found, const match *at)
{
    find->is_taken[at->kept[SLOT_VALUE]] = true;
    keep(find, found);
}

/* A phase lies ahead of a new series: if the context is another one, and one preview of a new
 * series is announced, that is it. */
static const relcal_version *preview_or(const finder *find, const relcal_version *about)
{
    const relcal_version *preview = NULL;
    if (about != NULL && about->micro == 0 && about->stage != RELCAL_STAGE_FINAL) {
        return about;
    }
    for (size_t index = 0; index < find->reading->subject_count; index++) {
        const relcal_version *subject = &find->reading->subjects[index];
        if (subject->micro == 0 && subject->stage != RELCAL_STAGE_FINAL) {
            about = preview == NULL ? subject : NULL;
            preview = subject;
        }
    }
    return about;
}

static void make_phase(finder *find, const match *at, relcal_claim_kind kind)
{
    relcal_found found = found_at(find, kind, at->begin, at->end, at->kept[SLOT_VALUE]);
    const relcal_version *about = about_phrase(find, at->begin, at->end);
    about = preview_or(find, about);
    relcal_version begins;
    if (about != NULL) {
        begins = with_stage(
            about, kind == RELCAL_CLAIM_PHASE_BETA ? RELCAL_STAGE_BETA : RELCAL_STAGE_CANDIDATE, 1);
        about = &begins;
    }
    set_about(find, &found, about);
    found.is_tight = true;
    keep_date(find, &found, at);
}

static void make_phase_beta(finder *find, const match *at)
{
    make_phase(find, at, RELCAL_CLAIM_PHASE_BETA);
}

static void make_phase_rc(finder *find, const match *at)
{
    make_phase(find, at, RELCAL_CLAIM_PHASE_RC);
}

/* The last release named before a place of the sentence. */
static bool version_before(const finder *find, size_t at, relcal_version *out)
{
    while (at-- > 0) {
        const relcal_token *token = token_at(find, at);
        if ((has(token, C(STAGE)) || is_full_version(token)) && version_of(find, token, out)) {
            return true;
        }
    }
    return false;
}

static void make_past_plan(finder *find, const match *at)
{
    relcal_found found = found_at(find, RELCAL_CLAIM_PAST_PLAN, at->begin, at->end,
                                  at->kept[SLOT_VALUE]);
    relcal_version version;
    bool is_named = version_before(find, at->begin, &version);
    set_about(find, &found, is_named ? &version : context_version(find));
    keep_date(find, &found, at);
}

/* "3.9.2 planned for DATE": what that is depends on what the version is. */
static void make_planned(finder *find, const match *at)
{
    size_t value = at->kept[SLOT_VALUE];
    const relcal_token *named = token_at(find, at->kept[SLOT_ABOUT]);
    relcal_version version;
    if (!version_of(find, named, &version)) {
        return;
    }
    const relcal_version *subject = relcal_reading_subject(find->reading, version.major,
                                                           version.minor);
    bool is_after = subject != NULL && relcal_version_compare(&version, subject) > 0;
    bool is_same_release = subject != NULL && subject->micro == version.micro;
    relcal_claim_kind kind = RELCAL_CLAIM_FINAL_DATE;
    if (version.stage == RELCAL_STAGE_CANDIDATE) {
        kind = RELCAL_CLAIM_RC_DATE;
    } else if (version.stage != RELCAL_STAGE_FINAL) {
        kind = RELCAL_CLAIM_NEXT_DATE;
    } else if (version.micro > 0 && !is_same_release) {
        kind = RELCAL_CLAIM_NEXT_BUGFIX;
    }
    relcal_found found = found_at(find, kind, at->begin, at->end, value);
    set_about(find, &found, &version);
    found.is_planned = true;
    found.is_tight = !named->is_series && (is_after || subject == NULL);
    keep_date(find, &found, at);
    bool has_with = at->begin > 0 && has(token_at(find, at->begin - 1), C(WITH));
    if (kind == RELCAL_CLAIM_NEXT_BUGFIX && has_with && is_after) {
        found = found_at(find, RELCAL_CLAIM_NEXT_VERSION, at->begin, at->end, at->kept[SLOT_ABOUT]);
        set_about(find, &found, subject);
        found.claimed = version;
        found.is_tight = true;
        keep(find, &found);
    }
}

/* "DATE, the expected release date of VERSION". */
static void make_day_of(finder *find, const match *at)
{
    relcal_found found = found_at(find, RELCAL_CLAIM_FINAL_DATE, at->begin, at->end,
                                  at->kept[SLOT_VALUE]);
    set_about(find, &found, &token_at(find, at->kept[SLOT_ABOUT])->version);
    found.is_planned = true;
    found.is_tight = true;
    keep_date(find, &found, at);
}

/* "the official release is planned for DATE". */
static void make_final(finder *find, const match *at)
{
    relcal_found found = found_at(find, RELCAL_CLAIM_FINAL_DATE, at->begin, at->end,
                                  at->kept[SLOT_VALUE]);
    const relcal_version *about = about_phrase(find, at->begin, at->end);
    relcal_version final;
    if (about != NULL) {
        final = final_of(about);
        about = &final;
    }
    set_about(find, &found, about);
    found.is_planned = true;
    found.is_tight = found.has_subject && found.subject.stage != RELCAL_STAGE_FINAL;
    keep_date(find, &found, at);
}

/* "if no critical problems are found prior to DATE", of a candidate. */
static void make_prior(finder *find, const match *at)
{
    const relcal_version *about = context_version(find);
    if (about == NULL || about->stage != RELCAL_STAGE_CANDIDATE) {
        return;
    }
    make_final(find, at);
}

/* "the second candidate ... is planned for DATE". */
static void make_rc_date(finder *find, const match *at)
{
    relcal_found found = found_at(find, RELCAL_CLAIM_RC_DATE, at->begin, at->end,
                                  at->kept[SLOT_VALUE]);
    const relcal_version *about = about_phrase(find, at->begin, at->end);
    uint32_t number = 0;
    for (size_t back = 1; back <= 2 && back <= at->begin; back++) {
        const relcal_token *token = token_at(find, at->begin - back);
        number = has(token, C(ORDINAL)) ? token->number : number;
    }
    if (about == NULL) {
        return;
    }
    bool is_numbered = number > 0;
    if (!is_numbered) {
        number = about->stage == RELCAL_STAGE_CANDIDATE ? about->number + 1u : 1;
    }
    relcal_version candidate = with_stage(about, RELCAL_STAGE_CANDIDATE, number);
    set_about(find, &found, &candidate);
    found.is_planned = true;
    found.is_tight = is_numbered && found.has_subject && found.subject.stage != RELCAL_STAGE_FINAL;
    keep_date(find, &found, at);
}

static bool sentence_has(const finder *find, relcal_classes classes)
{
    for (size_t at = 0; at < find->sentence->count; at++) {
        if (has(token_at(find, at), classes)) {
            return true;
        }
    }
    return false;
}

static void make_support(finder *find, const match *at)
{
    if (!sentence_has(find, C(SUPPORT) | C(LIFE_END))) {
        return;
    }
    relcal_found found = found_at(find, RELCAL_CLAIM_SUPPORT_UNTIL, at->begin, at->end,
                                  at->kept[SLOT_VALUE]);
    relcal_version series;
    bool is_named = false;
    for (size_t back = at->kept[SLOT_VALUE]; back-- > 0 && !is_named;) {
        if (has(token_at(find, back), C(VERSION))) {
            series = token_at(find, back)->version;
            is_named = true;
        }
    }
    set_about(find, &found, is_named ? &series : context_version(find));
    if (found.has_version) {
        found.version = final_of(&found.version);
        found.version.micro = 0;
        found.is_tight = is_named;
        keep_date(find, &found, at);
    }
}

static void make_released(finder *find, const match *at)
{
    relcal_found found = found_at(find, RELCAL_CLAIM_RELEASED_DATE, at->begin, at->end,
                                  at->kept[SLOT_VALUE]);
    const relcal_token *named = token_at(find, at->kept[SLOT_ABOUT]);
    set_about(find, &found, &named->version);
    found.is_tight = !named->is_series && found.date.has_year;
    keep_date(find, &found, at);
}

typedef struct phrase {
    void (*make)(finder *find, const match *at);
    step steps[STEPS_MAX];
} phrase;

/* What a gap before a date does not reach over. */
#define CLAUSE (C(DATE) | C(WHILE))

static const phrase date_phrases[] = {
    {make_past_plan,
     {ONE(C(ORIGINALLY)), SKIP(1, CLAUSE), ONE(C(PLAN)), SKIP(2, CLAUSE),
      KEEP(SLOT_VALUE, C(DATE))}},
    {make_past_plan,
     {ONE(C(WAS)), MAY(C(ORIGINALLY)), ONE(C(PLAN)), SKIP(2, CLAUSE), KEEP(SLOT_VALUE, C(DATE))}},
    {make_phase_beta,
     {ONE(C(BETA)), ONE(C(PHASE)), SKIP(7, CLAUSE | C(PHASE)), KEEP(SLOT_VALUE, C(DATE))}},
    {make_phase_rc,
     {ONE(C(CANDIDATE)), ONE(C(PHASE)), SKIP(7, CLAUSE | C(PHASE)), KEEP(SLOT_VALUE, C(DATE))}},
    {make_planned,
     {KEEP(SLOT_ABOUT, C(VERSION) | C(STAGE)), SKIP(8, CLAUSE | C(VERSION) | C(STAGE) | C(NEXT)),
      ONE(C(PLAN)), SKIP(5, CLAUSE | C(VERSION)), KEEP(SLOT_VALUE, C(DATE))}},
    {make_planned,
     {KEEP(SLOT_ABOUT, C(VERSION) | C(STAGE)), SKIP(5, CLAUSE | C(VERSION) | C(STAGE) | C(NEXT)),
      ONE(C(BE)), ONE(C(RELEASED) | C(ANNOUNCE)), SKIP(3, CLAUSE | C(VERSION)),
      KEEP(SLOT_VALUE, C(DATE))}},
    {make_day_of,
     {KEEP(SLOT_VALUE, C(DATE)), SKIP(5, CLAUSE), ONE(C(DAY)), SKIP(3, CLAUSE),
      KEEP(SLOT_ABOUT, C(VERSION))}},
    {make_final,
     {ONE(C(OFFICIAL) | C(FINAL)), ONE(C(RELEASE)), SKIP(8, CLAUSE | C(CANDIDATE) | C(PHASE)),
      ONE(C(PLAN)), SKIP(5, CLAUSE), KEEP(SLOT_VALUE, C(DATE))}},
    {make_final,
     {ONE(C(OFFICIAL) | C(FINAL)), ONE(C(RELEASE)), SKIP(5, CLAUSE | C(CANDIDATE) | C(PHASE)),
      ONE(C(FOR) | C(IS)), KEEP(SLOT_VALUE, C(DATE))}},
    {make_rc_date,
     {ONE(C(CANDIDATE)), SKIP(10, CLAUSE | C(VERSION) | C(NEXT)), ONE(C(PLAN)), SKIP(5, CLAUSE),
      KEEP(SLOT_VALUE, C(DATE))}},
    {make_prior,
     {ONE(C(TROUBLE)), SKIP(10, CLAUSE), ONE(C(PRIOR)), MAY(C(TO)), KEEP(SLOT_VALUE, C(DATE))}},
    {make_support,
     {ONE(C(AFTER)), KEEP(SLOT_VALUE, C(DATE)), SKIP(6, CLAUSE), ONE(C(NO)), ONE(C(LONGER))}},
    {make_support, {ONE(C(UNTIL)), SKIP(2, CLAUSE), KEEP(SLOT_VALUE, C(DATE))}},
    {make_support, {ONE(C(LIFE_END)), SKIP(6, CLAUSE), KEEP(SLOT_VALUE, C(DATE))}},
    {make_support,
     {ONE(C(SUPPORT)), SKIP(12, CLAUSE), ONE(C(ENDS)), SKIP(2, CLAUSE), KEEP(SLOT_VALUE, C(DATE))}},
    {make_released,
     {KEEP(SLOT_ABOUT, C(VERSION)), SKIP(3, CLAUSE | C(VERSION) | C(WILL) | C(BE) | C(TO)),
      ONE(C(RELEASED)), SKIP(5, CLAUSE | C(VERSION)), ONE(C(FOR)), KEEP(SLOT_VALUE, C(DATE))}},
};

static void find_dates(finder *find)
{
    for (size_t row = 0; row < sizeof date_phrases / sizeof date_phrases[0]; row++) {
        const phrase *tried = &date_phrases[row];
        for (size_t at = 0; at < find->sentence->count; at++) {
            match matched = {.kept = {0}, .begin = at};
            if (match_steps(find->sentence, at, tried->steps, &matched) &&
                !find->is_taken[matched.kept[SLOT_VALUE]]) {
                tried->make(find, &matched);
            }
        }
    }
}

static void find_weekdays(finder *find)
{
    for (size_t at = 0; at < find->sentence->count; at++) {
        const relcal_token *token = token_at(find, at);
        if (!has(token, C(DATE)) || token->date.weekday == 0) {
            continue;
        }
        relcal_found found = found_at(find, RELCAL_CLAIM_WEEKDAY, at, at + 1, at);
        found.value_start = token->date.weekday_start;
        found.value_end = token->date.weekday_end;
        set_about(find, &found, context_version(find));
        found.is_tight = token->date.has_year || find->is_taken[at];
        keep(find, &found);
    }
}

/* ---- What comes next ---- */

#define NOUN (C(RELEASE) | C(PREVIEW) | C(ALPHA) | C(BETA) | C(CANDIDATE) | C(UPKEEP))

/* The place after "next [planned Python 3.9 maintenance] release"; NOWHERE for another phrase. */
static size_t next_noun_end(const finder *find, size_t next)
{
    for (size_t at = next + 1; at <= next + 6; at++) {
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
#define NEXT_LINKING                                                                           \
    (NOUN | C(THE) | C(ORDINAL) | C(LAST) | C(BUT_LAST) | C(FINAL) | C(OFFICIAL) | C(OF) |     \
     C(PYTHON) | C(MARK) | C(PLAN) | C(ADVERB) | C(AND) | C(NUMBER) | C(SERIES) | C(VERSION) | \
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
            *claimed = with_stage(series, token->version.stage, token->version.number);
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
    relcal_found found = found_at(find, RELCAL_CLAIM_NEXT_DATE, begin, at + 1, at);
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
    keep(find, &found);
}

static void find_next_at(finder *find, size_t next)
{
    size_t noun_end = next_noun_end(find, next);
    size_t verb_end = noun_end != NOWHERE ? next_verb_end(find, next, noun_end) : NOWHERE;
    if (verb_end == NOWHERE) {
        return;
    }
    const relcal_version *series = about_phrase(find, next, verb_end);
    relcal_version claimed;
    size_t named = next_named(find, verb_end, series, &claimed);
    if (named == NOWHERE) {
        named = next_named_before(find, noun_end, verb_end, &claimed);
    }
    size_t begin = next > 0 && has(token_at(find, next - 1), C(THE)) ? next - 1 : next;
    find->next = (relcal_found){.kind = RELCAL_CLAIM_NEXT_VERSION};
    if (named != NOWHERE) {
        relcal_found found = found_at(find, RELCAL_CLAIM_NEXT_VERSION, begin, named + 1, named);
        const relcal_version *subject = relcal_reading_subject(find->reading, claimed.major,
                                                               claimed.minor);
        set_about(find, &found, subject != NULL ? subject : &claimed);
        found.claimed = claimed;
        found.is_tight = subject != NULL;
        found.has_version = true;
        find->next = found;
        keep(find, &found);
    } else if (series != NULL) {
        set_about(find, &find->next, series);
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
    if (find->awaits_date && begins > 0 && sentence_has(find, C(PLAN))) {
        size_t date = next_date(find, begins);
        if (date != NOWHERE) {
            keep_next_date(find, date, 0);
        }
    }
    find->awaits_date = false;
}

static void find_next(finder *find)
{
    find_awaited_date(find);
    for (size_t at = 0; at < find->sentence->count; at++) {
        if (has(token_at(find, at), C(NEXT))) {
            find_next_at(find, at);
        }
    }
}

/* ---- The how many-th of how many ---- */

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
                        C(AND) | C(COMMA) | C(PLAN) | C(PYTHON) | C(THE) | C(SERIES) | C(ADVERB)) &&
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

/* The place of the first token that is no "currently" or comma, going back from a place. */
static size_t back_over(const finder *find, size_t at, relcal_classes classes)
{
    while (at > 0 && has(token_at(find, at - 1), classes)) {
        at--;
    }
    return at;
}

static bool own_by_token(const finder *find, stage_owner *out, size_t token, size_t begin)
{
    out->token = token;
    out->begin = begin;
    out->is_tight = true;
    return version_of(find, token_at(find, token), &out->version);
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
    const relcal_version *about = about_phrase(find, begin, end + 3);
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
        if (has(token, C(NEXT)) && next_noun_end(find, at - back) != NOWHERE) {
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
    size_t marks = back_over(find, the, C(MARK));
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
    verb.before = back_over(find, at, C(MARK) | C(ADVERB));
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
    bool is_announced = sentence_has(find, C(ANNOUNCE)) && !sentence_has(find, C(WILL)) &&
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
    at = back_over(find, at, C(MARK) | C(PYTHON));
    return at >= 2 && has(token_at(find, at - 1), C(RELEASE)) &&
           has(token_at(find, at - 2), C(THIS));
}

static void keep_part(const finder *find, relcal_claim_kind kind, const stage_words *said,
                      const stage_owner *owner, size_t value)
{
    size_t begin = owner->begin < value ? owner->begin : value;
    size_t end = said->end;
    relcal_found found = found_at(find, kind, begin, end, value);
    set_about(find, &found, &owner->version);
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
    keep(find, &found);
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

static void find_stages(finder *find)
{
    for (size_t at = 0; at < find->sentence->count; at++) {
        if (has(token_at(find, at), C(THE))) {
            find_stage_at(find, at);
        }
    }
}

/* ---- The frozen ABI, and the document of the schedule ---- */

static const step abi_steps[] = {ONE(C(NO)),
                                 ONE(C(ABI)),
                                 ONE(C(CHANGES)),
                                 SKIP(3, C(DATE)),
                                 ONE(C(AFTER) | C(FROM)),
                                 MAY(C(THE) | C(PYTHON)),
                                 KEEP(SLOT_VALUE, C(STAGE) | C(VERSION) | C(THIS)),
                                 {STEP_END, 0, 0, 0}};

static void find_abi_at(finder *find, size_t begin)
{
    match at = {.kept = {0}, .begin = begin};
    if (!match_steps(find->sentence, begin, abi_steps, &at)) {
        return;
    }
    size_t value = at.kept[SLOT_VALUE];
    const relcal_token *token = token_at(find, value);
    bool is_this = has(token, C(THIS));
    bool is_point = is_this && has(token_at(find, value + 1), C(POINT));
    relcal_found found = found_at(find, RELCAL_CLAIM_ABI_FREEZE, begin, at.end + is_this, value);
    const relcal_version *about = about_phrase(find, begin, value);
    set_about(find, &found, about);
    if (is_this) {
        found.value_end = token_at(find, value + 1)->end;
        found.claimed = found.subject;
        found.has_version = found.has_version && found.has_subject;
        found.version = found.subject;
        found.number = is_point ? 1 : 0;
    } else if (!version_of(find, token, &found.claimed)) {
        return;
    }
    found.name = is_this ? RELCAL_NAMED_PREVIEW : RELCAL_NAMED_BETA;
    found.is_tight = true;
    keep(find, &found);
}

/* What may stand between the number of a document and the series whose schedule it is. */
#define LINKING (C(MARK) | C(COMMA) | C(THE) | C(PYTHON) | C(FOR) | C(OF))

static const step pep_steps[][STEPS_MAX] = {
    {ONE(C(PEP)), KEEP(SLOT_VALUE, C(NUMBER)), OVER(5, LINKING), KEEP(SLOT_ABOUT, C(VERSION)),
     MAY(C(SERIES)), MAY(C(RELEASE)), ONE(C(SCHEDULE))},
    {KEEP(SLOT_ABOUT, C(VERSION)), MAY(C(SERIES)), MAY(C(RELEASE)), ONE(C(SCHEDULE)), ONE(C(OPEN)),
     ONE(C(PEP)), KEEP(SLOT_VALUE, C(NUMBER))},
};

static void find_pep_at(finder *find, size_t begin)
{
    for (size_t row = 0; row < sizeof pep_steps / sizeof pep_steps[0]; row++) {
        match at = {.kept = {0}, .begin = begin};
        if (!match_steps(find->sentence, begin, pep_steps[row], &at)) {
            continue;
        }
        size_t value = at.kept[SLOT_VALUE];
        relcal_found found = found_at(find, RELCAL_CLAIM_PEP_SERIES, begin, at.end, value);
        relcal_version series = final_of(&token_at(find, at.kept[SLOT_ABOUT])->version);
        series.micro = 0;
        set_about(find, &found, &series);
        found.number = token_at(find, value)->number;
        /* In "3.9 Release Schedule, PEP 596 3.10 Release Schedule" nobody knows what is whose. */
        bool is_listed = begin > 0 &&
                         has(token_at(find, back_over(find, begin, C(MARK)) - 1), C(SCHEDULE));
        bool is_apart = has(token_at(find, value + 1), C(MARK) | C(THE) | C(FOR));
        found.is_tight = row > 0 || is_apart || !is_listed;
        keep(find, &found);
        return;
    }
}

static void find_others(finder *find)
{
    for (size_t at = 0; at < find->sentence->count; at++) {
        const relcal_token *token = token_at(find, at);
        if (has(token, C(NO))) {
            find_abi_at(find, at);
        }
        if (has(token, C(PEP) | C(VERSION))) {
            find_pep_at(find, at);
        }
    }
}

/* ---- Headings and subjects ---- */

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
                                     ? with_stage(&token->version, RELCAL_STAGE_CANDIDATE, 1)
                                     : token->version;
        add_subject(find->reading, &subject);
    }
}

static bool is_series(const void *context, const relcal_version *version)
{
    char id[RELCAL_VERSION_SERIES_BYTES];
    return relcal_project_series(context, relcal_version_series(version, id)) != NULL;
}

static void begin_at(finder *find, size_t start, size_t end)
{
    find->tokenizer.near = find->reading->day;
    find->tokenizer.is_series = is_series;
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
        if (find->sentence->heading > 0 || sentence_has(find, C(ANNOUNCE)) ||
            (has(token_at(find, 0), C(THIS)) && sentence_has(find, NOUN))) {
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
        set_about(find, &found, &find->reading->subjects[index]);
        keep(find, &found);
    }
}

/* Whether a paragraph is but the name of a release: a heading, were it only in bold. */
static bool is_title(const finder *find)
{
    size_t python = has(token_at(find, 0), C(PYTHON));
    return find->is_fresh && find->sentence->ended != RELCAL_SENTENCE_STOP &&
           find->sentence->count == python + 1 && has(token_at(find, python), C(VERSION));
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
    find_next(find);
    find_dates(find);
    find_weekdays(find);
    find_stages(find);
    find_others(find);
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
