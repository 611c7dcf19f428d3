/* Schedule files as bytes. A folder in a file's place, a device or a pipe is never read. */
#define _POSIX_C_SOURCE 200809L

#include "file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct file_finder {
    relcal_arena *arena;
    relcal_faults *faults;
    size_t max_bytes;
    relcal_file *first;
    relcal_file **link;
    uint32_t count;
} file_finder;

static void add_io_fault(file_finder *finder, uint32_t order, const char *path, const char *what,
                         int number)
{
    if (number == ENOMEM) {
        finder->faults->is_short_of_memory = true;
        return;
    }
    relcal_faults_add(finder->faults, RELCAL_ERROR_IO, order, (relcal_place){.file = path},
                      "%s: %s", what, strerror(number));
}

static void add_size_fault(file_finder *finder, const relcal_file *file, unsigned long long bytes)
{
    relcal_faults_add(finder->faults, RELCAL_ERROR_LIMIT, file->order,
                      (relcal_place){.file = file->name},
                      "the file has %llu bytes; at most %zu are read", bytes, finder->max_bytes);
}

static char *join_path(relcal_arena *arena, const char *directory, const char *name)
{
    size_t directory_length = strlen(directory);
    size_t name_length = strlen(name);
    while (directory_length > 1 && directory[directory_length - 1] == '/') {
        directory_length--;
    }
    char *path = relcal_arena_allocate(arena, directory_length + name_length + 2);
    memcpy(path, directory, directory_length);
    path[directory_length] = '/';
    memcpy(path + directory_length + 1, name, name_length);
    return path;
}

/* The part of a path after its last slash that is not at its end. */
static const char *last_part(relcal_arena *arena, const char *path)
{
    size_t end = strlen(path);
    while (end > 0 && path[end - 1] == '/') {
        end--;
    }
    size_t begin = end;
    while (begin > 0 && path[begin - 1] != '/') {
        begin--;
    }
    return relcal_arena_copy_text(arena, path + begin, end - begin);
}

/* Whether a name ends as wanted, and is not hidden. */
static bool ends_with(const char *name, const char *end)
{
    size_t length = strlen(name);
    size_t end_length = strlen(end);
    return name[0] != '.' && length > end_length && strcmp(name + length - end_length, end) == 0;
}

static bool is_yaml_name(const char *name)
{
    return ends_with(name, ".yaml");
}

/* Reads an open regular file of a known size; it may have been cut or have grown meanwhile. */
static void read_bytes(file_finder *finder, relcal_file *file, int descriptor, size_t size)
{
    char *text = relcal_arena_try(finder->arena, size + 1);
    if (text == NULL) {
        add_io_fault(finder, file->order, file->name, "cannot be read", ENOMEM);
        return;
    }
    size_t length = 0;
    while (length < size) {
        ssize_t got = read(descriptor, text + length, size - length);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            add_io_fault(finder, file->order, file->name, "cannot be read", errno);
            return;
        }
        if (got == 0) {
            break;
        }
        length += (size_t)got;
    }
    file->text = text;
    file->length = length;
}

static void read_open_file(file_finder *finder, relcal_file *file, int descriptor)
{
    struct stat status;
    if (fstat(descriptor, &status) != 0) {
        add_io_fault(finder, file->order, file->name, "cannot be read", errno);
    } else if (S_ISDIR(status.st_mode)) {
        relcal_faults_add(finder->faults, RELCAL_ERROR_IO, file->order,
                          (relcal_place){.file = file->name},
                          "a folder stands where a schedule file should; rename the folder");
    } else if (!S_ISREG(status.st_mode)) {
        relcal_faults_add(finder->faults, RELCAL_ERROR_IO, file->order,
                          (relcal_place){.file = file->name},
                          "not a regular file; write the schedule into a file");
    } else if ((unsigned long long)status.st_size > finder->max_bytes) {
        add_size_fault(finder, file, (unsigned long long)status.st_size);
    } else {
        read_bytes(finder, file, descriptor, (size_t)status.st_size);
    }
}

