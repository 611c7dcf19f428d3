/*
 * Claims held against the plan. What counts is the plan as of the day of publication; as nobody
 * knows whether a post or the plan was first on a day, every plan of some days around it is known
 * as well. Later plans are looked at for one purpose only: what the plan came to say soon after,
 * the writer may have known, and is not called false.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "reading.h"
#include "relcal/plan.h"

/* So many days before and after the day of publication the plan may be changing. */
#define CHANGING_DAYS 3

/* The plans of all these days differ by so many values at most. */
#define VALUES_MAX (2 * CHANGING_DAYS + 1)

#define TEXT_BYTES 160

typedef struct judge {
    relcal_reading *reading;
    const relcal_found *found;
    relcal_claim *claim;
    const relcal_series *series; /* of what the claim is about; NULL where it is unknown */
} judge;

/* ---- Texts ---- */

static const char *say(judge *about, const char *format, ...) __attribute__((format(printf, 2, 3)));

static const char *say(judge *about, const char *format, ...)
{
    char text[TEXT_BYTES];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    size_t kept = length < 0 ? 0 : (size_t)length < sizeof text ? (size_t)length : sizeof text - 1;
    return relcal_arena_copy_text(&about->reading->arena, text, kept);
}

static const char *say_version(judge *about, const relcal_version *version)
{
    char text[RELCAL_VERSION_BYTES];
    return say(about, "%s", relcal_version_format(version, text));
}

static const char *say_date(judge *about, relcal_date date)
{
    char text[RELCAL_DATE_BYTES];
    return say(about, "%s", relcal_date_format(date, text));
}

static const char *say_when(judge *about, const relcal_when *when)
{
    char text[RELCAL_WHEN_BYTES];
    return say(about, "%s", relcal_when_format(when, text));
}

/* The bytes from one place to another on one line. */
static const char *say_source(judge *about, size_t start, size_t end)
{
    char text[RELCAL_MAX_CLAIM_TEXT_BYTES];
    size_t length = 0;
    for (size_t at = start; at < end && length < sizeof text - 4; at++) {
        char byte = about->reading->text[at];
        bool is_space = byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t';
        if (!is_space) {
            text[length++] = byte != '\0' ? byte : ' ';
        } else if (length > 0 && text[length - 1] != ' ') {
            text[length++] = ' ';
        }
        if (length >= sizeof text - 4 && at + 1 < end) {
            while (length > 0 && ((unsigned char)text[length - 1] & 0xC0) == 0x80) {
                length--;
            }
            length -= length > 0 && (unsigned char)text[length - 1] >= 0x80;
            memcpy(text + length, "...", 3);
            length += 3;
            break;
        }
    }
    return relcal_arena_copy_text(&about->reading->arena, text, length);
}

static void be_true(judge *about)
{
    about->claim->verdict = RELCAL_CLAIM_TRUE;
}

static void be_unsure(judge *about, const char *note)
{
    about->claim->verdict = RELCAL_CLAIM_UNSURE;
    about->claim->note = note;
}

/* False, if the words leave no doubt what they are about. */
static void be_false(judge *about, const char *cause, const char *replacement)
{
    bool is_vague_date = about->found->date.form == RELCAL_DATE_VAGUE;
    if (!about->found->is_tight || is_vague_date) {
        be_unsure(about, is_vague_date ? "it is too vague to be false"
                                       : "it is not clear what these words are about");
        return;
    }
    about->claim->verdict = RELCAL_CLAIM_FALSE;
    about->claim->cause = cause;
    about->claim->replacement = replacement;
}

/* ---- What the plan says ---- */

static const relcal_series *series_of(const judge *about, const relcal_version *version)
{
    char id[RELCAL_VERSION_SERIES_BYTES];
    return relcal_project_series(about->reading->project, relcal_version_series(version, id));
}

/* Whether the history of a series' plan is recorded: else only what came of it is known. */
static bool is_recorded(const relcal_series *series)
{
    const relcal_milestone *milestone;
    for (size_t index = 0; (milestone = relcal_series_milestone_at(series, index)) != NULL;
         index++) {
        if (relcal_milestone_revision_count(milestone) > 0) {
            return true;
        }
    }
    return false;
}

static const relcal_milestone *milestone_of(const judge *about, const relcal_version *version)
{
    char id[RELCAL_VERSION_BYTES];
    const relcal_series *series = series_of(about, version);
    return series != NULL ? relcal_series_milestone(series, relcal_version_format(version, id))
                          : NULL;
}

/* The name of a milestone as a version; false for one that is no release. */
static bool version_of_milestone(const relcal_milestone *milestone, relcal_version *out)
{
    const char *id = relcal_milestone_id(milestone);
    return relcal_version_parse(out, id, strlen(id), NULL) == RELCAL_OK && out->has_release;
}

