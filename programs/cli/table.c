/* table.c: rows as a table. The first few hundred rows settle the columns' widths, the rest follows them, so that
 * memory stays flat however many there are. Cells too long for their column go on below themselves. */
#include "table.h"
#include "term.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 8, BATCH = 400, GAP = 2, NARROWEST = 5 };

#define PROOF                                                                                                          \
    "sentence", { "publisher", "published", "id" }
#define NO_PROOF                                                                                                       \
    NULL, { NULL }
/* clang-format off */
const Layout layouts[] = {
    [VF_ASK_SHIFTS] = {{{"id", "ID"}}, PROOF}, /* has a form of its own: shifts.c */
    [VF_ASK_POSITIONS] = {{{"date", "DATE"}, {"holder_name|holder", "WHO"}, {"label", "STANCE"}, {"stance", ""},
                           {"proposition|issue", "ISSUE"}, {"certainty", "CERTAINTY"}}, PROOF},
    [VF_ASK_CONTACTS] = {{{"date", "DATE"}, {"contact", "CONTACT"}, {"status", "STATUS"},
                          {"participant_names|participants", "BETWEEN"}, {"place", "PLACE"},
                          {"certainty", "CERTAINTY"}}, PROOF},
    [VF_ASK_STATEMENTS] = {{{"date", "DATE"}, {"speaker_name|speaker", "WHO"}, {"addressee_name|addressee", "TO"},
                            {"content", "WHAT"}, {"certainty", "CERTAINTY"}}, NULL, {"publisher", "published", "id"}},
    [VF_ASK_EVENTS] = {{{"date", "DATE"}, {"plover", "TYPE"}, {"status", "STATUS"}, {"actor_names|actors", "WHO"},
                        {"recipient_names|recipients", "TO WHOM"}, {"certainty", "CERTAINTY"}}, PROOF},
    [VF_ASK_OUTLOOKS] = {{{"date", "DATE"}, {"predictor_name|predictor", "WHO"}, {"if", "IF"}, {"then", "THEN"},
                          {"horizon", "BY"}, {"certainty", "CERTAINTY"}}, PROOF},
    [VF_ASK_DOCUMENTS] = {{{"published", "DATE"}, {"title", "TITLE"}, {"publisher", "PUBLISHER"},
                           {"document|id", "ID"}}, NO_PROOF},
    [VF_ASK_ACTORS] = {{{"id", "ID"}, {"name", "NAME"}, {"code", "CODE"}, {"roles", "ROLES"}, {"documents", "DOCUMENTS"},
                        {"statements", "SAID"}, {"events", "DID"}, {"positions", "STANDS"}}, NO_PROOF},
    [VF_ASK_ISSUES] = {{{"id", "ID"}, {"proposition", "PROPOSITION"}, {"holders", "ACTORS"}, {"positions", "POSITIONS"},
                        {"shifts", "SHIFTS"}, {"first", "FIRST"}, {"last", "LAST"}}, NO_PROOF},
    [VF_ASK_REFUSALS] = {{{"uri", "INPUT"}, {"line", "LINE"}, {"status", "WHAT"}, {"message", "WHY"}}, NO_PROOF},
};
/* clang-format on */

typedef struct Table {
    const Layout *layout;
    int column[COLUMNS], width[COLUMNS], columns; /* columns of the rows that are shown, and their widths */
    const char *heading[COLUMNS];
    int passage, tail[4];
    char **cells; /* of the batch: a row's columns, then its passage and tail */
    size_t n;     /* rows in the batch */
} Table;
enum { ROW = COLUMNS + 5 };

static void set_up(Table *table, const vf_rows *rows, const Layout *layout) {
    *table = (Table){.layout = layout, .passage = column_named(rows, layout->passage)};
    for (int i = 0; i < COLUMNS && layout->columns[i].column; i++) {
        int column = column_named(rows, layout->columns[i].column);
        if (column < 0) continue;
        table->heading[table->columns] = layout->columns[i].heading;
        table->column[table->columns++] = column;
    }
    for (int i = 0; i < 4; i++) table->tail[i] = column_named(rows, layout->tail[i]);
}

static char *copied(const vf_rows *rows, int column) { return strdup(column < 0 ? "" : cell_text(rows, column)); }

static bool keep_row(Table *table, const vf_rows *rows) {
    char **row = table->cells + table->n * ROW;
    bool fine = true;
    for (int i = 0; i < table->columns; i++) fine &= (row[i] = copied(rows, table->column[i])) != NULL;
    fine &= (row[COLUMNS] = copied(rows, table->passage)) != NULL;
    for (int i = 0; i < 4; i++) fine &= (row[COLUMNS + 1 + i] = copied(rows, table->tail[i])) != NULL;
    table->n++;
    return fine;
}

static void forget(Table *table) {
    for (size_t i = 0; i < table->n * ROW; i++) free(table->cells[i]);
    memset(table->cells, 0, BATCH * ROW * sizeof *table->cells);
    table->n = 0;
}

