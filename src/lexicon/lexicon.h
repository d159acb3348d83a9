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
/* clang-format off */
#define LEX_TABLES(X)                                                                                                  \
    X(LEX_STATES, "states", "id|code|name|aliases|adjectives|capital|seats|years")                                     \
    X(LEX_ORGANISATIONS, "organisations", "id|kind|code|name|aliases|of")                                              \
    X(LEX_OUTLETS, "outlets", "id|code|name|aliases|of")                                                               \
    X(LEX_PEOPLE, "people", "id|code|name|short|aliases|gender|roles")                                                 \
    X(LEX_OFFICES, "offices", "title|office|leader")                                                                   \
    X(LEX_ISSUES, "issues", "id|parent|proposition|topic|for|against|example")                                         \
    /* cues: phrase | closed values … | example */                                                                   \
    X(LEX_SAY, "say", "cue|frame|attitude|certainty|polarity|example")                                                 \
    X(LEX_CONTACT, "contact", "cue|contact|example")                                                                   \
    X(LEX_EVENT, "event", "cue|plover|mode|cameo|goldstein|frame|example")                                             \
    X(LEX_STATUS, "status", "cue|status|example")                                                                      \
    X(LEX_HEDGE, "hedge", "cue|certainty|scope|example")                                                               \
    X(LEX_STANCE, "stance", "cue|sign|strength|frame|example")                                                         \
    X(LEX_SHIFT, "shift", "cue|effect|frame|example")                                                                  \
    X(LEX_OUTLOOK, "outlook", "cue|role|example")                                                                      \
    X(LEX_NEGATION, "negation", "cue|example")                                                                         \
    X(LEX_CONDITION, "condition", "cue|kind|example")                                                                  \
    X(LEX_TIME, "time", "cue|role|value|example")                                                                      \
    X(LEX_SOURCE, "source", "cue|kind|example")                                                                        \
    X(LEX_FURNITURE, "furniture", "line|match|example")                                                                \
    X(LEX_ABBREVIATION, "abbreviation", "form|kind")                                                                   \
    X(LEX_WORD, "word", "form|lemma|classes")                                                                          \
    X(LEX_FUNCTION, "function", "forms|role")                                                                          \
    X(LEX_GIVEN, "given", "names|sex")
/* clang-format on */

typedef enum LexTable {
#define X(id, name, columns) id,
    LEX_TABLES(X)
#undef X
        LEX_TABLE_COUNT
} LexTable;

enum { LEX_MAX_COLUMNS = 8 };

/* The closed sets of the tables, beside those of record.h. */
/* clang-format off */
#define LEX_OFFICE_CLASSES(X)                                                                                          \
    X(OFFICE_HEAD_OF_STATE, "head-of-state")                                                                           \
    X(OFFICE_HEAD_OF_GOVERNMENT, "head-of-government") X(OFFICE_FOREIGN_MINISTER, "foreign-minister")                  \
        X(OFFICE_DEFENCE_MINISTER, "defence-minister") X(OFFICE_MINISTER, "minister") X(OFFICE_ENVOY, "envoy")         \
            X(OFFICE_AMBASSADOR, "ambassador") X(OFFICE_SPOKESPERSON, "spokesperson")                                  \
                X(OFFICE_SECRETARY_GENERAL, "secretary-general") X(OFFICE_ADVISER, "adviser")                          \
                    X(OFFICE_LEGISLATOR, "legislator") X(OFFICE_MILITARY_CHIEF, "military-chief")                      \
                        X(OFFICE_PARTY_LEADER, "party-leader") X(OFFICE_OFFICIAL, "official")                          \
                            X(OFFICE_MONARCH, "monarch") X(OFFICE_LEADER, "leader") X(OFFICE_HONORIFIC, "honorific")
/* What a word of speech or thought may take: bits. */
#define LEX_FRAMES(X)                                                                                                  \
    X(FRAME_THAT, "that")                                                                                              \
    X(FRAME_TO, "to") X(FRAME_NP, "np") X(FRAME_AS, "as") X(FRAME_QUOTE, "quote") X(FRAME_SOURCE, "source")            \
        X(FRAME_NOUN, "noun") X(FRAME_OBJECT_TO, "object-to") X(FRAME_GERUND, "gerund") X(FRAME_PP, "pp")              \
            X(FRAME_ADDRESSEE, "addressee")
