/* The vocabulary, in the order of the alphabet, and what a slip of the pen makes of it. */
#include "words.h"

#include <stdbool.h>
#include <string.h>

#define C(name) RELCAL_CLASS(name)

static const relcal_word words[] = {
    {"a", C(THE), 0},
    {"abi", C(ABI), 0},
    {"after", C(AFTER), 0},
    {"alpha", C(ALPHA), 0},
    {"alphas", C(ALPHA), 0},
    {"an", C(THE), 0},
    {"and", C(AND), 0},
    {"announce", C(ANNOUNCE), 0},
    {"announcing", C(ANNOUNCE), 0},
    {"antepenultimate", C(BUT_LAST), 2},
    {"anticipated", C(PLAN), 0},
    {"apr", C(MONTH), 4},
    {"april", C(MONTH), 4},
    {"are", C(IS), 0},
    {"around", C(FOR), 0},
    {"at", C(FOR), 0},
    {"aug", C(MONTH), 8},
    {"august", C(MONTH), 8},
    {"availability", C(ANNOUNCE), 0},
    {"available", C(ANNOUNCE), 0},
    {"be", C(BE), 0},
    {"been", C(WAS), 0},
    {"before", C(PRIOR), 0},
    {"beta", C(BETA), 0},
    {"betas", C(BETA), 0},
    {"beyond", C(FROM), 0},
    {"bug-fix", C(UPKEEP) | C(SUPPORT), 0},
    {"bugfix", C(UPKEEP) | C(SUPPORT), 0},
    {"bugfixes", C(SUPPORT), 0},
    {"bugs", C(TROUBLE), 0},
    {"by", C(FOR) | C(IN), 0},
    {"calendar", C(SCHEDULE), 0},
    {"candidate", C(CANDIDATE), 0},
    {"candidates", C(CANDIDATE), 0},
    {"change", C(CHANGES), 0},
    {"changes", C(CHANGES), 0},
    {"critical", C(TROUBLE), 0},
    {"currently", C(ADVERB), 0},
    {"date", C(DAY), 0},
    {"dec", C(MONTH), 12},
    {"december", C(MONTH), 12},
    {"due", C(PLAN), 0},
    {"early", C(VAGUE), 0},
    {"eight", C(NUMBER), 8},
    {"eighth", C(ORDINAL), 8},
    {"eleventh", C(ORDINAL), 11},
    {"end", C(ENDS) | C(VAGUE), 0},
    {"end-of-life", C(LIFE_END), 0},
    {"end-of-support", C(LIFE_END), 0},
    {"ending", C(ENDS), 0},
    {"ends", C(ENDS), 0},
    {"eol", C(LIFE_END), 0},
    {"expected", C(PLAN), 0},
    {"feature", C(MAJOR), 0},
    {"feb", C(MONTH), 2},
    {"february", C(MONTH), 2},
    {"fifteenth", C(ORDINAL), 15},
    {"fifth", C(ORDINAL), 5},
    {"final", C(FINAL) | C(LAST), 0},
    {"first", C(ORDINAL), 1},
    {"five", C(NUMBER), 5},
    {"fixes", C(SUPPORT), 0},
    {"for", C(FOR), 0},
    {"forward", C(FROM), 0},
    {"four", C(NUMBER), 4},
    {"fourteenth", C(ORDINAL), 14},
    {"fourth", C(ORDINAL), 4},
    {"fri", C(WEEKDAY), 5},
    {"friday", C(WEEKDAY), 5},
    {"from", C(FROM), 0},
    {"happy", C(ANNOUNCE), 0},
    {"in", C(FOR) | C(IN), 0},
    {"initially", C(ORIGINALLY), 0},
    {"is", C(IS), 0},
    {"issues", C(TROUBLE), 0},
    {"it", C(IT), 0},
    {"it's", C(IT), 0},
    {"jan", C(MONTH), 1},
    {"january", C(MONTH), 1},
    {"jul", C(MONTH), 7},
    {"july", C(MONTH), 7},
    {"jun", C(MONTH), 6},
    {"june", C(MONTH), 6},
    {"last", C(LAST), 0},
    {"late", C(VAGUE), 0},
    {"life", C(LIFE_END), 0},
    {"longer", C(LONGER), 0},
    {"maintained", C(SUPPORT), 0},
    {"maintenance", C(UPKEEP) | C(SUPPORT), 0},
    {"major", C(MAJOR), 0},
    {"mar", C(MONTH), 3},
    {"march", C(MONTH), 3},
    {"may", C(MONTH), 5},
    {"mid", C(VAGUE), 0},
    {"middle", C(VAGUE), 0},
    {"mon", C(WEEKDAY), 1},
    {"monday", C(WEEKDAY), 1},
    {"next", C(NEXT), 0},
    {"nine", C(NUMBER), 9},
    {"ninth", C(ORDINAL), 9},
    {"no", C(NO), 0},
    {"nov", C(MONTH), 11},
    {"november", C(MONTH), 11},
    {"now", C(ADVERB), 0},
    {"oct", C(MONTH), 10},
    {"october", C(MONTH), 10},
    {"of", C(OF), 0},
    {"official", C(OFFICIAL), 0},
    {"on", C(FOR), 0},
    {"one", C(NUMBER), 1},
    {"originally", C(ORIGINALLY), 0},
    {"patches", C(SUPPORT), 0},
    {"penultimate", C(BUT_LAST), 1},
    {"period", C(PHASE), 0},
    {"phase", C(PHASE), 0},
    {"planned", C(PLAN), 0},
    {"point", C(POINT), 0},
    {"pre-release", C(PREVIEW), 0},
    {"pre-releases", C(PREVIEW), 0},
    {"prerelease", C(PREVIEW), 0},
    {"prereleases", C(PREVIEW), 0},
    {"preview", C(PREVIEW), 0},
    {"previews", C(PREVIEW), 0},
    {"previously", C(ORIGINALLY), 0},
    {"prior", C(PRIOR), 0},
    {"problems", C(TROUBLE), 0},
    {"rc", C(CANDIDATE), 0},
    {"regressions", C(TROUBLE), 0},
    {"release", C(RELEASE), 0},
    {"released", C(RELEASED) | C(ANNOUNCE), 0},
    {"releases", C(RELEASE), 0},
    {"sat", C(WEEKDAY), 6},
    {"saturday", C(WEEKDAY), 6},
    {"schedule", C(SCHEDULE), 0},
    {"scheduled", C(PLAN), 0},
    {"second", C(ORDINAL), 2},
    {"security", C(SUPPORT), 0},
    {"security-fix", C(SUPPORT), 0},
    {"security-fix-only", C(SUPPORT), 0},
    {"security-only", C(SUPPORT), 0},
    {"sep", C(MONTH), 9},
    {"sept", C(MONTH), 9},
    {"september", C(MONTH), 9},
    {"series", C(SERIES), 0},
    {"set", C(PLAN), 0},
    {"seven", C(NUMBER), 7},
    {"seventh", C(ORDINAL), 7},
    {"shall", C(WILL), 0},
    {"shipped", C(RELEASED), 0},
    {"should", C(WILL), 0},
    {"six", C(NUMBER), 6},
    {"sixth", C(ORDINAL), 6},
    {"slated", C(PLAN), 0},
    {"source-only", C(SUPPORT), 0},
    {"stage", C(PHASE), 0},
    {"sun", C(WEEKDAY), 7},
    {"sunday", C(WEEKDAY), 7},
    {"support", C(SUPPORT), 0},
    {"supported", C(SUPPORT), 0},
    {"targeted", C(PLAN), 0},
    {"ten", C(NUMBER), 10},
    {"tentatively", C(ADVERB), 0},
    {"tenth", C(ORDINAL), 10},
    {"the", C(THE), 0},
    {"third", C(ORDINAL), 3},
    {"thirteenth", C(ORDINAL), 13},
    {"this", C(THIS), 0},
    {"three", C(NUMBER), 3},
    {"through", C(UNTIL), 0},
    {"thu", C(WEEKDAY), 4},
    {"thursday", C(WEEKDAY), 4},
    {"till", C(UNTIL), 0},
    {"to", C(TO) | C(FOR), 0},
    {"tue", C(WEEKDAY), 2},
    {"tuesday", C(WEEKDAY), 2},
    {"twelfth", C(ORDINAL), 12},
    {"two", C(NUMBER), 2},
    {"until", C(UNTIL), 0},
    {"updates", C(SUPPORT), 0},
    {"was", C(WAS), 0},
    {"wed", C(WEEKDAY), 3},
    {"wednesday", C(WEEKDAY), 3},
    {"were", C(WAS), 0},
    {"while", C(WHILE), 0},
    {"will", C(WILL), 0},
    {"with", C(WITH), 0},
    {"would", C(WILL), 0},
};

