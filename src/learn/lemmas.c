/* lemmas.c: treebanks → the part of a model that language/lemmas.h describes.
 *
 * Every word of the treebanks with its lemma is a sample: which rule and which casing make the one of the other. Level
 * by level, from the least particular key to the most, a key is kept where what it says is right more often than what
 * was said so far. Endings count each form once, so that they hold for words never seen; whole forms count as often as
 * they come. A form that was seen twice is kept wherever a wrong guess at its inflection would lead its endings astray.
 * Cost: a sort of the samples for each level. */
#include "learn/lemmas.h"
#include "language/lemmas.h"
#include "learn/learn.h"
#include <stdio.h>
#include <stdlib.h>

enum {
    FOUND_BITS = 20,
    ENDING_GAIN = 2,
    PLACE_GAIN = 2,
    SURROUNDINGS_GAIN = 3,
    COMMON_SHARE = 4000,
    NOTHING = UINT16_MAX
};

typedef struct LemmaSample {
    LemmaWord word;
    LemmaForm form;
    uint16_t rule, casing;
    uint16_t said_rule, said_case; /* by the levels so far */
} LemmaSample;

typedef struct Vote {
    uint64_t key, type;
    uint32_t sample;
    uint16_t value;
} Vote;

typedef struct Learner {
    LemmaSample *samples;
    uint32_t count, cap;
    LemmaRule *rules;
    uint32_t rule_count, rule_cap;
    char *letters;
    uint32_t letter_count, letter_cap;
    uint64_t *found; /* keys kept, by hash; and in the order of their keeping */
    uint16_t *values;
    uint64_t *order;
    uint32_t found_count;
    Vote *votes;
    uint32_t kinds[UPOS_COUNT]; /* which were seen, as bits */
} Learner;

/* ---- samples */

static bool is_boundary(char c) { return ((unsigned char)c & 0xC0) != 0x80; }

static uint32_t add_rule(Learner *l, LemmaRule rule, const char *cut, const char *add) {
    for (uint32_t i = 0; i < l->rule_count; i++) {
        const LemmaRule *r = &l->rules[i];
        if (r->cut == rule.cut && r->commas == rule.commas && r->add == rule.add &&
            memcmp(l->letters + r->at, cut, rule.cut) == 0 && memcmp(l->letters + r->at + r->cut, add, rule.add) == 0)
            return i;
    }
    rule.at = l->letter_count;
    for (unsigned i = 0; i < (unsigned)rule.cut + rule.add; i++) {
        l->letters = learn_grow(l->letters, l->letter_count, &l->letter_cap, 1);
        l->letters[l->letter_count++] = i < rule.cut ? cut[i] : add[i - rule.cut];
    }
    l->rules = learn_grow(l->rules, l->rule_count, &l->rule_cap, sizeof *l->rules);
    l->rules[l->rule_count] = rule;
    return l->rule_count++;
}

/* The rule that makes the folded lemma of the folded form; NOTHING where it would be an odd one. */
static uint32_t rule_of(Learner *l, const LemmaForm *form, Str lemma) {
    char out[LEMMA_ROOM];
    const LemmaRule commas = {.commas = 1};
    if (vfp_lemma_fits(form, &commas, "") && vfp_lemma_apply(form, &commas, "", out) == lemma.len &&
        memcmp(out, lemma.at, lemma.len) == 0)
        return add_rule(l, commas, "", "");
    uint32_t same = 0;
    while (same < form->len && same < lemma.len && form->folded[same] == lemma.at[same]) same++;
    while (same && ((same < lemma.len && !is_boundary(lemma.at[same])) ||
                    (same < form->len && !is_boundary(form->folded[same]))))
        same--;
    uint32_t cut = form->len - same, add = lemma.len - same;
    if (cut > 32 || add > 32) return NOTHING;
    return add_rule(l, (LemmaRule){.cut = (uint8_t)cut, .add = (uint8_t)add}, form->folded + same, lemma.at + same);
}

static uint16_t casing_of(const Learner *l, const LemmaSample *s, Str lemma) {
    char out[LEMMA_ROOM];
    for (int c = 0; c < LEMMA_CASES; c++) {
        uint32_t n = vfp_lemma_apply(&s->form, &l->rules[s->rule], l->letters, out);
        n = vfp_lemma_cased(&s->word, &s->form, (LemmaCase)c, n, out);
        if (n == lemma.len && memcmp(out, lemma.at, n) == 0) return (uint16_t)c;
    }
    return LEMMA_LOWER;
}