/* What such a word says of the speaker's mind. */
#define LEX_ATTITUDES(X)                                                                                               \
    X(ATTITUDE_SAY, "say")                                                                                             \
    X(ATTITUDE_THINK, "think") X(ATTITUDE_WANT, "want") X(ATTITUDE_FEAR, "fear") X(ATTITUDE_HOPE, "hope")              \
        X(ATTITUDE_ASK, "ask") X(ATTITUDE_PROMISE, "promise") X(ATTITUDE_THREATEN, "threaten")                         \
            X(ATTITUDE_WARN, "warn") X(ATTITUDE_DENY, "deny") X(ATTITUDE_ACCUSE, "accuse") X(ATTITUDE_URGE, "urge")    \
                X(ATTITUDE_PRAISE, "praise") X(ATTITUDE_SUGGEST, "suggest") X(ATTITUDE_REFUSE, "refuse")               \
                    X(ATTITUDE_AGREE, "agree") X(ATTITUDE_PLAN, "plan") X(ATTITUDE_EXPECT, "expect")
#define LEX_SCOPES(X) X(SCOPE_CLAUSE, "clause") X(SCOPE_VERB, "verb") X(SCOPE_SOURCE, "source") X(SCOPE_HEARSAY, "hearsay")
/* Who is who around an event's word. */
#define LEX_EVENT_FRAMES(X)                                                                                            \
    X(EVENT_SUBJECT_OBJECT, "subject-object")                                                                          \
    X(EVENT_SUBJECT, "subject") X(EVENT_RECIPROCAL, "reciprocal") X(EVENT_OBJECT_SUBJECT, "object-subject")            \
        X(EVENT_NOUN, "noun")
#define LEX_SHIFT_EFFECTS(X)                                                                                           \
    X(EFFECT_CHANGE, "change")                                                                                         \
    X(EFFECT_TO_AGAINST, "to-against") X(EFFECT_TO_FOR, "to-for") X(EFFECT_TO_MIXED, "to-mixed")                       \
        X(EFFECT_BEFORE, "before") X(EFFECT_NOW, "now") X(EFFECT_AGAIN, "again") X(EFFECT_OBJECT, "object")            \
            X(EFFECT_RAISING, "raising") X(EFFECT_ENDED, "ended") X(EFFECT_DEADLINE, "deadline") \
            X(EFFECT_RESCHEDULE, "reschedule")
#define LEX_OUTLOOK_ROLES(X)                                                                                           \
    X(OUTLOOK_MODAL, "modal") X(OUTLOOK_VERB, "verb") X(OUTLOOK_NOUN, "noun") X(OUTLOOK_NOT, "not")
#define LEX_SOURCE_KINDS(X)                                                                                            \
    X(SOURCE_ANON, "anon")                                                                                             \
    X(SOURCE_GROUP, "group") X(SOURCE_PERSON, "person") X(SOURCE_DOCUMENT, "document") X(SOURCE_RUMOUR, "rumour")      \
        X(SOURCE_OUTLET, "outlet") X(SOURCE_ALLIANCE, "alliance") X(SOURCE_STATE, "state")
#define LEX_FURNITURE_MATCHES(X)                                                                                       \
    X(FURNITURE_LINE, "line")                                                                                          \
    X(FURNITURE_BEGINS, "begins") X(FURNITURE_ENDS, "ends") X(FURNITURE_SENTENCE, "sentence")                          \
        X(FURNITURE_HINT, "hint")
#define LEX_ABBREVIATIONS(X)                                                                                           \
    X(ABBREVIATION_TITLE, "title") X(ABBREVIATION_MONTH, "month") X(ABBREVIATION_OTHER, "other")
/* The closed-class words that reading asks for by their part in the sentence. */
#define LEX_FUNCTIONS(X)                                                                                               \
    X(WORD_THAT, "that")                                                                                               \
    X(WORD_RELATIVE, "relative") X(WORD_WHETHER, "whether") X(WORD_AND, "and") X(WORD_OR, "or") X(WORD_BUT, "but")     \
        X(WORD_SUBORDINATE, "subordinate") X(WORD_AS, "as") X(WORD_BY, "by") X(WORD_WITH, "with")                      \
            X(WORD_BETWEEN, "between") X(WORD_OF, "of") X(WORD_TO, "to") X(WORD_FOR, "for") X(WORD_FROM, "from")       \
                X(WORD_AGAINST, "against") X(WORD_IN, "in") X(WORD_ON, "on") X(WORD_AT, "at") X(WORD_AFTER, "after")   \
                    X(WORD_BEFORE, "before") X(WORD_INCLUDING, "including") X(WORD_REFLEXIVE, "reflexive")             \
                        X(WORD_HE, "he") X(WORD_SHE, "she") X(WORD_THEY, "they") X(WORD_IT, "it") X(WORD_I, "i")       \
                            X(WORD_WE, "we") X(WORD_YOU, "you") X(WORD_THE, "the") X(WORD_A, "a") X(WORD_THIS, "this") \
                                X(WORD_ONE, "one") X(WORD_GENITIVE, "genitive") X(WORD_ORGANISATION, "organisation")   \
                                    X(WORD_PLACE, "place") X(WORD_PARTICLE, "name-particle")                           \
                                        X(WORD_HEADLINE, "headline") X(WORD_DO, "do") X(WORD_BE, "be")                 \
                                            X(WORD_HAVE, "have") X(WORD_QUALITY, "quality") X(WORD_DURING, "during")   \
                                                X(WORD_FORMER, "former") X(WORD_ELECT, "elect") X(WORD_NO, "no")       \
                                                    X(WORD_TWO, "two") X(WORD_EVENT, "event") X(WORD_ELECTION, "election") X(WORD_COMPANY, "company")
