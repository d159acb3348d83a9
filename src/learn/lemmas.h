/* lemmas.h: treebanks → the part of a model that tells lemmas. */
#ifndef VFP_LEARN_LEMMAS_H
#define VFP_LEARN_LEMMAS_H
#include "record.h"

typedef struct LemmaCounts {
    uint32_t words, keys, rules;
} LemmaCounts;

/* Learns from CoNLL-U files; returns the part's bytes (malloc), or null and `error`. The same files give the same
 * bytes. */
unsigned char *learn_lemmas(const char *const *paths, int count, size_t *size, LemmaCounts *counts,
                            vf_error *error); /* The share of lemmas that these bytes tell right, given the classes and
                                                 the morphology of a CoNLL-U file. */
bool learn_lemmas_try(const unsigned char *bytes, size_t size, const Lexicon *lexicon, const char *path, double *right,
                      vf_error *error);
#endif
