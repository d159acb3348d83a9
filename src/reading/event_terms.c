/* event_terms.c: conditions that no if opens.
 *
 * “The siege must end before we talk”, “we cannot sign without guarantees”, “any deal requires that the troops leave”,
 * “a July 9 deadline”: terms, told by order, denial, need and date. And what hangs on an if whose main clause has
 * nobody for its subject (the text could be signed, provided that …) is bound by who says so. In: a sentence's drafts
 * with their conditions. Out: conditions on drafts that have none, and weak drafts of their own. Linear in the words.
 */
#include "language/tree.h"
#include "reading/event.h"
#include "reading/holder.h"
#include "reading/time.h"

typedef struct Terms {
    ConditionKind kind;
    Range words;
    uint32_t verb; /* the word that the terms bind */
} Terms;

static bool is_taken(const EventReader *reader, Range words) {
    for (uint32_t i = 0; i < reader->count; i++) {
        const Draft *draft = &reader->drafts[i];
        if (draft->condition != COND_NONE && draft->condition_words.first < words.last &&
            words.first < draft->condition_words.last)
            return true;
    }
    return false;
}

static Range trimmed(const Article *article, Range words) {
    while (words.first < words.last && article->tokens.at[words.first].flags & TOKEN_PUNCT) words.first++;
    while (words.last > words.first && article->tokens.at[words.last - 1].flags & TOKEN_PUNCT) words.last--;
    return words;
}

/* ---- whom the terms bind */

/* The draft whose verb or noun stands at the word, else one right below it, that will be told. */
static Draft *draft_at(EventReader *reader, uint32_t word, Range words) {
    const Article *article = reader->article;
    Draft *below = NULL;
    for (uint32_t i = 0; i < reader->count; i++) {
        Draft *draft = &reader->drafts[i];
        if (draft->dropped || draft->condition != COND_NONE || !vfp_has_people(draft) ||
            (draft->head >= words.first && draft->head < words.last))
            continue;
        if (draft->head == word || vfp_predicate(article, draft->chunk) == word) return draft;
        if (vfp_head(article, draft->head) == word) below = draft;
    }
    return below;
}

/* The state behind who says so, or himself; nobody where a paper or an agency tells it. */
static void add_speaker(Article *article, uint32_t token, Side *side) {
    uint32_t s = vfp_statement_at(article, token);
    const Statement *said = s == VFP_NONE ? NULL : &article->statements.at[s];
    if (!said || said->speaker == VFP_NONE) return;
    uint32_t state = vfp_state_behind(article, said->speaker);
    ActorKind kind = article->actors.at[said->speaker].kind;
    bool binds = kind == KIND_PERSON || kind == KIND_STATE || kind == KIND_IGO || kind == KIND_ARMED;
    if (state != VFP_NONE || binds)
        vfp_side_add(article, side, state != VFP_NONE ? state : said->speaker, said->speaker_span);
}

/* Nothing in the lexicon says what is bound: a weak event of who is subject there, or who says so. */
static Draft *make_draft(EventReader *reader, const Terms *terms, Plover plover) {
    Article *article = reader->article;
    uint32_t vg = vfp_verb_at(article, terms->verb);
    if (vg == VFP_NONE || reader->count == MAX_DRAFTS) return NULL;
    const Chunk *chunk = &article->chunks.at[vg];
    Draft draft = {.first = chunk->first,
                   .last = chunk->last,
                   .head = chunk->head,
                   .chunk = vg,
                   .plover = plover,
                   .status = plover == PLOVER_REQUEST ? STATUS_REQUESTED : STATUS_HYPOTHETICAL};
    uint32_t subject = vfp_subject(article, vg);
    if (!vfp_is_passive(article, vg)) vfp_side_of(article, subject, &draft.actors);
    if (!draft.actors.actors.n) add_speaker(article, chunk->head, &draft.actors);
    if (!draft.actors.actors.n) return NULL;
    Range words = {article->branches[terms->verb].first, article->branches[terms->verb].last};
    draft.reach = trimmed(article, words.first < words.last ? words : (Range){chunk->first, chunk->last});
    draft.clause = (Range){chunk->first, chunk->last};
    reader->drafts[reader->count] = draft;
    return &reader->drafts[reader->count++];
}

