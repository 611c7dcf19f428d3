/*
 * relcal-docs, a tool of the build: prints the man pages and the shell completions from the tables
 * of commands, options and findings, so that none of them can say anything else than the command
 * does.
 *
 *     relcal-docs man TEMPLATE        mdoc(7), lines such as "@commands@" replaced
 *     relcal-docs bash|zsh|fish       a completion script
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "complain.h"
#include "examples.h"
#include "help.h"
#include "relcal/export.h"
#include "relcal/lint.h"

/* The longest line of a template. */
#define LINE_BYTES 1024

static bool takes_argument(const option_row *row)
{
    return row->kind != ARGUMENT_NONE;
}

/* ---- The man page ---- */

/* Prints prose or words of a macro line for mdoc: dashes that can be copied, no accidental macros,
 * and every sentence on a line of its own, as mdoc wants it. */
static void put_mdoc_bytes(const char *prose, size_t length)
{
    bool at_line_start = false;
    for (const char *letter = prose; letter < prose + length; letter++) {
        if (at_line_start && (*letter == '.' || *letter == '\'')) {
            (void)fputs("\\&", stdout);
        }
        at_line_start = *letter == '\n';
        if (*letter == '\\') {
            (void)fputs("\\e", stdout);
        } else if (*letter == '-') {
            (void)fputs("\\-", stdout);
        } else if (*letter == ' ' && letter > prose && letter[-1] == '.') {
            (void)fputc('\n', stdout);
            at_line_start = true;
        } else {
            (void)fputc(*letter, stdout);
        }
    }
}

static void put_mdoc(const char *prose)
{
    put_mdoc_bytes(prose, strlen(prose));
}

static void put_man_version(void)
{
    (void)printf(".Os relcal %s\n", RELCAL_VERSION);
}

/* The options of a command beyond the common ones, or the common ones for NULL. */
static void put_man_option_list(const cli_command *command)
{
    int first = command != NULL ? OPTION_COMMON_COUNT : 0;
    int end = command != NULL ? OPTION_COUNT : OPTION_COMMON_COUNT;
    (void)printf(".Bl -tag -width Ds\n");
    for (int id = first; id < end; id++) {
        if (!command_has_option(command, id)) {
            continue;
        }
        const option_row *row = &option_rows[id];
        (void)printf(".It ");
        if (row->letter != 0) {
            (void)printf("Fl %c , ", row->letter);
        }
        (void)printf("Fl \\-%s", row->name);
        if (takes_argument(row)) {
            (void)printf(" Ar %s", row->argument);
        }
        (void)printf("\n");
        (void)printf("%c", row->summary[0] - 'a' + 'A');
        put_mdoc(row->summary + 1);
        (void)printf(".\n");
        if (row->details != NULL) {
            put_mdoc(row->details);
            (void)printf("\n");
        }
    }
    (void)printf(".El\n");
}

static void put_man_commands(void)
{
    const cli_command *command;
    (void)printf(".Bl -tag -width Ds\n");
    for (size_t index = 0; (command = command_at(index)) != NULL; index++) {
        (void)printf(".It Cm %s", command->name);
        if (command->usage[0] != '\0') {
            (void)printf(" Ar %s", command->usage);
        }
        (void)printf("\n");
        put_mdoc(command->description);
        if (command->options != 0) {
            put_man_option_list(command);
        }
    }
    (void)printf(".El\n");
}

static void put_man_options(void)
{
    put_man_option_list(NULL);
}

static void put_man_exit_statuses(void)
{
    exit_row row;
    (void)printf(".Bl -tag -width Ds -compact\n");
    for (size_t index = 0; (row = help_exit_at(index)).meaning != NULL; index++) {
        (void)printf(".It %d\n%s\n", row.status, row.details);
    }
    (void)printf(".El\n");
}

