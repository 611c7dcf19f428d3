/* The cadences of a project.yaml. */
#ifndef RELCAL_FORMATS_CADENCES_H
#define RELCAL_FORMATS_CADENCES_H

#include "fields.h"

/* Reads the list of cadences into a project. */
void relcal_cadences_read(relcal_field_reader *reader, const relcal_node *node,
                          relcal_draft_project *project);

/* Reads a list of days to avoid into rows of texts as image.h has them. */
void relcal_cadences_read_avoided(relcal_field_reader *reader, const relcal_node *node,
                                  relcal_draft_words *words);

#endif
