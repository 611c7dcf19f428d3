/*
 * Schedules from other formats: what a project publishes becomes schedule files.
 *
 * An intake takes in one source, or the revisions of one over the years, and makes the schedule
 * files that say the same. Read are the releases and the release cycle that come with the peps in
 * JSON, the text of a release schedule PEP in every layout there has been, a schedule.json of
 * support dates, a product of the endoflife API (v1), the schedule of a release train,
 * distro-info's tables, cycles in weeks, timelines in Markdown, and CSV. Calendars are read by
 * relcal_calendar_import of relcal/ical.h. Since 0.2 all of it.
 *
 * What the words of a source mean to a project is said by the imports of its project.yaml. Support
 * dates, products and trains tell only some of a series: they are laid over the series of the base,
 * with all that it knows, where no file is there already.
 *
 * What is not understood is reported with its place and left out; nothing is guessed. A weekday
 * that is not that of its date is reported, and the date counts.
 */
#ifndef RELCAL_IMPORT_H
#define RELCAL_IMPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "relcal/allocator.h"
#include "relcal/catalog.h"
#include "relcal/date.h"
#include "relcal/export.h"
#include "relcal/limits.h"
#include "relcal/status.h"

RELCAL_BEGIN_DECLS

/** The formats that an intake reads. Append-only. */
typedef enum relcal_import_format {
    RELCAL_IMPORT_ANY = 0,           /**< by what the text holds */
    RELCAL_IMPORT_PEPS_JSON = 1,     /**< {"metadata": {...}, "releases": {...}} */
    RELCAL_IMPORT_RELEASE_CYCLE = 2, /**< {"3.12": {"first_release": ..., "end_of_life": ...}} */
    RELCAL_IMPORT_PEP = 3,           /**< the reST text of a release schedule PEP */
    RELCAL_IMPORT_CSV = 4,           /**< a line of column names, then a milestone a line */
    RELCAL_IMPORT_SCHEDULE_JSON = 5, /**< {"v20": {"start": ..., "lts": ..., "end": ...}} */
    RELCAL_IMPORT_YAML = 6,          /**< the schedule file of a series, for its revisions */
    RELCAL_IMPORT_ENDOFLIFE = 7,     /**< {"result": {"name": ..., "releases": [...]}}, since 0.5 */
    RELCAL_IMPORT_TRAIN = 8,         /**< {"version": ..., "merge_day": ...}, since 0.5 */
    RELCAL_IMPORT_DISTRO_INFO = 9,   /**< CSV: version,codename,series,created,release,..., since
                                          0.5 */
    RELCAL_IMPORT_WEEKS = 10,        /**< YAML: release-week, and a cycle of weeks, since 0.5 */
    RELCAL_IMPORT_TIMELINE = 11      /**< Markdown: a table with What and When, since 0.5 */
} relcal_import_format;

/** "peps-json", "release-cycle", "pep", "csv", "schedule-json", "yaml", "endoflife", "train",
 * "distro-info", "weeks", "timeline"; "" for another. Static text. */
RELCAL_API const char *relcal_import_format_name(relcal_import_format format);

/**
 * What a text seems to be; RELCAL_IMPORT_ANY where it is none of the formats. Looks at the first
 * 64 KiB only. Thread-safe, allocates nothing.
 */
RELCAL_API relcal_import_format relcal_import_recognise(const char *text, size_t length);

/** How to take in. Zero it, then set what differs. */
typedef struct relcal_intake_options {
    /** Where memory comes from; NULL for malloc. Copied. What libyaml and the writing of schedule
     * files allocate does not pass through it. */
    const relcal_allocator *allocator;
    relcal_import_format format;
    /** The projects that are known, usually relcal_catalog_builtin(), or NULL: a series of one of
     * them needs no project.yaml of its own. Must outlive the intake. */
    const relcal_catalog *base;
    /** The id of the project; NULL for the one of the base whose imports name the format, or whose
     * product the source is, and for CSV the one known project that has all the series, or the
     * column named project. */
    const char *project;
    /** The day on which the import is done. A date of which the source does not say whether it is
     * expected or actual is actual up to it; what changes in a series that is there already was
     * planned so since this day. RELCAL_DATE_NONE is not taken. */
    relcal_date on;
    /** Called for what was not understood, or is wrong in the source, or may not be changed: file,
     * line and column of the source and why. May be NULL: it is counted anyway. */
    void (*report)(void *context, const relcal_error *fault);
    void *report_context;
    /** The id of the series that a source is of which does not say it, such as one of weeks; NULL
     * for the known one that its path or its dates tell. Since 0.5. */
    const char *series;
} relcal_intake_options;