static void put_man_examples(void)
{
    const cli_command *command;
    (void)printf(".Bl -tag -width Ds\n");
    for (size_t index = 0; (command = command_at(index)) != NULL; index++) {
        command_example example;
        for (const char *at = NULL; example_next(command, &at, &example);) {
            (void)printf(".It Ic relcal ");
            put_mdoc_bytes(example.line, example.line_length);
            (void)printf("\n");
            put_mdoc_bytes(example.purpose, example.purpose_length);
            (void)printf("\n");
        }
    }
    (void)printf(".El\n");
}

static void put_man_lint_codes(void)
{
    const relcal_lint_code *code;
    for (size_t index = 0; (code = relcal_lint_code_at(index)) != NULL; index++) {
        (void)printf(".It Li ");
        put_mdoc(code->id);
        (void)printf(" No (%s)\n", relcal_severity_name(code->severity));
        put_mdoc(code->meaning);
        (void)printf("\n");
    }
}

/* Prints what a line of the template stands for; false for a line that is itself. */
static bool put_marker(const char *line)
{
    static const struct {
        const char *line;
        void (*put)(void);
    } markers[] = {
        {"@version@\n", put_man_version},   {"@commands@\n", put_man_commands},
        {"@options@\n", put_man_options},   {"@exit-statuses@\n", put_man_exit_statuses},
        {"@examples@\n", put_man_examples}, {"@lint-codes@\n", put_man_lint_codes},
    };
    for (size_t index = 0; index < sizeof markers / sizeof markers[0]; index++) {
        if (strcmp(line, markers[index].line) == 0) {
            markers[index].put();
            return true;
        }
    }
    return false;
}

static int put_man(const char *template_path)
{
    FILE *template = fopen(template_path, "r");
    if (template == NULL) {
        complain("cannot read %s: %s", template_path, strerror(errno));
        return EXIT_SYSTEM;
    }
    char line[LINE_BYTES];
    while (fgets(line, sizeof line, template) != NULL) {
        if (!put_marker(line)) {
            (void)fputs(line, stdout);
        }
    }
    int status = ferror(template) ? EXIT_SYSTEM : EXIT_YES;
    (void)fclose(template);
    return status;
}

/* ---- Completions ---- */

#define GENERATED "generated by relcal-docs from the tables of the command"

static void put_lines(const char *const *lines, size_t count)
{
    for (size_t index = 0; index < count; index++) {
        (void)printf("%s\n", lines[index]);
    }
}

#define PUT_LINES(lines) put_lines(lines, sizeof(lines) / sizeof(lines)[0])

/* What the operand of a command at a place is; the last kind may go on without end. */
static operand_kind kind_at(const cli_command *command, size_t place)
{
    size_t count = 0;
    while (count < OPERANDS_MAX && command->kinds[count] != OPERAND_NONE) {
        count++;
    }
    if (place < count) {
        return command->kinds[place];
    }
    return command->repeats_last ? command->kinds[count - 1] : OPERAND_NONE;
}

static bool is_any_command_with(size_t place, operand_kind kind)
{
    const cli_command *command;
    for (size_t index = 0; (command = command_at(index)) != NULL; index++) {
        if (kind_at(command, place) == kind) {
            return true;
        }
    }
    return false;
}

/* Prints the commands whose operand at a place is of a kind, with `separator` between them. */
static void put_commands_with(size_t place, operand_kind kind, const char *separator)
{
    const cli_command *command;
    bool is_first = true;
    for (size_t index = 0; (command = command_at(index)) != NULL; index++) {
        if (kind_at(command, place) == kind) {
            (void)printf("%s%s", is_first ? "" : separator, command->name);
            is_first = false;
        }
    }
}

static void put_command_names(const char *separator)
{
    const cli_command *command;
    for (size_t index = 0; (command = command_at(index)) != NULL; index++) {
        (void)printf("%s%s", index > 0 ? separator : "", command->name);
    }
}

