/* furniture.c: lines and elements that belong to the page, not to the article, as lexicon/furniture.txt has them.
 *
 * The rows are put into lists by kind and first byte once a lexicon, so that a line is compared with the few that
 * can match. Rows and lines are compared folded, white space made single, marks at the end taken off. Nothing of
 * LONGEST bytes or more is furniture: real prose that begins like a page's line is longer or goes on differently. */
#include "ingest/page.h"

enum { LONGEST = 200, LONGEST_HINT = 256 };

/* Bytes of a mark or blank at the end of s that say nothing: stops, dots, arrows of links. */
static uint32_t tail_mark(Str s) {
    if (s.len && strchr(" .:!>|-,", s.at[s.len - 1])) return 1;
    if (s.len >= 2 && !memcmp(s.at + s.len - 2, "\xC2\xBB", 2)) return 2;                /* » */
    static const char *const marks[] = {"\xE2\x80\xA6", "\xE2\x86\x92", "\xE2\x80\xBA"}; /* … → › */
    for (int i = 0; i < 3; i++)
        if (s.len >= 3 && !memcmp(s.at + s.len - 3, marks[i], 3)) return 3;
    return 0;
}

/* Folded and single-spaced into out (2 * LONGEST + 4 bytes); `bare`: without the marks at the end. */
static Str normal(Str s, bool bare, char *out) {
    uint32_t n = vfp_fold(s, out), k = 0;
    for (uint32_t i = 0; i < n;) {
        unsigned blank = vfp_blank(out, n, i);
        if (!blank) out[k++] = out[i++];
        else if (k && out[k - 1] != ' ') out[k++] = ' ';
        i += blank;
    }
    if (k && out[k - 1] == ' ') k--;
    for (uint32_t mark; bare && (mark = tail_mark((Str){out, k}));) k -= mark;
    return (Str){out, k};
}

/* Whether normal() would leave the row as it is: most rows are written that way. */
static bool is_normal(Str s, bool bare) {
    for (uint32_t i = 0; i < s.len; i++)
        if ((unsigned char)s.at[i] >= 0x80 || (s.at[i] >= 'A' && s.at[i] <= 'Z') ||
            (s.at[i] == ' ' && s.at[i + 1] == ' '))
            return false;
    return !bare || !tail_mark(s);
}

static Str row_line(Arena *arena, Str line, bool bare) {
    if (is_normal(line, bare)) return line;
    return normal(line, bare, vfp_arena_alloc(arena, 2 * (size_t)line.len + 4));
}

static FurnitureRow **list_for(Furniture *f, FurnitureMatch match, unsigned char first, bool plus) {
    switch (match) {
    case FURNITURE_LINE: return &f->line[first];
    case FURNITURE_BEGINS: return &f->begins[first];
    case FURNITURE_ENDS: return &f->ends;
    case FURNITURE_SENTENCE: return &f->sentence[first];
    default: return plus ? &f->plus[first] : &f->hint[first];
    }
}

/* Puts a row of the lexicon into its list; `at` is room for it. */
static void put_row(Arena *arena, Furniture *f, const LexRow *row, FurnitureRow *at) {
    FurnitureMatch match = (FurnitureMatch)row->value[1];
    bool hint = match == FURNITURE_HINT, plus = hint && row->field[0].len && row->field[0].at[0] == '+';
    Str line = {row->field[0].at + plus, row->field[0].len - plus};
    if (!line.len || line.len >= LONGEST || row->value[1] < 0) return;
    if (!hint) line = row_line(arena, line, match == FURNITURE_LINE || match == FURNITURE_ENDS);
    if (!line.len) return;
    FurnitureRow **list = list_for(f, match, (unsigned char)line.at[0], plus);
    *at = (FurnitureRow){line, *list};
    *list = at;
}

Furniture *vfp_furniture_sort(Arena *arena, const Lexicon *lexicon, bool hints) {
    Furniture *f = vfp_arena_alloc(arena, sizeof *f);
    uint32_t n = lexicon ? vfp_lexicon_count(lexicon, LEX_FURNITURE) : 0;
    FurnitureRow *rows = vfp_arena_alloc(arena, n * sizeof *rows + 1);
    for (uint32_t i = 0; i < n; i++) {
        const LexRow *row = vfp_lexicon_row(lexicon, LEX_FURNITURE, i);
        if (hints || row->value[1] != FURNITURE_HINT) put_row(arena, f, row, &rows[i]);
        f->tails |= row->value[1] == FURNITURE_SENTENCE;
    }
    return f;
}

const Furniture *vfp_furniture(Arena *arena, const Lexicon *lexicon, bool hints) {
    return lexicon ? vfp_lexicon_furniture(lexicon, hints) : vfp_furniture_sort(arena, NULL, hints);
}

/* C2 and E2 begin quotes, dashes and signs; other bytes beyond ASCII belong to letters, as far as English goes. */
static bool is_word(char c) {
    unsigned char b = (unsigned char)c;
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (b >= 0x80 && b != 0xC2 && b != 0xE2);
}

/* Takes off a count at the end: comments (12). */
static Str without_count(Str s) {
    uint32_t n = s.len;
    if (!n || s.at[n - 1] != ')') return s;
    do n--;
    while (n && s.at[n - 1] >= '0' && s.at[n - 1] <= '9');
    if (n < 2 || s.at[n - 1] != '(' || n == s.len - 1) return s;
    n--;
    while (n && s.at[n - 1] == ' ') n--;
    return (Str){s.at, n};
}

