/* time_atoms.c: tokens and hits → atoms. Numbers are read from the bytes, not from the tokens, because tokenizers
 * differ in what they make of 10/16/2025 and mid-1990s. What is compared with letters here is notation (st, nd, p.m.
 * behind digits, $), not language. */
#include "reading/time_atoms.h"
#include "lexicon/lexicon.h"
#include "reading/time_value.h"

typedef struct Lexer {
    Article *article;
    const char *text;
    uint32_t size;
} Lexer;

static bool digit(const Lexer *l, uint32_t i) { return i < l->size && l->text[i] >= '0' && l->text[i] <= '9'; }
static char byte(const Lexer *l, uint32_t i) { return i < l->size ? l->text[i] : ' '; }
static bool letter(char c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; }

/* Digits from *i on, at most nine; how many there are. */
static unsigned digits_at(const Lexer *l, uint32_t *i, int32_t *number) {
    unsigned n = 0;
    for (*number = 0; digit(l, *i) && n < 10; n++, ++*i)
        if (n < 9) *number = *number * 10 + (l->text[*i] - '0');
    return n;
}

static bool make_date(Atom *a, int year, int month, int day, uint32_t end) {
    if (!vfp_date_real(year, month, day)) return false;
    a->role = ATOM_DATE, a->number = year * 10000 + month * 100 + day, a->end = end;
    return true;
}

/* 2025-10-16, also with a time behind it; 16.10.2025; 10/16/2025 or 10/16/25 (the American order, unless the first
 * number can't be a month). `i` is behind the first number, which has n digits. */
static bool lex_date(const Lexer *l, Atom *a, uint32_t i, unsigned n) {
    char mark = byte(l, i);
    int32_t first = a->number, second, third;
    if (mark != '-' && mark != '/' && mark != '.') return false;
    i++;
    unsigned n2 = digits_at(l, &i, &second);
    if (!n2 || n2 > 2 || byte(l, i) != mark) return false;
    i++;
    unsigned n3 = digits_at(l, &i, &third);
    if (n == 4 && n3 == 2 && mark != '.') return make_date(a, first, second, third, i);
    if (n > 2 || (n3 != 4 && (n3 != 2 || mark != '/'))) return false;
    if (n3 == 2) third += third < 50 ? 2000 : 1900;
    if (mark == '.' || first > 12) return make_date(a, third, second, first, i);
    return make_date(a, third, first, second, i);
}

/* pm, p.m at i: 12 hours, am: 0; else -1. *i goes behind it. */
static int lex_meridiem(const Lexer *l, uint32_t *i) {
    char half = byte(l, *i) | 32;
    uint32_t m = *i + (byte(l, *i + 1) == '.' ? 2 : 1);
    if ((half != 'a' && half != 'p') || (byte(l, m) | 32) != 'm' || letter(byte(l, m + 1))) return -1;
    *i = m + 1;
    return half == 'p' ? 12 : 0;
}

/* 17:30, 2:30pm; 9.30am only with its letters. */
static bool lex_clock(const Lexer *l, Atom *a, uint32_t i, unsigned n) {
    int32_t minute;
    bool dot = byte(l, i) == '.';
    if (n > 2 || (byte(l, i) != ':' && !dot) || a->number > 24) return false;
    i++;
    if (digits_at(l, &i, &minute) != 2 || minute > 59) return false;
    if (byte(l, i) == ':' && digit(l, i + 1) && digit(l, i + 2)) i += 3;
    uint32_t letters = byte(l, i) == ' ' ? i + 1 : i, *to = dot ? &letters : &i;
    int half = a->number <= 12 ? lex_meridiem(l, to) : -1;
    if (dot && half < 0) return false;
    if (half >= 0) a->number = a->number % 12 + half, i = *to;
    a->role = ATOM_TIME, a->number = a->number * 60 + minute, a->end = i;
    return true;
}

