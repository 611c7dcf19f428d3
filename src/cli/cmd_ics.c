/* relcal ics: calendars of schedules. */
#include "calendar_choice.h"
#include "calendar_folder.h"
#include "command.h"
#include "complain.h"

static bool stream(void *context, const char *bytes, size_t length)
{
    return output_stream(context, bytes, length);
}

static int write_one(cli_session *session, const calendar_functions *library,
                     const calendar_choice *choice)
{
    output_open_stream(session->out);
    calendar_order order = {.series = choice->series,
                            .series_count = choice->series_count,
                            .sink = stream,
                            .context = session->out};
    return calendar_make(library, session, choice, &order);
}

static int write_chosen(cli_session *session, const calendar_choice *choice)
{
    if (choice->series_count == 0) {
        complain("there is no series to make a calendar of");
        return EXIT_NO;
    }
    calendar_functions library;
    if (!calendars_load(&library)) {
        return EXIT_SYSTEM;
    }
    return session->options->value[OPTION_DIRECTORY] != NULL
               ? calendar_folder_write(session, &library, choice)
               : write_one(session, &library, choice);
}

/* Opens the catalog by itself, after its own options: a wrong command line comes before wrong data.
 */
static int run(cli_session *session)
{
    const char *const *values = session->options->value;
    if (values[OPTION_JSON] != NULL && values[OPTION_DIRECTORY] == NULL) {
        complain(
            "a calendar is iCalendar, not JSON; write --json with --directory, for what became "
            "of each file");
        return EXIT_USAGE;
    }
    calendar_choice choice;
    int status = calendar_choice_read(&choice, session);
    status = status == EXIT_YES ? session_open(session) : status;
    status = status == EXIT_YES ? calendar_choice_look_up(&choice, session) : status;
    status = status == EXIT_YES ? write_chosen(session, &choice) : status;
    calendar_choice_free(&choice);
    session_close(session);
    return status;
}

const cli_command command_ics = {
    .name = "ics",
    .usage = "[PROJECT [SERIES]...]...",
    .summary = "a calendar of schedules, as iCalendar",
    .description =
        "Writes a calendar for everybody's calendar program. Equal schedules give equal bytes,\n"
        "and what moves keeps its identity. An operand that is a series of the project before it,\n"
        "or a branch, is taken alone; any other is a project. Without operands it is a calendar\n"
        "of what is followed, which the config says, and says so in its description; with nothing\n"
        "followed, or with --all, of everything. The colours of the config go before those of the\n"
        "projects. With --directory, there is a calendar for every project, PROJECT.ics, and for\n"
        "every series, PROJECT-SERIES.ics; the names of those that changed are printed.\n",
    .kinds = {OPERAND_PROJECT, OPERAND_SCOPE},
    .repeats_last = true,
    .options = OPTION_BIT(OPTION_SINCE) | OPTION_BIT(OPTION_UNTIL) | OPTION_BIT(OPTION_KINDS) |
               OPTION_BIT(OPTION_WITH) | OPTION_BIT(OPTION_ALARM) | OPTION_BIT(OPTION_NAME) |
               OPTION_BIT(OPTION_METHOD) | OPTION_BIT(OPTION_SOURCE) | OPTION_BIT(OPTION_REFRESH) |
               OPTION_BIT(OPTION_DIRECTORY) | OPTION_BIT(OPTION_ALL),
    .run = run,
};