/* Prints the options with an argument as a pattern of the shells: --on|--as-of|-o. */
static void put_options_with_argument(const char *separator)
{
    bool is_first = true;
    for (int id = 0; id < OPTION_COUNT; id++) {
        const option_row *row = &option_rows[id];
        if (!takes_argument(row)) {
            continue;
        }
        (void)printf("%s--%s", is_first ? "" : separator, row->name);
        is_first = false;
        if (row->letter != 0) {
            (void)printf("%s-%c", separator, row->letter);
        }
    }
}

static void put_choices(const option_row *row)
{
    size_t length;
    const char *word;
    for (size_t place = 0; (word = option_choice_at(row, place, &length)) != NULL; place++) {
        (void)printf("%s%.*s", place > 0 ? " " : "", (int)length, word);
    }
}

/* Prints a text inside of single quotes; `escaped` get a backslash, with which zsh takes them as
 * they are. */
static void put_quoted(const char *plain, const char *escaped)
{
    for (; *plain != '\0'; plain++) {
        if (*plain == '\'') {
            (void)fputs("'\\''", stdout);
            continue;
        }
        if (strchr(escaped, *plain) != NULL) {
            (void)fputc('\\', stdout);
        }
        (void)fputc(*plain, stdout);
    }
}

/* Prints "*' --on'" for an option of all commands, "'lint --format'" for one of some: options of
 * one name may differ from command to command. */
static void put_bash_option_pattern(int id)
{
    const option_row *row = &option_rows[id];
    const cli_command *command;
    const char *separator = "    ";
    if (id < OPTION_COMMON_COUNT) {
        (void)printf("    *' --%s'", row->name);
        if (row->letter != 0) {
            (void)printf("|*' -%c'", row->letter);
        }
        return;
    }
    for (size_t index = 0; (command = command_at(index)) != NULL; index++) {
        if (command_has_option(command, id)) {
            (void)printf("%s'%s --%s'", separator, command->name, row->name);
            separator = "|";
        }
    }
}

static void put_bash_option_arguments(void)
{
    (void)printf("    case \"${operands[0]-} $option\" in\n");
    for (int id = 0; id < OPTION_COUNT; id++) {
        const option_row *row = &option_rows[id];
        if (!takes_argument(row)) {
            continue;
        }
        put_bash_option_pattern(id);
        (void)printf(")\n");
        if (row->kind == ARGUMENT_CHOICE || row->kind == ARGUMENT_WORDS) {
            (void)printf("        COMPREPLY=($(compgen -W '");
            put_choices(row);
            (void)printf("' -- \"$word\"))\n");
        } else if (row->kind == ARGUMENT_DIRECTORY || row->kind == ARGUMENT_FILE ||
                   row->kind == ARGUMENT_FILES) {
            (void)printf("        _relcal_files -%c\n",
                         row->kind == ARGUMENT_DIRECTORY ? 'd' : 'f');
        }
        (void)printf("        return ;;\n");
    }
    (void)printf("    esac\n");
}

static void put_bash_options(void)
{
    (void)printf("    if [[ $word == -* ]]; then\n        words='");
    for (int id = 0; id < OPTION_COMMON_COUNT; id++) {
        (void)printf("%s--%s", id > 0 ? " " : "", option_rows[id].name);
    }
    (void)printf("'\n        case ${operands[0]} in\n");
    const cli_command *command;
    for (size_t index = 0; (command = command_at(index)) != NULL; index++) {
        if (command->options == 0) {
            continue;
        }
        (void)printf("        %s) words+='", command->name);
        for (int id = OPTION_COMMON_COUNT; id < OPTION_COUNT; id++) {
            if (command_has_option(command, id)) {
                (void)printf(" --%s", option_rows[id].name);
            }
        }
        (void)printf("' ;;\n");
    }
    (void)printf("        esac\n");
}

