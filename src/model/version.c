/*
 * Release names after PEP 440, read in every spelling that people use and written in one.
 *
 * A name is [v] major.minor[.micro] [stage], or a stage alone; a stage is a word and a number, 0
 * where none is written. Between two parts may stand ".", "-", "_" or white space. Numbers reach
 * from 0 to RELCAL_MAX_VERSION_PART.
 */
#include "relcal/version.h"

#include "digits.h"
#include "fail.h"
#include "reader.h"

/* What people call a stage; where a word begins with another, it stands before it. */
static const struct {
    const char *word;
    relcal_stage stage;
} spellings[] = {
    {"alpha", RELCAL_STAGE_ALPHA},         {"a", RELCAL_STAGE_ALPHA},
    {"beta", RELCAL_STAGE_BETA},           {"b", RELCAL_STAGE_BETA},
    {"candidate", RELCAL_STAGE_CANDIDATE}, {"c", RELCAL_STAGE_CANDIDATE},
    {"rc", RELCAL_STAGE_CANDIDATE},        {"preview", RELCAL_STAGE_CANDIDATE},
    {"pre", RELCAL_STAGE_CANDIDATE},       {"final", RELCAL_STAGE_FINAL},
};

/* The texts of a stage, and its level in the number of a release. */
static const struct {
    const char *name;
    const char *suffix;
    uint32_t level;
} stages[] = {
    [RELCAL_STAGE_ALPHA] = {"alpha", "a", 0xA},
    [RELCAL_STAGE_BETA] = {"beta", "b", 0xB},
    [RELCAL_STAGE_CANDIDATE] = {"candidate", "rc", 0xC},
    [RELCAL_STAGE_FINAL] = {"final", "", 0xF},
};

#define STAGE_COUNT (sizeof stages / sizeof stages[0])

/* The number of a release has 8 bits for each part of it and 4 for the pre-release number. */
#define HEX_PART_MAX 0xFFu
#define HEX_NUMBER_MAX 0xFu

static bool is_stage(relcal_stage stage)
{
    return (size_t)stage < STAGE_COUNT;
}

/* White space as PEP 440 has it, in ASCII. */
static bool is_blank(char character)
{
    return character == ' ' || (character >= '\t' && character <= '\r');
}

static void pass_blanks(relcal_reader *reader)
{
    while (!relcal_reader_is_at_end(reader) && is_blank(reader->text[reader->at])) {
        reader->at++;
    }
}

/* One of the separators, or any white space. */
static void pass_separator(relcal_reader *reader)
{
    if (!relcal_reader_take(reader, '.') && !relcal_reader_take(reader, '-') &&
        !relcal_reader_take(reader, '_')) {
        pass_blanks(reader);
    }
}

static bool is_at_digit(const relcal_reader *reader)
{
    return !relcal_reader_is_at_end(reader) && relcal_is_digit(reader->text[reader->at]);
}

/* A number of any length, leading zeros included. */
static relcal_status read_part(relcal_reader *reader, uint16_t *out)
{
    size_t start = reader->at;
    uint32_t part = 0;
    if (!is_at_digit(reader)) {
        return relcal_reader_misread(reader);
    }
    while (is_at_digit(reader)) {
        part = 10 * part + (uint32_t)(reader->text[reader->at] - '0');
        if (part > RELCAL_MAX_VERSION_PART) {
            return relcal_fail(reader->error, RELCAL_ERROR_RANGE, relcal_place_in_text(start),
                               "this number is too large; parts of a version reach to %d",
                               RELCAL_MAX_VERSION_PART);
        }
        reader->at++;
    }
    *out = (uint16_t)part;
    return RELCAL_OK;
}

/* major.minor or major.minor.micro. A point that no digit follows belongs to what comes next. */
static relcal_status read_release(relcal_reader *reader, relcal_version *out)
{
    relcal_status status = read_part(reader, &out->major);
    if (status == RELCAL_OK) {
        status = relcal_reader_expect(reader, '.');
    }
    if (status == RELCAL_OK) {
        status = read_part(reader, &out->minor);
    }
    if (status == RELCAL_OK && relcal_reader_take(reader, '.')) {
        if (is_at_digit(reader)) {
            return read_part(reader, &out->micro);
        }
        reader->at--;
    }
    return status;
}

/* The word of a stage; "release" may stand before "candidate". */
static relcal_status read_stage_word(relcal_reader *reader, relcal_stage *out)
{
    if (relcal_reader_take_word(reader, "release")) {
        pass_separator(reader);
        *out = RELCAL_STAGE_CANDIDATE;
        return relcal_reader_take_word(reader, "candidate") ? RELCAL_OK
                                                            : relcal_reader_misread(reader);
    }
    for (size_t i = 0; i < sizeof spellings / sizeof spellings[0]; i++) {
        if (relcal_reader_take_word(reader, spellings[i].word)) {
            *out = spellings[i].stage;
            return RELCAL_OK;
        }
    }
    return relcal_reader_misread(reader);
}

/* The word and its number. A separator that no number follows is not passed over. */
static relcal_status read_stage(relcal_reader *reader, relcal_version *out)
{
    relcal_status status = read_stage_word(reader, &out->stage);
    if (status != RELCAL_OK || out->stage == RELCAL_STAGE_FINAL) {
        return status;
    }
    size_t after_word = reader->at;
    pass_separator(reader);
    if (is_at_digit(reader)) {
        return read_part(reader, &out->number);
    }
    reader->at = after_word;
    return RELCAL_OK;
}

static bool is_at_v(const relcal_reader *reader)
{
    return relcal_reader_is_at(reader, 'v') || relcal_reader_is_at(reader, 'V');
}

