/* event_people.c: who stands around a trigger.
 *
 * Verbs: the subject acts, the object or the first phrase behind a preposition suffers; passives turn it round. Nouns:
 * an owner or a demonym before them acts (Moscow's invasion, the Russian invasion), of, against, on and to bring who
 * suffers, by and from who acts, between and with who takes part. Linear in the clause. */
#include "reading/event.h"
#include "reading/holder.h"

enum { LONGEST_LIST = 8, LONGEST_REACH = 40 };

bool vfp_side_has(const Side *side, uint32_t actor) {
    for (uint32_t i = 0; i < side->actors.n; i++)
        if (side->actors.at[i] == actor) return true;
    return false;
}

void vfp_side_add(Article *article, Side *side, uint32_t actor, Span span) {
    if (actor == VFP_NONE || vfp_side_has(side, actor)) return;
    *vfp_push(article->arena, &side->actors) = actor;
    *vfp_push(article->arena, &side->spans) = span;
}

void vfp_side_join(Article *article, Side *side, const Side *more, const Side *but) {
    for (uint32_t i = 0; i < more->actors.n; i++)
        if (!but || !vfp_side_has(but, more->actors.at[i]))
            vfp_side_add(article, side, more->actors.at[i], more->spans.at[i]);
}

static void add_mention(Article *article, Side *side, uint32_t m) {
    vfp_side_add(article, side, article->mentions.at[m].actor, article->mentions.at[m].span);
}

/* ---- noun phrases */

/* The mention that stands for the whole phrase, or VFP_NONE. */
static uint32_t head_mention(const Article *article, uint32_t np) {
    const Chunk *chunk = &article->chunks.at[np];
    if (article->mention_of[chunk->head] != VFP_NONE) return article->mention_of[chunk->head];
    for (uint32_t t = chunk->last; t-- > chunk->first;) {
        uint32_t m = article->mention_of[t];
        if (m != VFP_NONE && !article->mentions.at[m].modifier) return m;
    }
    return VFP_NONE;
}

/* Adjectives and names before the head: Israeli soldiers, the Trump-Putin summit; but no Friday is a person. */
static bool add_modifiers(Article *article, uint32_t np, Side *side) {
    uint32_t before = side->actors.n;
    for (uint32_t t = article->chunks.at[np].first; t < article->chunks.at[np].last; t++)
        if (article->mention_of[t] != VFP_NONE && !vfp_hit_of(article, t, LEX_TIME))
            add_mention(article, side, article->mention_of[t]);
    return side->actors.n > before;
}

/* What others can act for: a state, an alliance, an organisation. */
static bool is_body(const Article *article, uint32_t mention) {
    ActorKind kind = article->actors.at[article->mentions.at[mention].actor].kind;
    return kind == KIND_STATE || kind == KIND_IGO || kind == KIND_ARMED;
}

/* Israeli soldiers act for Israel, Russian officials for Russia, EU envoys for the EU: a description stands for the
 * body whose name it bears. Returns that actor, or VFP_NONE. */
static uint32_t state_of(Article *article, uint32_t np, uint32_t m) {
    const Actor *actor = &article->actors.at[article->mentions.at[m].actor];
    if (actor->kind != KIND_ANON && actor->kind != KIND_GROUP) return VFP_NONE;
    if (actor->state != VFP_NONE) return vfp_state_actor(article, actor->state);
    for (uint32_t t = article->chunks.at[np].first; t < article->chunks.at[np].last; t++) {
        uint32_t k = article->mention_of[t];
        if (k != VFP_NONE && k != m && is_body(article, k)) return article->mentions.at[k].actor;
    }
    uint32_t owner = vfp_owner(article, np),
             k = owner == VFP_NONE ? VFP_NONE : head_mention(article, owner); /* Taiwan's deputy minister */
    return k != VFP_NONE && is_body(article, k) ? article->mentions.at[k].actor : VFP_NONE;
}

