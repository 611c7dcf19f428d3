/*
 * The day that is asked about is --on, else today: the clock's or, for answers that can be
 * repeated, SOURCE_DATE_EPOCH's second in the zone of --tz or of the config. The catalog is the
 * built-in one unless
 * --data, RELCAL_DATA or the user's data folder is laid over it.
 */
#define _POSIX_C_SOURCE 200809L
#include "session.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "complain.h"
#include "fault.h"
#include "relcal/load.h"
#include "words.h"

#define AOE_SECONDS_EAST (-12 * 3600)

/* Reads the second that counts as now. */
static bool read_clock(relcal_instant *now)
{
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    if (epoch == NULL || epoch[0] == '\0') {
        *now = (relcal_instant)time(NULL);
        return true;
    }
    char *end;
    errno = 0;
    long long seconds = strtoll(epoch, &end, 10);
    if (end == epoch || *end != '\0' || errno != 0 || seconds < RELCAL_INSTANT_MIN ||
        seconds > RELCAL_INSTANT_MAX) {
        text message = {0};
        text_add(&message, "SOURCE_DATE_EPOCH is '");
        text_add_printable(&message, epoch, QUOTED_BYTES);
        text_add(&message,
                 "'; it must be a number of seconds since 1970 within the years 1 to 9999");
        complain_text(&message);
        return false;
    }
    *now = (relcal_instant)seconds;
    return true;
}

/* The day of a second where the user is; RELCAL_DATE_NONE where it cannot be told. */
static relcal_date local_date(relcal_instant now)
{
    time_t seconds = (time_t)now;
    struct tm local;
    tzset();
    if (localtime_r(&seconds, &local) == NULL) {
        return RELCAL_DATE_NONE;
    }
    return relcal_date_from_civil(local.tm_year + 1900, local.tm_mon + 1, local.tm_mday);
}

int session_read_config(cli_session *session)
{
    if (session->is_config_read) {
        return EXIT_YES;
    }
    int status = config_read(&session->config, session->options);
    session->is_config_read = status == EXIT_YES;
    return status;
}

int session_zone(const cli_session *session)
{
    const cli_config *config = session->config;
    bool is_said = session->options->value[OPTION_TZ] != NULL;
    return !is_said && config != NULL && config->zone.value != NULL
               ? config->zone_choice
               : session->options->choice[OPTION_TZ];
}

static int ask_about_today(cli_session *session)
{
    relcal_instant now;
    if (!read_clock(&now)) {
        return EXIT_USAGE;
    }
    relcal_date today;
    switch (session_zone(session)) {
    case TZ_LOCAL:
        today = local_date(now);
        break;
    case TZ_AOE:
        today = relcal_instant_date(now + AOE_SECONDS_EAST);
        break;
    default:
        today = relcal_instant_date(now);
        break;
    }
    if (!relcal_date_is_valid(today)) {
        complain("today lies outside of the years 1 to 9999; say which day with --on DATE");
        return EXIT_USAGE;
    }
    session->asked = relcal_when_day(today);
    session->now = now;
    session->is_now = session_zone(session) == TZ_UTC;
    return EXIT_YES;
}

static int ask_about(cli_session *session, const char *value)
{
    relcal_when asked = {.precision = RELCAL_PRECISION_TBD};
    relcal_error error;
    relcal_status status = relcal_when_parse(&asked, value, strlen(value), &error);
    if (status == RELCAL_ERROR_RANGE) {
        complain("--on: %s", error.message);
        return EXIT_USAGE;
    }
    if (asked.precision != RELCAL_PRECISION_DAY && asked.precision != RELCAL_PRECISION_MOMENT) {
        text message = {0};
        text_add(&message, "--on: '");
        text_add_printable(&message, value, QUOTED_BYTES);
        text_add(&message, "' is neither a day nor a moment; write a day such as 2023-01-10, or a "
                           "moment such as 2023-01-10T12:00Z");
        complain_text(&message);
        return EXIT_USAGE;
    }
    session->asked = asked;
    return EXIT_YES;
}

bool session_read_date(const cli_session *session, option_id option, relcal_date *out)
{
    const char *value = session->options->value[option];
    relcal_error error;
    if (value != NULL && relcal_date_parse(out, value, strlen(value), &error) != RELCAL_OK) {
        complain("--%s: %s", option_rows[option].name, error.message);
        return false;
    }
    return true;
}

