/* export.c: the ledger as text. JSON Lines: each document's records as vf_article_write printed them, byte for byte,
 * documents in the order in which they were added. CSV (RFC 4180): the rows of a question. */
#include "views.h"
#include <stdio.h>
#include <stdlib.h>

typedef struct Export {
    vf_ledger *ledger;
    Loader *loader;
    Arena *arena;
    vf_write_fn write;
    void *user;
    FlatArticle article;
} Export;

/* ------------------------------------------------------------------ JSON Lines */

static vf_status print_document(Export *e, int64_t key, vf_error *error) {
    vfp_arena_reset(e->arena);
    vf_status status = (vf_status)setjmp(*vfp_arena_escape(e->arena));
    if (status) return vfp_fail(error, status, e->ledger->path, 0, 0, "out of memory while reading the ledger");
    e->article = (FlatArticle){0};
    int rc = vfp_load_document(e->loader, key, &e->article.document);
    if (!rc) rc = vfp_load_actors(e->loader, key, &e->article);
    if (!rc) rc = vfp_load_records(e->loader, key, -1, INT64_MAX, 0, &e->article);
    if (rc) return vfp_ledger_fail(e->ledger, rc == SQLITE_NOTFOUND ? SQLITE_CORRUPT : rc, "read the ledger", error);
    return vfp_print_article(&e->article, e->write, e->user, error);
}

static int key_of(vf_ledger *l, const char *id, int64_t *key) {
    sqlite3_stmt *s = NULL;
    int rc = sqlite3_prepare_v2(l->db, "SELECT key FROM document WHERE id = ?", -1, &s, NULL);
    if (!rc) rc = sqlite3_bind_text(s, 1, id, -1, SQLITE_STATIC);
    if (!rc && (rc = sqlite3_step(s)) == SQLITE_ROW) *key = sqlite3_column_int64(s, 0), rc = SQLITE_OK;
    else if (rc == SQLITE_DONE) rc = SQLITE_NOTFOUND;
    sqlite3_finalize(s);
    return rc;
}

typedef struct Keys {
    int64_t *at;
    size_t n, cap;
} Keys;

static bool keep_key(Keys *keys, int64_t key) {
    if (keys->n == keys->cap) {
        size_t cap = keys->cap ? keys->cap * 2 : 64;
        int64_t *at = realloc(keys->at, cap * sizeof *at);
        if (!at) return false;
        keys->at = at;
        keys->cap = cap;
    }
    keys->at[keys->n++] = key;
    return true;
}

static int by_key(const void *left, const void *right) {
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return a < b ? -1 : a > b;
}

/* The documents that VF_ASK_DOCUMENTS gives for the filter. */
static vf_status chosen(vf_ledger *l, const vf_filter *filter, Keys *keys, vf_error *error) {
    vf_rows *rows = NULL;
    vf_status status = vfp_ask(l, NULL, VF_ASK_DOCUMENTS, filter, false, &rows, error);
    if (status) return status;
    int column = 0;
    while (strcmp(vf_rows_name(rows, column), "document") != 0) column++;
    while ((status = vf_rows_next(rows, error)) == VF_OK) {
        int64_t key = 0;
        int rc = key_of(l, vf_rows_text(rows, column) ? vf_rows_text(rows, column) : "", &key);
        if (rc == SQLITE_NOTFOUND) continue; /* an id that is no valid text */
        if (rc) status = vfp_ledger_fail(l, rc, "read the ledger", error);
        else if (!keep_key(keys, key)) status = vfp_fail(error, VF_E_MEMORY, NULL, 0, 0, "out of memory");
        if (status) break;
    }
    vf_rows_close(rows);
    return status == VF_END ? VF_OK : status;
}

static vf_status export_lines(Export *e, const vf_filter *filter, vf_error *error) {
    Keys keys = {0};
    vf_status status = chosen(e->ledger, filter, &keys, error);
    if (!status && keys.n) qsort(keys.at, keys.n, sizeof *keys.at, by_key);
    for (size_t i = 0; !status && i < keys.n; i++) status = print_document(e, keys.at[i], error);
    free(keys.at);
    return status;
}

