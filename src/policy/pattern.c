/*
 * Matching without recursion: of the stars that were passed only the last "*" and the last "**"
 * have to be remembered. Where the text does not go on as the pattern does, the "*" takes in one
 * character more; where that is a "/", the "**" does.
 */
#include "pattern.h"

#include <stddef.h>

/* A star that was passed: the pattern after it, and the text that it has not taken in. */
typedef struct passed_star {
    const char *pattern;
    const char *text;
} passed_star;

/* Passes over "**", and over the "/" after it, so that no folder is as good as some. */
static const char *after_double_star(const char *pattern)
{
    pattern += 2;
    return *pattern == '/' ? pattern + 1 : pattern;
}

/* Whether "**" with a "/" after it may have taken in what ends before `text`: whole folders. */
static bool may_stop(const char *pattern_after, const char *text)
{
    return pattern_after[-1] != '/' || text[-1] == '/';
}

/* Lets the double star take in more, up to a place where it may stop; false at the text's end. */
static bool extend(passed_star *star)
{
    do {
        if (star->pattern == NULL || *star->text == '\0') {
            return false;
        }
        star->text++;
    } while (!may_stop(star->pattern, star->text));
    return true;
}

bool relcal_pattern_matches(const char *pattern, const char *text)
{
    passed_star single = {NULL, NULL};
    passed_star twofold = {NULL, NULL};
    while (*text != '\0' || *pattern != '\0') {
        if (pattern[0] == '*' && pattern[1] == '*') {
            pattern = after_double_star(pattern);
            twofold = (passed_star){pattern, text};
            single.pattern = NULL;
        } else if (*pattern == '*') {
            single = (passed_star){++pattern, text};
        } else if (*text != '\0' && (*pattern == *text || (*pattern == '?' && *text != '/'))) {
            pattern++;
            text++;
        } else if (single.pattern != NULL && *single.text != '\0' && *single.text != '/') {
            pattern = single.pattern;
            text = ++single.text;
        } else if (extend(&twofold)) {
            single.pattern = NULL;
            pattern = twofold.pattern;
            text = twofold.text;
        } else {
            return false;
        }
    }
    return true;
}
