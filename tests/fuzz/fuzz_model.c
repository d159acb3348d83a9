/* Bytes as a model: refused, or good enough to read with. The real file is too large to be fuzzed as a whole, so the
 * first byte says what the rest is:
 *   even  a file of sections, whose length and checksums are made right, since nobody guesses them; it is too short for
 *         a network, so that this tries the table, the word vectors and the splitter
 *   odd   changes to the embedded model's network, six bytes each: four for the place, two that are put there; its word
 *         vectors are three made ones */
#include "embedded.h"
#include "language/language.h"
#include "language/model.h"
#include "lexicon/lexicon.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char text[] =
    "Mr. Smith's envoy didn't say whether U.S.-led talks would fail. “Moscow objects,” Kennedy said.";

static void *take(size_t size) {
    void *at = aligned_alloc(64, (size + 127) & ~(size_t)63);
    if (!at) abort();
    return at;
}

static void read_with(const Model *model) {
    static Lexicon *lexicon;
    if (!lexicon && vfp_lexicon_parse("none", "", 0, &lexicon, NULL)) abort();
    Arena *arena = vfp_arena_new(1 << 24);
    if (!arena) abort();
    Article a = {.arena = arena, .lexicon = lexicon, .model = model, .text = {text, sizeof text - 1}};
    if (setjmp(*vfp_arena_escape(arena))) abort();
    *vfp_push(arena, &a.blocks) = (Block){{0, sizeof text - 1}, BLOCK_PARAGRAPH};
    vfp_tokenize(&a);
    vfp_tag(&a);
    vfp_chunk(&a);
    for (uint32_t s = 0; model->network && s < a.sentences.n; s++) { /* whatever the weights, a tree is a tree */
        uint32_t roots = 0;
        for (uint32_t i = a.sentences.at[s].first; i < a.sentences.at[s].last; i++) {
            uint32_t steps = 0;
            roots += a.tokens.at[i].head == VFP_NONE;
            for (uint32_t h = i; h != VFP_NONE; h = a.tokens.at[h].head)
                if (a.tokens.at[h].sentence != s || steps++ > a.tokens.n) abort();
        }
        if (roots != 1) abort();
    }
    vfp_network_room_free(a.network_room);
    vfp_arena_free(arena);
}

/* ---- a file */

static void mend_split(unsigned char *at, size_t size) {
    SplitHeader h;
    if (size < sizeof h) return;
    memcpy(&h, at, sizeof h);
    h.bytes = (uint32_t)size, h.templates = vfp_split_templates();
    h.checksum = vfp_split_checksum(&h, at + sizeof h, size - sizeof h);
    memcpy(at, &h, sizeof h);
}

static void try_file(const uint8_t *data, size_t size) {
    unsigned char *bytes = take(size);
    if (size) memcpy(bytes, data, size);
    if (size >= sizeof(ModelHeader)) {
        ModelHeader *h = (ModelHeader *)(void *)bytes;
        const ModelSection *s = (const ModelSection *)(const void *)(h + 1);
        h->bytes = size;
        for (uint32_t i = 0; i < h->count && (const unsigned char *)(s + i + 1) <= bytes + size; i++)
            if (memcmp(s[i].name, "split", 6) == 0 && s[i].offset >= sizeof *h + (i + 1) * sizeof *s &&
                s[i].offset < size && s[i].size <= size - s[i].offset)
                mend_split(bytes + s[i].offset, s[i].size);
        h->checksum = vfp_model_checksum(bytes + sizeof *h, size - sizeof *h);
    }
    Model *model;
    if (vfp_model_open("fuzz", bytes, size, &model, NULL) == VF_OK) {
        read_with(model);
        vfp_model_close(model);
    }
    free(bytes);
}

/* ---- a network */

static const Vectors *some_vectors(void) {
    static const uint32_t offsets[] = {0, 6, 10, 13};
    static const float scales[] = {1, 0, 999};
    static int8_t rows[3 * NET_VECTOR];
    static Vectors v = {offsets, "moscowsaidthe", scales, rows, 3};
    for (int i = 0; i < 3 * NET_VECTOR; i++) rows[i] = (int8_t)(i * 37);
    return &v;
}

/* The embedded model's network, in memory that may be changed. */
static unsigned char *some_network(void) {
    static unsigned char *bytes;
    for (const Embedded *e = vfp_embedded; !bytes && e->name; e++) {
        Model *model;
        size_t size;
        if (strcmp(e->name, "models/english.model") != 0) continue;
        if (vfp_model_open(e->name, e->begin, (size_t)(e->end - e->begin), &model, NULL)) abort();
        const unsigned char *network = vfp_model_section(model, "network", &size);
        if (size != NETWORK_BYTES) abort();
        bytes = memcpy(take(size), network, size);
        vfp_model_close(model);
    }
    return bytes;
}

static void try_network(const uint8_t *data, size_t size, bool wide) {
    enum { CHANGE = 6, MOST = 64 };
    unsigned char *bytes = some_network(), kept[MOST][2];
    size_t place[MOST], n = size / CHANGE < MOST ? size / CHANGE : MOST;
    if (!bytes) abort();
    for (size_t i = 0; i < n; i++) {
        uint32_t at;
        memcpy(&at, data + i * CHANGE, sizeof at);
        place[i] = at % (NETWORK_BYTES - 1);
        memcpy(kept[i], bytes + place[i], 2);
        memcpy(bytes + place[i], data + i * CHANGE + 4, 2);
    }
    const char *fault;
    uint64_t byte;
    Model model = {.network = vfp_network_open(bytes, NETWORK_BYTES, some_vectors(), &fault, &byte)};
#if defined(__x86_64__)
    model.wide = wide && __builtin_cpu_supports("avx2");
#else
    (void)wide;
#endif
    if (model.network) read_with(&model);
    else if (!fault || byte < 1 || byte > NETWORK_BYTES) abort();
    vfp_network_close(model.network);
    for (size_t i = n; i-- > 0;) memcpy(bytes + place[i], kept[i], 2);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (!size) return 0;
    if (data[0] % 2) try_network(data + 1, size - 1, data[0] & 2);
    else try_file(data + 1, size - 1);
    return 0;
}
