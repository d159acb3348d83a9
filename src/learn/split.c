/* split.c: features of the gaps between tokens, chosen and weighed.
 *
 * A gap is a sample; what it should be is whether the treebank ends a sentence there. Weights are learnt one sample
 * after the other from a hinge with a round corner, each feature at a pace of its own that slows with what it was
 * already moved (AdaGrad), and averaged over all samples. That is done twice: with all features that are not rare, to
 * choose those which weigh most, and with the chosen ones. After the first round the sentence before the gap begins
 * where the weights so far say, as it will when the program runs. */
#include "learn/split.h"
#include "language/word.h"
#include <stdio.h>
#include <stdlib.h>

enum { UNIT = 1 << 16, SKETCH_BITS = 26, NOWHERE = 0xFFFFFFFF };

typedef struct Feature64 {
    uint64_t hash;
    uint32_t id;
} Feature64;

typedef struct Learner {
    SplitBlock *blocks;
    uint32_t block_count;
    const uint8_t **ends; /* of each block: whether a sentence ends behind the token */
    Feature64 *map;       /* open addressing */
    uint32_t map_bits, count;
    int32_t *weight;
    int64_t *moved; /* the sum of what was added, each times the sample's number */
    uint64_t *spent;
    uint32_t *seen;
    uint64_t samples;
    uint32_t rate;
} Learner;

/* ---- the map of features */

static uint32_t id_of(const Learner *l, uint64_t hash) {
    uint32_t mask = (1u << l->map_bits) - 1, at = (uint32_t)(hash >> (64 - l->map_bits));
    for (; l->map[at].hash; at = (at + 1) & mask)
        if (l->map[at].hash == hash) return l->map[at].id;
    return NOWHERE;
}

static void add_feature(Learner *l, uint64_t hash) {
    uint32_t mask = (1u << l->map_bits) - 1, at = (uint32_t)(hash >> (64 - l->map_bits));
    for (; l->map[at].hash; at = (at + 1) & mask)
        if (l->map[at].hash == hash) return;
    l->map[at] = (Feature64){hash, l->count++};
}

static void make_room(Learner *l) {
    l->weight = learn_alloc(l->count, sizeof *l->weight);
    l->moved = learn_alloc(l->count, sizeof *l->moved);
    l->spent = learn_alloc(l->count, sizeof *l->spent);
    l->seen = learn_alloc(l->count, sizeof *l->seen);
    l->samples = 0;
}

static void free_room(Learner *l) { free(l->weight), free(l->moved), free(l->spent), free(l->seen), free(l->map); }

/* ---- going over the corpus */

typedef void Visit(Learner *l, const uint64_t *features, uint32_t n, bool end, bool *said, void *data);

static void walk(Learner *l, const uint32_t *order, bool gold, Visit *visit, void *data) {
    uint64_t features[SPLIT_TEMPLATE_ROOM];
    uint32_t atoms[SPLIT_ATOM_ROOM];
    for (uint32_t k = 0; k < l->block_count; k++) {
        SplitBlock b = l->blocks[order ? order[k] : k];
        const uint8_t *ends = l->ends[order ? order[k] : k];
        for (uint32_t i = 0; i + 1 < b.count; i++) {
            bool said = false;
            if (vfp_split_possible(&b, i)) {
                vfp_split_atoms(&b, i, atoms);
                uint32_t n = vfp_split_features(atoms, 0, SPLIT_TEMPLATE_ROOM, features);
                visit(l, features, n, ends[i], &said, data);
            }
            vfp_split_advance(&b, i, gold ? ends[i] : said);
        }
    }
}

static void visit_count(Learner *l, const uint64_t *f, uint32_t n, bool end, bool *said, void *data) {
    uint8_t *sketch = data;
    (void)l, (void)end, (void)said;
    for (uint32_t k = 0; k < n; k++) {
        uint8_t *at = &sketch[f[k] >> (64 - SKETCH_BITS)];
        *at += *at < 255;
    }
}

typedef struct Adding {
    const uint8_t *sketch;
    uint32_t least;
} Adding;