#undef C

#define WORD_COUNT (sizeof words / sizeof words[0])

/* Slips are looked for in words of at least so many letters: shorter ones are too near to others.
 */
#define SLIP_LETTERS_MIN 7

static int compare(const char *text, size_t length, const char *word)
{
    int order = strncmp(text, word, length);
    return order != 0 ? order : word[length] == '\0' ? 0 : -1;
}

static const relcal_word *find_exactly(const char *text, size_t length)
{
    size_t low = 0, high = WORD_COUNT;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = compare(text, length, words[middle].text);
        if (order == 0) {
            return &words[middle];
        }
        if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return NULL;
}

/* Whether a word becomes another by one letter more, less or other, or by two that change places.
 */
static bool is_slip(const char *text, size_t length, const char *word, size_t word_length)
{
    size_t from_start = 0, from_end = 0;
    size_t shorter = length < word_length ? length : word_length;
    while (from_start < shorter && text[from_start] == word[from_start]) {
        from_start++;
    }
    while (from_end < shorter - from_start &&
           text[length - 1 - from_end] == word[word_length - 1 - from_end]) {
        from_end++;
    }
    size_t left = length - from_start - from_end;
    size_t word_left = word_length - from_start - from_end;
    return (left <= 1 && word_left <= 1) ||
           (left == 2 && word_left == 2 && text[from_start] == word[from_start + 1] &&
            text[from_start + 1] == word[from_start]);
}

const relcal_word *relcal_find_word(const char *text, size_t length)
{
    if (length == 0 || length >= RELCAL_WORD_BYTES) {
        return NULL;
    }
    const relcal_word *word = find_exactly(text, length);
    if (word != NULL || length < SLIP_LETTERS_MIN) {
        return word;
    }
    for (size_t index = 0; index < WORD_COUNT; index++) {
        size_t word_length = strlen(words[index].text);
        if (words[index].text[0] == text[0] && word_length >= SLIP_LETTERS_MIN &&
            word_length <= length + 1 && length <= word_length + 1 &&
            is_slip(text, length, words[index].text, word_length)) {
            return &words[index];
        }
    }
    return NULL;
}
