/*
 * Date rules: "first tuesday of may", "b1 + 3 weeks", as trees. What they name besides days (the
 * milestones of a series) is asked of the caller. relcal-schedule(5) has the grammar.
 */
#ifndef RELCAL_DATE_DATE_RULE_H
#define RELCAL_DATE_DATE_RULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "relcal/date_rule.h"

typedef enum relcal_rule_form {
    RELCAL_RULE_DATE,      /* 2028-05-02 */
    RELCAL_RULE_MONTH,     /* 2028-05, may 2028, or may, whose year the scope knows */
    RELCAL_RULE_TODAY,     /* today */
    RELCAL_RULE_MILESTONE, /* b1, previous.b1, last beta */
    RELCAL_RULE_SHIFT,     /* a part, count and unit: b1 + 3 weeks */
    RELCAL_RULE_NTH,       /* nth day of a month: first tuesday of may */
    RELCAL_RULE_NEAR,      /* nth day from a day on: next tuesday after b1 */
    RELCAL_RULE_MONTH_OF,  /* month(b1) */
    RELCAL_RULE_YEAR_OF,   /* year(b1) */
    RELCAL_RULE_MIN,       /* min(a, b, ...): the earliest */
    RELCAL_RULE_MAX,       /* max(a, b, ...): the latest */
    RELCAL_RULE_EVERY      /* every count unit from a part, until another, nth day of its month */
} relcal_rule_form;

typedef enum relcal_rule_unit {
    RELCAL_UNIT_DAYS,
    RELCAL_UNIT_WEEKS,
    RELCAL_UNIT_MONTHS,
    RELCAL_UNIT_YEARS,
    RELCAL_UNIT_WORKDAYS
} relcal_rule_unit;

/* The days that can be counted: relcal_weekdays, and these. */
enum { RELCAL_RULE_NO_DAY = 0, RELCAL_RULE_ANY_DAY = 8, RELCAL_RULE_WORKDAY = 9 };

/* On which side of another day a day is looked for. */
typedef enum relcal_rule_side {
    RELCAL_SIDE_NONE,
    RELCAL_SIDE_BEFORE,
    RELCAL_SIDE_ON_OR_BEFORE,
    RELCAL_SIDE_AFTER,
    RELCAL_SIDE_ON_OR_AFTER
} relcal_rule_side;

/* A part of a rule. Its own parts are a list: the first, and each one's next; -1 ends it. */
typedef struct relcal_rule_part {
    relcal_date date; /* of DATE; of MONTH with a year its first day, else NONE */
    int32_t count;    /* of SHIFT, negative for earlier, and of EVERY */
    uint16_t at;      /* where it stands in the text, in characters */
    uint16_t name_at; /* of MILESTONE: its name in the text */
    uint16_t name_length;
    int16_t first;
    int16_t next;
    int16_t nth;    /* of NTH and NEAR, negative from the end on; of EVERY 0 where it has none; of
                       MILESTONE 1 for the first of a kind, -1 for the last, 0 for a name */
    uint8_t form;   /* relcal_rule_form */
    uint8_t unit;   /* of SHIFT and EVERY */
    uint8_t day;    /* of NTH, NEAR and EVERY */
    uint8_t side;   /* of NTH and NEAR */
    uint8_t month;  /* of MONTH, [1, 12] */
    uint8_t levels; /* of MILESTONE: how often "previous." stands before it */
} relcal_rule_part;

struct relcal_date_rule {
    const char *text; /* the names of parts lie in it */
    uint16_t length;
    uint16_t count;
    int16_t root;
    relcal_rule_part parts[];
};

/* Room for the parts of any rule, while its text is read. */
typedef union relcal_rule_scratch {
    relcal_date_rule rule;
    unsigned char
        bytes[sizeof(relcal_date_rule) + RELCAL_MAX_DATE_RULE_PARTS * sizeof(relcal_rule_part)];
} relcal_rule_scratch;

/* Reads a text into `scratch`, which then borrows it. Errors as of relcal_date_rule_parse. */
relcal_status relcal_rule_read(relcal_rule_scratch *scratch, const char *text, size_t length,
                               relcal_error *error);

/* The bytes that a rule takes without its text, and a copy of it there that borrows `text`. */
size_t relcal_rule_bytes(const relcal_date_rule *rule);
relcal_date_rule *relcal_rule_copy(const relcal_date_rule *rule, const char *text, void *memory);

/* What a rule gives: a day, a month or a year. */
typedef struct relcal_rule_value {
    relcal_precision precision; /* DAY, MONTH or YEAR */
    relcal_date first;          /* the day, or the first one of the month or year */
} relcal_rule_value;

/* The when of a value. */
relcal_when relcal_rule_value_when(relcal_rule_value value);

/* What a rule is evaluated in. Each function that is NULL has nothing to say. */
typedef struct relcal_rule_world {
    void *context;
    /* The value of a milestone. */
    relcal_status (*milestone)(void *context, const relcal_date_rule *rule,
                               const relcal_rule_part *part, relcal_rule_value *out,
                               relcal_error *error);
    /* The year of a month that stands without one. */
    relcal_status (*year)(void *context, int *out, relcal_error *error);
    /* Whether a day from Monday to Friday is taken off. */
    bool (*is_off)(void *context, relcal_date date);
    relcal_date today; /* or RELCAL_DATE_NONE: a month without a year is then the next from it on */
} relcal_rule_world;

/* The value of a rule; of one that repeats, its `occurrence`th, from 1 on. `*out` is untouched on
 * failure. Errors: RELCAL_ERROR_DATA where there is none, RELCAL_ERROR_RANGE where it lies outside
 * the calendar, RELCAL_ERROR_NOT_FOUND past the last one, and those of the world; the column is
 * that of the part. */
relcal_status relcal_rule_evaluate(const relcal_date_rule *rule, const relcal_rule_world *world,
                                   uint32_t occurrence, relcal_rule_value *out,
                                   relcal_error *error);

/* Whether a rule gives many dates. */
static inline bool relcal_rule_repeats(const relcal_date_rule *rule)
{
    return rule->parts[rule->root].form == RELCAL_RULE_EVERY;
}

/* The most bytes of a printed part in messages, with the closing NUL. */
#define RELCAL_RULE_QUOTE_BYTES 128

/* Writes a part as a rule has it, cut where it is longer, and returns `buffer`. */
const char *relcal_rule_quote(const relcal_date_rule *rule, const relcal_rule_part *part,
                              char buffer[RELCAL_RULE_QUOTE_BYTES]);

/* Writes at most `room` bytes of a whole rule, with a closing NUL, and returns the bytes that it
 * needs without it, as snprintf does. */
size_t relcal_rule_print(const relcal_date_rule *rule, char *out, size_t room);

/* Takes a working day among other days. */
bool relcal_rule_is_workday(const relcal_rule_world *world, relcal_date date);

#endif
