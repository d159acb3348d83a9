/* The trainer: its slopes are those of its loss, the same data give the same weights whatever runs at once, and what it
 * writes is what the runtime opens. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "language/language.h"
#include "language/model.h"
#include "learn/learn.h"
#include "learn/parts.h"
#include "learn/train.h"
#include "lexicon/lexicon.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* The trainer keeps its memory until the program ends. */
__attribute__((visibility("default"))) int __lsan_is_turned_off(void);
int __lsan_is_turned_off(void) { return 1; }

static uint64_t chance = 1962;

static float number(void) { return (float)(learn_random(&chance) >> 40) / (1 << 23) - 1; }

/* ---- a small treebank of made-up sentences */

enum { ALL, TREE, NAMES, SAID };

static Str make_word(uint32_t k) {
    static const char *const words[] = {"Moscow", "said", "\"",     "the",  "talks", "failed",
                                        "1962",   ",",    "envoys", "U.S.", "don't", "."};
    return vfp_str(words[k % (sizeof words / sizeof *words)]);
}

static void make_sentence(Data *d, uint32_t n, int known) {
    d->sentences = learn_grow(d->sentences, d->sentence_count, &d->sentence_cap, sizeof *d->sentences);
    d->sentences[d->sentence_count++] = (DataSentence){.first = d->word_count,
                                                       .count = n,
                                                       .tree = known == ALL || known == TREE,
                                                       .said = known == ALL || known == SAID};
    const uint32_t root = (uint32_t)(learn_random(&chance) % n), first = d->word_count;
    for (uint32_t i = 0; i < n; i++) {
        d->words = learn_grow(d->words, d->word_count, &d->word_cap, sizeof *d->words);
        const uint64_t r = learn_random(&chance);
        d->words[d->word_count++] =
            (DataWord){.form = make_word((uint32_t)(r % 1000)),
                       .head = i == root  ? -1
                               : i < root ? (int32_t)i + 1
                                          : (int32_t)(r / 1000 % i),
                       .tag = (uint16_t)(r / 1000000 % 7),
                       .rel = (uint8_t)(i == root ? REL_ROOT : 1 + r / 100 % (DEPREL_COUNT - 1)),
                       .name = known == ALL || known == NAMES ? (int8_t)(r / 10 % 3) : UNKNOWN_LABEL,
                       .said = known == ALL || known == SAID ? (int8_t)(r / 7 % 5) : UNKNOWN_LABEL};
    }
    data_mark(d->words + first, n);
    d->words[first].mark = 1; /* some word is inside quotation marks */
}

static Data make_data(uint32_t sentences, int known) {
    Data d = {0};
    for (uint32_t i = 0; i < sentences; i++) make_sentence(&d, 2 + (uint32_t)(learn_random(&chance) % 12), known);
    d.tags = learn_alloc(7, sizeof *d.tags);
    for (uint32_t i = 0; i < 7; i++) d.tags[i] = (DataTag){(uint8_t)(1 + i), (uint16_t)(1u << i), 10};
    d.tag_count = d.tag_cap = 7, d.closed = true;
    return d;
}

static const Vectors *make_vectors(void) {
    static const uint32_t offsets[] = {0, 6, 10, 15};
    static const float scales[] = {0.01f, 0.02f, 0.01f};
    static int8_t rows[3 * NET_VECTOR];
    static const Vectors v = {offsets, "moscowsaidtalks", scales, rows, 3};
    for (int i = 0; i < 3 * NET_VECTOR; i++) rows[i] = (int8_t)(i * 37);
    return &v;
}

/* ---- slopes */

typedef struct Slopes {
    Shard *shard;
    NetWeights weights;
    Packed packed;
    double share; /* of the loss that its slope is scaled by */
} Slopes;

static double loss(Slopes *s, bool train) {
    memset(s->shard->loss, 0, sizeof s->shard->loss);
    packed_make(&s->packed, s->weights.small);
    shard_run(s->shard, &s->weights, make_vectors(), &s->packed, train, 1, false);
    double sum = 0;
    for (int i = 0; i < 5; i++) sum += s->shard->loss[i];
    return sum;
}

/* How fast the loss rises when weights at[i] move by way[i], which is put back. */
static double rise(Slopes *s, float *at, const float *way, uint32_t n) {
    float *kept = malloc(n * sizeof *kept);
    double sum[2];
    memcpy(kept, at, n * sizeof *kept);
    for (int k = 0; k < 2; k++) {
        for (uint32_t i = 0; i < n; i++) at[i] = kept[i] + (k ? -way[i] : way[i]);
        sum[k] = loss(s, false);
    }
    memcpy(at, kept, n * sizeof *kept);
    free(kept);
    return (sum[0] - sum[1]) / 2;
}

