/* contact.c: the people of encounters, and which telling of an encounter is one more of the same.
 *
 * “Trump's call with Putin”, “talks between A and B”, “A and B met”: all take part. Where only the other side stands at
 * the noun, this side is the subject of the verb around it (“In a call with Putin, Trump said”). Where nobody does,
 * “the talks” are the last encounter of their kind that had people. An encounter of fewer than two is none. */
#include "reading/event.h"
#include "reading/holder.h"

static bool is_remote(Contact contact) { return contact == CONTACT_CALL || contact == CONTACT_MESSAGE; }

static uint32_t people(const Draft *draft) { return draft->actors.actors.n + draft->recipients.actors.n; }

/* The phrase behind possessives: from “Germany 's chancellor” the chancellor. */
static uint32_t whole(const Article *article, uint32_t np) {
    while (article->chunks.at[np].flags & NP_POSSESSIVE && np + 1 < article->chunks.n && vfp_is_np(article, np + 1) &&
           article->chunks.at[np + 1].first == article->chunks.at[np].last)
        np++;
    return np;
}

/* The actors of a phrase that can meet: of those whom nobody can name the ledger keeps no encounters. */
static void sides_named(Article *article, uint32_t np, Side *side) {
    Side found = {0};
    vfp_side_of(article, np, &found);
    for (uint32_t i = 0; i < found.actors.n; i++)
        if (article->actors.at[found.actors.at[i]].kind != KIND_ANON)
            vfp_side_add(article, side, found.actors.at[i], found.spans.at[i]);
}

/* the two leaders, the two countries: the pair that was last named, whatever the phrase may stand for by itself. */
static bool is_the_two(const Article *article, uint32_t np) {
    const Chunk *chunk = &article->chunks.at[np];
    return vfp_function(article, chunk->first) == WORD_THE && chunk->last > chunk->first + 2 &&
           vfp_function(article, chunk->first + 1) == WORD_TWO;
}

static void add_np(Article *article, Draft *draft, uint32_t np, Side *side) {
    if (!vfp_is_np(article, np) || is_the_two(article, np)) return;
    Side found = {0};
    sides_named(article, whole(article, np), &found);
    vfp_side_join(article, side, &found, side == &draft->recipients ? &draft->actors : &draft->recipients);
}

/* ---- verbs */

/* host, receive: the object comes, the subject is at home. */
static bool is_hosting(const Article *article, const Draft *draft) {
    int frame = vfp_cue_value(article, draft->first, LEX_EVENT, 5);
    return frame > 0 && frame & 1 << EVENT_OBJECT_SUBJECT &&
           vfp_cue_value(article, draft->first, LEX_EVENT, 1) == PLOVER_CONSULT;
}

/* called Putin on Friday, but not called him a friend: what is said of the object makes it no call. */
static bool is_naming(const Article *article, const Draft *draft, uint32_t object) {
    if (draft->contact != CONTACT_CALL || draft->last != draft->first + 1 || object == VFP_NONE) return false;
    uint32_t named = vfp_child(article, draft->head, VFP_REL(REL_XCOMP));
    if (named != VFP_NONE && article->tokens.at[named].upos != UPOS_VERB) return true;
    if (article->chunks.at[object].flags & NP_POSSESSIVE) return true; /* what he called Japan's failure */
    uint32_t np = whole(article, object), t = article->chunks.at[np].last;
    if (t >= vfp_sentence_of(article, draft->head).last) return false;
    return vfp_chunk_at(article, t) != VFP_NONE
               ? vfp_is_np(article, vfp_chunk_at(article, t)) && !vfp_hit_of(article, t, LEX_TIME)
               : vfp_is_quote_mark(article, t) || article->tokens.at[t].upos == UPOS_ADJ ||
                     vfp_function(article, t) == WORD_AS;
}

/* hosts thousands of Syrians: a number of people is no guest. */
static bool is_crowd(const Article *article, uint32_t object) {
    if (object == VFP_NONE || vfp_np_actor(article, whole(article, object)) != VFP_NONE ||
        vfp_hit_of(article, article->chunks.at[object].head, LEX_OFFICES))
        return false;
    uint32_t after = article->chunks.at[object].last;
    return after < vfp_sentence_of(article, article->chunks.at[object].first).last &&
           vfp_function(article, after) == WORD_OF;
}