/* Columns of the longest word of a cell: narrower than that it has to be broken. */
static int longest_word(const char *cell) {
    int most = 0;
    while (*cell) {
        size_t n = strcspn(cell, " \n\t");
        int columns = text_columns(cell, n);
        if (columns > most) most = columns;
        cell += n + (cell[n] != 0);
    }
    return most;
}

/* The widest of the columns that are wider than their least; -1 if there is none. */
static int widest(const Table *table, const int *least) {
    int at = -1;
    for (int i = 0; i < table->columns; i++)
        if (table->width[i] > least[i] && (at < 0 || table->width[i] > table->width[at])) at = i;
    return at;
}

/* Columns by which the row is too wide after the widest have given way, but none below its least. */
static int narrow(Table *table, int excess, const int *least) {
    for (int i; excess > 0 && (i = widest(table, least)) >= 0; excess--) table->width[i]--;
    return excess;
}

/* As wide as the widest cell; then columns give way until the row fits, those that needn't break a word first. */
static void settle_widths(Table *table, int room) {
    int sum = GAP * (table->columns - 1), words[COLUMNS], least[COLUMNS];
    for (int i = 0; i < table->columns; i++) {
        table->width[i] = words[i] = text_columns(table->heading[i], strlen(table->heading[i]));
        least[i] = NARROWEST;
        for (size_t row = 0; row < table->n; row++) {
            const char *cell = table->cells[row * ROW + (size_t)i];
            int columns = text_columns(cell, strlen(cell)), word = longest_word(cell);
            if (columns > table->width[i]) table->width[i] = columns;
            if (word > words[i]) words[i] = word;
        }
        sum += table->width[i];
    }
    narrow(table, narrow(table, sum - room, words), least);
}

static void print_headings(const Table *table) {
    for (int i = 0; i < table->columns; i++)
        printf("%s%-*.*s%s%s", style(STYLE_BOLD), i + 1 < table->columns ? table->width[i] : 0, table->width[i],
               table->heading[i], style(STYLE_PLAIN), i + 1 < table->columns ? "  " : "\n");
}

/* One line of a row: of each cell what its column holds; false where no cell had anything left. */
static bool print_line(const Table *table, const char **rest, size_t *left) {
    bool any = false;
    int pending = 0; /* blanks owed before the next cell, so that no line ends in blanks */
    for (int i = 0; i < table->columns; i++) any = any || left[i];
    for (int i = 0; any && i < table->columns; i++) {
        int used = 0;
        size_t size = line_take(&rest[i], &left[i], table->width[i], &used);
        if (size) {
            printf("%*s", pending, "");
            print_safe(stdout, rest[i], size, true);
            pending = 0;
        }
        rest[i] += size;
        pending += table->width[i] - used + GAP;
    }
    if (any) putchar('\n');
    return any;
}

static void print_tail(char *const *tail, int room) {
    char line[1024] = "";
    size_t n = 0;
    for (int i = 0; i < 4 && n < sizeof line; i++)
        if (tail[i][0]) n += (size_t)snprintf(line + n, sizeof line - n, "%s%s", n ? " · " : "", tail[i]);
    printf("    %s", style(STYLE_DIM));
    print_wrapped(line, 4, room - 4);
    printf("%s\n", style(STYLE_PLAIN));
}

static void print_row(const Table *table, char *const *row, int room) {
    const char *rest[COLUMNS] = {0};
    size_t left[COLUMNS] = {0};
    for (int i = 0; i < table->columns; i++) rest[i] = row[i], left[i] = strlen(row[i]);
    while (print_line(table, rest, left)) continue;
    if (row[COLUMNS][0]) {
        fputs("    ", stdout);
        print_wrapped(row[COLUMNS], 4, room - 4);
        putchar('\n');
    }
    if (table->layout->tail[0]) print_tail(row + COLUMNS + 1, room);
}

static void print_batch(Table *table, uint64_t before) {
    int room = term_width();
    if (!table->n) return;
    if (!before) {
        settle_widths(table, room);
        print_headings(table);
    }
    for (size_t i = 0; i < table->n; i++) {
        if (table->layout->tail[0] && before + i) putchar('\n');
        print_row(table, table->cells + i * ROW, room);
    }
}

static vf_status no_memory(vf_error *error) {
    *error = (vf_error){.status = VF_E_MEMORY};
    return VF_E_MEMORY;
}

vf_status table_print(vf_rows *rows, const Layout *layout, uint64_t *count, vf_error *error) {
    Table table;
    vf_status status;
    set_up(&table, rows, layout);
    table.cells = calloc(BATCH * ROW, sizeof *table.cells);
    if (!table.cells) return no_memory(error);
    while (!(status = vf_rows_next(rows, error)) && !ferror(stdout)) {
        if (!keep_row(&table, rows)) {
            status = no_memory(error);
            break;
        }
        if (table.n < BATCH) continue;
        print_batch(&table, *count);
        *count += table.n;
        forget(&table);
    }
    print_batch(&table, *count);
    *count += table.n;
    forget(&table);
    free(table.cells);
    return status == VF_END ? VF_OK : status;
}
