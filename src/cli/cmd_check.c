/* relcal check: may it still land? */
#include <string.h>

#include "answer.h"
#include "command.h"
#include "complain.h"
#include "lookup.h"
#include "request.h"
#include "words.h"

/* A judgment with all that is told of it. */
typedef struct checked {
    cli_session *session;
    const relcal_project *project;
    const relcal_series *series;
    relcal_plan plan;
    const relcal_request *request;
    const char *branch; /* that it is to land on, or NULL */
    relcal_judgment judgment;
    relcal_ruling rulings[REQUEST_CHANGES_MAX];
    const relcal_milestone *until;
    relcal_instant deadline; /* where it has one */
    bool has_deadline;
    const relcal_series *elsewhere;
    const char *elsewhere_branch;
} checked;

/* ---- words ---- */

/* Adds "reviewer or release manager", or nothing. */
static void add_authorities(text *target, const relcal_rule *rule,
                            const relcal_authority *(*at)(const relcal_rule *rule, size_t index))
{
    const relcal_authority *authority;
    for (size_t index = 0; (authority = at(rule, index)) != NULL; index++) {
        text_addf(target, "%s%s", index == 0 ? "" : " or ", relcal_authority_name(authority));
    }
}

/* Writes the authorities of a rule as one text; null where there is none. */
static void answer_authorities(json_writer *writer, const char *key, const relcal_rule *rule,
                               const relcal_authority *(*at)(const relcal_rule *rule, size_t index))
{
    text names = {0};
    if (rule != NULL) {
        add_authorities(&names, rule, at);
    }
    json_writer_text(writer, key, names.length > 0 ? text_string(&names) : NULL);
    text_free(&names);
}

/* ---- JSON ---- */

static void answer_ruling(json_writer *writer, const relcal_ruling *ruling)
{
    const relcal_rule *rule = ruling->rule;
    json_writer_open_object(writer, NULL);
    json_writer_text(writer, "change", relcal_change_id(ruling->change));
    json_writer_text(writer, "verdict", relcal_verdict_name(ruling->verdict));
    json_writer_text(writer, "rule", rule != NULL ? relcal_rule_id(rule) : NULL);
    answer_authorities(writer, "by", rule, relcal_rule_by);
    json_writer_text(writer, "reason", rule != NULL ? relcal_rule_reason(rule) : NULL);
    json_writer_text(writer, "source", rule != NULL ? relcal_rule_source(rule) : NULL);
    answer_authorities(writer, "except", rule, relcal_rule_except);
    if (rule != NULL && relcal_rule_approvals(rule) > 0) {
        json_writer_number(writer, "approvals", relcal_rule_approvals(rule));
    }
    if (rule != NULL && relcal_rule_delay(rule) != NULL) {
        json_writer_text(writer, "delay", relcal_rule_delay(rule));
    }
    if (ruling->granted) {
        json_writer_boolean(writer, "granted", true);
    }
    if (ruling->too_late) {
        json_writer_boolean(writer, "too_late", true);
    }
    json_writer_close_object(writer);
}

/* The last second at which the verdict can be had. */
static relcal_when deadline_of(const checked *check)
{
    return (relcal_when){.earliest = check->deadline,
                         .latest = check->deadline,
                         .precision = RELCAL_PRECISION_MOMENT};
}

static void answer_elsewhere(json_writer *writer, const checked *check)
{
    if (check->elsewhere == NULL) {
        json_writer_null(writer, "elsewhere");
        return;
    }
    json_writer_open_object(writer, "elsewhere");
    json_writer_text(writer, "series", relcal_series_id(check->elsewhere));
    json_writer_text(writer, "branch", check->elsewhere_branch);
    json_writer_close_object(writer);
}

