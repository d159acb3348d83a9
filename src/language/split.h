/* split.h: where sentences end, as learnt from treebanks. The runtime (split.c, split_atoms.c) and the trainer
 * (src/learn/split*.c) share what is here: what is looked at around a gap between two tokens, and the weights' bytes.
 *
 *   header   SplitHeader
 *   words    uint32_t[1 << word_bits]   what training saw of a word: 24 bits of its hash, class in the low 8; 0: empty
 *   rows     uint16_t[1 << row_bits]    a weight (int8) and, below it, 8 bits of the feature's hash; pairs are buckets
 *
 * Little-endian, without alignment, used in place. A gap is weighed by the sum of its features' weights; above 0 the
 * sentence ends there. */
#ifndef VFP_SPLIT_H
#define VFP_SPLIT_H
#include "record.h"

enum { SPLIT_VERSION = 2, SPLIT_PROBES = 8, SPLIT_MARGIN = 4, SPLIT_QUICK = 10 };

typedef struct SplitHeader {
    char magic[8]; /* "vfsplit\n" */
    uint32_t version;
    uint32_t bytes; /* of the whole part */
    uint32_t word_bits, row_bits;
    int32_t quick;      /* a gap whose first SPLIT_QUICK features weigh less ends nothing, and the rest is not asked */
    uint32_t zero;      /* fills the header */
    uint64_t templates; /* vfp_split_templates of the trainer */
    uint64_t checksum;  /* vfp_split_checksum of everything behind the header */
} SplitHeader;

/* A checked view of the bytes, which it borrows. Zeroed: there are no weights. */
typedef struct Splitter {
    const unsigned char *words, *rows; /* null: none */
    uint32_t word_bits, row_bits;
    int32_t quick;
} Splitter;

/* Checks everything that will be indexed by; false (with the fault in words and the byte, from 1) where the bytes are
 * not those of a trainer with the same templates. Cost: one pass for the checksum. */
bool vfp_splitter_open(const unsigned char *bytes, size_t size, Splitter *out, const char **fault, uint64_t *byte);
/* Hash of the templates and their atoms. */
uint64_t vfp_split_templates(void);
uint64_t vfp_split_checksum(const SplitHeader *header, const unsigned char *body, size_t n);

/* ---- what is looked at */

/* One token. */
typedef struct SplitWord {
    uint32_t word;   /* hash of the folded form, digits 0 */
    uint32_t tail;   /* of its last three bytes */
    uint32_t kind;   /* a mark as itself, a word as how it is written */
    uint16_t ahead;  /* tokens up to the next stop or the block's end */
    uint8_t class;   /* of words that training saw, 1 + Upos; 0 unknown */
    uint8_t shape;   /* the kind's class and the length */
    uint8_t space;   /* behind it: 0 none, 1 a space, 2 more than one, 3 a line end */
    bool verb_ahead; /* a verb stands before the next stop */
    bool stop;       /* ends in . ! ? or … */
} SplitWord;

/* A block of tokens, to be walked from its begin. `words` has SPLIT_MARGIN empty ones around. */
typedef struct SplitBlock {
    SplitWord *words;
    uint32_t count;
    uint32_t style; /* how the block is written */
    /* of the sentence that is open */
    uint32_t first;
    uint32_t before;  /* how the one before it ended: 0 none, 1 stop, 2 other */
    uint32_t bracket; /* the last that was opened */
    bool verb;        /* it has one */
    bool quote;       /* a quotation is open */
    uint8_t brackets; /* open ones */
} SplitBlock;

enum { SPLIT_TEMPLATE_ROOM = 128, SPLIT_ATOM_ROOM = 64 };

/* Looks at tokens [first, first + count) of the article, all of one block. In its arena. Linear. */
SplitBlock vfp_split_block(const Article *article, const Splitter *splitter, uint32_t first, uint32_t count);
/* Whether the gap behind token i of the block can end a sentence at all; most can't. */
bool vfp_split_possible(const SplitBlock *block, uint32_t i);
/* What the templates speak of, for the gap behind token i. Constant time. */
void vfp_split_atoms(const SplitBlock *block, uint32_t i, uint32_t *atoms);
/* The gap's features of the templates [from, to), `to` at most their number, which it returns. Constant time. */
uint32_t vfp_split_features(const uint32_t *atoms, uint32_t from, uint32_t to, uint64_t *out);
/* Goes over token i, behind which the sentence ended or not. To be called for every token, in order. */
void vfp_split_advance(SplitBlock *block, uint32_t i, bool ended);
/* Whether the weights say that the sentence ends behind token i. */
bool vfp_split_ends(const Splitter *splitter, const SplitBlock *block, uint32_t i);
/* The sum of the features' weights. */
int32_t vfp_split_weigh(const Splitter *splitter, const uint64_t *features, uint32_t n);
/* Hash of a word for `words`. */
uint32_t vfp_split_hash(Str form);

/* ---- the tables */

static inline uint32_t vfp_split_u32(const unsigned char *at) {
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}
#endif
