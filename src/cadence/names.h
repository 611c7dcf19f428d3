/* The names of milestones in cadences: "b1" is the rule's, "3.17.0b1" the milestone's. */
#ifndef RELCAL_CADENCE_NAMES_H
#define RELCAL_CADENCE_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether a text names the rule of a name: the name itself, or the same stage in another spelling,
 * as "beta 1" is b1. */
bool relcal_cadence_is_named(const char *name, const char *text, size_t length);

/* The kind of milestone that a rule of a name is for, as schedule files have them: "beta" of b1,
 * the name itself of others. Not closed by a NUL: `*length` becomes its bytes. */
const char *relcal_cadence_kind(const char *name, size_t *length);

/* Whether a text is a kind of milestone, as rules have it behind first and last: "candidate", or
 * "rc", which is the same. */
bool relcal_cadence_is_kind(const char *kind, const char *text, size_t length);

/* The number of a milestone of a rule that repeats: 7 of "rc7" where the rule's name is
 * "candidate"; 0 where it is none of them. */
uint32_t relcal_cadence_number_of(const char *name, const char *text, size_t length);

/* Whether a rule of a name is for a release: a stage, or the bugfix and security releases. */
bool relcal_cadence_is_release(const char *name);

/*
 * Writes the id of a milestone into at most `room` bytes, closed by a NUL: the template with
 * {series}, {number} and {stage} filled in, or without one the release's name and its stage, or
 * for a name that is no stage the name, and its number behind it. Returns the bytes that it needs.
 */
size_t relcal_cadence_id_of(const char *name, const char *id_template, const char *release_template,
                            const char *series, uint32_t number, char *out, size_t room);

#endif
