/* relcal config: what the user's config says, what of it counts, and from where it comes. */
#include "answer.h"
#include "command.h"
#include "complain.h"
#include "selection.h"
#include "text_table.h"

/* What counts, and what has said so. */
typedef struct setting {
    const char *value;
    text from; /* empty where it is built in */
} setting;

/* A folder, and the option or variable that names it; NULL both for none. */
typedef struct data_folder {
    const char *path;
    const char *origin;
} data_folder;

static void add_place(text *target, const cli_config *config, const config_text *at)
{
    text_add_printable(target, text_string(&config->path), CONFIG_PATH_BYTES);
    text_addf(target, ":%u:%u", (unsigned)at->line, (unsigned)at->column);
}

static setting zone_of(const cli_session *session)
{
    static const char *const words[] = {[TZ_UTC] = "utc", [TZ_LOCAL] = "local", [TZ_AOE] = "aoe"};
    setting zone = {.value = words[session_zone(session)]};
    if (session->options->value[OPTION_TZ] != NULL) {
        text_add(&zone.from, "--tz");
    } else if (session->config != NULL && session->config->zone.value != NULL) {
        add_place(&zone.from, session->config, &session->config->zone);
    }
    return zone;
}

/* ---- For programs ---- */

static void answer_place(json_writer *writer, const config_text *at)
{
    json_writer_number(writer, "line", at->line);
    json_writer_number(writer, "column", at->column);
}

static void answer_follow(json_writer *writer, const cli_session *session,
                          const config_follow *follow)
{
    const relcal_project *project = relcal_catalog_project(session->catalog, follow->project.value);
    json_writer_open_object(writer, NULL);
    json_writer_text(writer, "project", follow->project.value);
    answer_place(writer, &follow->project);
    json_writer_open_list(writer, "series");
    for (size_t at = 0; at < follow->name_count; at++) {
        const config_text *name = &session->config->names[follow->first_name + at];
        bool is_known;
        const relcal_series *series = selection_find(session, project, name->value, &is_known);
        json_writer_open_object(writer, NULL);
        json_writer_text(writer, "name", name->value);
        json_writer_text(writer, "series", series != NULL ? relcal_series_id(series) : NULL);
        answer_place(writer, name);
        json_writer_close_object(writer);
    }
    json_writer_close_list(writer);
    json_writer_close_object(writer);
}

static void answer_color(json_writer *writer, const config_color *color)
{
    json_writer_open_object(writer, NULL);
    json_writer_text(writer, "project", color->project.value);
    json_writer_text(writer, "color", color->color.value);
    answer_place(writer, &color->color);
    json_writer_close_object(writer);
}

static void answer(cli_session *session, const char *path, const char *origin, data_folder data)
{
    const cli_config *config = session->config;
    json_writer writer = answer_open(session);
    setting zone = zone_of(session);
    json_writer_text(&writer, "config", origin != NULL ? path : NULL);
    json_writer_text(&writer, "named_by", origin);
    json_writer_boolean(&writer, "found", config != NULL);
    json_writer_open_object(&writer, "zone");
    json_writer_text(&writer, "value", zone.value);
    json_writer_text(&writer, "from", zone.from.length > 0 ? text_string(&zone.from) : NULL);
    json_writer_close_object(&writer);
    json_writer_text(&writer, "data", data.path);
    json_writer_text(&writer, "data_from", data.origin);
    json_writer_open_list(&writer, "follow");
    for (size_t index = 0; config != NULL && index < config->follow_count; index++) {
        answer_follow(&writer, session, &config->follows[index]);
    }
    json_writer_close_list(&writer);
    json_writer_open_list(&writer, "colors");
    for (size_t index = 0; config != NULL && index < config->color_count; index++) {
        answer_color(&writer, &config->colors[index]);
    }
    json_writer_close_list(&writer);
    answer_close(&writer);
    text_free(&zone.from);
}

/* ---- For people ---- */

