/*
 * A file whose content is the same is not touched, so that its modification time holds: the
 * calendar is first made into a comparison with the file, which ends at the first difference, and
 * only then into a new file. Nothing is held in memory, and nothing is removed.
 */
#include "calendar_folder.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "answer.h"
#include "complain.h"
#include "replace.h"

/* One calendar: of a series, or of the chosen series of a project. */
typedef struct calendar_file {
    text name; /* below the folder */
    const relcal_series **series;
    size_t series_count;
    bool is_project;
    bool has_changed;
    uint64_t bytes;
    uint64_t events;
} calendar_file;

typedef struct calendar_folder {
    cli_session *session;
    const calendar_functions *library;
    const calendar_choice *choice;
    calendar_file *files;
    size_t count;
} calendar_folder;

static void add_file(calendar_folder *folder, const relcal_series **series, size_t count,
                     bool is_project)
{
    calendar_file *file = &folder->files[folder->count++];
    *file = (calendar_file){.series = series, .series_count = count, .is_project = is_project};
    text_add(&file->name, relcal_project_id(relcal_series_project(series[0])));
    if (!is_project) {
        text_addf(&file->name, "-%s", relcal_series_id(series[0]));
    }
    text_add(&file->name, ".ics");
}

/* Lists the calendars to write: of every project with its series behind it. */
static bool list_files(calendar_folder *folder)
{
    const calendar_choice *choice = folder->choice;
    folder->files = calloc(2 * choice->series_count + 1, sizeof *folder->files);
    for (size_t first = 0; folder->files != NULL && first < choice->series_count;) {
        const relcal_project *project = relcal_series_project(choice->series[first]);
        size_t end = first;
        while (end < choice->series_count &&
               relcal_series_project(choice->series[end]) == project) {
            end++;
        }
        add_file(folder, choice->series + first, end - first, true);
        for (; first < end; first++) {
            add_file(folder, choice->series + first, 1, false);
        }
    }
    return folder->files != NULL;
}

static int compare_names(const void *left, const void *right)
{
    const calendar_file *const *left_file = left;
    const calendar_file *const *right_file = right;
    return strcmp(text_string(&(*left_file)->name), text_string(&(*right_file)->name));
}

/* Project a-1 and series 1 of project a would have one name. */
static int check_names(const calendar_folder *folder)
{
    const calendar_file **sorted = calloc(folder->count + 1, sizeof *sorted);
    if (sorted == NULL) {
        complain("out of memory");
        return EXIT_SYSTEM;
    }
    for (size_t index = 0; index < folder->count; index++) {
        sorted[index] = &folder->files[index];
    }
    qsort(sorted, folder->count, sizeof *sorted, compare_names);
    int status = EXIT_YES;
    for (size_t index = 1; index < folder->count && status == EXIT_YES; index++) {
        if (compare_names(&sorted[index - 1], &sorted[index]) == 0) {
            complain("two calendars would be named %s; write them to different folders",
                     text_string(&sorted[index]->name));
            status = EXIT_USAGE;
        }
    }
    free(sorted);
    return status;
}

/* Counts the bytes and events of a calendar on its way. */
typedef struct tally {
    uint64_t bytes;
    uint64_t events;
    size_t matched; /* bytes of EVENT_BEGINS that were just met */
} tally;

#define EVENT_BEGINS "\nBEGIN:VEVENT\r"

static void tally_add(tally *counted, const char *bytes, size_t length)
{
    counted->bytes += length;
    for (size_t index = 0; index < length; index++) {
        bool goes_on = bytes[index] == EVENT_BEGINS[counted->matched];
        counted->matched = goes_on ? counted->matched + 1 : bytes[index] == EVENT_BEGINS[0];
        if (EVENT_BEGINS[counted->matched] == '\0') {
            counted->events++;
            counted->matched = 0;
        }
    }
}

/* Where a calendar goes: into a comparison or a new file. */
typedef struct destination {
    tally counted;
    comparison *compared; /* or NULL */
    replacement *made;    /* or NULL */
} destination;

static bool take_bytes(void *context, const char *bytes, size_t length)
{
    destination *to = context;
    tally_add(&to->counted, bytes, length);
    return to->compared != NULL ? comparison_add(to->compared, bytes, length)
                                : replacement_add(to->made, bytes, length);
}

