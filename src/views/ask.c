/* ask.c: a question and its filter made into one SQL statement, its parameters bound. Nothing that a user wrote is
 * ever part of the SQL. */
#include "views.h"
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

/* What each filter is bound to; null: not given. */
typedef struct Bound {
    char *value[FILTER_COUNT]; /* malloc'ed */
} Bound;

static void bound_free(Bound *b) {
    for (int i = 0; i < FILTER_COUNT; i++) free(b->value[i]);
}

static const char *given(const vf_filter *f, FilterKey key) {
    const char *const values[FILTER_COUNT] = {f->actor, f->with,  f->after,     f->issue,     f->about,   f->from,
                                              f->to,    f->as_of, f->publisher, f->certainty, f->document};
    return values[key] && *values[key] ? values[key] : NULL;
}

/* ------------------------------------------------------------------ values */

static bool digits_at(const char *text, int begin, int n) {
    for (int i = begin; i < begin + n; i++)
        if (!isdigit((unsigned char)text[i])) return false;
    return true;
}

/* YYYY, YYYY-MM or YYYY-MM-DD → its first day, or its last for a comparison of texts. */
static vf_status bind_date(const char *text, const char *name, bool last, char **out, vf_error *error) {
    size_t n = strnlen(text, 11);
    bool valid = (n == 4 || n == 7 || n == 10) && digits_at(text, 0, 4) && strncmp(text, "0000", 4) != 0;
    if (valid && n >= 7) valid = text[4] == '-' && digits_at(text, 5, 2) && atoi(text + 5) >= 1 && atoi(text + 5) <= 12;
    if (valid && n == 10)
        valid = text[7] == '-' && digits_at(text, 8, 2) && atoi(text + 8) >= 1 && atoi(text + 8) <= 31;
    if (!valid)
        return vfp_fail(error, VF_E_ARGUMENT, NULL, 0, 0,
                        "“%.60s” is not a date for %s: write 2025, 2025-10 or 2025-10-16", text, name);
    *out = malloc(16);
    if (!*out) return vfp_fail(error, VF_E_MEMORY, NULL, 0, 0, "out of memory");
    snprintf(*out, 16, "%s%s", text, (last ? "-12-31" : "-01-01") + (n - 4));
    return VF_OK;
}

static vf_status bind_certainty(const char *text, char **out, vf_error *error) {
    static const char *const sets[] = {"[\"certain\"]", "[\"certain\",\"probable\"]",
                                       "[\"certain\",\"probable\",\"possible\"]"};
    for (int i = 0; i < CERTAINTY_COUNT; i++)
        if (strcmp(text, vfp_certainty_names[i]) == 0) {
            *out = strdup(sets[i]);
            return *out ? VF_OK : vfp_fail(error, VF_E_MEMORY, NULL, 0, 0, "out of memory");
        }
    return vfp_fail(error, VF_E_ARGUMENT, NULL, 0, 0, "“%.60s” is no certainty: write certain, probable or possible",
                    text);
}

static bool has_letter(const char *at, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (isalnum((unsigned char)at[i]) || (unsigned char)at[i] >= 0x80) return true;
    return false;
}

/* A user's words as an FTS5 query in which nothing is an operator: each word, or each text between quotation marks, is
 * quoted, and all of them must be there. Words without a letter or digit would match nothing, and are left out. */
static vf_status bind_words(const char *text, char **out, vf_error *error) {
    Buffer b = {0};
    for (const char *at = text; *at;) {
        bool phrase = *at == '"';
        at += phrase;
        size_t n = strcspn(at, phrase ? "\"" : "\" \t\r\n");
        if (has_letter(at, n)) {
            vfp_buffer_text(&b, b.n ? " AND \"" : "\"");
            vfp_buffer_bytes(&b, at, n);
            vfp_buffer_text(&b, "\"");
        }
        at += n;
        if (*at && (phrase || *at != '"')) at++;
    }
    bool none = !b.n && !b.failed;
    vfp_buffer_bytes(&b, "", 1);
    if (!none && !b.failed) {
        *out = b.at;
        return VF_OK;
    }
    vfp_buffer_free(&b);
    if (none) return vfp_fail(error, VF_E_ARGUMENT, NULL, 0, 0, "“%.60s” has no word to look for", text);
    return vfp_fail(error, VF_E_MEMORY, NULL, 0, 0, "out of memory");
}