static relcal_file *add_file(file_finder *finder, const char *name, const char *folder,
                             const char *base_name)
{
    relcal_file *file = relcal_arena_allocate(finder->arena, sizeof *file);
    file->name = name;
    file->folder = folder;
    file->base_name = base_name;
    file->order = finder->count++;
    *finder->link = file;
    finder->link = &file->next;
    return file;
}

static relcal_file *read_file(file_finder *finder, const char *path, const char *folder,
                              const char *name)
{
    relcal_file *file = add_file(finder, path, folder, name);
    int descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (descriptor < 0) {
        add_io_fault(finder, file->order, path, "cannot be opened", errno);
        return file;
    }
    read_open_file(finder, file, descriptor);
    (void)close(descriptor);
    return file;
}

typedef struct name_list {
    const char **names;
    size_t count;
} name_list;

static int compare_names(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* Copies the names that are not hidden into the arena; false where it has no memory. */
static bool copy_names(relcal_arena *arena, struct dirent *const *entries, size_t count,
                       name_list *list)
{
    list->names = relcal_arena_try(arena, (count + 1) * sizeof *list->names);
    for (size_t index = 0; list->names != NULL && index < count; index++) {
        const char *name = entries[index]->d_name;
        if (name[0] == '.') {
            continue;
        }
        char *copy = relcal_arena_try(arena, strlen(name) + 1);
        if (copy == NULL) {
            return false;
        }
        list->names[list->count++] = strcpy(copy, name);
    }
    return list->names != NULL;
}

/* The names in a directory, sorted; false, and a fault, where it cannot be read. */
static bool list_directory(file_finder *finder, const char *directory, name_list *list)
{
    struct dirent **entries = NULL;
    int count = scandir(directory, &entries, NULL, NULL);
    if (count < 0) {
        add_io_fault(finder, finder->count, directory, "cannot be read as a folder", errno);
        return false;
    }
    bool is_copied = copy_names(finder->arena, entries, (size_t)count, list);
    for (int index = 0; index < count; index++) {
        free(entries[index]);
    }
    free(entries);
    if (!is_copied) {
        relcal_arena_give_up(finder->arena);
    }
    qsort(list->names, list->count, sizeof *list->names, compare_names);
    return true;
}

bool relcal_is_folder(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* Whether a folder is one of schedules: it has .yaml files, or a project that is named nearly so.
 */
static bool is_of_schedules(const name_list *list)
{
    for (size_t index = 0; index < list->count; index++) {
        if (is_yaml_name(list->names[index]) || strcmp(list->names[index], "project.yml") == 0) {
            return true;
        }
    }
    return false;
}

/* Whether a text has a line that begins with a key of schedule files. */
static bool has_schedule_key(const char *text, size_t length)
{
    static const char *const keys[] = {"project:", "series:"};
    for (size_t at = 0; at < length; at++) {
        for (size_t index = 0; (at == 0 || text[at - 1] == '\n') && index < 2; index++) {
            size_t key_length = strlen(keys[index]);
            if (length - at >= key_length && memcmp(text + at, keys[index], key_length) == 0) {
                return true;
            }
        }
    }
    return false;
}

/* Reports a file that would be read but for the end of its name; others are nobody's business. */
static bool refuse_short_name(file_finder *finder, const char *directory, const char *folder,
                              const char *name)
{
    relcal_faults forgotten;
    relcal_faults_init(&forgotten, finder->arena, 0);
    file_finder aside = {
        .arena = finder->arena, .faults = &forgotten, .max_bytes = finder->max_bytes};
    aside.link = &aside.first;
    const char *path = join_path(finder->arena, directory, name);
    const relcal_file *found = read_file(&aside, path, folder, name);
    finder->faults->is_short_of_memory |= forgotten.is_short_of_memory;
    if (found->text == NULL || !has_schedule_key(found->text, found->length)) {
        return false;
    }
    relcal_file *file = add_file(finder, path, folder, name);
    file->is_misnamed = true;
    relcal_faults_add(finder->faults, RELCAL_ERROR_DATA, file->order,
                      (relcal_place){.file = path, .line = 1, .column = 1},
                      "schedule files end in .yaml; rename it to %.*s.yaml",
                      (int)(strlen(name) - strlen(".yml")), name);
    return true;
}

/* Reads the .yaml files of one folder; returns how many there are, with those that only should end
 * so. */
static size_t read_folder(file_finder *finder, const char *directory, const name_list *list)
{
    const char *folder = last_part(finder->arena, directory);
    bool has_schedules = is_of_schedules(list);
    size_t count = 0;
    for (size_t index = 0; index < list->count; index++) {
        if (is_yaml_name(list->names[index])) {
            (void)read_file(finder, join_path(finder->arena, directory, list->names[index]), folder,
                            list->names[index]);
            count++;
        } else if (has_schedules && ends_with(list->names[index], ".yml")) {
            count += refuse_short_name(finder, directory, folder, list->names[index]);
        }
    }
    return count;
}

relcal_file *relcal_files_find(relcal_arena *arena, relcal_faults *faults, const char *directory,
                               size_t max_bytes)
{
    file_finder finder = {.arena = arena, .faults = faults, .max_bytes = max_bytes};
    finder.link = &finder.first;
    const char *root = relcal_arena_copy_text(arena, directory, strlen(directory));
    name_list names = {0};
    if (!list_directory(&finder, root, &names) || read_folder(&finder, root, &names) > 0) {
        return finder.first;
    }
    for (size_t index = 0; index < names.count; index++) {
        const char *path = join_path(arena, root, names.names[index]);
        name_list inner = {0};
        if (relcal_is_folder(path) && list_directory(&finder, path, &inner)) {
            (void)read_folder(&finder, path, &inner);
        }
    }
    return finder.first;
}

/* The path of a file's folder, "." for a bare name. */
static const char *folder_of(relcal_arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (slash == NULL) {
        return ".";
    }
    return relcal_arena_copy_text(arena, path, slash == path ? 1 : (size_t)(slash - path));
}

static bool is_read_already(const file_finder *finder, const char *base_name)
{
    for (const relcal_file *file = finder->first; file != NULL; file = file->next) {
        if (strcmp(file->base_name, base_name) == 0) {
            return true;
        }
    }
    return false;
}

relcal_file *relcal_files_read(relcal_arena *arena, relcal_faults *faults, const char *const *paths,
                               size_t count, const char *folder, bool has_neighbours,
                               size_t max_bytes)
{
    file_finder finder = {.arena = arena, .faults = faults, .max_bytes = max_bytes};
    finder.link = &finder.first;
    for (size_t index = 0; index < count; index++) {
        const char *path = relcal_arena_copy_text(arena, paths[index], strlen(paths[index]));
        const char *slash = strrchr(path, '/');
        const char *base_name = slash == NULL ? path : slash + 1;
        if (!is_read_already(&finder, base_name)) {
            (void)read_file(&finder, path, folder, base_name);
        }
    }
    const char *directory = folder_of(arena, paths[0]);
    name_list names = {0};
    if (!has_neighbours || !list_directory(&finder, directory, &names)) {
        return finder.first;
    }
    for (size_t index = 0; index < names.count; index++) {
        const char *name = names.names[index];
        if (is_yaml_name(name) && !is_read_already(&finder, name)) {
            read_file(&finder, join_path(arena, directory, name), folder, name)->is_neighbour =
                true;
        }
    }
    return finder.first;
}

bool relcal_has_project_file(relcal_arena *arena, const char *path)
{
    struct stat status;
    const char *beside = join_path(arena, folder_of(arena, path), "project.yaml");
    return stat(beside, &status) == 0 && S_ISREG(status.st_mode);
}

/* Links a file behind the last one of its folder, or else at the end: folders stay together. */
static void link_in_folder(file_finder *finder, relcal_file *file)
{
    relcal_file **end = &finder->first;
    relcal_file **behind = NULL;
    for (; *end != file; end = &(*end)->next) {
        behind = strcmp((*end)->folder, file->folder) == 0 ? &(*end)->next : behind;
    }
    if (behind != NULL && behind != end) {
        *end = NULL;
        finder->link = end;
        file->next = *behind;
        *behind = file;
    }
}

relcal_file *relcal_files_take(relcal_arena *arena, relcal_faults *faults,
                               const relcal_source *sources, size_t count, size_t max_bytes)
{
    file_finder finder = {.arena = arena, .faults = faults, .max_bytes = max_bytes};
    finder.link = &finder.first;
    for (size_t index = 0; index < count; index++) {
        const relcal_source *source = &sources[index];
        const char *name = relcal_arena_copy_text(arena, source->name, strlen(source->name));
        const char *slash = strrchr(name, '/');
        const char *parent = slash == NULL
                                 ? ""
                                 : relcal_arena_copy_text(arena, name, (size_t)(slash - name));
        relcal_file *file = add_file(&finder, name, last_part(arena, parent),
                                     slash == NULL ? name : slash + 1);
        if (source->length > max_bytes) {
            add_size_fault(&finder, file, source->length);
        } else {
            file->text = relcal_arena_copy_text(arena, source->text, source->length);
            file->length = source->length;
        }
        link_in_folder(&finder, file);
    }
    return finder.first;
}

size_t relcal_utf8_decode(const char *text, size_t length, uint32_t *code_point)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned char lead = (unsigned char)text[0];
    size_t count = lead < 0x80 ? 1 : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (count == 0 || count > length || lead > 0xF4) {
        return 0;
    }
    uint32_t value = count == 1 ? lead : lead & (0x7Fu >> count);
    for (size_t index = 1; index < count; index++) {
        unsigned char byte = (unsigned char)text[index];
        if ((byte & 0xC0u) != 0x80u) {
            return 0;
        }
        value = value << 6 | (byte & 0x3Fu);
    }
    if (value < least[count] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) {
        return 0;
    }
    *code_point = value;
    return count;
}

bool relcal_is_control(uint32_t code_point)
{
    return code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0) || code_point == 0x2028 ||
           code_point == 0x2029 || code_point == 0xFFFE || code_point == 0xFFFF;
}