/* The last of the prepositions inside the trigger (“spoke with”) has its phrase right behind it. */
static uint32_t right_behind(const Article *article, const Draft *draft) {
    uint32_t vg_last = article->chunks.at[draft->chunk].last, t = draft->last > vg_last ? draft->last : vg_last;
    uint32_t end = vfp_sentence_of(article, draft->head).last;
    while (t < end && (article->tokens.at[t].upos == UPOS_ADV || vfp_function(article, t) == WORD_TWO)) t++;
    uint32_t c = t < end ? vfp_chunk_at(article, t) : VFP_NONE;
    return vfp_is_np(article, c) ? c : VFP_NONE;
}

static void add_partner(Article *article, Draft *draft, Side *side) {
    Range s = vfp_sentence_of(article, draft->head);
    uint32_t last = draft->clause.last < s.last ? draft->clause.last : s.last, before = side->actors.n;
    add_np(article, draft, right_behind(article, draft), side);
    static const FunctionWord prepositions[] = {WORD_WITH, WORD_TO, WORD_IN, WORD_AT};
    for (int i = 0; i < 4 && side->actors.n == before; i++) {
        bool place = prepositions[i] == WORD_IN || prepositions[i] == WORD_AT;
        if (place != (draft->contact == CONTACT_VISIT) && prepositions[i] != WORD_TO && prepositions[i] != WORD_WITH)
            continue;
        if (prepositions[i] == WORD_TO && draft->contact != CONTACT_VISIT && !is_remote(draft->contact)) continue;
        add_np(article, draft, vfp_prepositional(article, draft->head + 1, last, prepositions[i]), side);
    }
}

static void find_verb_contact(Article *article, Draft *draft, const Draft *host) {
    const Chunk *vg = &article->chunks.at[draft->chunk];
    uint32_t subject = vfp_event_subject(article, draft->chunk);
    if (host && !host->noun && host->plover == PLOVER_REQUEST && vg->flags & VG_INFINITIVE) {
        uint32_t object = vfp_object(article, host->chunk);
        if (object != VFP_NONE && article->chunks.at[object].first < vg->first) subject = object;
    }
    if (is_naming(article, draft, right_behind(article, draft))) return;
    if (is_hosting(article, draft) && is_crowd(article, right_behind(article, draft))) return;
    bool hosting = is_hosting(article, draft), passive = vfp_is_passive(article, draft->chunk);
    bool directed = draft->contact == CONTACT_VISIT || draft->contact == CONTACT_MESSAGE;
    if (passive) {
        uint32_t agent = vfp_prepositional(article, draft->last, draft->clause.last, WORD_BY);
        if (subject != VFP_NONE) sides_named(article, subject, hosting ? &draft->actors : &draft->recipients);
        add_np(article, draft, agent, hosting ? &draft->recipients : &draft->actors);
        return;
    }
    if (subject != VFP_NONE) sides_named(article, subject, hosting ? &draft->recipients : &draft->actors);
    if (!directed && draft->actors.actors.n > 1 && right_behind(article, draft) == VFP_NONE) return;
    add_partner(article, draft, hosting ? &draft->actors : directed ? &draft->recipients : &draft->actors);
}

/* ---- nouns */

static Side *side_of(Draft *draft, int word) {
    bool directed = draft->contact == CONTACT_VISIT || draft->contact == CONTACT_MESSAGE;
    switch (word) {
    case WORD_BETWEEN:
    case WORD_WITH:
    case WORD_BY: return &draft->actors;
    case WORD_OF: return &draft->actors;
    case WORD_FROM: return draft->contact == CONTACT_MESSAGE || draft->contact == CONTACT_CALL ? &draft->actors : NULL;
    case WORD_TO: return directed || draft->contact == CONTACT_CALL ? &draft->recipients : NULL;
    case WORD_IN: return draft->contact == CONTACT_VISIT ? &draft->recipients : NULL;
    default: return NULL;
    }
}

/* Behind `between` two are meant, however far the second one is: between A and none other than B. */
static void add_second(Article *article, Draft *draft, uint32_t t) {
    Range s = vfp_sentence_of(article, draft->head);
    for (uint32_t end = t + 8 < s.last ? t + 8 : s.last; t < end && draft->actors.actors.n < 2; t++) {
        uint32_t c = vfp_chunk_at(article, t);
        if (vfp_is_vg(article, c)) return;
        if (c != VFP_NONE) add_np(article, draft, c, &draft->actors);
    }
}

