/* show.c: one record or document, found by its id or the beginning of it, with the passage that proves it and what
 * else was read there. */
#include "views.h"
#include <stdio.h>
#include <stdlib.h>

enum { AROUND = 240 }; /* bytes of text shown before and after a passage, at most */

typedef struct Found {
    char id[512];
    int64_t key, document;
    bool is_document, is_inferred;
    int count; /* ids that begin so; those after the second are not counted */
    char other[512];
} Found;

typedef struct Showing {
    vf_ledger *ledger;
    Loader *loader;
    Arena *arena;
    Found found;
    FlatDocument document;
    FlatArticle beside;
    Flat record;
    Buffer json;
} Showing;

/* ------------------------------------------------------------------ finding it */

static void note(Found *f, sqlite3_stmt *s, bool is_document, bool is_inferred) {
    Str id = vfp_column_str(s, 0);
    if (id.len >= sizeof f->id) return;
    char *to = f->count ? f->other : f->id;
    memcpy(to, id.len ? id.at : "", id.len);
    to[id.len] = 0;
    if (!f->count) {
        f->key = sqlite3_column_int64(s, 1);
        f->document = sqlite3_column_int64(s, 2);
        f->is_document = is_document;
        f->is_inferred = is_inferred;
    }
    f->count++;
}

