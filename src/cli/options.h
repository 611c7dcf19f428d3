/* The options: one table, from which the parser, --help, the man page and the completions come. */
#ifndef RELCAL_CLI_OPTIONS_H
#define RELCAL_CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* First the options of every command, then those of some. */
typedef enum option_id {
    OPTION_ON,
    OPTION_AS_OF,
    OPTION_TZ,
    OPTION_DATA,
    OPTION_CONFIG,
    OPTION_NO_CONFIG,
    OPTION_JSON,
    OPTION_COLOR,
    OPTION_OUTPUT,
    OPTION_HELP,
    OPTION_VERSION,
    OPTION_COMMON_COUNT,
    OPTION_SINCE = OPTION_COMMON_COUNT,
    OPTION_UNTIL,
    OPTION_KINDS,
    OPTION_WITH,
    OPTION_ALARM,
    OPTION_NAME,
    OPTION_METHOD,
    OPTION_SOURCE,
    OPTION_REFRESH,
    OPTION_PATTERN,
    OPTION_PROJECT,
    OPTION_DIRECTORY,
    OPTION_FORCE,
    OPTION_APPROVED_BY,
    OPTION_LABEL,
    OPTION_PATH,
    OPTION_PATHS_FROM,
    OPTION_COMPONENT,
    OPTION_KIND,
    OPTION_FORMAT,
    OPTION_FIX,
    OPTION_ERRORS_ONLY,
    OPTION_HOLIDAYS,
    OPTION_LINT_FORMAT,
    OPTION_IMPORT_FORMAT,
    OPTION_GIT,
    OPTION_IMPORT_SERIES,
    OPTION_ANNOUNCE_FORMAT,
    OPTION_TEMPLATE,
    OPTION_NOTE,
    OPTION_CASCADE,
    OPTION_DRY_RUN,
    OPTION_CADENCE,
    OPTION_SET,
    OPTION_FINAL,
    OPTION_PREVIOUS,
    OPTION_FROM,
    OPTION_PLAN_WITH,
    OPTION_EXPLAIN,
    OPTION_COMPARE,
    OPTION_PLAN_FORMAT,
    OPTION_FORECAST,
    OPTION_AVOID,
    OPTION_INSTEAD,
    OPTION_NUMBER,
    OPTION_WITHIN,
    OPTION_ALL,
    OPTION_GAPS,
    OPTION_COUNT
} option_id;

/* The options of one command beyond the common ones, joined by |. */
typedef uint64_t option_set;
#define OPTION_BIT(id) ((option_set)1 << (id))

/* What an option's argument is. */
typedef enum argument_kind {
    ARGUMENT_NONE,
    ARGUMENT_DATE,
    ARGUMENT_CHOICE, /* one of a few words */
    ARGUMENT_WORDS,  /* some of a few words, with commas between them */
    ARGUMENT_TEXT,
    ARGUMENT_TEXTS, /* a text; the option can be given several times, and each counts */
    ARGUMENT_DIRECTORY,
    ARGUMENT_FILE,
    ARGUMENT_FILES /* a file; the option can be given several times, and each counts */
} argument_kind;

typedef struct option_row {
    const char *name;     /* long, without the dashes */
    char letter;          /* short, or NUL */
    argument_kind kind;   /* of the argument */
    const char *argument; /* its name in the usage; a choice's words, joined by '|', default first;
                             of ARGUMENT_WORDS the words, joined by ',' */
    const char *summary;  /* for --help and completions, one line */
    const char *details;  /* what the man page says beyond, in whole sentences, or NULL */
} option_row;

extern const option_row option_rows[OPTION_COUNT];

/* The words of --tz, --color, --format and --with, in the order of the table. */
enum { TZ_UTC, TZ_LOCAL, TZ_AOE };
enum { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };
enum { FORMAT_TEXT, FORMAT_MARKDOWN, FORMAT_JSON, FORMAT_SARIF, FORMAT_GITHUB };
enum { WITH_PHASES, WITH_FREEZES };
enum { PLAN_YAML, PLAN_PEP, PLAN_MARKDOWN, PLAN_ICS, PLAN_JSON };
enum { SHOW_TEXT, SHOW_PEP, SHOW_MARKDOWN, SHOW_CSV, SHOW_YAML, SHOW_RELEASE_CYCLE };

/* The most times that options which repeat are given, all in all. */
#define OPTION_REPEATS_MAX 256

/* One of several arguments. */
typedef struct option_repeat {
    option_id id;
    const char *value;
} option_repeat;

/* A command line that was understood. Borrows argv. */
typedef struct cli_options {
    const char *value[OPTION_COUNT]; /* the argument, "" of an option without; NULL if not given */
    int choice[OPTION_COUNT];        /* the word that was chosen, by its place; 0 if not given; of
                                        ARGUMENT_WORDS a bit for each place */
    option_repeat repeats[OPTION_REPEATS_MAX]; /* in the order of the line */
    size_t repeat_count;
    char **operands; /* what is not an option, in order */
    size_t operand_count;
} cli_options;

/* Reads a command line; options may stand anywhere before "--", those that only some commands have
 * after the command. The operands take the place of argv[1] and following. False after a complaint.
 */
bool options_parse(cli_options *out, int argc, char **argv);

/* The argument of an option that repeats, at an index of those given; NULL past the end. */
const char *option_repeat_at(const cli_options *options, option_id id, size_t index);

/* The word of a choice at a place, its bytes in `*length`; NULL past the end. */
const char *option_choice_at(const option_row *row, size_t place, size_t *length);

#endif
