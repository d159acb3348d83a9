/* event_trigger.c: which hits of LEX_EVENT and LEX_CONTACT speak of an event.
 *
 * In: hits, chunks. Out: drafts in order of their first word. A phrase inside a longer one isn't told twice (the
 * sanctions of “imposed sanctions”), a row without a value takes its words out (to meet a deadline). Linear in hits. */
#include "reading/event.h"

bool vfp_is_np(const Article *article, uint32_t chunk) {
    return chunk != VFP_NONE && article->chunks.at[chunk].kind == CHUNK_NP;
}

bool vfp_is_vg(const Article *article, uint32_t chunk) {
    return chunk != VFP_NONE && article->chunks.at[chunk].kind == CHUNK_VG;
}

int vfp_cue_value(const Article *article, uint32_t token, LexTable table, int column) {
    const Hit *hit = vfp_hit_of(article, token, table);
    return hit ? vfp_lexicon_row(article->lexicon, table, hit->row)->value[column] : -1;
}

/* The verb of the hit: the first word that is the main verb of its group, or any verb of it. */
static uint32_t verb_of(const Article *article, const Hit *hit) {
    uint32_t any = VFP_NONE;
    for (uint32_t t = hit->token; t < hit->token + hit->count; t++) {
        uint32_t vg = vfp_verb_at(article, t);
        if (vg == VFP_NONE) continue;
        if (article->chunks.at[vg].head == t) return t;
        if (any == VFP_NONE) any = t;
    }
    return any;
}

/* The noun of the hit: the first that is the head of its phrase: talks, but not the talks venue; the threat of “threat
 * of sanctions”, whose owner threatens. */
static uint32_t noun_of(const Article *article, const Hit *hit) {
    uint32_t last = hit->token + hit->count;
    for (uint32_t t = hit->token; t < last; t++) {
        uint32_t np = vfp_chunk_at(article, t);
        if (!vfp_is_np(article, np)) continue;
        const Chunk *chunk = &article->chunks.at[np];
        if (chunk->head == t && !(chunk->flags & NP_PRONOUN)) return t;
        if (chunk->head < last) continue;
        bool paired = chunk->last < article->tokens.n && vfp_function(article, chunk->last) == WORD_BETWEEN;
        if (chunk->head > t && chunk->head < chunk->last)
            return paired ? t : VFP_NONE; /* a talks deadlock between A and B */
    }
    return VFP_NONE;
}

static bool begin_event(const Article *article, const Hit *hit, Draft *draft) {
    draft->frame = draft->row->value[5] > 0 ? (unsigned)draft->row->value[5] : 0;
    draft->noun = draft->frame & 1u << EVENT_NOUN;
    draft->head = draft->noun ? noun_of(article, hit) : verb_of(article, hit);
    /* the General Agreement on Tariffs and Trade is a name, no event */
    if (draft->noun && draft->head != VFP_NONE &&
        (article->mention_of[draft->head] != VFP_NONE || article->tokens.at[draft->head].upos == UPOS_PROPN))
        return false;
    draft->plover = draft->row->value[1] > 0 ? (Plover)draft->row->value[1] : PLOVER_NONE;
    if (draft->plover == PLOVER_CONSULT && draft->frame == 1u << EVENT_OBJECT_SUBJECT)
        return false; /* contact.c asks for these */
    return draft->head != VFP_NONE && draft->plover != PLOVER_NONE;
}

static bool begin_contact(const Article *article, const Hit *hit, Draft *draft) {
    draft->contact = draft->row->value[1] > 0 ? (Contact)draft->row->value[1] : CONTACT_NONE;
    draft->plover = PLOVER_CONSULT;
    draft->frame = 1u << EVENT_RECIPROCAL;
    draft->head = verb_of(article, hit);
    if (draft->head != VFP_NONE && draft->head != hit->token &&
        vfp_verb_at(article, hit->token) == vfp_chunk_at(article, draft->head))
        return false; /* have refused talks */
    uint32_t noun = draft->head == VFP_NONE || draft->head != hit->token ? noun_of(article, hit) : VFP_NONE;
    if (noun != VFP_NONE && (draft->head == VFP_NONE || noun < draft->head)) draft->head = noun, draft->noun = true;
    return draft->head != VFP_NONE;
}

/* Whether the words are told already by a longer phrase of the same table. */
static bool inside_other(const EventReader *reader, const Hit *hit, bool contact) {
    for (uint32_t i = reader->count; i-- > 0;) {
        const Draft *other = &reader->drafts[i];
        if ((other->contact != CONTACT_NONE || !other->row) == contact && hit->token < other->last) return true;
        if (other->head >= hit->token && other->head < hit->token + hit->count &&
            (other->contact != CONTACT_NONE) == contact)
            return true;
    }
    return false;
}

static void add_trigger(EventReader *reader, const Hit *hit, uint32_t *blocked) {
    Article *article = reader->article;
    bool contact = hit->table == LEX_CONTACT;
    if (reader->count == MAX_DRAFTS || inside_other(reader, hit, contact) || (contact && hit->token < *blocked)) return;
    Draft draft = {.first = hit->token,
                   .last = hit->token + hit->count,
                   .row = vfp_lexicon_row(article->lexicon, hit->table, hit->row)};
    if (contact && draft.row->value[1] < 0) {
        *blocked = draft.last;
        return;
    }
    if (!(contact ? begin_contact(article, hit, &draft) : begin_event(article, hit, &draft))) return;
    draft.chunk = vfp_chunk_at(article, draft.head);
    draft.clause = vfp_clause(article, draft.head);
    draft.reach = (Range){draft.first, draft.last};
    reader->drafts[reader->count++] = draft;
}

void vfp_find_triggers(EventReader *reader, Range sentence) {
    const Article *article = reader->article;
    uint32_t blocked = 0;
    reader->count = 0;
    for (uint32_t h = article->hit_of[sentence.first]; h < article->hit_of[sentence.last]; h++) {
        LexTable table = (LexTable)article->hits.at[h].table;
        if (table == LEX_EVENT || table == LEX_CONTACT) add_trigger(reader, &article->hits.at[h], &blocked);
    }
}