static bool is_folder(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static const char *variable(const char *name)
{
    const char *value = getenv(name);
    return value != NULL && value[0] != '\0' ? value : NULL;
}

const char *session_find_data(const cli_session *session, text *path, const char **origin)
{
    const char *folder = session->options->value[OPTION_DATA];
    *origin = NULL;
    if (folder != NULL) {
        *origin = "--data";
        return folder;
    }
    if ((folder = variable("RELCAL_DATA")) != NULL) {
        *origin = "$RELCAL_DATA";
        return folder;
    }
    const char *from = NULL;
    if ((folder = variable("XDG_DATA_HOME")) != NULL) {
        text_addf(path, "%s/relcal", folder);
        from = "$XDG_DATA_HOME";
    } else if ((folder = variable("HOME")) != NULL) {
        text_addf(path, "%s/.local/share/relcal", folder);
        from = "$HOME";
    }
    if (from == NULL || !is_folder(text_string(path))) {
        return NULL;
    }
    *origin = from;
    return text_string(path);
}

/* Lays a folder over the built-in catalog. One that nobody asked for may be empty. */
static int load(cli_session *session, const char *folder, bool is_asked_for)
{
    text faults = {0};
    relcal_error first;
    relcal_load_options load_options = {.report = fault_add, .report_context = &faults};
    relcal_status status = relcal_catalog_load(&session->loaded, relcal_catalog_builtin(), folder,
                                               &load_options, &first);
    if (status == RELCAL_OK) {
        session->catalog = session->loaded;
        text_free(&faults);
        return EXIT_YES;
    }
    if (status == RELCAL_ERROR_NOT_FOUND && !is_asked_for) {
        session->catalog = relcal_catalog_builtin();
        text_free(&faults);
        return EXIT_YES;
    }
    if (faults.length == 0) {
        fault_add(&faults, &first);
    }
    (void)fputs(text_string(&faults), stderr);
    text_free(&faults);
    return status == RELCAL_ERROR_IO || status == RELCAL_ERROR_MEMORY ? EXIT_SYSTEM : EXIT_DATA;
}

static int open_catalog(cli_session *session)
{
    text path = {0};
    const char *origin;
    const char *folder = session_find_data(session, &path, &origin);
    int status = EXIT_YES;
    if (folder != NULL) {
        status = load(session, folder, path.length == 0);
    } else {
        session->catalog = relcal_catalog_builtin();
    }
    text_free(&path);
    return status;
}

int session_read_days(cli_session *session)
{
    const char *const *values = session->options->value;
    const char *on = values[OPTION_ON];
    int status = EXIT_YES;
    /* A zone can come from the config; one that is named is looked at in any case. */
    if ((on == NULL && values[OPTION_TZ] == NULL) || values[OPTION_CONFIG] != NULL) {
        status = session_read_config(session);
    }
    if (status == EXIT_YES) {
        status = on != NULL ? ask_about(session, on) : ask_about_today(session);
    }
    if (status != EXIT_YES) {
        return status;
    }
    session->as_of = RELCAL_LATEST;
    if (!session_read_date(session, OPTION_AS_OF, &session->as_of)) {
        return EXIT_USAGE;
    }
    session->instant = session->asked.latest;
    session->date = relcal_instant_date(session->instant);
    return EXIT_YES;
}

int session_open(cli_session *session)
{
    int status = session_read_days(session);
    return status == EXIT_YES ? open_catalog(session) : status;
}

void session_close(cli_session *session)
{
    relcal_catalog_free(session->loaded);
    session->loaded = NULL;
    session->catalog = NULL;
    config_free(session->config);
    session->config = NULL;
    session->is_config_read = false;
}

relcal_standing session_standing(const cli_session *session, const relcal_series *series)
{
    relcal_plan plan = relcal_series_plan(series, session->as_of);
    return session->asked.precision == RELCAL_PRECISION_MOMENT
               ? relcal_plan_at(plan, session->instant)
               : relcal_plan_on(plan, session->date);
}

relcal_instant session_moment(const cli_session *session)
{
    return session->is_now ? session->now : session->instant;
}

int32_t session_days_to(const cli_session *session, const relcal_when *when)
{
    return relcal_date_days_between(session->date, relcal_instant_date(when->earliest));
}

void session_add_question(const cli_session *session, text *target)
{
    char buffer[RELCAL_WHEN_BYTES];
    if (session->asked.precision == RELCAL_PRECISION_DAY) {
        text_add(target, " on ");
        words_add_day(target, session->date);
    } else {
        text_addf(target, " at %s", relcal_when_format(&session->asked, buffer));
    }
    if (session->as_of != RELCAL_LATEST) {
        text_addf(target, ", as planned on %s", relcal_date_format(session->as_of, buffer));
    }
}
