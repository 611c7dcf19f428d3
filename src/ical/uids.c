/*
 * FNV-1a, begun at an address, which nobody who writes a calendar can know, and mixed, so that no
 * calendar can have all its UIDs in one place. The order of the table is seen nowhere.
 */
#include "uids.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_CAPACITY 64

static uint64_t hash_text(uint64_t hash, const char *text)
{
    for (; *text != '\0'; text++) {
        hash = (hash ^ (unsigned char)*text) * UINT64_C(0x100000001B3);
    }
    return (hash ^ hash >> 29) * UINT64_C(0x9E3779B97F4A7C15);
}

static uint64_t hash_uid(const relcal_uids *uids, const char *uid, const char *recurrence_id)
{
    uint64_t hash = hash_text((uint64_t)(uintptr_t)uids, uid);
    hash = recurrence_id == NULL ? hash : hash_text(hash, recurrence_id);
    return hash ^ hash >> 32;
}

static bool is_equal_text(const char *left, const char *right)
{
    return left == NULL || right == NULL ? left == right : strcmp(left, right) == 0;
}

/* The place of a UID, taken or free. */
static relcal_uid_holder *find(const relcal_uids *uids, uint64_t hash, const char *uid,
                               const char *recurrence_id)
{
    for (size_t place = (size_t)hash;; place++) {
        relcal_uid_holder *holder = &uids->holders[place & (uids->capacity - 1)];
        if (holder->line == 0 || (holder->hash == hash && strcmp(holder->uid, uid) == 0 &&
                                  is_equal_text(holder->recurrence_id, recurrence_id))) {
            return holder;
        }
    }
}

static bool grow(relcal_uids *uids)
{
    relcal_uids grown = {.count = uids->count};
    grown.capacity = uids->capacity == 0 ? FIRST_CAPACITY : uids->capacity * 2;
    grown.holders = calloc(grown.capacity, sizeof *grown.holders);
    if (grown.holders == NULL) {
        return false;
    }
    for (size_t index = 0; index < uids->capacity; index++) {
        const relcal_uid_holder *holder = &uids->holders[index];
        if (holder->line > 0) {
            *find(&grown, holder->hash, holder->uid, holder->recurrence_id) = *holder;
        }
    }
    free(uids->holders);
    *uids = grown;
    return true;
}

bool relcal_uids_claim(relcal_uids *uids, const char *uid, const char *recurrence_id, uint32_t line,
                       uint32_t *holder)
{
    if ((uids->count + 1) * 2 > uids->capacity && !grow(uids)) {
        return false;
    }
    uint64_t hash = hash_uid(uids, uid, recurrence_id);
    relcal_uid_holder *found = find(uids, hash, uid, recurrence_id);
    *holder = found->line;
    if (found->line == 0) {
        *found = (relcal_uid_holder){hash, uid, recurrence_id, line};
        uids->count++;
    }
    return true;
}

void relcal_uids_free(relcal_uids *uids)
{
    free(uids->holders);
    *uids = (relcal_uids){0};
}