static bool when_as_of(const relcal_milestone *milestone, relcal_date as_of, relcal_when *out)
{
    relcal_entry entry;
    if (milestone == NULL ||
        !relcal_plan_entry(relcal_series_plan(relcal_milestone_series(milestone), as_of), milestone,
                           &entry) ||
        entry.when.precision == RELCAL_PRECISION_TBD) {
        return false;
    }
    *out = entry.when;
    return true;
}

static relcal_date first_day(const relcal_when *when)
{
    return relcal_instant_date(when->earliest);
}

static relcal_date last_day(const relcal_when *when)
{
    return relcal_instant_date(when->latest);
}

/* Whether a date as it is written can be a when. */
static bool fits(const relcal_written_date *date, const relcal_when *when)
{
    return date->earliest <= last_day(when) && date->latest >= first_day(when);
}

/* Whether some plan or fact of a milestone from some days before publication on has a date. */
static bool fits_later(const judge *about, const relcal_milestone *milestone)
{
    relcal_when when;
    const relcal_written_date *date = &about->found->date;
    for (size_t index = 0; index < relcal_milestone_revision_count(milestone); index++) {
        relcal_revision revision = relcal_milestone_revision_at(milestone, index);
        if (!revision.withdrawn && revision.since >= about->reading->day &&
            fits(date, &revision.when)) {
            return true;
        }
    }
    return when_as_of(milestone, RELCAL_LATEST, &when) && fits(date, &when);
}

/* Whether the plan of one of the days around publication has the date; `*is_changing` where they
 * are not all the same. */
static bool fits_around(const judge *about, const relcal_milestone *milestone, bool *is_changing,
                        relcal_when *other)
{
    bool fitted = false;
    relcal_when now, when;
    bool is_now = when_as_of(milestone, about->reading->day, &now);
    *is_changing = false;
    for (int day = -CHANGING_DAYS; day <= CHANGING_DAYS; day++) {
        relcal_date as_of = relcal_date_add_days(about->reading->day, day);
        if (!when_as_of(milestone, as_of, &when)) {
            continue;
        }
        fitted = fitted || fits(&about->found->date, &when);
        if (!is_now || when.earliest != now.earliest || when.latest != now.latest) {
            *is_changing = true;
            *other = when;
        }
    }
    return fitted;
}

/* ---- Dates in their own form ---- */

static const char *day_suffix(int day)
{
    if (day >= 11 && day <= 13) {
        return "th";
    }
    return day % 10 == 1 ? "st" : day % 10 == 2 ? "nd" : day % 10 == 3 ? "rd" : "th";
}

static bool is_in(const judge *about, relcal_claim_kind kind)
{
    return about->found->kind == kind;
}

/* A day as the date that is there is written; NULL where that form holds no day. */
static const char *write_like(judge *about, const relcal_written_date *like, relcal_date date)
{
    relcal_civil civil = relcal_date_to_civil(date);
    const char *month = relcal_month_name(civil.month);
    int letters = like->is_short ? 3 : (int)strlen(month);
    const char *suffix = like->has_suffix ? day_suffix(civil.day) : "";
    char year[16] = "";
    if (like->has_year) {
        (void)snprintf(year, sizeof year, "%s %d", like->has_comma ? "," : "", civil.year);
    }
    switch ((relcal_date_form)like->form) {
    case RELCAL_DATE_ISO:
        return say_date(about, date);
    case RELCAL_DATE_MONTH_DAY:
        return say(about, "%.*s %d%s%s", letters, month, civil.day, suffix, year);
    case RELCAL_DATE_DAY_MONTH:
        return say(about, "%d%s %s%.*s%s", civil.day, suffix, like->has_of ? "of " : "", letters,
                   month, year);
    case RELCAL_DATE_MONTH_YEAR:
        return say(about, "%s%s", month, year);
    case RELCAL_DATE_VAGUE:
        break;
    }
    return NULL;
}

/* The date that was claimed, as precise as it is written. */
static const char *say_claimed_date(judge *about)
{
    const relcal_found *found = about->found;
    relcal_civil civil = relcal_date_to_civil(found->date.earliest);
    if (found->date.earliest == found->date.latest) {
        return say_date(about, found->date.earliest);
    }
    if (found->date.form == RELCAL_DATE_MONTH_YEAR && !is_in(about, RELCAL_CLAIM_SUPPORT_UNTIL)) {
        return say(about, "%04d-%02d", civil.year, civil.month);
    }
    return say_source(about, found->value_start, found->value_end);
}

/* ---- Causes of a wrong date ---- */

static bool is_same_day(const relcal_when *when, relcal_date date)
{
    return first_day(when) == date && last_day(when) == date;
}

