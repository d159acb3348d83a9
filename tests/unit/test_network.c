/* The network as a whole: the best tree is the best, one network gives the same answers whatever the machine's vectors,
 * whatever was read before, however long a sentence is, whatever a word looks like. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "embedded.h"
#include "language/language.h"
#include "language/model.h"
#include "lexicon/lexicon.h"
#include <float.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static uint64_t chance = 1962;

static uint32_t draw(uint32_t below) {
    chance = chance * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((chance >> 32) * below >> 32);
}

static float number(float most) { return most * ((float)draw(1u << 24) / (1 << 23) - 1); }

/* ---- trees */

enum { TRIED = 6 };

static bool is_tree(const int32_t *heads, uint32_t n) {
    uint32_t roots = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t steps = 0;
        roots += heads[i] < 0;
        for (int32_t at = (int32_t)i; at >= 0; at = heads[at])
            if (at >= (int32_t)n || steps++ > n) return false;
    }
    return roots == 1;
}

static double score_of(const float *scores, uint32_t n, uint32_t stride, const int32_t *heads) {
    double sum = 0;
    for (uint32_t i = 0; i < n; i++) sum += (double)scores[i * stride + (uint32_t)(heads[i] + 1)];
    return sum;
}

/* The score of the best of all trees over n words: each word takes each head in turn. */
static double best_score(const float *scores, uint32_t n, uint32_t stride) {
    double best = -INFINITY;
    int32_t heads[TRIED];
    uint32_t ways = 1;
    for (uint32_t i = 0; i < n; i++) ways *= n + 1;
    for (uint32_t way = 0; way < ways; way++) {
        uint32_t rest = way;
        for (uint32_t i = 0; i < n; i++, rest /= n + 1) heads[i] = (int32_t)(rest % (n + 1)) - 1;
        if (!is_tree(heads, n)) continue;
        const double score = score_of(scores, n, stride, heads);
        best = score > best ? score : best;
    }
    return best;
}

static float odd_score(int kind) {
    switch (kind) {
    case 0: return number(10);
    case 1: return (float)draw(3);              /* ties */
    case 2: return number(1e6f);                /* far beyond what a second root might be thought to cost */
    case 3: return draw(4) ? number(1) : -1e9f; /* arcs that can't be */
    case 4: return draw(4) ? number(1) : number(3e38f);
    default: return 0;
    }
}

static void test_best_trees(void **state) {
    (void)state;
    enum { STRIDE = 16, KINDS = 6 };
    void *room = malloc(vfp_tree_room());
    for (int turn = 0; turn < 600; turn++) {
        const uint32_t n = turn % 40 == 0 ? TRIED : 1 + draw(TRIED - 1);
        float scores[TRIED * STRIDE];
        int32_t heads[TRIED];
        double size = 1;
        for (uint32_t i = 0; i < n; i++)
            for (uint32_t j = 0; j <= n; j++) {
                scores[i * STRIDE + j] = j == i + 1 ? -1e9f : odd_score(turn % KINDS) + (j ? 0 : (float)(turn % 7) - 3);
                if (j != i + 1) size = fmax(size, fabs((double)scores[i * STRIDE + j]));
            }
        vfp_best_tree(room, scores, n, STRIDE, heads);
        assert_true(is_tree(heads, n));
        assert_true(best_score(scores, n, STRIDE) - score_of(scores, n, STRIDE, heads) <= 1e-7 * size);
    }
    free(room);
}

/* Word 2k and word 2k+1 want each other, pairs want pairs, and so on: as many mergers as there can be. */
static void fill_nested(float *scores, uint32_t n, uint32_t stride) {
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t j = 0; j <= n; j++) {
            uint32_t apart = 0;
            for (uint32_t a = i, b = j - 1; j && a != b; a /= 2, b /= 2) apart++;
            scores[i * stride + j] = j == 0 ? -1000 : j == i + 1 ? -1e9f : -(float)apart;
        }
}

/* Each wants its left neighbour, the first the last: a cycle of all; or one more word joins a growing cycle each time.
 */
