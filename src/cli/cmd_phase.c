/* relcal phase: where a series stands, in one word. */
#include "answer.h"
#include "command.h"
#include "complain.h"
#include "lookup.h"
#include "words.h"

static int run(cli_session *session)
{
    const relcal_project *project = lookup_project(session, 0);
    if (project == NULL) {
        return EXIT_USAGE;
    }
    const relcal_series *series;
    int status = lookup_series(session, project, 1, &series);
    if (status != EXIT_YES) {
        return status;
    }
    relcal_standing standing = session_standing(session, series);
    if (session->options->value[OPTION_JSON] != NULL) {
        json_writer writer = answer_open(session);
        answer_standing(&writer, session, series, &standing);
        answer_close(&writer);
    } else {
        output_styled(session->out, words_phase_style(standing.phase),
                      relcal_phase_id(standing.phase));
        text_add(&session->out->body, "\n");
    }
    return EXIT_YES;
}

const cli_command command_phase = {
    .name = "phase",
    .usage = "PROJECT SERIES|BRANCH",
    .summary = "the phase of a series, alone on one line",
    .description =
        "Prints the phase that a series is in, or planned before its first milestone. A branch\n"
        "stands for the series that it holds then; where it holds none, the answer is no.\n",
    .kinds = {OPERAND_PROJECT, OPERAND_SERIES},
    .operands_min = 2,
    .needs_catalog = true,
    .run = run,
};