/* we: the state of who says it, where the article knows it; I: who says it. */
static uint32_t speaking_actor(const Article *article, uint32_t token) {
    int word = vfp_function(article, token);
    uint32_t s = word == WORD_WE || word == WORD_I ? vfp_statement_at(article, token) : VFP_NONE;
    if (s == VFP_NONE || article->statements.at[s].speaker == VFP_NONE) return VFP_NONE;
    uint32_t speaker = article->statements.at[s].speaker, state = article->actors.at[speaker].state;
    uint32_t we = word == WORD_WE ? vfp_known_state(article, state) : VFP_NONE;
    return we != VFP_NONE ? we : speaker;
}

static bool add_owner(Article *article, uint32_t np, Side *side) {
    uint32_t owner = vfp_owner(article, np);
    if (owner == VFP_NONE) return false;
    uint32_t m = head_mention(article, owner);
    if (m == VFP_NONE) return add_modifiers(article, owner, side) || add_owner(article, owner, side);
    add_mention(article, side, m);
    return true;
}

/* The phrase names nobody: the leaders of Egypt, the rebels in Mali. The first name behind its head speaks for it. */
static bool add_behind(Article *article, uint32_t np, Side *side) {
    Range phrase = vfp_phrase(article, np);
    for (uint32_t t = article->chunks.at[np].last; t < phrase.last; t++) {
        if (vfp_is_vg(article, vfp_chunk_at(article, t))) return false;
        if (article->mention_of[t] == VFP_NONE) continue;
        add_mention(article, side, article->mention_of[t]);
        return true;
    }
    return false;
}

static void add_phrase(Article *article, uint32_t np, Side *side) {
    uint32_t m = head_mention(article, np), head = article->chunks.at[np].head;
    uint32_t state = m == VFP_NONE ? VFP_NONE : state_of(article, np, m);
    if (m != VFP_NONE) {
        vfp_side_add(article, side, state != VFP_NONE ? state : article->mentions.at[m].actor,
                     article->mentions.at[m].span);
        return;
    }
    uint32_t speaking = speaking_actor(article, head);
    if (speaking != VFP_NONE) vfp_side_add(article, side, speaking, vfp_span_of(article, (Range){head, head + 1}));
    else if (!add_modifiers(article, np, side) && !add_owner(article, np, side)) add_behind(article, np, side);
}

static bool joins(const Article *article, uint32_t t) {
    int word = vfp_function(article, t);
    return word == WORD_AND || word == WORD_OR || vfp_is_mark(article, t, ',');
}

/* Where the phrase of `np` begins with its owners, and where the name that it ends with ends. */
static uint32_t begin_of(const Article *article, uint32_t np) {
    for (uint32_t owner; (owner = vfp_owner(article, np)) != VFP_NONE;) np = owner;
    return article->chunks.at[np].first;
}

static uint32_t end_of(const Article *article, uint32_t np) {
    uint32_t m = head_mention(article, np), end = article->chunks.at[np].last;
    if (m != VFP_NONE && article->mentions.at[m].phrase_last > end) end = article->mentions.at[m].phrase_last;
    return end;
}

/* The noun phrase joined to the one that ends at `t`: B of “A and B”, “A, B and C”; or VFP_NONE. It is no member where
 * it is the subject of a verb of its own: met A, and B flew home; but talks between A and B were held. */
static uint32_t next_member(const Article *article, uint32_t t, uint32_t end, bool is_object, bool *last) {
    if (t >= end || !joins(article, t)) return VFP_NONE;
    *last = !vfp_is_mark(article, t, ',');
    if (!*last && t + 1 < end && joins(article, t + 1)) t++, *last = true;
    uint32_t np = t + 1 < end ? vfp_chunk_at(article, t + 1) : VFP_NONE;
    if (!vfp_is_np(article, np)) return VFP_NONE;
    while (article->chunks.at[np].flags & NP_POSSESSIVE && np + 1 < article->chunks.n && vfp_is_np(article, np + 1) &&
           article->chunks.at[np + 1].first == article->chunks.at[np].last)
        np++;
    uint32_t after = end_of(article, np);
    uint32_t vg = after < end ? vfp_verb_at(article, after) : VFP_NONE;
    return is_object && vg != VFP_NONE && article->chunks.at[vg].flags & VG_FINITE ? VFP_NONE : np;
}

