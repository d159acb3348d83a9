/* words.h: what is known of a word in the terms of Universal Dependencies, for those who print it or hand it out. */
#ifndef VFP_WORDS_H
#define VFP_WORDS_H
#include "record.h"

enum { VFP_FEATS_ROOM = 160 };

/* The token as the input has it. */
static inline Str vfp_form(const Article *a, uint32_t token) {
    return a->given ? a->given->forms[token]
                    : vfp_slice(a->text, (Span){a->tokens.at[token].begin, a->tokens.at[token].end});
}

/* Its features (Number=Plur|Person=3), sorted by name; "" where there are none. Returns the length. */
unsigned vfp_feats_text(const Token *token, char out[VFP_FEATS_ROOM]);
#endif
