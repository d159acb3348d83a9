/* split.c: the bytes of the learnt splitter → a checked view of them; features → a decision. What is looked at is in
 * split_atoms.c. */
#include "language/split.h"

enum { MAX_BITS = 20, MIN_BITS = 4 };

static size_t size_of(const SplitHeader *h) {
    return sizeof *h + ((size_t)sizeof(uint32_t) << h->word_bits) + ((size_t)sizeof(uint16_t) << h->row_bits);
}

uint64_t vfp_split_checksum(const SplitHeader *h, const unsigned char *body, size_t n) {
    uint64_t seed = (uint64_t)(uint32_t)h->quick << 32 | h->zero;
    return vfp_hash(body, n, vfp_hash(&seed, sizeof seed, 0));
}

static const char *fault_of(const unsigned char *bytes, size_t size, SplitHeader *h, uint64_t *byte) {
    *byte = 1;
    if (size < sizeof *h) return "the splitter's part is cut short";
    memcpy(h, bytes, sizeof *h);
    if (memcmp(h->magic, "vfsplit\n", 8) != 0) return "the splitter's part does not begin with “vfsplit”";
    *byte = 1 + offsetof(SplitHeader, version);
    if (h->version != SPLIT_VERSION) return "the splitter's version is not the one this program reads; train it again";
    *byte = 1 + offsetof(SplitHeader, word_bits);
    if (h->word_bits < MIN_BITS || h->word_bits > MAX_BITS || h->row_bits < MIN_BITS || h->row_bits > MAX_BITS)
        return "the splitter's tables have an absurd size";
    *byte = 1 + offsetof(SplitHeader, bytes);
    if (h->bytes != size || size_of(h) != size) return "the splitter's length is not the one in its header";
    *byte = 1 + offsetof(SplitHeader, templates);
    if (h->templates != vfp_split_templates()) return "the splitter was trained with other templates; train it again";
    *byte = 1 + sizeof *h;
    if (h->checksum != vfp_split_checksum(h, bytes + sizeof *h, size - sizeof *h))
        return "the splitter's bytes were changed";
    return NULL;
}

bool vfp_splitter_open(const unsigned char *bytes, size_t size, Splitter *out, const char **fault, uint64_t *byte) {
    SplitHeader h;
    *out = (Splitter){0};
    *fault = fault_of(bytes, size, &h, byte);
    if (*fault) return false;
    out->words = bytes + sizeof h;
    out->rows = out->words + ((size_t)sizeof(uint32_t) << h.word_bits);
    out->word_bits = h.word_bits, out->row_bits = h.row_bits, out->quick = h.quick;
    return true;
}

int32_t vfp_split_weigh(const Splitter *s, const uint64_t *features, uint32_t n) {
    int32_t sum = 0;
    uint32_t shift = 64 - s->row_bits;
    for (uint32_t k = 0; k < n; k++) {
        const unsigned char *pair = s->rows + 2 * (features[k] >> shift & ~(uint64_t)1);
        uint8_t check = (uint8_t)(features[k] >> 20);
        sum += pair[0] == check ? (int8_t)pair[1] : 0;
        sum += pair[2] == check ? (int8_t)pair[3] : 0;
    }
    return sum;
}

bool vfp_split_ends(const Splitter *s, const SplitBlock *block, uint32_t i) {
    uint32_t atoms[SPLIT_ATOM_ROOM];
    uint64_t features[SPLIT_TEMPLATE_ROOM];
    if (!vfp_split_possible(block, i)) return false;
    vfp_split_atoms(block, i, atoms);
    int32_t sum = vfp_split_weigh(s, features, vfp_split_features(atoms, 0, SPLIT_QUICK, features));
    if (sum < s->quick) return false;
    uint32_t n = vfp_split_features(atoms, SPLIT_QUICK, SPLIT_TEMPLATE_ROOM, features);
    return sum + vfp_split_weigh(s, features, n) > 0;
}
