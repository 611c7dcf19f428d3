/* The table of options, and getopt_long driven by it. The last of a doubled option counts, but for
 * those that may repeat. As soon as the command is known, its own options join the common ones. */
#include "options.h"

#include <getopt.h>
#include <string.h>

#include "command.h"
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
                   "The word aoe stands for anywhere on earth, UTC-12. A zone of the config counts"
                   " where this is not given."},
    [OPTION_DATA] = {"data", 0, ARGUMENT_DIRECTORY, "DIR",
                     "lay the schedule files of a folder over the built-in ones",
                     "The folder holds a folder for every project."},
    [OPTION_CONFIG] = {"config", 0, ARGUMENT_FILE, "FILE", "read one's choices from this file",
                       "It says which projects and series are followed, whose day today is, and in"
                       " which colours projects stand in calendars."},
    [OPTION_NO_CONFIG] = {"no-config", 0, ARGUMENT_NONE, NULL, "leave the config unread",
                          "Nothing is followed then, and today is UTC's."},
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
    [OPTION_SINCE] = {"since", 0, ARGUMENT_DATE, "DATE", "leave out what is over before this day",
                      NULL},
    [OPTION_UNTIL] = {"until", 0, ARGUMENT_DATE, "DATE", "leave out what begins after this day",
                      NULL},
    [OPTION_KINDS] = {"kinds", 0, ARGUMENT_TEXT, "KIND,...",
                      "take milestones of these kinds only: beta,final",
                      "The kinds are those of the schedule files."},
    [OPTION_WITH] = {"with", 0, ARGUMENT_WORDS, "phases,freezes",
                     "add phases or freezes as spans of days", NULL},
    [OPTION_ALARM] = {"alarm", 0, ARGUMENT_TEXT, "TIME,...",
                      "ring so long before each milestone: 1w, 7d, 12h, 30m",
                      "There is no alarm if none is asked for."},
    [OPTION_NAME] = {"name", 0, ARGUMENT_TEXT, "TEXT",
                     "name the calendar; after what it holds if unsaid", NULL},
    [OPTION_METHOD] = {"method", 0, ARGUMENT_TEXT, "METHOD", "give it a METHOD, such as PUBLISH",
                       NULL},
    [OPTION_SOURCE] = {"source", 0, ARGUMENT_TEXT, "URL", "say where the calendar is published",
                       "With --directory, where the folder is."},
    [OPTION_REFRESH] = {"refresh", 0, ARGUMENT_TEXT, "HOURS",
                        "say how often to ask for a newer one; 24 if unsaid", NULL},
    [OPTION_PATTERN] =
        {"pattern", 0, ARGUMENT_TEXT, "TEXT", "how summaries read: 'Tool {series} {milestone}'",
         "The names in braces are project, series, number, milestone, version and any."
         " The calendars of relcal, and those that the imports of a project tell of, need none."},
    [OPTION_PROJECT] = {"project", 0, ARGUMENT_TEXT, "ID", "the project that it is about",
                        "Of import, where neither the pattern nor the file has one; if unsaid, the"
                        " known project that has the same milestones on the same days. Of announce,"
                        " the one that the text names most, if unsaid."},
    [OPTION_DIRECTORY] = {"directory", 0, ARGUMENT_DIRECTORY, "DIR",
                          "write files into a folder; what is the same is not touched",
                          "The folder is made if it is not there. Nothing in it is removed."},
    [OPTION_FORCE] = {"force", 0, ARGUMENT_NONE, NULL, "replace files that differ", NULL},
    [OPTION_NOTE] = {"note", 0, ARGUMENT_TEXT, "TEXT", "say why, in the note of the milestone",
                     NULL},
    [OPTION_CASCADE] = {"cascade", 0, ARGUMENT_NONE, NULL,
                        "move all that is expected later by the same days",
                        "What is known to a month or longer stays."},
    [OPTION_DRY_RUN] = {"dry-run", 0, ARGUMENT_NONE, NULL, "show the change, and write nothing",
                        NULL},
    [OPTION_KIND] = {"kind", 0, ARGUMENT_TEXT, "KIND", "tell of milestones of this kind only: beta",
                     NULL},
    [OPTION_FORMAT] = {"format", 0, ARGUMENT_CHOICE, "text|pep|markdown|csv|yaml|release-cycle",
                       "print it in another form",
                       "The lists of a PEP in reStructuredText, a table of Markdown,"
                       " comma-separated values, a schedule file, or the JSON of the list of all"
                       " series that the peps publish as release-cycle.json."},
    [OPTION_APPROVED_BY] = {"approved-by", 0, ARGUMENT_TEXTS, "AUTHORITY",
                            "count an approval, such as one of the release manager",
                            "It can be given several times, once for each approval."},
    [OPTION_LABEL] = {"label", 0, ARGUMENT_TEXTS, "LABEL",
                      "take the changes that a label of the tracker stands for",
                      "It can be given several times. The project's file maps labels to changes."},
    [OPTION_PATH] = {"path", 0, ARGUMENT_TEXTS, "PATH", "say a path that is touched",
                     "It can be given several times."},
    [OPTION_PATHS_FROM] = {"paths-from", 0, ARGUMENT_FILE, "FILE",
                           "read the paths that are touched, one a line",
                           "With a single dash for the file, from standard input. Where the file"
                           " holds a NUL, paths end with NULs, as those of git diff -z do."},
    [OPTION_COMPONENT] = {"component", 0, ARGUMENT_TEXTS, "NAME", "say a component that is touched",
                          "It can be given several times."},
    [OPTION_FIX] = {"fix", 0, ARGUMENT_NONE, NULL, "mend what is sure to be meant, in the files",
                    "A file is replaced in one step; what is not mended stays to the byte."},
    [OPTION_ERRORS_ONLY] = {"errors-only", 0, ARGUMENT_NONE, NULL, "leave warnings out", NULL},
    [OPTION_HOLIDAYS] = {"holidays", 0, ARGUMENT_FILE, "FILE",
                         "warn of releases expected on the days in this file",
                         "It has one day a line, as 2026-12-25; what follows a number sign is a"
                         " comment."},
    [OPTION_LINT_FORMAT] = {"format", 0, ARGUMENT_CHOICE, "text|sarif|github",
                            "list findings as text, as SARIF 2.1.0, or for GitHub",
                            "For GitHub they are the commands of its workflows, which show them"
                            " beside the changed lines."},
    [OPTION_IMPORT_FORMAT] =
        {"format", 0, ARGUMENT_TEXT, "FORMAT", "the format of FILE, such as csv, pep or timeline",
         "One of peps-json, release-cycle, pep, csv, schedule-json, yaml, endoflife, train,"
         " distro-info, weeks, timeline, ics. If unsaid, it is told from what FILE holds."},
    [OPTION_GIT] = {"git", 0, ARGUMENT_DIRECTORY, "REPO",
                    "read every revision of FILE from a git repository",
                    "The day of a revision is its committer's, in UTC."
                    " A milestone that a revision has no more is withdrawn."},
    [OPTION_IMPORT_SERIES] = {"series", 0, ARGUMENT_TEXT, "ID",
                              "the series that FILE is of, if it does not say it",
                              "A schedule in weeks has no name of its series; if unsaid, it is that"
                              " which the path or the dates tell."},
    [OPTION_ANNOUNCE_FORMAT] = {"format", 0, ARGUMENT_CHOICE, "text|markdown|json|sarif|github",
                                "the form of the answer",
                                "The forms sarif and github are annotations for reviews."},
    [OPTION_TEMPLATE] = {"template", 0, ARGUMENT_FILE, "FILE",
                         "write by this template, not by the built-in one",
                         "It holds facts as {{name}}; see ANNOUNCEMENTS."},
    [OPTION_CADENCE] = {"cadence", 0, ARGUMENT_TEXT, "NAME",
                        "plan by this cadence; by that of the series if unsaid", NULL},
    [OPTION_SET] = {"set", 0, ARGUMENT_TEXTS, "MILESTONE=DATE",
                    "set the date of a milestone: b1=2028-05-02", "It can be given several times."},
    [OPTION_FINAL] = {"final", 0, ARGUMENT_DATE, "DATE",
                      "plan backwards from the day of the final release", NULL},
    [OPTION_PREVIOUS] = {"previous", 0, ARGUMENT_FILE, "FILE",
                         "the plan of the series before; the known one if unsaid",
                         "A schedule file, or PROJECT/SERIES, either with @DATE behind it."},
    [OPTION_FROM] =
        {"from", 0, ARGUMENT_FILE, "FILE", "go on from this plan, and say what changes",
         "A schedule file, or PROJECT/SERIES, either with @DATE behind it. What happened"
         " stays, and what is expected follows the rules where they move it."},
    [OPTION_PLAN_WITH] = {"with", 0, ARGUMENT_TEXTS, "NAME",
                          "take what a cadence has only if asked: bugfix",
                          "It can be given several times."},
    [OPTION_EXPLAIN] = {"explain", 0, ARGUMENT_NONE, NULL, "say why each date is what it is", NULL},
    [OPTION_COMPARE] = {"compare", 0, ARGUMENT_NONE, NULL,
                        "compare the rules with what was published", NULL},
    [OPTION_PLAN_FORMAT] = {"format", 0, ARGUMENT_CHOICE, "yaml|pep|markdown|ics|json",
                            "print the plan in another form",
                            "A schedule file, the lists of a PEP in reStructuredText, a table of"
                            " Markdown, a calendar, or the same as --json."},
    [OPTION_FORECAST] = {"forecast", 0, ARGUMENT_NONE, NULL,
                         "tell from earlier plans whether a day will hold",
                         "What came of the same kind, in all series of the project, is compared"
                         " with its plan as that stood as many days ahead, or with its first plan"
                         " where that is newer: the share that came on its day, and within how many"
                         " days of it half and 90 % had come, early ones included."
                         " Fewer than 8 cases are too few to tell."},
    [OPTION_AVOID] = {"avoid", 0, ARGUMENT_FILES, "FILE",
                      "keep off the days of a YAML list or of a calendar",
                      "It can be given several times. The entries of a list are"
                      " {name: a feast, days: 12-24..01-02, instead: same weekday after}; of a"
                      " calendar all events count that are not cancelled, and what to do is that of"
                      " --instead. These days are no working days either."},
    [OPTION_INSTEAD] = {"instead", 0, ARGUMENT_TEXT, "WAY", "what to do on the days of calendars",
                        "One of next-working-day, which it is if unsaid, previous-working-day,"
                        " week-earlier and same-weekday-after; again and again, until the day is"
                        " free."},
    [OPTION_NUMBER] = {"count", 0, ARGUMENT_TEXT, "N",
                       "give the first N dates of a rule that repeats",
                       "Without it, the next one is given."},
    [OPTION_WITHIN] =
        {"within", 0, ARGUMENT_TEXT, "TIME", "take what comes within this time",
         "Written as 30d, 2w or 36h, or in words: \"3 months\", \"1 year\"; what comes"
         " on the last day of it is within."},
    [OPTION_ALL] = {"all", 0, ARGUMENT_NONE, NULL, "every project, whatever is followed", NULL},
    [OPTION_GAPS] = {"gaps", 0, ARGUMENT_NONE, NULL, "tell what the files cannot say, and why",
                     "With --json each project has a member gaps, a list of objects with what and"
                     " reason."},
};

