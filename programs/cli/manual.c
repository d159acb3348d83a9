/* manual.c: the man page (mdoc) and the completions, from the tables in options.c. */
#include "cli.h"
#include <ctype.h>
#include <string.h>

/* ---- the man page */

/* Text as mdoc wants it: no line may begin with a dot or an apostrophe, and backslashes are \e. */
static void roff(FILE *out, const char *text) {
    bool first = true;
    for (; *text; text++) {
        if (first && (*text == '.' || *text == '\'')) fputs("\\&", out);
        if (*text == '\\') fputs("\\e", out);
        else if (*text == '-') fputs("\\-", out);
        else if (text[0] == '.' && text[1] == ' ') fputs(".\n", out), text++; /* a sentence a line */
        else fputc(*text, out);
        first = *text == '\n';
    }
}

static void man_option(FILE *out, const Option *option) {
    fputs(".It ", out);
    if (option->letter) fprintf(out, "Fl %c , ", option->letter);
    fprintf(out, "Fl \\-%s", option->name);
    if (option->kind != OPTION_FLAG) fprintf(out, " Ar %s", option->value);
    fputc('\n', out);
    roff(out, option->help);
    fputs(".\n", out);
    if (option->verbs == ~0u) return;
    const char *between = "For ";
    for (int i = 0; i < VERB_COUNT; i++) {
        if (!(option->verbs & 1u << i) || !commands[i].summary) continue;
        fprintf(out, "%s%s", between, commands[i].name);
        between = ", ";
    }
    fputs(".\n", out);
}

static void man_command(FILE *out, const Command *command) {
    fprintf(out, ".It Cm %s", command->name);
    for (int i = 0; i < 2 && command->arguments[i].name; i++) {
        const Argument *a = &command->arguments[i];
        fprintf(out, a->required ? " Ar %s%s" : " Op Ar %s%s", a->name, a->many ? " ..." : "");
    }
    fputc('\n', out);
    fputc(toupper((unsigned char)command->summary[0]), out);
    roff(out, command->summary + 1);
    fputs(".\n", out);
    if (command->details) roff(out, command->details), fputc('\n', out);
}

static void man_examples(FILE *out) {
    fputs(".Sh EXAMPLES\n.Bl -tag -width Ds\n", out);
    for (int i = 0; i < VERB_COUNT; i++)
        for (int k = 0; k < 8 && commands[i].examples[k]; k += 2) {
            fputs(".It Li \"", out);
            for (const char *p = commands[i].examples[k]; *p; p++)
                if (*p == '"') fputs("\\(dq", out);
                else if (*p == '\\') fputs("\\e", out);
                else if (*p == '-') fputs("\\-", out);
                else fputc(*p, out);
            fputs("\"\n", out);
            roff(out, commands[i].examples[k + 1]);
            fputc('\n', out);
        }
    fputs(".El\n", out);
}

void manual_print(FILE *out) {
    fputs(".Dd November 21, 2026\n.Dt VOLTEFACE 1\n.Os\n.Sh NAME\n.Nm volteface\n"
          ".Nd read diplomatic news and keep a ledger of positions and what moved them\n"
          ".Sh SYNOPSIS\n.Nm\n.Ar command\n.Op Ar arguments\n.Op Ar options\n.Sh DESCRIPTION\n"
          ".Nm\nreads news about diplomacy and keeps a ledger: who said what, who did what to whom,\n"
          "where every actor stands on every issue, and when a position moved and after which contact,\n"
          "each with the sentence that proves it.\n.Pp\nThe commands are:\n.Bl -tag -width Ds\n",
          out);
    for (int i = 0; i < VERB_COUNT; i++)
        if (commands[i].summary) man_command(out, &commands[i]);
    fputs(".El\n.Pp\nThe options are:\n.Bl -tag -width Ds\n", out);
    for (size_t i = 0; i < option_count; i++) man_option(out, &option_table[i]);
    fputs(".El\n.Sh ENVIRONMENT\n.Bl -tag -width VOLTEFACE_LEDGER\n.It Ev VOLTEFACE_LEDGER\nThe ledger where\n"
          ".Fl \\-ledger\nnames none.\n.It Ev NO_COLOR\nNo colours if set.\n.It Ev COLUMNS\n"
          "How wide tables are where the output is no terminal; 100 if not set.\n.El\n.Sh EXIT STATUS\n"
          ".Bl -tag -width Ds\n",
          out);
#define X(name, value, text) fprintf(out, ".It %d\n%s.\n", value, text);
    EXITS(X)
#undef X
    fputs(".El\n", out);
    man_examples(out);
    fputs(".Sh SEE ALSO\n.Xr jq 1 ,\n.Xr sqlite3 1\n", out);
}

/* ---- completions */

static bool takes(const Option *option, int verb) { return (option->verbs & 1u << verb) != 0; }

static bool takes_path(const Option *option) {
    return strcmp(option->value ? option->value : "", "FILE") == 0 ||
           strcmp(option->value ? option->value : "", "PATH") == 0;
}

static void words_of(FILE *out, const char *choices) {
    for (; *choices; choices++) fputc(*choices == '|' ? ' ' : *choices, out);
}