/* The same milestone of another series, or another milestone of the same, that has a date. */
static const char *owner_of_date(judge *about, relcal_date date)
{
    relcal_when when;
    const relcal_project *project = about->reading->project;
    const relcal_series *series;
    for (size_t index = 0; (series = relcal_project_series_at(project, index)) != NULL; index++) {
        relcal_version same = about->found->version;
        relcal_version start;
        const char *id = relcal_series_id(series);
        if (series == about->series ||
            relcal_version_parse(&start, id, strlen(id), NULL) != RELCAL_OK) {
            continue;
        }
        same.major = start.major;
        same.minor = start.minor;
        const relcal_milestone *milestone = milestone_of(about, &same);
        bool has_it = when_as_of(milestone, about->reading->day, &when) && is_same_day(&when, date);
        for (size_t old = 0;
             !has_it && milestone != NULL && old < relcal_milestone_revision_count(milestone);
             old++) {
            relcal_revision revision = relcal_milestone_revision_at(milestone, old);
            has_it = revision.since <= about->reading->day && !revision.withdrawn &&
                     is_same_day(&revision.when, date);
        }
        if (has_it) {
            return say(about, "belongs to %s", id);
        }
    }
    return NULL;
}

static const char *milestone_on(judge *about, relcal_date date)
{
    relcal_when when;
    const relcal_milestone *milestone;
    for (size_t index = 0; (milestone = relcal_series_milestone_at(about->series, index)) != NULL;
         index++) {
        if (when_as_of(milestone, about->reading->day, &when) && is_same_day(&when, date)) {
            return say(about, "is the date of %s", relcal_milestone_id(milestone));
        }
    }
    return NULL;
}

static bool was_planned(const judge *about, const relcal_milestone *milestone, relcal_date date)
{
    for (size_t index = 0; index < relcal_milestone_revision_count(milestone); index++) {
        relcal_revision revision = relcal_milestone_revision_at(milestone, index);
        if (revision.since <= about->reading->day && !revision.withdrawn &&
            is_same_day(&revision.when, date)) {
            return true;
        }
    }
    return false;
}

static const char *cause_of_date(judge *about, const relcal_milestone *milestone,
                                 relcal_date expected)
{
    relcal_date claimed = about->found->date.earliest;
    relcal_civil said = relcal_date_to_civil(claimed);
    relcal_civil right = relcal_date_to_civil(expected);
    if (was_planned(about, milestone, claimed)) {
        return "was planned before";
    }
    if (said.month == right.month && said.day == right.day) {
        return "a year off";
    }
    const char *cause = milestone_on(about, claimed);
    cause = cause != NULL ? cause : owner_of_date(about, claimed);
    if (cause != NULL) {
        return cause;
    }
    return said.year == right.year && said.day == right.day ? "a month off" : "wrong date";
}

/* ---- Dates ---- */

/* Puts the right date in place of the wrong one, and the right weekday of one beside it. */
static const char *replace_date(judge *about, const relcal_when *when)
{
    const relcal_written_date *date = &about->found->date;
    if (first_day(when) != last_day(when)) {
        return NULL;
    }
    const char *right = write_like(about, date, first_day(when));
    bool is_before = date->weekday != 0 && date->weekday_end <= date->date_start;
    if (right == NULL || !is_before) {
        return right;
    }
    size_t name = date->weekday_end - date->weekday_start;
    const char *weekday = relcal_weekday_name(relcal_date_weekday(first_day(when)));
    about->claim->fix_offset = date->weekday_start;
    about->claim->fix_length = date->date_end - date->weekday_start;
    return say(about, "%.*s%.*s%s", name <= 3 ? 3 : (int)strlen(weekday), weekday,
               (int)(date->date_start - date->weekday_end),
               about->reading->text + date->weekday_end, right);
}

/* Whether another later release of the series is planned for the date: an unplanned release takes
 * the name of the next one, and the plan follows. */
static bool fits_neighbour(const judge *about)
{
    relcal_when when;
    relcal_version version;
    const relcal_milestone *milestone;
    for (size_t index = 0; (milestone = relcal_series_milestone_at(about->series, index)) != NULL;
         index++) {
        if (version_of_milestone(milestone, &version) && version.micro > 0 &&
            when_as_of(milestone, about->reading->day, &when) && fits(&about->found->date, &when)) {
            return true;
        }
    }
    return false;
}

/* So long ago no plan can lie that is told as one, days. */
#define OVER_DAYS 31

/* A date of which the plan is not known: only one that is long over is surely wrong. */
static void judge_unrecorded(judge *about)
{
    const relcal_written_date *date = &about->found->date;
    if (about->found->is_planned && date->has_year &&
        date->latest < about->reading->day - OVER_DAYS) {
        be_false(about, "is over already", NULL);
    } else {
        be_unsure(about, "what was planned then is not recorded");
    }
}

