/* tag.c: word classes and morphology, by a greedy averaged perceptron (Collins 2002), left to right.
 *
 * Words that practically never have but one tag take it without scoring; so do marks. For the others each feature
 * that training kept adds its row of weights, and the highest tag wins. Cost: linear, FEATURE_COUNT look-ups a word.
 * Without a model every token is X. */
#include "language/features.h"
#include "language/language.h"

static inline uint32_t bucket_of(const Model *model, uint64_t hash) {
    return (uint32_t)hash & ((1u << model->row_bits) - 1) & ~(uint32_t)(BUCKET - 1);
}

/* The row of a feature in the weights, or VFP_NONE. Compares the 16 checks of its bucket four at a time: after the
 * exclusive or an equal check is a zero, and the lowest zero of a word borrows into its own top bit first. */
static inline uint32_t row_of(const Model *model, uint64_t hash) {
    const uint64_t ones = 0x0001000100010001u, tops = 0x8000800080008000u;
    uint32_t bucket = bucket_of(model, hash);
    uint64_t wanted = (hash >> 48 | 1) * ones, checks[BUCKET / 4], zeros[BUCKET / 4];
    memcpy(checks, model->checks + bucket, sizeof checks);
    for (int k = 0; k < BUCKET / 4; k++) {
        uint64_t x = checks[k] ^ wanted;
        zeros[k] = (x - ones) & ~x & tops;
    }
    if (!(zeros[0] | zeros[1] | zeros[2] | zeros[3])) return VFP_NONE;
    uint32_t k = zeros[0] ? 0 : zeros[1] ? 1 : zeros[2] ? 2 : 3;
    return bucket + k * 4 + (uint32_t)__builtin_ctzll(zeros[k]) / 16;
}

/* Adds up the rows and returns the tag with the highest sum, the first of equals. */
static unsigned best_tag(const Model *model, const uint32_t *rows, uint32_t n) {
    int16_t scores[TAG_WIDTH] = {0};
    for (uint32_t r = 0; r < n; r++) {
        const int8_t *row = model->weights + (size_t)rows[r] * TAG_WIDTH;
        for (unsigned t = 0; t < TAG_WIDTH; t++) scores[t] = (int16_t)(scores[t] + row[t]);
    }
    unsigned best = 0;
    for (unsigned t = 1; t < TAG_COUNT; t++)
        if (scores[t] > scores[best]) best = t;
    return best;
}

/* Memory is asked for ahead of its use, first all buckets, then the rows as they are found. */
static unsigned score_tag(const Model *model, const Feature *at) {
    uint64_t hashes[FEATURE_COUNT];
    uint32_t rows[FEATURE_COUNT + 1], n = 0;
    vfp_feature_hashes(at, hashes);
    for (unsigned k = 0; k < FEATURE_COUNT; k++) __builtin_prefetch(model->checks + bucket_of(model, hashes[k]));
    for (unsigned k = 0; k < FEATURE_COUNT; k++) {
        rows[n] = row_of(model, hashes[k]);
        if (rows[n] == VFP_NONE) continue;
        __builtin_prefetch(model->weights + (size_t)rows[n] * TAG_WIDTH);
        n++;
    }
    return best_tag(model, rows, n);
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
