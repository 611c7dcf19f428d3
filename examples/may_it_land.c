/* may_it_land PROJECT SERIES DAY CHANGE: whether a change may go into a series on a day, and why.
 */
#include <relcal/relcal.h>
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv)
{
    if (argc != 5) {
        fprintf(stderr, "usage: may_it_land PROJECT SERIES DAY CHANGE\n");
        return 2;
    }
    const relcal_project *project = relcal_catalog_project(relcal_catalog_builtin(), argv[1]);
    const relcal_series *series = project == NULL ? NULL : relcal_project_series(project, argv[2]);
    const relcal_change *change = project == NULL ? NULL : relcal_project_change(project, argv[4]);
    relcal_date day;
    if (series == NULL || change == NULL ||
        relcal_date_parse(&day, argv[3], strlen(argv[3]), NULL) != RELCAL_OK) {
        fprintf(stderr, "unknown series, change or day\n");
        return 2;
    }
    relcal_plan plan = relcal_series_plan(series, RELCAL_LATEST);
    relcal_request request = {.changes = &change, .change_count = 1};
    relcal_judgment judgment = relcal_plan_judge_on(plan, day, &request, NULL);
    const relcal_rule *rule = judgment.decisive.rule;
    printf("%s", relcal_verdict_name(judgment.decisive.verdict));
    if (rule != NULL && relcal_rule_reason(rule) != NULL) {
        printf(": %s", relcal_rule_reason(rule));
    }
    printf("\n");
    return judgment.certain && relcal_verdict_lands(judgment.decisive.verdict) ? 0 : 1;
}
