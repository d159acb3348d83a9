#include "learn/train.h"
#include "learn/learn.h"
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { SHARDS = 2, TABLE = NET_ROWS * NET_INPUT };

typedef struct Trainer {
    const Data *data;
    const Vectors *vectors;
    const TrainOptions *options;
    Shard *shards[SHARDS];
    NetWeights weights, first, second, gradient; /* first and second moments */
    Packed packed;
    uint8_t *touched; /* rows of the table that this step's words use */
    uint32_t step, steps;
    float scale, rate, by;
    pthread_barrier_t barrier;
    bool train, stop;
} Trainer;

static NetWeights weights_new(void) {
    return (NetWeights){learn_alloc(NET_WEIGHT_COUNT, sizeof(float)), learn_alloc(TABLE, sizeof(float))};
}

static float uniform(uint64_t *random) { return (float)(learn_random(random) >> 40) / (float)(1 << 23) - 1; }

static void fill(float *at, uint32_t rows, uint32_t columns, uint64_t *random) {
    const float most = sqrtf(6.0f / (float)(rows + columns));
    for (uint32_t i = 0; i < rows * columns; i++) at[i] = most * uniform(random);
}

static void begin_weights(NetWeights *w, uint64_t seed) {
    uint64_t random = seed;
    float *s = w->small;
    fill(s + AT_vector_in, NET_VECTOR, NET_INPUT, &random);
    for (int way = 0; way < 8; way++) { /* each gate as a matrix of its own */
        for (uint32_t i = 0; i < NET_INPUT; i++)
            for (uint32_t j = 0; j < NET_WIDTH; j++)
                s[AT_first + i * NET_FIRST + (uint32_t)way * NET_WIDTH + j] =
                    sqrtf(6.0f / (NET_INPUT + NET_WIDTH)) * uniform(&random);
    }
    for (uint32_t i = AT_next; i <= END_next; i++) s[i] = sqrtf(6.0f / (NET_OUT + NET_WIDTH)) * uniform(&random);
    for (uint32_t i = AT_carry; i <= END_carry; i++) s[i] = 0.5f * uniform(&random);
    for (uint32_t i = AT_heads; i <= END_heads; i++) s[i] = sqrtf(6.0f / (NET_OUT + NET_ARC)) * uniform(&random);
    for (uint32_t i = AT_root; i <= END_root; i++) s[i] = 0.1f * uniform(&random);
    fill(s + AT_arc, NET_ARC, NET_ARC, &random);
    fill(s + AT_rel, 2 * NET_REL, NET_RELS, &random);
    for (uint32_t i = 0; i < TABLE; i++) w->table[i] = 0.05f * uniform(&random);
}

/* ---- one step */

/* Adam on weights [from, to). */
static void adam(const Trainer *t, float *w, float *m, float *v, float *g, size_t from, size_t to) {
    const float rate = t->rate, by = t->by;
    for (size_t i = from; i < to; i++) {
        const float slope = g[i] * by;
        m[i] = 0.9f * m[i] + 0.1f * slope;
        v[i] = 0.98f * v[i] + 0.02f * slope * slope;
        w[i] -= rate * m[i] / (sqrtf(v[i]) + 1e-8f);
        g[i] = 0;
    }
}

/* Columns [from, to) of the table's gradient, from all words in their order. */
static void gather(Trainer *t, uint32_t from, uint32_t to) {
    for (int k = 0; k < SHARDS; k++) {
        const Shard *s = t->shards[k];
        for (uint32_t i = 0; i < s->count; i++) {
            const float *d = s->d_input + (size_t)i * NET_INPUT;
            for (uint32_t f = s->dropped[i] & 1 ? 2 : 0; f < s->ids[i].count; f++) {
                float *g = t->gradient.table + (size_t)s->ids[i].ids[f] * NET_INPUT;
                for (uint32_t j = from; j < to; j++) g[j] += d[j];
                if (from == 0) t->touched[s->ids[i].ids[f]] = 1;
            }
        }
    }
}

/* Half of the work of a step's end; both halves run at once. */
static void gather_half(Trainer *t, int half) {
    gather(t, half ? NET_INPUT / 2 : 0, half ? NET_INPUT : NET_INPUT / 2);
    const size_t middle = NET_WEIGHT_COUNT / 2;
    for (size_t i = half ? middle : 0; i < (half ? (size_t)NET_WEIGHT_COUNT : middle); i++) {
        float sum = 0;
        for (int k = 0; k < SHARDS; k++) sum += t->shards[k]->gradient[i];
        t->gradient.small[i] = sum;
    }
}

static void update_half(Trainer *t, int half) {
    const size_t middle = NET_WEIGHT_COUNT / 2;
    adam(t, t->weights.small, t->first.small, t->second.small, t->gradient.small, half ? middle : 0,
         half ? (size_t)NET_WEIGHT_COUNT : middle);
    for (size_t r = half ? NET_ROWS / 2 : 0; r < (half ? NET_ROWS : NET_ROWS / 2); r++)
        if (t->touched[r]) {
            adam(t, t->weights.table, t->first.table, t->second.table, t->gradient.table, r * NET_INPUT,
                 (r + 1) * NET_INPUT);
            t->touched[r] = 0;
        }
}

