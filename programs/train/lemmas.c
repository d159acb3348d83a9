/* lemmas.c: volteface-train lemmas UD_FOLDER OUT.part: what lemmas forms have, learnt from ewt-train.conllu and
 * gum-train.conllu of the folder and measured on the two -dev files, their classes being known. The same folder gives
 * the same bytes. About 2 s. */
#include "learn/lemmas.h"
#include "lexicon/lexicon.h"
#include "train.h"
#include <stdio.h>
#include <stdlib.h>

static int fail(const vf_error *error) {
    char line[1400];
    vf_error_line(error, line, sizeof line);
    fprintf(stderr, "volteface-train: %s\n", line);
    return 1;
}

int train_lemmas(int argc, char **argv) {
    static const char *const files[] = {"ewt-train.conllu", "gum-train.conllu", "ewt-dev.conllu", "gum-dev.conllu"};
    if (argc != 2) return fputs("usage: volteface-train lemmas UD_FOLDER OUT.part\n", stderr), 2;
    char paths[4][4096];
    const char *at[4];
    for (int i = 0; i < 4; i++) {
        snprintf(paths[i], sizeof paths[i], "%s/%s", argv[0], files[i]);
        at[i] = paths[i];
    }
    vf_error error;
    Lexicon *lexicon;
    if (vfp_lexicon_open(NULL, 0, &lexicon, &error)) return fail(&error);
    LemmaCounts counts;
    size_t size;
    unsigned char *bytes = learn_lemmas(at, 2, &size, &counts, &error);
    if (!bytes) return fail(&error);
    printf("lemmas: %u words, %u keys, %u rules, %zu bytes\n", counts.words, counts.keys, counts.rules, size);
    for (int i = 2; i < 4; i++) {
        double right;
        if (!learn_lemmas_try(bytes, size, lexicon, at[i], &right, &error)) return fail(&error);
        printf("%s: %.2f %% right where classes are known\n", files[i], 100 * right);
    }
    vfp_lexicon_close(lexicon);
    FILE *file = fopen(argv[1], "wb");
    bool done = file && fwrite(bytes, 1, size, file) == size;
    if (file && fclose(file)) done = false;
    free(bytes);
    if (!done) fprintf(stderr, "volteface-train: %s can't be written\n", argv[1]);
    return done ? 0 : 1;
}
