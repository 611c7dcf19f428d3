/* The options: one table, from which the parser, --help, the man page and the completions come. */
#ifndef RELCAL_CLI_OPTIONS_H
#define RELCAL_CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

typedef enum option_id {
    OPTION_ON,
    OPTION_AS_OF,
    OPTION_TZ,
    OPTION_DATA,
    OPTION_JSON,
    OPTION_COLOR,
    OPTION_OUTPUT,
    OPTION_HELP,
    OPTION_VERSION,
    OPTION_COUNT
} option_id;

/* What an option's argument is. */
typedef enum argument_kind {
    ARGUMENT_NONE,
    ARGUMENT_DATE,
    ARGUMENT_CHOICE, /* one of a few words */
    ARGUMENT_DIRECTORY,
    ARGUMENT_FILE
} argument_kind;

typedef struct option_row {
    const char *name;   /* long, without the dashes */
    char letter;        /* short, or NUL */
    argument_kind kind; /* of the argument */
    const char
        *argument;       /* its name in the usage; a choice's words, joined by '|', default first */
    const char *summary; /* for --help and completions, one line */
    const char *details; /* what the man page says beyond, in whole sentences, or NULL */
} option_row;

extern const option_row option_rows[OPTION_COUNT];

/* The words of --tz and --color, in the order of the table. */
enum { TZ_UTC, TZ_LOCAL, TZ_AOE };
enum { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

/* A command line that was understood. Borrows argv. */
typedef struct cli_options {
    const char *value[OPTION_COUNT]; /* the argument, "" of an option without; NULL if not given */
    int choice[OPTION_COUNT];        /* the word that was chosen, by its place; 0 if not given */
    char **operands;                 /* what is not an option, in order */
    size_t operand_count;
} cli_options;

/* Reads a command line; options may stand anywhere before "--". The operands take the place of
 * argv[1] and following. False after a complaint. */
bool options_parse(cli_options *out, int argc, char **argv);

/* The word of a choice at a place, its bytes in `*length`; NULL past the end. */
const char *option_choice_at(const option_row *row, size_t place, size_t *length);

#endif
