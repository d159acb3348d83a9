/* said_piece.c: the network's labels as pieces: who, by what word, what.
 *
 * In: Article.said, quotes, trees. Out: pieces in order, never overlapping. The labels go token by token, so a piece
 * may be cut where nobody would cut it, or stop a word too early; here it gets the ends that annotators give it.
 * Linear. */
#include "language/tree.h"
#include "reading/said.h"

enum { HOLE = 3 }; /* words that a content may miss in its middle */

/* The label's piece kind, or -1. */
static int kind_of(uint8_t said) { return said ? (said - 1) / 2 : -1; }

static bool starts(uint8_t said) { return said & 1; }

static bool only_marks(const Article *article, Range range) {
    for (uint32_t t = range.first; t < range.last; t++)
        if (!(article->tokens.at[t].flags & TOKEN_PUNCT)) return false;
    return true;
}

/* What stands in a quotation is said by one who stands outside: who says what inside it is part of what is said. The
 * labels of quotations that have about half their words labelled become content throughout. */
static void label_quotes(SaidReader *said) {
    const Article *article = said->reader->article;
    said->label = vfp_arena_alloc(article->arena, (size_t)article->tokens.n + 1);
    memcpy(said->label, article->said, article->tokens.n);
    for (uint32_t q = 0; q < article->quotes.n; q++) {
        const Quote *quote = &article->quotes.at[q];
        if (quote->depth || quote->scare || !quote->closed || !quote->first) continue;
        uint32_t cues = 0, labelled = 0;
        for (uint32_t t = quote->first; t < quote->last; t++) {
            int kind = kind_of(article->said[t]);
            if (kind >= 0) labelled++;
            if (kind == PIECE_SOURCE || kind == PIECE_CUE) cues++;
        }
        if (!cues || 2 * labelled < quote->last - quote->first) continue;
        for (uint32_t t = quote->first; t < quote->last; t++) said->label[t] = 2 * PIECE_CONTENT + 2;
        if (kind_of(said->label[quote->first - 1]) != PIECE_CONTENT) said->label[quote->first] = 2 * PIECE_CONTENT + 1;
    }
}

/* the agreed terms, the spirit and agreed terms: a word that only describes a noun of what is said is part of it. */
static void label_attributes(SaidReader *said) {
    const Article *article = said->reader->article;
    for (uint32_t t = 1; t + 1 < article->tokens.n; t++) {
        uint8_t before = article->tokens.at[t - 1].upos;
        bool describes = vfp_has_rel(article, t, VFP_REL(REL_AMOD)) || before == UPOS_CCONJ || before == UPOS_DET;
        if (describes && kind_of(said->label[t]) == PIECE_CUE && kind_of(said->label[t - 1]) == PIECE_CONTENT &&
            kind_of(said->label[t + 1]) == PIECE_CONTENT)
            said->label[t] = said->label[t + 1] = 2 * PIECE_CONTENT + 2;
    }
}

/* A piece of words that mean nothing by themselves (the, recently, would) is a slip of the labels. */
static bool is_empty(const Article *article, Range range, PieceKind kind) {
    for (uint32_t t = range.first; t < range.last; t++) switch (article->tokens.at[t].upos) {
        case UPOS_VERB:
        case UPOS_NOUN:
        case UPOS_ADJ:
        case UPOS_PROPN: return false;
        case UPOS_PRON:
        case UPOS_NUM:
        case UPOS_X:
            if (kind != PIECE_CUE) return false;
            break;
        case UPOS_DET: break;
        case UPOS_ADV:
        case UPOS_INTJ:
            if (kind == PIECE_CONTENT) return false; /* not so; no */
            break;
        default:
            if (kind == PIECE_CUE) return false;
        }
    return true;
}

/* Takes marks off both ends; quotation marks belong to what is said. */
static Range trim(const Article *article, Range range, bool content) {
    while (range.first < range.last && article->tokens.at[range.first].flags & TOKEN_PUNCT &&
           !(content && vfp_is_quote_mark(article, range.first)) && !vfp_is_mark(article, range.first, '$') &&
           !vfp_is_mark(article, range.first, '[') && !vfp_is_mark(article, range.first, '#'))
        range.first++;
    while (range.last > range.first && article->tokens.at[range.last - 1].flags & TOKEN_PUNCT &&
           !(content && vfp_is_quote_mark(article, range.last - 1)) && !vfp_is_mark(article, range.last - 1, '%') &&
           !vfp_is_mark(article, range.last - 1, ')') && !vfp_is_mark(article, range.last - 1, ']'))
        range.last--;
    return range;
}

