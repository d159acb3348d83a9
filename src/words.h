/* words.h: what is known of a word in the terms of Universal Dependencies, for those who print it or hand it out. */
#ifndef VFP_WORDS_H
#define VFP_WORDS_H
#include "record.h"

enum { VFP_FEATS_ROOM = 160 };

/* The token as the input has it. */
static inline Str vfp_form(const Article *a, uint32_t token) {
    return a->given ? a->given->forms[token]
                    : vfp_slice(a->text, (Span){a->tokens.at[token].begin, a->tokens.at[token].end});
}

/* The root of a sentence: its first token without a head. Linear in the sentence's words before it. */
static inline uint32_t vfp_root(const Article *a, const Sentence *s) {
    uint32_t i = s->first;
    while (i + 1 < s->last && a->tokens.at[i].head != VFP_NONE) i++;
    return i;
}

/* The word that token i depends on and how, so that a sentence is always one tree: what has no head beside the root
 * hangs on it as `dep`. */
typedef struct Arc {
    uint32_t head; /* token, or VFP_NONE */
    const char *relation;
} Arc;
static inline Arc vfp_arc(const Article *a, const Sentence *s, uint32_t root, uint32_t i) {
    const Token *t = &a->tokens.at[i];
    if (i == root) return (Arc){VFP_NONE, vfp_deprel_names[REL_ROOT]};
    if (t->head < s->first || t->head >= s->last) return (Arc){root, vfp_deprel_names[REL_DEP]};
    return (Arc){t->head, vfp_deprel_names[t->deprel < DEPREL_COUNT ? t->deprel : REL_DEP]};
}

/* Its features (Number=Plur|Person=3), sorted by name; "" where there are none. Returns the length. */
unsigned vfp_feats_text(unsigned upos, unsigned feats, char out[VFP_FEATS_ROOM]);
#endif
