/* Alarms are counted in seconds, a day having 86400 of them. */
#include "calendar_choice.h"

#include <stdlib.h>
#include <string.h>

#include "complain.h"
#include "nearest.h"
#include "selection.h"

/* A year; who would ask less often does not ask. */
#define MOST_REFRESH_HOURS 8784

/* Says that an option's value is not of its form, and what to write. */
static int complain_about_value(option_id option, const char *value, const char *remedy)
{
    text message = {0};
    text_addf(&message, "--%s cannot be '", option_rows[option].name);
    text_add_printable(&message, value, QUOTED_BYTES);
    text_addf(&message, "'; %s", remedy);
    complain_text(&message);
    return EXIT_USAGE;
}

/* Reads digits and gives the first letter after them; NULL where there is no digit or the number is
 * above `most`. */
static const char *read_number(uint32_t *out, const char *digits, uint32_t most)
{
    uint64_t number = 0;
    const char *letter = digits;
    for (; *letter >= '0' && *letter <= '9'; letter++) {
        number = 10 * number + (uint64_t)(*letter - '0');
        if (number > most) {
            return NULL;
        }
    }
    *out = (uint32_t)number;
    return letter > digits ? letter : NULL;
}

static uint32_t seconds_of_unit(char unit)
{
    switch (unit) {
    case 'w':
        return 7 * RELCAL_SECONDS_PER_DAY;
    case 'd':
        return RELCAL_SECONDS_PER_DAY;
    case 'h':
        return 3600;
    case 'm':
        return 60;
    default:
        return 0;
    }
}

/* Reads 7d and gives what stands after it; NULL where it is no time. */
static const char *read_time(uint32_t *seconds, const char *value)
{
    uint32_t number;
    const char *unit = read_number(&number, value, UINT32_MAX);
    uint32_t unit_seconds = unit != NULL ? seconds_of_unit(*unit) : 0;
    if (unit_seconds == 0 || number > UINT32_MAX / unit_seconds) {
        return NULL;
    }
    *seconds = number * unit_seconds;
    return unit + 1;
}

static int read_alarms(calendar_choice *out, const char *value)
{
    const char *rest = value;
    do {
        rest += rest != value;
        if (out->options.alarm_count == RELCAL_MAX_ALARMS) {
            complain("--alarm: there are more than %d times", RELCAL_MAX_ALARMS);
            return EXIT_USAGE;
        }
        rest = read_time(&out->alarms[out->options.alarm_count++], rest);
    } while (rest != NULL && *rest == ',');
    if (rest == NULL || *rest != '\0') {
        return complain_about_value(OPTION_ALARM, value,
                                    "write numbers of weeks, days, hours or minutes, such as "
                                    "--alarm 1w,7d,12h,30m");
    }
    out->options.alarms = out->alarms;
    return EXIT_YES;
}

static int read_refresh(calendar_choice *out, const char *value)
{
    const char *rest = read_number(&out->options.refresh_hours, value, MOST_REFRESH_HOURS);
    if (rest == NULL || *rest != '\0' || out->options.refresh_hours == 0) {
        return complain_about_value(OPTION_REFRESH, value, "write hours, 1 to 8784");
    }
    return EXIT_YES;
}

static int read_kinds(calendar_choice *out, const char *value)
{
    size_t count = 1;
    for (const char *comma = value; (comma = strchr(comma, ',')) != NULL; comma++) {
        count++;
    }
    text_add(&out->words, value);
    out->kinds = calloc(count, sizeof *out->kinds);
    if (out->kinds == NULL || out->words.failed) {
        complain("out of memory");
        return EXIT_SYSTEM;
    }
    char *word = out->words.bytes;
    for (size_t index = 0; index < count; index++) {
        size_t length = strcspn(word, ",");
        if (length == 0) {
            return complain_about_value(OPTION_KINDS, value,
                                        "write kinds with commas between, such as beta,final");
        }
        word[length] = '\0';
        out->kinds[index] = word;
        word += length + 1;
    }
    out->options.kinds = out->kinds;
    out->options.kind_count = count;
    return EXIT_YES;
}