/* A list is one only if it ends in and/or: “Trump, president of …” isn't. */
static void add_right(Article *article, uint32_t np, Side *side) {
    uint32_t end = vfp_sentence_of(article, article->chunks.at[np].first).last, members[LONGEST_LIST], n = 0;
    uint32_t begin = begin_of(article, np);
    bool last = false, is_object = begin > 0 && vfp_verb_at(article, begin - 1) != VFP_NONE;
    for (uint32_t at = np; n < LONGEST_LIST && !last;) {
        uint32_t after = end_of(article, at);
        if (at == np && after < end && !joins(article, after)) { /* the envoys of A and B: and after the of-phrase */
            Range phrase = vfp_phrase(article, at);
            if (vfp_function(article, after) != WORD_OF || phrase.last <= after) break;
            uint32_t inner = vfp_chunk_at(article, after + 1 < end ? after + 1 : after);
            if (!vfp_is_np(article, inner)) break;
            after = end_of(article, inner);
        }
        uint32_t next = next_member(article, after, end, is_object, &last);
        if (next == VFP_NONE) {
            if (!last) n = 0;
            break;
        }
        members[n++] = at = next;
    }
    if (last)
        for (uint32_t i = 0; i < n; i++) add_phrase(article, members[i], side);
}

/* Members to the left: the subject of “A, B and C met” is C for who asks the verb. */
static void add_left(Article *article, uint32_t np, Side *side) {
    uint32_t first = vfp_sentence_of(article, article->chunks.at[np].first).first;
    bool seen_and = false;
    for (uint32_t n = 0, at = begin_of(article, np); n < LONGEST_LIST && at > first; n++) {
        uint32_t t = at - 1;
        if (!joins(article, t)) return;
        bool comma = vfp_is_mark(article, t, ',');
        if (comma && !seen_and) return;
        seen_and |= !comma;
        if (!comma && t > first && vfp_is_mark(article, t - 1, ',')) t--;
        uint32_t left = t > first ? vfp_chunk_at(article, t - 1) : VFP_NONE,
                 m = t > first ? article->mention_of[t - 1] : VFP_NONE;
        if (left == VFP_NONE && m != VFP_NONE) { /* Russian and Ukrainian officials: an adjective alone */
            add_mention(article, side, m);
            at = article->mentions.at[m].first;
            continue;
        }
        if (!vfp_is_np(article, left)) return;
        at = begin_of(article, left);
        if (at > first && vfp_verb_at(article, at - 1) != VFP_NONE) return; /* an object: met A, and B said */
        add_phrase(article, left, side);
    }
}

void vfp_side_of(Article *article, uint32_t np, Side *side) {
    if (np == VFP_NONE) return;
    add_phrase(article, np, side);
    add_left(article, np, side);
    add_right(article, np, side);
}

/* ---- verbs */

uint32_t vfp_object_of(const Article *article, uint32_t np) {
    uint32_t first = vfp_sentence_of(article, article->chunks.at[np].first).first, at = begin_of(article, np);
    for (unsigned n = 0; n < 3 && at >= first + 2 && vfp_function(article, at - 1) == WORD_OF &&
                         vfp_is_np(article, vfp_chunk_at(article, at - 2));
         n++)
        at = begin_of(article, vfp_chunk_at(article, at - 2));
    return at > first ? vfp_verb_at(article, at - 1) : VFP_NONE;
}