static bool is_plain(char character)
{
    return character >= 0x20 && character < 0x7F;
}

/* What may not stand in a file. */
typedef enum intruder { NO_INTRUDER, NOT_UTF8, TAB, CONTROL } intruder;

static intruder judge(uint32_t code_point, size_t bytes)
{
    if (bytes == 0) {
        return NOT_UTF8;
    }
    if (code_point == '\n' || code_point == '\r') {
        return NO_INTRUDER;
    }
    return code_point == '\t' ? TAB : relcal_is_control(code_point) ? CONTROL : NO_INTRUDER;
}

static void add_intruder_fault(const relcal_file *file, relcal_faults *faults, relcal_place place,
                               intruder kind, uint32_t code_point)
{
    switch (kind) {
    case NOT_UTF8:
        relcal_faults_add(faults, RELCAL_ERROR_SYNTAX, file->order, place,
                          "byte 0x%02X is not UTF-8; save the file as UTF-8", (unsigned)code_point);
        break;
    case TAB:
        relcal_faults_add(faults, RELCAL_ERROR_SYNTAX, file->order, place,
                          "a tab; schedule files are written with spaces");
        break;
    case CONTROL:
        relcal_faults_add(faults, RELCAL_ERROR_SYNTAX, file->order, place,
                          "control character U+%04X; take it out", (unsigned)code_point);
        break;
    case NO_INTRUDER:
        break;
    }
}