/* 1/2: a half where it is one; other fractions count for nothing. */
static bool lex_fraction(const Lexer *l, Atom *a, uint32_t i, unsigned n) {
    int32_t below;
    if (byte(l, i) != '/' || n > 2) return false;
    i++;
    if (!digits_at(l, &i, &below)) return false;
    a->half = a->number == 1 && below == 2;
    if (!a->half) a->role = ATOM_OTHER;
    a->number = 0, a->end = i;
    return true;
}

/* 1,200 and 2.5 */
static void lex_number(const Lexer *l, Atom *a, uint32_t i) {
    int32_t more;
    while (byte(l, i) == ',' && digit(l, i + 1) && digit(l, i + 2) && digit(l, i + 3) && !digit(l, i + 4)) {
        i++;
        digits_at(l, &i, &more);
        a->number = a->number < 1000000 ? a->number * 1000 + more : a->number;
        a->digits = 9; /* no year is written so */
    }
    if (byte(l, i) == '.' && digit(l, i + 1)) {
        uint32_t start = ++i;
        digits_at(l, &i, &more);
        a->half = i - start == 1 && more == 5;
        a->digits = 9;
        if (!a->half) a->role = ATOM_OTHER;
    }
    a->end = i;
}

/* What stands behind the digits in the same word: 20th, 1990s, 5pm; anything else makes it no number. */
static void lex_tail(const Lexer *l, Atom *a) {
    static const char suffixes[][3] = {"st", "nd", "rd", "th"};
    uint32_t i = a->end;
    char c = byte(l, i) | 32, d = byte(l, i + 1) | 32;
    if (!letter(byte(l, i)) || a->role != TIME_ROLE_NUMBER) return;
    bool one = !letter(byte(l, i + 1)), two = letter(byte(l, i + 1)) && !letter(byte(l, i + 2));
    a->role = ATOM_OTHER;
    if (one && c == 's' && a->number % 10 == 0 && (a->digits == 4 || a->digits == 2)) {
        a->role = ATOM_YEARS, a->end = i + 1;
        if (a->digits == 2) a->number += 1900;
    } else if (two && (c == 'a' || c == 'p') && d == 'm') {
        a->role = TIME_ROLE_NUMBER; /* the letters are an atom of their own, or part of this token */
    } else {
        for (int k = 0; two && k < 4; k++)
            if (c == suffixes[k][0] && d == suffixes[k][1]) a->role = TIME_ROLE_ORDINAL, a->end = i + 2;
    }
}

/* $20, #5, .5, 5%, -7: amounts. */
static bool is_amount(const Lexer *l, const Atom *a, uint32_t start) {
    char before = start ? byte(l, start - 1) : ' ', behind = byte(l, a->end);
    if (before == '$' || before == '#' || before == '.' || before == '+' || behind == '%' || behind == '$') return true;
    /* £ € and their like end in bytes of their own; a curly apostrophe (… 99) may stand before '98 */
    if ((unsigned char)before >= 0x80 && (unsigned char)before != 0x99 && (unsigned char)before != 0x98) {
        unsigned char lead = start > 1 ? (unsigned char)byte(l, start - 2) : 0;
        return lead == 0xC2 || lead == 0x82;
    }
    return letter(before);
}

/* '98, ’98, but not the end of a quotation. */
static bool is_short_year(const Lexer *l, const Atom *a, uint32_t start) {
    if (a->digits != 2 || !start) return false;
    char c = byte(l, start - 1);
    if (c == '\'') return start < 2 || byte(l, start - 2) != '\'';
    return start > 2 && memcmp(l->text + start - 3, "\xE2\x80\x99", 3) == 0;
}

/* Q1 … Q4, H1, H2: quarters and halves as business writes them. */
static bool lex_part(const Lexer *l, const Token *token, Atom *a) {
    char kind = byte(l, token->begin), n = byte(l, token->begin + 1);
    if (token->end - token->begin != 2 || (kind != 'Q' && kind != 'H') || n < '1' || n > (kind == 'Q' ? '4' : '2'))
        return false;
    a->role = ATOM_PART, a->number = n - '0', a->plural = kind == 'H', a->end = token->end, a->last = a->first + 1;
    return true;
}

