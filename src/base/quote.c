/*
 * Quoting a user's text in a message. What a terminal would act on, or a reader would not see, is
 * written as \xHH, byte by byte; UTF-8 is checked after RFC 3629, section 4.
 */
#include "quote.h"

#include <string.h>

/* The room that is kept for the end of a quotation: "..." with its quotation mark and NUL. */
static const char cut_end[] = "...\"";

typedef struct code_range {
    uint32_t first;
    uint32_t last;
} code_range;

/* Characters that are not shown as they are. */
static const code_range hidden[] = {
    {0x0000, 0x001F}, /* C0 controls */
    {0x007F, 0x009F}, /* delete, C1 controls */
    {0x061C, 0x061C}, /* Arabic letter mark */
    {0x200B, 0x200F}, /* zero width, left-to-right and right-to-left marks */
    {0x2028, 0x202E}, /* line and paragraph separators, embeddings, overrides */
    {0x2060, 0x206F}, /* word joiner, isolates, deprecated formats */
    {0xD800, 0xDFFF}, /* surrogates, no characters at all */
    {0xFEFF, 0xFEFF}, /* byte order mark */
};

bool relcal_character_is_hidden(uint32_t code)
{
    for (size_t i = 0; i < sizeof hidden / sizeof hidden[0]; i++) {
        if (code >= hidden[i].first && code <= hidden[i].last) {
            return true;
        }
    }
    return false;
}

size_t relcal_character_bytes(const char *string, size_t length, uint32_t *code)
{
    const unsigned char *text = (const unsigned char *)string;
    static const struct {
        unsigned char mask, lead;
        uint32_t least; /* below it the character would have a shorter form */
    } forms[] = {{0x80, 0x00, 0}, {0xE0, 0xC0, 0x80}, {0xF0, 0xE0, 0x800}, {0xF8, 0xF0, 0x10000}};

    size_t form = 0;
    while (form < 4 && (text[0] & forms[form].mask) != forms[form].lead) {
        form++;
    }
    if (form == 4 || form >= length) {
        return 0;
    }
    *code = text[0] & (uint32_t)(unsigned char)~forms[form].mask;
    for (size_t i = 1; i <= form; i++) {
        if ((text[i] & 0xC0) != 0x80) {
            return 0;
        }
        *code = *code << 6 | (text[i] & 0x3F);
    }
    return *code >= forms[form].least && *code <= 0x10FFFF ? form + 1 : 0;
}

/* Writes a byte as \xHH; returns the number of bytes written. */
static size_t put_escaped(char *out, unsigned char byte)
{
    static const char digits[] = "0123456789ABCDEF";
    out[0] = '\\';
    out[1] = 'x';
    out[2] = digits[byte >> 4];
    out[3] = digits[byte & 0xF];
    return 4;
}

/* Writes one character, or one byte that is none, at most 4 bytes; returns the number written and
 * how many bytes of the text it stands for. */
static size_t put_character(char *out, const unsigned char *text, size_t length, size_t *taken)
{
    uint32_t code;
    size_t bytes = relcal_character_bytes((const char *)text, length, &code);
    if (bytes == 0 || relcal_character_is_hidden(code)) {
        *taken = 1;
        return put_escaped(out, text[0]);
    }
    size_t marks = code == '"' || code == '\\';
    out[0] = '\\';
    memcpy(out + marks, text, bytes);
    *taken = bytes;
    return marks + bytes;
}

const char *relcal_quote(const char *text, size_t length, char buffer[RELCAL_QUOTE_BYTES])
{
    size_t written = 0;
    size_t at = 0;
    buffer[written++] = '"';
    while (at < length) {
        char shown[4];
        size_t taken;
        size_t bytes = put_character(shown, (const unsigned char *)text + at, length - at, &taken);
        if (written + bytes + sizeof cut_end > RELCAL_QUOTE_BYTES) {
            memcpy(buffer + written, cut_end, sizeof cut_end);
            return buffer;
        }
        memcpy(buffer + written, shown, bytes);
        written += bytes;
        at += taken;
    }
    buffer[written++] = '"';
    buffer[written] = '\0';
    return buffer;
}