/* Where a file is being screened. */
typedef struct screener {
    relcal_place place;
    intruder before; /* what stood before: a run of it is one fault */
} screener;

/* Judges the character at an index, puts a harmless one in its place where it may not stand, and
 * returns its bytes. */
static size_t screen_character(relcal_file *file, relcal_faults *faults, size_t index,
                               screener *state)
{
    char *text = file->text + index;
    uint32_t code_point = (unsigned char)*text;
    size_t count = relcal_utf8_decode(text, file->length - index, &code_point);
    intruder kind = judge(code_point, count);
    count = count == 0 ? 1 : count;
    bool is_line_end = code_point == '\n' ||
                       (code_point == '\r' && (index + 1 == file->length || text[1] != '\n'));
    if (kind != NO_INTRUDER) {
        if (kind != state->before) {
            add_intruder_fault(file, faults, state->place, kind, code_point);
        }
        memset(text, kind == TAB ? ' ' : '?', count);
        file->is_mended = true;
    }
    state->before = kind;
    state->place.line += is_line_end;
    state->place.column = is_line_end ? 1 : state->place.column + 1;
    return count;
}

/* Reports a file of 16 or 32 bits a character, in which every other byte would be a fault, by its
 * byte order mark or by the zero bytes beside its first character. */
static bool refuse_wide(relcal_file *file, relcal_faults *faults)
{
    unsigned char head[4] = {1, 1, 1, 1};
    memcpy(head, file->text, file->length < sizeof head ? file->length : sizeof head);
    bool has_mark = (head[0] == 0xFF && head[1] == 0xFE) || (head[0] == 0xFE && head[1] == 0xFF);
    bool has_zeros = (head[0] == 0 && (head[1] == 0 || head[2] == 0)) ||
                     (head[1] == 0 && head[3] == 0);
    if (has_mark || has_zeros) {
        relcal_faults_add(faults, RELCAL_ERROR_SYNTAX, file->order,
                          (relcal_place){.file = file->name, .line = 1, .column = 1},
                          "the file is in UTF-16 or no text at all; save it as UTF-8");
        file->text = NULL;
        return true;
    }
    return false;
}

