/*
 * Plans as texts. What a format gives a meaning is escaped in texts that are not ours; a line break
 * in one becomes a space.
 */
#include "relcal/print.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "buffer.h"
#include "image.h"
#include "relcal/version.h"

/* ---- what all of them share ---- */

/* Hands a text over, or frees it where it is not whole. */
static relcal_status finish(relcal_buffer *buffer, char **out, size_t *length)
{
    if (buffer->has_failed || buffer->bytes == NULL) {
        free(buffer->bytes);
        return RELCAL_ERROR_MEMORY;
    }
    *out = buffer->bytes;
    *length = buffer->length;
    return RELCAL_OK;
}

/* Puts a text with a backslash before each character that is among `special`. */
static void put_escaped(relcal_buffer *out, const char *text, const char *special)
{
    for (; *text != '\0'; text++) {
        bool is_break = *text == '\n' || *text == '\r' || *text == '\t';
        char pair[] = {'\\', is_break ? ' ' : *text};
        bool is_special = !is_break && strchr(special, *text) != NULL;
        (void)relcal_buffer_append(out, is_special ? pair : pair + 1, is_special ? 2 : 1);
    }
}

/* Puts "Monday, 2022-10-24", "October 2028", or a date in another precision as files write it. */
static void put_date(relcal_buffer *out, const relcal_when *when)
{
    char text[RELCAL_WHEN_BYTES];
    relcal_date date = relcal_when_date(when);
    if (when->precision == RELCAL_PRECISION_DAY) {
        relcal_buffer_put_format(out, "%s, ", relcal_weekday_name(relcal_date_weekday(date)));
    }
    if (when->precision == RELCAL_PRECISION_MONTH) {
        relcal_civil civil = relcal_date_to_civil(date);
        relcal_buffer_put_format(out, "%s %d", relcal_month_name(civil.month), (int)civil.year);
        return;
    }
    relcal_buffer_put(out, relcal_when_format(when, text));
}

/* The release that a milestone is; false where it is none. */
static bool read_version(const relcal_milestone *milestone, relcal_version *version)
{
    const char *id = relcal_milestone_id(milestone);
    return relcal_version_parse(version, id, strlen(id), NULL) == RELCAL_OK && version->has_release;
}

/* ---- as PEPs have it ---- */

/* What is a mark in reStructuredText. */
#define PEP_SPECIAL "\\*_`|"

/* The sections of a schedule, by what their milestones are. */
typedef enum pep_section {
    PEP_FIRST_RELEASE,
    PEP_BUGFIX,
    PEP_SECURITY,
    PEP_REST,
    PEP_SECTION_COUNT
} pep_section;

/* What belongs to the first release is what comes up to it: the start of development, too. */
static pep_section section_of(relcal_plan plan, const relcal_milestone *milestone)
{
    static const char *const kinds[] = {[PEP_BUGFIX] = "bugfix", [PEP_SECURITY] = "security"};
    relcal_version version;
    const char *kind = relcal_milestone_kind(milestone);
    if (read_version(milestone, &version)) {
        bool is_security = strcmp(kind, kinds[PEP_SECURITY]) == 0;
        return milestone->first_release ? PEP_FIRST_RELEASE
               : is_security            ? PEP_SECURITY
                                        : PEP_BUGFIX;
    }
    relcal_entry entry;
    relcal_entry final;
    const relcal_milestone *first = relcal_series_milestone(plan.series, "final");
    bool comes_before = relcal_plan_entry(plan, milestone, &entry) &&
                        relcal_plan_entry(plan, first, &final) &&
                        entry.when.latest <= final.when.latest;
    return comes_before ? PEP_FIRST_RELEASE : PEP_REST;
}

/* Puts "3.12.0 alpha 1", "3.12.0 final", "3.12 development begins", "3.12 end of bugfix". */
static void put_pep_title(relcal_buffer *out, const relcal_milestone *milestone)
{
    relcal_version version;
    const relcal_series *series = relcal_milestone_series(milestone);
    bool is_release = read_version(milestone, &version);
    if (!is_release) {
        put_escaped(out, relcal_series_id(series), PEP_SPECIAL);
        relcal_buffer_put(out, " ");
    }
    put_escaped(out, relcal_milestone_title(milestone), PEP_SPECIAL);
    if (is_release && milestone->first_release && version.stage == RELCAL_STAGE_FINAL) {
        relcal_buffer_put(out, " final");
    } else if (strcmp(relcal_milestone_kind(milestone), "development") == 0) {
        relcal_buffer_put(out, " begins");
    }
}

/* The remark of a freeze that a milestone begins, and its note, in brackets on lines of their own.
 */
