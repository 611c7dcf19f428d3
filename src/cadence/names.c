/* Names of milestones, by the stages that relcal/version.h reads. */
#include "names.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "relcal/version.h"

/* A stage without a release: "b1", "final". */
static bool read_stage(const char *text, size_t length, relcal_version *out)
{
    return relcal_version_parse(out, text, length, NULL) == RELCAL_OK && !out->has_release;
}

bool relcal_cadence_is_named(const char *name, const char *text, size_t length)
{
    relcal_version left;
    relcal_version right;
    if (strlen(name) == length && memcmp(name, text, length) == 0) {
        return true;
    }
    return read_stage(name, strlen(name), &left) && read_stage(text, length, &right) &&
           relcal_version_compare(&left, &right) == 0;
}

/* A kind without a number: "candidate", "rc". */
static bool is_bare_kind(const relcal_version *stage)
{
    return stage->number == 0 && stage->stage != RELCAL_STAGE_FINAL;
}

uint32_t relcal_cadence_number_of(const char *name, const char *text, size_t length)
{
    relcal_version kind;
    relcal_version one;
    bool is_one = read_stage(name, strlen(name), &kind) && is_bare_kind(&kind) &&
                  read_stage(text, length, &one) && one.stage == kind.stage;
    return is_one ? one.number : 0;
}

const char *relcal_cadence_kind(const char *name, size_t *length)
{
    relcal_version version;
    const char *kind = read_stage(name, strlen(name), &version) ? relcal_stage_name(version.stage)
                                                                : name;
    *length = strlen(kind);
    return kind;
}

bool relcal_cadence_is_kind(const char *kind, const char *text, size_t length)
{
    relcal_version version;
    if (strlen(kind) == length && memcmp(kind, text, length) == 0) {
        return true;
    }
    return read_stage(text, length, &version) && is_bare_kind(&version) &&
           strcmp(relcal_stage_name(version.stage), kind) == 0;
}

bool relcal_cadence_is_release(const char *name)
{
    relcal_version version;
    return read_stage(name, strlen(name), &version) || strcmp(name, "bugfix") == 0 ||
           strcmp(name, "security") == 0;
}

typedef struct id_writer {
    char *out;
    size_t room;
    size_t length;
} id_writer;

static void put(id_writer *writer, const char *text, size_t length)
{
    for (size_t index = 0; index < length; index++) {
        if (writer->length + 1 < writer->room) {
            writer->out[writer->length] = text[index];
        }
        writer->length++;
    }
    if (writer->room > 0) {
        writer->out[writer->length < writer->room ? writer->length : writer->room - 1] = '\0';
    }
}

static void put_text(id_writer *writer, const char *text)
{
    put(writer, text, strlen(text));
}

/* What a template is filled with. */
typedef struct id_parts {
    const char *series;
    const char *stage;
    const char *number;
} id_parts;

static void put_template(id_writer *writer, const char *text, const id_parts *parts)
{
    const struct {
        const char *field;
        const char *value;
    } fields[] = {
        {"{series}", parts->series}, {"{stage}", parts->stage}, {"{number}", parts->number}};
    while (*text != '\0') {
        size_t taken = 1;
        const char *value = NULL;
        for (size_t index = 0; index < sizeof fields / sizeof fields[0]; index++) {
            size_t length = strlen(fields[index].field);
            if (strncmp(text, fields[index].field, length) == 0) {
                taken = length;
                value = fields[index].value;
            }
        }
        if (value != NULL) {
            put_text(writer, value);
        } else {
            put(writer, text, 1);
        }
        text += taken;
    }
}

/* The suffix of a stage, "b1", "" of a final release; of a kind that repeats with its number. */
static bool write_stage(const char *name, uint32_t number, char out[RELCAL_VERSION_BYTES])
{
    relcal_version version;
    if (!read_stage(name, strlen(name), &version)) {
        return false;
    }
    if (is_bare_kind(&version)) {
        version.number = (uint16_t)number;
    }
    relcal_version_format(&version, out);
    if (version.stage == RELCAL_STAGE_FINAL) {
        out[0] = '\0';
    }
    return true;
}

size_t relcal_cadence_id_of(const char *name, const char *id_template, const char *release_template,
                            const char *series, uint32_t number, char *out, size_t room)
{
    id_writer writer = {.out = out, .room = room};
    char digits[16];
    char stage[RELCAL_VERSION_BYTES] = "";
    bool is_stage = write_stage(name, number, stage);
    (void)snprintf(digits, sizeof digits, "%" PRIu32, number);
    const id_parts parts = {series, stage, number > 0 ? digits : ""};
    put(&writer, "", 0);
    if (*id_template != '\0') {
        put_template(&writer, id_template, &parts);
    } else if (is_stage) {
        put_template(&writer, *release_template != '\0' ? release_template : "{series}", &parts);
        put_text(&writer, stage);
    } else {
        put_text(&writer, name);
        put_text(&writer, number > 0 ? "-" : "");
        put_text(&writer, parts.number);
    }
    return writer.length;
}
