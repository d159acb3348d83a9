/* said.c: statements from what the network labels as source, cue and content.
 *
 * In: Article.said, trees, mentions, quotes. Out: statements; StatementReader.taken, said_by, is_cue. Left out: cues
 * that say nothing (a bare have, to what end somebody acts, whom a paper cites). Linear. */
#include "reading/said.h"
#include "language/tree.h"

enum { SAID_SOURCE = 2, SAID_CUE = 4 }; /* the last of these labels in Article.said */

/* The noun that who or which stands for, or VFP_NONE. */
static uint32_t antecedent(const Article *article, uint32_t relative) {
    uint32_t verb = vfp_head(article, relative);
    for (int step = 0; step < 3 && verb != VFP_NONE; step++, verb = vfp_head(article, verb)) {
        if (vfp_has_rel(article, verb, VFP_REL(REL_ACL_RELCL))) return vfp_head(article, verb);
        if (!vfp_has_rel(article, verb, VFP_REL(REL_CONJ) | VFP_REL(REL_XCOMP))) break;
    }
    return VFP_NONE;
}

/* The actor of who or which: of the noun that it stands for, or of the name nearest before it. */
static uint32_t actor_before(const Article *article, uint32_t relative) {
    uint32_t noun = antecedent(article, relative);
    if (noun == VFP_NONE || noun >= relative) return VFP_NONE;
    uint32_t m = article->mention_of[noun];
    for (uint32_t t = relative; t-- > noun && m == VFP_NONE;)
        if (article->mention_of[t] != VFP_NONE && !article->mentions.at[article->mention_of[t]].modifier)
            m = article->mention_of[t];
    return m == VFP_NONE ? VFP_NONE : article->mentions.at[m].actor;
}

/* Whether a name behind the word that governs a source belongs to something told of it: the families of those held by
 * X; the point man for relations with X. */
static bool is_far(const Article *article, uint32_t token, uint32_t top) {
    const Relations clause = VFP_REL(REL_ACL) | VFP_REL(REL_ACL_RELCL) | VFP_REL(REL_OBL) | VFP_REL(REL_OBL_AGENT);
    int nouns = 0;
    for (int step = 0; step < 5 && token != VFP_NONE && token != top; step++, token = vfp_head(article, token)) {
        if (vfp_has_rel(article, token, clause)) return true;
        nouns += vfp_has_rel(article, token, VFP_REL(REL_NMOD));
    }
    return nouns > 1;
}

/* The actor that the words of a source mean: that of the word which governs them, else the first that isn't part of a
 * longer name. */
static uint32_t actor_of(const Article *article, Range source, uint32_t top) {
    if (vfp_function(article, top) == WORD_RELATIVE) {
        uint32_t actor = actor_before(article, top);
        if (actor != VFP_NONE) return actor;
    }
    uint32_t m = article->mention_of[top];
    if (m != VFP_NONE) return article->mentions.at[m].actor;
    uint32_t any = VFP_NONE;
    for (uint32_t t = source.first; t < source.last; t++) {
        m = article->mention_of[t];
        if (m == VFP_NONE) continue;
        if (t > top && is_far(article, t, top)) continue;
        if (!article->mentions.at[m].modifier) return article->mentions.at[m].actor;
        bool state = article->actors.at[article->mentions.at[m].actor].kind == KIND_STATE; /* Japanese artists */
        if (any == VFP_NONE && !state) any = article->mentions.at[m].actor;
    }
    if (any != VFP_NONE) return any;
    uint32_t np = vfp_chunk_at(article, top);
    return np != VFP_NONE && article->chunks.at[np].kind == CHUNK_NP ? vfp_np_actor(article, np) : VFP_NONE;
}

static uint32_t speaker_of(const Article *article, const Pieces *pieces, const Piece *cue) {
    if (cue->source != VFP_NONE) return actor_of(article, pieces->at[cue->source].at, pieces->at[cue->source].top);
    if (cue->impersonal) return VFP_NONE;
    return cue->agent == VFP_NONE ? VFP_NONE : actor_of(article, cue->found, cue->agent);
}

/* The line of say.txt that has the cue's words, or null. */
static const LexRow *row_of(const Article *article, Range cue) {
    const LexRow *row = NULL;
    for (uint32_t t = cue.first; t < cue.last; t++) {
        const Hit *hit = vfp_hit_of(article, t, LEX_SAY);
        if (hit && hit->token + hit->count <= cue.last) row = vfp_lexicon_row(article->lexicon, LEX_SAY, hit->row);
    }
    return row;
}

static bool negated(const Article *article, Range cue) {
    for (uint32_t t = cue.first; t < cue.last; t++) {
        uint32_t vg = vfp_verb_at(article, t);
        if (vg != VFP_NONE) return vfp_negated(article, vg);
    }
    return false;
}

/* Quotations that stand in what is said have their speaker. */
static void take_quotes(StatementReader *reader, Range content) {
    for (uint32_t t = content.first; t < content.last; t++) {
        uint32_t q = reader->quote_at[t];
        if (q != VFP_NONE) reader->taken[q] = true;
    }
}

/* The paper, citing two envoys: they vouch for what it says, and are not said themselves. */
static bool is_vouching(const Article *article, const Pieces *pieces, const Piece *cue) {
    const LexRow *row = row_of(article, cue->at);
    if (!row || row->value[1] != 1 << FRAME_ADDRESSEE || cue->next == VFP_NONE) return false;
    uint32_t top = pieces->at[cue->next].top, m = article->mention_of[top];
    return vfp_hit_of(article, top, LEX_SOURCE) || (m != VFP_NONE && !article->mentions.at[m].modifier);
}

