/* volteface.h: the library's only public header.
 *
 * News about diplomacy in, a ledger out: who said what, who did what to whom, where every actor stands on
 * every issue, and when a position moved, each with the passage that proves it.
 *
 *   1. Status and errors      every call that can fail returns a vf_status and fills an optional vf_error
 *   2. Engine                 lexicon and model: read once, then read-only and shared by all threads
 *   3. Sources                files, folders and streams cut into inputs, one article each
 *   4. Articles               one input read into records; one vf_article per thread, used again and again
 *   5. Words                  an article's sentences, words, trees and names
 *   6. Ledger                 articles kept in an SQLite file
 *   7. Questions              the ledger asked; answers are rows
 *
 * Ownership: what a function named *_open or *_new hands out is released with the *_close or *_free of the same
 * name; every `const char *` that a function returns is borrowed and lives until the next call on the same handle
 * unless its comment says otherwise. Strings are UTF-8 and end in NUL. The library never exits, never writes to
 * standard output or error, and keeps no global state. */
#ifndef VOLTEFACE_H
#define VOLTEFACE_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define VF_API __attribute__((visibility("default")))
#else
#define VF_API
#endif

#define VF_VERSION "0.1.0"

/* ------------------------------------------------------------------ 1. Status and errors */

/* name, what it means to a person */
#define VF_STATUSES(X)                                                                                                 \
    X(VF_OK, "no error")                                                                                               \
    X(VF_END, "there is no more")                                                                                      \
    X(VF_E_MEMORY, "out of memory")                                                                                    \
    X(VF_E_LIMIT, "a limit was exceeded")                                                                              \
    X(VF_E_IO, "a file could not be read or written")                                                                  \
    X(VF_E_ENCODING, "the bytes are not text in a known encoding")                                                     \
    X(VF_E_FORMAT, "the input is not in the expected format")                                                          \
    X(VF_E_LEXICON, "a lexicon or model file is not valid")                                                            \
    X(VF_E_LEDGER, "the ledger could not be read or written")                                                          \
    X(VF_E_FOREIGN, "the file is not a ledger of volteface")                                                           \
    X(VF_E_VERSION, "the ledger was made by a newer version")                                                          \
    X(VF_E_ARGUMENT, "an argument is not valid")                                                                       \
    X(VF_E_UNKNOWN, "nothing by that name is known")                                                                   \
    X(VF_E_INTERNAL, "a defect in volteface")

typedef enum vf_status {
#define X(name, text) name,
    VF_STATUSES(X)
#undef X
} vf_status;

/* What went wrong, where, and what to do about it. `where` names the file, stream or field, empty where there is
 * none; `line` and `byte` count from 1 and are 0 where they say nothing. */
typedef struct vf_error {
    vf_status status;
    char where[512];
    uint64_t line;
    uint64_t byte;
    char message[768];
} vf_error;

/* The status in words. Never null; static. */
VF_API const char *vf_status_text(vf_status status);

/* Writes to `out` (at most `size` bytes, NUL included) the whole error as one line: where:line:byte: message. */
VF_API void vf_error_line(const vf_error *error, char *out, size_t size);

/* ------------------------------------------------------------------ 2. Engine */

typedef struct vf_engine vf_engine;

typedef struct vf_engine_options {
    const char *const *lexicon_paths; /* files or folders read after the embedded lexicon; entries add to it */
    size_t lexicon_count;
} vf_engine_options;

/* Reads the embedded lexicon and model, then `options->lexicon_paths` (options may be null). The engine is
 * read-only afterwards and may be shared by threads. Errors: VF_E_LEXICON with file and line, VF_E_IO,
 * VF_E_MEMORY. About 30 ms. */
VF_API vf_status vf_engine_open(const vf_engine_options *options, vf_engine **out, vf_error *error);
VF_API void vf_engine_close(vf_engine *engine); /* null is fine */

/* ------------------------------------------------------------------ 3. Sources */

