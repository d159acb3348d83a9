/* blocks.c: text → blocks and furniture.
 *
 * A block is a line, or where the text is wrapped by hand at a fixed width, a paragraph. Blocks cover all text that
 * is not blank, in order; furniture spans are those of its furniture blocks. Nothing of the text is changed. Linear:
 * each line is looked at a fixed number of times, and compared with furniture only where it is short. */
#include "ingest/page.h"

enum { HEADLINE_BYTES = 200, HEADLINE_WORDS = 25, WRAP_MAX = 100, WRAP_MIN = 45 };

static uint32_t line_end(Str t, uint32_t i) {
    const char *end = memchr(t.at + i, '\n', t.len - i);
    return end ? (uint32_t)(end - t.at) : t.len;
}

/* The line [i, end) without the white space around it; empty where it is blank. */
static Span trimmed(Str t, uint32_t i, uint32_t end) {
    Str s = vfp_trim((Str){t.at + i, end - i});
    uint32_t begin = s.len ? (uint32_t)(s.at - t.at) : end;
    return (Span){begin, begin + s.len};
}

static bool closes(Str s) { return s.len && strchr(".!?:;\"')]\x9D\x99", s.at[s.len - 1]); }
static bool small(Str s) { return s.len && s.at[0] >= 'a' && s.at[0] <= 'z'; }

/* Whether the lines were broken to fit a width: no long ones, and among those that have another right below, most
 * stop in mid-sentence. */
static bool is_wrapped(Str t) {
    uint32_t followed = 0, open = 0, runs_on = 0;
    Span before = {0, 0};
    for (uint32_t i = 0, end; i < t.len; i = end + 1) {
        end = line_end(t, i);
        Span s = trimmed(t, i, end);
        if (s.end - s.begin > WRAP_MAX) return false;
        if (s.end > s.begin && before.end > before.begin && before.end - before.begin >= WRAP_MIN) {
            followed++;
            open += !closes(vfp_slice(t, before));
            runs_on += small(vfp_slice(t, s));
        }
        before = s;
    }
    return followed >= 3 && open * 3 >= followed * 2 && runs_on * 3 >= followed;
}

static void add(Article *a, Span span, BlockKind kind) {
    Block *block = vfp_push(a->arena, &a->blocks);
    *block = (Block){span, kind};
}

/* A block that may end in furniture: then it becomes two. */
static void add_checked(Article *a, const Furniture *f, Span span) {
    Str s = vfp_slice(a->text, span);
    if (vfp_furniture_line(f, s)) {
        add(a, span, BLOCK_FURNITURE);
        return;
    }
    uint32_t tail = span.begin + vfp_furniture_tail(f, s);
    Span body = trimmed(a->text, span.begin, tail);
    if (body.end > body.begin) add(a, body, BLOCK_PARAGRAPH);
    if (tail < span.end) add(a, (Span){tail, span.end}, BLOCK_FURNITURE);
}

static void add_lines(Article *a, const Furniture *f) {
    Str t = a->text;
    for (uint32_t i = 0, end; i < t.len; i = end + 1) {
        end = line_end(t, i);
        Span s = trimmed(t, i, end);
        if (s.end > s.begin) add_checked(a, f, s);
    }
}

/* Whether the wrapped line s begins another paragraph than the line before it: it is indented, or that one was
 * short and closed. */
static bool opens_paragraph(Str t, uint32_t line, Span s, Span before) {
    uint32_t width = before.end - before.begin;
    return s.begin - line >= 2 || (width < WRAP_MIN && (closes(vfp_slice(t, before)) || !small(vfp_slice(t, s))));
}

static void add_wrapped(Article *a, const Furniture *f) {
    Str t = a->text;
    Span block = {0, 0}, before = {0, 0};
    for (uint32_t i = 0, end; i < t.len; i = end + 1) {
        end = line_end(t, i);
        Span s = trimmed(t, i, end);
        bool blank = s.begin == s.end;
        if (block.end > block.begin && (blank || opens_paragraph(t, i, s, before))) {
            add_checked(a, f, block);
            block = (Span){0, 0};
        }
        if (!blank) block = block.end > block.begin ? (Span){block.begin, s.end} : s;
        before = s;
    }
    if (block.end > block.begin) add_checked(a, f, block);
}

/* ------------------------------------------------------------------ the headline */

static uint32_t count_words(Str s) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < s.len; i++) n += s.at[i] != ' ' && (!i || s.at[i - 1] == ' ');
    return n;
}

static bool like_headline(Str s) {
    if (s.len > HEADLINE_BYTES || small(s) || strchr(".:;,", s.at[s.len - 1])) return false;
    if (s.len > 3 && s.at[s.len - 4] == '.') return false; /* a quotation's end: .” */
    uint32_t words = count_words(s);
    return words >= 2 && words <= HEADLINE_WORDS && !memmem(s.at, s.len, ". ", 2);
}

static bool blank_line_between(Str t, Span a, Span b) {
    const char *first = memchr(t.at + a.end, '\n', b.begin - a.end);
    return first && memchr(first + 1, '\n', (size_t)(t.at + b.begin - first - 1));
}

/* Whether the block reads as a headline over the next one. */
static bool over(const Article *a, const Block *block, const Block *next) {
    Str s = vfp_slice(a->text, block->span), below = vfp_slice(a->text, next->span);
    if (!like_headline(s) || small(below)) return false;
    return blank_line_between(a->text, block->span, next->span) || below.len >= 2 * s.len;
}

static uint32_t next_block(const Article *a, uint32_t i) {
    while (i < a->blocks.n && a->blocks.at[i].kind == BLOCK_FURNITURE) i++;
    return i;
}

/* Marks the headline, and the copies of it that pages print below. */
static void mark_headline(Article *a, bool plain) {
    uint32_t first = next_block(a, 0), second = next_block(a, first + 1);
    if (first >= a->blocks.n) return;
    Block *block = &a->blocks.at[first];
    Str line = vfp_slice(a->text, block->span);
    if (!a->title.len && plain && second < a->blocks.n && over(a, block, &a->blocks.at[second]))
        a->title = vfp_squeeze(a->arena, line);
    else if (!a->title.len || !vfp_same(a->arena, a->title, line)) return;
    block->kind = BLOCK_HEADLINE;
    for (uint32_t i = first + 1; i < a->blocks.n && i <= first + 3; i++)
        if (vfp_same(a->arena, a->title, vfp_slice(a->text, a->blocks.at[i].span)))
            a->blocks.at[i].kind = BLOCK_FURNITURE;
}

void vfp_blocks(Article *a, bool plain) {
    const Furniture *f = vfp_furniture(a->arena, a->lexicon, false);
    if (is_wrapped(a->text)) add_wrapped(a, f);
    else add_lines(a, f);
    mark_headline(a, plain);
    for (uint32_t i = 0; i < a->blocks.n; i++)
        if (a->blocks.at[i].kind == BLOCK_FURNITURE) {
            Span *span = vfp_push(a->arena, &a->furniture);
            *span = a->blocks.at[i].span;
        }
}