static void fill_ring(float *scores, uint32_t n, uint32_t stride, bool growing) {
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t j = 0; j <= n; j++) scores[i * stride + j] = j == i + 1 ? -1e9f : -(float)(500 + draw(100));
    for (uint32_t i = 0; i < n; i++) {
        scores[i * stride + (i ? i : n)] = 0;
        if (growing) scores[i * stride + (i + 1 < n ? i + 2 : 1)] = (float)(n - i);
    }
}

static void test_long_trees(void **state) {
    (void)state;
    enum { STRIDE = NET_LONGEST + 17, KINDS = 12 };
    void *room = malloc(vfp_tree_room());
    float *scores = malloc(NET_LONGEST * STRIDE * sizeof *scores);
    int32_t heads[NET_LONGEST];
    for (int kind = 0; kind < KINDS; kind++)
        for (int turn = 0; turn < 3; turn++) {
            const uint32_t n = turn == 0 ? NET_LONGEST : turn == 1 ? NET_LONGEST - 1 : 1 + draw(NET_LONGEST);
            for (uint32_t i = 0; i < n; i++)
                for (uint32_t j = 0; j <= n; j++)
                    scores[i * STRIDE + j] = kind < 6    ? odd_score(kind)
                                             : kind == 6 ? -FLT_MAX
                                             : kind == 7 ? FLT_MAX
                                                         : NAN;
            if (kind == 8) fill_nested(scores, n, STRIDE);
            else if (kind >= 9 && kind < 11) fill_ring(scores, n, STRIDE, kind == 10); /* what is left has no numbers */
            vfp_best_tree(room, scores, n, STRIDE, heads);
            assert_true(is_tree(heads, n));
        }
    free(room), free(scores);
}

static void test_one_word(void **state) {
    (void)state;
    static const float rows[][2] = {{0, 0}, {-1e9f, 5}, {-FLT_MAX, FLT_MAX}};
    void *room = malloc(vfp_tree_room());
    for (int i = 0; i < 3; i++) {
        int32_t head = 7;
        vfp_best_tree(room, rows[i], 1, 2, &head);
        assert_int_equal(head, -1);
    }
    free(room);
}

/* ---- words */

static void check_ids(const Vectors *vectors, const char *bytes, size_t n) {
    char *form = malloc(n ? n : 1); /* of its own, so that a sanitizer sees who reads beyond it */
    if (n) memcpy(form, bytes, n);
    WordIds ids, again;
    vfp_word_ids(vectors, (Str){form, (uint32_t)n}, &ids);
    vfp_word_ids(vectors, (Str){form, (uint32_t)n}, &again);
    assert_true(ids.count >= 3 && ids.count <= NET_IDS && ids.count == again.count);
    for (uint32_t i = 0; i < ids.count; i++) assert_true(ids.ids[i] < NET_ROWS && ids.ids[i] == again.ids[i]);
    assert_true(ids.vector == VFP_NONE || ids.vector < vectors->count);
    free(form);
}

static Model *model;
static const unsigned char *model_bytes;
static size_t model_size;

static void test_odd_words(void **state) {
    (void)state;
    static const Vectors none;
    const Vectors *all[] = {&none, &model->network->vectors};
    char long_one[10000];
    for (int v = 0; v < 2; v++) {
        check_ids(all[v], "", 0);
        for (int c = 0; c < 256; c++) {
            char byte = (char)c;
            check_ids(all[v], &byte, 1);
            memset(long_one, c, sizeof long_one);
            check_ids(all[v], long_one, sizeof long_one);
        }
        static const char *const odd[] = {"\xC3",
                                          "\xE2\x80",
                                          ("a\xFF"
                                           "b"),
                                          "\xF8\x88\x80\x80\x80",
                                          "\xED\xA0\x80",
                                          "\xC4\xB0\xC4\xB0",
                                          "\xE1\xBA\x9E",
                                          "\xEF\xB7\xBA",
                                          "0x0",
                                          "\xCE\x90\xCE\xB0",
                                          "$^$",
                                          "\n\t"};
        for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) check_ids(all[v], odd[i], strlen(odd[i]));
        for (int turn = 0; turn < 3000; turn++) {
            const uint32_t n = draw(140);
            for (uint32_t i = 0; i < n; i++) long_one[i] = (char)draw(256);
            check_ids(all[v], long_one, n);
        }
        for (uint32_t n = 60; n < 70; n++) { /* what grows when folded, around the length at which a form is cut */
            memset(long_one, 'a', 200);
            for (uint32_t i = 0; i + 1 < n; i += 2)
                memcpy(long_one + i, "\xC8\xBA", 2); /* Ⱥ, whose lower case has three bytes */
            check_ids(all[v], long_one, n);
        }
    }
}

