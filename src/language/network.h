/* network.h: the network that tags, parses and finds names: its sizes, its weights, and what of it the runtime
 * (network.c) and the trainer (src/learn) share.
 *
 *   word      the table's rows for its letters, summed, plus its pretrained vector × vector_in, then max(0, x)
 *   layers    recurrent, both directions (math.h: vfp_recur); the first takes its skip from its own product
 *   heads     one product: the word as dependent and as head, as ends of a relation, its tag, its labels
 *   arcs      (dependent × arc + arc_bias) · head + near[distance]
 *   relation  [max(0, a + b), p q] × rel, a and p of the dependent, b and q of the head
 *
 * Deep biaffine attention for arcs is Dozat and Manning's (2017), the recurrent layer that of Lei et al. (2018), the
 * hashed letters are after Bojanowski et al. (2017). */
#ifndef VFP_NETWORK_H
#define VFP_NETWORK_H
#include "language/math.h"
#include "record.h"
#include <assert.h>

enum {
#define SIZE(name, value)    NET_##name = value,
#define LETTERS(name, value) NET_##name = value,
#define TRAIN(name, value)
#include "language/network.conf"
#undef SIZE
#undef LETTERS
#undef TRAIN
    NET_OUT = 2 * NET_WIDTH,
    NET_FIRST = 8 * NET_WIDTH, /* columns of the first layer's product: both directions of value, two gates, skip */
    NET_NEXT = 6 * NET_WIDTH,
    NET_IDS = 2 + NET_SUFFIX + NET_PREFIX + 1 + NET_GRAMS,
    NET_MARKS = 1, /* what a place adds to a word: it is inside quotation marks */
    /* columns of the heads' product */
    HEAD_DEPENDENT = 0,
    HEAD_HEAD = HEAD_DEPENDENT + NET_ARC,
    HEAD_A = HEAD_HEAD + NET_ARC,
    HEAD_P = HEAD_A + NET_REL,
    HEAD_B = HEAD_P + NET_REL,
    HEAD_Q = HEAD_B + NET_REL,
    HEAD_TAGS = HEAD_Q + NET_REL,
    HEAD_NAMES = HEAD_TAGS + NET_TAGS,
    HEAD_SAID = HEAD_NAMES + NET_LABELS,
    NET_HEADS = HEAD_SAID + NET_LABELS,
};

/* Weights that are not the table: name, rows, columns. */
#define NET_WEIGHTS(X)                                                                                                 \
    X(vector_in, NET_VECTOR, NET_INPUT)                                                                                \
    X(input_bias, 1, NET_INPUT)                                                                                        \
    X(first, NET_INPUT, NET_FIRST)                                                                                     \
    X(first_bias, 1, NET_FIRST)                                                                                        \
    X(marks, NET_MARKS, NET_FIRST)                                                                                     \
    X(carry, 4 * NET_LAYERS, NET_WIDTH)                                                                                \
    X(next, (NET_LAYERS - 1) * NET_OUT, NET_NEXT)                                                                      \
    X(next_bias, NET_LAYERS - 1, NET_NEXT)                                                                             \
    X(heads, NET_OUT, NET_HEADS)                                                                                       \
    X(heads_bias, 1, NET_HEADS)                                                                                        \
    X(root, 1, NET_HEADS)                                                                                              \
    X(arc, NET_ARC, NET_ARC)                                                                                           \
    X(arc_bias, 1, NET_ARC)                                                                                            \
    X(near, 2, NET_NEAR)                                                                                               \
    X(rel, 2 * NET_REL, NET_RELS)                                                                                      \
    X(rel_bias, 1, NET_RELS)

enum {
#define X(name, rows, columns) AT_##name, END_##name = AT_##name + (rows) * (columns)-1,
    NET_WEIGHTS(X)
#undef X
        NET_WEIGHT_COUNT
};

/* Labels of a word: 0 is none, then beginning and inside of each kind in turn. */
enum { NAME_LABELS = 1 + 2 * ENTITY_KIND_COUNT };

/* Pretrained word vectors: sorted words, and for each a row of bytes and its scale. */
typedef struct Vectors {
    const uint32_t *offsets; /* count + 1 */
    const char *words;
    const float *scales;
    const int8_t *rows; /* of NET_VECTOR */
    uint32_t count;
} Vectors;

/* Looks at the bytes of a file of word vectors (tools/vectors.py describes it). Null and *vectors set, or what is wrong
 * and at which byte. O(count). The bytes must be aligned to 4 and outlive *vectors. */
const char *vfp_vectors_open(const unsigned char *bytes, size_t size, Vectors *vectors, uint64_t *byte);

/* What the letters of a word say, before any weight is read. */
typedef struct WordIds {
    uint32_t ids[NET_IDS]; /* rows of the table; the first two are those of the whole form */
    uint32_t count;
    uint32_t vector; /* row of the vectors, or VFP_NONE */
} WordIds;
/* O(length of the form, log of the vectors). */
void vfp_word_ids(const Vectors *vectors, Str form, WordIds *out);

/* Whether this word is inside quotation marks, the words of a paragraph being told in order; *open is false at its
 * beginning. The marks themselves are not. O(1). */
static inline bool vfp_inside_quotes(bool *open, Str form) {
    if (form.len == 1 && form.at[0] == '"') return *open = !*open, false;
    if (form.len == 2 && (memcmp(form.at, "``", 2) == 0 || memcmp(form.at, "''", 2) == 0))
        return *open = form.at[0] == '`', false;
    if (form.len == 3 && memcmp(form.at, "\xE2\x80", 2) == 0 && (form.at[2] == '\x9C' || form.at[2] == '\x9D'))
        return *open = form.at[2] == '\x9C', false;
    return *open;
}

/* Bucket of the distance from a dependent to its head, both places in the sentence; the root is at -1. */
static inline uint32_t vfp_near(int32_t dependent, int32_t head) {
    if (head < 0) return NET_NEAR - 1; /* the first row's last bucket is the root's */
    const uint32_t right = head > dependent, d = (uint32_t)(right ? head - dependent : dependent - head);
    const uint32_t k = d <= 8 ? d - 1 : d <= 12 ? 8 : d <= 16 ? 9 : d <= 24 ? 10 : d <= 32 ? 11 : d <= 48 ? 12 : 13;
    return right * NET_NEAR + k;
}

/* The tree that the scores of n words speak for: scores[i * stride + 0] is that of word i as root, [.. + 1 + j] that
 * of word j as its head; heads[i] becomes j or -1. Exactly one word is the root. The best tree where greedy choice
 * makes none (Chu and Liu 1965, Edmonds 1967). O(n²) mostly, O(n³) at worst. n at most NET_LONGEST. room:
 * vfp_tree_room() bytes, aligned as malloc does. */
enum { NET_LONGEST = 256 };
size_t vfp_tree_room(void);
void vfp_best_tree(void *room, const float *scores, uint32_t n, uint32_t stride, int32_t *heads);

/* Hash of network.conf. */
uint64_t vfp_network_hash(void);
#endif
