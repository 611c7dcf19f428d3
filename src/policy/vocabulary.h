/* The changes and authorities that every project knows: what readers of formats begin a policy
 * with. */
#ifndef RELCAL_POLICY_VOCABULARY_H
#define RELCAL_POLICY_VOCABULARY_H

#include "draft.h"

#define RELCAL_STANDARD_CHANGES 17
#define RELCAL_STANDARD_AUTHORITIES 5

extern const relcal_draft_change relcal_standard_changes[RELCAL_STANDARD_CHANGES];
extern const char *const relcal_standard_authorities[RELCAL_STANDARD_AUTHORITIES];

/* A verdict of a name, in [RELCAL_ALLOW, RELCAL_DENY]; RELCAL_UNSPECIFIED where there is none. */
int relcal_verdict_by_name(const char *name);

/* Whether two names of authorities are the same, a hyphen being as good as a space. */
bool relcal_is_same_authority(const char *left, const char *right);

#endif