static void answer(const checked *check)
{
    const relcal_standing *standing = &check->judgment.standing;
    json_writer writer = answer_open(check->session);
    json_writer_text(&writer, "project", relcal_project_id(check->project));
    json_writer_text(&writer, "series", relcal_series_id(check->series));
    json_writer_text(&writer, "branch", check->branch);
    answer_date(&writer, check->session);
    answer_as_of(&writer, check->session);
    json_writer_text(&writer, "phase", relcal_phase_id(standing->phase));
    answer_freezes(&writer, "freezes", check->project, standing, RELCAL_YES);
    if (standing->freezes_unknown != 0) {
        answer_freezes(&writer, "freezes_unknown", check->project, standing, RELCAL_UNKNOWN);
    }
    json_writer_text(&writer, "verdict", relcal_verdict_name(check->judgment.decisive.verdict));
    json_writer_open_list(&writer, "changes");
    for (size_t index = 0; index < check->request->change_count; index++) {
        answer_ruling(&writer, &check->rulings[index]);
    }
    json_writer_close_list(&writer);
    answer_milestone(&writer, "until", check->plan, check->until);
    if (check->has_deadline) {
        char buffer[RELCAL_WHEN_BYTES];
        relcal_when deadline = deadline_of(check);
        json_writer_text(&writer, "ask_by", relcal_when_format(&deadline, buffer));
    }
    answer_elsewhere(&writer, check);
    if (!check->judgment.certain) {
        json_writer_boolean(&writer, "certain", false);
    }
    answer_close(&writer);
}

/* ---- text ---- */

static void add_condition(text *out, const relcal_ruling *ruling)
{
    const relcal_rule *rule = ruling->rule;
    uint32_t count = rule != NULL ? relcal_rule_approvals(rule) : 0;
    switch (ruling->verdict) {
    case RELCAL_UNSPECIFIED:
        text_add(out, "is something that no rule speaks of");
        break;
    case RELCAL_ALLOW:
        text_add(out, ruling->granted ? "is approved, and may land" : "may land");
        break;
    case RELCAL_ANNOUNCE:
        text_add(out, "may land once it was announced");
        break;
    case RELCAL_DELAY:
        text_addf(out, "may land after %s", relcal_rule_delay(rule));
        break;
    case RELCAL_REVIEW:
    case RELCAL_APPROVAL:
        text_addf(out, "may land with %u %s%s by ", (unsigned)count,
                  ruling->verdict == RELCAL_REVIEW ? "review" : "approval", count == 1 ? "" : "s");
        add_authorities(out, rule, relcal_rule_by);
        break;
    case RELCAL_DEFER:
        text_add(out, "has to wait for a later series");
        break;
    case RELCAL_DENY:
        text_add(out, ruling->too_late ? "may not land; it is too late to ask" : "may not land");
        break;
    }
}

static const char *style_of(relcal_verdict verdict)
{
    return relcal_verdict_lands(verdict) ? STYLE_HEADING : STYLE_ALERT;
}

static void tell_verdict(const checked *check)
{
    cli_output *out = check->session->out;
    const relcal_ruling *decisive = &check->judgment.decisive;
    output_styled(out, style_of(decisive->verdict), relcal_verdict_name(decisive->verdict));
    text_addf(&out->body, ": %s ", relcal_change_id(decisive->change));
    add_condition(&out->body, decisive);
    text_addf(&out->body, " in %s %s", relcal_project_name(check->project),
              relcal_series_id(check->series));
    session_add_question(check->session, &out->body);
    text_add(&out->body, "\n");
}

/* Begins a line of what is told beyond the verdict. */
static text *begin_line(const checked *check, const char *what)
{
    text *out = &check->session->out->body;
    text_addf(out, "  %-8s", what);
    return out;
}

static void tell_others(const checked *check)
{
    for (size_t index = 0; index < check->request->change_count; index++) {
        const relcal_ruling *ruling = &check->rulings[index];
        if (ruling->change == check->judgment.decisive.change) {
            continue;
        }
        text *out = begin_line(check, "also");
        text_addf(out, "%s: %s ", relcal_verdict_name(ruling->verdict),
                  relcal_change_id(ruling->change));
        add_condition(out, ruling);
        if (ruling->rule != NULL) {
            text_addf(out, " (%s)", relcal_rule_id(ruling->rule));
        }
        text_add(out, "\n");
    }
}