uint32_t vfp_joined_verb(const Article *article, uint32_t vg) {
    uint32_t first = vfp_sentence_of(article, article->chunks.at[vg].first).first;
    for (unsigned n = 0; n < 4; n++) {
        uint32_t t = article->chunks.at[vg].first;
        while (t > first && article->tokens.at[t - 1].upos == UPOS_ADV) t--;
        if (t == first || !joins(article, t - 1)) break;
        if ((n == 0 || article->chunks.at[vg].flags & VG_GERUND) && vfp_is_mark(article, t - 1, ','))
            break; /* came, saw and conquered: a comma joins only before an and */
        uint32_t above = vg;
        while (above-- > 0 && article->chunks.at[above].first >= first)
            if (vfp_is_vg(article, above)) break;
        if (above == VFP_NONE || article->chunks.at[above].first < first || !vfp_is_vg(article, above)) break;
        vg = above;
    }
    return vg;
}

uint32_t vfp_event_subject(const Article *article, uint32_t vg) {
    const Chunk *chunk = &article->chunks.at[vg];
    uint32_t first = vfp_sentence_of(article, chunk->first).first;
    uint32_t before =
        chunk->flags & VG_PARTICIPLE && chunk->first > first ? vfp_chunk_at(article, chunk->first - 1) : VFP_NONE;
    if (vfp_is_np(article, before)) return before;
    return vfp_subject(article, vfp_joined_verb(article, vg));
}

static bool is_preposition(const Article *article, uint32_t t) {
    return (article->tokens.at[t].upos == UPOS_ADP || article->tokens.at[t].upos == UPOS_PART) &&
           vfp_chunk_at(article, t) == VFP_NONE;
}

/* Ends the search for who suffers: another clause, or a verb with a subject of its own. */
static bool is_border(const Article *article, uint32_t t) {
    int word = vfp_function(article, t);
    if (vfp_is_mark(article, t, ';') || vfp_is_mark(article, t, ':') || vfp_is_mark(article, t, '(') ||
        vfp_is_dash(article, t))
        return true;
    if (vfp_chunk_at(article, t) != VFP_NONE) return false;
    return word == WORD_RELATIVE || word == WORD_SUBORDINATE || word == WORD_BUT || word == WORD_AFTER ||
           word == WORD_BEFORE;
}

/* Behind the comma at t comes a phrase that is no subject: no “, X said”. */
static bool goes_on(const Article *article, uint32_t t, uint32_t end) {
    uint32_t np = t + 1 < end ? vfp_chunk_at(article, t + 1) : VFP_NONE;
    if (!vfp_is_np(article, np)) return false;
    uint32_t after = article->chunks.at[np].last, vg = after < end ? vfp_verb_at(article, after) : VFP_NONE;
    return vg == VFP_NONE || !(article->chunks.at[vg].flags & VG_FINITE);
}

/* The first phrase from `t` on that names somebody not in `but`; by-phrases are left to passives. */
static void add_first_named(Article *article, uint32_t t, uint32_t end, Side *side, const Side *but) {
    for (uint32_t from = t; t < end && t - from < LONGEST_REACH && !is_border(article, t); t++) {
        uint32_t c = vfp_chunk_at(article, t);
        if (vfp_is_mark(article, t, ',') && !goes_on(article, t, end)) return;
        if (vfp_function(article, t) == WORD_BY) return;
        if (vfp_is_vg(article, c)) {
            if (article->chunks.at[c].flags & VG_FINITE && t > from + 1) return;
            t = article->chunks.at[c].last - 1;
            continue;
        }
        if (c == VFP_NONE) continue;
        while (article->chunks.at[c].flags & NP_POSSESSIVE && c + 1 < article->chunks.n && vfp_is_np(article, c + 1) &&
               article->chunks.at[c + 1].first == article->chunks.at[c].last)
            c++;
        Side found = {0};
        vfp_side_of(article, c, &found);
        vfp_side_join(article, side, &found, but);
        if (side->actors.n) return;
        t = article->chunks.at[c].last - 1;
    }
}

