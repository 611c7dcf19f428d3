/* Patterns of branches, paths and components. */
#ifndef RELCAL_POLICY_PATTERN_H
#define RELCAL_POLICY_PATTERN_H

#include <stdbool.h>

/*
 * Whether a text matches a pattern as a whole. In the pattern "?" stands for any character but "/",
 * "*" for any number of them, and "**" for any number of any characters; "**" and a "/" after it
 * for any number of folders, none too. Takes time in proportion to the product of the lengths.
 */
bool relcal_pattern_matches(const char *pattern, const char *text);

#endif