relcal_status relcal_version_parse(relcal_version *out, const char *text, size_t length,
                                   relcal_error *error)
{
    while (length > 0 && is_blank(text[length - 1])) {
        length--;
    }
    relcal_reader reader = {.text = text,
                            .length = length,
                            .thing = "a release name",
                            .wanted = "one such as 3.12.0b1, 3.12, beta 1 or final",
                            .error = error};
    pass_blanks(&reader);
    relcal_version version = {.stage = RELCAL_STAGE_FINAL};
    relcal_status status = RELCAL_OK;
    bool has_v = is_at_v(&reader);
    reader.at += has_v;
    version.has_release = has_v || is_at_digit(&reader);
    if (version.has_release) {
        status = read_release(&reader, &version);
    }
    if (status == RELCAL_OK && !(version.has_release && relcal_reader_is_at_end(&reader))) {
        if (version.has_release) {
            pass_separator(&reader);
        }
        status = read_stage(&reader, &version);
    }
    if (status == RELCAL_OK) {
        status = relcal_reader_expect_end(&reader);
    }
    if (status == RELCAL_OK) {
        *out = version;
    }
    return status;
}

static int compare_numbers(int left, int right)
{
    return (left > right) - (left < right);
}

/* A stage alone comes before every release. */
int relcal_version_compare(const relcal_version *left, const relcal_version *right)
{
    const int orders[] = {
        compare_numbers(left->has_release, right->has_release),
        compare_numbers(left->major, right->major),
        compare_numbers(left->minor, right->minor),
        compare_numbers(left->micro, right->micro),
        compare_numbers((int)left->stage, (int)right->stage),
        compare_numbers(left->number, right->number),
    };
    for (size_t i = 0; i < sizeof orders / sizeof orders[0]; i++) {
        if (orders[i] != 0) {
            return orders[i];
        }
    }
    return 0;
}

/* Texts are put together by hand: titles are made for every release of every file that is loaded,
 * and printf would be the dearest part of it. */
static char *put_text(char *out, const char *text)
{
    while (*text != '\0') {
        *out++ = *text++;
    }
    *out = '\0';
    return out;
}

static char *put_number(char *out, unsigned number)
{
    int width = 1;
    for (unsigned rest = number / 10; rest > 0; rest /= 10) {
        width++;
    }
    out = relcal_put_digits(out, number, width);
    *out = '\0';
    return out;
}

static char *put_series(char *out, const relcal_version *version)
{
    *out = '\0';
    if (version->has_release) {
        out = put_number(out, version->major);
        out = put_text(out, ".");
        out = put_number(out, version->minor);
    }
    return out;
}

/* Writes the release, and a stage and its number unless that is a final after a release. */
static void put_version(char *out, const relcal_version *version, const char *separator,
                        const char *stage, const char *before_number)
{
    out = put_series(out, version);
    if (version->has_release) {
        out = put_number(put_text(out, "."), version->micro);
    }
    if (version->stage != RELCAL_STAGE_FINAL) {
        out = put_text(out, version->has_release ? separator : "");
        out = put_text(put_text(out, stage), before_number);
        (void)put_number(out, version->number);
    } else if (!version->has_release) {
        (void)put_text(out, "final");
    }
}

char *relcal_version_format(const relcal_version *version, char buffer[RELCAL_VERSION_BYTES])
{
    const char *suffix = is_stage(version->stage) ? stages[version->stage].suffix : "";
    put_version(buffer, version, "", suffix, "");
    return buffer;
}

char *relcal_version_words(const relcal_version *version, char buffer[RELCAL_VERSION_WORDS_BYTES])
{
    const char *name = relcal_stage_name(version->stage);
    put_version(buffer, version, " ", name, " ");
    return buffer;
}

char *relcal_version_series(const relcal_version *version, char buffer[RELCAL_VERSION_SERIES_BYTES])
{
    (void)put_series(buffer, version);
    return buffer;
}

relcal_status relcal_version_to_hex(uint32_t *out, const relcal_version *version)
{
    bool is_numbered_final = version->stage == RELCAL_STAGE_FINAL && version->number != 0;
    if (!version->has_release || !is_stage(version->stage) || is_numbered_final) {
        return RELCAL_ERROR_ARGUMENT;
    }
    if (version->major > HEX_PART_MAX || version->minor > HEX_PART_MAX ||
        version->micro > HEX_PART_MAX || version->number > HEX_NUMBER_MAX) {
        return RELCAL_ERROR_RANGE;
    }
    *out = (uint32_t)version->major << 24 | (uint32_t)version->minor << 16 |
           (uint32_t)version->micro << 8 | stages[version->stage].level << 4 | version->number;
    return RELCAL_OK;
}

relcal_status relcal_version_from_hex(relcal_version *out, uint32_t hex)
{
    uint32_t level = hex >> 4 & 0xF;
    uint32_t number = hex & HEX_NUMBER_MAX;
    size_t stage = 0;
    while (stage < STAGE_COUNT && stages[stage].level != level) {
        stage++;
    }
    if (stage == STAGE_COUNT || (stage == RELCAL_STAGE_FINAL && number != 0)) {
        return RELCAL_ERROR_SYNTAX;
    }
    *out = (relcal_version){
        .major = (uint16_t)(hex >> 24),
        .minor = (uint16_t)(hex >> 16 & HEX_PART_MAX),
        .micro = (uint16_t)(hex >> 8 & HEX_PART_MAX),
        .number = (uint16_t)number,
        .stage = (relcal_stage)stage,
        .has_release = true,
    };
    return RELCAL_OK;
}

const char *relcal_stage_name(relcal_stage stage)
{
    return is_stage(stage) ? stages[stage].name : "";
}
