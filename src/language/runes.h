/* runes.h: what a character is to the tokenizer. ASCII by comparison, the rest by Unicode category. */
#ifndef VFP_RUNES_H
#define VFP_RUNES_H
#include "core/text.h"

typedef enum Rune {
    RUNE_SPACE,  /* white space, control and direction characters */
    RUNE_LETTER, /* letters, marks, and what may stand invisibly inside a word */
    RUNE_DIGIT,
    RUNE_PUNCT,
    RUNE_SYMBOL,
} Rune;

/* The class of a character that is not ASCII. */
Rune vfp_rune_class_wide(uint32_t rune);
bool vfp_rune_upper_wide(uint32_t rune);
bool vfp_rune_lower_wide(uint32_t rune);

static inline bool vfp_ascii_upper(uint32_t c) { return c - 'A' < 26; }
static inline bool vfp_ascii_lower(uint32_t c) { return c - 'a' < 26; }
static inline bool vfp_ascii_digit(uint32_t c) { return c - '0' < 10; }
static inline bool vfp_ascii_letter(uint32_t c) { return (c | 32) - 'a' < 26; }

static inline Rune vfp_rune_class(uint32_t c) {
    if (c >= 0x80) return vfp_rune_class_wide(c);
    if (vfp_ascii_letter(c)) return RUNE_LETTER;
    if (vfp_ascii_digit(c)) return RUNE_DIGIT;
    if (c <= ' ' || c == 0x7F) return RUNE_SPACE;
    return c == '$' || c == '+' || c == '<' || c == '=' || c == '>' || c == '^' || c == '`' || c == '|' || c == '~'
               ? RUNE_SYMBOL
               : RUNE_PUNCT;
}
static inline bool vfp_rune_upper(uint32_t c) { return c < 0x80 ? vfp_ascii_upper(c) : vfp_rune_upper_wide(c); }
static inline bool vfp_rune_lower(uint32_t c) { return c < 0x80 ? vfp_ascii_lower(c) : vfp_rune_lower_wide(c); }

/* Soft hyphens, joiners and the zero-width space come in the middle of words and say nothing. */
static inline bool vfp_rune_invisible(uint32_t c) { return c == 0xAD || (c >= 0x200B && c <= 0x200D) || c == 0x2060; }
/* ’ in its three guises; ‘ too, which careless typesetting puts there. */
static inline bool vfp_rune_apostrophe(uint32_t c) { return c == '\'' || c == 0x2019 || c == 0x2018 || c == 0x2BC; }
/* The hyphens that join words; dashes are none of them. */
static inline bool vfp_rune_hyphen(uint32_t c) { return c == '-' || c == 0x2010 || c == 0x2011; }
/* Marks that open or close something; straight ones do either. */
static inline bool vfp_rune_closer(uint32_t c) {
    return c == '"' || c == '\'' || c == ')' || c == ']' || c == 0x201D || c == 0x2019 || c == 0xBB || c == 0x203A;
}
static inline bool vfp_rune_opener(uint32_t c) {
    return c == '"' || c == '\'' || c == '(' || c == '[' || c == 0x201C || c == 0x201E || c == 0x2018 || c == 0xAB ||
           c == 0x2039;
}
static inline bool vfp_rune_dash(uint32_t c) {
    return c == '-' || (c >= 0x2012 && c <= 0x2015) || c == 0x2022 || c == '*';
}
#endif
