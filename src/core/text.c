#include "core/text.h"
#include <stdio.h>
#include <stdlib.h>
#include <utf8proc.h>

Str vfp_str_copy(Arena *arena, Str s) {
    char *at = vfp_arena_alloc(arena, (size_t)s.len + 1);
    if (s.len) memcpy(at, s.at, s.len);
    return (Str){at, s.len};
}

Str vfp_str_format(Arena *arena, const char *format, ...) {
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *at = vfp_arena_alloc(arena, (size_t)(n < 0 ? 0 : n) + 1);
    if (n > 0) vsnprintf(at, (size_t)n + 1, format, again);
    va_end(again);
    return (Str){at, n < 0 ? 0 : (uint32_t)n};
}

unsigned vfp_utf8_decode(const char *text, size_t n, size_t i, uint32_t *rune) {
    const unsigned char *s = (const unsigned char *)text + i;
    size_t left = n - i;
    if (s[0] < 0x80) {
        *rune = s[0];
        return 1;
    }
    unsigned len = s[0] >= 0xF0 ? 4 : s[0] >= 0xE0 ? 3 : 2;
    if (s[0] < 0xC2 || s[0] > 0xF4 || left < len) return *rune = 0xFFFD, 0;
    uint32_t c = s[0] & (0x7Fu >> len);
    for (unsigned k = 1; k < len; k++) {
        if ((s[k] & 0xC0) != 0x80) return *rune = 0xFFFD, 0;
        c = c << 6 | (s[k] & 0x3F);
    }
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    if (c < least[len] || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000)) return *rune = 0xFFFD, 0;
    *rune = c;
    return len;
}

unsigned vfp_utf8_encode(uint32_t rune, char out[4]) {
    return (unsigned)utf8proc_encode_char((utf8proc_int32_t)rune, (utf8proc_uint8_t *)out);
}

size_t vfp_utf8_valid(const char *text, size_t n) {
    size_t i = 0;
    while (i < n) {
        uint64_t w;
        while (i + 8 <= n && (memcpy(&w, text + i, 8), !(w & 0x8080808080808080u))) i += 8;
        if (i == n) break;
        uint32_t rune;
        unsigned len = vfp_utf8_decode(text, n, i, &rune);
        if (!len) return i;
        i += len;
    }
    return n;
}

/* Lower case of eight ASCII bytes at once: a byte from A to Z gets its top bit set by the first sum and not by the
 * second, and that bit moved down is the one that makes it small. */
static inline uint64_t lower8(uint64_t w) {
    const uint64_t ones = 0x0101010101010101u;
    return w | ((w + (0x80 - 'A') * ones) & ~(w + (0x80 - 'Z' - 1) * ones) & 0x80 * ones) >> 2;
}

/* Folds what is ASCII; false, with nothing of use in `out`, where something else is among it. Most words are shorter
 * than eight bytes: those of four and more are two halves that overlap. */
static bool fold_ascii(Str s, char *out) {
    const uint64_t tops = 0x8080808080808080u;
    uint64_t w, all = 0;
    uint32_t i = 0, half;
    for (; i + 8 <= s.len; i += 8) {
        memcpy(&w, s.at + i, 8);
        all |= w;
        w = lower8(w);
        memcpy(out + i, &w, 8);
    }
    if (s.len - i >= 4) {
        memcpy(&half, s.at + i, 4);
        all |= half;
        half = (uint32_t)lower8(half);
        memcpy(out + i, &half, 4);
        i += 4;
    }
    for (; i < s.len; i++) {
        unsigned char c = (unsigned char)s.at[i];
        all |= c;
        out[i] = (char)(c | (unsigned)((unsigned)c - 'A' < 26) << 5);
    }
    return !(all & tops);
}

uint32_t vfp_fold(Str s, char *out) {
    if (fold_ascii(s, out)) return s.len;
    uint32_t n = 0;
    for (uint32_t i = 0; i < s.len;) {
        unsigned char c = (unsigned char)s.at[i];
        if (c < 0x80) {
            out[n++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
            i++;
            continue;
        }
        uint32_t rune;
        unsigned len = vfp_utf8_decode(s.at, s.len, i, &rune);
        if (!len) {
            out[n++] = s.at[i++];
            continue;
        }
        if (rune == 0x2019 || rune == 0x2018 || rune == 0x02BC) out[n++] = '\'';
        else if (rune != 0xAD && rune != 0x200B && rune != 0x2060) /* invisible: no part of the word */
            n += vfp_utf8_encode((uint32_t)utf8proc_tolower((utf8proc_int32_t)rune), out + n);
        i += len;
    }
    return n;
}

/* The base letters of a rune in ASCII: é → e, ß → ss, ł → l; 0 letters where there are none. */
static unsigned ascii_letters(uint32_t rune, char out[4]) {
    static const struct {
        uint32_t rune;
        const char *ascii;
    } special[] = {{0xDF, "ss"}, {0xE6, "ae"}, {0xC6, "ae"}, {0xF8, "o"}, {0xD8, "o"},  {0x142, "l"},  {0x141, "l"},
                   {0x111, "d"}, {0x110, "d"}, {0x131, "i"}, {0xF0, "d"}, {0xFE, "th"}, {0x153, "oe"}, {0x259, "a"}};
    for (size_t k = 0; k < sizeof special / sizeof *special; k++)
        if (special[k].rune == rune) {
            unsigned n = (unsigned)strlen(special[k].ascii);
            memcpy(out, special[k].ascii, n);
            return n;
        }
    utf8proc_int32_t parts[8];
    int boundary = 0;
    utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)rune, parts, 8,
                                                 UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD, &boundary);
    unsigned k = 0;
    for (utf8proc_ssize_t i = 0; i < n && i < 8 && k < 3; i++)
        if (parts[i] < 0x80 && ((parts[i] >= 'a' && parts[i] <= 'z') || (parts[i] >= '0' && parts[i] <= '9')))
            out[k++] = (char)parts[i];
    return k;
}

uint32_t vfp_kebab(Str s, char *out) {
    uint32_t n = 0;
    bool gap = false;
    for (uint32_t i = 0; i < s.len;) {
        uint32_t rune;
        unsigned len = vfp_utf8_decode(s.at, s.len, i, &rune);
        char letters[4];
        unsigned k = 0;
        bool joins = rune == '\'' || rune == 0x2019 || rune == 0x2018 || rune == '.'; /* O'Neill, U.S.: no gap */
        if (len) k = ascii_letters(rune, letters);
        if (k) {
            if (gap && n) out[n++] = '-';
            gap = false;
            memcpy(out + n, letters, k);
            n += k;
        } else if (!joins) {
            gap = true;
        }
        i += len ? len : 1;
    }
    return n;
}

uint64_t vfp_hash(const void *bytes, size_t n, uint64_t seed) {
    const unsigned char *p = bytes;
    uint64_t h = 0xcbf29ce484222325u ^ seed;
    for (size_t i = 0; i < n; i++) h = (h ^ p[i]) * 0x100000001b3u;
    return h;
}

vf_status vfp_fail(vf_error *error, vf_status status, const char *where, uint64_t line, uint64_t byte,
                   const char *format, ...) {
    if (!error) return status;
    *error = (vf_error){.status = status, .line = line, .byte = byte};
    if (where) snprintf(error->where, sizeof error->where, "%s", where);
    va_list args;
    va_start(args, format);
    vsnprintf(error->message, sizeof error->message, format, args);
    va_end(args);
    return status;
}
