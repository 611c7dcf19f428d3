/* Which event has a UID: a set of UIDs with RECURRENCE-IDs, in linear time for any of them. */
#ifndef RELCAL_ICAL_UIDS_H
#define RELCAL_ICAL_UIDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* An event that has a UID. */
typedef struct relcal_uid_holder {
    uint64_t hash;
    const char *uid;
    const char *recurrence_id; /* or NULL */
    uint32_t line;             /* 0 for a free place */
} relcal_uid_holder;

/* An open hash table, at most half full. Zero it. Texts are borrowed. */
typedef struct relcal_uids {
    relcal_uid_holder *holders;
    size_t capacity; /* a power of 2, or 0 */
    size_t count;
} relcal_uids;

/* Gives a UID to the event of a line unless another one has it, whose line `*holder` then is, else
 * 0. False where there is no memory. */
bool relcal_uids_claim(relcal_uids *uids, const char *uid, const char *recurrence_id, uint32_t line,
                       uint32_t *holder);

/* Gives back what the set holds. */
void relcal_uids_free(relcal_uids *uids);

#endif
