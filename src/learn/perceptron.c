/* perceptron.c: the averaged perceptron, trained as it will run: greedily, on its own guesses.
 *
 * Training has two passes. The first weighs every feature that occurs MIN_COUNT times; the best of them are kept, and
 * the second pass learns again with those alone, so that the small model is not a cut-down one but one that was
 * trained to do without the rest. Weights change by whole numbers, so sums are exact on any machine. */
#include "learn/learn.h"
#include <stdlib.h>

/* A guess must win by more than MARGIN, else it counts as wrong. */
enum { MARGIN = 30, MIN_COUNT = 3, MAX_SENTENCE = 1 << 12 };

/* ---- a set of feature hashes */

typedef struct FeatureSet {
    uint64_t *hash;
    uint32_t *count; /* occurrences */
    uint32_t *row;   /* index of its weights */
    uint64_t mask;
    uint32_t n;
} FeatureSet;

static FeatureSet new_set(unsigned bits) {
    uint64_t size = (uint64_t)1 << bits;
    return (FeatureSet){learn_alloc(size, 8), learn_alloc(size, 4), learn_alloc(size, 4), size - 1, 0};
}
static void free_set(FeatureSet *set) { free(set->hash), free(set->count), free(set->row); }

static uint64_t slot_of(const FeatureSet *set, uint64_t hash) {
    uint64_t at = hash >> 20 & set->mask;
    while (set->hash[at] && set->hash[at] != hash) at = (at + 1) & set->mask;
    return at;
}

static void count_feature(FeatureSet *set, uint64_t hash) {
    uint64_t at = slot_of(set, hash);
    if (!set->hash[at]) set->n++;
    set->hash[at] = hash;
    set->count[at]++;
}

/* ---- features of a corpus */

static Setting setting_of(const Sample *words, uint32_t n) {
    uint32_t long_words = 0, capitals = 0, uppers = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (words[i].form.len < 4 || words[i].flags & (TOKEN_PUNCT | TOKEN_DIGIT)) continue;
        long_words++;
        capitals += (words[i].flags & TOKEN_CAPITAL) != 0;
        uppers += (words[i].flags & TOKEN_UPPER) != 0;
    }
    return vfp_setting(long_words, capitals, uppers);
}

Feature *learn_features(const Corpus *corpus, const SampleSentence *s, const Model *words, Feature *room) {
    const Sample *w = &corpus->words[s->first];
    Setting setting = setting_of(w, s->count);
    memset(room, 0, FEATURE_MARGIN * sizeof *room);
    memset(room + FEATURE_MARGIN + s->count, 0, FEATURE_MARGIN * sizeof *room);
    for (uint32_t i = 0; i < s->count; i++)
        vfp_feature_word(words, w[i].form, w[i].flags, setting, &room[FEATURE_MARGIN + i]);
    return room + FEATURE_MARGIN;
}

/* All features of the corpus under its gold tags, counted. */
static FeatureSet count_features(const Corpus *corpus, const Model *words, Feature *room) {
    FeatureSet set = new_set(25);
    uint64_t hashes[FEATURE_COUNT];
    for (uint32_t s = 0; s < corpus->sentence_count; s++) {
        const SampleSentence *sentence = &corpus->sentences[s];
        if (sentence->count > MAX_SENTENCE) continue;
        Feature *at = learn_features(corpus, sentence, words, room);
        for (uint32_t i = 0; i < sentence->count; i++) {
            at[i].tag = corpus->words[sentence->first + i].tag;
            if (at[i].only) continue;
            vfp_feature_hashes(&at[i], hashes);
            for (int k = 0; k < FEATURE_COUNT; k++) count_feature(&set, hashes[k]);
        }
    }
    return set;
}

/* ---- learning */

typedef struct Learner {
    FeatureSet *set;
    int32_t (*weight)[TAG_WIDTH];
    int64_t (*sum)[TAG_WIDTH];
    uint32_t (*stamp)[TAG_WIDTH];
    uint32_t now;
} Learner;

static Learner new_learner(FeatureSet *set, uint32_t rows) {
    return (Learner){.set = set,
                     .weight = learn_alloc(rows, sizeof(int32_t[TAG_WIDTH])),
                     .sum = learn_alloc(rows, sizeof(int64_t[TAG_WIDTH])),
                     .stamp = learn_alloc(rows, sizeof(uint32_t[TAG_WIDTH]))};
}
static void free_learner(Learner *l) { free(l->weight), free(l->sum), free(l->stamp); }

static void change(Learner *l, uint32_t row, unsigned tag, int by) {
    l->sum[row][tag] += (int64_t)l->weight[row][tag] * (l->now - l->stamp[row][tag]);
    l->stamp[row][tag] = l->now;
    l->weight[row][tag] += by;
}

/* Scores one place, learns from it, and returns the guess. */
static unsigned learn_word(Learner *l, const Feature *at, unsigned gold) {
    uint64_t hashes[FEATURE_COUNT];
    uint32_t rows[FEATURE_COUNT], n = 0;
    int32_t scores[TAG_WIDTH] = {0};
    vfp_feature_hashes(at, hashes);
    for (int k = 0; k < FEATURE_COUNT; k++) {
        uint64_t slot = slot_of(l->set, hashes[k]);
        if (!l->set->hash[slot] || l->set->row[slot] == VFP_NONE) continue;
        rows[n++] = l->set->row[slot];
        for (int t = 0; t < TAG_WIDTH; t++) scores[t] += l->weight[rows[n - 1]][t];
    }
    unsigned rival = gold == 0;
    for (unsigned t = 0; t < TAG_COUNT; t++)
        if (t != gold && scores[t] > scores[rival]) rival = t;
    l->now++;
    if (scores[gold] - scores[rival] <= MARGIN)
        for (uint32_t r = 0; r < n; r++) change(l, rows[r], gold, 1), change(l, rows[r], rival, -1);
    return scores[gold] > scores[rival] ? gold : rival;
}