static void bash(FILE *out) {
    fputs("# bash completion for volteface\n_volteface() {\n    local word=${COMP_WORDS[COMP_CWORD]} "
          "before=${COMP_WORDS[COMP_CWORD-1]} "
          "command= i\n    for ((i = 1; i < COMP_CWORD; i++)); do\n        case ${COMP_WORDS[i]} in -*) ;; *) "
          "command=${COMP_WORDS[i]}; "
          "break ;; esac\n    done\n    COMPREPLY=()\n    case $before in\n",
          out);
    for (size_t i = 0; i < option_count; i++) {
        const Option *option = &option_table[i];
        if (option->kind == OPTION_FLAG) continue;
        fprintf(out, "    --%s) ", option->name);
        if (option->kind == OPTION_CHOICE) {
            fputs("COMPREPLY=($(compgen -W '", out);
            words_of(out, option->value);
            fputs("' -- \"$word\"))", out);
        } else fputs(takes_path(option) ? "COMPREPLY=($(compgen -f -- \"$word\"))" : ":", out);
        fputs("; return ;;\n", out);
    }
    fputs("    esac\n    case $command in\n    '') COMPREPLY=($(compgen -W '", out);
    for (int i = 0; i < VERB_COUNT; i++)
        if (commands[i].summary) fprintf(out, "%s ", commands[i].name);
    fputs("--help --version' -- \"$word\")) ;;\n", out);
    for (int v = 0; v < VERB_COUNT; v++) {
        if (!commands[v].summary) continue;
        fprintf(out, "    %s) COMPREPLY=($(compgen -W '", commands[v].name);
        for (size_t i = 0; i < option_count; i++)
            if (takes(&option_table[i], v)) fprintf(out, "--%s ", option_table[i].name);
        fprintf(out, "' -- \"$word\")%s) ;;\n", commands[v].arguments[0].many ? " $(compgen -f -- \"$word\")" : "");
    }
    fputs("    esac\n}\ncomplete -o filenames -F _volteface volteface\n", out);
}

/* Text between single quotes of a shell, without what zsh and fish take for syntax. */
static void quoted(FILE *out, const char *text) {
    for (; *text; text++)
        if (*text != '\'' && *text != '[' && *text != ']') fputc(*text == ':' ? ',' : *text, out);
}

static void zsh_option(FILE *out, const Option *option) {
    fprintf(out, " '%s--%s%s[", option->kind == OPTION_LIST ? "*" : "", option->name,
            option->kind == OPTION_FLAG ? "" : "=");
    quoted(out, option->help);
    fputc(']', out);
    if (option->kind == OPTION_CHOICE)
        fprintf(out, ":%s:(", option->name), words_of(out, option->value), fputc(')', out);
    else if (option->kind != OPTION_FLAG) fprintf(out, ":%s:%s", option->value, takes_path(option) ? "_files" : "");
    fputc('\'', out);
}

static void zsh(FILE *out) {
    fputs("#compdef volteface\n_volteface() {\n    local -a commands=(\n", out);
    for (int i = 0; i < VERB_COUNT; i++) {
        if (!commands[i].summary) continue;
        fprintf(out, "        '%s:", commands[i].name);
        quoted(out, commands[i].summary);
        fputs("'\n", out);
    }
    fputs("    )\n    if ((CURRENT == 2)); then _describe command commands; return; fi\n"
          "    local command=${words[2]}\n    shift words; ((CURRENT--))\n    case $command in\n",
          out);
    for (int v = 0; v < VERB_COUNT; v++) {
        if (!commands[v].summary) continue;
        fprintf(out, "    %s) _arguments", commands[v].name);
        for (size_t i = 0; i < option_count; i++)
            if (takes(&option_table[i], v)) zsh_option(out, &option_table[i]);
        fprintf(out, "%s ;;\n", commands[v].arguments[0].many ? " '*:path:_files'" : "");
    }
    fputs("    esac\n}\n_volteface \"$@\"\n", out);
}

static void fish(FILE *out) {
    fputs("# fish completions for volteface\ncomplete -c volteface -f\n", out);
    for (int v = 0; v < VERB_COUNT; v++) {
        if (!commands[v].summary) continue;
        fprintf(out, "complete -c volteface -n __fish_use_subcommand -a %s -d '", commands[v].name);
        quoted(out, commands[v].summary);
        fputs("'\n", out);
        if (commands[v].arguments[0].many)
            fprintf(out, "complete -c volteface -n '__fish_seen_subcommand_from %s' -F\n", commands[v].name);
    }
    for (size_t i = 0; i < option_count; i++) {
        const Option *option = &option_table[i];
        fputs("complete -c volteface -n '__fish_seen_subcommand_from", out);
        for (int v = 0; v < VERB_COUNT; v++)
            if (takes(option, v) && commands[v].summary) fprintf(out, " %s", commands[v].name);
        fprintf(out, "' -l %s", option->name);
        if (option->letter) fprintf(out, " -s %c", option->letter);
        if (option->kind == OPTION_CHOICE) fputs(" -x -a '", out), words_of(out, option->value), fputc('\'', out);
        else if (option->kind != OPTION_FLAG) fputs(takes_path(option) ? " -r -F" : " -x", out);
        fputs(" -d '", out);
        quoted(out, option->help);
        fputs("'\n", out);
    }
}

void completions_print(FILE *out, const char *shell) {
    if (strcmp(shell, "bash") == 0) bash(out);
    else if (strcmp(shell, "zsh") == 0) zsh(out);
    else fish(out);
}
