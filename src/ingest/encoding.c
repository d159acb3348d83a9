/* encoding.c: bytes → valid UTF-8 without NUL.
 *
 * The order is: byte order marks, binary or not, valid UTF-8 (kept byte for byte), then Windows-1252, which is what
 * stray bytes in English news nearly always are. A repair must be plausible throughout or the input is refused:
 * a wrong guess would put wrong words into somebody's mouth. Linear; one copy of the text. */
#include "ingest/page.h"

static const uint16_t high[32] = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                  0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                  0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                  0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

/* Windows-1252 to Unicode; 0 where the byte means nothing. */
static uint32_t from_1252(unsigned char c) { return c < 0x80 || c >= 0xA0 ? c : high[c - 0x80]; }

/* Unicode to Windows-1252, its undefined bytes standing for themselves (as the software that makes mojibake has
 * it); 0 where there is no such byte. */
static unsigned char to_1252(uint32_t rune) {
    if (rune >= 0x80 && rune <= 0xFF && (rune >= 0xA0 || !high[rune - 0x80])) return (unsigned char)rune;
    for (unsigned i = 0; rune > 0xFF && i < 32; i++)
        if (high[i] == rune) return (unsigned char)(0x80 + i);
    return 0;
}

static vf_status refuse(const vf_input *in, uint64_t byte, vf_error *error, const char *what) {
    return vfp_fail(error, VF_E_ENCODING, in->uri, in->line, byte, "%s", what);
}

/* ------------------------------------------------------------------ UTF-16 */

static uint32_t unit16(const unsigned char *s, bool big) {
    return big ? (uint32_t)s[0] << 8 | s[1] : (uint32_t)s[1] << 8 | s[0];
}

static vf_status decode16(Arena *arena, const vf_input *in, bool big, Str *out, vf_error *error) {
    const unsigned char *s = (const unsigned char *)in->bytes;
    char *to = vfp_arena_alloc(arena, in->size / 2 * 3 + 4);
    uint32_t n = 0;
    for (size_t i = 2; i < in->size; i += 2) {
        if (i + 1 == in->size) return refuse(in, i + 1, error, "the UTF-16 text ends in half a character");
        uint32_t rune = unit16(s + i, big);
        size_t at = i;
        if (rune >= 0xD800 && rune < 0xDC00 && i + 3 < in->size) {
            uint32_t low = unit16(s + i + 2, big);
            if (low >= 0xDC00 && low < 0xE000) rune = 0x10000 + ((rune - 0xD800) << 10) + (low - 0xDC00), i += 2;
        }
        if (rune >= 0xD800 && rune < 0xE000) return refuse(in, at + 1, error, "half a surrogate pair in UTF-16 text");
        if (!rune) return refuse(in, at + 1, error, "a NUL character: this is a binary file; save its text first");
        n += vfp_utf8_encode(rune, to + n);
    }
    *out = (Str){to, n};
    return VF_OK;
}

/* ------------------------------------------------------------------ Windows-1252 */

static bool letter(const char *s, size_t n, size_t i) {
    return i < n && ((s[i] >= 'a' && s[i] <= 'z') || (s[i] >= 'A' && s[i] <= 'Z'));
}

/* Whether a byte that is no UTF-8 reads as Windows-1252 where it stands: an accented letter stands among letters, a
 * mark (quote, dash, euro) near text. */
static bool plausible(const char *s, size_t n, size_t i) {
    unsigned char c = (unsigned char)s[i];
    if (!from_1252(c)) return false;
    if (c >= 0xC0) return letter(s, n, i + 1) || (i && letter(s, n, i - 1));
    unsigned char before = i ? (unsigned char)s[i - 1] : ' ', behind = i + 1 < n ? (unsigned char)s[i + 1] : ' ';
    return before >= ' ' || behind >= ' ' || before == '\n' || behind == '\n';
}

/* A character's first bytes without its last: text that was cut or damaged, not another encoding. */
static bool torn(const char *s, size_t n, size_t i) {
    unsigned char c = (unsigned char)s[i];
    if (c < 0xE0 || c > 0xF4 || i + 1 >= n) return c >= 0xC2 && c <= 0xF4 && i + 1 >= n;
    return ((unsigned char)s[i + 1] & 0xC0) == 0x80 && (i + 2 >= n || c == 0xE2);
}

/* What a text has of each: bytes that are no UTF-8, characters of several bytes that are; the first bad byte that
 * can't be Windows-1252 (or n). */
typedef struct Census {
    size_t stray, good, bad;
} Census;