static double length(const float *at, uint32_t n) {
    double sum = 0;
    for (uint32_t i = 0; i < n; i++) sum += (double)at[i] * (double)at[i];
    return sqrt(sum);
}

/* Moves the weights along the slope, which finds what is wrong in it, and at random, which finds what isn't in it. */
static void check_slope(Slopes *s, const char *name, float *at, const float *slope, uint32_t n) {
    float *way = malloc(n * sizeof *way);
    const double size = length(slope, n);
    for (int turn = 0; turn < 3; turn++) {
        double wanted = 0, step = 0.01 / (turn ? sqrt(n) : size + 1e-9);
        for (uint32_t i = 0; i < n; i++) {
            way[i] = (float)((turn ? number() < 0 ? -1 : 1 : (double)slope[i]) * step);
            wanted += (double)way[i] * (double)slope[i];
        }
        const double found = rise(s, at, way, n) * s->share;
        if (fabs(found - wanted) > 0.03 * fabs(wanted) + 2e-4 + (turn ? 0.05 * size * step : 0))
            fail_msg("%s, turn %d: the loss rises by %g, its slope says %g (size %g)", name, turn, found, wanted, size);
    }
    free(way);
}

static void check_table(Slopes *s) {
    const Shard *shard = s->shard;
    const uint32_t row = shard->ids[0].ids[0]; /* the first word's form */
    float *slope = learn_alloc(NET_INPUT, sizeof *slope);
    for (uint32_t i = 0; i < shard->count; i++)
        for (uint32_t f = 0; f < shard->ids[i].count; f++)
            for (uint32_t j = 0; shard->ids[i].ids[f] == row && j < NET_INPUT; j++)
                slope[j] += shard->d_input[(size_t)i * NET_INPUT + j];
    check_slope(s, "table", s->weights.table + (size_t)row * NET_INPUT, slope, NET_INPUT);
    free(slope);
}

static void check_slopes(int known) {
    static const struct {
        const char *name;
        uint32_t from, to;
    } parts[] = {
#define X(name, rows, columns) {#name, AT_##name, END_##name + 1},
        NET_WEIGHTS(X)
#undef X
    };
    Data d = make_data(4, known);
    Slopes s = {shard_new(), {learn_alloc(NET_WEIGHT_COUNT, 4), learn_alloc(NET_ROWS * NET_INPUT, 4)}, {0}, 1};
    for (uint32_t i = 0; i < NET_WEIGHT_COUNT; i++) s.weights.small[i] = 0.15f * number();
    for (uint32_t i = 0; i < NET_ROWS * NET_INPUT; i++) s.weights.table[i] = 0.15f * number();
    for (uint32_t i = 0; i < d.sentence_count; i++)
        assert_true(shard_add(s.shard, &d, &d.sentences[i], make_vectors(), false));
    loss(&s, true);
    float *slope = malloc(NET_WEIGHT_COUNT * sizeof *slope);
    memcpy(slope, s.shard->gradient, NET_WEIGHT_COUNT * sizeof *slope);
    if (known == NAMES) { /* training may count names for more or less than the rest */
        const uint32_t at = AT_heads_bias + HEAD_NAMES;
        float step = 0.01f;
        s.share = (double)slope[at] * (double)step / rise(&s, s.weights.small + at, &step, 1);
        assert_true(s.share > 0.01 && s.share < 100);
    }
    float *d_input = malloc((size_t)s.shard->count * NET_INPUT * sizeof *d_input);
    memcpy(d_input, s.shard->d_input, (size_t)s.shard->count * NET_INPUT * sizeof *d_input);
    for (size_t k = 0; k < sizeof parts / sizeof *parts; k++)
        check_slope(&s, parts[k].name, s.weights.small + parts[k].from, slope + parts[k].from,
                    parts[k].to - parts[k].from);
    memcpy(s.shard->d_input, d_input, (size_t)s.shard->count * NET_INPUT * sizeof *d_input);
    check_table(&s);
    free(slope), free(d_input);
}

static void test_slopes_of_trees(void **state) {
    (void)state;
    check_slopes(TREE);
}

static void test_slopes_of_labels(void **state) {
    (void)state;
    check_slopes(NAMES);
    check_slopes(SAID);
}

/* ---- the same again */