static int look(vf_ledger *l, const char *with, const char *sql, const char *id, bool is_document, bool is_inferred,
                Found *f) {
    Buffer all = {0};
    vfp_buffer_text(&all, with);
    vfp_buffer_text(&all, sql);
    sqlite3_stmt *s = NULL;
    int rc = all.failed ? SQLITE_NOMEM : sqlite3_prepare_v2(l->db, all.at, (int)all.n, &s, NULL);
    vfp_buffer_free(&all);
    if (!rc) rc = sqlite3_bind_text(s, 12, id, -1, SQLITE_STATIC);
    while (!rc && f->count < 2 && (rc = sqlite3_step(s)) == SQLITE_ROW) {
        note(f, s, is_document, is_inferred);
        rc = SQLITE_OK;
    }
    sqlite3_finalize(s);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

#define BEGINS(column) column " >= ?12 AND " column " < ?12 || char(1114111) ORDER BY 1 LIMIT 2"

/* Whole ids first: the beginning of one may be the whole of another. Inferred shifts are worked out only for an id
 * that may be theirs. */
static int find(vf_ledger *l, const char *id, Found *f) {
    int rc = look(l, "", "SELECT id, key, key FROM document WHERE id = ?12", id, true, false, f);
    if (!rc && !f->count) rc = look(l, "", "SELECT id, key, document FROM record WHERE id = ?12", id, false, false, f);
    if (rc || f->count) return rc;
    rc = look(l, "", "SELECT id, key, document FROM record WHERE " BEGINS("id"), id, false, false, f);
    if (!rc) rc = look(l, "", "SELECT id, key, key FROM document WHERE " BEGINS("id"), id, true, false, f);
    if (!rc && id[0] == 'v' && (!id[1] || id[1] == '-'))
        rc = look(l, vfp_all_shifts,
                  "SELECT id, record, document FROM all_shifts WHERE basis = 'inferred' AND " BEGINS("id"), id, false,
                  true, f);
    return rc;
}

static vf_status find_one(Showing *s, const char *id, vf_error *error) {
    int rc = vfp_add_functions(s->ledger);
    if (!rc) rc = find(s->ledger, id, &s->found);
    if (rc) return vfp_ledger_fail(s->ledger, rc, "look up the id", error);
    if (s->found.count == 0)
        return vfp_fail(error, VF_E_UNKNOWN, NULL, 0, 0, "no record or document has the id “%.100s”", id);
    if (s->found.count > 1)
        return vfp_fail(error, VF_E_UNKNOWN, NULL, 0, 0,
                        "more than one id begins with “%.100s”: %.100s, %.100s; write more of it", id, s->found.id,
                        s->found.other);
    return VF_OK;
}

/* ------------------------------------------------------------------ writing it */

static bool inside_rune(Str text, uint32_t at) { return at < text.len && ((unsigned char)text.at[at] & 0xC0) == 0x80; }

/* Where the text shown before (after) a passage begins (ends): at a word, and at no more than AROUND bytes. */
static uint32_t before_from(Str text, uint32_t begin) {
    if (begin <= AROUND) return 0;
    uint32_t at = begin - AROUND;
    for (uint32_t i = at; i < begin; i++)
        if (text.at[i] == ' ' || text.at[i] == '\n') return i + 1;
    while (inside_rune(text, at)) at++;
    return at;
}

static uint32_t after_to(Str text, uint32_t end) {
    if (text.len - end <= AROUND) return text.len;
    uint32_t at = end + AROUND;
    for (uint32_t i = at; i > end; i--)
        if (text.at[i] == ' ' || text.at[i] == '\n') return i;
    while (inside_rune(text, at)) at--;
    return at;
}

static void put_number(Buffer *b, const char *name, uint32_t value) {
    char text[64];
    snprintf(text, sizeof text, "\"%s\":%u,", name, value);
    vfp_buffer_text(b, text);
}

static void put_passage(Buffer *b, Str text, Span passage) {
    uint32_t end = passage.end < text.len ? passage.end : text.len;
    uint32_t begin = passage.begin < end ? passage.begin : end;
    uint32_t from = before_from(text, begin), to = after_to(text, end);
    vfp_buffer_text(b, "{");
    put_number(b, "begin", begin);
    put_number(b, "end", end);
    vfp_buffer_text(b, "\"before\":");
    vfp_json_string(b, (Str){text.at + from, begin - from});
    vfp_buffer_text(b, ",\"text\":");
    vfp_json_string(b, (Str){text.at + begin, end - begin});
    vfp_buffer_text(b, ",\"after\":");
    vfp_json_string(b, (Str){text.at + end, to - end});
    vfp_buffer_text(b, "}");
}

static void put_beside(Buffer *b, const FlatArticle *beside) {
    vfp_buffer_text(b, ",\"beside\":[");
    for (uint32_t i = 0; i < beside->record_count; i++) {
        if (i) vfp_buffer_text(b, ",");
        vfp_print_record(b, &beside->records[i]);
    }
    vfp_buffer_text(b, "]}");
}

static int load_found(Showing *s) {
    Found *f = &s->found;
    int rc = SQLITE_OK;
    if (f->is_inferred) rc = vfp_load_inferred(s->loader, f->id, &s->record, &f->document);
    else if (!f->is_document) rc = vfp_load_record(s->loader, f->key, &s->record);
    if (!rc) rc = vfp_load_document(s->loader, f->document, &s->document);
    if (rc) return rc;
    if (f->is_document) return vfp_load_records(s->loader, f->document, -1, INT64_MAX, 0, &s->beside);
    Span p = vfp_span_is(s->record.passage) ? s->record.passage
             : vfp_span_is(s->record.span)  ? s->record.span
                                            : (Span){0, 0};
    s->record.passage = p;
    return vfp_load_records(s->loader, f->document, p.begin, p.end, f->is_inferred ? 0 : f->key, &s->beside);
}

static void write_found(Showing *s) {
    Buffer *b = &s->json;
    vfp_buffer_text(b, "{\"record\":");
    if (s->found.is_document) vfp_print_document(b, &s->document, true);
    else vfp_print_record(b, &s->record);
    vfp_buffer_text(b, ",\"passage\":");
    if (s->found.is_document) vfp_buffer_text(b, "null");
    else put_passage(b, s->document.text, s->record.passage);
    vfp_buffer_text(b, ",\"document\":");
    vfp_print_document(b, &s->document, false);
    put_beside(b, &s->beside);
    vfp_buffer_bytes(b, "", 1);
}

static vf_status load_and_write(Showing *s, vf_error *error) {
    vf_status status = (vf_status)setjmp(*vfp_arena_escape(s->arena));
    if (status) return vfp_fail(error, status, s->ledger->path, 0, 0, "out of memory while reading the ledger");
    int rc = load_found(s);
    if (rc == SQLITE_NOTFOUND) rc = SQLITE_CORRUPT; /* found a moment ago */
    if (rc) return vfp_ledger_fail(s->ledger, rc, "read the record", error);
    write_found(s);
    return s->json.failed ? vfp_fail(error, VF_E_MEMORY, NULL, 0, 0, "out of memory") : VF_OK;
}

vf_status vf_show(vf_ledger *l, const char *id, char **json, vf_error *error) {
    *json = NULL;
    if (!id || !*id) return vfp_fail(error, VF_E_ARGUMENT, NULL, 0, 0, "no id was given");
    Showing *s = calloc(1, sizeof *s); /* on the heap: it must outlive a jump out of the arena */
    if (!s) return vfp_fail(error, VF_E_MEMORY, NULL, 0, 0, "out of memory");
    *s = (Showing){.ledger = l, .arena = l->scratch, .loader = vfp_loader_new(l, l->scratch)};
    vf_status status = s->loader ? find_one(s, id, error) : vfp_fail(error, VF_E_MEMORY, NULL, 0, 0, "out of memory");
    if (!status) status = load_and_write(s, error);
    if (!status) *json = s->json.at;
    else vfp_buffer_free(&s->json);
    vfp_loader_free(s->loader);
    vfp_arena_reset(l->scratch);
    free(s);
    return status;
}