/* What getopt_long returns for the option at a place of the table; above every letter. */
#define FIRST_CODE 256

/* What getopt_long is given. */
typedef struct getopt_tables {
    struct option options[OPTION_COUNT + 1];
    char letters[2 * OPTION_COUNT + 3];
} getopt_tables;

/* Fills in the common options, and those of a command unless it is NULL. In the letters, "-" gives
 * the operands in their order, ":" tells a missing argument from an unknown option. */
static void fill_tables(getopt_tables *tables, const cli_command *command)
{
    struct option *option = tables->options;
    char *letter = tables->letters;
    *letter++ = '-';
    *letter++ = ':';
    for (int id = 0; id < OPTION_COUNT; id++) {
        if (!command_has_option(command, id)) {
            continue;
        }
        const option_row *row = &option_rows[id];
        bool has_argument = row->kind != ARGUMENT_NONE;
        *option++ = (struct option){row->name, has_argument ? required_argument : no_argument, NULL,
                                    FIRST_CODE + id};
        if (row->letter != 0) {
            *letter++ = row->letter;
            if (has_argument) {
                *letter++ = ':';
            }
        }
    }
    *option = (struct option){0};
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

/* The names of the options that a command has. */
static const char *option_name_at(const void *context, size_t index)
{
    for (int id = 0; id < OPTION_COUNT; id++) {
        if (command_has_option(context, id) && index-- == 0) {
            return option_rows[id].name;
        }
    }
    return NULL;
}

/* The option of a name, whichever command has it; OPTION_COUNT where there is none. */
static int option_of_name(const char *name)
{
    int id = 0;
    while (id < OPTION_COUNT && strcmp(option_rows[id].name, name) != 0) {
        id++;
    }
    return id;
}

/* Adds the commands that have an option: "ics and import". */
static void add_commands_with(text *message, int id)
{
    bool is_first = true;
    const cli_command *command;
    for (size_t index = 0; (command = command_at(index)) != NULL; index++) {
        if (command_has_option(command, id)) {
            text_addf(message, "%s%s", is_first ? "" : " and ", command->name);
            is_first = false;
        }
    }
}

/* Says where an option belongs that `command`, or relcal before its command, has not. */
static void complain_about_place(int id, const cli_command *command)
{
    text message = {0};
    if (command != NULL) {
        text_addf(&message, "%s has no option --%s; it is one of ", command->name,
                  option_rows[id].name);
        add_commands_with(&message, id);
    } else {
        text_addf(&message, "--%s is an option of ", option_rows[id].name);
        add_commands_with(&message, id);
        text_add(&message, "; write it after the command");
    }
    complain_text(&message);
}

/* `command` is NULL before the command, or where there is no such command. */
static void complain_about_name(const char *argument, const cli_command *command)
{
    char name[QUOTED_BYTES];
    size_t length = strcspn(argument, "=");
    length = length < sizeof name ? length : sizeof name - 1;
    memcpy(name, argument, length);
    name[length] = '\0';
    const char *bare_name = name + strspn(name, "-");
    int id = option_of_name(bare_name);
    if (id < OPTION_COUNT && !command_has_option(command, id)) {
        complain_about_place(id, command);
        return;
    }
    text message = {0};
    text_add(&message, "unknown option ");
    text_add_printable(&message, name, QUOTED_BYTES);
    nearest_add_hint(&message, bare_name, (name_list){option_name_at, command, "--"});
    complain_text(&message);
}

/* Says what getopt_long stumbled over: `argument` is the last one that it took. */
static void complain_about_option(bool lacks_argument, const char *argument,
                                  const cli_command *command)
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
        complain_about_name(argument, command);
    }
}