/* Makes a calendar and counts it; the exit status, EXIT_YES also where the destination refused. */
static int make_calendar(const calendar_folder *folder, calendar_file *file, destination *to)
{
    calendar_order order = {.series = file->series,
                            .series_count = file->series_count,
                            .file_name = text_string(&file->name),
                            .sink = take_bytes,
                            .context = to};
    int status = calendar_make(folder->library, folder->session, folder->choice, &order);
    file->bytes = to->counted.bytes;
    file->events = to->counted.events;
    return status;
}

static int compare_file(const calendar_folder *folder, calendar_file *file, const char *path)
{
    comparison compared;
    int failure = comparison_open(&compared, path);
    if (failure != 0) {
        complain_about_writing(path, failure);
        return EXIT_SYSTEM;
    }
    int status = EXIT_YES;
    if (compared.is_same) {
        destination to = {.compared = &compared};
        status = make_calendar(folder, file, &to);
    }
    file->has_changed = !comparison_finish(&compared);
    return status;
}

static int replace_file(const calendar_folder *folder, calendar_file *file, const char *path)
{
    replacement made;
    replacement_open(&made, path);
    destination to = {.made = &made};
    int status = made.failure == 0 ? make_calendar(folder, file, &to) : EXIT_YES;
    int failure = replacement_finish(&made, status == EXIT_YES);
    if (failure != 0 && status == EXIT_YES) {
        complain_about_writing(path, failure);
        status = EXIT_SYSTEM;
    }
    return status;
}

static int write_file(const calendar_folder *folder, calendar_file *file)
{
    text path = {0};
    text_addf(&path, "%s/%s", folder->session->options->value[OPTION_DIRECTORY],
              text_string(&file->name));
    int status = EXIT_YES;
    if (path.failed || file->name.failed) {
        complain("out of memory");
        status = EXIT_SYSTEM;
    } else if (!file_is_replaceable(text_string(&path))) {
        complain_about_writing(text_string(&path), EEXIST);
        status = EXIT_SYSTEM;
    } else {
        status = compare_file(folder, file, text_string(&path));
    }
    if (status == EXIT_YES && file->has_changed) {
        status = replace_file(folder, file, text_string(&path));
    }
    text_free(&path);
    return status;
}

static void answer(const calendar_folder *folder)
{
    int64_t events = 0;
    for (size_t index = 0; index < folder->count; index++) {
        const calendar_file *file = &folder->files[index];
        events += file->is_project ? (int64_t)file->events : 0;
    }
    json_writer writer = answer_open(folder->session);
    json_writer_number(&writer, "events", events);
    json_writer_open_list(&writer, "files");
    for (size_t index = 0; index < folder->count; index++) {
        const calendar_file *file = &folder->files[index];
        json_writer_open_object(&writer, NULL);
        json_writer_text(&writer, "file", text_string(&file->name));
        json_writer_boolean(&writer, "changed", file->has_changed);
        json_writer_number(&writer, "bytes", (int64_t)file->bytes);
        json_writer_close_object(&writer);
    }
    json_writer_close_list(&writer);
    answer_close(&writer);
}

/* The names of the files that changed, for whoever has to publish them. */
static void tell(const calendar_folder *folder)
{
    for (size_t index = 0; index < folder->count; index++) {
        const calendar_file *file = &folder->files[index];
        if (file->has_changed) {
            text_addf(&folder->session->out->body, "%s\n", text_string(&file->name));
        }
    }
}

static int write_files(const calendar_folder *folder)
{
    const char *path = folder->session->options->value[OPTION_DIRECTORY];
    int failure = folder_make(path);
    if (failure != 0) {
        complain_about_writing(path, failure);
        return EXIT_SYSTEM;
    }
    int status = EXIT_YES;
    for (size_t index = 0; index < folder->count && status == EXIT_YES; index++) {
        status = write_file(folder, &folder->files[index]);
    }
    return status;
}

int calendar_folder_write(cli_session *session, const calendar_functions *library,
                          const calendar_choice *choice)
{
    calendar_folder folder = {.session = session, .library = library, .choice = choice};
    int status = EXIT_YES;
    if (!list_files(&folder)) {
        complain("out of memory");
        status = EXIT_SYSTEM;
    }
    status = status == EXIT_YES ? check_names(&folder) : status;
    status = status == EXIT_YES ? write_files(&folder) : status;
    if (status == EXIT_YES) {
        if (session->options->value[OPTION_JSON] != NULL) {
            answer(&folder);
        } else {
            tell(&folder);
        }
    }
    for (size_t index = 0; index < folder.count; index++) {
        text_free(&folder.files[index].name);
    }
    free(folder.files);
    return status;
}
