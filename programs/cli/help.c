/* help.c: --help, from the tables in options.c. */
#include "cli.h"
#include "term.h"
#include <string.h>

static void heading(FILE *out, const char *text) {
    fprintf(out, "\n%s%s%s\n", style(STYLE_BOLD), text, style(STYLE_PLAIN));
}

static void synopsis(FILE *out, const Command *command) {
    fprintf(out, "volteface %s", command->name);
    for (int i = 0; i < 2 && command->arguments[i].name; i++) {
        const Argument *a = &command->arguments[i];
        fprintf(out, a->required ? " %s%s" : " [%s%s]", a->name, a->many ? "..." : "");
    }
    fputs(" [OPTIONS]", out);
}

/* One option's line: what to type in a column of its own, then what it does, which goes on below itself. */
static void option_line(FILE *out, const Option *option) {
    char left[80];
    bool value = option->kind != OPTION_FLAG;
    int n = snprintf(left, sizeof left, "  %c%c%s --%s%s%s", option->letter ? '-' : ' ',
                     option->letter ? option->letter : ' ', option->letter ? "," : " ", option->name, value ? " " : "",
                     value ? option->value : "");
    enum { COLUMN = 28, WIDTH = 100 };
    fprintf(out, "%-*s", COLUMN, left);
    if (n >= COLUMN) fprintf(out, "\n%*s", COLUMN, "");
    int column = COLUMN;
    for (const char *p = option->help; *p;) {
        int word = (int)strcspn(p, " ");
        if (column > COLUMN && column + word > WIDTH) fprintf(out, "\n%*s", COLUMN, ""), column = COLUMN;
        fprintf(out, "%s%.*s", column > COLUMN ? " " : "", word, p);
        column += word + 1;
        p += word + (p[word] == ' ');
    }
    fputc('\n', out);
}

static void option_lines(FILE *out, unsigned verbs, bool general) {
    for (size_t i = 0; i < option_count; i++)
        if (option_table[i].verbs & verbs && (option_table[i].verbs == ~0u) == general)
            option_line(out, &option_table[i]);
}

void help_command(FILE *out, const Command *command) {
    fprintf(out, "volteface %s: %s\n", command->name, command->summary ? command->summary : "for developers");
    if (command->details) fprintf(out, "\n%s\n", command->details);
    heading(out, "Usage");
    fputs("  ", out);
    synopsis(out, command);
    fputc('\n', out);
    if (command->examples[0]) heading(out, "Examples");
    for (int i = 0; i < 8 && command->examples[i]; i += 2)
        fprintf(out, "  %s\n%s      %s%s\n", command->examples[i], style(STYLE_DIM), command->examples[i + 1],
                style(STYLE_PLAIN));
    heading(out, "Options");
    option_lines(out, 1u << (command - commands), false);
    option_lines(out, 1u << (command - commands), true);
}

static void exit_lines(FILE *out) {
#define X(name, value, text) fprintf(out, "  %-4d %s\n", value, text);
    EXITS(X)
#undef X
}

void help_overview(FILE *out) {
    fputs("volteface reads diplomatic news and keeps a ledger: who said what, who did what to whom, where\n"
          "every actor stands on every issue, and when a position moved, each with the sentence that proves it.\n",
          out);
    heading(out, "Usage");
    fputs("  volteface COMMAND [ARGUMENTS] [OPTIONS]\n", out);
    heading(out, "To begin with");
    fputs("  volteface add dispatches/          read a folder of articles into volteface.db\n"
          "  volteface shifts                   who moved on what, and after which contact\n"
          "  volteface code telegram.txt        the records of one article, keeping nothing\n",
          out);
    heading(out, "Commands");
    for (int i = 0; i < VERB_COUNT; i++)
        if (commands[i].summary)
            fprintf(out, "  %s%-12s%s%s\n", style(STYLE_BOLD), commands[i].name, style(STYLE_PLAIN),
                    commands[i].summary);
    heading(out, "Options of all commands");
    option_lines(out, ~0u, true);
    heading(out, "Exit status");
    exit_lines(out);
    fputs("\nvolteface COMMAND --help explains a command and its options, with examples. A ledger is named by\n"
          "--ledger FILE, else by VOLTEFACE_LEDGER, else it is volteface.db in the current folder.\n",
          out);
}
