/* build.h: the inside of a Lexicon, for the files of this folder alone. */
#ifndef VFP_LEXICON_BUILD_H
#define VFP_LEXICON_BUILD_H
#include "lexicon/lexicon.h"

/* A word of a phrase: id, how it matches, and what class it must have. */
enum { WORD_FORM = 0, WORD_LEMMA = 1, WORD_GAP = 2 };
enum { CLASS_ANY, CLASS_VERB, CLASS_NOUN, CLASS_ADJECTIVE };
enum { MAX_PHRASE = 12, GAP_WORDS = 3, MAX_HITS_PER_TOKEN = 64 };

/* What a phrase stands for. `classes` has two bits for each word of the phrase. */
typedef struct Output {
    uint32_t row, next; /* next output of the same node, 0: none */
    uint32_t classes;
    uint16_t table;
    uint8_t form;
    uint8_t words;
    uint16_t capital; /* bit i: word i must be written with a capital; */
    uint16_t upper;   /* bit i: … must be in capitals altogether */
} Output;

typedef struct Node {
    uint64_t words;  /* a bit for each word that goes on from here, by a hash; 0: none does */
    uint32_t output; /* index, 0: none */
    uint32_t gap;    /* child behind `_`, 0: none */
} Node;

typedef struct Edge {
    uint64_t key; /* node << 32 | word << 1 | mode; 0: empty slot */
    uint32_t child;
} Edge;

/* A place of the vocabulary's table: the word, or 0, and enough of it that the words themselves, which lie all over
 * memory, are hardly ever looked at. */
typedef struct WordSlot {
    uint64_t letters; /* phrase.c: the first eight */
    uint32_t id;
    uint16_t len, tag; /* tag: a part of the hash */
} WordSlot;

struct Lexicon {
    WordInfos infos; /* first: vfp_word_info */
    Arena *arena;
    const struct Furniture *furniture[2]; /* without and with hints */
    VFP_VEC(LexRow) rows[LEX_TABLE_COUNT];
    VFP_VEC(LexActor) actors;
    LexIssue *issues;
    VFP_VEC(LexIssueSet) issue_sets;
    VFP_VEC(Str) words;   /* by id; words[0] is nothing */
    WordSlot *word_slots; /* open addressing */
    uint32_t word_mask;
    VFP_VEC(Node) nodes;
    VFP_VEC(Output) outputs;
    Edge *edges;
    uint64_t edge_mask;
    uint32_t edge_count;
    uint32_t *actor_slots; /* actor index + 1 by hash of its id */
    uint32_t actor_mask;
    uint32_t *office_begin; /* by owner: where its office holders begin in `offices`; actors.n + 1 of them */
    struct Holder {
        uint32_t actor, role;
    } * offices;
};

/* The id of a folded word, made where it is new. */
uint32_t vfp_word_intern(Lexicon *lexicon, Str folded);
/* Enters a phrase as a person writes it; see vfp_match. Returns false where it has too many words. `name`: its
 * words are names, matched by form. */
bool vfp_phrase_add(Lexicon *lexicon, Str phrase, bool name, LexTable table, uint8_t form, uint32_t row);
void vfp_phrases_init(Lexicon *lexicon);

/* ---- the trie's edges */

static inline uint64_t vfp_edge_key(uint32_t node, uint32_t word, unsigned mode) {
    return (uint64_t)node << 32 | word << 1 | mode;
}
static inline uint64_t vfp_edge_slot(const Lexicon *lexicon, uint64_t key) {
    return (key * 0x9E3779B97F4A7C15u >> 24) & lexicon->edge_mask;
}
/* The bit that stands for a word in Node.words. Most nodes have one or two children, so nearly all words that don't
 * go on are known by it without a look at the edges. */
static inline uint64_t vfp_edge_bit(uint32_t word) { return (uint64_t)1 << (word * 0x9E3779B9u >> 26); }
/* The child of `node` behind the word, or 0. */
static inline uint32_t vfp_edge_find(const Lexicon *lexicon, uint32_t node, uint32_t word, unsigned mode) {
    if (node == 0) return lexicon->infos.at[word].root[mode];
    if (!(lexicon->nodes.at[node].words & vfp_edge_bit(word))) return 0;
    uint64_t key = vfp_edge_key(node, word, mode);
    for (uint64_t slot = vfp_edge_slot(lexicon, key); lexicon->edges[slot].key; slot = (slot + 1) & lexicon->edge_mask)
        if (lexicon->edges[slot].key == key) return lexicon->edges[slot].child;
    return 0;
}

/* Turns the rows into actors, issues and phrases once all files are read. */
vf_status vfp_lexicon_build(Lexicon *lexicon, vf_error *error);
/* Reads one file's lines into rows. */
vf_status vfp_lexicon_read(Lexicon *lexicon, Str name, const char *bytes, size_t size, vf_error *error);

/* Walks a list field: `*rest` loses its first item, which is returned trimmed (empty items are skipped); an empty
 * Str when there is none left. */
Str vfp_list_next(Str *rest, char separator);
Str vfp_field_trim(Str s);
#endif