static uint32_t by_phrase(const Article *article, const Draft *draft) {
    uint32_t end = draft->last + 12 < draft->clause.last ? draft->last + 12 : draft->clause.last;
    return vfp_prepositional(article, draft->last, end, WORD_BY);
}

/* Lebanon arrested him, says “he was arrested in Lebanon”: where force needs an authority, the place's acts. */
static void add_authority(Article *article, Draft *draft) {
    uint32_t np = vfp_prepositional(article, draft->last, draft->clause.last, WORD_IN);
    if (np == VFP_NONE || draft->plover != PLOVER_COERCE) return;
    uint32_t m = head_mention(article, np);
    if (m != VFP_NONE && article->actors.at[article->mentions.at[m].actor].kind == KIND_STATE)
        add_mention(article, &draft->actors, m);
}

static void add_passive(Article *article, Draft *draft, uint32_t subject) {
    vfp_side_of(article, subject, &draft->recipients);
    uint32_t agent = by_phrase(article, draft);
    if (agent != VFP_NONE) vfp_side_of(article, agent, &draft->actors);
    else add_authority(article, draft);
}

static uint32_t subject_of(const Article *article, const Draft *draft, const Draft *host) {
    const Chunk *vg = &article->chunks.at[draft->chunk];
    /* urged Russia to leave: who is urged is to leave */
    if (host && !host->noun && host->plover == PLOVER_REQUEST && vg->flags & VG_INFINITIVE) {
        uint32_t object = vfp_object(article, host->chunk);
        if (object != VFP_NONE && article->chunks.at[object].first < vg->first) return object;
    }
    return vfp_event_subject(article, draft->chunk);
}

static void find_verb_people(EventReader *reader, Draft *draft, const Draft *host) {
    Article *article = reader->article;
    const Chunk *vg = &article->chunks.at[draft->chunk];
    uint32_t subject = subject_of(article, draft, host);
    if (draft->frame & 1u << EVENT_OBJECT_SUBJECT) {
        vfp_side_of(article, subject, &draft->recipients);
        uint32_t s = vfp_statement_at(article, draft->head);
        if (s == VFP_NONE) return;
        const Statement *said = &article->statements.at[s];
        if (said->speaker != VFP_NONE && !vfp_side_has(&draft->recipients, said->speaker))
            vfp_side_add(article, &draft->actors, said->speaker, said->speaker_span);
        return;
    }
    if (vfp_is_passive(article, draft->chunk)) {
        add_passive(article, draft, subject);
        return;
    }
    vfp_side_of(article, subject, &draft->actors);
    if (draft->frame & 1u << EVENT_SUBJECT) return;
    uint32_t end = vfp_sentence_of(article, draft->head).last, from = vg->last;
    Side *other = draft->frame & 1u << EVENT_RECIPROCAL ? &draft->actors : &draft->recipients;
    if (other == &draft->actors && draft->actors.actors.n > 1) return;
    Side found = {0};
    add_first_named(article, from, end, &found, &draft->actors);
    vfp_side_join(article, other, &found, NULL);
}

/* ---- nouns */

/* Which end of the event a preposition behind the noun brings; null where it brings neither. */
static Side *side_of_preposition(Draft *draft, int word) {
    bool together =
        draft->plover == PLOVER_AGREE || draft->plover == PLOVER_COOPERATE || draft->plover == PLOVER_CONSULT;
    bool moves = draft->frame & 1u << EVENT_SUBJECT; /* the withdrawal of the troops: they go */
    switch (word) {
    case WORD_BETWEEN:
    case WORD_WITH: return &draft->actors;
    case WORD_BY: return &draft->actors;
    case WORD_FROM: return moves ? &draft->recipients : &draft->actors;
    case WORD_OF: return moves ? &draft->actors : together ? NULL : &draft->recipients;
    case WORD_AGAINST:
    case WORD_ON:
    case WORD_FOR:
    case WORD_TO: return &draft->recipients;
    default: return NULL;
    }
}

/* release of ten | living | Israeli hostages: a participle that stands as an adjective cuts the phrase in two. Its
 * second half, or VFP_NONE. */
