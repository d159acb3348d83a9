/* function.c: SQL functions for the questions. They may be called by our own statements only, not by a schema. */
#include "views.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static Str argument(sqlite3_value *value) {
    const unsigned char *at = sqlite3_value_text(value);
    return (Str){(const char *)at, at ? (uint32_t)sqlite3_value_bytes(value) : 0};
}

static void fold(sqlite3_context *context, int n, sqlite3_value **values) {
    (void)n;
    Str text = argument(values[0]);
    if (!text.at) return;
    char *folded = malloc((size_t)text.len * 2 + 4);
    if (!folded) {
        sqlite3_result_error_nomem(context);
        return;
    }
    uint32_t length = vfp_fold(text, folded);
    sqlite3_result_text(context, folded, (int)length, free);
}

static void slice(sqlite3_context *context, int n, sqlite3_value **values) {
    (void)n;
    Str text = argument(values[0]);
    int64_t begin = sqlite3_value_int64(values[1]), end = sqlite3_value_int64(values[2]);
    if (!text.at || sqlite3_value_type(values[1]) == SQLITE_NULL || begin < 0) return;
    if (end > text.len) end = text.len;
    if (begin >= end) return;
    sqlite3_result_text(context, text.at + begin, (int)(end - begin), SQLITE_TRANSIENT);
}

/* The id of an inferred shift: made from the two positions that it joins, so it is the same in every ledger. */
static void turn(sqlite3_context *context, int n, sqlite3_value **values) {
    uint64_t hash = 'v';
    for (int i = 0; i < n; i++) {
        Str id = argument(values[i]);
        hash = vfp_hash(id.len ? id.at : "", id.len, hash);
    }
    char text[24];
    snprintf(text, sizeof text, "v-%016" PRIx64, hash);
    sqlite3_result_text(context, text, -1, SQLITE_TRANSIENT);
}

int vfp_add_functions(vf_ledger *l) {
    if (l->has_functions) return SQLITE_OK; /* they can't be added again while a statement that uses them runs */
    const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY;
    int rc = sqlite3_create_function_v2(l->db, "vf_fold", 1, flags, NULL, fold, NULL, NULL, NULL);
    if (!rc) rc = sqlite3_create_function_v2(l->db, "vf_slice", 3, flags, NULL, slice, NULL, NULL, NULL);
    if (!rc) rc = sqlite3_create_function_v2(l->db, "vf_turn", 2, flags, NULL, turn, NULL, NULL, NULL);
    l->has_functions = !rc;
    return rc;
}
