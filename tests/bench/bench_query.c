/*
 * What a question costs: random days put to random series of the built-in catalog, in nanoseconds
 * a question; of Python, and of any project. No question allocates; tests/unit looks at that.
 */
#define _POSIX_C_SOURCE 200809L

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "relcal/relcal.h"

#define QUESTIONS 65536
#define ROUNDS 200

typedef struct asked_question {
    const relcal_series *series;
    const relcal_change *change;
    relcal_date date;
    relcal_date as_of;
} asked_question;

/* xorshift64 (Marsaglia 2003), so that every run asks the same. */
static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static relcal_date random_day(uint64_t *state, int first_year, int last_year)
{
    relcal_date first = relcal_date_from_civil(first_year, 1, 1);
    relcal_date last = relcal_date_from_civil(last_year, 12, 31);
    return first + (relcal_date)(next_random(state) % (uint64_t)(last - first + 1));
}

static double now_in_nanoseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

static size_t ask_phase(const asked_question *question)
{
    relcal_plan plan = relcal_series_plan(question->series, RELCAL_LATEST);
    return (size_t)(uintptr_t)relcal_plan_phase(plan, question->date);
}

static size_t ask_standing(const asked_question *question)
{
    relcal_plan plan = relcal_series_plan(question->series, RELCAL_LATEST);
    relcal_standing standing = relcal_plan_on(plan, question->date);
    return (size_t)(uintptr_t)standing.phase + (size_t)standing.day;
}

static size_t ask_standing_as_of(const asked_question *question)
{
    relcal_plan plan = relcal_series_plan(question->series, question->as_of);
    relcal_standing standing = relcal_plan_on(plan, question->date);
    return (size_t)(uintptr_t)standing.phase + (size_t)standing.day;
}

static size_t ask_verdict(const asked_question *question)
{
    relcal_plan plan = relcal_series_plan(question->series, RELCAL_LATEST);
    relcal_request request = {.changes = &question->change, .change_count = 1};
    return (size_t)relcal_plan_judge_on(plan, question->date, &request, NULL).decisive.verdict;
}

/* The same loop with nothing asked: what is taken off the others. */
static size_t ask_nothing(const asked_question *question)
{
    return (size_t)question->date;
}

/* Where the answers go, so that no compiler leaves the questions out. */
static volatile size_t sink;

static double measure(size_t (*ask)(const asked_question *), const asked_question *questions,
                      size_t rounds)
{
    double least = 1e300;
    for (size_t round = 0; round < rounds; round++) {
        double begin = now_in_nanoseconds();
        size_t sum = 0;
        for (size_t index = 0; index < QUESTIONS; index++) {
            sum += ask(&questions[index]);
        }
        double spent = (now_in_nanoseconds() - begin) / QUESTIONS;
        least = spent < least ? spent : least;
        sink = sum;
    }
    return least;
}

/* Puts questions together: about one project, or where that is NULL about any. */
static void prepare(asked_question *questions, const relcal_project *only)
{
    const relcal_catalog *catalog = relcal_catalog_builtin();
    uint64_t state = UINT64_C(88172645463325252);
    for (size_t index = 0; index < QUESTIONS; index++) {
        const relcal_project *project = only;
        if (project == NULL) {
            size_t place = next_random(&state) % relcal_catalog_project_count(catalog);
            project = relcal_catalog_project_at(catalog, place);
        }
        size_t series = next_random(&state) % relcal_project_series_count(project);
        questions[index] = (asked_question){
            .series = relcal_project_series_at(project, series),
            .change = relcal_project_change_at(project, next_random(&state) %
                                                            relcal_project_change_count(project)),
            .date = random_day(&state, 1999, 2040),
            .as_of = random_day(&state, 2014, 2026),
        };
    }
}

int main(void)
{
    static asked_question questions[QUESTIONS];
    prepare(questions, relcal_catalog_project(relcal_catalog_builtin(), "python"));
    double nothing = measure(ask_nothing, questions, ROUNDS);
    printf("the phase, latest plan        %6.2f ns\n",
           measure(ask_phase, questions, ROUNDS) - nothing);
    printf("the standing, latest plan     %6.2f ns\n",
           measure(ask_standing, questions, ROUNDS) - nothing);
    printf("the standing, as of a day     %6.2f ns\n",
           measure(ask_standing_as_of, questions, ROUNDS / 20) - nothing);
    printf("a verdict, latest plan        %6.2f ns\n",
           measure(ask_verdict, questions, ROUNDS / 10) - nothing);
    prepare(questions, NULL);
    printf("the phase, of any project     %6.2f ns\n",
           measure(ask_phase, questions, ROUNDS) - nothing);
    return 0;
}
