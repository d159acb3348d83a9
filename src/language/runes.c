/* runes.c: the classes of characters beyond ASCII, from Unicode's general categories. Constant time. */
#include "language/runes.h"
#include <utf8proc.h>

Rune vfp_rune_class_wide(uint32_t c) {
    if (vfp_rune_invisible(c)) return RUNE_LETTER;
    if (c == 0x2BC) return RUNE_PUNCT; /* the modifier letter that stands for an apostrophe */
    switch (utf8proc_category((utf8proc_int32_t)c)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME: return RUNE_LETTER;
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO: return RUNE_DIGIT;
    case UTF8PROC_CATEGORY_SM:
    case UTF8PROC_CATEGORY_SC:
    case UTF8PROC_CATEGORY_SK:
    case UTF8PROC_CATEGORY_SO: return RUNE_SYMBOL;
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF: return RUNE_SPACE;
    default: return RUNE_PUNCT;
    }
}

bool vfp_rune_upper_wide(uint32_t c) {
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);
    return category == UTF8PROC_CATEGORY_LU || category == UTF8PROC_CATEGORY_LT;
}

bool vfp_rune_lower_wide(uint32_t c) {
    return !vfp_rune_invisible(c) && utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_LL;
}
