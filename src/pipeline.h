/* pipeline.h: the ordered table of stages. */
#ifndef VFP_PIPELINE_H
#define VFP_PIPELINE_H
#include "record.h"

/* The layers of Article that a stage may need or fill, as bits. */
enum {
    LAYER_TEXT = 1 << 0,
    LAYER_TOKENS = 1 << 1,
    LAYER_HITS = 1 << 2,
    LAYER_ACTORS = 1 << 3,
    LAYER_TIMES = 1 << 4,
    LAYER_QUOTES = 1 << 5,
    LAYER_STATEMENTS = 1 << 6,
    LAYER_EVENTS = 1 << 7,
    LAYER_POSITIONS = 1 << 8,
    LAYER_SHIFTS = 1 << 9,
    LAYER_OUTLOOKS = 1 << 10,
    LAYER_CHUNKS = 1 << 11,
    LAYER_TAGS = 1 << 12,
    LAYER_ISSUES = 1 << 13,
    LAYER_SCOPES = 1 << 14,
};

/* What is known of words by themselves: all that `parse` needs. */
enum { LAYERS_OF_WORDS = LAYER_TOKENS | LAYER_TAGS };

/* Runs every stage that fills none but these layers, in order, over an article whose LAYER_TEXT is filled; all of them
 * with ~0u. */
void vfp_pipeline_run(Article *article, unsigned layers);
/* Whether every stage's needs are filled by an earlier one; names the first that isn't in `error`. Called when an
 * engine is opened. */
vf_status vfp_pipeline_check(vf_error *error);
#endif