static void pass_byte_order_mark(relcal_file *file)
{
    static const char mark[] = "\xEF\xBB\xBF";
    const size_t bytes = sizeof mark - 1;
    if (file->length >= bytes && memcmp(file->text, mark, bytes) == 0) {
        file->has_mark = true;
        file->text += bytes;
        file->length -= bytes;
    }
}

#define EVERY_BYTE(byte) (UINT64_C(0x0101010101010101) * (byte))

/* Eight at a time as long as none of them lies outside of [0x20, 0x7E], which borrows and carries
 * from byte to byte can only overstate. */
size_t relcal_count_plain(const char *text, size_t length)
{
    size_t count = 0;
    for (uint64_t word; length - count >= sizeof word; count += sizeof word) {
        memcpy(&word, text + count, sizeof word);
        uint64_t is_below = word - EVERY_BYTE(0x20);
        uint64_t is_above = word + EVERY_BYTE(1);
        if (((word | is_below | is_above) & EVERY_BYTE(0x80)) != 0) {
            break;
        }
    }
    while (count < length && is_plain(text[count])) {
        count++;
    }
    return count;
}

void relcal_file_screen(relcal_file *file, relcal_faults *faults)
{
    screener state = {.place = {.file = file->name, .line = 1, .column = 1}};
    size_t index = 0;
    if (refuse_wide(file, faults)) {
        return;
    }
    pass_byte_order_mark(file);
    while (index < file->length) {
        size_t begin = index;
        index += relcal_count_plain(file->text + index, file->length - index);
        state.place.column += (uint32_t)(index - begin);
        state.before = index > begin ? NO_INTRUDER : state.before;
        if (index < file->length) {
            index += screen_character(file, faults, index, &state);
        }
    }
}
