/* said_link.c: which source and which words each cue goes with.
 *
 * In: pieces in order. Out: Piece.cue, source, next. A cue is the middle of an attribution; a source belongs to the cue
 * that governs it in the tree, else to the one beside it; what is said belongs to the cue before it in its sentence,
 * else to the one behind, and a quotation in a sentence without a cue goes on with the words before. Linear. */
#include "language/tree.h"
#include "reading/said.h"
#include "reading/time.h"

enum {
    LOOK = 4,  /* pieces to look either way */
    BESIDE = 2 /* tokens between pieces that stand side by side */
};

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

static bool is_quoted(const Article *article, const Piece *piece) {
    uint32_t t = piece->at.first;
    return vfp_is_quote_mark(article, t) || article->tokens.at[t].flags & TOKEN_QUOTED;
}

/* The cue that a piece is part of. */
static uint32_t cue_of(const Pieces *pieces, uint32_t piece) {
    return pieces->at[piece].kind == PIECE_CUE ? piece : pieces->at[piece].cue;
}

/* What the lexicon says of the cue's first word that it knows, or null. */
static const LexRow *first_row(const Article *article, Range cue) {
    for (uint32_t t = cue.first; t < cue.last; t++) {
        const Hit *hit = vfp_hit_of(article, t, LEX_SAY);
        if (hit) return vfp_lexicon_row(article->lexicon, LEX_SAY, hit->row);
    }
    return NULL;
}

/* Whether the cue's words hold no direct speech: she plans to vote. “…” */
static bool is_mute(const Article *article, Range cue) {
    const LexRow *row = first_row(article, cue);
    return row && !(row->value[1] & 1 << FRAME_QUOTE);
}

/* “…,” X said; “…?” X said: a comma, ? or ! before the closing mark, and then a speaker or his word, also where the
 * splitter saw an end. */
static bool goes_with_next(const Article *article, const Pieces *pieces, uint32_t content) {
    const Piece *c = &pieces->at[content], *next = &pieces->at[content + 1];
    if (content + 1 >= pieces->n || next->kind == PIECE_CONTENT || next->at.first > c->at.last + 1) return false;
    uint32_t t = c->at.last;
    while (t > c->at.first && vfp_is_quote_mark(article, t - 1)) t--;
    if (t == c->at.last || t == c->at.first) return false;
    if (vfp_is_mark(article, t - 1, ',')) return true;
    if (!vfp_is_mark(article, t - 1, '?') && !vfp_is_mark(article, t - 1, '!')) return false;
    uint32_t cue = cue_of(pieces, content + 1), last = cue == VFP_NONE ? VFP_NONE : cue;
    if (cue == VFP_NONE || is_mute(article, pieces->at[cue].at)) return false;
    if (pieces->at[cue].source != VFP_NONE && pieces->at[cue].source > last) last = pieces->at[cue].source;
    uint32_t end = pieces->at[last].at.last; /* nothing else is said by that word */
    return end >= article->tokens.n || vfp_is_mark(article, end, '.') || vfp_is_mark(article, end, ',');
}

/* he told them “…,” arguing that …: what a participle adds is behind it, not the quotation before. */
static bool is_addition(const Article *article, const Pieces *pieces, uint32_t content) {
    if (content + 1 >= pieces->n || !is_quoted(article, &pieces->at[content])) return false;
    const Piece *next = &pieces->at[content + 1];
    return next->kind == PIECE_CUE && next->source == VFP_NONE && article->tokens.at[next->top].feats & FEAT_GERUND;
}

/* Whether the cue only names who else vouches: Reuters said, citing | two envoys, that … */
static bool is_citation(const Article *article, Range cue) {
    const LexRow *row = first_row(article, cue);
    return row && row->value[1] == 1 << FRAME_ADDRESSEE;
}

/* The cue of the nearest piece on one side, of the same sentence as the token. */
static uint32_t beside(const Article *article, const Pieces *pieces, uint32_t content, int step) {
    const Piece *c = &pieces->at[content];
    if (step < 0 && vfp_said_fresh(article, c->at.first)) return VFP_NONE;
    if (step > 0 && is_addition(article, pieces, content)) return VFP_NONE;
    if (step > 0 && goes_with_next(article, pieces, content)) return cue_of(pieces, content + 1);
    uint32_t sentence = article->tokens.at[step < 0 ? c->at.first : c->at.last - 1].sentence, citing = VFP_NONE;
    for (uint32_t i = content + (uint32_t)step, n = 0; i < pieces->n && n < LOOK; i += (uint32_t)step, n++) {
        const Piece *p = &pieces->at[i];
        if (article->tokens.at[step < 0 ? p->at.last - 1 : p->at.first].sentence != sentence) return citing;
        uint32_t cue = cue_of(pieces, i);
        if (cue != VFP_NONE && step < 0 && is_citation(article, pieces->at[cue].at)) citing = cue;
        else if (cue != VFP_NONE) return cue;
        if (step < 0 && p->kind == PIECE_CONTENT) return citing;
    }
    return citing;
}

