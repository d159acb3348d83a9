/* network_file.h: the weights as the file has them and as the runtime wants them.
 *
 *   NetworkHeader
 *   NetworkTag[NET_TAGS]
 *   uint16_t[NET_WEIGHT_COUNT]         halves, in the order of NET_WEIGHTS
 *   float[NET_ROWS]                    a scale for each row of the table
 *   int8_t[NET_ROWS][NET_INPUT]        the table */
#ifndef VFP_NETWORK_FILE_H
#define VFP_NETWORK_FILE_H
#include "language/network.h"

typedef struct NetworkHeader {
    uint64_t conf; /* vfp_network_hash */
    uint32_t tags, zero;
} NetworkHeader;
typedef struct NetworkTag {
    uint16_t feats;
    uint8_t upos, zero;
} NetworkTag;

static_assert(NET_WEIGHT_COUNT % 2 == 0, "the scales behind the halves are aligned");
#define NETWORK_BYTES                                                                                                  \
    (sizeof(NetworkHeader) + NET_TAGS * sizeof(NetworkTag) + NET_WEIGHT_COUNT * sizeof(uint16_t) +                     \
     NET_ROWS * (sizeof(float) + NET_INPUT))

/* Checked weights, the products' packed. */
typedef struct Network {
    uint32_t tag_count;
    NetworkTag tags[NET_TAGS];
    Vectors vectors;
    const float *scales;
    const int8_t *table;
    float *small;           /* NET_WEIGHT_COUNT */
    float *vector_in, *arc; /* packed */
    struct WholeWeights {
        int16_t *at;
        float *scales;
        const float *bias;
    } first, next[NET_LAYERS - 1], heads, rel; /* in whole numbers */
} Network;

/* Reads the section's bytes, which must be aligned to 4 and outlive the network, as those of `vectors` must. Null where
 * memory is short or where they are no good; then *fault says what is wrong, and *byte where, from 1. About 3 ms. */
Network *vfp_network_open(const unsigned char *bytes, size_t size, const Vectors *vectors, const char **fault,
                          uint64_t *byte);
void vfp_network_close(Network *network);

#endif
