/* phrase.c: the vocabulary and the trie of phrases. Both are built once and then only read.
 *
 * Cost: a phrase of n words takes n edges (a hyphenated word takes two ways, so at most 2^2 as many). */
#include "lexicon/build.h"
#include <stdlib.h>

static uint64_t word_hash(Str s) { return vfp_hash(s.at, s.len, 0) * 0x9E3779B97F4A7C15u >> 20; }

uint32_t vfp_word(const Lexicon *lexicon, Str folded) {
    uint32_t slot = (uint32_t)word_hash(folded) & lexicon->word_mask;
    for (uint32_t id; (id = lexicon->word_slots[slot]); slot = (slot + 1) & lexicon->word_mask)
        if (vfp_str_is(lexicon->words.at[id], folded)) return id;
    return 0;
}

static void grow_words(Lexicon *lexicon) {
    uint32_t size = (lexicon->word_mask + 1) * 2;
    lexicon->word_slots = vfp_arena_alloc(lexicon->arena, (size_t)size * sizeof(uint32_t));
    lexicon->word_mask = size - 1;
    for (uint32_t id = 1; id < lexicon->words.n; id++) {
        uint32_t slot = (uint32_t)word_hash(lexicon->words.at[id]) & lexicon->word_mask;
        while (lexicon->word_slots[slot]) slot = (slot + 1) & lexicon->word_mask;
        lexicon->word_slots[slot] = id;
    }
}

uint32_t vfp_word_intern(Lexicon *lexicon, Str folded) {
    uint32_t id = vfp_word(lexicon, folded);
    if (id) return id;
    id = lexicon->words.n;
    *vfp_push(lexicon->arena, &lexicon->words) = vfp_str_copy(lexicon->arena, folded);
    vfp_push(lexicon->arena, &lexicon->infos);
    uint32_t slot = (uint32_t)word_hash(folded) & lexicon->word_mask;
    while (lexicon->word_slots[slot]) slot = (slot + 1) & lexicon->word_mask;
    lexicon->word_slots[slot] = id;
    if (lexicon->words.n * 2 > lexicon->word_mask) grow_words(lexicon);
    return id;
}

void vfp_phrases_init(Lexicon *lexicon) {
    lexicon->word_mask = (1u << 15) - 1;
    lexicon->word_slots = vfp_arena_alloc(lexicon->arena, (1u << 15) * sizeof(uint32_t));
    vfp_push(lexicon->arena, &lexicon->words); /* id 0: any word that is in no table */
    vfp_push(lexicon->arena, &lexicon->infos);
    vfp_push(lexicon->arena, &lexicon->nodes); /* 0: the root */
    vfp_push(lexicon->arena, &lexicon->outputs);
    lexicon->edge_mask = (1u << 15) - 1;
    lexicon->edges = vfp_arena_alloc(lexicon->arena, (1u << 15) * sizeof(Edge));
}

static uint64_t edge_key(uint32_t node, uint32_t word, unsigned mode) { return (uint64_t)node << 32 | word << 1 | mode; }
static uint64_t edge_slot(const Lexicon *lexicon, uint64_t key) {
    return (key * 0x9E3779B97F4A7C15u >> 24) & lexicon->edge_mask;
}

uint32_t vfp_edge_find(const Lexicon *lexicon, uint32_t node, uint32_t word, unsigned mode) {
    if (node == 0) return lexicon->infos.at[word].root[mode];
    uint64_t key = edge_key(node, word, mode);
    for (uint64_t slot = edge_slot(lexicon, key); lexicon->edges[slot].key; slot = (slot + 1) & lexicon->edge_mask)
        if (lexicon->edges[slot].key == key) return lexicon->edges[slot].child;
    return 0;
}

static void edge_put(Lexicon *lexicon, uint64_t key, uint32_t child) {
    uint64_t slot = edge_slot(lexicon, key);
    while (lexicon->edges[slot].key) slot = (slot + 1) & lexicon->edge_mask;
    lexicon->edges[slot] = (Edge){key, child};
}

static void grow_edges(Lexicon *lexicon) {
    Edge *old = lexicon->edges;
    uint64_t n = lexicon->edge_mask + 1;
    lexicon->edges = vfp_arena_alloc(lexicon->arena, 2 * n * sizeof(Edge));
    lexicon->edge_mask = 2 * n - 1;
    for (uint64_t i = 0; i < n; i++)
        if (old[i].key) edge_put(lexicon, old[i].key, old[i].child);
}

static uint32_t new_node(Lexicon *lexicon, uint32_t parent) {
    lexicon->nodes.at[parent].more = true;
    vfp_push(lexicon->arena, &lexicon->nodes);
    return lexicon->nodes.n - 1;
}

