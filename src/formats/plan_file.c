/* An outcome as a series file: a milestone a line, with the rule that made it behind it. */
#include <stdlib.h>
#include <string.h>

#include "buffer.h"
#include "quote.h"
#include "relcal/cadence.h"
#include "relcal/catalog.h"

/* Comments stand in one column, but no further to the right than this. */
#define MOST_COLUMN 76

/* A text as a YAML scalar in a flow mapping: what is not plain stands in quotation marks. */
static void put_scalar(relcal_buffer *out, const char *text)
{
    bool is_plain = *text != '\0' && strpbrk(text, ":#,[]{}\"'\\&*!|>%@`\n\t") == NULL &&
                    text[0] != '-' && text[0] != '?' && text[0] != ' ' &&
                    text[strlen(text) - 1] != ' ';
    if (is_plain) {
        relcal_buffer_put(out, text);
        return;
    }
    relcal_buffer_put(out, "\"");
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\') {
            relcal_buffer_put(out, "\\");
        }
        if (!relcal_buffer_append(out, text, 1)) {
            return;
        }
    }
    relcal_buffer_put(out, "\"");
}

/* "{id: 3.17.0b1, date: 2028-05-02, planned: {2026-11-21: 2028-05-02}}" */
static void put_milestone(relcal_buffer *out, const relcal_planned *planned, relcal_date today)
{
    char when[RELCAL_WHEN_BYTES];
    char since[RELCAL_DATE_BYTES];
    relcal_when_format(&planned->when, when);
    relcal_buffer_put(out, "- {id: ");
    put_scalar(out, planned->id);
    relcal_buffer_put(out, ", date: ");
    put_scalar(out, when);
    relcal_buffer_put_format(out, ", planned: {%s: ", relcal_date_format(today, since));
    put_scalar(out, when);
    relcal_buffer_put(out, "}");
    if (planned->note != NULL) {
        relcal_buffer_put(out, ", note: ");
        put_scalar(out, planned->note);
    }
    relcal_buffer_put(out, "}");
}

/* "set", or the rule, and what it had to avoid. */
static void put_reason(relcal_buffer *out, const relcal_planned *planned)
{
    char when[RELCAL_WHEN_BYTES];
    if (planned->by != RELCAL_BY_RULE) {
        relcal_buffer_put(out, "set");
        return;
    }
    relcal_buffer_put(out, planned->rule);
    if (planned->avoided != NULL) {
        /* A name may come from anywhere; a line break in it would end the comment. */
        const char *name = relcal_quote(planned->avoided, strlen(planned->avoided),
                                        (char[RELCAL_QUOTE_BYTES]){0});
        relcal_buffer_put_format(out, "; not %s, %.*s", relcal_when_format(&planned->by_rule, when),
                                 (int)strlen(name) - 2, name + 1);
    }
}

static void put_line(relcal_buffer *out, const relcal_buffer *milestone,
                     const relcal_planned *planned, size_t column)
{
    (void)relcal_buffer_append(out, milestone->bytes, milestone->length);
    for (size_t place = milestone->length; place < column; place++) {
        relcal_buffer_put(out, " ");
    }
    relcal_buffer_put(out, "  # ");
    put_reason(out, planned);
    relcal_buffer_put(out, "\n");
}

static void put_head(relcal_buffer *out, const relcal_outcome *outcome, relcal_date today)
{
    char date[RELCAL_DATE_BYTES];
    char anchor[RELCAL_WHEN_BYTES];
    const relcal_cadence *cadence = relcal_outcome_cadence(outcome);
    const relcal_when when = relcal_outcome_anchor(outcome);
    relcal_buffer_put_format(out, "# Planned on %s by the cadence %s, %s on %s.\nseries: ",
                             relcal_date_format(today, date), relcal_cadence_id(cadence),
                             relcal_cadence_anchor(cadence), relcal_when_format(&when, anchor));
    put_scalar(out, relcal_outcome_series(outcome));
    relcal_buffer_put_format(out, "\nrevised: %s\nmilestones:\n", date);
}

relcal_status relcal_outcome_write(const relcal_outcome *outcome, relcal_date today, char **out,
                                   size_t *length)
{
    relcal_buffer text = {0};
    size_t column = 0;
    if (relcal_outcome_goes_on(outcome)) {
        return RELCAL_ERROR_ARGUMENT;
    }
    put_head(&text, outcome, today);
    /* Twice over the milestones: the first time measures. */
    for (int turn = 0; turn < 2; turn++) {
        for (size_t index = 0; index < relcal_outcome_count(outcome); index++) {
            const relcal_planned *planned = relcal_outcome_at(outcome, index);
            relcal_buffer line = {0};
            put_milestone(&line, planned, today);
            text.has_failed = text.has_failed || line.has_failed;
            if (turn == 0 && line.length > column && line.length <= MOST_COLUMN) {
                column = line.length;
            } else if (turn == 1 && !text.has_failed) {
                put_line(&text, &line, planned, column);
            }
            free(line.bytes);
        }
    }
    if (text.has_failed) {
        free(text.bytes);
        return RELCAL_ERROR_MEMORY;
    }
    *out = text.bytes;
    *length = text.length;
    return RELCAL_OK;
}
