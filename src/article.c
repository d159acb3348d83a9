/* article.c: one input through ingest and the pipeline, all in one arena. */
#include "engine.h"
#include "ingest/ingest.h"
#include "language/language.h"
#include "pipeline.h"
#include <stdlib.h>

/* An article may take this much memory for its text's bytes and as much again as a floor. Real news takes about
 * 60 bytes a byte; a page built to explode ends as a refusal. */
enum { ARENA_LIMIT = 1 << 30 };

vf_status vf_article_new(const vf_engine *engine, vf_article **out, vf_error *error) {
    *out = NULL;
    vf_article *a = calloc(1, sizeof *a);
    Arena *arena = a ? vfp_arena_new(ARENA_LIMIT) : NULL;
    if (!arena) {
        free(a);
        return vfp_fail(error, VF_E_MEMORY, NULL, 0, 0, "out of memory");
    }
    a->engine = engine;
    a->article.arena = arena;
    *out = a;
    return VF_OK;
}

static void empty(vf_article *a) {
    Arena *arena = a->article.arena;
    vfp_arena_reset(arena);
    a->article = (Article){.arena = arena,
                           .lexicon = a->engine->lexicon,
                           .model = a->engine->model,
                           .network_room = a->article.network_room};
}

/* What the page keeps apart for readers, a grammarian wants as well. */
static void keep_all(Article *a) {
    for (uint32_t i = 0; i < a->blocks.n; i++)
        if (a->blocks.at[i].kind == BLOCK_FURNITURE) a->blocks.at[i].kind = BLOCK_PARAGRAPH;
    a->furniture.n = 0;
}

static vf_status run(vf_article *a, const vf_input *input, unsigned layers, vf_error *error) {
    empty(a);
    int escape = setjmp(*vfp_arena_escape(a->article.arena));
    if (escape) {
        empty(a);
        return vfp_fail(error, (vf_status)escape, input->uri, input->line, 0,
                        escape == VF_E_LIMIT ? "the article needs more than 1 GiB to read; split it"
                                             : "out of memory while reading the article");
    }
    vf_status status = vfp_ingest(&a->article, input, error);
    if (status) {
        empty(a);
        return status;
    }
    if (layers == LAYERS_OF_WORDS) keep_all(&a->article);
    vfp_pipeline_run(&a->article, layers);
    return VF_OK;
}

vf_status vf_article_read(vf_article *a, const vf_input *input, vf_error *error) { return run(a, input, ~0u, error); }

vf_status vf_article_parse(vf_article *a, const vf_input *input, vf_error *error) {
    return run(a, input, LAYERS_OF_WORDS, error);
}

const char *vf_article_id(const vf_article *a) { return a->article.id.at ? a->article.id.at : ""; }

const char *vf_article_text(const vf_article *a, size_t *size) {
    if (size) *size = a->article.text.len;
    return a->article.text.at ? a->article.text.at : "";
}

void vf_article_free(vf_article *a) {
    if (!a) return;
    vfp_network_room_free(a->article.network_room);
    vfp_arena_free(a->article.arena);
    free(a);
}
