/* record.h: every struct that crosses a stage. Read first; then pipeline.c.
 *
 *   vf_input ─ ingest ─▶ Article.text, furniture, blocks        bytes become one article
 *            ─ language ─▶ tokens, sentences                    words with tags and lemmas
 *            ─ reading ─▶ hits                                  which entries of the lexicon stand where
 *                      ─▶ actors, mentions                      who is spoken of
 *                      ─▶ times                                 when
 *                      ─▶ quotes, statements                    who said what
 *                      ─▶ events                                who did what to whom
 *                      ─▶ positions, shifts, outlooks           who stands where, who moved, what may follow
 *            ─ output / ledger ─▶ JSON Lines / SQLite
 *
 * One article is one arena and one struct. A stage reads what earlier ones filled and fills its own layer; nobody
 * goes back. Everything here is owned by the article's arena and dies with the next vf_article_read. Spans are
 * [begin, end) byte offsets into Article.text. Indices are into the article's own vectors; VFP_NONE is "no such".
 * The field's terms are those of docs/records.md. */
#ifndef VFP_RECORD_H
#define VFP_RECORD_H
#include "core/arena.h"
#include "core/date.h"
#include "core/text.h"
#include "volteface.h"

#define VFP_NONE UINT32_MAX

/* Span and Str are in core/text.h. A Span with begin == VFP_NONE is absent. */

/* ---- closed sets: enum, name in the records */
#define CERTAINTIES(X) X(CERTAIN, "certain") X(PROBABLE, "probable") X(POSSIBLE, "possible")
#define POLARITIES(X)  X(AFFIRMED, "affirmed") X(DENIED, "denied")
/* clang-format off */
#define ACTOR_KINDS(X)                                                                                                 \
    X(KIND_PERSON, "person")                                                                                           \
    X(KIND_STATE, "state") X(KIND_IGO, "igo") X(KIND_ORG, "org") X(KIND_ARMED, "armed-group") X(KIND_GROUP, "group")   \
        X(KIND_ANON, "anon")
#define FORMS(X)      X(FORM_NAME, "name") X(FORM_NOMINAL, "nominal") X(FORM_PRONOUN, "pronoun") X(FORM_METONYM, "metonym")
#define TIME_KINDS(X) X(TIME_DATE, "DATE") X(TIME_TIME, "TIME") X(TIME_DURATION, "DURATION") X(TIME_SET, "SET")
#define MANNERS(X)    X(MANNER_DIRECT, "direct") X(MANNER_INDIRECT, "indirect") X(MANNER_MIXED, "mixed")
#define EVENT_STATUSES(X)                                                                                              \
    X(STATUS_ACTUAL, "actual")                                                                                         \
    X(STATUS_PLANNED, "planned") X(STATUS_PROPOSED, "proposed") X(STATUS_REQUESTED, "requested")                       \
        X(STATUS_PROMISED, "promised") X(STATUS_THREATENED, "threatened") X(STATUS_CANCELLED, "cancelled")             \
            X(STATUS_POSTPONED, "postponed") X(STATUS_HYPOTHETICAL, "hypothetical")
#define CONTACTS(X)                                                                                                    \
    X(CONTACT_NONE, NULL)                                                                                              \
    X(CONTACT_CALL, "call") X(CONTACT_VISIT, "visit") X(CONTACT_MEETING, "meeting") X(CONTACT_SUMMIT, "summit")        \
        X(CONTACT_TALKS, "talks") X(CONTACT_MESSAGE, "message")
#define PLOVER_TYPES(X)                                                                                                \
    X(PLOVER_NONE, NULL)                                                                                               \
    X(PLOVER_AGREE, "AGREE") X(PLOVER_CONSULT, "CONSULT") X(PLOVER_SUPPORT, "SUPPORT") X(PLOVER_CONCEDE, "CONCEDE")    \
        X(PLOVER_COOPERATE, "COOPERATE") X(PLOVER_AID, "AID") X(PLOVER_RETREAT, "RETREAT")                             \
            X(PLOVER_REQUEST, "REQUEST") X(PLOVER_ACCUSE, "ACCUSE") X(PLOVER_REJECT, "REJECT")                         \
                X(PLOVER_THREATEN, "THREATEN") X(PLOVER_PROTEST, "PROTEST") X(PLOVER_SANCTION, "SANCTION")             \
                    X(PLOVER_MOBILIZE, "MOBILIZE") X(PLOVER_COERCE, "COERCE") X(PLOVER_ASSAULT, "ASSAULT")
