/*
 * Any bytes as a date rule. What is read must print to a text that is read to the same rule again,
 * and give the same day in both forms; what is not must say where it is wrong. The milestones are
 * those of a series that is over, so that nothing depends on newer plans.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "relcal/relcal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Stops the fuzzer, in every kind of build. */
#define REQUIRE(condition)  \
    do {                    \
        if (!(condition)) { \
            abort();        \
        }                   \
    } while (0)

#define TODAY 20778 /* 2026-11-21 */

static const relcal_avoided avoided[] = {
    {.name = "turn of the year", .days = "12-24..01-02", .instead = RELCAL_INSTEAD_WEEK_LATER},
    {.name = "Thanksgiving",
     .days = "4th thursday of november",
     .instead = RELCAL_INSTEAD_WEEK_EARLIER},
    {.name = "a week", .first = TODAY - 3, .last = TODAY + 3},
};

static size_t count_characters(const char *text, size_t length)
{
    size_t count = 0;
    for (size_t at = 0; at < length; at++) {
        count += ((unsigned char)text[at] & 0xC0) != 0x80;
    }
    return count;
}

static void check_message(const relcal_error *error)
{
    REQUIRE(error->message[0] != '\0' && strlen(error->message) < RELCAL_ERROR_MESSAGE_BYTES);
    for (const char *at = error->message; *at != '\0'; at++) {
        REQUIRE((unsigned char)*at >= 0x20 && *at != 0x7F);
    }
}

static bool is_same_when(const relcal_when *left, const relcal_when *right)
{
    return left->precision == right->precision && left->earliest == right->earliest &&
           left->latest == right->latest;
}

/* Asks both forms of a rule the same. */
static void check_find(const relcal_date_rule *rule, const relcal_date_rule *again,
                       const relcal_rule_scope *scope, uint32_t occurrence)
{
    relcal_error error = {0};
    relcal_error other = {0};
    relcal_found found = {.avoided = "untouched"};
    relcal_found same = {.avoided = "untouched"};
    relcal_status status = relcal_date_rule_find(rule, scope, occurrence, &found, &error);
    REQUIRE(relcal_date_rule_find(again, scope, occurrence, &same, &other) == status);
    if (status != RELCAL_OK) {
        REQUIRE(error.code == status && strcmp(found.avoided, "untouched") == 0);
        REQUIRE(strcmp(error.message, other.message) == 0);
        check_message(&error);
        return;
    }
    REQUIRE(is_same_when(&found.when, &same.when) && is_same_when(&found.by_rule, &same.by_rule));
    REQUIRE(found.avoided == same.avoided);
    REQUIRE(found.when.earliest >= RELCAL_INSTANT_MIN && found.when.latest <= RELCAL_INSTANT_MAX &&
            found.when.earliest <= found.when.latest);
    REQUIRE(found.when.precision == RELCAL_PRECISION_DAY ||
            found.when.precision == RELCAL_PRECISION_MONTH ||
            found.when.precision == RELCAL_PRECISION_YEAR);
    REQUIRE(found.avoided != NULL || is_same_when(&found.when, &found.by_rule));
}

static void check_rule(const relcal_date_rule *rule)
{
    static char normal[RELCAL_MAX_DATE_RULE_BYTES + 1];
    static char printed[RELCAL_MAX_DATE_RULE_BYTES + 1];
    relcal_date_rule *again = NULL;
    size_t length = relcal_date_rule_format(rule, normal, sizeof normal);
    REQUIRE(length == strlen(normal));
    REQUIRE(relcal_date_rule_parse(&again, normal, length, NULL, NULL) == RELCAL_OK);
    REQUIRE(relcal_date_rule_format(again, printed, sizeof printed) == length);
    REQUIRE(strcmp(normal, printed) == 0);
    REQUIRE(relcal_date_rule_repeats(rule) == relcal_date_rule_repeats(again));
    relcal_rule_scope scope = {.has_today = true, .today = TODAY};
    check_find(rule, again, &scope, 1);
    scope.plan = relcal_series_plan(
        relcal_catalog_series(relcal_catalog_builtin(), "python", "3.12"), RELCAL_LATEST);
    check_find(rule, again, &scope, 1);
    scope.year = 2023;
    scope.has_today = false;
    check_find(rule, again, &scope, 1);
    check_find(rule, again, &scope, 100);
    check_find(rule, again, &scope, UINT32_MAX);
    scope.avoided = avoided;
    scope.avoided_count = sizeof avoided / sizeof avoided[0];
    check_find(rule, again, &scope, 2);
    relcal_date_rule_free(again, NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    relcal_date_rule *rule = NULL;
    relcal_error error = {0};
    relcal_status status = relcal_date_rule_parse(&rule, text, size, NULL, &error);
    if (status == RELCAL_OK) {
        check_rule(rule);
        relcal_date_rule_free(rule, NULL);
        return 0;
    }
    REQUIRE(status == RELCAL_ERROR_SYNTAX || status == RELCAL_ERROR_RANGE ||
            status == RELCAL_ERROR_LIMIT);
    REQUIRE(rule == NULL && error.code == status && error.line == 0);
    REQUIRE(error.column >= 1 && error.column <= count_characters(text, size) + 1);
    check_message(&error);
    return 0;
}
