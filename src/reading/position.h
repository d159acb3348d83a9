/* position.h: what the files that find positions and shifts share. */
#ifndef VFP_POSITION_H
#define VFP_POSITION_H
#include "reading/holder.h"
#include "reading/issue.h"

/* A place where somebody takes a stand: who, in which words, and which way the word itself leans. */
typedef struct Site {
    uint32_t holder;  /* actor */
    Range range;      /* the words that the stand is on */
    Range whole;      /* with the word that takes it */
    Range around;     /* where a condition on it may stand; empty: the whole */
    uint32_t head;    /* the word of the tree below which the range lies, or VFP_NONE where only the range is known */
    float sign;       /* -1 … 1; 0: undecided */
    bool engaged;     /* the word alone makes it a position; else something in the range must */
    bool conditional; /* it is taken on a condition, whatever the words around it say */
    bool certain;     /* no condition that stands around it binds it */
    bool private;     /* it is told of the holder's mind (believes, fears), not of what was taken in public */
} Site;

/* The product of the signs of the words of stance and negation in [first, last) that are no words of `issue`;
 * *engaged is set where there is one. */
float vfp_sign_within(const Article *article, Range range, uint32_t issue, uint32_t holder, bool *engaged);
/* The time that dates a stand taken in `words`, or null. */
const TimeRecord *vfp_stand_time(const Article *article, Range words);
Stance vfp_stance_label(float stance);
/* Records the stand, with its sign for `issue`: the holder's, and that of the state behind an official. Nothing where
 * nobody whom the ledger keeps holds it. */
void vfp_take_stand(Article *article, const Site *site, uint32_t issue, float stance);
/* position_context.c: the stand is on what “it” or “these demands” stand for; false where nothing is known. */
bool vfp_judge_reference(Article *article, const Site *site);
/* I agree, we object: a stand on what the same speaker said right before; false where it is none. */
bool vfp_judge_agreement(Article *article, const Site *site);
/* This means that Y must …: who took the stand that the sentence before tells; or VFP_NONE. */
uint32_t vfp_holder_explained(const Article *article, uint32_t token);
/* The two sides, both leaders: the two of the encounter told last, for a subject that means a pair. Returns 0 or 2. */
uint32_t vfp_pair_meant(const Article *article, uint32_t np, uint32_t pair[2]);
/* demands X before Y: a stand on Y, on a condition. */
void vfp_judge_before(Article *article, const Site *site);
/* will strike if Y, unless Y: stands against and for Y. One pass over the events. */
void vfp_read_threats(Article *article);
#endif