static void add_row(text_table *table, const char *what, const char *value, const char *now)
{
    text_table_cell(table, NULL, what);
    text_table_cell(table, NULL, NULL);
    text_add_printable(&table->content, value, CONFIG_PATH_BYTES);
    text_table_cell(table, NULL, now);
    text_table_cell(table, NULL, NULL); /* whoever calls adds from where */
}

static void add_follow(text_table *table, const cli_session *session, const config_follow *follow)
{
    const cli_config *config = session->config;
    const relcal_project *project = relcal_catalog_project(session->catalog, follow->project.value);
    if (follow->name_count == 0) {
        add_row(table, "follow", follow->project.value, "what lives of it");
        add_place(&table->content, config, &follow->project);
    }
    for (size_t at = 0; at < follow->name_count; at++) {
        const config_text *name = &config->names[follow->first_name + at];
        bool is_known;
        const relcal_series *series = selection_find(session, project, name->value, &is_known);
        text both = {0};
        text_addf(&both, "%s %s", follow->project.value, name->value);
        add_row(table, "follow", text_string(&both),
                series != NULL ? relcal_series_id(series) : "no series");
        add_place(&table->content, config, name);
        text_free(&both);
    }
}

static void add_color(text_table *table, const cli_config *config, const config_color *color)
{
    add_row(table, "color", color->project.value, color->color.value);
    add_place(&table->content, config, &color->color);
}

static void tell(cli_session *session, const char *path, const char *origin, data_folder data)
{
    static const table_column columns[] = {
        {"SETTING", false}, {"VALUE", false}, {"THAT IS", false}, {"FROM", false}};
    const cli_config *config = session->config;
    text_table table = text_table_start(columns, sizeof columns / sizeof columns[0]);
    setting zone = zone_of(session);
    add_row(&table, "config", origin != NULL ? path : "none",
            config == NULL && origin != NULL ? "not there" : NULL);
    text_add(&table.content, origin != NULL ? origin : "");
    add_row(&table, "zone", zone.value, NULL);
    text_add(&table.content, zone.from.length > 0 ? text_string(&zone.from) : "built in");
    add_row(&table, "data", data.path != NULL ? data.path : "built in", NULL);
    text_add(&table.content, data.origin != NULL ? data.origin : "");
    for (size_t index = 0; config != NULL && index < config->follow_count; index++) {
        add_follow(&table, session, &config->follows[index]);
    }
    for (size_t index = 0; config != NULL && index < config->color_count; index++) {
        add_color(&table, config, &config->colors[index]);
    }
    text_table_finish(&table, session->out);
    if (config == NULL || config->follow_count == 0) {
        text_add(&session->out->body, "\nNothing is followed.\n");
    }
    text_free(&zone.from);
}

static int run(cli_session *session)
{
    text path = {0}, folder = {0};
    int status = session_read_config(session);
    status = status == EXIT_YES ? selection_check_config(session) : status;
    const char *origin = config_find(&path, session->options);
    data_folder data;
    data.path = session_find_data(session, &folder, &data.origin);
    if (status == EXIT_YES && session->options->value[OPTION_JSON] != NULL) {
        answer(session, text_string(&path), origin, data);
    } else if (status == EXIT_YES) {
        tell(session, text_string(&path), origin, data);
    }
    text_free(&path);
    text_free(&folder);
    return status;
}

const cli_command command_config = {
    .name = "config",
    .usage = "",
    .summary = "what is followed, and from where it comes",
    .description =
        "Shows what the config says, which of it counts, and where it stands. It is a file of\n"
        "YAML, the one of --config, else relcal/config.yaml below $XDG_CONFIG_HOME, which is\n"
        "~/.config if unsaid. All its keys may be left out:\n"
        "  follow: [ID, {project: ID, series: NAME}]  # what today, next, freezes and ics are "
        "about:\n"
        "                       # projects; or of them a series, or several in brackets\n"
        "  zone: local          # whose day today is: utc, local or aoe\n"
        "  colors: {ID: gold}   # of projects in calendars, as CSS names them\n"
        "It holds 64 KiB at most, 256 projects and 1024 series of them.\n",
    .needs_catalog = true,
    .run = run,
};