static unsigned kind_of(unsigned upos, const char *feats) {
    unsigned bits = 0;
    if (strstr(feats, "VerbForm=Ger") || strstr(feats, "Tense=Pres|VerbForm=Part")) bits |= FEAT_GERUND;
    else if (strstr(feats, "VerbForm=Part")) bits |= FEAT_PARTICIPLE;
    else if (strstr(feats, "Tense=Past")) bits |= FEAT_PAST;
    else if (strstr(feats, "Tense=Pres")) bits |= FEAT_PRESENT;
    if (strstr(feats, "Number=Plur") || strstr(feats, "Number=Ptan")) bits |= FEAT_PLURAL;
    if (strstr(feats, "Degree=Cmp")) bits |= FEAT_COMPARATIVE;
    if (strstr(feats, "Degree=Sup")) bits |= FEAT_SUPERLATIVE;
    if (strstr(feats, "Poss=Yes")) bits |= FEAT_POSSESSIVE;
    return vfp_lemma_kind(upos, bits);
}

typedef struct Line {
    LemmaWord word;
    Str lemma; /* empty: none is given */
    bool slip;
} Line;

static void take_sentence(void *user, const Line *lines, uint32_t n) {
    Learner *l = user;
    LemmaWord *words = learn_alloc(n, sizeof *words);
    for (uint32_t i = 0; i < n; i++) words[i] = lines[i].word;
    vfp_lemma_places(words, n);
    for (uint32_t i = 0; i < n; i++) {
        char folded[LEMMA_ROOM];
        Str lemma = lines[i].lemma;
        LemmaSample s = {.word = words[i], .said_rule = NOTHING, .said_case = NOTHING};
        vfp_lemma_form(words[i].form, &s.form);
        if (!lemma.len || lines[i].slip || !s.form.len || lemma.len > LEMMA_FORM) continue;
        s.rule = (uint16_t)rule_of(l, &s.form, (Str){folded, vfp_fold(lemma, folded)});
        if (s.rule == NOTHING) continue;
        s.casing = casing_of(l, &s, lemma);
        l->kinds[s.word.upos] |= 1u << s.word.kind;
        l->samples = learn_grow(l->samples, l->count, &l->cap, sizeof *l->samples);
        l->samples[l->count++] = s;
    }
    free(words);
}

static bool read_fields(char *line, char *field[10]) {
    int n = 0;
    for (char *rest = line; n < 10 && rest;) field[n++] = strsep(&rest, "\t");
    return n == 10 && strspn(field[0], "0123456789") == strlen(field[0]);
}

static uint8_t upos_of(const char *name) {
    for (int i = 0; i < UPOS_COUNT; i++)
        if (strcmp(vfp_upos_names[i], name) == 0) return (uint8_t)i;
    return UPOS_X;
}

/* A mistyped word of an open class teaches nothing: `leaned` is no form of learn. Those of closed classes come again.
 */
static bool is_slip(unsigned upos, const char *feats) {
    bool open = upos == UPOS_NOUN || upos == UPOS_PROPN || upos == UPOS_VERB || upos == UPOS_ADJ || upos == UPOS_ADV;
    return open && strstr(feats, "Typo=Yes");
}

/* Calls `take` for each sentence. */
static bool read_treebank(const char *path, void (*take)(void *user, const Line *lines, uint32_t n), void *user,
                          vf_error *error) {
    FILE *file = fopen(path, "r");
    if (!file) return vfp_fail(error, VF_E_IO, path, 0, 0, "it can't be read"), false;
    Line *lines = NULL;
    uint32_t n = 0, cap = 0;
    char *line = NULL;
    size_t room = 0;
    for (ssize_t got; (got = getline(&line, &room, file)) > 0;) {
        char *field[10];
        if (line[got - 1] == '\n') line[--got] = 0;
        if (!got) take(user, lines, n), n = 0;
        if (*line == '#' || !read_fields(line, field)) continue;
        uint8_t upos = upos_of(field[3]);
        bool none = strcmp(field[2], "_") == 0 && strcmp(field[1], "_") != 0;
        lines = learn_grow(lines, n, &cap, sizeof *lines);
        lines[n++] = (Line){{.form = vfp_str(strdup(field[1])), .upos = upos, .kind = (uint8_t)kind_of(upos, field[5])},
                            vfp_str(strdup(none ? "" : field[2])),
                            is_slip(upos, field[5])};
    }
    take(user, lines, n);
    free(line);
    free(lines);
    fclose(file);
    return true;
}

