/* event_condition.c: if, unless, until: which event hangs on which words.
 *
 * A condition before the main clause ends at the comma that opens it, one behind it at the end of the sentence, at a
 * dash, or before “, X said”. It belongs to the nearest event of the main clause; where there is none, and the main
 * clause says what an actor will, would or must do, that becomes a weak event of its own. Linear in the sentence. */
#include "reading/event.h"
#include "reading/time.h"

/* A finite verb group begins in the range. */
static uint32_t finite_in(const Article *article, uint32_t first, uint32_t last) {
    for (uint32_t t = first; t < last; t++) {
        uint32_t vg = vfp_verb_at(article, t);
        if (vg != VFP_NONE && article->chunks.at[vg].flags & VG_FINITE) return vg;
    }
    return VFP_NONE;
}

/* The main clause goes on behind the comma at t: another subject with its verb, or “, X said”. */
static bool resumes(const Article *article, uint32_t first, uint32_t t, uint32_t last) {
    if (t + 1 >= last) return false;
    uint32_t next = t + 1;
    while (next < last && (article->tokens.at[next].upos == UPOS_ADV || vfp_is_quote_mark(article, next))) next++;
    bool finite = finite_in(article, first, t) != VFP_NONE;
    uint32_t verb = next < last ? vfp_verb_at(article, next) : VFP_NONE;
    if (finite && verb != VFP_NONE && article->chunks.at[verb].flags & VG_GERUND) return true; /* …, citing X */
    if (finite && next + 1 < last && vfp_function(article, next) == WORD_BUT) next++;
    uint32_t np = next < last ? vfp_chunk_at(article, next) : VFP_NONE;
    if (!vfp_is_np(article, np)) return false;
    if (finite) return finite_in(article, next, last) != VFP_NONE;
    /* until then, he will; if asked, he would: but no list (if Russia, China and Iran agree) */
    uint32_t after = article->chunks.at[np].last, vg = after < last ? vfp_verb_at(article, after) : VFP_NONE;
    return vg != VFP_NONE && article->chunks.at[vg].flags & VG_FINITE;
}

static Range words_behind(const Article *article, uint32_t first, uint32_t last) {
    uint32_t end = first;
    for (; end < last; end++) {
        if (vfp_is_mark(article, end, ';') || vfp_is_mark(article, end, ':') || vfp_is_dash(article, end) ||
            vfp_is_mark(article, end, ')'))
            break;
        if (vfp_is_quote_mark(article, end) && end > first &&
            !(article->tokens.at[end].flags & TOKEN_QUOTED && end + 1 < last) &&
            finite_in(article, first, end) != VFP_NONE)
            break;
        if (vfp_is_mark(article, end, ',') && resumes(article, first, end, last)) break;
    }
    while (end > first && article->tokens.at[end - 1].flags & TOKEN_PUNCT) end--;
    return (Range){first, end};
}

/* The draft that the condition hangs on: the nearest before it, else the first behind it. */
static Draft *main_draft(EventReader *reader, uint32_t cue, Range words) {
    Draft *best = NULL;
    for (uint32_t i = 0; i < reader->count; i++) {
        Draft *draft = &reader->drafts[i];
        if (draft->dropped || draft->condition != COND_NONE || !(draft->actors.actors.n + draft->recipients.actors.n))
            continue;
        if (draft->head >= cue && draft->head < words.last) continue;
        if (draft->head < cue) best = draft;
        else if (!best) best = draft;
    }
    return best;
}

/* Says what somebody will or must do. What may or could follow is an outlook, no commitment. */
static bool commits(const Article *article, uint32_t vg) {
    const Chunk *chunk = &article->chunks.at[vg];
    if (chunk->modal != VFP_NONE && vfp_hit_of(article, chunk->modal, LEX_HEDGE)) return false;
    return chunk->flags & (VG_FUTURE | VG_MODAL) && !(chunk->flags & (VG_PERFECT | VG_COPULA | VG_PASSIVE));
}

