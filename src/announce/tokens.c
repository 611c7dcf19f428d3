/*
 * From glyphs to tokens. A run of letters, digits and what may stand between them is one token;
 * then the tokens of a sentence are put together: "August", "2nd", ",", "2021" to a date, "3.12",
 * "beta", "1" to a release. A date covers all days that it may be.
 */
#include "tokens.h"

#include <string.h>

#define C(name) RELCAL_CLASS(name)

/* The longest run that can be something known, in bytes; a longer one is an unknown word. */
#define RUN_BYTES 48

#define YEAR_MIN 1900
#define YEAR_MAX 2199

/* A run of glyphs and where each stands. */
typedef struct run {
    char bytes[RUN_BYTES]; /* '?' for what is not ASCII; not closed by a NUL */
    size_t starts[RUN_BYTES];
    size_t ends[RUN_BYTES];
    size_t length;
    bool is_too_long;
    size_t end; /* of the whole */
} run;

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static char lower(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
}

static bool is_alphanumeric(uint32_t code)
{
    return (code >= '0' && code <= '9') || (code >= 'a' && code <= 'z') ||
           (code >= 'A' && code <= 'Z') ||
           (code >= 0xAA && code < RELCAL_GLYPH_END && code != 0x2013 && code != 0x2014 &&
            code != 0x2026 && code != 0xBB && code != 0xAB && code != 0xFFFD);
}

static bool joins(uint32_t code)
{
    return code == '.' || code == '-' || code == '\'' || code == '_';
}

void relcal_tokenizer_start(relcal_tokenizer *tokenizer, const char *text, size_t length, size_t at)
{
    tokenizer->strip = relcal_strip_start(text, length, at);
    tokenizer->ahead = relcal_strip_next(&tokenizer->strip);
    tokenizer->heading = 0;
}

static void advance(relcal_tokenizer *tokenizer)
{
    tokenizer->ahead = relcal_strip_next(&tokenizer->strip);
}

/* ---- One run ---- */

static void read_run(relcal_tokenizer *tokenizer, run *out)
{
    out->length = 0;
    out->is_too_long = false;
    while (is_alphanumeric(tokenizer->ahead.code) || joins(tokenizer->ahead.code)) {
        if (out->length < RUN_BYTES) {
            uint32_t code = tokenizer->ahead.code;
            out->bytes[out->length] = code < 0x80 ? (char)code : '?';
            out->starts[out->length] = tokenizer->ahead.start;
            out->ends[out->length] = tokenizer->ahead.end;
            out->length++;
        } else {
            out->is_too_long = true;
        }
        out->end = tokenizer->ahead.end;
        advance(tokenizer);
    }
}

static bool ends_with(const run *read, const char *ending)
{
    size_t length = strlen(ending);
    return read->length >= length &&
           memcmp(read->bytes + read->length - length, ending, length) == 0;
}

/* Takes off what does not belong to a word; returns whether a full stop was among it. */
static bool trim(run *read)
{
    bool has_stop = false;
    while (read->length > 0 && joins((unsigned char)read->bytes[read->length - 1])) {
        has_stop = has_stop || read->bytes[read->length - 1] == '.';
        read->length--;
    }
    if (ends_with(read, "'s") && !ends_with(read, "it's") && !ends_with(read, "It's")) {
        read->length -= 2;
    }
    return has_stop;
}

static int number_at(const char *bytes, size_t count)
{
    int number = 0;
    for (size_t index = 0; index < count; index++) {
        if (!is_digit(bytes[index])) {
            return -1;
        }
        number = number * 10 + (bytes[index] - '0');
    }
    return number;
}

/* Reads 2021-08-02. What has the form but is no day is no date. */
static bool read_iso(const char *bytes, size_t length, relcal_token *out)
{
    if (length != 10 || bytes[4] != '-' || bytes[7] != '-') {
        return false;
    }
    relcal_date date = relcal_date_from_civil(number_at(bytes, 4), number_at(bytes + 5, 2),
                                              number_at(bytes + 8, 2));
    if (date == RELCAL_DATE_NONE) {
        return false;
    }
    out->classes = C(DATE);
    out->date = (relcal_written_date){
        .earliest = date, .latest = date, .form = RELCAL_DATE_ISO, .has_year = true};
    return true;
}

