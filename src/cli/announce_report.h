/* The forms in which judged announcements are told. */
#ifndef RELCAL_CLI_ANNOUNCE_REPORT_H
#define RELCAL_CLI_ANNOUNCE_REPORT_H

#include "json.h"
#include "relcal/announce.h"
#include "session.h"

/* One file and its claims. */
typedef struct post {
    const char *path;
    const relcal_project *project;
    text body;
    relcal_announcement *claims;
    size_t counts[3]; /* of claims, by verdict */
    size_t fixed;     /* of false ones, those that were put right */
} post;

void post_count(post *counted);

typedef struct report {
    cli_session *session;
    json_writer writer;
} report;

typedef struct report_form {
    void (*begin)(report *made);
    void (*add)(report *made, const post *read);
    void (*end)(report *made);
} report_form;

extern const report_form report_text, report_json, report_sarif, report_github;

#endif
