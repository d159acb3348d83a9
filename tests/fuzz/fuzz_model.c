/* Bytes as a model: refused, or good enough to tag with. */
#include "language/language.h"
#include "language/model.h"
#include "lexicon/lexicon.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void tag_with(const Model *model) {
    static Lexicon *lexicon;
    static const char text[] = "Mr. Smith's envoy didn't say whether U.S.-led talks would fail.";
    if (!lexicon && vfp_lexicon_parse("none", "", 0, &lexicon, NULL)) abort();
    Arena *arena = vfp_arena_new(1 << 24);
    if (!arena) abort();
    Article a = {.arena = arena, .lexicon = lexicon, .model = model, .text = {text, sizeof text - 1}};
    if (setjmp(*vfp_arena_escape(arena))) abort();
    *vfp_push(arena, &a.blocks) = (Block){{0, sizeof text - 1}, BLOCK_PARAGRAPH};
    vfp_tokenize(&a);
    vfp_tag(&a);
    vfp_chunk(&a);
    vfp_arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    unsigned char *bytes = aligned_alloc(16, (size + 31) & ~(size_t)15);
    if (!bytes) abort();
    if (size) memcpy(bytes, data, size);
    /* the fuzzer can't guess checksums, so they are made right: what lies behind them is to be tried as well */
    if (size >= sizeof(ModelHeader)) {
        ModelHeader *h = (ModelHeader *)(void *)bytes;
        h->checksum = vfp_model_checksum(bytes + sizeof *h, size - sizeof *h);
    }
    Model *model;
    if (vfp_model_open("fuzz", bytes, size, &model, NULL) == VF_OK) {
        tag_with(model);
        vfp_model_close(model);
    }
    free(bytes);
    return 0;
}