static NetWeights train(const Data *d, uint32_t threads, bool wide) {
    fflush(stdout); /* what training tells is no test's result */
    const int out = dup(1);
    assert_non_null(freopen("/dev/null", "w", stdout));
    const NetWeights w = train_network(d, NULL, NULL, 0, make_vectors(),
                                       &(TrainOptions){.epochs = 1, .threads = threads, .seed = 7, .wide = wide});
    fflush(stdout);
    dup2(out, 1);
    close(out);
    return w;
}

static void test_threads_change_nothing(void **state) {
    (void)state;
    const Data d = make_data(150, ALL);
    const NetWeights one = train(&d, 1, false), two = train(&d, 2, false);
    assert_memory_equal(one.small, two.small, NET_WEIGHT_COUNT * sizeof *one.small);
    assert_memory_equal(one.table, two.table, (size_t)NET_ROWS * NET_INPUT * sizeof *one.table);
#if defined(__x86_64__)
    if (!__builtin_cpu_supports("avx2")) return;
    const NetWeights wide = train(&d, 2, true);
    assert_memory_equal(one.small, wide.small, NET_WEIGHT_COUNT * sizeof *one.small);
    assert_memory_equal(one.table, wide.table, (size_t)NET_ROWS * NET_INPUT * sizeof *one.table);
#endif
}

/* ---- from weights to a model */

static unsigned char *whole_file(const char *path, size_t *size) {
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    unsigned char *bytes = learn_alloc(NETWORK_BYTES * 2, 1);
    *size = fread(bytes, 1, NETWORK_BYTES * 2, file);
    fclose(file);
    return bytes;
}

static void test_what_is_written_opens(void **state) {
    (void)state;
    char folder[] = "/tmp/volteface-learn-XXXXXX", part[64], joined[64], argument[96];
    assert_non_null(mkdtemp(folder));
    snprintf(part, sizeof part, "%s/network.part", folder), snprintf(joined, sizeof joined, "%s/a.model", folder);
    snprintf(argument, sizeof argument, "network=%s", part);
    Data d = make_data(1, ALL);
    NetWeights w = {learn_alloc(NET_WEIGHT_COUNT, 4), learn_alloc(NET_ROWS * NET_INPUT, 4)};
    for (uint32_t i = 0; i < NET_WEIGHT_COUNT; i++) w.small[i] = 0.1f * number();
    for (uint32_t i = 0; i < NET_ROWS * NET_INPUT; i++) w.table[i] = i / NET_INPUT % 2 ? number() : 0;
    const char *parts[] = {argument};
    vf_error error = {0};
    assert_true(part_write_network(part, &w, &d, &error));
    assert_true(part_join(joined, parts, 1, &error));
    size_t size, part_size, again_size;
    unsigned char *bytes = whole_file(joined, &size);
    unsigned char *written = part_read(part, "network", &part_size, &error),
                  *again = part_read(joined, "network", &again_size, &error); /* a part may be taken from a model */
    assert_true(written && again && part_size == again_size && memcmp(written, again, part_size) == 0);
    assert_null(part_read(joined, "vectors", &again_size, &error));
    Model *model;
    assert_int_equal(vfp_model_open("joined", bytes, size, &model, &error), VF_OK);
    assert_non_null(model->network);
    assert_int_equal(model->network->tag_count, 7);
    for (uint32_t i = 0; i < NET_WEIGHT_COUNT; i += 97) /* a half has eleven bits */
        if (i < AT_rel_bias && (i < AT_heads_bias || i > END_heads_bias))
            assert_true(fabs((double)model->network->small[i] - (double)w.small[i]) <=
                        6.2e-5 + 5e-4 * fabs((double)w.small[i]));
    for (uint32_t i = 0; i < NET_ROWS * NET_INPUT; i += 1013) /* a row has eight and a scale */
        assert_true(fabs((double)model->network->table[i] * (double)model->network->scales[i / NET_INPUT] -
                         (double)w.table[i]) < 0.005);
    vfp_model_close(model);
    const char *bad[] = {"network"}, *missing[] = {"network=/nowhere/at/all"}, *long_name[] = {"a-name-of-16-bytes=x"};
    assert_false(part_join(joined, bad, 1, &error));
    assert_false(part_join(joined, missing, 1, &error));
    assert_false(part_join(joined, long_name, 1, &error));
    unlink(part), unlink(joined), rmdir(folder);
    free(bytes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_slopes_of_trees),
        cmocka_unit_test(test_slopes_of_labels),
        cmocka_unit_test(test_threads_change_nothing),
        cmocka_unit_test(test_what_is_written_opens),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
