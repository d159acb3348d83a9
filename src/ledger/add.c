/* add.c: one article into the ledger, in one transaction. The records come resolved (output.h), so that the tables
 * hold ids and names that mean something without the article. */
#include "engine.h"
#include "lexicon/lexicon.h"
#include "store.h"
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <strings.h>

typedef struct Adding {
    vf_ledger *ledger;
    const Article *article;
    FlatArticle flat;
    char digest[20];
    int64_t document;
    vf_added added;
} Adding;

/* ------------------------------------------------------------------ lists */

static int add_voices(vf_ledger *l, int64_t record, const StrList *voices) {
    int rc = SQLITE_OK;
    for (uint32_t i = 0; !rc && i < voices->n; i++)
        rc = vfp_run(l, SQL_VOICE, "iis", record, (int64_t)i, voices->at[i]);
    return rc;
}

static int add_contents(vf_ledger *l, int64_t record, const SpanList *contents) {
    int rc = SQLITE_OK;
    for (uint32_t i = 0; !rc && i < contents->n; i++)
        rc = vfp_run(l, SQL_CONTENT, "iip", record, (int64_t)i, contents->at[i]);
    return rc;
}

static int add_participants(vf_ledger *l, int64_t record, Str role, const StrList *ids, const StrList *codes,
                            const SpanList *spans) {
    int rc = SQLITE_OK;
    for (uint32_t i = 0; !rc && i < ids->n; i++)
        rc = vfp_run(l, SQL_PARTICIPANT, "iSissp", record, role, (int64_t)i, ids->at[i], codes->at[i],
                     i < spans->n ? spans->at[i] : VFP_NO_SPAN);
    return rc;
}

static int add_event_lists(vf_ledger *l, int64_t record, const Flat *flat) {
    int rc = add_participants(l, record, VFP_STR("actor"), &flat->event.actors, &flat->event.actor_codes,
                              &flat->event.actor_spans);
    if (!rc)
        rc = add_participants(l, record, VFP_STR("recipient"), &flat->event.recipients, &flat->event.recipient_codes,
                              &flat->event.recipient_spans);
    for (uint32_t i = 0; !rc && i < flat->event.contexts.n; i++)
        rc = vfp_run(l, SQL_CONTEXT, "iis", record, (int64_t)i, flat->event.contexts.at[i]);
    return rc;
}

/* ------------------------------------------------------------------ a type's own table */

static sqlite3_stmt *typed_insert(vf_ledger *l, RecordType type, int *rc) {
    if (l->typed[type]) return l->typed[type];
    Buffer names = {0}, sql = {0};
    int n = vfp_record_columns(type, &names);
    vfp_buffer_text(&sql, "INSERT INTO ");
    vfp_buffer_text(&sql, vfp_record_kinds[type].name);
    vfp_buffer_text(&sql, "(record, ");
    vfp_buffer_bytes(&sql, names.at, names.n);
    vfp_buffer_text(&sql, ") VALUES(?");
    while (n-- > 0) vfp_buffer_text(&sql, ", ?");
    vfp_buffer_text(&sql, ")");
    *rc = sql.failed || names.failed
              ? SQLITE_NOMEM
              : sqlite3_prepare_v3(l->db, sql.at, (int)sql.n, SQLITE_PREPARE_PERSISTENT, &l->typed[type], NULL);
    vfp_buffer_free(&names);
    vfp_buffer_free(&sql);
    return l->typed[type];
}

static int bind_end(sqlite3_stmt *s, int at, const FlatEnd *end) {
    vfp_bind_str(s, at, end->label);
    vfp_bind_real(s, at + 1, end->known ? end->stance : (double)NAN);
    vfp_bind_str(s, at + 2, end->date);
    vfp_bind_str(s, at + 3, end->position);
    vfp_bind_span(s, at + 4, end->span);
    return at + 6;
}

static int bind_condition(sqlite3_stmt *s, int at, const FlatCondition *condition) {
    vfp_bind_str(s, at, condition->kind);
    vfp_bind_span(s, at + 1, condition->kind.len ? condition->span : VFP_NO_SPAN);
    vfp_bind_str(s, at + 3, condition->deadline);
    return at + 4;
}

/* Binds one field from parameter `at`; the parameter after it. The order is vfp_record_columns'. */
static int bind_field(sqlite3_stmt *s, int at, const Field *field, const Flat *flat) {
    const void *value = (const char *)flat + field->offset;
    switch (field->kind) {
    case FIELD_STR: vfp_bind_str(s, at, *(const Str *)value); return at + 1;
    case FIELD_BOOL: sqlite3_bind_int(s, at, *(const bool *)value); return at + 1;
    case FIELD_REAL: vfp_bind_real(s, at, *(const double *)value); return at + 1;
    case FIELD_SPAN: vfp_bind_span(s, at, *(const Span *)value); return at + 2;
    case FIELD_END: return bind_end(s, at, value);
    case FIELD_CONDITION: return bind_condition(s, at, value);
    default: return at;
    }
}