static void put_remarks(relcal_buffer *out, relcal_plan plan, const relcal_milestone *milestone)
{
    const relcal_project *project = relcal_series_project(plan.series);
    const relcal_freeze *freeze;
    for (size_t index = 0; (freeze = relcal_project_freeze_at(project, index)) != NULL; index++) {
        const char *remark = relcal_freeze_remark(freeze);
        if (remark != NULL && relcal_plan_find(plan, &freeze->from) == milestone) {
            relcal_buffer_put(out, "  (");
            put_escaped(out, remark, PEP_SPECIAL);
            relcal_buffer_put(out, ")\n");
        }
    }
    if (relcal_milestone_note(milestone) != NULL) {
        relcal_buffer_put(out, "  (");
        put_escaped(out, relcal_milestone_note(milestone), PEP_SPECIAL);
        relcal_buffer_put(out, ")\n");
    }
}

/* Puts the milestones of a section that are in a state; returns how many there are. */
static size_t put_pep_list(relcal_buffer *out, relcal_plan plan, pep_section section,
                           relcal_state state)
{
    size_t count = 0;
    const relcal_milestone *milestone;
    for (size_t index = 0; (milestone = relcal_series_milestone_at(plan.series, index)) != NULL;
         index++) {
        relcal_entry entry;
        if (!relcal_plan_entry(plan, milestone, &entry) || entry.state != state ||
            section_of(plan, milestone) != section) {
            continue;
        }
        if (count++ == 0) {
            relcal_buffer_put(out, state == RELCAL_ACTUAL ? "\nActual:\n\n" : "\nExpected:\n\n");
        }
        relcal_buffer_put(out, "- ");
        put_pep_title(out, milestone);
        relcal_buffer_put(out, ": ");
        put_date(out, &entry.when);
        relcal_buffer_put(out, "\n");
        put_remarks(out, plan, milestone);
    }
    return count;
}

static void put_underlined(relcal_buffer *out, const char *heading, char line)
{
    relcal_buffer_put(out, heading);
    relcal_buffer_put(out, "\n");
    for (size_t index = 0; index < strlen(heading); index++) {
        (void)relcal_buffer_append(out, &line, 1);
    }
    relcal_buffer_put(out, "\n");
}

relcal_status relcal_plan_print_pep(relcal_plan plan, char **out, size_t *length)
{
    static const char *const headings[PEP_SECTION_COUNT] = {
        "Schedule of the first release", "Bugfix releases", "Source-only security fix releases",
        "Lifespan"};
    relcal_buffer text = {0};
    put_underlined(&text, "Release schedule", '=');
    for (int section = PEP_FIRST_RELEASE; section < PEP_SECTION_COUNT; section++) {
        relcal_buffer lists = {0};
        size_t count = put_pep_list(&lists, plan, (pep_section)section, RELCAL_ACTUAL);
        count += put_pep_list(&lists, plan, (pep_section)section, RELCAL_EXPECTED);
        if (count > 0) {
            relcal_buffer_put(&text, "\n");
            put_underlined(&text, headings[section], '-');
            relcal_buffer_put(&text, lists.bytes == NULL ? "" : lists.bytes);
        }
        text.has_failed |= lists.has_failed;
        free(lists.bytes);
    }
    return finish(&text, out, length);
}

/* ---- Markdown ---- */

#define MARKDOWN_SPECIAL "\\`*_{}[]<>#|~!&"

relcal_status relcal_plan_print_markdown(relcal_plan plan, char **out, size_t *length)
{
    relcal_buffer text = {0};
    const relcal_milestone *milestone;
    relcal_buffer_put(&text, "# ");
    put_escaped(&text, relcal_project_name(relcal_series_project(plan.series)), MARKDOWN_SPECIAL);
    relcal_buffer_put(&text, " ");
    put_escaped(&text, relcal_series_id(plan.series), MARKDOWN_SPECIAL);
    relcal_buffer_put(&text,
                      "\n\n| Milestone | Date | State | Note |\n| --- | --- | --- | --- |\n");
    for (size_t index = 0; (milestone = relcal_series_milestone_at(plan.series, index)) != NULL;
         index++) {
        relcal_entry entry;
        const char *note = relcal_milestone_note(milestone);
        if (!relcal_plan_entry(plan, milestone, &entry)) {
            continue;
        }
        relcal_buffer_put(&text, "| ");
        put_escaped(&text, relcal_milestone_title(milestone), MARKDOWN_SPECIAL);
        relcal_buffer_put(&text, " | ");
        put_date(&text, &entry.when);
        relcal_buffer_put_format(&text, " | %s |", relcal_state_name(entry.state));
        relcal_buffer_put(&text, note == NULL ? "" : " ");
        put_escaped(&text, note == NULL ? "" : note, MARKDOWN_SPECIAL);
        relcal_buffer_put(&text, " |\n");
    }
    return finish(&text, out, length);
}

