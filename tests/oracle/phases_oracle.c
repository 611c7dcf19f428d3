/*
 * Asks the library what test_phases.py wants to know, many thousand times in one process.
 *
 * Standard input has a question a line; days are ISO dates, AS_OF is a day or "latest":
 *
 *     SERIES ON AS_OF               where the series stands: one line
 *     range SERIES FROM TO AS_OF    every day of a range, equal days in a row as one line, then "."
 *     plan SERIES AS_OF             every milestone in the plan, then "."
 *     branch NAME FROM TO AS_OF     the series on a branch of python, in the same way as range
 *
 * A standing is written in columns with tabs between them: phase, since, until, last, next,
 * freezes, overdue, certain, day of phase. A milestone is ID/DATE/STATE, and "-" is none.
 * A range's line begins with its first and last day; its day of phase is that of the first day,
 * and goes up by one each day.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <relcal/relcal.h>

enum { LINE_BYTES = 1024, WORD_BYTES = 32, MAX_WORDS = 5 };

static const relcal_project *python(void)
{
    return relcal_catalog_project(relcal_catalog_builtin(), "python");
}

static void fail(const char *what, const char *word)
{
    fprintf(stderr, "phases_oracle: %s: %s\n", what, word);
    exit(1);
}

static relcal_date read_date(const char *word)
{
    relcal_date date = RELCAL_DATE_NONE;
    if (strcmp(word, "latest") == 0) {
        return RELCAL_LATEST;
    }
    if (relcal_date_parse(&date, word, strlen(word), NULL) != RELCAL_OK) {
        fail("not a day", word);
    }
    return date;
}

static const relcal_series *read_series(const char *word)
{
    const relcal_series *series = relcal_project_series(python(), word);
    if (series == NULL) {
        fail("no such series", word);
    }
    return series;
}

static void append(char line[LINE_BYTES], const char *text)
{
    if (strlen(line) + strlen(text) >= LINE_BYTES) {
        fail("too long a line", line);
    }
    strcat(line, text);
}

static void append_entry(char line[LINE_BYTES], const relcal_entry *entry)
{
    char when[RELCAL_WHEN_BYTES];
    append(line, relcal_milestone_id(entry->milestone));
    append(line, "/");
    append(line, relcal_when_format(&entry->when, when));
    append(line, "/");
    append(line, relcal_state_name(entry->state));
}

static void append_milestone(char line[LINE_BYTES], relcal_plan plan,
                             const relcal_milestone *milestone)
{
    relcal_entry entry;
    if (milestone == NULL) {
        append(line, "\t-");
    } else if (!relcal_plan_entry(plan, milestone, &entry)) {
        fail("a standing names what is not in the plan", relcal_milestone_id(milestone));
    } else {
        append(line, "\t");
        append_entry(line, &entry);
    }
}

static void append_freezes(char line[LINE_BYTES], const relcal_standing *standing)
{
    const char *separator = "\t";
    for (size_t i = 0; i < relcal_project_freeze_count(python()); i++) {
        const relcal_freeze *freeze = relcal_project_freeze_at(python(), i);
        relcal_truth in_force = relcal_standing_freeze(standing, freeze);
        bool bit = (standing->freezes >> i & 1) != 0;
        bool unknown_bit = (standing->freezes_unknown >> i & 1) != 0;
        if (bit != (in_force == RELCAL_YES) || unknown_bit != (in_force == RELCAL_UNKNOWN)) {
            fail("relcal_standing_freeze and the bits differ", relcal_freeze_id(freeze));
        }
        if (in_force != RELCAL_NO) {
            append(line, separator);
            append(line, relcal_freeze_id(freeze));
            append(line, in_force == RELCAL_UNKNOWN ? "?" : "");
            separator = ",";
        }
    }
    append(line, *separator == '\t' ? "\t-" : "");
}

static bool standings_are_equal(const relcal_standing *left, const relcal_standing *right)
{
    return left->phase == right->phase && left->since == right->since &&
           left->until == right->until && left->last == right->last && left->next == right->next &&
           left->freezes == right->freezes && left->freezes_unknown == right->freezes_unknown &&
           left->day == right->day && left->overdue == right->overdue &&
           left->certain == right->certain;
}

/* The other ways to ask for the same must give the same. */
static void check_consistency(relcal_plan plan, relcal_date date, const relcal_standing *standing)
{
    relcal_instant day_end = relcal_instant_of_day_end(date);
    relcal_standing at_end = relcal_plan_at(plan, day_end);
    relcal_agenda agenda = relcal_series_agenda(plan.series, plan.as_of, day_end);
    relcal_entry first;
    relcal_entry next;
    bool agenda_has = relcal_agenda_next(&agenda, &first);

    if (!standings_are_equal(standing, &at_end)) {
        fail("relcal_plan_at differs at the end of a day", relcal_series_id(plan.series));
    }
    if (relcal_plan_phase(plan, date) != standing->phase) {
        fail("relcal_plan_phase differs", relcal_series_id(plan.series));
    }
    if (agenda_has != (standing->next != NULL)) {
        fail("the agenda differs from next", relcal_series_id(plan.series));
    }
    if (agenda_has && (!relcal_plan_entry(plan, standing->next, &next) ||
                       first.when.earliest != next.when.earliest)) {
        fail("the agenda begins with another day than next", relcal_series_id(plan.series));
    }
}