static bool equals_row(const FurnitureRow *row, Str line) {
    while (row && !vfp_str_is(row->line, line)) row = row->next;
    return row != NULL;
}

static bool begins_row(const FurnitureRow *row, Str line) {
    for (; row; row = row->next) {
        uint32_t n = row->line.len;
        bool same = n <= line.len && memcmp(row->line.at, line.at, n) == 0;
        if (same && (n == line.len || !is_word(line.at[n]) || !is_word(line.at[n - 1]))) return true;
    }
    return false;
}

static bool ends_row(const FurnitureRow *row, Str line) {
    for (; row; row = row->next) {
        uint32_t n = row->line.len, at = n <= line.len ? line.len - n : 0;
        bool same = n <= line.len && memcmp(line.at + at, row->line.at, n) == 0;
        if (same && (!at || !is_word(line.at[at - 1]) || !is_word(row->line.at[0]))) return true;
    }
    return false;
}

/* Whether one of the rows, listed by their first byte, stands somewhere in the line. */
static bool has_row(FurnitureRow *const rows[256], Str line) {
    for (uint32_t i = 0; i < line.len; i++)
        for (const FurnitureRow *row = rows[(unsigned char)line.at[i]]; row; row = row->next)
            if (row->line.len <= line.len - i && memcmp(line.at + i, row->line.at, row->line.len) == 0) return true;
    return false;
}

bool vfp_furniture_line(const Furniture *f, Str line) {
    line = vfp_trim(line);
    if (!line.len || line.len >= LONGEST) return false;
    char full[2 * LONGEST + 4], bare[2 * LONGEST + 4];
    Str whole = normal(line, false, full), s = normal(line, true, bare);
    if (!s.len) return line.len < 12 && !is_word(line.at[0]); /* ***, ----, |: rules and bullets without text */
    unsigned char first = (unsigned char)s.at[0];
    return equals_row(f->line[first], without_count(s)) || begins_row(f->begins[first], whole) || ends_row(f->ends, s);
}

static bool is_stop(char c) { return c == '.' || c == '!' || c == '?'; }

/* Where the last sentence of s begins: behind a stop, a blank and before no small letter. 0: there is one only. */
static uint32_t last_sentence(Str s) {
    uint32_t floor = s.len > LONGEST ? s.len - LONGEST : 0;
    for (uint32_t i = s.len - 1; i > floor + 1; i--) {
        bool starts = !(s.at[i] >= 'a' && s.at[i] <= 'z') && s.at[i] != ' ' && s.at[i - 1] == ' ';
        uint32_t end = i - 1;
        while (end > floor && s.at[end - 1] == ' ') end--;
        while (starts && end > floor && strchr("\"')\x9D\x99\x80\xE2", s.at[end - 1])) end--; /* closing marks */
        if (starts && end > floor && is_stop(s.at[end - 1])) return i;
    }
    return floor ? s.len : 0;
}

static bool quotes(Str s) {
    return memchr(s.at, '"', s.len) || memmem(s.at, s.len, "\xE2\x80\x9C", 3) || memmem(s.at, s.len, "\xE2\x80\x9D", 3);
}

uint32_t vfp_furniture_tail(const Furniture *f, Str paragraph) {
    uint32_t cut = paragraph.len;
    for (int i = 0; f->tails && i < 3; i++) {
        Str rest = vfp_trim((Str){paragraph.at, cut});
        if (!rest.len) break;
        uint32_t begin = last_sentence(rest);
        Str sentence = {rest.at + begin, rest.len - begin};
        char out[2 * LONGEST + 4];
        if (!sentence.len || sentence.len >= LONGEST || quotes(sentence)) break;
        if (!has_row(f->sentence, normal(sentence, false, out))) break;
        cut = (uint32_t)(sentence.at - paragraph.at);
    }
    return cut;
}

/* Classes as words joined by single dashes: relatedPosts post__share → related-posts-post-share. */
static uint32_t kebab(const char *words, char out[LONGEST_HINT]) {
    uint32_t n = 0;
    for (const char *w = words; *w && n + 3 < LONGEST_HINT; w++) {
        bool upper = *w >= 'A' && *w <= 'Z', small = w > words && w[-1] >= 'a' && w[-1] <= 'z';
        char c = upper ? (char)(*w | 32) : *w;
        if ((!is_word(c) || (upper && small)) && n && out[n - 1] != '-') out[n++] = '-';
        if (is_word(c)) out[n++] = c;
    }
    out[n] = '\0';
    return n;
}

/* Whether a row is what stands at s: whole words, or where the row ends in * the beginning of one. */
static bool hinted(const FurnitureRow *row, const char *s, uint32_t n) {
    for (; row; row = row->next) {
        uint32_t len = row->line.len;
        bool open = row->line.at[len - 1] == '*';
        len -= open;
        if (len <= n && !memcmp(s, row->line.at, len) && (open || len == n || s[len] == '-')) return true;
    }
    return false;
}

int vfp_furniture_hint(const Furniture *f, const char *words) {
    char s[LONGEST_HINT];
    uint32_t n = kebab(words, s);
    bool minus = false, plus = false;
    for (uint32_t i = 0; i < n; i++) {
        if (i && s[i - 1] != '-') continue;
        minus |= hinted(f->hint[(unsigned char)s[i]], s + i, n - i);
        plus |= hinted(f->plus[(unsigned char)s[i]], s + i, n - i);
    }
    return (int)plus - (int)minus;
}