/* The takeaway is that …: a form of be or have alone says nothing. */
static bool is_bare_auxiliary(const Article *article, const Piece *cue) {
    for (uint32_t t = cue->at.first; t < cue->at.last; t++)
        if (article->tokens.at[t].upos != UPOS_AUX) return false;
    return true;
}

/* went there to defend it; agreed to meet and | to discuss the ports: an infinitive that tells to what end, or goes on
 * with what is said, is nobody's word. */
static bool is_purpose(const Article *article, const Piece *cue) {
    uint32_t head = vfp_head(article, cue->top);
    if (head == VFP_NONE || !(article->tokens.at[cue->top].feats & FEAT_INFINITIVE)) return false;
    if (vfp_has_rel(article, cue->top, VFP_REL(REL_CONJ))) return article->said[head] > SAID_CUE;
    return cue->source == VFP_NONE && vfp_has_rel(article, cue->top, VFP_REL(REL_ADVCL) | VFP_REL(REL_ACL)) &&
           (article->said[head] <= SAID_SOURCE || article->said[head] > SAID_CUE);
}

/* Whether who says it within a statement (of an interview) is its own speaker, or nobody who is known. */
static bool is_own_words(const Article *article, const Pieces *pieces, const Piece *cue, uint32_t outer) {
    uint32_t speaker = speaker_of(article, pieces, cue);
    return speaker == VFP_NONE || speaker == article->statements.at[outer].speaker;
}

/* He did not say so; but who does not rule it out thinks it possible. */
static void deny(Statement *statement) {
    bool twice = statement->warrant.polarity == DENIED;
    statement->warrant.polarity = twice ? AFFIRMED : DENIED;
    if (twice) statement->warrant.certainty = POSSIBLE;
}

static void enter(StatementReader *reader, const Pieces *pieces, uint32_t cue) {
    Article *article = reader->article;
    const Piece *c = &pieces->at[cue];
    bool subject = c->impersonal && c->found.first < c->found.last;
    for (uint32_t i = c->next; i != VFP_NONE && subject; i = pieces->at[i].next)
        subject = pieces->at[i].at.first >= c->found.last || pieces->at[i].at.last <= c->found.first;
    if (is_bare_auxiliary(article, c) || is_vouching(article, pieces, c)) return;
    uint32_t count = subject;
    for (uint32_t i = c->next; i != VFP_NONE; i = pieces->at[i].next) count++;
    if (count == subject) return;
    Range *contents = vfp_arena_alloc(article->arena, count * sizeof *contents);
    count = 0;
    if (subject) contents[count++] = c->found;
    for (uint32_t i = c->next; i != VFP_NONE; i = pieces->at[i].next) {
        take_quotes(reader, pieces->at[i].at);
        if (count && contents[count - 1].last == pieces->at[i].at.first)
            contents[count - 1].last = pieces->at[i].at.last;
        else contents[count++] = pieces->at[i].at;
    }
    if (is_purpose(article, c)) return;
    if (count == 1 && contents[0].last == contents[0].first + 1 &&
        vfp_has_rel(article, contents[0].first, VFP_REL(REL_MARK)))
        return; /* a bare that */
    uint32_t outer = reader->said_by[c->at.first];
    if (outer == VFP_NONE) outer = reader->said_by[contents[0].first]; /* NAME: the colon isn't said, the rest is */
    if (outer != VFP_NONE && is_own_words(article, pieces, c, outer))
        return; /* We hope, in an interview: no second statement */
    Range source = c->source != VFP_NONE ? pieces->at[c->source].at : c->impersonal ? (Range){0, 0} : c->found;
    uint32_t speaker = speaker_of(article, pieces, c);
    Statement *s = vfp_statement_add(reader, speaker, vfp_span_of(article, source), c->at, row_of(article, c->at),
                                     contents, count);
    Certainty said = s->manner == MANNER_DIRECT ? CERTAIN : vfp_certainty_in(article, c->at); /* is said to, may want */
    if (said > s->warrant.certainty) s->warrant.certainty = said;
    uint32_t who = c->source != VFP_NONE ? pieces->at[c->source].top : c->agent;
    if (who != VFP_NONE)
        vfp_statement_cites(article, s, vfp_chunk_at(article, who), vfp_verb_at(article, c->at.last - 1));
    for (uint32_t i = 0; i < count; i++) vfp_statement_holds(reader, contents[i]);
    for (uint32_t t = c->at.first; t < c->at.last; t++) reader->is_cue[t] = true;
    if (s->cue != VFP_NONE && speaker != VFP_NONE && article->actors.at[speaker].kind == KIND_ANON &&
        vfp_lexicon_row(article->lexicon, LEX_SAY, s->cue)->value[1] & 1 << FRAME_SOURCE &&
        s->warrant.certainty == CERTAIN)
        s->warrant.certainty = PROBABLE; /* according to sources: nobody whom one could ask */
    if (negated(article, c->at)) deny(s);
}

void vfp_read_said(StatementReader *reader) {
    if (!reader->article->said) return;
    SaidReader said = {.reader = reader};
    vfp_said_pieces(&said);
    vfp_said_link(&said);
    for (uint32_t i = 0; i < said.pieces.n; i++)
        if (said.pieces.at[i].kind == PIECE_CUE) enter(reader, &said.pieces, i);
}
