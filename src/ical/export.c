/*
 * Schedules out as iCalendar: checks what was asked for, then goes twice over the series that were
 * chosen. The first time it looks for the newest change, which stands at the head of the calendar,
 * and works the spans out; the second time it writes, a series' events at a time, and hands on what
 * it has whenever that is enough.
 */
#include "relcal/ical.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "export_parts.h"
#include "relcal/write.h"

/* What is gathered before the sink gets it, in bytes. */
#define CHUNK_BYTES 32768

/* Names of projects in the name of a calendar; the others are counted. */
#define MAX_NAMED_PROJECTS 4

typedef struct export_job {
    const relcal_catalog *catalog;
    relcal_ical_choice choice;
    relcal_ical_sink sink;
    void *context;
    relcal_error *error;

    relcal_ical_spans spans; /* of all series that were chosen, one series after the other */
    size_t *span_counts;     /* of each of them */
    size_t series_count;     /* how many were chosen */
    size_t series_at;        /* the one at hand */
    size_t span_at;          /* the first of its spans */
    size_t domain_length;    /* of its UIDs */
    const relcal_project *first_project;
    const relcal_project *project; /* the one at hand */
    size_t project_count;
    relcal_date newest; /* change of all events; NONE where there is none */

    relcal_ical_event *dated; /* the events of the series at hand */
    size_t dated_count;
    size_t dated_capacity;

    relcal_ical_text out;     /* what the sink has not had */
    relcal_ical_text words;   /* the value at hand */
    relcal_ical_text summary; /* of the event at hand */
    relcal_ical_text uid;
    relcal_ical_text category;     /* of the series at hand: Tool 3.12 */
    relcal_ical_text url_line;     /* of the series at hand; empty where it has none */
    relcal_ical_text shared_lines; /* of all events of the series at hand */
} export_job;

/* Does one step after the other until one fails. */
typedef relcal_status export_step(export_job *job);

static relcal_status do_steps(export_job *job, export_step *const *steps, size_t count)
{
    relcal_status status = RELCAL_OK;
    for (size_t index = 0; index < count && status == RELCAL_OK; index++) {
        status = steps[index](job);
    }
    return status;
}

/* ---- going over the series ---- */

/* Calls `visit` for every series that was chosen, in the order of the catalog. */
static relcal_status for_each_series(export_job *job, relcal_status (*visit)(struct export_job *job,
                                                                             relcal_plan plan))
{
    relcal_status status = RELCAL_OK;
    job->series_at = 0;
    job->span_at = 0;
    job->project = NULL;
    size_t project_count = relcal_catalog_project_count(job->catalog);
    for (size_t at = 0; at < project_count && status == RELCAL_OK; at++) {
        const relcal_project *project = relcal_catalog_project_at(job->catalog, at);
        size_t series_count = relcal_project_series_count(project);
        for (size_t index = 0; index < series_count && status == RELCAL_OK; index++) {
            const relcal_series *series = relcal_project_series_at(project, index);
            if (relcal_ical_is_series_chosen(&job->choice, series)) {
                status = visit(job, relcal_series_plan(series, job->choice.as_of));
            }
        }
    }
    return status;
}

static relcal_status count_series(export_job *job, relcal_plan plan)
{
    const relcal_project *project = relcal_series_project(plan.series);
    if (job->project != project) {
        job->first_project = job->first_project == NULL ? project : job->first_project;
        job->project = project;
        job->project_count++;
    }
    job->series_count++;
    return RELCAL_OK;
}

/* ---- the events of a series ---- */

/* By date; what begins together in the order of the schedule, which is read back from it. */
static int compare_events(const void *left, const void *right)
{
    const relcal_ical_event *a = left;
    const relcal_ical_event *b = right;
    if (a->start != b->start) {
        return a->start < b->start ? -1 : 1;
    }
    return (a->place > b->place) - (a->place < b->place);
}

static bool make_room_for_events(export_job *job, size_t count)
{
    if (count <= job->dated_capacity) {
        return true;
    }
    relcal_ical_event *events = realloc(job->dated, count * sizeof *events);
    if (events == NULL) {
        return false;
    }
    job->dated = events;
    job->dated_capacity = count;
    return true;
}

