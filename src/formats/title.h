/* The words of a release: its number as its id writes it, and its stage: "163.0 beta 5". */
#ifndef RELCAL_FORMATS_TITLE_H
#define RELCAL_FORMATS_TITLE_H

#include "digits.h"
#include "relcal/version.h"

/* How many bytes of the id of a release write its number: those of v1.35.0 in v1.35.0-rc.1; 0 where
 * it is a stage alone. */
static inline size_t relcal_title_number_length(const char *id)
{
    size_t length = id[0] == 'v' || id[0] == 'V';
    while (relcal_is_digit(id[length]) ||
           (length > 0 && id[length] == '.' && relcal_is_digit(id[length + 1]))) {
        length++;
    }
    return length;
}

/* What stands in a title behind the number: "beta 5", or nothing for a final release; of a stage
 * alone the whole title. */
static inline const char *relcal_title_stage(const relcal_version *version,
                                             char buffer[RELCAL_VERSION_WORDS_BYTES])
{
    relcal_version stage = {.stage = version->stage, .number = version->number};
    bool is_bare = version->has_release && version->stage == RELCAL_STAGE_FINAL;
    return is_bare ? "" : relcal_version_words(&stage, buffer);
}

#endif
