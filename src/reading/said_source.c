/* said_source.c: whose words a cue's are where no label beside it tells.
 *
 * In: linked pieces, trees, phrases. Out: Piece.agent, Piece.found. The tree tells first: the subject of the verb, or
 * of the verb that it follows or hangs on. Where it has nothing, who spoke before in the sentence speaks on (X said …,
 * adding …), and last the phrases tell. One source may have several cues. Linear: near pieces alone are looked at. */
#include "language/tree.h"
#include "reading/said.h"

enum { NEAR = 12 }; /* pieces to look either way */

static uint32_t subject_of(const Article *article, uint32_t top) {
    uint32_t passive = vfp_child(article, top, VFP_REL(REL_NSUBJ_PASS));
    return passive != VFP_NONE ? passive : vfp_child(article, top, VFP_REL(REL_NSUBJ));
}

/* Whose words a verb's are: its subject, or that of the verb which it follows or hangs on: X came, saying …; or the
 * noun that it describes: a leaflet saying …. A noun's: its owner. */
static uint32_t agent_of(const Article *article, uint32_t top) {
    for (int step = 0; step < 4 && top != VFP_NONE; step++) {
        const Token *token = &article->tokens.at[top];
        uint32_t subject = vfp_child(article, top, VFP_REL(REL_NSUBJ));
        if (subject != VFP_NONE) return subject;
        if (step == 0 && token->feats & FEAT_PARTICIPLE && vfp_child(article, top, VFP_REL(REL_AUX)) == VFP_NONE)
            return vfp_child(article, top, VFP_REL(REL_OBL_AGENT)); /* Asked whether …, he said: others ask */
        if (vfp_child(article, top, VFP_REL(REL_NSUBJ_PASS)) != VFP_NONE)
            return step ? vfp_child(article, top, VFP_REL(REL_NSUBJ_PASS))
                        : vfp_child(article, top, VFP_REL(REL_OBL_AGENT));
        if (token->upos == UPOS_NOUN && step == 0) return vfp_child(article, top, VFP_REL(REL_NMOD_POSS));
        if (token->deprel == REL_ACL) return token->head;
        if (token->deprel != REL_CONJ && token->deprel != REL_ADVCL && token->deprel != REL_XCOMP) return VFP_NONE;
        top = token->head;
    }
    return VFP_NONE;
}

/* The piece of a source that holds the token, among those near piece `i`; or VFP_NONE. */
static uint32_t source_around(const Pieces *pieces, uint32_t i, uint32_t token) {
    uint32_t end = pieces->n - i > NEAR ? i + NEAR : pieces->n;
    for (uint32_t k = i > NEAR ? i - NEAR : 0; k < end; k++)
        if (pieces->at[k].kind == PIECE_SOURCE && token >= pieces->at[k].at.first && token < pieces->at[k].at.last)
            return k;
    return VFP_NONE;
}

static bool is_other(const SaidReader *said, uint32_t token) {
    return said->label[token] > 2 * PIECE_SOURCE + 2; /* a cue or content */
}

static bool is_content(const SaidReader *said, uint32_t token) { return said->label[token] > 2 * PIECE_CUE + 2; }

/* The words around `agent` in `whole` that no cue and nothing said cuts off. */
static Range uncut(const SaidReader *said, uint32_t agent, Range whole) {
    const Article *article = said->reader->article;
    Range range = {agent, agent + 1};
    if (agent < whole.first || agent >= whole.last || is_other(said, agent)) return (Range){agent, agent};
    while (range.first > whole.first && !is_other(said, range.first - 1)) range.first--;
    while (range.last < whole.last && !is_other(said, range.last)) range.last++;
    while (range.first < agent && article->tokens.at[range.first].flags & TOKEN_PUNCT) range.first++;
    while (range.last > agent + 1) { /* X, who: what belongs to words that were cut off */
        const Token *token = &article->tokens.at[range.last - 1];
        bool outside = token->head != VFP_NONE && token->head >= range.last;
        bool close = vfp_is_mark(article, range.last - 1, ')');
        if (!outside && (!(token->flags & TOKEN_PUNCT) || close) && !(token->feats & FEAT_POSSESSIVE)) break;
        range.last--;
    }
    return range;
}

/* He fears a split as | some of his aides | say …: what is said ends where the cue's own clause begins, and its subject
 * is the cue's source. False where `agent` is no subject of its own: his plan was sound, saying … isn't the plan's. */