/* A date of a milestone that lies ahead, or is said to. */
static void judge_date_of(judge *about, const relcal_milestone *milestone)
{
    relcal_when now, other;
    bool is_changing;
    const relcal_found *found = about->found;
    about->claim->claimed = say_claimed_date(about);
    if (milestone == NULL || !when_as_of(milestone, about->reading->day, &now)) {
        if (milestone != NULL && fits_around(about, milestone, &is_changing, &other)) {
            about->claim->expected = say_when(about, &other);
            be_unsure(about, "the plan was changing");
            return;
        }
        be_unsure(about, "the plan of that day has no date for it");
        return;
    }
    about->claim->expected = say_when(about, &now);
    bool is_over = found->is_planned && found->date.latest < about->reading->day - CHANGING_DAYS;
    if (fits(&found->date, &now)) {
        be_true(about);
        if (is_recorded(about->series) && fits_around(about, milestone, &is_changing, &other) &&
            is_changing) {
            about->claim->note = say(about, "the plan was changing: %s or %s",
                                     say_when(about, &now), say_when(about, &other));
        }
        return;
    }
    if (!is_recorded(about->series)) {
        judge_unrecorded(about);
        return;
    }
    if (!is_over && fits_around(about, milestone, &is_changing, &other)) {
        be_unsure(about, say(about, "the plan was changing: %s or %s", say_when(about, &now),
                             say_when(about, &other)));
        return;
    }
    if (!is_over && fits_later(about, milestone)) {
        be_unsure(about, "the plan said so later");
        return;
    }
    if (!is_over && found->version.micro > 0 && fits_neighbour(about)) {
        be_unsure(about, "the plan has it for another release of the series");
        return;
    }
    be_false(about, cause_of_date(about, milestone, first_day(&now)), replace_date(about, &now));
}

static void judge_date(judge *about)
{
    judge_date_of(about, milestone_of(about, &about->found->version));
}

static void judge_publish_date(judge *about)
{
    relcal_when when;
    about->claim->claimed = say_claimed_date(about);
    const relcal_milestone *milestone = milestone_of(about, &about->found->version);
    if (!when_as_of(milestone, RELCAL_LATEST, &when)) {
        be_unsure(about, "the plan has no date for it");
        return;
    }
    about->claim->expected = say_when(about, &when);
    if (fits(&about->found->date, &when)) {
        be_true(about);
        return;
    }
    be_unsure(about, "it is not the day of the release; posts often come a day off");
}

static void judge_released(judge *about)
{
    relcal_when when;
    about->claim->claimed = say_claimed_date(about);
    if (!when_as_of(milestone_of(about, &about->found->version), about->reading->day, &when)) {
        be_unsure(about, "the plan of that day has no date for it");
        return;
    }
    about->claim->expected = say_when(about, &when);
    relcal_written_date near = about->found->date;
    near.earliest -= CHANGING_DAYS;
    near.latest += CHANGING_DAYS;
    if (fits(&about->found->date, &when)) {
        be_true(about);
    } else if (fits(&near, &when)) {
        be_unsure(about, "it is some days off");
    } else {
        be_false(about, "wrong date", replace_date(about, &when));
    }
}

static void judge_past_plan(judge *about)
{
    const relcal_milestone *milestone = milestone_of(about, &about->found->version);
    about->claim->claimed = say_claimed_date(about);
    for (size_t index = 0; milestone != NULL && index < relcal_milestone_revision_count(milestone);
         index++) {
        relcal_revision revision = relcal_milestone_revision_at(milestone, index);
        if (!revision.withdrawn && fits(&about->found->date, &revision.when)) {
            about->claim->expected = say_when(about, &revision.when);
            be_true(about);
            return;
        }
    }
    be_unsure(about, "no recorded plan said so");
}

