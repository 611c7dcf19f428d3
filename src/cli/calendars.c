/*
 * Linking libical and ICU costs a process four times its start-up, so librelcal-ical is loaded by
 * hand: the one beside the command's own folder, which is that of the same build or installation,
 * else where the loader looks. The command exports the core library that it has inside, and the
 * loader takes a name from the command first, so that there is one core library in use.
 */
#include "calendars.h"

#include <dlfcn.h>
#include <stddef.h>
#include <string.h>

#include "complain.h"
#include "relcal/export.h"

#define LIBRARY "librelcal-ical.so.0"
#define CORE "librelcal.so.0"

/* From the folder of the command to that of the libraries, where they are installed. */
#ifndef RELCAL_LIBRARY_FOLDER
#define RELCAL_LIBRARY_FOLDER "../lib"
#endif

/* Adds why the library was not loaded, unless it just is not there. */
static void add_reason(text *reason)
{
    const char *message = dlerror();
    if (message != NULL && strstr(message, LIBRARY ": cannot open shared object") == NULL) {
        text_add(reason, reason->length == 0 ? " (" : "; ");
        text_add_printable(reason, message, RELCAL_ERROR_MESSAGE_BYTES);
    }
}

/* Loads the library from a folder, or gives NULL. The core library comes first: the loader may not
 * know the folder that holds both. */
static void *load_pair(const char *core_path, const char *path, text *reason)
{
    void *core = dlopen(core_path, RTLD_NOW | RTLD_LOCAL);
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) {
        add_reason(reason);
        if (core != NULL) {
            (void)dlclose(core);
        }
    }
    return library;
}

/* The folder is seen from that of the command, which the loader puts in the place of $ORIGIN. */
#define LOAD_FROM(folder, reason) \
    load_pair("$ORIGIN/" folder "/" CORE, "$ORIGIN/" folder "/" LIBRARY, reason)

/* Looks for the library where this command is installed, where it was built, and then where the
 * loader looks; NULL where it is nowhere. */
static void *load_library(text *reason)
{
    void *library = LOAD_FROM(RELCAL_LIBRARY_FOLDER, reason);
    if (library == NULL) {
        library = LOAD_FROM("../lib", reason);
    }
    if (library == NULL && (library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL)) == NULL) {
        add_reason(reason);
    }
    return library;
}

/* Whether a library is of the command's own version; else both could hold a struct differently. */
static bool is_same_version(void *library)
{
    __typeof__(&relcal_library_version) version = NULL;
    *(void **)&version = dlsym(library, "relcal_library_version");
    if (version != NULL && strcmp(version(), RELCAL_VERSION) == 0) {
        return true;
    }
    complain(LIBRARY " is of version %s, and this relcal of " RELCAL_VERSION
                     "; install the same version of both",
             version != NULL ? version() : "none");
    return false;
}

static bool find_functions(calendar_functions *out, void *library)
{
    static const struct {
        const char *name;
        size_t place;
    } functions[] = {
#define FUNCTION(name) {"relcal_" #name, offsetof(calendar_functions, name)}
        FUNCTION(ical_write),        FUNCTION(calendar_parse),  FUNCTION(calendar_free),
        FUNCTION(calendar_event_at), FUNCTION(calendar_import), FUNCTION(import_free),
        FUNCTION(import_file_count), FUNCTION(import_file_at),
#undef FUNCTION
    };
    for (size_t index = 0; index < sizeof functions / sizeof functions[0]; index++) {
        void *function = dlsym(library, functions[index].name);
        if (function == NULL) {
            complain(LIBRARY " has no %s; install it anew", functions[index].name);
            return false;
        }
        memcpy((char *)out + functions[index].place, &function, sizeof function);
    }
    return true;
}

bool calendars_load(calendar_functions *out)
{
    text reason = {0};
    void *library = load_library(&reason);
    if (library == NULL) {
        text_add(&reason, reason.length > 0 ? ")" : "");
        complain("calendars need librelcal-ical; install the package that has " LIBRARY "%s",
                 text_string(&reason));
    }
    text_free(&reason);
    return library != NULL && is_same_version(library) && find_functions(out, library);
}
