/* store.c: SQLite, put into the terms of store.h. */
#include "store.h"
#include <errno.h>
#include <math.h>
#include <stdio.h>

static const char *const statements[] = {
#define X(id, sql) sql,
    STATEMENTS(X)
#undef X
};

int vfp_bind_str(sqlite3_stmt *s, int at, Str text) {
    if (!text.len) return sqlite3_bind_null(s, at);
    return sqlite3_bind_text64(s, at, text.at, text.len, SQLITE_STATIC, SQLITE_UTF8);
}

int vfp_bind_span(sqlite3_stmt *s, int at, Span span) {
    if (!vfp_span_is(span)) {
        sqlite3_bind_null(s, at);
        return sqlite3_bind_null(s, at + 1);
    }
    sqlite3_bind_int64(s, at, span.begin);
    return sqlite3_bind_int64(s, at + 1, span.end);
}

int vfp_bind_real(sqlite3_stmt *s, int at, double value) {
    return isfinite(value) ? sqlite3_bind_double(s, at, value) : sqlite3_bind_null(s, at);
}

static int bind_all(sqlite3_stmt *s, const char *types, va_list values) {
    int rc = SQLITE_OK;
    for (int at = 1; *types && !rc; types++, at++) switch (*types) {
        case 'i': rc = sqlite3_bind_int64(s, at, va_arg(values, int64_t)); break;
        case 's': rc = vfp_bind_str(s, at, va_arg(values, Str)); break;
        case 'S': {
            Str text = va_arg(values, Str);
            rc = sqlite3_bind_text64(s, at, text.len ? text.at : "", text.len, SQLITE_STATIC, SQLITE_UTF8);
            break;
        }
        case 'r': rc = vfp_bind_real(s, at, va_arg(values, double)); break;
        case 'b': rc = sqlite3_bind_int(s, at, va_arg(values, int)); break;
        case 'p': rc = vfp_bind_span(s, at++, va_arg(values, Span)); break;
        default: rc = SQLITE_MISUSE;
        }
    return rc;
}

int vfp_bind(sqlite3_stmt *s, const char *types, ...) {
    va_list values;
    va_start(values, types);
    int rc = bind_all(s, types, values);
    va_end(values);
    return rc;
}

sqlite3_stmt *vfp_kept(vf_ledger *l, StatementId id, int *rc) {
    if (!l->kept[id])
        *rc = sqlite3_prepare_v3(l->db, statements[id], -1, SQLITE_PREPARE_PERSISTENT, &l->kept[id], NULL);
    else *rc = SQLITE_OK;
    return l->kept[id];
}

int vfp_run(vf_ledger *l, StatementId id, const char *types, ...) {
    int rc;
    sqlite3_stmt *s = vfp_kept(l, id, &rc);
    if (!s) return rc;
    va_list values;
    va_start(values, types);
    rc = bind_all(s, types, values);
    va_end(values);
    if (!rc) rc = sqlite3_step(s);
    int reset = sqlite3_reset(s);
    return rc == SQLITE_DONE || rc == SQLITE_ROW ? reset : rc;
}

Str vfp_column_str(sqlite3_stmt *s, int column) {
    const unsigned char *at = sqlite3_column_text(s, column);
    return (Str){(const char *)at, at ? (uint32_t)sqlite3_column_bytes(s, column) : 0};
}

Span vfp_column_span(sqlite3_stmt *s, int column) {
    if (sqlite3_column_type(s, column) != SQLITE_INTEGER || sqlite3_column_type(s, column + 1) != SQLITE_INTEGER)
        return VFP_NO_SPAN;
    int64_t begin = sqlite3_column_int64(s, column), end = sqlite3_column_int64(s, column + 1);
    if (begin < 0 || end < begin || end >= UINT32_MAX) return VFP_NO_SPAN;
    return (Span){(uint32_t)begin, (uint32_t)end};
}

static int columns(Buffer *out, const char *base, int length, const char *const *endings) {
    int n = 0;
    for (; endings[n]; n++) {
        if (out->n) vfp_buffer_text(out, ", ");
        vfp_buffer_bytes(out, base, (size_t)length);
        vfp_buffer_text(out, endings[n]);
    }
    return n;
}

int vfp_record_columns(RecordType type, Buffer *out) {
    static const char *const one[] = {"", NULL}, *const span[] = {"_begin", "_end", NULL},
                             *const end[] = {"_label", "_stance", "_date", "_position", "_begin", "_end", NULL},
                             *const condition[] = {"_kind", "_begin", "_end", "_deadline", NULL};
    int n = 0;
    for (const Field *f = vfp_record_kinds[type].fields; f->name; f++) {
        int length = (int)strlen(f->name);
        switch (f->kind) {
        case FIELD_STR:
        case FIELD_BOOL:
        case FIELD_REAL: n += columns(out, f->name, length, one); break;
        case FIELD_SPAN: n += columns(out, f->name, length - (int)strlen("_span"), span); break;
        case FIELD_END: n += columns(out, f->name, length, end); break;
        case FIELD_CONDITION: n += columns(out, f->name, length, condition); break;
        default: break; /* kept with the record or in a list of its own */
        }
    }
    return n;
}

/* What SQLite's code means for somebody who keeps a ledger, and what helps. */
static vf_status explain(vf_ledger *l, int rc, const char **why) {
    switch (rc & 0xFF) {
    case SQLITE_FULL:
        *why = "the disk is full; make room and try again. The ledger is as it was before";
        return VF_E_IO;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        *why = "another program is writing to the ledger; try again when it is done";
        return VF_E_LEDGER;
    case SQLITE_READONLY:
    case SQLITE_PERM: *why = "the ledger or its folder may not be written; check their permissions"; return VF_E_IO;
    case SQLITE_CANTOPEN:
        *why = "the file can't be opened or made; check that its folder exists and may be written";
        return VF_E_IO;
    case SQLITE_IOERR: *why = errno ? strerror(errno) : "the disk reported an error"; return VF_E_IO;
    case SQLITE_NOTADB: *why = "the file is not a ledger of volteface"; return VF_E_FOREIGN;
    case SQLITE_CORRUPT:
    case SQLITE_FORMAT:
        *why = "the ledger is damaged; take it from a backup, or add the articles to a new one";
        return VF_E_LEDGER;
    case SQLITE_NOMEM: *why = "out of memory"; return VF_E_MEMORY;
    case SQLITE_TOOBIG: *why = "a text is larger than a ledger can hold"; return VF_E_LIMIT;
    case SQLITE_INTERRUPT: *why = "it was interrupted"; return VF_E_LEDGER;
    default: *why = l->db ? sqlite3_errmsg(l->db) : sqlite3_errstr(rc); return VF_E_LEDGER;
    }
}

vf_status vfp_ledger_fail(vf_ledger *l, int rc, const char *doing, vf_error *error) {
    const char *why;
    vf_status status = explain(l, rc, &why);
    return vfp_fail(error, status, l->path, 0, 0, "can't %s: %s", doing, why);
}
