/* sentence.c: the tokens of one block → sentences, by what training learnt (split.h) or, without a model, by rules: a
 * sentence ends at a full stop, a question or exclamation mark or
 * an ellipsis, with the closing marks behind it, when what follows can begin one.
 *
 * A stop that belongs to an abbreviation ends a sentence only before a function word (the U.S. The …), because names
 * follow abbreviations too (the U.S. Senate). A quoted sentence goes on before lower case (“Go!” he said). Text
 * without stops is cut at commas and dashes so that no sentence has more than SENTENCE_LIMIT tokens and whatever is
 * done per sentence later stays linear. Cost: linear. */
#include "language/model.h"
#include "language/runes.h"
#include "language/word.h"
#include "lexicon/lexicon.h"

enum { SENTENCE_LIMIT = 400, SENTENCE_LEAST = 200, CLOSERS_LIMIT = 16, DATELINE_LIMIT = 16 };

static uint32_t rune_of(const Article *a, uint32_t token) {
    uint32_t rune = 0;
    const Token *t = &a->tokens.at[token];
    vfp_utf8_decode(a->text.at, t->end, t->begin, &rune);
    return rune;
}

static char last_of(const Article *a, uint32_t token) { return a->text.at[a->tokens.at[token].end - 1]; }

static bool is_ellipsis(const Article *a, uint32_t i) {
    const Token *t = &a->tokens.at[i];
    uint32_t c = rune_of(a, i);
    return c == 0x2026 || (c == '.' && t->end - t->begin > 1);
}

/* '.', '!', '?', '…' as a token of its own. */
static bool is_stop(const Article *a, uint32_t i) {
    if (!(a->tokens.at[i].flags & TOKEN_PUNCT)) return false;
    uint32_t c = rune_of(a, i);
    return c == '.' || c == '!' || c == '?' || c == 0x2026;
}

/* A word that took the stop behind it for its own. */
static bool is_dotted(const Article *a, uint32_t i) {
    return last_of(a, i) == '.' && !(a->tokens.at[i].flags & TOKEN_PUNCT);
}

static bool is_title(const Article *a, uint32_t i) {
    const Token *t = &a->tokens.at[i];
    char folded[2 * 16 + 4];
    if (t->end - t->begin > 16) return false;
    Str form = {folded, vfp_fold((Str){a->text.at + t->begin, t->end - t->begin - 1}, folded)};
    return vfp_word_abbreviation(a->lexicon, vfp_word(a->lexicon, form)) == 1;
}

/* Auxiliaries are left out: behind an abbreviation they go on with its sentence, however they are written. */
static bool is_opening_word(const Article *a, uint32_t i) {
    uint32_t word = a->tokens.at[i].norm;
    return vfp_word_is_function(a->lexicon, word) && !vfp_word_lemma(a->lexicon, word, UPOS_AUX);
}

/* Passes the marks that close behind token i; returns the index of the first token that is none. */
static uint32_t past_closers(const Article *a, uint32_t i, uint32_t n) {
    uint32_t j = i + 1;
    while (j < n && j - i < CLOSERS_LIMIT && a->tokens.at[j].flags & TOKEN_PUNCT) {
        uint32_t c = rune_of(a, j);
        bool straight = c == '"' || c == '\'';
        bool far = a->tokens.at[j - 1].flags & TOKEN_SPACE;
        /* a straight mark behind a space opens what comes, unless it is followed by a space itself */
        if (is_stop(a, j)) j++;
        else if (vfp_rune_closer(c) && (!far || !straight || a->tokens.at[j].flags & TOKEN_SPACE)) j++;
        else break;
    }
    return j;
}

/* Whether a sentence may begin with token j after the stop at i (marks between them are closers). */
static bool can_begin(const Article *a, uint32_t i, uint32_t j) {
    uint32_t c = rune_of(a, j);
    bool quoted = j > i + 1 && vfp_rune_closer(rune_of(a, j - 1));
    if (a->tokens.at[j].flags & TOKEN_PUNCT) return vfp_rune_opener(c) || (vfp_rune_dash(c) && !quoted);
    if (!vfp_rune_lower(c)) return true;
    /* web writers forget capitals, so a plain stop ends a sentence before lower case too, but an ellipsis or a
     * shout in the middle of one does not, nor does what was quoted */
    return !quoted && !is_ellipsis(a, i) && rune_of(a, i) == '.' && a->tokens.at[j - 1].flags & TOKEN_SPACE;
}

