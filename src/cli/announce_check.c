/* relcal announce check: the claims of announcements, for people, programs and reviews. */
#include <stdint.h>
#include <string.h>

#include "announce.h"
#include "announce_report.h"
#include "answer.h"
#include "command.h"
#include "complain.h"
#include "input.h"
#include "nearest.h"
#include "relcal/announce.h"
#include "replace.h"

static const char *project_id_at(const void *context, size_t index)
{
    const relcal_project *project = relcal_catalog_project_at(context, index);
    return project != NULL ? relcal_project_id(project) : NULL;
}

/* The project that the command line names, NULL where it names none; false after a complaint. */
static bool read_project(const cli_session *session, const relcal_project **out)
{
    const char *id = session->options->value[OPTION_PROJECT];
    *out = id == NULL ? NULL : relcal_catalog_project(session->catalog, id);
    if (id == NULL || *out != NULL) {
        return true;
    }
    text message = {0};
    text_add(&message, "unknown project '");
    text_add_printable(&message, id, QUOTED_BYTES);
    text_add(&message, "'");
    nearest_add_hint(&message, id, (name_list){project_id_at, session->catalog, ""});
    complain_text(&message);
    return false;
}

static int complain_about_text(const char *path, relcal_status status, const relcal_error *error)
{
    text message = {0};
    text_add_printable(&message, path, QUOTED_BYTES);
    text_addf(&message, ": %s%s", error->message,
              status == RELCAL_ERROR_NOT_FOUND ? "; say which it is with --project ID" : "");
    complain_text(&message);
    return status == RELCAL_ERROR_MEMORY      ? EXIT_SYSTEM
           : status == RELCAL_ERROR_NOT_FOUND ? EXIT_USAGE
                                              : EXIT_DATA;
}

/* ---- Putting right ---- */

/* How far apart in the list two claims of one place may be. */
#define NEIGHBOURS_MAX 8

static bool is_fixed(const relcal_claim *claim)
{
    return claim->verdict == RELCAL_CLAIM_FALSE && claim->replacement != NULL;
}

/* Whether a larger change takes in that of a claim, as that of a false date does its weekday's. A
 * claim that is put right twice is, too. */
static bool is_part_of_another(const post *read, size_t index)
{
    const relcal_claim *claim = relcal_announcement_claim_at(read->claims, index);
    size_t first = index > NEIGHBOURS_MAX ? index - NEIGHBOURS_MAX : 0;
    const relcal_claim *other;
    for (size_t at = first; at <= index + NEIGHBOURS_MAX &&
                            (other = relcal_announcement_claim_at(read->claims, at)) != NULL;
         at++) {
        bool is_around = other->fix_offset <= claim->fix_offset &&
                         other->fix_offset + other->fix_length >=
                             claim->fix_offset + claim->fix_length;
        if (at != index && is_fixed(other) && is_around &&
            (other->fix_length > claim->fix_length || at < index)) {
            return true;
        }
    }
    return false;
}

/* Writes the text with the right values; how many there were in `*fixed`. */
static void add_fixed(text *target, const post *read, size_t *fixed)
{
    size_t done = 0;
    const relcal_claim *claim;
    for (size_t index = 0; (claim = relcal_announcement_claim_at(read->claims, index)) != NULL;
         index++) {
        if (!is_fixed(claim)) {
            continue;
        }
        (*fixed)++;
        if (is_part_of_another(read, index)) {
            continue;
        }
        text_add_bytes(target, read->body.bytes + done, claim->fix_offset - done);
        text_add(target, claim->replacement);
        done = claim->fix_offset + claim->fix_length;
    }
    text_add_bytes(target, read->body.bytes + done, read->body.length - done);
}