/* The number in token t. */
static void lex_digits(const Lexer *l, uint32_t t, Atom *a) {
    const Token *token = &l->article->tokens.at[t];
    uint32_t start = token->begin;
    while (start < token->end && !digit(l, start)) start++;
    uint32_t i = start;
    *a = (Atom){.first = t, .begin = token->begin, .role = TIME_ROLE_NUMBER};
    if (lex_part(l, token, a)) return;
    a->digits = (uint8_t)digits_at(l, &i, &a->number);
    a->end = i;
    bool whole = lex_date(l, a, i, a->digits) || lex_clock(l, a, i, a->digits) || lex_fraction(l, a, i, a->digits);
    if (!whole) lex_number(l, a, i), lex_tail(l, a);
    bool prefixed = start > token->begin;
    a->fused = prefixed && letter(byte(l, token->begin));
    if (a->fused && (a->digits != 4 || (byte(l, start - 1) != '-'))) a->role = ATOM_OTHER;
    else if (!a->fused && is_amount(l, a, start)) a->role = ATOM_OTHER;
    if (is_short_year(l, a, start) && (a->role == TIME_ROLE_NUMBER)) {
        a->short_year = true, a->number += a->number < 50 ? 2000 : 1900;
        a->begin = start - (byte(l, start - 1) == '\'' ? 1 : 3);
    }
    if (a->role == ATOM_YEARS && start && byte(l, start - 1) == '\'') a->begin = start - 1;
    a->last = t + 1;
    while (a->last < l->article->tokens.n && l->article->tokens.at[a->last].begin < a->end) a->last++;
}

/* ---- rows of the table */

static int to_number(Str s) {
    int n = 0, sign = 1;
    for (uint32_t i = 0; i < s.len && n < 100000000; i++) {
        if (s.at[i] == '-') sign = -1;
        else if (s.at[i] >= '0' && s.at[i] <= '9') n = n * 10 + (s.at[i] - '0');
        else break;
    }
    return sign * n;
}

static int to_way(Str s) {
    if (!s.len) return WAY_NONE;
    if (s.len == 1) return s.at[0];
    if (s.at[1] == 'p') return s.at[0];
    if (s.at[0] == '@') return s.at[1] == '<' ? WAY_BEFORE : WAY_AFTER;
    return s.at[0] == '<' ? WAY_BEHIND : WAY_AHEAD;
}

static bool is_plural(const Article *article, const Token *token) {
    if (token->feats & FEAT_PLURAL) return true;
    return token->end - token->begin > 3 && article->text.at[token->end - 1] == 's';
}

static void read_unit(Atom *a) {
    uint32_t skip = 0;
    a->many = (uint8_t)(to_number(a->value) % 100);
    while (skip < a->value.len && a->value.at[skip] >= '0' && a->value.at[skip] <= '9') skip++;
    a->number = (int32_t)vfp_unit_named((Str){a->value.at + skip, a->value.len - skip});
    if (!a->many) a->many = 1;
    if (a->number == UNIT_COUNT) a->role = TIME_ROLE_STOP;
}

static void read_value(Atom *a) {
    if (a->value.len && a->value.at[a->value.len - 1] == '?') a->doubtful = true, a->value.len--;
    switch (a->role) {
    case TIME_ROLE_UNIT: read_unit(a); break;
    case TIME_ROLE_DIRECTION:
    case TIME_ROLE_SHIFT: a->number = to_way(a->value); break;
    case TIME_ROLE_NUMBER: {
        uint32_t n = a->value.len;
        a->half = n > 1 && a->value.at[n - 2] == '.' && a->value.at[n - 1] == '5';
        if (n && (a->value.at[0] == 'x' || a->value.at[0] == '=' || a->value.at[0] == '+'))
            a->number = to_number((Str){a->value.at + 1, n - 1});
        else a->number = to_number(a->value);
        break;
    }
    default: a->number = to_number(a->value);
    }
}

