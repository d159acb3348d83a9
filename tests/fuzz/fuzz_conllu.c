/* fuzz_conllu.c: any bytes as CoNLL-U. What is read is printed, what was printed is read again, and both times there
 * must be the same words, each in one tree with the others of its sentence. */
#include "engine.h"
#include "output.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool keep(void *user, const char *bytes, size_t size) {
    vfp_buffer_bytes(user, bytes, size);
    return true;
}

/* Reads and prints; false where it is refused. */
static bool round_trip(vf_article *article, const char *bytes, size_t size, Buffer *out) {
    vf_error error = {0};
    vf_input input = {.bytes = bytes, .size = size, .format = VF_FORMAT_CONLLU, .uri = "fuzz"};
    if (vf_article_parse(article, &input, &error)) {
        if (error.status == VF_E_INTERNAL) abort();
        return false;
    }
    Article *a = &article->article;
    uint32_t at = 0;
    for (uint32_t i = 0; i < a->tokens.n; i++) {
        const Token *t = &a->tokens.at[i];
        if (t->begin < at || t->end <= t->begin || t->end > a->text.len || !a->given->forms[i].len) abort();
        at = t->end;
    }
    if (vf_article_write_trees(article, VF_TREES_JSONL, keep, out, &error)) abort();
    out->n = 0;
    if (vf_article_write_trees(article, VF_TREES_CONLLU, keep, out, &error)) abort();
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static vf_engine *engine;
    static vf_article *article;
    vf_error error = {0};
    if (!engine && (vf_engine_open(NULL, &engine, &error) || vf_article_new(engine, &article, &error))) abort();
    Buffer first = {0}, second = {0};
    if (round_trip(article, (const char *)data, size, &first)) {
        if (!round_trip(article, first.at, first.n, &second)) abort();
        if (first.n != second.n || memcmp(first.at, second.at, first.n) != 0) abort();
    }
    vfp_buffer_free(&first);
    vfp_buffer_free(&second);
    return 0;
}
