/* json.c: rows as JSON Lines. Integers, reals and nulls keep their type. What a terminal would act upon is escaped. */
#include "table.h"
#include "term.h"
#include <math.h>
#include <string.h>

static void print_string(const char *s) {
    size_t done = 0, i = 0;
    putchar('"');
    for (; s[i]; i++) {
        unsigned char c = (unsigned char)s[i];
        if (c >= 0x20 && c != '"' && c != '\\') continue;
        print_json_safe(stdout, s + done, i - done);
        if (c >= 0x20) printf("\\%c", c);
        else printf("\\u%04x", c);
        done = i + 1;
    }
    print_json_safe(stdout, s + done, i - done);
    putchar('"');
}

static void print_real(double value) {
    if (!isfinite(value)) fputs("null", stdout);
    else {
        char number[40];
        int n = snprintf(number, sizeof number, "%.15g", value);
        if (strspn(number, "-0123456789") == (size_t)n) strcat(number, ".0"); /* a real stays one */
        fputs(number, stdout);
    }
}

static void print_value(const vf_rows *rows, int column) {
    switch (vf_rows_kind(rows, column)) {
    case VF_CELL_INTEGER: printf("%lld", (long long)vf_rows_integer(rows, column)); break;
    case VF_CELL_REAL: print_real(vf_rows_real(rows, column)); break;
    case VF_CELL_TEXT: print_string(cell_text(rows, column)); break;
    case VF_CELL_NULL: fputs("null", stdout); break;
    }
}

vf_status json_print(vf_rows *rows, uint64_t *count, vf_error *error) {
    vf_status status;
    while (!(status = vf_rows_next(rows, error)) && !ferror(stdout)) {
        for (int i = 0; i < vf_rows_width(rows); i++) {
            putchar(i ? ',' : '{');
            print_string(vf_rows_name(rows, i));
            putchar(':');
            print_value(rows, i);
        }
        puts("}");
        ++*count;
    }
    return status == VF_END ? VF_OK : status;
}