/* Whether nobody spoke between quotation `quoted` and the content: “…,” X said, referring to the law. She plans to
 * vote. | “…” */
static bool is_resumed(const Article *article, const Pieces *pieces, uint32_t content, uint32_t quoted) {
    if (quoted == content - 1) return true;
    uint32_t first = pieces->at[content].at.first, before = cue_of(pieces, content - 1);
    if (pieces->at[content - 1].sentence == pieces->at[pieces->at[quoted].cue].sentence) return true;
    return vfp_block_of(article, first) == vfp_block_of(article, pieces->at[quoted].at.first) &&
           (before == VFP_NONE || is_mute(article, pieces->at[before].at));
}

/* Whether the content opens its sentence, and the one before it is one in which somebody speaks or stands in the
 * paragraph above. Not: The minister rose. | “Enough.” */
static bool follows(const Article *article, const Pieces *pieces, uint32_t content) {
    uint32_t first = pieces->at[content].at.first, last = pieces->at[content - 1].at.last - 1, t = first;
    uint32_t sentence = article->tokens.at[first].sentence, spoken = article->tokens.at[last].sentence;
    while (t > article->sentences.at[sentence].first && article->tokens.at[t - 1].flags & TOKEN_PUNCT) t--;
    bool opens = t == article->sentences.at[sentence].first;
    if (!opens && !vfp_said_fresh(article, first)) return false;
    bool led = t > 0 && (vfp_is_mark(article, t - 1, ',') || vfp_is_mark(article, t - 1, ':'));
    if (led && article->tokens.at[t - 1].sentence != spoken) return false; /* His comment was, | “…” */
    if (spoken + opens >= sentence || vfp_block_of(article, last) == vfp_block_of(article, first)) return true;
    return opens && article->sentences.at[sentence - 1].block != article->sentences.at[sentence].block;
}

/* A quotation without a cue of its own goes on with what was said before it in its paragraph or the one above; best
 * with the quotation before it, `quoted`. */
