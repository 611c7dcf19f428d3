/* Dates by what they are of: one row of a table for every way of saying so, the surest first. */
#include "finder.h"

static void keep_date(finder *find, relcal_found *found, const match *at)
{
    find->is_taken[at->kept[SLOT_VALUE]] = true;
    relcal_keep_found(find, found);
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
    relcal_found found = relcal_found_at(find, kind, at->begin, at->end, at->kept[SLOT_VALUE]);
    const relcal_version *about = relcal_about_phrase(find, at->begin, at->end);
    about = preview_or(find, about);
    relcal_version begins;
    if (about != NULL) {
        begins = relcal_with_stage(
            about, kind == RELCAL_CLAIM_PHASE_BETA ? RELCAL_STAGE_BETA : RELCAL_STAGE_CANDIDATE, 1);
        about = &begins;
    }
    relcal_set_about(find, &found, about);
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
        if ((has(token, C(STAGE)) || is_full_version(token)) &&
            relcal_version_of(find, token, out)) {
            return true;
        }
    }
    return false;
}

static void make_past_plan(finder *find, const match *at)
{
    relcal_found found = relcal_found_at(find, RELCAL_CLAIM_PAST_PLAN, at->begin, at->end,
                                         at->kept[SLOT_VALUE]);
    relcal_version version;
    bool is_named = version_before(find, at->begin, &version);
    relcal_set_about(find, &found, is_named ? &version : relcal_context_version(find));
    keep_date(find, &found, at);
}

/* "3.9.2 planned for DATE": what that is depends on what the version is. */
static void make_planned(finder *find, const match *at)
{
    size_t value = at->kept[SLOT_VALUE];
    const relcal_token *named = token_at(find, at->kept[SLOT_ABOUT]);
    relcal_version version;
    if (!relcal_version_of(find, named, &version)) {
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
    relcal_found found = relcal_found_at(find, kind, at->begin, at->end, value);
    relcal_set_about(find, &found, &version);
    found.is_planned = true;
    found.is_tight = !named->is_series && (is_after || subject == NULL);
    keep_date(find, &found, at);
    bool has_with = at->begin > 0 && has(token_at(find, at->begin - 1), C(WITH));
    if (kind == RELCAL_CLAIM_NEXT_BUGFIX && has_with && is_after) {
        found = relcal_found_at(find, RELCAL_CLAIM_NEXT_VERSION, at->begin, at->end,
                                at->kept[SLOT_ABOUT]);
        relcal_set_about(find, &found, subject);
        found.claimed = version;
        found.is_tight = true;
        relcal_keep_found(find, &found);
    }
}

/* "DATE, the expected release date of VERSION". */
static void make_day_of(finder *find, const match *at)
{
    relcal_found found = relcal_found_at(find, RELCAL_CLAIM_FINAL_DATE, at->begin, at->end,
                                         at->kept[SLOT_VALUE]);
    relcal_set_about(find, &found, &token_at(find, at->kept[SLOT_ABOUT])->version);
    found.is_planned = true;
    found.is_tight = true;
    keep_date(find, &found, at);
}

/* "the official release is planned for DATE". */
static void make_final(finder *find, const match *at)
{
    relcal_found found = relcal_found_at(find, RELCAL_CLAIM_FINAL_DATE, at->begin, at->end,
                                         at->kept[SLOT_VALUE]);
    const relcal_version *about = relcal_about_phrase(find, at->begin, at->end);
    relcal_version final;
    if (about != NULL) {
        final = relcal_final_of(about);
        about = &final;
    }
    relcal_set_about(find, &found, about);
    found.is_planned = true;
    found.is_tight = found.has_subject && found.subject.stage != RELCAL_STAGE_FINAL;
    keep_date(find, &found, at);
}

/* "if no critical problems are found prior to DATE", of a candidate. */
static void make_prior(finder *find, const match *at)
{
    const relcal_version *about = relcal_context_version(find);
    if (about == NULL || about->stage != RELCAL_STAGE_CANDIDATE) {
        return;
    }
    make_final(find, at);
}

/* "the second candidate ... is planned for DATE". */
static void make_rc_date(finder *find, const match *at)
{
    relcal_found found = relcal_found_at(find, RELCAL_CLAIM_RC_DATE, at->begin, at->end,
                                         at->kept[SLOT_VALUE]);
    const relcal_version *about = relcal_about_phrase(find, at->begin, at->end);
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
    relcal_version candidate = relcal_with_stage(about, RELCAL_STAGE_CANDIDATE, number);
    relcal_set_about(find, &found, &candidate);
    found.is_planned = true;
    found.is_tight = is_numbered && found.has_subject && found.subject.stage != RELCAL_STAGE_FINAL;
    keep_date(find, &found, at);
}

static void make_support(finder *find, const match *at)
{
    if (!relcal_sentence_has(find, C(SUPPORT) | C(LIFE_END))) {
        return;
    }
    relcal_found found = relcal_found_at(find, RELCAL_CLAIM_SUPPORT_UNTIL, at->begin, at->end,
                                         at->kept[SLOT_VALUE]);
    relcal_version series;
    bool is_named = false;
    for (size_t back = at->kept[SLOT_VALUE]; back-- > 0 && !is_named;) {
        if (has(token_at(find, back), C(VERSION))) {
            series = token_at(find, back)->version;
            is_named = true;
        }
    }
    relcal_set_about(find, &found, is_named ? &series : relcal_context_version(find));
    if (found.has_version) {
        found.version = relcal_final_of(&found.version);
        found.version.micro = 0;
        found.is_tight = is_named;
        keep_date(find, &found, at);
    }
}

static void make_released(finder *find, const match *at)
{
    relcal_found found = relcal_found_at(find, RELCAL_CLAIM_RELEASED_DATE, at->begin, at->end,
                                         at->kept[SLOT_VALUE]);
    const relcal_token *named = token_at(find, at->kept[SLOT_ABOUT]);
    relcal_set_about(find, &found, &named->version);
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

void relcal_find_dates(finder *find)
{
    for (size_t row = 0; row < sizeof date_phrases / sizeof date_phrases[0]; row++) {
        const phrase *tried = &date_phrases[row];
        for (size_t at = 0; at < find->sentence->count; at++) {
            match matched = {.kept = {0}, .begin = at};
            if (relcal_match_steps(find->sentence, at, tried->steps, &matched) &&
                !find->is_taken[matched.kept[SLOT_VALUE]]) {
                tried->make(find, &matched);
            }
        }
    }
}

void relcal_find_weekdays(finder *find)
{
    for (size_t at = 0; at < find->sentence->count; at++) {
        const relcal_token *token = token_at(find, at);
        if (!has(token, C(DATE)) || token->date.weekday == 0) {
            continue;
        }
        relcal_found found = relcal_found_at(find, RELCAL_CLAIM_WEEKDAY, at, at + 1, at);
        found.value_start = token->date.weekday_start;
        found.value_end = token->date.weekday_end;
        relcal_set_about(find, &found, relcal_context_version(find));
        found.is_tight = token->date.has_year || find->is_taken[at];
        relcal_keep_found(find, &found);
    }
}
