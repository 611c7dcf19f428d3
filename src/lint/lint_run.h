/* One look at the files of one folder or more: what the checks know, and where they put what they
 * find. */
#ifndef RELCAL_LINT_LINT_RUN_H
#define RELCAL_LINT_LINT_RUN_H

#include "loader.h"
#include "relcal/cadence.h"
#include "relcal/lint.h"

/* The codes: one list for the enum, the ids, the severities and the texts of codes.c. */
#define LINT_CODES(X)                                                                              \
    X(NOT_YAML, "yaml", ERROR,                                                                     \
      "The file is not YAML, or uses a part of it that schedule files do without: tabs, anchors, " \
      "aliases, tags, several documents.")                                                         \
    X(ENCODING, "encoding", ERROR,                                                                 \
      "The file holds bytes that are not UTF-8, or characters that nobody sees.")                  \
    X(EMPTY, "empty", ERROR, "The file, or a value that needs a text, is empty.")                  \
    X(LIMIT, "limit", ERROR, "Something is larger than relcal reads.")                             \
    X(KEY_UNKNOWN, "key-unknown", ERROR, "A key is none that schedule files have.")                \
    X(KEY_DOUBLED, "key-doubled", ERROR, "A key stands twice in one mapping.")                     \
    X(KEY_MISSING, "key-missing", ERROR, "A key that is needed is not there.")                     \
    X(TYPE, "type", ERROR, "A list, mapping or text stands where another of them should.")         \
    X(VALUE, "value", ERROR, "A value is none that its key may have.")                             \
    X(DATE_FORM, "date-form", ERROR, "A date is not written as in ISO 8601.")                      \
    X(DATE_IMPOSSIBLE, "date-impossible", ERROR, "There is no such day, week, month or time.")     \
    X(DATE_WEEKDAY, "date-weekday", ERROR, "A date is written with a weekday that it is not.")     \
    X(MILESTONE_DOUBLED, "milestone-doubled", ERROR,                                               \
      "A milestone stands twice in a series, be it under two spellings.")                          \
    X(MILESTONE_FOREIGN, "milestone-foreign", ERROR,                                               \
      "A release stands in the file of a series "                                                  \
      "that it does not belong to.")                                                               \
    X(MILESTONE_IMPOSSIBLE, "milestone-impossible", ERROR,                                         \
      "An id begins like a release of the series, but names none that there can be.")              \
    X(ORDER, "order", ERROR,                                                                       \
      "Milestones of the first release are out of order: alphas, betas, candidates, final, end "   \
      "of bugfixes, end of life, each by number; or those that begin the project's phases.")       \
    X(STATE, "state", ERROR, "The state of a milestone and its date contradict each other.")       \
    X(PLANNED_ORDER, "planned-order", ERROR, "The days of planned do not go from old to new.")     \
    X(PLANNED_LAST, "planned-last", ERROR,                                                         \
      "The last plan of an expected milestone is not its date.")                                   \
    X(AFTER_REVISED, "after-revised", ERROR,                                                       \
      "A milestone happened after the day on which the file says it was last changed.")            \
    X(FUTURE, "future", ERROR, "A milestone is actual, but its day has not come.")                 \
    X(DOUBLED, "doubled", ERROR, "A project, series, phase or freeze stands twice.")               \
    X(PROJECT_MISSING, "project-missing", ERROR, "A folder has no project.yaml.")                  \
    X(FILE_NAME, "file-name", ERROR,                                                               \
      "A file has a name under which it is not read, or is taken for something else.")             \
    X(REFERENCE, "reference", ERROR,                                                               \
      "A phase, freeze or trunk is tied to milestones that no series of the project has.")         \
    X(RULE_NAME, "rule-name", ERROR,                                                               \
      "A rule, label or name names a phase, freeze, change, verdict or authority that there is "   \
      "not.")                                                                                      \
    X(RULE_TERMS, "rule-terms", ERROR, "What a rule says contradicts itself, or is not whole.")    \
    X(DATE_RULE, "date-rule", ERROR,                                                               \
      "A date rule of a cadence cannot be read, or names what there is not.")                      \
    X(FAULT, "fault", ERROR, "The file is faulty in another way.")                                 \
    X(WEEKEND, "weekend", WARNING,                                                                 \
      "A release is expected on a Saturday or Sunday, and not by a rule of the cadence.")          \
    X(HOLIDAY, "holiday", WARNING, "A release is expected on a given holiday.")                    \
    X(OVERDUE, "overdue", WARNING,                                                                 \
      "A milestone is expected on a day that is over; nothing says that it happened, nor that a "  \
      "later phase began.")                                                                        \
    X(GAP, "gap", WARNING,                                                                         \
      "The days between two milestones of which one is expected are not what the cadence of the "  \
      "project makes them, by more than twice its tolerance. Where no cadence holds: they are "    \
      "far from those between the same two of the neighbouring series, over two weeks outside of " \
      "all of theirs, and over half of their median away from it. Two neighbours at least must "   \
      "have both.")                                                                                \
    X(MONTH_OFF, "month-off", WARNING,                                                             \
      "A milestone happened one month to the day before or after its first or last plan, as "      \
      "happens by writing the wrong month.")                                                       \
    X(YEAR_OFF, "year-off", WARNING,                                                               \
      "A milestone happened one year, give or take a week, before or after its first or last "     \
      "plan, as happens by writing the wrong year.")                                               \
    X(FAR_DATE, "far-date", WARNING,                                                               \
      "A date lies over 30 years away from most others of its series.")                            \
    X(LABEL_REUSED, "label-reused", WARNING,                                                       \
      "A planned release went on under the next label, and its own was given to another: the "     \
      "label does not say which release a plan is of.")                                            \
    X(NUMBER_MISSING, "number-missing", WARNING,                                                   \
      "A number is missing among the alphas, betas, candidates or bugfix releases.")               \
    X(SAME_DAY, "same-day", WARNING,                                                               \
      "Two alphas, betas or candidates of the first release are on one day.")                      \
    X(ORDER_BUGFIX, "order-bugfix", WARNING,                                                       \
      "Later releases are out of the order of their "                                              \
      "numbers.")                                                                                  \
    X(AFTER_END, "after-end", WARNING, "A release comes after the end of life of its series.")     \
    X(FIRST_RELEASE, "first-release", WARNING,                                                     \
      "A milestone of the id first-release is not on the day of the final release.")               \
    X(SUPPORT_LENGTH, "support-length", WARNING,                                                   \
      "The time from the final release to the end of bugfixes or of life is over 45 days longer "  \
      "or shorter than in the neighbouring series, which agree with each other: two of them, or "  \
      "four where it is actual.")                                                                  \
    X(REVISED_OLD, "revised-old", WARNING,                                                         \
      "A plan is from after the day on which the file says it was last changed.")                  \
    X(BARE, "bare", WARNING,                                                                       \
      "A project has no phases or no series, or a series no milestones: there is nothing to tell " \
      "of it.")                                                                                    \
    X(REFERENCE_IDLE, "reference-idle", WARNING,                                                   \
      "One of several milestones that a phase, freeze or trunk is tied to is in no series of the " \
      "project.")                                                                                  \
    X(RULE_MISSING, "rule-missing", WARNING, "A phase has no rule for a change.")                  \
    X(RULE_TIE, "rule-tie", WARNING,                                                               \
      "Two rules speak of a change as closely as each other, and do not say the same.")            \
    X(RULE_UNREACHED, "rule-unreached", WARNING,                                                   \
      "A rule never comes to speak, for others that are closer do wherever it could.")             \
    X(RULE_SOURCE, "rule-source", WARNING, "A rule does not say where it is written down.")        \
    X(WEEKDAY, "weekday", WARNING, "A comment or remark gives a date a weekday that it is not.")   \
    X(DATE_IN_TEXT, "date-in-text", WARNING, "A comment or remark names a day that there is not.") \
    X(OFF_RULE, "off-rule", WARNING,                                                               \
      "A milestone is not on the day that its rule of the cadence gives from the series before, "  \
      "though those around it are: three series before and three after, or where there are fewer " \
      "the nearest four.")                                                                         \
    X(CONSTRAINT, "constraint", WARNING, "A plan breaks a constraint of its cadence.")             \
    X(AVOIDED, "avoided", WARNING,                                                                 \
      "A release is expected on a day that the cadence of the project avoids.")                    \
    X(FINAL_MISSING, "final-missing", WARNING,                                                     \
      "A series has later releases and no final one, or all its alphas, betas and candidates "     \
      "happened, none else is planned, and a later series has its final release.")                 \
    X(SAME_DAY_BUGFIX, "same-day-bugfix", WARNING,                                                 \
      "A final release or a later one is on the day of another release of its series.")            \
    X(PHASE_EMPTY, "phase-empty", WARNING,                                                         \
      "Two milestones that begin phases are on one day, so that a phase lasts no day that lasts "  \
      "in the series before and after.")                                                           \
    X(DATE_OPEN, "date-open", WARNING,                                                             \
      "A milestone that begins a phase has no date yet, though a later phase has begun.")          \
    X(MONTH_END, "month-end", WARNING,                                                             \
      "A milestone is expected on the last day of a month, and other series have two at least of " \
      "its kind to the month: a day that was made up.")                                            \
    X(TITLE_FOREIGN, "title-foreign", WARNING,                                                     \
      "The title of a milestone names another series of the project, and not its own.")            \
    X(COPIED_SERIES, "copied-series", WARNING,                                                     \
      "Two series share the dates of their milestones: 5 at least, and 80 in a hundred of those "  \
      "that the shorter one has.")                                                                 \
    X(NAME_ODD, "name-odd", WARNING,                                                               \
      "The final release is named in another way than those of the two series before and the two " \
      "after, which agree with each other.")                                                       \
    X(WEEKDAY_ODD, "weekday-odd", WARNING,                                                         \
      "A release is on another weekday than 90 in a hundred of those of its kind around it: the "  \
      "ten before and the ten after in the project, and ten at least. Three in a row are a "       \
      "habit.")                                                                                    \
    X(ORDINAL, "ordinal", WARNING,                                                                 \
      "A day in a comment or remark has the ending of another number, as 22th has.")               \
    X(ZONE_OFFSET, "zone-offset", WARNING,                                                         \
      "A moment has another offset than its zone on that day, or a comment or remark gives a "     \
      "time in summer time's zone in winter, or the other way. Looked at are zones of the United " \
      "States since 2007 and of the European Union since 1996.")                                   \
    X(MOMENTS_DIFFER, "moments-differ", WARNING,                                                   \
      "A moment is said twice, and not the same: in two zones in a comment or remark, or there "   \
      "and in the date of the entry.")                                                             \
    X(SPAN_LENGTH, "span-length", WARNING,                                                         \
      "A comment or remark gives two days with the days or weeks between them, of which there "    \
      "are over 6 days more or fewer.")                                                            \
    X(LINT_FORM, "lint-form", WARNING, "A comment for lint names no warning, or gives no reason.") \
    X(LINT_IDLE, "lint-idle", WARNING,                                                             \
      "A comment for lint says that a warning is known, but there is none.")

