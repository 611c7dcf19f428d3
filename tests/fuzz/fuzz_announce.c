/*
 * Any bytes as an announcement. It names a known project or none; judged by one, every claim lies
 * in the text where it says, in the order of the text, and what is told of it is on one line.
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

static void check_text(const char *text)
{
    for (; text != NULL && *text != '\0'; text++) {
        REQUIRE(*text != '\n' && *text != '\r');
    }
}

static void check_claim(const relcal_claim *claim, const relcal_claim *before, size_t size)
{
    REQUIRE(claim->length > 0 && claim->offset + claim->length <= size);
    REQUIRE(claim->value_length > 0 && claim->value_offset >= claim->offset);
    REQUIRE(claim->value_offset + claim->value_length <= claim->offset + claim->length);
    REQUIRE(claim->fix_offset <= claim->value_offset);
    REQUIRE(claim->fix_offset + claim->fix_length <= size);
    REQUIRE(claim->line >= 1 && claim->column >= 1);
    REQUIRE(before == NULL || before->value_offset <= claim->value_offset);
    REQUIRE(relcal_claim_kind_name(claim->kind)[0] != '\0');
    REQUIRE(relcal_claim_verdict_name(claim->verdict)[0] != '\0');
    REQUIRE((claim->verdict == RELCAL_CLAIM_FALSE) == (claim->cause != NULL));
    REQUIRE(strlen(claim->text) < RELCAL_MAX_CLAIM_TEXT_BYTES);
    check_text(claim->text);
    check_text(claim->claimed);
    check_text(claim->expected);
    check_text(claim->note);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const relcal_announcement_options options = {.on = RELCAL_DATE_NONE,
                                                        .otherwise_on = 19367};
    const relcal_project *python = relcal_catalog_project(relcal_catalog_builtin(), "python");
    const relcal_project *named = NULL;
    relcal_announcement *read = NULL;
    relcal_error error;
    relcal_status found = relcal_announcement_project(&named, relcal_catalog_builtin(),
                                                      (const char *)data, size, NULL, &error);
    REQUIRE(found == RELCAL_OK ? named != NULL : named == NULL && error.code == found);
    REQUIRE(found == RELCAL_OK || found == RELCAL_ERROR_NOT_FOUND || found == RELCAL_ERROR_LIMIT);
    relcal_status status = relcal_announcement_check(&read, python, (const char *)data, size,
                                                     &options, &error);
    REQUIRE(status == RELCAL_OK || status == RELCAL_ERROR_LIMIT);
    if (status != RELCAL_OK) {
        REQUIRE(read == NULL && error.message[0] != '\0');
        return 0;
    }
    const relcal_claim *claim;
    const relcal_claim *before = NULL;
    for (size_t i = 0; (claim = relcal_announcement_claim_at(read, i)) != NULL; i++) {
        check_claim(claim, before, size);
        before = claim;
    }
    relcal_announcement_free(read);
    return 0;
}
