/* lemmas.h: how the lemma of a word is told from its form, its class and what stands around it. The runtime (lemma.c)
 * and the trainer (src/learn/lemmas.c) share it.
 *
 * A lemma is the form in lower case with its ending exchanged (a rule: parties, cut 3, add y), then written with
 * capitals where they belong to it (a casing: Paris, American). Both are looked up in one table of hashed keys, the
 * most particular first: the form with its class and inflection, the form with its class, its endings from long to
 * short. Training leaves out every key that would only repeat what a less particular one says. Of what the endings of
 * an unknown form propose, and the rules that are most common in its class (planned: plan, plann, planne), the first
 * that makes a known word is taken.
 *
 *   LemmaHeader
 *   LemmaEntry[1 << bits]
 *   LemmaRule[rules]
 *   char[letters]               what rules take off and put on */
#ifndef VFP_LEMMAS_H
#define VFP_LEMMAS_H
#include "record.h"

enum {
    LEMMA_VERSION = 1,
    LEMMA_FORM = 64,
    LEMMA_ENDING = 7,
    LEMMA_PROBES = 128,
    LEMMA_COMMON = 40,
    LEMMA_ROOM = 2 * LEMMA_FORM + 4 + 256
};

typedef struct LemmaHeader {
    char magic[8]; /* "lemmas\n" */
    uint32_t version, bits, rules, letters;
} LemmaHeader;
typedef struct LemmaEntry {
    uint32_t check; /* 0: empty */
    uint16_t value; /* a rule, or a LemmaCase, as the key wants it */
    uint16_t zero;
} LemmaEntry;
typedef struct LemmaRule {
    uint8_t cut, add; /* bytes taken off and put on */
    uint8_t commas;   /* 1: those between digits go, and nothing else: 1,000 */
    uint8_t zero;
    uint32_t at; /* in the letters: those taken off, then those put on */
} LemmaRule;

/* How the lemma is written. */
typedef enum LemmaCase { LEMMA_LOWER, LEMMA_AS_FORM, LEMMA_TITLE, LEMMA_UPPER, LEMMA_CASES } LemmaCase;

/* Checked bytes. */
typedef struct Lemmas {
    const LemmaEntry *entries; /* null: none */
    const LemmaRule *rules;
    const char *letters;
    uint32_t bits, rule_count;
} Lemmas;

/* Looks at the bytes of a part, which must be aligned to 4 and outlive *lemmas. Null and *lemmas set, or what is wrong
 * and at which byte, from 1. Linear. */
const char *vfp_lemmas_open(const unsigned char *bytes, size_t size, Lemmas *lemmas, uint64_t *byte);

/* ---- one word, as the keys see it */

typedef enum LemmaShape { SHAPE_NONE, SHAPE_LOWER, SHAPE_CAPITAL, SHAPE_UPPER, SHAPE_MIXED } LemmaShape;
typedef struct LemmaWord {
    Str form;
    uint8_t upos, kind; /* kind: vfp_lemma_kind */
    uint8_t shape, place, around;
} LemmaWord;

/* What of a word's morphology bears on its ending. */
unsigned vfp_lemma_kind(unsigned upos, unsigned feats);
/* Fills shape, place and around of a sentence's words. Linear. */
void vfp_lemma_places(LemmaWord *words, uint32_t n);

/* The form folded, and hashes of its endings of 0 to LEMMA_ENDING bytes and of the whole. A form longer than
 * LEMMA_FORM has none (len 0). */
typedef struct LemmaForm {
    char folded[2 * LEMMA_FORM + 4];
    uint32_t len;
    uint64_t ending[LEMMA_ENDING + 1], whole;
} LemmaForm;
void vfp_lemma_form(Str form, LemmaForm *out);

/* Keys, by level: of rules, from the most particular on; then of casings, likewise. */
typedef enum LemmaLevel {
    LEMMA_BY_KIND,
    LEMMA_BY_FORM,
    LEMMA_BY_ENDING,                                     /* + LEMMA_ENDING - bytes of the ending */
    LEMMA_BY_CLASS = LEMMA_BY_ENDING + LEMMA_ENDING + 1, /* + rank of the rule in its class */
    LEMMA_RULE_LEVELS = LEMMA_BY_CLASS + LEMMA_COMMON,
    CASE_BY_PLACED_FORM = LEMMA_RULE_LEVELS,
    CASE_BY_FORM,
    CASE_BY_SURROUNDINGS,
    CASE_BY_PLACE,
    CASE_BY_CLASS,
    LEMMA_CASE_LEVELS,
    LEMMA_KNOWN = LEMMA_CASE_LEVELS, /* of a lemma: it is one of the class */
} LemmaLevel;
/* The key of that level; 0 where the word has none (an ending as long as the word). */
uint64_t vfp_lemma_key(LemmaLevel level, const LemmaWord *word, const LemmaForm *form);

/* ---- the runtime (lemma.c) */

/* The lemma, folded, to `out`; returns its length. `table`: what the lexicon's word table has for it, or empty. */
uint32_t vfp_lemma_write(const Lemmas *lemmas, const Lexicon *lexicon, const LemmaWord *word, const LemmaForm *form,
                         Str table, char out[LEMMA_ROOM]);
LemmaCase vfp_lemma_casing(const Lemmas *lemmas, const LemmaWord *word, const LemmaForm *form);

/* ---- writing */

/* Whether the form ends in what the rule takes off. */
bool vfp_lemma_fits(const LemmaForm *form, const LemmaRule *rule, const char *letters);
/* Both write to `out`; return the length. The rule must fit. */
uint32_t vfp_lemma_apply(const LemmaForm *form, const LemmaRule *rule, const char *letters, char out[LEMMA_ROOM]);
uint32_t vfp_lemma_cased(const LemmaWord *word, const LemmaForm *form, LemmaCase casing, uint32_t len,
                         char out[LEMMA_ROOM]);
#endif
