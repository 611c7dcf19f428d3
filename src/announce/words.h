/* The words that sentences about schedules are made of, each with the classes that it belongs to.
 */
#ifndef RELCAL_ANNOUNCE_WORDS_H
#define RELCAL_ANNOUNCE_WORDS_H

#include <stddef.h>
#include <stdint.h>

/* The classes of words, then those of tokens that are no words. A token may be of several. */
#define RELCAL_CLASSES(X)                                                                       \
    X(ALPHA)                                                                                    \
    X(BETA) X(CANDIDATE) X(PHASE) X(NEXT) X(RELEASE) X(PREVIEW) X(UPKEEP) X(MAJOR) X(PLAN)      \
        X(ADVERB) X(FOR) X(WILL) X(BE) X(IS) X(WAS) X(THE) X(THIS) X(IT) X(LAST) X(BUT_LAST)    \
            X(FINAL) X(OF) X(AND) X(OFFICIAL) X(UNTIL) X(SUPPORT) X(LIFE_END) X(ENDS) X(AFTER)  \
                X(LONGER) X(NO) X(ABI) X(CHANGES) X(FROM) X(POINT) X(RELEASED) X(ORIGINALLY)    \
                    X(PRIOR) X(TO) X(PEP) X(SCHEDULE) X(PYTHON) X(DAY) X(TROUBLE) X(VAGUE)      \
                        X(SERIES) X(ONE) X(ANNOUNCE) X(WITH) X(IN) X(START) X(WHILE) X(NUMBER)  \
                            X(ORDINAL) X(MONTH) X(WEEKDAY) X(VERSION) X(STAGE) X(DATE) X(COMMA) \
                                X(STOP) X(MARK)

enum {
#define RELCAL_CLASS_PLACE(name) RELCAL_PLACE_##name,
    RELCAL_CLASSES(RELCAL_CLASS_PLACE)
#undef RELCAL_CLASS_PLACE
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