static int add_typed(vf_ledger *l, int64_t record, const Flat *flat) {
    int rc = SQLITE_OK, at = 2;
    sqlite3_stmt *s = typed_insert(l, flat->type, &rc);
    if (!s) return rc;
    sqlite3_bind_int64(s, 1, record);
    for (const Field *f = vfp_record_kinds[flat->type].fields; f->name; f++) at = bind_field(s, at, f, flat);
    rc = sqlite3_step(s);
    int reset = sqlite3_reset(s);
    return rc == SQLITE_DONE ? reset : rc;
}

/* ------------------------------------------------------------------ records */

static Str clamped(Str text, Span span) {
    if (span.end > text.len) span.end = text.len;
    return span.begin < span.end ? vfp_slice(text, span) : (Str){0};
}

/* The passage's key: one row for all records that were read from the same sentences. */
static int passage_key(Adding *a, Span span, int64_t *key) {
    int rc;
    sqlite3_stmt *s = vfp_kept(a->ledger, SQL_FIND_PASSAGE, &rc);
    if (!s) return rc;
    vfp_bind(s, "ip", a->document, span);
    rc = sqlite3_step(s);
    if (rc == SQLITE_ROW) *key = sqlite3_column_int64(s, 0);
    sqlite3_reset(s);
    if (rc != SQLITE_DONE) return rc == SQLITE_ROW ? SQLITE_OK : rc;
    rc = vfp_run(a->ledger, SQL_PASSAGE, "ipS", a->document, span, clamped(a->flat.document.text, span));
    *key = sqlite3_last_insert_rowid(a->ledger->db);
    return rc;
}

static int add_common(Adding *a, const Flat *flat, uint32_t ordinal, int64_t passage, int64_t *record) {
    int rc;
    sqlite3_stmt *s = vfp_kept(a->ledger, SQL_RECORD, &rc);
    if (!s) return rc;
    vfp_bind(s, "siiSp", flat->id, a->document, (int64_t)ordinal, vfp_str(vfp_record_kinds[flat->type].name),
             flat->span);
    if (passage) sqlite3_bind_int64(s, 7, passage);
    else sqlite3_bind_null(s, 7);
    vfp_bind_str(s, 8, flat->certainty);
    vfp_bind_str(s, 9, flat->polarity);
    rc = sqlite3_step(s);
    int reset = sqlite3_reset(s);
    *record = sqlite3_last_insert_rowid(a->ledger->db);
    return rc == SQLITE_DONE ? reset : rc;
}

static int add_record(Adding *a, uint32_t ordinal) {
    const Flat *flat = &a->flat.records[ordinal];
    int64_t passage = 0, record = 0;
    int rc = vfp_span_is(flat->passage) ? passage_key(a, flat->passage, &passage) : SQLITE_OK;
    if (!rc) rc = add_common(a, flat, ordinal, passage, &record);
    if (!rc) rc = add_typed(a->ledger, record, flat);
    if (!rc && flat->type == RECORD_STATEMENT) rc = add_contents(a->ledger, record, &flat->statement.contents);
    if (!rc && flat->type == RECORD_EVENT) rc = add_event_lists(a->ledger, record, flat);
    return rc ? rc : add_voices(a->ledger, record, &flat->voices);
}

/* ------------------------------------------------------------------ what records point at */

static int add_actor(Adding *a, uint32_t i) {
    const FlatActor *actor = &a->flat.actors[i];
    int rc = vfp_run(a->ledger, SQL_ACTOR, "SsSs", actor->id, actor->name, actor->kind, actor->code);
    if (!rc)
        rc = vfp_run(a->ledger, SQL_APPEARANCE, "iiSsss", a->document, (int64_t)i, actor->id, actor->name, actor->kind,
                     actor->code);
    for (uint32_t k = 0; !rc && k < actor->role_count; k++) {
        const Role *r = &actor->roles[k];
        rc = vfp_run(a->ledger, SQL_ROLE, "iiissss", a->document, (int64_t)i, (int64_t)k, r->title, r->of, r->from,
                     r->to);
    }
    return rc;
}

