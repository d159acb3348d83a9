/* issue.h: what is at stake in a passage: which issues of the lexicon its words call up. */
#ifndef VFP_ISSUE_H
#define VFP_ISSUE_H
#include "reading/grammar.h"

/* The issue that a range of tokens speaks of, and which way the words lean. */
typedef struct IssueHit {
    uint32_t issue; /* row of LEX_ISSUES, or VFP_NONE */
    uint32_t token; /* where in the range the last of its groups is first met: signs on the way to it count */
    int direction;  /* +1 for the proposition, -1 against it */
    bool leans;     /* a word for or against it stands in the range */
    bool whole;     /* the sentence alone meets all its groups */
    int score;
} IssueHit;

/* The issue that fits best. Every group of its topic must be met by the range, its sentence or the sentence before;
 * at least one by the range itself. Linear in the hits of those sentences. */
IssueHit vfp_issue_in(const Article *article, Range range);
/* Whether a hit at `token` is one of the words of `issue` itself (topic, for or against). */
bool vfp_issue_word(const Article *article, uint32_t issue, uint32_t token, bool leaning_only);
#endif