/* Whether the words so far name a partner, so that this side is still to be found. */
static bool find_partners(Article *article, Draft *draft) {
    Range phrase = vfp_phrase(article, draft->chunk);
    bool partner = false;
    for (uint32_t t = draft->head + 1; t < phrase.last; t++) {
        int word = vfp_function(article, t);
        if (vfp_chunk_at(article, t) != VFP_NONE) continue;
        Side *side = side_of(draft, word);
        uint32_t np = t + 1 < phrase.last ? vfp_chunk_at(article, t + 1) : VFP_NONE, before = people(draft);
        if (!side || !vfp_is_np(article, np)) continue;
        add_np(article, draft, np, side);
        if (word == WORD_BETWEEN) add_second(article, draft, article->chunks.at[np].last);
        partner |= people(draft) > before && word != WORD_BY && word != WORD_OF;
        if (partner && word != WORD_FROM) break;
    }
    return partner;
}

static void add_before(Article *article, Draft *draft) {
    const Chunk *chunk = &article->chunks.at[draft->chunk];
    uint32_t owner = vfp_owner(article, draft->chunk);
    if (owner != VFP_NONE) sides_named(article, owner, &draft->actors);
    for (uint32_t t = chunk->first; t < chunk->head; t++) {
        uint32_t m = article->mention_of[t];
        if (m == VFP_NONE || vfp_side_has(&draft->actors, article->mentions.at[m].actor) ||
            vfp_hit_of(article, t, LEX_TIME))
            continue;
        /* a White House visit: what stands between the owner and the visit is where it goes */
        bool goal = draft->contact == CONTACT_VISIT && owner != VFP_NONE;
        vfp_side_add(article, goal ? &draft->recipients : &draft->actors, article->mentions.at[m].actor,
                     article->mentions.at[m].span);
    }
}

/* In a call with …, during talks with …: a preposition stands before the phrase, a comma may stand behind it. */
static bool is_adverbial(const Article *article, Range phrase, Range s) {
    return phrase.first > s.first && (article->tokens.at[phrase.first - 1].upos == UPOS_ADP ||
                                      vfp_has_rel(article, phrase.first - 1, VFP_REL(REL_CASE)));
}

/* The subject of the verb that governs the noun: to its left in the clause, else the first one behind the phrase. */
static uint32_t subject_around(const Article *article, const Draft *draft) {
    Range s = vfp_sentence_of(article, draft->head), phrase = vfp_phrase(article, draft->chunk);
    uint32_t verb = vfp_object_of(article, draft->chunk);
    if (verb != VFP_NONE) return vfp_event_subject(article, verb);
    uint32_t right = phrase.last < s.last ? vfp_verb_at(article, phrase.last) : VFP_NONE;
    bool is_subject = right != VFP_NONE && article->chunks.at[right].flags & VG_FINITE;
    uint32_t above = is_subject ? VFP_NONE : vfp_governor(article, vfp_top(article, phrase));
    if (above != VFP_NONE) return vfp_event_subject(article, above);
    if (is_subject || !is_adverbial(article, phrase, s)) return VFP_NONE;
    for (uint32_t t = phrase.last; t < s.last; t++) {
        uint32_t vg = vfp_verb_at(article, t);
        if (vg != VFP_NONE && article->chunks.at[vg].flags & VG_FINITE) return vfp_subject(article, vg);
        if (vfp_is_mark(article, t, ';')) break;
    }
    return VFP_NONE;
}

/* took part in talks with A and B: those behind with are one side, however many they are. */
static bool is_with(const Article *article, const Draft *draft) {
    uint32_t t = draft->head + 1;
    return draft->actors.actors.n > 1 && t < vfp_sentence_of(article, draft->head).last &&
           vfp_function(article, t) == WORD_WITH;
}

static void find_noun_contact(Article *article, Draft *draft) {
    add_before(article, draft);
    bool partner = find_partners(article, draft);
    uint32_t object = partner ? VFP_NONE : vfp_child(article, draft->head, VFP_REL(REL_OBJ)); /* after meeting X */
    if (object != VFP_NONE && vfp_chunk_at(article, object) != VFP_NONE) {
        add_np(article, draft, vfp_chunk_at(article, object), &draft->actors);
        partner = draft->actors.actors.n > 0;
    }
    /* an owner whom nobody knows (the president's meeting) isn't the verb's subject */
    bool with = partner && is_with(article, draft);
    if ((people(draft) > 1 && !with) || vfp_owner(article, draft->chunk) != VFP_NONE) return;
    uint32_t subject = subject_around(article, draft);
    if (subject == VFP_NONE) return;
    Side found = {0};
    sides_named(article, subject, &found);
    /* “Trump called the talks useful” doesn't make him one of them; “A and B held talks” does */
    if (partner || found.actors.n > 1) vfp_side_join(article, &draft->actors, &found, &draft->recipients);
}