/** A schedule file that was made: where it goes below a data folder, and its text in UTF-8. */
typedef struct relcal_intake_file {
    const char *name; /**< PROJECT/project.yaml or PROJECT/SERIES.yaml */
    const char *text;
    size_t length;
    bool is_unchanged; /**< the file that is there already says the same */
} relcal_intake_file;

/** Sources on their way into schedule files. To be used by one thread at a time. */
typedef struct relcal_intake relcal_intake;

/**
 * Begins. The caller frees `*out` with relcal_intake_free; it is untouched on failure.
 * Errors: RELCAL_ERROR_ARGUMENT for options without a valid day or with a project that is no id,
 * RELCAL_ERROR_MEMORY.
 */
RELCAL_API relcal_status relcal_intake_new(relcal_intake **out,
                                           const relcal_intake_options *options,
                                           relcal_error *error);

/**
 * Reads one source. `name` is what messages call it. `since` is the day (UTC) from whose end on the
 * source said so, for revisions, which are given oldest first; of several of one day the last
 * counts, and a milestone that a revision has no more is withdrawn. RELCAL_DATE_NONE is for a
 * source that is not a revision, or that has the days itself.
 *
 * Errors: RELCAL_ERROR_SYNTAX for a text that cannot be read, RELCAL_ERROR_DATA for one that holds
 * no milestone, RELCAL_ERROR_LIMIT, RELCAL_ERROR_ARGUMENT where revisions are not in order or the
 * project is not known, RELCAL_ERROR_MEMORY. After an error other than of memory the intake is as
 * before. `error` may be NULL.
 */
RELCAL_API relcal_status relcal_intake_add(relcal_intake *intake, const char *name,
                                           const char *text, size_t length, relcal_date since,
                                           relcal_error *error);

/**
 * The name of the file of the series at an index, PROJECT/SERIES.yaml, in the order of reading;
 * NULL past the end. Lives as long as the intake.
 */
RELCAL_API const char *relcal_intake_name_at(const relcal_intake *intake, size_t index);

/**
 * Gives the schedule file that is there already under a name, of a series or a project.yaml. Its
 * history is kept, and what the sources say else is a change of the plan. The bytes are copied; of
 * several of one name the first counts.
 * Errors: RELCAL_ERROR_MEMORY.
 */
RELCAL_API relcal_status relcal_intake_keep(relcal_intake *intake, const char *name,
                                            const char *text, size_t length, relcal_error *error);

/**
 * Makes the schedule files; once, and nothing may be added afterwards. What was made loads over
 * the base. A milestone that contradicts the order of the phases is reported and left
 * out. A series that was laid over the base's and says the same as that gets no file.
 * Errors: RELCAL_ERROR_DATA where there is nothing to write or what is there already is faulty,
 * RELCAL_ERROR_LIMIT, RELCAL_ERROR_ARGUMENT when called twice, RELCAL_ERROR_MEMORY.
 */
RELCAL_API relcal_status relcal_intake_finish(relcal_intake *intake, relcal_error *error);

/** The file at an index, by name; NULL past the end, and before relcal_intake_finish. */
RELCAL_API const relcal_intake_file *relcal_intake_file_at(const relcal_intake *intake,
                                                           size_t index);

/** How many reports there were. */
RELCAL_API size_t relcal_intake_report_count(const relcal_intake *intake);

/** Frees an intake and its files. NULL is left alone. */
RELCAL_API void relcal_intake_free(relcal_intake *intake);

/** How the events of a calendar read that others publish, as the imports of a project say it. Texts
 * live as long as the project's catalog. Since 0.5. */
typedef struct relcal_feed {
    const char *mark;    /**< what a UID, a URL or the calendar's name holds, in any case */
    const char *pattern; /**< of summaries, as relcal_import_options of relcal/ical.h has it */
    const char *remark;  /**< what notes begin with, to be left out; or NULL */
} relcal_feed;

/**
 * The way at an index in which the events of a project's calendars read, in the order of the file:
 * the first pattern that a summary is of counts. False, `*out` untouched, past the end. Since 0.5.
 */
RELCAL_API bool relcal_project_feed_at(const relcal_project *project, size_t index,
                                       relcal_feed *out);

/**
 * Whether a text in UTF-8 is a pattern of summaries. `error` may be NULL; it tells the column.
 * Errors: RELCAL_ERROR_ARGUMENT where it is none, or has over RELCAL_MAX_PATTERN_BYTES bytes or
 * RELCAL_MAX_PATTERN_PARTS parts. Thread-safe, allocates nothing. Since 0.5.
 */
RELCAL_API relcal_status relcal_feed_pattern_check(const char *pattern, relcal_error *error);

RELCAL_END_DECLS

#endif
