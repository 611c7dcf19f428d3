/* What --forecast adds to the expected milestones of a list. */
#ifndef RELCAL_CLI_FORECAST_REPORT_H
#define RELCAL_CLI_FORECAST_REPORT_H

#include "json.h"
#include "relcal/forecast.h"
#include "text.h"
#include "text_table.h"

/* Writes "forecast":{...}, the chance and the days null where there is no case. */
void forecast_report_json(json_writer *writer, const relcal_forecast *forecast);

/* Adds "71 % on its day, half not late, 90 % at most 6 days late (28 cases of beta, 30 days
 * ahead)", or that there is too little to tell from. */
void forecast_report_text(text *target, const relcal_forecast *forecast, const char *kind);

/* The columns of a table that the cells below fill. */
#define FORECAST_COLUMN_COUNT 4
#define FORECAST_COLUMNS                                                \
    {"ON ITS DAY", true}, {"HALF WITHIN", true}, {"90 % WITHIN", true}, \
    {                                                                   \
        "CASES", false                                                  \
    }

/* Adds these cells to a row; empty ones for NULL. */
void forecast_report_cells(text_table *table, const relcal_forecast *forecast);

#endif