static vf_status bind_copy(const char *text, char **out, vf_error *error) {
    *out = strdup(text);
    return *out ? VF_OK : vfp_fail(error, VF_E_MEMORY, NULL, 0, 0, "out of memory");
}

static vf_status bind_value(vf_ledger *l, const vf_engine *engine, FilterKey key, const char *text, char **out,
                            vf_error *error) {
    switch (key) {
    case FILTER_ACTOR:
    case FILTER_WITH:
    case FILTER_AFTER: return vfp_name_actor(l, engine, text, out, error);
    case FILTER_ISSUE: return vfp_name_issues(l, engine, text, out, error);
    case FILTER_ABOUT: return bind_words(text, out, error);
    case FILTER_FROM:
    case FILTER_TO:
    case FILTER_AS_OF: return bind_date(text, vfp_filter_names[key], key != FILTER_FROM, out, error);
    case FILTER_PUBLISHER: return vfp_name_publishers(l, engine, text, out, error);
    case FILTER_CERTAINTY: return bind_certainty(text, out, error);
    default: return bind_copy(text, out, error);
    }
}

/* The number that `sql` gives with `text` as its last parameter; 0 where it fails. */
static int count_of(vf_ledger *l, const char *sql, const char *text) {
    sqlite3_stmt *s = NULL;
    int n = 0;
    if (!sqlite3_prepare_v2(l->db, sql, -1, &s, NULL) &&
        !sqlite3_bind_text(s, sqlite3_bind_parameter_count(s), text, -1, SQLITE_STATIC) &&
        sqlite3_step(s) == SQLITE_ROW)
        n = sqlite3_column_int(s, 0);
    sqlite3_finalize(s);
    return n;
}

/* Actors are looked for by a part of a name (?2) as well as by what the lexicon makes of it (?1). Only where neither
 * is known do near misses help. */
static vf_status bind_part(vf_ledger *l, const vf_engine *engine, const char *text, Bound *b, vf_error *error) {
    vf_status status = bind_copy(text, &b->value[FILTER_WITH], error);
    if (!status) status = vfp_name_actor(l, engine, text, &b->value[FILTER_ACTOR], error);
    return status == VF_E_UNKNOWN && count_of(l, vfp_actor_part, text) ? VF_OK : status;
}

static vf_status bind_filter(vf_ledger *l, const vf_engine *engine, vf_question question, const vf_filter *f, Bound *b,
                             vf_error *error) {
    for (int k = 0; k < FILTER_COUNT; k++) {
        const char *text = given(f, (FilterKey)k);
        if (!text) continue;
        if (!vfp_questions[question].filters[k])
            return vfp_fail(error, VF_E_ARGUMENT, NULL, 0, 0, "%s can't be filtered by “%s”",
                            vfp_question_names[question], vfp_filter_names[k]);
        vf_status status = question == VF_ASK_ACTORS && k == FILTER_ACTOR
                               ? bind_part(l, engine, text, b, error)
                               : bind_value(l, engine, (FilterKey)k, text, &b->value[k], error);
        if (status) return status;
    }
    if (question == VF_ASK_DOCUMENTS || !b->value[FILTER_DOCUMENT]) return VF_OK;
    if (count_of(l, "SELECT count(*) FROM document WHERE id = ?1", b->value[FILTER_DOCUMENT])) return VF_OK;
    return vfp_fail(error, VF_E_UNKNOWN, NULL, 0, 0, "no document has the id “%.100s”", b->value[FILTER_DOCUMENT]);
}

/* ------------------------------------------------------------------ the statement */

static void put_conditions(Buffer *sql, const Question *q, const vf_filter *f) {
    for (int k = 0; k < FILTER_COUNT; k++) {
        if (!given(f, (FilterKey)k)) continue;
        vfp_buffer_text(sql, " AND ");
        vfp_buffer_text(sql, q->filters[k]);
    }
}