static void set_terms(EventReader *reader, Terms terms, Plover plover) {
    terms.words = trimmed(reader->article, terms.words);
    if (terms.words.last < terms.words.first + 2 || is_taken(reader, terms.words)) return;
    Draft *draft = draft_at(reader, terms.verb, terms.words);
    if (!draft) draft = make_draft(reader, &terms, plover);
    if (!draft) return;
    draft->condition = terms.kind;
    draft->condition_words = terms.words;
}

/* ---- the terms */

static int status_at(const Article *article, uint32_t token) { return vfp_cue_value(article, token, LEX_STATUS, 1); }

/* Whether the verb at `token` is asked for: must end, has to end; to end, under demanded. */
static bool is_demanded(const Article *article, uint32_t token) {
    uint32_t vg = vfp_verb_at(article, token), head = vfp_head(article, token);
    if (vg == VFP_NONE) return false;
    uint32_t modal = article->chunks.at[vg].modal;
    if (modal != VFP_NONE) return status_at(article, modal) == STATUS_REQUESTED;
    return head != VFP_NONE && vfp_has_rel(article, token, VFP_REL(REL_XCOMP) | VFP_REL(REL_CCOMP)) &&
           status_at(article, head) == STATUS_REQUESTED;
}

/* The siege must end | before we talk. */
static void read_order(EventReader *reader, uint32_t t) {
    const Article *article = reader->article;
    uint32_t later = vfp_head(article, t), verb = later == VFP_NONE ? VFP_NONE : vfp_head(article, later);
    if (verb == VFP_NONE || later < t || verb > t || !vfp_has_rel(article, t, VFP_REL(REL_CASE) | VFP_REL(REL_MARK)) ||
        !is_demanded(article, verb))
        return;
    uint32_t modal = article->chunks.at[vfp_verb_at(article, verb)].modal;
    uint32_t first = modal == VFP_NONE ? verb : article->branches[verb].first;
    set_terms(reader, (Terms){.kind = COND_IF, .words = {first, t}, .verb = later}, PLOVER_REQUEST);
    set_terms(reader,
              (Terms){.kind = COND_IF,
                      .words = {first, t},
                      .verb = vfp_head(article, verb) == VFP_NONE ? verb : vfp_head(article, verb)},
              PLOVER_REQUEST);
}

static bool is_single_negation(const Article *article, uint32_t t) {
    const Hit *hit = vfp_hit_of(article, t, LEX_NEGATION);
    return hit && hit->count == 1 && vfp_has_rel(article, t, VFP_REL(REL_CASE) | VFP_REL(REL_MARK));
}

/* We cannot sign | without guarantees. */
static void read_lack(EventReader *reader, uint32_t t) {
    const Article *article = reader->article;
    uint32_t lacked = vfp_head(article, t), verb = lacked == VFP_NONE ? VFP_NONE : vfp_head(article, lacked);
    if (verb != VFP_NONE && vfp_has_rel(article, verb, VFP_REL(REL_CONJ)) && vfp_head(article, verb) != VFP_NONE)
        verb = vfp_head(article, verb); /* cannot sign or rest without X: joined verbs share their modal */
    uint32_t vg = verb == VFP_NONE ? VFP_NONE : vfp_verb_at(article, verb);
    if (vg == VFP_NONE || lacked < t || !(article->chunks.at[vg].flags & (VG_MODAL | VG_FUTURE)) ||
        !(vfp_negated(article, vg)))
        return;
    set_terms(reader, (Terms){.kind = COND_IF, .words = {t + 1, article->branches[lacked].last}, .verb = verb},
              PLOVER_REJECT);
}

