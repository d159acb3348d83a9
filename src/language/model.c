/* model.c: the bytes of a model → a checked view of them. Everything that the tagger will index by is verified here,
 * so that a file which passes can't lead it astray. Cost: one pass over the file for the checksum. */
#include "language/model.h"
#include "language/features.h"
#include "language/language.h"
#include <stdlib.h>

enum { MAX_BITS = 22 };

uint64_t vfp_model_checksum(const unsigned char *bytes, size_t n) {
    uint64_t h = 0xcbf29ce484222325u, word;
    for (; n >= 8; n -= 8, bytes += 8) {
        memcpy(&word, bytes, 8);
        h = (h ^ word) * 0x9E3779B97F4A7C15u;
        h ^= h >> 32;
    }
    for (; n; n--, bytes++) h = (h ^ *bytes) * 0x100000001b3u;
    return h ^ h >> 29;
}

static size_t size_of(const ModelHeader *h) {
    return sizeof *h + ((size_t)1 << h->word_bits) * sizeof(WordEntry) +
           ((size_t)1 << h->row_bits) * (sizeof(uint16_t) + TAG_WIDTH);
}

/* What is wrong with the header, in words, and at which byte; null if nothing is. */
static const char *fault_of(const ModelHeader *h, size_t size, uint64_t *byte) {
    *byte = 1;
    if (memcmp(h->magic, "vfmodel\n", 8) != 0) return "it does not begin with “vfmodel”";
    *byte = 1 + offsetof(ModelHeader, version);
    if (h->version != MODEL_VERSION) return "its version is not the one this program reads; train it again";
    *byte = 1 + offsetof(ModelHeader, word_bits);
    if (h->word_bits > MAX_BITS || h->row_bits > MAX_BITS || h->row_bits < 4) return "its tables have an absurd size";
    *byte = 1 + offsetof(ModelHeader, bytes);
    if (h->bytes != size || size_of(h) != size) return "its length is not the one in its header; it is cut or joined";
    *byte = 1 + offsetof(ModelHeader, templates);
    if (h->tags != TAG_COUNT || h->templates != vfp_templates_hash())
        return "it was trained with other tags or templates than this program has; train it again";
    *byte = 1 + offsetof(ModelHeader, zero);
    return h->zero || h->zeros[0] || h->zeros[1] ? "its header holds something where it should hold nothing" : NULL;
}

static const char *body_fault(const ModelHeader *h, const unsigned char *bytes, size_t size, uint64_t *byte) {
    *byte = 1 + offsetof(ModelHeader, checksum);
    if (vfp_model_checksum(bytes + sizeof *h, size - sizeof *h) != h->checksum)
        return "its checksum is wrong; it is damaged";
    const WordEntry *words = (const WordEntry *)(const void *)(bytes + sizeof *h);
    for (size_t i = 0; i < (size_t)1 << h->word_bits; i++)
        if (words[i].only > TAG_COUNT || words[i].usual >= TAG_COUNT) {
            *byte = 1 + sizeof *h + i * sizeof(WordEntry);
            return "a word has a tag that does not exist";
        }
    return NULL;
}

static void view(Model *model, const ModelHeader *h, const unsigned char *bytes) {
    bytes += sizeof *h;
    model->word_bits = h->word_bits, model->row_bits = h->row_bits;
    model->words = (const WordEntry *)(const void *)bytes;
    bytes += ((size_t)1 << h->word_bits) * sizeof(WordEntry);
    model->checks = (const uint16_t *)(const void *)bytes;
    model->weights = (const int8_t *)(bytes + ((size_t)1 << h->row_bits) * sizeof(uint16_t));
}

vf_status vfp_model_open(const char *name, const unsigned char *bytes, size_t size, Model **out, vf_error *error) {
    *out = NULL;
    Model model = {0};
    if (size) {
        ModelHeader header;
        uint64_t byte = size;
        const char *fault = "it is too short for a model";
        if (size >= sizeof header) {
            memcpy(&header, bytes, sizeof header);
            fault = (uintptr_t)bytes % _Alignof(ModelHeader) ? "it does not begin at a multiple of 8 bytes"
                                                             : fault_of(&header, size, &byte);
            if (!fault) fault = body_fault(&header, bytes, size, &byte);
        }
        if (fault) return vfp_fail(error, VF_E_LEXICON, name, 0, byte, "the model can't be used: %s", fault);
        view(&model, &header, bytes);
    }
    *out = malloc(sizeof **out);
    if (!*out) return vfp_fail(error, VF_E_MEMORY, name, 0, 0, "out of memory");
    **out = model;
#if defined(__x86_64__)
    (*out)->wide = __builtin_cpu_supports("avx2");
#endif
    return VF_OK;
}

void vfp_model_close(Model *model) { free(model); }