/* clang-format on */
typedef enum FunctionWord { LEX_FUNCTIONS(VFP_ENUM_ENTRY) FUNCTION_WORD_COUNT } FunctionWord;
typedef enum OfficeClass { LEX_OFFICE_CLASSES(VFP_ENUM_ENTRY) } OfficeClass;
typedef enum Frame { LEX_FRAMES(VFP_ENUM_ENTRY) } Frame; /* in LexRow.value as bits: 1 << FRAME_THAT … */
typedef enum Attitude { LEX_ATTITUDES(VFP_ENUM_ENTRY) } Attitude;
typedef enum Scope { LEX_SCOPES(VFP_ENUM_ENTRY) } Scope;
typedef enum EventFrame { LEX_EVENT_FRAMES(VFP_ENUM_ENTRY) } EventFrame; /* bits */
typedef enum ShiftEffect { LEX_SHIFT_EFFECTS(VFP_ENUM_ENTRY) } ShiftEffect;
typedef enum OutlookRole { LEX_OUTLOOK_ROLES(VFP_ENUM_ENTRY) } OutlookRole;
typedef enum SourceKind { LEX_SOURCE_KINDS(VFP_ENUM_ENTRY) } SourceKind;
typedef enum FurnitureMatch { LEX_FURNITURE_MATCHES(VFP_ENUM_ENTRY) } FurnitureMatch;
typedef enum AbbreviationKind { LEX_ABBREVIATIONS(VFP_ENUM_ENTRY) } AbbreviationKind;

/* One line of a table, as written. `value[c]` holds what the loader made of a closed column: the index in its set,
 * or the sum of the bits where several may stand (frame, classes); -1 where the field is empty or is free text. */
typedef struct LexRow {
    Str field[LEX_MAX_COLUMNS];
    int32_t value[LEX_MAX_COLUMNS];
    float number; /* LEX_EVENT: goldstein; LEX_STANCE: strength; NAN where empty */
    Str file;
    uint32_t line;
} LexRow;

/* All actors of the tables LEX_STATES, _ORGANISATIONS, _OUTLETS and _PEOPLE, in one numbering: Actor.entry,
 * Hit.row of a hit whose table is LEX_PEOPLE etc. are indices of LexActor, not of rows. */
typedef struct LexRole {
    Str title;
    uint32_t owner;  /* LexActor, or VFP_NONE */
    uint32_t office; /* row of LEX_OFFICES, or VFP_NONE */
    Date from, to;   /* year 0: open or unknown */
    bool leads;      /* starred: its holder is the leader of the owner */
} LexRole;
typedef struct LexActor {
    Str id, code, name;
    LexTable table;
    ActorKind kind;
    char gender;
    uint32_t of;   /* LexActor that it belongs to, or VFP_NONE */
    Date from, to; /* states of the past */
    LexRole *roles;
    uint32_t role_count;
    uint32_t row;
} LexActor;

/* One issue's topic: groups of alternatives; a group is met when one of its phrases is. A phrase may serve many issues
 * (Ukraine): a hit on it has table LEX_ISSUES, row = the set of all it serves. */
typedef struct LexIssueTerm {
    uint32_t issue; /* row of LEX_ISSUES */
    int8_t group;   /* 0 … groups-1: topic; -1: a word for; -2: a word against */
} LexIssueTerm;
typedef struct LexIssueSet {
    const LexIssueTerm *at;
    uint32_t n;
} LexIssueSet;
typedef struct LexIssue {
    uint32_t parent; /* row, or VFP_NONE */
    uint8_t groups;  /* 0: a theatre, which is never matched itself */
    uint8_t names;   /* bit g: group g is made of names (Cuba; Havana), which alone say nothing of the matter */
    uint8_t depth;
} LexIssue;

