/* argument.h: what a word governs, in the parts that and joins: called for a truce | and the release of the captives.
 */
#ifndef VFP_ARGUMENT_H
#define VFP_ARGUMENT_H
#include "reading/grammar.h"

enum { MOST_PARTS = 12 };

/* The words behind `from` that hang on `head` as objects, complements and phrases with prepositions, with all below
 * them; clauses of their own (although, while; …, X said) and verbs joined to `head` are left out. Cut where and joins
 * objects or complements, in the order of the text. Returns their number, at most MOST_PARTS, 0 where the tree has
 * none. Linear in the words. */
uint32_t vfp_arguments(const Article *article, uint32_t head, uint32_t from, Range parts[MOST_PARTS]);
#endif