static void rates(Trainer *t) {
    double norm = 0;
    for (size_t i = 0; i < NET_WEIGHT_COUNT; i++) norm += (double)t->gradient.small[i] * t->gradient.small[i];
    norm = sqrt(norm);
    t->by = norm > TRAIN_CLIP ? (float)(TRAIN_CLIP / norm) : 1;
    const float top = (float)TRAIN_RATE * 1e-6f, at = (float)t->step;
    const float rest = (float)(t->steps - t->step) / (float)(t->steps - TRAIN_WARMUP);
    t->rate = t->step < TRAIN_WARMUP ? top * (at + 1) / TRAIN_WARMUP : top * rest;
    t->step++;
}

typedef struct Worker {
    Trainer *trainer;
    int half;
} Worker;

/* What both threads do in step: a shard each, half of the sums, half of the weights. */
static void work(Trainer *t, int half, bool alone) {
    for (int k = alone ? 0 : half; k < (alone ? SHARDS : half + 1); k++)
        shard_run(t->shards[k], &t->weights, t->vectors, &t->packed, t->train, t->scale, t->options->wide);
    if (!t->train) return;
    if (!alone) pthread_barrier_wait(&t->barrier);
    for (int h = alone ? 0 : half; h < (alone ? 2 : half + 1); h++) gather_half(t, h);
    if (!alone) pthread_barrier_wait(&t->barrier);
    if (half == 0) rates(t);
    if (!alone) pthread_barrier_wait(&t->barrier);
    for (int h = alone ? 0 : half; h < (alone ? 2 : half + 1); h++) update_half(t, h);
}

static void *follow(void *at) {
    Worker *w = at;
    for (;;) {
        pthread_barrier_wait(&w->trainer->barrier);
        if (w->trainer->stop) return NULL;
        work(w->trainer, w->half, false);
        pthread_barrier_wait(&w->trainer->barrier);
    }
}

static void run_step(Trainer *t, bool train) {
    uint32_t words = 0;
    for (int k = 0; k < SHARDS; k++) words += t->shards[k]->count;
    t->train = train, t->scale = words ? 1.0f / (float)words : 0;
    const bool alone = t->options->threads < 2;
    if (!alone) pthread_barrier_wait(&t->barrier);
    work(t, 0, alone);
    if (!alone) pthread_barrier_wait(&t->barrier);
    if (train) packed_make(&t->packed, t->weights.small);
}

/* ---- measures */

typedef struct Measure {
    uint32_t heads, arcs, rels, words, tags, names, found, both, said, said_found, said_both;
} Measure;

/* Spans of BIO labels that begin at i: 0, or the place behind the last word. */
static uint32_t span_from(const int8_t *label, uint32_t i, uint32_t n) {
    if (label[i] <= 0 || (label[i] % 2 == 0 && i && label[i - 1] > 0 && (label[i - 1] + 1) / 2 == label[i] / 2))
        return 0;
    uint32_t j = i + 1;
    while (j < n && label[j] > 0 && label[j] % 2 == 0 && label[j] / 2 == (label[i] + 1) / 2) j++;
    return j;
}

static void count_spans(const int8_t *gold, const int8_t *guess, uint32_t n, uint32_t *wanted, uint32_t *found,
                        uint32_t *both) {
    for (uint32_t i = 0; i < n; i++) {
        const uint32_t a = span_from(gold, i, n), b = span_from(guess, i, n);
        *wanted += a != 0, *found += b != 0;
        *both += a && a == b && (gold[i] + 1) / 2 == (guess[i] + 1) / 2;
    }
}

static void measure_shard(const Shard *s, Measure *m) {
    int8_t gold[NET_LONGEST];
    for (uint32_t k = 0; k < s->sentence_count; k++) {
        const ShardSentence *at = &s->sentences[k];
        for (uint32_t i = 0; i < at->count; i++) {
            const uint32_t o = at->first + i;
            if (!at->tree) break;
            const bool head = s->guess_head[o] == s->words[o].head;
            m->words++, m->arcs += head, m->rels += head && s->guess_rel[o] == s->words[o].rel;
            m->tags += s->guess_tag[o] == s->words[o].tag;
        }
        for (uint32_t i = 0; i < at->count; i++) gold[i] = s->words[at->first + i].name;
        if (gold[0] >= 0) count_spans(gold, s->guess_name + at->first, at->count, &m->names, &m->found, &m->both);
        for (uint32_t i = 0; i < at->count; i++) gold[i] = s->words[at->first + i].said;
        if (gold[0] >= 0)
            count_spans(gold, s->guess_said + at->first, at->count, &m->said, &m->said_found, &m->said_both);
    }
}

static double f1(uint32_t wanted, uint32_t found, uint32_t both) {
    return wanted + found ? 200.0 * both / (wanted + found) : 0;
}

