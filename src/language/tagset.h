/* tagset.h: the tags that the tagger tells apart: a word class with the morphology that follows from it. Finer than
 * Upos, because `said` the past tense and `said` the participle stand in different company. */
#ifndef VFP_TAGSET_H
#define VFP_TAGSET_H
#include "record.h"

/* name, word class, FEAT_ bits. At most TAG_WIDTH (model.h). */
#define TAGS(X)                                                                                                        \
    X(TAG_X, UPOS_X, 0)                                                                                                \
    X(TAG_ADJ, UPOS_ADJ, 0)                                                                                            \
    X(TAG_ADP, UPOS_ADP, 0)                                                                                            \
    X(TAG_ADV, UPOS_ADV, 0)                                                                                            \
    X(TAG_CCONJ, UPOS_CCONJ, 0)                                                                                        \
    X(TAG_DET, UPOS_DET, 0)                                                                                            \
    X(TAG_INTJ, UPOS_INTJ, 0)                                                                                          \
    X(TAG_NOUN, UPOS_NOUN, 0)                                                                                          \
    X(TAG_NOUN_PLURAL, UPOS_NOUN, FEAT_PLURAL)                                                                         \
    X(TAG_NUM, UPOS_NUM, 0)                                                                                            \
    X(TAG_PART, UPOS_PART, 0)                                                                                          \
    X(TAG_PRON, UPOS_PRON, 0)                                                                                          \
    X(TAG_PRON_PLURAL, UPOS_PRON, FEAT_PLURAL)                                                                         \
    X(TAG_PRON_POSSESSIVE, UPOS_PRON, FEAT_POSSESSIVE)                                                                 \
    X(TAG_PROPN, UPOS_PROPN, 0)                                                                                        \
    X(TAG_PROPN_PLURAL, UPOS_PROPN, FEAT_PLURAL)                                                                       \
    X(TAG_PUNCT, UPOS_PUNCT, 0)                                                                                        \
    X(TAG_SCONJ, UPOS_SCONJ, 0)                                                                                        \
    X(TAG_SYM, UPOS_SYM, 0)                                                                                            \
    X(TAG_VERB, UPOS_VERB, 0) /* imperative */                                                                         \
    X(TAG_VERB_INFINITIVE, UPOS_VERB, FEAT_INFINITIVE)                                                                 \
    X(TAG_VERB_PRESENT, UPOS_VERB, FEAT_PRESENT)                                                                       \
    X(TAG_VERB_PAST, UPOS_VERB, FEAT_PAST)                                                                             \
    X(TAG_VERB_PARTICIPLE, UPOS_VERB, FEAT_PARTICIPLE)                                                                 \
    X(TAG_VERB_GERUND, UPOS_VERB, FEAT_GERUND)                                                                         \
    X(TAG_AUX, UPOS_AUX, 0) /* modal */                                                                                \
    X(TAG_AUX_INFINITIVE, UPOS_AUX, FEAT_INFINITIVE)                                                                   \
    X(TAG_AUX_PRESENT, UPOS_AUX, FEAT_PRESENT)                                                                         \
    X(TAG_AUX_PAST, UPOS_AUX, FEAT_PAST)                                                                               \
    X(TAG_AUX_PARTICIPLE, UPOS_AUX, FEAT_PARTICIPLE)                                                                   \
    X(TAG_AUX_GERUND, UPOS_AUX, FEAT_GERUND)

typedef enum Tag {
#define X(name, upos, feats) name,
    TAGS(X)
#undef X
        TAG_COUNT
} Tag;

typedef struct TagMeaning {
    uint8_t upos;
    uint16_t feats;
} TagMeaning;

static inline TagMeaning vfp_tag_meaning(unsigned tag) {
    static const TagMeaning meanings[] = {
#define X(name, upos, feats) {upos, feats},
        TAGS(X)
#undef X
    };
    return meanings[tag < TAG_COUNT ? tag : TAG_X];
}
#endif
