/* scope.h: whether a word is hedged, denied, asked or only supposed, by its place in the tree.
 *
 * A cue (may, reportedly, refused to, if, a question mark) governs one word of the tree, and what hangs on that word as
 * part of the same clause. Clauses with a subject of their own are out of its reach: “Officials may meet, and the
 * ministry confirmed it” leaves the second certain; so are relative clauses and reasons. */
#ifndef VFP_SCOPE_H
#define VFP_SCOPE_H
#include "reading/grammar.h"

typedef struct Claim {
    Certainty certainty;
    bool hearsay;  /* others vouch for it, nobody says who: reportedly */
    bool denied;   /* an odd number of times: “did not refuse to go” affirms the going */
    bool asked;    /* in a question, or behind whether */
    bool supposed; /* in a condition */
} Claim;

/* The word that carries the clause which `token` is in: a verb or what a copula stands by, whose clause has a subject
 * or a conjunction of its own; infinitives and verbs joined to one subject are in the clause above them. */
uint32_t vfp_clause_head(const Article *article, uint32_t token);
/* The words around `token`, without a gap, that are in its clause. */
Range vfp_clause(const Article *article, uint32_t token);

/* What the cues say of `token`, which should be the verb or noun that a claim is made with. Climbs from it towards the
 * root, at most a bounded number of steps. All false in articles without trees. */
Claim vfp_scope(const Article *article, uint32_t token);
/* The word of the tree that a cue in front of it opens: the highest whose words all stand behind the cue's first, from
 * the one right behind the cue on: if | X leaves; provided that | Y signs. VFP_NONE at the sentence's end. */
uint32_t vfp_opened(const Article *article, Range cue);
/* Whether the condition whose verb is `condition` binds what is said with `token`. */
bool vfp_binds(const Article *article, uint32_t condition, uint32_t token);
#endif
