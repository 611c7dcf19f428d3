/*
 * What in a release announcement is not so? Reads standard input, as a bot or an editor would.
 *
 *     check_announcement DAY < POST
 *
 * The day is that of the post's front matter, or else the argument. Prints one line a false claim:
 * the bytes of the value, and what to write for it. Ends with 1 if there is any.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <relcal/relcal.h>

/* Reads all of standard input, which the caller frees; NULL where that fails. */
static char *read_input(size_t *length)
{
    size_t room = 4096;
    size_t got;
    char *text = malloc(room);
    *length = 0;
    while (text != NULL && (got = fread(text + *length, 1, room - *length, stdin)) > 0) {
        *length += got;
        if (*length == room) {
            char *larger = realloc(text, room *= 2);
            if (larger == NULL) {
                free(text);
            }
            text = larger;
        }
    }
    return text;
}

static void print_claim(const relcal_claim *claim)
{
    printf("%u:%u bytes %zu to %zu, %s: %s", (unsigned)claim->line, (unsigned)claim->column,
           claim->value_offset, claim->value_offset + claim->value_length,
           relcal_claim_kind_name(claim->kind), claim->claimed);
    if (claim->replacement != NULL) {
        printf(", write %s", claim->replacement);
    }
    printf(" (%s)\n", claim->cause);
}

static int print_false(const relcal_announcement *read)
{
    int status = 0;
    const relcal_claim *claim;
    for (size_t i = 0; (claim = relcal_announcement_claim_at(read, i)) != NULL; i++) {
        if (claim->verdict == RELCAL_CLAIM_FALSE) {
            print_claim(claim);
            status = 1;
        }
    }
    return status;
}

int main(int argc, char **argv)
{
    const relcal_project *python = relcal_catalog_project(relcal_catalog_builtin(), "python");
    relcal_announcement_options options = {.on = RELCAL_DATE_NONE};
    relcal_announcement *read = NULL;
    relcal_error error;
    size_t length;

    if (argc != 2 ||
        relcal_date_parse(&options.otherwise_on, argv[1], strlen(argv[1]), &error) != RELCAL_OK) {
        fprintf(stderr, "usage: check_announcement DAY < POST\n");
        return 2;
    }
    char *text = read_input(&length);
    if (text == NULL ||
        relcal_announcement_check(&read, python, text, length, &options, &error) != RELCAL_OK) {
        fprintf(stderr, "the text cannot be checked\n");
        free(text);
        return 2;
    }
    int status = print_false(read);
    relcal_announcement_free(read);
    free(text);
    return status;
}
