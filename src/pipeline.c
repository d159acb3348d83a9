/* pipeline.c: what happens to an article, in order. Each stage says which layers it needs and which it fills;
 * vfp_pipeline_check proves the order when an engine is opened. */
#include "pipeline.h"
#include "language/language.h"
#include "reading/reading.h"

typedef struct Stage {
    const char *name;
    void (*run)(Article *article);
    unsigned needs, fills;
} Stage;

static const Stage stages[] = {
    {"tokenize", vfp_tokenize, LAYER_TEXT, LAYER_TOKENS},
    {"tag", vfp_tag, LAYER_TOKENS, LAYER_TAGS},
    {"chunk", vfp_chunk, LAYER_TAGS, LAYER_CHUNKS},
    {"match", vfp_match, LAYER_TAGS, LAYER_HITS},
    {"scopes", vfp_read_scopes, LAYER_CHUNKS | LAYER_HITS, LAYER_SCOPES},
    {"times", vfp_read_times, LAYER_HITS, LAYER_TIMES},
    {"quotes", vfp_read_quotes, LAYER_TOKENS, LAYER_QUOTES},
    {"actors", vfp_read_actors, LAYER_CHUNKS | LAYER_HITS | LAYER_QUOTES, LAYER_ACTORS},
    {"statements", vfp_read_statements, LAYER_ACTORS | LAYER_QUOTES | LAYER_TIMES | LAYER_SCOPES, LAYER_STATEMENTS},
    {"events", vfp_read_events, LAYER_STATEMENTS, LAYER_EVENTS},
    {"issues", vfp_read_issues, LAYER_HITS, LAYER_ISSUES},
    {"positions", vfp_read_positions, LAYER_STATEMENTS | LAYER_EVENTS | LAYER_ISSUES, LAYER_POSITIONS},
    {"shifts", vfp_read_shifts, LAYER_POSITIONS | LAYER_EVENTS, LAYER_SHIFTS},
    {"outlooks", vfp_read_outlooks, LAYER_STATEMENTS, LAYER_OUTLOOKS},
};
enum { STAGE_COUNT = sizeof stages / sizeof *stages };

void vfp_pipeline_run(Article *article, unsigned layers) {
    for (int i = 0; i < STAGE_COUNT; i++)
        if (!(stages[i].fills & ~layers)) stages[i].run(article);
}

vf_status vfp_pipeline_check(vf_error *error) {
    unsigned filled = LAYER_TEXT;
    for (int i = 0; i < STAGE_COUNT; i++) {
        if (stages[i].needs & ~filled)
            return vfp_fail(error, VF_E_INTERNAL, stages[i].name, 0, 0,
                            "the stage needs layers that no stage before it fills (bits %#x)",
                            stages[i].needs & ~filled);
        filled |= stages[i].fills;
    }
    return VF_OK;
}