static void put_bash_operands(void)
{
    static const operand_kind kinds[] = {OPERAND_PROJECT, OPERAND_SERIES, OPERAND_CHANGE,
                                         OPERAND_COMMAND, OPERAND_FILE,   OPERAND_PLAN,
                                         OPERAND_SCOPE};
    static const char *const actions[] = {
        "words=$(_relcal_projects)", "words=$(_relcal_series)",    "words=$(_relcal_changes)",
        "words=$commands",           "_relcal_files -f && return", "_relcal_files -f && return",
        "words=$(_relcal_scopes)"};
    (void)printf("    else\n        case ${#operands[@]}:${operands[0]} in\n"
                 "        0:) words=$commands ;;\n");
    const cli_command *command;
    for (size_t index = 0; (command = command_at(index)) != NULL; index++) {
        if (command->actions != NULL) {
            (void)printf("        1:%s) words='%s' ;;\n", command->name, command->actions);
        }
    }
    for (size_t place = 0; place <= OPERANDS_MAX; place++) {
        for (size_t kind = 0; kind < sizeof kinds / sizeof kinds[0]; kind++) {
            if (!is_any_command_with(place, kinds[kind])) {
                continue;
            }
            char start[16] = "*:", separator[32] = "|*:";
            if (place < OPERANDS_MAX) {
                (void)snprintf(start, sizeof start, "%u:", (unsigned)place + 1);
                (void)snprintf(separator, sizeof separator, "|%s", start);
            }
            (void)printf("        %s", start);
            put_commands_with(place, kinds[kind], separator);
            (void)printf(") %s ;;\n", actions[kind]);
        }
    }
    (void)printf("        esac\n    fi\n");
}

static void put_bash(void)
{
    static const char *const ids[] = {
        "# The ids come from relcal's JSON, in which they hold no quotes.",
        "_relcal_projects()",
        "{",
        "    relcal projects --json \"${data[@]}\" 2>/dev/null |",
        "        grep -o '\"project\":\"[^\"]*\"' | cut -d '\"' -f 4",
        "}",
        "",
        "_relcal_series()",
        "{",
        "    local operand",
        "    # The project is the first operand, but for commands that have a rule before it.",
        "    for operand in \"${operands[@]:1:2}\"; do",
        "        relcal projects --json \"${data[@]}\" -- \"$operand\" 2>/dev/null |",
        "            sed -n 's/.*\"series\":\\[\\([^]]*\\)\\].*/\\1/p' | tr -d '\"' | tr ',' '\\n'",
        "    done",
        "}",
        "",
        "_relcal_scopes()",
        "{",
        "    local operand",
        "    _relcal_projects",
        "    for operand in \"${operands[@]:1}\"; do",
        "        relcal projects --json \"${data[@]}\" -- \"$operand\" 2>/dev/null |",
        "            sed -n 's/.*\"series\":\\[\\([^]]*\\)\\].*/\\1/p' | tr -d '\"' | tr ',' '\\n'",
        "    done",
        "}",
        "",
        "_relcal_changes()",
        "{",
        "    relcal rules --json \"${data[@]}\" -- \"${operands[1]}\" 2>/dev/null |",
        "        grep -o '\"change\":\"[^\"]*\"' | cut -d '\"' -f 4",
        "}",
        "",
        "_relcal_files()",
        "{",
        "    local IFS=$'\\n'",
        "    compopt -o filenames 2>/dev/null",
        "    COMPREPLY=($(compgen \"$1\" -- \"$word\"))",
        "}",
        "",
        "_relcal()",
        "{",
        "    local IFS=$' \\t\\n'",
        "    local word=${COMP_WORDS[COMP_CWORD]} option='' words='' index candidate",
        "    local -a operands=() data=()",
        "    # Bash takes --tz=utc for three words.",
        "    [[ $word == = ]] && word=''",
        "    for ((index = 1; index < COMP_CWORD; index++)); do",
        "        case ${COMP_WORDS[index]} in",
    };
    static const char *const walk[] = {
        "            option=${COMP_WORDS[index]}",
        "            [[ ${COMP_WORDS[index + 1]} == = ]] && ((index + 1 < COMP_CWORD)) &&",
        "                ((index++))",
        "            ((++index >= COMP_CWORD)) && break",
        "            [[ $option == --data ]] && data=(--data \"${COMP_WORDS[index]}\")",
        "            option='' ;;",
        "        -*) ;;",
        "        *) operands+=(\"${COMP_WORDS[index]}\") ;;",
        "        esac",
        "    done",
    };
    static const char *const end[] = {
        "    COMPREPLY=()",
        "    for candidate in $words; do",
        "        [[ $candidate == \"$word\"* ]] && COMPREPLY+=(\"$candidate\")",
        "    done",
        "}",
        "",
        "complete -F _relcal relcal",
    };
    (void)printf("# bash completion for relcal, " GENERATED "\n\n");
    PUT_LINES(ids);
    (void)printf("        ");
    put_options_with_argument("|");
    (void)printf(")\n");
    PUT_LINES(walk);
    put_bash_option_arguments();
    (void)printf("    local commands='");
    put_command_names(" ");
    (void)printf("'\n");
    put_bash_options();
    put_bash_operands();
    PUT_LINES(end);
}

