/* event_status.c: whether an act took place, is planned, proposed, demanded, called off; and what type that makes it.
 *
 * Three things speak: an adjective before the noun (an upcoming visit), the predicate behind it (the visit was
 * cancelled), the verb or noun that governs it (agreed to meet, plans for a summit); below them tense and mood. What
 * calls off beats what plans: “a scheduled meeting was cancelled”. Linear in the clause. */
#include "reading/event.h"
#include "reading/time.h"

enum { NO_STATUS = -1 };

static int status_at(const Article *article, uint32_t token) { return vfp_cue_value(article, token, LEX_STATUS, 1); }

static bool undoes(int status) { return status == STATUS_CANCELLED || status == STATUS_POSTPONED; }

/* What tense and mood of a verb group say. `would` in what somebody said is the future of then. */
static int mood_status(const Article *article, const Chunk *vg) {
    if (vg->flags & VG_INFINITIVE && vg->flags & VG_PERFECT) return STATUS_ACTUAL; /* is said to have met */
    if (vg->flags & VG_FUTURE) return STATUS_PLANNED;
    if (vg->flags & VG_MODAL && !(vg->flags & VG_PERFECT)) {
        if (vg->modal != VFP_NONE && vfp_hit_of(article, vg->modal, LEX_HEDGE)) return STATUS_HYPOTHETICAL;
        if (vg->modal != VFP_NONE && status_at(article, vg->modal) >= 0)
            return status_at(article, vg->modal); /* must, should */
        return vfp_statement_at(article, vg->head) != VFP_NONE ? STATUS_PLANNED : STATUS_HYPOTHETICAL;
    }
    return vg->flags & VG_FINITE ? STATUS_ACTUAL : NO_STATUS;
}

/* The first status word in [first, last). */
static int status_in(const Article *article, uint32_t first, uint32_t last) {
    for (uint32_t t = first; t < last; t++) {
        int status = status_at(article, t);
        if (status >= 0) return status;
    }
    return NO_STATUS;
}

/* The verb of which the noun is the subject, or the participle behind it: the one right of its phrase. */
static uint32_t predicate_of(const Article *article, const Draft *draft) {
    Range s = vfp_sentence_of(article, draft->head), phrase = vfp_phrase(article, draft->chunk);
    for (uint32_t t = draft->head + 1; t < s.last; t++) {
        uint32_t vg = vfp_verb_at(article, t);
        if (vg != VFP_NONE && (t >= phrase.last || article->chunks.at[vg].flags & VG_FINITE ||
                               status_at(article, article->chunks.at[vg].head) >= 0))
            return vg;
        int word = vfp_function(article, t);
        if (t >= phrase.last && article->tokens.at[t].upos != UPOS_ADV && word != WORD_RELATIVE && word != WORD_THAT)
            return VFP_NONE;
    }
    return VFP_NONE;
}

static int predicate_status(const Article *article, const Draft *draft, bool *negated) {
    uint32_t p = predicate_of(article, draft);
    if (p == VFP_NONE) return NO_STATUS;
    const Chunk *vg = &article->chunks.at[p];
    Range s = vfp_sentence_of(article, draft->head);
    uint32_t end = vg->last + 2 < s.last ? vg->last + 2 : s.last;
    int status = status_in(article, vg->first, end), mood = mood_status(article, vg);
    *negated = vfp_negated(article, p);
    if (status == NO_STATUS || (status == STATUS_ACTUAL && mood != NO_STATUS)) return mood;
    /* “were planned”, “were cancelled” are about the noun; “the talks demanded patience” isn't */
    bool about_noun = vg->flags & (VG_PASSIVE | VG_PARTICIPLE | VG_COPULA) || status_at(article, vg->head) != status ||
                      undoes(status);
    return about_noun ? status : mood;
}

typedef struct Governor {
    int status;      /* of a word */
    int mood;        /* of the first finite verb */
    bool infinitive; /* an infinitive stands between */
    bool negated;
    bool decided; /* the word stands right before what it governs */
} Governor;

static uint32_t hit_count(const Hit *hit) { return hit ? hit->count : UINT32_MAX / 2; }

/* An adjective or determiner of another phrase: any information about the call. */
static bool describes(const Article *article, uint32_t token) {
    uint32_t np = vfp_chunk_at(article, token);
    return vfp_is_np(article, np) && article->chunks.at[np].head != token;
}

