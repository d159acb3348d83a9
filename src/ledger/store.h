/* store.h: the ledger's handle and what ledger and views share of SQLite: prepared statements that are kept, values
 * bound from a format, SQLite's result codes put into words.
 *
 * Invariant: every text that reaches SQL is bound, never pasted; between two public calls no statement is in the
 * middle of its rows and no transaction is open. */
#ifndef VFP_STORE_H
#define VFP_STORE_H
#include "output.h"
#include <sqlite3.h>

/* "vFac", as application_id in the file's header: tells a ledger from other SQLite files. */
#define LEDGER_MAGIC 0x76466163

/* statement, its SQL */
#define STATEMENTS(X)                                                                                                  \
    X(SQL_BEGIN, "BEGIN IMMEDIATE")                                                                                    \
    X(SQL_COMMIT, "COMMIT")                                                                                            \
    X(SQL_ROLLBACK, "ROLLBACK")                                                                                        \
    X(SQL_SAME_ID, "SELECT key, digest FROM document WHERE id = ?")                                                    \
    X(SQL_SAME_URI, "SELECT key FROM document WHERE uri = ? AND id <> ? AND id = substr(sha256, 1, 16) LIMIT 1")       \
    X(SQL_FORGET_WORDS, "INSERT INTO document_words(document_words, rowid, title, text) "                              \
                        "SELECT 'delete', key, title, text FROM document WHERE key = ?")                               \
    X(SQL_FORGET_PASSAGES, "INSERT INTO passage_words(passage_words, rowid, text) "                                    \
                           "SELECT 'delete', key, text FROM passage WHERE document = ?")                               \
    X(SQL_FORGET, "DELETE FROM document WHERE key = ?")                                                                \
    X(SQL_WORDS, "INSERT INTO document_words(rowid, title, text) SELECT key, title, text FROM document WHERE key = ?") \
    X(SQL_PASSAGE_WORDS, "INSERT INTO passage_words(rowid, text) SELECT key, text FROM passage WHERE document = ?")    \
    X(SQL_DOCUMENT, "INSERT INTO document(key, id, uri, title, publisher, author, published, language, sha256, "       \
                    "text, furniture, digest) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")                             \
    X(SQL_ACTOR, "INSERT INTO actor(id, name, kind, code) VALUES(?, ?, ?, ?) ON CONFLICT DO UPDATE SET "               \
                 "name = excluded.name, kind = excluded.kind, code = coalesce(excluded.code, code) "                   \
                 "WHERE name IS NOT excluded.name OR kind <> excluded.kind OR code IS NOT excluded.code")              \
    X(SQL_APPEARANCE, "INSERT INTO appearance(document, ordinal, actor, name, kind, code) VALUES(?, ?, ?, ?, ?, ?)")   \
    X(SQL_ROLE, "INSERT INTO actor_role(document, appearance, ordinal, title, owner, since, until) "                   \
                "VALUES(?, ?, ?, ?, ?, ?, ?)")                                                                         \
    X(SQL_ISSUE, "INSERT INTO issue(id, parent, proposition) VALUES(?, ?, ?) ON CONFLICT DO UPDATE SET "               \
                 "parent = excluded.parent, proposition = excluded.proposition "                                       \
                 "WHERE parent IS NOT excluded.parent OR proposition IS NOT excluded.proposition")                     \
    X(SQL_FIND_PASSAGE, "SELECT key FROM passage WHERE document = ? AND begin = ? AND \"end\" = ?")                    \
    X(SQL_PASSAGE, "INSERT INTO passage(document, begin, \"end\", text) VALUES(?, ?, ?, ?)")                           \
    X(SQL_RECORD, "INSERT INTO record(id, document, ordinal, type, begin, \"end\", passage, certainty, polarity) "     \
                  "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)")                                                                 \
    X(SQL_VOICE, "INSERT INTO voice(record, ordinal, actor) VALUES(?, ?, ?)")                                          \
    X(SQL_CONTENT, "INSERT INTO statement_content(record, ordinal, begin, \"end\") VALUES(?, ?, ?, ?)")                \
    X(SQL_PARTICIPANT, "INSERT INTO event_participant(record, role, ordinal, actor, code, begin, \"end\") "            \
                       "VALUES(?, ?, ?, ?, ?, ?, ?)")                                                                  \
    X(SQL_CONTEXT, "INSERT INTO event_context(record, ordinal, context) VALUES(?, ?, ?)")                              \
    X(SQL_REFUSAL, "INSERT INTO refusal(uri, line, status, at_line, at_byte, message) VALUES(?, ?, ?, ?, ?, ?) "       \
                   "ON CONFLICT DO UPDATE SET status = excluded.status, at_line = excluded.at_line, "                  \
                   "at_byte = excluded.at_byte, message = excluded.message")                                           \
    X(SQL_PARDON, "DELETE FROM refusal WHERE uri = ? AND line = ?")

typedef enum StatementId {
#define X(id, sql) id,
    STATEMENTS(X)
#undef X
        STATEMENT_COUNT
} StatementId;

struct vf_ledger {
    sqlite3 *db;
    char *path;
    vf_ledger_mode mode;
    Arena *scratch;
    sqlite3_stmt *kept[STATEMENT_COUNT];
    sqlite3_stmt *typed[RECORD_TYPE_COUNT]; /* the insert of each type's own columns */
    bool has_functions;                     /* views/function.c has added its SQL functions */
};

/* ---- binding. `types` has a letter for each value, bound in order:
 *   i int64_t   s Str (null where empty)   S Str (never null)   r double (null where not finite)
 *   p Span (two values, null where absent)   b bool                                                          */
int vfp_bind(sqlite3_stmt *statement, const char *types, ...);
int vfp_bind_str(sqlite3_stmt *s, int at, Str text);
int vfp_bind_span(sqlite3_stmt *s, int at, Span span);
int vfp_bind_real(sqlite3_stmt *s, int at, double value);
/* A kept statement, ready to be bound; null and *rc where it can't be prepared. */
sqlite3_stmt *vfp_kept(vf_ledger *ledger, StatementId id, int *rc);
/* Binds, steps once, resets. SQLITE_OK, else SQLite's code. For SQL that gives no row. */
int vfp_run(vf_ledger *ledger, StatementId id, const char *types, ...);
/* A column's text, borrowed until the statement moves; and as spans: two columns, absent where either is no offset. */
Str vfp_column_str(sqlite3_stmt *statement, int column);
Span vfp_column_span(sqlite3_stmt *statement, int column);

/* The columns in which a type's table keeps the fields of its records: "speaker, speaker_begin, …". Returns how many.
 */
int vfp_record_columns(RecordType type, Buffer *out);

/* Puts the last failure of `ledger->db` into words and returns a vf_status: what could not be done, why, what helps. */
vf_status vfp_ledger_fail(vf_ledger *ledger, int rc, const char *doing, vf_error *error);

/* ---- schema.c */
/* The SQL that leads from version i to i + 1, in parts, up to a null; and how many such steps there are. */
extern const char *const *const vfp_ledger_steps[];
extern const int vfp_ledger_version;
/* Takes the database from its version to `count` by steps, all in one transaction, and marks it as a ledger. A
 * database that is there already is left alone. SQLite's code. */
int vfp_ledger_migrate(sqlite3 *db, const char *const *const *steps, int count);

#endif