/* Dates of support are told to the month, and for bugs and for security: either will do. */
static void judge_support(judge *about)
{
    static const char *const names[] = {"end-of-life", "end-of-bugfix"};
    relcal_when when;
    about->claim->claimed = say_claimed_date(about);
    relcal_written_date near = about->found->date;
    near.earliest -= 31;
    near.latest += 31;
    bool is_known = false;
    bool is_near = false;
    for (size_t index = 0; index < sizeof names / sizeof names[0]; index++) {
        const relcal_milestone *milestone = relcal_series_milestone(about->series, names[index]);
        if (!when_as_of(milestone, about->reading->day, &when) &&
            !when_as_of(milestone, RELCAL_LATEST, &when)) {
            continue;
        }
        bool fits_one = fits(&about->found->date, &when);
        if (!is_known || fits_one) {
            about->claim->expected = say_when(about, &when);
        }
        if (fits_one) {
            be_true(about);
            return;
        }
        is_known = true;
        is_near = is_near || fits(&near, &when) || fits_later(about, milestone);
    }
    if (!is_known || is_near || !is_recorded(about->series)) {
        be_unsure(about, is_near ? "it is some days off" : "what was planned is not known");
        return;
    }
    const relcal_milestone *life_end = relcal_series_milestone(about->series, names[0]);
    if (!when_as_of(life_end, about->reading->day, &when)) {
        be_unsure(about, "what was planned is not known");
        return;
    }
    if (relcal_date_to_civil(about->found->date.earliest).month !=
        relcal_date_to_civil(first_day(&when)).month) {
        be_unsure(about, "it may be another end of support");
        return;
    }
    const char *right = about->found->date.form == RELCAL_DATE_MONTH_YEAR
                            ? write_like(about, &about->found->date, first_day(&when))
                            : replace_date(about, &when);
    be_false(about, "a year off", right);
}

static void judge_weekday(judge *about)
{
    const relcal_written_date *date = &about->found->date;
    relcal_weekday right = relcal_date_weekday(date->earliest);
    about->claim->claimed = say(about, "%s %s", relcal_weekday_name(date->weekday),
                                say_date(about, date->earliest));
    about->claim->expected = say(about, "%s %s", relcal_weekday_name(right),
                                 say_date(about, date->earliest));
    if (date->weekday == right) {
        be_true(about);
        return;
    }
    size_t name = date->weekday_end - date->weekday_start;
    const char *weekday = relcal_weekday_name(right);
    be_false(about, "wrong weekday",
             say(about, "%.*s", name <= 3 ? 3 : (int)strlen(weekday), weekday));
}

/* ---- Releases ---- */

/* The release that a plan has next after another. Candidates of later releases come and go, so a
 * caller may leave them out. */
static bool next_as_of(const judge *about, const relcal_version *after, relcal_date as_of,
                       bool with_candidates, relcal_version *out)
{
    bool is_found = false;
    relcal_when when;
    const relcal_milestone *milestone;
    for (size_t index = 0; (milestone = relcal_series_milestone_at(about->series, index)) != NULL;
         index++) {
        relcal_version version;
        if (!when_as_of(milestone, as_of, &when) || !version_of_milestone(milestone, &version) ||
            relcal_version_compare(&version, after) <= 0 ||
            (!with_candidates && version.micro > 0 && version.stage != RELCAL_STAGE_FINAL)) {
            continue;
        }
        if (!is_found || relcal_version_compare(&version, out) < 0) {
            *out = version;
            is_found = true;
        }
    }
    return is_found;
}

/* Whether a version came or was planned next on one of the days around publication, or in the
 * end. */
static bool is_next_around(const judge *about, const relcal_version *claimed)
{
    relcal_version next;
    for (int day = -CHANGING_DAYS; day <= CHANGING_DAYS + 1; day++) {
        relcal_date as_of = day > CHANGING_DAYS ? RELCAL_LATEST
                                                : relcal_date_add_days(about->reading->day, day);
        for (int with = 0; with < 2; with++) {
            if (next_as_of(about, &about->found->subject, as_of, with == 1, &next) &&
                relcal_version_compare(&next, claimed) == 0) {
                return true;
            }
        }
    }
    return false;
}

/* The right version in the form of the one that is there. */
static const char *replace_version(judge *about, const relcal_version *right)
{
    const relcal_found *found = about->found;
    size_t length = found->value_end - found->value_start;
    char text[RELCAL_VERSION_BYTES];
    (void)relcal_version_format(&found->claimed, text);
    bool is_normal = length == strlen(text) &&
                     memcmp(about->reading->text + found->value_start, text, length) == 0;
    if (is_normal) {
        return say_version(about, right);
    }
    char words[RELCAL_VERSION_WORDS_BYTES];
    bool has_space = memchr(about->reading->text + found->value_start, ' ', length) != NULL;
    return has_space ? say(about, "%s", relcal_version_words(right, words))
                     : say_version(about, right);
}