/* Reads 2021-08, all of the month. */
static bool read_iso_month(const char *bytes, size_t length, relcal_token *out)
{
    int year = length == 7 ? number_at(bytes, 4) : 0;
    if (length != 7 || bytes[4] != '-' || year < YEAR_MIN || year > YEAR_MAX) {
        return false;
    }
    relcal_date first = relcal_date_from_civil(year, number_at(bytes + 5, 2), 1);
    if (first == RELCAL_DATE_NONE) {
        return false;
    }
    out->classes = C(DATE);
    out->date = (relcal_written_date){
        .earliest = first,
        .latest = relcal_date_add_days(relcal_date_add_months(first, 1), -1),
        .form = RELCAL_DATE_VAGUE,
        .has_year = true};
    return true;
}

/* Reads 12, 2nd and 2021; at most four digits. */
static bool read_number(const char *bytes, size_t length, relcal_token *out)
{
    size_t digits = 0;
    while (digits < length && is_digit(bytes[digits])) {
        digits++;
    }
    if (digits == 0 || digits > 4) {
        return false;
    }
    out->number = (uint32_t)number_at(bytes, digits);
    out->is_digits = true;
    if (digits == length) {
        out->classes = C(NUMBER);
        return true;
    }
    static const char *const suffixes[] = {"st", "nd", "rd", "th"};
    for (size_t index = 0; length == digits + 2 && index < 4; index++) {
        if (lower(bytes[digits]) == suffixes[index][0] &&
            lower(bytes[digits + 1]) == suffixes[index][1]) {
            out->classes = C(ORDINAL);
            out->has_suffix = true;
            return true;
        }
    }
    return false;
}

static size_t count_byte(const char *bytes, size_t length, char wanted)
{
    size_t count = 0;
    for (size_t index = 0; index < length; index++) {
        count += bytes[index] == wanted;
    }
    return count;
}

/* Reads 3.12.0b1, 3.12, 3.12.x, and a stage by itself: rc1. */
static bool read_version(const relcal_tokenizer *tokenizer, const char *bytes, size_t length,
                         relcal_token *out)
{
    if (length > 3 && lower(bytes[length - 1]) == 'x' && bytes[length - 2] == '.' &&
        is_digit(bytes[length - 3])) {
        length -= 2;
    }
    bool is_release = length > 1 && (is_digit(bytes[0]) || lower(bytes[0]) == 'v') &&
                      is_digit(bytes[bytes[0] == 'v' || bytes[0] == 'V']) &&
                      memchr(bytes, '.', length) != NULL;
    bool is_stage = length > 1 && strchr("abcrp", lower(bytes[0])) != NULL &&
                    is_digit(bytes[length - 1]);
    relcal_version version;
    if ((!is_release && !is_stage) ||
        relcal_version_parse(&version, bytes, length, NULL) != RELCAL_OK) {
        return false;
    }
    if (version.has_release && !tokenizer->is_series(tokenizer->context, &version)) {
        return false;
    }
    out->version = version;
    out->classes = version.has_release ? C(VERSION) : C(STAGE);
    out->is_series = version.has_release && version.stage == RELCAL_STAGE_FINAL &&
                     count_byte(bytes, length, '.') == 1;
    return true;
}

static bool read_word(const char *bytes, size_t length, relcal_token *out)
{
    char text[RELCAL_WORD_BYTES];
    if (length >= sizeof text) {
        return false;
    }
    for (size_t index = 0; index < length; index++) {
        text[index] = lower(bytes[index]);
    }
    const relcal_word *word = relcal_find_word(text, length);
    if (word == NULL) {
        return false;
    }
    out->word = word->text;
    out->classes = word->classes;
    out->number = word->number;
    /* May, Mar and Sun are other words where they begin with a small letter. */
    if ((word->classes & (C(MONTH) | C(WEEKDAY))) != 0 && !out->is_capital) {
        out->classes = 0;
    }
    return true;
}

