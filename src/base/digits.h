/* Decimal numbers of fixed width in texts. */
#ifndef RELCAL_BASE_DIGITS_H
#define RELCAL_BASE_DIGITS_H

#include <stdbool.h>
#include <stdint.h>

static inline bool relcal_is_digit(char character)
{
    return character >= '0' && character <= '9';
}

/* Writes the last `width` digits of a number, without a NUL, and returns the place after them. */
static inline char *relcal_put_digits(char *out, uint32_t number, int width)
{
    for (int i = width - 1; i >= 0; i--) {
        out[i] = (char)('0' + number % 10);
        number /= 10;
    }
    return out + width;
}

#endif