static void tell_where(const checked *check)
{
    const relcal_standing *standing = &check->judgment.standing;
    text *out = begin_line(check, "stands");
    text_addf(out, "in phase %s", relcal_phase_id(standing->phase));
    const relcal_freeze *freeze;
    for (size_t index = 0; (freeze = relcal_project_freeze_at(check->project, index)) != NULL;
         index++) {
        relcal_truth truth = relcal_standing_freeze(standing, freeze);
        if (truth != RELCAL_NO) {
            text_addf(out, ", freeze %s%s", relcal_freeze_id(freeze),
                      truth == RELCAL_UNKNOWN ? " (perhaps)" : "");
        }
    }
    text_addf(out, "%s%s\n", check->branch != NULL ? ", on branch " : "",
              check->branch != NULL ? check->branch : "");
}

/* Whether the verdict hangs on a freeze that ends with something of which the plan says nothing. */
static bool is_end_unknown(const checked *check)
{
    const relcal_freeze *freeze;
    for (size_t index = 0; (freeze = relcal_project_freeze_at(check->project, index)) != NULL;
         index++) {
        relcal_bounds bounds = relcal_plan_bounds(check->plan, freeze);
        if (relcal_standing_freeze(&check->judgment.standing, freeze) == RELCAL_UNKNOWN &&
            bounds.has_end && bounds.until == NULL) {
            return !check->judgment.certain;
        }
    }
    return false;
}

static void tell_until(const checked *check)
{
    relcal_entry entry;
    text *out = begin_line(check, "until");
    const relcal_rule *rule = check->judgment.decisive.rule;
    if (rule != NULL && relcal_rule_is_for_a_day(rule)) {
        text_add(out, "the end of the day\n");
    } else if (check->has_deadline) {
        relcal_when deadline = deadline_of(check);
        words_add_when(out, &deadline);
        text_add(out, ", the last moment to ask\n");
    } else if (relcal_plan_entry(check->plan, check->until, &entry)) {
        text_addf(out, "%s, ", relcal_milestone_title(check->until));
        words_add_when(out, &entry.when);
        text_add(out, "\n");
    } else {
        text_add(out, is_end_unknown(check) ? "nobody can tell\n" : "for good\n");
    }
}

/* Says what nobody can tell of the freezes that may be in force. */
static void tell_doubt_of_freezes(const checked *check)
{
    const relcal_standing *standing = &check->judgment.standing;
    relcal_instant moment = session_moment(check->session);
    bool may_have_begun = false;
    bool may_be_over = false;
    const relcal_freeze *freeze;
    for (size_t index = 0; (freeze = relcal_project_freeze_at(check->project, index)) != NULL;
         index++) {
        if (relcal_standing_freeze(standing, freeze) == RELCAL_UNKNOWN) {
            bool has_begun = relcal_plan_freeze_begun(check->plan, freeze, moment) == RELCAL_YES;
            may_have_begun = may_have_begun || !has_begun;
            may_be_over = may_be_over || has_begun;
        }
    }
    text_addf(begin_line(check, "unsure"),
              "nobody can tell whether a freeze %s%s%s; it is taken to be in force\n",
              may_have_begun ? "has begun" : "", may_have_begun && may_be_over ? ", or " : "",
              may_be_over ? "is over" : "");
}

static void tell_doubt(const checked *check)
{
    const relcal_standing *standing = &check->judgment.standing;
    if (!standing->certain) {
        text_addf(begin_line(check, "unsure"),
                  "nobody can tell whether phase %s has begun; it is taken to have\n",
                  relcal_phase_id(standing->phase));
    }
    if (standing->freezes_unknown != 0) {
        tell_doubt_of_freezes(check);
    }
}