static int read_days(calendar_choice *out, const cli_session *session)
{
    relcal_ical_options *options = &out->options;
    options->has_since = session->options->value[OPTION_SINCE] != NULL;
    options->has_until = session->options->value[OPTION_UNTIL] != NULL;
    if (!session_read_date(session, OPTION_SINCE, &options->since) ||
        !session_read_date(session, OPTION_UNTIL, &options->until)) {
        return EXIT_USAGE;
    }
    if (options->has_since && options->has_until && options->since > options->until) {
        complain("--since %s is after --until %s", session->options->value[OPTION_SINCE],
                 session->options->value[OPTION_UNTIL]);
        return EXIT_USAGE;
    }
    return EXIT_YES;
}

int calendar_choice_read(calendar_choice *out, const cli_session *session)
{
    static const struct {
        option_id option;
        int (*read)(calendar_choice *out, const char *value);
    } readers[] = {
        {OPTION_KINDS, read_kinds}, {OPTION_ALARM, read_alarms}, {OPTION_REFRESH, read_refresh}};
    const char *const *values = session->options->value;
    *out = (calendar_choice){.options = {
                                 .events = RELCAL_EVENT_MILESTONE,
                                 .name = values[OPTION_NAME],
                                 .method = values[OPTION_METHOD],
                                 .source = values[OPTION_SOURCE],
                             }};
    int with = session->options->choice[OPTION_WITH];
    out->options.events |= (with & 1 << WITH_PHASES) != 0 ? RELCAL_EVENT_PHASE : 0u;
    out->options.events |= (with & 1 << WITH_FREEZES) != 0 ? RELCAL_EVENT_FREEZE : 0u;
    int status = read_days(out, session);
    for (size_t index = 0; index < sizeof readers / sizeof readers[0]; index++) {
        const char *value = values[readers[index].option];
        if (status == EXIT_YES && value != NULL) {
            status = readers[index].read(out, value);
        }
    }
    return status;
}

/* ---- What is named, in the catalog ---- */

/* Takes the colours of the config; one of an unknown project is a fault. */
static int take_colors(calendar_choice *out, const cli_session *session)
{
    const cli_config *config = session->config;
    if (config == NULL || config->color_count == 0) {
        return EXIT_YES;
    }
    int status = selection_check_config(session);
    if (status != EXIT_YES) {
        return status;
    }
    out->colors = calloc(config->color_count, sizeof *out->colors);
    if (out->colors == NULL) {
        complain("out of memory");
        return EXIT_SYSTEM;
    }
    for (size_t index = 0; index < config->color_count; index++) {
        out->colors[index] = (relcal_ical_color){
            relcal_catalog_project(session->catalog, config->colors[index].project.value),
            config->colors[index].color.value};
    }
    out->options.colors = out->colors;
    out->options.color_count = config->color_count;
    return EXIT_YES;
}

/* A calendar of what is followed says so itself. */
static int describe(calendar_choice *out, const cli_session *session)
{
    text_add(&out->description, "What is followed: ");
    selection_add_followed(&out->description, session->config);
    text_add(&out->description, ".");
    if (out->description.failed) {
        complain("out of memory");
        return EXIT_SYSTEM;
    }
    out->options.description = text_string(&out->description);
    return EXIT_YES;
}

static int take_series(calendar_choice *out, cli_session *session)
{
    selection chosen;
    int status = selection_make(&chosen, session);
    if (status == EXIT_YES && (out->series = selection_list(&chosen)) == NULL) {
        status = EXIT_SYSTEM;
    }
    if (status == EXIT_YES) {
        out->series_count = chosen.series_count;
    }
    if (status == EXIT_YES && chosen.reason == SELECTION_FOLLOWED) {
        status = describe(out, session);
    }
    selection_free(&chosen);
    return status;
}

/* The kinds of a catalog's milestones, for hints; without memory there are fewer. */
typedef struct kind_list {
    const char **kinds;
    size_t count;
    size_t capacity;
} kind_list;

static void add_kind(kind_list *known, const char *kind)
{
    for (size_t index = 0; index < known->count; index++) {
        if (strcmp(known->kinds[index], kind) == 0) {
            return;
        }
    }
    if (known->count == known->capacity) {
        size_t capacity = 2 * known->capacity + 32;
        const char **kinds = realloc(known->kinds, capacity * sizeof *kinds);
        if (kinds == NULL) {
            return;
        }
        known->kinds = kinds;
        known->capacity = capacity;
    }
    known->kinds[known->count++] = kind;
}

static const char *kind_at(const void *context, size_t index)
{
    const kind_list *known = context;
    return index < known->count ? known->kinds[index] : NULL;
}