static bool free_subject(SaidReader *said, uint32_t i, uint32_t agent, Range whole) {
    const Article *article = said->reader->article;
    Piece *cue = &said->pieces.at[i];
    uint32_t first = article->branches[cue->top].first;
    if (vfp_head(article, agent) != cue->top || agent > cue->top || article->tokens.at[agent].flags & TOKEN_QUOTED)
        return false;
    for (uint32_t k = i; k-- > 0 && i - k <= NEAR;) {
        Piece *content = &said->pieces.at[k];
        if (agent < content->at.first || agent >= content->at.last) continue;
        uint32_t end = first > content->at.first ? first : whole.first;
        if (content->kind != PIECE_CONTENT || end <= content->at.first || content->at.last > cue->at.first)
            return false;
        while (end > content->at.first + 1 && article->tokens.at[end - 1].flags & TOKEN_PUNCT &&
               !vfp_is_quote_mark(article, end - 1))
            end--;
        content->at.last = end;
        cue->agent = agent;
        cue->found = (Range){whole.first, whole.last < cue->at.first ? whole.last : cue->at.first};
        return true;
    }
    return false;
}

/* Makes `agent` and its words the source of cue `i`: the piece that has its label, or the words below it. */
static bool take_agent(SaidReader *said, uint32_t i, uint32_t agent, Range whole) {
    Piece *cue = &said->pieces.at[i];
    if (agent == VFP_NONE || (agent >= cue->at.first && agent < cue->at.last)) return false;
    if (!cue->impersonal && is_content(said, agent)) return free_subject(said, i, agent, whole);
    if (whole.first < cue->at.first && whole.last > cue->at.first) whole.last = cue->at.first; /* a leaflet saying … */
    uint32_t source = source_around(&said->pieces, i, agent);
    cue->agent = source == VFP_NONE ? agent : said->pieces.at[source].top;
    cue->found = source == VFP_NONE ? uncut(said, agent, whole) : said->pieces.at[source].at;
    return true;
}

/* X said …, adding …: who spoke before in the sentence, where the verb has no subject of its own. */
static bool speaks_on(SaidReader *said, uint32_t i) {
    const Article *article = said->reader->article;
    Piece *cue = &said->pieces.at[i];
    const Token *top = &article->tokens.at[cue->top];
    if (top->upos != UPOS_VERB || !(top->feats & FEAT_GERUND || top->deprel == REL_CONJ)) return false;
    for (uint32_t k = i; k-- > 0 && i - k <= NEAR && said->pieces.at[k].sentence == cue->sentence;) {
        const Piece *before = &said->pieces.at[k];
        if (before->kind != PIECE_CUE || before->impersonal) continue;
        if (before->source != VFP_NONE) {
            cue->agent = said->pieces.at[before->source].top;
            cue->found = said->pieces.at[before->source].at;
            return true;
        }
        if (before->agent == VFP_NONE) continue;
        cue->agent = before->agent, cue->found = before->found;
        return true;
    }
    return false;
}

/* The subject that the phrases give, if it can speak. A noun's verb stands left of it, and has the speaker where the
 * noun holds a quotation: he summed it up in one remark: “…”. */
static void ask_phrases(SaidReader *said, uint32_t i) {
    const Article *article = said->reader->article;
    const Piece *cue = &said->pieces.at[i];
    bool quoted = vfp_is_quote_mark(article, said->pieces.at[cue->next].at.first);
    uint32_t vg = VFP_NONE;
    for (uint32_t t = cue->at.first; t < cue->at.last && vg == VFP_NONE; t++) vg = vfp_verb_at(article, t);
    if (vg == VFP_NONE && quoted) vg = vfp_governor(article, cue->at.first);
    if (vg == VFP_NONE) return;
    if (!quoted && article->chunks.at[vg].flags & (VG_PASSIVE | VG_PARTICIPLE))
        return; /* Asked whether …: others ask */
    uint32_t np = vfp_subject(article, vg);
    if (vfp_can_speak(article, np)) take_agent(said, i, article->chunks.at[np].head, vfp_phrase(article, np));
}

/* X said on the platform Y: what stands behind a preposition is no source where a subject without a label is there. */
static bool is_aside(const SaidReader *said, const Piece *cue) {
    const Article *article = said->reader->article;
    const Piece *source = &said->pieces.at[cue->source];
    return article->tokens.at[source->top].deprel == REL_OBL && article->tokens.at[cue->top].upos == UPOS_VERB &&
           !cue->impersonal && vfp_child(article, cue->top, VFP_REL(REL_NSUBJ)) != VFP_NONE;
}

void vfp_said_sources(SaidReader *said) {
    const Article *article = said->reader->article;
    for (uint32_t i = 0; i < said->pieces.n; i++) {
        Piece *cue = &said->pieces.at[i];
        if (cue->kind != PIECE_CUE || cue->next == VFP_NONE) continue;
        if (cue->source != VFP_NONE && !is_aside(said, cue)) continue;
        uint32_t agent = cue->impersonal ? subject_of(article, cue->top) : agent_of(article, cue->top);
        Range whole =
            agent == VFP_NONE ? (Range){0, 0} : (Range){article->branches[agent].first, article->branches[agent].last};
        if (take_agent(said, i, agent, whole)) {
            if (cue->source != VFP_NONE && cue->found.first < cue->found.last) cue->source = VFP_NONE;
        } else if (!cue->impersonal && cue->source == VFP_NONE && !speaks_on(said, i)) ask_phrases(said, i);
    }
}