static bool same_ids(const char *a, const char *b) {
    WordIds x, y;
    vfp_word_ids(&model->network->vectors, vfp_str(a), &x);
    vfp_word_ids(&model->network->vectors, vfp_str(b), &y);
    return x.count == y.count && x.vector == y.vector && memcmp(x.ids, y.ids, x.count * sizeof *x.ids) == 0;
}

static void test_words_that_are_alike(void **state) {
    (void)state;
    assert_true(same_ids("1962", "1963"));
    assert_false(same_ids("Don't", "don't")); /* how they are written */
    assert_false(same_ids("Moscow", "moscow"));
    assert_false(same_ids("Moscow", "Warsaw"));
    WordIds small, large;
    vfp_word_ids(&model->network->vectors, VFP_STR("Moscow"), &large);
    vfp_word_ids(&model->network->vectors, VFP_STR("moscow"), &small);
    assert_true(small.vector == large.vector && small.vector != VFP_NONE);
    assert_memory_equal(small.ids, large.ids, 2 * sizeof *small.ids); /* the whole form, folded */
}

/* ---- articles */

static Lexicon *lexicon;
static Arena *arena, *other_arena;
static json_t *texts; /* the example dispatches */

static int open_all(void **state) {
    (void)state;
    vf_error error;
    for (const Embedded *e = vfp_embedded; e->name; e++)
        if (strcmp(e->name, "models/english.model") == 0)
            model_bytes = e->begin, model_size = (size_t)(e->end - e->begin);
    if (vfp_lexicon_open(NULL, 0, &lexicon, &error)) return fprintf(stderr, "%s\n", error.message), -1;
    if (vfp_model_open("embedded", model_bytes, model_size, &model, &error))
        return fprintf(stderr, "%s\n", error.message), -1;
    arena = vfp_arena_new((size_t)1 << 30), other_arena = vfp_arena_new((size_t)1 << 30);
    FILE *file = fopen("examples/cuban-missile-crisis.jsonl", "r");
    if (!file || !arena || !other_arena) return -1;
    texts = json_array();
    char *line = NULL;
    for (size_t cap = 0; getline(&line, &cap, file) > 0;) {
        json_t *row = json_loads(line, 0, NULL);
        json_array_append(texts, json_object_get(row, "text"));
        json_decref(row);
    }
    free(line);
    fclose(file);
    return json_array_size(texts) > 20 ? 0 : -1;
}

static int close_all(void **state) {
    (void)state;
    json_decref(texts);
    vfp_arena_free(arena), vfp_arena_free(other_arena);
    vfp_lexicon_close(lexicon);
    vfp_model_close(model);
    return 0;
}

static const char *text_of(size_t i) { return json_string_value(json_array_get(texts, i % json_array_size(texts))); }

/* `room` as the article's handle would keep it; null at first. */
static Article read_with(Arena *in, const Model *with, struct NetworkRoom **room, const char *text) {
    vfp_arena_reset(in);
    if (setjmp(*vfp_arena_escape(in))) fail_msg("the arena is spent");
    Article a = {.arena = in, .lexicon = lexicon, .model = with, .network_room = *room, .text = vfp_str(text)};
    for (uint32_t i = 0; i < a.text.len;) {
        const char *end = memchr(text + i, '\n', a.text.len - i);
        const uint32_t j = end ? (uint32_t)(end - text) : a.text.len;
        if (j > i) *vfp_push(in, &a.blocks) = (Block){{i, j}, BLOCK_PARAGRAPH};
        i = j + 1;
    }
    vfp_tokenize(&a);
    vfp_tag(&a);
    *room = a.network_room;
    return a;
}