#define STANCES(X)                                                                                                     \
    X(STANCE_FOR, "for")                                                                                               \
    X(STANCE_AGAINST, "against") X(STANCE_CONDITIONAL, "conditional") X(STANCE_MIXED, "mixed")                         \
        X(STANCE_UNDECIDED, "undecided")
#define CONDITIONS(X) X(COND_NONE, NULL) X(COND_IF, "if") X(COND_UNLESS, "unless") X(COND_UNTIL, "until")
#define BASES(X)      X(BASIS_REPORTED, "reported") X(BASIS_INFERRED, "inferred")
/* Universal Dependencies' word classes (universaldependencies.org/u/pos). */
#define WORD_CLASSES(X)                                                                                                \
    X(UPOS_X, "X")                                                                                                     \
    X(UPOS_ADJ, "ADJ") X(UPOS_ADP, "ADP") X(UPOS_ADV, "ADV") X(UPOS_AUX, "AUX") X(UPOS_CCONJ, "CCONJ")                 \
        X(UPOS_DET, "DET") X(UPOS_INTJ, "INTJ") X(UPOS_NOUN, "NOUN") X(UPOS_NUM, "NUM") X(UPOS_PART, "PART")           \
            X(UPOS_PRON, "PRON") X(UPOS_PROPN, "PROPN") X(UPOS_PUNCT, "PUNCT") X(UPOS_SCONJ, "SCONJ")                  \
                X(UPOS_SYM, "SYM") X(UPOS_VERB, "VERB")
/* Relations of Universal Dependencies as the English treebanks use them. */
#define DEPRELS(X) \
    X(REL_ROOT, "root") X(REL_ACL, "acl") X(REL_ACL_RELCL, "acl:relcl") X(REL_ADVCL, "advcl") \
    X(REL_ADVCL_RELCL, "advcl:relcl") X(REL_ADVMOD, "advmod") X(REL_AMOD, "amod") X(REL_APPOS, "appos") \
    X(REL_AUX, "aux") X(REL_AUX_PASS, "aux:pass") X(REL_CASE, "case") X(REL_CC, "cc") \
    X(REL_CC_PRECONJ, "cc:preconj") X(REL_CCOMP, "ccomp") X(REL_COMPOUND, "compound") \
    X(REL_COMPOUND_PRT, "compound:prt") X(REL_CONJ, "conj") X(REL_COP, "cop") X(REL_CSUBJ, "csubj") \
    X(REL_CSUBJ_OUTER, "csubj:outer") X(REL_CSUBJ_PASS, "csubj:pass") X(REL_DEP, "dep") X(REL_DET, "det") \
    X(REL_DET_PREDET, "det:predet") X(REL_DISCOURSE, "discourse") X(REL_DISLOCATED, "dislocated") \
    X(REL_EXPL, "expl") X(REL_FIXED, "fixed") X(REL_FLAT, "flat") X(REL_GOESWITH, "goeswith") X(REL_IOBJ, "iobj") \
    X(REL_LIST, "list") X(REL_MARK, "mark") X(REL_NMOD, "nmod") X(REL_NMOD_DESC, "nmod:desc") \
    X(REL_NMOD_POSS, "nmod:poss") X(REL_NMOD_UNMARKED, "nmod:unmarked") X(REL_NSUBJ, "nsubj") \
    X(REL_NSUBJ_OUTER, "nsubj:outer") X(REL_NSUBJ_PASS, "nsubj:pass") X(REL_NUMMOD, "nummod") X(REL_OBJ, "obj") \
    X(REL_OBL, "obl") X(REL_OBL_AGENT, "obl:agent") X(REL_OBL_UNMARKED, "obl:unmarked") X(REL_ORPHAN, "orphan") \
    X(REL_PARATAXIS, "parataxis") X(REL_PUNCT, "punct") X(REL_REPARANDUM, "reparandum") X(REL_VOCATIVE, "vocative") \
    X(REL_XCOMP, "xcomp")
#define ENTITY_KINDS(X) X(ENTITY_PER, "PER") X(ENTITY_ORG, "ORG") X(ENTITY_LOC, "LOC")
/* clang-format on */

