/* corpus.c: treebanks in CoNLL-U → samples, and their noisy copies. Linear. */
#include "language/runes.h"
#include "learn/learn.h"
#include <stdio.h>
#include <stdlib.h>

void *learn_alloc(size_t count, size_t size) {
    void *at = calloc(count ? count : 1, size);
    if (!at) {
        fputs("volteface-train: out of memory\n", stderr);
        exit(1);
    }
    return at;
}

void *learn_grow(void *old, uint32_t count, uint32_t *cap, size_t size) {
    if (count < *cap) return old;
    *cap = *cap ? *cap * 2 : 1024;
    void *at = learn_alloc(*cap, size);
    if (count) memcpy(at, old, count * size);
    free(old);
    return at;
}

/* splitmix64 */
uint64_t learn_random(uint64_t *state) {
    uint64_t z = *state += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

/* ---- reading */

static uint8_t flags_of(Str form) {
    unsigned letters = 0, uppers = 0, flags = TOKEN_PUNCT;
    for (uint32_t i = 0, c; i < form.len;) {
        unsigned n = vfp_utf8_decode(form.at, form.len, i, &c);
        i += n ? n : 1;
        Rune k = vfp_rune_class(c);
        if (k == RUNE_DIGIT) flags = (flags | TOKEN_DIGIT) & ~(unsigned)TOKEN_PUNCT;
        if (k != RUNE_LETTER) continue;
        flags &= ~(unsigned)TOKEN_PUNCT;
        if (!letters++ && vfp_rune_upper(c)) flags |= TOKEN_CAPITAL;
        uppers += vfp_rune_upper(c);
    }
    return (uint8_t)(letters > 1 && letters == uppers ? flags | TOKEN_UPPER : flags);
}

static unsigned feats_of(const char *upos, const char *feats) {
    bool verb = strcmp(upos, "VERB") == 0 || strcmp(upos, "AUX") == 0;
    if (!verb) {
        if (strcmp(upos, "PRON") == 0 && strstr(feats, "Poss=Yes")) return FEAT_POSSESSIVE;
        bool counts = strcmp(upos, "NOUN") == 0 || strcmp(upos, "PROPN") == 0 || strcmp(upos, "PRON") == 0;
        return counts && (strstr(feats, "Number=Plur") || strstr(feats, "Number=Ptan")) ? FEAT_PLURAL : 0;
    }
    if (strstr(feats, "VerbForm=Inf")) return FEAT_INFINITIVE;
    if (strstr(feats, "VerbForm=Ger") || strstr(feats, "Tense=Pres|VerbForm=Part")) return FEAT_GERUND;
    if (strstr(feats, "VerbForm=Part")) return FEAT_PARTICIPLE;
    if (strstr(feats, "Tense=Past")) return FEAT_PAST;
    return strstr(feats, "Tense=Pres") ? FEAT_PRESENT : 0;
}

static uint8_t tag_of(const char *upos, const char *feats) {
    unsigned wanted = feats_of(upos, feats);
    int fallback = TAG_X;
    for (int t = TAG_COUNT - 1; t >= 0; t--) {
        TagMeaning m = vfp_tag_meaning((unsigned)t);
        if (strcmp(vfp_upos_names[m.upos], upos) != 0) continue;
        if (m.feats == wanted) return (uint8_t)t;
        fallback = t;
    }
    return (uint8_t)fallback;
}

static void add_word(Corpus *c, Sample sample) {
    c->words = learn_grow(c->words, c->count, &c->cap, sizeof *c->words);
    c->words[c->count++] = sample;
    c->sentences[c->sentence_count - 1].count++;
}

static void open_sentence(Corpus *c) {
    c->sentences = learn_grow(c->sentences, c->sentence_count, &c->sentence_cap, sizeof *c->sentences);
    c->sentences[c->sentence_count++] = (SampleSentence){c->count, 0};
}

/* One line of ten fields, NUL-ended; words of a multiword token but the first are fused. */
static void read_line(Corpus *c, char *line, bool *inside, long *fused_until) {
    char *field[10];
    int n = 0;
    for (char *rest = line; n < 10 && rest;) field[n++] = strsep(&rest, "\t");
    if (n < 10) {
        *inside = false, *fused_until = 0;
        return;
    }
    char *end;
    long id = strtol(field[0], &end, 10);
    if (*end == '-') *fused_until = strtol(end + 1, NULL, 10), *fused_until = *fused_until << 16 | id;
    if (*end) return;
    if (!*inside) open_sentence(c);
    *inside = true;
    Sample s = {.form = vfp_str(field[1]), .tag = tag_of(field[3], field[5])};
    s.flags = flags_of(s.form);
    if (id <= *fused_until >> 16 && id > (*fused_until & 0xFFFF)) s.flags |= TOKEN_FUSED;
    if (c->sentences[c->sentence_count - 1].count == 0) s.flags |= TOKEN_FIRST;
    add_word(c, s);
}

bool learn_read(Corpus *corpus, const char *path, vf_error *error) {
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END)) return vfp_fail(error, VF_E_IO, path, 0, 0, "it can't be read"), false;
    long size = ftell(file);
    rewind(file);
    char *text = learn_alloc((size_t)(size < 0 ? 0 : size) + 1, 1);
    bool whole = size > 0 && fread(text, 1, (size_t)size, file) == (size_t)size;
    fclose(file);
    if (!whole) return vfp_fail(error, VF_E_IO, path, 0, 0, "it can't be read, or is empty"), false;
    bool inside = false;
    long fused_until = 0;
    for (char *line = text, *next; line && *line; line = next) {
        next = strchr(line, '\n');
        if (next) *next++ = 0;
        if (*line != '#') read_line(corpus, line, &inside, &fused_until);
    }
    return true;
}

