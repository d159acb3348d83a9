/* learn.h: treebanks → a model file. Used by programs/train only; never in the library.
 *
 *   corpus.c      CoNLL-U files → sentences of forms and tags; copies with the noise of the web
 *   words.c       which tags each word was seen with
 *   perceptron.c  the averaged perceptron, twice: once to choose the features, once to weigh the chosen ones
 *   write.c       weights → the file that model.h describes
 *
 * All arithmetic is in integers and all chance comes from one seed: the same files give the same bytes anywhere.
 * Memory is taken with malloc and kept until the program ends; when there is none, the program says so and ends. */
#ifndef VFP_LEARN_H
#define VFP_LEARN_H
#include "language/features.h"
#include "language/word.h"

typedef struct Sample { /* one word of the treebank */
    Str form;
    uint8_t flags; /* TOKEN_ */
    uint8_t tag;   /* gold */
} Sample;

typedef struct SampleSentence {
    uint32_t first, count;
} SampleSentence;

typedef struct Corpus {
    Sample *words;
    uint32_t count, cap;
    SampleSentence *sentences;
    uint32_t sentence_count, sentence_cap;
} Corpus;

typedef struct LearnOptions {
    uint32_t rows; /* features to keep */
    uint32_t row_bits, word_bits;
    uint32_t rounds;        /* over the corpus, in the second training */
    uint32_t choose_rounds; /* in the first */
    uint32_t noise;         /* copies with noise, per cent of the sentences */
    uint64_t seed;
} LearnOptions;

/* Weights of the chosen features: row r belongs to `hash[r]`. */
typedef struct Weights {
    uint64_t *hash;
    int64_t (*sum)[TAG_WIDTH]; /* averaged, up to a common factor */
    uint32_t count;
} Weights;

void *learn_alloc(size_t count, size_t size);
void *learn_grow(void *old, uint32_t count, uint32_t *cap, size_t size);
uint64_t learn_random(uint64_t *state);

/* Appends the sentences of a CoNLL-U file; false (with a message in `error`) where it can't be read. */
bool learn_read(Corpus *corpus, const char *path, vf_error *error);
/* Appends copies of some sentences: names and all words in lower case, headlines, capitals, without their last stop. */
void learn_add_noise(Corpus *corpus, uint32_t percent, uint64_t *random);

/* Fills entries[1 << bits] from the first `sentences` sentences. */
void learn_words(const Corpus *corpus, uint32_t sentences, WordEntry *entries, uint32_t bits);

Weights learn_weights(const Corpus *corpus, const Model *words, const LearnOptions *options);
/* Builds the file; returns its bytes and sets *size and *dropped, the chosen features that found no place. */
unsigned char *learn_build(const Weights *weights, const WordEntry *words, const LearnOptions *options, size_t *size,
                           uint32_t *dropped);

/* Fills the places of one sentence (FEATURE_MARGIN included); returns the first. */
Feature *learn_features(const Corpus *corpus, const SampleSentence *s, const Model *words, Feature *room);
#endif