static void assert_same(const Article *a, const Article *b) {
    assert_int_equal(a->tokens.n, b->tokens.n);
    for (uint32_t i = 0; i < a->tokens.n; i++) {
        const Token *x = &a->tokens.at[i], *y = &b->tokens.at[i];
        assert_true(x->begin == y->begin && x->end == y->end && x->upos == y->upos && x->feats == y->feats);
        assert_true(x->head == y->head && x->deprel == y->deprel && x->lemma == y->lemma);
    }
    assert_int_equal(a->entities.n, b->entities.n);
    for (uint32_t i = 0; i < a->entities.n; i++) {
        const Entity *x = &a->entities.at[i], *y = &b->entities.at[i];
        assert_true(x->first == y->first && x->last == y->last && x->kind == y->kind);
    }
    if (a->tokens.n) assert_memory_equal(a->said, b->said, a->tokens.n);
}

/* Every sentence is one tree, and names lie in their sentences, in order. */
static void assert_trees(const Article *a) {
    for (uint32_t s = 0; s < a->sentences.n; s++) {
        const Sentence *at = &a->sentences.at[s];
        uint32_t roots = 0;
        for (uint32_t i = at->first; i < at->last; i++) {
            uint32_t steps = 0;
            roots += a->tokens.at[i].head == VFP_NONE;
            assert_int_equal(a->tokens.at[i].head == VFP_NONE, a->tokens.at[i].deprel == REL_ROOT);
            assert_true(a->tokens.at[i].upos < UPOS_COUNT && a->tokens.at[i].deprel < DEPREL_COUNT);
            assert_true(a->said[i] <= 6);
            for (uint32_t h = i; h != VFP_NONE; h = a->tokens.at[h].head)
                assert_true(h >= at->first && h < at->last && steps++ <= at->last - at->first);
        }
        assert_int_equal(roots, 1);
    }
    for (uint32_t i = 0; i < a->entities.n; i++) {
        const Entity *e = &a->entities.at[i];
        assert_true(e->first < e->last && e->kind < ENTITY_KIND_COUNT &&
                    (!i || e->first >= a->entities.at[i - 1].last));
        assert_int_equal(a->tokens.at[e->first].sentence, a->tokens.at[e->last - 1].sentence);
    }
}

static void test_both_widths_read_the_same(void **state) {
    (void)state;
    Model narrow = *model;
    narrow.wide = false;
    struct NetworkRoom *room = NULL, *narrow_room = NULL;
    for (size_t i = 0; i < json_array_size(texts); i++) {
        const Article a = read_with(arena, model, &room, text_of(i));
        const Article b = read_with(other_arena, &narrow, &narrow_room, text_of(i));
        assert_trees(&a);
        assert_same(&a, &b);
    }
    vfp_network_room_free(room), vfp_network_room_free(narrow_room);
}

/* Text of made-up words, most of them seen once: they drive out what was remembered, and each other. */
static char *make_babble(uint32_t words, uint32_t different) {
    char *text = malloc((size_t)words * 12 + 1), *at = text;
    for (uint32_t i = 0; i < words; i++) {
        uint32_t word = draw(different) * 2654435761u;
        for (uint32_t k = 3 + word % 5; k; k--, word = word / 26 + 7919) *at++ = (char)('a' + word % 26);
        *at++ = i % 23 == 22 ? '.' : ' ';
        if (i % 23 == 22) *at++ = i % 460 == 459 ? '\n' : ' ';
    }
    *at = 0;
    return text;
}