void vfp_find_contact_people(EventReader *reader, Draft *draft, const Draft *host) {
    if (draft->noun) find_noun_contact(reader->article, draft);
    else find_verb_contact(reader->article, draft, host);
}

/* ---- the same encounter again */

static bool among(const Side *some, const Side *a, const Side *b) {
    for (uint32_t i = 0; i < some->actors.n; i++)
        if (!vfp_side_has(a, some->actors.at[i]) && !vfp_side_has(b, some->actors.at[i])) return false;
    return true;
}

static bool same_people(const Draft *few, const Draft *many) {
    return among(&few->actors, &many->actors, &many->recipients) &&
           among(&few->recipients, &many->actors, &many->recipients);
}

/* “a meeting”, “such a call”, “discussion” are new or general; “the meeting”, “these talks”, “talks” may be known. */
static bool may_be_known(const Article *article, const Draft *draft) {
    if (!draft->noun) return false;
    const Chunk *chunk = &article->chunks.at[draft->chunk];
    for (uint32_t t = chunk->first; t < draft->head; t++)
        if (vfp_function(article, t) == WORD_A || vfp_function(article, t) == WORD_NO) return false;
    int first = vfp_function(article, chunk->first);
    return first == WORD_THE || first == WORD_THIS || vfp_owner(article, draft->chunk) != VFP_NONE ||
           article->tokens.at[draft->head].feats & FEAT_PLURAL;
}

/* their meeting, talks between the two leaders: the people are those of the last encounter, of whatever kind. */
static bool means_the_pair(const Article *article, const Draft *draft) {
    uint32_t owner = draft->noun ? vfp_owner(article, draft->chunk) : VFP_NONE;
    if (owner != VFP_NONE && vfp_function(article, article->chunks.at[owner].head) == WORD_THEY) return true;
    Range phrase = draft->noun ? vfp_phrase(article, draft->chunk) : (Range){draft->first, draft->last};
    for (uint32_t t = draft->head + 1; t + 1 < phrase.last; t++)
        if (vfp_function(article, t) == WORD_TWO && vfp_function(article, t - 1) == WORD_THE && people(draft) < 2)
            return true;
    uint32_t subject = draft->noun ? VFP_NONE : vfp_subject(article, draft->chunk);
    return subject != VFP_NONE && is_the_two(article, subject);
}

static bool is_party(const Article *article, uint32_t actor) {
    ActorKind kind = article->actors.at[actor].kind;
    return kind == KIND_STATE || kind == KIND_ARMED;
}

/* CAMEO's codes begin with the country: PSEREB and PSE are no two sides. */
static bool same_country(const Actor *a, const Actor *b) {
    return a->code.len >= 3 && b->code.len >= 3 && memcmp(a->code.at, b->code.at, 3) == 0;
}

/* Adds a party; false where a third one turns up. */
static bool add_party(Article *article, Side *side, uint32_t actor, Span span) {
    if (actor == VFP_NONE || !is_party(article, actor)) return true;
    for (uint32_t i = 0; i < side->actors.n; i++)
        if (same_country(&article->actors.at[side->actors.at[i]], &article->actors.at[actor])) {
            if (article->actors.at[actor].kind == KIND_ARMED) /* who fights, not where */
                side->actors.at[i] = actor, side->spans.at[i] = span;
            return true;
        }
    vfp_side_add(article, side, actor, span);
    return side->actors.n <= 2;
}

/* X and Y and their call; Zelenskyy asked Russia for talks between the two nations: the two that the sentence names, as
 * people if both are, else as states. */