static uint32_t running(const Article *article, const Pieces *pieces, uint32_t content, uint32_t quoted) {
    const Piece *c = &pieces->at[content];
    if (content == 0 || !is_quoted(article, c) || !follows(article, pieces, content)) return VFP_NONE;
    uint32_t block = vfp_block_of(article, c->at.first), first = c->at.first;
    bool announced = first && vfp_is_mark(article, first - 1, ':');
    if (quoted != VFP_NONE && !announced && block <= vfp_block_of(article, pieces->at[quoted].at.last - 1) + 1 &&
        is_resumed(article, pieces, content, quoted))
        return pieces->at[quoted].cue;
    return vfp_block_of(article, pieces->at[content - 1].at.last - 1) + 1 < block ? VFP_NONE
                                                                                  : cue_of(pieces, content - 1);
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

static bool holds(Range range, uint32_t token) { return token >= range.first && token < range.last; }

/* Whether words that stand apart from a cue, with others between, are nothing of its in the tree either. Those before
 * it must hang on it at once. */
static bool is_stray(const Article *article, const Pieces *pieces, uint32_t content) {
    const Piece *c = &pieces->at[content], *cue = &pieces->at[c->cue];
    if (is_quoted(article, c)) return false;
    bool ahead = c->cue > content;
    uint32_t gap =
        ahead ? pieces->at[content + 1].at.first - c->at.last : c->at.first - pieces->at[content - 1].at.last;
    if (gap <= BESIDE) return false;
    if (ahead) return !holds(cue->at, vfp_head(article, c->top)) && !holds(c->at, vfp_head(article, cue->top));
    return !governed_by(article, c->top, cue->at) && !governed_by(article, cue->top, c->at);
}

static void link_contents(const Article *article, Pieces *pieces) {
    uint32_t quoted = VFP_NONE; /* the last quotation that has a cue */
    for (uint32_t i = 0; i < pieces->n; i++) {
        Piece *c = &pieces->at[i];
        if (c->kind != PIECE_CONTENT || c->cue != VFP_NONE) continue;
        uint32_t before = beside(article, pieces, i, -1), behind = beside(article, pieces, i, 1);
        c->cue = nearer(article, pieces, i, before, behind);
        if (c->cue != VFP_NONE && is_stray(article, pieces, i)) {
            c->cue = VFP_NONE;
            continue;
        }
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

/* ---- a sentence and who said it */

enum { TAIL = 6 }; /* words that may stand behind who said it: on Monday in Rome */

/* Whether the cue and its source close their sentence behind a comma: …, the paper reported. */
static bool is_closing(const Article *article, const Pieces *pieces, uint32_t cue) {
    const Piece *c = &pieces->at[cue];
    if (c->source == VFP_NONE || c->next != VFP_NONE || is_mute(article, c->at)) return false;
    const Range *s = &pieces->at[c->source].at;
    uint32_t other = c->source > cue ? c->source : cue, first = s->first < c->at.first ? s->first : c->at.first;
    Range sentence = vfp_sentence_of(article, c->at.first);
    if (first < sentence.first + 3 || sentence.last > pieces->at[other].at.last + TAIL) return false;
    if (other + 1 < pieces->n && pieces->at[other + 1].at.first < sentence.last) return false;
    if (!vfp_is_mark(article, first - 1, ',') && !vfp_is_quote_mark(article, first - 1)) return false;
    uint32_t clause = vfp_child(article, c->top, VFP_REL(REL_CCOMP)), head = article->tokens.at[c->top].head;
    return (clause != VFP_NONE && clause < first) ||
           (vfp_has_rel(article, c->top, VFP_REL(REL_PARATAXIS)) && head != VFP_NONE && head < first);
}

/* Whether the pieces [from, end) belong to cues among them alone. */
static bool is_apart(const Pieces *pieces, uint32_t from, uint32_t end) {
    for (uint32_t k = from; k < end; k++) {
        uint32_t cue = cue_of(pieces, k);
        if (cue != VFP_NONE && (cue < from || cue >= end)) return false;
    }
    return from < end;
}

/* Members fear a split, the paper reported: all of it is what the paper reported, and who fears is part of that. */
static void close_sentences(const Article *article, Pieces *pieces) {
    for (uint32_t i = 0; i < pieces->n; i++) {
        if (pieces->at[i].kind != PIECE_CUE || !is_closing(article, pieces, i)) continue;
        uint32_t end = pieces->at[i].source < i ? pieces->at[i].source : i, from = end;
        Range all = {vfp_sentence_of(article, pieces->at[i].at.first).first, pieces->at[end].at.first};
        while (from > 0 && pieces->at[from - 1].at.first >= all.first) from--;
        if (!is_apart(pieces, from, end) || vfp_is_quote_mark(article, pieces->at[end - 1].at.first)) continue;
        if (vfp_is_mark(article, all.last - 1, ',')) all.last--;
        for (uint32_t k = from; k < end; k++) pieces->at[k].kind = PIECE_CONTENT, pieces->at[k].cue = VFP_NONE;
        pieces->at[from].at = all;
        pieces->at[from].cue = i;
        pieces->at[i].next = from;
    }
}

/* ---- what no one in particular says */

/* Whether others say it of the verb's subject: X was accused, X is read as …. But not: X was dismayed, where the labels
 * take X for the source and the verb is none of speech; nor it was announced by X. */
static bool is_passive(const Article *article, const Pieces *pieces, const Piece *cue) {
    uint32_t subject = vfp_child(article, cue->top, VFP_REL(REL_NSUBJ_PASS));
    if (subject == VFP_NONE || vfp_child(article, cue->top, VFP_REL(REL_OBL_AGENT)) != VFP_NONE) return false;
    return vfp_hit_of(article, cue->top, LEX_SAY) || cue->source == VFP_NONE ||
           !holds(pieces->at[cue->source].at, subject);
}

/* The town is expected to fall, the town seems to fall: the subject is part of what is held, and nobody is named who
 * holds it. But who is convinced holds it himself: say.txt has such words with their be. */
static bool is_impersonal(const Article *article, const Pieces *pieces, const Piece *cue) {
    for (uint32_t t = cue->at.first; t < cue->at.last; t++) {
        const Hit *say = vfp_hit_of(article, t, LEX_SAY), *hedge = vfp_hit_of(article, t, LEX_HEDGE);
        if (say && say->count > 1 && article->tokens.at[t].upos == UPOS_AUX) return false;
        if (hedge && article->tokens.at[t].upos == UPOS_VERB &&
            vfp_lexicon_row(article->lexicon, LEX_HEDGE, hedge->row)->value[2] == SCOPE_VERB)
            return true;
    }
    return is_passive(article, pieces, cue);
}

/* Makes contents of the sources that are subjects of impersonal cues. */
static void free_subjects(SaidReader *said) {
    const Article *article = said->reader->article;
    for (uint32_t i = 0; i < said->pieces.n; i++) {
        Piece *cue = &said->pieces.at[i];
        if (cue->kind != PIECE_CUE || !is_impersonal(article, &said->pieces, cue)) continue;
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

/* The token behind a time or a relative clause of somebody else at the head of the content, or its first: said | on
 * Saturday | the town had fallen; according to the board, | which met in May, | the road is closed. */
static uint32_t real_start(const Article *article, Range content, uint32_t cue) {
    uint32_t first = content.first, behind = first;
    uint32_t time = vfp_time_from(article, first), verb = article->tokens.at[first].head;
    if (time < article->times.n && article->times.at[time].first == first &&
        (first == cue || (first == cue + 1 && vfp_has_rel(article, cue, VFP_REL(REL_CASE))))) {
        behind = article->times.at[time].last;
        const Token *next = &article->tokens.at[behind < content.last ? behind : first];
        if (next->feats & FEAT_POSSESSIVE || next->upos == UPOS_AUX || next->upos == UPOS_VERB ||
            next->flags & TOKEN_PUNCT)
            return first;
    } else if (vfp_function(article, first) == WORD_RELATIVE && verb != VFP_NONE &&
               vfp_has_rel(article, verb, VFP_REL(REL_ACL_RELCL)) && vfp_head(article, verb) < first)
        behind = article->branches[verb].last;
    else if (first > 0 && article->tokens.at[first - 1].feats & FEAT_GERUND &&
             is_citation(article, (Range){first - 1, first}) && vfp_chunk_at(article, first) != VFP_NONE)
        behind = article->chunks.at[vfp_chunk_at(article, first)].last; /* citing | two envoys, | that … */
    while (behind < content.last && article->tokens.at[behind].flags & TOKEN_PUNCT &&
           !vfp_is_quote_mark(article, behind))
        behind++;
    return behind < content.last ? behind : first;
}

static void start_clauses(const Article *article, Pieces *pieces) {
    for (uint32_t i = 0; i < pieces->n; i++) {
        Piece *c = &pieces->at[i];
        if (c->kind != PIECE_CONTENT || c->cue == VFP_NONE || c->cue > i) continue;
        c->at.first = real_start(article, c->at, pieces->at[c->cue].at.last);
    }
}

/* The claim that the bridge would fall | was false: what a noun governs ends with its clause. */
static void end_clauses(const Article *article, Pieces *pieces) {
    for (uint32_t i = 0; i < pieces->n; i++) {
        Piece *c = &pieces->at[i];
        if (c->kind != PIECE_CONTENT || c->cue == VFP_NONE || c->cue > i) continue;
        uint32_t noun = pieces->at[c->cue].top;
        if (article->tokens.at[noun].upos != UPOS_NOUN) continue;
        uint32_t clause = vfp_child(article, noun, VFP_REL(REL_ACL) | VFP_REL(REL_CCOMP));
        if (clause == VFP_NONE || article->branches[clause].first != c->at.first) continue;
        uint32_t last = article->branches[clause].last;
        if (last < c->at.last && !(article->tokens.at[last].flags & (TOKEN_QUOTED | TOKEN_PUNCT))) c->at.last = last;
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

/* ---- one speaker, two verbs */

/* Whether verb `t`, which hangs on a cue's verb, says something itself and not to what end or when: …, calling it …. */
static bool adds(const Article *article, uint32_t t) {
    const Token *token = &article->tokens.at[t];
    return token->deprel == REL_ADVCL && token->feats & FEAT_GERUND && t && article->branches[t].first + 1 >= t &&
           vfp_is_mark(article, t - 1, ',') && vfp_hit_of(article, t, LEX_SAY);
}

/* The verb that the cue's verb is joined with, inside the content and without a subject of its own; or VFP_NONE: he
 * denied it | and left the room; he backed the plan, | calling it brave. */
static uint32_t fellow_in(const Article *article, uint32_t verb, Range content) {
    const Relations own = VFP_REL_SUBJECT | VFP_REL(REL_CSUBJ) | VFP_REL(REL_EXPL) | VFP_REL(REL_MARK);
    const Relations joined = VFP_REL(REL_CONJ) | VFP_REL(REL_ADVCL);
    for (uint32_t t = vfp_child(article, verb, joined); t != VFP_NONE; t = vfp_sibling(article, t, joined)) {
        uint32_t first = article->branches[t].first;
        if (first > content.first + 1 && first < content.last && article->tokens.at[t].upos == UPOS_VERB &&
            !(article->tokens.at[first].flags & TOKEN_QUOTED) && vfp_child(article, t, own) == VFP_NONE &&
            (article->tokens.at[t].deprel == REL_CONJ || adds(article, t)))
            return t;
    }
    return VFP_NONE;
}

/* The same below the clause that is said: he said it was late, | calling it a shame. */
static uint32_t adding_in(const Article *article, uint32_t clause, Range content) {
    for (uint32_t t = vfp_child(article, clause, VFP_REL(REL_ADVCL)); t != VFP_NONE;
         t = vfp_sibling(article, t, VFP_REL(REL_ADVCL)))
        if (t > content.first + 1 && t < content.last && !(article->tokens.at[t].flags & TOKEN_QUOTED) &&
            adds(article, t))
            return t;
    return VFP_NONE;
}

/* Makes the joined verb a cue of the same speaker, with the rest of content `i`, where it is a word of speech. */
static void part_fellow(SaidReader *said, uint32_t i, uint32_t verb, uint32_t last) {
    const Article *article = said->reader->article;
    Pieces *pieces = &said->pieces;
    const Hit *say = vfp_hit_of(article, verb, LEX_SAY);
    uint32_t next = pieces->at[i].next;
    if (!say || verb + say->count > last) return;
    if (verb + say->count == last && (next == VFP_NONE || pieces->at[next].at.first != last)) return;
    Piece cue = pieces->at[pieces->at[i].cue], rest = pieces->at[i];
    if (cue.source != VFP_NONE) cue.agent = pieces->at[cue.source].top, cue.found = pieces->at[cue.source].at;
    cue.source = VFP_NONE;
    cue.at = (Range){verb, verb + say->count};
    cue.top = verb;
    cue.next = cue.at.last < last ? pieces->n + 1 : next;
    rest.at = (Range){cue.at.last, last};
    rest.cue = pieces->n;
    pieces->at[i].next = VFP_NONE;
    *vfp_push(article->arena, pieces) = cue;
    if (cue.at.last < last) *vfp_push(article->arena, pieces) = rest;
}

/* What a verb governs that is only joined with the cue isn't said by its word. */
static void part_fellows(SaidReader *said) {
    const Article *article = said->reader->article;
    for (uint32_t i = 0, n = said->pieces.n; i < n; i++) {
        Piece *c = &said->pieces.at[i];
        if (c->kind != PIECE_CONTENT || c->cue == VFP_NONE || c->cue > i) continue;
        uint32_t cue = said->pieces.at[c->cue].top, verb = fellow_in(article, cue, c->at), last = c->at.last;
        uint32_t clause = vfp_child(article, cue, VFP_REL(REL_CCOMP));
        if (verb == VFP_NONE && clause != VFP_NONE) verb = adding_in(article, clause, c->at);
        if (verb == VFP_NONE) continue;
        c->at.last = article->branches[verb].first;
        while (c->at.last > c->at.first + 1 && article->tokens.at[c->at.last - 1].flags & TOKEN_PUNCT &&
               !vfp_is_quote_mark(article, c->at.last - 1))
            c->at.last--;
        part_fellow(said, i, verb, last);
    }
}

void vfp_said_link(SaidReader *said) {
    const Article *article = said->reader->article;
    link_sources(article, &said->pieces);
    free_subjects(said);
    link_contents(article, &said->pieces);
    close_sentences(article, &said->pieces);
    free_sources(&said->pieces);
    link_sources(article, &said->pieces);
    vfp_said_sources(said);
    drop_addressees(article, &said->pieces);
    start_clauses(article, &said->pieces);
    end_clauses(article, &said->pieces);
    part_fellows(said);
}
