/* holder.h: whose stand it is. */
#ifndef VFP_HOLDER_H
#define VFP_HOLDER_H
#include "reading/warrant.h"

/* The actor behind the subject of a verb group: `I` and `we` are the speaker of the statement around it, the owner of a
 * word of stance (his interest is to …) holds it. VFP_NONE where nobody is known. */
uint32_t vfp_subject_actor(const Article *article, uint32_t vg);
/* Whether the actor is somebody whose positions can be kept: not nobody, not an unnamed source, not bare “leaders”. */
bool vfp_may_hold(const Article *article, uint32_t actor);
/* Whether `actor` is the speaker, or the state or body that the speaker may bind. */
bool vfp_speaks_for(const Article *article, uint32_t speaker, uint32_t actor);
/* The state whose stand it is when `actor`, one of its ministers, envoys, officials or ministries, takes one in public;
 * VFP_NONE for leaders, who are asked for by name, and for all others. The state's actor is made where the article has
 * not named it. Linear in the actor's roles; vfp_read_holders must have run. */
uint32_t vfp_state_behind(Article *article, uint32_t actor);
/* Fills Article.served. Linear in actors, mentions and the words of their phrases. */
void vfp_read_holders(Article *article);
/* The article's actor for a state of the lexicon, or VFP_NONE; the second makes it where the article has none. */
uint32_t vfp_known_state(const Article *article, uint32_t entry);
uint32_t vfp_state_actor(Article *article, uint32_t entry);
#endif
