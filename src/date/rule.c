/* Date rules as callers hold them: one block, the parts and then the text. */
#include <string.h>

#include "arena.h"
#include "date_rule.h"
#include "fail.h"

relcal_status relcal_date_rule_parse(relcal_date_rule **out, const char *text, size_t length,
                                     const relcal_allocator *allocator, relcal_error *error)
{
    relcal_rule_scratch scratch;
    relcal_status status = relcal_rule_read(&scratch, text, length, error);
    if (status != RELCAL_OK) {
        return status;
    }
    relcal_allocator from = relcal_allocator_or_default(allocator);
    size_t bytes = relcal_rule_bytes(&scratch.rule);
    unsigned char *memory = from.allocate(from.context, bytes + length);
    if (memory == NULL) {
        return relcal_fail(error, RELCAL_ERROR_MEMORY, (relcal_place){0}, "no memory for a rule");
    }
    char *copy = (char *)memory + bytes;
    memcpy(copy, text, length);
    *out = relcal_rule_copy(&scratch.rule, copy, memory);
    return RELCAL_OK;
}

void relcal_date_rule_free(relcal_date_rule *rule, const relcal_allocator *allocator)
{
    if (rule != NULL) {
        relcal_allocator from = relcal_allocator_or_default(allocator);
        from.release(from.context, rule, relcal_rule_bytes(rule) + rule->length);
    }
}

size_t relcal_date_rule_format(const relcal_date_rule *rule, char *out, size_t room)
{
    return relcal_rule_print(rule, out, room);
}

bool relcal_date_rule_repeats(const relcal_date_rule *rule)
{
    return relcal_rule_repeats(rule);
}
