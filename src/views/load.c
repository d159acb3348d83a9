/* load.c: rows of the ledger → the flat records that output.c prints. Columns come in the order in which the ledger's
 * inserts are made from the same tables of fields. */
#include "views.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

typedef enum LoadSql {
    LOAD_DOCUMENT,
    LOAD_ACTORS,
    LOAD_ROLES,
    LOAD_COMMON,
    LOAD_RECORDS,
    LOAD_VOICES,
    LOAD_CONTENTS,
    LOAD_PARTICIPANTS,
    LOAD_CONTEXTS,
    LOAD_COUNT
} LoadSql;
#define COMMON                                                                                                         \
    "SELECT r.key, r.type, r.id, d.id, r.begin, r.\"end\", r.certainty, r.polarity, g.begin, g.\"end\""                \
    " FROM record r JOIN document d ON d.key = r.document LEFT JOIN passage g ON g.key = r.passage "
static const char *const load_sql[LOAD_COUNT] = {
    [LOAD_DOCUMENT] = "SELECT id, uri, title, publisher, author, published, language, sha256, text, furniture"
                      " FROM document WHERE key = ?",
    [LOAD_ACTORS] = "SELECT ordinal, actor, name, kind, code FROM appearance WHERE document = ? ORDER BY ordinal",
    [LOAD_ROLES] =
        "SELECT title, owner, since, until FROM actor_role WHERE document = ? AND appearance = ? ORDER BY ordinal",
    [LOAD_COMMON] = COMMON "WHERE r.key = ?",
    [LOAD_RECORDS] = COMMON "WHERE r.document = ? AND r.begin < ? AND r.\"end\" > ? ORDER BY r.ordinal",
    [LOAD_VOICES] = "SELECT actor FROM voice WHERE record = ? ORDER BY ordinal",
    [LOAD_CONTENTS] = "SELECT begin, \"end\" FROM statement_content WHERE record = ? ORDER BY ordinal",
    [LOAD_PARTICIPANTS] =
        "SELECT role, actor, code, begin, \"end\" FROM event_participant WHERE record = ? ORDER BY role, ordinal",
    [LOAD_CONTEXTS] = "SELECT context FROM event_context WHERE record = ? ORDER BY ordinal",
};

struct Loader {
    vf_ledger *ledger;
    Arena *arena;
    sqlite3_stmt *kept[LOAD_COUNT], *typed[RECORD_TYPE_COUNT], *inferred;
};

Loader *vfp_loader_new(vf_ledger *l, Arena *arena) {
    Loader *loader = calloc(1, sizeof *loader);
    if (loader) *loader = (Loader){.ledger = l, .arena = arena};
    return loader;
}

void vfp_loader_free(Loader *loader) {
    if (!loader) return;
    for (int i = 0; i < LOAD_COUNT; i++) sqlite3_finalize(loader->kept[i]);
    for (int i = 0; i < RECORD_TYPE_COUNT; i++) sqlite3_finalize(loader->typed[i]);
    sqlite3_finalize(loader->inferred);
    free(loader);
}

/* A statement ready to step, bound to up to three numbers. */
static sqlite3_stmt *ready(Loader *l, LoadSql id, int64_t a, int64_t b, int64_t c, int *rc) {
    *rc = l->kept[id]
              ? sqlite3_reset(l->kept[id])
              : sqlite3_prepare_v3(l->ledger->db, load_sql[id], -1, SQLITE_PREPARE_PERSISTENT, &l->kept[id], NULL);
    if (!l->kept[id]) return NULL;
    *rc = SQLITE_OK;
    const int64_t values[] = {a, b, c};
    int n = sqlite3_bind_parameter_count(l->kept[id]);
    for (int i = 0; i < n && i < 3; i++) sqlite3_bind_int64(l->kept[id], i + 1, values[i]);
    return l->kept[id];
}

static int done(sqlite3_stmt *s, int rc) {
    int reset = sqlite3_reset(s);
    return rc == SQLITE_DONE || rc == SQLITE_ROW ? SQLITE_OK : rc ? rc : reset;
}

static Str text_at(Loader *l, sqlite3_stmt *s, int column) {
    Str text = vfp_column_str(s, column);
    return text.len ? vfp_str_copy(l->arena, text) : (Str){0};
}