#define VFP_ENUM_ENTRY(name, text) name,
typedef enum Certainty { CERTAINTIES(VFP_ENUM_ENTRY) CERTAINTY_COUNT } Certainty;
typedef enum Polarity { POLARITIES(VFP_ENUM_ENTRY) POLARITY_COUNT } Polarity;
typedef enum ActorKind { ACTOR_KINDS(VFP_ENUM_ENTRY) ACTOR_KIND_COUNT } ActorKind;
typedef enum Form { FORMS(VFP_ENUM_ENTRY) FORM_COUNT } Form;
typedef enum TimeKind { TIME_KINDS(VFP_ENUM_ENTRY) TIME_KIND_COUNT } TimeKind;
typedef enum Manner { MANNERS(VFP_ENUM_ENTRY) MANNER_COUNT } Manner;
typedef enum EventStatus { EVENT_STATUSES(VFP_ENUM_ENTRY) EVENT_STATUS_COUNT } EventStatus;
typedef enum Contact { CONTACTS(VFP_ENUM_ENTRY) CONTACT_COUNT } Contact;
typedef enum Plover { PLOVER_TYPES(VFP_ENUM_ENTRY) PLOVER_COUNT } Plover;
typedef enum Stance { STANCES(VFP_ENUM_ENTRY) STANCE_COUNT } Stance;
typedef enum ConditionKind { CONDITIONS(VFP_ENUM_ENTRY) CONDITION_COUNT } ConditionKind;
typedef enum Basis { BASES(VFP_ENUM_ENTRY) BASIS_COUNT } Basis;
typedef enum Upos { WORD_CLASSES(VFP_ENUM_ENTRY) UPOS_COUNT } Upos;
typedef enum Deprel { DEPRELS(VFP_ENUM_ENTRY) DEPREL_COUNT } Deprel;
typedef enum EntityKind { ENTITY_KINDS(VFP_ENUM_ENTRY) ENTITY_KIND_COUNT } EntityKind;

/* The names, indexed by the enums above; defined in record.c. */
extern const char *const vfp_certainty_names[],
    *const vfp_polarity_names[], *const vfp_actor_kind_names[],
                                     *const vfp_form_names[],
                                         *const vfp_time_kind_names[],
                                             *const vfp_manner_names[],
                                                 *const vfp_status_names[],
                                                     *const vfp_contact_names[],
                                                         *const vfp_plover_names[],
                                                             *const vfp_stance_names[],
                                                                 *const vfp_condition_names[],
                                                                     *const vfp_basis_names[],
                                                                         *const vfp_upos_names[],
                                                                             *const vfp_deprel_names[],
                                                                                 *const vfp_entity_names[];

/* ---- ingest: the page */
typedef enum BlockKind { BLOCK_PARAGRAPH, BLOCK_HEADLINE, BLOCK_FURNITURE } BlockKind;
/* A line or paragraph of the text, without the white space around it. Blocks cover all text that is not blank, in
 * order. Nothing is read from BLOCK_FURNITURE. */
typedef struct Block {
    Span span;
    BlockKind kind;
} Block;