static bool is_quoted(const Article *article, uint32_t token) { return article->tokens.at[token].flags & TOKEN_QUOTED; }

bool vfp_said_fresh(const Article *article, uint32_t token) {
    if (!token || !vfp_is_quote_mark(article, token)) return false;
    uint32_t before = token - 1;
    if (vfp_is_quote_mark(article, before) && before) before--;
    return vfp_is_mark(article, before, '.') || vfp_is_mark(article, before, '?') || vfp_is_mark(article, before, '!');
}

/* They knew of no deal, but “we try,” | one said: a clause of its own, which another says. */
static bool is_joined(const Article *article, const Quote *quote, Range range) {
    uint32_t open = quote->first - 1, close = quote->last;
    return open > range.first + 2 && article->tokens.at[open - 1].upos == UPOS_CCONJ &&
           vfp_is_mark(article, open - 2, ',') && close + 1 == range.last && vfp_is_mark(article, close - 1, ',');
}

/* Where a quotation opens a sentence inside the piece behind words that are no quotation, the piece is two: she took it
 * in stride. | “It was bad,” she said. The token of the opening mark, or range.first. */
static uint32_t seam_of(const SaidReader *said, Range range) {
    const StatementReader *reader = said->reader;
    const Article *article = reader->article;
    for (uint32_t t = range.last; t-- > range.first + 1;) {
        uint32_t q = reader->quote_at[t];
        if (q == VFP_NONE || article->quotes.at[q].first == t || article->quotes.at[q].scare) continue;
        bool opens = vfp_sentence_of(article, t).first == t || vfp_sentence_of(article, t + 1).first == t + 1 ||
                     vfp_said_fresh(article, t);
        if (is_quoted(article, t - 1) || vfp_is_quote_mark(article, t - 1)) return range.first;
        return opens || is_joined(article, &article->quotes.at[q], range) ? t : range.first;
    }
    return range.first;
}

/* Whether tokens of the same sentence, right before or right behind the piece, are who says it or by what word. */
static bool has_cue_beside(const SaidReader *said, Range range, bool behind) {
    const Article *article = said->reader->article;
    uint32_t t = behind ? range.last : range.first - 1, step = behind ? 1 : (uint32_t)-1;
    uint32_t sentence = article->tokens.at[behind ? range.last - 1 : range.first].sentence;
    for (; t < article->tokens.n && article->tokens.at[t].sentence == sentence; t += step) {
        int kind = kind_of(said->label[t]);
        if (kind == PIECE_SOURCE || kind == PIECE_CUE) return true;
        if (kind == PIECE_CONTENT) return false;
    }
    return false;
}

/* The tokens [from, to) carry no label and hold no end of anything. */
static bool is_hole(const SaidReader *said, uint32_t from, uint32_t to) {
    const Article *article = said->reader->article;
    if (to - from > HOLE) return false;
    for (uint32_t t = from; t < to; t++)
        if (said->label[t] || vfp_is_quote_mark(article, t) || vfp_is_mark(article, t, '.') ||
            vfp_is_mark(article, t, ';'))
            return false;
    return true;
}

/* ---- ends */

static bool is_free(const SaidReader *said, uint32_t from, uint32_t to) {
    for (uint32_t t = from; t < to; t++)
        if (said->label[t]) return false;
    return true;
}

/* X, who says …: who is the source; X, | who came late, says …: X without him. */
static Range trim_source(const SaidReader *said, Range range) {
    const Article *article = said->reader->article;
    uint32_t last = range.last - 1;
    if (range.last < range.first + 2 || vfp_function(article, last) != WORD_RELATIVE) return range;
    uint32_t verb = vfp_head(article, last);
    if (verb != VFP_NONE && kind_of(said->label[verb]) == PIECE_CUE) return (Range){last, range.last};
    for (range.last--; range.last > range.first + 1 && vfp_is_mark(article, range.last - 1, ',');) range.last--;
    return range;
}

/* wrote in an | article: a cue doesn't end in words that lean on others behind it. */
static Range trim_cue(const SaidReader *said, Range range) {
    const Article *article = said->reader->article;
    const Relations front = VFP_REL(REL_DET) | VFP_REL(REL_CASE) | VFP_REL(REL_AMOD) | VFP_REL(REL_COMPOUND);
    uint32_t head = vfp_head(article, range.last - 1);
    if (head == VFP_NONE || head < range.last || !is_free(said, range.last, head + 1)) return range;
    while (range.last > range.first + 1 && vfp_has_rel(article, range.last - 1, front) &&
           vfp_head(article, range.last - 1) == head)
        range.last--;
    return range;
}