static double real_at(sqlite3_stmt *s, int column) {
    return sqlite3_column_type(s, column) == SQLITE_NULL ? (double)NAN : sqlite3_column_double(s, column);
}

/* ------------------------------------------------------------------ documents and actors */

/* [[begin,end],...]: numbers, two by two. Whatever else stands there is passed over. */
static SpanList furniture_of(Loader *l, Str text) {
    SpanList spans = {0};
    uint64_t number = 0, begin = 0;
    bool second = false;
    for (uint32_t i = 0; i < text.len; i++) {
        if (text.at[i] < '0' || text.at[i] > '9') continue;
        number = 0;
        for (; i < text.len && text.at[i] >= '0' && text.at[i] <= '9'; i++)
            if (number < UINT32_MAX) number = number * 10 + (uint64_t)(text.at[i] - '0');
        if (second && number >= begin && number < UINT32_MAX)
            *vfp_push(l->arena, &spans) = (Span){(uint32_t)begin, (uint32_t)number};
        begin = number;
        second = !second;
    }
    return spans;
}

int vfp_load_document(Loader *l, int64_t key, FlatDocument *out) {
    int rc;
    sqlite3_stmt *s = ready(l, LOAD_DOCUMENT, key, 0, 0, &rc);
    if (!s) return rc;
    rc = sqlite3_step(s);
    if (rc != SQLITE_ROW) return (rc = done(s, rc)) ? rc : SQLITE_NOTFOUND;
    Str *const texts[] = {&out->id,        &out->uri,      &out->title,  &out->publisher, &out->author,
                          &out->published, &out->language, &out->sha256, &out->text};
    *out = (FlatDocument){0};
    for (int i = 0; i < (int)(sizeof texts / sizeof *texts); i++) *texts[i] = text_at(l, s, i);
    out->furniture = furniture_of(l, vfp_column_str(s, 9));
    return done(s, rc);
}

static int load_roles(Loader *l, int64_t document, int64_t appearance, FlatActor *actor) {
    struct {
        Role *at;
        uint32_t n, cap;
    } roles = {0};
    int rc;
    sqlite3_stmt *s = ready(l, LOAD_ROLES, document, appearance, 0, &rc);
    if (!s) return rc;
    while ((rc = sqlite3_step(s)) == SQLITE_ROW)
        *vfp_push(l->arena, &roles) = (Role){text_at(l, s, 0), text_at(l, s, 1), text_at(l, s, 2), text_at(l, s, 3)};
    actor->roles = roles.at;
    actor->role_count = roles.n;
    return done(s, rc);
}

int vfp_load_actors(Loader *l, int64_t document, FlatArticle *out) {
    struct {
        FlatActor *at;
        uint32_t n, cap;
    } actors = {0};
    int rc;
    sqlite3_stmt *s = ready(l, LOAD_ACTORS, document, 0, 0, &rc);
    if (!s) return rc;
    while ((rc = sqlite3_step(s)) == SQLITE_ROW) {
        FlatActor *actor = vfp_push(l->arena, &actors);
        *actor = (FlatActor){
            .id = text_at(l, s, 1), .name = text_at(l, s, 2), .kind = text_at(l, s, 3), .code = text_at(l, s, 4)};
        if ((rc = load_roles(l, document, sqlite3_column_int64(s, 0), actor))) break;
    }
    out->actors = actors.at;
    out->actor_count = actors.n;
    return done(s, rc);
}

/* ------------------------------------------------------------------ records */

static int load_strs(Loader *l, LoadSql id, int64_t record, StrList *out) {
    int rc;
    sqlite3_stmt *s = ready(l, id, record, 0, 0, &rc);
    if (!s) return rc;
    while ((rc = sqlite3_step(s)) == SQLITE_ROW) {
        Str text = text_at(l, s, 0);
        *vfp_push(l->arena, out) = text;
    }
    return done(s, rc);
}

static int load_contents(Loader *l, int64_t record, SpanList *out) {
    int rc;
    sqlite3_stmt *s = ready(l, LOAD_CONTENTS, record, 0, 0, &rc);
    if (!s) return rc;
    while ((rc = sqlite3_step(s)) == SQLITE_ROW) *vfp_push(l->arena, out) = vfp_column_span(s, 0);
    return done(s, rc);
}

