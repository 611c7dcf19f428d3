/* Reading a short text from left to right. Columns are bytes: all that is passed over is ASCII. */
#include "reader.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "digits.h"
#include "fail.h"
#include "quote.h"

bool relcal_reader_take_word(relcal_reader *reader, const char *word)
{
    size_t length = strlen(word);
    if (reader->length - reader->at < length) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        char letter = reader->text[reader->at + i];
        if (letter != word[i] &&
            !(letter >= 'A' && letter <= 'Z' && letter - 'A' + 'a' == word[i])) {
            return false;
        }
    }
    reader->at += length;
    return true;
}

relcal_status relcal_reader_number(relcal_reader *reader, int width, int *out)
{
    int number = 0;
    for (int i = 0; i < width; i++) {
        if (relcal_reader_is_at_end(reader) || !relcal_is_digit(reader->text[reader->at])) {
            return relcal_reader_misread(reader);
        }
        number = 10 * number + (reader->text[reader->at++] - '0');
    }
    *out = number;
    return RELCAL_OK;
}

relcal_status relcal_reader_expect(relcal_reader *reader, char wanted)
{
    return relcal_reader_take(reader, wanted) ? RELCAL_OK : relcal_reader_misread(reader);
}

relcal_status relcal_reader_expect_end(relcal_reader *reader)
{
    return relcal_reader_is_at_end(reader) ? RELCAL_OK : relcal_reader_misread(reader);
}

relcal_status relcal_reader_misread(const relcal_reader *reader)
{
    if (reader->error == NULL) {
        return RELCAL_ERROR_SYNTAX;
    }
    char quotation[RELCAL_QUOTE_BYTES];
    return relcal_fail(reader->error, RELCAL_ERROR_SYNTAX, relcal_place_in_text(reader->at),
                       "%s is not %s; write %s",
                       relcal_quote(reader->text, reader->length, quotation), reader->thing,
                       reader->wanted);
}

relcal_status relcal_reader_out_of_range(const relcal_reader *reader, size_t start, size_t at,
                                         const char *format, ...)
{
    char reason[RELCAL_ERROR_MESSAGE_BYTES];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(reason, sizeof reason, format, arguments);
    va_end(arguments);
    return relcal_fail(reader->error, RELCAL_ERROR_RANGE, relcal_place_in_text(at), "%.*s %s",
                       (int)(reader->at - start), reader->text + start, reason);
}
