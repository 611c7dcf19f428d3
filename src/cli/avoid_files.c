/* A file is a calendar where it begins like one or is named like one, else a YAML list. */
#include "avoid_files.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "avoid_calendar.h"
#include "complain.h"
#include "fault.h"
#include "input.h"
#include "nearest.h"
#include "relcal/ical.h"

static int complain_about_memory(void)
{
    complain("out of memory");
    return EXIT_SYSTEM;
}

int avoid_files_add(avoid_files *files, const relcal_avoided *entry)
{
    if (files->count == RELCAL_MAX_AVOIDED) {
        complain("--avoid: more than %d entries of days to avoid", RELCAL_MAX_AVOIDED);
        return EXIT_DATA;
    }
    if (files->count == files->room) {
        size_t room = 2 * files->room + 16;
        relcal_avoided *larger = realloc(files->items, room * sizeof *larger);
        if (larger == NULL) {
            return complain_about_memory();
        }
        files->items = larger;
        files->room = room;
    }
    files->items[files->count++] = *entry;
    return EXIT_YES;
}

const char *avoid_files_keep(avoid_files *files, const char *string)
{
    if (files->text_count == files->text_room) {
        size_t room = 2 * files->text_room + 16;
        char **larger = realloc(files->texts, room * sizeof *larger);
        if (larger == NULL) {
            (void)complain_about_memory();
            return NULL;
        }
        files->texts = larger;
        files->text_room = room;
    }
    size_t bytes = strlen(string) + 1;
    char *copy = malloc(bytes);
    if (copy == NULL) {
        (void)complain_about_memory();
        return NULL;
    }
    memcpy(copy, string, bytes);
    files->texts[files->text_count++] = copy;
    return copy;
}

static bool is_calendar(const char *path, const text *source)
{
    static const char mark[] = "\xEF\xBB\xBF";
    static const char suffix[] = ".ics";
    const char *start = text_string(source);
    size_t length = strlen(path);
    start += strncmp(start, mark, sizeof mark - 1) == 0 ? sizeof mark - 1 : 0;
    start += strspn(start, " \t\r\n");
    return strncmp(start, "BEGIN:", strlen("BEGIN:")) == 0 ||
           (length >= sizeof suffix - 1 &&
            strcmp(path + length - (sizeof suffix - 1), suffix) == 0);
}

static int complain_about_list(relcal_status status, const relcal_error *error)
{
    text fault = {0};
    fault_add(&fault, error);
    (void)fputs(text_string(&fault), stderr);
    text_free(&fault);
    return status == RELCAL_ERROR_MEMORY ? EXIT_SYSTEM : EXIT_DATA;
}

static int read_list(avoid_files *out, const char *path, const text *source)
{
    relcal_error error = {0};
    relcal_avoided_list *list = NULL;
    relcal_status status = relcal_avoided_parse(&list, path, text_string(source), source->length,
                                                &error);
    if (status != RELCAL_OK) {
        return complain_about_list(status, &error);
    }
    out->lists[out->list_count++] = list;
    size_t count;
    const relcal_avoided *items = relcal_avoided_items(list, &count);
    int added = EXIT_YES;
    for (size_t index = 0; added == EXIT_YES && index < count; index++) {
        added = avoid_files_add(out, &items[index]);
    }
    return added;
}

static int read_file(avoid_files *out, const char *path, relcal_instead instead)
{
    text source = {0};
    int status = input_read(&source, path, RELCAL_MAX_CALENDAR_BYTES);
    if (status == EXIT_YES) {
        status = is_calendar(path, &source) ? avoid_calendar_read(out, path, &source, instead)
                                            : read_list(out, path, &source);
    }
    text_free(&source);
    return status;
}

/* The words of --instead, in the order of the enum. */
static const char *way_at(const void *context, size_t index)
{
    static const char *const ways[] = {
        [RELCAL_INSTEAD_NEXT_WORKDAY] = "next-working-day",
        [RELCAL_INSTEAD_PREVIOUS_WORKDAY] = "previous-working-day",
        [RELCAL_INSTEAD_WEEK_EARLIER] = "week-earlier",
        [RELCAL_INSTEAD_WEEK_LATER] = "same-weekday-after",
    };
    (void)context;
    return index < sizeof ways / sizeof ways[0] ? ways[index] : NULL;
}

/* Reads --instead; EXIT_USAGE after a complaint. */
static int read_instead(const cli_options *options, relcal_instead *out)
{
    const char *wanted = options->value[OPTION_INSTEAD];
    const char *way;
    size_t index = 0;
    *out = RELCAL_INSTEAD_NEXT_WORKDAY;
    if (wanted == NULL) {
        return EXIT_YES;
    }
    if (options->value[OPTION_AVOID] == NULL) {
        complain("--instead goes with --avoid FILE");
        return EXIT_USAGE;
    }
    while ((way = way_at(NULL, index)) != NULL && strcmp(way, wanted) != 0) {
        index++;
    }
    if (way == NULL) {
        text message = {0};
        text_add(&message, "--instead cannot be '");
        text_add_printable(&message, wanted, QUOTED_BYTES);
        text_add(&message, "'");
        nearest_add_hint(&message, wanted, (name_list){way_at, NULL, ""});
        complain_text(&message);
        return EXIT_USAGE;
    }
    *out = (relcal_instead)index;
    return EXIT_YES;
}

int avoid_files_read(avoid_files *out, const cli_session *session)
{
    const cli_options *options = session->options;
    relcal_instead instead;
    int status = read_instead(options, &instead);
    const char *path;
    for (size_t index = 0;
         status == EXIT_YES && (path = option_repeat_at(options, OPTION_AVOID, index)) != NULL;
         index++) {
        status = read_file(out, path, instead);
    }
    return status;
}

void avoid_files_free(avoid_files *files)
{
    for (size_t index = 0; index < files->list_count; index++) {
        relcal_avoided_free(files->lists[index]);
    }
    for (size_t index = 0; index < files->text_count; index++) {
        free(files->texts[index]);
    }
    free(files->texts);
    free(files->items);
    *files = (avoid_files){0};
}
