/* lemmas.c: see lemmas.h: the bytes checked, and what runtime and trainer must do alike. */
#include "language/lemmas.h"
#include "language/runes.h"

enum { MAX_BITS = 20, MAX_RULES = UINT16_MAX };

/* ---- the bytes */

static const char *rule_fault(const LemmaRule *rule, const char *letters, uint32_t count) {
    if (rule->commas > 1 || rule->zero) return "a rule of lemmas holds something that it can't";
    const uint32_t n = (uint32_t)rule->cut + rule->add;
    if (rule->at > count || n > count - rule->at) return "a rule of lemmas has letters that are not there";
    const char *cut = letters + rule->at, *add = cut + rule->cut;
    if (vfp_utf8_valid(cut, rule->cut) != rule->cut || vfp_utf8_valid(add, rule->add) != rule->add || memchr(cut, 0, n))
        return "a rule of lemmas exchanges what is no text";
    return NULL;
}

const char *vfp_lemmas_open(const unsigned char *bytes, size_t size, Lemmas *lemmas, uint64_t *byte) {
    LemmaHeader h;
    *byte = 1;
    *lemmas = (Lemmas){0};
    if (size < sizeof h) return "it is too short for lemmas";
    memcpy(&h, bytes, sizeof h);
    if (memcmp(h.magic, "lemmas\n", 8) != 0) return "it does not begin with “lemmas”";
    if (h.version != LEMMA_VERSION) return "its lemmas are of another version; train them again";
    if (h.bits > MAX_BITS || !h.rules || h.rules > MAX_RULES) return "its tables of lemmas have an absurd size";
    size_t entries = sizeof(LemmaEntry) << h.bits, rules = h.rules * sizeof(LemmaRule);
    if (size != sizeof h + entries + rules + h.letters)
        return "the length of its lemmas is not the one in their header";
    const unsigned char *at = bytes + sizeof h;
    Lemmas found = {.entries = (const LemmaEntry *)(const void *)at,
                    .rules = (const LemmaRule *)(const void *)(at + entries),
                    .letters = (const char *)at + entries + rules,
                    .bits = h.bits,
                    .rule_count = h.rules};
    for (uint32_t i = 0; i < h.rules; i++) {
        const char *fault = rule_fault(&found.rules[i], found.letters, h.letters);
        if (fault) return *byte = 1 + sizeof h + entries + i * sizeof(LemmaRule), fault;
    }
    *lemmas = found;
    return NULL;
}

/* ---- the word */

unsigned vfp_lemma_kind(unsigned upos, unsigned feats) {
    switch (upos) {
    case UPOS_VERB:
    case UPOS_AUX:
        return feats & FEAT_GERUND       ? 1
               : feats & FEAT_PARTICIPLE ? 2
               : feats & FEAT_PAST       ? 3
               : feats & FEAT_PRESENT    ? 4
                                         : 0;
    case UPOS_NOUN:
    case UPOS_PROPN: return feats & FEAT_PLURAL ? 1 : 0;
    case UPOS_ADJ:
    case UPOS_ADV: return feats & FEAT_COMPARATIVE ? 1 : feats & FEAT_SUPERLATIVE ? 2 : 0;
    case UPOS_PRON:
    case UPOS_DET: return feats & FEAT_POSSESSIVE ? 1 : 0;
    default: return 0;
    }
}

static LemmaShape shape_of(Str form) {
    unsigned letters = 0, uppers = 0;
    bool first = false;
    for (uint32_t i = 0, c; i < form.len;) {
        unsigned n = vfp_utf8_decode(form.at, form.len, i, &c);
        i += n ? n : 1;
        if (vfp_rune_class(c) != RUNE_LETTER) continue;
        bool upper = vfp_rune_upper(c);
        if (!letters++) first = upper;
        uppers += upper;
    }
    if (!letters) return SHAPE_NONE;
    if (!uppers) return SHAPE_LOWER;
    if (letters > 1 && uppers == letters) return SHAPE_UPPER;
    return first && uppers == 1 ? SHAPE_CAPITAL : SHAPE_MIXED;
}

enum { PLACE_INSIDE, PLACE_FIRST, PLACE_BEHIND_MARK, PLACES };
enum { SET_PLAINLY, SET_IN_TITLE, SET_IN_CAPITALS }; /* how a sentence is set */

static unsigned setting_of(const LemmaWord *words, uint32_t n) {
    uint32_t long_words = 0, uppers = 0, capitals = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (words[i].form.len < 4 || words[i].shape == SHAPE_NONE) continue;
        long_words++;
        uppers += words[i].shape == SHAPE_UPPER;
        capitals += words[i].shape == SHAPE_UPPER || words[i].shape == SHAPE_CAPITAL;
    }
    if (long_words >= 2 && 2 * uppers > long_words) return SET_IN_CAPITALS;
    return long_words >= 4 && 4 * capitals >= 3 * long_words ? SET_IN_TITLE : SET_PLAINLY;
}

static bool capital(const LemmaWord *word) { return word->shape == SHAPE_CAPITAL || word->shape == SHAPE_UPPER; }