/* Gathers the events of a series that are wanted, in no order yet. */
static bool gather(export_job *job, relcal_plan plan)
{
    size_t milestones = relcal_series_milestone_count(plan.series);
    size_t spans = job->span_counts[job->series_at];
    if (!make_room_for_events(job, milestones + spans)) {
        return false;
    }
    size_t count = 0;
    for (size_t index = 0; index < milestones; index++) {
        const relcal_milestone *milestone = relcal_series_milestone_at(plan.series, index);
        relcal_ical_event *event = &job->dated[count];
        bool is_wanted = relcal_ical_is_milestone_chosen(&job->choice, milestone) &&
                         relcal_ical_milestone_event(plan, milestone, event) == RELCAL_ICAL_DATED &&
                         relcal_ical_is_event_chosen(&job->choice, event);
        event->place = index;
        count += is_wanted;
    }
    for (size_t index = 0; index < spans; index++) {
        const relcal_ical_event *span = &job->spans.events[job->span_at + index];
        if (relcal_ical_is_event_chosen(&job->choice, span)) {
            job->dated[count] = *span;
            job->dated[count++].place = milestones + index;
        }
    }
    job->dated_count = count;
    job->span_at += spans;
    job->series_at++;
    return true;
}

/* The first time over a series: its spans, and its newest change. */
static relcal_status survey(export_job *job, relcal_plan plan)
{
    size_t before = job->spans.count;
    unsigned kinds = job->choice.events & ~(unsigned)RELCAL_EVENT_MILESTONE;
    if (kinds != 0 && !relcal_ical_spans_add(&job->spans, plan, kinds)) {
        return relcal_ical_fail_memory(job->error, NULL);
    }
    job->span_counts[job->series_at] = job->spans.count - before;
    if (!gather(job, plan)) {
        return relcal_ical_fail_memory(job->error, NULL);
    }
    for (size_t index = 0; index < job->dated_count; index++) {
        if (job->dated[index].changed > job->newest) {
            job->newest = job->dated[index].changed;
        }
    }
    return RELCAL_OK;
}

/* ---- writing ---- */

/* Hands on what was gathered; the lock is not held. */
static relcal_status flush(export_job *job)
{
    if (job->out.is_short_of_memory) {
        return relcal_ical_fail_memory(job->error, NULL);
    }
    if (job->out.length > 0 && !job->sink(job->context, job->out.bytes, job->out.length)) {
        return relcal_ical_fail(job->error, RELCAL_ERROR_IO, NULL, 0,
                                "what takes the calendar did not take all of it");
    }
    relcal_ical_text_clear(&job->out);
    return RELCAL_OK;
}

static relcal_status flush_if_enough(export_job *job)
{
    bool is_enough = job->out.length >= CHUNK_BYTES || job->out.is_short_of_memory;
    return is_enough ? flush(job) : RELCAL_OK;
}

/* Closes a line of lines in which libical had a part. */
static relcal_status after_libical(const export_job *job, bool is_good)
{
    return is_good ? RELCAL_OK : relcal_ical_fail_memory(job->error, NULL);
}

/* Refuses a text of the catalog that iCalendar cannot hold, and names whose it is. */
static relcal_status blame(const export_job *job, const char *what, const char *owner,
                           const char *id, const char *fault)
{
    return relcal_ical_fail(job->error, RELCAL_ERROR_DATA, NULL, 0, "%s of %s%s%s %s", what, owner,
                            id[0] == '\0' ? "" : " ", id, fault);
}

