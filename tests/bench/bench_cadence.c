/*
 * What a plan costs: a series of 60 milestones of a cadence with as many rules, the next series of
 * Python, and how late a milestone may be, which makes a plan for each day that it looks at.
 */
#define _POSIX_C_SOURCE 200809L

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "relcal/relcal.h"

#define ROUNDS 2000

static double now_in_microseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

/* A cadence of 60 milestones, half of which hang on the one before and half on days of a month. */
static relcal_catalog *make_sixty(void)
{
    static const char *const months[] = {"january", "february", "march", "april", "may"};
    char text[16384];
    size_t length = (size_t)snprintf(
        text, sizeof text,
        "project: x\nname: X\nphases: []\ncadences:\n"
        "- id: sixty\n  anchor: b1\n  year: year(previous.b1) + 1 year\n"
        "  rules:\n    b1: first tuesday of may\n");
    for (int number = 2; number <= 60; number++) {
        length += number % 2 == 0 ? (size_t)snprintf(text + length, sizeof text - length,
                                                     "    b%d: b%d + 3 weeks\n", number, number - 1)
                                  : (size_t)snprintf(text + length, sizeof text - length,
                                                     "    b%d: second tuesday of %s after b%d\n",
                                                     number, months[number % 5], number - 1);
    }
    length += (size_t)snprintf(
        text + length, sizeof text - length,
        "  avoid:\n  - {name: turn, days: 12-24..01-02, instead: same weekday "
        "after}\n  constraints:\n  - {id: days, weekdays: tuesday}\n"
        "  - {id: gap, from: b1, to: b2, at-least: 2 weeks}\n");
    const relcal_source source = {"x/project.yaml", text, length};
    relcal_catalog *catalog = NULL;
    relcal_error error;
    if (relcal_catalog_parse(&catalog, NULL, &source, 1, NULL, &error) != RELCAL_OK) {
        fprintf(stderr, "%s\n", error.message);
        exit(1);
    }
    return catalog;
}

static void make_one(const relcal_plan_request *request)
{
    relcal_outcome *outcome;
    relcal_error error;
    if (relcal_plan_make(&outcome, request, &error) != RELCAL_OK) {
        fprintf(stderr, "%s\n", error.message);
        exit(1);
    }
    relcal_outcome_free(outcome);
}

static void find_leeway(const relcal_plan_request *request)
{
    relcal_leeway leeway;
    if (relcal_plan_leeway(&leeway, request, "final", NULL) != RELCAL_OK) {
        exit(1);
    }
}

/* The least of many, in microseconds. */
static double measure(void (*run)(const relcal_plan_request *), const relcal_plan_request *request,
                      int rounds)
{
    double least = 1e300;
    for (int round = 0; round < rounds; round++) {
        double begin = now_in_microseconds();
        run(request);
        double spent = now_in_microseconds() - begin;
        least = spent < least ? spent : least;
    }
    return least;
}

int main(void)
{
    const relcal_project *python = relcal_catalog_project(relcal_catalog_builtin(), "python");
    relcal_catalog *catalog = make_sixty();
    const relcal_pin pin = {"b1", relcal_when_day(relcal_date_from_civil(2028, 5, 2))};
    const relcal_pin later = {"b1", relcal_when_day(relcal_date_from_civil(2027, 5, 18))};
    const relcal_pin wish = {"final", relcal_when_day(relcal_date_from_civil(2028, 10, 3))};
    const relcal_plan_request sixty = {.project = relcal_catalog_project_at(catalog, 0),
                                       .series = "1.0",
                                       .pins = &pin,
                                       .pin_count = 1};
    const relcal_plan_request next = {.project = python, .series = "3.17"};
    const relcal_plan_request backwards = {.project = python, .series = "3.17", .wish = &wish};
    const relcal_plan_request leeway = {
        .project = python,
        .series = "3.16",
        .from = relcal_series_plan(relcal_project_series(python, "3.16"), RELCAL_LATEST),
        .pins = &later,
        .pin_count = 1};
    printf("a plan of 60 milestones       %8.2f us\n", measure(make_one, &sixty, ROUNDS));
    printf("the plan of Python 3.17       %8.2f us\n", measure(make_one, &next, ROUNDS));
    printf("the same from its final date  %8.2f us\n", measure(make_one, &backwards, ROUNDS));
    printf("how late 3.16's beta 1 may be %8.2f us\n", measure(find_leeway, &leeway, ROUNDS / 20));
    relcal_catalog_free(catalog);
    return 0;
}