static void test(Trainer *t, const Data *data, const char *name) {
    Measure m = {0};
    for (uint32_t i = 0; i < data->sentence_count;) {
        for (int k = 0; k < SHARDS; k++) {
            shard_clear(t->shards[k]);
            while (i < data->sentence_count && (data->sentences[i].count > NET_LONGEST ||
                                                shard_add(t->shards[k], data, &data->sentences[i], t->vectors, false)))
                i++;
        }
        run_step(t, false);
        for (int k = 0; k < SHARDS; k++) measure_shard(t->shards[k], &m);
    }
    printf("  %s:", name);
    if (m.words)
        printf(" tags %.2f, unlabelled %.2f, labelled %.2f;", 100.0 * m.tags / m.words, 100.0 * m.arcs / m.words,
               100.0 * m.rels / m.words);
    if (m.names) printf(" names F1 %.2f;", f1(m.names, m.found, m.both));
    if (m.said) printf(" attributions' spans F1 %.2f;", f1(m.said, m.said_found, m.said_both));
    puts("");
}

/* ---- epochs */

static void shuffle(uint32_t *order, uint32_t n, uint64_t *random) {
    for (uint32_t i = n; i > 1; i--) {
        const uint32_t j = (uint32_t)(learn_random(random) % i), x = order[i - 1];
        order[i - 1] = order[j], order[j] = x;
    }
}

/* Per cent of the sentences of this kind that an epoch reads. */
static uint32_t share_of(const DataSentence *s) {
    return s->silver ? TRAIN_SILVER : s->said && !s->tree ? TRAIN_ATTRIBUTION : 100;
}

/* The sentences of one epoch in their order. */
static uint32_t choose(const Data *d, uint32_t *order, uint64_t *random) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < d->sentence_count; i++) {
        const DataSentence *s = &d->sentences[i];
        if (learn_random(random) % 100 < share_of(s) && (s->count > 1 || (s->tree && !s->silver))) order[n++] = i;
    }
    shuffle(order, n, random);
    return n;
}

static void epoch(Trainer *t, uint32_t *order, uint32_t number) {
    uint64_t random = t->options->seed * 1000003 + number;
    const uint32_t n = choose(t->data, order, &random);
    for (int k = 0; k < SHARDS; k++)
        memset(t->shards[k]->loss, 0, sizeof t->shards[k]->loss),
            memset(t->shards[k]->seen, 0, sizeof t->shards[k]->seen),
            memset(t->shards[k]->right, 0, sizeof t->shards[k]->right);
    for (uint32_t i = 0; i < n;) {
        for (int k = 0; k < SHARDS; k++) {
            shard_clear(t->shards[k]);
            t->shards[k]->random = t->options->seed << 32 ^ (uint64_t)number << 24 ^ i * 2u ^ (unsigned)k;
            for (; i < n && t->shards[k]->count < TRAIN_BATCH / 2; i++)
                shard_add(t->shards[k], t->data, &t->data->sentences[order[i]], t->vectors, true);
        }
        run_step(t, true);
    }
}

/* Steps of an epoch, near enough for the rate to fall to nothing at the end. */
static uint32_t steps_of(const Data *d) {
    double words = 0;
    for (uint32_t i = 0; i < d->sentence_count; i++)
        words += d->sentences[i].count * share_of(&d->sentences[i]) / 100.0;
    return (uint32_t)(words / TRAIN_BATCH) + 1;
}

NetWeights train_network(const Data *data, const Data *const *tests, const char *const *names, int test_count,
                         const Vectors *vectors, const TrainOptions *options) {
    Trainer t = {.data = data, .vectors = vectors, .options = options};
    for (int k = 0; k < SHARDS; k++) t.shards[k] = shard_new();
    t.weights = weights_new(), t.first = weights_new(), t.second = weights_new(), t.gradient = weights_new();
    t.touched = learn_alloc(NET_ROWS, 1);
    t.steps = steps_of(data) * options->epochs + TRAIN_WARMUP;
    begin_weights(&t.weights, options->seed);
    packed_make(&t.packed, t.weights.small);
    uint32_t *order = learn_alloc(data->sentence_count, sizeof *order);
    pthread_t thread;
    Worker worker = {&t, 1};
    if (options->threads > 1) {
        pthread_barrier_init(&t.barrier, NULL, 2);
        pthread_create(&thread, NULL, follow, &worker);
    }
    for (uint32_t e = 0; e < options->epochs; e++) {
        struct timespec from, to;
        clock_gettime(CLOCK_MONOTONIC, &from);
        epoch(&t, order, e);
        clock_gettime(CLOCK_MONOTONIC, &to);
        const Shard *a = t.shards[0];
        printf("epoch %u of %u, %.0f s: loss of arcs %.3f, relations %.3f, tags %.3f\n", e + 1, options->epochs,
               (double)(to.tv_sec - from.tv_sec), a->loss[0] / (a->seen[0] + 1.0), a->loss[1] / (a->seen[0] + 1.0),
               a->loss[2] / (a->seen[2] + 1.0));
        for (int k = 0; k < test_count; k++) test(&t, tests[k], names[k]);
        fflush(stdout);
    }
    if (options->threads > 1) {
        t.stop = true;
        pthread_barrier_wait(&t.barrier);
        pthread_join(thread, NULL);
    }
    free(order);
    return t.weights;
}