static void put_zsh_option(const option_row *row, const char *end)
{
    (void)printf("        ");
    if (row->letter != 0) {
        (void)printf("'(-%c --%s)'{-%c%s,--%s%s}'", row->letter, row->name, row->letter,
                     takes_argument(row) ? "+" : "", row->name, takes_argument(row) ? "=" : "");
    } else {
        (void)printf("'--%s%s", row->name, takes_argument(row) ? "=" : "");
    }
    (void)printf("[");
    put_quoted(row->summary, "[]:\\");
    (void)printf("]");
    switch (row->kind) {
    case ARGUMENT_NONE:
        break;
    case ARGUMENT_DATE:
    case ARGUMENT_TEXT:
    case ARGUMENT_TEXTS:
        (void)printf(":%s: ", row->argument);
        break;
    case ARGUMENT_CHOICE:
        (void)printf(":%s:(", row->name);
        put_choices(row);
        (void)printf(")");
        break;
    case ARGUMENT_WORDS:
        (void)printf(":%s:_values -s , %s ", row->name, row->name);
        put_choices(row);
        break;
    case ARGUMENT_DIRECTORY:
        (void)printf(":%s:_files -/", row->argument);
        break;
    case ARGUMENT_FILE:
    case ARGUMENT_FILES:
        (void)printf(":%s:_files", row->argument);
        break;
    }
    (void)printf("'%s\n", end);
}

/* Prints the array of the options that only the command on the line has. */
static void put_zsh_own_options(void)
{
    (void)printf("    local -a own=()\n    case ${words[(r)(");
    put_command_names("|");
    (void)printf(")]} in\n");
    const cli_command *command;
    for (size_t index = 0; (command = command_at(index)) != NULL; index++) {
        if (command->options == 0) {
            continue;
        }
        (void)printf("    %s) own=(\n", command->name);
        for (int id = OPTION_COMMON_COUNT; id < OPTION_COUNT; id++) {
            if (command_has_option(command, id)) {
                put_zsh_option(&option_rows[id], "");
            }
        }
        (void)printf("    ) ;;\n");
    }
    (void)printf("    esac\n");
}

static void put_zsh_commands(void)
{
    const cli_command *command;
    (void)printf("    local -a commands=(\n");
    for (size_t index = 0; (command = command_at(index)) != NULL; index++) {
        (void)printf("        '%s:", command->name);
        put_quoted(command->summary, "\\");
        (void)printf("'\n");
    }
    (void)printf("    )\n");
}

