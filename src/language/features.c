/* features.c: words → atoms → hashed features. No allocation; constant time a word of bounded length. */
#include "language/features.h"

enum { FORM_LIMIT = 64 };

/* ---- words */

static uint64_t mix(uint64_t h) {
    h ^= h >> 32;
    h *= 0x9E3779B97F4A7C15u;
    return h ^ h >> 29;
}

/* A word as the model knows it. */
typedef struct Folded {
    char at[2 * FORM_LIMIT + 4];
    uint32_t n;
    bool hyphen, dot, digits; /* has one; nothing but digits and the marks between them */
    uint64_t hash;
} Folded;

/* Folds the last FORM_LIMIT bytes of the form; digits become 0. Quotation marks and dashes come in many shapes that
 * mean the same; the first character tells them. */
static void fold_word(Str form, Folded *out) {
    if (form.len > FORM_LIMIT) form.at += form.len - FORM_LIMIT, form.len = FORM_LIMIT;
    uint32_t n = out->n = vfp_fold(form, out->at), other = 0;
    uint64_t h = 0xcbf29ce484222325u;
    out->hyphen = out->dot = false;
    for (uint32_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)out->at[i];
        if (c < 'a') {
            if (c >= '0' && c <= '9') c = '0', out->at[i] = '0';
            out->hyphen |= c == '-', out->dot |= c == '.';
            other += c != '0' && c != ',' && c != '.' && c != ':';
        } else {
            other++;
        }
        h = (h ^ c) * 0x100000001b3u;
    }
    out->digits = n && !other;
    out->hash = mix(h ^ n);
}

uint64_t vfp_word_hash(Str form) {
    Folded word;
    fold_word(form, &word);
    return word.hash;
}

/* ---- shapes */

Setting vfp_setting(uint32_t words, uint32_t capitals, uint32_t uppers) {
    if (words < 3 || capitals * 5 < words * 4) return SET_PLAIN;
    return uppers * 5 >= words * 4 ? SET_UPPER : SET_TITLE;
}

static uint32_t shape_of(const Folded *word, unsigned flags, Setting setting) {
    uint32_t shape = flags & (TOKEN_CAPITAL | TOKEN_UPPER | TOKEN_DIGIT | TOKEN_FIRST | TOKEN_PUNCT | TOKEN_FUSED);
    return shape | (uint32_t)word->hyphen << 8 | (uint32_t)word->dot << 9 | (uint32_t)word->digits << 10 |
           (uint32_t)setting << 11 | (word->n < 3 ? word->n : 3) << 13 | 1u << 15;
}

/* The last k bytes of the word, packed. */
static uint32_t suffix(const Folded *word, uint32_t k) {
    uint32_t packed = k << 28;
    for (uint32_t i = word->n > k ? word->n - k : 0; i < word->n; i++)
        packed = packed * 131 + (unsigned char)word->at[i];
    return packed;
}

/* The form's first three bytes, folded with their digits left as they are. */
static uint32_t prefix(Str form) {
    char head[2 * 3 + 4];
    uint32_t n = vfp_fold((Str){form.at, form.len < 3 ? form.len : 3}, head), packed = 3u << 28;
    for (uint32_t i = 0; i < 3 && i < n; i++) packed = packed * 131 + (unsigned char)head[i];
    return packed;
}

/* A word with one possible tag needs no look around it, unless its capitals say that it may be a name: Will, US. */
static uint8_t settled(const WordEntry *entry, unsigned flags, Setting setting) {
    if (!entry || !entry->only) return 0;
    bool odd = setting == SET_PLAIN && (flags & TOKEN_UPPER || (flags & TOKEN_CAPITAL && !(flags & TOKEN_FIRST)));
    return odd ? 0 : entry->only;
}

/* Where the name begins in what is written like al-Assad and anti-Russia; 0 for other words. */
static uint32_t name_behind_hyphen(Str form) {
    if (form.len < 4 || form.at[0] < 'a' || form.at[0] > 'z') return 0;
    for (uint32_t i = 1; i < 8 && i + 2 < form.len; i++)
        if (form.at[i] == '-') return form.at[i + 1] >= 'A' && form.at[i + 1] <= 'Z' ? i + 1 : 0;
    return 0;
}

void vfp_feature_word(const Model *model, Str form, unsigned flags, Setting setting, Feature *out) {
    Folded word;
    uint32_t name = name_behind_hyphen(form), prefix3 = prefix(form);
    if (name) form.at += name, form.len -= name, flags |= TOKEN_CAPITAL;
    fold_word(form, &word);
    const WordEntry *entry = vfp_model_word(model, word.hash);
    *out = (Feature){.word = word.hash,
                     .suffix3 = suffix(&word, 3),
                     .shape = shape_of(&word, flags, setting) | (name ? 1u << 16 : 0u),
                     .classes = entry ? entry->classes : 0,
                     .only = settled(entry, flags, setting)};
    if (out->only) return; /* the rest is asked for by the scoring of this very word alone */
    out->suffix2 = suffix(&word, 2), out->suffix4 = suffix(&word, 4), out->suffix5 = suffix(&word, 5);
    out->prefix3 = prefix3;
}

/* ---- templates */

static inline uint64_t combine(unsigned name, uint64_t a, uint64_t b, uint64_t c) {
    uint64_t h = (a + name + 1) * 0x9E3779B97F4A7C15u;
    h = (h ^ h >> 31 ^ b) * 0xBF58476D1CE4E5B9u;
    h = (h ^ h >> 30 ^ c) * 0x94D049BB133111EBu;
    return h ^ h >> 31;
}

void vfp_feature_hashes(const Feature *at, uint64_t hashes[FEATURE_COUNT]) {
    enum { NO = 0 };
#define ATOMS(place, name)                                                                                             \
    const uint64_t W_##name = at[place].word, S3_##name = at[place].suffix3, C_##name = at[place].classes,             \
                   H_##name = at[place].shape, T_##name = at[place].tag + 1u;                                          \
    (void)W_##name, (void)S3_##name, (void)C_##name, (void)H_##name, (void)T_##name
    ATOMS(-2, m2);
    ATOMS(-1, m1);
    ATOMS(0, 0);
    ATOMS(1, p1);
    ATOMS(2, p2);
#undef ATOMS
    const uint64_t S2_0 = at->suffix2, S4_0 = at->suffix4, S5_0 = at->suffix5, P3_0 = at->prefix3;
#define TEMPLATE(name, a, b, c) hashes[FEATURE_##name] = combine(FEATURE_##name, a, b, c);
#include "learn/tagger.templates"
#undef TEMPLATE
}

uint64_t vfp_templates_hash(void) {
    static const char text[] =
#define TEMPLATE(name, a, b, c) #name "=" #a " " #b " " #c "\n"
#include "learn/tagger.templates"
#undef TEMPLATE
#define X(name, upos, feats) #name "=" #upos " " #feats "\n"
        TAGS(X)
#undef X
        ;
    return vfp_hash(text, sizeof text - 1, MODEL_VERSION);
}
