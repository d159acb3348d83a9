/* features.c: words → atoms → hashed features. No allocation; constant time a word of bounded length. */
#include "language/features.h"

enum { FORM_LIMIT = 64 };

/* ---- words */

static uint64_t mix(uint64_t h) {
    h ^= h >> 32;
    h *= 0x9E3779B97F4A7C15u;
    return h ^ h >> 29;
}

/* Folds the last FORM_LIMIT bytes of the form into out; digits become 0. Returns the length. */
static uint32_t fold_word(Str form, char out[2 * FORM_LIMIT + 4]) {
    if (form.len > FORM_LIMIT) form.at += form.len - FORM_LIMIT, form.len = FORM_LIMIT;
    uint32_t n = vfp_fold(form, out);
    for (uint32_t i = 0; i < n; i++)
        if (out[i] >= '0' && out[i] <= '9') out[i] = '0';
    return n;
}

/* Quotation marks and dashes come in many shapes that mean the same; the first character tells them. */
static uint64_t hash_folded(const char *folded, uint32_t n) {
    uint64_t h = 0xcbf29ce484222325u;
    for (uint32_t i = 0; i < n; i++) h = (h ^ (unsigned char)folded[i]) * 0x100000001b3u;
    return mix(h ^ n);
}

uint64_t vfp_word_hash(Str form) {
    char folded[2 * FORM_LIMIT + 4];
    return hash_folded(folded, fold_word(form, folded));
}

/* ---- shapes */

Setting vfp_setting(uint32_t words, uint32_t capitals, uint32_t uppers) {
    if (words < 3 || capitals * 5 < words * 4) return SET_PLAIN;
    return uppers * 5 >= words * 4 ? SET_UPPER : SET_TITLE;
}

static uint32_t shape_of(const char *folded, uint32_t n, unsigned flags, Setting setting) {
    bool hyphen = false, dot = false, digits = n > 0;
    for (uint32_t i = 0; i < n; i++) {
        hyphen |= folded[i] == '-', dot |= folded[i] == '.';
        digits &= folded[i] == '0' || folded[i] == ',' || folded[i] == '.' || folded[i] == ':';
    }
    uint32_t shape = flags & (TOKEN_CAPITAL | TOKEN_UPPER | TOKEN_DIGIT | TOKEN_FIRST | TOKEN_PUNCT | TOKEN_FUSED);
    return shape | (uint32_t)hyphen << 8 | (uint32_t)dot << 9 | (uint32_t)digits << 10 | (uint32_t)setting << 11 |
           (n < 3 ? n : 3) << 13 | 1u << 15;
}

/* The last k bytes of the word, packed. */
static uint32_t suffix(const char *folded, uint32_t n, uint32_t k) {
    uint32_t packed = k << 28;
    for (uint32_t i = n > k ? n - k : 0; i < n; i++) packed = packed * 131 + (unsigned char)folded[i];
    return packed;
}

static uint32_t prefix(const char *folded, uint32_t n, uint32_t k) {
    uint32_t packed = k << 28;
    for (uint32_t i = 0; i < k && i < n; i++) packed = packed * 131 + (unsigned char)folded[i];
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
    char folded[2 * FORM_LIMIT + 4], head[2 * 3 + 4];
    uint32_t name = name_behind_hyphen(form), h = vfp_fold((Str){form.at, form.len < 3 ? form.len : 3}, head);
    if (name) form.at += name, form.len -= name, flags |= TOKEN_CAPITAL;
    uint32_t n = fold_word(form, folded);
    uint64_t hash = hash_folded(folded, n);
    const WordEntry *entry = vfp_model_word(model, hash);
    *out = (Feature){.word = hash,
                     .suffix2 = suffix(folded, n, 2),
                     .suffix3 = suffix(folded, n, 3),
                     .suffix4 = suffix(folded, n, 4),
                     .suffix5 = suffix(folded, n, 5),
                     .prefix3 = prefix(head, h, 3),
                     .shape = shape_of(folded, n, flags, setting) | (name ? 1u << 16 : 0u),
                     .classes = entry ? entry->classes : 0,
                     .only = settled(entry, flags, setting)};
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
