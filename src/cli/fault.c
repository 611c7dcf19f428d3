/* Faults of files, in the form that editors jump to. */
#include "fault.h"

#include "text.h"

void fault_add(void *target, const relcal_error *fault)
{
    text *faults = target;
    if (fault->file[0] != '\0') {
        text_add_printable(faults, fault->file, sizeof fault->file);
        if (fault->line > 0) {
            text_addf(faults, ":%u", (unsigned)fault->line);
        }
        if (fault->line > 0 && fault->column > 0) {
            text_addf(faults, ":%u", (unsigned)fault->column);
        }
        text_add(faults, ": ");
    } else {
        text_add(faults, "relcal: ");
    }
    text_add_printable(faults, fault->message, sizeof fault->message);
    text_add(faults, "\n");
}
