/* text.c: cells and wrapping: what a value looks like, and how it is broken into lines. */
#include "table.h"
#include "term.h"
#include <stdio.h>
#include <string.h>

int text_columns(const char *text, size_t n) {
    int total = 0;
    for (size_t i = 0; i < n;) {
        int columns;
        bool shown;
        i += term_char(text + i, n - i, &columns, &shown);
        total += columns;
    }
    return total;
}

static bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

size_t line_take(const char **text, size_t *n, int width, int *used) {
    const char *s = *text;
    size_t i = 0, size, gap = 0; /* gap: the last place where the line may end */
    int column = 0, gap_column = 0, columns;
    while (*n && is_blank(*s)) s++, --*n;
    for (bool shown; i < *n; i += size, column += columns) {
        if (is_blank(s[i])) gap = i, gap_column = column;
        size = term_char(s + i, *n - i, &columns, &shown);
        if (column + columns > width && i) break;
    }
    if (i == *n || !gap) gap = i, gap_column = column; /* all that is left; or a word wider than the line */
    *text = s;
    *n -= gap;
    *used = gap_column;
    return gap;
}

int print_wrapped(const char *text, int indent, int width) {
    size_t n = strlen(text);
    int used = 0;
    for (bool first = true; n; first = false) {
        size_t size = line_take(&text, &n, width, &used);
        if (!size) break;
        if (!first) printf("\n%*s", indent, "");
        print_safe(stdout, text, size, true);
        text += size;
    }
    return used;
}

const char *cell_text(const vf_rows *rows, int column) {
    static char number[40];
    const char *text;
    switch (vf_rows_kind(rows, column)) {
    case VF_CELL_INTEGER:
        snprintf(number, sizeof number, "%lld", (long long)vf_rows_integer(rows, column));
        return number;
    case VF_CELL_REAL: snprintf(number, sizeof number, "%+.2g", vf_rows_real(rows, column)); return number;
    case VF_CELL_TEXT: text = vf_rows_text(rows, column); return text ? text : "";
    case VF_CELL_NULL: break;
    }
    return "";
}

int column_named(const vf_rows *rows, const char *names) {
    for (const char *p = names; p && *p; p += *p == '|') {
        size_t n = strcspn(p, "|");
        for (int i = 0; i < vf_rows_width(rows); i++) {
            const char *name = vf_rows_name(rows, i);
            if (strncmp(name, p, n) == 0 && !name[n]) return i;
        }
        p += n;
    }
    return -1;
}

const char *named_text(const vf_rows *rows, const char *names) {
    int column = column_named(rows, names);
    return column < 0 ? "" : cell_text(rows, column);
}
