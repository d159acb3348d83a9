/* word.h: what the stages of this folder share about single words. */
#ifndef VFP_LANGUAGE_WORD_H
#define VFP_LANGUAGE_WORD_H
#include "lexicon/lexicon.h"

/* Whether the word glues a sentence together: the, it, but, has. Such words begin sentences, never names. */
static inline bool vfp_word_is_function(const Lexicon *lexicon, uint32_t word) {
    enum {
        GLUE = 1 << UPOS_DET | 1 << UPOS_PRON | 1 << UPOS_ADP | 1 << UPOS_CCONJ | 1 << UPOS_SCONJ | 1 << UPOS_AUX |
               1 << UPOS_PART
    };
    return vfp_word_info(lexicon, word)->classes & GLUE;
}

/* tokenize.c: adds the tokens of one block; linear. */
void vfp_scan_block(Article *article, const Block *block);
/* sentence.c: cuts the tokens from `first` on, all of one block, into sentences. */
void vfp_cut_sentences(Article *article, uint32_t block, uint32_t first);
/* lemma.c: fills Token.lemma and Article.lemmas from the form, the word class and the features. */
void vfp_lemmatize(Article *article);
#endif
