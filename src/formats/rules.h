/* The policy of a project.yaml. */
#ifndef RELCAL_FORMATS_RULES_H
#define RELCAL_FORMATS_RULES_H

#include "fields.h"

/* The values of the keys that make up a policy; NULL where a file has not got one. */
typedef struct relcal_policy_nodes {
    const relcal_node *changes;
    const relcal_node *authorities;
    const relcal_node *labels;
    const relcal_node *rules;
} relcal_policy_nodes;

/* Takes the phases that a node names into `words`, in the order of the project, whose phases are
 * read; before them all a series is "planned". */
void relcal_rules_read_phases(relcal_field_reader *reader, const relcal_node *node,
                              const relcal_draft_project *project, relcal_draft_words *words);

/* Reads the policy of a project whose phases and freezes are read. Without any of the nodes it is
 * the standard vocabulary alone. */
void relcal_rules_read(relcal_field_reader *reader, const relcal_policy_nodes *nodes,
                       relcal_draft_project *project);

#endif
