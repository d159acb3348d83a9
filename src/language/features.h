/* features.h: what the tagger looks at. One extractor for training and for running; the templates are the table in
 * src/learn/tagger.templates.
 *
 * In: the forms of one sentence. Out: for each place, FEATURE_COUNT hashes. The caller fills `tag` from left to
 * right, so that a place sees the tags decided before it. */
#ifndef VFP_FEATURES_H
#define VFP_FEATURES_H
#include "language/model.h"
#include "language/word.h"

/* One word as the templates see it. */
typedef struct Feature {
    uint64_t word; /* vfp_word_hash */
    uint32_t suffix2, suffix3, suffix4, suffix5, prefix3;
    uint32_t shape;   /* capitals, digits, marks, place in the sentence, headline */
    uint16_t classes; /* WordEntry.classes; 0: unknown */
    uint8_t only;     /* the tag + 1 that needs no scoring, or 0 */
    uint8_t tag;      /* Tag, once decided */
} Feature;

/* Feature vectors have FEATURE_MARGIN empty places before and behind the sentence. */
enum { FEATURE_MARGIN = 2 };

enum {
#define TEMPLATE(name, a, b, c) FEATURE_##name,
#include "learn/tagger.templates"
#undef TEMPLATE
    FEATURE_COUNT
};

/* Changes whenever the templates or the tags do. */
uint64_t vfp_templates_hash(void);

/* How a sentence is set: capitals mean nothing in a headline. */
typedef enum Setting { SET_PLAIN, SET_TITLE, SET_UPPER } Setting;
/* From the number of its longer words, and how many of them are capitalised and all upper case. */
Setting vfp_setting(uint32_t words, uint32_t capitals, uint32_t uppers);

/* Fills one place. `flags`: TOKEN_ bits. */
void vfp_feature_word(const Model *model, Str form, unsigned flags, Setting setting, Feature *out);

/* The hashes at place `at` (two places before and behind it can be read). */
void vfp_feature_hashes(const Feature *at, uint64_t hashes[FEATURE_COUNT]);
#endif
