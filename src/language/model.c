/* model.c: the bytes of a model → checked views of its sections. Everything that is later indexed by is verified here,
 * so that a file which passes can't lead the runtime astray. Cost: one pass over the file for the checksum. */
#include "language/model.h"
#include "language/language.h"
#include <stdlib.h>

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

/* What is wrong with the header or the table of sections, in words, and at which byte; null if nothing is. */
static const char *fault_of(const ModelHeader *h, const unsigned char *bytes, size_t size, bool own, uint64_t *byte) {
    static const uint64_t zeros[4];
    *byte = 1;
    if (memcmp(h->magic, "vfmodel\n", 8) != 0) return "it does not begin with “vfmodel”";
    *byte = 1 + offsetof(ModelHeader, version);
    if (h->version != MODEL_VERSION) return "its version is not the one this program reads; train it again";
    *byte = 1 + offsetof(ModelHeader, bytes);
    if (h->bytes != size) return "its length is not the one in its header; it is cut or joined";
    *byte = 1 + offsetof(ModelHeader, zeros);
    if (memcmp(h->zeros, zeros, sizeof zeros) != 0) return "its header holds something where it should hold nothing";
    *byte = 1 + offsetof(ModelHeader, count);
    if (h->count > MODEL_SECTIONS || size < sizeof *h + h->count * sizeof(ModelSection))
        return "it has an absurd number of sections";
    *byte = 1 + offsetof(ModelHeader, checksum);
    if (!own && vfp_model_checksum(bytes + sizeof *h, size - sizeof *h) != h->checksum)
        return "its checksum is wrong; it is damaged";
    const ModelSection *sections = (const ModelSection *)(const void *)(bytes + sizeof *h);
    uint64_t end = sizeof *h + h->count * sizeof(ModelSection);
    for (uint32_t i = 0; i < h->count; i++) {
        const ModelSection *s = &sections[i];
        *byte = 1 + sizeof *h + i * sizeof *s;
        if (!s->name[0] || s->name[sizeof s->name - 1]) return "a section has no proper name";
        if (s->offset != (end + MODEL_ALIGNMENT - 1) / MODEL_ALIGNMENT * MODEL_ALIGNMENT || s->offset > size ||
            s->size > size - s->offset)
            return "a section lies where none can";
        end = s->offset + s->size;
    }
    *byte = 1 + offsetof(ModelHeader, count); /* the checksum doesn't cover it */
    if (end != size) return "its sections do not fill it; their number is wrong";
    return NULL;
}

const unsigned char *vfp_model_section(const Model *model, const char *name, size_t *size) {
    for (uint32_t i = 0; model->bytes && i < model->count; i++)
        if (strcmp(model->sections[i].name, name) == 0)
            return *size = model->sections[i].size, model->bytes + model->sections[i].offset;
    *size = 0;
    return NULL;
}

/* Opens the sections that have views of their own; what is wrong with one, and at which byte of the file. */
static const char *open_sections(Model *m, uint64_t *byte) {
    const char *fault = NULL;
    size_t size;
    const unsigned char *at = vfp_model_section(m, "split", &size);
    if (at && !vfp_splitter_open(at, size, &m->split, &fault, byte)) return *byte += (uint64_t)(at - m->bytes), fault;
    at = vfp_model_section(m, "lemmas", &size);
    if (at && (fault = vfp_lemmas_open(at, size, &m->lemmas, byte))) return *byte += (uint64_t)(at - m->bytes), fault;
    Vectors vectors = {0};
    at = vfp_model_section(m, "vectors", &size);
    if (at && (fault = vfp_vectors_open(at, size, &vectors, byte))) return *byte += (uint64_t)(at - m->bytes), fault;
    at = vfp_model_section(m, "network", &size);
    if (!at || (m->network = vfp_network_open(at, size, &vectors, &fault, byte))) return NULL;
    return *byte += (uint64_t)(at - m->bytes), fault ? fault : "there is not enough memory for its network";
}

static vf_status open_model(const char *name, const unsigned char *bytes, size_t size, bool own, Model **out,
                            vf_error *error) {
    *out = NULL;
    Model *model = calloc(1, sizeof *model);
    if (!model) return vfp_fail(error, VF_E_MEMORY, name, 0, 0, "out of memory");
#if defined(__x86_64__)
    model->wide = __builtin_cpu_supports("avx2");
#endif
    if (size) {
        ModelHeader header = {0};
        uint64_t byte = size;
        const char *fault = "it is too short for a model";
        if (size >= sizeof header) {
            memcpy(&header, bytes, sizeof header);
            fault = (uintptr_t)bytes % _Alignof(ModelHeader) ? "it does not begin at a multiple of 8 bytes"
                                                             : fault_of(&header, bytes, size, own, &byte);
        }
        if (!fault) {
            model->bytes = bytes, model->count = header.count;
            model->sections = (const ModelSection *)(const void *)(bytes + sizeof header);
            fault = open_sections(model, &byte);
        }
        if (fault) {
            vfp_model_close(model);
            return vfp_fail(error, VF_E_LEXICON, name, 0, byte, "the model can't be used: %s", fault);
        }
    }
    *out = model;
    return VF_OK;
}

vf_status vfp_model_open(const char *name, const unsigned char *bytes, size_t size, Model **out, vf_error *error) {
    return open_model(name, bytes, size, false, out, error);
}

vf_status vfp_model_open_own(const char *name, const unsigned char *bytes, size_t size, Model **out, vf_error *error) {
    return open_model(name, bytes, size, true, out, error);
}

void vfp_model_close(Model *model) {
    if (!model) return;
    vfp_network_close(model->network);
    free(model);
}