static bool read_name(const relcal_tokenizer *tokenizer, const char *bytes, size_t length,
                      relcal_token *out)
{
    out->classes = tokenizer->classes_of(tokenizer->context, bytes, length, &out->word);
    return out->classes != 0;
}

/* Makes a token of the part of a run from `from` to before `to`. */
static relcal_token make_token(const relcal_tokenizer *tokenizer, const run *read, size_t from,
                               size_t to)
{
    const char *bytes = read->bytes + from;
    size_t length = to - from;
    relcal_token token = {.start = read->starts[from], .end = read->ends[to - 1]};
    token.is_capital = bytes[0] >= 'A' && bytes[0] <= 'Z';
    if (read->is_too_long) {
        token.end = read->end;
        return token;
    }
    if (!read_iso(bytes, length, &token) && !read_iso_month(bytes, length, &token) &&
        !read_number(bytes, length, &token) && !read_version(tokenizer, bytes, length, &token) &&
        !read_word(bytes, length, &token)) {
        (void)read_name(tokenizer, bytes, length, &token);
    }
    if (token.classes == C(DATE)) {
        token.date.date_start = token.start;
        token.date.date_end = token.end;
    }
    return token;
}

/* The length of a first part that is a word by itself: "mid" of "mid-September". */
static size_t prefix_length(const run *read)
{
    static const char *const prefixes[] = {"mid-", "early-", "late-"};
    for (size_t index = 0; index < sizeof prefixes / sizeof prefixes[0]; index++) {
        size_t length = strlen(prefixes[index]);
        if (read->length > length && lower(read->bytes[0]) == prefixes[index][0] &&
            memcmp(read->bytes + 1, prefixes[index] + 1, length - 1) == 0) {
            return length;
        }
    }
    return 0;
}

/* ---- One sentence, token by token ---- */

static void add_token(relcal_sentence *sentence, relcal_token token)
{
    if (sentence->count > 0) {
        const relcal_token *last = &sentence->tokens[sentence->count - 1];
        if (token.word != NULL && last->word == token.word) {
            return; /* a doubled word is one */
        }
    }
    sentence->tokens[sentence->count++] = token;
}

/* Reads a run. True where a full stop ends the sentence after it. */
static bool add_run(relcal_tokenizer *tokenizer, relcal_sentence *sentence)
{
    run read;
    read_run(tokenizer, &read);
    bool has_stop = trim(&read);
    if (read.length == 0) {
        return has_stop;
    }
    size_t prefix = prefix_length(&read);
    if (prefix > 0) {
        add_token(sentence, make_token(tokenizer, &read, 0, prefix - 1));
    }
    relcal_token token = make_token(tokenizer, &read, prefix, read.length);
    add_token(sentence, token);
    bool is_abbreviated = (token.classes & (C(MONTH) | C(WEEKDAY))) != 0 && read.length <= 4;
    return has_stop && !is_abbreviated;
}

static void add_mark(relcal_tokenizer *tokenizer, relcal_sentence *sentence)
{
    uint32_t code = tokenizer->ahead.code;
    relcal_token token = {
        .classes = C(MARK), .start = tokenizer->ahead.start, .end = tokenizer->ahead.end};
    token.mark = code == RELCAL_GLYPH_ADDRESS       ? '@'
                 : code == 0x2013 || code == 0x2014 ? '-'
                 : code < 0x80                      ? (char)code
                                                    : '?';
    if (token.mark == ',') {
        token.classes |= C(COMMA);
    }
    if (token.mark == '(') {
        token.classes |= C(OPEN);
    }
    if (token.mark == ';') {
        token.classes |= C(STOP);
    }
    add_token(sentence, token);
    advance(tokenizer);
}

/* Passes over what lies between sentences, keeping the level of a heading that begins. */
static void skip_breaks(relcal_tokenizer *tokenizer)
{
    for (;;) {
        uint32_t code = tokenizer->ahead.code;
        if (code > RELCAL_GLYPH_HEADING) {
            tokenizer->heading = code - RELCAL_GLYPH_HEADING;
        } else if (code == RELCAL_GLYPH_BREAK) {
            tokenizer->heading = 0;
        } else if (code != ' ') {
            return;
        }
        advance(tokenizer);
    }
}

