/* tag.c: word classes and morphology, by a greedy averaged perceptron (Collins 2002), left to right.
 *
 * Words that practically never have but one tag take it without scoring; so do marks. For the others each feature
 * that training kept adds its row of weights, and the highest tag wins. Cost: linear, FEATURE_COUNT look-ups a word.
 * Without a model every token is X. */
#include "language/features.h"
#include "language/language.h"
#ifdef __SSE2__ /* every 64-bit x86; elsewhere plain C comes to the same */
#include <emmintrin.h>
#endif
#if defined(__x86_64__)
#include <immintrin.h>
#endif

static inline uint32_t bucket_of(const Model *model, uint64_t hash) {
    return (uint32_t)hash & ((1u << model->row_bits) - 1) & ~(uint32_t)(BUCKET - 1);
}

/* The places among the 16 checks from `checks` on that equal `wanted`, as bits. */
static inline uint32_t equal_checks(const uint16_t *checks, uint16_t wanted) {
#ifdef __SSE2__
    __m128i all = _mm_set1_epi16((short)wanted);
    __m128i low = _mm_cmpeq_epi16(_mm_loadu_si128((const __m128i *)(const void *)checks), all);
    __m128i high = _mm_cmpeq_epi16(_mm_loadu_si128((const __m128i *)(const void *)(checks + 8)), all);
    return (uint32_t)_mm_movemask_epi8(_mm_packs_epi16(low, high));
#else
    uint32_t equal = 0;
    for (unsigned k = 0; k < BUCKET; k++) equal |= (uint32_t)(checks[k] == wanted) << k;
    return equal;
#endif
}

/* Finds the rows of the features that the model has; rows: room for one more than there are features. */
static uint32_t find_rows(const Model *model, const uint64_t *hashes, uint32_t *rows) {
    uint32_t n = 0;
    for (unsigned k = 0; k < FEATURE_COUNT; k++) { /* without a branch: nothing foretells which are there */
        uint32_t bucket = bucket_of(model, hashes[k]);
        uint32_t equal = equal_checks(model->checks + bucket, (uint16_t)(hashes[k] >> 48 | 1));
        rows[n] = bucket + (uint32_t)__builtin_ctz(equal | 1u << BUCKET);
        n += equal != 0;
    }
    return n;
}

/* Sums of weights, eight tags in each; the compiler makes of them what the machine has. */
typedef int16_t Sums __attribute__((vector_size(16)));
typedef struct Scores {
    Sums at[TAG_WIDTH / 8];
} Scores;

static inline void add_row(Scores *scores, const int8_t *row) {
#ifdef __SSE2__
    for (int k = 0; k < TAG_WIDTH / 16; k++) {
        __m128i x = _mm_loadu_si128((const __m128i *)(const void *)(row + 16 * k));
        scores->at[2 * k] += (Sums)_mm_srai_epi16(_mm_unpacklo_epi8(x, x), 8);
        scores->at[2 * k + 1] += (Sums)_mm_srai_epi16(_mm_unpackhi_epi8(x, x), 8);
    }
#else
    for (int t = 0; t < TAG_WIDTH; t++) scores->at[t / 8][t % 8] = (int16_t)(scores->at[t / 8][t % 8] + row[t]);
#endif
}

/* The tag with the highest sum, the first of equals. */
static unsigned highest(const Scores *scores) {
#ifdef __SSE2__
    __m128i at[TAG_WIDTH / 8], top;
    memcpy(at, scores, sizeof at);
    top = _mm_max_epi16(_mm_max_epi16(at[0], at[1]), _mm_max_epi16(at[2], at[3]));
    top = _mm_max_epi16(top, _mm_shuffle_epi32(top, 0x4E));
    top = _mm_max_epi16(top, _mm_shuffle_epi32(top, 0xB1));
    top = _mm_max_epi16(top, _mm_or_si128(_mm_srli_epi32(top, 16), _mm_slli_epi32(top, 16)));
    __m128i low = _mm_packs_epi16(_mm_cmpeq_epi16(at[0], top), _mm_cmpeq_epi16(at[1], top));
    __m128i high = _mm_packs_epi16(_mm_cmpeq_epi16(at[2], top), _mm_cmpeq_epi16(at[3], top));
    return (unsigned)__builtin_ctz((unsigned)_mm_movemask_epi8(low) | (unsigned)_mm_movemask_epi8(high) << 16);
#else
    unsigned best = 0;
    for (unsigned t = 1; t < TAG_COUNT; t++)
        if (scores->at[t / 8][t % 8] > scores->at[best / 8][best % 8]) best = t;
    return best;
#endif
}

/* Adds up the rows. Memory is asked for ahead of its use. */
static unsigned best_tag(const Model *model, const uint32_t *rows, uint32_t n) {
    /* the columns behind the last tag begin so low that they never win */
    static const int16_t begin[TAG_WIDTH] = {[TAG_COUNT... TAG_WIDTH - 1] = INT16_MIN / 2};
    Scores scores;
    memcpy(&scores, begin, sizeof scores);
    for (uint32_t r = 0; r < n; r++) __builtin_prefetch(model->weights + (size_t)rows[r] * TAG_WIDTH);
    for (uint32_t r = 0; r < n; r++) add_row(&scores, model->weights + (size_t)rows[r] * TAG_WIDTH);
    return highest(&scores);
}

