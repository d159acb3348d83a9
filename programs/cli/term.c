/* term.c: colours, widths, hostile characters, messages. */
#include "term.h"
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <utf8proc.h>

static bool colored, quiet;

void term_setup(const char *color, bool be_quiet) {
    const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");
    bool listens = isatty(STDOUT_FILENO) && !(no_color && *no_color) && !(term && strcmp(term, "dumb") == 0);
    colored = strcmp(color, "always") == 0 || (strcmp(color, "auto") == 0 && listens);
    quiet = be_quiet;
}

const char *style(Style wanted) {
    static const char *const codes[STYLE_COUNT] = {"\033[0m",    "\033[1m",  "\033[2m",
                                                   "\033[1;33m", "\033[32m", "\033[31m"};
    return colored ? codes[wanted] : "";
}

bool term_colored(void) { return colored; }
bool term_quiet(void) { return quiet; }

int term_width(void) {
    struct winsize size;
    int width = 100;
    const char *columns = getenv("COLUMNS");
    if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col) width = size.ws_col;
    else if (columns && atoi(columns) > 0) width = atoi(columns);
    if (width > 1000) width = 1000;
    return width < 40 ? 40 : width;
}

/* Characters that act instead of showing: controls, and the marks that reorder what stands around them. */
static bool acts(utf8proc_int32_t c) {
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029 || (c >= 0x202a && c <= 0x202e) ||
           (c >= 0x2066 && c <= 0x2069) || c == 0x200e || c == 0x200f || c == 0x61c || c == 0xfeff ||
           (c >= 0xe0000 && c <= 0xe007f);
}

size_t term_char(const char *s, size_t n, int *columns, bool *shown) {
    utf8proc_int32_t c;
    utf8proc_ssize_t size = utf8proc_iterate((const utf8proc_uint8_t *)s, (utf8proc_ssize_t)n, &c);
    if (size <= 0) {
        *columns = 1;
        *shown = false;
        return 1;
    }
    *shown = !acts(c);
    *columns = *shown ? utf8proc_charwidth(c) : 1;
    return (size_t)size;
}

void print_safe(FILE *out, const char *s, size_t n, bool one_line) {
    for (size_t i = 0, size; i < n; i += size) {
        int columns;
        bool shown;
        size = term_char(s + i, n - i, &columns, &shown);
        if (shown) fwrite(s + i, 1, size, out);
        else if (s[i] == '\n' || s[i] == '\t') fputc(one_line ? ' ' : s[i], out);
        else if (s[i] != '\r') fputs("\xef\xbf\xbd", out);
    }
}

void print_json_safe(FILE *out, const char *s, size_t n) {
    size_t done = 0;
    for (size_t i = 0, size; i < n; i += size) {
        utf8proc_int32_t c;
        utf8proc_ssize_t got = utf8proc_iterate((const utf8proc_uint8_t *)s + i, (utf8proc_ssize_t)(n - i), &c);
        size = got > 0 ? (size_t)got : 1;
        if (got <= 0 || c < 0x20 || c > 0xffff || !acts(c)) continue;
        fwrite(s + done, 1, i - done, out);
        fprintf(out, "\\u%04x", (unsigned)c);
        done = i + size;
    }
    fwrite(s + done, 1, n - done, out);
}

static void tell(const char *format, va_list list) {
    char line[2048];
    int n = vsnprintf(line, sizeof line, format, list);
    if (n < 0) return;
    fputs("volteface: ", stderr);
    print_safe(stderr, line, (size_t)n < sizeof line ? (size_t)n : sizeof line - 1, true);
    fputc('\n', stderr);
}

void complain(const char *format, ...) {
    va_list list;
    va_start(list, format);
    tell(format, list);
    va_end(list);
}

void note(const char *format, ...) {
    if (quiet) return;
    va_list list;
    va_start(list, format);
    tell(format, list);
    va_end(list);
}
