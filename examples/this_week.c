/*
 * What is on this week? Answered from a calendar file, whoever wrote it.
 *
 *     this_week FILE DAY
 *
 * The week is Monday to Sunday, in UTC, and has the day in it. Events that repeat are shown on
 * their first day alone.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <relcal/ical.h>
#include <relcal/relcal.h>

/* Every event that makes no sense is told; the others are read. */
static void report(void *context, const relcal_error *fault)
{
    (void)context;
    fprintf(stderr, "%s:%u: %s\n", fault->file, (unsigned)fault->line, fault->message);
}

/* Reads a whole file, which the caller frees; NULL where that fails. */
static char *read_file(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    char *text = NULL;
    long size = 0;

    if (file != NULL && fseek(file, 0, SEEK_END) == 0 && (size = ftell(file)) >= 0 &&
        fseek(file, 0, SEEK_SET) == 0 && (text = malloc((size_t)size + 1)) != NULL) {
        *length = fread(text, 1, (size_t)size, file);
    }
    if (file != NULL) {
        fclose(file);
    }
    return text;
}

static void print_event(const relcal_event *event)
{
    relcal_date first = relcal_instant_date(event->start);
    relcal_date last = relcal_instant_date(event->end - 1); /* the end is the first second after */
    bool is_expected = event->status != NULL && strcmp(event->status, "TENTATIVE") == 0;
    char day[RELCAL_DATE_BYTES];
    char rest[32] = "";

    if (!event->is_all_day) {
        int minute = (int)(event->start - relcal_instant_of_day_start(first)) / 60;
        snprintf(rest, sizeof rest, "%02d:%02d", minute / 60, minute % 60);
    } else if (last > first) {
        snprintf(rest, sizeof rest, "to %s", relcal_date_format(last, day));
    }
    printf("%-9s %s %-13s  %s%s\n", relcal_weekday_name(relcal_date_weekday(first)),
           relcal_date_format(first, day), rest, event->summary, is_expected ? "?" : "");
}

static void print_week(const relcal_calendar *calendar, relcal_date monday)
{
    relcal_instant begin = relcal_instant_of_day_start(monday);
    relcal_instant end = begin + (relcal_instant)7 * RELCAL_SECONDS_PER_DAY;
    char text[RELCAL_DATE_BYTES];

    printf("The week of %s", relcal_date_format(monday, text));
    if (relcal_calendar_name(calendar) != NULL) {
        printf(", %s", relcal_calendar_name(calendar));
    }
    printf("\n");
    for (size_t i = 0; i < relcal_calendar_event_count(calendar); i++) {
        const relcal_event *event = relcal_calendar_event_at(calendar, i);
        if (event->start < end && event->end > begin) {
            print_event(event);
        }
    }
}

int main(int argc, char **argv)
{
    relcal_ical_read_options options = {.report = report};
    relcal_calendar *calendar;
    relcal_error error;
    relcal_status status;
    relcal_date day;
    size_t length = 0;
    char *text;

    if (argc != 3 || relcal_date_parse(&day, argv[2], strlen(argv[2]), NULL) != RELCAL_OK) {
        fprintf(stderr, "usage: this_week FILE DAY\n");
        return 2;
    }
    text = read_file(argv[1], &length);
    if (text == NULL) {
        perror(argv[1]);
        return 1;
    }
    options.file = argv[1];
    status = relcal_calendar_parse(&calendar, text, length, &options, &error);
    free(text);
    if (status != RELCAL_OK) {
        fprintf(stderr, "%s:%u: %s\n", error.file, (unsigned)error.line, error.message);
        return 1;
    }
    print_week(calendar, relcal_date_weekday_on_or_before(day, RELCAL_MONDAY));
    relcal_calendar_free(calendar);
    return 0;
}