static void put_zsh_actions(size_t place)
{
    const cli_command *command;
    for (size_t index = 0; place == 0 && (command = command_at(index)) != NULL; index++) {
        if (command->actions != NULL) {
            (void)printf("        %s) compadd %s ;;\n", command->name, command->actions);
        }
    }
}

static void put_zsh_operands(void)
{
    static const operand_kind kinds[] = {OPERAND_PROJECT, OPERAND_SERIES, OPERAND_CHANGE,
                                         OPERAND_COMMAND, OPERAND_FILE,   OPERAND_PLAN,
                                         OPERAND_SCOPE};
    static const char *const actions[] = {
        "_relcal_projects", "_relcal_series", "_relcal_changes", "_describe command commands",
        "_files",           "_files",         "_relcal_scopes"};
    (void)printf("    case $state in\n    command) _describe command commands ;;\n");
    for (size_t place = 0; place <= OPERANDS_MAX; place++) {
        (void)printf("    operand-%zu)\n        case $line[1] in\n", place + 1);
        for (size_t kind = 0; kind < sizeof kinds / sizeof kinds[0]; kind++) {
            if (!is_any_command_with(place, kinds[kind])) {
                continue;
            }
            (void)printf("        ");
            put_commands_with(place, kinds[kind], "|");
            (void)printf(") %s ;;\n", actions[kind]);
        }
        put_zsh_actions(place);
        (void)printf("        esac ;;\n");
    }
    (void)printf("    esac\n");
}

static void put_zsh(void)
{
    static const char *const ids[] = {
        "# The ids come from relcal's JSON, in which they hold no quotes.",
        "_relcal_projects() {",
        "    local -a ids=(${(f)\"$(relcal projects --json $data 2>/dev/null |",
        "        grep -o '\"project\":\"[^\"]*\"' | cut -d '\"' -f 4)\"})",
        "    compadd -a ids",
        "}",
        "",
        "_relcal_series() {",
        "    # The project is the first operand, but for commands that have a rule before it.",
        "    local -a ids=(${(f)\"$(for operand in $line[2,3]; do",
        "        relcal projects --json $data -- ${(Q)operand} 2>/dev/null",
        "    done | sed -n 's/.*\"series\":\\[\\([^]]*\\)\\].*/\\1/p' |",
        "        tr -d '\"' | tr ',' '\\n')\"})",
        "    compadd -a ids",
        "}",
        "",
        "_relcal_scopes() {",
        "    _relcal_projects",
        "    local -a ids=(${(f)\"$(for operand in $line[2,-1]; do",
        "        relcal projects --json $data -- ${(Q)operand} 2>/dev/null",
        "    done | sed -n 's/.*\"series\":\\[\\([^]]*\\)\\].*/\\1/p' |",
        "        tr -d '\"' | tr ',' '\\n')\"})",
        "    compadd -a ids",
        "}",
        "",
        "_relcal_changes() {",
        "    local -a ids=(${(f)\"$(relcal rules --json $data -- $line[2] 2>/dev/null |",
        "        grep -o '\"change\":\"[^\"]*\"' | cut -d '\"' -f 4)\"})",
        "    compadd -a ids",
        "}",
        "",
        "_relcal() {",
        "    local curcontext=$curcontext state line",
        "    local -a data",
        "    typeset -A opt_args",
    };
    (void)printf("#compdef relcal\n# zsh completion for relcal, " GENERATED "\n\n");
    PUT_LINES(ids);
    put_zsh_commands();
    put_zsh_own_options();
    (void)printf("    _arguments -C -s -S \"${own[@]}\" \\\n");
    for (int id = 0; id < OPTION_COMMON_COUNT; id++) {
        put_zsh_option(&option_rows[id], " \\");
    }
    (void)printf("        '1:command:->command' \\\n");
    for (size_t place = 1; place <= OPERANDS_MAX; place++) {
        (void)printf("        '%zu:operand:->operand-%zu' \\\n", place + 1, place);
    }
    (void)printf("        '*:operand:->operand-%d' && return\n", OPERANDS_MAX + 1);
    (void)printf("    (( ${+opt_args[--data]} )) && data=(--data ${(Q)opt_args[--data]})\n");
    put_zsh_operands();
    (void)printf("}\n\nif [[ $funcstack[1] == _relcal ]]; then\n    _relcal \"$@\"\nelse\n"
                 "    compdef _relcal relcal\nfi\n");
}

