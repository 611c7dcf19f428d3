/*
 * What loading schedule files costs, against libyaml's own scan of the same files for tokens; both
 * read the files each time.
 *
 *     bench_load DIRECTORY    a project folder, such as data/python
 */
#define _POSIX_C_SOURCE 200809L

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <yaml.h>

#include "relcal/relcal.h"

#define ROUNDS 200
#define MAX_FILES 256
#define PATH_BYTES 1024

static double now_in_microseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static size_t list_files(const char *directory, char paths[MAX_FILES][PATH_BYTES])
{
    size_t count = 0;
    DIR *stream = opendir(directory);
    if (stream == NULL) {
        perror(directory);
        exit(4);
    }
    const struct dirent *entry;
    while ((entry = readdir(stream)) != NULL && count < MAX_FILES) {
        if (strstr(entry->d_name, ".yaml") != NULL) {
            (void)snprintf(paths[count++], PATH_BYTES, "%s/%s", directory, entry->d_name);
        }
    }
    closedir(stream);
    return count;
}

static void scan(const char *path)
{
    yaml_parser_t parser;
    yaml_token_t token;
    bool is_over = false;
    FILE *file = fopen(path, "rb");
    if (file == NULL || !yaml_parser_initialize(&parser)) {
        perror(path);
        exit(4);
    }
    yaml_parser_set_input_file(&parser, file);
    while (!is_over) {
        if (!yaml_parser_scan(&parser, &token)) {
            exit(3);
        }
        is_over = token.type == YAML_STREAM_END_TOKEN;
        yaml_token_delete(&token);
    }
    yaml_parser_delete(&parser);
    fclose(file);
}

int main(int argument_count, char **arguments)
{
    static char paths[MAX_FILES][PATH_BYTES];
    if (argument_count != 2) {
        fprintf(stderr, "usage: bench_load DIRECTORY\n");
        return 2;
    }
    size_t count = list_files(arguments[1], paths);
    double scanned = 1e300;
    double loaded = 1e300;
    /* As in a program that loads its schedules anew there is one catalog while the next is loaded,
     * and it takes its place: with none the C library would give all memory back to the kernel in
     * every round. */
    relcal_catalog *catalog;
    if (relcal_catalog_load(&catalog, NULL, arguments[1], NULL, NULL) != RELCAL_OK) {
        return 3;
    }
    for (size_t round = 0; round < ROUNDS; round++) {
        double begin = now_in_microseconds();
        for (size_t index = 0; index < count; index++) {
            scan(paths[index]);
        }
        double middle = now_in_microseconds();
        relcal_catalog *next;
        if (relcal_catalog_load(&next, NULL, arguments[1], NULL, NULL) != RELCAL_OK) {
            return 3;
        }
        relcal_catalog_free(catalog);
        catalog = next;
        double end = now_in_microseconds();
        scanned = middle - begin < scanned ? middle - begin : scanned;
        loaded = end - middle < loaded ? end - middle : loaded;
    }
    relcal_catalog_free(catalog);
    printf("libyaml's scan of %zu files    %8.1f us\n", count, scanned);
    printf("relcal_catalog_load           %8.1f us   %.2f x\n", loaded, loaded / scanned);
    return 0;
}