static void visit_add(Learner *l, const uint64_t *f, uint32_t n, bool end, bool *said, void *data) {
    const Adding *adding = data;
    (void)end, (void)said;
    for (uint32_t k = 0; k < n; k++)
        if (adding->sketch[f[k] >> (64 - SKETCH_BITS)] >= adding->least && l->count < 1u << (l->map_bits - 1))
            add_feature(l, f[k]);
}

/* ---- learning */

static uint32_t root_of(uint64_t n) {
    uint64_t root = 0;
    for (uint64_t bit = (uint64_t)1 << 31; bit; bit >>= 1)
        if ((root | bit) * (root | bit) <= n) root |= bit;
    return (uint32_t)root;
}

static void visit_learn(Learner *l, const uint64_t *f, uint32_t n, bool end, bool *said, void *data) {
    uint32_t ids[SPLIT_TEMPLATE_ROOM], m = 0;
    int64_t sum = 0;
    (void)data;
    for (uint32_t k = 0; k < n; k++) {
        uint32_t id = id_of(l, f[k]);
        if (id == NOWHERE) continue;
        ids[m++] = id, sum += l->weight[id];
    }
    *said = sum > 0;
    l->samples++;
    int64_t margin = end ? sum : -sum;
    for (uint32_t k = 0; k < m; k++) l->seen[ids[k]]++;
    if (margin >= UNIT) return;
    int64_t pull = (UNIT - margin) / (UNIT / 256);
    if (pull > 256) pull = 256;
    if (pull < 1) pull = 1;
    for (uint32_t k = 0; k < m; k++) {
        uint32_t id = ids[k];
        l->spent[id] += (uint64_t)(pull * pull);
        int64_t step = (int64_t)l->rate * pull / (1 + root_of(l->spent[id]));
        if (!end) step = -step;
        l->weight[id] += (int32_t)step;
        l->moved[id] += step * (int64_t)l->samples;
    }
}

static void shuffle(uint32_t *order, uint32_t n, uint64_t *random) {
    for (uint32_t i = n; i > 1; i--) {
        uint32_t j = (uint32_t)(learn_random(random) % i), swap = order[i - 1];
        order[i - 1] = order[j], order[j] = swap;
    }
}

static void learn_rounds(Learner *l, uint32_t rounds, uint64_t *random) {
    uint32_t *order = learn_alloc(l->block_count, sizeof *order);
    for (uint32_t i = 0; i < l->block_count; i++) order[i] = i;
    for (uint32_t r = 0; r < rounds; r++) {
        shuffle(order, l->block_count, random);
        walk(l, order, r == 0, visit_learn, NULL);
    }
    free(order);
}

static SplitWeight *weights_of(const Learner *l) {
    SplitWeight *out = learn_alloc(l->count, sizeof *out);
    for (uint32_t at = 0; at < 1u << l->map_bits; at++) {
        const Feature64 *f = &l->map[at];
        if (f->hash)
            out[f->id] =
                (SplitWeight){f->hash, l->weight[f->id] * (int64_t)(l->samples + 1) - l->moved[f->id], l->seen[f->id]};
    }
    return out;
}

/* ---- choosing */

static uint64_t importance(const SplitWeight *w) {
    uint64_t size = (uint64_t)(w->weight < 0 ? -w->weight : w->weight) >> 12;
    return size * root_of(w->count);
}

static int by_importance(const void *a, const void *b) {
    const SplitWeight *x = a, *y = b;
    uint64_t i = importance(x), j = importance(y);
    if (i != j) return i < j ? 1 : -1;
    return (x->feature > y->feature) - (x->feature < y->feature);
}

/* ---- the corpus as blocks */

