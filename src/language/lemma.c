/* lemma.c: the dictionary form of each token, as text and as a word id of the lexicon's vocabulary.
 *
 * What training saw of a form with its class counts most, then what the word table of the lexicon knows of it, then its
 * ending (lemmas.h). Without weights there is the word table alone, and a form stands for itself. For the id the word
 * table comes first, since its lemmas are what the lexicon's entries are written in (`me` is I there, `sold` by sell);
 * and where the vocabulary does not have the lemma, the form's id stands for it. Cost: a dozen look-ups a token. */
#include "language/lemmas.h"
#include "language/model.h"
#include "language/word.h"
#include "lexicon/lexicon.h"

/* ---- look-ups */

enum { NOTHING = UINT16_MAX };

static uint32_t look_up(const Lemmas *lemmas, uint64_t key) {
    uint32_t mask = (1u << lemmas->bits) - 1, check = (uint32_t)(key >> 32) | 1;
    for (uint32_t k = 0, at = (uint32_t)(key >> 8) & mask; k < LEMMA_PROBES && key; k++, at = (at + 1) & mask) {
        if (lemmas->entries[at].check == check) return lemmas->entries[at].value;
        if (!lemmas->entries[at].check) break;
    }
    return NOTHING;
}

/* The rule of that level that fits the form, or null. */
static const LemmaRule *rule_at(const Lemmas *lemmas, int level, const LemmaWord *word, const LemmaForm *form) {
    uint32_t i = look_up(lemmas, vfp_lemma_key((LemmaLevel)level, word, form));
    const LemmaRule *rule = i < lemmas->rule_count ? &lemmas->rules[i] : NULL;
    return rule && vfp_lemma_fits(form, rule, lemmas->letters) ? rule : NULL;
}

static bool inflects(unsigned upos) {
    return upos == UPOS_VERB || upos == UPOS_AUX || upos == UPOS_NOUN || upos == UPOS_ADJ || upos == UPOS_ADV;
}

/* What the word table says of the form. Auxiliaries and verbs share their forms, participles turn into adjectives. */
static uint32_t table_lemma(const Lexicon *lexicon, uint32_t norm, unsigned upos) {
    if (!norm) return 0;
    uint32_t id = vfp_word_lemma(lexicon, norm, (Upos)upos);
    if (!id && upos == UPOS_VERB) id = vfp_word_lemma(lexicon, norm, UPOS_AUX);
    if (!id && upos == UPOS_AUX) id = vfp_word_lemma(lexicon, norm, UPOS_VERB);
    return id;
}

/* Whether the lexicon or training knows the word as one of that class. Chang is in the vocabulary, but no verb. */
static bool is_known(const Lemmas *lemmas, const Lexicon *lexicon, unsigned upos, Str lemma) {
    LemmaWord word = {.upos = (uint8_t)upos};
    LemmaForm form;
    uint32_t id = lexicon ? vfp_word(lexicon, lemma) : 0;
    if (id && vfp_word_info(lexicon, id)->inflected) return true;
    vfp_lemma_form(lemma, &form);
    return look_up(lemmas, vfp_lemma_key(LEMMA_KNOWN, &word, &form)) != NOTHING;
}

/* By the endings: the first proposal that is a known word, else the first. */
static const LemmaRule *rule_by_ending(const Lemmas *lemmas, const Lexicon *lexicon, const LemmaWord *word,
                                       const LemmaForm *form) {
    const LemmaRule *first = NULL, *last = NULL;
    for (int level = LEMMA_BY_ENDING; level < LEMMA_RULE_LEVELS; level++) {
        char out[LEMMA_ROOM];
        const LemmaRule *rule = rule_at(lemmas, level, word, form);
        if (!rule || rule == last) continue;
        if (!inflects(word->upos) || (!word->kind && word->upos != UPOS_VERB)) return rule;
        uint32_t n = vfp_lemma_apply(form, rule, lemmas->letters, out);
        if (is_known(lemmas, lexicon, word->upos, (Str){out, n})) return rule;
        if (!first) first = rule;
        last = rule;
    }
    return first;
}

uint32_t vfp_lemma_write(const Lemmas *lemmas, const Lexicon *lexicon, const LemmaWord *word, const LemmaForm *form,
                         Str table, char out[LEMMA_ROOM]) {
    const LemmaRule *rule = NULL;
    if (lemmas->entries) {
        rule = rule_at(lemmas, LEMMA_BY_KIND, word, form);
        if (!rule) rule = rule_at(lemmas, LEMMA_BY_FORM, word, form);
        if (!rule && !table.len) rule = rule_by_ending(lemmas, lexicon, word, form);
    }
    if (rule) return vfp_lemma_apply(form, rule, lemmas->letters, out);
    if (!table.len || table.len > LEMMA_FORM) table = (Str){form->folded, form->len};
    memcpy(out, table.at, table.len);
    return table.len;
}

