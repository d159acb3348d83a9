/* position.h: what the files that find positions and shifts share. */
#ifndef VFP_POSITION_H
#define VFP_POSITION_H
#include "reading/issue.h"
#include "reading/warrant.h"

/* A place where somebody takes a stand: who, in which words, and which way the word itself leans. */
typedef struct Site {
    uint32_t holder; /* actor */
    Range range;     /* the words that the stand is on */
    Range whole;     /* with the word that takes it */
    float sign;      /* -1 … 1; 0: undecided */
    bool engaged;    /* the word alone makes it a position; else something in the range must */
} Site;

/* The product of the signs of the words of stance and negation in [first, last) that are no words of `issue`;
 * *engaged is set where there is one. */
float vfp_sign_within(const Article *article, Range range, uint32_t issue, uint32_t holder, bool *engaged);
/* The actor behind the subject of a verb group: `I` and `we` are the speaker of the statement around it. */
uint32_t vfp_subject_actor(const Article *article, uint32_t vg);
/* Whether the actor is somebody whose positions can be kept: not nobody, not an unnamed source, not bare "leaders". */
bool vfp_may_hold(const Article *article, uint32_t actor);
/* The time that dates a stand taken in `words`, or null. */
const TimeRecord *vfp_stand_time(const Article *article, Range words);
Stance vfp_stance_label(float stance);
#endif