/* Any deal requires | that the troops leave: who needs it is no actor. */
static void read_need(EventReader *reader, uint32_t t) {
    Article *article = reader->article;
    uint32_t vg = vfp_verb_at(article, t), subject = vg == VFP_NONE ? VFP_NONE : vfp_subject(article, vg);
    if (subject == VFP_NONE || article->chunks.at[vg].head != t || vfp_is_passive(article, vg) ||
        article->chunks.at[subject].flags & NP_PRONOUN || article->chunks.at[vg].flags & VG_PAST)
        return;
    uint32_t needed = vfp_child(article, t, VFP_REL(REL_CCOMP));
    Side side = {0};
    vfp_side_of(article, subject, &side);
    if (needed == VFP_NONE || needed < t || side.actors.n) return;
    uint32_t mark = vfp_child(article, needed, VFP_REL(REL_MARK)), first = article->branches[needed].first;
    if (mark == first) first++;
    set_terms(reader, (Terms){.kind = COND_IF, .words = {first, article->branches[needed].last}, .verb = t},
              PLOVER_REQUEST);
}

static bool is_deadline(const Article *article, uint32_t token) {
    for (uint32_t h = article->hit_of[token]; h < article->hit_of[token + 1]; h++)
        if (article->hits.at[h].table == LEX_SHIFT &&
            vfp_lexicon_row(article->lexicon, LEX_SHIFT, article->hits.at[h].row)->value[1] == EFFECT_DEADLINE)
            return true;
    return false;
}

/* A July 9 deadline; a deadline of July 9. */
static void read_deadline(EventReader *reader, uint32_t t) {
    const Article *article = reader->article;
    uint32_t np = vfp_chunk_at(article, t);
    if (!vfp_is_np(article, np) || article->chunks.at[np].head != t) return;
    Range words = {article->chunks.at[np].first, t + 1};
    uint32_t of = vfp_child(article, t, VFP_REL(REL_NMOD));
    const TimeRecord *time = vfp_time_in(article, words.first, words.last);
    if (!time && of != VFP_NONE && of > t) {
        words.last = article->branches[of].last;
        time = vfp_time_in(article, words.first, words.last);
    }
    uint32_t verb = vfp_head(article, t);
    if (!time || verb == VFP_NONE) return;
    set_terms(reader, (Terms){.kind = COND_UNTIL, .words = words, .verb = verb}, PLOVER_AGREE);
}

/* The text could be signed | provided that …: nobody is its subject. */
static void read_open(EventReader *reader, const Hit *hit, ConditionKind kind, Range s) {
    const Article *article = reader->article;
    uint32_t first = hit->token + hit->count, last = first;
    while (last < s.last && !vfp_is_mark(article, last, ',') && !vfp_is_mark(article, last, ';') &&
           !vfp_is_dash(article, last) && !vfp_is_quote_mark(article, last))
        last++;
    for (uint32_t t = hit->token; t-- > s.first;) {
        uint32_t vg = vfp_verb_at(article, t);
        if (vg == VFP_NONE) continue;
        const Chunk *chunk = &article->chunks.at[vg];
        if (chunk->flags & (VG_MODAL | VG_FUTURE))
            set_terms(reader, (Terms){.kind = kind, .words = {first, last}, .verb = vfp_predicate(article, vg)},
                      PLOVER_AGREE);
        if (chunk->flags & VG_FINITE) return;
    }
}

void vfp_find_terms(EventReader *reader, Range s) {
    const Article *article = reader->article;
    for (uint32_t t = s.first; t < s.last; t++) {
        if (vfp_function(article, t) == WORD_BEFORE) read_order(reader, t);
        if (is_single_negation(article, t)) read_lack(reader, t);
        if (is_deadline(article, t)) read_deadline(reader, t);
        if (status_at(article, t) == STATUS_REQUESTED) read_need(reader, t);
        const Hit *hit = vfp_hit_of(article, t, LEX_CONDITION);
        int kind = hit ? vfp_lexicon_row(article->lexicon, LEX_CONDITION, hit->row)->value[1] : -1;
        if (kind > 0 && hit->count > 1) read_open(reader, hit, (ConditionKind)kind, s);
    }
}