static void judge_next_version(judge *about)
{
    const relcal_found *found = about->found;
    const relcal_version *claimed = &found->claimed;
    about->claim->claimed = say_version(about, claimed);
    relcal_version next;
    bool is_upkeep = claimed->stage == RELCAL_STAGE_FINAL && claimed->micro > 0;
    bool is_known = next_as_of(about, &found->subject, about->reading->day, !is_upkeep, &next);
    if (is_known) {
        about->claim->expected = say_version(about, &next);
        if (relcal_version_compare(&next, claimed) == 0) {
            be_true(about);
            return;
        }
    }
    int order = relcal_version_compare(claimed, &found->subject);
    if (found->has_subject && order <= 0) {
        const char *replacement = is_known ? replace_version(about, &next) : NULL;
        be_false(about, order == 0 ? "names itself" : "is out already", replacement);
        return;
    }
    bool is_cycle = found->subject.stage != RELCAL_STAGE_FINAL && found->subject.micro == 0;
    if (!is_known || !found->has_subject || !is_recorded(about->series) ||
        is_next_around(about, claimed) || (!is_cycle && milestone_of(about, claimed) == NULL)) {
        be_unsure(about, is_known ? "the plan of that day has another" : "the plan has none");
        return;
    }
    relcal_version before;
    bool is_ahead = next_as_of(about, &next, about->reading->day, !is_upkeep, &before) &&
                    relcal_version_compare(&before, claimed) == 0;
    be_false(about, is_ahead ? "one ahead" : "wrong version", replace_version(about, &next));
}

/* The date of what comes next is that of what really does: one that is named wrongly is a fault of
 * its own. */
static void judge_next_date(judge *about)
{
    relcal_found found = *about->found;
    relcal_version next;
    relcal_when when;
    bool with_candidates = found.subject.stage != RELCAL_STAGE_FINAL;
    bool is_known = found.is_next &&
                    next_as_of(about, &found.subject, about->reading->day, with_candidates, &next);
    bool fits_named = relcal_version_compare(&found.claimed, &found.subject) > 0 &&
                      when_as_of(milestone_of(about, &found.claimed), about->reading->day, &when) &&
                      fits(&found.date, &when);
    if (is_known && !fits_named && !is_next_around(about, &found.claimed)) {
        found.version = next;
        about->claim->version = say_version(about, &next);
    }
    const relcal_found *before = about->found;
    about->found = &found;
    judge_date_of(about, milestone_of(about, &found.version));
    about->found = before;
}

static void judge_subject(judge *about)
{
    const relcal_found *found = about->found;
    about->claim->claimed = say_version(about, &found->claimed);
    const relcal_reading *reading = about->reading;
    for (size_t index = 0; index < reading->subject_count; index++) {
        if (relcal_version_compare(&reading->subjects[index], &found->claimed) == 0) {
            about->claim->expected = about->claim->claimed;
            be_true(about);
            return;
        }
    }
    if (!found->has_subject) {
        be_unsure(about, "what is announced is not clear");
        return;
    }
    about->claim->expected = say_version(about, &found->subject);
    bool is_before = relcal_version_compare(&found->claimed, &found->subject) < 0;
    be_false(about, is_before ? "one behind" : "wrong version",
             replace_version(about, &found->subject));
}

/* ---- Ordinals and totals ---- */

static const char *const ordinals[] = {"zeroth", "first",   "second", "third", "fourth", "fifth",
                                       "sixth",  "seventh", "eighth", "ninth", "tenth"};
static const char *const numbers[] = {"zero", "one",   "two",   "three", "four", "five",
                                      "six",  "seven", "eight", "nine",  "ten"};

#define NAMED_NUMBERS (sizeof numbers / sizeof numbers[0])

/* A number as the value that is there is written: in words or digits. */
static const char *replace_number(judge *about, uint32_t number, bool is_ordinal)
{
    char first = about->reading->text[about->found->value_start];
    bool is_digits = first >= '0' && first <= '9';
    if (!is_digits && number < NAMED_NUMBERS) {
        const char *word = is_ordinal ? ordinals[number] : numbers[number];
        bool is_capital = first >= 'A' && first <= 'Z';
        return is_capital ? say(about, "%c%s", word[0] - 'a' + 'A', word + 1) : word;
    }
    return say(about, "%u%s", (unsigned)number, is_ordinal ? day_suffix((int)number % 100) : "");
}

/* How many releases of a stage a plan has for the release that the claim is about. */
static uint32_t count_stage(const judge *about, relcal_date as_of)
{
    uint32_t count = 0;
    relcal_when when;
    const relcal_version *about_version = &about->found->version;
    const relcal_milestone *milestone;
    for (size_t index = 0; (milestone = relcal_series_milestone_at(about->series, index)) != NULL;
         index++) {
        relcal_version version;
        if (when_as_of(milestone, as_of, &when) && version_of_milestone(milestone, &version) &&
            version.micro == about_version->micro && version.stage == about_version->stage) {
            count = version.number > count ? version.number : count;
        }
    }
    return count;
}