/* Reads the embedded lexicon, then `paths`. On an error *out is null. */
vf_status vfp_lexicon_open(const char *const *paths, size_t count, Lexicon **out, vf_error *error);
/* The same from memory, without the embedded files: for tests and the fuzzer. `name` is used in errors. */
vf_status vfp_lexicon_parse(const char *name, const char *bytes, size_t size, Lexicon **out, vf_error *error);
void vfp_lexicon_close(Lexicon *lexicon);
/* The lines of LEX_FURNITURE as ingest/furniture.c has sorted them, with or without those about elements. */
const struct Furniture *vfp_lexicon_furniture(const Lexicon *lexicon, bool hints);

uint32_t vfp_lexicon_count(const Lexicon *lexicon, LexTable table);
const LexRow *vfp_lexicon_row(const Lexicon *lexicon, LexTable table, uint32_t row);
uint32_t vfp_lexicon_actor_count(const Lexicon *lexicon);
const LexActor *vfp_lexicon_actor(const Lexicon *lexicon, uint32_t actor);
/* The actor with that id, or VFP_NONE. */
uint32_t vfp_lexicon_find_actor(const Lexicon *lexicon, Str id);
const LexIssue *vfp_lexicon_issue(const Lexicon *lexicon, uint32_t row);
LexIssueSet vfp_lexicon_issue_set(const Lexicon *lexicon, uint32_t set);
uint32_t vfp_lexicon_find_issue(const Lexicon *lexicon, Str id);
/* Whether the role was held on `date` (unknown date: whether it is held today, that is, has no end). */
bool vfp_role_held(const LexRole *role, Date date);
/* Who led `owner` on `date` / held an office of class `office` (field 1 of LEX_OFFICES) there; or VFP_NONE. */
uint32_t vfp_lexicon_leader(const Lexicon *lexicon, uint32_t owner, Date date);
uint32_t vfp_lexicon_holder(const Lexicon *lexicon, uint32_t owner, uint32_t office_row, Date date);
/* The id of a word given in folded form (vfp_fold), or 0. */
uint32_t vfp_word(const Lexicon *lexicon, Str folded);
/* The word with that id, folded; empty for 0. */
Str vfp_word_text(const Lexicon *lexicon, uint32_t word);

/* What is known of a word by itself. Reading asks for it at every token, so it is asked without a call: the words'
 * infos are a Lexicon's first member (build.h). */
typedef struct WordInfo {
    uint32_t lemma;
    uint32_t classes;               /* of LEX_WORD */
    uint32_t root[2];               /* children of the trie's root: by form, by lemma */
    uint8_t abbreviation, function; /* 0: none, else 1 + its kind or role */
    char given;                     /* a first name: of a man 'm', of a woman 'f', of either or who knows 'x'; else 0 */
    bool common;
    bool inflected; /* some entry looks for it in all its forms */
} WordInfo;
typedef struct WordInfos {
    WordInfo *at; /* by id */
    uint32_t n, cap;
} WordInfos;
static inline const WordInfo *vfp_word_info(const Lexicon *lexicon, uint32_t word) {
    return &((const WordInfos *)(const void *)lexicon)->at[word];
}
/* Whether the word is a first name, and whose: 'm', 'f', 'x', or 0. */
static inline char vfp_word_given_name(const Lexicon *lexicon, uint32_t word) {
    return vfp_word_info(lexicon, word)->given;
}
/* Rows of LEX_WORD for a word id: the lemma's word id, and the word classes it may have as a bit set of Upos; 0 where
 * the table has no such row. For the lemmatizer. */
static inline uint32_t vfp_word_lemma(const Lexicon *lexicon, uint32_t word, Upos upos) {
    const WordInfo *info = vfp_word_info(lexicon, word);
    return info->classes & 1u << upos ? info->lemma : 0;
}
/* 0: no abbreviation, else 1 + AbbreviationKind. `word`: the form without its final full stop. */
static inline int vfp_word_abbreviation(const Lexicon *lexicon, uint32_t word) {
    return vfp_word_info(lexicon, word)->abbreviation;
}
/* The word's part in a sentence (FunctionWord), or -1. O(1). */
static inline int vfp_word_function(const Lexicon *lexicon, uint32_t word) {
    return vfp_word_info(lexicon, word)->function - 1;
}

/* Finds every phrase of the lexicon in the article's tokens (norm and lemma filled) and fills Article.hits.
 * Linear in tokens times the longest phrase. A phrase written in lower case matches lemmas and forms; a word with
 * a capital matches its form only, in any case (`russia` too), but forms of three letters or fewer in capitals
 * (US, UN, EU) match in capitals only; a hyphen in
 * the text or the phrase counts for nothing (cease-fire, cease fire); `word/v`, `/n`, `/a` restricts a word to that
 * class; `=word` matches the form alone; `_` stands for up to three words. */
void vfp_match(Article *article);

#endif