static relcal_status check_project(const export_job *job, const relcal_project *project)
{
    const char *domain = relcal_project_uid_domain(project);
    const char *color = relcal_project_color(project);
    const char *url = relcal_project_url(project);
    const char *name = relcal_project_name(project);
    const char *owner = relcal_project_id(project);
    const char *fault = relcal_ical_text_fault(name, strlen(name), true, NULL);
    if (fault != NULL) {
        return blame(job, "the name", owner, "", fault);
    }
    if (url != NULL && (fault = relcal_ical_url_fault(url)) != NULL) {
        return blame(job, "the URL", owner, "", fault);
    }
    if (domain != NULL && (domain[0] == '\0' || strpbrk(domain, " \t@") != NULL ||
                           relcal_ical_text_fault(domain, strlen(domain), false, NULL) != NULL)) {
        return blame(job, "the UID domain", owner, "", "is no domain");
    }
    if (color != NULL && !relcal_ical_is_color(color)) {
        return blame(job, "the colour", owner, "", "is no name of CSS");
    }
    return RELCAL_OK;
}

/* The colour of a project in this calendar, or NULL. */
static const char *color_of(const export_job *job, const relcal_project *project)
{
    const relcal_ical_options *options = job->choice.options;
    for (size_t index = 0; index < options->color_count; index++) {
        if (options->colors[index].project == project) {
            return options->colors[index].color;
        }
    }
    return relcal_project_color(project);
}

static const char *domain_of(const relcal_project *project)
{
    const char *domain = relcal_project_uid_domain(project);
    return domain == NULL ? "relcal" : domain;
}

/* The name of a calendar that was given none: those of its projects. */
static relcal_status name_projects(export_job *job, relcal_plan plan)
{
    const relcal_project *project = relcal_series_project(plan.series);
    if (job->project == project) {
        return RELCAL_OK;
    }
    job->project = project;
    job->series_at++;
    if (job->series_at <= MAX_NAMED_PROJECTS) {
        relcal_ical_text_put_text(&job->words, job->series_at > 1 ? ", " : "");
        relcal_ical_text_put_text(&job->words, relcal_project_name(project));
    }
    return check_project(job, project);
}

static relcal_status put_name(export_job *job)
{
    const char *name = job->choice.options->name;
    relcal_ical_text_clear(&job->words);
    relcal_status status = for_each_series(job, name_projects);
    if (status != RELCAL_OK) {
        return status;
    }
    if (job->project_count > MAX_NAMED_PROJECTS) {
        relcal_ical_text_put_format(&job->words, " and %zu more",
                                    job->project_count - MAX_NAMED_PROJECTS);
    }
    if (name != NULL || job->project_count == 0) {
        relcal_ical_text_clear(&job->words);
        relcal_ical_text_put_text(&job->words, name == NULL ? "Releases" : name);
    }
    if (job->words.is_short_of_memory || !relcal_ical_has_memory(job->words.length)) {
        return relcal_ical_fail_memory(job->error, NULL);
    }
    relcal_ical_lock();
    bool is_good = relcal_ical_print(&job->out, RELCAL_ICAL_NAME, job->words.bytes);
    relcal_ical_unlock();
    relcal_ical_put_text_line(&job->out, "X-WR-CALNAME:", job->words.bytes);
    return after_libical(job, is_good);
}

/* Prints a property that may be missing. */
static relcal_status put_optional(export_job *job, relcal_ical_property property, const char *value)
{
    if (value == NULL) {
        return RELCAL_OK;
    }
    if (!relcal_ical_has_memory(strlen(value))) {
        return relcal_ical_fail_memory(job->error, NULL);
    }
    relcal_ical_lock();
    bool is_good = relcal_ical_print(&job->out, property, value);
    relcal_ical_unlock();
    return after_libical(job, is_good);
}

/* How often to refresh, once as RFC 7986 and once as Outlook has it. */
static relcal_status put_refresh(export_job *job)
{
    static const char own_start[] = "REFRESH-INTERVAL;VALUE=DURATION:";
    uint32_t hours = job->choice.options->refresh_hours == 0 ? 24
                                                             : job->choice.options->refresh_hours;
    if (!relcal_ical_has_memory(0)) {
        return relcal_ical_fail_memory(job->error, NULL);
    }
    relcal_ical_text_clear(&job->words);
    relcal_ical_lock();
    bool is_good = relcal_ical_print_refresh(&job->words, (int)hours * 3600);
    relcal_ical_unlock();
    if (!is_good || job->words.is_short_of_memory) {
        return after_libical(job, false);
    }
    relcal_ical_text_put_text(&job->out, job->words.bytes);
    relcal_ical_text_put_text(&job->out, "X-PUBLISHED-TTL:");
    relcal_ical_text_put_text(&job->out, job->words.bytes + sizeof own_start - 1);
    return RELCAL_OK;
}

