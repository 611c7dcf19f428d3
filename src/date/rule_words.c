/* The words of date rules, in English, as people shorten them. Case does not matter. */
#include "rule_words.h"

#include <string.h>

#include "date_rule.h"
#include "digits.h"
#include "relcal/date.h"
#include "slips.h"

typedef struct word_row {
    const char *word;
    int value;
} word_row;

static const word_row weekdays[] = {
    {"monday", RELCAL_MONDAY}, {"mon", RELCAL_MONDAY},        {"tuesday", RELCAL_TUESDAY},
    {"tue", RELCAL_TUESDAY},   {"tues", RELCAL_TUESDAY},      {"wednesday", RELCAL_WEDNESDAY},
    {"wed", RELCAL_WEDNESDAY}, {"thursday", RELCAL_THURSDAY}, {"thu", RELCAL_THURSDAY},
    {"thur", RELCAL_THURSDAY}, {"thurs", RELCAL_THURSDAY},    {"friday", RELCAL_FRIDAY},
    {"fri", RELCAL_FRIDAY},    {"saturday", RELCAL_SATURDAY}, {"sat", RELCAL_SATURDAY},
    {"sunday", RELCAL_SUNDAY}, {"sun", RELCAL_SUNDAY},
};

static const word_row months[] = {
    {"january", 1},   {"jan", 1},   {"february", 2},  {"feb", 2},      {"march", 3},
    {"mar", 3},       {"april", 4}, {"apr", 4},       {"may", 5},      {"june", 6},
    {"jun", 6},       {"july", 7},  {"jul", 7},       {"august", 8},   {"aug", 8},
    {"september", 9}, {"sep", 9},   {"sept", 9},      {"october", 10}, {"oct", 10},
    {"november", 11}, {"nov", 11},  {"december", 12}, {"dec", 12},
};

static const word_row ordinals[] = {
    {"first", 1}, {"second", 2}, {"third", 3}, {"fourth", 4}, {"fifth", 5}, {"last", -1},
};

static const word_row units[] = {
    {"day", RELCAL_UNIT_DAYS + 1},         {"days", RELCAL_UNIT_DAYS + 1},
    {"week", RELCAL_UNIT_WEEKS + 1},       {"weeks", RELCAL_UNIT_WEEKS + 1},
    {"month", RELCAL_UNIT_MONTHS + 1},     {"months", RELCAL_UNIT_MONTHS + 1},
    {"year", RELCAL_UNIT_YEARS + 1},       {"years", RELCAL_UNIT_YEARS + 1},
    {"workday", RELCAL_UNIT_WORKDAYS + 1}, {"workdays", RELCAL_UNIT_WORKDAYS + 1},
};

/* The rest of what means something. */
static const word_row others[] = {
    {"next", 1},   {"every", 1}, {"from", 1},    {"until", 1},    {"min", 1},
    {"max", 1},    {"of", 1},    {"on", 1},      {"or", 1},       {"after", 1},
    {"before", 1}, {"today", 1}, {"working", 1}, {"business", 1}, {"previous", 1},
};

#define LETTER(letter) (UINT32_C(1) << ((letter) - 'a'))

/* Each table with the letters that its words begin with: most words are names, and in none. */
typedef struct word_table {
    const word_row *rows;
    size_t count;
    uint32_t letters;
} word_table;

enum { WEEKDAYS, MONTHS, ORDINALS, UNITS, OTHERS, TABLE_COUNT };

static const word_table tables[TABLE_COUNT] = {
    [WEEKDAYS] = {weekdays, sizeof weekdays / sizeof weekdays[0],
                  LETTER('m') | LETTER('t') | LETTER('w') | LETTER('f') | LETTER('s')},
    [MONTHS] = {months, sizeof months / sizeof months[0],
                LETTER('j') | LETTER('f') | LETTER('m') | LETTER('a') | LETTER('s') | LETTER('o') |
                    LETTER('n') | LETTER('d')},
    [ORDINALS] = {ordinals, sizeof ordinals / sizeof ordinals[0],
                  LETTER('f') | LETTER('s') | LETTER('t') | LETTER('l')},
    [UNITS] = {units, sizeof units / sizeof units[0],
               LETTER('d') | LETTER('w') | LETTER('m') | LETTER('y')},
    [OTHERS] = {others, sizeof others / sizeof others[0],
                LETTER('n') | LETTER('e') | LETTER('f') | LETTER('u') | LETTER('m') | LETTER('o') |
                    LETTER('a') | LETTER('b') | LETTER('t') | LETTER('w') | LETTER('p')},
};

/* The longest word of all, for the search of one that was meant. */
#define WORD_BYTES 16

static char lower(char character)
{
    return character >= 'A' && character <= 'Z' ? (char)(character - 'A' + 'a') : character;
}

bool relcal_rule_is_word(const char *word, size_t length, const char *other)
{
    for (size_t index = 0; index < length; index++) {
        if (other[index] == '\0' || lower(word[index]) != other[index]) {
            return false;
        }
    }
    return other[length] == '\0';
}

static int find_word(const word_table *table, const char *word, size_t length)
{
    char first = length == 0 ? '\0' : lower(word[0]);
    if (first < 'a' || first > 'z' || (table->letters & LETTER(first)) == 0) {
        return 0;
    }
    for (size_t index = 0; index < table->count; index++) {
        const word_row *row = &table->rows[index];
        if (row->word[0] == first && relcal_rule_is_word(word, length, row->word)) {
            return row->value;
        }
    }
    return 0;
}

int relcal_rule_weekday(const char *word, size_t length)
{
    return find_word(&tables[WEEKDAYS], word, length);
}

int relcal_rule_month(const char *word, size_t length)
{
    return find_word(&tables[MONTHS], word, length);
}

/* "1st" to "999th", with the ending that the number has. */
static int read_numbered(const char *word, size_t length)
{
    size_t digits = 0;
    int number = 0;
    while (digits < length && digits < 3 && relcal_is_digit(word[digits])) {
        number = number * 10 + (word[digits++] - '0');
    }
    static const char *const endings[] = {"th", "st", "nd", "rd"};
    bool is_teen = number / 10 % 10 == 1;
    const char *ending = endings[is_teen || number % 10 > 3 ? 0 : number % 10];
    return digits > 0 && relcal_rule_is_word(word + digits, length - digits, ending) ? number : 0;
}

int relcal_rule_ordinal(const char *word, size_t length)
{
    int ordinal = find_word(&tables[ORDINALS], word, length);
    return ordinal != 0 ? ordinal : read_numbered(word, length);
}

int relcal_rule_unit_of(const char *word, size_t length)
{
    return find_word(&tables[UNITS], word, length);
}

bool relcal_rule_is_reserved(const char *word, size_t length)
{
    for (size_t index = 0; index < TABLE_COUNT; index++) {
        if (find_word(&tables[index], word, length) != 0) {
            return true;
        }
    }
    return relcal_rule_ordinal(word, length) != 0;
}

const char *relcal_rule_meant(const char *word, size_t length)
{
    for (size_t table = 0; length > 3 && length < WORD_BYTES && table < TABLE_COUNT; table++) {
        for (size_t index = 0; index < tables[table].count; index++) {
            const char *known = tables[table].rows[index].word;
            if (strlen(known) > 3 && relcal_slips(word, length, known, strlen(known)) <= 1) {
                return known;
            }
        }
    }
    return NULL;
}

const char *relcal_rule_unit_name(int unit)
{
    static const char *const names[] = {"day", "week", "month", "year", "working day"};
    return names[unit];
}