static int add_issue(Adding *a, uint32_t row) {
    const Lexicon *lexicon = a->article->lexicon;
    int rc = SQLITE_OK;
    /* The bound is for a lexicon whose parents go in a circle. */
    for (int depth = 0; !rc && lexicon && depth < 16 && row < vfp_lexicon_count(lexicon, LEX_ISSUES); depth++) {
        const LexRow *r = vfp_lexicon_row(lexicon, LEX_ISSUES, row);
        rc = vfp_run(a->ledger, SQL_ISSUE, "Sss", r->field[0], r->field[1], r->field[2]);
        row = vfp_lexicon_issue(lexicon, row)->parent;
    }
    return rc;
}

static int add_issues(Adding *a) {
    int rc = SQLITE_OK;
    for (uint32_t i = 0; !rc && i < a->article->positions.n; i++) rc = add_issue(a, a->article->positions.at[i].issue);
    for (uint32_t i = 0; !rc && i < a->article->shifts.n; i++) rc = add_issue(a, a->article->shifts.at[i].issue);
    return rc;
}

static Str furniture_json(Arena *arena, const SpanList *spans) {
    char *text = vfp_arena_alloc(arena, (size_t)spans->n * 26 + 3), *to = text;
    *to++ = '[';
    for (uint32_t i = 0; i < spans->n; i++)
        to += sprintf(to, "%s[%" PRIu32 ",%" PRIu32 "]", i ? "," : "", spans->at[i].begin, spans->at[i].end);
    *to++ = ']';
    return (Str){text, (uint32_t)(to - text)};
}

static int add_document(Adding *a, Str furniture) {
    const FlatDocument *d = &a->flat.document;
    int rc;
    sqlite3_stmt *s = vfp_kept(a->ledger, SQL_DOCUMENT, &rc);
    if (!s) return rc;
    vfp_bind(s, "iSsssssssSSS", a->document, d->id, d->uri, d->title, d->publisher, d->author, d->published,
             d->language, d->sha256, d->text, furniture, vfp_str(a->digest));
    if (!a->document) sqlite3_bind_null(s, 1);
    rc = sqlite3_step(s);
    int reset = sqlite3_reset(s);
    if (!a->document) a->document = sqlite3_last_insert_rowid(a->ledger->db);
    return rc == SQLITE_DONE ? reset : rc;
}

/* ------------------------------------------------------------------ the transaction */