static relcal_status put_description(export_job *job)
{
    const char *description = job->choice.options->description;
    relcal_status status = put_optional(job, RELCAL_ICAL_DESCRIPTION, description);
    if (status == RELCAL_OK && description != NULL) {
        relcal_ical_put_text_line(&job->out, "X-WR-CALDESC:", description);
    }
    return status;
}

/* Puts what relcal itself reads back: a text of a project or a series, with its id. */
static void put_own_line(export_job *job, const char *name, const char *id, const char *value)
{
    relcal_ical_text_clear(&job->summary);
    relcal_ical_text_put_text(&job->summary, name);
    relcal_ical_text_put_text(&job->summary, ";X-ID=");
    relcal_ical_text_put_text(&job->summary, id);
    relcal_ical_text_put(&job->summary, ":", 1);
    if (job->summary.is_short_of_memory) {
        job->out.is_short_of_memory = true;
        return;
    }
    relcal_ical_put_text_line(&job->out, job->summary.bytes, value);
}

static relcal_status put_project_lines(export_job *job, const relcal_project *project)
{
    char *text = NULL;
    size_t length;
    relcal_status status = relcal_project_write(project, &text, &length);
    if (status != RELCAL_OK) {
        return relcal_ical_fail_memory(job->error, NULL);
    }
    put_own_line(job, "X-RELCAL-PROJECT", relcal_project_id(project), text);
    free(text);
    return RELCAL_OK;
}

/* The milestones that have never had a date, and so no event. */
static relcal_status put_undated_lines(export_job *job, relcal_plan plan, const char *id)
{
    relcal_status status = RELCAL_OK;
    const relcal_ical_options *options = job->choice.options;
    bool are_days_chosen = options->has_since || options->has_until;
    size_t count = are_days_chosen ? 0 : relcal_series_milestone_count(plan.series);
    for (size_t index = 0; index < count && status == RELCAL_OK; index++) {
        relcal_ical_event event;
        const relcal_milestone *milestone = relcal_series_milestone_at(plan.series, index);
        if (!relcal_ical_is_milestone_chosen(&job->choice, milestone) ||
            relcal_ical_milestone_event(plan, milestone, &event) != RELCAL_ICAL_NO_DATE) {
            continue;
        }
        char *text = NULL;
        size_t length;
        if (relcal_milestone_write(plan, milestone, &text, &length) != RELCAL_OK) {
            return relcal_ical_fail_memory(job->error, NULL);
        }
        if (length > 0) {
            put_own_line(job, "X-RELCAL-UNDATED", id, text);
        }
        free(text);
        status = flush_if_enough(job);
    }
    return status;
}

/* What the series' file says before its milestones. */
static relcal_status put_head_line(export_job *job, relcal_plan plan, const char *id)
{
    char *text = NULL;
    size_t length;
    if (relcal_plan_write(plan, &text, &length) != RELCAL_OK) {
        return relcal_ical_fail_memory(job->error, NULL);
    }
    char *milestones = strstr(text, "\nmilestones:");
    if (milestones != NULL) {
        milestones[1] = '\0';
    }
    put_own_line(job, "X-RELCAL-HEAD", id, text);
    free(text);
    return RELCAL_OK;
}

static relcal_status put_series_lines(export_job *job, relcal_plan plan)
{
    relcal_status status = RELCAL_OK;
    const relcal_project *project = relcal_series_project(plan.series);
    if (job->project != project) {
        job->project = project;
        status = put_project_lines(job, project);
    }
    if (status != RELCAL_OK) {
        return status;
    }
    relcal_ical_text_clear(&job->words);
    relcal_ical_text_put_format(&job->words, "\"%s/%s\"", relcal_project_id(project),
                                relcal_series_id(plan.series));
    if (job->words.is_short_of_memory) {
        return relcal_ical_fail_memory(job->error, NULL);
    }
    status = put_head_line(job, plan, job->words.bytes);
    if (status == RELCAL_OK) {
        status = put_undated_lines(job, plan, job->words.bytes);
    }
    return status == RELCAL_OK ? flush_if_enough(job) : status;
}