/* Everything but the day of the phase, which changes daily. */
static relcal_standing describe(char line[LINE_BYTES], relcal_plan plan, relcal_date date)
{
    relcal_standing standing = relcal_plan_on(plan, date);
    check_consistency(plan, date, &standing);
    strcpy(line, relcal_phase_id(standing.phase));
    append_milestone(line, plan, standing.since);
    append_milestone(line, plan, standing.until);
    append_milestone(line, plan, standing.last);
    append_milestone(line, plan, standing.next);
    append_freezes(line, &standing);
    append(line, standing.overdue ? "\toverdue" : "\t-");
    append(line, standing.certain ? "\tcertain" : "\t-");
    return standing;
}

static void answer_standing(char words[][WORD_BYTES])
{
    char line[LINE_BYTES];
    relcal_plan plan = relcal_series_plan(read_series(words[0]), read_date(words[2]));
    relcal_standing standing = describe(line, plan, read_date(words[1]));
    printf("%s\t%" PRId32 "\n", line, standing.day);
}

static void print_run(relcal_date from, relcal_date to, const char *line)
{
    char from_text[RELCAL_DATE_BYTES];
    char to_text[RELCAL_DATE_BYTES];
    printf("%s\t%s\t%s\n", relcal_date_format(from, from_text), relcal_date_format(to, to_text),
           line);
}

static void answer_range(char words[][WORD_BYTES])
{
    relcal_plan plan = relcal_series_plan(read_series(words[1]), read_date(words[4]));
    relcal_date from = read_date(words[2]);
    relcal_date to = read_date(words[3]);
    relcal_date run_begin = from;
    char run[LINE_BYTES] = "";
    char run_with_day[LINE_BYTES + WORD_BYTES] = "";
    int32_t expected_day = 0;

    for (relcal_date date = from; date <= to; date++) {
        char line[LINE_BYTES];
        relcal_standing standing = describe(line, plan, date);
        if (date == from || strcmp(line, run) != 0 || standing.day != expected_day) {
            if (date != from) {
                print_run(run_begin, date - 1, run_with_day);
            }
            run_begin = date;
            strcpy(run, line);
            snprintf(run_with_day, sizeof run_with_day, "%s\t%" PRId32, line, standing.day);
        }
        expected_day = standing.day == 0 ? 0 : standing.day + 1;
    }
    print_run(run_begin, to, run_with_day);
    puts(".");
}

static void answer_plan(char words[][WORD_BYTES])
{
    const relcal_series *series = read_series(words[1]);
    relcal_plan plan = relcal_series_plan(series, read_date(words[2]));
    for (size_t i = 0; i < relcal_series_milestone_count(series); i++) {
        relcal_entry entry;
        if (relcal_plan_entry(plan, relcal_series_milestone_at(series, i), &entry)) {
            char line[LINE_BYTES] = "";
            append_entry(line, &entry);
            puts(line);
        }
    }
    puts(".");
}

static const char *series_on_branch(const char *branch, relcal_date as_of, relcal_date date)
{
    const relcal_series *series = relcal_project_series_on_branch(python(), branch, as_of,
                                                                  relcal_instant_of_day_end(date));
    return series == NULL ? "-" : relcal_series_id(series);
}

static void answer_branch(char words[][WORD_BYTES])
{
    relcal_date from = read_date(words[2]);
    relcal_date to = read_date(words[3]);
    relcal_date as_of = read_date(words[4]);
    relcal_date run_begin = from;
    const char *run = series_on_branch(words[1], as_of, from);

    for (relcal_date date = from + 1; date <= to; date++) {
        const char *series = series_on_branch(words[1], as_of, date);
        if (strcmp(series, run) != 0) {
            print_run(run_begin, date - 1, run);
            run_begin = date;
            run = series;
        }
    }
    print_run(run_begin, to, run);
    puts(".");
}

static void answer(const char *line)
{
    static const struct {
        const char *name;
        int word_count;
        void (*answer)(char words[][WORD_BYTES]);
    } questions[] = {
        {"range", 5, answer_range}, {"plan", 3, answer_plan}, {"branch", 5, answer_branch}};
    char words[MAX_WORDS][WORD_BYTES];
    int count = sscanf(line, "%31s %31s %31s %31s %31s", words[0], words[1], words[2], words[3],
                       words[4]);

    for (size_t i = 0; count > 0 && i < sizeof questions / sizeof *questions; i++) {
        if (strcmp(words[0], questions[i].name) == 0 && count == questions[i].word_count) {
            questions[i].answer(words);
            return;
        }
    }
    if (count != 3) {
        fail("not a question", line);
    }
    answer_standing(words);
}

int main(void)
{
    char line[LINE_BYTES];
    if (python() == NULL) {
        fail("no such project", "python");
    }
    while (fgets(line, sizeof line, stdin) != NULL) {
        answer(line);
    }
    return fflush(stdout) == 0 && !ferror(stdin) ? 0 : 1;
}
