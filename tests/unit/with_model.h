/* with_model.h: one article, the program's own lexicon and model, for tests that read sentences. */
#ifndef WITH_MODEL_H
#define WITH_MODEL_H
#include "embedded.h"
#include "language/language.h"
#include "lexicon/lexicon.h"

static Lexicon *lexicon;
static Model *model;
static Arena *arena;
static Article article;

static int set_up(void **state) {
    (void)state;
    vf_error error;
    const unsigned char *bytes = NULL;
    size_t size = 0;
    if (vfp_lexicon_open(NULL, 0, &lexicon, &error)) return -1;
    for (const Embedded *e = vfp_embedded; e->name; e++)
        if (strncmp(e->name, "models/", 7) == 0) bytes = e->begin, size = (size_t)(e->end - e->begin);
    if (vfp_model_open("embedded", bytes, size, &model, &error)) return -1;
    arena = vfp_arena_new(1 << 28);
    return arena ? 0 : -1;
}

static int tear_down(void **state) {
    (void)state;
    vfp_network_room_free(article.network_room);
    vfp_arena_free(arena);
    vfp_lexicon_close(lexicon);
    vfp_model_close(model);
    return 0;
}
#endif
