/* The table of options, and getopt_long driven by it. The last of a doubled option counts. */
#include "options.h"

#include <getopt.h>
#include <string.h>

#include "complain.h"
#include "nearest.h"

const option_row option_rows[OPTION_COUNT] = {
    [OPTION_ON] = {"on", 0, ARGUMENT_DATE, "DATE", "ask about this day or moment, not about today",
                   "A day is written as 2023-01-10 or 2023-W02-2 and asked about as it ends in UTC;"
                   " a moment as 2023-01-10T12:00Z, with an offset such as +02:00, or with AoE for"
                   " anywhere on earth."},
    [OPTION_AS_OF] = {"as-of", 0, ARGUMENT_DATE, "DATE", "read the plan as it stood on this day",
                      "What was planned or released later is left out."
                      " Without it, the newest plan is read."},
    [OPTION_TZ] = {"tz", 0, ARGUMENT_CHOICE, "utc|local|aoe", "whose day today is; UTC's if unsaid",
                   "The word aoe stands for anywhere on earth, UTC-12."},
    [OPTION_DATA] = {"data", 0, ARGUMENT_DIRECTORY, "DIR",
                     "lay the schedule files of a folder over the built-in ones",
                     "The folder holds a folder for every project."},
    [OPTION_JSON] = {"json", 0, ARGUMENT_NONE, NULL, "answer with one JSON object",
                     "Its keys are stable; the text for people is not."},
    [OPTION_COLOR] = {"color", 0, ARGUMENT_CHOICE, "auto|always|never",
                      "colour the text; if unsaid, on terminals only",
                      "There is no colour in JSON and in files."},
    [OPTION_OUTPUT] = {"output", 'o', ARGUMENT_FILE, "FILE",
                       "write to a file, which is replaced in one step",
                       "With a single dash for the file, it is standard output."},
    [OPTION_HELP] = {"help", 'h', ARGUMENT_NONE, NULL, "say how the command is used", NULL},
    [OPTION_VERSION] = {"version", 0, ARGUMENT_NONE, NULL, "say which relcal this is", NULL},
};

/* What getopt_long returns for the option at a place of the table; above every letter. */
#define FIRST_CODE 256

/* "-" gives the operands in their order, ":" tells a missing argument from an unknown option. */
static void fill_getopt_tables(struct option long_options[OPTION_COUNT + 1],
                               char letters[2 * OPTION_COUNT + 3])
{
    char *letter = letters;
    *letter++ = '-';
    *letter++ = ':';
    for (int id = 0; id < OPTION_COUNT; id++) {
        const option_row *row = &option_rows[id];
        bool has_argument = row->kind != ARGUMENT_NONE;
        long_options[id] = (struct option){
            row->name, has_argument ? required_argument : no_argument, NULL, FIRST_CODE + id};
        if (row->letter != 0) {
            *letter++ = row->letter;
            if (has_argument) {
                *letter++ = ':';
            }
        }
    }
    long_options[OPTION_COUNT] = (struct option){0};
    *letter = '\0';
}

/* The option of a letter or of a code of getopt_long; OPTION_COUNT for another number. */
static int option_of_code(int code)
{
    if (code >= FIRST_CODE) {
        return code - FIRST_CODE;
    }
    int id = 0;
    while (id < OPTION_COUNT && (option_rows[id].letter == 0 || option_rows[id].letter != code)) {
        id++;
    }
    return id;
}

static const char *option_name_at(const void *context, size_t index)
{
    (void)context;
    return index < OPTION_COUNT ? option_rows[index].name : NULL;
}

static void complain_about_name(const char *argument)
{
    char name[QUOTED_BYTES];
    size_t length = strcspn(argument, "=");
    length = length < sizeof name ? length : sizeof name - 1;
    memcpy(name, argument, length);
    name[length] = '\0';
    text message = {0};
    text_add(&message, "unknown option ");
    text_add_printable(&message, name, QUOTED_BYTES);
    nearest_add_hint(&message, name + strspn(name, "-"), (name_list){option_name_at, NULL, "--"});
    complain_text(&message);
}

/* Says what getopt_long stumbled over: `argument` is the last one that it took. */
static void complain_about_option(bool lacks_argument, const char *argument)
{
    if (lacks_argument) {
        const option_row *row = &option_rows[option_of_code(optopt)];
        complain("--%s needs an argument: --%s %s", row->name, row->name, row->argument);
    } else if (optopt >= FIRST_CODE) {
        complain("--%s takes no argument", option_rows[option_of_code(optopt)].name);
    } else if (optopt != 0) {
        const char letter[2] = {(char)optopt, '\0'};
        text message = {0};
        text_add(&message, "unknown option -");
        text_add_printable(&message, letter, QUOTED_BYTES);
        text_add(&message, "; relcal --help lists them");
        complain_text(&message);
    } else {
        complain_about_name(argument);
    }
}

const char *option_choice_at(const option_row *row, size_t place, size_t *length)
{
    const char *word = row->argument;
    while (place > 0 && (word = strchr(word, '|')) != NULL) {
        word++;
        place--;
    }
    if (word != NULL) {
        *length = strcspn(word, "|");
    }
    return word;
}

static bool read_choice(int *choice, const option_row *row, const char *value)
{
    size_t length;
    const char *word;
    for (size_t place = 0; (word = option_choice_at(row, place, &length)) != NULL; place++) {
        if (strlen(value) == length && memcmp(value, word, length) == 0) {
            *choice = (int)place;
            return true;
        }
    }
    text message = {0};
    text_addf(&message, "--%s cannot be '", row->name);
    text_add_printable(&message, value, QUOTED_BYTES);
    text_addf(&message, "'; write --%s %s", row->name, row->argument);
    complain_text(&message);
    return false;
}

static bool take_option(cli_options *out, int code, const char *argument)
{
    int id = option_of_code(code);
    const option_row *row = &option_rows[id];
    out->value[id] = argument != NULL ? argument : "";
    return row->kind != ARGUMENT_CHOICE || read_choice(&out->choice[id], row, argument);
}

bool options_parse(cli_options *out, int argc, char **argv)
{
    struct option long_options[OPTION_COUNT + 1];
    char letters[2 * OPTION_COUNT + 3];
    fill_getopt_tables(long_options, letters);
    *out = (cli_options){.operands = argv + 1};
    opterr = 0;
    int code;
    while ((code = getopt_long(argc, argv, letters, long_options, NULL)) != -1) {
        if (code == '?' || code == ':') {
            complain_about_option(code == ':', argv[optind - 1]);
            return false;
        }
        if (code == 1) {
            out->operands[out->operand_count++] = optarg;
        } else if (!take_option(out, code, optarg)) {
            return false;
        }
    }
    while (optind < argc) {
        out->operands[out->operand_count++] = argv[optind++];
    }
    return true;
}
