/* The built-in templates: our own sentences, each said only where the plan says what is in it. */
#include "template.h"

/* What both forms begin and end with; they differ in how they name the schedule's document. */
#define OPENING                                                                                \
    "{{^is_planned}}\n"                                                                        \
    "{{project}} {{title}} is now available.\n"                                                \
    "{{/is_planned}}\n"                                                                        \
    "{{#is_planned}}\n"                                                                        \
    "{{project}} {{title}} is on its way.\n"                                                   \
    "{{/is_planned}}\n"                                                                        \
    "{{#position}}\n"                                                                          \
    "This release, {{version}}, is {{position}}.\n"                                            \
    "{{/position}}\n"                                                                          \
    "{{#may_change}}\n"                                                                        \
    "\n"                                                                                       \
    "{{/may_change}}\n"                                                                        \
    "{{#features_until}}\n"                                                                    \
    "Features may be added until {{features_until}}{{#features_until_day}} "                   \
    "({{features_until_day}}){{/features_until_day}}.\n"                                       \
    "{{/features_until}}\n"                                                                    \
    "{{#changes_until}}\n"                                                                     \
    "Features may still be modified or, if need be, removed until {{changes_until}}"           \
    "{{#changes_until_day}} ({{changes_until_day}}){{/changes_until_day}}.\n"                  \
    "{{/changes_until}}\n"                                                                     \
    "{{#abi_freezes_here}}\n"                                                                  \
    "There are to be no ABI changes after this release.\n"                                     \
    "{{/abi_freezes_here}}\n"                                                                  \
    "{{#abi_freezes_later}}\n"                                                                 \
    "There are to be no ABI changes after {{abi_freeze}}.\n"                                   \
    "{{/abi_freezes_later}}\n"                                                                 \
    "{{#next_version}}\n"                                                                      \
    "\n"                                                                                       \
    "The next {{next_what}} of {{project}} {{series}} will be {{next_version}}{{#next_day}}, " \
    "currently scheduled for {{next_day}}{{/next_day}}.\n"                                     \
    "{{/next_version}}\n"                                                                      \
    "{{#final_comes_later}}\n"                                                                 \
    "The final release, {{project}} {{final_version}}, is currently scheduled for "            \
    "{{final_day}}.\n"                                                                         \
    "{{/final_comes_later}}\n"                                                                 \
    "{{#bugfix_until_day}}\n"                                                                  \
    "\n"                                                                                       \
    "{{project}} {{series}} receives bugfix updates until {{bugfix_until_day}}.\n"             \
    "{{/bugfix_until_day}}\n"                                                                  \
    "{{#support_until_day}}\n"                                                                 \
    "{{^bugfix_until_day}}\n"                                                                  \
    "\n"                                                                                       \
    "{{/bugfix_until_day}}\n"                                                                  \
    "{{project}} {{series}} is supported until {{support_until_day}}.\n"                       \
    "{{/support_until_day}}\n"                                                                 \
    "{{#spec_name}}\n"                                                                         \
    "\n"

#define CLOSING "{{/spec_name}}\n"

static const char text_template[] = OPENING
    "The schedule of {{project}} {{series}} is {{spec_name}}{{#spec_url}}: {{spec_url}}"
    "{{/spec_url}}{{^spec_url}}.{{/spec_url}}\n" CLOSING;

static const char markdown_template[] = OPENING
    "The schedule of {{project}} {{series}} is {{#spec_url}}[{{spec_name}}]({{spec_url}})"
    "{{/spec_url}}{{^spec_url}}{{spec_name}}{{/spec_url}}.\n" CLOSING;

const char *relcal_builtin_template(relcal_announcement_format format)
{
    return format == RELCAL_ANNOUNCEMENT_MARKDOWN ? markdown_template : text_template;
}