static relcal_status put_newest(export_job *job)
{
    if (job->newest != RELCAL_DATE_NONE) {
        relcal_ical_put_time_line(&job->out, "LAST-MODIFIED",
                                  relcal_instant_of_day_start(job->newest));
    }
    return RELCAL_OK;
}

/* The only project of the calendar, or NULL. */
static const relcal_project *only_project(const export_job *job)
{
    return job->project_count == 1 ? job->first_project : NULL;
}

static relcal_status put_color(export_job *job)
{
    const relcal_project *only = only_project(job);
    return put_optional(job, RELCAL_ICAL_COLOR, only == NULL ? NULL : color_of(job, only));
}

static relcal_status put_addresses(export_job *job)
{
    const relcal_ical_options *options = job->choice.options;
    const relcal_project *only = only_project(job);
    const char *url = options->url;
    if (url == NULL && only != NULL) {
        url = relcal_project_url(only);
    }
    relcal_status status = put_optional(job, RELCAL_ICAL_SOURCE, options->source);
    return status == RELCAL_OK ? put_optional(job, RELCAL_ICAL_URL, url) : status;
}

/* The properties of the calendar. */
static relcal_status put_head(export_job *job)
{
    static export_step *const steps[] = {
        put_name, put_description, put_newest, put_refresh, put_color, put_addresses,
    };
    relcal_ical_text_put_text(&job->out, "BEGIN:VCALENDAR\r\n"
                                         "VERSION:2.0\r\n"
                                         "PRODID:-//relcal//relcal//EN\r\n"
                                         "CALSCALE:GREGORIAN\r\n");
    if (job->choice.options->method != NULL) {
        relcal_ical_put_line(&job->out, "METHOD:", job->choice.options->method);
    }
    return do_steps(job, steps, sizeof steps / sizeof steps[0]);
}

/* ---- an event ---- */

static const char *const standing_lines[] = {
    [RELCAL_ICAL_TENTATIVE] = "STATUS:TENTATIVE\r\n",
    [RELCAL_ICAL_CONFIRMED] = "STATUS:CONFIRMED\r\n",
    [RELCAL_ICAL_WITHDRAWN] = "STATUS:CANCELLED\r\n",
    [RELCAL_ICAL_UNDATED] = "STATUS:CANCELLED\r\n",
};

/* When an event was last touched and when it is. An end after the last day that relcal and RFC 5545
 * can write is told by its length. */
static void put_times(relcal_ical_text *out, const relcal_ical_event *event)
{
    relcal_instant changed = 0;
    if (event->changed != RELCAL_DATE_NONE) {
        changed = relcal_instant_of_day_start(event->changed);
    }
    relcal_ical_put_time_line(out, "DTSTAMP", changed);
    relcal_ical_put_time_line(out, "LAST-MODIFIED", changed);
    relcal_ical_text_put_format(out, "SEQUENCE:%" PRId32 "\r\n", event->sequence);
    bool has_end = event->end <= RELCAL_INSTANT_MAX;
    if (event->is_all_day) {
        relcal_ical_put_date_line(out, "DTSTART", relcal_instant_date(event->start));
        if (has_end) {
            relcal_ical_put_date_line(out, "DTEND", relcal_instant_date(event->end));
        }
    } else {
        relcal_ical_put_time_line(out, "DTSTART", event->start);
        if (has_end) {
            relcal_ical_put_time_line(out, "DTEND", event->end);
        }
    }
    if (!has_end && event->is_all_day) {
        relcal_ical_text_put_format(out, "DURATION:P%" PRId64 "D\r\n",
                                    (event->end - event->start) / RELCAL_SECONDS_PER_DAY);
    } else if (!has_end) {
        relcal_ical_text_put_text(out, "DURATION:PT1M\r\n");
    }
}

