/* match.c: which phrases of the lexicon stand where in an article.
 *
 * A walk through the trie from every token, by form and by lemma; hyphens between the words of a phrase are passed
 * over, `_` takes up to GAP_WORDS words. Linear: the walk from one token is bounded by the longest phrase. */
#include "lexicon/build.h"

typedef struct Walk {
    Article *article;
    const Lexicon *lexicon;
    uint32_t end;            /* of the sentence */
    uint32_t at[MAX_PHRASE]; /* tokens matched so far */
    uint32_t first_hit;      /* where this token's hits begin */
    uint32_t start;
} Walk;

static bool class_fits(const Token *token, unsigned class) {
    switch (class) {
    case CLASS_VERB: return token->upos == UPOS_VERB || token->upos == UPOS_AUX;
    case CLASS_NOUN: return token->upos == UPOS_NOUN || token->upos == UPOS_PROPN;
    case CLASS_ADJECTIVE: return token->upos == UPOS_ADJ || token->upos == UPOS_ADV || token->upos == UPOS_VERB;
    default: return true;
    }
}

static bool fits(const Walk *walk, const Output *output) {
    const Token *tokens = walk->article->tokens.at;
    for (unsigned i = 0; i < output->words; i++) {
        if (walk->at[i] == VFP_NONE) continue; /* a gap */
        const Token *token = &tokens[walk->at[i]];
        if (!class_fits(token, output->classes >> 2 * i & 3)) return false;
        if (token->upos == UPOS_PROPN && !(token->flags & TOKEN_CAPITAL)) continue; /* a text without capitals */
        if (output->upper >> i & 1 && !(token->flags & TOKEN_UPPER)) return false;
        if (output->capital >> i & 1 && !(token->flags & TOKEN_CAPITAL)) return false;
    }
    return true;
}

/* Only the longest entry of a table stays at a token; issues keep all, as their terms are parts of a puzzle. */
static void keep(Walk *walk, const Output *output, uint32_t count) {
    Article *article = walk->article;
    for (uint32_t i = walk->first_hit; i < article->hits.n; i++) {
        Hit *hit = &article->hits.at[i];
        if (hit->table != output->table) continue;
        if (hit->row == output->row && hit->form == output->form) {
            if (count > hit->count) hit->count = count;
            return;
        }
        if (output->table == LEX_ISSUES) continue; /* all lengths: each may be a part of another issue */
        if (hit->count > count) return;
        if (hit->count < count) {
            for (uint32_t k = i + 1; k < article->hits.n; k++) article->hits.at[k - 1] = article->hits.at[k];
            article->hits.n--, i--;
        }
    }
    if (article->hits.n - walk->first_hit >= MAX_HITS_PER_TOKEN) return;
    *vfp_push(article->arena, &article->hits) =
        (Hit){.token = walk->start, .count = count, .table = output->table, .form = output->form, .row = output->row};
}

static void collect(Walk *walk, uint32_t first, uint32_t next) {
    for (uint32_t o = first; o; o = walk->lexicon->outputs.at[o].next) {
        const Output *output = &walk->lexicon->outputs.at[o];
        if (fits(walk, output)) keep(walk, output, next - walk->start);
    }
}

static bool is_hyphen(const Article *article, uint32_t token) {
    const Token *t = &article->tokens.at[token];
    return t->end - t->begin == 1 && article->text.at[t->begin] == '-';
}

static void step(Walk *walk, uint32_t node, uint32_t token, unsigned depth);

/* Goes on from `node`, reached with the words up to `next`. */
static void arrive(Walk *walk, uint32_t node, uint32_t next, unsigned depth) {
    const Node *n = &walk->lexicon->nodes.at[node];
    if (n->output) collect(walk, n->output, next);
    if ((n->words || n->gap) && depth < MAX_PHRASE) step(walk, node, next, depth);
}

/* Words that `_` stands for. */
static void pass_gap(Walk *walk, uint32_t child, uint32_t token, unsigned depth) {
    for (uint32_t skip = 0; skip <= GAP_WORDS && token + skip < walk->end; skip++) {
        walk->at[depth] = VFP_NONE;
        if (skip && walk->article->tokens.at[token + skip - 1].flags & TOKEN_PUNCT) break;
        arrive(walk, child, token + skip, depth + 1);
    }
}

static void step(Walk *walk, uint32_t node, uint32_t token, unsigned depth) {
    if (token < walk->end && depth && is_hyphen(walk->article, token)) token++;
    if (token >= walk->end) return;
    const Lexicon *lexicon = walk->lexicon;
    const Token *t = &walk->article->tokens.at[token];
    uint32_t norm = t->norm, lemma = t->lemma;
    uint32_t by_form = norm ? vfp_edge_find(lexicon, node, norm, WORD_FORM) : 0;
    uint32_t by_lemma = lemma ? vfp_edge_find(lexicon, node, lemma, WORD_LEMMA) : 0;
    uint32_t by_norm = norm && norm != lemma ? vfp_edge_find(lexicon, node, norm, WORD_LEMMA) : 0;
    walk->at[depth] = token;
    if (by_form) arrive(walk, by_form, token + 1, depth + 1);
    if (by_lemma) arrive(walk, by_lemma, token + 1, depth + 1);
    if (by_norm && by_norm != by_lemma) arrive(walk, by_norm, token + 1, depth + 1);
    if (depth && lexicon->nodes.at[node].gap) pass_gap(walk, lexicon->nodes.at[node].gap, token, depth);
}

void vfp_match(Article *article) {
    Walk walk = {.article = article, .lexicon = article->lexicon};
    article->hit_of = vfp_arena_alloc(article->arena, ((size_t)article->tokens.n + 1) * sizeof *article->hit_of);
    for (uint32_t s = 0; s < article->sentences.n; s++) {
        walk.end = article->sentences.at[s].last;
        for (uint32_t t = article->sentences.at[s].first; t < walk.end; t++) {
            walk.start = t;
            article->hit_of[t] = walk.first_hit = article->hits.n;
            step(&walk, 0, t, 0);
        }
    }
    article->hit_of[article->tokens.n] = article->hits.n;
}