/* Whether a sentence ends with token i; *next is the first token behind its closing marks. */
static bool ends_at(const Article *a, uint32_t i, uint32_t first, uint32_t n, uint32_t *next) {
    bool dotted = is_dotted(a, i);
    if (!dotted && !is_stop(a, i)) return false;
    uint32_t j = *next = past_closers(a, i, n);
    if (j >= n) return true;
    if (!dotted) return (i > first || j > i + 1 || rune_of(a, i) != '.') && can_begin(a, i, j);
    if (j > i + 1 && is_stop(a, j - 1)) return can_begin(a, j - 1, j);
    if (is_title(a, i)) return false;
    return a->tokens.at[j].flags & TOKEN_CAPITAL && is_opening_word(a, j);
}

/* ---- sentences that never end */

static bool is_joint(const Article *a, uint32_t i) {
    if (!(a->tokens.at[i].flags & TOKEN_PUNCT)) return false;
    uint32_t c = rune_of(a, i);
    return c == ',' || c == ';' || c == ':' || c == ')' || vfp_rune_dash(c);
}

/* Where to cut [first, i): behind its last comma or the like if that leaves a fair piece, else at i. */
static uint32_t cut_of(const Article *a, uint32_t first, uint32_t i) {
    for (uint32_t k = i; k > first + SENTENCE_LEAST; k--)
        if (is_joint(a, k - 1)) return k;
    return i;
}

static void add_sentence(Article *a, uint32_t block, uint32_t first, uint32_t last) {
    if (first == last) return;
    uint32_t id = a->sentences.n;
    *vfp_push(a->arena, &a->sentences) = (Sentence){first, last, block};
    for (uint32_t i = first; i < last; i++) a->tokens.at[i].sentence = id;
    a->tokens.at[first].flags |= TOKEN_FIRST;
}

/* Where the block's dateline ends: “KYIV, Feb 5 (Reuters) - Ukraine and …”, or `first` where it has none. It is a
 * sentence by itself, or its place would be taken for the subject of the first verb. Names in capitals, then capitals,
 * figures and marks alone up to a dash between spaces. */
static uint32_t past_dateline(const Article *a, uint32_t first) {
    uint32_t end = first + DATELINE_LIMIT < a->tokens.n ? first + DATELINE_LIMIT : a->tokens.n;
    if (!(a->tokens.at[first].flags & TOKEN_UPPER)) return first;
    for (uint32_t i = first + 1; i + 1 < end; i++) {
        unsigned flags = a->tokens.at[i].flags;
        if (flags & TOKEN_PUNCT && vfp_rune_dash(rune_of(a, i)) && flags & TOKEN_SPACE &&
            a->tokens.at[i - 1].flags & TOKEN_SPACE)
            return i + 1;
        if (!(flags & (TOKEN_CAPITAL | TOKEN_DIGIT | TOKEN_PUNCT))) break;
    }
    return first;
}

static void cut_by_rules(Article *a, uint32_t block, uint32_t first) {
    uint32_t n = a->tokens.n;
    for (uint32_t i = first, next; i < n; i++) {
        if (ends_at(a, i, first, n, &next)) {
            add_sentence(a, block, first, next);
            first = next, i = next - 1;
        } else if (i - first >= SENTENCE_LIMIT) {
            uint32_t cut = cut_of(a, first, i);
            add_sentence(a, block, first, cut);
            first = cut;
        }
    }
    add_sentence(a, block, first, n);
}

static void cut_by_weights(Article *a, const Splitter *s, uint32_t block, uint32_t first) {
    uint32_t n = a->tokens.n, open = first;
    SplitBlock b = vfp_split_block(a, s, first, n - first);
    for (uint32_t i = first; i + 1 < n; i++) {
        bool ends = vfp_split_ends(s, &b, i - first);
        uint32_t cut = ends ? i + 1 : i - open >= SENTENCE_LIMIT ? cut_of(a, open, i) : open;
        add_sentence(a, block, open, cut);
        open = cut;
        vfp_split_advance(&b, i - first, ends);
    }
    add_sentence(a, block, open, n);
}

void vfp_cut_sentences(Article *a, uint32_t block, uint32_t first) {
    uint32_t open = first < a->tokens.n ? past_dateline(a, first) : first;
    add_sentence(a, block, first, open);
    first = open;
    const Splitter *splitter = a->model ? &a->model->split : NULL;
    if (splitter && splitter->rows) cut_by_weights(a, splitter, block, first);
    else cut_by_rules(a, block, first);
}
