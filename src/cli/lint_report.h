/* Findings of relcal lint in the forms that other programs read. */
#ifndef RELCAL_CLI_LINT_REPORT_H
#define RELCAL_CLI_LINT_REPORT_H

#include "relcal/lint.h"
#include "session.h"

/* What is said of findings. */
typedef struct lint_report {
    cli_session *session;
    const relcal_lint *lint;
    bool errors_only; /* leave warnings out */
    size_t fix_count; /* fixes that were made before */
} lint_report;

/* The next finding that is said, from `*index` on; NULL at the end. */
const relcal_finding *lint_report_next(const lint_report *report, size_t *index);

/* FILE:LINE:COLUMN: error: message [code] */
void lint_report_text(const lint_report *report);

/* relcal's own object. */
void lint_report_json(const lint_report *report);

/* Static Analysis Results Interchange Format 2.1.0, OASIS Standard. */
void lint_report_sarif(const lint_report *report);

/* The commands of GitHub's workflows: ::error file=...,line=...::message */
void lint_report_github(const lint_report *report);

#endif