/* VF_FORMAT_CONLLU: sentences and words are taken as they are given, everything else about them is worked out. */
typedef enum vf_format { VF_FORMAT_AUTO, VF_FORMAT_TEXT, VF_FORMAT_JSONL, VF_FORMAT_HTML, VF_FORMAT_CONLLU } vf_format;

/* One article's raw bytes. For VF_FORMAT_JSONL `bytes` is one line, one JSON object; for VF_FORMAT_CONLLU one document,
 * or a part of one that is cut between sentences. */
typedef struct vf_input {
    const char *bytes;
    size_t size;
    vf_format format;
    const char *uri;       /* file path or name of the stream; null if unknown */
    uint64_t line;         /* line of a JSON Lines or CoNLL-U file where it begins, from 1; else 0 */
    const char *published; /* date to assume where the input names none (YYYY-MM-DD), or null */
} vf_input;

typedef struct vf_source vf_source;

typedef struct vf_source_options {
    vf_format format;      /* VF_FORMAT_AUTO: by the file's ending, else by its first bytes */
    const char *published; /* borrowed until vf_source_close; see vf_input */
    size_t article_limit;  /* bytes; 0: 16 MiB. A larger article is refused, the rest goes on */
} vf_source_options;

/* Opens files, folders (recursively, in byte order of their names) and standard input ("-"). The array and its
 * strings are borrowed until vf_source_close. A path that can't be read is reported by vf_source_next. */
VF_API vf_status vf_source_open(const char *const *paths, size_t count, const vf_source_options *options,
                                vf_source **out, vf_error *error);

/* The next article: VF_OK fills `input` (borrowed until the next call); VF_END when there are no more. Any other
 * status refuses one item, described in `error`, with `input->uri` and `input->line` set; call again to go on. */
VF_API vf_status vf_source_next(vf_source *source, vf_input *input, vf_error *error);

/* Bytes read so far, and of all files named (0 where standard input makes that unknowable). */
VF_API void vf_source_progress(const vf_source *source, uint64_t *done, uint64_t *total);
VF_API void vf_source_close(vf_source *source);

/* ------------------------------------------------------------------ 4. Articles */

typedef struct vf_article vf_article;

/* An empty article, the workspace of one thread. `engine` is borrowed and must outlive it. */
VF_API vf_status vf_article_new(const vf_engine *engine, vf_article **out, vf_error *error);

/* Reads `input` into records, forgetting what the article held before. Linear in the input. On an error the
 * article is empty and may be used again. `input` need not outlive the call. */
VF_API vf_status vf_article_read(vf_article *article, const vf_input *input, vf_error *error);

/* Reads only the words: sentences, tokens, word classes, lemmas, heads, relations, names. Of all the text: nothing is
 * left out as belonging to the page. There are no records then, and nothing for a ledger. As vf_article_read
 * otherwise. */
VF_API vf_status vf_article_parse(vf_article *article, const vf_input *input, vf_error *error);

/* The document's id, and its text with its length in bytes; borrowed until the next vf_article_read. */
VF_API const char *vf_article_id(const vf_article *article);
VF_API const char *vf_article_text(const vf_article *article, size_t *size);

/* Receives `size` bytes; returns false to stop (the writer then returns VF_E_IO). */
typedef bool (*vf_write_fn)(void *user, const char *bytes, size_t size);

/* Writes the records as JSON Lines, one call of `write` a line, as described in docs/records.md: the document,
 * then its actors, then all others in document order. */
VF_API vf_status vf_article_write(vf_article *article, vf_write_fn write, void *user, vf_error *error);
VF_API void vf_article_free(vf_article *article);

/* ------------------------------------------------------------------ 5. Words */

/* What vf_article_read and vf_article_parse found in the text, in the terms of Universal Dependencies. Views are filled
 * by value; what they point at is the article's, until its next vf_article_read or vf_article_parse, but for names of
 * classes, relations and kinds, which are static. Words, sentences and names are numbered from 0 in the order of the
 * text. Each call takes constant time, vf_article_word the logarithm of the names. */

