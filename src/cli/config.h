/* A user's choice, as a file: which projects and series are followed, the zone, the colours. */
#ifndef RELCAL_CLI_CONFIG_H
#define RELCAL_CLI_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "options.h"
#include "text.h"

/* The limits of a config. */
#define CONFIG_BYTES_MAX 65536 /* of the file */
#define CONFIG_FOLLOWS_MAX 256 /* projects that are followed */
#define CONFIG_NAMES_MAX 1024  /* series that are named, all in all */
#define CONFIG_COLORS_MAX 256  /* projects that have a colour */
#define CONFIG_FAULTS_MAX 100  /* that are told */
#define CONFIG_PATH_BYTES 4096 /* of the name of a file that are told */

/* A text of the file and where it stands there. */
typedef struct config_text {
    const char *value;
    uint32_t line;
    uint32_t column;
} config_text;

typedef struct config_follow {
    config_text project;
    size_t first_name; /* of its series, in `names`; ids, aliases, branches, or names that move */
    size_t name_count; /* 0 for what is alive of the project */
} config_follow;

typedef struct config_color {
    config_text project;
    config_text color;
} config_color;

typedef struct cli_config {
    text path;
    const char *origin; /* what named the file, for people: "--config" */
    config_text zone;   /* `value` NULL where there is none */
    int zone_choice;    /* TZ_UTC, TZ_LOCAL or TZ_AOE */
    config_follow follows[CONFIG_FOLLOWS_MAX];
    size_t follow_count;
    config_text names[CONFIG_NAMES_MAX];
    size_t name_count;
    config_color colors[CONFIG_COLORS_MAX];
    size_t color_count;
    struct yaml_document_s *document; /* holds the texts */
} cli_config;

/* Where the config is looked for: puts the path together and gives what named it, or NULL where
 * nothing does: --no-config, no home. */
const char *config_find(text *path, const cli_options *options);

/* Reads the config; `*out` is NULL where there is none. The exit status, after a complaint where it
 * is not EXIT_YES: EXIT_DATA after all faults of the file were told. */
int config_read(cli_config **out, const cli_options *options);

/* Adds a fault at a text of the config as FILE:LINE:COLUMN, and the message that was put together
 * before, which is freed. */
void config_add_fault(text *faults, const cli_config *config, const config_text *at, text *message);

/* NULL is left alone. */
void config_free(cli_config *config);

#endif