static int fix(post *read)
{
    text fixed = {0};
    int failure = 0;
    add_fixed(&fixed, read, &read->fixed);
    if (fixed.failed) {
        complain("out of memory");
        return EXIT_SYSTEM;
    }
    if (read->fixed > 0) {
        replacement made;
        replacement_open(&made, read->path);
        (void)replacement_add(&made, fixed.bytes, fixed.length);
        failure = replacement_finish(&made, true);
    }
    text_free(&fixed);
    if (failure != 0) {
        complain_about_writing(read->path, failure);
        return EXIT_SYSTEM;
    }
    return EXIT_YES;
}

/* ---- The files ---- */

static void post_free(post *read)
{
    relcal_announcement_free(read->claims);
    text_free(&read->body);
}

/* Judges a text that was read, which says whose it is unless the command line does. */
static relcal_status judge(const cli_session *session, post *out, relcal_error *error)
{
    relcal_announcement_options options = {
        .on = session->options->value[OPTION_ON] != NULL ? session->date : RELCAL_DATE_NONE,
        .otherwise_on = session->date,
    };
    const char *bytes = text_string(&out->body);
    relcal_status status = RELCAL_OK;
    if (out->project == NULL) {
        status = relcal_announcement_project(&out->project, session->catalog, bytes,
                                             out->body.length, NULL, error);
    }
    return status == RELCAL_OK ? relcal_announcement_check(&out->claims, out->project, bytes,
                                                           out->body.length, &options, error)
                               : status;
}

/* Reads and judges a file; EXIT_NO where something false is left in it. */
static int check_file(const cli_session *session, post *out)
{
    int status = input_read(&out->body, out->path, RELCAL_MAX_ANNOUNCEMENT_BYTES);
    if (status != EXIT_YES) {
        return status;
    }
    relcal_error error = {0};
    relcal_status checked = judge(session, out, &error);
    if (checked != RELCAL_OK) {
        return complain_about_text(out->path, checked, &error);
    }
    post_count(out);
    if (session->options->value[OPTION_FIX] != NULL) {
        status = fix(out);
    }
    bool is_all_right = out->counts[RELCAL_CLAIM_FALSE] == out->fixed;
    return status != EXIT_YES ? status : is_all_right ? EXIT_YES : EXIT_NO;
}

/* The form of the answer; NULL after a complaint. */
static const report_form *find_form(const cli_session *session)
{
    int choice = session->options->choice[OPTION_ANNOUNCE_FORMAT];
    bool is_json = session->options->value[OPTION_JSON] != NULL || choice == FORMAT_JSON;
    if (choice == FORMAT_MARKDOWN) {
        complain("announce check has no format markdown; write --format text, json, sarif or "
                 "github");
        return NULL;
    }
    return choice == FORMAT_SARIF    ? &report_sarif
           : choice == FORMAT_GITHUB ? &report_github
           : is_json                 ? &report_json
                                     : &report_text;
}

static int run(cli_session *session)
{
    const relcal_project *project = NULL;
    const report_form *form = find_form(session);
    if (form == NULL || !read_project(session, &project)) {
        return EXIT_USAGE;
    }
    int status = EXIT_YES;
    report made = {.session = session};
    form->begin(&made);
    for (size_t index = 0; index < session->operand_count; index++) {
        post read = {.path = session->operands[index], .project = project};
        if (strcmp(read.path, "-") == 0 && session->options->value[OPTION_FIX] != NULL) {
            complain("--fix needs a file; standard input cannot be written to");
            status = EXIT_USAGE;
            break;
        }
        int checked = check_file(session, &read);
        if (checked == EXIT_YES || checked == EXIT_NO) {
            form->add(&made, &read);
        }
        post_free(&read);
        status = checked != EXIT_YES ? checked : status;
        if (checked > EXIT_NO) {
            break;
        }
    }
    form->end(&made);
    return status;
}

const announce_action announce_check = {
    .name = "check",
    .usage = "FILE...",
    .lack = "needs a file",
    .operands_min = 1,
    .operands_max = SIZE_MAX,
    .run = run,
};
