/* phrase.c: the vocabulary and the trie of phrases. Both are built once and then only read.
 *
 * Cost: a phrase of n words takes n edges (a hyphenated word takes two ways, so at most 2^2 as many). */
#include "lexicon/build.h"
#include <stdlib.h>

/* The first eight bytes of the word, zeros behind a shorter one. */
static uint64_t letters_of(Str s) {
    uint64_t letters = 0;
    if (s.len >= 8) {
        memcpy(&letters, s.at, 8);
    } else if (s.len >= 4) { /* two halves that overlap; not the order of the letters, but as good as it */
        uint32_t half[2];
        memcpy(&half[0], s.at, 4);
        memcpy(&half[1], s.at + s.len - 4, 4);
        memcpy(&letters, half, 8);
    } else if (s.len) {
        letters = (unsigned char)s.at[0] | (uint64_t)(unsigned char)s.at[s.len / 2] << 8 |
                  (uint64_t)(unsigned char)s.at[s.len - 1] << 16;
    }
    return letters;
}

static uint64_t hash_letters(uint64_t h, uint64_t letters) {
    h = (h ^ letters) * 0x9E3779B97F4A7C15u;
    return h ^ h >> 29;
}

/* What a word is found by: its length, its first letters and a hash of all. Words of up to eight letters are known
 * by these alone. */
static WordSlot slot_of(Str s) {
    WordSlot slot = {.letters = letters_of(s), .len = (uint16_t)(s.len < UINT16_MAX ? s.len : UINT16_MAX)};
    uint64_t h = hash_letters(s.len, slot.letters);
    for (uint32_t i = 8; i < s.len; i += 8) h = hash_letters(h, letters_of((Str){s.at + i, s.len - i}));
    slot.id = (uint32_t)(h >> 16);
    slot.tag = (uint16_t)h;
    return slot;
}

/* The id of the word; `wanted`: its slot_of, where `id` is the hash that tells where to look. */
static uint32_t find_word(const Lexicon *lexicon, Str folded, const WordSlot *wanted) {
    for (uint32_t at = wanted->id & lexicon->word_mask;; at = (at + 1) & lexicon->word_mask) {
        const WordSlot *slot = &lexicon->word_slots[at];
        if (!slot->id) return 0;
        if (slot->letters != wanted->letters || slot->len != wanted->len || slot->tag != wanted->tag) continue;
        if (folded.len <= 8 || vfp_str_is(lexicon->words.at[slot->id], folded)) return slot->id;
    }
}

Str vfp_word_text(const Lexicon *lexicon, uint32_t word) { return lexicon->words.at[word]; }

uint32_t vfp_word(const Lexicon *lexicon, Str folded) {
    WordSlot wanted = slot_of(folded);
    return find_word(lexicon, folded, &wanted);
}

static void enter_word(Lexicon *lexicon, WordSlot slot, uint32_t id) {
    uint32_t at = slot.id & lexicon->word_mask;
    while (lexicon->word_slots[at].id) at = (at + 1) & lexicon->word_mask;
    slot.id = id;
    lexicon->word_slots[at] = slot;
}

static void grow_words(Lexicon *lexicon) {
    uint32_t size = (lexicon->word_mask + 1) * 2;
    lexicon->word_slots = vfp_arena_alloc(lexicon->arena, (size_t)size * sizeof *lexicon->word_slots);
    lexicon->word_mask = size - 1;
    for (uint32_t id = 1; id < lexicon->words.n; id++) enter_word(lexicon, slot_of(lexicon->words.at[id]), id);
}

uint32_t vfp_word_intern(Lexicon *lexicon, Str folded) {
    WordSlot slot = slot_of(folded);
    uint32_t id = find_word(lexicon, folded, &slot);
    if (id) return id;
    id = lexicon->words.n;
    *vfp_push(lexicon->arena, &lexicon->words) = vfp_str_copy(lexicon->arena, folded);
    vfp_push(lexicon->arena, &lexicon->infos);
    enter_word(lexicon, slot, id);
    if (lexicon->words.n * 2 > lexicon->word_mask) grow_words(lexicon);
    return id;
}

void vfp_phrases_init(Lexicon *lexicon) {
    lexicon->word_mask = (1u << 15) - 1;
    lexicon->word_slots = vfp_arena_alloc(lexicon->arena, (1u << 15) * sizeof *lexicon->word_slots);
    vfp_push(lexicon->arena, &lexicon->words); /* id 0: any word that is in no table */
    vfp_push(lexicon->arena, &lexicon->infos);
    vfp_push(lexicon->arena, &lexicon->nodes); /* 0: the root */
    vfp_push(lexicon->arena, &lexicon->outputs);
    lexicon->edge_mask = (1u << 15) - 1;
    lexicon->edges = vfp_arena_alloc(lexicon->arena, (1u << 15) * sizeof(Edge));
}

static void edge_put(Lexicon *lexicon, uint64_t key, uint32_t child) {
    uint64_t slot = vfp_edge_slot(lexicon, key);
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

static uint32_t new_node(Lexicon *lexicon) {
    vfp_push(lexicon->arena, &lexicon->nodes);
    return lexicon->nodes.n - 1;
}

static uint32_t child_of(Lexicon *lexicon, uint32_t node, uint32_t word, unsigned mode) {
    if (mode == WORD_GAP) {
        uint32_t child = lexicon->nodes.at[node].gap;
        if (!child) {
            child = new_node(lexicon);
            lexicon->nodes.at[node].gap = child;
        }
        return child;
    }
    uint32_t child = vfp_edge_find(lexicon, node, word, mode);
    if (child) return child;
    child = new_node(lexicon);
    if (node == 0) {
        lexicon->infos.at[word].root[mode] = child;
        return child;
    }
    lexicon->nodes.at[node].words |= vfp_edge_bit(word);
    edge_put(lexicon, vfp_edge_key(node, word, mode), child);
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
    if (out.mode == WORD_LEMMA) lexicon->infos.at[out.id].inflected = true;
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
    bool shy = name && n == 1 &&
               (table == LEX_PEOPLE || table == LEX_ORGANISATIONS || table == LEX_OUTLETS || form == FORM_METONYM ||
                lexicon->infos.at[words[0].id].common);
    if (shy) words[0].capital = true;
    enter(lexicon, words, n, output);
    if (!memchr(phrase.at, '-', phrase.len)) return true;
    n = cut_phrase(lexicon, phrase, name, true, words);
    if (n) enter(lexicon, words, n, output);
    return n > 0;
}
