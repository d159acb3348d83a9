/* graph.h: the network forwards and backwards over a handful of sentences, in plain floats. */
#ifndef VFP_LEARN_GRAPH_H
#define VFP_LEARN_GRAPH_H
#include "learn/data.h"

enum {
#define SIZE(name, value)
#define LETTERS(name, value)
#define TRAIN(name, value) TRAIN_##name = value,
#include "language/network.conf"
#undef SIZE
#undef LETTERS
#undef TRAIN
    SHARD_WORDS = TRAIN_BATCH / 2 + NET_LONGEST, /* most words of a shard */
};

/* NetWeights, or their gradient, or what Adam keeps of them: the small ones in the order of NET_WEIGHTS, and the table.
 */
typedef struct NetWeights {
    float *small; /* NET_WEIGHT_COUNT */
    float *table; /* NET_ROWS × NET_INPUT */
} NetWeights;

/* The weights of every product, packed, and transposed for the way back. Made anew after every step. */
typedef struct Packed {
    float *vector_in, *first, *next[NET_LAYERS - 1], *heads, *arc, *rel;
    float *first_back, *next_back[NET_LAYERS - 1], *heads_back, *arc_back, *rel_back;
} Packed;
void packed_make(Packed *p, const float *small);

typedef struct ShardSentence {
    uint32_t first, count;
    bool tree, said;
} ShardSentence;

/* Some sentences, and everything that one pass over them computes. */
typedef struct Shard {
    DataWord words[SHARD_WORDS];
    WordIds ids[SHARD_WORDS];
    uint8_t dropped[SHARD_WORDS]; /* bit 0: no features of the whole form, bit 1: no vector */
    ShardSentence sentences[SHARD_WORDS];
    uint32_t count, sentence_count;
    uint64_t random;
    char *letters, *letters_end;
    float *vectors, *input, *input_mask, *layer[NET_LAYERS + 1], *mask[NET_LAYERS], *u[NET_LAYERS], *state[NET_LAYERS],
        *f[NET_LAYERS], *r[NET_LAYERS], *heads, *heads_mask, *arc, *scores, *pair, *rels;
    /* the way back */
    float *d_heads, *d_layer, *d_below, *d_u, *d_arc, *d_pair, *d_rels, *d_scores, *d_input, *swap, *packed;
    float *gradient; /* NET_WEIGHT_COUNT */
    double loss[5];  /* arcs, relations, tags, names, attributions */
    uint32_t seen[5], right[5];
    int32_t *guess_head;
    uint8_t *guess_rel;
    uint16_t *guess_tag;
    int8_t *guess_name, *guess_said;
} Shard;

Shard *shard_new(void);
void shard_clear(Shard *s);
/* Adds a sentence; false where it has no room. noisy: with noise and drop-out. */
bool shard_add(Shard *s, const Data *data, const DataSentence *from, const Vectors *vectors, bool noisy);
/* Forwards, with loss and guesses; and backwards where `train`: gradient is set, d_input holds that of the words' sums.
 * scale: what the loss of a word is multiplied by. */
void shard_run(Shard *s, const NetWeights *weights, const Vectors *vectors, const Packed *packed, bool train,
               float scale, bool wide);
#endif
