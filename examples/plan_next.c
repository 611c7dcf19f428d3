/*
 * When would the next series of a project be released, if it were planned as those before it?
 *
 *     plan_next PROJECT SERIES [MILESTONE DAY]
 *
 * Prints the plan that the project's rules give, each milestone with its rule, and what is wrong
 * with it. With a milestone and a day the plan is made backwards, so that this milestone is then:
 * "plan_next python 3.17 final 2028-10-03".
 */
#include <stdio.h>
#include <string.h>

#include <relcal/relcal.h>

static void print_plan(const relcal_outcome *outcome)
{
    const relcal_planned *planned;
    const relcal_unplanned *unplanned;
    const relcal_clash *clash;

    printf("%s by the cadence %s\n", relcal_outcome_series(outcome),
           relcal_cadence_id(relcal_outcome_cadence(outcome)));
    for (size_t i = 0; (planned = relcal_outcome_at(outcome, i)) != NULL; i++) {
        char when[RELCAL_WHEN_BYTES];
        printf("%-13s  %-10s  %s\n", planned->id, relcal_when_format(&planned->when, when),
               planned->by == RELCAL_BY_RULE ? planned->rule : "set");
    }
    for (size_t i = 0; (unplanned = relcal_outcome_unplanned_at(outcome, i)) != NULL; i++) {
        printf("%-13s  %-10s  %s\n", unplanned->id, "?", unplanned->message);
    }
    for (size_t i = 0; (clash = relcal_outcome_clash_at(outcome, i)) != NULL; i++) {
        printf("%s\n", clash->message);
    }
}

int main(int argc, char **argv)
{
    relcal_plan_request request = {0};
    relcal_pin wish;
    relcal_outcome *outcome;
    relcal_error error;

    if (argc != 3 && argc != 5) {
        fprintf(stderr, "usage: plan_next PROJECT SERIES [MILESTONE DAY]\n");
        return 2;
    }
    request.project = relcal_catalog_project(relcal_catalog_builtin(), argv[1]);
    request.series = argv[2];
    if (request.project == NULL) {
        fprintf(stderr, "%s: no such project\n", argv[1]);
        return 2;
    }
    if (argc == 5) {
        wish.milestone = argv[3];
        if (relcal_when_parse(&wish.when, argv[4], strlen(argv[4]), &error) != RELCAL_OK) {
            fprintf(stderr, "%s\n", error.message);
            return 2;
        }
        request.wish = &wish;
    }
    if (relcal_plan_make(&outcome, &request, &error) != RELCAL_OK) {
        fprintf(stderr, "%s\n", error.message);
        return 1;
    }
    print_plan(outcome);
    relcal_outcome_free(outcome);
    return 0;
}
