/* Release names: every spelling, their order, their normal form, and PY_VERSION_HEX. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "relcal/version.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

static relcal_version parsed(const char *text)
{
    relcal_version version = {0};
    relcal_error error = {0};
    relcal_status status = relcal_version_parse(&version, text, strlen(text), &error);
    ck_assert_msg(status == RELCAL_OK, "\"%s\": %s", text, error.message);
    return version;
}

START_TEST(spellings)
{
    static const struct {
        const char *text;
        const char *normal, *words, *series;
    } items[] = {
        {"3.12.0b1", "3.12.0b1", "3.12.0 beta 1", "3.12"},
        {"3.12b1", "3.12.0b1", "3.12.0 beta 1", "3.12"},
        {"3.12.0-beta.1", "3.12.0b1", "3.12.0 beta 1", "3.12"},
        {"3.12.0_BETA_1", "3.12.0b1", "3.12.0 beta 1", "3.12"},
        {"3.12.0.b.1", "3.12.0b1", "3.12.0 beta 1", "3.12"},
        {"3.12.b1", "3.12.0b1", "3.12.0 beta 1", "3.12"},
        {"v3.12.0 beta 1", "3.12.0b1", "3.12.0 beta 1", "3.12"},
        {"V3.12 Beta1", "3.12.0b1", "3.12.0 beta 1", "3.12"},
        {" \t3.12.0  beta\t 1\r\n", "3.12.0b1", "3.12.0 beta 1", "3.12"},
        {"3.12b", "3.12.0b0", "3.12.0 beta 0", "3.12"},
        {"3.12 alpha", "3.12.0a0", "3.12.0 alpha 0", "3.12"},
        {"3.12a07", "3.12.0a7", "3.12.0 alpha 7", "3.12"},
        {"3.012", "3.12.0", "3.12.0", "3.12"},
        {"0000000003.12", "3.12.0", "3.12.0", "3.12"},
        {"3.12", "3.12.0", "3.12.0", "3.12"},
        {"3.12.0", "3.12.0", "3.12.0", "3.12"},
        {"3.12.4", "3.12.4", "3.12.4", "3.12"},
        {"3.12.0 final", "3.12.0", "3.12.0", "3.12"},
        {"3.12-FINAL", "3.12.0", "3.12.0", "3.12"},
        {"3.12.0final", "3.12.0", "3.12.0", "3.12"},
        {"3.12.0c1", "3.12.0rc1", "3.12.0 candidate 1", "3.12"},
        {"3.12.0-rc-1", "3.12.0rc1", "3.12.0 candidate 1", "3.12"},
        {"3.12.0 release candidate 1", "3.12.0rc1", "3.12.0 candidate 1", "3.12"},
        {"3.12.0-release-candidate-1", "3.12.0rc1", "3.12.0 candidate 1", "3.12"},
        {"3.12.0pre1", "3.12.0rc1", "3.12.0 candidate 1", "3.12"},
        {"3.12.0.preview.1", "3.12.0rc1", "3.12.0 candidate 1", "3.12"},
        {"a1", "a1", "alpha 1", ""},
        {"alpha 1", "a1", "alpha 1", ""},
        {"b1", "b1", "beta 1", ""},
        {"beta 1", "b1", "beta 1", ""},
        {"B-1", "b1", "beta 1", ""},
        {"beta", "b0", "beta 0", ""},
        {"c1", "rc1", "candidate 1", ""},
        {"rc1", "rc1", "candidate 1", ""},
        {"RC 1", "rc1", "candidate 1", ""},
        {"pre 1", "rc1", "candidate 1", ""},
        {"preview 1", "rc1", "candidate 1", ""},
        {"candidate 1", "rc1", "candidate 1", ""},
        {"Release Candidate 1", "rc1", "candidate 1", ""},
        {"releasecandidate1", "rc1", "candidate 1", ""},
        {"final", "final", "final", ""},
        {" Final ", "final", "final", ""},
        {"65535.65535.65535rc65535", "65535.65535.65535rc65535",
         "65535.65535.65535 candidate 65535", "65535.65535"},
    };
    for (size_t i = 0; i < COUNT(items); i++) {
        char normal[RELCAL_VERSION_BYTES];
        char words[RELCAL_VERSION_WORDS_BYTES];
        char series[RELCAL_VERSION_SERIES_BYTES];
        relcal_version version = parsed(items[i].text);
        ck_assert_str_eq(relcal_version_format(&version, normal), items[i].normal);
        ck_assert_str_eq(relcal_version_words(&version, words), items[i].words);
        ck_assert_str_eq(relcal_version_series(&version, series), items[i].series);
        ck_assert_int_eq(version.has_release, items[i].series[0] != '\0');

        relcal_version from_normal = parsed(normal), from_words = parsed(words);
        ck_assert_int_eq(relcal_version_compare(&version, &from_normal), 0);
        ck_assert_int_eq(relcal_version_compare(&version, &from_words), 0);
    }
}
END_TEST

START_TEST(parse_errors)
{
    static const struct {
        const char *text;
        relcal_status code;
        uint32_t column;
    } items[] = {
        {"", RELCAL_ERROR_SYNTAX, 1},
        {"  ", RELCAL_ERROR_SYNTAX, 1},
        {"3", RELCAL_ERROR_SYNTAX, 2},
        {"3b1", RELCAL_ERROR_SYNTAX, 2},
        {"3.", RELCAL_ERROR_SYNTAX, 3},
        {"3.x", RELCAL_ERROR_SYNTAX, 3},
        {".12", RELCAL_ERROR_SYNTAX, 1},
        {"-3.12", RELCAL_ERROR_SYNTAX, 1},
        {"3.12.", RELCAL_ERROR_SYNTAX, 6},
        {"3.12.0.", RELCAL_ERROR_SYNTAX, 8},
        {"3.12.0.1", RELCAL_ERROR_SYNTAX, 8},
        {"3.12 1", RELCAL_ERROR_SYNTAX, 6},
        {"v", RELCAL_ERROR_SYNTAX, 2},
        {"vb1", RELCAL_ERROR_SYNTAX, 2},
        {"v 3.12", RELCAL_ERROR_SYNTAX, 2},
        {"gamma 1", RELCAL_ERROR_SYNTAX, 1},
        {"alphabet", RELCAL_ERROR_SYNTAX, 6},
        {"beta one", RELCAL_ERROR_SYNTAX, 5},
        {"beta--1", RELCAL_ERROR_SYNTAX, 5},
        {"beta 1 2", RELCAL_ERROR_SYNTAX, 7},
        {"3.12b.", RELCAL_ERROR_SYNTAX, 6},
        {"3.12b1x", RELCAL_ERROR_SYNTAX, 7},
        {"3.12..b1", RELCAL_ERROR_SYNTAX, 6},
        {"3.12--b1", RELCAL_ERROR_SYNTAX, 6},
        {"release", RELCAL_ERROR_SYNTAX, 8},
        {"release 1", RELCAL_ERROR_SYNTAX, 9},
        {"3.12 final 0", RELCAL_ERROR_SYNTAX, 11},
        {"final1", RELCAL_ERROR_SYNTAX, 6},
        {"1!3.12", RELCAL_ERROR_SYNTAX, 2},
        {"3.12.post1", RELCAL_ERROR_SYNTAX, 6},
        {"3.12-1", RELCAL_ERROR_SYNTAX, 6},
        {"3.12.dev0", RELCAL_ERROR_SYNTAX, 6},
        {"3.12b1.dev0", RELCAL_ERROR_SYNTAX, 7},
        {"3.12+local", RELCAL_ERROR_SYNTAX, 5},
        {"3.12\xC2\xA0"
         "b1",
         RELCAL_ERROR_SYNTAX, 5},
        {"65536.0", RELCAL_ERROR_RANGE, 1},
        {"3.65536", RELCAL_ERROR_RANGE, 3},
        {"3.12.65536", RELCAL_ERROR_RANGE, 6},
        {"3.12b65536", RELCAL_ERROR_RANGE, 6},
        {"beta 99999999999999999999999999", RELCAL_ERROR_RANGE, 6},
    };
    for (size_t i = 0; i < COUNT(items); i++) {
        relcal_version version = {.micro = 4711};
        relcal_error error;
        size_t length = strlen(items[i].text);
        relcal_status status = relcal_version_parse(&version, items[i].text, length, &error);
        ck_assert_msg(status == items[i].code, "%s: status %d", items[i].text, (int)status);
        ck_assert_int_eq(error.code, items[i].code);
        ck_assert_msg(error.column == items[i].column, "%s: column %u", items[i].text,
                      (unsigned)error.column);
        ck_assert_int_eq(version.micro, 4711);
        ck_assert_int_eq(relcal_version_parse(&version, items[i].text, length, NULL),
                         items[i].code);
    }
}
END_TEST

START_TEST(error_messages)
{
    static const struct {
        const char *text;
        const char *message;
    } items[] = {
        {"3.12 gamma\n7",
         "\"3.12 gamma\\x0A7\" is not a release name; write one such as 3.12.0b1, 3.12, beta 1 or "
         "final"},
        {"3.70000", "this number is too large; parts of a version reach to 65535"},
    };
    for (size_t i = 0; i < COUNT(items); i++) {
        relcal_version version;
        relcal_error error;
        (void)relcal_version_parse(&version, items[i].text, strlen(items[i].text), &error);
        ck_assert_str_eq(error.message, items[i].message);
    }
}
END_TEST

START_TEST(exact_length)
{
    relcal_version version;
    char buffer[RELCAL_VERSION_BYTES];
    ck_assert_int_eq(relcal_version_parse(&version, "3.12.0b12", 8, NULL), RELCAL_OK);
    ck_assert_str_eq(relcal_version_format(&version, buffer), "3.12.0b1");
    ck_assert_int_eq(relcal_version_parse(&version, "3.12\0", 5, NULL), RELCAL_ERROR_SYNTAX);
    ck_assert_int_eq(relcal_version_parse(&version, NULL, 0, NULL), RELCAL_ERROR_SYNTAX);
}
END_TEST

START_TEST(ordering)
{
    /* Each comes before the next. */
    static const char *const names[] = {"a1",      "b1",       "b2",     "rc1",       "final",
                                        "0.0a0",   "3.9",      "3.12a7", "3.12b1",    "3.12b2",
                                        "3.12b10", "3.12rc1",  "3.12",   "3.12.1rc1", "3.12.1",
                                        "3.12.10", "3.13.0a1", "4.0"};
    for (size_t i = 0; i < COUNT(names); i++) {
        for (size_t j = 0; j < COUNT(names); j++) {
            relcal_version left = parsed(names[i]), right = parsed(names[j]);
            int order = relcal_version_compare(&left, &right);
            ck_assert_msg((order > 0) - (order < 0) == (i > j) - (i < j), "%s, %s", names[i],
                          names[j]);
        }
    }
}
END_TEST