const char *option_repeat_at(const cli_options *options, option_id id, size_t index)
{
    for (size_t place = 0; place < options->repeat_count; place++) {
        if (options->repeats[place].id == id && index-- == 0) {
            return options->repeats[place].value;
        }
    }
    return NULL;
}

static char separator_of(const option_row *row)
{
    return row->kind == ARGUMENT_WORDS ? ',' : '|';
}

const char *option_choice_at(const option_row *row, size_t place, size_t *length)
{
    const char separator[] = {separator_of(row), '\0'};
    const char *word = row->argument;
    while (place > 0 && (word = strchr(word, separator[0])) != NULL) {
        word++;
        place--;
    }
    if (word != NULL) {
        *length = strcspn(word, separator);
    }
    return word;
}

/* The place of a word among those of an option; -1 where it is none of them. */
static int place_of_word(const option_row *row, const char *value, size_t value_length)
{
    size_t length;
    const char *word;
    for (size_t place = 0; (word = option_choice_at(row, place, &length)) != NULL; place++) {
        if (value_length == length && memcmp(value, word, length) == 0) {
            return (int)place;
        }
    }
    return -1;
}

static bool complain_about_choice(const option_row *row, const char *value)
{
    text message = {0};
    text_addf(&message, "--%s cannot be '", row->name);
    text_add_printable(&message, value, QUOTED_BYTES);
    text_addf(&message, "'; write --%s %s", row->name, row->argument);
    complain_text(&message);
    return false;
}

