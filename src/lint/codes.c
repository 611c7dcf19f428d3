/* The codes of findings, and which of them the faults of a load have. */
#include <string.h>

#include "lint_run.h"

#define LINT_ROW(name, id, severity, meaning) {id, RELCAL_SEVERITY_##severity, meaning},
const relcal_lint_code lint_codes[LINT_CODE_COUNT] = {LINT_CODES(LINT_ROW)};
#undef LINT_ROW

const char *relcal_severity_name(relcal_severity severity)
{
    switch (severity) {
    case RELCAL_SEVERITY_ERROR:
        return "error";
    case RELCAL_SEVERITY_WARNING:
        return "warning";
    }
    return "";
}

const relcal_lint_code *relcal_lint_code_at(size_t index)
{
    return index < LINT_CODE_COUNT ? &lint_codes[index] : NULL;
}

/* What a load says has a status, which is coarser than a code, and a message, of which a part that
 * is no one's text tells what it is about. */
lint_code lint_code_of_fault(relcal_status status, const char *message)
{
    static const struct {
        const char *part;
        lint_code code;
    } table[] = {
        {"unknown key ", LINT_KEY_UNKNOWN},
        {" is no pattern of summaries: ", LINT_VALUE},
        {"not YAML: ", LINT_NOT_YAML},
        {"a tab; ", LINT_NOT_YAML},
        {"an anchor; ", LINT_NOT_YAML},
        {"an alias; ", LINT_NOT_YAML},
        {"a tag; ", LINT_NOT_YAML},
        {"a merge key; ", LINT_NOT_YAML},
        {"a second document; ", LINT_NOT_YAML},
        {"a line break inside ", LINT_NOT_YAML},
        {"a list or mapping as a key; ", LINT_NOT_YAML},
        {"the file is in UTF-16", LINT_ENCODING},
        {" is not UTF-8; ", LINT_ENCODING},
        {"control character ", LINT_ENCODING},
        {"the file is empty; ", LINT_EMPTY},
        {" is empty; ", LINT_EMPTY},
        {"; the first is in line ", LINT_MILESTONE_DOUBLED},
        {"; keep one of them", LINT_DOUBLED},
        {"; add the key", LINT_KEY_MISSING},
        {"; write a text", LINT_TYPE},
        {"; write a list", LINT_TYPE},
        {"; write a mapping with the keys ", LINT_TYPE},
        {"planned is ", LINT_TYPE},
        {" is not a date; ", LINT_DATE_FORM},
        {"the name of the zone ", LINT_DATE_FORM},
        {"this moment lies outside ", LINT_DATE_IMPOSSIBLE},
        {" comes after a day that is not earlier; ", LINT_PLANNED_ORDER},
        {", but planned ends with another date; ", LINT_PLANNED_LAST},
        {", but was never planned; ", LINT_PLANNED_LAST},
        {", but planned does not end ", LINT_STATE},
        {" is withdrawn and has a date; ", LINT_STATE},
        {" is actual, but has no date yet; ", LINT_STATE},
        {" has no date; add one, or tbd", LINT_KEY_MISSING},
        {" is no release of series ", LINT_MILESTONE_FOREIGN},
        {", but all releases are of ", LINT_MILESTONE_FOREIGN},
        {"phases out of order: ", LINT_ORDER},
        {"the folder has no project.yaml ", LINT_PROJECT_MISSING},
        {"; rename the file to ", LINT_FILE_NAME},
        {"schedule files end in .yaml; ", LINT_FILE_NAME},
        {"targets is ", LINT_TYPE},
        {"; write a mapping of names ", LINT_TYPE},
        {"; write a date such as ", LINT_TYPE},
        {"; write a milestone such as ", LINT_TYPE},
        {"; write yes or no", LINT_TYPE},
        {"; write a mapping of labels ", LINT_TYPE},
        {"; write a mapping of names ", LINT_TYPE},
        {"unknown phase ", LINT_RULE_NAME},
        {"unknown freeze ", LINT_RULE_NAME},
        {"unknown change ", LINT_RULE_NAME},
        {"unknown verdict ", LINT_RULE_NAME},
        {"unknown authority ", LINT_RULE_NAME},
        {" is there already; ", LINT_DOUBLED},
        {" stands twice, also in line ", LINT_DOUBLED},
        {" asks for an approval of nobody; ", LINT_RULE_TERMS},
        {" asks for approvals, but its verdict ", LINT_RULE_TERMS},
        {" delays, but does not say how long; ", LINT_RULE_TERMS},
        {" ends before it begins; ", LINT_RULE_TERMS},
        {"no series is from ", LINT_RULE_TERMS},
        {" approvals; write a number ", LINT_VALUE},
        {" is no delay; ", LINT_VALUE},
        {" is no id; ", LINT_VALUE},
        {" is no state; ", LINT_VALUE},
        {" is no format; ", LINT_VALUE},
        {" is no id, nor becomes one; ", LINT_VALUE},
        {" is no precision; ", LINT_VALUE},
        {"; write a mapping of the source's words ", LINT_TYPE},
        {" says nothing for format ", LINT_KEY_UNKNOWN},
        {" is no number; ", LINT_VALUE},
        {" is neither yes nor no; ", LINT_VALUE},
        {" is no name of a colour; ", LINT_VALUE},
        {" needs one {number}, ", LINT_VALUE},
        {" is what a series is before ", LINT_VALUE},
        /* Date rules, and what cadences say around them. */
        {" stands here; ", LINT_DATE_RULE},
        {"; did you mean ", LINT_DATE_RULE},
        {"the rule ends here; ", LINT_DATE_RULE},
        {"a quotation mark that is not closed; ", LINT_DATE_RULE},
        {"nothing stands between the quotation marks; ", LINT_DATE_RULE},
        {"no milestone stands behind previous; ", LINT_DATE_RULE},
        {"there is no last one on this side; ", LINT_DATE_RULE},
        {"next looks forward; ", LINT_DATE_RULE},
        {"days are counted in months; ", LINT_DATE_RULE},
        {"a rule here is taken in every year; ", LINT_DATE_RULE},
        {" is no day of every year; ", LINT_DATE_RULE},
        {", hangs on today; ", LINT_DATE_RULE},
        {", for which there is no rule; ", LINT_DATE_RULE},
        {", leads back to itself; ", LINT_DATE_RULE},
        {" has no end; ", LINT_DATE_RULE},
        {" has no rule; write one, or another anchor", LINT_DATE_RULE},
        {"; write a mapping of milestones ", LINT_TYPE},
        {" is no cadence before this one; ", LINT_RULE_NAME},
        {" have one id; ", LINT_RULE_TERMS},
        {"a rule that gives one day has a count; ", LINT_RULE_TERMS},
        {" says nothing that can be kept; ", LINT_RULE_TERMS},
        {" is no count; ", LINT_VALUE},
        {" makes no id; ", LINT_VALUE},
        {" is no length; ", LINT_VALUE},
        {" is no length to keep apart; ", LINT_VALUE},
        {" is nothing to do instead; ", LINT_VALUE},
        {" is no weekday; ", LINT_VALUE},
        {" is no kind of milestone; ", LINT_VALUE},
    };
    if (status == RELCAL_ERROR_LIMIT) {
        return LINT_LIMIT;
    }
    if (status == RELCAL_ERROR_RANGE) {
        return LINT_DATE_IMPOSSIBLE;
    }
    if (strncmp(message, "key ", strlen("key ")) == 0 && status == RELCAL_ERROR_SYNTAX) {
        return LINT_KEY_DOUBLED;
    }
    for (size_t index = 0; index < sizeof table / sizeof table[0]; index++) {
        if (strstr(message, table[index].part) != NULL) {
            return table[index].code;
        }
    }
    return LINT_FAULT;
}