static void put_categories(relcal_ical_text *out, const relcal_series *series, const char *feature,
                           const relcal_ical_event *event)
{
    const char *const values[] = {
        relcal_project_name(relcal_series_project(series)),
        feature,
        event->kind == RELCAL_EVENT_PHASE    ? "phase"
        : event->kind == RELCAL_EVENT_FREEZE ? "freeze"
                                             : relcal_milestone_kind(event->of.milestone),
    };
    relcal_ical_put_list_line(out, "CATEGORIES:", values, sizeof values / sizeof values[0]);
}

/* Puts what relcal reads back of an event: its series, and its milestone or what it is a span of.
 */
static relcal_status put_identity(export_job *job, relcal_plan plan, const relcal_ical_event *event)
{
    relcal_ical_text *out = &job->out;
    if (event->kind != RELCAL_EVENT_MILESTONE) {
        size_t length = job->uid.length - job->domain_length - 1;
        job->uid.bytes[length] = '\0';
        relcal_ical_put_text_line(out, "X-RELCAL-SPAN:", job->uid.bytes);
        return RELCAL_OK;
    }
    char *text = NULL;
    size_t length;
    if (relcal_milestone_write(plan, event->of.milestone, &text, &length) != RELCAL_OK) {
        return relcal_ical_fail_memory(job->error, NULL);
    }
    if (length > 0) {
        relcal_ical_put_text_line(out, "X-RELCAL-MILESTONE:", text);
    }
    free(text);
    return RELCAL_OK;
}

/* Puts the alarms of a milestone that is still to come. */
static bool put_alarms(export_job *job)
{
    bool is_good = true;
    relcal_ical_text *out = &job->out;
    for (size_t index = 0; index < job->choice.alarm_count && is_good; index++) {
        relcal_ical_text_put_text(out, "BEGIN:VALARM\r\nACTION:DISPLAY\r\n");
        relcal_ical_lock();
        is_good = relcal_ical_print_trigger(out, -job->choice.alarms[index]) &&
                  relcal_ical_print(out, RELCAL_ICAL_DESCRIPTION, job->summary.bytes);
        relcal_ical_unlock();
        relcal_ical_text_put_text(out, "END:VALARM\r\n");
    }
    return is_good;
}

/* Works out the texts of an event and checks them. */
static relcal_status word_event(export_job *job, relcal_plan plan, const relcal_ical_event *event)
{
    const relcal_series *series = plan.series;
    const relcal_project *project = relcal_series_project(series);
    relcal_ical_text *uid = &job->uid;
    relcal_ical_text_clear(uid);
    relcal_ical_text_put_text(uid, relcal_project_id(project));
    relcal_ical_text_put(uid, "=", 1);
    relcal_ical_text_put_text(uid, relcal_series_id(series));
    relcal_ical_text_put(uid, "=", 1);
    relcal_ical_text_put_text(uid, relcal_ical_event_path(event));
    relcal_ical_text_put_text(uid, relcal_ical_event_id(event));
    relcal_ical_text_put(uid, "@", 1);
    relcal_ical_text_put_text(uid, domain_of(project));
    relcal_ical_text_clear(&job->summary);
    relcal_ical_put_summary(&job->summary, series, event);
    relcal_ical_text_clear(&job->words);
    relcal_ical_put_description(&job->words, plan, event);
    if (uid->is_short_of_memory || job->summary.is_short_of_memory ||
        job->words.is_short_of_memory) {
        return relcal_ical_fail_memory(job->error, NULL);
    }
    const char *id = relcal_ical_event_id(event);
    const char *owner = relcal_series_id(series);
    const char *fault = relcal_ical_text_fault(job->summary.bytes, job->summary.length, true, NULL);
    if (fault != NULL) {
        return blame(job, "the title", owner, id, fault);
    }
    fault = relcal_ical_text_fault(job->words.bytes, job->words.length, true, NULL);
    if (fault != NULL) {
        return blame(job, "the kind, note or source", owner, id, fault);
    }
    size_t bytes = uid->length + job->words.length +
                   job->summary.length * (1 + job->choice.alarm_count);
    return relcal_ical_has_memory(bytes) ? RELCAL_OK : relcal_ical_fail_memory(job->error, NULL);
}