static void tell(const checked *check)
{
    const relcal_rule *rule = check->judgment.decisive.rule;
    tell_verdict(check);
    tell_others(check);
    if (rule != NULL && relcal_rule_reason(rule) != NULL) {
        text_addf(begin_line(check, "why"), "%s\n", relcal_rule_reason(rule));
    }
    tell_where(check);
    if (!check->judgment.certain) {
        tell_doubt(check);
    }
    tell_until(check);
    if (rule != NULL && relcal_rule_by(rule, 0) != NULL) {
        text *out = begin_line(check, "who");
        add_authorities(out, rule, relcal_rule_by);
        text_add(out, " decides\n");
    }
    if (rule != NULL && relcal_rule_except(rule, 0) != NULL &&
        check->judgment.decisive.verdict != RELCAL_ALLOW) {
        text *out = begin_line(check, "except");
        text_add(out, "with approval by ");
        add_authorities(out, rule, relcal_rule_except);
        text_add(out, "\n");
    }
    if (check->elsewhere != NULL) {
        text *out = begin_line(check, "instead");
        bool is_named = check->elsewhere_branch != NULL &&
                        strcmp(check->elsewhere_branch, relcal_series_id(check->elsewhere)) != 0;
        text_addf(out, "%s%s%s\n", is_named ? check->elsewhere_branch : "",
                  is_named ? ", that is " : "", relcal_series_id(check->elsewhere));
    }
    if (rule != NULL) {
        const char *source = relcal_rule_source(rule);
        text_addf(begin_line(check, "rule"), "%s%s%s%s\n", relcal_rule_id(rule),
                  source != NULL ? " (" : "", source != NULL ? source : "",
                  source != NULL ? ")" : "");
    }
}

/* ---- the command ---- */

/* Whether a name is that of a branch that holds a series, or is its own, and not just another name
 * of the series. */
static bool is_branch(const cli_session *session, const relcal_series *series, const char *name)
{
    const char *own = relcal_series_branch(series);
    const char *held_by = relcal_series_branch_at(series, session->as_of, session_moment(session));
    return strcmp(name, relcal_series_id(series)) != 0 &&
           ((held_by != NULL && strcmp(name, held_by) == 0) ||
            (own != NULL && strcmp(name, own) == 0));
}

static void judge(checked *check)
{
    relcal_instant moment = session_moment(check->session);
    check->plan = relcal_series_plan(check->series, check->session->as_of);
    check->branch = check->request->branch != NULL
                        ? check->request->branch
                        : relcal_series_branch_at(check->series, check->session->as_of, moment);
    check->judgment = relcal_plan_judge_at(check->plan, moment, check->request, check->rulings);
    check->until = relcal_plan_judge_until(check->plan, moment, check->request);
    check->has_deadline = relcal_plan_judge_deadline(check->plan, moment, check->request,
                                                     &check->deadline);
    check->elsewhere = relcal_plan_judge_elsewhere(check->plan, moment, check->request);
    if (check->elsewhere != NULL) {
        check->elsewhere_branch = relcal_series_branch_at(check->elsewhere, check->session->as_of,
                                                          moment);
    }
}

static int run(cli_session *session)
{
    checked check = {.session = session, .project = lookup_project(session, 0)};
    if (check.project == NULL) {
        return EXIT_USAGE;
    }
    int status = lookup_series(session, check.project, 1, &check.series);
    if (status != EXIT_YES) {
        return status;
    }
    cli_request read = {0};
    status = request_read(&read, session, check.project, 2);
    if (status == EXIT_YES) {
        if (is_branch(session, check.series, session->operands[1])) {
            read.request.branch = session->operands[1];
        }
        check.request = &read.request;
        judge(&check);
        if (session->options->value[OPTION_JSON] != NULL) {
            answer(&check);
        } else {
            tell(&check);
        }
        bool lands = check.judgment.certain &&
                     relcal_verdict_lands(check.judgment.decisive.verdict);
        status = lands ? EXIT_YES : EXIT_NO;
    }
    request_free(&read);
    return status;
}

const cli_command command_check = {
    .name = "check",
    .usage = "PROJECT SERIES|BRANCH CHANGE...",
    .summary = "may a change still land?",
    .description =
        "Judges changes by the rules of the phase and of all freezes; the strictest wins, and is\n"
        "named, with who decides, until when, and where the change may land instead. Without --on\n"
        "the question is about this very second. The verdicts, in rising strictness: allow,\n"
        "announce, delay, review (exit status 0), approval, defer, deny (exit status 1).\n",
    .kinds = {OPERAND_PROJECT, OPERAND_SERIES, OPERAND_CHANGE},
    .operands_min = 2,
    .repeats_last = true,
    .options = OPTION_BIT(OPTION_APPROVED_BY) | OPTION_BIT(OPTION_LABEL) | OPTION_BIT(OPTION_PATH) |
               OPTION_BIT(OPTION_PATHS_FROM) | OPTION_BIT(OPTION_COMPONENT),
    .needs_catalog = true,
    .run = run,
};
