/* warrant.h: how sure a passage is, whether it is denied, and who vouches for it. */
#ifndef VFP_WARRANT_H
#define VFP_WARRANT_H
#include "reading/scope.h"

/* The actor that a noun phrase stands for (its head's mention, else any in it), or VFP_NONE. */
uint32_t vfp_np_actor(const Article *article, uint32_t np);
/* How sure the range's top word is by the hedges that govern it. */
Certainty vfp_certainty_in(const Article *article, Range range);
/* Whether the verb group is denied, by a word inside it or one that governs it (refused to go). */
bool vfp_negated(const Article *article, uint32_t vg);
/* The innermost statement whose content holds the token, or VFP_NONE. For stages behind vfp_read_statements. */
uint32_t vfp_statement_at(const Article *article, uint32_t token);
/* The same among the first `count` statements, which may still be without order. */
uint32_t vfp_statement_among(const Article *article, uint32_t token, uint32_t count);
/* What the article as a whole gives a claim that is made with the word `token`: certainty from the hedges that govern
 * it, voices from the statement that it stands in and from “reportedly”. */
Warrant vfp_warrant(Article *article, uint32_t token);
void vfp_voice_add(Article *article, ActorList *voices, uint32_t actor);
/* The article's own actor for "reports say": anon:reports; made where it is new. */
uint32_t vfp_reports(Article *article);
#endif