/* The URL of a freeze is where the freeze is written down; others have that of their series. */
static relcal_status put_event_url(export_job *job, const relcal_ical_event *event)
{
    const char *source = NULL;
    if (event->kind == RELCAL_EVENT_FREEZE) {
        source = relcal_freeze_source(event->of.freeze);
    }
    const char *fault = source == NULL ? NULL : relcal_ical_url_fault(source);
    if (source == NULL || fault != NULL) {
        /* A freeze may be written down in a book: then its description alone says so. */
        relcal_ical_text_put_text(&job->out, job->url_line.bytes);
        return RELCAL_OK;
    }
    return put_optional(job, RELCAL_ICAL_URL, source);
}

static relcal_status put_event(export_job *job, relcal_plan plan, const relcal_ical_event *event)
{
    relcal_ical_text *out = &job->out;
    relcal_status status = word_event(job, plan, event);
    if (status != RELCAL_OK) {
        return status;
    }
    relcal_ical_text_put_text(out, "BEGIN:VEVENT\r\n");
    relcal_ical_lock();
    bool is_good = relcal_ical_print(out, RELCAL_ICAL_UID, job->uid.bytes) &&
                   relcal_ical_print(out, RELCAL_ICAL_SUMMARY, job->summary.bytes) &&
                   relcal_ical_print(out, RELCAL_ICAL_DESCRIPTION, job->words.bytes);
    relcal_ical_unlock();
    put_times(out, event);
    relcal_ical_text_put_text(out, standing_lines[event->standing]);
    put_categories(out, plan.series, job->category.bytes, event);
    if (is_good) {
        status = put_event_url(job, event);
    }
    relcal_ical_text_put_text(out, job->shared_lines.bytes);
    if (status == RELCAL_OK) {
        status = put_identity(job, plan, event);
    }
    if (event->kind == RELCAL_EVENT_MILESTONE && event->standing == RELCAL_ICAL_TENTATIVE) {
        is_good = is_good && put_alarms(job);
    }
    relcal_ical_text_put_text(out, "END:VEVENT\r\n");
    status = status == RELCAL_OK ? after_libical(job, is_good) : status;
    return status == RELCAL_OK ? flush_if_enough(job) : status;
}

/* Makes what the events of a series share. */
static relcal_status prepare_series(export_job *job, const relcal_series *series)
{
    const relcal_project *project = relcal_series_project(series);
    const char *url = relcal_series_spec_url(series);
    const char *color = color_of(job, project);
    url = url == NULL ? relcal_project_url(project) : url;
    const char *fault = url == NULL ? NULL : relcal_ical_url_fault(url);
    if (fault != NULL) {
        return blame(job, "the URL", relcal_project_id(project), relcal_series_id(series), fault);
    }
    relcal_ical_text *shared = &job->shared_lines;
    relcal_ical_text *line = &job->words;
    relcal_ical_text_clear(&job->url_line);
    relcal_ical_text_clear(&job->category);
    relcal_ical_text_clear(shared);
    relcal_ical_text_clear(line);
    relcal_ical_text_put_format(&job->category, "%s %s", relcal_project_name(project),
                                relcal_series_id(series));
    relcal_ical_text_put_format(line, "%s/%s", relcal_project_id(project),
                                relcal_series_id(series));
    relcal_ical_text_put_text(&job->url_line, "");
    relcal_ical_text_put_text(shared, "TRANSP:TRANSPARENT\r\nCLASS:PUBLIC\r\n");
    if (line->is_short_of_memory || !relcal_ical_has_memory(url == NULL ? 0 : strlen(url))) {
        return relcal_ical_fail_memory(job->error, NULL);
    }
    relcal_ical_lock();
    bool is_good = (url == NULL || relcal_ical_print(&job->url_line, RELCAL_ICAL_URL, url)) &&
                   (color == NULL || relcal_ical_print(shared, RELCAL_ICAL_COLOR, color));
    relcal_ical_unlock();
    relcal_ical_put_text_line(shared, "X-RELCAL-SERIES:", line->bytes);
    job->domain_length = strlen(domain_of(project));
    is_good = is_good && !shared->is_short_of_memory && !job->category.is_short_of_memory &&
              !job->url_line.is_short_of_memory;
    return after_libical(job, is_good);
}

