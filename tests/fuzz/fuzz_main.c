/*
 * Runs a fuzz target over files without libFuzzer: fuzz_x [-b BYTES] FILE|FOLDER... Each file is
 * given as it is, or behind the bytes of the last -b before it.
 */
#define _XOPEN_SOURCE 700

#include <dirent.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t replayed;

static bool replay_file(const char *path, const char *before)
{
    size_t head = strlen(before);
    FILE *file = fopen(path, "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0) {
        (void)fprintf(stderr, "%s cannot be read\n", path);
        return false;
    }
    long end = ftell(file);
    rewind(file);
    size_t size = end < 0 ? 0 : (size_t)end;
    uint8_t *data = malloc(head + size + 1);
    bool is_read = data != NULL && fread(data + head, 1, size, file) == size;
    if (is_read) {
        memcpy(data, before, head);
        (void)LLVMFuzzerTestOneInput(data, head + size);
        replayed++;
    }
    free(data);
    (void)fclose(file);
    return is_read;
}

static bool is_folder(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static bool replay_folder(const char *path, const char *before)
{
    struct dirent **entries = NULL;
    int count = scandir(path, &entries, NULL, alphasort);
    bool is_good = count >= 0;
    for (int index = 0; index < count; index++) {
        char inner[4096];
        (void)snprintf(inner, sizeof inner, "%s/%s", path, entries[index]->d_name);
        if (entries[index]->d_name[0] != '.' && !is_folder(inner)) {
            is_good = replay_file(inner, before) && is_good;
        }
        free(entries[index]);
    }
    free(entries);
    return is_good;
}

int main(int argc, char **argv)
{
    const char *before = "";
    bool is_good = true;
    for (int index = 1; index < argc; index++) {
        if (strcmp(argv[index], "-b") == 0 && index + 1 < argc) {
            before = argv[++index];
        } else if (is_folder(argv[index])) {
            is_good = replay_folder(argv[index], before) && is_good;
        } else {
            is_good = replay_file(argv[index], before) && is_good;
        }
    }
    (void)printf("%zu files\n", replayed);
    return is_good && replayed > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