/* Words that stand before the noun, verb or clause that they belong to. */
static bool leans_on_next(const Article *article, uint32_t token) {
    const Relations front = VFP_REL(REL_DET) | VFP_REL(REL_DET_PREDET) | VFP_REL(REL_CASE) | VFP_REL(REL_AMOD) |
                            VFP_REL(REL_COMPOUND) | VFP_REL(REL_NUMMOD) | VFP_REL(REL_NMOD_POSS) | VFP_REL(REL_MARK) |
                            VFP_REL(REL_AUX) | VFP_REL(REL_AUX_PASS) | VFP_REL(REL_COP);
    return vfp_has_rel(article, token, front);
}

/* The end of what is said with the word that and joins to its last: between Baku | and Yerevan. */
static uint32_t joined_end(const SaidReader *said, Range range) {
    const Article *article = said->reader->article;
    uint32_t t = range.last;
    if (t + 1 >= article->tokens.n || said->label[t] || !vfp_has_rel(article, t, VFP_REL(REL_CC))) return t;
    uint32_t word = vfp_head(article, t);
    if (word == VFP_NONE || word < t || !vfp_has_rel(article, word, VFP_REL(REL_CONJ))) return t;
    uint32_t head = vfp_head(article, word), end = article->branches[word].last;
    return head >= range.first && head < t && is_free(said, t, end) ? end : t;
}

/* A piece never ends between a word and the one that it leans on: referring to the | committee. */
static Range mend(const SaidReader *said, Range range, PieceKind kind) {
    const Article *article = said->reader->article;
    for (int step = 0; step < 2 && kind != PIECE_CUE; step++) {
        uint32_t last = range.last - 1, head = article->tokens.at[last].head;
        if (head == VFP_NONE || head < range.last || !leans_on_next(article, last) ||
            !is_free(said, range.last, head + 1))
            break;
        uint32_t end = kind == PIECE_CONTENT ? article->branches[head].last : head + 1;
        for (range.last = head + 1; range.last < end && !said->label[range.last];) range.last++;
    }
    if (kind == PIECE_CONTENT) range.last = joined_end(said, range);
    const Relations inner =
        VFP_REL(REL_DET) | VFP_REL(REL_AMOD) | VFP_REL(REL_COMPOUND) | VFP_REL(REL_NUMMOD) | VFP_REL(REL_NMOD_POSS);
    while (kind != PIECE_CUE && range.first > 0) {
        uint32_t before = range.first - 1, head = article->tokens.at[before].head;
        if (said->label[before] || !vfp_has_rel(article, before, inner) || head == VFP_NONE || head < range.first ||
            head >= range.last)
            break;
        range.first = before;
    }
    return range;
}

static void push(SaidReader *said, Range range, PieceKind kind) {
    const Article *article = said->reader->article;
    range = mend(said, range, kind);
    Pieces *pieces = &said->pieces;
    bool mark = kind == PIECE_CUE && range.last - range.first == 1; /* NAME: a colon may be the cue */
    if (!mark) range = trim(article, range, kind == PIECE_CONTENT);
    if (kind == PIECE_SOURCE) range = trim_source(said, range);
    if (kind == PIECE_CUE && !mark) range = trim_cue(said, range);
    if (range.first >= range.last || (!mark && only_marks(article, range))) return;
    if (is_empty(article, range, kind) && !(article->tokens.at[range.first].flags & TOKEN_QUOTED)) return;
    uint32_t sentence = article->tokens.at[range.first].sentence;
    Piece *last = pieces->n ? &pieces->at[pieces->n - 1] : NULL;
    if (last && kind == PIECE_CONTENT && last->kind == PIECE_CONTENT &&
        article->tokens.at[last->at.last - 1].sentence == sentence && range.first > last->at.last &&
        is_hole(said, last->at.last, range.first)) {
        last->at.last = range.last;
        return;
    }
    *vfp_push(article->arena, pieces) = (Piece){.at = range,
                                                .kind = kind,
                                                .sentence = sentence,
                                                .cue = VFP_NONE,
                                                .source = VFP_NONE,
                                                .next = VFP_NONE,
                                                .agent = VFP_NONE};
}