/* Walks left from `token` to the finite verb that governs it and takes the nearest status word on the way. */
static Governor govern(const Article *article, uint32_t token, uint32_t border, bool infinitive) {
    Governor g = {.status = NO_STATUS, .mood = NO_STATUS, .infinitive = infinitive};
    unsigned between = 0; /* phrases on the way: details of the content of talks aren't the talks */
    for (uint32_t t = token; t-- > border;) {
        int status = status_at(article, t), word = vfp_function(article, t);
        const Hit *hit = vfp_hit_of(article, t, LEX_STATUS);
        if (status >= 0 && t + hit->count <= token + 1 && !describes(article, t + hit->count - 1) && between <= 1 &&
            (g.status == NO_STATUS || undoes(status)))
            g.status = status;
        if (g.status >= 0 && t + hit_count(hit) == token)
            return g.decided = true, g; /* during, plans for: right before it, that decides */
        uint32_t np = vfp_chunk_at(article, t);
        between += vfp_is_np(article, np) && article->chunks.at[np].first == t &&
                   !(article->chunks.at[np].flags & NP_POSSESSIVE) &&
                   !vfp_hit_of(article, article->chunks.at[np].head, LEX_TIME);
        uint32_t c = vfp_verb_at(article, t);
        if (c != VFP_NONE && article->chunks.at[c].first == t) {
            const Chunk *vg = &article->chunks.at[c];
            if (vg->flags & VG_INFINITIVE) g.infinitive = true;
            if (!(vg->flags & VG_FINITE)) continue;
            g.mood = mood_status(article, vg);
            g.negated = !between && vfp_negated(article, c);
            return g;
        }
        if (c != VFP_NONE) continue;
        if (word == WORD_RELATIVE || vfp_is_mark(article, t, ';') || vfp_is_mark(article, t, ':')) break;
        if (vfp_is_mark(article, t, ',') && g.status != NO_STATUS) break;
    }
    return g;
}

static int choose(int adjective, int predicate, Governor g) {
    if (undoes(predicate)) return predicate;
    if (undoes(g.status)) return g.status;
    if (adjective > STATUS_ACTUAL) return adjective;
    if (predicate > STATUS_ACTUAL) return predicate;
    if (g.status >= 0 && !(g.status == STATUS_ACTUAL && g.mood > STATUS_ACTUAL))
        return g.status == STATUS_ACTUAL && g.infinitive && !g.decided ? STATUS_PLANNED : g.status;
    if (predicate == STATUS_ACTUAL) return predicate;
    if (g.infinitive) return STATUS_PLANNED;
    return g.mood >= 0 ? g.mood : STATUS_ACTUAL;
}

/* agreed to send tanks after a call with X: what something past came after took place, whatever it led to. */
static bool lies_behind(const Article *article, uint32_t first, Range s, Governor g) {
    if (first <= s.first || g.mood != STATUS_ACTUAL) return false;
    int word = vfp_function(article, first - 1);
    return word == WORD_AFTER || word == WORD_DURING;
}

static void noun_status(const Article *article, Draft *draft) {
    const Chunk *chunk = &article->chunks.at[draft->chunk];
    Range s = vfp_sentence_of(article, draft->head), phrase = vfp_phrase(article, draft->chunk);
    bool negated = false;
    int adjective = status_in(article, phrase.first > s.first ? phrase.first : s.first, draft->head);
    int predicate = predicate_status(article, draft, &negated);
    Governor g = {.status = NO_STATUS, .mood = NO_STATUS};
    /* a subject isn't governed by what stands left of it: said talks would resume */
    uint32_t p = predicate_of(article, draft);
    bool is_subject =
        p != VFP_NONE && article->chunks.at[p].flags & VG_FINITE && vfp_object_of(article, draft->chunk) == VFP_NONE;
    g = govern(article, phrase.first, is_subject ? phrase.first > s.first + 3 ? phrase.first - 3 : s.first : s.first,
               false);
    if (is_subject) g.mood = NO_STATUS, g.negated = false;
    if (undoes(adjective) && predicate == NO_STATUS) g.status = adjective;
    /* Russia's attacks are there, whatever somebody will say or wants to do about them */
    if (draft->own_people && draft->contact == CONTACT_NONE && g.status == NO_STATUS)
        g.infinitive = false, g.mood = NO_STATUS;
    draft->status = (EventStatus)choose(adjective, predicate, g);
    if (adjective <= STATUS_ACTUAL && !undoes(predicate) && lies_behind(article, phrase.first, s, g)) {
        draft->status = STATUS_ACTUAL;
        return;
    }
    if (negated || g.negated || vfp_function(article, chunk->first) == WORD_NO) draft->polarity = DENIED;
}

