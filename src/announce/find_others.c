/* From when on the ABI is frozen, and which document is whose schedule. */
#include "finder.h"

static const step abi_steps[] = {ONE(C(NO)),
                                 ONE(C(ABI)),
                                 ONE(C(CHANGES)),
                                 SKIP(3, C(DATE)),
                                 ONE(C(AFTER) | C(FROM)),
                                 MAY(C(THE) | C(NAME)),
                                 KEEP(SLOT_VALUE, C(STAGE) | C(VERSION) | C(THIS)),
                                 {STEP_END, 0, 0, 0}};

static void find_abi_at(finder *find, size_t begin)
{
    match at = {.kept = {0}, .begin = begin};
    if (!relcal_match_steps(find->sentence, begin, abi_steps, &at)) {
        return;
    }
    size_t value = at.kept[SLOT_VALUE];
    const relcal_token *token = token_at(find, value);
    bool is_this = has(token, C(THIS));
    bool is_point = is_this && has(token_at(find, value + 1), C(POINT));
    relcal_found found = relcal_found_at(find, RELCAL_CLAIM_ABI_FREEZE, begin, at.end + is_this,
                                         value);
    const relcal_version *about = relcal_about_phrase(find, begin, value);
    relcal_set_about(find, &found, about);
    if (is_this) {
        found.value_end = token_at(find, value + 1)->end;
        found.claimed = found.subject;
        found.has_version = found.has_version && found.has_subject;
        found.version = found.subject;
        found.number = is_point ? 1 : 0;
    } else if (!relcal_version_of(find, token, &found.claimed)) {
        return;
    }
    found.name = is_this ? RELCAL_NAMED_PREVIEW : RELCAL_NAMED_BETA;
    found.is_tight = true;
    relcal_keep_found(find, &found);
}

/* What may stand between the number of a document and the series whose schedule it is. */
#define LINKING (C(MARK) | C(COMMA) | C(THE) | C(NAME) | C(FOR) | C(OF))

static const step document_steps[][STEPS_MAX] = {
    {ONE(C(DOCUMENT)), KEEP(SLOT_VALUE, C(NUMBER)), OVER(5, LINKING), KEEP(SLOT_ABOUT, C(VERSION)),
     MAY(C(SERIES)), MAY(C(RELEASE)), ONE(C(SCHEDULE))},
    {KEEP(SLOT_ABOUT, C(VERSION)), MAY(C(SERIES)), MAY(C(RELEASE)), ONE(C(SCHEDULE)), ONE(C(OPEN)),
     ONE(C(DOCUMENT)), KEEP(SLOT_VALUE, C(NUMBER))},
};

static void find_document_at(finder *find, size_t begin)
{
    for (size_t row = 0; row < sizeof document_steps / sizeof document_steps[0]; row++) {
        match at = {.kept = {0}, .begin = begin};
        if (!relcal_match_steps(find->sentence, begin, document_steps[row], &at)) {
            continue;
        }
        size_t value = at.kept[SLOT_VALUE];
        relcal_found found = relcal_found_at(find, RELCAL_CLAIM_PEP_SERIES, begin, at.end, value);
        relcal_version series = relcal_final_of(&token_at(find, at.kept[SLOT_ABOUT])->version);
        series.micro = 0;
        relcal_set_about(find, &found, &series);
        found.number = token_at(find, value)->number;
        /* In "3.9 Release Schedule, PEP 596 3.10 Release Schedule" nobody knows what is whose. */
        bool is_listed = begin > 0 &&
                         has(token_at(find, relcal_back_over(find, begin, C(MARK)) - 1),
                             C(SCHEDULE));
        bool is_apart = has(token_at(find, value + 1), C(MARK) | C(THE) | C(FOR));
        found.is_tight = row > 0 || is_apart || !is_listed;
        relcal_keep_found(find, &found);
        return;
    }
}

void relcal_find_others(finder *find)
{
    for (size_t at = 0; at < find->sentence->count; at++) {
        const relcal_token *token = token_at(find, at);
        if (has(token, C(NO))) {
            find_abi_at(find, at);
        }
        if (has(token, C(DOCUMENT) | C(VERSION))) {
            find_document_at(find, at);
        }
    }
}