static int load_participants(Loader *l, int64_t record, Flat *out) {
    int rc;
    sqlite3_stmt *s = ready(l, LOAD_PARTICIPANTS, record, 0, 0, &rc);
    if (!s) return rc;
    while ((rc = sqlite3_step(s)) == SQLITE_ROW) {
        bool did = vfp_str_is(vfp_column_str(s, 0), VFP_STR("actor"));
        Str id = text_at(l, s, 1), code = text_at(l, s, 2);
        *vfp_push(l->arena, did ? &out->event.actors : &out->event.recipients) = id;
        *vfp_push(l->arena, did ? &out->event.actor_codes : &out->event.recipient_codes) = code;
        *vfp_push(l->arena, did ? &out->event.actor_spans : &out->event.recipient_spans) = vfp_column_span(s, 3);
    }
    return done(s, rc);
}

static int read_end(Loader *l, sqlite3_stmt *s, int at, FlatEnd *end) {
    *end = (FlatEnd){.label = text_at(l, s, at),
                     .stance = real_at(s, at + 1),
                     .date = text_at(l, s, at + 2),
                     .position = text_at(l, s, at + 3),
                     .span = vfp_column_span(s, at + 4)};
    end->known = end->label.len > 0;
    return at + 6;
}

static int read_condition(Loader *l, sqlite3_stmt *s, int at, FlatCondition *condition) {
    *condition = (FlatCondition){
        .kind = text_at(l, s, at), .span = vfp_column_span(s, at + 1), .deadline = text_at(l, s, at + 3)};
    return at + 4;
}

/* Reads one field from column `at`; the column after it. */
static int read_field(Loader *l, sqlite3_stmt *s, int at, const Field *field, Flat *out) {
    void *to = (char *)out + field->offset;
    switch (field->kind) {
    case FIELD_STR: *(Str *)to = text_at(l, s, at); return at + 1;
    case FIELD_BOOL: *(bool *)to = sqlite3_column_int(s, at) != 0; return at + 1;
    case FIELD_REAL: *(double *)to = real_at(s, at); return at + 1;
    case FIELD_SPAN: *(Span *)to = vfp_column_span(s, at); return at + 2;
    case FIELD_END: return read_end(l, s, at, to);
    case FIELD_CONDITION: return read_condition(l, s, at, to);
    default: return at;
    }
}

static void read_fields(Loader *l, sqlite3_stmt *s, int at, Flat *out) {
    for (const Field *f = vfp_record_kinds[out->type].fields; f->name; f++) at = read_field(l, s, at, f, out);
}

/* SELECT, `first`, the columns of the type's fields, `rest`. */
static int prepare_typed(Loader *l, RecordType type, const char *first, const char *rest, sqlite3_stmt **out) {
    Buffer sql = {0}, names = {0};
    vfp_record_columns(type, &names);
    vfp_buffer_text(&sql, first);
    vfp_buffer_bytes(&sql, names.at, names.n);
    vfp_buffer_text(&sql, rest);
    int rc = sql.failed || names.failed
                 ? SQLITE_NOMEM
                 : sqlite3_prepare_v3(l->ledger->db, sql.at, (int)sql.n, SQLITE_PREPARE_PERSISTENT, out, NULL);
    vfp_buffer_free(&sql);
    vfp_buffer_free(&names);
    return rc;
}

/* The type's own table. A record whose row is missing there keeps its fields empty: the ledger is damaged, and what is
 * left of it is shown. */
static int load_typed(Loader *l, int64_t record, Flat *out) {
    sqlite3_stmt **s = &l->typed[out->type];
    char rest[64];
    snprintf(rest, sizeof rest, " FROM %s WHERE record = ?", vfp_record_kinds[out->type].name);
    int rc = *s ? SQLITE_OK : prepare_typed(l, out->type, "SELECT ", rest, s);
    if (rc) return rc;
    sqlite3_bind_int64(*s, 1, record);
    rc = sqlite3_step(*s);
    if (rc == SQLITE_ROW) read_fields(l, *s, 0, out);
    return done(*s, rc);
}

static void empty_record(Flat *out) {
    switch (out->type) {
    case RECORD_STATEMENT: out->statement.speaker_span = out->statement.cue_span = VFP_NO_SPAN; break;
    case RECORD_EVENT:
        out->event.trigger = VFP_NO_SPAN;
        out->event.goldstein = (double)NAN;
        break;
    case RECORD_OUTLOOK: out->outlook.if_span = out->outlook.then_span = VFP_NO_SPAN; break;
    default: break;
    }
}

