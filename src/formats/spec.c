/* Templates of one number. */
#include "spec.h"

#include <stdio.h>
#include <string.h>

/* The most digits of a number. */
#define NUMBER_BYTES 24

/* Where the number of a template stands, and at least how many digits it has. */
typedef struct number_place {
    size_t start;
    size_t end;
    int digits;
} number_place;

/* Finds "{number}" or "{number:0N}", N from 1 to 9; false where that is not the one thing in
 * braces.
 */
static bool find_number(const char *text, number_place *out)
{
    static const char plain[] = "{number}";
    static const char padded[] = "{number:0";
    const char *open = strchr(text, '{');
    if (open == NULL) {
        return false;
    }
    const char *end = open + strlen(plain);
    int digits = 1;
    if (strncmp(open, padded, strlen(padded)) == 0) {
        const char *digit = open + strlen(padded);
        if (*digit < '1' || *digit > '9' || digit[1] != '}') {
            return false;
        }
        digits = *digit - '0';
        end = digit + 2;
    } else if (strncmp(open, plain, strlen(plain)) != 0) {
        return false;
    }
    *out = (number_place){(size_t)(open - text), (size_t)(end - text), digits};
    return strpbrk(end, "{}") == NULL && memchr(text, '}', out->start) == NULL;
}

bool relcal_spec_is_template(const char *text, bool may_have_digits)
{
    number_place place;
    return find_number(text, &place) && (may_have_digits || place.digits == 1);
}

const char *relcal_spec_fill(relcal_arena *arena, const char *template, unsigned long number)
{
    number_place place = {0};
    char digits[NUMBER_BYTES];
    (void)find_number(template, &place);
    size_t count = (size_t)snprintf(digits, sizeof digits, "%0*lu", place.digits, number);
    size_t rest = strlen(template + place.end);
    char *text = relcal_arena_allocate(arena, place.start + count + rest + 1);
    memcpy(text, template, place.start);
    memcpy(text + place.start, digits, count);
    memcpy(text + place.start + count, template + place.end, rest + 1);
    return text;
}
