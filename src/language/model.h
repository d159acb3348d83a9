/* model.h: what the tagger's weights look like once checked; the runtime of src/language and the trainer of
 * src/learn both read it. A model is one flat file, little-endian, used in place:
 *
 *   header   ModelHeader
 *   words    WordEntry[1 << word_bits]    open addressing by word hash: what training saw of a word
 *   checks   uint16_t[1 << row_bits]      16 a bucket; 0 is empty
 *   weights  int8_t[1 << row_bits][TAG_WIDTH]
 *
 * The checks (128 KiB) stay in the second cache; a row of weights is touched only for features that training kept,
 * which is what makes the tagger fast. */
#ifndef VFP_MODEL_H
#define VFP_MODEL_H
#include "language/split.h"
#include "language/tagset.h"

enum { MODEL_VERSION = 1, TAG_WIDTH = 32, BUCKET = 16, WORD_PROBES = 16 };

typedef struct ModelHeader {
    char magic[8]; /* "vfmodel\n" */
    uint32_t version;
    uint32_t bytes; /* of the whole file */
    uint32_t word_bits, row_bits;
    uint32_t tags;      /* TAG_COUNT of the trainer */
    uint32_t zero;      /* fills the header up to a line of the cache, so that buckets don't straddle two */
    uint64_t templates; /* vfp_templates_hash of the trainer */
    uint64_t checksum;  /* vfp_model_checksum of everything behind the header */
    uint64_t zeros[2];
} ModelHeader;

/* One word that training saw often enough. */
typedef struct WordEntry {
    uint32_t check;   /* upper half of the word's hash; 0: empty */
    uint8_t only;     /* its tag + 1 where it practically never has another, else 0 */
    uint8_t usual;    /* its most frequent tag */
    uint16_t classes; /* 1 + which set of tags it was seen with, most frequent first; dense */
} WordEntry;

struct Model {
    const WordEntry *words; /* null: no model */
    const uint16_t *checks;
    const int8_t *weights;
    uint32_t word_bits, row_bits;
    bool wide;      /* the machine has AVX2 */
    Splitter split; /* zeroed: sentences are cut by rules */
};

uint64_t vfp_model_checksum(const unsigned char *bytes, size_t n);

/* What training saw of the word with this hash (vfp_word_hash); null where it is unknown. Constant time. */
static inline const WordEntry *vfp_model_word(const Model *model, uint64_t hash) {
    if (!model->words) return NULL;
    uint32_t mask = (1u << model->word_bits) - 1, check = (uint32_t)(hash >> 32) | 1;
    for (uint32_t k = 0, at = (uint32_t)hash & mask; k < WORD_PROBES; k++, at = (at + 1) & mask) {
        if (model->words[at].check == check) return &model->words[at];
        if (!model->words[at].check) return NULL;
    }
    return NULL;
}
#endif