START_TEST(hexadecimal)
{
    static const struct {
        const char *text;
        uint32_t hex;
    } items[] = {
        {"3.12.0b1", 0x030C00B1}, {"3.12.0", 0x030C00F0},      {"3.4.1a2", 0x030401A2},
        {"3.10rc15", 0x030A00CF}, {"255.255.255", 0xFFFFFFF0}, {"0.0a0", 0x000000A0},
    };
    for (size_t i = 0; i < COUNT(items); i++) {
        uint32_t hex = 0;
        relcal_version version = parsed(items[i].text), back;
        ck_assert_int_eq(relcal_version_to_hex(&hex, &version), RELCAL_OK);
        ck_assert_uint_eq(hex, items[i].hex);
        ck_assert_int_eq(relcal_version_from_hex(&back, hex), RELCAL_OK);
        ck_assert_int_eq(relcal_version_compare(&version, &back), 0);
    }
    static const struct {
        relcal_version version;
        relcal_status status;
    } failures[] = {
        {{.major = 256, .has_release = true, .stage = RELCAL_STAGE_FINAL}, RELCAL_ERROR_RANGE},
        {{.minor = 256, .has_release = true, .stage = RELCAL_STAGE_FINAL}, RELCAL_ERROR_RANGE},
        {{.micro = 256, .has_release = true, .stage = RELCAL_STAGE_FINAL}, RELCAL_ERROR_RANGE},
        {{.number = 16, .has_release = true, .stage = RELCAL_STAGE_BETA}, RELCAL_ERROR_RANGE},
        {{.number = 1, .has_release = false, .stage = RELCAL_STAGE_BETA}, RELCAL_ERROR_ARGUMENT},
        {{.number = 1, .has_release = true, .stage = RELCAL_STAGE_FINAL}, RELCAL_ERROR_ARGUMENT},
        {{.has_release = true, .stage = (relcal_stage)4}, RELCAL_ERROR_ARGUMENT},
    };
    for (size_t i = 0; i < COUNT(failures); i++) {
        uint32_t hex = 4711;
        ck_assert_int_eq(relcal_version_to_hex(&hex, &failures[i].version), failures[i].status);
        ck_assert_uint_eq(hex, 4711);
    }
    static const uint32_t wrong[] = {0, 0x030C00F1, 0x030C0091, 0x030C00D0, 0x030C00E0, 0x030C0000};
    for (size_t i = 0; i < COUNT(wrong); i++) {
        relcal_version version = {.micro = 4711};
        ck_assert_int_eq(relcal_version_from_hex(&version, wrong[i]), RELCAL_ERROR_SYNTAX);
        ck_assert_int_eq(version.micro, 4711);
    }
}
END_TEST

START_TEST(names)
{
    ck_assert_str_eq(relcal_stage_name(RELCAL_STAGE_ALPHA), "alpha");
    ck_assert_str_eq(relcal_stage_name(RELCAL_STAGE_BETA), "beta");
    ck_assert_str_eq(relcal_stage_name(RELCAL_STAGE_CANDIDATE), "candidate");
    ck_assert_str_eq(relcal_stage_name(RELCAL_STAGE_FINAL), "final");
    ck_assert_str_eq(relcal_stage_name((relcal_stage)4), "");
    ck_assert_str_eq(relcal_stage_name((relcal_stage)-1), "");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("version");
    TCase *tests = tcase_create("version");
    tcase_add_test(tests, spellings);
    tcase_add_test(tests, parse_errors);
    tcase_add_test(tests, error_messages);
    tcase_add_test(tests, exact_length);
    tcase_add_test(tests, ordering);
    tcase_add_test(tests, hexadecimal);
    tcase_add_test(tests, names);
    suite_add_tcase(suite, tests);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