static void put_columns(Buffer *sql, const Question *q, bool csv) {
    const char *comma = " ";
    for (const Column *c = q->columns; c->name; c++) {
        if (*c->name == '+' && !csv) continue;
        vfp_buffer_text(sql, comma);
        vfp_buffer_text(sql, c->sql);
        vfp_buffer_text(sql, " AS \"");
        vfp_buffer_text(sql, c->name + (*c->name == '+'));
        vfp_buffer_text(sql, "\"");
        comma = ", ";
    }
}

static void put_sql(Buffer *sql, const Question *q, const vf_filter *f, bool csv) {
    vfp_buffer_text(sql, q->with);
    vfp_buffer_text(sql, "SELECT");
    put_columns(sql, q, csv);
    vfp_buffer_text(sql, " FROM ");
    vfp_buffer_text(sql, q->from);
    vfp_buffer_text(sql, " WHERE 1");
    put_conditions(sql, q, f);
    if (q == &vfp_questions[VF_ASK_ACTORS])
        vfp_buffer_text(sql, " AND EXISTS (SELECT 1 FROM appearance x WHERE x.actor = a.id)");
    if (given(f, FILTER_AS_OF)) { /* of those that pass all other conditions, the newest on each issue */
        vfp_buffer_text(
            sql, " AND position.record IN (SELECT record FROM (SELECT position.record AS record, row_number() OVER"
                 " (PARTITION BY position.holder, position.issue ORDER BY position.date_last DESC,"
                 " position.date_first DESC, d.published_last DESC, d.id DESC, r.ordinal DESC) AS newest FROM ");
        vfp_buffer_text(sql, q->from);
        vfp_buffer_text(sql, " WHERE 1");
        put_conditions(sql, q, f);
        vfp_buffer_text(sql, ") WHERE newest = 1)");
    }
    vfp_buffer_text(sql, " ORDER BY ");
    vfp_buffer_text(sql, q->order);
    if (f->limit) vfp_buffer_text(sql, " LIMIT ?12");
}

static int bind_all(sqlite3_stmt *s, const Bound *b, uint64_t limit) {
    int n = sqlite3_bind_parameter_count(s), rc = SQLITE_OK;
    for (int k = 0; !rc && k < FILTER_COUNT && k < n; k++)
        if (b->value[k]) rc = sqlite3_bind_text(s, k + 1, b->value[k], -1, SQLITE_TRANSIENT);
    if (!rc && limit) rc = sqlite3_bind_int64(s, FILTER_COUNT + 1, limit > INT64_MAX ? INT64_MAX : (int64_t)limit);
    return rc;
}

static vf_status ask(vf_ledger *l, const Question *q, const vf_filter *f, const Bound *b, bool csv, vf_rows **out,
                     vf_error *error) {
    Buffer sql = {0};
    put_sql(&sql, q, f, csv);
    sqlite3_stmt *s = NULL;
    int rc = sql.failed ? SQLITE_NOMEM : sqlite3_prepare_v2(l->db, sql.at, (int)sql.n, &s, NULL);
    if (!rc) rc = bind_all(s, b, f->limit);
    vfp_buffer_free(&sql);
    if (!rc) return vfp_rows_new(l, s, q, csv, out, error);
    vf_status status = vfp_ledger_fail(l, rc, "ask the ledger", error);
    sqlite3_finalize(s);
    return status;
}

vf_status vfp_ask(vf_ledger *l, const vf_engine *engine, vf_question question, const vf_filter *filter, bool csv,
                  vf_rows **out, vf_error *error) {
    static const vf_filter everything = {0};
    *out = NULL;
    if ((int)question < 0 || (int)question >= vfp_question_count)
        return vfp_fail(error, VF_E_ARGUMENT, NULL, 0, 0, "there is no such question");
    if (!filter) filter = &everything;
    int rc = vfp_add_functions(l);
    if (rc) return vfp_ledger_fail(l, rc, "ask the ledger", error);
    Bound bound = {0};
    vf_status status = bind_filter(l, engine, question, filter, &bound, error);
    if (!status) status = ask(l, &vfp_questions[question], filter, &bound, csv, out, error);
    bound_free(&bound);
    return status;
}

vf_status vf_ask(vf_ledger *l, const vf_engine *engine, vf_question question, const vf_filter *filter, vf_rows **out,
                 vf_error *error) {
    return vfp_ask(l, engine, question, filter, false, out, error);
}