/* ---- what was kept */

static uint32_t place_of(const Learner *l, uint64_t key) {
    uint32_t mask = (1u << FOUND_BITS) - 1, at = (uint32_t)(key >> 20) & mask;
    while (l->found[at] && l->found[at] != key) at = (at + 1) & mask;
    return at;
}

static void keep(Learner *l, uint64_t key, uint16_t value) {
    uint32_t at = place_of(l, key);
    if (!l->found[at]) l->order[l->found_count++] = key;
    l->found[at] = key, l->values[at] = value;
}

static uint16_t said(const Learner *l, uint64_t key) {
    uint32_t at = place_of(l, key);
    return key && l->found[at] ? l->values[at] : NOTHING;
}

/* What the endings say of the word. */
static uint16_t by_endings(const Learner *l, const LemmaWord *word, const LemmaForm *form) {
    for (unsigned level = LEMMA_BY_ENDING; level < LEMMA_BY_CLASS; level++) {
        uint16_t value = said(l, vfp_lemma_key((LemmaLevel)level, word, form));
        if (value != NOTHING && vfp_lemma_fits(form, &l->rules[value], l->letters)) return value;
    }
    return NOTHING;
}

/* ---- levels */

static int by_key(const void *a, const void *b) {
    const Vote *x = a, *y = b;
    if (x->key != y->key) return x->key < y->key ? -1 : 1;
    if (x->value != y->value) return x->value < y->value ? -1 : 1;
    if (x->type != y->type) return x->type < y->type ? -1 : 1;
    return x->sample < y->sample ? -1 : x->sample > y->sample;
}

static uint32_t collect(Learner *l, LemmaLevel level) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < l->count; i++) {
        const LemmaSample *s = &l->samples[i];
        uint64_t key = vfp_lemma_key(level, &s->word, &s->form);
        uint64_t type = s->form.whole ^ (uint64_t)s->word.upos << 8 ^ s->word.kind;
        uint16_t value = level < LEMMA_RULE_LEVELS ? s->rule : s->casing;
        if (key) l->votes[n++] = (Vote){key, type, i, value};
    }
    qsort(l->votes, n, sizeof *l->votes, by_key);
    return n;
}

typedef struct Tally {
    uint16_t best;
    uint32_t votes, right; /* for the best; for what was said so far */
} Tally;

/* Counts the votes [from, to), which have one key. `once`: those of one type count as one. */
static Tally tally(const Learner *l, uint32_t from, uint32_t to, bool rules, bool once) {
    Tally t = {0};
    for (uint32_t i = from, n = 0; i < to; i++) {
        const Vote *v = &l->votes[i];
        const LemmaSample *s = &l->samples[v->sample];
        bool fresh = i == from || v[-1].value != v->value;
        if (fresh) n = 0;
        if (once && !fresh && v[-1].type == v->type) continue;
        t.right += (rules ? s->said_rule : s->said_case) == v->value;
        if (++n > t.votes) t.votes = n, t.best = v->value;
    }
    return t;
}

static uint32_t group_end(const Learner *l, uint32_t i, uint32_t n) {
    uint64_t key = l->votes[i].key;
    while (i < n && l->votes[i].key == key) i++;
    return i;
}

static void say(Learner *l, uint32_t from, uint32_t to, bool rules, uint16_t value) {
    keep(l, l->votes[from].key, value);
    for (uint32_t i = from; i < to; i++) {
        LemmaSample *s = &l->samples[l->votes[i].sample];
        *(rules ? &s->said_rule : &s->said_case) = value;
    }
}

/* Keeps the keys of a level that are right `gain` times more often than what was said so far. */
static void learn_level(Learner *l, LemmaLevel level, bool once, uint32_t gain) {
    bool rules = level < LEMMA_RULE_LEVELS;
    uint32_t n = collect(l, level);
    for (uint32_t i = 0, end; i < n; i = end) {
        end = group_end(l, i, n);
        Tally t = tally(l, i, end, rules, once);
        if (t.votes >= t.right + gain) say(l, i, end, rules, t.best);
    }
}

