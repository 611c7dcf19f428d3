/* What project.yaml and series files say: from a tree of nodes to the drafts of the model. */
#ifndef RELCAL_FORMATS_SCHEDULE_H
#define RELCAL_FORMATS_SCHEDULE_H

#include "draft.h"
#include "tree.h"

/* Each reads a whole file and reports its faults. The result is there to be added to a draft if
 * the load has no fault, and to be checked further if it has; NULL where there is not enough. */
relcal_draft_project *relcal_schedule_read_project(relcal_arena *arena, relcal_faults *faults,
                                                   const relcal_node *root);
relcal_draft_series *relcal_schedule_read_series(relcal_arena *arena, relcal_faults *faults,
                                                 const relcal_node *root);

#endif
