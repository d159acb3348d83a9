/* grammar.h: who is the subject of what, its object, its owner, and what hangs on it: the relations of the tree, asked
 * for as noun phrases and verb groups.
 *
 * All is read off the tree by climbs and walks of bounded length, and is bounded by the sentence. Indices: tokens, or
 * chunks of Article.chunks; VFP_NONE is no such. */
#ifndef VFP_GRAMMAR_H
#define VFP_GRAMMAR_H
#include "language/tree.h"
#include "lexicon/lexicon.h"
#include "record.h"

/* A range of tokens [first, last). */
typedef struct Range {
    uint32_t first, last;
} Range;

static inline Range vfp_sentence_of(const Article *article, uint32_t token) {
    const Sentence *s = &article->sentences.at[article->tokens.at[token].sentence];
    return (Range){s->first, s->last};
}
/* The paragraph that a token stands in. */
static inline uint32_t vfp_block_of(const Article *article, uint32_t token) {
    return article->sentences.at[article->tokens.at[token].sentence].block;
}
/* The byte span of a range, trimmed of white space; VFP_NO_SPAN for an empty one. */
Span vfp_span_of(const Article *article, Range range);
/* A one-byte token: , : ; ( ) - */
static inline bool vfp_is_mark(const Article *article, uint32_t token, char mark) {
    const Token *t = &article->tokens.at[token];
    return t->end - t->begin == 1 && article->text.at[t->begin] == mark;
}
bool vfp_is_quote_mark(const Article *article, uint32_t token);
bool vfp_is_dash(const Article *article, uint32_t token); /* – — -- or a hyphen with space around it */
/* FunctionWord or -1 */
static inline int vfp_function(const Article *article, uint32_t token) {
    return vfp_word_function(article->lexicon, article->tokens.at[token].norm);
}

/* The hits at a token, as a range of Article.hits; and the first of one table, or null. */
static inline Range vfp_hits_at(const Article *article, uint32_t token) {
    return (Range){article->hit_of[token], article->hit_of[token + 1]};
}
static inline const Hit *vfp_hit_of(const Article *article, uint32_t token, LexTable table) {
    for (uint32_t h = article->hit_of[token]; h < article->hit_of[token + 1]; h++)
        if (article->hits.at[h].table == table) return &article->hits.at[h];
    return NULL;
}

static inline uint32_t vfp_chunk_at(const Article *article, uint32_t token) {
    return article->chunk_of ? article->chunk_of[token] : VFP_NONE;
}
/* The verb group that `token` belongs to, or VFP_NONE. */
static inline uint32_t vfp_verb_at(const Article *article, uint32_t token) {
    uint32_t c = vfp_chunk_at(article, token);
    return c != VFP_NONE && article->chunks.at[c].kind == CHUNK_VG ? c : VFP_NONE;
}
/* The verb group that governs `token`: its own, else that of the nearest word above it which has one. */
uint32_t vfp_governor(const Article *article, uint32_t token);
/* The first word of a range whose governor lies outside it, marks and prepositions aside: what the range is about. */
uint32_t vfp_top(const Article *article, Range range);

/* The word that carries the verb group's clause in the tree: its main verb, or what a copula or auxiliary stands by. */
uint32_t vfp_predicate(const Article *article, uint32_t vg);
/* Whether a word is a clause's predicate: a verb, or what a copula stands by. */
bool vfp_is_verbal(const Article *article, uint32_t token);
/* The noun phrase that is the subject of verb group `vg`, of infinitives and -ing forms that of the verb above
 * them; in passives the thing that is done to. */
uint32_t vfp_subject(const Article *article, uint32_t vg);
/* The next noun phrase that and or or joins to `np` (A, B and C: from A to B, from B to C), or VFP_NONE. */
uint32_t vfp_joined_phrase(const Article *article, uint32_t np);
/* Whether the verb is what somebody wants of its subject: demanded that Ukraine renounce it (no “renounces”). */
bool vfp_is_subjunctive(const Article *article, uint32_t vg);
/* Whether the verb group is what its subject is asked or made to do: urged Rome to wait. */
bool vfp_is_asked_of(const Article *article, uint32_t vg);
/* Whether its subject is done to. Of participles without an auxiliary, those without an object: the missiles sent to
 * Cuba. */
bool vfp_is_passive(const Article *article, uint32_t vg);
/* What a relative clause's verb has for its object: the truce that X refused → the truce; or VFP_NONE. */
uint32_t vfp_relative_object(const Article *article, uint32_t vg);
/* The verb group's object behind it; of a copula what it says of its subject. */
uint32_t vfp_object(const Article *article, uint32_t vg);
/* The noun phrase that the first preposition of role `function` (WORD_WITH …) in tokens [token, last) takes. */
uint32_t vfp_prepositional(const Article *article, uint32_t token, uint32_t last, FunctionWord function);
/* The noun phrase that owns chunk `np`: Trump’s call → Trump; his call → his; or VFP_NONE. */
uint32_t vfp_owner(const Article *article, uint32_t np);
/* What hangs on a verb group behind it, but for verbs joined to it and what a comma sets apart. Empty where there is
 * nothing. */
Range vfp_complement(const Article *article, uint32_t vg);
/* A noun phrase and what follows its head with prepositions: the head of the fund of X. */
Range vfp_phrase(const Article *article, uint32_t np);
/* Whether the hit is one of LEX_CONDITION that opens a condition: if, unless …; but "providing arms" is no "providing
 * that". */
bool vfp_opens_condition(const Article *article, const Hit *hit);
#endif