static Census count(const char *s, size_t n) {
    Census c = {0, 0, n};
    for (size_t i = 0; i < n;) {
        uint32_t rune;
        unsigned len = vfp_utf8_decode(s, n, i, &rune);
        if (len > 1) c.good++;
        if (!len) {
            c.stray++;
            if (c.bad == n && (torn(s, n, i) || !plausible(s, n, i))) c.bad = i;
        }
        i += len ? len : 1;
    }
    return c;
}

/* Stray bytes become what Windows-1252 or, where `lenient`, U+FFFD has for them; where `all`, so do the bytes of
 * characters that could be UTF-8 by accident. */
static Str decode_1252(Arena *arena, const char *s, size_t n, bool all, bool lenient) {
    char *to = vfp_arena_alloc(arena, n * 3 + 4);
    uint32_t k = 0;
    for (size_t i = 0; i < n;) {
        uint32_t rune;
        unsigned len = all && (unsigned char)s[i] >= 0x80 ? 0 : vfp_utf8_decode(s, n, i, &rune);
        if (!len) rune = from_1252((unsigned char)s[i]);
        if (!rune) rune = lenient ? 0xFFFD : ' ';
        k += vfp_utf8_encode(rune, to + k);
        i += len ? len : 1;
    }
    return (Str){to, k};
}

/* A few stray bytes among text; characters of UTF-8 beside them stay what they are. */
static vf_status repair(Arena *arena, const vf_input *in, size_t skip, Str *out, vf_error *error) {
    const char *s = in->bytes + skip;
    size_t n = in->size - skip;
    Census c = count(s, n);
    if (c.bad < n || c.stray * 12 > n + 24) {
        size_t at = c.bad < n ? c.bad : vfp_utf8_valid(s, n);
        return vfp_fail(error, VF_E_ENCODING, in->uri, in->line, skip + at + 1,
                        "byte 0x%02X is neither UTF-8 nor plausible Windows-1252; convert the text to UTF-8 first "
                        "(iconv -f CHARSET -t UTF-8)",
                        (unsigned char)s[at]);
    }
    *out = decode_1252(arena, s, n, false, false);
    return VF_OK;
}

/* ------------------------------------------------------------------ text */

static bool is_control(unsigned char c) { return c < 0x20 && !(c >= '\t' && c <= '\r') && c != 0x1A; }

/* The offset of a NUL, or of the first control character where there are many; n where it is text. */
static size_t binary(const char *s, size_t n) {
    const char *nul = memchr(s, 0, n);
    if (nul) return (size_t)(nul - s);
    size_t controls = 0, first = n;
    for (size_t i = 0; i < n; i++)
        if (is_control((unsigned char)s[i])) {
            if (!controls++) first = i;
        }
    return controls > 4 + n / 64 ? first : n;
}

static int mark16(const vf_input *in) { /* 1: big-endian, -1: little-endian, 0: no mark */
    const unsigned char *s = (const unsigned char *)in->bytes;
    if (in->size < 2 || s[0] + s[1] != 0xFE + 0xFF) return 0;
    return s[0] == 0xFE ? 1 : s[0] == 0xFF ? -1 : 0;
}

static size_t mark8(const vf_input *in) { return in->size >= 3 && !memcmp(in->bytes, "\xEF\xBB\xBF", 3) ? 3 : 0; }

vf_status vfp_decode(Arena *arena, const vf_input *in, Str *out, vf_error *error) {
    int utf16 = mark16(in);
    if (utf16) return decode16(arena, in, utf16 > 0, out, error);
    size_t skip = mark8(in), n = in->size - skip;
    size_t bad = binary(in->bytes + skip, n);
    if (bad < n)
        return refuse(in, skip + bad + 1, error,
                      "control characters: this looks like a binary file (or UTF-16 without its byte order mark), "
                      "not text");
    if (vfp_utf8_valid(in->bytes + skip, n) < n) return repair(arena, in, skip, out, error);
    *out = vfp_str_copy(arena, (Str){in->bytes + skip, (uint32_t)n});
    return VF_OK;
}

/* ------------------------------------------------------------------ pages */

/* The charset that a page's meta element names, lower case; "" if none. Looks at the first 4 KiB, as browsers
 * look at the first one. */
static void declared(const char *s, size_t n, char name[32]) {
    size_t look = n < 4096 ? n : 4096, k = 0;
    name[0] = '\0';
    for (size_t i = 0; i + 8 < look && !k; i++) {
        if ((s[i] | 32) != 'c' || strncasecmp(s + i, "charset=", 8) != 0) continue;
        for (i += 8; i < look && k == 0 && (s[i] == '"' || s[i] == '\'' || s[i] == ' ');) i++;
        for (; i < look && k < 31 && (letter(s, n, i) || (s[i] >= '0' && s[i] <= '9') || s[i] == '-' || s[i] == '_');
             i++)
            name[k++] = (char)(s[i] >= 'A' && s[i] <= 'Z' ? s[i] | 32 : s[i]);
    }
    name[k] = '\0';
}

