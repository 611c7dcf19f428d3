/*
 * What starting a program costs: runs the given programs in turns, thousands of times, with their
 * output thrown away, and prints the median and least time of each and its ratio to the first.
 *
 *     bench_startup ROUNDS PROGRAM [ARGUMENT...] [-- PROGRAM [ARGUMENT...]]...
 */
#define _POSIX_C_SOURCE 200809L

#include <fcntl.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MAX_PROGRAMS 16

extern char **environ;

static uint64_t now_in_nanoseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static uint64_t time_one_run(char **arguments, posix_spawn_file_actions_t *actions)
{
    pid_t child;
    int status;
    uint64_t begin = now_in_nanoseconds();
    if (posix_spawnp(&child, arguments[0], actions, NULL, arguments, environ) != 0 ||
        waitpid(child, &status, 0) < 0 || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        fprintf(stderr, "%s did not run well\n", arguments[0]);
        exit(1);
    }
    return now_in_nanoseconds() - begin;
}

static int compare_times(const void *left_pointer, const void *right_pointer)
{
    uint64_t left = *(const uint64_t *)left_pointer;
    uint64_t right = *(const uint64_t *)right_pointer;
    return (left > right) - (left < right);
}

/* Splits the arguments at "--" into command lines. */
static size_t split_programs(char **arguments, char **programs[MAX_PROGRAMS])
{
    size_t count = 0;
    while (*arguments != NULL && count < MAX_PROGRAMS) {
        programs[count++] = arguments;
        while (*arguments != NULL && strcmp(*arguments, "--") != 0) {
            arguments++;
        }
        if (*arguments != NULL) {
            *arguments++ = NULL;
        }
    }
    return count;
}

int main(int argument_count, char **arguments)
{
    char **programs[MAX_PROGRAMS];
    if (argument_count < 3) {
        fprintf(stderr, "usage: bench_startup ROUNDS PROGRAM [ARGUMENT...] [-- PROGRAM...]...\n");
        return 2;
    }
    size_t rounds = strtoul(arguments[1], NULL, 10);
    size_t count = split_programs(arguments + 2, programs);
    uint64_t *times = calloc(rounds * count, sizeof *times);
    if (rounds == 0 || times == NULL) {
        return 2;
    }
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    for (size_t round = 0; round < rounds; round++) {
        for (size_t program = 0; program < count; program++) {
            times[program * rounds + round] = time_one_run(programs[program], &actions);
        }
    }
    posix_spawn_file_actions_destroy(&actions);
    double first = 0;
    for (size_t program = 0; program < count; program++) {
        uint64_t *own = times + program * rounds;
        qsort(own, rounds, sizeof *own, compare_times);
        double median = (double)own[rounds / 2] / 1000;
        first = program == 0 ? median : first;
        printf("%8.1f us median  %8.1f us least  %5.2f x ", median, (double)own[0] / 1000,
               median / first);
        for (char **argument = programs[program]; *argument != NULL; argument++) {
            printf(" %s", *argument);
        }
        printf("\n");
    }
    free(times);
    return 0;
}