/* ---- language: words */
enum {
    TOKEN_CAPITAL = 1 << 0, /* first letter is upper case */
    TOKEN_UPPER = 1 << 1,   /* all letters are, and there are two or more */
    TOKEN_DIGIT = 1 << 2,   /* holds a digit */
    TOKEN_SPACE = 1 << 3,   /* white space (or the text's end) follows */
    TOKEN_FIRST = 1 << 4,   /* first of its sentence */
    TOKEN_PUNCT = 1 << 5,   /* no letter and no digit in it */
    TOKEN_QUOTED = 1 << 6,  /* inside a quotation (filled by reading/quote.c) */
    TOKEN_FUSED = 1 << 7,   /* the second word of a contraction: the n't of don't, the 's of Trump's */
};
/* Morphology, a set of bits; 0 where nothing is known. */
enum {
    FEAT_PAST = 1 << 0,       /* Tense=Past, finite: said, was */
    FEAT_PRESENT = 1 << 1,    /* Tense=Pres, finite: says, is */
    FEAT_PARTICIPLE = 1 << 2, /* VerbForm=Part, Tense=Past: cancelled, gone */
    FEAT_GERUND = 1 << 3,     /* VerbForm=Ger or Part, -ing: saying */
    FEAT_INFINITIVE = 1 << 4, /* VerbForm=Inf: (to) say */
    FEAT_PLURAL = 1 << 5,     /* Number=Plur */
    FEAT_POSSESSIVE = 1 << 6, /* the 's of a genitive, or his, their */
    FEAT_SINGULAR = 1 << 7,
    FEAT_FIRST = 1 << 8, /* Person= */
    FEAT_SECOND = 1 << 9,
    FEAT_THIRD = 1 << 10,
    FEAT_IMPERATIVE = 1 << 11, /* Mood=Imp */
    FEAT_PASSIVE = 1 << 12,    /* Voice=Pass: a participle of the passive */
    FEAT_NEGATIVE = 1 << 13,   /* Polarity=Neg: not, no */
    FEAT_COMPARATIVE = 1 << 14,
    FEAT_SUPERLATIVE = 1 << 15,
};
typedef struct Token {
    uint32_t begin, end; /* bytes */
    uint32_t norm;       /* lower-cased form as a word id of the lexicon's vocabulary; 0: not in it */
    uint32_t lemma;      /* lemma likewise; 0: not in it */
    uint32_t sentence;   /* index */
    uint32_t head;       /* token that governs it, of the same sentence; VFP_NONE: root of its sentence, or no parse */
    uint16_t feats;      /* FEAT_ */
    uint8_t flags;       /* TOKEN_ */
    uint8_t upos;        /* Upos */
    uint8_t deprel;      /* Deprel */
} Token;

typedef struct Sentence {
    uint32_t first, last; /* tokens [first, last) */
    uint32_t block;       /* index */
} Sentence;

/* A name as the tagger of names sees it, before anybody knows who it is. In order, never overlapping. */
typedef struct Entity {
    uint32_t first, last; /* tokens [first, last) */
    EntityKind kind;
} Entity;

/* What hangs on a word (language/tree.h): its subtree [first, last) and its children in the order of the text. */
typedef struct Branch {
    uint32_t first, last;
    uint32_t child, next; /* first child; next child of the same head; VFP_NONE */
} Branch;

/* ---- language: phrases, from the tags alone (chunk.c) */
typedef enum ChunkKind { CHUNK_NP, CHUNK_VG } ChunkKind; /* noun phrase without what follows its head; verb group */
enum {
    VG_FINITE = 1 << 0,  /* has a tense or a modal */
    VG_PAST = 1 << 1,    /* past tense or perfect: said, has said, had been leaning */
    VG_FUTURE = 1 << 2,  /* will, shall, is going to, is set to */
    VG_MODAL = 1 << 3,   /* may, might, could, would, should, must, can */
    VG_NEGATED = 1 << 4, /* not, n't, never inside the group */
    VG_PASSIVE = 1 << 5,
    VG_INFINITIVE = 1 << 6,  /* to send */
    VG_GERUND = 1 << 7,      /* sending, without a finite auxiliary */
    VG_PARTICIPLE = 1 << 8,  /* sent, without a finite auxiliary: the missiles sent to Cuba */
    VG_PERFECT = 1 << 9,     /* has, have, had + participle */
    VG_COPULA = 1 << 10,     /* its main verb is be */
    NP_POSSESSIVE = 1 << 11, /* ends in 's, or is a possessive pronoun: it modifies the chunk behind it */
    NP_PRONOUN = 1 << 12,
};
typedef struct Chunk {
    uint32_t first, last; /* tokens [first, last) */
    uint32_t head;        /* token: the last noun, or the main (last) verb */
    uint32_t modal;       /* token of the modal, or VFP_NONE */
    uint16_t flags;
    uint8_t kind; /* ChunkKind */
} Chunk;

/* ---- reading: what the lexicon knows about the words at a place. Sorted by token; of several entries of one
 * table at one token only the longest stays. */
typedef struct Hit {
    uint32_t token, count; /* tokens [token, token + count) */
    uint16_t table;        /* LexTable */
    uint16_t form;         /* for actors: a Form; else 0 */
    uint32_t row;          /* row of that table */
} Hit;