/* All of it from one state of the ledger, whatever is added meanwhile. */
static vf_status export_snapshot(vf_ledger *l, const vf_filter *filter, vf_write_fn write, void *user,
                                 vf_error *error) {
    Export *e = calloc(1, sizeof *e); /* on the heap: it must outlive a jump out of the arena */
    Loader *loader = vfp_loader_new(l, l->scratch);
    if (!e || !loader) {
        free(e);
        vfp_loader_free(loader);
        return vfp_fail(error, VF_E_MEMORY, NULL, 0, 0, "out of memory");
    }
    *e = (Export){.ledger = l, .loader = loader, .arena = l->scratch, .write = write, .user = user};
    int rc = sqlite3_exec(l->db, "BEGIN", NULL, NULL, NULL);
    vf_status status = rc ? vfp_ledger_fail(l, rc, "read the ledger", error) : export_lines(e, filter, error);
    if (!rc) sqlite3_exec(l->db, "COMMIT", NULL, NULL, NULL);
    vfp_loader_free(loader);
    vfp_arena_reset(l->scratch);
    free(e);
    return status;
}

/* ------------------------------------------------------------------ CSV */

static void put_cell(Buffer *b, const char *text) {
    if (!text[strcspn(text, ",\"\r\n")]) {
        vfp_buffer_text(b, text);
        return;
    }
    vfp_buffer_text(b, "\"");
    for (const char *at = text; *at;) {
        size_t n = strcspn(at, "\"");
        vfp_buffer_bytes(b, at, n);
        at += n;
        if (*at) vfp_buffer_text(b, "\"\""), at++;
    }
    vfp_buffer_text(b, "\"");
}

static void put_row(Buffer *b, const vf_rows *rows) {
    for (int i = 0; i < vf_rows_width(rows); i++) {
        if (i) vfp_buffer_text(b, ",");
        if (vf_rows_kind(rows, i) == VF_CELL_REAL) vfp_json_real(b, vf_rows_real(rows, i));
        else if (vf_rows_kind(rows, i) != VF_CELL_NULL) put_cell(b, vf_rows_text(rows, i));
    }
}

static void put_header(Buffer *b, const vf_rows *rows) {
    for (int i = 0; i < vf_rows_width(rows); i++) {
        if (i) vfp_buffer_text(b, ",");
        put_cell(b, vf_rows_name(rows, i));
    }
}

static vf_status send_row(Buffer *b, vf_write_fn write, void *user, vf_error *error) {
    vfp_buffer_text(b, "\r\n");
    if (b->failed) return vfp_fail(error, VF_E_MEMORY, NULL, 0, 0, "out of memory");
    if (!write(user, b->at, b->n)) return vfp_fail(error, VF_E_IO, NULL, 0, 0, "the export could not be written");
    b->n = 0;
    return VF_OK;
}

static vf_status export_rows(vf_ledger *l, vf_question question, const vf_filter *filter, vf_write_fn write, void *user,
                             vf_error *error) {
    vf_rows *rows = NULL;
    vf_status status = vfp_ask(l, NULL, question, filter, true, &rows, error);
    if (status) return status;
    Buffer b = {0};
    put_header(&b, rows);
    status = send_row(&b, write, user, error);
    while (!status && (status = vf_rows_next(rows, error)) == VF_OK) {
        put_row(&b, rows);
        status = send_row(&b, write, user, error);
    }
    vfp_buffer_free(&b);
    vf_rows_close(rows);
    return status == VF_END ? VF_OK : status;
}

static vf_status no_table(const char *table, vf_error *error) {
    char names[256];
    size_t used = 0;
    for (int i = 0; i < vfp_question_count && used < sizeof names; i++)
        used += (size_t)snprintf(names + used, sizeof names - used, "%s%s", i ? ", " : "", vfp_question_names[i]);
    return vfp_fail(error, VF_E_ARGUMENT, NULL, 0, 0, "%s “%.60s”; CSV has one table a file: %s",
                    table ? "there is no table" : "which table is wanted? None was named:", table ? table : "", names);
}

vf_status vf_export(vf_ledger *l, const char *format, const char *table, const vf_filter *filter, vf_write_fn write,
                    void *user, vf_error *error) {
    if (!format || (strcmp(format, "jsonl") != 0 && strcmp(format, "csv") != 0))
        return vfp_fail(error, VF_E_ARGUMENT, NULL, 0, 0, "“%.60s” is no format: write jsonl or csv",
                        format ? format : "");
    if (strcmp(format, "jsonl") == 0) {
        if (table && *table)
            return vfp_fail(error, VF_E_ARGUMENT, NULL, 0, 0, "JSON Lines hold all records; a table goes with csv");
        return export_snapshot(l, filter, write, user, error);
    }
    for (int i = 0; table && i < vfp_question_count; i++)
        if (strcmp(table, vfp_question_names[i]) == 0)
            return export_rows(l, (vf_question)i, filter, write, user, error);
    return no_table(table, error);
}
