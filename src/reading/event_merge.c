/* event_merge.c: words that govern events, put together with what they govern.
 *
 * “agreed to lift sanctions on Iran” is one event: a promise whose content is a concession to Iran. The governing word
 * (an operator) gives actor and kind, what it governs gives the recipients and, for promises, the colour. Contacts stay
 * themselves and take the operator's kind, so that an encounter can be followed from proposed to held. */
#include "reading/event.h"

enum { LONGEST_HOLD = 30 };

/* Says yes, no, please or else to something that is still to be named. */
bool vfp_is_operator(const Draft *draft) {
    Plover p = draft->plover;
    return draft->contact == CONTACT_NONE &&
           (p == PLOVER_AGREE || p == PLOVER_REQUEST || p == PLOVER_REJECT || p == PLOVER_THREATEN ||
            p == PLOVER_ACCUSE || p == PLOVER_SUPPORT || p == PLOVER_CONCEDE);
}

static bool breaks(const Article *article, uint32_t t, uint32_t end) {
    if (vfp_is_mark(article, t, ';') || vfp_is_mark(article, t, ':') || vfp_is_dash(article, t)) return true;
    if (vfp_is_mark(article, t, ',')) { /* only a list goes on behind it, no clause */
        uint32_t np = t + 1 < end ? vfp_chunk_at(article, t + 1) : VFP_NONE;
        return !vfp_is_np(article, np) || article->chunks.at[np].last >= end ||
               vfp_verb_at(article, article->chunks.at[np].last) != VFP_NONE;
    }
    if (vfp_chunk_at(article, t) != VFP_NONE && vfp_function(article, t) != WORD_RELATIVE) return false;
    int word = vfp_function(article, t);
    uint32_t owned = word == WORD_AND && t + 1 < end ? vfp_chunk_at(article, t + 1) : VFP_NONE;
    if (vfp_is_np(article, owned) && article->chunks.at[owned].flags & NP_POSSESSIVE)
        return true; /* his promise and his threats */
    if (word == WORD_AND || word == WORD_OR)
        return t + 1 < end && vfp_verb_at(article, t + 1) != VFP_NONE &&
               article->chunks.at[vfp_verb_at(article, t + 1)].flags & VG_FINITE;
    return word == WORD_RELATIVE || word == WORD_SUBORDINATE || word == WORD_BUT || word == WORD_AFTER ||
           word == WORD_BEFORE;
}

/* Whether what `upper` governs reaches to `lower`: nothing ends it, and at most one finite verb, that of a that-clause.
 */
static bool reaches(const Article *article, const Draft *upper, const Draft *lower) {
    if (lower->head < upper->last) return lower->head > upper->head || lower->contact != CONTACT_NONE;
    if (lower->head - upper->last > LONGEST_HOLD) return false;
    unsigned finite = 0;
    for (uint32_t t = upper->last; t < lower->head; t++) {
        if (breaks(article, t, lower->head)) return false;
        uint32_t vg = vfp_verb_at(article, t);
        if (vg == VFP_NONE || article->chunks.at[vg].first != t || vg == upper->chunk) continue;
        finite += (article->chunks.at[vg].flags & VG_FINITE) != 0;
        if (finite > (upper->noun ? 0u : 1u) && vg != lower->chunk) return false;
    }
    return finite <= 1;
}

uint32_t vfp_event_host(const EventReader *reader, uint32_t i) {
    const Draft *lower = &reader->drafts[i];
    for (uint32_t k = i; k-- > 0;) {
        const Draft *upper = &reader->drafts[k];
        if (vfp_is_operator(upper) && !upper->dropped && reaches(reader->article, upper, lower)) return k;
    }
    return VFP_NONE;
}

static bool harms(Plover p) {
    return p == PLOVER_PROTEST || p == PLOVER_SANCTION || p == PLOVER_MOBILIZE || p == PLOVER_COERCE ||
           p == PLOVER_ASSAULT || p == PLOVER_THREATEN;
}

/* What a promise to do it, to yield it, to refuse it is. */
static Plover coloured(Plover upper, Plover lower) {
    if (upper != PLOVER_AGREE) return upper;
    if (lower == PLOVER_CONCEDE || lower == PLOVER_RETREAT) return PLOVER_CONCEDE;
    if (harms(lower)) return PLOVER_THREATEN;
    return lower == PLOVER_REJECT ? PLOVER_REJECT : PLOVER_AGREE;
}

static void merge_act(EventReader *reader, Draft *upper, Draft *lower) {
    upper->plover = coloured(upper->plover, lower->plover);
    if (!upper->recipients.actors.n) {
        vfp_side_join(reader->article, &upper->recipients, &lower->recipients, &upper->actors);
        if (lower->noun) vfp_side_join(reader->article, &upper->recipients, &lower->actors, &upper->actors);
    }
    if (lower->reach.last > upper->reach.last) upper->reach.last = lower->reach.last;
    lower->dropped = true;
}

/* The encounter takes the operator's place: refused to meet is a meeting refused. */
static void merge_contact(Draft *upper, Draft *lower) {
    if (upper->plover == PLOVER_ACCUSE || upper->plover == PLOVER_SUPPORT || upper->plover == PLOVER_CONCEDE ||
        upper->plover == PLOVER_THREATEN)
        return;
    if (upper->reach.first < lower->reach.first) lower->reach.first = upper->reach.first;
    upper->dropped = true;
}

void vfp_merge_hosts(EventReader *reader) {
    for (uint32_t i = reader->count; i-- > 0;) {
        Draft *lower = &reader->drafts[i];
        uint32_t h = lower->dropped ? VFP_NONE : vfp_event_host(reader, i);
        if (h == VFP_NONE) continue;
        Draft *upper = &reader->drafts[h];
        /* who condemns an invasion doesn't make it doubtful: it stays */
        bool fact =
            (upper->plover == PLOVER_ACCUSE || upper->plover == PLOVER_SUPPORT) && lower->noun && lower->own_people;
        if (lower->contact != CONTACT_NONE) merge_contact(upper, lower);
        else if (!fact) merge_act(reader, upper, lower);
    }
}
