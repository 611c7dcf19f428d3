/* The words of policies: standard changes with their definitions, authorities, verdicts. */
#include "vocabulary.h"

#include <string.h>

#include "relcal/policy.h"

/* Places in the table below, for the broader change that one is a kind of. */
enum { FEATURE = 0, BEHAVIOR = 2, BUGFIX = 9, NONE = -1 };

const relcal_draft_change relcal_standard_changes[RELCAL_STANDARD_CHANGES] = {
    [FEATURE] = {"feature", "something that users could not do before", NONE},
    {"feature-change", "a feature that no final release has yet is altered or taken out", FEATURE},
    [BEHAVIOR] = {"behavior", "what works today comes to act in another way", NONE},
    {"removal", "what a final release has is taken out", BEHAVIOR},
    {"deprecation", "users are told to stop using something that goes on working", NONE},
    {"api", "an interface that programs are written against is added to or altered", NONE},
    {"abi", "an interface that compiled programs rely on is altered", NONE},
    {"bytecode", "the form that compiled code is stored in is altered", NONE},
    {"performance", "the same is done in less time or memory", NONE},
    [BUGFIX] = {"bugfix", "something comes to act as it was meant to", NONE},
    {"severe-bugfix", "a bug is fixed that makes a release unfit for use", BUGFIX},
    {"security", "a weakness is closed that attackers can use", BUGFIX},
    {"docs", "texts that explain, and nothing that runs", NONE},
    {"tests", "code that checks other code, and is not installed to be used", NONE},
    {"build", "how the product is made from its sources, or packaged", NONE},
    {"strings", "texts that users see while the product runs, and translators work on", NONE},
    {"dependencies", "which other products it needs or brings along", NONE},
};

const char *const relcal_standard_authorities[RELCAL_STANDARD_AUTHORITIES] = {
    "author", "reviewer", "release manager", "release team", "steering council",
};

static const char *const verdict_names[] = {
    [RELCAL_UNSPECIFIED] = "unspecified",
    [RELCAL_ALLOW] = "allow",
    [RELCAL_ANNOUNCE] = "announce",
    [RELCAL_DELAY] = "delay",
    [RELCAL_REVIEW] = "review",
    [RELCAL_APPROVAL] = "approval",
    [RELCAL_DEFER] = "defer",
    [RELCAL_DENY] = "deny",
};

const char *relcal_verdict_name(relcal_verdict verdict)
{
    bool is_known = verdict >= RELCAL_UNSPECIFIED && verdict <= RELCAL_DENY;
    return is_known ? verdict_names[verdict] : "";
}

bool relcal_verdict_lands(relcal_verdict verdict)
{
    return verdict >= RELCAL_ALLOW && verdict <= RELCAL_REVIEW;
}

int relcal_verdict_by_name(const char *name)
{
    int verdict = RELCAL_DENY;
    while (verdict > RELCAL_UNSPECIFIED && strcmp(verdict_names[verdict], name) != 0) {
        verdict--;
    }
    return verdict;
}

static char without_hyphen(char character)
{
    return character == '-' ? ' ' : character;
}

bool relcal_is_same_authority(const char *left, const char *right)
{
    while (*left != '\0' && without_hyphen(*left) == without_hyphen(*right)) {
        left++;
        right++;
    }
    return *left == *right;
}
