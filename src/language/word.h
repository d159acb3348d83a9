/* word.h: what the stages of this folder share about single words. */
#ifndef VFP_LANGUAGE_WORD_H
#define VFP_LANGUAGE_WORD_H
#include "language/tagset.h"

/* Hash of a word as the model knows it: folded (vfp_fold), every digit a 0. Forms longer than 64 bytes count by their
 * last 64. Linear in the form. */
uint64_t vfp_word_hash(Str form);

/* Whether words with this tag glue a sentence together: the, it, but, has. They begin sentences, never names. */
static inline bool vfp_tag_is_function(unsigned tag) {
    TagMeaning m = vfp_tag_meaning(tag);
    return m.upos == UPOS_DET || m.upos == UPOS_PRON || m.upos == UPOS_ADP || m.upos == UPOS_CCONJ ||
           m.upos == UPOS_SCONJ || m.upos == UPOS_AUX || m.upos == UPOS_PART;
}

/* sentence.c: cuts the tokens from `first` on, all of one block, into sentences. */
void vfp_cut_sentences(Article *article, uint32_t block, uint32_t first);
/* tag.c: fills upos and feats alone; needs no lexicon. */
void vfp_tag_words(Article *article);
/* lemma.c: fills Token.lemma from the form, the word class and the vocabulary. */
void vfp_lemmatize(Article *article);
#endif