static relcal_sentence_end read_tokens(relcal_tokenizer *tokenizer, relcal_sentence *sentence)
{
    /* A run gives two tokens at most. */
    while (sentence->count + 2 <= RELCAL_MAX_SENTENCE_WORDS) {
        uint32_t code = tokenizer->ahead.code;
        if (code == RELCAL_GLYPH_END) {
            return RELCAL_SENTENCE_END;
        }
        if (code == RELCAL_GLYPH_BREAK || code > RELCAL_GLYPH_HEADING) {
            return RELCAL_SENTENCE_BREAK;
        }
        if (code == ' ') {
            advance(tokenizer);
        } else if (is_alphanumeric(code) || joins(code)) {
            if (add_run(tokenizer, sentence)) {
                return RELCAL_SENTENCE_STOP;
            }
        } else if (code == '!' || code == '?') {
            advance(tokenizer);
            if (tokenizer->ahead.code != ')') {
                return RELCAL_SENTENCE_STOP;
            }
        } else {
            add_mark(tokenizer, sentence);
        }
    }
    return RELCAL_SENTENCE_CUT;
}

/* ---- Dates and releases of several tokens ---- */

/* The tokens of a sentence while they are put together: those before `at` are done, and `done` are
 * left of them. */
typedef struct joiner {
    relcal_sentence *sentence;
    size_t at;
    size_t done;
    relcal_date near;
} joiner;

static const relcal_token *peek(const joiner *join, size_t ahead)
{
    static const relcal_token nothing = {.classes = 0};
    size_t place = join->at + ahead;
    return place < join->sentence->count ? &join->sentence->tokens[place] : &nothing;
}

static bool has(const relcal_token *token, relcal_classes classes)
{
    return (token->classes & classes) != 0;
}

static bool is_year(const relcal_token *token)
{
    return has(token, C(NUMBER)) && token->is_digits && token->number >= YEAR_MIN &&
           token->number <= YEAR_MAX;
}

static bool is_day_number(const relcal_token *token)
{
    return has(token, C(NUMBER) | C(ORDINAL)) && token->is_digits && token->number >= 1 &&
           token->number <= 31;
}

/* The year that brings a day of the year nearest to another. */
static int nearest_year(relcal_date near, int month, int day)
{
    int best = relcal_date_to_civil(near).year;
    int32_t best_distance = INT32_MAX;
    for (int year = best - 1, last = best + 1; year <= last; year++) {
        relcal_date date = relcal_date_from_civil(year, month, day);
        int32_t distance = date < near ? near - date : date - near;
        if (date != RELCAL_DATE_NONE && distance < best_distance) {
            best = year;
            best_distance = distance;
        }
    }
    return best;
}

/* Puts `count` tokens from the present one on together to `token`, which is then the present one.
 */
static void join_tokens(joiner *join, size_t count, relcal_token token)
{
    relcal_token *last = &join->sentence->tokens[join->at + count - 1];
    token.start = join->sentence->tokens[join->at].start;
    token.end = last->end;
    *last = token;
    join->at += count - 1;
}

/* Goes on to the next token. */
static void keep_token(joiner *join)
{
    join->sentence->tokens[join->done++] = join->sentence->tokens[join->at++];
}

static void join_date(joiner *join, size_t count, relcal_written_date date)
{
    date.date_start = peek(join, 0)->start;
    date.date_end = peek(join, count - 1)->end;
    join_tokens(join, count, (relcal_token){.classes = C(DATE), .date = date});
}

/* How many of the tokens from `ahead` on are a year, a comma before it included; 0 for none. */
static size_t year_at(const joiner *join, size_t ahead, int *year)
{
    size_t comma = has(peek(join, ahead), C(COMMA));
    const relcal_token *token = peek(join, ahead + comma);
    if (!is_year(token)) {
        return 0;
    }
    *year = (int)token->number;
    return comma + 1;
}