/* Whether the plan of a day around, or a later one, has this many of a stage. */
static bool is_count_around(const judge *about, uint32_t wanted)
{
    for (int day = -CHANGING_DAYS; day <= CHANGING_DAYS; day++) {
        if (count_stage(about, relcal_date_add_days(about->reading->day, day)) == wanted) {
            return true;
        }
    }
    return count_stage(about, RELCAL_LATEST) == wanted;
}

static const char *stage_name(const relcal_version *version)
{
    return relcal_stage_name(version->stage);
}

static void judge_ordinal(judge *about)
{
    const relcal_found *found = about->found;
    bool is_upkeep = found->name == RELCAL_NAMED_UPKEEP;
    uint32_t right = is_upkeep ? found->version.micro : found->version.number;
    about->claim->claimed = say_source(about, found->value_start, found->value_end);
    about->claim->expected = say(about, "%u", (unsigned)right);
    if (found->number == right) {
        be_true(about);
        return;
    }
    if (is_upkeep) {
        be_unsure(about, "releases may have been left out");
        return;
    }
    be_false(about,
             found->number + 1 == right   ? "one behind"
             : found->number == right + 1 ? "one ahead"
                                          : "wrong number",
             replace_number(about, right, true));
}

static void judge_total(judge *about)
{
    const relcal_found *found = about->found;
    uint32_t right = count_stage(about, about->reading->day);
    about->claim->claimed = say(about, "%u", (unsigned)found->number);
    if (right == 0) {
        be_unsure(about, "the plan of that day has none");
        return;
    }
    about->claim->expected = say(about, "%u", (unsigned)right);
    if (found->number == right) {
        be_true(about);
    } else if (!is_recorded(about->series)) {
        be_unsure(about, "what was planned then is not recorded");
    } else if (is_count_around(about, found->number)) {
        be_unsure(about, "the plan was changing");
    } else {
        be_false(about,
                 found->number + 1 == right   ? "one behind"
                 : found->number == right + 1 ? "one ahead"
                                              : "wrong number",
                 replace_number(about, right, false));
    }
}

static void judge_last(judge *about)
{
    const relcal_found *found = about->found;
    uint32_t count = count_stage(about, about->reading->day);
    uint32_t claimed = found->version.number + found->before_last;
    about->claim->claimed = say_source(about, found->value_start, found->value_end);
    if (count == 0) {
        be_unsure(about, "the plan of that day has none");
        return;
    }
    about->claim->expected = say(about, "%s %u of %u", stage_name(&found->version),
                                 (unsigned)found->version.number, (unsigned)count);
    if (claimed == count) {
        be_true(about);
    } else if (found->version.stage == RELCAL_STAGE_CANDIDATE && found->version.micro > 0) {
        be_unsure(about, "candidates of later releases are seldom planned");
    } else if (!is_recorded(about->series)) {
        be_unsure(about, "what was planned then is not recorded");
    } else if (is_count_around(about, claimed)) {
        be_unsure(about, "the plan was changing");
    } else {
        uint32_t number = found->version.number;
        be_false(about, "wrong number",
                 number + 1 == count && found->before_last == 0 ? "penultimate" : NULL);
    }
}

/* ---- The ABI and the document ---- */

static void judge_abi(judge *about)
{
    const relcal_found *found = about->found;
    bool is_this = found->name == RELCAL_NAMED_PREVIEW;
    bool is_point = is_this && found->number == 1;
    relcal_found betas = *found;
    betas.version = found->claimed;
    betas.version.stage = RELCAL_STAGE_BETA;
    const relcal_found *before = about->found;
    about->found = &betas;
    uint32_t last = count_stage(about, about->reading->day);
    uint32_t in_the_end = count_stage(about, RELCAL_LATEST);
    about->found = before;
    char words[RELCAL_VERSION_WORDS_BYTES];
    relcal_version stage = found->claimed;
    stage.has_release = false;
    about->claim->claimed = is_point ? "from this point"
                                     : say(about, "%s", relcal_version_words(&stage, words));
    about->claim->expected = is_point || last == 0 ? "at or after rc1"
                                                   : say(about, "beta %u", (unsigned)last);
    bool is_late = found->claimed.stage >= RELCAL_STAGE_CANDIDATE;
    if (is_late || (found->claimed.stage == RELCAL_STAGE_BETA && last > 0 &&
                    (found->claimed.number == last || (is_this && found->claimed.number > last)))) {
        be_true(about);
    } else if (!is_this && found->claimed.stage == RELCAL_STAGE_BETA && last > 0 &&
               found->claimed.number > last && found->claimed.number > in_the_end &&
               is_recorded(about->series)) {
        be_false(about, "there is no such beta", about->claim->expected);
    } else {
        be_unsure(about, "the freeze is a goal, and may come before the last beta");
    }
}