/* ---- actors of this article */
typedef struct Role {
    Str title, of, from, to; /* of: an actor id or the words of the text; empty where unknown */
} Role;
typedef struct Actor {
    Str id, name, code; /* code may be empty */
    ActorKind kind;
    char gender;    /* 'm' 'f', or 0: unknown or no person */
    uint32_t entry; /* row of LEX_ACTORS, or VFP_NONE: known from this text alone */
    uint32_t state; /* LEX_ACTORS row of the state that it acts for on the article's date, or VFP_NONE */
    Role *roles;    /* those in force on the article's date, and those that the text gives */
    uint32_t role_count;
} Actor;
typedef struct Mention {
    Span span;                          /* the name alone for names (no title), the phrase for nominals */
    uint32_t first, last;               /* tokens [first, last) */
    uint32_t phrase_first, phrase_last; /* tokens of the whole noun phrase, title and apposition included */
    uint32_t actor;                     /* index into actors */
    uint8_t form;                       /* Form */
    bool modifier;                      /* a demonym or name used as an adjective or genitive of a longer phrase */
} Mention;

typedef struct ActorList {
    uint32_t *at;
    uint32_t n, cap;
} ActorList; /* indices into Article.actors */
typedef struct SpanList {
    Span *at;
    uint32_t n, cap;
} SpanList;

/* Who vouches for a record, how sure they are, whether it is denied: on every record but document and actor. */
typedef struct Warrant {
    Certainty certainty;
    Polarity polarity;
    ActorList voices; /* outermost first; empty is the article in its own voice */
} Warrant;

typedef struct TimeRecord {
    Span span;
    TimeKind kind;
    Str value;            /* TIMEX3 value; empty: unknown */
    Date date;            /* the day, month or year it names, where it names one */
    uint32_t first, last; /* tokens */
    Warrant warrant;
} TimeRecord;

/* A stretch between quotation marks, or of an interview turn; marks excluded. */
typedef struct Quote {
    uint32_t first, last; /* tokens inside the marks [first, last) */
    Span span;
    uint8_t depth; /* 0: outermost */
    bool closed;   /* the closing mark was there, or another paragraph goes on with it */
    bool scare;    /* too short or too bare to be speech: “America First” */
} Quote;

typedef struct Statement {
    uint32_t speaker; /* actor, or VFP_NONE */
    Span speaker_span, cue_span;
    SpanList contents;
    Manner manner;
    uint32_t addressee; /* actor, or VFP_NONE */
    Date date;
    bool date_is_own;  /* from the text, not only the article's own date */
    uint32_t cue;      /* row of LEX_SAY, or VFP_NONE */
    uint32_t sentence; /* where the cue (or the content) is */
    Warrant warrant;
} Statement;

typedef struct Event {
    Span span, trigger;
    ActorList actors, recipients;
    SpanList actor_spans, recipient_spans; /* parallel to the lists */
    Plover plover;
    Str mode, cameo, place; /* empty: null */
    Str *contexts;
    uint32_t context_count;
    float goldstein; /* NAN: null */
    Date date;
    bool date_is_own;
    EventStatus status;
    Contact contact;
    ConditionKind condition;
    Span condition_span; /* the if-clause without its conjunction */
    Date deadline;
    uint32_t sentence;
    Warrant warrant;
} Event;

typedef struct Position {
    uint32_t holder;
    uint32_t issue; /* row of LEX_ISSUES */
    float stance;   /* -1 to 1 */
    Stance label;
    Date date;
    bool date_is_own;
    Span span;
    uint32_t sentence;
    Warrant warrant;
} Position;

typedef struct ShiftEnd { /* one end of a shift */
    bool known;
    Stance label;
    float stance;
    Date date;
    uint32_t position; /* index into positions, or VFP_NONE */
    Span span;
} ShiftEnd;
typedef struct Shift {
    uint32_t holder, issue;
    ShiftEnd from, to;
    uint32_t after; /* index into events, or VFP_NONE */
    Basis basis;
    Date date;
    bool date_is_own;
    Span span;
    uint32_t sentence;
    Warrant warrant;
} Shift;

typedef struct Outlook {
    uint32_t predictor; /* actor, or VFP_NONE: the article itself */
    Span if_span, then_span;
    Str horizon; /* TIMEX3 value, empty: null */
    Span span;
    uint32_t sentence;
    Warrant warrant;
} Outlook;

/* Halving: `at` becomes the first index below n at which `holds`, an expression of the index `i` that is true up to
 * some place and false from there on, is false; n where it never is. O(log n). */
