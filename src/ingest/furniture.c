/* furniture.c: lines and elements that belong to the page, not to the article, as lexicon/furniture.txt has them.
 *
 * The rows are put into lists by kind and first byte once an article, so that a line is compared with the few that
 * can match. Rows and lines are compared folded, white space made single, marks at the end taken off. Nothing of
 * LONGEST bytes or more is furniture: real prose that begins like a page's line is longer or goes on differently. */
#include "ingest/page.h"

enum { LONGEST = 200, LONGEST_HINT = 256 };

static bool is_tail(char c) { return strchr(" .:!>|-,", c) != NULL; }

/* Folded and single-spaced into out (2 * LONGEST + 4 bytes); `bare`: without the marks at the end. */
static Str normal(Str s, bool bare, char *out) {
    uint32_t n = vfp_fold(s, out), k = 0;
    for (uint32_t i = 0; i < n;) {
        unsigned blank = vfp_blank(out, n, i);
        if (!blank) out[k++] = out[i++];
        else if (k && out[k - 1] != ' ') out[k++] = ' ';
        i += blank;
    }
    while (k && (bare ? is_tail(out[k - 1]) : out[k - 1] == ' ')) k--;
    return (Str){out, k};
}

static void put(Arena *arena, FurnitureRow **list, Str line) {
    FurnitureRow *row = vfp_arena_alloc(arena, sizeof *row);
    *row = (FurnitureRow){line, *list};
    *list = row;
}

static void put_row(Arena *arena, Furniture *f, const LexRow *row) {
    Str line = row->field[0];
    if (!line.len || line.len >= LONGEST) return;
    if (row->value[1] == FURNITURE_HINT) {
        bool plus = line.at[0] == '+' && line.len > 1;
        Str words = plus ? (Str){line.at + 1, line.len - 1} : line;
        put(arena, &(plus ? f->plus : f->hint)[(unsigned char)words.at[0]], words);
        return;
    }
    char *out = vfp_arena_alloc(arena, 2 * (size_t)line.len + 4);
    Str s = normal(line, row->value[1] == FURNITURE_LINE || row->value[1] == FURNITURE_ENDS, out);
    if (!s.len) return;
    unsigned char first = (unsigned char)s.at[0];
    FurnitureRow **lists[] = {&f->line[first], &f->begins[first], &f->ends, &f->sentence};
    if (row->value[1] >= 0 && row->value[1] < FURNITURE_HINT) put(arena, lists[row->value[1]], s);
}

Furniture *vfp_furniture(Arena *arena, const Lexicon *lexicon) {
    Furniture *f = vfp_arena_alloc(arena, sizeof *f);
    uint32_t n = lexicon ? vfp_lexicon_count(lexicon, LEX_FURNITURE) : 0;
    for (uint32_t i = 0; i < n; i++) put_row(arena, f, vfp_lexicon_row(lexicon, LEX_FURNITURE, i));
    return f;
}

static bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
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
        uint32_t n = row->line.len, at = line.len - n;
        if (n <= line.len && !memcmp(line.at + at, row->line.at, n) && (!at || !is_word(line.at[at - 1]))) return true;
    }
    return false;
}

static bool has_row(const FurnitureRow *row, Str line) {
    while (row && !memmem(line.at, line.len, row->line.at, row->line.len)) row = row->next;
    return row != NULL;
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
    for (int i = 0; f->sentence && i < 3; i++) {
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
