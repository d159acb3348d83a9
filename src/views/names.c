/* names.c: what people call actors, issues and publishers → ids. Names are compared as ids spell them (vfp_kebab: no
 * case, no accents, no punctuation), those in other scripts by vfp_fold. Linear in the names known. */
#include "engine.h"
#include "lexicon/lexicon.h"
#include "views.h"
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

enum { MAX_NAME = 255, MISSES = 3 };

/* How well a name fits what was asked for; lower is better. */
typedef enum Fit { FIT_ID, FIT_NAME, FIT_SURNAME, FIT_NONE } Fit;

typedef struct Candidate {
    char *id, *name;
    unsigned distance;
} Candidate;

typedef struct Search {
    const char *asked;
    char key[MAX_NAME * 3 + 4]; /* `asked` as names are compared */
    Candidate best[8];          /* distinct ids that fit equally well */
    int count;
    Fit fit;
    Candidate misses[MISSES]; /* in order of distance */
    int miss_count;
    bool failed; /* out of memory */
} Search;

/* ------------------------------------------------------------------ likeness */

unsigned vfp_distance(Str a, Str b, unsigned limit) {
    if (a.len > MAX_NAME || b.len > MAX_NAME) return limit + 1;
    unsigned gap = a.len > b.len ? a.len - b.len : b.len - a.len;
    if (gap > limit) return limit + 1;
    unsigned rows[3][MAX_NAME + 1], *before = rows[0], *last = rows[1], *now = rows[2];
    for (unsigned j = 0; j <= b.len; j++) last[j] = j;
    for (unsigned i = 1; i <= a.len; i++) {
        now[0] = i;
        for (unsigned j = 1; j <= b.len; j++) {
            unsigned best = last[j - 1] + (a.at[i - 1] != b.at[j - 1]);
            if (last[j] + 1 < best) best = last[j] + 1;
            if (now[j - 1] + 1 < best) best = now[j - 1] + 1;
            if (i > 1 && j > 1 && a.at[i - 1] == b.at[j - 2] && a.at[i - 2] == b.at[j - 1] && before[j - 2] + 1 < best)
                best = before[j - 2] + 1;
            now[j] = best;
        }
        unsigned *spare = before;
        before = last;
        last = now;
        now = spare;
    }
    return last[b.len];
}

/* `text` as names are compared, at most MAX_NAME bytes of it. */
static Str key_of(Str text, char out[MAX_NAME * 3 + 4]) {
    if (text.len > MAX_NAME) text.len = MAX_NAME;
    uint32_t n = vfp_kebab(text, out);
    if (!n) n = vfp_fold(text, out);
    out[n] = 0;
    return (Str){out, n};
}

static char *copy(Search *s, Str text) {
    char *at = strndup(text.len ? text.at : "", text.len);
    if (!at) s->failed = true;
    return at;
}

static void candidate_free(Candidate *c) {
    free(c->id);
    free(c->name);
}

static void search_free(Search *s) {
    for (int i = 0; i < s->count; i++) candidate_free(&s->best[i]);
    for (int i = 0; i < s->miss_count; i++) candidate_free(&s->misses[i]);
}

static void keep_best(Search *s, Fit fit, Str id, Str name) {
    if (fit > s->fit) return;
    if (fit < s->fit) {
        for (int i = 0; i < s->count; i++) candidate_free(&s->best[i]);
        s->count = 0;
        s->fit = fit;
    }
    for (int i = 0; i < s->count; i++)
        if (s->best[i].id && vfp_str_is(vfp_str(s->best[i].id), id)) return;
    if (s->count < (int)(sizeof s->best / sizeof *s->best))
        s->best[s->count++] = (Candidate){copy(s, id), copy(s, name), 0};
}