/* Names of months and days are written with a capital (mid-August too); `may` and `sun` are others. */
static bool hit_fits(const Article *article, const Atom *a) {
    if (a->role != TIME_ROLE_MONTH && a->role != TIME_ROLE_WEEKDAY && a->role != TIME_ROLE_HOLIDAY) return true;
    const Token *token = &article->tokens.at[a->first];
    if (token->flags & TOKEN_CAPITAL) return true;
    const char *text = article->text.at;
    for (uint32_t i = token->begin; i + 1 < token->end; i++)
        if (text[i] == '-' && text[i + 1] >= 'A' && text[i + 1] <= 'Z') return true;
    return false;
}

static bool read_hit(const Article *article, const Hit *hit, Atom *a) {
    const LexRow *row = vfp_lexicon_row(article->lexicon, LEX_TIME, hit->row);
    if (row->value[1] < 0 || row->value[1] >= TIME_ROLE_COUNT) return false;
    const Token *tokens = article->tokens.at;
    uint32_t last = hit->token + hit->count;
    *a = (Atom){.first = hit->token,
                .last = last,
                .begin = tokens[hit->token].begin,
                .end = tokens[last - 1].end,
                .role = (uint8_t)row->value[1],
                .value = row->field[2]};
    a->plural = is_plural(article, &tokens[last - 1]);
    read_value(a);
    return hit_fits(article, a);
}

/* ---- in order */

static bool is_hyphen(Str s) {
    return (s.len == 1 && s.at[0] == '-') ||
           (s.len == 3 && memcmp(s.at, "\xE2\x80\x90", 3) >= 0 && memcmp(s.at, "\xE2\x80\x93", 3) <= 0);
}

static Gap gap_of(const Article *article, const Atom *before, const Atom *a) {
    const Token *tokens = article->tokens.at;
    if (tokens[before->last - 1].sentence != tokens[a->first].sentence) return GAP_FAR;
    if (a->first == before->last) return GAP_NONE;
    if (a->first < before->last || a->first - before->last > 1) return GAP_FAR;
    const Token *between = &tokens[before->last];
    Str s = {article->text.at + between->begin, between->end - between->begin};
    if (is_hyphen(s)) return GAP_HYPHEN;
    if (s.len == 1 && s.at[0] == ',') return GAP_COMMA;
    if (s.len == 1 && s.at[0] == '.') return GAP_DOT;
    if (between->flags & TOKEN_FUSED && (s.at[0] == '\'' || (unsigned char)s.at[0] == 0xE2)) return GAP_POSSESSIVE;
    return GAP_FAR;
}

static void push_atom(Article *article, Atoms *atoms, Atom a) {
    a.gap = atoms->n ? (uint8_t)gap_of(article, &atoms->at[atoms->n - 1], &a) : GAP_FAR;
    *vfp_push(article->arena, atoms) = a;
}

/* The next token from t on with a digit, or n. */
static uint32_t next_digit(const Article *article, uint32_t t) {
    while (t < article->tokens.n && !(article->tokens.at[t].flags & TOKEN_DIGIT)) t++;
    return t;
}

void vfp_time_atoms(Article *article, Atoms *atoms) {
    Lexer lexer = {article, article->text.at, article->text.len};
    uint32_t number = next_digit(article, 0), free = 0;
    for (uint32_t h = 0; h <= article->hits.n; h++) {
        const Hit *hit = h < article->hits.n ? &article->hits.at[h] : NULL;
        if (hit && (hit->table != LEX_TIME || hit->token < free)) continue;
        Atom a;
        for (; number < (hit ? hit->token : article->tokens.n); number = next_digit(article, number)) {
            lex_digits(&lexer, number, &a);
            if (number >= free) push_atom(article, atoms, a);
            number = free = a.last;
        }
        if (!hit || hit->token < free || !read_hit(article, hit, &a)) continue;
        push_atom(article, atoms, a);
        free = a.last;
        if (number < free) number = next_digit(article, free);
    }
    *vfp_push(article->arena, atoms) =
        (Atom){.role = ATOM_OTHER, .gap = GAP_FAR, .first = article->tokens.n, .last = article->tokens.n};
}
