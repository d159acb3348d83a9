/* said_link.c: which source and which words each cue goes with.
 *
 * In: pieces in order. Out: Piece.cue, source, next. A cue is the middle of an attribution; a source belongs to the cue
 * that governs it in the tree, else to the one beside it; what is said belongs to the cue before it in its sentence,
 * else to the one behind, and a quotation in a sentence without a cue goes on with the words before. Linear. */
#include "language/tree.h"
#include "reading/said.h"

enum { LOOK = 4 }; /* pieces to look either way */

/* Whether one of the words above `top` (three steps at most) lies in the range. */
static bool governed_by(const Article *article, uint32_t top, Range range) {
    uint32_t t = article->tokens.at[top].head;
    for (int step = 0; t != VFP_NONE && step < 3; step++, t = article->tokens.at[t].head)
        if (t >= range.first && t < range.last) return true;
    return false;
}

/* How well the source goes with the cue; 0: not at all. */
static int tie(const Article *article, const Pieces *pieces, uint32_t source, uint32_t cue) {
    const Piece *s = &pieces->at[source], *c = &pieces->at[cue];
    if (s->sentence != c->sentence || c->source != VFP_NONE) return 0;
    uint32_t between = source < cue ? cue - source - 1 : source - cue - 1;
    uint32_t gap = source < cue ? c->at.first - s->at.last : s->at.first - c->at.last;
    int score = 1;
    uint32_t head = article->tokens.at[s->top].head;
    if (head != VFP_NONE && head >= c->at.first && head < c->at.last) score += 6;
    else if (governed_by(article, s->top, c->at) || governed_by(article, c->top, s->at)) score += 2;
    if (between == 0) score += 3;
    if (gap <= 1) score += 2;
    if (source < cue) score += 1;
    for (uint32_t i = (source < cue ? source : cue) + 1; i < (source < cue ? cue : source); i++)
        if (pieces->at[i].kind == PIECE_CUE) score -= 4;
        else if (pieces->at[i].kind == PIECE_CONTENT) score -= 2;
    return score > 0 ? score : 0;
}

static void link_sources(const Article *article, Pieces *pieces) {
    for (int least = 6; least >= 1; least -= 5) /* the sure ones first */
        for (uint32_t s = 0; s < pieces->n; s++) {
            if (pieces->at[s].kind != PIECE_SOURCE || pieces->at[s].cue != VFP_NONE) continue;
            uint32_t best = VFP_NONE;
            int score = least - 1;
            for (uint32_t c = s > LOOK ? s - LOOK : 0; c < pieces->n && c <= s + LOOK; c++) {
                if (pieces->at[c].kind != PIECE_CUE || pieces->at[c].bare) continue;
                int here = tie(article, pieces, s, c);
                if (here > score) best = c, score = here;
            }
            if (best == VFP_NONE) continue;
            pieces->at[s].cue = best;
            pieces->at[best].source = s;
        }
}

/* The cue that a piece is part of. */
static uint32_t cue_of(const Pieces *pieces, uint32_t piece) {
    return pieces->at[piece].kind == PIECE_CUE ? piece : pieces->at[piece].cue;
}

/* Whether a quotation opens here behind the end of a sentence, also where the splitter saw none. */
static bool is_fresh(const Article *article, uint32_t token) {
    if (!token || !vfp_is_quote_mark(article, token)) return false;
    uint32_t before = token - 1;
    if (vfp_is_quote_mark(article, before) && before) before--;
    return vfp_is_mark(article, before, '.') || vfp_is_mark(article, before, '?') || vfp_is_mark(article, before, '!');
}

