/* Forecasts in words, as cells of a table and as JSON. Text leaves out the figures of too few
 * cases; JSON has them, and says so. */
#include "forecast_report.h"

#include <inttypes.h>

void forecast_report_json(json_writer *writer, const relcal_forecast *forecast)
{
    json_writer_open_object(writer, "forecast");
    json_writer_number(writer, "cases", (int64_t)forecast->cases);
    json_writer_number(writer, "on_day", (int64_t)forecast->on_day);
    json_writer_number(writer, "lead", forecast->lead);
    if (forecast->cases > 0) {
        json_writer_real(writer, "chance", forecast->chance);
        json_writer_number(writer, "half_within", forecast->half_within);
        json_writer_number(writer, "most_within", forecast->most_within);
    } else {
        json_writer_null(writer, "chance");
        json_writer_null(writer, "half_within");
        json_writer_null(writer, "most_within");
    }
    json_writer_boolean(writer, "enough", forecast->is_enough);
    json_writer_close_object(writer);
}

static void add_days(text *target, int32_t days)
{
    text_addf(target, "%" PRId32 " day%s", days, days == 1 ? "" : "s");
}

static void add_share(text *target, const relcal_forecast *forecast)
{
    text_addf(target, "%.0f %%", 100.0 * forecast->chance);
}

/* Adds "not late", or "at most 6 days late". */
static void add_lateness(text *target, int32_t days)
{
    if (days == 0) {
        text_add(target, "not late");
        return;
    }
    text_add(target, "at most ");
    add_days(target, days);
    text_add(target, " late");
}

void forecast_report_text(text *target, const relcal_forecast *forecast, const char *kind)
{
    if (forecast->cases == 0) {
        text_add(target, "no case to tell from");
        return;
    }
    if (!forecast->is_enough) {
        text_addf(target, "too few cases to tell (%zu)", forecast->cases);
        return;
    }
    add_share(target, forecast);
    text_add(target, " on its day, half ");
    add_lateness(target, forecast->half_within);
    text_add(target, ", 90 % ");
    add_lateness(target, forecast->most_within);
    text_addf(target, " (%zu cases of %s, ", forecast->cases, kind);
    add_days(target, forecast->lead);
    text_add(target, " ahead)");
}

static void add_figures(text_table *table, const relcal_forecast *forecast)
{
    add_share(&table->content, forecast);
    text_table_cell(table, NULL, NULL);
    add_days(&table->content, forecast->half_within);
    text_table_cell(table, NULL, NULL);
    add_days(&table->content, forecast->most_within);
    text_table_cell(table, NULL, NULL);
    text_addf(&table->content, "%zu", forecast->cases);
}

void forecast_report_cells(text_table *table, const relcal_forecast *forecast)
{
    text_table_cell(table, NULL, NULL);
    if (forecast != NULL && forecast->is_enough) {
        add_figures(table, forecast);
        return;
    }
    for (size_t column = 1; column < FORECAST_COLUMN_COUNT; column++) {
        text_table_cell(table, NULL, NULL);
    }
    if (forecast != NULL && forecast->cases > 0) {
        text_addf(&table->content, "%zu, too few to tell", forecast->cases);
    } else if (forecast != NULL) {
        text_add(&table->content, "none to tell from");
    }
}