static void verb_status(const Article *article, Draft *draft) {
    const Chunk *vg = &article->chunks.at[draft->chunk];
    Range s = vfp_sentence_of(article, draft->head);
    if (vfp_scope(article, draft->head).denied) draft->polarity = DENIED;
    /* agreed to stop and leave: what has no tense of its own shares that of the verb it is joined to */
    const Chunk *joined = &article->chunks.at[vfp_joined_verb(article, draft->chunk)];
    if (joined != vg && !(vg->flags & VG_PAST) && vg->last - vg->first == 1 &&
        joined->flags & (VG_INFINITIVE | VG_FUTURE | VG_MODAL | VG_NEGATED))
        vg = joined;
    if (vg->flags & VG_PARTICIPLE && !vfp_is_passive(article, draft->chunk)) return;
    int mood = mood_status(article, vg);
    if (mood != NO_STATUS) {
        draft->status = (EventStatus)mood;
        return;
    }
    if (joined->flags & VG_GERUND && joined->first > s.first && vfp_is_mark(article, joined->first - 1, ','))
        return; /* …, killing two and wounding ten */
    Governor g = govern(article, vg->first, s.first, vg->flags & VG_INFINITIVE);
    if (g.negated) draft->polarity = DENIED;
    /* called to congratulate, wrote to protest: said is done */
    if (draft->plover == PLOVER_SUPPORT && g.status == NO_STATUS && g.mood == STATUS_ACTUAL) g.infinitive = false;
    draft->status = (EventStatus)choose(NO_STATUS, NO_STATUS, g);
}

/* whether he had met, if they meet, will they meet: nothing says that they did or will. */
static bool only_asked(const Article *article, const Draft *draft) {
    Claim claim = vfp_scope(article, draft->head);
    if (draft->status == STATUS_PLANNED) return claim.asked;
    return draft->status == STATUS_ACTUAL && (claim.asked || claim.supposed);
}

static bool is_later(Date a, Date b) {
    if (!a.year || !b.year) return false;
    if (a.year != b.year) return a.year > b.year;
    if (!a.month || !b.month || a.month != b.month) return a.month && b.month && a.month > b.month;
    return a.day && b.day && a.day > b.day;
}

/* meets on Friday, will have met: what is dated after the article hasn't happened. */
static void mind_the_date(const Article *article, Draft *draft) {
    if (draft->status != STATUS_ACTUAL || draft->clause.first >= draft->clause.last) return;
    const TimeRecord *time = vfp_time_near(article, draft->clause.first, draft->clause.last, draft->head);
    if (time && is_later(time->date, article->date)) draft->status = STATUS_PLANNED;
}

void vfp_find_status(EventReader *reader, Draft *draft) {
    if (draft->noun) noun_status(reader->article, draft);
    else verb_status(reader->article, draft);
    mind_the_date(reader->article, draft);
    if (only_asked(reader->article, draft)) draft->status = STATUS_HYPOTHETICAL;
    if (draft->contact == CONTACT_NONE) return;
    if (draft->status == STATUS_PROMISED)
        draft->status = STATUS_PLANNED; /* an encounter that was agreed on is planned */
    if (draft->polarity == DENIED && draft->status == STATUS_PLANNED) draft->status = STATUS_CANCELLED;
    if (undoes((int)draft->status)) draft->polarity = AFFIRMED; /* it is affirmed that it won't be */
}

/* ---- type */

static bool in_words(Plover p) {
    return p == PLOVER_REQUEST || p == PLOVER_ACCUSE || p == PLOVER_REJECT || p == PLOVER_THREATEN || p == PLOVER_AGREE;
}

static bool does_harm(Plover p) {
    return p == PLOVER_PROTEST || p == PLOVER_SANCTION || p == PLOVER_MOBILIZE || p == PLOVER_COERCE ||
           p == PLOVER_ASSAULT;
}

/* Only said to come: PLOVER's rule for the future. */
static Plover announced(Plover p) {
    if (does_harm(p)) return PLOVER_THREATEN;
    return p == PLOVER_RETREAT || p == PLOVER_CONCEDE ? PLOVER_CONCEDE : PLOVER_AGREE;
}

Plover vfp_plover_as(const Draft *draft) {
    Plover p = draft->plover;
    if (in_words(p)) return p;
    bool denied = draft->polarity == DENIED;
    if (p == PLOVER_SUPPORT && draft->status == STATUS_PROPOSED) return p; /* wants to thank: that is thanks */
    switch (draft->status) {
    case STATUS_ACTUAL: return p;
    case STATUS_CANCELLED:
    case STATUS_POSTPONED: return does_harm(p) ? PLOVER_CONCEDE : PLOVER_REJECT;
    case STATUS_REQUESTED: return PLOVER_REQUEST;
    case STATUS_THREATENED: return PLOVER_THREATEN;
    default: return !denied ? announced(p) : does_harm(p) ? PLOVER_AGREE : PLOVER_REJECT;
    }
}
