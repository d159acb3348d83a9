/* views.h: what the files of src/views share. The ledger is read through prepared statements only; whatever stands in
 * it is taken for hostile: text may be no UTF-8, numbers may be texts, rows may be missing.
 *
 *   question.c  the questions' SQL        ask.c     a filter and a question made into one statement
 *   names.c     what a user calls an actor or issue → ids, or near misses
 *   rows.c      answers, row by row       load.c    rows → the flat records of output.h
 *   show.c      one record as JSON        export.c  everything as JSON Lines, a table as CSV */
#ifndef VFP_VIEWS_H
#define VFP_VIEWS_H
#include "ledger/store.h"

/* ---- question.c */
/* filter, its name in messages */
/* clang-format off */
#define FILTERS(X)                                                                                                     \
    X(FILTER_ACTOR, "actor")                                                                                           \
    X(FILTER_WITH, "with")                                                                                             \
    X(FILTER_AFTER, "after") X(FILTER_ISSUE, "issue") X(FILTER_ABOUT, "about") X(FILTER_FROM, "from")                  \
        X(FILTER_TO, "to") X(FILTER_AS_OF, "as-of") X(FILTER_PUBLISHER, "publisher") X(FILTER_CERTAINTY, "certainty")  \
            X(FILTER_DOCUMENT, "document")
/* clang-format on */
typedef enum FilterKey {
#define X(id, name) id,
    FILTERS(X)
#undef X
        FILTER_COUNT
} FilterKey;

enum { MAX_COLUMNS = 40 };
typedef struct Column {
    const char *name; /* null ends the list; a '+' before it: in CSV only */
    const char *sql;
} Column;
typedef struct Question {
    const char *with; /* what stands before SELECT, or "" */
    const char *from; /* tables and joins */
    const char *order;
    const char *filters[FILTER_COUNT]; /* a condition with the parameter :1 to :11 (FilterKey + 1); null: refused */
    Column columns[MAX_COLUMNS];
} Question;
extern const Question vfp_questions[];
extern const char *const vfp_question_names[];
extern const int vfp_question_count;
extern const char *const vfp_filter_names[];
/* Whether any actor's name or id holds the text ?2. */
extern const char vfp_actor_part[];
/* WITH … all_shifts: reported and inferred shifts as one table; see question.c. */
extern const char vfp_all_shifts[];

/* ---- names.c. *id and *json are malloc'ed; VF_E_UNKNOWN's message holds near misses. */
vf_status vfp_name_actor(vf_ledger *ledger, const vf_engine *engine, const char *name, char **id, vf_error *error);
/* A JSON array with the ids of all issues meant, descendants included. */
vf_status vfp_name_issues(vf_ledger *ledger, const vf_engine *engine, const char *name, char **json, vf_error *error);
/* A JSON array of folded texts, one of which a publisher's folded name must contain. */
vf_status vfp_name_publishers(vf_ledger *ledger, const vf_engine *engine, const char *name, char **json,
                              vf_error *error);
/* How many insertions, deletions, changes and swaps of neighbours lead from one to the other; over `limit`: some
 * number over it. Both at most 255 bytes. */
unsigned vfp_distance(Str a, Str b, unsigned limit);

/* ---- function.c */
/* Adds vf_fold(text), vf_slice(text, begin, end) in bytes, vf_turn(id, id) to the connection. SQLite's code. */
int vfp_add_functions(vf_ledger *ledger);

/* ---- rows.c, ask.c */
/* Takes the statement over, whatever it returns. `csv`: with the columns that only CSV has. */
vf_status vfp_rows_new(vf_ledger *ledger, sqlite3_stmt *statement, const Question *question, bool csv, vf_rows **out,
                       vf_error *error);
vf_status vfp_ask(vf_ledger *ledger, const vf_engine *engine, vf_question question, const vf_filter *filter, bool csv,
                  vf_rows **out, vf_error *error);

/* ---- load.c */
typedef struct Loader Loader;
/* Statements that read records; strings go to `arena`, whose escape the caller has set. Null where memory is short. */
Loader *vfp_loader_new(vf_ledger *ledger, Arena *arena);
void vfp_loader_free(Loader *loader);
/* SQLite's code; SQLITE_NOTFOUND where there is no such row. */
int vfp_load_document(Loader *loader, int64_t key, FlatDocument *out);
int vfp_load_actors(Loader *loader, int64_t document, FlatArticle *out);
/* The records of a document in order whose spans overlap [begin, end), but the one with key `without`. All of them:
 * from -1 to INT64_MAX without 0. */
int vfp_load_records(Loader *loader, int64_t document, int64_t begin, int64_t end, int64_t without, FlatArticle *out);
int vfp_load_record(Loader *loader, int64_t key, Flat *out);
/* A record that is a row of all_shifts, not of record; `id` is whole. */
int vfp_load_inferred(Loader *loader, const char *id, Flat *out, int64_t *document);

#endif