/* Whether a series of the catalog has a milestone of a kind; lists those that it meets. */
static bool is_kind(const relcal_catalog *catalog, const char *kind, kind_list *met)
{
    const relcal_project *project;
    for (size_t place = 0; (project = relcal_catalog_project_at(catalog, place)) != NULL; place++) {
        const relcal_series *series;
        for (size_t at = 0; (series = relcal_project_series_at(project, at)) != NULL; at++) {
            const relcal_milestone *milestone;
            for (size_t index = 0; (milestone = relcal_series_milestone_at(series, index)) != NULL;
                 index++) {
                if (strcmp(relcal_milestone_kind(milestone), kind) == 0) {
                    return true;
                }
                add_kind(met, relcal_milestone_kind(milestone));
            }
        }
    }
    return false;
}

/* Refuses a kind that no milestone is of, and names one that is. */
static int check_kind(const relcal_catalog *catalog, const char *kind)
{
    kind_list met = {.count = 0};
    int status = EXIT_YES;
    if (!is_kind(catalog, kind, &met)) {
        text message = {0};
        text_add(&message, "--kinds: no milestone is of the kind '");
        text_add_printable(&message, kind, QUOTED_BYTES);
        text_add(&message, "'");
        nearest_add_hint(&message, kind, (name_list){kind_at, &met, ""});
        complain_text(&message);
        status = EXIT_USAGE;
    }
    free(met.kinds);
    return status;
}

static int check_kinds(const calendar_choice *choice, const relcal_catalog *catalog)
{
    int status = EXIT_YES;
    for (size_t index = 0; index < choice->options.kind_count && status == EXIT_YES; index++) {
        status = check_kind(catalog, choice->kinds[index]);
    }
    return status;
}

int calendar_choice_look_up(calendar_choice *out, cli_session *session)
{
    int status = session_read_config(session);
    status = status == EXIT_YES ? take_series(out, session) : status;
    status = status == EXIT_YES ? take_colors(out, session) : status;
    if (status == EXIT_YES) {
        status = check_kinds(out, session->catalog);
    }
    out->options.has_as_of = session->as_of != RELCAL_LATEST;
    out->options.as_of = session->as_of;
    return status;
}

/* ---- One calendar ---- */

/* Adds "Tool 3.12", as the series of a project are called. */
static void add_name(text *name, const relcal_series *series)
{
    text_addf(name, "%s %s", relcal_project_name(relcal_series_project(series)),
              relcal_series_id(series));
}

static void add_source(text *source, const char *folder, const char *file_name)
{
    size_t length = strlen(folder);
    bool has_slash = length > 0 && folder[length - 1] == '/';
    text_addf(source, "%s%s%s", folder, has_slash ? "" : "/", file_name);
}

static int complain_about_calendar(relcal_status status, const relcal_error *error)
{
    switch (status) {
    case RELCAL_OK:
    case RELCAL_ERROR_IO: /* the sink refused */
        return EXIT_YES;
    case RELCAL_ERROR_MEMORY:
        complain("out of memory");
        return EXIT_SYSTEM;
    default:
        complain("%s", error->message);
        return status == RELCAL_ERROR_ARGUMENT ? EXIT_USAGE : EXIT_DATA;
    }
}

int calendar_make(const calendar_functions *library, const cli_session *session,
                  const calendar_choice *choice, const calendar_order *order)
{
    relcal_ical_options options = choice->options;
    options.series = order->series;
    options.series_count = order->series_count;
    text name = {0}, source = {0};
    /* A calendar of several series is named by the library, after its projects. */
    if (options.name == NULL && order->series_count == 1) {
        add_name(&name, order->series[0]);
        options.name = text_string(&name);
    }
    if (options.source != NULL && order->file_name != NULL) {
        add_source(&source, options.source, order->file_name);
        options.source = text_string(&source);
    }
    relcal_error error = {0};
    relcal_status status = RELCAL_ERROR_MEMORY;
    if (!name.failed && !source.failed) {
        status = library->ical_write(session->catalog, &options, order->sink, order->context,
                                     &error);
    }
    text_free(&name);
    text_free(&source);
    return complain_about_calendar(status, &error);
}

void calendar_choice_free(calendar_choice *choice)
{
    free(choice->series);
    free(choice->kinds);
    free(choice->colors);
    text_free(&choice->words);
    text_free(&choice->description);
}
