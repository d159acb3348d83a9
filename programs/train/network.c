/* network.c: volteface-train network DATA VECTORS OUT.part: tags, trees, names and attributions. */
#include "learn/parts.h"
#include "learn/train.h"
#include "lexicon/lexicon.h"
#include "train.h"
#include <stdio.h>
#include <stdlib.h>

typedef struct Source {
    const char *file;
    enum { TREES, NAMES, TEXTS } kind;
} Source;

/* In the order in which they are read; names after the trees whose documents they label. */
static const Source learnt[] = {{"ud/ewt-train.conllu", TREES},      {"ud/gum-train.conllu", TREES},
                                {"ner/train.jsonl", NAMES},          {"ner/gum-train.jsonl", NAMES},
                                {"ner/politics-train.jsonl", TEXTS}, {"polnear/train.jsonl", TEXTS}};
static const struct {
    const char *name;
    Source sources[2];
} tests[] = {{"ewt-dev", {{"ud/ewt-dev.conllu", TREES}, {"ner/dev.jsonl", NAMES}}},
             {"gum-dev", {{"ud/gum-dev.conllu", TREES}, {"ner/gum-dev.jsonl", NAMES}}},
             {"politics-dev", {{"ner/politics-dev.jsonl", TEXTS}, {NULL, TEXTS}}},
             {"polnear-dev", {{"polnear/dev.jsonl", TEXTS}, {NULL, TEXTS}}}};
enum { TESTS = sizeof tests / sizeof *tests, LEARNT = sizeof learnt / sizeof *learnt };

static int fail(const vf_error *error) {
    char line[1400];
    vf_error_line(error, line, sizeof line);
    fprintf(stderr, "volteface-train: %s\n", line);
    return 1;
}

static bool read_source(Data *data, const char *folder, Source source, const Lexicon *lexicon, vf_error *error) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, source.file);
    if (source.kind == TREES) return data_read_trees(data, path, false, error);
    return source.kind == NAMES ? data_read_names(data, path, error) : data_read_texts(data, path, lexicon, error);
}

static bool read_all(Data *data, Data *checks, const char *folder, char **silver, int silver_count, vf_error *error) {
    Lexicon *lexicon;
    if (vfp_lexicon_open(NULL, 0, &lexicon, error)) return false;
    bool good = true;
    for (int i = 0; i < LEARNT && good; i++) {
        if (i == 2) data_close_tags(data);
        good = read_source(data, folder, learnt[i], lexicon, error);
    }
    for (int i = 0; i < silver_count && good; i++) good = data_read_trees(data, silver[i], true, error);
    if (good) data_list_names(data);
    for (int i = 0; i < TESTS && good; i++) {
        checks[i] = (Data){.tags = data->tags, .tag_count = data->tag_count, .tag_cap = data->tag_cap, .closed = true};
        for (int k = 0; k < 2 && good && tests[i].sources[k].file; k++)
            good = read_source(&checks[i], folder, tests[i].sources[k], lexicon, error);
    }
    vfp_lexicon_close(lexicon);
    return good;
}

int train_network_part(int argc, char **argv) {
    if (argc < 3)
        return fputs("usage: volteface-train network DATA_FOLDER VECTORS OUT.part [SILVER.conllu...]\n", stderr), 2;
    vf_error error;
    Vectors vectors;
    size_t size;
    uint64_t byte;
    unsigned char *bytes = part_read(argv[1], "vectors", &size, &error);
    if (!bytes) return fail(&error);
    const char *fault = vfp_vectors_open(bytes, size, &vectors, &byte);
    if (fault)
        return fprintf(stderr, "volteface-train: %s: byte %llu: %s\n", argv[1], (unsigned long long)byte, fault), 1;
    Data data = {0}, checks[TESTS];
    if (!read_all(&data, checks, argv[0], argv + 3, argc - 3, &error)) return fail(&error);
    printf("%u words in %u sentences, %u tags\n", data.word_count, data.sentence_count, data.tag_count);
    const Data *all[TESTS];
    const char *names[TESTS];
    for (int i = 0; i < TESTS; i++) all[i] = &checks[i], names[i] = tests[i].name;
    TrainOptions options = {.epochs = TRAIN_EPOCHS, .threads = 2, .seed = TRAIN_SEED};
#if defined(__x86_64__)
    options.wide = __builtin_cpu_supports("avx2");
#endif
    const NetWeights weights = train_network(&data, all, names, TESTS, &vectors, &options);
    return part_write_network(argv[2], &weights, &data, &error) ? 0 : fail(&error);
}

int train_join(int argc, char **argv) {
    vf_error error;
    if (argc < 2) return fputs("usage: volteface-train join OUT.model NAME=PART...\n", stderr), 2;
    return part_join(argv[0], (const char *const *)(void *)(argv + 1), argc - 1, &error) ? 0 : fail(&error);
}