static void join_day(joiner *join, size_t count, const relcal_token *month, const relcal_token *day,
                     relcal_date_form form, bool has_of)
{
    int year = nearest_year(join->near, (int)month->number, (int)day->number);
    size_t more = year_at(join, count, &year);
    relcal_date date = relcal_date_from_civil(year, (int)month->number, (int)day->number);
    if (date == RELCAL_DATE_NONE) {
        return;
    }
    join_date(join, count + more,
              (relcal_written_date){.earliest = date,
                                    .latest = date,
                                    .form = (uint8_t)form,
                                    .has_year = more > 0,
                                    .has_comma = more > 1,
                                    .has_suffix = day->has_suffix,
                                    .has_of = has_of,
                                    .is_short = strlen(month->word) <= 4 && month->number != 5 &&
                                                strcmp(month->word, "june") != 0 &&
                                                strcmp(month->word, "july") != 0});
}

/* The days that "mid", "early" or "late" leave of a span of days. */
static void narrow(const char *word, relcal_date *earliest, relcal_date *latest)
{
    int32_t third = (*latest - *earliest + 1) / 3;
    if (strcmp(word, "early") == 0) {
        *latest -= third;
    } else if (strcmp(word, "late") == 0 || strcmp(word, "end") == 0) {
        *earliest += third;
    } else if (strcmp(word, "mid") == 0 || strcmp(word, "middle") == 0) {
        *earliest += third / 2;
        *latest -= third / 2;
    }
}

/* Reads a month, a year, or one narrowed: "mid-September", "early 2021", "the end of October". */
static void join_vague(joiner *join)
{
    size_t count = 0;
    const char *narrowed = NULL;
    if (has(peek(join, 0), C(VAGUE))) {
        narrowed = peek(join, 0)->word;
        count = 1;
        count += has(peek(join, count), C(OF) | C(IN) | C(TO));
    }
    const relcal_token *month = peek(join, count);
    int year;
    size_t more;
    relcal_date earliest, latest;
    bool is_after_place = join->done > 0 && has(&join->sentence->tokens[join->done - 1],
                                                C(IN) | C(UNTIL) | C(AFTER) | C(PRIOR) | C(FROM));
    if (has(month, C(MONTH))) {
        count++;
        year = nearest_year(join->near, (int)month->number, 15);
        more = year_at(join, count, &year);
        if (more == 0 && narrowed == NULL && !is_after_place) {
            return;
        }
        earliest = relcal_date_from_civil(year, (int)month->number, 1);
        latest = relcal_date_add_days(relcal_date_add_months(earliest, 1), -1);
    } else if (is_year(month) && (narrowed != NULL || is_after_place)) {
        more = 1;
        year = (int)month->number;
        earliest = relcal_date_from_civil(year, 1, 1);
        latest = relcal_date_from_civil(year, 12, 31);
    } else {
        return;
    }
    bool is_plain = narrowed == NULL && has(month, C(MONTH)) && more > 0;
    if (narrowed != NULL) {
        narrow(narrowed, &earliest, &latest);
    }
    if (earliest == RELCAL_DATE_NONE || latest == RELCAL_DATE_NONE) {
        return;
    }
    join_date(join, count + more,
              (relcal_written_date){.earliest = earliest,
                                    .latest = latest,
                                    .form = is_plain ? RELCAL_DATE_MONTH_YEAR : RELCAL_DATE_VAGUE,
                                    .has_year = more > 0});
}

static void join_month(joiner *join)
{
    const relcal_token *first = peek(join, 0);
    const relcal_token *second = peek(join, 1);
    if (has(first, C(MONTH)) && is_day_number(second)) {
        join_day(join, 2, first, second, RELCAL_DATE_MONTH_DAY, false);
        return;
    }
    if (has(first, C(MONTH)) && has(second, C(THE)) && is_day_number(peek(join, 2))) {
        join_day(join, 3, first, peek(join, 2), RELCAL_DATE_MONTH_DAY, false);
        return;
    }
    size_t of = has(second, C(OF));
    if (is_day_number(first) && has(peek(join, 1 + of), C(MONTH))) {
        join_day(join, 2 + of, peek(join, 1 + of), first, RELCAL_DATE_DAY_MONTH, of > 0);
        return;
    }
    join_vague(join);
}

static bool is_day(const relcal_token *token)
{
    return has(token, C(DATE)) && token->date.earliest == token->date.latest;
}

