/* tree.h: questions to the trees: children, and the words below a word.
 *
 * Article.branches has for each token its children and the ends of its subtree; vfp_grow fills it in one pass over
 * Token.head. Sentences without a parse have roots alone: no token has children, and every question is answered with
 * “none”. A child is asked for in constant time and the next one too, so walking a word's children costs their number.
 */
#ifndef VFP_TREE_H
#define VFP_TREE_H
#include "record.h"

/* A set of relations. */
typedef uint64_t Relations;
_Static_assert(DEPREL_COUNT <= 64, "a set of relations is one word of 64 bits");
#define VFP_REL(relation) ((Relations)1 << (relation))
/* Relations whose dependent is a clause of its own, with its own verb. */
#define VFP_REL_CLAUSE                                                                                                 \
    (VFP_REL(REL_ACL) | VFP_REL(REL_ACL_RELCL) | VFP_REL(REL_ADVCL) | VFP_REL(REL_ADVCL_RELCL) | VFP_REL(REL_CCOMP) |  \
     VFP_REL(REL_CSUBJ) | VFP_REL(REL_CSUBJ_OUTER) | VFP_REL(REL_CSUBJ_PASS) | VFP_REL(REL_PARATAXIS))
#define VFP_REL_SUBJECT (VFP_REL(REL_NSUBJ) | VFP_REL(REL_NSUBJ_PASS) | VFP_REL(REL_NSUBJ_OUTER))
/* Nouns behind prepositions. */
#define VFP_REL_OBLIQUE (VFP_REL(REL_OBL) | VFP_REL(REL_OBL_AGENT) | VFP_REL(REL_NMOD))

static inline bool vfp_has_rel(const Article *article, uint32_t token, Relations relations) {
    return relations >> article->tokens.at[token].deprel & 1;
}
static inline uint32_t vfp_head(const Article *article, uint32_t token) { return article->tokens.at[token].head; }

/* `child`, or the first of its siblings behind it that stands in one of the relations; VFP_NONE where none does. */
static inline uint32_t vfp_among(const Article *article, uint32_t child, Relations relations) {
    while (child != VFP_NONE && !vfp_has_rel(article, child, relations)) child = article->branches[child].next;
    return child;
}
/* The first child of `token`, in the order of the text, in one of the relations. */
static inline uint32_t vfp_child(const Article *article, uint32_t token, Relations relations) {
    return vfp_among(article, article->branches[token].child, relations);
}
/* The next one behind `child`. */
static inline uint32_t vfp_sibling(const Article *article, uint32_t child, Relations relations) {
    return vfp_among(article, article->branches[child].next, relations);
}

/* Fills Article.branches from the heads. Linear in tokens; heads that make a circle or leave their sentence, which no
 * stage should leave behind, count for nothing. */
void vfp_grow(Article *article);
#endif