static void test_what_is_remembered_changes_nothing(void **state) {
    (void)state;
    struct NetworkRoom *kept = NULL;
    char *babble[] = {make_babble(6000, 100000), make_babble(6000, 9000), make_babble(300, 200000)};
    for (int turn = 0; turn < 8; turn++) {
        const char *text = turn % 2 ? babble[turn / 2 % 3] : text_of((size_t)(turn % 3)); /* A, B, A again, and so on */
        struct NetworkRoom *fresh = NULL;
        const Article a = read_with(arena, model, &kept, text), b = read_with(other_arena, model, &fresh, text);
        assert_trees(&a);
        assert_same(&a, &b);
        vfp_network_room_free(fresh);
    }
    vfp_network_room_free(kept);
    for (int i = 0; i < 3; i++) free(babble[i]);
}

/* One sentence of n words, as CoNLL-U may bring it. */
static Article read_long(uint32_t n, struct NetworkRoom **room) {
    static const char *const words[] = {"Moscow", "said", "that",   "the", "talks", ",",
                                        "which",  "had",  "failed", "\"",  "would"};
    enum { WORDS = sizeof words / sizeof *words };
    vfp_arena_reset(arena);
    if (setjmp(*vfp_arena_escape(arena))) fail_msg("the arena is spent");
    Article a = {.arena = arena, .lexicon = lexicon, .model = model, .network_room = *room};
    char *text = vfp_arena_alloc(arena, (size_t)n * 8 + 1);
    uint32_t at = 0;
    for (uint32_t i = 0; i < n; i++) {
        const char *word = words[draw(WORDS)];
        const uint32_t length = (uint32_t)strlen(word);
        memcpy(text + at, word, length);
        *vfp_push(arena, &a.tokens) = (Token){.begin = at, .end = at + length, .head = VFP_NONE};
        text[at + length] = ' ', at += length + 1;
    }
    a.text = (Str){text, at};
    *vfp_push(arena, &a.blocks) = (Block){{0, at}, BLOCK_PARAGRAPH};
    *vfp_push(arena, &a.sentences) = (Sentence){0, n, 0};
    vfp_tag(&a);
    *room = a.network_room;
    return a;
}

static void test_long_sentences(void **state) {
    (void)state;
    static const uint32_t lengths[] = {
        1, 2, NET_LONGEST - 1, NET_LONGEST, NET_LONGEST + 1, 2 * NET_LONGEST, 2 * NET_LONGEST + 1, 1000, 1500};
    struct NetworkRoom *room = NULL;
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        const Article a = read_long(lengths[i], &room);
        assert_trees(&a);
    }
    vfp_network_room_free(room);
}

static void test_nothing_to_read(void **state) {
    (void)state;
    struct NetworkRoom *room = NULL;
    const Article a = read_with(arena, model, &room, " \n ");
    assert_int_equal(a.tokens.n, 0);
    assert_int_equal(a.entities.n, 0);
    vfp_network_room_free(room);
}

/* The words are told by more than their place in the text: what two sentences mean is not mixed up. */
static void test_sentences_do_not_touch(void **state) {
    (void)state;
    struct NetworkRoom *room = NULL;
    const char *alone = "Kennedy sent an envoy to Moscow.",
               *both = "Kennedy sent an envoy to Moscow.\nCastro objected loudly.";
    const Article a = read_with(arena, model, &room, alone), b = read_with(other_arena, model, &room, both);
    for (uint32_t i = 0; i < a.tokens.n; i++) {
        assert_int_equal(a.tokens.at[i].upos, b.tokens.at[i].upos);
        assert_int_equal(a.tokens.at[i].head, b.tokens.at[i].head);
    }
    vfp_network_room_free(room);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_best_trees),
        cmocka_unit_test(test_long_trees),
        cmocka_unit_test(test_one_word),
        cmocka_unit_test(test_odd_words),
        cmocka_unit_test(test_words_that_are_alike),
        cmocka_unit_test(test_both_widths_read_the_same),
        cmocka_unit_test(test_what_is_remembered_changes_nothing),
        cmocka_unit_test(test_long_sentences),
        cmocka_unit_test(test_nothing_to_read),
        cmocka_unit_test(test_sentences_do_not_touch),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
