/* An intake while it is being filled: what the sources said of each milestone, day by day. */
#ifndef RELCAL_FORMATS_INTAKE_H
#define RELCAL_FORMATS_INTAKE_H

#include "relcal/catalog.h"
#include "relcal/import.h"
#include "source.h"

/* What a source said of a milestone from a day on. */
typedef struct relcal_saying {
    struct relcal_saying *next;
    relcal_date since; /* RELCAL_DATE_NONE: of no revision */
    uint32_t order;    /* of sayings with one day, the last counts */
    relcal_item_state state;
    relcal_when when;
} relcal_saying;

typedef struct relcal_intake_milestone {
    struct relcal_intake_milestone *next;
    struct relcal_intake_milestone *same_bucket;
    struct relcal_intake_series *series;
    uint32_t hash;
    const char *id;
    const char *kind;
    const char *note;
    const char *title;
    const char *scope;
    int32_t number;
    relcal_saying *sayings;
    relcal_saying **sayings_end;
    relcal_saying *newest; /* the last that was added */
    size_t saying_count;
    const char *file; /* where it was read last */
    uint32_t line;
    uint32_t column;
    uint32_t seen_in;    /* the number of the source that had it last */
    uint32_t draft_line; /* in the draft of the series' file */
    bool is_left_out;    /* it contradicts others */
    bool is_put;         /* or was found to be nothing */
    bool is_drafted;
} relcal_intake_milestone;

typedef struct relcal_intake_series {
    struct relcal_intake_series *next;
    const char *project;
    const char *id;
    const char *name; /* PROJECT/SERIES.yaml */
    const char *spec_name;
    const char *spec_url;
    const char *branch;
    const char *release_manager;
    const char *codename;
    const char *aliases[SOURCE_ALIASES];
    size_t alias_count;
    relcal_intake_milestone *milestones;
    relcal_intake_milestone **milestones_end;
    size_t milestone_count;
    relcal_date first_since; /* RELCAL_DATE_NONE where there are no revisions */
    relcal_date changed_on;  /* of the file that is there; RELCAL_DATE_NONE: not */
    uint32_t seen_in;
    bool is_whole;   /* its last source has all its milestones */
    bool is_partial; /* its last source tells only some of it: the base's series has the rest */
    const char *file;
} relcal_intake_series;

/* A schedule file that is there already. */
typedef struct relcal_kept_file {
    struct relcal_kept_file *next;
    const char *name;
    const char *text;
    size_t length;
} relcal_kept_file;

#define INTAKE_BUCKETS 4096

struct relcal_intake {
    relcal_arena arena;
    relcal_arena scratch; /* of the source or draft that is being worked on */
    jmp_buf out_of_memory;
    relcal_intake_options options;
    relcal_faults faults; /* of the source or draft that is being worked on, in scratch */
    relcal_intake_series *series;
    relcal_intake_series **series_end;
    size_t series_count;
    relcal_intake_milestone *buckets[INTAKE_BUCKETS];
    uint32_t source_count;
    uint32_t saying_count;
    relcal_date last_since;
    relcal_kept_file *kept;
    relcal_catalog *existing; /* of the kept files; NULL where there are none */
    relcal_catalog *made;
    relcal_intake_file *files; /* texts from malloc */
    size_t file_count;
    size_t report_count;
    bool is_finished;
};

/* Tells the faults of intake->faults and forgets them: all of them, or all but the first, which
 * `first` gets unless it is NULL. Its code, RELCAL_OK where there is none. */
relcal_status relcal_intake_tell(relcal_intake *intake, relcal_error *first, bool is_failure);

/* Turns what was said into the drafts of schedule files, and those into files. */
relcal_status relcal_intake_make(relcal_intake *intake, relcal_error *error);

#endif