static uint32_t past_participle(const Article *article, uint32_t np) {
    if (np + 2 >= article->chunks.n || !vfp_is_vg(article, np + 1) || !vfp_is_np(article, np + 2)) return VFP_NONE;
    const Chunk *c = &article->chunks.at[np];
    bool adjacent = c[1].first == c->last && c[2].first == c[1].last && c[1].last == c[1].first + 1;
    return adjacent && c[1].flags & (VG_GERUND | VG_PARTICIPLE) ? np + 2 : VFP_NONE;
}

static void find_phrases(Article *article, Draft *draft) {
    Range phrase = vfp_phrase(article, draft->chunk);
    for (uint32_t t = draft->head + 1; t < phrase.last; t++) {
        if (vfp_is_vg(article, vfp_chunk_at(article, t)) && t >= draft->last) break;
        if (!is_preposition(article, t)) continue;
        Side *side = side_of_preposition(draft, vfp_function(article, t));
        uint32_t np = t + 1 < phrase.last ? vfp_chunk_at(article, t + 1) : VFP_NONE;
        if (!side || !vfp_is_np(article, np)) continue;
        while (article->chunks.at[np].flags & NP_POSSESSIVE && np + 1 < article->chunks.n &&
               article->chunks.at[np + 1].first == article->chunks.at[np].last && vfp_is_np(article, np + 1))
            np++;
        Side found = {0};
        vfp_side_of(article, np, &found);
        if (!found.actors.n) vfp_side_of(article, past_participle(article, np), &found);
        vfp_side_join(article, side, &found, side == &draft->recipients ? &draft->actors : &draft->recipients);
    }
}

/* launched an attack, issued a threat: who does the verb does the noun. */
static void add_governing_subject(Article *article, Draft *draft) {
    uint32_t vg = vfp_object_of(article, draft->chunk);
    if (vg == VFP_NONE || article->chunks.at[vg].flags & (VG_PASSIVE | VG_PARTICIPLE | VG_COPULA)) return;
    Side found = {0};
    vfp_side_of(article, vfp_event_subject(article, vg), &found);
    vfp_side_join(article, &draft->actors, &found, &draft->recipients);
}

static void find_noun_people(EventReader *reader, Draft *draft) {
    Article *article = reader->article;
    if (!add_owner(article, draft->chunk, &draft->actors)) add_modifiers(article, draft->chunk, &draft->actors);
    find_phrases(article, draft);
    draft->own_people = draft->actors.actors.n > 0;
    if (!draft->own_people) add_governing_subject(article, draft);
}

/* ---- both */

static void stretch(Article *article, Draft *draft, const Side *side) {
    Range s = vfp_sentence_of(article, draft->head);
    for (uint32_t i = 0; i < side->spans.n; i++) {
        for (uint32_t t = s.first; t < s.last; t++) {
            const Token *token = &article->tokens.at[t];
            if (token->end <= side->spans.at[i].begin || token->begin >= side->spans.at[i].end) continue;
            if (t < draft->reach.first) draft->reach.first = t;
            if (t >= draft->reach.last) draft->reach.last = t + 1;
        }
    }
}

void vfp_find_people(EventReader *reader, Draft *draft, const Draft *host) {
    if (draft->contact != CONTACT_NONE) vfp_find_contact_people(reader, draft, host);
    else if (draft->noun) find_noun_people(reader, draft);
    else find_verb_people(reader, draft, host);
    uint32_t end =
        draft->noun ? vfp_phrase(reader->article, draft->chunk).last : reader->article->chunks.at[draft->chunk].last;
    if (end > draft->reach.last) draft->reach.last = end;
    if (reader->article->chunks.at[draft->chunk].first < draft->reach.first)
        draft->reach.first = reader->article->chunks.at[draft->chunk].first;
    stretch(reader->article, draft, &draft->actors);
    stretch(reader->article, draft, &draft->recipients);
}