#if defined(__x86_64__)
/* find_rows and best_tag in registers of 32 bytes, where the machine has them; the sums are the same. */
__attribute__((target("avx2"))) static unsigned score_wide(const Model *model, const uint64_t *hashes) {
    uint32_t rows[FEATURE_COUNT + 1], n = 0;
    for (unsigned k = 0; k < FEATURE_COUNT; k++) {
        uint32_t bucket = bucket_of(model, hashes[k]);
        __m256i checks = _mm256_loadu_si256((const __m256i *)(const void *)(model->checks + bucket));
        __m256i equal = _mm256_cmpeq_epi16(checks, _mm256_set1_epi16((short)(hashes[k] >> 48 | 1)));
        uint32_t bits = (uint32_t)_mm256_movemask_epi8(equal); /* two for each check */
        rows[n] = bucket + (bits ? (uint32_t)__builtin_ctz(bits) / 2 : 0);
        __builtin_prefetch(model->weights + (size_t)rows[n] * TAG_WIDTH);
        n += bits != 0;
    }
    int16_t begin[TAG_WIDTH] = {[TAG_COUNT... TAG_WIDTH - 1] = INT16_MIN / 2};
    __m256i low = _mm256_loadu_si256((const __m256i *)(const void *)begin);
    __m256i high = _mm256_loadu_si256((const __m256i *)(const void *)(begin + 16));
    for (uint32_t r = 0; r < n; r++) {
        const __m128i *row = (const __m128i *)(const void *)(model->weights + (size_t)rows[r] * TAG_WIDTH);
        low = _mm256_add_epi16(low, _mm256_cvtepi8_epi16(_mm_loadu_si128(row)));
        high = _mm256_add_epi16(high, _mm256_cvtepi8_epi16(_mm_loadu_si128(row + 1)));
    }
    Scores scores;
    memcpy(&scores, &low, sizeof low);
    memcpy((char *)&scores + sizeof low, &high, sizeof high);
    return highest(&scores);
}
#endif

static unsigned score_tag(const Model *model, const Feature *at) {
    uint64_t hashes[FEATURE_COUNT];
    uint32_t rows[FEATURE_COUNT + 1];
    vfp_feature_hashes(at, hashes);
#if defined(__x86_64__)
    if (model->wide) return score_wide(model, hashes);
#endif
    return best_tag(model, rows, find_rows(model, hashes, rows));
}

static Setting setting_of(const Token *tokens, uint32_t n) {
    uint32_t words = 0, capitals = 0, uppers = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (tokens[i].end - tokens[i].begin < 4 || tokens[i].flags & (TOKEN_PUNCT | TOKEN_DIGIT)) continue;
        words++;
        capitals += (tokens[i].flags & TOKEN_CAPITAL) != 0;
        uppers += (tokens[i].flags & TOKEN_UPPER) != 0;
    }
    return vfp_setting(words, capitals, uppers);
}

/* The 's of a genitive is told from that of “it's” by its tag. */
static void set_tag(const Article *a, Token *t, unsigned tag) {
    TagMeaning m = vfp_tag_meaning(tag);
    t->upos = m.upos, t->feats = m.feats;
    if (tag == TAG_PART && t->flags & TOKEN_FUSED && (a->text.at[t->begin] | 32) != 'n') t->feats |= FEAT_POSSESSIVE;
}

/* “was delayed”: what ends in -ed behind an auxiliary and is not known to be an adjective is a participle. */
static bool is_passive(const Article *a, const Token *tokens, const Feature *at, uint32_t i) {
    const Token *t = &tokens[i];
    if (at[i].tag != TAG_ADJ || t->end - t->begin < 5 || memcmp(a->text.at + t->end - 2, "ed", 2) != 0) return false;
    const WordEntry *entry = vfp_model_word(a->model, at[i].word);
    if (entry && entry->usual == TAG_ADJ) return false;
    while (i > 0 && tokens[i - 1].upos == UPOS_ADV) i--;
    return i > 0 && tokens[i - 1].upos == UPOS_AUX;
}

static void tag_sentence(Article *a, Token *tokens, uint32_t n, Feature *features) {
    Setting setting = setting_of(tokens, n);
    memset(features, 0, sizeof *features * FEATURE_MARGIN);
    memset(features + FEATURE_MARGIN + n, 0, sizeof *features * FEATURE_MARGIN);
    Feature *at = features + FEATURE_MARGIN;
    for (uint32_t i = 0; i < n; i++)
        vfp_feature_word(a->model, vfp_slice(a->text, (Span){tokens[i].begin, tokens[i].end}), tokens[i].flags, setting,
                         &at[i]);
    for (uint32_t i = 0; i < n; i++) {
        at[i].tag = (uint8_t)(at[i].only ? at[i].only - 1u : score_tag(a->model, &at[i]));
        if (is_passive(a, tokens, at, i)) at[i].tag = TAG_VERB_PARTICIPLE;
        set_tag(a, &tokens[i], at[i].tag);
    }
}

void vfp_tag_words(Article *a) {
    uint32_t longest = 0;
    if (!a->model->words) return;
    for (uint32_t s = 0; s < a->sentences.n; s++) {
        uint32_t n = a->sentences.at[s].last - a->sentences.at[s].first;
        longest = n > longest ? n : longest;
    }
    Feature *features = vfp_arena_alloc(a->arena, (longest + 2 * FEATURE_MARGIN) * sizeof *features);
    for (uint32_t s = 0; s < a->sentences.n; s++) {
        const Sentence *sentence = &a->sentences.at[s];
        tag_sentence(a, &a->tokens.at[sentence->first], sentence->last - sentence->first, features);
    }
}

void vfp_tag(Article *a) {
    vfp_tag_words(a);
    vfp_lemmatize(a);
}
