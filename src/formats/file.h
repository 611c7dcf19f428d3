/* Schedule files as bytes: found in a folder or given in memory, read within limits, and screened
 * for what no text should hold. */
#ifndef RELCAL_FORMATS_FILE_H
#define RELCAL_FORMATS_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "faults.h"
#include "relcal/load.h"

typedef struct relcal_file {
    struct relcal_file *next;
    const char *name;      /* as messages give it */
    const char *folder;    /* the last folder of its path: the project */
    const char *base_name; /* project.yaml */
    char *text;            /* NULL where it could not be read */
    size_t length;
    uint32_t order; /* among all files of the load */
    bool is_mended; /* screening put other characters into the text: its YAML may be broken by it */
    bool has_mark;  /* screening took a byte order mark off */
    bool is_misnamed;   /* not read for the end of its name, which is reported */
    bool is_neighbour;  /* read only because others need what it says */
    bool is_json;       /* for messages: what is not YAML is not JSON */
    const char *wanted; /* for messages: what an empty one should hold, or NULL */
} relcal_file;

/* Finds and reads the schedule files below a directory: its own, or else those of its folders, by
 * name. What cannot be read is a fault. */
relcal_file *relcal_files_find(relcal_arena *arena, relcal_faults *faults, const char *directory,
                               size_t max_bytes);

/* Reads files of one folder, whatever their names are, and as neighbours the schedule files beside
 * them if `has_neighbours`. `folder` is the project that they are read for. */
relcal_file *relcal_files_read(relcal_arena *arena, relcal_faults *faults, const char *const *paths,
                               size_t count, const char *folder, bool has_neighbours,
                               size_t max_bytes);

bool relcal_is_folder(const char *path);

/* Whether a project.yaml stands beside a file. */
bool relcal_has_project_file(relcal_arena *arena, const char *path);

/* Takes over schedule files from memory. */
relcal_file *relcal_files_take(relcal_arena *arena, relcal_faults *faults,
                               const relcal_source *sources, size_t count, size_t max_bytes);

/* Reports bytes that are not UTF-8, control characters and tabs, one fault for each run of them,
 * and puts harmless characters in their place, so that the file's other faults are found too. Takes
 * a byte order mark off; the text of a file in UTF-16 or UTF-32 becomes NULL. */
void relcal_file_screen(relcal_file *file, relcal_faults *faults);

/* How many printable ASCII characters a text begins with. */
size_t relcal_count_plain(const char *text, size_t length);

/* Whether a character is none that a schedule file may hold, or a line break other than LF and CR
 * (YAML 1.2, section 5.1; line separators of YAML 1.1). Tabs and line ends count as controls. */
bool relcal_is_control(uint32_t code_point);

/* Decodes the UTF-8 sequence at `text`: its length in bytes, or 0 where it is not valid (overlong,
 * a surrogate, cut, over U+10FFFF; The Unicode Standard, table 3-7). */
size_t relcal_utf8_decode(const char *text, size_t length, uint32_t *code_point);

#endif
