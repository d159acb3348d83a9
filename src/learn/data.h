/* data.h: what the network is trained on: words with whatever is known of them, in sentences.
 *
 * Memory is taken with malloc and kept until the trainer ends. */
#ifndef VFP_LEARN_DATA_H
#define VFP_LEARN_DATA_H
#include "language/network.h"

enum { UNKNOWN_HEAD = -2, UNKNOWN_LABEL = -1 };

typedef struct DataWord {
    Str form;
    int32_t head; /* place in the sentence, -1: root, UNKNOWN_HEAD */
    uint16_t tag; /* index into Data.tags */
    uint8_t rel;  /* Deprel */
    int8_t name;  /* label, or UNKNOWN_LABEL */
    int8_t said;  /* label of an attribution, likewise */
    uint8_t mark; /* bit k: NET_MARKS */
} DataWord;

typedef struct DataSentence {
    uint32_t first, count;
    bool tree, said; /* tags, heads and relations are known; attributions are */
    bool silver;     /* by a teacher, not by people */
} DataSentence;

typedef struct DataTag {
    uint8_t upos;
    uint16_t feats;
    uint32_t count;
} DataTag;

typedef struct DataDocument {
    Str id;
    uint32_t first, count; /* words */
} DataDocument;

enum { SWAP_WORDS = 4 }; /* of the longest name that is exchanged for another */

typedef struct Data {
    DataWord *words;
    DataSentence *sentences;
    DataDocument *documents;
    DataTag *tags;
    uint32_t word_count, word_cap, sentence_count, sentence_cap, document_count, document_cap, tag_count, tag_cap;
    bool closed; /* tags are settled: new ones become the nearest known */
    struct {
        uint32_t *at, count, cap;           /* where each different name begins among the words */
    } names[ENTITY_KIND_COUNT][SWAP_WORDS]; /* of one to SWAP_WORDS words */
} Data;

/* Appends the sentences of a CoNLL-U file. `silver`: a teacher made it; names are read from `Ner=` in the last column,
 * and heads of which `Conf=` says less than a half are left open. */
bool data_read_trees(Data *data, const char *path, bool silver, vf_error *error);
/* Settles the tags: the NET_TAGS most frequent stay. */
void data_close_tags(Data *data);
/* Labels names in the documents already read that the JSON Lines file names by id. */
bool data_read_names(Data *data, const char *path, vf_error *error);
/* Appends the texts of a JSON Lines file, cut into words by this program: with names (`entities`), or with
 * attributions. */
bool data_read_texts(Data *data, const char *path, const Lexicon *lexicon, vf_error *error);

/* Lists the different names of all sentences, for data_noisy to exchange: those that people labelled, and those that a
 * teacher labelled twice. O(n log n). */
void data_list_names(Data *data);
/* Fills mark of n words that follow each other, from the first of a line on. */
void data_mark(DataWord *words, uint32_t n);
/* A copy of the sentence with this epoch's noise, in room[count + 1]; returns its length. */
uint32_t data_noisy(const Data *data, const DataSentence *s, uint64_t *random, DataWord *room, char **letters);
#endif