#define LINT_ENUM(name, id, severity, meaning) LINT_##name,
typedef enum lint_code { LINT_CODES(LINT_ENUM) LINT_CODE_COUNT } lint_code;
#undef LINT_ENUM

extern const relcal_lint_code lint_codes[LINT_CODE_COUNT];

/* The code of a fault that a load reports. */
lint_code lint_code_of_fault(relcal_status status, const char *message);

/* A finding in its list, newest first. */
typedef struct lint_finding {
    struct lint_finding *next;
    relcal_finding finding;
    uint32_t file_order; /* among all files of the look */
    uint32_t order;      /* of finding */
} lint_finding;

/* What a comment says of a warning: that it is known, and why. */
typedef struct lint_remark {
    struct lint_remark *next;
    relcal_draft_place place;
    const char *folder;  /* of all files in it; NULL where it is of one file */
    uint32_t first_line; /* of those that it speaks of, from 1; the last may be past the end */
    uint32_t last_line;
    lint_code code;
    const char *reason;
    bool is_used;
} lint_remark;

/* A piece of a line of which a check has said what is wrong: the loader's faults there are not
 * repeated. */
typedef struct lint_claim {
    struct lint_claim *next;
    uint32_t file_order;
    uint32_t line;
    uint32_t first_column;
    uint32_t last_column;
} lint_claim;

