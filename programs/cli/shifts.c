/* shifts.c: a shift as a small paragraph: when, who, on what, from where to where, after which contact, and the
 * sentence that proves it.
 *
 *   1962-10-28  Nikita Khrushchev
 *               The Soviet Union withdraws its missiles from Cuba
 *               against → for
 *               after meeting with Anatoly Dobrynin (1962-10-27)
 *                 The sentence, as it was printed.
 *                 Volteface Chronicle · 1962-10-28 · h0123456789abcdef */
#include "table.h"
#include "term.h"
#include <stdio.h>
#include <string.h>

enum { INDENT = 12 };

static void print_text(const char *text) { print_safe(stdout, text, strlen(text), true); }

static Style label_style(const char *label) {
    if (strcmp(label, "for") == 0) return STYLE_GOOD;
    if (strcmp(label, "against") == 0) return STYLE_BAD;
    return STYLE_BOLD;
}

static void print_end(const char *label) {
    fputs(style(label_style(label)), stdout);
    print_text(*label ? label : "?");
    fputs(style(STYLE_PLAIN), stdout);
}

static void print_move(const vf_rows *rows) {
    printf("%*s", INDENT, "");
    print_end(named_text(rows, "from"));
    fputs(" → ", stdout);
    print_end(named_text(rows, "to"));
    const char *certainty = named_text(rows, "certainty"), *basis = named_text(rows, "basis");
    if (*certainty && strcmp(certainty, "certain")) printf(", "), print_text(certainty);
    if (strcmp(basis, "inferred") == 0) printf(", inferred");
    putchar('\n');
}

static void print_after(const vf_rows *rows, int room) {
    const char *contact = named_text(rows, "after_contact");
    if (!*contact) return;
    printf("%*safter ", INDENT, "");
    print_wrapped(contact, INDENT + 6, room - INDENT - 6);
    putchar('\n');
}

/* Where an inferred shift began: what was said then. A reported one has it in its own sentence. */
static void print_before(const vf_rows *rows, int room) {
    const char *quote = named_text(rows, "from_quote"), *date = named_text(rows, "from_date");
    char line[2048];
    if (!*quote || strcmp(named_text(rows, "basis"), "inferred")) return;
    snprintf(line, sizeof line, "%s%s%s", date, *date ? ": " : "", quote);
    printf("%*s%s", INDENT + 2, "", style(STYLE_DIM));
    print_wrapped(line, INDENT + 2, room - INDENT - 2);
    printf("%s\n", style(STYLE_PLAIN));
}

static void print_source(const vf_rows *rows, int room) {
    char line[1024] = "";
    size_t n = 0;
    static const char *const parts[] = {"publisher", "published", "id"};
    for (int i = 0; i < 3 && n < sizeof line; i++) {
        const char *part = named_text(rows, parts[i]);
        if (*part) n += (size_t)snprintf(line + n, sizeof line - n, "%s%s", n ? " · " : "", part);
    }
    printf("%*s%s", INDENT + 2, "", style(STYLE_DIM));
    print_wrapped(line, INDENT + 2, room - INDENT - 2);
    printf("%s\n", style(STYLE_PLAIN));
}

static void print_shift(const vf_rows *rows) {
    int room = term_width();
    const char *date = named_text(rows, "date");
    print_text(*date ? date : "undated");
    printf("%*s%s", INDENT - text_columns(*date ? date : "undated", strlen(*date ? date : "undated")), "",
           style(STYLE_BOLD));
    print_text(named_text(rows, "holder_name|holder"));
    printf("%s\n%*s", style(STYLE_PLAIN), INDENT, "");
    print_wrapped(named_text(rows, "proposition|issue"), INDENT, room - INDENT);
    putchar('\n');
    print_move(rows);
    print_after(rows, room);
    print_before(rows, room);
    printf("%*s", INDENT + 2, "");
    print_wrapped(named_text(rows, "sentence"), INDENT + 2, room - INDENT - 2);
    putchar('\n');
    print_source(rows, room);
}

vf_status shifts_print(vf_rows *rows, uint64_t *count, vf_error *error) {
    vf_status status;
    while (!(status = vf_rows_next(rows, error)) && !ferror(stdout)) {
        if ((*count)++) putchar('\n');
        print_shift(rows);
    }
    return status == VF_END ? VF_OK : status;
}
