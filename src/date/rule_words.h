/* The words of date rules. */
#ifndef RELCAL_DATE_RULE_WORDS_H
#define RELCAL_DATE_RULE_WORDS_H

#include <stdbool.h>
#include <stddef.h>

/* What a word, in any case, stands for; 0 for none: weekdays from Monday, 1, on; months from
 * January, 1, on; ordinals "first" to "fifth" and "1st" on, -1 for "last"; units, one more than
 * the enum. */
int relcal_rule_weekday(const char *word, size_t length);
int relcal_rule_month(const char *word, size_t length);
int relcal_rule_ordinal(const char *word, size_t length);
int relcal_rule_unit_of(const char *word, size_t length);

/* Whether a word is another one, given in lower case, in any case. */
bool relcal_rule_is_word(const char *word, size_t length, const char *other);

/* Whether a word means something in a rule, so that a milestone of that name needs quotation marks.
 */
bool relcal_rule_is_reserved(const char *word, size_t length);

/* The word that somebody meant who wrote this one, or NULL. */
const char *relcal_rule_meant(const char *word, size_t length);

/* "day", "week", "month", "year", "working day". */
const char *relcal_rule_unit_name(int unit);

#endif
