/* term.h: what reaches a terminal. Article text, names and error messages come from strangers: their control
 * characters (escape sequences, C1, marks that turn the writing direction) never get through. */
#ifndef CLI_TERM_H
#define CLI_TERM_H
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

typedef enum Style { STYLE_PLAIN, STYLE_BOLD, STYLE_DIM, STYLE_MARK, STYLE_GOOD, STYLE_BAD, STYLE_COUNT } Style;

/* `color`: auto, always or never. Call once, before anything is printed. */
void term_setup(const char *color, bool quiet);
/* The escape sequence that begins a style, or "" where there are no colours. STYLE_PLAIN ends all. */
const char *style(Style wanted);
bool term_colored(void);
bool term_quiet(void);
/* Columns of standard output: the terminal's, else COLUMNS, else 100. Never below 40. */
int term_width(void);

/* Bytes of the character at `s` (n > 0 bytes are there), and its columns; *shown is false where it must not be
 * printed. Bytes that aren't UTF-8 count as one character that isn't shown. */
size_t term_char(const char *s, size_t n, int *columns, bool *shown);
/* Prints text with what must not be shown replaced by U+FFFD, line ends and tabs by spaces if `one_line`. */
void print_safe(FILE *out, const char *s, size_t n, bool one_line);
/* Prints one line of JSON with DEL, C1 and direction marks as \u escapes: the same value, but nothing a terminal acts
 * upon. */
void print_json_safe(FILE *out, const char *s, size_t n);

/* Tell on standard error, one line: what is wrong (always), and what is worth knowing (unless --quiet). */
void complain(const char *format, ...) __attribute__((format(printf, 1, 2)));
void note(const char *format, ...) __attribute__((format(printf, 1, 2)));
#endif