/* Gives a day the weekday that stands before or after it. */
static void join_weekday(joiner *join)
{
    const relcal_token *first = peek(join, 0);
    if (has(first, C(WEEKDAY))) {
        size_t more = 1;
        while (more < 4 && (has(peek(join, more), C(COMMA) | C(THE)) ||
                            peek(join, more)->mark == '(' || peek(join, more)->mark == '-')) {
            more++;
        }
        relcal_token day = *peek(join, more);
        if (is_day(&day) && day.date.weekday == 0) {
            day.date.weekday = (uint8_t)first->number;
            day.date.weekday_start = first->start;
            day.date.weekday_end = first->end;
            join_tokens(join, more + 1, day);
        }
        return;
    }
    size_t open = has(peek(join, 1), C(COMMA) | C(OPEN));
    const relcal_token *after = peek(join, 1 + open);
    if (open > 0 && is_day(first) && first->date.weekday == 0 && has(after, C(WEEKDAY)) &&
        !is_day(peek(join, 2 + open)) && !is_day(peek(join, 3 + open))) {
        relcal_token day = *first;
        day.date.weekday = (uint8_t)after->number;
        day.date.weekday_start = after->start;
        day.date.weekday_end = after->end;
        join_tokens(join, 2 + open, day);
    }
}

static relcal_stage stage_of(const relcal_token *token)
{
    return has(token, C(ALPHA))  ? RELCAL_STAGE_ALPHA
           : has(token, C(BETA)) ? RELCAL_STAGE_BETA
                                 : RELCAL_STAGE_CANDIDATE;
}

/* "beta 1" and "release candidate 2" to a stage, and with "3.12" or "3.12.0" before them to a
 * release. */
static void join_stage(joiner *join)
{
    const relcal_token *first = peek(join, 0);
    bool is_release = has(first, C(VERSION)) && first->version.stage == RELCAL_STAGE_FINAL;
    size_t count = is_release;
    if (is_release && has(peek(join, count), C(STAGE))) {
        relcal_token token = *first;
        token.version.stage = peek(join, count)->version.stage;
        token.version.number = peek(join, count)->version.number;
        token.is_series = false;
        join_tokens(join, 2, token);
        return;
    }
    count += has(peek(join, count), C(RELEASE));
    const relcal_token *name = peek(join, count);
    const relcal_token *number = peek(join, count + 1);
    if (!has(name, C(ALPHA) | C(BETA) | C(CANDIDATE)) || !has(number, C(NUMBER)) ||
        number->number < 1 || number->number > 99 || (!number->is_digits)) {
        return;
    }
    relcal_token token = is_release ? *first : (relcal_token){.classes = C(STAGE)};
    token.version.stage = stage_of(name);
    token.version.number = (uint16_t)number->number;
    token.is_series = false;
    join_tokens(join, count + 2, token);
}

/* Does one kind of joining from the first token to the last. */
static void join_all(relcal_sentence *sentence, relcal_date near, void (*join_here)(joiner *join))
{
    joiner join = {.sentence = sentence, .near = near};
    while (join.at < sentence->count) {
        join_here(&join);
        keep_token(&join);
    }
    sentence->count = join.done;
}

bool relcal_tokenizer_next(relcal_tokenizer *tokenizer, relcal_sentence *sentence)
{
    bool is_rest = sentence->ended == RELCAL_SENTENCE_CUT && sentence->count > 0;
    if (is_rest) {
        size_t kept = sentence->count < RELCAL_SENTENCE_OVERLAP ? sentence->count
                                                                : RELCAL_SENTENCE_OVERLAP;
        memmove(sentence->tokens, &sentence->tokens[sentence->count - kept],
                kept * sizeof sentence->tokens[0]);
        sentence->count = kept;
    } else {
        sentence->count = 0;
        skip_breaks(tokenizer);
        if (tokenizer->ahead.code == RELCAL_GLYPH_END) {
            return false;
        }
        sentence->heading = tokenizer->heading;
    }
    sentence->ended = read_tokens(tokenizer, sentence);
    join_all(sentence, tokenizer->near, join_stage);
    join_all(sentence, tokenizer->near, join_month);
    join_all(sentence, tokenizer->near, join_weekday);
    return true;
}