#define VFP_HALVE(at, n, i, holds)                                                                                     \
    do {                                                                                                               \
        uint32_t high_ = (n);                                                                                          \
        for ((at) = 0; (at) < high_;) {                                                                                \
            const uint32_t i = (at) + (high_ - (at)) / 2;                                                              \
            if (holds) (at) = i + 1;                                                                                   \
            else high_ = i;                                                                                            \
        }                                                                                                              \
    } while (0)

/* Sentences and words that the input itself was cut into (CoNLL-U). */
typedef struct Given {
    const Str *comments; /* by sentence: the lines above it, each with its line end */
    const Str *forms;    /* by token: as the input has it; of a contraction (zum) it may not be what the text spells */
} Given;

#define VFP_VEC(T)                                                                                                     \
    struct {                                                                                                           \
        T *at;                                                                                                         \
        uint32_t n, cap;                                                                                               \
    }

typedef struct Lexicon Lexicon;
typedef struct Model Model;

typedef struct Article {
    Arena *arena;
    struct NetworkRoom *network_room; /* of the handle, not the arena: what the network remembers between articles */
    const Lexicon *lexicon;
    const Model *model;
    /* ingest */
    Str id, uri, title, publisher, author, published, language, text;
    Str input;        /* where it was read: a path, or the name of a stream; may be empty */
    uint64_t line;    /* of an input that holds an article a line, from 1; else 0 */
    bool uri_is_line; /* it named no address of its own, so uri is input:line */
    char sha256[65];
    Date date; /* of `published`; year 0: unknown */
    VFP_VEC(Span) furniture;
    VFP_VEC(Block) blocks;
    const Given *given; /* null: none; else tokens and sentences stand before the first stage, flags and norms aside */
    /* language */
    VFP_VEC(Token) tokens;
    Str *lemmas; /* for each token, its lemma: parties → party, me → I */
    VFP_VEC(Sentence) sentences;
    VFP_VEC(Entity) entities;
    uint8_t *said; /* for each token, the part of an attribution that it is in: 0 none, then source, cue, content: their
                      first token 1, 3, 5, their others 2, 4, 6 */
    Branch *branches;      /* for each token */
    VFP_VEC(Chunk) chunks; /* in order, never overlapping; tokens outside any: prepositions, conjunctions, marks */
    uint32_t *chunk_of;    /* for each token: index into chunks, or VFP_NONE */
    /* reading */
    VFP_VEC(Hit) hits;
    uint32_t *hit_of;               /* for each token and one past the last: the first hit at it or behind it */
    uint16_t *scopes;               /* reading/scope.c's own: for each token, what its cues and relations say of it */
    struct IssueIndex *issue_index; /* reading/issue.c's own: which issues each sentence speaks of */
    uint32_t *served;               /* for each of the first served_count actors: the LEX_ACTORS row of the state whose
                                       stand it states when it takes one (a minister, a spokesman), or VFP_NONE */
    uint32_t served_count;
    VFP_VEC(Actor) actors;
    VFP_VEC(Mention) mentions; /* in order of first token, never overlapping */
    uint32_t *mention_of;      /* for each token: index into mentions, or VFP_NONE */
    VFP_VEC(TimeRecord) times;
    VFP_VEC(Quote) quotes;
    VFP_VEC(Statement) statements;
    VFP_VEC(Event) events;
    VFP_VEC(Position) positions;
    VFP_VEC(Shift) shifts;
    VFP_VEC(Outlook) outlooks;
} Article;

/* Room for one more element at the end of a VFP_VEC or list, zeroed; returns a pointer to it. The pointer is good
 * until the next push to the same vector. Never null: see core/arena.h. Amortised constant time. */
#define vfp_push(arena, vec)                                                                                           \
    ((vec)->n == (vec)->cap                                                                                            \
         ? ((vec)->at = vfp_arena_grow((arena), (vec)->at, sizeof *(vec)->at, (vec)->n, &(vec)->cap), 0)               \
         : 0,                                                                                                          \
     memset(&(vec)->at[(vec)->n], 0, sizeof *(vec)->at), &(vec)->at[(vec)->n++])

/* The record's id: a letter for its type and 16 hex digits of a hash of the document's id, the type, the span and
 * the fields that tell it from others on the same span. Written to out[24]. */
void vfp_record_id(const Article *article, char type, Span span, const char *detail, char out[24]);

#endif