/* The main clause's verb: left of the condition, else the first finite one right of it. */
static uint32_t main_verb(const Article *article, uint32_t cue, Range words, Range s) {
    for (uint32_t t = cue; t-- > s.first;) {
        uint32_t vg = vfp_verb_at(article, t);
        if (vg != VFP_NONE && commits(article, vg)) return vg;
    }
    for (uint32_t t = words.last; t < s.last; t++) {
        uint32_t vg = vfp_verb_at(article, t);
        if (vg != VFP_NONE && commits(article, vg)) return vg;
    }
    return VFP_NONE;
}

/* Where no word of the lexicon says what the main clause does: what somebody will do is a promise, what he will not a
 * refusal. Nothing is made of clauses that only describe. */
static Draft *make_draft(EventReader *reader, uint32_t cue, Range words, Range s) {
    Article *article = reader->article;
    uint32_t vg = main_verb(article, cue, words, s);
    if (vg == VFP_NONE || reader->count == MAX_DRAFTS) return NULL;
    const Chunk *chunk = &article->chunks.at[vg];
    Draft draft = {.first = chunk->first,
                   .last = chunk->last,
                   .head = chunk->head,
                   .chunk = vg,
                   .plover = PLOVER_AGREE,
                   .status = STATUS_HYPOTHETICAL};
    vfp_side_of(article, vfp_subject(article, vg), &draft.actors);
    if (!draft.actors.actors.n) return NULL;
    if (vfp_negated(article, vg)) draft.plover = PLOVER_REJECT;
    bool before = chunk->first < cue;
    uint32_t subject = vfp_subject(article, vg),
             first = subject != VFP_NONE ? article->chunks.at[subject].first : chunk->first;
    draft.reach = (Range){first < chunk->first ? first : chunk->first, before ? cue : s.last};
    draft.clause = draft.reach;
    reader->drafts[reader->count] = draft;
    return &reader->drafts[reader->count++];
}

/* until Thursday: a date, no condition. */
static bool is_only_time(const Article *article, Range words) {
    for (uint32_t t = words.first; t < words.last; t++)
        if (vfp_verb_at(article, t) != VFP_NONE) return false;
    return vfp_time_in(article, words.first, words.last) != NULL;
}

static void read_condition(EventReader *reader, const Hit *hit, ConditionKind kind, Range s) {
    const Article *article = reader->article;
    Range words = words_behind(article, hit->token + hit->count, s.last);
    if (words.last < words.first + 2 || is_only_time(article, words)) return;
    uint32_t vg = vfp_verb_at(article, hit->token);
    /* Chile provided ships: a verb, no conjunction */
    if (vg != VFP_NONE && article->chunks.at[vg].flags & VG_FINITE && article->chunks.at[vg].first == hit->token)
        return;
    Draft *draft = main_draft(reader, hit->token, words);
    if (!draft) draft = make_draft(reader, hit->token, words, s);
    if (!draft) return;
    draft->condition = kind;
    draft->condition_words = words;
    for (uint32_t i = 0; i < reader->count;
         i++) { /* what the condition is isn't done: an encounter in it is only imagined */
        Draft *inside = &reader->drafts[i];
        if (inside->head < words.first || inside->head >= words.last) continue;
        if (inside->contact == CONTACT_NONE) inside->dropped = true;
        else if (inside->status == STATUS_ACTUAL) inside->status = STATUS_HYPOTHETICAL;
    }
}

void vfp_find_conditions(EventReader *reader, Range s) {
    const Article *article = reader->article;
    uint32_t blocked = 0; /* even if, as if: no condition, nor is the if in them */
    for (uint32_t h = article->hit_of[s.first]; h < article->hit_of[s.last]; h++) {
        const Hit *hit = &article->hits.at[h];
        if (hit->table != LEX_CONDITION || hit->token < blocked) continue;
        int kind = vfp_lexicon_row(article->lexicon, LEX_CONDITION, hit->row)->value[1];
        if (kind > 0) read_condition(reader, hit, (ConditionKind)kind, s);
        else blocked = hit->token + hit->count;
    }
}