static void learn_sentence(Learner *l, const Corpus *corpus, const SampleSentence *s, const Model *words,
                           Feature *room) {
    if (s->count > MAX_SENTENCE) return;
    Feature *at = learn_features(corpus, s, words, room);
    for (uint32_t i = 0; i < s->count; i++)
        at[i].tag = (uint8_t)(at[i].only ? at[i].only - 1u : learn_word(l, &at[i], corpus->words[s->first + i].tag));
}

static void shuffle(uint32_t *order, uint32_t n, uint64_t *random) {
    for (uint32_t i = n; i > 1; i--) {
        uint32_t k = (uint32_t)(learn_random(random) % i), held = order[i - 1];
        order[i - 1] = order[k], order[k] = held;
    }
}

static void learn_rounds(Learner *l, const Corpus *corpus, const Model *words, uint32_t rounds, uint64_t seed,
                         Feature *room) {
    uint32_t *order = learn_alloc(corpus->sentence_count, sizeof *order);
    for (uint32_t s = 0; s < corpus->sentence_count; s++) order[s] = s;
    for (uint32_t r = 0; r < rounds; r++) {
        shuffle(order, corpus->sentence_count, &seed);
        for (uint32_t s = 0; s < corpus->sentence_count; s++)
            learn_sentence(l, corpus, &corpus->sentences[order[s]], words, room);
    }
    for (uint32_t row = 0; row < l->set->n; row++)
        for (unsigned t = 0; t < TAG_WIDTH; t++) change(l, row, t, 0);
    free(order);
}

/* ---- choosing */

typedef struct Ranked {
    uint64_t hash, rank;
} Ranked;

static int by_rank(const void *a, const void *b) {
    const Ranked *x = a, *y = b;
    if (x->rank != y->rank) return x->rank < y->rank ? 1 : -1;
    return (x->hash > y->hash) - (x->hash < y->hash);
}

/* How much a feature says: the size of its weights, and a little how often it says it. */
static uint64_t rank_of(const int64_t sum[TAG_WIDTH], uint32_t count) {
    uint64_t size = 0;
    unsigned log = 0;
    for (int t = 0; t < TAG_WIDTH; t++) size += (uint64_t)(sum[t] < 0 ? -sum[t] : sum[t]);
    while (count >> log) log++;
    return size * log;
}

/* The slots of the set in order of rank; *n is their number. */
static Ranked *ranked(const Learner *l, uint32_t *n) {
    Ranked *all = learn_alloc(l->set->n, sizeof *all);
    *n = 0;
    for (uint64_t slot = 0; slot <= l->set->mask; slot++) {
        if (!l->set->hash[slot] || l->set->row[slot] == VFP_NONE) continue;
        all[(*n)++] = (Ranked){l->set->hash[slot], rank_of(l->sum[l->set->row[slot]], l->set->count[slot])};
    }
    qsort(all, *n, sizeof *all, by_rank);
    return all;
}

/* Gives rows to the features that occur often enough; the others get none. */
static void number_rows(FeatureSet *set) {
    set->n = 0;
    for (uint64_t slot = 0; slot <= set->mask; slot++)
        if (set->hash[slot]) set->row[slot] = set->count[slot] >= MIN_COUNT ? set->n++ : VFP_NONE;
}

/* Keeps the best `keep` features; the others lose their row. */
static void choose(Learner *l, uint32_t keep) {
    uint32_t n, row = 0;
    Ranked *best = ranked(l, &n);
    for (uint64_t slot = 0; slot <= l->set->mask; slot++) l->set->row[slot] = VFP_NONE;
    for (; row < n && row < keep && best[row].rank; row++) l->set->row[slot_of(l->set, best[row].hash)] = row;
    l->set->n = row;
    free(best);
}

Weights learn_weights(const Corpus *corpus, const Model *words, const LearnOptions *options) {
    Feature *room = learn_alloc(MAX_SENTENCE + 2 * FEATURE_MARGIN, sizeof *room);
    FeatureSet set = count_features(corpus, words, room);
    number_rows(&set);
    Learner first = new_learner(&set, set.n);
    learn_rounds(&first, corpus, words, options->choose_rounds, options->seed, room);
    choose(&first, options->rows);
    free_learner(&first);
    Learner second = new_learner(&set, set.n);
    learn_rounds(&second, corpus, words, options->rounds, options->seed + 1, room);
    Weights w = {.count = set.n};
    uint32_t n;
    Ranked *order = ranked(&second, &n); /* strongest first: the file has room for nearly all */
    w.hash = learn_alloc(n, sizeof *w.hash);
    w.sum = learn_alloc(n, sizeof *w.sum);
    for (uint32_t r = 0; r < n; r++) {
        w.hash[r] = order[r].hash;
        memcpy(w.sum[r], second.sum[set.row[slot_of(&set, order[r].hash)]], sizeof *w.sum);
    }
    free(order), free(room);
    free_learner(&second);
    free_set(&set);
    return w;
}