/* ---- comma-separated values ---- */

/* Puts a value between quotation marks where RFC 4180 asks for them. */
static void put_value(relcal_buffer *out, const char *text)
{
    bool is_plain = strpbrk(text, ",\"\r\n") == NULL;
    relcal_buffer_put(out, is_plain ? "" : "\"");
    for (; *text != '\0'; text++) {
        (void)relcal_buffer_append(out, text, 1);
        relcal_buffer_put(out, *text == '"' ? "\"" : "");
    }
    relcal_buffer_put(out, is_plain ? "" : "\"");
}

static const char *precision_name(relcal_precision precision)
{
    static const char *const names[] = {
        [RELCAL_PRECISION_MOMENT] = "moment", [RELCAL_PRECISION_DAY] = "day",
        [RELCAL_PRECISION_WEEK] = "week",     [RELCAL_PRECISION_MONTH] = "month",
        [RELCAL_PRECISION_YEAR] = "year",     [RELCAL_PRECISION_RANGE] = "range",
        [RELCAL_PRECISION_TBD] = "tbd",
    };
    return names[precision];
}

/* Puts the revisions up to a day: "SINCE: DATE; SINCE: withdrawn". */
static void put_planned(relcal_buffer *out, const relcal_milestone *milestone, relcal_date as_of)
{
    size_t known = 0;
    for (size_t index = 0; index < relcal_milestone_revision_count(milestone); index++) {
        relcal_revision revision = relcal_milestone_revision_at(milestone, index);
        char since[RELCAL_DATE_BYTES];
        char when[RELCAL_WHEN_BYTES];
        if (revision.since > as_of) {
            break;
        }
        relcal_buffer_put_format(
            out, "%s%s: %s", known++ == 0 ? "" : "; ", relcal_date_format(revision.since, since),
            revision.withdrawn ? "withdrawn" : relcal_when_format(&revision.when, when));
    }
    relcal_buffer_put(out, known == 0 && milestone->recorded ? "none" : "");
}

/* Puts a milestone; one that was taken out of the plan has no date. */
static void put_row(relcal_buffer *out, relcal_plan plan, const relcal_milestone *milestone)
{
    relcal_entry entry = {.state = RELCAL_WITHDRAWN};
    char when[RELCAL_WHEN_BYTES] = "";
    bool is_in_plan = relcal_plan_entry(plan, milestone, &entry);
    bool was_known = relcal_milestone_revision_count(milestone) > 0 &&
                     relcal_milestone_revision_at(milestone, 0).since <= plan.as_of;
    const char *note = relcal_milestone_note(milestone);
    if (!is_in_plan && !was_known) {
        return;
    }
    put_value(out, relcal_project_id(relcal_series_project(plan.series)));
    relcal_buffer_put(out, ",");
    put_value(out, relcal_series_id(plan.series));
    relcal_buffer_put(out, ",");
    put_value(out, relcal_milestone_id(milestone));
    relcal_buffer_put(out, ",");
    put_value(out, relcal_milestone_kind(milestone));
    relcal_buffer_put(out, ",");
    if (milestone->number >= 0) {
        relcal_buffer_put_format(out, "%" PRId32, milestone->number);
    }
    relcal_buffer_put(out, ",");
    put_value(out, is_in_plan ? relcal_when_format(&entry.when, when) : "");
    relcal_buffer_put_format(out, ",%s,%s,", is_in_plan ? precision_name(entry.when.precision) : "",
                             relcal_state_name(entry.state));
    put_planned(out, milestone, plan.as_of);
    relcal_buffer_put(out, ",");
    put_value(out, note == NULL ? "" : note);
    relcal_buffer_put(out, "\r\n");
}

static void put_rows(relcal_buffer *out, relcal_plan plan)
{
    const relcal_milestone *milestone;
    for (size_t index = 0; (milestone = relcal_series_milestone_at(plan.series, index)) != NULL;
         index++) {
        put_row(out, plan, milestone);
    }
}

#define CSV_HEAD "project,series,milestone,kind,number,date,precision,state,planned,note\r\n"

relcal_status relcal_plan_print_csv(relcal_plan plan, char **out, size_t *length)
{
    relcal_buffer text = {0};
    relcal_buffer_put(&text, CSV_HEAD);
    put_rows(&text, plan);
    return finish(&text, out, length);
}

relcal_status relcal_project_print_csv(const relcal_project *project, relcal_date as_of, char **out,
                                       size_t *length)
{
    relcal_buffer text = {0};
    const relcal_series *series;
    relcal_buffer_put(&text, CSV_HEAD);
    for (size_t index = 0; (series = relcal_project_series_at(project, index)) != NULL; index++) {
        put_rows(&text, relcal_series_plan(series, as_of));
    }
    return finish(&text, out, length);
}
