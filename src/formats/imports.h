/* The imports of a project.yaml: what other formats call its series and milestones. */
#ifndef RELCAL_FORMATS_IMPORTS_H
#define RELCAL_FORMATS_IMPORTS_H

#include "fields.h"

/* Reads them into the rows of a project. */
void relcal_imports_read(relcal_field_reader *reader, const relcal_node *node,
                         relcal_draft_project *project);

#endif