/* A mark behind which a sentence may begin anew: an opening quotation mark, a colon, a bullet; a comma is none. */
static bool opens(const LemmaWord *word) {
    return word->shape == SHAPE_NONE && !vfp_ascii_digit((unsigned char)word->form.at[0]) && word->form.at[0] != ',';
}

void vfp_lemma_places(LemmaWord *words, uint32_t n) {
    bool begun = false;
    for (uint32_t i = 0; i < n; i++) words[i].shape = (uint8_t)shape_of(words[i].form);
    unsigned setting = setting_of(words, n);
    for (uint32_t i = 0; i < n; i++) {
        LemmaWord *w = &words[i];
        unsigned place = !begun ? PLACE_FIRST : i && opens(w - 1) ? PLACE_BEHIND_MARK : PLACE_INSIDE;
        w->place = (uint8_t)(place + PLACES * setting);
        w->around = (uint8_t)((i && capital(w - 1)) + 2 * (i + 1 < n && capital(w + 1)));
        begun |= w->shape != SHAPE_NONE;
    }
}

void vfp_lemma_form(Str form, LemmaForm *out) {
    uint64_t h = 0xcbf29ce484222325u;
    out->len = form.len > LEMMA_FORM ? 0 : vfp_fold(form, out->folded);
    out->ending[0] = h;
    for (uint32_t k = 1; k <= out->len; k++) {
        unsigned char c = (unsigned char)out->folded[out->len - k];
        h = (h ^ (vfp_ascii_digit(c) ? '0' : c)) * 0x100000001b3u; /* all numbers of one shape are alike */
        if (k <= LEMMA_ENDING) out->ending[k] = h;
    }
    out->whole = h;
}

static uint64_t mix(uint64_t h, unsigned level, unsigned upos, unsigned more) {
    h ^= (uint64_t)level << 56 | (uint64_t)upos << 48 | (uint64_t)more << 32;
    h *= 0x9E3779B97F4A7C15u;
    h ^= h >> 29;
    h *= 0xBF58476D1CE4E5B9u;
    return (h ^ h >> 32) | 1;
}

uint64_t vfp_lemma_key(LemmaLevel level, const LemmaWord *w, const LemmaForm *form) {
    switch (level) {
    case LEMMA_KNOWN: return mix(form->whole, level, w->upos, 0);
    case LEMMA_BY_KIND: return mix(form->whole, level, w->upos, w->kind);
    case LEMMA_BY_FORM: return mix(form->whole, level, w->upos, 0);
    case CASE_BY_PLACED_FORM: return mix(form->whole, level, w->upos, (unsigned)w->shape << 8 | w->place % PLACES);
    case CASE_BY_FORM: return mix(form->whole, level, w->upos, w->shape);
    case CASE_BY_SURROUNDINGS:
        return mix(0, level, w->upos, (unsigned)w->shape << 12 | (unsigned)w->place << 4 | w->around);
    case CASE_BY_PLACE: return mix(0, level, w->upos, (unsigned)w->shape << 8 | w->place);
    case CASE_BY_CLASS: return mix(0, level, w->upos, w->shape);
    default: break;
    }
    if (level >= LEMMA_BY_CLASS) return mix(0, level, w->upos, 0);
    unsigned n = LEMMA_ENDING - (level - LEMMA_BY_ENDING);
    return n && n >= form->len ? 0 : mix(form->ending[n], level, w->upos, w->kind);
}

/* ---- writing */

bool vfp_lemma_fits(const LemmaForm *form, const LemmaRule *rule, const char *letters) {
    if (rule->commas) return memchr(form->folded, ',', form->len) && form->len > 1;
    bool left = form->len > rule->cut || (form->len == rule->cut && rule->add);
    return left && memcmp(form->folded + form->len - rule->cut, letters + rule->at, rule->cut) == 0;
}

uint32_t vfp_lemma_apply(const LemmaForm *form, const LemmaRule *rule, const char *letters, char out[LEMMA_ROOM]) {
    uint32_t n = 0;
    if (rule->commas) {
        for (uint32_t i = 0; i < form->len; i++)
            if (form->folded[i] != ',') out[n++] = form->folded[i];
        return n;
    }
    n = form->len - rule->cut;
    memcpy(out, form->folded, n);
    memcpy(out + n, letters + rule->at + rule->cut, rule->add);
    return n + rule->add;
}

uint32_t vfp_lemma_cased(const LemmaWord *word, const LemmaForm *form, LemmaCase casing, uint32_t len,
                         char out[LEMMA_ROOM]) {
    Str f = word->form;
    bool same = len == form->len && memcmp(out, form->folded, len) == 0;
    if (casing == LEMMA_AS_FORM && same) {
        memcpy(out, f.at, f.len);
        return f.len;
    }
    if (casing == LEMMA_AS_FORM && f.len == form->len)
        for (uint32_t i = 0; i < len && i < f.len && out[i] == form->folded[i]; i++) out[i] = f.at[i];
    for (uint32_t i = 0; i < len && (i == 0 || casing == LEMMA_UPPER); i++)
        if (casing >= LEMMA_TITLE && vfp_ascii_lower((unsigned char)out[i])) out[i] = (char)(out[i] - 32);
    return len;
}
