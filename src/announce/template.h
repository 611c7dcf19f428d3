/* Templates: text with tags in double braces, in which facts are filled in. */
#ifndef RELCAL_ANNOUNCE_TEMPLATE_H
#define RELCAL_ANNOUNCE_TEMPLATE_H

#include "relcal/announce_write.h"

/* What is built in for a format. */
const char *relcal_builtin_template(relcal_announcement_format format);

#endif