/* The cue of the nearest piece on one side, of the same sentence as the token. */
static uint32_t beside(const Article *article, const Pieces *pieces, uint32_t content, int step) {
    const Piece *c = &pieces->at[content];
    if (step < 0 && is_fresh(article, c->at.first)) return VFP_NONE;
    uint32_t sentence = article->tokens.at[step < 0 ? c->at.first : c->at.last - 1].sentence;
    for (uint32_t i = content + (uint32_t)step, n = 0; i < pieces->n && n < LOOK; i += (uint32_t)step, n++) {
        const Piece *p = &pieces->at[i];
        if (article->tokens.at[step < 0 ? p->at.last - 1 : p->at.first].sentence != sentence) return VFP_NONE;
        uint32_t cue = cue_of(pieces, i);
        if (cue != VFP_NONE) return cue;
        if (step < 0 && p->kind == PIECE_CONTENT) return VFP_NONE;
    }
    return VFP_NONE;
}

static bool is_quoted(const Article *article, const Piece *piece) {
    uint32_t t = piece->at.first;
    return vfp_is_quote_mark(article, t) || article->tokens.at[t].flags & TOKEN_QUOTED;
}

/* What is said without a cue of its own goes on with what was said before it; a quotation with the quotation before it,
 * `quoted`, where nobody else spoke since: “…,” X said, referring to the law. “…” */
static uint32_t running(const Article *article, const Pieces *pieces, uint32_t content, uint32_t quoted) {
    if (content == 0) return VFP_NONE;
    const Piece *c = &pieces->at[content], *p = &pieces->at[content - 1];
    if (quoted != VFP_NONE && is_quoted(article, c) &&
        vfp_block_of(article, c->at.first) <= vfp_block_of(article, pieces->at[quoted].at.last - 1) + 1 &&
        (quoted == content - 1 || p->sentence == pieces->at[pieces->at[quoted].cue].sentence))
        return pieces->at[quoted].cue;
    uint32_t block = vfp_block_of(article, c->at.first), before = vfp_block_of(article, p->at.last - 1);
    if (before == block && c->sentence > article->tokens.at[p->at.last - 1].sentence + 1 && !is_quoted(article, c))
        return VFP_NONE;
    if (before + 1 < block || (before != block && !is_quoted(article, c))) return VFP_NONE;
    return cue_of(pieces, content - 1);
}

/* Tokens between the content and the piece before it (step -1) or behind it (1), if that is part of cue `cue`. */
static uint32_t gap_to(const Pieces *pieces, uint32_t content, uint32_t cue, int step) {
    uint32_t other = content + (uint32_t)step;
    if (other >= pieces->n || cue_of(pieces, other) != cue) return VFP_NONE;
    const Piece *c = &pieces->at[content], *p = &pieces->at[other];
    return step < 0 ? c->at.first - p->at.last : p->at.first - c->at.last;
}

/* Which of two cues has the words between them. */
static uint32_t nearer(const Article *article, const Pieces *pieces, uint32_t content, uint32_t before,
                       uint32_t behind) {
    const Piece *c = &pieces->at[content];
    if (before == VFP_NONE || behind == VFP_NONE || before == behind) return before != VFP_NONE ? before : behind;
    if (governed_by(article, pieces->at[before].top, c->at) && !governed_by(article, c->top, pieces->at[before].at))
        return behind;
    if (is_quoted(article, c) && gap_to(pieces, content, behind, 1) <= 1 && gap_to(pieces, content, before, -1) > 1)
        return behind; /* …, as many believe – “…?” asked X */
    return before;
}

static void link_contents(const Article *article, Pieces *pieces) {
    uint32_t quoted = VFP_NONE; /* the last quotation that has a cue */
    for (uint32_t i = 0; i < pieces->n; i++) {
        Piece *c = &pieces->at[i];
        if (c->kind != PIECE_CONTENT || c->cue != VFP_NONE) continue;
        uint32_t before = beside(article, pieces, i, -1), behind = beside(article, pieces, i, 1);
        c->cue = nearer(article, pieces, i, before, behind);
        if (c->cue == VFP_NONE) c->cue = running(article, pieces, i, quoted);
        if (c->cue != VFP_NONE && is_quoted(article, c)) quoted = i;
    }
    for (uint32_t i = pieces->n; i-- > 0;) {
        Piece *c = &pieces->at[i];
        if (c->kind != PIECE_CONTENT || c->cue == VFP_NONE) continue;
        c->next = pieces->at[c->cue].next;
        pieces->at[c->cue].next = i;
    }
}