static void push_content(SaidReader *said, Range range) {
    uint32_t seam = seam_of(said, range);
    if (seam > range.first) {
        Range lead = {range.first, seam - (said->reader->article->tokens.at[seam - 1].upos == UPOS_CCONJ)};
        range.first = seam;
        if (has_cue_beside(said, lead, false) || !has_cue_beside(said, range, true)) push(said, lead, PIECE_CONTENT);
    }
    push(said, range, PIECE_CONTENT);
}

/* ---- quotations are said as a whole */

/* The outermost quotation that holds the token, looked for from `from` on; quotations stand in order. */
static uint32_t quote_around(const Article *article, uint32_t *from, uint32_t token) {
    while (*from < article->quotes.n && (article->quotes.at[*from].depth || article->quotes.at[*from].last < token))
        ++*from;
    return *from < article->quotes.n && article->quotes.at[*from].first <= token ? *from : VFP_NONE;
}

/* Contents that end or begin inside a quotation go to its marks, where no cue of their own stands between. */
static void fill_quotes(SaidReader *said) {
    const Article *article = said->reader->article;
    Pieces *pieces = &said->pieces;
    uint32_t at = 0, other = 0; /* the next piece that is no content */
    for (uint32_t i = 0; i < pieces->n; i++) {
        Piece *p = &pieces->at[i];
        if (p->kind != PIECE_CONTENT) continue;
        while (other < pieces->n && (other <= i || pieces->at[other].kind == PIECE_CONTENT)) other++;
        uint32_t q = quote_around(article, &at, p->at.first);
        if (q != VFP_NONE && p->at.first > article->quotes.at[q].first && p->at.first < article->quotes.at[q].last &&
            (i == 0 || pieces->at[i - 1].at.last < article->quotes.at[q].first)) {
            p->at.first = article->quotes.at[q].first - 1;
            p->sentence = article->tokens.at[p->at.first].sentence;
        }
        uint32_t last = p->at.last - 1, from = at;
        q = quote_around(article, &from, last);
        if (q == VFP_NONE || last < article->quotes.at[q].first || last >= article->quotes.at[q].last) continue;
        uint32_t end = article->quotes.at[q].last;
        if (end < article->tokens.n && vfp_is_quote_mark(article, end)) end++;
        if (other == pieces->n || pieces->at[other].at.first >= end) p->at.last = end;
    }
}

/* Joins contents that overlap now. */
static void join_contents(Pieces *pieces) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < pieces->n; i++) {
        Piece *last = n ? &pieces->at[n - 1] : NULL;
        if (last && last->kind == PIECE_CONTENT && pieces->at[i].kind == PIECE_CONTENT &&
            pieces->at[i].at.first < last->at.last) {
            if (pieces->at[i].at.last > last->at.last) last->at.last = pieces->at[i].at.last;
            continue;
        }
        pieces->at[n++] = pieces->at[i];
    }
    pieces->n = n;
}

/* The token of the range that governs the others: the first whose governor lies outside. */
static uint32_t top_of(const Article *article, Range range) {
    for (uint32_t t = range.first; t < range.last; t++) {
        const Token *token = &article->tokens.at[t];
        bool outside = token->head == VFP_NONE || token->head < range.first || token->head >= range.last;
        if (outside && !(token->flags & TOKEN_PUNCT) && token->deprel != REL_CASE && token->deprel != REL_MARK &&
            token->deprel != REL_CC)
            return t;
    }
    return range.first;
}

void vfp_said_pieces(SaidReader *said) {
    const Article *article = said->reader->article;
    label_quotes(said);
    label_attributes(said);
    for (uint32_t t = 0; t < article->tokens.n;) {
        int kind = kind_of(said->label[t]);
        uint32_t end = t + 1;
        if (kind < 0) {
            t = end;
            continue;
        }
        while (end < article->tokens.n && kind_of(said->label[end]) == kind && !starts(said->label[end]) &&
               vfp_block_of(article, end) == vfp_block_of(article, t))
            end++;
        if (kind == PIECE_CONTENT) push_content(said, (Range){t, end});
        else push(said, (Range){t, end}, (PieceKind)kind);
        t = end;
    }
    fill_quotes(said);
    join_contents(&said->pieces);
    for (uint32_t i = 0; i < said->pieces.n; i++) said->pieces.at[i].top = top_of(article, said->pieces.at[i].at);
}
