/* What the readers of schedules in JSON share: the tree of a text, and the values in it. */
#ifndef RELCAL_FORMATS_JSON_SOURCE_H
#define RELCAL_FORMATS_JSON_SOURCE_H

#include "quote.h"
#include "source.h"
#include "tree.h"

#define QUOTE(node) relcal_quote((node)->text, (node)->length, (char[RELCAL_QUOTE_BYTES]){0})
#define PLACE(node) ((node)->place.place)

/* Parses the file of a source; NULL after a report, and the source is then unusable. */
const relcal_node *relcal_json_parse(relcal_source_reader *reader);

/* The value of a key; NULL where there is none, and where it is in no mapping. */
const relcal_node *relcal_json_member(const relcal_node *mapping, const char *key);

/* The text of a value; NULL where it is null, or none, which is then reported. */
const char *relcal_json_text(relcal_source_reader *reader, const relcal_node *value);

/* The same, NULL for an empty one, too. */
const char *relcal_json_filled_text(relcal_source_reader *reader, const relcal_node *value);

/* Reads a date into an item, which is illegible where that is none. */
bool relcal_json_read_when(relcal_source_reader *reader, const relcal_node *value,
                           relcal_item *item);

/* Reports the members of an object that nobody reads; NULL closes the keys. */
void relcal_json_report_unknown(relcal_source_reader *reader, const relcal_node *mapping,
                                const char *const *keys);

/* Whether the key of a member is the id of a series, and its value of a kind; reported if not. */
bool relcal_json_is_series(relcal_source_reader *reader, const relcal_node *value,
                           relcal_node_kind kind);

/* Adds a milestone; NULL, after a report, where it is listed already or there are too many. */
relcal_item *relcal_json_add_item(relcal_source_reader *reader, const char *series, const char *id,
                                  const relcal_node *node);

#endif
