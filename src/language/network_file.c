#include "language/network_file.h"
#include <stdlib.h>

static const char *check(const unsigned char *bytes, size_t size, uint64_t *byte) {
    NetworkHeader h;
    *byte = 1;
    if (size != NETWORK_BYTES) return "the network has not the length that this program's has; train it again";
    memcpy(&h, bytes, sizeof h);
    if (h.conf != vfp_network_hash()) return "the network was trained with another network.conf; train it again";
    *byte = 1 + offsetof(NetworkHeader, tags);
    if (!h.tags || h.tags > NET_TAGS || h.zero) return "the network has an absurd number of tags";
    const NetworkTag *tags = (const NetworkTag *)(const void *)(bytes + sizeof h);
    for (uint32_t i = 0; i < NET_TAGS; i++)
        if (tags[i].upos >= UPOS_COUNT || tags[i].zero) {
            *byte = 1 + sizeof h + i * sizeof *tags;
            return "a tag of the network does not exist";
        }
    const uint16_t *halves = (const uint16_t *)(const void *)(tags + NET_TAGS);
    unsigned bad = 0;
    for (uint32_t i = 0; i < NET_WEIGHT_COUNT; i++) bad |= (halves[i] & 0x7C00) == 0x7C00;
    for (uint32_t i = 0; bad && i < NET_WEIGHT_COUNT; i++)
        if ((halves[i] & 0x7C00) == 0x7C00) {
            *byte = 1 + (uint64_t)((const unsigned char *)&halves[i] - bytes);
            return "a weight of the network is no number";
        }
    const float *scales = (const float *)(const void *)(halves + NET_WEIGHT_COUNT);
    for (uint32_t i = 0; i < NET_ROWS; i++)
        if (!(scales[i] >= 0 && scales[i] < 1000)) {
            *byte = 1 + (uint64_t)((const unsigned char *)&scales[i] - bytes);
            return "a scale of the network is no number, or an absurd one";
        }
    return NULL;
}

static bool pack(float **to, const float *b, uint32_t k, uint32_t n) {
    *to = aligned_alloc(64, (vfp_packed_size(k, n) * sizeof(float) + 63) / 64 * 64);
    if (*to) vfp_pack(*to, b, k, n, n, 1);
    return *to;
}

static bool pack_whole(struct WholeWeights *to, const float *b, uint32_t k, uint32_t n, const float *bias) {
    to->at = aligned_alloc(64, (vfp_whole_size(k, n) * sizeof *to->at + 63) / 64 * 64);
    to->scales = malloc((n + PANEL) * sizeof(float));
    to->bias = bias;
    if (!to->at || !to->scales) return false;
    vfp_pack_whole(to->at, to->scales, b, k, n);
    return true;
}

static bool fill(Network *n, const unsigned char *bytes) {
    bytes += sizeof(NetworkHeader);
    memcpy(n->tags, bytes, sizeof n->tags);
    const uint16_t *halves = (const uint16_t *)(const void *)(bytes + sizeof n->tags);
    float *s = n->small = malloc(NET_WEIGHT_COUNT * sizeof(float));
    if (!s) return false;
    vfp_from_halves(s, halves, NET_WEIGHT_COUNT);
    for (uint32_t i = n->tag_count; i < NET_TAGS; i++) s[AT_heads_bias + HEAD_TAGS + i] = -1e9f; /* no tags */
    for (uint32_t i = DEPREL_COUNT; i < NET_RELS; i++) s[AT_rel_bias + i] = -1e9f;
    s[AT_rel_bias + REL_ROOT] = -1e9f; /* roots are found by the tree */
    n->scales = (const float *)(const void *)(halves + NET_WEIGHT_COUNT);
    n->table = (const int8_t *)(n->scales + NET_ROWS);
    bool done = pack(&n->vector_in, s + AT_vector_in, NET_VECTOR, NET_INPUT) &&
                pack(&n->arc, s + AT_arc, NET_ARC, NET_ARC) &&
                pack_whole(&n->first, s + AT_first, NET_INPUT, NET_FIRST, s + AT_first_bias) &&
                pack_whole(&n->heads, s + AT_heads, NET_OUT, NET_HEADS, s + AT_heads_bias) &&
                pack_whole(&n->rel, s + AT_rel, 2 * NET_REL, NET_RELS, s + AT_rel_bias);
    for (int l = 0; done && l < NET_LAYERS - 1; l++)
        done = pack_whole(&n->next[l], s + AT_next + (size_t)l * NET_OUT * NET_NEXT, NET_OUT, NET_NEXT,
                          s + AT_next_bias + (size_t)l * NET_NEXT);
    return done;
}

Network *vfp_network_open(const unsigned char *bytes, size_t size, const Vectors *vectors, const char **fault,
                          uint64_t *byte) {
    *fault = check(bytes, size, byte);
    Network *n = *fault ? NULL : calloc(1, sizeof *n);
    if (!n) return NULL;
    NetworkHeader h;
    memcpy(&h, bytes, sizeof h);
    n->tag_count = h.tags, n->vectors = *vectors;
    if (fill(n, bytes)) return n;
    vfp_network_close(n);
    return NULL;
}

void vfp_network_close(Network *n) {
    if (!n) return;
    struct WholeWeights *whole[NET_LAYERS + 2] = {&n->first, &n->heads, &n->rel};
    for (int l = 0; l < NET_LAYERS - 1; l++) whole[3 + l] = &n->next[l];
    for (int i = 0; i < NET_LAYERS + 2; i++) free(whole[i]->at), free(whole[i]->scales);
    free(n->small), free(n->vector_in), free(n->arc);
    free(n);
}
