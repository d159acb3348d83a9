/* split_corpus.c: treebanks in CoNLL-U → running text as it was before it was cut into sentences: those of a
 * paragraph joined by a space, or by nothing where the treebank says so. Linear. */
#include "language/runes.h"
#include "learn/split.h"
#include <stdio.h>
#include <stdlib.h>

/* ---- building text */

static void put(SplitText *t, const char *at, uint32_t n) {
    while (t->cap < t->len + n + 1) t->at = learn_grow(t->at, t->cap ? t->cap : 0, &t->cap, 1);
    memcpy(t->at + t->len, at, n);
    t->len += n;
}

static void put_end(SplitText *t) {
    t->ends = learn_grow(t->ends, t->end_count, &t->end_cap, sizeof *t->ends);
    t->ends[t->end_count++] = t->len;
}

static void put_word(SplitText *t, const char *form, const char *upos) {
    uint8_t class = 0;
    for (int k = 0; k < UPOS_COUNT; k++)
        if (strcmp(vfp_upos_names[k], upos) == 0) class = (uint8_t)k;
    t->forms = learn_grow(t->forms, t->word_count, &t->word_cap, sizeof *t->forms);
    t->classes = learn_grow(t->classes, t->word_count, &t->class_cap, sizeof *t->classes);
    t->forms[t->word_count] = vfp_str(form), t->classes[t->word_count++] = class;
}

/* ---- reading */

typedef struct Reader {
    SplitText *text;
    const char *sentence; /* of the comment, not yet put */
    bool paragraph;       /* a new one begins */
    bool glue;            /* the next sentence follows without a space */
    bool joined;          /* the last token says so */
    long inside;          /* last word of the multiword token that is open */
} Reader;

static void end_sentence(Reader *r) {
    SplitText *t = r->text;
    r->inside = 0;
    if (!r->sentence) return;
    if (t->len) put(t, r->paragraph ? "\n" : " ", r->paragraph || !r->glue);
    put(t, r->sentence, (uint32_t)strlen(r->sentence));
    put_end(t);
    r->sentence = NULL, r->paragraph = false, r->glue = r->joined;
}

static void read_line(Reader *r, char *line) {
    static const char text[] = "# text = ";
    if (!*line) end_sentence(r);
    bool block = strncmp(line, "# newpar_block", 14) == 0;
    if (strncmp(line, "# newdoc", 8) == 0 || (strncmp(line, "# newpar", 8) == 0 && !block)) r->paragraph = true;
    if (strncmp(line, text, sizeof text - 1) == 0) r->sentence = line + sizeof text - 1;
    if (!vfp_ascii_digit((unsigned char)*line)) return;
    char *field[10] = {0}, *end;
    int n = 0;
    for (char *rest = line; n < 10 && rest;) field[n++] = strsep(&rest, "\t");
    if (n < 10) return;
    long id = strtol(field[0], &end, 10);
    if (*end == '.') return;
    if (!*end) put_word(r->text, field[1], field[3]);
    if (*end == '-') r->inside = strtol(end + 1, NULL, 10);
    if (*end == '-' || id > r->inside) r->joined = strstr(field[9], "SpaceAfter=No") != NULL;
}

bool learn_split_read(SplitText *text, const char *path, vf_error *error) {
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END)) return vfp_fail(error, VF_E_IO, path, 0, 0, "it can't be read"), false;
    long size = ftell(file);
    rewind(file);
    char *bytes = learn_alloc((size_t)(size < 0 ? 0 : size) + 1, 1);
    bool whole = size > 0 && fread(bytes, 1, (size_t)size, file) == (size_t)size;
    fclose(file);
    if (!whole) return vfp_fail(error, VF_E_IO, path, 0, 0, "it can't be read, or is empty"), false;
    Reader reader = {.text = text, .paragraph = true};
    for (char *line = bytes, *next; line && *line; line = next) {
        next = strchr(line, '\n');
        if (next) *next++ = 0;
        read_line(&reader, line);
    }
    end_sentence(&reader);
    return true; /* the words' forms lie in `bytes`, which stays */
}

/* ---- noise */

typedef enum Noise { NOISE_SMALL, NOISE_NO_STOP, NOISE_UPPER, NOISE_CURLY, NOISE_LAST_STOP, NOISE_COUNT } Noise;