/* The second time over a series: its events. */
static relcal_status put_events(export_job *job, relcal_plan plan)
{
    if (!gather(job, plan)) {
        return relcal_ical_fail_memory(job->error, NULL);
    }
    qsort(job->dated, job->dated_count, sizeof *job->dated, compare_events);
    relcal_status status = prepare_series(job, plan.series);
    for (size_t index = 0; index < job->dated_count && status == RELCAL_OK; index++) {
        status = put_event(job, plan, &job->dated[index]);
    }
    return status;
}

/* ---- the whole ---- */

static relcal_status survey_all(export_job *job)
{
    relcal_status status = for_each_series(job, count_series);
    job->span_counts = calloc(job->series_count + 1, sizeof *job->span_counts);
    if (job->span_counts == NULL) {
        return relcal_ical_fail_memory(job->error, NULL);
    }
    return status == RELCAL_OK ? for_each_series(job, survey) : status;
}

static relcal_status put_all_series_lines(export_job *job)
{
    return for_each_series(job, put_series_lines);
}

static relcal_status put_all_events(export_job *job)
{
    return for_each_series(job, put_events);
}

static relcal_status put_end(export_job *job)
{
    relcal_ical_text_put_text(&job->out, "END:VCALENDAR\r\n");
    return flush(job);
}

static relcal_status export_all(export_job *job)
{
    static export_step *const steps[] = {
        survey_all, put_head, put_all_series_lines, put_all_events, put_end,
    };
    return do_steps(job, steps, sizeof steps / sizeof steps[0]);
}

static void export_job_free(export_job *job)
{
    relcal_ical_choice_free(&job->choice);
    free(job->spans.events);
    free(job->span_counts);
    free(job->dated);
    relcal_ical_text *const texts[] = {
        &job->out,      &job->words,    &job->summary,      &job->uid,
        &job->category, &job->url_line, &job->shared_lines,
    };
    for (size_t index = 0; index < sizeof texts / sizeof texts[0]; index++) {
        relcal_ical_text_free(texts[index]);
    }
}

relcal_status relcal_ical_write(const relcal_catalog *catalog, const relcal_ical_options *options,
                                relcal_ical_sink sink, void *context, relcal_error *error)
{
    static const relcal_ical_options defaults = {0};
    if (catalog == NULL || sink == NULL) {
        return relcal_ical_fail(error, RELCAL_ERROR_ARGUMENT, NULL, 0, "%s is NULL",
                                catalog == NULL ? "the catalog" : "the sink");
    }
    export_job job = {
        .catalog = catalog,
        .sink = sink,
        .context = context,
        .error = error,
        .newest = RELCAL_DATE_NONE,
    };
    relcal_status status = relcal_ical_choose(&job.choice, catalog,
                                              options == NULL ? &defaults : options, error);
    if (status == RELCAL_OK) {
        status = export_all(&job);
    }
    export_job_free(&job);
    return status;
}

static bool keep(void *context, const char *bytes, size_t length)
{
    relcal_ical_text *text = context;
    relcal_ical_text_put(text, bytes, length);
    return !text->is_short_of_memory;
}

relcal_status relcal_ical_format(const relcal_catalog *catalog, const relcal_ical_options *options,
                                 char **out, size_t *length, relcal_error *error)
{
    relcal_ical_text text = {0};
    relcal_status status = relcal_ical_write(catalog, options, keep, &text, error);
    if (text.is_short_of_memory) {
        status = relcal_ical_fail_memory(error, NULL);
    }
    if (status != RELCAL_OK) {
        relcal_ical_text_free(&text);
        return status;
    }
    *out = text.bytes;
    *length = text.length;
    return RELCAL_OK;
}

void relcal_ical_free_text(char *text)
{
    free(text);
}