static bool read_choice(int *choice, const option_row *row, const char *value)
{
    int place = place_of_word(row, value, strlen(value));
    if (place < 0) {
        return complain_about_choice(row, value);
    }
    *choice = place;
    return true;
}

static bool read_words(int *choice, const option_row *row, const char *value)
{
    int places = 0;
    for (const char *word = value; word != NULL; word = strchr(word, ',')) {
        word += word != value;
        int place = place_of_word(row, word, strcspn(word, ","));
        if (place < 0) {
            return complain_about_choice(row, value);
        }
        places |= 1 << place;
    }
    *choice = places;
    return true;
}

static bool take_option(cli_options *out, int code, const char *argument)
{
    int id = option_of_code(code);
    const option_row *row = &option_rows[id];
    out->value[id] = argument != NULL ? argument : "";
    bool repeats = row->kind == ARGUMENT_TEXTS || row->kind == ARGUMENT_FILES;
    if (repeats && out->repeat_count == OPTION_REPEATS_MAX) {
        complain("--%s is given too often; give options that repeat %d times at most", row->name,
                 OPTION_REPEATS_MAX);
        return false;
    }
    if (repeats) {
        out->repeats[out->repeat_count++] = (option_repeat){(option_id)id, argument};
    }
    switch (row->kind) {
    case ARGUMENT_CHOICE:
        return read_choice(&out->choice[id], row, argument);
    case ARGUMENT_WORDS:
        return read_words(&out->choice[id], row, argument);
    default:
        return true;
    }
}

/* What getopt_long stumbles over counts only if the command is one. */
static void complain_about_line(const cli_options *read, bool lacks_argument, const char *argument)
{
    const cli_command *command = NULL;
    if (read->operand_count == 0 || (command = command_find(read->operands[0])) != NULL) {
        complain_about_option(lacks_argument, argument, command);
    }
}

bool options_parse(cli_options *out, int argc, char **argv)
{
    getopt_tables tables;
    fill_tables(&tables, NULL);
    *out = (cli_options){.operands = argv + 1};
    opterr = 0;
    int code;
    while ((code = getopt_long(argc, argv, tables.letters, tables.options, NULL)) != -1) {
        if (code == '?' || code == ':') {
            complain_about_line(out, code == ':', argv[optind - 1]);
            return false;
        }
        if (code != 1) {
            if (!take_option(out, code, optarg)) {
                return false;
            }
            continue;
        }
        out->operands[out->operand_count++] = optarg;
        if (out->operand_count == 1) {
            fill_tables(&tables, command_named(optarg));
        }
    }
    while (optind < argc) {
        out->operands[out->operand_count++] = argv[optind++];
    }
    return true;
}
