/* json_flat.c: the JSON objects that news really comes as: one level, whose keys and values are strings (or null,
 * true, false). Read in one pass, straight to where the article keeps them.
 *
 * In: valid UTF-8. Out: the wanted members, or "not that simple", and then json.c asks jansson, whose word on numbers,
 * nesting, keys that come twice and errors of every kind stays the only one. What is accepted here jansson accepts
 * with the same result. Linear. */
#include "ingest/page.h"

typedef struct Flat {
    const char *at, *end;
    char *to; /* where decoded strings go */
} Flat;

static void skip_space(Flat *f) {
    while (f->at < f->end && (*f->at == ' ' || *f->at == '\t' || *f->at == '\n' || *f->at == '\r')) f->at++;
}

static bool take(Flat *f, char c) {
    skip_space(f);
    if (f->at == f->end || *f->at != c) return false;
    f->at++;
    return true;
}

static bool take_word(Flat *f, const char *word) {
    size_t n = strlen(word);
    if ((size_t)(f->end - f->at) < n || memcmp(f->at, word, n) != 0) return false;
    f->at += n;
    return true;
}

/* How many bytes from f->at on stand for themselves: neither quote nor backslash nor control character. */
static size_t plain_bytes(const Flat *f) {
    const uint64_t ones = 0x0101010101010101u, tops = 0x80 * ones;
    const char *at = f->at;
    for (uint64_t w; f->end - at >= 8; at += 8) {
        memcpy(&w, at, 8);
        uint64_t quote = w ^ '"' * ones, slash = w ^ '\\' * ones;
        if (((w - ' ' * ones) | (quote - ones) | (slash - ones)) & ~w & tops) break; /* ASCII, and maybe one of them */
    }
    while (at < f->end && *at != '"' && *at != '\\' && (unsigned char)*at >= 0x20) at++;
    return (size_t)(at - f->at);
}

/* \u0041 at f->at + 2: the character, 0 where it is half of a pair or no character at all. */
static uint32_t hex_escape(const Flat *f) {
    uint32_t rune = 0;
    if (f->end - f->at < 6) return 0;
    for (int i = 2; i < 6; i++) {
        char c = f->at[i];
        uint32_t digit = c >= '0' && c <= '9'                 ? (uint32_t)(c - '0')
                         : (c | 32) >= 'a' && (c | 32) <= 'f' ? (uint32_t)((c | 32) - 'a' + 10)
                                                              : 16;
        if (digit > 15) return 0;
        rune = rune << 4 | digit;
    }
    return rune >= 0xD800 && rune < 0xE000 ? 0 : rune;
}

/* The escape at f->at. Never longer decoded than written. */
static bool take_escape(Flat *f) {
    static const char letters[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
    if (f->end - f->at < 2) return false;
    if (f->at[1] == 'u') {
        uint32_t rune = hex_escape(f);
        f->to += rune ? vfp_utf8_encode(rune, f->to) : 0;
        f->at += 6;
        return rune != 0;
    }
    const char *letter = memchr(letters, f->at[1], sizeof letters - 1);
    if (!letter) return false;
    *f->to++ = meanings[letter - letters];
    f->at += 2;
    return true;
}

static bool take_string(Flat *f, Str *out) {
    if (!take(f, '"')) return false;
    const char *begin = f->to;
    for (;;) {
        size_t n = plain_bytes(f);
        memcpy(f->to, f->at, n);
        f->at += n, f->to += n;
        if (f->at == f->end) return false;
        if (*f->at == '"') break;
        if (*f->at != '\\' || !take_escape(f)) return false;
    }
    f->at++;
    *out = (Str){begin, (uint32_t)(f->to - begin)};
    *f->to++ = '\0';
    return true;
}

/* The member behind a comma or brace. `seen`: a bit for each wanted key that has come. */
static bool take_member(Flat *f, const JsonKey *keys, size_t n, unsigned *seen) {
    Str name, value = {0};
    char *room = f->to;
    if (!take_string(f, &name) || !take(f, ':')) return false;
    size_t k = 0;
    while (k < n && !vfp_str_is(name, vfp_str(keys[k].name))) k++;
    f->to = room; /* the name has been read; its place is free */
    skip_space(f);
    bool string = f->at < f->end && *f->at == '"';
    if (string ? !take_string(f, &value)
               : !take_word(f, "null") && (k < n || (!take_word(f, "true") && !take_word(f, "false"))))
        return false;
    if (k == n) {
        f->to = room;
        return true;
    }
    if (*seen >> k & 1) return false;
    *seen |= 1u << k;
    if (string) *keys[k].to = value;
    return true;
}

bool vfp_json_flat(Str json, const JsonKey *keys, size_t n, char *room) {
    Flat f = {json.at, json.at + json.len, room};
    unsigned seen = 0;
    if (!take(&f, '{')) return false;
    do
        if (!take_member(&f, keys, n, &seen)) return false;
    while (take(&f, ','));
    if (!take(&f, '}')) return false;
    skip_space(&f);
    return f.at == f.end;
}
