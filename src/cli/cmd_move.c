/* relcal move: another date for a milestone, the earlier plan being kept. */
#include "command.h"
#include "complain.h"
#include "edit_file.h"

static bool is_day(const relcal_when *when)
{
    return when->precision == RELCAL_PRECISION_DAY || when->precision == RELCAL_PRECISION_MOMENT;
}

static relcal_when shifted(const relcal_when *when, int32_t days)
{
    relcal_when later = *when;
    later.earliest += (relcal_instant)days * RELCAL_SECONDS_PER_DAY;
    later.latest += (relcal_instant)days * RELCAL_SECONDS_PER_DAY;
    return later;
}

/* Moves what is expected after a milestone by the same days; what is not known to the day stays. */
static int add_cascade(file_edit *edit, const relcal_milestone *moved, const relcal_when *to)
{
    relcal_plan plan = relcal_series_plan(edit->file.only, RELCAL_LATEST);
    relcal_entry from;
    if (!relcal_plan_entry(plan, moved, &from) || !is_day(&from.when) || !is_day(to)) {
        complain("--cascade moves by days; both dates must be days");
        return EXIT_USAGE;
    }
    int32_t days = relcal_when_date(to) - relcal_when_date(&from.when);
    const relcal_milestone *milestone;
    for (size_t index = 0; (milestone = relcal_series_milestone_at(edit->file.only, index)) != NULL;
         index++) {
        relcal_entry entry;
        if (milestone != moved && relcal_plan_entry(plan, milestone, &entry) &&
            entry.state == RELCAL_EXPECTED && is_day(&entry.when) &&
            entry.when.earliest > from.when.earliest) {
            relcal_when later = shifted(&entry.when, days);
            if (!relcal_date_is_valid(relcal_instant_date(later.earliest))) {
                complain("%s would leave the calendar", relcal_milestone_id(milestone));
                return EXIT_DATA;
            }
            edit_file_add(edit, RELCAL_EDIT_MOVE, relcal_milestone_id(milestone), &later);
        }
    }
    return EXIT_YES;
}

static int run(cli_session *session)
{
    relcal_when when;
    file_edit edit;
    if (!edit_file_read_when(session, 2, &when)) {
        return EXIT_USAGE;
    }
    int status = edit_file_open(&edit, session);
    if (status == EXIT_YES) {
        const char *name = session->operands[1];
        const relcal_milestone *milestone = relcal_series_milestone(edit.file.only, name);
        edit_file_add(&edit, RELCAL_EDIT_MOVE, name, &when);
        if (session->options->value[OPTION_CASCADE] != NULL && milestone != NULL) {
            status = add_cascade(&edit, milestone, &when);
        }
    }
    if (status == EXIT_YES) {
        status = edit_file_finish(&edit);
    }
    edit_file_close(&edit);
    return status;
}

const cli_command command_move = {
    .name = "move",
    .usage = "FILE MILESTONE DATE",
    .summary = "change a plan in its file, keeping its history",
    .description =
        "Moves an expected milestone, on the day of --on, or today. The text is edited in place;\n"
        "only the lines concerned change, and they are shown. The result is checked before it\n"
        "replaces the file.\n",
    .kinds = {OPERAND_FILE, OPERAND_NAME, OPERAND_DATE},
    .operands_min = 3,
    .options = OPTION_BIT(OPTION_NOTE) | OPTION_BIT(OPTION_CASCADE) | OPTION_BIT(OPTION_DRY_RUN),
    .needs_catalog = true,
    .run = run,
};
