/* The schedule file of a series as a source: for the revisions that it had over the years. What it
 * says of earlier plans itself is left to those. */
#include <string.h>

#include "schedule.h"
#include "source.h"
#include "tree.h"

static relcal_item_state state_of(const relcal_draft_milestone *milestone)
{
    static const relcal_item_state states[] = {
        [RELCAL_EXPECTED] = RELCAL_ITEM_EXPECTED,
        [RELCAL_ACTUAL] = RELCAL_ITEM_ACTUAL,
        [RELCAL_WITHDRAWN] = RELCAL_ITEM_WITHDRAWN,
    };
    return states[milestone->state];
}

/* The kind, where it is not the one that the id says. */
static const char *own_kind(const relcal_draft_milestone *milestone)
{
    const relcal_version *version = &milestone->version;
    bool is_bugfix = milestone->is_release && version->has_release && version->micro > 0 &&
                     version->stage == RELCAL_STAGE_FINAL;
    const char *derived = is_bugfix               ? "bugfix"
                          : milestone->is_release ? relcal_stage_name(version->stage)
                                                  : milestone->id;
    return strcmp(milestone->kind, derived) == 0 && milestone->first_release != is_bugfix
               ? NULL
               : milestone->kind;
}

void relcal_source_read_yaml(relcal_source_reader *reader)
{
    const relcal_node *root = relcal_tree_parse(reader->arena, reader->file, reader->faults);
    const relcal_draft_series *series =
        root == NULL ? NULL : relcal_schedule_read_series(reader->arena, reader->faults, root);
    relcal_about *about = series == NULL ? NULL : relcal_source_about(reader, series->id);
    reader->is_unusable = about == NULL;
    reader->is_whole = true;
    if (about == NULL) {
        return;
    }
    about->spec_name = series->spec_name;
    about->spec_url = series->spec_url;
    about->branch = series->branch;
    about->release_manager = series->release_manager;
    for (const relcal_draft_milestone *milestone = series->milestones; milestone != NULL;
         milestone = milestone->next) {
        relcal_item *item = relcal_source_add_item(reader, series->id, milestone->id,
                                                   milestone->place.place);
        if (item == NULL) {
            return;
        }
        item->when = milestone->when;
        item->state = state_of(milestone);
        item->kind = own_kind(milestone);
        item->note = milestone->note;
        item->title = milestone->title;
        item->number = milestone->number;
    }
}