static void put_fish_option(int id)
{
    const option_row *row = &option_rows[id];
    (void)printf("complete -c relcal");
    if (id >= OPTION_COMMON_COUNT) {
        (void)printf(" -n '__relcal_is");
        const cli_command *command;
        for (size_t index = 0; (command = command_at(index)) != NULL; index++) {
            if (command_has_option(command, id)) {
                (void)printf(" %s", command->name);
            }
        }
        (void)printf("'");
    }
    (void)printf(" -l %s", row->name);
    if (row->letter != 0) {
        (void)printf(" -s %c", row->letter);
    }
    switch (row->kind) {
    case ARGUMENT_NONE:
        break;
    case ARGUMENT_DATE:
    case ARGUMENT_TEXT:
    case ARGUMENT_TEXTS:
        (void)printf(" -x");
        break;
    case ARGUMENT_CHOICE:
    case ARGUMENT_WORDS:
        (void)printf(" -x -a '");
        put_choices(row);
        (void)printf("'");
        break;
    case ARGUMENT_DIRECTORY:
        (void)printf(" -x -a '(__fish_complete_directories)'");
        break;
    case ARGUMENT_FILE:
    case ARGUMENT_FILES:
        (void)printf(" -r -F");
        break;
    }
    (void)printf(" -d '");
    put_quoted(row->summary, "\\");
    (void)printf("'\n");
}

static void put_fish_commands(const char *condition)
{
    const cli_command *command;
    for (size_t index = 0; (command = command_at(index)) != NULL; index++) {
        (void)printf("complete -c relcal -n '%s' -a %s -d '", condition, command->name);
        put_quoted(command->summary, "\\");
        (void)printf("'\n");
    }
}

static void put_fish_operands(size_t place, operand_kind kind, const char *action)
{
    if (!is_any_command_with(place, kind)) {
        return;
    }
    (void)printf("complete -c relcal -n '__relcal_%s %zu ", place < OPERANDS_MAX ? "at" : "beyond",
                 place < OPERANDS_MAX ? place + 1 : place);
    put_commands_with(place, kind, " ");
    (void)printf("' %s\n", action);
}