/* Whether the endings would lead some inflection of the form astray: those that it was seen with, or all of its class
 * where it was seen often enough to come again under a wrong one. */
static bool goes_astray(const Learner *l, uint32_t from, uint32_t to, Tally t) {
    const LemmaSample *s = &l->samples[l->votes[from].sample];
    LemmaWord word = s->word;
    uint32_t kinds = t.votes > 1 ? l->kinds[word.upos] : 0;
    for (uint32_t i = from; i < to; i++) kinds |= 1u << l->samples[l->votes[i].sample].word.kind;
    for (word.kind = 0; kinds >> word.kind; word.kind++)
        if (kinds >> word.kind & 1 && by_endings(l, &word, &s->form) != t.best) return true;
    return false;
}

static void learn_forms(Learner *l) {
    uint32_t n = collect(l, LEMMA_BY_FORM);
    for (uint32_t i = 0, end; i < n; i = end) {
        end = group_end(l, i, n);
        Tally t = tally(l, i, end, true, false);
        if (goes_astray(l, i, end, t)) say(l, i, end, true, t.best);
    }
}

static bool inflects(unsigned upos) {
    return upos == UPOS_VERB || upos == UPOS_AUX || upos == UPOS_NOUN || upos == UPOS_ADJ || upos == UPOS_ADV;
}

/* The rules that make most lemmas of a class, in order. */
static void learn_common(Learner *l) {
    uint32_t n = collect(l, LEMMA_BY_CLASS);
    uint32_t *votes = learn_alloc(l->rule_count, sizeof *votes);
    for (uint32_t i = 0, end; i < n; i = end) {
        end = group_end(l, i, n);
        const LemmaSample *s = &l->samples[l->votes[i].sample];
        memset(votes, 0, l->rule_count * sizeof *votes);
        for (uint32_t k = i; k < end; k++)
            votes[l->votes[k].value] += k == i || l->votes[k].type != l->votes[k - 1].type;
        uint32_t all = 0;
        for (uint32_t r = 0; r < l->rule_count; r++) all += votes[r];
        for (int rank = 0; rank < LEMMA_COMMON && inflects(s->word.upos); rank++) {
            uint32_t best = 0;
            for (uint32_t r = 1; r < l->rule_count; r++)
                if (votes[r] > votes[best]) best = r;
            if (votes[best] < 3 || votes[best] < all / COMMON_SHARE) break;
            votes[best] = 0;
            keep(l, vfp_lemma_key((LemmaLevel)(LEMMA_BY_CLASS + rank), &s->word, &s->form), (uint16_t)best);
        }
    }
    free(votes);
}

static void learn_known(Learner *l) {
    for (uint32_t i = 0; i < l->count; i++) {
        const LemmaSample *s = &l->samples[i];
        char out[LEMMA_ROOM];
        LemmaForm lemma;
        uint32_t n = vfp_lemma_apply(&s->form, &l->rules[s->rule], l->letters, out);
        vfp_lemma_form((Str){out, n}, &lemma);
        if (inflects(s->word.upos) && lemma.len) keep(l, vfp_lemma_key(LEMMA_KNOWN, &s->word, &lemma), 0);
    }
}

static void learn_all(Learner *l) {
    l->found = learn_alloc((size_t)1 << FOUND_BITS, sizeof *l->found);
    l->values = learn_alloc((size_t)1 << FOUND_BITS, sizeof *l->values);
    l->order = learn_alloc((size_t)1 << FOUND_BITS, sizeof *l->order);
    l->votes = learn_alloc(l->count, sizeof *l->votes);
    for (int level = LEMMA_BY_CLASS - 1; level >= LEMMA_BY_ENDING; level--)
        learn_level(l, (LemmaLevel)level, true, level == LEMMA_BY_CLASS - 1 ? 1 : ENDING_GAIN);
    learn_common(l);
    learn_known(l);
    learn_forms(l);
    learn_level(l, LEMMA_BY_KIND, false, 1);
    learn_level(l, CASE_BY_CLASS, false, 1);
    learn_level(l, CASE_BY_PLACE, false, PLACE_GAIN);
    learn_level(l, CASE_BY_SURROUNDINGS, false, SURROUNDINGS_GAIN);
    learn_level(l, CASE_BY_FORM, false, 1);
    learn_level(l, CASE_BY_PLACED_FORM, false, 1);
}