/* ---- what no one in particular says */

/* The town is expected to fall, the town seems to fall: the subject is part of what is held, and nobody is named who
 * holds it. But who is convinced holds it himself: say.txt has such words with their be. */
static bool is_impersonal(const Article *article, const Piece *cue) {
    bool passive = vfp_child(article, cue->top, VFP_REL(REL_NSUBJ_PASS)) != VFP_NONE &&
                   vfp_child(article, cue->top, VFP_REL(REL_OBL_AGENT)) == VFP_NONE;
    for (uint32_t t = cue->at.first; t < cue->at.last; t++) {
        const Hit *say = vfp_hit_of(article, t, LEX_SAY), *hedge = vfp_hit_of(article, t, LEX_HEDGE);
        if (say && say->count > 1 && article->tokens.at[t].upos == UPOS_AUX) return false;
        if (hedge && article->tokens.at[t].upos == UPOS_VERB &&
            vfp_lexicon_row(article->lexicon, LEX_HEDGE, hedge->row)->value[2] == SCOPE_VERB)
            return true;
    }
    return passive;
}

/* Makes contents of the sources that are subjects of impersonal cues. */
static void free_subjects(SaidReader *said) {
    const Article *article = said->reader->article;
    for (uint32_t i = 0; i < said->pieces.n; i++) {
        Piece *cue = &said->pieces.at[i];
        if (cue->kind != PIECE_CUE || !is_impersonal(article, cue)) continue;
        cue->impersonal = true;
        if (cue->source == VFP_NONE) continue;
        Piece *source = &said->pieces.at[cue->source];
        Deprel r = article->tokens.at[source->top].deprel;
        if (r != REL_NSUBJ && r != REL_NSUBJ_PASS) continue;
        source->kind = PIECE_CONTENT;
        cue->source = VFP_NONE;
    }
}

/* Cues of which nothing is said hold no source that another could have. */
static void free_sources(Pieces *pieces) {
    for (uint32_t i = 0; i < pieces->n; i++) {
        Piece *cue = &pieces->at[i];
        if (cue->kind != PIECE_CUE || cue->next != VFP_NONE) continue;
        cue->bare = true;
        if (cue->source != VFP_NONE) pieces->at[cue->source].cue = VFP_NONE;
        cue->source = VFP_NONE;
    }
}

/* told the agency | that …: who hears it isn't said. */
static void drop_addressees(const Article *article, Pieces *pieces) {
    for (uint32_t i = 0; i < pieces->n; i++) {
        Piece *c = &pieces->at[i];
        if (c->kind != PIECE_CONTENT || c->cue == VFP_NONE || c->cue > i) continue;
        uint32_t verb = pieces->at[c->cue].top;
        const Hit *say = vfp_hit_of(article, verb, LEX_SAY);
        if (!say || vfp_lexicon_row(article->lexicon, LEX_SAY, say->row)->value[1] <= 0 ||
            !(vfp_lexicon_row(article->lexicon, LEX_SAY, say->row)->value[1] & 1 << FRAME_ADDRESSEE))
            continue;
        uint32_t hearer = vfp_child(article, verb, VFP_REL(REL_OBJ) | VFP_REL(REL_IOBJ));
        uint32_t clause = vfp_child(article, verb, VFP_REL(REL_CCOMP));
        if (hearer == VFP_NONE || clause == VFP_NONE || article->branches[hearer].first != c->at.first) continue;
        uint32_t first = article->branches[clause].first;
        if (first >= article->branches[hearer].last && first < c->at.last) c->at.first = first;
    }
}

void vfp_said_link(SaidReader *said) {
    const Article *article = said->reader->article;
    link_sources(article, &said->pieces);
    free_subjects(said);
    link_contents(article, &said->pieces);
    free_sources(&said->pieces);
    link_sources(article, &said->pieces);
    vfp_said_sources(said);
    drop_addressees(article, &said->pieces);
}