static bool is_one_of(const char *name, const char *const *list) {
    while (*list && strcmp(name, *list) != 0) list++;
    return *list != NULL;
}

vf_status vfp_decode_page(Arena *arena, const vf_input *in, Str *out, vf_error *error) {
    static const char *const western[] = {"windows-1252", "cp1252",   "iso-8859-1", "iso-8859-15",
                                          "latin1",       "us-ascii", "ascii",      NULL};
    static const char *const utf8[] = {"", "utf-8", "utf8", NULL};
    int utf16 = mark16(in);
    if (utf16) return decode16(arena, in, utf16 > 0, out, error);
    size_t skip = mark8(in), n = in->size - skip, nuls = 0;
    char *copy = vfp_arena_alloc(arena, n + 1);
    memcpy(copy, in->bytes + skip, n);
    for (char *p = copy; (p = memchr(p, 0, n - (size_t)(p - copy))); nuls++) *p = ' ';
    if (nuls > 4 + n / 1024 || binary(copy, n) < n)
        return refuse(in, 0, error, "many control characters: this is a binary file, no page; save its text first");
    *out = (Str){copy, (uint32_t)n};
    if (vfp_utf8_valid(copy, n) == n) return VF_OK; /* whatever it says it is */
    char name[32];
    declared(copy, n, name);
    bool single = is_one_of(name, western);
    if (!single && !is_one_of(name, utf8))
        return vfp_fail(error, VF_E_ENCODING, in->uri, in->line, 0,
                        "the page is in %s, which is not read; convert it first (iconv -f %s -t UTF-8)", name, name);
    *out = decode_1252(arena, copy, n, single, true);
    return VF_OK;
}

/* ------------------------------------------------------------------ mojibake */

/* The character that the runes at text[i] were before they were read as Windows-1252, with the bytes it takes; 0
 * where they are no such thing. */
static unsigned undo(Str t, uint32_t i, uint32_t *rune) {
    char bytes[4];
    unsigned n = 0, want = 1;
    uint32_t at = i;
    for (; n < want && at < t.len; n++) {
        uint32_t r;
        unsigned len = vfp_utf8_decode(t.at, t.len, at, &r);
        unsigned char c = to_1252(r);
        if (!len || !c) return 0;
        if (n == 0) want = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
        bytes[n] = (char)c;
        at += len;
    }
    bool sound = n == want && vfp_utf8_decode(bytes, n, 0, rune) == n && *rune >= 0xA0;
    return sound ? at - i : 0;
}

static bool is_mark(uint32_t r) { /* quotes, dashes, dots: what never was Windows-1252 by design */
    return (r >= 0x2010 && r <= 0x2015) || (r >= 0x2018 && r <= 0x201F) || r == 0x2022 || r == 0x2026 || r == 0x2032 ||
           r == 0x2033 || r == 0x2039 || r == 0x203A;
}

/* Undoes it everywhere; `whole`: fails (len 0) unless every character beyond ASCII is part of it. */
static Str undo_all(Arena *arena, Str t, bool whole) {
    static const char opening[] = "\xC3\xA2\xE2\x82\xAC"; /* â€: its third byte was lost on the way: it was a ” */
    char *to = vfp_arena_alloc(arena, (size_t)t.len + 1);
    uint32_t n = 0;
    for (uint32_t i = 0; i < t.len;) {
        uint32_t rune = 0;
        unsigned len = (unsigned char)t.at[i] < 0x80 ? 1 : undo(t, i, &rune);
        if (!whole && rune && !is_mark(rune)) len = 0, rune = 0;
        if (!len && t.len - i >= 5 && !memcmp(t.at + i, opening, 5))
            rune = 0x201D, len = t.len - i >= 8 && !memcmp(t.at + i + 5, "\xEF\xBF\xBD", 3) ? 8 : 5;
        if (!len && whole) return (Str){to, 0};
        if (!len) len = vfp_utf8_decode(t.at, t.len, i, &rune);
        if (rune) n += vfp_utf8_encode(rune, to + n);
        else to[n++] = t.at[i];
        i += len;
    }
    return (Str){to, n};
}

Str vfp_unmojibake(Arena *arena, Str t) {
    static const char *const signs[] = {"\xC3\xA2\xE2\x82\xAC", "\xC3\x83", "\xC3\x82"};
    bool quotes = memmem(t.at, t.len, signs[0], 5) != NULL;
    if (!quotes && !memmem(t.at, t.len, signs[1], 2) && !memmem(t.at, t.len, signs[2], 2)) return t;
    Str all = undo_all(arena, t, true);
    if (all.len) return (Str){all.at, all.len};
    return quotes ? undo_all(arena, t, false) : t;
}