/* ---- noise */

typedef enum Noise { NOISE_SMALL_NAMES, NOISE_SMALL, NOISE_TITLE, NOISE_UPPER, NOISE_NO_STOP, NOISE_COUNT } Noise;

static Str recased(Str form, Noise noise) {
    char *out = learn_alloc(form.len * 2 + 5, 1);
    if (noise == NOISE_SMALL_NAMES || noise == NOISE_SMALL) return (Str){out, vfp_fold(form, out)};
    memcpy(out, form.at, form.len);
    for (uint32_t i = 0; i < form.len && (noise == NOISE_UPPER || i < 1); i++)
        if (vfp_ascii_lower((unsigned char)out[i])) out[i] = (char)(out[i] - 32);
    return (Str){out, form.len};
}

/* Headlines leave small words small. */
static bool changes(const Sample *s, Noise noise) {
    if (s->flags & TOKEN_PUNCT) return false;
    if (noise == NOISE_SMALL_NAMES) return vfp_tag_meaning(s->tag).upos == UPOS_PROPN || s->flags & TOKEN_FIRST;
    return noise != NOISE_TITLE || s->form.len > 3;
}

static void copy_with_noise(Corpus *c, SampleSentence from, Noise noise) {
    open_sentence(c);
    for (uint32_t i = 0; i < from.count; i++) {
        Sample s = c->words[from.first + i];
        bool last_stop = i + 1 == from.count && s.flags & TOKEN_PUNCT && i > 0;
        if (last_stop && (noise == NOISE_NO_STOP || noise == NOISE_TITLE || noise == NOISE_UPPER)) continue;
        if (noise != NOISE_NO_STOP && changes(&s, noise)) {
            uint8_t kept = s.flags & (TOKEN_FUSED | TOKEN_FIRST);
            s.form = recased(s.form, noise);
            s.flags = flags_of(s.form) | kept;
        }
        add_word(c, s);
    }
}

void learn_add_noise(Corpus *c, uint32_t percent, uint64_t *random) {
    uint32_t n = c->sentence_count;
    for (uint32_t i = 0; i < n; i++) {
        uint64_t r = learn_random(random);
        if (r % 100 < percent && c->sentences[i].count > 3)
            copy_with_noise(c, c->sentences[i], (Noise)((r >> 32) % NOISE_COUNT));
    }
}
