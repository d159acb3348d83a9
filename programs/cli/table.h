/* table.h: rows as text that fits the terminal: columns, and under each row the sentence that proves it. */
#ifndef CLI_TABLE_H
#define CLI_TABLE_H
#include "volteface.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Cuts the next line of at most `width` columns off *text, blanks before it skipped: returns its bytes at the new
 * *text, *n less what was cut, its columns in *used. 0 when nothing is left. */
size_t line_take(const char **text, size_t *n, int width, int *used);
/* Prints `text` wrapped to `width` columns, every line but the first after `indent` blanks. Returns the columns used by
 * the last line. */
int print_wrapped(const char *text, int indent, int width);
/* Columns that text takes on a terminal. */
int text_columns(const char *text, size_t n);

/* A cell as text: "" for null; stances with a sign. Borrowed: static for numbers, until the next row for text. */
const char *cell_text(const vf_rows *rows, int column);
/* The number of the first of the columns named (a|b|c) that is there, or -1; and that column's text, or "". */
int column_named(const vf_rows *rows, const char *names);
const char *named_text(const vf_rows *rows, const char *names);

/* How a question's rows are laid out. Columns that the rows don't have are left out. */
typedef struct Layout {
    struct {
        const char *column, *heading;
    } columns[8];
    const char *passage; /* wrapped under its row */
    const char *tail[4]; /* after the passage, on a line of its own */
} Layout;
extern const Layout layouts[]; /* by vf_question */

/* All rows as a table; *count is how many. */
vf_status table_print(vf_rows *rows, const Layout *layout, uint64_t *count, vf_error *error);
/* All rows as shifts: each a small paragraph. */
vf_status shifts_print(vf_rows *rows, uint64_t *count, vf_error *error);
/* All rows as JSON Lines. */
vf_status json_print(vf_rows *rows, uint64_t *count, vf_error *error);
#endif