static uint32_t child_of(Lexicon *lexicon, uint32_t node, uint32_t word, unsigned mode) {
    if (mode == WORD_GAP) {
        uint32_t child = lexicon->nodes.at[node].gap;
        if (!child) {
            child = new_node(lexicon, node);
            lexicon->nodes.at[node].gap = child;
        }
        return child;
    }
    uint32_t child = vfp_edge_find(lexicon, node, word, mode);
    if (child) return child;
    child = new_node(lexicon, node);
    if (node == 0) {
        lexicon->infos.at[word].root[mode] = child;
        return child;
    }
    edge_put(lexicon, edge_key(node, word, mode), child);
    if (++lexicon->edge_count * 2 > lexicon->edge_mask) grow_edges(lexicon);
    return child;
}

/* One word of a phrase as it will be looked for. */
typedef struct PhraseWord {
    uint32_t id;
    uint8_t mode, class;
    bool capital, upper;
} PhraseWord;

static bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

static int class_suffix(Str *word) {
    if (word->len < 3 || word->at[word->len - 2] != '/') return CLASS_ANY;
    char c = word->at[word->len - 1];
    int class = c == 'v' ? CLASS_VERB : c == 'n' ? CLASS_NOUN : c == 'a' ? CLASS_ADJECTIVE : CLASS_ANY;
    if (class) word->len -= 2;
    return class;
}

/* All letters are ASCII capitals (full stops aside), and how many there are. */
static unsigned capitals_only(Str word) {
    unsigned n = 0;
    for (uint32_t i = 0; i < word.len; i++) {
        if (is_upper(word.at[i])) n++;
        else if (word.at[i] != '.') return 0;
    }
    return n;
}

static PhraseWord phrase_word(Lexicon *lexicon, Str word, bool name) {
    PhraseWord out = {.mode = WORD_LEMMA};
    if (word.len == 1 && word.at[0] == '_') return (PhraseWord){.mode = WORD_GAP};
    out.class = (uint8_t)class_suffix(&word);
    if (word.len > 1 && word.at[0] == '=') out.mode = WORD_FORM, word.at++, word.len--;
    unsigned char first = (unsigned char)word.at[0];
    if (name || is_upper((char)first) || first >= 0x80) out.mode = WORD_FORM;
    unsigned capitals = capitals_only(word);
    out.upper = capitals >= 2 && capitals <= 3;
    char folded[256];
    if (word.len > 100) word.len = 100;
    uint32_t n = vfp_fold(word, folded);
    out.id = vfp_word_intern(lexicon, (Str){folded, n});
    return out;
}

/* The phrase's words, cut as the tokenizer cuts: at spaces, and the 's off its noun; with `split` also at hyphens. */
static unsigned cut_phrase(Lexicon *lexicon, Str phrase, bool name, bool split, PhraseWord *out) {
    unsigned n = 0;
    for (Str word; (word = vfp_list_next(&phrase, ' ')).len;) {
        Str parts = word;
        for (Str part; (part = split ? vfp_list_next(&parts, '-') : vfp_list_next(&parts, ' ')).len;) {
            Str tail = {0};
            if (part.len > 2 && part.at[part.len - 2] == '\'' && part.at[part.len - 1] == 's')
                tail = (Str){part.at + part.len - 2, 2}, part.len -= 2;
            if (n + 2 > MAX_PHRASE) return 0;
            out[n++] = phrase_word(lexicon, part, name);
            if (tail.len) out[n++] = phrase_word(lexicon, tail, true);
        }
    }
    return n;
}

static void enter(Lexicon *lexicon, const PhraseWord *words, unsigned n, Output output) {
    uint32_t node = 0;
    output.words = (uint8_t)n;
    for (unsigned i = 0; i < n; i++) {
        node = child_of(lexicon, node, words[i].id, words[i].mode);
        output.classes |= (uint32_t)words[i].class << 2 * i;
        if (words[i].upper) output.upper |= (uint16_t)(1u << i);
        if (words[i].capital) output.capital |= (uint16_t)(1u << i);
    }
    output.next = lexicon->nodes.at[node].output;
    *vfp_push(lexicon->arena, &lexicon->outputs) = output;
    lexicon->nodes.at[node].output = lexicon->outputs.n - 1;
}

bool vfp_phrase_add(Lexicon *lexicon, Str phrase, bool name, LexTable table, uint8_t form, uint32_t row) {
    Output output = {.row = row, .table = (uint16_t)table, .form = form};
    PhraseWord words[MAX_PHRASE];
    unsigned n = cut_phrase(lexicon, phrase, name, false, words);
    if (!n) return false;
    /* One word is a name only with its capital where it is ordinary English too, or a person's. */
    bool shy = name && n == 1 && (table == LEX_PEOPLE || table == LEX_ORGANISATIONS || table == LEX_OUTLETS ||
                                  form == FORM_METONYM || lexicon->infos.at[words[0].id].common);
    if (shy) words[0].capital = true;
    enter(lexicon, words, n, output);
    if (!memchr(phrase.at, '-', phrase.len)) return true;
    n = cut_phrase(lexicon, phrase, name, true, words);
    if (n) enter(lexicon, words, n, output);
    return n > 0;
}