static void keep_miss(Search *s, unsigned distance, Str id, Str name) {
    for (int i = 0; i < s->miss_count; i++)
        if (s->misses[i].id && vfp_str_is(vfp_str(s->misses[i].id), id)) {
            if (s->misses[i].distance <= distance) return;
            candidate_free(&s->misses[i]);
            memmove(&s->misses[i], &s->misses[i + 1], (size_t)(--s->miss_count - i) * sizeof *s->misses);
            break;
        }
    int at = s->miss_count;
    while (at > 0 && s->misses[at - 1].distance > distance) at--;
    if (at == MISSES) return;
    if (s->miss_count == MISSES) candidate_free(&s->misses[--s->miss_count]);
    memmove(&s->misses[at + 1], &s->misses[at], (size_t)(s->miss_count - at) * sizeof *s->misses);
    s->misses[at] = (Candidate){copy(s, id), copy(s, name), distance};
    s->miss_count++;
}

/* Holds one of an actor's names against what was asked for. */
static void hold(Search *s, Str id, Str name, Str shown) {
    char room[MAX_NAME * 3 + 4];
    Str key = key_of(name, room), asked = vfp_str(s->key);
    Str last = key;
    for (uint32_t i = 0; i < key.len; i++)
        if (key.at[i] == '-') last = (Str){key.at + i + 1, key.len - i - 1};
    if (vfp_str_is(key, asked)) keep_best(s, FIT_NAME, id, shown);
    else if (vfp_str_is(last, asked)) keep_best(s, FIT_SURNAME, id, shown);
    if (s->fit < FIT_NONE) return;
    unsigned limit = asked.len < 4 ? 1 : asked.len < 8 ? 2 : 3;
    unsigned whole = vfp_distance(key, asked, limit), part = vfp_distance(last, asked, limit);
    if (part < whole) whole = part;
    if (whole <= limit) keep_miss(s, whole, id, shown);
}

static void hold_id(Search *s, Str id, Str shown) {
    if (strlen(s->asked) == id.len && strncasecmp(s->asked, id.at, id.len) == 0) keep_best(s, FIT_ID, id, shown);
    const char *colon = memchr(id.at, ':', id.len);
    uint32_t skip = colon ? (uint32_t)(colon - id.at) + 1 : 0;
    hold(s, id, (Str){id.at + skip, id.len - skip}, shown);
    if (s->fit == FIT_NONE && strchr(s->asked, ':')) hold(s, id, id, shown);
}

static bool search_begin(Search *s, const char *asked) {
    *s = (Search){.asked = asked, .fit = FIT_NONE};
    if (strlen(asked) > MAX_NAME) return false;
    key_of(vfp_str(asked), s->key);
    return s->key[0] != 0;
}

/* ------------------------------------------------------------------ messages */

/* “Donald Trump (person:donald-trump), …”: the candidates for a message. */
static void list(const Candidate *at, int n, const char *joint, char *out, size_t size) {
    size_t used = 0;
    *out = 0;
    for (int i = 0; i < n && used + 1 < size; i++) {
        bool named = at[i].name && *at[i].name;
        int k = snprintf(out + used, size - used, "%s%.80s%s%.80s%s", i ? joint : "", named ? at[i].name : "",
                         named ? " (" : "", at[i].id ? at[i].id : "", named ? ")" : "");
        used += k > 0 ? (size_t)k : 0;
    }
}

static vf_status unknown(const Search *s, const char *what, vf_error *error) {
    if (s->failed) return vfp_fail(error, VF_E_MEMORY, NULL, 0, 0, "out of memory");
    char near[560];
    list(s->misses, s->miss_count, ", ", near, sizeof near);
    if (!*near) return vfp_fail(error, VF_E_UNKNOWN, NULL, 0, 0, "no %s is known as “%.100s”", what, s->asked);
    return vfp_fail(error, VF_E_UNKNOWN, NULL, 0, 0, "no %s is known as “%.100s”; did you mean %s?", what, s->asked,
                    near);
}

static vf_status ambiguous(const Search *s, const char *what, vf_error *error) {
    char all[560];
    list(s->best, s->count, " or ", all, sizeof all);
    return vfp_fail(error, VF_E_UNKNOWN, NULL, 0, 0, "“%.100s” is more than one %s: %s; name one by its id", s->asked,
                    what, all);
}