/* The text of a file with the beginnings of its lines. */
typedef struct lint_source {
    const relcal_file *file;
    const char *text;
    size_t length;
    const size_t *lines; /* where each begins, and behind them the length */
    size_t line_count;
    /* Where the last place was: on a line of megabytes the next one is looked for from there. */
    size_t known_line;
    size_t known_offset;
    uint32_t known_column;
} lint_source;

typedef struct lint_run {
    const relcal_lint_options *options;
    relcal_arena *arena; /* of the findings */
    relcal_loader loader;
    const relcal_file *files;          /* of the loader */
    lint_finding *findings;            /* of all loaders */
    size_t finding_count;              /* those that were dropped too */
    uint32_t first_order;              /* of the loader's files among all files */
    lint_claim *claims;                /* in the loader's arena */
    struct lint_reference *references; /* in the loader's arena */
    lint_remark *remarks;              /* in the loader's arena, the last first */
    size_t remark_count;               /* those that were dropped too */
    lint_source source;                /* of the file that is visited */
    relcal_catalog *sealed;            /* what the loader has read, where it is without a fault */
    relcal_outcome *habit;             /* of the series that is looked at, or NULL */
} lint_run;

/* Adds a finding; NULL where its place is in no file that is judged, or there are too many. */
relcal_finding *lint_add(lint_run *run, lint_code code, relcal_draft_place place,
                         const char *series, const char *milestone, const char *format, ...)
    __attribute__((format(printf, 6, 7)));

