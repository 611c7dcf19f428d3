/* Messages on standard error: one line, in one piece. */
#include "complain.h"

#include <stdarg.h>
#include <stdio.h>

void complain(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    (void)fputs("relcal: ", stderr);
    (void)vfprintf(stderr, format, arguments);
    (void)fputc('\n', stderr);
    va_end(arguments);
}

void complain_text(text *message)
{
    complain("%s", message->failed ? "out of memory" : text_string(message));
    text_free(message);
}