/* The series whose schedule a document is. */
static const char *series_of_document(const judge *about, const char *name)
{
    const relcal_project *project = about->reading->project;
    const relcal_series *series;
    for (size_t index = 0; (series = relcal_project_series_at(project, index)) != NULL; index++) {
        const char *spec = relcal_series_spec_name(series);
        if (spec != NULL && strcmp(spec, name) == 0) {
            return relcal_series_id(series);
        }
    }
    return NULL;
}

static void judge_document(judge *about)
{
    const relcal_found *found = about->found;
    const char *template = relcal_project_spec_name(about->reading->project);
    const char *right = relcal_series_spec_name(about->series);
    size_t before = strcspn(template, "{");
    const char *behind = strchr(template, '}') + 1;
    about->claim->claimed = say(about, "%.*s%u%s", (int)before, template, (unsigned)found->number,
                                behind);
    if (right == NULL || strncmp(right, template, before) != 0) {
        be_unsure(about, "the document of its schedule is not known");
        return;
    }
    about->claim->expected = say(about, "%s", right);
    if (strcmp(right, about->claim->claimed) == 0) {
        be_true(about);
        return;
    }
    const char *owner = series_of_document(about, about->claim->claimed);
    be_false(about, owner != NULL ? say(about, "belongs to %s", owner) : "wrong document",
             say(about, "%.*s", (int)strspn(right + before, "0123456789"), right + before));
}

/* ---- All ---- */

typedef struct judge_row {
    const char *name;
    void (*judge)(judge *about);
} judge_row;

static const judge_row rows[] = {
    [RELCAL_CLAIM_PUBLISH_DATE] = {"publish-date", judge_publish_date},
    [RELCAL_CLAIM_SUBJECT_VERSION] = {"subject-version", judge_subject},
    [RELCAL_CLAIM_STAGE_ORDINAL] = {"stage-ordinal", judge_ordinal},
    [RELCAL_CLAIM_STAGE_TOTAL] = {"stage-total", judge_total},
    [RELCAL_CLAIM_STAGE_LAST] = {"stage-last", judge_last},
    [RELCAL_CLAIM_PHASE_BETA] = {"phase-beta", judge_date},
    [RELCAL_CLAIM_PHASE_RC] = {"phase-rc", judge_date},
    [RELCAL_CLAIM_NEXT_VERSION] = {"next-version", judge_next_version},
    [RELCAL_CLAIM_NEXT_DATE] = {"next-date", judge_next_date},
    [RELCAL_CLAIM_FINAL_DATE] = {"final-date", judge_date},
    [RELCAL_CLAIM_RC_DATE] = {"rc-date", judge_date},
    [RELCAL_CLAIM_NEXT_BUGFIX] = {"next-bugfix", judge_date},
    [RELCAL_CLAIM_WEEKDAY] = {"weekday", judge_weekday},
    [RELCAL_CLAIM_ABI_FREEZE] = {"abi-freeze", judge_abi},
    [RELCAL_CLAIM_PEP_SERIES] = {"pep-series", judge_document},
    [RELCAL_CLAIM_SUPPORT_UNTIL] = {"support-until", judge_support},
    [RELCAL_CLAIM_RELEASED_DATE] = {"released-date", judge_released},
    [RELCAL_CLAIM_PAST_PLAN] = {"past-plan", judge_past_plan},
};

const char *relcal_claim_kind_name(relcal_claim_kind kind)
{
    size_t index = (size_t)kind;
    return index < sizeof rows / sizeof rows[0] ? rows[index].name : "";
}

/* Weekdays of a day so far from publication are no part of a schedule. */
#define NEAR_DAYS (30 * 366)

bool relcal_judge(relcal_reading *reading, const relcal_found *found, relcal_claim *out)
{
    *out = (relcal_claim){.kind = found->kind,
                          .offset = found->start,
                          .length = found->end - found->start,
                          .value_offset = found->value_start,
                          .value_length = found->value_end - found->value_start,
                          .fix_offset = found->value_start,
                          .fix_length = found->value_end - found->value_start};
    judge about = {.reading = reading, .found = found, .claim = out};
    if (found->kind == RELCAL_CLAIM_WEEKDAY && (found->date.earliest > reading->day + NEAR_DAYS ||
                                                found->date.earliest < reading->day - NEAR_DAYS)) {
        return false;
    }
    out->text = say_source(&about, found->start, found->end);
    if (found->has_version) {
        out->version = say_version(&about, &found->version);
        about.series = series_of(&about, &found->version);
    }
    if (about.series == NULL && found->kind != RELCAL_CLAIM_WEEKDAY) {
        out->claimed = say_source(&about, found->value_start, found->value_end);
        be_unsure(&about, "what these words are about is not clear");
        return true;
    }
    rows[found->kind].judge(&about);
    return true;
}