static void tokenize(const SplitText *t, const Lexicon *lexicon, const Splitter *words, Learner *l) {
    Article *a = learn_alloc(1, sizeof *a);
    *a = (Article){.arena = vfp_arena_new((size_t)4 << 30), .lexicon = lexicon, .text = {t->at, t->len}};
    if (!a->arena || setjmp(*vfp_arena_escape(a->arena))) exit(1);
    uint32_t cap = 0, end_cap = 0, e = 0;
    for (uint32_t begin = 0, end; begin < t->len; begin = end + 1) {
        const char *line = memchr(t->at + begin, '\n', t->len - begin);
        end = line ? (uint32_t)(line - t->at) : t->len;
        Block block = {{begin, end}, BLOCK_PARAGRAPH};
        uint32_t first = a->tokens.n;
        vfp_scan_block(a, &block);
        uint32_t n = a->tokens.n - first;
        uint8_t *ends = learn_alloc(n, 1);
        for (uint32_t i = 0; i < n; i++) {
            uint32_t at = a->tokens.at[first + i].end;
            while (e < t->end_count && t->ends[e] < at) e++;
            ends[i] = e < t->end_count && t->ends[e] == at;
        }
        if (!n) continue;
        l->blocks = learn_grow(l->blocks, l->block_count, &cap, sizeof *l->blocks);
        l->ends = learn_grow(l->ends, l->block_count, &end_cap, sizeof *l->ends);
        l->blocks[l->block_count] = vfp_split_block(a, words, first, n);
        l->ends[l->block_count++] = ends;
    }
}

SplitWeight *learn_split_weigh(const SplitText *text, const Lexicon *lexicon, const Splitter *words,
                               const SplitOptions *o, uint32_t *count) {
    Learner l = {.rate = o->rate, .map_bits = 23};
    uint64_t random = o->seed;
    tokenize(text, lexicon, words, &l);
    l.map = learn_alloc((size_t)1 << l.map_bits, sizeof *l.map);
    uint8_t *sketch = learn_alloc((size_t)1 << SKETCH_BITS, 1);
    walk(&l, NULL, true, visit_count, sketch);
    Adding adding = {sketch, o->least};
    walk(&l, NULL, true, visit_add, &adding);
    free(sketch);
    make_room(&l);
    printf("split: %u paragraphs, %u features\n", l.block_count, l.count);
    learn_rounds(&l, o->choose_rounds, &random);
    SplitWeight *chosen = weights_of(&l);
    uint32_t all = l.count;
    free_room(&l);
    qsort(chosen, all, sizeof *chosen, by_importance);
    *count = all < o->rows ? all : o->rows;
    l.map = learn_alloc((size_t)1 << l.map_bits, sizeof *l.map), l.count = 0;
    for (uint32_t i = 0; i < *count; i++) add_feature(&l, chosen[i].feature);
    free(chosen);
    make_room(&l);
    learn_rounds(&l, o->rounds, &random);
    SplitWeight *weights = weights_of(&l);
    free_room(&l);
    qsort(weights, *count, sizeof *weights, by_importance);
    return weights;
}

/* ---- what needs no second look */

typedef struct Quick {
    const Splitter *splitter;
    int32_t *sums; /* of the first features, where all together say that a sentence ends */
    uint32_t count, cap;
} Quick;

static void visit_quick(Learner *l, const uint64_t *f, uint32_t n, bool end, bool *said, void *data) {
    Quick *q = data;
    int32_t first = vfp_split_weigh(q->splitter, f, SPLIT_QUICK);
    (void)l, (void)end;
    *said = vfp_split_weigh(q->splitter, f, n) > 0;
    if (!*said) return;
    q->sums = learn_grow(q->sums, q->count, &q->cap, sizeof *q->sums);
    q->sums[q->count++] = first;
}

static int by_value(const void *a, const void *b) {
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

int32_t learn_split_quick(const SplitText *text, const Lexicon *lexicon, const Splitter *splitter) {
    enum { LOST = 1000 }; /* one in so many ends may be lost */
    Learner l = {0};
    Quick quick = {.splitter = splitter};
    tokenize(text, lexicon, splitter, &l);
    walk(&l, NULL, false, visit_quick, &quick);
    if (!quick.count) return 0;
    qsort(quick.sums, quick.count, sizeof *quick.sums, by_value);
    return quick.sums[quick.count / LOST];
}