#define VF_NONE SIZE_MAX /* no such word, sentence or name */

typedef struct vf_sentence {
    size_t first, last; /* words [first, last); never empty */
    size_t begin, end;  /* bytes of the text */
} vf_sentence;

typedef struct vf_word {
    size_t begin, end;     /* bytes of the text: the form */
    size_t sentence;       /* its number */
    const char *lemma;     /* dictionary form; lemma_size bytes, not ended by NUL */
    size_t lemma_size;     /* at least 1 */
    const char *upos;      /* word class: NOUN, PROPN, VERB … */
    const char *relation;  /* to its head: nsubj, obj, obl:agent …; root where it has none */
    size_t head;           /* number of the word that it depends on, of the same sentence; VF_NONE for the root */
    size_t name;           /* number of the name that it belongs to, or VF_NONE */
    bool fused;            /* written together with the word before it, as a contraction: the n't of don't */
    bool space_after;      /* white space, or the text's end, follows */
    unsigned feature_bits; /* for vf_word_features */
} vf_word;

typedef struct vf_name {
    size_t first, last; /* words [first, last), of one sentence */
    size_t begin, end;  /* bytes of the text */
    const char *kind;   /* PER, ORG, LOC */
} vf_name;

VF_API size_t vf_article_sentence_count(const vf_article *article);
VF_API size_t vf_article_word_count(const vf_article *article);
VF_API size_t vf_article_name_count(const vf_article *article);
/* Fill `out`; false, with `out` zeroed, where there is no such number. The words of a sentence are always one tree. */
VF_API bool vf_article_sentence(const vf_article *article, size_t number, vf_sentence *out);
VF_API bool vf_article_word(const vf_article *article, size_t number, vf_word *out);
VF_API bool vf_article_name(const vf_article *article, size_t number, vf_name *out);

/* Writes the word's features to `out` (at most `size` bytes, NUL included), sorted by name:
 * Mood=Ind|Tense=Past|VerbForm=Fin; an empty string where none are known. Returns their length, however small `size`.
 */
VF_API size_t vf_word_features(const vf_word *word, char *out, size_t size);

/* Writes the sentences with their words as CoNLL-U (universaldependencies.org/format), or the document and its
 * sentences as JSON Lines, one call of `write` a sentence; both are described in docs/parse.md. */
typedef enum vf_tree_format { VF_TREES_CONLLU, VF_TREES_JSONL } vf_tree_format;
VF_API vf_status vf_article_write_trees(vf_article *article, vf_tree_format format, vf_write_fn write, void *user,
                                        vf_error *error);

/* ------------------------------------------------------------------ 6. Ledger */

typedef struct vf_ledger vf_ledger;

typedef enum vf_ledger_mode { VF_LEDGER_READ, VF_LEDGER_WRITE } vf_ledger_mode;

/* Opens the ledger in the SQLite file `path`; VF_LEDGER_WRITE makes or migrates it where needed. One handle
 * belongs to one thread at a time. Errors: VF_E_FOREIGN (another program's file: left untouched), VF_E_VERSION,
 * VF_E_LEDGER, VF_E_IO. */
VF_API vf_status vf_ledger_open(const char *path, vf_ledger_mode mode, vf_ledger **out, vf_error *error);

typedef enum vf_added { VF_ADDED, VF_UNCHANGED, VF_REPLACED } vf_added;

/* Keeps the article and its records, in one transaction that is durable when the call returns VF_OK. The same
 * article again changes nothing (VF_UNCHANGED); a changed one replaces what it said (VF_REPLACED). */
VF_API vf_status vf_ledger_add(vf_ledger *ledger, const vf_article *article, vf_added *added, vf_error *error);

/* Notes that `uri` (line `line`) was refused, and why. */
VF_API vf_status vf_ledger_refuse(vf_ledger *ledger, const char *uri, uint64_t line, const vf_error *why,
                                  vf_error *error);
VF_API void vf_ledger_close(vf_ledger *ledger);

