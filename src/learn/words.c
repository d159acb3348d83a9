/* words.c: the word table of the model: which tags training saw with each word, and which words need no scoring. */
#include "learn/learn.h"
#include <stdlib.h>

/* A word is listed from LISTED occurrences on; it is settled when it had one tag in all but 1/SETTLED of at least
 * SURE occurrences; a tag belongs to its set when it had a share of 1/SHARE. */
enum { LISTED = 3, SURE = 8, SETTLED = 100, SHARE = 20, CLASS_TAGS = 3, MAX_CLASSES = 4096 };

typedef struct Count {
    uint64_t hash;
    uint32_t tags[TAG_COUNT], total;
} Count;

static Count *count_words(const Corpus *corpus, uint32_t sentences, uint32_t bits) {
    uint64_t mask = ((uint64_t)1 << bits) - 1;
    Count *counts = learn_alloc(mask + 1, sizeof *counts);
    for (uint32_t s = 0; s < sentences; s++)
        for (uint32_t i = 0; i < corpus->sentences[s].count; i++) {
            const Sample *w = &corpus->words[corpus->sentences[s].first + i];
            uint64_t hash = vfp_word_hash(w->form), at = hash >> 8 & mask;
            while (counts[at].total && counts[at].hash != hash) at = (at + 1) & mask;
            counts[at].hash = hash;
            counts[at].tags[w->tag]++, counts[at].total++;
        }
    return counts;
}

/* Its most frequent tags, packed; those that are too rare do not count. */
static uint32_t tag_set(const Count *count, unsigned *usual) {
    uint32_t packed = 0, used = 0;
    for (int k = 0; k < CLASS_TAGS; k++) {
        unsigned best = TAG_COUNT;
        for (unsigned t = 0; t < TAG_COUNT; t++)
            if (!(used >> t & 1) && count->tags[t] && (best == TAG_COUNT || count->tags[t] > count->tags[best]))
                best = t;
        if (best == TAG_COUNT || count->tags[best] * SHARE < count->total) break;
        if (k == 0) *usual = best;
        used |= 1u << best;
        packed = packed << 6 | (best + 1);
    }
    /* how well it is known matters as well as what is known */
    return packed << 2 | (count->total >= 50 ? 3u : count->total >= 10 ? 2u : 1u);
}

static uint16_t class_id(uint32_t packed, uint32_t *classes, uint32_t *n) {
    uint32_t k = 0;
    while (k < *n && classes[k] != packed) k++;
    if (k == *n) {
        if (*n == MAX_CLASSES) return 0;
        classes[(*n)++] = packed;
    }
    return (uint16_t)(k + 1);
}

static void put(WordEntry *entries, uint32_t bits, uint64_t hash, WordEntry entry) {
    uint32_t mask = (1u << bits) - 1;
    for (uint32_t k = 0, at = (uint32_t)hash & mask; k < WORD_PROBES; k++, at = (at + 1) & mask)
        if (!entries[at].check) {
            entries[at] = entry;
            return;
        }
}

void learn_words(const Corpus *corpus, uint32_t sentences, WordEntry *entries, uint32_t bits) {
    enum { COUNT_BITS = 18 };
    Count *counts = count_words(corpus, sentences, COUNT_BITS);
    uint32_t *classes = learn_alloc(MAX_CLASSES, sizeof *classes), n = 0;
    for (uint32_t wanted = 3; wanted > 0; wanted--) /* the frequent words first: they get the best places */
        for (uint32_t i = 0; i < 1u << COUNT_BITS; i++) {
            const Count *c = &counts[i];
            unsigned usual = 0;
            if (c->total < LISTED) continue;
            uint32_t packed = tag_set(c, &usual);
            if ((packed & 3) != wanted) continue;
            bool settled = c->total >= SURE && (c->total - c->tags[usual]) * SETTLED <= c->total;
            put(entries, bits, c->hash,
                (WordEntry){.check = (uint32_t)(c->hash >> 32) | 1,
                            .only = settled ? (uint8_t)(usual + 1) : 0,
                            .usual = (uint8_t)usual,
                            .classes = class_id(packed, classes, &n)});
        }
    free(counts);
    free(classes);
}
