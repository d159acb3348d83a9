/* lexicon.h: the open vocabulary, read from the text files of lexicon/ into checked, read-only tables.
 *
 * A file holds tables. `%table NAME: col | col | …` opens one; every other line is a row with as many fields;
 * `#` opens a comment line; lists inside a field are separated by `;`. Several files may add to one table.
 * In: files, embedded and the user's. Out: a Lexicon, shared read-only by all threads. Loading is linear; errors
 * name file and line. Ids of words are dense, from 1; 0 is any word that no table has. */
#ifndef VFP_LEXICON_H
#define VFP_LEXICON_H
#include "record.h"

/* table, its name in the files, its columns. The first column is the key: an id, or (cues) the phrase. */
#define LEX_TABLES(X)                                                                                        \
    X(LEX_STATES, "states", "id|code|name|aliases|adjectives|capital|seats|years")                           \
    X(LEX_ORGANISATIONS, "organisations", "id|kind|code|name|aliases|of")                                    \
    X(LEX_OUTLETS, "outlets", "id|code|name|aliases|of")                                                     \
    X(LEX_PEOPLE, "people", "id|code|name|short|aliases|gender|roles")                                       \
    X(LEX_OFFICES, "offices", "title|office|leader")                                                         \
    X(LEX_ISSUES, "issues", "id|parent|proposition|topic|for|against|example")                               \
    /* cues: phrase | closed values … | example */                                                           \
    X(LEX_SAY, "say", "cue|frame|attitude|certainty|polarity|example")                                       \
    X(LEX_CONTACT, "contact", "cue|contact|example")                                                         \
    X(LEX_EVENT, "event", "cue|plover|mode|cameo|goldstein|frame|example")                                   \
    X(LEX_STATUS, "status", "cue|status|example")                                                            \
    X(LEX_HEDGE, "hedge", "cue|certainty|scope|example")                                                     \
    X(LEX_STANCE, "stance", "cue|sign|strength|frame|example")                                               \
    X(LEX_SHIFT, "shift", "cue|effect|frame|example")                                                        \
    X(LEX_OUTLOOK, "outlook", "cue|role|example")                                                            \
    X(LEX_NEGATION, "negation", "cue|example")                                                               \
    X(LEX_CONDITION, "condition", "cue|kind|example")                                                        \
    X(LEX_TIME, "time", "cue|role|value|example")                                                            \
    X(LEX_SOURCE, "source", "cue|kind|example")                                                              \
    X(LEX_FURNITURE, "furniture", "line|match|example")                                                      \
    X(LEX_ABBREVIATION, "abbreviation", "form|kind")                                                         \
    X(LEX_WORD, "word", "form|lemma|classes")

typedef enum LexTable {
#define X(id, name, columns) id,
    LEX_TABLES(X)
#undef X
        LEX_TABLE_COUNT
} LexTable;

enum { LEX_MAX_COLUMNS = 8 };

/* One line of a table, as written. `value[c]` holds what the loader made of a closed column (an enum of record.h
 * or of the sets in lexicon.c; see vfp_lexicon_value), -1 where the field is empty. */
typedef struct LexRow {
    Str field[LEX_MAX_COLUMNS];
    int16_t value[LEX_MAX_COLUMNS];
    float number;     /* LEX_EVENT: goldstein; LEX_STANCE: strength; NAN where empty */
    Str file;
    uint32_t line;
} LexRow;

/* All actors of the tables LEX_STATES, _ORGANISATIONS, _OUTLETS and _PEOPLE, in one numbering: Actor.entry,
 * Hit.row of a hit whose table is LEX_PEOPLE etc. are indices of LexActor, not of rows. */
typedef struct LexRole {
    Str title;
    uint32_t owner;   /* LexActor, or VFP_NONE */
    uint32_t office;  /* row of LEX_OFFICES, or VFP_NONE */
    Date from, to;    /* year 0: open or unknown */
    bool leads;       /* starred: its holder is the leader of the owner */
} LexRole;
typedef struct LexActor {
    Str id, code, name;
    LexTable table;
    ActorKind kind;
    char gender;
    uint32_t of;      /* LexActor that it belongs to, or VFP_NONE */
    Date from, to;    /* states of the past */
    LexRole *roles;
    uint32_t role_count;
    uint32_t row;
} LexActor;

/* One issue's topic: groups of alternatives; a group is met when one of its phrases is. A hit on a phrase of an
 * issue has table LEX_ISSUES, row = index into vfp_lexicon_issue_terms. */
typedef struct LexIssueTerm {
    uint32_t issue;   /* row of LEX_ISSUES */
    int8_t group;     /* 0 … groups-1: topic; -1: a word for; -2: a word against */
} LexIssueTerm;
typedef struct LexIssue {
    uint32_t parent;  /* row, or VFP_NONE */
    uint8_t groups;   /* 0: a theatre, which is never matched itself */
    uint8_t depth;
} LexIssue;

/* Reads the embedded lexicon, then `paths`. On an error *out is null. */
vf_status vfp_lexicon_open(const char *const *paths, size_t count, Lexicon **out, vf_error *error);
/* The same from memory, without the embedded files: for tests and the fuzzer. `name` is used in errors. */
vf_status vfp_lexicon_parse(const char *name, const char *bytes, size_t size, Lexicon **out, vf_error *error);
void vfp_lexicon_close(Lexicon *lexicon);

uint32_t vfp_lexicon_count(const Lexicon *lexicon, LexTable table);
const LexRow *vfp_lexicon_row(const Lexicon *lexicon, LexTable table, uint32_t row);
uint32_t vfp_lexicon_actor_count(const Lexicon *lexicon);
const LexActor *vfp_lexicon_actor(const Lexicon *lexicon, uint32_t actor);
/* The actor with that id, or VFP_NONE. */
uint32_t vfp_lexicon_find_actor(const Lexicon *lexicon, Str id);
const LexIssue *vfp_lexicon_issue(const Lexicon *lexicon, uint32_t row);
const LexIssueTerm *vfp_lexicon_issue_term(const Lexicon *lexicon, uint32_t term);
uint32_t vfp_lexicon_find_issue(const Lexicon *lexicon, Str id);
/* Whether the role was held on `date` (unknown date: whether it is held today, that is, has no end). */
bool vfp_role_held(const LexRole *role, Date date);
/* Who led `owner` on `date` / held an office of class `office` (field 1 of LEX_OFFICES) there; or VFP_NONE. */
uint32_t vfp_lexicon_leader(const Lexicon *lexicon, uint32_t owner, Date date);
uint32_t vfp_lexicon_holder(const Lexicon *lexicon, uint32_t owner, uint32_t office_row, Date date);

/* The id of a word given in folded form (vfp_fold), or 0. */
uint32_t vfp_word(const Lexicon *lexicon, Str folded);
/* Rows of LEX_WORD for a word id: the lemma's word id, and the word classes it may have as a bit set of Upos; 0 where
 * the table has no such row. For the lemmatizer. */
uint32_t vfp_word_lemma(const Lexicon *lexicon, uint32_t word, Upos upos);

/* Finds every phrase of the lexicon in the article's tokens (norm and lemma filled) and fills Article.hits.
 * Linear in tokens times the longest phrase. A phrase written in lower case matches lemmas and forms; a word with
 * a capital matches its form only, in any case (`russia` too), but forms of three letters or fewer in capitals
 * (US, UN, EU) match in capitals only; `word/v`, `/n`, `/a` restricts a word to that class; `=word` matches the
 * form alone; `_` stands for up to three words. */
void vfp_match(Article *article);

#endif