/* ------------------------------------------------------------------ 7. Questions */

#define VF_QUESTIONS(X)                                                                                                \
    X(VF_ASK_SHIFTS, "shifts", "who moved on what, and after which contact")                                           \
    X(VF_ASK_POSITIONS, "positions", "where an actor stands")                                                          \
    X(VF_ASK_CONTACTS, "contacts", "calls, visits, meetings, summits, talks and messages")                             \
    X(VF_ASK_STATEMENTS, "statements", "who said what")                                                                \
    X(VF_ASK_EVENTS, "events", "who did what to whom")                                                                 \
    X(VF_ASK_OUTLOOKS, "outlooks", "what may follow, according to whom")                                               \
    X(VF_ASK_DOCUMENTS, "documents", "what has been read")                                                             \
    X(VF_ASK_ACTORS, "actors", "who is known by a name")                                                               \
    X(VF_ASK_ISSUES, "issues", "what is at stake, and how often it came up")                                           \
    X(VF_ASK_REFUSALS, "refusals", "what could not be read, and why")

typedef enum vf_question {
#define X(id, name, help) id,
    VF_QUESTIONS(X)
#undef X
} vf_question;

/* What to keep. Null, 0 or VF_CERTAINTY_ANY: everything. Actors and issues are named by id or by name; a name
 * that is unknown gives VF_E_UNKNOWN and near misses in the error's message. */
typedef struct vf_filter {
    const char *actor;     /* holder, speaker, predictor, participant; for VF_ASK_ACTORS a (part of a) name */
    const char *with;      /* another participant of a contact or event */
    const char *after;     /* shifts: a participant of the contact that came before */
    const char *issue;     /* the issue or one of its descendants */
    const char *about;     /* words of the content or passage (full-text) */
    const char *from, *to; /* ISO dates, as coarse as you like, both included */
    const char *as_of;     /* positions: the latest on each issue up to this date */
    const char *publisher;
    const char *certainty; /* certain: only certain; probable: at least probable; possible: all */
    const char *document;  /* a document's id */
    uint64_t limit;        /* rows; 0: all */
} vf_filter;

typedef struct vf_rows vf_rows;
typedef enum vf_cell { VF_CELL_NULL, VF_CELL_INTEGER, VF_CELL_REAL, VF_CELL_TEXT } vf_cell;

/* Asks; `engine` (may be null) adds the lexicon's names to those in the ledger when names are looked up. */
VF_API vf_status vf_ask(vf_ledger *ledger, const vf_engine *engine, vf_question question, const vf_filter *filter,
                        vf_rows **out, vf_error *error);
VF_API int vf_rows_width(const vf_rows *rows);
VF_API const char *vf_rows_name(const vf_rows *rows, int column); /* lives as long as the rows */
VF_API vf_status vf_rows_next(vf_rows *rows, vf_error *error);    /* VF_OK: a row is there; VF_END */
VF_API vf_cell vf_rows_kind(const vf_rows *rows, int column);
VF_API int64_t vf_rows_integer(const vf_rows *rows, int column);
VF_API double vf_rows_real(const vf_rows *rows, int column);
VF_API const char *vf_rows_text(const vf_rows *rows, int column); /* null for null; until the next row */
VF_API void vf_rows_close(vf_rows *rows);

/* One record or document by id (a prefix that only one id has will do), with its passage and the records read
 * from the same passage, as one JSON object: {"record", "passage": {"before","text","after"}, "document",
 * "beside": [...]}. `*json` is the caller's, to be released with vf_free. */
VF_API vf_status vf_show(vf_ledger *ledger, const char *id, char **json, vf_error *error);

/* Everything in the ledger: "jsonl" as vf_article_write prints it, "csv" one table a call (`table` names it). */
VF_API vf_status vf_export(vf_ledger *ledger, const char *format, const char *table, const vf_filter *filter,
                           vf_write_fn write, void *user, vf_error *error);
VF_API void vf_free(void *memory);

#ifdef __cplusplus
}
#endif
#endif