static bool drops(const char *text, uint32_t i, uint32_t end, bool last, Noise noise) {
    if (i + 1 != end || text[i] != '.') return false;
    return (noise == NOISE_LAST_STOP && last) || noise == NOISE_NO_STOP;
}

/* A copy of text[begin, end), which has the sentence ends [first, last). */
static void copy_with_noise(SplitText *t, uint32_t begin, uint32_t end, uint32_t first, uint32_t last, Noise noise,
                            uint64_t *random) {
    char *from = learn_alloc(end - begin + 1, 1);
    memcpy(from, t->at + begin, end - begin);
    put(t, "\n", 1);
    bool open = false, dropping = false;
    for (uint32_t i = 0, e = first; i < end - begin; i++) {
        if (e == first || i + begin == t->ends[e - 1])
            dropping = noise != NOISE_NO_STOP || learn_random(random) % 3 == 0;
        unsigned char c = (unsigned char)from[i];
        if (noise == NOISE_SMALL && vfp_ascii_upper(c)) c |= 32;
        if (noise == NOISE_UPPER && vfp_ascii_lower(c)) c ^= 32;
        bool at_end = e < last && i + 1 + begin == t->ends[e];
        if (noise == NOISE_CURLY && c == '"') put(t, open ? "\xE2\x80\x9D" : "\xE2\x80\x9C", 3), open = !open;
        else if (noise == NOISE_CURLY && c == '\'') put(t, "\xE2\x80\x99", 3);
        else if (!at_end || !dropping || !drops(from, i, i + 1, e + 1 == last, noise)) put(t, (char *)&c, 1);
        if (at_end) put_end(t), e++;
    }
    free(from);
}

void learn_split_noise(SplitText *t, uint32_t percent, uint64_t *random) {
    uint32_t len = t->len, ends = t->end_count;
    for (uint32_t begin = 0, end, e = 0; begin < len; begin = end + 1) {
        const char *line = memchr(t->at + begin, '\n', len - begin);
        end = line ? (uint32_t)(line - t->at) : len;
        uint32_t first = e;
        while (e < ends && t->ends[e] <= end) e++;
        uint64_t r = learn_random(random);
        if (r % 100 < percent) copy_with_noise(t, begin, end, first, e, (Noise)((r >> 32) % NOISE_COUNT), random);
    }
}

/* ---- the classes of words */

typedef struct Count {
    uint32_t hash;
    uint32_t of[UPOS_COUNT], all;
} Count;

static int by_count(const void *a, const void *b) {
    const Count *x = a, *y = b;
    if (x->all != y->all) return x->all < y->all ? 1 : -1;
    return (x->hash > y->hash) - (x->hash < y->hash);
}

static uint8_t class_of(const Count *c) {
    int best = 0;
    for (int k = 1; k < UPOS_COUNT; k++)
        if (c->of[k] > c->of[best]) best = k;
    return (uint8_t)(1 + best);
}

unsigned char *learn_split_words(const SplitText *t, uint32_t bits) {
    enum { LEAST = 3, COUNT_BITS = 17 };
    Count *counts = learn_alloc((size_t)1 << COUNT_BITS, sizeof *counts);
    uint32_t mask = (1u << COUNT_BITS) - 1;
    for (uint32_t i = 0; i < t->word_count; i++) {
        uint32_t hash = vfp_split_hash(t->forms[i]), at = hash & mask;
        while (counts[at].all && counts[at].hash != hash) at = (at + 1) & mask;
        counts[at].hash = hash, counts[at].all++, counts[at].of[t->classes[i]]++;
    }
    qsort(counts, (size_t)mask + 1, sizeof *counts, by_count);
    unsigned char *words = learn_alloc((size_t)4 << bits, 1);
    uint32_t small = (1u << bits) - 1;
    for (uint32_t i = 0; i < small / 4 * 3 && counts[i].all >= LEAST; i++) {
        uint32_t at = counts[i].hash & small, k = 0;
        for (; k < SPLIT_PROBES && words[4 * at]; k++) at = (at + 1) & small;
        if (k == SPLIT_PROBES) continue;
        words[4 * at] = class_of(&counts[i]);
        for (int b = 1; b < 4; b++) words[4 * at + b] = (unsigned char)(counts[i].hash >> 8 * b);
    }
    free(counts);
    return words;
}
