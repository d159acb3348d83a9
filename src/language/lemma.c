/* lemma.c: the dictionary form of each token, as a word id of the lexicon's vocabulary.
 *
 * The word table knows the irregular forms (said → say). For the rest the endings that the word class and the tag
 * allow are taken off, and the first candidate that the vocabulary has is the lemma; if it has none, the form stands
 * for itself. Since only words of the vocabulary are ever asked for, nothing is lost where the guess stays open.
 * Cost: at most five look-ups a token. */
#include "language/word.h"
#include "lexicon/lexicon.h"

enum { FORM_LIMIT = 40 };

typedef struct Stem {
    const Lexicon *lexicon;
    char form[2 * FORM_LIMIT + 8]; /* folded */
    uint32_t len;
} Stem;

/* The id of the form without its last `cut` letters but with `ending`; 0 if it is no word or too short a one. */
static uint32_t try_form(const Stem *s, uint32_t cut, const char *ending) {
    char out[sizeof s->form + 4];
    uint32_t n = s->len - cut, e = (uint32_t)strlen(ending);
    if (s->len < cut + 2) return 0;
    memcpy(out, s->form, n);
    memcpy(out + n, ending, e);
    uint32_t id = vfp_word(s->lexicon, (Str){out, n + e});
    return id && vfp_word_info(s->lexicon, id)->inflected ? id : 0; /* Chang is in the vocabulary, but no verb */
}

static bool ends_in(const Stem *s, const char *ending) {
    uint32_t e = (uint32_t)strlen(ending);
    return s->len > e + 1 && memcmp(s->form + s->len - e, ending, e) == 0;
}

static bool vowel(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u'; }

/* plans → plan, parties → party, crashes → crash, wolves → wolf */
static uint32_t without_s(const Stem *s) {
    uint32_t id = 0;
    if (!ends_in(s, "s") || ends_in(s, "ss")) return 0;
    if (ends_in(s, "ies") && (id = try_form(s, 3, "y"))) return id;
    if ((id = try_form(s, 1, ""))) return id;
    if (ends_in(s, "es") && (id = try_form(s, 2, ""))) return id;
    if (ends_in(s, "ves") && ((id = try_form(s, 3, "f")) || (id = try_form(s, 3, "fe")))) return id;
    return 0;
}

/* Takes off an ending of `cut` letters that begins with a vowel: hoping → hope, planned → plan, visited → visit. */
static uint32_t without_ending(const Stem *s, uint32_t cut) {
    if (s->len < cut + 2) return 0;
    const char *end = s->form + s->len - cut; /* behind the stem */
    uint32_t id = 0;
    bool twice = s->len > cut + 2 && end[-1] == end[-2] && !vowel(end[-1]);
    bool mute = s->len > cut + 2 && !vowel(end[-1]) && vowel(end[-2]) && !vowel(end[-3]);
    if (end[-1] == 'i' && (id = try_form(s, cut + 1, "y"))) return id;
    if (mute && (id = try_form(s, cut, "e"))) return id;
    if ((id = try_form(s, cut, ""))) return id;
    if (twice && (id = try_form(s, cut + 1, ""))) return id;
    if (end[-1] == 'y' && (id = try_form(s, cut + 1, "ie"))) return id;
    return try_form(s, cut, "e");
}

static uint32_t verb_lemma(const Stem *s, unsigned feats) {
    if (feats & FEAT_GERUND || ends_in(s, "ing")) return ends_in(s, "ing") ? without_ending(s, 3) : 0;
    if (ends_in(s, "ed")) return without_ending(s, 2);
    return ends_in(s, "s") && !(feats & FEAT_INFINITIVE) ? without_s(s) : 0;
}

static uint32_t degree_lemma(const Stem *s) {
    if (ends_in(s, "est")) return without_ending(s, 3);
    return ends_in(s, "er") ? without_ending(s, 2) : 0;
}

static uint32_t rule_lemma(const Stem *s, const Token *t) {
    switch (t->upos) {
    case UPOS_VERB:
    case UPOS_AUX: return verb_lemma(s, t->feats);
    case UPOS_NOUN: return t->feats & FEAT_PLURAL ? without_s(s) : 0;
    case UPOS_PROPN: return t->feats & FEAT_PLURAL && !t->norm ? without_s(s) : 0;
    case UPOS_ADJ:
    case UPOS_ADV: return t->norm ? 0 : degree_lemma(s);
    default: return 0;
    }
}

/* What the word table says of the form. Auxiliaries and verbs share their forms, participles turn into adjectives. */
static uint32_t table_lemma(const Lexicon *lexicon, const Token *t) {
    if (!t->norm) return 0;
    uint32_t id = vfp_word_lemma(lexicon, t->norm, (Upos)t->upos);
    if (!id && t->upos == UPOS_VERB) id = vfp_word_lemma(lexicon, t->norm, UPOS_AUX);
    if (!id && t->upos == UPOS_AUX) id = vfp_word_lemma(lexicon, t->norm, UPOS_VERB);
    return id;
}

/* A base form is no past tense, unless the word table says that the two are the same (put, cut). */
static void mend_tense(const Lexicon *lexicon, Token *t) {
    if (t->upos != UPOS_VERB || !(t->feats & FEAT_PAST) || !t->norm || t->lemma != t->norm) return;
    if (!vfp_word_lemma(lexicon, t->norm, UPOS_VERB)) t->feats = (uint16_t)((t->feats & ~FEAT_PAST) | FEAT_PRESENT);
}

static bool inflects(const Token *t) {
    return t->upos == UPOS_VERB || t->upos == UPOS_AUX || t->upos == UPOS_NOUN || t->upos == UPOS_PROPN ||
           t->upos == UPOS_ADJ || t->upos == UPOS_ADV;
}

void vfp_lemmatize(Article *a) {
    for (uint32_t i = 0; i < a->tokens.n; i++) {
        Token *t = &a->tokens.at[i];
        t->lemma = table_lemma(a->lexicon, t);
        if (t->lemma) continue;
        t->lemma = t->norm;
        if (!inflects(t) || t->end - t->begin > FORM_LIMIT) continue;
        Stem stem = {.lexicon = a->lexicon};
        stem.len = vfp_fold(vfp_slice(a->text, (Span){t->begin, t->end}), stem.form);
        uint32_t id = rule_lemma(&stem, t);
        if (id) t->lemma = id;
        else if (!ends_in(&stem, "ed")) mend_tense(a->lexicon, t);
    }
}
