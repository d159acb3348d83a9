/* split.h: treebanks → the part of a model that tells where sentences end (language/split.h).
 *
 *   split_corpus.c  CoNLL-U files → running text with the places where sentences end; copies with the noise of the web
 *   split.c         features chosen and weighed
 *   split_write.c   weights → bytes
 *
 * All arithmetic is in integers and all chance comes from one seed: the same files give the same bytes anywhere. */
#ifndef VFP_LEARN_SPLIT_H
#define VFP_LEARN_SPLIT_H
#include "language/split.h"
#include "learn/learn.h"

/* Paragraphs, one a line, and the bytes where their sentences end, in order. */
typedef struct SplitText {
    char *at;
    uint32_t len, cap;
    uint32_t *ends;
    uint32_t end_count, end_cap;
    Str *forms; /* words of the treebank, for their classes */
    uint8_t *classes;
    uint32_t word_count, word_cap, class_cap;
} SplitText;

typedef struct SplitOptions {
    uint32_t row_bits, word_bits;
    uint32_t rows;                  /* features to keep */
    uint32_t choose_rounds, rounds; /* over the corpus: to choose the features, to weigh the chosen ones */
    uint32_t noise;                 /* copies with noise, per cent of the paragraphs */
    uint32_t least;                 /* times that a feature must occur */
    uint32_t rate;                  /* of learning, in 65536ths */
    uint64_t seed;
} SplitOptions;

/* A feature and what it weighs, up to a common factor. */
typedef struct SplitWeight {
    uint64_t feature;
    int64_t weight;
    uint32_t count;
} SplitWeight;

/* Appends a CoNLL-U file; false (with a message in `error`) where it can't be read. */
bool learn_split_read(SplitText *text, const char *path, vf_error *error);
/* Appends noisy copies of some paragraphs. */
void learn_split_noise(SplitText *text, uint32_t percent, uint64_t *random);
/* Returns words[1 << bits] as language/split.h describes them. */
unsigned char *learn_split_words(const SplitText *text, uint32_t bits);
/* Chooses and weighs features; sets *count. The first is the one that every gap has. */
SplitWeight *learn_split_weigh(const SplitText *text, const Lexicon *lexicon, const Splitter *words,
                               const SplitOptions *options, uint32_t *count);
/* SplitHeader.quick for these weights. */
int32_t learn_split_quick(const SplitText *text, const Lexicon *lexicon, const Splitter *splitter);
/* Puts it into the part, once its other bytes stand. */
void learn_split_set_quick(unsigned char *part, size_t size, int32_t quick);
/* Returns the part's bytes; sets *size and *dropped, the features that found no place. */
unsigned char *learn_split_build(SplitWeight *weights, uint32_t count, const unsigned char *words,
                                 const SplitOptions *options, size_t *size, uint32_t *dropped);
#endif
