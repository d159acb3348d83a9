/* words.c: see words.h, and section 5 of volteface.h. */
#include "words.h"
#include "engine.h"
#include <stdio.h>

/* Of several values of one feature the first counts. */
static const struct {
    const char *name, *value;
    unsigned any; /* FEAT_ bits */
} features[] = {
    {"Degree", "Cmp", FEAT_COMPARATIVE},   {"Degree", "Sup", FEAT_SUPERLATIVE},
    {"Mood", "Imp", FEAT_IMPERATIVE},      {"Mood", "Ind", FEAT_PAST | FEAT_PRESENT},
    {"Number", "Plur", FEAT_PLURAL},       {"Number", "Sing", FEAT_SINGULAR},
    {"Person", "1", FEAT_FIRST},           {"Person", "2", FEAT_SECOND},
    {"Person", "3", FEAT_THIRD},           {"Polarity", "Neg", FEAT_NEGATIVE},
    {"Poss", "Yes", FEAT_POSSESSIVE},      {"Tense", "Past", FEAT_PAST | FEAT_PARTICIPLE},
    {"Tense", "Pres", FEAT_PRESENT},       {"VerbForm", "Fin", FEAT_PAST | FEAT_PRESENT | FEAT_IMPERATIVE},
    {"VerbForm", "Ger", FEAT_GERUND},      {"VerbForm", "Inf", FEAT_INFINITIVE},
    {"VerbForm", "Part", FEAT_PARTICIPLE}, {"Voice", "Pass", FEAT_PASSIVE},
};

static unsigned append(char *out, unsigned n, const char *text) {
    unsigned k = (unsigned)strlen(text);
    memcpy(out + n, text, k + 1);
    return n + k;
}

unsigned vfp_feats_text(unsigned upos, unsigned feats, char out[VFP_FEATS_ROOM]) {
    unsigned n = 0, bits = feats;
    const char *last = "";
    if (upos == UPOS_PART) bits &= ~(unsigned)FEAT_POSSESSIVE; /* the treebanks leave the 's without any */
    out[0] = '\0';
    for (size_t i = 0; bits && i < sizeof features / sizeof *features; i++) {
        if (!(bits & features[i].any) || strcmp(features[i].name, last) == 0) continue;
        last = features[i].name;
        if (n) n = append(out, n, "|");
        n = append(out, n, last);
        n = append(out, n, "=");
        n = append(out, n, features[i].value);
    }
    return n;
}

/* ---- the public views */

size_t vf_article_sentence_count(const vf_article *article) { return article->article.sentences.n; }
size_t vf_article_word_count(const vf_article *article) { return article->article.tokens.n; }
size_t vf_article_name_count(const vf_article *article) { return article->article.entities.n; }

bool vf_article_sentence(const vf_article *article, size_t number, vf_sentence *out) {
    const Article *a = &article->article;
    *out = (vf_sentence){0};
    if (number >= a->sentences.n) return false;
    const Sentence *s = &a->sentences.at[number];
    *out = (vf_sentence){s->first, s->last, a->tokens.at[s->first].begin, a->tokens.at[s->last - 1].end};
    return true;
}

/* The number of the name that token i is in, or VF_NONE. */
static size_t name_of(const Article *a, uint32_t i) {
    uint32_t low;
    VFP_HALVE(low, a->entities.n, middle, a->entities.at[middle].last <= i);
    return low < a->entities.n && a->entities.at[low].first <= i ? low : VF_NONE;
}

bool vf_article_word(const vf_article *article, size_t number, vf_word *out) {
    const Article *a = &article->article;
    *out = (vf_word){0};
    if (number >= a->tokens.n) return false;
    const uint32_t i = (uint32_t)number;
    const Token *t = &a->tokens.at[i];
    const Sentence *s = &a->sentences.at[t->sentence];
    const Arc arc = vfp_arc(a, s, t->head == VFP_NONE ? vfp_root(a, s) : VFP_NONE, i);
    *out = (vf_word){.begin = t->begin,
                     .end = t->end,
                     .sentence = t->sentence,
                     .lemma = a->lemmas[i].at,
                     .lemma_size = a->lemmas[i].len,
                     .upos = vfp_upos_names[t->upos],
                     .relation = arc.relation,
                     .head = arc.head == VFP_NONE ? VF_NONE : arc.head,
                     .name = name_of(a, i),
                     .fused = t->flags & TOKEN_FUSED,
                     .space_after = t->flags & TOKEN_SPACE,
                     .feature_bits = (unsigned)t->upos << 16 | t->feats};
    return true;
}

bool vf_article_name(const vf_article *article, size_t number, vf_name *out) {
    const Article *a = &article->article;
    *out = (vf_name){0};
    if (number >= a->entities.n) return false;
    const Entity *e = &a->entities.at[number];
    *out = (vf_name){e->first, e->last, a->tokens.at[e->first].begin, a->tokens.at[e->last - 1].end,
                     vfp_entity_names[e->kind]};
    return true;
}

size_t vf_word_features(const vf_word *word, char *out, size_t size) {
    char feats[VFP_FEATS_ROOM];
    unsigned n = vfp_feats_text(word->feature_bits >> 16, word->feature_bits & UINT16_MAX, feats);
    if (size) snprintf(out, size, "%s", feats);
    return n;
}
