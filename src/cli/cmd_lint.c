/* relcal lint: what is wrong or odd in schedule files. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "complain.h"
#include "fault.h"
#include "lint_report.h"

/* The longest line of a file of holidays, with its end. */
#define HOLIDAY_LINE_BYTES 1024

/* The words of --format, in the order of the table of options. */
enum { LINT_AS_TEXT, LINT_AS_SARIF, LINT_AS_GITHUB };

/* How often files are mended and looked at again: what a fix uncovers is mended too. */
#define MOST_ROUNDS 4

/* The days of --holidays. */
typedef struct holiday_list {
    relcal_date *days;
    size_t count;
    size_t room;
} holiday_list;

/* ---- holidays ---- */

static int complain_about_holidays(const char *path, int failure)
{
    text message = {0};
    text_add(&message, "cannot read ");
    text_add_printable(&message, path, QUOTED_BYTES);
    text_addf(&message, ": %s", strerror(failure));
    complain_text(&message);
    return EXIT_SYSTEM;
}

static int add_holiday(holiday_list *list, relcal_date day)
{
    if (list->count == list->room) {
        size_t room = 2 * list->room + 16;
        relcal_date *larger = realloc(list->days, room * sizeof *larger);
        if (larger == NULL) {
            complain("out of memory");
            return EXIT_SYSTEM;
        }
        list->days = larger;
        list->room = room;
    }
    list->days[list->count++] = day;
    return EXIT_YES;
}

/* The length of a line without its comment and the spaces around what is left, and where that
 * begins. */
static size_t trim_line(const char *line, size_t *begin)
{
    size_t length = strcspn(line, "#\r\n");
    *begin = strspn(line, " \t");
    while (length > *begin && strchr(" \t", line[length - 1]) != NULL) {
        length--;
    }
    return length > *begin ? length - *begin : 0;
}

static int read_holiday(holiday_list *list, const char *path, unsigned number, const char *line)
{
    size_t begin;
    size_t length = trim_line(line, &begin);
    relcal_date day;
    relcal_error error;
    if (length == 0) {
        return EXIT_YES;
    }
    if (relcal_date_parse(&day, line + begin, length, &error) == RELCAL_OK) {
        return add_holiday(list, day);
    }
    text fault = {0};
    (void)snprintf(error.file, sizeof error.file, "%s", path);
    error.line = number;
    error.column += (uint32_t)begin;
    fault_add(&fault, &error);
    (void)fputs(text_string(&fault), stderr);
    text_free(&fault);
    return EXIT_DATA;
}

static int read_holidays(holiday_list *list, const char *path)
{
    char line[HOLIDAY_LINE_BYTES];
    int status = EXIT_YES;
    FILE *file = fopen(path, "rbe");
    if (file == NULL) {
        return complain_about_holidays(path, errno);
    }
    errno = 0;
    for (unsigned number = 1; status == EXIT_YES && fgets(line, sizeof line, file) != NULL;
         number++) {
        status = read_holiday(list, path, number, line);
    }
    if (ferror(file)) {
        status = complain_about_holidays(path, errno);
    }
    (void)fclose(file);
    return status;
}

/* ---- the look ---- */

static int complain_about_look(relcal_status status, const relcal_error *error)
{
    text fault = {0};
    fault_add(&fault, error);
    (void)fputs(text_string(&fault), stderr);
    text_free(&fault);
    return status == RELCAL_ERROR_NOT_FOUND ? EXIT_USAGE : EXIT_SYSTEM;
}

static int look(lint_report *report, relcal_lint **lint, const relcal_lint_options *options)
{
    cli_session *session = report->session;
    relcal_error error;
    relcal_status status = relcal_lint_paths(lint, relcal_catalog_builtin(),
                                             (const char *const *)session->operands,
                                             session->operand_count, options, &error);
    report->lint = *lint;
    return status == RELCAL_OK ? EXIT_YES : complain_about_look(status, &error);
}

/* Writes the mended files in the place of the old ones. */
static int write_mended(lint_report *report)
{
    const relcal_mended_file *mended;
    for (size_t index = 0; (mended = relcal_lint_mended_at(report->lint, index)) != NULL; index++) {
        int failure = EEXIST;
        if (file_is_replaceable(mended->name)) {
            replacement made;
            replacement_open(&made, mended->name);
            (void)replacement_add(&made, mended->text, mended->length);
            failure = replacement_finish(&made, true);
        }
        if (failure != 0) {
            complain_about_writing(mended->name, failure);
            return EXIT_SYSTEM;
        }
        report->fix_count += mended->fix_count;
    }
    return EXIT_YES;
}

/* Looks, and with --fix mends and looks again until nothing is left to mend. */
static int look_and_mend(lint_report *report, relcal_lint **lint,
                         const relcal_lint_options *options)
{
    bool is_mending = report->session->options->value[OPTION_FIX] != NULL;
    int status = look(report, lint, options);
    for (int round = 0; status == EXIT_YES && is_mending && round < MOST_ROUNDS &&
                        relcal_lint_mended_at(*lint, 0) != NULL;
         round++) {
        status = write_mended(report);
        relcal_lint_free(*lint);
        *lint = NULL;
        status = status == EXIT_YES ? look(report, lint, options) : status;
    }
    return status;
}

/* ---- the answer ---- */

static int answer(const lint_report *report)
{
    const cli_options *options = report->session->options;
    size_t first = 0;
    if (options->value[OPTION_JSON] != NULL) {
        lint_report_json(report);
    } else if (options->choice[OPTION_LINT_FORMAT] == LINT_AS_SARIF) {
        lint_report_sarif(report);
    } else if (options->choice[OPTION_LINT_FORMAT] == LINT_AS_GITHUB) {
        lint_report_github(report);
    } else {
        lint_report_text(report);
    }
    return lint_report_next(report, &first) != NULL ? EXIT_NO : EXIT_YES;
}

static int run(cli_session *session)
{
    const char *const *values = session->options->value;
    lint_report report = {.session = session, .errors_only = values[OPTION_ERRORS_ONLY] != NULL};
    relcal_lint *lint = NULL;
    holiday_list holidays = {0};
    int status = session_read_days(session);
    if (status == EXIT_YES && values[OPTION_HOLIDAYS] != NULL) {
        status = read_holidays(&holidays, values[OPTION_HOLIDAYS]);
    }
    if (status == EXIT_YES) {
        relcal_lint_options options = {
            .has_today = true,
            .today = session->date,
            .holidays = holidays.days,
            .holiday_count = holidays.count,
        };
        status = look_and_mend(&report, &lint, &options);
    }
    if (status == EXIT_YES) {
        status = answer(&report);
    }
    relcal_lint_free(lint);
    free(holidays.days);
    return status;
}

const cli_command command_lint = {
    .name = "lint",
    .usage = "FILE|DIR...",
    .summary = "what is wrong or odd in schedule files",
    .description =
        "Looks at schedule files, or at all of a folder, and lists errors and warnings, each with\n"
        "its place and its code. A file is compared with the others of its project. The answer\n"
        "is no if there are any; --errors-only leaves warnings out. What is overdue and what lies\n"
        "in the future is judged by --on DATE, else by today.\n",
    .kinds = {OPERAND_FILE},
    .operands_min = 1,
    .repeats_last = true,
    .options = OPTION_BIT(OPTION_FIX) | OPTION_BIT(OPTION_ERRORS_ONLY) |
               OPTION_BIT(OPTION_HOLIDAYS) | OPTION_BIT(OPTION_LINT_FORMAT),
    .run = run,
};
