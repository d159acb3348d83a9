/* volteface-train: treebanks → models/english.model, and how well a model does on a treebank.
 *
 *   volteface-train UD_FOLDER OUT.model      trains on ewt-train.conllu and gum-train.conllu of the folder,
 *                                            measures on ewt-dev.conllu and gum-dev.conllu
 *   volteface-train --test MODEL FILE...     measures only
 *
 * The same folder gives the same bytes. */
#include "language/language.h"
#include "learn/learn.h"
#include "train.h"
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static const LearnOptions defaults = {
    .rows = 60000, .row_bits = 16, .word_bits = 14, .rounds = 8, .choose_rounds = 4, .noise = 30, .seed = 1962};

static int fail(const vf_error *error) {
    char line[1400];
    vf_error_line(error, line, sizeof line);
    fprintf(stderr, "volteface-train: %s\n", line);
    return 1;
}

/* One article whose tokens are the words of the corpus: gold tokens and sentences, tags to be filled. */
static void article_of(const Corpus *corpus, Article *a) {
    size_t n = 0;
    for (uint32_t i = 0; i < corpus->count; i++) n += corpus->words[i].form.len + 1;
    char *text = vfp_arena_alloc(a->arena, n + 1);
    uint32_t at = 0;
    for (uint32_t s = 0; s < corpus->sentence_count; s++) {
        const SampleSentence *from = &corpus->sentences[s];
        *vfp_push(a->arena, &a->sentences) = (Sentence){from->first, from->first + from->count, 0};
        for (uint32_t i = from->first; i < from->first + from->count; i++) {
            Str form = corpus->words[i].form;
            memcpy(text + at, form.at, form.len);
            *vfp_push(a->arena, &a->tokens) =
                (Token){.begin = at, .end = at + form.len, .sentence = s, .flags = corpus->words[i].flags};
            at += form.len + 1;
        }
    }
    a->text = (Str){text, at};
}

static void measure(const Corpus *corpus, const Model *model, const char *name) {
    Article a = {.arena = vfp_arena_new((size_t)1 << 30), .model = model};
    if (!a.arena || setjmp(*vfp_arena_escape(a.arena))) exit(1);
    article_of(corpus, &a);
    struct timespec from, to;
    clock_gettime(CLOCK_MONOTONIC, &from);
    vfp_tag_words(&a);
    clock_gettime(CLOCK_MONOTONIC, &to);
    uint32_t upos = 0, fine = 0;
    for (uint32_t i = 0; i < corpus->count; i++) {
        TagMeaning gold = vfp_tag_meaning(corpus->words[i].tag);
        bool same = a.tokens.at[i].upos == gold.upos;
        upos += same;
        fine += same && (a.tokens.at[i].feats & ~FEAT_POSSESSIVE) == (gold.feats & ~FEAT_POSSESSIVE);
    }
    double seconds = (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) * 1e-9;
    printf("%s: %u words, UPOS %.2f %%, with morphology %.2f %%, %.2f million words a second\n", name, corpus->count,
           100.0 * upos / corpus->count, 100.0 * fine / corpus->count, corpus->count / seconds / 1e6);
    vfp_arena_free(a.arena);
}

static int measure_file(const Model *model, const char *path) {
    Corpus corpus = {0};
    vf_error error;
    if (!learn_read(&corpus, path, &error)) return fail(&error);
    measure(&corpus, model, path);
    return 0;
}

static int write_file(const char *path, const unsigned char *bytes, size_t size) {
    FILE *file = fopen(path, "wb");
    bool done = file && fwrite(bytes, 1, size, file) == size;
    if (file && fclose(file)) done = false;
    if (!done) fprintf(stderr, "volteface-train: %s can't be written\n", path);
    return done ? 0 : 1;
}

static int test_model(const char *path, char **files, int count) {
    FILE *file = fopen(path, "rb");
    size_t limit = (size_t)1 << 26;
    unsigned char *bytes = learn_alloc(limit, 1);
    size_t size = file ? fread(bytes, 1, limit, file) : 0;
    if (file) fclose(file);
    Model *model;
    vf_error error;
    if (vfp_model_open(path, bytes, size, &model, &error)) return fail(&error);
    int status = 0;
    for (int i = 0; i < count; i++) status |= measure_file(model, files[i]);
    vfp_model_close(model);
    return status;
}

static int train(const char *folder, const char *out, const LearnOptions *options) {
    static const char *const parts[] = {"ewt-train.conllu", "gum-train.conllu"}, *const tests[] = {"ewt-dev.conllu",
                                                                                                   "gum-dev.conllu"};
    Corpus corpus = {0};
    vf_error error;
    char path[4096];
    for (int i = 0; i < 2; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, parts[i]);
        if (!learn_read(&corpus, path, &error)) return fail(&error);
    }
    uint32_t clean = corpus.sentence_count;
    uint64_t random = options->seed;
    learn_add_noise(&corpus, options->noise, &random);
    printf("%u sentences, %u more with noise, %u words\n", clean, corpus.sentence_count - clean, corpus.count);
    WordEntry *words = learn_alloc((size_t)1 << options->word_bits, sizeof *words);
    learn_words(&corpus, clean, words, options->word_bits);
    Model known = {.words = words, .word_bits = options->word_bits};
    Weights weights = learn_weights(&corpus, &known, options);
    size_t size;
    uint32_t dropped;
    unsigned char *bytes = learn_build(&weights, words, options, &size, &dropped);
    printf("%u features, %u found no place, %zu bytes\n", weights.count, dropped, size);
    if (write_file(out, bytes, size)) return 1;
    char *files[2];
    char test_paths[2][4096];
    for (int i = 0; i < 2; i++) {
        snprintf(test_paths[i], sizeof test_paths[i], "%s/%s", folder, tests[i]);
        files[i] = test_paths[i];
    }
    return test_model(out, files, 2);
}

/* NAME=NUMBER behind the two paths changes an option, for experiments; the model of the release uses none. */
static bool set_option(LearnOptions *o, const char *text) {
    struct {
        const char *name;
        uint32_t *value;
    } names[] = {{"rows=", &o->rows},     {"row_bits=", &o->row_bits},           {"word_bits=", &o->word_bits},
                 {"rounds=", &o->rounds}, {"choose_rounds=", &o->choose_rounds}, {"noise=", &o->noise}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strncmp(text, names[i].name, strlen(names[i].name)) == 0)
            return *names[i].value = (uint32_t)strtoul(text + strlen(names[i].name), NULL, 10), true;
    return false;
}

int main(int argc, char **argv) {
    if (argc > 1 && strcmp(argv[1], "split") == 0) return train_split(argc - 2, argv + 2);
    LearnOptions options = defaults;
    bool good = argc >= 3;
    if (good && strcmp(argv[1], "--test") == 0) return test_model(argv[2], argv + 3, argc - 3);
    for (int i = 3; good && i < argc; i++) good = set_option(&options, argv[i]);
    if (!good) {
        fputs("usage: volteface-train UD_FOLDER OUT.model [rows=N] [rounds=N] [noise=PERCENT] …\n"
              "       volteface-train --test MODEL FILE.conllu...\n",
              stderr);
        return 2;
    }
    return train(argv[1], argv[2], &options);
}