static void put_fish(void)
{
    static const char *const operands[] = {
        "function __relcal_operands",
        "    set -l skip 0",
        "    for token in (commandline -opc)[2..-1]",
        "        if test $skip = 1",
        "            set skip 0",
        "            continue",
        "        end",
        "        switch $token",
    };
    static const char *const ids[] = {
        "                set skip 1",
        "            case '-*'",
        "            case '*'",
        "                echo $token",
        "        end",
        "    end",
        "end",
        "",
        "# Whether N operands stand before the cursor, the first being one of the commands.",
        "function __relcal_at",
        "    set -l operands (__relcal_operands)",
        "    test (count $operands) = $argv[1]; or return",
        "    test (count $argv) = 1; or contains -- $operands[1] $argv[2..-1]",
        "end",
        "",
        "# Whether more than N stand there, the first being one of the commands.",
        "function __relcal_beyond",
        "    set -l operands (__relcal_operands)",
        "    test (count $operands) -gt $argv[1]; or return",
        "    contains -- $operands[1] $argv[2..-1]",
        "end",
        "",
        "# Whether the command is one of these.",
        "function __relcal_is",
        "    __relcal_beyond 0 $argv",
        "end",
        "",
        "function __relcal_data",
        "    set -l tokens (commandline -opc)",
        "    for index in (seq (count $tokens))",
        "        if test \"$tokens[$index]\" = --data; and set -q tokens[(math $index + 1)]",
        "            echo --data=$tokens[(math $index + 1)]",
        "        else if string match -q -- '--data=*' $tokens[$index]",
        "            echo $tokens[$index]",
        "        end",
        "    end",
        "end",
        "",
        "# The ids come from relcal's JSON, in which they hold no quotes.",
        "function __relcal_projects",
        "    relcal projects --json (__relcal_data) 2>/dev/null |",
        "        string match -a -r '\"project\":\"[^\"]*\"' | string split -f 4 '\"'",
        "end",
        "",
        "function __relcal_series",
        "    # The project is the first operand, but for commands that have a rule before it.",
        "    for operand in (__relcal_operands)[2..3]",
        "        relcal projects --json (__relcal_data) -- $operand 2>/dev/null |",
        "            string match -r '\"series\":\\[[^]]*\\]' | string replace '\"series\":' '' |",
        "            string match -a -r '[^][\",]+'",
        "    end",
        "end",
        "",
        "function __relcal_scopes",
        "    __relcal_projects",
        "    for operand in (__relcal_operands)[2..-1]",
        "        relcal projects --json (__relcal_data) -- $operand 2>/dev/null |",
        "            string match -r '\"series\":\\[[^]]*\\]' | string replace '\"series\":' '' |",
        "            string match -a -r '[^][\",]+'",
        "    end",
        "end",
        "",
        "function __relcal_changes",
        "    relcal rules --json (__relcal_data) -- (__relcal_operands)[2] 2>/dev/null |",
        "        string match -a -r '\"change\":\"[^\"]*\"' | string split -f 4 '\"'",
        "end",
        "",
        "complete -c relcal -f",
    };
    (void)printf("# fish completion for relcal, " GENERATED "\n\n");
    PUT_LINES(operands);
    (void)printf("            case ");
    put_options_with_argument(" ");
    (void)printf("\n");
    PUT_LINES(ids);
    put_fish_commands("__relcal_at 0");
    for (size_t place = 0; place <= OPERANDS_MAX; place++) {
        put_fish_operands(place, OPERAND_PROJECT, "-k -a '(__relcal_projects)'");
        put_fish_operands(place, OPERAND_SERIES, "-k -a '(__relcal_series)'");
        put_fish_operands(place, OPERAND_SCOPE, "-k -a '(__relcal_scopes)'");
        put_fish_operands(place, OPERAND_CHANGE, "-k -a '(__relcal_changes)'");
        put_fish_operands(place, OPERAND_FILE, "-F");
        put_fish_operands(place, OPERAND_PLAN, "-F");
    }
    put_fish_commands("__relcal_at 1 help");
    const cli_command *command;
    for (size_t index = 0; (command = command_at(index)) != NULL; index++) {
        if (command->actions != NULL) {
            (void)printf("complete -c relcal -n '__relcal_at 1 %s' -a '%s'\n", command->name,
                         command->actions);
        }
    }
    for (int id = 0; id < OPTION_COUNT; id++) {
        put_fish_option(id);
    }
}

int main(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "";
    int status = EXIT_YES;
    if (argc == 3 && strcmp(what, "man") == 0) {
        status = put_man(argv[2]);
    } else if (argc == 2 && strcmp(what, "bash") == 0) {
        put_bash();
    } else if (argc == 2 && strcmp(what, "zsh") == 0) {
        put_zsh();
    } else if (argc == 2 && strcmp(what, "fish") == 0) {
        put_fish();
    } else {
        complain("write relcal-docs man TEMPLATE, or relcal-docs bash|zsh|fish");
        return EXIT_USAGE;
    }
    if (fflush(stdout) != 0 || ferror(stdout)) {
        complain("cannot write to standard output: %s", strerror(errno));
        status = EXIT_SYSTEM;
    }
    return status;
}
