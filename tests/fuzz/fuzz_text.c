/*
 * Any bytes as a date, a when and a release name. What is read must be written to a text that is
 * read to the same again; what is not must say where it is wrong, and leave the output alone.
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

static void check_error(relcal_status status, const relcal_error *error, size_t length)
{
    REQUIRE(status == RELCAL_ERROR_SYNTAX || status == RELCAL_ERROR_RANGE);
    REQUIRE(error->code == status && error->line == 0);
    REQUIRE(error->column >= 1 && error->column <= length + 1);
    REQUIRE(error->message[0] != '\0' && strlen(error->message) < RELCAL_ERROR_MESSAGE_BYTES);
    for (const char *at = error->message; *at != '\0'; at++) {
        REQUIRE((unsigned char)*at >= 0x20 && *at != 0x7F);
    }
}

static void check_date(const char *text, size_t length)
{
    relcal_error error;
    relcal_date date = 12345678;
    relcal_status status = relcal_date_parse(&date, text, length, &error);
    REQUIRE(relcal_date_parse(&(relcal_date){0}, text, length, NULL) == status);
    if (status != RELCAL_OK) {
        REQUIRE(date == 12345678);
        check_error(status, &error, length);
        return;
    }
    char written[RELCAL_DATE_BYTES];
    relcal_date again;
    REQUIRE(relcal_date_is_valid(date));
    relcal_date_format(date, written);
    REQUIRE(relcal_date_parse(&again, written, strlen(written), NULL) == RELCAL_OK);
    REQUIRE(again == date);
    relcal_date_format_week(date, written);
    REQUIRE(relcal_date_parse(&again, written, strlen(written), NULL) == RELCAL_OK);
    REQUIRE(again == date);
}

static void check_when(const char *text, size_t length)
{
    relcal_error error;
    relcal_when when = {.earliest = 42, .offset_minutes = 7};
    relcal_status status = relcal_when_parse(&when, text, length, &error);
    if (status != RELCAL_OK) {
        REQUIRE(when.earliest == 42 && when.offset_minutes == 7 && when.zone_name == NULL);
        check_error(status, &error, length);
        return;
    }
    char written[RELCAL_WHEN_BYTES];
    relcal_when again;
    relcal_when_format(&when, written);
    REQUIRE(strlen(written) < RELCAL_WHEN_BYTES);
    REQUIRE(relcal_when_parse(&again, written, strlen(written), NULL) == RELCAL_OK);
    REQUIRE(when.earliest <= when.latest);
    REQUIRE(when.earliest >= RELCAL_INSTANT_MIN && when.latest <= RELCAL_INSTANT_MAX);
    REQUIRE(again.earliest == when.earliest && again.latest == when.latest);
    REQUIRE(again.precision == when.precision && again.zone == when.zone);
    REQUIRE(again.offset_minutes == when.offset_minutes && again.end_of_day == when.end_of_day);
    REQUIRE(again.zone_name_length == when.zone_name_length);
    REQUIRE(when.zone_name_length == 0 ||
            memcmp(again.zone_name, when.zone_name, when.zone_name_length) == 0);
    REQUIRE(relcal_when_date(&again) == relcal_when_date(&when));
    relcal_order order = relcal_when_compare(&again, &when);
    REQUIRE(order ==
            (when.precision == RELCAL_PRECISION_TBD ? RELCAL_ORDER_UNKNOWN : RELCAL_ORDER_SAME));
}

static bool is_same_version(const relcal_version *left, const relcal_version *right)
{
    return left->major == right->major && left->minor == right->minor &&
           left->micro == right->micro && left->number == right->number &&
           left->stage == right->stage && left->has_release == right->has_release;
}

static void check_version(const char *text, size_t length)
{
    relcal_error error;
    relcal_version version = {.major = 4242};
    relcal_status status = relcal_version_parse(&version, text, length, &error);
    if (status != RELCAL_OK) {
        REQUIRE(version.major == 4242);
        check_error(status, &error, length);
        return;
    }
    char written[RELCAL_VERSION_WORDS_BYTES];
    relcal_version again;
    relcal_version_format(&version, written);
    REQUIRE(strlen(written) < RELCAL_VERSION_BYTES);
    REQUIRE(relcal_version_parse(&again, written, strlen(written), NULL) == RELCAL_OK);
    REQUIRE(is_same_version(&version, &again) && relcal_version_compare(&version, &again) == 0);
    relcal_version_words(&version, written);
    REQUIRE(strlen(written) < RELCAL_VERSION_WORDS_BYTES);
    REQUIRE(relcal_version_parse(&again, written, strlen(written), NULL) == RELCAL_OK);
    REQUIRE(is_same_version(&version, &again));
    uint32_t hex;
    if (relcal_version_to_hex(&hex, &version) == RELCAL_OK) {
        REQUIRE(relcal_version_from_hex(&again, hex) == RELCAL_OK);
        REQUIRE(is_same_version(&version, &again));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    check_date(text, size);
    check_when(text, size);
    check_version(text, size);
    return 0;
}
