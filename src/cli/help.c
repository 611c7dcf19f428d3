/* All of it comes from the tables of commands and options. */
#include "help.h"

#include "complain.h"
#include "examples.h"
#include "relcal/catalog.h"
#include "relcal/export.h"

/* The columns of a command or option and of its summary. */
#define SUMMARY_COLUMN 40

exit_row help_exit_at(size_t index)
{
    static const exit_row rows[] = {
        {EXIT_YES, "yes or done", "Yes, or done."},
        {EXIT_NO, "no",
         "No: a change may not land; the branch held no series at that time; an import did not"
         " understand everything, or would replace files that differ; a date rule gives no day."},
        {EXIT_USAGE, "usage",
         "The command line is wrong: an unknown command, option, project, series or branch,"
         " an impossible date."},
        {EXIT_DATA, "bad data", "Schedule files or a calendar have faults; each of them is told."},
        {EXIT_SYSTEM, "system error",
         "Something could not be read or written, a library is missing, or memory ran out."},
    };
    return index < sizeof rows / sizeof rows[0] ? rows[index] : (exit_row){0};
}

static void add_summary(text *target, size_t line_start, const char *summary)
{
    size_t column = target->length - line_start;
    text_add_spaces(target, column < SUMMARY_COLUMN ? SUMMARY_COLUMN - column : 1);
    text_addf(target, "%s\n", summary);
}

static void add_option(text *target, const option_row *row)
{
    size_t line_start = target->length;
    if (row->letter != 0) {
        text_addf(target, "  -%c, --%s", row->letter, row->name);
    } else {
        text_addf(target, "  --%s", row->name);
    }
    if (row->argument != NULL) {
        text_addf(target, " %s", row->argument);
    }
    add_summary(target, line_start, row->summary);
}

/* The options of a command, its own ones first; NULL for the common ones alone. */
static void add_options(text *target, const cli_command *command)
{
    text_add(target, "\nOptions:\n");
    bool has_own = false;
    for (int id = OPTION_COMMON_COUNT; id < OPTION_COUNT; id++) {
        if (command_has_option(command, id)) {
            add_option(target, &option_rows[id]);
            has_own = true;
        }
    }
    text_add(target, has_own ? "\nOptions of every command:\n" : "");
    for (int id = 0; id < OPTION_COMMON_COUNT; id++) {
        add_option(target, &option_rows[id]);
    }
}

void help_add_overview(text *target)
{
    text_add(target, "Usage: relcal COMMAND [OPTION]...\n"
                     "Which phase a release series is in, what is frozen, and what comes next.\n"
                     "\nCommands:\n");
    const cli_command *command;
    for (size_t index = 0; (command = command_at(index)) != NULL; index++) {
        size_t line_start = target->length;
        text_addf(target, "  %s %s", command->name, command->usage);
        add_summary(target, line_start, command->summary);
    }
    add_options(target, NULL);
    text_add(target, "\nrelcal COMMAND --help says more; relcal(1) says all.\n");
}

static void add_exit_statuses(text *target)
{
    exit_row row;
    for (size_t index = 0; (row = help_exit_at(index)).meaning != NULL; index++) {
        text_addf(target, "%s%d %s", index == 0 ? "\nExit status: " : ", ", row.status,
                  row.meaning);
    }
    text_add(target, "\n");
}

void help_add_command(text *target, const cli_command *command)
{
    text_addf(target, "Usage: relcal %s %s%s[OPTION]...\n", command->name, command->usage,
              command->usage[0] != '\0' ? " " : "");
    text_add(target, command->description);
    add_options(target, command);
    add_exit_statuses(target);
    text_add(target, "\nExamples:\n");
    command_example example;
    for (const char *at = NULL; example_next(command, &at, &example);) {
        text_add(target, "  relcal ");
        text_add_bytes(target, example.line, example.line_length);
        text_add(target, "\n      ");
        text_add_bytes(target, example.purpose, example.purpose_length);
        text_add(target, "\n");
    }
}

void help_add_version(text *target)
{
    const relcal_catalog *catalog = relcal_catalog_builtin();
    size_t projects = relcal_catalog_project_count(catalog);
    size_t series = 0;
    relcal_date oldest = RELCAL_DATE_MAX;
    const relcal_project *project;
    for (size_t index = 0; (project = relcal_catalog_project_at(catalog, index)) != NULL; index++) {
        relcal_date revised = relcal_project_revised(project);
        oldest = revised < oldest ? revised : oldest;
        series += relcal_project_series_count(project);
    }
    text_addf(target, "relcal %s\nbuilt-in data: %zu project%s, %zu series",
              relcal_library_version(), projects, projects == 1 ? "" : "s", series);
    if (projects > 0 && oldest != RELCAL_DATE_NONE) {
        char buffer[RELCAL_DATE_BYTES];
        text_addf(target, ", looked after until %s", relcal_date_format(oldest, buffer));
    }
    text_add(target, "\n");
}
