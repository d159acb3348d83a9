/* quote.c: what stands between quotation marks.
 *
 * In: tokens, blocks, phrases. Out: Article.quotes and TOKEN_QUOTED. Quotations nest; one that a paragraph leaves open
 * goes on where the next paragraph opens with a mark again (the newspaper's rule), else ends with its paragraph.
 * Linear in tokens. */
#include "reading/grammar.h"
#include "reading/reading.h"

enum { MAX_DEPTH = 4, SCARE_WORDS = 4, SINGLE_LOOK = 60 };

typedef enum MarkKind { MARK_NONE, MARK_OPEN, MARK_CLOSE, MARK_EITHER, MARK_SINGLE_OPEN, MARK_SINGLE_CLOSE } MarkKind;

typedef struct QuoteReader {
    Article *article;
    uint32_t open[MAX_DEPTH]; /* quotes that are open, outermost first */
    bool single[MAX_DEPTH];
    unsigned depth;
    uint32_t block;
} QuoteReader;

static bool space_before(const Article *article, uint32_t token) {
    return token == 0 || article->tokens.at[token - 1].flags & TOKEN_SPACE;
}

static MarkKind mark_at(const Article *article, uint32_t token) {
    const Token *t = &article->tokens.at[token];
    if (!(t->flags & TOKEN_PUNCT)) return MARK_NONE;
    uint32_t rune = 0;
    vfp_utf8_decode(article->text.at, article->text.len, t->begin, &rune);
    switch (rune) {
    case 0x201C:
    case 0x201E:
    case 0xAB: return MARK_OPEN;
    case 0x201D:
    case 0xBB: return MARK_CLOSE;
    case '"': return MARK_EITHER;
    case '\'':
    case '`':
        if (t->end - t->begin == 2) return rune == '`' ? MARK_OPEN : MARK_EITHER;
        return space_before(article, token) && !(t->flags & TOKEN_SPACE) ? MARK_SINGLE_OPEN : MARK_SINGLE_CLOSE;
    case 0x2018: return space_before(article, token) ? MARK_SINGLE_OPEN : MARK_SINGLE_CLOSE;
    case 0x2019: return MARK_SINGLE_CLOSE;
    default: return MARK_NONE;
    }
}

static void open_quote(QuoteReader *reader, uint32_t token, bool single) {
    if (reader->depth == MAX_DEPTH) return;
    Quote *quote = vfp_push(reader->article->arena, &reader->article->quotes);
    *quote = (Quote){.first = token + 1, .last = token + 1, .depth = (uint8_t)reader->depth};
    reader->single[reader->depth] = single;
    reader->open[reader->depth++] = reader->article->quotes.n - 1;
}

static void close_quote(QuoteReader *reader, uint32_t token, bool closed) {
    if (!reader->depth) return;
    Quote *quote = &reader->article->quotes.at[reader->open[--reader->depth]];
    quote->last = token > quote->first ? token : quote->first;
    quote->closed = closed;
}

/* A single mark opens a quotation only where its fellow follows soon: else it is an apostrophe. */
static bool single_closes(const Article *article, uint32_t token, uint32_t end) {
    for (uint32_t t = token + 1; t < end && t < token + SINGLE_LOOK; t++)
        if (mark_at(article, t) == MARK_SINGLE_CLOSE) return t > token + 1;
    return false;
}

/* A mark that may be either: the space beside it tells, where there is space on one side alone; then a quotation that
 * is open when another opens was never closed. */
static MarkKind either(QuoteReader *reader, uint32_t token, bool inside) {
    const Article *article = reader->article;
    bool before = space_before(article, token), behind = article->tokens.at[token].flags & TOKEN_SPACE;
    if (inside && before && !behind) {
        while (reader->depth) close_quote(reader, token, false);
        return MARK_OPEN;
    }
    if (!inside && !before && behind) return MARK_NONE;
    return inside ? MARK_CLOSE : MARK_OPEN;
}

static void read_mark(QuoteReader *reader, uint32_t token, uint32_t end) {
    MarkKind kind = mark_at(reader->article, token);
    bool inside = reader->depth > 0, single = inside && reader->single[reader->depth - 1];
    if (kind == MARK_EITHER) kind = either(reader, token, inside && !single);
    inside = reader->depth > 0, single = inside && reader->single[reader->depth - 1];
    if (kind == MARK_OPEN) open_quote(reader, token, false);
    if (kind == MARK_CLOSE && inside) {
        if (single) close_quote(reader, token, false);
        close_quote(reader, token, true);
    }
    if (kind == MARK_SINGLE_OPEN && !single && single_closes(reader->article, token, end))
        open_quote(reader, token, true);
    if (kind == MARK_SINGLE_CLOSE && single) close_quote(reader, token, true);
}

/* Words, no finite verb, no stop at the end: a name or a phrase held up with tongs, not speech. */
static bool is_scare(const Article *article, const Quote *quote) {
    uint32_t n = quote->last - quote->first;
    if (n == 0) return true;
    const Token *last = &article->tokens.at[quote->last - 1];
    if (last->flags & TOKEN_PUNCT) return n <= 2;
    for (uint32_t t = quote->first; t < quote->last; t++) {
        uint32_t vg = vfp_verb_at(article, t);
        if (vg != VFP_NONE && article->chunks.at[vg].flags & VG_FINITE) return false;
    }
    return n <= SCARE_WORDS;
}

static void finish(Article *article) {
    for (uint32_t q = 0; q < article->quotes.n; q++) {
        Quote *quote = &article->quotes.at[q];
        quote->span = vfp_span_of(article, (Range){quote->first, quote->last});
        quote->scare = is_scare(article, quote);
        if (quote->depth == 0)
            for (uint32_t t = quote->first; t < quote->last; t++) article->tokens.at[t].flags |= TOKEN_QUOTED;
    }
}

void vfp_read_quotes(Article *article) {
    QuoteReader reader = {.article = article};
    for (uint32_t s = 0; s < article->sentences.n;) {
        uint32_t block = article->sentences.at[s].block, e = s;
        while (e < article->sentences.n && article->sentences.at[e].block == block) e++;
        uint32_t first = article->sentences.at[s].first, end = article->sentences.at[e - 1].last;
        for (uint32_t t = first; t < end; t++) read_mark(&reader, t, end);
        bool goes_on = e < article->sentences.n && reader.depth == 1 &&
                       (mark_at(article, end) == MARK_OPEN || mark_at(article, end) == MARK_EITHER);
        while (reader.depth) close_quote(&reader, end, goes_on);
        s = e;
    }
    finish(article);
}
