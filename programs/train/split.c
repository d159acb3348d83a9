/* split.c: volteface-train split UD_FOLDER OUT.part: where sentences end, learnt from ewt-train.conllu and
 * gum-train.conllu of the folder. The same folder gives the same bytes. */
#include "learn/split.h"
#include "lexicon/lexicon.h"
#include "train.h"
#include <stdio.h>
#include <stdlib.h>

static const SplitOptions defaults = {.row_bits = 17,
                                      .word_bits = 13,
                                      .rows = 100000,
                                      .choose_rounds = 6,
                                      .rounds = 12,
                                      .noise = 20,
                                      .least = 2,
                                      .rate = 5000,
                                      .seed = 1962};

static int fail(const vf_error *error) {
    char line[1400];
    vf_error_line(error, line, sizeof line);
    fprintf(stderr, "volteface-train: %s\n", line);
    return 1;
}

static int write_file(const char *path, const unsigned char *bytes, size_t size) {
    FILE *file = fopen(path, "wb");
    bool done = file && fwrite(bytes, 1, size, file) == size;
    if (file && fclose(file)) done = false;
    if (!done) fprintf(stderr, "volteface-train: %s can't be written\n", path);
    return done ? 0 : 1;
}

static bool set_option(SplitOptions *o, const char *text) {
    struct {
        const char *name;
        uint32_t *value;
    } names[] = {{"rows=", &o->rows},     {"row_bits=", &o->row_bits}, {"word_bits=", &o->word_bits},
                 {"rounds=", &o->rounds}, {"noise=", &o->noise},       {"choose_rounds=", &o->choose_rounds},
                 {"least=", &o->least},   {"rate=", &o->rate}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strncmp(text, names[i].name, strlen(names[i].name)) == 0)
            return *names[i].value = (uint32_t)strtoul(text + strlen(names[i].name), NULL, 10), true;
    return false;
}

int train_split(int argc, char **argv) {
    static const char *const files[] = {"ewt-train.conllu", "gum-train.conllu"};
    SplitOptions o = defaults;
    bool good = argc >= 2;
    for (int i = 2; good && i < argc; i++) good = set_option(&o, argv[i]);
    if (!good) return fputs("usage: volteface-train split UD_FOLDER OUT.part [NAME=NUMBER]...\n", stderr), 2;
    SplitText text = {0};
    vf_error error;
    Lexicon *lexicon;
    if (vfp_lexicon_open(NULL, 0, &lexicon, &error)) return fail(&error);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", argv[0], files[i]);
        if (!learn_split_read(&text, path, &error)) return fail(&error);
    }
    unsigned char *words = learn_split_words(&text, o.word_bits);
    uint32_t count, dropped;
    uint64_t random = o.seed;
    learn_split_noise(&text, o.noise, &random);
    Splitter known = {.words = words, .word_bits = o.word_bits};
    SplitWeight *weights = learn_split_weigh(&text, lexicon, &known, &o, &count);
    size_t size;
    unsigned char *bytes = learn_split_build(weights, count, words, &o, &size, &dropped);
    const char *fault;
    uint64_t byte;
    Splitter splitter;
    if (!vfp_splitter_open(bytes, size, &splitter, &fault, &byte))
        return fprintf(stderr, "volteface-train: %s\n", fault), 1;
    learn_split_set_quick(bytes, size, learn_split_quick(&text, lexicon, &splitter));
    printf("split: %u features chosen, %u found no place, %zu bytes\n", count, dropped, size);
    vfp_lexicon_close(lexicon);
    return write_file(argv[1], bytes, size);
}
