/* rows.c: a statement's rows behind the public API. Texts are passed on as valid UTF-8 without a NUL inside. */
#include "views.h"
#include <stdlib.h>

struct vf_rows {
    vf_ledger *ledger;
    sqlite3_stmt *statement;
    int width;
    bool done;
    const char *names[MAX_COLUMNS];
    int kinds[MAX_COLUMNS];     /* read before any cell: reading one as text changes what SQLite says of it */
    char *cleaned[MAX_COLUMNS]; /* texts that had to be mended, for this row */
};

static void forget_row(vf_rows *rows) {
    for (int i = 0; i < rows->width; i++) {
        free(rows->cleaned[i]);
        rows->cleaned[i] = NULL;
        rows->kinds[i] = SQLITE_NULL;
    }
}

vf_status vfp_rows_new(vf_ledger *l, sqlite3_stmt *statement, const Question *question, bool csv, vf_rows **out,
                       vf_error *error) {
    vf_rows *rows = calloc(1, sizeof *rows);
    if (!rows) {
        sqlite3_finalize(statement);
        return vfp_fail(error, VF_E_MEMORY, l->path, 0, 0, "out of memory");
    }
    *rows = (vf_rows){.ledger = l, .statement = statement};
    for (const Column *c = question->columns; c->name; c++)
        if (csv || *c->name != '+') rows->names[rows->width++] = c->name + (*c->name == '+');
    forget_row(rows);
    *out = rows;
    return VF_OK;
}

int vf_rows_width(const vf_rows *rows) { return rows->width; }

const char *vf_rows_name(const vf_rows *rows, int column) {
    return column >= 0 && column < rows->width ? rows->names[column] : "";
}

vf_status vf_rows_next(vf_rows *rows, vf_error *error) {
    forget_row(rows);
    if (rows->done) return VF_END;
    int rc = sqlite3_step(rows->statement);
    if (rc == SQLITE_ROW) {
        for (int i = 0; i < rows->width; i++) rows->kinds[i] = sqlite3_column_type(rows->statement, i);
        return VF_OK;
    }
    rows->done = true;
    if (rc == SQLITE_DONE) return VF_END;
    return vfp_ledger_fail(rows->ledger, rc, "read the ledger", error);
}

vf_cell vf_rows_kind(const vf_rows *rows, int column) {
    switch (column >= 0 && column < rows->width ? rows->kinds[column] : SQLITE_NULL) {
    case SQLITE_INTEGER: return VF_CELL_INTEGER;
    case SQLITE_FLOAT: return VF_CELL_REAL;
    case SQLITE_NULL: return VF_CELL_NULL;
    default: return VF_CELL_TEXT;
    }
}

int64_t vf_rows_integer(const vf_rows *rows, int column) {
    return vf_rows_kind(rows, column) == VF_CELL_NULL ? 0 : sqlite3_column_int64(rows->statement, column);
}

double vf_rows_real(const vf_rows *rows, int column) {
    return vf_rows_kind(rows, column) == VF_CELL_NULL ? 0 : sqlite3_column_double(rows->statement, column);
}

/* A copy with U+FFFD for every byte that is no UTF-8 and for NUL. */
static char *mended(Str text) {
    char *out = malloc((size_t)text.len * 3 + 1), *to = out;
    for (size_t i = 0; out && i < text.len;) {
        uint32_t rune;
        unsigned n = text.at[i] ? vfp_utf8_decode(text.at, text.len, i, &rune) : 0;
        memcpy(to, n ? text.at + i : "\xEF\xBF\xBD", n ? n : 3);
        to += n ? n : 3;
        i += n ? n : 1;
    }
    if (out) *to = 0;
    return out;
}

const char *vf_rows_text(const vf_rows *rows, int column) {
    if (vf_rows_kind(rows, column) == VF_CELL_NULL) return NULL;
    if (rows->cleaned[column]) return rows->cleaned[column];
    Str text = vfp_column_str(rows->statement, column);
    if (!text.len) return "";
    if (!memchr(text.at, 0, text.len) && vfp_utf8_valid(text.at, text.len) == text.len) return text.at;
    char *clean = mended(text);
    ((vf_rows *)rows)->cleaned[column] = clean; /* a cache: what the caller sees of the row stays the same */
    return clean ? clean : "";
}

void vf_rows_close(vf_rows *rows) {
    if (!rows) return;
    forget_row(rows);
    sqlite3_finalize(rows->statement);
    free(rows);
}