/* Says what mends a finding, which may be NULL. */
void lint_set_fix(lint_run *run, relcal_finding *finding, size_t offset, size_t length,
                  const char *text, size_t text_length);

/* Says that what is wrong in a piece of a line, `length` characters long, is told. */
void lint_claim_place(lint_run *run, relcal_draft_place place, size_t length);
bool lint_is_claimed(const lint_run *run, uint32_t file_order, relcal_place place);

/* A place in the file that is visited, from its line's index and the byte's; and the byte of a
 * place, the file's length where it has none. */
relcal_draft_place lint_place_at(lint_run *run, size_t line, size_t offset);
size_t lint_offset_of(lint_run *run, relcal_place place);

/* The file of an order among those of the loader, or NULL. */
const relcal_file *lint_find_file(const lint_run *run, uint32_t order);

/* The value of a key; NULL where there is none, or no mapping. */
const relcal_node *lint_find_value(const relcal_node *mapping, const char *key);

/* Where the comment of a line begins: at a number sign at its start or behind a space, outside of
 * quotation marks. The end where there is none. */
size_t lint_find_comment(const char *text, size_t begin, size_t end);

/* Whether there are so many findings that no more are kept. */
static inline bool lint_is_full(const lint_run *run)
{
    return run->finding_count > RELCAL_MAX_FINDINGS;
}

/* The series of a project in the order of their ids. */
typedef struct lint_project {
    const relcal_draft_project *draft;
    const relcal_draft_series **series;
    size_t series_count;
} lint_project;

/* ---- the checks ---- */

/* Of the file that is visited, with its tree, or NULL where it has none. */
typedef void lint_text_check(lint_run *run, const relcal_node *root);
/* Of a project, when all files are read. */
typedef void lint_project_check(lint_run *run, const lint_project *project);
/* Of the series at an index of a project. */
typedef void lint_series_check(lint_run *run, const lint_project *project, size_t index);

lint_text_check lint_check_dates_in_nodes, lint_check_weekdays, lint_collect_references,
    lint_collect_remarks, lint_check_times;
lint_project_check lint_check_bare_project, lint_check_references, lint_check_rules,
    lint_check_odd_weekdays, lint_check_copies, lint_check_month_ends;
lint_series_check lint_check_bare_series, lint_check_order, lint_check_later_order,
    lint_check_after_end, lint_check_days, lint_check_revised, lint_check_off_plan,
    lint_check_labels, lint_check_numbers, lint_check_first_release, lint_check_ids,
    lint_check_support, lint_check_offsets, lint_check_final, lint_check_final_names,
    lint_check_phases, lint_check_dateless, lint_check_titles, lint_check_one_day;

/* Between two milestones, and the days of the week; these need what lint_find_habit found. */
lint_series_check lint_check_gaps, lint_check_weekends, lint_check_constraints, lint_check_avoided;

/* Of a project whose series are planned by its cadences; needs what is sealed. */
lint_project_check lint_check_rule_days;

/* Of what is expected on a day that is over; goes by the phases of what is sealed. */
lint_series_check lint_check_overdue;

/* Says of the findings of the loader's files which of them remarks know, and finds those that know
 * nothing. When all else is found. */
void lint_apply_remarks(lint_run *run);

/* Works out what a cadence makes of the series at an index, as it is planned, into `habit`: NULL
 * where there is none. Forgotten with the next series, or by itself. */
void lint_find_habit(lint_run *run, const lint_project *project, size_t index);
void lint_forget_habit(lint_run *run);

/* The days from the date that a milestone's rule gives to the one that is planned; false where
 * there is no rule for it. */
bool lint_find_distance(const lint_run *run, const relcal_draft_milestone *milestone,
                        int32_t *days);

/* Whether a milestone is planned on the weekday on which its rule has it, and no constraint of the
 * cadence speaks against that. */
bool lint_is_weekday_of_habit(const lint_run *run, const relcal_draft_milestone *milestone);

#endif