/* What a row of COMMON says; false where its type is none of ours. */
static bool read_common(Loader *l, sqlite3_stmt *s, Flat *out) {
    Str type = vfp_column_str(s, 1);
    int t = 0;
    while (t < RECORD_TYPE_COUNT && !vfp_str_is(type, vfp_str(vfp_record_kinds[t].name))) t++;
    if (t == RECORD_TYPE_COUNT) return false;
    *out = (Flat){.type = (RecordType)t,
                  .id = text_at(l, s, 2),
                  .doc = text_at(l, s, 3),
                  .span = vfp_column_span(s, 4),
                  .certainty = text_at(l, s, 6),
                  .polarity = text_at(l, s, 7),
                  .passage = vfp_column_span(s, 8)};
    empty_record(out);
    return true;
}

static int load_rest(Loader *l, int64_t key, Flat *out) {
    int rc = load_typed(l, key, out);
    if (!rc && out->type == RECORD_STATEMENT) rc = load_contents(l, key, &out->statement.contents);
    if (!rc && out->type == RECORD_EVENT) rc = load_participants(l, key, out);
    if (!rc && out->type == RECORD_EVENT) rc = load_strs(l, LOAD_CONTEXTS, key, &out->event.contexts);
    return rc ? rc : load_strs(l, LOAD_VOICES, key, &out->voices);
}

int vfp_load_record(Loader *l, int64_t key, Flat *out) {
    int rc;
    sqlite3_stmt *s = ready(l, LOAD_COMMON, key, 0, 0, &rc);
    if (!s) return rc;
    rc = sqlite3_step(s);
    bool known = rc == SQLITE_ROW && read_common(l, s, out);
    rc = done(s, rc);
    if (!rc && !known) return SQLITE_NOTFOUND;
    return rc ? rc : load_rest(l, key, out);
}

int vfp_load_records(Loader *l, int64_t document, int64_t begin, int64_t end, int64_t without, FlatArticle *out) {
    struct {
        Flat *at;
        uint32_t n, cap;
    } records = {0};
    int rc;
    sqlite3_stmt *s = ready(l, LOAD_RECORDS, document, end, begin, &rc);
    if (!s) return rc;
    while ((rc = sqlite3_step(s)) == SQLITE_ROW) {
        int64_t key = sqlite3_column_int64(s, 0);
        Flat flat;
        if (key == without || !read_common(l, s, &flat)) continue;
        if ((rc = load_rest(l, key, &flat))) break;
        *vfp_push(l->arena, &records) = flat;
    }
    out->records = records.at;
    out->record_count = records.n;
    return done(s, rc);
}

/* ------------------------------------------------------------------ inferred shifts */

static int prepare_inferred(Loader *l) {
    Buffer first = {0};
    vfp_buffer_text(&first, vfp_all_shifts);
    vfp_buffer_text(&first,
                    "SELECT s.record, 'shift', s.id, d.id, s.begin, s.\"end\", s.certainty, s.polarity, g.begin,"
                    " g.\"end\", s.document, ");
    vfp_buffer_bytes(&first, "", 1);
    int rc = first.failed ? SQLITE_NOMEM
                          : prepare_typed(l, RECORD_SHIFT, first.at,
                                          " FROM all_shifts s JOIN document d ON d.key = s.document"
                                          " LEFT JOIN passage g ON g.key = s.passage WHERE s.id = ?12",
                                          &l->inferred);
    vfp_buffer_free(&first);
    return rc;
}

int vfp_load_inferred(Loader *l, const char *id, Flat *out, int64_t *document) {
    int rc = l->inferred ? sqlite3_reset(l->inferred) : prepare_inferred(l);
    if (!rc) rc = sqlite3_bind_text(l->inferred, 12, id, -1, SQLITE_TRANSIENT);
    if (rc) return rc;
    rc = sqlite3_step(l->inferred);
    bool found = rc == SQLITE_ROW && read_common(l, l->inferred, out);
    int64_t record = sqlite3_column_int64(l->inferred, 0);
    if (found) *document = sqlite3_column_int64(l->inferred, 10), read_fields(l, l->inferred, 11, out);
    rc = done(l->inferred, rc);
    if (rc) return rc;
    return found ? load_strs(l, LOAD_VOICES, record, &out->voices) : SQLITE_NOTFOUND;
}
