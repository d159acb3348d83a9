/* text.h: strings with lengths, spans, UTF-8, hashing, and errors put into words. No allocation but in an arena. */
#ifndef VFP_TEXT_H
#define VFP_TEXT_H
#include "core/arena.h"
#include <stdarg.h>

typedef struct Str {
    const char *at;
    uint32_t len;
} Str;

typedef struct Span {
    uint32_t begin, end;
} Span;

#define VFP_NO_SPAN ((Span){UINT32_MAX, UINT32_MAX})
static inline bool vfp_span_is(Span s) { return s.begin != UINT32_MAX; }
static inline Str vfp_slice(Str text, Span s) { return (Str){text.at + s.begin, s.end - s.begin}; }
#define VFP_STR(literal) ((Str){"" literal, sizeof(literal) - 1})
static inline Str vfp_str(const char *c) { return (Str){c, c ? (uint32_t)strlen(c) : 0}; }
static inline bool vfp_str_is(Str a, Str b) { return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0); }

/* A copy in the arena, NUL behind it. */
Str vfp_str_copy(Arena *arena, Str s);
/* printf into the arena. */
Str vfp_str_format(Arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Decodes the character at text[i] (i < n). Returns its length in bytes, 0 where the bytes are no valid UTF-8
 * (RFC 3629: no surrogates, nothing over U+10FFFF, shortest form only); *rune is set. */
unsigned vfp_utf8_decode(const char *text, size_t n, size_t i, uint32_t *rune);
/* Writes rune to out[4]; returns the bytes written. */
unsigned vfp_utf8_encode(uint32_t rune, char out[4]);
/* Byte offset of the first byte that is not valid UTF-8, or n. */
size_t vfp_utf8_valid(const char *text, size_t n);

/* Lower case of the whole string, typographic apostrophes made straight, written to out (room for 2 * s.len + 4).
 * Returns the length. Linear. */
uint32_t vfp_fold(Str s, char *out);
/* Letters without their accents, lower case, everything else a single '-': for ids. out: room for 3 * s.len + 4. */
uint32_t vfp_kebab(Str s, char *out);

/* FNV-1a, 64 bit. */
uint64_t vfp_hash(const void *bytes, size_t n, uint64_t seed);

/* Fills `error` (may be null) and returns `status`. */
vf_status vfp_fail(vf_error *error, vf_status status, const char *where, uint64_t line, uint64_t byte,
                   const char *format, ...) __attribute__((format(printf, 6, 7)));

#endif
