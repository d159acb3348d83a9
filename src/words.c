/* words.c: see words.h. */
#include "words.h"

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

unsigned vfp_feats_text(const Token *token, char out[VFP_FEATS_ROOM]) {
    unsigned n = 0, bits = token->feats;
    const char *last = "";
    if (token->upos == UPOS_PART) bits &= ~(unsigned)FEAT_POSSESSIVE; /* the treebanks leave the 's without any */
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
