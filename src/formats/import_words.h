/* What a project's words for other formats stand for: its project.yaml says which milestone a
 * source means by "eol" or "Begin Code Freeze", so that readers know formats and no projects. */
#ifndef RELCAL_FORMATS_IMPORT_WORDS_H
#define RELCAL_FORMATS_IMPORT_WORDS_H

#include "relcal/catalog.h"
#include "source.h"

/* A source of one series, as its words are read. */
typedef struct relcal_import_words {
    relcal_source_reader *source;
    const relcal_project *project;
    const char *format;   /* under which the project has its words */
    const char *series;   /* its id */
    const char *codename; /* for {codename} in ids and titles; NULL: that which is known */
    const char *version;  /* for {version}; NULL: the series */
} relcal_import_words;

/* The project that a source is of: the one that was said, or else the one that has words for the
 * format and more of the `names`, series' ids or aliases, than others. NULL after a report, and
 * the source is then unusable. */
const relcal_project *relcal_import_choose_project(relcal_source_reader *source, const char *format,
                                                   const char *const *names, size_t count);

/* The series of a project that has a name: its id, an alias or its codename; NULL for none. */
const relcal_series *relcal_import_find_series(const relcal_project *project, const char *name);

/* Adds the milestone that a word stands for, without a date yet. NULL where the project passes the
 * word over, and after a report where it has no such word, or the milestone is there already. */
relcal_item *relcal_import_add_word(const relcal_import_words *words, const char *word,
                                    relcal_place place);

/* The same without the report of a word that the project has not. */
bool relcal_import_has_word(const relcal_import_words *words, const char *word);

#endif