/* ---- the file */

static bool place_all(const Learner *l, LemmaEntry *entries, uint32_t bits) {
    uint32_t mask = (1u << bits) - 1;
    for (uint32_t i = 0; i < l->found_count; i++) {
        uint64_t key = l->order[i];
        uint32_t at = (uint32_t)(key >> 8) & mask, tries = 0;
        for (; entries[at].check && tries < LEMMA_PROBES; tries++) at = (at + 1) & mask;
        if (entries[at].check) return false;
        entries[at] = (LemmaEntry){.check = (uint32_t)(key >> 32) | 1, .value = said(l, key)};
    }
    return true;
}

static unsigned char *write_part(const Learner *l, size_t *size) {
    LemmaHeader h = {.magic = "lemmas\n", .version = LEMMA_VERSION, .rules = l->rule_count, .letters = l->letter_count};
    for (h.bits = 4; h.bits < 20; h.bits++) {
        if (l->found_count > 3u << h.bits >> 2) continue;
        size_t entries = sizeof(LemmaEntry) << h.bits, rules = h.rules * sizeof(LemmaRule);
        *size = sizeof h + entries + rules + h.letters;
        unsigned char *bytes = learn_alloc(*size, 1);
        if (place_all(l, (LemmaEntry *)(void *)(bytes + sizeof h), h.bits)) {
            memcpy(bytes, &h, sizeof h);
            memcpy(bytes + sizeof h + entries, l->rules, rules);
            memcpy(bytes + sizeof h + entries + rules, l->letters, h.letters);
            return bytes;
        }
        free(bytes);
    }
    return NULL;
}

unsigned char *learn_lemmas(const char *const *paths, int count, size_t *size, LemmaCounts *counts, vf_error *error) {
    Learner l = {0};
    for (int i = 0; i < count; i++)
        if (!read_treebank(paths[i], take_sentence, &l, error)) return NULL;
    learn_all(&l);
    *counts = (LemmaCounts){.words = l.count, .keys = l.found_count, .rules = l.rule_count};
    unsigned char *bytes = write_part(&l, size);
    if (!bytes) vfp_fail(error, VF_E_LIMIT, NULL, 0, 0, "the lemmas find no room in their table");
    return bytes;
}

/* ---- how well it does */

typedef struct Trial {
    const Lemmas *lemmas;
    const Lexicon *lexicon;
    uint32_t words, right;
} Trial;

static void try_sentence(void *user, const Line *lines, uint32_t n) {
    Trial *t = user;
    LemmaWord *words = learn_alloc(n, sizeof *words);
    for (uint32_t i = 0; i < n; i++) words[i] = lines[i].word;
    vfp_lemma_places(words, n);
    for (uint32_t i = 0; i < n; i++) {
        char out[LEMMA_ROOM];
        LemmaForm form;
        vfp_lemma_form(words[i].form, &form);
        uint32_t len = vfp_lemma_write(t->lemmas, t->lexicon, &words[i], &form, (Str){0}, out);
        len = vfp_lemma_cased(&words[i], &form, vfp_lemma_casing(t->lemmas, &words[i], &form), len, out);
        Str found = form.len ? (Str){out, len} : words[i].form;
        t->words++;
        t->right += !lines[i].lemma.len || vfp_str_is(found, lines[i].lemma);
    }
    free(words);
}

bool learn_lemmas_try(const unsigned char *bytes, size_t size, const Lexicon *lexicon, const char *path, double *right,
                      vf_error *error) {
    Lemmas lemmas;
    uint64_t byte;
    const char *fault = vfp_lemmas_open(bytes, size, &lemmas, &byte);
    if (fault) return vfp_fail(error, VF_E_LEXICON, NULL, 0, byte, "%s", fault), false;
    Trial trial = {.lemmas = &lemmas, .lexicon = lexicon};
    if (!read_treebank(path, try_sentence, &trial, error)) return false;
    *right = trial.words ? (double)trial.right / trial.words : 0;
    return true;
}