/* ------------------------------------------------------------------ actors */

static int search_ledger(vf_ledger *l, Search *s) {
    sqlite3_stmt *q = NULL;
    int rc = sqlite3_prepare_v2(l->db, "SELECT DISTINCT actor, name FROM appearance ORDER BY 1, 2", -1, &q, NULL);
    while (!rc && (rc = sqlite3_step(q)) == SQLITE_ROW) {
        Str id = vfp_column_str(q, 0), name = vfp_column_str(q, 1);
        if (id.len) hold_id(s, id, name);
        if (id.len && name.len) hold(s, id, name, name);
        rc = SQLITE_OK;
    }
    sqlite3_finalize(q);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static bool in_ledger(sqlite3_stmt *q, Str id) {
    bool found = !sqlite3_bind_text(q, 1, id.at, (int)id.len, SQLITE_STATIC) && sqlite3_step(q) == SQLITE_ROW;
    sqlite3_reset(q);
    return found;
}

/* The fields of an actor's row that hold further names, as the lists of lexicon.h have them; -1: none. */
static void alias_columns(LexTable table, int out[3]) {
    out[0] = table == LEX_STATES || table == LEX_OUTLETS ? 3 : 4;
    out[1] = table == LEX_PEOPLE ? 3 : -1;
    out[2] = -1;
}

static void hold_list(Search *s, Str id, Str names, Str shown) {
    for (uint32_t i = 0; i < names.len;) {
        uint32_t end = i;
        while (end < names.len && names.at[end] != ';') end++;
        Str one = {names.at + i, end - i};
        while (one.len && *one.at == ' ') one.at++, one.len--;
        while (one.len && one.at[one.len - 1] == ' ') one.len--;
        if (one.len) hold(s, id, one, shown);
        i = end + 1;
    }
}

static void hold_entry(Search *s, const Lexicon *lexicon, const LexActor *actor) {
    int columns[3];
    hold_id(s, actor->id, actor->name);
    hold(s, actor->id, actor->name, actor->name);
    alias_columns(actor->table, columns);
    for (int i = 0; i < 3 && columns[i] >= 0; i++)
        hold_list(s, actor->id, vfp_lexicon_row(lexicon, actor->table, actor->row)->field[columns[i]], actor->name);
}

/* Holds the lexicon's actors that the ledger has (`known`), or those that it has not. */
static void search_lexicon(vf_ledger *l, const vf_engine *engine, Search *s, bool known) {
    if (!engine || !engine->lexicon) return;
    sqlite3_stmt *q = NULL;
    if (sqlite3_prepare_v2(l->db, "SELECT 1 FROM appearance WHERE actor = ? LIMIT 1", -1, &q, NULL)) return;
    uint32_t n = vfp_lexicon_actor_count(engine->lexicon);
    for (uint32_t i = 0; i < n; i++) {
        const LexActor *actor = vfp_lexicon_actor(engine->lexicon, i);
        if (in_ledger(q, actor->id) == known) hold_entry(s, engine->lexicon, actor);
    }
    sqlite3_finalize(q);
}

static vf_status settle(Search *s, const char *what, char **id, vf_error *error) {
    if (s->failed) return unknown(s, what, error);
    if (!s->count) return unknown(s, what, error);
    if (s->count > 1) return ambiguous(s, what, error);
    *id = s->best[0].id;
    s->best[0].id = NULL;
    return VF_OK;
}

/* Actors of the ledger come before those that only the lexicon knows: “Kennedy” is the one that was written about. */
vf_status vfp_name_actor(vf_ledger *l, const vf_engine *engine, const char *name, char **id, vf_error *error) {
    Search s;
    if (!search_begin(&s, name)) return vfp_fail(error, VF_E_UNKNOWN, NULL, 0, 0, "“%.100s” is no actor's name", name);
    int rc = search_ledger(l, &s);
    if (rc) {
        search_free(&s);
        return vfp_ledger_fail(l, rc, "look up an actor", error);
    }
    if (s.fit > FIT_NAME) search_lexicon(l, engine, &s, true);
    if (!s.count) search_lexicon(l, engine, &s, false);
    vf_status status = settle(&s, "actor", id, error);
    search_free(&s);
    return status;
}

/* ------------------------------------------------------------------ issues */

typedef struct IssueList {
    struct {
        Str id, parent;
        bool meant;
    } * at;
    uint32_t n;
} IssueList;

static bool under(Str id, Str ancestor) {
    return id.len > ancestor.len && id.at[ancestor.len] == '/' && strncasecmp(id.at, ancestor.at, ancestor.len) == 0;
}

/* Whether every word asked for begins a word of the text. Both as names are compared. */
static bool words_in(Str asked, Str text) {
    for (uint32_t i = 0; i < asked.len;) {
        uint32_t n = 0;
        while (i + n < asked.len && asked.at[i + n] != '-') n++;
        bool found = false;
        for (uint32_t k = 0; !found && n && k + n <= text.len; k++)
            found = (k == 0 || text.at[k - 1] == '-') && memcmp(text.at + k, asked.at + i, n) == 0;
        if (n && !found) return false;
        i += n + 1;
    }
    return asked.len > 0;
}

/* How an issue fits: by its id or an ancestor's; by the last part of its id; by words of its proposition. */
static Fit issue_fit(const Search *s, Str id, Str proposition) {
    Str asked = vfp_str(s->asked);
    if (under(id, asked) || (id.len == asked.len && strncasecmp(id.at, asked.at, id.len) == 0)) return FIT_ID;
    char room[MAX_NAME * 3 + 4];
    Str last = id;
    for (uint32_t i = 0; i < id.len; i++)
        if (id.at[i] == '/') last = (Str){id.at + i + 1, id.len - i - 1};
    if (vfp_str_is(key_of(last, room), vfp_str(s->key))) return FIT_NAME;
    Str key = key_of(proposition, room);
    if (words_in(vfp_str(s->key), key)) return FIT_SURNAME;
    key = key_of(id, room);
    return words_in(vfp_str(s->key), key) ? FIT_SURNAME : FIT_NONE;
}

static void hold_issue(Search *s, Str id, Str proposition) {
    Fit fit = issue_fit(s, id, proposition);
    if (fit < s->fit) s->fit = fit;
    if (s->fit == FIT_NONE) hold(s, id, id, proposition);
    Str last = id;
    for (uint32_t i = 0; i < id.len; i++)
        if (id.at[i] == '/') last = (Str){id.at + i + 1, id.len - i - 1};
    if (s->fit == FIT_NONE) hold(s, id, last, proposition);
}

/* Calls `each` for all issues of the ledger, then of the lexicon. */
static int each_issue(vf_ledger *l, const vf_engine *engine, void (*each)(void *user, Str id, Str parent, Str text),
                      void *user) {
    sqlite3_stmt *q = NULL;
    int rc = sqlite3_prepare_v2(l->db, "SELECT id, parent, proposition FROM issue ORDER BY id", -1, &q, NULL);
    while (!rc && (rc = sqlite3_step(q)) == SQLITE_ROW) {
        Str id = vfp_column_str(q, 0);
        if (id.len) each(user, id, vfp_column_str(q, 1), vfp_column_str(q, 2));
        rc = SQLITE_OK;
    }
    sqlite3_finalize(q);
    uint32_t n = engine && engine->lexicon ? vfp_lexicon_count(engine->lexicon, LEX_ISSUES) : 0;
    for (uint32_t i = 0; i < n; i++) {
        const LexRow *row = vfp_lexicon_row(engine->lexicon, LEX_ISSUES, i);
        each(user, row->field[0], row->field[1], row->field[2]);
    }
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static void search_issue(void *user, Str id, Str parent, Str text) {
    (void)parent;
    hold_issue(user, id, text);
}

typedef struct Meant {
    const Search *search;
    Buffer json; /* ids, each in quotation marks, comma before */
    bool grew;
} Meant;

static bool listed(const Meant *m, Str id) {
    Buffer one = {0};
    vfp_buffer_text(&one, ",");
    vfp_json_string(&one, id);
    vfp_buffer_text(&one, ",");
    bool found = !one.failed && m->json.n && memmem(m->json.at, m->json.n, one.at, one.n);
    vfp_buffer_free(&one);
    return found;
}

/* An issue is meant if it fits as well as any does, or if its parent is meant. */
static void mean_issue(void *user, Str id, Str parent, Str text) {
    Meant *m = user;
    if (listed(m, id)) return;
    if (issue_fit(m->search, id, text) != m->search->fit && !(parent.len && listed(m, parent))) return;
    vfp_json_string(&m->json, id);
    vfp_buffer_text(&m->json, ",");
    m->grew = true;
}

vf_status vfp_name_issues(vf_ledger *l, const vf_engine *engine, const char *name, char **json, vf_error *error) {
    Search s;
    if (!search_begin(&s, name)) return vfp_fail(error, VF_E_UNKNOWN, NULL, 0, 0, "“%.100s” is no issue's name", name);
    int rc = each_issue(l, engine, search_issue, &s);
    bool found = s.fit < FIT_NONE;
    Meant m = {.search = &s};
    vfp_buffer_text(&m.json, ",");
    do m.grew = false; /* until no child of an issue meant is left out */
    while (!rc && found && (rc = each_issue(l, engine, mean_issue, &m)) == SQLITE_OK && m.grew && !m.json.failed);
    vf_status status = VF_OK;
    if (rc) status = vfp_ledger_fail(l, rc, "look up an issue", error);
    else if (!found) status = unknown(&s, "issue", error);
    else if (m.json.failed) status = vfp_fail(error, VF_E_MEMORY, NULL, 0, 0, "out of memory");
    search_free(&s);
    if (!status) { /* ,"a","b", → ["a","b"] */
        m.json.at[0] = '[';
        m.json.at[m.json.n - 1] = m.json.n > 1 ? ']' : '[';
        vfp_buffer_bytes(&m.json, "", 1);
        if (!m.json.failed) return *json = m.json.at, VF_OK;
        status = vfp_fail(error, VF_E_MEMORY, NULL, 0, 0, "out of memory");
    }
    vfp_buffer_free(&m.json);
    return status;
}

/* ------------------------------------------------------------------ publishers */

static void put_folded(Buffer *json, Str text) {
    char room[MAX_NAME * 2 + 4];
    if (text.len > MAX_NAME) text.len = MAX_NAME;
    Str folded = {room, vfp_fold(text, room)};
    if (!folded.len) return;
    vfp_buffer_text(json, json->n ? "," : "[");
    vfp_json_string(json, folded);
}

/* An outlet's id stands for its names; anything else is looked for in the publishers as it is. */
vf_status vfp_name_publishers(vf_ledger *l, const vf_engine *engine, const char *name, char **json, vf_error *error) {
    (void)l;
    Buffer b = {0};
    put_folded(&b, vfp_str(name));
    uint32_t entry = engine && engine->lexicon ? vfp_lexicon_find_actor(engine->lexicon, vfp_str(name)) : VFP_NONE;
    if (entry != VFP_NONE) put_folded(&b, vfp_lexicon_actor(engine->lexicon, entry)->name);
    const char *colon = strchr(name, ':');
    if (colon) { /* org:financial-times: its words, for a ledger asked without a lexicon */
        char words[MAX_NAME + 1];
        snprintf(words, sizeof words, "%s", colon + 1);
        for (char *c = words; *c; c++)
            if (*c == '-') *c = ' ';
        put_folded(&b, vfp_str(words));
    }
    vfp_buffer_text(&b, b.n ? "]" : "[]");
    vfp_buffer_bytes(&b, "", 1);
    if (!b.failed) return *json = b.at, VF_OK;
    vfp_buffer_free(&b);
    return vfp_fail(error, VF_E_MEMORY, NULL, 0, 0, "out of memory");
}