LemmaCase vfp_lemma_casing(const Lemmas *lemmas, const LemmaWord *word, const LemmaForm *form) {
    if (!lemmas->entries) return word->upos == UPOS_PROPN ? LEMMA_AS_FORM : LEMMA_LOWER;
    if (word->shape == SHAPE_NONE) return LEMMA_AS_FORM;
    for (int level = CASE_BY_PLACED_FORM; level < LEMMA_CASE_LEVELS; level++) {
        uint32_t casing = look_up(lemmas, vfp_lemma_key((LemmaLevel)level, word, form));
        if (casing < LEMMA_CASES) return (LemmaCase)casing;
    }
    return LEMMA_LOWER;
}

/* ---- tokens */

/* A base form is no past tense, unless the word table says that the two are the same (put, cut). */
static void mend_tense(const Lexicon *lexicon, Token *t, const LemmaForm *form) {
    if (t->upos != UPOS_VERB || !(t->feats & FEAT_PAST) || !t->norm || t->lemma != t->norm) return;
    if (form->len > 2 && memcmp(form->folded + form->len - 2, "ed", 2) == 0) return;
    if (!vfp_word_lemma(lexicon, t->norm, UPOS_VERB)) t->feats = (uint16_t)((t->feats & ~FEAT_PAST) | FEAT_PRESENT);
}

/* The text where it stands already: in the article, or in the vocabulary; else a copy. */
static Str keep(Article *a, Str lemma, Str form, uint32_t id) {
    if (vfp_str_is(lemma, form)) return form;
    Str word = id ? vfp_word_text(a->lexicon, id) : (Str){0};
    return vfp_str_is(lemma, word) ? word : vfp_str_copy(a->arena, lemma);
}

/* The id for a lemma. The treebanks leave some plurals as they are (troops, supplies); the lexicon knows the singular.
 */
static uint32_t id_of(const Article *a, const LemmaWord *word, const LemmaForm *form, Str lemma) {
    const Lemmas *lemmas = &a->model->lemmas;
    char out[LEMMA_ROOM];
    bool same = vfp_str_is(lemma, (Str){form->folded, form->len});
    if (same && word->upos == UPOS_NOUN && word->kind && lemmas->entries) {
        const LemmaRule *rule = rule_by_ending(lemmas, a->lexicon, word, form);
        uint32_t n = rule ? vfp_lemma_apply(form, rule, lemmas->letters, out) : 0;
        uint32_t id = n ? vfp_word(a->lexicon, (Str){out, n}) : 0;
        if (id && vfp_word_info(a->lexicon, id)->inflected) return id;
    }
    return vfp_word(a->lexicon, lemma);
}

static Str lemmatize(Article *a, Token *t, const LemmaWord *word) {
    LemmaForm form;
    char out[LEMMA_ROOM];
    vfp_lemma_form(word->form, &form);
    uint32_t table = table_lemma(a->lexicon, t->norm, t->upos);
    t->lemma = table ? table : t->norm;
    if (!form.len) return word->form;
    Str known = table && inflects(t->upos) ? vfp_word_text(a->lexicon, table) : (Str){0};
    uint32_t n = vfp_lemma_write(&a->model->lemmas, a->lexicon, word, &form, known, out);
    bool name = t->upos == UPOS_PROPN && t->norm; /* the Ministers of a name are no ministers */
    uint32_t id = table || name ? 0 : id_of(a, word, &form, (Str){out, n});
    if (id) t->lemma = id;
    mend_tense(a->lexicon, t, &form);
    n = vfp_lemma_cased(word, &form, vfp_lemma_casing(&a->model->lemmas, word, &form), n, out);
    return keep(a, (Str){out, n}, word->form, id);
}

static uint32_t longest_sentence(const Article *a) {
    uint32_t longest = 0;
    for (uint32_t s = 0; s < a->sentences.n; s++) {
        uint32_t n = a->sentences.at[s].last - a->sentences.at[s].first;
        longest = n > longest ? n : longest;
    }
    return longest;
}

void vfp_lemmatize(Article *a) {
    LemmaWord *words = vfp_arena_alloc(a->arena, longest_sentence(a) * sizeof *words);
    a->lemmas = vfp_arena_alloc(a->arena, a->tokens.n * sizeof *a->lemmas);
    for (uint32_t s = 0; s < a->sentences.n; s++) {
        const Sentence *sentence = &a->sentences.at[s];
        Token *t = &a->tokens.at[sentence->first];
        uint32_t n = sentence->last - sentence->first;
        for (uint32_t i = 0; i < n; i++) {
            Str form =
                a->given ? a->given->forms[sentence->first + i] : vfp_slice(a->text, (Span){t[i].begin, t[i].end});
            words[i] =
                (LemmaWord){.form = form, .upos = t[i].upos, .kind = (uint8_t)vfp_lemma_kind(t[i].upos, t[i].feats)};
        }
        vfp_lemma_places(words, n);
        for (uint32_t i = 0; i < n; i++) a->lemmas[sentence->first + i] = lemmatize(a, &t[i], &words[i]);
    }
}