static bool pair_named(Article *article, Draft *draft) {
    Side people_named = {0}, parties = {0};
    Range s = vfp_sentence_of(article, draft->head);
    for (uint32_t t = s.first; t < s.last; t++) {
        uint32_t m = article->mention_of[t];
        if (m == VFP_NONE || article->mentions.at[m].modifier || article->mentions.at[m].first != t) continue;
        const Mention *mention = &article->mentions.at[m];
        bool person = article->actors.at[mention->actor].kind == KIND_PERSON;
        uint32_t state = article->actors.at[mention->actor].state;
        if (person) vfp_side_add(article, &people_named, mention->actor, mention->span);
        if (!add_party(article, &parties, person ? vfp_state_actor(article, state) : mention->actor, mention->span))
            return false;
    }
    if (parties.actors.n != 2) return false;
    draft->actors = people_named.actors.n == 2 ? people_named : parties, draft->recipients = (Side){0};
    return true;
}

/* The president spoke to his own ministry: no encounter of two sides. */
static bool is_inside(const Article *article, const Draft *draft) {
    if (people(draft) != 2) return false;
    uint32_t a = draft->actors.actors.n ? draft->actors.actors.at[0] : draft->recipients.actors.at[0];
    uint32_t b = draft->actors.actors.n == 2 ? draft->actors.actors.at[1]
                                             : draft->recipients.actors.at[draft->actors.actors.n ? 0 : 1];
    const Actor *x = &article->actors.at[a], *y = &article->actors.at[b];
    return (x->kind == KIND_PERSON && x->state != VFP_NONE && x->state == y->entry) ||
           (y->kind == KIND_PERSON && y->state != VFP_NONE && y->state == x->entry);
}

static bool recall_pair(EventReader *reader, Draft *draft) {
    if (!means_the_pair(reader->article, draft)) return false;
    if (!reader->encounter_count) return pair_named(reader->article, draft);
    const Encounter *known = &reader->encounters[(reader->encounter_count - 1) % ENCOUNTERS];
    draft->actors = known->actors, draft->recipients = known->recipients;
    return true;
}

static void recall(EventReader *reader, Draft *draft) {
    uint32_t n = reader->encounter_count, oldest = n > ENCOUNTERS ? n - ENCOUNTERS : 0;
    for (uint32_t i = n; i-- > oldest;) {
        const Encounter *known = &reader->encounters[i % ENCOUNTERS];
        if (is_remote(known->contact) != is_remote(draft->contact) ||
            (known->contact == CONTACT_VISIT) != (draft->contact == CONTACT_VISIT))
            continue;
        if (!among(&draft->actors, &known->actors, &known->recipients) ||
            !among(&draft->recipients, &known->actors, &known->recipients))
            continue;
        draft->actors = known->actors, draft->recipients = known->recipients;
        return;
    }
}

static void remember(EventReader *reader, const Draft *draft) {
    if (draft->status == STATUS_HYPOTHETICAL || draft->status == STATUS_REQUESTED)
        return; /* “the talks” are some that there are */
    Encounter *e = &reader->encounters[reader->encounter_count++ % ENCOUNTERS];
    *e = (Encounter){.contact = draft->contact};
    vfp_side_join(reader->article, &e->actors, &draft->actors, NULL);
    vfp_side_join(reader->article, &e->recipients, &draft->recipients, NULL);
}

/* One encounter told twice in a sentence: held talks at a meeting. The telling with more people stays. */
static void drop_twins(EventReader *reader, uint32_t i) {
    Draft *draft = &reader->drafts[i];
    for (uint32_t k = 0; k < i && !draft->dropped; k++) {
        Draft *other = &reader->drafts[k];
        if (other->dropped || other->contact == CONTACT_NONE ||
            is_remote(other->contact) != is_remote(draft->contact) || other->status != draft->status)
            continue;
        if (same_people(draft, other)) draft->dropped = true;
        else if (same_people(other, draft)) other->dropped = true;
    }
}

void vfp_complete_contacts(EventReader *reader) {
    for (uint32_t i = 0; i < reader->count; i++) {
        Draft *draft = &reader->drafts[i];
        if (draft->contact == CONTACT_NONE || draft->dropped) continue;
        if (people(draft) < 2 && !recall_pair(reader, draft) && may_be_known(reader->article, draft))
            recall(reader, draft);
        bool journey =
            draft->contact == CONTACT_VISIT && !draft->noun && people(draft) == 1 && draft->recipients.actors.n == 1 &&
            !is_hosting(reader->article, draft) &&
            vfp_event_subject(reader->article, draft->chunk) != VFP_NONE; /* who came is told, but is nobody we know */
        if ((people(draft) < 2 && !journey) || is_inside(reader->article, draft)) draft->dropped = true;
        else {
            remember(reader, draft);
            drop_twins(reader, i);
        }
    }
}
