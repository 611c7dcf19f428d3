/* The words that sentences about schedules are made of, each with the classes that it belongs to.
 */
#ifndef RELCAL_ANNOUNCE_WORDS_H
#define RELCAL_ANNOUNCE_WORDS_H

#include <stddef.h>
#include <stdint.h>

/* The classes of words, then those of tokens that are none of the vocabulary. A token may be of
 * several. */
enum {
    RELCAL_PLACE_ALPHA,
    RELCAL_PLACE_BETA,
    RELCAL_PLACE_CANDIDATE,
    RELCAL_PLACE_PHASE,
    RELCAL_PLACE_NEXT,
    RELCAL_PLACE_RELEASE,
    RELCAL_PLACE_PREVIEW,
    RELCAL_PLACE_UPKEEP,
    RELCAL_PLACE_MAJOR,
    RELCAL_PLACE_PLAN,
    RELCAL_PLACE_ADVERB,
    RELCAL_PLACE_FOR,
    RELCAL_PLACE_WILL,
    RELCAL_PLACE_BE,
    RELCAL_PLACE_IS,
    RELCAL_PLACE_WAS,
    RELCAL_PLACE_THE,
    RELCAL_PLACE_THIS,
    RELCAL_PLACE_IT,
    RELCAL_PLACE_LAST,
    RELCAL_PLACE_BUT_LAST,
    RELCAL_PLACE_FINAL,
    RELCAL_PLACE_OF,
    RELCAL_PLACE_AND,
    RELCAL_PLACE_OFFICIAL,
    RELCAL_PLACE_UNTIL,
    RELCAL_PLACE_SUPPORT,
    RELCAL_PLACE_LIFE_END,
    RELCAL_PLACE_ENDS,
    RELCAL_PLACE_AFTER,
    RELCAL_PLACE_LONGER,
    RELCAL_PLACE_NO,
    RELCAL_PLACE_ABI,
    RELCAL_PLACE_CHANGES,
    RELCAL_PLACE_FROM,
    RELCAL_PLACE_POINT,
    RELCAL_PLACE_RELEASED,
    RELCAL_PLACE_ORIGINALLY,
    RELCAL_PLACE_PRIOR,
    RELCAL_PLACE_TO,
    RELCAL_PLACE_SCHEDULE,
    RELCAL_PLACE_DAY,
    RELCAL_PLACE_TROUBLE,
    RELCAL_PLACE_VAGUE,
    RELCAL_PLACE_SERIES,
    RELCAL_PLACE_ANNOUNCE,
    RELCAL_PLACE_WITH,
    RELCAL_PLACE_IN,
    RELCAL_PLACE_WHILE,
    RELCAL_PLACE_NAME,     /* of the project */
    RELCAL_PLACE_DOCUMENT, /* what those that set its schedules are called: PEP */
    RELCAL_PLACE_NUMBER,
    RELCAL_PLACE_ORDINAL,
    RELCAL_PLACE_MONTH,
    RELCAL_PLACE_WEEKDAY,
    RELCAL_PLACE_VERSION,
    RELCAL_PLACE_STAGE,
    RELCAL_PLACE_DATE,
    RELCAL_PLACE_COMMA,
    RELCAL_PLACE_STOP,
    RELCAL_PLACE_OPEN,
    RELCAL_PLACE_MARK,
    RELCAL_CLASS_COUNT
};

typedef uint64_t relcal_classes;
_Static_assert(RELCAL_CLASS_COUNT <= 64, "a class is a bit");

#define RELCAL_CLASS(name) ((relcal_classes)1 << RELCAL_PLACE_##name)

typedef struct relcal_word {
    const char *text; /* in lower case */
    relcal_classes classes;
    uint16_t number; /* of a number, ordinal, month or weekday, from 1 */
} relcal_word;

/* The longest word that is known, in bytes. */
#define RELCAL_WORD_BYTES 20

/* The word of a text in lower case, or one that it is a slip of the pen for; NULL where there is
 * none. */
const relcal_word *relcal_find_word(const char *text, size_t length);

#endif