/* The row of the same id; sets a->document, and VF_UNCHANGED where all that it says is the same. */
static int find_same(Adding *a) {
    int rc;
    sqlite3_stmt *s = vfp_kept(a->ledger, SQL_SAME_ID, &rc);
    if (!s) return rc;
    vfp_bind(s, "S", a->flat.document.id);
    rc = sqlite3_step(s);
    if (rc == SQLITE_ROW) {
        a->document = sqlite3_column_int64(s, 0);
        a->added = vfp_str_is(vfp_column_str(s, 1), vfp_str(a->digest)) ? VF_UNCHANGED : VF_REPLACED;
    }
    sqlite3_reset(s);
    return rc == SQLITE_ROW || rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static bool ends_in(Str s, Str ending) {
    return s.len >= ending.len && strncasecmp(s.at + s.len - ending.len, ending.at, ending.len) == 0;
}

/* Whether the address is of one article, whose id was made from its text. An input that names its own id says itself
 * what is the same article. Lines move within their file, and other articles come to stand in their place; a stream,
 * or a JSON Lines file given without numbers, lends its name to all that is in it. */
static bool names_one_article(const Article *a, const FlatDocument *d) {
    if (a->uri_is_line || d->id.len != 16 || d->sha256.len < 16 || memcmp(d->id.at, d->sha256.at, 16) != 0)
        return false;
    return d->uri.len > 1 && !ends_in(d->uri, VFP_STR("jsonl")) && !ends_in(d->uri, VFP_STR("ndjson"));
}

static int forget(vf_ledger *l, int64_t document) {
    int rc = vfp_run(l, SQL_FORGET_WORDS, "i", document); /* while their texts are still there */
    if (!rc) rc = vfp_run(l, SQL_FORGET_PASSAGES, "i", document);
    return rc ? rc : vfp_run(l, SQL_FORGET, "i", document);
}

/* Forgets what was read from the same address under other ids: the page as it was before. */
static int forget_older(Adding *a) {
    int rc;
    sqlite3_stmt *s = vfp_kept(a->ledger, SQL_SAME_URI, &rc);
    while (s && !rc) {
        vfp_bind(s, "sS", a->flat.document.uri, a->flat.document.id);
        rc = sqlite3_step(s);
        int64_t key = sqlite3_column_int64(s, 0);
        sqlite3_reset(s);
        if (rc == SQLITE_DONE) return SQLITE_OK;
        if (rc != SQLITE_ROW) return rc;
        a->added = VF_REPLACED;
        rc = forget(a->ledger, key);
    }
    return rc;
}

static int add_all(Adding *a, Str furniture) {
    int rc = find_same(a);
    if (rc || a->added == VF_UNCHANGED) return rc;
    if (a->document) rc = forget(a->ledger, a->document);
    if (!rc && names_one_article(a->article, &a->flat.document)) rc = forget_older(a);
    if (!rc) rc = add_document(a, furniture);
    for (uint32_t i = 0; !rc && i < a->flat.actor_count; i++) rc = add_actor(a, i);
    if (!rc) rc = add_issues(a);
    for (uint32_t i = 0; !rc && i < a->flat.record_count; i++) rc = add_record(a, i);
    if (!rc) rc = vfp_run(a->ledger, SQL_WORDS, "i", a->document);
    if (!rc) rc = vfp_run(a->ledger, SQL_PASSAGE_WORDS, "i", a->document);
    if (!rc && a->article->input.len)
        rc = vfp_run(a->ledger, SQL_PARDON, "si", a->article->input, (int64_t)a->article->line);
    return rc;
}

static void roll_back(vf_ledger *l) {
    if (!sqlite3_get_autocommit(l->db)) vfp_run(l, SQL_ROLLBACK, "");
}

static vf_status transact(Adding *a, Str furniture, vf_error *error) {
    vf_ledger *l = a->ledger;
    int rc = vfp_run(l, SQL_BEGIN, "");
    if (rc) return vfp_ledger_fail(l, rc, "begin to add the article", error);
    rc = add_all(a, furniture);
    if (!rc && a->added == VF_UNCHANGED) {
        roll_back(l);
        return VF_OK;
    }
    if (!rc) rc = vfp_run(l, SQL_COMMIT, "");
    if (!rc) return VF_OK;
    vf_status status = vfp_ledger_fail(l, rc, "add the article", error); /* before the rollback changes the message */
    roll_back(l);
    return status;
}

static bool digest_line(void *user, const char *bytes, size_t size) {
    uint64_t *hash = user;
    *hash = vfp_hash(bytes, size, *hash);
    return true;
}

/* What tells whether an article has changed. That it stands on another line now, or came through another stream, is no
 * change of it. */
static vf_status digest(Adding *a, vf_error *error) {
    FlatArticle said = a->flat;
    uint64_t hash = 0;
    if (a->article->uri_is_line) said.document.uri = (Str){0};
    vf_status status = vfp_print_article(&said, digest_line, &hash, error);
    snprintf(a->digest, sizeof a->digest, "%016" PRIx64, hash);
    return status;
}

/* Everything that needs the arena, and may jump out of it, happens before the transaction begins. */
static vf_status prepare(Adding *a, Str *furniture, vf_error *error) {
    Arena *arena = a->ledger->scratch;
    vfp_arena_reset(arena);
    vf_status status = (vf_status)setjmp(*vfp_arena_escape(arena));
    if (status) return vfp_fail(error, status, a->ledger->path, 0, 0, "out of memory while adding the article");
    vfp_flatten(a->article, arena, &a->flat);
    *furniture = furniture_json(arena, &a->flat.document.furniture);
    return digest(a, error);
}

static vf_status needs_writing(const vf_ledger *l, vf_error *error) {
    if (l->mode == VF_LEDGER_WRITE) return VF_OK;
    return vfp_fail(error, VF_E_ARGUMENT, l->path, 0, 0, "the ledger was opened for reading only");
}

vf_status vf_ledger_add(vf_ledger *l, const vf_article *article, vf_added *added, vf_error *error) {
    Adding a = {.ledger = l, .article = &article->article, .added = VF_ADDED};
    Str furniture = {0};
    vf_status status = needs_writing(l, error);
    if (!status && !article->article.id.len)
        status = vfp_fail(error, VF_E_ARGUMENT, NULL, 0, 0, "the article is empty: nothing has been read into it");
    if (!status) status = prepare(&a, &furniture, error);
    if (!status) status = transact(&a, furniture, error);
    vfp_arena_reset(l->scratch);
    if (!status && added) *added = a.added;
    return status;
}

vf_status vf_ledger_refuse(vf_ledger *l, const char *uri, uint64_t line, const vf_error *why, vf_error *error) {
    vf_status status = needs_writing(l, error);
    if (status) return status;
    int rc =
        vfp_run(l, SQL_REFUSAL, "SiSiiS", vfp_str(uri ? uri : ""), (int64_t)line, vfp_str(vf_status_text(why->status)),
                (int64_t)why->line, (int64_t)why->byte, vfp_str(why->message));
    return rc ? vfp_ledger_fail(l, rc, "note the refusal", error) : VF_OK;
}
