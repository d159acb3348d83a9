/* time.h: what the time stage offers to the rest of reading. The stage itself is vfp_read_times (reading.h). */
#ifndef VFP_READING_TIME_H
#define VFP_READING_TIME_H
#include "record.h"

/* The roles of %table time, in the order of src/lexicon/time_roles.def; LexRow.value[1] of a LEX_TIME row. */
typedef enum TimeRole {
#define TIME_ROLE(id, name) TIME_ROLE_##id,
#include "lexicon/time_roles.def"
#undef TIME_ROLE
    TIME_ROLE_COUNT
} TimeRole;

/* The first of Article.times that ends behind the token; times.n where none does. Logarithmic. */
uint32_t vfp_time_from(const Article *article, uint32_t token);
/* The DATE or TIME that best dates what is told in tokens [first, last): one with a known Date; full dates come before
 * months, months before years, and among equals the first. Null where there is none. Logarithmic in the article's
 * times plus linear in those of the range. */
const TimeRecord *vfp_time_in(const Article *article, uint32_t first, uint32_t last);
/* The one that dates the verb or noun at token `trigger`: the nearest of those that belong to it and not to another
 * verb (a pact | signed last May), to another noun (the May | accord) or to a clause of its own (after he left on
 * Friday); coarser dates are treated as if they stood a few words further off. Null where there is none. Only times up
 * to 64 words away are looked at, so the cost is bounded. */
const TimeRecord *vfp_time_near(const Article *article, uint32_t first, uint32_t last, uint32_t trigger);

/* The same, not looking at times that lie within the spans of `said`: what dates the saying, not what is said. Linear
 * in the times looked at and the spans. */
const TimeRecord *vfp_time_said(const Article *article, uint32_t first, uint32_t last, uint32_t trigger,
                                const SpanList *said);

#endif
