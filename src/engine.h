/* engine.h: the two opaque handles behind the public API of sections 2 and 4, for the folders that take them. */
#ifndef VFP_ENGINE_H
#define VFP_ENGINE_H
#include "record.h"

struct vf_engine {
    Lexicon *lexicon;
    Model *model;
};
struct vf_article {
    const vf_engine *engine;
    Article article;
};
#endif
